//! What a document says of itself: title, author, outlet, date.

use super::{Block, BlockKind};
use jiff::civil::Date;

/// What is known about a document; every field may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day it carries.
    pub date: Option<Date>,
    /// The recording a transcript belongs to, as it names it: a file name, a path or an address.
    pub media: Option<String>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as a person writes it: "2 Mar 2017".
pub fn civil_in_words(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or("?");
    let short: String = month.chars().take(3).collect();
    format!("{} {short} {}", date.day(), date.year())
}

/// Fills in what the text itself shows: its first heading, and the outlet and day of a dateline.
pub fn complete(mut meta: Metadata, text: &str, blocks: &[Block]) -> Metadata {
    if meta.title.is_none() {
        let heading = blocks.iter().take(3).find(|b| matches!(b.kind, BlockKind::Heading(1)));
        meta.title = heading.map(|b| flat(b.span.of(text)));
    }
    let opening = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_))).take(3);
    for block in opening {
        let words = block.span.of(text);
        let end = words.char_indices().nth(160).map_or(words.len(), |(at, _)| at);
        let Some(head) = dateline(words.get(..end).unwrap_or_default()) else { continue };
        meta.outlet = meta.outlet.or_else(|| outlet(head));
        meta.date = meta.date.or_else(|| date(head));
        break;
    }
    meta
}

fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part before the dash of a dateline: ` date 2017-03-02 (CNN) —`, `LONDON, March 3 (AP) -`.
fn dateline(opening: &str) -> Option<&str> {
    let end = [" — ", " – ", " - ", " -- "].iter().filter_map(|dash| opening.find(dash)).min()?;
    let head = opening.get(..end)?;
    let telling = head.contains('(') && head.contains(')') || date(head).is_some();
    (telling && head.len() <= 90).then_some(head)
}

fn outlet(head: &str) -> Option<String> {
    let (_, rest) = head.split_once('(')?;
    let (name, _) = rest.split_once(')')?;
    let proper = name.chars().next().is_some_and(char::is_uppercase) && name.len() <= 40;
    proper.then(|| name.trim().to_owned())
}

/// The first day written in `text`: `2017-03-02`, `March 2, 2017`, `2 March 2017`.
pub fn date(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')').collect();
    let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
    for (i, word) in words.iter().enumerate() {
        if word.len() == 10
            && let Ok(date) = word.parse::<Date>()
        {
            return Some(date);
        }
        let Some(month) = month(word) else { continue };
        let number = |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(|w| w.parse::<i16>().ok());
        let day_before = i.checked_sub(1).and_then(|b| number(Some(b))).filter(|d| (1..=31).contains(d));
        let (day, year) = match day_before {
            Some(day) => (Some(day), number(Some(i + 1))),
            None => (number(Some(i + 1)), number(Some(i + 2))),
        };
        if let (Some(day), Some(year)) = (day, year)
            && let Ok(day) = i8::try_from(day)
            && let Ok(date) = Date::new(year, month, day)
        {
            return Some(date);
        }
    }
    None
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    if word.len() < 3 {
        return None;
    }
    MONTHS
        .iter()
        .position(|m| m.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
        .and_then(|m| i8::try_from(m + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn datelines() {
        let doc = Document::from_text(" date 2017-03-02 (CNN) — Somebody announced it.\n\nMore.", "a.txt");
        assert_eq!(doc.meta.outlet.as_deref(), Some("CNN"));
        assert_eq!(civil_in_words(doc.meta.date.unwrap()), "2 Mar 2017");
        let doc =
            Document::from_text("Harbour vote delayed\n\nPORT ELLA, June 9, 2024 (Tidewater Post) - It was.", "a");
        assert_eq!(doc.meta.title.as_deref(), Some("Harbour vote delayed"));
        assert_eq!(doc.meta.outlet.as_deref(), Some("Tidewater Post"));
        assert_eq!(doc.meta.date, Date::new(2024, 6, 9).ok());
    }

    #[test]
    fn dates_in_words() {
        assert_eq!(date("on 3 Sept. 2020 we"), Date::new(2020, 9, 3).ok());
        assert_eq!(date("March 32, 2017"), None);
        assert_eq!(date("may be 12"), None);
    }
}
