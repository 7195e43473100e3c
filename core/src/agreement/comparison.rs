//! Answers of several annotators about one text, side by side: places in reading order, with what each said there and the kind of
//! difference. What lists differences and what settles them both start from here.

use std::collections::BTreeMap;

/// What an annotator said of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Where: half-open ranges in reading order, in whatever all answers of a comparison count.
    pub at: Vec<(u32, u32)>,
    /// What it is.
    pub label: String,
    /// Who speaks: the same words for the same person in all answers. Nobody named is different from not said.
    pub speaker: Option<String>,
    /// How it is rated.
    pub rating: Option<String>,
    /// Whether it says that nothing is to be labelled here: it stands beside what others say and makes no place by itself.
    pub is_rejection: bool,
}

impl Answer {
    /// First and one past the last place.
    pub fn hull(&self) -> (u32, u32) {
        let start = self.at.iter().map(|at| at.0).min().unwrap_or_default();
        (start, self.at.iter().map(|at| at.1).max().unwrap_or(start))
    }
}

/// In what the answers about a place differ: the first of these that applies, from `Missing` on down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Somebody says nothing here, or that there is nothing.
    Missing,
    /// Not the same words.
    Boundary,
    /// Not the same label.
    Label,
    /// Not the same speaker.
    Speaker,
    /// Not the same rating.
    Rating,
    /// In nothing.
    Same,
}

impl Difference {
    /// Its word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Boundary => "boundary",
            Self::Label => "label",
            Self::Speaker => "speaker",
            Self::Rating => "rating",
            Self::Same => "same",
        }
    }
}

/// A place that somebody annotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The hull of what was labelled.
    pub at: (u32, u32),
    /// In what the answers differ.
    pub difference: Difference,
    /// For each annotator the number of the answer among theirs.
    pub answers: Vec<Option<usize>>,
}

/// Answers that belong together.
struct Group {
    hull: (u32, u32),
    answers: Vec<Option<usize>>,
}

/// The places of annotators' answers, in reading order; an annotator who has not read the text is not among them. Every answer
/// is in one place at most, and of each annotator one answer in each. Equal places with equal labels go together first, then equal
/// places, then those that overlap and have one label, then those that overlap, the nearest first. The order of annotators changes
/// nothing. O(n log n), and as many steps as there are pairs of different places that overlap.
pub fn compare(annotators: &[Vec<Answer>]) -> Vec<Place> {
    let mut groups = equal_ones(annotators);
    groups.sort_by_key(|group| group.hull);
    let answer_of = |group: &Group| first(group, annotators).map(|answer| (answer.at.clone(), answer.label.clone()));
    let keys: Vec<_> = groups.iter().map(answer_of).collect();
    let mut near = Vec::new();
    for (n, group) in groups.iter().enumerate() {
        let (start, end) = group.hull;
        for (other, theirs) in groups.iter().enumerate().skip(n + 1) {
            let (their_start, their_end) = theirs.hull;
            if their_start >= end && (their_start, their_end) != (start, end) {
                break;
            }
            let (Some(Some(ours)), Some(Some(theirs))) = (keys.get(n), keys.get(other)) else { continue };
            let (is_equal, has_label) = (ours.0 == theirs.0, ours.1 == theirs.1);
            let rank = 2 * u8::from(!is_equal) + u8::from(!has_label);
            let apart = u64::from(start.abs_diff(their_start)) + u64::from(end.abs_diff(their_end));
            near.push((rank, apart, n, other));
        }
    }
    near.sort_unstable();
    // Where each group went.
    let mut into: Vec<usize> = (0..groups.len()).collect();
    for (_, _, one, other) in near {
        let (one, other) = (end_of(&into, one), end_of(&into, other));
        let (first, second) = (one.min(other), one.max(other));
        let (before, after) = groups.split_at_mut(second);
        let (Some(ours), Some(theirs)) = (before.get_mut(first), after.first_mut()) else { continue };
        let is_free = |(a, b): (&Option<usize>, &Option<usize>)| a.is_none() || b.is_none();
        if first == second || !ours.answers.iter().zip(&theirs.answers).all(is_free) {
            continue;
        }
        for (ours, theirs) in ours.answers.iter_mut().zip(&theirs.answers) {
            *ours = ours.or(*theirs);
        }
        if let Some(gone) = into.get_mut(second) {
            *gone = first;
        }
    }
    let kept = groups.into_iter().enumerate().filter(|(n, _)| into.get(*n) == Some(n));
    let mut places: Vec<Place> = kept.filter_map(|(_, group)| place(group.answers, annotators)).collect();
    places.sort_by_key(|place| place.at);
    places
}

/// Place and label.
type Key<'a> = (&'a [(u32, u32)], &'a str);

/// Groups of answers at equal places with equal labels; a second one of the same annotator begins another.
fn equal_ones(annotators: &[Vec<Answer>]) -> Vec<Group> {
    // By key, and how many of the same its annotator has before it.
    let mut groups: BTreeMap<(Key<'_>, usize), Group> = BTreeMap::new();
    for (annotator, answers) in annotators.iter().enumerate() {
        let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        for (number, answer) in answers.iter().enumerate() {
            let key = (answer.at.as_slice(), answer.label.as_str());
            let before = seen.entry(key).or_default();
            let group = groups.entry((key, *before));
            *before += 1;
            let group = group.or_insert_with(|| Group { hull: answer.hull(), answers: vec![None; annotators.len()] });
            if let Some(theirs) = group.answers.get_mut(annotator) {
                *theirs = Some(number);
            }
        }
    }
    groups.into_values().collect()
}

fn end_of(into: &[usize], mut n: usize) -> usize {
    while let Some(next) = into.get(n).filter(|next| **next != n) {
        n = *next;
    }
    n
}

fn first<'a>(group: &Group, annotators: &'a [Vec<Answer>]) -> Option<&'a Answer> {
    given(&group.answers, annotators).next()
}

/// The answers of a place, in the order of annotators.
fn given<'a>(answers: &[Option<usize>], annotators: &'a [Vec<Answer>]) -> impl Iterator<Item = &'a Answer> {
    answers.iter().zip(annotators).filter_map(|(number, theirs)| theirs.get((*number)?))
}

/// A place, where anything is labelled at all.
fn place(answers: Vec<Option<usize>>, annotators: &[Vec<Answer>]) -> Option<Place> {
    let all: Vec<Option<&Answer>> =
        answers.iter().zip(annotators).map(|(number, theirs)| theirs.get((*number)?)).collect();
    let hull = |a: (u32, u32), b: (u32, u32)| (a.0.min(b.0), a.1.max(b.1));
    let said = all.iter().flatten().filter(|answer| !answer.is_rejection);
    let at = said.map(|answer| answer.hull()).reduce(hull)?;
    Some(Place { at, difference: difference(&all)?, answers })
}

/// In what the answers about one place differ, one of each annotator; nothing where none of them labels anything.
pub fn difference(answers: &[Option<&Answer>]) -> Option<Difference> {
    let said: Vec<&Answer> = answers.iter().flatten().copied().filter(|answer| !answer.is_rejection).collect();
    let (one, others) = said.split_first()?;
    let all = |is_same: &dyn Fn(&Answer) -> bool| others.iter().all(|other| is_same(other));
    Some(if said.len() < answers.len() {
        Difference::Missing
    } else if !all(&|other| other.at == one.at) {
        Difference::Boundary
    } else if !all(&|other| other.label == one.label) {
        Difference::Label
    } else if !all(&|other| other.speaker == one.speaker) {
        Difference::Speaker
    } else if !all(&|other| other.rating == one.rating) {
        Difference::Rating
    } else {
        Difference::Same
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(start: u32, end: u32, label: &str) -> Answer {
        Answer { at: vec![(start, end)], label: label.into(), ..Answer::default() }
    }

    #[test]
    fn each_kind_of_difference() {
        let by = |mut answer: Answer, who: &str, rating: &str| {
            (answer.speaker, answer.rating) = (Some(who.to_owned()), Some(rating.to_owned()));
            answer
        };
        let rejected = Answer { is_rejection: true, ..at(60, 70, "quote") };
        let ada = [
            at(0, 5, "quote"),
            at(10, 20, "quote"),
            at(30, 35, "quote"),
            by(at(40, 45, "claim"), "ada", "true"),
            by(at(50, 55, "claim"), "bo", "true"),
            at(60, 70, "quote"),
            at(80, 85, "note"),
        ];
        let bo = [
            at(0, 5, "quote"),
            at(12, 25, "quote"),
            at(30, 35, "claim"),
            by(at(40, 45, "claim"), "bo", "true"),
            by(at(50, 55, "claim"), "bo", "false"),
            rejected.clone(),
            Answer { is_rejection: true, ..at(90, 95, "quote") },
        ];
        let places = compare(&[ada.to_vec(), bo.to_vec()]);
        let words: Vec<&str> = places.iter().map(|place| place.difference.word()).collect();
        assert_eq!(words, ["same", "boundary", "label", "speaker", "rating", "missing", "missing"]);
        assert_eq!((places[1].at, places[5].answers.clone()), ((10, 25), vec![Some(5), Some(5)]));
        assert_eq!(places[6].answers, [Some(6), None]);
    }

    #[test]
    fn the_nearest_go_together_and_each_answer_stands_once() {
        let places = compare(&[vec![at(0, 100, "quote")], vec![at(0, 10, "quote"), at(5, 98, "quote")]]);
        assert_eq!(places.iter().map(|p| p.answers.clone()).collect::<Vec<_>>(), [[None, Some(0)], [Some(0), Some(1)]]);
        // One label at two lengths, and another at the same place: the label decides.
        let places =
            compare(&[vec![at(0, 10, "quote"), at(0, 10, "claim")], vec![at(0, 10, "claim"), at(0, 9, "quote")]]);
        let found: Vec<_> = places.iter().map(|p| (p.difference, p.answers.clone())).collect();
        let expected = [(Difference::Same, vec![Some(1), Some(0)]), (Difference::Boundary, vec![Some(0), Some(1)])];
        assert!(expected.iter().all(|one| found.contains(one)), "{found:?}");
    }

    fn answers() -> impl Strategy<Value = Vec<Answer>> {
        let one = (0u32..20, 1u32..8, 0usize..3, prop::bool::weighted(0.2));
        let make = |(start, length, label, is_rejection): (u32, u32, usize, bool)| Answer {
            is_rejection,
            ..at(start, start + length, ["quote", "claim", "note"][label])
        };
        prop::collection::vec(one.prop_map(make), 0..8)
    }

    proptest! {
        #[test]
        fn every_answer_stands_once_and_the_order_of_annotators_changes_nothing(
            annotators in prop::collection::vec(answers(), 2..5)
        ) {
            let places = compare(&annotators);
            for (annotator, theirs) in annotators.iter().enumerate() {
                for (number, answer) in theirs.iter().enumerate() {
                    let times = places.iter().filter(|p| p.answers[annotator] == Some(number)).count();
                    prop_assert!(times == 1 || times == 0 && answer.is_rejection);
                }
            }
            prop_assert!(places.is_sorted_by_key(|place| place.at));
            let turned: Vec<Vec<Answer>> = annotators.iter().rev().cloned().collect();
            let kinds = |places: &[Place]| {
                let mut all: Vec<_> = places.iter().map(|p| (p.at, p.difference)).collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(kinds(&places), kinds(&compare(&turned)));
        }
    }
}
