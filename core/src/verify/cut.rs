//! What was cut off before and behind a quotation, and what the words left out at a mark held.

use super::en;
use super::guard::{Guard, Limiter};
use super::outcome::Note;
use super::source::IndexedSource;
use super::stream::{BARRIER, Stream, Token};
use super::word::After;
use crate::span::Span;

/// Words before a quotation in which something may limit it.
const BEFORE: usize = 6;
/// Most words of a condition before the statement it limits.
const FRONTED: u32 = 14;
/// Words behind it with which a condition may begin.
const BEHIND: usize = 3;
/// Words behind *but* in which it may take the statement back.
const CONTRAST: usize = 6;
/// Most words told of what was cut off.
const TOLD: u32 = 25;
/// Words left out next to the piece that goes on in which any operator counts.
const NEXT_TO: usize = 2;
/// So few words left out in all that any operator among them counts.
const FEW: usize = 3;

/// What was cut off at the ends of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The words that were cut off, as a range of the stream: they change what is said.
    pub lost: Option<(u32, u32)>,
    /// What else is to know.
    pub notes: Vec<Note>,
}

/// A stream with the words of its source.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The source.
    pub source: &'a IndexedSource,
    /// Its words, as written or cleaned.
    pub stream: &'a Stream,
}

impl<'a> Row<'a> {
    /// A word as it is compared.
    pub fn word(self, at: u32) -> &'a str {
        self.token(at).map_or("", |t| self.source.vocabulary.word(t.id))
    }

    /// A token.
    pub fn token(self, at: u32) -> Option<&'a Token> {
        self.stream.token(at as usize)
    }

    /// Stretches of the text that a range takes: its words may stand in several. O(words and what stands between them).
    pub fn runs(self, (start, end): (u32, u32)) -> Vec<Span> {
        let text = self.source.document.text();
        let mut out: Vec<Span> = Vec::new();
        for token in (start..end).filter_map(|at| self.token(at)).filter(|t| !t.span.is_empty()) {
            let follows = |last: &Span| {
                let gap = || text.get(last.end as usize..token.span.start as usize);
                token.span.start < last.end || gap().is_some_and(|gap| !gap.contains(char::is_alphanumeric))
            };
            match out.last_mut().filter(|last| token.span.start >= last.start && follows(last)) {
                Some(last) => *last = last.hull(token.span),
                None => out.push(token.span),
            }
        }
        out
    }

    /// The words of a range as the source writes them, on one line.
    pub fn words(self, range: (u32, u32)) -> String {
        let text = self.source.document.text();
        let parts = self.runs(range).into_iter().flat_map(|span| span.of(text).split_whitespace());
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Where a token of the other row of the same source stands in this one.
    fn place_of(self, token: &Token) -> Option<u32> {
        self.stream.places(token.id).iter().copied().find(|at| self.token(*at).is_some_and(|t| t.span == token.span))
    }

    /// The guard of a word.
    pub fn guard(self, at: u32) -> Option<Guard> {
        let token = self.token(at)?;
        en::guard(self.word(at), token.name)
    }

    /// The words of the same sentence from `at` on, at most `most`.
    fn behind(self, at: u32, most: usize) -> Vec<(&'a str, After)> {
        let mut out = Vec::with_capacity(most);
        let mut here = at;
        while out.len() < most && here > 0 {
            let before = self.token(here - 1);
            let stops = before.is_none_or(|t| t.after.ends_sentence() || t.edge);
            let Some(token) = self.token(here).filter(|t| t.id < BARRIER && !stops) else { break };
            out.push((self.word(here), token.after));
            here += 1;
        }
        out
    }

    /// One past the last word of the sentence that holds `at`.
    pub fn sentence_end(self, at: u32) -> u32 {
        let mut here = at;
        while let Some(token) = self.token(here).filter(|t| t.id != BARRIER) {
            here += 1;
            if token.after.ends_sentence() || token.edge {
                break;
            }
        }
        here
    }

    /// The first word of the sentence that holds `at`.
    pub fn sentence_start(self, at: u32) -> u32 {
        let mut here = at;
        while here > 0 && self.token(here - 1).is_some_and(|t| !t.after.ends_sentence() && !t.edge && t.id != BARRIER) {
            here -= 1;
        }
        here
    }
}

/// What was cut off a quotation that is the words `start` to `end`; `beside` are the words of the article around its marks.
pub fn cut(row: Row<'_>, start: u32, end: u32, beside: &[String]) -> Cut {
    let mut out = Cut::default();
    let behind = after(row, end, &mut out.notes).or_else(|| over_interruption(row, end));
    let before = before(row, start);
    for (limiter, range) in before.into_iter().chain(behind) {
        if has(beside, limiter) {
            out.notes.push(Note::Excused);
        } else {
            out.lost.get_or_insert(range);
        }
    }
    let next = row.sentence_end(end.saturating_sub(1));
    let opens: Vec<&str> = (next..next + 3)
        .filter(|at| row.stream.stretch(*at).run == row.stream.stretch(start).run)
        .map(|at| row.word(at))
        .collect();
    if next == end && en::takes_back(&opens) {
        out.notes.push(Note::Context);
    }
    out.notes.sort_unstable();
    out.notes.dedup();
    out
}

/// What behind the words takes them back.
fn after(row: Row<'_>, end: u32, notes: &mut Vec<Note>) -> Option<(Limiter, (u32, u32))> {
    let last = row.token(end.checked_sub(1)?)?;
    let words = row.behind(end, 12);
    if words.is_empty() {
        return None;
    }
    let range = (end, row.sentence_end(end).min(end + TOLD));
    let keys: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
    let first = keys.first().copied().unwrap_or_default();
    if en::is_negation(first) && last.after == After::Nothing {
        return Some((Limiter::Negation, range));
    }
    if en::contrasts(first) && en::limiter(&keys).is_none_or(|(l, _)| l == Limiter::Negation) {
        let within = keys.iter().take(CONTRAST + 1).skip(1);
        let takes_back = within.clone().zip(keys.iter().skip(2).chain(std::iter::repeat(&""))).find_map(|(w, next)| {
            let negates = en::is_negation(w) && !en::is_emphatic(w, next);
            negates.then_some(Limiter::Negation).or(matches!(*w, "only" | "except").then_some(Limiter::Only))
        });
        match takes_back {
            Some(limiter) => return Some((limiter, range)),
            None => notes.push(Note::Contrast),
        }
        return None;
    }
    // Over a semicolon or colon only a condition that comes at once reaches.
    if last.after == After::Strong {
        let outer =
            en::limiter(&keys).filter(|(l, _)| matches!(l, Limiter::Condition | Limiter::Exception | Limiter::Until));
        return outer.map(|(limiter, _)| (limiter, range));
    }
    for n in 0..BEHIND.min(keys.len()) {
        let here = keys.get(n..).unwrap_or_default();
        let previous = n.checked_sub(1).and_then(|p| keys.get(p)).copied().unwrap_or_else(|| row.word(end - 1));
        if let Some((limiter, _)) = en::limiter(here)
            && !matches!(previous, "as" | "even" | "not" | "what")
        {
            return Some((limiter, range));
        }
        let word = here.first().copied().unwrap_or_default();
        let joins = matches!(word, "and" | "or");
        let next = here.get(1..).unwrap_or_default();
        if joins && n == 0 && en::limiter(next).is_some_and(|(l, _)| l != Limiter::Negation) {
            return Some((Limiter::Condition, range));
        }
        if joins || en::begins_clause(word) || words.get(n).is_some_and(|(_, after)| *after >= After::Dash) {
            break;
        }
    }
    None
}

/// What behind the words takes them back where a short turn of another stands between: there the words as cleaned go on. O(places of
/// two words).
fn over_interruption(row: Row<'_>, end: u32) -> Option<(Limiter, (u32, u32))> {
    let last = row.token(end.checked_sub(1)?).filter(|t| !t.after.ends_sentence())?;
    if row.stream.stretch(end).run == row.stream.stretch(end - 1).run {
        return None;
    }
    let cleaned = Row { stream: &row.source.cleaned, ..row };
    let at = cleaned.place_of(last)?;
    let (limiter, (first, _)) = after(cleaned, at + 1, &mut Vec::new())?;
    let written = row.place_of(cleaned.token(first)?)?;
    Some((limiter, (written, row.sentence_end(written).min(written + TOLD))))
}

/// What before the words takes them back.
fn before(row: Row<'_>, start: u32) -> Option<(Limiter, (u32, u32))> {
    near(row, start).or_else(|| fronted(row, start))
}

/// A condition that begins the sentence and ends with a comma right before the words: `If it rains, …`.
fn fronted(row: Row<'_>, start: u32) -> Option<(Limiter, (u32, u32))> {
    let last = row.token(start.checked_sub(1)?).filter(|t| t.after == After::Comma && !t.edge)?;
    let from = row.sentence_start(start - 1);
    let is_one =
        start - from <= FRONTED && (from..start - 1).all(|at| row.token(at).is_some_and(|t| t.after == After::Nothing));
    let word = row.word(from);
    let next = [row.word(from + 1), row.word(from + 2)];
    let limits = matches!(word, "if" | "unless") && !en::is_emphatic(word, next[0]) && !en::is_aside(word, &next);
    (last.id < BARRIER && is_one && limits).then_some((Limiter::Condition, (from, start)))
}

/// The same among the few words before.
fn near(row: Row<'_>, start: u32) -> Option<(Limiter, (u32, u32))> {
    let run = row.stream.stretch(start).run;
    let mut crossed = false;
    for back in 1..=BEFORE as u32 {
        let at = start.checked_sub(back)?;
        let token = row.token(at).filter(|t| t.id < BARRIER && !t.edge && row.stream.stretch(at).run == run)?;
        if token.after.ends_sentence() || token.after >= After::Dash {
            return None;
        }
        // Over one comma right before the words only a condition reaches.
        if token.after == After::Comma {
            // `I never said, not once, that …`
            let is_said = back == 2 && row.word(start - 1) == "that";
            if back > 1 && !is_said {
                return None;
            }
            crossed |= !is_said;
        }
        let word = row.word(at);
        // `without a doubt`
        let next = Some(row.word(at + 1)).filter(|next| *next != "a").unwrap_or_else(|| row.word(at + 2));
        let previous = at.checked_sub(1).map_or("", |p| row.word(p));
        if let Some(limiter) = en::limiter_before(word) {
            let reaches = (!crossed || limiter == Limiter::Condition) && !en::is_aside(word, &[next, row.word(at + 2)]);
            let is_condition_of_its_own = matches!(previous, "as" | "even" | "what");
            if reaches && !en::is_emphatic(word, next) && !(limiter == Limiter::Condition && is_condition_of_its_own) {
                return Some((limiter, (at, start)));
            }
        }
        if en::begins_clause(word) {
            return None;
        }
    }
    None
}

/// Whether the article has a limiter of the same kind in its own words.
fn has(beside: &[String], limiter: Limiter) -> bool {
    let words: Vec<&str> = beside.iter().map(String::as_str).collect();
    // Those before the marks stand backwards.
    let backwards: Vec<&str> = words.iter().rev().copied().collect();
    [words, backwards].iter().any(|words| {
        (0..words.len()).any(|n| {
            let here = words.get(n..).unwrap_or_default();
            en::limiter(here).is_some_and(|(l, _)| l == limiter)
                || here.first().is_some_and(|w| en::limiter_before(w) == Some(limiter))
        })
    })
}

/// Whether the words `from` to `to`, left out at a mark, held something that changes the sentence that goes on on either side.
pub fn hides(row: Row<'_>, from: u32, to: u32) -> bool {
    let ends = |at: u32| row.token(at).is_some_and(|t| t.after.ends_sentence() || t.edge);
    let first_end = (from..to).find(|at| ends(*at));
    let Some(first_end) = first_end else {
        let begun = from.checked_sub(1).is_some_and(&ends);
        // The beginning of the sentence that the piece behind ends, or all between two pieces of one.
        return loses(row, from, to, !begun, true);
    };
    let last_end = (from..to).rev().find(|at| ends(*at)).unwrap_or(first_end);
    let began = from.checked_sub(1).is_some_and(|at| !ends(at));
    began && loses(row, from, first_end + 1, true, false) || loses(row, last_end + 1, to, false, true)
}

/// Whether a stretch of a sentence holds a guarded word, next to the piece before or behind, or one that holds everywhere.
fn loses(row: Row<'_>, from: u32, to: u32, goes_on_before: bool, goes_on_behind: bool) -> bool {
    let count = to.saturating_sub(from) as usize;
    (from..to).any(|at| {
        let word = row.word(at);
        let next = if at + 1 < to { row.word(at + 1) } else { "" };
        if en::is_negation(word) {
            return !en::is_empty_denial(word, next);
        }
        if en::limits(word) {
            return true;
        }
        let near = count <= FEW || goes_on_before && (at - from) < 1 || goes_on_behind && (to - at) as usize <= NEXT_TO;
        let guards = row.guard(at) == Some(Guard::Operator) && !en::swaps(word)
            || en::orders(word)
            || en::guards_together(word, next) && !next.starts_with('#');
        near && (guards || en::counts(word))
    })
}
