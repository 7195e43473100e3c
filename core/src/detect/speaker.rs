//! Who speaks where the source is a pronoun (`he said`), a description (`the senator said`) or missing.
//!
//! The people named and speaking near are the options; the model ranks them by gender, nearness, who was the subject,
//! whose turn it is, and who is addressed. Everything looked at lies within a few paragraphs.

mod coming;

use super::feature_templates::SpeakerFeature;
use super::lang::NameRules;
use super::model::{ModelTask, Question};
use super::people::NameMention;
use super::sentence_view::bucket;
use super::word_number::hash_of;
use super::{Cluster, ClusterId, Gender};
use crate::document::Block;
use crate::kinds::SpeakerKind;
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use coming::ComingTurns;
pub use coming::{ComingTurn, Told, add_turn};

/// How far back a name may stand, in bytes.
const MAX_NAME_DISTANCE: u32 = 3000;
/// How far behind the words a name of their paragraph may stand, in bytes.
const MAX_NAME_DISTANCE_AFTER: u32 = 600;
/// Most names looked at.
const MAX_NAMES: usize = 90;
/// Most people considered.
const MAX_CANDIDATES: usize = 16;
/// How many of the last turns still have the floor.
const RECENT_TURNS: usize = 6;

/// What [`SpeakerCandidate::inside`] is for somebody the words address.
const ADDRESSED: u32 = 2;

/// What the words beside the quotation say of the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// He.
    He,
    /// She.
    She,
    /// A man described.
    Man,
    /// A woman described.
    Woman,
    /// Somebody described.
    Somebody,
    /// Nothing stands beside the words.
    Nothing,
    /// A pronoun or an office in the news, whatever it tells.
    Reported,
}

impl ReferenceKind {
    /// He or she, when the words tell.
    pub const fn gender(self) -> Gender {
        match self {
            Self::He | Self::Man => Gender::Male,
            Self::She | Self::Woman => Gender::Female,
            _ => Gender::Unknown,
        }
    }
}

/// Somebody who spoke, in the order of the text.
#[derive(Clone, Copy, Debug)]
pub struct PriorUtterance {
    /// Who.
    pub cluster: ClusterId,
    /// The words that named the speaker.
    pub place: Span,
    /// Where the words begin.
    pub at: u32,
    /// All the words.
    pub words: Span,
    /// Whether a name beside the words said so.
    pub named: bool,
}

/// What choosing a speaker looks at.
#[derive(Clone, Copy, Debug)]
pub struct SpeakerContext<'a> {
    /// The reading text.
    pub text: &'a str,
    /// How names are written in its language.
    pub rules: &'a NameRules,
    /// Its blocks.
    pub blocks: &'a [Block],
    /// All names, linked.
    pub names: &'a [NameMention],
    /// Who they are.
    pub clusters: &'a [Cluster],
    /// Who spoke so far.
    pub utterances: &'a [PriorUtterance],
    /// What stands beside each turn of a story, those to come included; empty in the news.
    pub turns: &'a [ComingTurn],
}

/// One person who may be the speaker.
#[derive(Clone, Copy, Debug)]
struct SpeakerCandidate {
    cluster: ClusterId,
    /// The last place, before the words or behind them in their paragraph, where somebody named the person.
    seen: Span,
    /// The last place outside quotation marks.
    outside_quotes: Option<NameMention>,
    /// Named in the paragraph of the words, before (1) or behind (2) them.
    beside: u32,
    /// Named in the words themselves: 1, addressed: 2.
    inside: u32,
    /// Addressed in what was said last.
    called: bool,
    /// Times named near.
    times: usize,
}

impl SpeakerCandidate {
    const fn seen_at(cluster: ClusterId, seen: Span) -> Self {
        Self { cluster, seen, outside_quotes: None, beside: 0, inside: 0, called: false, times: 0 }
    }
}

impl SpeakerContext<'_> {
    fn block_of(&self, at: u32) -> usize {
        self.blocks.partition_point(|b| b.span.start <= at).saturating_sub(1)
    }

    fn is_person(&self, id: ClusterId) -> bool {
        self.clusters.get(id.index()).is_some_and(|c| matches!(c.kind, SpeakerKind::Person | SpeakerKind::Unnamed))
    }

    fn people(&self, words: Span, source: Option<Span>, coming: &ComingTurns) -> Vec<SpeakerCandidate> {
        let at = source.map_or(words.start, |s| s.start);
        let block = self.blocks.get(self.block_of(words.start)).map_or(words, |b| b.span);
        let from = self.names.partition_point(|n| n.span.start + MAX_NAME_DISTANCE < at);
        let to =
            self.names.partition_point(|n| n.span.start < block.end.min(words.end + MAX_NAME_DISTANCE_AFTER).max(at));
        let near = self.names.get(from..to).unwrap_or_default();
        let last = self.utterances.last().copied();
        let mut people: Vec<SpeakerCandidate> = Vec::with_capacity(MAX_CANDIDATES);
        // Those who spoke last are there even when nobody names them.
        for spoken in self.utterances.iter().rev().take(RECENT_TURNS) {
            let known = people.iter().any(|p| p.cluster == spoken.cluster);
            if self.is_person(spoken.cluster) && !known && spoken.at + 2 * MAX_NAME_DISTANCE > at {
                people.push(SpeakerCandidate::seen_at(spoken.cluster, spoken.place));
            }
        }
        for name in near.iter().rev().take(MAX_NAMES) {
            if !name.cluster.is_some() || !self.is_person(name.cluster) || source.is_some_and(|s| s.overlaps(name.span))
            {
                continue;
            }
            let inside = words.contains(name.span.start);
            let beside = if inside || name.quoted || !block.contains(name.span.start) {
                0
            } else {
                1 + u32::from(name.span.start >= words.end)
            };
            let called =
                last.is_some_and(|l| l.words.contains(name.span.start)) && addressed(self.text, *name, self.rules);
            if !people.iter().any(|p| p.cluster == name.cluster) && people.len() < MAX_CANDIDATES {
                people.push(SpeakerCandidate::seen_at(name.cluster, name.span));
            }
            let Some(person) = people.iter_mut().find(|p| p.cluster == name.cluster) else { continue };
            if person.times == 0 {
                person.seen = name.span;
            }
            person.times += 1;
            person.beside |= beside;
            person.called |= called;
            if !name.quoted && person.outside_quotes.is_none() {
                person.outside_quotes = Some(*name);
            }
            if inside {
                person.inside = person.inside.max(1 + u32::from(addressed(self.text, *name, self.rules)));
            }
        }
        // Who is named beside a turn to come is there already.
        for (cluster, place) in coming.named() {
            let known = people.iter().any(|p| p.cluster == cluster);
            if !known && self.is_person(cluster) && people.len() < MAX_CANDIDATES {
                people.push(SpeakerCandidate::seen_at(cluster, place));
            }
        }
        // Nearest first.
        people.sort_by_key(|p| std::cmp::Reverse((p.times > 0, p.seen.start)));
        people
    }

    fn begins_clause(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or_default().trim_end_matches(' ');
        match before.chars().next_back() {
            None | Some('\n') => 3,
            Some('.' | '!' | '?' | '”' | '"') => 2,
            Some(',' | '—' | ':' | ';') => 1,
            _ => 0,
        }
    }

    /// Puts the question into `question`: one of the people returned, in the same order, each with the place that names
    /// them; behind a description, which may be all that is known, the last option is none of them.
    /// People who contradict `barred` are left out.
    pub fn ask(
        &self,
        reference: ReferenceKind,
        words: Span,
        source: Option<Span>,
        cue: Option<Span>,
        barred: Gender,
        question: &mut Question,
    ) -> Vec<(ClusterId, Span)> {
        let here = self.block_of(words.start);
        let coming = ComingTurns::of(self, here as u32);
        let mut people = self.people(words, source, &coming);
        people.retain(|p| {
            self.clusters.get(p.cluster.index()).is_some_and(|c| {
                let known = reference != ReferenceKind::Reported
                    || c.gender != Gender::Unknown
                    || !c.roles.is_empty()
                    || self.utterances.iter().rev().take(40).any(|s| s.cluster == p.cluster);
                known && !barred.contradicts(c.gender)
            })
        });
        // Nobody addresses himself: “No, Ida, …” is not said by Ida.
        if reference != ReferenceKind::Reported && people.iter().any(|p| p.inside < ADDRESSED) {
            people.retain(|p| p.inside < ADDRESSED);
        }
        // Nobody answers himself: in dialogue the next paragraph without a word of saying is somebody else's.
        if reference == ReferenceKind::Nothing
            && let Some(last) = self.utterances.last()
            && self.block_of(last.at) + 1 == self.block_of(words.start)
            && people.len() > 1
        {
            people.retain(|p| p.cluster != last.cluster);
        }
        let case = reference as u32;
        let wanted = reference.gender();
        let behind = u32::from(source.is_some_and(|s| s.start >= words.start));
        let gender = |p: &SpeakerCandidate| {
            let known = self.clusters.get(p.cluster.index()).map_or(Gender::Unknown, |c| c.gender);
            match (wanted, known) {
                (Gender::Unknown, _) => 0,
                (_, Gender::Unknown) => 2,
                (a, b) if a == b => 1,
                _ => 3,
            }
        };
        let fitting = people.iter().filter(|p| gender(p) == 1).count().min(4) as u32;
        let possible = people.iter().filter(|p| gender(p) != 3).count().min(6) as u32;
        // Which of the last speakers fit, one after the other.
        let mut last: SmallVec<[PriorUtterance; 8]> = SmallVec::new();
        for spoken in self.utterances.iter().rev().take(8) {
            if !last.iter().any(|l| l.cluster == spoken.cluster) {
                last.push(*spoken);
            }
        }
        let fits = |id: &ClusterId| people.iter().find(|p| p.cluster == *id).map_or(0, |p| gender(p) + 1);
        let pattern = last.iter().take(3).fold(1u32, |code, spoken| code * 5 + fits(&spoken.cluster));
        let since = self.utterances.last().map_or(9, |s| (here - self.block_of(s.at).min(here)).min(6) as u32);
        let first = source.map_or(0, |s| {
            let word = s.of(self.text).split(' ').next().unwrap_or_default();
            hash_of(word)
        });
        let head = source.map_or(0, |s| hash_of(s.of(self.text).rsplit(' ').next().unwrap_or_default()));
        let verb = cue.map_or(0, |c| hash_of(c.of(self.text)));
        let asked = u32::from(
            self.utterances
                .last()
                .is_some_and(|s| s.words.of(self.text).trim_end_matches(['”', '"', '’', '\'', ' ']).ends_with('?')),
        );
        question.begin(ModelTask::Speaker);
        let mut rank = 0u32;
        for person in &people {
            let g = gender(person);
            let order = rank.min(6);
            if g != 3 {
                rank += 1;
            }
            let turn = last.iter().position(|l| l.cluster == person.cluster);
            let (back, away, named) = turn.and_then(|n| Some((n, last.get(n)?))).map_or((0, 9, 0), |(n, spoken)| {
                let away = (here - self.block_of(spoken.at).min(here)).min(6) as u32;
                ((n + 1).min(4) as u32, away, u32::from(spoken.named))
            });
            let (paragraphs, subject) = person.outside_quotes.map_or((9, 0), |n| {
                let block = self.block_of(n.span.start);
                (here.abs_diff(block).min(6) as u32, self.begins_clause(n.span.start))
            });
            let cluster = self.clusters.get(person.cluster.index());
            // How many of those who fit spoke later, and how many were named later by the narrator.
            let later = last.iter().take(turn.unwrap_or(last.len()));
            let later = later.filter(|l| matches!(fits(&l.cluster), 1..4)).count().min(4) as u32;
            let place = |p: &SpeakerCandidate| p.outside_quotes.map_or(0, |n| n.span.start);
            let named_later =
                people.iter().filter(|p| gender(p) != 3 && place(p) > place(person)).count().min(4) as u32;
            let share = self.utterances.iter().rev().take(30).filter(|s| s.cluster == person.cluster).count();
            let known = bucket(cluster.map_or(0, |c| c.mentions as usize));
            let times = bucket(person.times);
            question.open(person.seen, |option| {
                option.pair(SpeakerFeature::Gender, case, g);
                option.triple(SpeakerFeature::GenderRank, case, g, order);
                option.triple(SpeakerFeature::GenderDistanceSubject, case | g << 8, paragraphs, subject);
                option.triple(SpeakerFeature::TurnDistance, case, back, away);
                option.triple(SpeakerFeature::TurnGender, case, back, g);
                option.triple(SpeakerFeature::TurnDistanceBeside, case | back << 8, away, person.beside);
                option.triple(SpeakerFeature::InsideAddressed, case, person.inside, u32::from(person.called));
                option.triple(SpeakerFeature::BesideGender, case, person.beside, g);
                option.triple(SpeakerFeature::BesideRank, case, person.beside, order);
                option.triple(SpeakerFeature::MentionsGender, case, known, g);
                option.triple(SpeakerFeature::DistanceRank, case, paragraphs, order);
                option.triple(SpeakerFeature::TurnRank, case, back, order);
                option.triple(SpeakerFeature::GenderFittingRank, case | g << 8, fitting, order);
                option.triple(SpeakerFeature::TimesTurn, case, times, back);
                option.triple(SpeakerFeature::BehindDistanceGender, case | behind << 8, paragraphs, g);
                option.triple(SpeakerFeature::BehindRankGender, case | behind << 8, order, g);
                option.triple(
                    SpeakerFeature::TurnNamedAddressed,
                    case | back << 8,
                    away | named << 8,
                    u32::from(person.called),
                );
                option.triple(SpeakerFeature::PossibleRankTurn, case | possible << 8, order, back);
                option.triple(SpeakerFeature::InsideTurnDistance, case | person.inside << 8, back, away);
                option.triple(SpeakerFeature::SubjectBeside, case, subject, person.beside);
                option.triple(SpeakerFeature::MentionsTimes, case, known, times);
                option.triple(
                    SpeakerFeature::TurnDistanceSubjectGender,
                    case | back << 8 | away << 12,
                    paragraphs,
                    subject | g << 8,
                );
                option.triple(SpeakerFeature::PatternTurnSince, case | pattern << 8, back, since);
                option.triple(SpeakerFeature::TurnSinceBeside, case | back << 8, since, person.beside);
                option.triple(SpeakerFeature::PatternTurnBeside, case | pattern << 8, back, person.beside);
                option.triple(SpeakerFeature::FirstWordTurnDistance, first, back, away);
                option.triple(SpeakerFeature::FirstWordGenderRank, first, g, order);
                option.triple(SpeakerFeature::HeadTurnDistance, head, back, away);
                option.triple(SpeakerFeature::HeadRankGender, head, order, g);
                option.triple(SpeakerFeature::BehindBesideSubject, case | behind << 8, person.beside, subject);
                option.triple(SpeakerFeature::BesideTurnSinceRank, case | person.beside << 8, back, since | order << 8);
                // News articles have too few such examples to learn these features.
                if reference != ReferenceKind::Reported {
                    option.triple(SpeakerFeature::CueTurnDistance, verb ^ case, back, away);
                    option.triple(SpeakerFeature::CueBesideRank, verb ^ case, person.beside, order);
                    option.triple(SpeakerFeature::QuestionTurnDistance, case | asked << 8, back, away);
                    option.triple(SpeakerFeature::GenderShareTurn, case | g << 8, bucket(share), back);
                    option.triple(SpeakerFeature::ShareRank, case, bucket(share), order);
                    option.triple(SpeakerFeature::GenderLaterTurn, case | g << 8, later, back);
                    option.triple(SpeakerFeature::GenderNamedLaterSubject, case | g << 8, named_later, subject);
                    option.triple(SpeakerFeature::LaterNamedLaterTurn, case | later << 8, named_later, back);
                    option.triple(SpeakerFeature::NamedLaterBesideGender, case | named_later << 8, person.beside, g);
                    option.triple(SpeakerFeature::GenderLaterSince, case | g << 8, later, since);
                    let speaks = bucket(cluster.map_or(0, |c| c.speaks as usize));
                    option.triple(SpeakerFeature::SpeaksGender, case, speaks, g);
                    option.triple(SpeakerFeature::SinceSpeaksRank, case | since << 8, speaks, order);
                    option.triple(SpeakerFeature::BesideSpeaksTurn, case | person.beside << 8, speaks, back);
                }
                if !self.turns.is_empty() {
                    let known = cluster.map_or(Gender::Unknown, |c| c.gender);
                    let (own, next, second, third) = coming.tell(person.cluster, known);
                    let (which, away_named) = coming.named_at(person.cluster);
                    let called = coming.called(person.cluster);
                    option.triple(SpeakerFeature::ComingOwnNext, case, own, next);
                    option.triple(SpeakerFeature::ComingTurnNextSecond, case | back << 8, next, second);
                    option.triple(SpeakerFeature::ComingSecondThird, case, second, third);
                    option.triple(SpeakerFeature::ComingNamedDistance, case | which << 8, away_named, back);
                    option.triple(SpeakerFeature::ComingCalled, case, called, next | back << 8);
                    option.triple(SpeakerFeature::ComingBesideNextOwn, case | person.beside << 8, next, own);
                    option.triple(SpeakerFeature::ComingOrderNextSecond, case | order << 8, next, second);
                    option.triple(
                        SpeakerFeature::ComingGenderNextAway,
                        case | g << 8,
                        next | since << 8,
                        back | away << 4,
                    );
                    option.triple(SpeakerFeature::AnyComingNextSecond, next, second, back);
                }
                option.triple(SpeakerFeature::AnyTurnDistanceBeside, back, away, person.beside);
                option.triple(SpeakerFeature::AnyGenderDistanceSubject, g, paragraphs, subject);
                option.triple(SpeakerFeature::AnyInsideAddressedTurn, person.inside, u32::from(person.called), back);
            });
        }
        if matches!(reference, ReferenceKind::Man | ReferenceKind::Woman | ReferenceKind::Somebody) {
            question.open(Span::default(), |option| {
                option.pair(SpeakerFeature::NoneFitting, case, fitting);
                option.pair(SpeakerFeature::NonePossible, case, possible);
                if let Some(source) = source {
                    option.put(SpeakerFeature::NoneSource, u64::from(hash_of(source.of(self.text))));
                    option.put(SpeakerFeature::NoneHead, u64::from(head));
                    option.put(SpeakerFeature::NoneFirstWord, u64::from(first));
                }
            });
        }
        people.iter().map(|p| (p.cluster, p.seen)).collect()
    }
}

/// Whether a name is set off as an address: “Well, Ada, …”.
fn addressed(text: &str, name: NameMention, rules: &NameRules) -> bool {
    let before = text.get(..name.span.start as usize).unwrap_or_default().trim_end().chars().next_back();
    let after = text.get(name.span.end as usize..).unwrap_or_default().chars().next();
    let dear =
        text.get(..name.span.start as usize).is_some_and(|t| rules.address_openers.iter().any(|w| t.ends_with(w)));
    (dear || before.is_some_and(|c| ",“\"‘'—!?.;".contains(c))) && after.is_some_and(|c| ",.!?”\"’'—;".contains(c))
}

/// The narrator: somebody addressed in what others say and hardly ever named outside it. O(names).
pub fn narrator(text: &str, names: &[NameMention], rules: &NameRules) -> ClusterId {
    let mut counts: FxHashMap<ClusterId, (u32, u32)> = FxHashMap::default();
    for name in names.iter().filter(|n| n.cluster.is_some()) {
        let (called, narrated) = counts.entry(name.cluster).or_default();
        if !name.quoted {
            *narrated += 1;
        } else if addressed(text, *name, rules) {
            *called += 1;
        }
    }
    let best = counts.into_iter().filter(|(_, (called, narrated))| *called >= 3 && narrated * 3 < *called);
    best.max_by_key(|(id, (called, _))| (*called, std::cmp::Reverse(id.0))).map_or(ClusterId::NONE, |(id, _)| id)
}

#[cfg(test)]
mod tests;
