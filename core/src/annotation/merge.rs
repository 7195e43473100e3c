//! Bringing together what two sides did to one file, record by record and field by field.
//!
//! Everything is one operation: a *chain* of images of a record (before the first change, after each) is laid over what
//! the record is elsewhere. A field that still has a value the chain has been through takes the chain's last value; one
//! that somebody else set stays, and when the chain changed it as well, both versions are kept. Laying the same chain
//! over the result changes nothing: replaying a journal twice is replaying it once.

mod decisions;
mod three_way;

use super::rules::merge as rules;
use super::{Annotation, Change, CheckDecision, Op, Review, Set, Speaker, SpeakerRef, notation};
use crate::document::sha256;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

pub use decisions::{joining, pair_decisions};
pub use three_way::{Merged, three_way};

/// Images of one record, oldest first; `None` where it did not exist.
type Chain<T> = Vec<Option<T>>;

/// Lays changes, in their order, over a set that may know some of them, all of them, or other people's instead. Where
/// both sides changed a field differently, the set's stands and ours is kept beside it as a record marked `conflict`.
/// Gives the number of such records. O(changes · log changes).
pub fn replay<'a>(set: &mut Set, changes: impl IntoIterator<Item = &'a Change>) -> usize {
    let mut records: BTreeMap<String, Chain<Arc<Annotation>>> = BTreeMap::new();
    let mut speakers: BTreeMap<String, Chain<Speaker>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut reviews: Vec<(Option<Review>, Option<Review>)> = Vec::new();
    let mut sources: Vec<&Vec<String>> = Vec::new();
    let mut checks: Vec<(Option<&CheckDecision>, Option<&CheckDecision>)> = Vec::new();
    for op in changes.into_iter().flat_map(|c| &c.ops) {
        match op {
            Op::Annotation { before, after } => {
                if let Some(id) = before.as_ref().or(after.as_ref()).map(|a| a.id.clone()) {
                    extend(records.entry(id).or_default(), before.as_ref(), after.as_ref());
                }
            }
            Op::Speaker { before, after } => {
                if let Some(id) = before.as_ref().or(after.as_ref()).map(|s| s.id.clone()) {
                    if !speakers.contains_key(&id) {
                        order.push(id.clone());
                    }
                    extend(speakers.entry(id).or_default(), before.as_ref(), after.as_ref());
                }
            }
            Op::Review { before, after } => reviews.push((before.clone(), after.clone())),
            Op::Sources { before, after } => {
                if sources.last() != Some(&before) {
                    sources.push(before);
                }
                sources.push(after);
            }
            Op::Check { before, after } => checks.push((before.as_ref(), after.as_ref())),
        }
    }
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut gone: Vec<Speaker> = Vec::new();
    // Groups last: by then it is known what their members are called here.
    let is_group = |id: &String| speakers.get(id).into_iter().flatten().flatten().any(|s| !s.members.is_empty());
    order.sort_by_key(is_group);
    for id in order {
        if let Some(mut chain) = speakers.remove(&id) {
            for member in chain.iter_mut().flatten().flat_map(|group| &mut group.members) {
                if let Some(now) = renamed.get(member) {
                    member.clone_from(now);
                }
            }
            gone.extend(lay_speaker(set, &id, chain, &mut renamed));
        }
    }
    let mut clashes = 0;
    for (id, mut chain) in records {
        for image in chain.iter_mut().flatten() {
            if let Some(SpeakerRef::Id(who)) = &image.speaker
                && let Some(now) = renamed.get(who)
            {
                let mut moved = (**image).clone();
                moved.speaker = Some(SpeakerRef::Id(now.clone()));
                *image = Arc::new(moved);
            }
        }
        clashes += lay_record(set, &id, &chain);
    }
    // Only now: a speaker that records of others name stays.
    for speaker in gone {
        if !set.is_named(&speaker.id, &[]) {
            set.speakers.retain(|s| *s != speaker);
        }
    }
    for (before, after) in reviews {
        set.reviews.retain(|r| Some(r) != before.as_ref());
        if let Some(after) = after.filter(|a| !set.reviews.contains(a)) {
            set.reviews.push(after);
        }
    }
    if !sources.is_empty() {
        set.sources = rules::list(&sources, &set.sources, |list| list, &mut false);
    }
    for (before, after) in checks {
        if let Some(before) = before {
            set.take_check(before);
        }
        if let Some(after) = after {
            set.put_check(after.clone());
        }
    }
    clashes
}

fn extend<T: Clone + PartialEq>(chain: &mut Chain<T>, before: Option<&T>, after: Option<&T>) {
    // What a change began with is an image too: somebody may have seen another's value and chosen anew.
    if chain.last().is_none_or(|last| last.as_ref() != before) {
        chain.push(before.cloned());
    }
    chain.push(after.cloned());
}

fn lay_record(set: &mut Set, id: &str, chain: &[Option<Arc<Annotation>>]) -> usize {
    let Some(last) = chain.last() else { return 0 };
    let now = set.get(id).cloned();
    let Some(now) = now else {
        // Removed by somebody, or not there yet: what we made of it stands.
        if let Some(last) = last {
            set.insert(Arc::clone(last));
        }
        return 0;
    };
    let images: Vec<&Annotation> = chain.iter().flatten().map(|a| &**a).collect();
    let Some(last) = last else {
        // We removed it. Somebody else's change of it is worth more than our removal.
        if untouched(&images, &now) {
            set.remove(id);
        }
        return 0;
    };
    let kept_beside = beside(last);
    if set.get(&kept_beside).is_some() {
        // This chain was laid over the set before and clashed.
        return 0;
    }
    let (merged, clash) = merge_annotation(&images, &now);
    set.insert(Arc::new(merged));
    if clash {
        let mut ours = (**last).clone();
        ours.id = kept_beside;
        ours.conflict = true;
        set.insert(Arc::new(ours));
    }
    usize::from(clash)
}

/// The id under which a version is kept beside another of the same id: always the same for the same version, whatever
/// build makes it, since it comes from the line that files hold.
pub fn beside(version: &Annotation) -> String {
    let hash = sha256(notation::print(version).as_bytes());
    format!("{}-{}", version.id, hash.get(..VERSION_LETTERS).unwrap_or_default())
}

/// The letters that tell a version from the one beside which it is kept.
const VERSION_LETTERS: usize = 6;

/// The id of the record beside which one of this id was kept, as [`beside`] makes them.
pub fn beside_of(id: &str) -> Option<&str> {
    let (first, letters) = id.rsplit_once('-')?;
    let is_sum = letters.len() == VERSION_LETTERS && letters.bytes().all(|b| b.is_ascii_hexdigit());
    is_sum.then_some(first)
}

/// Whether a record is one the chain made, in each of its fields.
fn untouched(images: &[&Annotation], now: &Annotation) -> bool {
    images.contains(&now) || {
        let (merged, clash) = merge_annotation(images, now);
        !clash && images.last().is_some_and(|last| **last == merged)
    }
}

/// One step taken back (or done again) on what a record is now: images are what the step began and ended with.
pub fn step(from: Option<&Annotation>, to: Option<&Annotation>, now: Option<&Annotation>) -> Option<Annotation> {
    match (to, now) {
        (Some(to), None) => Some(to.clone()),
        // Nobody touched it since: it is again what it was, to whom it belongs included.
        (Some(to), Some(now)) if from == Some(now) => Some(to.clone()),
        (None, Some(now)) => (!from.is_some_and(|from| untouched(&[from], now))).then(|| now.clone()),
        (Some(to), Some(now)) => {
            let images: Vec<&Annotation> = from.into_iter().chain([to]).collect();
            Some(merge_annotation(&images, now).0)
        }
        (None, None) => None,
    }
}

/// The same for a speaker.
pub fn step_speaker(from: Option<&Speaker>, to: Option<&Speaker>, now: Option<&Speaker>) -> Option<Speaker> {
    match (to, now) {
        (Some(to), None) => Some(to.clone()),
        (None, Some(now)) => (from != Some(now)).then(|| now.clone()),
        (Some(to), Some(now)) => {
            let images: Vec<&Speaker> = from.into_iter().chain([to]).collect();
            Some(merge_speaker(&images, now))
        }
        (None, None) => None,
    }
}

fn merge_annotation(images: &[&Annotation], now: &Annotation) -> (Annotation, bool) {
    // Ids of records are made once: one image means that we made it and somebody else changed it since.
    if images.len() < 2 {
        return (now.clone(), false);
    }
    Annotation::merged(images, now)
}

/// Gives the speaker when we removed it and nobody changed it.
fn lay_speaker(
    set: &mut Set,
    id: &str,
    mut chain: Chain<Speaker>,
    renamed: &mut HashMap<String, String>,
) -> Option<Speaker> {
    let mut id = id.to_owned();
    let made_here = chain.first().is_some_and(Option::is_none);
    if let Some(now) = set.speakers.iter().find(|s| s.id == id)
        && made_here
        && let Some(first) = chain.iter().flatten().next()
        && !chain.iter().flatten().any(|s| is_same_person(s, now))
    {
        // Two people whose names make the same id: the second is renamed, unless that was done before.
        let same = set.speakers.iter().find(|s| s.name == first.name && s.id.starts_with(&id)).map(|s| s.id.clone());
        let fresh = same.unwrap_or_else(|| set.new_speaker(&first.name, first.kind).id);
        for image in chain.iter_mut().flatten() {
            image.id.clone_from(&fresh);
        }
        renamed.insert(id, fresh.clone());
        id = fresh;
    }
    let place = set.speakers.iter().position(|s| s.id == id);
    let now = place.and_then(|at| set.speakers.get(at));
    // The speaker as it was made is an image like any other, unless somebody else made one too.
    let images: Vec<&Speaker> = chain.iter().flatten().collect();
    let gone = chain.last().is_some_and(Option::is_none);
    match (place, now) {
        (Some(_), Some(now)) if gone => return images.contains(&now).then(|| now.clone()),
        (Some(at), Some(now)) => {
            let merged = merge_speaker(&images, now);
            if let Some(slot) = set.speakers.get_mut(at) {
                *slot = merged;
            }
        }
        (None, _) | (Some(_), None) => {
            // Under another id, which no change of ours gives, it may be there: laid over once more it is not made once more.
            if let Some(Some(last)) = chain.last()
                && set.speakers.iter().all(|s| s.id != last.id)
            {
                set.speakers.push(last.clone());
            }
        }
    }
    None
}

/// Whether two speakers of one id are one: the same name, or a name or alias in common.
pub fn is_same_person(a: &Speaker, b: &Speaker) -> bool {
    a.name == b.name || std::iter::once(&a.name).chain(&a.aliases).any(|n| b.name == *n || b.aliases.contains(n))
}

/// A speaker here with what a file says of the same one: names and roles are added, nothing is taken away.
pub fn with_imported(known: &Speaker, imported: &Speaker) -> Speaker {
    let mut both = merge_speaker(&[imported], known);
    let own = both.name.clone();
    both.aliases.retain(|alias| *alias != own || known.aliases.contains(alias));
    both
}

/// Speakers never clash: a name both sides changed stays as it is and ours becomes another name; notes stand one under
/// the other.
fn merge_speaker(images: &[&Speaker], now: &Speaker) -> Speaker {
    // One image: both sides made the speaker, so that all of it is news.
    let made_twice = images.len() == 1;
    let (mut renamed, mut noted, mut ignored) = (made_twice, made_twice, false);
    let name = rules::value(images, now, |s: &Speaker| &s.name, &mut renamed);
    let note = rules::value(images, now, |s: &Speaker| &s.note, &mut noted);
    let mut aliases = rules::list(images, now, |s: &Speaker| &s.aliases, &mut ignored);
    let last = images.last();
    aliases.extend(last.filter(|l| renamed && l.name != name && !aliases.contains(&l.name)).map(|l| l.name.clone()));
    let ours = last.filter(|_| noted).and_then(|l| l.note.clone());
    Speaker {
        id: now.id.clone(),
        name,
        kind: rules::value(images, now, |s: &Speaker| &s.kind, &mut ignored),
        aliases,
        roles: rules::list(images, now, |s: &Speaker| &s.roles, &mut ignored),
        merged: rules::list(images, now, |s: &Speaker| &s.merged, &mut ignored),
        note: match (note, ours) {
            (Some(note), Some(ours)) if !note.contains(&ours) => Some(format!("{note}\n{ours}")),
            (note, ours) => note.or(ours),
        },
        members: rules::list(images, now, |s: &Speaker| &s.members, &mut ignored),
    }
}

/// Speakers as a file lists them, two of one id made one where they are one person; else the second is renamed.
pub fn pair(speakers: Vec<Speaker>) -> Vec<Speaker> {
    paired(speakers).0
}

/// The same, and for each that was given its place among those that are left.
pub(super) fn paired(speakers: Vec<Speaker>) -> (Vec<Speaker>, Vec<usize>) {
    let mut out: Vec<Speaker> = Vec::with_capacity(speakers.len());
    let mut became = Vec::with_capacity(speakers.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut taken: BTreeSet<String> = speakers.iter().map(|s| s.id.clone()).collect();
    for mut speaker in speakers {
        let known = places.get(&speaker.id).copied();
        match known.and_then(|at| Some((at, out.get_mut(at)?))) {
            Some((at, first)) if is_same_person(first, &speaker) => {
                *first = merge_speaker(&[&speaker], first);
                became.push(at);
            }
            known => {
                if known.is_some() {
                    let base = speaker.id.clone();
                    let fresh = (2..=u32::MAX).map(|n| format!("{base}-{n}")).find(|id| !taken.contains(id));
                    speaker.id = fresh.unwrap_or(base);
                    taken.insert(speaker.id.clone());
                }
                places.insert(speaker.id.clone(), out.len());
                became.push(out.len());
                out.push(speaker);
            }
        }
    }
    (out, became)
}

#[cfg(test)]
mod tests;
