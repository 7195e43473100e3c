//! The tables of figures, each declared once: for the screen, for text, for files.

mod made;
mod widths;

use super::Unit;
use crate::document::civil_in_words;
use crate::library::agreement::percent;
use jiff::civil::Date;

pub use made::gender_in_words;
pub use widths::{Scale, Widths};

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Who says how much.
    Speakers,
    /// The same by gender of the name.
    Genders,
    /// Where it is printed.
    Outlets,
    /// When.
    Time,
    /// What is labelled.
    Labels,
    /// How claims are rated.
    Ratings,
    /// How right suggestions are, by level of doubt.
    Levels,
    /// The same by kind of statement.
    Kinds,
    /// How far everybody is with the documents that are shared out.
    Annotators,
}

impl TableKind {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Speakers,
        Self::Genders,
        Self::Outlets,
        Self::Time,
        Self::Labels,
        Self::Ratings,
        Self::Levels,
        Self::Kinds,
        Self::Annotators,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speakers => "speakers",
            Self::Genders => "genders",
            Self::Outlets => "outlets",
            Self::Time => "time",
            Self::Labels => "labels",
            Self::Ratings => "ratings",
            Self::Levels => "levels",
            Self::Kinds => "kinds",
            Self::Annotators => "annotators",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Speakers => "Speakers",
            Self::Genders => "Speakers by gender of the name",
            Self::Outlets => "Outlets",
            Self::Time => "Over time",
            Self::Labels => "Labels",
            Self::Ratings => "Ratings of claims",
            Self::Levels => "How right suggestions were",
            Self::Kinds => "How right, by kind of statement",
            Self::Annotators => "What is shared out",
        }
    }
}

/// What is asked of the tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// Whether speakers are told apart by the gender of their names.
    pub gender: bool,
    /// Most rows of speakers and outlets; what is left over becomes one row.
    pub top: Option<usize>,
    /// The ratings of the codebook, in its order.
    pub ratings: &'a [String],
}

/// A value in a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// There is none.
    Nothing,
    /// Words.
    Words(String),
    /// How many.
    Number(u64),
    /// Of 1.
    Share(f64),
    /// A day.
    Day(Date),
    /// A stretch of time.
    Stretch(Unit, Date),
}

impl Cell {
    /// As a person reads it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Words(words) => words.clone(),
            Self::Number(number) => grouped(*number),
            Self::Share(share) => percent(*share),
            Self::Day(day) => civil_in_words(*day),
            Self::Stretch(unit, start) => {
                let (year, rest) = unit.parts(*start);
                format!("{year} {rest}").trim_end().to_owned()
            }
        }
    }

    /// As programs read it: shares of 1, days and months as ISO 8601 has them.
    pub fn plain(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Words(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Share(share) => rounded(*share).to_string(),
            Self::Day(day) => day.to_string(),
            Self::Stretch(unit, start) => unit.name(*start),
        }
    }
}

/// A share as files have it.
pub fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// A number without what is behind its point; 0 for one below nothing.
#[allow(clippy::cast_sign_loss)] // casting a float keeps within the bounds of the number
pub fn whole(number: f64) -> usize {
    number as usize
}

/// A number in groups of three: "50 000".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// Where a column stands when a table is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// First: what the row is about.
    Name,
    /// Before the bar, in this order; where room is scarce those of small numbers go first.
    Number(u8),
    /// Behind the bar.
    Tail,
    /// Only in files.
    Data,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in files; empty for one that is only looked at.
    pub name: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// Where.
    pub place: Place,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// A value for each column.
    pub cells: Vec<Cell>,
    /// How long the two parts of its bar are; none where nothing can be shown.
    pub bar: Option<(f64, f64)>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it is about.
    pub kind: TableKind,
    /// What stands above it.
    pub title: String,
    /// Its columns, in the order of files.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// All rows that are not shown, as one.
    pub others: Option<Row>,
    /// What the two parts of a bar are, where it has two.
    pub parts: Option<(&'static str, &'static str)>,
    /// What bars count: one and several; none where a whole bar is all of a row.
    pub measure: Option<(&'static str, &'static str)>,
    /// What is not in it, in sentences.
    pub notes: Vec<String>,
}

impl Table {
    /// The longest bar: it is as long as there is room.
    pub fn longest(&self) -> f64 {
        let of = |row: &Row| row.bar.map_or(0.0, |(a, b)| a + b);
        self.rows.iter().chain(&self.others).map(of).fold(0.0, f64::max)
    }

    /// The rows, and the one of those that are not shown.
    pub fn all_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().chain(&self.others)
    }

    /// The columns that are looked at: the name, those before the bar in their order, those behind it. By number.
    pub fn shown(&self) -> impl Iterator<Item = (usize, Column)> + '_ {
        let mut all: Vec<(usize, Column)> =
            self.columns.iter().copied().enumerate().filter(|(_, column)| column.place != Place::Data).collect();
        all.sort_by_key(|(_, column)| match column.place {
            Place::Name => 0,
            Place::Number(rank) => 1 + usize::from(rank),
            Place::Tail | Place::Data => usize::MAX,
        });
        all.into_iter()
    }

    /// Its columns in files, by number.
    pub fn in_files(&self) -> impl Iterator<Item = (usize, Column)> + '_ {
        self.columns.iter().copied().enumerate().filter(|(_, column)| !column.name.is_empty())
    }

    /// A row as it is read out: "Ada Grey: docs 2, said 4, words 20, share of the words quoted 57 %."
    pub fn sentence(&self, row: &Row) -> String {
        let cell = |n: usize| row.cells.get(n).map(Cell::in_words).unwrap_or_default();
        let values = self.shown().filter(|(_, column)| column.place != Place::Name);
        let values: Vec<String> = values.map(|(n, column)| format!("{} {}", column.title, cell(n))).collect();
        format!("{}: {}.", cell(0), values.join(", "))
    }
}
