//! Many at once, line by line: a list is told with its number and by whom it is before Enter confirms it.

use super::Linear;
use crate::ui::action::Action;
use crate::ui::scope::Scope;
use crate::ui::screens::{Mode, SureList};
use sayso_core::reading::{Doubt, shortened};
use std::io::{self, Write};

/// Longest words of a row that are read out, in characters.
const MAX_ROW: usize = 300;

impl<W: Write> Linear<W> {
    /// Whether a list to confirm together was told last.
    pub(super) const fn has_list(&self) -> bool {
        matches!(self.app.mode, Mode::Sure(_))
    }

    /// What stands behind `E`: nothing opens the lists; a number goes to that list, `rows` reads it, `-3` leaves a row out,
    /// `guesses` takes guesses in.
    pub(super) fn many(&mut self, rest: &str) -> io::Result<()> {
        if !self.has_list() {
            self.act(Action::Open(Scope::Sure))?;
            if !self.has_list() && rest != "guesses" {
                return self.message();
            }
        }
        match rest {
            "" => {}
            "rows" => return self.rows(),
            "guesses" => {
                // In the text the same key opens the lists with the guesses in them.
                self.act(Action::LessSure)?;
                self.message()?;
            }
            "sure" => {
                self.act(Action::Surer)?;
                self.message()?;
            }
            numbers if numbers.starts_with('-') => {
                let all = numbers.split(|c: char| c == '-' || c == ',' || c.is_whitespace()).filter(|w| !w.is_empty());
                let rows: Result<Vec<usize>, _> = all.map(str::parse).collect();
                let Ok(rows) = rows else {
                    return self.say("Type E and a minus with the number of a row, as in E -3.");
                };
                let Mode::Sure(list) = &mut self.app.mode else { return Ok(()) };
                let unknown = rows.into_iter().find(|row| row.checked_sub(1).is_none_or(|n| !list.leave_out_row(n)));
                if let Some(row) = unknown {
                    self.say(&format!("There is no row {row}."))?;
                }
            }
            number => match (number.parse::<usize>(), &self.app.mode) {
                (Ok(number), Mode::Sure(list)) if number > 0 && list.tabs().nth(number - 1).is_some() => {
                    let steps = list.tabs().position(|n| n == list.list).map_or(0, |at| {
                        let count = list.tabs().count();
                        (number - 1 + count - at) % count
                    });
                    for _ in 0..steps {
                        self.act(Action::NextField)?;
                    }
                }
                _ => return self.say("There is no such list. Type E for the lists."),
            },
        }
        self.tell_list()
    }

    /// The list, with its number and by whom it is, and the others.
    fn tell_list(&mut self) -> io::Result<()> {
        let Mode::Sure(list) = &self.app.mode else { return Ok(()) };
        let asides: String = list.asides().into_iter().flat_map(|aside| [", ".to_owned(), aside]).collect();
        let others: Vec<String> = (1..).zip(list.tabs()).map(|(n, at)| format!("{n}: {}", told(list, at))).collect();
        let more = list.taken_in().map(|more| format!(" E guesses takes {more}.")).unwrap_or_default();
        let voices = list.voices_in_words().replace(" · ", ", ");
        let text = format!(
            "To confirm together: {}{asides}. By whom: {voices}. Enter confirms these {}, one u takes all back. E rows reads \
             each, E -3 leaves the third out.{more}",
            told(list, list.list),
            list.count(),
        );
        let others = format!("Lists: {}. E and a number goes to one.", others.join("; "));
        self.how_right()?;
        self.say(&text)?;
        self.say(&others)
    }

    /// Every row, a line each.
    fn rows(&mut self) -> io::Result<()> {
        let (Mode::Sure(list), Some(doc)) = (&self.app.mode, self.app.doc()) else { return Ok(()) };
        let document = doc.reading.document();
        let rows = list.rows.iter().enumerate().map(|(n, row)| {
            let item = row.item();
            let words = doc.reading.hull(&item).map(|h| document.words(h)).unwrap_or_default();
            let guess = if row.doubt == Doubt::Guess { "A guess: " } else { "" };
            let out = if list.is_left_out(*row) { "Left out: " } else { "" };
            format!("{}. {out}{guess}{}: {}", n + 1, doc.reading.speaker_name(&item), shortened(words, MAX_ROW))
        });
        let rows: Vec<String> = rows.collect();
        for row in rows {
            self.say(&row)?;
        }
        self.tell_list()
    }
}

/// A list with its number: "218 named turns".
fn told(list: &SureList, at: usize) -> String {
    format!("{} {}", list.count_of(at), list.title(at))
}
