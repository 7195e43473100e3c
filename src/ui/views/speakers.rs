//! Who said what: everybody with their statements; names, merging and splitting.

use super::browse::Browse;
use crate::ui::field::Field;
use sayso_core::kinds::SpeakerKind;
use sayso_core::reading::{Reading, SpeakerChoice, SpeakerEdit, SpeakerEntry};

/// The list of people, and the statements of the one under the bar.
#[derive(Debug)]
pub struct SpeakersView {
    /// Everybody, most statements first.
    pub voices: Vec<SpeakerEntry>,
    /// Which are shown.
    pub list: Browse,
    /// The statement under the bar, while the bar is in the right column.
    pub said: Option<usize>,
}

impl SpeakersView {
    /// Everybody in a reading. O(items).
    pub fn new(reading: &Reading) -> Self {
        let voices = reading.voices();
        let words = |v: &SpeakerEntry| format!("{} {} {}", v.name, v.aliases.join(" "), v.roles.join(" "));
        let list = Browse::new(voices.iter().map(words));
        Self { voices, list, said: None }
    }

    /// The same after a change: filter and bar stay, by name.
    pub fn refreshed(mut self, reading: &Reading) -> Self {
        let name = self.current().map(|v| v.name.clone());
        let mut fresh = Self::new(reading);
        fresh.list.field = std::mem::take(&mut self.list.field);
        fresh.list.narrow(|_| true);
        let row = name.and_then(|name| fresh.voices.iter().position(|v| v.name == name));
        match row {
            Some(row) => fresh.list.select(row),
            None => fresh.list.step(self.list.at as i32),
        }
        fresh
    }

    /// Who is under the bar.
    pub fn current(&self) -> Option<&SpeakerEntry> {
        self.voices.get(self.list.current()?)
    }

    /// Statements in all.
    pub fn statements(&self) -> usize {
        self.voices.iter().map(|v| v.items.len()).sum()
    }
}

/// Which field of the speaker sheet has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerField {
    /// The name.
    Name,
    /// Other names, one a row.
    Aliases,
    /// Roles.
    Roles,
    /// Person, organisation, group, unnamed.
    Kind,
}

impl SpeakerField {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::Name, Self::Aliases, Self::Roles, Self::Kind];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Aliases => "Also",
            Self::Roles => "Role",
            Self::Kind => "Kind",
        }
    }
}

/// Kinds of speakers, in the order of their digits.
pub const KINDS: [SpeakerKind; 4] =
    [SpeakerKind::Person, SpeakerKind::Organisation, SpeakerKind::Group, SpeakerKind::Unnamed];

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
    pub name: Field,
    /// Other names.
    pub aliases: Field,
    /// Roles.
    pub roles: Field,
    /// The kind.
    pub kind: SpeakerKind,
    /// As it was.
    pub was: SpeakerEdit,
    /// Whether Esc was pressed once with something changed.
    pub armed: bool,
}

impl SpeakerSheet {
    /// The sheet of somebody.
    pub fn new(reading: &Reading, who: SpeakerChoice) -> Self {
        let was = reading.about(&who);
        let line = |names: &[String]| Field::new(&names.join("; "));
        Self {
            field: SpeakerField::Name,
            name: Field::new(&was.name),
            aliases: line(&was.aliases),
            roles: line(&was.roles),
            kind: was.kind,
            who,
            was,
            armed: false,
        }
    }

    /// What it says now.
    pub fn edit(&self) -> SpeakerEdit {
        let names = |field: &Field| {
            let parts = field.text().split(BETWEEN).map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "));
            parts.filter(|n| !n.is_empty()).collect()
        };
        let name = self.name.text().split_whitespace().collect::<Vec<_>>().join(" ");
        SpeakerEdit { name, aliases: names(&self.aliases), roles: names(&self.roles), kind: self.kind }
    }

    /// The text field with the keys, if it is one.
    pub fn typed_in(&mut self) -> Option<&mut Field> {
        match self.field {
            SpeakerField::Name => Some(&mut self.name),
            SpeakerField::Aliases => Some(&mut self.aliases),
            SpeakerField::Roles => Some(&mut self.roles),
            SpeakerField::Kind => None,
        }
    }

    /// Goes to the next field, or the one before.
    pub fn turn(&mut self, forward: bool) {
        let all = SpeakerField::ALL;
        let at = all.iter().position(|f| *f == self.field).unwrap_or(0);
        let next = if forward { at + 1 } else { at + all.len() - 1 } % all.len();
        self.field = all.get(next).copied().unwrap_or(SpeakerField::Name);
    }

    /// Another kind.
    pub fn turn_kind(&mut self, forward: bool) {
        let at = KINDS.iter().position(|k| *k == self.kind).unwrap_or(0);
        let next = if forward { at + 1 } else { at + KINDS.len() - 1 } % KINDS.len();
        self.kind = KINDS.get(next).copied().unwrap_or(SpeakerKind::Person);
    }
}

/// Which name of a speaker becomes somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitMenu {
    /// Whose.
    pub who: SpeakerChoice,
    /// Their name.
    pub name: String,
    /// Names that can go.
    pub names: Vec<String>,
    /// The row under the bar.
    pub at: usize,
}
