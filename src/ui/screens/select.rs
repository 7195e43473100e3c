//! Selecting words: by letter, word, sentence, paragraph, step by step; for a label, or for an annotation that is there.

mod ends;

use super::whole::WHOLES;
use super::{
    Input, Layer, Mode, Response, Scope, Screen, TextMarks, check, claim, drafts, find, label, resume, search, whole,
};
use crate::ui::action::{Action, CaretMove};
use crate::ui::app::App;
use crate::ui::clipboard::copy_words;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::place;
use crate::ui::screens::scratch::steps;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Draft, DraftKind, Stamp};
use sayso_core::layout::text_objects;
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// Longest selection, in bytes, that is offered again: while it is made its words are copied every second.
const MAX_KEPT: u32 = 256 * 1024;

/// Words being selected: from the anchor to the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    pub anchor: u32,
    /// The end that moves.
    pub caret: u32,
    /// Smaller selections it grew from.
    pub grown_from: Vec<Span>,
    /// A count being typed.
    pub count: u32,
    /// What belongs to the words, when they are selected for something that is there already.
    pub put: Option<ItemId>,
    /// Further stretches of the same statement, selected before.
    pub parts: Vec<Span>,
    /// What was left unfinished about words that are gone, when they are selected anew.
    pub resume: Option<Box<Draft>>,
    /// The quotation of the document beside, by its number, whose words these are to be.
    pub sought: Option<usize>,
}

impl Selection {
    /// A selection of a span, the caret at its end.
    pub fn of(span: Span) -> Self {
        let (grown_from, parts) = (Vec::new(), Vec::new());
        Self { anchor: span.start, caret: span.end, grown_from, count: 0, put: None, parts, resume: None, sought: None }
    }

    /// Other words, selected for the same purpose.
    pub fn to(&self, span: Span) -> Self {
        Self {
            put: self.put.clone(),
            parts: self.parts.clone(),
            resume: self.resume.clone(),
            sought: self.sought,
            ..Self::of(span)
        }
    }

    /// All stretches selected, in reading order, overlaps joined; empty when there is none.
    pub fn spans(&self) -> Vec<Span> {
        let mut all: Vec<Span> = self.parts.iter().copied().chain([self.span()]).filter(|s| !s.is_empty()).collect();
        all.sort_unstable();
        all.dedup_by(|next, open| {
            let joins = next.start <= open.end;
            if joins {
                *open = open.hull(*next);
            }
            joins
        });
        all
    }

    /// The words selected.
    pub const fn span(&self) -> Span {
        Span::new(self.anchor, self.caret)
    }
}

impl Screen for Selection {
    /// Begins at the first word of the focused statement, else of the match of a search, else of the page.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if let Some(selection) = Self::at_hand(app) {
            app.mode = Mode::Select(Self { sought: check::sought(app), ..selection });
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SELECT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.put.is_some() || self.resume.is_some() {
            let doubtful = |id: &str| app.doc().is_some_and(|doc| doc.reading.anchor_of(id).is_doubtful());
            let is_there = match &self.put {
                Some(ItemId::Record(id)) => !doubtful(id),
                Some(ItemId::Suggestion(_)) => true,
                None => false,
            };
            let takes = if is_there { "keep" } else { "it belongs here" };
            let mut out = vec![Hint::of(app, Scope::Select, Action::Open(Scope::Label), takes)];
            let ends = |one: Action, other: Action, word: &str| {
                let keys = [one, other].map(|a| app.keymap.shown(Scope::Select, a));
                Hint::new(keys.join(" "), word)
            };
            let (on, back) = (CaretMove::Word, CaretMove::WordBack);
            out.push(ends(Action::Extend(on), Action::Extend(back), "this end"));
            out.push(ends(Action::ExtendOther(on), Action::ExtendOther(back), "the other end"));
            out.extend(hints(app, Scope::Select, &[Action::Grow, Action::Open(Scope::Whole), Action::Escape]));
            return out;
        }
        if self.sought.is_some() {
            let mut out = vec![Hint::of(app, Scope::Select, Action::Open(Scope::Label), "these are the words")];
            out.extend(hints(app, Scope::Select, &[Action::WholeSentence, Action::WholeTurn, Action::Grow]));
            out.push(Hint::of(app, Scope::Select, Action::Escape, "back"));
            return out;
        }
        let all = [
            Action::Open(Scope::Label),
            Action::Open(Scope::Claim),
            Action::WholeSentence,
            Action::Open(Scope::Whole),
            Action::WholeQuotation,
            Action::WholeClause,
            Action::WholeParagraph,
            Action::WholeTurn,
            Action::LabelPerson,
            Action::Grow,
            Action::Escape,
        ];
        hints(app, Scope::Select, &all)
    }

    fn draw(&self, _app: &App, _page: &PageLayout, _buffer: &mut Buffer) -> Drawn {
        Drawn::default()
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Text
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        let Some(doc) = app.doc() else { return String::new() };
        let (start, end) = doc.reading.document().in_chars(self.span());
        let letters = end - start;
        let letters = if letters == 1 { "1 letter".to_owned() } else { format!("{letters} letters") };
        let place = doc.reading.document().locator_at(self.span().start);
        place.map_or_else(|| letters.clone(), |place| format!("{}   {letters}", place.in_words()))
    }

    fn text_marks(&self, _doc: &OpenDocument) -> TextMarks {
        TextMarks { selected: self.spans(), caret: Some(self.caret), ..TextMarks::default() }
    }

    fn words(&self, _doc: &OpenDocument) -> Option<Span> {
        Some(self.span())
    }

    /// More than the word it begins with.
    fn draft(&self, app: &App) -> Option<Draft> {
        if let Some(draft) = &self.resume {
            return Some((**draft).clone());
        }
        if self.sought.is_some() {
            return None;
        }
        let doc = app.doc()?;
        let (span, document) = (self.span(), doc.reading.document());
        let is_word = text_objects::word(document, span.start).covers(span);
        let all: Vec<Span> = self.parts.iter().copied().chain([span]).collect();
        let length: u32 = all.iter().map(|s| s.len()).sum();
        if span.is_empty() || is_word && self.parts.is_empty() || length > MAX_KEPT {
            return None;
        }
        let mut draft = drafts::begun(app, DraftKind::Selection)?;
        if let Some(item) = &self.put {
            drafts::about_items(&mut draft, doc, std::slice::from_ref(item));
        }
        draft.at = drafts::selectors(doc, &all);
        draft.caret = Some((0, u32::from(self.caret >= self.anchor)));
        Some(draft)
    }

    fn leave(&mut self, app: &mut App) -> Response {
        if let Some(at) = self.sought {
            return check::back_to(app, at);
        }
        let draft = self.draft(app);
        Response::close().with(drafts::set_aside(app, draft))
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn input(&self) -> Input {
        Input::Keys
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) {
            self.count = self.count.saturating_mul(10).saturating_add(digit).min(ends::MAX_COUNT);
        } else if key.typed() == Some('q') {
            let leaves = app.key(Scope::Select, Action::Escape);
            app.say(format!("{leaves} leaves the selection"));
        }
        Response::stay()
    }

    /// A sheet that it opens comes back to it when it is left.
    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let before = self.clone();
        let response = self.perform(app, action, stamp);
        let is_sheet = matches!(app.mode.scope(), Scope::Label | Scope::Claim | Scope::Speaker | Scope::Search);
        if is_sheet && self.put.is_none() && self.resume.is_none() {
            app.selected_for = Some(Box::new(before));
        }
        response
    }
}

impl Selection {
    /// Does an action.
    fn perform(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Open(Scope::Label) if self.sought.is_some() => {
                let at = self.sought.unwrap_or_default();
                check::take_words(app, at, &self.spans())
            }
            Action::Open(Scope::Label) => match (&self.resume, self.put.clone()) {
                (Some(draft), _) if decide::may_decide(app, stamp) => resume::put(app, draft, &self.spans(), stamp),
                (Some(_), _) => Response::stay(),
                (None, Some(item)) => self.put_there(app, &item, stamp),
                (None, None) => self.label(app, stamp),
            },
            Action::Open(Scope::Claim) => {
                let spans = self.spans();
                let effects =
                    if decide::may_decide(app, stamp) { claim::open_on(app, &spans, stamp) } else { Vec::new() };
                Response::stay().with(effects)
            }
            Action::LabelPerson => {
                let spans = self.spans();
                if decide::may_decide(app, stamp) && !spans.is_empty() {
                    label::person(app, spans);
                }
                Response::stay()
            }
            Action::LabelAgain => {
                let spans = self.spans();
                label::again(app, &spans, &[], stamp)
            }
            Action::Open(Scope::Search) => {
                let Some(doc) = app.doc() else { return Response::stay() };
                let words = doc.reading.document().words(self.span());
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                Response::stay().with(search::open_with(app, &words))
            }
            Action::Open(Scope::Find) => {
                let Some(doc) = app.doc() else { return Response::stay() };
                let words = doc.reading.document().words(self.span());
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "");
                Response::close().with(find::open_with(app, &format!("\"{words}\"")))
            }
            Action::SameWords => {
                let spans = self.spans();
                Response::close().with(find::elsewhere(app, &spans))
            }
            Action::Open(Scope::Whole) => {
                app.mode = Mode::Whole(whole::WholeMenu { selection: self.clone() });
                Response::close()
            }
            Action::Copy | Action::CopyWithPlace => {
                let spans = self.spans();
                Response::close().with(copy_words(app, &spans, action == Action::CopyWithPlace))
            }
            Action::AddToScratch => {
                let spans = self.spans();
                Response::close().with(steps::add_words(app, &spans))
            }
            Action::Play => Response::stay().with(place::play_from(app, self.span().start)),
            Action::OtherEnd => {
                std::mem::swap(&mut self.anchor, &mut self.caret);
                Response::stay()
            }
            Action::Grow => {
                self.grow(app);
                Response::stay()
            }
            Action::Shrink => {
                if let Some(before) = self.grown_from.pop() {
                    let history = std::mem::take(&mut self.grown_from);
                    *self = Self { grown_from: history, ..self.to(before) };
                }
                Response::stay()
            }
            Action::AddPart => {
                self.add_part(app);
                Response::stay()
            }
            Action::Extend(caret) => {
                self.extend(app, caret);
                Response::stay()
            }
            Action::ExtendOther(caret) => {
                self.extend_other(app, caret);
                Response::stay()
            }
            whole if WHOLES.contains(&whole) => {
                self.take_whole(app, whole);
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    /// A selection of the words the person looks at, else of the first word at hand; `None` where there are no words.
    pub fn at_hand(app: &App) -> Option<Self> {
        let doc = app.doc().filter(|doc| !doc.layout.is_empty())?;
        let document = doc.reading.document();
        if let Some(span) = place::eye(app) {
            return Some(Self::of(text_objects::whole_words(document, span)));
        }
        let focus = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map(|h| h.start);
        let at = focus.unwrap_or_else(|| doc.layout.byte_at(doc.view.top));
        Some(Self::of(text_objects::word(document, at)))
    }

    /// Puts the annotation it was made for at the words.
    fn put_there(&self, app: &mut App, item: &ItemId, stamp: &Stamp) -> Response {
        let spans = self.spans();
        if spans.is_empty() || !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        super::anchor::put(app, item, &spans, stamp)
    }

    /// Opens the label menu for the words.
    fn label(&self, app: &mut App, stamp: &Stamp) -> Response {
        let spans = self.spans();
        if decide::may_decide(app, stamp) {
            if spans.is_empty() {
                decide::nothing_to_label(app);
            } else {
                app.mode = Mode::Label(label::LabelMenu { spans, change: Vec::new(), at: 0 });
            }
        }
        Response::stay()
    }

    /// Grows to the next larger whole.
    fn grow(&mut self, app: &mut App) {
        let Some(doc) = app.doc() else { return };
        let now = self.span();
        let candidates = WHOLES.into_iter().filter(|a| *a != Action::WholeClause);
        let candidates = candidates.filter_map(|a| whole::whole_at(doc, now, a));
        let Some(next) = candidates.filter(|w| w.covers(now) && *w != now).min_by_key(|w| w.len()) else {
            app.say("The selection is the whole paragraph");
            return;
        };
        let mut history = std::mem::take(&mut self.grown_from);
        history.push(now);
        *self = Self { grown_from: history, ..self.to(next) };
    }

    /// Selects the whole of a kind around the words; says so where there is none.
    pub fn take_whole(&mut self, app: &mut App, action: Action) {
        let Some(doc) = app.doc() else { return };
        let before = self.span();
        match whole::whole_at(doc, before, action) {
            Some(span) => {
                *self = Self { grown_from: vec![before], ..self.to(span) };
                motion::show(app, Span::new(span.start, span.start));
            }
            None => {
                *self = self.to(before);
                app.say("There is none here");
            }
        }
    }

    /// Keeps what is selected and begins one more stretch behind it.
    fn add_part(&mut self, app: &mut App) {
        let Some(doc) = app.doc() else { return };
        if self.span().is_empty() {
            return;
        }
        self.parts.push(self.span());
        let next = text_objects::next_word(doc.reading.document(), self.span().end);
        let word = text_objects::word(doc.reading.document(), next);
        (self.anchor, self.caret) = (word.start, word.end);
        self.grown_from.clear();
        let count = self.parts.len() + 1;
        let labels = app.key(Scope::Select, Action::Open(Scope::Label));
        app.say(format!("{count} stretches: move to the next one, {labels} labels them together"));
    }

    /// Moves the caret.
    pub fn extend(&mut self, app: &mut App, caret: CaretMove) {
        let Some(doc) = app.doc() else { return };
        let (at, stops) = ends::moved(doc, (self.anchor, self.caret), caret, self.count);
        (self.caret, self.count) = (at, 0);
        self.grown_from.clear();
        motion::show(app, Span::new(at, at));
        if stops {
            say_stopped(app, Action::Extend(caret));
        }
    }

    /// Moves the other end; where there are several stretches, the start of them all.
    pub fn extend_other(&mut self, app: &mut App, caret: CaretMove) {
        let Some(doc) = app.doc() else { return };
        let count = std::mem::take(&mut self.count);
        self.grown_from.clear();
        let span = self.span();
        let (at, stops) = match self.parts.first_mut().filter(|first| **first < span) {
            Some(first) => {
                let (at, stops) = ends::moved(doc, (first.end, first.start), caret, count);
                first.start = at.min(first.end);
                (first.start, stops)
            }
            None => {
                let (at, stops) = ends::moved(doc, (self.caret, self.anchor), caret, count);
                self.anchor = at;
                (at, stops)
            }
        };
        motion::show(app, Span::new(at, at));
        if stops {
            say_stopped(app, Action::ExtendOther(caret));
        }
    }
}

fn say_stopped(app: &mut App, action: Action) {
    let again = app.key(Scope::Select, action);
    app.say(format!("The quotation marks are here; {again} again goes on"));
}

/// Begins a selection for other words of the statement in focus: its words are selected, Enter puts it there.
pub fn change_words(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    let Some(doc) = app.doc() else { return };
    let Some(item) = doc.view.focus.clone() else {
        let focuses = app.key(Scope::Reader, Action::Confirm);
        app.say(format!("Nothing is in focus: {focuses} focuses a statement"));
        return;
    };
    let spans = doc.reading.spans(&item).to_vec();
    let Some((last, parts)) = spans.split_last() else { return };
    let selection = Selection { put: Some(item), parts: parts.to_vec(), ..Selection::of(*last) };
    app.mode = Mode::Select(selection);
    let key = |action: Action| app.key(Scope::Select, action);
    let pair = |make: fn(CaretMove) -> Action| [CaretMove::Word, CaretMove::WordBack].map(|c| key(make(c))).join(" ");
    let (end, start) = (pair(Action::Extend), pair(Action::ExtendOther));
    let text = format!("{end} move the end by a word, {start} the start; {} keeps it", key(Action::Open(Scope::Label)));
    app.say(text);
}
