//! Performs effects: hands changes to the writer, opens and closes documents, lists folders, searches, exports. The same
//! for the terminal, for `--plain`, for tests and benches; what only a terminal can do is asked of a [`Host`].

mod adjudicator;
mod answer;
mod background;
mod checker;
mod desk;
mod documents;
mod editor;
mod figures;
mod finder;
mod guideline;
mod host;
mod library;
mod people;
mod player;
mod scratch;
mod searcher;
mod watch;
mod work;

use super::app::App;
use super::event::{Effect, Event};
use super::open_document::Saving;
use super::pane::Split;
use super::screens;
use super::{session, update};
use crate::clock::stamp;
use crate::project::DocumentSource;
use crate::project::open::{self, Opened, ReadOnly};
use crate::store::Report;
pub use answer::{Answer, Tell};
use desk::Desk;
pub use host::{Host, NoHost};
use sayso_core::annotation::{Change, Stamp};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// What stands between the state and the world.
pub struct Runner {
    /// What is kept for each open document, by the number its pane has.
    desks: BTreeMap<u64, Desk>,
    /// Number of the desk that was made last.
    last_desk: u64,
    /// How often documents were opened or closed: answers about earlier ones are late.
    openings: u64,
    tell: Tell,
    /// Where answers are, when everything is done at once instead of beside the loop.
    answers: Option<Receiver<Answer>>,
    source: Option<Arc<dyn DocumentSource>>,
    /// Whether decisions and exports are written to disk.
    writes: bool,
    /// Changes the scratch page, once something was.
    scratch: Option<scratch::ScratchWriter>,
    /// Whether a document was closed with something unsaved.
    lost: bool,
    player: player::Player,
    /// Watches the folder that the library shows.
    folder: Option<library::LibraryWatch>,
    /// Number of the newest reading of people.
    people: people::Newest,
    /// Number of the newest question for words.
    words: people::Newest,
    /// Asks all documents of a folder, once somebody did.
    finder: Option<finder::Finder>,
    /// Checks quotations, once somebody asked.
    checks: checker::CheckDesk,
}

impl Runner {
    /// A runner that works on threads of its own and tells what comes of it.
    pub fn new(source: Arc<dyn DocumentSource>, tell: Tell) -> Self {
        Self::with(Some(source), tell, None, true)
    }

    /// A runner that does everything at once, so that it is done when a call returns; with `writes` false no decision
    /// and no export is written.
    pub fn at_once(writes: bool) -> Self {
        let (sender, answers) = channel();
        Self::with(None, Arc::new(move |answer| sender.send(answer).is_ok()), Some(answers), writes)
    }

    /// Other documents can be opened from now on.
    pub fn lend(&mut self, source: Arc<dyn DocumentSource>) {
        self.source = Some(source);
    }

    /// A runner that does everything at once, with other documents to open.
    pub fn at_once_among(source: Arc<dyn DocumentSource>, writes: bool) -> Self {
        Self { source: Some(source), ..Self::at_once(writes) }
    }

    fn with(
        source: Option<Arc<dyn DocumentSource>>,
        tell: Tell,
        answers: Option<Receiver<Answer>>,
        writes: bool,
    ) -> Self {
        let desks = BTreeMap::from([(0, Desk::default())]);
        let player = player::Player::default();
        Self {
            desks,
            last_desk: 0,
            openings: 0,
            tell,
            answers,
            source,
            writes,
            scratch: None,
            lost: false,
            player,
            folder: None,
            people: people::Newest::default(),
            words: people::Newest::default(),
            finder: None,
            checks: checker::CheckDesk::default(),
        }
    }

    /// Takes an event and performs what it asks for; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn event(&mut self, app: &mut App, event: Event, stamp: &Stamp, host: &mut dyn Host) -> io::Result<bool> {
        let effects = update::handle(app, event, stamp);
        self.perform(app, effects, host)
    }

    /// Takes what came of work beside the loop; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn answer(&mut self, app: &mut App, answer: Answer, host: &mut dyn Host) -> io::Result<bool> {
        let opened_as = |number: u64| self.desks.iter().find(|(_, desk)| desk.number == number).map(|(id, _)| *id);
        let (desk, event) = match answer {
            Answer::Opened(number, opened) => {
                let Some(desk) = opened_as(number) else { return Ok(false) };
                return self.at_desk(app, desk, false, |runner, app| {
                    // What is remembered of earlier sessions changes nothing that is shown.
                    if !matches!(opened, Opened::Past(_)) {
                        update::behind(app);
                    }
                    let effects = runner.opened(app, opened);
                    screens::come_back(app);
                    update::settle(app);
                    runner.perform(app, effects, host)
                });
            }
            Answer::Free(path, lock) => {
                let waits = |desk: &Desk| desk.sidecar() == Some(&path);
                let Some(id) = self.desks.iter().find(|(_, desk)| waits(desk)).map(|(id, _)| *id) else {
                    lock.release();
                    return Ok(false);
                };
                if let Some(desk) = self.desks.get_mut(&id) {
                    (desk.lock, desk.waits) = (Some(lock), false);
                }
                return self.at_desk(app, id, false, |_, app| {
                    update::free(app);
                    Ok(false)
                });
            }
            Answer::PlayerFailed(why) => {
                app.warn(why);
                return Ok(false);
            }
            Answer::Changed(number) => {
                let Some(desk) = opened_as(number) else { return Ok(false) };
                (desk, Event::Changed)
            }
            Answer::Checked(opened, number, checked) => {
                let Some(desk) = opened_as(opened) else { return Ok(false) };
                (desk, Event::Checked(number, checked))
            }
            Answer::Adjudicated(opened, number, result) => {
                let Some(desk) = opened_as(opened) else { return Ok(false) };
                (desk, Event::Adjudicated(number, result))
            }
            Answer::AnnotatorsChanged(opened) => {
                let Some(desk) = opened_as(opened) else { return Ok(false) };
                (desk, Event::AnnotatorsChanged)
            }
            Answer::Saved(number, report) => match (opened_as(number), &report) {
                (Some(desk), _) => (desk, Event::Saved(report)),
                // What is told of files is told, even once its document is closed or read again.
                (None, Report::Notice(_)) => (app.desk, Event::Saved(report)),
                (None, _) => return Ok(false),
            },
            Answer::Exported(desk, result) => (desk, Event::Exported(result)),
            Answer::Found(search, spans) => (app.desk, Event::Found(search, spans)),
            Answer::PeopleKnown(folder, known, all) => (app.desk, Event::PeopleKnown(folder, known, all)),
            Answer::PeopleRead(folder, found) => (app.desk, Event::PeopleRead(folder, found)),
            Answer::WordsRead(number, words) => (app.desk, Event::WordsRead(number, words)),
            Answer::PeopleDecided(result) => {
                if result.is_ok() {
                    Self::share_codebooks(app);
                }
                (app.desk, Event::PeopleDecided(result))
            }
            Answer::ExamplesEdited(result) => {
                if result.is_ok() {
                    Self::share_codebooks(app);
                }
                (app.desk, Event::ExamplesEdited(result))
            }
            Answer::NotedOnTwo(result) => (app.desk, Event::NotedOnTwo(result)),
            Answer::Indexed(folder) => {
                if let Some(finder) = &mut self.finder {
                    finder.grown(Some(&folder), true);
                }
                return Ok(false);
            }
            Answer::Finding(news) => (app.desk, Event::Finding(news)),
            Answer::FindProgress(read, all) => {
                if let Some(finder) = self.finder.as_mut().filter(|_| read < all) {
                    finder.grown(None, false);
                }
                (app.desk, Event::FindProgress(read, all))
            }
            Answer::FindNames(typed, names) => (app.desk, Event::FindNames(typed, names)),
            Answer::Known(updates) => {
                let folder = app.library.as_ref().map(|library| library.folder.as_path());
                if let Some(finder) = &mut self.finder {
                    finder.grown(folder, false);
                }
                (app.desk, Event::Known(updates))
            }
            Answer::Worked(found) => (app.desk, Event::Worked(found)),
            Answer::Relisted(folder, paths) => (app.desk, Event::Relisted(folder, paths)),
            Answer::Counted(number, counted) => (app.desk, Event::Counted(number, counted)),
            Answer::WordsBehind(number, found) => (app.desk, Event::WordsBehind(number, found)),
            Answer::HowRight(path, others) => (app.desk, Event::HowRight(path, others)),
            Answer::Neighbours(paths) => (app.desk, Event::NeighboursListed(paths)),
            Answer::FoundNear(search, near) => (app.desk, Event::FoundNear(search, near)),
            Answer::ListWritten(result) => (app.desk, Event::ListWritten(result)),
            Answer::ScratchChanged(page, step, result) => (app.desk, Event::ScratchChanged(page, step, result)),
            Answer::ScratchChecked(number, all) => (app.desk, Event::ScratchChecked(number, all)),
        };
        self.at_desk(app, desk, false, |runner, app| runner.event(app, event, &stamp(), host))
    }

    /// Does something about the document of a desk, whichever pane it is in; `otherwise` where none has it any more.
    fn at_desk<R>(
        &mut self,
        app: &mut App,
        desk: u64,
        otherwise: R,
        work: impl FnOnce(&mut Self, &mut App) -> io::Result<R>,
    ) -> io::Result<R> {
        if app.desk == desk {
            return work(self, app);
        }
        let is_beside = app.split.as_ref().and_then(Split::pane).is_some_and(|pane| pane.desk == desk);
        if !is_beside {
            return Ok(otherwise);
        }
        update::with_other(app, |app| work(self, app)).unwrap_or(Ok(otherwise))
    }

    /// Performs effects, and takes the answers that are there when everything is done at once; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn perform(&mut self, app: &mut App, effects: Vec<Effect>, host: &mut dyn Host) -> io::Result<bool> {
        for effect in effects {
            if self.perform_one(app, effect, host)? {
                return Ok(true);
            }
        }
        self.settle(app, host)
    }

    /// Takes the answers that are there, when everything is done at once; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn settle(&mut self, app: &mut App, host: &mut dyn Host) -> io::Result<bool> {
        while let Some(answer) = self.answers.as_ref().and_then(|answers| answers.try_recv().ok()) {
            if self.answer(app, answer, host)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A step of the opening of a document.
    fn opened(&mut self, app: &mut App, opened: Opened) -> Vec<Effect> {
        let Some(request) = self.desk(app).request.clone() else { return Vec::new() };
        match opened {
            Opened::Loaded(loaded) => {
                session::loaded(app, loaded, &request);
                return update::after_loading(app);
            }
            Opened::Failed(lines) => update::failed(app, lines),
            Opened::Past(past) => {
                session::past(app, past);
                return update::after_past(app, &stamp());
            }
            Opened::Joined(join, number, reading) => {
                session::joined(app, join, number, *reading);
                return screens::adjudicate::asked_anew(app);
            }
            Opened::Ready(mut ready) => {
                if let Some((lock, stored)) = ready.desk.take().filter(|_| self.writes) {
                    self.desk(app).writer = None;
                    let (tell, number) = (Arc::clone(&self.tell), self.desk(app).number);
                    let tell = move |report| {
                        // When the loop is gone nobody needs to know.
                        tell(Answer::Saved(number, report));
                    };
                    let writer = open::writer(&request, lock, stored, ready.reading.document(), tell);
                    self.desk(app).writer = writer.map_err(|e| app.warn(format!("NOT SAVED: {e}"))).ok();
                }
                let elsewhere = matches!(ready.read_only, Some(ReadOnly::Elsewhere(_)));
                if elsewhere && !self.desk(app).waits {
                    self.desk(app).waits = self.wait_for_lock(&request);
                }
                self.watch_file(app, &request, &ready.reading.document().origin.file_hash);
                session::ready(app, *ready);
                return update::after_opening(app, &stamp());
            }
        }
        Vec::new()
    }

    /// Performs one effect; true to leave.
    fn perform_one(&mut self, app: &mut App, effect: Effect, host: &mut dyn Host) -> io::Result<bool> {
        match effect {
            Effect::Keep(entry) => {
                let change: Arc<Change> = Arc::clone(&entry.change);
                let reanchored = app.doc().is_some_and(|d| d.save.reanchored);
                if self.writes {
                    let desk = self.desk(app);
                    let number = desk.writer.as_mut().map(|w| w.keep(entry, reanchored));
                    desk.unsaved |= number.is_none();
                    update::handed_over(app, number, change);
                }
            }
            Effect::KeepDrafts => self.keep_drafts(app),
            Effect::Join(number, set) => self.join(app, number, set)?,
            Effect::Copy(text) => {
                host.copy(&sayso_core::sanitize::visible(&text))?;
            }
            Effect::Export(path, format, replace) => self.export(app, path, format, replace)?,
            Effect::Search(query, number) => self.search(app, &query, number)?,
            Effect::SearchBeside(query, number) => {
                update::with_other(app, |app| self.search(app, &query, number)).transpose()?;
            }
            Effect::SearchNear(number) => self.search_near(app, number)?,
            Effect::Check(number) => self.check(app, number)?,
            Effect::ReadAnnotators(number) => self.read_annotators(app, number)?,
            Effect::LeadBeside(path, place) => self.lead_beside(app, &path, place)?,
            Effect::CloseBeside => {
                self.close_beside(app);
                update::relayout(app);
            }
            Effect::PlayOf(path, millis) => self.play_of(app, &path, millis),
            Effect::AddToScratch(picked, left) => self.add_to_scratch(app, picked, left)?,
            Effect::ReadScratch => return self.read_scratch(app, host),
            Effect::ChangeScratch(page, edit, step) => self.change_scratch(app, page, edit, step)?,
            Effect::CheckScratch(page, number, all) => self.check_scratch(app, &page, number, all)?,
            Effect::EditScratch(page, line) => return self.edit_scratch(app, &page, line, host),
            Effect::GoTo(page, document, place) => self.go_to(app, &page, &document, place)?,
            Effect::BeginFind => self.begin_find(app)?,
            Effect::Find(asked) => self.find(app, *asked),
            Effect::FindNames(of, typed) => self.find_names(app, of, typed),
            Effect::FoundToScratch(picked) => self.bring_found(app, picked)?,
            Effect::OpenAt(path, place) => self.open_at(app, path, place)?,
            Effect::WriteList(path, text, replace) => self.write_list(app, path, text, replace)?,
            Effect::Reload => {
                // What is decided must be on disk before it is read again.
                if app.doc().is_some_and(|d| d.detecting) {
                    app.say("It is being read already");
                } else if self.desk(app).is_saved() {
                    self.keep_drafts(app);
                    self.keep_view(app);
                    let desk = self.desk(app);
                    (desk.writer, desk.watch) = (None, None);
                    let request = desk.request.clone();
                    update::reading_again(app);
                    if let Some(request) = request {
                        self.begin_at(app.desk, request)?;
                    }
                } else {
                    app.warn("Not read again: the last decisions are not saved yet");
                }
            }
            Effect::Adopt(path) => {
                if let Some(place) = self.desk(app).request.as_mut().and_then(|r| r.sidecar.as_mut()) {
                    place.selected = Some(path);
                }
                return self.perform_one(app, Effect::Reload, host);
            }
            Effect::Stop => self.desk(app).stop.ask(),
            Effect::Count(number, of) => self.count(app, number, of)?,
            Effect::FindWordsBehind(number, of, row) => self.find_words_behind(app, number, of, row)?,
            Effect::FindHowRight => self.find_how_right(app)?,
            Effect::Open(path) => self.open(app, &path)?,
            Effect::OpenBeside(path) => self.open_beside(app, &path)?,
            Effect::PlaceBeside => {
                if self.close_beside(app) {
                    update::place_beside(app);
                }
            }
            Effect::Close => {
                if self.may_close(app) {
                    self.close(app);
                    update::closed(app);
                    self.count_again(app)?;
                }
            }
            Effect::ClosePane => {
                if self.may_close(app) {
                    update::note_open_one(app);
                    self.close(app);
                    self.desks.remove(&app.desk);
                    update::close_pane(app);
                }
            }
            Effect::ListNeighbours => self.list_neighbours(app)?,
            Effect::ListFolder => self.list_folder(app)?,
            Effect::ReadPeople => self.read_people(app)?,
            Effect::ReadWords(number, wanted) => self.read_words(number, wanted)?,
            Effect::DecidePeople(decision, found) => self.decide_people(app, decision, found)?,
            Effect::TakeBackPeople(undo, found) => self.take_back_people(undo, found)?,
            Effect::EditExamples(change) => self.edit_examples(app, change)?,
            Effect::TakeBackExample(undo) => self.take_back_example(undo)?,
            Effect::GoToExample(example) => self.go_to_example(app, example)?,
            Effect::NoteOnTwo(path, note) => self.note_on_two(app, &path, note)?,
            Effect::Browse(address) => {
                if host.browse(&address) {
                    app.say(format!("Opened outside: {address}"));
                } else {
                    host.copy(&address)?;
                    app.say(format!("Copied, since no browser answers: {address}"));
                }
            }
            Effect::Edit(text) => {
                // Whatever becomes of the other program, what was typed so far is kept.
                self.keep_drafts(app);
                let edited = host.edit(&text)?;
                update::handle(app, Event::Edited(edited), &stamp());
            }
            Effect::EditDocument(line) => return self.edit_document(app, line, host),
            Effect::Play(millis) => self.play(app, millis),
            Effect::Suspend => {
                self.keep_drafts(app);
                host.suspend()?;
            }
            Effect::Quit => {
                // `q` waits for the disk; when it refuses, the report says so and the person decides.
                let waiting = app.documents().any(|d| matches!(d.save.state, Saving::Waiting(..)) && !d.save.leaving);
                return Ok(!waiting || self.flush());
            }
        }
        Ok(false)
    }
}
