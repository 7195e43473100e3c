//! What stands in the journals of a sidecar, and what is missing: lines that cannot be read, numbers that are left out or
//! stand in another order, files without anything in them.

use super::super::sidecar::ReadError;
use super::{Holder, JournalLine, VERSION, opened, options};
use sayso_core::annotation::history::JournalEntry;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands in the journals of a sidecar.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Who wrote last.
    pub holder: Option<Holder>,
    /// The changes, oldest first.
    pub entries: Vec<JournalEntry>,
    /// Their lines as they stand.
    pub lines: String,
    /// Lines that could not be read, and where they stood: path and number from 1.
    pub damaged: Vec<(PathBuf, usize, Vec<u8>)>,
    /// Changes that were on the disk and are not in the journal any more, besides those of damaged lines.
    pub gaps: Vec<Gap>,
    /// Lines of earlier journals: one whose sync failed is written once more to the next.
    known: HashSet<String>,
}

/// Something that was in a journal and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// So many changes are missing in the lines that follow one: path, number of that line from 1.
    Missing(PathBuf, usize, u64),
    /// From this line on the changes stood in another order than they were made in; they are taken in the right one.
    Disordered(PathBuf, usize),
    /// No whole line is in the file, not even who wrote it.
    Empty(PathBuf),
    /// The file does not begin with who wrote it: of the changes in front of its first line nobody knows.
    Beheaded(PathBuf),
}

impl Gap {
    /// What is missing and where, in a sentence without its end.
    pub fn in_words(&self) -> String {
        match self {
            Self::Missing(path, line, count) => {
                let what = if *count == 1 { "1 change is".to_owned() } else { format!("{count} changes are") };
                format!("{what} missing in the journal {} after line {line}", path.display())
            }
            Self::Disordered(path, line) => format!(
                "From line {line} on the changes in the journal {} stand in another order than they were made in; they are \
                 taken in the right one",
                path.display()
            ),
            Self::Beheaded(path) => {
                format!("The beginning of the journal {} is missing, with an unknown number of changes", path.display())
            }
            Self::Empty(path) => {
                format!("The journal {} is empty: changes that stood in it are lost", path.display())
            }
        }
    }
}

/// Lines of one session in a file.
struct LineRun {
    /// The number of the change before the first, and how many there are at least; `None` where nobody counted.
    counted: Option<(u64, u64)>,
    /// The line in front of them, from 1; 0 at the beginning of a file.
    line: usize,
    /// Those that could be read: number of the change, of the line, the line, and the change.
    lines: Vec<(u64, usize, String, JournalEntry)>,
    /// How many of them could not be read.
    damaged: u64,
}

impl LineRun {
    const fn new(line: usize, counted: Option<(u64, u64)>) -> Self {
        Self { counted, line, lines: Vec::new(), damaged: 0 }
    }

    /// The number of the change read last.
    fn last(&self) -> u64 {
        self.lines.last().map_or(0, |(seq, ..)| *seq)
    }

    /// Whether all lines of another are missing in this one.
    fn lacks(&self, other: &Self) -> bool {
        let Some((after, count)) = self.counted else { return false };
        let is_missing = |seq: u64| {
            seq > after && seq <= after.saturating_add(count) && self.lines.iter().all(|(there, ..)| *there != seq)
        };
        other.lines.iter().all(|(seq, ..)| is_missing(*seq))
    }

    /// How many changes are missing, besides the damaged lines.
    fn missing(&self) -> u64 {
        let numbers: BTreeSet<u64> = self.lines.iter().map(|(seq, ..)| *seq).filter(|seq| *seq > 0).collect();
        let last = numbers.last().copied().unwrap_or_default();
        let (after, last) = match self.counted {
            Some((after, lines)) => (after, last.max(after.saturating_add(lines))),
            None => (numbers.first().map_or(last, |first| first - 1), last),
        };
        let there = numbers.range(after.saturating_add(1)..).count() as u64;
        last.saturating_sub(after).saturating_sub(there).saturating_sub(self.damaged)
    }
}

impl Content {
    /// Whether something that was in a journal is not there any more.
    pub fn is_whole(&self) -> bool {
        self.damaged.is_empty() && self.gaps.is_empty()
    }

    /// Takes in the bytes of a journal. O(n log n) in its lines.
    ///
    /// # Errors
    /// When a newer sayso began it.
    pub fn add(&mut self, bytes: &[u8], path: &Path) -> Result<(), ReadError> {
        // Its head is written before it has its name: what has no whole line lost it.
        if !bytes.contains(&b'\n') && !bytes.contains(&0) {
            self.gaps.push(Gap::Empty(path.to_owned()));
            return Ok(());
        }
        // Of the first journal nothing is known yet, and few have a second.
        self.known.extend(self.lines.split_inclusive('\n').map(str::to_owned));
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut runs = vec![LineRun::new(0, None)];
        let mut lines = bytes.split_inclusive(|b| *b == b'\n').enumerate().peekable();
        while let Some((at, whole)) = lines.next() {
            let (number, last) = (at + 1, lines.peek().is_none());
            let line = whole.strip_suffix(b"\n").unwrap_or(whole);
            // The last line, torn by a crash, was never called saved. Zeros are no torn line: something took its place.
            if last && whole.len() == line.len() && !line.contains(&0) {
                break;
            }
            // git and editors may write line ends of their own.
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let read = opened(line).and_then(|body| match body.split_once('\t') {
                None => options().from_str::<Holder>(body).ok().map(Err),
                Some(_) => JournalLine::read(line).and_then(|l| l.change().map(|c| (l, c))).map(Ok),
            });
            let Some(run) = runs.last_mut() else { break };
            match read {
                Some(Err(holder)) if holder.journal > VERSION => return Err(newer(path, number, &holder)),
                Some(Err(holder)) => {
                    runs.push(LineRun::new(number, holder.after.zip(holder.lines)));
                    self.holder = Some(holder);
                }
                Some(Ok((line_read, change))) => {
                    let seq = line_read.seq.unwrap_or_default();
                    let text = format!("{}\n", std::str::from_utf8(line).unwrap_or_default());
                    let JournalLine { verb, at, by, .. } = line_read;
                    let read = (seq, number, text, JournalEntry { verb, at, by, change: Arc::new(change) });
                    // Where nobody counted, a smaller number is another session's.
                    if run.counted.is_none() && run.line > 0 && run.last() > seq {
                        let mut other = LineRun::new(number - 1, None);
                        other.lines.push(read);
                        runs.push(other);
                    } else {
                        run.lines.push(read);
                    }
                }
                None if last && line.is_empty() => {}
                None => {
                    run.damaged += 1;
                    self.damaged.push((path.to_owned(), number, line.to_vec()));
                }
            }
        }
        self.gaps.extend(beginning(&mut runs).then(|| Gap::Beheaded(path.to_owned())));
        for run in runs {
            self.end(run, path);
        }
        Ok(())
    }

    /// Takes in the lines of one session, in the order they were made in.
    fn end(&mut self, mut run: LineRun, path: &Path) {
        let missing = run.missing();
        if missing > 0 {
            self.gaps.push(Gap::Missing(path.to_owned(), run.line, missing));
        }
        if let Some(pair) = run.lines.windows(2).find(|pair| pair[0].0 > pair[1].0) {
            self.gaps.push(Gap::Disordered(path.to_owned(), pair[0].1));
            run.lines.sort_by_key(|(seq, ..)| *seq);
        }
        for (_, _, text, entry) in run.lines {
            if !self.known.contains(&text) {
                self.lines.push_str(&text);
                self.entries.push(entry);
            }
        }
    }
}

/// Looks at what stands before the first head, where nothing should: lines that are missing behind it go there. Whether
/// something else is left, so that the beginning of the file is gone.
fn beginning(runs: &mut Vec<LineRun>) -> bool {
    let first = runs.remove(0);
    if first.lines.is_empty() && first.damaged == 0 {
        return false;
    }
    if let Some(headed) = runs.first_mut()
        && first.damaged == 0
        && headed.lacks(&first)
    {
        headed.lines.splice(0..0, first.lines);
        return false;
    }
    runs.insert(0, first);
    true
}

fn newer(path: &Path, number: usize, holder: &Holder) -> ReadError {
    ReadError {
        path: path.to_owned(),
        at: Some((number, 1)),
        message: format!("It is a journal of version {}; this sayso reads up to {VERSION}.", holder.journal),
        hint: "Use the newer sayso that wrote it.".to_owned(),
    }
}
