//! Our own exports: a record a line of JSON, a record a row of CSV. Offsets are code points of the text they were made
//! from, which is not in them.

use super::ImportError;
use super::builder::ImportBuilder;
use super::error::RecordError;
use super::json;
use super::partial_selector::PartialSelector;
use super::record_draft::{RecordDraft, ours};
use super::{ImportSource, ImportedFile, text};
use crate::annotation::Annotation;
use serde_json::Value;
use std::collections::HashMap;

/// What stands between the words of two pieces.
const BETWEEN: &str = " … ";
/// Fields that say who said it.
const SPEAKER: [&str; 3] = ["speaker", "speaker_id", "speaker_kind"];

/// Fields that are a name and a word each.
fn fields_of_words() -> impl Iterator<Item = &'static str> {
    SPEAKER.into_iter().chain(Annotation::imported_names())
}

/// Where the parts of a record are, as the file has them.
struct RecordParts<'a> {
    at: Vec<(u64, u64)>,
    exact: &'a str,
    source: Option<(u64, u64)>,
    mention: &'a str,
    cue: Option<(u64, u64)>,
}

impl RecordParts<'_> {
    /// Gives the record its places.
    fn put(self, draft: &mut RecordDraft) -> Result<(), RecordError> {
        draft.record.at = pieces(&self.at, self.exact);
        if draft.record.at.is_empty() {
            return Err("it has neither a place nor words: “at”, “exact”".into());
        }
        draft.record.source = PartialSelector::given(self.source, self.mention);
        draft.record.cue = PartialSelector::given(self.cue, "");
        Ok(())
    }
}

/// The pieces of words: as many as there are places, when the words can be parted so.
fn pieces(at: &[(u64, u64)], exact: &str) -> Vec<PartialSelector> {
    let words: Vec<&str> = exact.split(BETWEEN).collect();
    match at {
        [] => PartialSelector::given(None, exact).into_iter().collect(),
        [one] => PartialSelector::given(Some(*one), exact).into_iter().collect(),
        _ if exact.is_empty() => at.iter().filter_map(|at| PartialSelector::given(Some(*at), "")).collect(),
        _ if words.len() == at.len() => {
            at.iter().zip(words).filter_map(|(at, w)| PartialSelector::given(Some(*at), w)).collect()
        }
        // An ellipsis of the text itself: each piece is as long as its place.
        _ => by_length(at, exact).unwrap_or_else(|| vec![PartialSelector::words(exact)]),
    }
}

fn by_length(at: &[(u64, u64)], exact: &str) -> Option<Vec<PartialSelector>> {
    let mut rest = exact;
    let mut out = Vec::new();
    for (n, (start, end)) in at.iter().enumerate() {
        if n > 0 {
            rest = rest.strip_prefix(BETWEEN)?;
        }
        let length = usize::try_from(end.checked_sub(*start)?).ok()?;
        let cut = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(length)?;
        let (words, behind) = rest.split_at(cut);
        out.push(PartialSelector::given(Some((*start, *end)), words)?);
        rest = behind;
    }
    rest.is_empty().then_some(out)
}

/// Reads our JSON lines. O(n).
///
/// # Errors
/// When it is not JSON or no record is in it.
pub fn read_jsonl(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let (rows, problems) = json::values(file.bytes)?;
    let mut out = ImportBuilder::default();
    for problem in problems {
        out.problem(problem);
    }
    if !rows.iter().any(|(_, v)| v.get("label").is_some() || v.get("exact").is_some()) {
        return Err(ImportError::WrongFormat("no object has “label” and “exact”, as sayso’s own JSON lines have"));
    }
    for (at, value) in &rows {
        match of_json(value) {
            Ok(draft) => out.add(json::words(value, "document").map(str::to_owned), draft),
            Err(why) => out.problem(format!("{at}: {why}")),
        }
    }
    Ok(out.finish())
}

fn of_json(value: &Value) -> Result<RecordDraft, RecordError> {
    let label = json::words(value, "label").ok_or("it has no “label”")?;
    let mut draft = RecordDraft::new(label);
    for name in fields_of_words() {
        draft.set(name, &json::plainly(value, name).unwrap_or_default());
    }
    let members = json::list(value.get("members")).iter().filter_map(Value::as_str);
    members.for_each(|name| draft.record.members.push(name.to_owned()));
    draft.record.id = json::words(value, "id").map(kept_id);
    let evidence = json::list(value.get("evidence")).iter().filter_map(Value::as_str);
    evidence.for_each(|e| draft.record.fields.evidence.push(e.to_owned()));
    for (name, value) in value.get("attributes").and_then(Value::as_object).into_iter().flatten() {
        draft.attribute(name, &json::as_words(value).unwrap_or_default());
    }
    for link in json::list(value.get("links")) {
        draft.link(json::words(link, "role"), json::words(link, "to"));
    }
    let places = json::list(value.get("at"));
    // One place may stand without the list round it.
    let places = if places.first().is_some_and(Value::is_number) { std::slice::from_ref(&value["at"]) } else { places };
    let at: Option<Vec<(u64, u64)>> = places.iter().map(|p| pair(Some(p))).collect();
    let parts = RecordParts {
        at: at.ok_or("“at” is not a list of pairs of numbers")?,
        exact: json::words(value, "exact").unwrap_or_default(),
        source: pair(value.get("source")),
        mention: json::words(value, "mention").unwrap_or_default(),
        cue: pair(value.get("cue")),
    };
    parts.put(&mut draft)?;
    Ok(draft)
}

fn pair(value: Option<&Value>) -> Option<(u64, u64)> {
    match value?.as_array()?.as_slice() {
        [start, end] => Some((json::number(Some(start))?, json::number(Some(end))?)),
        _ => None,
    }
}

/// Ids of our own files stay as they are, also those a person has written.
fn kept_id(id: &str) -> String {
    ours(id).unwrap_or_else(|| id.trim().to_owned())
}

/// Reads our CSV, with its columns in any order, also as spreadsheets save it again. O(n).
///
/// # Errors
/// When the first row does not name the columns.
pub fn read_csv(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let source = text::decoded(file.bytes)?;
    let head = source.lines().next().unwrap_or_default();
    let comma = [',', ';', '\t'].into_iter().rev().max_by_key(|sign| head.matches(*sign).count()).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(comma as u8).flexible(true).from_reader(source.as_bytes());
    let head = reader.headers()?.clone();
    let columns: HashMap<String, usize> =
        head.iter().enumerate().map(|(n, name)| (name.trim().to_ascii_lowercase(), n)).collect();
    if !columns.contains_key("label") || !(columns.contains_key("exact") || columns.contains_key("at")) {
        return Err(ImportError::WrongFormat(
            "its first row does not name the columns “label”, “at” and “exact”: keep the row of names",
        ));
    }
    let mut out = ImportBuilder::default();
    let mut row = csv::StringRecord::new();
    let mut lines = LineCounter { source: source.as_bytes(), at: 0, line: 1 };
    loop {
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => {
                let line = lines.of(row.position().map_or(0, csv::Position::byte));
                let cells = Cells { columns: &columns, row: &row };
                if row.iter().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                let document = Some(cells.get("document").to_owned()).filter(|d| !d.is_empty());
                match of_row(&cells) {
                    Ok(draft) => out.add(document, draft),
                    Err(why) => out.problem(format!("line {line}: {why}")),
                }
            }
            Err(error) => out.problem(format!("a row cannot be read: {error}")),
        }
    }
    Ok(out.finish())
}

/// Counts lines as the reading goes on: the reader's own count is one behind where lines end in CR LF.
struct LineCounter<'a> {
    source: &'a [u8],
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The number of the line in which the row that is read from `byte` begins.
    fn of(&mut self, byte: u64) -> usize {
        let from = usize::try_from(byte).unwrap_or(usize::MAX).min(self.source.len());
        let rest = self.source.get(from..).unwrap_or_default();
        let to = from + rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let between = self.source.get(self.at..to).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', between).count();
        self.at = to.max(self.at);
        self.line
    }
}

/// The cells of a row by the names of their columns.
struct Cells<'a> {
    columns: &'a HashMap<String, usize>,
    row: &'a csv::StringRecord,
}

impl Cells<'_> {
    /// A cell without what keeps a spreadsheet from taking it for a formula; empty where there is none.
    fn get(&self, name: &str) -> &str {
        let cell = self.columns.get(name).and_then(|n| self.row.get(*n)).unwrap_or_default();
        cell.strip_prefix('\'').filter(|c| c.starts_with(['=', '+', '-', '@', '\t', '\r'])).unwrap_or(cell)
    }
}

fn of_row(cells: &Cells<'_>) -> Result<RecordDraft, RecordError> {
    let label = cells.get("label").trim();
    if label.is_empty() {
        return Err("its label is empty".into());
    }
    let mut draft = RecordDraft::new(label);
    for name in fields_of_words() {
        draft.set(name, cells.get(name));
    }
    draft.set("members", cells.get("members"));
    draft.record.id = Some(cells.get("id")).filter(|id| !id.trim().is_empty()).map(kept_id);
    draft.evidence(cells.get("evidence"));
    for (role, to) in cells.get("links").split("; ").filter_map(|p| p.split_once('=')) {
        draft.link(Some(role.trim()), Some(to.trim()));
    }
    // Where a value holds what else stands between two, each has a line of its own.
    let attributes = cells.get("attributes");
    let between = if attributes.contains('\n') { "\n" } else { "; " };
    for part in attributes.split(between).filter(|p| !p.trim().is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, "true"));
        draft.attribute(name, value);
    }
    let places = cells.get("at").split(';').map(str::trim).filter(|p| !p.is_empty());
    let at: Option<Vec<(u64, u64)>> = places.map(range).collect();
    let parts = RecordParts {
        at: at.ok_or_else(|| format!("“{}” is not a range such as 209-263", cells.get("at")))?,
        exact: cells.get("exact"),
        source: range(cells.get("source")),
        mention: cells.get("mention"),
        cue: range(cells.get("cue")),
    };
    parts.put(&mut draft)?;
    Ok(draft)
}

fn range(words: &str) -> Option<(u64, u64)> {
    // Spreadsheets like to make a dash of it.
    let (start, end) = words.split_once(['-', '–'])?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{beside, read_alone, read_with};
    use super::*;
    use crate::annotation::Status;
    use crate::import::ImportedSpeaker;
    use crate::kinds::{Form, Kind};

    const ROW: &str = "{\"document\":\"a.txt\",\"id\":\"q1\",\"label\":\"quote\",\"kind\":\"direct\",\"form\":\"quotation\",\
        \"status\":\"edited\",\"anchor\":\"exact\",\"at\":[[1,10],[13,19]],\"exact\":\"Taxes … fell … by 5%\",\"quoted\":\"\",\
        \"speaker\":\"Jane Doe\",\"speaker_id\":\"jane-doe\",\"mention\":\"Jane Doe\",\"source\":[22,30],\"cue\":[31,35],\
        \"rating\":null,\"claimant\":null,\"evidence\":[\"https://example.org/a; b\"],\"note\":\"n\",\"score\":0.5,\"by\":\"ada\",\
        \"created\":\"2026-11-24T08:00:00Z\",\"modified\":null,\"locator\":null,\"attributes\":{\"tone\":\"dry\"}}\n";

    #[test]
    fn our_json_lines() {
        let damaged = "{\"label\":\"quote\"\n{\"label\":\"claim\",\"at\":null,\"exact\":\"lost words\",\"speaker\":\"\"}\n{\"label\":\"quote\",\"at\":[[1]]}\n\
            {\"label\":\"quote\",\"at\":[[1,2]],\"exact\":\"x\",\"status\":\"suggested\"}\n{\"exact\":\"x\"}\n{\"label\":\"x\",\"at\":[9,3]}\n";
        let incoming = read_alone(read_jsonl, &format!("{ROW}{damaged}"));
        let [own, other] = incoming.documents.as_slice() else { panic!("{incoming:?}") };
        let item = &own.records[0];
        assert_eq!((own.document.as_deref(), other.document.as_deref()), (Some("a.txt"), None));
        assert_eq!(
            (item.id.as_deref(), item.fields.status, item.fields.score),
            (Some("q1"), Some(Status::Edited), Some(0.5))
        );
        assert_eq!(
            (item.fields.kind, item.fields.form, item.fields.by.as_deref()),
            (Some(Kind::Direct), Some(Form::Quotation), Some("ada"))
        );
        // An ellipsis of the text itself is no end of a piece, when lengths tell.
        assert_eq!(item.at.len(), 1);
        let who = ImportedSpeaker::Somebody { name: "Jane Doe".into(), id: Some("jane-doe".into()), kind: None };
        assert_eq!((item.speaker.as_ref(), item.source.as_ref().unwrap().at), (Some(&who), Some((22, 30))));
        assert_eq!(item.cue, Some(PartialSelector { at: Some((31, 35)), ..PartialSelector::default() }));
        assert_eq!((item.fields.evidence.len(), item.fields.attributes["tone"].as_str()), (1, "dry"));
        assert_eq!(other.records[0].at, [PartialSelector::words("lost words")]);
        assert_eq!(other.records[0].speaker, None);
        let lines: Vec<_> = incoming.problems.iter().map(|p| p.get(..6).unwrap()).collect();
        assert_eq!(lines, ["line 2", "line 4", "line 6", "line 7", "1 sugg"]);
        assert!(read_with(read_jsonl, "a", b"{\"text\": 1}", &beside(None)).is_err());
    }

    #[test]
    fn pieces_have_their_words() {
        let words =
            |at: &[(u64, u64)], exact: &str| pieces(at, exact).iter().map(|p| p.exact.clone()).collect::<Vec<_>>();
        assert_eq!(words(&[(0, 3), (9, 12)], "one … two"), ["one", "two"]);
        assert_eq!(words(&[(0, 9), (12, 17)], "one … two … three"), ["one … two", "three"]);
        assert_eq!(words(&[(0, 3), (9, 12)], "one two"), ["one two"]);
        assert_eq!(words(&[(0, 9)], "one … two"), ["one … two"]);
    }

    #[test]
    fn our_table() {
        let csv = "\u{feff}document,id,label,at,exact,speaker,mention,source,cue,evidence,note,attributes,status\r\n\
            a.txt,,quote,1-10; 13-18,Taxes fell … by 5%,,Jane Doe,22-30,31-35,https://a.example; https://b.example,'=1+1,tone=dry; odd,confirmed\r\n\
            a.txt,,quote,1–10,\"Taxes\nfell\",,,,,,,,\r\na.txt,,,1-10,x,,,,,,,,\r\nb.txt,,quote,x,x\r\n,,,,\r\nb.txt,,note,,'tis,,,,,,,,suggested\r\n";
        let incoming = read_alone(read_csv, csv);
        let items = &incoming.documents[0].records;
        assert_eq!(items[0].at.iter().map(|p| p.at.unwrap()).collect::<Vec<_>>(), [(1, 10), (13, 18)]);
        assert_eq!((items[0].fields.note.as_deref(), items[0].speaker.as_ref()), (Some("=1+1"), None));
        assert_eq!((items[0].fields.evidence.len(), items[0].fields.attributes["odd"].as_str()), (2, "true"));
        assert_eq!(items[1].at[0].exact, "Taxes\nfell");
        assert_eq!(incoming.problems[0], "line 5: its label is empty", "{:?}", incoming.problems);
        assert_eq!(incoming.problems.len(), 3);
        assert_eq!(incoming.documents.len(), 1);
    }

    #[test]
    fn a_table_saved_by_a_spreadsheet() {
        let csv = "Label;Exact;At;Document\nquote;\"a; b\";1-5;a.txt\n";
        let item = read_alone(read_csv, csv).documents.remove(0).records.remove(0);
        assert_eq!((item.at[0].exact.as_str(), item.at[0].at), ("a; b", Some((1, 5))));
        let error = read_with(read_csv, "a", b"a,b\n1,2\n", &beside(None)).unwrap_err().to_string();
        assert!(error.contains("keep the row of names"), "{error}");
    }
}
