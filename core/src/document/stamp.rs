//! Times as chat programs and recorders write them beside a name: `12/05/2024, 14:05`, `[0:07]`, `2:05 PM`, `Today at 14:05`,
//! `1 minute 5 seconds`.

use super::programs;

/// Longest time in brackets, or before a dash, in bytes.
pub const MAX_STAMP_BYTES: usize = 56;

/// Most letters in a time that is not all digits: `Wednesday, 12 September`, `PM`.
const MAX_LETTERS: usize = 24;

/// White space, and signs without width that programs put around names and times.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A time at the begin of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Where it ends, in bytes.
    pub end: usize,
    /// Whether it has a date.
    pub dated: bool,
    /// Whether it has seconds besides hours and minutes.
    pub seconds: bool,
    /// Whether it says which half of the day.
    pub half_of_day: bool,
    /// Its parts as one number that grows with time within one layout.
    pub value: u32,
}

/// A date in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// In the order in which they are written.
    pub numbers: [u32; 3],
    /// Whether the first is the year: it has four digits.
    pub year_first: bool,
    /// Whether full stops stand between them.
    pub dots: bool,
}

/// A time as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment<'a> {
    /// What stands before the clock, as it is written: a date, a day, nothing.
    pub day: &'a str,
    /// The same in numbers, where it is a date in numbers and nothing else.
    pub date: Option<Date>,
    /// The numbers of the clock as they are written: hours and minutes, perhaps seconds; of a recording perhaps minutes and
    /// seconds.
    pub clock: (u32, u32, Option<u32>),
    /// Whether the first of them is written to count hours: `0h05`.
    pub hours_told: bool,
    /// Whether it is behind noon, where that is written.
    pub afternoon: Option<bool>,
    /// Whether `Z`, the time of Greenwich, stands behind it.
    pub greenwich: bool,
}

/// A time written out, whose value is not read.
const UNREAD: Stamp = Stamp { end: 0, dated: false, seconds: true, half_of_day: false, value: 0 };

/// Numbers of a clock or a time code.
#[derive(Clone, Copy, Debug)]
struct Clock {
    /// All of it as one number that grows with time.
    value: u32,
    /// How many numbers it is made of.
    parts: usize,
    /// The first number: hours, or minutes of a recording.
    hours: u32,
    /// The second number: minutes, or seconds of a recording.
    minutes: u32,
    /// The third number.
    seconds: Option<u32>,
    /// Whether an `h` behind the first number says that it counts hours.
    hours_told: bool,
}

impl Clock {
    /// [`Clock::value`] on a clock of 24 hours, in the half of the day that stands behind.
    fn value_in(self, afternoon: Option<bool>) -> u32 {
        let Some(afternoon) = afternoon else { return self.value };
        let unit = if self.seconds.is_some() { 3_600 } else { 60 };
        self.value - self.hours * unit + (self.hours % 12 + if afternoon { 12 } else { 0 }) * unit
    }
}

/// A reader over words.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, is: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| is(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn blanks(&mut self) {
        while self.eat(is_blank).is_some() {}
    }

    /// Value and length of the number here, of at most four digits of any script.
    fn number(&mut self) -> Option<(u32, usize)> {
        let start = self.at;
        let (mut value, mut n) = (0u32, 0usize);
        while let Some(digit) = self.peek().and_then(digit) {
            if n == 4 {
                self.at = start;
                return None;
            }
            self.eat(|_| true);
            value = value * 10 + digit;
            n += 1;
            while self.eat(|c| is_blank(c) && !c.is_whitespace()).is_some() {}
        }
        (n > 0).then_some((value, n))
    }

    /// Reads with `read`, or stays here.
    fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// `12/05/2024`, `12.05.24`, `2024-05-12`, `2024. 5. 12.`
    fn date(&mut self) -> Option<Date> {
        let (a, first) = self.number()?;
        let separator = self.eat(|c| "/.-".contains(c))?;
        self.blanks();
        let (b, second) = self.number()?;
        self.eat(|c| c == separator)?;
        self.blanks();
        let (c, third) = self.number()?;
        self.eat(|c| c == '.');
        let is = second <= 2 && first != 3 && third != 3 && (first <= 2 || third <= 2);
        is.then_some(Date { numbers: [a, b, c], year_first: first > 2, dots: separator == '.' })
    }

    /// `14:05`, `0:07`, `00:00:07.120`, with a date before it `14.05` too, `14h05`.
    fn clock(&mut self, dated: bool) -> Option<Clock> {
        let (first, n) = self.number()?;
        let separator = self.eat(|c| c == ':' || c == 'h' || c == '.' && dated)?;
        let (second, digits) = self.number()?;
        // `0:0:7.900`
        let narrow = digits == 1 && separator == ':' && self.is_narrow_end();
        if n > 3 || digits != 2 && !narrow || second > 59 {
            return None;
        }
        // `0h05m`, `0h05m12s`
        let hours_told = separator == 'h';
        let seconds_told = if hours_told && self.eat(|c| c == 'm').is_some() {
            self.attempt(|c| Some(c.number()?.0).filter(|_| c.eat(|s| s == 's').is_some()))
        } else {
            None
        };
        if let Some(seconds) = seconds_told.filter(|s| *s < 60) {
            let value = (first * 60 + second) * 60 + seconds;
            let clock = Clock { value, parts: 3, hours: first, minutes: second, seconds: Some(seconds), hours_told };
            return (!self.peek().is_some_and(char::is_alphanumeric)).then_some(clock);
        }
        let (mut value, mut parts, mut seconds) = (first * 60 + second, 2usize, None);
        while let Some((sign, (part, digits))) = self.attempt(|c| Some((c.eat(|s| ":.,;".contains(s))?, c.number()?))) {
            // Behind a point stand parts of a second.
            if parts == 2
                && (digits == 2 || sign == ':' && self.peek() == Some('.'))
                && sign == separator
                && separator != 'h'
            {
                value = value * 60 + part;
                seconds = Some(part);
            }
            parts += 1;
            if parts > 4 {
                return None;
            }
        }
        let ends = !self.peek().is_some_and(char::is_alphanumeric) || self.peek().is_some_and(|c| "apAPZ".contains(c));
        ends.then_some(Clock { value, parts, hours: first, minutes: second, seconds, hours_told })
    }

    /// Whether seconds with a fraction follow, perhaps of one digit: `:7.900`.
    fn is_narrow_end(&self) -> bool {
        let Some(seconds) = self.rest().strip_prefix(':') else { return false };
        let fraction = seconds.trim_start_matches(|c: char| c.is_ascii_digit());
        (1..=2).contains(&(seconds.len() - fraction.len()))
            && fraction.strip_prefix('.').is_some_and(|f| f.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// `AM`, `p. m.`, `μ.μ.`, `م`: whether it is the half behind noon.
    fn half_of_day(&mut self) -> Option<bool> {
        self.blanks();
        let first = self.eat(|c| "مصapAPπμΠΜ".contains(c))?;
        if first != 'م' && first != 'ص' {
            self.eat(|c| c == '.');
            self.blanks();
            self.eat(|c| "mMμΜ".contains(c))?;
            self.eat(|c| c == '.');
        }
        (!self.peek().is_some_and(char::is_alphanumeric)).then_some("مpPμΜ".contains(first))
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ => None,
    }
}

/// The time `words` begin with: a clock time or time code, perhaps a date before it, perhaps a range. O(1).
pub fn leading(words: &str) -> Option<Stamp> {
    let mut cursor = Cursor { text: words, at: 0 };
    cursor.peek().and_then(digit)?;
    let dated = cursor.attempt(Cursor::date).is_some();
    if dated {
        cursor.eat(|c| c == ',');
        cursor.eat(|c| c == 'T');
        cursor.blanks();
        // At most a word between the two.
        let rest = cursor.rest();
        if let Some(word) = programs::BEFORE_CLOCK.iter().find(|w| rest.starts_with(*w)) {
            cursor.at += word.len();
        } else {
            while cursor.eat(|c| "上下午오전후".contains(c)).is_some() {}
        }
        cursor.blanks();
    }
    let clock = cursor.clock(dated)?;
    let half = cursor.attempt(Cursor::half_of_day);
    let (value, parts, half_of_day) = (clock.value_in(half), clock.parts, half.is_some());
    cursor.eat(|c| c == 'Z');
    if !dated {
        // `0:07 - 0:11`
        cursor.attempt(|c| {
            c.blanks();
            c.eat(|s| "-–—".contains(s))?;
            c.eat(|s| s == '-');
            c.eat(|s| s == '>');
            c.blanks();
            c.clock(false)
        });
    }
    Some(Stamp { end: cursor.at, dated, seconds: parts > 2, half_of_day, value })
}

/// Whether `words` are a time and nothing else, months and days in letters included. Gives whether there is a date. O(1).
pub fn loose(words: &str) -> Option<Stamp> {
    let words = words.trim_matches(is_blank);
    if words.len() > MAX_STAMP_BYTES || words.is_empty() {
        return None;
    }
    if let Some(stamp) = leading(words).filter(|s| s.end == words.len()) {
        return Some(stamp);
    }
    let (mut letters, mut found): (usize, Option<Stamp>) = (0, None);
    let (mut before, mut outside) = (' ', 0usize);
    let mut skip = 0;
    for (at, c) in words.char_indices() {
        if at < skip {
            continue;
        }
        let begins = digit(c).is_some() && digit(before).is_none();
        before = c;
        if begins && found.is_none() {
            let mut cursor = Cursor { text: words, at };
            if let Some(clock) = cursor.clock(false) {
                let half = cursor.attempt(Cursor::half_of_day);
                let (value, parts, half_of_day) = (clock.value_in(half), clock.parts, half.is_some());
                skip = cursor.at;
                found = Some(Stamp { end: words.len(), dated: false, seconds: parts > 2, half_of_day, value });
                continue;
            }
            outside += 1;
        }
        if c.is_alphabetic() {
            letters += 1;
        } else if digit(c).is_none() && !is_blank(c) && !"/.-:,+–—’'".contains(c) {
            return None;
        }
    }
    let mut found = found.filter(|_| letters <= MAX_LETTERS)?;
    found.dated = outside > 0 || programs::DAY_WORDS.iter().any(|w| words.starts_with(w));
    (letters == 0 || found.dated || letters <= 3).then_some(found)
}

/// What the time in `words`, brackets and dashes around it included, says. O(length), which is short.
pub fn moment(words: &str) -> Option<Moment<'_>> {
    let words = words.trim_matches(|c: char| is_blank(c) || "[](){}—–-,•·|:*_#".contains(c));
    let (mut date, mut previous, mut skip) = (None, ' ', 0);
    for (at, c) in words.char_indices() {
        let begins = digit(c).is_some() && digit(previous).is_none();
        previous = c;
        if at < skip || !begins {
            continue;
        }
        let mut cursor = Cursor { text: words, at };
        if date.is_none()
            && let Some(found) = cursor.attempt(Cursor::date)
        {
            date = Some((at, found, cursor.at));
            skip = cursor.at;
            continue;
        }
        let Some(clock) = cursor.clock(date.is_some()) else { continue };
        let half = cursor.attempt(Cursor::half_of_day);
        let before = words.get(..at).unwrap_or_default();
        let day = before.trim_matches(|c: char| is_blank(c) || ",上下午前後오전후".contains(c));
        let day = day.strip_suffix('T').filter(|d| d.ends_with(|c| digit(c).is_some())).unwrap_or(day);
        let word = programs::BEFORE_CLOCK.iter().find_map(|w| day.strip_suffix(w).filter(|d| d.ends_with(is_blank)));
        let day = word.unwrap_or(day).trim_end_matches(|c: char| is_blank(c) || c == ',');
        let halves = before.chars().find_map(|c| match c {
            '下' | '後' | '후' => Some(true),
            '上' | '前' | '전' => Some(false),
            _ => None,
        });
        return Some(Moment {
            day,
            date: date.filter(|(start, _, end)| *start == 0 && *end >= day.len()).map(|(_, date, _)| date),
            clock: (clock.hours, clock.minutes, clock.seconds),
            hours_told: clock.hours_told,
            afternoon: half.or(halves),
            greenwich: cursor.eat(|c| c == 'Z').is_some(),
        });
    }
    None
}

/// Seconds of a time written out: `1 minute 5 seconds`. O(length), which is short.
pub fn seconds_written_out(words: &str) -> Option<u32> {
    let mut rest = words.trim_matches(|c: char| is_blank(c) || "[](){}—–-,•·|:*_#".contains(c));
    if !written_out(rest) {
        return None;
    }
    let mut seconds = 0u32;
    while rest.starts_with(|c: char| c.is_ascii_digit()) {
        let mut cursor = Cursor { text: rest, at: 0 };
        let (value, _) = cursor.number()?;
        cursor.blanks();
        let unit = cursor.rest();
        let after = unit.trim_start_matches(char::is_alphabetic);
        let name = unit.get(..unit.len() - after.len()).unwrap_or_default();
        seconds = seconds.saturating_add(value * seconds_of_unit(name)?);
        rest = after.trim_start_matches(|c: char| is_blank(c) || c == ',');
    }
    Some(seconds)
}

/// How many seconds a unit of time has, by its name in the languages of the programs.
fn seconds_of_unit(name: &str) -> Option<u32> {
    let begins = |unit: &str| name.get(..unit.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(unit));
    programs::TIME_UNITS.iter().find(|(unit, _)| begins(unit)).map(|(_, seconds)| *seconds)
}

/// Whether `words` are a time and nothing else, in brackets too. O(1).
pub fn is_time(words: &str) -> bool {
    words.len() <= MAX_STAMP_BYTES + 2
        && words.contains(|c| digit(c).is_some())
        && (bracketed(words).is_some_and(|(end, _)| end == words.len()) || loose(words).is_some() || written_out(words))
}

/// Whether `words` are a time written out: `1 minute 5 seconds`, perhaps the same in digits behind it. O(1).
pub fn written_out(words: &str) -> bool {
    let mut rest = words.trim_matches(is_blank);
    let mut units = 0;
    while !rest.is_empty() && units < 4 {
        if units > 0 && loose(rest).is_some() {
            return true;
        }
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let unit = number.trim_start_matches(is_blank);
        if number.len() == rest.len() || rest.len() - number.len() > 3 {
            return false;
        }
        let after = unit.trim_start_matches(char::is_alphabetic);
        let name = unit.get(..unit.len() - after.len()).unwrap_or_default();
        if name.len() > 10 || seconds_of_unit(name).is_none() {
            return false;
        }
        units += 1;
        rest = after.trim_start_matches(|c: char| is_blank(c) || c == ',');
    }
    units > 0 && rest.is_empty()
}

/// A time in brackets or parentheses at the begin of `words`: where the bracket closes, and the time. O(1).
pub fn bracketed(words: &str) -> Option<(usize, Stamp)> {
    let close = match words.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let head = words.get(1..words.floor_char_boundary(words.len().min(MAX_STAMP_BYTES)))?;
    let at = head.find(close)?;
    let inner = head.get(..at)?;
    let stamp = loose(inner).or_else(|| written_out(inner).then_some(UNREAD))?;
    Some((at + 2, stamp))
}

/// What stands behind a name on its line.
#[derive(Clone, Copy, Debug)]
pub struct Trailing {
    /// Where the name ends, in bytes of the line.
    pub name_end: usize,
    /// Whether more than one blank sets the time apart: brackets, a dash, two blanks, a half of the day, a date.
    pub set_apart: bool,
    /// Its value, zero when it is written out.
    pub value: u32,
    /// Whether it is a clock time or time code of two numbers alone.
    pub short_time: bool,
    /// Whether a date or a half of the day, behind a dash or a comma, leaves no doubt.
    pub dashed: bool,
}

/// The time that `line`, which begins with a name, ends with. O(length of a short line).
pub fn trailing(line: &str) -> Option<Trailing> {
    let body = line.trim_end_matches(|c: char| is_blank(c) || c == ':');
    let last = body.chars().next_back()?;
    if !(digit(last).is_some() || ")]mM.مصμsnarZe".contains(last)) || !body.chars().any(|c| digit(c).is_some()) {
        return None;
    }
    let mut before = '\0';
    for (at, c) in body.char_indices() {
        let previous = std::mem::replace(&mut before, c);
        let opens = matches!(c, '[' | '(');
        let separated = matches!(previous, ' ' | '—' | '–' | '-' | ',' | '•' | '·' | '|' | ':') || is_blank(previous);
        if at == 0 || !(opens || separated && c.is_alphanumeric()) {
            continue;
        }
        let rest = body.get(at..)?;
        // The day of `May 12, 2024, 3:34 PM`, which is no name with a time.
        let day = rest.trim_start_matches(|c| digit(c).is_some());
        if day.len() < rest.len()
            && (day.starts_with(',') || day.strip_prefix(' ').is_some_and(|d| d.starts_with("20")))
        {
            continue;
        }
        // The number of `Speaker 2  0:25` is part of the name.
        if day.len() < rest.len() && rest.len() - day.len() <= 3 && is_number_of_name(day) {
            continue;
        }
        let found = if opens {
            bracketed(rest).filter(|(end, _)| *end == rest.len()).map(|(_, stamp)| (stamp, true))
        } else if digit(c).is_some() {
            let stamp = leading(rest).filter(|s| s.end == rest.len()).or_else(|| loose(rest));
            let stamp = stamp.map(|s| (s, s.dated || s.half_of_day || s.seconds));
            stamp.or_else(|| written_out(rest).then_some((UNREAD, true)))
        } else {
            let day = programs::DAY_WORDS.iter().any(|w| rest.starts_with(w));
            day.then(|| loose(rest)).flatten().map(|s| (s, true))
        };
        if let Some((stamp, clear)) = found {
            let head = body.get(..at)?;
            let name = head.trim_end_matches(|c: char| is_blank(c) || "—–-,•·|:".contains(c));
            let gap = head.get(name.len()..)?;
            let set_apart = clear || gap.chars().count() > 1 || !gap.starts_with(' ');
            let short_time = !stamp.dated && !stamp.seconds && !stamp.half_of_day;
            return (!name.is_empty()).then_some(Trailing {
                name_end: name.len(),
                set_apart,
                value: stamp.value,
                short_time,
                dashed: (stamp.dated || stamp.half_of_day) && gap.contains(['—', '–', ',']),
            });
        }
    }
    None
}

/// Whether what stands behind a number is a time by itself. O(length of a short line).
fn is_number_of_name(behind: &str) -> bool {
    let time = behind.trim_start_matches(|c| is_blank(c) || "—–-".contains(c));
    let dashed = behind.len() > time.len() && behind.trim_start_matches(is_blank) != time;
    behind.starts_with(is_blank)
        && (leading(time).is_some_and(|s| s.end == time.len() && !s.dated) || dashed && loose(time).is_some())
}

#[cfg(test)]
mod tests;
