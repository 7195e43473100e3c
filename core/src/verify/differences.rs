//! What differs between a quotation and a passage, and how grave that is.

use super::align::Alignment;
use super::asked::Asked;
use super::cut::Row;
use super::en;
use super::guard::Guard;
use super::outcome::Kind;
use super::word::{After, Word};
use std::collections::BTreeSet;

/// Words that stand on one side alone, between words that are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// Of the source, as a range of its row.
    pub there: (u32, u32),
    /// Of the quotation, as a range of its words.
    pub here: (usize, usize),
}

/// The stretches that differ; what is left out at a mark is none.
pub fn hunks(row: Row<'_>, asked: &Asked, alignment: &Alignment) -> Vec<Hunk> {
    let mut out = Vec::new();
    let (mut here, mut there) = (0usize, alignment.start);
    let ends = (asked.words.len(), alignment.end);
    let key = |n: usize| asked.words.get(n).map_or("", |w| w.key.as_str());
    for (n, at) in alignment.pairs.iter().copied().chain([ends]) {
        if n > here || at > there {
            let cut = asked.pieces.iter().skip(1).any(|(piece, _)| *piece >= here && *piece <= n);
            // Beside a mark only as many words count as the quotation has there.
            let most = (n - here) as u32;
            let beside = (at - most.min(at - there), at);
            // Where these are the words of the quotation, the mark leaves out nothing: what is gone is gone without one.
            let is_same = most > 0 && (here..n).map(key).eq((beside.0..beside.1).map(|at| row.word(at)));
            let there = if cut && !is_same { beside } else { (there, at) };
            if n > here || there.1 > there.0 {
                out.push(Hunk { there, here: (here, n) });
            }
        }
        (here, there) = (n + 1, at + 1);
    }
    out
}

/// One word of either side.
struct Side<'a> {
    key: &'a str,
    name: bool,
    next: &'a str,
    previous: &'a str,
}

/// The kinds of what differs, the gravest first. Empty where nothing does.
pub fn kinds(row: Row<'_>, asked: &Asked, alignment: &Alignment) -> Vec<Kind> {
    let mut all = BTreeSet::new();
    for hunk in hunks(row, asked, alignment) {
        kinds_of(row, asked, &hunk, &mut all);
    }
    if is_spelled_otherwise(row, asked, &alignment.pairs) {
        all.insert(Kind::Spelling);
    }
    all.into_iter().collect()
}

/// Whether words that are the same are written otherwise, or a contraction was made or resolved.
pub fn is_spelled_otherwise(row: Row<'_>, asked: &Asked, pairs: &[(usize, u32)]) -> bool {
    pairs.iter().any(|(n, at)| {
        let (Some(word), Some(token)) = (asked.words.get(*n), row.token(*at)) else { return false };
        row.source.vocabulary.word(token.form) != word.form
    })
}

fn kinds_of(row: Row<'_>, asked: &Asked, hunk: &Hunk, all: &mut BTreeSet<Kind>) {
    let there: Vec<Side<'_>> = (hunk.there.0..hunk.there.1)
        .filter(|at| row.token(*at).is_some_and(|t| t.id < super::stream::BARRIER))
        .map(|at| Side {
            key: row.word(at),
            name: row.token(at).is_some_and(|t| t.name) || row.source.is_name(row.token(at).map_or(0, |t| t.id)),
            next: row.word(at + 1),
            previous: at.checked_sub(1).map_or("", |p| row.word(p)),
        })
        .collect();
    let word = |n: usize| asked.words.get(n).map_or("", |w: &Word| w.key.as_str());
    let here: Vec<Side<'_>> = (hunk.here.0..hunk.here.1)
        .map(|n| Side {
            key: word(n),
            name: asked.words.get(n).is_some_and(|w| w.flags.capital && !w.flags.first),
            next: word(n + 1),
            previous: n.checked_sub(1).map_or("", word),
        })
        .collect();
    let text = |side: &[Side<'_>]| side.iter().map(|s| s.key.trim_start_matches('\'')).collect::<String>();
    if !there.is_empty() && text(&there) == text(&here) {
        all.insert(Kind::Spelling);
        return;
    }
    // What stands on both sides, in whatever order, is no difference.
    let only = |side: &[Side<'_>], other: &[Side<'_>]| -> Vec<usize> {
        let mut left: Vec<&str> = other.iter().map(|s| s.key).collect();
        let mut out = Vec::new();
        for (n, s) in side.iter().enumerate() {
            match left.iter().position(|o| *o == s.key) {
                Some(at) => {
                    left.swap_remove(at);
                }
                None => out.push(n),
            }
        }
        out
    };
    let (gone, come) = (only(&there, &here), only(&here, &there));
    let gone: Vec<&Side<'_>> = gone.iter().filter_map(|n| there.get(*n)).collect();
    let come: Vec<&Side<'_>> = come.iter().filter_map(|n| here.get(*n)).collect();
    if gone.is_empty() && come.is_empty() {
        all.insert(Kind::Words);
        return;
    }
    let denied = gone.iter().any(|a| come.iter().any(|b| en::denies(a.key, b.key)));
    if denied {
        all.insert(Kind::Negation);
    }
    let mut guarded = denied;
    for (side, other) in [(&gone, &come), (&come, &gone)] {
        for s in side {
            let pair =
                en::guards_together(s.key, s.next) || en::guards_together(s.previous, s.key) && !s.key.starts_with('#');
            let kind = match en::guard(s.key, s.name) {
                Some(Guard::Operator) if en::swaps(s.key) && !pair => other
                    .iter()
                    .any(|o| en::swaps(o.key) && !en::means_the_same(o.key, s.key))
                    .then_some(Kind::Operator),
                Some(Guard::Unit) if en::measures_after_numbers(s.key) && !s.previous.starts_with('#') => None,
                Some(guard) => Some(guard.kind()),
                None if pair => Some(Kind::Operator),
                None => s.name.then_some(Kind::Name),
            };
            guarded |= kind.is_some();
            all.extend(kind);
        }
    }
    if !guarded {
        all.insert(Kind::Words);
    }
}

/// Whether the source asks where the quotation says so: at its end, or where one of its sentences ends inside. `asks` where the
/// article's verb asks.
pub fn states_a_question(row: Row<'_>, asked: &Asked, pairs: &[(usize, u32)], asks: bool) -> bool {
    let last = asked.words.len().saturating_sub(1);
    pairs.iter().any(|(n, at)| {
        let there = row.token(*at).is_some_and(|t| t.after == After::Question);
        let here = asked.words.get(*n).map_or(After::Nothing, |w| w.after);
        there && here != After::Question && if *n == last { !asks } else { here == After::Stop }
    })
}
