//! What the guideline of a codebook says, label by label, and the annotations that are examples of it.
//!
//! The guideline is one text, as people write it. A line that begins with `#` and names a label, by its id or its word, is the
//! heading of what is said about that label; several stand with commas between them (`# claim, promise`). Examples are a list
//! of their own, one to a line, each with the document and the annotation it is taken from.

use super::edit::{begun, read};
use super::text::{with_another, without};
use super::{Codebook, Label, NotEdited};
use crate::annotation::table::record;

/// The list of examples in a codebook.
const EXAMPLES: &str = "examples";

record! {
    /// An annotation that shows what a label means.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Example {
        /// Id of the label.
        label: String         | always | 1
        /// Path of the document from the folder of the codebook, with `/` on every system.
        document: String      | always | 1
        /// Id of the annotation; empty where the words alone are meant.
        id: String            | used   | 1
        /// Its words; parts with ` … ` between them.
        words: String         | always | 1
        /// Why it is one.
        note: String          | used   | 1
    }
}

impl Example {
    /// Whether both are the same annotation under one label.
    fn is_same(&self, other: &Self) -> bool {
        let is_one =
            if self.id.is_empty() || other.id.is_empty() { self.words == other.words } else { self.id == other.id };
        is_one && self.label == other.label && self.document == other.document
    }
}

/// What is done with the examples of a codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleChange {
    /// One more.
    Add(Example),
    /// It is none any more.
    Remove(Example),
}

impl ExampleChange {
    /// The text of a codebook after it, and its examples then; the same text where it says so already. Only the lines of
    /// examples change. O(length).
    ///
    /// # Errors
    /// When the codebook has a mistake, or is written in a way that only a person can change.
    pub fn edited(&self, text: &str) -> Result<(String, Vec<Example>), NotEdited> {
        let text = begun(text);
        let book = read(text)?;
        let mut wanted = book.examples.clone();
        let (example, new) = match self {
            Self::Add(example) if wanted.iter().any(|known| known.is_same(example)) => {
                return Ok((text.to_owned(), wanted));
            }
            Self::Add(example) => {
                wanted.push(example.clone());
                (example, with_another(text, EXAMPLES, example))
            }
            Self::Remove(example) => {
                let same = |(n, known): (usize, &Example)| known.is_same(example).then_some(n);
                let places: Vec<usize> = wanted.iter().enumerate().filter_map(same).collect();
                if places.is_empty() {
                    return Ok((text.to_owned(), wanted));
                }
                wanted.retain(|known| !known.is_same(example));
                (example, without(text, EXAMPLES, book.examples.len(), &places))
            }
        };
        let unusual = || NotEdited::Unusual(example.words.clone());
        let new = new.ok_or_else(unusual)?;
        // What was put into a person's file is read again before they get it.
        let back = read(&new).map_err(|_| unusual())?;
        if back != (Codebook { examples: wanted.clone(), ..book }) {
            return Err(unusual());
        }
        Ok((new, wanted))
    }
}

impl Codebook {
    /// What the guideline says about a label: the parts under headings that name it, one after the other, without those
    /// headings. Empty where none does. O(length of the guideline).
    pub fn guideline_of(&self, label: &Label) -> String {
        let mut out = String::new();
        // How deep the heading is that the lines stand under.
        let mut under: Option<usize> = None;
        for line in self.guideline.lines() {
            match heading(line) {
                Some((depth, words)) if under.is_none_or(|over| depth <= over) => {
                    under = names(words, label).then_some(depth);
                    if under.is_some() && !out.is_empty() {
                        out.push('\n');
                    }
                }
                _ if under.is_some() => {
                    out.push_str(line);
                    out.push('\n');
                }
                _ => {}
            }
        }
        out.trim().to_owned()
    }

    /// The examples of a label, in their order; all where none is asked for.
    pub fn examples_of<'a>(&'a self, label: Option<&Label>) -> impl Iterator<Item = &'a Example> {
        self.examples.iter().filter(move |example| label.is_none_or(|label| label.id == example.label))
    }
}

/// The depth and the words of a heading.
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let depth = line.len() - words.len();
    let is_heading = depth > 0 && words.starts_with([' ', '\t']);
    is_heading.then(|| (depth, words.trim().trim_end_matches('#').trim_end()))
}

/// Whether a heading names a label, letter case aside.
fn names(words: &str, label: &Label) -> bool {
    let is_called =
        |name: &str, by: &str| name.chars().flat_map(char::to_lowercase).eq(by.chars().flat_map(char::to_lowercase));
    let parts = std::iter::once(words).chain(words.split(','));
    parts.map(str::trim).any(|name| is_called(name, &label.id) || is_called(name, label.shown()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(id: &str) -> Label {
        Codebook::default().all_labels().into_iter().find(|label| label.id == id).unwrap()
    }

    fn with(guideline: &str) -> Codebook {
        Codebook { guideline: guideline.to_owned(), ..Codebook::default() }
    }

    #[test]
    fn what_is_said_about_a_label_stands_under_its_heading() {
        let book = with(
            "Read first.\n# Quotation\nOnly words that were said.\n\n## Titles\nNo titles.\n# Claim, note\r\nCheck it.\n#nothing\n\
             # What else\nEnd.\n## QUOTE ##\nMore on them.",
        );
        assert_eq!(
            book.guideline_of(&label("quote")),
            "Only words that were said.\n\n## Titles\nNo titles.\n\nMore on them."
        );
        assert_eq!(book.guideline_of(&label("claim")), "Check it.\n#nothing");
        assert_eq!(book.guideline_of(&label("note")), "Check it.\n#nothing");
        assert_eq!(book.guideline_of(&label("highlight")), "");
        assert_eq!(with("").guideline_of(&label("quote")), "");
    }

    #[test]
    fn an_example_is_written_once_and_taken_out_again() {
        let example = Example {
            label: "claim".to_owned(),
            document: "a/b.txt".to_owned(),
            id: "0197-1".to_owned(),
            words: "“We go,” she said".to_owned(),
            note: String::new(),
        };
        let (add, remove) = (ExampleChange::Add(example.clone()), ExampleChange::Remove(example.clone()));
        let line = "(label: \"claim\", document: \"a/b.txt\", id: \"0197-1\", words: \"“We go,” she said\")";
        assert_eq!(add.edited("").unwrap().0, format!("(\n  examples: [\n    {line},\n  ],\n)\n"));
        for text in [
            "()",
            "(examples: [])",
            "// ours\r\n(\r\n  ratings: [\"true\"], // two\r\n  guideline: \"# claim\",\r\n)\r\n",
            "(\n  examples: [\n    // the best\n    (label: \"quote\", document: \"c\", words: \"x\") // one\n  ],\n)",
        ] {
            let (with, examples) = add.edited(text).unwrap();
            assert!(with.contains(line) && examples.last() == Some(&example), "{with}");
            assert_eq!(add.edited(&with).unwrap(), (with.clone(), examples), "said twice");
            let (without, left) = remove.edited(&with).unwrap();
            assert!(!without.contains("0197-1") && left.iter().all(|e| e != &example), "{without}");
            assert_eq!(remove.edited(&without).unwrap().0, without);
            let comments = |text: &str| text.matches("//").count();
            assert_eq!(comments(text), comments(&without), "{without}");
        }
        assert!(matches!(add.edited("(examples: 1)"), Err(NotEdited::Mistake { line: 1, .. })));
    }
}
