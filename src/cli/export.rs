//! `sayso export`: decisions in a format other programs read.

use super::{Common, Failure, expand, print, render, talk};
use crate::clock;
use crate::config::{self, Folders};
use crate::project::{ProjectCodebook, Source, codebook};
use crate::store::output::Output;
use crate::store::target::{Kept, Purpose, Refused};
use sayso_core::detect::Detector;
use sayso_core::export::{self, FORMATS, Files, Filter, Memory, Options, Selected, Template};
use sayso_core::reading::Reading;
use sayso_core::ron_errors::meant;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Documents and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", help = format!("The format: {}", known()), required_unless_present = "template")]
    to: Option<String>,
    /// A template of one's own: a file, or a name in the settings' folder templates
    #[arg(long, value_name = "FILE|NAME", conflicts_with = "to")]
    template: Option<String>,
    /// Write to this file, or one file a document into this folder
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Open suggestions as well
    #[arg(long)]
    suggested: bool,
    /// Rejected suggestions as well
    #[arg(long)]
    rejected: bool,
    /// End with exit code 1 when an annotation has lost its place or two people disagree
    #[arg(long)]
    strict: bool,
    /// Only these, separated by commas: LABEL, speaker:NAME, status:STATUS, rating:RATING; none for without
    #[arg(long, value_name = "CHOICE", value_delimiter = ',')]
    only: Vec<String>,
    /// Replace exports that exist; never a document, a sidecar or settings
    #[arg(long)]
    force: bool,
    /// Guard cells a spreadsheet would take for formulas
    #[arg(long)]
    spreadsheet: bool,
}

/// What writes.
enum Kind {
    Format(&'static export::Format),
    Template(Box<Template>),
}

impl Kind {
    fn name(&self) -> &str {
        match self {
            Self::Format(format) => format.name,
            Self::Template(_) => "the template",
        }
    }

    fn extension(&self) -> &str {
        match self {
            Self::Format(format) => format.extension,
            Self::Template(template) => template.extension(),
        }
    }

    fn endings(&self) -> Vec<String> {
        match self {
            Self::Format(format) => format.endings(),
            Self::Template(template) => vec![template.extension().to_owned()],
        }
    }

    const fn joins(&self) -> bool {
        match self {
            Self::Format(format) => format.joins,
            Self::Template(_) => true,
        }
    }

    const fn is_binary(&self) -> bool {
        match self {
            Self::Format(format) => format.binary,
            Self::Template(_) => false,
        }
    }

    /// All that can go wrong in a template does so here, before anything is begun.
    fn prepare(&self, documents: &[Selected<'_>], options: &Options) -> Result<Prepared, Failure> {
        match self {
            Self::Format(format) => Ok(Prepared::Format(format)),
            Self::Template(template) => {
                let page = render::page(template, documents, &options.now);
                page.map(Prepared::Page).map_err(|e| match e.kind() {
                    io::ErrorKind::InvalidInput => Failure::Input(e.to_string()),
                    _ => Failure::Output(format!("Templates cannot be rendered: {e}.")),
                })
            }
        }
    }
}

/// What is written.
enum Prepared {
    /// What a format makes, as it is made.
    Format(&'static export::Format),
    /// A page that is done.
    Page(Vec<u8>),
}

impl Prepared {
    fn write(&self, documents: &[Selected<'_>], options: &Options, out: &mut dyn Files) -> io::Result<Vec<String>> {
        match self {
            Self::Format(format) => (format.write)(documents, options, out),
            Self::Page(page) => out.write_all(page).map(|()| Vec::new()),
        }
    }
}

impl Export {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let kind = self.kind()?;
        let mut filter = Filter::with(self.suggested, self.rejected);
        for words in &self.only {
            filter.only(words).map_err(|e| Failure::Usage(e.to_string()))?;
        }
        let project = common.project();
        let (sources, failed) = expand(&self.paths, &project)?;
        let ProjectCodebook { codebook, path: place, problems } = match sources.first() {
            Some(first) => codebook::of_document(first.file()),
            None => ProjectCodebook::default(),
        };
        for problem in problems {
            talk(&problem.in_one_line());
        }
        let mut precious: Vec<PathBuf> = sources.iter().map(|s| s.file().to_owned()).collect();
        precious.extend(place);
        precious.extend(Folders::from_environment().config.map(|d| d.join("config.ron")));
        let kept = Kept::new(Purpose::Export, precious, common.sidecar.iter().cloned().collect());
        let options = Options { codebook, spreadsheet: self.spreadsheet, now: clock::in_seconds(clock::now()) };
        let job = Job { export: self, kind: &kind, filter: &filter, options: &options, kept: &kept };
        let detector = Detector::new();
        let mut done = Done { failed, ..Done::default() };
        let open =
            |source: &Source| match project.open(source).and_then(|d| d.reading(&detector)).map_err(Failure::from) {
                Ok(reading) => Ok(Some((source.name(), reading))),
                Err(failure) if sources.len() > 1 || failed => {
                    talk(failure.message().unwrap_or_default());
                    Ok(None)
                }
                Err(failure) => Err(failure),
            };
        match &self.output {
            // One at a time: what is held does not grow with the folder.
            Some(folder) if folder.is_dir() => {
                for source in &sources {
                    match open(source)? {
                        Some((name, reading)) => done.doubts.add(&job.one(folder, name, &reading)?),
                        None => done.failed = true,
                    }
                }
            }
            target => {
                let mut readings = Vec::with_capacity(sources.len());
                for source in &sources {
                    match open(source)? {
                        Some(named) => readings.push(named),
                        None => done.failed = true,
                    }
                }
                // Of nothing but documents that cannot be read nothing is written over what is there.
                if !readings.is_empty() || !done.failed {
                    done.doubts.add(&job.together(target.as_deref(), &readings)?);
                }
            }
        }
        let doubtful = done.doubts.tell();
        if done.failed {
            return Err(Failure::Input(String::new()));
        }
        if doubtful && self.strict { Err(Failure::Findings) } else { Ok(()) }
    }

    fn kind(&self) -> Result<Kind, Failure> {
        if let Some(name) = &self.template {
            let (name, text) = config::template(name, &Folders::from_environment()).map_err(Failure::Input)?;
            let template = Template::new(&name, text).map_err(|e| Failure::Input(e.to_string()))?;
            return Ok(Kind::Template(Box::new(template)));
        }
        let name = self.to.as_deref().unwrap_or_default();
        export::format(name).map(Kind::Format).ok_or_else(|| {
            let close = meant(name, FORMATS.iter().map(|f| f.name)).map(|c| format!(" Did you mean {c}?"));
            Failure::Usage(format!("No format is called {name}.{} Known: {}.", close.unwrap_or_default(), known()))
        })
    }
}

/// What came of an export.
#[derive(Default)]
struct Done {
    doubts: Doubts,
    /// Whether a document could not be read.
    failed: bool,
}

/// What a person should look at before relying on an export.
#[derive(Default)]
struct Doubts {
    /// Records without a place.
    lost: usize,
    /// Statements decided differently by two people.
    conflicts: usize,
}

impl Doubts {
    fn of(documents: &[Selected<'_>]) -> Self {
        Self {
            lost: documents.iter().map(Selected::orphans).sum(),
            conflicts: documents.iter().map(Selected::conflicts).sum(),
        }
    }

    const fn add(&mut self, other: &Self) {
        self.lost += other.lost;
        self.conflicts += other.conflicts;
    }

    /// Says what there is; whether there is anything.
    fn tell(&self) -> bool {
        if self.lost > 0 {
            let words = if self.lost == 1 { "annotation has" } else { "annotations have" };
            talk(&format!("{} {words} lost the place in the text.", self.lost));
        }
        if self.conflicts > 0 {
            let words = if self.conflicts == 1 { "statement is" } else { "statements are" };
            talk(&format!(
                "{} {words} decided differently by two people, and the first version is exported. sayso check lists them.",
                self.conflicts
            ));
        }
        self.lost + self.conflicts > 0
    }
}

/// What to write, of what, how.
struct Job<'a> {
    export: &'a Export,
    kind: &'a Kind,
    filter: &'a Filter,
    options: &'a Options,
    kept: &'a Kept,
}

impl Job<'_> {
    /// Writes one document into a folder.
    fn one(&self, folder: &Path, name: String, reading: &Reading) -> Result<Doubts, Failure> {
        let path = folder.join(format!("{}.{}", flat(&name), self.kind.extension()));
        let document = Selected::new(name, reading, self.filter);
        self.to_file(&path, std::slice::from_ref(&document))
    }

    /// Writes several documents to a file or to standard output.
    fn together(&self, path: Option<&Path>, readings: &[(String, Reading)]) -> Result<Doubts, Failure> {
        let documents: Vec<Selected<'_>> =
            readings.iter().map(|(name, reading)| Selected::new(name.clone(), reading, self.filter)).collect();
        if documents.len() > 1 && !self.kind.joins() {
            let hint = path.map_or_else(
                || "-o FOLDER, with a folder that exists".to_owned(),
                |path| format!("make a folder {} first", path.display()),
            );
            return Err(Failure::Usage(format!("{} is one file a document: {hint}.", self.kind.name())));
        }
        match path {
            Some(path) => self.to_file(path, &documents),
            None => self.to_stdout(&documents),
        }
    }

    fn to_file(&self, path: &Path, documents: &[Selected<'_>]) -> Result<Doubts, Failure> {
        let failed = |refused: Refused| match &refused {
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::InvalidInput => Failure::Input(e.to_string()),
            // What reads a pipe went away.
            Refused::Failed(_, e) if e.kind() == io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            refused => Failure::Output(format!("{}.", refused.sentence("Add --force to replace it"))),
        };
        let prepared = self.kind.prepare(documents, self.options)?;
        let mut out = Output::new(path, self.kind.endings(), self.export.force, self.kept);
        let written = out.main().and_then(|()| prepared.write(documents, self.options, &mut out));
        match written {
            Ok(lost) => {
                out.keep().map_err(failed)?;
                told(&lost);
            }
            Err(error) => return Err(failed(out.refused(error))),
        }
        Ok(Doubts::of(documents))
    }

    fn to_stdout(&self, documents: &[Selected<'_>]) -> Result<Doubts, Failure> {
        let failed = |e: io::Error| match e.kind() {
            io::ErrorKind::InvalidInput => Failure::Input(e.to_string()),
            _ => Failure::of_output(&e),
        };
        let shown = io::stdout().is_terminal();
        if shown && self.kind.is_binary() {
            let name = self.kind.name();
            return Err(Failure::Usage(format!("{name} is no text: -o FILE, or send it somewhere else.")));
        }
        let prepared = self.kind.prepare(documents, self.options)?;
        let lost = if shown {
            // Nothing that could drive the terminal goes there.
            let mut out = Memory::default();
            let lost = prepared.write(documents, self.options, &mut out).map_err(failed)?;
            print(&out.main)?;
            lost
        } else {
            let mut out = Pipe { out: io::BufWriter::new(io::stdout().lock()), left: false };
            let lost = prepared.write(documents, self.options, &mut out).map_err(failed)?;
            out.out.flush().map_err(failed)?;
            lost
        };
        told(&lost);
        Ok(Doubts::of(documents))
    }
}

/// Standard output takes the main file; those beside it need -o.
struct Pipe<W> {
    out: W,
    left: bool,
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left { Ok(bytes.len()) } else { self.out.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Files for Pipe<W> {
    fn beside(&mut self, _: &str) -> io::Result<()> {
        self.left = true;
        Ok(())
    }
}

/// A path as one name: nothing in it leads out of a folder.
fn flat(name: &str) -> String {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|p| !matches!(*p, "" | "." | "..")).collect();
    parts.join("__")
}

/// The names of all formats.
fn known() -> String {
    FORMATS.map(|f| f.name).join(", ")
}

/// Says what a format could not carry.
fn told(lost: &[String]) {
    for sentence in lost {
        talk(sentence);
    }
}
