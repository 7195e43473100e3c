//! Pictures of tables: bars, columns over time, shares with their intervals. Drawn with lines and boxes only, coloured by the
//! page around them.

use crate::library::figures::tables::{Cell, Row, Table, TableKind, whole};
use crate::reading::shortened;
use crate::sanitize::visible;
use maud::{Markup, html};

/// Width of a picture, in its own units.
const WIDTH: f64 = 720.0;
/// Width of the names beside bars.
const NAMES: f64 = 200.0;
/// Width of the numbers behind them.
const NUMBERS: f64 = 70.0;
/// Height of a row.
const ROW: f64 = 24.0;
/// Most rows of a picture; the table has all.
const MOST: usize = 24;
/// Most letters of a name.
const LETTERS: usize = 28;
/// Height of columns over time.
const HEIGHT: f64 = 160.0;

/// The picture of a table; none where there is nothing to draw.
pub(super) fn picture(table: &Table) -> Option<Markup> {
    let is_drawn = table.rows.iter().any(|row| row.bar.is_some_and(|(a, b)| a + b > 0.0));
    is_drawn.then(|| match table.kind {
        TableKind::Time => columns(table),
        TableKind::Levels | TableKind::Kinds => intervals(table),
        TableKind::Speakers
        | TableKind::Genders
        | TableKind::Outlets
        | TableKind::Labels
        | TableKind::Ratings
        | TableKind::Annotators => bars(table),
    })
}

/// A length as it is written: tenths are enough.
fn at(length: f64) -> String {
    format!("{length:.1}")
}

fn name(row: &Row) -> String {
    let name = row.cells.first().map(Cell::in_words).unwrap_or_default();
    shortened(&visible(&name), LETTERS)
}

fn tail(table: &Table, row: &Row) -> String {
    let last = table.shown().last().and_then(|(n, _)| row.cells.get(n));
    last.map(Cell::in_words).unwrap_or_default()
}

fn bars(table: &Table) -> Markup {
    let rows: Vec<&Row> = table.rows.iter().take(MOST).collect();
    let longest = rows.iter().filter_map(|row| row.bar).map(|(a, b)| a + b).fold(0.0, f64::max).max(1.0);
    let height = rows.len() as f64 * ROW;
    let room = WIDTH - NAMES - NUMBERS;
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {}", at(height))) role="img" aria-label=(format!("{}: bars", table.title)) {
            @for (n, row) in rows.iter().enumerate() {
                @let y = n as f64 * ROW;
                @let (first, second) = row.bar.unwrap_or_default();
                @let (first, second) = (first / longest * room, second / longest * room);
                text class="name" x=(at(NAMES - 10.0)) y=(at(y + 16.0)) { (name(row)) }
                rect class="first" x=(at(NAMES)) y=(at(y + 5.0)) width=(at(first)) height="14" {}
                rect class="second" x=(at(NAMES + first)) y=(at(y + 5.0)) width=(at(second)) height="14" {}
                text class="number" x=(at(NAMES + first + second + 6.0)) y=(at(y + 16.0)) { (tail(table, row)) }
            }
        }
    }
}

fn columns(table: &Table) -> Markup {
    let most = table.longest().max(1.0);
    let (left, bottom) = (50.0, HEIGHT + 20.0);
    let each = (WIDTH - left) / table.rows.len().max(1) as f64;
    // No more names than can be read side by side.
    let step = whole((70.0 / each).ceil()).max(1);
    let height = |value: f64| value / most * HEIGHT;
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {}", at(bottom + 24.0))) role="img" aria-label=(format!("{}: columns", table.title)) {
            @for (value, y) in [(most, 20.0), (0.0, bottom)] {
                line class="axis" x1=(at(left)) x2=(at(WIDTH)) y1=(at(y)) y2=(at(y)) {}
                text class="name" x=(at(left - 8.0)) y=(at(y + 5.0)) { (Cell::Number(whole(value) as u64).in_words()) }
            }
            @for (n, row) in table.rows.iter().enumerate() {
                @let x = left + n as f64 * each;
                @let (first, second) = row.bar.unwrap_or_default();
                @let (first, second, width) = (height(first), height(second), (each * 0.8).max(0.5));
                rect class="first" x=(at(x)) y=(at(bottom - first)) width=(at(width)) height=(at(first)) {}
                rect class="second" x=(at(x)) y=(at(bottom - first - second)) width=(at(width)) height=(at(second)) {}
                @if n % step == 0 {
                    text class="below" x=(at(x)) y=(at(bottom + 18.0)) { (name(row)) }
                }
            }
        }
    }
}

fn intervals(table: &Table) -> Markup {
    let rows: Vec<&Row> = table.rows.iter().take(MOST).collect();
    let height = rows.len() as f64 * ROW;
    let room = WIDTH - NAMES - NUMBERS;
    let column = |row: &Row, name: &str| {
        let found = table.in_files().find(|(_, column)| column.name == name);
        match found.and_then(|(n, _)| row.cells.get(n)) {
            Some(Cell::Share(share)) => Some(NAMES + share * room),
            _ => None,
        }
    };
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {}", at(height + 26.0))) role="img"
            aria-label=(format!("{}: shares from 0 to 100 % with their intervals", table.title)) {
            @for quarter in 0..=4 {
                @let x = NAMES + f64::from(quarter) / 4.0 * room;
                line class="axis" x1=(at(x)) x2=(at(x)) y1="0" y2=(at(height)) {}
                text class="middle" x=(at(x)) y=(at(height + 18.0)) { (quarter * 25) " %" }
            }
            @for (n, row) in rows.iter().enumerate() {
                @let y = n as f64 * ROW + 12.0;
                text class="name" x=(at(NAMES - 10.0)) y=(at(y + 4.0)) { (name(row)) }
                @match (column(row, "share"), column(row, "low"), column(row, "high")) {
                    (Some(share), Some(low), Some(high)) => {
                        line class="range" x1=(at(low)) x2=(at(high)) y1=(at(y)) y2=(at(y)) {}
                        circle class="first" cx=(at(share)) cy=(at(y)) r="5" {}
                    }
                    _ => text class="number" x=(at(NAMES + 8.0)) y=(at(y + 4.0)) { (tail(table, row)) },
                }
            }
        }
    }
}
