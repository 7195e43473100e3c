//! Near matches: looked for once the others are known, where there are none or the list is shown.

use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::{Mode, ResultsView, Scope};
use crate::ui::search::{NEAR_AT_ONCE, NearState};
use sayso_core::reading::Near;

/// Looks for near matches of the search that is shown, once: at once where the text is short, else on the worker. Nothing
/// while matches are still counted.
pub fn ask_near(app: &mut App) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let number = doc.search.number;
    let Some(found) = &mut doc.search.found else { return Vec::new() };
    if found.counting || found.near != NearState::Unasked {
        return Vec::new();
    }
    let document = doc.reading.document();
    found.near = match found.near_query() {
        None => NearState::Known(Near::default()),
        Some(query) if document.text().len() <= NEAR_AT_ONCE => {
            let within = found.query.narrowed.as_ref().map(|narrowed| &*narrowed.places);
            NearState::Known(query.all(document, within, &found.spans, || true).unwrap_or_default())
        }
        Some(_) => NearState::Looking,
    };
    if found.near == NearState::Looking { vec![Effect::SearchNear(number)] } else { Vec::new() }
}

/// The search that is shown ended without a match: looks for near ones, and says what there is.
pub fn not_found(app: &mut App) -> Vec<Effect> {
    let effects = ask_near(app);
    let lists = app.key(Scope::Reader, Action::Open(Scope::Results));
    let found = app.doc().and_then(|doc| doc.search.found.as_ref());
    let Some(found) = found.filter(|found| found.spans.is_empty() && !found.counting) else { return effects };
    let text = match &found.near {
        NearState::Known(near) if near.matches.is_empty() => found.query.not_found(),
        NearState::Known(near) => format!("{}; {}: {lists} lists them", found.query.not_found(), near.in_words()),
        NearState::Looking => format!("{}; looking for near ones…", found.query.not_found()),
        NearState::Unasked => return effects,
    };
    app.say(text);
    effects
}

/// The worker found the near matches of search number `search`.
pub fn near_found(app: &mut App, search: u64, near: Near) {
    let is_of = |doc: &&mut OpenDocument| doc.search.number == search;
    let Some(doc) = app.documents_mut().find(is_of) else { return };
    let Some(found) = &mut doc.search.found else { return };
    found.near = NearState::Known(near);
    let is_empty = found.spans.is_empty();
    if app.doc().is_none_or(|doc| doc.search.number != search) {
        return;
    }
    match &app.mode {
        // Rows that were not drawn yet are not acted on.
        Mode::Results(view) => {
            app.mode = Mode::Results(ResultsView::at(app, view.at));
            app.shown = false;
        }
        Mode::Read if is_empty => {
            not_found(app);
        }
        _ => {}
    }
}
