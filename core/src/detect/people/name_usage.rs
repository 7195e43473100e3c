//! How a text uses its names.

use super::super::lang::TitleKind;
use super::NameMention;
use super::name_key::{NameKey, parts};
use rustc_hash::FxHashMap;

/// How often names stand alone, and with a title only.
#[derive(Debug, Default)]
pub struct NameUsage {
    bare: FxHashMap<NameKey, u32>,
    titled: FxHashMap<(TitleKind, NameKey), u32>,
}

impl NameUsage {
    /// Counts. O(names).
    pub fn of(text: &str, names: &[NameMention]) -> Self {
        let mut habits = Self::default();
        for name in names.iter().filter(|n| !n.doubtful) {
            if let [word] = parts(name.core.of(text)).as_slice() {
                if !name.titled || name.title_kind == TitleKind::Plain {
                    *habits.bare.entry(NameKey::of(word)).or_default() += 1;
                } else {
                    *habits.titled.entry((name.title_kind, NameKey::of(word))).or_default() += 1;
                }
            }
        }
        habits
    }

    /// How often a name stands without a title that tells people apart.
    pub fn bare(&self, code: NameKey) -> u32 {
        self.bare.get(&code).copied().unwrap_or(0)
    }

    /// How often it stands with that title.
    pub fn titled(&self, title_kind: TitleKind, code: NameKey) -> u32 {
        self.titled.get(&(title_kind, code)).copied().unwrap_or(0)
    }
}
