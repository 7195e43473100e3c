use super::*;
use crate::annotation::{SpeakerRef, Stamp};
use crate::detect::Detector;
use crate::kinds::SpeakerKind;
use proptest::prelude::*;

const STORY: &str = "Harbour vote delayed\n\n“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is \
in a hurry.”\n\n“The mayor is late,” Bo Lind said. “She is always late.”\n\nGrey said that the quay would be closed.\n\n\
“I am on time,” Grey said.";

fn reading(text: &str) -> Reading {
    let document = Arc::new(Document::from_text(text, "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, Set::default())
}

fn take_back(r: &mut Reading, change: &Change) {
    let back = r.set().step(change, false);
    r.apply(&back);
}

fn stamp(n: u64) -> Stamp {
    Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
}

fn names(reading: &Reading) -> Vec<String> {
    reading.all().map(|i| reading.speaker_name(&i)).collect()
}

#[test]
fn suggestions_become_decisions_and_come_back() {
    let mut r = reading(STORY);
    assert_eq!(names(&r), ["Ada Grey", "Ada Grey", "Bo Lind", "Ada Grey", "Ada Grey"]);
    assert_eq!(r.progress(), (0, 5));
    let first = r.next_open(0, None).unwrap();
    let change = Decider { reading: &r, by: Some("ada"), stamp: &stamp(1) }.confirm(&first).unwrap();
    r.apply(&change);
    assert_eq!(r.progress(), (1, 5));
    assert_eq!(r.all().count(), 5, "the record stands where the suggestion stood");
    assert!(!r.is_shown(&first));
    take_back(&mut r, &change);
    assert_eq!(r.progress(), (0, 5));
    assert!(r.is_open(&first) && r.set().is_empty() && r.set().speakers.is_empty());
}

#[test]
fn a_decision_teaches_the_next_suggestions() {
    let mut r = reading(STORY);
    let lind = r.all().nth(2).unwrap().clone();
    let who = SpeakerChoice::Words("Bo Lindqvist".into());
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.choose(&lind, &who, true).unwrap();
    r.apply(&change);
    let record = r.set().iter().next().unwrap().clone();
    assert_eq!(record.status, Some(Status::Edited));
    assert_eq!(record.was.as_ref().unwrap().speaker.as_deref(), Some("Bo Lind"));
    // Grey decided to be somebody else: what follows of hers follows.
    let grey = r.next_open(0, None).unwrap();
    let change = Decider { reading: &r, by: None, stamp: &stamp(2) }
        .choose(&grey, &SpeakerChoice::Words("Ada Green".into()), true)
        .unwrap();
    r.apply(&change);
    assert_eq!(names(&r), ["Ada Green", "Ada Green", "Bo Lindqvist", "Ada Green", "Ada Green"]);
    take_back(&mut r, &change);
    assert_eq!(names(&r), ["Ada Grey", "Ada Grey", "Bo Lindqvist", "Ada Grey", "Ada Grey"]);
}

#[test]
fn decisions_only_add_to_the_names_of_those_who_speak() {
    let all = |r: &Reading| r.names().into_iter().map(|n| n.name).collect::<Vec<_>>();
    let mut r = reading(STORY);
    assert_eq!(all(&r), ["Ada Grey", "Bo Lind"]);
    let fresh = [("Zoe Zinn", 2), ("Cy Abel", 3)];
    for (name, n) in fresh {
        let open = r.next_open(0, None).unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(n) }
            .choose(&open, &SpeakerChoice::Words(name.into()), false)
            .unwrap();
        r.apply(&change);
    }
    // As they came, not by the alphabet; so it is when the file is read again.
    assert_eq!(all(&r), ["Ada Grey", "Bo Lind", "Zoe Zinn", "Cy Abel"]);
    let again = Reading::new(Arc::clone(r.document()), Arc::clone(&r.found), r.set().clone());
    assert_eq!(all(&again), all(&r));
}

#[test]
fn a_decision_about_these_words_only_teaches_nothing() {
    let mut r = reading(STORY);
    let grey = r.next_open(0, None).unwrap();
    let who = SpeakerChoice::Words("Ada Green".into());
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.choose(&grey, &who, false).unwrap();
    r.apply(&change);
    let record = r.set().iter().next().unwrap();
    assert!(record.only_this && record.attributes.is_empty(), "{record:?}");
    assert_eq!(names(&r), ["Ada Green", "Ada Grey", "Bo Lind", "Ada Grey", "Ada Grey"]);
}

#[test]
fn a_rejection_hides_and_counts() {
    let mut r = reading(STORY);
    let first = r.next_open(0, None).unwrap();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.reject(&first).unwrap();
    r.apply(&change);
    assert_eq!((r.progress(), r.all().count()), ((1, 5), 4));
}

#[test]
fn a_claim_takes_the_speaker_of_the_words_around_it() {
    let mut r = reading(STORY);
    let at = STORY.find("Nobody").unwrap() as u32;
    let span = Span::new(at, at + 6);
    let (change, id) = Decider { reading: &r, by: None, stamp: &stamp(1) }.label(&[span], "claim", None, None).unwrap();
    r.apply(&change);
    let claim = r.set().get(&id).unwrap().clone();
    assert_eq!(r.set().name_of(claim.speaker.as_ref().unwrap()), "Ada Grey");
    let rated = Claim { rating: Some("false".into()), ..Claim::default() };
    let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.describe(&id, &rated).unwrap();
    r.apply(&change);
    assert!(Decider { reading: &r, by: None, stamp: &stamp(3) }.describe(&id, &rated).is_none(), "nothing changed");
    assert_eq!(r.progress(), (0, 5), "a claim is no decision about the quotation");
}

#[test]
fn sure_ones_together_are_one_undo() {
    let mut r = reading(&format!("{STORY}\n\n“The quay is ours,” Lind said.\n\n“It is not,” Grey said."));
    let sure: Vec<ItemId> = r.sure().collect();
    assert!(sure.len() >= 2, "{sure:?}");
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&sure).unwrap();
    r.apply(&change);
    assert_eq!(r.progress().0, sure.len());
    let mut all: Vec<_> = r.set().speakers.iter().map(|s| s.name.clone()).collect();
    all.dedup();
    assert_eq!(all.len(), r.set().speakers.len(), "no speaker twice");
    take_back(&mut r, &change);
    assert!(r.set().is_empty() && r.set().speakers.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Keeping step by step gives the same reading as building it anew from the records.
    #[test]
    fn step_by_step_is_the_same_as_anew(steps in proptest::collection::vec((0usize..9, 0u8..4), 1..24)) {
        let mut r = reading(STORY);
        let mut done: Vec<Change> = Vec::new();
        for (n, (pick, what)) in steps.iter().enumerate() {
            let stamp = stamp(n as u64 + 1);
            let items: Vec<ItemId> = r.all().collect();
            let Some(item) = items.get(pick % items.len().max(1)) else { break };
            let decider = Decider { reading: &r, by: None, stamp: &stamp };
            let change = match what {
                0 => decider.confirm(item),
                1 => decider.choose(item, &SpeakerChoice::Words("X Y".into()), true),
                2 => decider.reject(item).or_else(|| decider.remove(item)),
                _ => done.pop().map(|c| r.set().step(&c, false)),
            };
            let Some(change) = change else { continue };
            r.apply(&change);
            if *what != 3 {
                done.push(change);
            }
        }
        let anew = Reading::new(Arc::clone(r.document()), Arc::clone(r.found()), r.set().clone());
        prop_assert_eq!(r.all().collect::<Vec<_>>(), anew.all().collect::<Vec<_>>());
        prop_assert_eq!(r.progress(), anew.progress());
        prop_assert_eq!(names(&r), names(&anew));
        for change in done.iter().rev() {
            take_back(&mut r, change);
        }
        prop_assert!(r.set().is_empty());
        prop_assert_eq!(r.progress(), (0, 5));
    }
}

#[test]
fn a_nobody_is_not_unset() {
    let mut r = reading("“Somebody must have shouted this across the whole harbour at night.”");
    let item = r.all().next().unwrap().clone();
    assert_eq!(r.speaker_name(&item), "unknown speaker");
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&item).unwrap();
    r.apply(&change);
    assert_eq!(r.set().iter().next().unwrap().speaker, Some(SpeakerRef::Nobody));
}

/// Four turns; in the first a quotation of somebody else.
const HEARING: &str = "ADA GREY: I was there when Tom Weller said, “The wall will not hold.” So I left.\n\nBO LIND: When?\n\n\
ADA GREY: In May, before the vote.\n\nBO LIND: And then?";

fn with_form(r: &Reading, form: Form) -> Vec<ItemId> {
    r.all().filter(|i| r.nature(i).1 == form).collect()
}

#[test]
fn deciding_a_turn_leaves_the_quotation_in_it_open() {
    for first in [Form::Turn, Form::Quotation] {
        let mut r = reading(HEARING);
        assert_eq!((with_form(&r, Form::Turn).len(), with_form(&r, Form::Quotation).len()), (4, 1));
        let item = with_form(&r, first)[0].clone();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&item).unwrap();
        r.apply(&change);
        assert_eq!(r.progress(), (1, 5), "the other is as open as before");
        let open: Vec<ItemId> = r.all().filter(|i| r.is_open(i)).collect();
        let other = if first == Form::Turn { Form::Quotation } else { Form::Turn };
        assert!(open.iter().any(|i| r.nature(i).1 == other));
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.reject(&open[0]).unwrap();
        r.apply(&change);
        assert_eq!((r.progress().0, r.all().count()), (2, 4));
    }
}

#[test]
fn a_quotation_in_a_turn_is_told_apart_in_figures() {
    let r = reading(HEARING);
    let voices: Vec<(String, usize, usize)> =
        r.voices().into_iter().map(|v| (v.name, v.items.len(), v.inside)).collect();
    let expected = [("ADA GREY", 2, 0), ("BO LIND", 2, 0), ("Tom Weller", 1, 1)];
    assert_eq!(voices, expected.map(|(name, all, inside)| (name.to_owned(), all, inside)));
    let (turn, quotation) = (with_form(&r, Form::Turn)[0].clone(), with_form(&r, Form::Quotation)[0].clone());
    assert_eq!(r.statement_holding(&quotation), Some(turn.clone()));
    assert_eq!(r.statement_holding(&turn), None);
    // What is claimed in the quotation is claimed by whom it quotes.
    let at = HEARING.find("will not").unwrap() as u32;
    assert_eq!(r.statement_around(Span::new(at, at + 8)), Some(quotation));
    assert_eq!(r.statement_around(Span::new(10, 15)), Some(turn));
}

#[test]
fn words_labelled_by_hand_have_the_form_of_the_statement_they_are() {
    let r = reading(HEARING);
    let label = |span: Span| {
        let (change, id) =
            Decider { reading: &r, by: None, stamp: &stamp(1) }.label(&[span], QUOTE, None, None).unwrap();
        let mut r = r.clone();
        r.apply(&change);
        (r.set().get(&id).unwrap().form, r.progress().1)
    };
    let hull = |form: Form| r.hull(&with_form(&r, form)[0]).unwrap();
    assert_eq!(label(hull(Form::Turn)), (Some(Form::Turn), 4));
    assert_eq!(label(hull(Form::Quotation)), (Some(Form::Quotation), 4));
    let part = hull(Form::Turn);
    assert_eq!(label(Span::new(part.start, part.start + 11)), (Some(Form::Quotation), 5));
}

#[test]
fn a_record_without_a_form_stands_for_any() {
    let document = Arc::new(Document::from_text(HEARING, "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    let turn = found.attributions().find(|a| a.form == Form::Turn).unwrap().hull();
    let mut record = Annotation::new("1".to_owned(), QUOTE, vec![Selector::of(&document, turn)]);
    record.status = Some(Status::Confirmed);
    let mut set = Set::default();
    set.insert(Arc::new(record));
    let r = Reading::new(document, found, set);
    assert_eq!(r.progress(), (1, 4), "the turn and the quotation, which it holds");
}

#[test]
fn a_title_makes_nobody_else() {
    let text = "The council put off its vote until Monday, Mayor Ada Grey announced after a meeting. Bo Lind slept.\n";
    let r = reading(text);
    let item = r.all().next().unwrap().clone();
    let others = r.others(r.suggestion(&item).unwrap());
    assert_eq!(r.speaker_name(&item), "Ada Grey");
    assert!(others.iter().all(|(_, name)| !name.contains("Grey")), "{others:?}");
}

#[test]
fn a_speaker_of_the_project_keeps_the_id() {
    let mut r = reading(STORY);
    let mut set = Set::default();
    let mut shared = set.new_speaker("ada grey", SpeakerKind::Person);
    (shared.id, shared.note) = ("grey-a".to_owned(), Some("mayor since 2019".to_owned()));
    set.speakers.push(shared);
    r.share(set.speakers.as_slice().into());
    let all: Vec<ItemId> = r.all().collect();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&all).unwrap();
    r.apply(&change);
    let ids: Vec<&str> = r.set().speakers.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["grey-a", "bo-lind"]);
    assert_eq!(r.set().speakers[0].note.as_deref(), Some("mayor since 2019"));
    // The id is somebody else's here.
    let mut r = reading(STORY);
    r.share(set.speakers.as_slice().into());
    let mut other = Set::default().new_speaker("Cy Moss", SpeakerKind::Person);
    other.id = "grey-a".to_owned();
    r.apply(&Change { ops: vec![Op::Speaker { before: None, after: Some(other) }], ..Change::default() });
    let first = r.next_open(0, None).unwrap();
    let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.confirm(&first).unwrap();
    r.apply(&change);
    assert_eq!(r.set().speakers.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["grey-a", "ada-grey"]);
}

/// What is claimed in a statement is claimed by whoever says it, also when that turns out to be somebody else.
#[test]
fn claims_follow_their_statement() {
    for decided in [false, true] {
        let mut r = reading(STORY);
        if decided {
            let first = r.next_open(0, None).unwrap();
            let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&first).unwrap();
            r.apply(&change);
        }
        let span = Span::new(STORY.find("vote on Monday").unwrap() as u32, STORY.find(",” said Ada").unwrap() as u32);
        let decider = Decider { reading: &r, by: None, stamp: &stamp(2) };
        let (change, id) = decider.label(&[span], crate::annotation::CLAIM, None, None).unwrap();
        r.apply(&change);
        let before = r.set().get(&id).unwrap().clone();
        let quotation = r.all().next().unwrap();
        let who = SpeakerChoice::Words("Rosa Lind".into());
        let change = Decider { reading: &r, by: None, stamp: &stamp(3) }.choose(&quotation, &who, false).unwrap();
        assert!(change.summary.ends_with("; its claim too"), "{}", change.summary);
        r.apply(&change);
        assert_eq!(r.set().name_of(r.set().get(&id).unwrap().speaker.as_ref().unwrap()), "Rosa Lind");
        take_back(&mut r, &change);
        assert_eq!(*r.set().get(&id).unwrap(), before, "one step");
    }
}
