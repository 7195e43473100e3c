//! Note marks: `[3]`, `¹`, `†` and the digit that is left of a raised one. They stand without a blank behind a word, a stop
//! or a closing mark, and are no text.

use crate::detect::lexicon::Lexicon;
use crate::detect::roles::Roles;

/// Longest note mark in brackets, in bytes: `[citation needed]`.
const MAX_BRACKET_BYTES: usize = 40;

/// How far back a star looks for the one that opens an emphasis, in bytes.
const MAX_EMPHASIS_BYTES: usize = 400;

/// What stands before a note mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Letter,
    Digit,
    /// A stop, or a mark that closes.
    Stop,
    /// Another note mark.
    Mark,
    /// A blank behind a stop.
    Blank,
}

/// Where the note mark that begins at byte `at` ends; `taken` is the end of the last thing that is not seen.
pub fn mark(text: &str, (taken, at): (usize, usize), end: usize, lexicon: &Lexicon) -> Option<usize> {
    let rest = text.get(at..end)?;
    let first = rest.chars().next()?;
    if first.is_ascii_digit() {
        return raised_digit(text, at, end, lexicon);
    }
    let before = before(text, taken, at)?;
    let length = match first {
        '[' => bracket(rest, before)?,
        '(' if before == Before::Stop => {
            digits(rest.get(1..)?).filter(|n| rest.get(n + 1..).is_some_and(|r| r.starts_with(')')))? + 2
        }
        '*' | '†' | '‡' if before != Before::Blank && before != Before::Digit => {
            let length = rest.len() - rest.trim_start_matches(first).len();
            if first == '*' && (length > 1 || in_emphasis(text, at)) {
                return None;
            }
            length
        }
        '^' if matches!(before, Before::Letter | Before::Stop) => 1 + digits(rest.get(1..)?)?,
        '¹' | '²' | '³' | '\u{2070}'..='\u{2079}' if matches!(before, Before::Letter | Before::Stop | Before::Mark) =>
        {
            let raised =
                |c: char| matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{2079}' | '\u{207b}' | ',' | '–' | '˒');
            let words = rest.get(..rest.find(|c| !raised(c)).unwrap_or(rest.len()))?;
            words.trim_end_matches([',', '–', '˒']).len()
        }
        _ => return None,
    };
    ends(rest.get(length..)?).then_some(at + length)
}

/// What stands before byte `at`; `None` where no note mark can follow.
fn before(text: &str, taken: usize, at: usize) -> Option<Before> {
    let head = text.get(..at)?;
    let last = head.chars().next_back()?;
    if taken == at && matches!(last, ']' | ')' | '0'..='9' | '¹' | '²' | '³' | '\u{2070}'..='\u{2079}' | ',') {
        return Some(Before::Mark);
    }
    let stops = |c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | '…' | '”' | '’' | '»' | ')' | ']');
    let closes = |head: &str, c: char| match c {
        '"' | '\'' | '“' | '«' => {
            head.chars().rev().nth(1).is_some_and(|c| !c.is_whitespace() && !"([—".contains(c))
        }
        _ => stops(c),
    };
    if last.is_ascii_digit() {
        return Some(Before::Digit);
    }
    if last.is_alphanumeric() {
        return Some(Before::Letter);
    }
    if closes(head, last) {
        return Some(Before::Stop);
    }
    let earlier = head.strip_suffix(' ')?;
    let last = earlier.chars().next_back()?;
    (closes(earlier, last) && !matches!(last, ',' | ';')).then_some(Before::Blank)
}

/// The length of a note mark in brackets at the beginning of `rest`.
fn bracket(rest: &str, before: Before) -> Option<usize> {
    let window = rest.get(..rest.floor_char_boundary(MAX_BRACKET_BYTES))?;
    let close = window.find(']')?;
    let inside = window.get(1..close)?.trim();
    if inside.is_empty() || inside.contains(['[', '\n', ':', '/']) {
        return None;
    }
    let number = |part: &str| {
        let part = part.trim().trim_start_matches('^');
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
    };
    let numbers = inside.split([',', '-', '–']).all(number);
    let mut letters = inside.chars();
    let letter = letters.next().filter(|c| c.is_ascii_lowercase() && letters.next().is_none());
    let note = match before {
        Before::Blank => numbers,
        Before::Digit => numbers,
        // "say[s]": an ending that the writer added.
        Before::Letter => numbers || matches!(letter, Some('a'..='c')) || letter.is_none() && is_remark(inside),
        Before::Stop | Before::Mark => true,
    };
    note.then_some(close + 1)
}

/// `note 3`, `who?`, `citation needed`.
fn is_remark(inside: &str) -> bool {
    let last = inside.chars().next_back().unwrap_or(' ');
    inside.starts_with(char::is_alphabetic) && (inside.contains(' ') || last == '?' || last.is_ascii_digit())
}

/// Bytes of one to three digits at the beginning of `rest`.
fn digits(rest: &str) -> Option<usize> {
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&length).then_some(length)
}

/// Whether a note mark can end before `rest`.
fn ends(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '(')
}

/// Whether the star at byte `at` closes an emphasis that another opens in its line.
fn in_emphasis(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(MAX_EMPHASIS_BYTES));
    let line = text.get(from..at).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let mut before = ' ';
    for (i, c) in line.char_indices() {
        let opens = c == '*' && !before.is_alphanumeric();
        if opens && !line.get(i + 1..).is_some_and(|r| r.starts_with(char::is_whitespace)) {
            return true;
        }
        before = c;
    }
    false
}

/// `vote.3 The`, `vote,”3 she`: a digit behind a stop or a closing mark, where a number would have a blank before it.
fn raised_digit(text: &str, at: usize, end: usize, lexicon: &Lexicon) -> Option<usize> {
    let rest = text.get(at..end)?;
    let length = digits(rest)?;
    let behind = rest.get(length..)?;
    if !behind.is_empty() && !behind.starts_with(char::is_whitespace) {
        return None;
    }
    let head = text.get(..at)?;
    let stop = head.chars().next_back()?;
    let head = head.strip_suffix(stop)?;
    let last = head.chars().next_back()?;
    let note = match stop {
        '"' | '”' | '»' | '’' => {
            matches!(last, '.' | ',' | '!' | '?' | '…') || stop != '’' && last.is_alphabetic()
        }
        ',' => last.is_alphabetic() || matches!(last, '”' | '"'),
        '.' | '!' | '?' => {
            let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            let whole = word.chars().nth(1).is_some() && !lexicon.roles(word).has(Roles::ABBREV);
            // A sentence ends with it, so another begins.
            let next = behind.trim_start().chars().next();
            let begins = next.is_none_or(|c| c.is_uppercase() || "“\"‘'«„—".contains(c));
            begins && (whole || matches!(last, '”' | '"' | '»'))
        }
        _ => false,
    };
    note.then_some(at + length)
}
