//! Words as an expression that forgives how they are written.

use regex::escape;
use unicode_normalization::UnicodeNormalization as _;

/// What is not seen between the letters of a word: soft hyphens, zero-width characters.
const UNSEEN: &str = r"\x{ad}\x{200b}-\x{200d}\x{2060}\x{feff}";

/// Marks on letters that people leave out when they type: accents, points of Hebrew, vowels of Arabic.
/// Asked for as they are: among them is one (U+0345) that without case is the letter iota.
const MARKS: &str = r"\x{300}-\x{36f}\x{591}-\x{5bd}\x{5bf}\x{5c1}\x{5c2}\x{5c4}\x{5c5}\x{5c7}\x{64b}-\x{65f}\x{670}";

/// Letters that may be written as one.
const LIGATURES: [(&str, &str); 5] = [
    ("ffi", "(?:ﬃ|ﬀi|fﬁ|ffi)"),
    ("ffl", "(?:ﬄ|ﬀl|fﬂ|ffl)"),
    ("ff", "(?:ﬀ|ff)"),
    ("fi", "(?:ﬁ|fi)"),
    ("fl", "(?:ﬂ|fl)"),
];

/// Letters of their own that people write with others.
const LETTERS: [(&str, &str); 7] = [
    ("ss", "(?:ß|ss)"),
    ("ae", "(?:æ|ae)"),
    ("AE", "(?:Æ|AE)"),
    ("Ae", "(?:Æ|Ae)"),
    ("oe", "(?:œ|oe)"),
    ("OE", "(?:Œ|OE)"),
    ("Oe", "(?:Œ|Oe)"),
];

/// Letters with a stroke, which Unicode does not take apart.
const STROKES: &str = "øoØOłlŁLđdĐDħhĦH";

/// Where letters with accents stand: Latin, Greek.
const ACCENTED: [std::ops::RangeInclusive<u32>; 4] = [0xc0..=0x24f, 0x386..=0x3ce, 0x1e00..=0x1eff, 0x1f00..=0x1fff];

/// Whether a character is one of [`UNSEEN`].
pub(crate) const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is one of [`MARKS`].
pub(crate) const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'
            | '\u{5c1}'
            | '\u{5c2}'
            | '\u{5c4}'
            | '\u{5c5}'
            | '\u{5c7}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
    )
}

/// The letters that a letter of its own is written with by others: `ae` for `æ`, `o` for `ø`.
pub(crate) fn written_otherwise(c: char) -> Option<&'static str> {
    let one =
        |(at, letter): (usize, char)| (letter == c).then(|| STROKES.get(at + c.len_utf8()..at + c.len_utf8() + 1));
    let stroke = STROKES.char_indices().filter(|(_, letter)| !letter.is_ascii()).find_map(one).flatten();
    stroke.or(match c {
        'æ' | 'Æ' => Some("ae"),
        'œ' | 'Œ' => Some("oe"),
        'ß' | 'ẞ' => Some("ss"),
        _ => None,
    })
}

/// The letter under the accents of a letter.
fn base(c: char) -> Option<char> {
    let mut strokes = STROKES.chars();
    while let (Some(letter), Some(plain)) = (strokes.next(), strokes.next()) {
        if letter == c {
            return Some(plain);
        }
    }
    let mut parts = std::iter::once(c).nfd();
    let first = parts.next()?;
    parts.next().is_some_and(|mark| matches!(mark, '\u{300}'..='\u{36f}')).then_some(first)
}

/// Whether a letter with an accent is typed: then accents count.
pub fn has_accent(typed: &str) -> bool {
    typed.nfc().any(|c| base(c).is_some() || matches!(c, '\u{300}'..='\u{36f}'))
}

/// Whether a text holds anything that may be searched for otherwise than it is written: accents, soft hyphens, zero-width
/// characters, ligatures. O(length), many bytes at a time.
pub fn holds_unseen(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pair = |first: u8, fits: fn(&[u8]) -> bool| {
        memchr::memchr_iter(first, bytes).any(|at| bytes.get(at + 1..).is_some_and(fits))
    };
    // Latin letters with accents, marks, Greek.
    memchr::memchr3(0xc3, 0xc4, 0xc5, bytes).is_some()
        || memchr::memchr3(0xc6, 0xc7, 0xc8, bytes).is_some()
        || memchr::memchr3(0xcc, 0xce, 0xcf, bytes).is_some()
        || pair(0xc9, |b| b.first().is_some_and(|b| *b < 0x90))
        || pair(0xcd, |b| b.first().is_some_and(|b| *b < 0xb0))
        || pair(0xe1, |b| b.first().is_some_and(|b| *b >= 0xb8))
        // Points of Hebrew, vowels of Arabic.
        || memchr::memchr(0xd6, bytes).is_some()
        || pair(0xd7, |b| b.first().is_some_and(|b| *b < 0x88))
        || pair(0xd9, |b| b.first().is_some_and(|b| matches!(b, 0x8b..=0x9f | 0xb0)))
        || pair(0xc2, |b| b.starts_with(&[0xad]))
        || pair(0xef, |b| b.starts_with(&[0xac]) || b.starts_with(&[0xbb, 0xbf]))
        || pair(0xe2, |b| matches!(b, [0x80, 0x8b..=0x8d, ..] | [0x81, 0xa0, ..]))
}

/// Words as an expression that forgives how white space, quotation marks and dashes are written; with `seeing` also what
/// stands unseen between the letters, ligatures, and accents where none is typed.
pub fn folded(typed: &str, seeing: bool) -> String {
    let alike = seeing && !has_accent(typed);
    let accents = if alike { accented() } else { Vec::new() };
    let between = if alike { format!("(?-i:[{UNSEEN}{MARKS}])*") } else { format!("[{UNSEEN}]*") };
    let typed: String = typed.nfc().collect();
    let mut out = String::new();
    let mut space = false;
    let mut rest = typed.as_str();
    while let Some(c) = rest.chars().next() {
        let word = rest;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c.is_whitespace() {
            if !std::mem::replace(&mut space, true) {
                out.push_str(r"\s+");
            }
            continue;
        }
        space = false;
        let joined = LIGATURES.iter().chain(LETTERS.iter().filter(|_| alike));
        let ligature = joined.filter(|_| seeing).find(|(letters, _)| word.starts_with(letters));
        match c {
            '"' | '“' | '”' | '„' | '«' | '»' => out.push_str("[\"“”„«»]"),
            '\'' | '‘' | '’' | '‚' => out.push_str("['‘’‚]"),
            '-' | '–' | '—' | '\u{2010}' | '\u{2011}' => out.push_str(r"[-–—\x{2010}\x{2011}]"),
            _ if let Some((letters, expression)) = ligature => {
                out.push_str(expression);
                rest = word.get(letters.len()..).unwrap_or_default();
            }
            c => letter(c, seeing, &accents, &mut out),
        }
        if seeing && !rest.is_empty() {
            out.push_str(&between);
        } else if alike {
            out.extend(["(?-i:[", MARKS, "])*"]);
        }
    }
    out
}

/// A letter: as it is, taken apart, and with any accent.
fn letter(c: char, seeing: bool, accents: &[(char, char)], out: &mut String) {
    let composed = escape(c.encode_utf8(&mut [0; 4]));
    let with_accent: String = accents.iter().filter(|(plain, _)| *plain == c).map(|(_, letter)| letter).collect();
    let apart: String = std::iter::once(c).nfd().collect();
    if !with_accent.is_empty() {
        out.extend(["[", &composed, &with_accent, "]"]);
    } else if seeing && apart != composed && apart.chars().nth(1).is_some() {
        out.extend(["(?:", &composed, "|", &escape(&apart), ")"]);
    } else {
        out.push_str(&composed);
    }
}

/// Every letter with an accent behind the one without. A thousand letters, once for each search.
fn accented() -> Vec<(char, char)> {
    let letters = ACCENTED.into_iter().flatten().filter_map(char::from_u32);
    letters.filter_map(|c| Some((base(c)?, c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said twice, for expressions and for characters, is the same.
    #[test]
    fn the_two_forms_of_a_class_agree() {
        let class = |inner: &str| regex::Regex::new(&format!("^[{inner}]$")).unwrap();
        let (unseen, marks) = (class(UNSEEN), class(MARKS));
        for c in '\0'..='\u{ffff}' {
            let word = c.to_string();
            assert_eq!(unseen.is_match(&word), is_unseen(c), "{:x}", c as u32);
            assert_eq!(marks.is_match(&word), is_mark(c), "{:x}", c as u32);
        }
        assert_eq!(['ø', 'Ł', 'æ', 'o'].map(written_otherwise), [Some("o"), Some("L"), Some("ae"), None]);
    }
}
