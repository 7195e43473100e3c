//! Names in front of turns that were replaced throughout: where "MS. REED:" is "THE WITNESS:" now, no answer stands among the
//! words it stood among, though nothing but a name has changed.
//!
//! A name that stands in front of no turn any more was replaced where nearly all of its turns are there with one and the same
//! other name in front, and few of them with any third. The words kept around the records are then read with that name.

use super::{Annotation, Selector};
use crate::annotation::Set;
use crate::document::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most names that are compared.
const MOST_LABELS: usize = 64;
/// Most letters of a name in front of a turn, with the sign behind it.
const MAX_LABEL: usize = 31;
/// Share of the turns that must stand behind the other name, and the most that may stand behind a third.
const NEARLY_ALL: f32 = 0.9;
const FEW: f32 = 0.5;
/// Fewest different turns that tell it.
const FEWEST: usize = 2;

/// Names in front of turns with those that took their places.
pub struct ReplacedLabels(Vec<(String, String)>);

impl ReplacedLabels {
    /// Names that were replaced throughout in `document`, as its records tell. O((text + records · names) · log text).
    pub fn of(document: &Document, set: &Set) -> Self {
        let mut turns: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for record in set.in_order() {
            let Some(first) = record.at.first() else { continue };
            let Some(label) = label_before(&first.prefix) else { continue };
            turns.entry(label).or_default().insert(first.exact.lines().next().unwrap_or_default());
        }
        if turns.is_empty() {
            return Self(Vec::new());
        }
        let mut lines: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (label, words) in document.text().lines().filter_map(split_label) {
            lines.entry(label).or_default().insert(words);
        }
        let is_new = |label: &&str| !turns.contains_key(label);
        let new: Vec<(&str, &BTreeSet<&str>)> =
            lines.iter().filter(|(l, _)| is_new(l)).map(|(l, w)| (*l, w)).take(MOST_LABELS).collect();
        let gone = turns.iter().filter(|(label, words)| !lines.contains_key(*label) && words.len() >= FEWEST);
        let replaced = gone.filter_map(|(label, words)| {
            let share = |there: &BTreeSet<&str>| {
                let begins =
                    |words: &&&str| there.range(**words..).next().is_some_and(|line| line.starts_with(**words));
                words.iter().filter(begins).count() as f32 / words.len() as f32
            };
            let mut likely = new.iter().filter(|(_, there)| share(there) >= FEW);
            let (Some((new, there)), None) = (likely.next(), likely.next()) else { return None };
            (share(there) >= NEARLY_ALL).then(|| ((*label).to_owned(), (*new).to_owned()))
        });
        Self(replaced.collect())
    }

    /// A set whose records keep the words around them as they would be with the new names; none where nothing was replaced.
    /// O(records).
    pub fn applied(&self, set: &Set) -> Option<Set> {
        if self.0.is_empty() {
            return None;
        }
        let mut mended = set.clone();
        for record in set.in_order() {
            let at = record.at.iter().map(|selector| self.mended(selector)).collect();
            mended.insert(Arc::new(Annotation { at, ..(**record).clone() }));
        }
        Some(mended)
    }

    fn mended(&self, selector: &Selector) -> Selector {
        let (mut prefix, mut suffix) = (selector.prefix.clone(), selector.suffix.clone());
        for (old, new) in &self.0 {
            let (line, new_line) = (format!("\n{old}"), format!("\n{new}"));
            // At the beginning of the text no line ends before it.
            prefix = match prefix.strip_prefix(old.as_str()) {
                Some(rest) => format!("{new}{}", rest.replace(&line, &new_line)),
                None => cut_front(&prefix, old).replace(&line, &new_line),
            };
            suffix = cut_end(&suffix, old).replace(&line, &new_line);
        }
        Selector { prefix, suffix, ..selector.clone() }
    }
}

/// What stands in front of the words of a turn, from the beginning of its line or of the text, when it is as short as a name
/// and ends as one.
fn label_before(prefix: &str) -> Option<&str> {
    let label = prefix.rsplit_once('\n').map_or(prefix, |(_, label)| label);
    label
        .trim_end_matches(['“', '"', '‘', '«'])
        .ends_with(": ")
        .then_some(label)
        .filter(|l| l.chars().count() <= MAX_LABEL)
}

/// A line as what may be a name in front of a turn, and the words behind it.
fn split_label(line: &str) -> Option<(&str, &str)> {
    let (label, words) = line.split_at_checked(line.find(": ")? + 2)?;
    (label.chars().count() <= MAX_LABEL).then_some((label, words))
}

/// Context without the rest of a name that it begins inside.
fn cut_front<'a>(prefix: &'a str, label: &str) -> &'a str {
    let begins_inside = |at: usize| label.get(at..).and_then(|rest| prefix.strip_prefix(rest));
    (1..label.len()).find_map(begins_inside).unwrap_or(prefix)
}

/// Context without the beginning of a name that it ends inside.
fn cut_end<'a>(suffix: &'a str, label: &str) -> &'a str {
    let Some((head, line)) = suffix.rsplit_once('\n') else { return suffix };
    if !line.is_empty() && label.len() > line.len() && label.starts_with(line) { head } else { suffix }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::anchor::{Anchor, anchor_all};
    use crate::annotation::set::DocumentInfo;
    use crate::span::Span;

    const HEARING: &str = "MR. OAK: Were you there?\n\nMS. REED: Yes.\n\nMR. OAK: Who told you of it?\n\nMS. REED: I do not remember.\n\n\
        MR. OAK: And the lamp?\n\nMS. REED: We looked at the lamp in the spring of that year.\n\nMR. OAK: Were you there?\n\n\
        MS. REED: Yes.\n\nMR. OAK: And then?\n\nMS. REED: The board was told of it in the month of May.\n\nMR. OAK: Were you there?\n\n\
        MS. REED: Yes.\n";

    /// The hearing with a record on the words of each of its turns.
    fn all_turns() -> (Document, Set) {
        let document = Document::verbatim(HEARING);
        let mut records = Vec::new();
        let mut at = 0;
        for (n, line) in HEARING.split("\n\n").enumerate() {
            let start = at + line.find(": ").unwrap() + 2;
            let span = Span::new(start as u32, (at + line.trim_end().len()) as u32);
            records.push(Annotation::new(n.to_string(), "quote", vec![Selector::of(&document, span)]));
            at += line.len() + 2;
        }
        let set = Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), records);
        (document, set)
    }

    #[test]
    fn a_name_that_is_replaced_throughout_moves_nothing() {
        let (_, set) = all_turns();
        for (old, new) in [("MS. REED:", "THE WITNESS:"), ("MR. OAK:", "Q:"), ("MS. REED:", "Ms. Reed:")] {
            let text = HEARING.replace(old, new);
            let document = Document::verbatim(&text);
            for (record, anchor) in anchor_all(&document, &set, "another") {
                let told = record.at.iter().map(|s| s.exact.as_str()).collect::<Vec<_>>();
                let now: Vec<&str> = anchor.spans().iter().map(|s| document.words(*s)).collect();
                assert!(!anchor.is_doubtful() && now == told, "{old} {new}: {told:?} {anchor:?}");
                assert_eq!(record, set.get(&record.id).unwrap().clone(), "the record itself is as it was");
                let turn = document.block_at(anchor.spans()[0].start);
                assert_eq!(record.id, turn.to_string(), "its own turn, not one that says the same");
            }
        }
    }

    #[test]
    fn names_that_are_not_replaced_by_one_are_left() {
        let (_, set) = all_turns();
        for text in [
            HEARING.to_owned(),
            HEARING.replacen("MS. REED:", "THE WITNESS:", 3),
            HEARING.replace("MS. REED: We", "THE WITNESS: We").replace("MS. REED:", "ANN REED:"),
            HEARING.replace("MS. REED: ", ""),
        ] {
            assert!(ReplacedLabels::of(&Document::verbatim(&text), &set).0.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_deleted_turn_beside_a_replaced_name_is_lost() {
        let (_, set) = all_turns();
        let text = HEARING.replace("MS. REED:", "THE WITNESS:").replacen("THE WITNESS: Yes.\n\n", "", 1);
        let document = Document::verbatim(&text);
        let all = anchor_all(&document, &set, "another");
        let (_, first) = all.iter().find(|(record, _)| record.id == "1").unwrap();
        assert!(first.is_orphan() || matches!(first, Anchor::Fuzzy(_)), "{first:?}");
        assert!(all.iter().filter(|(_, anchor)| !anchor.is_doubtful()).count() >= 8, "{all:?}");
    }
}
