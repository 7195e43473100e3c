//! The journal: every change since the sidecar was last written, one line each, synced before the screen says saved.
//!
//! A line is `crc32 TAB (seq, verb, at, by, summary) TAB [ops]`; each op holds a record before and after. The first line
//! says which sidecar the changes belong to and who writes. A torn last line was never called saved and is left out; a
//! damaged line before it is left out as well, kept, and told. Laying the lines over a sidecar that has some of them
//! already changes nothing (see [`crate::annotation::merge`]), so that no crash between two steps of folding matters.

use super::disk::{Disk, folder_of, inode};
use super::place;
use super::sidecar::{Fields, ReadError, print_annotation, print_review, print_speaker};
use crate::annotation::history::{Entry, Verb};
use crate::annotation::{Annotation, Change, Op, Review, Speaker};
use serde::Deserialize;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Version of the journal's grammar.
const VERSION: u32 = 1;
/// Most journals of one sidecar: each but the first began since the one before could not be synced.
const MOST: u32 = 9;

/// Who writes a sidecar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// Version of the grammar.
    journal: u32,
    /// SHA-256 of the sidecar the changes were made on; empty when there was none.
    pub base: String,
    /// Number of the process.
    pub pid: u32,
    /// Name of the machine.
    pub host: String,
    /// Who is logged in.
    pub user: String,
    /// Since when, RFC 3339.
    pub since: String,
}

impl Holder {
    /// The process `pid` of `user` on `host`, since `since`.
    pub fn new(pid: u32, host: String, user: String, since: String) -> Self {
        Self { journal: VERSION, base: String::new(), pid, host, user, since }
    }

    fn line(&self) -> String {
        let mut fields = Fields::default();
        fields.raw("journal", &VERSION.to_string());
        fields.text("base", &self.base);
        fields.raw("pid", &self.pid.to_string());
        fields.text("host", &self.host);
        fields.text("user", &self.user);
        fields.text("since", &self.since);
        sealed(&fields.finish())
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    verb: Option<Verb>,
    at: String,
    by: Option<String>,
    summary: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "lives for the length of a line")]
enum Written {
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
}

/// A line with its sum in front and its end behind.
fn sealed(body: &str) -> String {
    format!("{:08x}\t{body}\n", crc32fast::hash(body.as_bytes()))
}

/// The body of a line whose sum is right.
fn opened(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, body) = line.split_once('\t')?;
    (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(body.as_bytes())).then_some(body)
}

/// The line of one entry, its end included. O(ops).
pub fn line(seq: u64, entry: &Entry) -> String {
    let mut fields = Fields::default();
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
                ("annotation", before.as_deref().map(print_annotation), after.as_deref().map(print_annotation))
            }
            Op::Speaker { before, after } => {
                ("speaker", before.as_ref().map(print_speaker), after.as_ref().map(print_speaker))
            }
            Op::Review { before, after } => {
                ("review", before.as_ref().map(print_review), after.as_ref().map(print_review))
            }
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

/// The ops of a line's third column.
fn ops(column: &str) -> Option<Vec<Op>> {
    let written: Vec<Written> = options().from_str(column).ok()?;
    let op = |written| match written {
        Written::Annotation { before, after } => {
            Op::Annotation { before: before.map(Arc::new), after: after.map(Arc::new) }
        }
        Written::Speaker { before, after } => Op::Speaker { before, after },
        Written::Review { before, after } => Op::Review { before, after },
    };
    Some(written.into_iter().map(op).collect())
}

/// A line read as far as its summary; its ops are read when they are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// How the change came about.
    pub verb: Verb,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Option<String>,
    /// What it did.
    pub summary: String,
    ops: String,
}

impl Line {
    /// Reads a line without its end; `None` when it is none of ours or damaged. O(line).
    pub fn read(line: &[u8]) -> Option<Self> {
        let (head, ops) = opened(line)?.split_once('\t')?;
        let head: Head = options().from_str(head).ok()?;
        Some(Self { verb: head.verb?, at: head.at, by: head.by, summary: head.summary, ops: ops.to_owned() })
    }

    /// The change; `None` when a later sayso wrote ops this one does not know.
    pub fn change(&self) -> Option<Change> {
        ops(&self.ops).map(|ops| Change { ops, summary: self.summary.clone() })
    }
}

/// What stands in the journals of a sidecar.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Who wrote last.
    pub holder: Option<Holder>,
    /// The changes, oldest first.
    pub entries: Vec<Entry>,
    /// Their lines as they stand.
    pub lines: String,
    /// Lines that could not be read, and where they stood: path and number from 1.
    pub damaged: Vec<(PathBuf, usize, Vec<u8>)>,
    /// Lines of earlier journals: one whose sync failed is written once more to the next.
    known: HashSet<String>,
}

/// Reads the journals of a sidecar. O(bytes).
///
/// # Errors
/// When a journal is no ordinary file, cannot be read, or was begun by a newer sayso.
pub fn read(sidecar: &Path) -> Result<Content, ReadError> {
    let mut content = Content::default();
    for number in 1..=MOST {
        let path = place::journal(sidecar, number);
        match std::fs::symlink_metadata(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(ReadError::file(&path, &e)),
            Ok(_) => {}
        }
        match std::fs::metadata(&path) {
            Err(e) => return Err(ReadError::file(&path, &e)),
            Ok(meta) if !meta.is_file() => return Err(ReadError::not_a_file(&path)),
            Ok(_) => {}
        }
        let bytes = std::fs::read(&path).map_err(|e| ReadError::file(&path, &e))?;
        content.add(&bytes, &path)?;
    }
    Ok(content)
}

impl Content {
    fn add(&mut self, bytes: &[u8], path: &Path) -> Result<(), ReadError> {
        // Of the first journal nothing is known yet, and few have a second.
        self.known.extend(self.lines.split_inclusive('\n').map(str::to_owned));
        let mut lines = bytes.split_inclusive(|b| *b == b'\n').enumerate().peekable();
        while let Some((number, whole)) = lines.next() {
            let last = lines.peek().is_none();
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            // The last line, torn by a crash, was never called saved.
            if last && whole.len() == line.len() {
                break;
            }
            let read = opened(line).and_then(|body| match body.split_once('\t') {
                None => options().from_str::<Holder>(body).ok().map(Err),
                Some(_) => Line::read(line).and_then(|l| l.change().map(|c| (l, c))).map(Ok),
            });
            match read {
                Some(Err(holder)) if holder.journal > VERSION => {
                    let message =
                        format!("It is a journal of version {}; this sayso reads up to {VERSION}.", holder.journal);
                    return Err(ReadError {
                        path: path.to_owned(),
                        at: Some((number + 1, 1)),
                        message,
                        hint: "Use the newer sayso that wrote it.".to_owned(),
                    });
                }
                Some(Err(holder)) => self.holder = Some(holder),
                Some(Ok((line, change))) => {
                    let text = std::str::from_utf8(whole).unwrap_or_default();
                    if !self.known.contains(text) {
                        self.lines.push_str(text);
                        let change = Arc::new(change);
                        self.entries.push(Entry { verb: line.verb, at: line.at, by: line.by, change });
                    }
                }
                None if last && line.is_empty() => {}
                None => self.damaged.push((path.to_owned(), number + 1, line.to_vec())),
            }
        }
        Ok(())
    }
}

/// The writer's end of the journal.
pub struct Journal {
    disk: Disk,
    sidecar: PathBuf,
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
}

impl Journal {
    /// A journal of `sidecar` that goes on where others stopped. Nothing is written yet.
    pub fn new(disk: Disk, sidecar: PathBuf, holder: Holder) -> Self {
        let mut journal =
            Self { disk, sidecar, holder, number: 1, file: None, good: 0, ragged: true, doubtful: false, named: false };
        journal.number = (1..=MOST).rev().find(|n| journal.path(*n).exists()).unwrap_or(1);
        journal
    }

    fn path(&self, number: u32) -> PathBuf {
        place::journal(&self.sidecar, number)
    }

    /// Says who writes, without waiting for the disk: for other windows to read.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn announce(&mut self, base: &str) -> io::Result<()> {
        base.clone_into(&mut self.holder.base);
        self.open()?;
        self.add(&self.holder.line())
    }

    /// Opens the file and finds the end of its whole lines.
    fn open(&mut self) -> io::Result<()> {
        if self.file.is_some() {
            return Ok(());
        }
        let path = self.path(self.number);
        let file = self.disk.open(&path)?;
        let bytes = std::fs::read(&path)?;
        self.good = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at as u64 + 1);
        self.ragged = self.good != bytes.len() as u64;
        self.file = Some(file);
        Ok(())
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
    /// Those of the file system.
    pub fn commit(&mut self, written: &str, lines: &str) -> io::Result<()> {
        let lost = self.file.is_some() && !self.is_in_place();
        if lost {
            (self.file, self.named) = (None, false);
        }
        if self.doubtful {
            if self.number < MOST {
                self.number += 1;
            }
            (self.file, self.named, self.doubtful) = (None, false, false);
        }
        let fresh = self.file.is_none();
        self.open()?;
        let head = if fresh || self.good == 0 { self.holder.line() } else { String::new() };
        let again = if lost { written } else { "" };
        self.add(&format!("{head}{again}{lines}"))?;
        let synced = match &self.file {
            Some(file) => self.disk.sync(file),
            None => Err(io::ErrorKind::NotFound.into()),
        };
        let synced = synced.and_then(|()| {
            // A file is on the disk only when its name is.
            if self.named { Ok(()) } else { self.disk.sync_folder(folder_of(&self.sidecar)) }
        });
        (self.named, self.doubtful) = (synced.is_ok(), synced.is_err());
        synced
    }

    /// Whether the file is still the one of its name, and as long as we left it.
    fn is_in_place(&self) -> bool {
        let ours = self.file.as_ref().and_then(|f| f.metadata().ok());
        let there = std::fs::metadata(self.path(self.number)).ok();
        match (ours, there) {
            (Some(ours), Some(there)) => inode(&ours) == inode(&there) && (self.ragged || there.len() == self.good),
            _ => false,
        }
    }

    /// Empties the journal after its changes went into the sidecar with the hash `base`.
    ///
    /// # Errors
    /// Those of the file system; what then remains may be replayed without harm.
    pub fn reset(&mut self, base: &str) -> io::Result<()> {
        base.clone_into(&mut self.holder.base);
        (self.file, self.named, self.number, self.doubtful) = (None, false, 1, false);
        // From the first to the last: what remains after a crash are later lines, which change nothing when they are
        // laid over what came of them; earlier ones would take back what followed.
        let first = self.path(1);
        let file = if first.exists() { Some(self.disk.open(&first)?) } else { None };
        if let Some(file) = &file {
            self.disk.cut(file, 0)?;
        }
        for number in 2..=MOST {
            let path = self.path(number);
            if path.exists() {
                self.disk.remove(&path)?;
            }
        }
        if file.is_none() {
            return Ok(());
        }
        (self.file, self.good, self.ragged) = (file, 0, false);
        self.add(&self.holder.line())
    }

    /// Takes the journal away, once nothing stands in it that the sidecar has not.
    pub fn remove(mut self) {
        self.file = None;
        for number in 1..=MOST {
            // Left over, it does no harm.
            let _ = self.disk.remove(&self.path(number));
        }
    }
}

#[cfg(test)]
mod tests;
