//! Hands keys, actions and clicks to the screen that has the keys.

use super::{Mode, Next, Response, Scope, Screen, help, library};
use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::note_field;
use sayso_core::annotation::Stamp;

/// Takes the screen with the keys out of the state, lets it do something, and puts it where its response says.
fn with(app: &mut App, work: impl FnOnce(&mut dyn Screen, &mut App) -> Response) -> Vec<Effect> {
    let mut mode = std::mem::replace(&mut app.mode, Mode::Read);
    let response = mode.with(|screen| work(screen, app));
    let is_closed = matches!(app.mode, Mode::Read) && app.underlying.is_none();
    match response.next {
        Next::Stay if matches!(app.mode, Mode::Read) => app.mode = mode,
        Next::Under => app.underlying = Some(Box::new(mode)),
        Next::Back if is_closed => {
            if let Some(selection) = app.selected_for.take() {
                app.mode = Mode::Select(*selection);
            }
        }
        Next::Close if is_closed => app.selected_for = None,
        Next::Stay | Next::Close | Next::Back => {}
    }
    response.effects
}

/// Does an action. What waits for the same key a second time waits no longer where another action comes.
pub fn act(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    if let Some(doc) = app.doc_mut() {
        if action != Action::Reject {
            doc.review.delete_pending = None;
        }
        doc.review.finish_pending &= action == Action::Confirm;
        doc.save.leaving &= action == Action::Quit;
        doc.undo.requested &= action == Action::Undo;
    }
    // The help shows the keys of the screen it was asked on, and lies over it.
    if action == Action::Open(Scope::Help) {
        help::open_over(app);
        return Vec::new();
    }
    with(app, |screen, app| screen.act(app, action, stamp))
}

/// Opens a screen from the page.
pub fn open(app: &mut App, scope: Scope, stamp: &Stamp) -> Vec<Effect> {
    scope.open(app, stamp)
}

/// A key that types, or that the keymap does not know.
pub fn typed(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    with(app, |screen, app| screen.typed(app, key, stamp))
}

/// Pasted text goes into the field with the keys; elsewhere it decides nothing.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    with(app, |screen, app| screen.insert(app, text, LineField::paste))
}

/// Text that was typed all at once goes into the field with the keys.
pub fn typed_at_once(app: &mut App, text: &str) -> Vec<Effect> {
    if text.is_empty() { Vec::new() } else { with(app, |screen, app| screen.insert(app, text, LineField::take)) }
}

/// What the person's editor gave back becomes the note.
pub fn note_edited(app: &mut App, text: &str) {
    app.mode.with(|screen| {
        if let Some(area) = screen.note() {
            let kept: String = text.trim_end().chars().take(note_field::MAX_NOTE).collect();
            *area = note_field::area(&kept.replace("\r\n", "\n"));
        }
    });
}

/// A click on a row of a list: the bar goes there; the row under the bar is taken.
pub fn click(app: &mut App, row: usize, stamp: &Stamp) -> Vec<Effect> {
    with(app, |screen, app| {
        let Some(at) = screen.clicked_bar() else { return Response::stay() };
        if *at == row {
            return screen.row_clicked(app, stamp);
        }
        *at = row;
        screen.moved(app);
        Response::stay()
    })
}

/// The whole text took the place of its head: what is open over it is brought up to date.
pub fn text_loaded(app: &mut App) -> Vec<Effect> {
    with(app, |screen, app| screen.text_loaded(app))
}

/// Brings the open screen up to date with what was decided.
pub fn refresh(app: &mut App) {
    with(app, |screen, app| {
        screen.refresh(app);
        Response::stay()
    });
}

/// After every event: the screen under a sheet that closed comes back, with what changed meanwhile.
pub fn come_back(app: &mut App) {
    if !matches!(app.mode, Mode::Read) {
        return;
    }
    if let Some(under) = app.underlying.take() {
        app.mode = *under;
        refresh(app);
    }
    if matches!((&app.stage, &app.mode), (Stage::Library, Mode::Read)) {
        library::show(app);
    }
}
