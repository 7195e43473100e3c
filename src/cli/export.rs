//! `sayso export`: annotations in a format that other programs read.

mod target;

use super::{Common, Failure, expand, print_message};
use crate::clock;
use crate::config::{self, Folders};
use crate::project::{self, Project, ProjectCodebook, Source};
use crate::store::disk::folder_of;
use crate::store::output::Output;
use crate::store::target::{ProtectedFiles, Purpose, Refused};
use sayso_core::detect::Detector;
use sayso_core::export::{self, FORMATS, Files, Filter, Options, Selected, TEMPLATES, Template, Unsettled, Written};
use sayso_core::reading::Reading;
use sayso_core::ron_errors::meant;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use target::ExportTarget;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArguments {
    /// Documents and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", help = format!("The format: {}", known()), required_unless_present = "template")]
    to: Option<String>,
    #[arg(long, value_name = "FILE|NAME", conflicts_with = "to", help = format!("A template: {}, a file, or a name in the templates folder of the settings", shipped()))]
    template: Option<String>,
    /// Write to this file, or one file a document into this folder
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Include open suggestions
    #[arg(long)]
    suggested: bool,
    /// Include rejected suggestions
    #[arg(long)]
    rejected: bool,
    /// End with exit code 1 when an annotation has lost its place or people disagree
    #[arg(long)]
    strict: bool,
    /// Only these, separated by commas: LABEL, speaker:NAME, status:STATUS, rating:RATING; none for without
    #[arg(long, value_name = "CHOICE", value_delimiter = ',')]
    only: Vec<String>,
    /// Replace exports that exist; never a document, a sidecar or settings
    #[arg(long)]
    force: bool,
    /// Escape cells that a spreadsheet would read as formulas
    #[arg(long)]
    spreadsheet: bool,
}

impl ExportArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let target = self.target()?;
        let mut filter = Filter::with(self.suggested, self.rejected);
        for words in &self.only {
            filter.only(words).map_err(|e| Failure::Usage(e.to_string()))?;
        }
        let project = common.project();
        let (sources, failed) = expand(&self.paths, &project)?;
        // A codebook with a mistake would be exported as another: nothing is.
        let mut codebooks: Vec<PathBuf> = Vec::new();
        let folders: BTreeSet<&Path> = sources.iter().map(|source| folder_of(source.file())).collect();
        for folder in folders {
            let found = project.codebooks.of_folder(folder);
            if !found.problems.is_empty() {
                return Err(project::Error::Codebook(found.problems.clone()).into());
            }
            codebooks.extend(found.path.clone().filter(|path| !codebooks.contains(path)));
        }
        let mut precious: Vec<PathBuf> = sources.iter().map(|s| s.file().to_owned()).collect();
        precious.extend(codebooks);
        precious.extend(project.folders.config.as_ref().map(|d| d.join("config.ron")));
        let kept = ProtectedFiles::new(Purpose::Export, precious, common.sidecar.iter().cloned().collect());
        let options = Options { spreadsheet: self.spreadsheet, now: clock::in_seconds(clock::now()) };
        let several = sources.len() > 1 || failed;
        let detector = Detector::new();
        let job = ExportJob { export: self, target, filter, options, kept, project, detector, several };
        let mut outcome = Outcome { failed, ..Outcome::default() };
        match &self.output {
            Some(folder) if folder.is_dir() => {
                for source in sources {
                    let path = folder.join(format!("{}.{}", flat(&source.name()), job.target.extension()));
                    outcome.add(&job.to_file(&path, vec![source])?);
                }
            }
            path => {
                if sources.len() > 1 && !job.target.joins() {
                    let hint = path.as_ref().map_or_else(
                        || "-o FOLDER, with a folder that exists".to_owned(),
                        |path| format!("make a folder {} first", path.display()),
                    );
                    return Err(Failure::Usage(format!("{} is one file a document: {hint}.", job.target.name())));
                }
                outcome.add(&match path {
                    Some(path) => job.to_file(path, sources)?,
                    None => job.to_stdout(sources)?,
                });
            }
        }
        for sentence in outcome.unsettled.sentences(outcome.unplaced) {
            print_message(&sentence);
        }
        if outcome.unsettled.uncertain + outcome.unsettled.conflicts > 0 {
            print_message("sayso check lists them.");
        }
        if outcome.failed {
            return Err(Failure::Input(String::new()));
        }
        if !outcome.unsettled.is_empty() && self.strict { Err(Failure::Findings) } else { Ok(()) }
    }

    fn target(&self) -> Result<ExportTarget, Failure> {
        if let Some(name) = &self.template {
            let found = config::template(name, &Folders::from_environment());
            let (name, text) = found.map_err(|e| Failure::Input(e.to_string()))?;
            let template = Template::new(&name, text).map_err(|e| Failure::Input(e.to_string()))?;
            return Ok(ExportTarget::Template(Box::new(template)));
        }
        let name = self.to.as_deref().unwrap_or_default();
        export::format(name).map(ExportTarget::Format).ok_or_else(|| {
            let close = meant(name, FORMATS.iter().map(|f| f.name)).map(|c| format!(" Did you mean {c}?"));
            Failure::Usage(format!("No format is called {name}.{} Known: {}.", close.unwrap_or_default(), known()))
        })
    }
}

/// What came of an export.
#[derive(Default)]
struct Outcome {
    /// What was written; nothing where no document could be read.
    written: Option<Written>,
    unsettled: Unsettled,
    /// How many records without a place were left out.
    unplaced: usize,
    /// Whether a document could not be read.
    failed: bool,
}

impl Outcome {
    fn add(&mut self, other: &Self) {
        self.unplaced += other.written.as_ref().map_or(0, |written| written.unplaced);
        self.unsettled.add(&other.unsettled);
        self.failed |= other.failed;
    }
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
trait Destination: Files {
    /// The first document was read: something will be written.
    fn start(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Destination for Output<'_> {
    fn start(&mut self) -> io::Result<()> {
        self.main()
    }
}

/// A document that was read, with the codebook of its folder.
struct OpenedDocument {
    name: String,
    reading: Reading,
    codebook: Arc<ProjectCodebook>,
}

impl OpenedDocument {
    fn selected(&self, filter: &Filter) -> Selected<'_> {
        Selected::new(self.name.clone(), &self.reading, filter)
    }
}

/// A document that could be read in the first pass.
struct Readable {
    source: Source,
    /// The hash of its bytes, to notice changes.
    hash: String,
    /// The document itself, as long as not too much is kept.
    kept: Option<OpenedDocument>,
}

/// Most bytes of text that are kept between the passes of an export; what is more is read again.
const MAX_KEPT: usize = 4 << 20;

/// What to write, of what, how.
struct ExportJob<'a> {
    export: &'a ExportArguments,
    target: ExportTarget,
    filter: Filter,
    options: Options,
    kept: ProtectedFiles,
    project: Project,
    detector: Detector,
    /// Whether a document that cannot be read is told and left out: of one alone it is an error.
    several: bool,
}

impl ExportJob<'_> {
    /// A document; none when it cannot be read and others may be.
    fn open(&self, source: &Source) -> Result<Option<OpenedDocument>, Failure> {
        let opened = self.project.open(source).and_then(|document| {
            let codebook = Arc::clone(&document.codebook);
            Ok(OpenedDocument { name: source.name(), reading: document.reading(&self.detector)?, codebook })
        });
        match opened {
            Ok(opened) => Ok(Some(opened)),
            Err(error) if self.several => {
                print_message(Failure::from(error).message().unwrap_or_default());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes documents one after the other; for a format of several passes those are read again that are too much to be
    /// kept. Of nothing but documents that cannot be read nothing is begun.
    fn write(&self, sources: Vec<Source>, out: &mut dyn Destination) -> Result<Outcome, Interrupted> {
        let mut writer = self.target.writer(&self.options);
        let mut outcome = Outcome::default();
        let mut readable: Vec<Readable> = Vec::with_capacity(sources.len());
        let mut kept = 0;
        for source in sources {
            let Some(opened) = self.open(&source)? else {
                outcome.failed = true;
                continue;
            };
            if readable.is_empty() {
                out.start()?;
                writer.begin(0, out)?;
            }
            let document = opened.selected(&self.filter);
            outcome.unsettled.add(&Unsettled::of(&document));
            writer.document(0, &document, &opened.codebook.codebook, out)?;
            let document = opened.reading.document();
            kept += document.text().len();
            let hash = document.origin.file_hash.clone();
            // The first is kept whatever its size: of one document nothing is read twice.
            let is_kept = writer.passes() > 1 && (readable.is_empty() || kept <= MAX_KEPT);
            readable.push(Readable { source, hash, kept: Some(opened).filter(|_| is_kept) });
        }
        if readable.is_empty() {
            return Ok(outcome);
        }
        let mut pass = 1;
        while pass < writer.passes() {
            writer.begin(pass, out)?;
            for Readable { source, hash, kept } in &readable {
                let again = if kept.is_some() { None } else { self.open(source)? };
                let opened = kept.as_ref().or(again.as_ref());
                let Some(opened) = opened.filter(|o| o.reading.document().origin.file_hash == *hash) else {
                    let why = format!("{}: it changed while it was exported. Export again.", source.name());
                    return Err(Failure::Input(why).into());
                };
                writer.document(pass, &opened.selected(&self.filter), &opened.codebook.codebook, out)?;
            }
            pass += 1;
        }
        outcome.written = Some(writer.end(out)?);
        Ok(outcome)
    }

    fn to_file(&self, path: &Path, sources: Vec<Source>) -> Result<Outcome, Failure> {
        let failed = |refused: Refused| match &refused {
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::InvalidInput => Failure::Input(e.to_string()),
            // What reads a pipe went away.
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            refused => Failure::Output(format!("{}.", refused.sentence("Add --force to replace it"))),
        };
        let mut out = Output::new(path, self.target.endings(), self.export.force, &self.kept);
        let outcome = match self.write(sources, &mut out) {
            Ok(outcome) => outcome,
            Err(Interrupted::Input(failure)) => return Err(failure),
            Err(Interrupted::Output(error)) => return Err(failed(out.refused(error))),
        };
        if let Some(written) = &outcome.written {
            out.keep().map_err(failed)?;
            tell_left_out(written);
        }
        Ok(outcome)
    }

    fn to_stdout(&self, sources: Vec<Source>) -> Result<Outcome, Failure> {
        let is_shown = io::stdout().is_terminal();
        if is_shown && self.target.is_binary() {
            return Err(Failure::Usage("refusing to write binary to a terminal; use -o FILE.".to_owned()));
        }
        let mut out =
            StandardOutput { out: io::BufWriter::new(io::stdout().lock()), is_shown, line: Vec::new(), left: false };
        let written = self.write(sources, &mut out).and_then(|outcome| {
            out.end()?;
            Ok(outcome)
        });
        match written {
            Ok(outcome) => {
                outcome.written.iter().for_each(tell_left_out);
                Ok(outcome)
            }
            Err(Interrupted::Input(failure)) => Err(failure),
            Err(Interrupted::Output(error)) if error.kind() == io::ErrorKind::InvalidInput => {
                Err(Failure::Input(error.to_string()))
            }
            Err(Interrupted::Output(error)) => Err(Failure::of_output(&error)),
        }
    }
}

/// Standard output takes the main file; those beside it need -o.
struct StandardOutput<W: Write> {
    out: W,
    /// Whether it is a terminal: nothing that could drive it goes there.
    is_shown: bool,
    /// The beginning of a line that goes to a terminal.
    line: Vec<u8>,
    /// Whether the main file has ended.
    left: bool,
}

impl<W: Write> StandardOutput<W> {
    fn end(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(sayso_core::sanitize::lines(&String::from_utf8_lossy(&line)).as_bytes())?;
        self.out.flush()
    }
}

impl<W: Write> Write for StandardOutput<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left {
            return Ok(bytes.len());
        }
        if !self.is_shown {
            return self.out.write(bytes);
        }
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|b| *b == b'\n') {
            let rest = self.line.split_off(end + 1);
            let lines = std::mem::replace(&mut self.line, rest);
            self.out.write_all(sayso_core::sanitize::lines(&String::from_utf8_lossy(&lines)).as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Files for StandardOutput<W> {
    fn beside(&mut self, _: &str) -> io::Result<()> {
        self.left = true;
        Ok(())
    }
}

impl<W: Write> Destination for StandardOutput<W> {}

/// A path as one name: nothing in it leads out of a folder.
fn flat(name: &str) -> String {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|p| !matches!(*p, "" | "." | "..")).collect();
    parts.join("__")
}

/// The names of the templates that come with the program.
fn shipped() -> String {
    TEMPLATES.map(|(file, _)| file.split('.').next().unwrap_or(file)).join(", ")
}

/// The names of all formats.
fn known() -> String {
    FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
}

/// Says what a format could not carry.
fn tell_left_out(written: &Written) {
    for sentence in &written.left_out {
        print_message(sentence);
    }
}
