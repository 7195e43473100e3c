//! Turns of transcripts and interviews: `NAME: …`, `Q: …` and `A: …`, a name in bold before a colon.

use super::Rule;
use super::attribute::{Draft, Spans};
use crate::document::{Block, BlockKind};
use crate::span::Span;
use crate::statement::{Form, Kind};
use smallvec::smallvec;

/// Labels that look like names of turns and are not.
const NOT_SPEAKERS: [&str; 28] = [
    "by",
    "byline",
    "note",
    "photo",
    "source",
    "sources",
    "updated",
    "update",
    "correction",
    "caption",
    "read more",
    "related",
    "watch",
    "warning",
    "tip",
    "example",
    "date",
    "title",
    "subject",
    "from",
    "to",
    "re",
    "topics",
    "tags",
    "copyright",
    "filed under",
    "share",
    "keywords",
];

/// The names before a colon that begin lines of `block`, each with the words of its turn.
fn labels(text: &str, block: &Block) -> Vec<(Span, Span)> {
    let mut out: Vec<(Span, Span)> = Vec::new();
    if block.kind == BlockKind::Turn {
        return named(text, block.span).into_iter().collect();
    }
    let mut at = block.span.start;
    for line in block.span.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len() as u32).trim(text, char::is_whitespace);
        at += line.len() as u32;
        match label(text, span) {
            Some((name, words)) => out.push((name, words)),
            None => {
                if let Some(last) = out.last_mut() {
                    last.1 = last.1.hull(span);
                }
            }
        }
    }
    out
}

/// Name and words of a turn that its document tells apart from its surroundings: whatever the name looks like.
fn named(text: &str, span: Span) -> Option<(Span, Span)> {
    let colon = span.of(text).find(": ")? as u32;
    let words = Span::new(span.start + colon + 1, span.end).trim(text, char::is_whitespace);
    (colon > 0 && !words.is_empty()).then(|| (Span::new(span.start, span.start + colon), words))
}

fn label(text: &str, line: Span) -> Option<(Span, Span)> {
    let words = line.of(text);
    if let Some((name, said)) = words.split_once('\t') {
        // Plays set the name before a tab, in capitals.
        let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
        if capitals && name.len() <= 40 && said.chars().any(char::is_lowercase) {
            let name_end = line.start + name.len() as u32;
            let said = Span::new(name_end + 1, line.end).trim(text, char::is_whitespace);
            return Some((Span::new(line.start, name_end), said));
        }
    }
    let colon = words.char_indices().take(60).find(|(_, c)| *c == ':').map(|(i, _)| i)?;
    let head = words.get(..colon)?;
    let rest = words.get(colon + 1..)?;
    if !rest.starts_with([' ', '\t', '\u{a0}']) || rest.trim().is_empty() {
        return None;
    }
    // A time code may stand before the name.
    let name = head.trim_start_matches(|c: char| c.is_ascii_digit() || "[]():. ".contains(c));
    let start = line.start + (head.len() - name.len()) as u32;
    let name_span =
        Span::new(start, line.start + colon as u32).trim(text, |c| c.is_whitespace() || "*_“\"".contains(c));
    let name = name_span.of(text);
    let tokens: Vec<&str> = name.split_whitespace().collect();
    let written_as_name = !tokens.is_empty()
        && tokens.len() <= 5
        && tokens.iter().all(|w| {
            w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
                || ["de", "van", "von", "of", "the", "la"].contains(w)
        })
        && !name.contains(['“', '”', '"', '?', '!', ',', ';'])
        && !NOT_SPEAKERS.iter().any(|n| n.eq_ignore_ascii_case(name));
    let body = Span::new(line.start + colon as u32 + 1, line.end).trim(text, char::is_whitespace);
    let speech = body.of(text).chars().any(char::is_alphabetic);
    (written_as_name && speech).then_some((name_span, body))
}

/// Whether `blocks` are a transcript: its document says so, or there are at least three turns, and names that come back or a third of all blocks. O(n).
pub fn is_transcript(text: &str, blocks: &[Block]) -> bool {
    if blocks.iter().any(|b| b.kind == BlockKind::Turn) {
        return true;
    }
    let mut names = std::collections::HashMap::<&str, usize>::new();
    let mut turns = 0usize;
    let paragraphs = blocks.iter().filter(|b| may_hold_turns(b));
    let mut n = 0usize;
    for block in paragraphs {
        n += 1;
        for (name, _) in labels(text, block) {
            *names.entry(name.of(text)).or_default() += 1;
            turns += 1;
        }
    }
    let again = names.values().filter(|n| **n >= 2).count();
    turns >= 3 && (again >= 2 || again == 1 && turns * 3 >= n) && turns * 5 >= n
}

const fn may_hold_turns(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Literal | BlockKind::Heading(_))
}

/// Whether nobody speaks in a block of a transcript: `(Laughter.)`, "Follow us on …".
pub fn is_aside(text: &str, block: &Block) -> bool {
    let words = block.span.of(text).trim_start_matches(['“', '"', '«', '„']);
    may_hold_turns(block)
        && (words.starts_with(['(', '[', '*']) && label(text, block.span).is_none() || is_furniture(words))
}

/// The drafts for the turns of one block of a transcript. A block without a label goes on with the turn above.
pub fn turns(text: &str, block: &Block, above: Option<usize>, drafts: &mut Vec<Draft>) -> Option<usize> {
    if !may_hold_turns(block) {
        return None;
    }
    let found = labels(text, block);
    if found.is_empty() {
        let above = above?;
        let draft = drafts.get_mut(above)?;
        draft.content.push(block.span);
        // A transcript quoted paragraph for paragraph.
        if !draft.quotes.is_empty() && block.span.of(text).starts_with(['“', '"', '«', '„']) {
            draft.quotes.push(block.span);
        }
        return Some(above);
    }
    for (name, mut words) in found {
        // A transcript in quotation marks, paragraph for paragraph: what is quoted begins before the name.
        let marked = text.get(..name.start as usize).is_some_and(|t| t.ends_with(['“', '"', '«', '„']));
        let mut quotes = Spans::new();
        if marked {
            let mark = text.get(..name.start as usize).and_then(|t| t.chars().next_back()).map_or(0, char::len_utf8);
            words = Span::new(name.start - mark as u32, words.end);
            quotes.push(words);
        }
        drafts.push(Draft {
            kind: Kind::Direct,
            form: Form::Turn,
            content: smallvec![words],
            quotes,
            cue: None,
            source: Some(name),
            rule: Rule::TurnName,
            score: 0.97,
            same_as: None,
            thread: None,
        });
    }
    Some(drafts.len() - 1)
}

/// "Follow Ada Grey on Twitter", "Sign up for our newsletter": what pages put below.
fn is_furniture(words: &str) -> bool {
    let small = |w: &str| words.get(..w.len()).is_some_and(|h| h.eq_ignore_ascii_case(w));
    small("follow ") && words.contains('@') || small("sign up for ") || small("read more") || small("click here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_transcript_and_its_look_alikes() {
        let doc = Document::from_text(
            "ADA GREY: You came.\n\nQ: Why?\n\nADA GREY: To see.\n\nQ: What?\n\n(Laughter.)",
            "a.txt",
        );
        assert!(is_transcript(doc.text(), doc.blocks()));
        let table = Document::from_text("Clinton: 1,769\n\nTrump: 900\n\nBYLINE: Amber P.\n\nText.", "a.txt");
        assert!(!is_transcript(table.text(), table.blocks()));
    }
}
