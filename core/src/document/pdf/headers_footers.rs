//! Running heads, feet and page numbers: lines at the edge of pages that come back on others.

use super::{PdfPage, PlacedLine};
use std::collections::HashMap;

/// Lines at the top and the foot of a page that may be headers or footers.
const EDGE_LINES: usize = 2;
/// How far the place of a header or footer line differs from page to page, in points.
const MAX_PLACE_SHIFT: f32 = 3.0;

/// Removes headers and footers from all pages; gives how many lines there were. O(lines).
///
/// A header or footer line stands on at least three pages (or on both of two) at one height with the same words but for numbers, and
/// outermost but for others of its kind.
pub fn remove(pages: &mut [PdfPage]) -> usize {
    let mut seen: HashMap<(String, i32), usize> = HashMap::new();
    for page in pages.iter() {
        let (top, foot) = edges(page);
        for placed in top.into_iter().chain(foot).filter_map(|n| page.lines.get(n)) {
            for key in keys(placed) {
                *seen.entry(key).or_default() += 1;
            }
        }
    }
    let count = pages.len();
    let often = |n: usize| n >= 3 || n == 2 && count == 2;
    let mut removed = 0;
    for page in pages.iter_mut() {
        let is_running = |n: &usize| {
            let Some(placed) = page.lines.get(*n) else { return false };
            let words = placed.line.words.trim();
            let again = keys(placed).iter().any(|k| seen.get(k).is_some_and(|n| often(*n)));
            let numbered = number(words).is_some_and(|n| count > 1 || n == 1) || count > 1 && is_roman(words);
            again && words.chars().count() < 120 || numbered
        };
        let (top, foot) = edges(page);
        let runs = |side: Vec<usize>| side.into_iter().take_while(is_running).collect::<Vec<_>>();
        let mut gone: Vec<usize> = runs(top);
        gone.extend(runs(foot));
        gone.sort_unstable();
        gone.dedup();
        if gone.len() == page.lines.len() {
            continue;
        }
        for n in gone.iter().rev() {
            let placed = page.lines.remove(*n);
            page.printed = page.printed.or_else(|| number(placed.line.words.trim()));
            if placed.first
                && let Some(next) = page.lines.get_mut(*n)
            {
                next.first = true;
            }
            removed += 1;
        }
    }
    removed
}

/// What a line is counted by: its words and its height, and that of its neighbour, since heights are rounded.
fn keys(placed: &PlacedLine) -> [(String, i32); 2] {
    let shape = shape(&placed.line.words);
    let height = (placed.line.y / MAX_PLACE_SHIFT) as i32;
    let half = (placed.line.y / MAX_PLACE_SHIFT + 0.5) as i32;
    [(shape.clone(), height), (format!("{shape} "), half)]
}

/// What has to be added to the index of a page to have its printed number, when most pages agree.
pub fn numbers(pages: &[PdfPage]) -> Option<isize> {
    let mut offsets: HashMap<isize, usize> = HashMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(printed) = page.printed {
            *offsets.entry(printed.cast_signed() - index.cast_signed()).or_default() += 1;
        }
    }
    let (offset, count) = offsets.into_iter().max_by_key(|(offset, count)| (*count, -offset.abs()))?;
    (count * 2 > pages.len() && count > 1).then_some(offset)
}

/// Places of the lines that stand highest, from the top, and lowest, from the foot.
fn edges(page: &PdfPage) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..page.lines.len()).collect();
    order.sort_by(|a, b| {
        let y = |n: &usize| page.lines.get(*n).map_or(0.0, |p| p.line.y);
        y(a).total_cmp(&y(b))
    });
    let top = order.iter().take(EDGE_LINES).copied().collect();
    let foot = order
        .iter()
        .rev()
        .take(EDGE_LINES)
        .filter(|n| !order.iter().take(EDGE_LINES).any(|t| t == *n))
        .copied()
        .collect();
    (top, foot)
}

/// A line with its numbers left open: what comes back on other pages.
fn shape(words: &str) -> String {
    let mut out = String::new();
    for c in words.trim().chars() {
        if c.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// `xiv`: how pages before the first are numbered.
fn is_roman(words: &str) -> bool {
    (1..=7).contains(&words.len()) && words.bytes().all(|b| b"ivxl".contains(&b))
}

/// `12`, `- 12 -`, `PdfPage 12 of 30`.
fn number(words: &str) -> Option<usize> {
    let bare = words.trim_matches(|c: char| " -–—[]()|.".contains(c));
    let lower = bare.to_ascii_lowercase();
    let bare = lower.strip_prefix("page").or_else(|| lower.strip_prefix("p.")).unwrap_or(&lower).trim();
    let digits = bare.split(|c: char| !c.is_ascii_digit()).next().filter(|d| !d.is_empty() && d.len() <= 4)?;
    let rest = bare.get(digits.len()..)?.trim();
    let of = rest.is_empty() || rest.starts_with("of ") || rest.starts_with('/');
    of.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        assert_eq!(number("– 12 –"), Some(12));
        assert_eq!(number("Page 3 of 30"), Some(3));
        assert_eq!(number("3 men came"), None);
        assert_eq!(number("1984."), Some(1984));
        assert_eq!(shape("Harbour  Report 12"), "harbour report #");
    }
}
