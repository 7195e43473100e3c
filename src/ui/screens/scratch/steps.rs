//! What goes onto the page, and what becomes of what is done there.

use super::{lost, shown};
use crate::ui::action::Action;
use crate::ui::app::{App, Message};
use crate::ui::event::Effect;
use crate::ui::scratch::{Pick, ScratchDesk, ScratchOutcome, ScratchStep};
use crate::ui::screens::{Mode, Scope, refresh};
use crate::ui::{clipboard, place};
use sayso_core::export::scratch::{self, Edit};
use sayso_core::reading::ItemId;
use sayso_core::span::{self, Span};
use std::path::PathBuf;

/// Words as they go onto the page.
fn pick(app: &App, spans: &[Span], item: Option<&ItemId>) -> Option<Pick> {
    let doc = app.doc()?;
    let quotation = clipboard::quotation(app, spans, item)?;
    let place = doc.reading.document().place_in_words(spans.first()?.start);
    let id = item.and_then(|item| doc.reading.record(item)).map(|record| record.id.clone());
    Some(Pick { words: quotation.words, speaker: quotation.speaker, place, id })
}

/// Adds what the person is at: the words around a match they went to, else the statement in focus.
pub fn add_at_hand(app: &mut App) -> Vec<Effect> {
    let picked = match place::passage_at_hand(app) {
        Some((words, item)) => pick(app, &[words], item.as_ref()),
        None => {
            let focus = app.doc().and_then(|doc| doc.view.focus.clone());
            focus.and_then(|item| pick(app, app.doc()?.reading.spans(&item), Some(&item)))
        }
    };
    if picked.is_none() {
        let (focuses, selects) =
            (app.key(Scope::Reader, Action::Confirm), app.key(Scope::Reader, Action::Open(Scope::Select)));
        app.say(format!("Nothing to bring: {focuses} focuses a statement, {selects} selects words"));
    }
    add(app, picked.into_iter().collect(), 0)
}

/// Adds selected words.
pub fn add_words(app: &mut App, spans: &[Span]) -> Vec<Effect> {
    let Some(hull) = span::hull(spans) else { return Vec::new() };
    let around = app.doc().and_then(|doc| doc.reading.statement_around(hull));
    let picked = pick(app, spans, around.as_ref());
    add(app, picked.into_iter().collect(), 0)
}

/// Adds items, in the order given; those without a place in the text cannot be.
pub fn add_items(app: &mut App, items: &[ItemId]) -> Vec<Effect> {
    let of = |item: &ItemId| pick(app, app.doc()?.reading.spans(item), Some(item));
    let picked: Vec<Pick> = items.iter().filter_map(of).collect();
    if picked.is_empty() {
        app.say("Nothing to bring: these have no place in the text");
    }
    let left = items.len() - picked.len();
    add(app, picked, left)
}

/// Adds words with the statement each belongs to.
pub fn add_passages(app: &mut App, passages: &[(Span, Option<ItemId>)]) -> Vec<Effect> {
    let of = |(words, item): &(Span, Option<ItemId>)| pick(app, &[*words], item.as_ref());
    let picked = passages.iter().filter_map(of).collect();
    add(app, picked, 0)
}

fn add(app: &mut App, picked: Vec<Pick>, left: usize) -> Vec<Effect> {
    if app.doc().is_some_and(|doc| doc.is_truncated()) {
        app.warn("Only a part of this document is here: nothing is brought to the scratch page from it");
        return Vec::new();
    }
    if picked.is_empty() { Vec::new() } else { vec![Effect::AddToScratch(picked, left)] }
}

/// Words under the quotation of a number, behind what is written there.
pub fn note_edit(app: &App, at: usize, words: &str) -> Vec<Effect> {
    let Some((desk, entry)) = app.scratch.as_ref().and_then(|desk| Some((desk, desk.entries.get(at)?))) else {
        return Vec::new();
    };
    let before = scratch::note_of(&desk.text, entry);
    let note = if before.is_empty() { words.to_owned() } else { format!("{before}\n\n{words}") };
    let edit = Edit::Splice(scratch::noted(&desk.text, entry, &note));
    vec![Effect::ChangeScratch(desk.page.clone(), edit, ScratchStep::Note)]
}

/// The step taken last is taken back, or done again.
pub fn step_back(app: &mut App, forward: bool) -> Vec<Effect> {
    let Some(desk) = &mut app.scratch else { return Vec::new() };
    let step = if forward { ScratchStep::Redo } else { ScratchStep::Undo };
    match desk.step(forward) {
        Some(splice) => vec![Effect::ChangeScratch(desk.page.clone(), Edit::Splice(splice), step)],
        None => {
            app.say(if forward { "Nothing to do again" } else { "Nothing to take back on the scratch page" });
            Vec::new()
        }
    }
}

/// Whether something typed for the page is not on it yet; said once before the program is left.
pub fn holds_back(app: &mut App) -> bool {
    let Some(desk) = app.scratch.as_mut().filter(|desk| desk.unsaved.is_some()) else { return false };
    if std::mem::replace(&mut desk.leaving, true) {
        return false;
    }
    let scratch = app.key(Scope::Reader, Action::Open(Scope::Scratch));
    let goes = app.key(Scope::Scratch, Action::Open(Scope::ScratchNote));
    app.warn(format!(
        "What you wrote for the scratch page is not on it: {scratch} {goes} goes on with it; once more leaves"
    ));
    true
}

/// The page was read: it is shown, or why not is said.
pub fn read(app: &mut App, page: PathBuf, result: Result<String, String>) -> Vec<Effect> {
    match result {
        Ok(text) => {
            desk_of(app, page).take(text);
            shown(app);
            check(app)
        }
        Err(why) => {
            lost(app);
            app.warn(why);
            Vec::new()
        }
    }
}

fn desk_of(app: &mut App, page: PathBuf) -> &mut ScratchDesk {
    if app.scratch.as_ref().is_none_or(|desk| desk.page != page) {
        app.scratch = None;
    }
    app.scratch.get_or_insert_with(|| ScratchDesk::new(page))
}

/// Looks up words, where the page is on the screen.
fn check(app: &mut App) -> Vec<Effect> {
    let is_shown = matches!(app.mode, Mode::Scratch(_));
    let Some(desk) = app.scratch.as_mut().filter(|_| is_shown) else { return Vec::new() };
    let asked = desk.check();
    asked.map(|(number, all)| Effect::CheckScratch(desk.page.clone(), number, all)).into_iter().collect()
}

/// A step was done, or not.
pub fn changed(app: &mut App, page: PathBuf, step: ScratchStep, result: Result<ScratchOutcome, String>) -> Vec<Effect> {
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(why) => {
            app.warn(format!("NOT SAVED: {why}"));
            return Vec::new();
        }
    };
    let desk = desk_of(app, page);
    let (text, back) = match outcome {
        ScratchOutcome::Made(text, back) => (text, Some(back)),
        ScratchOutcome::Same(text) => (text, None),
        ScratchOutcome::Moved(text) => {
            desk.take(text);
            app.warn("Not done: somebody else changed that on the scratch page. It is shown as it is now");
            refresh(app);
            return check(app);
        }
    };
    desk.take(text);
    let is_new = back.is_some();
    if let Some(back) = back {
        desk.done(step, back);
    }
    if let ScratchStep::Move(to) = step {
        desk.at = to;
    }
    if step == ScratchStep::Note {
        desk.unsaved = None;
    }
    let count = desk.entries.len();
    let text = match step {
        ScratchStep::Add(left) => {
            let already = if is_new { "" } else { " already" };
            let left = if left == 0 { String::new() } else { format!(", without {left} that have no place") };
            format!("On the scratch page{already} ({count}){left}")
        }
        ScratchStep::Remove(1) => "Removed from the scratch page".to_owned(),
        ScratchStep::Remove(n) => format!("Removed {n} from the scratch page"),
        ScratchStep::Move(to) => format!("Moved: {} of {count}", to + 1),
        ScratchStep::Note => "Written".to_owned(),
        ScratchStep::Undo => "Taken back".to_owned(),
        ScratchStep::Redo => "Done again".to_owned(),
    };
    let key = match step {
        // Whoever is reading learns where it is.
        ScratchStep::Add(_) if matches!(app.mode, Mode::Read) => {
            Some((app.key(Scope::Reader, Action::Open(Scope::Scratch)), "shows it"))
        }
        _ => None,
    };
    app.message = Some(Message { text, key, warns: false });
    refresh(app);
    check(app)
}
