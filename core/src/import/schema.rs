//! Schemas of other tools, read as a codebook: what annotators may say there becomes labels, attributes and ratings here.

mod brat;
mod label_studio;

use super::ImportError;
use crate::annotation::{Attribute, CHECK, CHECKS, Codebook, Colour, Label, Status, attribute_beside_fields};
use crate::kinds::{Form, Kind};
use crate::sanitize::visible;
use std::collections::HashSet;

/// A tool whose schema can be read.
#[derive(Clone, Copy, Debug)]
pub struct SchemaFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// The usual name of its file.
    pub file: &'static str,
    /// The file beside it that says how it looks, where there is one.
    pub beside: Option<&'static str>,
    /// Reads the text of both.
    pub read: fn(&str, Option<&str>) -> Result<ImportedCodebook, ImportError>,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedCodebook {
    /// The codebook.
    pub codebook: Codebook,
    /// What it has no place for, in whole sentences.
    pub left_out: Vec<String>,
}

/// Every schema, in the order shown.
pub const SCHEMAS: [SchemaFormat; 2] = [
    SchemaFormat { name: "brat", file: "annotation.conf", beside: Some("visual.conf"), read: brat::read },
    SchemaFormat { name: "label-studio", file: "config.xml", beside: None, read: |text, _| label_studio::read(text) },
];

/// The schema of a name.
pub fn schema(name: &str) -> Option<&'static SchemaFormat> {
    SCHEMAS.iter().find(|s| s.name == name)
}

/// Spans that are parts of a quotation here.
const PARTS: [&str; 2] = ["speaker", "cue"];

/// Whether every record has this without a codebook, with all these values.
fn is_built_in(id: &str, values: &[String]) -> bool {
    let all = |is_known: &dyn Fn(&str) -> bool| values.iter().all(|v| is_known(v));
    match id {
        "kind" => all(&|v| Kind::WORDS.contains(&v)),
        "form" => all(&|v| Form::WORDS.contains(&v)),
        "status" => all(&|v| v == "suggested" || Status::WORDS.contains(&v)),
        CHECK => all(&|v| CHECKS.contains(&v)),
        _ => false,
    }
}

/// Relations that are part of a quotation here.
const RELATIONS: [&str; 2] = ["said_by", "cued_by"];

/// A label as another tool has it.
struct ForeignLabel<'a> {
    /// The word in its files.
    stored: &'a str,
    /// The word shown.
    shown: &'a str,
    key: Option<char>,
    color: Option<&'a str>,
    doc: &'a str,
}

/// A codebook as it grows.
struct CodebookBuilder {
    brought: ImportedCodebook,
    /// Ids of labels.
    known: HashSet<String>,
    labels: KeyAllocator,
    attributes: KeyAllocator,
}

impl CodebookBuilder {
    fn new() -> Self {
        let brought = ImportedCodebook::default();
        let built_in = brought.codebook.all_labels();
        let known = built_in.iter().map(|l| l.id.clone()).chain(PARTS.map(str::to_owned)).collect();
        let labels = KeyAllocator::without(built_in.iter().map(|l| l.key));
        Self { brought, known, labels, attributes: KeyAllocator::without([].into_iter()) }
    }

    /// One more label; those that are built in are here already.
    fn label(&mut self, from: &ForeignLabel<'_>) {
        let id = id_of(from.stored);
        if id.is_empty() || !self.known.insert(id.clone()) {
            return;
        }
        let color = from.color.and_then(|words| {
            let color = colour(words);
            if color.is_none() {
                self.left_out(format!("The colour {words} of {id} is left out: it is not written #rrggbb."));
            }
            color
        });
        let shown = one_line(from.shown);
        let key = self.labels.take(from.key, &shown);
        let name = if shown == id { String::new() } else { shown };
        self.brought.codebook.labels.push(Label { id, name, key, doc: one_line(from.doc), color });
    }

    /// One more attribute, or the ratings. One that every quotation has is none.
    fn attribute(&mut self, name: &str, values: impl Iterator<Item = String>) {
        let mut seen = HashSet::new();
        let values: Vec<String> =
            values.map(|v| one_line(&v)).filter(|v| !v.is_empty() && seen.insert(v.clone())).collect();
        let id = id_of(name);
        if values.is_empty() || id.is_empty() {
            self.left_out(format!("{name} is left out: it has no values to choose from."));
        } else if id == "rating" {
            self.brought.codebook.ratings = values;
        } else if !is_built_in(&id, &values) {
            let id = attribute_beside_fields(&id).to_owned();
            if self.brought.codebook.attributes.iter().all(|a| a.id != id) {
                let key = self.attributes.take(None, &id);
                self.brought.codebook.attributes.push(Attribute::choice(id, key, values));
            }
        }
    }

    /// A relation: none but our own has a place.
    fn relation(&mut self, name: &str) {
        if !RELATIONS.contains(&name) {
            self.left_out(format!("The relation {name} is left out: only who says what can be said here."));
        }
    }

    fn left_out(&mut self, sentence: String) {
        if !self.brought.left_out.contains(&sentence) {
            self.brought.left_out.push(sentence);
        }
    }
}

/// Labels a codebook does not know as it could have them, each with a letter of its own.
pub fn offered<'a>(codebook: &Codebook, names: impl Iterator<Item = &'a String>) -> Vec<Label> {
    let mut keys = KeyAllocator::without(codebook.all_labels().iter().map(|l| l.key));
    let label = |name: &'a String| Label {
        id: name.clone(),
        name: String::new(),
        key: keys.take(None, name),
        doc: String::new(),
        color: None,
    };
    names.map(label).collect()
}

/// Letters for menus, each given once.
struct KeyAllocator {
    taken: HashSet<char>,
    /// What is left to give when no letter of a name is free.
    spare: Box<dyn Iterator<Item = char>>,
}

impl KeyAllocator {
    fn without(taken: impl Iterator<Item = char>) -> Self {
        let all = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain('\u{c0}'..='\u{ffff}');
        Self { taken: taken.collect(), spare: Box::new(all.filter(|c| c.is_alphanumeric())) }
    }

    /// The one wanted, else a letter of the name, else any.
    fn take(&mut self, wanted: Option<char>, name: &str) -> char {
        let own = wanted.into_iter().chain(name.chars().flat_map(char::to_lowercase));
        let fits = |c: &char| c.is_alphanumeric() && !self.taken.contains(c);
        let key = own.chain(self.spare.by_ref()).find(fits).unwrap_or('?');
        self.taken.insert(key);
        key
    }
}

/// The id a word of another tool becomes: small, as ours are, unless it is written in capitals.
pub fn id_of(word: &str) -> String {
    let word = one_line(word);
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if !chars.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => word,
    }
}

fn one_line(words: &str) -> String {
    visible(words).trim().to_owned()
}

/// `#rrggbb`, `#rgb`, or one of the sixteen names every page knows.
fn colour(words: &str) -> Option<Colour> {
    const NAMES: [(&str, Colour); 18] = [
        ("black", Colour(0, 0, 0)),
        ("silver", Colour(0xc0, 0xc0, 0xc0)),
        ("gray", Colour(0x80, 0x80, 0x80)),
        ("grey", Colour(0x80, 0x80, 0x80)),
        ("white", Colour(0xff, 0xff, 0xff)),
        ("maroon", Colour(0x80, 0, 0)),
        ("red", Colour(0xff, 0, 0)),
        ("purple", Colour(0x80, 0, 0x80)),
        ("fuchsia", Colour(0xff, 0, 0xff)),
        ("green", Colour(0, 0x80, 0)),
        ("lime", Colour(0, 0xff, 0)),
        ("olive", Colour(0x80, 0x80, 0)),
        ("yellow", Colour(0xff, 0xff, 0)),
        ("navy", Colour(0, 0, 0x80)),
        ("blue", Colour(0, 0, 0xff)),
        ("teal", Colour(0, 0x80, 0x80)),
        ("aqua", Colour(0, 0xff, 0xff)),
        ("orange", Colour(0xff, 0xa5, 0)),
    ];
    let words = words.trim();
    let short = words.strip_prefix('#').filter(|digits| digits.chars().count() == 3);
    let long = short.map(|digits| format!("#{}", digits.chars().flat_map(|c| [c, c]).collect::<String>()));
    let named = NAMES.iter().find(|(name, _)| words.eq_ignore_ascii_case(name)).map(|(_, color)| *color);
    Colour::read(long.as_deref().unwrap_or(words)).or(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_given_once_and_those_of_the_name_first() {
        let mut keys = KeyAllocator::without(['c', 'q'].into_iter());
        let given: String = [(Some('x'), "one"), (Some('x'), "xenon"), (None, "Quiz"), (None, "qc")]
            .map(|(w, n)| keys.take(w, n))
            .iter()
            .collect();
        assert_eq!(given, "xeua");
        for _ in 0..5_000 {
            keys.take(None, "a");
        }
        assert_eq!(keys.taken.len(), 5_006);
    }

    #[test]
    fn ids_and_colours() {
        for (word, id) in [("Key-passage", "key-passage"), ("NGO", "NGO"), (" Ünfug ", "ünfug"), ("", "")] {
            assert_eq!(id_of(word), id);
        }
        assert_eq!(colour("#abc"), Colour::read("#aabbcc"));
        assert_eq!(colour("Red"), Some(Colour(255, 0, 0)));
        assert_eq!(colour("lightgoldenrod"), None);
    }
}
