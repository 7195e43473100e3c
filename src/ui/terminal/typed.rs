//! What a batch of the terminal means: keys that came one by one, keys that came at once, the mouse, pastes.

use super::input::Batch;
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::update::{self, Event};
use crossterm::event::{self as term, KeyEventKind, MouseButton, MouseEventKind};
use std::time::{Duration, Instant};

/// How soon another key follows one that was not typed alone.
const FOLLOW_TIMEOUT: Duration = Duration::from_millis(6);

/// How long after text that was pasted where there is no field for it a key still belongs to it: a paste in pieces may
/// halt for a moment.
const PASTE_GAP: Duration = Duration::from_millis(50);

/// Tells the hand of a person from a paste that is not marked as one.
#[derive(Debug, Default)]
pub struct PasteDetector {
    /// When text was pasted last where there is no field for it.
    pasted: Option<Instant>,
}

impl PasteDetector {
    /// What one event is, whose batch came at a moment. A key that would decide waits to see whether it is the first of
    /// many: `has_more_within` tells whether more comes within a time.
    pub fn judge(&mut self, app: &App, event: Event, at: Instant, has_more_within: impl Fn(Duration) -> bool) -> Event {
        let after_paste = self.pasted.is_some_and(|last| at.saturating_duration_since(last) < PASTE_GAP);
        let (event, is_paste) = match event {
            Event::Key(key) if app.shown && !update::only_moves(app, key) => {
                if has_more_within(FOLLOW_TIMEOUT) {
                    (Event::Burst(vec![key]), true)
                } else if after_paste && !update::leaves(app, key) {
                    (Event::Burst(vec![key]), false)
                } else {
                    (Event::Key(key), false)
                }
            }
            Event::Burst(keys) => {
                let many = keys.len() > update::MAX_TYPED_TOGETHER;
                (Event::Burst(keys), many)
            }
            event => (event, false),
        };
        if is_paste && !update::is_text_field(app) {
            self.pasted = Some(at);
        }
        event
    }
}

/// The events of a batch, in order. Only a key that came alone is told as one.
pub fn events(batch: Batch) -> Vec<Event> {
    let at_once = batch.broken || batch.keys() > 1;
    let mut out = Vec::new();
    for event in batch.events {
        match event {
            term::Event::Key(key) if key.kind == KeyEventKind::Release => {}
            term::Event::Key(key) if at_once => match out.last_mut() {
                Some(Event::Burst(keys)) => keys.push(Key::of(key)),
                _ => out.push(Event::Burst(vec![Key::of(key)])),
            },
            term::Event::Key(key) => out.push(Event::Key(Key::of(key))),
            term::Event::Paste(text) => out.push(Event::Paste(text)),
            term::Event::Resize(width, height) => out.push(Event::Resize(width, height)),
            term::Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollDown => out.push(Event::Wheel(3, mouse.column, mouse.row)),
                MouseEventKind::ScrollUp => out.push(Event::Wheel(-3, mouse.column, mouse.row)),
                MouseEventKind::Down(MouseButton::Left) => out.push(Event::Click(mouse.column, mouse.row)),
                MouseEventKind::Drag(MouseButton::Left) => out.push(Event::Drag(mouse.column, mouse.row)),
                MouseEventKind::Down(_)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::ScrollLeft
                | MouseEventKind::ScrollRight => {}
            },
            term::Event::FocusGained | term::Event::FocusLost => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn batch(events: Vec<term::Event>, broken: bool) -> Batch {
        Batch { events, frame: 1, at: Instant::now(), broken }
    }

    fn key(code: char) -> term::Event {
        term::Event::Key(KeyCode::Char(code).into())
    }

    #[test]
    fn only_a_key_that_came_alone_is_a_key() {
        assert!(matches!(events(batch(vec![key('x')], false)).as_slice(), [Event::Key(_)]));
        assert!(matches!(events(batch(vec![key('x')], true)).as_slice(), [Event::Burst(keys)] if keys.len() == 1));
        let paste = term::Event::Paste("words".to_owned());
        let both = events(batch(vec![key('x'), key('y'), paste, key('z')], false));
        let [Event::Burst(first), Event::Paste(_), Event::Burst(last)] = both.as_slice() else { panic!("{both:?}") };
        assert_eq!((first.len(), last.len()), (2, 1));
    }

    #[test]
    fn a_key_that_is_let_go_is_none() {
        let up = KeyEvent::new_with_kind(KeyCode::Char('x'), KeyModifiers::NONE, KeyEventKind::Release);
        let both = events(batch(vec![key('x'), term::Event::Key(up)], false));
        assert!(matches!(both.as_slice(), [Event::Key(_)]), "{both:?}");
    }
}
