//! Going to the place that the command line asked for, as soon as what it names is known.

use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::place;
use crate::ui::screens;
use crate::ui::search::Matches;
use crate::ui::start_place::StartPlace;
use sayso_core::reading::ItemId;
use sayso_core::search::{AT_ONCE, Query};
use sayso_core::span::Span;

/// The text is there: goes to a line, a time, a page or the first match.
pub fn text_loaded(app: &mut App) -> Vec<Effect> {
    let Some(place) = app.start_place.clone() else { return Vec::new() };
    if let StartPlace::Words(words) = &place {
        return screens::find_from_the_beginning(app, words);
    }
    match app.doc().and_then(|doc| place.byte(doc.reading.document())) {
        Some(Ok(at)) => motion::to_top(app, at),
        Some(Err(why)) => {
            app.start_place = None;
            app.say(why);
        }
        None => {}
    }
    Vec::new()
}

/// Statements and records are there: what begins at the place comes into focus, or the record does.
pub fn statements_known(app: &mut App) {
    let Some(place) = app.start_place.take() else { return };
    let Some(doc) = app.doc() else { return };
    match &place {
        StartPlace::Record(id) => {
            let item = ItemId::Record(id.as_str().into());
            if doc.reading.hull(&item).is_some() {
                motion::go(app, item);
            } else if doc.reading.set().get(id).is_some() {
                app.say("The annotation of the link has lost its place in the text");
            } else {
                app.say("The annotation of the link is not there any more");
            }
        }
        StartPlace::Line(_) | StartPlace::Named(_) => {
            let Some(Ok(at)) = place.byte(doc.reading.document()) else { return };
            let document = doc.reading.document();
            let end = document.blocks().get(document.block_at(at)).map_or(at, |block| block.span.end);
            // Whoever asked for a place looks there; what stands elsewhere is no business of theirs.
            motion::focus_at(app, Span::new(at, end.max(at)));
        }
        StartPlace::Chars(start, end) => {
            let document = doc.reading.document();
            if let Some(span) = document.offsets().span_to_bytes(document.text(), *start, *end) {
                motion::show(app, span);
            }
        }
        StartPlace::Quotation { id, words } => {
            let item = id.as_ref().map(|id| ItemId::Record(id.as_str().into()));
            match item.filter(|item| doc.reading.hull(item).is_some()) {
                Some(item) => motion::go(app, item),
                None => go_to_words(app, words),
            }
        }
        StartPlace::Stretch(span) => {
            let span = *span;
            if doc.reading.document().text().get(span.range()).is_none() {
                return app.warn("Those words are no longer there");
            }
            motion::jump(app, span);
            motion::focus_at(app, span);
            place::look_at(app, span);
        }
        StartPlace::Found { span, words, query } => {
            let span = *span;
            if span.of(doc.reading.document().text()) == words {
                search_again(app, query.as_ref(), span);
                motion::show(app, span);
                motion::focus_at(app, span);
                place::look_at(app, span);
            } else {
                go_to_words(app, words);
            }
        }
        // Once it is open.
        StartPlace::Checked(_) | StartPlace::Adjudicated { .. } => app.start_place = Some(place),
        StartPlace::Words(_) => {
            let found = doc.search.found.as_ref();
            if let Some(span) = found.and_then(|f| f.spans.get(f.at)).copied() {
                motion::focus_at(app, span);
            }
        }
    }
}

/// What found a place in all documents is searched for in this one too: its matches are lit, and the next key goes on.
fn search_again(app: &mut App, query: Option<&Query>, span: Span) {
    let Some(doc) = app.doc_mut() else { return };
    let text = doc.reading.document().text();
    let Some(query) = query.filter(|_| text.len() <= AT_ONCE) else { return };
    let Some(pattern) = query.pattern().ok().flatten() else { return };
    let spans = pattern.all(text);
    let at = spans.partition_point(|other| other.start < span.start);
    let mut found = Matches::new(query.clone(), spans, false);
    found.at = at;
    (doc.search.last, doc.search.found) = (Some(query.clone()), Some(found));
}

/// Letters of a quotation by which its place is found.
const MAX_WORDS: usize = 200;

/// Goes to the first of the parts of a quotation, or says that the words are gone.
fn go_to_words(app: &mut App, words: &str) {
    let first = words.split(" … ").map(|part| part.trim_start_matches("… ").trim()).find(|part| !part.is_empty());
    let text: String = first.unwrap_or_default().chars().take(MAX_WORDS).collect();
    let pattern = Query { text, ..Query::default() }.pattern().ok().flatten();
    let found = pattern.and_then(|pattern| pattern.first(app.doc()?.reading.document().text()));
    match found {
        Some(span) => {
            motion::jump(app, span);
            motion::focus_at(app, span);
            place::look_at(app, span);
        }
        None => app.warn("Those words are no longer there"),
    }
}
