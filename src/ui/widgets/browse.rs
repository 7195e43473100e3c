//! A list narrowed by typing: which rows are shown, and where the bar stands.

use super::field::LineField;
use memchr::memmem::Finder;

/// Rows by number, their words folded once so that each typed letter is one search.
#[derive(Debug, Default)]
pub struct Browse {
    /// What is typed.
    pub field: LineField,
    /// Whether keys go to the field.
    pub typing: bool,
    /// The row under the bar, among those shown.
    pub at: usize,
    words: String,
    /// Where each row's words end.
    ends: Vec<usize>,
    shown: Vec<u32>,
}

impl Browse {
    /// All rows shown. O(letters).
    pub fn new(rows: impl IntoIterator<Item = String>) -> Self {
        let mut browse = Self::default();
        for row in rows {
            browse.words.extend(row.chars().flat_map(char::to_lowercase));
            browse.words.push('\n');
            browse.ends.push(browse.words.len());
        }
        browse.shown = (0..browse.ends.len() as u32).collect();
        browse
    }

    /// Shows the rows for which `keep` holds and that have every word typed, in their order. O(letters of all rows).
    pub fn narrow(&mut self, keep: impl Fn(usize) -> bool) {
        let under = self.current();
        let typed: String = self.field.text().chars().flat_map(char::to_lowercase).collect();
        let mut wanted: Vec<&str> = typed.split_whitespace().collect();
        // The longest leaves out most.
        wanted.sort_by_key(|w| std::cmp::Reverse(w.len()));
        let wanted: Vec<Finder<'_>> = wanted.into_iter().map(Finder::new).collect();
        let mut start = 0;
        let rows = self.ends.iter().enumerate().filter(|(n, end)| {
            let row = self.words.as_bytes().get(start..**end).unwrap_or_default();
            start = **end;
            wanted.iter().all(|word| word.find(row).is_some()) && keep(*n)
        });
        self.shown = rows.map(|(n, _)| n as u32).collect();
        self.at = under.and_then(|u| self.shown.iter().position(|n| *n as usize == u)).unwrap_or(0);
    }

    /// Stops typing and drops what was typed; whether there was anything to stop or drop.
    pub fn clear(&mut self) -> bool {
        let typed = !self.field.text().is_empty();
        let was_typing = std::mem::replace(&mut self.typing, false);
        self.field.clear();
        was_typing || typed
    }

    /// Number of the row under the bar.
    pub fn current(&self) -> Option<usize> {
        self.shown.get(self.at).map(|n| *n as usize)
    }

    /// Rows shown, by number.
    pub fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// How many rows there are in all.
    pub fn all(&self) -> usize {
        self.ends.len()
    }

    /// Moves the bar, as far as the ends.
    pub fn step(&mut self, by: i32) {
        self.at = self.at.saturating_add_signed(by as isize).min(self.shown.len().saturating_sub(1));
    }

    /// Puts the bar on a row, if it is shown.
    pub fn select(&mut self, row: usize) {
        if let Ok(at) = self.shown.binary_search(&(row as u32)) {
            self.at = at;
        } else if let Some(at) = self.shown.iter().position(|n| *n as usize == row) {
            self.at = at;
        }
    }

    /// Shows rows by what `key` gives for their numbers, equal ones in their own order. O(n log n), O(n) where they stand so.
    pub fn arrange<K: Ord>(&mut self, key: impl Fn(u32) -> K) {
        let under = self.current();
        self.shown.sort_unstable_by_key(|n| (key(*n), *n));
        self.at = under.and_then(|u| self.shown.iter().position(|n| *n as usize == u)).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_any_order_narrow_and_the_bar_stays() {
        let rows = ["Ada Grey mayor", "Bo Lind", "Grey cat", "ADA"].map(str::to_owned);
        let mut browse = Browse::new(rows);
        browse.step(3);
        browse.field.paste("ada");
        browse.narrow(|_| true);
        assert_eq!((browse.shown(), browse.current()), (&[0, 3][..], Some(3)));
        browse.field = LineField::new("ada grey");
        browse.narrow(|_| true);
        assert_eq!(browse.shown(), [0]);
        browse.field.clear();
        browse.narrow(|n| n != 1);
        assert_eq!((browse.shown(), browse.all()), (&[0, 2, 3][..], 4));
        browse.step(-9);
        assert_eq!(browse.current(), Some(0));
    }
}
