//! The table of an annotation's fields, and of the records that stand in it.
//!
//! **To add a field**, add its row to [`Annotation`] below, with all columns: documentation, name, type, and
//!
//! 1. *presence* and 2. *version*: see `table.rs`; a new field is `used`, of the next version.
//! 3. *merge*: what a three-way merge of two sides' changes does with it, a function of `rules::merge`.
//! 4. *join*: what becomes of it when two people's decisions about one statement are made one, a function of
//!    `rules::join`.
//! 5. *import*: what becomes of it where a file that is brought in has a record of the same thing, a function of
//!    `rules::import`. With any but `own`, `aside` and `always` a field whose type has words is also read by its name
//!    from every import format that has named values.
//!
//! Reading, printing, the version of a file, merging and importing are made from the row. The compiler then asks for one
//! more decision: what exports say of it (`export/record.rs`, which takes an annotation apart without `..`). A type that
//! no field had before also needs a [`Notation`].

use super::notation::{Notation, Rest};
use super::rules::{import, join, merge};
use super::table::record;
use super::{Selector, SpeakerRef, Status};
use crate::document::Document;
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::span::Span;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A record here met with one that a file has of it, field by field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MetRecord {
    /// The one here with what only the file says.
    pub ours: Annotation,
    /// The one of the file, with what only the one here says of who spoke and how: never its opinions, notes, evidence
    /// and attributes, which would stand under another's name.
    pub theirs: Annotation,
    /// Names of the fields that only the file says, or of which it says more.
    pub added: Vec<&'static str>,
    /// Names of the fields of which both say something, and not the same.
    pub different: Vec<&'static str>,
}

/// Declares [`Annotation`]: [`record!`] with the columns of merging and importing.
macro_rules! annotation {
    (
        $(#[$meta:meta])*
        pub struct Annotation, upgrade = $upgrade:path {
            $(
                $(#[$doc:meta])*
                $field:ident: $Type:ty | $presence:ident | $since:literal | $merge:ident | $join:ident | $import:ident
            )*
        }
    ) => {
        record! {
            $(#[$meta])*
            pub struct Annotation, upgrade = $upgrade {
                $($(#[$doc])* $field: $Type | $presence | $since)*
            }
        }

        impl Annotation {
            /// Lays images of a record, oldest first, over what it is now: a three-way merge, field by field. Also whether
            /// both sides changed one field. O(images · length).
            pub(super) fn merged(images: &[&Self], now: &Self) -> (Self, bool) {
                let mut clash = false;
                let merged = Self {
                    $($field: merge::$merge(images, now, |record: &Self| &record.$field, &mut clash),)*
                };
                (merged, clash)
            }

            /// Two decisions about one statement as one, when they say the same of it. O(length).
            pub(super) fn joined(first: &Self, other: &Self) -> Option<Self> {
                Some(Self { $($field: join::$join(first, other, |record: &Self| &record.$field)?,)* })
            }

            /// The record as it is here, met with one that a file has of it. O(length).
            pub(crate) fn met(&self, imported: &Self) -> MetRecord {
                let (mut added, mut different) = (Vec::new(), Vec::new());
                $(let $field = import::$import(&self.$field, &imported.$field);
                match $field.comparison {
                    import::Comparison::Same => {}
                    import::Comparison::Added => added.push(stringify!($field)),
                    import::Comparison::Different => different.push(stringify!($field)),
                })*
                let ours = Self { $($field: $field.ours,)* };
                let theirs = Self { $($field: $field.theirs,)* };
                MetRecord { ours, theirs, added, different }
            }

            /// Names of the fields that import formats may give in words.
            pub(crate) fn imported_names() -> impl Iterator<Item = &'static str> {
                let names = [$((
                    stringify!($field),
                    import::is_read(stringify!($import)) && <$Type as Notation>::HAS_WORDS,
                )),*];
                names.into_iter().filter(|(_, is_read)| *is_read).map(|(name, _)| name)
            }

            /// Sets the field of this name, small letters without the signs between them, from words. Whether there is such
            /// a field, files may set it, and the words are a value of it.
            pub(crate) fn set_words(&mut self, name: &str, words: &str) -> bool {
                $(if import::is_read(stringify!($import)) && same_field(name, stringify!($field)) {
                    let value = <$Type as Notation>::of_words(words);
                    return value.map(|value| self.$field = value).is_some();
                })*
                false
            }
        }
    };
}

annotation! {
    /// One record.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Annotation, upgrade = upgrade {
        //                                      presence | version | merge | join | import
        /// Unique in its file.
        id: String                              | always | 1 | mine  | first  | own
        /// A label of the codebook, or one nobody knows: then shown neutrally and kept.
        label: String                           | always | 1 | value | first  | always
        /// Of a quote.
        kind: Option<Kind>                      | used   | 1 | value | equal  | value
        /// Of a quote.
        form: Option<Form>                      | used   | 1 | value | first  | fill
        /// Of a record that began as a detection.
        status: Option<Status>                  | used   | 1 | value | edited | status
        /// Its target.
        at: Vec<Selector>                       | always | 1 | place | places | always
        /// Who said it, or claims it.
        speaker: Option<SpeakerRef>             | used   | 1 | value | equal  | value
        /// The words that name the speaker.
        source: Option<AnchoredText>             | used   | 1 | value | first  | value
        /// The words of saying.
        cue: Option<AnchoredText>                | used   | 1 | value | first  | value
        /// The detection's probability.
        score: Option<f64>                      | used   | 1 | value | first  | fill
        /// Of a claim.
        rating: Option<String>                  | used   | 1 | value | agree  | opinion
        /// Addresses that bear on a claim.
        evidence: Vec<String>                   | used   | 1 | list  | union  | list_of_words
        /// Free words.
        note: Option<String>                    | used   | 1 | value | agree  | words
        /// Links to other records.
        links: Vec<RecordLink>                        | used   | 1 | list  | union  | list
        /// Further values, by name.
        attributes: BTreeMap<String, String>    | used   | 1 | map   | agree_by_name | by_name
        /// What an edited record was.
        was: Option<Was>                        | used   | 1 | value | edited | aside
        /// First letters of the hash of the text the selectors were made on, when they no longer fit the current one.
        text: Option<String>                    | used   | 1 | text  | first  | aside
        /// Kept beside another record of the same id, or changed on two sides.
        conflict: bool                          | used   | 1 | value | first  | own
        /// Who decided.
        by: Option<String>                      | used   | 1 | mine  | first  | keep
        /// When, RFC 3339.
        created: Option<String>                 | used   | 1 | mine  | first  | keep
        /// When last changed, RFC 3339.
        modified: Option<String>                | used   | 1 | latest | first | keep
        /// Whether the decision is about these words only: other suggestions of the same name do not follow it.
        only_this: bool                         | used   | 2 | value | first  | aside
        /// Annotators whose answer a curator took, by name.
        proposed: Vec<String>                   | used   | 5 | list  | union  | aside
    }
}

/// The attribute in which earlier builds kept [`Annotation::only_this`].
const ONCE: &str = "once";

/// Sets right what earlier builds wrote otherwise.
fn upgrade(record: &mut Annotation) {
    let is_ours = record.status.is_some() && record.attributes.get(ONCE).is_some_and(|value| value == "true");
    if is_ours {
        record.attributes.remove(ONCE);
        record.only_this = true;
    }
}

/// Whether `name`, small letters without signs, is that of a field.
fn same_field(name: &str, field: &str) -> bool {
    field.chars().filter(|c| *c != '_').eq(name.chars())
}

impl Annotation {
    /// A record with nothing but an id, a label and a target.
    pub fn new(id: String, label: &str, at: Vec<Selector>) -> Self {
        Self { id, label: label.to_owned(), at, ..Self::default() }
    }
}

record! {
    /// Somebody who speaks in a document.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Speaker {
        /// Slug of the name, unique in the file.
        id: String                              | always | 1
        /// The name to show.
        name: String                            | always | 1
        /// Person, organisation, group, unnamed, document.
        kind: SpeakerKind                       | always | 1
        /// Other names and handles.
        aliases: Vec<String>                    | used   | 1
        /// What they are called in this document only.
        roles: Vec<String>                      | used   | 1
        /// Ids of speakers merged into this one.
        merged: Vec<String>                     | used   | 1
        /// Free words.
        note: Option<String>                    | used   | 1
        /// Ids of the speakers a group consists of, where they are known.
        members: Vec<String>                    | used   | 3
    }
}

record! {
    /// A finished review.
    #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
    pub struct Review {
        /// Who.
        by: String                              | always | 1
        /// With which detector.
        detector: String                        | always | 1
        /// First letters of the text's hash.
        text: String                            | always | 1
        /// When, RFC 3339.
        done: String                            | always | 1
        /// How many items it had.
        items: u32                              | always | 1
        /// Seconds of work up to then, where the project asks for them.
        seconds: Option<u32>                    | used   | 6
        /// Keys pressed up to then, where the project asks for them.
        keys: Option<u32>                       | used   | 6
    }
}

/// What work on a document took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Seconds in which the document was worked on.
    pub seconds: u32,
    /// Keys pressed.
    pub keys: u32,
}

impl Review {
    /// What it took, where that is known.
    pub fn effort(&self) -> Option<Effort> {
        self.seconds.zip(self.keys).map(|(seconds, keys)| Effort { seconds, keys })
    }
}

record! {
    /// What a person decided about a quotation that was held beside its sources. It is about the words as they stood then: of
    /// other words, or where another answer is found, it says nothing.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CheckDecision {
        /// The words of the document between their marks, from the first to the last: many quotations that are checked are no
        /// record.
        quote: Selector                         | always | 4
        /// Name of the source with the words, or with what is nearest to them.
        source: Option<String>                  | used   | 4
        /// What was found, in words of `sayso verify`: `altered-number`, `truncated`.
        verdict: String                         | always | 4
        /// Why the words stay as they are all the same; none where the finding holds.
        reason: Option<String>                  | used   | 4
        /// Who decided.
        by: Option<String>                      | used   | 4
        /// When, RFC 3339.
        at: String                              | always | 4
    }
}

impl CheckDecision {
    /// In the order of the words it is about, then of their moments.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |c: &Self| (c.quote.start, c.quote.end);
        let rest = |c: &Self| (c.source.clone(), c.verdict.clone(), c.reason.clone(), c.quote.exact.clone());
        key(self)
            .cmp(&key(other))
            .then_with(|| self.at.cmp(&other.at))
            .then_with(|| self.by.cmp(&other.by))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

record! {
    /// A link to another annotation.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
    pub struct RecordLink {
        /// What the other is to this one.
        role: String                            | always | 1
        /// Its id.
        to: String                              | always | 1
    }
}

record! {
    /// What an edited record was as a detection.
    #[derive(Clone, Debug, PartialEq, Eq, Default)]
    pub struct Was {
        /// Where the detection was, in code points.
        at: Vec<(u32, u32)>                     | kept   | 1
        /// The speaker it proposed.
        speaker: Option<String>                 | used   | 1
    }
}

/// Words at a place, in code points: start, end, the words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct AnchoredText(pub u32, pub u32, pub String);

impl AnchoredText {
    /// The words of a stretch.
    pub fn of(document: &Document, span: Span) -> Self {
        let (start, end) = document.in_chars(span);
        Self(start, end, document.words(span).to_owned())
    }
}

impl Notation for AnchoredText {
    fn print(&self, out: &mut String) {
        out.push('(');
        self.0.print(out);
        out.push_str(", ");
        self.1.print(out);
        out.push_str(", ");
        self.2.print(out);
        out.push(')');
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        rest.eat("(")?;
        let start = u32::read(rest)?;
        rest.eat(", ")?;
        let end = u32::read(rest)?;
        rest.eat(", ")?;
        let words = String::read(rest)?;
        rest.eat(")")?;
        Some(Self(start, end, words))
    }
}

impl Notation for SpeakerRef {
    fn print(&self, out: &mut String) {
        match self {
            Self::Nobody => out.push_str("none"),
            Self::Id(id) => id.print(out),
        }
    }

    fn read(rest: &mut Rest<'_>) -> Option<Self> {
        if rest.is_text() {
            return String::read(rest).map(Self::Id);
        }
        rest.is_word("none").map(|()| Self::Nobody)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::notation;

    /// As an earlier build wrote it, and as it is written now.
    #[test]
    fn only_this_one_of_earlier_builds_is_a_field() {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let start = "(id: \"a\", label: \"quote\", status: edited, at: [(start: 0, end: 1, exact: \"x\", prefix: \"\", suffix: \"\")]";
        let earlier = format!("{start}, attributes: {{\"once\": \"true\", \"tone\": \"dry\"}}, by: \"ada\")");
        let now = format!("{start}, attributes: {{\"tone\": \"dry\"}}, by: \"ada\", only_this: true)");
        let read: Annotation = options.from_str(&earlier).unwrap();
        assert_eq!(notation::read::<Annotation>(&earlier).as_ref(), Some(&read));
        assert!(read.only_this);
        assert_eq!((notation::print(&read), read.version()), (now, 2));
        // What a person calls so of their own accord stays theirs.
        let own = format!("{start}, attributes: {{\"once\": \"maybe\"}})");
        let read: Annotation = options.from_str(&own).unwrap();
        assert_eq!((notation::print(&read), read.only_this, read.version()), (own, false, 1));
    }

    #[test]
    fn files_set_what_they_may_by_name() {
        let mut record = Annotation::default();
        for (name, words, is_set) in [
            ("kind", "Direct", true),
            ("kind", "loud", false),
            ("score", "0.5", true),
            ("score", "88", false),
            ("score", "NaN", false),
            ("rating", "true", true),
            ("onlythis", "true", false),
            ("text", "x", false),
            ("conflict", "true", false),
        ] {
            assert_eq!(record.set_words(name, words), is_set, "{name}");
        }
        assert_eq!((record.kind, record.rating.as_deref()), (Some(Kind::Direct), Some("true")));
        let names: Vec<&str> = Annotation::imported_names().collect();
        assert_eq!(names, ["kind", "form", "status", "score", "rating", "note", "by", "created", "modified"]);
    }
}
