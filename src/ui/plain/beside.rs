//! Reading another document, or another place of this one, beside the one that is open: two columns mean nothing to an ear, so
//! a place is read out and where the person is stays.

use super::Linear;
use crate::project::library::tidy;
use crate::store::disk::folder_of;
use sayso_core::document::Document;
use sayso_core::reading::shortened;
use sayso_core::search::Query;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// What can be typed.
pub const HELP: &str = "| names the other documents of the folder, | NAME reads the beginning of one, | NAME 12 its paragraph 12, \
| NAME WORDS the paragraph with these words; | alone goes on there, | . 12 reads another place of this document, | ? names them \
again. Where you are stays.";

/// Longest paragraph that is read out, in characters.
const MAX_PARAGRAPH: usize = 4_000;
/// Most names that are read out at once.
const MAX_NAMES: usize = 60;

/// A document that is read beside.
pub struct Beside {
    /// What it is called; nothing for the open one.
    name: Option<String>,
    document: Arc<Document>,
    /// The paragraph that was read last, from 0.
    block: usize,
}

impl<W: Write> Linear<W> {
    /// `|`: nothing goes on where it was read last, or names the other documents; `.` means this one, a name another; a number,
    /// a time, a page or words behind it a place.
    pub(super) fn read_beside(&mut self, rest: &str) -> io::Result<()> {
        if rest == "?" {
            return self.name_others();
        }
        if rest.is_empty() {
            return match self.beside.take() {
                Some(beside) => self.go_on_beside(beside),
                None => self.name_others(),
            };
        }
        let others = self.others();
        let (beside, place) = match named(&others, rest) {
            Some((other, place)) => match self.load(&other) {
                Ok(beside) => (beside, place),
                Err(why) => return self.say(&why),
            },
            None => {
                let place = rest.strip_prefix('.').filter(|place| !place.starts_with('.')).map(str::trim);
                let here = self.doc().map(|doc| Arc::clone(doc.reading.document()));
                match (place, self.beside.take(), here) {
                    // A place without a name is one of what was read last.
                    (None, Some(beside), _) => (beside, rest.to_owned()),
                    (place, _, Some(document)) => {
                        let place = place.unwrap_or(rest).to_owned();
                        (Beside { name: None, document, block: 0 }, place)
                    }
                    (_, _, None) => return Ok(()),
                }
            }
        };
        let block = match place.as_str() {
            "" => Some(beside.block),
            place => block_of(&beside, place),
        };
        let Some(block) = block else {
            let name = beside.name.clone().unwrap_or_else(|| "this document".to_owned());
            self.beside = Some(beside);
            // It may have been meant as a name.
            let first = fold(place.split_whitespace().next().unwrap_or_default());
            let begin = |(_, other): &&(PathBuf, String)| fold(other).starts_with(&first);
            let names: Vec<&str> = others.iter().filter(begin).map(|(_, name)| name.as_str()).take(MAX_NAMES).collect();
            let names = if names.is_empty() { String::new() } else { format!(" Documents: {}.", names.join(", ")) };
            return self.say(&format!("No “{place}” in {name}.{names}"));
        };
        self.read_block(Beside { block, ..beside })
    }

    fn go_on_beside(&mut self, beside: Beside) -> io::Result<()> {
        if beside.block + 1 >= beside.document.blocks().len() {
            self.beside = None;
            return self.say("That was its end. | names the other documents.");
        }
        self.read_block(Beside { block: beside.block + 1, ..beside })
    }

    fn read_block(&mut self, beside: Beside) -> io::Result<()> {
        let document = &beside.document;
        let Some(span) = document.blocks().get(beside.block).map(|block| block.span) else {
            return self.say("It is empty.");
        };
        let place = match document.locator_at(span.start) {
            Some(locator) => format!("{}, paragraph {}", locator.in_words(), beside.block + 1),
            None => format!("paragraph {}", beside.block + 1),
        };
        let name = beside.name.as_deref().unwrap_or("This document");
        let words = shortened(document.words(span), MAX_PARAGRAPH);
        let text = format!("{name}, {place}: {words}");
        self.beside = Some(beside);
        self.say(&text)
    }

    /// The other documents of the folder, with what they are called.
    fn others(&self) -> Vec<(PathBuf, String)> {
        let (Some(source), Some(path)) = (&self.source, &self.app.path) else { return Vec::new() };
        let folder = folder_of(path).to_owned();
        let listed = source.list(&folder).paths.into_iter().map(|other| tidy(&other)).filter(|other| other != path);
        let folder = tidy(&folder);
        let named = |other: PathBuf| {
            let name = other.strip_prefix(&folder).unwrap_or(&other).display().to_string();
            (other, name)
        };
        listed.map(named).collect()
    }

    fn name_others(&mut self) -> io::Result<()> {
        let others = self.others();
        let names: Vec<&str> = others.iter().take(MAX_NAMES).map(|(_, name)| name.as_str()).collect();
        let more = others.len().saturating_sub(MAX_NAMES);
        let more = if more == 0 { String::new() } else { format!(" And {more} more.") };
        let text = if names.is_empty() {
            "No other document lies beside this one. | . 12 reads paragraph 12 of this one, and where you are stays."
                .to_owned()
        } else {
            format!(
                "Beside this one: {}.{more} | and a name reads one, | . and a place reads one of this.",
                names.join(", ")
            )
        };
        self.say(&text)
    }

    /// Reads another document; why not, in a sentence.
    fn load(&self, (path, name): &(PathBuf, String)) -> Result<Beside, String> {
        let Some(source) = &self.source else { return Err("No other document can be read here.".to_owned()) };
        let document = source.request(path).and_then(|request| request.load_whole());
        let document = document.map_err(|why| format!("{name}: {why}"))?;
        Ok(Beside { name: Some(name.clone()), document: Arc::new(document), block: 0 })
    }
}

/// The document that words begin with the name of, and the rest of the words: the whole name, with its ending or without, else the
/// only one that begins so.
/// Names may hold blanks, so the longest that fits is meant.
fn named(others: &[(PathBuf, String)], words: &str) -> Option<((PathBuf, String), String)> {
    let ends = words.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).chain([words.len()]);
    for end in ends.collect::<Vec<_>>().into_iter().rev() {
        let (name, rest) = (words.get(..end)?, words.get(end..)?.trim());
        let typed = fold(name);
        let stem = |other: &str| other.rsplit_once('.').map_or_else(String::new, |(stem, _)| fold(stem));
        let is_whole = |(_, other): &&(PathBuf, String)| fold(other) == typed || stem(other) == typed;
        let whole = others.iter().find(is_whole);
        let mut begin = others.iter().filter(|(_, other)| typed.chars().count() > 1 && fold(other).starts_with(&typed));
        let only = begin.next().filter(|_| begin.next().is_none());
        if let Some(found) = whole.or(only) {
            return Some((found.clone(), rest.to_owned()));
        }
    }
    None
}

/// A name with letter case folded.
fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The paragraph of a place: a number of one, a time or page, or words. O(text).
fn block_of(beside: &Beside, place: &str) -> Option<usize> {
    let document = &beside.document;
    if let Ok(number) = place.parse::<usize>() {
        return Some(number.max(1) - 1).filter(|block| *block < document.blocks().len());
    }
    if let Some(at) = document.named_place(place) {
        return Some(document.block_at(at));
    }
    let query = Query { text: place.to_owned(), ..Query::default() };
    let found = query.pattern().ok().flatten()?.all(document.text());
    found.first().map(|span| document.block_at(span.start))
}
