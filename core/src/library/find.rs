//! Matches of a question within one document: where, in which words, and who says them.

use super::query::{FindQuery, QueryError, Within, fold_name, name_words};
use super::record::DocumentRecord;
use crate::annotation::{CLAIM, QUOTE, folded_name};
use crate::kinds::Form;
use crate::layout::text_objects::sentence_of;
use crate::reading::{Likeness, QuotationCopy, SameWords};
use crate::search::{MAX_MATCHES, Pattern};
use crate::span::Span;

/// Bytes to either side of a match within which its sentence is looked for.
const AROUND: u32 = 400;

/// One match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// Where, in bytes.
    pub span: Span,
    /// Number of the shortest statement around it.
    pub statement: Option<u32>,
    /// Number of the annotation around it that was asked for, or of the shortest one.
    pub annotation: Option<u32>,
    /// Of the same words as a quotation: how they stand to it.
    pub likeness: Option<Likeness>,
    /// What differs from that quotation.
    pub differs: Vec<Span>,
}

impl Find {
    /// The sentence around it; of a turn, post or block without the name before the words, for that is told beside them. O(1).
    pub fn context(&self, record: &DocumentRecord, text: &str) -> Span {
        let whole = context(record, text, self.span);
        let statement = self.statement.and_then(|n| record.statements.get(n as usize));
        let content = statement.filter(|s| s.form != Form::Quotation).map(|s| s.content.as_slice()).unwrap_or_default();
        let around = content.iter().map(|(start, end)| Span::new(*start, *end)).find(|part| part.covers(self.span));
        around.and_then(|part| part.intersection(whole)).unwrap_or(whole)
    }
}

/// A question ready to be asked of documents.
#[derive(Clone, Debug)]
pub struct Finder {
    same: Option<SameWords>,
    parts: Vec<Pattern>,
    near: u32,
    by: Vec<Vec<String>>,
    /// Whole names, letter case folded.
    names: Vec<String>,
    labels: Vec<String>,
    ratings: Vec<String>,
    within: Within,
}

/// Spans with numbers, in order of their beginnings, each with the furthest end so far: what lies around a place is found
/// without going through all.
struct Nest {
    rows: Vec<(Span, u32)>,
    furthest: Vec<u32>,
}

impl Nest {
    fn new(mut rows: Vec<(Span, u32)>) -> Self {
        rows.sort_unstable();
        let mut most = 0;
        let furthest = rows.iter().map(|(span, _)| {
            most = most.max(span.end);
            most
        });
        Self { furthest: furthest.collect(), rows }
    }

    /// The shortest one that covers `span`, and its number.
    fn around(&self, span: Span) -> Option<u32> {
        let behind = self.rows.partition_point(|(row, _)| row.start <= span.start);
        let reach = self.furthest.iter().take(behind).rev();
        let rows = self.rows.iter().take(behind).rev().zip(reach).take_while(|(_, reach)| **reach >= span.end);
        let around = rows.filter(|((row, _), _)| row.covers(span)).map(|(row, _)| row);
        around.min_by_key(|(row, number)| (row.len(), *number)).map(|(_, number)| *number)
    }
}

impl Finder {
    /// # Errors
    /// When an expression is none.
    pub fn new(query: &FindQuery) -> Result<Self, QueryError> {
        let mut parts = Vec::with_capacity(query.parts.len());
        for part in &query.parts {
            parts.extend(part.pattern()?);
        }
        let same = query.same_as.as_ref().map(|words| SameWords::new(words).ok_or(QueryError::TooFew)).transpose()?;
        Ok(Self {
            same,
            parts,
            near: query.near,
            by: query.by.iter().map(|name| name_words(name)).filter(|words| !words.is_empty()).collect(),
            names: query.names.iter().map(|name| folded_name(name)).collect(),
            labels: query.labels.iter().map(|l| fold_name(l)).collect(),
            ratings: query.ratings.iter().map(|r| fold_name(r)).collect(),
            within: query.within,
        })
    }

    /// Whether a text can hold a match at all, by its words alone: without what is known of it. O(length).
    pub fn may_match(&self, text: &str) -> bool {
        self.parts.iter().all(|part| part.first(text).is_some())
    }

    /// The matches in a document, in order, at most `limit`. O(text + statements + annotations + matches · log).
    pub fn matches(&self, record: &DocumentRecord, text: &str, limit: usize) -> Vec<Find> {
        let numbered = |n: usize| n as u32;
        let is_named =
            |n: u32| record.speakers.get(n as usize).is_some_and(|s| self.names.contains(&folded_name(&s.name)));
        let is_asked = |n: &Option<u32>| {
            let asked = |n: u32| self.by.iter().any(|asked| record.is_called(n, asked)) || is_named(n);
            self.by.is_empty() || n.is_some_and(asked)
        };
        // The names are compared once for each speaker.
        let asked: Vec<bool> = (0..record.speakers.len()).map(|n| is_asked(&Some(numbered(n)))).collect();
        let says = |n: Option<u32>| {
            self.by.is_empty() || n.is_some_and(|n| asked.get(n as usize).copied().unwrap_or_default())
        };
        let needs_annotation = !self.ratings.is_empty()
            || self.within == Within::Claims
            || self.labels.iter().any(|label| !QUOTE.starts_with(label.as_str()));
        let needs_statement =
            !needs_annotation && (!self.by.is_empty() || !self.labels.is_empty() || self.within == Within::Quotes);
        let spans = |pairs: &[(u32, u32)], n: usize| -> Vec<(Span, u32)> {
            pairs.iter().map(|(start, end)| (Span::new(*start, *end), numbered(n))).collect()
        };
        let own = self.within == Within::Quotes;
        let statements = record.statements.iter().enumerate().filter(|(_, s)| says(s.speaker));
        let statements = statements.flat_map(|(n, s)| spans(if own { s.own_words() } else { &s.content }, n));
        let statements = Nest::new(statements.collect());
        let is_labelled = |label: &str, rating: Option<&str>| {
            let begins = |word: &str, all: &[String]| {
                let word = fold_name(word);
                all.is_empty() || all.iter().any(|asked| !asked.is_empty() && word.starts_with(asked.as_str()))
            };
            (self.within != Within::Claims || label == CLAIM)
                && begins(label, &self.labels)
                && (self.ratings.is_empty() || rating.is_some_and(|rating| begins(rating, &self.ratings)))
        };
        let annotations = record
            .annotations
            .iter()
            .enumerate()
            .filter(|(_, a)| !needs_annotation || is_labelled(&a.label, a.rating.as_deref()));
        let annotations = Nest::new(annotations.flat_map(|(n, a)| spans(&a.spans, n)).collect());
        let mut out = Vec::new();
        let copies = self.same.as_ref().map(|same| copies(same, record, text));
        let places = match &copies {
            Some(copies) => copies.iter().map(|copy| copy.span).collect(),
            None => self.places(record, text, needs_annotation, &statements, &annotations),
        };
        for (n, span) in places.into_iter().enumerate() {
            let copy = copies.as_ref().and_then(|copies| copies.get(n));
            // A quotation in two pieces may be two statements here.
            let first = copy.map(|_| Span::new(span.start, span.start + 1));
            let statement = statements.around(span).or_else(|| statements.around(first?));
            let annotation = annotations.around(span);
            let by_annotation = annotation.and_then(|n| record.annotations.get(n as usize)).map(|a| a.speaker);
            let is_said = self.by.is_empty() || statement.is_some() || by_annotation.is_some_and(says);
            let fits = (!needs_annotation || annotation.is_some())
                && (!needs_statement || statement.is_some())
                && (!own || statement.is_some())
                && is_said;
            if fits {
                let (likeness, differs) = copy.map(|copy| (copy.likeness, copy.differs.clone())).unzip();
                out.push(Find { span, statement, annotation, likeness, differs: differs.unwrap_or_default() });
                if out.len() >= limit {
                    break;
                }
            }
        }
        out
    }

    /// The places of the words that are asked for; without words, every place that the rest of the question names.
    fn places(&self, record: &DocumentRecord, text: &str, annotated: bool, said: &Nest, noted: &Nest) -> Vec<Span> {
        match self.parts.as_slice() {
            [] => {
                let nest = if annotated { noted } else { said };
                let mut rows: Vec<(u32, Span)> = nest.rows.iter().map(|(span, number)| (*number, *span)).collect();
                // Of a statement in several parts the first.
                rows.sort_unstable();
                rows.dedup_by_key(|(number, _)| *number);
                let mut spans: Vec<Span> = rows.into_iter().map(|(_, span)| span).filter(|s| !s.is_empty()).collect();
                spans.sort_unstable();
                spans
            }
            [one] => one.all(text),
            several => self.together(several, record, text),
        }
    }

    /// The shortest stretches of a block that hold a match of every part with few words between. O(matches · parts).
    fn together(&self, parts: &[Pattern], record: &DocumentRecord, text: &str) -> Vec<Span> {
        let mut all: Vec<(Span, usize)> = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            let found = part.all(text);
            if found.is_empty() {
                return Vec::new();
            }
            all.extend(found.into_iter().map(|span| (span, n)));
        }
        all.sort_unstable();
        let mut last: Vec<Option<Span>> = vec![None; parts.len()];
        let mut out: Vec<Span> = Vec::new();
        for (span, n) in all {
            if let Some(slot) = last.get_mut(n) {
                *slot = Some(span);
            }
            let known: Vec<Span> = last.iter().flatten().copied().collect();
            if known.len() < parts.len() {
                continue;
            }
            let apart = known.iter().enumerate().all(|(i, a)| known.iter().skip(i + 1).all(|b| !a.overlaps(*b)));
            let Some(whole) = crate::span::hull(&known).filter(|_| apart) else { continue };
            let words = |span: &Span| span.of(text).split_whitespace().count();
            let between = words(&whole).saturating_sub(known.iter().map(words).sum());
            let is_one_block = record.block_around(whole.start).end >= whole.end;
            if is_one_block && between <= self.near as usize && out.len() < MAX_MATCHES {
                out.push(whole);
                // What stands in one stretch does not begin another.
                last.fill(None);
            }
        }
        out
    }
}

/// Most bytes between two quotations that are near each other.
const MAX_BETWEEN: u32 = 200;

/// The places of a document that carry a quotation. What stands between two quotations near each other are the reporter's words:
/// they make no copy an altered one.
fn copies(same: &SameWords, record: &DocumentRecord, text: &str) -> Vec<QuotationCopy> {
    let span = |(start, end): &(u32, u32)| Span::new(*start, *end);
    let mut said: Vec<Span> = record.statements.iter().flat_map(|s| s.content.iter().map(span)).collect();
    said.sort_unstable();
    let (mut between, mut end) = (Vec::new(), None::<u32>);
    for own in &said {
        let gap = end.filter(|end| *end < own.start && own.start - end <= MAX_BETWEEN);
        between.extend(gap.map(|end| Span::new(end, own.start)));
        end = end.max(Some(own.end));
    }
    same.all(text, &said, &between)
}

/// The sentence around a match, within its block; of a long one what stands near. O(1).
pub fn context(record: &DocumentRecord, text: &str, span: Span) -> Span {
    let block = record.block_around(span.start);
    let start = text.floor_char_boundary(block.start.max(span.start.saturating_sub(AROUND)) as usize) as u32;
    let end = block.end.max(span.end).min(span.end.saturating_add(AROUND)).min(text.len() as u32);
    let window = Span::new(start, text.ceil_char_boundary(end as usize) as u32);
    let first = sentence_of(text, window, span.start);
    let whole = if first.end >= span.end { first } else { first.hull(sentence_of(text, window, span.end - 1)) };
    whole.hull(span).trim(text, char::is_whitespace)
}

/// Code points before places that are asked for in order: each stretch of the text is counted once.
#[derive(Debug)]
pub struct CharCount<'a> {
    text: &'a str,
    at: usize,
    chars: u32,
}

impl<'a> CharCount<'a> {
    /// At the beginning.
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0, chars: 0 }
    }

    /// Code points before the byte `at`. O(bytes since the last place), or from the beginning when that was later.
    pub fn before(&mut self, at: u32) -> u32 {
        let at = at as usize;
        if at < self.at {
            (self.at, self.chars) = (0, 0);
        }
        self.chars += self.text.get(self.at..at).unwrap_or_default().chars().count() as u32;
        self.at = at;
        self.chars
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::reading::{Claim, Decider, Reading};
    use std::sync::Arc;

    const HALL: &str = "The hall was full. A bonus is rare.\n\nModerator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was \
        paid. I paid it in March. We never had a bonus before.\n\nAmina Yusuf: No bonus was due.\n\nModerator: Thank you. We \
        ask again.\n\nPeter Lindqvist: Ask me.\n";

    fn record() -> (DocumentRecord, String) {
        let document = Arc::new(Document::from_text(HALL, "hall.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        let mut r = Reading::new(document, found, Set::default());
        let stamp = |n| Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] };
        let at = HALL.find("The bonus").unwrap() as u32;
        let span = Span::new(at, at + 19);
        let (change, id) =
            Decider { reading: &r, by: None, stamp: &stamp(1) }.label(&[span], "claim", None, None).unwrap();
        r.apply(&change);
        let claim = Claim { rating: Some("false".into()), ..Claim::default() };
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.describe(&id, &claim).unwrap();
        r.apply(&change);
        let text = r.document().text().to_owned();
        (DocumentRecord::of(&r), text)
    }

    /// Where a line finds something: the place, and the speaker.
    fn found(line: &str) -> Vec<(usize, Option<String>)> {
        let (record, text) = record();
        let finder = Finder::new(&FindQuery::parse(line).unwrap()).unwrap();
        let finds = finder.matches(&record, &text, 100);
        let speaker = |f: &Find| {
            let statement = f.statement.and_then(|n| record.statements.get(n as usize));
            statement.and_then(|s| record.speaker(s.speaker)).map(|s| s.name.clone())
        };
        finds.iter().map(|f| (f.span.start as usize, speaker(f))).collect()
    }

    fn at(words: &str) -> usize {
        HALL.find(words).unwrap()
    }

    #[test]
    fn words_are_found_with_who_says_them() {
        let all = found("bonus");
        assert_eq!(all.len(), 5);
        assert_eq!(all[2], (at("bonus was paid"), Some("Peter Lindqvist".to_owned())));
        assert_eq!(all[0], (at("bonus is rare"), None));
        assert_eq!(
            found("bonus @lind").iter().map(|f| f.0).collect::<Vec<_>>(),
            [at("bonus was paid"), at("bonus before")]
        );
        assert_eq!(found("bonus @amina-yusuf").len(), 1);
        assert_eq!(found("bonus in:quotes").len(), 4, "the hall is nobody's words");
        assert_eq!(found("bonus in:claims").len(), 1);
        assert_eq!(found("bonus #claim rating:false").len(), 1);
        assert!(found("bonus rating:true").is_empty() && found("bonus @nobody").is_empty());
        assert_eq!(found("#claim").iter().map(|f| f.0).collect::<Vec<_>>(), [at("The bonus")]);
        assert_eq!(found("@lind").iter().map(|f| f.0).collect::<Vec<_>>(), [at("The bonus"), at("Ask me")]);
        assert_eq!(found("/b[o]nus (was|is)/").len(), 3);
    }

    #[test]
    fn a_quotation_in_two_statements_is_one_copy() {
        let text = "“We lost three boats in March,” Lind said. Nobody spoke.\n\n“Nobody on this council was asked about it,” he \
            added.\n";
        let document = Arc::new(Document::from_text(text, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        let record = DocumentRecord::of(&Reading::new(document, found, Set::default()));
        let same_as = Some("We lost three boats in March, and nobody on this council was asked about it".to_owned());
        let finder = Finder::new(&FindQuery { same_as, ..FindQuery::default() }).unwrap();
        let finds = finder.matches(&record, text, 100);
        assert_eq!(finds.iter().map(|f| f.likeness).collect::<Vec<_>>(), [Some(Likeness::Shortened)], "{finds:?}");
        let says = finds[0].statement.and_then(|n| record.statements.get(n as usize)).unwrap();
        assert_eq!(record.speaker(says.speaker).unwrap().name, "Lind");
    }

    #[test]
    fn parts_stand_near_each_other_in_one_block() {
        assert_eq!(found("near:3 paid march"), [(at("paid it"), Some("Peter Lindqvist".to_owned()))]);
        assert_eq!(found("near:1 paid march"), []);
        assert_eq!(found("near:9 march paid").len(), 1, "in any order");
        assert_eq!(found("near:99 thank due"), [], "not over the end of a paragraph");
        assert_eq!(found("\"the hall\" rare").len(), 1);
    }

    #[test]
    fn a_match_is_shown_in_its_sentence() {
        let (record, text) = record();
        let span = |words: &str| Span::new(at(words) as u32, (at(words) + words.len()) as u32);
        let shown = |words: &str| context(&record, &text, span(words)).of(&text).to_owned();
        assert_eq!(shown("bonus is"), "A bonus is rare.");
        assert_eq!(shown("full. A"), "The hall was full. A bonus is rare.");
        let turn = Finder::new(&FindQuery::parse("bonus was paid").unwrap()).unwrap().matches(&record, &text, 1);
        assert_eq!(turn[0].context(&record, &text).of(&text), "The bonus was paid.");
        let mut count = CharCount::new("né “a” b");
        assert_eq!([count.before(3), count.before(11), count.before(0)], [2, 6, 0]);
    }

    #[test]
    fn what_lies_around_is_the_shortest() {
        let span = Span::new;
        let nest = Nest::new(vec![(span(0, 100), 0), (span(10, 40), 1), (span(20, 30), 2), (span(50, 60), 3)]);
        assert_eq!(
            [span(22, 25), span(35, 39), span(45, 46), span(55, 70)].map(|s| nest.around(s)),
            [Some(2), Some(1), Some(0), Some(0)]
        );
        assert_eq!(nest.around(span(90, 101)), None);
    }
}
