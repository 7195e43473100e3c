//! What is known of a document without opening it.

mod cast;
mod locator;

use crate::annotation::{CLAIM, QUOTE};
use crate::detect::{DETECTOR, Gender};
use crate::document::Locator;
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::reading::{Doubt, ItemId, Reading};
use crate::span::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::agreement::Outcome;
use super::postings::Damaged;
use super::query::{fold_name, name_words};
use super::terms::Namespace;
use cast::Cast;
use locator::LocatorRecord;

/// First byte of an encoded record: raised whenever a record is made or written otherwise.
const VERSION: u8 = 2;

/// Bytes of an average word with its blank.
pub const WORD: usize = 6;

/// A document with its suggestions and decisions, as far as lists, searches and counts need it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// SHA-256 of the bytes of its file, in hex.
    pub file_hash: String,
    /// Whether the bytes of the file are the reading text.
    pub is_text: bool,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its day: year, month, day.
    date: Option<(i16, i8, i8)>,
    /// The language of most of it (BCP 47).
    pub language: Option<String>,
    /// The name of its format.
    pub format: String,
    /// What read it, with its version.
    pub loader: String,
    /// The detector that read it.
    pub detector: String,
    /// Words, about.
    pub words: u32,
    /// Bytes of its text.
    pub length: u32,
    /// Items decided, and all.
    pub progress: (u32, u32),
    /// Claims.
    pub claims: u32,
    /// Annotations without a place.
    pub lost: u32,
    /// Whether a review of it was finished.
    pub is_finished: bool,
    /// Who speaks, most statements first.
    pub speakers: Vec<SpeakerRecord>,
    /// What is said, in reading order.
    pub statements: Vec<StatementRecord>,
    /// Annotations that are no statements, in reading order.
    pub annotations: Vec<AnnotationRecord>,
    /// What became of suggestions, rejected ones too.
    pub outcomes: Vec<Outcome>,
    /// Where its blocks begin, in bytes.
    pub blocks: Vec<u32>,
    /// Pages and times: bytes, each with what is true from there on.
    locators: Vec<(u32, LocatorRecord)>,
}

/// Somebody who speaks in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerRecord {
    /// The name.
    pub name: String,
    /// The id in the sidecar, where a person decided about them.
    pub id: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// What they are called in this document.
    pub roles: Vec<String>,
    /// Person, organisation, group, unnamed, document.
    pub kind: SpeakerKind,
    /// From the name, titles and pronouns.
    pub gender: Gender,
    /// Of a group whose people are known: their numbers among the speakers.
    pub members: Vec<u32>,
    /// Their statements, with those of groups they are in.
    pub statements: u32,
    /// How many of those a person decided.
    pub decided: u32,
}

/// What somebody said: a quotation, turn, post or reported statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// What was said, marks included, in bytes, in reading order.
    pub content: Vec<(u32, u32)>,
    /// The parts of it in quotation marks.
    pub quotes: Vec<(u32, u32)>,
    /// Direct, indirect or mixed.
    pub kind: Kind,
    /// Quotation, post, turn or block.
    pub form: Form,
    /// Number of the speaker among those of the document; none when nobody is known.
    pub speaker: Option<u32>,
    /// Whether a person said that nobody can be named.
    pub is_nobodys: bool,
    /// The words that name the speaker.
    pub mention: Option<(u32, u32)>,
    /// The probability that the detection gave.
    pub score: Option<f64>,
    /// Whether a person decided; else it is a suggestion.
    pub decided: bool,
    /// Whether it is in the review queue, decided or not; weak reported speech is not.
    pub is_queued: bool,
    /// The id of its record.
    pub id: Option<String>,
    /// Labels and ratings of other records on its words.
    pub labels: Vec<String>,
    /// Words of the speaker's own in it.
    pub words: u32,
}

/// A claim, highlight, note: an annotation that is no statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnotationRecord {
    /// The id of its record.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Of a claim.
    pub rating: Option<String>,
    /// Number of the speaker among those of the document.
    pub speaker: Option<u32>,
    /// Its words, in bytes, in reading order.
    pub spans: Vec<(u32, u32)>,
    /// Free words.
    pub note: Option<String>,
}

impl StatementRecord {
    /// Whether it is suggested and hardly more than a guess: drawn with `?`, as the reader draws it.
    pub fn is_guess(&self) -> bool {
        !self.decided && self.score.is_some_and(|score| Doubt::of_score(score as f32) == Doubt::Guess)
    }

    /// The smallest span over its content.
    pub fn hull(&self) -> Span {
        hull(&self.content)
    }

    /// The speaker's own words in it: what stands in quotation marks; of a turn, post or block all of it.
    pub fn own_words(&self) -> &[(u32, u32)] {
        if self.kind == Kind::Direct || self.form != Form::Quotation { &self.content } else { &self.quotes }
    }
}

impl AnnotationRecord {
    /// The smallest span over its words.
    pub fn hull(&self) -> Span {
        hull(&self.spans)
    }
}

fn hull(pairs: &[(u32, u32)]) -> Span {
    let start = pairs.iter().map(|p| p.0).min().unwrap_or_default();
    Span::new(start, pairs.iter().map(|p| p.1).max().unwrap_or(start))
}

/// How many words there are: what stands between white space and has a letter or digit.
fn words_in(text: &str) -> u32 {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}

fn pairs(spans: &[Span]) -> Vec<(u32, u32)> {
    spans.iter().map(|s| (s.start, s.end)).collect()
}

impl DocumentRecord {
    /// What a reading tells. O(items · log n + blocks).
    pub fn of(reading: &Reading) -> Self {
        let document = reading.document();
        let (meta, origin) = (&document.meta, &document.origin);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (decided, all) = reading.progress();
        let mut out = Self {
            file_hash: origin.file_hash.clone(),
            is_text: origin.file_hash == origin.text_hash,
            title: meta.title.clone(),
            author: meta.author.clone(),
            outlet: meta.outlet.clone(),
            date: meta.date.map(|d| (d.year(), d.month(), d.day())),
            language: reading.found().language().map(str::to_owned),
            format: origin.format.name().to_owned(),
            loader: origin.format.loader().to_owned(),
            detector: DETECTOR.to_owned(),
            words: count(document.text().len() / WORD),
            length: count(document.text().len()),
            progress: (count(decided), count(all)),
            claims: count(reading.set().iter().filter(|r| r.label == CLAIM).count()),
            lost: count(reading.lost()),
            is_finished: !reading.set().reviews.is_empty(),
            blocks: document.blocks().iter().map(|b| b.span.start).collect(),
            locators: document
                .locators_in(Span::new(0, u32::MAX))
                .iter()
                .map(|(at, l)| (*at, LocatorRecord::of(l)))
                .collect(),
            ..Self::default()
        };
        let mut cast = Cast::new(reading);
        for item in reading.all() {
            out.enter(reading, &item, &mut cast);
        }
        out.outcomes = reading.set().iter().filter_map(|record| Outcome::of(reading, record)).collect();
        out.label_statements();
        out.speakers = cast.speakers;
        out.sort_speakers();
        out
    }

    fn enter(&mut self, reading: &Reading, item: &ItemId, cast: &mut Cast<'_>) {
        let who = reading.who_says(item);
        let spans = reading.spans(item);
        let record = reading.record(item);
        if let Some(r) = record.filter(|r| r.label != QUOTE) {
            self.annotations.push(AnnotationRecord {
                id: r.id.clone(),
                label: r.label.clone(),
                rating: r.rating.clone(),
                speaker: who.and_then(|who| cast.number(&who)),
                spans: pairs(spans),
                note: r.note.clone(),
            });
            return;
        }
        // Of two versions the first counts, until a person chooses.
        if record.is_some_and(|r| r.conflict) {
            return;
        }
        let document = reading.document();
        let (kind, form) = reading.nature(item);
        let is_nobodys = record.is_some_and(|r| r.speaker.as_ref().is_some_and(|s| s.id().is_none()));
        let suggestion = reading.suggestion(item);
        let (quotes, mention, score) = match (suggestion, record) {
            (Some(a), _) => (a.quotes.to_vec(), reading.found().named_by(a), Some(f64::from(a.score))),
            (None, Some(r)) => (reading.quotes_in(spans), reading.source_now(r), r.score),
            (None, None) => return,
        };
        let speaker = who.and_then(|who| cast.number(&who));
        let decided = record.is_some();
        for number in speaker.map(|n| cast.with_members(n)).unwrap_or_default() {
            if let Some(s) = cast.speakers.get_mut(number as usize) {
                s.statements += 1;
                s.decided += u32::from(decided);
            }
        }
        let mut statement = StatementRecord {
            content: pairs(spans),
            quotes: pairs(&quotes),
            kind,
            form,
            speaker,
            is_nobodys,
            mention: mention.map(|s| (s.start, s.end)),
            score,
            decided,
            is_queued: decided || reading.is_open(item),
            id: record.map(|r| r.id.clone()),
            labels: Vec::new(),
            words: 0,
        };
        let own = statement.own_words().iter().map(|(start, end)| words_in(document.words(Span::new(*start, *end))));
        statement.words = own.sum();
        self.statements.push(statement);
    }

    /// Tells each statement the labels and ratings that lie on its words. O(statements + annotations, and overlaps).
    fn label_statements(&mut self) {
        let mut first = 0;
        for annotation in &self.annotations {
            let hull = annotation.hull();
            // Statements stand in order of their beginnings; one may hold another, so that some behind are passed by.
            while self.statements.get(first).is_some_and(|s| s.hull().end <= hull.start) {
                first += 1;
            }
            for statement in self.statements.iter_mut().skip(first).take_while(|s| s.hull().start < hull.end) {
                let on = |(start, end): &(u32, u32)| Span::new(*start, *end).overlaps(hull);
                if statement.content.iter().any(on) {
                    let words = std::iter::once(&annotation.label).chain(&annotation.rating);
                    for word in words {
                        if !statement.labels.contains(word) {
                            statement.labels.push(word.clone());
                        }
                    }
                }
            }
        }
    }

    /// Puts whoever says most first.
    fn sort_speakers(&mut self) {
        let mut order: Vec<u32> = (0..self.speakers.len() as u32).collect();
        let said = |n: &u32| self.speakers.get(*n as usize).map_or(0, |s| s.statements);
        order.sort_by_key(|n| (std::cmp::Reverse(said(n)), *n));
        let mut place = vec![0_u32; order.len()];
        for (now, before) in (0_u32..).zip(&order) {
            if let Some(place) = place.get_mut(*before as usize) {
                *place = now;
            }
        }
        let moved = |n: &mut u32| *n = place.get(*n as usize).copied().unwrap_or(*n);
        self.speakers.iter_mut().for_each(|s| s.members.iter_mut().for_each(moved));
        self.statements.iter_mut().filter_map(|s| s.speaker.as_mut()).for_each(moved);
        self.annotations.iter_mut().filter_map(|a| a.speaker.as_mut()).for_each(moved);
        let mut sorted: Vec<(u32, SpeakerRecord)> = place.into_iter().zip(std::mem::take(&mut self.speakers)).collect();
        sorted.sort_by_key(|(at, _)| *at);
        self.speakers = sorted.into_iter().map(|(_, s)| s).collect();
    }

    /// Its day.
    pub fn date(&self) -> Option<Date> {
        self.date.and_then(|(year, month, day)| Date::new(year, month, day).ok())
    }

    /// Gives it another day.
    #[cfg(test)]
    pub(super) fn set_date(&mut self, day: Option<Date>) {
        self.date = day.map(|d| (d.year(), d.month(), d.day()));
    }

    /// Number of the block that holds the byte `at`, or the last one before it. O(log n).
    pub fn block_at(&self, at: u32) -> usize {
        self.blocks.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The block that holds the byte `at`, up to the next one. O(log n).
    pub fn block_around(&self, at: u32) -> Span {
        let n = self.block_at(at);
        let start = self.blocks.get(n).copied().unwrap_or_default();
        Span::new(start, self.blocks.get(n + 1).copied().unwrap_or(self.length).max(start))
    }

    /// Where in its source the byte `at` is, where pages or times are known. O(log n).
    pub fn locator_at(&self, at: u32) -> Option<Locator> {
        let behind = self.locators.partition_point(|(begins, _)| *begins <= at);
        Some(self.locators.get(behind.checked_sub(1)?)?.1.locator())
    }

    /// Where the byte `at` is, in a word for a row of a list: its time where that is known, else its paragraph. O(log n).
    pub fn place_in_short(&self, at: u32) -> String {
        let time = self.locator_at(at).and_then(|locator| locator.time_in_short());
        time.unwrap_or_else(|| format!("¶{}", self.block_at(at) + 1))
    }

    /// Who speaks, by number.
    pub fn speaker(&self, number: Option<u32>) -> Option<&SpeakerRecord> {
        self.speakers.get(number? as usize)
    }

    /// Whether one of the names of a speaker, or of the members of a group, is called so: each word of `asked` begins a word.
    /// O(names).
    pub fn is_called(&self, number: u32, asked: &[String]) -> bool {
        let Some(speaker) = self.speakers.get(number as usize) else { return false };
        let members = speaker.members.iter().filter_map(|m| self.speakers.get(*m as usize));
        std::iter::once(speaker).chain(members).any(|one| {
            let words: Vec<String> =
                std::iter::once(&one.name).chain(&one.aliases).flat_map(|name| name_words(name)).collect();
            asked.iter().all(|part| words.iter().any(|word| word.starts_with(part)))
        })
    }

    /// The terms of whoever speaks and of what its records are called. O(speakers + annotations).
    pub fn terms(&self, mut tell: impl FnMut(&str)) {
        for speaker in &self.speakers {
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases) {
                for word in name_words(name) {
                    tell(&Namespace::Speaker.term(&word));
                }
            }
        }
        if !self.statements.is_empty() {
            tell(&Namespace::Label.term(QUOTE));
        }
        for annotation in &self.annotations {
            tell(&Namespace::Label.term(&fold_name(&annotation.label)));
            if let Some(rating) = &annotation.rating {
                tell(&Namespace::Rating.term(&fold_name(rating)));
            }
        }
    }

    /// The record as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let start = vec![VERSION];
        // Into memory nothing fails.
        postcard::to_extend(self, start).unwrap_or_default()
    }

    /// A record from bytes. O(n).
    ///
    /// # Errors
    /// When they are none, or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, Damaged> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| Damaged),
            Some(_) | None => Err(Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::reading::{Claim, Decider};
    use std::sync::Arc;

    const HALL: &str = "# The hall\n\nModerator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was paid. I paid it.\n\nAmina \
        Yusuf: No bonus, I said.\n";

    fn reading(text: &str, name: &str) -> Reading {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    fn stamp(n: u64) -> Stamp {
        Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
    }

    #[test]
    fn a_record_tells_what_the_reading_does_and_comes_back_from_its_bytes() {
        let mut r = reading(HALL, "hall.md");
        let first = r.all().nth(1).unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&first).unwrap();
        r.apply(&change);
        let at = r.document().text().find("I paid").unwrap() as u32;
        let span = Span::new(at, at + 9);
        let (change, id) =
            Decider { reading: &r, by: None, stamp: &stamp(2) }.label(&[span], "claim", None, None).unwrap();
        r.apply(&change);
        let claim = Claim { rating: Some("false".into()), ..Claim::default() };
        let change = Decider { reading: &r, by: None, stamp: &stamp(3) }.describe(&id, &claim).unwrap();
        r.apply(&change);
        let record = DocumentRecord::of(&r);
        assert_eq!((record.title.as_deref(), record.format.as_str()), (Some("The hall"), "md"));
        assert!(!record.is_text, "the mark of the heading is not in the text");
        assert_eq!(record.progress, (1, 3));
        assert_eq!((record.claims, record.annotations.len(), record.statements.len()), (1, 1, 3));
        let said = &record.statements[1];
        assert!(said.decided && said.id.is_some() && said.labels == ["claim", "false"]);
        assert_eq!(record.speaker(said.speaker).unwrap().name, "Peter Lindqvist");
        assert_eq!(record.speaker(said.speaker).unwrap().decided, 1);
        assert!(!record.statements[2].decided && record.statements[2].labels.is_empty());
        // The name at the head of a turn is none of its words.
        assert_eq!(record.statements.iter().map(|s| s.words).collect::<Vec<_>>(), [4, 7, 4]);
        assert_eq!(record.outcomes.iter().map(|o| o.is_right).collect::<Vec<_>>(), [true]);
        let lind = said.speaker.unwrap();
        assert!(record.is_called(lind, &name_words("lind")) && record.is_called(lind, &name_words("PETER-lind")));
        assert!(!record.is_called(lind, &name_words("yusuf")));
        let mut terms = Vec::new();
        record.terms(|term| terms.push(term.to_owned()));
        for term in ["\u{2}lindqvist", "\u{2}yusuf", "\u{3}claim", "\u{3}quote", "\u{4}false"] {
            assert!(terms.iter().any(|t| t == term), "{term:?} in {terms:?}");
        }
        assert_eq!(record.place_in_short(at), "¶3");
        assert_eq!(DocumentRecord::decode(&record.encode()).unwrap(), record);
    }

    #[test]
    fn the_file_itself_may_be_the_text() {
        assert!(DocumentRecord::of(&reading("Plain words.\n", "a.txt")).is_text);
        assert!(!DocumentRecord::of(&reading("Plain\r\nwords.\n", "a.txt")).is_text);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_are_an_error_and_no_panic(at in 0usize..4000, byte: u8, noise: Vec<u8>) {
            let mut bytes = DocumentRecord::of(&reading(HALL, "hall.md")).encode();
            let length = bytes.len();
            bytes[at % length] = byte;
            let _ = DocumentRecord::decode(&bytes);
            let _ = DocumentRecord::decode(&noise);
            let _ = DocumentRecord::decode(bytes.get(..at % length).unwrap());
        }
    }
}
