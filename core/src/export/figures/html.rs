//! The page: a picture of each table with the table below it. Nothing in it is loaded or run. Light and dark as the reader has
//! it, and on paper. Every word of a document is escaped.

use super::super::web_page;
use super::FiguresReport;
use super::pictures::picture;
use super::text::many;
use crate::library::figures::tables::{Cell, Column, Place, Row, Table, grouped};
use crate::sanitize::visible;
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("../../../assets/figures.css");

pub(super) fn page(report: &FiguresReport<'_>) -> String {
    let figures = report.figures;
    let (name, period) = (visible(report.name), figures.period());
    let times = match (period.since, period.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("from {since} on")),
        (None, Some(until)) => Some(format!("up to {until}")),
        (Some(since), Some(until)) => Some(format!("from {since} to {until}")),
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (web_page::head(format!("Figures: {name}"), &[STYLE]))
            body {
                main {
                    header {
                        h1 { "Figures: " (name) }
                        p {
                            (many(figures.documents, "document")) " · " (many(figures.statements.all(), "statement"))
                            " · " (grouped(figures.statements.decided)) " decided"
                            @if let Some(times) = &times { " · " (times) }
                        }
                    }
                    @if figures.is_empty() { p { "Nothing decided or found yet." } }
                    @for table in report.told().filter(|table| !table.rows.is_empty()) { (section(&table)) }
                    @let nowhere = report.counted_nowhere();
                    @if !nowhere.is_empty() {
                        footer { @for sentence in &nowhere { p { (sentence) "." } } }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn section(table: &Table) -> Markup {
    let columns: Vec<(usize, Column)> = table.in_files().collect();
    html! {
        section id=(table.kind.name()) {
            h2 { (table.title) }
            @if let Some(picture) = picture(table) {
                figure {
                    (picture)
                    figcaption { (legend(table)) }
                }
            }
            div.wide {
                table {
                    caption { (table.title) }
                    thead {
                        tr { @for (_, column) in &columns { th scope="col" class=[is_number(column)] { (title(column)) } } }
                    }
                    tbody {
                        @for row in &table.rows { (line(row, &columns)) }
                        @if let Some(others) = &table.others { (line(others, &columns)) }
                    }
                }
            }
            @for note in &table.notes { p.note { (note) "." } }
        }
    }
}

/// What stands above a column: in a table that has all of them "said" is not enough.
fn title(column: &Column) -> &str {
    match column.name {
        "speaker" | "outlet" | "statements" | "documents" | "period" | "claims" | "share" => column.name,
        _ => column.title,
    }
}

/// The class of columns of numbers.
fn is_number(column: &Column) -> Option<&'static str> {
    let is_words = column.place == Place::Name || matches!(column.name, "gender" | "reason");
    (!is_words).then_some("n")
}

fn line(row: &Row, columns: &[(usize, Column)]) -> Markup {
    let words = |n: usize| visible(&row.cells.get(n).map(Cell::in_words).unwrap_or_default()).into_owned();
    html! {
        tr {
            @for (n, column) in columns {
                @if column.place == Place::Name { th scope="row" { (words(*n)) } }
                @else { td class=[is_number(column)] { (words(*n)) } }
            }
        }
    }
}

fn legend(table: &Table) -> Markup {
    html! {
        @if let Some((first, second)) = table.parts.filter(|_| table.measure.is_some()) {
            span.first { (first) } " " span.second { (second) } ", in "
        }
        @match table.measure {
            Some((_, several)) => (several),
            None => "a dot is the share that was right, a line where the true share lies in 95 of 100 cases",
        }
    }
}
