//! Every match of a search in its context, a row each, the words found below each other: going there, labelling one or all.

use super::{Layer, Mode, Response, Scope, Screen, search, sure};
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
use sayso_core::reading::ItemId;
use sayso_core::span::Span;
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsView {
    /// The row under the bar.
    pub at: usize,
    /// Who says how many of the matches, most first; counted once all are known.
    voices: Option<Vec<(String, usize)>>,
}

/// Narrowest screen on which each match has the name of its speaker.
const NAMES_FROM: u16 = 90;
/// Cells of that name.
const NAME: u16 = 20;
/// Narrowest screen with a row that says who says how many.
const VOICES_FROM: u16 = 60;
/// Most names in it.
const VOICES: usize = 8;

impl ResultsView {
    /// The list with the bar on a row. O(matches · log items).
    pub fn at(app: &App, at: usize) -> Self {
        let mut view = Self { at, voices: None };
        view.refresh(app);
        view
    }
}

/// Who says how many of the matches, most first.
fn voices(doc: &OpenDocument, spans: &[Span]) -> Vec<(String, usize)> {
    let mut by: HashMap<String, usize> = HashMap::new();
    for span in spans {
        let item = doc.reading.statement_around(*span);
        let name = item.map(|item| doc.reading.speaker_name(&item)).filter(|name| !name.is_empty());
        *by.entry(name.unwrap_or_else(|| "nobody".to_owned())).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = by.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

impl Screen for ResultsView {
    /// At the current match.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        match app.doc().and_then(|d| d.search.found.as_ref()) {
            Some(found) if !found.spans.is_empty() => app.mode = Mode::Results(Self::at(app, found.at)),
            Some(found) => {
                let text = found.query.not_found();
                app.say(text);
            }
            None => search::nothing_searched(app),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "RESULTS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::Open(Scope::Search),
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
        let case = if page.size.width < VOICES_FROM { "" } else { found.query.case_in_words() };
        l.head(&found.query.title(), &format!("{places} in {}", app.name), case);
        let top = l.top();
        let tells = page.is_tall() && page.size.width >= VOICES_FROM && self.voices.is_some();
        let height = usize::from(l.bottom().saturating_sub(top + if tells { 2 } else { 0 }));
        if let Some(voices) = self.voices.as_ref().filter(|_| tells) {
            let all = voices.iter().take(VOICES).map(|(name, count)| format!("{name} {count}"));
            let more = voices.len().saturating_sub(VOICES);
            let more = (more > 0).then(|| format!("{more} more"));
            let text = all.chain(more).collect::<Vec<_>>().join("   ");
            let (left, room, quiet) = (l.left, l.right - l.left, l.words(Role::Quiet));
            l.at(left, l.bottom() - 1, room, &text, quiet);
        }
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
        if action == Action::Open(Scope::Sure) {
            return confirm(app, stamp);
        }
        if action == Action::Open(Scope::Search) {
            search::open_over_list(app);
            return Response::close();
        }
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

    fn refresh(&mut self, app: &App) {
        let found = app.doc().and_then(|d| Some((d, d.search.found.as_ref()?)));
        self.voices = found.filter(|(_, found)| !found.counting).map(|(doc, found)| voices(doc, &found.spans));
    }

    /// Of a head not all matches are known.
    fn text_loaded(&mut self, _app: &mut App) -> Response {
        Response::close()
    }
}

/// The statements with a match, to be confirmed together. O(matches · log items).
fn confirm(app: &mut App, stamp: &Stamp) -> Response {
    let Some(doc) = app.doc() else { return Response::stay() };
    let Some(found) = doc.search.found.as_ref().filter(|found| !found.counting) else {
        app.say("Still searching; in a moment");
        return Response::stay();
    };
    let items: Vec<ItemId> = found.spans.iter().filter_map(|span| doc.reading.statement_around(*span)).collect();
    let title = found.query.title();
    sure::open_given(app, &title, &items, stamp)
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, span: Span, y: u16, under_bar: bool) {
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
