//! The same words elsewhere: where a text carries a quotation, word for word, shortened, or with other words in it.
//!
//! Words are compared folded, by a local alignment (Smith and Waterman 1981; gaps as in Gotoh 1982) of the quotation with each
//! stretch of the text that holds several of its words. Words that are left out cost little, however many they are: a quotation
//! is shortened in one place. Words that are others or more cost each: far-off words of other sentences make no copy.

use super::words::{QueryWord, each, fold, of_query};
use crate::detect::GrammarWords;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Most words of a quotation that are compared.
pub const MAX_QUOTED: usize = 512;
/// Most words of a stretch of the text that are compared at once: bounds the memory.
const MAX_STRETCH: usize = 4096;
/// Most copies that are given of one text.
const MAX_COPIES: usize = 100;
/// What words in common have to weigh where the quotation is long: five words that are no words of grammar.
const ENOUGH: i32 = 10;
/// Most words at an end of the quotation that may be others there: more are words of another sentence.
const MAX_END: usize = 4;

/// How words elsewhere stand to a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Word for word.
    Identical,
    /// Some of its words, and no others.
    Shortened,
    /// Some of its words are others, or there are more.
    Altered,
}

impl Likeness {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Shortened => "shortened",
            Self::Altered => "altered",
        }
    }
}

/// A place that carries a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotationCopy {
    /// From its first word to its last, in bytes.
    pub span: Span,
    /// How it stands to the quotation.
    pub likeness: Likeness,
    /// What differs, in order: words that are others or more, and the white space where words are left out.
    pub differs: Vec<Span>,
}

/// A quotation, made ready to be looked for.
#[derive(Clone, Debug)]
pub struct SameWords {
    words: Vec<u32>,
    weights: Vec<i32>,
    numbers: FxHashMap<String, u32>,
    /// For each number whether it is a word that means something.
    held: Vec<bool>,
    enough: i32,
}

/// A word of a text: where, and its number among those of the quotation.
#[derive(Clone, Copy)]
struct Token {
    span: Span,
    number: u32,
}

/// The number of a word that is not in the quotation.
const OTHER: u32 = u32::MAX;

impl SameWords {
    /// `None` for fewer than three words, or words of grammar alone: they are everywhere. Of more than 512 the first are
    /// compared. O(words).
    pub fn new(words: &str) -> Option<Self> {
        let all: Vec<QueryWord> = of_query(words, &GrammarWords::new()).into_iter().take(MAX_QUOTED).collect();
        let weights: Vec<i32> = all.iter().map(|word| i32::from(word.weight())).collect();
        let is_enough = all.len() >= 3 && all.iter().filter(|word| !word.is_grammar).count() >= 2;
        let (mut numbers, mut held) = (FxHashMap::default(), Vec::new());
        let mut number = |word: QueryWord| {
            *numbers.entry(word.word).or_insert_with(|| {
                held.push(!word.is_grammar);
                held.len() as u32 - 1
            })
        };
        let words: Vec<u32> = all.into_iter().map(&mut number).collect();
        let enough = ((weights.iter().sum::<i32>() + 1) / 2).min(ENOUGH);
        is_enough.then_some(Self { words, weights, numbers, held, enough })
    }

    /// The words that mean something, folded, each once: what a document that carries it is found by.
    pub fn sought(&self) -> impl Iterator<Item = &str> {
        let held = |number: u32| self.held.get(number as usize).copied().unwrap_or_default();
        self.numbers.iter().filter(move |(_, number)| held(**number)).map(|(word, _)| word.as_str())
    }

    /// The copies in a text, in order, apart from each other. `said` are the words of statements; what stands `between` the parts
    /// of one (the reporter's words) is passed over; both in order. O(text + stretches with its words · words).
    pub fn all(&self, text: &str, said: &[Span], between: &[Span]) -> Vec<QuotationCopy> {
        let mut folded = String::new();
        let mut tokens: Vec<Token> = Vec::new();
        let mut gaps = between.iter().peekable();
        each(text, |start, end| {
            let span = Span::new(start as u32, end as u32);
            while gaps.next_if(|gap| gap.end <= span.start).is_some() {}
            if gaps.peek().is_none_or(|gap| span.start < gap.start) {
                fold(text.get(start..end).unwrap_or_default(), &mut folded);
                tokens.push(Token { span, number: self.numbers.get(&folded).copied().unwrap_or(OTHER) });
            }
        });
        let mut out = Vec::new();
        for stretch in self.stretches(&tokens) {
            let mut open = vec![stretch];
            while let Some((from, to)) = open.pop() {
                let Some(part) = tokens.get(from..to).filter(|part| part.len() > 1) else { continue };
                let Some(found) = self.best(part) else { continue };
                let (first, last) = (from + found.first, from + found.last);
                out.push(self.copy(&tokens, (first, last), found, said));
                if out.len() >= MAX_COPIES {
                    break;
                }
                open.extend([(from, first), (last + 1, to)]);
            }
        }
        out.sort_by_key(|copy| copy.span);
        out
    }

    /// Stretches of words with enough words of the quotation near each other.
    fn stretches(&self, tokens: &[Token]) -> Vec<(usize, usize)> {
        let room = self.words.len() + 8;
        let is_hit = |token: &Token| self.held.get(token.number as usize).copied().unwrap_or_default();
        let mut out: Vec<(usize, usize)> = Vec::new();
        // First and last of those near each other, and how many.
        let mut open: Option<(usize, usize, usize)> = None;
        let mut close = |open: Option<(usize, usize, usize)>| {
            if let Some((first, last, _)) = open.filter(|(_, _, count)| *count > 1) {
                let before = out.last().map_or(0, |(_, end)| *end);
                let from = first.saturating_sub(room).max(before);
                let to = (last + room + 1).min(tokens.len());
                let mut at = from;
                while at < to {
                    out.push((at, to.min(at + MAX_STRETCH)));
                    at += MAX_STRETCH;
                }
            }
        };
        for (at, _) in tokens.iter().enumerate().filter(|(_, token)| is_hit(token)) {
            open = match open {
                Some((first, last, count)) if at <= last + room => Some((first, at, count + 1)),
                other => {
                    close(other);
                    Some((at, at, 1))
                }
            };
        }
        close(open);
        out
    }

    /// The best local alignment with some words, where that is good enough. O(words · quotation).
    fn best(&self, part: &[Token]) -> Option<Found> {
        let width = self.words.len() + 1;
        let mut steps: Vec<u8> = vec![0; width * (part.len() + 1)];
        let mut above: Vec<i32> = vec![0; width];
        let mut row: Vec<i32> = vec![0; width];
        let (mut best, mut at) = (0, (0, 0));
        for (n, token) in part.iter().enumerate() {
            let mut left_out = i32::MIN / 2;
            let mut left = 0;
            for (i, (word, weight)) in self.words.iter().zip(&self.weights).enumerate() {
                let value = |row: &[i32], i: usize| row.get(i).copied().unwrap_or_default();
                let both = value(&above, i) + if *word == token.number { *weight } else { -OTHERS };
                let more = value(&above, i + 1) - MORE;
                let opened = left - LEFT_OUT;
                let goes_on = left_out >= opened;
                left_out = left_out.max(opened);
                let (mut score, mut step) = (both, EXCHANGE);
                if more > score {
                    (score, step) = (more, MORE_WORD);
                }
                if left_out > score {
                    (score, step) = (left_out, LEFT_OUT_WORD);
                }
                if score <= 0 {
                    (score, step) = (0, STOP);
                }
                if let Some(cell) = steps.get_mut((n + 1) * width + i + 1) {
                    *cell = step | if goes_on { GOES_ON } else { 0 };
                }
                if let Some(cell) = row.get_mut(i + 1) {
                    *cell = score;
                }
                left = score;
                if score > best {
                    (best, at) = (score, (n + 1, i + 1));
                }
            }
            std::mem::swap(&mut above, &mut row);
        }
        (best >= self.enough).then(|| self.back(part, &steps, at)).flatten()
    }

    /// The way back from the end of an alignment.
    fn back(&self, part: &[Token], steps: &[u8], (mut n, mut i): (usize, usize)) -> Option<Found> {
        let width = self.words.len() + 1;
        let step = |n: usize, i: usize| steps.get(n * width + i).copied().unwrap_or(STOP);
        let mut found = Found { last: n.checked_sub(1)?, to: i, ..Found::default() };
        loop {
            match step(n, i) & KIND {
                EXCHANGE => {
                    let token = part.get(n - 1)?;
                    if self.words.get(i - 1) != Some(&token.number) {
                        found.others = true;
                        found.differs.push(token.span);
                    }
                    (n, i) = (n - 1, i - 1);
                }
                MORE_WORD => {
                    found.others = true;
                    found.differs.push(part.get(n - 1)?.span);
                    n -= 1;
                }
                LEFT_OUT_WORD => {
                    found.left_out = true;
                    if let (Some(before), Some(after)) = (n.checked_sub(1).and_then(|n| part.get(n)), part.get(n)) {
                        found.differs.push(Span::new(before.span.end, after.span.start));
                    }
                    while step(n, i) & GOES_ON != 0 {
                        i -= 1;
                    }
                    i -= 1;
                }
                _ => break,
            }
        }
        (found.first, found.from) = (n, i);
        found.differs.reverse();
        Some(found)
    }

    /// What an alignment says of the words of the text from `first` to `last`.
    fn copy(&self, tokens: &[Token], (first, last): (usize, usize), found: Found, said: &[Span]) -> QuotationCopy {
        let Found { from, to, mut differs, left_out, mut others, .. } = found;
        let at = |n: usize| tokens.get(n).map(|token| token.span);
        let mut span = at(first).unwrap_or_default().hull(at(last).unwrap_or_default());
        // Where the quotation has a few words more, and the statement here too, these stand in their place.
        let inside = |n: usize| {
            let own = said.partition_point(|own| own.start <= span.start);
            let own = own.checked_sub(1).and_then(|n| said.get(n)).copied();
            at(n).filter(|word| own.is_some_and(|own| own.covers(*word)))
        };
        let missing_end = self.words.len() - to;
        let behind: Vec<Span> = (last + 1..=last + 2 * MAX_END + 1).map_while(inside).collect();
        let before: Vec<Span> = (1..=2 * MAX_END + 1).map_while(|n| inside(first.checked_sub(n)?)).collect();
        let stands_for = |missing: usize, there: &[Span]| {
            (1..=MAX_END).contains(&missing) && (1..=missing + MAX_END).contains(&there.len())
        };
        if stands_for(missing_end, &behind) {
            others = true;
            differs.extend(&behind);
            span = behind.last().map_or(span, |last| span.hull(*last));
        }
        if stands_for(from, &before) {
            others = true;
            differs.splice(0..0, before.iter().rev().copied());
            span = before.last().map_or(span, |first| first.hull(span));
        }
        let likeness = match () {
            () if others => Likeness::Altered,
            () if left_out || from > 0 || missing_end > 0 => Likeness::Shortened,
            () => Likeness::Identical,
        };
        QuotationCopy { span, likeness, differs }
    }
}

/// What a word that is another costs.
const OTHERS: i32 = 2;
/// What a word more costs.
const MORE: i32 = 1;
/// What it costs that words are left out, however many.
const LEFT_OUT: i32 = 3;

const STOP: u8 = 0;
const EXCHANGE: u8 = 1;
const MORE_WORD: u8 = 2;
const LEFT_OUT_WORD: u8 = 3;
/// The bits of a step that say which it is.
const KIND: u8 = 3;
/// The words before are left out too.
const GOES_ON: u8 = 4;

/// An alignment: the first and last word of the text, from where to where in the quotation, and what differs between.
#[derive(Default)]
struct Found {
    first: usize,
    last: usize,
    from: usize,
    to: usize,
    differs: Vec<Span>,
    left_out: bool,
    others: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "We lost three boats in March, and nobody on this council, nobody, was asked about it.";

    /// The copies of the quotation in a text: how, their words, and what differs.
    fn copies(text: &str) -> Vec<(Likeness, String, Vec<String>)> {
        let said: Vec<Span> = text
            .match_indices('“')
            .filter_map(|(at, _)| Some(Span::new(at as u32, (at + text.get(at..)?.find('”')? + 3) as u32)))
            .collect();
        let all = SameWords::new(SAID).unwrap().all(text, &said, &[]);
        let words = |span: &Span| span.of(text).to_owned();
        all.iter().map(|c| (c.likeness, words(&c.span), c.differs.iter().map(words).collect())).collect()
    }

    #[test]
    fn word_for_word_whatever_the_letters_look_like() {
        for text in [SAID.to_owned(), format!("Lind: “{}”", SAID.to_uppercase()), SAID.replace(' ', "\n")] {
            let all = copies(&format!("Some words before.\n\n{text}\n\nAnd some behind it."));
            assert_eq!(all.iter().map(|c| c.0).collect::<Vec<_>>(), [Likeness::Identical], "{text}: {all:?}");
            assert!(all[0].2.is_empty());
        }
        assert_eq!(copies(&format!("{SAID}\n\nHe said it again: “{SAID}”")).len(), 2);
    }

    #[test]
    fn what_is_left_out_makes_it_shorter() {
        let all = copies("“We lost three boats in March … nobody was asked about it,” said Lind.");
        assert_eq!(all.iter().map(|c| c.0).collect::<Vec<_>>(), [Likeness::Shortened], "{all:?}");
        assert!(all[0].1.starts_with("We lost") && all[0].1.ends_with("about it"), "{all:?}");
        let all = copies("“Nobody on this council, nobody, was asked about it.”");
        assert_eq!(all.iter().map(|c| c.0).collect::<Vec<_>>(), [Likeness::Shortened], "{all:?}");
    }

    #[test]
    fn other_words_are_told() {
        let all = copies("“We lost four boats in March, and nobody on this council, nobody, was asked about it.”");
        assert_eq!((all[0].0, all[0].2.as_slice()), (Likeness::Altered, &["four".to_owned()][..]), "{all:?}");
        let all = copies("“We lost three boats in March, and nobody on this council, nobody, was told.” She left.");
        assert_eq!((all[0].0, all[0].2.last().map(String::as_str)), (Likeness::Altered, Some("told")), "{all:?}");
        let all = copies("“They lost three boats in March, and nobody on this council, nobody, was asked about it.”");
        assert_eq!((all[0].0, all[0].2.first().map(String::as_str)), (Likeness::Altered, Some("They")), "{all:?}");
    }

    #[test]
    fn words_of_other_sentences_are_no_copy() {
        for text in ["", "Nobody was asked.", "Three boats left in March. Nobody was on them.", "The council met."] {
            assert_eq!(copies(text), [], "{text}");
        }
        for few in ["", "No.", "and so it is", "boats"] {
            assert!(SameWords::new(few).is_none(), "{few}");
        }
    }

    #[test]
    fn the_words_of_the_reporter_between_two_parts_are_passed_over() {
        let text = "“We lost three boats in March,” Bo Lind told the meeting, “and nobody on this council, nobody, was asked about it.”";
        let at = |words: &str| text.find(words).unwrap() as u32;
        let parts = [Span::new(0, at(" Bo")), Span::new(at("“and"), text.len() as u32)];
        let between = [Span::new(parts[0].end, parts[1].start)];
        let all = SameWords::new(SAID).unwrap().all(text, &parts, &between);
        assert_eq!(all.iter().map(|c| c.likeness).collect::<Vec<_>>(), [Likeness::Identical], "{all:?}");
    }

    proptest::proptest! {
        /// Copies lie apart, on letters, in order, and what differs lies within them.
        #[test]
        fn copies_are_places_of_the_text(words in proptest::collection::vec(0usize..12, 0..80)) {
            let all = ["we", "lost", "three", "boats", "in", "march", "nobody", "council", "asked", "other", "tide", "…"];
            let text: Vec<&str> = words.iter().map(|n| all[*n]).collect();
            let text = text.join(" ");
            let mut end = 0;
            for copy in SameWords::new(SAID).unwrap().all(&text, &[], &[]) {
                assert!(copy.span.start >= end && copy.span.end as usize <= text.len(), "{copy:?}");
                assert!(copy.differs.iter().all(|d| copy.span.covers(*d)), "{copy:?}");
                end = copy.span.end;
            }
        }
    }
}
