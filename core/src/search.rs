//! Finding words as a person types them: white space, line ends, dashes and styles of quotation marks folded, letter
//! case too unless a capital is typed, accents unless one is; whole words and regular expressions when asked for.

mod folded;
mod narrow;

use crate::span::Span;
use regex::{Regex, RegexBuilder};

use folded::{folded, has_accent, holds_unseen};
pub(crate) use folded::{is_mark, is_unseen, written_otherwise};
pub use narrow::{Narrowed, may_narrow, narrowed};

/// Most matches kept.
pub const MAX_MATCHES: usize = 100_000;

/// Texts up to this many bytes are short: they are searched while a key is handled.
pub const AT_ONCE: usize = 256 * 1024;

/// Largest compiled expression, in bytes: a person's own may be hostile by accident.
const MAX_COMPILED: usize = 4 << 20;

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// Only whole words.
    pub word: bool,
    /// A regular expression.
    pub regex: bool,
    /// Where it is searched, when that is not everywhere.
    pub narrowed: Option<Narrowed>,
}

/// What is wrong with a regular expression, in a few words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

/// A query ready to search with.
#[derive(Clone, Debug)]
pub struct Pattern {
    plain: Regex,
    /// The same that looks through what is not seen: slower, so only for a text that holds any of it.
    seeing: Option<Regex>,
    /// Where it searches, when that is not everywhere: in order and apart.
    within: Option<std::sync::Arc<[Span]>>,
}

impl Query {
    /// The pattern; `None` when nothing is typed.
    ///
    /// # Errors
    /// When the regular expression is not one, or would be too large.
    pub fn pattern(&self) -> Result<Option<Pattern>, PatternError> {
        let words = self.words();
        let typed = if self.regex { words } else { words.trim() };
        if typed.is_empty() {
            return Ok(None);
        }
        let build = |inner: String| {
            let source = if self.word { format!(r"\b(?:{inner})\b") } else { inner };
            RegexBuilder::new(&source).case_insensitive(!has_capital(typed)).size_limit(MAX_COMPILED).build()
        };
        let plain = build(if self.regex { typed.to_owned() } else { folded(typed, false) });
        let plain = plain.map_err(|e| PatternError(in_words(&e)))?;
        // One that is too large is searched for as it is written.
        let seeing = if self.regex { None } else { build(folded(typed, true)).ok() };
        let within = self.narrowed.as_ref().map(|narrowed| std::sync::Arc::clone(&narrowed.places));
        Ok(Some(Pattern { plain, seeing, within }))
    }
}

impl Query {
    /// Every place it is narrowed to, when no words are searched for there.
    pub fn places(&self) -> Option<Vec<Span>> {
        let narrowed = self.narrowed.as_ref().filter(|narrowed| narrowed.words.trim().is_empty())?;
        Some(narrowed.places.iter().take(MAX_MATCHES).copied().collect())
    }

    /// How it takes capitals, and accents where some are typed, in words.
    pub fn case_in_words(&self) -> &'static str {
        match self.words().trim() {
            "" => "",
            words if has_capital(words) && has_accent(words) => "capitals and accents as typed",
            words if has_capital(words) => "capitals as typed",
            words if has_accent(words) => "capitals alike, accents as typed",
            _ => "capitals alike",
        }
    }

    /// The words that are searched for, without what narrows the search.
    pub fn words(&self) -> &str {
        self.narrowed.as_ref().map_or(self.text.as_str(), |narrowed| &narrowed.words)
    }

    /// That it is nowhere, in words: `no “bonus” by Peter Lindqvist here`.
    pub fn not_found(&self) -> String {
        let any = self.narrowed.as_ref().is_some_and(|narrowed| narrowed.words.is_empty());
        format!("{} {} here", if any { "nothing" } else { "no" }, self.title())
    }

    /// What it searches, in words: `“bonus” by Peter Lindqvist`.
    pub fn title(&self) -> String {
        match &self.narrowed {
            None => format!("“{}”", self.text),
            Some(narrowed) if narrowed.words.is_empty() => narrowed.title.clone(),
            Some(narrowed) => format!("“{}” {}", narrowed.words, narrowed.title),
        }
    }
}

impl Pattern {
    /// The expression for a text. O(length), many bytes at a time.
    fn of(&self, text: &str) -> &Regex {
        self.seeing.as_ref().filter(|_| holds_unseen(text)).unwrap_or(&self.plain)
    }

    /// All places in `text`, in order, at most [`MAX_MATCHES`]. Linear in the text.
    pub fn all(&self, text: &str) -> Vec<Span> {
        self.all_while(text, || true).unwrap_or_default()
    }

    /// The same, as long as it is wanted: asked at every match.
    pub fn all_while(&self, text: &str, is_wanted: impl Fn() -> bool) -> Option<Vec<Span>> {
        let mut out = Vec::new();
        let everywhere = [Span::new(0, text.len() as u32)];
        for place in self.within.as_deref().unwrap_or(&everywhere) {
            let words = place.of(text);
            for found in self.of(words).find_iter(words).filter(|m| !m.is_empty()).take(MAX_MATCHES - out.len()) {
                if !is_wanted() {
                    return None;
                }
                out.push(Span::new(place.start + found.start() as u32, place.start + found.end() as u32));
            }
        }
        is_wanted().then_some(out)
    }

    /// The first place of all. Linear in the text up to there.
    pub fn first(&self, text: &str) -> Option<Span> {
        let found = self.of(text).find_iter(text).find(|m| !m.is_empty())?;
        Some(Span::new(found.start() as u32, found.end() as u32))
    }

    /// The first place within [`AT_ONCE`] bytes behind `from`.
    pub fn near(&self, text: &str, from: u32) -> Option<Span> {
        let start = text.floor_char_boundary(from as usize);
        let end = text.ceil_char_boundary((start + AT_ONCE).min(text.len()));
        let window = Span::new(start as u32, end as u32);
        let everywhere = [window];
        let places = self.within.as_deref().unwrap_or(&everywhere);
        let first = places.partition_point(|place| place.end <= window.start);
        let near = places.iter().skip(first).take_while(|place| place.start < window.end);
        near.filter_map(|place| place.intersection(window)).find_map(|place| {
            let words = place.of(text);
            let found = self.of(words).find_iter(words).find(|m| !m.is_empty())?;
            Some(Span::new(place.start + found.start() as u32, place.start + found.end() as u32))
        })
    }
}

/// A capital outside escapes such as `\S`.
fn has_capital(typed: &str) -> bool {
    let mut escaped = false;
    typed.chars().any(|c| {
        let counts = !escaped && c.is_uppercase();
        escaped = c == '\\' && !escaped;
        counts
    })
}

/// The reason without the drawing of the expression.
fn in_words(error: &regex::Error) -> String {
    let text = error.to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, query: &str) -> Vec<String> {
        found(text, &Query { text: query.to_owned(), ..Query::default() })
    }

    fn found(text: &str, query: &Query) -> Vec<String> {
        let pattern = query.pattern().unwrap();
        pattern.map(|p| p.all(text)).unwrap_or_default().iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn what_is_folded() {
        let text = "Sessions said\n“I don’t.” sessions";
        assert_eq!(words(text, "sessions"), ["Sessions", "sessions"]);
        assert_eq!(words(text, "Sessions"), ["Sessions"]);
        assert_eq!(words(text, "said \"i don't"), ["said\n“I don’t"]);
        assert_eq!(words(text, "nobody"), Vec::<String>::new());
        assert_eq!(words("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(words("say ac", "ab"), Vec::<String>::new());
        assert_eq!(words("a.b a+b", "a.b"), ["a.b"]);
        assert_eq!(words("1990 – 1995", "1990 - 1995"), ["1990 – 1995"]);
    }

    #[test]
    fn what_is_not_seen_is_seen_through() {
        let text = "Jose\u{301} Nu\u{301}n\u{303}ez told the har\u{ad}bour\u{ad}master of the of\u{fb01}ce;\u{200b} José spoke.";
        assert_eq!(words(text, "josé"), ["Jose\u{301}", "José"]);
        assert_eq!(words(text, "Nu\u{301}n\u{303}ez"), ["Nu\u{301}n\u{303}ez"]);
        assert_eq!(words(text, "harbourmaster"), ["har\u{ad}bour\u{ad}master"]);
        assert_eq!(words(text, "office"), ["of\u{fb01}ce"]);
        assert_eq!(words("the o\u{fb03}ce, the office", "office"), ["o\u{fb03}ce", "office"]);
        assert_eq!(words("Jean\u{2011}Luc", "jean-luc"), ["Jean\u{2011}Luc"]);
        assert_eq!(words("a plain text", "Jose"), Vec::<String>::new());
    }

    #[test]
    fn accents_are_folded_unless_one_is_typed() {
        let text =
            "José Núñez of Łódź, Jose\u{301} and Jose; Straße, Ænima, \u{5e9}\u{5b8}\u{5dc}\u{5d5}\u{5b9}\u{5dd}";
        assert_eq!(words(text, "jose"), ["José", "Jose\u{301}", "Jose"]);
        assert_eq!(words(text, "josé"), ["José", "Jose\u{301}"]);
        assert_eq!(words(text, "nunez of lodz"), ["Núñez of Łódź"]);
        assert_eq!(words(text, "Nunez"), ["Núñez"], "a capital is one with its accent too");
        assert_eq!(words(text, "strasse"), ["Straße"]);
        assert_eq!(words(text, "aenima"), ["Ænima"]);
        assert_eq!(words(text, "\u{5e9}\u{5dc}\u{5d5}\u{5dd}").len(), 1, "points of Hebrew");
        let case = |text: &str| Query { text: text.to_owned(), ..Query::default() }.case_in_words();
        assert_eq!([case("jose"), case("josé")], ["capitals alike", "capitals alike, accents as typed"]);
    }

    #[test]
    fn whole_words_and_expressions() {
        let query = |text: &str, word, regex| Query { text: text.to_owned(), word, regex, narrowed: None };
        assert_eq!(found("art party art", &query("art", true, false)).len(), 2);
        assert_eq!(found("1990 and 2001", &query(r"\d{4}", false, true)), ["1990", "2001"]);
        assert_eq!(found("Said said", &query(r"\Said|said", false, true)).len(), 2, "an escape is no capital");
        assert!(found("abc", &query("x*", false, true)).is_empty(), "nothing is not found everywhere");
        assert!(found("λa\u{301}Ι λaι", &query("λa", true, false)).is_empty(), "an iota is no mark");
        assert!(query("(", false, true).pattern().unwrap_err().to_string().contains("unclosed"));
        assert!(query("(a{900}){900}", false, true).pattern().is_err());
    }

    #[test]
    fn a_search_that_is_not_wanted_any_more_ends() {
        let query = Query { text: "a".to_owned(), ..Query::default() };
        let asked = std::cell::Cell::new(0);
        let is_wanted = || asked.replace(asked.get() + 1) < 3;
        assert_eq!(query.pattern().unwrap().unwrap().all_while(&"a".repeat(1000), is_wanted), None);
        assert_eq!(asked.get(), 4, "it does not go on to the end");
    }

    #[test]
    fn the_next_one_is_found_without_reading_on() {
        let text = format!("{}needle", "straw ".repeat(AT_ONCE / 6 + 10));
        let query = Query { text: "needle".to_owned(), ..Query::default() };
        let pattern = query.pattern().unwrap().unwrap();
        assert_eq!(pattern.near(&text, 0), None);
        assert_eq!(pattern.near(&text, 600).map(|s| s.of(&text)), Some("needle"));
    }

    proptest! {
        #[test]
        fn any_stretch_is_found(text in "[a-c “’é]{1,60}", a in 0usize..60, b in 0usize..60) {
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let part = text.get(a.min(b)..a.max(b)).unwrap();
            prop_assume!(!part.trim().is_empty());
            prop_assert!(!words(&text, part).is_empty());
        }
    }
}
