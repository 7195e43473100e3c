//! When the messages of a chat were written: the times beside their authors, as detection reads the messages (see
//! [`super::chat`]). They are part of the reading text; a time is the place of all words up to the next one.
//!
//! A date is given as year, month and day where the order of its numbers is certain in the document: the year stands first,
//! full stops stand between them, one of the numbers is no month, or messages that follow each other go back in time in the
//! other order. Else it is given as it is written. The hours are those of a clock of 24.

use super::chat::{Chat, Family, Message};
use super::stamp::{self, Date, Moment, is_blank};
use super::{Block, BlockKind, Locator, lines};
use memchr::memchr_iter;
use std::fmt::Write as _;

/// Farthest from the begin or the end of its line that the time of a message stands, in bytes.
const NEAR: usize = 96;
/// Longest word or date before a time that begins a line with letters, and longest rest of a line behind one, in bytes.
const SHORT: usize = 24;
/// Latest beginning of a recording, in seconds.
const MAX_FIRST: u32 = 300;
/// A beginning that needs no proof, in seconds.
const SURE_FIRST: u32 = 60;
/// Lines at the begin of a text that are looked at for a date with a time without colons.
const FIRST_LINES: usize = 6;

/// The times of the messages of a chat, in order; none when the text is no chat. O(n): a text without clock times near the
/// begins or ends of its lines costs one search for a colon.
pub fn locators(text: &str, blocks: &[Block]) -> Vec<(u32, Locator)> {
    let given = |b: &Block| matches!(b.kind, BlockKind::Turn | BlockKind::UnnamedTurn);
    if !may_be_chat(text) || blocks.iter().any(given) {
        return Vec::new();
    }
    let mut chat = Chat::default();
    lines::each(text, blocks, |line| chat.line(text, line));
    let messages = chat.heads(text, blocks.len()).unwrap_or_default();
    recorded(text, &messages).unwrap_or_else(|| written(text, &messages))
}

/// Whether the begins or ends of lines show times, so that it is worth to read them all. O(n), most of it one search.
fn may_be_chat(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut seen = 0;
    for colon in memchr_iter(b':', bytes) {
        if colon == 0 || !is_digit(colon - 1) || !is_digit(colon + 1) {
            continue;
        }
        let near = bytes.get(colon.saturating_sub(NEAR)..colon).unwrap_or_default();
        let start = memchr::memrchr(b'\n', near).map(|at| at + 1).or_else(|| (near.len() == colon).then_some(0));
        let before = start.and_then(|at| near.get(at..));
        let behind = bytes.get(colon..bytes.len().min(colon + SHORT)).unwrap_or_default();
        let last = behind.len() < SHORT || memchr::memchr(b'\n', behind).is_some();
        let leads = |before: &[u8]| before.len() <= SHORT || before.first().is_some_and(|b| !b.is_ascii_alphabetic());
        seen += usize::from(before.is_some_and(|before| last || leads(before)));
        if seen == 2 {
            return true;
        }
    }
    // `12.05.24 klo 14.05 - Ada: words`, `0h05m Ada: words`, `Ada  0 minutes 5 seconds`
    let head = text.get(..text.floor_char_boundary(text.len().min(2_000))).unwrap_or_default();
    let first = head.split('\n').map(|line| line.trim_matches(|c| is_blank(c) || c == '['));
    first.take(FIRST_LINES).any(|line| {
        let leads = stamp::leading(line).is_some_and(|s| s.dated || line.get(..s.end).is_some_and(|t| t.contains('h')));
        leads || line.len() <= NEAR && stamp::trailing(line).is_some_and(|t| t.set_apart)
    })
}

/// The times of messages that are times of a recording, which begins near zero; `None` when they are not.
fn recorded(text: &str, messages: &[Message]) -> Option<Vec<(u32, Locator)>> {
    let mut out: Vec<(u32, Locator)> = Vec::new();
    let (mut first, mut last, mut sure) = (None, 0, false);
    for message in messages.iter().filter(|m| !m.time.is_empty()) {
        let words = message.time.of(text);
        let seconds = stamp::seconds_written_out(words).or_else(|| {
            let moment = stamp::moment(words).filter(|m| m.day.is_empty() && m.afternoon.is_none() && !m.greenwich)?;
            let (a, b, c) = moment.clock;
            let hours = moment.hours_told || c.is_some();
            // A part of a recording: no clock shows `41:03`, and few messages without a day are written behind midnight.
            sure |= first.is_none() && if hours { a == 0 && c.is_some() } else { (24..60).contains(&a) };
            Some(if hours { a * 3_600 + b * 60 + c.unwrap_or_default() } else { a * 60 + b })
        })?;
        if seconds < last || message.layout.family() == Family::Angle {
            return None;
        }
        last = seconds;
        first = first.or(Some(seconds));
        out.push((message.start, Locator::Time(seconds.saturating_mul(1_000))));
    }
    let first = first?;
    (sure || first <= SURE_FIRST || first <= MAX_FIRST && last / 4 >= first).then_some(out)
}

/// The times of messages as those of clocks.
fn written(text: &str, messages: &[Message]) -> Vec<(u32, Locator)> {
    let moments = || messages.iter().filter_map(|m| Some((m.start, stamp::moment(m.time.of(text))?)));
    let order = Order::of(moments().filter_map(|(_, moment)| moment.date));
    let mut out: Vec<(u32, Locator)> = Vec::with_capacity(messages.len());
    for (at, moment) in moments() {
        if out.last().is_some_and(|(last, _)| *last == at) {
            continue;
        }
        out.extend(in_words(&moment, order).map(|words| (at, Locator::Clock(words.into_boxed_str()))));
    }
    out
}

/// The order of the numbers in the dates of a document whose year stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
    Unknown,
}

impl Order {
    /// The only order in which all dates are dates and none goes back behind the one before it. O(n).
    fn of(dates: impl Iterator<Item = Date>) -> Self {
        let mut possible = [true, true];
        let mut last = [(0, 0, 0); 2];
        for date in dates.filter(|d| !d.year_first && !d.dots) {
            for ((is, order), last) in possible.iter_mut().zip([Self::DayFirst, Self::MonthFirst]).zip(&mut last) {
                match order.day(date) {
                    Some(day) => *is &= day >= *last,
                    None => *is = false,
                }
                *last = order.day(date).unwrap_or(*last);
            }
        }
        match possible {
            [true, false] => Self::DayFirst,
            [false, true] => Self::MonthFirst,
            [true, true] | [false, false] => Self::Unknown,
        }
    }

    /// Year, month and day of a date in this order.
    fn day(self, date: Date) -> Option<(u32, u32, u32)> {
        let [a, b, c] = date.numbers;
        let (year, month, day) = match self {
            _ if date.year_first => (a, b, c),
            _ if date.dots => (c, b, a),
            Self::DayFirst => (c, b, a),
            Self::MonthFirst => (c, a, b),
            Self::Unknown => return None,
        };
        let year = if year < 100 { year + 2_000 } else { year };
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
    }
}

/// Date and clock; `None` when it is no time of a day.
fn in_words(moment: &Moment<'_>, order: Order) -> Option<String> {
    let (hours, minutes, seconds) = moment.clock;
    let hours = match moment.afternoon {
        Some(true) if hours < 12 => hours + 12,
        Some(false) if hours == 12 => 0,
        Some(_) | None => hours,
    };
    if hours > 24 || minutes > 59 {
        return None;
    }
    let mut out = match moment.date.and_then(|date| order.day(date)) {
        Some((year, month, day)) => format!("{year}-{month:02}-{day:02} "),
        None if moment.day.is_empty() => String::new(),
        None => format!("{} ", moment.day),
    };
    // Writing to a text never fails.
    let _ = write!(out, "{hours:02}:{minutes:02}");
    if let Some(seconds) = seconds {
        let _ = write!(out, ":{seconds:02}");
    }
    if moment.greenwich {
        out.push('Z');
    }
    Some(out)
}

#[cfg(test)]
mod tests;
