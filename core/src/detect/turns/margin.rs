//! Numbers of lines in the left margin of a deposition: layout, no part of what was said.

use crate::span::Span;

/// Highest number of a line of a page.
const MAX_LINE_NUMBER: u32 = 60;

/// Counts lines while a text is read, to tell whether their numbers stand in its margin.
#[derive(Clone, Copy, Debug, Default)]
pub struct MarginCounter {
    lines: u32,
    numbered: u32,
    /// Numbers that follow the one above, or begin again.
    in_order: u32,
    last: u32,
}

impl MarginCounter {
    /// Takes in one line, white space at its ends cut off. O(1).
    pub fn see(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        self.lines += 1;
        let Some((number, _)) = number(line) else { return };
        self.numbered += 1;
        self.in_order += u32::from(number == self.last + 1 || number == 1);
        self.last = number;
    }

    /// Whether most lines are numbered in order.
    pub const fn is_margin(self) -> bool {
        self.in_order >= 6 && self.in_order * 10 >= self.lines * 6 && self.in_order * 10 >= self.numbered * 8
    }
}

/// The number at the beginning of a line, and its length with the white space behind it.
fn number(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?;
    let number: u32 = line.get(..digits).filter(|d| (1..=2).contains(&d.len()))?.parse().ok()?;
    let words = rest.trim_start();
    let apart = rest.len() - words.len();
    ((1..=MAX_LINE_NUMBER).contains(&number) && (apart > 0 || rest.is_empty())).then_some((number, digits + apart))
}

/// A line without the number in the margin.
pub fn without_number(text: &str, line: Span) -> Span {
    number(line.of(text)).map_or(line, |(_, len)| Span::new(line.start + len as u32, line.end))
}

/// Whether a line is the number of a page: `12`, `Page 12`, `- 12 -`, `Page 12 of 80`.
pub fn is_page_number(line: &str) -> bool {
    let words = line.trim_matches(['-', '–', ' ', '[', ']', '.']);
    let words = words.strip_prefix(['P', 'p']).and_then(|w| w.strip_prefix("age ")).unwrap_or(words);
    let digits = words.split(" of ").all(|w| (1..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit()));
    digits && line.len() <= 20
}
