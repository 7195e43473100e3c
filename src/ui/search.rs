//! Finding words as a person types them: white space, line ends, dashes and styles of quotation marks folded, letter
//! case too unless a capital is typed; whole words and regular expressions when asked for.

mod narrow;

use regex::{Regex, RegexBuilder};
use sayso_core::span::Span;
use unicode_normalization::UnicodeNormalization as _;

pub use narrow::{Narrowed, may_narrow, narrowed};

/// Most matches kept.
pub const MAX_MATCHES: usize = 100_000;

/// Texts up to this many bytes are searched at once, longer ones on the worker.
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
        let words = self.narrowed.as_ref().map_or(self.text.as_str(), |narrowed| &narrowed.words);
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

    /// How it takes capitals, in words.
    pub fn case_in_words(&self) -> &'static str {
        let words = self.narrowed.as_ref().map_or(self.text.as_str(), |narrowed| &narrowed.words);
        match words.trim() {
            "" => "",
            words if has_capital(words) => "capitals as typed",
            _ => "capitals alike",
        }
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

/// What is not seen between the letters of a word: soft hyphens, zero-width characters.
const UNSEEN: &str = r"[\x{ad}\x{200b}-\x{200d}\x{2060}\x{feff}]*";

/// Letters that may be written as one.
const LIGATURES: [(&str, &str); 5] = [
    ("ffi", "(?:ﬃ|ﬀi|fﬁ|ffi)"),
    ("ffl", "(?:ﬄ|ﬀl|fﬂ|ffl)"),
    ("ff", "(?:ﬀ|ff)"),
    ("fi", "(?:ﬁ|fi)"),
    ("fl", "(?:ﬂ|fl)"),
];

/// Whether a text holds anything that is seen otherwise than it is written: accents beside their letters, soft hyphens,
/// zero-width characters, ligatures.
fn holds_unseen(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pair = |first: u8, fits: fn(&[u8]) -> bool| {
        memchr::memchr_iter(first, bytes).any(|at| bytes.get(at + 1..).is_some_and(fits))
    };
    memchr::memchr(0xcc, bytes).is_some()
        || pair(0xcd, |b| b.first().is_some_and(|b| *b < 0xb0))
        || pair(0xc2, |b| b.starts_with(&[0xad]))
        || pair(0xef, |b| b.starts_with(&[0xac]) || b.starts_with(&[0xbb, 0xbf]))
        || pair(0xe2, |b| matches!(b, [0x80, 0x8b..=0x8d, ..] | [0x81, 0xa0, ..]))
}

/// Words as an expression that forgives how white space, quotation marks, dashes and accents are written; with `seeing`
/// also what stands unseen between the letters, and ligatures.
fn folded(typed: &str, seeing: bool) -> String {
    let typed: String = typed.nfc().collect();
    let mut out = String::new();
    let mut space = false;
    let mut rest = typed.as_str();
    while let Some(c) = rest.chars().next() {
        let word = rest;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c.is_whitespace() {
            if !std::mem::replace(&mut space, true) {
                out.push_str(r"\s+");
            }
            continue;
        }
        space = false;
        let ligature = LIGATURES.iter().find(|(letters, _)| seeing && word.starts_with(letters));
        match c {
            '"' | '“' | '”' | '„' | '«' | '»' => out.push_str("[\"“”„«»]"),
            '\'' | '‘' | '’' | '‚' => out.push_str("['‘’‚]"),
            '-' | '–' | '—' | '\u{2010}' | '\u{2011}' => out.push_str(r"[-–—\x{2010}\x{2011}]"),
            _ if let Some((letters, expression)) = ligature => {
                out.push_str(expression);
                rest = word.get(letters.len()..).unwrap_or_default();
            }
            c => {
                let composed = regex::escape(c.encode_utf8(&mut [0; 4]));
                let apart: String = c.nfd().collect();
                if seeing && apart != composed && apart.chars().nth(1).is_some() {
                    out.extend(["(?:", &composed, "|", &regex::escape(&apart), ")"]);
                } else {
                    out.push_str(&composed);
                }
            }
        }
        if seeing && !rest.is_empty() {
            out.push_str(UNSEEN);
        }
    }
    out
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
    fn whole_words_and_expressions() {
        let query = |text: &str, word, regex| Query { text: text.to_owned(), word, regex, narrowed: None };
        assert_eq!(found("art party art", &query("art", true, false)).len(), 2);
        assert_eq!(found("1990 and 2001", &query(r"\d{4}", false, true)), ["1990", "2001"]);
        assert_eq!(found("Said said", &query(r"\Said|said", false, true)).len(), 2, "an escape is no capital");
        assert!(found("abc", &query("x*", false, true)).is_empty(), "nothing is not found everywhere");
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
