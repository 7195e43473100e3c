//! Counting, going to the words behind a row, copying and writing.

use super::state::{FiguresView, WordsBehind};
use super::{Mode, Response};
use crate::project::figures::{Counted, FoundWords};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::figures::{FiguresOf, FiguresToWrite};
use crate::ui::screens::write_list;
use crate::ui::start_place::StartPlace;
use crate::ui::{clipboard, motion, place};
use sayso_core::library::figures::tables::Cell;
use std::sync::Arc;

/// Opens the view, and asks for the figures.
pub(super) fn open(app: &mut App, of: FiguresOf) -> Vec<Effect> {
    app.counts += 1;
    let name = match of {
        FiguresOf::Document => app.name.clone(),
        FiguresOf::Folder => app.library.as_ref().map(|library| library.name.clone()).unwrap_or_default(),
    };
    let number = app.counts;
    app.mode = Mode::Figures(FiguresView::new(of, name, number));
    vec![Effect::Count(number, of)]
}

/// Opens the figures of the folder over the list of its documents.
pub fn open_for_folder(app: &mut App) -> Response {
    let effects = open(app, FiguresOf::Folder);
    Response::under().with(effects)
}

/// The view that asked for figures under this number, if it is open.
fn asking(app: &mut App, number: u64) -> Option<&mut FiguresView> {
    match &mut app.mode {
        Mode::Figures(view) if view.number == number => Some(view),
        _ => None,
    }
}

/// Figures were counted, or so many documents are known by now.
pub fn counted(app: &mut App, number: u64, counted: Result<Box<Counted>, usize>) {
    let Some(view) = asking(app, number) else { return };
    match counted {
        Ok(counted) => view.know(*counted),
        Err(known) => view.known = known,
    }
}

/// The words behind a row were found.
pub fn words_found(app: &mut App, number: u64, found: Vec<FoundWords>) {
    if let Some(words) = asking(app, number).and_then(|view| view.words.as_mut()) {
        words.found = Some(found);
    }
}

impl FiguresView {
    /// Enter: the words behind the row; among these, the place of one.
    pub(super) fn take(&mut self, app: &mut App) -> Response {
        if let Some(words) = &self.words {
            let Some(found) = words.found.as_ref().and_then(|found| found.get(words.at)).cloned() else {
                return Response::stay();
            };
            return self.go_to(app, &found);
        }
        let Some(row) = self.row_of() else { return Response::stay() };
        self.words = Some(WordsBehind { title: self.row_title(), found: None, at: 0 });
        Response::stay().with(vec![Effect::FindWordsBehind(self.number, self.of, row)])
    }

    /// Goes to words of a document. Of another one the figures come back once it is closed.
    fn go_to(&mut self, app: &mut App, found: &FoundWords) -> Response {
        let span = found.passage.span;
        if self.of == FiguresOf::Document {
            motion::jump(app, span);
            motion::focus_at(app, span);
            place::look_at(app, span);
            return Response::close();
        }
        app.underlying = None;
        let fresh = Self::new(self.of, String::new(), 0);
        app.figures_left = Some(Box::new(std::mem::replace(self, fresh)));
        Response::close().with(vec![Effect::OpenAt(found.path.clone(), StartPlace::Stretch(span))])
    }

    /// Copies the row under the bar, or the words.
    pub(super) fn copy(&self, app: &mut App) -> Vec<Effect> {
        let text = match &self.words {
            Some(words) => words.found.as_ref().and_then(|found| found.get(words.at)).map(|found| {
                let speaker = found.passage.speaker.as_deref().map(|name| format!(" — {name}")).unwrap_or_default();
                format!("{}{speaker}, {} {}", found.words, found.path.display(), found.place)
            }),
            None => self.row(self.at).map(|(table, row)| {
                let cell = |(n, _)| row.cells.get::<usize>(n).map(Cell::in_words).unwrap_or_default();
                table.shown().map(cell).collect::<Vec<_>>().join("\t")
            }),
        };
        text.map(|text| clipboard::copy(app, text)).unwrap_or_default()
    }

    /// Asks where the figures are written.
    pub(super) fn write(&self, app: &mut App) -> Response {
        let (Some(counted), Some((table, _))) = (&self.counted, self.row(self.at)) else {
            app.say("There is nothing to write yet");
            return Response::stay();
        };
        if self.words.is_some() {
            return Response::stay();
        }
        let name = self.name.trim_end_matches('/').to_owned();
        let what = FiguresToWrite { counted: Arc::clone(counted), name: self.name.clone(), table: table.kind };
        let folder = match self.of {
            FiguresOf::Document => app.doc().and_then(|d| d.save.sidecar.parent()).map(std::path::Path::to_owned),
            FiguresOf::Folder => app.library.as_ref().map(|library| library.folder.clone()),
        };
        let file =
            std::path::Path::new(&name).file_name().map_or_else(|| name.clone(), |n| n.to_string_lossy().into_owned());
        let path = folder.unwrap_or_default().join(format!("{file}.figures.html"));
        write_list::open_figures(app, &path, what)
    }
}
