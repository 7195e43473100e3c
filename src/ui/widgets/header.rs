//! The first row of a pane: what it shows and how far that is.

use super::canvas::{cut, put, rule, width};
use super::page_layout::PageLayout;
use super::signs::signs;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::motion::queue;
use crate::ui::open_document::{OpenDocument, Saving};
use crate::ui::pane::Split;
use crate::ui::scope::Scope;
use crate::ui::screens::drafts;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::detect::language_name;
use sayso_core::document::{Format, civil_in_words};

/// Narrowest pane with a bar for the progress.
const BAR_FROM: u16 = 56;

/// What the first row tells.
pub struct Header<'a> {
    /// Name of the document.
    pub name: &'a str,
    /// The document, once it is open.
    pub doc: Option<&'a OpenDocument>,
    /// Whether the pane has the keyboard.
    pub has_keys: bool,
    /// Which of two panes it is, where they are shown one at a time.
    pub number: Option<u8>,
}

/// What stands behind the name: a condition that lasts, else outlet and day.
fn subtitle(app: &App, page: &PageLayout, doc: Option<&OpenDocument>) -> (String, bool) {
    let Some(doc) = doc else { return (String::new(), false) };
    if let Saving::Failed(why, _) = &doc.save.state {
        return (format!("! NOT SAVED: {why}"), true);
    }
    if doc.is_truncated() {
        let key = app.key(Scope::Reader, Action::Reload);
        return (format!("! read only, not read to its end: {key} reads it again"), true);
    }
    if let Some(why) = &doc.read_only {
        return (format!("! read only: {}", why.in_short()), true);
    }
    if let Some(why) = &doc.save.not_folded {
        return (format!("! kept in the journal: {why}"), true);
    }
    if doc.changed {
        let key = app.key(Scope::Reader, Action::Reload);
        return (format!("! the file was changed: {key} reads it again"), true);
    }
    if let Some(text) = doubts(doc, page) {
        return (text, true);
    }
    if let Saving::Waiting(saved, last, true) = doc.save.state {
        return (format!("saving {}…", last - saved), false);
    }
    if let Some(text) = drafts::in_short(app, doc) {
        return (text, false);
    }
    let document = doc.reading.document();
    let meta = &document.meta;
    let mut parts: Vec<String> = Vec::new();
    // Of a document in another language, or with paragraphs in one, that of what is shown.
    let found = doc.reading.found();
    if !found.foreign.is_empty() {
        let at = doc.layout.byte_at(doc.view.top);
        parts.push(language_name(found.foreign_at(at).unwrap_or("en")).to_owned());
    }
    if !doc.save.kept {
        parts.push("a page to try things on".to_owned());
    }
    parts.extend(meta.outlet.clone());
    parts.extend(meta.author.clone().filter(|_| meta.outlet.is_none()));
    parts.extend(meta.date.map(civil_in_words));
    if !matches!(document.origin.format, Format::Text | Format::Markdown) {
        parts.push(document.origin.format.short().to_owned());
    }
    if document.origin.guessed || document.origin.encoding != "UTF-8" {
        let guessed = if document.origin.guessed { "read as " } else { "" };
        parts.push(format!("{guessed}{}", document.origin.encoding));
    }
    (parts.join(" · "), false)
}

/// That the decisions of the document that lies behind this one are not saved.
fn not_saved_behind(app: &App) -> Option<String> {
    let pane = app.split.as_ref().and_then(Split::pane)?;
    match &pane.stage.doc()?.save.state {
        Saving::Failed(why, _) => Some(format!("! {}: NOT SAVED: {why}", pane.name)),
        Saving::Saved | Saving::Waiting(..) => None,
    }
}

/// What a person should look at: places lost or doubtful, versions in conflict.
fn doubts(doc: &OpenDocument, page: &PageLayout) -> Option<String> {
    // Of several versions of one annotation there is one question.
    let all = doc.reading.doubtful().len() + doc.reading.conflicts();
    let (lost, all) = (doc.reading.lost(), all.saturating_sub(doc.reading.versions_beside()));
    // Where there is little room, what is to do is said before why.
    let is_wide = page.area.width >= 100;
    let changed = if doc.reading.text_changed() && is_wide { "the document changed: " } else { "" };
    match (lost, all.saturating_sub(lost)) {
        (0, 0) => None,
        (0, 1) => Some(format!("! {changed}1 annotation to check")),
        (0, n) => Some(format!("! {changed}{n} annotations to check")),
        (1, 0) => Some(format!("! {changed}1 annotation lost its place")),
        (n, 0) => Some(format!("! {changed}{n} annotations lost their place")),
        (lost, more) => Some(format!("! {changed}{lost} without a place, {more} to check")),
    }
}

/// Draws it.
pub fn draw(app: &App, page: &PageLayout, header: &Header<'_>, buffer: &mut Buffer) {
    let theme = &app.theme;
    let row = page.area.y;
    let is_part = page.is_part();
    let (left, right) = match page.dock {
        Some(_) if !is_part => (0, page.area.right()),
        Some(_) | None => (page.text.x, page.right()),
    };
    let end = header.doc.map_or(right, |doc| progress(app, page, doc, right, buffer));
    let count = header.number.map(|number| format!("{number} of 2")).unwrap_or_default();
    let room = end.saturating_sub(left + 2).saturating_sub(if count.is_empty() { 0 } else { width(&count) + 3 });
    let name = cut(header.name, room);
    let style =
        if header.has_keys { theme.words(Role::Strong).add_modifier(Modifier::BOLD) } else { theme.words(Role::Quiet) };
    let mut after = put(buffer, left, row, room, &name, style);
    if !count.is_empty() {
        after = put(buffer, after + 3, row, width(&count), &count, theme.words(Role::Accent));
    }
    let is_failed = header.doc.is_some_and(|doc| matches!(doc.save.state, Saving::Failed(..)));
    let behind = header.number.filter(|_| !is_failed).and_then(|_| not_saved_behind(app)).map(|text| (text, true));
    let (text, warns) = behind.unwrap_or_else(|| subtitle(app, page, header.doc));
    let role = if warns { Role::Warn } else { Role::Quiet };
    let rest = end.saturating_sub(after + 5);
    // Beside another there is no room for the beginning of an outlet.
    let fits = warns || !page.is_part() || width(&text) <= rest;
    if rest > 3 && fits {
        put(buffer, after + 3, row, rest, &cut(&text, rest), theme.words(role));
    }
}

/// Progress at the right; gives the column where it begins.
fn progress(app: &App, page: &PageLayout, doc: &OpenDocument, right: u16, buffer: &mut Buffer) -> u16 {
    let theme = &app.theme;
    let signs = signs(app.glyphs);
    let (done, all) = doc.reading.progress();
    // Beside another the names are short and the rows many.
    let narrow = page.dock.is_some() && (!page.is_part() || page.area.width < BAR_FROM);
    let row = page.area.y;
    let text = if !doc.is_loaded() {
        "reading…".to_owned()
    } else if doc.detecting {
        "looking for quotations…".to_owned()
    } else if all == 0 {
        match doc.reading.weak() {
            _ if doc.layout.is_empty() || doc.is_truncated() => String::new(),
            0 => "nobody speaks here".to_owned(),
            weak => queue::weak_in_words(weak),
        }
    } else if narrow {
        format!("{done} of {all}")
    } else if done == all && doc.reading.weak() > 0 {
        // The queue is through; what it did not show is told.
        format!("{done} of {all} reviewed, {} weak", doc.reading.weak())
    } else {
        format!("{done} of {all} reviewed")
    };
    let bar = if narrow || all == 0 || doc.detecting { 0 } else { 10 };
    let gap = if bar > 0 { 2 } else { 0 };
    let start = right.saturating_sub(width(&text) + gap + bar);
    put(buffer, start, row, width(&text), &text, theme.words(Role::Quiet));
    if bar > 0 {
        let filled = if done == all { bar } else { (done * usize::from(bar) / all.max(1)) as u16 };
        rule(buffer, right - bar, row, filled, signs.thick, theme.words(Role::Accent));
        rule(buffer, right - bar + filled, row, bar - filled, signs.thin, theme.words(Role::Faint));
    }
    start
}
