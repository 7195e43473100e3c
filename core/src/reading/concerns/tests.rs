use super::*;
use crate::annotation::{Set, Stamp};
use crate::detect::Detector;
use crate::document::Document;
use crate::reading::ItemId;
use std::sync::Arc;

const BEFORE: &str = "Harbour vote delayed\n\nIda Harker and Tom Brandt met on Monday.\n\n“The old bridge is closed,” said \
Harker.\n\n“We will see,” Brandt said.\n\n“It opens in May,” said Harker.";

fn stamp(n: u64) -> Stamp {
    Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
}

fn reading(text: &str, set: Set) -> Reading {
    let document = Arc::new(Document::from_text(text, "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, set)
}

/// The article with its first quotation confirmed, read again as it stands now.
fn reread(now: &str) -> Reading {
    let mut r = reading(BEFORE, Set::default());
    let first = r.next_open(0, None).unwrap();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&first).unwrap();
    r.apply(&change);
    let set = r.set().clone();
    reading(now, set)
}

fn record(r: &Reading) -> Arc<Annotation> {
    r.set().iter().next().unwrap().clone()
}

fn names(r: &Reading) -> Vec<String> {
    r.all().map(|i| r.speaker_name(&i)).collect()
}

#[test]
fn a_name_that_was_replaced_is_a_concern() {
    for (now, concern) in [
        (BEFORE.to_owned(), None),
        (BEFORE.replace("closed,” said Harker", "closed,” said Brandt"), Some(Concern::Speaker)),
        (BEFORE.replace("closed,” said Harker", "closed,” said the mayor"), Some(Concern::Speaker)),
        // The same name, a little further off.
        (BEFORE.replace("closed,” said Harker", "closed,” said, on the quay and in the rain, Harker"), None),
        (BEFORE.replace("closed,” said Harker", "closed,” said Ida Harker"), None),
        (
            BEFORE.replace("“The old bridge is closed,” said Harker.", "Harker said: “The old bridge is closed,”"),
            Some(Concern::Place),
        ),
        // A slip that is mended wherever the name stands; one here alone may be somebody else.
        (BEFORE.replace("Harker", "Harkar"), None),
        (BEFORE.replace("closed,” said Harker", "closed,” said Harkar"), Some(Concern::Speaker)),
        (BEFORE.replace("closed,” said Harker", "closed,” said Tom Harker"), Some(Concern::Speaker)),
        (BEFORE.replace("closed,” said Harker", "closed,” said Harker’s husband"), Some(Concern::Speaker)),
        (BEFORE.replace("closed,” said Harker", "closed,” said a lawyer for Harker"), Some(Concern::Speaker)),
        (BEFORE.replace("closed,” said Harker", "closed,” said Harker on Monday"), None),
        // The name stands close by, of somebody who only listens.
        (BEFORE.replace("closed,” said Harker", "closed,” said Brandt. Harker nodded"), Some(Concern::Speaker)),
        // Only what stands elsewhere was changed.
        (BEFORE.replace("May,” said Harker", "May,” said Brandt"), None),
    ] {
        let r = reread(&now);
        assert_eq!(r.concern(&record(&r)), concern, "{now}");
        assert_eq!(r.doubtful().len(), usize::from(concern.is_some()), "{now}");
    }
}

/// "Harker" was decided of words that "Brandt said" now: nothing else that Brandt says becomes Harker's.
#[test]
fn a_replaced_name_teaches_nothing() {
    let r = reread(&BEFORE.replace("closed,” said Harker", "closed,” said Brandt"));
    assert_eq!(names(&r), ["Ida Harker", "Tom Brandt", "Ida Harker"]);
}

#[test]
fn who_was_decided_and_whom_the_text_names_can_be_chosen() {
    let now = BEFORE.replace("closed,” said Harker", "closed,” said Brandt");
    for (n, name, source) in [(0, "Ida Harker", "Brandt"), (1, "Tom Brandt", "Brandt")] {
        let mut r = reread(&now);
        let id = record(&r).id.clone();
        let choices = r.speakers_to_choose(&record(&r));
        assert_eq!(choices.iter().map(|who| r.name_of_choice(who)).collect::<Vec<_>>(), ["Ida Harker", "Tom Brandt"]);
        let item = ItemId::Record(id.as_str().into());
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.choose(&item, &choices[n], true).unwrap();
        r.apply(&change);
        let after = record(&r);
        assert_eq!((r.speaker_name(&item).as_str(), after.source.as_ref().unwrap().2.as_str()), (name, source));
        assert_eq!((r.concern(&after), r.doubtful().len()), (None, 0), "answered once");
        assert_eq!(names(&r), [name, "Tom Brandt", "Ida Harker"], "the others keep theirs");
        let again = reading(&now, r.set().clone());
        assert_eq!(again.concern(&record(&again)), None, "and kept");
    }
}

const TITLED: &str = "Mrs. Carter came at noon with Joan Carver and Maria Delgado.\n\n“It is closed,” said Mrs. Carter.\n\n\
Piet Boom, a fisherman of the old harbour, came late. “I have lost two boats,” he said.";

/// A document all of which was confirmed, read again as it stands now: whose statements are asked about.
fn asked(before: &str, now: &str) -> Vec<String> {
    let mut r = reading(before, Set::default());
    let all: Vec<ItemId> = r.all().collect();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&all).unwrap();
    r.apply(&change);
    let mut r = reading(now, r.set().clone());
    let concerns = |r: &Reading| -> Vec<String> {
        let all = r.set().in_order();
        let is_asked = |record: &&&Arc<Annotation>| r.concern(record) == Some(Concern::Speaker);
        all.iter().filter(is_asked).map(|record| record.exact()).collect()
    };
    let asked = concerns(&r);
    // What is saved with the next decision, and read again, is asked again: nobody has looked.
    if let Some(change) = r.settle() {
        r.apply(&change);
    }
    assert_eq!(concerns(&r), asked);
    let mut set = r.set().clone();
    set.about = crate::annotation::set::DocumentInfo::of(r.document());
    assert_eq!(concerns(&reading(now, set)), asked);
    asked
}

#[test]
fn what_the_speaker_denies_now_is_a_concern() {
    let before = "It rained on the quay. Mayor Ada Grey said that the wall would fall.\n\n“We will pay,” said Tom Orr on Monday.";
    let wall = ["the wall would fall".to_owned()];
    for now in ["denied saying that", "never said that", "did not say that", "didn’t say that"] {
        let asked = asked(before, &before.replace("said that", now));
        assert!(asked.len() == 1 && asked[0].ends_with(&wall[0]), "{now}: {asked:?}");
    }
    for now in ["told us that", "said again that", "announced that"] {
        assert!(asked(before, &before.replace("said that", now)).is_empty(), "{now}");
    }
    assert_eq!(asked(before, &before.replace("said Tom Orr on", "Tom Orr refused to say on")), ["“We will pay,”"]);
    assert!(asked(before, &before.replace("It rained on", "It never rained on")).is_empty());
}

/// Taking back that records were written down on the text of now does not say that somebody looked at them.
#[test]
fn what_is_asked_is_asked_again_after_its_places_are_taken_back() {
    let before = "It rained on the quay. Mayor Ada Grey said that the wall would fall.\n\n“We will pay,” said Tom Orr on Monday.";
    for (now, count) in [
        (before.replace("said that", "denied saying that"), 1),
        (before.replace("said Tom Orr", "said Ida Brandt"), 1),
        (before.replace("It rained", "It never rained"), 0),
    ] {
        let mut r = reading(before, Set::default());
        let all: Vec<ItemId> = r.all().collect();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&all).unwrap();
        r.apply(&change);
        let mut r = reading(&now, r.set().clone());
        let settled = r.settle().unwrap();
        r.apply(&settled);
        let back = r.as_of_their_text(r.set().step(&settled, false));
        r.apply(&back);
        let asked = |r: &Reading| r.set().iter().filter(|a| r.concern(a) == Some(Concern::Speaker)).count();
        assert_eq!(asked(&r), count, "{now}");
        let mut set = r.set().clone();
        set.about = crate::annotation::set::DocumentInfo::of(r.document());
        assert_eq!(asked(&reading(&now, set)), count, "and when it is opened again: {now}");
    }
}

#[test]
fn another_title_and_another_antecedent_are_concerns_until_somebody_looked() {
    let carter = ["“It is closed,”".to_owned()];
    let boats = ["“I have lost two boats,”".to_owned()];
    assert!(asked(TITLED, TITLED).is_empty());
    assert_eq!(asked(TITLED, &TITLED.replace("said Mrs. Carter", "said Mr. Carter")), carter);
    assert_eq!(asked(TITLED, &TITLED.replace("said Mrs. Carter", "said Carver")), carter);
    assert_eq!(asked(TITLED, &TITLED.replace("Piet Boom", "Sven Dahl")), boats);
    assert!(asked(TITLED, &format!("{TITLED}\n\nNobody else spoke.")).is_empty());
}

#[test]
fn a_claim_in_what_nobody_confirmed_is_asked_about_too() {
    let before =
        "It rained.\n\n“We will pay for the wall,” said Tom Orr on Monday.\n\nIda Brandt, the treasurer, came late.";
    let r = reading(before, Set::default());
    let at = before.find("pay for the wall").unwrap() as u32;
    let span = Span::new(at, at + 16);
    let (change, id) = Decider { reading: &r, by: None, stamp: &stamp(1) }
        .label(&[span], crate::annotation::CLAIM, None, None)
        .unwrap();
    let mut r = r;
    r.apply(&change);
    for (now, asked) in [
        (before.replace("said Tom Orr", "said Ida Brandt"), true),
        (before.replace("said Tom Orr on", "Tom Orr denied saying on"), true),
        (before.replace("on Monday", "on Sunday"), false),
        (format!("A line.\n\n{before}"), false),
    ] {
        let again = reading(&now, r.set().clone());
        let claim = again.set().get(&id).unwrap();
        assert_eq!(again.concern(claim) == Some(Concern::Speaker), asked, "{now}");
    }
}

#[test]
fn a_statement_in_two_pieces_is_asked_about_when_somebody_comes_between() {
    let before = "It rained.\n\n“We will not sail without a contract,” said Ingrid Berg, who leads the union. “The boats are old.”\n\n\
        Karim Dahl, the minister, came late.";
    let own = "said Ingrid Berg, who leads the union. “The";
    let asks = |now: &str| {
        let mut r = reading(before, Set::default());
        let all: Vec<ItemId> = r.all().collect();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&all).unwrap();
        r.apply(&change);
        let r = reading(&before.replace(own, now), r.set().clone());
        r.set().iter().filter(|record| r.concern(record).is_some()).count()
    };
    assert_eq!(asks("said Karim Dahl. Ingrid Berg, who leads the union, said: “The"), 1);
    assert_eq!(asks("said Karim Dahl. “Never,” said Ingrid Berg, who leads the union. “The"), 1);
    assert_eq!(asks("Ingrid Berg, who leads the union, denied saying. “The"), 1);
    assert_eq!(asks("said Ingrid Berg, who leads the union of sailors. “The"), 0);
}

#[test]
fn what_follows_the_name_at_the_very_end_is_read() {
    let before = "It rained.\n\n“We will pay,” said Tom Pratt";
    for more in ["’s lawyer.", "’s wife Anna."] {
        assert_eq!(asked(before, &format!("{before}{more}")).len(), 1, "{more}");
    }
    for more in [".", "\n", " on Monday.", ".\n\nNobody else spoke."] {
        assert_eq!(asked(before, &format!("{before}{more}")).len(), 0, "{more}");
    }
}

#[test]
fn a_place_chosen_at_somebody_else_s_words_is_asked_about() {
    let before =
        "Ida Brandt and Tom Orr came at noon.\n\n“The boats are safe,” Tom Orr said.\n\nThen it rained on the quay.";
    let mut r = reading(before, Set::default());
    let all: Vec<ItemId> = r.all().collect();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&all).unwrap();
    r.apply(&change);
    let now = before.replace(
        "“The boats are safe,” Tom Orr said.",
        "“The boats are safe,” Ida Brandt said. “The boats are not safe,” Tom Orr said.",
    );
    let mut r = reading(&now, r.set().clone());
    let record = Arc::clone(r.set().iter().next().unwrap());
    for (words, asked) in [("“The boats are safe,”", true), ("“The boats are not safe,”", false)] {
        let at = now.find(words).unwrap() as u32;
        let change = r.put(&record.id, &[Span::new(at, at + words.len() as u32)], &stamp(2)).unwrap();
        r.apply(&change);
        let put = Arc::clone(r.set().get(&record.id).unwrap());
        assert_eq!(r.concern(&put) == Some(Concern::Speaker), asked, "{words} {put:?}");
    }
}
