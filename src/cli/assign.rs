//! `sayso assign`: who annotates which documents of a folder, and how far everybody is.

use super::{Common, Failure, check_annotator, print, print_message};
use crate::project::annotators::Work;
use crate::project::assigned::{FILE_NAME, name_in, read};
use crate::project::{Project, named, source};
use crate::store::disk;
use clap::ValueEnum;
use sayso_core::annotators::assignment::{Assignments, Workload};
use sayso_core::export::json;
use sayso_core::sanitize::visible;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `assign`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What was shared out stays; run it again for documents that came later. Without --annotators it tells how far \
    everybody is."
)]
pub struct AssignArguments {
    /// A folder of documents
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Those among whom documents are shared out, separated by commas; they annotate with --as NAME
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    annotators: Vec<String>,
    /// The share of documents that two have, 0 to 1: on these they can be compared
    #[arg(long, value_name = "SHARE", requires = "annotators")]
    overlap: Option<f64>,
    /// The seed of chance: the same seed shares out the same way
    #[arg(long, value_name = "N", requires = "annotators")]
    seed: Option<u64>,
    /// How to print who is how far
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people: a line an annotator
    Text,
    /// One JSON object for each document and annotator
    Jsonl,
    /// One row for each document and annotator
    Csv,
}

/// A document somebody has, and how far they are.
#[derive(Debug, Serialize)]
struct Line<'a> {
    document: &'a str,
    annotator: &'a str,
    /// open, begun, reviewed.
    state: &'static str,
    annotations: usize,
    reviewed: Option<String>,
    seconds: Option<u32>,
    keys: Option<u32>,
}

impl AssignArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        source::look(&self.folder)?;
        if !self.folder.is_dir() {
            return Err(Failure::Usage(format!("{} is no folder.", self.folder.display())));
        }
        let project = common.project();
        let known = read(&self.folder)?;
        let Some(assignments) = self.assigned(known, &project)? else {
            return Err(Failure::Usage(format!(
                "Nothing is shared out in {} yet. Say among whom: --annotators ada,bo",
                self.folder.display()
            )));
        };
        self.tell(&assignments, &project)
    }

    /// What is shared out, after what was asked for; nothing where nothing is.
    fn assigned(&self, known: Option<Assignments>, project: &Project) -> Result<Option<Assignments>, Failure> {
        if self.annotators.is_empty() {
            return Ok(known);
        }
        self.annotators.iter().try_for_each(|name| check_annotator(name))?;
        if self.overlap.is_some_and(|overlap| !(0.0..=1.0).contains(&overlap)) {
            return Err(Failure::Usage("--overlap is a share of the documents, from 0 to 1.".to_owned()));
        }
        let mut all = known.unwrap_or_else(|| Assignments::new(1, 0.0, Vec::new()));
        if self.seed.is_some_and(|seed| seed != all.seed && !all.documents.is_empty()) {
            print_message("What was shared out with another seed stays; the new one is for documents that are new.");
        }
        all.annotators.clear();
        for name in self.annotators.iter().cloned() {
            if !all.annotators.contains(&name) {
                all.annotators.push(name);
            }
        }
        all.seed = self.seed.unwrap_or(all.seed);
        all.overlap = self.overlap.unwrap_or(all.overlap);
        if all.overlap > 0.0 && all.annotators.len() < 2 {
            return Err(Failure::Usage("--overlap is between two annotators or more.".to_owned()));
        }
        let named = named::expand(std::slice::from_ref(&self.folder), project)?;
        for failure in &named.failures {
            print_message(&failure.to_string());
        }
        let names = named.sources.iter().filter_map(|source| name_in(&self.folder, source.file()));
        let count = all.share_out(names);
        let path = self.folder.join(FILE_NAME);
        disk::replace(&path, all.print().as_bytes())
            .map_err(|error| Failure::Output(format!("{}: cannot write: {error}.", path.display())))?;
        let documents = if count == 1 { "document" } else { "documents" };
        print_message(&format!("{}: {count} {documents} shared out.", path.display()));
        Ok(Some(all))
    }

    fn tell(&self, all: &Assignments, project: &Project) -> Result<(), Failure> {
        let mut rows: Vec<(String, String, Work)> = Vec::new();
        let mut gone = 0_usize;
        for (document, names) in &all.documents {
            let file = self.folder.join(document);
            if !file.is_file() {
                gone += 1;
                continue;
            }
            for name in names {
                rows.push((document.clone(), name.clone(), project.work_of(&file, name)?));
            }
        }
        if gone > 0 {
            let are = if gone == 1 { "document is" } else { "documents are" };
            print_message(&format!("{gone} {are} not there any more and left out."));
        }
        let lines = rows.iter().map(|(document, annotator, work)| Line {
            document,
            annotator,
            state: work.state().word(),
            annotations: work.annotations,
            reviewed: work.reviewed.clone(),
            seconds: work.effort.map(|effort| effort.seconds),
            keys: work.effort.map(|effort| effort.keys),
        });
        match self.format {
            PrintFormat::Text => print(in_text(all, &rows).as_bytes()),
            PrintFormat::Jsonl => {
                let mut out = Vec::new();
                for line in lines {
                    json::line(&mut out, &line).map_err(|error| Failure::of_output(&error))?;
                }
                print(&out)
            }
            PrintFormat::Csv => {
                let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
                for line in lines {
                    out.serialize(line).map_err(|error| Failure::Output(format!("Cannot write CSV: {error}.")))?;
                }
                print(&out.into_inner().unwrap_or_default())
            }
        }
    }
}

/// A line an annotator: how many documents they have, reviewed, begun, and what is left.
fn in_text(all: &Assignments, rows: &[(String, String, Work)]) -> String {
    let mut sums: BTreeMap<&str, Workload> =
        all.annotators.iter().map(|name| (name.as_str(), Workload::default())).collect();
    for (_, name, work) in rows {
        sums.entry(name).or_default().add(work.state(), work.annotations as u64, work.effort);
    }
    let width = sums.keys().map(|name| name.len()).max().unwrap_or_default().max("annotator".len());
    let mut out = format!("{:width$}  documents  reviewed  begun  left  annotations\n", "annotator");
    for (name, sum) in sums {
        let (name, left) = (visible(name), sum.left());
        let Workload { documents, reviewed, begun, annotations, .. } = sum;
        let _ = writeln!(out, "{name:width$}  {documents:9}  {reviewed:8}  {begun:5}  {left:4}  {annotations:11}");
    }
    let count = all.documents.len();
    let documents = if count == 1 { "document" } else { "documents" };
    let _ = writeln!(out, "\n{count} {documents}, {} of them for two.", all.doubled());
    out
}
