//! Figures line by line: a row as a sentence.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::scope::Scope;
use crate::ui::screens::{FiguresView, Mode};
use sayso_core::library::figures::tables::Table;
use std::io::{self, Write};

/// Most rows of a table that are read out.
const MAX_ROWS: usize = 40;

/// What can be typed about them.
pub(super) const HELP: &str =
    "# tells figures: who says how much; # labels, # time, # outlets, # right and # annotators tell others.";

impl<W: Write> Linear<W> {
    /// Tells the tables of a tab: the one that is named, else that of the speakers.
    pub(super) fn figures(&mut self, tab: &str) -> io::Result<()> {
        let wanted = FiguresView::titles().position(|title| title.split(' ').any(|word| word == tab));
        if wanted.is_none() && !tab.is_empty() {
            return self.say(HELP);
        }
        self.act(Action::Open(Scope::Figures))?;
        for _ in 0..wanted.unwrap_or(0) {
            self.act(Action::NextField)?;
        }
        let lines = match &self.app.mode {
            Mode::Figures(view) if wanted.is_some_and(|wanted| wanted >= view.tabs()) => {
                vec!["This document is not shared out: sayso assign FOLDER shares out those of a folder.".to_owned()]
            }
            Mode::Figures(view) => told(view),
            _ => return self.message(),
        };
        self.act(Action::Escape)?;
        lines.iter().try_for_each(|line| self.say(line))
    }

    /// How right suggestions were, before any are confirmed together.
    pub(super) fn how_right(&mut self) -> io::Result<()> {
        let Mode::Sure(list) = &self.app.mode else { return Ok(()) };
        let (question, answer) = list.how_right(&self.app);
        self.say(&format!("{question} {}.", answer.replace("   ", ", ")))
    }
}

/// The rows of the tab, each in a sentence, and what is not in them.
fn told(view: &FiguresView) -> Vec<String> {
    let mut out = Vec::new();
    let is_empty = view.counted.as_ref().is_none_or(|counted| counted.figures.is_empty());
    let shown: Vec<&Table> = view.tables().iter().filter(|table| !table.rows.is_empty()).collect();
    if is_empty || shown.is_empty() {
        out.push("Nothing of this is decided or found yet.".to_owned());
    }
    for table in shown.into_iter().filter(|_| !is_empty) {
        out.push(format!("{}.", table.title));
        out.extend(table.rows.iter().take(MAX_ROWS).map(|row| table.sentence(row)));
        if let Some(more) = table.rows.len().checked_sub(MAX_ROWS).filter(|more| *more > 0) {
            out.push(format!("{more} more: sayso stats prints them all."));
        }
        out.extend(table.notes.iter().map(|note| format!("{note}.")));
    }
    out
}
