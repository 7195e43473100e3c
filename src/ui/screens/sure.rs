//! Many at once: lists of suggestions, shown before they are confirmed together. Each list holds what was open when it was
//! made; rows can be left out, guesses are taken in only by a key of their own, and one undo takes all back.

mod draw;
mod state;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::figures::how_right;
use crate::ui::motion::{self, queue};
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::{Around, Decider, Doubt, Gathered, ItemId};
use sayso_core::span::Span;

pub use state::SureList;

impl Screen for SureList {
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if decide::may_decide(app, stamp) {
            show(app, None, Doubt::Likely);
        }
        look_up(app)
    }

    fn word(&self, _app: &App) -> &'static str {
        "MANY"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::NextField,
            Action::MarkRow,
            Action::LessSure,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let mut out = hints(app, Scope::Sure, &all);
        let lists = self.lists.len();
        out.retain(|hint| hint.word != "list" || lists > 1);
        for hint in &mut out {
            if hint.word == "confirm" {
                hint.word = match self.guesses() {
                    0 => format!("confirm {}", self.count()),
                    guesses => format!("confirm {}, {guesses} ?", self.count()),
                };
            } else if hint.word == "less sure" {
                hint.word = self.taken_in().unwrap_or_default();
            }
        }
        out.retain(|hint| !hint.word.is_empty());
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::lists(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.rows.len())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.rows.len()
    }

    fn goes_round(&self) -> bool {
        false
    }

    /// A click never confirms: on the row under the bar it leaves that out.
    fn row_clicked(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        self.act(app, Action::MarkRow, stamp)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept if self.count() == 0 => {
                let takes = app.key(Scope::Sure, Action::MarkRow);
                app.say(format!("Every row is left out: {takes} takes one in again"));
                Response::stay()
            }
            Action::Accept => {
                // What came in between, an undo that waited for the history, is shown before anything is confirmed.
                if !app.doc().is_some_and(|doc| self.is_as_told(&doc.reading)) {
                    app.say("The list is another by now: nothing was confirmed, look again");
                    return Response::stay();
                }
                Response::close().with(self.confirm(app, stamp))
            }
            Action::MarkRow => {
                self.leave_out();
                Response::stay()
            }
            Action::NextField | Action::PreviousField => {
                if let Some(doc) = app.doc() {
                    self.turn(&doc.reading, action == Action::NextField);
                }
                Response::stay()
            }
            Action::Surer | Action::LessSure => {
                if let Some(doc) = app.doc()
                    && !self.set_doubt(&doc.reading, action == Action::LessSure)
                {
                    let less = action == Action::LessSure;
                    app.say(if less { "Everything is in the list" } else { "Nothing here is surer" });
                }
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }
}

/// Opens the lists with the guesses in them: only where they are asked for.
pub fn open_with_guesses(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if decide::may_decide(app, stamp) {
        show(app, None, Doubt::Guess);
    }
    look_up(app)
}

/// Asks how right suggestions were in the other documents, where lists are shown.
fn look_up(app: &App) -> Vec<Effect> {
    if matches!(app.mode, Mode::Sure(_)) { vec![Effect::FindHowRight] } else { Vec::new() }
}

/// Opens the lists, that of `given` first; says why not where there is nothing to confirm together. Whether they are open.
fn show(app: &mut App, given: Option<(&str, &[ItemId])>, doubt: Doubt) -> bool {
    let Some(doc) = app.doc() else { return false };
    // The statement at hand: in focus, else the first in sight.
    let page = app.page().map_or(1, |p| usize::from(p.text.height));
    let top = doc.layout.byte_at(doc.view.top);
    let first = || doc.reading.next_item(top, None).filter(|i| doc.is_drawn(i) && motion::in_sight(doc, i, page));
    let item = doc.view.focus.clone().or_else(first);
    let found = doc.search.found.as_ref().filter(|found| !found.counting);
    let matches: &[Span] = found.map_or(&[], |found| &found.spans);
    let around = Around { item: item.as_ref(), at: top, matches, given: given.map(|(_, items)| items) };
    let name = item.as_ref().map(|item| doc.reading.speaker_name(item)).unwrap_or_default();
    let words = found.map(|found| found.query.title()).unwrap_or_default();
    let of = given.map(|(title, _)| title.to_owned()).unwrap_or_default();
    let lists = doc.reading.batches(&around);
    let (is_given, here) = (given.is_some(), lists.first().map(|list| (list.of == Gathered::Given, list.rows.len())));
    let guesses = match here {
        Some((true, count)) => count,
        _ if is_given => 0,
        _ => doc.reading.progress().1 - doc.reading.progress().0,
    };
    let list = SureList::new(&doc.reading, lists, doubt, [of, name, words]).filter(|_| !is_given || guesses > 0);
    let Some(list) = list else {
        let with = app.key(Scope::Reader, Action::LessSure);
        match guesses {
            0 if is_given => app.say("Nothing here is left to confirm"),
            0 => queue::all_reviewed(app),
            1 => app.say(format!("Only a guess is left: {with} in the text lists it")),
            n => app.say(format!("Only guesses are left, {n} of them: {with} in the text lists them")),
        }
        return false;
    };
    app.mode = Mode::Sure(list);
    true
}

/// Opens the list of items chosen in another view, over it.
pub fn open_given(app: &mut App, title: &str, items: &[ItemId], stamp: &Stamp) -> Response {
    if decide::may_decide(app, stamp) && show(app, Some((title, items)), Doubt::Likely) {
        let effects = look_up(app);
        Response::under().with(effects)
    } else {
        Response::stay()
    }
}

impl SureList {
    /// How right suggestions were, as a question and its answer.
    pub fn how_right(&self, app: &App) -> (&'static str, String) {
        let others = app.others_right.as_ref().filter(|(path, _)| app.path.as_ref() == Some(path));
        how_right(&self.right, others.map(|(_, others)| others))
    }

    /// Confirms the rows that are not left out, as one step.
    fn confirm(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        let items: Vec<ItemId> = self.chosen().map(|row| row.item()).collect();
        let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
        let Some(mut change) = decider.confirm_all(&items) else { return Vec::new() };
        change.summary = self.summary(items.len());
        let focus = doc.view.focus.clone();
        let top = doc.layout.byte_at(doc.view.top);
        let at = focus.as_ref().and_then(|f| doc.reading.hull(f)).map_or(top, |h| h.start);
        let mut text = change.summary.clone();
        let effects = decide::apply(app, change, stamp);
        let kept = focus.filter(|f| app.doc().is_some_and(|d| d.reading.is_open(f)));
        if let Some(item) = kept {
            motion::focus(app, item);
        } else if let Some(more) = queue::go_on(app, at, None, false) {
            text = format!("{more}.   {text}");
        }
        decide::message_with_undo(app, text);
        effects
    }
}
