//! Who is meant in the news by a pronoun or a description: one of the people and bodies named or speaking above.
//!
//! The candidates of the last paragraphs are ranked by a linear model over what tells them apart: gender, who was the subject of
//! the sentence before, how far away the name stands, who spoke last, who is talked about, and what they were called. Method: mention
//! ranking (Denis and Baldridge, “Specialized models and ranking for coreference resolution”, 2008). Everything looked at lies
//! within a few paragraphs.

use super::super::feature_templates::AntecedentFeature;
use super::super::lang::WordEnding;
use super::super::model::{Features, ModelTask};
use super::super::people::NameMention;
use super::super::roles::Roles;
use super::super::sentence_view::bucket;
use super::super::{ClusterId, Gender};
use super::Resolver;
use crate::kinds::SpeakerKind;
use crate::span::Span;
use smallvec::SmallVec;

/// How far back a name may stand, in bytes.
const MAX_NAME_DISTANCE: u32 = 3000;
/// Most names looked at.
const MAX_NAMES: usize = 90;
/// Most people considered.
const MAX_CANDIDATES: usize = 14;
/// How many of the last statements are looked at.
const RECENT_STATEMENTS: usize = 6;
/// How many blocks count as near.
const NEAR_BLOCKS: usize = 3;
/// How well somebody fits a description who is called by its head.
const CALLED_SO: u32 = 3;
/// The same of whoever bears a role in just these words.
const BEARS_THE_ROLE: u32 = 2;
/// How sure it is that the bearer of a role who was named last is meant.
const BEARER: f32 = 0.9;
/// The most that is believed of a pronoun taken for somebody who spoke before another of the paragraph.
const CONTESTED: f32 = 0.6;

/// What the words that name the source tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// He or she.
    Pronoun(Gender),
    /// A person described: "the senator".
    Person(Gender),
    /// Something described that may be a person: "the Texan", "the winner".
    Somebody(Gender),
    /// Anything described, which means somebody only if somebody is called so: "the carpenter".
    Called(Gender),
    /// A body described, or it.
    Body,
    /// Something written: "the report".
    Writing,
}

impl Reference {
    /// He or she, when the words tell.
    pub const fn gender(self) -> Gender {
        match self {
            Self::Pronoun(gender) | Self::Person(gender) | Self::Somebody(gender) | Self::Called(gender) => gender,
            Self::Body | Self::Writing => Gender::Unknown,
        }
    }

    const fn case(self) -> u32 {
        match self {
            Self::Pronoun(_) => 0,
            Self::Person(_) => 1,
            Self::Somebody(_) | Self::Called(_) => 2,
            Self::Body => 3,
            Self::Writing => 4,
        }
    }

    /// Whether the words may mean somebody who is named nowhere.
    const fn may_be_new(self) -> bool {
        !matches!(self, Self::Pronoun(_))
    }
}

/// What somebody named by a source was called, and where.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub cluster: ClusterId,
    /// The last place where the narrator, or else anybody, named them.
    seen: Span,
    /// The last name outside quotation marks.
    told: Option<NameMention>,
    /// How often named near by the narrator.
    near: usize,
    /// Named in the words themselves.
    inside: bool,
}

/// What is known of one candidate, in small numbers.
#[derive(Clone, Copy, Debug, Default)]
struct Traits {
    gender: u32,
    kind: u32,
    words: u32,
    known: u32,
    top: u32,
    speaks: u32,
    blocks: u32,
    sentences: u32,
    position: u32,
    order: u32,
    turn: u32,
    away: u32,
    since: u32,
    inside: u32,
    near: u32,
    pronouns: u32,
    called: u32,
    unsure: u32,
    role: u32,
}

/// What is known of the place of the reference.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    case: u32,
    /// Whether it stands behind the words.
    behind: u32,
    /// Whether it, or what is said, begins its block.
    opens: u32,
    /// Blocks since the last statement.
    since: u32,
    /// How many candidates fit.
    fitting: u32,
}

impl Resolver<'_> {
    /// Who `reference` at `source` means, beside what is said in `words`: the cluster, the words that name it, and how sure that is.
    /// Nobody where it is somebody named nowhere.
    ///
    /// With `only_called` nobody either, unless somebody is called so: "his wife".
    pub(super) fn antecedent(
        &mut self,
        reference: Reference,
        words: Span,
        source: Span,
        only_called: bool,
    ) -> (Option<(ClusterId, Span)>, f32) {
        let mut people = self.candidates_for(reference, words, source);
        if !self.classifier.is_training() {
            let wanted = reference.gender();
            // Whoever speaks of "her" in a turn of their own is somebody else.
            let around = self.last_turn.filter(|(_, words)| words.covers(source)).map(|(who, _)| who);
            people.retain(|p| !wanted.contradicts(self.gender_of(p.cluster)) && around != Some(p.cluster));
        }
        if people.is_empty() {
            return (None, if reference.may_be_new() { 0.9 } else { 0.4 });
        }
        let mut traits = self.traits(reference, source, &people);
        // Whoever bears the role is meant, or is called so, where somebody does.
        if let Some(bearer) = traits.iter().position(|t| t.role == BEARS_THE_ROLE).and_then(|n| people.get(n)) {
            return (Some((bearer.cluster, bearer.seen)), BEARER);
        }
        let called = traits.iter().map(|t| t.called).max().unwrap_or(0);
        if called >= CALLED_SO {
            let mut fits = traits.iter().map(|t| t.called == called).collect::<SmallVec<[bool; 16]>>().into_iter();
            people.retain(|_| fits.next() == Some(true));
            traits.retain(|t| t.called == called);
        } else if only_called {
            return (None, 0.9);
        }
        let may_be_new = reference.may_be_new() && called < CALLED_SO && !self.office(source.of(self.text));
        let block = self.block_index(source.start);
        let opening = self.blocks.get(block).is_some_and(|b| b.span.start + 1 >= source.start.min(words.start));
        let last = self.utterances.last();
        let place = Place {
            case: reference.case(),
            behind: u32::from(!words.is_empty() && source.start >= words.start),
            opens: u32::from(opening),
            since: last.map_or(7, |s| (block - self.block_index(s.at).min(block)).min(6) as u32),
            fitting: traits.iter().filter(|t| t.gender != 3).count().min(5) as u32,
        };
        self.question.begin(ModelTask::Antecedent);
        for (person, t) in people.iter().zip(&traits) {
            self.question.open(person.seen, |option| describe(option, place, *t));
        }
        if may_be_new {
            self.question.open(Span::default(), |option| {
                option.pair(AntecedentFeature::NoneBias, place.case, 0);
                option.pair(AntecedentFeature::NoneFitting, place.case, place.fitting);
                option.pair(AntecedentFeature::NoneCalled, place.case, called);
            });
        }
        let clusters = &self.clusters;
        let person = |option: usize| {
            let cluster = people.get(option).and_then(|p| clusters.get(p.cluster.index()));
            cluster.map_or((String::new(), Gender::Unknown), |c| (c.name.clone(), c.gender))
        };
        let choice = self.classifier.choose_antecedent((words, source), &self.question, reference.gender(), &person);
        let chosen = people.get(choice.index);
        // Somebody else who may be meant has spoken since, in the same paragraph.
        let floor = last.filter(|u| self.block_index(u.at) == block && people.iter().any(|p| p.cluster == u.cluster));
        let passed_over = chosen.is_some_and(|c| floor.is_some_and(|u| u.cluster != c.cluster));
        let pronoun = matches!(reference, Reference::Pronoun(_));
        let most = if pronoun && passed_over { CONTESTED } else { 1.0 };
        (chosen.map(|p| (p.cluster, p.seen)), choice.probability.min(most))
    }

    pub(super) fn gender_of(&self, id: ClusterId) -> Gender {
        self.clusters.get(id.index()).map_or(Gender::Unknown, |c| c.gender)
    }

    pub(super) fn block_index(&self, at: u32) -> usize {
        self.blocks.partition_point(|b| b.span.start <= at).saturating_sub(1)
    }

    fn may_be(&self, reference: Reference, id: ClusterId) -> bool {
        self.clusters.get(id.index()).is_some_and(|c| match reference {
            Reference::Pronoun(_) | Reference::Person(_) | Reference::Somebody(_) | Reference::Called(_) => {
                let last = c.name.rsplit(' ').next().unwrap_or_default();
                match c.kind {
                    // "the Republican" is somebody, but whom he is called so is told elsewhere.
                    SpeakerKind::Person => !self.lexicon.roles(last).has(Roles::DEMONYM.or(Roles::GROUP)),
                    SpeakerKind::Unnamed => c.gender != Gender::Unknown || self.tells_a_person(&c.name),
                    SpeakerKind::Organisation | SpeakerKind::Group | SpeakerKind::Document => false,
                }
            }
            Reference::Body => matches!(c.kind, SpeakerKind::Organisation | SpeakerKind::Document),
            Reference::Writing => c.kind != SpeakerKind::Group,
        })
    }

    /// Whether a word of a description says that it is one of a person.
    fn tells_a_person(&self, words: &str) -> bool {
        words.split(' ').any(|w| self.lexicon.roles(w).has(Roles::ROLE))
    }

    /// Those who may be meant, the one named last by the narrator first.
    fn candidates_for(&self, reference: Reference, words: Span, source: Span) -> Vec<Candidate> {
        let at = source.start;
        let from = self.names.partition_point(|n| n.span.start + MAX_NAME_DISTANCE < at);
        let to = self.names.partition_point(|n| n.span.start < at);
        let here = self.block_index(at);
        let mut people: Vec<Candidate> = Vec::with_capacity(MAX_CANDIDATES);
        for name in self.names.get(from..to).unwrap_or_default().iter().rev().take(MAX_NAMES) {
            if !name.cluster.is_some() || !self.may_be(reference, name.cluster) || source.overlaps(name.span) {
                continue;
            }
            if !people.iter().any(|p| p.cluster == name.cluster) && people.len() < MAX_CANDIDATES {
                let (cluster, seen) = (name.cluster, name.span);
                people.push(Candidate { cluster, seen, told: None, near: 0, inside: false });
            }
            let Some(person) = people.iter_mut().find(|p| p.cluster == name.cluster) else { continue };
            let inside = words.contains(name.span.start);
            person.inside |= inside;
            if name.quoted || inside {
                continue;
            }
            if person.told.is_none() {
                person.told = Some(*name);
                person.seen = name.span;
            }
            person.near += usize::from(self.block_index(name.span.start) + NEAR_BLOCKS > here);
        }
        // Those who spoke last are there even when nobody names them.
        for spoken in self.utterances.iter().rev().take(RECENT_STATEMENTS) {
            let known = people.iter().any(|p| p.cluster == spoken.cluster);
            let near = spoken.at + MAX_NAME_DISTANCE > at && spoken.at < at;
            if near && !known && self.may_be(reference, spoken.cluster) && !spoken.place.overlaps(source) {
                let (cluster, seen) = (spoken.cluster, spoken.place);
                people.push(Candidate { cluster, seen, told: None, near: 0, inside: false });
            }
        }
        people.sort_by_key(|p| std::cmp::Reverse(p.told.map_or(0, |n| n.span.start).max(p.seen.start)));
        people
    }

    fn traits(&mut self, reference: Reference, source: Span, people: &[Candidate]) -> SmallVec<[Traits; 16]> {
        let at = source.start;
        let here = self.block_index(at);
        let wanted = reference.gender();
        let called = self.words_called(source);
        let bearer = if reference.may_be_new() { self.bearer(source) } else { None };
        let starts = sentence_starts(self.text, Span::new(at.saturating_sub(1200), at));
        let sentence = |at: u32| starts.partition_point(|s| *s <= at);
        let mut last: SmallVec<[(ClusterId, u32); 8]> = SmallVec::new();
        for spoken in self.utterances.iter().rev().take(2 * RECENT_STATEMENTS) {
            if !last.iter().any(|l| l.0 == spoken.cluster) {
                last.push((spoken.cluster, spoken.at));
            }
        }
        let spoken_last = self.utterances.last().map_or(0, |s| s.words.end.max(s.place.end));
        let mentions = |p: &Candidate| self.clusters.get(p.cluster.index()).map_or(0, |c| c.mentions);
        let mut order = 0;
        let mut out: SmallVec<[Traits; 16]> = SmallVec::new();
        for person in people {
            let Some(cluster) = self.clusters.get(person.cluster.index()) else { continue };
            let gender = match (wanted, cluster.gender) {
                (Gender::Unknown, _) => 0,
                (_, Gender::Unknown) => 2,
                (a, b) if a == b => 1,
                _ => 3,
            };
            let turn = last.iter().position(|l| l.0 == person.cluster);
            let away = turn
                .and_then(|n| last.get(n))
                .map_or(7, |(_, at)| (here - self.block_index(*at).min(here)).min(5) as u32);
            let told = person.told;
            let shorter = self.pronouns_between(person.seen.end, at, wanted);
            out.push(Traits {
                gender,
                kind: match cluster.kind {
                    SpeakerKind::Person if cluster.given != Gender::Unknown => 0,
                    SpeakerKind::Person => 1,
                    SpeakerKind::Unnamed => 2,
                    SpeakerKind::Organisation => 3,
                    _ => 4,
                },
                words: cluster.name.split(' ').count().min(4) as u32,
                known: bucket(cluster.mentions as usize),
                top: people.iter().filter(|p| mentions(p) > cluster.mentions).count().min(3) as u32,
                speaks: cluster.speaks.min(3),
                blocks: told.map_or(7, |n| (here - self.block_index(n.span.start).min(here)).min(5) as u32),
                sentences: told.map_or(7, |n| (starts.len() - sentence(n.span.start).min(starts.len())).min(6) as u32),
                position: told.map_or(15, |n| self.position(n)),
                order,
                turn: turn.map_or(0, |n| (n + 1).min(4) as u32),
                away,
                since: u32::from(told.is_some_and(|n| n.span.start >= spoken_last)),
                inside: u32::from(person.inside),
                near: person.near.min(4) as u32,
                pronouns: shorter,
                called: self.fits_description(person, &called),
                unsure: u32::from(told.is_some_and(|n| n.doubtful || n.placed || n.disputed)),
                role: bearer.filter(|b| b.0 == person.cluster).map_or(0, |b| b.1),
            });
            if gender != 3 {
                order = (order + 1).min(5);
            }
        }
        out
    }

    /// How many pronouns of `gender` the narrator uses between two places: at most 3.
    fn pronouns_between(&self, from: u32, to: u32, gender: Gender) -> u32 {
        if gender == Gender::Unknown {
            return 0;
        }
        let first = self.pronouns.partition_point(|p| p.at < from);
        let between = self.pronouns.iter().skip(first).take_while(|p| p.at < to);
        between.filter(|p| !p.quoted && p.gender == gender).take(3).count() as u32
    }

    /// Where in its clause a name stands.
    fn position(&self, name: NameMention) -> u32 {
        let after = self.text.get(name.span.end as usize..).unwrap_or_default();
        let before = self.text.get(..name.span.start as usize).unwrap_or_default();
        if after.starts_with(['’', '\'']) {
            return if name.opening { 1 } else { 2 };
        }
        let language = self.lexicon.language();
        let mut words = before.strip_suffix(' ').unwrap_or_default().rsplit([' ', '\n']);
        let mut last = words.next().unwrap_or_default();
        // "said the Herald’s Ada Grey".
        if language.references.owner(last).is_some() {
            last = words.next().unwrap_or_default();
            if self.lexicon.roles(last).has(Roles::DET) {
                last = words.next().unwrap_or_default();
            }
        }
        let before = self.lexicon.roles(last);
        let said = before.has(Roles::SAY) && !before.has(Roles::ING);
        if said {
            return 3;
        }
        let rest = after.trim_start();
        let next = rest.split([' ', '\n', ',', '.']).next().unwrap_or_default();
        let roles = self.lexicon.roles(next);
        let verb = roles.has(Roles::AUX.or(Roles::SAY).or(Roles::THINK).or(Roles::STANCE).or(Roles::SAY_OF))
            || (language.ending)(next) == WordEnding::Past
            || roles.has(Roles::ADV)
            || (language.ending)(next) == WordEnding::Plural && next.starts_with(char::is_lowercase);
        let preposition = before.has(Roles::PREP) && last.starts_with(char::is_lowercase);
        if after.starts_with(", ") {
            return if name.opening {
                4
            } else if preposition {
                5
            } else {
                6
            };
        }
        if verb && next.starts_with(char::is_lowercase) {
            return if name.opening {
                7
            } else if preposition {
                8
            } else {
                9
            };
        }
        if name.opening {
            10
        } else if preposition {
            11
        } else if before.has(Roles::CONJ) {
            12
        } else {
            13
        }
    }
}

fn describe(option: &mut Features<'_>, place: Place, t: Traits) {
    use AntecedentFeature as F;
    let case = place.case;
    option.pair(F::Gender, case, t.gender);
    option.triple(F::GenderOrder, case, t.gender, t.order);
    option.triple(F::SentencesPosition, case, t.sentences, t.position);
    option.triple(F::BlocksPosition, case, t.blocks, t.position);
    option.triple(F::OrderPosition, case, t.order, t.position);
    option.triple(F::TurnAway, case, t.turn, t.away);
    option.triple(F::TurnOrder, case, t.turn, t.order);
    option.triple(F::SinceOrder, case, t.since, t.order);
    option.triple(F::SinceSentences, case, t.since, t.sentences);
    option.triple(F::KnownTop, case, t.known, t.top);
    option.triple(F::SpeaksGender, case, t.speaks, t.gender);
    option.triple(F::KindWordsGender, case, t.kind | t.words << 8, t.gender);
    option.triple(F::InsideTurn, case, t.inside, t.turn);
    option.triple(F::PronounsOrder, case, t.pronouns, t.order);
    option.triple(F::PronounsTurn, case, t.pronouns, t.turn);
    option.triple(F::BehindSentencesPosition, case | place.behind << 8 | place.opens << 9, t.sentences, t.position);
    option.triple(F::OpensTurnAway, case | place.behind << 8 | place.opens << 9, t.turn, t.away);
    option.triple(F::NearOrder, case, t.near, t.order);
    option.triple(F::Called, case, t.called, t.top);
    option.triple(F::Unsure, case, t.unsure, t.gender);
    option.triple(F::Role, case, t.role, t.called);
    // The same alone: examples are few.
    let subject = match t.position {
        3 | 4 | 7 | 9 | 10 => 1,
        1 | 2 => 2,
        _ => 0,
    };
    option.pair(F::Order, case, t.order);
    option.pair(F::Sentences, case, t.sentences);
    option.pair(F::Blocks, case, t.blocks);
    option.pair(F::Position, case, t.position);
    option.pair(F::Turn, case, t.turn);
    option.pair(F::Away, case, t.away);
    option.pair(F::Since, case, t.since);
    option.pair(F::Known, case, t.known);
    option.pair(F::Top, case, t.top);
    option.pair(F::Speaks, case, t.speaks);
    option.pair(F::Kind, case, t.kind);
    option.pair(F::Words, case, t.words);
    option.pair(F::Near, case, t.near);
    option.pair(F::Pronouns, case, t.pronouns);
    option.pair(F::Inside, case, t.inside);
    option.triple(F::SubjectSentences, case, subject, t.sentences);
    option.triple(F::SubjectOrder, case, subject, t.order);
    option.triple(F::SubjectSinceOrder, case, subject | t.since << 8, t.order);
    option.triple(F::TurnSincePlace, case, t.turn | t.since << 8, place.since);
    option.triple(F::SubjectTurn, case, subject, t.turn);
    option.triple(F::SubjectBlocksBehind, case | place.behind << 8 | place.opens << 9, subject, t.blocks);
    option.triple(F::GenderSentencesSubject, case, t.gender | subject << 8, t.sentences);
}

/// Where sentences begin in `span`, a blank line included. O(length), many bytes at a time.
fn sentence_starts(text: &str, span: Span) -> SmallVec<[u32; 32]> {
    let mut out = SmallVec::new();
    let bytes = text.as_bytes().get(span.start as usize..span.end as usize).unwrap_or_default();
    let line_ends = memchr::memchr_iter(b'\n', bytes).map(|end| (end, true));
    let mut from = 0;
    for (end, goes_on) in line_ends.chain([(bytes.len(), false)]) {
        while let Some(stop) = bytes.get(from..end).and_then(|line| memchr::memchr3(b'.', b'?', b'!', line)) {
            // More stops and closing marks behind it.
            let closes = |b: &u8| matches!(b, b'.' | b'?' | b'!' | b'"' | b'\'' | 0x80..);
            let behind = bytes.get(from + stop..end).unwrap_or_default();
            let i = behind.iter().position(|b| !closes(b)).map_or(end, |n| from + stop + n);
            if i < end && bytes.get(i) == Some(&b' ') && !is_abbreviation(bytes, i) {
                out.push(span.start + i as u32 + 1);
            }
            from = i;
        }
        if goes_on {
            out.push(span.start + end as u32 + 1);
        }
        from = end + 1;
    }
    out
}

/// Whether the stop before the blank at `i` ends an initial or a short title: `J. `, `Mr. `, `Sen. `.
fn is_abbreviation(bytes: &[u8], i: usize) -> bool {
    let before = |n: usize| bytes.get(i.saturating_sub(n)..i).unwrap_or_default();
    let short = i < 3 || bytes.get(i - 3).is_some_and(|b| matches!(b, b' ' | b'.'));
    short
        || matches!(before(4), [b' ', b'A'..=b'Z', b'a'..=b'z', b'.'])
        || matches!(before(5), [b' ', b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', b'.'])
}
