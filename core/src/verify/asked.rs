//! The words of a quotation, cut where it says that something is left out or put in.

use super::stream::{UNKNOWN, Vocabulary, WordId};
use super::word::Word;
use super::{en, spoken};

/// The words of a quotation.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Its words without those in brackets.
    pub words: Vec<Word>,
    /// Where pieces begin in `words`, the first at 0, each with what stands before it.
    pub pieces: Vec<(usize, Joint)>,
    /// Words in brackets at the very end.
    tail: Vec<Word>,
    /// Where *you know* between commas was taken out, as the number of the word behind, with its two words.
    fillers: Vec<(usize, [String; 2])>,
}

/// What stands between two pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing: the first piece.
    Begin,
    /// Something is left out.
    Omission,
    /// Words of the writer stand for others.
    Brackets(Vec<Word>),
}

impl Asked {
    /// Cuts words as they were read.
    pub fn new(read: Vec<Word>) -> Self {
        let mut out = Self::default();
        let mut joint = Joint::Begin;
        for word in read {
            if word.flags.unheard {
                joint = omission(joint);
                continue;
            }
            if word.flags.bracket > 0 {
                match &mut joint {
                    Joint::Brackets(words) => words.push(word),
                    Joint::Begin => joint = Joint::Brackets(vec![word]),
                    // What is left out may be as long as it is.
                    Joint::Omission => {}
                }
                continue;
            }
            if out.words.is_empty() {
                out.pieces.push((0, std::mem::replace(&mut joint, Joint::Begin)));
            } else if joint != Joint::Begin {
                out.pieces.push((out.words.len(), std::mem::replace(&mut joint, Joint::Begin)));
            }
            if word.flags.omission {
                joint = Joint::Omission;
            }
            out.words.push(word);
        }
        if let Joint::Brackets(words) = joint {
            out.tail = words;
        }
        // What stands before the first piece parts it from nothing.
        if let Some(first) = out.pieces.first_mut()
            && first.1 == Joint::Omission
        {
            first.1 = Joint::Begin;
        }
        out
    }

    /// The same without hesitations, words said twice and *you know* between commas.
    pub fn cleaned(&self) -> Self {
        let cuts = |n: usize| self.pieces.iter().any(|(start, _)| *start == n);
        let pairs: Vec<usize> = spoken::filled(&self.words);
        let spoken: Vec<usize> =
            (0..self.words.len()).filter(|n| !pairs.iter().any(|p| n == p || *n == p + 1)).collect();
        let words: Vec<Word> = spoken.iter().filter_map(|n| self.words.get(*n)).cloned().collect();
        let kept = spoken::kept_of(&words, |n| spoken.get(n).is_some_and(|at| cuts(*at)));
        let kept: Vec<usize> = kept.iter().filter_map(|n| spoken.get(*n)).copied().collect();
        let place = |at: usize| kept.partition_point(|k| *k < at);
        let key = |n: usize| self.words.get(n).map(|w| w.key.clone()).unwrap_or_default();
        Self {
            words: kept.iter().filter_map(|n| self.words.get(*n)).cloned().collect(),
            pieces: self.pieces.iter().map(|(at, joint)| (place(*at), joint.clone())).collect(),
            tail: self.tail.clone(),
            fillers: pairs.iter().map(|n| (place(*n), [key(*n), key(n + 1)])).collect(),
        }
    }

    /// Whether the source has each *you know* of the quotation where it stands there. `gap` gives the words that the source was
    /// cleaned of before a word of the quotation.
    pub fn has_fillers(&self, gap: impl Fn(usize) -> Vec<Word>) -> bool {
        self.fillers.iter().all(|(n, [first, second])| {
            let gap = gap(*n);
            gap.windows(2).any(|two| matches!(two, [a, b] if a.key == *first && b.key == *second))
        })
    }

    /// Whether brackets stand in it, so that it is never one run.
    pub fn has_brackets(&self) -> bool {
        !self.tail.is_empty() || self.pieces.iter().any(|(_, joint)| matches!(joint, Joint::Brackets(_)))
    }

    /// The words in brackets at its very end.
    pub fn tail(&self) -> &[Word] {
        &self.tail
    }

    /// Whether it is cut at all.
    pub fn is_cut(&self) -> bool {
        self.pieces.len() > 1 || self.has_brackets()
    }

    /// Its words by number in a source.
    pub fn ids(&self, vocabulary: &Vocabulary) -> Vec<WordId> {
        self.words.iter().map(|w| vocabulary.find(&w.key)).collect()
    }

    /// The same, where the source has all of them, and there are any.
    pub fn all_ids(&self, vocabulary: &Vocabulary) -> Option<Vec<WordId>> {
        let ids = self.words.iter().map(|w| Some(vocabulary.find(&w.key)).filter(|id| *id != UNKNOWN));
        ids.collect::<Option<Vec<WordId>>>().filter(|ids| !ids.is_empty())
    }

    /// Where each piece lies in its words.
    pub fn ranges(&self) -> Vec<(usize, usize)> {
        let starts = self.pieces.iter().map(|(at, _)| *at);
        let ends = starts.clone().skip(1).chain([self.words.len()]);
        starts.zip(ends).collect()
    }

    /// How many of its words say something.
    pub fn content(&self) -> usize {
        self.words.iter().filter(|w| !en::is_stop_word(&w.key)).count()
    }
}

/// What is left out beside brackets is left out.
fn omission(joint: Joint) -> Joint {
    match joint {
        Joint::Begin | Joint::Omission => Joint::Omission,
        brackets @ Joint::Brackets(_) => brackets,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::words_of;
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let asked = Asked::new(words_of(text));
        let words = |(from, to): (usize, usize)| {
            asked.words[from..to].iter().map(|w| w.key.as_str()).collect::<Vec<_>>().join(" ")
        };
        asked.ranges().into_iter().map(words).collect()
    }

    #[test]
    fn pieces_lie_between_marks() {
        assert_eq!(pieces("we rang twice … we were told"), ["we rang twice", "we were told"]);
        assert_eq!(pieces("we rang [the bridge] twice […] and left ..."), ["we rang", "twice", "and left"]);
        assert_eq!(pieces("[W]e rang [sic] twice"), ["we rang twice"]);
        assert_eq!(pieces("… we rang"), ["we rang"]);
        assert!(Asked::new(words_of("we rang [twice]")).has_brackets());
        assert!(!Asked::new(words_of("we rang twice")).is_cut());
    }
}
