//! Who speaks in documents that were not read, because nothing of what is quoted can be in them.

use super::people::{Agreement, NameKind, Voice};
use crate::document::Format;
use crate::kinds::{Form, Kind};
use crate::library::{DocumentRecord, SpeakerRecord};
use crate::reading::SpeakerEdit;
use std::collections::BTreeSet;

/// Most blocks of a text that is too short for the detector to tell turns in it.
const SHORT: usize = 8;

/// Bytes of a text in which perhaps no word is.
const FEW_BYTES: u32 = 64;

/// Who speaks in a document, as its record tells.
#[derive(Clone, Debug)]
pub struct Heard {
    pub(super) voices: Vec<Voice>,
    is_english: bool,
    /// Whether names at the beginnings of lines may be of people who speak.
    may_be_labelled: bool,
    may_be_wordless: bool,
}

impl Heard {
    /// Of a record. O(statements).
    pub fn of(record: &DocumentRecord) -> Self {
        let speaks = |kind: Kind, form: Form| match form {
            Form::Turn | Form::Post | Form::Block => true,
            Form::Quotation => kind != Kind::Indirect,
        };
        let heard = record.statements.iter().filter(|s| speaks(s.kind, s.form));
        let numbers: BTreeSet<u32> = heard.filter_map(|s| s.speaker).collect();
        let speakers = numbers.iter().filter_map(|n| record.speaker(Some(*n))).filter(|s| !s.name.is_empty());
        let mut voices: Vec<Voice> = speakers.map(voice_of).collect();
        let is_message = [Format::Email, Format::Mbox].iter().any(|format| format.name() == record.format);
        let writer = record.author.as_deref().filter(|_| is_message).map(plain_name);
        voices.extend(writer.map(|name| Voice::named(&name)));
        let has_turns = record.statements.iter().any(|s| matches!(s.form, Form::Turn | Form::Post));
        Self {
            voices,
            is_english: record.language.as_deref().is_none_or(|tag| tag == "en"),
            may_be_labelled: !has_turns && record.blocks.len() <= SHORT,
            may_be_wordless: record.statements.is_empty() && record.length < FEW_BYTES,
        }
    }

    /// Whether there may be no words in it, so that it is no source at all.
    pub fn may_be_wordless(&self) -> bool {
        self.may_be_wordless
    }

    /// Whether its text may tell of more who speak, or who holds a role that does.
    pub fn is_open(&self) -> bool {
        self.may_be_labelled || self.voices.iter().any(|voice| matches!(voice.kind, NameKind::Role(_)))
    }

    /// Whether somebody speaks here, and whether in the language that is read.
    pub(super) fn covers(&self, speaker: &Voice) -> Option<bool> {
        self.voices.iter().any(|voice| covers(speaker, voice)).then_some(self.is_english)
    }
}

fn voice_of(speaker: &SpeakerRecord) -> Voice {
    Voice::of(&SpeakerEdit {
        name: speaker.name.clone(),
        aliases: speaker.aliases.clone(),
        roles: speaker.roles.clone(),
        kind: speaker.kind,
        members: Vec::new(),
    })
}

/// Whether somebody of a source is the speaker, as far as it tells whether these are heard at all: by name or by role.
pub fn covers(speaker: &Voice, there: &Voice) -> bool {
    let has_role = matches!((speaker.kind, there.kind), (NameKind::Role(_) | NameKind::Person, NameKind::Role(_)));
    (there.is_name() || has_role) && speaker.compare(there) == Agreement::Same
}

/// The name of who wrote a message, without the address.
pub fn plain_name(author: &str) -> String {
    let plain = author.split(['<', '(']).next().unwrap_or_default().trim().trim_matches('"');
    if plain.is_empty() { author.to_owned() } else { plain.to_owned() }
}
