//! What goes out: a document with those of its records and suggestions that were asked for, looked at one at a time.

use super::record::{self, Record};
use crate::annotation::anchor::words_now;
use crate::annotation::{Annotation, QUOTE, Status};
use crate::detect::Attribution;
use crate::document::civil_in_words;
use crate::reading::{Concern, ItemId, Reading};
use crate::span::Span;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Which records to take: every condition that is set must hold, one of its values being enough.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    suggested: bool,
    rejected: bool,
    labels: Vec<String>,
    speakers: Vec<String>,
    statuses: Vec<String>,
    ratings: Vec<String>,
}

/// Values of a status in [`Filter::only`]; the last stands for records made by hand.
fn statuses() -> impl Iterator<Item = &'static str> {
    Status::WORDS.iter().copied().chain(["suggested", "none"])
}

/// Words that are no condition of a [`Filter`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Nothing stands behind the colon.
    #[error("“{0}” has no value. For example: --only speaker:NAME.")]
    NoValue(String),
    /// No status has this name.
    #[error("No status is called {0}. Known: {known}.", known = statuses().collect::<Vec<_>>().join(", "))]
    UnknownStatus(String),
    /// Records have nothing of this name to choose by.
    #[error("Records cannot be selected by {0}. Known: label, speaker, status, rating.")]
    UnknownKey(String),
}

impl Filter {
    /// All records; open and rejected suggestions as well where that is asked.
    pub fn with(suggested: bool, rejected: bool) -> Self {
        Self { suggested, rejected, ..Self::default() }
    }

    /// Adds a condition: `claim` or `label:claim`, `speaker:NAME`, `status:edited`, `rating:false`. `none` stands for
    /// nobody named, made by hand, not rated.
    ///
    /// # Errors
    /// When the words are no condition.
    pub fn only(&mut self, words: &str) -> Result<(), FilterError> {
        let (key, value) = words.split_once(':').map_or(("label", words), |(key, value)| (key.trim(), value));
        let value = value.trim().to_owned();
        let list = match key {
            _ if value.is_empty() => return Err(FilterError::NoValue(words.to_owned())),
            "label" => &mut self.labels,
            "speaker" => &mut self.speakers,
            "rating" => &mut self.ratings,
            "status" if !statuses().any(|known| known == value) => {
                return Err(FilterError::UnknownStatus(value));
            }
            "status" => &mut self.statuses,
            _ => {
                return Err(FilterError::UnknownKey(key.to_owned()));
            }
        };
        list.push(value);
        // Who asks for them by name wants them.
        self.suggested |= self.statuses.iter().any(|s| s == "suggested");
        self.rejected |= self.statuses.iter().any(|s| s == "rejected");
        Ok(())
    }

    fn label(&self, label: &str) -> bool {
        self.labels.is_empty() || self.labels.iter().any(|l| l == label)
    }

    fn status(&self, status: &str) -> bool {
        self.statuses.is_empty() || self.statuses.iter().any(|s| s == status)
    }

    fn rating(&self, rating: Option<&str>) -> bool {
        self.ratings.is_empty() || self.ratings.iter().any(|r| r == rating.unwrap_or("none"))
    }

    fn speaker(&self, called: impl Fn(&str) -> bool) -> bool {
        self.speakers.is_empty() || self.speakers.iter().any(|s| called(s))
    }

    fn takes(&self, reading: &Reading, a: &Annotation) -> bool {
        let status = a.status.map_or("none", Status::word);
        let called = |words: &str| match a.speaker_id() {
            None => words == "none",
            Some(id) => id == words || reading.set().speaker(id).is_some_and(|s| s.is_called(words)),
        };
        (self.rejected || !a.is_rejected())
            && self.label(&a.label)
            && self.status(status)
            && self.rating(a.rating.as_deref())
            && self.speaker(called)
    }

    fn suggests(&self, reading: &Reading, attribution: Attribution<'_>) -> bool {
        let called = |words: &str| {
            let named = record::proposed(reading, attribution);
            named.map_or(words == "none", |name| crate::annotation::same_name(&name, words))
        };
        self.suggested && self.label(QUOTE) && self.status("suggested") && self.rating(None) && self.speaker(called)
    }
}

/// A record that was chosen.
#[derive(Clone, Copy, Debug)]
enum Pick<'a> {
    Kept(&'a Arc<Annotation>),
    Suggested(u32),
}

/// A document with the chosen records, in reading order, orphans last. Records are made when they are asked for: what is
/// kept of each is its place in the reading.
pub struct Selected<'a> {
    /// Its path as given.
    pub name: String,
    /// What it is read as.
    pub reading: &'a Reading,
    /// The recording it is a transcript of, where it is known: a file name, a path or an address.
    pub recording: Option<String>,
    picks: Vec<Pick<'a>>,
    orphans: usize,
    /// Ids of records beside which another version stands.
    disputed: HashSet<&'a str>,
    uncertain: usize,
    /// Names of speakers by their ids.
    names: HashMap<&'a str, &'a str>,
}

/// Where a record is, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places<'a> {
    /// The words; none of an orphan.
    pub content: &'a [Span],
    /// The words that name the speaker.
    pub source: Option<Span>,
    /// The words of saying.
    pub cue: Option<Span>,
}

impl<'a> Selected<'a> {
    /// What `filter` takes of a reading. O(n log n).
    pub fn new(name: String, reading: &'a Reading, filter: &Filter) -> Self {
        let mut placed: Vec<(u32, Pick<'a>)> = Vec::new();
        let mut lost = Vec::new();
        let (mut disputed, mut uncertain) = (HashSet::new(), 0);
        for annotation in reading.set().in_order() {
            if let Some(first) = reading.rival(annotation) {
                // The second of two versions: the statement goes out once, as the first says, or not at all where that one
                // rejects it. Either way somebody disagrees.
                if filter.takes(reading, annotation) || filter.takes(reading, first) {
                    disputed.insert(first.id.as_str());
                }
                continue;
            }
            if filter.takes(reading, annotation) {
                let anchor = reading.anchor_of(&annotation.id);
                let changed = anchor.is_doubtful() || reading.concern(annotation) == Some(Concern::Speaker);
                uncertain += usize::from(changed && !anchor.is_orphan());
                match anchor.spans().first() {
                    Some(span) => placed.push((span.start, Pick::Kept(annotation))),
                    None => lost.push(Pick::Kept(annotation)),
                }
            }
        }
        if filter.suggested {
            for item in reading.all() {
                if let (ItemId::Suggestion(number), Some(attribution)) = (&item, reading.suggestion(&item))
                    && filter.suggests(reading, attribution)
                {
                    placed.push((attribution.start(), Pick::Suggested(*number)));
                }
            }
        }
        placed.sort_by_key(|(start, _)| *start);
        let (orphans, speakers) = (lost.len(), &reading.set().speakers);
        let named = |id: &'a String| (id.as_str(), reading.name_of_id(id));
        let merged = speakers.iter().flat_map(|s| s.merged.iter());
        let names = merged.chain(speakers.iter().map(|s| &s.id)).map(named).collect();
        Self {
            name,
            reading,
            recording: reading.document().meta.media.clone(),
            picks: placed.into_iter().map(|(_, pick)| pick).chain(lost).collect(),
            orphans,
            disputed,
            uncertain,
            names,
        }
    }

    /// How many records were chosen.
    pub fn len(&self) -> usize {
        self.picks.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.picks.is_empty()
    }

    /// How many of them have a place in the text: the first ones.
    pub fn placed(&self) -> usize {
        self.picks.len() - self.orphans
    }

    /// How many of them have lost their place: the last ones.
    pub const fn orphans(&self) -> usize {
        self.orphans
    }

    /// The number, from 1, of the paragraph in which a record begins; nothing for one without a place.
    pub fn paragraph(&self, number: usize) -> Option<usize> {
        let first = self.places(number).content.first()?;
        Some(self.reading.document().block_at(first.start) + 1)
    }

    /// How many records stand where the words, or those around them, have changed.
    pub const fn uncertain(&self) -> usize {
        self.uncertain
    }

    /// How many statements go out as the first of two versions says, since a person has not chosen yet.
    pub fn conflicts(&self) -> usize {
        self.disputed.len()
    }

    /// All records, in reading order, those without a place last.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        (0..self.len()).filter_map(|n| self.record(n))
    }

    /// The record of a number.
    pub fn record(&self, number: usize) -> Option<Record> {
        match *self.picks.get(number)? {
            Pick::Kept(annotation) => {
                Some(record::of_annotation(self.reading, &self.name, annotation, self.name_of(annotation)))
            }
            Pick::Suggested(n) => {
                let item = ItemId::Suggestion(n);
                let attribution = self.reading.suggestion(&item)?;
                Some(record::of_suggestion(self.reading, &self.name, &item, attribution))
            }
        }
    }

    /// Whether a record is an open suggestion.
    pub fn is_suggested(&self, number: usize) -> bool {
        matches!(self.picks.get(number), Some(Pick::Suggested(_)))
    }

    /// Whether a person said that a record is none.
    pub fn is_rejected(&self, number: usize) -> bool {
        matches!(self.picks.get(number), Some(Pick::Kept(record)) if record.is_rejected())
    }

    /// The label of a record.
    pub fn label(&self, number: usize) -> &'a str {
        match self.picks.get(number) {
            Some(Pick::Kept(annotation)) => &annotation.label,
            Some(Pick::Suggested(_)) | None => QUOTE,
        }
    }

    /// The name of its speaker.
    pub fn speaker(&self, number: usize) -> Option<String> {
        match *self.picks.get(number)? {
            Pick::Kept(annotation) => self.name_of(annotation).map(str::to_owned),
            Pick::Suggested(n) => record::proposed(self.reading, self.reading.found().get(n as usize)?),
        }
    }

    /// The name of the speaker of an annotation, an unknown id as it is; none for nobody. O(1).
    fn name_of(&self, annotation: &'a Annotation) -> Option<&'a str> {
        annotation.speaker_id().map(|id| self.names.get(id).copied().unwrap_or(id))
    }

    /// Where a record is.
    pub fn places(&self, number: usize) -> Places<'a> {
        let reading = self.reading;
        match self.picks.get(number) {
            None => Places::default(),
            Some(Pick::Kept(a)) => {
                let content = reading.anchor_of(&a.id).spans();
                let words = |w: &Option<_>| w.as_ref().and_then(|w| words_now(reading.document(), a, content, w));
                let source = reading.source_now(a);
                Places { content, source, cue: words(&a.cue) }
            }
            Some(Pick::Suggested(n)) => reading.found().get(*n as usize).map_or_else(Places::default, |a| Places {
                content: a.content,
                source: reading.found().named_by(a),
                cue: a.cue,
            }),
        }
    }

    /// What a document is called: its title, else its name.
    pub fn title(&self) -> &str {
        self.reading.document().meta.title.as_deref().unwrap_or(&self.name)
    }

    /// What stands below its title: author, outlet and date where they are known, and its name unless that is the title.
    pub fn byline(&self) -> Option<String> {
        let meta = &self.reading.document().meta;
        let name = (self.title() != self.name).then(|| self.name.clone());
        let known = [meta.author.clone(), meta.outlet.clone(), meta.date.map(civil_in_words), name];
        let known: Vec<String> = known.into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.join(" · "))
    }
}
