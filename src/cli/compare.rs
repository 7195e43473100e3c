//! `sayso compare`: what several people say of the same places.

use super::several::{AnsweredDocument, Several, SeveralArguments, ended};
use super::{Common, Failure, print, print_message, text_width};
use clap::ValueEnum;
use sayso_core::annotators::Exclusion;
use sayso_core::export::comparison::{ComparedDocument, ComparisonReport, Differences};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A place is same, or differs in the first of these: missing (somebody labelled nothing there, or rejected it), \
    boundary, label, speaker, rating.\nExit codes: 0 all the same, 1 differences, 2 usage, 3 bad input, 4 cannot write."
)]
pub struct CompareArguments {
    #[command(flatten)]
    several: SeveralArguments,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// In text also the places that are the same
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people: the places that differ
    Text,
    /// One JSON object a place
    Jsonl,
    /// One row for each place and annotator
    Csv,
    /// A page that needs nothing else
    Html,
}

/// What was made of a document.
struct Compared {
    bytes: Vec<u8>,
    differences: Differences,
    /// By annotator and reason.
    excluded: Vec<(usize, Exclusion, u64)>,
}

impl CompareArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let project = common.project();
        let several = self.several.gather(common, &project)?;
        let report = match self.format {
            PrintFormat::Text => ComparisonReport::Text { width: text_width(), all: self.all },
            PrintFormat::Jsonl => ComparisonReport::Jsonl,
            PrintFormat::Csv => ComparisonReport::Csv,
            PrintFormat::Html => ComparisonReport::Html,
        };
        print(&report.head(&several.annotators))?;
        let mut all = Differences::default();
        let mut excluded: BTreeMap<(usize, Exclusion), u64> = BTreeMap::new();
        let make = |answered: &AnsweredDocument| compared(report, answered, &several);
        let failed =
            several.run(io::stdout().is_terminal(), (make, |made: &Compared| made.bytes.len()), |compared| {
                all.add(&compared.differences);
                for (annotator, reason, count) in compared.excluded {
                    *excluded.entry((annotator, reason)).or_default() += count;
                }
                print(&compared.bytes)
            })?;
        print(&report.foot(&all))?;
        for ((annotator, reason), count) in excluded {
            let name = several.annotators.get(annotator).map(String::as_str).unwrap_or_default();
            let what = if count == 1 { "annotation" } else { "annotations" };
            print_message(&format!("{name}: {count} {what} left out: {}.", reason.words()));
        }
        ended(failed, all.documents, &several.annotators)?;
        if all.differing() > 0 { Err(Failure::Findings) } else { Ok(()) }
    }
}

fn compared(report: ComparisonReport, answered: &AnsweredDocument, several: &Several<'_>) -> Compared {
    let by = answered.read_by(&several.annotators);
    if by.len() < 2 {
        return Compared { bytes: Vec::new(), differences: Differences::default(), excluded: Vec::new() };
    }
    let compared = ComparedDocument::new(&answered.name, &answered.document, &by);
    let excluded = answered.answers.iter().enumerate().flat_map(|(annotator, answers)| {
        let excluded = answers.iter().flat_map(|answers| &answers.excluded);
        excluded.map(move |(reason, count)| (annotator, *reason, *count))
    });
    Compared { bytes: report.document(&compared), differences: compared.differences(), excluded: excluded.collect() }
}
