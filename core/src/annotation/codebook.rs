//! A project's labels, ratings and shared speakers: `sayso.ron`, or the built-in one.

mod edit;
mod guideline;
mod names;
mod text;

use super::Speaker;
use super::notation::{Notation, Rest};
use super::table::record;
use crate::sanitize::is_hostile;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

pub use edit::{KnownAs, NotEdited, SpeakerDecision, edited};
pub use guideline::{Example, ExampleChange, heading};
pub use names::ProjectSpeakers;

/// Words that are not a colour.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a colour: write it as #rrggbb, for example #d08040")]
pub struct ColourError(pub String);

/// A colour, as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Reads `#rrggbb`, letter case aside.
    pub fn read(words: &str) -> Option<Self> {
        let digits = words.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self(r, g, b))
    }

    /// Whether words on it are better black than white, by its luma.
    pub const fn is_light(self) -> bool {
        self.0 as u32 * 299 + self.1 as u32 * 587 + self.2 as u32 * 114 > 140_000
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(words: String) -> Result<Self, ColourError> {
        Self::read(&words).ok_or(ColourError(words))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Notation for Colour {
    fn print(&self, out: &mut String) {
        self.to_string().print(out);
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        String::read(rest).as_deref().and_then(Self::read)
    }
}

/// The letter of a key. Codebooks are small: the general parser reads it.
impl Notation for char {
    fn print(&self, out: &mut String) {
        out.push('\'');
        match *self {
            c @ ('\'' | '\\') => out.extend(['\\', c]),
            c if is_hostile(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
        out.push('\'');
    }

    fn read(_: &mut Rest<'_>) -> Option<Self> {
        None
    }
}

record! {
    /// One label.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Label {
        /// Its id, as records carry it.
        id: String            | always | 1
        /// The word shown; the id when empty.
        name: String          | used   | 1
        /// The letter that chooses it in the label menu.
        key: char             | always | 1
        /// The colour it is drawn in, here and in other tools.
        color: Option<Colour> | used   | 1
        /// One line for the menu.
        doc: String           | used   | 1
    }
}

impl Label {
    /// The word to show.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

record! {
    /// Something more to say of an annotation, of a few values.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Attribute {
        /// Its id, as records carry it.
        id: String            | always | 1
        /// The letter that turns it to its next value.
        key: char             | always | 1
        /// What it can be.
        values: Vec<String>   | always | 1
        /// One line for the menu.
        doc: String           | used   | 1
    }
}

/// What values an attribute can have. Whoever offers or writes values takes it apart without `..`: a new type does not
/// compile before each has said what it makes of it.
///
/// **To add a type**, add a variant here, its field to [`Attribute`] (`used`), and its cases below; then the compiler
/// names the schemas of other tools (`export/schema/`) and the menu of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType<'a> {
    /// One of these.
    Choice(&'a [String]),
}

impl Attribute {
    /// An attribute that has one of `values`.
    pub fn choice(id: String, key: char, values: Vec<String>) -> Self {
        Self { id, key, values, doc: String::new() }
    }

    /// What values it can have.
    pub fn kind(&self) -> AttributeType<'_> {
        AttributeType::Choice(&self.values)
    }

    /// Whether `value` is one of its values.
    pub fn accepts(&self, value: &str) -> bool {
        match self.kind() {
            AttributeType::Choice(values) => values.iter().any(|v| v == value),
        }
    }

    /// What values it can have, for messages.
    pub fn allowed(&self) -> String {
        match self.kind() {
            AttributeType::Choice(values) => values.join(", "),
        }
    }

    /// The value after `now`, and none after the last.
    pub fn next(&self, now: Option<&str>) -> Option<&str> {
        match self.kind() {
            AttributeType::Choice(values) => {
                let at = now.and_then(|now| values.iter().position(|v| v == now)).map_or(0, |at| at + 1);
                values.get(at).map(String::as_str)
            }
        }
    }
}

/// Labels, ratings and speakers of a project.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Codebook {
    /// Labels besides the built-in ones.
    pub labels: Vec<Label>,
    /// Ratings a claim may have, in the order of their digits.
    pub ratings: Vec<String>,
    /// What more can be said of annotations.
    pub attributes: Vec<Attribute>,
    /// Speakers offered in every document.
    pub speakers: Vec<Speaker>,
    /// What annotators should know; what is said about a label stands under a heading that names it.
    pub guideline: String,
    /// Annotations that show what labels mean.
    pub examples: Vec<Example>,
    /// Whether nobody sees what others annotated in a document before their own review of it is finished.
    pub blind: bool,
    /// Whether a finished review keeps how long it took and how many keys.
    pub timing: bool,
}

/// Labels every document has: id, word, key, what it is for.
const BUILT_IN: [(&str, &str, char, &str); 5] = [
    ("claim", "claim", 'c', "a statement to check"),
    ("quote", "quotation", 'q', "their words"),
    ("note", "note", 'e', "your own words"),
    ("person", "speaker", 's', "names somebody"),
    ("highlight", "highlight", 'h', "worth finding again"),
];

impl Default for Codebook {
    fn default() -> Self {
        let ratings = ["true", "mostly-true", "mixed", "mostly-false", "false", "unproven"];
        Self {
            labels: Vec::new(),
            ratings: ratings.map(str::to_owned).to_vec(),
            attributes: Vec::new(),
            speakers: Vec::new(),
            guideline: String::new(),
            examples: Vec::new(),
            blind: false,
            timing: false,
        }
    }
}

impl Codebook {
    /// Every label: the built-in ones, then the project's.
    pub fn all_labels(&self) -> Vec<Label> {
        let built_in = BUILT_IN.iter().map(|(id, name, key, doc)| Label {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            key: *key,
            doc: (*doc).to_owned(),
            color: None,
        });
        built_in.chain(self.labels.iter().cloned()).collect()
    }

    /// Whether a label is known here.
    pub fn knows_label(&self, id: &str) -> bool {
        BUILT_IN.iter().any(|(known, ..)| *known == id) || self.labels.iter().any(|l| l.id == id)
    }

    /// The word to show for a label; the label itself when unknown.
    pub fn shown<'a>(&'a self, id: &'a str) -> &'a str {
        let built_in = BUILT_IN.iter().find(|(known, ..)| *known == id).map(|(_, name, ..)| *name);
        built_in.or_else(|| self.labels.iter().find(|l| l.id == id).map(Label::shown)).unwrap_or(id)
    }

    /// Takes in what another codebook has and this one does not: labels, ratings, values, speakers, and that annotators work
    /// blind or are timed. Its examples are documents of its folder and stay there. O(n).
    pub fn join(&mut self, other: &Self) {
        self.blind |= other.blind;
        self.timing |= other.timing;
        let labels = other.labels.iter().filter(|l| !self.labels.iter().any(|known| known.id == l.id));
        self.labels.extend(labels.cloned().collect::<Vec<_>>());
        let speakers = other.speakers.iter().filter(|s| !self.speakers.iter().any(|known| known.id == s.id));
        self.speakers.extend(speakers.cloned().collect::<Vec<_>>());
        let ratings = other.ratings.iter().filter(|r| !self.ratings.contains(r));
        self.ratings.extend(ratings.cloned().collect::<Vec<_>>());
        for attribute in &other.attributes {
            match self.attributes.iter_mut().find(|known| known.id == attribute.id) {
                Some(known) => {
                    let values = attribute.values.iter().filter(|v| !known.values.contains(v));
                    known.values.extend(values.cloned().collect::<Vec<_>>());
                }
                None => self.attributes.push(attribute.clone()),
            }
        }
    }

    /// Takes in values that records have and the codebook does not know.
    pub fn learn(&mut self, rating: Option<&str>, values: &BTreeMap<String, String>) {
        if let Some(rating) = rating.filter(|r| !self.ratings.iter().any(|known| known == r)) {
            self.ratings.push(rating.to_owned());
        }
        for (name, value) in values {
            let at = self.attributes.iter().position(|a| a.id == *name);
            let known = at.and_then(|at| self.attributes.get_mut(at));
            match known {
                Some(known) if known.accepts(value) => {}
                Some(known) => known.values.push(value.clone()),
                None => self.attributes.push(Attribute::choice(name.clone(), ' ', vec![value.clone()])),
            }
        }
    }

    /// Keys that two labels share, with both ids.
    pub fn key_clashes(&self) -> Vec<(char, String, String)> {
        let labels = self.all_labels();
        let mut out = Vec::new();
        for (i, a) in labels.iter().enumerate() {
            out.extend(labels.iter().take(i).filter(|b| b.key == a.key).map(|b| (a.key, b.id.clone(), a.id.clone())));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_asks_of_annotators_holds_for_all_that_are_joined() {
        let (blind, timing) =
            (Codebook { blind: true, ..Codebook::default() }, Codebook { timing: true, ..Codebook::default() });
        let mut all = Codebook::default();
        all.join(&Codebook::default());
        assert!(!all.blind && !all.timing);
        all.join(&blind);
        assert!(all.blind && !all.timing);
        all.join(&timing);
        all.join(&Codebook::default());
        assert!(all.blind && all.timing);
    }
}
