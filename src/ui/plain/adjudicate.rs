//! What others decided about the document, read out place by place: the words, in what they differ, then each answer with its digit.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::scope::Scope;
use crate::ui::screens::{Mode, adjudicate};
use crate::ui::update::Event;
use std::io::{self, Write};

/// What can be typed.
pub const HELP: &str = "D reads what others decided about this document, a place at a time, and the answers with their digits; D 1 takes \
the first and goes on, D . that of the same annotator again, D p the proposed one, D x: nothing is here; D s NAME takes it with another \
speaker; D n and D b go on and back, D E takes all of this kind as most have it, D u takes back.";

impl<W: Write> Linear<W> {
    /// `D`, with what follows it.
    pub(super) fn settle(&mut self, rest: &str) -> io::Result<()> {
        // Where the next line is about what was read out, nothing is read anew.
        let is_known = !rest.is_empty() && adjudicate::open_known(&mut self.app);
        if matches!(self.app.mode, Mode::Read) && !is_known {
            self.act(Action::Open(Scope::Adjudicate))?;
        }
        if !matches!(self.app.mode, Mode::Adjudicate(_)) {
            self.app.mode = Mode::Read;
            return self.message();
        }
        let (word, name) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
        match word {
            "" => {}
            "n" => self.act(Action::NextOpen)?,
            "b" => self.act(Action::PreviousOpen)?,
            "." => self.act(Action::LabelAgain)?,
            "p" => {
                self.act(Action::Accept)?;
                if matches!(self.app.mode, Mode::Conflict(_)) {
                    self.app.say("Versions of yours: a digit keeps one, ! goes field by field");
                }
            }
            "x" => self.act(Action::Reject)?,
            "u" => self.act(Action::Undo)?,
            "i" => self.act(Action::Open(Scope::Why))?,
            "E" => {
                self.act(Action::Open(Scope::AllOfKind))?;
                if let Mode::AllOfKind(sheet) = &mut self.app.mode {
                    if sheet.choose_most() {
                        self.act(Action::Accept)?;
                    } else {
                        self.app.say("Versions of yours: a digit keeps one");
                    }
                }
                if matches!(self.app.mode, Mode::AllOfKind(_)) {
                    self.message()?;
                    self.act(Action::Escape)?;
                }
            }
            "s" if name.trim().is_empty() => self.app.say("Type D s and a name."),
            "s" => {
                self.act(Action::Open(Scope::Speaker))?;
                if matches!(self.app.mode, Mode::Speaker(_)) {
                    self.event(Event::Paste(name.trim().to_owned()))?;
                    self.act(Action::Accept)?;
                }
            }
            _ => match rest.parse::<u8>() {
                Ok(digit) => self.act(Action::Choose(digit))?,
                Err(_) => self.app.say("That means nothing here"),
            },
        }
        self.message()?;
        // What is typed next is about the statement in focus again.
        (self.app.mode, self.app.underlying) = (Mode::Read, None);
        let lines = self.doc().and_then(|doc| {
            let (found, at) = (doc.adjudication.found.as_ref()?, doc.adjudication.at);
            Some([adjudicate::place_in_sentences(doc, found, at), adjudicate::answers_in_sentences(doc, found, at)])
        });
        for line in lines.into_iter().flatten() {
            self.say(&line)?;
        }
        Ok(())
    }
}
