//! Which rows of a list are meant by what is typed: its letters in their order, or a word with one typing mistake.

use code_fuzzy_match::FuzzyMatcher;
use std::cmp::Reverse;

/// Letters from which on one mistake is forgiven: shorter words would match too much.
const MIN_LETTERS_FOR_TYPO: usize = 4;

/// Rows whose score is below this part of the best are left out: letters found far apart are seldom meant.
const MIN_SHARE_OF_BEST: usize = 3;

/// Indices of `rows` that match `query`, best first; all in order when nothing is typed. A row matches when it holds the
/// letters of the query in their order, in any case; from four letters on also when one of its words begins like the
/// query but for one letter missing, added, replaced or swapped; these come last. O(letters of the query × letters of all
/// rows).
pub fn fuzzy(query: &str, rows: &[String]) -> Vec<usize> {
    let query = query.trim();
    if query.is_empty() {
        return (0..rows.len()).collect();
    }
    let mut matcher = FuzzyMatcher::new();
    let mut found: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(i, row)| matcher.fuzzy_match(row, query).map(|score| (score, i)))
        .collect();
    let best = found.iter().map(|(score, _)| *score).max().unwrap_or(0);
    found.retain(|(score, _)| score * MIN_SHARE_OF_BEST >= best);
    // A stable sort: rows of one score keep their order.
    found.sort_by_key(|(score, _)| Reverse(*score));
    let mut out: Vec<usize> = found.into_iter().map(|(_, i)| i).collect();
    let letters: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    if letters.len() >= MIN_LETTERS_FOR_TYPO {
        let mistyped = |row: &str| row.split_whitespace().any(|word| begins_almost_like(word, &letters));
        let more: Vec<usize> = (0..rows.len()).filter(|i| !out.contains(i)).filter(|i| mistyped(&rows[*i])).collect();
        out.extend(more);
    }
    out
}

/// Whether a word begins with the letters but for one mistake.
fn begins_almost_like(word: &str, letters: &[char]) -> bool {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    let query: String = letters.iter().collect();
    // A missing or an added letter makes the beginning that is meant shorter or longer by one.
    (letters.len() - 1..=letters.len() + 1).any(|length| {
        word.get(..length).is_some_and(|start| {
            let start: String = start.iter().collect();
            strsim::osa_distance(&start, &query) <= 1
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn letters_in_order_match_and_beginnings_of_words_come_first() {
        let names = rows(&["Jeff Sessions", "Donald Trump", "Mark McDaniel", "Mark McCaughey"]);
        assert_eq!(fuzzy("mcd", &names).first(), Some(&2));
        assert_eq!(fuzzy("", &names), [0, 1, 2, 3]);
        assert_eq!(fuzzy("  trump ", &names), [1]);
        assert!(fuzzy("zzzz", &names).is_empty());
        let commands = rows(&["previous statement", "export again", "speakers"]);
        assert_eq!(fuzzy("expag", &commands), [1]);
        assert_eq!(fuzzy("spea", &commands).first(), Some(&2));
    }

    #[test]
    fn one_mistake_is_forgiven_in_four_letters() {
        let names = rows(&["Jeff Sessions", "Donald Trump", "Mark McDaniel", "Zoë Ångström"]);
        for (typed, meant) in [
            ("sesions", 0),
            ("sessoins", 0),
            ("sesssions", 0),
            ("trmup", 1),
            ("trunp", 1),
            ("donlad", 1),
            ("ångstrm", 3),
        ] {
            assert_eq!(fuzzy(typed, &names), [meant], "{typed}");
        }
        assert!(fuzzy("tzp", &names).is_empty());
        assert!(fuzzy("mary", &names).is_empty() || fuzzy("mary", &names) == [2], "one letter away from Mark");
    }
}
