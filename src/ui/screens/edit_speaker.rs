//! Names, role and kind of a speaker.

use super::{Input, Mode, Response, Scope, Screen, drafts};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::drafts::KeptDraft;
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
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Draft, DraftKind, Stamp};
use sayso_core::kinds::SpeakerKind;
use sayso_core::reading::{Reading, SpeakerChoice, SpeakerEdit};

/// Cells of the names of fields.
const FIELD: u16 = 8;

/// Which field of the speaker sheet has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerField {
    /// The name.
    Name,
    /// Other names, one a row.
    Aliases,
    /// Roles.
    Roles,
    /// Person, organisation, group, unnamed, document.
    Kind,
    /// Who a group consists of.
    Members,
}

impl SpeakerField {
    /// All, in order: those of a group, of whom the others have all but the last.
    pub const ALL: [Self; 5] = [Self::Name, Self::Aliases, Self::Roles, Self::Kind, Self::Members];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Aliases => "Also",
            Self::Roles => "Role",
            Self::Kind => "Kind",
            Self::Members => "Who",
        }
    }
}

/// Kinds of speakers, in the order of their digits.
pub const KINDS: [SpeakerKind; 5] =
    [SpeakerKind::Person, SpeakerKind::Organisation, SpeakerKind::Group, SpeakerKind::Unnamed, SpeakerKind::Document];

/// What separates names in a field.
const BETWEEN: char = ';';

/// Names and role of a speaker.
#[derive(Debug)]
pub struct SpeakerSheet {
    /// Who it is about.
    pub who: SpeakerChoice,
    /// The field with the keys.
    pub field: SpeakerField,
    /// The name.
    pub name: LineField,
    /// Other names.
    pub aliases: LineField,
    /// Roles.
    pub roles: LineField,
    /// The kind.
    pub kind: SpeakerKind,
    /// Names of the members of a group.
    pub members: LineField,
    /// As it was.
    pub was: SpeakerEdit,
}

impl SpeakerSheet {
    /// The sheet of somebody.
    pub fn new(reading: &Reading, who: SpeakerChoice) -> Self {
        let was = reading.about(&who);
        let line = |names: &[String]| LineField::new(&names.join("; "));
        Self {
            field: SpeakerField::Name,
            name: LineField::new(&was.name),
            aliases: line(&was.aliases),
            roles: line(&was.roles),
            kind: was.kind,
            members: line(&was.members),
            who,
            was,
        }
    }

    /// What it says now.
    pub fn edit(&self) -> SpeakerEdit {
        let names = |field: &LineField| {
            let parts = field.text().split(BETWEEN).map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "));
            parts.filter(|n| !n.is_empty()).collect()
        };
        let name = self.name.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let members = if self.fields().contains(&SpeakerField::Members) { names(&self.members) } else { Vec::new() };
        SpeakerEdit { name, aliases: names(&self.aliases), roles: names(&self.roles), kind: self.kind, members }
    }

    /// The fields there are: only a group has members.
    fn fields(&self) -> &'static [SpeakerField] {
        let all: &'static [SpeakerField] = &SpeakerField::ALL;
        let has_members = self.kind == SpeakerKind::Group;
        if has_members { all } else { all.split_last().map_or(all, |(_, others)| others) }
    }

    /// Goes to the next field, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let all = self.fields();
        let at = all.iter().position(|f| *f == self.field).unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 } % all.len();
        self.field = all.get(next).copied().unwrap_or(SpeakerField::Name);
    }

    /// A key in the field of the kind: a digit, or a step to the side.
    fn choose_kind(&mut self, key: Key) {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| KINDS.get(d as usize - usize::from(d > 0)));
        match (key.code(), digit) {
            (KeyCode::Left, _) => self.turn_kind(false),
            (KeyCode::Right | KeyCode::Char(' '), _) => self.turn_kind(true),
            (_, Some(kind)) => self.kind = *kind,
            _ => {}
        }
    }

    /// Takes up what was typed: what only one side changed since is theirs; names that both added stand together.
    fn take_up(&mut self, app: &mut App, draft: &Draft) {
        let before = fields_of(&self.was);
        let mut changed = false;
        let fields = [&mut self.name, &mut self.aliases, &mut self.roles, &mut self.members];
        for (n, (field, now)) in fields.into_iter().zip(before).enumerate() {
            let at = |all: &[String]| all.get(n).cloned().unwrap_or_default();
            let (typed, was) = (at(&draft.typed), at(&draft.was));
            let (text, both) = drafts::both(&typed, &was, &now);
            changed |= both;
            // Of two names the typed one stands in the field, and the message tells.
            let text = match (both, n) {
                (true, 0) => typed,
                (true, _) => text.replace('\n', "; "),
                (false, _) => text,
            };
            *field = LineField::new(&text);
        }
        self.kind = draft.speaker_kind.unwrap_or(self.kind);
        let field = SpeakerField::ALL.iter().find(|f| Some(f.title()) == draft.focus.as_deref());
        self.field = field.copied().filter(|f| self.fields().contains(f)).unwrap_or(SpeakerField::Name);
        if let (Some(field), Some((_, at))) = (self.field(), draft.caret) {
            *field = LineField::with_caret(field.text(), at as usize);
        }
        drafts::say_resumed(app, changed);
    }

    /// Saves names, role and kind.
    fn save(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if !decide::may_decide(app, stamp) {
            return Vec::new();
        }
        let edit = self.edit();
        if edit.name.is_empty() {
            app.say("A speaker needs a name: nothing was changed");
            return Vec::new();
        }
        if edit == self.was {
            return Vec::new();
        }
        decide::change(app, stamp, |decider| decider.describe_speaker(&self.who, &edit))
    }

    /// Another kind.
    fn turn_kind(&mut self, forward: bool) {
        let at = KINDS.iter().position(|k| *k == self.kind).unwrap_or(0);
        let next = if forward { at + 1 } else { at + KINDS.len() - 1 } % KINDS.len();
        self.kind = KINDS.get(next).copied().unwrap_or(SpeakerKind::Person);
    }
}

impl Screen for SpeakerSheet {
    fn word(&self, _app: &App) -> &'static str {
        "SPEAKER"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::EditSpeaker, &[Action::Accept, Action::NextField, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let gap = u16::from(page.is_tall());
        let fields = self.fields();
        let mut s = open(app, page, 1 + gap + fields.len() as u16, buffer);
        let (bold, quiet) = (s.bold(), s.words(Role::Quiet));
        let x = s.at(s.left, "Speaker", bold) + 2;
        let name = cut(&self.was.name, s.right.saturating_sub(x));
        s.at(x, &name, quiet);
        s.y += 1 + gap;
        let mut caret = None;
        for which in fields.iter().copied() {
            let active = which == self.field;
            if active && s.left >= 2 {
                put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).bar, s.words(Role::Accent));
            }
            let style = if active { s.bold() } else { s.words(Role::Quiet) };
            s.at(s.left, which.title(), style);
            let x = s.left + FIELD;
            let (text, hint) = match which {
                SpeakerField::Name => (Some(&self.name), "what to call them"),
                SpeakerField::Aliases => (Some(&self.aliases), "other names and handles, with ; between them"),
                SpeakerField::Roles => (Some(&self.roles), "what they are called in this document, with ; between"),
                SpeakerField::Kind => (None, ""),
                SpeakerField::Members => (Some(&self.members), "who they are, with ; between"),
            };
            match text {
                Some(text) if active => caret = Some(field(&mut s, x, text.text(), text.caret(), hint)),
                Some(text) if text.text().is_empty() => {
                    let hint = cut(hint, s.right.saturating_sub(x));
                    s.at(x, &hint, s.words(Role::Quiet));
                }
                Some(text) => {
                    let text = cut(text.text(), s.right.saturating_sub(x));
                    s.at(x, &text, s.words(Role::Body));
                }
                None => {
                    let mut x = x;
                    for (n, kind) in KINDS.iter().enumerate() {
                        let selected = *kind == self.kind;
                        x = s.at(x, &(n + 1).to_string(), s.bold()) + 1;
                        let sign = if selected { format!("{} ", signs(app.glyphs).decided) } else { String::new() };
                        let style = if selected { s.bold() } else { s.words(Role::Quiet) };
                        x = s.at(x, &format!("{sign}{}", kind.word()), style) + 3;
                    }
                }
            }
            s.y += 1;
        }
        Drawn { caret, ..Drawn::default() }
    }

    fn input(&self) -> Input {
        if self.field == SpeakerField::Kind { Input::Keys } else { Input::Line }
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some() || matches!(key.code(), KeyCode::Left | KeyCode::Right)
    }

    fn field(&mut self) -> Option<&mut LineField> {
        match self.field {
            SpeakerField::Name => Some(&mut self.name),
            SpeakerField::Aliases => Some(&mut self.aliases),
            SpeakerField::Roles => Some(&mut self.roles),
            SpeakerField::Members => Some(&mut self.members),
            SpeakerField::Kind => None,
        }
    }

    fn draft(&self, app: &App) -> Option<Draft> {
        if self.edit() == self.was {
            return None;
        }
        let mut draft = drafts::begun(app, DraftKind::Names)?;
        drafts::about_speaker(&mut draft, app.doc()?, &self.who);
        let typed = [&self.name, &self.aliases, &self.roles, &self.members].map(|f| f.text().to_owned()).to_vec();
        let was = fields_of(&self.was).to_vec();
        let active = match self.field {
            SpeakerField::Name => Some(&self.name),
            SpeakerField::Aliases => Some(&self.aliases),
            SpeakerField::Roles => Some(&self.roles),
            SpeakerField::Members => Some(&self.members),
            SpeakerField::Kind => None,
        };
        let caret = active.map(|field| (0, u32::try_from(field.caret_at()).unwrap_or(u32::MAX)));
        let (focus, speaker_kind) = (Some(self.field.title().to_owned()), Some(self.kind));
        Some(Draft { typed, was, focus, caret, speaker_kind, ..draft })
    }

    fn typed(&mut self, _app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(field) = self.field() {
            field.key(key);
        } else {
            self.choose_kind(key);
        }
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.save(app, stamp)),
            Action::NextField | Action::PreviousField => {
                self.turn(action == Action::NextField);
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        let draft = self.draft(app);
        Response::close().with(drafts::set_aside(app, draft))
    }
}

/// What the fields of a sheet hold that was opened on this: name, other names, roles, members.
fn fields_of(edit: &SpeakerEdit) -> [String; 4] {
    [edit.name.clone(), edit.aliases.join("; "), edit.roles.join("; "), edit.members.join("; ")]
}

/// Opens the sheet of somebody, with what was typed and not saved there.
pub fn open_for(app: &mut App, who: SpeakerChoice) {
    let Some(doc) = app.doc() else { return };
    let mut sheet = SpeakerSheet::new(&doc.reading, who);
    let is_ours = |kept: &KeptDraft| {
        kept.draft.kind == DraftKind::Names && drafts::speaker_of(app, &kept.draft).as_ref() == Some(&sheet.who)
    };
    let ours = doc.drafts.all().rfind(|kept| is_ours(kept)).cloned();
    if let Some(draft) = ours.and_then(|ours| drafts::take_if(app, DraftKind::Names, |_, kept| *kept == ours)) {
        sheet.take_up(app, &draft);
    }
    app.mode = Mode::EditSpeaker(sheet);
}
