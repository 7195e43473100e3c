//! Plain text to blocks.
//!
//! Blank lines separate paragraphs; where fewer than one line in fifty is blank, each line is a paragraph. Lines inside
//! a paragraph flow together when at least four in five of the non-last ones are 50 to 90 columns wide, else they are
//! kept (verse, lists, addresses). Layout only: the reading text is the same either way.

use super::{Block, BlockKind, LineBreaks, LineRule, LoadError, LoadOptions, Metadata, Parsed, meta, reply_line};
use crate::span::Span;
use unicode_width::UnicodeWidthStr;

/// Bytes that decide how lines become paragraphs: the same for the head of a file and the whole of it.
pub const LINE_SAMPLE_BYTES: usize = 16 * 1024;

/// Plain text as it is, with its blocks. O(n).
///
/// # Errors
/// Never; other loaders of text may fail.
#[expect(clippy::unnecessary_wraps, reason = "the loader of a format")]
pub fn read(text: String, options: &LoadOptions) -> Result<Parsed, LoadError> {
    let (mut blocks, notice) = blocks(&text, options.lines);
    let meta = message_header(&text, &mut blocks);
    Ok(Parsed { text, blocks, meta, notices: notice.into_iter().collect(), ..Parsed::default() })
}

/// What the header of a message that the text begins with says of it: somebody copied a message into a file. The header becomes
/// one preformatted block. O(lines of the header).
fn message_header(text: &str, blocks: &mut Vec<Block>) -> Metadata {
    let Some(header) = reply_line::top(text) else { return Metadata::default() };
    let inside = blocks.iter().take_while(|b| b.span.start < header.span.end).count();
    let rest = inside.checked_sub(1).and_then(|last| blocks.get(last)).map(|b| Block {
        span: Span::new(header.span.end.min(b.span.end), b.span.end).trim(text, char::is_whitespace),
        kind: b.kind,
    });
    let own = Block { span: header.span, kind: BlockKind::Literal };
    blocks.splice(..inside, [own].into_iter().chain(rest.filter(|b| !b.span.is_empty())));
    let words = |value: Option<&str>| value.filter(|v| !v.is_empty()).map(str::to_owned);
    Metadata {
        title: words(header.subject),
        author: words(header.from),
        date: header.date.and_then(meta::date),
        ..Metadata::default()
    }
}

/// The blocks of `text`, and a notice when the rule that was chosen is not the usual one. O(n), and nothing is kept but
/// the blocks.
pub fn blocks(text: &str, rule: LineRule) -> (Vec<Block>, Option<String>) {
    let single = match rule {
        LineRule::Paragraphs => true,
        LineRule::Flow | LineRule::Keep => false,
        LineRule::Auto => is_single(text),
    };
    let mut out = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    let mut several = false;
    for line in lines(text) {
        several |= line.start > 0;
        if single {
            out.extend((!line.is_empty()).then(|| paragraph(line, LineBreaks::Keep)));
        } else if line.is_empty() {
            out.extend(paragraph_of(text, &group, rule));
            group.clear();
        } else {
            group.push(line);
        }
    }
    out.extend(paragraph_of(text, &group, rule));
    if let [first, _, ..] = out.as_mut_slice()
        && is_title(first.span.of(text))
    {
        first.kind = BlockKind::Heading(1);
    }
    for block in &mut out {
        if is_chapter(block.span.of(text)) {
            block.kind = BlockKind::Heading(2);
        }
    }
    out.shrink_to_fit();
    let notice = (single && rule == LineRule::Auto && several)
        .then(|| "Every line is taken as a paragraph (--lines keep or flow changes that).".to_owned());
    (out, notice)
}

/// Whether fewer than one line in fifty is blank, in the part that decides.
fn is_single(text: &str) -> bool {
    let (mut all, mut blank) = (0usize, 0usize);
    for line in lines(text).take_while(|l| (l.start as usize) < LINE_SAMPLE_BYTES) {
        all += 1;
        blank += usize::from(line.is_empty());
    }
    blank * 50 < all
}

/// The paragraph made of lines that follow each other, if there are any.
fn paragraph_of(text: &str, group: &[Span], rule: LineRule) -> Option<Block> {
    let span = group.iter().copied().reduce(Span::hull)?;
    let lines = match rule {
        LineRule::Flow => LineBreaks::Flow,
        LineRule::Keep | LineRule::Paragraphs => LineBreaks::Keep,
        LineRule::Auto => shape(text, group),
    };
    Some(paragraph(span, lines))
}

/// Where the head of a file can be cut so that what stands before keeps its blocks: behind the last blank line, else the
/// last line, else the last word, in the second half of what was read.
pub fn cut(text: &str) -> usize {
    let half = text.ceil_char_boundary(text.len() / 2);
    let rest = text.get(half..).unwrap_or_default();
    let found = rest
        .rfind("\n\n")
        .map(|at| at + 1)
        .or_else(|| rest.rfind('\n').map(|at| at + 1))
        .or_else(|| rest.rfind(char::is_whitespace));
    found.map_or(text.len(), |at| half + at)
}

const fn paragraph(span: Span, lines: LineBreaks) -> Block {
    Block { span, kind: BlockKind::Paragraph(lines) }
}

/// Lines without white space at either end; empty for a blank one.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0u32;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end as u32 + 1);
    let ends = ends.chain((!text.is_empty() && !text.ends_with('\n')).then_some(text.len() as u32));
    ends.map(move |end| {
        let span = Span::new(at, end).trim(text, char::is_whitespace);
        at = end;
        span
    })
}

fn shape(text: &str, group: &[Span]) -> LineBreaks {
    let Some((_, inner)) = group.split_last() else { return LineBreaks::Flow };
    let full = inner.iter().filter(|l| (50..=90).contains(&l.of(text).width())).count();
    if full * 5 >= inner.len() * 4 { LineBreaks::Flow } else { LineBreaks::Keep }
}

/// A short first line that ends like no sentence is the title.
fn is_title(line: &str) -> bool {
    line.len() <= 120
        && !line.contains('\n')
        && !line.contains(" — ")
        && line.split_whitespace().count() >= 2
        && line.chars().next().is_some_and(char::is_uppercase)
        && line.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ')')
        && !line.contains(": ")
}

/// `CHAPTER IV`, `Book the Second. Of Tides`, `Part 3`, `PREFACE`: what books set above their parts. O(1).
fn is_chapter(words: &str) -> bool {
    const PARTS: [&str; 9] = ["chapter", "book", "part", "volume", "canto", "act", "scene", "letter", "section"];
    const ALONE: [&str; 7] = ["preface", "prologue", "epilogue", "introduction", "contents", "appendix", "foreword"];
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "the", "last"];
    if words.len() > 80 || words.contains('\n') {
        return false;
    }
    let mut tokens = words.split_whitespace();
    let Some(first) = tokens.next().map(|w| w.trim_end_matches(['.', ':'])) else { return false };
    let is = |list: &[&str], word: &str| list.iter().any(|l| l.eq_ignore_ascii_case(word));
    let Some(second) = tokens.next().map(|w| w.trim_end_matches(['.', ':', ',', '—', '-'])) else {
        return is(&ALONE, first) && first.chars().all(char::is_uppercase);
    };
    let roman = |w: &str| !w.is_empty() && w.len() <= 8 && w.bytes().all(|b| b"IVXLCDM".contains(&b));
    let numbered = roman(second) || second.bytes().all(|b| b.is_ascii_digit()) || is(&NUMBERS, second);
    let ended = words.ends_with(['!', '?', ',', ';', '”', '"']);
    is(&PARTS, first) && first.chars().next().is_some_and(char::is_uppercase) && numbered && !ended
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, rule: LineRule) -> Vec<(&str, LineBreaks)> {
        blocks(text, rule).0.iter().map(|b| (b.span.of(text), b.lines())).collect()
    }

    #[test]
    fn blank_lines_separate() {
        assert_eq!(words(" a b\n\n c\n", LineRule::Auto), [("a b", LineBreaks::Flow), ("c", LineBreaks::Flow)]);
    }

    #[test]
    fn chapters_are_headings() {
        for yes in ["CHAPTER IV", "Chapter 12. Of Tides", "Book the Second", "PART ONE", "PREFACE", "Act III."] {
            assert!(is_chapter(yes), "{yes}");
        }
        for no in ["Part of it was true.", "Chapter", "Preface", "Act now!", "Letters I wrote"] {
            assert!(!is_chapter(no), "{no}");
        }
    }

    #[test]
    fn without_blank_lines_each_line_is_one() {
        assert_eq!(words("a\nb\nc", LineRule::Auto).len(), 3);
        assert_eq!(words("a\nb\nc", LineRule::Keep), [("a\nb\nc", LineBreaks::Keep)]);
    }

    #[test]
    fn the_header_of_a_message_tells_of_it() {
        let header =
            "From: Ada Grey <ada@example.org>\nTo: Bo Lind\nSubject: The quay\nDate: Sun, 9 Jun 2024 10:00:00 +0000";
        for (between, body) in [("\n\n", "It will hold.\n\nI went."), ("\n", "It will hold.\nI went.\n")] {
            let text = format!("{header}{between}{body}");
            let document = crate::document::Document::from_text(&text, "a.txt");
            let first = document.blocks()[0];
            assert_eq!((first.span.of(&text), first.kind), (header, BlockKind::Literal));
            assert!(document.words(document.blocks()[1].span).starts_with("It will hold."), "{:?}", document.blocks());
            assert_eq!(document.meta.author.as_deref(), Some("Ada Grey"));
            assert_eq!(document.meta.title.as_deref(), Some("The quay"));
            assert_eq!(document.meta.date.map(|d| d.to_string()).as_deref(), Some("2024-06-09"));
        }
        for text in ["From: the start\nTo: the end\nwe went.", "Date: May\n\nIt rained.", "Subject: It\nFrom: me"] {
            let document = crate::document::Document::from_text(text, "a.txt");
            assert_eq!(document.meta.author, None, "{text}");
        }
    }

    #[test]
    fn verse_is_kept_and_broken_prose_flows() {
        let long = "x".repeat(30) + " " + &"y".repeat(40);
        let text = format!("{long}\n{long}\nlast\n\nshort verse\nagain\nend\n");
        let found: Vec<_> = words(&text, LineRule::Auto).into_iter().map(|w| w.1).collect();
        assert_eq!(found, [LineBreaks::Flow, LineBreaks::Keep]);
    }

    proptest! {
        #[test]
        fn blocks_are_ordered_and_hold_every_visible_character(text in "([a-z “”.é]|\n|\t){0,200}") {
            let (blocks, _) = blocks(&text, LineRule::Auto);
            let mut end = 0;
            let mut seen = 0;
            for b in &blocks {
                prop_assert!(b.span.start >= end && b.span.start < b.span.end);
                end = b.span.end;
                seen += b.span.of(&text).chars().filter(|c| !c.is_whitespace()).count();
            }
            prop_assert_eq!(seen, text.chars().filter(|c| !c.is_whitespace()).count());
        }
    }
}
