//! Sheets: one rule and a slightly raised ground at the bottom (at the top when the words would be covered).

use super::canvas::{cut, fill, put, rule, width};
use super::{choices, claim, sheet_area, signs};
use crate::ui::app::{App, ExportSheet, LabelMenu, List, Mode, NoteSheet, NoteTarget, Picker, SearchLine, Target};
use crate::ui::lists;
use crate::ui::page::Page;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget as _;
use ratatui_textarea::TextArea;
use sayso_core::export::FORMATS;
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// The inside of a sheet being filled row by row.
pub struct Sheet<'a, 'b> {
    pub app: &'a App,
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
    pub fn words(&self, role: Role) -> Style {
        self.app.theme.words(role).patch(self.app.theme.ground(Role::Raised))
    }

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

    pub fn line(&mut self, text: &str, style: Style) {
        let text = cut(text, self.right.saturating_sub(self.left));
        self.at(self.left, &text, style);
        self.y += 1;
    }
}

/// Opens a sheet of `rows` rows of content and hands out its inside.
pub fn open<'a, 'b>(app: &'a App, page: &Page, rows: u16, buffer: &'b mut Buffer) -> Sheet<'a, 'b> {
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

/// Draws the sheet of the mode, if it has one; gives the cell of the caret.
pub fn sheet(app: &App, page: &Page, buffer: &mut Buffer) -> Option<Position> {
    match &app.mode {
        Mode::Read
        | Mode::Select(_)
        | Mode::Help(_)
        | Mode::Sure(_)
        | Mode::History(_)
        | Mode::Speakers(_)
        | Mode::Annotations(_)
        | Mode::Results(_)
        | Mode::Outline(_)
        | Mode::Library(_) => None,
        Mode::EditSpeaker(sheet) => choices::speaker(app, page, sheet, buffer),
        Mode::Split(menu) => {
            choices::split(app, page, menu, buffer);
            None
        }
        Mode::Origins(menu) => {
            choices::origins(app, page, menu, buffer);
            None
        }
        Mode::Ratings(claims) => {
            choices::ratings(app, page, claims.len(), buffer);
            None
        }
        Mode::Mark(go) => {
            choices::marks(app, page, *go, buffer);
            None
        }
        Mode::Attributes(items) => {
            choices::attributes(app, page, items, buffer);
            None
        }
        Mode::Links(sheet) => {
            choices::links(app, page, sheet, buffer);
            None
        }
        Mode::Place(sheet) => {
            super::place::place(app, page, sheet, buffer);
            None
        }
        Mode::Whole(_) => {
            whole(app, page, buffer);
            None
        }
        Mode::Label(menu) => {
            labels(app, page, menu, buffer);
            None
        }
        Mode::Speaker(picker) => Some(speaker(app, page, picker, buffer)),
        Mode::Claim(claim) => claim::claim_sheet(app, page, claim, buffer),
        Mode::Note(note) => Some(note_sheet(app, page, note, buffer)),
        Mode::Search(line) => Some(search(app, page, line, buffer)),
        Mode::Palette(list) => Some(palette(app, page, list, buffer)),
        Mode::Why(item) => {
            super::why::why(app, page, item, buffer);
            None
        }
        Mode::Settings(number) => {
            settings(app, page, *number, buffer);
            None
        }
        Mode::Export(sheet) => export(app, page, sheet, buffer),
    }
}

/// Words in quotation marks, on one line.
pub fn words_of(app: &App, span: Span, room: u16) -> String {
    let words = app.doc().map(|d| d.reading.document().words(span).to_owned()).unwrap_or_default();
    let bare = words.trim();
    let quoted =
        if bare.starts_with('“') || bare.starts_with('"') { bare.to_owned() } else { format!("“{bare}”") };
    shortened(&quoted, usize::from(room))
}

fn whole(app: &App, page: &Page, buffer: &mut Buffer) {
    let mut s = open(app, page, 2, buffer);
    let (title, key, word) = (s.bold(), s.bold(), s.words(Role::Quiet));
    s.line("Select the whole", title);
    let mut x = s.left;
    for (letter, name) in
        [("w", "word"), ("s", "sentence"), ("q", "quotation"), ("p", "paragraph"), ("t", "turn or post")]
    {
        x = s.at(x, letter, key) + 1;
        x = s.at(x, name, word) + 4;
    }
}

fn labels(app: &App, page: &Page, menu: &LabelMenu, buffer: &mut Buffer) {
    let labels = app.codebook.all_labels();
    let wide = page.size.width >= 76;
    let columns = if wide { 2 } else { 1 };
    let rows = labels.len().div_ceil(columns) as u16;
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 1 + gap + rows, buffer);
    let x = s.at(s.left, "Label", s.bold()) + 2;
    let words = match (menu.spans.as_slice(), menu.change.len()) {
        (_, 2..) => format!("{} annotations", menu.change.len()),
        ([], 1) => {
            menu.change.first().and_then(|i| app.doc()?.reading.record(i)).map(|r| r.exact()).unwrap_or_default()
        }
        ([span], _) => words_of(app, *span, s.right.saturating_sub(x)),
        (spans, _) => format!("{} places", spans.len()),
    };
    let words = shortened(&words, usize::from(s.right.saturating_sub(x)));
    s.at(x, &words, s.words(Role::Body));
    let top = s.y + 1 + gap;
    let half = (s.right - s.left) / columns as u16;
    for (i, label) in labels.iter().enumerate() {
        s.y = top + (i / columns) as u16;
        let x = s.left + (i % columns) as u16 * half;
        let taken = i == menu.at;
        if taken && x >= 2 {
            put(s.buffer, x - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let key = s.bold();
        let after = s.at(x, &label.key.to_string(), key) + 2;
        s.at(after, &cut(label.shown(), 14), s.words(Role::Body));
        let doc = after + 15;
        let room = (x + half).saturating_sub(doc + 1);
        if wide && room > 6 {
            s.at(doc, &cut(&label.doc, room), s.words(Role::Quiet));
        }
    }
}

fn speaker(app: &App, page: &Page, picker: &Picker, buffer: &mut Buffer) -> Position {
    let most = if page.is_tall() { 7 } else { 3 };
    let list = (picker.rows.len() as u16).clamp(1, most);
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 2 + gap + most, buffer);
    let about = match (&picker.target, app.doc()) {
        (Target::Item(item), Some(doc)) => {
            let hull = doc.reading.hull(item).unwrap_or_default();
            let paragraph = doc.reading.document().block_at(hull.start) + 1;
            let mention = doc.reading.suggestion(item).and_then(|a| doc.reading.found().mention_of(a)).map(|m| m.span);
            match mention {
                Some(span) => format!("{}, ¶{paragraph}", words_of(app, span, 40)),
                None => format!("¶{paragraph}"),
            }
        }
        (Target::Person(spans) | Target::Quote(spans), _) => {
            spans.first().map(|s| words_of(app, *s, 40)).unwrap_or_default()
        }
        (Target::Items(items), _) if items.len() == 1 => String::new(),
        (Target::Items(items), _) => format!("{} annotations at once", items.len()),
        (Target::Merge(who), Some(doc)) => format!("{} is the same as…", doc.reading.name_of_choice(who)),
        (Target::Item(_) | Target::Merge(_), None) => String::new(),
    };
    let question = match picker.target {
        Target::Person(_) => "Whom does this name?",
        Target::Merge(_) => "Merge",
        Target::Item(_) | Target::Quote(_) | Target::Items(_) => "Who said it?",
    };
    let x = s.at(s.left, question, s.bold()) + 2;
    let room = s.right.saturating_sub(x);
    s.at(x, &cut(&about, room), s.words(Role::Quiet));
    s.y += 1;
    let left = s.left;
    let caret = field(&mut s, left, picker.field.text(), picker.field.caret(), "type a name, or choose below");
    s.y += 1 + gap;
    let first = picker.at.saturating_sub(usize::from(list) - 1);
    for (i, row) in picker.rows.iter().enumerate().skip(first).take(usize::from(list)) {
        if i == picker.at {
            s.at(s.left, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let style = if i == picker.at { s.bold() } else { s.words(Role::Body) };
        let name_width = (s.right - s.left).saturating_sub(2).min(if page.size.width < 60 { 34 } else { 28 });
        s.at(s.left + 2, &cut(&row.name, name_width), style);
        let detail = s.left + 2 + name_width + 2;
        let count = if row.said > 0 { format!("{} said", row.said) } else { String::new() };
        let count_at = s.right.saturating_sub(width(&count));
        let room = count_at.saturating_sub(detail + 1);
        if page.size.width >= 60 && room > 6 {
            s.at(detail, &cut(&row.detail, room), s.words(Role::Quiet));
            s.at(count_at, &count, s.words(Role::Quiet));
        }
        s.y += 1;
    }
    if picker.rows.is_empty() {
        s.line("Nobody is called that; keep typing to add them.", s.words(Role::Quiet));
    }
    caret
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

fn note_sheet(app: &App, page: &Page, note: &NoteSheet, buffer: &mut Buffer) -> Position {
    let rows = if page.is_tall() { 5 } else { 2 };
    let mut s = open(app, page, 1 + rows, buffer);
    let span = match (&note.target, app.doc()) {
        (NoteTarget::Words(spans), _) => sayso_core::span::hull(spans).unwrap_or_default(),
        (NoteTarget::Item(item), Some(doc)) => doc.reading.hull(item).unwrap_or_default(),
        (NoteTarget::Item(_), None) => Span::default(),
    };
    let x = s.at(s.left, "Note", s.bold()) + 2;
    let words = words_of(app, span, s.right.saturating_sub(x));
    s.at(x, &words, s.words(Role::Quiet));
    s.y += 1;
    let left = s.left;
    note_area(&mut s, left, rows, &note.note, true).unwrap_or(Position::new(left, page.footer))
}

fn search(app: &App, page: &Page, line: &SearchLine, buffer: &mut Buffer) -> Position {
    let theme = &app.theme;
    let row = page.footer;
    let area = Rect::new(0, row, page.size.width, 1);
    let ground = theme.ground(Role::Page).patch(theme.words(Role::Body));
    fill(buffer, area, ground);
    let left = if page.dock.is_some() { 0 } else { page.text.left() };
    let right = if page.dock.is_some() { page.size.width } else { page.right() };
    let found = app.doc().and_then(|d| d.search.found.as_ref());
    let counter = match found {
        _ if line.wrong.is_some() => line.wrong.clone().unwrap_or_default(),
        _ if line.field.text().trim().is_empty() => String::new(),
        Some(found) if found.counting && found.spans.is_empty() => "searching…".to_owned(),
        Some(found) if found.counting => "counting…".to_owned(),
        Some(found) if found.spans.is_empty() => format!("no “{}” here", line.field.text()),
        Some(found) if found.spans.len() >= crate::ui::search::MOST => {
            format!("{} of {} and more", found.at + 1, found.spans.len())
        }
        Some(found) => format!("{} of {}", found.at + 1, found.spans.len()),
        None => String::new(),
    };
    let mut kinds = String::new();
    if line.word {
        kinds.push_str("whole words   ");
    }
    if line.regex {
        kinds.push_str("expression   ");
    }
    let counter = format!("{kinds}{counter}");
    let hints = "   ↓ ↑ move   Enter stay   Tab list   Esc back";
    let tail = if width(&counter) + width(hints) + 24 <= right - left { format!("{counter}{hints}") } else { counter };
    let start = right.saturating_sub(width(&tail));
    put(buffer, start, row, width(&tail), &tail, theme.words(Role::Quiet));
    let x = put(buffer, left, row, 1, "/", theme.words(Role::Accent).add_modifier(Modifier::BOLD));
    let mut s = Sheet { app, buffer, left: x, right: start.saturating_sub(1), y: row, bottom: row + 1 };
    field(&mut s, x, line.field.text(), line.field.caret(), "")
}

fn palette(app: &App, page: &Page, list: &List, buffer: &mut Buffer) -> Position {
    let most = if page.is_tall() { 8 } else { 3 };
    let gap = u16::from(page.is_tall());
    let rows = lists::palette(list, &app.keymap);
    let mut s = open(app, page, 1 + gap + most, buffer);
    let x = s.at(s.left, ":", s.words(Role::Accent).add_modifier(Modifier::BOLD));
    let caret = field(&mut s, x, list.field.text(), list.field.caret(), "a command, or the number of a paragraph");
    s.y += 1 + gap;
    let first = list.at.saturating_sub(usize::from(most) - 1);
    for (i, row) in rows.iter().enumerate().skip(first).take(usize::from(most)) {
        if i == list.at {
            s.at(s.left, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let style = if i == list.at { s.bold() } else { s.words(Role::Body) };
        s.at(s.left + 2, &row.command.name.replace('-', " "), style);
        let key_at = s.right.saturating_sub(width(&row.key));
        let doc = s.left + 24;
        if page.size.width >= 60 {
            let room = key_at.saturating_sub(doc + 2);
            s.at(doc, &cut(row.command.doc, room), s.words(Role::Quiet));
        }
        s.at(key_at, &row.key, s.bold());
        s.y += 1;
    }
    if rows.is_empty() {
        let goes = list.field.text().trim().trim_end_matches('%').parse::<u32>().is_ok();
        let text = if goes { "Enter goes there." } else { "No command is called that." };
        s.line(text, s.words(Role::Quiet));
    }
    caret
}

fn settings(app: &App, page: &Page, number: usize, buffer: &mut Buffer) {
    let Some(problem) = app.problems.get(number) else { return };
    let gap = u16::from(page.is_tall());
    let rows = 1 + gap + problem.lines.len() as u16 + gap + 2 + u16::from(!problem.hint.is_empty());
    let mut s = open(app, page, rows, buffer);
    let count = format!("{} of {}", number + 1, app.problems.len());
    let count_at = s.right.saturating_sub(width(&count));
    s.at(count_at, &count, s.words(Role::Quiet));
    let place = format!("{}:{}:{}", problem.path.display(), problem.at.0, problem.at.1);
    let place = cut(&place, count_at.saturating_sub(s.left + 2));
    s.at(s.left, &place, s.words(Role::Warn));
    s.y += 1 + gap;
    for (line, text) in &problem.lines {
        s.at(s.left, &format!("{line:>3}"), s.words(Role::Quiet));
        let wrong = *line == problem.at.0;
        let style = s.words(if wrong { Role::Body } else { Role::Quiet });
        let before: String = text.chars().take(problem.at.1 - 1).collect();
        if wrong {
            let bad: String = text.chars().skip(problem.at.1 - 1).take(problem.length).collect();
            let after: String = text.chars().skip(problem.at.1 - 1 + problem.length).collect();
            let x = s.at(s.left + 5, &before, style);
            let x = s.at(x, &bad, s.words(Role::Warn).add_modifier(Modifier::UNDERLINED));
            s.at(x, &after, style);
        } else {
            s.at(s.left + 5, text, style);
        }
        s.y += 1;
    }
    s.y += gap;
    s.line(&problem.message, s.words(Role::Body));
    if !problem.hint.is_empty() {
        s.line(&problem.hint, s.words(Role::Body));
    }
    s.line(problem.meanwhile, s.words(Role::Quiet));
}

fn export(app: &App, page: &Page, sheet: &ExportSheet, buffer: &mut Buffer) -> Option<Position> {
    let rows = 1 + FORMATS.len() as u16;
    let mut s = open(app, page, rows, buffer);
    if let Some(path) = &sheet.path {
        let format = FORMATS.get(sheet.at)?;
        let x = s.at(s.left, "Export", s.bold()) + 2;
        s.at(x, format.name, s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        return Some(field(&mut s, left, path.text(), path.caret(), "where to write it"));
    }
    s.line("Export", s.bold());
    // On a small screen the list moves with the bar.
    let room = usize::from(s.bottom.saturating_sub(s.y)).max(1);
    let first = (sheet.at + 1).saturating_sub(room);
    for (i, format) in FORMATS.iter().enumerate().skip(first).take(room) {
        if i == sheet.at && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let x = s.at(s.left, &format.key.to_string(), s.bold()) + 2;
        s.at(x, format.name, s.words(Role::Body));
        let doc = x + 14;
        let room = s.right.saturating_sub(doc);
        s.at(doc, &cut(format.doc, room), s.words(Role::Quiet));
        s.y += 1;
    }
    None
}
