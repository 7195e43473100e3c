//! Writing quotations of rows as a list: where to.

use super::{Input, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::{Effect, NotExported};
use crate::ui::theme::Role;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open};
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::export::{Quotation, list_of_quotations};
use std::path::{Path, PathBuf};

/// The sheet.
#[derive(Debug, Default)]
pub struct WriteListSheet {
    /// Where to.
    path: LineField,
    /// What.
    text: String,
    /// How many of what that are.
    count: usize,
    what: &'static str,
    /// Whether the file exists and was asked about.
    asked: bool,
}

impl Screen for WriteListSheet {
    fn word(&self, _app: &App) -> &'static str {
        "WRITE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::WriteList, &[Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let mut s = open(app, page, 2, buffer);
        let x = s.at(s.left, "Write the list", s.bold()) + 2;
        s.at(x, &in_words(self.count, self.what), s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        Drawn::at(field(&mut s, left, self.path.text(), self.path.caret(), "where to write it"))
    }

    fn input(&self) -> Input {
        Input::Line
    }

    fn field(&mut self) -> Option<&mut LineField> {
        Some(&mut self.path)
    }

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.asked = false;
        Vec::new()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if action != Action::Accept {
            return self.shared(app, action, stamp);
        }
        let path = PathBuf::from(self.path.text().trim());
        if path.as_os_str().is_empty() {
            app.say("Type where to write it");
            return Response::stay();
        }
        let replace = std::mem::replace(&mut self.asked, true);
        Response::stay().with(vec![Effect::WriteList(path, self.text.clone(), replace)])
    }

    fn leave(&mut self, _app: &mut App) -> Response {
        Response::close()
    }
}

fn in_words(count: usize, what: &str) -> String {
    match (count, what) {
        (1, "people") => "1 person".to_owned(),
        (1, what) => format!("1 {}", what.trim_end_matches('s')),
        (count, what) => format!("{count} {what}"),
    }
}

/// Opens the sheet for a text that is a list of so many of `what`: people.
pub fn open_text(app: &mut App, path: &Path, text: String, count: usize, what: &'static str) -> Response {
    if count == 0 {
        app.say(format!("Nothing to write: no {what} are shown"));
        return Response::stay();
    }
    let path = LineField::new(&path.display().to_string());
    app.mode = Mode::WriteList(WriteListSheet { path, text, count, what, asked: false });
    Response::under()
}

/// Opens the sheet over a view, for quotations under a title.
pub fn open_over(app: &mut App, title: &str, quotations: &[Quotation]) -> Response {
    if quotations.is_empty() {
        app.say("Nothing to write: these have no place in the text");
        return Response::stay();
    }
    let folder = app.doc().and_then(|d| d.save.sidecar.parent()).map(PathBuf::from).unwrap_or_default();
    let path = folder.join(format!("{}.quotations.md", app.name));
    open_in(app, &path, title, quotations)
}

/// The same, where it is known where lists are written.
pub fn open_in(app: &mut App, path: &Path, title: &str, quotations: &[Quotation]) -> Response {
    let path = LineField::new(&path.display().to_string());
    let text = list_of_quotations(title, quotations);
    app.mode =
        Mode::WriteList(WriteListSheet { path, text, count: quotations.len(), what: "quotations", asked: false });
    Response::under()
}

/// A list was written, or not: then the sheet stays, and says why.
pub fn written(app: &mut App, result: Result<PathBuf, NotExported>) {
    match result {
        Ok(path) => {
            let count = match std::mem::replace(&mut app.mode, Mode::Read) {
                Mode::WriteList(sheet) => format!(" {}", in_words(sheet.count, sheet.what)),
                other => {
                    app.mode = other;
                    String::new()
                }
            };
            app.say(format!("Wrote{count} to {}", path.display()));
        }
        Err(why) => app.warn(why.to_string()),
    }
}
