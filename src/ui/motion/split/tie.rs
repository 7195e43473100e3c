//! Two panes that scroll together: by paragraphs with the same words, by times, else by rows.
//!
//! What ties them is found out when they are tied, from what both show; after an event that moved one, the other goes to the
//! same paragraph or time. Bounded per event: some dozens of paragraphs near where it is expected are looked at.

use super::with_other;
use crate::ui::action::Action;
use crate::ui::app::{App, Message};
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::pane::{Matching, Other, Tie};
use crate::ui::scope::Scope;
use sayso_core::document::{Document, Locator};
use sayso_core::layout::Position;
use sayso_core::span::Span;

/// Paragraphs before and behind the expected one that are looked at.
const NEAR: usize = 24;
/// Paragraphs of each pane that are compared to find out whether they have words in common.
const FIRST: usize = 6;
/// Bytes of a paragraph that are compared.
const MAX_BYTES: u32 = 400;
/// Fewest words of a paragraph that is told by them.
const MIN_WORDS: usize = 4;
/// Most rows that are counted one by one.
const MAX_ROWS: usize = 400;

/// `&`: both scroll together from here, or each by itself again.
pub fn toggle(app: &mut App) {
    let key = app.key(Scope::Reader, Action::Tie);
    let Some(split) = &mut app.split else {
        let beside = app.key(Scope::Reader, Action::OtherPane);
        app.say(format!("Nothing stands beside: {beside} puts something there"));
        return;
    };
    if split.tie.take().is_some() {
        app.say("Each scrolls by itself again");
        return;
    }
    let Some((top, at, here)) = app.doc().map(|doc| (doc.view.top, first_byte(doc), doc.reading.document().clone()))
    else {
        app.say("Still reading; in a moment");
        return;
    };
    let is_place = app.split.as_ref().is_some_and(|split| matches!(split.other, Other::Place(_)));
    let other = with_other(app, |app| app.doc().map(|doc| (doc.view.top, by(&here, at, doc)))).flatten();
    let Some((beside, by)) = other else {
        app.say("Still reading what stands beside; in a moment");
        return;
    };
    // Of two places of a document each has the rows of the other.
    let by = if is_place { Matching::Rows } else { by };
    if let Some(split) = &mut app.split {
        split.tie = Some(Tie { tops: [top, beside], by });
    }
    let how = match by {
        Matching::Words => "by paragraphs with the same words",
        Matching::Times => "by their times",
        Matching::Rows => "by rows",
    };
    let text = format!("Scrolling together from here, {how}");
    app.message = Some(Message { text, key: Some((key, "lets go")), warns: false });
}

/// What two panes have in common, from what they show first.
fn by(here: &Document, at: u32, other: &OpenDocument) -> Matching {
    let there = other.reading.document();
    let (first, second) = (here.block_at(at), there.block_at(first_byte(other)));
    let words = (first..first + FIRST).map(|block| folded(here, block)).filter(|words| words.len() >= MIN_WORDS);
    let others: Vec<Vec<String>> = (second..second + FIRST).map(|block| folded(there, block)).collect();
    if words.into_iter().any(|words| others.iter().any(|other| are_alike(&words, other))) {
        return Matching::Words;
    }
    let times = here.time_at(at).is_some() && there.time_at(first_byte(other)).is_some();
    if times { Matching::Times } else { Matching::Rows }
}

/// The first byte shown.
fn first_byte(doc: &OpenDocument) -> u32 {
    if doc.layout.is_empty() { 0 } else { doc.layout.byte_at(doc.view.top) }
}

/// The words of a paragraph, as far as they are compared, with letter case and marks folded.
fn folded(document: &Document, block: usize) -> Vec<String> {
    let Some(span) = document.blocks().get(block).map(|block| block.span) else { return Vec::new() };
    let end = document.text().floor_char_boundary(span.end.min(span.start.saturating_add(MAX_BYTES)) as usize) as u32;
    let words = document.words(Span::new(span.start, end.max(span.start)));
    let fold = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    words.split_whitespace().map(fold).filter(|word: &String| !word.is_empty()).collect()
}

/// Whether most words of two paragraphs are the same. O(words × words), both short.
fn are_alike(one: &[String], other: &[String]) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let common = one.iter().filter(|word| other.contains(word)).count();
    common * 10 >= one.len().max(other.len()) * 7
}

/// How the pane with the keyboard moved.
struct Moved {
    /// The words of the paragraph that is first now, and the row of it.
    words: Vec<String>,
    row: usize,
    /// By how many paragraphs, by how many milliseconds, by how many rows it moved; rows only where they are few.
    paragraphs: i64,
    millis: Option<i64>,
    rows: Option<i64>,
}

impl Moved {
    fn of(doc: &OpenDocument, from: Position, to: Position) -> Self {
        let document = doc.reading.document();
        let (before, now) = (doc.layout.byte_at(from), doc.layout.byte_at(to));
        let (old, block) = (document.block_at(before), document.block_at(now));
        let down = doc.layout.distance(from, to, MAX_ROWS).map(|rows| rows as i64);
        let up = || doc.layout.distance(to, from, MAX_ROWS).map(|rows| -(rows as i64));
        let begins = document.blocks().get(block).map_or(now, |block| block.span.start);
        let row = doc.layout.distance(doc.layout.position_of(begins), to, MAX_ROWS).unwrap_or(0);
        Self {
            words: folded(document, block),
            row,
            paragraphs: block as i64 - old as i64,
            millis: document
                .time_at(now)
                .zip(document.time_at(before))
                .map(|(now, was)| i64::from(now) - i64::from(was)),
            rows: down.or_else(up),
        }
    }

    /// Where the other pane, which stood at `from`, stands now.
    fn followed(&self, doc: &OpenDocument, from: Position, by: Matching) -> Position {
        let document = doc.reading.document();
        let at = doc.layout.byte_at(from);
        let last = document.blocks().len().saturating_sub(1);
        let expected = document.block_at(at).saturating_add_signed(self.paragraphs as isize).min(last);
        let begins = |block: usize| {
            let start = document.blocks().get(block).map_or(0, |block| block.span.start);
            doc.layout.position_of(start)
        };
        if by == Matching::Words && self.words.len() >= MIN_WORDS {
            // The nearest first.
            let near = (0..=NEAR).flat_map(|by| [expected.checked_sub(by), Some(expected + by)]).flatten();
            let same =
                near.filter(|block| *block <= last).find(|block| are_alike(&self.words, &folded(document, *block)));
            if let Some(block) = same {
                let first = begins(block);
                let end = document.blocks().get(block).map_or(0, |block| block.span.end.saturating_sub(1));
                return doc.layout.down(first, self.row).min(doc.layout.position_of(end));
            }
        }
        if by == Matching::Times
            && let (Some(moved), Some(was)) = (self.millis, document.time_at(at))
        {
            return doc.layout.position_of(at_time(document, i64::from(was) + moved));
        }
        match self.rows {
            Some(rows) if rows < 0 => doc.layout.up(from, rows.unsigned_abs() as usize),
            Some(rows) => doc.layout.down(from, rows.unsigned_abs() as usize),
            None => begins(expected),
        }
    }
}

/// Where a time is said: the last mark of a time that is not later. O(log n).
fn at_time(document: &Document, millis: i64) -> u32 {
    let marks = document.times();
    let is_before =
        |(_, locator): &(u32, Locator)| !matches!(locator, Locator::Time(time) if i64::from(*time) > millis);
    let behind = marks.partition_point(is_before);
    behind.checked_sub(1).and_then(|at| marks.get(at)).map_or(0, |(at, _)| *at)
}

/// Moves the other pane after the one with the keyboard, where they are tied. O(rows of a screen).
pub fn follow(app: &mut App) {
    let Some(tie) = app.split.as_ref().and_then(|split| split.tie) else { return };
    let Some(doc) = app.doc().filter(|doc| !doc.layout.is_empty()) else { return };
    let top = doc.view.top;
    let moved = (top != tie.tops[0]).then(|| Moved::of(doc, tie.tops[0], top));
    let beside = with_other(app, |app| {
        if let (Some(moved), Some(doc)) = (&moved, app.doc().filter(|doc| !doc.layout.is_empty())) {
            let to = moved.followed(doc, doc.view.top, tie.by);
            motion::put_at_top(app, to);
        }
        app.doc().map(|doc| doc.view.top)
    });
    let beside = beside.flatten().unwrap_or(tie.tops[1]);
    if let Some(tie) = app.split.as_mut().and_then(|split| split.tie.as_mut()) {
        tie.tops = [top, beside];
    }
}

/// Lines were broken otherwise: both stay where they are.
pub fn keep(app: &mut App) {
    if app.split.as_ref().is_none_or(|split| split.tie.is_none()) {
        return;
    }
    let here = app.doc().map(|doc| doc.view.top);
    let beside = with_other(app, |app| app.doc().map(|doc| doc.view.top)).flatten();
    if let (Some(here), Some(beside), Some(tie)) =
        (here, beside, app.split.as_mut().and_then(|split| split.tie.as_mut()))
    {
        tie.tops = [here, beside];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_alike_by_most_of_their_words() {
        let document = Document::from_text(
            "Ada Grey: No, we are not in a hurry.\n\nADA GREY — No, we are not in any hurry!\n\nBo Lind: Boats sink.",
            "a.txt",
        );
        let words = |block| folded(&document, block);
        assert!(are_alike(&words(0), &words(1)), "{:?} {:?}", words(0), words(1));
        assert!(!are_alike(&words(0), &words(2)) && !are_alike(&[], &[]));
    }
}
