//! What must be decided about a document in the end, fixed before any key is typed.
//!
//! ```text
//! said  We are not in … until Monday. | Ada Grey
//! none  No credit before sunrise
//! claim drove past | Helen Harker | false
//! asked The bonus had nothing to do with it
//! ```
//!
//! `said`: the statement that begins with these words, and ends with those behind `…`, is decided and has this speaker
//! (`?`: nobody is named; `A or B`: either name will do). `none`: what stands there is rejected, or was never suggested. `claim`: a claim on exactly these
//! words by this claimant with this rating. `asked`: a question whose answer is these words on the screen. Whatever else is
//! decided in the end is wrong.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

/// Stands for what is between the first and the last words.
const BETWEEN: &str = "…";
/// Nobody is named.
const NOBODY: &str = "?";

/// What one line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A statement that begins and ends so, by somebody.
    Said { begins: String, ends: String, speaker: String },
    /// No statement.
    None(String),
    /// A claim on these words, its claimant and its rating.
    Claim { words: String, speaker: String, rating: String },
    /// These words are looked for in the text.
    Asked(String),
}

impl Line {
    /// The words of the document that are named.
    #[cfg(test)]
    pub fn words(&self) -> Vec<&str> {
        match self {
            Self::Said { begins, ends, .. } => vec![begins, ends],
            Self::None(words) | Self::Claim { words, .. } | Self::Asked(words) => vec![words],
        }
    }

    /// The line for people.
    fn told(&self) -> String {
        match self {
            Self::Said { begins, ends, speaker } => format!("said {begins} {BETWEEN} {ends} | {speaker}"),
            Self::None(words) => format!("none {words}"),
            Self::Claim { words, speaker, rating } => format!("claim {words} | {speaker} | {rating}"),
            Self::Asked(words) => format!("asked {words}"),
        }
    }

    /// Whether a record is what the line is about.
    fn is_met_by(&self, record: &Record) -> bool {
        match self {
            Self::Said { begins, ends, speaker } => {
                record.is_decided()
                    && record.words.starts_with(begins.as_str())
                    && record.words.ends_with(ends.as_str())
                    && speaker.split(" or ").any(|name| record.speaker == name)
            }
            Self::None(words) => record.status == "rejected" && record.words.starts_with(words.as_str()),
            Self::Claim { words, speaker, rating } => {
                record.label == "claim"
                    && record.words == *words
                    && record.speaker == *speaker
                    && record.rating == *rating
            }
            Self::Asked(_) => false,
        }
    }
}

/// The decisions of one document.
#[derive(Debug)]
pub struct List {
    /// In the order of the file.
    pub lines: Vec<Line>,
}

/// A record of `export --to jsonl`, as far as the list asks about it.
struct Record {
    label: String,
    status: String,
    /// Without marks round them.
    words: String,
    speaker: String,
    rating: String,
}

impl Record {
    fn read(line: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(line)?;
        let field = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let label = field("label");
        let speaker = if label == "claim" { field("claimant") } else { field("speaker") };
        let words = bare(&field("exact"));
        Ok(Self {
            speaker: if speaker.is_empty() { NOBODY.to_owned() } else { speaker },
            status: field("status"),
            rating: field("rating"),
            label,
            words,
        })
    }

    fn is_decided(&self) -> bool {
        self.label == "quote" && !matches!(self.status.as_str(), "suggested" | "rejected")
    }

    fn told(&self) -> String {
        format!("{} {} {} | {} | {}", self.label, self.status, self.words, self.speaker, self.rating)
    }
}

/// The words without marks round them, nor the comma before a cue; blanks and line breaks alike.
fn bare(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.trim_matches(['“', '”', '"', '‘', '’', ' ']).trim_end_matches(',').to_owned()
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// A line that is none of the four, or lacks a field: with its number.
    pub fn parse(text: &str) -> Result<Self> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with("//") {
                continue;
            }
            lines.push(parse(line).with_context(|| format!("line {}: {line}", number + 1))?);
        }
        Ok(Self { lines })
    }

    /// The words that answer each question.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match line {
            Line::Asked(words) => Some(words.as_str()),
            _ => None,
        })
    }

    /// What of the list is not so in the records of an export with suggestions and rejections, and what is decided there
    /// and not in the list. Questions are not looked at.
    ///
    /// # Errors
    /// A record that is not JSON.
    pub fn mistakes(&self, export: &str) -> Result<Vec<String>> {
        let records: Vec<Record> = export.lines().map(Record::read).collect::<Result<_>>()?;
        let mut met = vec![false; records.len()];
        let mut wrong = Vec::new();
        for line in &self.lines {
            let mut pairs = records.iter().zip(&mut met);
            if let Some((_, met)) = pairs.find(|(record, met)| !**met && line.is_met_by(record)) {
                *met = true;
                continue;
            }
            let open = |words: &str| records.iter().any(|r| r.label == "quote" && r.words.starts_with(words));
            match line {
                Line::Asked(_) => {}
                Line::None(words) if !open(words) => {}
                line => wrong.push(format!("missing: {}", line.told())),
            }
        }
        // A rejection beside the list costs nothing: it is how the second half of a statement goes that was joined by hand.
        let decided = |r: &Record| r.is_decided() || r.label != "quote";
        let more = records.iter().zip(met).filter(|(record, met)| !met && decided(record));
        wrong.extend(more.map(|(record, _)| format!("not in the list: {}", record.told())));
        Ok(wrong)
    }
}

fn parse(line: &str) -> Result<Line> {
    let (verb, rest) = line.split_once(' ').context("a verb and words")?;
    let fields: Vec<&str> = rest.split('|').map(str::trim).collect();
    ensure!(fields.iter().all(|f| !f.is_empty()), "an empty field");
    match (verb, fields.as_slice()) {
        ("said", [words, speaker]) => {
            let (begins, ends) = words.split_once(BETWEEN).unwrap_or((words, ""));
            Ok(Line::Said {
                begins: begins.trim().to_owned(),
                ends: ends.trim().to_owned(),
                speaker: (*speaker).to_owned(),
            })
        }
        ("none", [words]) => Ok(Line::None((*words).to_owned())),
        ("claim", [words, speaker, rating]) => {
            Ok(Line::Claim { words: (*words).to_owned(), speaker: (*speaker).to_owned(), rating: (*rating).to_owned() })
        }
        ("asked", [words]) => Ok(Line::Asked((*words).to_owned())),
        _ => bail!("said WORDS … WORDS | SPEAKER, none WORDS, claim WORDS | CLAIMANT | RATING, or asked WORDS"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const LIST: &str = "// who says what\nsaid We wait … Monday. | Ada Grey\nsaid Boats sink | him or ?\nnone open house\nclaim \
                        two boats | Bo Lind | false\nasked the wall\n";

    fn export(speaker: &str, status: &str) -> String {
        [
            format!(
                r#"{{"label":"quote","status":"confirmed","exact":"“We wait\nuntil Monday.”","speaker":"{speaker}"}}"#
            ),
            r#"{"label":"quote","status":"edited","exact":"“Boats sink.”","speaker":null}"#.to_owned(),
            format!(r#"{{"label":"quote","status":"{status}","exact":"“open house”"}}"#),
            r#"{"label":"claim","exact":"two boats","claimant":"Bo Lind","rating":"false"}"#.to_owned(),
        ]
        .join("\n")
    }

    #[test]
    fn what_is_decided_as_listed_has_no_mistakes() {
        let list = List::parse(LIST).unwrap();
        assert_eq!(list.questions().collect::<Vec<_>>(), ["the wall"]);
        assert_eq!(list.mistakes(&export("Ada Grey", "rejected")).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_wrong_one_is_missing_and_told() {
        let list = List::parse(LIST).unwrap();
        let wrong = list.mistakes(&export("Bo Lind", "suggested")).unwrap();
        // One that is decided otherwise is missing and stands where the list has nothing.
        assert_eq!(wrong.len(), 3, "{wrong:#?}");
        assert!(wrong.iter().any(|w| w.contains("missing: none open house")), "{wrong:#?}");
        let wrong = list.mistakes("").unwrap();
        assert_eq!(wrong.len(), 3, "nothing is suggested: nothing is to be rejected: {wrong:#?}");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told() {
        for text in ["said We wait", "claims a | b | c", "none", "said | Ada"] {
            assert!(List::parse(text).is_err(), "{text}");
        }
    }
}
