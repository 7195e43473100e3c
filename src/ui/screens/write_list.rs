//! Writing quotations of rows as a list, figures, or what was checked: where to.

use super::{Input, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::{Effect, NotExported};
use crate::ui::figures::FiguresToWrite;
use crate::ui::theme::Role;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open};
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::export::figures::FiguresReport;
use sayso_core::export::verify::Report;
use sayso_core::export::{Quotation, list_of_quotations};
use sayso_core::library::figures::tables::Asked;
use sayso_core::verify::Verification;
use std::path::{Path, PathBuf};

/// The sheet.
#[derive(Debug)]
pub struct WriteListSheet {
    /// Where to.
    path: LineField,
    /// What.
    content: WrittenContent,
    /// Whether the file exists and was asked about.
    asked: bool,
}

/// What is written.
#[derive(Debug)]
enum WrittenContent {
    /// A list of so many quotations, or of so many people.
    List(String, usize, &'static str),
    /// Figures, in the format that the name of the file ends in.
    Figures(FiguresToWrite),
    /// A report of what was checked, likewise.
    Checks(Box<Verification>),
}

/// The names that files of figures end in.
const ENDINGS: &str = ".html, .csv, .json or .txt";
/// Those of reports of what was checked.
const REPORT_ENDINGS: &str = ".html, .txt, .jsonl, .csv or .sarif";
/// Cells of a line of figures as text.
const WIDTH: usize = 100;

impl WrittenContent {
    /// What stands above the line.
    const fn title(&self) -> &'static str {
        match self {
            Self::List(..) => "Write the list",
            Self::Figures(_) => "Write the figures",
            Self::Checks(_) => "Write a report",
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::List(_, count, what) => in_words(*count, what),
            Self::Figures(_) | Self::Checks(_) => format!("as its name ends: {}", self.endings()),
        }
    }

    const fn endings(&self) -> &'static str {
        match self {
            Self::List(..) | Self::Figures(_) => ENDINGS,
            Self::Checks(_) => REPORT_ENDINGS,
        }
    }

    /// The text for a file; none where its name says no format.
    fn text(&self, path: &Path) -> Option<String> {
        let figures = match self {
            Self::List(text, ..) => return Some(text.clone()),
            Self::Figures(figures) => figures,
            Self::Checks(verification) => {
                let report = match path.extension()?.to_str()? {
                    "html" => Report::Html,
                    "txt" => Report::Text,
                    "jsonl" => Report::Jsonl,
                    "csv" => Report::Csv,
                    "sarif" => Report::Sarif { all: false },
                    _ => return None,
                };
                return String::from_utf8(report.write(verification)).ok();
            }
        };
        let counted = &figures.counted;
        let asked = Asked { gender: false, top: None, ratings: &counted.ratings };
        let (only, not_read) = ([figures.table], counted.not_read.len() as u64);
        let report = FiguresReport { name: &figures.name, figures: &counted.figures, asked, only: &[], not_read };
        let bytes = match path.extension()?.to_str()? {
            "html" => report.html().into_bytes(),
            "csv" => FiguresReport { only: &only, ..report }.csv(),
            "json" => report.json(),
            "txt" => report.text(WIDTH).into_bytes(),
            _ => return None,
        };
        String::from_utf8(bytes).ok()
    }
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
        let x = s.at(s.left, self.content.title(), s.bold()) + 2;
        s.at(x, &self.content.in_words(), s.words(Role::Quiet));
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
        let Some(text) = self.content.text(&path) else {
            app.say(format!("Type a name that ends in {}", self.content.endings()));
            return Response::stay();
        };
        let replace = std::mem::replace(&mut self.asked, true);
        Response::stay().with(vec![Effect::WriteList(path, text, replace)])
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
    app.mode = Mode::WriteList(WriteListSheet { path, content: WrittenContent::List(text, count, what), asked: false });
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
    let content = WrittenContent::List(list_of_quotations(title, quotations), quotations.len(), "quotations");
    app.mode = Mode::WriteList(WriteListSheet { path, content, asked: false });
    Response::under()
}

/// Opens the sheet over the figures.
pub fn open_figures(app: &mut App, path: &Path, figures: FiguresToWrite) -> Response {
    let path = LineField::new(&path.display().to_string());
    app.mode = Mode::WriteList(WriteListSheet { path, content: WrittenContent::Figures(figures), asked: false });
    Response::under()
}

/// Opens the sheet over what was checked.
pub fn open_checks(app: &mut App, path: &Path, verification: Verification) -> Response {
    let path = LineField::new(&path.display().to_string());
    let content = WrittenContent::Checks(Box::new(verification));
    app.mode = Mode::WriteList(WriteListSheet { path, content, asked: false });
    Response::under()
}

/// A list was written, or not: then the sheet stays, and says why.
pub fn written(app: &mut App, result: Result<PathBuf, NotExported>) {
    match result {
        Ok(path) => {
            let count = match std::mem::replace(&mut app.mode, Mode::Read) {
                Mode::WriteList(sheet) => match sheet.content {
                    WrittenContent::List(_, count, what) => format!(" {}", in_words(count, what)),
                    WrittenContent::Figures(_) => " the figures".to_owned(),
                    WrittenContent::Checks(_) => " the report".to_owned(),
                },
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
