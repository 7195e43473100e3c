//! Opening a claim, keys in its fields, saving.

use super::{ClaimField, ClaimSheet, Mode, Response};
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::place;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::note_field;
use crossterm::event::KeyCode;
use sayso_core::annotation::{CLAIM, Stamp};
use sayso_core::reading::{Claim, Decider, ItemId};
use sayso_core::span::Span;

/// Opens the sheet for the focused statement.
pub fn open_focused(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let spans = place::words_at_hand(app);
    open_on(app, &spans, stamp)
}

/// Opens the sheet for words; an existing claim on them is opened, not doubled.
pub fn open_on(app: &mut App, spans: &[Span], stamp: &Stamp) -> Vec<Effect> {
    if spans.is_empty() {
        decide::nothing_to_label(app);
        return Vec::new();
    }
    if let Some(id) = claim_on(app, spans) {
        show(app, &id, false);
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let made = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.label(spans, CLAIM, None, None);
    let Some((change, id)) = made else { return Vec::new() };
    let text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    app.last_label = Some(CLAIM.to_owned());
    app.say(text);
    show(app, &id, true);
    effects
}

/// The claim that stands on exactly these words, or lies within them.
fn claim_on(app: &App, spans: &[Span]) -> Option<String> {
    let doc = app.doc()?;
    let hull = sayso_core::span::hull(spans)?;
    doc.reading.items_in(hull).into_iter().find_map(|item| match (&item, doc.reading.record(&item)) {
        (ItemId::Record(id), Some(record)) if record.label == CLAIM => {
            let inside = doc.reading.hull(&item).is_some_and(|h| hull.covers(h));
            inside.then(|| id.to_string())
        }
        _ => None,
    })
}

/// Opens the sheet of a claim, with what was typed and not saved there.
pub(super) fn show(app: &mut App, id: &str, fresh: bool) {
    let Some(record) = app.doc().and_then(|d| d.reading.set().get(id).cloned()) else { return };
    let rating = record.rating.as_ref().and_then(|r| app.codebook.ratings.iter().position(|known| known == r));
    let mut evidence: Vec<LineField> = record.evidence.iter().map(|e| LineField::new(e)).collect();
    evidence.push(LineField::default());
    let note = note_field::area(record.note.as_deref().unwrap_or_default());
    let mut sheet = ClaimSheet {
        id: id.to_owned(),
        field: ClaimField::Rating,
        kept: (rating, record.evidence.clone()),
        rating,
        evidence,
        was: note.lines().join("\n"),
        note,
        fresh,
    };
    sheet.take_up(app);
    app.mode = Mode::Claim(sheet);
}

impl ClaimSheet {
    /// A key in the field that has the keys.
    pub(super) fn take_key(&mut self, app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
        let ratings = app.codebook.ratings.len();
        let code = key.code();
        match self.field {
            ClaimField::Rating => {
                let last = ratings.saturating_sub(1);
                let selected = match (key.typed().and_then(|c| c.to_digit(10)), code) {
                    (Some(digit), _) if (1..=ratings as u32).contains(&digit) => Some(Some(digit as usize - 1)),
                    (Some(0), _) => Some(None),
                    (_, KeyCode::Left) => Some(Some(self.rating.map_or(last, |r| r.saturating_sub(1)))),
                    (_, KeyCode::Right) => Some(Some(self.rating.map_or(0, |r| (r + 1).min(last)))),
                    (_, KeyCode::Down) => return self.turn(app, stamp, true),
                    (_, KeyCode::Up) => return self.turn(app, stamp, false),
                    _ => None,
                };
                if let Some(rating) = selected {
                    self.rating = rating;
                    return self.save(app, stamp);
                }
            }
            ClaimField::Evidence(number) => match code {
                KeyCode::Down if number + 1 < self.evidence.len() => self.field = ClaimField::Evidence(number + 1),
                KeyCode::Up if number > 0 => self.field = ClaimField::Evidence(number - 1),
                KeyCode::Down => return self.turn(app, stamp, true),
                KeyCode::Up => return self.turn(app, stamp, false),
                _ => {
                    if let Some(field) = self.evidence.get_mut(number) {
                        field.key(key);
                    }
                }
            },
            ClaimField::Note => {
                let up = code == KeyCode::Up && self.note.cursor().0 == 0;
                if up {
                    return self.turn(app, stamp, false);
                }
                note_field::edit(&mut self.note, key);
            }
        }
        Vec::new()
    }

    /// Enter: in an address that is not empty one more row, else saves and closes.
    pub(super) fn accept(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let effects = self.save(app, stamp);
        if let ClaimField::Evidence(n) = self.field
            && self.evidence.get(n).is_some_and(|f| !f.text().trim().is_empty())
        {
            if self.evidence.last().is_none_or(|f| !f.text().trim().is_empty()) {
                self.evidence.push(LineField::default());
            }
            self.field = ClaimField::Evidence(self.evidence.len() - 1);
            return Response::stay().with(effects);
        }
        let rating = self.rating.and_then(|r| app.codebook.ratings.get(r));
        let rating = rating.map(|r| format!(": {}", r.replace('-', " "))).unwrap_or_default();
        decide::message_with_undo(app, format!("Claim kept{rating}"));
        Response::close().with(effects)
    }

    /// Whether a claim made by opening the sheet was left without anything said about it.
    pub(super) fn is_idle(&self, app: &App) -> bool {
        let record = app.doc().and_then(|d| d.reading.set().get(&self.id));
        self.fresh && record.is_some_and(|r| r.rating.is_none() && r.evidence.is_empty() && r.note.is_none())
    }

    /// Saves the field and goes to the next or previous one.
    pub(super) fn turn(&mut self, app: &mut App, stamp: &Stamp, forward: bool) -> Vec<Effect> {
        let effects = self.save(app, stamp);
        let last = self.evidence.len().saturating_sub(1);
        self.field = match (self.field, forward) {
            (ClaimField::Rating, true) | (ClaimField::Note, false) => ClaimField::Evidence(last),
            (ClaimField::Evidence(_), true) | (ClaimField::Rating, false) => ClaimField::Note,
            (ClaimField::Evidence(_), false) | (ClaimField::Note, true) => ClaimField::Rating,
        };
        effects
    }

    /// Saves what the sheet holds, when it differs from what is kept.
    fn save(&mut self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let stored = app.doc().and_then(|d| d.reading.set().get(&self.id).cloned());
        let note = self.note.lines().join("\n");
        // What was not touched stays as it is, letters included that cannot be shown.
        let note =
            if note == self.was { stored.as_ref().and_then(|r| r.note.clone()) } else { Some(note.trim().to_owned()) };
        let evidence: Vec<String> =
            self.evidence.iter().map(|f| f.text().trim().to_owned()).filter(|e| !e.is_empty()).collect();
        let kept = (self.rating, evidence.clone());
        // Somebody else may have rated it while the sheet was open.
        let claim = Claim {
            rating: match (&stored, self.rating == self.kept.0) {
                (Some(record), true) => record.rating.clone(),
                _ => self.rating.and_then(|r| app.codebook.ratings.get(r)).cloned(),
            },
            evidence: match (&stored, evidence == self.kept.1) {
                (Some(record), true) => record.evidence.clone(),
                _ => evidence,
            },
            note: note.filter(|n| !n.is_empty()),
        };
        self.kept = kept;
        let Some(doc) = app.doc() else { return Vec::new() };
        let claim = keep_foreign_rating(claim, stored.and_then(|r| r.rating.clone()), &app.codebook.ratings);
        let change = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.describe(&self.id, &claim);
        change.map_or_else(Vec::new, |change| decide::apply(app, change, stamp))
    }
}

/// A rating the codebook does not know stays until another is chosen.
fn keep_foreign_rating(mut claim: Claim, stored: Option<String>, known: &[String]) -> Claim {
    if claim.rating.is_none() && stored.as_ref().is_some_and(|s| !known.contains(s)) {
        claim.rating = stored;
    }
    claim
}
