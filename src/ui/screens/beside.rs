//! Choosing what stands beside the document: another one of its folder, or another place of it.

use super::{Input, Mode, Response, Scope, Screen};
use crate::project::LibraryEntry;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion::split;
use crate::ui::pane::Neighbour;
use crate::ui::theme::Role;
use crate::ui::widgets::arrangement::Arrangement;
use crate::ui::widgets::canvas::cut;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::fuzzy_rows::fuzzy;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::picker_rows::{self, PickerRow};
use crate::ui::widgets::sheet::{field, open};
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use std::path::PathBuf;

/// What can stand beside.
#[derive(Clone, Debug, PartialEq, Eq)]
struct BesideRow {
    what: Neighbour,
    name: String,
    detail: String,
}

/// The picker.
#[derive(Debug)]
pub struct BesidePicker {
    /// What is typed.
    pub field: LineField,
    /// The row under the bar, among those that match.
    pub at: usize,
    all: Vec<BesideRow>,
    /// Which rows match what is typed.
    shown: Vec<usize>,
    /// Whether the folder is being looked through still.
    is_listing: bool,
}

impl BesidePicker {
    /// What can stand beside, of the documents of a library or a folder. O(documents).
    fn new(app: &App, documents: Vec<(PathBuf, String, String)>, is_listing: bool) -> Self {
        let row = |(path, name, detail)| BesideRow { what: Neighbour::Document(path), name, detail };
        let is_here = |(path, ..): &(PathBuf, String, String)| app.path.as_ref() == Some(path);
        let mut all: Vec<BesideRow> = documents.into_iter().filter(|d| !is_here(d)).map(row).collect();
        let detail = "this document, another place".to_owned();
        all.push(BesideRow { what: Neighbour::Itself, name: app.name.clone(), detail });
        // The last choice comes first.
        if let Some(at) = all.iter().position(|row| Some(&row.what) == app.last_beside.as_ref()) {
            let last = all.remove(at);
            all.insert(0, last);
        }
        let shown = (0..all.len()).collect();
        Self { field: LineField::default(), at: 0, all, shown, is_listing }
    }

    fn narrow(&mut self) {
        let names: Vec<String> = self.all.iter().map(|row| format!("{} {}", row.name, row.detail)).collect();
        self.shown = fuzzy(self.field.text(), &names);
        self.at = 0;
    }

    fn row(&self, at: usize) -> Option<&BesideRow> {
        self.all.get(*self.shown.get(at)?)
    }
}

/// How far a document is, in words.
fn progress(entry: &LibraryEntry) -> String {
    match &entry.known {
        Some(Ok(summary)) if summary.progress.1 > 0 => {
            format!("{} of {} reviewed", summary.progress.0, summary.progress.1)
        }
        Some(Ok(_)) => "nobody speaks here".to_owned(),
        Some(Err(why)) => why.to_string(),
        None => String::new(),
    }
}

/// The documents of the folder are known.
pub fn listed(app: &mut App, paths: Vec<PathBuf>) {
    let Mode::Beside(picker) = &app.mode else { return };
    let folder =
        app.path.as_deref().and_then(std::path::Path::parent).map(std::path::Path::to_owned).unwrap_or_default();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        (path, name, String::new())
    };
    let mut next = BesidePicker::new(app, paths.into_iter().map(named).collect(), false);
    // What was typed meanwhile, and the row the bar was put on, stay.
    let under = picker.row(picker.at).map(|row| row.what.clone()).filter(|_| picker.at > 0);
    next.field = picker.field.clone();
    next.narrow();
    let stays = under.and_then(|what| (0..next.shown.len()).find(|at| next.row(*at).is_some_and(|r| r.what == what)));
    next.at = stays.unwrap_or(0);
    app.mode = Mode::Beside(next);
}

impl Screen for BesidePicker {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if app.doc().is_none() {
            app.say("No document is open here yet");
            return Vec::new();
        }
        let Some(library) = &app.library else {
            let is_listing = app.path.is_some();
            app.mode = Mode::Beside(Self::new(app, Vec::new(), is_listing));
            return if is_listing { vec![Effect::ListNeighbours] } else { Vec::new() };
        };
        let known = library.entries.iter().map(|e| (e.path.clone(), e.shown().to_owned(), progress(e))).collect();
        app.mode = Mode::Beside(Self::new(app, known, false));
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "BESIDE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Beside, &[Action::Accept, Action::NextRow, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let most = if page.is_tall() { 7 } else { 3 };
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 2 + gap + most, buffer);
        let x = s.at(s.left, Scope::Beside.title(), s.bold()) + 2;
        let about = match Arrangement::of(page.size) {
            Arrangement::Beside => "two columns",
            Arrangement::Stacked => "one above the other",
            Arrangement::Single => "one at a time on a screen of this size",
        };
        s.at(x, &cut(about, s.right.saturating_sub(x)), s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        let caret = field(&mut s, left, self.field.text(), self.field.caret(), "a name");
        s.y += 1 + gap;
        let rows = picker_rows::draw(&mut s, (self.at, self.shown.len(), most), |at| {
            self.row(at).map(|row| PickerRow { sign: None, name: &row.name, detail: &row.detail })
        });
        let takes = app.key_while_typing(Scope::Beside, Action::Accept);
        let text = match (self.shown.len(), self.all.len()) {
            _ if self.is_listing => "Looking for other documents of the folder…".to_owned(),
            (0, _) => "No document is called that.".to_owned(),
            (_, 1) => format!("Nothing else here to put beside it: {takes} takes this document again."),
            _ => String::new(),
        };
        let text = cut(&text, s.right.saturating_sub(s.left));
        s.at(s.left, &text, s.words(Role::Quiet));
        Drawn { caret: Some(caret), rows }
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.shown.len())
    }

    fn input(&self) -> Input {
        Input::Line
    }

    fn field(&mut self) -> Option<&mut LineField> {
        Some(&mut self.field)
    }

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.narrow();
        Vec::new()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.shown.len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => match self.row(self.at).map(|row| row.what.clone()) {
                Some(Neighbour::Itself) => {
                    let closes = app.split.as_ref().is_some_and(|split| split.pane().is_some());
                    if closes {
                        return Response::close().with(vec![Effect::PlaceBeside]);
                    }
                    split::place_beside(app);
                    Response::close()
                }
                Some(Neighbour::Document(path)) => Response::close().with(vec![Effect::OpenBeside(path)]),
                None => Response::stay(),
            },
            action => self.shared(app, action, stamp),
        }
    }
}
