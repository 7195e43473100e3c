//! What a batch of the terminal means: keys that came one by one, keys that came at once, the mouse, pastes.

use super::input::Batch;
use crate::ui::keymap::Key;
use crate::ui::update::Event;
use crossterm::event::{self as term, KeyEventKind, MouseButton, MouseEventKind};

/// The events of a batch, in order. Only a key that came alone is told as one.
pub fn events(batch: Batch) -> Vec<Event> {
    let at_once = batch.together || batch.keys() > 1;
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
                MouseEventKind::ScrollDown => out.push(Event::Wheel(3)),
                MouseEventKind::ScrollUp => out.push(Event::Wheel(-3)),
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

    fn batch(events: Vec<term::Event>, together: bool) -> Batch {
        Batch { events, frame: 1, together }
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
