//! Figures in lines, with plain bars.

use super::FiguresReport;
use crate::library::figures::tables::{Cell, Place, Row, Scale, Table, TableKind, Widths, grouped};
use crate::sanitize::visible;
use std::fmt::Write as _;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

const THICK: &str = "━";
const THIN: &str = "─";

/// "1 document", "31 documents".
pub(super) fn many(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {one}s", grouped(count)) }
}

/// The tables, one below the other.
pub(super) fn text(report: &FiguresReport<'_>, width: usize) -> String {
    let figures = report.figures;
    let (documents, said) = (many(figures.documents, "document"), many(figures.statements.all(), "statement"));
    let decided = grouped(figures.statements.decided);
    let mut out = String::new();
    let _ = writeln!(out, "Figures   {}   {documents}   {said}   {decided} decided", visible(report.name));
    if figures.is_empty() {
        out.push_str("\nNothing decided or found yet\n");
    }
    for table in report.told() {
        of_table(&mut out, &table, width);
    }
    let nowhere = report.counted_nowhere();
    if !nowhere.is_empty() {
        let _ = writeln!(out, "\n{}", nowhere.join("\n"));
    }
    out
}

fn of_table(out: &mut String, table: &Table, width: usize) {
    let _ = writeln!(out, "\n{}\n", table.title);
    let widths = Widths::of(table, width);
    if !table.rows.is_empty() {
        line(out, &titles(table, &widths));
    }
    let scale = Scale::of(table, widths.bar);
    let mut year = String::new();
    for (n, row) in table.rows.iter().enumerate() {
        let mut name = row.cells.first().map(Cell::in_words).unwrap_or_default();
        if table.kind == TableKind::Time {
            name = elided(row, &mut year, n == 0);
        }
        line(out, &row_in_words(row, &name, &widths, scale));
    }
    if let Some(others) = &table.others {
        let name = others.cells.first().map(Cell::in_words).unwrap_or_default();
        out.push('\n');
        line(out, &row_in_words(others, &name, &widths, scale));
    }
    let has_bars = widths.bar > 0 && table.all_rows().any(|row| row.bar.is_some());
    if has_bars && !table.rows.is_empty() {
        let _ = writeln!(out, "\n{}", scale.legend(table, THICK, THIN));
    } else if !table.notes.is_empty() {
        out.push('\n');
    }
    for note in &table.notes {
        let _ = writeln!(out, "{note}");
    }
}

/// A stretch of time, its year only where that is another than in the row before.
fn elided(row: &Row, year: &mut String, is_first: bool) -> String {
    let Some(Cell::Stretch(unit, start)) = row.cells.first() else { return String::new() };
    let (now, rest) = unit.parts(*start);
    let shown = if is_first || *year != now || rest.is_empty() { now.clone() } else { " ".repeat(now.width()) };
    *year = now;
    format!("{shown} {rest}").trim_end().to_owned()
}

fn line(out: &mut String, text: &str) {
    out.push_str(text.trim_end());
    out.push('\n');
}

fn titles(table: &Table, widths: &Widths) -> String {
    let title = |n: usize| table.columns.get(n).map_or("", |column| column.title);
    let mut out = padded(title(0), widths.name);
    for (n, end) in widths.number_ends() {
        ending(&mut out, title(n), end);
    }
    let tail = table.shown().find(|(_, column)| column.place == Place::Tail).map_or("", |(_, column)| column.title);
    if widths.bar > 0 {
        out = padded(&out, widths.bar_start());
    } else {
        out.push_str("  ");
    }
    out.push_str(tail);
    out
}

fn row_in_words(row: &Row, name: &str, widths: &Widths, scale: Scale) -> String {
    let cell = |n: usize| row.cells.get(n).map(Cell::in_words).unwrap_or_default();
    let mut out = padded(&cut(&visible(name), widths.name), widths.name);
    for (n, end) in widths.number_ends() {
        ending(&mut out, &cell(n), end);
    }
    let mut end = out.width();
    if widths.bar > 0 {
        let (thick, thin) = scale.cells(row);
        out = padded(&out, widths.bar_start());
        out.push_str(&THICK.repeat(thick));
        out.push_str(&THIN.repeat(thin));
        end = widths.bar_start() + widths.bar;
    }
    if let Some((n, width)) = widths.tail {
        ending(&mut out, &cell(n), end + 2 + width);
    }
    out
}

/// Puts words so that they end at a cell.
fn ending(out: &mut String, words: &str, end: usize) {
    let start = end.saturating_sub(words.width());
    *out = padded(out, start);
    out.push_str(words);
}

fn padded(words: &str, width: usize) -> String {
    format!("{words}{}", " ".repeat(width.saturating_sub(words.width())))
}

/// Words that fit, with `…` where they are cut.
fn cut(words: &str, room: usize) -> String {
    if words.width() <= room {
        return words.to_owned();
    }
    let mut used = 0;
    let kept = words.graphemes(true).take_while(|g| {
        used += g.width();
        used < room
    });
    format!("{}…", kept.collect::<String>().trim_end())
}
