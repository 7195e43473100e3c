//! Messages: their subject as title, what was written, replies they quote as quotations; mailboxes of many.

mod plain_text;
mod unmarked;

use super::builder::TextBuilder;
use super::collection::{Member, UniqueKeys, digest};
use super::{Format, Limits, LoadError, LoadOptions, Parsed, html};
use jiff::civil::Date;
use mail_parser::{Addr, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};
use plain_text::Flow;
use std::borrow::Cow;

/// Deepest quotation that is told apart.
const MAX_DEPTH: u8 = 9;
/// A part in plain text with more words than this is the message, whatever stands beside it.
const MAX_STUB_WORDS: usize = 80;
/// How many times as many words the web page of a message has when its plain text only points to it.
const MIN_STUB_RATIO: usize = 3;

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
    let first = out.blocks().len();
    let mut signatures = Vec::new();
    if let Some(page) = page_of_stub(message, limits)? {
        *out = html::pour_into(&page, std::mem::take(out), limits)?;
        out.finish();
    } else {
        let plain = message.text_bodies().any(|p| matches!(p.body, PartType::Text(_)));
        let parts: Vec<_> = if plain { message.text_bodies().collect() } else { message.html_bodies().collect() };
        for part in parts {
            match &part.body {
                PartType::Text(words) => {
                    let more = plain_text::pour(words, flow(part), out);
                    signatures.extend(more.into_iter().filter_map(|n| n.checked_sub(first)));
                }
                PartType::Html(source) => *out = html::pour_into(source, std::mem::take(out), limits)?,
                _ => {}
            }
            out.finish();
        }
    }
    out.finish();
    out.rework(first, |text, blocks| unmarked::quoted(text, blocks, &signatures));
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

/// The web page of a message whose plain text only says that there is one.
fn page_of_stub<'a>(message: &'a Message<'_>, limits: &Limits) -> Result<Option<Cow<'a, str>>, LoadError> {
    let is_page = |p: &&MessagePart<'_>| matches!(p.body, PartType::Html(_));
    let Some(page) = message.html_bodies().find(is_page) else { return Ok(None) };
    let PartType::Html(source) = &page.body else { return Ok(None) };
    let mut words = 0usize;
    for part in message.text_bodies() {
        let PartType::Text(plain) = &part.body else { return Ok(None) };
        // Addresses are what such a text points with.
        let counted = plain.split_whitespace().filter(|w| !w.contains("://") && w.contains(char::is_alphanumeric));
        words += counted.take(MAX_STUB_WORDS + 1).count();
    }
    if words > MAX_STUB_WORDS {
        return Ok(None);
    }
    let read = html::pour_into(source, TextBuilder::default(), limits)?.done();
    let least = (MIN_STUB_RATIO * words).max(words + 20);
    let longer = read.text.split_whitespace().take(least).count() >= least;
    let only = words == 0 && !read.text.is_empty();
    Ok((longer || only).then(|| Cow::Borrowed(&**source)))
}

/// How the lines of a part in plain text were broken.
fn flow(part: &MessagePart<'_>) -> Flow {
    let says = |name: &str, value: &str| {
        part.content_type().and_then(|c| c.attribute(name)).is_some_and(|v| v.eq_ignore_ascii_case(value))
    };
    let flowed = says("format", "flowed");
    Flow { flowed, delete_space: flowed && says("delsp", "yes") }
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
    // A list that sends in the name of somebody says so.
    let name = name.split(" via ").next()?.trim().trim_matches(['\'', '"']);
    Some(name.to_owned()).filter(|n| !n.is_empty())
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
