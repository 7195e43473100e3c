//! The history: every step, and back to any of them.

use super::{Effect, decide};
use crate::ui::app::{App, Mode};
use sayso_core::annotation::Stamp;

/// Opens the list at the step that stands last.
pub fn open(app: &mut App) {
    let Some(doc) = app.doc() else { return };
    if !doc.undo.complete {
        app.say("Still reading what was done before; in a moment");
    } else if doc.undo.steps.steps().is_empty() {
        app.say("Nothing was done here yet");
    } else {
        app.mode = Mode::History(doc.undo.steps.steps().len() - doc.undo.steps.done());
    }
}

/// Moves the bar; the last row is the beginning.
pub fn move_bar(app: &mut App, by: i32) {
    let count = app.doc().map_or(0, |d| d.undo.steps.steps().len());
    if let Mode::History(at) = &mut app.mode {
        *at = at.saturating_add_signed(by as isize).min(count);
    }
}

/// Goes to the state after the step under the bar, or to the beginning: step by step, so that each can be redone.
pub fn go(app: &mut App, row: usize, stamp: &Stamp) -> Vec<Effect> {
    if !decide::is_writable(app) {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let target = doc.undo.steps.steps().len().saturating_sub(row);
    let (done, all) = (doc.undo.steps.done(), doc.undo.steps.steps().len());
    if target == done {
        app.say("That is how it stands");
        return Vec::new();
    }
    let again = target > done;
    let mut effects = Vec::new();
    for _ in 0..target.abs_diff(done) {
        effects.extend(if again { decide::redo(app, stamp) } else { decide::undo(app, stamp) });
    }
    app.say(format!("As it was after step {target} of {all}"));
    effects
}
