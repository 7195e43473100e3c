//! What is copied: words, with their speaker and place where they have one.

use super::action::Action;
use super::app::App;
use super::event::Effect;
use super::open_document::OpenDocument;
use super::place;
use super::scope::Scope;
use sayso_core::document::Document;
use sayso_core::export::{Quotation, link_to};
use sayso_core::layout::text_objects;
use sayso_core::reading::{ItemId, shortened};
use sayso_core::span::{self, Span};

/// Most characters of what was copied that are shown.
const MAX_SHOWN: usize = 48;

/// Copies a text and says so.
pub fn copy(app: &mut App, text: String) -> Vec<Effect> {
    app.say(format!("Copied: {}", shortened(&text, MAX_SHOWN)));
    vec![Effect::Copy(text)]
}

/// Copies words of the text; with `place`, who said them and where.
pub fn copy_words(app: &mut App, spans: &[Span], with_place: bool) -> Vec<Effect> {
    let Some(hull) = span::hull(spans) else { return Vec::new() };
    let around = app.doc().and_then(|doc| doc.reading.statement_around(hull));
    copy_said(app, spans, around.as_ref(), with_place.then_some(hull.start))
}

/// Copies an item; with `place`, who said it and where.
pub fn copy_item(app: &mut App, item: &ItemId, with_place: bool) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let spans = doc.reading.spans(item).to_vec();
    let at = spans.first().map(|s| s.start).filter(|_| with_place);
    copy_said(app, &spans, Some(item), at)
}

/// Copies quotations as a list: words, who said them, where, and where there is one a link that leads back; `left` more have
/// no place in the text.
pub fn copy_list(app: &mut App, quotations: &[Quotation], left: usize) -> Vec<Effect> {
    match quotations {
        [] => {
            app.say("Nothing to copy: these have no place in the text");
            Vec::new()
        }
        [one] => copy(app, one.in_lines()),
        all => {
            let left = if left == 0 { String::new() } else { format!(", without {left} that have no place") };
            app.say(format!("Copied {} quotations{left}", all.len()));
            let all: Vec<String> = all.iter().map(Quotation::in_lines).collect();
            vec![Effect::Copy(all.join("\n\n") + "\n")]
        }
    }
}

/// Items as quotations; those without a place in the text are left out.
pub fn quotations(app: &App, items: &[ItemId]) -> Vec<Quotation> {
    let Some(doc) = app.doc() else { return Vec::new() };
    items.iter().filter_map(|item| quotation(app, doc.reading.spans(item), Some(item))).collect()
}

/// Words as a quotation: with who said them, where, and a link to the record they belong to.
pub fn quotation(app: &App, spans: &[Span], item: Option<&ItemId>) -> Option<Quotation> {
    let doc = app.doc()?;
    let at = spans.first()?.start;
    let words = words(doc, spans, item, true);
    let speaker = item.map(|item| doc.reading.speaker_name(item)).filter(|name| !name.is_empty());
    let place = format!("{} {}", app.name, doc.reading.document().place_in_words(at));
    let link = item.and_then(|item| doc.reading.record(item)).and_then(|record| link_to(&app.name, &record.id));
    Some(Quotation { words, speaker, place, link })
}

/// Copies the words in focus, or those around the match of a search; with `place`, who said them and where.
pub fn copy_focus(app: &mut App, with_place: bool) -> Vec<Effect> {
    if let Some((words, item)) = place::passage_at_hand(app) {
        return copy_said(app, &[words], item.as_ref(), with_place.then_some(words.start));
    }
    let Some(item) = app.doc().and_then(|doc| doc.view.focus.clone()) else {
        let (focuses, selects) =
            (app.key(Scope::Reader, Action::Confirm), app.key(Scope::Reader, Action::Open(Scope::Select)));
        app.say(format!("Nothing to copy: {focuses} focuses a statement, {selects} selects words"));
        return Vec::new();
    };
    copy_item(app, &item, with_place)
}

/// Whether a sentence is under way at the byte `at`, so that words from there on are not all of it.
fn begins_inside(document: &Document, at: u32) -> bool {
    text_objects::sentence(document, at).start < at
}

/// Copies words; with `place`, who said them, if that is known, and where that is.
fn copy_said(app: &mut App, spans: &[Span], item: Option<&ItemId>, place: Option<u32>) -> Vec<Effect> {
    said(app, spans, item, place).map_or_else(Vec::new, |text| copy(app, text))
}

fn said(app: &App, spans: &[Span], item: Option<&ItemId>, place: Option<u32>) -> Option<String> {
    if place.is_some() {
        return quotation(app, spans, item).map(|quotation| quotation.in_line());
    }
    app.doc().map(|doc| words(doc, spans, item, false))
}

/// Words on one line; where they are cited, with `…` in front when a sentence is under way.
fn words(doc: &OpenDocument, spans: &[Span], item: Option<&ItemId>, cited: bool) -> String {
    let document = doc.reading.document();
    let parts: Vec<&str> = spans.iter().map(|span| document.words(*span)).collect();
    let mut text = parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
    let own = item.and_then(|item| doc.reading.hull(item)).map_or(0, |hull| hull.start);
    if cited && spans.first().is_some_and(|s| s.start > own && begins_inside(document, s.start)) {
        text.insert_str(0, "… ");
    }
    text
}
