//! What was typed into the sheet of a claim and not kept yet.

use super::keys::{open_on, show};
use super::{ClaimField, ClaimSheet};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::screens::drafts;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::note_field;
use sayso_core::annotation::{Draft, DraftKind, Stamp};
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// Opens the sheet of a claim to go on with it: of the one with this id, else on words.
pub fn open_again(app: &mut App, id: Option<&str>, words: &[Span], stamp: &Stamp) -> Vec<Effect> {
    match id {
        Some(id) => {
            show(app, id, false);
            Vec::new()
        }
        None => open_on(app, words, stamp),
    }
}

impl ClaimSheet {
    fn item(&self) -> ItemId {
        ItemId::Record(self.id.as_str().into())
    }

    /// The words of the claim.
    pub(super) fn spans(&self, app: &App) -> Vec<Span> {
        app.doc().map(|doc| doc.reading.spans(&self.item()).to_vec()).unwrap_or_default()
    }

    /// What was typed and not kept yet: the note first, then the addresses.
    pub(super) fn unsaved(&self, app: &App) -> Option<Draft> {
        let note = self.note.lines().join("\n");
        let evidence: Vec<String> =
            self.evidence.iter().map(|f| f.text().trim().to_owned()).filter(|e| !e.is_empty()).collect();
        if note == self.was && evidence == self.kept.1 {
            return None;
        }
        let mut draft = drafts::begun(app, DraftKind::Claim)?;
        drafts::about_items(&mut draft, app.doc()?, &[self.item()]);
        let (focus, caret) = match self.field {
            ClaimField::Rating => ("rating".to_owned(), None),
            ClaimField::Evidence(n) => {
                let at = self.evidence.get(n).map_or(0, LineField::caret_at);
                (format!("evidence {n}"), Some((0, u32::try_from(at).unwrap_or(u32::MAX))))
            }
            ClaimField::Note => ("note".to_owned(), Some(note_field::caret(&self.note))),
        };
        let typed = std::iter::once(note).chain(self.evidence.iter().map(|f| f.text().to_owned())).collect();
        let was = std::iter::once(self.was.clone()).chain(self.kept.1.clone()).collect();
        Some(Draft { typed, was, focus: Some(focus), caret, ..draft })
    }

    /// Takes up what was left unfinished about this claim.
    pub(super) fn take_up(&mut self, app: &mut App) {
        let words = self.spans(app);
        let Some(draft) = drafts::take_for(app, DraftKind::Claim, Some(&self.id), &words) else { return };
        let first = |all: &[String]| all.first().cloned().unwrap_or_default();
        let rest = |all: &[String]| all.get(1..).unwrap_or_default().to_vec();
        let (note, changed) = drafts::both(&first(&draft.typed), &first(&draft.was), &self.was);
        let (typed, was) = (rest(&draft.typed), rest(&draft.was));
        let now = &self.kept.1;
        let mut lines = if typed.is_empty() { now.clone() } else { typed };
        // Addresses that somebody added meanwhile; those taken out meanwhile stay out.
        let news = now.iter().filter(|e| !was.contains(e) && !lines.iter().any(|l| l.trim() == e.as_str()));
        lines.splice(0..0, news.cloned().collect::<Vec<_>>());
        lines.retain(|line| !was.iter().any(|w| w == line.trim()) || now.iter().any(|n| n == line.trim()));
        if lines.last().is_none_or(|last| !last.trim().is_empty()) {
            lines.push(String::new());
        }
        self.evidence = lines.iter().map(|line| LineField::new(line)).collect();
        let is_note = draft.focus.as_deref() == Some("note");
        self.note = note_field::area_at(&note, draft.caret.filter(|_| is_note));
        let number = draft.focus.as_deref().and_then(|f| f.strip_prefix("evidence ")).and_then(|n| n.parse().ok());
        self.field = match number {
            Some(n) => {
                let n = usize::min(n, self.evidence.len() - 1);
                if let (Some(field), Some((_, at))) = (self.evidence.get_mut(n), draft.caret) {
                    *field = LineField::with_caret(field.text(), at as usize);
                }
                ClaimField::Evidence(n)
            }
            None if is_note => ClaimField::Note,
            None => ClaimField::Rating,
        };
        drafts::say_resumed(app, changed);
    }
}
