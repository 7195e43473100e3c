//! Time codes that a transcript has in its text: `[00:07] Ada:`, `Ada (0:07):`, `Ada 00:07` on a line of its own, ranges,
//! `[00:12:30]` between sentences, `#00:00:12-3#` at the end of a paragraph, `0:0:7.900 --> 0:0:9.100`. They are part of the reading text, and say
//! when the words beside them were spoken.

use super::Locator;
use memchr::memchr_iter;

/// Fewest time codes of a transcript.
const MIN_CODES: usize = 3;
/// Most bytes of text for each of them.
const MAX_BYTES_A_CODE: usize = 20_000;
/// Most bytes of a line that is a head, and of what may stand before a time code in it.
const MAX_HEAD: usize = 80;
/// Latest beginning of a recording, in milliseconds: what begins later is a time of the day, a verse, a result.
const MAX_FIRST: u32 = 300_000;
/// A beginning that needs no proof.
const SURE_FIRST: u32 = 60_000;
/// Longest silence between two time codes, in milliseconds.
const MAX_STEP: u32 = 3_600_000;

/// Where a time code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the head of a line: its time is that of the line.
    Head,
    /// Behind the words it is the end of.
    End,
    /// In brackets between words.
    Between,
}

/// The time codes of a text as places, in order; none where it has too few, or they are no times of a recording: those of
/// a recording begin near zero and do not fall. O(n): a text without a colon between digits costs one look at its bytes.
pub fn locators(text: &str) -> Vec<(u32, Locator)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut out: Vec<(u32, Locator)> = Vec::new();
    let (mut heads, mut odd, mut first, mut last) = (0usize, 0usize, 0, 0);
    let mut bracketed = Bracketed::default();
    // Where the last time code ends, and the line that has its time already.
    let (mut read, mut timed, mut is_part) = (0, None, false);
    for colon in memchr_iter(b':', bytes) {
        if colon < read || colon == 0 || !is_digit(colon - 1) || !is_digit(colon + 1) {
            continue;
        }
        let digits = (1..=3).take_while(|n| *n <= colon && is_digit(colon - n)).count();
        let start = colon - digits;
        if start > 0 && is_digit(start - 1) {
            continue;
        }
        let line = line_start(bytes, start);
        let Some(before) = line.and_then(|line| text.get(line..start)) else { continue };
        let code = code(bytes, start);
        read = code.map_or(colon + 1, |(_, end)| end);
        let Some(mut place) = place(text, before, start, read) else { continue };
        let line = line.unwrap_or_default();
        if place != Place::Between && timed == Some(line) {
            if !(before.ends_with('[') && bytes.get(read) == Some(&b']')) {
                continue;
            }
            place = Place::Between;
        }
        let time = code.map(|(time, _)| time).filter(|_| !is_of_the_day(bytes, read));
        // A part of a recording: `[00:41:07]` is hardly a time of the day.
        let part = before.ends_with('[') && bytes.get(start..start + 3) == Some(b"00:") && read - start >= 8;
        bracketed.take(start, part, time.filter(|_| before.ends_with('[') && bytes.get(read) == Some(&b']')));
        let follows =
            |time: &u32| if heads == 0 { *time <= MAX_FIRST || part } else { (last..=last + MAX_STEP).contains(time) };
        let Some(time) = time.filter(follows) else {
            odd += usize::from(place != Place::Between);
            if odd > 3 && odd > heads && bracketed.others {
                return Vec::new();
            }
            continue;
        };
        let at = match place {
            Place::Head => line,
            Place::End => read,
            Place::Between => start,
        };
        if place != Place::Between {
            if heads == 0 {
                (first, is_part) = (time, part);
            }
            if place == Place::End && heads == 0 {
                out.push((0, Locator::Time(0)));
            }
            heads += 1;
            last = time;
            timed = Some(line);
        } else if heads == 0 {
            continue;
        }
        out.push((at as u32, Locator::Time(time)));
        last = last.max(time);
    }
    let near_zero = is_part || first <= SURE_FIRST || last / 4 >= first;
    let many = heads >= MIN_CODES && heads * MAX_BYTES_A_CODE >= text.len() && odd <= 1 + heads / 10;
    if many && near_zero && last > first {
        out
    } else if heads < MIN_CODES && bracketed.are_times(text.len()) {
        bracketed.codes
    } else {
        Vec::new()
    }
}

/// Time codes in square brackets, wherever they stand: a transcript may have no others, `We came. [00:05:00] Then it rained.`
#[derive(Default)]
struct Bracketed {
    codes: Vec<(u32, Locator)>,
    last: u32,
    /// Whether the first is near the beginning of a recording, or can be nothing else.
    begins: bool,
    /// Whether other time codes stand beside them, or one goes back behind the one before it.
    others: bool,
}

impl Bracketed {
    /// Takes the next time code, which stands at `at`; `None` for one without brackets. `part`: whether it can be nothing
    /// but a time of a recording.
    fn take(&mut self, at: usize, part: bool, time: Option<u32>) {
        let first = self.codes.is_empty();
        let follows = |time: &u32| first || (self.last..=self.last + MAX_STEP).contains(time);
        let Some(time) = time.filter(follows) else {
            self.others = true;
            return;
        };
        if first {
            self.begins = part || time <= MAX_FIRST;
        }
        self.last = time;
        self.codes.push((at as u32, Locator::Time(time)));
    }

    /// Whether they are those of a recording, in a text of so many bytes.
    const fn are_times(&self, bytes: usize) -> bool {
        let many = self.codes.len() >= MIN_CODES && self.codes.len() * MAX_BYTES_A_CODE >= bytes;
        many && !self.others && self.begins
    }
}

/// Where the line begins that `at` is in, if that is near.
fn line_start(bytes: &[u8], at: usize) -> Option<usize> {
    let from = at.saturating_sub(400);
    let near = bytes.get(from..at)?;
    match memchr::memrchr(b'\n', near) {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

/// The time in milliseconds of a code that begins at `start`, and where it ends: `1:02`, `01:02:03`, `01:02:03,500`, with
/// frames `01:02:03:12`. `None` when it is no time.
fn code(bytes: &[u8], start: usize) -> Option<(u32, usize)> {
    let number = |from: usize| {
        let digits = bytes.get(from..)?.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
        let value = bytes.get(from..from + digits)?.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        (1..=3).contains(&digits).then_some((value, from + digits))
    };
    // `0:0:7.900 --> 0:0:9.100`
    let narrow = bytes.get(start..bytes.len().min(start + 16)).is_some_and(|b| b.windows(3).any(|w| w == b"-->"));
    let sixtieth =
        |from: usize| number(from).filter(|(n, end)| *n < 60 && (end - from == 2 || narrow && end - from == 1));
    let (first, end) = number(start)?;
    let (second, mut end) = sixtieth(end + 1)?;
    let mut seconds = first * 60 + second;
    let mut hours = false;
    if bytes.get(end) == Some(&b':')
        && let Some((third, after)) = sixtieth(end + 1)
    {
        (seconds, end, hours) = (seconds * 60 + third, after, true);
    }
    if hours
        && bytes.get(end) == Some(&b':')
        && let Some((_, after)) = number(end + 1).filter(|(_, after)| after - end == 3)
    {
        end = after;
    }
    let mut millis = seconds.checked_mul(1_000)?;
    // `#00:00:12-3#`: elsewhere a hyphen stands before the end of a range.
    let marked = start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'#');
    if (matches!(bytes.get(end), Some(b'.' | b',')) || marked && bytes.get(end) == Some(&b'-'))
        && let Some((part, after)) = number(end + 1)
    {
        millis += part * [100, 10, 1].get(after - end - 2)?;
        end = after;
    }
    let ends = bytes.get(end).is_none_or(|b| !b.is_ascii_alphanumeric());
    ends.then_some((millis, end))
}

/// Where in its line a code from `start` to `end` stands, with `before` it; `None` when it is words among others.
fn place(text: &str, before: &str, start: usize, end: usize) -> Option<Place> {
    let opening = |c: char| c.is_whitespace() || "[({<*_#>|-–—".contains(c);
    let closing = |c: char| c == ' ' || c == '\t' || "])}>*_#|".contains(c);
    let mut limit = (end + MAX_HEAD).min(text.len());
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let after = text.get(end..limit)?;
    let rest = after.trim_start_matches(closing);
    let is_opened = before.ends_with(['[', '(', '{', '<', '#']);
    if before.trim_matches(opening).is_empty() {
        return Some(Place::Head);
    }
    if rest.is_empty() || rest.starts_with('\n') {
        // Those who write with one program close each paragraph with its end.
        if before.ends_with('#') && after.starts_with('#') {
            return Some(Place::End);
        }
        return is_head(before).then_some(Place::Head);
    }
    let named = rest.strip_prefix(':').is_some_and(|r| r.is_empty() || r.starts_with(char::is_whitespace));
    let closed = is_opened && after.starts_with([']', ')', '}', '>']);
    let range = closed || rest.starts_with(['-', '–', '—']);
    if is_head(before) && (named || range && is_name(before)) {
        return Some(Place::Head);
    }
    let between = before.ends_with('[') && after.starts_with(']') || before.ends_with('#') && after.starts_with('#');
    (between && start > 0).then_some(Place::Between)
}

/// Whether what stands before a time code can be the head of a line: short, with letters, and no day.
fn is_head(before: &str) -> bool {
    let day = |w: &[u8]| matches!(w, [a, b'-' | b'/' | b'.', b] if a.is_ascii_digit() && b.is_ascii_digit());
    before.len() <= MAX_HEAD && before.chars().any(char::is_alphabetic) && !before.as_bytes().windows(3).any(day)
}

/// Whether it is written as names are.
fn is_name(before: &str) -> bool {
    let words = before.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
    let mut count = 0;
    let all = words.into_iter().all(|w| {
        count += 1;
        let first = w.chars().find(|c| c.is_alphanumeric());
        count <= 5 && first.is_some_and(|c| !c.is_lowercase())
    });
    all && !before.contains(['?', '!', '“', '"'])
}

/// Whether `AM` or `PM` follows: a time of the day.
fn is_of_the_day(bytes: &[u8], end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    match rest {
        [a, m, after @ ..] if matches!(a.to_ascii_lowercase(), b'a' | b'p') => {
            (m.eq_ignore_ascii_case(&b'm') || *m == b'.')
                && after.first().is_none_or(|b| !b.is_ascii_alphabetic() || *m == b'.')
        }
        // Whoever speaks in a log of a chat.
        [b'<' | b']', ..] => rest.trim_ascii_start().starts_with(b"<") || rest.starts_with(b"] <"),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
