//! Who wrote a message that another message quotes: the line above it (`On Tue, 3 May 2024 at 10:02, Ada Grey <ada@example.org>
//! wrote:`) or the header that some programs put there (`From: …`, `Sent: …`, `Subject: …`), whatever the language they are set to.
//!
//! The loader of messages tells by them where an unmarked quotation begins, detection who speaks in what is quoted.

#[cfg(test)]
mod tests;
mod words;

use super::{Block, BlockKind};
use crate::span::Span;
use words::Label;

/// Longest reply line, in bytes: two or three lines of a message.
const MAX_REPLY_BYTES: usize = 400;
/// Longest name of a sender, in bytes.
const MAX_NAME_BYTES: usize = 100;
/// Most lines of a header: each receiver may have one.
const MAX_HEADER_LINES: usize = 60;
/// Longest name of a line of a header, in bytes.
const MAX_LABEL_BYTES: usize = 40;

/// Who wrote what is quoted below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name, or the address where there is none; `None` for the reader ("you wrote:").
    pub name: Option<Span>,
    /// The verb.
    pub cue: Option<Span>,
    /// Where the line begins: what stands before in its block is something else.
    pub start: u32,
}

/// The sender named by the block `block` of `text`, when it is a reply line or a header, or ends with a reply line. O(1), for a
/// header O(its lines).
pub fn sender(text: &str, block: &Block) -> Option<Sender> {
    let (block, literal) = (block.span, block.kind == BlockKind::Literal);
    let words = block.of(text);
    let lines = words.split('\n').skip(usize::from(words.split('\n').next().is_some_and(is_rule)));
    // What is preformatted above a quotation in a message is a header, however short.
    if let Some(header) = header(lines, literal) {
        return Some(Sender {
            name: name_of_value(text, header.from, words, block.start),
            cue: None,
            start: block.start,
        });
    }
    if literal {
        return None;
    }
    // The one line that stands above a message that came with this one.
    if words.len() < 80
        && !words.contains('\n')
        && let Some((Label::From, value)) = label(words)
    {
        return Some(Sender { name: name_of_value(text, value, words, block.start), cue: None, start: block.start });
    }
    let from = words.ceil_char_boundary(words.len().saturating_sub(MAX_REPLY_BYTES));
    reply(text, Span::new(block.start + from as u32, block.end))
}

/// The name in the value of a line of a header.
fn name_of_value(text: &str, value: &str, words: &str, base: u32) -> Option<Span> {
    let start = base + (value.as_ptr() as usize - words.as_ptr() as usize) as u32;
    let value = Span::new(start, start + value.len() as u32);
    let low = value.of(text).to_ascii_lowercase();
    let behalf = words::ON_BEHALF_OF.iter().find_map(|b| low.find(b).map(|at| at + b.len()));
    let value = Span::new(value.start + behalf.unwrap_or(0) as u32, value.end);
    let (rest, address) = without_address(text, value);
    named(text, rest).or(address)
}

/// A header in the text of a message.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// Who wrote the message.
    from: &'a str,
    /// What it is about.
    subject: Option<&'a str>,
    /// When it was written.
    date: Option<&'a str>,
    /// How many lines it has.
    pub lines: usize,
}

/// The header of a message that a text begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopHeader<'a> {
    /// Where it stands.
    pub span: Span,
    /// Who wrote the message: the name, or the address where there is none.
    pub from: Option<&'a str>,
    /// What it is about.
    pub subject: Option<&'a str>,
    /// When it was written, as it stands there.
    pub date: Option<&'a str>,
}

/// The header of a message that `text` begins with, if it does: somebody copied a message into it. O(lines of the header).
pub fn top(text: &str) -> Option<TopHeader<'_>> {
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = (text.len() - body.len()) as u32;
    let header = header(body.split('\n'), false)?;
    let length = body.split_inclusive('\n').take(header.lines).map(str::len).sum::<usize>();
    let span = Span::new(start, start + length as u32).trim(text, char::is_whitespace);
    let from = name_of_value(text, header.from, body, start).map(|name| name.of(text));
    Some(TopHeader { span, from, subject: header.subject, date: header.date })
}

/// The header that begins with the first of `lines`: who wrote it, when, what about or with an address. With a rule above
/// (`ruled`) who and one thing more are enough. O(lines of the header).
pub fn header<'a>(lines: impl Iterator<Item = &'a str>, ruled: bool) -> Option<Header<'a>> {
    let (mut from, mut date, mut subject, mut others, mut last) = (None, None, None, 0, 0);
    for (number, line) in lines.enumerate().take(MAX_HEADER_LINES) {
        match label(line) {
            Some((Label::From, value)) if from.is_none() && !value.is_empty() => from = Some(value),
            Some((Label::Date, value)) => date = date.or(Some(value)),
            Some((Label::Subject, value)) => subject = subject.or(Some(value)),
            Some(_) => others += 1,
            // Many receivers run over lines.
            None if number > 0 && number - last < 4 && line.contains(['@', ';']) && !line.trim().is_empty() => continue,
            None => break,
        }
        last = number + 1;
    }
    let from = from?;
    let (dated, about) = (date.is_some(), subject.is_some());
    let count = usize::from(dated) + usize::from(about) + usize::from(others > 0);
    let told = dated && (about || from.contains('@') && others > 0) || about && others > 0 && from.contains('@');
    (told || ruled && count > 0).then_some(Header { from, subject, date, lines: last })
}

/// A line of a header: what it is called and what it says.
fn label(line: &str) -> Option<(Label, &str)> {
    let head = line.get(..line.floor_char_boundary(MAX_LABEL_BYTES))?;
    let at = head.find([':', '：'])?;
    let sign = line.get(at..)?.chars().next()?;
    let name = line.get(..at)?.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
    let same = |known: &&str| known.chars().eq(name.chars().flat_map(char::to_lowercase));
    let (kind, _) = words::LABELS.iter().find(|(_, names)| names.iter().any(same))?;
    let value = line.get(at + sign.len_utf8()..)?;
    Some((*kind, value.trim_matches(|c: char| c.is_whitespace() || c == '*' || c == '_')))
}

/// Whether a line is a rule, or says between hyphens that a message follows: `-----Original Message-----`.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '*');
    let drawn = |c: char| matches!(c, '-' | '_' | '=' | '—' | '―' | '─');
    line.len() >= 8
        && line.len() < 160
        && (line.chars().all(drawn) || line.starts_with("----") && line.ends_with("---"))
}

/// Whether words are of a date and nothing else, in whatever language: "El", "On Tue", "3 mai". O(words).
pub fn is_date(words: &str) -> bool {
    let lists: [&[&str]; 5] = [&words::OPENERS, &words::DAYS, &words::MONTHS, &words::JOINTS, &words::TIME_WORDS];
    words
        .split_whitespace()
        .all(|w| w.starts_with(|c: char| c.is_ascii_digit()) || lists.iter().any(|l| is_one_of(w, l)))
}

/// How many of the last of `lines`, at most three, are a reply line. `None` when they do not end with one.
pub fn lines_of_reply(lines: &[&str]) -> Option<usize> {
    let last = lines.last()?.trim_end();
    if !last.ends_with([':', '：']) || last.len() > MAX_REPLY_BYTES {
        return None;
    }
    let mut alone = None;
    for count in 1..=lines.len().min(3) {
        let own = lines.get(lines.len() - count..)?;
        let first = own.first()?.trim_start();
        let joined = own.join(" ");
        if reply(&joined, Span::new(0, joined.len() as u32)).is_none() {
            continue;
        }
        if opens(first) && !first.starts_with(|c: char| c.is_ascii_digit()) {
            return Some(count);
        }
        // An address that was broken off from its name is no line of its own.
        if !first.starts_with('<') {
            alone = alone.or(Some(count));
        }
    }
    alone
}

/// Whether a line begins as reply lines do.
fn opens(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    is_one_of(first, &words::OPENERS)
        || is_one_of(first, &words::DAYS)
        || first.starts_with(|c: char| c.is_ascii_digit())
}

/// The reply line at the end of `words`.
fn reply(text: &str, words: Span) -> Option<Sender> {
    let whole = words.trim(text, char::is_whitespace);
    let ended = whole.of(text).ends_with([':', '：']);
    let body = whole.trim(text, |c| c.is_whitespace() || c == ':' || c == '：');
    let start = reply_start(text, body);
    if let Some(name) = quoting(text, body, ended) {
        return Some(Sender { name: Some(name), cue: None, start: body.start });
    }
    if !ended {
        return None;
    }
    let sender = |name: Span, cue: Option<Span>| {
        let reader = is_one_of(name.of(text), &words::READERS);
        let start =
            start.filter(|s| *s < name.start).unwrap_or_else(|| cue.map_or(name.start, |c| c.start.min(name.start)));
        Sender { name: (!reader).then_some(name), cue, start }
    };
    let spans = |at: usize, length: usize| {
        let from = body.start + at as u32;
        Span::new(from, from + length as u32)
    };
    let said = body.of(text);
    let end = words::WROTE_AT_END.iter().find_map(|verb| {
        let head = said.strip_suffix(verb)?;
        (head.is_empty() || head.ends_with(|c: char| c.is_whitespace() || ">)\"'”\u{200b}".contains(c)))
            .then_some((head, verb))
    });
    if let Some((head, verb)) = end {
        return name_at_end(text, spans(0, head.len()), false).map(|n| sender(n, Some(spans(head.len(), verb.len()))));
    }
    let within = words::WROTE_WITHIN.iter().find_map(|verb| {
        let at = said.match_indices(verb).filter(|(at, _)| {
            let before = said.get(..*at).is_some_and(|b| b.ends_with(char::is_whitespace) || b.ends_with('>'));
            before && said.get(at + verb.len()..).is_some_and(|a| a.starts_with(char::is_whitespace))
        });
        at.last().map(|(at, _)| (at, verb.len()))
    });
    if let Some((at, length)) = within {
        let (before, cue) = (spans(0, at), spans(at, length));
        let after = Span::new(cue.end, body.end).trim(text, char::is_whitespace);
        let first = after.of(text).split_whitespace().next()?;
        let name = if is_one_of(first, &words::BEFORE_TIME) || first.starts_with(|c: char| c.is_ascii_digit()) {
            name_at_end(text, before, false)
        } else {
            // A time stands before, or this is a sentence.
            let timed = before.of(text).contains(|c: char| c.is_ascii_digit()) || opens(before.of(text).trim_start());
            let (rest, address) = without_address(text, after);
            timed.then(|| named(text, rest).or(address)).flatten()
        };
        return name.map(|n| sender(n, Some(cue)));
    }
    // Some programs write the time, the name and the address alone.
    (said.ends_with(['>', ')']) && said.contains('@'))
        .then(|| name_at_end(text, body, true))
        .flatten()
        .map(|n| sender(n, None))
}

/// Where the reply line that ends a block begins: at the last line or sentence that begins as one does; `None` where none does.
fn reply_start(text: &str, body: Span) -> Option<u32> {
    let said = body.of(text);
    let mut fresh = true;
    let mut found = None;
    for word in said.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if fresh && bare.starts_with(|c: char| c.is_uppercase() || c == '*') && is_one_of(bare, &words::OPENERS) {
            found = Some(word.as_ptr() as usize - said.as_ptr() as usize);
        }
        fresh = word.ends_with('\n') || bare.ends_with(['.', '!', '?', '”', '"']) || fresh && bare.is_empty();
    }
    found.map(|at| body.start + at as u32)
}

/// `Quoting Ada Grey (2019-01-22 11:48:00)`, `Zitat von Ada Grey <ada@example.org>`.
fn quoting(text: &str, body: Span, ended: bool) -> Option<Span> {
    let said = body.of(text);
    let rest = words::QUOTING.iter().find_map(|q| said.strip_prefix(q))?;
    let dated = said.ends_with([')', ']']) && said.contains(|c: char| c.is_ascii_digit());
    if !ended && !dated || rest.len() > 2 * MAX_NAME_BYTES {
        return None;
    }
    let (rest, address) = without_address(text, Span::new(body.end - rest.len() as u32, body.end));
    named(text, rest).or(address)
}

/// The name that stands last in `head`, behind the time if there is one (there must be, when `timed`); else the address there.
fn name_at_end(text: &str, head: Span, timed: bool) -> Option<Span> {
    let (rest, address) = without_address(text, without_groups(text, head));
    let rest = without_groups(text, rest);
    let said = rest.of(text);
    let mut tokens: smallvec::SmallVec<[(usize, &str); 24]> = smallvec::SmallVec::new();
    tokens.extend(said.split_whitespace().map(|w| (w.as_ptr() as usize - said.as_ptr() as usize, w)));
    let ends_time = |w: &str| {
        let bare = w.trim_matches(|c: char| "()[],.;\"'+-".contains(c));
        bare.starts_with(|c: char| c.is_ascii_digit())
            || is_one_of(bare, &words::TIME_WORDS)
            || bare.starts_with("GMT")
            || bare.starts_with("UTC")
    };
    let time = tokens.iter().rposition(|(_, w)| ends_time(w));
    if timed && time.is_none() {
        return None;
    }
    let first = match time {
        Some(last) => {
            let closed = tokens.get(last).is_some_and(|(_, w)| w.ends_with(','));
            let clock = tokens.get(last).is_some_and(|(_, w)| w.contains(':'));
            let of_time = |w: &str| {
                let bare = w.trim_matches(['.', ',', ')', '(']);
                is_one_of(bare, &words::JOINTS) && bare.starts_with(char::is_lowercase)
                    || !clock && is_one_of(bare, &words::MONTHS)
                    || bare.chars().all(|c| !c.is_alphanumeric())
            };
            let more = tokens.iter().skip(last + 1).take_while(|(_, w)| !closed && of_time(w)).count();
            last + 1 + more
        }
        None => {
            // Without a number the name goes back as far as words are names.
            let is_name = |w: &str| {
                let small = w.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase);
                !small && !w.ends_with([',', '>', '.']) && !w.contains('@') && !is_one_of(w, &words::DAYS)
            };
            let count = tokens.iter().rev().take_while(|(_, w)| is_name(w)).count();
            let first = tokens.len() - count;
            // "On Ada Grey wrote": whatever opens the line is no name.
            first
                + usize::from(
                    first == 0 && count > 1 && tokens.first().is_some_and(|(_, w)| is_one_of(w, &words::OPENERS)),
                )
        }
    };
    let name = tokens.get(first).map(|(at, _)| Span::new(rest.start + *at as u32, rest.end));
    name.and_then(|n| named(text, n)).or(address)
}

/// A span without the address at its end, and the address: `<ada@example.org>`, `(<ada@example.org>)`, `[mailto:ada@example.org]`.
fn without_address(text: &str, span: Span) -> (Span, Option<Span>) {
    let span = span.trim(text, |c| c.is_whitespace() || ",;:*".contains(c));
    let said = span.of(text);
    let opens = match said.chars().next_back() {
        Some('>') => said.rfind('<'),
        Some(')') => said.rfind('('),
        Some(']') => said.rfind('['),
        _ => {
            // `ada@example.org`, and nothing around it.
            let at = said.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            let bare = Span::new(span.start + at as u32, span.end);
            return if bare.of(text).contains('@') {
                (Span::new(span.start, bare.start), Some(bare))
            } else {
                (span, None)
            };
        }
    };
    let Some(at) = opens.filter(|at| said.get(*at..).is_some_and(|a| a.contains('@'))) else { return (span, None) };
    let inner = Span::new(span.start + at as u32, span.end).trim(text, |c| "<>()[] ".contains(c) || c.is_whitespace());
    let scheme = if inner.of(text).starts_with("mailto:") { "mailto:".len() as u32 } else { 0 };
    // An address that was written twice: `ada@example.org <ada@example.org>` names nobody else.
    (Span::new(span.start, span.start + at as u32), Some(Span::new(inner.start + scheme, inner.end)))
}

/// A span without groups in brackets at either end: `[Harbour]`, `(Port of Ella)`.
fn without_groups(text: &str, mut span: Span) -> Span {
    for _ in 0..3 {
        span = span.trim(text, |c| c.is_whitespace() || ",;:*\"'“”‘’".contains(c));
        let said = span.of(text);
        let close = match said.chars().next_back() {
            Some(')') => said.rfind('('),
            Some(']') => said.rfind('['),
            _ => None,
        };
        match close.filter(|at| *at > 0 && !said.get(*at..).unwrap_or_default().contains('@')) {
            Some(at) => span = Span::new(span.start, span.start + at as u32),
            None => break,
        }
    }
    let lead = span.of(text).strip_prefix('[').and_then(|s| s.split_once("] ")).map(|(_, name)| name.len() as u32);
    lead.map_or(span, |length| Span::new(span.end - length, span.end))
}

/// The name in `span`, without what programs put around it; `None` when it is none.
fn named(text: &str, span: Span) -> Option<Span> {
    let bare = |c: char| c.is_whitespace() || ",;:*_\"'“”‘’„«»<>-–".contains(c);
    let mut name = without_groups(text, span).trim(text, bare);
    // "Ada Grey via Pier-list" is Ada Grey.
    let via = name.of(text).match_indices(" via ").next().map(|(at, _)| at as u32);
    if let Some(at) = via {
        name = Span::new(name.start, name.start + at).trim(text, bare);
    }
    let said = name.of(text);
    let plausible = said.len() <= MAX_NAME_BYTES
        && said.split_whitespace().count() <= 8
        && said.chars().any(char::is_alphabetic)
        && !said.contains(['?', '!', '@', '“', '”']);
    // An address instead of a name is one.
    let address = said.contains('@') && !said.contains(char::is_whitespace);
    (plausible || address && said.len() <= MAX_NAME_BYTES).then_some(name)
}

/// Whether a word is one of a list of words in lower case, whatever its case and the signs behind it.
fn is_one_of(word: &str, list: &[&str]) -> bool {
    let word = word.trim_end_matches(['.', ',', ':']);
    word.len() <= 24 && list.iter().any(|w| w.chars().eq(word.chars().flat_map(char::to_lowercase)))
}
