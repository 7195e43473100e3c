//! What is to check, line by line: annotations whose text changed, and what several people decided differently.

use super::{Action, Linear, Mode, Scope};
use crate::ui::screens::Selection;
use sayso_core::layout::text_objects;
use sayso_core::span::Span;
use std::io::{self, Write};

impl<W: Write> Linear<W> {
    /// Whether something to check was told last.
    pub(super) const fn has_question(&self) -> bool {
        matches!(self.app.mode, Mode::Anchor(_) | Mode::Conflict(_))
    }

    /// How much is to check.
    pub(super) fn to_check(&self) -> Option<String> {
        let reading = &self.doc()?.reading;
        match reading.doubtful().len() - reading.versions_beside() + reading.conflicts() {
            0 => None,
            1 => Some("1 annotation to check: type !.".to_owned()),
            n => Some(format!("{n} annotations to check: type !.")),
        }
    }

    /// What stands behind `!`: nothing goes to the next. Where several people decided, two numbers take a field of a version;
    /// elsewhere a number takes that choice, and words are where the annotation belongs.
    pub(super) fn check(&mut self, rest: &str) -> io::Result<()> {
        match (rest, &self.app.mode) {
            ("", Mode::Anchor(_) | Mode::Conflict(_)) => self.act(Action::NextField)?,
            ("", _) => self.act(Action::Open(Scope::Anchor))?,
            (_, Mode::Anchor(_)) => match rest.parse::<u8>() {
                Ok(number) => return self.answer(Some(number)),
                Err(_) if rest.chars().all(|c| c.is_ascii_digit() || c == ' ') => {
                    return self.say("Type the number of a place alone, or the words it belongs to.");
                }
                Err(_) => return self.put(rest),
            },
            (_, Mode::Conflict(_)) => return self.take_field(rest),
            _ => return self.say("Type ! for what is to check."),
        }
        self.question()
    }

    /// Takes what was told first, or the choice of this number.
    pub(super) fn answer(&mut self, number: Option<u8>) -> io::Result<()> {
        match (number, &mut self.app.mode) {
            (Some(n), Mode::Conflict(sheet)) => {
                if !sheet.take_whole(usize::from(n).wrapping_sub(1)) {
                    return self.say(&format!("There is no version {n}."));
                }
                self.act(Action::Accept)?;
            }
            (Some(n), Mode::Anchor(_)) => self.act(Action::Choose(n))?,
            _ => self.act(Action::Accept)?,
        }
        self.question()
    }

    /// What was done, then what is to check, or the statement in focus when nothing is.
    pub(super) fn question(&mut self) -> io::Result<()> {
        let lines = match &self.app.mode {
            Mode::Anchor(sheet) => sheet.in_sentences(&self.app),
            Mode::Conflict(sheet) => self.doc().map(|doc| sheet.in_sentences(doc)).unwrap_or_default(),
            _ => return self.statement(),
        };
        self.message()?;
        for line in lines {
            self.say(&line)?;
        }
        match &self.app.mode {
            Mode::Anchor(sheet) => {
                let takes = if self.doc().is_some_and(|doc| sheet.choices(doc) > 0) { "Enter takes 1. A number takes that one. " } else { "" };
                let other = match self.doc() {
                    Some(doc) if sheet.is_about_speaker(doc) => "s NAME gives it to somebody else.",
                    _ => "! WORDS puts it on words of the text.",
                };
                self.say(&format!("{takes}{other} x removes it. ! goes to the next."))
            }
            Mode::Conflict(_) => self.say(
                "Enter keeps what is taken. A number keeps that whole version. ! 2 1 takes the second field of version 1. x removes \
                 all. ! goes to the next.",
            ),
            _ => Ok(()),
        }
    }

    /// Puts the annotation on words of the text, which must stand there once.
    fn put(&mut self, words: &str) -> io::Result<()> {
        let Some(doc) = self.doc() else { return Ok(()) };
        let text = doc.reading.document().text();
        let whole = |at: &usize| {
            let span = Span::new(*at as u32, (at + words.len()) as u32);
            text_objects::whole_words(doc.reading.document(), span) == span
        };
        let mut found = text.match_indices(words).filter(|(at, _)| whole(at));
        let span = match (found.next(), found.next()) {
            (Some((at, found)), None) => Span::new(at as u32, (at + found.len()) as u32),
            (None, _) => return self.say("Those words are not in the text."),
            (Some(_), Some(_)) => return self.say("Those words are in the text more than once. Type more of them."),
        };
        self.act(Action::Open(Scope::Select))?;
        self.app.message = None;
        if let Mode::Select(selection) = &mut self.app.mode {
            *selection = Selection { put: selection.put.take(), ..Selection::of(span) };
            self.act(Action::Open(Scope::Label))?;
        }
        self.question()
    }

    /// Takes a field of a version: two numbers, both from 1.
    fn take_field(&mut self, numbers: &str) -> io::Result<()> {
        let all: Vec<usize> = numbers.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let is_taken = match (all.as_slice(), &mut self.app.mode) {
            ([field, version], Mode::Conflict(sheet)) => sheet.take(field.wrapping_sub(1), version.wrapping_sub(1)),
            _ => false,
        };
        if is_taken {
            self.question()
        } else {
            self.say("Type ! and the numbers of a field and of a version, as in ! 2 1.")
        }
    }
}
