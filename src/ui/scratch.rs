//! The scratch page as the reader knows it: what stands on it, what was done to it here, and what goes onto it.

use super::action::Action;
use super::app::App;
use super::event::Effect;
use super::place;
use super::scope::Scope;
use super::screens::{Mode, scratch_lost, scratch_shown};
use super::{clipboard, screens};
use sayso_core::export::Quotation;
use sayso_core::export::scratch::{self, Edit, Entry, Splice};
use sayso_core::reading::ItemId;
use sayso_core::span::{self, Span};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// Words that are to go onto the page: its folder, by which it is named there, is known only to the runner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The words on one line.
    pub words: String,
    /// Who said them.
    pub speaker: Option<String>,
    /// The place in the document, as people say it.
    pub place: String,
    /// The record they belong to.
    pub id: Option<String>,
}

/// Whether the words of a quotation are where they were taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not looked up yet, or nobody can tell.
    #[default]
    Unknown,
    /// They are there.
    Here,
    /// The document has other words now.
    Gone,
    /// The document is not there.
    NoDocument,
}

/// What was done to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScratchStep {
    /// Quotations were added at the end.
    Add,
    /// So many were removed.
    Remove(usize),
    /// One was moved: to this number.
    Move(usize),
    /// What is written under one was changed.
    Note,
    /// The last step was taken back.
    Undo,
    /// It was done again.
    Redo,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScratchOutcome {
    /// It is on the disk: the page now, and what takes the step back.
    Made(String, Splice),
    /// There was nothing to change: the page as it is.
    Same(String),
    /// What was to be changed is another by now: the page as it is.
    Moved(String),
}

/// A page, with what was done to it since it was first looked at.
#[derive(Debug, Default)]
pub struct ScratchDesk {
    /// Where it is.
    pub page: PathBuf,
    /// What stands in it.
    pub text: String,
    /// The quotations in it.
    pub entries: Vec<Entry>,
    /// For each whether its words are still there.
    pub standing: Vec<Standing>,
    /// The number of the quotation that was under the bar last.
    pub at: usize,
    /// Quotations that are marked.
    pub marked: BTreeSet<usize>,
    /// What was typed under a quotation and not saved: its words, and the note.
    pub unsaved: Option<(String, String)>,
    undo: Vec<Splice>,
    redo: Vec<Splice>,
    /// How often words were asked for: earlier answers are late.
    checks: u64,
}

impl ScratchDesk {
    /// Takes in what stands in the page now; what is known of quotations that are still on it stays.
    pub fn take(&mut self, text: String) {
        if text == self.text && self.entries.len() == self.standing.len() {
            return;
        }
        let known: HashMap<&Quotation, Standing> =
            self.entries.iter().map(|entry| &entry.quotation).zip(self.standing.iter().copied()).collect();
        let entries = scratch::entries(&text);
        let standing = entries.iter().map(|e| known.get(&e.quotation).copied().unwrap_or_default()).collect();
        (self.text, self.entries, self.standing) = (text, entries, standing);
        self.marked.clear();
        self.at = self.at.min(self.entries.len().saturating_sub(1));
    }

    /// Asks whether the words that nobody looked up yet are still there.
    pub fn check(&mut self) -> Vec<Effect> {
        let unknown = self.entries.iter().zip(&self.standing).enumerate().filter_map(|(n, (entry, standing))| {
            let (document, _) = entry.target.as_ref().filter(|_| *standing == Standing::Unknown)?;
            Some((n, document.clone(), entry.quotation.words.clone()))
        });
        let unknown: Vec<(usize, String, String)> = unknown.collect();
        if unknown.is_empty() {
            return Vec::new();
        }
        self.checks += 1;
        vec![Effect::CheckScratch(self.page.clone(), self.checks, unknown)]
    }

    /// How many documents the quotations are from.
    pub fn documents(&self) -> usize {
        self.entries.iter().filter_map(|e| e.target.as_ref().map(|(path, _)| path)).collect::<BTreeSet<_>>().len()
    }

    /// The marked quotations, or the one of the number.
    pub fn chosen(&self, at: Option<usize>) -> Vec<usize> {
        if self.marked.is_empty() { at.into_iter().collect() } else { self.marked.iter().copied().collect() }
    }
}

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
    add(app, picked.into_iter().collect())
}

/// Adds selected words.
pub fn add_words(app: &mut App, spans: &[Span]) -> Vec<Effect> {
    let Some(hull) = span::hull(spans) else { return Vec::new() };
    let around = app.doc().and_then(|doc| doc.reading.statement_around(hull));
    let picked = pick(app, spans, around.as_ref());
    add(app, picked.into_iter().collect())
}

/// Adds items, in the order given; those without a place in the text cannot be.
pub fn add_items(app: &mut App, items: &[ItemId]) -> Vec<Effect> {
    let of = |item: &ItemId| pick(app, app.doc()?.reading.spans(item), Some(item));
    let picked: Vec<Pick> = items.iter().filter_map(of).collect();
    if picked.is_empty() {
        app.say("Nothing to bring: these have no place in the text");
    }
    add(app, picked)
}

/// Adds words with the statement each belongs to.
pub fn add_passages(app: &mut App, passages: &[(Span, Option<ItemId>)]) -> Vec<Effect> {
    let of = |(words, item): &(Span, Option<ItemId>)| pick(app, &[*words], item.as_ref());
    let picked = passages.iter().filter_map(of).collect();
    add(app, picked)
}

fn add(app: &mut App, picked: Vec<Pick>) -> Vec<Effect> {
    if app.doc().is_some_and(|doc| doc.is_truncated()) {
        app.warn("Only a part of this document is here: nothing is brought to the scratch page from it");
        return Vec::new();
    }
    if picked.is_empty() { Vec::new() } else { vec![Effect::AddToScratch(picked)] }
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
    let (from, step) = if forward { (&mut desk.redo, ScratchStep::Redo) } else { (&mut desk.undo, ScratchStep::Undo) };
    match from.pop() {
        Some(splice) => vec![Effect::ChangeScratch(desk.page.clone(), Edit::Splice(splice), step)],
        None => {
            app.say(if forward { "Nothing to do again" } else { "Nothing to take back on the scratch page" });
            Vec::new()
        }
    }
}

/// The page was read: it is shown, or why not is said.
pub fn read(app: &mut App, page: PathBuf, result: Result<String, String>) -> Vec<Effect> {
    match result {
        Ok(text) => {
            desk_of(app, page).take(text);
            scratch_shown(app);
            check(app)
        }
        Err(why) => {
            scratch_lost(app);
            app.warn(why);
            Vec::new()
        }
    }
}

fn desk_of(app: &mut App, page: PathBuf) -> &mut ScratchDesk {
    if app.scratch.as_ref().is_none_or(|desk| desk.page != page) {
        app.scratch = None;
    }
    app.scratch.get_or_insert_with(|| ScratchDesk { page, ..ScratchDesk::default() })
}

/// Looks up words, where the page is on the screen.
fn check(app: &mut App) -> Vec<Effect> {
    let is_shown = matches!(app.mode, Mode::Scratch(_));
    app.scratch.as_mut().filter(|_| is_shown).map(ScratchDesk::check).unwrap_or_default()
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
            screens::refresh(app);
            return check(app);
        }
    };
    desk.take(text);
    let is_new = back.is_some();
    if let Some(back) = back {
        match step {
            ScratchStep::Undo => desk.redo.push(back),
            ScratchStep::Redo => desk.undo.push(back),
            ScratchStep::Add | ScratchStep::Remove(_) | ScratchStep::Move(_) | ScratchStep::Note => {
                desk.undo.push(back);
                desk.redo.clear();
            }
        }
    }
    if let ScratchStep::Move(to) = step {
        desk.at = to;
    }
    if step == ScratchStep::Note {
        desk.unsaved = None;
    }
    let count = desk.entries.len();
    let text = match step {
        ScratchStep::Add if is_new => format!("On the scratch page ({count})"),
        ScratchStep::Add => format!("On the scratch page already ({count})"),
        ScratchStep::Remove(1) => "Removed from the scratch page".to_owned(),
        ScratchStep::Remove(n) => format!("Removed {n} from the scratch page"),
        ScratchStep::Move(to) => format!("Moved: {} of {count}", to + 1),
        ScratchStep::Note => "Written".to_owned(),
        ScratchStep::Undo => "Taken back".to_owned(),
        ScratchStep::Redo => "Done again".to_owned(),
    };
    app.say(text);
    screens::refresh(app);
    check(app)
}

/// Whether words are still there, of the check of a number.
pub fn checked(app: &mut App, number: u64, all: Vec<(usize, Standing)>) {
    let Some(desk) = app.scratch.as_mut().filter(|desk| desk.checks == number) else { return };
    for (n, standing) in all {
        if let Some(known) = desk.standing.get_mut(n) {
            *known = standing;
        }
    }
}
