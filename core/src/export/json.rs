//! JSON that can be printed on a terminal: besides what JSON itself escapes, hostile characters are written as `\u…`.

use crate::sanitize::is_hostile;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use std::io;

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // The serializer has taken out what ASCII has of them, but for the last.
        if fragment.bytes().fold(0, u8::max) < 0x7f {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hostile) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut chars = after.chars();
            // Hostile characters all lie in the basic plane: one unit each.
            if let Some(c) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// One value of JSON on a line of its own.
///
/// # Errors
/// Those of `out`.
pub fn line(out: &mut (impl io::Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// All of a string in ASCII, whatever encoding it is read in.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for c in fragment.chars() {
            match c {
                ' '..='~' => writer.write_all(&[c as u8])?,
                _ => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }
}

/// One value of JSON on a line of its own, in ASCII.
///
/// # Errors
/// Those of `out`.
pub fn ascii_line(out: &mut (impl io::Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Ascii)).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Adds a string in quotation marks. A run of plain ASCII, as most are, is copied.
pub fn string(out: &mut Vec<u8>, text: &str) {
    let is_plain = |b: u8| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\';
    if text.bytes().all(is_plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        // Memory takes all that is written.
        let _ = text.serialize(&mut serde_json::Serializer::with_formatter(out, Escaping));
    }
}

/// A list whose values are made one at a time, while they are written.
pub struct Each<F>(pub F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator,
    I::Item: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A value of JSON on a line of its own whose last list is written one element at a time.
#[derive(Debug, Default)]
pub struct Stream {
    tail: Vec<u8>,
    is_begun: bool,
}

impl Stream {
    /// Begins a value, whose last list is empty yet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn open(out: &mut (impl io::Write + ?Sized), value: &impl Serialize) -> io::Result<Self> {
        let mut head = Vec::new();
        line(&mut head, value)?;
        let end = head.iter().rposition(|b| *b == b'[').map_or(head.len(), |at| at + 1);
        let tail = head.split_off(end);
        out.write_all(&head)?;
        Ok(Self { tail, is_begun: false })
    }

    /// Writes the next element.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn push(&mut self, out: &mut (impl io::Write + ?Sized), element: &impl Serialize) -> io::Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            out.write_all(b",")?;
        }
        let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Escaping);
        element.serialize(&mut serializer).map_err(io::Error::from)
    }

    /// Ends the value and its line.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn close(&mut self, out: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        out.write_all(&std::mem::take(&mut self.tail))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_come_back_and_do_not_go_out() {
        for text in ["a\u{9b}31m\u{202e}b\u{7f}\n", "plain \u{7f}"] {
            let mut out = Vec::new();
            line(&mut out, &text).unwrap();
            assert_eq!(out.pop(), Some(b'\n'));
            assert!(out.iter().all(|b| b.is_ascii_graphic() || *b == b' '), "{out:?}");
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn ascii_comes_back_as_what_it_stands_for() {
        let text = "“Taxes” 😊\u{2028} \"a\" \u{1b}";
        let mut out = Vec::new();
        ascii_line(&mut out, &text).unwrap();
        assert!(out.is_ascii());
        assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
    }

    #[test]
    fn a_stream_is_what_the_whole_value_is() {
        for count in 0..3 {
            let all = |n: u32| serde_json::json!({"a": [1], "b": {"c": (0..n).collect::<Vec<_>>()}});
            let (mut whole, mut out) = (Vec::new(), Vec::new());
            line(&mut whole, &all(count)).unwrap();
            let mut stream = Stream::open(&mut out, &all(0)).unwrap();
            for n in 0..count {
                stream.push(&mut out, &n).unwrap();
            }
            stream.close(&mut out).unwrap();
            assert_eq!(out, whole);
        }
    }

    #[test]
    fn lists_are_written_as_they_are_made() {
        let mut out = Vec::new();
        line(&mut out, &Each(|| (1..4).map(|n| n * n))).unwrap();
        assert_eq!(out, b"[1,4,9]\n");
    }
}
