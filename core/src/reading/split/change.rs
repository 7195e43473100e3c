//! Cutting and joining as changes.

use super::{Cut, Part, joined};
use crate::annotation::{AnchoredText, Annotation, Change, Op, QUOTE, Selector, Speaker, Status, Was};
use crate::kinds::Kind;
use crate::layout::text_objects::is_mark;
use crate::reading::decide::adapt;
use crate::reading::{Decider, ItemId, Reading, shortened};
use crate::span::Span;
use std::sync::Arc;

/// Why a statement cannot be cut or joined as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing behind it in its paragraph to join it with.
    Alone,
    /// A part has no words, or the item is none.
    NoWords,
    /// Its place, or the other's, is in doubt.
    Place,
    /// There are versions of it, or of the other, to decide about.
    Version,
    /// The two are rated differently.
    Rated(String, String),
    /// The two have different values of an attribute.
    Attribute(String),
}

impl Refusal {
    /// What is wrong, in a sentence without its full stop.
    pub fn in_words(&self) -> String {
        match self {
            Self::Alone => "No statement follows in this paragraph to join it with".to_owned(),
            Self::NoWords => "There are no words to cut here".to_owned(),
            Self::Place => "The text has changed there: first say where it belongs".to_owned(),
            Self::Version => "It was decided differently by several people: first decide which holds".to_owned(),
            Self::Rated(one, other) => format!("One is rated {one}, the other {other}: first rate them the same"),
            Self::Attribute(name) => format!("The two have different values of {name}: first make them the same"),
        }
    }
}

impl Reading {
    /// Whether a statement may be cut or joined: its words stand where they did, and nobody decided it differently.
    ///
    /// # Errors
    /// Why not.
    pub fn may_cut(&self, item: &ItemId) -> Result<(), Refusal> {
        if self.spans(item).is_empty() || !self.is_shown(item) {
            return Err(Refusal::NoWords);
        }
        let Some(record) = self.record(item) else { return Ok(()) };
        if record.conflict || self.has_versions(&record.id) {
            return Err(Refusal::Version);
        }
        let is_sound = !self.anchor_of(&record.id).is_doubtful();
        if is_sound { Ok(()) } else { Err(Refusal::Place) }
    }
}

impl Decider<'_> {
    /// Cuts a statement in two, as one change: a suggestion is decided, each part with its own speaker; of a record the first
    /// part is the record, with its note, rating, evidence and attributes, and links to words in the second part lead
    /// there. Gives the ids of the two.
    ///
    /// # Errors
    /// Why it cannot be cut.
    pub fn cut(&self, item: &ItemId, cut: &Cut) -> Result<(Change, [String; 2]), Refusal> {
        self.reading.may_cut(item)?;
        let parts = self.reading.parts(item, cut);
        let mut change = Change::default();
        let mut known: Vec<Speaker> = Vec::new();
        let records = match self.reading.record(item) {
            Some(record) => self.record_in_two(record, &parts, &mut change, &mut known),
            None => self.suggestion_in_two(item, &parts, &mut change, &mut known).ok_or(Refusal::NoWords)?,
        };
        let [first, second] = records;
        let ids = [first.id.clone(), second.id.clone()];
        let kept = kept_with_first(&first);
        let words = |record: &Annotation| shortened(&record.exact(), 32);
        change.summary = format!("Cut in two: {} | {}{kept}", words(&first), words(&second));
        let before = self.reading.record(item).cloned();
        change.annotation(before, Some(first));
        change.annotation(None, Some(second));
        Ok((change, ids))
    }

    fn suggestion_in_two(
        &self,
        item: &ItemId,
        parts: &[Part; 2],
        change: &mut Change,
        known: &mut Vec<Speaker>,
    ) -> Option<[Annotation; 2]> {
        let reading = self.reading;
        let attribution = self.suggested(item)?;
        let was = Was {
            at: attribution.content.iter().map(|s| reading.document().in_chars(*s)).collect(),
            speaker: Some(reading.proposal(attribution).name),
        };
        let mut number = 0;
        let records = [&parts[0], &parts[1]].map(|part| {
            let mut record = self.record_of(attribution, number);
            number += 1;
            let mut own = Change::default();
            let naming = self.naming(attribution).filter(|_| part.keeps);
            record.speaker = part.who.as_ref().map(|who| self.speaker(who, naming, &mut own));
            change.ops.extend(own.ops.into_iter().map(|op| adapt(op, known)));
            (record.status, record.was) = (Some(Status::Edited), Some(was.clone()));
            self.fit(&mut record, part);
            record
        });
        Some(records)
    }

    fn record_in_two(
        &self,
        record: &Arc<Annotation>,
        parts: &[Part; 2],
        change: &mut Change,
        known: &mut Vec<Speaker>,
    ) -> [Annotation; 2] {
        let mut first = self.touched(record);
        self.is_edited(&mut first, record);
        let mut second = self.stamped(Annotation::new(self.stamp.id(0), &record.label, Vec::new()));
        (second.kind, second.form, second.status, second.score) = (first.kind, first.form, first.status, first.score);
        (second.was, second.only_this) = (first.was.clone(), first.only_this);
        // Both are parts of what the whole was a part of.
        second.links = record.links.iter().filter(|l| l.role == "part-of").cloned().collect();
        for (record, part) in [&mut first, &mut second].into_iter().zip(parts) {
            let mut own = Change::default();
            record.speaker = part.who.as_ref().map(|who| self.speaker(who, None, &mut own));
            change.ops.extend(own.ops.into_iter().map(|op| adapt(op, known)));
            self.fit(record, part);
        }
        let within = parts[1].spans.clone();
        let links_here = |other: &Annotation| other.links.iter().any(|l| l.to == record.id);
        let lies_there = |id: &str| {
            let spans = self.reading.anchor_of(id).spans();
            !spans.is_empty() && spans.iter().all(|s| within.iter().any(|w| w.covers(*s)))
        };
        let hull = crate::span::hull(&within).unwrap_or_default();
        for other in self.reading.items_in(hull) {
            let Some(other) = self.reading.record(&other).filter(|o| o.id != record.id) else { continue };
            if links_here(other) && lies_there(&other.id) {
                self.relink(other, &record.id, Some(&second.id), change);
            }
        }
        [first, second]
    }

    /// Gives a record the words of a part, and the words of saying beside it.
    fn fit(&self, record: &mut Annotation, part: &Part) {
        let document = self.reading.document();
        record.at = part.spans.iter().map(|s| Selector::of(document, *s)).collect();
        record.text = None;
        let words = |span| AnchoredText::of(document, span);
        (record.source, record.cue) = (part.source.map(words), part.cue.map(words));
        // What follows from the words that name the speaker of the whole does not follow from this part.
        record.only_this |= record.label == QUOTE && !part.keeps;
        let quoted =
            |span: &Span| span.of(document.text()).starts_with(is_mark) && span.of(document.text()).ends_with(is_mark);
        if record.kind == Some(Kind::Mixed) && part.spans.iter().all(quoted) {
            record.kind = Some(Kind::Direct);
        }
    }

    /// A decision with other words than those it confirmed is an edited one, which says what it was.
    fn is_edited(&self, after: &mut Annotation, record: &Annotation) {
        if after.status == Some(Status::Confirmed) {
            after.status = Some(Status::Edited);
            let was = record.speaker.as_ref().map(|s| self.reading.name_of(s).to_owned());
            after.was = Some(Was { at: record.at.iter().map(|s| (s.start, s.end)).collect(), speaker: was });
        }
    }

    /// Lets the links of a record lead to `to` instead of `from`; without `to`, nowhere.
    fn relink(&self, record: &Arc<Annotation>, from: &str, to: Option<&str>, change: &mut Change) {
        let mut after = self.touched(record);
        match to {
            Some(to) => after.links.iter_mut().filter(|l| l.to == from).for_each(|l| to.clone_into(&mut l.to)),
            None => after.links.retain(|l| l.to != from),
        }
        change.annotation(Some(Arc::clone(record)), Some(after));
    }

    /// Joins a statement with the next of its paragraph, as one change. The speaker is the decided one where only one of the
    /// two is decided, else that of the first; notes stand one after the other, evidence and links together. Gives the id of
    /// the whole. O(records) where two records are joined: links to the second are looked for in all.
    ///
    /// # Errors
    /// Why they cannot be joined.
    pub fn join(&self, item: &ItemId) -> Result<(Change, String), Refusal> {
        let reading = self.reading;
        reading.may_cut(item)?;
        let next = reading.next_in_paragraph(item).ok_or(Refusal::Alone)?;
        reading.may_cut(&next)?;
        let spans = joined(reading.document().text(), reading.spans(item), reading.spans(&next));
        let names = [item, &next].map(|i| reading.speaker_name(i));
        let mut change = Change::default();
        let (before, mut after) = match (reading.record(item), reading.record(&next)) {
            (Some(first), Some(second)) => {
                let mut after = self.touched(first);
                self.take_over(&mut after, second, &mut change)?;
                change.annotation(Some(Arc::clone(second)), None);
                (Some(Arc::clone(first)), after)
            }
            (Some(record), None) | (None, Some(record)) => (Some(Arc::clone(record)), self.touched(record)),
            (None, None) => {
                let attribution = self.suggested(item).ok_or(Refusal::NoWords)?;
                let who = reading.proposal(attribution).who;
                let made = self.decide(attribution, &who, Status::Edited, names[0] == names[1], 0);
                let mut record = None;
                for op in made.ops {
                    match op {
                        Op::Annotation { after: Some(after), .. } => record = Some((*after).clone()),
                        op => change.ops.push(op),
                    }
                }
                (None, record.ok_or(Refusal::NoWords)?)
            }
        };
        if let Some(before) = &before {
            self.is_edited(&mut after, before);
        }
        let other = if reading.record(item).is_some() { &next } else { item };
        self.fill_source(&mut after, if before.is_some() { other } else { &next });
        let (one, two) = (reading.nature(item).0, reading.nature(&next).0);
        after.kind = after.kind.map(|_| if one == two { one } else { Kind::Mixed });
        after.at = spans.iter().map(|s| Selector::of(reading.document(), *s)).collect();
        after.text = None;
        // A speaker that is made with this change has no record yet.
        let name = before.as_ref().and(after.speaker.as_ref()).map(|s| reading.name_of(s).to_owned());
        let differ = after.label == QUOTE && names[0] != names[1];
        after.only_this |= differ;
        let whose = match name.or_else(|| Some(names[0].clone())).filter(|n| differ && !n.is_empty()) {
            Some(name) => format!("; all of it is said by {name}"),
            None => String::new(),
        };
        let words = |item: &ItemId| self.words_of(item);
        change.summary = format!("Joined: {} and {}{whose}", words(item), words(&next));
        let id = after.id.clone();
        change.annotation(before, Some(after));
        Ok((change, id))
    }

    /// The words of saying of another statement, where a record has none.
    fn fill_source(&self, record: &mut Annotation, other: &ItemId) {
        let reading = self.reading;
        if record.source.is_some() || record.cue.is_some() {
            return;
        }
        let words = |span| AnchoredText::of(reading.document(), span);
        match (reading.suggestion(other), reading.record(other)) {
            (Some(attribution), _) => {
                record.source = reading.found().named_by(attribution).map(words);
                record.cue = attribution.cue.map(words);
            }
            (None, Some(other)) => (record.source, record.cue) = (other.source.clone(), other.cue.clone()),
            (None, None) => {}
        }
    }

    /// Takes over what a second record says, before it goes: nothing of it is lost.
    fn take_over(&self, into: &mut Annotation, second: &Arc<Annotation>, change: &mut Change) -> Result<(), Refusal> {
        match (&into.rating, &second.rating) {
            (Some(one), Some(other)) if one != other => return Err(Refusal::Rated(one.clone(), other.clone())),
            (None, Some(rating)) => into.rating = Some(rating.clone()),
            (Some(_) | None, None) | (Some(_), Some(_)) => {}
        }
        for (name, value) in &second.attributes {
            let own = into.attributes.entry(name.clone()).or_insert_with(|| value.clone());
            if own != value {
                return Err(Refusal::Attribute(name.clone()));
            }
        }
        into.note = match (into.note.take(), &second.note) {
            (Some(one), Some(other)) if one != *other => Some(format!("{one}\n{other}")),
            (own, other) => own.or_else(|| other.clone()),
        };
        into.evidence
            .extend(second.evidence.iter().filter(|e| !into.evidence.contains(e)).cloned().collect::<Vec<_>>());
        let (own, other) = (into.id.clone(), second.id.clone());
        let fits = |link: &&crate::annotation::RecordLink| link.to != own && !into.links.contains(link);
        let links: Vec<_> = second.links.iter().filter(fits).cloned().collect();
        into.links.extend(links);
        into.links.retain(|l| l.to != other);
        for record in self.reading.set().iter().filter(|r| r.id != own && r.id != other) {
            if record.links.iter().any(|l| l.to == other) {
                self.relink(record, &other, Some(&own), change);
            }
        }
        Ok(())
    }
}

/// What of a record stays with the first part, in words.
fn kept_with_first(first: &Annotation) -> String {
    let all = [
        (first.rating.is_some(), "rating"),
        (!first.evidence.is_empty(), "evidence"),
        (first.note.is_some(), "note"),
        (!first.attributes.is_empty(), "attributes"),
    ];
    let kept: Vec<&str> = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    match kept.as_slice() {
        [] => String::new(),
        [one] => format!("; the {one} stays with the first"),
        many => format!("; {} stay with the first", many.join(", ")),
    }
}
