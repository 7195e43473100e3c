//! The page: reading, and reviewing when something is in focus.

mod keys;

use super::{Layer, Response, Scope, Screen, find};
use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::keymap::Key;
use crate::ui::open_document::OpenDocument;
use crate::ui::place;
use crate::ui::widgets::arrangement::Arrangement;
use crate::ui::widgets::hints::Hint;
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::document::Locator;

/// The page has no state of its own: it shows the open document.
#[derive(Clone, Copy, Debug)]
pub struct Reader;

impl Screen for Reader {
    fn word(&self, app: &App) -> &'static str {
        match app.doc() {
            Some(doc) if doc.read_only.is_some() => "READ ONLY",
            Some(doc) if doc.view.focus.is_some() => "REVIEW",
            _ => "READ",
        }
    }

    fn hints(&self, app: &App, page: &PageLayout) -> Vec<Hint> {
        let mut hints = reader_hints(app, page);
        if let Some(split) = &app.split {
            // What two panes have in common stands before what is seldom needed; leaving closes one.
            let word = |action: Action, word: &str| Hint::of(app, Scope::Reader, action, word);
            let wide = page.size.width >= 100;
            hints.retain(|hint| !["quit", "close"].contains(&hint.word.as_str()));
            let later = |hint: &Hint| ["claim", "note", "speakers", "export", "help"].contains(&hint.word.as_str());
            let at = hints.iter().position(later).unwrap_or(hints.len());
            let tie = if split.tie.is_some() { "tied" } else { "tie" };
            hints.splice(at..at, [word(Action::Tie, tie), word(Action::Quit, "close it")]);
            // Where there is little room for hints the way over is not the first to go.
            let at = if wide { at } else { at.min(if page.size.width < 60 { 1 } else { 2 }) };
            hints.insert(at, word(Action::OtherPane, Arrangement::of(page.size).other()));
        }
        hints
    }

    fn draw(&self, _app: &App, _page: &PageLayout, _buffer: &mut Buffer) -> Drawn {
        Drawn::default()
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Text
    }

    fn position(&self, app: &App, page: &PageLayout) -> String {
        app.doc().map(|doc| share(app, doc, page)).unwrap_or_default()
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if key.typed().is_some() {
            let help = app.key(Scope::Reader, Action::Open(Scope::Help));
            app.say(format!("{key} means nothing here   {help} shows every key"));
        }
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        Response::stay().with(keys::act(app, action, stamp))
    }

    fn escape(&mut self, app: &mut App, _stamp: &Stamp) -> Response {
        Response::stay().with(keys::escape(app))
    }
}

/// Open suggestions from which on the lists of many are hinted at.
const MANY: usize = 20;

/// Text that is read in a minute: 230 words of 6 letters with their blank.
const BYTES_A_MINUTE: u64 = 230 * 6;

/// How much of the text lies above the last row, and how long the rest takes.
fn share(app: &App, doc: &OpenDocument, page: &PageLayout) -> String {
    if doc.layout.is_empty() {
        return String::new();
    }
    let text = doc.reading.document().text();
    let height = app.page().map_or(1, |page| usize::from(page.text.height));
    let bottom = doc.layout.down(doc.view.top, height.saturating_sub(1));
    let row = || doc.layout.row(bottom).and_then(|(w, r)| w.rows.get(r).copied());
    let at = if bottom >= doc.layout.end() {
        text.len() as u32
    } else {
        row().map_or_else(|| doc.layout.byte_at(bottom), |row| row.end)
    };
    let end = doc.reading.document().blocks().last().map_or(1, |b| b.span.end.max(1));
    let share = (u64::from(at) * 100 / u64::from(end)).min(100);
    let minutes = u64::from(end.saturating_sub(at)) / BYTES_A_MINUTE;
    let mut parts = vec![format!("{share} %")];
    // How long the rest takes, where there is room and something left to tell.
    if page.size.width >= 100 && minutes > 0 {
        let left = if minutes < 90 { format!("{minutes} min") } else { format!("{} h", (minutes + 30) / 60) };
        parts.push(format!("{left} left"));
    }
    // Page or time of the words in focus, else of the first row, as the source numbers them.
    if page.size.width >= 60 {
        let at = place::at_hand(app, doc);
        parts.extend(doc.reading.document().locator_at(at).map(Locator::in_words));
    }
    parts.reverse();
    parts.join("   ")
}

fn reader_hints(app: &App, page: &PageLayout) -> Vec<Hint> {
    let narrow = page.size.width < 100 || app.split.is_some();
    let word = |action: Action, word: &str| Hint::of(app, Scope::Reader, action, word);
    let Stage::Open(doc) = &app.stage else {
        let first = match app.stage {
            Stage::Loading => Some(word(Action::Escape, "stop")),
            Stage::Failed(_) => Some(word(Action::Reload, "read again")),
            Stage::Library | Stage::Open(_) => None,
        };
        return first
            .into_iter()
            .chain([word(Action::Open(Scope::Help), "help"), word(Action::Quit, "quit")])
            .collect();
    };
    if doc.is_truncated() {
        return vec![
            word(Action::Open(Scope::Search), "search"),
            word(Action::Reload, "read again"),
            word(Action::Open(Scope::Help), "help"),
            word(Action::Quit, "quit"),
        ];
    }
    if doc.read_only.is_some() {
        return vec![
            word(Action::NextOpen, "next"),
            word(Action::Open(Scope::Search), "search"),
            word(Action::Copy, "copy"),
            word(Action::Open(Scope::Export), "export"),
            word(Action::Open(Scope::Help), "help"),
            word(Action::Quit, "quit"),
        ];
    }
    // Where a recording can be played from these words.
    let plays = !app.player.is_empty() && doc.reading.document().time_at(place::at_hand(app, doc)).is_some();
    let play = plays.then(|| word(Action::Play, "play"));
    let Some(focus) = &doc.view.focus else {
        let open = doc.reading.next_open(0, None).is_some();
        let mut out = Vec::new();
        if !doc.reading.has_items() {
            out.push(word(Action::Open(Scope::Select), "select words"));
        } else if open {
            out.push(word(Action::Confirm, "review"));
            out.push(word(Action::NextStatement, "next quotation"));
        } else {
            out.push(word(Action::NextStatement, "next quotation"));
        }
        out.extend(play);
        out.push(word(Action::Open(Scope::Speakers), "speakers"));
        out.push(word(Action::Open(Scope::Export), "export"));
        out.push(word(Action::Open(Scope::Search), "search"));
        out.push(word(Action::Open(Scope::Help), "help"));
        let leads_back = app.split.is_none() && find::leads_back(app);
        let leaves = if app.library.is_some() { "close" } else { "quit" };
        out.push(word(Action::Quit, if leads_back { "back to what was found" } else { leaves }));
        return out;
    };
    let mut out = Vec::new();
    if let Some(attribution) = doc.reading.suggestion(focus) {
        out.push(word(Action::Confirm, "confirm"));
        // Whose turns the source names needs no look at each.
        let (done, all) = doc.reading.progress();
        if attribution.is_named_by_source() && all - done >= MANY {
            out.push(word(Action::Open(Scope::Sure), if narrow { "many" } else { "many at once" }));
        }
        out.extend(play);
        let others = doc.reading.others(attribution).len().min(8);
        if others > 0 && page.dock.is_none() {
            let digits = (2..others + 2).take(2).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
            out.push(Hint::new(digits, if narrow { "other" } else { "other speaker" }));
        }
        out.push(word(Action::Open(Scope::Speaker), "someone else"));
        let no = if page.dock.is_some() { "no quote" } else { "not a quote" };
        out.push(word(Action::Reject, no));
    } else {
        out.push(word(Action::Confirm, "next"));
        out.extend(play);
        let others = doc.choices(focus).len().min(8);
        if others > 0 && page.dock.is_none() {
            let digits = (2..others + 2).take(2).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
            out.push(Hint::new(digits, if narrow { "other" } else { "other speaker" }));
        }
        out.push(word(Action::Open(Scope::Speaker), "someone else"));
        out.push(word(Action::Reject, "remove"));
    }
    out.push(word(Action::Open(Scope::Claim), "claim"));
    out.push(word(Action::Open(Scope::Note), "note"));
    out.push(word(Action::Open(Scope::Help), "help"));
    if !doc.save.kept {
        out.push(word(Action::Quit, "quit"));
    }
    out
}
