//! Who says each of two parts: whom detection proposes when it reads them as two.

use super::{Cut, distance, is_name};
use crate::annotation::{AnchoredText, QUOTE};
use crate::detect::{Attribution, Detections, Detector};
use crate::document::Document;
use crate::layout::text_objects;
use crate::reading::{ItemId, Reading, SpeakerChoice};
use crate::span::{self, Span};

/// Bytes of the text before a statement that are read with it: whom a pronoun means stands there.
const BEFORE: u32 = 8 * 1024;
/// Bytes behind it.
const AFTER: u32 = 2 * 1024;
/// Longest stretch that is read again.
const MAX_READ: u32 = 64 * 1024;

/// One of two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its words, in reading order.
    pub spans: Vec<Span>,
    /// Who says it; none where the record that is cut has no speaker.
    pub who: Option<SpeakerChoice>,
    /// Their name.
    pub name: String,
    /// The words beside it that name them.
    pub source: Option<Span>,
    /// The words of saying beside it.
    pub cue: Option<Span>,
    /// Whether it goes on with the speaker of the whole and the words that name them.
    pub keeps: bool,
}

/// What is said of the speaker of a whole statement.
struct Whole {
    who: Option<SpeakerChoice>,
    name: String,
    source: Option<Span>,
    cue: Option<Span>,
}

/// Whom detection found in words beside a part.
struct Found {
    name: String,
    source: Span,
    cue: Option<Span>,
}

impl Reading {
    /// The two parts of a statement with who says each. The one that the words of saying belong to keeps the speaker of the
    /// whole; the other has whom the words beside it name when both are read as two, else the same speaker. Costs what
    /// detection does on the paragraph and 8 KB before it.
    pub fn parts(&self, item: &ItemId, cut: &Cut) -> [Part; 2] {
        let whole = self.whole(item);
        let words = match (whole.source, whole.cue) {
            (Some(source), Some(cue)) => Some(source.hull(cue)),
            (source, cue) => source.or(cue),
        };
        let keeper = usize::from(words.is_some_and(|words| self.belongs_to_second(cut, words)));
        let is_quote = self.record(item).is_none_or(|r| r.label == QUOTE);
        let mut found = match self.name_between(cut) {
            _ if !is_quote => [None, None],
            Some(name) => [None, Some(name)],
            None => self.read_apart(cut),
        };
        let mut number = 0;
        [&cut.first, &cut.second].map(|spans| {
            let keeps = number == keeper;
            let own = found.get_mut(number).and_then(Option::take).filter(|_| !keeps);
            number += 1;
            let (spans, name, who) = (spans.clone(), whole.name.clone(), whole.who.clone());
            match own {
                Some(Found { name, source, cue }) => {
                    let who = self.choice_named(&name);
                    let name = self.name_of_choice(&who);
                    Part { spans, who: Some(who), name, source: Some(source), cue, keeps }
                }
                None if keeps => Part { spans, who, name, source: whole.source, cue: whole.cue, keeps },
                None => Part { spans, who, name, source: None, cue: None, keeps },
            }
        })
    }

    /// Other speakers for a statement that was decided: of a part that was cut that of the `other` part, whom the suggestion
    /// was for, and the others proposed; at most eight. O(log n + those).
    pub fn others_of_record(&self, item: &ItemId, other: Option<&ItemId>) -> Vec<(SpeakerChoice, String)> {
        let own = self.speaker_name(item);
        let mut all: Vec<(SpeakerChoice, String)> = Vec::new();
        if let Some(other) = other
            && let Some(speaker) = self.record(other).and_then(|r| r.speaker.clone())
        {
            all.push((SpeakerChoice::Known(speaker), self.speaker_name(other)));
        }
        // Between versions a person chooses first.
        let record = self.record(item).filter(|r| r.label == QUOTE && !self.is_in_conflict(r));
        if let Some(attribution) = record.and_then(|r| self.detection_of(r)) {
            let proposal = self.proposal(attribution);
            all.push((proposal.who, proposal.name));
            all.extend(self.others(attribution));
        }
        let mut out: Vec<(SpeakerChoice, String)> = Vec::new();
        for (who, name) in all {
            if name != own && out.len() < 8 && !out.iter().any(|(_, known)| *known == name) {
                out.push((who, name));
            }
        }
        out
    }

    fn whole(&self, item: &ItemId) -> Whole {
        if let Some(attribution) = self.suggestion(item) {
            let proposal = self.proposal(attribution);
            let source = self.found.named_by(attribution);
            return Whole { who: Some(proposal.who), name: proposal.name, source, cue: attribution.cue };
        }
        let record = self.record(item);
        let place = |words: &AnchoredText| {
            let span = self.document.offsets().span_to_bytes(self.document.text(), words.0, words.1)?;
            (self.document.words(span) == words.2).then_some(span)
        };
        Whole {
            who: record.and_then(|r| r.speaker.clone()).map(SpeakerChoice::Known),
            name: self.speaker_name(item),
            source: record.and_then(|r| r.source.as_ref()).and_then(place),
            cue: record.and_then(|r| r.cue.as_ref()).and_then(place),
        }
    }

    /// Whether words of saying belong to the second part: they lead into it, or stand nearer to it.
    fn belongs_to_second(&self, cut: &Cut, words: Span) -> bool {
        let between = cut.between();
        if between.covers(words) {
            return self.leads_in(Span::new(words.start, between.end));
        }
        distance(&cut.second, words) < distance(&cut.first, words)
    }

    /// Whether words lead into what follows: "Bo Lind said: ", "and Lind added, ".
    fn leads_in(&self, words: Span) -> bool {
        let words = words.of(self.document.text()).trim_end();
        let inner = words.trim_end_matches([':', ',']);
        inner.len() < words.len() && !inner.contains(['.', '?', '!', '…'])
    }

    /// The name that begins the second part as a turn, if it does.
    fn name_between(&self, cut: &Cut) -> Option<Found> {
        let text = self.document.text();
        let name = cut.between().trim(text, char::is_whitespace);
        let name = Span::new(name.start, name.start + name.of(text).strip_suffix(':')?.len() as u32);
        let words = name.of(text);
        is_name(words).then(|| Found { name: words.to_owned(), source: name, cue: None })
    }

    /// Where the words between two parts turn from the first to the second.
    fn turning_point(&self, cut: &Cut) -> u32 {
        let between = cut.between();
        let words = between.of(self.document.text()).trim_end();
        if !words.ends_with([':', ',']) {
            return between.end;
        }
        let last = between.start + words.len() as u32;
        text_objects::sentence(&self.document, text_objects::previous_letter(&self.document, last))
            .start
            .max(between.start)
    }

    /// What detection finds when the parts stand in paragraphs of their own.
    fn read_apart(&self, cut: &Cut) -> [Option<Found>; 2] {
        let (text, document) = (self.document.text(), &self.document);
        let all = [cut.first.as_slice(), cut.second.as_slice()].concat();
        let Some(hull) = span::hull(&all) else { return [None, None] };
        let blocks = document.blocks();
        let from = document.block_at(hull.start.saturating_sub(BEFORE));
        let own = document.block_at(hull.start);
        // Whole paragraphs: half a one above may leave a quotation open.
        let above = blocks.get(from..=own).unwrap_or_default().iter().map(|b| b.span.start);
        let begin = above.rev().take_while(|start| hull.start - start.min(&hull.start) <= BEFORE).last();
        let begin = begin.unwrap_or(hull.start);
        let end = blocks.get(document.block_at(hull.end.saturating_add(AFTER))).map_or(hull.end, |b| b.span.end);
        let most = end.min(hull.end.saturating_add(2 * AFTER)).max(hull.end);
        let end = text.ceil_char_boundary(most as usize) as u32;
        if end.saturating_sub(begin) > MAX_READ {
            return [None, None];
        }
        let turn = self.turning_point(cut);
        let first = Span::new(begin, turn).of(text).trim_end();
        let apart = Document::verbatim(&format!("{first}\n\n{}", Span::new(turn, end.max(turn)).of(text)));
        let shift = first.len() as u32 + 2;
        let there = |at: u32| if at < turn { (at - begin).min(shift) } else { at - turn + shift };
        let here = |at: u32| if at < shift { at + begin } else { at - shift + turn };
        let map = |span: Span, by: &dyn Fn(u32) -> u32| Span::new(by(span.start), by(span.end - 1) + 1);
        let found = Detector::new().extract(&apart);
        [&cut.first, &cut.second].map(|spans| {
            let spans: Vec<Span> = spans.iter().map(|s| map(*s, &there)).collect();
            let (attribution, source) = named_beside(&apart, &found, &spans)?;
            let name = found.speaker_of(attribution)?.to_owned();
            let cue = attribution.cue.map(|cue| map(cue, &here));
            Some(Found { name, source: map(source, &here), cue })
        })
    }
}

/// The attribution of words whose speaker is named in their own paragraph, and where.
fn named_beside<'a>(document: &Document, found: &'a Detections, spans: &[Span]) -> Option<(Attribution<'a>, Span)> {
    let hull = span::hull(spans)?;
    let shared = |a: &Attribution<'_>| -> u32 {
        let own = a.content.iter().flat_map(|c| spans.iter().filter_map(|s| s.intersection(*c)));
        own.map(Span::len).sum()
    };
    let first = found.first_from(hull.start.saturating_sub(MAX_READ));
    let near = (first..found.len()).filter_map(|n| found.get(n));
    let best = near.filter(|a| shared(a) > 0).max_by_key(|a| shared(a))?;
    let source = found.named_by(best)?;
    (document.block_at(source.start) == document.block_at(hull.start)).then_some((best, source))
}
