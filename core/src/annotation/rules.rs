//! What becomes of a field where two versions of a record meet: the rules that the columns of [`super::fields`] name.

/// Three-way merge: `images` are what one side made of the record, oldest first; `now` is what it is on the other side. A
/// rule gives the merged value and sets `clash` where both sides changed it differently.
pub(crate) mod merge {
    use crate::annotation::{Annotation, Selector};
    use std::collections::{BTreeMap, BTreeSet};

    /// One value: it is either side's.
    pub fn value<R, T: PartialEq + Clone>(images: &[&R], now: &R, get: impl Fn(&R) -> &T, clash: &mut bool) -> T {
        let now = get(now);
        let (Some(first), Some(last)) = (images.first(), images.last()) else { return now.clone() };
        let (first, last) = (get(first), get(last));
        if images.iter().any(|i| get(i) == now) {
            return last.clone();
        }
        *clash |= first != last;
        now.clone()
    }

    /// What is set once: it stays as it is.
    pub fn mine<R, T: Clone>(_: &[&R], now: &R, get: impl Fn(&R) -> &T, _: &mut bool) -> T {
        get(now).clone()
    }

    /// A list of independent values: what the images added is added, what they took away is taken away.
    /// Where both sides added some, these stand in an order of their own, so that it does not matter which side is which.
    pub fn list<R, T: Ord + Clone>(images: &[&R], now: &R, get: impl Fn(&R) -> &Vec<T>, _: &mut bool) -> Vec<T> {
        let now = get(now);
        let (Some(first), Some(last)) = (images.first(), images.last()) else { return now.clone() };
        if images.iter().any(|i| get(i) == now) {
            return get(last).clone();
        }
        // A single image is a record made on both sides: everything in it is an addition.
        let before: &[T] = if images.len() > 1 { get(first) } else { &[] };
        let gone = |value: &&T| before.contains(value) && !get(last).contains(value);
        let (mut out, mut added): (Vec<T>, Vec<T>) =
            now.iter().filter(|v| !gone(v)).cloned().partition(|v| before.contains(v));
        let theirs = || get(last).iter().filter(|v| !before.contains(v));
        // Also where they added the same in another order, or a part of it.
        let both = !added.is_empty() && theirs().next().is_some();
        added.extend(theirs().filter(|v| !now.contains(v)).cloned());
        if both {
            added.sort();
            added.dedup();
        }
        out.extend(added);
        out
    }

    /// Values by name: each for itself.
    pub fn map<R>(
        images: &[&R],
        now: &R,
        get: impl Fn(&R) -> &BTreeMap<String, String>,
        clash: &mut bool,
    ) -> BTreeMap<String, String> {
        let mut names: BTreeSet<&String> = get(now).keys().collect();
        names.extend(images.iter().flat_map(|i| get(i).keys()));
        let mut out = BTreeMap::new();
        for name in names {
            let values: Vec<(Option<&String>,)> = images.iter().map(|i| (get(i).get(name),)).collect();
            let values: Vec<&(Option<&String>,)> = values.iter().collect();
            if let Some(value) = value(&values, &(get(now).get(name),), |v| &v.0, clash) {
                out.insert(name.clone(), value.clone());
            }
        }
        out
    }

    /// The place and the text it was made on belong together: either side's.
    fn placed(images: &[&Annotation], now: &Annotation, clash: &mut bool) -> (Vec<Selector>, Option<String>) {
        let both: Vec<(&Vec<Selector>, &Option<String>)> = images.iter().map(|i| (&i.at, &i.text)).collect();
        let both: Vec<&(&Vec<Selector>, &Option<String>)> = both.iter().collect();
        let (at, text) = value(&both, &(&now.at, &now.text), |p| p, clash);
        (at.clone(), text.clone())
    }

    /// The place, with the text it was made on.
    pub fn place<T>(
        images: &[&Annotation],
        now: &Annotation,
        _: impl Fn(&Annotation) -> &T,
        clash: &mut bool,
    ) -> Vec<Selector> {
        placed(images, now, clash).0
    }

    /// The text the place was made on.
    pub fn text<T>(
        images: &[&Annotation],
        now: &Annotation,
        _: impl Fn(&Annotation) -> &T,
        clash: &mut bool,
    ) -> Option<String> {
        placed(images, now, clash).1
    }

    /// A time: the later one; a step taken back brings its own time back with it.
    pub fn latest<R, T: Ord + Clone>(
        images: &[&R],
        now: &R,
        get: impl Fn(&R) -> &Option<T>,
        _: &mut bool,
    ) -> Option<T> {
        let now = get(now);
        let last = images.last().and_then(|i| get(i).clone());
        if images.iter().any(|i| get(i) == now) { last } else { now.clone().max(last) }
    }
}

/// Two people's decisions about one statement: a rule gives the value of the one record they become, `None` when a
/// person has to choose.
#[allow(clippy::unnecessary_wraps, clippy::option_option, reason = "the table calls all rules in one way")]
pub(crate) mod join {
    use crate::annotation::{Annotation, Selector, Status};
    use std::collections::BTreeMap;

    /// The first one's.
    pub fn first<T: Clone>(first: &Annotation, _: &Annotation, get: impl Fn(&Annotation) -> &T) -> Option<T> {
        Some(get(first).clone())
    }

    /// Both have to be the same; what was rejected has no value that anybody chose.
    pub fn equal<T: PartialEq + Clone>(
        first: &Annotation,
        other: &Annotation,
        get: impl Fn(&Annotation) -> &T,
    ) -> Option<T> {
        (first.is_rejected() || get(first) == get(other)).then(|| get(first).clone())
    }

    /// The same for places: what stands around the words does not count.
    pub fn places(
        first: &Annotation,
        other: &Annotation,
        get: impl Fn(&Annotation) -> &Vec<Selector>,
    ) -> Option<Vec<Selector>> {
        let words = |record| get(record).iter().map(|s| (s.start, s.end, s.exact.as_str()));
        (first.is_rejected() || words(first).eq(words(other))).then(|| get(first).clone())
    }

    /// Either one's, when they do not say different things: the same, or one of them nothing.
    pub fn agree<T: PartialEq + Clone>(
        first: &Annotation,
        other: &Annotation,
        get: impl Fn(&Annotation) -> &Option<T>,
    ) -> Option<Option<T>> {
        match (get(first), get(other)) {
            (Some(first), Some(other)) if first != other => None,
            (first, other) => Some(first.clone().or_else(|| other.clone())),
        }
    }

    /// The same for each of several values.
    pub fn agree_by_name(
        first: &Annotation,
        other: &Annotation,
        get: impl Fn(&Annotation) -> &BTreeMap<String, String>,
    ) -> Option<BTreeMap<String, String>> {
        let mut out = get(first).clone();
        for (name, value) in get(other) {
            if out.get(name).is_some_and(|known| known != value) {
                return None;
            }
            out.insert(name.clone(), value.clone());
        }
        Some(out)
    }

    /// All of both.
    pub fn union<T: PartialEq + Clone>(
        first: &Annotation,
        other: &Annotation,
        get: impl Fn(&Annotation) -> &Vec<T>,
    ) -> Option<Vec<T>> {
        let mut out = get(first).clone();
        for value in get(other) {
            if !out.contains(value) {
                out.push(value.clone());
            }
        }
        Some(out)
    }

    /// That of the one who edited, where the other only confirmed.
    pub fn edited<T: Clone>(first: &Annotation, other: &Annotation, get: impl Fn(&Annotation) -> &T) -> Option<T> {
        let by_other = first.status == Some(Status::Confirmed) && other.status == Some(Status::Edited);
        Some(get(if by_other { other } else { first }).clone())
    }
}

/// A record of a file that is brought in, met with the one that is here: a rule gives what the one here becomes, what
/// the file's becomes when both have to stand, and whether they say the same. What a file does not say is not said: it
/// takes nothing away.
#[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the table calls all rules in one way")]
pub(crate) mod import {
    use crate::annotation::{Status, same_words};
    use std::collections::BTreeMap;

    /// What a field says here and in the file.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Comparison {
        /// The same, or the file says nothing.
        Same,
        /// The file says something, and here nothing was said, or it says more.
        Added,
        /// Both say something, and it is not the same.
        Different,
    }

    /// A field of a record here and of one in a file.
    pub struct Met<T> {
        /// What it is here from now on: what was decided here stays.
        pub ours: T,
        /// What it is in the record of the file, where that is kept beside the one here.
        pub theirs: T,
        /// Whether they say the same.
        pub comparison: Comparison,
    }

    impl<T> Met<T> {
        fn new(ours: T, theirs: T, comparison: Comparison) -> Self {
            Self { ours, theirs, comparison }
        }
    }

    /// Whether files may give a field of this rule by its name.
    pub fn is_read(rule: &str) -> bool {
        !matches!(rule, "own" | "aside" | "always")
    }

    /// It is no business of files.
    pub fn own<T: Clone>(known: &T, _: &T) -> Met<T> {
        Met::new(known.clone(), known.clone(), Comparison::Same)
    }

    /// It goes with the record whose it is.
    pub fn aside<T: Clone>(known: &T, imported: &T) -> Met<T> {
        Met::new(known.clone(), imported.clone(), Comparison::Same)
    }

    /// The same, of fields that formats may name.
    pub fn keep<T: Clone>(known: &T, imported: &T) -> Met<T> {
        aside(known, imported)
    }

    /// A value that every record has.
    pub fn always<T: Clone + PartialEq>(known: &T, imported: &T) -> Met<T> {
        let comparison = if known == imported { Comparison::Same } else { Comparison::Different };
        Met::new(known.clone(), imported.clone(), comparison)
    }

    /// Two values that may be missing, compared by `same`.
    fn either<T: Clone>(known: &Option<T>, imported: &Option<T>, same: impl Fn(&T, &T) -> bool) -> Met<Option<T>> {
        let comparison = match (known, imported) {
            (_, None) => Comparison::Same,
            (None, Some(_)) => Comparison::Added,
            (Some(known), Some(imported)) if same(known, imported) => Comparison::Same,
            (Some(_), Some(_)) => Comparison::Different,
        };
        let ours = known.clone().or_else(|| imported.clone());
        let theirs = match comparison {
            Comparison::Same => known.clone(),
            Comparison::Added | Comparison::Different => imported.clone(),
        };
        Met::new(ours, theirs, comparison)
    }

    /// What the machine found: the file's, when the record has none.
    pub fn fill<T: Clone>(known: &Option<T>, imported: &Option<T>) -> Met<Option<T>> {
        either(known, imported, |_, _| true)
    }

    /// One value that a person decides.
    pub fn value<T: Clone + PartialEq>(known: &Option<T>, imported: &Option<T>) -> Met<Option<T>> {
        either(known, imported, |known, imported| known == imported)
    }

    /// What somebody thinks of a statement, which stands under their name: the record of the file says it only where
    /// the file does.
    pub fn opinion<T: Clone + PartialEq>(known: &Option<T>, imported: &Option<T>) -> Met<Option<T>> {
        Met { theirs: imported.clone(), ..value(known, imported) }
    }

    /// Words that a person writes; not every format keeps each white space and control character.
    pub fn words(known: &Option<String>, imported: &Option<String>) -> Met<Option<String>> {
        let written = |words: &Option<String>| words.clone().filter(|w| !w.trim().is_empty());
        match written(imported) {
            None => Met::new(known.clone(), None, Comparison::Same),
            theirs => {
                let met = either(&written(known), &theirs, |known, imported| same_words(known, imported));
                Met { theirs, ..met }
            }
        }
    }

    /// Confirmed and edited are one decision, which not every format tells apart, and which a record made by hand has
    /// as well.
    pub fn status(known: &Option<Status>, imported: &Option<Status>) -> Met<Option<Status>> {
        let is_rejected = |status: &Option<Status>| *status == Some(Status::Rejected);
        let comparison =
            if is_rejected(known) == is_rejected(imported) { Comparison::Same } else { Comparison::Different };
        let theirs = imported.or_else(|| known.filter(|_| !is_rejected(known)));
        Met::new(*known, theirs, comparison)
    }

    /// All of both here; beside it only what the file says.
    fn all<T: Clone>(known: &[T], imported: &[T], same: impl Fn(&T, &T) -> bool) -> Met<Vec<T>> {
        let mut both = known.to_vec();
        for value in imported {
            if !both.iter().any(|other| same(other, value)) {
                both.push(value.clone());
            }
        }
        let comparison = if both.len() == known.len() { Comparison::Same } else { Comparison::Added };
        Met::new(both, imported.to_vec(), comparison)
    }

    /// A list of independent values.
    pub fn list<T: PartialEq + Clone>(known: &[T], imported: &[T]) -> Met<Vec<T>> {
        all(known, imported, |known, imported| known == imported)
    }

    /// A list of words.
    pub fn list_of_words(known: &[String], imported: &[String]) -> Met<Vec<String>> {
        all(known, imported, |known, imported| same_words(known, imported))
    }

    /// Values by name: each for itself. Beside the one here stands only what the file says.
    pub fn by_name(
        known: &BTreeMap<String, String>,
        imported: &BTreeMap<String, String>,
    ) -> Met<BTreeMap<String, String>> {
        let mut ours = known.clone();
        let mut comparison = Comparison::Same;
        for (name, value) in imported {
            match known.get(name) {
                Some(known) if same_words(known, value) => {}
                Some(_) => comparison = Comparison::Different,
                None => {
                    ours.insert(name.clone(), value.clone());
                    if comparison == Comparison::Same {
                        comparison = Comparison::Added;
                    }
                }
            }
        }
        Met::new(ours, imported.clone(), comparison)
    }
}
