//! Why this speaker: rule, words, chain, other names.

use super::{Mode, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::cut;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::open;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Anchor, Stamp};
use sayso_core::reading::{Concern, ItemId, Reading, SpeakerChoice, shortened};

/// The sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhySheet {
    /// What it explains.
    pub item: ItemId,
}

/// The row of who a group consists of.
fn members(reading: &Reading, who: &SpeakerChoice) -> Option<(String, String)> {
    let names: Vec<String> = reading.members_of_choice(who).iter().map(|m| reading.name_of_choice(m)).collect();
    (!names.is_empty()).then(|| ("together".to_owned(), names.join(" · ")))
}

impl Screen for WhySheet {
    /// For the statement in focus.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        match app.doc().and_then(|d| d.view.focus.clone()) {
            Some(item) => app.mode = Mode::Why(Self { item }),
            None => decide::nothing_in_focus(app),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "WHY"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Why, &[Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let Some(doc) = app.doc() else { return Drawn::default() };
        let mut rows: Vec<(String, String)> = Vec::new();
        let document = doc.reading.document();
        if let Some(attribution) = doc.reading.suggestion(&self.item) {
            let found = doc.reading.found();
            let proposal = doc.reading.proposal(attribution);
            rows.push(("speaker".to_owned(), proposal.name.clone()));
            rows.extend(members(&doc.reading, &proposal.who));
            rows.push(("because".to_owned(), found.reason(attribution, document.text())));
            if let Some(mention) = found.mention_of(attribution).filter(|m| !m.span.is_empty()) {
                let mut chain = format!("“{}”", shortened(document.words(mention.span), 40));
                if let Some(antecedent) = mention.antecedent {
                    chain = format!(
                        "{chain} ← “{}” ¶{}",
                        shortened(document.words(antecedent), 30),
                        document.block_at(antecedent.start) + 1
                    );
                }
                if let Some(cluster) = found.cluster(mention.cluster)
                    && cluster.name != document.words(mention.span)
                {
                    chain = format!("{chain} ← {}", cluster.name);
                }
                rows.push(("named".to_owned(), chain));
            }
            if proposal.taught {
                rows.push(("taught".to_owned(), "an earlier decision of yours about the same name".to_owned()));
            }
            let others: Vec<String> = doc.reading.others(attribution).into_iter().map(|(_, n)| n).collect();
            if !others.is_empty() {
                rows.push(("or".to_owned(), others.join(" · ")));
            }
            rows.push(("probability".to_owned(), format!("{:.0} %", attribution.score * 100.0)));
            if attribution.thread.is_some() {
                rows.push(("thread".to_owned(), "one statement broken over several posts".to_owned()));
            }
        } else if let Some(record) = doc.reading.record(&self.item) {
            rows.push(("speaker".to_owned(), doc.reading.speaker_name(&self.item)));
            let who = record.speaker.clone().map(SpeakerChoice::Known);
            rows.extend(who.and_then(|who| members(&doc.reading, &who)));
            let status = record.status.map_or("labelled by hand", sayso_core::annotation::Status::word);
            let who = record.by.as_ref().map(|b| format!(" by {b}")).unwrap_or_default();
            let when = record.created.clone().unwrap_or_default();
            rows.push(("decided".to_owned(), format!("{status}{who} {when}")));
            if matches!(doc.reading.anchor_of(&record.id), Anchor::Fuzzy(_)) {
                rows.push((
                    "changed".to_owned(),
                    format!("since then; decided were the words {}", shortened(&record.exact(), 200)),
                ));
            }
            if let Some(was) = record.was.as_ref().and_then(|w| w.speaker.as_ref()) {
                rows.push(("was".to_owned(), was.clone()));
            }
            if let Some(source) = &record.source {
                let is_gone = doc.reading.concern(record) == Some(Concern::Speaker);
                let head = if is_gone { "was named" } else { "named" };
                let gone = if is_gone { ", and the text may name somebody else now" } else { "" };
                rows.push((head.to_owned(), format!("“{}”{gone}", source.2)));
            }
            if let Some(note) = &record.note {
                rows.push(("note".to_owned(), shortened(note, 200)));
            }
        }
        let mut s = open(app, page, rows.len() as u16, buffer);
        for (head, text) in rows {
            s.at(s.left, &head, s.words(Role::Quiet));
            let x = s.left + 13;
            let text = cut(&text, s.right.saturating_sub(x));
            s.at(x, &text, s.words(Role::Body));
            s.y += 1;
        }
        Drawn::default()
    }

    fn scrolls_text(&self) -> bool {
        true
    }
}
