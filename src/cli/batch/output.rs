//! Where the output of a run goes: standard output, a pipe, or a file that grows beside its manifest.

use super::manifest::{self, Counts, Found, Manifest, Order, State};
use crate::cli::{Failure, print, print_message};
use crate::clock;
use crate::store::disk;
use crate::store::growing::{GrowingFile, part_of};
use crate::store::target::{ProtectedFiles, RefusalReason, Refused, WriteTarget};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often what was done is made safe …
const PERIOD: Duration = Duration::from_secs(2);
/// … and how much less often where that takes long: a twentieth of the time at most.
const SHARE: u32 = 20;

/// Where the output of a run is asked to go.
pub struct Destination<'a> {
    /// The file; none is standard output.
    pub path: Option<&'a Path>,
    /// How names of such files end.
    pub endings: &'a [&'a str],
    /// Whether a run that was ended is gone on with.
    pub resume: bool,
    /// Whether what is there goes.
    pub force: bool,
    /// What is never replaced.
    pub kept: &'a ProtectedFiles,
}

/// What a run begins with.
pub enum Begun {
    /// An output to write to.
    Output(Box<RunOutput>),
    /// All is written already: what came of it.
    Whole(Counts),
}

/// The output of a run, with what came of it so far.
pub struct RunOutput {
    to: To,
    counts: Counts,
}

enum To {
    Standard,
    Into(PathBuf, BufWriter<File>),
    File(Box<Growing>),
}

/// A file that grows, with its manifest.
struct Growing {
    path: PathBuf,
    manifest_path: PathBuf,
    file: GrowingFile,
    manifest: Manifest,
    period: Duration,
    next: Instant,
}

impl Destination<'_> {
    /// Begins a run, or goes on with one.
    ///
    /// # Errors
    /// When the file may not be written, or holds another run.
    pub fn begin(&self, order: impl FnOnce() -> Order) -> Result<Begun, Failure> {
        let output = |to, counts| Ok(Begun::Output(Box::new(RunOutput { to, counts })));
        let Some(path) = self.path else { return output(To::Standard, Counts::default()) };
        if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
            // A pipe or a device; anything else is refused.
            if let WriteTarget::Into(file) = self.judge(path)? {
                return output(To::Into(path.to_owned(), BufWriter::new(file)), Counts::default());
            }
        }
        let order = order();
        let manifest_path = Manifest::path_of(path);
        let found = manifest::find(&manifest_path);
        let name = manifest_path.display();
        if let Found::Other(why) = &found {
            return Err(Failure::Output(format!(
                "{name}: this name is needed for the manifest of the run, and {why}: choose another name with -o, or remove it first."
            )));
        }
        let part = part_of(path);
        let has_part = part.symlink_metadata().is_ok();
        if has_part && matches!(found, Found::Nothing) {
            return Err(Failure::Output(format!(
                "{}: this name is needed while the run goes on, and nothing says that sayso wrote it: choose another name with -o, or \
                 remove it first.",
                part.display()
            )));
        }
        let earlier = match found {
            Found::Manifest(earlier) if self.resume => {
                if let Some(difference) = earlier.order.difference(&order) {
                    return Err(Failure::Input(format!(
                        "{name}: this run cannot be gone on with: it was begun {difference}. Give it the same again, or begin anew with \
                         --force instead of --resume."
                    )));
                }
                Some(*earlier)
            }
            Found::Damaged if self.resume => {
                print_message(&format!("{name}: it is damaged, so the run begins anew."));
                None
            }
            _ => None,
        };
        if let Some(earlier) = &earlier
            && earlier.state == State::Done
            && !has_part
            && std::fs::metadata(path).is_ok_and(|meta| meta.len() == earlier.bytes)
        {
            print_message(&format!("{}: all of it is written already.", path.display()));
            return Ok(Begun::Whole(earlier.counts.clone()));
        }
        if has_part && !self.resume && !self.force {
            return Err(Failure::Output(format!(
                "{}: a run was ended before it was whole. Go on with it with --resume, or begin anew with --force.",
                path.display()
            )));
        }
        match self.judge(path)? {
            WriteTarget::ReplacedIfSame => {
                return Err(failed(&Refused::Kept(path.to_owned(), RefusalReason::Document)));
            }
            WriteTarget::Into(_) | WriteTarget::New | WriteTarget::Replaced => {}
        }
        let manifest = earlier.unwrap_or_else(|| Manifest::begin(order));
        let growing = Growing::open(path, manifest, PERIOD)?;
        let counts = growing.manifest.counts.clone();
        output(To::File(Box::new(growing)), counts)
    }

    /// What stands in the place of the output, if it may go.
    fn judge(&self, path: &Path) -> Result<WriteTarget, Failure> {
        let endings: Vec<String> = self.endings.iter().map(|e| (*e).to_owned()).collect();
        self.kept.judge(path, &endings, self.force).map_err(|refused| failed(&refused))
    }
}

/// What a refusal is called, with what to do.
fn failed(refused: &Refused) -> Failure {
    match refused {
        Refused::Failed(_, e) if e.kind() == io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
        refused => Failure::Output(format!("{}.", refused.sentence("Add --force to replace it"))),
    }
}

impl Growing {
    /// Opens what there is of a run and cuts it to what its manifest says; where less is there than that, it begins anew.
    fn open(path: &Path, mut manifest: Manifest, period: Duration) -> Result<Self, Failure> {
        let written = |error: io::Error| match error.kind() {
            io::ErrorKind::WouldBlock => {
                Failure::Output(format!("{}: another run is writing it. Wait until it has ended.", path.display()))
            }
            _ => Failure::Output(format!("{}: it cannot be written: {error}.", path.display())),
        };
        let manifest_path = Manifest::path_of(path);
        // Before the file: what has its name then is known as ours.
        if matches!(manifest::find(&manifest_path), Found::Nothing) {
            disk::replace(&manifest_path, &manifest.to_bytes()).map_err(written)?;
        }
        let mut file = GrowingFile::open(path).map_err(written)?;
        manifest.state = State::Running;
        if file.length() < manifest.bytes {
            manifest = Manifest::begin(manifest.order);
        }
        file.cut(manifest.bytes).map_err(written)?;
        let mut growing = Self { path: path.to_owned(), manifest_path, file, manifest, period, next: Instant::now() };
        let counts = growing.manifest.counts.clone();
        growing.note(&counts)?;
        Ok(growing)
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::Output(format!(
            "{}: it cannot be written: {error}. What was done is kept: go on with --resume.",
            self.path.display()
        ))
    }

    /// Writes how far it is, once that is on the disk.
    fn note(&mut self, counts: &Counts) -> Result<(), Failure> {
        let began = Instant::now();
        self.file.sync().map_err(|e| self.failed(&e))?;
        self.manifest.bytes = self.file.length();
        self.manifest.counts.clone_from(counts);
        self.manifest.written = clock::in_seconds(clock::now());
        disk::replace(&self.manifest_path, &self.manifest.to_bytes()).map_err(|e| self.failed(&e))?;
        self.next = Instant::now() + self.period.max(began.elapsed() * SHARE);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|e| self.failed(&e))
    }

    fn end(mut self, counts: &Counts) -> Result<(), Failure> {
        self.manifest.state = State::Done;
        self.note(counts)?;
        let Self { path, file, .. } = self;
        file.keep().map_err(|e| Failure::Output(format!("{}: it cannot be written: {e}.", path.display())))
    }
}

impl RunOutput {
    /// What came of documents so far, those of an earlier run included.
    pub const fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Counts something else that came of documents.
    pub fn count(&mut self, name: &str, count: u64) {
        if count > 0 {
            *self.counts.more.entry(name.to_owned()).or_default() += count;
        }
    }

    /// Whether nothing was written yet.
    pub const fn is_new(&self) -> bool {
        match &self.to {
            To::Standard | To::Into(..) => true,
            To::File(growing) => growing.file.length() == 0,
        }
    }

    /// Whether the output goes to a terminal.
    pub fn is_shown(&self) -> bool {
        matches!(self.to, To::Standard) && io::IsTerminal::is_terminal(&io::stdout())
    }

    /// Writes what belongs to no document.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match &mut self.to {
            To::Standard if bytes.is_empty() => Ok(()),
            To::Standard => print(bytes),
            To::Into(path, file) => file.write_all(bytes).map_err(|e| failed(&Refused::Failed(path.clone(), e))),
            To::File(growing) => growing.write(bytes),
        }
    }

    /// Writes what was made of the next document, or notes in a sentence why that is not all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn document(&mut self, bytes: &[u8], failure: Option<String>) -> Result<(), Failure> {
        self.write(bytes)?;
        self.counts.documents += 1;
        if let Some(sentence) = failure {
            self.counts.fail(sentence);
        }
        match &mut self.to {
            To::File(growing) if Instant::now() >= growing.next => growing.note(&self.counts),
            To::Standard | To::Into(..) | To::File(_) => Ok(()),
        }
    }

    /// Ends the output: it is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(self) -> Result<Counts, Failure> {
        match self.to {
            To::Standard => {}
            To::Into(path, mut file) => file.flush().map_err(|e| failed(&Refused::Failed(path, e)))?,
            To::File(growing) => growing.end(&self.counts)?,
        }
        Ok(self.counts)
    }
}

#[cfg(test)]
mod tests;
