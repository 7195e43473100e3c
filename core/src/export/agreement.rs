//! How far annotators agree: for people, as JSON, as JSON lines, as a table, as a page.

mod html;
mod text;

use super::json;
use crate::agreement::{Score, Undefined};
use crate::annotators::{Exclusion, MIN_DOCUMENTS, Measure, Scores, Sums};
use crate::sanitize::visible;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use std::collections::BTreeMap;

/// A form in which agreement is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgreementForm {
    /// For people, in lines of at most so many cells.
    Text(usize),
    /// One JSON object: of each label its measures.
    Json,
    /// One JSON object a label.
    Jsonl,
    /// A table (RFC 4180), a row for each label.
    Csv,
    /// One page that needs nothing else.
    Html,
}

/// What rows are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A document each.
    Document,
    /// A pair of annotators each.
    Pair,
}

impl Part {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Pair => "pair",
        }
    }
}

/// The measures of a document or of a pair of annotators.
#[derive(Clone, Debug)]
pub struct AgreementPart {
    /// The document, or the two annotators with a comma between.
    pub name: String,
    /// All labels together, then each.
    pub scores: Vec<Scores>,
    /// The annotators that numbers of annotations are of.
    pub annotators: Vec<String>,
}

/// Agreement as it is written.
#[derive(Clone, Copy, Debug)]
pub struct AgreementReport<'a> {
    /// The annotators.
    pub annotators: &'a [String],
    /// What was added up.
    pub sums: &'a Sums,
    /// All labels together, then each.
    pub scores: &'a [Scores],
    /// The same of parts, where these are asked for.
    pub parts: Option<(Part, &'a [AgreementPart])>,
    /// How many samples intervals and γ are of, and their seed.
    pub sampling: (u32, u64),
}

/// The name of all labels together.
const ALL: &str = "all";

impl AgreementReport<'_> {
    /// The report. Names of files and labels in it cannot drive a terminal. O(parts · labels).
    pub fn write(&self, form: AgreementForm) -> Vec<u8> {
        match form {
            AgreementForm::Text(width) => text::text(self, width).into_bytes(),
            AgreementForm::Json => self.json(),
            AgreementForm::Jsonl => self.jsonl(),
            AgreementForm::Csv => self.csv(),
            AgreementForm::Html => html::page(self).into_bytes(),
        }
    }

    fn json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // Into memory nothing fails.
        let _ = match self.parts {
            None => json::line(
                &mut out,
                &Labels { report: self, of: self.scores, annotators: self.annotators, is_whole: true },
            ),
            Some((_, parts)) => json::line(&mut out, &Parts(self, parts)),
        };
        out
    }

    fn jsonl(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.each(|part, annotators, scores| {
            let line = Object { report: self, scores, annotators, part, is_whole: part.is_none() };
            // Into memory nothing fails.
            let _ = json::line(&mut out, &line);
        });
        out
    }

    fn csv(&self) -> Vec<u8> {
        let mut rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let part = self.parts.map(|(part, _)| part.name());
        let measures = || Measure::ALL.map(Measure::name);
        let behind = ["n", "n_complete", "n_speaker", "n_rating", "units", "annotations", "interval", "reason"];
        // Into memory nothing fails.
        let _ = rows.write_record(part.into_iter().chain(["label"]).chain(measures()).chain(behind));
        self.each(|part, annotators, scores| {
            let label = label(scores).to_owned();
            let number = |measure| scores.score(measure).map(|score| rounded(score).to_string()).unwrap_or_default();
            let counts = [scores.n, scores.complete, scores.speakers, scores.ratings, scores.units];
            let given = annotators.iter().zip(&scores.given).map(|(name, many)| format!("{name} {many}"));
            let interval = |measure: Measure| {
                let (low, high) = scores.interval(measure)?;
                Some(format!("{} {} to {}", measure.name(), rounded(low), rounded(high)))
            };
            let reason = |measure: Measure| Some(format!("{}: {}", measure.name(), self.reason(scores, measure)?));
            let joined = |parts: Vec<String>| parts.join("; ");
            let cells = part
                .map(|(_, name)| name.to_owned())
                .into_iter()
                .chain([label])
                .chain(Measure::ALL.map(number))
                .chain(counts.map(|count| count.to_string()))
                .chain([
                    joined(given.collect()),
                    joined(Measure::ALL.into_iter().filter_map(interval).collect()),
                    joined(Measure::ALL.into_iter().filter_map(reason).collect()),
                ]);
            let _ = rows.write_record(cells.map(|cell| visible(&cell).into_owned()));
        });
        rows.into_inner().unwrap_or_default()
    }

    /// Goes through the measures of every part, else of the whole.
    fn each(&self, mut take: impl FnMut(Option<(Part, &str)>, &[String], &Scores)) {
        match self.parts {
            None => self.scores.iter().for_each(|scores| take(None, self.annotators, scores)),
            Some((part, parts)) => {
                for one in parts {
                    one.scores.iter().for_each(|scores| take(Some((part, &one.name)), &one.annotators, scores));
                }
            }
        }
    }

    /// Why a measure is none.
    fn reason(&self, scores: &Scores, measure: Measure) -> Option<String> {
        if measure == Measure::Gamma && !self.sums.has_gamma() {
            return Some("not asked for: --gamma".to_owned());
        }
        let why = scores.score(measure).err()?;
        let words = match (measure, why) {
            (Measure::Kappa | Measure::Pi, Undefined::Nothing) => "no place that everybody labelled".to_owned(),
            (Measure::Alpha, Undefined::Nothing) => "no place that two labelled".to_owned(),
            (Measure::AlphaSpeaker, Undefined::Nothing) => "no place with a speaker from two".to_owned(),
            (Measure::AlphaRating, Undefined::Nothing) => "no place with a rating from two".to_owned(),
            (Measure::AlphaSpeaker, Undefined::OneValue) => "only one speaker named".to_owned(),
            (Measure::AlphaRating, Undefined::OneValue) => "only one rating used".to_owned(),
            (Measure::Kappa, Undefined::NotTwo) => "Cohen’s κ is of two annotators: --by pair".to_owned(),
            (_, why) => bare(why),
        };
        Some(words)
    }

    /// What is not counted, in sentences without an end.
    fn not_counted(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        if self.annotators.len() > MAX_NAMED {
            let mut reasons: BTreeMap<Exclusion, Vec<u64>> = BTreeMap::new();
            for ((_, reason), count) in &self.sums.excluded {
                reasons.entry(*reason).or_default().push(*count);
            }
            let reasons = reasons.into_iter().map(|(reason, counts)| of_many(&counts, "annotation", reason.words()));
            out.extend(reasons);
            let unread: Vec<u64> = self.sums.unread.iter().copied().filter(|count| *count > 0).collect();
            out.extend((!unread.is_empty()).then(|| of_many(&unread, "document", "that they have not annotated")));
        } else {
            let name = |annotator: usize| self.annotators.get(annotator).map(String::as_str).unwrap_or_default();
            out.extend(self.sums.excluded.iter().map(|((annotator, reason), count)| {
                format!("{}: {} {}", name(*annotator), counted(*count, "annotation"), reason.words())
            }));
            let unread = self.sums.unread.iter().enumerate().filter(|(_, count)| **count > 0);
            out.extend(unread.map(|(annotator, count)| {
                format!("{}: {} that they have not annotated", name(annotator), counted(*count, "document"))
            }));
        }
        let alone = self.sums.alone;
        out.extend((alone > 0).then(|| format!("{} that fewer than two annotated", counted(alone, "document"))));
        out
    }

    /// Why there are no intervals, where there are none.
    fn without_intervals(&self) -> Option<String> {
        let documents = self.sums.documents;
        (documents < MIN_DOCUMENTS)
            .then(|| format!("No intervals: they need {MIN_DOCUMENTS} documents, and there are {documents}"))
    }
}

/// Most annotators who are named in a title, and one by one.
const MAX_NAMED: usize = 8;

/// What a label is called: one that is called as all together says that it is none.
fn label(scores: &Scores) -> &str {
    match scores.label.as_deref() {
        None => ALL,
        Some(ALL) => "all (label)",
        Some(label) => label,
    }
}

fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// What is not counted of many annotators, together: the counts of those who have any.
fn of_many(counts: &[u64], one: &str, why: &str) -> String {
    let all = counted(counts.iter().sum(), one);
    let (least, most) = (counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0));
    match counts.len() {
        1 => format!("{all} {why}, of 1 annotator"),
        many if least == most => format!("{all} {why}, of {many} annotators ({least} each)"),
        many => format!("{all} {why}, of {many} annotators ({least} to {most} each)"),
    }
}

/// To so many places.
fn placed(score: f64, places: usize) -> String {
    let words = format!("{score:.places$}");
    // No minus before nothing.
    match words.strip_prefix('-') {
        Some(words) if words.bytes().all(|b| b == b'0' || b == b'.') => words.to_owned(),
        _ => words,
    }
}

/// The reason alone.
fn bare(why: Undefined) -> String {
    let words = why.to_string();
    words.strip_prefix("undefined: ").map(str::to_owned).unwrap_or(words)
}

/// To a millionth: what lies behind it is of the order of additions.
fn rounded(score: f64) -> f64 {
    let rounded = (score * 1e6).round() / 1e6;
    // No minus before nothing.
    if rounded == 0.0 { 0.0 } else { rounded }
}

struct Parts<'a>(&'a AgreementReport<'a>, &'a [AgreementPart]);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for part in self.1 {
            let labels = Labels { report: self.0, of: &part.scores, annotators: &part.annotators, is_whole: false };
            map.serialize_entry(&part.name, &labels)?;
        }
        map.end()
    }
}

struct Labels<'a> {
    report: &'a AgreementReport<'a>,
    of: &'a [Scores],
    annotators: &'a [String],
    is_whole: bool,
}

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { report, of, annotators, is_whole } = self;
        let object = |scores| Object { report, scores, annotators, part: None, is_whole: *is_whole };
        serializer.collect_map(of.iter().map(|scores| (label(scores), Unnamed(object(scores)))))
    }
}

/// The measures of one label.
struct Object<'a> {
    report: &'a AgreementReport<'a>,
    scores: &'a Scores,
    annotators: &'a [String],
    part: Option<(Part, &'a str)>,
    is_whole: bool,
}

/// The same where its label stands before it.
struct Unnamed<'a>(Object<'a>);

impl Serialize for Unnamed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.fields(&mut map)?;
        map.end()
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some((part, name)) = self.part {
            map.serialize_entry(part.name(), name)?;
        }
        map.serialize_entry("label", label(self.scores))?;
        self.fields(&mut map)?;
        map.end()
    }
}

impl Object<'_> {
    fn fields<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Self { report, scores, annotators, .. } = self;
        let number = |score: Score| score.ok().map(rounded);
        let (own, last) = Measure::ALL.split_at(Measure::AlphaSpeaker as usize);
        for measure in own {
            map.serialize_entry(measure.name(), &number(scores.score(*measure)))?;
        }
        map.serialize_entry("n", &scores.n)?;
        map.serialize_entry("interval", &Intervals(scores))?;
        map.serialize_entry("reason", &Reasons(report, scores))?;
        for (measure, (name, count)) in last.iter().zip([("n_speaker", scores.speakers), ("n_rating", scores.ratings)])
        {
            map.serialize_entry(measure.name(), &number(scores.score(*measure)))?;
            map.serialize_entry(name, &count)?;
        }
        map.serialize_entry("n_complete", &scores.complete)?;
        map.serialize_entry("units", &scores.units)?;
        map.serialize_entry("annotations", &Numbers(annotators, &scores.given))?;
        if self.is_whole && scores.label.is_none() {
            map.serialize_entry("documents", &report.sums.documents)?;
            map.serialize_entry("documents_left_out", &report.sums.alone)?;
            map.serialize_entry("unread", &Numbers(report.annotators, &report.sums.unread))?;
            let excluded = report.sums.excluded.iter().map(|((annotator, reason), n)| Excluded {
                annotator: report.annotators.get(*annotator).map(String::as_str).unwrap_or_default(),
                reason: *reason,
                n: *n,
            });
            map.serialize_entry("excluded", &excluded.collect::<Vec<_>>())?;
            map.serialize_entry("samples", &report.sampling.0)?;
            map.serialize_entry("seed", &report.sampling.1)?;
        }
        Ok(())
    }
}

struct Excluded<'a> {
    annotator: &'a str,
    reason: Exclusion,
    n: u64,
}

impl Serialize for Excluded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("annotator", self.annotator)?;
        map.serialize_entry("reason", self.reason.words())?;
        map.serialize_entry("n", &self.n)?;
        map.end()
    }
}

struct Numbers<'a>(&'a [String], &'a [u64]);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}

struct Intervals<'a>(&'a Scores);

impl Serialize for Intervals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let interval = |measure: Measure| {
            let (low, high) = self.0.interval(measure)?;
            Some((measure.name(), [rounded(low), rounded(high)]))
        };
        serializer.collect_map(Measure::ALL.into_iter().filter_map(interval))
    }
}

struct Reasons<'a>(&'a AgreementReport<'a>, &'a Scores);

impl Serialize for Reasons<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reason = |measure: Measure| Some((measure.name(), self.0.reason(self.1, measure)?));
        serializer.collect_map(Measure::ALL.into_iter().filter_map(reason))
    }
}

#[cfg(test)]
mod tests;
