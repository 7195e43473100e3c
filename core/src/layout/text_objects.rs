//! Words, clauses, sentences, quotations and paragraphs as places: what the keys of selection move by.

use crate::document::Document;
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation as _;

/// Longest stretch looked at around a place, in bytes: bounds the work in a block of any length.
const WINDOW: u32 = 8 * 1024;

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Rep.", "Gov.", "Gen.", "Lt.", "Col.", "Sgt.", "Capt.", "Prof.", "Rev.",
    "St.", "Jr.", "Sr.", "Inc.", "Co.", "vs.", "No.", "etc.",
];

/// The paragraph that holds `at`.
pub fn paragraph(document: &Document, at: u32) -> Span {
    document.blocks().get(document.block_at(at)).map_or(Span::default(), |b| b.span)
}

/// The part of the paragraph around `at` that is looked at.
fn window(document: &Document, at: u32) -> Span {
    let block = paragraph(document, at);
    let text = document.text();
    let at = at.min(text.len() as u32);
    let mut start = block.start.max(at.saturating_sub(WINDOW));
    let mut end = block.end.min(at.saturating_add(WINDOW)).max(start);
    while !text.is_char_boundary(start as usize) {
        start += 1;
    }
    while !text.is_char_boundary(end as usize) {
        end -= 1;
    }
    Span::new(start, end)
}

/// The word at `at`, or the next one in the paragraph.
pub fn word(document: &Document, at: u32) -> Span {
    let window = window(document, at);
    let words = window.of(document.text()).unicode_word_indices();
    let mut last = None;
    for (i, word) in words {
        let span = Span::new(window.start + i as u32, window.start + (i + word.len()) as u32);
        if span.end > at {
            return span;
        }
        last = Some(span);
    }
    last.unwrap_or_else(|| Span::new(at, next_letter(document, at)))
}

/// The sentence at `at`, within its paragraph.
pub fn sentence(document: &Document, at: u32) -> Span {
    sentence_of(document.text(), window(document, at), at)
}

/// The sentence at `at` within a stretch of a text. O(length of the stretch).
pub fn sentence_of(text: &str, window: Span, at: u32) -> Span {
    let mut current: Option<Span> = None;
    for (i, piece) in window.of(text).split_sentence_bound_indices() {
        let span = Span::new(window.start + i as u32, window.start + (i + piece.len()) as u32);
        let joined = match current {
            Some(open) if goes_on(open.of(text), piece) => open.hull(span),
            _ => span,
        };
        if current.is_some_and(|open| open.contains(at) && joined.start != open.start) {
            break;
        }
        current = Some(joined);
    }
    current.unwrap_or(window).trim(text, char::is_whitespace)
}

/// Whether `next` still belongs to the sentence `open`: after an abbreviation or an initial, before a small letter,
/// or inside quotation marks.
fn goes_on(open: &str, next: &str) -> bool {
    let opened = open.matches('“').count() > open.matches('”').count();
    opened || is_one(open, next)
}

/// Whether `next` belongs to the sentence `open` inside quotation marks too.
fn is_one(open: &str, next: &str) -> bool {
    let before = open.trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let dotted = last.ends_with('.') && (last.len() <= 3 || last.trim_end_matches('.').contains('.'));
    let initial = dotted && last.chars().next().is_some_and(char::is_uppercase);
    let small = next.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    ABBREVIATIONS.contains(&last) || initial || small
}

/// Where the sentences of `within` begin, those inside quotation marks too; its own beginning first. O(length of it).
pub fn sentence_starts(document: &Document, within: Span) -> Vec<u32> {
    let words = within.of(document.text());
    let mut starts: Vec<usize> = Vec::new();
    for (i, piece) in words.split_sentence_bound_indices() {
        let open = starts.last().and_then(|start| words.get(*start..i));
        if open.is_none_or(|open| !is_one(open, piece)) {
            starts.push(i);
        }
    }
    starts.into_iter().map(|i| within.start + i as u32).collect()
}

/// The sentence at `at` of a stretch of several, those inside quotation marks counted by themselves; `None` where the
/// stretch is one. O(length of it).
pub fn sentence_within(document: &Document, within: Span, at: u32) -> Option<Span> {
    let starts = sentence_starts(document, within);
    let next = starts.partition_point(|start| *start <= at);
    let start = starts.get(next.checked_sub(1)?).copied()?;
    let end = starts.get(next).copied().unwrap_or(within.end);
    let span = Span::new(start, end).trim(document.text(), char::is_whitespace);
    (starts.len() > 1).then_some(span)
}

/// The words that `span` touches, whole. A match of a part of a word becomes the word.
pub fn whole_words(document: &Document, span: Span) -> Span {
    let last = previous_letter(document, span.end).max(span.start);
    let (first, last) = (word(document, span.start), word(document, last));
    let start = if first.contains(span.start) { first.start } else { span.start };
    let end = if last.start < span.end { last.end.max(span.end) } else { span.end };
    Span::new(start, end)
}

/// The clause at `at`: of its sentence what stands between marks of punctuation, without them. Where two things are parted
/// by nothing but "and" it is one clause.
pub fn clause(document: &Document, at: u32) -> Span {
    let text = document.text();
    let whole = sentence(document, at);
    let whole = sentence_within(document, whole, at).unwrap_or(whole);
    let mut start = whole.start;
    let mut found = None;
    let words = whole.of(text);
    let ends = words.char_indices().filter(|(i, c)| parts_clauses(words, *i, *c));
    let ends = ends.map(|(i, c)| (whole.start + i as u32, c.len_utf8() as u32)).chain([(whole.end, 0)]);
    for (end, mark) in ends {
        let piece = Span::new(start, end).trim(text, |c| !c.is_alphanumeric());
        start = end + mark;
        if !piece.is_empty() {
            found = Some(piece);
            if piece.end > at {
                break;
            }
        }
    }
    found.unwrap_or(whole)
}

/// Whether the mark `c` at `i` parts two clauses: not the comma of a number, nor the colon of a time or a hyphen.
fn parts_clauses(words: &str, i: usize, c: char) -> bool {
    let after = words.get(i + c.len_utf8()..).and_then(|rest| rest.chars().next());
    match c {
        ';' | '—' | '–' | '…' | '(' | ')' | '?' | '!' => true,
        ',' | ':' => after.is_none_or(|a| a.is_whitespace() || is_mark(a)),
        '-' => after.is_some_and(char::is_whitespace) && words.get(..i).is_some_and(|b| b.ends_with(' ')),
        c => is_mark(c),
    }
}

/// Whether a character is a quotation mark of the outer kind. Single ones may be apostrophes.
pub fn is_mark(c: char) -> bool {
    "“”\"„‟«»「」『』".contains(c)
}

/// Whether the mark `c` at the byte `at` opens a quotation: by what stands on its two sides, as one and the same sign opens
/// in one language and closes in another.
pub fn opens(text: &str, at: u32, c: char) -> bool {
    let before = text.get(..at as usize).and_then(|b| b.chars().next_back());
    let after = text.get(at as usize + c.len_utf8()..).and_then(|a| a.chars().next());
    let outside = before.is_none_or(|b| b.is_whitespace() || "([—–-:".contains(b));
    let inside = after.is_some_and(|a| !a.is_whitespace() && !",.;:!?)]".contains(a));
    if outside == inside { outside } else { false }
}

/// What stands in quotation marks around `at`, marks included, within its paragraph.
pub fn quotation(document: &Document, at: u32) -> Option<Span> {
    let (window, text) = (window(document, at), document.text());
    let mark = |from: u32, (i, c): (usize, char)| is_mark(c).then_some((from + i as u32, c));
    let before = Span::new(window.start, next_letter(document, at).min(window.end));
    // A mark that closes belongs to what it closes.
    let mut marks = before.of(text).char_indices().rev().filter_map(|m| mark(before.start, m));
    let mut last = marks.next()?;
    if last.0 == at && !opens(text, last.0, last.1) {
        last = marks.next()?;
    }
    let (start, _) = Some(last).filter(|(i, c)| opens(text, *i, *c))?;
    let after = Span::new(next_letter(document, start), window.end);
    let (end, c) = after.of(text).char_indices().find_map(|m| mark(after.start, m))?;
    Some(Span::new(start, end + c.len_utf8() as u32)).filter(|s| s.contains(at))
}

/// The edge of quoted words that lies between `from` and `to`, nearest to `from`: behind a mark that closes, before one that
/// opens. `None` where no mark is passed on the way.
pub fn mark_between(document: &Document, from: u32, to: u32) -> Option<u32> {
    let (span, text) = (Span::new(from, to), document.text());
    let edges = span.of(text).char_indices().filter(|(_, c)| is_mark(*c)).map(|(i, c)| {
        let at = span.start + i as u32;
        if opens(text, at, c) { at } else { at + c.len_utf8() as u32 }
    });
    let between = edges.filter(|edge| span.start < *edge && *edge < span.end);
    if from <= to { between.min() } else { between.max() }
}

/// The place one letter (grapheme) after `at`.
pub fn next_letter(document: &Document, at: u32) -> u32 {
    let rest = document.text().get(at as usize..).unwrap_or_default();
    let end = rest.char_indices().nth(64).map_or(rest.len(), |(i, _)| i);
    rest.get(..end).and_then(|r| r.graphemes(true).next()).map_or(at, |g| at + g.len() as u32)
}

/// The place one letter before `at`.
pub fn previous_letter(document: &Document, at: u32) -> u32 {
    let before = document.text().get(..at as usize).unwrap_or_default();
    let start = before.char_indices().rev().nth(63).map_or(0, |(i, _)| i);
    before.get(start..).and_then(|b| b.graphemes(true).next_back()).map_or(at, |g| at - g.len() as u32)
}

/// The beginning of the next word after `at`.
pub fn next_word(document: &Document, at: u32) -> u32 {
    let here = word(document, at);
    let after = word(document, here.end);
    if after.start > at && after.start >= here.end {
        return after.start;
    }
    next_block(document, at).unwrap_or(here.end.max(at))
}

/// The end of the word at or after `at`.
pub fn word_end(document: &Document, at: u32) -> u32 {
    let here = word(document, at);
    if here.end > at { here.end } else { next_block(document, at).map_or(at, |next| word(document, next).end) }
}

/// The beginning of the word before `at`.
pub fn previous_word(document: &Document, at: u32) -> u32 {
    let window = window(document, at);
    let words = window.of(document.text()).unicode_word_indices();
    let before = words.map(|(i, _)| window.start + i as u32).take_while(|start| *start < at).last();
    before.unwrap_or_else(|| {
        let block = document.block_at(at);
        let above = block.checked_sub(1).and_then(|b| document.blocks().get(b));
        above.map_or(at, |b| word(document, previous_letter(document, b.span.end)).start)
    })
}

/// The end of the word before `at`.
pub fn previous_word_end(document: &Document, at: u32) -> u32 {
    let window = window(document, at);
    let words = window.of(document.text()).unicode_word_indices();
    let ends = words.map(|(i, word)| window.start + (i + word.len()) as u32);
    ends.take_while(|end| *end < at).last().unwrap_or_else(|| block_end_before(document, at))
}

/// The end of the sentence at `at`, or of the next one when `at` is there.
pub fn sentence_end(document: &Document, at: u32) -> u32 {
    let here = sentence(document, at);
    if here.end > at {
        return here.end;
    }
    let next = next_sentence(document, at);
    if next > at { sentence(document, next).end } else { at }
}

/// The end of the sentence before the one that `at` lies in or ends.
pub fn previous_sentence_end(document: &Document, at: u32) -> u32 {
    let here = sentence(document, previous_letter(document, at));
    if here.end < at {
        return here.end;
    }
    let before = Span::new(paragraph(document, here.start).start, here.start);
    let before = before.trim(document.text(), char::is_whitespace);
    if before.is_empty() { block_end_before(document, at) } else { before.end }
}

/// The end of the paragraph before the one of `at`; `at` in the first.
fn block_end_before(document: &Document, at: u32) -> u32 {
    let above = document.block_at(at).checked_sub(1).and_then(|b| document.blocks().get(b));
    above.map_or(at, |b| b.span.trim(document.text(), char::is_whitespace).end)
}

fn next_block(document: &Document, at: u32) -> Option<u32> {
    document.blocks().get(document.block_at(at) + 1).map(|b| b.span.start)
}

/// The beginning of the sentence after the one at `at`.
pub fn next_sentence(document: &Document, at: u32) -> u32 {
    let here = sentence(document, at);
    let block = paragraph(document, at);
    let rest = Span::new(here.end.max(at).min(block.end), block.end).trim(document.text(), char::is_whitespace);
    if rest.is_empty() { next_block(document, at).unwrap_or(block.end) } else { rest.start }
}

/// The beginning of the sentence at `at`, or of the one before when `at` is there.
pub fn previous_sentence(document: &Document, at: u32) -> u32 {
    let here = sentence(document, at);
    if here.start < at {
        return here.start;
    }
    let before = previous_letter(document, previous_word(document, at));
    sentence(document, before.min(previous_word(document, at))).start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Mr. Lind of the U.S. Senate left. “Is it late?” he asked. It was.\n\nNext one.";

    fn doc() -> Document {
        Document::from_text(TEXT, "a.txt")
    }

    #[test]
    fn sentences_keep_abbreviations_and_questions_together() {
        let d = doc();
        assert_eq!(d.words(sentence(&d, 5)), "Mr. Lind of the U.S. Senate left.");
        let asked = TEXT.find("late").unwrap() as u32;
        assert_eq!(d.words(sentence(&d, asked)), "“Is it late?” he asked.");
    }

    #[test]
    fn words_and_letters() {
        let d = doc();
        assert_eq!(d.words(word(&d, 4)), "Lind");
        assert_eq!(next_word(&d, 4), TEXT.find("of").unwrap() as u32);
        assert_eq!(previous_word(&d, 4), 0);
        let last = TEXT.rfind("was").unwrap() as u32;
        assert_eq!(next_word(&d, last), TEXT.find("Next").unwrap() as u32);
        assert_eq!(previous_letter(&d, next_letter(&d, 4)), 4);
    }

    #[test]
    fn wholes_around_a_place() {
        let text = "“I think, at ten, we go; he stays,” said Ada (the mayor). It was 1,000 at 10:30, they said.";
        let d = Document::from_text(text, "a.txt");
        let at = |words: &str| text.find(words).unwrap() as u32;
        let clause_at = |words: &str| d.words(clause(&d, at(words)));
        for (word, expected) in [
            ("think", "I think"),
            ("ten", "at ten"),
            ("go", "we go"),
            ("stays", "he stays"),
            ("Ada", "said Ada"),
            ("mayor", "the mayor"),
            ("was", "It was 1,000 at 10:30"),
            ("they", "they said"),
        ] {
            assert_eq!(clause_at(word), expected);
        }
        let quoted = Some("“I think, at ten, we go; he stays,”");
        for word in ["“I", "think", "stays", "” said"] {
            assert_eq!(quotation(&d, at(word)).map(|s| d.words(s)), quoted, "{word}");
        }
        assert_eq!(quotation(&d, at("said Ada")), None);
        assert_eq!(d.words(whole_words(&d, Span::new(at("hink"), at("en, we")))), "think, at ten");
        assert_eq!(d.words(whole_words(&d, Span::new(at("tays,"), at(" said")))), "stays,”");
    }

    #[test]
    fn a_sentence_inside_a_quotation_is_found_by_itself() {
        let text = "“We left at ten. Mr. Lind saw it, I think. It was dark,” said Ada.";
        let d = Document::from_text(text, "a.txt");
        let at = |words: &str| text.find(words).unwrap() as u32;
        let quoted = quotation(&d, at("saw")).unwrap();
        assert_eq!(sentence_starts(&d, quoted), [0, at("Mr."), at("It was")]);
        assert_eq!(sentence_within(&d, quoted, at("saw")).map(|s| d.words(s)), Some("Mr. Lind saw it, I think."));
        assert_eq!(sentence_within(&d, Span::new(0, at("Mr.")), 5), None, "one is the whole");
        assert_eq!(d.words(clause(&d, at("saw"))), "Mr. Lind saw it");
    }

    #[test]
    fn ends_of_words_and_sentences_stop_once_at_a_mark() {
        let text = "“One. Two,” said Ada. “Three.”\n\nFour.";
        let d = Document::from_text(text, "a.txt");
        let at = |words: &str| text.find(words).unwrap() as u32;
        let two = at(",” said");
        assert_eq!(word_end(&d, two), at(" Ada"));
        assert_eq!(mark_between(&d, two, at(" Ada")), Some(at(" said")));
        assert_eq!(mark_between(&d, at(" said"), at(" Ada")), None, "once");
        assert_eq!(mark_between(&d, at(" Ada"), two), Some(at(" said")));
        assert_eq!(mark_between(&d, at(". “T"), at("hree")), Some(at("“Three")));
        assert_eq!(
            (previous_word_end(&d, at(" Ada")), previous_word_end(&d, at("Four"))),
            (two, text.find('\n').unwrap() as u32)
        );
        assert_eq!(sentence_end(&d, at("Four")), text.len() as u32);
        assert_eq!(next_sentence(&d, at(" “Three")), at("“Three"), "from an end to the next, not past the paragraph");
        assert_eq!(previous_sentence_end(&d, at("\n\n")), at(" “Three"));
    }

    proptest! {
        #[test]
        fn every_place_has_its_wholes(text in "([a-zA-Z“”.é😊]{1,8}[ .?\n]){0,40}", pick in 0usize..300) {
            let d = Document::from_text(&text, "a.txt");
            let edges: Vec<usize> = d.text().char_indices().map(|(i, _)| i).collect();
            prop_assume!(!edges.is_empty() && !d.blocks().is_empty());
            let at = edges[pick % edges.len()] as u32;
            for span in [word(&d, at), clause(&d, at), sentence(&d, at), paragraph(&d, at), quotation(&d, at).unwrap_or_default()] {
                prop_assert!(span.end as usize <= d.text().len() && d.text().get(span.range()).is_some());
            }
            for place in [next_word(&d, at), previous_word(&d, at), word_end(&d, at), next_sentence(&d, at), previous_sentence(&d, at), previous_word_end(&d, at), sentence_end(&d, at), previous_sentence_end(&d, at)] {
                prop_assert!(d.text().is_char_boundary(place as usize));
            }
        }
    }
}
