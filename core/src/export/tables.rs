//! CSV (RFC 4180) and JSON lines: one record a row.

use super::places::counted;
use super::record::evidence_lines;
use super::{Files, Record, Selected, Writer, Written, json};
use crate::annotation::Codebook;
use crate::sanitize::is_driving;
use std::io;

const COLUMNS: [&str; 34] = [
    "document",
    "id",
    "label",
    "kind",
    "form",
    "status",
    "anchor",
    "at",
    "exact",
    "quoted",
    "speaker",
    "speaker_id",
    "mention",
    "source",
    "cue",
    "rating",
    "claimant",
    "evidence",
    "note",
    "score",
    "by",
    "created",
    "modified",
    "locator",
    "attributes",
    "links",
    "reason",
    "chain",
    "members",
    "speaker_kind",
    "conflict",
    "link",
    "check",
    "proposed",
];

/// Writes one JSON object a line.
#[derive(Default)]
pub struct JsonLinesWriter {
    written: usize,
}

impl Writer for JsonLinesWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.written += document.len();
        document.records().try_for_each(|record| json::line(out, &record))
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(Written { annotations: self.written, ..Written::default() })
    }
}

/// Writes a table with one header line; places as `start-end`, several values joined by `; `.
pub struct CsvWriter {
    spreadsheet: bool,
    written: usize,
    controls: usize,
}

impl CsvWriter {
    /// A table; for a spreadsheet formulas are guarded and a byte-order mark says that it is UTF-8.
    pub const fn new(spreadsheet: bool) -> Self {
        Self { spreadsheet, written: 0, controls: 0 }
    }
}

/// What writes rows.
fn rows(out: &mut dyn Files) -> csv::Writer<&mut dyn Files> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out)
}

impl Writer for CsvWriter {
    fn begin(&mut self, _pass: usize, out: &mut dyn Files) -> io::Result<()> {
        if self.spreadsheet {
            // Without it Excel takes UTF-8 for the encoding of the system.
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut rows = rows(out);
        rows.write_record(COLUMNS)?;
        rows.flush()
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        let mut rows = rows(out);
        for record in document.records() {
            let row = row(&record);
            self.controls += row.iter().map(|cell| cell.chars().filter(|c| is_driving(*c)).count()).sum::<usize>();
            rows.write_record(row.map(|cell| guarded(&cell, self.spreadsheet)))?;
        }
        self.written += document.len();
        rows.flush()
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        let controls = counted(self.controls, "control character is", "control characters are");
        let controls = controls.map(|words| format!("{words} written as \u{fffd}; jsonl keeps them."));
        Ok(Written { annotations: self.written, unplaced: 0, left_out: controls.into_iter().collect() })
    }
}

fn row(r: &Record) -> [String; 34] {
    let place = |p: &(u32, u32)| format!("{}-{}", p.0, p.1);
    let text = |o: &Option<String>| o.clone().unwrap_or_default();
    let word = |o: Option<&'static str>| o.unwrap_or_default().to_owned();
    [
        r.document.clone(),
        r.id.clone(),
        r.label.clone(),
        word(r.kind),
        word(r.form),
        word(r.status),
        r.anchor.to_owned(),
        r.at.as_ref().map(|at| at.iter().map(place).collect::<Vec<_>>().join("; ")).unwrap_or_default(),
        r.exact.clone(),
        r.quoted.clone(),
        text(&r.speaker),
        text(&r.speaker_id),
        text(&r.mention),
        r.source.as_ref().map(place).unwrap_or_default(),
        r.cue.as_ref().map(place).unwrap_or_default(),
        text(&r.rating),
        text(&r.claimant),
        evidence_cell(&r.evidence),
        text(&r.note),
        r.score.map(|s| s.to_string()).unwrap_or_default(),
        text(&r.by),
        text(&r.created),
        text(&r.modified),
        text(&r.locator),
        cell_of_several(&r.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()),
        r.links.iter().map(|l| format!("{}={}", l.role, l.to)).collect::<Vec<_>>().join("; "),
        text(&r.reason),
        r.chain.join(" ← "),
        r.members.join("; "),
        word(r.speaker_kind),
        if r.conflict { "true".to_owned() } else { String::new() },
        text(&r.link),
        word(r.check),
        r.proposed.join("; "),
    ]
}

/// A cell that drives no terminal and, when asked, no spreadsheet.
fn guarded(cell: &str, spreadsheet: bool) -> String {
    let cell: String = cell.chars().map(|c| if is_driving(c) { '\u{fffd}' } else { c }).collect();
    let formula =
        cell.trim_start_matches(char::is_whitespace).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if spreadsheet && (formula || cell.starts_with(['\t', '\r', '\n'])) { format!("'{cell}") } else { cell }
}

/// Evidence in one cell: between pieces `; `, or, where one holds that itself, a line each, the last one ended too.
fn evidence_cell(evidence: &[String]) -> String {
    if evidence.iter().any(|e| e.contains("; ") || e.contains('\n')) {
        evidence_lines(evidence) + "\n"
    } else {
        evidence.join("; ")
    }
}

/// Several values in one cell: between them `; `, or, where one holds that itself, a line each, the last one ended too.
fn cell_of_several(values: &[String]) -> String {
    if values.iter().any(|value| value.contains("; ")) {
        values.iter().map(|value| value.replace('\n', " ") + "\n").collect()
    } else {
        values.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_are_guarded_only_when_asked() {
        for cell in ["=1+1", "@x", " =1", "\t=1", "＝1"] {
            assert_eq!(guarded(cell, true), format!("'{cell}"));
            assert_eq!(guarded(cell, false), cell);
        }
        assert_eq!(guarded("a=1", true), "a=1");
        assert_eq!(guarded("a\u{1b}[31m", false), "a\u{fffd}[31m");
    }
}
