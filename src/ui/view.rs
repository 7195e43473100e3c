//! The screen: a picture of the state, drawn cell by cell. Nothing here changes anything.

mod annotations;
pub mod canvas;
mod choices;
mod chrome;
mod claim;
mod hints;
pub mod hit;
mod library;
mod listing;
pub mod margin;
mod outline;
mod pages;
mod place;
mod results;
mod sheets;
mod speakers;
mod text;
mod why;

pub use chrome::key_at;
pub use text::view_span;

use super::action::{Action, Scope};
use super::app::{App, Mode, Stage};
use super::page::Page;
use super::theme::Role;
use crate::config::Glyphs;
use canvas::{cut, fill, put};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the screen; gives the cell of the terminal's own cursor, `None` to hide it.
pub fn view(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let area = buffer.area;
    fill(buffer, area, theme.ground(Role::Page).patch(theme.words(Role::Body)));
    let Some(page) = app.page() else {
        let style = theme.words(Role::Body).patch(theme.ground(Role::Page));
        for (row, words) in textwrap::wrap("sayso needs 40 × 8", usize::from(area.width.max(1))).iter().enumerate() {
            put(buffer, 0, row as u16, area.width, words, style);
        }
        return None;
    };
    // A sheet over a view lies over that view, not over the text.
    let ground = app.underlying.as_deref().filter(|_| !matches!(app.mode, Mode::Help(_))).unwrap_or(&app.mode);
    if is_whole_screen(&page, ground) {
        let caret = whole_screen(app, &page, ground, buffer);
        let sheet = if std::ptr::eq(ground, &raw const app.mode) { None } else { sheets::sheet(app, &page, buffer) };
        chrome::message(app, &page, buffer);
        return sheet.or(caret);
    }
    chrome::header(app, &page, buffer);
    let cursor = match &app.stage {
        Stage::Library => None,
        Stage::Loading => {
            put(buffer, page.text.left(), page.text.top(), page.text.width, &waiting(app), theme.words(Role::Quiet));
            None
        }
        Stage::Failed(lines) => {
            let room = page.size.width - 1 - page.text.left();
            for (i, line) in lines.iter().enumerate() {
                let y = page.text.top() + u16::from(page.is_tall()) + i as u16;
                if y < page.text.bottom() {
                    let role = if i == 0 { Role::Strong } else { Role::Quiet };
                    put(buffer, page.text.left(), y, room, &cut(line, room), theme.words(role));
                }
            }
            None
        }
        Stage::Open(doc) => text::page(app, &page, doc, buffer),
    };
    let listed = listed(app, &page, &app.mode, buffer).caret;
    chrome::footer(app, &page, buffer);
    let caret = sheets::sheet(app, &page, buffer);
    // Last, since a sheet's question or refusal must be seen over the sheet.
    chrome::message(app, &page, buffer);
    caret.or(listed).or(cursor)
}

/// What is shown until a document can be.
fn waiting(app: &App) -> String {
    format!("reading… {} stops it", app.keymap.shown(Scope::Reader, Action::Escape))
}

/// Whether nothing of the text is on the screen.
pub fn covers_text(page: &Page, mode: &Mode) -> bool {
    is_whole_screen(page, mode)
}

/// Whether a mode takes the whole screen.
fn is_whole_screen(page: &Page, mode: &Mode) -> bool {
    match mode {
        Mode::Help(_)
        | Mode::Sure(_)
        | Mode::History(_)
        | Mode::Speakers(_)
        | Mode::Annotations(_)
        | Mode::Results(_)
        | Mode::Library(_) => true,
        Mode::Outline(_) => !outline::is_beside(page),
        _ => false,
    }
}

/// Draws a view that takes the whole screen; gives its caret, if it has one.
fn whole_screen(app: &App, page: &Page, mode: &Mode, buffer: &mut Buffer) -> Option<Position> {
    match mode {
        Mode::Help(list) => Some(pages::help(app, page, list, buffer)),
        Mode::Sure(items) => pages::sure(app, page, items, buffer),
        Mode::History(row) => {
            pages::history(app, page, *row, buffer);
            None
        }
        mode => listed(app, page, mode, buffer).caret,
    }
}

/// Draws a list view; nothing when the mode is none.
fn listed(app: &App, page: &Page, mode: &Mode, buffer: &mut Buffer) -> listing::Drawn {
    match mode {
        Mode::Speakers(view) => speakers::speakers(app, page, view, buffer),
        Mode::Annotations(view) => annotations::annotations(app, page, view, buffer),
        Mode::Results(row) => results::results(app, page, *row, buffer),
        Mode::Outline(view) => outline::outline(app, page, view, buffer),
        Mode::Library(view) => library::library(app, page, view, buffer),
        _ => listing::Drawn::default(),
    }
}

/// The row of the open list at a row of the screen: what was drawn there.
pub fn row_at(app: &App, y: u16) -> Option<usize> {
    let page = app.page()?;
    let mut scratch = Buffer::empty(Rect::new(0, 0, app.size.width, app.size.height));
    let rows = listed(app, &page, &app.mode, &mut scratch).rows;
    rows.into_iter().find(|(rows, _)| rows.contains(&y)).map(|(_, at)| at)
}

/// The signs of the program.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Suggested.
    pub open: &'static str,
    /// Decided.
    pub decided: &'static str,
    /// The focus bar.
    pub bar: &'static str,
    /// A rule, and an unfilled bar.
    pub thin: &'static str,
    /// A filled bar.
    pub thick: &'static str,
    /// The row that would be taken.
    pub row: &'static str,
    /// Said to be no quotation.
    pub rejected: &'static str,
}

/// The signs for a setting.
pub const fn signs(glyphs: Glyphs) -> Signs {
    match glyphs {
        Glyphs::Unicode => {
            Signs { open: "○", decided: "●", bar: "▎", thin: "─", thick: "━", row: "▸", rejected: "×" }
        }
        Glyphs::Ascii => Signs { open: "o", decided: "*", bar: "|", thin: "-", thick: "=", row: ">", rejected: "x" },
    }
}

/// Rows a sheet may cover at most.
fn sheet_area(app: &App, page: &Page, rows: u16) -> (Rect, bool) {
    let rows = rows.min(page.footer.saturating_sub(page.text.top()));
    let below = Rect::new(0, page.footer - rows, page.size.width, rows);
    // At the top when it would cover the words it is about.
    let focus = text::focused_rows(app, page);
    let covers = focus.is_some_and(|(first, last)| last >= below.top() && first > page.text.top() + rows);
    if covers { (Rect::new(0, page.text.top(), page.size.width, rows), true) } else { (below, false) }
}
