//! `sayso agree`: how far several people agree.

use super::several::{AnsweredDocument, SeveralArguments, ended};
use super::{Common, Failure, print, text_width};
use clap::ValueEnum;
use sayso_core::annotators::{Answers, Collected, Measuring, Sums};
use sayso_core::export::agreement::{AgreementForm, AgreementPart, AgreementReport, Part};
use std::io::{self, IsTerminal as _};

/// About how many bytes the sums of a pair of annotators take.
const SIZE_OF_PAIR: usize = 4096;

/// Arguments of `agree`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Annotations at equal places are one unit. κ, π and α ask whether units that two or more labelled have the \
    same label; α_U and F1 whether the same words are labelled; γ both. What has no meaning is undefined, with the reason, never 1.\n\
    Exit codes: 0 done, 2 usage, 3 bad input, 4 cannot write."
)]
pub struct AgreeArguments {
    #[command(flatten)]
    several: SeveralArguments,
    /// How to print it
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// The same of each document, or of each pair of annotators
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Also γ (Mathet, Widlöcher and Métivier 2015), which takes time
    #[arg(long)]
    gamma: bool,
    /// How many samples intervals are of, and γ
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    samples: u32,
    /// What the samples are drawn from: the same seed gives the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people
    Text,
    /// One JSON object: of each label its measures
    Json,
    /// One JSON object a label
    Jsonl,
    /// One row a label
    Csv,
    /// A page that needs nothing else
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Each document
    Document,
    /// Each two annotators
    Pair,
}

/// What one document gave.
struct Measured {
    name: String,
    sums: Sums,
    /// Those of each pair of annotators who read it, by their numbers.
    pairs: Vec<((usize, usize), Sums)>,
}

impl AgreeArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let project = common.project();
        let several = self.several.gather(common, &project)?;
        let annotators = &several.annotators;
        let many = annotators.len();
        let mut all = Collected::new(many, 1);
        let mut parts: Vec<AgreementPart> = Vec::new();
        let numbers: Vec<(usize, usize)> = match self.by {
            Some(By::Pair) => (0..many).flat_map(|a| (a + 1..many).map(move |b| (a, b))).collect(),
            Some(By::Document) | None => Vec::new(),
        };
        let mut pairs: Vec<Collected> = numbers.iter().map(|_| Collected::new(2, numbers.len())).collect();
        let failed = several.run(
            io::stdout().is_terminal(),
            (
                |answered: &AnsweredDocument| self.measured(answered, many, &numbers),
                |made: &Measured| made.pairs.len() * SIZE_OF_PAIR,
            ),
            |measured: Measured| {
                all.add(&measured.sums);
                for (numbers_of, sums) in &measured.pairs {
                    let at = numbers.binary_search(numbers_of);
                    if let Some(pair) = at.ok().and_then(|at| pairs.get_mut(at)) {
                        pair.add(sums);
                    }
                }
                if self.by == Some(By::Document) && measured.sums.documents > 0 {
                    let scores = measured.sums.scores();
                    parts.push(AgreementPart { name: measured.name, scores, annotators: annotators.clone() });
                }
                Ok(())
            },
        )?;
        let name = |number: usize| annotators.get(number).cloned().unwrap_or_default();
        for ((a, b), sums) in numbers.iter().zip(pairs).filter(|(_, sums)| sums.all.documents > 0) {
            let two = vec![name(*a), name(*b)];
            let scores = sums.scores(self.samples, self.seed);
            parts.push(AgreementPart { name: two.join(","), scores, annotators: two });
        }
        if all.all.documents > 0 {
            let by = self.by.map(|by| match by {
                By::Document => Part::Document,
                By::Pair => Part::Pair,
            });
            let report = AgreementReport {
                annotators,
                sums: &all.all,
                scores: &all.scores(self.samples, self.seed),
                parts: by.map(|by| (by, parts.as_slice())),
                sampling: (self.samples, self.seed),
            };
            print(&report.write(self.form()))?;
        }
        ended(failed, all.all.documents, annotators)
    }

    fn form(&self) -> AgreementForm {
        match self.format {
            PrintFormat::Text => AgreementForm::Text(text_width()),
            PrintFormat::Json => AgreementForm::Json,
            PrintFormat::Jsonl => AgreementForm::Jsonl,
            PrintFormat::Csv => AgreementForm::Csv,
            PrintFormat::Html => AgreementForm::Html,
        }
    }

    /// What a document gives, and each of these pairs of annotators who have read it.
    fn measured(&self, answered: &AnsweredDocument, many: usize, numbers: &[(usize, usize)]) -> Measured {
        let length = answered.document.offsets().chars();
        let how = Measuring { ratings: &answered.ratings, gamma: self.gamma.then_some((self.samples, self.seed)) };
        let answers: Vec<Option<&Answers>> = answered.answers.iter().map(Option::as_ref).collect();
        let mut sums = Sums::new(many);
        sums.add(&answers, length, &how);
        let of = |number: usize| answers.get(number).copied().flatten();
        let both = numbers.iter().filter_map(|(a, b)| Some(((*a, *b), [of(*a)?, of(*b)?])));
        let pairs = both.map(|(numbers, two)| {
            let mut sums = Sums::new(2);
            sums.add(&two.map(Some), length, &how);
            (numbers, sums)
        });
        Measured { name: answered.name.clone(), sums, pairs: pairs.collect() }
    }
}
