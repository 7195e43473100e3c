//! One annotation as every record format writes it.

use super::reference::reference;
use crate::annotation::anchor::words_now;
use crate::annotation::{AnchoredText, Annotation, CHECKS, CLAIM, EVIDENCE, QUOTE, RecordLink};
use crate::detect::Attribution;
use crate::document::Locator;
use crate::reading::{ItemId, Reading, SpeakerChoice};
use crate::span::Span;
use serde::Serialize;
use std::collections::BTreeMap;

/// The fields of the jsonl and csv exports, in their order. Offsets are code points of the current reading text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Path of the document.
    pub document: String,
    /// Id of the record; empty for a suggestion.
    pub id: String,
    /// Label.
    pub label: String,
    /// direct, indirect, mixed.
    pub kind: Option<&'static str>,
    /// quotation, post, turn, block.
    pub form: Option<&'static str>,
    /// confirmed, edited, rejected, suggested; none for hand-made records.
    pub status: Option<&'static str>,
    /// State of the anchor.
    pub anchor: &'static str,
    /// Where; none for an orphan.
    pub at: Option<Vec<(u32, u32)>>,
    /// The words.
    pub exact: String,
    /// The words without outer quotation marks.
    pub quoted: String,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Id of the speaker; `none` for nobody who can be named.
    pub speaker_id: Option<String>,
    /// The words that name the speaker.
    pub mention: Option<String>,
    /// Where they are.
    pub source: Option<(u32, u32)>,
    /// Where the words of saying are.
    pub cue: Option<(u32, u32)>,
    /// Of a claim.
    pub rating: Option<String>,
    /// Who claims it.
    pub claimant: Option<String>,
    /// Addresses.
    pub evidence: Vec<String>,
    /// Free words.
    pub note: Option<String>,
    /// Probability of the detection.
    pub score: Option<f64>,
    /// Who decided.
    pub by: Option<String>,
    /// When made.
    pub created: Option<String>,
    /// When last changed.
    pub modified: Option<String>,
    /// Page or time in the source, where it has them.
    pub locator: Option<String>,
    /// Further values, by name.
    pub attributes: BTreeMap<String, String>,
    /// Links to other records.
    pub links: Vec<RecordLink>,
    /// Why detection took these words for somebody's, where they began as a detection.
    pub reason: Option<String>,
    /// From the words that name the speaker to the full name: what each was taken for.
    pub chain: Vec<String>,
    /// Names of those who said it together, where they are known.
    pub members: Vec<String>,
    /// person, organisation, group, unnamed, document.
    pub speaker_kind: Option<&'static str>,
    /// Whether two people decided differently and nobody has chosen yet: this is one of the versions.
    pub conflict: bool,
    /// A link that opens the document at it; none of a suggestion, and where the document is not below the folder of the export.
    pub link: Option<String>,
    /// Why a person should look at it first, as one of [`CHECKS`].
    pub check: Option<&'static str>,
    /// Annotators whose answer a curator took.
    pub proposed: Vec<String>,
}

/// Why a person should look at a record before relying on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The words, those around them or those that named the speaker have changed since they were decided.
    TextChanged,
    /// Two people decided differently.
    Conflict,
}

impl Doubt {
    /// How a page says it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::TextChanged => "the text has changed here",
            Self::Conflict => "decided differently by several people",
        }
    }
}

/// Whether evidence is an address that a link can lead to; else it is words: a paper, a page, a call.
pub fn is_address(evidence: &str) -> bool {
    evidence.contains("://") && !evidence.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Evidence as one text, a line each; further lines of one are indented.
pub fn evidence_lines(evidence: &[String]) -> String {
    evidence.iter().map(|e| indented(e)).collect::<Vec<_>>().join("\n")
}

/// Words of several lines, all but the first indented: what belongs together is seen, and read as one again.
fn indented(words: &str) -> String {
    words.lines().collect::<Vec<_>>().join("\n  ")
}

/// What a format says that has one field for free words: the note, then the evidence, of which words say what they are;
/// further lines of evidence are indented.
pub fn noted(record: &Record) -> Vec<String> {
    let evidence = |e: &String| if is_address(e) { e.clone() } else { format!("{EVIDENCE}{}", indented(e)) };
    let note = record.note.clone().filter(|n| !n.trim().is_empty());
    note.into_iter().chain(record.evidence.iter().map(evidence)).collect()
}

/// The status of what nobody has decided yet.
pub const SUGGESTED: &str = "suggested";

/// The id of nobody who can be named.
pub const NOBODY: &str = "none";

impl Record {
    /// Why a person should look at it; a record without a place says so in `anchor`.
    pub fn doubts(&self) -> impl Iterator<Item = Doubt> {
        // Words that named the speaker and are nowhere near any more: the text says it of somebody else now.
        let named = self.mention.as_ref().is_some_and(|words| !words.trim().is_empty());
        let gone = named && self.source.is_none() && self.at.is_some() && self.status != Some("rejected");
        let changed = (self.anchor == "fuzzy" || gone).then_some(Doubt::TextChanged);
        changed.into_iter().chain(self.conflict.then_some(Doubt::Conflict))
    }

    /// What a reader should know of who decided: nothing of what a person confirmed, of a suggestion how probable it is.
    pub fn decided_in_words(&self) -> Option<String> {
        let status = self.status.filter(|s| *s != "confirmed")?;
        Some(match self.score.filter(|_| status == SUGGESTED) {
            Some(score) => format!("{status}, {:.0} %", score * 100.0),
            None => status.to_owned(),
        })
    }

    /// Its doubts as one of [`CHECKS`].
    fn doubts_in_word(&self) -> Option<&'static str> {
        let [changed, conflict, both] = CHECKS;
        let (mut doubts, last) = (self.doubts(), self.doubts().last()?);
        Some(match (doubts.next(), last) {
            (Some(Doubt::TextChanged), Doubt::Conflict) => both,
            (_, Doubt::TextChanged) => changed,
            (_, Doubt::Conflict) => conflict,
        })
    }

    /// The name of the speaker, or `none` for nobody who can be named.
    pub fn speaker_word(&self) -> Option<&str> {
        self.speaker.as_deref().or_else(|| self.speaker_id.as_deref().filter(|id| *id == NOBODY))
    }
}

/// The record of an annotation whose speaker has that name. O(length of its words).
pub fn of_annotation(reading: &Reading, document: &str, a: &Annotation, name: Option<&str>) -> Record {
    // Without `..`: a new field does not compile before somebody has said whether it goes out.
    let Annotation {
        id,
        label,
        kind,
        form,
        status,
        at: _,
        speaker,
        source,
        cue,
        score,
        rating,
        evidence,
        note,
        links,
        attributes,
        was: _,
        text: _,
        conflict: _,
        by,
        created,
        modified,
        only_this: _,
        proposed,
    } = a;
    let anchor = reading.anchor_of(id);
    let spans = anchor.spans();
    let name = name.map(str::to_owned);
    let is_claim = label == CLAIM;
    let exact = if spans.is_empty() { a.exact() } else { joined(reading, spans) };
    let place = |words: &Option<AnchoredText>| {
        let span = words_now(reading.document(), a, spans, words.as_ref()?)?;
        Some(reading.document().in_chars(span))
    };
    let named = reading.source_now(a);
    let found = reading.detection_of(a);
    let (members, speaker_kind) = match speaker {
        Some(who) => about(reading, &SpeakerChoice::Known(who.clone())),
        None => (Vec::new(), None),
    };
    let record = Record {
        document: document.to_owned(),
        id: id.clone(),
        label: label.clone(),
        kind: kind.map(crate::kinds::Kind::word),
        form: form.map(crate::kinds::Form::word),
        status: status.map(crate::annotation::Status::word),
        anchor: anchor.word(),
        at: (!spans.is_empty()).then(|| spans.iter().map(|s| reading.document().in_chars(*s)).collect()),
        quoted: without_marks(&exact).to_owned(),
        exact,
        speaker: name.clone(),
        speaker_id: speaker.as_ref().map(|s| s.id().unwrap_or(NOBODY).to_owned()),
        mention: named
            .map_or_else(|| source.as_ref().map(|w| w.2.clone()), |s| Some(reading.document().words(s).to_owned())),
        source: named.map(|span| reading.document().in_chars(span)),
        cue: place(cue),
        rating: rating.clone(),
        claimant: name.filter(|_| is_claim),
        evidence: evidence.clone(),
        note: note.clone(),
        score: *score,
        by: by.clone(),
        created: created.clone(),
        modified: modified.clone(),
        locator: spans.first().and_then(|s| reading.document().locator_at(s.start)).map(Locator::in_words),
        attributes: attributes.clone(),
        links: links.clone(),
        reason: found.map(|f| reading.found().reason(f, reading.document().text())),
        chain: found.map_or_else(Vec::new, |f| chain(reading, f)),
        members,
        speaker_kind,
        conflict: reading.is_in_conflict(a),
        link: link_to(document, id),
        check: None,
        proposed: proposed.clone(),
    };
    Record { check: record.doubts_in_word(), ..record }
}

/// The record of a suggestion. O(length of its words).
pub fn of_suggestion(reading: &Reading, document: &str, item: &ItemId, a: Attribution<'_>) -> Record {
    let found = reading.found();
    let place = |span: Span| reading.document().in_chars(span);
    let mention = found.named_by(a);
    let proposal = reading.proposal(a);
    let speaker_id = match &proposal.who {
        SpeakerChoice::Known(s) => s.id().map(str::to_owned),
        SpeakerChoice::Found(_) | SpeakerChoice::Words(_) | SpeakerChoice::Unknown => None,
    };
    let exact = joined(reading, reading.spans(item));
    let (members, speaker_kind) = about(reading, &proposal.who);
    Record {
        document: document.to_owned(),
        id: String::new(),
        label: QUOTE.to_owned(),
        kind: Some(a.kind.word()),
        form: Some(a.form.word()),
        status: Some(SUGGESTED),
        anchor: "exact",
        at: Some(a.content.iter().map(|s| place(*s)).collect()),
        quoted: without_marks(&exact).to_owned(),
        exact,
        speaker: named(&proposal.who).then_some(proposal.name),
        speaker_id,
        mention: mention.map(|span| reading.document().words(span).to_owned()),
        source: mention.map(place),
        cue: a.cue.map(place),
        rating: None,
        claimant: None,
        evidence: Vec::new(),
        note: None,
        score: Some(super::detections::rounded(a.score)),
        by: None,
        created: None,
        modified: None,
        locator: reading.document().locator_at(a.start()).map(Locator::in_words),
        attributes: BTreeMap::new(),
        links: Vec::new(),
        reason: Some(found.reason(a, reading.document().text())),
        chain: chain(reading, a),
        members,
        speaker_kind,
        conflict: false,
        link: None,
        check: None,
        proposed: Vec::new(),
    }
}

/// `sayso:PATH#ID`: the path relative, with what a reference may not hold in hex.
pub fn link_to(document: &str, id: &str) -> Option<String> {
    Some(format!("{}#{}", link_to_document(document)?, reference(id)))
}

/// `sayso:PATH`, where there is no record to lead to.
pub fn link_to_document(document: &str) -> Option<String> {
    let mut parts = document.split(['/', '\\']);
    let is_below =
        !document.is_empty() && parts.all(|part| part != ".." && !part.is_empty()) && !document.contains(':');
    is_below.then(|| format!("sayso:{}", reference(document)))
}

/// The name proposed for a suggestion; none for an unknown speaker.
pub fn proposed(reading: &Reading, a: Attribution<'_>) -> Option<String> {
    let proposal = reading.proposal(a);
    named(&proposal.who).then_some(proposal.name)
}

fn named(who: &SpeakerChoice) -> bool {
    match who {
        SpeakerChoice::Known(speaker) => speaker.id().is_some(),
        SpeakerChoice::Found(_) => true,
        SpeakerChoice::Words(_) | SpeakerChoice::Unknown => false,
    }
}

/// Names of the members of a group, and the kind of speaker.
fn about(reading: &Reading, who: &SpeakerChoice) -> (Vec<String>, Option<&'static str>) {
    let members = reading.members_of_choice(who).iter().map(|m| reading.name_of_choice(m)).collect();
    (members, named(who).then(|| reading.kind_of_choice(who).word()))
}

/// How detection came from the words to a name: the words, what they stand for, the full name.
fn chain(reading: &Reading, a: Attribution<'_>) -> Vec<String> {
    let Some(mention) = reading.found().mention_of(a) else { return Vec::new() };
    let words = |span: Span| reading.document().words(span).to_owned();
    let mut out: Vec<String> = (!mention.span.is_empty()).then(|| words(mention.span)).into_iter().collect();
    let name = reading.found().cluster(mention.cluster).map(|c| c.name.clone());
    for step in mention.antecedent.map(words).into_iter().chain(name) {
        if out.last() != Some(&step) {
            out.push(step);
        }
    }
    out
}

/// The words of spans, joined by `…` where they are apart.
fn joined(reading: &Reading, spans: &[Span]) -> String {
    spans.iter().map(|s| reading.document().words(*s)).collect::<Vec<_>>().join(" … ")
}

/// Words without the marks round them.
pub fn without_marks(words: &str) -> &str {
    let pairs = [
        ("“", "”"),
        ("\"", "\""),
        ("''", "''"),
        ("«", "»"),
        ("»", "«"),
        ("„", "“"),
        ("‘", "’"),
        ("'", "'"),
        ("「", "」"),
        ("‹", "›"),
    ];
    for (open, close) in pairs {
        let inner = words.strip_prefix(open).and_then(|w| w.strip_suffix(close));
        if let Some(inner) = inner.filter(|i| !i.contains(open)) {
            return inner;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn only_outer_marks_go() {
        assert_eq!(without_marks("“I don’t.”"), "I don’t.");
        assert_eq!(without_marks("''No,''"), "No,");
        assert_eq!(without_marks("“One,” … “two.”"), "“One,” … “two.”");
        assert_eq!(without_marks("plain"), "plain");
    }
}
