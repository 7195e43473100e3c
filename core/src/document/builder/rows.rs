//! Tables whose cells stay in their rows: tabs between cells, line ends between rows.

use super::TextBuilder;
use crate::document::xml::TableUse;

/// Where in a table we are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rows {
    /// How many tables we are in.
    pub depth: u8,
    /// Cells of the row that have begun.
    cells: usize,
    /// How many columns it has, when the last holds paragraphs.
    columns: usize,
}

impl TextBuilder {
    /// A table begins whose cells stay in their rows, or ends. What is in it is preformatted.
    pub fn table(&mut self, begins: bool) {
        self.literal(begins);
        let depth = if begins { self.rows.depth.saturating_add(1) } else { self.rows.depth.saturating_sub(1) };
        self.rows = Rows { depth, ..Rows::default() };
    }

    /// A table begins. Gives whether its cells stay in their rows; else they are read as paragraphs.
    pub fn begin_table(&mut self, table: TableUse) -> bool {
        match table {
            TableUse::Prose => return false,
            TableUse::Rows => self.table(true),
            TableUse::ProseInLast(columns) => {
                self.table(true);
                self.prose_in_last(columns);
            }
        }
        true
    }

    /// The table that begins has few words in each cell but the last of `columns`: paragraphs of the last stay apart.
    pub const fn prose_in_last(&mut self, columns: usize) {
        self.rows.columns = columns;
    }

    /// The next row.
    pub fn row(&mut self) {
        self.line_break();
        self.rows.cells = 0;
    }

    /// The next cell of a row.
    pub fn cell(&mut self) {
        self.space = false;
        if self.open.is_some() && self.rows.cells > 0 {
            self.text.push('\t');
        }
        self.rows.cells += 1;
    }

    /// Another paragraph of the same cell: on a line of its own, below the words of the cell, where paragraphs stay apart; else
    /// behind a blank.
    pub fn cell_goes_on(&mut self) {
        if self.open.is_none() || self.text.ends_with(['\t', '\n']) {
            return;
        }
        if self.rows.columns == 0 || self.rows.cells != self.rows.columns {
            self.space = true;
            return;
        }
        self.line_break();
        for _ in 1..self.rows.columns {
            self.text.push('\t');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    #[test]
    fn empty_cells_keep_their_place() {
        let mut b = TextBuilder::default();
        b.table(true);
        for row in [["a", "b", "c"], ["", "d", ""], ["", "", "e"]] {
            b.row();
            for cell in row {
                b.cell();
                b.flow(cell);
            }
        }
        b.table(false);
        let read = b.done();
        assert_eq!((read.text.as_str(), read.blocks[0].kind), ("a\tb\tc\n\td\n\t\te", BlockKind::Table));
    }

    #[test]
    fn paragraphs_of_the_last_cell_stay_apart() {
        let mut b = TextBuilder::default();
        b.table(true);
        b.prose_in_last(2);
        for _ in 0..2 {
            b.row();
            for paragraphs in [["A", "B"], ["one", "two"]] {
                b.cell();
                for paragraph in paragraphs {
                    b.cell_goes_on();
                    b.flow(paragraph);
                }
            }
        }
        b.table(false);
        assert_eq!(b.done().text, "A B\tone\n\ttwo\nA B\tone\n\ttwo");
    }
}
