//! Two decisions about one statement, made by two people apart from each other and brought together line by line, as git
//! does with `merge=union`: one record where they agree, a conflict where they do not.

use super::super::{Annotation, Change, Op, RecordLink, Set, Speaker};
use super::beside;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Where a detection was, in code points, and what label it had: what makes two decisions those of one statement.
type Statement = (String, Vec<(u32, u32)>);

/// Brings together decisions about the same detection. Where they agree the later one goes and what only it says is kept
/// in the first; where they do not, it stays beside the first as a record marked `conflict`. Gives the number of such
/// records. Bringing together twice is doing it once. O(n).
pub fn pair_decisions(set: &mut Set) -> usize {
    // Nearly always nothing begins where something else does: that is found without looking closer.
    let mut starts = FxHashSet::with_capacity_and_hasher(set.len(), FxBuildHasher);
    let start = |r: &Annotation| r.was.as_ref().and_then(|was| was.at.first().map(|at| at.0)).unwrap_or(r.start());
    if set.iter().filter(|r| r.status.is_some() && !r.conflict).all(|r| starts.insert(start(r))) {
        return 0;
    }
    let mut groups: HashMap<Statement, Vec<Arc<Annotation>>> = HashMap::with_capacity(set.len());
    for record in set.iter().filter(|r| r.status.is_some() && !r.conflict) {
        groups.entry(statement(record)).or_default().push(Arc::clone(record));
    }
    let mut groups: Vec<Vec<Arc<Annotation>>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_by(|a, b| a.first().map(|r| &r.id).cmp(&b.first().map(|r| &r.id)));
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut conflicts = 0;
    for mut group in groups {
        // The same on every machine, whatever the order of the lines.
        group.sort_by(|a, b| (&a.created, &a.id).cmp(&(&b.created, &b.id)));
        // Several where a statement was cut: each of its parts is another.
        let mut firsts: Vec<Arc<Annotation>> = Vec::new();
        for other in group {
            let Some(first) = firsts.iter_mut().find(|first| is_one_statement(first, &other)) else {
                firsts.push(other);
                continue;
            };
            set.remove(&other.id);
            if let Some(mut both) = agreed(first, &other) {
                // What led from one to the other leads nowhere any more.
                both.links.retain(|link| link.to != first.id && link.to != other.id);
                renamed.insert(other.id.clone(), first.id.clone());
                *first = Arc::new(both);
                set.insert(Arc::clone(first));
            } else {
                let mut second = (*other).clone();
                second.id.clone_from(&first.id);
                second.id = beside(&second);
                second.conflict = true;
                renamed.insert(other.id.clone(), second.id.clone());
                set.insert(Arc::new(second));
                conflicts += 1;
            }
        }
    }
    relink(set, &renamed);
    conflicts
}

fn statement(record: &Annotation) -> Statement {
    let moved = record.was.as_ref().map(|was| was.at.clone()).filter(|at| !at.is_empty());
    let now = || record.at.iter().map(|s| (s.start, s.end)).collect();
    (record.label.clone(), moved.unwrap_or_else(now))
}

/// Whether two records of one detection's place are about the same words still: one that moved with the text may have
/// come from where another is now.
fn is_one_statement(first: &Annotation, other: &Annotation) -> bool {
    overlap(first, other) && first.form == other.form && first.text == other.text
}

/// Whether two records have words in common.
pub(super) fn overlap(first: &Annotation, other: &Annotation) -> bool {
    let hull = |r: &Annotation| Some((r.at.iter().map(|s| s.start).min()?, r.at.iter().map(|s| s.end).max()?));
    hull(first).zip(hull(other)).is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1)
}

/// The record both decisions come to, when they say the same of the statement; `None` when a person has to choose.
pub(super) fn agreed(first: &Annotation, other: &Annotation) -> Option<Annotation> {
    if first.is_rejected() == other.is_rejected() { Annotation::joined(first, other) } else { None }
}

/// Links to records that have another id now.
fn relink(set: &mut Set, renamed: &BTreeMap<String, String>) {
    if renamed.is_empty() {
        return;
    }
    let leads = |link: &RecordLink| renamed.contains_key(&link.to);
    let concerned: Vec<Arc<Annotation>> = set.iter().filter(|r| r.links.iter().any(leads)).cloned().collect();
    for record in concerned {
        let mut record = (*record).clone();
        for link in &mut record.links {
            if let Some(now) = renamed.get(&link.to) {
                link.to.clone_from(now);
            }
        }
        set.insert(Arc::new(record));
    }
}

/// What brings everything of `other` into `set`: records that are there already are left out, another version of one is
/// kept beside it as a conflict. To be laid over the set with [`super::replay`]. O(n).
pub fn joining(set: &Set, other: &Set) -> Change {
    let mut change = Change { summary: "Joined decisions from another place".to_owned(), ..Change::default() };
    let news = |s: &&Speaker| !set.speakers.contains(*s);
    change.ops.extend(other.speakers.iter().filter(news).map(|s| Op::Speaker { before: None, after: Some(s.clone()) }));
    for record in other.in_order() {
        match set.get(&record.id) {
            None => change.ops.push(Op::Annotation { before: None, after: Some(Arc::clone(record)) }),
            Some(there) if there == record => {}
            Some(_) => {
                let mut twin = (**record).clone();
                twin.id = beside(record);
                twin.conflict = true;
                if set.get(&twin.id).is_none() {
                    change.annotation(None, Some(twin));
                }
            }
        }
    }
    let reviews = other.reviews.iter().filter(|r| !set.reviews.contains(r));
    change.ops.extend(reviews.map(|r| Op::Review { before: None, after: Some(r.clone()) }));
    let mut sources = set.sources.clone();
    sources.extend(other.sources.iter().filter(|s| !set.sources.contains(s)).cloned());
    if sources != set.sources {
        change.ops.push(Op::Sources { before: set.sources.clone(), after: sources });
    }
    let checks = other.checks().iter().filter(|c| !set.has_check(c));
    change.ops.extend(checks.map(|c| Op::Check { before: None, after: Some(c.clone()) }));
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{QUOTE, Selector, SpeakerRef, Status, Was};

    fn decision(id: &str, by: &str, status: Status, speaker: &str) -> Annotation {
        let at =
            Selector { start: 3, end: 9, exact: "“Yes.”".into(), prefix: String::new(), suffix: String::new() };
        let mut record = Annotation::new(id.to_owned(), QUOTE, vec![at]);
        record.status = Some(status);
        record.speaker = (!speaker.is_empty()).then(|| SpeakerRef::Id(speaker.to_owned()));
        record.by = Some(by.to_owned());
        record.created = Some(format!("2026-11-24T08:00:0{}Z", id.len()));
        record
    }

    fn set(records: &[&Annotation]) -> Set {
        let mut set = Set::default();
        for record in records {
            set.insert(Arc::new((*record).clone()));
        }
        set
    }

    fn ids(set: &Set) -> Vec<&str> {
        let mut ids: Vec<&str> = set.iter().map(|r| r.id.as_str()).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn two_who_agree_are_one_record_with_what_each_added() {
        let mut ada = decision("a", "ada", Status::Confirmed, "ann");
        ada.note = Some("checked".into());
        let mut bo = decision("bb", "bo", Status::Confirmed, "ann");
        bo.evidence = vec!["a paper".into()];
        let mut claim = decision("c", "bo", Status::Confirmed, "ann");
        (claim.status, claim.label) = (None, "claim".into());
        claim.links = vec![RecordLink { role: "part-of".into(), to: "bb".into() }];
        let mut both = set(&[&ada, &bo, &claim]);
        assert_eq!(pair_decisions(&mut both), 0);
        assert_eq!(ids(&both), ["a", "c"]);
        let kept = both.get("a").unwrap();
        assert_eq!((kept.note.as_deref(), kept.evidence.len()), (Some("checked"), 1));
        assert_eq!(both.get("c").unwrap().links[0].to, "a", "a link follows");
    }

    #[test]
    fn two_that_are_one_now_have_no_link_to_themselves() {
        let ada = decision("a", "ada", Status::Confirmed, "ann");
        let mut bo = decision("bb", "bo", Status::Confirmed, "ann");
        bo.links = vec![RecordLink { role: "see".into(), to: "a".into() }];
        let mut cy = decision("c", "cy", Status::Confirmed, "ann");
        (cy.at[0].start, cy.at[0].end) = (30, 36);
        cy.links = vec![RecordLink { role: "see".into(), to: "bb".into() }];
        let mut both = set(&[&ada, &bo, &cy]);
        pair_decisions(&mut both);
        assert_eq!((both.get("a").unwrap().links.len(), both.get("c").unwrap().links.len()), (0, 1));
    }

    #[test]
    fn two_who_differ_are_a_conflict_whatever_the_order_and_once() {
        let ada = decision("a", "ada", Status::Confirmed, "ann");
        let other_speaker = decision("bb", "bo", Status::Edited, "ben");
        let rejected = decision("bb", "bo", Status::Rejected, "");
        let mut elsewhere = decision("bb", "bo", Status::Edited, "ann");
        elsewhere.was = Some(Was { at: vec![(3, 9)], speaker: Some("ann".into()) });
        elsewhere.at[0].end = 8;
        let mut noted = decision("bb", "bo", Status::Confirmed, "ann");
        noted.note = Some("mine".into());
        let mut first_noted = ada.clone();
        first_noted.note = Some("yours".into());
        for (one, two) in [
            (&ada, &other_speaker),
            (&ada, &rejected),
            (&ada, &elsewhere),
            (&first_noted, &noted),
            (&other_speaker, &ada),
        ] {
            let mut both = set(&[one, two]);
            assert_eq!(pair_decisions(&mut both), 1, "{two:?}");
            assert_eq!(both.len(), 2);
            let second = both.iter().find(|r| r.conflict).unwrap();
            assert!(second.id.starts_with("a-") && second.by.as_deref() == Some("bo"), "{second:?}");
            let before = both.clone();
            assert_eq!(pair_decisions(&mut both), 0, "once");
            assert_eq!(before, both);
        }
    }

    #[test]
    fn a_record_that_moved_away_is_no_second_decision_about_what_came_there() {
        let mut moved = decision("a", "ada", Status::Edited, "ann");
        moved.was = Some(Was { at: vec![(3, 9)], speaker: None });
        (moved.at[0].start, moved.at[0].end) = (103, 109);
        let there = decision("bb", "ada", Status::Confirmed, "ben");
        let mut lost = decision("ccc", "ada", Status::Confirmed, "cy");
        lost.text = Some("0123456789ab".into());
        let mut all = set(&[&moved, &there, &lost]);
        let before = all.clone();
        assert_eq!(pair_decisions(&mut all), 0);
        assert_eq!(all, before);
    }

    #[test]
    fn two_rejections_keep_both_notes_or_are_a_conflict() {
        let one = decision("a", "ada", Status::Rejected, "");
        let mut two = decision("bb", "bo", Status::Rejected, "");
        two.note = Some("a title".into());
        let mut both = set(&[&one, &two]);
        assert_eq!(pair_decisions(&mut both), 0);
        assert_eq!(both.get("a").unwrap().note.as_deref(), Some("a title"));
    }

    #[test]
    fn what_a_person_made_twice_by_hand_stays() {
        let mut one = decision("a", "ada", Status::Confirmed, "ann");
        one.status = None;
        let mut two = decision("bb", "ada", Status::Confirmed, "ben");
        two.status = None;
        let mut both = set(&[&one, &two]);
        assert_eq!((pair_decisions(&mut both), both.len()), (0, 2));
    }
}
