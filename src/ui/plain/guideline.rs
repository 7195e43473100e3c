//! What the guideline says, line by line.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::scope::Scope;
use crate::ui::screens::Mode;
use std::io::{self, Write};

impl<W: Write> Linear<W> {
    /// What stands behind `g ?`: nothing reads it out, a number goes to an example, `+` keeps the annotation in focus as one, a
    /// number and `x` takes one out.
    pub(super) fn guideline(&mut self, rest: &str) -> io::Result<()> {
        self.act(Action::Open(Scope::Guideline))?;
        let Mode::Guideline(view) = &mut self.app.mode else { return self.message() };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let number = words.first().and_then(|word| word.parse::<usize>().ok()?.checked_sub(1));
        let is_there = number.is_some_and(|number| view.stand_on(number));
        match words.as_slice() {
            [] => {
                let lines = view.in_sentences(&self.app.codebook);
                self.act(Action::Escape)?;
                for line in lines {
                    self.say(&line)?;
                }
                Ok(())
            }
            ["+"] => self.example(Action::KeepExample),
            [_] if is_there => {
                self.act(Action::Accept)?;
                self.statement()
            }
            [_, "x"] if is_there => self.example(Action::Reject),
            _ => {
                self.act(Action::Escape)?;
                self.say("There is no such example: g ? tells them with their numbers.")
            }
        }
    }

    fn example(&mut self, action: Action) -> io::Result<()> {
        self.act(action)?;
        self.message()?;
        self.act(Action::Escape)
    }
}
