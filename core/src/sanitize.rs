//! Text from a document never reaches a terminal raw: which characters could drive or deceive one, and what stands in
//! their place.

use std::borrow::Cow;

/// Whether `c` can drive a terminal or disguise text: controls, line separators, bidirectional controls, the byte-order
/// mark. Line feed and tab are controls too; callers that lay text out treat them first.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` can do so in a file of lines: line feeds and tabs belong there.
pub fn is_driving(c: char) -> bool {
    is_hostile(c) && !matches!(c, '\n' | '\t')
}

/// `text` with every hostile character shown as `�` or a space, one visible character each.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hostile) {
        Cow::Owned(text.chars().map(|c| if is_hostile(c) { stand_in(c) } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The same for text of several lines: line feeds and tabs stay.
pub fn lines(text: &str) -> String {
    text.chars().map(|c| if is_driving(c) { stand_in(c) } else { c }).collect()
}

/// `text` with every hostile character replaced by harmless ones of the same length in bytes, so that offsets stay.
/// Line feeds stay when `keep_lines`, else they become spaces.
pub fn same_length(text: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' if keep_lines => out.push('\n'),
            c if is_hostile(c) => match (c.len_utf8(), c.is_whitespace()) {
                (1, true) => out.push(' '),
                (1, false) => out.push('?'),
                (2, _) => out.push('·'),
                (_, true) => out.push('\u{2003}'),
                (_, false) => out.push('\u{fffd}'),
            },
            c => out.push(c),
        }
    }
    out
}

fn stand_in(c: char) -> char {
    if c.is_whitespace() { ' ' } else { '\u{fffd}' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_hostile_is_left_and_offsets_stay(text in "(\\PC|[\u{0}-\u{9f}]|[\u{2028}-\u{202e}]|\u{feff}|\u{2066}){0,60}") {
            let safe = same_length(&text, false);
            prop_assert_eq!(safe.len(), text.len());
            prop_assert!(!safe.chars().any(is_hostile));
            prop_assert!(text.char_indices().all(|(i, _)| safe.is_char_boundary(i)));
            prop_assert!(!visible(&text).chars().any(is_hostile));
        }
    }
}
