//! Agreement in lines: measures, why some are none, intervals, how labels are distributed, what is not counted.

use super::{AgreementReport, label, placed};
use crate::annotators::{Measure, Scores};
use crate::reading::shortened;
use crate::sanitize::visible;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Cells of a number of places.
const COUNT: usize = 7;
/// Cells of a measure.
const CELL: usize = 7;
/// Fewest cells of the name before them.
const NAME: usize = 10;
/// Most annotators of whom each has a column of annotations.
const MAX_COLUMNS: usize = 5;

pub(super) fn text(report: &AgreementReport<'_>, width: usize) -> String {
    let sums = report.sums;
    let documents = if sums.documents == 1 { "1 document".to_owned() } else { format!("{} documents", sums.documents) };
    let mut out = String::new();
    let names = shortened(&report.annotators.join(", "), width.saturating_sub(16).max(NAME));
    let _ = writeln!(out, "{}   {documents}\n", visible(&names));
    let measures = told(report);
    match report.parts {
        None => {
            table(&mut out, width, "label", &measures, report.scores.iter().map(|of| (label(of).to_owned(), of)));
        }
        Some((part, parts)) => {
            let rows = parts.iter().filter_map(|part| Some((part.name.clone(), part.scores.first()?)));
            let whole = report.scores.first().map(|of| ("all".to_owned(), of));
            table(&mut out, width, part.name(), &measures, whole.into_iter().chain(rows));
        }
    }
    reasons(&mut out, report, &measures);
    intervals(&mut out, report, &measures);
    distribution(&mut out, report, width);
    let not_counted = report.not_counted();
    if !not_counted.is_empty() {
        out.push_str("\nNot counted\n");
        for line in &not_counted {
            let _ = writeln!(out, "  {}", visible(line));
        }
    }
    out.push('\n');
    out.push_str(LEGEND);
    if measures.contains(&Measure::AlphaSpeaker) || measures.contains(&Measure::AlphaRating) {
        out.push_str("who, rat      α at equal places of one label: the speaker, the rating in order\n");
    }
    if measures.contains(&Measure::Gamma) {
        out.push_str("γ             places and labels together, after the alignment that fits best\n");
    }
    out
}

const LEGEND: &str = "\
n             places that two or more labelled, this label among theirs
κ, π, α       of all such places: this label or another
α_U, F1=, F1~ which words are labelled: all, equal places, those that overlap
";

/// The measures that are asked for, and those of speakers and ratings where there are any.
fn told(report: &AgreementReport<'_>) -> Vec<Measure> {
    let any = |count: fn(&Scores) -> u64| report.scores.iter().any(|of| count(of) > 0);
    let is_told = |measure: &Measure| match measure {
        Measure::Kappa => report.annotators.len() == 2,
        Measure::Gamma => report.sums.has_gamma(),
        Measure::AlphaSpeaker => any(|of| of.speakers),
        Measure::AlphaRating => any(|of| of.ratings),
        Measure::Pi | Measure::Alpha | Measure::AlphaU | Measure::F1Exact | Measure::F1Overlap => true,
    };
    Measure::ALL.into_iter().filter(is_told).collect()
}

/// How the head of a column is called.
const fn head(measure: Measure) -> &'static str {
    match measure {
        Measure::AlphaSpeaker => "who",
        Measure::AlphaRating => "rat",
        other => other.sign(),
    }
}

fn table<'a>(
    out: &mut String,
    width: usize,
    title: &str,
    measures: &[Measure],
    rows: impl Iterator<Item = (String, &'a Scores)>,
) {
    let rows: Vec<(String, &Scores)> = rows.collect();
    let longest = rows.iter().map(|(name, _)| visible(name).width()).max().unwrap_or_default();
    let room = width.saturating_sub(COUNT + CELL * measures.len()).max(NAME);
    let name = longest.max(title.width()).min(room);
    let heads: String = measures.iter().map(|measure| right(head(*measure), CELL)).collect();
    let _ = writeln!(out, "{}{}{heads}", left(title, name), right("n", COUNT));
    for (label, scores) in rows {
        let cells: String = measures.iter().map(|measure| right(&number(scores, *measure), CELL)).collect();
        let label = from_the_end(&visible(&label), name);
        let _ = writeln!(out, "{}{}{cells}", left(&label, name), right(&scores.n.to_string(), COUNT));
    }
}

/// A measure to three places; a dash where it is none.
fn number(scores: &Scores, measure: Measure) -> String {
    scores.score(measure).map_or_else(|_| "–".to_owned(), |score| placed(score, 3))
}

fn left(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(words.width())))
}

fn right(words: &str, width: usize) -> String {
    format!("{}{words}", " ".repeat(width.saturating_sub(words.width())))
}

/// The end of what is too long: of a path it is what tells.
fn from_the_end(words: &str, width: usize) -> String {
    if words.width() <= width {
        return words.to_owned();
    }
    let mut kept: Vec<char> = Vec::new();
    for c in words.chars().rev() {
        kept.push(c);
        if kept.iter().collect::<String>().width() >= width {
            kept.pop();
            break;
        }
    }
    kept.into_iter().rev().fold("…".to_owned(), |mut out, c| {
        out.push(c);
        out
    })
}

/// Why measures are none: once for all labels that have the same reason.
fn reasons(out: &mut String, report: &AgreementReport<'_>, measures: &[Measure]) {
    let mut reasons: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    let mut order = Vec::new();
    for scores in report.scores {
        let mut of: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for measure in measures {
            if let Some(why) = report.reason(scores, *measure) {
                of.entry(why).or_default().push(head(*measure));
            }
        }
        for (why, signs) in of {
            let key = (signs.join(", "), why);
            let labels = reasons.entry(key.clone()).or_default();
            if labels.is_empty() {
                order.push(key);
            }
            labels.push(label(scores));
        }
    }
    if !order.is_empty() {
        out.push('\n');
    }
    for key in order {
        let labels = reasons.get(&key).map(|labels| labels.join(", ")).unwrap_or_default();
        let _ = writeln!(out, "{}: {} undefined: {}", visible(&shortened(&labels, 40)), key.0, key.1);
    }
}

/// The intervals of all labels together.
fn intervals(out: &mut String, report: &AgreementReport<'_>, measures: &[Measure]) {
    let Some(all) = report.scores.first() else { return };
    let interval = |measure: &Measure| {
        let (low, high) = all.interval(*measure)?;
        Some(format!("{} {} to {}", head(*measure), placed(low, 3), placed(high, 3)))
    };
    let told: Vec<String> = measures.iter().filter_map(interval).collect();
    let (samples, seed) = report.sampling;
    if !told.is_empty() {
        let _ = writeln!(out, "\n95 % intervals of all ({samples} samples, seed {seed})");
        for pair in told.chunks(3) {
            let _ = writeln!(out, "  {}", pair.join("   "));
        }
    }
    if let Some(why) = report.without_intervals() {
        let _ = writeln!(out, "\n{why}");
    }
}

/// How many annotations of each label annotators have.
fn distribution(out: &mut String, report: &AgreementReport<'_>, width: usize) {
    if report.scores.len() < 2 {
        return;
    }
    let is_few = report.annotators.len() <= MAX_COLUMNS;
    let heads: Vec<&str> = if is_few {
        report.annotators.iter().map(String::as_str).collect()
    } else {
        vec!["fewest", "most", "together"]
    };
    let cells = |of: &Scores| -> Vec<u64> {
        if is_few {
            return of.given.clone();
        }
        let (fewest, most) = (of.given.iter().min(), of.given.iter().max());
        vec![fewest.copied().unwrap_or_default(), most.copied().unwrap_or_default(), of.given.iter().sum()]
    };
    let columns: Vec<usize> = heads.iter().map(|head| head.width().clamp(6, 12) + 2).collect();
    let labels: Vec<&str> = report.scores.iter().map(label).collect();
    let longest = labels.iter().map(|label| visible(label).width()).max().unwrap_or_default().max("annotations".len());
    let name = longest.min(width.saturating_sub(columns.iter().sum()).max(NAME));
    let row = |first: &str, cells: Vec<String>| {
        let cells: String = cells.iter().zip(&columns).map(|(cell, width)| right(cell, *width)).collect();
        format!("{}{cells}", left(&from_the_end(first, name), name))
    };
    let _ = writeln!(out, "\n{}", row("annotations", heads.iter().map(|head| shortened(head, 12)).collect()));
    for (label, of) in labels.iter().zip(report.scores) {
        let _ = writeln!(out, "{}", row(&visible(label), cells(of).iter().map(u64::to_string).collect()));
    }
}
