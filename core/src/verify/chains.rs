//! Where the pieces of a quotation stand in a source: in order, the nearest together first.

use super::stream::{Stream, WordId};

/// Most words that may be left out at a mark.
pub const MAX_LEFT_OUT: u32 = 60;
/// Most words of somebody else between two pieces.
pub const MAX_OTHERS: u32 = 5;
/// Most chains that are looked at.
const MAX_CHAINS: usize = 64;
/// Most places of a piece before another that are tried.
const TRIED: usize = 24;

/// The places of all pieces, in the order of the quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// For each piece its first word and one past its last.
    pub pieces: Vec<(u32, u32)>,
    /// Whether two pieces are further apart than what is left out at a mark, or have words of others between them.
    pub broken: bool,
    /// How far apart the pieces are, in words.
    pub apart: u32,
}

/// One place of a piece with the best way to it.
#[derive(Clone, Copy)]
struct Cell {
    start: u32,
    cost: u64,
    broken: bool,
    from: usize,
}

/// Chains of the pieces in order, the best first, at most 64. O(places · log places).
pub fn in_order(stream: &Stream, pieces: &[&[WordId]]) -> Vec<Chain> {
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(pieces.len());
    for (n, piece) in pieces.iter().enumerate() {
        let starts = stream.occurrences(piece);
        let row: Vec<Cell> = match n.checked_sub(1).and_then(|p| rows.get(p).zip(pieces.get(p))) {
            None => starts.iter().map(|start| Cell { start: *start, cost: 0, broken: false, from: 0 }).collect(),
            Some((above, before)) => {
                let length = before.len() as u32;
                starts.iter().filter_map(|start| best(stream, above, length, *start)).collect()
            }
        };
        if row.is_empty() {
            return Vec::new();
        }
        rows.push(row);
    }
    let Some(last) = rows.last() else { return Vec::new() };
    let mut order: Vec<usize> = (0..last.len()).collect();
    order.sort_by_key(|n| last.get(*n).map_or((true, u64::MAX, 0), |c| (c.broken, c.cost, c.start)));
    order.truncate(MAX_CHAINS);
    order.into_iter().filter_map(|n| chain(&rows, pieces, n)).collect()
}

/// The best place of the piece before one that begins at `start`.
fn best(stream: &Stream, above: &[Cell], length: u32, start: u32) -> Option<Cell> {
    let behind = above.partition_point(|c| c.start + length <= start);
    let tried = above.iter().enumerate().take(behind).rev().take(TRIED);
    let cells = tried.map(|(from, cell)| {
        let (gap, broken) = between(stream, cell.start + length, start);
        Cell { start, cost: cell.cost + u64::from(gap), broken: cell.broken || broken, from }
    });
    cells.min_by_key(|c| (c.broken, c.cost))
}

/// How many words lie between two pieces, and whether they part them.
pub fn between(stream: &Stream, end: u32, start: u32) -> (u32, bool) {
    let gap = start.saturating_sub(end);
    let (first, last) = (stream.stretch(end.saturating_sub(1)), stream.stretch(start));
    let inner = |at: u32| stream.quoted(at, at + 1).map(|i| i.voice);
    let others: u32 = if gap > MAX_LEFT_OUT {
        0
    } else {
        (end..start).filter(|at| stream.stretch(*at).voice != first.voice).count() as u32
    };
    let barrier = gap <= MAX_LEFT_OUT
        && (end..start).any(|at| stream.token(at as usize).is_some_and(|t| t.id == super::stream::BARRIER));
    let others_speak = first.voice != last.voice || others > MAX_OTHERS;
    // In an article: words quoted of two people, or across the reporter's.
    let quoted = match (inner(end.saturating_sub(1)), inner(start)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    (gap, gap > MAX_LEFT_OUT || barrier || others_speak || quoted)
}

fn chain(rows: &[Vec<Cell>], pieces: &[&[WordId]], last: usize) -> Option<Chain> {
    let mut at = last;
    let mut out = Vec::with_capacity(rows.len());
    let end = rows.last()?.get(last)?;
    for (row, piece) in rows.iter().zip(pieces).rev() {
        let cell = row.get(at)?;
        out.push((cell.start, cell.start + piece.len() as u32));
        at = cell.from;
    }
    out.reverse();
    Some(Chain { pieces: out, broken: end.broken, apart: u32::try_from(end.cost).unwrap_or(u32::MAX) })
}

/// Whether the pieces stand within one turn, or close together, in another order than that of the quotation: their places.
pub fn out_of_order(stream: &Stream, pieces: &[&[WordId]]) -> Option<Vec<(u32, u32)>> {
    let places: Vec<Vec<u32>> = pieces.iter().map(|piece| stream.occurrences(piece)).collect();
    let words: u32 = pieces.iter().map(|p| p.len() as u32).sum();
    let first = places.first()?;
    for start in first.iter().take(MAX_CHAINS) {
        let mut taken: Vec<(u32, u32)> = vec![(*start, start + pieces.first()?.len() as u32)];
        for (piece, starts) in pieces.iter().zip(&places).skip(1) {
            let length = piece.len() as u32;
            let free = |s: &&u32| taken.iter().all(|(a, b)| **s >= *b || **s + length <= *a);
            let nearest = starts.iter().filter(free).min_by_key(|s| s.abs_diff(*start));
            let Some(place) = nearest else { break };
            taken.push((*place, place + length));
        }
        if taken.len() < pieces.len() {
            continue;
        }
        let (from, to) = (taken.iter().map(|t| t.0).min()?, taken.iter().map(|t| t.1).max()?);
        let one_turn = stream.is_one_run(from, to) && stream.stretch(from).turn.is_some();
        let close = stream.is_one_run(from, to) && to - from <= words + MAX_LEFT_OUT;
        let in_order = taken.windows(2).all(|two| matches!(two, [a, b] if a.1 <= b.0));
        let quoted = taken
            .iter()
            .all(|t| stream.quoted(t.0, t.1).map(|i| i.voice) == stream.quoted(*start, start + 1).map(|i| i.voice));
        if (one_turn || close) && !in_order && quoted {
            return Some(taken);
        }
    }
    None
}
