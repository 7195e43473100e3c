//! Keys that came before what they are about was drawn, or faster than a hand types: they move and type, and decide
//! nothing.

use super::{Effect, pressed};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::keymap::{Key, Lookup};
use crate::ui::screens::{self, Input, PASTED};
use crossterm::event::KeyCode;
use sayso_core::annotation::Stamp;

/// Most keys at once that may have been typed one by one, over a line that gathers them. More are a paste, unless all of
/// them move.
pub const MAX_TYPED_TOGETHER: usize = 3;

/// What was shown is not what is here now: the next frame has to be drawn before anything is decided.
pub fn behind(app: &mut App) {
    app.shown = false;
}

/// Whether an action only changes what is seen of the text, or where the bar stands.
const fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::NextStatement
            | Action::PreviousStatement
            | Action::NextOpen
            | Action::PreviousOpen
            | Action::NextWeak
            | Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::HalfDown
            | Action::HalfUp
            | Action::Top
            | Action::Bottom
            | Action::NextParagraph
            | Action::PreviousParagraph
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::Back
            | Action::Forward
            | Action::NextRow
            | Action::PreviousRow
            | Action::First
            | Action::Last
            | Action::Wider
            | Action::Narrower
            | Action::Extend(_)
            | Action::ExtendOther(_)
    )
}

/// Whether letters are text here, which is kept only by a key of its own.
pub fn is_text_field(app: &App) -> bool {
    app.mode.screen().input() != Input::Keys
}

/// Whether a key, in the place of the next one, only moves or types here: it decides, opens and leaves nothing.
pub fn only_moves(app: &App, key: Key) -> bool {
    if app.key_sequence.is_empty() && is_text_field(app) && (key.typed().is_some() || edits(key)) {
        return true;
    }
    if app.key_sequence.is_empty() && app.mode.screen().takes(key) {
        return false;
    }
    let mut keys = app.key_sequence.clone();
    keys.push(key);
    match app.keymap.lookup(app.mode.scope(), &keys) {
        Lookup::Action(action) => moves(action),
        Lookup::Pending => true,
        Lookup::Nothing => false,
    }
}

/// Whether a key may act although the screen does not show yet what is here: it decides nothing. Leaving loses nothing,
/// unless it was said that something is not saved.
pub fn may_be_early(app: &App, key: Key) -> bool {
    let quits = matches!(app.keymap.lookup(app.mode.scope(), &[key]), Lookup::Action(Action::Quit));
    let unsaved = app.doc().is_some_and(|d| d.save.leaving);
    // Of two panes the one that is closed must have been seen to have the keyboard.
    only_moves(app, key) || quits && app.key_sequence.is_empty() && !unsaved && app.split.is_none()
}

/// Whether a key only leaves what is open: nothing is lost by it.
pub fn leaves(app: &App, key: Key) -> bool {
    let action = app.keymap.lookup(app.mode.scope(), &[key]);
    app.key_sequence.is_empty() && matches!(action, Lookup::Action(Action::Quit | Action::Escape))
}

/// Whether a key changes the words of a field, or where the caret stands in it.
fn edits(key: Key) -> bool {
    let plain = Key::of(key.code().into()) == key;
    plain
        && matches!(
            key.code(),
            KeyCode::Backspace | KeyCode::Delete | KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End
        )
}

/// Keys that came all at once. In a text field they are its text; elsewhere those that move do, when all of them do or
/// they are few.
pub fn burst(app: &mut App, keys: &[Key], stamp: &Stamp) -> Vec<Effect> {
    behind(app);
    if app.key_sequence.is_empty() && is_text_field(app) {
        return text(app, keys, stamp);
    }
    if keys.len() > MAX_TYPED_TOGETHER && !all_move(app, keys) {
        app.key_sequence.clear();
        app.say(PASTED);
        return Vec::new();
    }
    let (mut effects, mut ignored) = (Vec::new(), false);
    for key in keys {
        if only_moves(app, *key) {
            effects.extend(pressed(app, *key, stamp));
        } else {
            ignored = true;
            app.key_sequence.clear();
        }
    }
    if ignored {
        app.ignore_key();
    }
    effects
}

/// Whether all of the keys only move, sequences counted as a whole.
fn all_move(app: &App, keys: &[Key]) -> bool {
    let scope = app.mode.scope();
    let mut sequence = app.key_sequence.clone();
    keys.iter().all(|key| {
        sequence.push(*key);
        match app.keymap.lookup(scope, &sequence) {
            Lookup::Action(action) if moves(action) => {
                sequence.clear();
                true
            }
            Lookup::Pending => true,
            Lookup::Action(_) | Lookup::Nothing => false,
        }
    })
}

/// Keys that came all at once into a text field.
fn text(app: &mut App, keys: &[Key], stamp: &Stamp) -> Vec<Effect> {
    let (mut effects, mut typed, mut ignored) = (Vec::new(), String::new(), false);
    for key in keys {
        if let Some(c) = written(*key) {
            typed.push(c);
            continue;
        }
        effects.extend(screens::typed_at_once(app, &std::mem::take(&mut typed)));
        if only_moves(app, *key) {
            effects.extend(pressed(app, *key, stamp));
        } else {
            ignored = true;
        }
    }
    ignored |= typed.ends_with('\n') && app.mode.screen().input() != Input::Lines;
    effects.extend(screens::typed_at_once(app, &typed));
    if ignored {
        app.ignore_key();
    }
    effects
}

/// The character a key stands for in a text.
fn written(key: Key) -> Option<char> {
    let line = [KeyCode::Enter.into(), Key::LINE_FEED].map(Key::of).contains(&key);
    match key.code() {
        _ if line => Some('\n'),
        KeyCode::Tab if Key::of(KeyCode::Tab.into()) == key => Some('\t'),
        _ => key.typed(),
    }
}
