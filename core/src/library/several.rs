//! Documents that hold several of some words, whichever these are.

use super::query::{Fit, Lookup};
use super::terms::Namespace;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Words of which a document holds at least so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several {
    /// The words, folded, each once, with the ways in which it may be written.
    pub words: Vec<Vec<String>>,
    /// How many of them.
    pub least: usize,
}

impl Several {
    /// What is looked up for one way to write a word.
    pub fn lookup(word: &str) -> Lookup {
        Lookup { namespace: Namespace::Word, letters: word.to_owned(), fit: Fit::Whole }
    }

    /// The documents, in order; `held` gives those of one way to write a word. O(documents of the words · log).
    pub fn documents<'a>(&self, held: impl Fn(&str) -> Option<&'a BTreeSet<u32>>) -> BTreeSet<u32> {
        // For each document the last word that it has, and how many.
        let mut counts: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
        for (number, ways) in (1..).zip(&self.words) {
            for document in ways.iter().filter_map(|way| held(way)).flatten() {
                let (last, count) = counts.entry(*document).or_default();
                *count += usize::from(std::mem::replace(last, number) != number);
            }
        }
        counts.into_iter().filter(|(_, (_, count))| *count >= self.least).map(|(document, _)| document).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_counted_by_words() {
        let held =
            [("wall", BTreeSet::from([1, 2, 5])), ("walls", BTreeSet::from([1, 3])), ("ferry", BTreeSet::from([5]))];
        let of = |least| {
            let words = [&["wall", "walls"][..], &["ferry"], &["quay"]];
            let words = words.iter().map(|ways| ways.iter().map(|way| (*way).to_owned()).collect()).collect();
            let found = Several { words, least }
                .documents(|way| held.iter().find(|(known, _)| *known == way).map(|(_, set)| set));
            found.into_iter().collect::<Vec<u32>>()
        };
        assert_eq!([of(1), of(2), of(3)], [vec![1, 2, 3, 5], vec![5], vec![]]);
        assert!(Several::lookup("wall").accepts("wall") && !Several::lookup("wall").accepts("walls"));
    }
}
