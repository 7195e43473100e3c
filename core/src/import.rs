//! What comes in from other programs: one file a format behind one table, and one way from there into the records of a
//! document ([`importer::Importer`]).

mod brat;
mod builder;
pub mod clic;
mod counting;
mod doccano;
mod doubts;
mod error;
mod hypothesis;
pub mod importer;
mod indexed_text;
mod json;
mod label_studio;
pub mod partial_selector;
mod placing;
mod qdpx;
mod record_draft;
mod records;
mod relations;
pub mod schema;
mod sidecar;
#[cfg(test)]
mod tests;
mod text;
mod w3c;
mod xmi;

use crate::annotation::{Annotation, CheckDecision, Review, Speaker};
use crate::kinds::SpeakerKind;

pub use crate::annotation::Status;
pub use error::{ImportError, JsonError};
pub use indexed_text::{Counting, IndexedText, LineEnds};
pub use partial_selector::{OffsetUnit, PartialSelector};
pub(crate) use record_draft::normalized;
pub(crate) use relations::SpanRole;
pub use sidecar::{annotator_of, of_sidecar};
pub(crate) use xmi::sofa;

/// The label of words that name somebody, in formats where speakers are spans of their own.
pub const SPEAKER: &str = "speaker";

/// A file to read.
pub struct ImportSource<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The bytes of the file beside it that has this extension instead.
    pub beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// A format that can be read.
#[derive(Clone, Copy, Debug)]
pub struct ImportFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// One line about it.
    pub doc: &'static str,
    /// Reads a file of it.
    pub read: fn(&ImportSource<'_>) -> Result<ImportedFile, ImportError>,
}

/// Every format, in the order shown.
pub const FORMATS: [ImportFormat; 11] = [
    ImportFormat {
        name: "sayso",
        doc: "a sidecar of sayso, of whoever annotated the same document",
        read: sidecar::read,
    },
    ImportFormat { name: "w3c", doc: "Web Annotations (JSON-LD)", read: w3c::read },
    ImportFormat { name: "hypothesis", doc: "annotations of Hypothesis: its export, its API", read: hypothesis::read },
    ImportFormat { name: "brat", doc: "brat standoff: .ann, with its .txt beside it", read: brat::read },
    ImportFormat { name: "jsonl", doc: "one JSON object a line, as sayso exports them", read: records::read_jsonl },
    ImportFormat { name: "csv", doc: "a table, as sayso exports it", read: records::read_csv },
    ImportFormat { name: "clic", doc: "regions of CLiC: .regions.csv, with its .txt beside it", read: clic::read },
    ImportFormat { name: "doccano", doc: "doccano's JSON lines", read: doccano::read },
    ImportFormat { name: "label-studio", doc: "Label Studio's tasks (JSON)", read: label_studio::read },
    ImportFormat { name: "xmi", doc: "UIMA CAS (XMI), as INCEpTION exports it", read: xmi::read },
    ImportFormat { name: "qdpx", doc: "a REFI-QDA project, of ATLAS.ti, MAXQDA, NVivo, QualCoder", read: qdpx::read },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static ImportFormat> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The format of a file by what is in it, then by its name. O(1): its beginning is looked at.
///
/// ```
/// let bytes = br#"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}"#;
/// assert_eq!(sayso_core::import::guess("a.json", bytes).map(|f| f.name), Some("w3c"));
/// ```
pub fn guess(name: &str, bytes: &[u8]) -> Option<&'static ImportFormat> {
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(MAX_GUESS_BYTES)).unwrap_or_default());
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let has = |key: &str| head.contains(&format!("\"{key}\""));
    let is_sidecar = || extension == "ron" || head.starts_with("#![enable") || head.starts_with('(');
    let found =
        if is_sidecar() && head.contains("version:") && (head.contains("document:") || head.contains("annotations:")) {
            "sayso"
        } else if bytes.starts_with(b"PK") || head.contains("urn:QDA-XML") {
            "qdpx"
        } else if head.contains("http://www.omg.org/XMI") {
            "xmi"
        } else if head.starts_with(['{', '[']) {
            if has("client_version") || has("rows") || has("uri") && has("target") {
                "hypothesis"
            } else if head.contains("ns/anno") || has("selector") {
                "w3c"
            } else if has("data") && (has("annotations") || has("completions") || has("predictions")) {
                "label-studio"
            } else if has("exact") && has("document") && has("anchor") {
                "jsonl"
            } else if has("text") && ["entities", "label", "labels"].into_iter().any(has) {
                "doccano"
            } else {
                return None;
            }
        } else if extension == "ann" || head.starts_with('T') && head.lines().next().is_some_and(|l| l.contains('\t')) {
            "brat"
        } else if name.ends_with(clic::EXTENSION) || head.lines().take(2).any(clic::is_region) {
            "clic"
        } else if head.lines().next().is_some_and(|l| l.contains("exact") && l.contains("label")) {
            "csv"
        } else {
            return None;
        };
    format(found)
}

/// Bytes of a file that tell what it is.
const MAX_GUESS_BYTES: usize = 64 * 1024;

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedFile {
    /// The records, a batch for each document.
    pub documents: Vec<ImportedDocument>,
    /// What could not be read, a sentence each, with the line or the name of the thing.
    pub problems: Vec<String>,
    /// How it was read, where that is not how the format says, a sentence each.
    pub notes: Vec<String>,
}

/// The records of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedDocument {
    /// What the file calls the document: a path, a name, an address.
    pub document: Option<String>,
    /// The text that places are of, where the file has it; without it they are places of the current text.
    pub text: Option<String>,
    /// What places count where the file has no text: with it they are code points of that.
    pub unit: OffsetUnit,
    /// Of a sidecar: the hash of the text that its selectors were made on.
    pub text_hash: Option<String>,
    /// Whether ids of any form stay as they are: those of a sidecar.
    pub keeps_ids: bool,
    /// Whether records in several pieces are in it as such.
    pub keeps_pieces: bool,
    /// The file's own list of speakers.
    pub speakers: Vec<Speaker>,
    /// Finished reviews.
    pub reviews: Vec<Review>,
    /// Decisions about quotations that were checked.
    pub checks: Vec<CheckDecision>,
    /// The records.
    pub records: Vec<ImportedRecord>,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedSpeaker {
    /// Nobody who can be named.
    Nobody,
    /// Somebody of this id in the file's own list.
    Listed(String),
    /// Somebody.
    Somebody {
        /// The name.
        name: String,
        /// The id it had where it was exported.
        id: Option<String>,
        /// What kind of speaker, where the file tells.
        kind: Option<SpeakerKind>,
    },
}

impl ImportedSpeaker {
    /// Somebody of whom only the name is known.
    pub fn named(name: &str) -> Self {
        Self::Somebody { name: name.to_owned(), id: None, kind: None }
    }
}

/// How a file names the speaker of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// The record itself does.
    #[default]
    OfRecord,
    /// The words of the text that name somebody bear the name; other records may have them too.
    OfMention,
    /// By nothing but those words.
    ByWords,
}

/// One record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportedRecord {
    /// Its id, where it may be one of ours: a UUID.
    pub id: Option<String>,
    /// The label as the file has it.
    pub label: String,
    /// Where: one place for each piece, in reading order, never empty.
    pub at: Vec<PartialSelector>,
    /// Who said it.
    pub speaker: Option<ImportedSpeaker>,
    /// How the speaker is named.
    pub naming: Naming,
    /// Names of those who said it together.
    pub members: Vec<String>,
    /// The words that name the speaker.
    pub source: Option<PartialSelector>,
    /// The words of saying.
    pub cue: Option<PartialSelector>,
    /// Everything that is the same there and in our records. Its id, label and place stand above.
    pub fields: Annotation,
}
