//! Choosing a label for words, and giving it.

use super::{Mode, PickerTarget, Response, Scope, Screen, TextMarks, claim, note, speaker};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::open_document::OpenDocument;
use crate::ui::place;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put};
use crate::ui::widgets::hints::Hint;
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{open, words_of};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{CLAIM, QUOTE, Stamp};
use sayso_core::reading::{Decider, ItemId, shortened};
use sayso_core::span::{self, Span};

/// The label menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelMenu {
    /// The words to label.
    pub spans: Vec<Span>,
    /// Records whose label is changed instead.
    pub change: Vec<ItemId>,
    /// The row under the bar.
    pub at: usize,
}

impl Screen for LabelMenu {
    /// For the statement in focus: on what a person labelled, the label is changed; on a statement, another one is added
    /// to its words.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if !decide::may_decide(app, stamp) {
            return Vec::new();
        }
        let spans = place::words_at_hand(app);
        if spans.is_empty() {
            decide::nothing_to_label(app);
            return Vec::new();
        }
        let focus = app.doc().and_then(|d| d.view.focus.clone());
        let labelled = |item: &ItemId| app.doc().and_then(|d| d.reading.record(item)).is_some_and(|r| r.label != QUOTE);
        let change = focus.into_iter().filter(labelled).collect();
        app.mode = Mode::Label(Self { spans, change, at: 0 });
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "LABEL"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut out = vec![Hint::new("a letter", "labels the words")];
        if let Some(last) = &app.last_label {
            let again = format!("{} again", app.codebook.shown(last));
            out.push(Hint::of(app, Scope::Label, Action::LabelAgain, again));
        }
        out.push(Hint::of(app, Scope::Label, Action::Escape, "back"));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let labels = app.codebook.all_labels();
        let wide = page.size.width >= 76;
        let columns = if wide { 2 } else { 1 };
        let rows = labels.len().div_ceil(columns) as u16;
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 1 + gap + rows, buffer);
        let x = s.at(s.left, "Label", s.bold()) + 2;
        let words = match (self.spans.as_slice(), self.change.len()) {
            (_, 2..) => format!("{} annotations", self.change.len()),
            ([], 1) => {
                self.change.first().and_then(|i| app.doc()?.reading.record(i)).map(|r| r.exact()).unwrap_or_default()
            }
            ([span], _) => words_of(app, *span, s.right.saturating_sub(x)),
            (spans, _) => format!("{} places", spans.len()),
        };
        let words = shortened(&words, usize::from(s.right.saturating_sub(x)));
        s.at(x, &words, s.words(Role::Body));
        let top = s.y + 1 + gap;
        let half = (s.right - s.left) / columns as u16;
        for (i, label) in labels.iter().enumerate() {
            s.y = top + (i / columns) as u16;
            let x = s.left + (i % columns) as u16 * half;
            let taken = i == self.at;
            if taken && x >= 2 {
                put(s.buffer, x - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
            }
            let key = s.bold();
            let after = s.at(x, &label.key.to_string(), key) + 2;
            s.at(after, &cut(label.shown(), 14), s.words(Role::Body));
            let doc = after + 15;
            let room = (x + half).saturating_sub(doc + 1);
            if wide && room > 6 {
                s.at(doc, &cut(&label.doc, room), s.words(Role::Quiet));
            }
        }
        Drawn::default()
    }

    fn text_marks(&self, _doc: &OpenDocument) -> TextMarks {
        TextMarks { selected: self.spans.clone(), ..TextMarks::default() }
    }

    fn words(&self, _doc: &OpenDocument) -> Option<Span> {
        Some(span::hull(&self.spans).unwrap_or_default())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        app.codebook.all_labels().len()
    }

    fn typed(&mut self, app: &mut App, key: Key, stamp: &Stamp) -> Response {
        let Some(letter) = key.typed() else { return Response::stay() };
        let label = app.codebook.all_labels().iter().find(|l| l.key == letter).map(|l| l.id.clone());
        match label {
            Some(id) => Response::close().with(self.take(app, &id, stamp)),
            None if letter == 'q' => self.escape(app, stamp),
            None => {
                app.say(format!("No label has the letter {letter}"));
                Response::stay()
            }
        }
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => {
                let selected = app.codebook.all_labels().get(self.at).map(|l| l.id.clone());
                Response::close().with(selected.map_or_else(Vec::new, |id| self.take(app, &id, stamp)))
            }
            Action::LabelAgain => again(app, &self.spans, &self.change, stamp),
            action => self.shared(app, action, stamp),
        }
    }
}

impl LabelMenu {
    fn take(&self, app: &mut App, label: &str, stamp: &Stamp) -> Vec<Effect> {
        take(app, &self.spans, &self.change, label, stamp)
    }
}

/// A label is taken: for records it takes the place of theirs, for matches each gets one, else for words.
fn take(app: &mut App, spans: &[Span], change: &[ItemId], label: &str, stamp: &Stamp) -> Vec<Effect> {
    if change.is_empty() {
        // The menu over the list of matches: each gets a label of its own.
        return if matches!(app.underlying.as_deref(), Some(Mode::Results(_))) {
            app.last_label = Some(label.to_owned());
            decide::change(app, stamp, |decider| decider.label_each(spans, label))
        } else {
            give(app, spans, label, stamp)
        };
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
    match decider.relabel_all(change, label) {
        Some(change) => decide::tell(app, change, stamp),
        None => {
            app.say("That is its label already");
            Vec::new()
        }
    }
}

/// Gives words a label; a claim, a note, a quotation and a speaker go on to their sheet.
fn give(app: &mut App, spans: &[Span], label: &str, stamp: &Stamp) -> Vec<Effect> {
    app.last_label = Some(label.to_owned());
    match label {
        CLAIM => return claim::open_on(app, spans, stamp),
        QUOTE => speaker::open_for(app, PickerTarget::Quote(spans.to_vec())),
        "person" => speaker::open_for(app, PickerTarget::Person(spans.to_vec())),
        "note" => note::open_on(app, spans.to_vec()),
        other => return decide::change(app, stamp, |decider| Some(decider.label(spans, other, None, None)?.0)),
    }
    Vec::new()
}

/// Gives the last label to words, or to records instead of theirs.
pub fn again(app: &mut App, spans: &[Span], change: &[ItemId], stamp: &Stamp) -> Response {
    if !decide::may_decide(app, stamp) {
        return Response::stay();
    }
    let Some(label) = app.last_label.clone() else {
        let labels = app.key(Scope::Reader, Action::Open(Scope::Label));
        app.say(format!("No label was given yet: {labels} opens the labels"));
        return Response::stay();
    };
    if spans.is_empty() && change.is_empty() {
        decide::nothing_to_label(app);
        return Response::stay();
    }
    Response::close().with(take(app, spans, change, &label, stamp))
}

/// Words name a speaker: which?
pub fn person(app: &mut App, spans: Vec<Span>) {
    app.last_label = Some("person".to_owned());
    speaker::open_for(app, PickerTarget::Person(spans));
}
