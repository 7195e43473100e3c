//! Searching: as one types, on the worker where the text is long, and from match to match.

use super::{Effect, motion, results};
use crate::ui::app::{App, Matches, Mode, SearchLine, Stage};
use crate::ui::field::Field;
use crate::ui::search::{AT_ONCE, Query};
use sayso_core::span::Span;

/// Opens the search line.
pub fn open(app: &mut App) {
    let Some(doc) = app.doc() else { return };
    let from = (doc.view.top, doc.view.focus.clone());
    app.mode = Mode::Search(SearchLine { field: Field::default(), word: false, regex: false, wrong: None, from });
}

/// Searches the selected words.
pub fn selected(app: &mut App) -> Vec<Effect> {
    let Mode::Select(selection) = &app.mode else { return Vec::new() };
    let Some(doc) = app.doc() else { return Vec::new() };
    let words = doc.reading.document().words(selection.span()).split_whitespace().collect::<Vec<_>>().join(" ");
    open(app);
    if let Mode::Search(line) = &mut app.mode {
        line.field.paste(&words);
    }
    again(app)
}

/// Whole words, or a regular expression, or neither.
pub fn toggle(app: &mut App, regex: bool) -> Vec<Effect> {
    let Mode::Search(line) = &mut app.mode else { return Vec::new() };
    let flag = if regex { &mut line.regex } else { &mut line.word };
    *flag = !*flag;
    again(app)
}

/// Searches what the line says now: shows the nearest match at once, counts all.
pub fn again(app: &mut App) -> Vec<Effect> {
    let Mode::Search(line) = &mut app.mode else { return Vec::new() };
    let (query, from) = (line.query(), line.from.0);
    let pattern = query.pattern();
    line.wrong = pattern.as_ref().err().cloned();
    let pattern = pattern.ok().flatten();
    let Stage::Open(doc) = &mut app.stage else { return Vec::new() };
    let Some(pattern) = pattern else {
        doc.search.found = None;
        doc.view.top = from;
        return Vec::new();
    };
    doc.view.top = from;
    app.searches += 1;
    let text = doc.reading.document().text();
    let start = doc.layout.byte_at(from);
    if text.len() <= AT_ONCE {
        let spans = pattern.all(text);
        doc.search.found = Some(Matches { query, spans, at: 0, counting: false });
        show_nearest(app, start);
        return Vec::new();
    }
    let spans: Vec<Span> = pattern.near(text, start).into_iter().collect();
    doc.search.found = Some(Matches { query: query.clone(), spans, at: 0, counting: true });
    show_nearest(app, start);
    vec![Effect::Search(query, app.searches)]
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
pub fn found(app: &mut App, search: u64, spans: Vec<Span>) {
    if search != app.searches {
        return;
    }
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

/// Enter: stays at the match; with nothing typed, searches what was searched last.
pub fn stay(app: &mut App, line: &SearchLine) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    if line.field.text().is_empty() {
        doc.search.found = None;
        let Some(query) = doc.search.last.clone() else { return Vec::new() };
        return repeat(app, &query);
    }
    doc.search.last = Some(line.query());
    doc.view.trail.leave(doc.layout.byte_at(line.from.0));
    let span = doc.search.found.as_ref().and_then(|f| f.spans.get(f.at)).copied();
    if let Some(span) = span {
        motion::focus_at(app, span);
    }
    Vec::new()
}

/// Searches a query from where the person is.
fn repeat(app: &mut App, query: &Query) -> Vec<Effect> {
    open(app);
    if let Mode::Search(line) = &mut app.mode {
        (line.word, line.regex) = (query.word, query.regex);
        line.field.paste(&query.text);
    }
    let effects = again(app);
    if let Mode::Search(line) = std::mem::replace(&mut app.mode, Mode::Read) {
        stay(app, &line);
    }
    effects
}

/// Tab in the line: the list of matches.
pub fn to_results(app: &mut App) -> Vec<Effect> {
    if let Mode::Search(line) = std::mem::replace(&mut app.mode, Mode::Read) {
        if !line.field.text().is_empty() {
            stay(app, &line);
        }
        results::open(app);
    }
    Vec::new()
}

/// To the next or previous match.
pub fn step(app: &mut App, forward: bool) {
    let Some(doc) = app.doc_mut() else { return };
    let Some(found) = &mut doc.search.found else {
        app.say("Nothing was searched yet: / searches");
        return;
    };
    let count = found.spans.len();
    if count == 0 {
        let text =
            if found.counting { "Still searching".to_owned() } else { format!("no “{}” here", found.query.text) };
        app.say(text);
        return;
    }
    let last = found.at;
    found.at = if forward { (last + 1) % count } else { (last + count - 1) % count };
    let wrapped = if forward && found.at <= last {
        ", from the top"
    } else if !forward && found.at >= last {
        ", from the end"
    } else {
        ""
    };
    let text =
        if found.counting { "Still counting".to_owned() } else { format!("{} of {count}{wrapped}", found.at + 1) };
    let span = found.spans.get(found.at).copied().unwrap_or_default();
    motion::jump(app, span);
    app.say(text);
}
