//! The tables of the view, by tabs; the row under the bar; the words behind it.

use crate::project::figures::{Counted, FoundWords};
use crate::ui::figures::FiguresOf;
use sayso_core::library::figures::Timeline;
use sayso_core::library::figures::behind::RowOf;
use sayso_core::library::figures::tables::{Asked, Cell, Place, Row, Table, TableKind};
use sayso_core::reading::Doubt;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// Tabs: what stands above each, and its tables.
const TABS: [(&str, &[TableKind]); 6] = [
    ("speakers", &[TableKind::Speakers]),
    ("outlets", &[TableKind::Outlets]),
    ("over time", &[TableKind::Time]),
    ("labels", &[TableKind::Labels, TableKind::Ratings]),
    ("how right", &[TableKind::Levels, TableKind::Kinds]),
    ("annotators", &[TableKind::Annotators]),
];

/// How many people of a folder have a colour of their own.
const COLOURS: usize = 8;

/// The words behind a row.
#[derive(Clone, Debug)]
pub struct WordsBehind {
    /// What they are, as the row is called.
    pub title: String,
    /// The words; not known yet while they are looked for.
    pub found: Option<Vec<FoundWords>>,
    /// The one under the bar.
    pub at: usize,
}

/// The view.
#[derive(Debug)]
pub struct FiguresView {
    /// What the figures are of.
    pub of: FiguresOf,
    /// How that is called.
    pub name: String,
    /// Number under which they were asked for.
    pub number: u64,
    /// The figures; not known yet while they are counted.
    pub counted: Option<Arc<Counted>>,
    /// How many documents are known so far.
    pub known: usize,
    /// The tables of each tab.
    tables: Vec<Vec<Table>>,
    /// The tab that is shown.
    pub tab: usize,
    /// The row under the bar, over the tables of the tab.
    pub at: usize,
    /// By which of the shown columns rows are ordered.
    order: usize,
    /// When whoever is under the bar spoke, where there is more than a day to it.
    pub timeline: Option<Timeline>,
    /// The words behind the row.
    pub words: Option<WordsBehind>,
    /// Who has a colour of the folder.
    colours: HashMap<String, usize>,
}

impl FiguresView {
    /// The tab that tells how right suggestions were.
    pub const RIGHT: usize = 4;
    /// The tab that tells how far annotators are; there is none where nothing is shared out.
    const ANNOTATORS: usize = 5;

    /// Nothing yet.
    pub fn new(of: FiguresOf, name: String, number: u64) -> Self {
        Self {
            of,
            name,
            number,
            counted: None,
            known: 0,
            tables: Vec::new(),
            tab: 0,
            at: 0,
            order: 0,
            timeline: None,
            words: None,
            colours: HashMap::new(),
        }
    }

    /// The figures are there. O(n log n) in people and outlets.
    pub fn know(&mut self, counted: Counted) {
        let asked = Asked { gender: false, top: None, ratings: &counted.ratings };
        let of = |kinds: &[TableKind]| kinds.iter().map(|kind| counted.figures.table(*kind, &asked)).collect();
        self.tables = TABS.iter().map(|(_, kinds)| of(kinds)).collect();
        let people = self.tables.first().and_then(|tables| tables.first());
        let names = people.into_iter().flat_map(|table| &table.rows).filter_map(|row| row.cells.first());
        self.colours = names.take(COLOURS).enumerate().map(|(n, name)| (name.in_words(), n)).collect();
        self.counted = Some(Arc::new(counted));
        self.tell_time();
    }

    /// The tables of the tab that is shown.
    pub fn tables(&self) -> &[Table] {
        self.tables.get(self.tab).map_or(&[], Vec::as_slice)
    }

    /// What stands above each tab that there may be.
    pub fn titles() -> impl Iterator<Item = &'static str> {
        TABS.iter().map(|(title, _)| *title)
    }

    /// How many tabs there are.
    pub fn tabs(&self) -> usize {
        let has_rows = |tables: &Vec<Table>| tables.iter().any(|table| !table.rows.is_empty());
        if self.tables.get(Self::ANNOTATORS).is_some_and(has_rows) { TABS.len() } else { Self::ANNOTATORS }
    }

    /// Whether there are words behind the rows of the tab.
    pub const fn has_words(&self) -> bool {
        self.tab != Self::ANNOTATORS
    }

    /// What stands above the tab after this one.
    pub fn next_title(&self) -> &'static str {
        TABS.get((self.tab + 1) % self.tabs()).map_or("", |(title, _)| title)
    }

    /// The rows of the tab.
    pub fn count(&self) -> usize {
        self.tables().iter().map(|table| table.rows.len()).sum()
    }

    /// The table and row at a row of the tab.
    pub fn row(&self, at: usize) -> Option<(&Table, &Row)> {
        let mut left = at;
        for table in self.tables() {
            if let Some(row) = table.rows.get(left) {
                return Some((table, row));
            }
            left -= table.rows.len();
        }
        None
    }

    /// The name of the row under the bar.
    fn current_name(&self) -> Option<(TableKind, &Cell)> {
        let (table, row) = self.row(self.at)?;
        Some((table.kind, row.cells.first()?))
    }

    /// The next tab, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let count = self.tabs();
        self.tab = (self.tab + if forward { 1 } else { count - 1 }) % count;
        (self.at, self.order) = (0, 0);
        self.tell_time();
    }

    /// Makes the timeline of whoever is under the bar. O(their days).
    pub fn tell_time(&mut self) {
        let name = match self.current_name() {
            Some((TableKind::Speakers, name)) => Some(name.in_words()),
            _ => None,
        };
        let timeline = name.zip(self.counted.as_ref()).map(|(name, counted)| counted.figures.timeline(Some(&name)));
        self.timeline = timeline.filter(|timeline| timeline.stretches.len() > 1);
    }

    /// The number of a person's colour, of the first eight of the folder.
    pub fn colour(&self, name: &str) -> Option<usize> {
        self.colours.get(name).copied()
    }

    /// Puts the rows of the first table in another order, by the next of its columns; what was done, in words. O(n log n).
    pub fn arrange(&mut self) -> String {
        let under = self.row(self.at).map(|(_, row)| row.cells.clone());
        let Some(table) = self.tables.get_mut(self.tab).and_then(|tables| tables.first_mut()) else {
            return String::new();
        };
        if matches!(table.kind, TableKind::Time | TableKind::Levels) || table.rows.len() < 2 {
            return "These rows have one order".to_owned();
        }
        let columns: Vec<(usize, &str, Place)> =
            table.shown().map(|(n, column)| (n, column.title, column.place)).collect();
        self.order = (self.order + 1) % columns.len();
        let Some((column, title, place)) = columns.get(self.order).copied() else { return String::new() };
        let by = |a: &Row, b: &Row| compare(a.cells.get(column), b.cells.get(column));
        match place {
            Place::Name => table.rows.sort_by(by),
            Place::Number(_) | Place::Tail | Place::Data => table.rows.sort_by(|a, b| by(b, a)),
        }
        let at = under.and_then(|cells| table.rows.iter().position(|row| row.cells == cells));
        self.at = at.unwrap_or(0);
        format!("In order of {title}")
    }

    /// What the row under the bar is about.
    pub fn row_of(&self) -> Option<RowOf> {
        let (kind, name) = self.current_name()?;
        let words = name.in_words();
        match kind {
            TableKind::Speakers => Some(RowOf::Speaker(words)),
            TableKind::Outlets => Some(RowOf::Outlet(words)),
            TableKind::Labels => Some(RowOf::Label(words)),
            TableKind::Ratings => {
                // Those that have none stand last, under words of ours.
                let (table, _) = self.row(self.at)?;
                let is_last = table.rows.last().and_then(|row| row.cells.first()) == Some(name);
                Some(RowOf::Rating(Some(words).filter(|words| !is_last || words != "not rated")))
            }
            TableKind::Time => match name {
                Cell::Stretch(unit, start) => Some(RowOf::Stretch(*unit, *start)),
                _ => None,
            },
            TableKind::Levels => Doubt::ALL.into_iter().find(|doubt| doubt.word() == words).map(RowOf::Wrong),
            TableKind::Kinds => Some(RowOf::WrongKind(words)),
            TableKind::Genders | TableKind::Annotators => None,
        }
    }

    /// How the words behind the row under the bar are called.
    pub fn row_title(&self) -> String {
        let Some((kind, name)) = self.current_name() else { return String::new() };
        match kind {
            TableKind::Levels | TableKind::Kinds => format!("{}: those that were wrong", name.in_words()),
            _ => name.in_words(),
        }
    }
}

/// Order of two cells.
fn compare(a: Option<&Cell>, b: Option<&Cell>) -> Ordering {
    match (a, b) {
        (Some(Cell::Number(a)), Some(Cell::Number(b))) => a.cmp(b),
        (Some(Cell::Share(a)), Some(Cell::Share(b))) => a.total_cmp(b),
        (Some(Cell::Words(a)), Some(Cell::Words(b))) => a.cmp(b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}
