//! Quotation marks as they stand in a text: what each could do at its place.

use super::MarkRules;
use super::nicknames::hides;
use crate::span::Span;
use memchr::{memchr, memchr3};

/// One mark as read from the text.
#[derive(Clone, Copy, Debug)]
pub struct QuoteMark {
    pub start: usize,
    pub end: usize,
    pub kind: QuoteMarkKind,
    /// Could open here: something follows directly.
    pub can_open: bool,
    /// Could close here: something stands directly before.
    pub can_close: bool,
    /// Whether blanks stand on both sides, as in `" What? " she asked`.
    pub spaced: bool,
    /// Whether nothing stands before it in its block.
    pub is_first: bool,
    /// Whether a clause may begin here: it is first in its block, or a stop stands before it.
    pub begins_clause: bool,
    /// Whether it stands for the first letters of a word (`’twas`).
    pub elides: bool,
    pub before: char,
    pub after: char,
}

impl QuoteMark {
    /// Whether speech may begin here: at the beginning of a clause, with a capital.
    pub fn begins_speech(&self) -> bool {
        self.begins_clause && self.after.is_uppercase()
    }

    /// Whether it is a single mark.
    pub const fn is_single(&self) -> bool {
        matches!(self.kind, QuoteMarkKind::SingleOpen | QuoteMarkKind::SingleClose)
    }

    /// Whether it stands before a word, where a closing mark cannot.
    pub fn stands_before_a_word(&self) -> bool {
        self.can_open
            && (self.before.is_whitespace() || "([—–-“\"‘«„".contains(self.before))
            && !self.after.is_ascii_punctuation()
    }

    /// Whether it stands behind a stop, where an opening mark or an apostrophe cannot.
    pub fn stands_behind_a_stop(&self) -> bool {
        ",.?!…".contains(self.before) && !self.after.is_alphanumeric()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteMarkKind {
    CurlyOpen,
    CurlyClose,
    Low,
    Straight,
    Doubled,
    GuillemetLeft,
    GuillemetRight,
    AngleLeft,
    AngleRight,
    CornerOpen,
    CornerClose,
    SingleOpen,
    /// `’` or `'`: a closing mark or an apostrophe.
    SingleClose,
}

/// Whether a text holds only the marks of most: `"`, `'` and curly ones, so that a search for three bytes finds them all.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The bytes that « », 「 」 and the wide mark begin with.
    memchr3(0xc2, 0xe3, 0xef, bytes).is_none() && memchr(b'`', bytes).is_none()
}

/// The next character from byte `at` on that may be a mark.
pub fn next_mark(text: &str, at: usize, plain: bool) -> Option<(usize, char)> {
    let rest = text.as_bytes().get(at..)?;
    let found = if plain {
        memchr3(b'"', b'\'', 0xe2, rest)
    } else {
        rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'`' | 0x80..))
    };
    let found = at + found?;
    Some((found, char_at(text, found)))
}

/// The character at byte `at`; a space behind the end.
pub fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|t| t.chars().next()).unwrap_or(' ')
}

/// The character before byte `at`; a space before the beginning.
pub fn char_before(text: &str, at: usize) -> char {
    text.get(..at).and_then(|t| t.chars().next_back()).unwrap_or(' ')
}

/// Whether an apostrophe before byte `at` stands for the first letters of the word there. O(length of the word).
pub fn elides(text: &str, at: usize, rules: MarkRules) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let word = rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())).unwrap_or_default();
    !word.is_empty() && rules.elisions.iter().any(|e| e.eq_ignore_ascii_case(word))
}

/// The marks of a block in reading order, those in `hidden` left out. O(length).
pub fn marks(text: &str, block: Span, rules: MarkRules, hidden: &[Span]) -> Vec<QuoteMark> {
    let words = block.of(text);
    let plain = is_plain(words);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((start, c)) = next_mark(words, at, plain) {
        let mut end = start + c.len_utf8();
        at = end;
        let kind = match c {
            '“' | '‟' => QuoteMarkKind::CurlyOpen,
            '”' => QuoteMarkKind::CurlyClose,
            '„' => QuoteMarkKind::Low,
            '"' | '＂' => QuoteMarkKind::Straight,
            '«' => QuoteMarkKind::GuillemetLeft,
            '»' => QuoteMarkKind::GuillemetRight,
            '‹' => QuoteMarkKind::AngleLeft,
            '›' => QuoteMarkKind::AngleRight,
            '「' | '『' => QuoteMarkKind::CornerOpen,
            '」' | '』' => QuoteMarkKind::CornerClose,
            '\'' | '`' | '‘' | '’' if char_at(words, end) == c => {
                let second = end + c.len_utf8();
                at = second;
                if c == '\'' && opens_before_elision(words, second, rules) {
                    QuoteMarkKind::SingleOpen
                } else {
                    end = second;
                    // Three in a row: a single mark and a double one; the double one is the outer.
                    QuoteMarkKind::Doubled
                }
            }
            '‘' | '‚' | '`' => QuoteMarkKind::SingleOpen,
            '’' | '\'' => QuoteMarkKind::SingleClose,
            _ => continue,
        };
        let before = char_before(words, start);
        let after = char_at(words, at);
        let place = Span::new(block.start + start as u32, block.start + end as u32);
        if hides(hidden, place) {
            continue;
        }
        let head = words.get(..start).unwrap_or_default().trim_end();
        let stopped = || {
            head.is_empty()
                || head.ends_with([',', '.', '?', '!', ':', ';', '…', '—', '–', '”', '"', '’', '\'', '»', '('])
        };
        let can_open = !after.is_whitespace() && !before.is_alphanumeric();
        out.push(QuoteMark {
            start: place.start as usize,
            end: place.end as usize,
            kind,
            can_open,
            can_close: !before.is_whitespace() && !"([—".contains(before),
            spaced: before.is_whitespace() && after.is_whitespace(),
            is_first: head.is_empty(),
            begins_clause: !before.is_alphanumeric() && stopped(),
            elides: kind == QuoteMarkKind::SingleClose && can_open && elides(words, end, rules),
            before,
            after,
        });
    }
    out
}

/// `''Twas so,' she said`: a mark and an apostrophe, where no other pair of marks could close. O(length of the block).
fn opens_before_elision(words: &str, second: usize, rules: MarkRules) -> bool {
    elides(words, second, rules) && !words.get(second..).unwrap_or_default().contains("''")
}
