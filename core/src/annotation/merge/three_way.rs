//! Two files that began as one, as branches of a repository have them, made one again.

use super::super::{Annotation, Change, Op, Review, Set, Speaker, notation};
use super::decisions::{agreed, overlap};
use super::{beside, pair_decisions, replay};
use std::collections::HashMap;
use std::sync::Arc;

/// What two sides come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Everything of both.
    pub set: Set,
    /// How many records are kept twice because the sides say different things, those that a side had already left out.
    pub clashes: usize,
}

/// Brings together what two sides made of `base`, record by record and field by field. The result does not depend on which
/// side is which; where both changed one field differently, both versions are kept, one of them marked `conflict`. A record
/// that one side removed and the other changed stays. Sides that began apart have an empty base. O(n log n).
pub fn three_way(base: &Set, ours: &Set, theirs: &Set) -> Merged {
    if ours == base || ours == theirs {
        return Merged { set: theirs.clone(), clashes: 0 };
    }
    if theirs == base {
        return Merged { set: ours.clone(), clashes: 0 };
    }
    let sides = [(changes(base, ours), ours), (changes(base, theirs), theirs)];
    // The one whose changes come first in some order that both see alike is what the other's are laid over.
    let [one, other] = sides.map(|(change, set)| (printed(&change), change, set));
    let (first, second) = if one.0 <= other.0 { (one, other) } else { (other, one) };
    let mut set = first.2.clone();
    let mut change = second.1;
    for op in &mut change.ops {
        meet_twice_made(&set, op);
    }
    let before = set.iter().filter(|r| r.conflict).count();
    let own = second.2.iter().filter(|r| r.conflict && first.2.get(&r.id).is_none()).count();
    replay(&mut set, [&change]);
    pair_decisions(&mut set);
    let clashes = set.iter().filter(|r| r.conflict).count().saturating_sub(before + own);
    set.about.clone_from(&knows_document(base, first.2, second.2).about);
    put_in_order(base, &mut set);
    Merged { set, clashes }
}

/// What turns `from` into `to`, in reading order. O(n log n).
fn changes(from: &Set, to: &Set) -> Change {
    let mut change = Change::default();
    let speaker = |set: &Set, id: &str| set.speaker(id).cloned();
    for before in &from.speakers {
        let after = speaker(to, &before.id);
        if after.as_ref() != Some(before) {
            change.ops.push(Op::Speaker { before: Some(before.clone()), after });
        }
    }
    let made = to.speakers.iter().filter(|s| from.speaker(&s.id).is_none());
    change.ops.extend(made.map(|s| Op::Speaker { before: None, after: Some(s.clone()) }));
    for before in from.in_order() {
        let after = to.get(&before.id);
        if after != Some(before) {
            change.ops.push(Op::Annotation { before: Some(Arc::clone(before)), after: after.cloned() });
        }
    }
    let made = to.in_order().into_iter().filter(|r| from.get(&r.id).is_none());
    change.ops.extend(made.map(|r| Op::Annotation { before: None, after: Some(Arc::clone(r)) }));
    let gone = from.reviews.iter().filter(|r| !to.reviews.contains(r));
    change.ops.extend(gone.map(|r| Op::Review { before: Some(r.clone()), after: None }));
    let made = to.reviews.iter().filter(|r| !from.reviews.contains(r));
    change.ops.extend(made.map(|r| Op::Review { before: None, after: Some(r.clone()) }));
    if from.sources != to.sources {
        change.ops.push(Op::Sources { before: from.sources.clone(), after: to.sources.clone() });
    }
    let gone = from.checks().iter().filter(|c| !to.has_check(c));
    change.ops.extend(gone.map(|c| Op::Check { before: Some(c.clone()), after: None }));
    let made = to.checks().iter().filter(|c| !from.has_check(c));
    change.ops.extend(made.map(|c| Op::Check { before: None, after: Some(c.clone()) }));
    change
}

/// A record that both sides made under one id, as two imports of one file do, has no version before: it is what both
/// agree on, or the other's version is kept beside.
fn meet_twice_made(set: &Set, op: &mut Op) {
    let Op::Annotation { before: None, after: Some(theirs) } = op else { return };
    let Some(ours) = set.get(&theirs.id).filter(|ours| *ours != theirs) else { return };
    // Under one id they may stand at two places: then they are two.
    let is_same = ours.at == theirs.at || overlap(ours, theirs);
    *op = match agreed(ours, theirs).filter(|_| is_same) {
        Some(both) => Op::Annotation { before: Some(Arc::clone(ours)), after: Some(Arc::new(both)) },
        None => {
            let mut twin = Annotation::clone(theirs);
            twin.id = beside(theirs);
            twin.conflict = true;
            Op::Annotation { before: None, after: Some(Arc::new(twin)) }
        }
    };
}

/// A change in words, to tell which of two comes first.
fn printed(change: &Change) -> String {
    let mut out = String::new();
    let mut add = |sign: char, words: Option<String>| {
        if let Some(words) = words {
            out.push(sign);
            out.push_str(&words);
            out.push('\n');
        }
    };
    for op in &change.ops {
        match op {
            Op::Annotation { before, after } => {
                add('-', before.as_deref().map(notation::print));
                add('+', after.as_deref().map(notation::print));
            }
            Op::Speaker { before, after } => {
                add('-', before.as_ref().map(notation::print));
                add('+', after.as_ref().map(notation::print));
            }
            Op::Review { before, after } => {
                add('-', before.as_ref().map(notation::print));
                add('+', after.as_ref().map(notation::print));
            }
            Op::Sources { before, after } => {
                add('-', Some(before.join("\n")));
                add('+', Some(after.join("\n")));
            }
            Op::Check { before, after } => {
                add('-', before.as_ref().map(notation::print));
                add('+', after.as_ref().map(notation::print));
            }
        }
    }
    out
}

/// The side whose word about the document counts: of two texts neither counts more, since every place is checked against
/// the present one.
fn knows_document<'a>(base: &Set, one: &'a Set, other: &'a Set) -> &'a Set {
    let (first, second) = (&one.about, &other.about);
    let takes_other = *first == base.about || *second != base.about && notation::print(first) < notation::print(second);
    if takes_other { other } else { one }
}

/// Speakers and reviews of the base first, as they stood; new ones after them in an order that depends on nothing else.
fn put_in_order(base: &Set, set: &mut Set) {
    let known: HashMap<&str, usize> = base.speakers.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    let place = |speaker: &Speaker| known.get(speaker.id.as_str()).copied().unwrap_or(usize::MAX);
    set.speakers.sort_by(|a, b| (place(a), &a.id).cmp(&(place(b), &b.id)));
    let place = |review: &Review| base.reviews.iter().position(|known| known == review).unwrap_or(usize::MAX);
    set.reviews.sort_by_cached_key(|review| (place(review), notation::print(review)));
}

#[cfg(test)]
mod tests;
