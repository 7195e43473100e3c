//! The lists to confirm together: tabs, who is in the one shown, its rows, and how many lie below.

use super::state::SureList;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::width;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::reading::{Doubt, Gleaned, shortened};

/// Narrowest screen on which rows tell their place.
const PLACES_FROM: u16 = 60;
/// Lowest screen with a blank row between all that stands above the list.
const ROOMY: u16 = 18;

/// Draws them.
pub fn lists(app: &App, page: &PageLayout, view: &SureList, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let narrow = page.size.width < PLACES_FROM;
    l.head(Scope::Sure.title(), &app.name, if narrow { "one undo" } else { "one undo takes them all back" });
    let mut y = l.top();
    tabs(&mut l, view, y);
    y += 1;
    let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
    let (question, answer) = view.how_right(app);
    if page.is_tall() {
        y += 1;
        let body = l.words(Role::Body);
        l.at(left, y, room, question, body);
        l.at(left, y + 1, room, &answer, body);
        y += 2 + u16::from(page.size.height >= ROOMY);
        let told = view.asides().into_iter().chain([view.voices_in_words()]).collect::<Vec<_>>();
        l.at(left, y, room, &told.join("   "), quiet);
        y += 2;
    } else if answer.starts_with(|c: char| c.is_ascii_digit()) {
        // Where there is little room, only what says a number.
        l.at(left, y, room, &answer, quiet);
        y += 1;
    }
    let all = usize::from(l.bottom().saturating_sub(y));
    let fits = view.rows.len() <= all;
    // One row says how many lie below: they count as shown.
    let height = if fits { all } else { all.saturating_sub(1) }.max(1);
    let rows = in_sight(view.at, view.rows.len(), height);
    let longest = rows.clone().filter_map(|n| view.rows.get(n)).map(|r| width(&doc.reading.speaker_name(&r.item())));
    let name_width = longest.max().unwrap_or(0).min((l.right - l.left) / 3).max(4);
    let below = view.rows.len() - rows.end;
    for (n, row) in rows.enumerate() {
        let Some(gleaned) = view.rows.get(row).copied() else { continue };
        let at = y + n as u16;
        l.shows(at..at + 1, row);
        if row == view.at {
            l.bar(0, at..at + 1);
        }
        one(&mut l, doc, view, gleaned, at, name_width);
    }
    if !fits {
        let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
        let text = if below == 0 { format!("the last of {}", view.rows.len()) } else { format!("{below} more below") };
        l.at(left, y + height as u16, room, &text, quiet);
    }
    l.footer();
    l.done(None)
}

/// The lists by their words and counts, the one shown always in sight.
fn tabs(l: &mut Listing<'_, '_>, view: &SureList, y: u16) {
    let tab = |n: usize| format!("{} {}", view.title(n), view.count_of(n));
    let all: Vec<usize> = view.tabs().collect();
    let here = all.iter().position(|n| *n == view.list).unwrap_or(0);
    let room = l.right - l.left;
    let mut first = here;
    let mut used = width(&tab(view.list));
    while let Some(before) = first.checked_sub(1).and_then(|n| all.get(n)) {
        used += width(&tab(*before)) + 3;
        if used > room {
            break;
        }
        first -= 1;
    }
    let (mut x, right) = (l.left, l.right);
    for n in all.iter().skip(first) {
        let text = tab(*n);
        if *n != view.list && width(&text) > right.saturating_sub(x) {
            break;
        }
        let is_here = *n == view.list;
        let style = if is_here { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        x = l.at(x, y, right.saturating_sub(x), &text, style) + 3;
    }
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, view: &SureList, row: Gleaned, y: u16, name_width: u16) {
    let item = row.item();
    let name = doc.reading.speaker_name(&item);
    let document = doc.reading.document();
    let hull = doc.reading.hull(&item);
    let is_out = view.is_left_out(row);
    let sign = match row.doubt {
        _ if is_out => "·",
        Doubt::Guess => "?",
        Doubt::Likely | Doubt::Sure => signs(l.app.glyphs).open,
    };
    let (colour, body) =
        if is_out { (l.words(Role::Faint), l.words(Role::Faint)) } else { (l.colour(&name), l.words(Role::Body)) };
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    let x = l.at(left, y, 2, sign, colour) + 1;
    l.at(x, y, name_width, &name, colour);
    let end = match hull.filter(|_| l.page.size.width >= PLACES_FROM) {
        Some(hull) => l.ending(l.right, y, &document.place_in_short(hull.start), quiet).saturating_sub(1),
        None => l.right,
    };
    let from = x + name_width + 2;
    let room = end.saturating_sub(from);
    // No more than fits is looked at, however long the statement is.
    let words = hull.map(|h| document.words(h)).unwrap_or_default();
    let words = words.char_indices().nth(usize::from(room) * 2).map_or(words, |(n, _)| words.get(..n).unwrap_or(words));
    let more = hull.is_some_and(|h| (words.len() as u32) < h.len());
    let shown = if more { format!("{words}…") } else { words.to_owned() };
    l.at(from, y, room, &shortened(&shown, usize::from(room)), body);
}
