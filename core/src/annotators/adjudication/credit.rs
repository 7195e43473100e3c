//! Whose answer a record is after a change of it: what a curator makes of an answer is the annotators' no more.

use super::Adjudication;
use crate::agreement::comparison::Answer;
use crate::annotation::{Annotation, Change, Op, Set, SpeakerRef};
use std::sync::Arc;

/// Corrects in a change, before it is made, whose answers its records are: those of the annotators who say the very same, where these
/// are known; else a record whose answer changes is nobody's any more. `set` is what the curator keeps. O(records of the change).
pub fn credit(known: Option<&Adjudication>, set: &Set, change: &mut Change) {
    let gone: Vec<String> = change
        .ops
        .iter()
        .filter_map(|op| match op {
            Op::Speaker { before: Some(before), after: None } => Some(before.id.clone()),
            _ => None,
        })
        .collect();
    let named: Vec<(String, String)> = change
        .ops
        .iter()
        .filter_map(|op| match op {
            Op::Speaker { after: Some(after), .. } => Some((after.id.clone(), after.name.clone())),
            _ => None,
        })
        .collect();
    for op in &mut change.ops {
        let Op::Annotation { before, after: Some(after) } = op else { continue };
        // What somebody decides by themselves was nobody's, whoever says the same.
        if after.proposed.is_empty() {
            continue;
        }
        let proposed = match known.and_then(|known| known.said_by(set, after, &named)) {
            Some(names) => names,
            None => match before {
                // Somebody who is one with another now says what they said.
                Some(before) if after.proposed == before.proposed && !is_same(before, after, &gone) => Vec::new(),
                _ => continue,
            },
        };
        if after.proposed != proposed {
            let mut corrected = Annotation::clone(after);
            corrected.proposed = proposed;
            *after = Arc::new(corrected);
        }
    }
}

/// Whether two images of a record give one answer, speakers that are gone aside.
fn is_same(before: &Annotation, after: &Annotation, gone: &[String]) -> bool {
    let is_one = || match (&before.speaker, &after.speaker) {
        (Some(SpeakerRef::Id(before)), Some(_)) if gone.contains(before) => true,
        (before, after) => before == after,
    };
    before.label == after.label
        && before.rating == after.rating
        && before.is_rejected() == after.is_rejected()
        && places(before) == places(after)
        && is_one()
}

fn places(record: &Annotation) -> Vec<(u32, u32)> {
    let mut at: Vec<(u32, u32)> = record.at.iter().map(|place| (place.start, place.end)).collect();
    at.sort_unstable();
    at
}

impl Adjudication {
    /// Who says what a record of the curator says; `None` of one that is about no place.
    fn said_by(&self, set: &Set, record: &Annotation, named: &[(String, String)]) -> Option<Vec<String>> {
        let place = self.places.get(*self.about.get(&record.id)?)?;
        let name = |speaker: &SpeakerRef| {
            let new = match speaker {
                SpeakerRef::Id(id) => named.iter().find(|(known, _)| known == id).map(|(_, name)| name.as_str()),
                SpeakerRef::Nobody => None,
            };
            self.people.called(new.unwrap_or_else(|| set.name_of(speaker))).to_owned()
        };
        let answer = Answer {
            at: places(record),
            label: record.label.clone(),
            speaker: record.speaker.as_ref().map(name),
            rating: record.rating.clone(),
            is_rejection: record.is_rejected(),
        };
        let same = place.choices.iter().find(|choice| choice.is_said(&answer));
        let by = same.map(|choice| choice.by.as_slice()).unwrap_or_default();
        Some(by.iter().filter_map(|n| Some(self.annotators.get(*n)?.0.clone())).collect())
    }
}
