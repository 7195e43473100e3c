//! The paragraphs of a text: where they begin and end, and what is found out from all of them before any is read.

use super::Knowledge;
use crate::detect::marks::Segment;
use crate::detect::word_number::hash_of;
use crate::span::Span;
use rustc_hash::FxHashSet;

/// What a paragraph ends with.
const PARAGRAPH_ENDS: [char; 9] = ['.', '!', '?', '…', ':', '»', '”', '"', ';'];
/// Fewest paragraphs that begin with marks in a tale, and fewest verbs in the past behind what is said.
const MIN_TALK: usize = 3;
const MIN_PAST: usize = 2;
/// Most blocks at the beginning of a text that may open with a dateline.
const MAX_DATED: usize = 3;
/// Most bytes of a dateline.
const MAX_DATELINE: usize = 80;
/// Most words of the name of a place.
const MAX_PLACE_WORDS: usize = 4;

/// The paragraphs of blocks: their lines, where nearly all of these end like one.
pub fn paragraphs(text: &str, blocks: &[Span]) -> Vec<Span> {
    let mut out = Vec::with_capacity(blocks.len());
    for (number, block) in blocks.iter().enumerate() {
        let block = &if number < MAX_DATED { behind_dateline(text, *block) } else { *block };
        let words = block.of(text);
        let breaks = || words.match_indices('\n').map(|(at, _)| words.get(..at).unwrap_or_default().trim_end());
        let whole = breaks().filter(|head| head.ends_with(PARAGRAPH_ENDS)).count();
        if whole == 0 || whole * 5 < breaks().count() * 4 {
            out.push(*block);
            continue;
        }
        let mut start = block.start;
        for line in words.split_inclusive('\n') {
            let span = Span::new(start, start + line.len() as u32).trim(text, char::is_whitespace);
            start += line.len() as u32;
            out.extend(Some(span).filter(|s| !s.is_empty()));
        }
    }
    out
}

/// Numbers of words with a capital behind a small word or a comma.
pub fn capitals_inside(text: &str, blocks: &[Span]) -> FxHashSet<u32> {
    let mut out = FxHashSet::default();
    for block in blocks {
        let mut inside = false;
        let words =
            block.of(text).split(|c: char| c.is_whitespace() || c == '\'' || c == '’').filter(|w| !w.is_empty());
        for word in words {
            if inside && word.starts_with(char::is_uppercase) {
                out.insert(hash_of(word.trim_end_matches(|c: char| !c.is_alphanumeric())));
            }
            inside = word.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        }
    }
    out
}

/// The words of a block behind the place and the date they begin with. O(1).
fn behind_dateline(text: &str, block: Span) -> Span {
    let words = block.of(text);
    let head = words.get(..words.floor_char_boundary(MAX_DATELINE)).unwrap_or(words);
    let ends = [" - ", " – ", " — ", ". "];
    // "(Agenzia) - ROMA, 3 giugno -": the mark behind the agency ends nothing.
    let from = if head.starts_with('(') { head.find(')').map_or(0, |at| at + 1) } else { 0 };
    let blank = |c: char| c.is_whitespace() || ['-', '–', '—'].contains(&c);
    let rest = head.get(from..).unwrap_or_default().trim_start_matches(blank);
    let found = ends.iter().filter_map(|end| Some((rest.find(end)?, end.len()))).min();
    let Some((at, length)) = found else { return block };
    let (place, behind) = (rest.get(..at).unwrap_or_default(), rest.get(at + length..).unwrap_or_default());
    let begins = behind.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "«“\"‘„".contains(c));
    if !begins || !is_place(place) {
        return block;
    }
    let start = block.start + (head.len() - behind.len()) as u32;
    Span::new(start, block.end).trim(text, char::is_whitespace)
}

/// Whether words are a place in capitals, with a date or an agency behind it.
fn is_place(words: &str) -> bool {
    let place = words.split([',', '(']).next().unwrap_or_default().trim();
    let capitals = |w: &str| w.chars().any(char::is_alphabetic) && !w.contains(char::is_lowercase);
    let count = place.split_whitespace().count();
    let dated = words.len() == place.len() || words.contains(|c: char| c.is_numeric() || c == '(');
    dated
        && (1..=MAX_PLACE_WORDS).contains(&count)
        && place.split_whitespace().all(capitals)
        && place.chars().count() > 2
}

/// Whether a text is a tale whose dialogue stands in marks: paragraphs begin with them, and its verbs are those of a tale.
pub fn is_tale(known: Knowledge<'_>, blocks: &[Span], said: &[Vec<Segment>]) -> bool {
    let begins =
        |(block, said): &(&Span, &Vec<Segment>)| said.first().is_some_and(|s| s.closed && s.span.start == block.start);
    let talk = || blocks.iter().zip(said).filter(begins);
    let (mut past, mut other) = (0, 0);
    for (block, segments) in blocks.iter().zip(said) {
        let line = known.line(*block, segments);
        for incise in (0..line.len()).filter(|i| line.is_quote(*i)).filter_map(|q| line.behind(q)) {
            let is_past = incise.verb == incise.says && (known.language.is_past)(line.words_of(incise.verb));
            *(if is_past { &mut past } else { &mut other }) += 1;
        }
    }
    talk().count() >= MIN_TALK && past >= MIN_PAST && past > other
}
