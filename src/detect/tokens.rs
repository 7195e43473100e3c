//! Words and marks of one block, in one pass.

use super::lexicon::{Lexicon, Roles};
use crate::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A word that begins with a capital.
    Capital,
    /// A word of two or more capitals.
    Shout,
    /// Any other word.
    Lower,
    /// Digits first.
    Number,
    /// `’s` or a bare `’` after an s: belongs to.
    Possessive,
    /// `@name`.
    Handle,
    /// One mark: its first character.
    Mark(char),
}

/// A word or mark with its place in the reading text and what it can do.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its place.
    pub span: Span,
    /// What it is made of.
    pub class: Class,
    /// What it can do; for words.
    pub roles: Roles,
}

impl Token {
    /// Whether it is the mark `c`.
    pub fn is(self, c: char) -> bool {
        self.class == Class::Mark(c)
    }

    /// Whether it is a word, a number or a handle.
    pub const fn is_word(self) -> bool {
        !matches!(self.class, Class::Mark(_) | Class::Possessive)
    }

    /// Whether it is written like a name.
    pub const fn is_capital(self) -> bool {
        matches!(self.class, Class::Capital | Class::Shout | Class::Handle)
    }

    /// Whether it has the role.
    pub const fn has(self, roles: Roles) -> bool {
        self.roles.has(roles)
    }
}

/// Cuts `span` of `text` into tokens, into `out` (cleared first). O(length).
pub fn tokenize(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    out.clear();
    let words = span.of(text);
    let mut buffer = String::new();
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let start = span.start + at as u32;
        if c.is_alphanumeric() || (c == '@' && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric())) {
            let mut end = at + c.len_utf8();
            while let Some(&(next_at, next)) = chars.peek() {
                let rest = words.get(next_at + next.len_utf8()..).unwrap_or_default();
                if next.is_alphanumeric() || next == '_' || joins(next, rest, words.get(at..end).unwrap_or_default()) {
                    end = next_at + next.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            let word = words.get(at..end).unwrap_or_default();
            let (stem, possessive) = possessive(word);
            let middle = start + stem.len() as u32;
            let roles = lexicon.roles(stem.trim_end_matches('.'), &mut buffer);
            out.push(Token { span: Span::new(start, middle), class: class(stem), roles });
            if possessive {
                let end = start + word.len() as u32;
                out.push(Token { span: Span::new(middle, end), class: Class::Possessive, roles: Roles::default() });
            }
        } else {
            let end = start + c.len_utf8() as u32;
            out.push(Token { span: Span::new(start, end), class: Class::Mark(c), roles: Roles::default() });
        }
    }
}

/// Whether `mark` between two letters keeps a word together: `don’t`, `front-runner`, `U.S`, `1,769`.
fn joins(mark: char, rest: &str, before: &str) -> bool {
    let Some(next) = rest.chars().next() else { return false };
    match mark {
        '\'' | '’' => next.is_alphabetic() && !rest.starts_with("''"),
        '-' | '\u{2010}' | '\u{2011}' => next.is_alphanumeric(),
        '&' => next.is_uppercase() && before.len() == 1,
        '.' => {
            let last = before.chars().next_back().unwrap_or(' ');
            let single = before.rsplit('.').next().is_some_and(|part| part.chars().count() == 1);
            (last.is_ascii_digit() && next.is_ascii_digit()) || (single && next.is_alphabetic())
        }
        ',' => before.chars().all(|c| c.is_ascii_digit() || c == ',') && next.is_ascii_digit(),
        _ => false,
    }
}

fn possessive(word: &str) -> (&str, bool) {
    for end in ["’s", "'s", "’S", "'S"] {
        if let Some(stem) = word.strip_suffix(end) {
            return (stem, true);
        }
    }
    (word, false)
}

fn class(word: &str) -> Class {
    let first = word.chars().next().unwrap_or(' ');
    if first == '@' {
        Class::Handle
    } else if first.is_numeric() {
        Class::Number
    } else if first.is_uppercase() {
        let shout = word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
        if shout { Class::Shout } else { Class::Capital }
    } else {
        Class::Lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokenize(text, Span::new(0, text.len() as u32), &Lexicon::new(), &mut out);
        out.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(words("I don’t, Trump’s U.S. “x”"), ["I", "don’t", ",", "Trump", "’s", "U.S", ".", "“", "x", "”"]);
        assert_eq!(words("@real_d 1,769 front-runner"), ["@real_d", "1,769", "front-runner"]);
        assert_eq!(words("we're,'' he"), ["we're", ",", "'", "'", "he"]);
    }
}
