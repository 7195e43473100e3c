//! One annotation from one line as this program prints it: a tenth of the time the general parser takes, which matters
//! from some ten thousand annotations on. Anything unusual is `None`, and the general parser decides; what is read here
//! it would read the same (property).

use sayso_core::annotation::{Annotation, Link, Selector, SpeakerRef, Status, Was, Words};
use sayso_core::kinds::{Form, Kind};

/// What is left of a line.
struct Rest<'a>(&'a str);

/// Reads `(id: …, label: …, …)`. O(line).
pub fn read(line: &str) -> Option<Annotation> {
    let mut rest = Rest(line);
    let mut a = Annotation::new(String::new(), "", Vec::new());
    let mut seen = 0u32;
    rest.fields(|name, rest| {
        let bit = match name {
            "id" => set(&mut a.id, rest.text()?, 0),
            "label" => set(&mut a.label, rest.text()?, 1),
            "kind" => set(&mut a.kind, Some(rest.kind()?), 2),
            "form" => set(&mut a.form, Some(rest.form()?), 3),
            "status" => set(&mut a.status, Some(rest.status()?), 4),
            "at" => set(&mut a.at, rest.list(Rest::selector)?, 5),
            "speaker" => set(&mut a.speaker, Some(rest.speaker()?), 6),
            "source" => set(&mut a.source, Some(rest.words()?), 7),
            "cue" => set(&mut a.cue, Some(rest.words()?), 8),
            "score" => set(&mut a.score, Some(rest.real()?), 9),
            "rating" => set(&mut a.rating, Some(rest.text()?), 10),
            "evidence" => set(&mut a.evidence, rest.list(Rest::text)?, 11),
            "note" => set(&mut a.note, Some(rest.text()?), 12),
            "links" => set(&mut a.links, rest.list(Rest::link)?, 13),
            "was" => set(&mut a.was, Some(rest.was()?), 14),
            "text" => set(&mut a.text, Some(rest.text()?), 15),
            "conflict" => set(&mut a.conflict, rest.eat("true").map(|()| true)?, 16),
            "by" => set(&mut a.by, Some(rest.text()?), 17),
            "created" => set(&mut a.created, Some(rest.text()?), 18),
            "modified" => set(&mut a.modified, Some(rest.text()?), 19),
            _ => return None,
        };
        // A field given twice is a mistake that the general parser tells.
        let new = seen & bit == 0;
        seen |= bit;
        new.then_some(())
    })?;
    // An identity, a label and a place every annotation has.
    (rest.0.is_empty() && seen & 0b10_0011 == 0b10_0011).then_some(a)
}

fn set<T>(slot: &mut T, value: T, bit: u32) -> u32 {
    *slot = value;
    1 << bit
}

impl<'a> Rest<'a> {
    fn eat(&mut self, words: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(words)?;
        Some(())
    }

    /// `(name: value, name: value)`.
    fn fields(&mut self, mut field: impl FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.eat("(")?;
        loop {
            let (name, rest) = self.0.split_once(": ")?;
            self.0 = rest;
            field(name, self)?;
            if self.eat(", ").is_none() {
                return self.eat(")");
            }
        }
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.eat("[")?;
        let mut out = Vec::with_capacity(1);
        loop {
            out.push(item(self)?);
            if self.eat(", ").is_none() {
                self.eat("]")?;
                return Some(out);
            }
        }
    }

    /// A string as [`super::quote`] writes it.
    fn text(&mut self) -> Option<String> {
        self.eat("\"")?;
        let mut out = String::new();
        loop {
            let stop = self.0.find(['"', '\\'])?;
            let (plain, rest) = self.0.split_at_checked(stop)?;
            out.push_str(plain);
            if let Some(after) = rest.strip_prefix('"') {
                self.0 = after;
                return Some(out);
            }
            let mut escape = rest.get(1..)?.chars();
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
                _ => return None,
            }
            self.0 = escape.as_str();
        }
    }

    fn digits(&mut self, more: &str) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_digit() && !more.contains(c))?;
        let (digits, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        digits.starts_with(|c: char| c.is_ascii_digit()).then_some(digits)
    }

    fn number(&mut self) -> Option<u32> {
        // Other forms of numbers are for the general parser.
        let digits = self.digits("")?;
        if digits.len() > 1 && digits.starts_with('0') { None } else { digits.parse().ok() }
    }

    fn real(&mut self) -> Option<f64> {
        // "e-" stands in what is near nothing: 9.4e-5.
        self.digits(".e-")?.parse().ok()
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.0.find(|c: char| !c.is_ascii_lowercase())?;
        let (word, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(word)
    }

    fn kind(&mut self) -> Option<Kind> {
        let word = self.word()?;
        [Kind::Direct, Kind::Indirect, Kind::Mixed].into_iter().find(|k| k.word() == word)
    }

    fn form(&mut self) -> Option<Form> {
        let word = self.word()?;
        [Form::Quotation, Form::Post, Form::Turn, Form::Block].into_iter().find(|f| f.word() == word)
    }

    fn status(&mut self) -> Option<Status> {
        let word = self.word()?;
        [Status::Confirmed, Status::Edited, Status::Rejected].into_iter().find(|s| s.word() == word)
    }

    fn speaker(&mut self) -> Option<SpeakerRef> {
        if self.0.starts_with('"') {
            return self.text().map(SpeakerRef::Id);
        }
        (self.word()? == "none").then_some(SpeakerRef::Nobody)
    }

    fn words(&mut self) -> Option<Words> {
        self.eat("(")?;
        let start = self.number()?;
        self.eat(", ")?;
        let end = self.number()?;
        self.eat(", ")?;
        let words = self.text()?;
        self.eat(")")?;
        Some(Words(start, end, words))
    }

    fn selector(&mut self) -> Option<Selector> {
        self.eat("(start: ")?;
        let start = self.number()?;
        self.eat(", end: ")?;
        let end = self.number()?;
        self.eat(", exact: ")?;
        let exact = self.text()?;
        self.eat(", prefix: ")?;
        let prefix = self.text()?;
        self.eat(", suffix: ")?;
        let suffix = self.text()?;
        self.eat(")")?;
        Some(Selector { start, end, exact, prefix, suffix })
    }

    fn link(&mut self) -> Option<Link> {
        self.eat("(role: ")?;
        let role = self.text()?;
        self.eat(", to: ")?;
        let to = self.text()?;
        self.eat(")")?;
        Some(Link { role, to })
    }

    fn was(&mut self) -> Option<Was> {
        let pair = |rest: &mut Self| {
            rest.eat("(")?;
            let start = rest.number()?;
            rest.eat(", ")?;
            let end = rest.number()?;
            rest.eat(")")?;
            Some((start, end))
        };
        self.eat("(at: ")?;
        let at = self.list(pair)?;
        let speaker = if self.eat(", speaker: ").is_some() { Some(self.text()?) } else { None };
        self.eat(")")?;
        Some(Was { at, speaker })
    }
}
