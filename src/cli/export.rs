//! `sayso export`: annotations in a format that other programs read.

mod job;
mod note;
mod standard;
mod target;

use super::batch::{self, Order, Pace, RunArguments};
use super::{Common, Failure, print_message, tell_exports};
use crate::clock;
use crate::config::{self, Folders};
use crate::project::{self, Documents, Source, named};
use crate::store;
use crate::store::disk::folder_of;
use crate::store::target::{ProtectedFiles, Purpose};
use job::ExportJob;
use sayso_core::detect::Detector;
use sayso_core::export::{self, FORMATS, Filter, Options, TEMPLATES, Template};
use sayso_core::ron_errors::meant;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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
    /// Write a block for each document into this Markdown note, in the place of the one that stands there; what you wrote stays
    #[arg(long, value_name = "NOTE", conflicts_with_all = ["output", "template", "resume", "force"])]
    into: Option<PathBuf>,
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
    #[command(flatten)]
    run: RunArguments,
}

impl ExportArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let target = self.target()?;
        let mut filter = Filter::with(self.suggested, self.rejected);
        for words in &self.only {
            filter.only(words).map_err(|e| Failure::Usage(e.to_string()))?;
        }
        let project = common.project();
        let named = named::files(&self.paths)?;
        tell_exports(named.exports);
        let mut files = named.sources;
        // It can be read only once, and some formats go through the documents several times.
        for file in files.iter_mut().filter(|file| matches!(file, Source::Stdin)) {
            let bytes = file.bytes()?;
            *file = Source::Member { path: PathBuf::from("-"), format: None, bytes, title: None };
        }
        // A codebook with a mistake would be exported as another: nothing is.
        let mut codebooks: Vec<PathBuf> = Vec::new();
        let folders: BTreeSet<&Path> = files.iter().map(|file| folder_of(file.file())).collect();
        for folder in folders {
            let found = project.codebooks.of_folder(folder);
            if !found.problems.is_empty() {
                return Err(project::Error::Codebook(found.problems.clone()).into());
            }
            codebooks.extend(found.path.clone().filter(|path| !codebooks.contains(path)));
        }
        let mut precious: Vec<PathBuf> = files.iter().map(|file| file.file().to_owned()).collect();
        precious.extend(codebooks);
        precious.extend(project.folders.settings());
        let kept = ProtectedFiles::new(Purpose::Export, precious, common.sidecar.iter().cloned().collect());
        let fact_checks = config::load(&project.folders).0.fact_checks;
        let options = Options { spreadsheet: self.spreadsheet, now: clock::in_seconds(clock::now()), fact_checks };
        let several = Documents::new(files.clone(), &project).nth(1).is_some();
        let pace = Pace::new(&self.run, batch::bytes_of(&files), several);
        let detector = Detector::new();
        let job = ExportJob { force: self.force, target, filter, options, kept, project, detector, files, pace };
        let mut outcome = match &self.output {
            _ if let Some(note) = &self.into => {
                if self.to.as_deref() != Some("markdown") {
                    return Err(Failure::Usage(
                        "--into writes a block of Markdown: --to markdown --into NOTE.".to_owned(),
                    ));
                }
                job.to_note(note)?
            }
            Some(path) if self.run.resume => job.go_on(path, || self.order(common, &job))?,
            path if job.target.folder().is_some() => {
                let name = job.target.name();
                let folder = path.as_deref().filter(|path| path.is_dir()).ok_or_else(|| {
                    let hint = path.as_ref().map_or_else(
                        || "-o FOLDER, with a folder that exists".to_owned(),
                        |path| format!("make a folder {} first", path.display()),
                    );
                    Failure::Usage(format!("{name} is a folder of files with names of their own: {hint}."))
                })?;
                job.to_file(&folder.join(job.target.folder().unwrap_or(name)))?
            }
            Some(folder) if folder.is_dir() => job.to_folder(folder)?,
            path if several && !job.target.joins() => {
                let hint = path.as_ref().map_or_else(
                    || "-o FOLDER, with a folder that exists".to_owned(),
                    |path| format!("make a folder {} first", path.display()),
                );
                return Err(Failure::Usage(format!("{} is one file a document: {hint}.", job.target.name())));
            }
            Some(path) => job.to_file(path)?,
            None => job.to_stdout()?,
        };
        for sentence in outcome.unsettled.sentences(outcome.unplaced) {
            print_message(&sentence);
        }
        if outcome.unsettled.uncertain + outcome.unsettled.conflicts > 0 {
            print_message("sayso check lists them.");
        }
        batch::tell_failures(&std::mem::take(&mut outcome.counts))?;
        if !outcome.unsettled.is_empty() && self.strict { Err(Failure::Findings) } else { Ok(()) }
    }

    /// What shapes the output, for a run that is gone on with: the annotations of each document too.
    fn order(&self, common: &Common, job: &ExportJob) -> Order {
        let mut arguments = vec!["--to".to_owned(), self.to.clone().unwrap_or_default()];
        for (name, is_given) in
            [("--suggested", self.suggested), ("--rejected", self.rejected), ("--spreadsheet", self.spreadsheet)]
        {
            arguments.extend(is_given.then(|| name.to_owned()));
        }
        arguments.extend(self.only.iter().flat_map(|only| ["--only".to_owned(), only.clone()]));
        arguments.extend(batch::arguments_of(common));
        let of_file = |source: &Source| match source {
            Source::File(_) => project::source::sidecar_of(source, "", &job.project).ok(),
            Source::Stdin | Source::Member { .. } => None,
        };
        let kept = job.files.iter().filter_map(of_file).flat_map(|sidecar| {
            let all: Vec<PathBuf> = store::files_of(&sidecar.path).collect();
            all.into_iter().filter(|path| path.exists())
        });
        Order::new("export", arguments, &job.files).beside(kept)
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

/// The names of the templates that come with the program.
fn shipped() -> String {
    TEMPLATES.map(|(file, _)| file.split('.').next().unwrap_or(file)).join(", ")
}

/// The names of all formats.
fn known() -> String {
    FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
}
