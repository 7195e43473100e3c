//! Sheets: one rule and a slightly raised ground at the bottom (at the top when the words would be covered).

use super::canvas::{cut, fill, put, rule, width};
use super::listing::in_sight;
use super::page_layout::PageLayout;
use super::signs::signs;
use super::visible_rows::focused_rows;
use crate::ui::app::App;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget as _;
use ratatui_textarea::TextArea;
use sayso_core::reading::{ItemId, quoted};
use sayso_core::span::Span;

/// The inside of a sheet being filled row by row.
pub struct Sheet<'a, 'b> {
    /// What is drawn.
    pub app: &'a App,
    /// The cells.
    pub buffer: &'b mut Buffer,
    /// Left edge of words.
    pub left: u16,
    /// Right edge of words.
    pub right: u16,
    /// Next row.
    pub y: u16,
    /// One past the last row.
    pub bottom: u16,
}

impl Sheet<'_, '_> {
    /// The style of words, on the ground of the sheet.
    pub fn words(&self, role: Role) -> Style {
        self.app.theme.words(role).patch(self.app.theme.ground(Role::Raised))
    }

    /// The style of titles and keys.
    pub fn bold(&self) -> Style {
        self.words(Role::Strong).add_modifier(Modifier::BOLD)
    }

    /// Words at a column of the current row; gives the column after them.
    pub fn at(&mut self, x: u16, text: &str, style: Style) -> u16 {
        if self.y >= self.bottom {
            return x;
        }
        put(self.buffer, x, self.y, self.right.saturating_sub(x), text, style)
    }

    /// A row of words, cut where the room ends.
    pub fn line(&mut self, text: &str, style: Style) {
        let text = cut(text, self.right.saturating_sub(self.left));
        self.at(self.left, &text, style);
        self.y += 1;
    }
}

/// Opens a sheet of `rows` rows of content and hands out its inside.
pub fn open<'a, 'b>(app: &'a App, page: &PageLayout, rows: u16, buffer: &'b mut Buffer) -> Sheet<'a, 'b> {
    let gap = u16::from(page.is_tall());
    let (area, at_top) = sheet_area(app, page, rows + 1 + gap);
    let ground = app.theme.ground(Role::Raised).patch(app.theme.words(Role::Body));
    fill(buffer, area, ground);
    let faint = app.theme.words(Role::Faint).patch(app.theme.ground(Role::Raised));
    let thin = signs(app.glyphs).thin;
    let rule_row = if at_top { area.bottom() - 1 } else { area.top() };
    rule(buffer, area.left(), rule_row, area.width, thin, faint);
    if !at_top {
        // The footer belongs to the sheet: same ground.
        let footer = Rect::new(0, page.footer, page.size.width, 1);
        for x in footer.left()..footer.right() {
            if let Some(cell) = buffer.cell_mut((x, page.footer)) {
                cell.set_style(app.theme.ground(Role::Raised));
            }
        }
    }
    let top = if at_top { area.top() } else { area.top() + 1 };
    let left = if page.dock.is_some() { 1 } else { page.text.left() };
    let right = if page.dock.is_some() { page.size.width - 1 } else { page.right() };
    Sheet {
        app,
        buffer,
        left,
        right,
        y: top,
        bottom: (top + rows).min(if at_top { area.bottom() - 1 } else { page.footer }),
    }
}

/// Rows a sheet may cover at most.
fn sheet_area(app: &App, page: &PageLayout, rows: u16) -> (Rect, bool) {
    let rows = rows.min(page.footer.saturating_sub(page.text.top()));
    let below = Rect::new(0, page.footer - rows, page.size.width, rows);
    // At the top when it would cover the words it is about.
    let focus = focused_rows(app);
    let top_ends = page.text.top() + rows;
    let is_part = app.page().is_some_and(|pane| pane.is_part());
    let covers = focus.is_some_and(|(first, last)| {
        if is_part {
            // The words of the lower of two panes stand lower: where both places cover some, the one that covers fewer rows.
            let covered = (last + 1).saturating_sub(first.max(below.top()));
            covered > top_ends.min(last + 1).saturating_sub(first)
        } else {
            last >= below.top() && first > top_ends
        }
    });
    if covers { (Rect::new(0, page.text.top(), page.size.width, rows), true) } else { (below, false) }
}

/// Words in quotation marks, on one line.
pub fn words_of(app: &App, span: Span, room: u16) -> String {
    let words = app.doc().map(|d| d.reading.document().words(span).to_owned()).unwrap_or_default();
    quoted(&words, usize::from(room).saturating_sub(2))
}

/// The words of an item, cut to `room` cells; of one without a place those it was decided on, said so.
pub fn words_of_item(app: &App, item: &ItemId, room: u16) -> String {
    let Some(doc) = app.doc() else { return String::new() };
    match (doc.reading.hull(item), doc.reading.record(item)) {
        (Some(hull), _) => words_of(app, hull, room),
        (None, Some(record)) => {
            let gone = "gone from the text: ";
            format!("{gone}{}", quoted(&record.exact(), usize::from(room).saturating_sub(gone.len() + 2)))
        }
        (None, None) => String::new(),
    }
}

/// A one-line field with its caret; a hint when nothing is typed. Gives the caret's cell.
pub fn field(s: &mut Sheet<'_, '_>, x: u16, text: &str, caret: u16, hint: &str) -> Position {
    let room = s.right.saturating_sub(x + 1);
    let skip = caret.saturating_sub(room);
    let shown: String = {
        use unicode_segmentation::UnicodeSegmentation as _;
        let mut used = 0;
        text.graphemes(true)
            .skip_while(|g| {
                let hide = used < skip;
                used += width(g);
                hide
            })
            .collect()
    };
    if text.is_empty() {
        s.at(x + 2, hint, s.words(Role::Quiet));
    } else {
        s.at(x, &shown, s.words(Role::Strong));
    }
    let cell = Position::new(x + caret.saturating_sub(skip), s.y);
    if let Some(cell) = s.buffer.cell_mut(cell) {
        cell.set_style(s.app.theme.marked());
    }
    cell
}

/// The text of a note, wrapped; gives the cell of its caret.
pub fn note_area(s: &mut Sheet<'_, '_>, x: u16, rows: u16, note: &TextArea<'static>, active: bool) -> Option<Position> {
    let rows = rows.min(s.bottom.saturating_sub(s.y));
    if rows == 0 || s.right <= x {
        return None;
    }
    let mut copy = note.clone();
    copy.set_style(s.words(Role::Body));
    copy.set_cursor_style(if active { s.app.theme.marked() } else { s.words(Role::Body) });
    let area = Rect::new(x, s.y, s.right - x, rows);
    (&copy).render(area, s.buffer);
    active.then(|| {
        let at = copy.screen_cursor();
        Position::new(x + (at.col as u16).min(area.width.saturating_sub(1)), s.y + (at.row as u16).min(rows - 1))
    })
}

/// Rows to choose from: a title, what it is about, and the rows with their letters.
pub fn menu(
    app: &App,
    page: &PageLayout,
    head: (&str, &str),
    rows: &[(String, String)],
    at: usize,
    buffer: &mut Buffer,
) {
    menu_over(app, page, head, (rows, at), ("", 0), buffer);
}

/// The same over words about the row under the bar, for which `room` rows are kept free so that nothing jumps.
pub fn menu_over(
    app: &App,
    page: &PageLayout,
    (title, about): (&str, &str),
    (rows, at): (&[(String, String)], usize),
    (words, room): (&str, u16),
    buffer: &mut Buffer,
) {
    let gap = u16::from(page.is_tall());
    let most = if page.is_tall() { 10 } else { 4 };
    let count = (rows.len() as u16).clamp(1, most);
    let gap_below = if room > 0 { gap } else { 0 };
    let mut s = open(app, page, 1 + gap + count + gap_below + room, buffer);
    let x = s.at(s.left, title, s.bold()) + 2;
    let about = cut(about, s.right.saturating_sub(x));
    s.at(x, &about, s.words(Role::Quiet));
    s.y += 1 + gap;
    for row in in_sight(at, rows.len(), usize::from(count)) {
        let Some((key, text)) = rows.get(row) else { continue };
        if row == at && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let x = if key.is_empty() { s.left } else { s.at(s.left, key, s.bold()) + 2 };
        let style = s.words(if row == at { Role::Strong } else { Role::Body });
        let text = cut(text, s.right.saturating_sub(x));
        s.at(x, &text, style);
        s.y += 1;
    }
    s.y += gap_below;
    let cells = usize::from(s.right.saturating_sub(s.left)).max(1);
    let lines = textwrap::wrap(words, cells);
    for (n, line) in lines.iter().take(usize::from(room)).enumerate() {
        // What does not fit is seen to go on.
        let is_cut = n + 1 == usize::from(room) && lines.len() > n + 1;
        let line = if is_cut {
            cut(&format!("{line} …………"), s.right.saturating_sub(s.left))
        } else {
            line.to_string()
        };
        s.line(&line, s.words(Role::Body));
    }
}
