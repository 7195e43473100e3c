//! What a run lets pass: verdicts and kinds, and single quotations with a reason each.

use super::outcome::{Check, Kind, Verdict};
use super::words::read;
use crate::span::Span;

/// Words of a quotation by which a list knows it.
const KNOWN_BY: usize = 6;

/// What is let pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allow {
    verdicts: Vec<Verdict>,
    kinds: Vec<Kind>,
    entries: Vec<Entry>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    verdict: Verdict,
    /// The first words of the quotation, folded.
    words: Vec<String>,
    /// The same as written.
    written: String,
    reason: String,
    line: usize,
    used: bool,
}

/// Why something cannot be allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AllowError {
    /// A word that is neither.
    #[error("“{0}” is no verdict and no kind. Verdicts: {verdicts}. Kinds: {kinds}. “none” allows nothing", verdicts = Verdict::WORDS.join(" "), kinds = Kind::WORDS.join(" "))]
    Unknown(String),
    /// A line of a list that is not understood: its number, and why.
    #[error("line {0}: {1}")]
    Line(usize, String),
}

impl Allow {
    /// What is let pass where nobody says otherwise.
    pub const DEFAULT: &'static str = "trimmed,cleaned,too-short";

    /// Verdicts and kinds, separated by commas; `none` is nothing.
    ///
    /// # Errors
    /// When a word is neither.
    pub fn parse(words: &str) -> Result<Self, AllowError> {
        let mut out = Self::default();
        for word in words.split(',').map(str::trim).filter(|w| !w.is_empty() && *w != "none") {
            match (Verdict::of_word(word), Kind::of_word(word)) {
                (Some(verdict), _) => out.verdicts.push(verdict),
                (None, Some(kind)) => out.kinds.push(kind),
                (None, None) => return Err(AllowError::Unknown(word.to_owned())),
            }
        }
        Ok(out)
    }

    /// Adds the lines of a list: a verdict, the first six words of a quotation, the reason, with a tab between; `#` begins a
    /// comment.
    ///
    /// # Errors
    /// When a line is not understood.
    pub fn list(&mut self, text: &str) -> Result<(), AllowError> {
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.trim_start().starts_with('#') {
                continue;
            }
            let wrong = |why: &str| AllowError::Line(n + 1, why.to_owned());
            let mut parts = line.splitn(3, '\t').map(str::trim);
            let (verdict, words, reason) = (parts.next(), parts.next(), parts.next());
            let verdict = verdict.unwrap_or_default();
            // A kind stands for the verdict it refines.
            let verdict = Verdict::of_word(verdict.split_once('/').map_or(verdict, |(v, _)| v))
                .ok_or_else(|| wrong(&format!("“{verdict}” is no verdict")))?;
            let written = words
                .filter(|w| !w.is_empty())
                .ok_or_else(|| wrong("the first words of the quotation are missing, behind a tab"))?;
            let reason =
                reason.filter(|r| !r.is_empty()).ok_or_else(|| wrong("the reason is missing, behind a second tab"))?;
            self.entries.push(Entry {
                verdict,
                words: first_words(written),
                written: written.to_owned(),
                reason: reason.to_owned(),
                line: n + 1,
                used: false,
            });
        }
        Ok(())
    }

    /// Notes whether a check is let pass, and why.
    pub fn apply(&mut self, check: &mut Check) {
        let by_list = {
            let words = first_words(&check.quote);
            self.entries.iter_mut().find(|e| e.verdict == check.verdict && begins_alike(&e.words, &words))
        };
        if let Some(entry) = by_list {
            entry.used = true;
            check.allowed = Some(entry.reason.clone());
            return;
        }
        let by_kind = check.kind.is_some_and(|kind| self.kinds.contains(&kind))
            && check.kinds.iter().all(|k| self.kinds.contains(k));
        if by_kind || self.verdicts.contains(&check.verdict) {
            let word = if by_kind { check.kind.map_or("", Kind::word) } else { check.verdict.word() };
            check.allowed = Some(format!("{word} is allowed"));
        }
    }

    /// Lines that nothing was allowed by, each with its number.
    pub fn unused(&self) -> impl Iterator<Item = (usize, &str)> {
        self.entries.iter().filter(|e| !e.used).map(|e| (e.line, e.written.as_str()))
    }
}

fn first_words(words: &str) -> Vec<String> {
    let mut out = Vec::new();
    read(words, Span::new(0, words.len() as u32), &mut out);
    out.into_iter().take(KNOWN_BY).map(|w| w.key).collect()
}

/// Whether the words of an entry begin a quotation; of a short one they are all.
fn begins_alike(entry: &[String], quote: &[String]) -> bool {
    !entry.is_empty() && quote.starts_with(entry) && (entry.len() >= KNOWN_BY.min(quote.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines() {
        let allow = Allow::parse("trimmed, spelling,not-covered").unwrap();
        assert_eq!((allow.verdicts.len(), allow.kinds.len()), (1, 2));
        assert_eq!(Allow::parse("none").unwrap(), Allow::default());
        assert!(Allow::parse("nearly").unwrap_err().to_string().starts_with("“nearly” is no verdict"));
        let mut allow = Allow::default();
        allow.list("# why\n\ntruncated\tWe will start work in April\tsaid so in the next line\n").unwrap();
        assert_eq!(allow.unused().collect::<Vec<_>>(), [(3, "We will start work in April")]);
        assert!(allow.list("truncated\tWe will").unwrap_err().to_string().contains("line 1: the reason"));
        assert!(allow.list("cut\tWe\tx").unwrap_err().to_string().contains("no verdict"));
        let six = first_words("We will start work in April, said");
        assert!(begins_alike(&six, &first_words("“We will start work in April and May")));
        assert!(!begins_alike(&six, &first_words("We will start work in May")));
    }
}
