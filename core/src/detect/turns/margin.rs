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

/// Whether a line is the number of a page: `12`, `Page 12`, `- 12 -`, `Page 12 of 80`; `page` is the word before it, in lower
/// case.
pub fn is_page_number(line: &str, page: &str) -> bool {
    let words = line.trim_matches(['-', '–', ' ', '[', ']', '.']);
    let bare = words.get(..page.len()).filter(|w| w.eq_ignore_ascii_case(page)).and_then(|_| words.get(page.len()..));
    let words = bare.unwrap_or(words);
    let number = |w: &str| (1..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_digit());
    let mut parts = words.split_whitespace();
    let ends = parts.next().is_some_and(number) && parts.next_back().is_none_or(number);
    line.len() <= 20 && ends && parts.count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn margin(text: &str) -> bool {
        let mut counter = MarginCounter::default();
        text.lines().for_each(|l| counter.see(l.trim()));
        counter.is_margin()
    }

    #[test]
    fn lines_with_numbers_in_order_have_a_margin() {
        let page = "1  Q. Yes.\n2  and so on\n3  A. No.\n\n4\n5  Q. Why?\n6  A. So.\n7  That is it.\n";
        assert!(margin(page) && margin(&page.repeat(3)));
        assert!(!margin("1. Salt\n2. Butter\n3. Flour\n4. Milk\n5. Eggs\n6. Oil\n7. Rice"));
        assert!(!margin("12 men came.\n9 went.\n3 stayed.\n1 wept.\n40 ships sank.\n2 did not.\n7 more."));
        assert!(!margin(&"One line of prose.\n".repeat(20)));
        assert_eq!(without_number("12  name", Span::new(0, 8)), Span::new(4, 8));
        assert_eq!(without_number("12th name", Span::new(0, 9)), Span::new(0, 9));
    }

    #[test]
    fn numbers_of_pages() {
        for yes in ["12", "- 12 -", "Page 12", "page 3", "Page 12 of 80", "[7]"] {
            assert!(is_page_number(yes, "page "), "{yes}");
        }
        for no in ["12 men came", "Page", "", "Pages 12", "123456", "Page twelve"] {
            assert!(!is_page_number(no, "page "), "{no}");
        }
    }
}
