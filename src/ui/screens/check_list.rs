//! All quotations that were checked, in rows under tabs: what is wrong, cannot be checked, is right, was decided.

mod draw;

use super::check::{self, CheckView};
use super::{Input, Layer, Response, Scope, Screen, write_list};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::checks::Checked;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::Reading;
use sayso_core::verify::Side;
use std::path::PathBuf;

/// Which of the quotations are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CheckTab {
    /// One of the three answers.
    Of(Side),
    /// What a person decided about, whatever the answer.
    Decided,
}

impl CheckTab {
    const ALL: [Self; 4] = [Self::Of(Side::Finding), Self::Of(Side::Open), Self::Of(Side::Sound), Self::Decided];

    const fn title(self) -> &'static str {
        match self {
            Self::Of(Side::Finding) => "wrong",
            Self::Of(Side::Open) => "cannot check",
            Self::Of(Side::Sound) => "right",
            Self::Decided => "decided",
        }
    }

    /// The quotations under it, in reading order. O(quotations · log decisions).
    fn rows(self, found: &Checked, reading: &Reading) -> Vec<usize> {
        let is_under = |(n, check): &(usize, &sayso_core::verify::Check)| match self {
            Self::Of(side) => check.verdict.side() == side,
            Self::Decided => found.decision(reading, *n).is_some(),
        };
        found.checks.iter().enumerate().filter(is_under).map(|(n, _)| n).collect()
    }
}

/// The list.
#[derive(Debug)]
pub struct CheckList {
    tab: usize,
    /// The quotations under each tab.
    rows: [Vec<usize>; 4],
    /// The row under the bar.
    row: usize,
    /// The quotation that was looked at when it was opened.
    from: usize,
    /// The quotation under the bar, and the reason while it is typed.
    view: CheckView,
}

impl CheckList {
    /// The list with the bar on a quotation, under the tab of its answer; `None` where nothing was checked.
    pub fn of(app: &App, at: usize) -> Option<Self> {
        let found = app.doc()?.checks.found.as_ref().filter(|found| !found.checks.is_empty())?;
        let side = found.checks.get(at).map(|check| check.verdict.side());
        let tab = CheckTab::ALL.iter().position(|tab| side.is_some_and(|side| *tab == CheckTab::Of(side)));
        let view = CheckView::of(at);
        let mut list = Self { tab: tab.unwrap_or(0), rows: Default::default(), row: 0, from: at, view };
        list.look(app);
        Some(list)
    }

    /// The quotations under the tab.
    fn shown(&self) -> &[usize] {
        self.rows.get(self.tab).map_or(&[], Vec::as_slice)
    }

    /// The tabs with rows, each with its number.
    fn tabs(&self) -> impl Iterator<Item = (usize, CheckTab, usize)> {
        let all = CheckTab::ALL.into_iter().zip(&self.rows).enumerate();
        all.map(|(n, (tab, rows))| (n, tab, rows.len())).filter(|(.., count)| *count > 0)
    }

    /// Finds the rows anew; the bar stays on its quotation, as long as that is under the tab.
    fn look(&mut self, app: &App) {
        let Some((doc, found)) = app.doc().and_then(|doc| Some((doc, doc.checks.found.as_ref()?))) else { return };
        self.rows = CheckTab::ALL.map(|tab| tab.rows(found, &doc.reading));
        if self.shown().is_empty() {
            let first = self.tabs().next().map_or(0, |(n, ..)| n);
            self.tab = first;
        }
        let behind = self.shown().partition_point(|n| *n < self.view.at);
        self.row = behind.min(self.shown().len().saturating_sub(1));
        self.stand();
    }

    /// The quotation is that of the bar.
    fn stand(&mut self) {
        if let Some(at) = self.shown().get(self.row) {
            self.view.at = *at;
        }
    }

    /// The next tab with rows, or the one before; round at the ends.
    fn turn(&mut self, forward: bool) {
        let all: Vec<usize> = self.tabs().map(|(n, ..)| n).collect();
        let at = all.iter().position(|n| *n == self.tab).unwrap_or(0);
        let step = if forward { 1 } else { all.len().saturating_sub(1) };
        if let Some(tab) = all.get((at + step) % all.len().max(1)) {
            (self.tab, self.row) = (*tab, 0);
            self.stand();
        }
    }

    /// Asks where a report is written.
    fn write(app: &mut App) -> Response {
        let Some(doc) = app.doc() else { return Response::stay() };
        let Some(found) = &doc.checks.found else { return Response::stay() };
        let verification = found.verification(&app.name, &doc.reading);
        let folder = doc.save.sidecar.parent().map(PathBuf::from).unwrap_or_default();
        let path = folder.join(format!("{}.checked.html", app.name));
        write_list::open_checks(app, &path, verification)
    }
}

impl Screen for CheckList {
    fn word(&self, _app: &App) -> &'static str {
        if self.view.reason.is_some() { "REASON" } else { "CHECKED" }
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.view.reason.is_some() {
            let of = |action: Action, word: &str| Hint::of(app, Scope::Checks, action, word);
            return vec![of(Action::Accept, "keep it"), of(Action::Escape, "back")];
        }
        let all = [
            Action::Accept,
            Action::Reject,
            Action::NextField,
            Action::Open(Scope::WriteList),
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let can_keep = !matches!(CheckTab::ALL.get(self.tab), Some(CheckTab::Of(Side::Sound)));
        let mut out = hints(app, Scope::Checks, &all);
        out.retain(|hint| can_keep || hint.word != "fine as it is…");
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::list(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.row, self.shown().len())
    }

    fn input(&self) -> Input {
        if self.view.reason.is_some() { Input::Line } else { Input::Keys }
    }

    fn field(&mut self) -> Option<&mut LineField> {
        self.view.reason.as_mut()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn rows(&self, _app: &App) -> usize {
        self.shown().len()
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn page_rows(&self) -> i32 {
        4
    }

    fn moved(&mut self, _app: &mut App) {
        self.view.reason = None;
        self.stand();
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if self.view.reason.is_some() {
            return match action {
                Action::Accept => {
                    let effects = self.view.keep_typed(app, stamp).unwrap_or_default();
                    self.look(app);
                    Response::stay().with(effects)
                }
                Action::Escape => {
                    self.view.reason = None;
                    Response::stay()
                }
                _ => Response::stay(),
            };
        }
        match action {
            Action::Accept => Response::close().with(check::open_at(app, self.view.at)),
            Action::Reject => {
                self.view.ask_reason(app, stamp);
                Response::stay()
            }
            Action::NextField | Action::PreviousField => {
                self.turn(action == Action::NextField);
                Response::stay()
            }
            Action::Open(Scope::WriteList) => Self::write(app),
            action => self.shared(app, action, stamp),
        }
    }

    /// Back to the quotation that it was opened on.
    fn leave(&mut self, app: &mut App) -> Response {
        Response::close().with(check::open_at(app, self.from))
    }

    fn refresh(&mut self, app: &App) {
        self.look(app);
    }
}

/// The list, read aloud: a sentence for each tab with rows.
pub fn in_sentences(app: &App) -> Vec<String> {
    let Some((doc, list)) = app.doc().zip(CheckList::of(app, 0)) else { return Vec::new() };
    let Some(found) = &doc.checks.found else { return Vec::new() };
    let mut out = Vec::new();
    for (tab, title, count) in list.tabs() {
        out.push(format!("{}, {count}:", title.title()));
        for n in list.rows.get(tab).into_iter().flatten() {
            out.extend(draw::sentence(found, &doc.reading, *n));
        }
    }
    out
}
