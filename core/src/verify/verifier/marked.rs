//! Pieces of a quotation at marks of omission and brackets.

use super::{Decision, Hit, Search, Verifier};
use crate::span::Span;
use crate::verify::asked::{Asked, Joint};
use crate::verify::chains::{self, Chain};
use crate::verify::cut::{self, Row};
use crate::verify::guard::Guard;
use crate::verify::outcome::{Kind, Verdict};
use crate::verify::people::Agreement;
use crate::verify::source::IndexedSource;
use crate::verify::stream::{UNHEARD, WordId};
use crate::verify::word::Word;
use crate::verify::words::read;
use crate::verify::{differences, en};

/// Words of a replacement in brackets.
const BRACKETS: u32 = 6;
/// Most bytes of a source that brackets are held against.
const GAP: u32 = 200;

impl<'a> Verifier<'a> {
    /// Pieces at marks of omission and brackets, in order.
    pub(super) fn trimmed(
        search: &Search<'_>,
        asked: &Asked,
        sources: &[&'a IndexedSource],
        cleaned: bool,
    ) -> Option<Decision<'a>> {
        let ranges = asked.ranges();
        let mut hits: Vec<(Hit<'a>, Chain)> = Vec::new();
        let mut missing = vec![true; ranges.len()];
        let mut in_disorder = None;
        let mut single: Vec<Option<Hit<'a>>> = vec![None; ranges.len()];
        for source in sources {
            let row = Self::row(source, cleaned);
            let ids = asked.ids(&source.vocabulary);
            let pieces: Vec<&[WordId]> = ranges.iter().filter_map(|(from, to)| ids.get(*from..*to)).collect();
            for (n, piece) in pieces.iter().enumerate() {
                if let Some(start) = row.stream.occurrences(piece).first() {
                    if let Some(missing) = missing.get_mut(n) {
                        *missing = false;
                    }
                    let place = (*start, start + piece.len() as u32);
                    if let Some(slot) = single.get_mut(n).filter(|s| s.is_none()) {
                        *slot = Some(Hit { row, pieces: vec![place], agreement: Self::agreement(search, row, place) });
                    }
                }
            }
            let chains = chains::in_order(row.stream, &pieces);
            for chain in chains {
                if !Self::keeps_fillers(row, asked, &chain.pieces) {
                    return None;
                }
                let agreements = chain.pieces.iter().map(|piece| Self::agreement(search, row, *piece));
                let agreement = agreements.min_by_key(|a| match a {
                    Agreement::Other => 0,
                    Agreement::Open => 1,
                    Agreement::Same => 2,
                })?;
                hits.push((Hit { row, pieces: chain.pieces.clone(), agreement }, chain));
            }
            if in_disorder.is_none() && pieces.len() > 1 {
                let found = chains::out_of_order(row.stream, &pieces);
                in_disorder = found.map(|pieces| Hit {
                    row,
                    agreement: Self::agreement(search, row, pieces.first().copied().unwrap_or_default()),
                    pieces,
                });
            }
        }
        if missing.contains(&true) {
            return None;
        }
        let (sound, broken): (Vec<_>, Vec<_>) = hits.into_iter().partition(|(_, chain)| !chain.broken);
        if !sound.is_empty() {
            return Self::best_of(search, asked, sound.into_iter().map(|(hit, _)| hit).collect());
        }
        if let Some(hit) = in_disorder {
            return Some(Decision::at(Verdict::Reordered, hit));
        }
        let spliced = broken.into_iter().map(|(hit, _)| hit).next();
        let hit = spliced.or_else(|| single.into_iter().flatten().next())?;
        Some(Decision::at(Verdict::Spliced, hit))
    }

    /// The best of the places where pieces stand together.
    pub(super) fn best_of(search: &Search<'_>, asked: &Asked, hits: Vec<Hit<'a>>) -> Option<Decision<'a>> {
        let (kept, notes) = match Self::kept(search, hits) {
            Ok(kept) => kept,
            Err(decision) => return Some(*decision),
        };
        let rank = |verdict: Verdict| match verdict {
            Verdict::Trimmed => 0,
            // Where words could not be made out, they may be right.
            Verdict::CannotCheck => 1,
            Verdict::Truncated => 2,
            Verdict::Hidden => 3,
            _ => 4,
        };
        let judged = kept.iter().filter_map(|hit| Self::pieces_at(search, asked, hit));
        let best = judged.min_by_key(|decision| rank(decision.verdict))?;
        Some(Decision { notes: notes.into_iter().chain(best.notes.iter().copied()).collect(), ..best })
    }

    /// What the words left out between pieces, and those cut off at the ends, make of them.
    pub(super) fn pieces_at(search: &Search<'_>, asked: &Asked, hit: &Hit<'a>) -> Option<Decision<'a>> {
        let row = hit.row;
        let mut lost = Vec::new();
        let mut hidden = false;
        let mut replaced: Option<Kind> = None;
        for (two, (_, joint)) in hit.pieces.windows(2).zip(asked.pieces.iter().skip(1)) {
            let [(_, from), (to, _)] = two else { continue };
            if to > from {
                lost.push((*from, *to));
            }
            match joint {
                Joint::Brackets(words) => {
                    if to - from > BRACKETS {
                        return None;
                    }
                    let range = (*from, *to);
                    replaced = replaced
                        .or_else(|| Self::replaces(row, range, words))
                        .or_else(|| Self::brings_in(row, range, words));
                }
                Joint::Omission | Joint::Begin => {
                    if (*from..*to).any(|at| row.token(at).is_some_and(|t| t.id == UNHEARD)) {
                        let decision = Decision { lost, ..Decision::at(Verdict::CannotCheck, hit.clone()) };
                        return Some(decision.kind(Kind::Inaudible));
                    }
                    hidden |= cut::hides(row, *from, *to);
                }
            }
        }
        let (start, end) = (hit.pieces.first()?.0, hit.pieces.last()?.1);
        // Brackets at the ends stand for words that lie right beside.
        let run = |at: u32| row.stream.stretch(at).run;
        let before = (start.saturating_sub(BRACKETS)..start).find(|at| run(*at) == run(start)).unwrap_or(start);
        let behind = (end..end + BRACKETS).take_while(|at| run(*at) == run(end - 1)).last().map_or(end, |at| at + 1);
        if let Some((_, Joint::Brackets(words))) = asked.pieces.first() {
            replaced = replaced.or_else(|| Self::brings_in(row, (before, start), words));
        }
        replaced = replaced.or_else(|| Self::brings_in(row, (end, behind), asked.tail()));
        let cut = cut::cut(row, start, end, &search.quotation.beside);
        let pairs = Self::pairs(asked, &hit.pieces);
        let base = Decision { lost, notes: cut.notes, ..Decision::at(Verdict::Trimmed, hit.clone()) };
        if let Some(kind) = replaced {
            return Some(Decision { verdict: Verdict::Altered, ..base }.kind(kind));
        }
        if hidden {
            return Some(Decision { verdict: Verdict::Hidden, ..base });
        }
        if let Some(range) = cut.lost {
            return Some(Decision { verdict: Verdict::Truncated, lost: vec![range], ..base });
        }
        if differences::is_spelled_otherwise(row, asked, &pairs) {
            return Some(Decision { verdict: Verdict::Altered, ..base }.kind(Kind::Spelling));
        }
        Some(base)
    }

    /// The guard of a word that brackets replaced by none of its kind.
    pub(super) fn replaces(row: Row<'a>, (from, to): (u32, u32), words: &[Word]) -> Option<Kind> {
        (from..to).find_map(|at| {
            let key = row.word(at);
            if words.iter().any(|w| w.key == key) {
                return None;
            }
            match row.guard(at) {
                Some(Guard::Operator) if en::swaps(key) => None,
                Some(guard) => Some(guard.kind()),
                None => row.token(at).filter(|t| t.name).map(|_| Kind::Name),
            }
        })
    }

    /// The guard of a word that brackets bring in where the source has none like it. A date may stand for words that tell the
    /// time otherwise: `[in 2019]` for *that year*.
    fn brings_in(row: Row<'a>, (from, to): (u32, u32), words: &[Word]) -> Option<Kind> {
        // What the source itself has in brackets there is none of its words in a row.
        let text = row.source.document.text();
        let begin = from.checked_sub(1).and_then(|at| row.token(at)).map_or(0, |t| t.span.end);
        let end = row.token(to).map_or(text.len() as u32, |t| t.span.start).min(begin + GAP);
        let end = text.floor_char_boundary(end.max(begin) as usize) as u32;
        let mut own = Vec::new();
        read(text, Span::new(begin, end), &mut own);
        words.iter().enumerate().find_map(|(n, word)| {
            // `[or not]` names the other case and denies nothing.
            let is_or_not =
                word.key == "not" && n.checked_sub(1).and_then(|p| words.get(p)).is_some_and(|w| w.key == "or");
            if is_or_not || own.iter().any(|w| w.key == word.key) || (from..to).any(|at| row.word(at) == word.key) {
                return None;
            }
            match en::guard(&word.key, word.flags.capital)? {
                Guard::Operator if en::swaps(&word.key) => None,
                Guard::Unit if en::measures_after_numbers(&word.key) => None,
                Guard::Number if to > from && en::is_date(&word.key) => None,
                guard => Some(guard.kind()),
            }
        })
    }
}
