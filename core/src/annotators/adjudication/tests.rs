use super::*;
use crate::annotation::{CLAIM, QUOTE, Selector};
use crate::kinds::SpeakerKind;

const TEXT: &str =
    "“The pump is old,” said Ines Vale. “Nobody wants to replace it,” said Otto Rahm, the mayor. It is a fact.";
const PUMP: &str = "“The pump is old,”";
const NOBODY: &str = "“Nobody wants to replace it,”";
const FACT: &str = "It is a fact.";

struct File {
    document: Document,
    set: Set,
}

impl File {
    fn new() -> Self {
        Self { document: Document::from_text(TEXT, "a.txt"), set: Set::default() }
    }

    fn with(mut self, words: &str, label: &str, speaker: &str, created: &str) -> Self {
        let start = TEXT.find(words).unwrap() as u32;
        let place = Selector::of(&self.document, Span::new(start, start + words.len() as u32));
        let id = format!("{:02}", self.set.len());
        let mut record = Annotation::new(id, label, vec![place]);
        if !speaker.is_empty() {
            let known = self.set.speakers.iter().find(|s| s.name == speaker).map(|s| s.id.clone());
            let id = known.unwrap_or_else(|| {
                let new = self.set.new_speaker(speaker, SpeakerKind::Person);
                self.set.speakers.push(new.clone());
                new.id
            });
            record.speaker = Some(SpeakerRef::Id(id));
        }
        record.created = Some(created.to_owned());
        self.set.insert(Arc::new(record));
        self
    }

    fn named(self, name: &str) -> (String, Arc<Set>) {
        (name.to_owned(), Arc::new(self.set))
    }
}

fn three() -> Vec<(String, Arc<Set>)> {
    let early = "2026-11-01T08:00:00Z";
    let ada = File::new().with(PUMP, QUOTE, "Ines Vale", early).with(NOBODY, QUOTE, "Otto Rahm", early);
    let bo = File::new().with(PUMP, QUOTE, "Ines Vale", early).with(NOBODY, QUOTE, "Ines Vale", early);
    let bo = bo.with(FACT, CLAIM, "", early);
    let cy = File::new().with(PUMP, QUOTE, "Ines Vale", early).with(NOBODY, QUOTE, "Otto Rahm", early);
    vec![ada.named("ada"), bo.named("bo"), cy.named("cy")]
}

fn stamp(minute: u32) -> Stamp {
    Stamp { now: format!("2026-11-02T08:{minute:02}:00Z"), millis: u64::from(minute), random: [7; 10] }
}

struct Desk {
    document: Document,
    annotators: Vec<(String, Arc<Set>)>,
    curator: Set,
}

impl Desk {
    fn new() -> Self {
        Self { document: Document::from_text(TEXT, "a.txt"), annotators: three(), curator: Set::default() }
    }

    fn now(&self) -> Adjudication {
        Adjudication::new(&self.document, self.annotators.clone(), (&self.curator, None))
    }

    fn take(&mut self, taken: &[(usize, usize)], minute: u32) -> Option<Change> {
        let stamp = stamp(minute);
        let curator = Curator { set: &self.curator, by: Some("dee"), stamp: &stamp };
        let change = self.now().take(&self.document, taken, &curator)?;
        self.curator.apply(&change);
        Some(change)
    }
}

/// How many places differ, and how many of those are decided.
fn progress(all: &Adjudication) -> (usize, usize) {
    let differ = || all.places.iter().filter(|place| place.difference != Difference::Same);
    (differ().count(), differ().filter(|place| place.decision.is_some()).count())
}

#[test]
fn answers_stand_together_with_who_gives_them() {
    let all = Desk::new().now();
    let told: Vec<_> =
        all.places.iter().map(|p| (p.difference, p.choices.iter().map(|c| c.by.clone()).collect())).collect();
    let expected: [(Difference, Vec<Vec<usize>>); 3] = [
        (Difference::Same, vec![vec![0, 1, 2]]),
        (Difference::Speaker, vec![vec![0, 2], vec![1]]),
        (Difference::Missing, vec![vec![0, 2], vec![1]]),
    ];
    assert_eq!(told, expected);
    assert_eq!(all.places[2].choices[0].answer, None, "two of three label nothing there");
    assert_eq!((progress(&all), all.agreed()), ((2, 0), vec![(0, 0)]));
    let proposals = |prefill: Prefill| all.places.iter().map(|p| prefill.of(p, 3)).collect::<Vec<_>>();
    assert_eq!(proposals(Prefill::Unanimous), [Some(0), None, None]);
    assert_eq!(proposals(Prefill::Majority), [Some(0), Some(0), Some(0)]);
    assert_eq!(proposals(Prefill::Union), [Some(0), None, Some(1)]);
    assert_eq!(proposals(Prefill::First), [Some(0), Some(0), Some(0)]);
}

#[test]
fn a_decision_is_a_record_of_the_curator_with_whose_answer_it_is() {
    let mut desk = Desk::new();
    let before = desk.curator.clone();
    let change = desk.take(&[(0, 0), (1, 0), (2, 1)], 0).unwrap();
    let kept: Vec<_> = desk.curator.in_order().into_iter().cloned().collect();
    let told: Vec<_> = kept.iter().map(|r| (r.exact(), r.label.as_str(), r.proposed.join(" "))).collect();
    let all = |words: &str| words.to_owned();
    let expected =
        [(all(PUMP), QUOTE, all("ada bo cy")), (all(NOBODY), QUOTE, all("ada cy")), (all(FACT), CLAIM, all("bo"))];
    assert_eq!(told, expected);
    assert!(kept.iter().all(|r| r.by.as_deref() == Some("dee") && r.created == Some("2026-11-02T08:00:00Z".into())));
    let name = |n: usize| kept[n].speaker.as_ref().map(|s| desk.curator.name_of(s).to_owned());
    assert_eq!((name(0), name(1), name(2)), (Some("Ines Vale".into()), Some("Otto Rahm".into()), None));
    let now = desk.now();
    assert_eq!((progress(&now), now.agreed()), ((2, 2), Vec::new()));
    assert_eq!(now.places[1].decision.as_ref().unwrap().choice, Some(0));
    assert_eq!(desk.take(&[(0, 0), (1, 0), (2, 1)], 1), None, "they are there");
    desk.curator.apply(&desk.curator.step(&change, false));
    assert_eq!(desk.curator, before);
}

#[test]
fn what_is_not_there_is_a_rejection_and_another_answer_changes_the_same_record() {
    let mut desk = Desk::new();
    desk.take(&[(2, 0)], 0).unwrap();
    let rejected = desk.curator.iter().next().unwrap().clone();
    assert!(rejected.is_rejected() && rejected.proposed == ["ada", "cy"], "{rejected:?}");
    assert_eq!(desk.now().places[2].decision.as_ref().unwrap().choice, Some(0));
    desk.take(&[(2, 1)], 5).unwrap();
    let claim = desk.curator.iter().next().unwrap().clone();
    assert_eq!(
        (claim.id.as_str(), claim.is_rejected(), claim.proposed.as_slice()),
        (rejected.id.as_str(), false, &["bo".to_owned()][..])
    );
    assert_eq!(claim.modified.as_deref(), Some("2026-11-02T08:05:00Z"));
    assert_eq!(desk.curator.len(), 1);
}

#[test]
fn answers_that_came_later_stand_beside_a_decision_that_stays() {
    let mut desk = Desk::new();
    desk.take(&[(1, 1)], 0).unwrap();
    let late = File::new().with(NOBODY, QUOTE, "Otto Rahm", "2026-11-03T08:00:00Z");
    desk.annotators.push(late.named("eve"));
    let place = desk.now().places[1].clone();
    let decision = place.decision.clone().unwrap();
    assert_eq!((decision.choice, decision.since.as_slice(), place.is_open()), (Some(1), &[3][..], false));
    // What the curator alone labels is no difference of anybody.
    let own = File::new().with("said Ines Vale", "gesture", "", "2026-11-02T09:00:00Z");
    let mut curator = desk.curator.clone();
    curator.insert(Arc::clone(own.set.iter().next().unwrap()));
    let places = Adjudication::new(&desk.document, desk.annotators.clone(), (&curator, None)).places;
    assert_eq!(places.len(), 3);
}

#[test]
fn what_is_decided_follows_changes_of_the_curator_as_reading_all_anew_does() {
    let mut desk = Desk::new();
    let mut all = desk.now();
    let document = desk.document.clone();
    let spans = |id: &str, set: &Set| -> Vec<Span> {
        let record = set.get(id).unwrap();
        record.at.iter().filter_map(|at| document.offsets().span_to_bytes(TEXT, at.start, at.end)).collect()
    };
    let follow = |all: &mut Adjudication, curator: &mut Set, change: &Change| {
        curator.apply(change);
        let ids: Vec<String> = change
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Annotation { before, after } => after.as_ref().or(before.as_ref()).map(|record| record.id.clone()),
                _ => None,
            })
            .collect();
        all.follow(&document, curator, ids.iter().map(String::as_str), |id| spans(id, curator));
        let anew = Adjudication::new(&document, all.annotators.clone(), (curator, None));
        assert_eq!(all.places, anew.places);
    };
    let mut done = Vec::new();
    for (minute, (place, choice)) in [(1, 1), (1, 0), (2, 0), (0, 0)].into_iter().enumerate() {
        let stamp = stamp(minute as u32);
        let curator = Curator { set: &desk.curator, by: Some("dee"), stamp: &stamp };
        let change = all.take(&document, &[(place, choice)], &curator).unwrap();
        follow(&mut all, &mut desk.curator, &change);
        done.push(change);
    }
    // What all label is none after all: nobody said so.
    let stamp = stamp(9);
    let change = all.reject(&document, 0, &Curator { set: &desk.curator, by: None, stamp: &stamp }).unwrap();
    follow(&mut all, &mut desk.curator, &change);
    let decision = all.places[0].decision.clone().unwrap();
    assert!(decision.record.is_rejected() && decision.record.proposed.is_empty() && decision.choice.is_none());
    done.push(change);
    for change in done.iter().rev() {
        let back = desk.curator.step(change, false);
        follow(&mut all, &mut desk.curator, &back);
    }
    assert!(all.places.iter().all(|place| place.decision.is_none()) && desk.curator.is_empty());
}

#[test]
fn what_is_changed_is_theirs_only_while_it_is_what_they_say() {
    let mut desk = Desk::new();
    desk.take(&[(1, 0)], 0).unwrap();
    let all = desk.now();
    let record = Arc::clone(desk.curator.iter().next().unwrap());
    assert_eq!(record.proposed, ["ada", "cy"]);
    let changed = |known: Option<&Adjudication>, edit: &dyn Fn(&mut Annotation, &mut Change)| {
        let (mut after, mut change) = (Annotation::clone(&record), Change::default());
        edit(&mut after, &mut change);
        change.annotation(Some(Arc::clone(&record)), Some(after));
        credit(known, &desk.curator, &mut change);
        let after = change.ops.iter().find_map(|op| match op {
            Op::Annotation { after: Some(after), .. } => Some(after.proposed.join(" ")),
            _ => None,
        });
        after.unwrap()
    };
    let called = |name: &'static str| {
        move |after: &mut Annotation, change: &mut Change| {
            let new = Set::default().new_speaker(name, SpeakerKind::Person);
            after.speaker = Some(SpeakerRef::Id(new.id.clone()));
            change.ops.push(Op::Speaker { before: None, after: Some(new) });
        }
    };
    let label = |after: &mut Annotation, _: &mut Change| after.label = CLAIM.to_owned();
    let note = |after: &mut Annotation, _: &mut Change| after.note = Some("who?".to_owned());
    let rejected = |after: &mut Annotation, _: &mut Change| after.status = Some(Status::Rejected);
    assert_eq!(changed(Some(&all), &called("Ruth Okafor")), "");
    assert_eq!(changed(Some(&all), &called("Ines Vale")), "bo", "a third that is what another says");
    assert_eq!((changed(Some(&all), &label), changed(Some(&all), &note)), (String::new(), "ada cy".to_owned()));
    assert_eq!((changed(Some(&all), &rejected), changed(None, &rejected)), (String::new(), String::new()));
    // Where nobody knows what they say.
    assert_eq!((changed(None, &label), changed(None, &note)), (String::new(), "ada cy".to_owned()));
    assert_eq!(changed(None, &called("Ruth Okafor")), "");
    let merged = |after: &mut Annotation, change: &mut Change| {
        let SpeakerRef::Id(id) = record.speaker.clone().unwrap() else { panic!() };
        change.ops.push(Op::Speaker { before: desk.curator.speaker(&id).cloned(), after: None });
        after.speaker = Some(SpeakerRef::Id("rahm".to_owned()));
    };
    assert_eq!(changed(None, &merged), "ada cy", "one person under another id");
}
