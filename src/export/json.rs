//! JSON that can be printed on a terminal: besides what JSON itself escapes, hostile characters are written as `\u…`.

use crate::safe::is_hostile;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
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

/// One line of JSON, without a line end.
///
/// # Errors
/// Those of `out`.
pub fn line(out: &mut impl io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    #[test]
    fn hostile_characters_come_back_and_do_not_go_out() {
        let text = "a\u{9b}31m\u{202e}b\u{7f}\n";
        let mut out = Vec::new();
        super::line(&mut out, &text).unwrap();
        assert!(out.iter().all(|b| b.is_ascii_graphic()), "{out:?}");
        assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
    }
}
