//! What of each source was quoted: for people, as JSON lines, as a table.

use crate::export::json;
use crate::sanitize::visible;
use crate::verify::{Coverage, Place, QuotedPart};
use serde::Serialize;
use std::fmt::Write as _;

/// A form in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageReport {
    /// For people.
    Text,
    /// One JSON object a part.
    Jsonl,
    /// A table (RFC 4180), a row for each part.
    Csv,
}

impl CoverageReport {
    /// The report. Text of documents in it cannot drive a terminal. O(parts).
    pub fn write(self, sources: &[Coverage]) -> Vec<u8> {
        match self {
            Self::Text => text(sources).into_bytes(),
            Self::Jsonl => jsonl(sources),
            Self::Csv => csv(sources),
        }
    }
}

fn text(sources: &[Coverage]) -> String {
    let mut out = String::new();
    for source in sources {
        let share = f64::from(source.quoted_words) * 100.0 / f64::from(source.words.max(1));
        let _ = writeln!(
            out,
            "{}: {} of {} words quoted ({share:.1} %)",
            visible(&source.source),
            source.quoted_words,
            source.words
        );
        for part in &source.parts {
            let speaker = part.speaker.as_deref().unwrap_or("nobody named");
            let _ = writeln!(out, "\n  {} {}", visible(&part.place.words), visible(speaker));
            let _ = writeln!(out, "  “{}”", visible(&part.words));
            for quoted in &part.quoted {
                let _ = writeln!(out, "    {}: {}", visible(&quoted.article), quoted.verdict.word());
            }
        }
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    at: (u32, u32),
    words: &'a str,
    speaker: Option<&'a str>,
    place: &'a Place,
    quoted: Vec<By<'a>>,
}

#[derive(Serialize)]
struct By<'a> {
    article: &'a str,
    at: (u32, u32),
    verdict: &'static str,
}

fn jsonl(sources: &[Coverage]) -> Vec<u8> {
    let mut out = Vec::new();
    for (source, part) in parts(sources) {
        let by = part.quoted.iter().map(|q| By { article: &q.article, at: q.at, verdict: q.verdict.word() });
        let line = Line {
            source,
            at: part.at,
            words: &part.words,
            speaker: part.speaker.as_deref(),
            place: &part.place,
            quoted: by.collect(),
        };
        // Memory takes all that is written.
        let _ = json::line(&mut out, &line);
    }
    out
}

const COLUMNS: [&str; 7] = ["source", "at", "words", "speaker", "place", "times", "quoted"];

fn csv(sources: &[Coverage]) -> Vec<u8> {
    let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Into memory nothing fails.
    let _ = rows.write_record(COLUMNS);
    for (source, part) in parts(sources) {
        let by = part.quoted.iter().map(|q| format!("{} {}-{} {}", q.article, q.at.0, q.at.1, q.verdict.word()));
        let cells = [
            source.to_owned(),
            format!("{}-{}", part.at.0, part.at.1),
            part.words.clone(),
            part.speaker.clone().unwrap_or_default(),
            part.place.words.clone(),
            part.quoted.len().to_string(),
            by.collect::<Vec<_>>().join("; "),
        ];
        let _ = rows.write_record(cells.map(|cell| visible(&cell).into_owned()));
    }
    rows.into_inner().unwrap_or_default()
}

fn parts(sources: &[Coverage]) -> impl Iterator<Item = (&str, &QuotedPart)> {
    sources.iter().flat_map(|source| source.parts.iter().map(|part| (source.source.as_str(), part)))
}
