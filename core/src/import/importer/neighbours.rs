//! Words with their positions in another text and nothing of what stood around them: JSON lines and tables have no more.
//! Those that do not stand where the file says are where what is beside them went, if they stand there.

use super::Placement;
use crate::annotation::same_words;
use crate::document::Document;
use crate::import::counting::{CUT, cuts};
use crate::import::{ImportedDocument, OffsetUnit, PartialSelector};
use crate::span::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::HashMap;

/// Letters from which on words that stand once tell how far a text moved.
const TELLING: usize = 16;
/// Letters from which on words that stand once, where what is beside them went, are in no doubt.
const SURE: usize = 64;
/// Code points by which words that stand once may have moved further than what is beside them.
const NEAR: i64 = 200;
/// Bytes of words in the one search for all.
const BEGINNING: usize = 32;
/// Most occurrences of all words together that are looked at.
const MOST: usize = 1 << 20;

/// A batch whose places are those of the current text, as far as that is known.
pub struct MovedWords {
    /// The batch.
    pub batch: ImportedDocument,
    /// Of each record that was moved how sure its place is.
    pub placements: Vec<Option<Placement>>,
}

/// A piece of a record.
struct Piece<'a> {
    record: usize,
    start: i64,
    words: &'a str,
    /// The number of its words.
    number: usize,
    /// Whether they stand where the file says.
    stays: bool,
}

impl Piece<'_> {
    /// Where its words stand.
    fn found<'a>(&self, all: &'a [Vec<i64>]) -> &'a [i64] {
        all.get(self.number).map_or(&[], Vec::as_slice)
    }

    /// Whether its words stand so far from where the file says.
    fn stands(&self, by: i64, all: &[Vec<i64>]) -> bool {
        self.found(all).binary_search(&(self.start + by)).is_ok()
    }

    /// How far the text moved here, where words that stand once tell it.
    fn shift(&self, all: &[Vec<i64>]) -> Option<i64> {
        let [at] = self.found(all) else { return None };
        (self.words.chars().count() >= TELLING).then(|| at - self.start)
    }
}

/// Moves what does not stand where the file says; `None` where nothing is to be moved. O(length of the text + occurrences
/// + places · log places).
pub fn moved_with_neighbours(batch: &ImportedDocument, document: &Document) -> Option<MovedWords> {
    if batch.text.is_some() || batch.text_hash.is_some() || batch.unit != OffsetUnit::Chars {
        return None;
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut words: Vec<&str> = Vec::new();
    for (record, item) in batch.records.iter().enumerate() {
        for place in item.at.iter().filter(|place| is_alone(place)) {
            let Some((start, end)) = place.at else { continue };
            let there = document.offsets().span_to_bytes(document.text(), start, end);
            let stays = there.is_some_and(|span| same_words(document.words(span), &place.exact));
            let number = *numbers.entry(&place.exact).or_insert_with(|| {
                words.push(&place.exact);
                words.len() - 1
            });
            pieces.push(Piece { record, start: i64::from(start), words: &place.exact, number, stays });
        }
    }
    if pieces.iter().all(|piece| piece.stays) {
        return None;
    }
    let found = look_for(&words, document)?;
    pieces.sort_by_key(|piece| piece.start);
    let shifts = confirmed(&pieces, &found);
    let mut moves: HashMap<usize, Vec<(i64, Option<i64>, bool)>> = HashMap::new();
    for piece in &pieces {
        let moved = if piece.stays { Some(0) } else { moved(piece, &shifts, &found) };
        let is_sure = piece.found(&found).len() == 1 && piece.words.chars().count() >= SURE;
        moves.entry(piece.record).or_default().push((piece.start, moved, piece.stays || is_sure));
    }
    let mut out = MovedWords { batch: batch.clone(), placements: vec![None; batch.records.len()] };
    for ((number, item), placement) in out.batch.records.iter_mut().enumerate().zip(&mut out.placements) {
        let Some(moves) = moves.get(&number).filter(|moves| moves.len() == item.at.len()) else { continue };
        // A record moves as a whole.
        if moves.iter().all(|(_, by, _)| *by == Some(0)) || moves.iter().any(|(_, by, _)| by.is_none()) {
            continue;
        }
        let by = |start: u32| moves.iter().find(|(at, _, _)| *at == i64::from(start)).and_then(|(_, by, _)| *by);
        for place in &mut item.at {
            shift(place, place.at.and_then(|(start, _)| by(start)).unwrap_or_default());
        }
        let first = moves.first().and_then(|(_, by, _)| *by).unwrap_or_default();
        item.source.iter_mut().chain(&mut item.cue).for_each(|place| shift(place, first));
        let is_sure = moves.iter().all(|(_, _, is_sure)| *is_sure);
        *placement = Some(if is_sure { Placement::Moved } else { Placement::Uncertain });
    }
    out.placements.iter().any(Option::is_some).then_some(out)
}

/// Whether a place has words and a position and nothing else.
fn is_alone(place: &PartialSelector) -> bool {
    !place.exact.trim().is_empty() && place.prefix.is_empty() && place.suffix.is_empty()
}

/// Where each of some words stand whole, in code points, in order. `None` where they cannot be looked for.
fn look_for(words: &[&str], document: &Document) -> Option<Vec<Vec<i64>>> {
    let text = document.text();
    // One search for the beginnings of all.
    let mut numbers: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, words) in words.iter().enumerate() {
        let beginning = words.get(..words.floor_char_boundary(BEGINNING)).unwrap_or_default();
        numbers.entry(beginning).or_default().push(number);
    }
    let beginnings: Vec<&str> = numbers.keys().copied().collect();
    let search = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(&beginnings).ok()?;
    let mut found: Vec<Vec<i64>> = vec![Vec::new(); words.len()];
    for (n, one) in search.find_overlapping_iter(text).enumerate() {
        // What stands that often tells nothing.
        if n >= MOST {
            return None;
        }
        let same = beginnings.get(one.pattern().as_usize()).and_then(|beginning| numbers.get(beginning));
        for number in same.into_iter().flatten() {
            let Some(words) = words.get(*number) else { continue };
            let span = Span::new(one.start() as u32, (one.start() + words.len()) as u32);
            let stands = text.get(one.start()..).is_some_and(|rest| rest.starts_with(words));
            if stands
                && cuts(text, span) < CUT
                && let Some(found) = found.get_mut(*number)
            {
                found.push(i64::from(document.in_chars(span).0));
            }
        }
    }
    Some(found)
}

/// How far the text moved at places, in their order, where what is next to one stands as far away.
fn confirmed(pieces: &[Piece<'_>], found: &[Vec<i64>]) -> Vec<(i64, i64)> {
    let mut out = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        let Some(by) = piece.shift(found) else { continue };
        let mut beside = n.checked_sub(1).into_iter().chain([n + 1]).filter_map(|n| pieces.get(n));
        if beside.any(|other| other.stands(by, found)) {
            out.push((piece.start, by));
        }
    }
    out
}

/// How far a piece moved: as what is before it or what is behind it, where its words stand there and not at both; else to
/// the only place where they stand, if that is near and in its order.
fn moved(piece: &Piece<'_>, shifts: &[(i64, i64)], found: &[Vec<i64>]) -> Option<i64> {
    let behind = shifts.partition_point(|(start, _)| *start < piece.start);
    let before = behind.checked_sub(1).and_then(|n| shifts.get(n));
    let after = shifts.get(behind);
    let stands = |shift: Option<&(i64, i64)>| shift.map(|(_, by)| *by).filter(|by| piece.stands(*by, found));
    match (stands(before), stands(after)) {
        (Some(one), Some(other)) if one != other => None,
        (Some(by), _) | (None, Some(by)) => Some(by),
        (None, None) => piece.shift(found).filter(|by| {
            let at = piece.start + by;
            let is_near = before.iter().chain(&after).any(|(_, other)| (other - by).abs() <= NEAR);
            let is_behind = before.is_none_or(|(start, by)| start + by < at);
            is_near && is_behind && after.is_none_or(|(start, by)| at < start + by)
        }),
    }
}

/// Moves a place.
fn shift(place: &mut PartialSelector, by: i64) {
    let moved = |at: u32| u32::try_from(i64::from(at) + by).ok();
    place.at = place.at.and_then(|(start, end)| moved(start).zip(moved(end)));
}
