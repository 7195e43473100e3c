//! The annotations view: tabs, and everything in rows.

use super::state::{AnnotationsView, Row, RowOrder, Tab};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::checks;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::cut;
use crate::ui::widgets::item::{sign, words_and_place};
use crate::ui::widgets::item_label;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::QUOTE;
use sayso_core::reading::{Concern, shortened};
use sayso_core::verify::Side;

/// Narrowest screen on which verdicts stand in a column.
const VERDICTS_FROM: u16 = 100;
/// Cells of that column, and of the places behind it.
const VERDICT: u16 = 30;
const PLACE: u16 = 12;

/// Draws it.
pub fn annotations(app: &App, page: &PageLayout, view: &AnnotationsView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let (done, all) = doc.reading.progress();
    let narrow = page.size.width < 60;
    let tail = if narrow { format!("{done} of {all}") } else { format!("{done} of {all} reviewed") };
    l.head("Annotations", &app.name, &tail);
    let mut y = l.top();
    tabs(&mut l, view, y);
    y += 1 + u16::from(page.is_tall());
    let caret = l.filter(&view.list, y);
    let typed = caret.is_some() || !view.list.field.text().is_empty();
    y += if typed { 1 + u16::from(page.is_tall()) } else { 0 };
    if view.rows.is_empty() {
        let selects = app.key(Scope::Reader, Action::Open(Scope::Select));
        let labels = app.key(Scope::Select, Action::Open(Scope::Label));
        l.instead(
            y,
            &format!("Nothing is found or decided here. {selects} in the text selects words, {labels} labels them."),
        );
    } else if view.list.shown().is_empty() && typed {
        let clears = app.key_while_typing(Scope::Annotations, Action::Escape);
        l.instead(y, &format!("No row has all of these words. {clears} clears them."));
    } else {
        rows(&mut l, doc, view, y);
    }
    l.footer();
    l.done(caret)
}

fn tabs(l: &mut Listing<'_, '_>, view: &AnnotationsView, y: u16) {
    let mut x = l.left;
    let right = l.right;
    for tab in Tab::ALL {
        let count = view.count(tab);
        let is_here = tab == view.tab;
        if count == 0 && !is_here && tab != Tab::All {
            continue;
        }
        let style = if is_here { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        let text = format!("{} {count}", tab.title());
        let room = right.saturating_sub(x);
        if room < 4 {
            break;
        }
        x = l.at(x, y, room, &text, style) + 3;
    }
    if view.order != RowOrder::Place && right > x + 20 {
        let quiet = l.words(Role::Quiet);
        l.ending(right, y, view.order.title(), quiet);
    }
}

/// How much of a row is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowHeight {
    /// Sign, words and place on one line.
    One,
    /// Name and words, and a blank line.
    Two,
    /// The same, and what else is known where something is.
    Three,
}

fn rows(l: &mut Listing<'_, '_>, doc: &OpenDocument, view: &AnnotationsView, top: u16) {
    let lines = match (l.page.is_tall(), l.page.size.width) {
        (true, 76..) => RowHeight::Three,
        (true, 60..) => RowHeight::Two,
        _ => RowHeight::One,
    };
    let shown = view.list.shown();
    let row = |at: usize| shown.get(at).map(|n| *n as usize).and_then(|n| view.rows.get(n).map(|row| (n, row)));
    let app = l.app;
    let height = |at: usize| match lines {
        RowHeight::One => 1,
        RowHeight::Two => 3,
        RowHeight::Three => 3 + usize::from(row(at).is_some_and(|(_, row)| third(app, doc, row).is_some())),
    };
    let mut y = top;
    for at in in_sight_of(view.list.at, shown.len(), usize::from(l.bottom().saturating_sub(top)), height) {
        let Some((number, row)) = row(at) else { continue };
        let own = height(at) as u16;
        l.shows(y..y + own, at);
        if at == view.list.at {
            l.bar(0, y..y + own.saturating_sub(1).max(1));
        }
        if view.marked.contains(&number) {
            let (left, accent) = (l.left, l.words(Role::Accent).add_modifier(Modifier::BOLD));
            l.at(left - 1, y, 1, signs(l.app.glyphs).row, accent);
        }
        one(l, doc, row, y, lines);
        y += own;
    }
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, row: &Row, y: u16, lines: RowHeight) {
    let record = doc.reading.record(&row.item);
    let name = doc.reading.speaker_name(&row.item);
    let (words, place) = words_and_place(doc, &row.item);
    let (place, nature) =
        place.split_once(" · ").map_or((place.clone(), String::new()), |(p, n)| (p.to_owned(), n.to_owned()));
    let colour = if name.is_empty() { l.words(Role::Body) } else { l.colour(&name) };
    let sign = sign(l.app, doc, &row.item);
    let sign_style = if sign == "!" { l.words(Role::Warn) } else { colour };
    let left = l.left;
    let x = l.at(left, y, 2, sign, sign_style) + 1;
    let quiet = l.words(Role::Quiet);
    let end = l.ending(l.right, y, &place, quiet);
    let end = verdict(l, doc, row, (y, end), lines);
    if lines == RowHeight::One {
        let body = l.words(Role::Body);
        l.at(x, y, end.saturating_sub(x + 1), &words, body);
        return;
    }
    let label = record.filter(|r| r.label != QUOTE).map(|r| l.app.codebook.shown(&r.label).to_owned());
    let nature = label.unwrap_or(nature);
    let bold = if record.is_some() { colour.add_modifier(Modifier::BOLD) } else { colour };
    let room = end.saturating_sub(x + 1);
    let after = if name.is_empty() { x } else { l.at(x, y, room * 2 / 3, &name, bold) + 3 };
    l.at(after, y, end.saturating_sub(after + 1), &nature, quiet);
    let room = l.right.saturating_sub(x);
    let body = l.words(Role::Body);
    l.at(x, y + 1, room, &words, body);
    if lines == RowHeight::Three
        && let Some(text) = third(l.app, doc, row)
    {
        l.at(x, y + 2, room, &text, quiet);
    }
}

/// What was found beside the sources, in a column before the place; where rows have one line only what is wrong. Gives its
/// left edge.
fn verdict(l: &mut Listing<'_, '_>, doc: &OpenDocument, row: &Row, (y, end): (u16, u16), lines: RowHeight) -> u16 {
    let Some((check, is_decided)) = doc.check_of(&row.item) else { return end };
    let is_wrong = check.verdict.side() == Side::Finding && !is_decided;
    let style = if is_wrong { l.words(Role::Warn) } else { l.words(Role::Quiet) };
    let sign = checks::sign(check, is_decided);
    if lines == RowHeight::One {
        return if is_wrong { l.ending(end.saturating_sub(1), y, sign, style) } else { end };
    }
    if l.page.size.width < VERDICTS_FROM {
        let words = if is_wrong { format!("{sign} {}", checks::in_words(check)) } else { sign.to_owned() };
        let words = cut(&words, l.page.size.width / 3);
        return l.ending(end.saturating_sub(2), y, &words, style);
    }
    let left = (l.right.saturating_sub(PLACE + VERDICT)).min(end.saturating_sub(VERDICT));
    let words = cut(&format!("{sign} {}", checks::in_words(check)), VERDICT - 2);
    l.at(left, y, VERDICT, &words, style);
    left
}

/// What else is known of a row.
fn third(app: &App, doc: &OpenDocument, row: &Row) -> Option<String> {
    let Some(record) = doc.reading.record(&row.item) else {
        let why = item_label::reason(doc, &row.item);
        return (!why.is_empty()).then_some(why);
    };
    let mut parts: Vec<String> = Vec::new();
    if doc.reading.is_in_conflict(record) {
        let shows = app.key(Scope::Annotations, Action::Accept);
        parts.push(format!("decided differently: {shows} shows by whom"));
    } else if let Some(concern) = doc.reading.concern(record) {
        let shows = app.key(Scope::Annotations, Action::Accept);
        parts.push(match concern {
            Concern::Speaker => format!("the text may say it of somebody else now: {shows} asks who says it"),
            Concern::Place | Concern::Version => format!("its place is in doubt: {shows} shows it"),
        });
    }
    if record.is_rejected() {
        parts.push("not a quotation".to_owned());
    }
    if let Some(was) = record.was.as_ref().and_then(|w| w.speaker.as_ref()) {
        parts.push(format!("edited from “{was}”"));
    }
    parts.extend(record.rating.as_ref().map(|r| r.replace('-', " ")));
    let own = |(id, _): &(&String, &String)| app.codebook.attributes.iter().any(|a| a.id == **id);
    parts.extend(record.attributes.iter().filter(own).map(|(id, value)| format!("{id} {value}")));
    match record.evidence.len() {
        0 => {}
        1 => parts.push("1 source".to_owned()),
        n => parts.push(format!("{n} sources")),
    }
    parts.extend(record.note.as_ref().map(|n| format!("“{}”", shortened(n, 200))));
    let others = record.by.as_ref().filter(|by| app.annotator.as_ref() != Some(*by));
    parts.extend(others.map(|by| format!("by {by}")));
    (!parts.is_empty()).then(|| parts.join(" · "))
}
