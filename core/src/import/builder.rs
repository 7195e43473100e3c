//! What a file gives while it is read: records by their documents, and what went wrong.

use super::draft::Draft;
use super::{Batch, Incoming, Unit};
use std::collections::{BTreeMap, HashMap};

/// Problems that are told one by one; of further ones only how many there are.
const TOLD: usize = 1000;

/// Records and problems so far.
#[derive(Debug, Default)]
pub struct ImportBuilder {
    batches: Vec<Batch>,
    /// Batches without a text of their own, by their documents.
    numbers: HashMap<Option<String>, usize>,
    suggested: usize,
    problems: Vec<String>,
    untold: usize,
    others: BTreeMap<String, usize>,
}

impl ImportBuilder {
    /// Takes a record of a document of which the file has no text.
    pub fn take(&mut self, document: Option<String>, draft: Draft) {
        if draft.suggested {
            self.suggested += 1;
            return;
        }
        let next = self.batches.len();
        let number = *self.numbers.entry(document).or_insert_with_key(|document| {
            self.batches.push(Batch { document: document.clone(), ..Batch::default() });
            next
        });
        if let Some(batch) = self.batches.get_mut(number) {
            batch.items.push(draft.done());
        }
    }

    /// Takes all records of a document with its text.
    pub fn batch(&mut self, document: Option<String>, text: Option<String>, drafts: Vec<Draft>) {
        let all = drafts.len();
        let items: Vec<_> = drafts.into_iter().filter(|d| !d.suggested).map(Draft::done).collect();
        self.suggested += all - items.len();
        self.batches.push(Batch { document, text, items, ..Batch::default() });
    }

    /// Remembers a sentence about what could not be read.
    pub fn problem(&mut self, sentence: String) {
        if self.problems.len() < TOLD {
            self.problems.push(sentence);
        } else {
            self.untold += 1;
        }
    }

    /// Counts something that has no place in a record: `relation coref`.
    pub fn other(&mut self, what: &str) {
        *self.others.entry(what.to_owned()).or_default() += 1;
    }

    /// All of it, where places count UTF-16 units.
    pub fn in_utf16(self) -> Incoming {
        let mut incoming = self.done();
        for batch in &mut incoming.batches {
            batch.unit = Unit::Utf16;
        }
        incoming
    }

    /// All of it.
    pub fn done(self) -> Incoming {
        let mut problems = self.problems;
        if self.untold > 0 {
            problems.push(format!("{} more of the kind are not listed", self.untold));
        }
        let others = self.others.into_iter().take(TOLD);
        problems.extend(others.map(|(what, n)| format!("{what}: {n} left out, as no record holds such a thing")));
        match self.suggested {
            0 => {}
            1 => problems.push("1 suggestion is left out: it is no decision".to_owned()),
            n => problems.push(format!("{n} suggestions are left out: they are no decisions")),
        }
        Incoming { batches: self.batches, problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_stand_with_their_documents() {
        let mut out = ImportBuilder::default();
        for (document, suggested) in [("a", false), ("b", false), ("a", false), ("a", true), ("c", true)] {
            out.take(Some(document.to_owned()), Draft { suggested, ..Draft::new("quote") });
        }
        out.other("relation coref");
        for n in 0..TOLD + 7 {
            out.problem(n.to_string());
        }
        let done = out.done();
        let sizes: Vec<usize> = done.batches.iter().map(|b| b.items.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert_eq!(done.problems.len(), TOLD + 3);
        assert_eq!(done.problems[TOLD], "7 more of the kind are not listed");
        assert_eq!(done.problems.last().unwrap(), "2 suggestions are left out: they are no decisions");
    }
}
