//! Words in XML 1.0, which has no place for most control characters, not even as a reference. Those it has a place for are
//! written as references, as is all else that could drive a terminal.

use crate::sanitize::{is_hostile, visible};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether XML 1.0 allows a character.
const fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// How many characters of `text` XML has no place for.
pub fn forbidden(text: &str) -> usize {
    text.chars().filter(|c| !is_allowed(*c)).count()
}

/// The sentence about them.
pub fn replaced(count: usize) -> Option<String> {
    super::places::counted(count, "control character is", "control characters are")
        .map(|words| format!("{words} written as \u{fffd}: XML has no place for them."))
}

/// Words as they stand in an element or, with `attribute`, in an attribute, where line ends and tabs must be references.
/// What XML has no place for becomes `\u{fffd}`, so that offsets stay.
fn escape(text: &str, attribute: bool) -> Cow<'_, str> {
    let plain = |c: char| match c {
        '<' | '>' | '&' | '"' => false,
        '\n' | '\t' => !attribute,
        c => is_allowed(c) && !is_hostile(c),
    };
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' if !attribute => out.push(c),
            // The line ends and tabs of attributes among them.
            c if is_allowed(c) && is_hostile(c) => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if is_allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

/// Words in an attribute.
pub fn escaped(text: &str) -> Cow<'_, str> {
    escape(text, true)
}

/// Words in an element.
pub fn content(text: &str) -> Cow<'_, str> {
    escape(text, false)
}

/// `words` as text or a value of XML: nothing in it is markup, ends a line or is no character of XML.
pub fn escaped_visible(words: &str) -> String {
    let plain: String =
        visible(words).chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect();
    quick_xml::escape::escape(plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_words() {
        assert_eq!(content("a<b>&\"c\"\n\u{1}"), "a&lt;b&gt;&amp;&quot;c&quot;\n\u{fffd}");
        assert_eq!(escaped("a\n\tb\r"), "a&#10;&#9;b&#13;");
        assert_eq!(content("a\u{7f}\u{85}\u{9b}1m\u{202e}b\u{2028}"), "a&#127;&#133;&#155;1m&#8238;b&#8232;");
        assert_eq!(forbidden("a\u{1}\u{b}\u{ffff}é😊"), 3);
    }
}
