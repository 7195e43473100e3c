//! Which documents of many may hold a quotation, by the words that an index has of them and then by their texts alone, so that
//! only those are read whose answer counts.
//!
//! Of the words of a quotation those count that say something and are the same words in every document: no contraction, nothing
//! that is made of one, no currency; what Britain and America, or figures and letters, write otherwise counts in each way. Each
//! word counts once.
//!
//! - An *altered* passage that is retold has at least half of the words that say something
//!   ([`RETOLD`](super::verifier::RETOLD)); so may half of them be missing, in the worst case all of them words that count. They
//!   stand in one passage, which has at most 2.7 times as many words as the quotation, and what is left out at marks.
//! - What is sound, cut off, hidden, or said by somebody else has all words in one passage, and is found by the same rule.
//! - What is reordered, or put together of pieces of one document, has at least 85 of 100 words in that document, anywhere.
//! - Where only what is sound counts (short quotations, `--elsewhere`) a quarter may be missing, and of several words one: at the
//!   end of a line a hyphen may stand in the middle of one.
//!
//! One word must be there in any case, and where one is enough also most of the words of grammar.
//!
//! By intent this leaves out: a passage that has less than half of the words that say something and is like the quotation by its
//! words of grammar; pieces of several documents, but for those in one that holds half of the words, or most words of a piece
//! between marks of omission; a passage of which a scanner misread more than half of the words; short quotations of numbers in
//! figures alone; and, of what is found nowhere, a passage that would be told as the nearest.

use super::article::Article;
use super::asked::Asked;
use super::chains::MAX_LEFT_OUT;
use super::people::NameKind;
use super::verifier::{MIN_CONTENT, MIN_WORDS, Verifier};
use super::word::Word;
use super::{en, numerals, spelling};
use crate::library::{Several, Term, TermReader};
use rustc_hash::{FxHashMap, FxHashSet};

/// Letters of a word that counts.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=32;
/// Fewest words of a piece between marks of omission that is looked for by itself.
const PIECE: usize = 2;
/// Words in a row that tell of a piece.
const IN_A_ROW: usize = 5;
/// Words of others, labels and notes that may stand in a passage.
const BETWEEN: usize = 60;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Whatever tells of the quotation.
    Any,
    /// Only its very words.
    Sound,
}

/// A quotation as it is looked for in a text.
#[derive(Clone, Debug)]
struct Sought {
    /// The words that count, each in the ways in which it may be written.
    words: Vec<Vec<String>>,
    /// How many of them a passage has at least.
    least: usize,
    /// How many a document has at least in which the words stand anywhere.
    apart: usize,
    /// Words of grammar that every document writes alike.
    grammar: Vec<String>,
    /// How many of all words a passage has at least.
    least_of_all: usize,
    /// Words of a passage at most.
    length: usize,
    /// All words as an index has them.
    terms: Vec<String>,
}

/// Quotations as they are looked for in documents.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    sought: Vec<Sought>,
    /// For each word the quotations that have it, with its number there.
    places: FxHashMap<String, Vec<(u32, u32)>>,
    /// Quotations by words in a row.
    rows: FxHashMap<u64, Vec<u32>>,
    /// Whether one has no words that count.
    is_open: bool,
}

impl Article<'_> {
    /// Where quotations, by their numbers from 0, may be. O(words).
    pub fn sieve(&self, numbers: &[usize], goal: Goal) -> Sieve {
        let mut out = Sieve::default();
        for quotation in numbers.iter().filter_map(|n| self.quotations().get(*n)) {
            let text = self.text();
            let asked = Verifier::read(text, quotation);
            let is_short = asked.words.len() < MIN_WORDS || asked.content() < MIN_CONTENT;
            if self.is_foreign(quotation, &asked) || is_short && asked.content() == 0 {
                // It is judged without looking for it.
                continue;
            }
            out.add(text, &asked.cleaned(), if is_short { Goal::Sound } else { goal }, is_short);
        }
        out
    }

    /// Words of the names of who says quotations, by their numbers from 0: a document in which one of them speaks has one of these,
    /// but for what is known of who speaks there. Names alone count.
    pub fn sought_speakers(&self, numbers: &[usize]) -> Several {
        let voices = numbers.iter().filter_map(|n| self.quotations().get(*n)?.voice.as_ref());
        let named = voices.filter(|voice| !matches!(voice.kind, NameKind::Described | NameKind::Label));
        let mut words: Vec<String> = named.flat_map(|voice| voice.last_words().collect::<Vec<_>>()).collect();
        words.sort_unstable();
        words.dedup();
        Several { words: words.into_iter().map(|word| vec![word]).collect(), least: 1 }
    }
}

impl Sieve {
    /// The questions to an index of which a document answers at least one; `None` where any document may hold a quotation.
    pub fn several(&self) -> Option<Vec<Several>> {
        let few = |sought: &Sought| Several { words: sought.words.clone(), least: sought.least.min(sought.apart) };
        (!self.is_open).then(|| self.sought.iter().map(few).collect())
    }

    /// Whether a document with this text may hold one of the quotations. O(length).
    pub fn may_hold(&self, reader: &mut TermReader, text: &str) -> bool {
        if self.is_open {
            return true;
        }
        let mut bytes = [0; 16];
        let mut met: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.sought.len()];
        let mut in_a_row = FxHashSet::default();
        let (mut at, mut row) = (0_u32, Row::default());
        reader.words(text, |term| {
            let letters = match &term {
                Term::Short(short) => short.letters(&mut bytes),
                Term::Long(letters) => letters,
            };
            for (quotation, word) in self.places.get(letters).into_iter().flatten() {
                if let Some(met) = met.get_mut(*quotation as usize) {
                    met.push((at, *word));
                }
            }
            if let Some(quotations) = row.push(letters).and_then(|row| self.rows.get(&row)) {
                in_a_row.extend(quotations.iter().copied());
            }
            at += 1;
        });
        self.sought.iter().zip(&met).zip(0_u32..).any(|((sought, met), n)| {
            let held: FxHashSet<u32> = met.iter().map(|(_, word)| *word).filter(|word| sought.counts(*word)).collect();
            let is_apart = || held.len() >= sought.apart;
            held.len() >= sought.least.min(sought.apart) && (in_a_row.contains(&n) || is_apart() || sought.is_in(met))
        })
    }

    fn add(&mut self, text: &str, asked: &Asked, goal: Goal, is_short: bool) {
        let count = asked.words.len();
        let gaps = asked.pieces.len().saturating_sub(1);
        let words = counted(text, &asked.words);
        if words.is_empty() {
            // Few words of numbers are not looked for.
            self.is_open |= !is_short;
            return;
        }
        let sound = |words: &[Vec<String>]| words.len() - if words.len() > 1 { (words.len() / 4).max(1) } else { 0 };
        let terms = terms_of(asked);
        let mut grammar: Vec<String> =
            asked.words.iter().filter(|w| en::is_plain_grammar(&w.key)).map(|w| w.key.clone()).collect();
        grammar.sort_unstable();
        grammar.dedup();
        let all = words.len() + grammar.len();
        let room = BETWEEN + gaps * MAX_LEFT_OUT as usize;
        let whole = match goal {
            Goal::Sound => Sought {
                least: sound(&words),
                apart: usize::MAX,
                least_of_all: 0,
                length: count * 3 / 2 + room,
                terms: Vec::new(),
                words,
                grammar,
            },
            Goal::Any => {
                let least = words.len().saturating_sub(asked.content() / 2).max(1);
                Sought {
                    least,
                    apart: words.len().saturating_sub(count * 15 / 100).max(1),
                    least_of_all: if least == 1 { all.saturating_sub(count / 3).max(1) } else { 0 },
                    length: count * 3 + room,
                    terms,
                    words,
                    grammar,
                }
            }
        };
        self.enter(whole);
        if goal == Goal::Any && gaps > 0 {
            for piece in asked.ranges().into_iter().filter_map(|(from, to)| asked.words.get(from..to)) {
                let words = counted(text, piece);
                if words.len() >= PIECE {
                    let (least, length) = (sound(&words), piece.len() * 2 + BETWEEN);
                    let (apart, grammar, terms) = (usize::MAX, Vec::new(), Vec::new());
                    self.enter(Sought { words, least, apart, grammar, least_of_all: 0, length, terms });
                }
            }
        }
    }

    fn enter(&mut self, sought: Sought) {
        let number = self.sought.len() as u32;
        for (word, ways) in (0..).zip(&sought.words) {
            for way in ways {
                self.places.entry(way.clone()).or_default().push((number, word));
            }
        }
        let first = sought.words.len() as u32;
        for (word, grammar) in (first..).zip(&sought.grammar) {
            self.places.entry(grammar.clone()).or_default().push((number, word));
        }
        let mut row = Row::default();
        for term in &sought.terms {
            if let Some(hash) = row.push(term) {
                self.rows.entry(hash).or_default().push(number);
            }
        }
        self.sought.push(sought);
    }
}

impl Sought {
    fn counts(&self, word: u32) -> bool {
        (word as usize) < self.words.len()
    }

    /// Whether words that were met, each with its place in the text, stand together as in a passage. O(words).
    fn is_in(&self, met: &[(u32, u32)]) -> bool {
        let mut counts = vec![0_u32; self.words.len() + self.grammar.len()];
        let (mut held, mut all, mut first) = (0, 0, 0);
        for (at, word) in met {
            if let Some(count) = counts.get_mut(*word as usize) {
                *count += 1;
                if *count == 1 {
                    all += 1;
                    held += usize::from(self.counts(*word));
                }
            }
            while let Some((_, gone)) = met.get(first).filter(|(begin, _)| (*at - *begin) as usize >= self.length) {
                first += 1;
                if let Some(count) = counts.get_mut(*gone as usize) {
                    *count -= 1;
                    if *count == 0 {
                        all -= 1;
                        held -= usize::from(self.counts(*gone));
                    }
                }
            }
            if held >= self.least && all >= self.least_of_all {
                return true;
            }
        }
        false
    }
}

/// The last words of a text as one number.
#[derive(Default)]
struct Row {
    last: [u64; IN_A_ROW],
    count: usize,
}

impl Row {
    /// The number of the last words, once there are enough.
    fn push(&mut self, word: &str) -> Option<u64> {
        let hash = word
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        self.last.rotate_left(1);
        if let Some(last) = self.last.last_mut() {
            *last = hash;
        }
        self.count += 1;
        let all = || self.last.iter().fold(0, |all: u64, one| all.rotate_left(11).wrapping_mul(31) ^ one);
        (self.count >= IN_A_ROW).then(all)
    }
}

/// The words of a quotation as an index has them, where each is one term there.
fn terms_of(asked: &Asked) -> Vec<String> {
    asked.words.iter().map(|word| word.key.trim_start_matches(['#', '¤', '\'']).to_owned()).collect()
}

/// The words that count, each in the ways in which an index may have it.
fn counted(text: &str, words: &[Word]) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = words.iter().filter_map(|word| ways(text, word)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The ways in which a word that counts is written.
fn ways(text: &str, word: &Word) -> Option<Vec<String>> {
    let key = word.key.as_str();
    if key.starts_with('#') {
        return numerals::ways(key);
    }
    let is_plain = LETTERS.contains(&key.len()) && key.bytes().all(|b| b.is_ascii_lowercase());
    let is_whole = word.span.of(text).chars().all(char::is_alphabetic) && !word.flags.joined;
    let is_same = !en::is_stop_word(key) && !en::may_be_contracted(key) && !numerals::may_be_merged(key);
    (is_plain && is_whole && is_same).then(|| spelling::ways(key))
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::words_of;
    use super::*;

    fn sieve(text: &str, goal: Goal) -> Sieve {
        let mut out = Sieve::default();
        out.add(text, &Asked::new(words_of(text)).cleaned(), goal, false);
        out
    }

    fn words(text: &str) -> Vec<String> {
        sieve(text, Goal::Any).sought.first().map(|one| one.words.concat()).unwrap_or_default()
    }

    #[test]
    fn words_count_in_all_ways_in_which_they_are_written() {
        assert_eq!(words("The old sea-wall has twenty cracks"), ["20", "twenty", "cracks", "old", "sea", "wall"]);
        assert_eq!(
            words("We honour those who’re labelled, organised or gonna travel"),
            ["honor", "honour", "labeled", "labelled", "organized", "organised", "travel"]
        );
        assert_eq!(words("O’Brien’s ferry left in May, for $2m"), ["ferry", "left"]);
        assert!(sieve("It is 4.2 million, or 41 per cent", Goal::Any).several().is_none());
    }

    #[test]
    fn how_many_must_be_there() {
        let least = |text: &str, goal| {
            let several = sieve(text, goal).several().unwrap();
            several.iter().map(|one| (one.words.len(), one.least)).collect::<Vec<_>>()
        };
        let text = "engineers found cracks along the whole wooden wall until Christmas came";
        assert_eq!((least(text, Goal::Any), least(text, Goal::Sound)), (vec![(10, 5)], vec![(10, 8)]));
        assert_eq!(least("the ferry", Goal::Sound), [(1, 1)]);
        let cut = "engineers found cracks along the wall … the whole ferry pier closed";
        assert_eq!(least(cut, Goal::Any), [(9, 5), (5, 4), (4, 3)]);
    }

    #[test]
    fn words_stand_in_one_passage_or_in_a_row() {
        let asked = "engineers found cracks along the whole wooden wall";
        let may_hold = |goal, text: &str| sieve(asked, goal).may_hold(&mut TermReader::default(), text);
        assert!(may_hold(Goal::Any, "Cracks along the wall! The engineers said what they had found."));
        let far = "nothing was said of it by anybody in all these years and ".repeat(12);
        assert!(!may_hold(Goal::Any, &format!("Engineers left. {far} Cracks. {far} They found {far} a wall.")));
        assert!(may_hold(Goal::Any, &format!("found cracks along the whole {far}")), "a piece");
        assert!(!may_hold(Goal::Sound, &format!("found cracks along the whole {far}")));
        assert!(may_hold(Goal::Sound, "Engineers found\ncracks along the whole wooden wa-\nll of it"));
    }
}
