//! The tables with their bars, when the one under the bar spoke, and the words behind a row.

use super::state::{FiguresView, WordsBehind};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::figures::FiguresOf;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use sayso_core::library::figures::tables::{Cell, Place, Row, Scale, Table, TableKind, Widths, grouped};
use sayso_core::library::figures::{Count, Timeline};

/// Narrowest screen on which everything is told.
const WIDE: u16 = 60;
/// Lowest screen on which it is told when somebody spoke.
const TIMES_FROM: u16 = 20;
/// Most rows of that.
const TIMES: usize = 6;
/// Cells of a bar of progress.
const BAR: usize = 10;

/// Draws it.
pub fn figures(app: &App, page: &PageLayout, view: &FiguresView, buffer: &mut Buffer) -> Drawn {
    let mut l = Listing::new(app, page, buffer);
    head(&mut l, view);
    let mut top = l.top();
    if let Some(words) = &view.words {
        behind(&mut l, view, words, top);
        l.footer();
        return l.done(None);
    }
    tabs(&mut l, view, top);
    top += 1 + u16::from(page.is_tall());
    match &view.counted {
        None => {
            let text = match view.known {
                0 => "Counting…".to_owned(),
                known => format!("Counting… {} documents are known by now", grouped(known as u64)),
            };
            l.instead(top, &text);
        }
        Some(counted) if counted.figures.is_empty() => l.instead(top, "Nothing decided or found yet"),
        Some(counted) if view.tab == FiguresView::RIGHT && counted.figures.agreement.decided() == 0 => {
            let reviews = app.key(Scope::Reader, Action::Confirm);
            l.instead(top, &format!("Nothing is decided yet: {reviews} in the text confirms what is suggested"));
        }
        Some(_) if view.count() == 0 => {
            let text = empty(&l, view);
            l.instead(top, &text);
        }
        Some(_) => tables(&mut l, view, top),
    }
    l.footer();
    l.done(None)
}

/// What stands in the place of a table without rows.
fn empty(l: &Listing<'_, '_>, view: &FiguresView) -> String {
    let Some(table) = view.tables().first() else { return String::new() };
    match table.kind {
        TableKind::Labels => {
            let selects = l.app.key(Scope::Reader, Action::Open(Scope::Select));
            format!("Nothing is labelled yet. {selects} in the text selects words to label.")
        }
        TableKind::Outlets => "No document tells who published it".to_owned(),
        TableKind::Time => "No document tells its date".to_owned(),
        _ => "Nobody is known to speak".to_owned(),
    }
}

fn head(l: &mut Listing<'_, '_>, view: &FiguresView) {
    let Some(counted) = &view.counted else { return l.head(Scope::Figures.title(), &view.name, "") };
    let figures = &counted.figures;
    let (said, decided) = (figures.statements.all(), figures.statements.decided);
    let many =
        |count: u64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{} {one}s", grouped(count)) };
    let about = match view.of {
        FiguresOf::Document => view.name.clone(),
        FiguresOf::Folder => format!("{}   {}", view.name, many(figures.documents, "document")),
    };
    let tail = if l.page.size.width < WIDE {
        format!("{} of {}", grouped(decided), grouped(said))
    } else {
        let s = signs(l.app.glyphs);
        let filled = if said == 0 { 0 } else { (decided as usize * BAR).div_ceil(said as usize) };
        let bar = format!("{}{}", s.thick.repeat(filled), s.thin.repeat(BAR - filled));
        format!("{}   {} decided  {bar}", many(said, "statement"), grouped(decided))
    };
    l.head(Scope::Figures.title(), &about, &tail);
}

/// The tabs, the one shown always in sight.
fn tabs(l: &mut Listing<'_, '_>, view: &FiguresView, y: u16) {
    let all: Vec<&str> = FiguresView::titles().take(view.tabs()).collect();
    let (left, right) = (l.left, l.right);
    let room = right - left;
    let mut first = view.tab;
    let mut used = all.get(view.tab).map_or(0, |title| width(title));
    while let Some(before) = first.checked_sub(1).and_then(|n| all.get(n)) {
        used += width(before) + 3;
        if used > room {
            break;
        }
        first -= 1;
    }
    let mut x = left;
    for (n, title) in all.iter().enumerate().skip(first) {
        if n != view.tab && width(title) > right.saturating_sub(x) {
            break;
        }
        let style = if n == view.tab { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        x = l.at(x, y, right.saturating_sub(x), title, style) + 3;
    }
}

/// A line of a tab.
enum Line<'a> {
    Titles(&'a Table),
    Row(&'a Table, usize, &'a Row),
    Blank,
}

/// The lines of all tables of the tab, and which of them is the row under the bar.
fn lines(view: &FiguresView, is_tall: bool) -> (Vec<Line<'_>>, usize) {
    let (mut out, mut at, mut number) = (Vec::new(), 0, 0);
    for table in view.tables().iter().filter(|table| !table.rows.is_empty()) {
        if !out.is_empty() {
            out.push(Line::Blank);
        }
        out.push(Line::Titles(table));
        if is_tall {
            out.push(Line::Blank);
        }
        for row in &table.rows {
            if number == view.at {
                at = out.len();
            }
            out.push(Line::Row(table, number, row));
            number += 1;
        }
    }
    (out, at)
}

fn tables(l: &mut Listing<'_, '_>, view: &FiguresView, top: u16) {
    let tall = l.page.is_tall();
    let mut bottom = l.bottom();
    let notes = notes(view);
    if tall && !notes.is_empty() {
        let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
        bottom -= 1;
        l.at(left, bottom, room, &notes, quiet);
        bottom -= 1;
    }
    let room = usize::from(l.right - l.left);
    // A head is there only where a list of rows is as well.
    let Some(first) = view.tables().iter().find(|table| !table.rows.is_empty()) else { return };
    let widths = Widths::of(first, room);
    if tall && widths.bar > 0 {
        legend(l, first, Scale::of(first, widths.bar), bottom - 1);
        bottom -= 2;
    }
    if let Some(timeline) = view.timeline.as_ref().filter(|_| l.page.size.height >= TIMES_FROM && widths.bar > 0) {
        bottom = times(l, view, timeline, bottom);
    }
    let (lines, at) = lines(view, tall);
    let height = usize::from(bottom.saturating_sub(top)).max(1);
    // The heads stay in sight as long as there is room for them.
    for (n, line) in in_sight(at, lines.len(), height).enumerate() {
        let y = top + n as u16;
        match lines.get(line) {
            Some(Line::Titles(table)) => titles(l, table, &Widths::of(table, room), y),
            Some(Line::Row(table, number, row)) => {
                l.shows(y..y + 1, *number);
                if *number == view.at {
                    l.bar(0, y..y + 1);
                }
                // A table of many is measured once.
                let own;
                let widths = if std::ptr::eq(*table, first) {
                    &widths
                } else {
                    own = Widths::of(table, room);
                    &own
                };
                let scale = Scale::of(table, widths.bar);
                one(l, view, (table, row), widths, (y, scale));
            }
            Some(Line::Blank) | None => {}
        }
    }
}

/// What is not in the tables of the tab.
fn notes(view: &FiguresView) -> String {
    let mut all: Vec<String> = view.tables().iter().flat_map(|table| table.notes.iter().cloned()).collect();
    if let Some(counted) = &view.counted {
        match counted.not_read.len() {
            0 => {}
            1 => all.push("1 document could not be read: not counted".to_owned()),
            n => all.push(format!("{n} documents could not be read: not counted")),
        }
        all.extend(counted.figures.counted_nowhere());
    }
    all.join("; ")
}

fn legend(l: &mut Listing<'_, '_>, table: &Table, scale: Scale, y: u16) {
    let s = signs(l.app.glyphs);
    let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
    l.at(left, y, room, &scale.legend(table, s.thick, s.thin), quiet);
}

fn titles(l: &mut Listing<'_, '_>, table: &Table, widths: &Widths, y: u16) {
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    let title = |n: usize| table.columns.get(n).map_or("", |column| column.title);
    l.at(left, y, widths.name as u16, title(0), quiet);
    for (n, end) in widths.number_ends() {
        l.ending(left + end as u16, y, title(n), quiet);
    }
    let tail = table.shown().find(|(_, column)| column.place == Place::Tail).map_or("", |(_, column)| column.title);
    if widths.bar > 0 {
        let start = left + widths.bar_start() as u16;
        l.at(start, y, l.right.saturating_sub(start), tail, quiet);
    }
}

/// The style of a row's name, and of its bar.
fn style(l: &Listing<'_, '_>, view: &FiguresView, kind: TableKind, name: &str) -> (Style, Style) {
    let (body, quiet) = (l.words(Role::Body), l.words(Role::Quiet));
    let is_tinted = kind == TableKind::Speakers && l.app.theme.tints_words();
    match (is_tinted, view.of) {
        (true, FiguresOf::Document) => (l.colour(name), l.colour(name)),
        (true, FiguresOf::Folder) => match view.colour(name) {
            Some(number) => (l.words(Role::Speaker(number)), l.words(Role::Speaker(number))),
            None => (body, quiet),
        },
        (false, _) => (body, quiet),
    }
}

fn one(
    l: &mut Listing<'_, '_>,
    view: &FiguresView,
    (table, row): (&Table, &Row),
    widths: &Widths,
    (y, scale): (u16, Scale),
) {
    let name = row.cells.first().map(Cell::in_words).unwrap_or_default();
    let (named, barred) = style(l, view, table.kind, &name);
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    l.at(left, y, widths.name as u16, &name, named);
    let cell = |n: usize| row.cells.get(n).map(Cell::in_words).unwrap_or_default();
    for (n, end) in widths.number_ends() {
        l.ending(left + end as u16, y, &cell(n), quiet);
    }
    if widths.bar > 0 {
        bar(l, scale.cells(row), left + widths.bar_start() as u16, y, barred);
    }
    if let Some((n, _)) = widths.tail {
        l.ending(l.right, y, &cell(n), quiet);
    }
}

fn bar(l: &mut Listing<'_, '_>, (thick, thin): (usize, usize), x: u16, y: u16, style: Style) {
    let s = signs(l.app.glyphs);
    rule(l.buffer, x, y, thick as u16, s.thick, style);
    rule(l.buffer, x + thick as u16, y, thin as u16, s.thin, style);
}

/// When whoever is under the bar spoke, above `bottom`; the row it begins at.
fn times(l: &mut Listing<'_, '_>, view: &FiguresView, timeline: &Timeline, bottom: u16) -> u16 {
    /// Cells of a stretch's name.
    const NAME: u16 = 12;
    let count = timeline.stretches.len().min(TIMES);
    let shown = timeline.stretches.get(timeline.stretches.len() - count..).unwrap_or_default();
    let top = bottom.saturating_sub(count as u16 + 2);
    let name = view.row(view.at).and_then(|(_, row)| row.cells.first()).map(Cell::in_words).unwrap_or_default();
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    let (named, barred) = style(l, view, TableKind::Speakers, &name);
    let since = shown.first().map(|first| timeline.unit.parts(first.start).0).unwrap_or_default();
    let since = if count < timeline.stretches.len() { format!(", from {since} on") } else { format!(" since {since}") };
    let x = l.at(left, top, (l.right - left) / 2, &name, named);
    let most = shown.iter().map(|stretch| stretch.count.all()).max().unwrap_or(1).max(1);
    let room = u64::from(l.right.saturating_sub(left + NAME + 8)).max(1);
    let each = most.div_ceil(room);
    let unit =
        if each == 1 { "one cell: 1 statement".to_owned() } else { format!("one cell: {} statements", grouped(each)) };
    let end = l.ending(l.right, top, &unit, quiet);
    l.at(x + 1, top, end.saturating_sub(x + 3), &format!("by {}{since}", timeline.unit.word()), quiet);
    let mut year = String::new();
    for (n, stretch) in shown.iter().enumerate() {
        let y = top + 1 + n as u16;
        let (now, rest) = timeline.unit.parts(stretch.start);
        let told = if now == year && !rest.is_empty() {
            format!("{} {rest}", " ".repeat(now.len()))
        } else {
            format!("{now} {rest}")
        };
        year = now;
        l.at(left, y, NAME - 1, &told, quiet);
        let Count { decided, .. } = stretch.count;
        let cells = |count: u64| count.div_ceil(each) as usize;
        let thick = cells(decided);
        bar(l, (thick, cells(stretch.count.all()).saturating_sub(thick)), left + NAME, y, barred);
        l.ending(l.right, y, &grouped(stretch.count.all()), quiet);
    }
    top.saturating_sub(1)
}

/// The words behind a row.
fn behind(l: &mut Listing<'_, '_>, view: &FiguresView, words: &WordsBehind, top: u16) {
    let (left, room, bold) = (l.left, l.right - l.left, l.bold());
    l.at(left, top, room, &words.title, bold);
    let y = top + 1 + u16::from(l.page.is_tall());
    let Some(found) = &words.found else { return l.instead(y, "Looking for the words…") };
    if found.is_empty() {
        return l.instead(y, "There are no words behind this row");
    }
    let tall = l.page.is_tall();
    let each: u16 = if tall { 3 } else { 1 };
    let height = usize::from((l.bottom().saturating_sub(y) + u16::from(tall)) / each).max(1);
    let s = signs(l.app.glyphs);
    for (n, row) in in_sight(words.at, found.len(), height).enumerate() {
        let Some(one) = found.get(row) else { continue };
        let y = y + n as u16 * each;
        l.shows(y..y + each.min(2), row);
        if row == words.at {
            l.bar(0, y..y + each.min(2));
        }
        let speaker = one.passage.speaker.clone().unwrap_or_default();
        let (named, _) = style(l, view, TableKind::Speakers, &speaker);
        let sign = if one.passage.decided { s.decided } else { s.open };
        let (body, quiet) = (l.words(Role::Body), l.words(Role::Quiet));
        let x = l.at(left, y, 2, sign, named) + 1;
        if tall {
            l.at(x, y, l.right.saturating_sub(x), &one.words, body);
            let file = match view.of {
                FiguresOf::Folder => l.app.library.as_ref().map(|library| library.name_of(&one.path)),
                FiguresOf::Document => None,
            };
            let place = Some(one.place.clone());
            let parts = [Some(speaker), file, place, Some(one.day.clone())].into_iter().flatten();
            let about: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
            l.at(x, y + 1, l.right.saturating_sub(x), &about.join(" · "), quiet);
        } else {
            let end = l.ending(l.right, y, &one.place, quiet);
            l.at(x, y, end.saturating_sub(x + 1), &one.words, body);
        }
    }
}
