//! The text as detection sees it: without what a reader does not see or does not read, and the way back to where each
//! letter stands.
//!
//! Names, verbs and marks are looked for in text in which accents are composed (NFC), soft hyphens, zero-width characters
//! and marks of direction are gone, ligatures are letters, every kind of blank is a blank, hyphens that do not break are
//! hyphens, and note marks (`[3]`, `¹`) are gone. Every span that detection finds is one of the document's own text.

mod notes;

use super::lexicon::Lexicon;
use crate::document::Block;
use crate::span::Span;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A stretch of the seen text and the stretch of the document it stands for: the same words, or one letter for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SeenRun {
    /// Its first byte in the seen text.
    seen: u32,
    /// What it stands for.
    source: Span,
    /// Whether both are the same, byte by byte.
    same: bool,
}

/// A part of a document as detection sees it. Bytes on both sides.
#[derive(Debug)]
pub struct SeenText {
    /// What is seen.
    pub text: String,
    /// The blocks of the part, in the seen text.
    pub blocks: Vec<Block>,
    runs: Vec<SeenRun>,
}

/// What stands in the place of something in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Replacement {
    Nothing,
    Letters(&'static str),
}

impl SeenText {
    /// The part of `text` that `blocks` cover; `None` where nothing in it needs another look, as in nearly every text.
    /// O(length): many bytes at a time where there is nothing.
    pub fn of(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Option<Self> {
        let whole = blocks.first().zip(blocks.last()).map(|(a, b)| a.span.hull(b.span))?;
        let end = whole.end as usize;
        // The name before the first words of a row of a table stands in no block.
        let start = text.floor_char_boundary((whole.start as usize).saturating_sub(BYTES_BEFORE));
        let mut at = candidate(text, start, end)?;
        let mut seen = Self { text: String::new(), blocks: Vec::new(), runs: Vec::new() };
        // Everything before it is taken.
        let mut taken = start;
        loop {
            if let Some(Accented { from, to, stays }) = accented(text, taken, at, end) {
                if !stays {
                    seen.take(text, taken, from);
                    let letters: String = Span::new(from as u32, to as u32).of(text).nfc().collect();
                    seen.put(&letters, from, to);
                    taken = to;
                }
                // All of them are looked at once, however many there are.
                at = to;
            } else if let Some((to, replacement)) = replaced(text, at)
                .or_else(|| notes::mark(text, (taken, at), end, lexicon).map(|to| (to, Replacement::Nothing)))
            {
                seen.take(text, taken, at);
                if let Replacement::Letters(letters) = replacement {
                    seen.put(letters, at, to);
                }
                (taken, at) = (to, to);
            } else {
                at += text.get(at..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            }
            match candidate(text, at, end) {
                Some(next) => at = next,
                None => break,
            }
        }
        if taken == start {
            return None;
        }
        seen.take(text, taken, end);
        let mut blocks_seen = Vec::with_capacity(blocks.len());
        for block in blocks {
            blocks_seen.push(Block { span: seen.seen(block.span), kind: block.kind });
        }
        seen.blocks = blocks_seen;
        Some(seen)
    }

    /// Takes the bytes from `from` to `to` as they are.
    fn take(&mut self, text: &str, from: usize, to: usize) {
        let source = Span::new(from as u32, to as u32);
        if source.is_empty() {
            return;
        }
        self.runs.push(SeenRun { seen: self.text.len() as u32, source, same: true });
        self.text.push_str(source.of(text));
    }

    /// Puts letters in the place of the bytes from `from` to `to`.
    fn put(&mut self, letters: &str, from: usize, to: usize) {
        self.runs.push(SeenRun {
            seen: self.text.len() as u32,
            source: Span::new(from as u32, to as u32),
            same: false,
        });
        self.text.push_str(letters);
    }

    fn run(&self, seen: u32) -> Option<&SeenRun> {
        self.runs.get(self.runs.partition_point(|r| r.seen <= seen).checked_sub(1)?)
    }

    /// Where the byte `source` of the document stands in the seen text; what is not seen stands where the next is.
    /// O(log n).
    pub fn at(&self, source: u32) -> u32 {
        let next = self.runs.partition_point(|r| r.source.end <= source);
        self.runs.get(next).map_or(self.text.len() as u32, |run| {
            let inside = if run.same { source.saturating_sub(run.source.start) } else { 0 };
            run.seen + inside
        })
    }

    /// A span of the document in the seen text. O(log n).
    pub fn seen(&self, span: Span) -> Span {
        let start = self.at(span.start);
        Span::new(start, self.at(span.end).max(start))
    }

    /// The span of the document for one of the seen text; what is not seen at its ends is no part of it. O(log n).
    pub fn source(&self, span: Span) -> Span {
        let Some(first) = self.run(span.start) else { return span };
        let start = first.source.start + if first.same { span.start - first.seen } else { 0 };
        let Some(last) = span.end.checked_sub(1).and_then(|last| self.run(last)).filter(|_| !span.is_empty()) else {
            return Span::new(start, start);
        };
        let end = if last.same { last.source.start + (span.end - last.seen) } else { last.source.end };
        Span::new(start, end.max(start))
    }
}

/// Where in a text something may stand that is seen otherwise, from byte `from` on.
fn candidate(text: &str, from: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(..end)?;
    let mut at = from;
    while at < end {
        let rest = bytes.get(at..)?;
        // Where the next bytes hold nothing they are passed at once.
        if let (Some(a), Some(b), Some(c)) = (window(rest, 0), window(rest, 1), window(rest, 2)) {
            let plain = !a.iter().fold(b.last().is_some_and(|b| may_matter(*b)), |any, a| any | may_matter(*a));
            let three = a.iter().zip(b).zip(c);
            if plain || !three.fold(false, |any, ((a, b), c)| any | may_begin(*a, *b, *c)) {
                at += CHUNK;
                continue;
            }
        }
        let byte = |i: usize| rest.get(i).copied().unwrap_or(b' ');
        if let Some(found) = (0..CHUNK.min(rest.len())).find(|i| may_begin(byte(*i), byte(i + 1), byte(i + 2))) {
            // A digit behind a stop is asked about at its own place.
            let digit = ends_stop(byte(found)) && byte(found + 1).is_ascii_digit();
            return Some(at + found + usize::from(digit)).filter(|at| *at < end);
        }
        at += CHUNK;
    }
    None
}

/// The bytes from `from` on that are looked at together.
fn window(bytes: &[u8], from: usize) -> Option<&[u8; CHUNK]> {
    bytes.get(from..)?.first_chunk()
}

/// Bytes before the first block that are read too.
const BYTES_BEFORE: usize = 512;

/// Bytes looked at together.
const CHUNK: usize = 64;

/// Whether a byte may be one of the three of [`may_begin`]: hardly any of an English text.
#[expect(clippy::needless_bitwise_bool, reason = "judged for many bytes at once")]
const fn may_matter(a: u8) -> bool {
    (a >= 0x80) | (a.wrapping_sub(b'0') < 10) | (a == b'[') | (a == b'*') | (a == b'^')
}

/// Whether something that is seen otherwise may begin with these three bytes. Without branches, for many bytes at once.
#[expect(clippy::needless_bitwise_bool, reason = "judged for many bytes at once")]
const fn may_begin(a: u8, b: u8, c: u8) -> bool {
    // U+0300–U+036F.
    let accent = (a == 0xcc) | (a == 0xcd) & (b < 0xb0);
    // A blank that does not break, a soft hyphen, ¹ ² ³.
    let latin = (a == 0xc2) & ((b == 0xa0) | (b == 0xad) | (b == 0xb9) | (b & 0xfe == 0xb2));
    // Blanks, zero-width characters, hyphens, marks of direction, † ‡, superscript digits.
    let general = (a == 0xe2)
        & ((b == 0x80) & ((c <= 0x91) | (c & 0xfe == 0xa0) | (c >= 0xaa) & (c <= 0xaf)) | (b == 0x81) & (c >= 0x9f));
    let other = (a == 0xef) & ((b == 0xac) | (b == 0xbb)) | (a == 0xe1) & ((b & 0xfc == 0x84) | (b == 0xa0));
    // [3] and *, and ^1.
    let mark = (a == b'[') | (a == b'*') | (a == b'^') | (a == b'(') & (b.wrapping_sub(b'0') < 10);
    // ”3 and .3: the byte before a digit is a stop or ends a closing mark.
    accent | latin | general | other | mark | ends_stop(a) & (b.wrapping_sub(b'0') < 10)
}

/// Whether a stop or a closing mark ends with this byte.
#[expect(clippy::needless_bitwise_bool, reason = "judged for many bytes at once")]
const fn ends_stop(a: u8) -> bool {
    (a == b'.') | (a == b',') | (a == b'!') | (a == b'?') | (a == b'"') | (a == 0x9d) | (a == 0x99) | (a == 0xbb)
}

/// A letter with its accents, from one byte to another.
struct Accented {
    from: usize,
    to: usize,
    /// Whether nothing of it can be composed.
    stays: bool,
}

/// The letter before byte `at` with the accents that begin there. What was taken stays.
fn accented(text: &str, taken: usize, at: usize, end: usize) -> Option<Accented> {
    let rest = text.get(at..end)?;
    let first = rest.chars().next()?;
    let from = if is_combining_mark(first) {
        let base = text.get(taken..at)?.chars().next_back();
        at - base.map_or(0, char::len_utf8)
    } else if is_conjoining(first) {
        at
    } else {
        return None;
    };
    let more = rest.find(|c: char| !(is_combining_mark(c) || is_conjoining(c) && from == at));
    let to = more.map_or(end, |m| at + m);
    let words = text.get(from..to)?;
    let stays = words.chars().eq(words.nfc());
    Some(Accented { from, to, stays })
}

/// Korean letters of which a syllable is composed.
const fn is_conjoining(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}')
}

/// What is seen in the place of the character at byte `at`, and where it ends.
fn replaced(text: &str, at: usize) -> Option<(usize, Replacement)> {
    let c = text.get(at..)?.chars().next()?;
    let replacement = match c {
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => Replacement::Nothing,
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => Replacement::Nothing,
        // In other scripts and in emoji they are part of the spelling.
        '\u{200c}' | '\u{200d}' => {
            let before = text.get(..at)?.chars().next_back().unwrap_or(' ');
            if before >= '\u{590}' {
                return None;
            }
            Replacement::Nothing
        }
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Replacement::Letters(" "),
        '\u{2010}' | '\u{2011}' => Replacement::Letters("-"),
        'ﬀ' => Replacement::Letters("ff"),
        'ﬁ' => Replacement::Letters("fi"),
        'ﬂ' => Replacement::Letters("fl"),
        'ﬃ' => Replacement::Letters("ffi"),
        'ﬄ' => Replacement::Letters("ffl"),
        'ﬅ' | 'ﬆ' => Replacement::Letters("st"),
        _ => return None,
    };
    Some((at + c.len_utf8(), replacement))
}

#[cfg(test)]
mod tests;
