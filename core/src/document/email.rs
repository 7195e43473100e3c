//! Messages: their subject as title, what was written, replies they quote as quotations; mailboxes of many.

use super::builder::TextBuilder;
use super::collection::{Member, UniqueKeys, digest};
use super::{Format, Limits, LoadError, LoadOptions, Parsed, html};
use jiff::civil::Date;
use mail_parser::{Addr, Message, MessageParser, PartType};
use std::borrow::Cow;

/// Most letters of a line that a mail program broke.
const MAX_LINE_CHARS: usize = 100;

/// Reads one message. O(n).
///
/// # Errors
/// When nothing in it is a message.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    let damaged = || LoadError::Damaged("a message", "it has neither headers nor words".to_owned());
    let guessed = undeclared(bytes);
    let bytes = guessed.as_deref().unwrap_or(bytes);
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    let mut out = TextBuilder::default();
    out.meta.author = message.from().and_then(|a| a.first()).and_then(name);
    out.meta.date = message.date().and_then(|d| {
        let (year, month, day) = (i16::try_from(d.year).ok()?, i8::try_from(d.month).ok()?, i8::try_from(d.day).ok()?);
        Date::new(year, month, day).ok()
    });
    if let Some(subject) = message.subject().map(str::trim).filter(|s| !s.is_empty()) {
        out.meta.title = Some(subject.split_whitespace().collect::<Vec<_>>().join(" "));
        out.heading(Some(1));
        out.flow(subject);
        out.heading(None);
    }
    words(&message, &mut out, 0, limits)?;
    Ok(out.done())
}

/// Reads the first message of a mailbox. O(n).
///
/// # Errors
/// When nothing in it is a message.
pub fn read_first(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    read(messages(bytes).first().copied().unwrap_or_default(), limits)
}

/// The messages of a mailbox as documents. O(n).
///
/// # Errors
/// When there are more than its size allows.
#[expect(clippy::needless_pass_by_value, reason = "as tables take apart theirs")]
pub fn members(file: Cow<'_, [u8]>, options: &LoadOptions) -> Result<Vec<Member>, LoadError> {
    let messages = messages(&file);
    let most = options.limits.rows.of(file.len());
    if messages.len() > most {
        return Err(LoadError::TooMuch(format!("more than {most} messages for its size")));
    }
    let mut names = UniqueKeys::default();
    let mut member = |message: &[u8]| {
        let (id, title) = identity(message);
        // A Message-ID is long and full of signs: its hash names the message as well.
        let key = digest(id.as_deref().map_or(message, str::as_bytes));
        Member { key: names.unique(&key), title, format: Format::Email, bytes: message.to_vec() }
    };
    Ok(messages.into_iter().map(&mut member).collect())
}

/// The words of a message, then the messages that came with it: forwarded ones, digests.
fn words(message: &Message<'_>, out: &mut TextBuilder, depth: u8, limits: &Limits) -> Result<(), LoadError> {
    let plain = message.text_bodies().any(|p| matches!(p.body, PartType::Text(_)));
    let parts: Vec<_> = if plain { message.text_bodies().collect() } else { message.html_bodies().collect() };
    for part in parts {
        match &part.body {
            PartType::Text(words) => text(words, out),
            PartType::Html(source) => *out = html::pour_into(source, std::mem::take(out), limits)?,
            _ => {}
        }
        out.finish();
    }
    for part in message.attachments() {
        let PartType::Message(inner) = &part.body else {
            out.left.attachments += 1;
            continue;
        };
        if depth >= limits.message_depth {
            let deepest = limits.message_depth;
            return Err(LoadError::TooMuch(format!("messages nested more than {deepest} deep")));
        }
        if let Some(subject) = inner.subject().map(str::trim).filter(|s| !s.is_empty()) {
            out.heading(Some(2));
            out.flow(subject);
            out.heading(None);
        }
        if let Some(name) = inner.from().and_then(|a| a.first()).and_then(name) {
            out.flow("From: ");
            out.flow(&name);
        }
        out.quotation(true);
        words(inner, out, depth + 1, limits)?;
        out.quotation(false);
    }
    Ok(())
}

/// The bytes in UTF-8 where they are neither that nor say what they are: guessed from their letters.
fn undeclared(bytes: &[u8]) -> Option<Vec<u8>> {
    let says = memchr::memmem::find(bytes, b"charset=").is_some() || std::str::from_utf8(bytes).is_ok();
    if says {
        return None;
    }
    super::bytes::decode(bytes.into(), true, None).ok().map(|d| d.text.into_bytes())
}

fn name(address: &Addr<'_>) -> Option<String> {
    let name = address.name.as_deref().or(address.address.as_deref())?;
    Some(name.trim().to_owned()).filter(|n| !n.is_empty())
}

/// The words of a message in plain text: lines behind `>` are quoted, lines of a paragraph flow together.
fn text(words: &str, out: &mut TextBuilder) {
    let mut depth = 0u8;
    let mut lines: Vec<&str> = Vec::new();
    for line in words.lines() {
        let (quoted, bare) = unquoted(line);
        if quoted != depth || bare.trim().is_empty() {
            paragraph(&mut lines, out);
        }
        while depth < quoted {
            out.quotation(true);
            depth += 1;
        }
        while depth > quoted {
            out.quotation(false);
            depth -= 1;
        }
        // What stands behind the two dashes is who wrote it, set apart as mail programs do.
        if bare.trim_end() == "--" {
            paragraph(&mut lines, out);
        } else if !bare.trim().is_empty() {
            lines.push(bare);
        }
    }
    paragraph(&mut lines, out);
    for _ in 0..depth {
        out.quotation(false);
    }
}

/// How deep a line is quoted, and the line itself.
fn unquoted(line: &str) -> (u8, &str) {
    let mut depth = 0;
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0)) {
        depth = u8::saturating_add(depth, 1).min(9);
        rest = inner;
    }
    (depth, rest)
}

/// Lines that follow each other: flowed where a program broke them, kept where a person did.
fn paragraph(lines: &mut Vec<&str>, out: &mut TextBuilder) {
    let Some((_, inner)) = lines.split_last() else { return };
    let full = |line: &&&str| (45..=MAX_LINE_CHARS).contains(&line.trim_end().chars().count());
    let flows = inner.iter().filter(full).count() * 5 >= inner.len() * 4;
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            if flows {
                out.blank();
            } else {
                out.line_break();
            }
        }
        out.flow(line);
    }
    out.finish();
    lines.clear();
}

/// The messages of a mailbox, in order: each from its headers on, the line that separates it left out. O(n).
pub fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let begins = |at: usize| {
        let rest = bytes.get(at..)?;
        let end = memchr::memchr(b'\n', rest)? + 1;
        let header = rest.get(end..)?;
        // Behind the line comes a header, else it is somebody's sentence that begins with "From".
        let name = header.iter().take(80).position(|b| *b == b':')?;
        let named = header.get(..name)?.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        (rest.starts_with(b"From ") && named && name > 0).then_some((at, at + end))
    };
    starts.extend(begins(0));
    for at in memchr::memmem::find_iter(bytes, b"\nFrom ") {
        let blank = bytes.get(..at).is_some_and(|b| b.ends_with(b"\n") || b.ends_with(b"\n\r") || b.ends_with(b"\r"));
        if blank {
            starts.extend(begins(at + 1));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|((_, from), to)| bytes.get(*from..to)).collect()
}

/// What a message calls itself, for a name that stays when others are deleted; and its subject.
pub fn identity(bytes: &[u8]) -> (Option<String>, Option<String>) {
    let message = MessageParser::default().with_minimal_headers().parse_headers(bytes);
    let id = message.as_ref().and_then(|m| m.message_id()).map(str::to_owned);
    let subject = message.as_ref().and_then(|m| m.subject()).map(str::to_owned);
    (id, subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    #[test]
    fn a_reply_quotes_what_it_answers() {
        let source = b"From: Ada Grey <ada@example.org>\r\nSubject: =?utf-8?Q?The_quay=3F?=\r\nDate: Sun, 9 Jun 2024 10:00:00 +0000\r\n\
            Message-ID: <1@x>\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            It will hold.\r\n\r\nOn Saturday, Bo Low wrote:\r\n> Will it =93hold=94?\r\n> > I doubt it.\r\n>\r\n> Bo\r\n\r\n-- \r\nAda\r\n";
        let read = read(source, &Limits::default()).unwrap();
        let blocks: Vec<(&str, BlockKind)> = read.blocks.iter().map(|b| (b.span.of(&read.text), b.kind)).collect();
        assert_eq!(blocks[0], ("The quay?", BlockKind::Heading(1)));
        assert_eq!(blocks[3], ("Will it “hold”?", BlockKind::Quotation(1)));
        assert_eq!(blocks[4], ("I doubt it.", BlockKind::Quotation(2)));
        assert_eq!(blocks[5], ("Bo", BlockKind::Quotation(1)));
        assert_eq!(read.meta.author.as_deref(), Some("Ada Grey"));
        assert_eq!(read.meta.date, Date::new(2024, 6, 9).ok());
    }

    #[test]
    fn a_mailbox_is_cut_where_messages_begin() {
        let source = b"From ada Mon Jan 1\nSubject: One\n\nFrom here on\n\nFrom nowhere to nowhere\nit goes.\n\n\
            From bo Tue Jan 2\nSubject: Two\n\nHi\n";
        let found = messages(source);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with(b"Subject: One") && found[1].starts_with(b"Subject: Two"));
        assert_eq!(identity(found[1]).1.as_deref(), Some("Two"));
    }
}
