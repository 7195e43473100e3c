//! A question read back in words, and numbers as people write them.

use super::{FindDesk, Quoted};
use sayso_core::document::civil_in_words;
use sayso_core::library::query::{fold_name, name_words};
use sayso_core::library::{FindQuery, Within};
use sayso_core::reading::shortened;
use sayso_core::search::Query;

/// Most characters of a quotation that are shown.
const MAX_SHOWN: usize = 60;

/// A number with a blank before each three digits: `50 000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let count = digits.len();
    let mut out = String::with_capacity(count + count / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (count - n).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// How many there are, in words: `1 place`, `96 places`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{} {one}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// What is asked, read back: `said by Peter Lindqvist · from 1 Jan 2024 · “bonus” in any form, capitals alike`.
pub fn in_words(desk: &FindDesk) -> String {
    let query = &desk.query;
    let mut parts: Vec<String> = Vec::new();
    if let Some(Quoted { words, place, .. }) = &desk.quoted {
        parts.push(format!("the same words elsewhere as in {place}: {}", shortened(words, MAX_SHOWN)));
    }
    if !query.by.is_empty() {
        let names: Vec<String> = query.by.iter().flat_map(|asked| named(desk, asked)).collect();
        parts.push(format!("said by {}", names.join(" or ")));
    }
    if !query.labels.is_empty() {
        parts.push(format!("labelled {}", query.labels.join(" or ")));
    }
    if !query.ratings.is_empty() {
        parts.push(format!("rated {}", query.ratings.join(" or ")));
    }
    parts.extend(query.since.map(|day| format!("from {}", civil_in_words(day))));
    parts.extend(query.until.map(|day| format!("to {}", civil_in_words(day))));
    if !query.folders.is_empty() {
        parts.push(format!("in {}", query.folders.join(" or ")));
    }
    match query.within {
        Within::Text => {}
        Within::Quotes => parts.push("in words that somebody says".to_owned()),
        Within::Claims => parts.push("in claims".to_owned()),
    }
    parts.extend(about_words(query));
    parts.join(" · ")
}

/// The words of a question as people say them.
fn about_words(query: &FindQuery) -> Option<String> {
    let part = |part: &Query| if part.regex { format!("/{}/", part.text) } else { format!("“{}”", part.text) };
    match query.parts.as_slice() {
        [] => None,
        [one] if one.regex => Some(format!("what is like {}", part(one))),
        [one] => Some(format!("{} in any form, {}", part(one), one.case_in_words())),
        several => {
            let all: Vec<String> = several.iter().map(part).collect();
            Some(format!("{} with at most {} other words between", all.join(" and "), query.near))
        }
    }
}

/// Whom a name of the question is about: as the answers call them, where these call one or two so.
fn named(desk: &FindDesk, asked: &str) -> Vec<String> {
    let wanted = name_words(asked);
    let is_called = |name: &&String| {
        let words = name_words(name);
        wanted.iter().all(|part| words.iter().any(|word| word.starts_with(part)))
    };
    let names: Vec<String> = desk.names().iter().filter(is_called).cloned().collect();
    if (1..=2).contains(&names.len()) { names } else { vec![asked.replace('-', " ")] }
}

/// What is asked, in a few words: `“bonus”`, `@lindqvist bonus`.
pub fn title(desk: &FindDesk) -> String {
    match (&desk.quoted, desk.query.parts.as_slice()) {
        (Some(quoted), _) => format!("the same words as {}", shortened(&quoted.words, MAX_SHOWN)),
        (None, [one]) if desk.line == one.text => format!("“{}”", one.text),
        (None, _) => desk.line.clone(),
    }
}

/// That nothing is in the tab that is shown, in words.
pub fn nothing(desk: &FindDesk) -> String {
    let words: Vec<String> = desk.query.parts.iter().map(|part| format!("“{}”", part.text)).collect();
    let words = words.join(" and ");
    let by = desk.query.by.iter().map(|name| fold_name(name)).collect::<Vec<_>>().join(" or ");
    match () {
        () if desk.quoted.is_some() => "No other document carries these words".to_owned(),
        () if words.is_empty() => "There is nothing of that here".to_owned(),
        () if by.is_empty() => format!("Nobody says {words} here"),
        () => format!("Nobody called {by} says {words} here"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Origin;
    use super::*;

    #[test]
    fn a_question_is_read_back() {
        let mut desk = FindDesk::new("d".into(), "d/".to_owned(), Origin::Nowhere, None);
        let mut said = |line: &str| {
            desk.asks(FindQuery::parse(line).unwrap());
            in_words(&desk)
        };
        assert_eq!(
            said("@lindqvist bonus since:2024"),
            "said by lindqvist · from 1 Jan 2024 · “bonus” in any form, capitals alike"
        );
        assert_eq!(said("/b.nus/ =false in:letters"), "rated false · in letters · what is like /b.nus/");
        assert_eq!(
            said("\"we will\" vote #claim in:quotes"),
            "labelled claim · in words that somebody says · “we will” and “vote” with at most 10 other words between"
        );
        assert_eq!(
            (grouped(50_000), grouped(312), grouped(1_204_000)),
            ("50 000".into(), "312".into(), "1 204 000".into())
        );
        assert_eq!((counted(1, "place"), counted(1204, "place")), ("1 place".to_owned(), "1 204 places".to_owned()));
    }
}
