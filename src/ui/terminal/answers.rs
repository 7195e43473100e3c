//! The terminal's late answer to a question about its colours arrives as keys; it decides nothing.

use crossterm::event as term;

/// Swallows the terminal's late answer to a question about its colours (`ESC ] 11 ; … ESC \`), which arrives as keys.
pub struct Answers {
    /// Keys swallowed of the answer being read.
    swallowed: Option<usize>,
    /// When no answer can come any more.
    until: std::time::Instant,
}

/// How long after the start an answer may still come.
pub const ANSWER_TIME: std::time::Duration = std::time::Duration::from_secs(2);

/// Longest answer, in keys.
const LONGEST_ANSWER: usize = 64;

impl Answers {
    /// Waits for answers until a moment.
    pub fn until(until: std::time::Instant) -> Self {
        Self { swallowed: None, until }
    }

    /// Whether an event is part of an answer.
    pub fn swallow(&mut self, event: &term::Event) -> bool {
        let term::Event::Key(key) = event else { return false };
        let alt = key.modifiers.contains(term::KeyModifiers::ALT);
        let control = key.modifiers.contains(term::KeyModifiers::CONTROL);
        match (self.swallowed, key.code) {
            (None, term::KeyCode::Char(']')) if alt && std::time::Instant::now() < self.until => {
                self.swallowed = Some(0);
            }
            (None, _) => return false,
            (Some(_), term::KeyCode::Char('\\')) if alt => self.swallowed = None,
            (Some(_), term::KeyCode::Char('g')) if control => self.swallowed = None,
            (Some(n), term::KeyCode::Char(_)) if n < LONGEST_ANSWER => self.swallowed = Some(n + 1),
            (Some(_), _) => {
                self.swallowed = None;
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn key(code: char, modifiers: KeyModifiers) -> term::Event {
        term::Event::Key(KeyEvent::new(KeyCode::Char(code), modifiers))
    }

    #[test]
    fn a_late_answer_decides_nothing() {
        let mut answers = Answers::until(std::time::Instant::now() + ANSWER_TIME);
        let mut left = Vec::new();
        let mut events = vec![key(']', KeyModifiers::ALT)];
        events.extend("11;rgb:1010/1010/1010".chars().map(|c| key(c, KeyModifiers::NONE)));
        events.push(key('\\', KeyModifiers::ALT));
        events.push(key('x', KeyModifiers::NONE));
        for event in &events {
            if !answers.swallow(event) {
                left.push(event.clone());
            }
        }
        assert_eq!(left, [key('x', KeyModifiers::NONE)]);
    }
}
