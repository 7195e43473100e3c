//! Praat's `TextGrid`, long and short: both are free-standing numbers and quoted texts in the same order, as Praat reads them.

use super::tiers::{self, Tier};
use super::utterances::millis;
use super::{LoadError, Parsed};

/// Reads it. O(n log n).
///
/// # Errors
/// When it holds no tier of intervals.
pub fn read(source: &str) -> Result<Parsed, LoadError> {
    let mut pieces = Pieces { rest: source };
    let mut tiers: Vec<Tier> = Vec::new();
    let mut points = 0usize;
    if source.trim_start().starts_with(CHRONOLOGICAL) {
        return Ok(chronological(&mut pieces));
    }
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(class) if class == "IntervalTier" => {
                let Some(tier) = intervals(&mut pieces) else { break };
                tiers.push(tier);
            }
            Piece::Text(class) if class == "TextTier" => points += 1,
            Piece::Text(_) | Piece::Number(_) => {}
        }
    }
    if tiers.is_empty() {
        return Err(LoadError::Damaged("a TextGrid", "it holds no tier of intervals".to_owned()));
    }
    let mut out = tiers::read(tiers);
    out.left.annotations += points;
    Ok(out.done())
}

/// What the third text form begins with.
const CHRONOLOGICAL: &str = "\"Praat chronological TextGrid";

/// The form in which intervals stand in the order of time, each behind the number of its tier.
fn chronological(pieces: &mut Pieces<'_>) -> Parsed {
    let (mut tiers, mut are_points): (Vec<Tier>, Vec<bool>) = (Vec::new(), Vec::new());
    let (_, _, _, count) = (pieces.text(), pieces.number(), pieces.number(), pieces.number().unwrap_or_default());
    while (tiers.len() as f64) < count {
        let (Some(class), Some(name)) = (pieces.text(), pieces.text()) else { break };
        let (_, _) = (pieces.number(), pieces.number());
        tiers.push(Tier { name, ..Tier::default() });
        are_points.push(class == "TextTier");
    }
    let mut points = 0usize;
    while let Some(number) = pieces.number() {
        let at = (1..=tiers.len()).find(|n| (*n as f64 - number).abs() < 0.5).map(|n| n - 1);
        let Some((start, at)) = pieces.number().zip(at) else { break };
        let is_point = are_points.get(at) == Some(&true);
        let end = if is_point { Some(start) } else { pieces.number() };
        let Some((end, words)) = end.zip(pieces.text()) else { break };
        match tiers.get_mut(at) {
            Some(tier) if !is_point => tier.intervals.push((millis(start), millis(end), words)),
            _ => points += 1,
        }
    }
    let mut out = tiers::read(tiers);
    out.left.annotations += points;
    out.done()
}

/// The tier behind the word `IntervalTier`: its name, its bounds, how many intervals, and these; those that are missing are left
/// out.
fn intervals(pieces: &mut Pieces<'_>) -> Option<Tier> {
    let name = pieces.text()?;
    let (_, _, count) = (pieces.number()?, pieces.number()?, pieces.number()?);
    let mut tier = Tier { name, ..Tier::default() };
    let mut left = count;
    while left >= 1.0 {
        let Some((start, end, words)) =
            pieces.number().zip(pieces.number()).zip(pieces.text()).map(|((a, b), t)| (a, b, t))
        else {
            break;
        };
        tier.intervals.push((millis(start), millis(end), words));
        left -= 1.0;
    }
    Some(tier)
}

enum Piece {
    Number(f64),
    Text(String),
}

/// The free-standing numbers and texts of a file of Praat.
struct Pieces<'a> {
    rest: &'a str,
}

impl Pieces<'_> {
    fn number(&mut self) -> Option<f64> {
        let before = self.rest;
        match self.next()? {
            Piece::Number(number) => Some(number),
            Piece::Text(_) => {
                self.rest = before;
                None
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        let before = self.rest;
        match self.next()? {
            Piece::Text(text) => Some(text),
            Piece::Number(_) => {
                self.rest = before;
                None
            }
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            self.rest = self.rest.trim_start();
            let first = self.rest.chars().next()?;
            match first {
                '"' => return Some(Piece::Text(self.quoted())),
                // A remark goes to the end of the line.
                '!' => self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest),
                _ => {
                    let end = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
                    let (word, rest) = self.rest.split_at(end);
                    self.rest = rest;
                    // Only a number that stands free counts: not that of `intervals [1]:`.
                    if (first.is_ascii_digit() || first == '-')
                        && let Ok(number) = word.parse()
                    {
                        return Some(Piece::Number(number));
                    }
                }
            }
        }
    }
}

impl Pieces<'_> {
    /// The text in quotation marks that begins here; two marks stand for one in it.
    fn quoted(&mut self) -> String {
        let mut out = String::new();
        let mut rest = self.rest.get(1..).unwrap_or_default();
        while let Some((words, behind)) = rest.split_once('"') {
            out.push_str(words);
            match behind.strip_prefix('"') {
                Some(more) => {
                    out.push('"');
                    rest = more;
                }
                None => {
                    self.rest = behind;
                    return out;
                }
            }
        }
        out.push_str(rest);
        self.rest = "";
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;
    use proptest::prelude::*;

    const LONG: &str = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0 \nxmax = 5.5 \ntiers? <exists> \nsize = 3 \nitem []: \n\
        \x20   item [1]:\n        class = \"IntervalTier\" \n        name = \"Ada\" \n        xmin = 0 \n        xmax = 5.5 \n        intervals: size = 3 \n\
        \x20       intervals [1]:\n            xmin = 0 \n            xmax = 1.5 \n            text = \"We \"\"came\"\"\nat noon.\" \n\
        \x20       intervals [2]:\n            xmin = 1.5 \n            xmax = 3 \n            text = \"\" \n\
        \x20       intervals [3]:\n            xmin = 3 \n            xmax = 5.5 \n            text = \"To see 3 ships.\" \n\
        \x20   item [2]:\n        class = \"IntervalTier\" \n        name = \"Bo\" \n        xmin = 0 \n        xmax = 5.5 \n        intervals: size = 1 \n\
        \x20       intervals [1]:\n            xmin = 1.5 \n            xmax = 3 \n            text = \"Why?\" \n\
        \x20   item [3]:\n        class = \"TextTier\" \n        name = \"bells\" \n        xmin = 0 \n        xmax = 5.5 \n        points: size = 1 \n\
        \x20       points [1]:\n            number = 2 \n            mark = \"ding\" \n";

    const SHORT: &str = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n5.5\n<exists>\n2\n\"IntervalTier\"\n\"Ada\"\n0\n5.5\n3\n0\n1.5\n\
        \"We \"\"came\"\"\nat noon.\"\n1.5\n3\n\"\"\n3\n5.5\n\"To see 3 ships.\"\n\"IntervalTier\"\n\"Bo\"\n0\n5.5\n1\n1.5\n3\n\"Why?\"\n";

    #[test]
    fn long_and_short_say_the_same() {
        for source in [LONG, SHORT] {
            let read = read(source).unwrap();
            assert_eq!(read.text, "Ada: We \"came\" at noon.\n\nBo: Why?\n\nAda: To see 3 ships.");
            assert_eq!(read.locators.last().map(|l| l.1.clone()), Some(Locator::Time(3_000)));
        }
    }

    #[test]
    fn in_the_order_of_time() {
        let source = "\"Praat chronological TextGrid text file\"\n0 5.5   ! Time domain.\n3   ! Number of tiers.\n\"IntervalTier\" \"Ada\" 0 5.5\n\
            \"IntervalTier\" \"Bo\" 0 5.5\n\"TextTier\" \"bells\" 0 5.5\n\n! Ada:\n1 0 1.5\n\"We came.\"\n\n! Bo:\n2 1.5 3\n\"Why?\"\n\n! bells:\n\
            3 2\n\"ding\"\n\n! Ada:\n1 3 5.5\n\"To see 3 ships.\"\n9 1 2 \"nobody\"\n";
        let read = read(source).unwrap();
        assert_eq!(read.text, "Ada: We came.\n\nBo: Why?\n\nAda: To see 3 ships.");
        assert_eq!(read.left.annotations, 1);
    }

    #[test]
    fn one_that_breaks_off_is_read_as_far_as_it_goes() {
        let cut = SHORT.split_once("\"Why?\"").unwrap().0;
        assert_eq!(read(cut).unwrap().text, "Ada: We \"came\" at noon. To see 3 ships.");
        assert!(read("File type = \"ooTextFile\"").is_err());
        assert!(read("\"IntervalTier\" \"x\" 0 1 1e300 0 1 \"a\"").is_ok());
    }

    proptest! {
        #[test]
        fn anything_is_read(source in "(\"IntervalTier\"|[a-z0-9\". !-]|\n){0,60}") {
            let _ = read(&source);
        }
    }
}
