//! The panes: what is open with the keyboard, and what stands beside it, each with its first row.

use super::arrangement::{self, Arrangement};
use super::canvas::{cut, fill, put};
use super::header::{self, Header};
use super::page_layout::PageLayout;
use super::text_column;
use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::open_document::PaneView;
use crate::ui::pane::Other;
use crate::ui::scope::Scope;
use crate::ui::screens::TextMarks;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the pane with the keyboard; gives the cell of the cursor.
pub fn here(app: &App, page: &PageLayout, buffer: &mut Buffer) -> Option<Position> {
    let header = Header { name: &app.name, doc: app.doc(), has_keys: true, number: number(app) };
    row_0(app, page, &header, buffer);
    match &app.stage {
        Stage::Open(doc) => {
            let marks = app.mode.screen().text_marks(doc);
            text_column::page(app, page, &doc.here(), marks, buffer)
        }
        stage => {
            not_open(app, page, stage, true, buffer);
            None
        }
    }
}

/// Draws what stands beside, if it is in sight.
pub fn beside(app: &App, buffer: &mut Buffer) {
    let Some(split) = &app.split else { return };
    let page = arrangement::pane(app.size, app.width, !split.is_second);
    let Some(page) = page.filter(|_| Arrangement::of(app.size) != Arrangement::Single) else { return };
    let (name, stage) = match &split.other {
        Other::Place(_) => (&app.name, &app.stage),
        Other::Document(pane) => (&pane.name, &pane.stage),
    };
    let header = Header { name, doc: stage.doc(), has_keys: false, number: None };
    row_0(app, &page, &header, buffer);
    match stage {
        Stage::Open(doc) => {
            let (view, layout) = match &split.other {
                Other::Place(place) => (&place.view, &place.layout),
                Other::Document(_) => (&doc.view, &doc.layout),
            };
            let pane = PaneView { doc, view, layout, has_keys: false };
            let marks = match &split.other {
                Other::Document(_) => app.mode.screen().marks_beside(app, doc),
                Other::Place(_) => TextMarks::default(),
            };
            text_column::page(app, &page, &pane, marks, buffer);
        }
        stage => not_open(app, &page, stage, false, buffer),
    }
}

/// Which of two panes that are shown one at a time is shown.
fn number(app: &App) -> Option<u8> {
    let split = app.split.as_ref().filter(|_| Arrangement::of(app.size) == Arrangement::Single)?;
    Some(if split.is_second { 2 } else { 1 })
}

/// The first row; that of the lower pane parts the two.
fn row_0(app: &App, page: &PageLayout, header: &Header<'_>, buffer: &mut Buffer) {
    if page.area.y > 0 {
        let row = Rect::new(page.area.x, page.area.y, page.area.width, 1);
        fill(buffer, row, app.theme.ground(Role::Raised).patch(app.theme.words(Role::Body)));
    }
    header::draw(app, page, header, buffer);
}

/// What is shown in the place of a document that is not open.
fn not_open(app: &App, page: &PageLayout, stage: &Stage, has_keys: bool, buffer: &mut Buffer) {
    let theme = &app.theme;
    let room = page.area.right().saturating_sub(1 + page.text.left());
    match stage {
        Stage::Library | Stage::Open(_) => {}
        Stage::Loading => {
            let stops = format!("reading… {} stops it", app.key(Scope::Reader, Action::Escape));
            let waiting = if has_keys { stops } else { "reading…".to_owned() };
            put(buffer, page.text.left(), page.text.top(), page.text.width, &waiting, theme.words(Role::Quiet));
        }
        Stage::Failed(lines) => {
            for (i, line) in lines.iter().enumerate() {
                let y = page.text.top() + u16::from(page.is_tall()) + i as u16;
                if y < page.text.bottom() {
                    let role = if i == 0 { Role::Strong } else { Role::Quiet };
                    put(buffer, page.text.left(), y, room, &cut(line, room), theme.words(role));
                }
            }
        }
    }
}
