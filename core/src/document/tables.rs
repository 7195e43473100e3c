//! Tables of articles: JSON lines or CSV with a column of texts, each row a document.

use super::builder::TextBuilder;
use super::collection::{Member, UniqueKeys, digest, member_name};
use super::{Format, Limits, LoadError, LoadOptions, Parsed, bytes, json, meta};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// Names of the column that holds the text, the most telling first.
const TEXT: [&str; 14] = [
    "text",
    "body",
    "content",
    "article",
    "article_text",
    "fulltext",
    "full_text",
    "maintext",
    "story",
    "transcript",
    "document",
    "body_text",
    "articlebody",
    "speech",
];
const TITLE: [&str; 4] = ["title", "headline", "subject", "name"];
const AUTHOR: [&str; 5] = ["author", "authors", "byline", "creator", "speaker"];
const OUTLET: [&str; 6] = ["outlet", "source", "publisher", "publication", "site", "domain"];
const DATE: [&str; 8] =
    ["date", "published", "date_published", "datepublished", "pubdate", "published_at", "created_at", "timestamp"];
const ID: [&str; 6] = ["id", "_id", "uid", "uuid", "doc_id", "url"];

/// One row.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// Names of columns with their values, in their order.
    fields: Vec<(Arc<str>, String)>,
}

impl TableRow {
    /// The row as one JSON object: a document of its own.
    pub fn in_json(&self) -> Vec<u8> {
        let fields = self.fields.iter().map(|(n, v)| (n.to_string(), Value::String(v.clone())));
        Value::Object(fields.collect()).to_string().into_bytes()
    }

    /// What it is called in its table, if anything.
    pub fn id(&self) -> Option<&str> {
        self.first(&ID)
    }

    /// Its title.
    pub fn title(&self) -> Option<&str> {
        self.first(&TITLE)
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        let value =
            |name: &&str| self.fields.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.trim().is_empty());
        names.iter().find_map(value).map(|(_, v)| v.as_str())
    }

    /// The text: of the column `named`, of one with a name for it, else the longest.
    fn text(&self, named: Option<&str>) -> Option<&str> {
        match named {
            Some(name) => self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str()),
            None => {
                let longest = || self.fields.iter().map(|(_, v)| v.as_str()).max_by_key(|v| v.len());
                self.first(&TEXT).or_else(|| longest().filter(|v| v.contains(' ')))
            }
        }
    }

    /// The row as a document: its title, then its text, a paragraph for each stretch between blank lines.
    ///
    /// # Errors
    /// When the column is not there.
    pub fn read(&self, column: Option<&str>) -> Result<Parsed, LoadError> {
        let Some(text) = self.text(column) else {
            let known: Vec<&str> = self.fields.iter().map(|(n, _)| n.as_ref()).collect();
            return Err(LoadError::NoColumn(column.unwrap_or("text").to_owned(), known.join(", ")));
        };
        let mut out = TextBuilder::default();
        let owned = |names: &[&str]| self.first(names).map(|v| v.trim().to_owned());
        out.meta.author = owned(&AUTHOR);
        out.meta.outlet = owned(&OUTLET).filter(|o| !o.contains("://"));
        out.meta.date = self.first(&DATE).and_then(|d| d.get(..10).and_then(meta::date).or_else(|| meta::date(d)));
        if let Some(title) =
            self.first(&TITLE).map(str::trim).filter(|t| t.len() < 400 && !text.trim_start().starts_with(*t))
        {
            out.meta.title = Some(title.to_owned());
            out.heading(Some(1));
            out.flow(title);
            out.heading(None);
        }
        let (blocks, notice) = super::plain::blocks(text, super::LineRule::Auto);
        for block in blocks {
            // Lines that only broke the text to a width flow; others are kept.
            if block.lines() == super::LineBreaks::Flow {
                out.flow(block.span.of(text));
            } else {
                out.push(block.span.of(text));
            }
            out.finish();
        }
        let mut read = out.done();
        read.notices.extend(notice);
        Ok(read)
    }
}

/// The first row of a table as a document.
///
/// # Errors
/// When there is no row, or not the column that `options` ask for. `title` is what the table is called.
pub fn read_first(rows: &[TableRow], title: &'static str, options: &LoadOptions) -> Result<Parsed, LoadError> {
    let none = || LoadError::Damaged(title, "it has no rows with names".to_owned());
    let mut read = rows.first().ok_or_else(none)?.read(options.column.as_deref())?;
    if rows.len() > 1 {
        read.notices.push(format!("This file holds {} documents. The first is shown.", rows.len()));
    }
    Ok(read)
}

/// The rows of a table as documents. O(n).
///
/// # Errors
/// When it is no text, or holds more than the limits allow.
pub fn members(
    file: Cow<'_, [u8]>,
    options: &LoadOptions,
    rows: fn(&str, &Limits) -> Result<Vec<TableRow>, LoadError>,
) -> Result<Vec<Member>, LoadError> {
    let text = bytes::decode(file, true, None)?.text;
    let mut names = UniqueKeys::default();
    Ok(rows(&text, &options.limits)?.iter().map(|row| member(row, &mut names)).collect())
}

fn member(row: &TableRow, names: &mut UniqueKeys) -> Member {
    let bytes = row.in_json();
    let key = row.id().and_then(member_name).unwrap_or_else(|| digest(&bytes));
    Member { key: names.unique(&key), title: row.title().map(str::to_owned), format: Format::Jsonl, bytes }
}

/// The documents of JSON lines, a line at a time: the same as of the whole file, where each row is a line. Only their names
/// are kept.
#[derive(Default)]
pub struct JsonLines {
    names: UniqueKeys,
}

impl JsonLines {
    /// Whether a file whose first line is `line` can be gone through so: not one array, nor objects over several lines.
    pub fn can_begin_with(line: &[u8]) -> bool {
        std::str::from_utf8(line).is_ok_and(|line| {
            serde_json::from_str::<Value>(line.trim_start_matches('\u{feff}')).is_ok_and(|v| v.is_object())
        })
    }

    /// The documents of the next line, which is not blank. O(line).
    ///
    /// # Errors
    /// When it is no JSON, or holds more than the limits allow.
    pub fn members(&mut self, line: &[u8], limits: &Limits) -> Result<Vec<Member>, LoadError> {
        let line = bytes::decode(line.into(), true, None)?.text;
        json::within(&line, limits)?;
        let value = serde_json::from_str::<Value>(&line);
        let value = value.map_err(|e| LoadError::Damaged("a line of JSON", e.to_string()))?;
        let rows = collected(&line, limits, std::iter::once(value))?;
        if rows.is_empty() {
            return Err(LoadError::Damaged("a line of JSON", "it is no object".to_owned()));
        }
        Ok(rows.iter().map(|row| member(row, &mut self.names)).collect())
    }
}

/// Whether the first line of a table names a column of texts.
pub fn names_text(line: &str) -> bool {
    let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.take(400).any(|w| TEXT.iter().any(|t| t.eq_ignore_ascii_case(w)))
}

/// The rows of JSON lines, of an array of objects, or of objects that run over lines. Of JSON lines those that are no object
/// are left out. O(n).
///
/// # Errors
/// When it holds more than the limits allow.
pub fn of_json(source: &str, limits: &Limits) -> Result<Vec<TableRow>, LoadError> {
    json::within(source, limits)?;
    let lines = || collected(source, limits, source.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok()));
    let values = || {
        let values = serde_json::Deserializer::from_str(source).into_iter::<Value>();
        collected(source, limits, values.map_while(Result::ok))
    };
    // A line of an array may look like a row of its own.
    let array = source.trim_start().starts_with('[');
    let found = if array { values() } else { lines() }?;
    match (found.is_empty(), array) {
        (false, _) => Ok(found),
        (true, true) => lines(),
        (true, false) => values(),
    }
}

/// The rows of some values.
fn collected(source: &str, limits: &Limits, values: impl Iterator<Item = Value>) -> Result<Vec<TableRow>, LoadError> {
    let mut table = Table::new(source, limits);
    for value in values {
        match &value {
            Value::Array(all) => all.iter().filter_map(record).try_for_each(|row| table.add(row))?,
            one => record(one).into_iter().try_for_each(|row| table.add(row))?,
        }
    }
    Ok(table.rows)
}

/// Rows, as many as a file of its size may hold.
struct Table {
    rows: Vec<TableRow>,
    cells: usize,
    most_rows: usize,
    most_cells: usize,
    most_columns: usize,
}

impl Table {
    fn new(source: &str, limits: &Limits) -> Self {
        Self {
            rows: Vec::new(),
            cells: 0,
            most_rows: limits.rows.of(source.len()),
            most_cells: limits.cells.of(source.len()),
            most_columns: limits.columns,
        }
    }

    fn add(&mut self, row: TableRow) -> Result<(), LoadError> {
        let columns = row.fields.len();
        self.cells += columns;
        let (what, most) = if columns > self.most_columns {
            ("columns", self.most_columns)
        } else if self.rows.len() >= self.most_rows {
            ("rows for its size", self.most_rows)
        } else if self.cells > self.most_cells {
            ("cells for its size", self.most_cells)
        } else {
            self.rows.push(row);
            return Ok(());
        };
        Err(LoadError::TooMuch(format!("a table with more than {most} {what}")))
    }
}

fn record(value: &Value) -> Option<TableRow> {
    let fields = value.as_object()?.iter().filter_map(|(name, value)| {
        let text = match value {
            Value::String(s) => s.replace("\r\n", "\n"),
            Value::Number(n) => n.to_string(),
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Value::Object(map) => map.get("name").and_then(Value::as_str)?.to_owned(),
            _ => return None,
        };
        Some((Arc::from(name.as_str()), text))
    });
    Some(TableRow { fields: fields.collect() })
}

/// The rows of a table whose first row names its columns; commas, tabs or semicolons between them. O(n).
///
/// # Errors
/// When it holds more than the limits allow.
pub fn of_csv(source: &str, limits: &Limits) -> Result<Vec<TableRow>, LoadError> {
    let head = source.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let comma = [',', '\t', ';'].into_iter().max_by_key(|s| count(*s)).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(comma as u8).flexible(true).from_reader(source.as_bytes());
    let mut table = Table::new(source, limits);
    let Ok(names) = reader.headers() else { return Ok(Vec::new()) };
    if names.len() > limits.columns {
        return Err(LoadError::TooMuch(format!("a table with more than {} columns", limits.columns)));
    }
    let names: Vec<Arc<str>> = names.iter().map(|n| Arc::from(n.trim())).collect();
    for row in reader.records().flatten() {
        let fields = names.iter().zip(row.iter()).map(|(n, v)| (Arc::clone(n), v.replace("\r\n", "\n")));
        table.add(TableRow { fields: fields.collect() })?;
    }
    Ok(table.rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_json(source: &str) -> Vec<TableRow> {
        super::of_json(source, &Limits::default()).unwrap()
    }

    fn of_csv(source: &str) -> Vec<TableRow> {
        super::of_csv(source, &Limits::default()).unwrap()
    }

    #[test]
    fn tables_that_are_all_rows_or_columns_are_refused() {
        let outcome = |found: Result<Vec<TableRow>, LoadError>| match found {
            Err(LoadError::TooMuch(why)) => why,
            other => panic!("{:?}", other.map(|rows| rows.len())),
        };
        let limits = Limits::default();
        let columns = format!("text{}\n{}", ",a".repeat(9_000), ",b".repeat(9_000));
        assert!(outcome(super::of_csv(&columns, &limits)).contains("columns"));
        assert!(outcome(super::of_csv(&format!("text\n{}", "a b\n".repeat(200_000)), &limits)).contains("rows"));
        let wide = format!("text{}\n{}", ",".repeat(1_500), format!("x{}\n", ",".repeat(1_500)).repeat(800));
        assert!(outcome(super::of_csv(&wide, &limits)).contains("cells"));
        assert!(outcome(super::of_json(&"{\"text\":\"a\"}\n".repeat(200_000), &limits)).contains("objects"));
        // A table of articles is far from all of it.
        let articles = format!("id,text\n{}", format!("1,{}\n", "word ".repeat(60)).repeat(60_000));
        assert_eq!(of_csv(&articles).len(), 60_000);
    }

    #[test]
    fn a_line_at_a_time_gives_the_same_documents() {
        let file = "{\"id\": 7, \"text\": \"One two.\"}\n{\"id\": 7, \"text\": \"é\"}\n[{\"text\": \"x\"}, 3]\n";
        let options = LoadOptions::default();
        let whole = members(file.as_bytes().into(), &options, super::of_json).unwrap();
        let mut lines = JsonLines::default();
        let each = |line: &str| lines.members(line.as_bytes(), &options.limits).unwrap();
        let streamed: Vec<Member> = file.lines().flat_map(each).collect();
        let shape = |all: &[Member]| all.iter().map(|m| (m.key.clone(), m.bytes.clone())).collect::<Vec<_>>();
        assert_eq!(shape(&streamed), shape(&whole));
        assert!(lines.members(b"no json", &options.limits).is_err() && lines.members(b"3", &options.limits).is_err());
        for (line, can) in [("{\"a\": 1}", true), ("\u{feff}{}", true), ("[", false), ("{", false), ("[{}]", false)] {
            assert_eq!(JsonLines::can_begin_with(line.as_bytes()), can, "{line}");
        }
        assert!(!JsonLines::can_begin_with(b"{\"a\": \"\xff\"}"));
    }

    #[test]
    fn rows_become_documents() {
        let csv = "id;headline;Text;date\n7;Vote delayed;\"“No,” she said.\n\nMore.\";2024-06-09\n";
        let rows = of_csv(csv);
        assert_eq!(rows[0].id(), Some("7"));
        let read = rows[0].read(None).unwrap();
        assert_eq!(read.text, "Vote delayed\n\n“No,” she said.\n\nMore.");
        assert!(read.meta.date.is_some());
        assert!(matches!(rows[0].read(Some("body")), Err(LoadError::NoColumn(..))));
        let json = "{\"id\": 1, \"story\": \"One two.\"}\nno json\n{\"id\": 2, \"words\": \"Three four.\"}\n";
        let texts: Vec<String> = of_json(json).iter().map(|r| r.read(None).unwrap().text).collect();
        assert_eq!(texts, ["One two.", "Three four."]);
        assert_eq!(of_json("[{\"text\": \"a\"}, 3]").len(), 1);
        assert_eq!(of_json("[\n{\"text\": \"a\"},\n{\"text\": \"b\"}\n]").len(), 2);
        assert_eq!(of_json("{\n\"text\": \"a\"\n}\n{\n\"text\": \"b\"\n}\n").len(), 2);
    }
}
