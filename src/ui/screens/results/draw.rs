//! The list of matches: those found as they were typed, below them the near ones under a line of their own.

use super::ResultsView;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::search::{MatchRow, Matches, NearState};
use crate::ui::theme::Role;
use crate::ui::widgets::item::sign;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::span::Span;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Narrowest screen on which each match has the name of its speaker.
const NAMES_FROM: u16 = 90;
/// Cells of that name.
const NAME: u16 = 20;
/// Narrowest screen with a row that says who says how many.
const VOICES_FROM: u16 = 60;
/// Most names in it.
const VOICES: usize = 8;
/// What stands above near matches.
const NEAR: &str = "near: other words in their place, most like it first";

/// A line of the list.
enum Line {
    /// A match.
    Row(usize),
    /// The line above the near ones.
    Title,
    /// Nothing.
    Blank,
}

/// The lines of a list: how many stand before the near matches, and how many of these are no matches.
struct Lines {
    exact: usize,
    gap: usize,
    all: usize,
}

impl Lines {
    /// A title, with blank lines where there is room.
    fn of(found: &Matches, is_tall: bool) -> Self {
        let (exact, near) = (found.spans.len(), found.near().len());
        let before = usize::from(is_tall && exact > 0);
        let gap = if near > 0 { before + 1 + usize::from(is_tall) } else { 0 };
        Self { exact, gap, all: exact + gap + near }
    }

    const fn of_row(&self, row: usize) -> usize {
        if row < self.exact { row } else { row + self.gap }
    }

    fn line(&self, n: usize, is_tall: bool) -> Line {
        match n.checked_sub(self.exact) {
            None => Line::Row(n),
            Some(behind) if behind >= self.gap => Line::Row(n - self.gap),
            Some(behind) if behind == usize::from(is_tall && self.exact > 0) => Line::Title,
            Some(_) => Line::Blank,
        }
    }
}

/// Draws it.
pub fn results(app: &App, page: &PageLayout, view: &ResultsView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let Some(found) = &doc.search.found else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let case = if page.size.width < VOICES_FROM { "" } else { found.query.case_in_words() };
    let (title, about) = found.count_in_words(&app.name);
    l.head(&title, &about, case);
    let top = l.top();
    let tells = page.is_tall() && page.size.width >= VOICES_FROM && view.voices.is_some();
    let height = usize::from(l.bottom().saturating_sub(top + if tells { 2 } else { 0 }));
    if let Some(voices) = view.voices.as_ref().filter(|_| tells) {
        let all = voices.iter().take(VOICES).map(|(name, count)| format!("{name} {count}"));
        let more = voices.len().saturating_sub(VOICES);
        let more = (more > 0).then(|| format!("{more} more"));
        let text = all.chain(more).collect::<Vec<_>>().join("   ");
        let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
        l.at(left, l.bottom() - 1, room, &text, quiet);
    }
    if found.rows() == 0 && found.near == NearState::Looking {
        l.instead(top, "Nothing is found as it was typed; looking for what is nearly that…");
    }
    let lines = Lines::of(found, page.is_tall());
    let at = lines.of_row(view.at);
    for (n, line) in in_sight(at, lines.all, height).enumerate() {
        let y = top + n as u16;
        let row = match lines.line(line, page.is_tall()) {
            Line::Row(row) => row,
            Line::Title => {
                l.instead(y, NEAR);
                continue;
            }
            Line::Blank => continue,
        };
        let Some(matched) = found.row(row) else { continue };
        l.shows(y..y + 1, row);
        if row == view.at {
            l.bar(0, y..y + 1);
        }
        if found.marked.contains(&row) {
            let (left, accent) = (l.left, l.words(Role::Accent).add_modifier(Modifier::BOLD));
            l.at(left - 1, y, 1, signs(app.glyphs).row, accent);
        }
        one(&mut l, doc, matched, y, row == view.at);
    }
    l.footer();
    l.done(None)
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, matched: MatchRow<'_>, y: u16, under_bar: bool) {
    let span = matched.span();
    let document = doc.reading.document();
    let left = l.left;
    let place = document.place_in_short(span.start);
    let quiet = l.words(Role::Quiet);
    l.at(left, y, 7, &place, quiet);
    let item = doc.reading.statement_around(span).filter(|i| doc.is_drawn(i));
    let named = l.page.size.width >= NAMES_FROM;
    if let Some(item) = item {
        let name = doc.reading.speaker_name(&item);
        let style = l.colour(&name);
        l.at(left + 8, y, 1, sign(l.app, doc, &item), style);
        if named {
            l.at(left + 10, y, NAME, &name, style);
        }
    }
    let from = if named { left + 10 + NAME + 2 } else { left + 11 };
    let room = usize::from(l.right.saturating_sub(from));
    let words = flat(document.words(span));
    let before = room.saturating_sub(words.width()) / 2;
    let block = document.blocks().get(document.block_at(span.start)).map_or(span, |b| b.span);
    // No more than fits on either side is looked at, however long the paragraph is.
    let reach = (room * 4) as u32;
    let text = document.text();
    let start = text.ceil_char_boundary(block.start.max(span.start.saturating_sub(reach)) as usize);
    let end = text.floor_char_boundary(block.end.min(span.end + reach) as usize);
    let head = flat(text.get(start..span.start as usize).unwrap_or_default());
    let tail = flat(text.get(span.end as usize..end.max(span.end as usize)).unwrap_or_default());
    let head = tail_of(&head, before, start as u32 > block.start);
    let x = from + (before - head.width()) as u16;
    let body = l.words(if under_bar { Role::Strong } else { Role::Body });
    let x = l.at(x, y, l.right.saturating_sub(x), &head, body);
    let lit = body.patch(l.app.theme.ground(Role::Match)).add_modifier(Modifier::UNDERLINED);
    let x = match matched {
        MatchRow::Exact(_) => {
            let style = if under_bar { lit.patch(l.app.theme.marked()) } else { lit };
            l.at(x, y, l.right.saturating_sub(x), &words, style)
        }
        // Of a near one only the words that differ.
        MatchRow::Near(near) => {
            let (mut x, mut from) = (x, span.start);
            let edges = near.differs.iter().map(|s| (*s, lit.add_modifier(Modifier::BOLD)));
            for (differing, style) in edges {
                for (part, style) in [(Span::new(from, differing.start.max(from)), body), (differing, style)] {
                    x = l.at(x, y, l.right.saturating_sub(x), &flat(document.words(part)), style);
                }
                from = differing.end;
            }
            l.at(x, y, l.right.saturating_sub(x), &flat(document.words(Span::new(from, span.end.max(from)))), body)
        }
    };
    l.at(x, y, l.right.saturating_sub(x), &tail, body);
}

/// Words on one line: white space as single blanks, also at the ends.
fn flat(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    sayso_core::sanitize::visible(&out).into_owned()
}

/// The end of `words` that fits, with `…` where it begins later than they do.
fn tail_of(words: &str, room: usize, more: bool) -> String {
    let words = words.trim_start();
    let cut = words.width() > room || more;
    let room = if cut { room.saturating_sub(1) } else { room };
    let mut used = 0;
    let kept: Vec<&str> = words
        .graphemes(true)
        .rev()
        .take_while(|g| {
            used += g.width();
            used <= room
        })
        .collect();
    let end: String = kept.into_iter().rev().collect();
    if cut && room > 0 { format!("…{end}") } else { end }
}
