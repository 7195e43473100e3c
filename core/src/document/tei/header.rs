//! What a file of XML says of itself, in the element for that: title, authors, publisher, day.

use super::people::in_one_line;
use crate::document::meta::{self, Metadata};
use crate::document::xml::XmlAttributes;
use jiff::civil::Date;

/// Bytes of a field that are kept.
const MAX_FIELD_BYTES: usize = 1_000;

/// Most authors that are named.
const MAX_AUTHORS: usize = 8;

/// Elements of headers that are about the file or another work.
const ABOUT_THE_FILE: [&str; 6] =
    ["document-info", "src-title-info", "custom-info", "revisionDesc", "encodingDesc", "product"];

/// The header while it is read.
#[derive(Default)]
pub struct Header {
    /// The words of the field being read.
    words: String,
    /// How many elements deep in somebody who wrote it we are.
    author: usize,
    given: String,
    surname: String,
    authors: Vec<String>,
    title: Option<String>,
    /// How many elements deep in what is about the file, not the work, we are.
    aside: usize,
    /// Day, month, year.
    day: [i16; 3],
}

impl Header {
    /// An element begins.
    pub fn start(&mut self, name: &str, attributes: XmlAttributes<'_>, meta: &mut Metadata) {
        if self.aside > 0 || ABOUT_THE_FILE.contains(&name) {
            self.aside += 1;
            return;
        }
        if self.author > 0 {
            self.author += 1;
        }
        match name {
            "author" | "contrib" | "docAuthor" if self.author == 0 => {
                let kind = attributes.get("contrib-type");
                self.author = usize::from(kind.is_none_or(|k| k == "author"));
                self.given.clear();
                self.surname.clear();
                self.words.clear();
            }
            "title" | "article-title" | "publisher" | "publisher-name" | "journal-title" | "date" | "pubdate"
            | "year" | "month" | "day" | "surname" | "given-names" | "firstname" | "forename" | "personname"
            | "persName" | "string-name" | "book-title" | "first-name" | "middle-name" | "last-name" | "nickname" => {
                self.words.clear()
            }
            _ => {}
        }
        if matches!(name, "date" | "FRBRdate") {
            let day = ["when", "date", "value"].iter().find_map(|key| attributes.get(key));
            self.date(meta, day.as_deref());
        }
    }

    /// Words of it.
    pub fn text(&mut self, words: &str) {
        if self.words.len() < MAX_FIELD_BYTES {
            self.words.push_str(words);
        }
    }

    /// An element ends; its title, where this was the first.
    pub fn end(&mut self, name: &str, meta: &mut Metadata) -> Option<String> {
        if self.aside > 0 {
            self.aside -= 1;
            self.words.clear();
            return None;
        }
        self.author = self.author.saturating_sub(1);
        match name {
            "surname" | "last-name" => self.surname = in_one_line(&std::mem::take(&mut self.words)),
            "given-names" | "firstname" | "forename" | "first-name" | "middle-name" => {
                let given = std::mem::take(&mut self.words);
                self.given = in_one_line(&format!("{} {given}", self.given));
            }
            "author" | "contrib" | "docAuthor" => {
                let parts = in_one_line(&format!("{} {}", self.given, self.surname));
                let name = if parts.is_empty() { self.field() } else { parts };
                let listed = self.authors.contains(&name) || self.authors.len() >= MAX_AUTHORS;
                if !name.is_empty() && !listed && self.author == 0 {
                    self.authors.push(name);
                }
                self.words.clear();
            }
            "title" | "article-title" | "book-title" if self.title.is_none() => {
                self.title = Some(self.field()).filter(|t| !t.is_empty());
                meta.title = meta.title.take().or_else(|| self.title.clone());
                return self.title.clone();
            }
            "publisher" | "publisher-name" | "journal-title" => {
                let name = self.field();
                if !name.is_empty() {
                    meta.outlet.get_or_insert(name);
                }
            }
            "date" | "pubdate" => {
                let words = self.field();
                self.date(meta, Some(&words));
            }
            "day" | "month" | "year" => {
                let slot = ["day", "month", "year"].iter().position(|n| *n == name).and_then(|n| self.day.get_mut(n));
                if let (Some(slot), Ok(number)) = (slot, self.words.trim().parse()) {
                    *slot = number;
                }
            }
            "pub-date" => {
                let [day, month, year] = std::mem::take(&mut self.day);
                let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
                meta.date = meta.date.or_else(|| date.and_then(|(month, day)| Date::new(year, month, day).ok()));
            }
            _ => {}
        }
        None
    }

    /// All of it is read.
    pub fn done(self, meta: &mut Metadata) {
        if !self.authors.is_empty() {
            meta.author.get_or_insert(self.authors.join(", "));
        }
    }

    fn field(&mut self) -> String {
        in_one_line(&std::mem::take(&mut self.words))
    }

    fn date(&self, meta: &mut Metadata, words: Option<&str>) {
        let found = words.and_then(|w| w.get(..10).and_then(meta::date).or_else(|| meta::date(w)));
        meta.date = meta.date.or(found);
    }
}
