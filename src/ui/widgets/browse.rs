//! A list narrowed by typing: which rows are shown, and where the bar stands.

use super::field::LineField;
use aho_corasick::AhoCorasick;

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

    /// Shows the rows for which `keep` holds and that have every word typed, in their order. One search through the
    /// words of all rows.
    pub fn narrow(&mut self, keep: impl Fn(usize) -> bool) {
        let under = self.current();
        let typed: String = self.field.text().chars().flat_map(char::to_lowercase).collect();
        let mut wanted: Vec<&str> = typed.split_whitespace().collect();
        wanted.sort_by_key(|w| std::cmp::Reverse(w.len()));
        let row = |n: usize| {
            let start = n.checked_sub(1).and_then(|n| self.ends.get(n)).copied().unwrap_or(0);
            self.ends.get(n).and_then(|end| self.words.get(start..*end)).unwrap_or_default()
        };
        let all = |n: &usize| wanted.iter().skip(1).all(|w| row(*n).contains(w)) && keep(*n);
        self.shown = match wanted.first().and_then(|w| AhoCorasick::new([w]).ok()) {
            None => (0..self.ends.len()).filter(|n| keep(*n)).map(|n| n as u32).collect(),
            Some(search) => {
                let mut rows: Vec<usize> =
                    search.find_iter(&self.words).map(|m| self.ends.partition_point(|e| *e <= m.start())).collect();
                rows.dedup();
                rows.into_iter().filter(all).map(|n| n as u32).collect()
            }
        };
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

    /// Shows rows in another order.
    pub fn arrange(&mut self, by: impl FnMut(&u32, &u32) -> std::cmp::Ordering) {
        let under = self.current();
        self.shown.sort_by(by);
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
