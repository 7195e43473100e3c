use super::*;
use crate::annotation::Selector;
use crate::annotation::set::DocumentInfo;
use crate::kinds::SpeakerKind;
use proptest::prelude::*;

fn record(id: &str, label: &str, note: u8, rating: u8) -> Annotation {
    let mut record = Annotation::new(id.to_owned(), label, Vec::new());
    record.note = (note > 0).then(|| format!("n{note}"));
    record.rating = (rating > 0).then(|| format!("r{rating}"));
    record.evidence = (0..rating).map(|n| format!("e{n}")).collect();
    record
}

fn set(records: &[Annotation]) -> Set {
    Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), records.to_vec())
}

fn change(before: Option<&Annotation>, after: Option<&Annotation>) -> Change {
    let mut change = Change::default();
    change.annotation(before.cloned().map(Arc::new), after.cloned());
    change
}

#[test]
fn each_side_keeps_its_fields() {
    let base = record("a", "claim", 0, 0);
    let ours = record("a", "claim", 1, 0);
    let theirs = record("a", "claim", 0, 2);
    let mut merged = set(std::slice::from_ref(&theirs));
    assert_eq!(replay(&mut merged, [&change(Some(&base), Some(&ours))]), 0);
    let both = merged.get("a").unwrap();
    assert_eq!((both.note.as_deref(), both.rating.as_deref(), both.evidence.len()), (Some("n1"), Some("r2"), 2));
    assert_eq!(merged.len(), 1);
}

#[test]
fn one_field_changed_twice_is_kept_twice() {
    let base = record("a", "claim", 0, 0);
    let (ours, theirs) = (record("a", "claim", 1, 0), record("a", "claim", 2, 0));
    let mut merged = set(&[theirs]);
    let change = change(Some(&base), Some(&ours));
    assert_eq!(replay(&mut merged, [&change]), 1);
    assert_eq!(merged.get("a").unwrap().note.as_deref(), Some("n2"), "what stands in the file stays");
    let kept = merged.iter().find(|a| a.conflict).unwrap();
    assert_eq!(kept.note.as_deref(), Some("n1"));
    let once = merged.clone();
    assert_eq!(replay(&mut merged, [&change]), 0);
    assert_eq!(merged, once, "and is not kept a third time");
}

/// The id comes from the line that files hold, not from how a build prints its types for debugging.
#[test]
fn copies_have_the_same_id_in_every_build() {
    assert_eq!(beside(&record("a", "claim", 1, 0)), "a-b19968");
}

#[test]
fn a_change_outlives_a_removal() {
    let (base, changed) = (record("a", "claim", 0, 0), record("a", "claim", 1, 0));
    let mut removed_there = set(&[]);
    replay(&mut removed_there, [&change(Some(&base), Some(&changed))]);
    assert_eq!(removed_there.get("a").unwrap().note.as_deref(), Some("n1"));
    let mut changed_there = set(std::slice::from_ref(&changed));
    replay(&mut changed_there, [&change(Some(&base), None)]);
    assert_eq!(changed_there.len(), 1);
    let mut as_it_was = set(std::slice::from_ref(&base));
    replay(&mut as_it_was, [&change(Some(&base), None)]);
    assert!(as_it_was.is_empty());
}

#[test]
fn two_people_of_one_id_are_told_apart_and_one_person_is_one() {
    let mut theirs = Set::default();
    theirs.speakers.push(theirs.new_speaker("Ann Lee", SpeakerKind::Person));
    let mut other = Set::default().new_speaker("Ann-Lee", SpeakerKind::Organisation);
    assert_eq!(other.id, "ann-lee");
    let mut quote = record("q", "quote", 0, 0);
    quote.speaker = Some(SpeakerRef::Id("ann-lee".into()));
    let mut made = change(None, Some(&quote));
    made.ops.insert(0, Op::Speaker { before: None, after: Some(other.clone()) });
    let mut merged = theirs.clone();
    replay(&mut merged, [&made]);
    assert_eq!(merged.speakers.len(), 2);
    assert_eq!(merged.get("q").unwrap().speaker, Some(SpeakerRef::Id("ann-lee-2".into())));
    let once = merged.clone();
    replay(&mut merged, [&made]);
    assert_eq!(merged, once);

    other.aliases.push("Ann Lee".into());
    let made = Change { ops: vec![Op::Speaker { before: None, after: Some(other) }], ..Change::default() };
    let mut merged = theirs;
    replay(&mut merged, [&made]);
    assert_eq!(merged.speakers.len(), 1);
    assert_eq!(merged.speakers[0].aliases, ["Ann Lee", "Ann-Lee"]);
}

/// A journal that somebody wrote by hand, or that was damaged and got its sums.
#[test]
fn a_speaker_whose_id_changes_is_made_once() {
    let (before, after) = (
        Set::default().new_speaker("Bo", SpeakerKind::Person),
        Set::default().new_speaker("Bo Lind", SpeakerKind::Person),
    );
    let change = Change { ops: vec![Op::Speaker { before: Some(before), after: Some(after) }], ..Change::default() };
    let mut once = Set::default();
    replay(&mut once, [&change]);
    let mut twice = once.clone();
    replay(&mut twice, [&change]);
    assert_eq!((once.speakers.len(), &twice), (1, &once));
}

#[test]
fn lines_of_both_sides_pair_speakers() {
    let mut one = Set::default().new_speaker("Bo", SpeakerKind::Person);
    let mut two = one.clone();
    one.aliases.push("Bobby".into());
    two.roles.push("the mayor".into());
    let mut stranger = one.clone();
    (stranger.name, stranger.aliases) = ("B.O.".into(), Vec::new());
    let paired = pair(vec![one, two, stranger]);
    assert_eq!(paired.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["bo", "bo-2"]);
    assert_eq!((paired[0].aliases.len(), paired[0].roles.len()), (1, 1));
}

/// A random life of a few records: which, what becomes of it.
fn life() -> impl Strategy<Value = Vec<(u8, Option<(u8, u8)>)>> {
    proptest::collection::vec((0u8..3, proptest::option::weighted(0.8, (0u8..4, 0u8..3))), 0..12)
}

fn live(set: &mut Set, steps: &[(u8, Option<(u8, u8)>)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (id, then) in steps {
        let id = format!("r{id}");
        let after = then.map(|(note, rating)| record(&id, "claim", note, rating));
        let mut change = Change::default();
        change.annotation(set.get(&id).cloned(), after);
        set.apply(&change);
        changes.push(change);
    }
    changes
}

fn check(start: u32, reason: &str) -> CheckDecision {
    let quote = Selector { start, end: start + 1, exact: "x".into(), prefix: String::new(), suffix: String::new() };
    let (verdict, at) = ("truncated".to_owned(), "2026-11-29T08:00:00Z".to_owned());
    CheckDecision { quote, source: None, verdict, reason: Some(reason.to_owned()), by: None, at }
}

#[test]
fn sources_and_checks_of_two_sides_are_both_kept_and_once() {
    let base = vec!["both.txt".to_owned(), "old.txt".to_owned()];
    let mut set = Set::default();
    set.sources = vec!["both.txt".into(), "old.txt".into(), "theirs.txt".into()];
    set.put_check(check(3, "theirs"));
    let sources = Op::Sources { before: base, after: vec!["both.txt".into(), "ours.txt".into()] };
    let (first, second) = (check(3, "ours"), check(3, "ours, and better"));
    let made = Op::Check { before: None, after: Some(first.clone()) };
    let changed = Op::Check { before: Some(first), after: Some(second) };
    let change = Change { ops: vec![sources, made, changed], summary: String::new() };
    for _ in 0..2 {
        assert_eq!(replay(&mut set, [&change]), 0);
        assert_eq!(set.sources, ["both.txt", "ours.txt", "theirs.txt"]);
        let reasons: Vec<_> = set.checks().iter().filter_map(|c| c.reason.as_deref()).collect();
        assert_eq!(reasons, ["ours, and better", "theirs"]);
    }
    let mut joined = Set::default();
    for _ in 0..2 {
        let change = joining(&joined, &set);
        replay(&mut joined, [&change]);
        assert_eq!((&joined.sources, joined.checks()), (&set.sources, set.checks()));
    }
}

proptest! {
    /// A journal replayed over the file it began with, over any file folded from a part of it, or over its own end
    /// gives that end.
    #[test]
    fn a_journal_gives_its_end(first in life(), steps in life(), folded in 0usize..12) {
        let mut start = Set::default();
        live(&mut start, &first);
        let mut end = start.clone();
        let changes = live(&mut end, &steps);
        let mut part = start.clone();
        for change in changes.iter().take(folded) {
            part.apply(change);
        }
        for mut from in [start, part, end.clone()] {
            prop_assert_eq!(replay(&mut from, &changes), 0);
            prop_assert_eq!(&from, &end);
        }
    }

    /// Over anything at all, twice is once, and nothing that stood there without our touching it is lost.
    #[test]
    fn twice_is_once(first in life(), ours in life(), theirs in life()) {
        let mut start = Set::default();
        live(&mut start, &first);
        let mut file = start.clone();
        live(&mut file, &theirs);
        let changes = live(&mut start.clone(), &ours);
        let touched: Vec<String> = ours.iter().map(|(id, _)| format!("r{id}")).collect();
        let before = file.clone();
        replay(&mut file, &changes);
        let once = file.clone();
        prop_assert_eq!(replay(&mut file, &changes), 0);
        prop_assert_eq!(&file, &once);
        for record in before.iter().filter(|a| !touched.contains(&a.id)) {
            prop_assert_eq!(once.get(&record.id), Some(record));
        }
    }
}
