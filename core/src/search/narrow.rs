//! A search narrowed to what somebody says or to what has a label: `@lindqvist bonus`, `#claim bonus`.

use super::Query;
use crate::reading::{Reading, SaidIndex};
use crate::span::Span;
use std::sync::Arc;

/// What a search is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// The words that are searched for there; empty for every place.
    pub words: String,
    /// The places, in order and apart.
    pub places: Arc<[Span]>,
    /// Who or what they are: "by Peter Lindqvist, claim".
    pub title: String,
}

/// Whether what is typed may name a speaker or a label.
pub fn may_narrow(query: &Query) -> bool {
    !query.regex && query.text.split_whitespace().any(|word| sign_of(word).is_some())
}

/// A word that begins with a sign, taken apart.
fn sign_of(word: &str) -> Option<(char, &str)> {
    let mut rest = word.chars();
    let sign = rest.next().filter(|c| matches!(c, '@' | '#'))?;
    let name = rest.as_str();
    name.chars().any(char::is_alphanumeric).then_some((sign, name))
}

/// What a query is narrowed to. `Ok(None)` where its words are meant as they are: none has a sign, or one alone stands so in
/// the text, as a handle of a post does. O(voices + items), and a search for the word in the text.
///
/// # Errors
/// The word that nobody and nothing is called by, and that does not stand so in the text.
pub fn narrowed(reading: &Reading, index: &SaidIndex, query: &Query) -> Result<Option<Narrowed>, String> {
    if !may_narrow(query) {
        return Ok(None);
    }
    let (signed, words): (Vec<&str>, Vec<&str>) =
        query.text.split_whitespace().partition(|word| sign_of(word).is_some());
    let text = reading.document().text().as_bytes();
    let is_written = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    if let ([one], []) = (signed.as_slice(), words.as_slice())
        && is_written(one)
    {
        return Ok(None);
    }
    let of = |sign: char| -> Vec<&str> {
        signed.iter().filter_map(|w| sign_of(w)).filter(|(s, _)| *s == sign).map(|(_, name)| name).collect()
    };
    let (speakers, labels) = (of('@'), of('#'));
    let Some(found) = index.places(&speakers, &labels) else {
        let unknown = |word: &&&str| match sign_of(word) {
            Some(('@', name)) => index.places(&[name], &[]).is_none(),
            Some((_, name)) => index.places(&[], &[name]).is_none(),
            None => false,
        };
        return match signed.iter().find(unknown) {
            Some(word) if !is_written(word) => Err((*word).to_owned()),
            Some(_) | None => Ok(None),
        };
    };
    let by = match found.voices.as_slice() {
        [] => None,
        [one] => Some(format!("by {one}")),
        [one, two] => Some(format!("by {one} or {two}")),
        more => Some(format!("by {} speakers", more.len())),
    };
    let parts: Vec<String> = by.into_iter().chain(found.tags).collect();
    Ok(Some(Narrowed { words: words.join(" "), places: found.spans.into(), title: parts.join(", ") }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use crate::document::Document;

    const HALL: &str =
        "Moderator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was paid, @clerk.\n\nAmina Yusuf: No bonus.";

    fn ask(text: &str) -> Result<Option<Narrowed>, String> {
        let document = Arc::new(Document::from_text(HALL, "hall.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(document, found, Set::default());
        let query = Query { text: text.to_owned(), ..Query::default() };
        narrowed(&reading, &SaidIndex::new(&reading), &query)
    }

    #[test]
    fn signs_narrow_and_words_stay() {
        for typed in ["@lindqvist bonus", "bonus @lind", " @peter-lindqvist   bonus"] {
            let narrowed = ask(typed).unwrap().unwrap();
            assert_eq!((narrowed.words.as_str(), narrowed.title.as_str()), ("bonus", "by Peter Lindqvist"), "{typed}");
            let query = Query { text: typed.to_owned(), narrowed: Some(narrowed), ..Query::default() };
            let pattern = query.pattern().unwrap().unwrap();
            let at = HALL.find("bonus was").unwrap() as u32;
            assert_eq!(pattern.all(HALL), [Span::new(at, at + 5)]);
            assert_eq!(pattern.near(HALL, 0), Some(Span::new(at, at + 5)));
            assert_eq!(pattern.near(HALL, at + 1), None);
        }
        assert_eq!(ask("@yusuf").unwrap().unwrap().words, "");
        assert_eq!(ask("@lindqvist #quote").unwrap().unwrap().title, "by Peter Lindqvist, quote");
    }

    #[test]
    fn words_as_they_are() {
        assert_eq!(ask("bonus"), Ok(None));
        assert_eq!(ask("@clerk"), Ok(None), "it stands so in the text");
        assert_eq!(ask("a@b @ #"), Ok(None));
        assert_eq!(ask("@nobody bonus"), Err("@nobody".to_owned()));
        assert_eq!(ask("#nothing @lind"), Err("#nothing".to_owned()));
    }
}
