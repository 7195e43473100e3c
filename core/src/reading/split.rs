//! One statement becomes two, two become one.
//!
//! Two answers that were taken for one quotation are cut where the marks close and open again, where a name begins a turn, or
//! wherever a person says. What the reporter says between the two belongs to neither. Each part has the speaker that
//! detection proposes when it reads the parts as two.

mod change;
mod parts;

use super::{ItemId, Reading};
use crate::annotation::QUOTE;
use crate::kinds::{Form, Kind};
use crate::layout::text_objects::{self, is_mark, opens};
use crate::span::{self, Span};

pub use change::Refusal;
pub use parts::Part;

/// Most bytes of a statement in which likely places are looked for.
const MAX_SCANNED: u32 = 64 * 1024;
/// Most likely places that are offered: one for each digit.
const MAX_CUTS: usize = 9;
/// Longest name before a turn, in bytes.
const MAX_NAME: usize = 48;
/// Most words of it.
const MAX_NAME_WORDS: usize = 5;

/// A statement cut in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The words of the first part, in reading order.
    pub first: Vec<Span>,
    /// Those of the second.
    pub second: Vec<Span>,
}

impl Cut {
    /// Where the second part begins.
    pub fn start(&self) -> u32 {
        self.second.first().map_or(0, |s| s.start)
    }

    /// What stands between the two: words that belong to neither, or nothing but white space.
    pub fn between(&self) -> Span {
        let end = self.first.last().map_or(0, |s| s.end);
        Span::new(end, self.start().max(end))
    }
}

impl Reading {
    /// The likely places to cut a statement, best first: before the sentence that holds the byte `near`, between its
    /// quotations, before a name that begins a turn, at a line break, behind a question, before a sentence. Empty where there
    /// are none. O(length of the statement, at most 64 KB).
    pub fn cuts(&self, item: &ItemId, near: Option<u32>) -> Vec<Cut> {
        let mut places: Vec<(u8, u32)> = self.gaps(item).into_iter().map(|(rank, gap)| (rank, gap.end)).collect();
        places.extend(self.sentences(item));
        let hull = self.hull(item).unwrap_or_default();
        let meant = near.filter(|near| hull.start <= *near && *near < hull.end);
        // Where a match or a word is looked at, the sentence or turn that holds it is the second part.
        let meant = meant.and_then(|near| places.iter().map(|(_, at)| *at).filter(|at| *at <= near).max());
        places.sort_unstable_by_key(|(rank, at)| (Some(*at) != meant, *rank, *at));
        let mut out: Vec<Cut> = Vec::new();
        for (_, at) in places {
            let cut = self.cut_at(item, at);
            out.extend(cut.filter(|cut| !out.contains(cut)));
            if out.len() >= MAX_CUTS {
                break;
            }
        }
        out
    }

    /// A statement cut at the byte `at`: within words of the reporter between two quotations, at both their ends. `None`
    /// where a part would have no words. O(length of the statement, at most 64 KB).
    pub fn cut_at(&self, item: &ItemId, at: u32) -> Option<Cut> {
        let text = self.document.text();
        let touching = |gap: &Span| gap.start <= at && at <= gap.end;
        let gap = self.gaps(item).into_iter().map(|(_, gap)| gap).filter(touching).max_by_key(|gap| gap.len());
        let (end, start) = gap.map_or((at, at), |gap| (gap.start, gap.end));
        let spans = self.spans(item);
        let part = |within: Span| -> Vec<Span> {
            let words = spans.iter().filter_map(|s| s.intersection(within));
            words.map(|s| s.trim(text, char::is_whitespace)).filter(|s| has_words(s.of(text))).collect()
        };
        let cut = Cut { first: part(Span::new(0, end)), second: part(Span::new(start, u32::MAX)) };
        (!cut.first.is_empty() && !cut.second.is_empty()).then_some(cut)
    }

    /// Stretches between which a statement is likely to be two, with a rank, 0 the best: what lies between its spans, and
    /// within a span what lies between a mark that closes and one that opens, a name before a turn, a line break.
    fn gaps(&self, item: &ItemId) -> Vec<(u8, Span)> {
        let text = self.document.text();
        let spans = self.spans(item);
        let mut out: Vec<(u8, Span)> = Vec::new();
        for pair in spans.windows(2) {
            if let [one, next] = pair {
                out.push((0, Span::new(one.end, next.start.max(one.end))));
            }
        }
        let (kind, form) = self.nature(item);
        let mut left = MAX_SCANNED;
        for span in spans {
            let end = text.floor_char_boundary(span.end.min(span.start.saturating_add(left)) as usize) as u32;
            let scanned = Span::new(span.start, end.max(span.start));
            left -= scanned.len().min(left);
            // In a turn the words between two quotations are the speaker's own.
            if form == Form::Quotation && kind == Kind::Direct && scanned.of(text).starts_with(is_mark) {
                out.extend(between_marks(text, scanned).map(|gap| (0, gap)));
            }
            out.extend(before_names(text, scanned).map(|gap| (1, gap)));
            out.extend(line_breaks(text, scanned).map(|gap| (2, gap)));
        }
        out
    }

    /// Where its sentences begin, with a rank behind those of [`Self::gaps`]: of a transcript that tells no turns apart the
    /// answer follows the question.
    fn sentences(&self, item: &ItemId) -> Vec<(u8, u32)> {
        let text = self.document.text();
        let mut out = Vec::new();
        let mut left = MAX_SCANNED;
        for span in self.spans(item) {
            let end = text.floor_char_boundary(span.end.min(span.start.saturating_add(left)) as usize) as u32;
            let scanned = Span::new(span.start, end.max(span.start));
            left -= scanned.len().min(left);
            for start in text_objects::sentence_starts(&self.document, scanned).into_iter().skip(1) {
                let before =
                    Span::new(span.start, start).of(text).trim_end_matches(|c: char| c.is_whitespace() || is_mark(c));
                out.push((if before.ends_with('?') { 3 } else { 4 }, start));
            }
        }
        out
    }

    /// The statement that [`Decider::join`](super::Decider::join) would join with this one: the next of the same label and
    /// form in its paragraph. O(log n + those in the paragraph).
    pub fn next_in_paragraph(&self, item: &ItemId) -> Option<ItemId> {
        let hull = self.hull(item)?;
        let block = self.document.blocks().get(self.document.block_at(hull.end.saturating_sub(1)))?.span;
        let label = |item: &ItemId| self.record(item).map_or(QUOTE, |r| r.label.as_str()).to_owned();
        let own = (label(item), self.nature(item).1);
        let rest = Span::new(hull.end, block.end.max(hull.end));
        let fits = |other: &ItemId| {
            other != item
                && self.hull(other).is_some_and(|h| rest.covers(h))
                && (label(other), self.nature(other).1) == own
                && (self.record(other).is_some() || self.is_open(other))
        };
        let starts = |other: &ItemId| self.hull(other).map_or(u32::MAX, |h| h.start);
        self.items_in(rest).into_iter().filter(fits).min_by_key(starts)
    }
}

/// Whether there is a word in it.
fn has_words(words: &str) -> bool {
    words.contains(char::is_alphanumeric)
}

/// What lies between a mark that closes and the next one that opens.
fn between_marks(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let marks = span.of(text).char_indices().filter(|(_, c)| is_mark(*c));
    let mut closed = None;
    marks.filter_map(move |(i, c)| {
        let at = span.start + i as u32;
        if opens(text, at, c) {
            return closed.take().map(|end| Span::new(end, at));
        }
        closed = Some(at + c.len_utf8() as u32);
        None
    })
}

/// Names with a colon that begin a line or follow a sentence, with the white space around them: `Ada Grey: `.
fn before_names(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let words = span.of(text);
    words.match_indices(':').filter_map(move |(colon, _)| {
        let after = words.get(colon + 1..)?;
        let blank = after.len() - after.trim_start().len();
        let before = words.get(..colon)?;
        let from = words.floor_char_boundary(colon.saturating_sub(MAX_NAME));
        let near = before.get(from..)?;
        // Where the line or the sentence of the name begins; the dots of titles and initials do not end one.
        let ends = near.char_indices().rev().find(|(i, c)| {
            *c == '\n' || "?!…”\"»".contains(*c) || *c == '.' && ends_sentence(near.get(..*i).unwrap_or_default())
        })?;
        let begin = from + ends.0 + ends.1.len_utf8();
        let name = before.get(begin..)?;
        let is_apart = name.starts_with(char::is_whitespace) || ends.1 == '\n';
        let is_name = blank > 0 && is_apart && is_name(name);
        let start = before.get(..begin)?.trim_end().len();
        let gap = Span::new(span.start + start as u32, span.start + (colon + 1 + blank) as u32);
        is_name.then_some(gap)
    })
}

/// Whether a full stop behind these words ends a sentence: not one behind a capital or a short title.
fn ends_sentence(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() > 3 || word.chars().all(char::is_lowercase)
}

/// Whether words look like a name: each begins with a capital letter, and they are few.
fn is_name(words: &str) -> bool {
    let mut count = 0;
    let capital =
        |w: &str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphanumeric() || ".-’'".contains(c));
    let all = words.split_whitespace().inspect(|_| count += 1).all(capital);
    all && (1..=MAX_NAME_WORDS).contains(&count)
}

/// Line breaks with the white space around them.
fn line_breaks(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let words = span.of(text);
    words.match_indices('\n').filter_map(move |(at, _)| {
        let (before, after) = (words.get(..at)?.trim_end(), words.get(at..)?);
        let end = at + after.len() - after.trim_start().len();
        Some(Span::new(span.start + before.len() as u32, span.start + end as u32))
    })
}

/// Spans of two parts as those of one: joined where nothing but white space parts words of one quotation.
fn joined(text: &str, first: &[Span], second: &[Span]) -> Vec<Span> {
    let mut out = first.to_vec();
    for span in second {
        let gap = out.last().map(|last| Span::new(last.end, span.start.max(last.end)));
        let is_one = gap.is_some_and(|gap| {
            let (before, after) = (text.get(..gap.start as usize), text.get(gap.end as usize..));
            let marked = before.is_some_and(|b| b.ends_with(is_mark)) || after.is_some_and(|a| a.starts_with(is_mark));
            gap.of(text).chars().all(char::is_whitespace) && !marked
        });
        match out.last_mut().filter(|_| is_one) {
            Some(last) => *last = last.hull(*span),
            None => out.push(*span),
        }
    }
    out
}

/// How far words are from others: 0 where they touch.
fn distance(a: &[Span], b: Span) -> u32 {
    let hull = span::hull(a).unwrap_or_default();
    if hull.end <= b.start { b.start - hull.end } else { hull.start.saturating_sub(b.end) }
}

#[cfg(test)]
mod tests;
