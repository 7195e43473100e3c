//! Going to the place that the command line asked for, as soon as what it names is known.

use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::screens;
use crate::ui::start_place::StartPlace;
use sayso_core::reading::ItemId;
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
        StartPlace::Words(_) => {
            let found = doc.search.found.as_ref();
            if let Some(span) = found.and_then(|f| f.spans.get(f.at)).copied() {
                motion::focus_at(app, span);
            }
        }
    }
}
