//! What a transcript keeps of speech and a writer leaves out: hesitations, words said twice, starts broken off, *you know*
//! between commas, a short word of another between two turns of one.

use super::en;
use super::stream::{BARRIER, Inner, Stream, Stretch, Token, UNHEARD, Vocabulary, WordId};
use super::word::{After, Word};

/// Most words of a turn that interrupts nobody: `Right.`
const BACKCHANNEL: usize = 3;
/// Most words that are said twice in a row without meaning.
const REPEATED: usize = 3;

/// The same words without these. O(words).
pub fn cleaned(stream: &Stream, vocabulary: &Vocabulary) -> Stream {
    let (stretches, silent) = without_interruptions(stream);
    let stream = &unbroken(stream, &silent);
    let mut keep: Vec<u32> = Vec::with_capacity(stream.tokens.len());
    let word = |at: u32| stream.tokens.get(at as usize);
    let text = |at: u32| word(at).map_or("", |t| vocabulary.word(t.form));
    let count = stream.tokens.len() as u32;
    let mut at = 0;
    while at < count {
        let Some(token) = word(at) else { break };
        if is_in(&silent, at) || token.id < BARRIER && en::is_filler(text(at)) {
            at += 1;
            continue;
        }
        // `, you know,`
        let before = keep.last().and_then(|k| word(*k)).is_none_or(|t| t.after != After::Nothing);
        let closes = word(at + 1).is_some_and(|t| matches!(t.after, After::Comma | After::Dash) && t.id < BARRIER);
        if before && closes && en::fills_together(text(at), text(at + 1)) {
            at += 2;
            continue;
        }
        keep.push(at);
        at += 1;
    }
    let keep = without_restarts(&keep, stream, &|at| text(at));
    let keep = without_repeats(&keep, stream, vocabulary);
    gather(stream, &keep, &stretches, vocabulary.len())
}

/// The same words, with nothing of the interruptions that ends a sentence.
fn unbroken(stream: &Stream, silent: &[(u32, u32)]) -> Stream {
    let mut tokens = stream.tokens.clone();
    for (start, end) in silent {
        if let Some(before) = start.checked_sub(1).and_then(|at| tokens.get_mut(at as usize)) {
            before.edge = false;
        }
        for token in tokens.get_mut(*start as usize..*end as usize).unwrap_or_default() {
            (token.after, token.edge) = (After::Nothing, false);
        }
    }
    Stream::new(tokens, stream.stretches.clone(), stream.inner.clone())
}

/// Whether one of the ranges, which are in order, holds a word.
fn is_in(ranges: &[(u32, u32)], at: u32) -> bool {
    let next = ranges.partition_point(|(_, end)| *end <= at);
    ranges.get(next).is_some_and(|(start, _)| *start <= at)
}

/// The stretches with each short turn between two of one speaker left out, and the words left out.
fn without_interruptions(stream: &Stream) -> (Vec<Stretch>, Vec<(u32, u32)>) {
    let all = &stream.stretches;
    let end = |n: usize| all.get(n + 1).map_or(stream.tokens.len() as u32, |next| next.start);
    let (mut out, mut silent): (Vec<Stretch>, Vec<(u32, u32)>) = (Vec::with_capacity(all.len()), Vec::new());
    let mut n = 0;
    while let Some(stretch) = all.get(n) {
        let around = out.last().zip(all.get(n + 1)).filter(|(before, after)| {
            before.voice.is_some()
                && before.voice == after.voice
                && stretch.voice.is_some()
                && stretch.voice != before.voice
        });
        let words = stream.tokens.get(stretch.start as usize..end(n) as usize).unwrap_or_default();
        let is_short = words.len() <= BACKCHANNEL && words.iter().all(|t| t.id < BARRIER && t.after != After::Question);
        if let Some((before, after)) = around.filter(|_| is_short && stretch.turn.is_some()) {
            silent.push((stretch.start, end(n)));
            out.push(Stretch { run: before.run, ..*after });
            n += 2;
            continue;
        }
        // What went on over an interruption goes on.
        let goes_on = out
            .last()
            .filter(|last| all.get(n.wrapping_sub(1)).is_some_and(|b| b.run == stretch.run && last.run != b.run));
        let run = goes_on.map_or(stretch.run, |last| last.run);
        out.push(Stretch { run, ..*stretch });
        n += 1;
    }
    (out, silent)
}

/// Leaves out starts that were broken off and begun again.
fn without_restarts<'a>(keep: &[u32], stream: &Stream, text: &dyn Fn(u32) -> &'a str) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::with_capacity(keep.len());
    let id = |at: u32| stream.tokens.get(at as usize).map_or(BARRIER, |t| t.id);
    for (n, at) in keep.iter().enumerate() {
        out.push(*at);
        let Some(token) = stream.tokens.get(*at as usize) else { continue };
        let Some(next) = keep.get(n + 1) else { continue };
        let is_dash = token.after == After::Dash;
        if !token.broken && !is_dash {
            continue;
        }
        // The words before, from which it begins again.
        let most = out.len().min(REPEATED + 1);
        let again = (1..=most).rev().find(|back| {
            let begun = out.get(out.len() - back..).unwrap_or_default();
            let begun = if token.broken { begun.get(..begun.len() - 1).unwrap_or_default() } else { begun };
            !begun.is_empty()
                && begun.len() <= REPEATED
                && begun.iter().zip(keep.iter().skip(n + 1)).all(|(a, b)| id(*a) == id(*b) && id(*a) < BARRIER)
        });
        if let Some(back) = again {
            out.truncate(out.len() - back);
        } else if token.broken && text(*next).starts_with(text(*at)) {
            out.pop();
        } else if is_dash && !token.broken {
            // `we will — we may`: the first words are the same, then it goes on otherwise.
            let from = (2..=most).find(|back| {
                out.get(out.len() - back).is_some_and(|first| id(*first) == id(*next) && id(*first) < BARRIER)
            });
            let begins = |back: usize| {
                out.len()
                    .checked_sub(back + 1)
                    .and_then(|n| out.get(n))
                    .and_then(|b| stream.tokens.get(*b as usize))
                    .is_none_or(|b| b.after != After::Nothing)
            };
            if let Some(back) = from.filter(|back| begins(*back)) {
                out.truncate(out.len() - back);
            }
        }
    }
    out
}

/// Leaves out the first of two equal groups of words.
fn without_repeats(keep: &[u32], stream: &Stream, vocabulary: &Vocabulary) -> Vec<u32> {
    let id = |at: u32| stream.tokens.get(at as usize).map_or(UNHEARD, |t| t.id);
    let mut out: Vec<u32> = Vec::with_capacity(keep.len());
    let mut n = 0;
    while let Some(at) = keep.get(n) {
        let group = (1..=REPEATED).rev().find(|k| {
            let (a, b) = (keep.get(n..n + k), keep.get(n + k..n + 2 * k));
            let is_same = a.zip(b).is_some_and(|(a, b)| a.iter().zip(b).all(|(a, b)| id(*a) == id(*b)));
            if !is_same {
                return false;
            }
            let group = keep.get(n..n + k).unwrap_or_default();
            let token = |at: &u32| stream.tokens.get(*at as usize);
            let apart = |at: &u32| token(at).is_some_and(|t| t.after.ends_sentence() || t.edge);
            let words: Vec<&str> = group.iter().map(|a| vocabulary.word(id(*a))).collect();
            let undoes = group.last().and_then(token).is_some_and(|t| t.after == After::Nothing)
                && en::takes_itself_back(&words);
            !undoes
                && group.iter().all(|a| id(*a) < BARRIER && !is_number(vocabulary, id(*a)))
                && !group.iter().any(apart)
        });
        match group {
            Some(k) => n += k,
            None => {
                out.push(*at);
                n += 1;
            }
        }
    }
    out
}

fn is_number(vocabulary: &Vocabulary, id: WordId) -> bool {
    vocabulary.word(id).starts_with('#')
}

/// A stream of the words kept.
fn gather(stream: &Stream, keep: &[u32], stretches: &[Stretch], vocabulary: usize) -> Stream {
    let position = |at: u32| keep.partition_point(|k| *k < at) as u32;
    let mut tokens: Vec<Token> = keep.iter().filter_map(|at| stream.tokens.get(*at as usize)).copied().collect();
    // The end of a sentence stays one when its last word goes.
    for (n, at) in keep.iter().enumerate() {
        let end = keep.get(n + 1).copied().unwrap_or(*at + 1);
        let gone = stream.tokens.get(*at as usize + 1..end as usize).unwrap_or_default();
        let after = gone.iter().map(|t| t.after).filter(|a| a.ends_sentence()).max();
        if let Some(token) = tokens.get_mut(n) {
            token.after = after.map_or(token.after, |after| token.after.max(after));
            token.edge |= gone.iter().any(|t| t.edge);
        }
    }
    let mut moved: Vec<Stretch> = stretches.iter().map(|s| Stretch { start: position(s.start), ..*s }).collect();
    moved.dedup_by(|next, before| {
        let is_empty = next.start == before.start;
        if is_empty {
            *before = *next;
        }
        is_empty
    });
    let inner = |i: &Inner| Inner { start: position(i.start), end: position(i.end), ..*i };
    let inner = stream.inner.iter().map(inner).collect();
    let mut out = Stream::new(tokens, moved, inner);
    out.index(vocabulary);
    out
}

/// Where a quotation has *you know* between commas: the first of the two words.
pub fn filled(words: &[Word]) -> Vec<usize> {
    let key = |n: usize| words.get(n).map_or("", |w| w.key.as_str());
    let before = |n: usize| n.checked_sub(1).and_then(|p| words.get(p)).is_none_or(|w| w.after != After::Nothing);
    let closes = |n: usize| words.get(n).is_some_and(|w| matches!(w.after, After::Comma | After::Dash));
    (0..words.len()).filter(|n| en::fills_together(key(*n), key(n + 1)) && before(*n) && closes(n + 1)).collect()
}

/// Which words of a quotation are left when hesitations and the first of two equal groups go; no group runs over a place that
/// `cuts`.
pub fn kept_of(words: &[Word], cuts: impl Fn(usize) -> bool) -> Vec<usize> {
    let key = |at: usize| words.get(at).map_or("", |w| w.key.as_str());
    let spoken: Vec<usize> = (0..words.len()).filter(|n| !en::is_filler(key(*n))).collect();
    let word = |n: usize| spoken.get(n).map_or("", |at| key(*at));
    let mut out = Vec::with_capacity(spoken.len());
    let mut n = 0;
    while let Some(at) = spoken.get(n) {
        let is_group = |k: &usize| {
            let last = spoken.get(n + k - 1).and_then(|at| words.get(*at));
            let group: Vec<&str> = (n..n + k).map(word).collect();
            n + 2 * k <= spoken.len()
                && (0..*k).all(|i| word(n + i) == word(n + k + i) && !word(n + i).starts_with('#'))
                && !(1..2 * k).any(|i| spoken.get(n + i).is_some_and(|at| cuts(*at)))
                && !(last.is_some_and(|w| w.after == After::Nothing) && en::takes_itself_back(&group))
        };
        match (1..=REPEATED).rev().find(is_group) {
            Some(k) => n += k,
            None => {
                out.push(*at);
                n += 1;
            }
        }
    }
    out
}
