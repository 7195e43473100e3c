//! Speakers and cues that are spans of their own, folded into the records whose speakers and cues they are.

use super::Naming;
use super::builder::ImportBuilder;
use super::record_draft::{RecordDraft, normalized};
use std::collections::HashMap;

/// What words are to what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanRole {
    /// They name who said it.
    Source,
    /// They are the words of saying.
    Cue,
}

impl SpanRole {
    /// The role a relation of this name gives, whatever the case of its letters: `said_by`, `cued_by` and the like.
    pub fn of_relation(name: &str) -> Option<Self> {
        let name = normalized(name);
        if name.contains("cue") {
            Some(Self::Cue)
        } else if ["said", "speaker", "source", "attribut"].iter().any(|word| name.contains(word)) {
            Some(Self::Source)
        } else {
            None
        }
    }

    /// The role of words of this label.
    pub fn of_label(label: &str) -> Option<Self> {
        match normalized(label).as_str() {
            "speaker" | "source" => Some(Self::Source),
            "cue" => Some(Self::Cue),
            _ => None,
        }
    }
}

/// A span as the file has it.
#[derive(Clone, Debug)]
pub struct SpanNode {
    /// What relations call it.
    pub key: String,
    /// What it says.
    pub draft: RecordDraft,
}

impl AsMut<RecordDraft> for SpanNode {
    fn as_mut(&mut self) -> &mut RecordDraft {
        &mut self.draft
    }
}

/// A relation between two spans.
#[derive(Clone, Debug)]
pub struct SpanRelation {
    /// What was said.
    pub from: String,
    /// The words of its speaker or of saying; the two may be the wrong way round.
    pub to: String,
    /// What the words are.
    pub role: SpanRole,
    /// Where the relation stands in the file, for messages.
    pub at: String,
}

/// The records: each with its speaker and cue, in reading order. Spans of speakers and cues that a relation uses are none of
/// their own; all others stay. O(n log n).
pub fn attach(mut nodes: Vec<SpanNode>, links: &[SpanRelation], out: &mut ImportBuilder) -> Vec<RecordDraft> {
    let mut used = vec![false; nodes.len()];
    for (content, words, role, at) in pairs(&nodes, links, out) {
        let Some(found) = nodes.get(words).map(|n| SpeakerSpan::of(&n.draft)) else { continue };
        if let Some(used) = used.get_mut(words) {
            *used = true;
        }
        if let Some(node) = nodes.get_mut(content)
            && !found.join(&mut node.draft, role)
        {
            out.problem(format!("{at}: {} has another one already", node.key));
        }
    }
    let mut left = Vec::new();
    for (node, used) in nodes.into_iter().zip(used) {
        if !used || SpanRole::of_label(&node.draft.record.label).is_none() {
            left.push(node.draft);
        } else if node.draft.record.fields.note.is_some() {
            out.problem(format!("the note of {} is left out: it is on the words of a speaker or cue", node.key));
        }
    }
    left.sort_by_key(|d| d.record.at.iter().filter_map(|p| p.at).map(|at| at.0).min().unwrap_or(u32::MAX));
    left
}

/// Numbers of content and words for each relation whose ends are there.
fn pairs<'a>(
    nodes: &[SpanNode],
    links: &'a [SpanRelation],
    out: &mut ImportBuilder,
) -> Vec<(usize, usize, SpanRole, &'a str)> {
    let mut numbers: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, node) in nodes.iter().enumerate() {
        numbers.entry(&node.key).or_default().push(number);
    }
    let mut pairs = Vec::new();
    for link in links {
        let (Some(from), Some(to)) = (numbers.get(link.from.as_str()), numbers.get(link.to.as_str())) else {
            let missing = if numbers.contains_key(link.from.as_str()) { &link.to } else { &link.from };
            out.problem(format!("{}: the relation names {missing}, which is not there", link.at));
            continue;
        };
        let is_words = |all: &[usize]| {
            let first = all.first().and_then(|n| nodes.get(*n));
            first.is_some_and(|n| SpanRole::of_label(&n.draft.record.label).is_some())
        };
        let (contents, words) = if is_words(from) && !is_words(to) { (to, from) } else { (from, to) };
        let Some(words) = words.first() else { continue };
        pairs.extend(contents.iter().filter(|c| *c != words).map(|c| (*c, *words, link.role, link.at.as_str())));
    }
    pairs
}

/// Words of a speaker or of saying, with what the file says of them.
struct SpeakerSpan {
    place: Option<super::PartialSelector>,
    name: Option<String>,
    id: Option<String>,
    kind: Option<crate::kinds::SpeakerKind>,
}

impl SpeakerSpan {
    fn of(draft: &RecordDraft) -> Self {
        Self {
            place: draft.record.at.first().cloned(),
            name: draft.name.clone(),
            id: draft.speaker_id.clone(),
            kind: draft.speaker_kind,
        }
    }

    /// Makes them a part of the record; false when it has another already.
    fn join(self, draft: &mut RecordDraft, role: SpanRole) -> bool {
        let part = if role == SpanRole::Source { &mut draft.record.source } else { &mut draft.record.cue };
        if part.is_some() {
            return *part == self.place;
        }
        part.clone_from(&self.place);
        if role == SpanRole::Source && draft.name.is_none() && !draft.nobody {
            draft.record.naming = if self.name.is_some() { Naming::OfMention } else { Naming::ByWords };
            draft.name = self.name.or_else(|| self.place.map(|p| p.exact)).filter(|n| !n.is_empty());
            draft.speaker_id = draft.speaker_id.take().or(self.id);
            draft.speaker_kind = draft.speaker_kind.or(self.kind);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ImportedSpeaker, PartialSelector};

    fn node(key: &str, label: &str, start: u32, words: &str) -> SpanNode {
        let mut draft = RecordDraft::new(label);
        draft.record.at.push(PartialSelector { at: Some((start, start + 1)), ..PartialSelector::words(words) });
        SpanNode { key: key.to_owned(), draft }
    }

    fn link(from: &str, to: &str, role: SpanRole) -> SpanRelation {
        SpanRelation { from: from.to_owned(), to: to.to_owned(), role, at: "line 9".to_owned() }
    }

    #[test]
    fn one_speaker_serves_many_and_unused_ones_stay() {
        let nodes = vec![
            node("T5", "Speaker", 90, "Sam"),
            node("T3", "Quote", 50, "No"),
            node("T1", "Quote", 1, "Yes"),
            node("T2", "SPEAKER", 20, "Jane"),
            node("T4", "Cue", 30, "said"),
        ];
        let links = [
            link("T1", "T2", SpanRole::Source),
            link("T2", "T3", SpanRole::Source),
            link("T1", "T4", SpanRole::Cue),
            link("T1", "T5x", SpanRole::Cue),
        ];
        let mut out = ImportBuilder::default();
        let left = attach(nodes, &links, &mut out);
        let items: Vec<_> = left.into_iter().map(RecordDraft::finish).collect();
        assert_eq!(items.iter().map(|i| i.label.as_str()).collect::<Vec<_>>(), ["Quote", "Quote", "Speaker"]);
        assert_eq!(items[0].cue.as_ref().unwrap().exact, "said");
        assert!(items[..2].iter().all(|i| i.speaker == Some(ImportedSpeaker::named("Jane")) && i.source.is_some()));
        assert_eq!(out.finish().problems, ["line 9: the relation names T5x, which is not there"]);
    }

    #[test]
    fn roles_of_names() {
        assert_eq!(SpanRole::of_relation("Said_By"), Some(SpanRole::Source));
        assert_eq!(SpanRole::of_relation("cuedBy"), Some(SpanRole::Cue));
        assert_eq!(SpanRole::of_relation("coref"), None);
    }
}
