//! What an article quotes: every pair of marks with words enough, each with who says it.
//!
//! One quotation is the words between a pair of marks; several pairs where the sentence runs on across the words of saying
//! (“We came,” she said, “at noon.”); several paragraphs where each opens anew and only the last closes; a block set off as a
//! quotation. A new sentence in new marks is a new quotation; what is quoted inside one belongs to it.

use super::outcome::Attributed;
use super::people::Voice;
use super::ties::Ties;
use super::word::Word;
use super::words::read;
use crate::detect::{MarkedWords, MentionKind, QuoteMarks, Rule};
use crate::document::{BlockKind, Document};
use crate::kinds::Form;
use crate::reading::{ItemId, Reading};
use crate::span::Span;
use std::collections::BTreeSet;

/// Fewest words of a pair of marks that nobody is known to say.
const MIN_WORDS: usize = 3;
/// From this probability on a statement counts that shorter words stand in.
const MIN_SCORE: f32 = 0.4;
/// Words on either side of the marks that are looked at for a condition of the article's own.
const BESIDE: usize = 8;

/// Bytes on either side in which these words stand: a paragraph may be long, and hold many quotations.
const BESIDE_BYTES: u32 = 300;

/// A quotation of a document.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Its parts in reading order, without their marks.
    pub parts: Vec<Span>,
    /// Who says it.
    pub speaker: Option<Attributed>,
    /// The same with all names the document knows.
    pub voice: Option<Voice>,
    /// Whether it stands in a statement that was found or decided.
    pub is_statement: bool,
    /// Whether the article itself names the speaker beside the words.
    pub is_named: bool,
    /// Whether the words of saying ask.
    pub asks: bool,
    /// What the document says in its own words right before and right behind it, in the same sentence.
    pub beside: Vec<String>,
}

impl Quotation {
    /// From its first to its last word.
    pub fn hull(&self) -> Span {
        crate::span::hull(&self.parts).unwrap_or_default()
    }

    /// Its words, the parts joined by a blank.
    pub fn words(&self, document: &Document) -> String {
        let parts = self.parts.iter().map(|part| document.words(trimmed(document.text(), *part)));
        parts.collect::<Vec<_>>().join(" ")
    }

    /// A span of the document as one of [`words`](Self::words), in bytes; `None` where it does not lie in one part.
    pub fn in_words(&self, document: &Document, span: Span) -> Option<Span> {
        let mut before = 0;
        for part in &self.parts {
            let part = trimmed(document.text(), *part);
            if part.start <= span.start && span.end <= part.end {
                let start = before + span.start - part.start;
                return Some(Span::new(start, start + span.len()));
            }
            before += part.len() + 1;
        }
        None
    }
}

/// A part without white space and the stops of the sentence around it at its ends.
fn trimmed(text: &str, part: Span) -> Span {
    let part = part.trim(text, char::is_whitespace);
    let words = part.of(text);
    let end = words.trim_end_matches([',', ' ']);
    Span::new(part.start, part.start + end.len() as u32)
}

/// Every quotation of a document in reading order; with `all` also headings, titles and single words in marks. O(length).
pub fn quotations(reading: &Reading, marks: &QuoteMarks, all: bool) -> Vec<Quotation> {
    let ties = Ties::of(reading.document().text());
    let grouped = grouped(reading, &marks.find(reading.document()), all).into_iter();
    grouped.filter_map(|(parts, hull)| quotation(reading, parts, hull, all, &ties)).collect()
}

/// The parts of every quotation of a document whose marks are known, headings and titles too. O(length).
pub fn parts(reading: &Reading, found: &[MarkedWords]) -> Vec<Vec<Span>> {
    let text = reading.document().text();
    let mut words: Vec<Word> = Vec::new();
    let mut has_words = |parts: &Vec<Span>| {
        words.clear();
        parts.iter().any(|part| {
            read(text, *part, &mut words);
            !words.is_empty()
        })
    };
    let grouped = grouped(reading, found, true).into_iter();
    grouped.map(|(parts, _)| parts).filter(|parts| has_words(parts)).collect()
}

/// The parts of what may be a quotation, each with all that lies between its marks.
fn grouped(reading: &Reading, found: &[MarkedWords], all: bool) -> Vec<(Vec<Span>, Span)> {
    let document = reading.document();
    let text = document.text();
    let rejected = rejected(reading);
    let push = |parts: Vec<Span>, hull: Span, out: &mut Vec<(Vec<Span>, Span)>| {
        if !covers_half(&rejected, &parts) {
            out.push((parts, hull));
        }
    };
    let mut out: Vec<(Vec<Span>, Span)> = Vec::new();
    let mut n = 0;
    // Block quotations stand among the others, by their place.
    let blocks = block_quotations(reading);
    let mut next_block = 0;
    while n < found.len() || next_block < blocks.len() {
        let start = found.get(n).map_or(u32::MAX, |m| m.span.start);
        if let Some((span, parts)) = blocks.get(next_block).filter(|(span, _)| span.start <= start) {
            next_block += 1;
            n += found.iter().skip(n).take_while(|m| m.span.start < span.end).count();
            push(parts.clone(), *span, &mut out);
            continue;
        }
        let Some(first) = found.get(n) else { break };
        let count = length(reading, found, n);
        let group = found.get(n..n + count).unwrap_or_default();
        n += count;
        let block = document.blocks().get(first.block).map(|b| b.kind);
        if !all && matches!(block, Some(BlockKind::Heading(_))) {
            continue;
        }
        let parts: Vec<Span> = group
            .iter()
            .map(|m| unsigned(reading, m))
            .filter(|s| !s.trim(text, char::is_whitespace).is_empty())
            .collect();
        // A transcript in marks: each turn by itself, without the labels.
        let turns: Vec<Span> = parts.iter().flat_map(|part| turns_in(reading, *part)).collect();
        let several = parts.iter().filter_map(|part| turn_of(reading, *part)).collect::<BTreeSet<ItemId>>().len() > 1;
        if several || turns.iter().any(|turn| parts.iter().any(|part| part.start < turn.start && turn.end <= part.end))
        {
            for turn in turns {
                push(vec![turn], turn, &mut out);
            }
            continue;
        }
        let Some(hull) = group.first().zip(group.last()).map(|(a, b)| a.span.hull(b.span)) else { continue };
        push(parts, hull, &mut out);
    }
    out
}

/// The words in marks; behind one whose closing mark is lost, those of the post it stands in, without its signature.
fn unsigned(reading: &Reading, marked: &MarkedWords) -> Span {
    let inner = marked.inner;
    if marked.closed {
        return inner;
    }
    let holds = |span: &&Span| span.contains(inner.start) && span.end < inner.end;
    let posts = reading.items_in(inner).into_iter().filter(|item| reading.nature(item).1 == Form::Post);
    let end = posts.filter_map(|post| reading.spans(&post).iter().find(holds).map(|span| span.end)).min();
    Span::new(inner.start, end.unwrap_or(inner.end))
}

/// A quotation of these parts, where it is one that is checked.
fn quotation(reading: &Reading, parts: Vec<Span>, hull: Span, all: bool, ties: &Ties) -> Option<Quotation> {
    let document = reading.document();
    let text = document.text();
    let mut words: Vec<Word> = Vec::new();
    for part in &parts {
        read(text, *part, &mut words);
    }
    if words.is_empty() {
        return None;
    }
    let item = statement(reading, &parts);
    let sure = |item: &ItemId| reading.suggestion(item).is_none_or(|a| a.score >= MIN_SCORE);
    let is_statement = item.as_ref().is_some_and(sure);
    if !all && !is_statement && (words.len() < MIN_WORDS || is_title(&words)) {
        return None;
    }
    let speaker = item.as_ref().and_then(|item| speaker(reading, item));
    let asks = item.as_ref().and_then(|item| reading.suggestion(item)).and_then(|a| a.cue).is_some_and(|cue| {
        let cue = document.words(cue).to_ascii_lowercase();
        super::en::asks(&cue)
    });
    let (attributed, voice) = speaker.map(|(attributed, voice)| (attributed, ties.tie(voice))).unzip();
    let beside = beside(text, document, hull);
    let is_named = item.as_ref().is_some_and(|item| is_named(reading, item));
    Some(Quotation { parts, speaker: attributed, voice, is_statement, is_named, asks, beside })
}

/// How many pairs of marks from `n` on are one quotation.
fn length(reading: &Reading, found: &[MarkedWords], n: usize) -> usize {
    let document = reading.document();
    let text = document.text();
    let mut count = 1;
    while let (Some(last), Some(next)) = (found.get(n + count - 1), found.get(n + count)) {
        let goes_on = if next.block == last.block {
            last.closed && runs_on(reading, text, last, next)
        } else {
            // Each paragraph opens anew, only the last closes.
            let begins = document.blocks().get(next.block).is_some_and(|b| next.span.start == b.span.start);
            let is_signed = || unsigned(reading, last).end < last.inner.end;
            !last.closed && next.block == last.block + 1 && begins && next.style == last.style && !is_signed()
        };
        if !goes_on {
            break;
        }
        count += 1;
    }
    count
}

/// Whether the sentence of a quotation goes on in the next marks, across words of saying.
fn runs_on(reading: &Reading, text: &str, last: &MarkedWords, next: &MarkedWords) -> bool {
    let between = Span::new(last.span.end, next.span.start.max(last.span.end));
    let words = between.of(text).trim();
    if words.is_empty()
        || !words.ends_with([',', '—', '–', '-'])
        || words.contains(['?', '!', '\n', ';'])
        || words.contains(". ")
    {
        return false;
    }
    let first = last.inner.of(text).trim_end();
    let second = next.inner.of(text).trim_start();
    let stops = first.ends_with(['.', '?', '!']);
    let begins = second.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let goes_on =
        second.starts_with(|c: char| c.is_lowercase() || c.is_numeric() || matches!(c, '…' | '.')) || begins == "I";
    if stops || !goes_on {
        return false;
    }
    let cue_between = |item: &ItemId| match reading.suggestion(item) {
        Some(a) => a.cue.is_some_and(|cue| between.covers(cue)),
        None => reading.record(item).is_some(),
    };
    let holds = |item: &ItemId| {
        cue_between(item) && {
            let spans = reading.spans(item);
            let has =
                |part: Span| spans.iter().any(|s| s.intersection(part).is_some_and(|i| i.len() * 2 >= part.len()));
            has(last.inner) && has(next.inner)
        }
    };
    reading.items_in(last.inner).iter().any(holds)
}

/// Blocks set off as quotations, neighbours together, each with its words without marks around all of them; of a transcript
/// set off so each turn.
fn block_quotations(reading: &Reading) -> Vec<(Span, Vec<Span>)> {
    let document = reading.document();
    let mut out: Vec<(Span, Vec<Span>)> = Vec::new();
    let mut above: Option<usize> = None;
    for (n, block) in document.blocks().iter().enumerate() {
        if !matches!(block.kind, BlockKind::Quotation(_)) {
            continue;
        }
        let turns = turns_in(reading, block.span);
        if !turns.is_empty() {
            out.extend(turns.into_iter().map(|turn| (turn, vec![turn])));
            above = None;
            continue;
        }
        let words = block.span.trim(document.text(), |c| c.is_whitespace() || "“”\"„«»‘’".contains(c));
        if words.is_empty() {
            continue;
        }
        match out.last_mut().filter(|_| above.is_some_and(|above| above + 1 == n)) {
            Some((span, parts)) => {
                *span = span.hull(block.span);
                parts.push(words);
            }
            None => out.push((block.span, vec![words])),
        }
        above = Some(n);
    }
    out
}

/// The turn that some words stand in.
fn turn_of(reading: &Reading, part: Span) -> Option<ItemId> {
    reading.items_in(part).into_iter().find(|item| reading.nature(item).1 == Form::Turn)
}

/// What is said in turn within a block, without the labels.
fn turns_in(reading: &Reading, block: Span) -> Vec<Span> {
    let mut items = reading.items_in(block);
    items.retain(|item| reading.nature(item).1 == Form::Turn);
    let mut parts: Vec<Span> =
        items.iter().flat_map(|item| reading.spans(item)).filter_map(|span| span.intersection(block)).collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// The statement that holds most of the parts.
fn statement(reading: &Reading, parts: &[Span]) -> Option<ItemId> {
    let first = parts.first()?;
    let mut items = reading.items_in(*first);
    items.retain(|item| reading.record(item).is_none_or(|r| r.label == crate::annotation::QUOTE));
    let shared = |item: &ItemId| {
        let spans = reading.spans(item).iter();
        spans.filter_map(|s| s.intersection(*first)).map(Span::len).sum::<u32>() * 10 / first.len().max(1)
    };
    let size = |item: &ItemId| reading.spans(item).iter().map(|s| s.len()).sum::<u32>();
    let decided = |item: &ItemId| reading.record(item).is_some();
    items.into_iter().filter(|i| shared(i) >= 5).max_by_key(|i| (shared(i), decided(i), std::cmp::Reverse(size(i))))
}

/// Who says a statement.
fn speaker(reading: &Reading, item: &ItemId) -> Option<(Attributed, Voice)> {
    let who = reading.who_says(item)?;
    let about = reading.about(&who);
    let unknown = matches!(who, crate::reading::SpeakerChoice::Unknown);
    if unknown || about.name.is_empty() {
        return None;
    }
    let suggestion = reading.suggestion(item);
    let words = suggestion.and_then(|a| reading.found().named_by(a)).map(|span| reading.document().words(span));
    let score = suggestion.map_or(1.0, |a| (f64::from(a.score) * 100.0).round() / 100.0);
    let attributed = Attributed { name: about.name.clone(), score, decided: suggestion.is_none() };
    Some((attributed, Voice::of(&about).called(words.unwrap_or_default())))
}

/// Whether the words that name the speaker are a name, and stand beside what is said.
fn is_named(reading: &Reading, item: &ItemId) -> bool {
    let Some(attribution) = reading.suggestion(item) else { return true };
    let named = reading.found().mention_of(attribution).is_some_and(|m| m.kind == MentionKind::Name);
    named
        && matches!(
            attribution.rule,
            Rule::After | Rule::AfterInverted | Rule::Before | Rule::According | Rule::LeadIn | Rule::Caption
        )
}

/// Words of which somebody said that they are no statement.
fn rejected(reading: &Reading) -> Vec<Span> {
    let records = reading.set().iter().filter(|r| r.is_rejected());
    records.flat_map(|r| reading.anchor_of(&r.id).spans()).copied().collect()
}

/// Whether at least half of some parts lies in places.
fn covers_half(places: &[Span], parts: &[Span]) -> bool {
    let size: u32 = parts.iter().map(|p| p.len()).sum();
    let shared: u32 = parts.iter().flat_map(|p| places.iter().filter_map(|s| s.intersection(*p))).map(Span::len).sum();
    size > 0 && shared * 2 >= size
}

/// Whether the words look like a title: all but the small ones begin with a capital.
fn is_title(words: &[Word]) -> bool {
    let large = words.iter().filter(|w| !super::en::is_stop_word(&w.key) && !w.key.starts_with(['#', '¤']));
    let (all, capitals) = large.fold((0, 0), |(all, capitals), w| (all + 1, capitals + usize::from(w.flags.capital)));
    all >= 2 && all == capitals
}

/// The document's own words of the same sentence right beside a quotation.
fn beside(text: &str, document: &Document, hull: Span) -> Vec<String> {
    let Some(block) = document.blocks().get(document.block_at(hull.start)) else { return Vec::new() };
    let marks = |c: char| "“”\"„«»‘’".contains(c);
    let mut out = Vec::new();
    let before = Span::new(beside_from(text, block.span.start.min(hull.start), hull.start), hull.start);
    let mut words = Vec::new();
    read(text, before, &mut words);
    let same = words
        .iter()
        .rev()
        .take_while(|w| !w.after.ends_sentence() && !text_between(text, w.span.end, hull.start).contains(marks));
    out.extend(same.take(BESIDE).map(|w| w.key.clone()));
    let end = document.blocks().get(document.block_at(hull.end.saturating_sub(1))).map_or(hull.end, |b| b.span.end);
    words.clear();
    let end = end.min(text.ceil_char_boundary((hull.end + BESIDE_BYTES) as usize) as u32);
    read(text, Span::new(hull.end.min(end), end), &mut words);
    // A stop inside the marks ends the sentence before them.
    let closed = hull.of(text).trim_end_matches(marks).ends_with(['.', '?', '!']);
    let mut ended = closed && words.first().is_some_and(|w| w.flags.capital);
    for word in words.iter().take(BESIDE) {
        if ended || text_between(text, hull.end, word.span.start).contains(marks) {
            break;
        }
        out.push(word.key.clone());
        ended = word.after.ends_sentence();
    }
    out
}

/// Where the words in front of the byte `at` begin that are looked at, not before `first`: at a word.
fn beside_from(text: &str, first: u32, at: u32) -> u32 {
    let near = text.floor_char_boundary(at.saturating_sub(BESIDE_BYTES) as usize) as u32;
    if near <= first {
        return first;
    }
    text_between(text, near, at).find(char::is_whitespace).map_or(at, |blank| near + blank as u32)
}

fn text_between(text: &str, from: u32, to: u32) -> &str {
    text.get(from as usize..to as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use std::sync::Arc;

    fn quoted(text: &str, name: &str, all: bool) -> Vec<(String, Option<String>)> {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(document, found, Set::default());
        let found = quotations(&reading, &QuoteMarks::new(), all);
        found.into_iter().map(|q| (q.words(reading.document()), q.speaker.map(|s| s.name))).collect()
    }

    #[test]
    fn one_sentence_in_two_pairs_of_marks_is_one() {
        let found = quoted(
            "“We came by boat,” said Ada Grey, “at noon on Monday.” “We left at once,” she said. “We ate nothing.”",
            "a.txt",
            false,
        );
        let words: Vec<&str> = found.iter().map(|(w, _)| w.as_str()).collect();
        assert_eq!(words, ["We came by boat at noon on Monday.", "We left at once", "We ate nothing."]);
        assert_eq!(found[0].1.as_deref(), Some("Ada Grey"));
    }

    #[test]
    fn paragraphs_that_open_anew_are_one() {
        let text = "“It began in the rain.\n\n“It went on for days.\n\n“It ended at noon,” said Ada Grey.";
        assert_eq!(quoted(text, "a.txt", false).len(), 1);
    }

    #[test]
    fn a_post_whose_closing_mark_is_lost_is_quoted_without_its_signature() {
        let text =
            "“An engineer is on the way. The best sentence of this year. — Jonas Pike (@pikejonas) May 7, 2024\n";
        let words: Vec<String> = quoted(text, "a.txt", true).into_iter().map(|(words, _)| words).collect();
        assert_eq!(words, ["An engineer is on the way. The best sentence of this year."]);
    }

    #[test]
    fn words_beside_a_quotation_are_those_near_it_however_long_the_paragraph() {
        let beside = |filled: usize| {
            let filler = "the boats came in and went out again ".repeat(filled);
            let text =
                format!("{filler}but only if the council agrees will “every boat of the quay” sail, unless {filler}.");
            let document = Arc::new(Document::from_text(&text, "a.txt"));
            let reading = Reading::new(document, Arc::default(), Set::default());
            let found = quotations(&reading, &QuoteMarks::new(), true);
            found.into_iter().map(|q| q.beside).collect::<Vec<_>>()
        };
        assert_eq!(beside(2), beside(300));
    }

    #[test]
    fn block_quotations_and_short_ones() {
        let text = "# The “great wall of things”\n\nIt ends so:\n\n> The reserve will fall to six.\n\nA “scare” word, the book “Tales of the Sea”, and the plan “remains the only one”.";
        let words = |all| quoted(text, "a.md", all).into_iter().map(|(w, _)| w).collect::<Vec<_>>();
        assert_eq!(words(false), ["The reserve will fall to six.", "remains the only one"]);
        assert_eq!(words(true).len(), 5);
    }
}
