//! Numbers of lines in the margin, as transcripts of courts and drafts have them: layout, and no part of the words.

use super::columns::typical;
use super::paragraphs::begins_turn;
use super::{PdfLine, PdfPage};

/// Fewest lines of a page that are numbered one after another where lines have numbers.
const MIN_RUN: usize = 5;
/// Least share of the lines of such a page, of a hundred.
const MIN_SHARE: usize = 60;
/// Every so many lines have one where not each has.
const STEP: usize = 5;
/// How far a number may stand from the others of its page, in sizes of letters: they are set flush left or right.
const MAX_SHIFT: f32 = 1.6;

/// Takes them off all pages; gives how many there were. O(lines).
///
/// Lines are numbered where on a page most follow each other by one (or each fifth by five), and the words behind the numbers go on
/// from line to line or are questions and answers: a list whose items stand on a line each, or a table, keeps its numbers.
pub fn remove(pages: &mut [PdfPage]) -> usize {
    let marked: Vec<Vec<usize>> = pages.iter().map(numbered).collect();
    let (mut goes_on, mut all) = (0usize, 0usize);
    for (page, numbers) in pages.iter().zip(&marked) {
        all += numbers.len();
        goes_on += numbers.iter().filter_map(|n| page.lines.get(*n)).filter(|p| is_no_list(&p.line)).count();
    }
    // A page of a few lines tells nothing by itself.
    let sure = pages.iter().zip(&marked).any(|(p, m)| m.len() >= MIN_RUN || m.len() > 1 && p.lines.len() > STEP);
    if !sure || goes_on * 5 < all {
        return 0;
    }
    let mut removed = 0;
    for (page, numbers) in pages.iter_mut().zip(&marked) {
        removed += strip(page, numbers);
    }
    removed
}

/// The number a line begins with, and what follows it: nothing on a line that is only numbered.
fn number(line: &PdfLine) -> Option<(usize, &str)> {
    let words = line.words.trim_start();
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words.get(digits..)?;
    let apart = rest.trim().is_empty() || line.behind_number.is_some() && rest.starts_with(char::is_whitespace);
    if !(1..=4).contains(&digits) || !apart {
        return None;
    }
    Some((words.get(..digits)?.parse().ok()?, rest.trim()))
}

/// The lines of a page that are numbered, when most are.
fn numbered(page: &PdfPage) -> Vec<usize> {
    let numbers: Vec<Option<usize>> = page.lines.iter().map(|p| number(&p.line).map(|(n, _)| n)).collect();
    let at = |n: usize| numbers.get(n).copied().flatten();
    let follows = |n: usize, step: usize| {
        let next = n.checked_add(step).and_then(at).zip(at(n)).is_some_and(|(b, a)| b == a + step);
        let before = n.checked_sub(step).and_then(at).zip(at(n)).is_some_and(|(a, b)| b == a + step);
        next || before
    };
    let found: Vec<usize> = (0..numbers.len()).filter(|n| follows(*n, 1)).collect();
    if found.len() >= MIN_RUN && found.len() * 100 >= page.lines.len() * MIN_SHARE {
        return found;
    }
    let found: Vec<usize> =
        (0..numbers.len()).filter(|n| at(*n).is_some_and(|v| v % STEP == 0) && follows(*n, STEP)).collect();
    if found.len() >= 2 && found.len() * STEP * 100 >= page.lines.len() * MIN_SHARE {
        return found;
    }
    // The last page may have a line or two.
    let short = page.lines.len() < MIN_RUN;
    if short { (0..numbers.len()).filter(|n| at(*n) == Some(n + 1)).collect() } else { Vec::new() }
}

/// Whether the words behind the number of a line are not an item of a list: they go on from the line above, or ask or answer.
fn is_no_list(line: &PdfLine) -> bool {
    let Some((_, words)) = number(line) else { return false };
    words.starts_with(char::is_lowercase) || begins_turn(words)
}

/// Takes the numbers off a page, those beside the ones found too.
fn strip(page: &mut PdfPage, found: &[usize]) -> usize {
    if found.is_empty() {
        return 0;
    }
    let lines = &page.lines;
    // Columns may have numbers each: what stands where one of those found does is one.
    let places: Vec<(f32, f32)> =
        found.iter().filter_map(|n| lines.get(*n)).map(|p| (p.line.left, p.line.size.max(1.0))).collect();
    let usual = typical(places.iter().map(|(left, _)| *left));
    let mut removed = 0;
    let mut first = false;
    let mut numbers = found.iter().copied().peekable();
    let lines = std::mem::take(&mut page.lines);
    for (n, mut placed) in lines.into_iter().enumerate() {
        first |= placed.first;
        let is_found = numbers.next_if_eq(&n).is_some();
        let near = (placed.line.left - usual).abs() < placed.line.size.max(1.0) * MAX_SHIFT;
        let rest = if is_found || near { number(&placed.line).map(|(_, rest)| rest.to_owned()) } else { None };
        if let Some(rest) = rest {
            removed += 1;
            if rest.is_empty() {
                continue;
            }
            placed.line.left = placed.line.behind_number.unwrap_or(placed.line.left);
            placed.line.words = rest;
        }
        placed.first = std::mem::take(&mut first);
        page.lines.push(placed);
    }
    // The edges of columns are those of their words.
    let mut from = 0;
    while from < page.lines.len() {
        let more = page.lines.iter().skip(from + 1).take_while(|p| !p.first).count() + 1;
        let column = page.lines.get_mut(from..from + more).unwrap_or_default();
        let left = column.iter().map(|p| p.line.left).fold(f32::INFINITY, f32::min);
        for placed in column {
            placed.left = left;
        }
        from += more;
    }
    removed
}

#[cfg(test)]
mod tests {
    use super::super::PlacedLine;
    use super::*;

    fn page(lines: &[&str]) -> PdfPage {
        let placed = lines.iter().enumerate().map(|(n, words)| {
            let line = PdfLine {
                words: (*words).to_owned(),
                left: 50.0,
                right: 500.0,
                y: 60.0 + n as f32 * 20.0,
                size: 10.0,
                behind_number: words.contains(' ').then_some(80.0),
            };
            PlacedLine { line, left: 50.0, right: 500.0, first: n == 0, leads: false }
        });
        PdfPage { lines: placed.collect(), printed: None }
    }

    fn words(pages: &[PdfPage]) -> Vec<&str> {
        pages.iter().flat_map(|p| &p.lines).map(|p| p.line.words.as_str()).collect()
    }

    #[test]
    fn numbers_of_prose_and_of_testimony_go() {
        let prose = [
            "1 The ferry lay at the",
            "2 quay for weeks, and",
            "3 nobody came to see",
            "4 it but 12 gulls and",
            "5 the mate.",
            "6",
        ];
        let mut pages = [page(&prose), page(&["1 It sailed", "2 in May."])];
        assert_eq!(remove(&mut pages), 8);
        let expected = [
            "The ferry lay at the",
            "quay for weeks, and",
            "nobody came to see",
            "it but 12 gulls and",
            "the mate.",
            "It sailed",
            "in May.",
        ];
        assert_eq!(words(&pages), expected);
        assert!(pages[0].lines.iter().all(|p| p.left == 80.0 && p.line.left == 80.0));
        let hearing = ["7 Q. Did it sail?", "8 A. No.", "9 Q. Why not?", "10 MR. VOSS: Objection.", "11 A. It leaks."];
        let mut pages = [page(&hearing)];
        assert_eq!(remove(&mut pages), 5);
        assert_eq!(words(&pages)[3], "MR. VOSS: Objection.");
    }

    #[test]
    fn each_fifth_line_may_have_one() {
        let lines: Vec<String> =
            (1..=20).map(|n| if n % 5 == 0 { format!("{n} and went") } else { "came to see".into() }).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut pages = [page(&lines)];
        assert_eq!(remove(&mut pages), 4);
        assert!(!words(&pages).iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit())));
    }

    #[test]
    fn lists_tables_and_years_keep_their_numbers() {
        for lines in [
            ["1 Bread and butter", "2 Two pounds of rope", "3 A lamp", "4 Oil for it", "5 Charts", "6 A new flag"],
            ["1 Ella 30 12", "2 Harwich 28 9", "3 Norburg 21 5", "4 Quay 20 1", "5 Port 11 0", "6 Lund 3 0"],
            ["2019 was cold", "and 2020 was not", "2021 brought", "the ice again", "2022 did not", "2023 was mild"],
            ["12 boats came", "and 30 went", "7 of them", "with 14 men", "9 sank", "and 3 burned"],
        ] {
            let mut pages = [page(&lines)];
            assert_eq!((remove(&mut pages), words(&pages)), (0, lines.to_vec()));
        }
    }
}
