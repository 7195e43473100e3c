//! Messages of chats, and turns of transcripts that have a time beside the name: which of the layouts below a document has
//! is decided for all of it, then every line is read by it.
//!
//! | layout | programs |
//! |---|---|
//! | `12/05/2024, 14:05 - Ada: words` | WhatsApp on Android |
//! | `[12/05/2024, 14:05:33] Ada: words` | WhatsApp on iOS, Signal, Telegram, Teams, Pidgin |
//! | `14:05 Ada: words` | recorders, chats copied from a page |
//! | `[14:05] <ada> words`, `<ada> words` | IRC |
//! | `2024-05-12 14:05:01⇥ada⇥words`, `00:05:33⇥Ada:⇥words` | `WeeChat`, Zoom |
//! | `14:05:33 From Ada to Everyone: words` | Zoom |
//! | `Ada  0:07`, `Ada (0:07):`, `Ada — Today at 14:05`, words below | Otter, Rev, Teams, Slack, Discord, Telegram |
//! | `[00:07] Ada`, words below | Trint, Word, `HappyScribe` |
//! | `Ada` above `10:32 AM`, or below it | Slack, Teams, Premiere |

use super::stamp::{self, Stamp, is_blank};
use super::{Head, Line};
use crate::detect::lang::programs;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Longest name of an author, in bytes.
const MAX_AUTHOR_BYTES: usize = 72;

/// Longest line that is a name with a time and no words, in bytes.
const MAX_OWN_LINE_BYTES: usize = 130;

/// How a head is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
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

const LAYOUTS: [Layout; 11] = [
    Layout::Dashed,
    Layout::Bracketed,
    Layout::Plain,
    Layout::Angle,
    Layout::BareAngle,
    Layout::Tabbed,
    Layout::FromTo,
    Layout::NameTime,
    Layout::TimeName,
    Layout::NameAboveTime,
    Layout::TimeAboveName,
];

/// A line that may begin what somebody says.
#[derive(Clone, Copy, Debug)]
struct Found {
    layout: Layout,
    /// The author; none where no author is named.
    name: Option<Span>,
    /// Where the head begins.
    start: u32,
    /// Where the words begin.
    words: u32,
    /// Number of its last line.
    line: u32,
    /// Whether a date stands in it, or its time is set apart from the name.
    sure: bool,
    /// Its time as a number; zero when it is not read.
    value: u32,
    /// Whether its time is no date and has neither seconds nor half of the day.
    short_time: bool,
    /// Whether the program itself says it.
    program: bool,
}

/// Lines of a document that look like heads of messages, read one by one.
#[derive(Default)]
pub struct Chat {
    found: Vec<Found>,
    lines: u32,
    /// The last line, when it is short, with its number.
    short: Option<(Span, u32)>,
    /// The last line, when it is a time and nothing else, with its value.
    time: Option<(Span, u32)>,
    /// Times on lines of their own.
    times: Vec<Span>,
    /// Lines that end or begin a recording.
    furniture: Vec<Span>,
}

impl Chat {
    /// Takes the next line. O(1) for most lines, O(length) for a short one with a time in it.
    pub fn line(&mut self, text: &str, line: Line) {
        let line = line.span.trim(text, is_blank);
        let number = self.lines;
        self.lines += 1;
        let words = line.of(text);
        let (before, time) = (self.short.take(), self.time.take());
        let Some(first) = words.bytes().next() else { return };
        let found = match first {
            b'[' | b'(' => bracket(text, line),
            b'<' => angle(text, line, line, None),
            b'0'..=b'9' | 0xd9 | 0xdb => clock(text, line),
            b'-' | b'*' | b'=' => program_line(words).then(|| Found::of(Layout::BareAngle, line, None, line.end)),
            _ => own_line(text, line).or_else(|| month_first(text, line)),
        };
        if let Some(found) = found {
            self.found.push(Found { line: number, ..found });
            return;
        }
        if words.len() > MAX_AUTHOR_BYTES {
            return;
        }
        if is_furniture(words) {
            self.furniture.push(line);
            return;
        }
        if let Some(value) = time_alone(words) {
            self.times.push(line);
            self.time = Some((line, value));
            if let Some((name, _)) = before.filter(|(name, at)| at + 1 == number && is_name(name.of(text))) {
                let named = Some(without_note(text, name));
                let found = Found::of(Layout::NameAboveTime, name, named, line.end);
                self.found.push(Found { line: number, sure: true, value, ..found });
            }
            return;
        }
        if let Some((at, value)) = time.filter(|_| is_name(words)) {
            let found = Found::of(Layout::TimeAboveName, at, Some(without_note(text, line)), line.end);
            self.found.push(Found { line: number, sure: true, value, ..found });
        }
        self.short = Some((line, number));
    }

    /// The heads, when the document is a chat or a transcript with times. O(lines that look like heads).
    pub fn heads(self, text: &str, blocks: usize) -> Option<Vec<Head>> {
        let counts = LAYOUTS.map(|layout| (layout, self.accepts(text, layout, blocks as u32)));
        let most_of_two = |a: Layout, b: Layout| {
            let count = |l: Layout| counts.iter().find(|(o, _)| *o == l).map_or(0, |(_, n)| *n);
            if count(a) >= count(b) { b } else { a }
        };
        // A short answer below a time looks like a name.
        let weaker = most_of_two(Layout::NameAboveTime, Layout::TimeAboveName);
        let accepted: Vec<Layout> = counts.iter().filter(|(l, n)| *n > 0 && *l != weaker).map(|(l, _)| *l).collect();
        if accepted.is_empty() {
            return None;
        }
        let irc = accepted.contains(&Layout::Angle) || accepted.contains(&Layout::BareAngle);
        let mut heads: Vec<Head> = Vec::new();
        for found in &self.found {
            // `* ada waves` is IRC's way in any of its layouts.
            if accepted.contains(&found.layout) || irc && found.layout == Layout::BareAngle {
                let silent = found.program || is_placeholder(rest_of_line(text, found.words));
                let words = if silent { line_end(text, found.words) } else { found.words };
                heads.push(Head { name: found.name.filter(|_| !silent), start: found.start, words });
            }
        }
        if accepted.iter().any(|l| is_own_line(*l)) {
            self.cut_between(&mut heads);
        }
        Some(heads)
    }

    /// Adds what stands between the messages of one person, a time, and what a recorder says of itself.
    fn cut_between(&self, heads: &mut Vec<Head>) {
        let mut more: Vec<Head> = Vec::new();
        let times = self.times.iter().map(|line| (*line, true));
        for (line, goes_on) in times.chain(self.furniture.iter().map(|line| (*line, false))) {
            let above = heads.partition_point(|h| h.start <= line.start).checked_sub(1).and_then(|i| heads.get(i));
            if above.is_some_and(|h| h.words <= line.start && h.start < line.start) {
                let name = above.filter(|_| goes_on).and_then(|h| h.name);
                more.push(Head { name, start: line.start, words: line.end });
            }
        }
        heads.extend(more);
        heads.sort_by_key(|h| h.start);
    }

    /// How many heads of this layout the document has, 0 when they are none. O(n).
    fn accepts(&self, text: &str, layout: Layout, blocks: u32) -> u32 {
        let mut names: FxHashMap<&str, u32> = FxHashMap::default();
        let (mut heads, mut others, mut sure, mut bare) = (0u32, 0u32, 0u32, 0u32);
        let (mut value, mut grows, mut round, mut short_times) = (0u32, true, true, 0u32);
        let mut first = u32::MAX;
        for (at, found) in self.found.iter().enumerate().filter(|(_, f)| f.layout == layout) {
            first = first.min(found.line);
            let Some(name) = found.name else {
                others += 1;
                continue;
            };
            heads += 1;
            sure += u32::from(found.sure);
            *names.entry(name.of(text)).or_default() += 1;
            // A head right above another has no words below it.
            bare += u32::from(self.found.get(at + 1).is_some_and(|next| next.line == found.line + 1));
            grows &= found.value >= value;
            value = found.value;
            short_times += u32::from(found.short_time);
            round &= found.value % 5 == 0;
        }
        if heads == 0 {
            return 0;
        }
        let all = heads + others;
        let leads = first <= 2;
        let again = names.values().any(|n| *n >= 2);
        let all_lines = all * 5 >= self.lines * 4;
        let many = all * 2 >= self.lines;
        // The times of a programme of a day end in 0 and 5.
        let planned = round && heads >= 3 && short_times == heads;
        let clear = sure * 2 >= heads;
        let accepted = match layout {
            Layout::Dashed | Layout::FromTo => all >= 2 && (many || leads),
            Layout::Bracketed if clear => all >= 2 && (many || leads),
            Layout::Bracketed | Layout::Plain => {
                let covers = all * 3 >= self.lines || all * 2 >= blocks;
                let few = all_lines && (clear || layout == Layout::Bracketed);
                heads >= 2 && grows && !planned && (again && covers || few)
            }
            Layout::Angle => heads >= 2 && (many || leads),
            Layout::BareAngle => names.len() >= 2 && heads >= 3 && (again || all_lines) && heads * 2 >= self.lines,
            Layout::Tabbed => heads >= 2 && names.len() >= 2 && clear && all * 2 >= self.lines,
            Layout::NameTime | Layout::TimeName | Layout::NameAboveTime | Layout::TimeAboveName => {
                let covers = heads * 2 >= blocks || heads * 4 >= self.lines;
                let regular = covers && (again || grows);
                let returning = again && heads * 10 >= self.lines && names.len() as u32 * 2 <= heads;
                // A name and a number behind one blank may be a verse of a book.
                heads - bare >= 2 && bare * 2 < heads && !planned && (clear || again && grows) && (regular || returning)
            }
        };
        if accepted { heads } else { 0 }
    }
}

impl Found {
    /// A head of `layout` that begins where `line` does, with no time.
    const fn of(layout: Layout, line: Span, name: Option<Span>, words: u32) -> Self {
        let program = name.is_none();
        Self { layout, name, start: line.start, words, line: 0, sure: false, value: 0, short_time: false, program }
    }

    /// The same with what its time tells.
    const fn at(self, stamp: Stamp) -> Self {
        let short_time = !stamp.dated && !stamp.seconds && !stamp.half_of_day;
        Self { sure: stamp.dated, value: stamp.value, short_time, ..self }
    }
}

const fn is_own_line(layout: Layout) -> bool {
    matches!(layout, Layout::NameTime | Layout::TimeName | Layout::NameAboveTime | Layout::TimeAboveName)
}

/// Part of `line` from byte `at` on.
fn part(line: Span, at: usize) -> Span {
    Span::new((line.start + at as u32).min(line.end), line.end)
}

/// `[time] name: words`, `[time] <name> words`, `[time] name`
fn bracket(text: &str, line: Span) -> Option<Found> {
    let (end, stamp) = stamp::bracketed(line.of(text))?;
    behind_time(text, line, end, stamp, true)
}

/// Lines that begin with a digit: a time without brackets.
fn clock(text: &str, line: Span) -> Option<Found> {
    if let Some(found) = dashed(text, line) {
        return Some(found);
    }
    let words = line.of(text);
    let stamp = stamp::leading(words)?;
    let behind = words.get(stamp.end..)?;
    let apart = behind.starts_with(|c: char| is_blank(c) || "-–—|".contains(c));
    apart.then(|| behind_time(text, line, stamp.end, stamp, false)).flatten()
}

/// What follows a time that ends at byte `end` of `line`.
fn behind_time(text: &str, line: Span, end: usize, stamp: Stamp, brackets: bool) -> Option<Found> {
    if let Some((name, at)) = tabbed(text, part(line, end)) {
        let found = Found::of(Layout::Tabbed, line, name, at).at(stamp);
        return Some(Found { sure: stamp.dated || stamp.seconds, ..found });
    }
    let rest = part(line, end).trim(text, |c| is_blank(c) || "-–—|".contains(c));
    let words = rest.of(text);
    if words.is_empty() {
        return None;
    }
    if words.starts_with('<') {
        return angle(text, line, rest, Some(stamp));
    }
    if program_line(part(line, end).trim(text, is_blank).of(text)) {
        return Some(Found::of(Layout::Angle, line, None, line.end).at(stamp));
    }
    if let Some((name, at)) = from_to(text, rest) {
        return Some(Found::of(Layout::FromTo, line, Some(name), at).at(stamp));
    }
    let layout = if brackets || stamp.dated { Layout::Bracketed } else { Layout::Plain };
    if let Some((name, at)) = author(text, rest) {
        let found = Found::of(layout, line, Some(name), at).at(stamp);
        let sure = stamp.dated || stamp.seconds && !brackets;
        // Without a date anything may stand before a colon.
        if stamp.dated || is_name(name.of(text)) {
            return Some(Found { sure, ..found });
        }
    } else if is_name(words) {
        let found = Found::of(Layout::TimeName, line, Some(without_note(text, rest)), line.end).at(stamp);
        return Some(Found { sure: brackets || stamp.dated || stamp.seconds || stamp.half_of_day, ..found });
    }
    // With a date it is a line of the program; else somebody says it.
    let found = Found::of(layout, line, None, if stamp.dated { line.end } else { rest.start }).at(stamp);
    (brackets || stamp.dated || stamp.seconds).then_some(Found { program: stamp.dated, ..found })
}

/// `date, time - name: words`; a line of the program has no name.
fn dashed(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    let head = words.get(..words.floor_char_boundary(words.len().min(stamp::MAX_STAMP_BYTES)))?;
    // The date may hold hyphens itself: the dash stands between blanks.
    let at = head.find(" - ").or_else(|| head.find(" – "))?;
    let stamp = stamp::loose(head.get(..at)?).filter(|s| s.dated)?;
    let rest = part(line, at + 2).trim(text, |c| is_blank(c) || c == '–');
    let (name, at) = author(text, rest).map_or((None, line.end), |(name, at)| (Some(name), at));
    Some(Found::of(Layout::Dashed, line, name, at).at(stamp))
}

/// `May 12 14:05:33 <ada> words`, `May 12, 14:05 - Ada: words`
fn month_first(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    let head = words.get(..words.floor_char_boundary(words.len().min(stamp::MAX_STAMP_BYTES)))?;
    let colon = memchr::memchr(b':', head.as_bytes())?;
    if !head.get(..colon)?.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(at) = head.find(" <").or_else(|| head.find(" *\t")).filter(|at| *at > colon) {
        let stamp = stamp::loose(head.get(..at)?)?;
        let rest = part(line, at).trim(text, is_blank);
        if rest.of(text).starts_with('*') {
            return Some(Found::of(Layout::Angle, line, None, line.end).at(stamp));
        }
        return angle(text, line, rest, Some(stamp));
    }
    dashed(text, line)
}

/// `<name> words` at `rest`, a part of `line`, with the time before it.
fn angle(text: &str, line: Span, rest: Span, stamp: Option<Stamp>) -> Option<Found> {
    let words = rest.of(text);
    let head = words.get(1..words.floor_char_boundary(words.len().min(44)))?;
    let close = head.find('>');
    let name = close.and_then(|at| head.get(..at)).unwrap_or_default();
    let said = close.and_then(|at| words.get(at + 2..)).unwrap_or_default();
    let plain = name.chars().any(char::is_alphanumeric)
        && !name.contains(['<', '/', '=', '"', '?', ':', ','])
        && (name.starts_with('@') || !name.contains('@'))
        && !said.contains("</")
        && said.starts_with(is_blank);
    let start = rest.start + 1;
    let at = start + name.len() as u32 + 1;
    // Signs of rank are no part of a name.
    let name = Span::new(start, at - 1).trim(text, |c| is_blank(c) || "@+%&~!".contains(c));
    match stamp {
        Some(stamp) if plain => Some(Found::of(Layout::Angle, line, Some(name), at).at(stamp)),
        // `<-- ada has quit`
        Some(stamp) => Some(Found::of(Layout::Angle, line, None, line.end).at(stamp)),
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
    let name = Span::new(rest.start, rest.start + colon as u32).trim(text, |c| is_blank(c) || "~*_".contains(c));
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
fn is_name(words: &str) -> bool {
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
        && (1..=6).contains(&count)
        && is_author(words)
        && words.chars().any(char::is_alphabetic)
        && !words.ends_with(['.', '!', ',', '…', '-', '—'])
        && !words.contains(['=', '|', '*', '!', '/'])
}

/// A name without what programs put behind it in parentheses: `(External)`, `(Guest)`.
fn without_note(text: &str, name: Span) -> Span {
    let words = name.of(text);
    let trimmed = words.strip_suffix(')').and_then(|w| w.rfind(" (")).filter(|at| *at > 0);
    trimmed.map_or(name, |at| Span::new(name.start, name.start + at as u32)).trim(text, |c| is_blank(c) || c == ':')
}

/// `name  time`
fn own_line(text: &str, line: Span) -> Option<Found> {
    let words = line.of(text);
    if words.len() > MAX_OWN_LINE_BYTES {
        return None;
    }
    let trailing = stamp::trailing(words)?;
    let name = Span::new(line.start, line.start + trailing.name_end as u32);
    let found = Found::of(Layout::NameTime, line, Some(without_note(text, name)), line.end);
    let short_time = trailing.short_time;
    is_name(name.of(text)).then_some(Found { sure: trailing.set_apart, value: trailing.value, short_time, ..found })
}

/// The value of a time that is all of a line.
fn time_alone(words: &str) -> Option<u32> {
    if let Some((end, stamp)) = stamp::bracketed(words) {
        return (end == words.len()).then_some(stamp.value);
    }
    stamp::loose(words).map(|s| s.value).or_else(|| stamp::written_out(words).then_some(0))
}

/// `* ada waves`, `*** Joins: ada`, `-!- ada has joined`, `--> ada`, `--- Log opened`
fn program_line(words: &str) -> bool {
    ["* ", "*** ", "-!-", "-->", "<--", "--- ", "-- ", "==> ", "=-= ", "*\t", "→", "←"]
        .iter()
        .any(|sign| words.starts_with(sign))
}

/// What stands in the place of words that were left out: `<Media omitted>`, and what iOS marks with a sign without width.
fn is_placeholder(words: &str) -> bool {
    let body = words.trim_matches(is_blank);
    let marked = words.trim_start_matches(' ').starts_with('\u{200e}');
    marked
        || body.starts_with('<') && body.ends_with('>') && !body.get(1..body.len() - 1).is_some_and(|w| w.contains('<'))
}

/// `Transcribed by …`, `Ada Grey started transcription`
fn is_furniture(words: &str) -> bool {
    programs::RECORDER_LINES.iter().any(|w| words.starts_with(w))
        || programs::RECORDER_LINE_ENDS.iter().any(|w| words.trim_end_matches('.').ends_with(w))
}

fn line_end(text: &str, at: u32) -> u32 {
    at + rest_of_line(text, at).len() as u32
}

fn rest_of_line(text: &str, at: u32) -> &str {
    let rest = text.get(at as usize..).unwrap_or_default();
    rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests;
