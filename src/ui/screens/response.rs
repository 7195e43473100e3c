//! What a screen answers when it took a key.

use crate::ui::event::Effect;

/// What becomes of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It stays open, unless it opened another in its place.
    Stay,
    /// It is closed; what it opened takes its place.
    Close,
    /// It was left: the selection that it was opened on comes back, if it was opened on one.
    Back,
    /// What it opened lies over it: it comes back when that closes.
    Under,
}

/// What becomes of a screen, and what the world is asked to do.
#[derive(Debug)]
pub struct Response {
    /// What becomes of it.
    pub next: Next,
    /// What is asked.
    pub effects: Vec<Effect>,
}

impl Response {
    /// It stays open.
    pub const fn stay() -> Self {
        Self { next: Next::Stay, effects: Vec::new() }
    }

    /// It is closed.
    pub const fn close() -> Self {
        Self { next: Next::Close, effects: Vec::new() }
    }

    /// It was left.
    pub const fn back() -> Self {
        Self { next: Next::Back, effects: Vec::new() }
    }

    /// It lies under what it opened.
    pub const fn under() -> Self {
        Self { next: Next::Under, effects: Vec::new() }
    }

    /// The same, with effects.
    pub fn with(self, effects: Vec<Effect>) -> Self {
        Self { effects, ..self }
    }
}
