//! The view: the question and how it was understood, tabs, rows of one or two lines.

use super::FindView;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::find::row::{Decided, FindRow};
use crate::ui::find::words::{counted, grouped, in_words, nothing};
use crate::ui::find::{FindDesk, FindTab, MAX_ROWS};
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, field};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use sayso_core::document::civil_in_words;
use sayso_core::reading::Likeness;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Narrowest screen with the day of a document.
const DATES_FROM: u16 = 90;
/// Narrowest screen with the place in the first line of a row.
const PLACES_FROM: u16 = 76;
/// Narrowest screen with rows of two lines, and with tabs.
const TWO_LINES_FROM: u16 = 60;
/// Cells of a name.
const NAME: u16 = 20;
/// Cells of a place.
const PLACE: u16 = 9;
/// Cells of a day.
const DAY: u16 = 12;
/// Cells of a likeness and the gap behind it.
const LIKENESS: u16 = 13;
/// Cells of a bar of progress.
const BAR: u16 = 10;

/// Draws it.
pub fn find(app: &App, page: &PageLayout, view: &FindView, buffer: &mut Buffer) -> Drawn {
    let Some(desk) = &app.find else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    head(&mut l, desk);
    let mut top = l.top();
    let caret = question(&mut l, desk, view, top);
    top += 1;
    let is_wide = page.size.width >= TWO_LINES_FROM && page.is_tall();
    if is_wide {
        understood(&mut l, desk, top);
        top += 2;
        tabs(&mut l, desk, top);
        top += 2;
    } else if desk.wrong.is_some() || desk.unknown.is_some() {
        understood(&mut l, desk, top);
        top += 1;
    }
    let late = desk.late();
    let bottom = l.bottom().saturating_sub(u16::from(late > 0 && is_wide) * 2);
    let shown = desk.shown();
    if shown.is_empty() {
        empty(&mut l, desk, view, top);
    }
    let lines = Lines::of(page, desk.tab);
    let height = usize::from(bottom.saturating_sub(top) / lines.height).max(1);
    for (n, at) in in_sight(view.at, shown.len(), height).enumerate() {
        let Some((number, row)) = shown.get(at).and_then(|n| Some((*n, desk.row(*n)?))) else { continue };
        let y = top + n as u16 * lines.height;
        let rows = y..y + lines.words;
        l.shows(rows.clone(), at);
        let under_bar = at == view.at && !view.typing;
        if under_bar {
            l.bar(0, rows);
        }
        if desk.marked.contains(&number) {
            let (left, accent) = (l.left, l.words(Role::Accent).add_modifier(Modifier::BOLD));
            l.at(left - 1, y, 1, signs(app.glyphs).row, accent);
        }
        match desk.tab {
            FindTab::Documents => document(&mut l, desk, row, y, under_bar),
            FindTab::Statements | FindTab::Claims | FindTab::Text => one(&mut l, desk, row, (y, &lines), under_bar),
        }
    }
    if late > 0 && is_wide {
        let key = app.keymap.shown(Scope::Find, Action::Arrange);
        let text = format!("{} more were found behind this list   {key} puts them in order", grouped(late));
        let y = l.bottom() - 1;
        l.instead(y, &text);
    }
    l.footer();
    l.done(caret)
}

/// How far the documents of the folder are read, as far as that is not over.
fn progress(app: &App, desk: &FindDesk) -> (Option<(usize, usize)>, usize) {
    let library = app.library.as_ref().filter(|library| library.folder == desk.folder);
    let progress = library.map(|library| (library.known(), library.entries.len())).or(desk.progress);
    let all = progress.map_or(0, |(_, all)| all);
    (progress.filter(|(read, all)| read < all), all)
}

fn head(l: &mut Listing<'_, '_>, desk: &FindDesk) {
    let (reading, all) = progress(l.app, desk);
    let count = if all == 0 { String::new() } else { format!("   {}", counted(all, "document")) };
    let title = if desk.quoted.is_some() { "Elsewhere" } else { "Find" };
    let Some((read, all)) = reading else {
        l.head(title, &format!("{}{count}", desk.name), "");
        return;
    };
    let is_narrow = l.page.size.width < TWO_LINES_FROM;
    let text = if is_narrow {
        format!("{} of {}", grouped(read), grouped(all))
    } else {
        format!("reading {} of {}", grouped(read), grouped(all))
    };
    let bar = if is_narrow { 0 } else { BAR };
    let right = l.right;
    if bar > 0 {
        let filled = (read * usize::from(bar) / all.max(1)) as u16;
        let s = signs(l.app.glyphs);
        let (accent, faint) = (l.words(Role::Accent), l.words(Role::Faint));
        rule(l.buffer, right - bar, 0, filled, s.thick, accent);
        rule(l.buffer, right - bar + filled, 0, bar - filled, s.thin, faint);
        l.right = right - bar - 2;
    }
    let about = if is_narrow { desk.name.clone() } else { format!("{}{count}", desk.name) };
    l.head(title, &about, &text);
    l.right = right;
}

/// The line that is typed, and how many places there are.
fn question(l: &mut Listing<'_, '_>, desk: &FindDesk, view: &FindView, y: u16) -> Option<Position> {
    let accent = l.words(Role::Accent).add_modifier(Modifier::BOLD);
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    let is_asked = !desk.query.is_empty();
    let count = match desk.count(FindTab::Text) {
        0 if is_asked && !desk.is_over => "looking…".to_owned(),
        0 => String::new(),
        places if places >= MAX_ROWS => format!("{} and more", counted(places, "place")),
        places if desk.is_over && progress(l.app, desk).0.is_none() => counted(places, "place"),
        places if l.page.size.width < TWO_LINES_FROM => grouped(places),
        places => format!("{} so far", counted(places, "place")),
    };
    let end = l.ending(l.right, y, &count, quiet);
    let x = l.at(left, y, 2, "/ ", accent);
    let right = end.saturating_sub(1);
    if view.typing {
        let mut s = Sheet { app: l.app, buffer: l.buffer, left: x, right, y, bottom: y + 1 };
        return Some(field(
            &mut s,
            x,
            view.field.text(),
            view.field.caret(),
            "words, @name, #label, =rating, since:2024, in:folder",
        ));
    }
    let strong = l.words(Role::Strong);
    l.at(x, y, right.saturating_sub(x), view.field.text(), strong);
    None
}

/// How the question was understood, or what is wrong with it.
fn understood(l: &mut Listing<'_, '_>, desk: &FindDesk, y: u16) {
    let (left, room) = (l.left + 2, l.right - l.left - 2);
    let warn = l.words(Role::Warn);
    if let Some(why) = &desk.wrong {
        l.at(left - 2, y, room + 2, &format!("! {why}"), warn);
    } else if let Some(unknown) = &desk.unknown {
        let meant = unknown.meant.as_ref().map_or_else(String::new, |meant| format!(": {meant}?"));
        l.at(left - 2, y, room + 2, &format!("! {}{meant}", unknown.words), warn);
    } else if !desk.query.is_empty() {
        let quiet = l.words(Role::Quiet);
        l.at(left, y, room, &in_words(desk), quiet);
    }
}

fn tabs(l: &mut Listing<'_, '_>, desk: &FindDesk, y: u16) {
    let (mut x, right) = (l.left, l.right);
    for tab in FindTab::ALL {
        let is_here = tab == desk.tab;
        let style = if is_here { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        let text = format!("{} {}", tab.title(), grouped(desk.count(tab)));
        x = l.at(x, y, right.saturating_sub(x), &text, style) + 3;
    }
}

/// What is said where there is no row.
fn empty(l: &mut Listing<'_, '_>, desk: &FindDesk, view: &FindView, y: u16) {
    if desk.query.is_empty() {
        if desk.wrong.is_none() {
            l.instead(y, "Words are found in every document of the folder, with who says them.");
        }
        return;
    }
    if !desk.is_over {
        return;
    }
    let text = desk.count(FindTab::Text);
    let key = if view.typing {
        l.app.keymap.shown_while_typing(Scope::Find, Action::NextField)
    } else {
        l.app.keymap.shown(Scope::Find, Action::NextField)
    };
    let words = match desk.tab {
        FindTab::Statements if text > 0 && desk.quoted.is_none() => {
            format!("{}. In the text, not said by anybody: {}   {key}", nothing(desk), grouped(text))
        }
        FindTab::Statements if text > 0 => {
            format!("Nobody says these words elsewhere. In the text: {}   {key}", grouped(text))
        }
        FindTab::Claims if text > 0 => format!("None of these {} is in a claim   {key}", counted(text, "place")),
        FindTab::Statements | FindTab::Claims | FindTab::Text | FindTab::Documents => format!("{}.", nothing(desk)),
    };
    l.instead(y, &words);
}

/// The lines of a row.
struct Lines {
    /// With the blank line behind.
    height: u16,
    words: u16,
}

impl Lines {
    fn of(page: &PageLayout, tab: FindTab) -> Self {
        match tab {
            _ if page.size.width < TWO_LINES_FROM => Self { height: 1, words: 1 },
            FindTab::Documents => Self { height: 1, words: 1 },
            _ if page.is_tall() => Self { height: 3, words: 2 },
            _ => Self { height: 2, words: 2 },
        }
    }
}

fn document(l: &mut Listing<'_, '_>, desk: &FindDesk, row: &FindRow, y: u16, under_bar: bool) {
    let Some(document) = desk.document(row) else { return };
    let quiet = l.words(Role::Quiet);
    let mut end = l.right;
    if l.page.size.width >= PLACES_FROM {
        let day = document.date.map_or_else(String::new, civil_in_words);
        l.ending(end, y, &day, quiet);
        end -= DAY + 2;
    }
    let count = grouped(document.places);
    let end = l.ending(end, y, &count, quiet);
    let style = if under_bar { l.bold() } else { l.words(Role::Body) };
    l.at(l.left, y, end.saturating_sub(l.left + 2), &document.name, style);
}

/// How the words stand to the quotation, with its sign.
fn likeness(likeness: Likeness) -> (&'static str, &'static str) {
    match likeness {
        Likeness::Identical => ("=", "identical"),
        Likeness::Shortened => ("…", "shortened"),
        Likeness::Altered => ("≠", "altered"),
    }
}

fn one(l: &mut Listing<'_, '_>, desk: &FindDesk, row: &FindRow, (y, lines): (u16, &Lines), under_bar: bool) {
    let quiet = l.words(Role::Quiet);
    let signs = signs(l.app.glyphs);
    let sign = match row.decided {
        Decided::Yes => signs.decided,
        Decided::Suggested => signs.open,
        Decided::Guess => "?",
        Decided::Nobody => " ",
    };
    let name = row.speaker.as_deref().unwrap_or_default();
    let speaks = if name.is_empty() || !l.app.theme.tints_words() {
        l.words(Role::Body)
    } else {
        l.words(Role::Speaker(desk.colours.number(name)))
    };
    let (left, right) = (l.left, l.right);
    l.at(left, y, 1, sign, speaks);
    if lines.words == 1 {
        let mut x = left + 2;
        if let Some(like) = row.likeness {
            x = l.at(x, y, 2, likeness(like).0, quiet) + 1;
        }
        let x = l.at(x, y, PLACE, &row.place, quiet) + 1;
        return words(l, row, (x, right, y), under_bar);
    }
    let named = if row.decided == Decided::Yes { speaks.add_modifier(Modifier::BOLD) } else { speaks };
    let who = if name.is_empty() { "nobody" } else { name };
    l.at(left + 2, y, NAME, who, if name.is_empty() { quiet } else { named });
    let Some(document) = desk.document(row) else { return };
    let mut end = right;
    if l.page.size.width >= DATES_FROM {
        let day = document.date.map_or_else(String::new, civil_in_words);
        l.ending(end, y, &day, quiet);
        end -= DAY + 3;
    }
    let like = row.likeness.map(likeness);
    if l.page.size.width >= PLACES_FROM {
        end -= PLACE;
        l.at(end, y, PLACE, &row.place, quiet);
        end -= 2;
        if let Some((sign, word)) = like {
            end -= LIKENESS;
            l.at(end, y, LIKENESS, &format!("{sign} {word}"), quiet);
        }
    }
    let x = left + 2 + NAME + 2;
    let body = if under_bar { l.bold() } else { l.words(Role::Body) };
    l.at(x, y, end.saturating_sub(x), &document.name, body);
    let mut x = left + 2;
    if l.page.size.width < PLACES_FROM {
        if let Some((sign, _)) = like {
            x = l.at(x, y + 1, 2, sign, quiet) + 1;
        }
        x = l.at(x, y + 1, PLACE, &row.place, quiet) + 2;
    }
    words(l, row, (x, right, y + 1), under_bar);
}

/// The words of a row, what was looked for or differs lit: from a little before the first of it where not all have room.
fn words(l: &mut Listing<'_, '_>, row: &FindRow, (x, right, y): (u16, u16, u16), under_bar: bool) {
    let room = usize::from(right.saturating_sub(x));
    let body = l.words(if under_bar { Role::Strong } else { Role::Body });
    let lit = body.patch(l.app.theme.ground(Role::Match)).add_modifier(Modifier::UNDERLINED);
    let all: usize = row.pieces.iter().map(|(words, _)| words.width()).sum();
    let before: usize = row.pieces.iter().take_while(|(_, is_lit)| !is_lit).map(|(words, _)| words.width()).sum();
    let is_lit = row.pieces.iter().any(|(_, is_lit)| *is_lit);
    let skip = if all <= room || !is_lit { 0 } else { before.saturating_sub(room / 3).min(all - room) };
    let (mut x, mut passed) = (x, 0);
    if skip > 0 {
        x = put(l.buffer, x, y, 1, "…", body);
    }
    for (words, is_lit) in &row.pieces {
        let style: Style = if *is_lit { lit } else { body };
        let from = words
            .grapheme_indices(true)
            .find(|(_, g)| {
                let is_shown = passed >= skip;
                passed += if is_shown { 0 } else { g.width() };
                is_shown
            })
            .map(|(at, _)| at);
        let Some(shown) = from.and_then(|from| words.get(from..)) else { continue };
        let left = right.saturating_sub(x);
        if width(shown) > left {
            put(l.buffer, x, y, left, &cut(shown, left), style);
            return;
        }
        x = put(l.buffer, x, y, left, shown, style);
    }
}
