//! Names before words in a text that is too short to be a transcript for the detector: two answers, or one below a heading.
//!
//! Where nothing else says who speaks, a name in front of each paragraph does. It is no proof that somebody said the words; but
//! to take them for anybody's would be worse.

use crate::document::{Block, BlockKind};
use crate::span::Span;

/// Longest name, in bytes.
const MAX_NAME: usize = 48;
/// Most words of one.
const MAX_WORDS: usize = 5;
/// Fewest words that are something said where no sentence ends.
const SAID: usize = 4;

/// Fewest words of a line that is no head of a turn.
const MIN_PROSE_WORDS: usize = 6;

/// A name and the words behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labelled {
    pub name: Span,
    pub words: Span,
}

/// The labels of a text, where at least half of its paragraphs begin with one. `is_role` tells whether a word by itself is what
/// somebody is called (CHAIR). O(length).
pub fn labels(text: &str, blocks: &[Block], is_role: &dyn Fn(&str) -> bool) -> Vec<Labelled> {
    let paragraphs = blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Heading(_) | BlockKind::Aside));
    let (mut out, mut count, mut begun) = (Vec::new(), 0_usize, 0_usize);
    for block in paragraphs {
        let before = out.len();
        of_block(text, block.span, is_role, &mut out);
        count += 1;
        begun += usize::from(out.get(before).is_some_and(|first| first.name.start == block.span.start));
    }
    if begun * 2 >= count { out } else { Vec::new() }
}

/// Those at the beginnings of the lines of a paragraph, each with the words up to the next.
fn of_block(text: &str, block: Span, is_role: &dyn Fn(&str) -> bool, out: &mut Vec<Labelled>) {
    let first = out.len();
    let mut at = block.start;
    for line in block.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len() as u32);
        at = span.end;
        if let Some(name) = name_of(text, span, is_role) {
            if let Some(last) = out.get_mut(first..).and_then(<[Labelled]>::last_mut) {
                last.words = Span::new(last.words.start, span.start).trim(text, char::is_whitespace);
            }
            let behind = Span::new(name.end, block.end).of(text);
            let words =
                Span::new(block.end - behind.find(':').map_or(0, |colon| behind.len() - colon - 1) as u32, block.end);
            out.push(Labelled { name, words: words.trim(text, char::is_whitespace) });
        }
    }
}

/// The name that begins a line, where it is one and something is said behind it.
fn name_of(text: &str, line: Span, is_role: &dyn Fn(&str) -> bool) -> Option<Span> {
    let words = line.of(text);
    let colon = words.find(':').filter(|colon| *colon <= MAX_NAME)?;
    let (name, said) = (words.get(..colon)?.trim_end(), words.get(colon + 1..)?);
    let is_apart = said.starts_with(char::is_whitespace);
    let is_said =
        said.split_whitespace().nth(SAID - 1).is_some() || said.trim_end().ends_with(['.', '?', '!', '…', '”', '"']);
    let is_one = is_name(name) && (name.split_whitespace().nth(1).is_some() || is_role(name));
    (is_apart && is_said && is_one).then(|| Span::new(line.start, line.start + name.len() as u32))
}

/// Whether words can be a name: each begins with a capital, none with a figure.
fn is_name(name: &str) -> bool {
    let mut count = 0;
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || ".-’'".contains(c))
    };
    name.split_whitespace().inspect(|_| count += 1).all(capital) && (1..=MAX_WORDS).contains(&count)
}

/// What stands in a paragraph above the head of a turn, without a blank line between: lines too long for a head, with what
/// stands above them. The last line of `gap` leads into the turn. O(n).
pub fn prose_above_head(text: &str, gap: Span) -> Option<Span> {
    let (above, _) = gap.of(text).rsplit_once('\n')?;
    let (mut end, mut at) = (gap.start, gap.start);
    for line in above.split_inclusive('\n') {
        at += line.len() as u32;
        if line.split_whitespace().nth(MIN_PROSE_WORDS - 1).is_some() {
            end = at;
        }
    }
    let prose = Span::new(gap.start, end).trim(text, char::is_whitespace);
    (!prose.is_empty()).then_some(prose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn found(text: &str) -> Vec<(String, String)> {
        let document = Document::from_text(text, "a.txt");
        let (text, role) = (document.text(), |word: &str| word == "CHAIR");
        let all = labels(text, document.blocks(), &role);
        all.iter().map(|l| (l.name.of(text).to_owned(), l.words.of(text).to_owned())).collect()
    }

    fn pair(name: &str, words: &str) -> (String, String) {
        (name.to_owned(), words.to_owned())
    }

    #[test]
    fn a_name_before_each_paragraph_says_whose_it_is() {
        let two = [pair("KIT LOWE", "I signed off both tests."), pair("MARA DENT", "I did not. Nobody asked me.")];
        assert_eq!(found("KIT LOWE: I signed off both tests.\n\nMARA DENT: I did not. Nobody asked me."), two);
        assert_eq!(found("KIT LOWE: I signed off both tests.\nMARA DENT: I did not. Nobody asked me."), two);
        assert_eq!(
            found("CHAIR: Order, please.\n\nBea Lorne: It is late."),
            [pair("CHAIR", "Order, please."), pair("Bea Lorne", "It is late."),]
        );
        assert_eq!(
            found("LE JOURNALISTE : Vous fermez la porte ce soir ?"),
            [pair("LE JOURNALISTE", "Vous fermez la porte ce soir ?")]
        );
    }

    #[test]
    fn other_colons_say_nothing() {
        for text in [
            "NOTE: The office is closed on Monday.",
            "Two things are sure: it is late. We go.",
            "Press Contact: 555 123",
            "The hall was full.\n\nNobody spoke.\n\nKIT LOWE: I signed off both tests.",
            "Room 4: It is the one on the left.",
            "BEST RATIO 4:3 of all the screens.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
