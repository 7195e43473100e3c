//! Rich Text: runs with their looks become paragraphs. What other formats name is recognised here by its looks alone:
//! headings are short, bold and large.

use super::builder::{TextBuilder, UnresolvedTarget};
use super::{Limits, LoadError, Parsed};
use rtf_parser_tt::{Part, RtfDocument};
use std::collections::HashMap;

/// What the file is called in messages.
const KIND: &str = "Rich Text";

/// Longest heading, in bytes.
const MAX_HEADING_BYTES: usize = 200;

/// What the parser gives as size where none is written, and what that means: twelve points.
const UNSET_SIZE: u16 = 12;
const DEFAULT_SIZE: u16 = 24;

/// Reads it. O(n).
///
/// # Errors
/// When it is damaged, or nested beyond reason.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    if depth(bytes) > limits.rtf_depth {
        return Err(LoadError::TooMuch(format!("groups nested more than {} deep", limits.rtf_depth)));
    }
    // Word marks notes as a destination that old readers skip: the mark is taken off, the note is read.
    let (source, deletions) = without_deletions(without_marks_of_notes(bytes));
    let document = RtfDocument::from_bytes(&source).map_err(|e| LoadError::Damaged(KIND, e.to_string()))?;
    let mut out = TextBuilder::default();
    out.left.pictures = memchr::memmem::find_iter(bytes, b"\\pict").count();
    out.left.deletions = deletions;
    out.left.hidden = document.body.iter().filter(|b| b.painter.hidden && !b.text.trim().is_empty()).count();
    let named = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
    out.meta.title = named(&document.info.title);
    out.meta.author = named(&document.info.author);
    let paragraphs = paragraphs(&document);
    let usual = usual_size(&paragraphs);
    // The largest headings are of the first level, the next of the second …
    let mut sizes: Vec<u16> = paragraphs.iter().filter(|p| p.is_heading(usual)).map(|p| p.size).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    for paragraph in &paragraphs {
        let level = sizes.iter().position(|s| *s == paragraph.size).filter(|_| paragraph.is_heading(usual));
        paragraph.pour(level.map(|l| u8::try_from(l + 1).unwrap_or(6)), &mut out);
    }
    for (number, note) in notes(&document) {
        out.note(&number.to_string());
        out.flow(note.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c.is_ascii_digit()));
        out.finish();
    }
    Ok(out.done())
}

/// How deep groups are nested, escaped braces left out. O(n).
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut most, mut escaped) = (0usize, 0usize, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => {
                depth += 1;
                most = most.max(depth);
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}

fn without_marks_of_notes(bytes: &[u8]) -> Vec<u8> {
    let mark = b"{\\*\\footnote";
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(bytes, mark) {
        out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
        out.extend_from_slice(b"{\\footnote");
        from = at + mark.len();
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    out
}

/// The source without what was struck out under tracked changes, and how many passages that are. O(n).
fn without_deletions(bytes: Vec<u8>) -> (Vec<u8>, usize) {
    if memchr::memmem::find(&bytes, b"\\deleted").is_none() {
        return (bytes, 0);
    }
    let mut out = Vec::with_capacity(bytes.len());
    // For each group around us, whether its words are deleted from here on.
    let mut groups = vec![false];
    let (mut passages, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let deleted = groups.last().copied().unwrap_or_default();
        let length = match byte {
            b'{' => {
                groups.push(deleted);
                out.push(byte);
                at += 1;
                continue;
            }
            b'}' => {
                if groups.len() > 1 {
                    groups.pop();
                }
                out.push(byte);
                at += 1;
                continue;
            }
            b'\\' => control_length(rest),
            _ => 1,
        };
        let piece = rest.get(..length).unwrap_or(rest);
        match piece.strip_prefix(b"\\deleted").map(<[u8]>::trim_ascii_end) {
            Some(b"0") => groups.last_mut().into_iter().for_each(|g| *g = false),
            Some(b"" | b"1") => {
                passages += usize::from(!deleted);
                groups.last_mut().into_iter().for_each(|g| *g = true);
            }
            _ if !deleted => out.extend_from_slice(piece),
            _ => {}
        }
        at += length;
    }
    (out, passages)
}

/// Bytes of the control word or sign that begins `rest`, with its number, the blank behind it, or the bytes it brings.
fn control_length(rest: &[u8]) -> usize {
    let letters = rest.iter().skip(1).take_while(|b| b.is_ascii_alphabetic()).count();
    if letters == 0 {
        return if rest.get(1) == Some(&b'\'') { 4.min(rest.len()) } else { 2.min(rest.len()) };
    }
    let signed = usize::from(rest.get(1 + letters) == Some(&b'-'));
    let digits = rest.iter().skip(1 + letters + signed).take_while(|b| b.is_ascii_digit()).count();
    let word = 1 + letters + signed + digits;
    let blank = usize::from(rest.get(word) == Some(&b' '));
    let number = rest.get(1 + letters..word).and_then(|d| std::str::from_utf8(d).ok()).and_then(|d| d.parse().ok());
    let brought = if rest.get(1..=letters) == Some(b"bin") { number.unwrap_or(0usize) } else { 0 };
    (word + blank).saturating_add(brought).min(rest.len())
}

/// A paragraph: its runs, marks of notes among them.
#[derive(Default)]
struct RtfParagraph {
    runs: Vec<RtfRun>,
    /// Letters that are bold, and all.
    bold: usize,
    letters: usize,
    size: u16,
    indent: i32,
}

enum RtfRun {
    Words(String),
    Note(u32),
}

fn paragraphs(document: &RtfDocument) -> Vec<RtfParagraph> {
    let mut out = vec![RtfParagraph::default()];
    for block in &document.body {
        if block.painter.hidden {
            continue;
        }
        match block.part {
            Part::Body => {}
            Part::NoteReference(number) => {
                if let Some(last) = out.last_mut() {
                    last.runs.push(RtfRun::Note(number));
                }
                continue;
            }
            _ => continue,
        }
        for (n, line) in block.text.split('\n').enumerate() {
            if n > 0 {
                out.push(RtfParagraph::default());
            }
            let Some(last) = out.last_mut().filter(|_| !line.is_empty()) else { continue };
            let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
            last.letters += letters;
            last.bold += if block.painter.bold { letters } else { 0 };
            // Sizes are half points; the parser's own for text without one is not.
            let size = if block.painter.font_size == UNSET_SIZE { DEFAULT_SIZE } else { block.painter.font_size };
            last.size = last.size.max(if letters > 0 { size } else { 0 });
            last.indent = block.paragraph.indent.left;
            last.runs.push(RtfRun::Words(line.to_owned()));
        }
    }
    out.retain(|p| p.letters > 0 || p.runs.iter().any(|r| matches!(r, RtfRun::Words(w) if !w.trim().is_empty())));
    out
}

/// The size most letters are set in.
fn usual_size(paragraphs: &[RtfParagraph]) -> u16 {
    let mut sizes: HashMap<u16, usize> = HashMap::new();
    for paragraph in paragraphs {
        *sizes.entry(paragraph.size).or_default() += paragraph.letters;
    }
    sizes.into_iter().max_by_key(|(size, letters)| (*letters, *size)).map_or(0, |(size, _)| size)
}

impl RtfParagraph {
    fn words(&self) -> String {
        let words = self.runs.iter().map(|r| if let RtfRun::Words(w) = r { w.as_str() } else { "" });
        words.collect()
    }

    /// Whether it is short, bold and larger than the text.
    fn is_heading(&self, usual: u16) -> bool {
        let words = self.words();
        let short = words.len() <= MAX_HEADING_BYTES && !words.trim_end().ends_with(['.', ',', ';']);
        short && self.letters > 0 && self.bold * 10 >= self.letters * 9 && self.size > usual && item(&words).is_none()
    }

    fn pour(&self, heading: Option<u8>, out: &mut TextBuilder) {
        let words = self.words();
        if words.contains('\t')
            && words.trim_start().split('\t').filter(|c| !c.trim().is_empty()).count() > 1
            && item(&words).is_none()
            && self.indent == 0
            && words.split('\t').all(|cell| cell.len() < 60)
        {
            out.table(true);
            out.push(words.trim());
            out.table(false);
            return;
        }
        let listed = item(&words);
        let mut skip = 0;
        match listed {
            Some((number, length)) => {
                out.item_at(1, number);
                skip = length;
            }
            None => out.item_at(0, None),
        }
        out.heading(heading);
        for run in &self.runs {
            match run {
                RtfRun::Words(words) => {
                    let rest = words.get(skip.min(words.len())..).unwrap_or(words);
                    skip = skip.saturating_sub(words.len());
                    out.flow(rest);
                }
                RtfRun::Note(number) => out.note_mark(UnresolvedTarget::Note(number.to_string())),
            }
        }
        out.heading(None);
    }
}

/// A bullet or number with the tab behind it: what a list put before its item, and how many bytes it takes.
fn item(words: &str) -> Option<(Option<u16>, usize)> {
    let (mark, _) = words.split_once('\t')?;
    let bare = mark.trim();
    let length = mark.len() + 1;
    if ["•", "·", "–", "-", "◦", "▪", "\u{f0b7}", "o", "*"].contains(&bare) {
        return Some((None, length));
    }
    let number = bare.strip_suffix(['.', ')'])?.trim_start_matches('(');
    number.parse().ok().map(|number| (Some(number), length))
}

/// The notes with their numbers, each as one text.
fn notes(document: &RtfDocument) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = Vec::new();
    for block in &document.body {
        if let Part::Note(number) = block.part {
            match out.last_mut().filter(|(n, _)| *n == number) {
                Some((_, words)) => words.push_str(&block.text),
                None => out.push((number, block.text.clone())),
            }
        }
    }
    out
}
