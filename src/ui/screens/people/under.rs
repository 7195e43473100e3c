//! The view under its sheets.

use super::state::PeopleView;
use crate::project::index::PeopleFound;
use crate::store::codebook::CodebookUndo;
use crate::ui::app::App;
use crate::ui::screens::Mode;

/// The view, open or under a sheet.
pub fn view(app: &mut App) -> Option<&mut PeopleView> {
    match (&mut app.mode, app.underlying.as_deref_mut()) {
        (Mode::People(view), _) | (_, Some(Mode::People(view))) => Some(view),
        _ => None,
    }
}

/// What takes the last decision back, and what it is about.
pub fn last_undo(app: &mut App) -> Option<(CodebookUndo, PeopleFound)> {
    let view = view(app)?;
    Some((view.back.pop()?, view.found()))
}
