//! Figures as text, JSON, CSV, and as a page with pictures.

mod html;
mod pictures;
mod text;

use super::json;
use crate::library::figures::Figures;
use crate::library::figures::tables::{Asked, Cell, Row, Table, TableKind, rounded};
use crate::sanitize::visible;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// Figures as they are written.
#[derive(Clone, Copy, Debug)]
pub struct FiguresReport<'a> {
    /// What of: a folder, a document.
    pub name: &'a str,
    /// The figures.
    pub figures: &'a Figures,
    /// What is asked of the tables.
    pub asked: Asked<'a>,
    /// The only tables; all where none is named.
    pub only: &'a [TableKind],
    /// Documents that could not be read.
    pub not_read: u64,
}

impl FiguresReport<'_> {
    fn tables(&self) -> impl Iterator<Item = Table> + '_ {
        let all = TableKind::ALL.into_iter();
        let asked_for = move |kind: &TableKind| match self.only {
            [] => *kind != TableKind::Genders || self.asked.gender,
            only => only.contains(kind),
        };
        all.filter(asked_for).map(|kind| self.figures.table(kind, &self.asked))
    }

    /// The tables as a person reads them, in lines of at most `width` cells.
    pub fn text(&self, width: usize) -> String {
        text::text(self, width)
    }

    /// One object on a line.
    pub fn json(&self) -> Vec<u8> {
        let mut out = Vec::new();
        // Into memory nothing fails.
        let _ = json::line(&mut out, &Object(self));
        out
    }

    /// The first of the tables, as RFC 4180 has it.
    pub fn csv(&self) -> Vec<u8> {
        self.tables().next().map(|table| csv(&table)).unwrap_or_default()
    }

    /// One page that needs nothing else.
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// The tables that tell anything.
    fn told(&self) -> impl Iterator<Item = Table> + '_ {
        let is_decided = self.figures.agreement.decided() > 0;
        let has_rows = move |table: &Table| !table.rows.is_empty() && (is_decided || table.kind != TableKind::Levels);
        let is_told =
            move |table: &Table| has_rows(table) || table.kind != TableKind::Levels && !table.notes.is_empty();
        self.tables().filter(is_told).filter(|_| !self.figures.is_empty())
    }

    /// What is not counted, in sentences.
    fn counted_nowhere(&self) -> Vec<String> {
        let not_read = match self.not_read {
            0 => None,
            1 => Some("1 document could not be read: not counted".to_owned()),
            n => Some(format!("{n} documents could not be read: not counted")),
        };
        not_read.into_iter().chain(self.figures.counted_nowhere()).collect()
    }
}

/// The rows of a table without that of those not shown, which is none of them.
fn csv(table: &Table) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Into memory nothing fails.
    let _ = writer.write_record(table.in_files().map(|(_, column)| column.name));
    for row in &table.rows {
        let cell = |n: usize| row.cells.get(n).map(Cell::plain).unwrap_or_default();
        let _ = writer.write_record(table.in_files().map(|(n, _)| visible(&cell(n)).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}

struct Object<'a>(&'a FiguresReport<'a>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (report, figures) = (self.0, self.0.figures);
        let (period, left) = (figures.period(), &figures.left_out);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("figures", "sayso")?;
        map.serialize_entry("documents", &figures.documents)?;
        map.serialize_entry("statements", &figures.statements.all())?;
        map.serialize_entry("decided", &figures.statements.decided)?;
        map.serialize_entry("words", &figures.words.all())?;
        map.serialize_entry("since", &period.since.map(|day| day.to_string()))?;
        map.serialize_entry("until", &period.until.map(|day| day.to_string()))?;
        let not_counted = [
            ("documents_not_read", report.not_read),
            ("documents_of_other_times", left.of_other_times),
            ("documents_without_date", left.undated_documents),
            ("weak_suggestions", left.weak),
        ];
        map.serialize_entry("not_counted", &Numbers(&not_counted))?;
        let not_in_tables = [
            ("without_speaker", left.without_speaker),
            ("without_outlet", left.without_outlet),
            ("without_date", left.undated),
        ];
        map.serialize_entry("not_in_tables", &Numbers(&not_in_tables))?;
        map.serialize_entry("made_together", &left.joint)?;
        for table in report.tables() {
            map.serialize_entry(table.kind.name(), &Rows(&table))?;
            if let Some(others) = &table.others {
                map.serialize_entry(&format!("other_{}", table.kind.name()), &Record(&table, others))?;
            }
        }
        map.end()
    }
}

struct Numbers<'a>(&'a [(&'static str, u64)]);

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

struct Rows<'a>(&'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.rows.iter().map(|row| Record(self.0, row)))
    }
}

struct Record<'a>(&'a Table, &'a Row);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (n, column) in self.0.in_files() {
            match self.1.cells.get(n) {
                None | Some(Cell::Nothing) => map.serialize_entry(column.name, &None::<u64>)?,
                Some(Cell::Number(number)) => map.serialize_entry(column.name, number)?,
                Some(Cell::Share(share)) => map.serialize_entry(column.name, &rounded(*share))?,
                Some(other) => map.serialize_entry(column.name, &other.plain())?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests;
