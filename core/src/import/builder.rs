//! What a file gives while it is read: records by their documents, and what went wrong.

use super::record_draft::RecordDraft;
use super::{ImportedDocument, ImportedFile, OffsetUnit};
use std::collections::{BTreeMap, HashMap};

/// Problems that are told one by one; of further ones only how many there are.
const MAX_PROBLEMS: usize = 1000;

/// Records and problems so far.
#[derive(Debug, Default)]
pub struct ImportBuilder {
    documents: Vec<ImportedDocument>,
    /// Batches without a text of their own, by their documents.
    numbers: HashMap<Option<String>, usize>,
    suggested: usize,
    problems: Vec<String>,
    notes: Vec<String>,
    unlisted: usize,
    unsupported: BTreeMap<String, usize>,
    /// Whether the format has but places of one piece.
    in_one_piece: bool,
}

impl ImportBuilder {
    /// For a format that has no place for a record in several pieces.
    pub fn of_single_pieces() -> Self {
        Self { in_one_piece: true, ..Self::default() }
    }

    /// Takes a record of a document of which the file has no text.
    pub fn add(&mut self, document: Option<String>, draft: RecordDraft) {
        if !self.is_whole(&draft) {
            return;
        }
        let next = self.documents.len();
        let number = *self.numbers.entry(document).or_insert_with_key(|document| {
            self.documents.push(ImportedDocument { document: document.clone(), ..ImportedDocument::default() });
            next
        });
        if let Some(batch) = self.documents.get_mut(number) {
            batch.records.push(draft.finish());
        }
    }

    /// Takes all records of a document with its text.
    pub fn add_document(&mut self, document: Option<String>, text: Option<String>, drafts: Vec<RecordDraft>) {
        let records = drafts.into_iter().filter(|draft| self.is_whole(draft)).map(RecordDraft::finish).collect();
        self.documents.push(ImportedDocument { document, text, records, ..ImportedDocument::default() });
    }

    /// Whether somebody decided a record and it has a place; what is left out is counted or told.
    fn is_whole(&mut self, draft: &RecordDraft) -> bool {
        if draft.suggested {
            self.suggested += 1;
        } else if draft.record.at.is_empty() {
            let called = if draft.called.is_empty() { "an annotation" } else { &draft.called };
            self.problem(format!("{called}: it has neither a place nor words"));
        } else {
            return true;
        }
        false
    }

    /// Counts suggestions that a file brings back.
    pub fn suggestions(&mut self, count: usize) {
        self.suggested += count;
    }

    /// Remembers a sentence about what could not be read.
    pub fn problem(&mut self, sentence: String) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(sentence);
        } else {
            self.unlisted += 1;
        }
    }

    /// Remembers a sentence about how the file was read, which is no problem.
    pub fn note(&mut self, sentence: String) {
        if self.notes.len() < MAX_PROBLEMS {
            self.notes.push(sentence);
        }
    }

    /// Counts something that has no place in a record: `relation coref`.
    pub fn unsupported(&mut self, what: &str) {
        *self.unsupported.entry(what.to_owned()).or_default() += 1;
    }

    /// All of it, where places count UTF-16 units.
    pub fn finish_in_utf16(self) -> ImportedFile {
        let mut incoming = self.finish();
        for batch in &mut incoming.documents {
            batch.unit = OffsetUnit::Utf16;
        }
        incoming
    }

    /// All of it.
    pub fn finish(self) -> ImportedFile {
        let mut problems = self.problems;
        if self.unlisted > 0 {
            problems.push(format!("{} further problems are not listed", self.unlisted));
        }
        let others = self.unsupported.into_iter().take(MAX_PROBLEMS);
        problems.extend(others.map(|(what, n)| format!("{what}: {n} left out, since records have no field for it")));
        match self.suggested {
            0 => {}
            1 => problems.push("1 suggestion left out: only decisions are imported".to_owned()),
            n => problems.push(format!("{n} suggestions left out: only decisions are imported")),
        }
        let mut documents = self.documents;
        for batch in &mut documents {
            batch.keeps_pieces = !self.in_one_piece;
        }
        ImportedFile { documents, problems, notes: self.notes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::PartialSelector;

    #[test]
    fn records_stand_with_their_documents() {
        let mut out = ImportBuilder::default();
        for (document, suggested) in [("a", false), ("b", false), ("a", false), ("a", true), ("c", true)] {
            let mut draft = RecordDraft { suggested, ..RecordDraft::new("quote") };
            draft.record.at.push(PartialSelector::words("Yes."));
            out.add(Some(document.to_owned()), draft);
        }
        out.add(None, RecordDraft::new("quote"));
        out.unsupported("relation coref");
        for n in 0..MAX_PROBLEMS + 7 {
            out.problem(n.to_string());
        }
        let done = out.finish();
        let sizes: Vec<usize> = done.documents.iter().map(|b| b.records.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert_eq!(done.problems.len(), MAX_PROBLEMS + 3);
        assert_eq!(done.problems[0], "an annotation: it has neither a place nor words");
        assert_eq!(done.problems[MAX_PROBLEMS], "8 further problems are not listed");
        assert_eq!(done.problems.last().unwrap(), "2 suggestions left out: only decisions are imported");
    }
}
