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

mod read;

use super::lines::Line;
use super::programs;
use super::stamp::is_blank;
use crate::span::Span;
pub use read::{Family, Layout};
use read::{Found, MAX_AUTHOR_BYTES, is_name, without_note};
use rustc_hash::{FxHashMap, FxHashSet};

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

/// The beginning of a message, or of what is none. Its words run to the next beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The words that name the author; none for somebody unknown.
    pub name: Option<Span>,
    /// Where the head begins, in bytes.
    pub start: u32,
    /// Where the words begin, in bytes: behind the head in its line, or on a line below.
    pub words: u32,
    /// Whether anybody speaks: not in what the program itself says.
    pub speech: bool,
    /// The time as it is written; empty where there is none.
    pub time: Span,
    /// How the head is laid out.
    pub layout: Layout,
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
        let words = line.of(text);
        // `—` between a name and its time.
        if words.len() < 4 && !words.contains(char::is_alphanumeric) {
            return;
        }
        let number = self.lines;
        self.lines += 1;
        let (before, time) = (self.short.take(), self.time.take());
        let Some(first) = words.bytes().next() else { return };
        let found = match first {
            b'[' | b'(' => read::bracket(text, line).or_else(|| read::own_line(text, line)),
            b'<' => read::angle(text, line, line, None),
            b'0'..=b'9' | 0xd9 | 0xdb => read::clock(text, line),
            b'-' | b'*' | b'=' if read::program_line(words) => Some(Found::of(Layout::BareAngle, line, None, line.end)),
            _ => read::own_line(text, line).or_else(|| read::month_first(text, line)),
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
        if let Some(value) = read::time_alone(words) {
            self.times.push(line);
            self.time = Some((line, value));
            if let Some((name, _)) = before.filter(|(name, at)| at + 1 == number && is_name(name.of(text))) {
                let named = Some(without_note(text, name));
                let found = Found::of(Layout::NameAboveTime, name, named, line.end);
                self.found.push(Found { line: number, sure: true, value, time: line, ..found });
            }
            return;
        }
        if let Some((at, value)) = time.filter(|_| is_name(words)) {
            let found = Found::of(Layout::TimeAboveName, at, Some(without_note(text, line)), line.end);
            self.found.push(Found { line: number, sure: true, value, time: at, ..found });
        }
        self.short = Some((line, number));
    }

    /// The heads, when the document is a chat or a transcript with times. O(lines that look like heads).
    pub fn heads(self, text: &str, blocks: usize) -> Option<Vec<Message>> {
        let mut counts = LAYOUTS.map(|layout| (layout, self.accepts(text, layout, blocks as u32)));
        // A short answer below a time looks like a name.
        let count = |l: Layout| counts.iter().find(|(o, _)| *o == l).map_or(0, |(_, n)| *n);
        let above = count(Layout::NameAboveTime) >= count(Layout::TimeAboveName);
        let weaker = if above { Layout::TimeAboveName } else { Layout::NameAboveTime };
        counts.iter_mut().filter(|(l, _)| *l == weaker).for_each(|(_, n)| *n = 0);
        let (main, most) = counts.iter().copied().max_by_key(|(_, n)| *n)?;
        if most == 0 {
            return None;
        }
        let family = main.family();
        let accepted = |l: Layout| l.family() == family && counts.iter().any(|(o, n)| *o == l && *n > 0);
        let dated = self.is_dated(main);
        let said = self.found.iter().filter(|f| accepted(f.layout));
        let known: FxHashSet<&str> = said.filter_map(|f| f.name.map(|n| n.of(text))).collect();
        let mut heads: Vec<Message> = Vec::new();
        for found in &self.found {
            // Who has spoken may be set apart in another way of the same kind; `* ada waves` is IRC's in all its layouts.
            let again = found.layout != weaker && found.name.is_none_or(|n| known.contains(n.of(text)));
            let alike = found.layout.family() == family && (accepted(found.layout) || again);
            // What IRC writes with a time and no name in angles is a notice.
            if family == Family::Angle && found.layout.is_stamped() {
                heads.push(found.message(false));
            }
            // Where messages have dates, a time without one stands inside a message.
            if alike && (!dated || found.sure) {
                let silent = found.program || is_placeholder(rest_of_line(text, found.words));
                heads.push(found.message(!silent));
            }
        }
        if family == Family::OwnLine {
            self.cut_between(&mut heads);
        }
        Some(heads)
    }

    /// Whether most heads of a layout have a date.
    fn is_dated(&self, layout: Layout) -> bool {
        let inline = matches!(layout, Layout::Dashed | Layout::Bracketed);
        let (mut sure, mut all) = (0usize, 0usize);
        for found in self.found.iter().filter(|f| f.layout == layout && f.name.is_some()) {
            sure += usize::from(found.sure);
            all += 1;
        }
        inline && sure * 2 >= all
    }

    /// Adds what stands between the messages of one person, a time, and what a recorder says of itself.
    fn cut_between(&self, heads: &mut Vec<Message>) {
        let mut more: Vec<Message> = Vec::new();
        let times = self.times.iter().map(|line| (*line, true));
        for (line, goes_on) in times.chain(self.furniture.iter().map(|line| (*line, false))) {
            let above = heads.partition_point(|h| h.start <= line.start).checked_sub(1).and_then(|i| heads.get(i));
            if let Some(above) = above.filter(|h| h.words <= line.start && h.start < line.start) {
                let time = if goes_on { line } else { Span::new(line.start, line.start) };
                let words = if goes_on { line.end } else { line.start };
                let name = above.name.filter(|_| goes_on);
                more.push(Message { name, start: line.start, words, speech: goes_on, time, layout: above.layout });
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
            Layout::Dashed | Layout::FromTo => all >= 2 && (many || leads) || all_lines,
            Layout::Bracketed if clear => all >= 2 && (many || leads) || all_lines,
            Layout::Bracketed | Layout::Plain => {
                let covers = all * 3 >= self.lines || all * 2 >= blocks;
                let few = all_lines && (clear || layout == Layout::Bracketed);
                heads >= 2 && grows && !planned && (again && covers || few)
            }
            Layout::Angle => heads >= 2 && (many || leads),
            Layout::BareAngle => names.len() >= 2 && heads >= 3 && (again || all_lines) && heads * 2 >= self.lines,
            Layout::Tabbed => {
                heads >= 2 && names.len() >= 2 && (clear || again && grows && !planned) && all * 2 >= self.lines
            }
            Layout::NameTime | Layout::TimeName | Layout::NameAboveTime | Layout::TimeAboveName => {
                let covers = heads * 2 >= blocks || heads * 4 >= self.lines - first || !self.furniture.is_empty();
                let regular = covers && (again || grows);
                let returning = again && heads * 10 >= self.lines && names.len() as u32 * 2 <= heads;
                // A name and a number behind one blank may be a verse of a book.
                heads - bare >= 2 && bare * 2 < heads && !planned && (clear || again && grows) && (regular || returning)
            }
        };
        if accepted { heads } else { 0 }
    }
}

/// What stands in the place of words that were left out: `<Media omitted>`, and what iOS marks with a sign without width.
fn is_placeholder(words: &str) -> bool {
    let body = words.trim_matches(is_blank);
    let marked = words.trim_start_matches(' ').starts_with('\u{200e}');
    let known = programs::PLACEHOLDERS.iter().any(|p| body.trim_end_matches('.').eq_ignore_ascii_case(p));
    let attached = body.len() < 200 && programs::ATTACHED.iter().any(|p| body.ends_with(p));
    marked
        || known
        || attached
        || body.starts_with('<') && body.ends_with('>') && !body.get(1..body.len() - 1).is_some_and(|w| w.contains('<'))
}

/// `Transcribed by …`, `Ada Grey started transcription`
fn is_furniture(words: &str) -> bool {
    programs::RECORDER_LINES.iter().any(|w| words.starts_with(w))
        || programs::RECORDER_LINE_ENDS.iter().any(|w| words.trim_end_matches('.').ends_with(w))
}

fn rest_of_line(text: &str, at: u32) -> &str {
    let rest = text.get(at as usize..).unwrap_or_default();
    rest.get(..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests;
