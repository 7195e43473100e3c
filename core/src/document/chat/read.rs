//! Heads of messages on one line: which layout a line has, who is named in it, where the words begin.

use super::super::programs;
use super::super::stamp::{self, Stamp, is_blank};
use super::Message;
use crate::span::Span;

/// Longest name of an author, in bytes.
pub const MAX_AUTHOR_BYTES: usize = 72;

/// Longest line that is a name with a time and no words, in bytes.
const MAX_OWN_LINE_BYTES: usize = 130;

/// How a head is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `date, time - name: words`
    Dashed,
    /// `[date, time] name: words`
    Bracketed,
    /// `time name: words`
    Plain,
    /// `<name> words`, a time before it
    Angle,
    /// `<name> words`
    BareAngle,
    /// `time⇥name⇥words`
    Tabbed,
    /// `time From name to everybody: words`
    FromTo,
    /// `name  time`, words below
    NameTime,
    /// `time name`, words below
    TimeName,
    /// `name`, `time`, words
    NameAboveTime,
    /// `time`, `name`, words
    TimeAboveName,
}

/// Layouts that one document may have beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Name and words on one line.
    Inline,
    /// `<name> words`
    Angle,
    /// Words below the name.
    OwnLine,
}

impl Layout {
    /// Which layouts may stand beside it.
    pub const fn family(self) -> Family {
        match self {
            Self::Dashed | Self::Bracketed | Self::Plain | Self::Tabbed | Self::FromTo => Family::Inline,
            Self::Angle | Self::BareAngle => Family::Angle,
            Self::NameTime | Self::TimeName | Self::NameAboveTime | Self::TimeAboveName => Family::OwnLine,
        }
    }
}

impl Layout {
    /// Whether a time stands before name or words in one line.
    pub const fn is_stamped(self) -> bool {
        matches!(self, Self::Bracketed | Self::Plain | Self::TimeName)
    }
}

/// A line that may begin what somebody says.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub layout: Layout,
    /// The author; none where no author is named.
    pub name: Option<Span>,
    /// Where the head begins.
    pub start: u32,
    /// Where the words begin.
    pub words: u32,
    /// Number of its last line.
    pub line: u32,
    /// Whether a date stands in it, or its time is set apart from the name.
    pub sure: bool,
    /// Its time as a number; zero when it is not read.
    pub value: u32,
    /// Whether its time is no date and has neither seconds nor half of the day.
    pub short_time: bool,
    /// Whether the program itself says it.
    pub program: bool,
    /// The time as it is written, brackets included; empty where there is none.
    pub time: Span,
}

impl Found {
    /// A head of `layout` that begins where `line` does, with no time.
    pub const fn of(layout: Layout, line: Span, name: Option<Span>, words: u32) -> Self {
        let program = name.is_none();
        let time = Span::new(line.start, line.start);
        Self {
            layout,
            name,
            start: line.start,
            words,
            line: 0,
            sure: false,
            value: 0,
            short_time: false,
            program,
            time,
        }
    }

    /// The same with what its time tells, written at `time`.
    const fn at(self, stamp: Stamp, time: Span) -> Self {
        let short_time = !stamp.dated && !stamp.seconds && !stamp.half_of_day;
        Self { sure: stamp.dated, value: stamp.value, short_time, time, ..self }
    }

    /// The beginning of a message, in which somebody speaks or not.
    pub fn message(&self, speech: bool) -> Message {
        let (name, words) = if speech { (self.name, self.words) } else { (None, self.start) };
        Message { name, start: self.start, words, speech, time: self.time, layout: self.layout }
    }
}

/// Part of `line` before byte `at`.
fn before(line: Span, at: usize) -> Span {
    Span::new(line.start, (line.start + at as u32).min(line.end))
}

/// Part of `line` from byte `at` on.
fn part(line: Span, at: usize) -> Span {
    Span::new((line.start + at as u32).min(line.end), line.end)
}

/// `[time] name: words`, `[time] <name> words`, `[time] name`
pub fn bracket(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    if let Some((end, stamp)) = stamp::bracketed(words) {
        return behind_time(text, line, end, stamp, true);
    }
    // `[name] [time] words`
    let close = words.find("] [").filter(|at| *at <= MAX_AUTHOR_BYTES)?;
    let (end, stamp) = stamp::bracketed(words.get(close + 2..)?)?;
    let name = Span::new(line.start + 1, line.start + close as u32);
    let at = line.start + (close + 2 + end) as u32;
    let time = Span::new(line.start + close as u32 + 2, at);
    (at < line.end && is_author(name.of(text)))
        .then(|| Found::of(Layout::Bracketed, line, Some(name), at).at(stamp, time))
}

/// Lines that begin with a digit: a time without brackets.
pub fn clock(text: &str, line: Span) -> Option<Found> {
    if let Some(found) = dashed(text, line) {
        return Some(found);
    }
    let words = line.of(text);
    let stamp = stamp::leading(words)?;
    let behind = words.get(stamp.end..)?;
    let apart = behind.starts_with(|c: char| is_blank(c) || "-–—|".contains(c) || stamp.dated && c == ',');
    apart.then(|| behind_time(text, line, stamp.end, stamp, false)).flatten()
}

/// What follows a time that ends at byte `end` of `line`.
fn behind_time(text: &str, line: Span, end: usize, stamp: Stamp, brackets: bool) -> Option<Found> {
    let time = before(line, end);
    if let Some((name, at)) = tabbed(text, part(line, end)) {
        let found = Found::of(Layout::Tabbed, line, name, at).at(stamp, time);
        return Some(Found { sure: stamp.dated || stamp.seconds, ..found });
    }
    let rest = part(line, end).trim(text, |c| is_blank(c) || "-–—|:*,".contains(c));
    // A colon at the end of the line stands behind the name.
    let rest = Span::new(rest.start, line.end);
    let words = rest.of(text);
    if words.is_empty() {
        return None;
    }
    if words.starts_with('<') {
        return angle(text, line, rest, Some((stamp, time)));
    }
    if program_line(part(line, end).trim(text, is_blank).of(text)) {
        return Some(Found::of(Layout::Angle, line, None, line.end).at(stamp, time));
    }
    if let Some((name, at)) = from_to(text, rest) {
        return Some(Found::of(Layout::FromTo, line, Some(name), at).at(stamp, time));
    }
    let layout = if brackets || stamp.dated { Layout::Bracketed } else { Layout::Plain };
    if let Some((name, at)) = author(text, rest) {
        let found = Found::of(layout, line, Some(name), at).at(stamp, time);
        let sure = stamp.dated || stamp.seconds && !brackets;
        // Without a date anything may stand before a colon.
        if stamp.dated || is_name(name.of(text)) {
            return Some(Found { sure, ..found });
        }
    } else if is_name(words) {
        let found = Found::of(Layout::TimeName, line, Some(without_note(text, rest)), line.end).at(stamp, time);
        return Some(Found { sure: brackets || stamp.dated || stamp.seconds || stamp.half_of_day, ..found });
    }
    // With a date it is a line of the program; else somebody says it.
    let found = Found::of(layout, line, None, if stamp.dated { line.end } else { rest.start }).at(stamp, time);
    (brackets || stamp.dated || stamp.seconds).then_some(Found { program: stamp.dated, ..found })
}

/// `date, time - name: words`; a line of the program has no name.
fn dashed(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    let head = words.get(..words.floor_char_boundary(words.len().min(stamp::MAX_STAMP_BYTES)))?;
    // The date may hold hyphens itself: the dash stands between blanks.
    let at = head.find(" - ").or_else(|| head.find(" – "))?;
    let stamp = stamp::loose(head.get(..at)?).filter(|s| s.dated)?;
    let time = before(line, at);
    let rest = part(line, at + 2).trim(text, |c| is_blank(c) || c == '–');
    let (name, at) = author(text, rest).map_or((None, line.end), |(name, at)| (Some(name), at));
    Some(Found::of(Layout::Dashed, line, name, at).at(stamp, time))
}

/// `May 12 14:05:33 <ada> words`, `May 12, 14:05 - Ada: words`
pub fn month_first(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    let head = words.get(..words.floor_char_boundary(words.len().min(stamp::MAX_STAMP_BYTES)))?;
    let colon = memchr::memchr(b':', head.as_bytes())?;
    if !head.get(..colon)?.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(at) = head.find(" <").or_else(|| head.find(" *\t")).filter(|at| *at > colon) {
        let stamp = stamp::loose(head.get(..at)?)?;
        let time = before(line, at);
        let rest = part(line, at).trim(text, is_blank);
        if rest.of(text).starts_with('*') {
            return Some(Found::of(Layout::Angle, line, None, line.end).at(stamp, time));
        }
        return angle(text, line, rest, Some((stamp, time)));
    }
    dashed(text, line)
}

/// `<name> words` at `rest`, a part of `line`, with the time before it.
pub fn angle(text: &str, line: Span, rest: Span, stamp: Option<(Stamp, Span)>) -> Option<Found> {
    let words = rest.of(text);
    let head = words.get(1..words.floor_char_boundary(words.len().min(44)))?;
    let close = head.find('>');
    let name = close.and_then(|at| head.get(..at)).unwrap_or_default();
    let said = close.and_then(|at| words.get(at + 2..)).unwrap_or_default();
    let plain = name.chars().any(char::is_alphanumeric)
        && !name.contains(['<', '/', '=', '"', '?', ':', ','])
        && (name.starts_with('@') || !name.contains('@'))
        && !said.contains("</")
        && said.trim_start_matches(':').starts_with(is_blank);
    let start = rest.start + 1;
    let at = start + name.len() as u32 + 1 + u32::from(said.starts_with(':'));
    // Signs of rank are no part of a name.
    let name = Span::new(start, start + name.len() as u32).trim(text, |c| is_blank(c) || "@+%&~!".contains(c));
    match stamp {
        Some((stamp, time)) if plain => Some(Found::of(Layout::Angle, line, Some(name), at).at(stamp, time)),
        // `<-- ada has quit`
        Some((stamp, time)) => Some(Found::of(Layout::Angle, line, None, line.end).at(stamp, time)),
        None => plain.then(|| Found::of(Layout::BareAngle, line, Some(name), at)),
    }
}

/// `⇥name⇥words`, `⇥name:⇥words`: the name, none for a line of the program, and where the words begin.
fn tabbed(text: &str, rest: Span) -> Option<(Option<Span>, u32)> {
    let words = rest.of(text);
    let line = words.strip_prefix('\t')?;
    let tab = memchr::memchr(b'\t', line.as_bytes()).filter(|at| *at <= MAX_AUTHOR_BYTES)?;
    let name =
        Span::new(rest.start + 1, rest.start + 1 + tab as u32).trim(text, |c| is_blank(c) || "@+%&~:".contains(c));
    let at = rest.start + tab as u32 + 2;
    let alphanumeric = name.of(text).chars().any(char::is_alphanumeric);
    let name = (alphanumeric && name.of(text) != "--").then_some(name);
    Some((name, if name.is_some() { at } else { rest.end }))
}

/// `From name to everybody: words`
fn from_to(text: &str, rest: Span) -> Option<(Span, u32)> {
    let words = rest.of(text);
    let (from, to) = programs::FROM_AND_TO
        .iter()
        .find(|(from, _)| words.strip_prefix(from).is_some_and(|w| w.starts_with(is_blank)))?;
    let head = words.get(..words.floor_char_boundary(words.len().min(160)))?;
    let colon = head.find(':')?;
    let whole = head.get(from.len()..colon)?;
    let name = to.iter().find_map(|t| whole.find(t)).map_or(whole.len(), |at| at);
    let start = rest.start + from.len() as u32;
    let span = Span::new(start, start + name as u32).trim(text, is_blank);
    (!span.is_empty() && span.len() as usize <= MAX_AUTHOR_BYTES).then_some((span, rest.start + colon as u32 + 1))
}

/// The author before a colon, and where the words begin: at the end of the line when they stand below.
fn author(text: &str, rest: Span) -> Option<(Span, u32)> {
    let words = rest.of(text);
    let head = words.get(..words.floor_char_boundary(words.len().min(MAX_AUTHOR_BYTES + 8)))?;
    let ends = |at: usize| words.get(at + 1..).is_some_and(|w| w.is_empty() || w.starts_with(is_blank));
    let colon = memchr::memchr_iter(b':', head.as_bytes()).find(|at| ends(*at));
    let (colon, width) = match colon {
        Some(at) => (at, 1),
        None => (head.find('：')?, '：'.len_utf8()),
    };
    let name = Span::new(rest.start, rest.start + colon as u32).trim(text, |c| is_blank(c) || "~*".contains(c));
    is_author(name.of(text)).then_some((without_note(text, name), rest.start + (colon + width) as u32))
}

/// Whether `words` can be the author of a message: as people write their names, telephone numbers too.
fn is_author(words: &str) -> bool {
    !words.is_empty()
        && words.len() <= MAX_AUTHOR_BYTES
        && words.split(is_blank).filter(|w| !w.is_empty()).count() <= 7
        && words.chars().any(char::is_alphanumeric)
        && !words.contains(['“', '”', '"', '«', '»', '?', ';', '<', '>', '{', '}', '\t'])
        && !words.contains("://")
}

/// Whether `words`, a line without a colon, can be a name and nothing else.
pub fn is_name(words: &str) -> bool {
    let words = words.trim_end_matches(|c: char| is_blank(c) || c == ':');
    let mut count = 0usize;
    let mut written = true;
    for word in words.split(is_blank).filter(|w| !w.is_empty()) {
        count += 1;
        let first = word.chars().find(|c| c.is_alphanumeric());
        let small = first.is_some_and(char::is_lowercase);
        written &= first.is_some_and(|c| !c.is_lowercase())
            || small && word.len() <= 4 && count > 1
            || word == "-"
            || word == "&";
    }
    let handle = count == 1 && words.chars().all(|c| c.is_alphanumeric() || "@_.-#".contains(c));
    (written || handle)
        && !holds_time(words)
        && (1..=6).contains(&count)
        && is_author(words)
        && words.chars().any(char::is_alphabetic)
        && !words.ends_with(['.', '!', ',', '…', '-', '—'])
        && !words.contains(['=', '|', '*', '!', '/'])
}

/// Whether a time or a year stands in `words`: they are the head of a file.
fn holds_time(words: &str) -> bool {
    let time = |w: &[u8]| matches!(w, [a, b':', b] if a.is_ascii_digit() && b.is_ascii_digit());
    let year = |w: &str| w.len() >= 4 && w.trim_end_matches(',').bytes().all(|b| b.is_ascii_digit());
    words.as_bytes().windows(3).any(time) || words.split(is_blank).any(year)
}

/// A name without what programs put behind it in parentheses: `(External)`, `(Guest)`.
pub fn without_note(text: &str, name: Span) -> Span {
    let words = name.of(text);
    let trimmed = words.strip_suffix(')').and_then(|w| w.rfind(" (")).filter(|at| *at > 0);
    trimmed.map_or(name, |at| Span::new(name.start, name.start + at as u32)).trim(text, |c| is_blank(c) || c == ':')
}

/// `name  time`
pub fn own_line(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    if words.len() > MAX_OWN_LINE_BYTES {
        return None;
    }
    let whole = line;
    let line = line.trim(text, |c| is_blank(c) || "*_#".contains(c));
    let words = line.of(text);
    let trailing = stamp::trailing(words)?;
    let name = Span::new(line.start, line.start + trailing.name_end as u32)
        .trim(text, |c| is_blank(c) || "*_#[]{}".contains(c));
    let found = Found::of(Layout::NameTime, whole, Some(without_note(text, name)), whole.end);
    let short_time = trailing.short_time;
    let written = is_name(name.of(text))
        || trailing.dashed
            && is_author(name.of(text))
            && !holds_time(name.of(text))
            && name.of(text).split(' ').count() <= 3;
    let time = part(line, trailing.name_end);
    written.then_some(Found { sure: trailing.set_apart, value: trailing.value, short_time, time, ..found })
}

/// The value of a time that is all of a line.
pub fn time_alone(words: &str) -> Option<u32> {
    if let Some((end, stamp)) = stamp::bracketed(words) {
        return (end == words.len()).then_some(stamp.value);
    }
    stamp::loose(words).map(|s| s.value).or_else(|| stamp::written_out(words).then_some(0))
}

/// `* ada waves`, `*** Joins: ada`, `-!- ada has joined`, `--> ada`, `--- Log opened`
pub fn program_line(words: &str) -> bool {
    ["* ", "*** ", "-!-", "-->", "<--", "--- ", "-- ", "==> ", "=-= ", "*\t", "→", "←"]
        .iter()
        .any(|sign| words.starts_with(sign))
}
