//! The scratch page line by line.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::scope::Scope;
use crate::ui::scratch::Standing;
use crate::ui::screens::Mode;
use crate::ui::screens::scratch::steps::note_edit;
use sayso_core::export::scratch::between;
use sayso_core::reading::shortened;
use std::io::{self, Write};

/// Longest words that are read out, in characters.
const MAX_ROW: usize = 600;

impl<W: Write> Linear<W> {
    /// What stands behind `g`: nothing reads the page; a number goes to that quotation, with `x` removes it, with `e` and words
    /// writes under it; `u` takes the last step back, `r` does it again.
    pub(super) fn scratch(&mut self, rest: &str) -> io::Result<()> {
        let verb = |c: &str| rest == c;
        if verb("u") || verb("r") {
            return self.on_page(if verb("u") { Action::Undo } else { Action::Redo });
        }
        self.app.message = None;
        self.act(Action::Open(Scope::Scratch))?;
        if !matches!(self.app.mode, Mode::Scratch(_)) {
            return self.message();
        }
        let count = self.app.scratch.as_ref().map_or(0, |desk| desk.entries.len());
        let (number, verb) = rest.split_once(' ').unwrap_or((rest, ""));
        let row = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|row| *row < count);
        let Some(row) = row else {
            self.act(Action::Escape)?;
            self.app.message = None;
            return if rest.is_empty() {
                self.page()
            } else {
                self.say(&format!("There is no quotation {number}. g reads them."))
            };
        };
        if let Mode::Scratch(view) = &mut self.app.mode {
            view.list.select(row);
        }
        match verb.split_once(' ').unwrap_or((verb, "")) {
            ("", _) => {
                let before = self.app.path.clone();
                self.act(Action::Accept)?;
                if self.app.path != before {
                    // It lies in another document, which is open now.
                    (self.listed, self.beside) = (false, None);
                    return self.begin().map(|_| ());
                }
                if matches!(self.app.mode, Mode::Scratch(_)) {
                    return self.on_page(Action::Escape);
                }
                self.statement()
            }
            ("x", _) => {
                self.act(Action::Reject)?;
                // What is written under it goes with it: that was asked for by a whole line.
                let asks = matches!(&self.app.mode, Mode::Scratch(view) if view.remove_pending);
                self.on_page(if asks { Action::Reject } else { Action::Escape })
            }
            ("e", words) if !words.is_empty() => {
                let effects = note_edit(&self.app, row, words);
                self.perform(effects)?;
                self.on_page(Action::Escape)
            }
            _ => {
                self.on_page(Action::Escape)?;
                self.say("Type g and a number, then nothing, x, or e and words.")
            }
        }
    }

    /// Does something on the page, says what came of it, and is back at the text.
    fn on_page(&mut self, action: Action) -> io::Result<()> {
        if !matches!(self.app.mode, Mode::Scratch(_)) {
            self.act(Action::Open(Scope::Scratch))?;
        }
        let said = self.app.message.take();
        if matches!(self.app.mode, Mode::Scratch(_)) && action != Action::Escape {
            self.act(action)?;
        }
        let said = self.app.message.take().or(said);
        self.app.close_screens();
        self.app.message = said;
        self.message()
    }

    /// The page, a line each quotation, with what is written around them.
    fn page(&mut self) -> io::Result<()> {
        let Some(desk) = &self.app.scratch else { return Ok(()) };
        let page = desk.page.display();
        let mut lines = match (desk.entries.len(), desk.documents) {
            (0, _) => vec![format!("Nothing is on the scratch page, {page}. \" brings the statement there.")],
            (1, _) => vec![format!("Scratch page {page}: 1 quotation.")],
            (count, 1) => vec![format!("Scratch page {page}: {count} quotations, 1 document.")],
            (count, documents) => vec![format!("Scratch page {page}: {count} quotations, {documents} documents.")],
        };
        let written = |above: Option<usize>| {
            let words = between(&desk.text, &desk.entries, above);
            (!words.is_empty()).then(|| format!("Written there: {}", shortened(words, MAX_ROW)))
        };
        lines.extend(written(None));
        for (n, entry) in desk.entries.iter().enumerate() {
            let trouble = match desk.standing.get(n) {
                Some(Standing::Gone) => " Those words are no longer there.",
                Some(Standing::NoDocument) => " That document is not there.",
                Some(Standing::Here | Standing::Unknown) | None => "",
            };
            let words = shortened(&entry.quotation.words, MAX_ROW);
            lines.push(format!("{}. {words} — {}.{trouble}", n + 1, entry.quotation.source()));
            lines.extend(written(Some(n)));
        }
        lines.iter().try_for_each(|line| self.say(line))
    }
}
