//! The words of a statement line by line: cut in two, trimmed by words.

use super::Linear;
use crate::ui::action::{Action, CaretMove};
use crate::ui::keymap::Key;
use crate::ui::scope::Scope;
use crate::ui::screens::{CutSheet, Mode};
use crate::ui::update::Event;
use sayso_core::reading::{Cut, shortened};
use std::io::{self, Write};

/// Most words an end is moved by.
const MAX_WORDS: i32 = 500;
/// Letters of a part that are read out.
const SHOWN: usize = 200;

impl<W: Write> Linear<W> {
    /// Cuts the statement in two: at a likely place by its number, or before words of it; without either tells the places.
    pub(super) fn cut(&mut self, place: &str) -> io::Result<()> {
        self.act(Action::Open(Scope::Cut))?;
        if !matches!(self.app.mode, Mode::Cut(_)) {
            return self.message();
        }
        self.app.message = None;
        let is_offered = |n: &usize| self.sheet().is_some_and(|sheet| (1..=sheet.places.len()).contains(n));
        let number = place.parse::<usize>().ok().filter(is_offered);
        let is_there = number.is_some() || !place.is_empty() && self.cut_before(place);
        if is_there {
            if let Some(key) = number.and_then(|n| Key::parse(&n.to_string())) {
                self.event(Event::Key(key))?;
            }
            self.act(Action::Accept)?;
            return self.statement();
        }
        let places = self.sheet().map(|sheet| sheet.places.clone()).unwrap_or_default();
        let lines: Vec<String> = places.iter().enumerate().filter_map(|(n, cut)| self.in_sentences(n, cut)).collect();
        self.act(Action::Escape)?;
        self.app.message = None;
        for line in &lines {
            self.say(line)?;
        }
        match (place, lines.is_empty()) {
            ("", true) => self.say("No likely place to cut it. S and words of it cut it before these."),
            ("", false) => Ok(()),
            _ => self.say(
                "There is no such place in it. S alone tells the likely ones; S and words of it cut before these.",
            ),
        }
    }

    fn sheet(&self) -> Option<&CutSheet> {
        match &self.app.mode {
            Mode::Cut(sheet) => Some(sheet),
            _ => None,
        }
    }

    /// A likely place, read out: both parts with who says them.
    fn in_sentences(&self, n: usize, cut: &Cut) -> Option<String> {
        let doc = self.doc()?;
        let document = doc.reading.document();
        let parts = doc.reading.parts(&self.sheet()?.item, cut).map(|part| {
            let words: Vec<&str> = part.spans.iter().map(|s| document.words(*s)).collect();
            format!("{} — {}", shortened(&words.join(" … "), SHOWN), part.name)
        });
        let between = document.words(cut.between()).trim();
        let between =
            if between.contains(char::is_alphanumeric) { format!(" In neither: {between}") } else { String::new() };
        Some(format!("{}: {}. Then: {}.{between}", n + 1, parts[0], parts[1]))
    }

    /// Puts the cut before words of the statement; false where they are not in it.
    fn cut_before(&mut self, words: &str) -> bool {
        let at = self.doc().zip(self.sheet()).and_then(|(doc, sheet)| {
            let hull = doc.reading.hull(&sheet.item)?;
            doc.reading.document().words(hull).find(words).map(|at| hull.start + at as u32)
        });
        let mut mode = std::mem::replace(&mut self.app.mode, Mode::Read);
        let is_there = match (&mut mode, at) {
            (Mode::Cut(sheet), Some(at)) => sheet.go_to(&mut self.app, at),
            _ => false,
        };
        self.app.mode = mode;
        is_there
    }

    /// Moves the end, or the start, of the statement by words.
    pub(super) fn trim(&mut self, is_end: bool, by: &str) -> io::Result<()> {
        let Some(by) = by.parse::<i32>().ok().filter(|by| *by != 0 && by.abs() <= MAX_WORDS) else {
            return self.say("Type V or B and a number of words: V -3 ends it three words earlier.");
        };
        self.act(Action::ChangeWords)?;
        if !matches!(self.app.mode, Mode::Select(_)) {
            return self.message();
        }
        let caret = if by > 0 { CaretMove::Word } else { CaretMove::WordBack };
        let action = if is_end { Action::Extend(caret) } else { Action::ExtendOther(caret) };
        for _ in 0..by.abs() {
            self.act(action)?;
        }
        // That it stopped at quotation marks; what it is now is read out.
        let stopped = self.app.message.take().filter(|m| m.text.starts_with("The quotation marks"));
        self.act(Action::Open(Scope::Label))?;
        self.statement()?;
        match stopped {
            Some(_) => self.say("It stopped at the quotation marks."),
            None => Ok(()),
        }
    }
}
