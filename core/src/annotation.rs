//! What a person decided: stand-off records about a document, after the W3C Web Annotation model.
//!
//! One attribution is one annotation labelled `quote` whose target is the content. Records that began as a detection
//! carry a [`Status`]; hand-made ones carry none. Places are stored in code points of the reading text together with
//! the words themselves: offsets are a hint, the words are the truth (see [`anchor`]).

pub mod anchor;
pub mod codebook;
pub mod draft;
pub mod fields;
pub mod history;
pub mod identifier;
pub mod merge;
pub mod notation;
mod rules;
pub mod set;
pub mod sidecar;
mod table;

use crate::kinds::worded;
use crate::sanitize::is_hostile;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;

pub use anchor::{Anchor, Selector};
pub use codebook::{
    Attribute, AttributeType, Codebook, Colour, Example, ExampleChange, KnownAs, Label, NotEdited, ProjectSpeakers,
    SpeakerDecision,
};
pub use draft::{Draft, DraftKind, DraftPlace, DraftPurpose};
pub use fields::{AnchoredText, Annotation, CheckDecision, Effort, RecordLink, Review, Speaker, Was};
pub use set::{Change, Op, Set};

/// Label of an attribution.
pub const QUOTE: &str = "quote";
/// Label of a checkable statement.
pub const CLAIM: &str = "claim";
/// What stands before evidence that is no address, where a format has one field for free words.
pub const EVIDENCE: &str = "Evidence: ";
/// What stands before the name of an attribute that is called as a field is, in formats that have one kind of name for both.
pub const OWN_ATTRIBUTE: &str = "attribute-";
/// Names of fields in such formats, letters and digits only, small.
const FIELD_NAMES: [&str; 22] = [
    "id",
    "label",
    "tag",
    "kind",
    "form",
    "status",
    "speaker",
    "speakername",
    "speakerid",
    "speakerkind",
    "speakermembers",
    "members",
    "source",
    "cue",
    "score",
    "rating",
    "evidence",
    "note",
    "by",
    "created",
    "modified",
    CHECK,
];
/// What a record keeps instead of the hash of the text it is about, where nobody knows that text any more.
pub const UNKNOWN_TEXT: &str = "unknown";
/// Who signs what nobody signed, in formats that must name somebody.
pub const UNSIGNED: &str = "sayso";
/// The name under which formats of fields and tags say why a person should look at a record, as one of [`CHECKS`].
pub const CHECK: &str = "check";
/// Its values: the text has changed, several people decided differently, both. They come from comparing; nobody decides them.
pub const CHECKS: [&str; 3] = ["text-changed", "conflict", "text-changed-and-conflict"];
/// What became of a detection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Kept as proposed.
    Confirmed,
    /// Kept with another speaker or other words.
    Edited,
    /// Not a quotation.
    Rejected,
}

worded!(Status { Confirmed = "confirmed", Edited = "edited", Rejected = "rejected" });

/// Who speaks: a speaker of this file, or nobody who can be named. Unset is different from both.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SpeakerRef {
    /// Nobody nameable: written `none`.
    Nobody,
    /// The id of a speaker.
    Id(String),
}

impl SpeakerRef {
    /// The id, when there is one.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Nobody => None,
            Self::Id(id) => Some(id),
        }
    }
}

impl<'de> Deserialize<'de> for SpeakerRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A bare word reaches a visitor without its letters, so the raw text decides: a forgotten quotation mark must
        // not turn a name into "nobody".
        let raw = Box::<ron::value::RawValue>::deserialize(deserializer)?;
        let written = raw.get_ron().trim();
        if written == "none" {
            return Ok(Self::Nobody);
        }
        ron::from_str(written)
            .map(Self::Id)
            .map_err(|_| de::Error::custom(format!("a speaker is an id in quotation marks, or none, not {written}")))
    }
}

impl Annotation {
    /// Whether it says that a detection was none.
    pub fn is_rejected(&self) -> bool {
        self.status == Some(Status::Rejected)
    }

    /// Id of its speaker, when it has one that can be named.
    pub fn speaker_id(&self) -> Option<&str> {
        self.speaker.as_ref().and_then(SpeakerRef::id)
    }

    /// First code point of its target as stored.
    pub fn start(&self) -> u32 {
        self.at.first().map_or(0, |s| s.start)
    }

    /// The words of its target, its parts joined by `…`.
    pub fn exact(&self) -> String {
        self.at.iter().map(|s| s.exact.as_str()).collect::<Vec<_>>().join(" … ")
    }
}

impl Speaker {
    /// Whether `words` are its name or an alias, letter case aside.
    pub fn is_named(&self, words: &str) -> bool {
        std::iter::once(&self.name).chain(&self.aliases).any(|name| same_name(name, words))
    }

    /// Whether `words` are its name, an alias or a role, letter case aside.
    pub fn is_called(&self, words: &str) -> bool {
        let same = |other: &String| same_name(other, words);
        same(&self.name) || self.aliases.iter().any(same) || self.roles.iter().any(same)
    }
}

/// The name of an attribute in a format that has one kind of name for fields and attributes: one that is called as a field is
/// says that it is none.
pub fn name_beside_fields(attribute: &str) -> Cow<'_, str> {
    if is_field_name(attribute) { Cow::Owned(format!("{OWN_ATTRIBUTE}{attribute}")) } else { Cow::Borrowed(attribute) }
}

/// The attribute that [`name_beside_fields`] gives this name, whatever the case of its first letter.
pub fn attribute_beside_fields(name: &str) -> &str {
    let own = name.split_at_checked(OWN_ATTRIBUTE.len()).filter(|(mark, _)| mark.eq_ignore_ascii_case(OWN_ATTRIBUTE));
    own.map(|(_, attribute)| attribute).filter(|attribute| is_field_name(attribute)).unwrap_or(name)
}

fn is_field_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    FIELD_NAMES.contains(&plain.as_str())
}

/// Whether two names are the same but for letter case and white space.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || folded_name(a) == folded_name(b)
}

/// A name in small letters, with single spaces: the same for all spellings that [`same_name`] takes for one.
pub fn folded_name(name: &str) -> String {
    name.split_whitespace().flat_map(|w| w.chars().flat_map(char::to_lowercase).chain([' '])).collect()
}

/// Whether words are the same but for white space and for characters that not every format can hold.
pub fn same_words(a: &str, b: &str) -> bool {
    let solid = |c: &char| !c.is_whitespace() && !is_hostile(*c) && *c != '\u{fffd}';
    a == b || a.chars().filter(solid).eq(b.chars().filter(solid))
}

/// Whether `name` can stand in a file name as an annotator: `[a-z0-9][a-z0-9_-]{0,31}`.
pub fn is_annotator(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 32 && name.starts_with(fits) && name.chars().all(|c| fits(c) || c == '_' || c == '-')
}

/// The moment and the dice of one action: time and randomness come into the lower half as values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// RFC 3339, seconds, UTC.
    pub now: String,
    /// Milliseconds since 1970.
    pub millis: u64,
    /// Random bytes.
    pub random: [u8; 10],
}

impl Stamp {
    /// The `n`th id of this action: a UUID version 7, so that ids sort by time.
    pub fn id(&self, n: u32) -> String {
        let mut random = self.random;
        for (byte, add) in random.iter_mut().rev().zip(n.to_le_bytes()) {
            *byte ^= add;
        }
        uuid::Builder::from_unix_timestamp_millis(self.millis, &random).into_uuid().to_string()
    }
}

/// The id for a speaker of this name: a slug, with `-2`, `-3` … when `taken`.
pub fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut base = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            base.push(c);
        } else if !base.ends_with('-') && !base.is_empty() && c != '’' && c != '\'' {
            base.push('-');
        }
    }
    let base = base.trim_matches('-');
    let base = if base.is_empty() { "speaker" } else { base };
    // In files `none` is nobody.
    let taken = |id: &str| id == "none" || taken(id);
    if !taken(base) {
        return base.to_owned();
    }
    (2..=u32::MAX).map(|n| format!("{base}-{n}")).find(|id| !taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Donald J. Trump", |_| false), "donald-j-trump");
        assert_eq!(slug("O’Malley", |id| id == "omalley"), "omalley-2");
        assert_eq!(slug("…", |_| false), "speaker");
    }

    #[test]
    fn a_bare_word_is_no_speaker() {
        let parse = |s: &str| ron::from_str::<SpeakerRef>(s);
        assert_eq!(parse("none").unwrap(), SpeakerRef::Nobody);
        assert_eq!(parse("\"ada\"").unwrap(), SpeakerRef::Id("ada".into()));
        assert!(parse("ada").unwrap_err().to_string().contains("not ada"));
    }

    #[test]
    fn ids_sort_by_time_and_differ() {
        let early = Stamp { millis: 1000, ..Stamp::default() };
        let late = Stamp { millis: 2000, ..Stamp::default() };
        assert!(early.id(0) < late.id(0));
        assert_ne!(early.id(0), early.id(1));
    }
}
