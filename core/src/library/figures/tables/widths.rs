//! How a table is laid out in cells of a terminal: what gives way where room is scarce, and how long bars are.

use super::{Cell, Place, Row, Table, whole};
use unicode_width::UnicodeWidthStr as _;

/// Fewest cells of a bar.
const LEAST_BAR: usize = 10;
/// Most cells of a name, and fewest.
const NAME: (usize, usize) = (32, 10);
/// Cells between columns, and around a bar.
const GAP: (usize, usize) = (2, 3);

/// The columns of a table in cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Of the name.
    pub name: usize,
    /// Number and width of each column before the bar.
    pub numbers: Vec<(usize, usize)>,
    /// Of the bar; 0 where there is no room for one.
    pub bar: usize,
    /// Number and width of the column behind the bar, where there is one.
    pub tail: Option<(usize, usize)>,
}

impl Widths {
    /// The columns in so many cells: documents give way first, words next, then the bar, last all but name and tail. O(cells of the table).
    pub fn of(table: &Table, room: usize) -> Self {
        let widest =
            |column: usize| table.all_rows().filter_map(|row| row.cells.get(column)).map(width).max().unwrap_or(0);
        let (mut name, mut tail) = (0, None);
        let mut numbers = Vec::new();
        for (n, column) in table.shown() {
            match column.place {
                Place::Name => name = widest(n).max(column.title.width()),
                Place::Number(rank) => numbers.push((rank, n, widest(n).max(column.title.width()))),
                Place::Tail => tail = Some((n, widest(n))),
                Place::Data => {}
            }
        }
        let mut widths = Self { name: name.clamp(NAME.1, NAME.0), numbers: Vec::new(), bar: 0, tail };
        for gone in [None, Some(0), Some(2)] {
            numbers.retain(|(rank, _, _)| Some(*rank) != gone);
            widths.numbers = numbers.iter().map(|(_, n, width)| (*n, *width)).collect();
            widths.bar = room.saturating_sub(widths.without_bar() + GAP.1);
            if widths.bar >= LEAST_BAR {
                return widths;
            }
        }
        widths.bar = 0;
        if widths.without_bar() > room && widths.tail.is_some() {
            widths.numbers.clear();
        }
        let over = widths.without_bar().saturating_sub(room);
        widths.name = widths.name.saturating_sub(over).max(NAME.1.min(widths.name));
        widths
    }

    /// Cells of all but the bar and the gap before it.
    fn without_bar(&self) -> usize {
        let numbers: usize = self.numbers.iter().map(|(_, width)| width + GAP.0).sum();
        self.name + numbers + self.tail.map_or(0, |(_, width)| width + GAP.0)
    }

    /// Where the columns before the bar end, each with its number.
    pub fn number_ends(&self) -> Vec<(usize, usize)> {
        let mut end = self.name;
        let place = |(n, width): &(usize, usize)| {
            end += GAP.0 + width;
            (*n, end)
        };
        self.numbers.iter().map(place).collect()
    }

    /// Where the bar begins.
    pub fn bar_start(&self) -> usize {
        self.number_ends().last().map_or(self.name, |(_, end)| *end) + GAP.1
    }
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Words(words) => words.width(),
        other => other.in_words().width(),
    }
}

/// What a cell of a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    each: f64,
    is_share: bool,
}

impl Scale {
    /// That of a table whose bars have so many cells: a round number, so that it can be said.
    pub fn of(table: &Table, cells: usize) -> Self {
        let cells = cells.max(1) as f64;
        if table.measure.is_none() {
            return Self { each: 1.0 / cells, is_share: true };
        }
        let least = (table.longest() / cells).max(1.0);
        let ten = 10f64.powf(least.log10().floor());
        let round = [1.0, 2.0, 3.0, 5.0, 10.0].into_iter().map(|n| n * ten).find(|n| *n >= least);
        Self { each: round.unwrap_or(least), is_share: false }
    }

    /// The cells of the two parts of a row's bar. What is not nothing has one.
    pub fn cells(self, row: &Row) -> (usize, usize) {
        let Some((first, second)) = row.bar else { return (0, 0) };
        if self.is_share {
            let (first, all) = ((first / self.each).round(), ((first + second) / self.each).round());
            return (whole(first), whole(all - first));
        }
        let of = |value: f64| whole((value / self.each).ceil());
        let first_cells = of(first);
        (first_cells, of(first + second).saturating_sub(first_cells).max(usize::from(second > 0.0 && first_cells == 0)))
    }

    /// What it is in words: "one cell: 3 statements".
    pub fn in_words(self, table: &Table) -> Option<String> {
        let (one, several) = table.measure?;
        let each = whole(self.each) as u64;
        Some(format!("one cell: {} {}", super::grouped(each), if each == 1 { one } else { several }))
    }

    /// What bars are, with these signs for their parts: "━ decided  ─ suggested   one cell: 3 statements".
    pub fn legend(self, table: &Table, thick: &str, thin: &str) -> String {
        let parts = table.parts.map(|(first, second)| format!("{thick} {first}  {thin} {second}"));
        parts.into_iter().chain(self.in_words(table)).collect::<Vec<_>>().join("   ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, TableKind};
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[(&str, u64, u64)]) -> Table {
        let column = |name, title, place| Column { name, title, place };
        let row = |(name, decided, suggested): &(&str, u64, u64)| Row {
            cells: vec![
                Cell::Words((*name).to_owned()),
                Cell::Number(2),
                Cell::Number(decided + suggested),
                Cell::Share(0.5),
            ],
            bar: Some((*decided as f64, *suggested as f64)),
        };
        Table {
            kind: TableKind::Speakers,
            title: "Speakers".to_owned(),
            columns: vec![
                column("speaker", "who", Place::Name),
                column("documents", "docs", Place::Number(0)),
                column("statements", "said", Place::Number(1)),
                column("share", "share", Place::Tail),
            ],
            rows: rows.iter().map(row).collect(),
            others: None,
            parts: Some(("decided", "suggested")),
            measure: Some(("statement", "statements")),
            notes: Vec::new(),
        }
    }

    #[test]
    fn documents_give_way_first_and_numbers_stay() {
        let table = table(&[("Peter Lindqvist", 100, 312), ("Ada Grey", 0, 1)]);
        let wide = Widths::of(&table, 96);
        assert_eq!((wide.name, wide.numbers.len(), wide.bar), (15, 2, 96 - 15 - 6 - 6 - 6 - 3));
        let narrow = Widths::of(&table, 40);
        assert_eq!((narrow.numbers.len(), narrow.bar), (1, 10));
        let least = Widths::of(&table, 30);
        assert_eq!((least.numbers.len(), least.bar, least.name), (1, 0, 15));
        let scale = Scale::of(&table, wide.bar);
        assert_eq!(scale.in_words(&table).unwrap(), "one cell: 10 statements");
        assert_eq!(scale.cells(&table.rows[0]), (10, 32));
        assert_eq!(scale.cells(&table.rows[1]), (0, 1));
    }

    proptest! {
        #[test]
        fn everything_has_its_room(decided in 0u64..1_000_000, suggested in 0u64..1_000_000, room in 36usize..200) {
            let table = table(&[("Peter Lindqvist", decided, suggested)]);
            let widths = Widths::of(&table, room);
            let bar = if widths.bar > 0 { widths.bar + 3 } else { 0 };
            prop_assert!(widths.without_bar() + bar <= room);
            let (first, second) = Scale::of(&table, widths.bar).cells(&table.rows[0]);
            prop_assert!(first + second <= widths.bar.max(1) || widths.bar == 0);
            prop_assert_eq!(first > 0, decided > 0);
            prop_assert!(first + second > 0 || decided + suggested == 0);
        }
    }
}
