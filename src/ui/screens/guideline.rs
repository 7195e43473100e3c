//! What the codebook's guideline says about a label, with the annotations that are examples of it.

mod draw;
mod lines;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::store::codebook::CodebookUndo;
use crate::ui::action::Action;
use crate::ui::app::{App, Message};
use crate::ui::event::{Effect, ExamplesEdited};
use crate::ui::keymap::Key;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use lines::Line;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Codebook, Example, ExampleChange, Label, QUOTE, Stamp};
use sayso_core::reading::ItemId;

/// Between the pieces of words that are not in one piece.
const GAP: &str = " … ";

/// The view.
#[derive(Debug, Default)]
pub struct GuidelineView {
    /// The label it is about, by its place in the codebook; the whole guideline where none is.
    label: Option<usize>,
    /// What it says, in rows of the screen so many cells wide.
    lines: Vec<Line>,
    width: u16,
    /// The row under the bar.
    at: usize,
    /// The annotation in focus, as an example; its document is known where it is kept.
    annotation: Option<Example>,
    /// What takes back what was done here, the last at the end.
    back: Vec<CodebookUndo>,
}

impl GuidelineView {
    /// About a label, by its id; about all where there is none.
    fn of(app: &App, label: Option<&str>) -> Self {
        let labels = app.codebook.all_labels();
        let label = label.and_then(|id| labels.iter().position(|label| label.id == id));
        let mut view = Self { label, ..Self::default() };
        view.lay_out(app);
        view
    }

    /// The label it is about.
    fn label(&self, codebook: &Codebook) -> Option<Label> {
        codebook.all_labels().into_iter().nth(self.label?)
    }

    /// Breaks what it says into rows. O(length of the guideline).
    fn lay_out(&mut self, app: &App) {
        self.width = lines::width_of(app.size.width);
        self.lines = lines::of(&app.codebook, self.label(&app.codebook).as_ref(), self.width);
        self.at = self.at.min(self.lines.len().saturating_sub(1));
    }

    /// Goes to the next label, or the one before; round over the whole guideline.
    fn turn(&mut self, app: &App, forward: bool) {
        let count = app.codebook.all_labels().len() + 1;
        let at = self.label.map_or(0, |label| label + 1);
        let next = if forward { at + 1 } else { at + count - 1 } % count;
        (self.label, self.at) = (next.checked_sub(1), 0);
        self.lay_out(app);
    }

    /// The examples that are shown, in their order.
    fn examples<'a>(&self, codebook: &'a Codebook) -> Vec<&'a Example> {
        let label = self.label(codebook);
        codebook.examples_of(label.as_ref()).collect()
    }

    /// Puts the bar on an example by its number, from 0; false where there is none.
    pub fn stand_on(&mut self, number: usize) -> bool {
        let row = self.lines.iter().position(|line| line.example() == Some(number));
        self.at = row.unwrap_or(self.at);
        row.is_some()
    }

    /// The example on the row under the bar.
    fn under_bar(&self) -> Option<usize> {
        self.lines.get(self.at).and_then(Line::example)
    }

    /// Goes to the annotation of an example by its number, from 0.
    fn go(&self, app: &mut App, number: usize) -> Response {
        match self.examples(&app.codebook).get(number) {
            Some(example) => Response::close().with(vec![Effect::GoToExample((*example).clone())]),
            None => {
                app.say(format!("There is no example {}", number + 1));
                Response::stay()
            }
        }
    }

    /// The annotation in focus becomes an example of its label.
    fn keep(&self, app: &mut App) -> Response {
        let Some(annotation) = &self.annotation else {
            app.say("An example is an annotation: decide about the statement first, then keep it");
            return Response::stay();
        };
        Response::stay().with(vec![Effect::EditExamples(ExampleChange::Add(annotation.clone()))])
    }

    /// The example under the bar is none any more.
    fn drop_example(&self, app: &mut App) -> Response {
        let examples = self.examples(&app.codebook);
        let Some(example) = self.under_bar().and_then(|n| examples.get(n)) else {
            app.say("Go to an example to take it out");
            return Response::stay();
        };
        Response::stay().with(vec![Effect::EditExamples(ExampleChange::Remove((*example).clone()))])
    }
}

/// The item as an example of its label: an annotation that is not rejected.
fn as_example(app: &App, item: &ItemId) -> Option<Example> {
    let record = app.doc()?.reading.record(item).filter(|record| !record.is_rejected())?;
    let words: Vec<&str> = record.at.iter().map(|place| place.exact.as_str()).collect();
    Some(Example {
        label: record.label.clone(),
        document: String::new(),
        id: record.id.clone(),
        words: words.join(GAP),
        note: String::new(),
    })
}

/// The view of a label by its id; of the whole guideline without one.
pub fn about(app: &mut App, label: Option<&str>) {
    let view = GuidelineView::of(app, label);
    app.mode = Mode::Guideline(view);
}

/// The view of the label of an item; an annotation can be kept there as an example.
pub fn over(app: &mut App, item: Option<&ItemId>) {
    let annotation = item.and_then(|item| as_example(app, item));
    // Whatever is suggested is a quotation.
    let label = annotation.as_ref().map(|example| example.label.as_str()).or_else(|| item.map(|_| QUOTE));
    let view = GuidelineView::of(app, label);
    app.mode = Mode::Guideline(GuidelineView { annotation, ..view });
}

/// The examples of the codebook are others now, or why not.
pub fn edited(app: &mut App, result: Result<ExamplesEdited, String>) {
    let done = match result {
        Ok(done) => done,
        Err(why) => return app.warn(why),
    };
    let undo = app.key(Scope::Guideline, Action::Undo);
    let key = done.back.is_some().then_some((undo, "undo"));
    app.message = Some(Message { text: done.text, key, warns: false });
    let mut mode = std::mem::replace(&mut app.mode, Mode::Read);
    if let Mode::Guideline(view) = &mut mode {
        view.back.extend(done.back);
        view.lay_out(app);
    }
    app.mode = mode;
}

impl Screen for GuidelineView {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let item = app.doc().and_then(|doc| doc.view.focus.clone());
        over(app, item.as_ref());
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "GUIDELINE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut all = Vec::new();
        if self.under_bar().is_some() {
            all.extend([Action::Accept, Action::Reject]);
        }
        all.push(Action::NextField);
        if self.annotation.is_some() {
            all.push(Action::KeepExample);
        }
        all.extend([Action::Open(Scope::Help), Action::Escape]);
        hints(app, Scope::Guideline, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::guideline(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.lines.len())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.lines.len()
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn row_clicked(&mut self, app: &mut App, _stamp: &Stamp) -> Response {
        self.under_bar().map_or_else(Response::stay, |n| self.go(app, n))
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| d.checked_sub(1));
        digit.map_or_else(Response::stay, |n| self.go(app, n as usize))
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if self.width != lines::width_of(app.size.width) {
            self.lay_out(app);
        }
        match action {
            Action::Accept => match self.under_bar() {
                Some(number) => self.go(app, number),
                None => {
                    app.say("Go to an example to open it");
                    Response::stay()
                }
            },
            Action::NextField | Action::PreviousField => {
                self.turn(app, action == Action::NextField);
                Response::stay()
            }
            Action::KeepExample => self.keep(app),
            Action::Reject => self.drop_example(app),
            Action::Undo => match self.back.pop() {
                Some(undo) => Response::stay().with(vec![Effect::TakeBackExample(undo)]),
                None => {
                    app.say("Nothing was done here that could be taken back");
                    Response::stay()
                }
            },
            action => self.shared(app, action, stamp),
        }
    }

    fn refresh(&mut self, app: &App) {
        self.lay_out(app);
    }
}

impl GuidelineView {
    /// What it says, for reading aloud: sentences, then the examples with their numbers.
    pub fn in_sentences(&self, codebook: &Codebook) -> Vec<String> {
        let label = self.label(codebook);
        let mut out = vec![lines::title(label.as_ref())];
        out.extend(
            lines::said(codebook, label.as_ref()).lines().map(str::to_owned).filter(|line| !line.trim().is_empty()),
        );
        let examples = self.examples(codebook);
        out.extend(examples.iter().enumerate().map(|(n, example)| {
            let note = if example.note.is_empty() { String::new() } else { format!(" {}", example.note) };
            format!("Example {}: {} — {}.{note}", n + 1, example.words, example.document)
        }));
        out
    }
}
