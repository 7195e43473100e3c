//! `sayso stats`: figures over documents: who says how much, where and when, and how right suggestions were.

use super::find::{Unread, documents};
use super::{Common, Failure, print, print_message};
use crate::project::figures::{Wanted, count};
use crate::project::{self, Project};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use crate::store::output::{self, TextFile};
use crate::store::target::{ProtectedFiles, Purpose};
use clap::ValueEnum;
use sayso_core::export::figures::FiguresReport;
use sayso_core::library::figures::tables::{Asked, TableKind, grouped};
use sayso_core::library::{Figures, Period, QueryError, query};
use std::collections::{BTreeSet, HashSet};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Cells of a line where no terminal says how many.
const WIDTH: u16 = 100;
/// Fewest and most cells of a line on a terminal.
const WIDTHS: (u16, u16) = (36, 120);
/// Documents from which on a terminal is told how far it is.
const MANY: usize = 1000;

/// Arguments of `stats`.
#[derive(Debug, clap::Args)]
pub struct StatsArguments {
    /// Documents and folders
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// Only this table; CSV has one, of speakers unless another is named
    #[arg(long, value_enum, value_name = "TABLE")]
    by: Option<By>,
    /// Only documents of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only documents of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Tell speakers apart by the gender that names, titles and pronouns suggest; nobody was asked
    #[arg(long)]
    gender: bool,
    /// Most rows of speakers and outlets; the others become one row
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace figures that exist; never a document, a sidecar or settings
    #[arg(long)]
    force: bool,
    /// Read every document, without the index that is kept of a folder
    #[arg(long)]
    no_index: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people, with plain bars
    Text,
    /// One JSON object
    Json,
    /// One row a line
    Csv,
    /// A page with pictures that needs nothing else
    Html,
}

impl PrintFormat {
    const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Who says how much
    Speaker,
    /// The same by gender of the name
    Gender,
    /// Who published it
    Outlet,
    /// When
    Time,
    /// What is labelled
    Label,
    /// How claims are rated
    Rating,
    /// How right suggestions were, by level of doubt
    Level,
    /// How right suggestions were, by kind of statement
    Kind,
    /// How far everybody is with what is shared out
    Annotator,
}

impl By {
    const fn kind(self) -> TableKind {
        match self {
            Self::Speaker => TableKind::Speakers,
            Self::Gender => TableKind::Genders,
            Self::Outlet => TableKind::Outlets,
            Self::Time => TableKind::Time,
            Self::Label => TableKind::Labels,
            Self::Rating => TableKind::Ratings,
            Self::Level => TableKind::Levels,
            Self::Kind => TableKind::Kinds,
            Self::Annotator => TableKind::Annotators,
        }
    }
}

/// What all documents of the call gave.
struct Sums {
    figures: Figures,
    ratings: Vec<String>,
    unread: Unread,
    /// Documents, and the codebooks of their folders: nothing is written in their place.
    precious: Vec<PathBuf>,
}

impl StatsArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let period = self.period()?;
        let project = common.project();
        let sums = self.sums(&project, period)?;
        let only = self.by.map(By::kind);
        let gender = self.gender || only == Some(TableKind::Genders);
        let report = FiguresReport {
            name: &self.name(),
            figures: &sums.figures,
            asked: Asked { gender, top: self.top.map(|n| n as usize), ratings: &sums.ratings },
            only: only.as_slice(),
            not_read: sums.unread.count() as u64,
        };
        let bytes = match self.format {
            PrintFormat::Text => report.text(self.width()).into_bytes(),
            PrintFormat::Json => report.json(),
            PrintFormat::Csv => report.csv(),
            PrintFormat::Html => report.html().into_bytes(),
        };
        match &self.output {
            None => print(&bytes)?,
            Some(path) => {
                let kept =
                    ProtectedFiles::new(Purpose::Export, sums.precious, common.sidecar.iter().cloned().collect());
                let text = String::from_utf8_lossy(&bytes);
                let file = TextFile { path: path.clone(), text: &text, ending: self.format.ending() };
                output::write(&[file], self.force, &kept).map_err(|refused| {
                    Failure::Output(format!("{}.", refused.sentence("Add --force to replace it")))
                })?;
            }
        }
        sums.unread.end().map_or(Ok(()), Err)
    }

    /// The time that is asked for.
    fn period(&self) -> Result<Period, Failure> {
        let usage = |error: QueryError| Failure::Usage(format!("{error}."));
        let day = |day: &Option<String>, last| day.as_ref().map(|day| query::day(day, last)).transpose().map_err(usage);
        Ok(Period { since: day(&self.since, false)?, until: day(&self.until, true)? })
    }

    /// What the figures are of.
    fn name(&self) -> String {
        match self.paths.as_slice() {
            [path] if path.is_dir() => {
                let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
                let name =
                    real.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
                format!("{name}/")
            }
            [path] => path.display().to_string(),
            several => format!("{} places", several.len()),
        }
    }

    fn width(&self) -> usize {
        let is_shown = self.output.is_none() && io::stdout().is_terminal();
        let terminal = is_shown.then(crossterm::terminal::size).and_then(Result::ok);
        usize::from(terminal.map_or(WIDTH, |(width, _)| width.clamp(WIDTHS.0, WIDTHS.1)))
    }

    /// Sums up everything that is named, each document once.
    fn sums(&self, project: &Project, period: Period) -> Result<Sums, Failure> {
        let mut sums = Sums {
            figures: Figures::new(period),
            ratings: sayso_core::annotation::Codebook::default().ratings,
            unread: Unread::default(),
            precious: project.folders.config.iter().map(|folder| folder.join("config.ron")).collect(),
        };
        let mut seen: HashSet<PathBuf> = HashSet::new();
        let mut has_ratings = false;
        for path in &self.paths {
            let mut paths = match documents(project, path, "stats") {
                Ok(paths) => paths,
                Err(failure) if self.paths.len() == 1 => return Err(failure),
                Err(failure) => {
                    sums.unread.say(failure.message().unwrap_or_default());
                    continue;
                }
            };
            sums.precious.extend(codebooks(project, &paths)?);
            sums.precious.extend(paths.iter().map(|path| file_of(path).to_owned()));
            let all = paths.len();
            if self.paths.len() > 1 {
                paths.retain(|path| seen.insert(std::path::absolute(path).unwrap_or_else(|_| path.clone())));
            }
            // Of a folder whose documents are counted in part its index is no use.
            let folder = (path.is_dir() && !self.no_index && paths.len() == all).then_some(path.as_path());
            let counted = count(project, &Wanted { folder, paths: &paths, period }, &mut progress(all));
            if let Some(why) = &counted.without_index {
                print_message(&format!("{why}. Every document is read instead."));
            }
            for (path, why) in &counted.not_read {
                sums.unread.add(path, why);
            }
            counted.work_not_read.iter().for_each(|why| sums.unread.say(why));
            sums.figures.merge(counted.figures);
            if !counted.ratings.is_empty() && !std::mem::replace(&mut has_ratings, true) {
                sums.ratings = counted.ratings;
            }
        }
        Ok(sums)
    }
}

/// The codebooks of documents. With a mistake in one its people would be counted as others: nothing is.
fn codebooks(project: &Project, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let folders: BTreeSet<&Path> = paths.iter().map(|path| folder_of(file_of(path))).collect();
    let mut all = Vec::new();
    for folder in folders {
        let found = project.codebooks.of_folder(folder);
        if !found.problems.is_empty() {
            return Err(project::Error::Codebook(found.problems.clone()).into());
        }
        all.extend(found.path.clone().filter(|path| !all.contains(path)));
    }
    Ok(all)
}

/// Tells a terminal how far the reading of many documents is, on one line that goes away.
fn progress(all: usize) -> impl FnMut(usize) -> bool {
    let is_shown = all >= MANY && io::stderr().is_terminal();
    move |done| {
        if is_shown {
            let end = if done >= all { "\r\u{1b}[K" } else { "" };
            let _ = write!(io::stderr(), "\r{} of {} documents{end}", grouped(done as u64), grouped(all as u64));
        }
        true
    }
}
