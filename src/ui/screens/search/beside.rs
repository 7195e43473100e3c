//! A search in the document beside: the same words, shown at the match nearest to what is in sight there.

use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::motion::split;
use crate::ui::pane::Other;
use crate::ui::search::Matches;
use sayso_core::layout::Position;
use sayso_core::reading::{ItemId, SaidIndex};
use sayso_core::search::{AT_ONCE, Query, may_narrow, narrowed};

/// A search in the document beside while its words are typed.
#[derive(Debug)]
pub struct BesideSearch {
    /// Where the other pane was: Esc comes back there.
    from: (Position, Option<ItemId>),
    /// Who says what there, once somebody is asked for.
    said: Option<SaidIndex>,
}

impl BesideSearch {
    /// One that begins where the other pane is; `None` where no document is open there.
    pub fn begun(app: &App) -> Option<Self> {
        let view = match &app.split.as_ref()?.other {
            Other::Place(place) => &place.view,
            Other::Document(pane) => &pane.stage.doc()?.view,
        };
        Some(Self { from: (view.top, view.focus.clone()), said: None })
    }

    /// Searches there too. What somebody says whom nobody is called there is found nowhere.
    pub fn search(&mut self, app: &mut App, mut query: Query) -> Vec<Effect> {
        let from = self.from.0;
        let is_tied = app.split.as_ref().is_some_and(|split| split.tie.is_some());
        if is_place(app) {
            if !is_tied {
                split::with_other(app, |app| show_nearest_from(app, from));
            }
            return Vec::new();
        }
        let searched = split::with_other(app, |app| {
            let doc = app.doc_mut()?;
            if may_narrow(&query) {
                let said = self.said.get_or_insert_with(|| SaidIndex::new(&doc.reading));
                match narrowed(&doc.reading, said, &query) {
                    Ok(found) => query.narrowed = found,
                    Err(_) => {
                        doc.search.found = Some(Matches::new(query, Vec::new(), false));
                        return None;
                    }
                }
            }
            let pattern = query.pattern().ok().flatten();
            let start = doc.layout.byte_at(from);
            let text = doc.reading.document().text();
            let is_short = text.len() <= AT_ONCE;
            let matches = match &pattern {
                None => query.places().map(|spans| (spans, false)),
                Some(pattern) if is_short => Some((pattern.all(text), false)),
                Some(pattern) => Some((pattern.near(text, start).into_iter().collect(), true)),
            };
            let query_of = query.clone();
            doc.search.found = matches.map(|(spans, counting)| Matches::new(query_of, spans, counting));
            let number = super::new_number(app);
            if !is_tied {
                show_nearest_from(app, from);
            }
            (pattern.is_some() && !is_short).then_some((query, number))
        });
        let waits = searched.flatten();
        waits.map(|(query, number)| Effect::SearchBeside(query, number)).into_iter().collect()
    }

    /// Stays where the search led: the way back leads to where the other pane was.
    pub fn stay(&self, app: &mut App) {
        split::with_other(app, |app| {
            left(app, self.from.0);
            if let Some(doc) = app.doc_mut() {
                doc.search.last = doc.search.found.as_ref().map(|found| found.query.clone()).or(doc.search.last.take());
            }
        });
    }

    /// Back to where the other pane was.
    pub fn leave(self, app: &mut App) {
        split::with_other(app, |app| {
            if let Some(doc) = app.doc_mut() {
                (doc.view.top, doc.view.focus) = self.from;
                doc.search.found = None;
            }
        });
    }
}

/// How many places there are in the document beside, behind what is said of this one; nothing where none is searched there.
pub fn in_words(app: &App) -> String {
    let found = app.split.as_ref().and_then(|split| split.document()).and_then(|doc| doc.search.found.as_ref());
    match found {
        None => String::new(),
        Some(found) if found.counting => " · counting beside".to_owned(),
        Some(found) => format!(" · {} beside", found.spans.len()),
    }
}

/// Brings the nearest match into sight in the other pane, unless one is or the two scroll together; the way back leads there.
pub fn show_nearest(app: &mut App) {
    if app.split.as_ref().is_some_and(|split| split.tie.is_none()) {
        split::with_other(app, |app| {
            let from = app.doc().map(|doc| doc.view.top);
            show_nearest_here(app);
            from.map(|from| left(app, from))
        });
    }
}

/// Where the other pane was is a place to go back to, if it was moved.
fn left(app: &mut App, from: Position) {
    if let Some(doc) = app.doc_mut().filter(|doc| doc.view.top != from) {
        let at = doc.layout.byte_at(from);
        doc.view.trail.leave(at);
    }
}

/// Whether the other pane is another place of the same document, whose matches it has.
fn is_place(app: &App) -> bool {
    app.split.as_ref().is_some_and(|split| matches!(split.other, Other::Place(_)))
}

fn show_nearest_from(app: &mut App, from: Position) {
    if let Some(doc) = app.doc_mut() {
        doc.view.top = from;
    }
    show_nearest_here(app);
}

/// The match nearest to what is in sight: the first below the first row, else the last above.
fn show_nearest_here(app: &mut App) {
    let height = app.page().map_or(1, |page| usize::from(page.text.height));
    let Some(doc) = app.doc() else { return };
    let Some(found) = doc.search.found.as_ref().filter(|found| !found.spans.is_empty()) else { return };
    let top = doc.layout.byte_at(doc.view.top);
    let behind = found.spans.partition_point(|span| span.start < top);
    let at = behind.min(found.spans.len() - 1);
    let Some(span) = found.spans.get(at).copied() else { return };
    let is_in_sight = motion::wholly_in_sight(doc, span, height);
    // Of two places of a document the current match is that of the one with the keyboard.
    let is_place = is_place(app);
    if let Some(found) = app.doc_mut().filter(|_| !is_place).and_then(|doc| doc.search.found.as_mut()) {
        found.at = at;
    }
    if !is_in_sight {
        motion::show(app, span);
        if let Some(top) = app.doc().map(|doc| doc.view.top) {
            motion::put_at_top(app, top);
        }
    }
}
