//! Every match of a search in its context, a row each, the words found below each other: going there, labelling one or all.

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::label::LabelMenu;
use crate::ui::theme::Role;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::item::sign;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::{decide, motion, place};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;
use sayso_core::span::Span;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultsView {
    /// The row under the bar.
    pub at: usize,
}

impl Screen for ResultsView {
    /// At the current match.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        match app.doc().and_then(|d| d.search.found.as_ref()) {
            Some(found) if !found.spans.is_empty() => app.mode = Mode::Results(Self { at: found.at }),
            Some(found) => {
                let text = format!("no “{}” here", found.query.text);
                app.say(text);
            }
            None => super::search::nothing_searched(app),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "RESULTS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::NextRow,
            Action::Open(Scope::Label),
            Action::LabelAll,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        hints(app, Scope::Results, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let Some(doc) = app.doc() else { return Drawn::default() };
        let Some(found) = &doc.search.found else { return Drawn::default() };
        let mut l = Listing::new(app, page, buffer);
        let count = found.spans.len();
        let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
        l.head(&format!("“{}”", found.query.text), &format!("{places} in {}", app.name), "");
        let top = l.top();
        let height = usize::from(l.bottom().saturating_sub(top));
        for (n, row) in in_sight(self.at, count, height).enumerate() {
            let Some(span) = found.spans.get(row).copied() else { continue };
            let y = top + n as u16;
            l.shows(y..y + 1, row);
            if row == self.at {
                l.bar(0, y..y + 1);
            }
            one(&mut l, doc, span, y, row == self.at);
        }
        l.footer();
        l.done(None)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.rows(app))
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        app.doc().and_then(|d| d.search.found.as_ref()).map_or(0, |f| f.spans.len())
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if !matches!(action, Action::Accept | Action::Open(Scope::Label) | Action::LabelAll) {
            return self.shared(app, action, stamp);
        }
        let found = app.doc().and_then(|d| d.search.found.as_ref());
        let Some((found, span)) = found.and_then(|f| Some((f, f.spans.get(self.at).copied()?))) else {
            return Response::stay();
        };
        if action == Action::Accept {
            if let Some(found) = app.doc_mut().and_then(|d| d.search.found.as_mut()) {
                found.at = self.at;
            }
            motion::jump(app, span);
            motion::focus_at(app, span);
            place::look_at(app, span);
            return Response::close();
        }
        if action == Action::LabelAll && found.counting {
            app.say("Still searching; in a moment");
            return Response::stay();
        }
        let spans = if action == Action::LabelAll { found.spans.clone() } else { vec![span] };
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        app.mode = Mode::Label(LabelMenu { spans, change: Vec::new(), at: 0 });
        Response::under()
    }

    /// Of a head not all matches are known.
    fn text_loaded(&mut self, _app: &mut App) -> Response {
        Response::close()
    }
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, span: Span, y: u16, under_bar: bool) {
    let document = doc.reading.document();
    let left = l.left;
    let place = document.place_in_short(span.start);
    let quiet = l.words(Role::Quiet);
    l.at(left, y, 7, &place, quiet);
    let item = doc.reading.statement_around(span).filter(|i| doc.is_drawn(i));
    if let Some(item) = item {
        let style = l.colour(&doc.reading.speaker_name(&item));
        l.at(left + 8, y, 1, sign(l.app, doc, &item), style);
    }
    let from = left + 11;
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
    let style = body.patch(l.app.theme.ground(Role::Match)).add_modifier(Modifier::UNDERLINED);
    let style = if under_bar { style.patch(l.app.theme.marked()) } else { style };
    let x = l.at(x, y, l.right.saturating_sub(x), &words, style);
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
