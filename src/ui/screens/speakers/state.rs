//! Who said what: everybody with their statements; names, merging and splitting.

use crate::ui::widgets::browse::Browse;
use sayso_core::reading::{Reading, SpeakerEntry};

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
        let words = |v: &SpeakerEntry| {
            format!("{} {} {} {}", v.name, v.aliases.join(" "), v.roles.join(" "), v.members.join(" "))
        };
        let list = Browse::new(voices.iter().map(words));
        Self { voices, list, said: None }
    }

    /// The same after a change: filter and bar stay, by name.
    pub fn update(&mut self, reading: &Reading) {
        let name = self.current().map(|v| v.name.clone());
        let mut fresh = Self::new(reading);
        fresh.list.field = std::mem::take(&mut self.list.field);
        fresh.list.narrow(|_| true);
        let row = name.and_then(|name| fresh.voices.iter().position(|v| v.name == name));
        match row {
            Some(row) => fresh.list.select(row),
            None => fresh.list.step(self.list.at as i32),
        }
        *self = fresh;
    }

    /// Who is under the bar.
    pub fn current(&self) -> Option<&SpeakerEntry> {
        self.voices.get(self.list.current()?)
    }

    /// Statements in all.
    pub fn statements(&self) -> usize {
        // What several say together is one statement.
        self.voices.iter().map(|v| v.items.len() - v.joint.min(v.items.len())).sum()
    }

    /// How many of them are quotations inside another statement.
    pub fn inside(&self) -> usize {
        self.voices.iter().map(|v| v.inside).sum()
    }
}
