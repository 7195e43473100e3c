//! The text of a codebook as a person wrote it, changed in as few places as can be: comments, order, spacing and line ends
//! stay.

use crate::annotation::Speaker;
use crate::annotation::notation::{self, Notation};
use std::ops::Range;

/// The list of speakers.
const SPEAKERS: &str = "speakers";

/// What stands in RON between white space and comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Comma,
    Colon,
    Word,
    Other,
}

/// Reads tokens one after the other.
#[derive(Clone, Copy)]
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    const fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes by white space and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
            self.at += blank;
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += comment(rest);
            } else if blank == 0 {
                return;
            }
        }
    }

    fn next(&mut self) -> Option<(Token, Range<usize>)> {
        self.skip();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
        let prefixed = if matches!(first, 'r' | 'b') { prefixed(rest) } else { None };
        let (token, length) = match (first, prefixed) {
            (_, Some(length)) => (Token::Other, length),
            ('(' | '[' | '{', _) => (Token::Open, 1),
            (')' | ']' | '}', _) => (Token::Close, 1),
            (',', _) => (Token::Comma, 1),
            (':', _) => (Token::Colon, 1),
            ('"', _) => (Token::Other, string(rest)?),
            ('\'', _) => (Token::Other, letter(rest)?),
            // A name that is written as a raw one.
            ('r', _) if rest.starts_with("r#") => {
                let name = rest.get(2..).unwrap_or_default();
                (Token::Word, 2 + name.find(|c| !is_word(c)).unwrap_or(name.len()))
            }
            (c, _) if is_word(c) => (Token::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            (c, _) => (Token::Other, c.len_utf8()),
        };
        let start = self.at;
        self.at += length;
        Some((token, start..self.at))
    }
}

/// Bytes of a comment in `/* */`, which may hold others; one without an end goes on to the end.
fn comment(rest: &str) -> usize {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let behind = rest.get(at..).unwrap_or_default();
        let Some(next) = behind.find("*/").into_iter().chain(behind.find("/*")).min() else { return rest.len() };
        depth = if behind.get(next..).is_some_and(|b| b.starts_with("*/")) { depth - 1 } else { depth + 1 };
        at += next + 2;
    }
    at
}

/// Bytes of a text in quotation marks.
fn string(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Bytes of a letter: `'x'`, `'\''`, `'\u{e9}'`.
fn letter(rest: &str) -> Option<usize> {
    let inner = rest.get(1..)?;
    let skipped = if inner.starts_with('\\') { 2 } else { inner.chars().next()?.len_utf8() };
    let end = inner.get(skipped..)?.find('\'')?;
    Some(1 + skipped + end + 1)
}

/// Bytes of a text behind `r`, `b` or `br`, raw or of bytes; `None` where it is a word.
fn prefixed(rest: &str) -> Option<usize> {
    let (is_raw, behind) = match rest.strip_prefix('b') {
        Some(behind) => behind.strip_prefix('r').map_or((false, behind), |raw| (true, raw)),
        None => (true, rest.strip_prefix('r')?),
    };
    let start = rest.len() - behind.len();
    if !is_raw {
        return match behind.chars().next()? {
            '"' => Some(start + string(behind)?),
            '\'' => Some(start + letter(behind)?),
            _ => None,
        };
    }
    let inner = behind.trim_start_matches('#');
    let marks = behind.len() - inner.len();
    let body = inner.strip_prefix('"')?;
    let end = body.find(&format!("\"{}", "#".repeat(marks)))?;
    Some(start + marks + 1 + end + 1 + marks)
}

/// What stands between two brackets.
#[derive(Debug)]
struct Group {
    /// The bracket that opens it.
    open: usize,
    /// Its parts, from their first to their last token.
    items: Vec<Range<usize>>,
    /// The bracket that closes it.
    close: usize,
}

/// The group whose bracket stands at `open`. O(length).
fn group(text: &str, open: usize) -> Option<Group> {
    let mut tokens = Tokens::new(text, open);
    let (Token::Open, _) = tokens.next()? else { return None };
    let (mut items, mut depth) = (Vec::new(), 0_usize);
    let mut item: Option<Range<usize>> = None;
    loop {
        let (token, place) = tokens.next()?;
        match token {
            Token::Close if depth == 0 => {
                items.extend(item);
                return Some(Group { open, items, close: place.start });
            }
            Token::Comma if depth == 0 => {
                items.extend(item.take());
                continue;
            }
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            Token::Comma | Token::Colon | Token::Word | Token::Other => {}
        }
        item = Some(item.map_or(place.start, |i| i.start)..place.end);
    }
}

/// The group of a part, which may have a name before its bracket.
fn group_of(text: &str, item: &Range<usize>) -> Option<Group> {
    let mut tokens = Tokens::new(text, item.start);
    loop {
        match tokens.next()? {
            (Token::Open, place) => return group(text, place.start),
            (Token::Word, _) => {}
            _ => return None,
        }
    }
}

/// The name and the value of a field.
fn field(text: &str, item: &Range<usize>) -> Option<(String, Range<usize>)> {
    let mut tokens = Tokens::new(text, item.start);
    let (Token::Word, name) = tokens.next()? else { return None };
    let (Token::Colon, _) = tokens.next()? else { return None };
    let (_, value) = tokens.next()?;
    let name = text.get(name)?;
    Some((name.strip_prefix("r#").unwrap_or(name).to_owned(), value.start..item.end))
}

/// The fields of the codebook.
fn codebook(text: &str) -> Option<Group> {
    let mut tokens = Tokens::new(text, 0);
    loop {
        let before = tokens;
        match tokens.next()? {
            // `#![enable(implicit_some)]`
            (Token::Other, _) => {
                let mut bracket = tokens;
                if let (Token::Open, place) = bracket.next()? {
                    tokens.at = group(text, place.start)?.close + 1;
                }
            }
            (Token::Word, _) => {}
            (Token::Open, place) if text.get(place.clone()) == Some("(") => {
                let mut start = before;
                start.skip();
                return group(text, start.at);
            }
            _ => return None,
        }
    }
}

/// The list of a name; `None` inside where the codebook has none.
#[allow(clippy::option_option, reason = "no codebook, and a codebook without the list")]
fn list(text: &str, wanted: &str) -> Option<Option<Group>> {
    let book = codebook(text)?;
    for item in &book.items {
        let (name, value) = field(text, item)?;
        if name == wanted {
            return Some(Some(group(text, value.start)?));
        }
    }
    Some(None)
}

/// What ends the lines of a text.
fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The blanks at the beginning of the line of a place, where nothing else stands before it.
fn indentation(text: &str, at: usize) -> Option<&str> {
    let head = text.get(..at)?;
    let line = head.rsplit('\n').next().unwrap_or(head).trim_start_matches('\u{feff}');
    line.chars().all(|c| c == ' ' || c == '\t').then_some(line)
}

/// Where the line ends that goes on behind `at` with blanks and comments alone; `at` where something else stands on it.
fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.split(['\n', '\r']).next().unwrap_or(rest);
    let mut left = line.trim_start();
    while left.starts_with("/*") {
        let (comment, behind) = left.split_at(comment(left));
        if !comment.ends_with("*/") {
            return at;
        }
        left = behind.trim_start();
    }
    if left.is_empty() || left.starts_with("//") { at + line.trim_end().len() } else { at }
}

fn comma_behind(text: &str, at: usize) -> Option<usize> {
    match Tokens::new(text, at).next()? {
        (Token::Comma, place) => Some(place.end),
        _ => None,
    }
}

/// The fields of a speaker that differ, as they are written.
fn differing(before: &Speaker, after: &Speaker) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    macro_rules! compare {
        ($($field:ident: $print:expr),* $(,)?) => {{
            // A field that is new is compared here or does not compile.
            let Speaker { $($field: _),* } = before;
            $(if before.$field != after.$field {
                out.push((stringify!($field), $print(&after.$field)));
            })*
        }};
    }
    compare!(
        id: notation::print,
        name: notation::print,
        kind: notation::print,
        aliases: notation::print,
        roles: notation::print,
        merged: notation::print,
        note: |note: &Option<String>| note.as_ref().map_or_else(|| "None".to_owned(), notation::print),
        members: notation::print,
    );
    out
}

/// A speaker as it is written now becomes another: only the fields that differ change.
fn change(text: &mut String, item: &Range<usize>, before: &Speaker, after: &Speaker) -> Option<()> {
    for (name, value) in differing(before, after) {
        let start = item.start;
        // Each change moves what stands behind it.
        let fields = group_of(text, &(start..text.len()))?;
        let known: Vec<(String, Range<usize>)> = fields.items.iter().filter_map(|item| field(text, item)).collect();
        match known.iter().find(|(other, _)| other == name) {
            Some((_, place)) => text.replace_range(place.clone(), &value),
            None => {
                let last = fields.items.last()?;
                let gap = match indentation(text, last.start) {
                    Some(blanks) => format!("{}{blanks}", line_end(text)),
                    None => " ".to_owned(),
                };
                text.insert_str(last.end, &format!(",{gap}{name}: {value}"));
            }
        }
    }
    Some(())
}

/// Takes a part of a list out, with its line where nothing else stands on that.
fn remove(text: &mut String, item: &Range<usize>) {
    let end = comma_behind(text, item.end).unwrap_or(item.end);
    let start = item.start;
    let behind = text.get(end..).unwrap_or_default();
    let line = behind.split('\n').next().unwrap_or_default();
    let is_alone = line.trim().is_empty() && behind.len() > line.len();
    match indentation(text, start).map(str::len) {
        Some(blanks) if is_alone => text.replace_range(start - blanks..=end + line.len(), ""),
        _ => {
            let blank = line.len() - line.trim_start_matches(' ').len();
            text.replace_range(start..end + blank, "");
        }
    }
}

/// Puts a record into the list, on a line of its own, behind so many of those that are there.
fn insert(text: &mut String, list: &Group, behind: usize, record: &impl Notation) {
    let end = line_end(text);
    let of_list = indentation_of_line(text, list.open);
    let blanks = list.items.first().and_then(|item| indentation(text, item.start).map(str::to_owned));
    let blanks = blanks.unwrap_or_else(|| format!("{of_list}  "));
    let line = format!("{end}{blanks}{},", notation::print(record));
    let at = match behind.checked_sub(1).and_then(|n| list.items.get(n)) {
        Some(item) => match comma_behind(text, item.end) {
            Some(comma) => end_of_line(text, comma),
            None => {
                text.insert(item.end, ',');
                end_of_line(text, item.end + 1)
            }
        },
        None => end_of_line(text, list.open + 1),
    };
    text.insert_str(at, &line);
    // The bracket, or the next one, does not stand behind a comma on the new line.
    let next = at + line.len();
    let rest = text.get(next..).unwrap_or_default();
    let on_line = rest.split('\n').next().unwrap_or_default();
    if !on_line.trim().is_empty() {
        let blank = on_line.len() - on_line.trim_start_matches(' ').len();
        let is_end = on_line.trim_start().starts_with(']');
        let gap = if is_end { of_list } else { blanks };
        text.replace_range(next..next + blank, &format!("{end}{gap}"));
    }
}

/// The blanks at the beginning of the line on which a place stands.
fn indentation_of_line(text: &str, at: usize) -> String {
    let line = text.get(..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    line.trim_start_matches('\u{feff}').chars().take_while(|c| *c == ' ' || *c == '\t').collect()
}

/// Puts an empty list of a name into a codebook without one.
fn add_list(text: &mut String, name: &str) -> Option<()> {
    let book = codebook(text)?;
    let end = line_end(text);
    let blanks = book.items.last().and_then(|item| indentation(text, item.start).map(str::to_owned));
    let blanks = blanks.unwrap_or_else(|| "  ".to_owned());
    let line = format!("{end}{blanks}{name}: [{end}{blanks}],");
    let at = match book.items.last() {
        Some(item) => match comma_behind(text, item.end) {
            Some(comma) => end_of_line(text, comma),
            None => {
                text.insert(item.end, ',');
                end_of_line(text, item.end + 1)
            }
        },
        None => end_of_line(text, book.open + 1),
    };
    text.insert_str(at, &line);
    let next = at + line.len();
    let rest = text.get(next..).unwrap_or_default();
    let on_line = rest.split('\n').next().unwrap_or_default();
    if !on_line.trim().is_empty() {
        let blank = on_line.len() - on_line.trim_start_matches(' ').len();
        text.replace_range(next..next + blank, end);
    }
    Some(())
}

/// The text with other speakers. `written` are those that stand in it, in order, and for each its place among `known`; of
/// these `wanted` is what they become: by id changed, taken out or put in. `None` where the text is laid out in a way that is
/// not understood. O(length · speakers that are new).
pub(super) fn with_speakers(
    text: &str,
    written: &[(Speaker, usize)],
    known: &[Speaker],
    wanted: &[Speaker],
) -> Option<String> {
    let mut out = text.to_owned();
    let list = list(&out, SPEAKERS)?;
    let mut ids: Vec<&str> = Vec::new();
    if let Some(list) = &list {
        if list.items.len() != written.len() {
            return None;
        }
        for (n, (item, (before, place))) in list.items.iter().zip(written).enumerate().rev() {
            let is_first = !written.iter().take(n).any(|(_, other)| other == place);
            let id = known.get(*place)?.id.as_str();
            match wanted.iter().find(|s| s.id == id).filter(|_| is_first) {
                Some(after) => {
                    change(&mut out, item, before, after)?;
                    ids.push(id);
                }
                None => remove(&mut out, item),
            }
        }
    }
    ids.reverse();
    let mut new: Vec<&Speaker> = wanted.iter().filter(|s| !ids.contains(&s.id.as_str())).collect();
    new.sort_by(|a, b| a.id.cmp(&b.id));
    if list.is_none() && !new.is_empty() {
        add_list(&mut out, SPEAKERS)?;
    }
    let is_sorted = ids.is_sorted();
    for speaker in new {
        let list = self::list(&out, SPEAKERS)??;
        let at = if is_sorted { ids.partition_point(|id| *id < speaker.id.as_str()) } else { ids.len() };
        insert(&mut out, &list, at, speaker);
        ids.insert(at, &speaker.id);
    }
    Some(out)
}

/// The text with one more record behind the others of a list. `None` as with [`with_speakers`]. O(length).
pub(super) fn with_another(text: &str, name: &str, record: &impl Notation) -> Option<String> {
    let mut out = text.to_owned();
    if list(&out, name)?.is_none() {
        add_list(&mut out, name)?;
    }
    let list = list(&out, name)??;
    insert(&mut out, &list, list.items.len(), record);
    Some(out)
}

/// The text without the records of a list at these places, of `count` that it has. `None` as with [`with_speakers`].
/// O(length · places).
pub(super) fn without(text: &str, name: &str, count: usize, places: &[usize]) -> Option<String> {
    let mut out = text.to_owned();
    let list = list(&out, name)??;
    if list.items.len() != count {
        return None;
    }
    for (_, item) in list.items.iter().enumerate().rev().filter(|(n, _)| places.contains(n)) {
        remove(&mut out, item);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_is_found_whatever_is_written_there() {
        let text = "#![enable(implicit_some)]\n// speakers: [no]\nCodebook(a: \"(\\\")\", r#b: r#\"\")\"#, /* , /* ( */ */ c: \
                    '\\'', d: 'x', e: b\"]\", speakers: [ (id: \"1\"), P(id: \"2\") /* , */ , ], f: -1.5e+3)";
        let book = codebook(text).unwrap();
        let names: Vec<String> = book.items.iter().filter_map(|item| field(text, item)).map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e", "speakers", "f"]);
        assert_eq!(list(text, SPEAKERS).unwrap().unwrap().items.len(), 2);
        for broken in ["", "(", "[]", "(a: \"", "(a: 'x)", "/* (", "(speakers: [(id: \"1\")", "#"] {
            assert!(codebook(broken).is_none() || list(broken, SPEAKERS).is_none_or(|list| list.is_none()), "{broken}");
        }
    }
}
