//! Which record here is the one of the file: by its id, else by its label and place, else by what it is about.

use super::places::joined;
use super::{Incoming, plain};
use crate::annotation::{Annotation, QUOTE, Status, same_words};
use crate::reading::Reading;
use crate::span::{self, Span};
use std::collections::{HashMap, HashSet};

/// A label and a place.
type Place = (String, Vec<Span>);

/// Records that are there, to be found by what they are.
pub struct ExistingRecords<'a> {
    reading: &'a Reading,
    by_place: HashMap<Place, Vec<&'a str>>,
    /// By each piece and by all that lies between the first and the last: for files that know only places of one piece.
    by_piece: HashMap<Place, Vec<&'a str>>,
    /// Quotations by their beginning: its place, the furthest end up to there, the id.
    quotes: Vec<(Span, u32, &'a str)>,
    /// Those that something of the file stands for already.
    taken: HashSet<String>,
}

/// How well a record of the file fits one that is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// They say the same.
    Same,
    /// The file says more.
    More,
    /// The file says something else.
    Different,
}

impl<'a> ExistingRecords<'a> {
    /// All records of a reading. O(n log n).
    pub fn new(reading: &'a Reading, keeps_pieces: bool) -> Self {
        let mut existing = Self {
            reading,
            by_place: HashMap::new(),
            by_piece: HashMap::new(),
            quotes: Vec::new(),
            taken: HashSet::new(),
        };
        let text = reading.document().text();
        for record in reading.set().in_order() {
            // The second of two versions is found by the first.
            if reading.rival(record).is_some() {
                continue;
            }
            let anchor = reading.anchor_of(&record.id);
            let spans = joined(text, anchor.spans());
            let id = record.id.as_str();
            let Some(hull) = span::hull(&spans) else { continue };
            let label = plain(&record.label);
            if record.label == QUOTE {
                existing.quotes.push((hull, 0, id));
            }
            if anchor.spans().len() > 1 && !keeps_pieces {
                let all = anchor.spans().iter().chain(&spans).chain([&hull]);
                let distinct: HashSet<Span> = all.copied().collect();
                for piece in distinct {
                    existing.by_piece.entry((label.clone(), vec![piece])).or_default().push(id);
                }
            }
            existing.by_place.entry((label, spans)).or_default().push(id);
        }
        existing.quotes.sort_unstable();
        let mut furthest = 0;
        for (hull, end, _) in &mut existing.quotes {
            furthest = furthest.max(hull.end);
            *end = furthest;
        }
        existing
    }

    /// Says of each record of the file which record here it is. O(n log n) where few records overlap.
    pub fn pair(mut self, incoming: &mut [Incoming<'_>]) {
        for one in incoming.iter_mut() {
            one.known = self.by_id(one);
            self.taken.extend(one.known.clone());
        }
        for fit in [Fit::Same, Fit::More, Fit::Different] {
            for one in incoming.iter_mut().filter(|one| one.known.is_none()) {
                one.known = self.by_place(one, fit);
                self.taken.extend(one.known.clone());
            }
        }
        let is_in_doubt = incoming.iter().any(|one| one.known.is_none() && one.anchor.is_doubtful());
        let by_words = if is_in_doubt { self.by_words() } else { HashMap::new() };
        for one in incoming.iter_mut().filter(|one| one.known.is_none()) {
            one.known = self.about_the_same(one).or_else(|| self.of_words(one, &by_words));
            self.taken.extend(one.known.clone());
        }
    }

    /// A UUID names one record of all; any other id, as a person may write it, one of its place.
    fn by_id(&self, one: &Incoming<'_>) -> Option<String> {
        let id = one.item.id.as_deref().filter(|id| *id == one.record.id)?;
        let known = self.reading.set().get(id)?;
        let mine = joined(self.reading.document().text(), self.reading.anchor_of(id).spans());
        let theirs = joined(self.reading.document().text(), one.anchor.spans());
        let same_place = mine == theirs && (!mine.is_empty() || same_words(&known.exact(), &one.record.exact()));
        let is_same = uuid::Uuid::try_parse(id).is_ok()
            || known.conflict && one.record.conflict
            || known.label == one.record.label && same_place;
        is_same.then(|| id.to_owned())
    }

    fn by_place(&self, one: &Incoming<'_>, wanted: Fit) -> Option<String> {
        let place = (plain(&one.record.label), joined(self.reading.document().text(), one.anchor.spans()));
        if place.1.is_empty() || one.record.conflict {
            return None;
        }
        let free = |id: &&&str| !self.taken.contains(**id);
        let fits = |id: &&&str| {
            let known = self.reading.set().get(id);
            known.is_some_and(|known| fit(known, &one.record) <= wanted)
        };
        let whole = self.by_place.get(&place).into_iter().flatten().find(|id| free(id) && fits(id));
        // Several records of the file may be pieces of one.
        let piece = || self.by_piece.get(&place).into_iter().flatten().find(fits);
        whole.or_else(piece).map(|id| (*id).to_owned())
    }

    /// The quotation that shares most with one of the file, at least half of what the two cover together, where either
    /// began as a detection: they are decisions about one statement, whose ends one of the two moved.
    fn about_the_same(&self, one: &Incoming<'_>) -> Option<String> {
        let record = &one.record;
        let hull = span::hull(one.anchor.spans()).filter(|_| record.label == QUOTE && !record.conflict)?;
        let behind = self.quotes.partition_point(|(place, _, _)| place.start < hull.end);
        let near = self.quotes.get(..behind)?.iter().rev().take_while(|(_, furthest, _)| *furthest > hull.start);
        let shared = near.filter_map(|(place, _, id)| {
            let known = self.reading.set().get(id)?;
            let is_other_form = known.form.zip(record.form).is_some_and(|(a, b)| a != b);
            let began = known.status.is_some() || record.status.is_some();
            let shared = place.intersection(hull).map_or(0, Span::len);
            let half = shared * 2 >= place.len() + hull.len() - shared;
            (half && began && !is_other_form && !self.taken.contains(*id)).then_some((shared, *id))
        });
        shared.max().map(|(_, id)| id.to_owned())
    }

    /// One of the same label and words, where the place of the file's is in doubt: the one whose place is in doubt as well,
    /// else the only one.
    fn of_words(&self, one: &Incoming<'_>, by_words: &HashMap<(String, String), Vec<&'a str>>) -> Option<String> {
        if !one.anchor.is_doubtful() || one.record.conflict {
            return None;
        }
        let same = by_words.get(&words_of(&one.record))?;
        let mut free = same.iter().filter(|id| !self.taken.contains(**id));
        let doubtful = free.clone().find(|id| self.reading.anchor_of(id).is_doubtful());
        let only = free.next().filter(|_| same.len() == 1);
        doubtful.or(only).map(|id| (*id).to_owned())
    }

    /// All that are there by their labels and words. O(n).
    fn by_words(&self) -> HashMap<(String, String), Vec<&'a str>> {
        let mut out: HashMap<(String, String), Vec<&'a str>> = HashMap::new();
        for record in self.reading.set().in_order() {
            if self.reading.rival(record).is_none() {
                out.entry(words_of(record)).or_default().push(record.id.as_str());
            }
        }
        out
    }
}

/// The label and the words of a record, as they are the same however they are written.
fn words_of(record: &Annotation) -> (String, String) {
    (plain(&record.label), record.exact().split_whitespace().collect())
}

/// How well two records of one place fit, their places aside.
fn fit(known: &Annotation, record: &Annotation) -> Fit {
    let mut same_place = record.clone();
    same_place.at.clone_from(&known.at);
    same_place.label.clone_from(&known.label);
    if known.status == Some(Status::Rejected) && record.is_rejected() {
        return Fit::Same;
    }
    let met = known.met(&same_place);
    if !met.different.is_empty() {
        Fit::Different
    } else if met.added.is_empty() {
        Fit::Same
    } else {
        Fit::More
    }
}
