//! Names, role and kind of a speaker.

use super::{Input, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
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
use sayso_core::annotation::Stamp;
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
    /// Whether Esc was pressed once with something changed.
    pub discard_pending: bool,
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
            discard_pending: false,
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

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.discard_pending = false;
        Vec::new()
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(field) = self.field() {
            field.key(key);
        } else {
            self.choose_kind(key);
        }
        Response::stay().with(self.edited(app))
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
        if self.edit() != self.was && !std::mem::replace(&mut self.discard_pending, true) {
            let (drops, saves) =
                (app.key(Scope::EditSpeaker, Action::Escape), app.key(Scope::EditSpeaker, Action::Accept));
            app.say(format!("{drops} again drops what you changed   {saves} saves"));
            return Response::stay();
        }
        Response::close()
    }
}
