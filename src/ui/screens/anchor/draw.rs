//! The sheet of an annotation to check: what it was, where it may belong, who may say it.

use super::AnchorSheet;
use super::words::{described, in_words, question, somebody_else, words_of};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::difference;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Annotation;
use sayso_core::annotation::anchor::{compare_words, source_has_changed};
use sayso_core::reading::{SpeakerChoice, shortened};

/// Longest name or description shown, in characters.
const NAME: usize = 40;

/// Draws it.
pub fn anchor(app: &App, page: &PageLayout, sheet: &AnchorSheet, buffer: &mut Buffer) {
    let Some(doc) = app.doc() else { return };
    let Some(record) = doc.reading.set().get(&sheet.id) else { return };
    let is_about_speaker = sheet.is_about_speaker(doc);
    let names_another = !is_about_speaker && somebody_else(doc, record).is_some();
    let count = sheet.choices(doc).max(1) + usize::from(names_another);
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 2 + 3 * gap + count as u16 + u16::from(page.is_tall()), buffer);
    let question = format!("! {}", question(doc, sheet, record));
    let counter =
        format!("{} of {}", sheet.number, doc.reading.doubtful().len().saturating_sub(doc.reading.versions_beside()));
    let counter_at = s.right.saturating_sub(width(&counter));
    s.at(counter_at, &counter, s.words(Role::Quiet));
    let x = s.at(s.left, &question, s.words(Role::Warn)) + 3;
    let about = cut(&described(app, doc, record), counter_at.saturating_sub(x + 2));
    s.at(x, &about, s.words(Role::Quiet));
    s.y += 1 + gap;
    if is_about_speaker {
        speakers(app, doc, &mut s, sheet, record, gap);
    } else {
        place(app, doc, &mut s, sheet, record, gap);
    }
    s.y += gap;
    if page.is_tall() {
        s.line("Nothing is written until you choose; left alone it stays as it is.", s.words(Role::Quiet));
    }
}

/// What named the speaker, and who can be chosen now.
fn speakers(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &AnchorSheet, record: &Annotation, gap: u16) {
    let document = doc.reading.document();
    let words = |span| format!("“{}”", shortened(document.words(span), NAME));
    let was = record.source.as_ref().map(|source| shortened(&source.2, NAME)).unwrap_or_default();
    let now = doc.reading.detection_of(record).and_then(|a| doc.reading.found().named_by(a)).map(words);
    let is_gone = source_has_changed(document, record, doc.reading.anchor_of(&record.id).spans());
    let text = format!("“{was}”, {}", if is_gone { "no longer there" } else { "who may be another now" });
    let x = s.at(s.left, "was named by", s.words(Role::Quiet)) + 2;
    s.at(x, &cut(&text, s.right.saturating_sub(x)), s.words(Role::Body));
    s.y += 1 + gap;
    for (n, who) in sheet.speakers(doc).iter().enumerate() {
        bar(app, s, n == sheet.at);
        let x = s.at(s.left, &(n + 1).to_string(), s.bold()) + 2;
        let x = s.at(x, &cut(&doc.reading.name_of_choice(who), s.right.saturating_sub(x)), s.words(Role::Body)) + 3;
        let is_decided = record.speaker.as_ref().is_some_and(|speaker| *who == SpeakerChoice::Known(speaker.clone()));
        let why = match &now {
            _ if is_decided => "as it was decided".to_owned(),
            Some(now) => format!("named by {now}"),
            None => "whom the text means".to_owned(),
        };
        s.at(x, &cut(&why, s.right.saturating_sub(x)), s.words(Role::Quiet));
        s.y += 1;
    }
}

/// Its words as they were, and the places to choose from.
fn place(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &AnchorSheet, record: &Annotation, gap: u16) {
    let exact = record.exact();
    let x = s.at(s.left, "it was", s.words(Role::Quiet)) + 3;
    let now = doc.reading.anchor_of(&sheet.id).candidates().get(sheet.at).map(|c| words_of(doc, c));
    let (was, _) = compare_words(&exact, now.as_deref().unwrap_or(&exact));
    let right = s.right;
    difference::draw(s, x, right, &was);
    s.y += 1 + gap;
    places(app, doc, s, sheet, &exact);
    if let Some(name) = somebody_else(doc, record) {
        s.line(&format!("The text names {name} now"), s.words(Role::Warn));
    }
}

fn bar(app: &App, s: &mut Sheet<'_, '_>, selected: bool) {
    if selected && s.left >= 2 {
        put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
    }
}

fn places(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &AnchorSheet, exact: &str) {
    let candidates = doc.reading.anchor_of(&sheet.id).candidates();
    for (n, candidate) in candidates.iter().enumerate() {
        let Some(span) = candidate.spans.first().copied() else { continue };
        bar(app, s, n == sheet.at);
        let x = s.at(s.left, &(n + 1).to_string(), s.bold()) + 2;
        let x = s.at(x, &format!("¶{}", doc.reading.document().block_at(span.start) + 1), s.words(Role::Quiet));
        let x = x.max(s.left + 7) + 2;
        let like = in_words(candidate.likeness);
        let like_at = s.right.saturating_sub(width(like));
        let words = words_of(doc, candidate);
        let (_, now) = compare_words(exact, &words);
        difference::draw(s, x, like_at.saturating_sub(2), &now);
        s.at(like_at, like, s.words(Role::Quiet));
        s.y += 1;
    }
    if candidates.is_empty() {
        let selects = app.key(Scope::Anchor, Action::Open(Scope::Select));
        s.line(&format!("No place is like it. {selects} selects the words."), s.words(Role::Quiet));
    }
}
