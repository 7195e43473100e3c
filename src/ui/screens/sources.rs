//! What a document quotes: attaching sources to it, and detaching them.

use super::{Input, Mode, Response, Scope, Screen, check::CheckView};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::cut;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::fuzzy_rows::fuzzy;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::picker_rows::{self, PickerRow};
use crate::ui::widgets::sheet::{field, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Change, Op, Stamp};
use std::path::{Path, PathBuf};

/// The picker: attached ones first, then the documents of the folder.
#[derive(Debug, Default)]
pub struct SourcesPicker {
    /// What is typed.
    pub field: LineField,
    /// The row under the bar, among those that match.
    pub at: usize,
    /// Paths from the document's folder.
    all: Vec<String>,
    /// How many of them are attached: the first ones.
    attached: usize,
    shown: Vec<usize>,
    /// Whether the folder is being looked through still.
    is_listing: bool,
}

impl SourcesPicker {
    fn new(app: &App, others: &[PathBuf], is_listing: bool) -> Self {
        let mut all = app.doc().map(|doc| doc.reading.set().sources.clone()).unwrap_or_default();
        let attached = all.len();
        let folder = app.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let names = others.iter().filter(|path| app.path.as_ref() != Some(path));
        let names = names.map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string());
        let new: Vec<String> = names.filter(|name| !all.contains(name)).collect();
        all.extend(new);
        let shown = (0..all.len()).collect();
        Self { all, attached, shown, is_listing, ..Self::default() }
    }

    fn narrow(&mut self) {
        self.shown = fuzzy(self.field.text(), &self.all);
        self.at = 0;
    }

    /// The row under the bar, and whether it is attached.
    fn row(&self, at: usize) -> Option<(&str, bool)> {
        let n = *self.shown.get(at)?;
        Some((self.all.get(n)?, n < self.attached))
    }

    /// Attaches what is under the bar, or the path that was typed; detaches what is attached.
    fn accept(&self, app: &mut App, stamp: &Stamp) -> Response {
        let typed = self.field.text().trim();
        let (name, is_attached) = match self.row(self.at) {
            Some((name, is_attached)) => (name.to_owned(), is_attached),
            None if typed.is_empty() => return Response::stay(),
            None => (typed.to_owned(), false),
        };
        let before = app.doc().map(|doc| doc.reading.set().sources.len());
        let effects = attach(app, &name, !is_attached, stamp);
        if app.doc().map(|doc| doc.reading.set().sources.len()) == before {
            return Response::stay();
        }
        let said = app.message.take();
        let mut all = effects;
        all.extend(Self::leave_to_check(app, stamp, is_attached));
        app.message = said;
        Response::close().with(all)
    }

    /// What is checked follows; after detaching the list stays.
    fn leave_to_check(app: &mut App, stamp: &Stamp, stays: bool) -> Vec<Effect> {
        let any = app.doc().is_some_and(|doc| !doc.reading.set().sources.is_empty());
        if stays || !any {
            return if stays { Self::open(app, stamp) } else { Vec::new() };
        }
        CheckView::open(app, stamp)
    }
}

/// Holds the quotations beside sources, by their paths from the document's folder: those that are not attached yet are.
pub fn check_beside(app: &mut App, names: &[String], stamp: &Stamp) -> Vec<Effect> {
    let mut effects = attach_all(app, names, stamp);
    let said = app.message.take();
    effects.extend(CheckView::open(app, stamp));
    app.message = app.message.take().or(said);
    effects
}

/// Attaches sources, by their paths from the document's folder, in one step; those that are attached stay.
fn attach_all(app: &mut App, names: &[String], stamp: &Stamp) -> Vec<Effect> {
    let before = app.doc().map(|doc| doc.reading.set().sources.clone()).unwrap_or_default();
    let new: Vec<String> = names.iter().filter(|name| !before.contains(name)).cloned().collect();
    if new.is_empty() || !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let (summary, mut after) = (format!("Attached as sources: {}", new.join(", ")), before.clone());
    after.extend(new);
    decide::tell(app, Change { ops: vec![Op::Sources { before, after }], summary }, stamp)
}

/// Attaches a source, by its path from the document's folder, or detaches it.
pub fn attach(app: &mut App, name: &str, attaches: bool, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let before = app.doc().map(|doc| doc.reading.set().sources.clone()).unwrap_or_default();
    let is_attached = before.iter().any(|source| source == name);
    if name.is_empty() || is_attached == attaches {
        app.say(if attaches { "It is attached already" } else { "No source of this name is attached" });
        return Vec::new();
    }
    let mut after = before.clone();
    let summary = if attaches {
        after.push(name.to_owned());
        format!("Attached as a source: {name}")
    } else {
        after.retain(|source| source != name);
        format!("No source any more: {name}")
    };
    decide::tell(app, Change { ops: vec![Op::Sources { before, after }], summary }, stamp)
}

/// The documents of the folder are known.
pub fn listed(app: &mut App, paths: &[PathBuf]) {
    let Mode::Sources(picker) = &app.mode else { return };
    let mut next = SourcesPicker::new(app, paths, false);
    // What was typed meanwhile stays.
    next.field = picker.field.clone();
    next.narrow();
    app.mode = Mode::Sources(next);
}

impl Screen for SourcesPicker {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if app.doc().is_none() {
            app.say("No document is open here yet");
            return Vec::new();
        }
        let is_listing = app.path.is_some();
        app.mode = Mode::Sources(Self::new(app, &[], is_listing));
        if is_listing { vec![Effect::ListNeighbours] } else { Vec::new() }
    }

    fn word(&self, _app: &App) -> &'static str {
        "SOURCES"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let is_attached = self.row(self.at).is_some_and(|(_, is_attached)| is_attached);
        let takes = if is_attached { "detach" } else { "attach" };
        let first = Hint::new(app.keymap.shown_while_typing(Scope::Sources, Action::Accept), takes);
        [first].into_iter().chain(hints(app, Scope::Sources, &[Action::NextRow, Action::Escape])).collect()
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let most = if page.is_tall() { 7 } else { 3 };
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 2 + gap + most, buffer);
        let x = s.at(s.left, Scope::Sources.title(), s.bold()) + 2;
        let about = cut("what this document quotes", s.right.saturating_sub(x));
        s.at(x, &about, s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        let hint = "a name, or a path from the document’s folder";
        let caret = field(&mut s, left, self.field.text(), self.field.caret(), hint);
        s.y += 1 + gap;
        let signs = signs(app.glyphs);
        let rows = picker_rows::draw(&mut s, (self.at, self.shown.len(), most), |at| {
            let (name, is_attached) = self.row(at)?;
            let (sign, detail) = if is_attached { (signs.decided, "attached") } else { (" ", "") };
            Some(PickerRow { sign: Some(sign), name, detail })
        });
        let takes = app.key_while_typing(Scope::Sources, Action::Accept);
        let typed = self.field.text().trim();
        let text = match self.shown.len() {
            0 if self.is_listing => "Looking for other documents of the folder…".to_owned(),
            0 if typed.is_empty() => "No other document lies in this folder: type a path.".to_owned(),
            0 => format!("{takes} attaches {typed}, from the document’s folder."),
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
            Action::Accept => self.accept(app, stamp),
            // Whoever attached something looks at what came of it.
            Action::Escape => Response::close().with(Self::leave_to_check(app, stamp, false)),
            action => self.shared(app, action, stamp),
        }
    }
}
