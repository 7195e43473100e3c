//! A block in somebody's note: what stands in it is written anew, by the ids of its records; what people wrote below an entry
//! stays with the entry, and everything outside the block stays byte for byte.
//!
//! Lines of a block that are ours begin with a mark, a comment that no reader of Markdown shows; an entry ends with its name
//! (`^sayso-…`), to which a link in Obsidian leads:
//!
//! ```text
//! <!-- sayso: begin harbour-vote.txt -->
//! **The harbour vote** · harbour-vote.txt
//!
//! <!-- sayso: 0197… -->
//! Ada Grey · quoted · [paragraph 3](<sayso:harbour-vote.txt#0197…>)
//!
//! > “We will vote on Monday,”
//!
//! ^sayso-0197…
//!
//! Whatever somebody wrote about it.
//!
//! <!-- sayso: end harbour-vote.txt -->
//! ```

use super::super::reference::reference;
use super::super::{Memory, Selected, w3c};
use super::{Markup, Page, markdown};
use crate::annotation::Codebook;
use std::collections::HashMap;
use uuid::Uuid;

/// How a mark begins and ends.
const MARK: (&str, &str) = ("<!-- sayso: ", " -->");
/// What the mark says of the first and the last line of a block, in front of its name, …
const BEGIN: &str = "begin ";
const END: &str = "end ";
/// … and of what is kept of records that are gone.
const GONE: &str = "gone";
/// The heading of that.
const NO_LONGER_THERE: &str = "**No longer there**";
/// How the name of an entry begins, which is the last line that is ours.
const NAME: &str = "^sayso-";
/// What may stand at the beginning of a note.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Why a note is not written; lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Two blocks are of one document.
    #[error("two blocks of {document} begin, in line {first} and in line {second}: remove one")]
    Twice {
        /// The name of the document, as the marks have it.
        document: String,
        /// Where the first begins.
        first: usize,
        /// Where the second begins.
        second: usize,
    },
    /// A block has no end.
    #[error("the block that begins in line {line} has no end: put “{mark}” behind it")]
    NoEnd {
        /// Where it begins.
        line: usize,
        /// The mark that is missing.
        mark: String,
    },
    /// An end has no block.
    #[error("line {0} ends a block that does not begin: remove the line")]
    NoBegin(usize),
    /// A block of code goes on to the end of the note, and what stands behind it is code.
    #[error("the block of code that begins in line {0} has no end: end it")]
    OpenCode(usize),
    /// What is ours of an entry cannot be told from what is not.
    #[error("the entry in line {line} has lost its last line: put “{name}” behind its quotation, or remove its mark")]
    NoName {
        /// Where the entry begins.
        line: usize,
        /// The line that is missing.
        name: String,
    },
}

/// A block as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteBlock {
    /// The name of the document, as marks have it.
    name: String,
    /// The line below the mark.
    head: String,
    /// Ids with the lines between mark and name.
    entries: Vec<(String, Vec<String>)>,
}

/// What is in the block of a note.
#[derive(Debug, Default)]
struct Kept<'n> {
    /// What people wrote below the head.
    head: Vec<&'n str>,
    /// … and below the heading of what is gone.
    gone: Vec<&'n str>,
    /// The ids of the entries, in their order.
    order: Vec<&'n str>,
    /// The entries by their ids.
    entries: HashMap<&'n str, KeptEntry<'n>>,
}

/// Lines of an entry, each with all but its line feed.
#[derive(Debug, Default)]
struct KeptEntry<'n> {
    /// What is ours, without mark and name.
    ours: Vec<&'n str>,
    /// What people wrote below.
    theirs: Vec<&'n str>,
}

impl NoteBlock {
    /// The block of a document: its statements, claims and notes in reading order, those that have lost their place last. O(n).
    pub fn of(document: &Selected<'_>, codebook: &Codebook) -> Self {
        let page = Page { document, codebook, markup: Markup::Markdown };
        let byline = document.byline().map(|line| format!(" · {}", markdown(&line))).unwrap_or_default();
        let head = format!("**{}**{byline}", markdown(document.title()));
        let entries = (0..document.len()).filter_map(|number| {
            let record = document.record(number)?;
            let mut out = Memory::default();
            // Memory takes all that is written.
            page.entry(&mut out, number, &record).ok()?;
            let lines = String::from_utf8_lossy(&out.main);
            // A line of a note that looks like a name is none.
            let lines =
                lines.trim_end().lines().map(|l| if l.starts_with(NAME) { format!("\\{l}") } else { l.to_owned() });
            let id = w3c::id_of(document, &record);
            let id = Uuid::try_parse(&id).map_or(id, |id| id.hyphenated().to_string());
            Some((id, lines.collect()))
        });
        let name = reference(&document.name).replace("--", "-%2D");
        Self { name, head: head.split_whitespace().collect::<Vec<_>>().join(" "), entries: entries.collect() }
    }

    /// The note with this block in the place of the one that it has, or behind everything. Written into it again, it is the
    /// same. O(n).
    ///
    /// # Errors
    /// When marks are missing or stand where they cannot be understood.
    pub fn written_into(&self, note: &str) -> Result<String, NoteError> {
        let lines = Lines::of(note);
        // Of a mark that stands in code nothing is known.
        let in_code = lines.code.map(|line| NoteError::OpenCode(line + 1));
        let blocks = lines.blocks().map_err(|why| in_code.clone().unwrap_or(why))?;
        let block = blocks.into_iter().find(|block| block.name == self.name);
        let feed = if note.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) { "\r\n" } else { "\n" };
        let Some(block) = block else {
            if let Some(why) = in_code {
                return Err(why);
            }
            let mut out = note.to_owned();
            if !note.trim_start_matches(BYTE_ORDER_MARK).is_empty() {
                out.push_str(if note.ends_with('\n') { "" } else { feed });
                out.push_str(feed);
            }
            return Ok(out + &self.lines(Kept::default(), feed) + feed);
        };
        let text = self.lines(lines.kept(&block)?, feed);
        let (before, behind) = lines.around(&block);
        Ok(format!("{before}{text}{behind}"))
    }

    /// The lines of the block, without the end of the last one.
    fn lines(&self, mut kept: Kept<'_>, feed: &str) -> String {
        let mut out = Writing { out: String::new(), feed };
        out.mark(BEGIN, &self.name);
        out.line(&self.head);
        out.theirs(&kept.head);
        for (id, ours) in &self.entries {
            out.line("");
            out.mark("", id);
            for line in ours {
                out.line(line);
            }
            out.name(id);
            out.theirs(&kept.entries.remove(id.as_str()).unwrap_or_default().theirs);
        }
        let gone = kept.order.iter().filter_map(|id| Some((id, kept.entries.remove(id)?)));
        let gone: Vec<_> = gone.filter(|(_, entry)| !trimmed(&entry.theirs).is_empty()).collect();
        if !gone.is_empty() || !trimmed(&kept.gone).is_empty() {
            out.line("");
            out.mark("", GONE);
            out.line(NO_LONGER_THERE);
            out.theirs(&kept.gone);
        }
        for (id, entry) in gone {
            out.line("");
            out.mark("", id);
            for line in trimmed(&entry.ours) {
                out.raw(line);
            }
            out.name(id);
            out.theirs(&entry.theirs);
        }
        out.line("");
        out.out + &mark(END, &self.name)
    }
}

/// Lines on their way into a note.
struct Writing<'f> {
    out: String,
    /// How its lines end.
    feed: &'f str,
}

impl Writing<'_> {
    fn line(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push_str(self.feed);
    }

    fn mark(&mut self, what: &str, name: &str) {
        self.line(&mark(what, name));
    }

    /// The last line that is ours of an entry.
    fn name(&mut self, id: &str) {
        self.line("");
        self.line(&format!("{NAME}{id}"));
    }

    /// A line of the note as it was.
    fn raw(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// What people wrote, behind an empty line.
    fn theirs(&mut self, lines: &[&str]) {
        let lines = trimmed(lines);
        if !lines.is_empty() {
            self.line("");
        }
        for line in lines {
            self.raw(line);
        }
    }
}

/// Lines without empty ones at either end.
fn trimmed<'l, 'n>(lines: &'l [&'n str]) -> &'l [&'n str] {
    let is_blank = |line: &&str| line.trim().is_empty();
    let from = lines.iter().take_while(|line| is_blank(line)).count();
    let to = lines.len() - lines.iter().rev().take_while(|line| is_blank(line)).count();
    lines.get(from..to).unwrap_or_default()
}

fn mark(what: &str, name: &str) -> String {
    format!("{}{what}{name}{}", MARK.0, MARK.1)
}

/// What a line of a note is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark<'n> {
    Begin(&'n str),
    End(&'n str),
    Gone,
    Entry(&'n str),
    None,
}

impl<'n> Mark<'n> {
    fn of(line: &'n str) -> Self {
        let words = line.trim_start_matches(BYTE_ORDER_MARK).trim();
        let Some(words) = words.strip_prefix(MARK.0).and_then(|words| words.strip_suffix(MARK.1)) else {
            return Self::None;
        };
        let words = words.trim();
        match (words.strip_prefix(BEGIN), words.strip_prefix(END)) {
            (Some(name), _) => Self::Begin(name),
            (_, Some(name)) => Self::End(name),
            _ if words == GONE => Self::Gone,
            _ if Uuid::try_parse(words).is_ok() => Self::Entry(words),
            _ => Self::None,
        }
    }
}

/// Where a block is: the numbers of its first and last line, from 0.
#[derive(Debug)]
struct BlockPlace<'n> {
    name: &'n str,
    first: usize,
    last: usize,
}

/// A note in lines, each without its line feed, with what it is to us; in a block of code nothing is.
struct Lines<'n> {
    note: &'n str,
    all: Vec<(&'n str, Mark<'n>)>,
    /// The line, from 0, in which a block of code begins that goes on to the end.
    code: Option<usize>,
}

impl<'n> Lines<'n> {
    fn of(note: &'n str) -> Self {
        let (mut fence, mut code) = (None, None);
        let lines = note.split('\n').enumerate().map(|(number, line)| {
            let is_code = fence.is_some();
            fence = fence_behind(line, fence);
            code = fence.and_then(|_| code.or(Some(number)));
            (line, if is_code { Mark::None } else { Mark::of(line) })
        });
        let all = lines.collect();
        Self { note, all, code }
    }

    /// The blocks of the note.
    fn blocks(&self) -> Result<Vec<BlockPlace<'n>>, NoteError> {
        let mut out: Vec<BlockPlace<'n>> = Vec::new();
        let mut open: Option<(&str, usize)> = None;
        let no_end = |(name, first): (&str, usize)| NoteError::NoEnd { line: first + 1, mark: mark(END, name) };
        for (number, (_, mark)) in self.all.iter().enumerate() {
            match (*mark, open) {
                (Mark::Begin(_), Some(open)) => return Err(no_end(open)),
                (Mark::Begin(name), None) => {
                    if let Some(other) = out.iter().find(|block| block.name == name) {
                        let document = name.to_owned();
                        return Err(NoteError::Twice { document, first: other.first + 1, second: number + 1 });
                    }
                    open = Some((name, number));
                }
                (Mark::End(_), None) => return Err(NoteError::NoBegin(number + 1)),
                (Mark::End(name), Some((begun, first))) if name == begun => {
                    out.push(BlockPlace { name, first, last: number });
                    open = None;
                }
                (Mark::End(_), Some(open)) => return Err(no_end(open)),
                (Mark::Gone | Mark::Entry(_) | Mark::None, _) => {}
            }
        }
        open.map_or(Ok(out), |open| Err(no_end(open)))
    }

    /// What stands in a block.
    fn kept(&self, block: &BlockPlace<'n>) -> Result<Kept<'n>, NoteError> {
        let mut kept = Kept::default();
        let mut section = Section { mark: Mark::Begin(block.name), line: block.first, ours: Vec::new(), theirs: None };
        let inside = self.all.iter().enumerate().take(block.last).skip(block.first + 1);
        for (number, (line, mark)) in inside {
            if matches!(mark, Mark::Gone | Mark::Entry(_)) {
                let begun = Section { mark: *mark, line: number, ours: Vec::new(), theirs: None };
                std::mem::replace(&mut section, begun).end(&mut kept)?;
            } else {
                section.take(line);
            }
        }
        section.end(&mut kept)?;
        Ok(kept)
    }

    /// The note before a block and behind it.
    fn around(&self, block: &BlockPlace<'n>) -> (&'n str, &'n str) {
        let length = |lines: &[(&str, Mark<'_>)]| lines.iter().map(|(line, _)| line.len() + 1).sum::<usize>();
        let upto = |number: usize| length(self.all.get(..number).unwrap_or_default());
        let first = self.all.get(block.first).map_or("", |(line, _)| *line);
        let from = upto(block.first) + first.len() - first.trim_start_matches(BYTE_ORDER_MARK).len();
        let last = self.all.get(block.last).map_or("", |(line, _)| *line);
        let to = upto(block.last) + last.trim_end_matches('\r').len();
        (self.note.get(..from).unwrap_or_default(), self.note.get(to..).unwrap_or_default())
    }
}

/// A mark with the lines behind it.
struct Section<'n> {
    mark: Mark<'n>,
    line: usize,
    ours: Vec<&'n str>,
    /// What people wrote, once what is ours has ended.
    theirs: Option<Vec<&'n str>>,
}

impl<'n> Section<'n> {
    fn take(&mut self, line: &'n str) {
        if let Some(theirs) = &mut self.theirs {
            theirs.push(line);
            return;
        }
        let ends = match self.mark {
            Mark::Entry(id) => line.trim().strip_prefix(NAME) == Some(id),
            _ => line.trim().is_empty(),
        };
        if ends {
            self.theirs = Some(Vec::new());
        } else {
            self.ours.push(line);
        }
    }

    fn end(self, kept: &mut Kept<'n>) -> Result<(), NoteError> {
        let theirs = match (self.mark, self.theirs) {
            (_, Some(theirs)) => theirs,
            (Mark::Entry(id), None) => {
                return Err(NoteError::NoName { line: self.line + 1, name: format!("{NAME}{id}") });
            }
            (_, None) => Vec::new(),
        };
        match self.mark {
            Mark::Entry(id) => {
                if !kept.entries.contains_key(id) {
                    kept.order.push(id);
                }
                // Of an entry that stands twice, what people wrote below either is kept.
                let entry = kept.entries.entry(id).or_default();
                if entry.ours.is_empty() {
                    entry.ours = self.ours;
                }
                append(&mut entry.theirs, theirs);
            }
            Mark::Gone => append(&mut kept.gone, theirs),
            Mark::Begin(_) | Mark::End(_) | Mark::None => append(&mut kept.head, theirs),
        }
        Ok(())
    }
}

/// Adds what people wrote, as a paragraph of its own.
fn append<'n>(to: &mut Vec<&'n str>, lines: Vec<&'n str>) {
    if !trimmed(to).is_empty() && !trimmed(&lines).is_empty() {
        to.push("");
    }
    to.extend(lines);
}

/// The block of code that is open behind a line: its sign and how often it stands there.
fn fence_behind(line: &str, open: Option<(char, usize)>) -> Option<(char, usize)> {
    let words = line.trim_start_matches(BYTE_ORDER_MARK);
    let words = words
        .strip_prefix("   ")
        .or_else(|| words.strip_prefix("  "))
        .or_else(|| words.strip_prefix(' '))
        .unwrap_or(words);
    let Some(sign) = words.chars().next().filter(|c| matches!(c, '`' | '~')) else { return open };
    let length = words.chars().take_while(|c| *c == sign).count();
    let rest = words.trim_start_matches(sign).trim();
    match open {
        Some((opened, least)) if opened == sign && length >= least && rest.is_empty() => None,
        None if length >= 3 && !(sign == '`' && rest.contains('`')) => Some((sign, length)),
        open => open,
    }
}

#[cfg(test)]
mod tests;
