//! Decisions as changes: each function returns what to do and does nothing itself.

use super::naming::Naming;
use super::resolve::SpeakerChoice;
use super::{Concern, ItemId, Reading, shortened};
use crate::annotation::{
    AnchoredText, Annotation, CLAIM, Change, Op, QUOTE, Selector, Speaker, SpeakerRef, Stamp, Status, Was,
};
use crate::detect::Attribution;
use crate::kinds::{Form, Kind};
use crate::span::{self, Span};
use std::sync::Arc;

/// What can be said about a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// One of the codebook's ratings.
    pub rating: Option<String>,
    /// Addresses.
    pub evidence: Vec<String>,
    /// Free words.
    pub note: Option<String>,
}

/// Makes changes in somebody's name at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Decider<'a> {
    /// The reading decided about.
    pub reading: &'a Reading,
    /// Who decides.
    pub by: Option<&'a str>,
    /// The moment and its dice.
    pub stamp: &'a Stamp,
}

impl Decider<'_> {
    /// The attribution of an item that is still a suggestion: nothing is decided twice.
    pub(super) fn suggested(&self, item: &ItemId) -> Option<Attribution<'_>> {
        self.reading.suggestion(item).filter(|_| self.reading.is_shown(item))
    }

    /// Confirms a suggestion exactly as shown, "unknown speaker" included.
    pub fn confirm(&self, item: &ItemId) -> Option<Change> {
        let attribution = self.suggested(item)?;
        let proposal = self.reading.proposal(attribution);
        let mut change = self.decide(attribution, &proposal.who, Status::Confirmed, true, 0);
        change.summary = format!("Confirmed: {}, {}", proposal.name, self.words_of(item));
        Some(change)
    }

    /// Confirms several suggestions as one change.
    pub fn confirm_all(&self, items: &[ItemId]) -> Option<Change> {
        let mut all = Change::default();
        let mut known: Vec<Speaker> = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let Some(attribution) = self.suggested(item) else { continue };
            let who = self.reading.proposal(attribution).who;
            let change = self.decide(attribution, &who, Status::Confirmed, true, n as u32);
            // A speaker who is known from an earlier one of them is written once.
            let ops = change.ops.into_iter().map(|op| adapt(op, &mut known));
            all.ops.extend(ops.filter(|op| !matches!(op, Op::Speaker { before, after } if before == after)));
        }
        let count = all.ops.iter().filter(|op| matches!(op, Op::Annotation { .. })).count();
        all.summary = if count == 1 { "Confirmed 1 statement".into() } else { format!("Confirmed {count} statements") };
        (count > 0).then_some(all)
    }

    /// Gives an item another speaker. With `teach`, the words used become a name of that speaker.
    pub fn choose(&self, item: &ItemId, who: &SpeakerChoice, teach: bool) -> Option<Change> {
        let name = self.reading.name_of_choice(who);
        if let Some(attribution) = self.suggested(item) {
            let same = self.reading.proposal(attribution).name == name;
            let status = if same { Status::Confirmed } else { Status::Edited };
            let mut change = self.decide(attribution, who, status, teach, 0);
            let naming = self.naming(attribution).filter(|_| teach && !same);
            let lesson = self.lesson(naming, &change);
            let proposed = self.reading.proposal(attribution).who.known().cloned();
            let claims = self.claims_follow(item, proposed.as_ref(), &mut change);
            change.summary = format!("Speaker: {name}, {}{lesson}{claims}", self.words_of(item));
            return Some(change);
        }
        let record = self.reading.record(item)?;
        let mut change = Change::default();
        let mut after = self.touched(record);
        if self.reading.concern(record) == Some(Concern::Speaker) {
            after = Annotation { modified: after.modified, ..self.named_anew(record, who) };
        }
        let named = after.clone();
        let naming = Naming::of_record(self.reading, &named, self.reading.anchor_of(&record.id).spans())
            .filter(|_| teach && !record.only_this);
        after.speaker = Some(self.speaker(who, naming, &mut change));
        if after.status == Some(Status::Confirmed) && after.speaker != record.speaker {
            after.status = Some(Status::Edited);
            let was = record.speaker.as_ref().map(|s| self.reading.name_of(s).to_owned());
            after.was = Some(Was { at: record.at.iter().map(|s| (s.start, s.end)).collect(), speaker: was });
        }
        change.annotation(Some(Arc::clone(record)), Some(after));
        let lesson = self.lesson(naming, &change);
        let claims = self.claims_follow(item, record.speaker.as_ref(), &mut change);
        change.summary = format!("Speaker: {name}, {}{lesson}{claims}", self.words_of(item));
        Some(change)
    }

    /// Says that a suggestion is no quotation; on a record of a detection, rejects it after all.
    pub fn reject(&self, item: &ItemId) -> Option<Change> {
        let attribution = self.suggested(item)?;
        let mut change = Change::default();
        let mut record = self.record_of(attribution, 0);
        record.status = Some(Status::Rejected);
        change.annotation(None, Some(record));
        change.summary = format!("Not a quote: {}", self.words_of(item));
        Some(change)
    }

    /// Removes a record.
    pub fn remove(&self, item: &ItemId) -> Option<Change> {
        let record = self.reading.record(item)?;
        let mut change = Change::default();
        change.annotation(Some(Arc::clone(record)), None);
        change.summary = format!("Removed: {}", self.words_of(item));
        Some(change)
    }

    /// Removes records and rejects suggestions, as one change.
    pub fn remove_all(&self, items: &[ItemId]) -> Option<Change> {
        let mut all = Change::default();
        for (n, item) in items.iter().enumerate() {
            if let Some(attribution) = self.suggested(item) {
                let mut record = self.record_of(attribution, n as u32);
                record.status = Some(Status::Rejected);
                all.annotation(None, Some(record));
            } else if let Some(record) = self.reading.record(item) {
                all.annotation(Some(Arc::clone(record)), None);
            }
        }
        summed(all, "Removed")
    }

    /// Gives several items a speaker, as one change.
    pub fn choose_all(&self, items: &[ItemId], who: &SpeakerChoice) -> Option<Change> {
        let mut all = Change::default();
        let mut known: Vec<Speaker> = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let ops = match (self.suggested(item), self.reading.record(item)) {
                (Some(attribution), _) => self.decide(attribution, who, Status::Edited, false, n as u32).ops,
                (None, Some(_)) => self.choose(item, who, false).map(|c| c.ops).unwrap_or_default(),
                (None, None) => Vec::new(),
            };
            all.ops.extend(ops.into_iter().map(|op| adapt(op, &mut known)));
        }
        let name = self.reading.name_of_choice(who);
        summed(all, &format!("Speaker: {name}, for"))
    }

    /// Rates several claims, as one change; without a rating, takes it away.
    pub fn rate_all(&self, items: &[ItemId], rating: Option<&str>) -> Option<Change> {
        let change = self.each(items, |record| record.rating = rating.map(str::to_owned));
        summed(change, rating.map_or_else(|| "Unrated".to_owned(), |r| format!("Rated {r}:")).as_str())
    }

    /// Gives records a value of an attribute, or takes it away, as one change.
    pub fn attribute_all(&self, items: &[ItemId], id: &str, value: Option<&str>) -> Option<Change> {
        let change = self.each(items, |record| {
            match value {
                Some(value) => record.attributes.insert(id.to_owned(), value.to_owned()),
                None => record.attributes.remove(id),
            };
        });
        summed(change, &value.map_or_else(|| format!("No {id}:"), |value| format!("{id} {value}:")))
    }

    /// Gives records another label, as one change: notes and everything else stay.
    pub fn relabel_all(&self, items: &[ItemId], label: &str) -> Option<Change> {
        let change = self.each(items, |record| label.clone_into(&mut record.label));
        summed(change, &format!("Labelled {label}:"))
    }

    /// Labels each of several stretches, as one change.
    pub fn label_each(&self, spans: &[Span], label: &str) -> Option<Change> {
        let mut all = Change::default();
        for (n, span) in spans.iter().enumerate() {
            let at = vec![Selector::of(self.reading.document(), *span)];
            let mut record = self.stamped(Annotation::new(self.stamp.id(n as u32), label, at));
            if label == QUOTE {
                (record.kind, record.form) = (Some(Kind::Direct), Some(self.form_of(&[*span])));
            }
            all.annotation(None, Some(record));
        }
        summed(all, &format!("Labelled {label}:"))
    }

    /// Gives an item other words: a suggestion is decided with them, as shown but for its place.
    pub fn put(&self, item: &ItemId, spans: &[Span]) -> Option<Change> {
        let Some(attribution) = self.suggested(item) else {
            let ItemId::Record(id) = item else { return None };
            return self.reading.put(id, spans, self.stamp);
        };
        let who = self.reading.proposal(attribution).who;
        let mut change = self.decide(attribution, &who, Status::Edited, true, 0);
        for op in &mut change.ops {
            if let Op::Annotation { after: Some(after), .. } = op {
                let at = spans.iter().map(|s| Selector::of(self.reading.document(), *s)).collect();
                Arc::make_mut(after).at = at;
            }
        }
        let words = spans.first().map(|s| shortened(self.reading.document().words(*s), 44)).unwrap_or_default();
        change.summary = format!("Put at: {words}");
        Some(change)
    }

    /// One op for each record that `edit` changes.
    fn each(&self, items: &[ItemId], edit: impl Fn(&mut Annotation)) -> Change {
        let mut all = Change::default();
        for record in items.iter().filter_map(|i| self.reading.record(i)) {
            let mut after = self.touched(record);
            edit(&mut after);
            if !same_but_time(record, &after) {
                all.annotation(Some(Arc::clone(record)), Some(after));
            }
        }
        all
    }

    /// Labels words by hand. A quotation or claim takes the speaker given, else that of the statement around it.
    pub fn label(
        &self,
        spans: &[Span],
        label: &str,
        kind: Option<Kind>,
        who: Option<&SpeakerChoice>,
    ) -> Option<(Change, String)> {
        let document = self.reading.document();
        let at: Vec<Selector> = spans.iter().map(|s| Selector::of(document, *s)).collect();
        let mut change = Change::default();
        let mut record = self.stamped(Annotation::new(self.stamp.id(0), label, at));
        if label == QUOTE {
            record.kind = kind.or(Some(Kind::Direct));
            record.form = Some(self.form_of(spans));
        }
        record.speaker = match who {
            Some(who) => Some(self.speaker(who, None, &mut change)),
            None if label == CLAIM => {
                let around = self.reading.statement_around(*spans.first()?);
                if let Some(ItemId::Record(id)) = &around {
                    record.links.push(crate::annotation::RecordLink { role: "part-of".to_owned(), to: id.to_string() });
                }
                // The words that name the speaker tell when the text comes to name another.
                let named = around.as_ref().and_then(|item| self.reading.suggestion(item));
                let named = named.and_then(|attribution| self.reading.found().named_by(attribution));
                record.source = named.map(|span| AnchoredText::of(document, span));
                around.and_then(|item| self.speaker_of_item(&item, &mut change))
            }
            None => None,
        };
        let id = record.id.clone();
        change.annotation(None, Some(record));
        let words = spans.first().map(|s| shortened(document.words(*s), 40)).unwrap_or_default();
        change.summary = format!("Labelled {label}: {words}");
        Some((change, id))
    }

    /// The form of words labelled by hand as what somebody says: that of the statement found there, if they are one.
    fn form_of(&self, spans: &[Span]) -> Form {
        let found = span::hull(spans).and_then(|hull| {
            let items = self.reading.items_in(hull).into_iter();
            items.filter_map(|item| self.reading.suggestion(&item)).find(|a| {
                let shared = a.hull().intersection(hull).map_or(0, Span::len);
                shared * 2 > a.hull().hull(hull).len()
            })
        });
        found.map_or(Form::Quotation, |a| a.form)
    }

    fn speaker_of_item(&self, item: &ItemId, change: &mut Change) -> Option<SpeakerRef> {
        match self.reading.suggestion(item) {
            Some(attribution) => Some(self.speaker(&self.reading.proposal(attribution).who, None, change)),
            None => self.reading.record(item)?.speaker.clone(),
        }
    }

    /// Sets rating, evidence and note of a record.
    pub fn describe(&self, id: &str, claim: &Claim) -> Option<Change> {
        let record = self.reading.set().get(id)?;
        let mut after = self.touched(record);
        after.rating.clone_from(&claim.rating);
        after.evidence.clone_from(&claim.evidence);
        after.note = claim.note.clone().filter(|n| !n.trim().is_empty());
        let mut change = Change::default();
        if same_but_time(record, &after) {
            return None;
        }
        change.summary = match (&claim.rating, record.rating == claim.rating) {
            (Some(rating), false) => format!("Rated {rating}"),
            _ if record.note == after.note => "Evidence kept".to_owned(),
            _ => "Note kept".to_owned(),
        };
        change.annotation(Some(Arc::clone(record)), Some(after));
        Some(change)
    }

    /// Writes a note on a record; an empty one removes it.
    pub fn note(&self, item: &ItemId, note: &str) -> Option<Change> {
        let record = self.reading.record(item)?;
        let mut after = self.touched(record);
        after.note = Some(note.trim().to_owned()).filter(|n| !n.is_empty());
        let mut change = Change { summary: "Note kept".to_owned(), ..Change::default() };
        change.annotation(Some(Arc::clone(record)), Some(after));
        Some(change)
    }

    pub(super) fn decide(
        &self,
        attribution: Attribution<'_>,
        who: &SpeakerChoice,
        status: Status,
        teach: bool,
        n: u32,
    ) -> Change {
        let reading = self.reading;
        let mut change = Change::default();
        let mut record = self.record_of(attribution, n);
        record.status = Some(status);
        let naming = self.naming(attribution).filter(|_| teach);
        record.speaker = Some(self.speaker(who, naming, &mut change));
        if status == Status::Edited {
            let was = reading.proposal(attribution).name;
            let at = attribution.content.iter().map(|s| reading.document().in_chars(*s)).collect();
            record.was = Some(Was { at, speaker: Some(was) });
        }
        record.only_this = !teach;
        change.annotation(None, Some(record));
        change
    }

    pub(super) fn record_of(&self, attribution: Attribution<'_>, n: u32) -> Annotation {
        let document = self.reading.document();
        let words = |span| AnchoredText::of(document, span);
        let at = attribution.content.iter().map(|s| Selector::of(document, *s)).collect();
        let mut record = self.stamped(Annotation::new(self.stamp.id(n), QUOTE, at));
        record.kind = Some(attribution.kind);
        record.form = Some(attribution.form);
        record.source = self.reading.found().named_by(attribution).map(words);
        record.cue = attribution.cue.map(words);
        record.score = Some((f64::from(attribution.score) * 100.0).round() / 100.0);
        record
    }

    pub(super) fn stamped(&self, mut record: Annotation) -> Annotation {
        record.by = self.by.map(str::to_owned);
        record.created = Some(self.stamp.now.clone());
        record
    }

    pub(super) fn touched(&self, record: &Annotation) -> Annotation {
        let mut after = record.clone();
        after.modified = Some(self.stamp.now.clone());
        after
    }

    /// The words beside a suggestion that say who speaks.
    pub(super) fn naming(&self, attribution: Attribution<'_>) -> Option<Naming<'_>> {
        Naming::of_attribution(self.reading, attribution)
    }

    /// What a change teaches, for the message: a new name, or nothing about others of the same words.
    fn lesson(&self, naming: Option<Naming<'_>>, change: &Change) -> String {
        let Some(naming) = naming else { return String::new() };
        let id = change.ops.iter().find_map(|op| match op {
            Op::Annotation { after: Some(after), .. } => after.speaker_id(),
            Op::Annotation { after: None, .. }
            | Op::Speaker { .. }
            | Op::Review { .. }
            | Op::Sources { .. }
            | Op::Check { .. } => None,
        });
        let made = change.ops.iter().find_map(|op| match op {
            Op::Speaker { before, after: Some(after) } if Some(after.id.as_str()) == id => {
                Some((before.as_ref(), after))
            }
            Op::Speaker { .. } | Op::Annotation { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => {
                None
            }
        });
        let speaker = made.map(|(_, after)| after).or_else(|| id.and_then(|id| self.reading.set().speaker(id)));
        let knows =
            |s: &Speaker| s.aliases.iter().chain(&s.roles).any(|n| crate::annotation::same_name(n, naming.words));
        let learned = made.is_some_and(|(before, after)| knows(after) && !before.is_some_and(knows));
        if learned {
            return format!("; called “{}” too", shortened(naming.words, 28));
        }
        if naming.teaches(speaker) { String::new() } else { "; this one only".to_owned() }
    }

    /// The reference for a choice; adds or extends the speaker in `change`. `naming` are the words that name the speaker here.
    pub(super) fn speaker(&self, who: &SpeakerChoice, naming: Option<Naming<'_>>, change: &mut Change) -> SpeakerRef {
        let set = self.reading.set();
        let known = match who {
            SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody) => return SpeakerRef::Nobody,
            SpeakerChoice::Known(SpeakerRef::Id(id)) => set.speaker(id).cloned(),
            SpeakerChoice::Found(_) | SpeakerChoice::Words(_) => {
                let name = self.reading.name_of_choice(who);
                set.speakers.iter().find(|s| crate::annotation::same_name(&s.name, &name)).cloned()
            }
        };
        let name = self.reading.name_of_choice(who);
        let before = known.clone();
        let mut speaker = known.unwrap_or_else(|| self.reading.new_speaker(&name, self.reading.kind_of_choice(who)));
        if before.is_none() {
            speaker.members = self.reading.members_of_choice(who).iter().map(|m| self.member(m, change)).collect();
        }
        if let Some(naming) = naming {
            let words = naming.words.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_known = speaker.is_called(&words);
            if !is_known && naming.is_new_name(&speaker, set) {
                speaker.aliases.push(words);
            } else if !is_known && naming.is_new_role(&speaker, set) {
                speaker.roles.push(words);
            }
        }
        let reference = SpeakerRef::Id(speaker.id.clone());
        if before.as_ref() != Some(&speaker) {
            change.ops.push(Op::Speaker { before, after: Some(speaker) });
        }
        reference
    }

    /// The id of a member of a group that becomes a speaker with it; nobody who is one already becomes another.
    pub(super) fn member(&self, who: &SpeakerChoice, change: &mut Change) -> String {
        let name = self.reading.name_of_choice(who);
        let made = change.ops.iter().find_map(|op| match op {
            Op::Speaker { after: Some(made), .. } if crate::annotation::same_name(&made.name, &name) => Some(&made.id),
            Op::Speaker { .. } | Op::Annotation { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => {
                None
            }
        });
        match made {
            Some(id) => id.clone(),
            None => self.speaker(who, None, change).id().unwrap_or_default().to_owned(),
        }
    }

    pub(super) fn words_of(&self, item: &ItemId) -> String {
        let span = self.reading.spans(item).first().copied().unwrap_or_default();
        shortened(self.reading.document().words(span), 44)
    }
}

/// A change of many with its summary; nothing when it changes nothing.
fn summed(mut change: Change, what: &str) -> Option<Change> {
    let mut records = change.ops.iter().filter_map(|op| match op {
        Op::Annotation { before, after } => after.as_ref().or(before.as_ref()),
        Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => None,
    });
    let words = records.next().map(|r| shortened(&r.exact(), 44)).unwrap_or_default();
    let more = records.count();
    change.summary = if more == 0 { format!("{what} {words}") } else { format!("{what} {} annotations", more + 1) };
    (!change.ops.is_empty()).then_some(change)
}

/// Speakers made twice in one change become one, each op starting from the state the last one left.
pub(super) fn adapt(op: Op, known: &mut Vec<Speaker>) -> Op {
    let Op::Speaker { before, after: Some(after) } = op else { return op };
    let earlier = known.iter_mut().find(|s| s.id == after.id);
    match earlier {
        None => {
            known.push(after.clone());
            Op::Speaker { before, after: Some(after) }
        }
        Some(earlier) => {
            let was = earlier.clone();
            for alias in after.aliases {
                if !earlier.is_called(&alias) {
                    earlier.aliases.push(alias);
                }
            }
            for role in after.roles {
                if !earlier.is_called(&role) {
                    earlier.roles.push(role);
                }
            }
            for member in after.members {
                if !earlier.members.contains(&member) {
                    earlier.members.push(member);
                }
            }
            Op::Speaker { before: Some(was), after: Some(earlier.clone()) }
        }
    }
}

fn same_but_time(a: &Annotation, b: &Annotation) -> bool {
    let mut b = b.clone();
    b.modified.clone_from(&a.modified);
    *a == b
}
