//! Which names are one person's, and how they are spelled.

use crate::annotation::{Speaker, folded_name};
use std::collections::HashMap;

/// The speakers of a project by all their names: who is one person there is one in every count.
#[derive(Debug, Default)]
pub struct SharedNames {
    /// Numbers of speakers by folded name; none where several are called so.
    numbers: HashMap<String, Option<usize>>,
    names: Vec<String>,
}

impl SharedNames {
    /// Those of a codebook. O(names).
    pub fn new(speakers: &[Speaker]) -> Self {
        let mut all = Self { numbers: HashMap::new(), names: speakers.iter().map(|s| s.name.clone()).collect() };
        for (number, speaker) in speakers.iter().enumerate() {
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
                let known = all.numbers.entry(folded_name(name)).or_insert(Some(number));
                if *known != Some(number) {
                    *known = None;
                }
            }
        }
        all
    }

    /// What somebody of this name is counted under, and how they are called. O(length).
    pub(super) fn resolve(&self, name: &str) -> (String, Spelling) {
        let folded = folded_name(name);
        match self.numbers.get(&folded).copied().flatten().and_then(|number| self.names.get(number)) {
            Some(shared) => (folded_name(shared), Spelling::shared(shared)),
            None => (folded, Spelling::of(name)),
        }
    }
}

/// How a name is spelled: of several spellings one is shown, the same one in whatever order they are met.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spelling {
    /// Whether a person wrote it down for the whole project.
    is_shared: bool,
    /// Whether it has large and small letters, as names have outside of headlines.
    is_mixed: bool,
    pub(super) name: String,
}

impl Spelling {
    pub(super) fn of(name: &str) -> Self {
        let is_mixed = name.contains(char::is_uppercase) && name.contains(char::is_lowercase);
        Self { is_shared: false, is_mixed, name: name.split_whitespace().collect::<Vec<_>>().join(" ") }
    }

    fn shared(name: &str) -> Self {
        Self { is_shared: true, ..Self::of(name) }
    }

    /// Keeps the better of two.
    pub(super) fn meet(&mut self, other: Self) {
        if other > *self {
            *self = other;
        }
    }
}
