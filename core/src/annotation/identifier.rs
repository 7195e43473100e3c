//! Words as identifiers of programs and names of XML, and back: what UIMA calls labels and attributes by.

use std::fmt::Write as _;

/// Letters that Java, XML and we take for letters alike: Latin, Greek, Cyrillic.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (('\u{c0}'..='\u{52f}').contains(&c) && c.is_alphabetic() && c != '\u{345}')
}

/// Letters and digits stay; a hyphen before one is `_`, which no other character begins with alone.
pub fn encode(out: &mut String, chars: impl Iterator<Item = char>) {
    let stays = |c: &char| is_letter(*c) || c.is_ascii_digit();
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        if stays(&c) {
            out.push(c);
        } else if c == '-' && chars.peek().is_some_and(stays) {
            out.push('_');
        } else {
            let _ = write!(out, "__{:x}_", u32::from(c));
        }
    }
}

/// The words of an identifier: [`encode`] backwards, without what was put in front of it or behind it to tell it from another.
/// `None` where it stands for no words. O(n).
pub fn decoded(identifier: &str) -> Option<String> {
    let mut rest = identifier.strip_prefix("x__x_").unwrap_or(identifier);
    rest = rest.strip_suffix("__x_").unwrap_or(rest);
    let mut out = String::with_capacity(rest.len());
    while let Some(first) = rest.chars().next() {
        if let Some((number, after)) = rest.strip_prefix("__").and_then(|encoded| encoded.split_once('_')) {
            out.push(u32::from_str_radix(number, 16).ok().and_then(char::from_u32)?);
            rest = after;
        } else {
            out.push(if first == '_' { '-' } else { first });
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    Some(out)
}
