//! The journal: every change since the sidecar was last written, one line each, synced before the screen says saved.
//!
//! A line is `crc32 TAB (seq, verb, at, by, summary) TAB [ops]`; each op holds a record before and after. The first line
//! says which sidecar the changes belong to and who writes. A torn last line was never called saved and is left out; a
//! damaged line before it is left out as well, kept, and told. Laying the lines over a sidecar that has some of them
//! already changes nothing (see [`sayso_core::annotation::merge`]), so that no crash between two steps of folding matters.
//!
//! The journal knows whether it is whole: lines are numbered, and the line that says who writes holds the number before
//! its first and how many of them are on the disk. It is brought up to date in its place after each sync.

mod holder;
mod integrity;
mod line_fields;

use super::disk::Disk;
use super::folder;
use super::sidecar::ReadError;
use super::site::Site;
use crate::input::MAX_ANNOTATIONS;
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::notation::print;
use sayso_core::annotation::sidecar::fault;
use sayso_core::annotation::{Annotation, Change, CheckDecision, Op, Review, Speaker};
use serde::Deserialize;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::sync::Arc;

pub use holder::Holder;
pub use integrity::{Content, Gap};
use line_fields::LineFields;

/// Version of the journal's grammar.
const VERSION: u32 = 1;
/// Most journals of one sidecar: each but the first began since the one before could not be synced.
pub const MAX_JOURNALS: u32 = 9;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    seq: Option<u64>,
    verb: Option<Verb>,
    at: String,
    by: Option<String>,
    summary: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "lives for the length of a line")]
enum WrittenLine {
    Annotation {
        #[serde(default)]
        before: Option<Annotation>,
        #[serde(default)]
        after: Option<Annotation>,
    },
    Speaker {
        #[serde(default)]
        before: Option<Speaker>,
        #[serde(default)]
        after: Option<Speaker>,
    },
    Review {
        #[serde(default)]
        before: Option<Review>,
        #[serde(default)]
        after: Option<Review>,
    },
    Sources {
        #[serde(default)]
        before: Vec<String>,
        #[serde(default)]
        after: Vec<String>,
    },
    Check {
        #[serde(default)]
        before: Option<CheckDecision>,
        #[serde(default)]
        after: Option<CheckDecision>,
    },
}

/// A line with its sum in front and its end behind.
pub(super) fn sealed(body: &str) -> String {
    format!("{:08x}\t{body}\n", crc32fast::hash(body.as_bytes()))
}

/// The body of a line whose sum is right.
pub(super) fn opened(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, body) = line.split_once('\t')?;
    (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(body.as_bytes())).then_some(body)
}

/// The line of one entry, its end included. O(ops).
pub fn line(seq: u64, entry: &JournalEntry) -> String {
    let mut fields = LineFields::default();
    fields.raw("seq", &seq.to_string());
    fields.raw("verb", entry.verb.word());
    fields.text("at", &entry.at);
    fields.option("by", entry.by.as_deref());
    fields.text("summary", &entry.change.summary);
    let mut body = fields.finish();
    body.push_str("\t[");
    for (n, op) in entry.change.ops.iter().enumerate() {
        let (kind, before, after) = match op {
            Op::Annotation { before, after } => {
                ("annotation", before.as_deref().map(print), after.as_deref().map(print))
            }
            Op::Speaker { before, after } => ("speaker", before.as_ref().map(print), after.as_ref().map(print)),
            Op::Review { before, after } => ("review", before.as_ref().map(print), after.as_ref().map(print)),
            Op::Sources { before, after } => ("sources", Some(print(before)), Some(print(after))),
            Op::Check { before, after } => ("check", before.as_ref().map(print), after.as_ref().map(print)),
        };
        let images = [before.map(|b| format!("before: {b}")), after.map(|a| format!("after: {a}"))];
        let images = images.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let comma = if n > 0 { ", " } else { "" };
        let _ = write!(body, "{comma}{kind}({images})");
    }
    body.push(']');
    sealed(&body)
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// The ops of a line's third column; none with an annotation that no sidecar can hold, since the next one would not be read.
fn ops(column: &str) -> Option<Vec<Op>> {
    let written: Vec<WrittenLine> = options().from_str(column).ok()?;
    let is_faulty = |written: &WrittenLine| match written {
        WrittenLine::Annotation { before, after } => before.iter().chain(after).any(|a| fault(a).is_some()),
        WrittenLine::Speaker { .. }
        | WrittenLine::Review { .. }
        | WrittenLine::Sources { .. }
        | WrittenLine::Check { .. } => false,
    };
    if written.iter().any(is_faulty) {
        return None;
    }
    let op = |written| match written {
        WrittenLine::Annotation { before, after } => {
            Op::Annotation { before: before.map(Arc::new), after: after.map(Arc::new) }
        }
        WrittenLine::Speaker { before, after } => Op::Speaker { before, after },
        WrittenLine::Review { before, after } => Op::Review { before, after },
        WrittenLine::Sources { before, after } => Op::Sources { before, after },
        WrittenLine::Check { before, after } => Op::Check { before, after },
    };
    Some(written.into_iter().map(op).collect())
}

/// A line read as far as its summary; its ops are read when they are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalLine {
    /// How the change came about.
    pub verb: Verb,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Option<String>,
    /// What it did.
    pub summary: String,
    /// Its number among the changes of its session, from 1.
    seq: Option<u64>,
    ops: String,
}

impl JournalLine {
    /// Reads a line without its end; `None` when it is none of ours or damaged. O(line).
    pub fn read(line: &[u8]) -> Option<Self> {
        let (head, ops) = opened(line)?.split_once('\t')?;
        let Head { seq, verb, at, by, summary } = options().from_str(head).ok()?;
        Some(Self { verb: verb?, at, by, summary, seq, ops: ops.to_owned() })
    }

    /// Whether its ops may hold these words: without reading them. O(line).
    pub fn may_hold(&self, words: &str) -> bool {
        self.ops.contains(words)
    }

    /// The change; `None` when a later sayso wrote ops this one does not know.
    pub fn change(&self) -> Option<Change> {
        ops(&self.ops).map(|ops| Change { ops, summary: self.summary.clone() })
    }
}

/// Reads the journals of a sidecar. O(bytes).
///
/// # Errors
/// When a journal is no ordinary file, cannot be read, or was begun by a newer sayso.
pub fn read(site: &Site) -> Result<Content, ReadError> {
    let mut content = Content::default();
    for number in 1..=MAX_JOURNALS {
        let name = site.journal(number);
        let path = site.path_of(&name);
        let read = site.folder().read(&name, MAX_ANNOTATIONS).map_err(|e| ReadError::input(&path, &e))?;
        if let Some((bytes, _)) = read {
            content.add(&bytes, &path)?;
        }
    }
    Ok(content)
}

/// The writer's end of the journal.
pub struct Journal {
    disk: Disk,
    site: Site,
    holder: Holder,
    /// Number of the journal written to.
    number: u32,
    file: Option<File>,
    /// Bytes known to be on the disk.
    good: u64,
    /// Whether bytes may stand behind them.
    ragged: bool,
    /// Whether a sync or a cut failed: what the system then holds of the file is not known.
    doubtful: bool,
    /// Whether its name is known to be on the disk.
    named: bool,
    /// The line that counts those behind it; `None` when the next ones begin a new count.
    counted: Option<CountedFile>,
    /// Whether a file with lines that are in no sidecar yet was taken away: they go into the next one.
    owes: bool,
}

/// A line that counts those behind it.
struct CountedFile {
    /// Where it stands, in bytes.
    at: u64,
    /// The number of the change before the first of them.
    after: u64,
    /// How many are on the disk.
    lines: u64,
}

impl CountedFile {
    const fn new(at: u64, after: u64) -> Self {
        Self { at, after, lines: 0 }
    }
}

impl Journal {
    /// A journal of `site` that goes on where others stopped. Nothing is written yet.
    pub fn new(disk: Disk, site: Site, holder: Holder) -> Self {
        let exists = |n: &u32| site.folder().entry(&site.journal(*n)).is_ok_and(|e| e.is_some());
        let number = (1..=MAX_JOURNALS).rev().find(exists).unwrap_or(1);
        Self {
            disk,
            site,
            holder,
            number,
            file: None,
            good: 0,
            ragged: true,
            doubtful: false,
            named: false,
            counted: None,
            owes: false,
        }
    }

    fn name(&self) -> OsString {
        self.site.journal(self.number)
    }

    /// Says who writes, without waiting for the disk: for other windows to read.
    ///
    /// # Errors
    /// Those of the file system, and when what is there is no file of ours.
    pub fn announce(&mut self, base: &str) -> io::Result<()> {
        base.clone_into(&mut self.holder.base);
        let head = self.head(0);
        let at = if self.open(&head)? {
            0
        } else {
            let at = self.good;
            self.add(&head)?;
            at
        };
        self.counted = Some(CountedFile::new(at, 0));
        Ok(())
    }

    /// The line in front of those that follow the change of a number.
    fn head(&mut self, after: u64) -> String {
        (self.holder.after, self.holder.lines) = (Some(after), Some(0));
        self.holder.line()
    }

    /// Opens the file and finds the end of its whole lines. One that is not there is made with a head, never empty, which
    /// is told.
    fn open(&mut self, head: &str) -> io::Result<bool> {
        if self.file.is_some() {
            return Ok(false);
        }
        let name = self.name();
        let folder = self.site.folder();
        let fresh = folder.entry(&name)?.is_none();
        if fresh {
            self.disk.replace(folder, &name, head.as_bytes())?;
        }
        let file = self.disk.open(folder, &name)?;
        let bytes = folder.read(&name, MAX_ANNOTATIONS).map_err(io::Error::other)?.map(|(bytes, _)| bytes);
        let bytes = bytes.unwrap_or_default();
        self.good = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at as u64 + 1);
        self.ragged = self.good != bytes.len() as u64;
        self.file = Some(file);
        Ok(fresh)
    }

    fn add(&mut self, lines: &str) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        if self.ragged
            && let Err(error) = self.disk.cut(file, self.good)
        {
            self.doubtful = true;
            return Err(error);
        }
        self.ragged = true;
        self.disk.append(file, lines.as_bytes())?;
        self.ragged = false;
        self.good += lines.len() as u64;
        Ok(())
    }

    /// Writes lines and waits until they are on the disk. After an error none of them counts; they can be given again.
    /// A short write is cut off first, a file whose sync failed is left as it is and a new one begun. Where the file was
    /// taken away or changed by somebody, a new one is begun with what was `written` to it.
    ///
    /// # Errors
    /// Those of the file system, and when what is there is no file of ours.
    pub fn commit(&mut self, written: &str, lines: &str) -> io::Result<()> {
        if self.file.is_some() && !self.is_in_place() {
            (self.file, self.named, self.counted, self.owes) = (None, false, None, true);
        }
        if self.doubtful {
            if self.number < MAX_JOURNALS {
                self.number += 1;
            }
            (self.file, self.named, self.doubtful, self.counted) = (None, false, false, None);
        }
        let first = lines.lines().next().and_then(|line| JournalLine::read(line.as_bytes())).and_then(|line| line.seq);
        let after = first.unwrap_or(1).saturating_sub(1);
        let head = self.head(after);
        let (again, _) = self.headed(if self.owes { written } else { "" });
        let made = self.open(if again.is_empty() { &head } else { &again })?;
        let mut counted = None;
        let mut text = String::new();
        if made && again.is_empty() {
            counted = Some(CountedFile::new(0, after));
        } else {
            if !made {
                text.push_str(&again);
            }
            if self.counted.is_none() {
                counted = Some(CountedFile::new(self.good + text.len() as u64, after));
                text.push_str(&self.head(after));
            }
        }
        text.push_str(lines);
        self.add(&text)?;
        if counted.is_some() {
            self.counted = counted;
        }
        let synced = match &self.file {
            Some(file) => self.disk.sync(file),
            None => Err(io::ErrorKind::NotFound.into()),
        };
        let synced = synced.and_then(|()| {
            // A file is on the disk only when its name is.
            if self.named { Ok(()) } else { self.disk.sync_folder(self.site.folder()) }
        });
        (self.named, self.doubtful) = (synced.is_ok(), synced.is_err());
        synced?;
        self.owes = false;
        self.count(lines.bytes().filter(|b| *b == b'\n').count());
        Ok(())
    }

    /// Writes all lines, those `written` before and new ones, to a new file that takes the place of the journal: where
    /// nothing can be added to the one that is there, a disk may take another.
    ///
    /// # Errors
    /// Those of the file system, and when what is there is no file of ours; the journal is then as it was.
    pub fn rewrite(&mut self, written: &str, lines: &str) -> io::Result<()> {
        let name = self.site.journal(1);
        self.site.folder().refusal(&name)?;
        let (all, counted) = self.headed(&format!("{written}{lines}"));
        self.disk.replace(self.site.folder(), &name, all.as_bytes())?;
        // What stands in later ones stands in it too: left over, they do no harm.
        for number in 2..=MAX_JOURNALS {
            let _ = self.disk.remove(self.site.folder(), &self.site.journal(number));
        }
        (self.file, self.number, self.doubtful, self.named, self.counted, self.owes) =
            (None, 1, false, true, counted, false);
        Ok(())
    }

    /// Lines, perhaps of several sessions, each stretch of consecutive changes behind a head that counts it; with the
    /// last of these heads.
    fn headed(&mut self, lines: &str) -> (String, Option<CountedFile>) {
        let mut stretches: Vec<(u64, u64, String)> = Vec::new();
        for line in lines.split_inclusive('\n') {
            let read = line.strip_suffix('\n').and_then(|line| JournalLine::read(line.as_bytes()));
            let seq = read.and_then(|line| line.seq).unwrap_or_default();
            match stretches.last_mut() {
                Some((after, count, text)) if seq == *after + *count + 1 => {
                    *count += 1;
                    text.push_str(line);
                }
                _ => stretches.push((seq.saturating_sub(1), 1, line.to_owned())),
            }
        }
        let (mut out, mut counted) = (String::new(), None);
        for (after, count, text) in stretches {
            counted = Some(CountedFile { at: out.len() as u64, after, lines: count });
            (self.holder.after, self.holder.lines) = (Some(after), Some(count));
            out.push_str(&self.holder.line());
            out.push_str(&text);
        }
        (out, counted)
    }

    /// Brings the line up to date that says how many others there are: `count` more are on the disk. It is written after
    /// them and not waited for, so that it never says more than there is; failing takes away only the check.
    fn count(&mut self, count: usize) {
        let (Some(counted), Some(file)) = (&mut self.counted, &self.file) else { return };
        counted.lines += count as u64;
        (self.holder.after, self.holder.lines) = (Some(counted.after), Some(counted.lines));
        let (line, at) = (self.holder.line(), counted.at);
        let written = self.site.folder().open_to_change(&self.name()).and_then(|mut there| {
            if !folder::entry_of(&there)?.is_same_file(&folder::entry_of(file)?) {
                return Err(io::ErrorKind::NotFound.into());
            }
            there.seek(SeekFrom::Start(at))?;
            there.write_all(line.as_bytes())
        });
        // Without it fewer lines are known to be there.
        drop(written);
    }

    /// Whether the file is still the one of its name, and as long as we left it.
    fn is_in_place(&self) -> bool {
        let ours = self.file.as_ref().and_then(|f| folder::entry_of(f).ok());
        let there = self.site.folder().entry(&self.name()).ok().flatten();
        match (ours, there) {
            (Some(ours), Some(there)) => ours.is_same_file(&there) && (self.ragged || there.length == self.good),
            _ => false,
        }
    }

    /// Empties the journal after its changes, up to the one of number `last`, went into the sidecar with the hash `base`.
    ///
    /// # Errors
    /// Those of the file system; what then remains may be replayed without harm.
    pub fn reset(&mut self, base: &str, last: u64) -> io::Result<()> {
        base.clone_into(&mut self.holder.base);
        (self.file, self.named, self.doubtful, self.counted, self.owes) = (None, false, false, None, false);
        // From the first to the last: what remains after a crash are later lines, which change nothing when they are
        // laid over what came of them; earlier ones would take back what followed.
        let head = self.head(last);
        let first = self.site.journal(1);
        let exists = self.site.folder().entry(&first)?.is_some();
        if exists {
            // Never empty, not for a moment: an empty journal is one that lost its lines.
            self.disk.empty(self.site.folder(), &first, head.as_bytes())?;
        }
        for number in 2..=MAX_JOURNALS {
            let name = self.site.journal(number);
            if self.site.folder().entry(&name)?.is_some() {
                self.disk.remove(self.site.folder(), &name)?;
            }
        }
        // Only now: until then lines go behind those of the last one.
        self.number = 1;
        if exists {
            self.open(&head)?;
            self.counted = Some(CountedFile::new(0, last));
        }
        Ok(())
    }

    /// Takes the journal away, once nothing stands in it that the sidecar has not.
    pub fn remove(mut self) {
        self.file = None;
        // From the first to the last; those left over are later ones, which do no harm.
        let all = (1..=MAX_JOURNALS).map(|number| self.site.journal(number));
        let _ = all.map(|name| self.disk.remove(self.site.folder(), &name)).find(Result::is_err);
    }
}

#[cfg(test)]
mod tests;
