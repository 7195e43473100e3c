//! The card of the focused item in the margin: who, why, and the others who may have said it, with their digits.

use super::canvas::{cut, width};
use super::item_label::{MarginLine, label, one_line, reason};
use super::page_layout::PageLayout;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use ratatui::style::{Modifier, Style};
use sayso_core::annotation::QUOTE;
use sayso_core::reading::ItemId;

/// Labels within the focused words that a card lists.
const MOST_LABELS: usize = 3;

/// The room that a card has, in cells and rows.
#[derive(Clone, Copy, Debug)]
pub struct CardRoom {
    /// Cells of a row.
    pub width: u16,
    /// Rows it may take at most.
    pub rows: u16,
    /// Rows above the label that comes next: only these are for names that wrap.
    pub before_next: u16,
}

/// A card, its rows counted from its first.
pub struct Card {
    /// Its lines.
    pub lines: Vec<MarginLine>,
    /// Whether every name is there, and whole.
    pub is_whole: bool,
}

/// The card of an item in `room`: names wrap where there are rows for it, are cut where there are none, and go last of all.
pub fn card(
    app: &App,
    page: &PageLayout,
    doc: &OpenDocument,
    item: &ItemId,
    inside: &[ItemId],
    room: CardRoom,
) -> Card {
    let theme = &app.theme;
    let quiet = theme.words(Role::Quiet);
    let cells = room.width.saturating_sub(2);
    let fits = |name: &str| width(name) <= cells;
    let line = |digit: Option<u8>, parts: Vec<(String, Style)>| MarginLine { row: 0, item: item.clone(), digit, parts };
    let narrow = room.width < 22 || page.size.height < 20;
    let mut why = String::new();
    let mut names: Vec<String> = Vec::new();
    if let Some(attribution) = doc.reading.suggestion(item) {
        if !narrow {
            why = reason(doc, item);
        }
        let most = if narrow { 2 } else { 4 };
        names = doc.reading.others(attribution).into_iter().take(most).map(|(_, name)| name).collect();
    } else if let Some(note) = doc.reading.record(item).filter(|r| r.label == QUOTE).and_then(|r| r.note.as_ref())
        && !narrow
    {
        why.clone_from(note);
    }
    let labels = inside.len().min(MOST_LABELS);
    let own = label(app, doc, item);
    let rows = |name: &str| wrapped(name, cells).len();
    let least = 1 + labels + usize::from(!why.is_empty()) + names.len();
    let mut is_whole = 1 + labels + names.len() <= usize::from(room.rows) || names.is_empty();
    // The name that Enter confirms comes first, then those of the digits, from the top.
    let mut extra = usize::from(room.before_next.min(room.rows)).saturating_sub(least);
    let mut in_full = |name: &str| {
        let more = rows(name) - 1;
        // No word is broken.
        let is_full = fits(name) || more <= extra && name.split_whitespace().all(fits);
        extra -= if is_full { more } else { 0 };
        is_whole &= is_full;
        is_full
    };
    let mut out = Vec::new();
    if in_full(&own.name) && !fits(&own.name) {
        for (n, words) in wrapped(&own.name, cells).into_iter().enumerate() {
            let sign = if n == 0 { format!("{} ", own.sign) } else { "  ".to_owned() };
            out.push(line(None, vec![(sign, own.sign_style), (words, own.name_style)]));
        }
    } else {
        out.push(line(None, one_line(app, doc, item, room.width)));
    }
    for label in inside.iter().take(MOST_LABELS) {
        out.push(MarginLine { item: label.clone(), ..line(None, one_line(app, doc, label, room.width)) });
    }
    if !why.is_empty() && (names.is_empty() || least <= usize::from(room.rows)) {
        out.push(line(None, vec![(format!("  {}", cut(&why, cells)), quiet)]));
    }
    let bold = theme.words(Role::Strong).add_modifier(Modifier::BOLD);
    let body = theme.words(Role::Body);
    for (i, name) in names.iter().enumerate() {
        let digit = i as u8 + 2;
        let is_full = in_full(name);
        let words = if is_full { wrapped(name, cells) } else { vec![cut(name, cells)] };
        for (n, words) in words.into_iter().enumerate() {
            let head = if n == 0 { format!("{digit} ") } else { "  ".to_owned() };
            out.push(line(Some(digit), vec![(head, bold), (words, body)]));
        }
    }
    out.truncate(usize::from(room.rows).max(1));
    for (n, line) in out.iter_mut().enumerate() {
        line.row = n as u16;
    }
    Card { lines: out, is_whole }
}

/// All names of a card in one row, in full, for where the margin has no room for them.
pub fn in_one_row(app: &App, doc: &OpenDocument, item: &ItemId) -> Vec<(String, Style)> {
    let theme = &app.theme;
    let own = label(app, doc, item);
    let mut out = vec![(format!("{} ", own.sign), own.sign_style), (own.name, own.name_style)];
    let others = doc.reading.suggestion(item).map(|attribution| doc.reading.others(attribution)).unwrap_or_default();
    for (n, (_, name)) in others.into_iter().enumerate() {
        out.push((format!("   {} ", n + 2), theme.words(Role::Strong).add_modifier(Modifier::BOLD)));
        out.push((name, theme.words(Role::Body)));
    }
    out
}

fn wrapped(name: &str, cells: u16) -> Vec<String> {
    textwrap::wrap(name, usize::from(cells).max(1)).into_iter().map(std::borrow::Cow::into_owned).collect()
}
