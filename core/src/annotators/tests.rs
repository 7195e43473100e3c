use super::*;
use crate::agreement::overlap::{Match, SpanMatches};
use crate::agreement::{Score, Undefined};
use crate::annotation::{Selector, SpeakerRef, Status};
use crate::kinds::SpeakerKind;
use crate::span::Span;
use proptest::prelude::*;

const TEXT: &str = "“The pump is old,” said Ines Vale. “Nobody wants to replace it,” said Otto Rahm, the mayor.";

fn record(document: &Document, id: &str, label: &str, (start, end): (u32, u32)) -> Annotation {
    let (text, offsets) = (document.text(), document.offsets());
    let span = Span::new(offsets.to_byte(text, start).unwrap(), offsets.to_byte(text, end).unwrap());
    Annotation::new(id.to_owned(), label, vec![Selector::of(document, span)])
}

#[test]
fn records_become_answers_and_what_does_not_count_is_told() {
    let document = Document::from_text(TEXT, "a.txt");
    let mut set = Set::default();
    let who = set.new_speaker("Ines Vale", SpeakerKind::Person);
    let mut quote = record(&document, "1", "quote", (0, 18));
    (quote.speaker, quote.status) = (Some(SpeakerRef::Id(who.id.clone())), Some(Status::Confirmed));
    set.speakers.push(who);
    let rejected = Annotation { status: Some(Status::Rejected), ..record(&document, "2", "quote", (35, 64)) };
    let version = Annotation { id: "1-0a1b2c".to_owned(), conflict: true, ..quote.clone() };
    let mut lost = record(&document, "3", "claim", (0, 18));
    lost.at[0] = Selector { exact: "The roof leaks badly since spring".to_owned(), ..lost.at[0].clone() };
    let nobody = Annotation { speaker: Some(SpeakerRef::Nobody), ..record(&document, "4", "quote", (35, 64)) };
    for record in [quote, rejected, version, lost, nobody] {
        set.insert(Arc::new(record));
    }
    let people = SamePeople::new([set.speakers.as_slice()]);
    let found = Answers::of(&document, &set, &people);
    let told: Vec<_> = found.answers.iter().map(|a| (a.at[0], a.speaker.as_deref(), a.is_rejection)).collect();
    let places = [((0, 18), Some("Ines Vale"), false), ((35, 64), None, true), ((35, 64), Some("nobody named"), false)];
    assert_eq!(told, places);
    assert_eq!(found.excluded, BTreeMap::from([(Exclusion::Lost, 1), (Exclusion::Version, 1)]));
    assert_eq!(found.records.len(), 3);
}

fn answer(start: u32, end: u32, label: &str) -> Answer {
    Answer { at: vec![(start, end)], label: label.to_owned(), ..Answer::default() }
}

fn said(answer: Answer, speaker: &str, rating: &str) -> Answer {
    Answer { speaker: Some(speaker.to_owned()), rating: Some(rating.to_owned()), ..answer }
}

fn answers(answers: &[Answer]) -> Answers {
    Answers { answers: answers.to_vec(), ..Answers::default() }
}

fn near(score: Score, expected: f64) {
    assert!(score.is_ok_and(|score| (score - expected).abs() < 1e-6), "{score:?} is not {expected}");
}

/// Ten places of check vector A: κ 0.4, π 0.393939, α 0.424242, with all places equal.
#[test]
fn labels_of_the_same_places() {
    let places = |labels: &str| {
        let label =
            |(n, c): (usize, char)| answer(10 * n as u32, 10 * n as u32 + 5, if c == 'C' { "claim" } else { "note" });
        answers(&labels.chars().enumerate().map(label).collect::<Vec<_>>())
    };
    let (ada, bo) = (places("CCNCNCNNCC"), places("CNNCNCNCCN"));
    let mut sums = Sums::new(2);
    sums.add(&[Some(&ada), Some(&bo)], 200, &Measuring::default());
    let scores = sums.scores();
    let labels: Vec<Option<&str>> = scores.iter().map(|of| of.label.as_deref()).collect();
    assert_eq!(labels, [None, Some("claim"), Some("note")]);
    for of in &scores {
        // Of two labels each is the other’s opposite.
        near(of.score(Measure::Kappa), 0.4);
        near(of.score(Measure::Pi), 0.393_939_4);
        near(of.score(Measure::Alpha), 0.424_242_4);
    }
    assert_eq!((scores[0].n, scores[0].units, scores[0].given.clone()), (10, 13, vec![10, 10]));
    near(scores[0].score(Measure::F1Exact), 0.7);
    assert_eq!(scores[0].score(Measure::AlphaSpeaker), Err(Undefined::Nothing));
    assert!(!sums.has_gamma());
}

#[test]
fn speakers_and_ratings_are_of_equal_places_with_equal_labels() {
    let claim = |n: u32, who: &str, rating: &str| said(answer(10 * n, 10 * n + 5, "claim"), who, rating);
    let ada = answers(&[claim(0, "a", "true"), claim(1, "b", "mixed"), claim(2, "b", "false"), claim(3, "b", "odd")]);
    let bo = answers(&[claim(0, "a", "true"), claim(1, "a", "mixed"), claim(2, "b", "mixed"), claim(9, "a", "true")]);
    let ratings = ["true", "mixed", "false"].map(str::to_owned);
    let mut sums = Sums::new(3);
    let how = Measuring { ratings: &ratings, gamma: Some((20, 1)) };
    sums.add(&[Some(&ada), None, Some(&bo)], 100, &how);
    let all = &sums.scores()[0];
    // Of six values three are a and three b, in two of three places the same.
    near(all.score(Measure::AlphaSpeaker), 1.0 - 5.0 * 1.0 / 9.0);
    assert_eq!((all.speakers, all.ratings, all.n, all.complete), (3, 3, 3, 0));
    assert!(all.score(Measure::AlphaRating).is_ok_and(|alpha| alpha > 0.5 && alpha < 1.0));
    assert_eq!(all.score(Measure::Alpha), Err(Undefined::OneValue));
    assert_eq!(all.score(Measure::Kappa), Err(Undefined::Nothing), "not all three read it");
    assert!(all.score(Measure::Gamma).is_ok() && all.interval(Measure::Gamma).is_some());
    assert_eq!(sums.excluded, BTreeMap::from([((0, Exclusion::Rating), 1)]));
    assert_eq!((sums.documents, sums.unread.clone()), (1, vec![0, 1, 0]));
    sums.add(&[Some(&ada), None, None], 100, &how);
    assert_eq!((sums.documents, sums.alone), (1, 1));
}

#[test]
fn what_is_given_twice_counts_once_and_a_rejection_not_at_all() {
    let rejection = Answer { is_rejection: true, ..answer(50, 55, "quote") };
    let ada = answers(&[answer(0, 20, "quote"), answer(0, 20, "quote"), answer(5, 10, "quote"), rejection]);
    let bo = answers(&[answer(0, 20, "quote"), answer(0, 20, "claim")]);
    let mut sums = Sums::new(2);
    sums.add(&[Some(&ada), Some(&bo)], 100, &Measuring::default());
    let expected = [((0, Exclusion::Rejected), 1), ((0, Exclusion::Again), 1), ((0, Exclusion::Overlapped), 1)]
        .into_iter()
        .collect();
    assert_eq!(sums.excluded, expected);
    let all = &sums.scores()[0];
    // The quotation of both is one place; Bo's claim there and Ada's part of it stand alone.
    assert_eq!((all.n, all.units, all.given.clone()), (1, 3, vec![2, 2]));
    near(all.score(Measure::F1Exact), 0.5);
}

fn many() -> impl Strategy<Value = Vec<Answers>> {
    let one = (0u32..30, 1u32..9, 0usize..3, prop::option::of(0usize..3));
    let make = |(start, length, label, who): (u32, u32, usize, Option<usize>)| Answer {
        speaker: who.map(|who| ["a", "b", "c"][who].to_owned()),
        rating: who.map(|who| ["a", "b", "c"][who].to_owned()),
        ..answer(start, start + length, ["quote", "claim", "note"][label])
    };
    prop::collection::vec(prop::collection::vec(one.prop_map(make), 0..9).prop_map(|all| answers(&all)), 3)
}

fn added(documents: &[Vec<Answers>], turned: bool) -> Vec<Scores> {
    let ratings = ["a", "b", "c"].map(str::to_owned);
    let mut all = Collected::new(3, 1);
    for document in documents {
        let mut one = Sums::new(3);
        let mut theirs: Vec<Option<&Answers>> = document.iter().map(Some).collect();
        if turned {
            theirs.reverse();
        }
        one.add(&theirs, 50, &Measuring { ratings: &ratings, gamma: None });
        all.add(&one);
    }
    all.scores(0, 1)
}

fn are_same(one: &[Scores], other: &[Scores]) -> bool {
    let is_same = |a: Score, b: Score| match (a, b) {
        (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    };
    let all = |a: &Scores, b: &Scores| Measure::ALL.iter().all(|m| is_same(a.score(*m), b.score(*m)));
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.label == b.label && a.n == b.n && all(a, b))
}

proptest! {
    #[test]
    fn neither_the_order_of_documents_nor_of_annotators_matters(documents in prop::collection::vec(many(), 1..4)) {
        let found = added(&documents, false);
        prop_assert!(are_same(&found, &added(&documents, true)));
        let backwards: Vec<Vec<Answers>> = documents.iter().rev().cloned().collect();
        prop_assert!(are_same(&found, &added(&backwards, false)));
        let in_range = |score: Score| score.is_err() || score.is_ok_and(|s| s.is_finite() && s <= 1.0 + 1e-9);
        prop_assert!(found.iter().all(|of| Measure::ALL.iter().all(|m| in_range(of.score(*m)))));
    }

    #[test]
    fn equal_places_are_counted_as_pair_by_pair(document in many()) {
        let found = added(std::slice::from_ref(&document), false);
        for of in &found[1..] {
            let places = |answers: &Answers| {
                let theirs = answers.answers.iter().filter(|a| Some(&a.label) == of.label.as_ref());
                let mut places: Vec<(u32, u32)> = theirs.map(|a| a.at[0]).collect();
                places.sort_unstable();
                places.dedup();
                places
            };
            let all: Vec<_> = document.iter().map(places).collect();
            let pairs = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| SpanMatches::of(&all[a], &all[b], Match::Exact));
            let sum = pairs.into_iter().fold(SpanMatches::default(), |sum, one| sum + one);
            prop_assert_eq!(of.score(Measure::F1Exact), sum.f1());
            prop_assert_eq!(of.given.iter().sum::<u64>(), all.iter().map(Vec::len).sum::<usize>() as u64);
        }
    }
}

#[test]
fn an_interval_needs_documents_and_holds_what_was_measured() {
    let few = interval_of_exact_matches(1);
    // One of many pairs is drawn in twenty parts of two documents.
    let many = interval_of_exact_matches(1000);
    assert!(few != many && (few.0 - many.0).abs() < 0.1 && (few.1 - many.1).abs() < 0.1, "{few:?} {many:?}");
}

fn interval_of_exact_matches(together: usize) -> (f64, f64) {
    let mut all = Collected::new(2, together);
    let mut before = None;
    for n in 0..40_u32 {
        let label = |other: bool| if other { "claim" } else { "quote" };
        let ada = answers(&[answer(0, 5, "quote"), answer(10, 20, label(n % 2 == 0))]);
        let bo = answers(&[answer(0, 5, label(n % 5 == 0)), answer(10 + n % 3, 20, label(n % 2 == 0))]);
        let mut one = Sums::new(2);
        one.add(&[Some(&ada), Some(&bo)], 100, &Measuring::default());
        all.add(&one);
        if all.all.documents == MIN_DOCUMENTS - 1 {
            before = all.scores(50, 1)[0].interval(Measure::F1Exact);
        }
    }
    assert_eq!(before, None);
    let found = all.scores(200, 1);
    for of in &found {
        for measure in [Measure::Alpha, Measure::F1Exact, Measure::F1Overlap, Measure::AlphaU] {
            let (score, (low, high)) = (of.score(measure).unwrap(), of.interval(measure).unwrap());
            assert!(low <= score && score <= high && low < high, "{measure:?} {low} {score} {high}");
        }
    }
    assert_eq!(found, all.scores(200, 1), "the same seed gives the same");
    found[0].interval(Measure::F1Exact).unwrap()
}
