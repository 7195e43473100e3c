//! Where the person is in the text: the words that keys are about, and when they are said.

use super::app::App;
use super::event::Effect;
use super::motion;
use super::open_document::OpenDocument;
use sayso_core::document::Document;
use sayso_core::layout::text_objects;
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// Longest sentence that counts as one, in bytes: captions that machines made have none.
const MAX_SENTENCE: u32 = 400;
/// Least bytes around a match where there are no sentences.
const MIN_PASSAGE: u32 = 80;

/// The current match of a search, where the person is at it: it is on the screen, and lies in the statement in focus if
/// one is.
pub fn match_at_hand(app: &App) -> Option<Span> {
    let doc = app.doc()?;
    let span = doc.search.found.as_ref()?.current()?;
    let inside = |item| doc.reading.spans(item).iter().any(|s| s.covers(span));
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let at_hand = doc.view.focus.as_ref().is_none_or(inside) && motion::wholly_in_sight(doc, span, height);
    at_hand.then_some(span)
}

/// Remembers the words that the person looks at: a match they went to, or a word they clicked.
pub fn look_at(app: &mut App, span: Span) {
    if let Some(doc) = app.doc_mut() {
        doc.view.eye = Some((span, doc.view.focus.clone()));
    }
}

/// The words that the person looks at, as long as those are on the screen and they put nothing else in focus since.
pub fn eye(app: &App) -> Option<Span> {
    let doc = app.doc()?;
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let is_there = |(span, focus): &&(Span, Option<ItemId>)| {
        *focus == doc.view.focus && motion::wholly_in_sight(doc, *span, height)
    };
    doc.view.eye.as_ref().filter(is_there).map(|(span, _)| *span).or_else(|| match_at_hand(app))
}

/// The words a match of a search is about, where they are not those in focus: nothing is in focus, or a statement that
/// runs over several times, of which a match is at one. With the statement they belong to.
pub fn passage_at_hand(app: &App) -> Option<(Span, Option<ItemId>)> {
    let matched = match_at_hand(app)?;
    let doc = app.doc()?;
    let document = doc.reading.document();
    let focus = doc.view.focus.clone();
    let item = focus.clone().or_else(|| doc.reading.statement_around(matched));
    let spans = item.as_ref().map_or(&[][..], |item| doc.reading.spans(item));
    let own = spans.iter().find(|s| s.covers(matched)).copied();
    let begins = spans.first().map_or(matched.start, |s| s.start);
    if focus.is_some() && document.time_at(matched.start) == document.time_at(begins) {
        return None;
    }
    let block = document.blocks().get(document.block_at(matched.start)).map_or(matched, |b| b.span);
    Some((passage(document, matched, own.unwrap_or(block)), item.filter(|_| own.is_some())))
}

/// The words a match is about wherever the person is, and the statement they belong to: its sentence, as far as that lies in
/// the statement.
pub fn passage_of(doc: &OpenDocument, matched: Span) -> (Span, Option<ItemId>) {
    let document = doc.reading.document();
    let item = doc.reading.statement_around(matched);
    let spans = item.as_ref().map_or(&[][..], |item| doc.reading.spans(item));
    let own = spans.iter().find(|s| s.covers(matched)).copied();
    let block = document.blocks().get(document.block_at(matched.start)).map_or(matched, |b| b.span);
    (passage(document, matched, own.unwrap_or(block)), item.filter(|_| own.is_some()))
}

/// The rest of the sentence of a match from the beginning of its cue on, so that the time of the match is that of the
/// words; as far as it lies `within` its statement. Where there are no sentences it ends with a cue.
fn passage(document: &Document, matched: Span, within: Span) -> Span {
    let marks = document.locators_in(Span::new(within.start, matched.start + 1));
    let cue = marks.last().map_or(within.start, |(at, _)| *at);
    let sentence = text_objects::sentence(document, matched.start);
    let start = sentence.start.max(cue).max(within.start).min(matched.start);
    let mut end = sentence.end.min(within.end).max(matched.end);
    if end - start > MAX_SENTENCE {
        let enough = matched.end.max(start + MIN_PASSAGE).min(within.end);
        let after = document.locators_in(Span::new(enough, within.end)).first();
        let limit = document.text().floor_char_boundary((start + MAX_SENTENCE) as usize) as u32;
        end = after.map_or(within.end, |(at, _)| *at).min(limit.max(matched.end));
    }
    Span::new(start, end).trim(document.text(), char::is_whitespace)
}

/// The words that a label, a claim or a copy is about: those of a match, else those in focus.
pub fn words_at_hand(app: &App) -> Vec<Span> {
    let Some(doc) = app.doc() else { return Vec::new() };
    if let Some((words, _)) = passage_at_hand(app) {
        return vec![words];
    }
    doc.view.focus.as_ref().map(|focus| doc.reading.spans(focus).to_vec()).unwrap_or_default()
}

/// The byte the person is at: the first of the selected words, of the match of a search, of the statement in focus, or of
/// the first row.
pub fn at_hand(app: &App, doc: &OpenDocument) -> u32 {
    let words = || app.mode.screen().words(doc);
    let at = match app.mode.screen().text_marks(doc).selected.first() {
        Some(selected) => Some(*selected),
        None => match_at_hand(app).or_else(words),
    };
    at.map_or_else(|| doc.layout.byte_at(doc.view.top), |span| span.start)
}

/// Plays the recording from the byte `at`.
pub fn play_from(app: &mut App, at: u32) -> Vec<Effect> {
    let Some(document) = app.doc().map(|doc| doc.reading.document()) else { return Vec::new() };
    let Some(millis) = document.time_at(at) else {
        app.warn("No time is known for these words, so that nothing can be played");
        return Vec::new();
    };
    vec![Effect::Play(millis)]
}

/// Plays the recording from where the person is.
pub fn play(app: &mut App) -> Vec<Effect> {
    let Some(at) = app.doc().map(|doc| at_hand(app, doc)) else { return Vec::new() };
    play_from(app, at)
}
