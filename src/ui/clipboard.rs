//! What is copied: words, with their speaker and place where they have one.

use super::action::Action;
use super::app::App;
use super::event::Effect;
use super::place;
use super::scope::Scope;
use sayso_core::document::Document;
use sayso_core::export::link_to;
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

/// Copies several items as a list of quotations, in the order given: words, who said them, where, and for what is decided a
/// link that leads back.
pub fn copy_list(app: &mut App, items: &[ItemId]) -> Vec<Effect> {
    if let [item] = items {
        return copy_item(app, item, true);
    }
    let quotations: Vec<String> = items.iter().filter_map(|item| quotation(app, item)).collect();
    if quotations.is_empty() {
        app.say("Nothing to copy: these have no place in the text");
        return Vec::new();
    }
    let left = items.len() - quotations.len();
    let left = if left == 0 { String::new() } else { format!(", without {left} that have no place") };
    app.say(format!("Copied {} quotations{left}", quotations.len()));
    vec![Effect::Copy(quotations.join("\n\n") + "\n")]
}

/// An item as it stands in a list: its words with speaker and place, and a link below.
fn quotation(app: &App, item: &ItemId) -> Option<String> {
    let doc = app.doc()?;
    let spans = doc.reading.spans(item);
    let cited = said(app, spans, Some(item), Some(spans.first()?.start))?;
    let link = doc.reading.record(item).and_then(|record| link_to(&app.name, &record.id));
    Some(link.map_or_else(|| cited.clone(), |link| format!("{cited}\n{link}")))
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
    let doc = app.doc()?;
    let document = doc.reading.document();
    let parts: Vec<&str> = spans.iter().map(|span| document.words(*span)).collect();
    let mut text = parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
    let own = item.and_then(|item| doc.reading.hull(item)).map_or(0, |hull| hull.start);
    if place.is_some() && spans.first().is_some_and(|s| s.start > own && begins_inside(document, s.start)) {
        text.insert_str(0, "… ");
    }
    if let Some(at) = place {
        let name = item.map(|item| doc.reading.speaker_name(item)).filter(|name| !name.is_empty());
        let name = name.map_or_else(String::new, |name| format!("{name}, "));
        text = format!("{text} — {name}{} {}", app.name, document.place_in_words(at));
    }
    Some(text)
}
