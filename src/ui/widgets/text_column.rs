//! The text column: words with who says them, what is labelled, focused, matched, selected.

use super::canvas::put;
use super::difference;
use super::page_layout::PageLayout;
use super::signs::signs;
use super::visible_rows::{Shown, shown, view_span};
use super::{item_label, margin};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::motion::with_context;
use crate::ui::open_document::{OpenDocument, PaneView};
use crate::ui::scope::Scope;
use crate::ui::screens::TextMarks;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use sayso_core::annotation::QUOTE;
use sayso_core::document::{BlockKind, Locator, silence_in_words};
use sayso_core::kinds::{Form, Kind};
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// Milliseconds between times above paragraphs that are no turns.
const STEP: u32 = 30_000;
/// Bytes within which a turn begins behind its name.
const HEAD: u32 = 200;

/// Parts of an item that wear its speaker's colour: what stands in quotation marks, posts and turns whole.
fn tinted(doc: &OpenDocument, item: &ItemId) -> Vec<Span> {
    let spans = doc.reading.spans(item);
    let (kind, form) = doc.reading.nature(item);
    if doc.reading.record(item).is_some_and(|r| r.label != QUOTE) {
        return Vec::new();
    }
    match (kind, form) {
        (_, Form::Post | Form::Turn | Form::Block) | (Kind::Direct, Form::Quotation) => spans.to_vec(),
        (Kind::Indirect, Form::Quotation) => Vec::new(),
        (Kind::Mixed, Form::Quotation) => match doc.reading.suggestion(item) {
            Some(attribution) => attribution.quotes.to_vec(),
            None => doc.reading.quotes_in(spans),
        },
    }
}

/// What lies over the words on the screen.
#[derive(Default)]
struct Layers {
    tints: Vec<(Span, Style)>,
    underlined: Vec<Span>,
    focus: Vec<Span>,
    source: Option<(Span, Style)>,
    cue: Option<Span>,
    matches: Vec<Span>,
    current: Option<Span>,
    lit: Vec<Span>,
    selected: Vec<Span>,
}

fn layers(app: &App, pane: &PaneView<'_>, marks: TextMarks, view: Span) -> Layers {
    let doc = pane.doc;
    let theme = &app.theme;
    let mut layers = Layers::default();
    for item in doc.reading.items_in(view) {
        let labelled = doc.reading.record(&item).is_some_and(|r| r.label != QUOTE);
        if labelled {
            layers.underlined.extend(doc.reading.spans(&item));
            continue;
        }
        let name = doc.reading.speaker_name(&item);
        let style = theme.words(Role::Speaker(doc.colours.number(&name)));
        let text = doc.reading.document().text();
        for span in tinted(doc, &item) {
            if theme.tints_words() {
                layers.tints.push((span, style));
            } else {
                // Few colours: only the marks.
                let words = span.of(text);
                let first = words.chars().next().map_or(0, char::len_utf8) as u32;
                let last = words.chars().next_back().map_or(0, char::len_utf8) as u32;
                layers.tints.push((Span::new(span.start, span.start + first), style));
                layers.tints.push((Span::new(span.end - last, span.end), style));
            }
        }
    }
    // Shorter statements lie inside longer ones: the inner speaker's colour wins.
    layers.tints.sort_by_key(|(span, _)| std::cmp::Reverse(span.len()));
    if let Some(focus) = &pane.view.focus {
        layers.focus = doc.reading.spans(focus).to_vec();
        let name = doc.reading.speaker_name(focus);
        let colour = if theme.tints_words() {
            theme.words(Role::Speaker(doc.colours.number(&name)))
        } else {
            theme.words(Role::Body)
        };
        if let Some(attribution) = doc.reading.suggestion(focus) {
            layers.source = doc.reading.found().named_by(attribution).map(|span| (span, colour));
            layers.cue = attribution.cue;
        } else if let Some(record) = doc.reading.record(focus) {
            let document = doc.reading.document();
            let place = |w: &sayso_core::annotation::AnchoredText| {
                let span = document.offsets().span_to_bytes(document.text(), w.0, w.1)?;
                (document.words(span) == w.2).then_some(span)
            };
            layers.source = record.source.as_ref().and_then(place).map(|s| (s, colour));
            layers.cue = record.cue.as_ref().and_then(place);
        }
    }
    if let Some(found) = &doc.search.found {
        let from = found.spans.partition_point(|s| s.end <= view.start);
        layers.matches = found.spans.iter().skip(from).take_while(|s| s.start < view.end).copied().collect();
        let here = found.current();
        // The pane beside shows the match that is nearest to what it shows.
        let near = layers.matches.first().copied();
        layers.current = if pane.has_keys { here } else { here.filter(|span| span.overlaps(view)).or(near) };
        layers.matches.extend(found.current().filter(|_| found.at_near.is_some()));
    }
    if let Some(candidates) = marks.candidates {
        layers.matches = candidates.concat();
        layers.current = marks.current;
    }
    if let Some(focus) = marks.focus {
        layers.focus = focus;
    }
    let first = marks.lit.partition_point(|span| span.end <= view.start);
    layers.lit = marks.lit.into_iter().skip(first).take_while(|span| span.start < view.end).collect();
    layers.selected = marks.selected;
    layers
}

impl Layers {
    fn style(&self, app: &App, at: u32, base: Style) -> Style {
        let theme = &app.theme;
        let mut style = base;
        let within = |spans: &[Span]| spans.iter().any(|s| s.contains(at));
        let focused = within(&self.focus);
        if focused {
            style = style.patch(theme.words(Role::Strong)).patch(theme.ground(Role::Focus));
        }
        for (span, tint) in &self.tints {
            if span.contains(at) {
                style = style.patch(*tint);
            }
        }
        if let Some((span, colour)) = &self.source
            && span.contains(at)
        {
            style = style.patch(*colour).add_modifier(Modifier::BOLD);
        }
        if self.cue.is_some_and(|c| c.contains(at)) {
            style = style.patch(theme.words(Role::Strong)).add_modifier(Modifier::BOLD);
        }
        if within(&self.underlined) {
            style = style.add_modifier(Modifier::UNDERLINED);
        }
        if within(&self.lit) {
            style = difference::lit(app, style);
        }
        let (is_match, is_selected) = (within(&self.matches), within(&self.selected));
        if is_match {
            style = style.patch(theme.ground(Role::Match)).add_modifier(Modifier::UNDERLINED);
        }
        let is_current = self.current.is_some_and(|c| c.contains(at));
        // Letters made for the ground of the current match are not read on that of a selection.
        if is_current && !is_selected {
            style = style.patch(theme.marked());
        }
        if is_selected {
            style = style.patch(theme.ground(Role::Select));
            if is_current {
                style = style.add_modifier(Modifier::BOLD);
            }
        }
        style
    }
}

/// Draws text, margin and dock with what a screen shows on the words; gives the cell of the cursor.
pub fn page(
    app: &App,
    page: &PageLayout,
    pane: &PaneView<'_>,
    marks: TextMarks,
    buffer: &mut Buffer,
) -> Option<Position> {
    let theme = &app.theme;
    let doc = pane.doc;
    let rows = shown(page, pane);
    if pane.layout.is_empty() {
        let reads = app.key(Scope::Reader, Action::Reload);
        let lines =
            ["This file is empty.".to_owned(), format!("When something is written to it, {reads} reads it again.")];
        for (i, line) in lines.iter().enumerate() {
            let role = if i == 0 { Role::Strong } else { Role::Quiet };
            put(buffer, page.text.left(), page.text.top() + 1 + i as u16, page.text.width, line, theme.words(role));
        }
        return None;
    }
    let view = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => return None,
    };
    let candidates = marks.candidates.iter().flatten().enumerate().map(|(n, spans)| (n + 1, spans.clone()));
    let numbers: Vec<(usize, Vec<Span>)> = candidates.chain(marks.numbers.iter().cloned()).collect();
    let caret = marks.caret;
    let layers = layers(app, pane, marks, view);
    let caret = caret.or_else(|| layers.focus.first().map(|s| s.start));
    let mut cursor = None;
    let bar_hull = pane.view.focus.as_ref().and_then(|f| with_context(doc, f));
    let document = doc.reading.document();
    for line in &rows {
        let block = document.blocks().get(document.block_at(line.span.start));
        let base = match block.map(|b| b.kind) {
            Some(BlockKind::Heading(_)) => theme.words(Role::Strong).add_modifier(Modifier::BOLD),
            Some(BlockKind::Literal | BlockKind::Aside) => theme.words(Role::Quiet),
            _ => theme.words(Role::Body),
        };
        let left = page.text.left() + line.wrapped.indent;
        if line.row == 0 && !line.wrapped.marker.is_empty() {
            let width = super::canvas::width(&line.wrapped.marker) + 1;
            put(buffer, left.saturating_sub(width), line.y, width, &line.wrapped.marker, theme.words(Role::Quiet));
        }
        let mut x = left;
        for (at, g, cell) in line.wrapped.cells(line.row) {
            // Blanks that spread the line wear what the words beside them wear.
            while x < left + cell {
                let style = layers.style(app, at.saturating_sub(1), base);
                x = put(buffer, x, line.y, 1, " ", style).max(x + 1);
            }
            if caret.is_some_and(|c| c == at) && cursor.is_none() {
                cursor = Some(Position::new(x, line.y));
            }
            let style = layers.style(app, at, base);
            x = put(buffer, x, line.y, page.text.right().saturating_sub(x), g, style);
        }
        if line.wrapped.hyphens.contains(&line.row) {
            put(buffer, x, line.y, 1, "-", theme.words(Role::Quiet));
        }
        if caret == Some(line.span.end) && cursor.is_none() {
            cursor = Some(Position::new(x, line.y));
        }
        let focused = bar_hull.is_some_and(|h| h.overlaps(line.span));
        if focused {
            let role = if pane.has_keys { Role::Accent } else { Role::Quiet };
            put(buffer, page.text.left() - 2, line.y, 1, signs(app.glyphs).bar, theme.words(role));
        }
    }
    if !app.places_hidden {
        places_above(app, page, doc, &rows, buffer);
    }
    for (number, spans) in &numbers {
        let row = rows.iter().find(|r| spans.iter().any(|s| s.overlaps(r.span)));
        if let Some(row) = row {
            let bold = theme.words(Role::Accent).add_modifier(Modifier::BOLD);
            put(buffer, page.text.left() - 2, row.y, 1, &number.to_string(), bold);
        }
    }
    if page.dock.is_some() {
        signs_in_column_0(app, page, pane, &rows, buffer);
        margin::dock(app, page, pane, buffer);
    } else {
        margin::draw(app, page, pane, buffer);
    }
    cursor
}

/// When a paragraph is said, or which page begins in it, in the blank row above: no width is lost and nothing moves.
fn places_above(app: &App, page: &PageLayout, doc: &OpenDocument, rows: &[Shown], buffer: &mut Buffer) {
    let document = doc.reading.document();
    let mut above = page.text.top();
    for line in rows {
        let is_blank_above = line.y > above;
        above = line.y + 1;
        let number = document.block_at(line.span.start);
        let Some(block) = document.blocks().get(number).filter(|_| line.row == 0 && is_blank_above) else { continue };
        let words: Vec<String> =
            place_of(doc, number, block.span).into_iter().chain(document.pictures_in_words(number)).collect();
        if !words.is_empty() {
            let words = words.join("   ");
            let left = page.text.left();
            put(buffer, left, line.y - 1, page.text.right().saturating_sub(left), &words, app.theme.words(Role::Quiet));
        }
    }
}

/// What stands above a paragraph: the page that begins in it; the time of a turn, and of the first paragraph of each half
/// minute; how long nobody spoke before it.
fn place_of(doc: &OpenDocument, number: usize, block: Span) -> Option<String> {
    let document = doc.reading.document();
    let begins = document.locators_in(block).iter().find(|(_, locator)| matches!(locator, Locator::Page(_)));
    if let Some((_, page)) = begins {
        return Some(page.in_words());
    }
    let locator = document.locator_at(block.start)?;
    let before =
        number.checked_sub(1).and_then(|before| document.locator_at(document.blocks().get(before)?.span.start));
    let is_turn = || {
        let begins = |item: &ItemId| doc.reading.hull(item).is_some_and(|hull| block.contains(hull.start));
        let head = Span::new(block.start, block.end.min(block.start + HEAD));
        doc.reading
            .items_in(head)
            .iter()
            .any(|i| begins(i) && matches!(doc.reading.nature(i).1, Form::Turn | Form::Post))
    };
    let silence = document.silences_in(Span::new(block.start, block.start + 1)).first();
    if let Some((_, millis)) = silence {
        return Some(format!("{}   · · ·   {}", locator.in_words(), silence_in_words(*millis)));
    }
    match (locator, before) {
        (Locator::Page(_), _) => None,
        (here, Some(before)) if here == before => None,
        (Locator::Time(here), Some(Locator::Time(before))) if here / STEP == before / STEP && !is_turn() => None,
        (here, _) => Some(here.in_words()),
    }
}

/// Narrow screens: each statement keeps its sign at the left of its first row.
fn signs_in_column_0(app: &App, page: &PageLayout, pane: &PaneView<'_>, rows: &[Shown], buffer: &mut Buffer) {
    let (doc, left) = (pane.doc, page.area.x);
    let view = view_span(page, pane);
    for item in doc.reading.items_in(view) {
        if pane.view.focus.as_ref() == Some(&item) || !doc.is_drawn(&item) {
            continue;
        }
        let Some(start) = doc.reading.hull(&item).map(|h| h.start) else { continue };
        let Some(line) = rows.iter().find(|r| r.span.contains(start)) else { continue };
        let label = item_label::label(app, doc, &item);
        let free = buffer.cell((left, line.y)).is_some_and(|c| c.symbol() == " ");
        if free {
            put(buffer, left, line.y, 1, label.sign, label.sign_style);
        }
    }
}
