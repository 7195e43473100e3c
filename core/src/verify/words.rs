//! A text as the words that are compared: case, marks and what is not seen folded, contractions read apart.
//!
//! Punctuation is no word; what of it matters (where a sentence ends, whether it asks, a comma, a dash, words left out)
//! stands with the word before it. Signs before and inside numbers, currency signs and `%` are part of the numbers.

use super::word::{After, Word, WordFlags};
use super::{en, numerals, spelling};
use crate::search::is_unseen;
use crate::span::Span;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest words in brackets that are looked at as such, in bytes.
const MAX_BRACKET: usize = 120;

/// Adds the words of `place` to `out`. What is in brackets is marked, sounds are left out. O(length).
pub fn read(text: &str, place: Span, out: &mut Vec<Word>) {
    let first = out.len();
    let mut lexer =
        Lexer { text, end: place.end as usize, at: place.start as usize, out, first, bracket: None, count: 0 };
    lexer.run();
    numerals::merge(out, first);
    settle(text, out, first, place.end);
}

struct Lexer<'a> {
    text: &'a str,
    end: usize,
    at: usize,
    out: &'a mut Vec<Word>,
    first: usize,
    /// The brackets that are open: their number and end.
    bracket: Option<(u16, usize)>,
    count: u16,
}

impl Lexer<'_> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..self.end)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn run(&mut self) {
        while let Some(c) = self.char_at(self.at) {
            let start = self.at;
            if self.bracket.is_some_and(|(_, end)| start >= end) {
                self.bracket = None;
            }
            let next = start + c.len_utf8();
            if is_unseen(c) || c.is_whitespace() {
                self.at = next;
            } else if c.is_alphanumeric() {
                if is_footnote_sign(c) {
                    self.at = next;
                } else if c.is_numeric() {
                    self.number(start);
                } else {
                    self.word(start);
                }
            } else {
                self.at = next;
                self.mark(c, start, next);
            }
        }
    }

    fn push(&mut self, word: Word) {
        let bracket = self.bracket.map_or(0, |(number, _)| number);
        self.out.push(Word { flags: WordFlags { bracket, ..word.flags }, ..word });
    }

    /// Notes punctuation behind the last word.
    fn after(&mut self, after: After) {
        let first = self.first;
        if let Some(last) = self.out.get_mut(first..).and_then(<[Word]>::last_mut) {
            last.after = last.after.max(after);
            last.flags.omission |= after == After::Omission;
        }
    }

    fn mark(&mut self, c: char, start: usize, next: usize) {
        match c {
            ',' => self.after(After::Comma),
            ';' | ':' => self.after(After::Strong),
            '.' if self.is_omission(start) => {
                self.after(After::Omission);
                self.at = self.omission_end(start);
            }
            '…' => self.after(After::Omission),
            '.' | '!' => self.after(After::Stop),
            '?' => self.after(After::Question),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => self.dash(c, start, next),
            '%' => self.unit("percent", start, next),
            '°' => self.unit("degree", start, next),
            '$' => self.unit("dollar", start, next),
            '£' => self.unit("pound", start, next),
            '€' => self.unit("euro", start, next),
            '¥' => self.unit("yen", start, next),
            '₹' => self.unit("rupee", start, next),
            '¢' => self.unit("cent", start, next),
            '&' => {
                let span = Span::new(start as u32, next as u32);
                self.push(Word::new(span, "and".to_owned(), "and".to_owned()));
            }
            '[' | '(' => self.open(c, start, next),
            ')' | '“' | '”' | '"' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '「' | '」' => {
                self.after(After::Comma);
            }
            _ => {}
        }
    }

    fn unit(&mut self, name: &str, start: usize, next: usize) {
        let key = format!("¤{name}");
        let joined = self.out.get(self.first..).and_then(<[Word]>::last).is_some_and(|w| w.span.end as usize == start);
        let word = Word::new(Span::new(start as u32, next as u32), key.clone(), key);
        self.push(Word { flags: WordFlags { joined, ..WordFlags::default() }, ..word });
    }

    /// `-` between letters parts a word, before a figure it is a sign, elsewhere it is a dash; at the end of a line it may be the
    /// middle of a word.
    fn dash(&mut self, c: char, start: usize, next: usize) {
        let before = self.char_before(start).filter(|_| start > 0);
        let after = self.char_at(next);
        let in_word = before.is_some_and(char::is_alphanumeric);
        if in_word
            && after.is_some_and(char::is_alphanumeric)
            && matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
        {
            return;
        }
        let sign = matches!(c, '-' | '\u{2212}' | '\u{2013}') && !in_word && before != Some(')');
        if sign && after.is_some_and(|a| a.is_ascii_digit() || matches!(a, '$' | '£' | '€')) {
            // The number takes it.
            return;
        }
        let rest = self.text.get(next..self.end).unwrap_or_default();
        let line = rest.trim_start_matches([' ', '\t']);
        if in_word && c == '-' && line.starts_with('\n') && !line.trim_start_matches('\n').is_empty() {
            let more = line.trim_start_matches([' ', '\t', '\n']);
            if line.get(1..).is_some_and(|l| !l.starts_with('\n')) && more.starts_with(char::is_lowercase) {
                self.at = self.end - more.len();
                let head = self.out.get(self.first..).and_then(<[Word]>::last).map(|w| w.span);
                let count = self.out.len();
                self.word(self.at);
                if let (Some(_), Some(word)) = (head, self.out.get_mut(count)) {
                    word.flags.line_end = true;
                }
                return;
            }
        }
        let broken = in_word && !after.is_some_and(char::is_alphanumeric) && c == '-';
        let first = self.first;
        if let Some(last) = self.out.get_mut(first..).and_then(<[Word]>::last_mut).filter(|_| broken) {
            last.flags.broken = true;
        }
        self.after(After::Dash);
    }

    /// Whether dots from here on leave something out: `...`, `. . .`.
    fn is_omission(&self, start: usize) -> bool {
        let rest = self.text.get(start..self.end).unwrap_or_default();
        rest.starts_with("...")
            || rest.starts_with(". . .")
            || rest.starts_with(".\u{a0}.\u{a0}.")
            || rest.starts_with("..")
    }

    fn omission_end(&self, start: usize) -> usize {
        let rest = self.text.get(start..self.end).unwrap_or_default();
        let length = rest.find(|c: char| !matches!(c, '.' | ' ' | '\u{a0}')).unwrap_or(rest.len());
        let dots = rest.get(..length).unwrap_or_default().trim_end();
        start + dots.len()
    }

    fn open(&mut self, c: char, start: usize, next: usize) {
        let close = if c == '[' { ']' } else { ')' };
        let rest =
            self.text.get(next..self.end.min(self.text.floor_char_boundary(next + MAX_BRACKET))).unwrap_or_default();
        let Some(length) = rest
            .find([close, '\n', '[', '“', '”', '"', '«', '»', '„'])
            .filter(|at| rest.get(*at..).is_some_and(|r| r.starts_with(close)))
        else {
            return;
        };
        let inner = rest.get(..length).unwrap_or_default();
        let end = next + length + 1;
        let words = inner.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let all: Vec<String> = words.map(str::to_ascii_lowercase).collect();
        let is_short = all.len() <= 4;
        if inner.trim() == "?" || is_short && en::is_unheard(&all) {
            let span = Span::new(start as u32, end as u32);
            let flags = WordFlags { unheard: true, ..WordFlags::default() };
            self.push(Word { flags, ..Word::new(span, String::new(), String::new()) });
            self.at = end;
        } else if !inner.is_empty() && inner.chars().all(|c| matches!(c, '.' | '…' | ' ')) {
            self.after(After::Omission);
            self.at = end;
        } else if is_short && en::is_sound(&all, c == '[') || all.is_empty() {
            self.at = end;
        } else if c == '[' {
            let attached = inner.chars().all(char::is_alphabetic)
                && self.char_at(end).is_some_and(char::is_alphabetic)
                && !inner.contains(' ');
            if attached {
                // `[W]e`: one word.
                self.word(next);
            } else if all.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit())) {
                // The sign of a note, a time code.
                self.at = end;
            } else {
                self.count += 1;
                self.bracket = Some((self.count, end));
            }
        } else if inner.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '£' | '€'))
            && inner.chars().all(|c| c.is_ascii_digit() || " .,$£€%".contains(c))
        {
            // `(10)`: below nought, as accounts have it.
            let count = self.out.len();
            self.sub(next, end - 1);
            if let Some(word) = self.out.iter_mut().skip(count).find(|w| w.key.starts_with('#')) {
                word.key.insert(1, '(');
                word.form = word.key.clone();
            }
            self.at = end;
        } else {
            self.after(After::Comma);
        }
    }

    /// Reads a part of the text with the same rules.
    fn sub(&mut self, from: usize, to: usize) {
        let (at, end) = (self.at, self.end);
        (self.at, self.end) = (from, to);
        self.run();
        (self.at, self.end) = (at, end);
    }

    fn word(&mut self, start: usize) {
        let mut letters = String::new();
        let mut apostrophe: Option<usize> = None;
        let mut at = start;
        let mut end = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            if is_footnote_sign(c) {
                break;
            }
            if c.is_alphanumeric() || is_combining_mark(c) {
                letters.push(c);
                end = next;
            } else if is_unseen(c) {
                // Between letters only.
            } else if matches!(c, '\'' | '’' | '‘' | '\u{2bc}' | '`')
                && self.char_at(next).is_some_and(char::is_alphabetic)
                && !letters.is_empty()
            {
                apostrophe = Some(letters.len());
            } else if matches!(c, ']' | '[') && self.char_at(next).is_some_and(char::is_alphabetic) && end == at {
                // `[W]e`, `want[s]`.
            } else {
                break;
            }
            at = next;
        }
        // A bracket closed at the end of the word: `want[s]`.
        self.at = if self.char_at(end) == Some(']') && self.bracket.is_none() { end + 1 } else { end };
        let dotted = letters.chars().count() == 1 && self.char_at(end) == Some('.');
        if dotted && let Some(all) = self.initials(start, end) {
            letters = all;
            end = self.at;
        }
        self.letters(Span::new(start as u32, end as u32), &letters, apostrophe);
    }

    /// `U.S.`, `p.m.`: letters with a stop behind each, as one word.
    fn initials(&mut self, start: usize, first: usize) -> Option<String> {
        let mut letters: String = self.text.get(start..first)?.to_owned();
        let mut at = first;
        while self.char_at(at) == Some('.')
            && let Some(c) = self.char_at(at + 1).filter(|c| c.is_alphabetic())
            && !self.char_at(at + 1 + c.len_utf8()).is_some_and(char::is_alphabetic)
        {
            letters.push(c);
            at += 1 + c.len_utf8();
        }
        (letters.chars().count() > 1).then(|| {
            // The last stop belongs to it; whether it ends the sentence as well the next word tells.
            self.at = at;
            letters
        })
    }

    fn letters(&mut self, span: Span, letters: &str, apostrophe: Option<usize>) {
        let capital = letters.starts_with(char::is_uppercase);
        let form: String = fold(letters);
        let flags = WordFlags { capital, ..WordFlags::default() };
        let clitic = apostrophe.and_then(|at| letters.get(at..)).map(fold);
        let parts = en::apart(&form, apostrophe.is_some());
        if !parts.is_empty() {
            // `cannot` and `can’t` are spelled apart, `dont` and `don’t` alike.
            let is_short = apostrophe.is_some() || ["nt", "re", "ve", "ll", "m"].iter().any(|end| form.ends_with(end));
            let mark = if is_short { '’' } else { '·' };
            let written = |n: usize, part: &str| {
                if n == 0 && form.starts_with(part) { part.to_owned() } else { format!("{part}{mark}") }
            };
            for (n, part) in parts.iter().enumerate() {
                let flags = WordFlags { capital: capital && n == 0, joined: n > 0, ..WordFlags::default() };
                self.push(Word { flags, ..Word::new(span, key_of(part), written(n, part)) });
            }
            return;
        }
        if let Some(clitic) = clitic.filter(|c| c == "s" || c == "d") {
            let stem: String = form.chars().take(form.chars().count().saturating_sub(1)).collect();
            self.push(Word { flags, ..Word::new(span, key_of(&stem), stem) });
            let key = format!("'{clitic}");
            let flags = WordFlags { joined: true, ..WordFlags::default() };
            self.push(Word { flags, ..Word::new(span, key.clone(), key) });
            return;
        }
        self.push(Word { flags, ..Word::new(span, key_of(&form), form) });
    }

    fn number(&mut self, start: usize) {
        let mut at = start;
        let mut digits = String::new();
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            let inside = matches!(c, ',' | '.' | ':' | '/')
                && self.char_at(next).is_some_and(|d| d.is_ascii_digit())
                && (c != ',' || self.groups(next));
            if c.is_numeric() && !is_footnote_sign(c) {
                // `½` is `1/2`, `2½` no `21/2`.
                let plain = std::iter::once(c).nfkc().map(|d| if d == '\u{2044}' { '/' } else { d });
                if !c.is_ascii_digit() && !digits.is_empty() {
                    digits.push('+');
                }
                digits.extend(plain);
            } else if inside {
                if c != ',' {
                    digits.push(c);
                }
            } else if !is_unseen(c) {
                break;
            }
            at = next;
        }
        let sign = self.sign(start);
        let from = start - sign.map_or(0, |(_, length)| length);
        let key = numerals::key(&digits, sign.is_some_and(|(minus, _)| minus));
        let span = Span::new(from as u32, at as u32);
        self.push(Word::new(span, key.clone(), key));
        self.at = at;
        // Letters behind it: `4th`, `1990s`, `2m`, `5kg`.
        let count = self.out.len();
        if self.char_at(at).is_some_and(char::is_alphabetic) {
            self.word(at);
            if let Some(word) = self.out.get_mut(count) {
                word.flags.joined = true;
            }
        } else if let Some(mark) = self.char_at(at).filter(|c| matches!(c, '\'' | '’'))
            && self.char_at(at + mark.len_utf8()) == Some('s')
        {
            // `1990’s` is `1990s`.
            self.at = at + mark.len_utf8();
        }
    }

    /// Whether three digits and no fourth stand from here on: the comma before them groups.
    fn groups(&self, at: usize) -> bool {
        let rest = self.text.get(at..self.end).unwrap_or_default().as_bytes();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        digits == 3
    }

    /// The sign before a number, also before its currency: whether it is a minus, and its bytes.
    fn sign(&self, start: usize) -> Option<(bool, usize)> {
        let mut at = start;
        if let Some(c) = self.char_before(at).filter(|c| matches!(c, '$' | '£' | '€')) {
            at -= c.len_utf8();
        }
        let sign = self.char_before(at).filter(|c| matches!(c, '-' | '\u{2212}' | '\u{2013}'))?;
        let before = self.char_before(at - sign.len_utf8());
        let free = before.is_none_or(|b| b.is_whitespace() || matches!(b, '(' | '“' | '‘' | '"' | '\''));
        free.then_some((true, if at == start { sign.len_utf8() } else { 0 }))
    }
}

/// Small raised figures: signs of notes.
const fn is_footnote_sign(c: char) -> bool {
    matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}'..='\u{2079}')
}

/// A word in small letters, composed; ligatures apart.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkc().filter(|c| !is_unseen(*c)).flat_map(char::to_lowercase).collect()
}

/// What a word is found by.
fn key_of(form: &str) -> String {
    if form.is_ascii() {
        return spelling::key(form);
    }
    let plain: String = form.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    spelling::key(&plain)
}

/// Finds out where sentences end, now that the words are known.
fn settle(text: &str, words: &mut [Word], first: usize, end: u32) {
    let mut begins = true;
    let count = words.len();
    for n in first..count {
        let next = words.get(n + 1).map(|w| w.span);
        let opens = words.get(n + 1).is_some_and(|w| w.flags.capital && en::opens_sentences(&w.key));
        let counted = n.checked_sub(1).and_then(|p| words.get(p)).is_some_and(|w| w.key.starts_with('#'));
        let Some(word) = words.get_mut(n) else { break };
        word.flags.first = begins;
        let gap = Span::new(word.span.end.min(end), next.map_or(end, |s| s.start).max(word.span.end.min(end))).of(text);
        let joins = next.is_none_or(|s| s.start < word.span.end);
        let follows = gap.trim_start_matches(['.', '!', '?', '"', '”', '’', '\'', ')', ']', '…', '»']);
        let next_begins = next.is_some_and(|s| {
            let c = s.of(text).chars().next().unwrap_or(' ');
            c.is_uppercase() || c.is_numeric() || !c.is_alphanumeric() || gap.contains('\n')
        });
        if word.after == After::Stop || word.after == After::Question {
            // `5 m.` and `Ord & Co. Nothing` may end a sentence, an initial or a title does not.
            let abbreviated = en::is_abbreviation(&word.form) && !(opens && en::may_end_sentences(&word.form));
            let initial = word.form.chars().count() == 1 && word.form != "i" && (word.flags.capital || !counted);
            let short = abbreviated || initial;
            let initials = word.span.of(text).contains('.');
            let is_end = next.is_none()
                || next_begins
                    && (follows.starts_with(char::is_whitespace) || follows.contains('\n'))
                    && !(word.after == After::Stop && short && gap.starts_with('.'));
            if !is_end && word.after == After::Stop {
                word.after = if short || initials { After::Nothing } else { After::Comma };
            }
        }
        if word.after == After::Omission && next.is_none() {
            word.after = After::Omission;
        }
        begins = word.after.ends_sentence() || (word.after == After::Nothing && !joins && gap.contains("\n\n"));
    }
}

#[cfg(test)]
pub mod tests;
