use super::*;
use crate::annotation::{QUOTE, RecordLink, Selector, SpeakerRef, Status};
use crate::kinds::SpeakerKind;
use proptest::prelude::*;

fn at(start: u32) -> Selector {
    let exact = format!("words at {start}");
    Selector { start, end: start + exact.chars().count() as u32, exact, prefix: String::new(), suffix: String::new() }
}

fn record(id: &str, start: u32) -> Annotation {
    Annotation::new(id.to_owned(), "claim", vec![at(start)])
}

fn set(records: &[Annotation]) -> Set {
    let mut set = Set::default();
    for record in records {
        set.insert(Arc::new(record.clone()));
    }
    set
}

fn union(one: &Set, other: &Set) -> Merged {
    three_way(&Set::default(), one, other)
}

#[test]
fn each_side_keeps_what_it_did() {
    let base = set(&[record("a", 0), record("b", 20), record("c", 40)]);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let mut rated = record("a", 0);
    rated.rating = Some("false".into());
    ours.insert(Arc::new(rated));
    ours.remove("b");
    let mut noted = record("a", 0);
    noted.note = Some("who says so?".into());
    theirs.insert(Arc::new(noted));
    theirs.insert(Arc::new(record("d", 60)));
    let merged = three_way(&base, &ours, &theirs);
    assert_eq!(merged.clashes, 0);
    let both = merged.set.get("a").unwrap();
    assert_eq!((both.rating.as_deref(), both.note.as_deref()), (Some("false"), Some("who says so?")));
    assert!(merged.set.get("b").is_none() && merged.set.get("c").is_some() && merged.set.get("d").is_some());
}

#[test]
fn a_field_changed_on_both_sides_is_kept_twice_whichever_side_is_ours() {
    let base = set(&[record("a", 0)]);
    let noted = |words: &str| {
        let mut record = record("a", 0);
        record.note = Some(words.into());
        set(&[record])
    };
    let merged = three_way(&base, &noted("yes"), &noted("no"));
    assert_eq!((merged.clashes, merged.set.len()), (1, 2));
    assert_eq!(merged, three_way(&base, &noted("no"), &noted("yes")));
    let again = three_way(&base, &merged.set, &noted("no"));
    assert_eq!((again.clashes, again.set.len()), (0, 2), "merged once more, nothing is kept a third time");
}

#[test]
fn a_change_outlives_the_removal_on_the_other_side() {
    let base = set(&[record("a", 0)]);
    let mut changed = record("a", 0);
    changed.rating = Some("true".into());
    let merged = three_way(&base, &Set::default(), &set(&[changed]));
    assert_eq!(merged.set.get("a").unwrap().rating.as_deref(), Some("true"));
}

/// As two imports of one file into two states of a text make them.
#[test]
fn what_both_made_under_one_id_at_two_places_is_two() {
    let (mut here, mut there) = (record("r", 0), record("r", 60));
    (here.status, there.status) = (Some(Status::Rejected), Some(Status::Rejected));
    let (here, there) = (set(&[here]), set(&[there]));
    let merged = three_way(&Set::default(), &here, &there);
    assert_eq!((merged.set.len(), merged.clashes), (2, 1));
    assert_eq!(merged, three_way(&Set::default(), &there, &here));
}

#[test]
fn what_both_made_under_one_id_is_one_or_both_versions() {
    let (mut ours, mut theirs) = (record("a", 0), record("a", 0));
    ours.note = Some("checked".into());
    theirs.evidence = vec!["a paper".into()];
    let merged = union(&set(&[ours.clone()]), &set(&[theirs.clone()]));
    assert_eq!((merged.clashes, merged.set.len()), (0, 1));
    let both = merged.set.get("a").unwrap();
    assert_eq!((both.note.as_deref(), both.evidence.len()), (Some("checked"), 1));
    theirs.note = Some("wrong".into());
    let merged = union(&set(&[ours]), &set(&[theirs]));
    assert_eq!((merged.clashes, merged.set.len()), (1, 2));
}

#[test]
fn two_decisions_about_one_statement_are_one_or_a_conflict() {
    let decided = |id: &str, speaker: &str| {
        let mut record = Annotation::new(id.to_owned(), QUOTE, vec![at(0)]);
        record.status = Some(Status::Confirmed);
        record.speaker = Some(SpeakerRef::Id(speaker.to_owned()));
        let mut set = set(&[record]);
        set.speakers.push(set.new_speaker(speaker, SpeakerKind::Person));
        set
    };
    let same = union(&decided("a", "ann"), &decided("b", "ann"));
    assert_eq!((same.clashes, same.set.len(), same.set.speakers.len()), (0, 1, 1));
    let different = union(&decided("a", "ann"), &decided("b", "ben"));
    assert_eq!((different.clashes, different.set.len(), different.set.speakers.len()), (1, 2, 2));
}

/// An edit of one side.
#[derive(Clone, Debug)]
enum Edit {
    Make(u8),
    Remove(u8),
    Rate(u8, u8),
    Note(u8, u8),
    Speak(u8, u8),
    Evidence(u8, u8),
    Link(u8, u8),
    Call(u8, u8),
    Review(u8),
    Source(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let pair = || (0..8u8, 0..4u8);
    prop_oneof![
        (0..8u8).prop_map(Edit::Make),
        (0..8u8).prop_map(Edit::Remove),
        pair().prop_map(|(a, b)| Edit::Rate(a, b)),
        pair().prop_map(|(a, b)| Edit::Note(a, b)),
        pair().prop_map(|(a, b)| Edit::Speak(a, b)),
        pair().prop_map(|(a, b)| Edit::Evidence(a, b)),
        pair().prop_map(|(a, b)| Edit::Link(a, b)),
        (0..4u8, 0..4u8).prop_map(|(a, b)| Edit::Call(a, b)),
        (0..4u8).prop_map(Edit::Review),
        (0..4u8).prop_map(Edit::Source),
    ]
}

/// Does what a person of the name `side` does.
fn make(set: &mut Set, edits: &[Edit], side: &str) {
    for (number, edit) in edits.iter().enumerate() {
        let with = |set: &mut Set, id: u8, change: &dyn Fn(&mut Annotation)| {
            if let Some(known) = set.get(&format!("r{id}")).cloned() {
                let mut record = Annotation::clone(&known);
                change(&mut record);
                set.insert(Arc::new(record));
            }
        };
        match *edit {
            Edit::Make(n) => {
                let id = format!("{side}{number}");
                set.insert(Arc::new(record(&id, u32::from(n) * 7 + 3)));
            }
            Edit::Remove(n) => set.remove(&format!("r{n}")),
            Edit::Rate(n, v) => with(set, n, &|r| r.rating = Some(format!("{side}{v}"))),
            Edit::Note(n, v) => with(set, n, &|r| r.note = Some(format!("{side}{v}"))),
            Edit::Evidence(n, v) => with(set, n, &|r| r.evidence.push(format!("{side}{v}"))),
            Edit::Link(n, v) => {
                with(set, n, &|r| r.links.push(RecordLink { role: "part-of".into(), to: format!("r{v}") }));
            }
            Edit::Speak(n, v) => {
                let id = format!("{side}-{v}");
                if set.speaker(&id).is_none() {
                    set.speakers.push(set.new_speaker(&id, SpeakerKind::Person));
                }
                with(set, n, &|r| r.speaker = Some(SpeakerRef::Id(id.clone())));
            }
            Edit::Call(n, v) => {
                if let Some(speaker) = set.speakers.iter_mut().find(|s| s.id == format!("s{n}")) {
                    speaker.aliases.push(format!("{side}{v}"));
                }
            }
            Edit::Review(n) => {
                let (by, detector) = (side.to_owned(), n.to_string());
                let review = Review { by, detector, seconds: Some(n.into()), keys: Some(1), ..Review::default() };
                if !set.reviews.contains(&review) {
                    set.reviews.push(review);
                }
            }
            Edit::Source(n) => {
                let source = format!("{side}{n}.txt");
                if !set.sources.contains(&source) {
                    set.sources.push(source);
                }
            }
        }
    }
}

fn base() -> Set {
    let records: Vec<Annotation> = (0..8u8).map(|n| record(&format!("r{n}"), u32::from(n) * 30)).collect();
    let mut set = set(&records);
    for n in 0..4 {
        set.speakers.push(set.new_speaker(&format!("s{n}"), SpeakerKind::Person));
    }
    set
}

/// Whether what a side changed in a record is found in the result: there, or in a version beside it.
fn is_kept(result: &Set, record: &Annotation) -> bool {
    let has = |r: &Annotation| {
        (record.rating.is_none() || r.rating == record.rating)
            && (record.note.is_none() || r.note == record.note)
            && (record.speaker.is_none() || r.speaker == record.speaker)
            && record.evidence.iter().all(|e| r.evidence.contains(e))
            && record.links.iter().all(|l| r.links.contains(l))
    };
    result.get(&record.id).is_some_and(|r| has(r)) || result.get(&beside(record)).is_some_and(|r| has(r))
}

/// One side added what the other did and more, in another order: what comes of it does not depend on a third.
#[test]
fn links_of_three_branches_stand_in_one_order() {
    let base = base();
    let linked = |links: &[u8], called: Option<u8>| {
        let edits: Vec<Edit> =
            links.iter().map(|to| Edit::Link(1, *to)).chain(called.map(|n| Edit::Call(n, 0))).collect();
        let mut side = base.clone();
        make(&mut side, &edits, "x");
        side
    };
    let (one, more) = (linked(&[1], None), linked(&[3, 1], None));
    for third in [linked(&[], None), linked(&[], Some(0)), linked(&[3], Some(3))] {
        let merge = |x: &Set, y: &Set| three_way(&base, x, y).set;
        let wanted = merge(&merge(&one, &more), &third);
        assert_eq!(merge(&merge(&third, &one), &more), wanted);
        assert_eq!(merge(&merge(&third, &more), &one), wanted);
    }
}

proptest! {
    #[test]
    fn the_sides_may_change_places_and_nothing_is_lost(
        ours in prop::collection::vec(edit(), 0..12),
        theirs in prop::collection::vec(edit(), 0..12),
    ) {
        let base = base();
        let (mut a, mut b) = (base.clone(), base.clone());
        make(&mut a, &ours, "a");
        make(&mut b, &theirs, "b");
        let merged = three_way(&base, &a, &b);
        prop_assert_eq!(&merged, &three_way(&base, &b, &a));
        prop_assert_eq!(&three_way(&base, &merged.set, &a).set, &three_way(&base, &a, &merged.set).set);
        for (side, other) in [(&a, &b), (&b, &a)] {
            for record in side.iter().filter(|r| base.get(&r.id) != Some(r)) {
                prop_assert!(is_kept(&merged.set, record), "{:?} of {:?}", record, merged.set);
            }
            for record in side.iter().filter(|r| other.get(&r.id).is_some()) {
                prop_assert!(merged.set.get(&record.id).is_some(), "{:?}", record);
            }
            for review in &side.reviews {
                prop_assert!(merged.set.reviews.contains(review));
            }
            for source in &side.sources {
                prop_assert!(merged.set.sources.contains(source));
            }
        }
        prop_assert_eq!(merged.clashes, merged.set.iter().filter(|r| r.conflict).count());
    }

    #[test]
    fn three_branches_come_to_the_same_in_any_order(
        edits in prop::collection::vec((0..3usize, edit()), 0..24),
    ) {
        let base = base();
        let mut sides = [base.clone(), base.clone(), base.clone()];
        for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
            let own: Vec<Edit> = edits.iter().filter(|(of, _)| *of == number).map(|(_, e)| e.clone()).collect();
            make(&mut sides[number], &own, name);
        }
        let [a, b, c] = &sides;
        let merge = |x: &Set, y: &Set| three_way(&base, x, y);
        let (ab, bc) = (merge(a, b), merge(b, c));
        let (one, other) = (merge(&ab.set, c), merge(a, &bc.set));
        prop_assume!([&ab, &bc, &one, &other].iter().all(|m| m.clashes == 0));
        prop_assert_eq!(&one.set, &other.set);
        prop_assert_eq!(&merge(&one.set, &one.set).set, &one.set);
        prop_assert_eq!(&merge(&one.set, a).set, &one.set);
    }
}
