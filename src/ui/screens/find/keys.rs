//! What the keys of the view do: asking, opening a document at a row and coming back to that, copying and writing rows.

use super::FindView;
use crate::project::Narrowing;
use crate::project::library::Library;
use crate::store::disk;
use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::clipboard;
use crate::ui::event::Effect;
use crate::ui::find::row::FindRow;
use crate::ui::find::{FindAsked, FindDesk, FindNews, FindTab, Origin, Quoted, words};
use crate::ui::motion::split;
use crate::ui::scratch::Pick;
use crate::ui::screens::{Mode, Response, Scope, write_list};
use crate::ui::start_place::StartPlace;
use crate::ui::widgets::field::LineField;
use sayso_core::export::{Quotation, link_to};
use sayso_core::library::{FindQuery, Finder};
use sayso_core::search::Query;
use sayso_core::span::Span;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Least letters of a word that is looked for as it is typed: of fewer there is a match in every document.
const LEAST: usize = 2;

/// The folder whose documents are asked, and what it is called; an empty one for documents that were named one by one.
fn folder(app: &App) -> Option<(PathBuf, String)> {
    let here = app.path.as_deref().filter(|_| !matches!(app.stage, Stage::Library));
    let holds = |library: &&Library| here.is_none_or(|path| library.position(path).is_some());
    if let Some(library) = app.library.as_ref().filter(holds) {
        return Some((library.folder.clone(), library.name.clone()));
    }
    let folder = disk::folder_of(here?);
    let name = if folder == Path::new(".") || folder.as_os_str().is_empty() {
        "this folder".to_owned()
    } else {
        format!("{}/", folder.display())
    };
    Some((folder.to_owned(), name))
}

/// Opens the view with words, or asks for some; coming from a document that was opened from it, as it was.
pub fn open_with(app: &mut App, words: &str) -> Vec<Effect> {
    if words.is_empty() && leads_back(app) {
        come_back(app);
        return Vec::new();
    }
    begin(app, words, None)
}

/// A search as it is typed here: an expression stands between slashes.
pub fn typed(query: &Query) -> String {
    if query.regex { format!("/{}/", query.text) } else { query.text.clone() }
}

/// Opens the view over the one that is open.
pub fn open_over(app: &mut App) -> Response {
    let effects = open_with(app, "");
    if matches!(app.mode, Mode::Find(_)) { Response::under().with(effects) } else { Response::stay().with(effects) }
}

/// The same words elsewhere: those selected, around a match, or in focus.
pub fn elsewhere(app: &mut App, spans: &[Span]) -> Vec<Effect> {
    let Some((doc, first)) = app.doc().zip(spans.first()) else {
        let (focuses, selects) =
            (app.key(Scope::Reader, Action::Confirm), app.key(Scope::Reader, Action::Open(Scope::Select)));
        app.say(format!("No words to look for: {focuses} focuses a statement, {selects} selects words"));
        return Vec::new();
    };
    let document = doc.reading.document();
    let parts: Vec<&str> = spans.iter().map(|span| document.words(*span)).collect();
    let words = parts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    let place = format!("{} {}", app.name, document.place_in_short(first.start));
    let query = FindQuery { same_as: Some(words.clone()), ..FindQuery::default() };
    if let Err(why) = Finder::new(&query) {
        app.say(capital(&why.to_string()));
        return Vec::new();
    }
    let path = app.path.clone();
    begin(app, "", Some(Quoted { words, path, place }))
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn begin(app: &mut App, words: &str, quoted: Option<Quoted>) -> Vec<Effect> {
    let Some((folder, name)) = folder(app) else {
        app.say("This page has no folder: sayso FOLDER opens one");
        return Vec::new();
    };
    let origin = match (&app.stage, &app.path) {
        (Stage::Library, _) => Origin::Library,
        (_, Some(path)) => Origin::Document(path.clone()),
        (_, None) => Origin::Nowhere,
    };
    let mut desk = FindDesk::new(folder, name, origin, app.find.as_ref());
    // Of a folder that was asked before it is known how far it is read.
    desk.progress = app.find.as_ref().filter(|before| before.folder == desk.folder).and_then(|before| before.progress);
    let typing = quoted.is_none() && words.is_empty();
    desk.quoted = quoted;
    app.find = Some(desk);
    let mut view = FindView { field: LineField::new(words), typing, at: 0 };
    let mut effects = vec![Effect::BeginFind];
    effects.extend(view.ask(app));
    app.message = None;
    app.mode = Mode::Find(view);
    effects
}

/// Whether leaving the open document leads back to the list it was opened from.
pub fn leads_back(app: &App) -> bool {
    let opened = app.find.as_ref().and_then(|desk| desk.opened.as_ref());
    !matches!(app.stage, Stage::Library) && opened.is_some_and(|(path, _)| app.path.as_ref() == Some(path))
}

/// Back to the list, at the row that was opened.
pub fn come_back(app: &mut App) {
    let Some(desk) = &mut app.find else { return };
    let at = desk.opened.take().map_or(0, |(_, at)| at);
    let field = LineField::new(&desk.line);
    app.close_screens();
    app.mode = Mode::Find(FindView { field, typing: false, at });
}

/// What came of a question.
pub fn came(app: &mut App, news: FindNews) {
    let Some(desk) = &mut app.find else { return };
    let (was_empty, number) = (desk.shown().is_empty(), desk.shown().first().copied());
    if !desk.take(news) {
        return;
    }
    if let Mode::Find(view) = &mut app.mode {
        view.at = view.at.min(desk.shown().len().saturating_sub(1));
        // Rows that were not drawn yet are not acted on.
        if was_empty != desk.shown().is_empty() || number != desk.shown().first().copied() {
            app.shown = false;
        }
    }
}

/// Names came that begin as what is typed: what they have in common is typed on, or they are said.
pub fn names_came(app: &mut App, typed: &str, names: &[String]) -> Vec<Effect> {
    let Mode::Find(view) = &mut app.mode else { return Vec::new() };
    let still = view.begun_name().is_some_and(|(_, now)| now == typed);
    let Some(first) = names.first().filter(|_| still) else {
        if still {
            app.say(format!("Nothing here begins with “{typed}”"));
        }
        return Vec::new();
    };
    let common = names.iter().skip(1).fold(first.as_str(), |common, name| {
        let same = common.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
        common.get(..same.unwrap_or(common.len().min(name.len()))).unwrap_or_default()
    });
    let text = view.field.text().to_owned();
    let at = text.char_indices().nth(view.field.caret_at()).map_or(text.len(), |(at, _)| at);
    let (before, after) = text.split_at_checked(at).unwrap_or((&text, ""));
    let kept = before.strip_suffix(typed).unwrap_or(before);
    let end = if names.len() == 1 && !after.starts_with(' ') { " " } else { "" };
    let mut effects = Vec::new();
    if names.len() == 1 || common.chars().count() > typed.chars().count() {
        let now = format!("{kept}{common}{end}");
        let caret = now.chars().count();
        view.field = LineField::with_caret(&format!("{now}{after}"), caret);
        let mut view = std::mem::take(view);
        effects = view.ask(app);
        app.mode = Mode::Find(view);
    }
    if names.len() > 1 {
        let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
        let more = names.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(", {more} more") } else { String::new() };
        app.say(format!("{}{more}", shown.join("  ")));
    }
    effects
}

/// Drops the marks; then goes back to where the question was asked.
pub(super) fn back(app: &mut App) -> Response {
    let Some(desk) = &mut app.find else { return Response::close() };
    if !std::mem::take(&mut desk.marked).is_empty() {
        return Response::stay();
    }
    desk.opened = None;
    match desk.origin.clone() {
        Origin::Library if !matches!(app.stage, Stage::Library) => Response::close().with(vec![Effect::Close]),
        Origin::Document(path) if app.path.as_ref() != Some(&path) => {
            let effects = split::open_here(app, path);
            Response::close().with(effects)
        }
        Origin::Library | Origin::Document(_) | Origin::Nowhere => Response::close(),
    }
}

impl FindView {
    /// Asks what the line says now.
    pub(super) fn ask(&mut self, app: &mut App) -> Vec<Effect> {
        self.at = 0;
        let Some(desk) = &mut app.find else { return Vec::new() };
        self.field.text().clone_into(&mut desk.line);
        let mut query = match FindQuery::parse(&desk.line) {
            Ok(query) => query,
            Err(why) => {
                desk.asks_nothing(Some(why.to_string()));
                return Vec::new();
            }
        };
        query.same_as = desk.quoted.as_ref().map(|quoted| quoted.words.clone());
        let letters: usize = query.parts.iter().map(|part| part.text.trim().chars().count()).sum();
        if query.is_empty() || !query.parts.is_empty() && letters < LEAST {
            desk.asks_nothing(None);
            return Vec::new();
        }
        if let Err(why) = Finder::new(&query) {
            desk.asks_nothing(Some(why.to_string()));
            return Vec::new();
        }
        let except = desk.quoted.as_ref().and_then(|quoted| quoted.path.clone());
        let number = desk.asks(query.clone());
        vec![Effect::Find(Box::new(FindAsked { query, number, except }))]
    }

    /// The name that is being typed before the caret, and what kind of name it is.
    pub(super) fn begun_name(&self) -> Option<(Narrowing, String)> {
        let before: String = self.field.text().chars().take(self.field.caret_at()).collect();
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        if let Some(folder) = word.strip_prefix("in:") {
            return Some((Narrowing::Folder, folder.to_owned()));
        }
        let of = match word.chars().next()? {
            '@' => Narrowing::Speaker,
            '#' => Narrowing::Label,
            '=' => Narrowing::Rating,
            _ => return None,
        };
        let name = word.get(1..).unwrap_or_default();
        let last = if of == Narrowing::Speaker { name.rsplit('-').next().unwrap_or(name) } else { name };
        Some((of, last.to_owned()))
    }

    /// The next tab, or the one before.
    pub(super) fn turn(&mut self, app: &mut App, forward: bool) -> Response {
        if let Some(desk) = &mut app.find {
            let count = FindTab::ALL.len();
            let at = FindTab::ALL.iter().position(|tab| *tab == desk.tab).unwrap_or(0);
            let next = if forward { at + 1 } else { at + count - 1 } % count;
            desk.tab = FindTab::ALL.get(next).copied().unwrap_or_default();
            self.at = 0;
        }
        Response::stay()
    }

    /// Marks the row under the bar, or all that are shown, or takes the marks away.
    pub(super) fn mark(&mut self, app: &mut App, all: bool) {
        let Some(desk) = &mut app.find else { return };
        let shown: Vec<u32> = desk.shown().to_vec();
        if all {
            let is_all = shown.iter().all(|row| desk.marked.contains(row));
            desk.marked = if is_all { BTreeSet::new() } else { shown.into_iter().collect() };
            return;
        }
        let Some(row) = shown.get(self.at).copied() else { return };
        if !desk.marked.remove(&row) {
            desk.marked.insert(row);
        }
        self.at = (self.at + 1).min(shown.len().saturating_sub(1));
    }

    /// Opens the document of the row under the bar at its place.
    pub(super) fn go(&self, app: &mut App) -> Response {
        let Some(desk) = &mut app.find else { return Response::stay() };
        let Some(row) = desk.shown_row(self.at) else { return Response::stay() };
        let Some(path) = desk.document(row).map(|document| document.path.clone()) else { return Response::stay() };
        let query = match desk.query.parts.as_slice() {
            [one] if desk.quoted.is_none() => Some(one.clone()),
            _ => None,
        };
        let place = StartPlace::Found { span: row.span, words: row.exact.clone(), query };
        desk.opened = Some((path.clone(), self.at));
        Response::stay().with(vec![Effect::OpenAt(path, place)])
    }

    /// The marked rows, or the one under the bar, as quotations.
    fn quotations(&self, app: &App) -> Vec<Quotation> {
        let Some(desk) = &app.find else { return Vec::new() };
        let quotation = |row: &FindRow| {
            let name = desk.document(row).map(|document| document.name.as_str()).unwrap_or_default();
            let link = row.id.as_ref().and_then(|id| link_to(name, id));
            let place = format!("{name} {}", row.place);
            Quotation { words: row.words.clone(), speaker: row.speaker.clone(), place, link }
        };
        desk.chosen(self.at).into_iter().map(quotation).collect()
    }

    pub(super) fn copy(&self, app: &mut App) -> Response {
        let quotations = self.quotations(app);
        Response::stay().with(clipboard::copy_list(app, &quotations, 0))
    }

    /// Brings rows onto the scratch page of the folder.
    pub(super) fn bring(&self, app: &App) -> Response {
        let Some(desk) = &app.find else { return Response::stay() };
        let pick = |row: &FindRow| {
            let path = desk.document(row)?.path.clone();
            let (words, speaker) = (row.words.clone(), row.speaker.clone());
            Some((path, Pick { words, speaker, place: row.place.clone(), id: row.id.clone() }))
        };
        let picked: Vec<_> = desk.chosen(self.at).into_iter().filter_map(pick).collect();
        Response::stay().with(if picked.is_empty() { Vec::new() } else { vec![Effect::FoundToScratch(picked)] })
    }

    /// Writes the marked rows, or all that are shown, as a list of quotations.
    pub(super) fn write(&self, app: &mut App) -> Response {
        let quotations = self.quotations(app);
        let Some(desk) = &app.find else { return Response::stay() };
        let title = words::title(desk);
        let path = desk.folder.join("found.quotations.md");
        if quotations.is_empty() {
            app.say("Nothing to write: nothing was found");
            return Response::stay();
        }
        write_list::open_in(app, &path, &title, &quotations)
    }
}
