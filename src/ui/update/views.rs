//! Views that take the whole screen: opening them, moving the bar, narrowing, leaving, and coming back to them when a
//! sheet that lay over them closes.

use super::{Effect, annotations, library, outline, results, sheets, speakers};
use crate::ui::action::Action;
use crate::ui::app::{App, Mode, Stage};
use crate::ui::views::annotations::AnnotationsView;
use crate::ui::views::browse::Browse;
use sayso_core::annotation::Stamp;

/// Rows of a page in a list, when nothing tells better.
const PAGE: i32 = 10;

/// Opens a sheet over the view that is open: the view comes back when the sheet closes.
pub fn over(app: &mut App, sheet: Mode) {
    let view = std::mem::replace(&mut app.mode, sheet);
    app.underlying = Some(Box::new(view));
}

/// After every event: a view beneath a sheet that closed comes back, with what changed meanwhile.
pub fn come_back(app: &mut App) {
    if !matches!(app.mode, Mode::Read) {
        return;
    }
    if let Some(view) = app.underlying.take() {
        app.mode = *view;
        refresh(app);
    }
    if matches!((&app.stage, &app.mode), (Stage::Library, Mode::Read)) {
        library::open(app);
    }
}

/// Brings the rows of the open view up to date.
pub fn refresh(app: &mut App) {
    let App { stage, mode, .. } = app;
    let Stage::Open(doc) = stage else { return };
    *mode = match std::mem::replace(mode, Mode::Read) {
        Mode::Speakers(view) => Mode::Speakers(Box::new(view.refreshed(&doc.reading))),
        Mode::Annotations(view) => Mode::Annotations(Box::new(view.refreshed(&doc.reading))),
        other => other,
    };
}

/// The list with the bar.
pub fn list(mode: &mut Mode) -> Option<&mut Browse> {
    match mode {
        Mode::Speakers(view) => Some(&mut view.list),
        Mode::Annotations(view) => Some(&mut view.list),
        Mode::Outline(view) => Some(&mut view.list),
        Mode::Library(view) => Some(&mut view.list),
        _ => None,
    }
}

/// Whether the rows are being narrowed by typing.
pub fn is_typing(mode: &Mode) -> bool {
    match mode {
        Mode::Speakers(view) => view.list.typing,
        Mode::Annotations(view) => view.list.typing,
        Mode::Outline(view) => view.list.typing,
        Mode::Library(view) => view.list.typing,
        _ => false,
    }
}

/// What is typed changed.
pub fn narrow(app: &mut App) {
    let App { stage, mode, library, .. } = app;
    match (mode, stage) {
        (Mode::Annotations(view), Stage::Open(doc)) => view.narrow(&doc.reading),
        (Mode::Library(view), _) => {
            view.list.narrow(|_| true);
            if let Some(library) = library {
                view.arrange(library);
            }
        }
        (mode, _) => {
            if let Some(list) = list(mode) {
                list.narrow(|_| true);
            }
        }
    }
    moved(app);
}

/// The bar stands on another row.
fn moved(app: &mut App) {
    match &mut app.mode {
        Mode::Outline(_) => outline::look(app),
        Mode::Annotations(view) => view.delete_pending = false,
        _ => {}
    }
}

/// Moves the bar.
fn step(app: &mut App, by: i32) {
    match &mut app.mode {
        Mode::Results(_) => results::step(app, by),
        Mode::Speakers(view) if view.said.is_some() => {
            let count = view.current().map_or(0, |v| v.items.len());
            view.said = view.said.map(|at| at.saturating_add_signed(by as isize).min(count.saturating_sub(1)));
        }
        mode => {
            if let Some(list) = list(mode) {
                list.step(by);
            }
        }
    }
    moved(app);
}

/// A click on a row of the list: the bar goes there; on the row under the bar it is taken.
pub fn click(app: &mut App, row: usize, stamp: &Stamp) -> Vec<Effect> {
    let at = match &mut app.mode {
        Mode::Results(at) => Some(at),
        Mode::Speakers(view) if view.said.is_some() => {
            view.said = None;
            Some(&mut view.list.at)
        }
        mode => list(mode).map(|list| &mut list.at),
    };
    let Some(at) = at else { return Vec::new() };
    if *at == row {
        return act(app, Action::Accept, stamp).unwrap_or_default();
    }
    *at = row;
    moved(app);
    Vec::new()
}

/// Does an action of a view; `None` when it is none of a view's own.
pub fn act(app: &mut App, action: Action, stamp: &Stamp) -> Option<Vec<Effect>> {
    if !matches!(
        app.mode,
        Mode::Speakers(_) | Mode::Annotations(_) | Mode::Results(_) | Mode::Outline(_) | Mode::Library(_)
    ) {
        return None;
    }
    if action != Action::Reject
        && let Mode::Annotations(view) = &mut app.mode
    {
        view.delete_pending = false;
    }
    match action {
        Action::NextRow => step(app, 1),
        Action::PreviousRow => step(app, -1),
        Action::PageDown => step(app, PAGE),
        Action::PageUp => step(app, -PAGE),
        Action::First => step(app, i32::MIN / 2),
        Action::Last => step(app, i32::MAX / 2),
        Action::Filter => {
            if let Some(list) = list(&mut app.mode) {
                list.typing = true;
            }
        }
        Action::Escape => return Some(escape(app)),
        Action::Help => {
            let scope = app.mode.scope();
            over(app, Mode::Read);
            sheets::help_of(app, scope);
        }
        Action::Undo | Action::Redo => {
            let effects = super::step(app, stamp, action == Action::Redo);
            refresh(app);
            return Some(effects);
        }
        action => {
            return Some(match &app.mode {
                Mode::Speakers(_) => speakers::act(app, action),
                Mode::Annotations(_) => annotations::act(app, action, stamp),
                Mode::Results(_) => results::act(app, action, stamp),
                Mode::Outline(_) => outline::act(app, action),
                Mode::Library(_) => library::act(app, action),
                _ => Vec::new(),
            });
        }
    }
    Some(Vec::new())
}

/// Esc: stops typing, clears the filter, comes back from the right column, then leaves.
fn escape(app: &mut App) -> Vec<Effect> {
    if let Mode::Speakers(view) = &mut app.mode
        && view.said.take().is_some()
    {
        return Vec::new();
    }
    if let Some(list) = list(&mut app.mode) {
        let typed = !list.field.text().is_empty();
        if std::mem::replace(&mut list.typing, false) || typed {
            list.field.clear();
            narrow(app);
            return Vec::new();
        }
    }
    match std::mem::replace(&mut app.mode, Mode::Read) {
        Mode::Outline(view) => outline::leave(app, &view),
        Mode::Annotations(mut view) if !view.marked.is_empty() => {
            view.marked.clear();
            app.mode = Mode::Annotations(view);
        }
        Mode::Library(view) => return library::leave(app, view),
        _ => {}
    }
    Vec::new()
}

/// Opens the annotations.
pub fn open_annotations(app: &mut App) {
    if let Some(doc) = app.doc() {
        if doc.detecting {
            app.say("Still looking for quotations; in a moment");
            return;
        }
        let mut view = AnnotationsView::new(&doc.reading);
        // The bar at the statement in focus, else at what is on the screen.
        let document = doc.reading.document();
        let focus = doc.view.focus.as_ref().and_then(|f| view.rows.iter().position(|r| r.item == *f));
        let at = document.offsets().to_chars(document.text(), doc.layout.byte_at(doc.view.top));
        let row = focus.unwrap_or_else(|| view.rows.partition_point(|r| r.start < at));
        view.list.select(row.min(view.rows.len().saturating_sub(1)));
        app.mode = Mode::Annotations(Box::new(view));
    }
}
