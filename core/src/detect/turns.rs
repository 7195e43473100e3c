//! Turns of transcripts and interviews: `NAME: …`, `Q: …` and `A. …`, `>> …`, a name in bold before a colon, `Mr. GREY. …` as
//! records of parliaments have it, `NAME` and a tab as plays do.

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use super::lang::{Language, TurnRules};
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::smallvec;

/// The begin of a turn: who is named before it, if anybody is, and its words.
type TurnLabel = (Option<Span>, Span);

/// The turns that begin in lines of `block`.
fn turn_labels(text: &str, block: &Block, rules: &TurnRules) -> Vec<TurnLabel> {
    let mut out: Vec<TurnLabel> = Vec::new();
    if block.kind == BlockKind::Turn {
        return named(text, block.span).map(|(name, words)| (Some(name), words)).into_iter().collect();
    }
    if block.kind == BlockKind::UnnamedTurn {
        // The dash or `>>` before the words is what tells that somebody else speaks.
        let words = block.span.of(text).trim_start_matches(|c: char| c.is_whitespace() || "-–—>".contains(c));
        let start = if words.is_empty() { block.span.start } else { block.span.end - words.len() as u32 };
        return vec![(None, Span::new(start, block.span.end))];
    }
    let mut at = block.span.start;
    for line in block.span.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len() as u32).trim(text, char::is_whitespace);
        at += line.len() as u32;
        match turn_start(text, span, rules) {
            Some(turn_label) => out.push(turn_label),
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

/// The begin of a turn, with a name or without: `>>` says that somebody else speaks.
fn turn_start(text: &str, line: Span, rules: &TurnRules) -> Option<TurnLabel> {
    let words = line.of(text);
    let rest = words.trim_start_matches('>').trim_start();
    let marked = words.starts_with(">>");
    let line = if marked { Span::new(line.end - rest.len() as u32, line.end) } else { line };
    match turn_label(text, line, rules).or_else(|| record_label(text, line, rules)) {
        Some((name, words)) => Some((Some(name), words)),
        None => (marked && rest.chars().any(char::is_alphabetic)).then_some((None, line)),
    }
}

/// `Q. …` and `A. …` of a hearing; `Mr. GREY. …` and `The SPEAKER. …` of a parliament.
fn record_label(text: &str, line: Span, rules: &TurnRules) -> Option<(Span, Span)> {
    let words = line.of(text);
    let split = |name: usize, rest: usize| {
        let said = Span::new(line.start + rest as u32, line.end).trim(text, char::is_whitespace);
        let speech = said.of(text).chars().any(char::is_alphabetic);
        speech.then(|| (Span::new(line.start, line.start + name as u32), said))
    };
    if let Some(rest) = words.strip_prefix(rules.question_and_answer) {
        let sign = rest.starts_with(['.', '\t']) || rest.starts_with("  ");
        return if sign && !rest.starts_with("..") { split(1, 2) } else { None };
    }
    let titled = rules.record_titles.iter().find_map(|t| words.strip_prefix(t))?;
    let end = titled.find(". ")?;
    let name = titled.get(..end)?;
    let loud =
        name.split(' ').next().is_some_and(|w| w.len() > 2 && w.chars().all(|c| c.is_uppercase() || "-’'".contains(c)));
    let before = words.len() - titled.len();
    if loud && name.len() <= 40 { split(before + end, before + end + 1) } else { None }
}

fn turn_label(text: &str, line: Span, rules: &TurnRules) -> Option<(Span, Span)> {
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
    // A time code may stand before the name, colons in it.
    let timed = words.trim_start_matches(|c: char| c.is_ascii_digit() || "[]():., -".contains(c));
    let skip = words.len() - timed.len();
    let colon = timed.char_indices().take(60).find(|(_, c)| *c == ':').map(|(i, _)| skip + i)?;
    let head = words.get(..colon)?;
    let rest = words.get(colon + 1..)?;
    if !rest.starts_with([' ', '\t', '\u{a0}']) || rest.trim().is_empty() {
        return None;
    }
    let name = head.trim_start_matches(|c: char| c.is_ascii_digit() || "[]():. ".contains(c));
    let start = line.start + (head.len() - name.len()) as u32;
    let name_span =
        Span::new(start, line.start + colon as u32).trim(text, |c| c.is_whitespace() || "*_“\"".contains(c));
    let name = name_span.of(text);
    let tokens: Vec<&str> = name.split_whitespace().collect();
    let written_as_name = !tokens.is_empty()
        && tokens.len() <= 5
        && tokens.iter().all(|w| {
            w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) || rules.particles.contains(w)
        })
        && !name.contains(['“', '”', '"', '?', '!', ',', ';'])
        && !rules.not_speakers.iter().any(|n| n.eq_ignore_ascii_case(name));
    let body = Span::new(line.start + colon as u32 + 1, line.end).trim(text, char::is_whitespace);
    let speech = body.of(text).chars().any(char::is_alphabetic);
    (written_as_name && speech).then_some((name_span, body))
}

/// Whether `blocks` are a transcript: its document says so, or there are at least three turns, and names that come back or a third of all blocks. O(n).
pub fn is_transcript(text: &str, blocks: &[Block], rules: &TurnRules) -> bool {
    if blocks.iter().any(|b| matches!(b.kind, BlockKind::Turn | BlockKind::UnnamedTurn)) {
        return true;
    }
    let mut names = std::collections::HashMap::<&str, usize>::new();
    let (mut turns, mut marked) = (0usize, 0usize);
    let paragraphs = blocks.iter().filter(|b| may_hold_turns(b));
    let mut n = 0usize;
    for block in paragraphs {
        n += 1;
        for (name, _) in turn_labels(text, block, rules) {
            match name {
                Some(name) => *names.entry(name.of(text)).or_default() += 1,
                None => marked += 1,
            }
            turns += 1;
        }
    }
    if marked >= 3 && marked * 3 >= n {
        return true;
    }
    let again = names.values().filter(|n| **n >= 2).count();
    turns >= 3 && (again >= 2 || again == 1 && turns * 3 >= n) && turns * 5 >= n
}

const fn may_hold_turns(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Literal | BlockKind::Heading(_))
}

/// Whether nobody speaks in a block of a transcript: `(Laughter.)`, "Follow us on …".
pub fn is_aside(text: &str, block: &Block, language: &Language) -> bool {
    let words = block.span.of(text).trim_start_matches(['“', '"', '«', '„']);
    may_hold_turns(block)
        && (words.starts_with(['(', '[', '*']) && turn_start(text, block.span, &language.turns).is_none()
            || (language.is_page_furniture)(words))
}

/// The drafts for the turns of one block of a transcript. A block without a label goes on with the turn above.
pub fn turns(
    text: &str,
    block: &Block,
    rules: &TurnRules,
    above: Option<usize>,
    drafts: &mut Vec<AttributionDraft>,
) -> Option<usize> {
    if !may_hold_turns(block) {
        return None;
    }
    let found = turn_labels(text, block, rules);
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
        let start = name.map_or(words.start, |n| n.start);
        let marked = text.get(..start as usize).is_some_and(|t| t.ends_with(['“', '"', '«', '„']));
        let mut quotes = Spans::new();
        if marked {
            let mark = text.get(..start as usize).and_then(|t| t.chars().next_back()).map_or(0, char::len_utf8);
            words = Span::new(start - mark as u32, words.end);
            quotes.push(words);
        }
        drafts.push(AttributionDraft {
            kind: Kind::Direct,
            form: Form::Turn,
            content: smallvec![words],
            quotes,
            cue: None,
            source: name,
            rule: if name.is_some() { Rule::TurnName } else { Rule::Nobody },
            score: if name.is_some() { 0.97 } else { 0.2 },
            same_as: None,
            thread: None,
        });
    }
    Some(drafts.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;
    use crate::document::Document;

    fn heard(text: &str) -> Vec<(String, String)> {
        let doc = Document::from_text(text, "a.txt");
        let found = crate::detect::Detector::new().extract(&doc);
        let all = found.attributions().map(|a| {
            let words: Vec<&str> = a.content.iter().map(|s| doc.words(*s)).collect();
            (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
        });
        all.collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn hearings_parliaments_captions_and_plays() {
        let hearing = "THE COURT: Be seated.\n\nQ. Where were you?\n\nA. At home.\n\nQ. Alone?\n\nA. With a dog.\n\nTHE COURT: Go on.";
        let found = heard(hearing);
        assert_eq!(found.len(), 6, "{found:?}");
        assert_eq!(found[1].1, "Where were you?");
        let house = "Mr. GREY. I rise on the wall.\n\nThe SPEAKER. The gentleman rises.\n\nMr. GREY. It is low.\n\nIt was always low.\n\n\
            The SPEAKER. Order.";
        let expected = [
            ("Mr. GREY", "I rise on the wall."),
            ("SPEAKER", "The gentleman rises."),
            ("Mr. GREY", "It is low. / It was always low."),
            ("SPEAKER", "Order."),
        ];
        let words = |all: &[(String, String)]| all.iter().map(|p| p.1.clone()).collect::<Vec<_>>();
        assert_eq!(words(&heard(house)), words(&pairs(&expected)));
        let captions = ">> ADA GREY: We came.\n\n>> Why?\n\n>> ADA GREY: To see.\n\n>> What?\n\n>> You.";
        let expected =
            [("ADA GREY", "We came."), ("?", "Why?"), ("ADA GREY", "To see."), ("?", "What?"), ("?", "You.")];
        assert_eq!(heard(captions), pairs(&expected));
        let play = "ORLANDO\tAs I remember, Adam.\n\nADAM\tYonder comes my master.\n\nORLANDO\tGo apart, Adam.";
        assert_eq!(heard(play).len(), 3);
        let times = "[00:00:01] ADA GREY: We came.\n\n[00:00:04] BO LOW: Why?\n\n[00:00:05] ADA GREY: To see.\n\n00:01:02 BO LOW: What?";
        assert_eq!(heard(times).len(), 4);
    }

    #[test]
    fn a_transcript_and_its_look_alikes() {
        let doc = Document::from_text(
            "ADA GREY: You came.\n\nQ: Why?\n\nADA GREY: To see.\n\nQ: What?\n\n(Laughter.)",
            "a.txt",
        );
        assert!(is_transcript(doc.text(), doc.blocks(), &ENGLISH.turns));
        let table = Document::from_text("Clinton: 1,769\n\nTrump: 900\n\nBYLINE: Amber P.\n\nText.", "a.txt");
        assert!(!is_transcript(table.text(), table.blocks(), &ENGLISH.turns));
    }
}
