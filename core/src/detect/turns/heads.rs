//! Heads of turns on the line of their words: which lines look like one, and how much like one. What a line is taken for is
//! decided elsewhere, for the document.

use super::shapes::{self, Grade};
use crate::detect::lexicon::Lexicon;
use crate::span::Span;

/// How a head is set apart from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `Ada Grey: words`, also in bold, in a list, with a time code, with a tab behind the colon.
    Colon,
    /// `Mr. GREY. words`.
    Stop,
    /// `Q. words`, `A: words`, `Q12. words`.
    Letter,
    /// `Q words`: as some hearings have it; `QWords`: as pages lose what set the letter apart.
    Spaced,
    /// `GREY`, a tab, words.
    Tab,
    /// `>> words`.
    Chevron,
    /// `Ada – words`.
    Dash,
    /// `[Ada Grey] words`, `(speaker 0) words`.
    Bracket,
}

/// A line that may begin a turn.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// How it is set.
    pub layout: Layout,
    /// What its name looks like.
    pub grade: Grade,
    /// The name as it is shown: none behind `>>`.
    pub name: Option<Span>,
    /// The name by which the same speaker is known again: without brackets and roles.
    pub key: Span,
    /// The name with the place behind it that tells its bearer from another: `Mr. GREY of Ohio`.
    pub placed: Option<Span>,
    /// Where the head begins.
    pub start: u32,
    /// Where the words begin.
    pub words: u32,
    /// The line.
    pub line: Span,
    /// Whether nothing follows in the line.
    pub bare: bool,
    /// Number of the block it stands in, among those that may hold turns.
    pub block: u32,
    /// Whether it is the first line of its block.
    pub first: bool,
    /// Whether its block flows: ends of lines mean nothing in it.
    pub flows: bool,
}

/// Most bytes of a line in which a head ends.
const MAX_HEAD_BYTES: usize = 160;

/// Longest name before a tab, in bytes.
const MAX_TABBED_NAME_BYTES: usize = 40;

/// Whether a head may stand in a line, from its first bytes. O(1), no allocation.
fn may_hold_head(words: &str, lexicon: &Lexicon) -> bool {
    let rules = &lexicon.language().turns;
    let bytes = words.as_bytes();
    let Some(first) = bytes.first() else { return false };
    if b"[{(>#".contains(first) || rules.question_and_answer.iter().any(|l| words.starts_with(*l)) {
        return true;
    }
    let near = bytes.get(..bytes.len().min(MAX_HEAD_BYTES)).unwrap_or_default();
    // A colon, a tab, the first byte of a wide colon.
    if memchr::memchr3(b':', b'\t', 0xef, near).is_some() {
        return true;
    }
    // With the byte behind: a dash of three bytes may end them.
    let near = near.get(..near.len().min(49)).unwrap_or_default();
    let dash = near.windows(4).any(|w| match w {
        [b' ', b'|' | b'[' | b'(', ..] | [b' ', b' ', b' ', _] | [b' ', b'-', b' ' | b'-', _] => true,
        // – or —, not a curly mark.
        [b' ', 0xe2, 0x80, last] => matches!(last, 0x93 | 0x94),
        _ => false,
    });
    dash || near.contains(&b'.') && rules.record_titles.iter().any(|t| words.starts_with(t))
}

/// What the line may begin. O(1): only the first bytes are looked at.
pub fn candidate(text: &str, line: Span, lexicon: &Lexicon) -> Option<Candidate> {
    let all = line.of(text);
    if !may_hold_head(all.trim_start_matches(|c: char| c.is_whitespace() || "*_-•\"“«„>".contains(c)), lexicon)
        && !all.starts_with(['>', '-', '*', '•'])
    {
        return None;
    }
    let (at, chevron) = lead(text, line);
    let rest = Span::new(at, line.end);
    let made = bracketed(text, rest, lexicon)
        .or_else(|| letter(text, rest, lexicon))
        .or_else(|| stop(text, rest, lexicon))
        .or_else(|| numbered_speaker(text, rest))
        .or_else(|| colon(text, rest, lexicon))
        .or_else(|| tab(text, rest, lexicon))
        .or_else(|| timed(text, rest, lexicon))
        .or_else(|| dash(text, rest, lexicon))
        .or_else(|| spaced(text, rest, lexicon));
    let made = match made {
        Some(made) => Some(made),
        None if chevron && rest.of(text).chars().any(char::is_alphabetic) => Some(Made {
            layout: Layout::Chevron,
            grade: Grade::Name,
            name: None,
            key: Span::new(at, at),
            placed: None,
            words: at,
        }),
        None => None,
    }?;
    let said = Span::new(made.words, line.end).trim(text, char::is_whitespace);
    let bare = said.is_empty();
    if !bare && !said.of(text).chars().any(char::is_alphabetic) {
        return None;
    }
    Some(Candidate {
        layout: made.layout,
        grade: made.grade,
        name: made.name,
        key: made.key,
        placed: made.placed,
        start: line.start,
        words: if bare { line.end } else { said.start },
        line,
        bare,
        block: 0,
        first: true,
        flows: false,
    })
}

/// A head while it is read.
struct Made {
    layout: Layout,
    grade: Grade,
    name: Option<Span>,
    key: Span,
    placed: Option<Span>,
    words: u32,
}

/// Where the head begins behind what may stand before it: `>>`, bullets, numbers, time codes, marks of emphasis and quotation;
/// and whether `>>` is among them.
fn lead(text: &str, line: Span) -> (u32, bool) {
    let mut rest = line.of(text);
    let mut chevron = false;
    for _ in 0..8 {
        let before = rest.len();
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "\u{200e}\u{200f}\u{feff}".contains(c));
        if rest.starts_with(">>") {
            rest = rest.trim_start_matches('>');
            chevron = true;
        }
        if let Some(more) = rest.strip_prefix(['-', '–', '—', '•', '+', '·', '*'])
            && more.starts_with([' ', '\t', '\u{a0}'])
        {
            rest = more;
        }
        rest = rest.trim_start_matches(['*', '_', '“', '"', '«', '„']);
        if let Some(len) = shapes::time_code(rest) {
            let more = rest.get(len..).unwrap_or_default();
            rest = more.trim_start_matches([' ', '\t']).trim_start_matches(['-', '–', '—', ',', '|', '>']);
        } else if let Some(more) = numbered(rest) {
            rest = more;
        }
        if rest.len() == before {
            break;
        }
    }
    (line.end - rest.len() as u32, chevron)
}

/// What stands behind `12. `, `12) `, `12 `.
fn numbered(words: &str) -> Option<&str> {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).unwrap_or(rest);
    ((1..=4).contains(&digits) && rest.starts_with([' ', '\t'])).then_some(rest)
}

/// `[Name] words`, `{Name} words`, `(speaker 0) words`, with a colon or without.
fn bracketed(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let open = words.chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '(' => ')',
        '【' => '】',
        _ => return None,
    };
    let end = words.char_indices().take(60).find(|(_, c)| *c == close)?.0;
    let inner = Span::new(rest.start + open.len_utf8() as u32, rest.start + end as u32);
    let inner = inner.trim(text, |c| c.is_whitespace() || c == ':');
    let (name, key, grade) = shapes::designation(text, inner, lexicon)?;
    let sounds = lexicon.language().turns.sounds;
    let sound = key.of(text).split_whitespace().any(|w| sounds.iter().any(|s| s.eq_ignore_ascii_case(w)));
    let enough = if open == '(' { Grade::Label } else { Grade::Low };
    if sound || grade < enough {
        return None;
    }
    let behind = words.get(end + close.len_utf8()..)?;
    let after = behind.strip_prefix([':', '：']);
    let said = after.unwrap_or(behind);
    let layout = if after.is_some() { Layout::Colon } else { Layout::Bracket };
    Some(Made { layout, grade, name: Some(name), key, placed: None, words: rest.end - said.len() as u32 })
}

/// `Q. …`, `A: …`, `Q12. …`, `Q` and a tab or two spaces.
fn letter(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let after = words.strip_prefix(lexicon.language().turns.question_and_answer)?;
    let unnumbered = after.strip_prefix(' ').filter(|a| a.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(after);
    let unnumbered = unnumbered.trim_start_matches(|c: char| c.is_ascii_digit());
    let said = match unnumbered.strip_prefix(['.', ':', ')', '：']) {
        Some(said) if said.is_empty() || said.starts_with(char::is_whitespace) || said.starts_with('*') => said,
        Some(_) => return None,
        None if unnumbered.starts_with('\t') || unnumbered.starts_with("  ") => unnumbered,
        None => return None,
    };
    Some(lettered(rest, Layout::Letter, said.trim_start_matches('*')))
}

/// `Q words`, `QWords`.
fn spaced(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let letters = lexicon.language().turns.question_and_answer;
    let words = rest.of(text);
    if let Some(said) = words.strip_prefix(letters).and_then(|a| a.strip_prefix(' ')) {
        return said.starts_with(char::is_uppercase).then(|| lettered(rest, Layout::Spaced, said));
    }
    // Only the letter that asks: words that begin with it go on with a small one.
    let said = words.strip_prefix(*letters.first()?)?;
    let mut two = said.trim_start_matches(['’', '\'', '‘', '“', '"']).chars();
    let glued =
        two.next().is_some_and(char::is_uppercase) && two.next().is_some_and(|c| c.is_lowercase() || "’' ".contains(c));
    glued.then(|| lettered(rest, Layout::Spaced, said))
}

fn lettered(rest: Span, layout: Layout, said: &str) -> Made {
    let name = Span::new(rest.start, rest.start + 1);
    Made { layout, grade: Grade::Label, name: Some(name), key: name, placed: None, words: rest.end - said.len() as u32 }
}

/// `Mr. GREY. …`, `The ACTING CHAIR (Mr. BELL of Ohio). …`.
fn stop(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let rules = &lexicon.language().turns;
    let words = rest.of(text);
    let title = rules.record_titles.iter().find(|t| words.starts_with(**t))?;
    let named = words.get(title.len()..)?;
    let mut depth = 0u32;
    let mut end = None;
    for (at, c) in named.char_indices().take_while(|(at, _)| *at < 100) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ':' | '?' | '!' | ';' if depth == 0 => return None,
            '.' if depth == 0
                && named.get(at + 1..).is_some_and(|r| r.is_empty() || r.starts_with([' ', '—', '–'])) =>
            {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    let end = end?;
    let name = named.get(..end)?;
    let loud = name.split_whitespace().next().is_some_and(shapes::is_loud);
    let article = rules.record_articles.iter().any(|a| title.trim_end().eq_ignore_ascii_case(a));
    if !loud || !article && name.split_whitespace().any(|w| w.len() > 24) {
        return None;
    }
    let whole = Span::new(rest.start, rest.start + (title.len() + end) as u32);
    let (mut shown, mut key, _) = shapes::designation(text, whole, lexicon)?;
    let mut placed = None;
    if !article {
        // "Mr. GREY of Ohio", "Mr. GREY, of Ohio": the place tells him from another of the name.
        let person = key.of(text).split([',', '(']).next().unwrap_or_default();
        let loud_end = person
            .split_whitespace()
            .skip(1)
            .take_while(|w| shapes::is_loud(w) || rules.particles.contains(w) && !rules.joiners.contains(w))
            .filter(|w| shapes::is_loud(w))
            .last()
            .and_then(|w| person.find(w).map(|at| at + w.len()));
        if let Some(end) = loud_end {
            placed = Some(key).filter(|k| end < k.len() as usize);
            shown = Span::new(key.start, key.start + end as u32);
            key = shown;
        }
    }
    let said = named.get(end + 1..)?.trim_start_matches(['—', '–']);
    let words = rest.end - said.len() as u32;
    Some(Made { layout: Layout::Stop, grade: Grade::Name, name: Some(shown), key, placed, words })
}

/// `Ada Grey: …`.
fn colon(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let near = words.as_bytes().get(..words.len().min(MAX_HEAD_BYTES)).unwrap_or_default();
    // The wide colon begins with 0xef.
    memchr::memchr2(b':', 0xef, near)?;
    let mut depth = 0u32;
    let mut last = ' ';
    let mut found = None;
    for (at, c) in words.char_indices().take_while(|(at, _)| *at < MAX_HEAD_BYTES) {
        match c {
            '(' | '[' | '{' | '（' => depth += 1,
            ')' | ']' | '}' | '）' => depth = depth.saturating_sub(1),
            '?' | '!' | ';' | '？' | '！' | '。' if depth == 0 => return None,
            ':' | '：' if depth == 0 => {
                let behind = words.get(at + c.len_utf8()..)?;
                let next = behind.chars().next();
                let time = last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
                if !time {
                    found = Some((at, c, behind));
                    break;
                }
            }
            _ => {}
        }
        last = c;
    }
    let (at, sign, behind) = found?;
    let next = behind.chars().next();
    let open = sign == '：' || next.is_none_or(|c| c.is_whitespace() || "*_“\"".contains(c) || shapes::is_caseless(c));
    // `Ada:Words`: a head where the name comes back.
    if !open && !next.is_some_and(char::is_uppercase) {
        return None;
    }
    let said = behind.trim_start_matches(['*', '_']);
    let (name, key, grade) = shapes::designation(text, Span::new(rest.start, rest.start + at as u32), lexicon)?;
    let words = rest.end - said.len() as u32;
    let grade = if open || shapes::is_caseless(last) { grade } else { grade.min(Grade::Low) };
    // `Mr Bell (North Moor):`: the place tells him from another of the name.
    let behind = Span::new(key.end, rest.start + at as u32);
    let placed = shapes::place_in_brackets(behind.of(text), lexicon).filter(|_| name == key);
    let placed = placed.map(|length| Span::new(key.start, key.end + length as u32));
    Some(Made { layout: Layout::Colon, grade, name: Some(name), key, placed, words })
}

/// `1: …`: somebody who has a number and no name. Whether these are people is decided for the document.
fn numbered_speaker(text: &str, rest: Span) -> Option<Made> {
    let words = rest.of(text);
    let said = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = words.len() - said.len();
    let said = said.strip_prefix(':').filter(|s| (1..=2).contains(&digits) && s.starts_with([' ', '\t']))?;
    let name = Span::new(rest.start, rest.start + digits as u32);
    let words = rest.end - said.len() as u32;
    Some(Made { layout: Layout::Colon, grade: Grade::Low, name: Some(name), key: name, placed: None, words })
}

/// `GREY`, a tab, words.
fn tab(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let near = words.as_bytes().get(..words.len().min(MAX_TABBED_NAME_BYTES + 3)).unwrap_or_default();
    if memchr::memchr(b'\t', near).is_none() && !near.windows(3).any(|three| three == b"   ") {
        return None;
    }
    // A tab, or as many blanks as no sentence has.
    let (name, said) = words.split_once('\t').or_else(|| words.split_once("   "))?;
    let said = said.trim_start_matches(' ');
    if name.is_empty()
        || name.len() > MAX_TABBED_NAME_BYTES
        || said.contains('\t')
        || !said.chars().any(char::is_lowercase)
    {
        return None;
    }
    let span = Span::new(rest.start, rest.start + name.len() as u32);
    let (shown, key, grade) = shapes::designation(text, span, lexicon)?;
    let capitals = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    let grade = if capitals || grade == Grade::Label { grade.max(Grade::Name) } else { grade.min(Grade::Odd) };
    Some(Made { layout: Layout::Tab, grade, name: Some(shown), key, placed: None, words: rest.end - said.len() as u32 })
}

/// `Ada Grey [00:07] words`.
fn timed(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let near = words.get(..words.floor_char_boundary(words.len().min(64)))?;
    let at = near.find([' ', '\t']).and_then(|_| near.find(['[', '('])).filter(|at| *at > 0)?;
    let len = shapes::time_code(words.get(at..)?).filter(|_| near.get(at..).is_some_and(|t| t.contains(':')))?;
    let said = words.get(at + len..)?;
    let span = Span::new(rest.start, rest.start + at as u32);
    let (shown, key, grade) = shapes::designation(text, span, lexicon)?;
    let made = Made {
        layout: Layout::Colon,
        grade,
        name: Some(shown),
        key,
        placed: None,
        words: rest.end - said.len() as u32,
    };
    (grade >= Grade::Low && said.starts_with(char::is_whitespace)).then_some(made)
}

/// `Ada – words`.
fn dash(text: &str, rest: Span, lexicon: &Lexicon) -> Option<Made> {
    let words = rest.of(text);
    let near = words.get(..words.floor_char_boundary(words.len().min(48)))?;
    let dash = |at: usize| {
        let sign = near.get(at..)?;
        [" – ", " — ", " - ", " -- ", " | "].iter().find(|d| sign.starts_with(**d)).map(|d| (at, d.len()))
    };
    let (at, len) = memchr::memchr_iter(b' ', near.as_bytes()).find_map(dash)?;
    let span = Span::new(rest.start, rest.start + at as u32);
    let (shown, key, grade) = shapes::designation(text, span, lexicon)?;
    let short = key.of(text).split_whitespace().count() <= 4;
    (grade >= Grade::Odd && short).then(|| Made {
        layout: Layout::Dash,
        grade,
        name: Some(shown),
        key,
        placed: None,
        words: rest.start + (at + len) as u32,
    })
}
