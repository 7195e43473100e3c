//! What happens: events become actions, actions change the state and ask for effects.
//!
//! Everything here is pure but for the state: time and dice come in as a [`Stamp`], effects go out as values.

mod annotations;
mod claim;
mod decide;
mod export;
mod label;
mod library;
mod motion;
mod outline;
mod pace;
mod past;
mod pasted;
mod place;
mod places;
mod results;
mod search;
mod select;
mod sheets;
mod speakers;
mod views;

use super::action::{Action, Scope};
use super::app::{App, Message, Mode, Saving, Stage};
use super::commands::named;
use super::keymap::{Key, Lookup};
use super::view;
use crate::project::open::ReadOnly;
use crate::store::Report;
use sayso_core::annotation::{Change, Stamp};
use std::sync::Arc;

pub use super::event::{Effect, Event};
pub use claim::length as note_length;
pub use library::note_open_one;
pub use motion::{focus, focus_at, relayout, resized, with_context};
pub use pace::{MAX_TYPED_TOGETHER, behind, is_text_field, leaves, only_moves};
pub use place::{choices, is_two as is_two_versions};
pub use views::{come_back, is_typing, refresh};

/// Takes one event.
pub fn handle(app: &mut App, event: Event, stamp: &Stamp) -> Vec<Effect> {
    // What the writer, the library and the search report changes nothing that a key could decide about.
    let is_news = !matches!(event, Event::Saved(_) | Event::Known(..) | Event::Found(..));
    let effects = take(app, event, stamp);
    come_back(app);
    if is_news {
        behind(app);
    }
    effects
}

fn take(app: &mut App, event: Event, stamp: &Stamp) -> Vec<Effect> {
    if matches!(event, Event::Key(_) | Event::Burst(_) | Event::Wheel(_) | Event::Click(..))
        && let Some(desk) = app.desk_mut()
    {
        // Whoever moves is not carried away to where they were last time.
        desk.restore = false;
    }
    match event {
        Event::Key(key) => pressed(app, key, stamp),
        Event::Burst(keys) => pace::burst(app, &keys, stamp),
        Event::Paste(text) => pasted::pasted(app, &text),
        Event::Wheel(rows) => wheel(app, rows, stamp),
        Event::Found(search, spans) => {
            search::found(app, search, spans);
            Vec::new()
        }
        Event::Edited(Ok(text)) => {
            sheets::edited(app, &text);
            Vec::new()
        }
        Event::Edited(Err(why)) => {
            app.warn(why);
            Vec::new()
        }
        Event::Changed => changed(app),
        Event::FolderListed(library) => {
            app.library = Some(library);
            note_open_one(app);
            library::open(app);
            Vec::new()
        }
        Event::Known(path, known, opened) => {
            library::known(app, &path, known, opened);
            Vec::new()
        }
        Event::Click(column, row) => select::click(app, column, row, stamp),
        Event::Drag(column, row) => {
            select::drag(app, column, row);
            Vec::new()
        }
        Event::Resize(width, height) => {
            resized(app, width, height);
            Vec::new()
        }
        Event::Saved(report) => saved(app, report),
        Event::Exported(Ok((path, lost))) => {
            if let Mode::Export(sheet) = std::mem::replace(&mut app.mode, Mode::Read)
                && let Some(desk) = app.desk_mut()
            {
                desk.exported = Some((sheet.at, path.clone()));
            }
            let count = app.desk().map_or(0, |d| d.reading.set().iter().filter(|a| !a.is_rejected()).count());
            let shown = if count == 1 { "1 annotation".to_owned() } else { format!("{count} annotations") };
            let key = app.keymap.shown(Scope::Reader, Action::ExportAgain).to_owned();
            let mut text = format!("Exported {shown} to {}", path.display());
            // What the format cannot carry is more than a detail.
            for sentence in &lost {
                text = format!("{text}. {}", sentence.trim_end_matches('.'));
            }
            app.message = Some(Message { text, key: Some((key, "again later")), warns: !lost.is_empty() });
            Vec::new()
        }
        Event::Exported(Err(why)) => {
            app.warn(why);
            Vec::new()
        }
        Event::End => {
            if let Some(desk) = app.desk_mut() {
                desk.leaving = true;
            }
            vec![Effect::Quit]
        }
    }
}

/// The wheel: rows of the text, or of the list that is open.
fn wheel(app: &mut App, rows: i32, stamp: &Stamp) -> Vec<Effect> {
    let action = if rows > 0 { Action::NextRow } else { Action::PreviousRow };
    match &app.mode {
        Mode::Read | Mode::Select(_) | Mode::Place(_) | Mode::Why(_) => motion::scroll(app, rows),
        _ => return update(app, action, stamp),
    }
    Vec::new()
}

/// The file is another now: read again at once when the person wants that and nothing is open that it would close.
fn changed(app: &mut App) -> Vec<Effect> {
    let idle = matches!(app.mode, Mode::Read) && app.beneath.is_none();
    let follow = app.follow && idle;
    let key = app.keymap.shown(Scope::Reader, Action::Reload).to_owned();
    let Some(desk) = app.desk_mut() else { return Vec::new() };
    if follow {
        return vec![Effect::Reload];
    }
    if !std::mem::replace(&mut desk.changed, true) {
        app.message = Some(Message {
            text: "The file was changed on the disk".to_owned(),
            key: Some((key, "read it again")),
            warns: false,
        });
    }
    Vec::new()
}

/// Takes a step back, or does it again.
fn step(app: &mut App, stamp: &Stamp, again: bool) -> Vec<Effect> {
    if again { decide::redo(app, stamp) } else { decide::undo(app, stamp) }
}

fn saved(app: &mut App, report: Report) -> Vec<Effect> {
    let Some(desk) = app.desk_mut() else { return Vec::new() };
    match report {
        Report::Saved(number) => {
            desk.saving = match desk.saving {
                Saving::Waiting(_, last, slow) if last > number => Saving::Waiting(number, last, slow),
                Saving::Failed(_, last) if last > number => Saving::Waiting(number, last, true),
                _ => Saving::Saved,
            };
            // A later merge will have these.
            if !desk.joining {
                desk.after_merge.retain(|(n, _)| *n > number);
            }
        }
        Report::Failed(why) => {
            let last = match desk.saving {
                Saving::Waiting(_, last, _) | Saving::Failed(_, last) => last,
                Saving::Saved => 0,
            };
            desk.saving = Saving::Failed(why, last);
        }
        Report::Held(why) => desk.held = Some(why),
        Report::Folded => desk.held = None,
        Report::Notice(text) => app.say(text),
        Report::Merged(number, set, clashes) => {
            let both = match clashes {
                0 => String::new(),
                n => format!(", {n} of them changed on two sides"),
            };
            app.say(format!("Somebody else changed the annotations too; theirs are shown as well{both}"));
            if let Some(desk) = app.desk_mut() {
                (desk.joining, desk.joins) = (true, desk.joins + 1);
            }
            return vec![Effect::Join(number, *set)];
        }
    }
    Vec::new()
}

/// A change was handed to the writer under a number; without one nobody took it.
pub fn handed_over(app: &mut App, number: Option<u64>, change: Arc<Change>) {
    let Some(desk) = app.desk_mut() else { return };
    let Some(number) = number else {
        desk.saving = Saving::Failed("there is no writer".to_owned(), 0);
        return;
    };
    desk.after_merge.push((number, change));
    match &mut desk.saving {
        Saving::Saved => desk.saving = Saving::Waiting(number - 1, number, false),
        Saving::Waiting(_, last, _) | Saving::Failed(_, last) => *last = number,
    }
}

/// The document is open: what a better loader moved is written down at once.
pub fn after_opening(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let improved =
        app.desk().is_some_and(|d| d.read_only.is_none() && d.reading.is_same_file() && d.reading.text_changed());
    if !improved {
        return Vec::new();
    }
    decide::settle(app, stamp);
    let owed = app.desk_mut().map(|d| std::mem::take(&mut d.owed)).unwrap_or_default();
    owed.into_iter().map(Effect::Keep).collect()
}

/// What was done before is known: a step back that was asked for is done.
pub fn after_past(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let waits = app.desk_mut().is_some_and(|desk| std::mem::take(&mut desk.undo_waits));
    if !waits {
        return Vec::new();
    }
    behind(app);
    decide::undo(app, stamp)
}

/// The other window has left.
pub fn free(app: &mut App) {
    let take = app.keymap.shown(Scope::Reader, Action::Reload).to_owned();
    let Some(desk) = app.desk_mut() else { return };
    let left = ReadOnly::Left;
    let text = left.in_words(&take);
    desk.read_only = Some(left);
    app.say(text);
}

/// Saving takes long enough to be told.
pub fn slow(app: &mut App) {
    if let Some(desk) = app.desk_mut()
        && let Saving::Waiting(_, _, slow) = &mut desk.saving
    {
        *slow = true;
    }
}

/// Whether saving takes a moment that may have to be told.
pub fn is_saving(app: &App) -> bool {
    app.desk().is_some_and(|d| matches!(d.saving, Saving::Waiting(_, _, false)))
}

fn pressed(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    app.message = None;
    if !app.shown && !pace::may_be_early(app, key) {
        return pace::ignore(app);
    }
    let scope = app.mode.scope();
    // Text goes to the field first where there is one; only what types nothing is looked up.
    if app.pending.is_empty() && sheets::types(app, key) {
        return sheets::typed(app, key, stamp);
    }
    app.pending.push(key);
    let keys = std::mem::take(&mut app.pending);
    match app.keymap.lookup(scope, &keys) {
        Lookup::Action(action) => update(app, action, stamp),
        Lookup::Pending => {
            app.pending = keys;
            Vec::new()
        }
        Lookup::Nothing if keys.len() == 1 => sheets::typed(app, key, stamp),
        Lookup::Nothing => {
            let shown = keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
            app.say(format!("{shown} means nothing here"));
            Vec::new()
        }
    }
}

/// Runs the command of a name, from the palette or the help.
pub fn run_named(app: &mut App, name: &str, stamp: &Stamp) -> Vec<Effect> {
    named(name).map_or_else(Vec::new, |command| update(app, command.action, stamp))
}

/// Does one action.
pub fn update(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    if let Some(desk) = app.desk_mut() {
        if action != Action::Reject {
            desk.armed = None;
        }
        desk.leaving &= action == Action::Quit;
        desk.undo_waits &= action == Action::Undo;
    }
    if let Some(effects) = views::act(app, action, stamp) {
        return effects;
    }
    match action {
        Action::Escape if is_reading(app) => return vec![Effect::Stop],
        Action::Confirm => return decide::confirm(app, stamp),
        Action::Choose(n) if app.mode.scope() == Scope::Place => return place::choose(app, usize::from(n) - 1, stamp),
        Action::Choose(n) => return decide::choose(app, n, stamp),
        Action::Reject if app.mode.scope() == Scope::Place => return place::remove(app, stamp),
        Action::Reject => return decide::reject(app, stamp),
        Action::Undo => return decide::undo(app, stamp),
        Action::Redo => return decide::redo(app, stamp),
        Action::ConfirmSure => decide::list_sure(app, stamp),
        Action::PickSpeaker => label::pick_speaker(app, stamp),
        Action::Claim | Action::Rate => return claim::open(app, stamp),
        Action::Note => label::note(app, stamp),
        Action::Label => return label::label_menu(app, stamp),
        Action::LabelAgain => return label::label_again(app, stamp),
        Action::LabelPerson => label::label_person(app, stamp),
        Action::Why => sheets::why(app),
        Action::NextStatement => motion::step(app, true, false),
        Action::PreviousStatement => motion::step(app, false, false),
        Action::NextOpen => motion::step(app, true, true),
        Action::PreviousOpen => motion::step(app, false, true),
        Action::Down => motion::scroll(app, 1),
        Action::Up => motion::scroll(app, -1),
        Action::PageDown if app.mode.scope() == Scope::Help => sheets::move_bar(app, 12),
        Action::PageUp if app.mode.scope() == Scope::Help => sheets::move_bar(app, -12),
        Action::PageDown if app.mode.scope() == Scope::History => past::move_bar(app, 12),
        Action::PageUp if app.mode.scope() == Scope::History => past::move_bar(app, -12),
        Action::PageDown => motion::scroll_pages(app, 2),
        Action::PageUp => motion::scroll_pages(app, -2),
        Action::HalfDown => motion::scroll_pages(app, 1),
        Action::HalfUp => motion::scroll_pages(app, -1),
        Action::Top => motion::to_end(app, false),
        Action::Bottom => motion::to_end(app, true),
        Action::NextParagraph => motion::paragraph(app, true),
        Action::PreviousParagraph => motion::paragraph(app, false),
        Action::NextSentence => motion::sentence(app, true),
        Action::PreviousSentence => motion::sentence(app, false),
        Action::Back => motion::back(app),
        Action::Forward => motion::forward(app),
        Action::Search if app.mode.scope() == Scope::Select => return search::selected(app),
        Action::Search => search::open(app),
        Action::SearchWord => return search::toggle(app, false),
        Action::SearchRegex => return search::toggle(app, true),
        Action::NextMatch => search::step(app, true),
        Action::PreviousMatch => search::step(app, false),
        Action::Results if app.mode.scope() == Scope::Search => return search::to_results(app),
        Action::Results => results::open(app),
        Action::Speakers => speakers::open(app),
        Action::Annotations => views::open_annotations(app),
        Action::Outline => outline::open(app),
        Action::Library => return library::open_or_ask(app),
        Action::NextDocument => return library::next(app),
        Action::SetMark => places::await_letter(app, false),
        Action::GoToMark => places::await_letter(app, true),
        Action::FollowLink => return places::links(app),
        Action::QueueOrder => motion::queue_order(app),
        Action::ChangeWords => select::change_words(app, stamp),
        Action::AddPart => select::add_part(app),
        Action::ToggleMargin => motion::toggle_margin(app),
        Action::Justify => motion::toggle_justify(app),
        Action::Hyphenate => motion::toggle_hyphens(app),
        Action::Editor => return sheets::editor(app),
        Action::ExportAgain => return export::again(app),
        Action::Attributes => label::attributes(app, stamp),
        Action::Select if app.mode.scope() == Scope::Place => place::select(app),
        Action::Select => select::begin(app),
        Action::Copy => return select::copy(app, false),
        Action::CopyWithPlace => return select::copy(app, true),
        Action::ToggleReported => motion::toggle_weak(app),
        Action::Export => export::open(app),
        Action::Places => place::open(app),
        Action::History => past::open(app),
        Action::NextTheme => next_theme(app),
        Action::Wider => motion::widen(app, 4),
        Action::Narrower => motion::widen(app, -4),
        Action::Reload => return vec![Effect::Reload],
        Action::Help => sheets::help(app),
        Action::Palette => sheets::palette(app),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return quit(app),
        Action::Escape => return sheets::escape(app, stamp),
        Action::Accept => return sheets::accept(app, stamp, true),
        Action::AcceptOnce => return sheets::accept(app, stamp, false),
        Action::NextRow => sheets::move_bar(app, 1),
        Action::PreviousRow => sheets::move_bar(app, -1),
        Action::NextField | Action::PreviousField => {
            let forward = action == Action::NextField;
            match &mut app.mode {
                Mode::Place(_) => place::turn(app, forward),
                Mode::EditSpeaker(sheet) => sheet.turn(forward),
                _ => return claim::turn(app, stamp, forward),
            }
        }
        // Those of the views, which have taken them above.
        Action::First
        | Action::Last
        | Action::Filter
        | Action::Arrange
        | Action::MarkRow
        | Action::MarkAll
        | Action::LabelAll
        | Action::MergeSpeaker
        | Action::EditSpeaker
        | Action::SplitSpeaker => {}
        Action::ExtendRight
        | Action::ExtendLeft
        | Action::ExtendDown
        | Action::ExtendUp
        | Action::ExtendWord
        | Action::ExtendWordBack
        | Action::ExtendWordEnd
        | Action::ExtendSentence
        | Action::ExtendSentenceBack
        | Action::ExtendParagraph
        | Action::ExtendParagraphBack => select::extend(app, action),
        Action::Grow => select::grow(app),
        Action::Shrink => select::shrink(app),
        Action::Whole => select::choose_whole(app),
        Action::OtherEnd => select::other_end(app),
        Action::WholeWord
        | Action::WholeSentence
        | Action::WholeQuotation
        | Action::WholeParagraph
        | Action::WholeName
        | Action::WholeTurn => select::whole(app, action),
    }
    Vec::new()
}

/// Leaves; when something could not be saved, only when asked twice.
fn quit(app: &mut App) -> Vec<Effect> {
    let in_library = app.library.is_some();
    let Some(desk) = app.desk_mut() else {
        return vec![if in_library { Effect::Close } else { Effect::Quit }];
    };
    if let Saving::Failed(why, _) = &desk.saving
        && !desk.leaving
    {
        let text = format!("NOT SAVED: {why}. q again leaves without it");
        desk.leaving = true;
        app.warn(text);
        return Vec::new();
    }
    if app.library.is_some() { vec![Effect::Close] } else { vec![Effect::Quit] }
}

fn next_theme(app: &mut App) {
    if let Some(theme) = app.themes.after(app.theme.name()) {
        app.say(format!("Theme: {}", theme.name()));
        app.theme = theme;
    }
}

/// A frame was drawn: a decision counts for the focus only if its words were on it.
pub fn drawn(app: &mut App) {
    app.shown = true;
    // A view that takes the whole screen shows nothing of the text.
    let height = app.page().filter(|p| !view::covers_text(p, &app.mode)).map(|p| usize::from(p.text.height));
    let Some(desk) = app.desk_mut() else { return };
    let seen = height.is_some_and(|h| desk.focus.as_ref().is_some_and(|f| motion::in_sight(desk, f, h)));
    desk.drawn = if seen { desk.focus.clone() } else { None };
}

/// Puts a document that cannot be shown on the screen.
pub fn failed(app: &mut App, lines: Vec<String>) {
    app.stage = Stage::Failed(lines);
    (app.mode, app.beneath) = (Mode::Read, None);
}

/// The document is being read again: until it is there nothing can be decided about it.
pub fn reading_again(app: &mut App) {
    match &mut app.stage {
        Stage::Open(desk) => desk.detecting = true,
        Stage::Failed(_) => app.stage = Stage::Loading,
        Stage::Library | Stage::Loading => {}
    }
}

/// Whether a document is being read that nothing can be done with yet.
fn is_reading(app: &App) -> bool {
    matches!(app.mode, Mode::Read)
        && match &app.stage {
            Stage::Loading => true,
            Stage::Open(desk) => desk.detecting && desk.is_part(),
            Stage::Library | Stage::Failed(_) => false,
        }
}

/// A text took the place of its head: what was open over it is brought up to date.
pub fn after_loading(app: &mut App) -> Vec<Effect> {
    match &app.mode {
        Mode::Search(_) => search::again(app),
        Mode::Outline(_) => {
            outline::open(app);
            Vec::new()
        }
        Mode::Results(_) => {
            app.mode = Mode::Read;
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The document is closed: the library is shown.
pub fn closed(app: &mut App) {
    note_open_one(app);
    app.stage = Stage::Library;
    (app.mode, app.beneath) = (Mode::Read, None);
    library::open(app);
}

#[cfg(test)]
mod tests;
