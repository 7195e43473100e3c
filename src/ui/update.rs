//! What happens: events become actions, actions change the state and ask for effects.
//!
//! Everything here is pure but for the state: the time and random bytes come in as a [`Stamp`], effects go out as values.

mod begin;
mod mouse;
pub mod pace;
mod working;

use super::action::Action;
use super::app::{App, Message, Stage};
use super::keymap::{Key, Lookup};
use super::open_document::Saving;
use super::scope::Scope;
use super::screens::scratch::steps;
use super::screens::{self, Mode};
use super::start_place::StartPlace;
use super::{decide, frame, motion};
use crate::project::open::ReadOnly;
use crate::store::Report;
use sayso_core::annotation::{Change, Stamp};
use std::sync::Arc;

pub use super::event::{Effect, Event};
pub use super::motion::split::{
    close as close_pane, document_beside, part, path_beside, place_beside, settle, turn_over, with_other,
};
pub use super::motion::{focus, focus_at, relayout, resized, with_context};
pub use super::screens::{come_back, note_open_one, refresh};
pub use pace::{MAX_TYPED_TOGETHER, behind, is_text_field, leaves, only_moves};
pub use working::note_work;

/// Takes one event.
pub fn handle(app: &mut App, event: Event, stamp: &Stamp) -> Vec<Effect> {
    // What the writer, the library and the search report changes nothing that a key could decide about.
    // What is wrong is marked in the margin; decided about only where it is looked at.
    let is_aside = matches!(event, Event::Checked(..)) && !matches!(app.mode, Mode::Check(_) | Mode::Checks(_));
    let is_news = !is_aside
        && !matches!(
            event,
            Event::Saved(_)
                | Event::PeopleKnown(..)
                | Event::WordsRead(..)
                | Event::Known(..)
                | Event::Worked(..)
                | Event::Relisted(..)
                | Event::Counted(..)
                | Event::WordsBehind(..)
                | Event::HowRight(..)
                | Event::Found(..)
                | Event::FoundNear(..)
                | Event::ScratchChecked(..)
                | Event::Finding(..)
                | Event::FindProgress(..)
                | Event::FindNames(..)
        );
    let mut effects = take(app, event, stamp);
    come_back(app);
    settle(app);
    effects.extend(screens::people::asked(app));
    if is_news {
        screens::drafts::after(app, &mut effects);
    }
    if is_news {
        behind(app);
    }
    effects
}

fn take(app: &mut App, event: Event, stamp: &Stamp) -> Vec<Effect> {
    if matches!(event, Event::Key(_) | Event::Burst(_) | Event::Wheel(..) | Event::Click(..))
        && let Some(doc) = app.doc_mut()
    {
        // Whoever moves is not carried away to where they were last time.
        doc.view.restore = false;
    }
    let reached = match &event {
        Event::Key(_) => Some(1),
        Event::Burst(keys) => Some(keys.len()),
        Event::Paste(_) | Event::Wheel(..) | Event::Click(..) | Event::Drag(..) => Some(0),
        _ => None,
    };
    if let Some(keys) = reached {
        note_work(app, keys, stamp.millis);
    }
    match event {
        Event::Key(key) => pressed(app, key, stamp),
        Event::Burst(keys) => pace::burst(app, &keys, stamp),
        Event::Paste(text) => screens::paste(app, &text),
        Event::Wheel(rows, column, row) => wheel(app, rows, (column, row), stamp),
        Event::Found(search, spans) => screens::search_found(app, search, spans),
        Event::FoundNear(search, near) => {
            screens::near_found(app, search, near);
            Vec::new()
        }
        Event::Checked(number, checked) => screens::check::checked(app, number, *checked),
        Event::Adjudicated(number, result) => screens::adjudicate::came(app, number, result, stamp),
        Event::AnnotatorsChanged => screens::adjudicate::asked_anew(app),
        Event::ScratchRead(page, result) => steps::read(app, page, result),
        Event::ScratchChanged(page, step, result) => steps::changed(app, page, step, result),
        Event::ScratchChecked(number, all) => {
            if let Some(desk) = &mut app.scratch {
                desk.checked(number, all);
            }
            Vec::new()
        }
        Event::ListWritten(result) => {
            screens::list_written(app, result);
            Vec::new()
        }
        Event::Edited(Ok(text)) => {
            screens::note_edited(app, &text);
            Vec::new()
        }
        Event::Edited(Err(why)) => {
            app.warn(why.to_string());
            Vec::new()
        }
        Event::Changed => changed(app),
        Event::NeighboursListed(paths) => {
            screens::sources_listed(app, &paths);
            screens::neighbours_listed(app, paths);
            Vec::new()
        }
        Event::FolderListed(library) => {
            (app.library, app.only_left) = (Some(library), false);
            note_open_one(app);
            screens::show_library(app);
            Vec::new()
        }
        Event::Counted(number, counted) => {
            screens::figures_counted(app, number, counted);
            Vec::new()
        }
        Event::WordsBehind(number, found) => {
            screens::words_behind_found(app, number, found);
            Vec::new()
        }
        Event::HowRight(path, others) => {
            app.others_right = Some((path, others));
            Vec::new()
        }
        Event::Relisted(folder, paths) => {
            screens::relisted(app, &folder, paths);
            Vec::new()
        }
        Event::Known(updates) => {
            screens::known(app, updates);
            Vec::new()
        }
        Event::Worked(found) => {
            screens::worked(app, found);
            Vec::new()
        }
        Event::PeopleKnown(folder, known, all) => {
            screens::people::progress(app, &folder, known, all);
            Vec::new()
        }
        Event::PeopleRead(folder, found) => {
            screens::people::read(app, folder, found);
            Vec::new()
        }
        Event::WordsRead(number, words) => {
            screens::people::heard(app, number, &words);
            Vec::new()
        }
        Event::PeopleDecided(result) => {
            screens::people::decided(app, result);
            Vec::new()
        }
        Event::ExamplesEdited(result) => {
            screens::guideline::edited(app, result);
            Vec::new()
        }
        Event::NotedOnTwo(result) => {
            screens::people::noted(app, result);
            Vec::new()
        }
        Event::Finding(news) => {
            screens::find::came(app, news);
            Vec::new()
        }
        Event::FindProgress(read, all) => {
            if let Some(desk) = &mut app.find {
                desk.progress = Some((read, all));
            }
            Vec::new()
        }
        Event::FindNames(typed, names) => screens::find::names_came(app, &typed, &names),
        Event::Click(column, row) => mouse::click(app, column, row, stamp),
        Event::Drag(column, row) => {
            mouse::drag(app, column, row);
            Vec::new()
        }
        Event::Resize(width, height) => {
            resized(app, width, height);
            Vec::new()
        }
        Event::Saved(report) => saved(app, report),
        Event::Exported(Ok((path, written))) => {
            // What was opened meanwhile, and is typed in, stays open.
            if let Mode::Export(sheet) = &app.mode {
                let format = sheet.number(app);
                app.mode = Mode::Read;
                if let Some(doc) = app.doc_mut() {
                    doc.exported = format.map(|format| (format, path.clone()));
                }
            }
            let shown = match written.annotations {
                1 => "1 annotation".to_owned(),
                count => format!("{count} annotations"),
            };
            let key = app.key(Scope::Reader, Action::ExportAgain);
            let mut text = format!("Exported {shown} to {}", path.display());
            // What the format cannot carry is more than a detail.
            for sentence in &written.left_out {
                text = format!("{text}. {}", sentence.trim_end_matches('.'));
            }
            app.message = Some(Message { text, key: Some((key, "again later")), warns: !written.left_out.is_empty() });
            Vec::new()
        }
        Event::Exported(Err(why)) => {
            app.warn(why.to_string());
            Vec::new()
        }
        Event::End => {
            for doc in app.documents_mut() {
                doc.save.leaving = true;
            }
            // Nobody is asked any more: what is half typed is kept, on the scratch page too.
            let mut effects = match std::mem::replace(&mut app.mode, Mode::Read) {
                Mode::ScratchNote(sheet) => sheet.save(app),
                mode => {
                    app.mode = mode;
                    Vec::new()
                }
            };
            effects.extend([Effect::KeepDrafts, Effect::Quit]);
            effects
        }
    }
}

/// The wheel: rows of the text under the pointer, or of the list that is open.
fn wheel(app: &mut App, rows: i32, (column, row): (u16, u16), stamp: &Stamp) -> Vec<Effect> {
    let action = if rows > 0 { Action::NextRow } else { Action::PreviousRow };
    if !app.mode.screen().scrolls_text() {
        return update(app, action, stamp);
    }
    let is_tied = app.split.as_ref().is_some_and(|split| split.tie.is_some());
    if !is_tied && mouse::is_beside(app, column, row) {
        with_other(app, |app| motion::scroll(app, rows));
    } else {
        motion::scroll(app, rows);
    }
    Vec::new()
}

/// The file is another now: read again at once when the person wants that and nothing is open that it would close.
fn changed(app: &mut App) -> Vec<Effect> {
    let idle = matches!(app.mode, Mode::Read) && app.underlying.is_none();
    let follow = app.follow && idle;
    let key = app.key(Scope::Reader, Action::Reload);
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    if follow {
        return vec![Effect::Reload];
    }
    if !std::mem::replace(&mut doc.changed, true) {
        app.message = Some(Message {
            text: "The file was changed on the disk".to_owned(),
            key: Some((key, "read it again")),
            warns: false,
        });
    }
    Vec::new()
}

fn saved(app: &mut App, report: Report) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    match report {
        Report::Saved(number) => {
            doc.save.state = match doc.save.state {
                Saving::Waiting(_, last, slow) if last > number => Saving::Waiting(number, last, slow),
                Saving::Failed(_, last) if last > number => Saving::Waiting(number, last, true),
                _ => Saving::Saved,
            };
            // A later merge will have these.
            if !doc.save.joining {
                doc.save.after_merge.retain(|(n, _)| *n > number);
            }
        }
        Report::Failed(why) => {
            let last = match doc.save.state {
                Saving::Waiting(_, last, _) | Saving::Failed(_, last) => last,
                Saving::Saved => 0,
            };
            doc.save.state = Saving::Failed(why.clone(), last);
            // Where one of two documents is shown, the first row of the other is not seen.
            if app.split.as_ref().is_some_and(|split| split.is_lent) {
                app.warn(format!("NOT SAVED: {why}"));
            }
        }
        Report::NotFolded(why) => doc.save.not_folded = Some(why),
        Report::Folded => doc.save.not_folded = None,
        Report::Notice(text) => app.say(text),
        Report::Merged(number, set, clashes) => {
            let shows = app.key(Scope::Reader, Action::Open(Scope::Conflict));
            let both = match clashes {
                0 => String::new(),
                n => format!(", {n} of them decided differently: {shows} shows by whom"),
            };
            app.say(format!("Somebody else changed the annotations too; theirs are shown as well{both}"));
            if let Some(doc) = app.doc_mut() {
                (doc.save.joining, doc.save.joins) = (true, doc.save.joins + 1);
            }
            return vec![Effect::Join(number, *set)];
        }
    }
    Vec::new()
}

/// A change was handed to the writer under a number; without one nobody took it.
pub fn handed_over(app: &mut App, number: Option<u64>, change: Arc<Change>) {
    let Some(doc) = app.doc_mut() else { return };
    let Some(number) = number else {
        doc.save.state = Saving::Failed("there is no writer".to_owned(), 0);
        return;
    };
    doc.save.after_merge.push((number, change));
    match &mut doc.save.state {
        Saving::Saved => doc.save.state = Saving::Waiting(number - 1, number, false),
        Saving::Waiting(_, last, _) | Saving::Failed(_, last) => *last = number,
    }
}

/// Goes to the place that was asked for in the document that is open.
pub fn go_to_start_place(app: &mut App) {
    begin::statements_known(app);
}

/// The document is open: what a better loader moved is written down at once.
pub fn after_opening(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    begin::statements_known(app);
    // Whoever opens a document begins to read it.
    note_work(app, 0, stamp.millis);
    let asked = match app.start_place.take_if(|place| matches!(place, StartPlace::Checked(_))) {
        Some(StartPlace::Checked(sources)) => screens::sources::check_beside(app, &sources, stamp),
        Some(_) | None => screens::check::after_opening(app),
    };
    let asked: Vec<Effect> = asked.into_iter().chain(screens::adjudicate::after_opening(app, stamp)).collect();
    let improved =
        app.doc().is_some_and(|d| d.read_only.is_none() && d.reading.is_same_file() && d.reading.text_changed());
    if !improved {
        return asked;
    }
    decide::reanchor(app, stamp);
    let pending = app.doc_mut().map(|d| std::mem::take(&mut d.save.pending)).unwrap_or_default();
    pending.into_iter().map(Effect::Keep).chain(asked).collect()
}

/// What was done before is known: a step back that was asked for is done.
pub fn after_past(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let waits = app.doc_mut().is_some_and(|doc| std::mem::take(&mut doc.undo.requested));
    if !waits {
        return Vec::new();
    }
    behind(app);
    decide::undo(app, stamp)
}

/// The other window has left.
pub fn free(app: &mut App) {
    let take = app.key(Scope::Reader, Action::Reload);
    let Some(doc) = app.doc_mut() else { return };
    let left = ReadOnly::Left;
    let text = left.in_words(&take);
    doc.read_only = Some(left);
    app.say(text);
}

/// Saving takes long enough to be told.
pub fn slow(app: &mut App) {
    for doc in app.documents_mut() {
        if let Saving::Waiting(_, _, slow) = &mut doc.save.state {
            *slow = true;
        }
    }
}

/// Whether saving takes a moment that may have to be told.
pub fn is_saving(app: &App) -> bool {
    app.documents().any(|d| matches!(d.save.state, Saving::Waiting(_, _, false)))
}

fn pressed(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    app.message = None;
    if !app.shown && !pace::may_be_early(app, key) {
        app.ignore_key();
        return Vec::new();
    }
    let scope = app.mode.scope();
    // Text goes to the field first where there is one; only what types nothing is looked up.
    if app.key_sequence.is_empty() && app.mode.screen().takes(key) {
        return screens::typed(app, key, stamp);
    }
    app.key_sequence.push(key);
    let keys = std::mem::take(&mut app.key_sequence);
    match app.keymap.lookup(scope, &keys) {
        Lookup::Action(action) => update(app, action, stamp),
        Lookup::Pending => {
            app.key_sequence = keys;
            Vec::new()
        }
        Lookup::Nothing if keys.len() == 1 => screens::typed(app, key, stamp),
        Lookup::Nothing => {
            let shown = keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
            app.say(format!("{shown} means nothing here"));
            Vec::new()
        }
    }
}

/// Does one action.
pub fn update(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    screens::act(app, action, stamp)
}

/// A frame was drawn: a decision counts for the focus only if its words were on it.
pub fn drawn(app: &mut App) {
    app.shown = true;
    // A view that takes the whole screen shows nothing of the text.
    let is_covered = app.window().is_none_or(|window| frame::covers_text(&window, &app.mode));
    let height = app.page().filter(|_| !is_covered).map(|p| usize::from(p.text.height));
    let Some(doc) = app.doc_mut() else { return };
    let seen = height.is_some_and(|h| doc.view.focus.as_ref().is_some_and(|f| motion::in_sight(doc, f, h)));
    doc.view.drawn = if seen { doc.view.focus.clone() } else { None };
}

/// Puts a document that cannot be shown on the screen.
pub fn failed(app: &mut App, lines: Vec<String>) {
    app.stage = Stage::Failed(lines);
    // A place in it is no place in another document.
    app.start_place = None;
    app.close_screens();
}

/// The document is being read again: until it is there nothing can be decided about it.
pub fn reading_again(app: &mut App) {
    match &mut app.stage {
        Stage::Open(doc) => doc.detecting = true,
        Stage::Failed(_) => app.stage = Stage::Loading,
        Stage::Library | Stage::Loading => {}
    }
}

/// A text took the place of its head: what was open over it is brought up to date.
pub fn after_loading(app: &mut App) -> Vec<Effect> {
    let mut effects = screens::text_loaded(app);
    effects.extend(begin::text_loaded(app));
    effects
}

/// The document is closed: the library is shown.
pub fn closed(app: &mut App) {
    note_open_one(app);
    app.stage = Stage::Library;
    app.close_screens();
    screens::show_library(app);
    screens::show_figures_again(app);
}

#[cfg(test)]
mod tests;
