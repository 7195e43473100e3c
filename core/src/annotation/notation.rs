//! How the values of a record's fields are written and read: RON, in one fixed layout.
//!
//! [`Notation::read`] reads only that layout, at a tenth of the time the general RON parser takes, which matters from
//! some ten thousand annotations on. Anything unusual is `None`, and the general parser decides; what is read here, it
//! reads the same (property test).

use crate::kinds::{Form, Kind, SpeakerKind};
use crate::sanitize::is_hostile;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A value as it stands in a record.
pub trait Notation: Sized {
    /// Whether other programs can give such a value in words: see [`Notation::of_words`].
    const HAS_WORDS: bool = false;

    /// Appends the value. O(length).
    fn print(&self, out: &mut String);

    /// Reads a value as [`Notation::print`] writes it; `None` for anything else. O(length).
    fn read(rest: &mut Rest<'_>) -> Option<Self>;

    /// Whether there is anything to write: an empty list is as good as none.
    fn is_set(&self) -> bool {
        true
    }

    /// Version of the sidecar's grammar that is needed to read the value: that of the newest field used in it.
    fn version(&self) -> u32 {
        1
    }

    /// The value of the words another program has for it; `None` when they are no value of this type, and for types that
    /// cannot be given in words.
    fn of_words(words: &str) -> Option<Self> {
        let _ = words;
        None
    }
}

/// A record on one line. O(length).
pub fn print(record: &impl Notation) -> String {
    let mut out = String::with_capacity(512);
    record.print(&mut out);
    out
}

/// The record of a line that is laid out as [`print()`] does it; `None` for any other. O(length).
pub fn read<T: Notation>(line: &str) -> Option<T> {
    let mut rest = Rest(line);
    T::read(&mut rest).filter(|_| rest.0.is_empty())
}

/// A RON string that stays readable: only `"`, `\`, controls, line separators, bidi controls and the byte-order mark
/// are escaped.
pub fn quote(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    quote_to(words, &mut out);
    out
}

fn quote_to(words: &str, out: &mut String) {
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_hostile(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What is left to read of a line.
#[derive(Clone, Copy, Debug)]
pub struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// Reads exactly these characters.
    pub fn eat(&mut self, characters: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(characters)?;
        Some(())
    }

    /// Reads the name of a field, after a comma unless it is the first one; whether it is the next one.
    pub fn name(&mut self, first: &mut bool, name: &str) -> bool {
        let rest = if *first { Some(self.0) } else { self.0.strip_prefix(", ") };
        let Some(rest) = rest.and_then(|r| r.strip_prefix(name)).and_then(|r| r.strip_prefix(": ")) else {
            return false;
        };
        self.0 = rest;
        *first = false;
        true
    }

    /// Reads items between brackets: at least one.
    fn items(&mut self, brackets: (&str, &str), mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.eat(brackets.0)?;
        loop {
            item(self)?;
            if self.eat(", ").is_none() {
                return self.eat(brackets.1);
            }
        }
    }

    fn digits(&mut self, more: &str) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_digit() && !more.contains(c))?;
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        digits.starts_with(|c: char| c.is_ascii_digit()).then_some(digits)
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_lowercase())?;
        let (word, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(word)
    }

    /// Whether a string comes next.
    pub fn is_text(&self) -> bool {
        self.0.starts_with('"')
    }

    /// Reads this word.
    pub fn is_word(&mut self, word: &str) -> Option<()> {
        (self.word()? == word).then_some(())
    }
}

impl Notation for String {
    const HAS_WORDS: bool = true;

    fn print(&self, out: &mut String) {
        quote_to(self, out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.eat("\"")?;
        let mut out = Self::new();
        loop {
            let stop = rest.0.find(['"', '\\'])?;
            let (plain, behind) = rest.0.split_at_checked(stop)?;
            out.push_str(plain);
            if let Some(after) = behind.strip_prefix('"') {
                rest.0 = after;
                return Some(out);
            }
            let mut escape = behind.get(1..)?.chars();
            match escape.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                c @ ('"' | '\\') => out.push(c),
                'u' => {
                    let (hex, after) = escape.as_str().strip_prefix('{')?.split_once('}')?;
                    out.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
                    escape = after.chars();
                }
                // Other escapes are for the general parser.
                _ => return None,
            }
            rest.0 = escape.as_str();
        }
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn of_words(words: &str) -> Option<Self> {
        Some(words.to_owned())
    }
}

impl Notation for u32 {
    fn print(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        // Other forms of numbers are for the general parser.
        let digits = rest.digits("")?;
        if digits.len() > 1 && digits.starts_with('0') { None } else { digits.parse().ok() }
    }
}

impl Notation for f64 {
    const HAS_WORDS: bool = true;

    fn print(&self, out: &mut String) {
        let _ = write!(out, "{self:?}");
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        // "e-" stands in what is near nothing: 9.4e-5.
        rest.digits(".e-")?.parse().ok()
    }

    fn of_words(words: &str) -> Option<Self> {
        // Every number of a record is a score.
        words.parse().ok().filter(|number: &Self| (0.0..=1.0).contains(number))
    }
}

/// Written where it is true.
impl Notation for bool {
    fn print(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.eat("true").map(|()| true)
    }

    fn is_set(&self) -> bool {
        *self
    }
}

impl<T: Notation> Notation for Option<T> {
    const HAS_WORDS: bool = T::HAS_WORDS;

    fn print(&self, out: &mut String) {
        if let Some(value) = self {
            value.print(out);
        }
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        T::read(rest).map(Some)
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn version(&self) -> u32 {
        self.as_ref().map_or(1, T::version)
    }

    fn of_words(words: &str) -> Option<Self> {
        T::of_words(words).map(Some)
    }
}

impl<T: Notation> Notation for Vec<T> {
    fn print(&self, out: &mut String) {
        out.push('[');
        for (n, value) in self.iter().enumerate() {
            out.push_str(if n > 0 { ", " } else { "" });
            value.print(out);
        }
        out.push(']');
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        let mut out = Self::with_capacity(1);
        rest.items(("[", "]"), |rest| {
            out.push(T::read(rest)?);
            Some(())
        })?;
        Some(out)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn version(&self) -> u32 {
        self.iter().map(T::version).max().unwrap_or(1)
    }
}

impl Notation for BTreeMap<String, String> {
    fn print(&self, out: &mut String) {
        out.push('{');
        for (n, (name, value)) in self.iter().enumerate() {
            out.push_str(if n > 0 { ", " } else { "" });
            quote_to(name, out);
            out.push_str(": ");
            quote_to(value, out);
        }
        out.push('}');
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        let mut out = Self::new();
        rest.items(("{", "}"), |rest| {
            let name = String::read(rest)?;
            rest.eat(": ")?;
            // A name given twice is for the general parser.
            out.insert(name, String::read(rest)?).is_none().then_some(())
        })?;
        Some(out)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }
}

/// A pair of places.
impl Notation for (u32, u32) {
    fn print(&self, out: &mut String) {
        let _ = write!(out, "({}, {})", self.0, self.1);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.eat("(")?;
        let start = u32::read(rest)?;
        rest.eat(", ")?;
        let end = u32::read(rest)?;
        rest.eat(")")?;
        Some((start, end))
    }
}

/// Enums of words without quotation marks.
macro_rules! notation_of_words {
    ($($Name:ty: $version:expr),*) => {$(
        impl Notation for $Name {
            const HAS_WORDS: bool = true;

            fn print(&self, out: &mut String) {
                out.push_str(self.word());
            }

            fn read(rest: &mut Rest<'_>) -> Option<Self> {
                let word = rest.word()?;
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }

            fn of_words(words: &str) -> Option<Self> {
                Self::of_word(words)
            }

            fn version(&self) -> u32 {
                let version: fn(&Self) -> u32 = $version;
                version(self)
            }
        }
    )*};
}
notation_of_words!(
    Kind: |_| 1,
    Form: |_| 1,
    // Earlier builds know no documents that speak.
    SpeakerKind: |kind| if *kind == SpeakerKind::Document { 3 } else { 1 },
    super::Status: |_| 1
);
pub(super) use notation_of_words;
