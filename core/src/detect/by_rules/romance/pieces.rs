//! What is said, cut out of a block: between marks, behind a dash, without the narrator's clauses inside.

use super::phrases::GIVEN;
use super::verbs::Incise;
use super::{DASHES, Knowledge, Line, STOPS};
use crate::detect::MentionKind;
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::dialogue::behind_dash;
use crate::detect::by_rules::words::Uses;
use crate::detect::lang::Dashes;
use crate::detect::marks::{MarkDamage, MarkFamily, Segment};
use crate::span::Span;

/// The mark of typewriters.
const STRAIGHT: char = '\u{22}';
/// Fewest words between single marks, which are apostrophes too.
const MIN_SINGLE: usize = 3;
/// Most clauses of the narrator's inside one pair of marks.
const MAX_INCISES: usize = 12;
/// Most items of where somebody is from: ", de l'association Rives,".
const MAX_PLACE: usize = 8;
/// Most words of what is left behind such a clause that still belongs to it.
const MAX_TAIL: usize = 3;

fn segment(span: Span, open: usize, close: usize, closed: bool) -> Segment {
    let (open, close) = (open as u8, close as u8);
    Segment { span, closed, open, close, family: MarkFamily::Double, damage: MarkDamage::Sound }
}

/// What is said in a block; `dashes` where a dash at its beginning opens speech. O(length).
pub fn pieces(known: Knowledge<'_>, block: Span, dashes: bool) -> Vec<Segment> {
    let words = block.of(known.text);
    if let Some(said) = behind_dash(words).filter(|_| dashes) {
        let quoted =
            said.chars().next().and_then(closers).is_some_and(|c| said.chars().skip(1).any(|x| c.contains(&x)));
        if !quoted {
            let start = block.end - said.len() as u32;
            let span = Span::new(start, block.end).trim(known.text, char::is_whitespace);
            return behind(known, span);
        }
    }
    // "Poi lui domandò: — È suo marito?"
    let led_in = |(at, dash): (usize, &str)| {
        let (head, tail) = (words.get(..at).unwrap_or_default(), words.get(at + dash.len()..).unwrap_or_default());
        let led = head.trim_end().ends_with([':', '.', '!', '?']) && head.ends_with(char::is_whitespace);
        (led && tail.trim_start().starts_with(char::is_uppercase)).then_some(tail.len() as u32)
    };
    if known.language.dashes == Dashes::Apart
        && dashes
        && let Some(length) = words.match_indices(['—', '–']).find_map(led_in)
    {
        return behind(known, Span::new(block.end - length, block.end).trim(known.text, char::is_whitespace));
    }
    marked(known.text, block, known.language.single_marks).into_iter().flat_map(|s| cut(known, s, false)).collect()
}

/// The marks that close what a mark opens.
const fn closers(mark: char) -> Option<&'static [char]> {
    match mark {
        '«' => Some(&['»']),
        '“' => Some(&['”']),
        '„' => Some(&['“', '”']),
        STRAIGHT => Some(&[STRAIGHT]),
        '‹' => Some(&['›']),
        _ => None,
    }
}

/// The pairs of marks of a block. A closing mark at its beginning repeats an opening one of the block above.
fn marked(text: &str, block: Span, single_marks: bool) -> Vec<Segment> {
    let words = block.of(text);
    let first = words.len() - words.trim_start().len();
    let mut out = Vec::new();
    let mut rest = words.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let repeats = at == first && c == '»';
        let single = c == '‘' && single_marks && words.get(..at).is_none_or(|w| !w.ends_with(char::is_alphanumeric));
        let close = if repeats {
            Some(&['»'][..])
        } else if single {
            Some(&['’'][..])
        } else {
            closers(c)
        };
        let Some(close) = close else { continue };
        let behind = words.get(at + c.len_utf8()..).unwrap_or_default();
        if c == STRAIGHT && behind.starts_with(char::is_whitespace) && at > first || behind.trim().is_empty() {
            continue;
        }
        let mut depth = 0;
        let inside = |at: usize| behind.get(at..).is_some_and(|t| t.starts_with(char::is_alphanumeric));
        let found = behind.char_indices().find(|(at, x)| {
            // "l’ho detto" is no end.
            if single && inside(at + x.len_utf8()) {
                return false;
            }
            if close.contains(x) {
                depth -= 1;
            } else if *x == c && !repeats {
                depth += 1;
            }
            depth < 0
        });
        if single
            && found.is_none_or(|(end, _)| behind.get(..end).is_none_or(|w| w.split_whitespace().count() < MIN_SINGLE))
        {
            continue;
        }
        let place = |end: usize| Span::new(block.start + at as u32, block.start + end as u32);
        if let Some((offset, mark)) = found {
            let end = at + c.len_utf8() + offset + mark.len_utf8();
            out.push(segment(place(end), c.len_utf8(), mark.len_utf8(), true));
            while rest.next_if(|(next, _)| *next < end).is_some() {}
        } else {
            let span = place(words.trim_end().len());
            out.push(segment(span, c.len_utf8(), 0, false));
            break;
        }
    }
    out
}

/// What is said behind the dash of a paragraph: further dashes enclose the narrator's words.
fn behind(known: Knowledge<'_>, span: Span) -> Vec<Segment> {
    let words = span.of(known.text);
    let always = known.language.dashes == Dashes::Touching;
    let apart = known.language.dashes == Dashes::Apart;
    let (mut parts, mut from, mut speech) = (Vec::new(), span.start, true);
    for (at, dash) in words.match_indices(['—', '–', '―']) {
        let (head, tail) = (words.get(..at).unwrap_or_default(), words.get(at + dash.len()..).unwrap_or_default());
        let behind = tail.trim_start();
        let begins = span.end - behind.len() as u32;
        if speech {
            let set_off = head.ends_with(char::is_whitespace) && !tail.starts_with(char::is_whitespace);
            // "– Tutti hanno fame –. La sentinella abbassò il fucile."
            let told =
                || is_narrators(known, head.trim_end(), Span::new(begins, span.end)) || apart && tail.starts_with('.');
            if always && set_off || !always && told() {
                parts.push(Span::new(from, span.start + at as u32));
                speech = false;
            }
        } else {
            speech = true;
            from = span.end - behind.trim_start_matches([',', '.', ';', ':', ' ', '\u{a0}']).len() as u32;
        }
    }
    if parts.is_empty() {
        return cut(known, segment(span, 0, 0, true), true);
    }
    if speech {
        parts.push(Span::new(from, span.end));
    }
    let said = |s: &Span| s.of(known.text).contains(char::is_alphanumeric);
    parts
        .into_iter()
        .map(|s| s.trim(known.text, |c| c.is_whitespace() || c == ','))
        .filter(said)
        .map(|s| segment(s, 0, 0, true))
        .collect()
}

/// Whether the narrator's words stand behind a dash that stands behind `head`.
fn is_narrators(known: Knowledge<'_>, head: &str, tail: Span) -> bool {
    let line = known.line(tail, &[]);
    let apart = known.language.dashes == Dashes::Apart;
    if line.incise(0, true).is_some() || apart && head.ends_with(',') && line.is_small(0) {
        return true;
    }
    // "– Forse. – Bruno si alzò. – Forse no."
    let end = line.next(0, line.len(), &['—', '–', '―']).unwrap_or(line.len());
    let subject =
        || line.phrase(0, false).filter(|p| p.kind != MentionKind::Pronoun || line.has(0, Uses::ONLY_SUBJECT));
    let mut verb = if line.is_small(0) { 0 } else { subject().map_or(0, |p| p.items.end) };
    while line.is_small(verb) && line.has(verb, Uses::REFLEXIVE.or(Uses::ADVERB)) {
        verb += 1;
    }
    apart && head.ends_with(STOPS) && line.is_past(verb) && !(0..end).any(|j| line.has(j, Uses::SPOKEN))
}

/// Cuts the narrator's clauses out of what is said; `dash` behind a dash, where no mark tells the end.
fn cut(known: Knowledge<'_>, whole: Segment, dash: bool) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut rest = whole;
    for _ in 0..MAX_INCISES {
        let line = known.line(rest.inner(), &[]);
        let Some((i, incise)) = (1..line.len()).find_map(|i| Some((i, narrated(&line, i, dash)?))) else { break };
        let set_off = line.is_any(i - 1, &DASHES);
        let end = end_of(&line, &incise, set_off, dash);
        let mark = line.item(i - 1).map_or(rest.span, |x| x.span);
        let before = if set_off || line.is_any(i - 1, &[',', ';']) { mark.start } else { mark.end };
        let said = Span::new(rest.span.start, before).trim(known.text, |c| c.is_whitespace() || set_off && c == ',');
        out.push(segment(said, usize::from(rest.open), 0, true));
        let inner_end = rest.inner().end;
        let Some(end) = end else { return out };
        let from = line.item(end).map_or(inner_end, |x| x.span.end);
        let tail = Span::new(from, rest.span.end);
        let dashed = line.is_any(end, &DASHES);
        let blank = |c: char| c.is_whitespace() || [',', ';', ':', '—', '–'].contains(&c) || dashed && c == '.';
        let start = rest.span.end - tail.of(known.text).trim_start_matches(blank).len() as u32;
        if start >= inner_end {
            return out;
        }
        let tail = Span::new(start, inner_end);
        if dash && (line.is_stop(end) && !resumes(known, tail) || line.is(end, ',') && is_tail(known, tail)) {
            return out;
        }
        rest = Segment { open: 0, span: Span::new(start, rest.span.end), ..rest };
    }
    out.push(rest);
    out
}

/// The narrator's clause at item `i` of what is said.
fn narrated(line: &Line<'_>, i: usize, dash: bool) -> Option<Incise> {
    let before = i - 1;
    let set_off = line.is_any(before, &['—', '–', '―']) || line.is_spaced(before, '-');
    if !line.is_small(i) || !(set_off || line.is_any(before, &[',', ';', '!', '?', '…', '»'])) {
        return None;
    }
    let incise = line.incise(i, true).or_else(|| line.incise(i, false).filter(|x| dash && is_told(line, x)))?;
    let Some(subject) = &incise.subject else {
        // "I pompieri, aggiunge, sono stati bravi".
        let enclosed = line.is_any(incise.end, &[',', '.', ';', ':'])
            && incise.strength == Strength::Say
            && (line.language.is_finite)(line.words_of(incise.verb));
        return (line.language.leaves_out_subject && (set_off || enclosed)).then_some(incise);
    };
    let start = subject.items.start;
    let fits = match subject.kind {
        MentionKind::Pronoun => {
            line.language.leaves_out_subject && set_off
                || line.has(start, Uses::ONLY_SUBJECT)
                || line.carries(start - 1) && line.has(start, Uses::HANGS)
        }
        MentionKind::Role | MentionKind::Name => {
            !line.is_thing(subject)
                && (line.language.leaves_out_subject || line.has(incise.verb, Uses::AUX) || start <= incise.says + 4)
        }
    };
    fits.then_some(incise)
}

/// Whether a verb in no list tells what somebody did, by its form and its subject.
fn is_told(line: &Line<'_>, incise: &Incise) -> bool {
    let Some(subject) = incise.subject.as_ref().filter(|_| incise.strength == Strength::Report) else { return false };
    let start = subject.items.start;
    let near = match subject.kind {
        MentionKind::Pronoun => line.has(start, Uses::MALE.or(Uses::FEMALE)) && line.carries(incise.says),
        MentionKind::Role | MentionKind::Name => start <= incise.says + 2,
    };
    near && line.is_past(incise.verb) && !line.has(incise.verb, Uses::AUX.or(Uses::MODAL))
}

/// The item that ends a clause of the narrator's; none where it goes on to the end.
fn end_of(line: &Line<'_>, incise: &Incise, set_off: bool, dash: bool) -> Option<usize> {
    (incise.end..line.len()).find(|j| {
        if line.is_any(*j, &[';', ':']) {
            return true;
        }
        if line.is_stop(*j) {
            return !(line.is(*j, '.') && line.has(j - 1, Uses::ABBREVIATION));
        }
        if set_off {
            return line.is_any(*j, &DASHES);
        }
        let next = j + 1;
        // "explique Hugo Marsan, 34 ans, …", "…, ingénieur, …".
        let age = line.is_number(next) && line.is_small(next + 1) && line.is(next + 2, ',');
        let role = || line.phrase(next, true).is_some_and(|p| line.is(p.items.end, ','));
        let place = line.has(next, Uses::GENITIVE) && line.next(next, next + MAX_PLACE, &[',']).is_some();
        if line.is(*j, ',') && (age || place || line.is_small(next) && line.has(next, Uses::PERSON) && role()) {
            return false;
        }
        let on = line.has(next, Uses::GOES_ON)
            || (line.language.is_gerund)(line.words_of(next))
            || dash && line.has(next, Uses::GOES_ON_DIALOGUE);
        line.is(*j, ',') && !(line.is_small(next) && on)
    })
}

/// Whether the sentence behind a narrator's clause that ended with a stop is said, not told.
fn resumes(known: Knowledge<'_>, tail: Span) -> bool {
    let words = tail.of(known.text);
    if words.starts_with(['—', '–']) {
        return true;
    }
    let mut stops = words.match_indices(STOPS).map(|(at, mark)| at + mark.len());
    let end = stops.find(|at| words.get(*at..).is_none_or(|t| t.is_empty() || t.starts_with(char::is_whitespace)));
    let sentence = Span::new(tail.start, tail.start + end.unwrap_or(words.len()) as u32);
    let line = known.line(sentence, &[]);
    if (0..line.len()).any(|j| line.has(j, Uses::SPOKEN))
        || sentence.of(known.text).trim_end().ends_with(['?', '!', '…'])
    {
        return true;
    }
    let Some(subject) = line.opening(0, line.len()) else { return true };
    if subject.kind == MentionKind::Pronoun
        && !line.has(subject.items.start, Uses::MALE.or(Uses::FEMALE).or(Uses::PLURAL))
    {
        return true;
    }
    let mut k = subject.items.end;
    while line.is_small(k) && line.has(k, Uses::REFLEXIVE.or(Uses::ADVERB)) && !line.is_past(k) {
        k += 1;
    }
    let goes_on = line.has(0, Uses::COORDINATOR) && (line.language.is_imperfect)(line.words_of(k));
    !line.is_past(k) || goes_on
}

/// Whether a few words behind a comma still belong to the narrator's clause: "fit le vieux, mécontent."
fn is_tail(known: Knowledge<'_>, tail: Span) -> bool {
    let words = tail.of(known.text);
    let line = known.line(tail, &[]);
    words.ends_with('.')
        && words.starts_with(char::is_lowercase)
        && words.split_whitespace().count() <= MAX_TAIL
        && !(0..line.len()).any(|j| line.has(j, Uses::SPOKEN.or(GIVEN)))
}
