//! Words and marks of one block, in one pass.

use super::lang::WordEnding;
use super::lexicon::Lexicon;
use super::roles::Roles;
use super::word_number::hash_of;
use crate::span::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenClass {
    /// A word that begins with a capital.
    Capital,
    /// A word of two or more capitals.
    AllCaps,
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
    pub class: TokenClass,
    /// What it can do; for words.
    pub roles: Roles,
    /// Number of the word, case folded: equal for equal words.
    pub word: u32,
    /// What a lower-case word ends with.
    pub ending: WordEnding,
    /// What it looks like to the model: the number of a word that carries grammar or reports, of a mark too; for others a
    /// class made of case, ending and kind.
    pub shape: u32,
}

impl Token {
    /// Whether it is the mark `c`.
    pub fn is(self, c: char) -> bool {
        self.class == TokenClass::Mark(c)
    }

    /// Whether it is a word, a number or a handle.
    pub const fn is_word(self) -> bool {
        !matches!(self.class, TokenClass::Mark(_) | TokenClass::Possessive)
    }

    /// Whether it is written like a name.
    pub const fn is_capital(self) -> bool {
        matches!(self.class, TokenClass::Capital | TokenClass::AllCaps | TokenClass::Handle)
    }

    /// Whether it has the role.
    pub const fn has(self, roles: Roles) -> bool {
        self.roles.has(roles)
    }
}

/// Cuts `span` of `text` into tokens, into `out` (cleared first). O(length): bytes below 0x80 are judged as they
/// are, others as characters.
pub fn tokenize(text: &str, span: Span, lexicon: &Lexicon, out: &mut Vec<Token>) {
    out.clear();
    let ending_of = lexicon.language().ending;
    let words = span.of(text);
    let bytes = words.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let begins = if byte < 0x80 {
            if matches!(byte, b' ' | b'\n' | b'\t' | 0x0b | 0x0c | b'\r') {
                at += 1;
                continue;
            }
            byte.is_ascii_alphanumeric() || (byte == b'@' && char_at(words, at + 1).is_some_and(char::is_alphanumeric))
        } else {
            let c = char_at(words, at).unwrap_or(' ');
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            // Dashes, curly marks and the like, which no search in a table has to tell from letters.
            !matches!(c, '\u{2010}'..='\u{2027}') && c.is_alphanumeric()
        };
        let start = span.start + at as u32;
        if !begins {
            let c = char_at(words, at).unwrap_or(' ');
            at += c.len_utf8();
            let word = hash_of(c.encode_utf8(&mut [0; 4]));
            let end = span.start + at as u32;
            out.push(Token {
                span: Span::new(start, end),
                class: TokenClass::Mark(c),
                roles: Roles::default(),
                word,
                ending: WordEnding::Other,
                shape: word,
            });
            continue;
        }
        let end = word_end(words, at);
        let word = words.get(at..end).unwrap_or_default();
        at = end;
        let (stem, possessive) = possessive(word);
        let middle = start + stem.len() as u32;
        let (roles, word_number) = lexicon.look_up(stem);
        let (class, ending) = (class(stem), ending_of(stem));
        out.push(Token {
            span: Span::new(start, middle),
            class,
            roles,
            word: word_number,
            ending,
            shape: shape(class, roles, word_number, ending),
        });
        if possessive {
            let span = Span::new(middle, start + word.len() as u32);
            out.push(Token {
                span,
                class: TokenClass::Possessive,
                roles: Roles::default(),
                word: POSSESSIVE,
                ending: WordEnding::Other,
                shape: POSSESSIVE,
            });
        }
    }
}

/// Word number of `’s`.
const POSSESSIVE: u32 = 1;

fn char_at(words: &str, at: usize) -> Option<char> {
    words.get(at..)?.chars().next()
}

/// One past the word that begins at byte `from` of `words`.
fn word_end(words: &str, from: usize) -> usize {
    let bytes = words.as_bytes();
    let first = bytes.get(from).is_some_and(|b| *b >= 0x80);
    let mut end = from + if first { char_at(words, from).map_or(1, char::len_utf8) } else { 1 };
    while let Some(&byte) = bytes.get(end) {
        if byte.is_ascii_alphanumeric() || byte == b'_' && bytes.get(end + 1).is_some_and(|b| b.is_ascii_alphanumeric())
        {
            end += 1;
            continue;
        }
        if byte < 0x80 && !matches!(byte, b'\'' | b'-' | b'&' | b'.' | b',' | b'/') {
            break;
        }
        let Some(next) = char_at(words, end) else { break };
        if matches!(next, '\u{2012}'..='\u{2018}' | '\u{201a}'..='\u{2027}') {
            break;
        }
        let after = end + next.len_utf8();
        let rest = words.get(after..).unwrap_or_default();
        if !next.is_alphanumeric() && !joins(next, rest, words.get(from..end).unwrap_or_default()) {
            break;
        }
        end = after;
    }
    end
}

/// Whether `mark` between two letters keeps a word together: `don’t`, `front-runner`, `U.S`, `1,769`.
fn joins(mark: char, rest: &str, before: &str) -> bool {
    let Some(next) = rest.chars().next().filter(|c| c.is_alphanumeric()) else { return false };
    match mark {
        '\'' | '’' => next.is_alphabetic() && !rest.starts_with("''"),
        '-' | '\u{2010}' | '\u{2011}' => true,
        '&' => next.is_uppercase() && before.len() == 1,
        '.' => {
            let last = before.chars().next_back().unwrap_or(' ');
            let single = before.rsplit('.').next().is_some_and(|part| part.chars().count() == 1);
            (last.is_ascii_digit() && next.is_ascii_digit()) || (single && next.is_alphabetic())
        }
        '/' => before.ends_with(|c: char| c.is_ascii_digit()) && next.is_ascii_digit(),
        ',' => before.chars().all(|c| c.is_ascii_digit() || c == ',') && next.is_ascii_digit(),
        _ => false,
    }
}

fn possessive(word: &str) -> (&str, bool) {
    if matches!(word.as_bytes().last(), Some(b's' | b'S'))
        && let Some(head) = word.get(..word.len() - 1)
        && let Some(stem) = head.strip_suffix(['’', '\''])
    {
        return (stem, true);
    }
    (word, false)
}

/// What a word looks like to the model: see [`Token::shape`]. O(1).
fn shape(class: TokenClass, roles: Roles, word: u32, ending: WordEnding) -> u32 {
    let grammar = Roles::PRONOUN.or(Roles::POSS).or(Roles::DET).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ);
    let noun = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION);
    match class {
        TokenClass::Mark(_) | TokenClass::Possessive => word,
        TokenClass::Number => 10,
        TokenClass::Handle => 11,
        _ if roles.has(grammar.or(Roles::SAY)) => word,
        TokenClass::Capital | TokenClass::AllCaps if roles.has(Roles::DAY) => 12,
        TokenClass::Capital if roles.has(noun) => 13,
        TokenClass::Capital => 14,
        TokenClass::AllCaps => 15,
        TokenClass::Lower => {
            let reports = Roles::THINK.or(Roles::SAY_OF).or(Roles::STANCE).or(Roles::NOUN_CUE);
            let base = if roles.has(noun) {
                20
            } else if roles.has(Roles::ADV) {
                30
            } else if roles.has(reports) {
                40
            } else {
                50
            };
            base + ending as u32
        }
    }
}

fn class(word: &str) -> TokenClass {
    match word.as_bytes() {
        [b'a'..=b'z', ..] => return TokenClass::Lower,
        [b'A'..=b'Z', b'a'..=b'z', ..] => return TokenClass::Capital,
        [b'0'..=b'9', ..] => return TokenClass::Number,
        _ => {}
    }
    let first = word.chars().next().unwrap_or(' ');
    if first.is_lowercase() {
        TokenClass::Lower
    } else if first == '@' {
        TokenClass::Handle
    } else if first.is_numeric() {
        TokenClass::Number
    } else if first.is_uppercase() {
        let shout = word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
        if shout { TokenClass::AllCaps } else { TokenClass::Capital }
    } else {
        TokenClass::Lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;

    fn words(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        tokenize(text, Span::new(0, text.len() as u32), &Lexicon::new(&ENGLISH), &mut out);
        out.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(words("I don’t, Trump’s U.S. “x”"), ["I", "don’t", ",", "Trump", "’s", "U.S", ".", "“", "x", "”"]);
        assert_eq!(words("@real_d 1,769 front-runner"), ["@real_d", "1,769", "front-runner"]);
        assert_eq!(words("we're,'' he"), ["we're", ",", "'", "'", "he"]);
    }
}
