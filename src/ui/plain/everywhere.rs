//! Finding in all documents of the folder line by line, and the same words elsewhere.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::find::row::{Decided, FindRow};
use crate::ui::find::words::{counted, in_words, nothing};
use crate::ui::find::{FindDesk, FindTab};
use crate::ui::place;
use crate::ui::screens::find::{elsewhere, open_with};
use crate::ui::screens::{FindView, Mode};
use sayso_core::document::civil_in_words;
use sayso_core::reading::{Likeness, shortened};
use std::io::{self, Write};

/// What can be typed.
pub const HELP: &str = "F WORDS finds words in all documents of the folder, with @NAME, #claim, =false, since:2024 or in:FOLDER \
where somebody says them, with a label, a rating, a date, in a folder; F alone reads on, F 3 opens the third. W finds the other \
documents with the words of the statement, the oldest first.";

/// Rows that are read out at once.
const PAGE: usize = 10;
/// Longest words of a row that are read out, in characters.
const MAX_ROW: usize = 300;

impl<W: Write> Linear<W> {
    /// What stands behind `F`: words are found; a number opens the document of that row; nothing reads on.
    pub(super) fn everywhere(&mut self, rest: &str) -> io::Result<()> {
        let count = self.app.find.as_ref().map_or(0, |desk| desk.count(FindTab::Text));
        if rest.is_empty() {
            return match self.app.find.as_ref() {
                None => self.say("Type F and the words to find in all documents of the folder."),
                Some(_) if self.found_read >= count => self.say("There are no more. F and a number opens one."),
                Some(_) => self.found_rows(),
            };
        }
        if let Some(row) =
            rest.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|row| *row < self.found_read)
        {
            return self.open_found(row);
        }
        let effects = open_with(&mut self.app, rest);
        self.asked(effects)
    }

    /// `W`: the other documents with the words of the statement.
    pub(super) fn same_words(&mut self) -> io::Result<()> {
        let spans = place::words_at_hand(&self.app);
        let effects = elsewhere(&mut self.app, &spans);
        self.asked(effects)
    }

    /// Performs a question and reads the first rows.
    fn asked(&mut self, effects: Vec<super::Effect>) -> io::Result<()> {
        let is_asked = matches!(self.app.mode, Mode::Find(_));
        self.perform(effects)?;
        if !is_asked {
            return self.message();
        }
        self.app.close_screens();
        self.app.message = None;
        self.found_read = 0;
        let Some(desk) = &mut self.app.find else { return Ok(()) };
        desk.tab = FindTab::Text;
        if let Some(why) = desk.wrong.clone() {
            return self.say(&format!("{why}."));
        }
        if let Some(unknown) = &desk.unknown {
            let meant = unknown.meant.as_ref().map_or_else(String::new, |meant| format!(": {meant}?"));
            let text = format!("{}{meant}.", unknown.words);
            return self.say(&text);
        }
        let (places, documents) = (desk.count(FindTab::Text), desk.count(FindTab::Documents));
        let text = match places {
            0 => format!("{}.", nothing(desk)),
            places => {
                let said = desk.count(FindTab::Statements);
                let said = if said == places { String::new() } else { format!(", {said} said by somebody") };
                format!("{}: {} in {}{said}.", in_words(desk), counted(places, "place"), counted(documents, "document"))
            }
        };
        self.say(&text)?;
        if places > 0 { self.found_rows() } else { Ok(()) }
    }

    /// The next rows, a line each.
    fn found_rows(&mut self) -> io::Result<()> {
        let Some(desk) = &self.app.find else { return Ok(()) };
        let from = self.found_read;
        let shown = desk.shown();
        let line = |n: usize| desk.shown_row(n).map(|row| format!("{}. {}", n + 1, in_line(desk, row)));
        let to = (from + PAGE).min(shown.len());
        let mut lines: Vec<String> = (from..to).filter_map(line).collect();
        match shown.len() - to {
            0 => {}
            more => lines.push(format!("{more} more: F alone reads on.")),
        }
        self.found_read = to;
        lines.iter().try_for_each(|line| self.say(line))
    }

    /// Opens the document of a row at its place.
    fn open_found(&mut self, at: usize) -> io::Result<()> {
        let row = self.app.find.as_ref().and_then(|desk| desk.shown_row(at));
        let Some(start) = row.map(|row| row.span.start) else { return Ok(()) };
        let before = self.app.path.clone();
        self.app.mode = Mode::Find(FindView { at, ..FindView::default() });
        self.act(Action::Accept)?;
        if self.app.path == before {
            self.app.close_screens();
            self.message()?;
            self.print_block(start)?;
            return self.statement();
        }
        (self.listed, self.beside) = (false, None);
        self.begin()?;
        self.print_block(start)
    }
}

/// A row as a person would read it out.
fn in_line(desk: &FindDesk, row: &FindRow) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(desk.document(row).map(|document| document.name.clone()));
    parts.push(row.place.clone());
    parts.extend(desk.document(row).and_then(|document| document.date).map(civil_in_words));
    let likeness = row.likeness.map_or_else(String::new, |likeness| {
        let differs: Vec<&str> = row.pieces.iter().filter(|(_, lit)| *lit).map(|(words, _)| words.trim()).collect();
        let differs = differs.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ");
        match likeness {
            Likeness::Altered if !differs.is_empty() => format!("altered ({differs}), "),
            other => format!("{}, ", other.word()),
        }
    });
    let name = row.speaker.as_ref().map_or_else(|| "nobody: ".to_owned(), |name| format!("{name}: "));
    let guess = if row.decided == Decided::Guess { "perhaps " } else { "" };
    let words: String = row.pieces.iter().map(|(words, _)| words.as_str()).collect();
    format!("{}, {likeness}{guess}{name}{}", parts.join(", "), shortened(&words, MAX_ROW))
}
