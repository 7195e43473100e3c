//! The rows: the answer with who and where, the words here, those there or the reason.

use super::CheckList;
use crate::ui::app::App;
use crate::ui::checks::{Checked, in_words, place_there, sign, versions};
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::width;
use crate::ui::widgets::difference;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;
use sayso_core::reading::{Reading, quoted};
use sayso_core::verify::{Check, Side};

/// Narrowest screen with the words there.
const THERE_FROM: u16 = 70;
/// Narrowest with the places on both sides.
const PLACES_FROM: u16 = 90;
/// Narrowest with more than a row a quotation.
const ROWS_FROM: u16 = 60;
/// Cells kept for the place in the article.
const HERE: u16 = 7;
/// Cells kept for the place there, which may take more.
const PLACE: u16 = 12;
/// Most characters of a quotation read aloud.
const MAX_WORDS: usize = 120;

/// Draws it.
pub fn list(app: &App, page: &PageLayout, view: &CheckList, buffer: &mut Buffer) -> Drawn {
    let mut l = Listing::new(app, page, buffer);
    let Some((doc, found)) = app.doc().and_then(|doc| Some((doc, doc.checks.found.as_ref()?))) else {
        l.instead(0, "Nothing was checked yet");
        l.footer();
        return l.done(None);
    };
    let sources = doc.reading.set().sources.join(", ");
    let decided = view.rows.last().map_or(0, Vec::len);
    let tail = if decided > 0 { format!("{decided} of {} decided", found.problems.len()) } else { String::new() };
    let is_narrow = page.size.width < ROWS_FROM;
    let about = if is_narrow { app.name.clone() } else { format!("{}   against {sources}", app.name) };
    l.head("Check", &about, &tail);
    let mut top = l.top();
    tabs(&mut l, view, top);
    top += 1 + u16::from(page.is_tall());
    let reason = view.view.reason.as_ref();
    let bottom = l.bottom().saturating_sub(u16::from(reason.is_some()));
    rows(&mut l, view, (doc, found), (top, bottom));
    let caret = reason.map(|field| {
        let (left, bold, strong) = (l.left, l.bold(), l.words(Role::Strong));
        let x = l.at(left, bottom, 20, "Why it stays:", bold) + 1;
        let room = l.right.saturating_sub(x);
        l.at(x, bottom, room, field.text(), strong);
        let caret = Position::new((x + field.caret()).min(l.right), bottom);
        if let Some(cell) = l.buffer.cell_mut(caret) {
            cell.set_style(app.theme.marked());
        }
        caret
    });
    l.footer();
    l.done(caret)
}

fn tabs(l: &mut Listing<'_, '_>, view: &CheckList, y: u16) {
    let mut x = l.left;
    for (n, tab, count) in view.tabs() {
        let style = if n == view.tab { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        let room = l.right.saturating_sub(x);
        x = l.at(x, y, room, &format!("{} {count}", tab.title()), style) + 3;
    }
}

/// What stands in the third row of a quotation.
enum Third {
    /// The words there.
    There,
    /// The reason.
    Why,
}

fn third(check: &Check) -> Option<Third> {
    let differs = || versions(check).iter().flatten().any(|(_, changed)| *changed);
    match check.verdict.side() {
        Side::Open => Some(Third::Why),
        Side::Finding if differs() => Some(Third::There),
        Side::Finding if check.left_out.is_some() => Some(Third::Why),
        Side::Finding | Side::Sound => None,
    }
}

fn rows(l: &mut Listing<'_, '_>, view: &CheckList, (doc, found): (&OpenDocument, &Checked), (top, bottom): (u16, u16)) {
    let shown = view.shown();
    let of = |row: usize| shown.get(row).and_then(|n| found.checks.get(*n));
    let across = l.page.size.width;
    let gap = usize::from(l.page.is_tall() && across >= ROWS_FROM);
    let has_third = across >= THERE_FROM;
    let height = |row: usize| {
        let third = of(row).is_some_and(|check| has_third && third(check).is_some());
        if across < ROWS_FROM { 1 } else { 2 + usize::from(third) + gap }
    };
    let room = usize::from(bottom.saturating_sub(top));
    // Rows without a blank line between them have none to leave out at the end.
    let sight = in_sight_of(view.row, shown.len(), if gap == 0 { room.saturating_sub(1) } else { room }, height);
    let mut y = top;
    for row in sight {
        let Some((n, check)) = shown.get(row).zip(of(row)) else { continue };
        let rows = y..(y + (height(row) - gap) as u16).min(bottom);
        l.shows(rows.clone(), row);
        if row == view.row {
            l.bar(0, rows.clone());
        }
        let is_decided = found.decision(&doc.reading, *n).is_some();
        head(l, check, is_decided, &decided_in_words(found, &doc.reading, *n), y);
        let [here, there] = versions(check);
        let (left, right) = (l.left + 2, l.right);
        let styles = difference::Styles::of(l.app);
        if across >= ROWS_FROM && y + 1 < bottom {
            difference::words_at(l.buffer, (left, y + 1), right, &here, styles);
        }
        if has_third && y + 2 < bottom {
            match third(check) {
                Some(Third::There) => difference::words_at(l.buffer, (left, y + 2), right, &there, styles),
                Some(Third::Why) => {
                    let quiet = l.words(Role::Quiet);
                    l.at(left, y + 2, right - left, &check.why, quiet);
                }
                None => {}
            }
        }
        y += height(row) as u16;
    }
}

/// The answer, or what was decided about it.
fn decided_in_words(found: &Checked, reading: &Reading, n: usize) -> String {
    let check = found.checks.get(n).map(in_words).unwrap_or_default();
    match found.decision(reading, n) {
        None => check,
        Some(decision) => {
            let by = decision.by.as_deref().unwrap_or("somebody");
            match &decision.reason {
                Some(reason) => format!("fine as it is, {by}: {reason}"),
                None => format!("misquoted, {by}: {check}"),
            }
        }
    }
}

/// The first row of a quotation: its answer, who says it on both sides, both places.
fn head(l: &mut Listing<'_, '_>, check: &Check, is_decided: bool, words: &str, y: u16) {
    let role = match check.verdict.side() {
        Side::Finding if !is_decided => Role::Warn,
        Side::Open => Role::Quiet,
        Side::Finding | Side::Sound => Role::Strong,
    };
    let (style, quiet) = (l.words(role).add_modifier(Modifier::BOLD), l.words(Role::Quiet));
    let across = l.page.size.width;
    let mut right = l.right;
    let there = place_there(check);
    if !(ROWS_FROM..PLACES_FROM).contains(&across) {
        right = l.ending(right, y, &there, quiet).saturating_sub(2);
    }
    if across >= PLACES_FROM {
        right = right.min(l.right.saturating_sub(PLACE + 2));
        l.ending(right, y, &format!("¶{}", check.paragraph), quiet);
        right = right.saturating_sub(HERE);
    }
    let left = l.left;
    let x = l.at(left, y, 2, sign(check, is_decided), style) + 1;
    if across < ROWS_FROM {
        l.at(x, y, right.saturating_sub(x), words, style);
        return;
    }
    let middle = left + (l.right - left) / 2;
    let end = l.at(x, y, middle.saturating_sub(x + 1), words, style);
    let who = who(check);
    let start = middle.max(end + 2).min(right.saturating_sub(width(&who))).max(end + 2);
    l.at(start, y, right.saturating_sub(start), &who, quiet);
}

/// Who says it here, and who there where that is another.
fn who(check: &Check) -> String {
    let here = check.speaker.as_ref().map(|s| s.name.as_str());
    match (here, check.speaker_there.as_deref()) {
        (Some(here), Some(there)) if check.speaker_ok == Some(false) => format!("{here}, there {there}"),
        (Some(here), _) => here.to_owned(),
        (None, Some(there)) => format!("there {there}"),
        (None, None) => String::new(),
    }
}

/// A row read aloud.
pub fn sentence(found: &Checked, reading: &Reading, n: usize) -> Option<String> {
    let check = found.checks.get(n)?;
    let is_decided = found.decision(reading, n).is_some();
    let there = place_there(check);
    let there = if there.is_empty() { String::new() } else { format!(", there {there}") };
    let who = who(check);
    let who = if who.is_empty() { String::new() } else { format!(", {who}") };
    Some(format!(
        "{} {}: {}{who}, paragraph {}{there}.",
        sign(check, is_decided),
        decided_in_words(found, reading, n),
        quoted(&check.quote, MAX_WORDS),
        check.paragraph
    ))
}
