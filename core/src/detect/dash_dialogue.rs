//! Dialogue whose marks are dashes: `—The boat leaves at six, said Martha. Don't be late.` and `— Not yet — said Ann.`
//!
//! Which dashes open speech is decided for the whole text: lists, asides and signatures begin with them as well.

mod parts;

use super::Rule;
use super::draft::{AttributionDraft, BlockContext, Spans};
use super::item_row::ItemRow;
use super::lexicon::Lexicon;
use super::roles::Roles;
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use parts::parts;
use std::ops::Range;

/// Fewest paragraphs of dialogue that make a text one of dialogue.
const MIN_TURNS_OF_FICTION: usize = 4;
/// How many words behind a comma are searched for a verb of saying.
const MAX_CUE_WORDS: usize = 4;
/// How sure it is that the other one of two answers.
const OTHER_SCORE: f32 = 0.5;
/// How sure it is that nobody is named near.
const UNKNOWN_SCORE: f32 = 0.2;

/// Which dashes open speech in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DashDialogue {
    /// Long dashes, or two short ones.
    long: bool,
    /// Hyphens.
    short: bool,
    /// Whether most of the text is dialogue.
    pub fiction: bool,
}

/// What the paragraphs that begin with one kind of dash look like.
#[derive(Clone, Copy, Debug, Default)]
struct DashCount {
    /// How many there are.
    lines: usize,
    /// Those with a word of saying where one stands in dialogue.
    cued: usize,
    /// Those that ask or exclaim.
    lively: usize,
}

impl DashDialogue {
    /// Looks at the first bytes of each block, and into those that begin with a dash. O(blocks).
    pub fn of(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Self {
        let (mut long, mut short, mut paragraphs) = (DashCount::default(), DashCount::default(), 0usize);
        for block in blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_))) {
            paragraphs += 1;
            if opening(block.span.of(text)).is_none() {
                continue;
            }
            for line in block.span.of(text).split('\n') {
                let Some((is_long, words)) = opening(line) else { continue };
                let count = if is_long { &mut long } else { &mut short };
                count.lines += 1;
                count.cued += usize::from(is_cued(words, lexicon));
                count.lively += usize::from(words.contains(['?', '!']));
            }
        }
        let dialogue = |c: DashCount| c.lines >= 2 && c.cued >= 1;
        let fiction =
            long.lines.max(short.lines) >= MIN_TURNS_OF_FICTION && (long.lines + short.lines) * 4 >= paragraphs;
        Self {
            long: dialogue(long) || long.lines == 1 && long.cued == 1 && paragraphs <= 3,
            short: dialogue(short) && short.cued + short.lively >= 3,
            fiction: fiction && (dialogue(long) || dialogue(short)),
        }
    }

    /// Whether a block is dialogue. O(1).
    pub fn takes(self, text: &str, block: &Block) -> bool {
        let any = self.long || self.short;
        let dash = || opening(block.span.of(text)).is_some_and(|(long, _)| if long { self.long } else { self.short });
        any && matches!(block.kind, BlockKind::Paragraph(_)) && dash()
    }
}

/// Adds the drafts of block number `index`, which is dialogue. O(tokens).
pub fn block(row: &ItemRow<'_>, index: usize, context: &mut BlockContext, drafts: &mut Vec<AttributionDraft>) {
    let mut start = 0;
    for end in 1..=row.items.len() {
        let next = row.begins_line(end) && row.is_dash(end);
        if end < row.items.len() && !next {
            continue;
        }
        turn(row, start..end, index, context, drafts);
        start = end;
    }
}

/// Adds the draft of one paragraph of dialogue.
fn turn(
    row: &ItemRow<'_>,
    items: Range<usize>,
    index: usize,
    context: &mut BlockContext,
    drafts: &mut Vec<AttributionDraft>,
) {
    let found = parts(row, items);
    let content: Spans = found.said.iter().map(|r| row.hull(r)).collect();
    if content.iter().all(|c| !c.of(row.text).contains(char::is_alphabetic)) {
        return;
    }
    let near = |at: usize| at + 1 >= index;
    let other = context.last.filter(|(_, at)| near(*at)).and(context.before_last).filter(|(_, at)| at + 3 >= index);
    let (rule, score, same_as) = match (found.source.is_some(), other) {
        (true, _) => (found.rule, found.score, None),
        (false, Some((other, _))) => (Rule::TakesTurns, OTHER_SCORE, Some(other)),
        (false, None) => (Rule::Nobody, UNKNOWN_SCORE, None),
    };
    drafts.push(AttributionDraft {
        kind: Kind::Direct,
        form: Form::Quotation,
        quotes: content.clone(),
        content,
        cue: found.cue,
        source: found.source,
        rule,
        score,
        same_as,
        thread: None,
    });
    let new = drafts.len() - 1;
    context.before_last = context.last.filter(|(last, _)| same_as != Some(*last)).or(context.before_last);
    context.last = Some((new, index));
}

/// Whether a dash opens a line, with words right behind it: the kind of dash, and the words.
fn opening(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    let (is_long, rest) = if let Some(rest) = line.strip_prefix(['—', '―', '–']) {
        (true, rest)
    } else if let Some(rest) = line.strip_prefix("--") {
        (true, rest)
    } else {
        (false, line.strip_prefix('-')?)
    };
    let words = rest.trim_start();
    words.starts_with(|c: char| c.is_alphabetic() || "¿¡…“\"'‘’".contains(c)).then_some((is_long, words))
}

/// Whether a word of saying stands behind a comma, a question, or a second dash: `…, said Martha`. O(length).
fn is_cued(words: &str, lexicon: &Lexicon) -> bool {
    let breaks = |c: char| matches!(c, ',' | '?' | '!' | '…' | '.' | '—' | '―' | '–' | '-');
    words.match_indices(breaks).take(12).any(|(at, mark)| {
        let behind =
            words.get(at + mark.len()..).unwrap_or_default().trim_start_matches(|c: char| breaks(c) || c == ' ');
        let dash = matches!(mark, "—" | "―" | "–");
        let full_stop = mark == ".";
        let mut list = behind.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
        if behind.starts_with(char::is_lowercase) {
            // “— respondeu Ana”: between dashes any verb will do.
            let (first, second) = (list.next().unwrap_or_default(), list.next().unwrap_or_default());
            let roles = lexicon.roles(first);
            let verb = roles.has(Roles::SAY.or(Roles::DIALOGUE)) && !roles.has(Roles::ING);
            let subject = lexicon.roles(second).has(Roles::PRONOUN.or(Roles::DET).or(Roles::TITLE).or(Roles::ROLE));
            let person = second.starts_with(char::is_uppercase) || subject;
            let says =
                lexicon.roles(first).has(Roles::PRONOUN) && lexicon.roles(second).has(Roles::SAY.or(Roles::DIALOGUE));
            // “répondit Anne.”: no word of this language, and a name behind it.
            let ends = behind.split_whitespace().nth(1).is_some_and(|w| w.ends_with(['.', ',']));
            let foreign =
                ends && first.len() >= 4 && roles == Roles::default() && second.starts_with(char::is_uppercase);
            return foreign || verb && person || says && !full_stop || dash && second.starts_with(char::is_uppercase);
        }
        let named = behind.starts_with(char::is_uppercase) && !full_stop;
        named
            && list
                .take(MAX_CUE_WORDS)
                .skip(1)
                .any(|w| w.starts_with(char::is_lowercase) && lexicon.roles(w).has(Roles::SAY))
    })
}

#[cfg(test)]
mod tests;
