//! The frame: a picture of the state, drawn cell by cell. Nothing here changes anything.

use super::app::App;
use super::screens::{Layer, Mode};
use super::theme::Role;
use super::widgets::canvas::{fill, put};
use super::widgets::page_layout::PageLayout;
use super::widgets::{chrome, panes};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the screen; gives the cell of the terminal's own cursor, `None` to hide it.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let area = buffer.area;
    fill(buffer, area, theme.ground(Role::Page).patch(theme.words(Role::Body)));
    let Some((page, window)) = app.page().zip(app.window()) else {
        let style = theme.words(Role::Body).patch(theme.ground(Role::Page));
        for (row, words) in textwrap::wrap("sayso needs 40 × 8", usize::from(area.width.max(1))).iter().enumerate() {
            put(buffer, 0, row as u16, area.width, words, style);
        }
        return None;
    };
    // A sheet over a view lies over that view, not over the text.
    let top = app.mode.screen();
    let ground = match app.underlying.as_deref() {
        Some(under) if top.layer(&window) != Layer::Whole => under.screen(),
        _ => top,
    };
    if ground.layer(&window) == Layer::Whole {
        let caret = ground.draw(app, &window, buffer).caret;
        let is_over = app.underlying.is_some() && top.layer(&window) != Layer::Whole;
        let sheet = if is_over { top.draw(app, &window, buffer).caret } else { None };
        chrome::message(app, &window, buffer);
        return sheet.or(caret);
    }
    panes::beside(app, buffer);
    let cursor = panes::here(app, &page, buffer);
    chrome::footer(app, &window, buffer);
    let caret = top.draw(app, &window, buffer).caret;
    // Last, since a sheet's question or refusal must be seen over the sheet.
    chrome::message(app, &window, buffer);
    caret.or(cursor)
}

/// Whether nothing of the text is on the screen.
pub fn covers_text(page: &PageLayout, mode: &Mode) -> bool {
    mode.screen().layer(page) == Layer::Whole
}

/// The row of the open list at a row of the screen: what was drawn there.
pub fn row_at(app: &App, y: u16) -> Option<usize> {
    let page = app.window()?;
    let mut scratch = Buffer::empty(Rect::new(0, 0, app.size.width, app.size.height));
    let rows = app.mode.screen().draw(app, &page, &mut scratch).rows;
    rows.into_iter().find(|(rows, _)| rows.contains(&y)).map(|(_, at)| at)
}
