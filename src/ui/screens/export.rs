//! Writing what was decided: a format, then a path; the same again later.

use super::{Input, Mode, Response, Scope, Screen};
use crate::project::open::ReadOnly;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put};
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::export::{FORMATS, Format};
use std::path::PathBuf;

/// The sheet.
#[derive(Debug, Default)]
pub struct ExportSheet {
    /// The format under the bar, of those that take the document.
    at: usize,
    /// The path, once a format is taken.
    pub path: Option<LineField>,
    /// Whether the file exists and was asked about.
    pub asked: bool,
}

impl Screen for ExportSheet {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if app.doc().is_some() && is_complete(app) {
            app.mode = Mode::Export(Self::default());
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "EXPORT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let first = match self.path {
            Some(_) => Hint::of(app, Scope::Export, Action::Accept, "write"),
            None => Hint::new("a letter", "takes a format"),
        };
        [first].into_iter().chain(hints(app, Scope::Export, &[Action::Escape])).collect()
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let offered = offered(app);
        let rows = 1 + offered.len() as u16;
        let mut s = open(app, page, rows, buffer);
        if let Some(path) = &self.path {
            let Some((_, format)) = offered.get(self.at) else { return Drawn::default() };
            let x = s.at(s.left, "Export", s.bold()) + 2;
            s.at(x, format.name, s.words(Role::Quiet));
            s.y += 1;
            let left = s.left;
            return Drawn::at(field(&mut s, left, path.text(), path.caret(), "where to write it"));
        }
        s.line("Export", s.bold());
        // On a small screen the list moves with the bar.
        let room = usize::from(s.bottom.saturating_sub(s.y)).max(1);
        let first = (self.at + 1).saturating_sub(room);
        for (i, (_, format)) in offered.iter().enumerate().skip(first).take(room) {
            if i == self.at && s.left >= 2 {
                put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
            }
            let x = s.at(s.left, &format.key.to_string(), s.bold()) + 2;
            s.at(x, format.name, s.words(Role::Body));
            let doc = x + 14;
            let room = s.right.saturating_sub(doc);
            s.at(doc, &cut(format.doc, room), s.words(Role::Quiet));
            s.y += 1;
        }
        Drawn::default()
    }

    fn input(&self) -> Input {
        if self.path.is_some() { Input::Line } else { Input::Keys }
    }

    fn field(&mut self) -> Option<&mut LineField> {
        self.path.as_mut()
    }

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.asked = false;
        Vec::new()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at).filter(|_| self.path.is_none())
    }

    fn rows(&self, app: &App) -> usize {
        offered(app).len()
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(path) = &mut self.path {
            path.key(key);
            self.asked = false;
        } else if let Some(at) = key.typed().and_then(|c| offered(app).iter().position(|(_, f)| f.key == c)) {
            self.at = at;
            self.ask_path(app);
        }
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept if self.path.is_some() => Response::stay().with(self.write(app)),
            Action::Accept => {
                self.ask_path(app);
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, _app: &mut App) -> Response {
        if self.path.take().is_none() {
            return Response::close();
        }
        self.asked = false;
        Response::stay()
    }
}

impl ExportSheet {
    /// The number among all formats of the one under the bar.
    pub fn number(&self, app: &App) -> Option<usize> {
        offered(app).get(self.at).map(|(number, _)| *number)
    }

    /// A format is taken: where to?
    fn ask_path(&mut self, app: &App) {
        let offered = offered(app);
        let Some((_, format)) = offered.get(self.at) else { return };
        let folder = app.doc().and_then(|d| d.save.sidecar.parent()).map(PathBuf::from).unwrap_or_default();
        let path = folder.join(format.file_name(&app.name));
        self.path = Some(LineField::new(&path.display().to_string()));
    }

    /// The path is taken: writes there. What exists is replaced only when it was asked about.
    fn write(&mut self, app: &mut App) -> Vec<Effect> {
        let path = PathBuf::from(self.path.as_ref().map_or("", |field| field.text().trim()));
        if path.as_os_str().is_empty() {
            app.say("Type where to write it");
            return Vec::new();
        }
        let Some(number) = self.number(app) else { return Vec::new() };
        vec![Effect::Export(path, number, std::mem::replace(&mut self.asked, true))]
    }
}

/// The formats that take the open document, each with its number among all.
fn offered(app: &App) -> Vec<(usize, &'static Format)> {
    // A folder of files is for many documents: the command line writes it.
    let takes = |format: &Format| {
        format.folder.is_none() && app.doc().is_some_and(|doc| format.refuses(doc.reading.document()).is_none())
    };
    FORMATS.iter().enumerate().filter(|(_, format)| takes(format)).collect()
}

/// Whether all of the document is there with its decisions; says why not.
fn is_complete(app: &mut App) -> bool {
    let Some(doc) = app.doc() else { return false };
    if let Some(ReadOnly::Part(part)) = &doc.read_only {
        let why = format!("Not exported: {}", part.in_words());
        app.warn(why);
        return false;
    }
    if doc.detecting {
        app.say("Still looking for quotations; in a moment");
        return false;
    }
    true
}

/// Exports once more as last time: same format, same file.
pub fn again(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !is_complete(app) {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    match doc.exported.clone() {
        Some((at, path)) => vec![Effect::Export(path, at, true)],
        None => ExportSheet::open(app, stamp),
    }
}
