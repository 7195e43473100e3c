//! What the keys of the page do.

use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::event::Effect;
use crate::ui::motion::{self, queue, split};
use crate::ui::open_document::Saving;
use crate::ui::pane::Other;
use crate::ui::screens::scratch::steps;
use crate::ui::screens::{
    self, Mode, Scope, Selection, drafts, export, find, label, library, mark, people, resume, search, select, sure,
};
use crate::ui::{clipboard, decide, place};
use sayso_core::annotation::Stamp;

/// Does an action. Those of other screens do nothing here.
pub fn act(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    match action {
        Action::Open(scope) => return screens::open(app, scope, stamp),
        Action::Escape => return escape(app),
        Action::Confirm => return decide::confirm(app, stamp),
        Action::Choose(n) => return decide::choose(app, n, stamp),
        Action::Reject => return decide::reject(app, stamp),
        Action::Undo => return decide::undo(app, stamp),
        Action::Redo => return decide::redo(app, stamp),
        Action::Resume => return resume::resume(app, stamp),
        Action::DropDraft => return drafts::drop_newest(app),
        Action::Rate => return screens::open(app, Scope::Claim, stamp),
        Action::LabelAgain => {
            let spans = place::words_at_hand(app);
            return label::again(app, &spans, &[], stamp).effects;
        }
        Action::NextStatement => motion::step(app, true, false),
        Action::PreviousStatement => motion::step(app, false, false),
        Action::NextOpen => motion::step(app, true, true),
        Action::PreviousOpen => motion::step(app, false, true),
        Action::NextWeak => queue::next_weak(app),
        Action::LessSure => return sure::open_with_guesses(app, stamp),
        Action::Down | Action::NextRow => motion::scroll(app, 1),
        Action::Up | Action::PreviousRow => motion::scroll(app, -1),
        Action::PageDown => motion::scroll_pages(app, 2),
        Action::PageUp => motion::scroll_pages(app, -2),
        Action::HalfDown => motion::scroll_pages(app, 1),
        Action::HalfUp => motion::scroll_pages(app, -1),
        Action::Top | Action::First => motion::to_end(app, false),
        Action::Bottom | Action::Last => motion::to_end(app, true),
        Action::NextParagraph => motion::paragraph(app, true),
        Action::PreviousParagraph => motion::paragraph(app, false),
        Action::NextSentence => motion::sentence(app, true),
        Action::PreviousSentence => motion::sentence(app, false),
        Action::Back if find::leads_back(app) && !motion::may_go_back(app) => find::come_back(app),
        Action::Back if motion::is_at_arrival(app) => return people::come_back(app).unwrap_or_default(),
        Action::Back => motion::back(app),
        Action::SameWords => {
            let spans = place::words_at_hand(app);
            return find::elsewhere(app, &spans);
        }
        Action::Forward => motion::forward(app),
        Action::NextMatch => return search::step(app, true),
        Action::PreviousMatch => return search::step(app, false),
        Action::NextDocument => return library::next(app),
        Action::SetMark => mark::await_letter(app, false),
        Action::GoToMark => mark::await_letter(app, true),
        Action::QueueOrder => motion::queue_order(app),
        Action::Join => return decide::join(app, stamp),
        Action::ChangeWords => select::change_words(app, stamp),
        Action::ToggleMargin => motion::toggle_margin(app),
        Action::TogglePlaces => motion::toggle_places(app),
        Action::Justify => motion::toggle_justify(app),
        Action::Hyphenate => motion::toggle_hyphens(app),
        Action::ExportAgain => return export::again(app, stamp),
        Action::Copy => return clipboard::copy_focus(app, false),
        Action::CopyWithPlace => return clipboard::copy_focus(app, true),
        Action::AddToScratch => return steps::add_at_hand(app),
        Action::Play => return place::play(app),
        Action::ToggleReported => motion::toggle_weak(app),
        Action::NextTheme => next_theme(app),
        Action::Wider => motion::widen(app, 4),
        Action::Narrower => motion::widen(app, -4),
        Action::Reload => return vec![Effect::Reload],
        Action::Editor => return vec![Effect::EditDocument(motion::line_in_sight(app))],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return quit(app),
        Action::OtherPane => return split::other_pane(app, stamp),
        Action::Tie => split::tie::toggle(app),
        Action::ClosePane if app.split.is_some() => return quit(app),
        Action::ClosePane => app.say("Nothing stands beside: there is one page"),
        Action::Extend(caret) => {
            if let Some(mut selection) = Selection::at_hand(app) {
                selection.extend(app, caret);
                app.mode = Mode::Select(selection);
            }
        }
        Action::LabelPerson
        | Action::ExtendOther(_)
        | Action::Grow
        | Action::Shrink
        | Action::AddPart
        | Action::OtherEnd
        | Action::WholeWord
        | Action::WholeSentence
        | Action::WholeQuotation
        | Action::WholeClause
        | Action::WholeParagraph
        | Action::WholeName
        | Action::WholeTurn
        | Action::Accept
        | Action::AcceptOnce
        | Action::NextField
        | Action::PreviousField
        | Action::NextTab
        | Action::PreviousTab
        | Action::SearchWord
        | Action::SearchRegex
        | Action::Filter
        | Action::Arrange
        | Action::OnlyMine
        | Action::MarkRow
        | Action::MarkAll
        | Action::RaiseRow
        | Action::LowerRow
        | Action::Surer
        | Action::LabelAll
        | Action::OtherVersion
        | Action::AllMine
        | Action::AllTheirs
        | Action::MergeSpeaker
        | Action::KeepExample => {}
    }
    Vec::new()
}

/// Stops the reading of a document that nothing can be done with yet; else drops the focus, then the search.
pub fn escape(app: &mut App) -> Vec<Effect> {
    let is_reading = match &app.stage {
        Stage::Loading => true,
        Stage::Open(doc) => doc.detecting && doc.is_truncated(),
        Stage::Library | Stage::Failed(_) => false,
    };
    if is_reading {
        return vec![Effect::Stop];
    }
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let was_focused = doc.view.focus.take().is_some();
    if was_focused {
        return Vec::new();
    }
    let was_found = app.documents_mut().filter_map(|doc| doc.search.found.take()).count() > 0;
    if !was_found {
        let quit = app.key(Scope::Reader, Action::Quit);
        app.say(if app.split.is_some() { format!("{quit} closes this one") } else { format!("{quit} leaves sayso") });
    }
    Vec::new()
}

/// Leaves, or closes one of two panes; when something could not be saved, only when asked twice.
fn quit(app: &mut App) -> Vec<Effect> {
    let leaves = app.key(Scope::Reader, Action::Quit);
    if let Some(effects) = people::come_back(app) {
        return effects;
    }
    if app.split.is_none() && find::leads_back(app) {
        find::come_back(app);
        return Vec::new();
    }
    // Of two places of a document either can go: nothing is closed by it.
    let split = app.split.as_ref().map(|split| &split.other);
    let effect = match split {
        Some(Other::Place(_)) => {
            split::close(app);
            return Vec::new();
        }
        Some(Other::Document(_)) => Effect::ClosePane,
        None if app.library.is_some() => Effect::Close,
        None => Effect::Quit,
    };
    if effect == Effect::Quit && steps::holds_back(app) {
        return Vec::new();
    }
    if let Some(doc) = app.doc_mut()
        && let Saving::Failed(why, _) = &doc.save.state
        && !doc.save.leaving
    {
        let text = format!("NOT SAVED: {why}. {leaves} again leaves without it");
        doc.save.leaving = true;
        app.warn(text);
        return Vec::new();
    }
    vec![effect]
}

fn next_theme(app: &mut App) {
    if let Some(theme) = app.themes.after(app.theme.name()) {
        app.say(format!("Theme: {}", theme.name()));
        app.theme = theme;
    }
}
