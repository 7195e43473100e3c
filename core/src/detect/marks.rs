//! Quotation marks of every style, paired to segments, block by block.
//!
//! A segment is the outermost pair of marks; what is quoted inside it belongs to it. Damage never leaks: at the end of
//! a block everything still open is closed. A mark may be curly, straight, doubled (`''`, ` `` `), « », „ “, ‹ ›, 「 」,
//! or single; a closer of the wrong kind is taken when it stands where only a closer can.

use crate::span::Span;
use memchr::{memchr, memchr3};

/// Something inside quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its place, marks included.
    pub span: Span,
    /// Whether it has a closing mark; a quotation that runs on into the next paragraph has none.
    pub closed: bool,
    /// Bytes of its opening mark.
    pub open: u8,
    /// Bytes of its closing mark, 0 when it has none.
    pub close: u8,
}

impl Segment {
    /// The words without the marks.
    pub const fn inner(self) -> Span {
        Span::new(self.span.start + self.open as u32, self.span.end - self.close as u32)
    }
}

/// One mark as read from the text.
#[derive(Clone, Copy, Debug)]
struct QuoteMark {
    start: usize,
    end: usize,
    kind: QuoteMarkKind,
    /// Could open here: something follows directly.
    can_open: bool,
    /// Could close here: something stands directly before.
    can_close: bool,
    before: char,
    after: char,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuoteMarkKind {
    CurlyOpen,
    CurlyClose,
    Low,
    Straight,
    Doubled,
    GuillemetLeft,
    GuillemetRight,
    AngleLeft,
    AngleRight,
    CornerOpen,
    CornerClose,
    SingleOpen,
    /// `’` or `'`: a closing mark or an apostrophe.
    SingleClose,
}

/// Whether single marks are the outer ones in `text`: nearly all of what is said stands in them. O(n).
pub fn singles_are_outer(text: &str) -> bool {
    let (mut doubles, mut singles) = (0usize, 0usize);
    let plain = is_plain(text);
    let mut at = 0;
    while let Some((start, c)) = next_mark(text, at, plain) {
        at = start + c.len_utf8();
        match c {
            '“' | '"' | '«' | '„' | '「' => doubles += 1,
            '‘' | '\'' => {
                let after = char_at(text, at);
                if after == c {
                    at += c.len_utf8();
                    doubles += 1;
                } else {
                    let before = char_before(text, start);
                    singles += usize::from((before.is_whitespace() || before == '—') && after.is_uppercase());
                }
            }
            _ => {}
        }
    }
    singles >= 2 && singles > doubles * 3
}

/// The segments of one block in reading order, never overlapping. O(length).
pub fn segments(text: &str, block: Span, singles_outer: bool, out: &mut Vec<Segment>) {
    out.clear();
    let marks = marks(text, block);
    let mut open: Option<(usize, QuoteMark)> = None;
    // Marks of the opener's own kind nested inside it.
    let mut depth = 0u32;
    for (i, mark) in marks.iter().enumerate() {
        match open {
            None => {
                if opens(*mark, singles_outer, &marks, i) {
                    open = Some((i, *mark));
                }
            }
            Some((first, opener)) => {
                if depth > 0 && mark.kind == QuoteMarkKind::CurlyClose {
                    depth -= 1;
                } else if nests(opener, *mark, &marks, i) {
                    depth += 1;
                } else if opens_anew(text, opener, *mark) {
                    let end = before(text, *mark).len();
                    let span = Span::new(opener.start as u32, end as u32);
                    out.push(Segment { span, closed: false, open: (opener.end - opener.start) as u8, close: 0 });
                    open = Some((i, *mark));
                    depth = 0;
                } else if closes(opener.kind, *mark, &marks, i) {
                    out.push(Segment {
                        span: Span::new(opener.start as u32, mark.end as u32),
                        closed: true,
                        open: (opener.end - opener.start) as u8,
                        close: (mark.end - mark.start) as u8,
                    });
                    open = None;
                } else if restarts(opener, *mark, first, i) {
                    // A second opener where the first was never closed: the first was damage.
                    open = Some((i, *mark));
                }
            }
        }
    }
    if let Some((_, opener)) = open
        && opener.kind != QuoteMarkKind::SingleClose
    {
        let span = Span::new(opener.start as u32, block.end);
        out.push(Segment { span, closed: false, open: (opener.end - opener.start) as u8, close: 0 });
    }
    out.retain(|s| s.inner().of(text).chars().any(char::is_alphanumeric));
}

/// Whether a text holds only the marks of most: `"`, `'` and curly ones, so that a search for three bytes finds them all.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The bytes that « », 「 」 and the wide mark begin with.
    memchr3(0xc2, 0xe3, 0xef, bytes).is_none() && memchr(b'`', bytes).is_none()
}

/// The next character from byte `at` on that may be a mark.
fn next_mark(text: &str, at: usize, plain: bool) -> Option<(usize, char)> {
    let rest = text.as_bytes().get(at..)?;
    let found = if plain {
        memchr3(b'"', b'\'', 0xe2, rest)
    } else {
        rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'`' | 0x80..))
    };
    let found = at + found?;
    Some((found, char_at(text, found)))
}

/// The character at byte `at`; a space behind the end.
fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|t| t.chars().next()).unwrap_or(' ')
}

/// The character before byte `at`; a space before the beginning.
fn char_before(text: &str, at: usize) -> char {
    text.get(..at).and_then(|t| t.chars().next_back()).unwrap_or(' ')
}

fn marks(text: &str, block: Span) -> Vec<QuoteMark> {
    let words = block.of(text);
    let plain = is_plain(words);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((start, c)) = next_mark(words, at, plain) {
        let mut end = start + c.len_utf8();
        let kind = match c {
            '“' | '‟' => Some(QuoteMarkKind::CurlyOpen),
            '”' => Some(QuoteMarkKind::CurlyClose),
            '„' => Some(QuoteMarkKind::Low),
            '"' | '＂' => Some(QuoteMarkKind::Straight),
            '«' => Some(QuoteMarkKind::GuillemetLeft),
            '»' => Some(QuoteMarkKind::GuillemetRight),
            '‹' => Some(QuoteMarkKind::AngleLeft),
            '›' => Some(QuoteMarkKind::AngleRight),
            '「' | '『' => Some(QuoteMarkKind::CornerOpen),
            '」' | '』' => Some(QuoteMarkKind::CornerClose),
            '\'' | '`' | '‘' | '’' if char_at(words, end) == c => {
                end += c.len_utf8();
                // Three in a row: a single mark and a double one; the double one is the outer.
                Some(QuoteMarkKind::Doubled)
            }
            '‘' | '‚' | '`' => Some(QuoteMarkKind::SingleOpen),
            '’' | '\'' => Some(QuoteMarkKind::SingleClose),
            _ => None,
        };
        at = end;
        if let Some(kind) = kind {
            let before = char_before(words, start);
            let after = char_at(words, end);
            let can_open = !after.is_whitespace() && !before.is_alphanumeric();
            let can_close = !before.is_whitespace() && !"([—".contains(before);
            let (start, end) = (start + block.start as usize, end + block.start as usize);
            out.push(QuoteMark { start, end, kind, can_open, can_close, before, after });
        }
    }
    out
}

/// Whether a mark opens a segment when none is open.
fn opens(mark: QuoteMark, singles_outer: bool, marks: &[QuoteMark], at: usize) -> bool {
    match mark.kind {
        QuoteMarkKind::CurlyOpen
        | QuoteMarkKind::Low
        | QuoteMarkKind::CornerOpen
        | QuoteMarkKind::GuillemetLeft
        | QuoteMarkKind::AngleLeft => true,
        // »…« as in German and Danish books.
        QuoteMarkKind::GuillemetRight | QuoteMarkKind::AngleRight => mark.can_open && !mark.before.is_alphanumeric(),
        QuoteMarkKind::Straight | QuoteMarkKind::Doubled => mark.can_open && (!mark.before.is_ascii_digit()),
        QuoteMarkKind::CurlyClose => {
            // The wrong glyph as an opener, when a closer follows before the next opener.
            mark.can_open
                && mark.before.is_whitespace()
                && marks
                    .iter()
                    .skip(at + 1)
                    .find(|m| m.kind != QuoteMarkKind::SingleClose)
                    .is_some_and(|next| next.kind == QuoteMarkKind::CurlyClose && next.can_close)
        }
        QuoteMarkKind::CornerClose => false,
        QuoteMarkKind::SingleOpen => mark.can_open && (singles_outer || has_single_closer(marks, at)),
        QuoteMarkKind::SingleClose => {
            mark.can_open
                && mark.before != '’'
                && (mark.before.is_whitespace() || "([—-".contains(mark.before))
                && (if singles_outer { mark.after.is_alphanumeric() } else { mark.after.is_alphabetic() })
                && has_single_closer(marks, at)
        }
    }
}

/// A single mark further on that stands like a closer: after a letter or stop and before space or a stop.
fn has_single_closer(marks: &[QuoteMark], at: usize) -> bool {
    for mark in marks.iter().skip(at + 1).take(24) {
        match mark.kind {
            QuoteMarkKind::SingleClose | QuoteMarkKind::SingleOpen if single_closes(*mark) => return true,
            QuoteMarkKind::CurlyOpen | QuoteMarkKind::CurlyClose | QuoteMarkKind::Straight | QuoteMarkKind::Doubled => {
                return false;
            }
            _ => {}
        }
    }
    false
}

fn single_closes(mark: QuoteMark) -> bool {
    // After an s it may be a possessive; after a stop it cannot.
    mark.can_close && !mark.after.is_alphanumeric() && (mark.before != 's' || !mark.after.is_whitespace())
}

/// Whether `mark` closes what `opener` opened.
fn closes(opener: QuoteMarkKind, mark: QuoteMark, marks: &[QuoteMark], at: usize) -> bool {
    let at_end = mark.can_close && !mark.after.is_alphanumeric();
    match opener {
        QuoteMarkKind::CurlyOpen | QuoteMarkKind::CurlyClose => match mark.kind {
            QuoteMarkKind::CurlyClose => true,
            // An opener or a straight mark where only a closer can stand.
            QuoteMarkKind::CurlyOpen => at_end && !mark.before.is_whitespace() && mark.after.is_whitespace(),
            QuoteMarkKind::Straight | QuoteMarkKind::Doubled => at_end && !later(marks, at, QuoteMarkKind::CurlyClose),
            QuoteMarkKind::SingleClose | QuoteMarkKind::SingleOpen => {
                // Damage: a single closer after a stop, with no proper closer before the next opener.
                at_end
                    && ",.?!".contains(mark.before)
                    && !later(marks, at, QuoteMarkKind::CurlyClose)
                    && !later(marks, at, QuoteMarkKind::Straight)
            }
            _ => false,
        },
        QuoteMarkKind::Low => {
            matches!(mark.kind, QuoteMarkKind::CurlyOpen | QuoteMarkKind::CurlyClose | QuoteMarkKind::Straight)
                && mark.can_close
        }
        QuoteMarkKind::Straight => match mark.kind {
            QuoteMarkKind::Straight => at_end || !mark.can_open,
            QuoteMarkKind::CurlyClose => at_end && !later(marks, at, QuoteMarkKind::Straight),
            _ => false,
        },
        QuoteMarkKind::Doubled => match mark.kind {
            QuoteMarkKind::Doubled => at_end || !mark.can_open,
            QuoteMarkKind::Straight => at_end && !later(marks, at, QuoteMarkKind::Doubled),
            _ => false,
        },
        QuoteMarkKind::GuillemetLeft => mark.kind == QuoteMarkKind::GuillemetRight,
        QuoteMarkKind::GuillemetRight => mark.kind == QuoteMarkKind::GuillemetLeft,
        QuoteMarkKind::AngleLeft => mark.kind == QuoteMarkKind::AngleRight,
        QuoteMarkKind::AngleRight => mark.kind == QuoteMarkKind::AngleLeft,
        QuoteMarkKind::CornerOpen | QuoteMarkKind::CornerClose => mark.kind == QuoteMarkKind::CornerClose,
        QuoteMarkKind::SingleOpen | QuoteMarkKind::SingleClose => {
            matches!(mark.kind, QuoteMarkKind::SingleClose | QuoteMarkKind::SingleOpen) && single_closes(mark)
        }
    }
}

/// Whether a mark of `kind` follows before anything opens anew.
fn later(marks: &[QuoteMark], at: usize, kind: QuoteMarkKind) -> bool {
    marks
        .iter()
        .skip(at + 1)
        .take_while(|m| m.kind != QuoteMarkKind::CurlyOpen && (m.can_close || m.kind != QuoteMarkKind::Straight))
        .take(32)
        .any(|m| {
            m.kind == kind
                && m.can_close
                && !(m.can_open && kind == QuoteMarkKind::Straight && m.before.is_whitespace())
        })
}

/// Whether `mark` opens a quotation inside the one open, in the same marks: two closers follow.
fn nests(opener: QuoteMark, mark: QuoteMark, marks: &[QuoteMark], at: usize) -> bool {
    let closer = |i: usize| marks.get(i).is_some_and(|m| m.kind == QuoteMarkKind::CurlyClose);
    opener.kind == QuoteMarkKind::CurlyOpen
        && mark.kind == QuoteMarkKind::CurlyOpen
        && mark.can_open
        && closer(at + 1)
        && closer(at + 2)
}

/// Whether `mark` begins a further line of what `opener` began: each line of a long quotation opens, only the last closes.
/// The line before has to end a sentence: lines may be broken anywhere.
fn opens_anew(text: &str, opener: QuoteMark, mark: QuoteMark) -> bool {
    let same = opener.kind == mark.kind && matches!(mark.kind, QuoteMarkKind::CurlyOpen | QuoteMarkKind::GuillemetLeft);
    same && mark.can_open && mark.before == '\n' && before(text, mark).ends_with(['.', '?', '!', '…'])
}

/// The text before a mark, without white space at its end.
fn before(text: &str, mark: QuoteMark) -> &str {
    text.get(..mark.start).unwrap_or_default().trim_end()
}

/// Whether `mark` shows that `opener` was never closed.
fn restarts(opener: QuoteMark, mark: QuoteMark, first: usize, at: usize) -> bool {
    let same = opener.kind == mark.kind && matches!(mark.kind, QuoteMarkKind::CurlyOpen | QuoteMarkKind::GuillemetLeft);
    same && mark.can_open && at == first + 1 && mark.before.is_whitespace()
}

/// Cuts the narrator.s asides in brackets out of what is said: “Ah! (with a sigh) let me see.” O(length of the segments).
pub fn cut_asides(text: &str, segments: &mut Vec<Segment>, is_aside: fn(&str) -> bool) {
    if !segments.iter().any(|s| s.inner().of(text).contains('(')) {
        return;
    }
    let whole = std::mem::take(segments);
    for mut rest in whole {
        while let Some(aside) = first_aside(text, rest.inner(), is_aside) {
            let before = Span::new(rest.span.start, aside.start).trim(text, char::is_whitespace);
            let after = Span::new(aside.end, rest.span.end).trim(text, char::is_whitespace);
            if before.len() > u32::from(rest.open) {
                segments.push(Segment { span: before, closed: true, open: rest.open, close: 0 });
            }
            rest = Segment { span: after, open: 0, ..rest };
        }
        if rest.inner().of(text).chars().any(char::is_alphanumeric) {
            segments.push(rest);
        }
    }
}

/// The first bracket in `words` that tells how something is said.
fn first_aside(text: &str, words: Span, is_aside: fn(&str) -> bool) -> Option<Span> {
    let mut from = words.start;
    while let Some(open) = Span::new(from, words.end).of(text).find('(') {
        let start = from + open as u32;
        let close = Span::new(start, words.end).of(text).find(')')? as u32;
        let inside = Span::new(start + 1, start + close).of(text);
        from = start + close + 1;
        if is_aside(inside) {
            return Some(Span::new(start, from));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        segments(text, Span::new(0, text.len() as u32), singles_are_outer(text), &mut out);
        out.iter().map(|s| s.span.of(text).to_owned()).collect()
    }

    #[test]
    fn every_style() {
        for text in [
            "“Curly,” he",
            "\"Straight,\" he",
            "''Doubled,'' he",
            "«Guillemets», he",
            "„Deutsch“, er",
            "»Dansk«, han",
            "「日本」と",
            "‹angle› x",
            "``Latex'' x",
            "“wrong closer,“ said",
            "\"inner 'single' kept,\" he",
            "“with \u{2018}inner\u{2019} marks,” he",
            "“and “the same” inside,” he",
        ] {
            let got = found(text);
            assert_eq!(got.len(), 1, "{text}: {got:?}");
            assert!(text.starts_with(got[0].as_str()), "{text}: {got:?}");
            assert!(got[0].len() > 5 && !got[0].contains(" he"), "{text}: {got:?}");
        }
    }

    #[test]
    fn asides_are_the_narrators() {
        let cut = |text: &str| {
            let mut out = Vec::new();
            segments(text, Span::new(0, text.len() as u32), false, &mut out);
            cut_asides(text, &mut out, crate::detect::lang::ENGLISH.is_aside);
            out.iter().map(|s| s.span.of(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cut("“Ah! (with a sigh) let me see.”"), ["“Ah!", "let me see.”"]);
        assert_eq!(cut("“You (turning to Ada), never!”"), ["“You", ", never!”"]);
        assert_eq!(cut("“(lowering her voice) No.”"), ["No.”"]);
        assert_eq!(cut("“He sails (as I hear) on Monday.”"), ["“He sails (as I hear) on Monday.”"]);
    }

    #[test]
    fn several_in_a_row_and_apostrophes() {
        assert_eq!(found("“Yes,” he said. “I don’t.”"), ["“Yes,”", "“I don’t.”"]);
        assert_eq!(found("\"Yes,\" he said. \"I don't.\""), ["\"Yes,\"", "\"I don't.\""]);
        assert_eq!(found("the dogs' bowls and James' hat"), Vec::<String>::new());
        assert_eq!(found("It's 'over,' she said."), ["'over,'"]);
    }

    #[test]
    fn each_line_of_a_long_quotation_opens() {
        assert_eq!(
            found("“It was late.\n“It was dark,” she said.\n“And cold.”"),
            ["“It was late.", "“It was dark,”", "“And cold.”"]
        );
        // A verse inside is no line of its own.
        assert_eq!(found("“He sang ‘Ho\nand ho’ all night,” she said."), ["“He sang ‘Ho\nand ho’ all night,”"]);
    }

    #[test]
    fn a_straight_mark_closes_when_another_opens_behind_it() {
        assert_eq!(
            found("“They close the school,\" she said \"It tells them, ‘Wait.’”"),
            ["“They close the school,\"", "\"It tells them, ‘Wait.’”"]
        );
        assert_eq!(found("“The \"harbour\" is shut,” he said."), ["“The \"harbour\" is shut,”"]);
    }

    #[test]
    fn open_at_the_end_and_inches() {
        assert_eq!(found("“It runs on"), ["“It runs on"]);
        assert_eq!(found("a 6'3\" man and 15\" more"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn always_ordered_and_inside(text in "([a-z ,.“”\"'‘’«»„—é]){0,120}") {
            let mut out = Vec::new();
            segments(&text, Span::new(0, text.len() as u32), singles_are_outer(&text), &mut out);
            let mut end = 0;
            for s in &out {
                prop_assert!(s.span.start >= end && s.span.end as usize <= text.len());
                prop_assert!(text.is_char_boundary(s.span.start as usize) && text.is_char_boundary(s.span.end as usize));
                prop_assert!(s.inner().start <= s.inner().end);
                end = s.span.end;
            }
        }
    }
}
