//! The scratch page: quotations chosen from the documents of a folder, one below the other, with what a person writes between
//! them. It is a plain Markdown file that people change by hand too: whatever is no quotation of ours is kept byte for byte.
//!
//! A quotation is a block of lines that begin with `>`, the last paragraph of which says behind a dash who said it and where;
//! the place is a `sayso:` link. [`entries`] finds them in any text, [`apply`] changes a text in one place.

mod edit;

use super::quotations::Quotation;
use super::reference::decoded;
use std::ops::Range;

pub use edit::{Edit, Splice, apply, moved, note_of, noted, removed};

/// A quotation of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The bytes of its lines.
    pub block: Range<usize>,
    /// The bytes of what is written under it: up to the next quotation or heading.
    pub notes: Range<usize>,
    /// What it says.
    pub quotation: Quotation,
    /// The document its link leads to, relative to the folder of the page, and the record in it.
    pub target: Option<(String, Option<String>)>,
}

/// The line ends of a text: those of its first line.
pub fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// The quotations of a page, in order. Any text is read. O(length).
pub fn entries(text: &str) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let mut block: Option<Range<usize>> = None;
    let mut at = 0;
    // One line more than there are ends what is open.
    for line in text.split_inclusive('\n').map(Some).chain([None]) {
        let end = at + line.map_or(0, str::len);
        match (line.is_some_and(is_quoted), &mut block) {
            (true, Some(open)) => open.end = end,
            (true, None) => block = Some(at..end),
            (false, open) => {
                if let Some(entry) = open.take().and_then(|block| entry(text, block)) {
                    if let Some(last) = out.last_mut() {
                        last.notes.end = last.notes.end.min(entry.block.start);
                    }
                    out.push(entry);
                }
            }
        }
        if let Some(last) = out.last_mut().filter(|last| line.is_some_and(is_heading) && last.notes.start <= at) {
            last.notes.end = last.notes.end.min(at);
        }
        at = end;
    }
    out
}

/// What stands below a quotation and above the next one, headings too; above the first one with `None`, but for the title of
/// the page.
pub fn between<'a>(text: &'a str, entries: &[Entry], above: Option<usize>) -> &'a str {
    let next = above.map_or(0, |n| n + 1);
    let from = above.and_then(|n| entries.get(n)).map_or(0, |entry| entry.block.end);
    let to = entries.get(next).map_or(text.len(), |entry| entry.block.start);
    let words = text.get(from..to).unwrap_or_default().trim_start_matches('\u{feff}').trim();
    if above.is_none() { words.strip_prefix(TITLE).unwrap_or(words).trim() } else { words }
}

/// The title a page begins with when it is made.
const TITLE: &str = "# Scratch page";

/// A line of a block of quoted words.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}');
    let words = line.trim_start_matches(' ');
    line.len() - words.len() < 4 && words.starts_with('>')
}

fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=6).contains(&level) && words.starts_with([' ', '\t', '\r', '\n'])
}

/// The quotation in quoted lines, if it is one.
fn entry(text: &str, block: Range<usize>) -> Option<Entry> {
    let lines = text.get(block.clone())?.lines();
    let inside = |line: &str| {
        let words = line.trim_start_matches('\u{feff}').trim_start().strip_prefix('>').map(str::trim);
        words.unwrap_or_default().to_owned()
    };
    let lines: Vec<String> = lines.map(inside).collect();
    let is_source = |line: &String| ["—", "–", "--"].iter().any(|dash| line.starts_with(dash));
    let from = lines.iter().rposition(is_source)?;
    let joined = |lines: &[String]| {
        let words = lines.iter().flat_map(|line| line.trim_end_matches('\\').split_whitespace());
        words.collect::<Vec<_>>().join(" ")
    };
    let words = unescaped(&joined(lines.get(..from)?));
    let source = joined(lines.get(from..)?);
    let source = source.trim_start_matches(['—', '–', '-']).trim();
    let (speaker, place, link) = taken_apart(source);
    let target = link.as_deref().and_then(target_of);
    let notes = block.end..text.len();
    Some(Entry { block, notes, quotation: Quotation { words, speaker, place, link }, target })
}

/// Speaker, place and link of a line that says where a quotation is from.
fn taken_apart(source: &str) -> (Option<String>, String, Option<String>) {
    let linked = source.rsplit_once("](").and_then(|(before, behind)| {
        let link: String =
            behind.trim_start_matches('<').chars().take_while(|c| !matches!(c, ')' | '>' | ' ')).collect();
        // A path may hold brackets where its link stands in `<>`.
        let whole = behind.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(link, _)| link.to_owned());
        let link = whole.unwrap_or(link);
        link.starts_with(SCHEME).then_some(())?;
        let open = unescaped_bracket(before)?;
        Some((before.get(..open)?, before.get(open + 1..)?, link))
    });
    let Some((speaker, place, link)) = linked else { return (None, unescaped(source), None) };
    let speaker = unescaped(speaker.trim().trim_end_matches(',').trim_end());
    ((!speaker.is_empty()).then_some(speaker), unescaped(place), Some(link))
}

/// What every link begins with.
pub const SCHEME: &str = "sayso:";

/// The last `[` that stands for itself.
fn unescaped_bracket(words: &str) -> Option<usize> {
    words.rmatch_indices('[').map(|(at, _)| at).find(|at| {
        let before = words.get(..*at).unwrap_or_default();
        let slashes = before.len() - before.trim_end_matches('\\').len();
        slashes % 2 == 0
    })
}

/// The document and record of a link; `None` where it names none.
pub fn target_of(link: &str) -> Option<(String, Option<String>)> {
    let rest = link.strip_prefix(SCHEME)?;
    let (path, id) = rest.split_once('#').map_or((rest, None), |(path, id)| (path, Some(id)));
    let path = decoded(path).filter(|path| !path.is_empty())?;
    Some((path, id.and_then(decoded).filter(|id| !id.is_empty())))
}

/// Markdown without the signs that keep letters from meaning something.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut letters = words.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(letters.next()),
            _ => out.push(c),
        }
    }
    out
}

/// The words of a document, ready to be asked which quotations are still among them.
#[derive(Debug)]
pub struct ShownText(String);

impl ShownText {
    /// O(text).
    pub fn new(text: &str) -> Self {
        Self(shown(text))
    }

    /// Whether the words of a quotation are there: its parts one behind the other, however their white space is. O(text).
    pub fn holds(&self, words: &str) -> bool {
        let mut rest = self.0.as_str();
        let words = shown(words);
        let parts = words.split(" … ").map(|part| part.trim_start_matches("… ").trim());
        let mut parts = parts.filter(|part| !part.is_empty());
        parts.all(|part| {
            let found = rest.split_once(part);
            rest = found.map_or(rest, |(_, behind)| behind);
            found.is_some()
        })
    }
}

/// Words as a page has them: on one line, without what is not shown.
fn shown(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::sanitize::visible(&words).into_owned()
}

#[cfg(test)]
mod tests;
