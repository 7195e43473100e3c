//! Where somebody speaks, and what has a label, a rating or a status: what a search is narrowed to.

use super::{ItemId, Reading};
use crate::annotation::{Annotation, QUOTE, Status};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// The word for suggestions among statuses.
const SUGGESTED: &str = "suggested";

/// Every item with who says it and what it is called, made once so that each letter of a name is only a look at numbers.
#[derive(Clone, Debug, Default)]
pub struct SaidIndex {
    rows: Vec<SaidRow>,
    /// For each voice the name that is shown, and the words of all its names, folded.
    voices: Vec<(String, Vec<String>)>,
    /// Labels, ratings and statuses.
    tags: Vec<String>,
}

/// One place where one voice speaks.
#[derive(Clone, Copy, Debug)]
struct SaidRow {
    span: Span,
    /// Number of the voice; `u32::MAX` for nobody.
    voice: u32,
    /// Numbers of label, rating and status; `u32::MAX` for none.
    tags: [u32; 3],
}

/// What a search is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidPlaces {
    /// In reading order, apart from each other.
    pub spans: Vec<Span>,
    /// Names of those who speak there, as far as they were asked for.
    pub voices: Vec<String>,
    /// The labels, ratings and statuses asked for.
    pub tags: Vec<String>,
}

impl SaidIndex {
    /// O(items).
    pub fn new(reading: &Reading) -> Self {
        let mut index = Self::default();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut tags: FxHashMap<String, u32> = FxHashMap::default();
        for item in reading.all() {
            let names = names_of(reading, &item);
            let record = reading.record(&item);
            let known = Tags::of(record);
            let tags = known.0.map(|tag| {
                let Some(tag) = tag else { return u32::MAX };
                *tags.entry(tag.clone()).or_insert_with(|| {
                    index.tags.push(tag);
                    index.tags.len() as u32 - 1
                })
            });
            let mut voices: Vec<u32> = Vec::with_capacity(names.len());
            for (name, others) in names {
                let number = *numbers.entry(name.clone()).or_insert_with(|| {
                    let all = std::iter::once(&name).chain(&others);
                    let words = all.flat_map(|n| words(n)).collect::<BTreeSet<String>>();
                    index.voices.push((name, words.into_iter().collect()));
                    index.voices.len() as u32 - 1
                });
                voices.push(number);
            }
            if voices.is_empty() {
                voices.push(u32::MAX);
            }
            for span in reading.spans(&item) {
                index.rows.extend(voices.iter().map(|voice| SaidRow { span: *span, voice: *voice, tags }));
            }
        }
        index
    }

    /// Places where one of `speakers` speaks, and that have one of `labels`, each where any are asked for. A speaker is
    /// asked for by the beginnings of words of a name, joined by `-` or `_`: `lind`, `peter-lindqvist`; a label, rating or
    /// status by its beginning. `None` where nobody or nothing is called so. O(voices + items).
    pub fn places(&self, speakers: &[&str], labels: &[&str]) -> Option<SaidPlaces> {
        let called = |words: &[String], asked: &str| {
            let mut parts = asked.split(['-', '_']).filter(|p| !p.is_empty()).map(fold).peekable();
            parts.peek().is_some() && parts.all(|part| words.iter().any(|w| w.starts_with(&part)))
        };
        let number = |n: usize| n as u32;
        let voices: BTreeSet<u32> = (0..self.voices.len())
            .filter(|n| self.voices.get(*n).is_some_and(|(_, w)| speakers.iter().any(|asked| called(w, asked))))
            .map(number)
            .collect();
        let tagged = |asked: &&str| {
            let asked = fold(asked);
            let begins = |tag: &String| !asked.is_empty() && fold(tag).starts_with(&asked);
            self.tags.iter().enumerate().filter(|(_, tag)| begins(tag)).map(|(n, _)| number(n)).collect::<Vec<_>>()
        };
        let tags: BTreeSet<u32> = labels.iter().flat_map(tagged).collect();
        if !speakers.is_empty() && voices.is_empty() || !labels.is_empty() && tags.is_empty() {
            return None;
        }
        let wanted = |row: &&SaidRow| {
            (speakers.is_empty() || voices.contains(&row.voice))
                && (labels.is_empty() || row.tags.iter().any(|tag| tags.contains(tag)))
        };
        let mut spans: Vec<Span> = self.rows.iter().filter(wanted).map(|row| row.span).collect();
        spans.sort_unstable();
        let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match apart.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => apart.push(span),
            }
        }
        let name = |n: &u32| self.voices.get(*n as usize).map(|(name, _)| name.clone());
        let tag = |n: &u32| self.tags.get(*n as usize).cloned();
        Some(SaidPlaces {
            spans: apart,
            voices: voices.iter().filter_map(name).collect(),
            tags: tags.iter().filter_map(tag).collect(),
        })
    }
}

/// Label, rating and status of an item.
struct Tags([Option<String>; 3]);

impl Tags {
    fn of(record: Option<&std::sync::Arc<Annotation>>) -> Self {
        match record {
            None => Self([Some(QUOTE.to_owned()), None, Some(SUGGESTED.to_owned())]),
            Some(r) => Self([Some(r.label.clone()), r.rating.clone(), r.status.map(|s| Status::word(s).to_owned())]),
        }
    }
}

/// Everybody who says an item, each with their other names: a group, and each of its members.
fn names_of(reading: &Reading, item: &ItemId) -> Vec<(String, Vec<String>)> {
    let Some(who) = reading.who_says(item) else { return Vec::new() };
    let members = reading.members_of_choice(&who);
    std::iter::once(who)
        .chain(members)
        .map(|who| {
            let about = reading.about(&who);
            let others = reading.names_beside_project(&who);
            (about.name, about.aliases.into_iter().chain(others).collect())
        })
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

/// The words of a name, folded; of a handle also without its `@`.
fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(|w| fold(w.trim_matches(|c: char| !c.is_alphanumeric()))).collect()
}

/// Lower case, without accents.
fn fold(word: &str) -> String {
    word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::reading::{Claim, Decider};
    use std::sync::Arc;

    const HALL: &str = "Moderator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was paid. Amina Yusuf told me: “No bonus \
        is due.” I paid it.\n\nAmina Yusuf: No bonus, I said.\n\nMöder Lind: Nobody asked me.";

    fn reading() -> Reading {
        let document = Arc::new(Document::from_text(HALL, "hall.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    fn words_in(reading: &Reading, places: &SaidPlaces) -> Vec<String> {
        places.spans.iter().map(|s| reading.document().words(*s).chars().take(9).collect()).collect()
    }

    #[test]
    fn by_the_beginning_of_any_name() {
        let r = reading();
        let index = SaidIndex::new(&r);
        let all = |asked: &str| index.places(&[asked], &[]).map(|p| words_in(&r, &p));
        assert_eq!(all("lindq"), Some(vec!["The bonus".to_owned()]));
        assert_eq!(all("peter-lind"), all("lindq"));
        assert_eq!(all("MODERATOR"), Some(vec!["Was a bon".to_owned()]));
        assert_eq!(all("moder-lind"), Some(vec!["Nobody as".to_owned()]), "accents are no matter");
        assert_eq!(all("lind").map(|p| p.len()), Some(2), "everybody who is called so");
        assert_eq!(all("nobody"), None);
        assert_eq!(all("-"), None);
        let either = index.places(&["lindq", "yusuf"], &[]).unwrap();
        assert_eq!(either.voices.len(), 2);
        assert!(either.spans.windows(2).all(|w| w[0].end <= w[1].start), "apart and in order");
    }

    #[test]
    fn by_label_rating_and_status() {
        let mut r = reading();
        let at = HALL.find("I paid").unwrap() as u32;
        let stamp = |n| Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] };
        let span = Span::new(at, at + 9);
        let (change, id) =
            Decider { reading: &r, by: None, stamp: &stamp(1) }.label(&[span], "claim", None, None).unwrap();
        r.apply(&change);
        let claim = Claim { rating: Some("false".into()), ..Claim::default() };
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.describe(&id, &claim).unwrap();
        r.apply(&change);
        let index = SaidIndex::new(&r);
        for asked in ["claim", "fals", "Claim"] {
            assert_eq!(index.places(&[], &[asked]).unwrap().spans, [span], "{asked}");
        }
        assert_eq!(index.places(&["lindq"], &["claim"]).unwrap().spans, [span], "both must hold");
        assert!(index.places(&["yusuf"], &["claim"]).unwrap().spans.is_empty());
        assert!(index.places(&[], &["suggested"]).unwrap().spans.len() >= 4);
        assert!(index.places(&[], &["nothing"]).is_none() && index.places(&[], &[""]).is_none());
    }
}
