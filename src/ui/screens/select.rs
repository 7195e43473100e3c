//! Selecting words: by letter, word, sentence, paragraph, step by step; for a label, or for an annotation that is there.

use super::{Input, Layer, Mode, Response, Scope, Screen, TextMarks, claim, drafts, label, resume, search, whole};
use crate::ui::action::{Action, CaretMove};
use crate::ui::app::App;
use crate::ui::clipboard::copy_words;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::place;
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
/// Most steps a count moves by.
const MAX_COUNT: u32 = 500;

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
}

impl Selection {
    /// A selection of a span, the caret at its end.
    pub fn of(span: Span) -> Self {
        let (grown_from, parts) = (Vec::new(), Vec::new());
        Self { anchor: span.start, caret: span.end, grown_from, count: 0, put: None, parts, resume: None }
    }

    /// Other words, selected for the same purpose.
    pub fn to(&self, span: Span) -> Self {
        Self { put: self.put.clone(), parts: self.parts.clone(), resume: self.resume.clone(), ..Self::of(span) }
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
            app.mode = Mode::Select(selection);
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SELECT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.put.is_some() || self.resume.is_some() {
            let mut out = vec![Hint::of(app, Scope::Select, Action::Open(Scope::Label), "it belongs here")];
            out.extend(hints(app, Scope::Select, &[Action::Grow, Action::Open(Scope::Whole), Action::Escape]));
            return out;
        }
        let all = [
            Action::Open(Scope::Label),
            Action::Open(Scope::Claim),
            Action::LabelPerson,
            Action::Grow,
            Action::Open(Scope::Whole),
            Action::Copy,
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
            self.count = self.count.saturating_mul(10).saturating_add(digit).min(MAX_COUNT);
        } else if key.typed() == Some('q') {
            let leaves = app.key(Scope::Select, Action::Escape);
            app.say(format!("{leaves} leaves the selection"));
        }
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
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
            Action::Open(Scope::Whole) => {
                app.mode = Mode::Whole(whole::WholeMenu { selection: self.clone() });
                Response::close()
            }
            Action::Copy | Action::CopyWithPlace => {
                let spans = self.spans();
                Response::close().with(copy_words(app, &spans, action == Action::CopyWithPlace))
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
            action => self.shared(app, action, stamp),
        }
    }
}

impl Selection {
    /// A selection of the first word at hand; `None` where there are no words.
    pub fn at_hand(app: &App) -> Option<Self> {
        let doc = app.doc().filter(|doc| !doc.layout.is_empty())?;
        let document = doc.reading.document();
        let top = doc.layout.byte_at(doc.view.top);
        let height = app.page().map_or(1, |p| usize::from(p.text.height));
        let bottom = doc.layout.byte_at(doc.layout.down(doc.view.top, height));
        let found = doc.search.found.as_ref().and_then(|f| f.spans.get(f.at)).map(|s| s.start);
        let found = found.filter(|at| top <= *at && (*at < bottom || bottom <= top));
        // Of a statement of minutes the words that were looked for.
        let passage = place::passage_at_hand(app).and(found);
        let focus = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map(|h| h.start);
        let at = passage.or(focus).or(found).unwrap_or(top);
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
                let selection = Some(self.clone());
                app.mode = Mode::Label(label::LabelMenu { spans, change: Vec::new(), at: 0, selection });
            }
        }
        Response::stay()
    }

    /// Grows to the next larger whole.
    fn grow(&mut self, app: &mut App) {
        let Some(doc) = app.doc() else { return };
        let now = self.span();
        let mut candidates: Vec<Span> =
            [Action::WholeWord, Action::WholeQuotation, Action::WholeSentence, Action::WholeParagraph]
                .into_iter()
                .filter_map(|a| whole::whole_at(doc, now, a))
                .filter(|w| w.covers(now) && *w != now)
                .collect();
        candidates.sort_by_key(|w| w.len());
        let Some(next) = candidates.first().copied() else {
            app.say("The selection is the whole paragraph");
            return;
        };
        let mut history = std::mem::take(&mut self.grown_from);
        history.push(now);
        *self = Self { grown_from: history, ..self.to(next) };
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
        let document = doc.reading.document();
        let times = self.count.clamp(1, MAX_COUNT);
        self.count = 0;
        self.grown_from.clear();
        for _ in 0..times {
            let at = self.caret;
            self.caret = match caret {
                CaretMove::Right => text_objects::next_letter(document, at),
                CaretMove::Left => text_objects::previous_letter(document, at),
                CaretMove::Down => row_step(doc, at, true),
                CaretMove::Up => row_step(doc, at, false),
                CaretMove::Word => text_objects::next_word(document, at),
                CaretMove::WordEnd => text_objects::word_end(document, at),
                CaretMove::WordBack => text_objects::previous_word(document, at),
                CaretMove::Sentence => text_objects::next_sentence(document, at),
                CaretMove::SentenceBack => text_objects::previous_sentence(document, at),
                CaretMove::Paragraph => paragraph_edge(doc, at, true),
                CaretMove::ParagraphBack => paragraph_edge(doc, at, false),
            };
        }
        motion::show(app, Span::new(self.caret, self.caret));
    }
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
    let (ends, takes) = (app.key(Scope::Select, Action::OtherEnd), app.key(Scope::Select, Action::Open(Scope::Label)));
    app.say(format!("Move either end ({ends} changes ends), then {takes}"));
}

fn paragraph_edge(doc: &OpenDocument, at: u32, end: bool) -> u32 {
    let document = doc.reading.document();
    let here = text_objects::paragraph(document, at);
    let blocks = document.blocks();
    let number = document.block_at(at);
    if end {
        if at < here.end { here.end } else { blocks.get(number + 1).map_or(here.end, |b| b.span.end) }
    } else if at > here.start {
        here.start
    } else {
        number.checked_sub(1).and_then(|n| blocks.get(n)).map_or(here.start, |b| b.span.start)
    }
}

/// The place a row below or above, in the same column.
fn row_step(doc: &OpenDocument, at: u32, down: bool) -> u32 {
    let layout = &doc.layout;
    let here = layout.position_of(at);
    let column = layout.row(here).map_or(0, |(w, r)| w.column_of(r, at));
    let mut target = here;
    for _ in 0..3 {
        target = if down { layout.down(target, 1) } else { layout.up(target, 1) };
        if let Some((wrapped, row)) = layout.row(target) {
            return if target == here { at } else { wrapped.byte_at(row, column) };
        }
    }
    at
}
