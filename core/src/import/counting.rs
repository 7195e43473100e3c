//! What positions of a file count. Formats say code points or UTF-16 units, and programs count UTF-16 units, bytes, a CR LF
//! as two or as one, the byte-order mark too, or name the last character instead of the one behind it: one way for a whole
//! file. It is recognised by the words that the file itself carries, and where it carries none by whether places begin
//! and end at words.

use super::indexed_text::{Counting, IndexedText, LineEnds};
use super::partial_selector::OffsetUnit;
use crate::sanitize::is_hostile;
use crate::span::Span;

/// A place as a file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenPlace {
    /// Its pieces: first position, and the one past the last or the last.
    pub pieces: Vec<(u64, u64)>,
    /// The words there, as far as the file says.
    pub words: GivenWords,
}

/// What a file says of the words at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum GivenWords {
    /// Nothing.
    #[default]
    Unsaid,
    /// All of them.
    Whole(String),
    /// A name: as a rule the words or their beginning, and what a person called them otherwise.
    Name(String),
}

/// What may tell that a file counts otherwise than its format says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Its own words alone: it is known who wrote it.
    Words,
    /// Where it has no words, also whether places begin and end at those of the text.
    Edges,
    /// The same, and ends may be the last characters.
    EdgesAndEnds,
}

/// What the counting was recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It is the format's.
    Standard,
    /// More of the file's own words stand where it says.
    Words,
    /// Places begin and end at words that otherwise cut them.
    Edges,
}

/// How places of a file are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// What they count.
    pub counting: Counting,
    /// How that is known.
    pub basis: Basis,
    /// Where each is.
    pub places: Vec<Resolved>,
}

/// Where a place of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// There, in pieces, and the words fit as far as they are known.
    At(Vec<Span>),
    /// There, and other words stand there.
    OtherWords(Vec<Span>),
    /// Not inside the text, or inside one of its characters.
    Outside,
}

/// How often one edge that cuts a word weighs against one that has white space inside.
pub const CUT: u32 = 2;
/// Letters from which on a name that is the beginning of the words is no accident, and one that stands elsewhere is a
/// sign.
pub const TELLING: usize = 12;

/// How well words fit that stand at a place and nothing else does.
const FULL: u32 = 4;
/// The same with white space around.
const LOOSE: u32 = 2;

/// What fits under one counting.
struct Evaluation {
    counting: Counting,
    /// How well words fit, all together.
    fits: u32,
    /// Places that are none.
    outside: usize,
    /// Edges of places without fitting words that cut words.
    cuts: u32,
    places: Vec<Resolved>,
}

/// Recognises what `places` count, which a file gives in `text`; `standard` is what the format says, `evidence` what may
/// tell otherwise. O(length of the text + places · log places) for each way of counting that
/// makes a difference in it, once where all fits.
pub fn recognise(text: &IndexedText, places: &[&GivenPlace], standard: Counting, evidence: Evidence) -> Recognised {
    let first = evaluated(text, places, standard);
    let most = FULL as usize * places.iter().filter(|p| p.words != GivenWords::Unsaid).count();
    if first.fits as usize == most && first.outside == 0 && first.cuts == 0 {
        return Recognised { counting: standard, basis: Basis::Standard, places: first.places };
    }
    let mut all = vec![first];
    all.extend(
        others(text, standard, evidence == Evidence::EdgesAndEnds)
            .into_iter()
            .map(|counting| evaluated(text, places, counting)),
    );
    let most = all.iter().map(|e| e.fits).max().unwrap_or_default();
    let by_words = all.first().is_some_and(|first| first.fits < most);
    all.retain(|e| e.fits == most);
    let mut all = all.into_iter();
    let Some(mut best) = all.next() else {
        return Recognised { counting: standard, basis: Basis::Standard, places: Vec::new() };
    };
    let mut basis = if by_words { Basis::Words } else { Basis::Standard };
    // The first of the best, since the likelier ones come first.
    let other = all.min_by_key(|other| (other.outside, other.cuts)).filter(|_| evidence != Evidence::Words || by_words);
    if let Some(other) = other {
        let fewer_outside = other.outside < best.outside && other.cuts <= best.cuts;
        let fewer_cuts = other.outside <= best.outside && best.cuts >= 2 * CUT && other.cuts * 4 <= best.cuts;
        if fewer_outside || fewer_cuts {
            basis = if by_words { Basis::Words } else { Basis::Edges };
            best = other;
        }
    }
    Recognised { counting: best.counting, basis, places: best.places }
}

/// The ways of counting that make a difference in a text, the likelier ones first.
fn others(text: &IndexedText, standard: Counting, may_be_last: bool) -> Vec<Counting> {
    let words = text.text();
    let (is_ascii, is_basic) = (words.is_ascii(), words.chars().all(|c| c.len_utf16() == 1));
    let mut units = vec![standard.unit];
    for unit in [OffsetUnit::Chars, OffsetUnit::Utf16, OffsetUnit::Bytes] {
        let same = match unit {
            OffsetUnit::Chars => is_basic && standard.unit == OffsetUnit::Utf16,
            OffsetUnit::Utf16 => is_basic,
            OffsetUnit::Bytes => is_ascii,
        };
        if unit != standard.unit && !same {
            units.push(unit);
        }
    }
    let breaks = memchr::memchr_iter(b'\n', words.as_bytes()).count();
    let mut ends = vec![LineEnds::AsWritten];
    if text.double_ends() > 0 {
        ends.push(LineEnds::One);
    }
    if text.double_ends() < breaks {
        ends.push(LineEnds::Two);
    }
    let marks: &[bool] = if text.may_have_mark() { &[false, true] } else { &[false] };
    let lasts: &[bool] = if may_be_last { &[false, true] } else { &[false] };
    let mut out = Vec::new();
    for is_last in lasts {
        for mark in marks {
            for ends in &ends {
                let with = |unit: &OffsetUnit| Counting { unit: *unit, ends: *ends, mark: *mark, is_last: *is_last };
                out.extend(units.iter().map(with).filter(|counting| *counting != standard));
            }
        }
    }
    out
}

fn evaluated(text: &IndexedText, places: &[&GivenPlace], counting: Counting) -> Evaluation {
    let past = |end: u64| if counting.is_last { end.saturating_add(1) } else { end };
    let mut positions: Vec<u64> =
        places.iter().flat_map(|p| &p.pieces).flat_map(|(start, end)| [*start, past(*end)]).collect();
    positions.sort_unstable();
    positions.dedup();
    let bytes = text.located(counting, &positions);
    let byte = |position: u64| bytes.get(positions.binary_search(&position).ok()?).copied().flatten();
    let mut out = Evaluation { counting, fits: 0, outside: 0, cuts: 0, places: Vec::with_capacity(places.len()) };
    for place in places {
        let span = |(start, end): &(u64, u64)| {
            let (start, end) = (byte(*start)?, byte(past(*end))?);
            (start < end).then(|| Span::new(start, end))
        };
        let spans: Option<Vec<Span>> = place.pieces.iter().map(span).collect();
        let Some(spans) = spans.filter(|spans| !spans.is_empty()) else {
            out.outside += 1;
            out.places.push(Resolved::Outside);
            continue;
        };
        let fits = fit(&place.words, text.text(), &spans);
        out.fits += fits.unwrap_or_default();
        // Words that stand elsewhere are looked for: how their place is cut tells nothing.
        let is_whole = matches!(place.words, GivenWords::Whole(_));
        if fits.is_none() || fits == Some(0) && !is_whole {
            out.cuts += spans.iter().map(|span| cuts(text.text(), *span)).sum::<u32>();
        }
        let other = fits == Some(0);
        out.places.push(if other { Resolved::OtherWords(spans) } else { Resolved::At(spans) });
    }
    out
}

/// Letters that every format can hold, white space aside.
pub fn solid(words: &str) -> impl Iterator<Item = char> + '_ {
    words.chars().filter(|c| !c.is_whitespace() && !is_hostile(*c) && *c != '\u{fffd}')
}

/// How well words fit the text of spans, not at all being 0; `None` where nothing is said.
fn fit(words: &GivenWords, text: &str, spans: &[Span]) -> Option<u32> {
    let mut there = spans.iter().flat_map(|span| solid(span.of(text)));
    let first = spans.first().and_then(|span| span.of(text).chars().next());
    let last = spans.last().and_then(|span| span.of(text).chars().next_back());
    let is_same =
        |a: Option<char>, b: Option<char>| a.is_some_and(char::is_whitespace) == b.is_some_and(char::is_whitespace);
    match words {
        GivenWords::Unsaid => None,
        GivenWords::Whole(words) if there.by_ref().eq(solid(words)) => {
            let is_exact = is_same(first, words.chars().next()) && is_same(last, words.chars().next_back());
            Some(if is_exact { FULL } else { LOOSE })
        }
        GivenWords::Whole(_) => Some(0),
        GivenWords::Name(name) => {
            let (beginning, is_cut) = beginning(name);
            let mut given = solid(beginning);
            let same = given.by_ref().all(|c| there.next() == Some(c));
            let goes_on = there.next().is_some();
            let begins = is_same(first, beginning.chars().next());
            let ends = is_cut || is_same(last, beginning.chars().next_back());
            Some(match (same, is_cut || !goes_on, solid(beginning).count()) {
                (false, _, _) | (true, _, 0) => 0,
                (true, true, _) => {
                    if begins && ends {
                        FULL
                    } else {
                        LOOSE
                    }
                }
                (true, false, letters) => u32::from(letters >= TELLING && begins),
            })
        }
    }
}

/// A name without the mark that it goes on, and whether it had one.
pub fn beginning(name: &str) -> (&str, bool) {
    let name = name.trim();
    let cut = name.strip_suffix('…').or_else(|| name.strip_suffix("..."));
    (cut.unwrap_or(name).trim_end(), cut.is_some())
}

/// How far the edges of a span are from those of words.
pub fn cuts(text: &str, span: Span) -> u32 {
    let edge = |at: u32, inside: Option<char>| {
        let before = text.get(..at as usize).and_then(|t| t.chars().next_back());
        let after = text.get(at as usize..).and_then(|t| t.chars().next());
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_ideograph(c));
        if is_word(before) && is_word(after) { CUT } else { u32::from(inside.is_some_and(char::is_whitespace)) }
    };
    let words = span.of(text);
    edge(span.start, words.chars().next()) + edge(span.end, words.chars().next_back())
}

/// Whether a letter is a word of its own, or of a script that does not part words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

#[cfg(test)]
mod tests;
