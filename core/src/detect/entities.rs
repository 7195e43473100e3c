//! What a name is a name of: a person, an organisation, a place, a work, an event, or nothing.
//!
//! Decided once for each cluster, by a linear model (multinomial logistic regression) over hashed features (Weinberger et
//! al., 2009) of the name's words and of the words around its first mentions. A capital letter alone makes no speaker.

mod context;
mod descriptions;
mod features;

pub use super::entity_type::{EntityType, NameExample};
pub use super::entity_weights::{EntityWeights, LANES, WEIGHT_ROWS};
use super::model::Classifier;
use super::people::NameMention;
use super::roles::Roles;
use super::{Cluster, ClusterId};
use crate::kinds::SpeakerKind;
use crate::span::Span;
pub(super) use descriptions::description;
use features::NameFeatures;

use super::lexicon::Lexicon;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

/// What typing reads.
#[derive(Clone, Copy, Debug)]
pub struct EntityInputs<'a> {
    /// The reading text.
    pub text: &'a str,
    /// All names, linked.
    pub names: &'a [NameMention],
    /// Word table.
    pub lexicon: &'a Lexicon,
    /// Numbers of words that begin a sentence here and are written small elsewhere.
    pub lowercase: &'a FxHashSet<u32>,
    /// What was learned.
    pub weights: EntityWeights,
}

/// How much likelier than what a name looks like another type must be, as a logarithm of odds.
const MIN_LEAD: f32 = 1.0;

/// Mentions of one cluster that are looked at.
const MAX_MENTIONS: usize = 4;

/// Words of a name that are looked at.
const MAX_WORDS: usize = 12;

/// The first mentions of a cluster, by number, and how many there are.
#[derive(Clone, Copy, Debug, Default)]
struct FirstMentions {
    numbers: [u32; MAX_MENTIONS],
    count: u8,
    /// Whether one is a single word that is the last, or the first, of the full name.
    surname: bool,
    first_name: bool,
}

/// Decides what each cluster is; `place` gives where words stand in the document. O(names).
pub fn decide(
    inputs: EntityInputs<'_>,
    clusters: &mut [Cluster],
    classifier: &mut dyn Classifier,
    place: impl Fn(Span) -> Span,
) {
    let first = first_mentions(inputs, clusters);
    let mut features = NameFeatures::new();
    for (number, (cluster, seen)) in clusters.iter_mut().zip(&first).enumerate() {
        if seen.count == 0 {
            continue;
        }
        let mentions = || seen.numbers.iter().take(usize::from(seen.count));
        features.begin();
        features.cluster(inputs, cluster, (seen.surname, seen.first_name));
        for mention in mentions().filter_map(|n| inputs.names.get(*n as usize)) {
            features.mention(inputs, *mention, seen.count);
        }
        if classifier.learns_names() {
            let id = ClusterId(number as u32);
            let names = inputs.names.iter().filter(|n| n.cluster == id).map(|n| place(n.core)).collect();
            classifier.learn_name(NameExample { names, features: features.list().to_vec() });
        }
        let best = inputs.weights.best(features.list());
        let titled = mentions().filter_map(|n| inputs.names.get(*n as usize)).any(|n| n.titled);
        // Somebody taken for a thing is lost as a speaker, a thing taken for somebody only comes last among the options.
        let person = cluster.kind == SpeakerKind::Person;
        let lead = inputs.weights.lead_over(features.list(), EntityType::Person);
        let best = if best == EntityType::Person && !titled && is_no_person(&cluster.name, inputs.lexicon) {
            cluster.kind = SpeakerKind::Organisation;
            EntityType::Nothing
        } else {
            best
        };
        cluster.entity = if titled { EntityType::Person } else { best };
        let taken_for = match best {
            EntityType::Person if person || lead >= MIN_LEAD => EntityType::Person,
            EntityType::Person => EntityType::Organisation,
            _ if person && (titled || lead < MIN_LEAD) => EntityType::Person,
            other => other,
        };
        cluster.kind = match taken_for {
            EntityType::Person => SpeakerKind::Person,
            EntityType::Organisation
            | EntityType::Place
            | EntityType::Work
            | EntityType::Event
            | EntityType::Nothing => SpeakerKind::Organisation,
        };
    }
}

/// "Black Women", "Grey White House", "Grey Offers Change", "HARBOUR FIRE": words that make no name of one person.
fn is_no_person(name: &str, lexicon: &Lexicon) -> bool {
    let words: SmallVec<[&str; 6]> = name.split_whitespace().take(MAX_WORDS).collect();
    let (Some((first, rest)), Some(last)) = (words.split_first(), words.last()) else { return true };
    let given = lexicon.roles(first).has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE));
    if rest.is_empty() || given && rest.len() == 1 {
        return false;
    }
    let verb = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
    let inner =
        |w: &&str| lexicon.roles(w).has(verb) && !lexicon.roles(w).has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE));
    lexicon.roles(last).has(Roles::ORG.or(Roles::GROUP))
        || rest.len() > 1 && rest.iter().take(rest.len() - 1).any(inner)
        || !given && !name.contains(char::is_lowercase)
}

fn first_mentions(inputs: EntityInputs<'_>, clusters: &[Cluster]) -> Vec<FirstMentions> {
    let mut first = vec![FirstMentions::default(); clusters.len()];
    for (number, name) in inputs.names.iter().enumerate() {
        let id = name.cluster.index();
        let Some((seen, cluster)) = first.get_mut(id).zip(clusters.get(id)) else { continue };
        if let Some(place) = seen.numbers.get_mut(usize::from(seen.count)) {
            *place = number as u32;
            seen.count += 1;
        }
        let (core, full) = (name.core.of(inputs.text), cluster.name.as_str());
        if core.len() < full.len() {
            seen.surname |= full.ends_with(core);
            seen.first_name |= full.starts_with(core);
        }
    }
    first
}

/// Whether a word of grammar or a verb: none begins or ends a name by itself.
pub(super) const fn is_grammar(roles: Roles) -> bool {
    roles.has(Roles::PRONOUN.or(Roles::DET).or(Roles::POSS).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ))
}

#[cfg(test)]
mod tests;
