//! What became of the records of a file.

use std::collections::BTreeMap;

/// What became of the records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// New records.
    pub imported: usize,
    /// Records that were there, and of which the file knows more.
    pub changed: usize,
    /// Records that were there just so.
    pub unchanged: usize,
    /// Records of which the file says something else: both stand.
    pub conflicts: usize,
    /// Records of which the file says something else, about which somebody has decided since it was first imported.
    pub settled: usize,
    /// Of the new ones, those whose words stand elsewhere than the file says.
    pub moved: usize,
    /// Of the new ones, those of which a person must say where they belong.
    pub doubtful: usize,
    /// Of the new ones, those whose words are nowhere.
    pub lost: usize,
    /// What places counted, where the file has no text and that is not what its format says.
    pub counted: Option<String>,
    /// Sentences about places that have no words to check them by and may be wrong.
    pub doubts: Vec<String>,
    /// Records that came without words to check their places by.
    pub unchecked: usize,
    /// Names of new speakers.
    pub speakers: Vec<String>,
    /// Names of speakers of whom the file knows more.
    pub completed_speakers: Vec<String>,
    /// Finished reviews that came in.
    pub reviews: usize,
    /// Decisions about checked quotations that came in.
    pub checks: usize,
    /// Labels the codebook does not know, and how many records have them.
    pub labels: BTreeMap<String, usize>,
    /// Ratings the codebook does not know.
    pub ratings: BTreeMap<String, usize>,
    /// Each record of the file, in reading order.
    pub items: Vec<ImportedItem>,
}

/// What became of one record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedItem {
    /// Its label here.
    pub label: String,
    /// Whether the file says that a detection was none.
    pub is_rejected: bool,
    /// Its words, all of them.
    pub words: String,
    /// Number of its paragraph, from 1; none of one without a place.
    pub paragraph: Option<usize>,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it was found.
    pub placement: Placement,
    /// Whose it is, as the file says.
    pub by: Option<String>,
    /// When it was made or last changed, as the file says, RFC 3339.
    pub when: Option<String>,
}

/// What became of a record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there.
    Added,
    /// It was there just so.
    Present,
    /// It was there without these fields.
    Completed(Vec<String>),
    /// It was there and says something else: both stand.
    Conflict {
        /// In what the two differ.
        fields: Vec<Difference>,
        /// Whether the file's was kept beside it by an earlier import.
        is_kept_already: bool,
    },
    /// It was there and says something else, of which somebody has chosen what holds since an earlier import.
    Settled,
}

/// A field of which a record here and one of a file say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its name; of an attribute the attribute's.
    pub field: String,
    /// What it says here.
    pub ours: String,
    /// What the file says.
    pub theirs: String,
}

/// Where a record of a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Where the file says.
    Exact,
    /// The same words among the same words, elsewhere.
    Moved,
    /// A person must say where it belongs.
    Uncertain,
    /// Its words are nowhere.
    NotFound,
}

impl ImportReport {
    /// Counts a record.
    pub fn count(&mut self, item: ImportedItem) {
        let is_new = match &item.outcome {
            Outcome::Added => {
                self.imported += 1;
                true
            }
            Outcome::Present => {
                self.unchanged += 1;
                false
            }
            Outcome::Completed(_) => {
                self.changed += 1;
                false
            }
            Outcome::Conflict { .. } => {
                self.conflicts += 1;
                false
            }
            Outcome::Settled => {
                self.settled += 1;
                false
            }
        };
        if is_new {
            match item.placement {
                Placement::Exact => {}
                Placement::Moved => self.moved += 1,
                Placement::Uncertain => self.doubtful += 1,
                Placement::NotFound => self.lost += 1,
            }
        }
        self.items.push(item);
    }

    /// Whether several records came in and none found its words: they are of another document. One alone may be of words
    /// that were deleted.
    pub fn is_about_nothing_here(&self) -> bool {
        self.lost > 1 && self.lost == self.items.len()
    }

    /// Whether a person must look at something.
    pub fn wants_a_look(&self) -> bool {
        self.conflicts + self.doubtful + self.lost > 0 || !self.doubts.is_empty()
    }
}

impl ImportedItem {
    /// Whether a person must look at it.
    pub fn wants_a_look(&self) -> bool {
        match (&self.outcome, self.placement) {
            (Outcome::Conflict { .. }, _) | (Outcome::Added, Placement::Uncertain | Placement::NotFound) => true,
            (Outcome::Added, Placement::Exact | Placement::Moved)
            | (Outcome::Present | Outcome::Completed(_) | Outcome::Settled, _) => false,
        }
    }
}
