//! What was read by rules joins what was read otherwise: its statements among the drafts, its people among the clusters.

use super::{Person, Reading, Source, Statement, Tables, read};
use crate::detect::draft::AttributionDraft;
use crate::detect::{Cluster, ClusterId, EntityType, Gender, Mention, MentionId};
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::span::{self, Span};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cmp::Ordering;

/// The readings of a text, one a language.
#[derive(Debug, Default)]
pub struct Readings {
    /// By the first words of a draft.
    sources: FxHashMap<Span, (usize, Option<Source>)>,
    people: Vec<Vec<Person>>,
    /// The clusters of people, once they are made.
    clusters: FxHashMap<(usize, u32), ClusterId>,
}

/// Reads blocks by rules, each in its language, and adds drafts for what is said. O(length).
pub fn read_all(
    text: &str,
    blocks: &[(&'static str, Span)],
    tables: &Tables,
    drafts: &mut Vec<AttributionDraft>,
) -> Readings {
    let mut readings = Readings::default();
    let mut tags: SmallVec<[&str; 4]> = SmallVec::new();
    for (tag, _) in blocks {
        if !tags.contains(tag) {
            tags.push(tag);
        }
    }
    for tag in tags {
        let Some(words) = tables.of(tag) else { continue };
        let own: Vec<Span> = blocks.iter().filter(|(other, _)| *other == tag).map(|(_, span)| *span).collect();
        let Reading { statements, people } = read(text, &own, &words);
        let language = readings.people.len();
        readings.people.push(people);
        for statement in told_once(statements) {
            readings.add(statement, language, drafts);
        }
    }
    readings
}

/// Without reports that are told twice, as a sentence in the mood of reports and as the words beside a cue in it: of two with words
/// in common the surer one stays, of equally sure ones the shorter. What is quoted in a report is another statement. O(n log n).
fn told_once(mut statements: Vec<Statement>) -> Vec<Statement> {
    let hull = |statement: &Statement| span::hull(&statement.content).unwrap_or_default();
    let is_report = |statement: &Statement| statement.kind == Kind::Indirect;
    statements.sort_by_key(|statement| hull(statement).start);
    let mut out: Vec<Statement> = Vec::with_capacity(statements.len());
    let mut last: Option<usize> = None;
    for statement in statements {
        if !is_report(&statement) {
            out.push(statement);
            continue;
        }
        match last.and_then(|at| out.get_mut(at)).filter(|before| hull(before).overlaps(hull(&statement))) {
            None => {
                last = Some(out.len());
                out.push(statement);
            }
            Some(before) => {
                let length = |statement: &Statement| statement.content.iter().map(|span| span.len()).sum::<u32>();
                let is_better = match statement.score.total_cmp(&before.score) {
                    Ordering::Greater => true,
                    Ordering::Equal => length(&statement) < length(before),
                    Ordering::Less => false,
                };
                if is_better {
                    *before = statement;
                }
            }
        }
    }
    out
}

impl Readings {
    fn add(&mut self, statement: Statement, language: usize, drafts: &mut Vec<AttributionDraft>) {
        let Some(first) = statement.content.iter().min().copied() else { return };
        if self.sources.contains_key(&first) {
            return;
        }
        self.sources.insert(first, (language, statement.source));
        drafts.push(AttributionDraft {
            kind: statement.kind,
            form: Form::Quotation,
            content: statement.content,
            quotes: statement.quotes,
            cue: statement.cue,
            source: statement.source.map(|s| s.span),
            rule: statement.rule,
            score: statement.score,
            same_as: None,
            thread: None,
        });
    }

    /// Whose words a draft is, where it was read by rules.
    pub fn source(&self, draft: &AttributionDraft) -> Option<(usize, Option<Source>)> {
        let first = draft.content.first().filter(|_| draft.form == Form::Quotation)?;
        self.sources.get(first).copied()
    }

    /// Whether a draft was read by rules.
    pub fn has(&self, draft: &AttributionDraft) -> bool {
        self.source(draft).is_some()
    }

    /// Adds the mention of a source, and the cluster of whoever it is.
    pub fn mention(
        &mut self,
        (language, source): (usize, Option<Source>),
        mentions: &mut Vec<Mention>,
        clusters: &mut Vec<Cluster>,
    ) -> Option<MentionId> {
        let source = source?;
        let person = source.person.and_then(|n| Some((n, self.people.get(language)?.get(n as usize)?)));
        let cluster = person.map_or(ClusterId::NONE, |(number, person)| {
            *self.clusters.entry((language, number)).or_insert_with(|| cluster_of(person, clusters))
        });
        mentions.push(Mention { span: source.span, kind: source.kind, cluster, antecedent: None });
        Some(MentionId(mentions.len() as u32 - 1))
    }
}

/// The cluster of somebody: one of the same name, or a new one.
fn cluster_of(person: &Person, clusters: &mut Vec<Cluster>) -> ClusterId {
    if let Some(same) = clusters.iter().position(|c| c.name == person.name) {
        return ClusterId(same as u32);
    }
    let (kind, entity) = match (person.body, person.named) {
        (true, _) => (SpeakerKind::Organisation, EntityType::Organisation),
        (false, true) => (SpeakerKind::Person, EntityType::Person),
        (false, false) => (SpeakerKind::Unnamed, EntityType::Person),
    };
    clusters.push(Cluster {
        name: person.name.clone(),
        kind,
        entity,
        gender: person.gender,
        given: Gender::Unknown,
        aliases: Vec::new(),
        roles: Vec::new(),
        mentions: person.mentions,
        speaks: person.speaks,
        misspelt: false,
    });
    ClusterId(clusters.len() as u32 - 1)
}
