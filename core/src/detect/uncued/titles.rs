//! What quotation marks are round, by how the words look and by what stands before them: a title, a term, a nickname, a whole
//! sentence, or words that go on behind a cue.

use super::UncuedQuotation;
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use crate::detect::word_number::hash_of;
use smallvec::SmallVec;

/// Whether a word has more than three letters.
fn is_long(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(3).is_some()
}

/// How many of the long words have a capital: none, the first only, some, all; 4 for no long word.
pub fn capitals(words: &str) -> u32 {
    let long = words.split_whitespace().filter(|w| is_long(w));
    let large = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let (mut n, mut capital, mut first) = (0, 0, false);
    for word in long.take(12) {
        first |= n == 0 && large(word);
        n += 1;
        capital += u32::from(large(word));
    }
    match (n, capital) {
        (0, _) => 4,
        (_, 0) => 0,
        (n, c) if n == c => {
            if n == 1 {
                5
            } else {
                3
            }
        }
        (_, 1) if first => 1,
        _ => 2,
    }
}

impl UncuedQuotation<'_> {
    /// Whether a word for a work stands before it: "his book “…”".
    pub fn is_announced(&self) -> bool {
        let (row, q) = (self.row(), self.q);
        q > 0 && row.has(q - 1, Roles::TITLE_CUE) || q > 1 && row.is(q - 1, ',') && row.has(q - 2, Roles::TITLE_CUE)
    }

    /// Whether the marks are round a name by what stands before them: the title of a work that is announced as one (“her
    /// book”, “titled”), of a programme of a station (“ABC’s”), what has a year (“the 1994”), what is “known as”.
    pub fn is_a_name(&self) -> bool {
        let (row, before) = (self.row(), self.q.wrapping_sub(1));
        let inner = row.quote(self.q).map_or("", |s| s.inner().of(row.text));
        if inner.split_whitespace().take(7).count() == 7 || inner.starts_with(char::is_lowercase) {
            return false;
        }
        let dated = row.word(before).is_some_and(|t| t.class == TokenClass::Number && t.span.len() == 4);
        let station = row.word(before).is_some_and(|t| t.class == TokenClass::Possessive)
            && row.word(self.q.wrapping_sub(2)).is_some_and(|t| t.class == TokenClass::AllCaps);
        let as_at = if row.has(before, Roles::DET) { self.q.wrapping_sub(2) } else { before };
        let (known, as_word) = row.language.grammar.known_as;
        let known = row.is_word(as_at, as_word) && row.is_word(as_at.wrapping_sub(1), known);
        dated || known || (station || self.is_announced()) && !matches!(capitals(inner), 0..=2)
    }

    /// Whether a quotation stands where a clause can: it opens the sentence, or a comma or colon leads into it.
    pub fn is_clause(&self) -> bool {
        let (row, q) = (self.row(), self.q);
        let inner = row.quote(q).map_or("", |s| s.inner().of(row.text));
        let led = q > 0 && (row.is(q - 1, ':') || row.is(q - 1, ',') && !row.has(q.wrapping_sub(2), Roles::TITLE_CUE));
        q == self.view.start
            || row.begins_line(q)
            || led && !inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
    }

    /// Whether the words begin and end as a sentence does.
    pub fn is_a_sentence(&self) -> bool {
        let inner = self.row().quote(self.q).map_or("", |s| s.inner().of(self.row().text)).trim();
        inner.starts_with(char::is_uppercase)
            && inner.ends_with(['.', '?', '!', '…'])
            && inner.contains(char::is_whitespace)
    }

    /// “The wall,” Grey said, “will not hold”: the item of the words that a comma broke off and these go on from.
    pub fn broken_off(&self) -> Option<usize> {
        let row = self.row();
        let inner = |i: usize| row.quote(i).map_or("", |s| s.inner().of(row.text)).trim();
        let broken = (self.view.start..self.q).rev().find(|i| row.quote(*i).is_some());
        let comma = self.q > 0 && row.is(self.q - 1, ',');
        // “I will stay” begins with a capital wherever it stands.
        let first = inner(self.q).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let grammar = &row.language.grammar;
        let small = first.starts_with(char::is_lowercase) || grammar.first_person.contains(&hash_of(first));
        let goes_on = comma && small;
        broken.filter(|i| goes_on && inner(*i).ends_with(','))
    }

    /// Whether a name behind it may be that of who said it, not of who made it.
    pub fn may_be_signed(&self) -> bool {
        let inner = self.row().quote(self.q).map_or("", |s| s.inner().of(self.row().text));
        let stopped = inner.ends_with([',', '.', '!', '?', '…', '-', '—']);
        let name = !stopped && inner.split_whitespace().take(2).count() < 2;
        !name && !self.looks_like_a_title() && (self.is_clause() || inner.ends_with(['.', '!', '?', '…']))
    }

    /// Titles and terms: announced as one, or every long word of it has a capital.
    pub fn looks_like_a_title(&self) -> bool {
        let (row, q) = (self.row(), self.q);
        let Some(segment) = row.quote(q) else { return false };
        let inner = segment.inner().of(row.text);
        let words: SmallVec<[&str; 12]> = inner.split_whitespace().take(11).collect();
        if words.len() > 10 || inner.ends_with(['?', '!']) {
            return false;
        }
        let announced = self.is_announced();
        let long = words.iter().filter(|w| is_long(w));
        let (mut n, mut capital) = (0, 0);
        for word in long {
            n += 1;
            capital += usize::from(word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
        }
        let all_capital = n > 0 && n == capital && words.first().is_some_and(|w| w.starts_with(char::is_uppercase));
        let in_phrase = q > 0
            && (row.has(q - 1, Roles::DET.or(Roles::POSS).or(Roles::PREP))
                || row.word(q - 1).is_some_and(|t| t.class == TokenClass::Possessive));
        let verb =
            q > 0 && (row.is_verb(q - 1, Roles::SAY.or(Roles::SAY_OF)) || row.is(q - 1, ',') || row.is(q - 1, ':'));
        (announced && words.len() <= 6) || (all_capital && (words.len() >= 2 || in_phrase) && !verb)
    }

    /// `Robert C. “Bobby” Scott`.
    pub fn is_nickname(&self) -> bool {
        let (row, q) = (self.row(), self.q);
        let short = row.quote(q).is_some_and(|s| s.inner().of(row.text).split_whitespace().take(3).count() <= 2);
        let name = |i: usize| row.word(i).is_some_and(|t| t.is_capital() && !t.has(Roles::NOT_NAME));
        short
            && q > 0
            && (name(q - 1) || row.is(q - 1, '.') && q > 1 && name(q - 2))
            && name(q + 1)
            && row.quote(q).is_some_and(|s| !s.inner().of(row.text).ends_with([',', '.', '!', '?']))
    }
}
