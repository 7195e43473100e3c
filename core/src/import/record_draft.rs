//! A record while its values come in, by the names formats give them.

use super::counting::GivenPlace;
use super::{ImportedRecord, ImportedSpeaker};
use crate::annotation::{CHECK, CHECKS, EVIDENCE, RecordLink, attribute_beside_fields};
use crate::kinds::SpeakerKind;

/// A record that is not yet whole.
#[derive(Clone, Debug, Default)]
pub struct RecordDraft {
    /// What is known of it; who said it stands below until it is done.
    pub record: ImportedRecord,
    /// The name of who said it.
    pub name: Option<String>,
    /// The id the speaker had.
    pub speaker_id: Option<String>,
    /// What kind of speaker.
    pub speaker_kind: Option<SpeakerKind>,
    /// Whether it is said that nobody can be named.
    pub nobody: bool,
    /// Whether nobody has decided it.
    pub suggested: bool,
    /// Its places as the file gives them, until what they count is known.
    pub given: Vec<GivenPlace>,
    /// What the file calls it, for messages.
    pub called: String,
}

impl AsMut<Self> for RecordDraft {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl RecordDraft {
    /// A record of this label.
    pub fn new(label: &str) -> Self {
        Self {
            record: ImportedRecord { label: label.trim().to_owned(), ..ImportedRecord::default() },
            ..Self::default()
        }
    }

    /// Sets the value of the field called `name`, whatever the case of its letters; a value that is none of the field's,
    /// and one of a name that is no field's, is kept as an attribute. Empty values set nothing.
    pub fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let fitted = match normalized(name).as_str() {
            // What comes from comparing is found anew.
            CHECK if CHECKS.contains(&value) => true,
            "status" if value.eq_ignore_ascii_case("suggested") => put(&mut self.suggested, Some(true)),
            "speaker" | "speakername" if value == "none" => put(&mut self.nobody, Some(true)),
            "speaker" | "speakername" => put(&mut self.name, Some(Some(value.to_owned()))),
            "speakerid" => put(&mut self.speaker_id, Some(Some(value.to_owned()))),
            "members" | "speakermembers" => {
                let names = value.split("; ").map(str::trim).filter(|name| !name.is_empty());
                self.record.members.extend(names.map(str::to_owned));
                true
            }
            "speakerkind" => put(&mut self.speaker_kind, SpeakerKind::of_word(value).map(Some)),
            "id" => put(&mut self.record.id, ours(value).map(Some)),
            "note" => {
                self.note(value);
                true
            }
            "evidence" => {
                self.evidence(value);
                true
            }
            field => self.record.fields.set_words(field, value),
        };
        if !fitted {
            self.attribute(name, value);
        }
    }

    /// Keeps a value by its name; several of one name are joined.
    pub fn attribute(&mut self, name: &str, value: &str) {
        let (name, value) = (attribute_beside_fields(name.trim()), value.trim());
        if name.is_empty() || value.is_empty() {
            return;
        }
        let known = self.record.fields.attributes.entry(name.to_owned()).or_default();
        if known.is_empty() {
            value.clone_into(known);
        } else if known != value {
            known.push_str("; ");
            known.push_str(value);
        }
    }

    /// Adds a link to another record, where role and target are known.
    pub fn link(&mut self, role: Option<&str>, to: Option<&str>) {
        if let (Some(role), Some(to)) = (role, to) {
            self.record.fields.links.push(RecordLink { role: role.to_owned(), to: to.to_owned() });
        }
    }

    /// Adds free words; several notes stand below each other.
    pub fn note(&mut self, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let note = self.record.fields.note.get_or_insert_default();
        if !note.is_empty() {
            note.push('\n');
        }
        note.push_str(words);
    }

    /// Adds free words of several lines, of which a lone address, and a line that says so, is evidence; indented lines go on
    /// with the evidence before them.
    pub fn note_or_evidence(&mut self, words: &str) {
        let mut note: Vec<&str> = Vec::new();
        let mut goes_on = false;
        for line in words.lines() {
            let evidence =
                line.trim().strip_prefix(EVIDENCE).or_else(|| is_address(line.trim()).then_some(line.trim()));
            match (evidence, self.record.fields.evidence.last_mut()) {
                (None, Some(last)) if goes_on && line.starts_with("  ") => {
                    last.push('\n');
                    last.push_str(line.trim());
                    continue;
                }
                (Some(evidence), _) => self.record.fields.evidence.push(evidence.trim().to_owned()),
                (None, _) => note.push(line),
            }
            goes_on = evidence.is_some();
        }
        self.note(&note.join("\n"));
    }

    /// Adds evidence: a line each, indented lines going on with the one before; in a single line `; ` between them.
    pub fn evidence(&mut self, words: &str) {
        if !words.contains('\n') {
            let all = words.split("; ").map(str::trim).filter(|a| !a.is_empty());
            self.record.fields.evidence.extend(all.map(str::to_owned));
            return;
        }
        let mut goes_on = false;
        for line in words.lines().filter(|line| !line.is_empty()) {
            match self.record.fields.evidence.last_mut().filter(|_| goes_on && line.starts_with("  ")) {
                Some(last) => {
                    last.push('\n');
                    last.push_str(line.trim());
                }
                None => self.record.fields.evidence.push(line.trim().to_owned()),
            }
            goes_on = true;
        }
    }

    /// The record, with who said it; its pieces in reading order.
    pub fn finish(self) -> ImportedRecord {
        let mut item = self.record;
        item.at.sort_by_key(|p| p.at.map_or(u32::MAX, |at| at.0));
        item.at.dedup();
        item.speaker = match self.name {
            Some(name) => Some(ImportedSpeaker::Somebody { name, id: self.speaker_id, kind: self.speaker_kind }),
            None if self.nobody || self.speaker_id.as_deref() == Some("none") => Some(ImportedSpeaker::Nobody),
            // An id is better than no name at all.
            None => self.speaker_id.map(|id| ImportedSpeaker::Somebody {
                name: id.clone(),
                id: Some(id),
                kind: self.speaker_kind,
            }),
        };
        item
    }
}

/// Puts a value that fits into its place and tells whether it did.
fn put<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

/// Letters and digits of a name, small: `SpeakerName`, `speaker_name` and `speaker-name` are one.
pub fn normalized(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// An id as ours are, with or without what names it as a UUID.
pub fn ours(id: &str) -> Option<String> {
    let id = id.trim();
    let id = id.strip_prefix("urn:uuid:").unwrap_or(id);
    let id = id.strip_prefix('{').and_then(|id| id.strip_suffix('}')).unwrap_or(id);
    let known = uuid::Uuid::try_parse(id).ok().filter(|_| id.len() == 36)?;
    Some(known.to_string())
}

/// Whether words are one address of the web.
pub fn is_address(words: &str) -> bool {
    let begins = |with: &str| words.get(..with.len()).is_some_and(|w| w.eq_ignore_ascii_case(with));
    (begins("http://") || begins("https://")) && !words.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Status;
    use crate::kinds::Kind;

    #[test]
    fn values_find_their_fields() {
        let mut draft = RecordDraft::new(" Quote ");
        for (name, value) in [
            ("Kind", "Direct"),
            ("form", "sonnet"),
            ("STATUS", "edited"),
            ("speaker_name", "Jane Doe"),
            ("SpeakerId", "jane-doe"),
            ("score", "0.5"),
            ("id", "0197B0C8-0000-7000-8000-000000000001"),
            ("evidence", "https://a.example; https://b.example"),
            ("note", "one"),
            ("note", "two"),
            ("Tone", "dry"),
            ("rating", ""),
        ] {
            draft.set(name, value);
        }
        let item = draft.finish();
        assert_eq!((item.label.as_str(), item.fields.kind, item.fields.form), ("Quote", Some(Kind::Direct), None));
        assert_eq!(item.id.as_deref(), Some("0197b0c8-0000-7000-8000-000000000001"));
        assert_eq!(
            (item.fields.status, item.fields.score, item.fields.evidence.len()),
            (Some(Status::Edited), Some(0.5), 2)
        );
        assert_eq!((item.fields.note.as_deref(), item.fields.rating), (Some("one\ntwo"), None));
        assert_eq!(item.fields.attributes.keys().collect::<Vec<_>>(), ["Tone", "form"]);
        let who = ImportedSpeaker::Somebody { name: "Jane Doe".into(), id: Some("jane-doe".into()), kind: None };
        assert_eq!(item.speaker, Some(who));
    }

    #[test]
    fn what_is_an_id_and_an_address() {
        assert_eq!(ours("T1"), None);
        assert_eq!(ours("6f9619ff8b86d011b42d00cf4fc964ff"), None);
        assert!(ours("urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff").is_some());
        assert!(is_address("HTTPS://example.org") && !is_address("see https://example.org") && !is_address("é"));
    }
}
