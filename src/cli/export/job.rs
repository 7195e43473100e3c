//! The work of an export: documents are opened by several threads and written in their order.

use super::standard::StandardOutput;
use super::target::ExportTarget;
use crate::cli::batch::{Begun, Counts, Destination, Made, OWN_MISTAKE, Order, Pace, can_be_read_again, guarded};
use crate::cli::{Failure, print_message};
use crate::project::{Documents, Error, Project, ProjectCodebook, Source, recording};
use crate::store::output::Output;
use crate::store::target::{ProtectedFiles, Refused};
use sayso_core::detect::Detector;
use sayso_core::export::{Files, Filter, Memory, Options, Selected, Unsettled, Writer, Written};
use sayso_core::reading::Reading;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

/// What came of an export.
#[derive(Default)]
pub struct Outcome {
    /// What was written; nothing where no document could be read.
    written: Option<Written>,
    /// What a person should look at.
    pub unsettled: Unsettled,
    /// How many records without a place were left out.
    pub unplaced: usize,
    /// Which documents could not be read.
    pub counts: Counts,
}

/// Why an export was not written to its end.
enum Interrupted {
    /// A document cannot be read.
    Input(Failure),
    /// What it is written to refuses.
    Output(io::Error),
}

impl From<io::Error> for Interrupted {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Failure> for Interrupted {
    fn from(failure: Failure) -> Self {
        Self::Input(failure)
    }
}

/// What an export is written to.
trait Target: Files + Send {
    /// The first document was read: something will be written.
    fn start(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Target for Output<'_> {
    fn start(&mut self) -> io::Result<()> {
        self.main()
    }
}

impl<W: io::Write + Send> Target for StandardOutput<W> {}

/// A document that was read, with the codebook of its folder.
pub(super) struct OpenedDocument {
    name: String,
    reading: Reading,
    pub(super) codebook: Arc<ProjectCodebook>,
    /// The recording it is a transcript of, for formats that name it.
    recording: Option<String>,
}

impl OpenedDocument {
    pub(super) fn selected(&self, filter: &Filter) -> Selected<'_> {
        let mut selected = Selected::new(self.name.clone(), &self.reading, filter);
        selected.recording.clone_from(&self.recording);
        selected
    }

    /// The beginning of the hash of its bytes, to notice changes.
    fn mark(&self) -> u64 {
        let hash = &self.reading.document().origin.file_hash;
        hash.get(..16).and_then(|begin| u64::from_str_radix(begin, 16).ok()).unwrap_or_default()
    }
}

/// Most bytes of text that are kept between the passes of an export; what is more is read again.
const MAX_KEPT: usize = 4 << 20;
/// How many times its text an opened document takes, about: with what was found and decided.
const WEIGHT: usize = 4;

/// An item of a run: a document with the bytes of input up to its end.
type Placed = (Result<Source, Error>, u64);

/// What to write, of what, how.
pub struct ExportJob {
    /// Whether exports that exist are replaced.
    pub force: bool,
    /// The format.
    pub target: ExportTarget,
    /// Which annotations.
    pub filter: Filter,
    /// How the format is written.
    pub options: Options,
    /// What is never replaced.
    pub kept: ProtectedFiles,
    /// How documents are opened.
    pub project: Project,
    /// Makes suggestions.
    pub detector: Detector,
    /// The files to go through.
    pub files: Vec<Source>,
    /// How fast.
    pub pace: Pace,
}

impl ExportJob {
    /// Opens the documents after so many, by several threads, and gives each in its order, or says in a sentence why it cannot be
    /// read.
    pub(super) fn each<E: Send>(
        &self,
        skip: usize,
        is_shown: bool,
        take: impl FnMut(Result<OpenedDocument, String>) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut documents = Documents::new(self.files.clone(), &self.project);
        let items = std::iter::from_fn(move || {
            let document = documents.next()?;
            Some((document, documents.bytes_read()))
        });
        let weight = |(source, _): &Placed| match source {
            Ok(Source::Member { bytes, .. }) => bytes.len() * WEIGHT,
            Ok(Source::File(path)) => std::fs::metadata(path).map_or(0, |meta| meta.len() as usize) * WEIGHT,
            Ok(Source::Stdin) | Err(_) => 0,
        };
        let size = |opened: &OpenedDocument| opened.reading.document().text().len() * WEIGHT;
        let (project, detector, target) = (&self.project, &self.detector, &self.target);
        let make = move |(source, position): Placed| {
            let sentence = |error: Error| Failure::from(error).message().unwrap_or_default().to_owned();
            let result = source.map_err(sentence).and_then(|source| {
                let opened = guarded(|| {
                    let document = project.open(&source)?;
                    let codebook = Arc::clone(&document.codebook);
                    let reading = document.reading(detector)?;
                    let named = reading.document().meta.media.as_deref();
                    let recording = target.names_recording().then(|| recording::name(source.file(), named)).flatten();
                    Ok(OpenedDocument { name: source.name(), reading, codebook, recording })
                });
                let opened = opened.ok_or_else(|| format!("{}: {OWN_MISTAKE}.", source.name()))?.map_err(sentence)?;
                match target.refuses(opened.reading.document()) {
                    Some(why) => Err(format!("{}: {why}", opened.name)),
                    None => Ok(opened),
                }
            });
            Made { position, result }
        };
        self.pace.run(items.skip(skip), (weight, size), make, (skip as u64, is_shown), take)
    }

    /// Writes documents one after the other; for a format of several passes those are read again that are too much to be
    /// kept. Of nothing but documents that cannot be read nothing is begun.
    fn write(&self, is_shown: bool, out: &mut dyn Target) -> Result<Outcome, Interrupted> {
        let mut writer = self.target.writer(&self.options);
        let mut outcome = Outcome::default();
        // Of every document, whether it can be read and what tells it from others.
        let mut marks: Vec<Option<u64>> = Vec::new();
        // The first ones, and how many documents were gone through for them.
        let (mut kept, mut gone_through, mut bytes) = (Vec::new(), 0, 0);
        let mut is_begun = false;
        self.each(0, is_shown, |opened| {
            outcome.counts.documents += 1;
            let opened = match opened {
                Ok(opened) => opened,
                Err(sentence) => {
                    outcome.counts.fail(sentence);
                    marks.push(None);
                    return Ok(());
                }
            };
            if !std::mem::replace(&mut is_begun, true) {
                out.start()?;
                writer.begin(0, out)?;
            }
            let document = opened.selected(&self.filter);
            outcome.unsettled.add(&Unsettled::of(&document));
            writer.document(0, &document, &opened.codebook.codebook, out)?;
            bytes += opened.reading.document().text().len();
            marks.push(Some(opened.mark()));
            // The first is kept whatever its size: of one document nothing is read twice.
            if writer.passes() > 1 && (kept.is_empty() || bytes <= MAX_KEPT) {
                kept.push(opened);
                gone_through = marks.len();
            }
            Ok::<(), Interrupted>(())
        })?;
        if !is_begun {
            return Ok(outcome);
        }
        let mut pass = 1;
        while pass < writer.passes() {
            writer.begin(pass, out)?;
            for opened in &kept {
                writer.document(pass, &opened.selected(&self.filter), &opened.codebook.codebook, out)?;
            }
            if gone_through < marks.len() {
                self.again(pass, (gone_through, &marks), is_shown, writer.as_mut(), out)?;
            }
            pass += 1;
        }
        outcome.end(writer.end(out)?);
        Ok(outcome)
    }

    /// Goes through the documents after so many once more: those that could be read before, which must be the same.
    fn again(
        &self,
        pass: usize,
        (skip, marks): (usize, &[Option<u64>]),
        is_shown: bool,
        writer: &mut dyn Writer,
        out: &mut dyn Target,
    ) -> Result<(), Interrupted> {
        let changed = |name: &str| {
            Interrupted::from(Failure::Input(format!("{name}: it changed while it was exported. Export again.")))
        };
        let mut expected = marks.iter().skip(skip);
        self.each(skip, is_shown, |opened| match (expected.next().copied().flatten(), opened) {
            (None, Err(_)) => Ok(()),
            (Some(mark), Ok(opened)) if opened.mark() == mark => {
                Ok(writer.document(pass, &opened.selected(&self.filter), &opened.codebook.codebook, out)?)
            }
            (_, Ok(opened)) => Err(changed(&opened.name)),
            (Some(_), Err(sentence)) => Err(Failure::Input(sentence).into()),
        })?;
        if expected.next().is_some() { Err(changed("one of the documents")) } else { Ok(()) }
    }

    /// Why a file was not written.
    pub(super) fn failed(refused: &Refused) -> Failure {
        match refused {
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::InvalidInput => Failure::Input(e.to_string()),
            // What reads a pipe went away.
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            refused => Failure::Output(format!("{}.", refused.sentence("Add --force to replace it"))),
        }
    }

    /// Everything into one file.
    ///
    /// # Errors
    /// When it cannot be written, or a document changes meanwhile.
    pub fn to_file(&self, path: &Path) -> Result<Outcome, Failure> {
        let out = Output::new(path, self.target.endings(), self.force, &self.kept);
        let mut out = out.of_extension(self.target.extension());
        let outcome = match self.write(false, &mut out) {
            Ok(outcome) => outcome,
            Err(Interrupted::Input(failure)) => return Err(failure),
            Err(Interrupted::Output(error)) => return Err(Self::failed(&out.refused(error))),
        };
        if outcome.written.is_some() {
            out.keep().map_err(|refused| Self::failed(&refused))?;
        }
        outcome.tell_left_out();
        Ok(outcome)
    }

    /// A file for each document in a folder.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn to_folder(&self, folder: &Path) -> Result<Outcome, Failure> {
        let mut all = Outcome::default();
        self.each(0, false, |opened| {
            all.counts.documents += 1;
            let opened = match opened {
                Ok(opened) => opened,
                Err(sentence) => {
                    all.counts.fail(sentence);
                    return Ok(());
                }
            };
            let path = folder.join(self.target.file_name(&flat(&opened.name)));
            let out = Output::new(&path, self.target.endings(), self.force, &self.kept);
            let mut out = out.of_extension(self.target.extension());
            let document = opened.selected(&self.filter);
            let codebook = &opened.codebook.codebook;
            let mut write = || {
                let mut writer = self.target.writer(&self.options);
                out.main()?;
                let mut pass = 0;
                while pass < writer.passes() {
                    writer.begin(pass, &mut out)?;
                    writer.document(pass, &document, codebook, &mut out)?;
                    pass += 1;
                }
                writer.end(&mut out)
            };
            let written = match write() {
                Ok(written) => written,
                Err(error) => return Err(Self::failed(&out.refused(error))),
            };
            out.keep().map_err(|refused| Self::failed(&refused))?;
            all.unsettled.add(&Unsettled::of(&document));
            all.end(written);
            all.tell_left_out();
            Ok(())
        })?;
        Ok(all)
    }

    /// Everything to standard output.
    ///
    /// # Errors
    /// As [`ExportJob::to_file`].
    pub fn to_stdout(&self) -> Result<Outcome, Failure> {
        let is_shown = io::stdout().is_terminal();
        if is_shown && self.target.is_binary() {
            return Err(Failure::Usage("refusing to write binary to a terminal; use -o FILE.".to_owned()));
        }
        let mut out = StandardOutput::new(io::BufWriter::new(io::stdout()), is_shown);
        let written = self.write(is_shown, &mut out).and_then(|outcome| {
            out.end()?;
            Ok(outcome)
        });
        match written {
            Ok(outcome) => {
                outcome.tell_left_out();
                Ok(outcome)
            }
            Err(Interrupted::Input(failure)) => Err(failure),
            Err(Interrupted::Output(error)) if error.kind() == io::ErrorKind::InvalidInput => {
                Err(Failure::Input(error.to_string()))
            }
            Err(Interrupted::Output(error)) => Err(Failure::of_output(&error)),
        }
    }

    /// Everything into one file that can be gone on with: each document adds to it and changes nothing before.
    ///
    /// # Errors
    /// When the format is no such, the file cannot be written, or holds another run.
    pub fn go_on(&self, path: &Path, order: impl FnOnce() -> Order) -> Result<Outcome, Failure> {
        if !self.target.grows() || path.is_dir() {
            return Err(Failure::Usage(format!(
                "--resume works for one file of jsonl or csv: {} is written whole or not at all.",
                self.target.name()
            )));
        }
        can_be_read_again(&self.files)?;
        let endings = self.target.endings();
        let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
        let to = Destination { path: Some(path), endings: &endings, resume: true, force: self.force, kept: &self.kept };
        let mut out = match to.begin(order)? {
            Begun::Whole(counts) => return Ok(Outcome::of(counts)),
            Begun::Output(out) => out,
        };
        let mut writer = self.target.writer(&self.options);
        let memory = |e: io::Error| Failure::Output(format!("{}: it cannot be written: {e}.", path.display()));
        let mut head = Memory::default();
        writer.begin(0, &mut head).map_err(memory)?;
        if out.is_new() {
            out.write(&head.main)?;
        }
        let done = usize::try_from(out.counts().documents).unwrap_or(usize::MAX);
        self.each(done, false, |opened| {
            let mut piece = Memory::default();
            let failure = match opened {
                Ok(opened) => {
                    let document = opened.selected(&self.filter);
                    let Unsettled { lost, uncertain, conflicts } = Unsettled::of(&document);
                    for (name, count) in [(LOST, lost), (UNCERTAIN, uncertain), (CONFLICTS, conflicts)] {
                        out.count(name, count as u64);
                    }
                    writer.document(0, &document, &opened.codebook.codebook, &mut piece).map_err(memory)?;
                    None
                }
                Err(sentence) => Some(sentence),
            };
            out.document(&piece.main, failure)
        })?;
        let mut tail = Memory::default();
        let written = writer.end(&mut tail).map_err(memory)?;
        out.write(&tail.main)?;
        let mut outcome = Outcome::of(out.end()?);
        outcome.end(written);
        outcome.tell_left_out();
        Ok(outcome)
    }
}

/// Names of what an export counts in a manifest.
const LOST: &str = "lost";
const UNCERTAIN: &str = "uncertain";
const CONFLICTS: &str = "conflicts";

impl Outcome {
    /// That of a run that was noted in a manifest.
    fn of(counts: Counts) -> Self {
        let count = |name| counts.more.get(name).map_or(0, |n| usize::try_from(*n).unwrap_or(usize::MAX));
        let unsettled = Unsettled { lost: count(LOST), uncertain: count(UNCERTAIN), conflicts: count(CONFLICTS) };
        Self { unsettled, counts, ..Self::default() }
    }

    pub(super) fn end(&mut self, written: Written) {
        self.unplaced += written.unplaced;
        self.written = Some(written);
    }

    /// Says what a format could not carry.
    fn tell_left_out(&self) {
        for sentence in self.written.iter().flat_map(|written| &written.left_out) {
            print_message(sentence);
        }
    }
}

/// A path as one name: nothing in it leads out of a folder.
fn flat(name: &str) -> String {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|p| !matches!(*p, "" | "." | "..")).collect();
    parts.join("__")
}
