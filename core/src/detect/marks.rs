//! Quotation marks of every style, paired to segments, block by block.
//!
//! A segment is the outermost pair of marks; what is quoted inside it belongs to it. Damage never leaks: at the end of
//! a block everything still open is closed. A mark may be curly, straight, doubled (`''`, ` `` `), « », „ “, ‹ ›, 「 」,
//! or single; a closer of the wrong kind is taken when it stands where only a closer can. Where a mark is missing the words
//! around it tell ([`mod@mend`]). Marks round a nickname inside a name ([`mod@nicknames`]) are part of the name.

mod asides;
mod mend;
mod nicknames;
mod read;

use super::lang::WordForms;
use crate::span::Span;
use read::{QuoteMark, QuoteMarkKind, char_at, char_before, elides, is_plain, marks, next_mark};

pub use asides::cut_asides;
pub use mend::mend;
pub use nicknames::{hide, nicknames};

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
    /// The kind of its marks.
    pub family: MarkFamily,
    /// What is wrong with its marks.
    pub damage: MarkDamage,
}

/// Kinds of marks: a quotation goes on in the next paragraph with marks of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkFamily {
    /// “ ”, " ", '' '', „ “.
    Double,
    /// « », ‹ ›.
    Guillemet,
    /// ‘ ’, ' '.
    Single,
    /// 「 」.
    Corner,
}

/// What is wrong with the marks of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkDamage {
    /// Nothing, or nothing that matters.
    Sound,
    /// A mark is missing, wrong or one too many; where the words end is a guess.
    Mended,
    /// It has no closing mark before another opens: speech only if a cue inside tells where it ends.
    NeverClosed,
    /// It has no opening mark: speech only if a cue follows.
    NeverOpened,
}

impl Segment {
    /// The words without the marks.
    pub const fn inner(self) -> Span {
        Span::new(self.span.start + self.open as u32, self.span.end - self.close as u32)
    }
}

/// What decides how the marks of a text are read.
#[derive(Clone, Copy, Debug)]
pub struct MarkRules {
    /// Whether single marks are the outer ones: see [`singles_are_outer`].
    pub singles_outer: bool,
    /// Words that begin with an apostrophe, without it.
    pub elisions: WordForms,
    /// Whether the text is fiction: there a long story runs over paragraphs, and who speaks in it is told in it.
    pub fiction: bool,
}

/// Whether single marks are the outer ones in `text`: nearly all of what is said stands in them. O(n).
pub fn singles_are_outer(text: &str, elisions: WordForms) -> bool {
    let rules = MarkRules { singles_outer: false, elisions, fiction: false };
    let (mut doubles, mut singles) = (0usize, 0usize);
    let plain = is_plain(text);
    let mut at = 0;
    while let Some((start, c)) = next_mark(text, at, plain) {
        at = start + c.len_utf8();
        match c {
            '“' | '"' | '«' | '„' | '「' => doubles += 1,
            '‘' | '\'' => {
                let after = char_at(text, at);
                let before = char_before(text, start);
                let begins = before.is_whitespace() || before == '—';
                if after == c {
                    at += c.len_utf8();
                    let elided = begins && elides(text, at, rules);
                    doubles += usize::from(!elided);
                    singles += usize::from(elided && char_at(text, at).is_uppercase());
                } else {
                    // Also `' What? '`, at the beginning of a line.
                    let spaced = after == ' ' && (start == 0 || before == '\n');
                    let after = if spaced { char_at(text, at + 1) } else { after };
                    singles += usize::from(begins && after.is_uppercase());
                }
            }
            _ => {}
        }
    }
    singles >= 2 && singles > doubles * 3
}

/// The segments of one block in reading order, never overlapping. Marks inside `hidden` are none. O(length).
pub fn segments(text: &str, block: Span, rules: MarkRules, hidden: &[Span], out: &mut Vec<Segment>) {
    out.clear();
    let marks = marks(text, block, rules, hidden);
    let mut open: Option<(usize, QuoteMark)> = None;
    // The opening mark of the last segment.
    let mut last_opener: Option<QuoteMark> = None;
    // Marks of the opener's own kind nested inside it.
    let mut depth = 0u32;
    for (i, mark) in marks.iter().enumerate() {
        let Some((first, opener)) = open else {
            if opens(*mark, rules, &marks, i) {
                open = Some((i, *mark));
                depth = 0;
            } else if let Some(last) =
                out.last_mut().filter(|s| s.closed && s.span.end as usize == mark.start && mark.can_close)
            {
                // One closing mark too many; a row of hundreds is an ornament.
                if let Some(close) = last.close.checked_add((mark.end - mark.start) as u8) {
                    last.span.end = mark.end as u32;
                    last.close = close;
                }
            } else if strays(*mark) {
                stray(text, block, *mark, last_opener, out);
            }
            continue;
        };
        if depth > 0 && closes_nested(opener, *mark) {
            depth -= 1;
        } else if nests(opener, *mark, &marks, i) {
            depth += 1;
        } else if opens_anew(text, opener, *mark) {
            let end = before(text, *mark).len();
            out.push(segment(opener, Span::new(opener.start as u32, end as u32), None));
            open = Some((i, *mark));
            depth = 0;
        } else if closes(opener, first, *mark, &marks, i) {
            out.push(segment(opener, Span::new(opener.start as u32, mark.end as u32), Some(*mark)));
            (open, last_opener) = (None, Some(opener));
        } else if restarts(opener, *mark, first, &marks, i) {
            // A second opener where the first was never closed: the first was damage.
            let end = before(text, *mark).len().max(opener.end);
            let broken = segment(opener, Span::new(opener.start as u32, end as u32), None);
            out.push(Segment { damage: MarkDamage::NeverClosed, ..broken });
            open = Some((i, *mark));
            depth = 0;
        }
    }
    if let Some((first, opener)) = open
        && (opener.kind != QuoteMarkKind::SingleClose || first == 0 && rules.singles_outer)
    {
        out.push(segment(opener, Span::new(opener.start as u32, block.end), None));
    }
    out.retain(|s| s.inner().of(text).chars().any(char::is_alphanumeric));
}

fn segment(opener: QuoteMark, span: Span, closer: Option<QuoteMark>) -> Segment {
    let family = match opener.kind {
        QuoteMarkKind::CurlyOpen
        | QuoteMarkKind::CurlyClose
        | QuoteMarkKind::Low
        | QuoteMarkKind::Straight
        | QuoteMarkKind::Doubled => MarkFamily::Double,
        QuoteMarkKind::GuillemetLeft
        | QuoteMarkKind::GuillemetRight
        | QuoteMarkKind::AngleLeft
        | QuoteMarkKind::AngleRight => MarkFamily::Guillemet,
        QuoteMarkKind::CornerOpen | QuoteMarkKind::CornerClose => MarkFamily::Corner,
        QuoteMarkKind::SingleOpen | QuoteMarkKind::SingleClose => MarkFamily::Single,
    };
    Segment {
        span,
        closed: closer.is_some(),
        open: (opener.end - opener.start) as u8,
        close: closer.map_or(0, |c| (c.end - c.start) as u8),
        family,
        damage: MarkDamage::Sound,
    }
}

/// Whether a mark can only close, where nothing is open.
fn strays(mark: QuoteMark) -> bool {
    let kind = matches!(
        mark.kind,
        QuoteMarkKind::CurlyClose | QuoteMarkKind::Straight | QuoteMarkKind::Doubled | QuoteMarkKind::GuillemetRight
    );
    kind && !mark.can_open && mark.stands_behind_a_stop()
}

/// A closing mark without an opening one: `“We had” no warning,” she said`, or `We had no warning,” she said`.
fn stray(text: &str, block: Span, mark: QuoteMark, last_opener: Option<QuoteMark>, out: &mut Vec<Segment>) {
    let close = (mark.end - mark.start) as u8;
    let Some(last) = out.last_mut() else {
        if !block.of(text).starts_with(char::is_alphanumeric) {
            return;
        }
        let span = Span::new(block.start, mark.end as u32);
        let opener = QuoteMark { start: span.start as usize, end: span.start as usize, ..mark };
        out.push(Segment { damage: MarkDamage::NeverOpened, ..segment(opener, span, Some(mark)) });
        return;
    };
    let inner = last.inner().of(text);
    let behind = text.get(last.span.end as usize..mark.start).unwrap_or_default();
    let weak = inner.ends_with(char::is_alphanumeric)
        && behind.starts_with(' ')
        && behind.trim_start().starts_with(char::is_lowercase);
    if weak && last_opener.is_some_and(|o| o.begins_speech() && o.start == last.span.start as usize) {
        last.span.end = mark.end as u32;
        last.close = close;
        last.damage = MarkDamage::Mended;
    }
}

/// Whether a mark opens a segment when none is open.
fn opens(mark: QuoteMark, rules: MarkRules, marks: &[QuoteMark], at: usize) -> bool {
    // In fiction whose turn it is hangs on every quotation: a blank on one side alone is too little there.
    let one_side = !rules.fiction;
    match mark.kind {
        QuoteMarkKind::CurlyOpen
        | QuoteMarkKind::Low
        | QuoteMarkKind::CornerOpen
        | QuoteMarkKind::GuillemetLeft
        | QuoteMarkKind::AngleLeft => true,
        // »…« as in German and Danish books.
        QuoteMarkKind::GuillemetRight | QuoteMarkKind::AngleRight => mark.can_open && !mark.before.is_alphanumeric(),
        QuoteMarkKind::Straight | QuoteMarkKind::Doubled => {
            mark.can_open && (!mark.before.is_ascii_digit())
                || mark.spaced && has_spaced_closer(mark, one_side, marks, at)
        }
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
        QuoteMarkKind::SingleOpen if mark.spaced => has_spaced_closer(mark, one_side, marks, at),
        QuoteMarkKind::SingleOpen => mark.can_open && (rules.singles_outer || has_single_closer(marks, at)),
        QuoteMarkKind::SingleClose if mark.spaced => {
            rules.singles_outer && mark.begins_clause && has_spaced_closer(mark, one_side, marks, at)
        }
        QuoteMarkKind::SingleClose => {
            let word = if mark.after.is_alphabetic() {
                // "’twas", "’em": an apostrophe, unless speech begins with it.
                !mark.elides || mark.begins_speech()
            } else {
                // "’99" is a year.
                rules.singles_outer && mark.after.is_alphanumeric() && mark.begins_clause
            };
            word && mark.can_open
                && mark.before != '’'
                && (mark.before.is_whitespace() || "([—-".contains(mark.before))
                && (has_single_closer(marks, at) || rules.singles_outer && runs_on(mark, marks, at))
        }
    }
}

/// Whether a paragraph in single marks is opened by its first mark and not closed.
fn runs_on(mark: QuoteMark, marks: &[QuoteMark], at: usize) -> bool {
    at == 0
        && mark.begins_speech()
        && mark.is_first
        && !mark.elides
        && !marks.iter().skip(1).any(|m| m.is_single() && single_closes(*m))
}

/// Whether the next mark of this kind closes it, as in `" What? " she asked`; with `one_side` also without a blank before it.
fn has_spaced_closer(mark: QuoteMark, one_side: bool, marks: &[QuoteMark], at: usize) -> bool {
    let alike = |m: &&QuoteMark| m.kind == mark.kind || mark.is_single() && m.kind == QuoteMarkKind::SingleClose;
    let mut later = marks.iter().skip(at + 1).take(32).filter(alike);
    let behind_a_blank = |m: &QuoteMark| m.before.is_whitespace() && (m.spaced || m.after.is_ascii_punctuation());
    if mark.is_single() {
        later.any(behind_a_blank)
    } else {
        later.next().is_some_and(|m| behind_a_blank(m) || m.can_close && one_side)
    }
}

/// A single mark further on that stands like a closer: after a letter or stop and before space or a stop. A pair of other
/// marks between them is passed where speech begins.
fn has_single_closer(marks: &[QuoteMark], at: usize) -> bool {
    let Some(opener) = marks.get(at) else { return false };
    let passes = opener.begins_speech();
    let mut inside = false;
    for mark in marks.iter().skip(at + 1).take(48) {
        match mark.kind {
            QuoteMarkKind::SingleClose | QuoteMarkKind::SingleOpen
                if !inside && single_closes(*mark) && (!opener.elides || closes_surely(*mark)) =>
            {
                return true;
            }
            QuoteMarkKind::CurlyOpen | QuoteMarkKind::CurlyClose | QuoteMarkKind::Straight | QuoteMarkKind::Doubled => {
                let begins = mark.kind == QuoteMarkKind::CurlyOpen
                    || mark.kind != QuoteMarkKind::CurlyClose && mark.stands_before_a_word();
                if !passes || begins == inside {
                    return false;
                }
                inside = begins;
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

/// Whether a single mark is no apostrophe: a stop stands before or behind it.
fn closes_surely(mark: QuoteMark) -> bool {
    mark.can_close && (!mark.before.is_alphanumeric() || !mark.after.is_whitespace()) && !mark.after.is_alphanumeric()
}

/// Whether a single mark between a letter and a blank is an apostrophe (`rockin’ all night,’`): where speech stands in single
/// marks one that surely closes follows before another opens.
fn is_apostrophe(opener: QuoteMark, marks: &[QuoteMark], at: usize) -> bool {
    let Some(mark) = marks.get(at) else { return false };
    // `the boys’?’`, `the girls’,’`: the mark behind the stop closes.
    let behind = marks.get(at + 1).filter(|m| m.is_single() && m.start == mark.end + mark.after.len_utf8());
    if mark.before.is_alphanumeric() && behind.is_some_and(QuoteMark::stands_behind_a_stop) {
        return true;
    }
    if closes_surely(*mark) || !opener.begins_speech() {
        return false;
    }
    let opens = |m: &QuoteMark| m.kind == QuoteMarkKind::SingleOpen || m.stands_before_a_word() && !m.elides;
    let next = marks.iter().skip(at + 1).take(48).filter(|m| m.is_single());
    let mut next = next.filter(|m| opens(m) || closes_surely(**m));
    next.next().is_some_and(|m| !opens(m))
}

/// Whether `mark` closes what `opener` opened, the mark number `first`.
fn closes(opener: QuoteMark, first: usize, mark: QuoteMark, marks: &[QuoteMark], at: usize) -> bool {
    let at_end = mark.can_close && !mark.after.is_alphanumeric();
    // Damage: a single closer after a stop, with no proper closer before the next opener and no single opener of its own.
    let single = || {
        at_end
            && ",.?!".contains(mark.before)
            && !later(marks, at, QuoteMarkKind::CurlyClose)
            && !later(marks, at, QuoteMarkKind::Straight)
            && !marks
                .iter()
                .take(at)
                .skip((first + 1).max(at.saturating_sub(48)))
                .any(|m| m.is_single() && m.stands_before_a_word())
    };
    match opener.kind {
        QuoteMarkKind::CurlyOpen | QuoteMarkKind::CurlyClose => match mark.kind {
            QuoteMarkKind::CurlyClose => true,
            // An opener or a straight mark where only a closer can stand.
            QuoteMarkKind::CurlyOpen => at_end && !mark.before.is_whitespace() && mark.after.is_whitespace(),
            QuoteMarkKind::Straight | QuoteMarkKind::Doubled => at_end && !later(marks, at, QuoteMarkKind::CurlyClose),
            QuoteMarkKind::SingleClose | QuoteMarkKind::SingleOpen => single(),
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
        // »…« and, as in Swedish and Finnish books or at a further line of «…», »…».
        QuoteMarkKind::GuillemetRight => {
            mark.kind == QuoteMarkKind::GuillemetLeft
                || mark.kind == QuoteMarkKind::GuillemetRight && at_end && !mark.can_open
        }
        QuoteMarkKind::AngleLeft => mark.kind == QuoteMarkKind::AngleRight,
        QuoteMarkKind::AngleRight => mark.kind == QuoteMarkKind::AngleLeft,
        QuoteMarkKind::CornerOpen | QuoteMarkKind::CornerClose => mark.kind == QuoteMarkKind::CornerClose,
        QuoteMarkKind::SingleOpen | QuoteMarkKind::SingleClose => {
            mark.is_single()
                && (opener.spaced && mark.spaced || single_closes(mark) && !is_apostrophe(opener, marks, at))
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
    if opener.kind == QuoteMarkKind::CurlyOpen {
        let closer = |i: usize| marks.get(i).is_some_and(|m| m.kind == QuoteMarkKind::CurlyClose);
        return mark.kind == QuoteMarkKind::CurlyOpen && mark.can_open && closer(at + 1) && closer(at + 2);
    }
    // Straight marks: the next two stand where only closers can.
    let mut next = marks.iter().skip(at + 1).filter(|m| !m.is_single()).take(2);
    opener.kind == QuoteMarkKind::Straight
        && mark.kind == QuoteMarkKind::Straight
        && mark.stands_before_a_word()
        && next.clone().count() == 2
        && next.all(|m| m.kind == QuoteMarkKind::Straight && m.can_close && !m.stands_before_a_word())
}

/// Whether `mark` closes a quotation nested in the one that `opener` opened.
fn closes_nested(opener: QuoteMark, mark: QuoteMark) -> bool {
    mark.kind == QuoteMarkKind::CurlyClose || opener.kind == QuoteMarkKind::Straight && mark.kind == opener.kind
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
fn restarts(opener: QuoteMark, mark: QuoteMark, first: usize, marks: &[QuoteMark], at: usize) -> bool {
    if opener.kind != mark.kind || !mark.can_open {
        return false;
    }
    match mark.kind {
        QuoteMarkKind::CurlyOpen | QuoteMarkKind::GuillemetLeft => at == first + 1 && mark.before.is_whitespace(),
        // A paragraph that opens and does not close goes on in the next: what opens in it is nested.
        QuoteMarkKind::Straight => {
            !opener.is_first && mark.begins_speech() && mark.before.is_whitespace() && later_closer(marks, at)
        }
        _ => false,
    }
}

/// Whether the straight mark number `at` is closed by the next one.
fn later_closer(marks: &[QuoteMark], at: usize) -> bool {
    let next = marks.iter().skip(at + 1).find(|m| m.kind == QuoteMarkKind::Straight);
    next.is_some_and(|m| m.can_close && !m.stands_before_a_word())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub use tests::check;
