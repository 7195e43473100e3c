//! Rows that match what is typed, a typo forgiven.

use frizbee::{Config, Matcher};

/// Indices of `rows` that match `query`, best first; all in order when nothing is typed. One typo is forgiven from four
/// letters on.
pub fn fuzzy(query: &str, rows: &[String]) -> Vec<usize> {
    let query = query.trim();
    if query.is_empty() {
        return (0..rows.len()).collect();
    }
    let typos = u16::from(query.chars().count() >= 4);
    let config = Config::default().max_typos(Some(typos)).casing(frizbee::CaseMatching::Ignore);
    let found = Matcher::new(query, &config).match_list(rows);
    let best = found.iter().map(|m| m.score).max().unwrap_or(0);
    found.into_iter().filter(|m| m.score * 3 >= best).map(|m| m.index as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_forgiven() {
        let names = ["Jeff Sessions", "Donald Trump", "Mark McDaniel"].map(str::to_owned);
        assert_eq!(fuzzy("sesions", &names).first(), Some(&0));
        assert_eq!(fuzzy("mcd", &names).first(), Some(&2));
        assert_eq!(fuzzy("", &names), [0, 1, 2]);
        assert!(fuzzy("zzzz", &names).is_empty());
    }
}
