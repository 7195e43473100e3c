//! What the keys of the view do, and what comes back of what they ask for.

use super::note::NoteOnTwoSheet;
use super::other::OtherPersonSheet;
use super::pair::OnePersonSheet;
use super::state::{Marked, PeopleTab, PeopleView};
use super::under::view;
use crate::project::index::ReadPeople;
use crate::ui::action::Action;
use crate::ui::app::{App, LeftView, Message, Stage};
use crate::ui::clipboard;
use crate::ui::event::{Effect, PeopleDecided};
use crate::ui::scope::Scope;
use crate::ui::screens::{Mode, Response, Screen as _, write_list};
use crate::ui::start_place::StartPlace;
use sayso_core::annotation::{SpeakerDecision, Stamp};
use sayso_core::export::Quotation;
use sayso_core::library::{People, Wording};
use std::path::{Path, PathBuf};

/// Opens the view over the documents of the library, or of the open document's folder.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.library.is_none() && app.path.is_none() {
        app.say("This page has no folder: sayso FOLDER opens one");
        return Vec::new();
    }
    let came_from = app.path.clone().filter(|_| !matches!(app.stage, Stage::Library));
    app.mode = Mode::People(PeopleView::from_document(came_from));
    vec![Effect::ReadPeople]
}

/// So many documents of so many are known.
pub fn progress(app: &mut App, folder: &str, known: usize, all: usize) {
    if let Some(view) = view(app).filter(|view| view.read.is_none()) {
        view.progress = (known, all);
        folder.clone_into(&mut view.folder);
    }
}

/// Documents were read.
pub fn read(app: &mut App, folder: String, read: Box<ReadPeople>) {
    if let Some(view) = view(app) {
        view.folder = folder;
        view.show(read);
        refresh_pairs(app);
    }
}

/// Asks for the words that the view, or a sheet over it, shows and nobody has read yet.
pub fn asked(app: &mut App) -> Vec<Effect> {
    let mut number = app.words_asked;
    let mut effects = Vec::new();
    if let Mode::People(view) = &mut app.mode {
        effects.extend(view.ask(&mut number));
    }
    if let (Mode::OnePerson(sheet), Some(Mode::People(view))) = (&mut app.mode, app.underlying.as_deref()) {
        let said = sheet.wanted();
        if let (false, Some(read)) = (said.is_empty(), &view.read) {
            number += 1;
            sheet.asks(number);
            effects.push(Effect::ReadWords(number, read.wanted(&said)));
        }
    }
    app.words_asked = number;
    effects
}

/// Words were read.
pub fn heard(app: &mut App, number: u64, words: &[Wording]) {
    if let Mode::OnePerson(sheet) = &mut app.mode {
        sheet.heard(number, words);
    }
    if let Some(view) = view(app) {
        view.heard(number, words);
    }
}

/// A decision was kept, or taken back, or not.
pub fn decided(app: &mut App, result: Result<PeopleDecided, String>) {
    let done = match result {
        Ok(done) => done,
        Err(why) => {
            if let Mode::OnePerson(sheet) = &mut app.mode {
                sheet.waits = false;
            }
            app.warn(why);
            return;
        }
    };
    let undo = app.key(Scope::People, Action::Undo);
    let PeopleDecided { path, read, back, text } = done;
    let others: Vec<PathBuf> = read.found.other_codebooks(&path).into_iter().map(Path::to_owned).collect();
    if let Some(view) = view(app) {
        view.show(read);
    }
    let is_back = back.is_none();
    if let (Some(view), Some(back)) = (view(app), back) {
        view.back.push(back);
    }
    let not_there = match others.first() {
        Some(other) if !is_back => {
            format!(". Documents of {} have a codebook of their own and do not follow", other.display())
        }
        Some(_) | None => String::new(),
    };
    let key = (!is_back).then_some((undo, "undo"));
    app.message = Some(Message { text: format!("{text}{not_there}"), key, warns: !not_there.is_empty() });
    refresh_pairs(app);
}

/// The sheet of pairs shows those that are left; without any it closes.
fn refresh_pairs(app: &mut App) {
    let Some(Mode::People(view)) = app.underlying.as_deref_mut() else { return };
    let Mode::OnePerson(sheet) = &mut app.mode else { return };
    let names: Vec<String> = sheet.shown().into_iter().flat_map(|(_, two)| two).map(|p| p.name.clone()).collect();
    if !sheet.update(view) {
        // The bar stays with those who were asked about.
        view.end_pairs(&names);
        app.mode = Mode::Read;
        if app.message.is_none() {
            app.say("Nobody looks like two: done");
        }
    }
}

/// Back to the view that the document was opened from; false when there is none.
pub fn come_back(app: &mut App) -> Option<Vec<Effect>> {
    let left = app.left.take()?;
    if app.path.as_ref() != Some(&left.document) || app.split.is_some() {
        return None;
    }
    app.close_screens();
    app.mode = *left.mode;
    // What was decided meanwhile is counted.
    Some(vec![Effect::ReadPeople])
}

/// Leaves the view: to the library, or to the document that was open before.
pub fn leave(view: &PeopleView, app: &mut App) -> Response {
    let here = app.path.clone().filter(|_| !matches!(app.stage, Stage::Library));
    match (&view.came_from, here) {
        (Some(before), Some(here)) if *before != here => Response::close().with(vec![Effect::Open(before.clone())]),
        (None, Some(_)) => Response::close().with(vec![Effect::Close]),
        _ => Response::close(),
    }
}

impl PeopleView {
    /// Does an action.
    pub(super) fn does(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept if self.in_words => return self.go(app, self.words.list.at),
            Action::Accept | Action::NextField => {
                self.list.typing = false;
                self.enter_words(app);
            }
            Action::PreviousField => self.in_words = false,
            Action::NextTab | Action::PreviousTab => return self.turn(app, action == Action::PreviousTab),
            Action::Arrange if !self.in_words => {
                self.order = self.order.next();
                self.narrow();
                app.say(format!("People {}", self.order.title()));
            }
            Action::Arrange => app.say("Words stand in order of time"),
            Action::MarkRow if self.in_words => {
                if let Some(row) = self.words.list.current() {
                    self.mark(row);
                    self.words.list.step(1);
                }
            }
            Action::MarkRow => {
                let takes = app.key(Scope::People, Action::Accept);
                app.say(format!("{takes} goes to their words, where two can be marked"));
            }
            Action::MergeSpeaker => return self.merge(app),
            Action::Reject => return self.two(app),
            Action::Open(Scope::NoteOnTwo) => return self.note_on_both(app),
            Action::Open(Scope::WriteList) => return self.write(app),
            Action::Copy => return self.copy(app),
            Action::Undo => {
                return match self.back.pop() {
                    Some(undo) => Response::stay().with(vec![Effect::TakeBackPeople(undo, self.found())]),
                    None => {
                        app.say("Nothing was decided about people here that could be taken back");
                        Response::stay()
                    }
                };
            }
            Action::Redo => app.say("What was taken back is decided again as before: m or x"),
            Action::Open(Scope::People) => {}
            action => return self.shared(app, action, stamp),
        }
        Response::stay()
    }

    fn enter_words(&mut self, app: &mut App) {
        match self.current() {
            Some(_) => self.in_words = true,
            None => app.say("Nobody is called that"),
        }
    }

    /// Opens the `n`th statement that is shown, from 0.
    pub(super) fn go(&mut self, app: &mut App, n: usize) -> Response {
        let told = self.words.list.shown().get(n).and_then(|row| self.told(*row as usize));
        let Some(told) = told else {
            let count = self.words.list.shown().len();
            let text = match self.words.name.as_ref() {
                Some(name) => format!("{name}: {count} here"),
                None => "Nobody is called that".to_owned(),
            };
            app.say(text);
            return Response::stay();
        };
        self.in_words = true;
        self.words.list.at = n;
        self.list.typing = false;
        self.words.list.typing = false;
        let effect = open_at(&told);
        // The view waits where it is: q in the document comes back to this row.
        let mode = Box::new(Mode::People(std::mem::take(self)));
        app.left = Some(LeftView { mode, document: told.path });
        Response::close().with(vec![effect])
    }

    /// The next tab; the last one shows its pairs.
    fn turn(&mut self, app: &mut App, back: bool) -> Response {
        self.in_words = false;
        self.tab = self.tab.step(back);
        self.narrow();
        if self.tab != PeopleTab::Same {
            return Response::stay();
        }
        match OnePersonSheet::all(self) {
            Some(sheet) => {
                app.mode = Mode::OnePerson(sheet);
                Response::under()
            }
            None => {
                app.say("Nobody looks like two: done");
                Response::stay()
            }
        }
    }

    /// One person with somebody else: as proposed, or asked for.
    fn merge(&mut self, app: &mut App) -> Response {
        let Some(number) = self.list.current() else { return Response::stay() };
        let proposal = self.person(number).and_then(|person| person.proposal);
        let sheet = proposal.and_then(|proposal| OnePersonSheet::proposed(self, proposal as usize));
        app.mode = match sheet {
            Some(sheet) => Mode::OnePerson(sheet),
            None => Mode::OtherPerson(OtherPersonSheet::new(self, number)),
        };
        Response::under()
    }

    /// Two people, who look like one.
    fn two(&self, app: &mut App) -> Response {
        let people = self.people();
        let proposal = self.current().and_then(|p| p.proposal).and_then(|n| people?.proposals.get(n as usize));
        let pair = proposal.and_then(|p| {
            Some((self.person(p.first as usize)?.known_as(), self.person(p.second as usize)?.known_as()))
        });
        let Some((first, second)) = pair else {
            app.say("Nobody looks like them");
            return Response::stay();
        };
        Response::stay().with(vec![Effect::DecidePeople(SpeakerDecision::Two(first, second), self.found())])
    }

    /// One note on the two statements that are marked.
    fn note_on_both(&self, app: &mut App) -> Response {
        let marks = app.key(Scope::People, Action::MarkRow);
        match self.marks.as_slice() {
            [first, second] => {
                app.mode = Mode::NoteOnTwo(NoteOnTwoSheet::new(first.clone(), second.clone()));
                Response::under()
            }
            [] | [_] => {
                app.say(format!("{marks} marks two statements that one note holds"));
                Response::stay()
            }
            more => {
                app.say(format!("{} statements are marked: a note holds two. {marks} takes a mark away", more.len()));
                Response::stay()
            }
        }
    }

    /// The statements that are marked, else those that are shown, or the one under the bar.
    fn chosen(&self, all: bool) -> Vec<Quotation> {
        if !self.marks.is_empty() {
            return self.marks.iter().map(Marked::quotation).collect();
        }
        let list = &self.words.list;
        let rows: Vec<usize> =
            if all { list.shown().iter().map(|n| *n as usize).collect() } else { list.current().into_iter().collect() };
        rows.into_iter().filter_map(|row| self.told(row)).map(|told| told.quotation()).collect()
    }

    fn copy(&self, app: &mut App) -> Response {
        let effects = match self.current() {
            Some(person) if !self.in_words && self.marks.is_empty() => clipboard::copy(app, person.name.clone()),
            _ => clipboard::copy_list(app, &self.chosen(false), 0),
        };
        Response::stay().with(effects)
    }

    /// Writes the words as a list of quotations, or the people as a table.
    fn write(&self, app: &mut App) -> Response {
        let folder = folder(app);
        if self.in_words || !self.marks.is_empty() {
            let title = self.words.name.clone().unwrap_or_default();
            let name = sayso_core::annotation::slug(&title, |_| false);
            let path = folder.join(format!("{name}.quotations.md"));
            return write_list::open_in(app, &path, &title, &self.chosen(true));
        }
        let Some(people) = self.people() else { return Response::stay() };
        let shown = self.list.shown().iter().filter_map(|n| people.persons.get(*n as usize));
        let table = People::table(shown);
        write_list::open_text(app, &folder.join("people.csv"), table, self.list.shown().len(), "people")
    }
}

/// Opens a document at a statement.
pub(super) fn open_at(told: &Marked) -> Effect {
    let folder = crate::store::disk::folder_of(&told.path);
    let words = told.wording.words.trim_end_matches('…').to_owned();
    let place = StartPlace::Quotation { id: told.wording.id.clone(), words };
    // Named from its own folder, whatever the library calls it.
    let name = told.path.strip_prefix(folder).unwrap_or(&told.path).to_string_lossy().into_owned();
    Effect::GoTo(folder.join("people"), name, place)
}

/// The folder that the view is about.
fn folder(app: &App) -> PathBuf {
    let library = app.library.as_ref().map(|library| library.folder.clone()).filter(|f| !f.as_os_str().is_empty());
    let own = || app.path.as_deref().map(|path| crate::store::disk::folder_of(path).to_owned());
    library.or_else(own).unwrap_or_default()
}
