//! The frame: a picture of the state, drawn cell by cell. Nothing here changes anything.

use super::action::Action;
use super::app::{App, Stage};
use super::scope::Scope;
use super::screens::{Layer, Mode};
use super::theme::Role;
use super::widgets::canvas::{cut, fill, put};
use super::widgets::page_layout::PageLayout;
use super::widgets::{chrome, text_column};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the screen; gives the cell of the terminal's own cursor, `None` to hide it.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
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
    let top = app.mode.screen();
    let ground = match app.underlying.as_deref() {
        Some(under) if top.layer(&page) != Layer::Whole => under.screen(),
        _ => top,
    };
    if ground.layer(&page) == Layer::Whole {
        let caret = ground.draw(app, &page, buffer).caret;
        let is_over = app.underlying.is_some() && top.layer(&page) != Layer::Whole;
        let sheet = if is_over { top.draw(app, &page, buffer).caret } else { None };
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
        Stage::Open(doc) => text_column::page(app, &page, doc, buffer),
    };
    chrome::footer(app, &page, buffer);
    let caret = top.draw(app, &page, buffer).caret;
    // Last, since a sheet's question or refusal must be seen over the sheet.
    chrome::message(app, &page, buffer);
    caret.or(cursor)
}

/// What is shown until a document can be.
fn waiting(app: &App) -> String {
    format!("reading… {} stops it", app.key(Scope::Reader, Action::Escape))
}

/// Whether nothing of the text is on the screen.
pub fn covers_text(page: &PageLayout, mode: &Mode) -> bool {
    mode.screen().layer(page) == Layer::Whole
}

/// The row of the open list at a row of the screen: what was drawn there.
pub fn row_at(app: &App, y: u16) -> Option<usize> {
    let page = app.page()?;
    let mut scratch = Buffer::empty(Rect::new(0, 0, app.size.width, app.size.height));
    let rows = app.mode.screen().draw(app, &page, &mut scratch).rows;
    rows.into_iter().find(|(rows, _)| rows.contains(&y)).map(|(_, at)| at)
}
