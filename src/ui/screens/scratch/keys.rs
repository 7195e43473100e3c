//! What is done with the quotation under the bar, or with all marked ones.

use super::ScratchView;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::clipboard;
use crate::ui::event::Effect;
use crate::ui::scratch::ScratchStep;
use crate::ui::screens::{Response, Scope, scratch_note, write_list};
use crate::ui::start_place::StartPlace;
use sayso_core::export::Quotation;
use sayso_core::export::scratch::{Edit, between, moved, note_of, removed};

impl ScratchView {
    /// An action on the marked quotations, or the one under the bar.
    pub(super) fn act_on_rows(&mut self, app: &mut App, action: Action) -> Response {
        let Some(at) = self.list.current() else {
            app.say("No quotation is here");
            return Response::stay();
        };
        match action {
            Action::Accept => return Response::stay().with(go(app, at)),
            Action::MarkRow => {
                if let Some(desk) = &mut app.scratch
                    && !desk.marked.remove(&at)
                {
                    desk.marked.insert(at);
                }
                self.list.step(1);
            }
            Action::Copy => {
                let quotations = quotations(app, at);
                return Response::stay().with(clipboard::copy_list(app, &quotations, 0));
            }
            Action::Open(Scope::WriteList) => {
                let quotations = quotations(app, at);
                let folder = app.scratch.as_ref().and_then(|desk| desk.page.parent());
                let path = folder.map(|folder| folder.join("quotations.md")).unwrap_or_default();
                return write_list::open_in(app, &path, "Quotations", &quotations);
            }
            Action::Open(Scope::ScratchNote) => return scratch_note::open_on(app, at),
            Action::Reject => return Response::stay().with(self.remove(app, at)),
            Action::RaiseRow | Action::LowerRow => {
                return Response::stay().with(move_row(app, at, action == Action::RaiseRow));
            }
            _ => {}
        }
        Response::stay()
    }

    /// Marks all quotations shown, or none when they are.
    pub(super) fn mark_all(&self, app: &mut App) {
        let Some(desk) = &mut app.scratch else { return };
        let all = self.list.shown().iter().map(|n| *n as usize).collect();
        desk.marked = if desk.marked == all { std::collections::BTreeSet::new() } else { all };
    }

    /// Removes; where a person wrote something under them, asks once.
    fn remove(&mut self, app: &mut App, at: usize) -> Vec<Effect> {
        let removes = app.key(Scope::Scratch, Action::Reject);
        let Some(desk) = &app.scratch else { return Vec::new() };
        let chosen = desk.chosen(Some(at));
        let mut noted = chosen.iter().filter_map(|n| desk.entries.get(*n));
        let has_notes = noted.any(|entry| !note_of(&desk.text, entry).is_empty());
        if has_notes && !std::mem::replace(&mut self.remove_pending, true) {
            let what = if chosen.len() == 1 { "it".to_owned() } else { format!("{} quotations", chosen.len()) };
            app.say(format!("{removes} again removes {what} with what is written below"));
            return Vec::new();
        }
        self.remove_pending = false;
        let edit = removed(&desk.text, &desk.entries, &chosen).map(Edit::Splice);
        let step = ScratchStep::Remove(chosen.len());
        edit.map(|edit| Effect::ChangeScratch(desk.page.clone(), edit, step)).into_iter().collect()
    }

    /// Opens the page in the person's editor, at the quotation under the bar.
    pub(super) fn edit(&self, app: &App) -> Vec<Effect> {
        let Some(desk) = &app.scratch else { return Vec::new() };
        let before = self.list.current().and_then(|at| desk.entries.get(at)).map_or(0, |entry| entry.block.start);
        let line = desk.text.get(..before).map_or(1, |head| head.matches('\n').count() + 1);
        vec![Effect::EditScratch(desk.page.clone(), u32::try_from(line).ok())]
    }
}

/// The marked quotations, or the one of a number.
fn quotations(app: &App, at: usize) -> Vec<Quotation> {
    let Some(desk) = &app.scratch else { return Vec::new() };
    desk.chosen(Some(at)).iter().filter_map(|n| desk.entries.get(*n)).map(|entry| entry.quotation.clone()).collect()
}

/// Goes to the words, in this document or another one of the folder.
fn go(app: &mut App, at: usize) -> Vec<Effect> {
    let Some(desk) = &app.scratch else { return Vec::new() };
    let Some(entry) = desk.entries.get(at) else { return Vec::new() };
    let Some((document, id)) = entry.target.clone() else {
        app.say("This quotation has no sayso: link, so that nobody knows where it is from");
        return Vec::new();
    };
    let place = StartPlace::Quotation { id, words: entry.quotation.words.clone() };
    vec![Effect::GoTo(desk.page.clone(), document, place)]
}

fn move_row(app: &mut App, at: usize, up: bool) -> Vec<Effect> {
    let Some(desk) = &app.scratch else { return Vec::new() };
    match moved(&desk.text, &desk.entries, at, up) {
        Some(splice) => {
            // Over a heading it stays where it is among the quotations.
            let other = if up { at - 1 } else { at + 1 };
            let over = between(&desk.text, &desk.entries, Some(at.min(other)));
            let first = desk.entries.get(at.min(other)).map(|entry| note_of(&desk.text, entry));
            let to = if first == Some(over) { other } else { at };
            vec![Effect::ChangeScratch(desk.page.clone(), Edit::Splice(splice), ScratchStep::Move(to))]
        }
        None => {
            app.say(if up { "It is the first" } else { "It is the last" });
            Vec::new()
        }
    }
}
