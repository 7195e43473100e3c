//! Two versions of one sidecar brought together, record by record, against the version both began with.

use super::{Annotation, Set, Speaker};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What both sides make of the sets: where only one side changed a record, its change stands; where both did, ours
/// stands and theirs is kept beside it under another id, marked as a conflict. O(records).
pub fn three_way(base: &Set, ours: &Set, theirs: &Set) -> Set {
    let ids: BTreeSet<&str> = [base, ours, theirs].iter().flat_map(|s| s.iter().map(|a| a.id.as_str())).collect();
    let mut records: Vec<Annotation> = Vec::new();
    for id in ids {
        let (b, o, t) = (base.get(id), ours.get(id), theirs.get(id));
        let keep =
            |record: Option<&Arc<Annotation>>, out: &mut Vec<Annotation>| out.extend(record.map(|r| (**r).clone()));
        if o == t || t == b {
            keep(o, &mut records);
        } else if o == b {
            keep(t, &mut records);
        } else {
            // Changed on both sides. A removal against a change keeps the change.
            keep(o, &mut records);
            keep(t, &mut records);
        }
    }
    let mut speakers = ours.speakers.clone();
    let known: HashMap<&str, &Speaker> = base.speakers.iter().map(|s| (s.id.as_str(), s)).collect();
    for theirs in &theirs.speakers {
        match speakers.iter_mut().find(|s| s.id == theirs.id) {
            None if known.get(theirs.id.as_str()).is_none_or(|b| *b != theirs) => speakers.push(theirs.clone()),
            Some(ours) if known.get(theirs.id.as_str()) == Some(&&*ours) => ours.clone_from(theirs),
            Some(ours) => {
                let new = |words: &&String, ours: &Speaker| !ours.is_called(words);
                let aliases: Vec<String> = theirs.aliases.iter().filter(|a| new(a, ours)).cloned().collect();
                let roles: Vec<String> = theirs.roles.iter().filter(|r| new(r, ours)).cloned().collect();
                ours.aliases.extend(aliases);
                ours.roles.extend(roles);
                if ours.note.is_none() {
                    ours.note.clone_from(&theirs.note);
                }
            }
            None => {}
        }
    }
    let mut reviews = ours.reviews.clone();
    reviews.extend(theirs.reviews.iter().filter(|r| !ours.reviews.contains(r) && !base.reviews.contains(r)).cloned());
    Set::new(ours.about.clone(), speakers, reviews, records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::set::About;

    fn set(records: &[(&str, &str)]) -> Set {
        let records = records.iter().map(|(id, label)| Annotation::new((*id).into(), label, Vec::new())).collect();
        Set::new(About::default(), Vec::new(), Vec::new(), records)
    }

    fn labels(set: &Set) -> Vec<String> {
        let mut all: Vec<String> = set.iter().map(|a| format!("{}={}", a.id, a.label)).collect();
        all.sort();
        all
    }

    #[test]
    fn each_side_keeps_its_work() {
        let base = set(&[("a", "x"), ("b", "x"), ("c", "x")]);
        let ours = set(&[("a", "ours"), ("b", "x"), ("c", "ours"), ("d", "new")]);
        let theirs = set(&[("a", "x"), ("c", "theirs"), ("e", "new")]);
        let merged = three_way(&base, &ours, &theirs);
        assert_eq!(labels(&merged), ["a=ours", "c-2=theirs", "c=ours", "d=new", "e=new"]);
        assert!(merged.get("c-2").unwrap().conflict);
        assert_eq!(three_way(&base, &base, &base), base);
    }
}
