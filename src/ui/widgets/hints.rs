//! What the last row says can be done: keys and words, from the table of commands and the keymap.

use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::commands::command;
use crate::ui::scope::Scope;

/// A key and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key, as a person reads it.
    pub key: String,
    /// What it does, in a word or two.
    pub word: String,
}

impl Hint {
    /// A hint in these words.
    pub fn new(key: impl Into<String>, word: impl Into<String>) -> Self {
        Self { key: key.into(), word: word.into() }
    }

    /// A hint with the key of an action and another word than the table's.
    pub fn of(app: &App, scope: Scope, action: Action, word: impl Into<String>) -> Self {
        Self::new(app.keymap.shown(scope, action), word)
    }
}

/// Hints for actions of a screen, keys and words from the table; an action without a key is left out.
pub fn hints(app: &App, scope: Scope, actions: &[Action]) -> Vec<Hint> {
    let known = actions.iter().filter_map(|action| command(scope, *action));
    known.map(|c| Hint::of(app, scope, c.action, c.short)).filter(|hint| !hint.key.is_empty()).collect()
}

/// Where in a list the bar is: `3 of 12`; nothing of an empty one.
pub fn position_in(at: usize, count: usize) -> String {
    if count == 0 { String::new() } else { format!("{} of {count}", at + 1) }
}

/// Hints of a list while its rows are narrowed by typing.
pub fn hints_while_typing(app: &App, scope: Scope) -> Vec<Hint> {
    let word = |action: Action| command(scope, action).map_or("", |c| c.short);
    let all =
        [(Action::Accept, word(Action::Accept)), (Action::NextRow, word(Action::NextRow)), (Action::Escape, "clear")];
    all.into_iter().map(|(action, word)| Hint::new(app.keymap.shown_while_typing(scope, action), word)).collect()
}
