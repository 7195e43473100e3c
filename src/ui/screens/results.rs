//! Every match of a search in its context, a row each, the words found below each other, and below these what is nearly so:
//! going there, labelling one or all, copying and writing them as a list of quotations.

mod draw;

use super::{Layer, Mode, Response, Scope, Screen, find, search, sure, write_list};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::label::LabelMenu;
use crate::ui::screens::scratch::steps;
use crate::ui::search::{MatchRow, Matches, NearState};
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::{clipboard, decide, motion, place};
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::export::Quotation;
use sayso_core::reading::ItemId;
use sayso_core::span::Span;
use std::collections::{BTreeSet, HashMap};

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsView {
    /// The row under the bar.
    pub at: usize,
    /// Who says how many of the matches, most first; counted once all are known.
    voices: Option<Vec<(String, usize)>>,
}

impl ResultsView {
    /// The list with the bar on a row. O(matches · log items).
    pub fn at(app: &App, at: usize) -> Self {
        let mut view = Self { at, voices: None };
        view.refresh(app);
        view
    }
}

/// Who says how many of the matches, near ones too, most first.
fn voices(doc: &OpenDocument, found: &Matches) -> Vec<(String, usize)> {
    let mut by: HashMap<String, usize> = HashMap::new();
    for span in found.spans.iter().copied().chain(found.near().iter().map(|near| near.span)) {
        let item = doc.reading.statement_around(span);
        let name = item.map(|item| doc.reading.speaker_name(&item)).filter(|name| !name.is_empty());
        *by.entry(name.unwrap_or_else(|| "nobody".to_owned())).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = by.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

impl Screen for ResultsView {
    /// At the current match; where nothing is searched any more, what was searched last is once more.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        if app.doc().is_some_and(|doc| doc.search.found.is_none()) {
            effects.extend(search::last_again(app));
        }
        effects.extend(search::ask_near(app));
        match app.doc().and_then(|d| d.search.found.as_ref()) {
            Some(found) if found.rows() > 0 || found.near == NearState::Looking => {
                let row = found.current_row();
                app.message = None;
                app.mode = Mode::Results(Self::at(app, row));
            }
            Some(found) if found.counting => app.say("Still searching; in a moment"),
            Some(found) => {
                let text = found.query.not_found();
                app.say(text);
            }
            None => search::nothing_searched(app),
        }
        effects
    }

    fn word(&self, _app: &App) -> &'static str {
        "RESULTS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::Open(Scope::Search),
            Action::MarkRow,
            Action::Copy,
            Action::Open(Scope::Find),
            Action::Open(Scope::Label),
            Action::LabelAll,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        hints(app, Scope::Results, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::results(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        match found(app).map_or(0, |found| found.marked.len()) {
            0 => position_in(self.at, self.rows(app)),
            marked => format!("{marked} marked"),
        }
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        found(app).map_or(0, Matches::rows)
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Open(Scope::Sure) => confirm(app, stamp),
            Action::Open(Scope::Search) => {
                search::open_over_list(app);
                Response::close()
            }
            Action::Accept => self.go(app),
            Action::Open(Scope::Find) => {
                let words = found(app).map(|found| find::typed(&found.query)).unwrap_or_default();
                Response::close().with(find::open_with(app, &words))
            }
            Action::Open(Scope::Label) | Action::LabelAll => self.label(app, action, stamp),
            Action::MarkRow | Action::MarkAll => {
                self.mark(app, action == Action::MarkAll);
                Response::stay()
            }
            Action::Copy => {
                let quotations = self.quotations(app);
                Response::stay().with(clipboard::copy_list(app, &quotations, 0))
            }
            Action::AddToScratch => {
                let mut passages = self.passages(app);
                passages.dedup();
                Response::stay().with(steps::add_passages(app, &passages))
            }
            Action::Open(Scope::WriteList) => {
                let quotations = self.quotations(app);
                let title = found(app).map(|found| found.query.title()).unwrap_or_default();
                write_list::open_over(app, &title, &quotations)
            }
            action => self.shared(app, action, stamp),
        }
    }

    /// Drops the marks; then leaves.
    fn leave(&mut self, app: &mut App) -> Response {
        let found = app.doc_mut().and_then(|doc| doc.search.found.as_mut());
        let marked = found.map(|found| std::mem::take(&mut found.marked)).unwrap_or_default();
        if marked.is_empty() { Response::close() } else { Response::stay() }
    }

    fn refresh(&mut self, app: &App) {
        let found = app.doc().and_then(|d| Some((d, d.search.found.as_ref()?)));
        self.voices = found.filter(|(_, found)| !found.counting).map(|(doc, found)| voices(doc, found));
    }

    /// Of a head not all matches are known.
    fn text_loaded(&mut self, _app: &mut App) -> Response {
        Response::close()
    }
}

/// What is listed.
fn found(app: &App) -> Option<&Matches> {
    app.doc()?.search.found.as_ref()
}

impl ResultsView {
    /// Goes to the match under the bar.
    fn go(&self, app: &mut App) -> Response {
        let Some(found) = app.doc_mut().and_then(|d| d.search.found.as_mut()) else { return Response::stay() };
        let Some(span) = found.row(self.at).map(MatchRow::span) else { return Response::stay() };
        found.go_to(self.at);
        motion::jump(app, span);
        motion::focus_at(app, span);
        place::look_at(app, span);
        Response::close()
    }

    /// Gives the match under the bar a label, or every match that is not only near.
    fn label(&self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let Some(found) = found(app) else { return Response::stay() };
        let Some(span) = found.row(self.at).map(MatchRow::span) else { return Response::stay() };
        let spans = match action {
            Action::LabelAll if found.counting => {
                app.say("Still searching; in a moment");
                return Response::stay();
            }
            Action::LabelAll if found.spans.is_empty() => {
                let one = app.key(Scope::Results, Action::Open(Scope::Label));
                app.say(format!("These are only near matches: {one} labels the one under the bar"));
                return Response::stay();
            }
            Action::LabelAll => found.spans.clone(),
            _ => vec![span],
        };
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        app.mode = Mode::Label(LabelMenu { spans, change: Vec::new(), at: 0 });
        Response::under()
    }

    /// Marks the row under the bar, or all, or takes the marks away.
    fn mark(&mut self, app: &mut App, all: bool) {
        let rows = self.rows(app);
        let Some(found) = app.doc_mut().and_then(|d| d.search.found.as_mut()) else { return };
        if found.counting || found.near == NearState::Looking {
            // What is found later would move the rows.
            app.say("Still searching; in a moment");
            return;
        }
        if all {
            found.marked = if found.marked.len() == rows { BTreeSet::new() } else { (0..rows).collect() };
            return;
        }
        if self.at < rows {
            if !found.marked.remove(&self.at) {
                found.marked.insert(self.at);
            }
            self.step(app, 1);
        }
    }

    /// The marked rows as quotations, or the one under the bar: each the words its match is about. Matches in the same words
    /// are one quotation.
    fn quotations(&self, app: &App) -> Vec<Quotation> {
        let mut out: Vec<Quotation> = Vec::new();
        let mut last: Option<Span> = None;
        for (words, item) in self.passages(app) {
            if last != Some(words) {
                out.extend(clipboard::quotation(app, &[words], item.as_ref()));
            }
            last = Some(words);
        }
        out
    }

    /// The words that the marked rows are about, or the one under the bar, with the statement they belong to.
    fn passages(&self, app: &App) -> Vec<(Span, Option<ItemId>)> {
        let (Some(doc), Some(found)) = (app.doc(), found(app)) else { return Vec::new() };
        let rows: Vec<usize> =
            if found.marked.is_empty() { vec![self.at] } else { found.marked.iter().copied().collect() };
        rows.into_iter().filter_map(|n| found.row(n)).map(|row| place::passage_of(doc, row.span())).collect()
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
