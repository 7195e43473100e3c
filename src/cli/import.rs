//! `sayso import`: annotations from a file of another program, or from somebody else's sidecar.

pub(super) mod file;
mod report;

use super::{Common, Failure, key_of, key_of_places, print, print_message};
use crate::clock::stamp;
use crate::input;
use crate::project::named;
use crate::project::open::{self, ReadOnly};
use crate::project::request::decided;
use crate::project::source::{self, Source};
use crate::project::{self, Project, Request};
use crate::store::disk::folder_of;
use crate::store::{self, Ending, Lock};
use crate::ui::scope::Scope;
use file::known;
use report::ReportedImport;
use sayso_core::annotation::Change;
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::detect::Detector;
use sayso_core::import::importer::{self, Importer};
use sayso_core::import::{self, ImportedDocument};
use sayso_core::reading::Reading;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// The file of another program, or a sidecar of somebody else
    file: PathBuf,
    #[arg(long, value_name = "FORMAT", help = format!("What it is: {}; recognised by its content where that is clear", known()))]
    from: Option<String>,
    /// The document it is about, or the folder of its documents; otherwise the one that the file names
    #[arg(long, value_name = "DOCUMENT")]
    into: Option<PathBuf>,
    /// What a label of the file is called here: FROM=TO
    #[arg(long = "label", value_name = "FROM=TO")]
    labels: Vec<String>,
    /// Whose annotations they are, where the file does not say
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Say of each annotation what would become of it, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl ImportArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let renamed = file::renamed(&self.labels)?;
        let incoming = file::read(&self.file, self.from.as_deref())?;
        let mut out = String::new();
        let mut grave = !incoming.problems.is_empty();
        for note in &incoming.notes {
            print_message(&format!("{}: {note}.", self.file.display()));
        }
        for problem in &incoming.problems {
            print_message(&format!("{}: {problem}.", self.file.display()));
        }
        if !incoming.documents.iter().any(holds_something) {
            let why = format!("{}: it holds no annotation that can be imported.", self.file.display());
            return if grave { Err(Failure::Findings) } else { Err(Failure::Input(why)) };
        }
        let project = common.project();
        let detector = Detector::new();
        let batches: Vec<&ImportedDocument> =
            incoming.documents.iter().filter(|batch| holds_something(batch)).collect();
        let batches = self.chosen(batches, &project)?;
        let several = batches.len() > 1;
        let mut failed = false;
        for batch in batches {
            let done = self.document(batch).and_then(|path| self.one(batch, &path, &renamed, &project, &detector));
            match done {
                Ok((words, doubtful)) => {
                    out.push_str(&words);
                    grave |= doubtful;
                }
                Err(failure) if several => {
                    print_message(failure.message().unwrap_or_default());
                    failed = true;
                }
                Err(failure) => return Err(failure),
            }
        }
        print(out.as_bytes())?;
        match (failed, grave) {
            (true, _) => Err(Failure::Input(String::new())),
            (false, true) => Err(Failure::Findings),
            (false, false) => Ok(()),
        }
    }

    /// Of several batches those about the one document that was named, by its name, else by its text.
    fn chosen<'a>(
        &self,
        batches: Vec<&'a ImportedDocument>,
        project: &Project,
    ) -> Result<Vec<&'a ImportedDocument>, Failure> {
        let Some(into) = self.into.as_ref().filter(|into| batches.len() > 1 && into.is_file()) else {
            return Ok(batches);
        };
        let is_name = |batch: &&ImportedDocument| {
            let name = batch.document.as_deref().map(Path::new);
            name.and_then(Path::file_name) == into.file_name() || name.and_then(Path::file_name) == into.file_stem()
        };
        let (mut about, mut others): (Vec<_>, Vec<_>) = batches.into_iter().partition(is_name);
        if about.is_empty() {
            let document = project.load(&Source::File(into.clone())).map_err(Failure::from)?;
            let is_text = |b: &&ImportedDocument| b.text.as_ref().is_some_and(|t| importer::is_text_of(&document, t));
            (about, others) = others.into_iter().partition(is_text);
        }
        let names: Vec<&str> = others.iter().map(|b| b.document.as_deref().unwrap_or("one without a name")).collect();
        let names = report::some_of(&names);
        if about.is_empty() {
            let file = self.file.display();
            return Err(Failure::Input(format!("{file}: none of its documents is {}: {names}.", into.display())));
        }
        if !others.is_empty() {
            print_message(&format!("Not about {}, and left out: {names}.", into.display()));
        }
        Ok(about)
    }

    /// The document a batch is about.
    fn document(&self, batch: &ImportedDocument) -> Result<PathBuf, Failure> {
        let named = batch.document.as_deref();
        let file_name = |name: &str| Path::new(name).file_name().map(PathBuf::from);
        if let Some(into) = &self.into {
            if let Ok(kind) = std::fs::metadata(into).map(|meta| meta.file_type())
                && !kind.is_file()
                && !kind.is_dir()
            {
                let what = input::kind_of(kind);
                return Err(Failure::Input(format!("{}: {what} has no annotations of its own.", into.display())));
            }
            if !into.is_dir() {
                return Ok(into.clone());
            }
            let found = named.into_iter().flat_map(|n| [Some(PathBuf::from(n)), file_name(n)]).flatten();
            let found = found.map(|n| into.join(n)).chain(file::own_names(&self.file, into)).find(|p| p.is_file());
            return found.ok_or_else(|| unknown(named, Some(into)));
        }
        let folder = folder_of(&self.file);
        let beside = named
            .into_iter()
            .flat_map(|n| [Some(PathBuf::from(n)), Some(folder.join(n)), file_name(n).map(|n| folder.join(n))]);
        let found =
            beside.flatten().chain(file::own_names(&self.file, folder)).find(|p| p.is_file() || source::is_member(p));
        found.ok_or_else(|| unknown(named, None))
    }

    /// Brings one batch into its document: what to say of it, and whether a person must look at something.
    fn one(
        &self,
        batch: &ImportedDocument,
        path: &Path,
        renamed: &[(String, String)],
        project: &Project,
        detector: &Detector,
    ) -> Result<(String, bool), Failure> {
        let source = named::expand(&[path.to_owned()], project)?.sources.into_iter().next();
        let source = source.unwrap_or_else(|| Source::File(path.to_owned()));
        let codebook = project.codebooks.of_folder(folder_of(source.file()));
        for problem in &codebook.problems {
            print_message(&problem.in_one_line());
        }
        let codebook = &codebook.codebook;
        let request = project.request_of(&source)?;
        let document = request.load_whole()?;
        let lock = if self.dry_run { None } else { Some(lock(&request)?) };
        let stored = request.stored(&document.origin.file_hash, lock.as_ref()).map_err(project::Error::from)?;
        let stored = decided(stored, &request.name)?;
        let found = detector.extract(&document);
        let mut reading = Reading::new(Arc::new(document), Arc::new(found), stored.set.clone());
        let reanchored = reading.settle();
        if let Some(change) = &reanchored {
            reading.apply(change);
        }
        let stamp = stamp();
        let by = project.annotator.as_deref();
        let file = self.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let theirs = self.by.as_deref().or_else(|| import::annotator_of(&file));
        let settled = settled(&request, &stored);
        let bringer = Importer { reading: &reading, codebook, renamed, by, theirs, settled: &settled, stamp: &stamp };
        let (mut change, report) = bringer.import(batch);
        if report.is_about_nothing_here() {
            return Err(Failure::Input(format!(
                "{}: the words of none of its {} annotations are in {}, so nothing is imported. Is it about another document?",
                self.file.display(),
                report.lost,
                path.display()
            )));
        }
        let _ = write!(change.summary, " from {file}");
        if let Some(lock) = lock.filter(|_| !change.ops.is_empty()) {
            let changes = reanchored.into_iter().chain([change]);
            keep(&request, lock, stored, &reading, changes, by, &stamp.now)?;
        }
        let about = ReportedImport {
            name: &source.name(),
            is_trial: self.dry_run,
            is_other_text: is_other_text(&reading, batch),
            codebook,
            keys: (&key_of_places(&project.folders), &key_of(&project.folders, Scope::Conflict, ":conflicts")),
        };
        Ok((about.words(&report), report.wants_a_look()))
    }
}

/// The versions of earlier imports that somebody decided about, as the history has them.
fn settled(request: &Request, stored: &store::Stored) -> HashSet<String> {
    let history = request.state_files().map(|state| store::history::read(&state.history, &stored.journal.lines));
    history.map(|history| store::history::settled(&history)).unwrap_or_default()
}

/// Whether there is anything to import: a sidecar may hold speakers alone.
fn holds_something(batch: &ImportedDocument) -> bool {
    !(batch.records.is_empty() && batch.speakers.is_empty() && batch.reviews.is_empty() && batch.checks.is_empty())
}

/// Whether the places of a batch are of another text than the document's.
fn is_other_text(reading: &Reading, batch: &ImportedDocument) -> bool {
    let text = batch.text.as_ref().is_some_and(|text| !importer::is_text_of(reading.document(), text));
    let ours = &reading.document().origin.text_hash;
    text || batch.text_hash.as_ref().is_some_and(|hash| !hash.is_empty() && hash != ours)
}

/// The right to write the annotations.
fn lock(request: &Request) -> Result<Lock, Failure> {
    request.lock(None).map_err(|why| {
        let path = request.sidecar.as_ref().map(|place| place.path.display().to_string()).unwrap_or_default();
        Failure::Output(match why {
            ReadOnly::Elsewhere(_) => format!("{path}: another window has it open. Close it there and import again."),
            why => format!("{path}: it cannot be written: {}.", why.in_short()),
        })
    })
}

/// Hands changes to the writer and waits until they are in the sidecar.
fn keep(
    request: &Request,
    lock: Lock,
    stored: store::Stored,
    reading: &Reading,
    changes: impl Iterator<Item = Change>,
    by: Option<&str>,
    now: &str,
) -> Result<(), Failure> {
    let (tell, reports) = mpsc::channel();
    let failed = |e: &dyn std::fmt::Display| Failure::Output(format!("Nothing was imported: {e}."));
    let report = move |report| {
        // Nobody listens any more once it is done.
        let _ = tell.send(report);
    };
    let mut writer = open::writer(request, lock, stored, reading.document(), report).map_err(|e| failed(&e))?;
    for change in changes {
        let entry =
            JournalEntry { verb: Verb::Did, at: now.to_owned(), by: by.map(str::to_owned), change: Arc::new(change) };
        writer.keep(entry, true);
    }
    let ending = writer.finish();
    let reports: Vec<store::Report> = reports.try_iter().collect();
    match ending {
        Ending::Folded => Ok(()),
        Ending::InJournal => {
            print_message(
                "The import is in the journal; the reader writes it to the sidecar when it next opens the document.",
            );
            Ok(())
        }
        Ending::Lost => {
            let why = reports.into_iter().rev().find_map(|r| match r {
                store::Report::Failed(why) | store::Report::NotFolded(why) => Some(why),
                _ => None,
            });
            Err(failed(&why.unwrap_or_else(|| "it could not be written".to_owned())))
        }
    }
}

fn unknown(named: Option<&str>, folder: Option<&Path>) -> Failure {
    let place = folder.map_or_else(String::new, |f| format!(" in {}", f.display()));
    Failure::Input(match named {
        Some(name) => {
            format!(
                "{name} was not found{}: name the document with --into.",
                if place.is_empty() { " here" } else { &place }
            )
        }
        None => format!("The file does not say which document it is about{place}: name it with --into."),
    })
}
