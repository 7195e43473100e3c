use super::*;
use crate::annotation::{Change, Set, SpeakerRef, Stamp, Status};
use crate::detect::Detector;
use crate::document::Document;
use crate::reading::{Decider, SpeakerChoice};
use std::sync::Arc;

fn reading(text: &str) -> Reading {
    let document = Arc::new(Document::from_text(text, "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, Set::default())
}

fn stamp(n: u64) -> Stamp {
    Stamp { now: "2026-11-28T08:00:00Z".into(), millis: n, random: [7; 10] }
}

/// Applies a change, and reads the records anew: both ways the reading is the same.
fn apply(r: &mut Reading, change: &Change) {
    r.apply(change);
    let anew = Reading::new(Arc::clone(r.document()), Arc::clone(r.found()), r.set().clone());
    assert_eq!(r.all().collect::<Vec<_>>(), anew.all().collect::<Vec<_>>());
    assert_eq!(r.progress(), anew.progress());
}

fn cut(r: &mut Reading, item: &ItemId, n: u64) -> [ItemId; 2] {
    let at = r.cuts(item, None).first().cloned().unwrap_or_else(|| panic!("no cut of {:?}", said(r, item)));
    let (change, ids) = Decider { reading: r, by: Some("ada"), stamp: &stamp(n) }.cut(item, &at).unwrap();
    apply(r, &change);
    ids.map(|id| ItemId::Record(id.as_str().into()))
}

fn words(r: &Reading, spans: &[Span]) -> String {
    spans.iter().map(|s| r.document().words(*s)).collect::<Vec<_>>().join(" … ")
}

fn said(r: &Reading, item: &ItemId) -> (String, String) {
    (words(r, r.spans(item)), r.speaker_name(item))
}

fn pair(words: &str, name: &str) -> (String, String) {
    (words.to_owned(), name.to_owned())
}

/// Two sentences that detection takes for one quotation.
const LATE: &str = "“The mayor is late,” Bo Lind said. “She is always late.”\n\n“We go,” Ada Grey said.";
/// Two answers with their own words of saying.
const ASKED: &str = "“Is it safe?” asked Ada Grey. “It is not,” said Bo Lind.";

fn first(r: &Reading) -> ItemId {
    r.all().next().unwrap()
}

fn record<'a>(r: &'a Reading, item: &ItemId) -> &'a crate::annotation::Annotation {
    r.record(item).unwrap()
}

fn join(r: &mut Reading, item: &ItemId, n: u64) -> Result<ItemId, Refusal> {
    let (change, id) = Decider { reading: r, by: Some("ada"), stamp: &stamp(n) }.join(item)?;
    apply(r, &change);
    Ok(ItemId::Record(id.as_str().into()))
}

#[test]
fn one_quotation_becomes_two_decisions_without_the_words_between() {
    let mut r = reading(LATE);
    let item = first(&r);
    let (done, all) = r.progress();
    let cuts = r.cuts(&item, None);
    assert_eq!(cuts.len(), 1);
    assert_eq!(r.document().words(cuts[0].between()), " Bo Lind said. ");
    let [one, two] = cut(&mut r, &item, 1);
    assert_eq!(said(&r, &one), pair("“The mayor is late,”", "Bo Lind"));
    assert_eq!(said(&r, &two), pair("“She is always late.”", "Bo Lind"));
    let (a, b) = (record(&r, &one).clone(), record(&r, &two).clone());
    assert_eq!((a.status, b.status), (Some(Status::Edited), Some(Status::Edited)));
    assert_eq!(a.was, b.was);
    assert_eq!(a.source.as_ref().map(|s| s.2.as_str()), Some("Bo Lind"));
    assert_eq!((b.source.as_ref(), b.cue.as_ref()), (None, None), "not beside it");
    assert_eq!((a.only_this, b.only_this), (false, true));
    assert_eq!(r.progress(), (done + 2, all + 1));
    // The other speaker of the second part is nobody else's.
    let who = SpeakerChoice::Words("Cy Moss".into());
    let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.choose(&two, &who, true).unwrap();
    apply(&mut r, &change);
    assert_eq!((r.speaker_name(&one), r.speaker_name(&two)), ("Bo Lind".into(), "Cy Moss".into()));
    let lind = r.set().speakers.iter().find(|s| s.name == "Bo Lind").unwrap();
    assert!(lind.aliases.is_empty() && !r.set().speakers.iter().any(|s| s.name == "Cy Moss" && s.is_called("Bo Lind")));
}

#[test]
fn what_was_joined_is_cut_again_each_with_whom_the_words_beside_it_name() {
    let mut r = reading(ASKED);
    let item = first(&r);
    let all = join(&mut r, &item, 1).unwrap();
    assert_eq!(said(&r, &all), pair("“Is it safe?” … “It is not,”", "Ada Grey"));
    assert!(record(&r, &all).only_this, "it teaches nothing about the words of the other");
    assert_eq!(r.progress(), (1, 1));
    let [one, two] = cut(&mut r, &all, 2);
    assert_eq!(one, all, "the record is the first part");
    assert_eq!(said(&r, &one), pair("“Is it safe?”", "Ada Grey"));
    assert_eq!(said(&r, &two), pair("“It is not,”", "Bo Lind"));
    assert_eq!(record(&r, &two).source.as_ref().map(|s| s.2.as_str()), Some("Bo Lind"));
    assert_eq!(record(&r, &two).cue.as_ref().map(|s| s.2.as_str()), Some("said"));
}

#[test]
fn a_name_that_begins_a_turn_is_in_neither_part() {
    let mut r = reading(
        "ADA GREY: I was there. BO LIND: So was I, said the clerk.\n\nBO LIND: When?\n\nADA GREY: In May.\n\nBO LIND: And then?",
    );
    let item = first(&r);
    let [one, two] = cut(&mut r, &item, 1);
    assert_eq!(said(&r, &one), pair("I was there.", "ADA GREY"));
    assert_eq!(said(&r, &two), pair("So was I, said the clerk.", "BO LIND"));
    // No name: an hour, a title with a stop, a colon within a sentence.
    for text in [
        "We met at 10:30 there. He said: I go.",
        "Nobody came: that was all. Then we left.",
        "It is so. The rule of Dr. Grey was this: go.",
    ] {
        assert_eq!(before_names(text, Span::new(0, text.len() as u32)).count(), 0, "{text}");
    }
    let text = "We left. Dr. Ada J. Grey: Never. Lind: Yes.";
    let names: Vec<&str> = before_names(text, Span::new(0, text.len() as u32)).map(|s| s.of(text)).collect();
    assert_eq!(names, [" Dr. Ada J. Grey: ", " Lind: "]);
}

#[test]
fn it_is_cut_anywhere_between_words() {
    let text = "“We left at ten. It was dark, I think,” said Ada Grey.";
    let r = reading(text);
    let item = first(&r);
    let at = |words: &str| text.find(words).unwrap() as u32;
    let parts = |at: u32| r.cut_at(&item, at).map(|cut| (words(&r, &cut.first), words(&r, &cut.second)));
    assert_eq!(r.cuts(&item, None).iter().map(Cut::start).collect::<Vec<_>>(), [at("It was")]);
    assert_eq!(parts(at("It was")), Some(pair("“We left at ten.", "It was dark, I think,”")));
    assert_eq!(parts(at("I think")), Some(pair("“We left at ten. It was dark,", "I think,”")));
    for nowhere in [0, at("We left"), at(",” said"), at("Ada"), 4_000] {
        assert_eq!(parts(nowhere), None, "{nowhere}");
    }
    // Joined again it is the one it was.
    let mut r = r.clone();
    let cut = r.cut_at(&item, at("It was")).unwrap();
    let (change, [one, _]) = Decider { reading: &r, by: None, stamp: &stamp(1) }.cut(&item, &cut).unwrap();
    apply(&mut r, &change);
    let all = join(&mut r, &ItemId::Record(one.as_str().into()), 2).unwrap();
    assert_eq!(said(&r, &all), pair("“We left at ten. It was dark, I think,”", "Ada Grey"));
    assert_eq!((r.set().len(), r.spans(&all).len()), (1, 1));
}

#[test]
fn a_record_keeps_what_was_said_of_it_and_links_follow_the_words() {
    let mut r = reading(LATE);
    let item = first(&r);
    let change = Decider { reading: &r, by: Some("bo"), stamp: &stamp(1) }.confirm(&item).unwrap();
    apply(&mut r, &change);
    let item = first(&r);
    let at =
        |words: &str| Span::new(LATE.find(words).unwrap() as u32, (LATE.find(words).unwrap() + words.len()) as u32);
    let mut claims = Vec::new();
    for (n, words) in [(2, "mayor is late"), (3, "always late")] {
        let (change, id) =
            Decider { reading: &r, by: None, stamp: &stamp(n) }.label(&[at(words)], "claim", None, None).unwrap();
        apply(&mut r, &change);
        claims.push(id);
    }
    let change = Decider { reading: &r, by: None, stamp: &stamp(4) }.note(&item, "Ask her").unwrap();
    apply(&mut r, &change);
    let before = r.set().clone();
    let first_cut = r.cuts(&item, None)[0].clone();
    let (change, ids) = Decider { reading: &r, by: Some("ada"), stamp: &stamp(5) }.cut(&item, &first_cut).unwrap();
    assert!(change.summary.ends_with("; the note stays with the first"), "{}", change.summary);
    apply(&mut r, &change);
    let [one, two] = ids.map(|id| ItemId::Record(id.as_str().into()));
    let to = |r: &Reading, id: &str| r.set().get(id).unwrap().links[0].to.clone();
    assert_eq!(
        (one.clone(), to(&r, &claims[0]), to(&r, &claims[1])),
        (item, record(&r, &one).id.clone(), record(&r, &two).id.clone())
    );
    assert_eq!((record(&r, &one).note.as_deref(), record(&r, &two).note.as_deref()), (Some("Ask her"), None));
    assert_eq!((record(&r, &one).by.as_deref(), record(&r, &two).by.as_deref()), (Some("bo"), Some("ada")));
    let back = r.set().step(&change, false);
    r.apply(&back);
    assert_eq!(r.set().in_order(), before.in_order(), "one undo");
    let again = r.set().step(&change, true);
    r.apply(&again);
    // Joined: nothing of the second is lost, and nothing leads nowhere.
    let noted = Decider { reading: &r, by: None, stamp: &stamp(6) }.note(&two, "And him").unwrap();
    apply(&mut r, &noted);
    let all = join(&mut r, &one, 7).unwrap();
    assert_eq!(record(&r, &all).note.as_deref(), Some("Ask her\nAnd him"));
    assert!(claims.iter().all(|id| to(&r, id) == record(&r, &all).id));
    assert_eq!(said(&r, &all).0, "“The mayor is late,” … “She is always late.”");
}

#[test]
fn a_claim_is_cut_for_the_same_claimant() {
    let mut r = reading(LATE);
    let at = Span::new(3, LATE.find(",” Bo").unwrap() as u32);
    let (change, id) = Decider { reading: &r, by: None, stamp: &stamp(1) }.label(&[at], "claim", None, None).unwrap();
    apply(&mut r, &change);
    let item = ItemId::Record(id.as_str().into());
    let cut = r.cut_at(&item, LATE.find("is late").unwrap() as u32).unwrap();
    let (change, ids) = Decider { reading: &r, by: None, stamp: &stamp(2) }.cut(&item, &cut).unwrap();
    apply(&mut r, &change);
    let claims = ids.map(|id| r.set().get(&id).unwrap().clone());
    assert_eq!(claims[0].speaker, claims[1].speaker);
    assert!(matches!(claims[1].speaker, Some(SpeakerRef::Id(_))) && !claims[1].only_this && claims[1].status.is_none());
    assert_eq!((claims[0].exact().as_str(), claims[1].exact().as_str()), ("The mayor", "is late"));
    // A claim is not joined with the quotation behind it.
    let second = ItemId::Record(claims[1].id.as_str().into());
    assert_eq!(r.next_in_paragraph(&second), None);
}

#[test]
fn what_would_be_lost_is_refused() {
    let mut r = reading(LATE);
    let item = first(&r);
    let [one, two] = cut(&mut r, &item, 1);
    for (n, item, rating, tone) in [(2, &one, "true", "dry"), (3, &two, "false", "dry")] {
        let d = stamp(n);
        let change =
            Decider { reading: &r, by: None, stamp: &d }.rate_all(std::slice::from_ref(item), Some(rating)).unwrap();
        apply(&mut r, &change);
        let change = Decider { reading: &r, by: None, stamp: &d }
            .attribute_all(std::slice::from_ref(item), "tone", Some(tone))
            .unwrap();
        apply(&mut r, &change);
    }
    assert_eq!(join(&mut r, &one, 4), Err(Refusal::Rated("true".into(), "false".into())));
    let d = stamp(5);
    let change =
        Decider { reading: &r, by: None, stamp: &d }.rate_all(std::slice::from_ref(&two), Some("true")).unwrap();
    apply(&mut r, &change);
    let change = Decider { reading: &r, by: None, stamp: &d }
        .attribute_all(std::slice::from_ref(&two), "tone", Some("loud"))
        .unwrap();
    apply(&mut r, &change);
    assert_eq!(join(&mut r, &one, 6), Err(Refusal::Attribute("tone".into())));
    assert_eq!(join(&mut r, &two, 7), Err(Refusal::Alone), "another paragraph is another matter");
    // Decided differently by two.
    let mut version = record(&r, &one).clone();
    version.id = crate::annotation::merge::beside(&version);
    version.conflict = true;
    let mut beside = Change::default();
    beside.annotation(None, Some(version));
    r.apply(&beside);
    assert_eq!(r.may_cut(&one), Err(Refusal::Version));
    assert_eq!(join(&mut r, &one, 8), Err(Refusal::Version));
}

#[test]
fn parts_are_found_again_in_a_text_that_changed() {
    let mut r = reading(LATE);
    let item = first(&r);
    cut(&mut r, &item, 1);
    let document = Arc::new(Document::from_text(&format!("A line above.\n\n{LATE}"), "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    let again = Reading::new(document, found, r.set().clone());
    let all: Vec<_> = again.all().map(|i| said(&again, &i)).collect();
    assert_eq!(all[..2], [pair("“The mayor is late,”", "Bo Lind"), pair("“She is always late.”", "Bo Lind")]);
    assert_eq!((again.progress(), again.lost()), ((2, 3), 0));
}

#[test]
fn what_two_people_cut_apart_from_each_other_is_cut_once() {
    let parts = |n: u64, by: &str| {
        let mut r = reading(LATE);
        let item = first(&r);
        let at = r.cuts(&item, None)[0].clone();
        let (change, _) = Decider { reading: &r, by: Some(by), stamp: &stamp(n) }.cut(&item, &at).unwrap();
        apply(&mut r, &change);
        r.set().clone()
    };
    let (mut both, theirs) = (parts(1, "ada"), parts(2, "bo"));
    assert_eq!(crate::annotation::merge::pair_decisions(&mut both), 0, "two parts are two statements");
    assert_eq!(both.len(), 2);
    for record in theirs.in_order() {
        both.insert(Arc::clone(record));
    }
    assert_eq!(crate::annotation::merge::pair_decisions(&mut both), 0);
    let all: Vec<String> = both.in_order().iter().map(|r| r.exact()).collect();
    assert_eq!(all, ["“The mayor is late,”", "“She is always late.”"]);
    // Confirmed whole by somebody else: each part is asked about.
    let mut r = reading(LATE);
    let change = Decider { reading: &r, by: Some("cy"), stamp: &stamp(3) }.confirm(&first(&r)).unwrap();
    apply(&mut r, &change);
    let mut mixed = r.set().clone();
    for record in theirs.in_order() {
        mixed.insert(Arc::clone(record));
    }
    assert!(crate::annotation::merge::pair_decisions(&mut mixed) > 0, "told, not doubled");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// Any text and any steps: nothing panics, step by step is the same as anew, and all of it can be taken back.
    #[test]
    fn cut_and_joined_at_random(
        text in "(“[a-z ]{0,9}[.,!]?”|[A-Z][a-z]{1,6}:?|[a-z]{1,7}|said|\\. |\n\n|é😊| ){0,40}",
        steps in proptest::collection::vec((0usize..9, 0u8..3, 0u32..200), 1..12),
    ) {
        let mut r = reading(&text);
        let mut done = Vec::new();
        for (n, (pick, what, at)) in steps.iter().enumerate() {
            let items: Vec<ItemId> = r.all().collect();
            let Some(item) = items.get(pick % items.len().max(1)) else { break };
            let d = stamp(n as u64 + 1);
            let decider = Decider { reading: &r, by: None, stamp: &d };
            let at = r.document().text().floor_char_boundary(*at as usize) as u32;
            let change = match what {
                0 => r.cuts(item, None).first().and_then(|cut| Some(decider.cut(item, cut).ok()?.0)),
                1 => r.cut_at(item, at).and_then(|cut| Some(decider.cut(item, &cut).ok()?.0)),
                _ => decider.join(item).ok().map(|(change, _)| change),
            };
            let Some(change) = change else { continue };
            apply(&mut r, &change);
            done.push(change);
        }
        for change in done.iter().rev() {
            let back = r.set().step(change, false);
            r.apply(&back);
        }
        proptest::prop_assert!(r.set().is_empty());
    }
}

#[test]
fn sentences_are_likely_places_too() {
    let text = "“We met in May. Did you see the plan? No, I never saw it. Nobody did,” said Ada Grey.";
    let r = reading(text);
    let item = first(&r);
    let at = |words: &str| text.find(words).unwrap() as u32;
    let starts = |near| r.cuts(&item, near).iter().map(Cut::start).collect::<Vec<_>>();
    // Behind the question first; what is looked at before all.
    assert_eq!(starts(None), [at("No, I"), at("Did you"), at("Nobody")]);
    assert_eq!(starts(Some(at("plan"))), [at("Did you"), at("No, I"), at("Nobody")]);
    assert_eq!(starts(Some(at("Nobody"))), [at("Nobody"), at("No, I"), at("Did you")]);
    assert_eq!(starts(Some(at("Ada"))), starts(None));
    // One sentence has none.
    let r = reading("“We left at ten, I think,” said Ada Grey.");
    assert_eq!(r.cuts(&first(&r), None), []);
}
