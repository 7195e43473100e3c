//! What a decision teaches about the words beside a statement: whether they are a name of whoever was picked.
//!
//! "Harker said" given to *a spokesman* must not make "Harker" a name of the spokesman, nor everything that Harker says the
//! spokesman's. Words are a name of somebody when detection took them for one of that very person, or when they share the
//! word that names people, are a misspelling of it, or its initials.

use crate::annotation::{Annotation, Set, Speaker, same_name};
use crate::detect::{Attribution, Cluster, MentionKind};
use crate::kinds::SpeakerKind;
use crate::span::Span;

use super::Reading;

/// Likeness of two words from which one is a misspelling of the other, 0 to 1.
const MISSPELT: f64 = 0.8;
/// Shortest word that may be misspelt or part of a handle, in letters.
const MIN_LETTERS: usize = 4;

/// Words beside a statement that say who speaks.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// Where everybody is known.
    pub reading: &'a Reading,
    /// The words.
    pub words: &'a str,
    /// How they name somebody.
    pub kind: MentionKind,
    /// Whom detection took them for.
    pub cluster: Option<&'a Cluster>,
}

impl<'a> Naming<'a> {
    /// The words beside a suggestion, where there are any.
    pub fn of_attribution(reading: &'a Reading, attribution: Attribution<'_>) -> Option<Self> {
        let mention = reading.found.mention_of(attribution).filter(|m| !m.span.is_empty())?;
        let words = reading.document.words(mention.span);
        Some(Self { reading, words, kind: mention.kind, cluster: reading.found.cluster(mention.cluster) })
    }

    /// The words beside a statement that a record is about, with what detection says of them; the record stands at `spans`.
    pub fn of_record(reading: &'a Reading, record: &'a Annotation, spans: &[Span]) -> Option<Self> {
        let words = record.source.as_ref()?.2.as_str();
        let decided = reading.decided_by(record, spans).and_then(|n| reading.found.get(n as usize));
        let mention = decided.and_then(|a| reading.found.mention_of(a));
        let kind = mention.map_or(MentionKind::Pronoun, |m| m.kind);
        Some(Self { reading, words, kind, cluster: mention.and_then(|m| reading.found.cluster(m.cluster)) })
    }

    /// Whether a decision for `speaker` says something about others whom these words name. A pronoun and a description mean
    /// whoever was picked; a name only who can be called so.
    pub fn teaches(&self, speaker: Option<&Speaker>) -> bool {
        match self.kind {
            MentionKind::Pronoun => true,
            // "a spokesman" is another one each time.
            MentionKind::Role => !self.is_indefinite() || speaker.is_some_and(|s| s.is_called(self.words)),
            MentionKind::Name => speaker.is_some_and(|s| self.can_name(s)),
        }
    }

    /// Whether the words become a name of `speaker`: they are one, and nobody else's.
    pub fn is_new_name(&self, speaker: &Speaker, set: &Set) -> bool {
        self.kind == MentionKind::Name && self.can_name(speaker) && !self.is_of_another(speaker, set)
    }

    /// Whether the words become what the speaker is called in this document: a description of somebody known, not of anybody
    /// ("a spokesman", who is another one each time).
    pub fn is_new_role(&self, speaker: &Speaker, set: &Set) -> bool {
        self.kind == MentionKind::Role && !self.is_indefinite() && !self.is_of_another(speaker, set)
    }

    fn is_indefinite(&self) -> bool {
        crate::detect::lang::ENGLISH.is_indefinite(self.words)
    }

    fn can_name(&self, speaker: &Speaker) -> bool {
        if speaker.is_called(self.words) || self.cluster.is_some_and(|c| speaker.is_called(&c.name)) {
            return true;
        }
        // "a spokesman for Harker" and "Harker's campaign" are not Harker.
        let described = speaker.kind == SpeakerKind::Unnamed || speaker.name.starts_with(char::is_lowercase);
        let person = self.cluster.is_none_or(|c| c.kind == SpeakerKind::Person);
        let other_kind = person && !matches!(speaker.kind, SpeakerKind::Person);
        let titles = self.cluster.map_or(&[][..], |c| c.roles.as_slice());
        let mut names = std::iter::once(&speaker.name).chain(&speaker.aliases);
        // The full name of one who is known is no name of another who is.
        let refused = described || other_kind || (self.is_full() && self.finds(speaker));
        !refused && names.any(|n| akin(self.words, n, titles))
    }

    /// Whether the words are the whole name of whoever detection took them for.
    fn is_full(&self) -> bool {
        self.cluster.is_some_and(|c| c.name.contains(' ') && self.words.ends_with(c.name.as_str()))
    }

    /// Whether the text names somebody as the speaker is called.
    fn finds(&self, speaker: &Speaker) -> bool {
        self.reading.found.clusters.iter().any(|c| same_name(&c.name, &speaker.name))
    }

    /// Whether the words are the known name of somebody else: another speaker's, or part of a full name in the text.
    fn is_of_another(&self, speaker: &Speaker, set: &Set) -> bool {
        let full = |c: &Cluster| c.name.contains(' ') && c.kind != SpeakerKind::Unnamed && !speaker.is_called(&c.name);
        set.speakers.iter().any(|s| s.id != speaker.id && s.is_called(self.words))
            || self.kind == MentionKind::Name && !self.is_full() && self.cluster.is_some_and(full)
    }
}

/// Whether two names can be those of one person: a word of one is a word of the other, or a misspelling of one, titles
/// aside; or one is the initials of the other. O(words²).
fn akin(a: &str, b: &str, titles: &[Box<str>]) -> bool {
    let words = |name: &str| -> Vec<String> {
        let whole = name.split_whitespace().filter(|w| !w.ends_with('.'));
        let bare = whole.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
        let lower = |w: &str| w.chars().flat_map(char::to_lowercase).collect::<String>();
        let is_title = |w: &String| titles.iter().any(|title| title.split(' ').any(|t| t == w.as_str()));
        bare.filter(|w| w.starts_with(char::is_uppercase) || name.starts_with('@'))
            .map(lower)
            .filter(|w| !is_title(w))
            .collect()
    };
    let (one, two) = (words(a), words(b));
    same_name(a, b) || one.iter().any(|w| two.iter().any(|other| is_like(w, other))) || initials(a, b) || initials(b, a)
}

/// The same word, one misspelt, or a handle that holds the other.
fn is_like(a: &str, b: &str) -> bool {
    a == b && a.chars().count() > 1 || is_long(a, b) && (a.contains(b) || b.contains(a) || is_misspelt(a, b))
}

/// Whether one word is the other with a slip: both of some length, and nearly the same letters. O(letters²).
pub(super) fn is_misspelt(a: &str, b: &str) -> bool {
    is_long(a, b) && strsim::normalized_damerau_levenshtein(a, b) >= MISSPELT
}

fn is_long(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= MIN_LETTERS
}

/// Whether a name of one word is the initials of another: `JT`, `FBI`.
fn initials(short: &str, long: &str) -> bool {
    let is_written_large = short.chars().count() > 1 && short.chars().all(char::is_uppercase);
    is_written_large
        && long.split_whitespace().filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).eq(short.chars())
}

#[cfg(test)]
mod tests;
