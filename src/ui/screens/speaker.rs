//! Choosing a speaker: for a statement, for words, for many, or the one somebody is the same as.

mod rows;

use super::{Input, Mode, Response, Scope, Screen, drafts};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::drafts::KeptDraft;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, width};
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open, words_of};
use crate::ui::widgets::signs::signs;
use crate::ui::{decide, motion};
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Draft, DraftKind, DraftPurpose, QUOTE, Stamp};
use sayso_core::export::without_marks;
use sayso_core::kinds::Kind;
use sayso_core::reading::{Decider, ItemId, SpeakerChoice};
use sayso_core::span::Span;

/// One row of the speaker picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerRow {
    /// Whom it chooses.
    pub who: SpeakerChoice,
    /// The name.
    pub name: String,
    /// Role, other names.
    pub detail: String,
    /// Everything they are called: what typing is matched with.
    pub called: String,
    /// How many statements are theirs.
    pub said: usize,
}

/// The speaker picker.
#[derive(Debug)]
pub struct Picker {
    /// The statement, or words, it is for.
    pub target: PickerTarget,
    /// What is typed.
    pub field: LineField,
    /// Everybody.
    pub all: Vec<PickerRow>,
    /// Those that match, best first.
    pub rows: Vec<PickerRow>,
    /// The row under the bar.
    pub at: usize,
}

/// What a speaker is picked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickerTarget {
    /// A statement.
    Item(ItemId),
    /// Words that name somebody.
    Person(Vec<Span>),
    /// Words to become a quotation.
    Quote(Vec<Span>),
    /// Several statements at once.
    Items(Vec<ItemId>),
    /// A speaker who is the same as somebody else.
    Merge(SpeakerChoice),
}

impl Screen for Picker {
    /// For the statement in focus.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if decide::may_decide(app, stamp) {
            match app.doc().and_then(|d| d.view.focus.clone()) {
                Some(item) => open_for(app, PickerTarget::Item(item)),
                None => decide::nothing_in_focus(app),
            }
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SPEAKER"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        // Once only makes sense for a statement whose words name somebody.
        let second = if matches!(self.target, PickerTarget::Item(_)) { Action::AcceptOnce } else { Action::NextRow };
        hints(app, Scope::Speaker, &[Action::Accept, second, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let most = if page.is_tall() { 7 } else { 3 };
        let list = (self.rows.len() as u16).clamp(1, most);
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 2 + gap + most, buffer);
        let about = match (&self.target, app.doc()) {
            (PickerTarget::Item(item), Some(doc)) => {
                let hull = doc.reading.hull(item).unwrap_or_default();
                let place = doc.reading.document().place_in_short(hull.start);
                let mention = doc.reading.suggestion(item).and_then(|a| doc.reading.found().named_by(a));
                match mention {
                    Some(span) => format!("{}, {place}", words_of(app, span, 40)),
                    None => place,
                }
            }
            (PickerTarget::Person(spans) | PickerTarget::Quote(spans), _) => {
                spans.first().map(|s| words_of(app, *s, 40)).unwrap_or_default()
            }
            (PickerTarget::Items(items), _) if items.len() == 1 => String::new(),
            (PickerTarget::Items(items), _) => format!("{} annotations at once", items.len()),
            (PickerTarget::Merge(who), Some(doc)) => format!("{} is the same as…", doc.reading.name_of_choice(who)),
            (PickerTarget::Item(_) | PickerTarget::Merge(_), None) => String::new(),
        };
        let question = match self.target {
            PickerTarget::Person(_) => "Whom does this name?",
            PickerTarget::Merge(_) => "Merge",
            PickerTarget::Item(_) | PickerTarget::Quote(_) | PickerTarget::Items(_) => "Who said it?",
        };
        let x = s.at(s.left, question, s.bold()) + 2;
        let room = s.right.saturating_sub(x);
        s.at(x, &cut(&about, room), s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        let caret = field(&mut s, left, self.field.text(), self.field.caret(), "type a name, or choose below");
        s.y += 1 + gap;
        let first = self.at.saturating_sub(usize::from(list) - 1);
        for (i, row) in self.rows.iter().enumerate().skip(first).take(usize::from(list)) {
            if i == self.at {
                s.at(s.left, signs(app.glyphs).row, s.words(Role::Accent));
            }
            let style = if i == self.at { s.bold() } else { s.words(Role::Body) };
            let name_width = (s.right - s.left).saturating_sub(2).min(if page.size.width < 60 { 34 } else { 28 });
            s.at(s.left + 2, &cut(&row.name, name_width), style);
            let detail = s.left + 2 + name_width + 2;
            let count = if row.said > 0 { format!("{} said", row.said) } else { String::new() };
            let count_at = s.right.saturating_sub(width(&count));
            let room = count_at.saturating_sub(detail + 1);
            if page.size.width >= 60 && room > 6 {
                s.at(detail, &cut(&row.detail, room), s.words(Role::Quiet));
                s.at(count_at, &count, s.words(Role::Quiet));
            }
            s.y += 1;
        }
        if self.rows.is_empty() {
            s.line("Nobody is called that; keep typing to add them.", s.words(Role::Quiet));
        }
        Drawn::at(caret)
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        format!("{} of {}", self.at + usize::from(!self.rows.is_empty()), self.rows.len())
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

    fn draft(&self, app: &App) -> Option<Draft> {
        if self.field.text().trim().is_empty() {
            return None;
        }
        let mut draft = drafts::begun(app, DraftKind::Speaker)?;
        let doc = app.doc()?;
        let purpose = match &self.target {
            PickerTarget::Item(item) => {
                drafts::about_items(&mut draft, doc, std::slice::from_ref(item));
                DraftPurpose::Statement
            }
            PickerTarget::Items(items) => {
                drafts::about_items(&mut draft, doc, items);
                DraftPurpose::Statements
            }
            PickerTarget::Person(spans) => {
                draft.at = drafts::selectors(doc, spans);
                DraftPurpose::Person
            }
            PickerTarget::Quote(spans) => {
                draft.at = drafts::selectors(doc, spans);
                DraftPurpose::Quotation
            }
            PickerTarget::Merge(who) => {
                drafts::about_speaker(&mut draft, doc, who);
                DraftPurpose::Merge
            }
        };
        let caret = Some((0, u32::try_from(self.field.caret_at()).unwrap_or(u32::MAX)));
        Some(Draft { purpose: Some(purpose), typed: vec![self.field.text().to_owned()], caret, ..draft })
    }

    fn leave(&mut self, app: &mut App) -> Response {
        let draft = self.draft(app);
        let effects = match &self.target {
            PickerTarget::Person(spans) | PickerTarget::Quote(spans) if draft.is_none() => {
                drafts::words_left(app, spans)
            }
            PickerTarget::Person(_)
            | PickerTarget::Quote(_)
            | PickerTarget::Item(_)
            | PickerTarget::Items(_)
            | PickerTarget::Merge(_) => drafts::set_aside(app, draft),
        };
        Response::back().with(effects)
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.rows.len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.take(app, stamp, true),
            Action::AcceptOnce => self.take(app, stamp, false),
            action => self.shared(app, action, stamp),
        }
    }
}

impl Picker {
    /// Takes up what was typed here and not taken, and narrows the rows to it.
    pub fn take_up(&mut self, app: &mut App) {
        let target = self.target.clone();
        // What the draft is about is looked up before it is taken.
        let about = |kept: &KeptDraft| drafts::picker_target(app, kept).as_ref() == Some(&target);
        let ours = app.doc().and_then(|doc| doc.drafts.all().rfind(|kept| about(kept)).cloned());
        let draft = ours.and_then(|ours| drafts::take_if(app, DraftKind::Speaker, |_, kept| *kept == ours));
        if let Some(draft) = draft {
            let typed = draft.typed.first().map(String::as_str).unwrap_or_default();
            self.field = LineField::with_caret(typed, draft.caret.map_or(usize::MAX, |(_, at)| at as usize));
            drafts::say_resumed(app, false);
        }
        self.narrow();
    }

    /// The row under the bar is taken; with `teach`, for others of the same name too.
    fn take(&self, app: &mut App, stamp: &Stamp, teach: bool) -> Response {
        let Some(row) = self.rows.get(self.at) else { return Response::stay() };
        let effects = match &self.target {
            PickerTarget::Item(item) => decide::give(app, item, &row.who, teach, stamp),
            PickerTarget::Items(items) => decide::change(app, stamp, |decider| decider.choose_all(items, &row.who)),
            PickerTarget::Merge(from) => merge(app, from, &row.who, stamp),
            PickerTarget::Quote(spans) => label_with_speaker(app, spans, QUOTE, &row.who, stamp),
            PickerTarget::Person(spans) => label_with_speaker(app, spans, "person", &row.who, stamp),
        };
        Response::close().with(effects)
    }
}

/// Opens the picker for a target.
pub fn open_for(app: &mut App, target: PickerTarget) {
    let Some(doc) = app.doc() else { return };
    let all = rows::everybody(doc, &app.codebook, &target);
    let mut picker = Picker { target, field: LineField::default(), rows: Vec::new(), all, at: 0 };
    if let PickerTarget::Merge(from) = &picker.target {
        // Nobody is the same as themselves, or as nobody.
        picker.all.retain(|row| row.who != *from && row.who != SpeakerChoice::Unknown);
    }
    picker.take_up(app);
    app.mode = Mode::Speaker(picker);
}

fn label_with_speaker(app: &mut App, spans: &[Span], label: &str, who: &SpeakerChoice, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let words = spans.first().map(|s| doc.reading.document().words(*s)).unwrap_or_default();
    let marked = without_marks(words.trim()).len() < words.trim().len();
    let kind = if marked { Kind::Direct } else { Kind::Indirect };
    let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
    let Some((change, id)) = decider.label(spans, label, Some(kind), Some(who)) else { return Vec::new() };
    let text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    motion::focus(app, ItemId::Record(id.as_str().into()));
    decide::message_with_undo(app, text);
    effects
}

/// Makes two speakers one.
fn merge(app: &mut App, from: &SpeakerChoice, into: &SpeakerChoice, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    match (Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }).merge(from, into) {
        Some(change) => decide::tell(app, change, stamp),
        None => {
            app.say("They are one already");
            Vec::new()
        }
    }
}
