//! Searching: as one types, on the worker where the text is long, and from match to match.

mod beside;
mod near;

use super::{Input, Layer, Mode, Response, ResultsView, Scope, Screen, Selection};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion::split;
use crate::ui::open_document::OpenDocument;
use crate::ui::search::Matches;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{fill, put, width};
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, field};
use crate::ui::{motion, place};
use beside::BesideSearch;
use near::not_found;
pub use near::{ask_near, near_found};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;
use sayso_core::layout::Position;
use sayso_core::reading::{ItemId, SaidIndex};
use sayso_core::search::{AT_ONCE, MAX_MATCHES, Query, may_narrow, narrowed};
use sayso_core::span::Span;

/// The search line.
#[derive(Debug)]
pub struct SearchLine {
    /// What is typed.
    pub field: LineField,
    /// Only whole words.
    pub word: bool,
    /// A regular expression.
    pub regex: bool,
    /// What is wrong with it.
    pub wrong: Option<String>,
    /// Where the search began: Esc comes back here.
    pub from: (Position, Option<ItemId>),
    /// Who says what, once somebody is asked for.
    said: Option<SaidIndex>,
    /// The matches under the list it was opened from: it goes back there.
    list: Option<Matches>,
    /// The search in the document beside, if another one is there.
    beside: Option<BesideSearch>,
}

impl SearchLine {
    /// What it asks for.
    pub fn query(&self) -> Query {
        Query { text: self.field.text().to_owned(), word: self.word, regex: self.regex, narrowed: None }
    }
}

impl Screen for SearchLine {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if let Some(line) = SearchLine::here(app) {
            app.mode = Mode::Search(line);
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SEARCH"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Search, &[Action::NextRow, Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let theme = &app.theme;
        let row = page.footer;
        let area = Rect::new(0, row, page.size.width, 1);
        let ground = theme.ground(Role::Page).patch(theme.words(Role::Body));
        fill(buffer, area, ground);
        let left = if page.dock.is_some() { 0 } else { page.text.left() };
        let right = if page.dock.is_some() { page.size.width } else { page.right() };
        let found = app.doc().and_then(|d| d.search.found.as_ref());
        let counter = match found {
            _ if self.wrong.is_some() => self.wrong.clone().unwrap_or_default(),
            _ if self.field.text().trim().is_empty() => String::new(),
            Some(found) if found.counting && found.spans.is_empty() => "searching…".to_owned(),
            Some(found) if found.counting => "counting…".to_owned(),
            Some(found) if found.spans.is_empty() => found.query.not_found(),
            Some(found) if found.spans.len() >= MAX_MATCHES => {
                format!("{} of {} and more", found.at + 1, found.spans.len())
            }
            Some(found) => format!("{} of {}", found.at + 1, found.spans.len()),
            None => String::new(),
        };
        let mut kinds = String::new();
        if let Some(narrowed) = found.and_then(|found| found.query.narrowed.as_ref()) {
            kinds.push_str(&narrowed.title);
            kinds.push_str("   ");
        }
        if self.word {
            kinds.push_str("whole words   ");
        }
        if self.regex {
            kinds.push_str("expression   ");
        }
        let beside = if self.wrong.is_none() { beside::in_words(app) } else { String::new() };
        let counter = format!("{kinds}{counter}{beside}");
        let key = |action: Action| app.key_while_typing(Scope::Search, action);
        let hints = format!(
            "   {} {} move   {} stay   {} list   {} back",
            key(Action::NextRow),
            key(Action::PreviousRow),
            key(Action::Accept),
            key(Action::Open(Scope::Results)),
            key(Action::Escape)
        );
        let tail =
            if width(&counter) + width(&hints) + 24 <= right - left { format!("{counter}{hints}") } else { counter };
        let start = right.saturating_sub(width(&tail));
        put(buffer, start, row, width(&tail), &tail, theme.words(Role::Quiet));
        let x = put(buffer, left, row, 1, "/", theme.words(Role::Accent).add_modifier(Modifier::BOLD));
        let mut s = Sheet { app, buffer, left: x, right: start.saturating_sub(1), y: row, bottom: row + 1 };
        Drawn::at(field(&mut s, x, self.field.text(), self.field.caret(), ""))
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Text
    }

    fn input(&self) -> Input {
        Input::Line
    }

    fn field(&mut self) -> Option<&mut LineField> {
        Some(&mut self.field)
    }

    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        self.search(app)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept if self.list.is_some() => self.act(app, Action::Open(Scope::Results), stamp),
            Action::Accept => Response::close().with(self.stay(app)),
            Action::NextRow | Action::PreviousRow => {
                let effects = step(app, action == Action::NextRow);
                app.message = None;
                Response::stay().with(effects)
            }
            Action::SearchWord | Action::SearchRegex => {
                let flag = if action == Action::SearchRegex { &mut self.regex } else { &mut self.word };
                *flag = !*flag;
                Response::stay().with(self.search(app))
            }
            Action::Open(Scope::Results) => {
                let mut effects = Vec::new();
                if !self.field.text().is_empty() {
                    effects = self.stay(app);
                }
                effects.extend(ResultsView::open(app, stamp));
                Response::close().with(effects)
            }
            Action::Open(Scope::Select) => {
                let mut effects = self.stay(app);
                // Where nothing was found, that is said, and nothing else is selected.
                if app.doc().is_some_and(|doc| doc.search.found.as_ref().is_some_and(|found| !found.spans.is_empty())) {
                    effects.extend(Selection::open(app, stamp));
                }
                Response::close().with(effects)
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        if let Some(beside) = self.beside.take() {
            beside.leave(app);
        }
        if let Some(doc) = app.doc_mut() {
            (doc.view.top, doc.view.focus) = self.from.clone();
            doc.search.found = self.list.take();
            if let Some(at) = doc.search.found.as_ref().map(Matches::current_row) {
                app.mode = Mode::Results(ResultsView::at(app, at));
            }
        }
        Response::back()
    }

    fn text_loaded(&mut self, app: &mut App) -> Response {
        Response::stay().with(self.search(app))
    }
}

impl SearchLine {
    /// An empty line that begins where the person is.
    fn here(app: &App) -> Option<Self> {
        let doc = app.doc()?;
        let from = (doc.view.top, doc.view.focus.clone());
        let (field, said, list, beside) = (LineField::default(), None, None, BesideSearch::begun(app));
        Some(Self { field, word: false, regex: false, wrong: None, from, said, list, beside })
    }

    /// Searches what the line says now, here and in the document beside: shows the nearest match at once, counts all.
    fn search(&mut self, app: &mut App) -> Vec<Effect> {
        let mut effects = self.search_here(app);
        let query = self.query();
        if let Some(beside) = &mut self.beside {
            effects.extend(beside.search(app, query));
        }
        effects
    }

    fn search_here(&mut self, app: &mut App) -> Vec<Effect> {
        let (mut query, from) = (self.query(), self.from.0);
        if let Some(unknown) = self.narrow(app, &mut query) {
            self.wrong = Some(unknown);
            if let Some(doc) = app.doc_mut() {
                doc.view.top = from;
                doc.search.found = None;
            }
            return Vec::new();
        }
        let pattern = query.pattern();
        self.wrong = pattern.as_ref().err().map(ToString::to_string);
        let pattern = pattern.ok().flatten();
        let Some(doc) = app.doc_mut() else { return Vec::new() };
        doc.view.top = from;
        let start = doc.layout.byte_at(from);
        let Some(pattern) = pattern else {
            doc.search.found = query.places().map(|spans| Matches::new(query, spans, false));
            new_number(app);
            show_nearest(app, start);
            return Vec::new();
        };
        let text = doc.reading.document().text();
        let is_short = text.len() <= AT_ONCE;
        let spans: Vec<Span> =
            if is_short { pattern.all(text) } else { pattern.near(text, start).into_iter().collect() };
        doc.search.found = Some(Matches::new(query.clone(), spans, !is_short));
        let number = new_number(app);
        show_nearest(app, start);
        if is_short { Vec::new() } else { vec![Effect::Search(query, number)] }
    }

    /// Narrows a query to what somebody says or what has a label; gives what is to be said where nobody and nothing is called
    /// so. The index is made once a line.
    fn narrow(&mut self, app: &App, query: &mut Query) -> Option<String> {
        let doc = app.doc().filter(|_| may_narrow(query))?;
        let said = self.said.get_or_insert_with(|| SaidIndex::new(&doc.reading));
        match narrowed(&doc.reading, said, query) {
            Ok(found) => query.narrowed = found,
            Err(word) => return Some(unknown(&word)),
        }
        None
    }

    /// Stays at the match; with nothing typed, searches what was searched last.
    fn stay(&self, app: &mut App) -> Vec<Effect> {
        let Some(doc) = app.doc_mut() else { return Vec::new() };
        if self.field.text().is_empty() {
            doc.search.found = None;
            let Some(query) = doc.search.last.clone() else { return Vec::new() };
            return repeat(app, &query);
        }
        doc.search.last = Some(doc.search.found.as_ref().map_or_else(|| self.query(), |found| found.query.clone()));
        doc.view.trail.leave(doc.layout.byte_at(self.from.0));
        let span = doc.search.found.as_ref().and_then(|f| f.spans.get(f.at)).copied();
        if let Some(beside) = &self.beside {
            beside.stay(app);
        }
        if let Some(span) = span {
            motion::focus_at(app, span);
            place::look_at(app, span);
            return Vec::new();
        }
        not_found(app)
    }
}

/// The number of a search in the document with the keyboard: answers to earlier ones are late.
fn new_number(app: &mut App) -> u64 {
    app.searches += 1;
    let number = app.searches;
    if let Some(doc) = app.doc_mut() {
        doc.search.number = number;
    }
    number
}

/// That nobody, or nothing, is called so.
pub fn unknown(word: &str) -> String {
    match word.strip_prefix('@') {
        Some(name) => format!("nobody is called “{name}”"),
        None => format!("nothing is called “{word}” here"),
    }
}

/// Opens the line over the list of matches, with what was searched in it: Enter goes back to the list.
pub fn open_over_list(app: &mut App) {
    let (Some(mut line), Some(found)) = (SearchLine::here(app), app.doc().and_then(|d| d.search.found.clone())) else {
        return;
    };
    (line.word, line.regex) = (found.query.word, found.query.regex);
    line.field.paste(&found.query.text);
    line.list = Some(found);
    app.mode = Mode::Search(line);
}

/// Opens the line with words in it.
pub fn open_with(app: &mut App, words: &str) -> Vec<Effect> {
    let Some(mut line) = SearchLine::here(app) else { return Vec::new() };
    line.field.paste(words);
    let effects = line.search(app);
    app.mode = Mode::Search(line);
    effects
}

/// Goes to the first match of words in the text, and says when there is none.
pub fn find_from_the_beginning(app: &mut App, words: &str) -> Vec<Effect> {
    let Some(mut line) = SearchLine::here(app) else { return Vec::new() };
    line.from.0 = Position::default();
    line.field.paste(words);
    let effects = line.search(app);
    line.stay(app);
    let found = app.doc().and_then(|d| d.search.found.as_ref());
    let count = found.map_or(0, |f| f.spans.len());
    if count > 0 && found.is_some_and(|f| !f.counting) {
        let next = app.key(Scope::Reader, Action::NextMatch);
        app.say(if count == 1 { "1 of 1".to_owned() } else { format!("1 of {count}: {next} for the next") });
    }
    effects
}

/// Searches again what was searched last, for a list of it; the text stays where it is.
pub fn last_again(app: &mut App) -> Vec<Effect> {
    let Some(query) = app.doc().and_then(|doc| doc.search.last.clone()) else { return Vec::new() };
    let Some(mut line) = SearchLine::here(app) else { return Vec::new() };
    (line.word, line.regex) = (query.word, query.regex);
    line.field.paste(&query.text);
    let effects = line.search(app);
    if let Some(doc) = app.doc_mut() {
        doc.view.top = line.from.0;
    }
    effects
}

/// Searches a query from where the person is.
fn repeat(app: &mut App, query: &Query) -> Vec<Effect> {
    let Some(mut line) = SearchLine::here(app) else { return Vec::new() };
    (line.word, line.regex) = (query.word, query.regex);
    line.field.paste(&query.text);
    let effects = line.search(app);
    line.stay(app);
    effects
}

/// The first match at or behind `start`, else the first of all, comes into sight.
fn show_nearest(app: &mut App, start: u32) {
    let Some(found) = app.doc_mut().and_then(|d| d.search.found.as_mut()) else { return };
    let at = found.spans.partition_point(|s| s.start < start);
    found.at = if at < found.spans.len() { at } else { 0 };
    if let Some(span) = found.spans.get(found.at).copied() {
        motion::show(app, span);
    }
}

/// The worker found all matches of search number `search`.
pub fn found(app: &mut App, search: u64, spans: Vec<Span>) -> Vec<Effect> {
    let is_of = |doc: &OpenDocument| doc.search.number == search;
    if app.doc().is_some_and(is_of) {
        found_here(app, spans);
        return after_found(app);
    }
    if split::is_beside(app, is_of) {
        split::with_other(app, |app| found_here(app, spans));
    }
    Vec::new()
}

fn found_here(app: &mut App, spans: Vec<Span>) {
    let from = match &app.mode {
        Mode::Search(line) => Some(line.from.0),
        _ => None,
    };
    let Some(doc) = app.doc_mut() else { return };
    let start = doc.layout.byte_at(from.unwrap_or(doc.view.top));
    let Some(found) = &mut doc.search.found else { return };
    let shown = found.spans.get(found.at).copied();
    (found.spans, found.counting) = (spans, false);
    match shown.and_then(|span| found.spans.binary_search(&span).ok()) {
        Some(at) => found.at = at,
        None => show_nearest(app, start),
    }
}

/// All matches of the search in the document with the keyboard are known: what is done with them where no words are typed.
fn after_found(app: &mut App) -> Vec<Effect> {
    match &app.mode {
        // A list that is open tells who says them, now that all are known.
        Mode::Results(view) => {
            app.mode = Mode::Results(ResultsView::at(app, view.at));
            ask_near(app)
        }
        // While somebody types nothing more is looked for.
        Mode::Search(_) => Vec::new(),
        _ => not_found(app),
    }
}

/// Says that there is nothing to go to, with the key that changes that.
pub fn nothing_searched(app: &mut App) {
    let searches = app.key(Scope::Reader, Action::Open(Scope::Search));
    app.say(format!("Nothing was searched yet: {searches} searches"));
}

/// To the next or previous match; where there is none, to the next near one.
pub fn step(app: &mut App, forward: bool) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let Some(found) = &mut doc.search.found else {
        nothing_searched(app);
        return Vec::new();
    };
    let near = found.near().len();
    let is_near = found.spans.is_empty() && near > 0;
    let count = if is_near { near } else { found.spans.len() };
    if count == 0 {
        if found.counting {
            app.say("Still searching");
            return Vec::new();
        }
        return not_found(app);
    }
    let last = if is_near { found.at_near.unwrap_or(if forward { count - 1 } else { 0 }) } else { found.at };
    let to = if forward { (last + 1) % count } else { (last + count - 1) % count };
    let wrapped = if forward && to <= last && (!is_near || found.at_near.is_some()) {
        ", from the top"
    } else if !forward && to >= last {
        ", from the end"
    } else {
        ""
    };
    found.go_to(to);
    let kind = if is_near { "near: " } else { "" };
    let text =
        if found.counting { "Still counting".to_owned() } else { format!("{kind}{} of {count}{wrapped}", to + 1) };
    let span = found.current().unwrap_or_default();
    motion::jump(app, span);
    place::look_at(app, span);
    beside::show_nearest(app);
    let beside = beside::in_words(app);
    app.say(format!("{text}{beside}"));
    Vec::new()
}
