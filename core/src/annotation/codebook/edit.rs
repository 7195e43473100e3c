//! What a person decides about the speakers of many documents, in the text of their codebook.
//!
//! Two people are kept as two speakers, with a line each: no field says so that an older sayso would refuse, and whoever
//! reads the file sees it.

use super::text::with_speakers;
use super::{Codebook, ProjectSpeakers};
use crate::annotation::{Speaker, merge, slug};
use crate::kinds::SpeakerKind;
use crate::ron_errors;

/// Somebody as documents know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAs {
    /// The id in the codebook, where it has one.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// Person, organisation, group …
    pub kind: SpeakerKind,
}

/// What is decided about two speakers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerDecision {
    /// They are one, called as the first is.
    One(KnownAs, KnownAs),
    /// They are two.
    Two(KnownAs, KnownAs),
}

/// Why the text of a codebook is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEdited {
    /// It has a mistake.
    #[error("{line}:{column}: {message} {hint}")]
    Mistake {
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong.
        message: String,
        /// What to do.
        hint: String,
    },
    /// What should change is written in a way that only a person can change.
    #[error("it is written in a way that cannot be changed here: change this by hand: {0}")]
    Unusual(String),
}

impl SpeakerDecision {
    /// The speakers after it. O(speakers).
    pub fn apply(&self, speakers: &[Speaker]) -> Vec<Speaker> {
        let mut out = speakers.to_vec();
        match self {
            Self::One(first, other) => one(&mut out, first, other),
            Self::Two(first, other) => {
                for (who, name) in [(first, &other.name), (other, &first.name)] {
                    // What was one of the other's names is theirs no more.
                    for speaker in out.iter_mut().filter(|s| s.name == *name) {
                        speaker.aliases.retain(|alias| *alias != who.name);
                    }
                    if !out.iter().any(|s| s.name == who.name || who.id.as_ref() == Some(&s.id)) {
                        let fresh = new(&out, who);
                        out.push(fresh);
                    }
                }
            }
        }
        out
    }
}

fn find(speakers: &[Speaker], who: &KnownAs) -> Option<usize> {
    let by_id = who.id.as_ref().and_then(|id| speakers.iter().position(|s| s.id == *id));
    let called = || ProjectSpeakers::new(speakers.into()).called(&who.name).map(|n| n as usize);
    // Of several of one name the first.
    by_id.or_else(called).or_else(|| speakers.iter().position(|s| s.name == who.name))
}

fn new(speakers: &[Speaker], who: &KnownAs) -> Speaker {
    let taken = |id: &str| speakers.iter().any(|s| s.id == id || s.merged.iter().any(|m| m == id));
    Speaker {
        id: slug(&who.name, taken),
        name: who.name.clone(),
        kind: who.kind,
        aliases: Vec::new(),
        roles: Vec::new(),
        merged: Vec::new(),
        note: None,
        members: Vec::new(),
    }
}

/// Makes two one: `first` is the name.
fn one(out: &mut Vec<Speaker>, first: &KnownAs, other: &KnownAs) {
    let (kept, gone) = (find(out, first), find(out, other));
    let (kept, gone) = match (kept, gone) {
        // One line that has both already, perhaps under the other name.
        (Some(kept), Some(gone)) if kept == gone => (kept, None),
        (Some(kept), gone) => (kept, gone),
        // Whoever has a line keeps it, with its id: sidecars may name that.
        (None, Some(gone)) => (gone, None),
        (None, None) => {
            let fresh = new(out, first);
            out.push(fresh);
            (out.len() - 1, None)
        }
    };
    let gone = gone.and_then(|at| out.get(at).cloned());
    let Some(speaker) = out.get_mut(kept) else { return };
    let mut names: Vec<String> = vec![speaker.name.clone(), other.name.clone()];
    speaker.name.clone_from(&first.name);
    if let Some(gone) = &gone {
        names.push(gone.name.clone());
        names.extend(gone.aliases.iter().cloned());
        for id in std::iter::once(&gone.id).chain(&gone.merged) {
            if !speaker.merged.contains(id) {
                speaker.merged.push(id.clone());
            }
        }
        for role in &gone.roles {
            if !speaker.roles.contains(role) {
                speaker.roles.push(role.clone());
            }
        }
        for member in &gone.members {
            if !speaker.members.contains(member) && *member != speaker.id {
                speaker.members.push(member.clone());
            }
        }
        if speaker.note.is_none() {
            speaker.note.clone_from(&gone.note);
        }
    }
    for name in names {
        if name != speaker.name && !speaker.aliases.contains(&name) {
            speaker.aliases.push(name);
        }
    }
    speaker.aliases.retain(|alias| *alias != first.name);
    let id = speaker.id.clone();
    if let Some(gone) = gone {
        speaker.members.retain(|member| *member != gone.id);
        out.retain(|s| s.id != gone.id);
        for group in out.iter_mut().filter(|s| s.id != id && s.members.contains(&gone.id)) {
            let mut seen = Vec::new();
            for member in std::mem::take(&mut group.members) {
                let member = if member == gone.id { id.clone() } else { member };
                if !seen.contains(&member) {
                    seen.push(member);
                }
            }
            group.members = seen;
        }
    }
}

/// What there is where no codebook is yet.
const EMPTY: &str = "(\n)\n";

/// The text of a codebook, or of an empty one where there is none.
pub(super) fn begun(text: &str) -> &str {
    if text.trim_start_matches('\u{feff}').trim().is_empty() { EMPTY } else { text }
}

/// The text of a codebook with a decision, and its speakers then; the same text where it says so already. Only what stands
/// about these speakers changes. O(length + speakers).
///
/// # Errors
/// When it has a mistake, or is written in a way that only a person can change.
pub fn edited(text: &str, decision: &SpeakerDecision) -> Result<(String, Vec<Speaker>), NotEdited> {
    let text = begun(text);
    let book = read(text)?;
    let (known, places) = merge::paired(book.speakers.clone());
    let wanted = decision.apply(&known);
    if wanted == known {
        return Ok((text.to_owned(), known));
    }
    let written: Vec<(Speaker, usize)> = book.speakers.iter().cloned().zip(places).collect();
    let unusual = || NotEdited::Unusual(in_a_line(decision));
    let new = with_speakers(text, &written, &known, &wanted).ok_or_else(unusual)?;
    // What was put into a person's file is read again before they get it.
    let back = read(&new).map_err(|_| unusual())?;
    let speakers = back.speakers.clone();
    let sorted = |mut book: Codebook| {
        book.speakers.sort_by(|a, b| a.id.cmp(&b.id));
        book
    };
    if sorted(back) != sorted(Codebook { speakers: wanted, ..book }) {
        return Err(unusual());
    }
    Ok((new, speakers))
}

fn in_a_line(decision: &SpeakerDecision) -> String {
    let (SpeakerDecision::One(first, other) | SpeakerDecision::Two(first, other)) = decision;
    format!("{} and {}", first.name, other.name)
}

/// Reads a codebook.
pub(super) fn read(text: &str) -> Result<Codebook, NotEdited> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let (message, hint) = ron_errors::explain(&error.code);
        NotEdited::Mistake { line: error.span.start.line, column: error.span.start.col, message, hint }
    })
}

#[cfg(test)]
mod tests;
