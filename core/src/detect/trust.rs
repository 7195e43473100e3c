//! How far a suggestion is to be believed: the probability that it names the right speaker.
//!
//! The one place where scores are made honest. Rules and the choices of the model give each suggestion a score of their
//! own, which is too sure of itself here and too modest there; what it is worth by the kind of evidence is learned from
//! articles that the choices were not learned from, in two steps: are the words that name the source the right ones, and is
//! the person they are resolved to the right one? The answers are tasks of the model like all others (logistic
//! calibration; Platt, 1999, with the kind of evidence beside the score). Whoever changes rules trains again.

use super::draft::AttributionDraft;
use super::feature_templates::{PersonTrustFeature, SourceTrustFeature};
use super::lexicon::Lexicon;
use super::model::{Classifier, Features, ModelTask, Prediction, Question};
use super::roles::Roles;
use super::sentence_view::bucket;
use super::word_number::hash_of;
use super::{Cluster, Mention, MentionId, MentionKind, Rule};
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Everything found in a text, to be scored.
pub struct Trust<'a> {
    /// The reading text.
    pub text: &'a str,
    /// The words it knows.
    pub lexicon: &'a Lexicon,
    /// What was said.
    pub drafts: &'a [AttributionDraft],
    /// The words that name sources.
    pub mentions: &'a [Mention],
    /// Who they are.
    pub clusters: &'a [Cluster],
}

impl Trust<'_> {
    /// The score of each draft: `sources` are the mentions of their sources, `read` begins with the probability that each is read
    /// rightly. O(drafts + clusters).
    pub fn scores<T>(
        &self,
        sources: &[Option<MentionId>],
        read: &[(f32, T)],
        fiction: bool,
        classifier: &mut dyn Classifier,
    ) -> Vec<f32> {
        let mut namesakes: FxHashMap<u32, Namesakes> = FxHashMap::default();
        for cluster in self.clusters {
            let all = namesakes.entry(last_word(cluster)).or_default();
            all.count += 1;
            all.mentions = all.mentions.max(cluster.mentions);
            all.speaks = all.speaks.max(cluster.speaks);
        }
        let mut question = Question::new(classifier.weights());
        // The last turn: what is quoted in it is no news.
        let mut turn = Span::default();
        let score = |(number, draft): (usize, &AttributionDraft)| {
            if draft.form == Form::Turn {
                turn = crate::span::hull(&draft.content).unwrap_or_default();
            }
            let in_turn = draft.content.first().is_some_and(|c| turn.covers(*c));
            let mention = sources.get(number).copied().flatten().and_then(|m| self.mentions.get(m.0 as usize)).copied();
            let cluster = mention.and_then(|m| self.clusters.get(m.cluster.index()));
            let origin = self.origin(number);
            let sure = read.get(origin).map_or(1.0, |(sure, _)| *sure);
            let product = draft.score * read.get(number).map_or(1.0, |(sure, _)| *sure);
            let (Some(mention), Some(cluster)) = (mention, cluster) else {
                return squeezed(product).min(MAX_UNKNOWN_SCORE);
            };
            if fiction || in_turn || draft.form != Form::Quotation || !is_judged(draft.rule) {
                return squeezed(product);
            }
            let namesakes = namesakes.get(&last_word(cluster)).copied().unwrap_or_default();
            let origin = self.drafts.get(origin).unwrap_or(draft);
            let Self { text, lexicon, .. } = *self;
            let learned = Suggestion { text, lexicon, draft, origin, mention, sure, cluster, namesakes }
                .probability(classifier, &mut question);
            learned.min(self.most(draft, mention, sure))
        };
        self.drafts.iter().enumerate().map(score).collect()
    }

    /// What a suggestion is worth at most, whatever articles teach of its like: news has few verbs nobody knows and few actions
    /// beside quotations, and does not tell whose a surname is that two people share.
    fn most(&self, draft: &AttributionDraft, mention: Mention, sure: f32) -> f32 {
        let verb = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
        let says = |cue: Span| cue.of(self.text).split(' ').any(|w| self.lexicon.roles(w).has(verb));
        let beside = matches!(draft.rule, Rule::After | Rule::AfterInverted | Rule::Before | Rule::Subject);
        // "Orr shrugged." closes its sentence: whoever shrugs may speak then.
        let before = draft.content.first().and_then(|c| self.text.get(..c.start as usize)).unwrap_or_default();
        let leads = before.trim_end().ends_with([':', ',']);
        let acts = match draft.rule {
            Rule::Subject => !draft.cue.is_some_and(says),
            Rule::LeadIn => !leads,
            _ => false,
        };
        let rule = if draft.kind == Kind::Direct && (acts || beside && draft.score < SURE) { UNSURE } else { 1.0 };
        let person = match mention.kind {
            MentionKind::Name => sure,
            MentionKind::Pronoun if sure < CONTESTED => UNSURE,
            MentionKind::Pronoun | MentionKind::Role => 1.0,
        };
        rule.min(person)
    }

    /// Number of the draft whose source a draft has.
    fn origin(&self, number: usize) -> usize {
        let mut at = number;
        for _ in 0..MAX_INHERITANCE {
            match self.drafts.get(at) {
                Some(AttributionDraft { source: None, same_as: Some(earlier), .. }) => at = *earlier,
                Some(_) | None => break,
            }
        }
        at
    }
}

/// From here on a suggestion is sure, and below it is at most so much.
const SURE: f32 = 0.8;
const UNSURE: f32 = 0.79;
/// Below this the reading of a pronoun is in doubt.
const CONTESTED: f32 = 0.65;

/// Most that is believed of a suggestion whose speaker has no name.
const MAX_UNKNOWN_SCORE: f32 = 0.4;

/// Most drafts that a source is handed down over, for the evidence to be that of the first.
const MAX_INHERITANCE: usize = 8;

/// Whether articles teach what such a suggestion is worth: layout, signatures and what a file itself tells have scores of
/// their own.
const fn is_judged(rule: Rule) -> bool {
    match rule {
        Rule::After
        | Rule::AfterInverted
        | Rule::Before
        | Rule::According
        | Rule::Continues
        | Rule::RunsOn
        | Rule::LeadIn
        | Rule::Subject
        | Rule::Previous
        | Rule::TakesTurns => true,
        Rule::Sender
        | Rule::Caption
        | Rule::Signature
        | Rule::TurnName
        | Rule::Row
        | Rule::Declared
        | Rule::Nobody
        | Rule::OtherLanguage => false,
    }
}

/// The probability of a suggestion that nothing was learned about from the product of its choices', which is a little too
/// sure of itself.
fn squeezed(product: f32) -> f32 {
    product * (1.0 - 0.3 * (1.0 - product))
}

fn last_word(cluster: &Cluster) -> u32 {
    hash_of(cluster.name.rsplit(' ').next().unwrap_or_default())
}

/// A suggestion before its score.
struct Suggestion<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    draft: &'a AttributionDraft,
    /// The draft whose source it has: its own, or the one it inherits from.
    origin: &'a AttributionDraft,
    mention: Mention,
    /// Probability that the mention is read rightly, as the reading of references has it.
    sure: f32,
    cluster: &'a Cluster,
    /// All who are named by the same last word.
    namesakes: Namesakes,
}

/// Those whose names end with one word.
#[derive(Clone, Copy, Default)]
struct Namesakes {
    count: u32,
    /// How often the one named most is named.
    mentions: u32,
    /// How often a verb of saying stands beside the one who speaks most.
    speaks: u32,
}

impl Suggestion<'_> {
    /// The probability that the suggestion is right. O(1) but for the words of the mention.
    fn probability(&self, classifier: &mut dyn Classifier, question: &mut Question) -> f32 {
        let said = if self.draft.quotes.is_empty() { &self.draft.content } else { &self.draft.quotes };
        let own = self.mention.span;
        question.begin(ModelTask::SourceTrust);
        question.open(Span::default(), |_| {});
        question.open(own, |option| self.describe_source(option));
        let source = yes(classifier.judge(ModelTask::SourceTrust, said, question, Some(&self.cluster.name)));
        question.begin(ModelTask::PersonTrust);
        question.open(Span::default(), |_| {});
        question.open(own, |option| self.describe_person(option));
        source * yes(classifier.judge(ModelTask::PersonTrust, said, question, Some(&self.cluster.name)))
    }

    /// What kind of evidence there is: rule, whether it is inherited, whether the words stand in quotation marks.
    fn evidence(&self) -> u32 {
        let inherits = u32::from(!std::ptr::eq(self.draft, self.origin));
        self.draft.rule as u32 | (self.draft.kind as u32) << 5 | inherits << 7
    }

    /// How the words name somebody.
    const fn mention_kind(&self) -> u32 {
        match self.mention.kind {
            MentionKind::Name => 0,
            MentionKind::Role => 1,
            MentionKind::Pronoun => 2,
        }
    }

    /// The characters beside the mention: what it may be a part of.
    fn around(&self) -> u32 {
        let span = self.mention.span;
        let ahead = self.text.get(..span.start as usize).and_then(|t| t.trim_end_matches(' ').chars().next_back());
        let behind = self.text.get(span.end as usize..).map(str::trim_start).and_then(|t| t.chars().next());
        let class = |c: Option<char>| match c {
            None | Some('\n') => 0,
            Some(',') => 1,
            Some('’' | '\'') => 2,
            Some('“' | '”' | '"') => 3,
            Some('.') => 4,
            Some(c) if c.is_lowercase() => 5,
            Some(c) if c.is_uppercase() => 6,
            Some(_) => 7,
        };
        class(ahead) | class(behind) << 3
    }

    fn describe_source(&self, option: &mut Features<'_>) {
        let (draft, origin) = (self.draft, self.origin);
        let (evidence, mention) = (self.evidence(), self.mention_kind());
        let score = step(draft.score);
        let words = self.mention.span.of(self.text);
        let cue = draft.cue.or(origin.cue).map_or(0, |c| hash_of(c.of(self.text)));
        let count = bucket(words.split(' ').take(9).count());
        let lower = u32::from(words.starts_with(char::is_lowercase));
        let number = |word: Option<&str>| word.map_or(0, hash_of);
        option.put(SourceTrustFeature::Bias, 0);
        option.pair(SourceTrustFeature::RuleKindScore, evidence, score);
        option.pair(SourceTrustFeature::RuleMention, evidence, mention);
        option.triple(SourceTrustFeature::RuleMentionScore, draft.rule as u32, mention, score);
        option.pair(SourceTrustFeature::CueRule, cue, draft.rule as u32);
        option.pair(SourceTrustFeature::MentionAround, mention, self.around());
        option.triple(SourceTrustFeature::LengthMention, count, mention, lower);
        option.pair(SourceTrustFeature::ScoreKind, score, draft.kind as u32);
        option.pair(SourceTrustFeature::RuleQuotes, draft.rule as u32, draft.quotes.len().min(4) as u32);
        option.pair(SourceTrustFeature::FirstWordRule, number(words.split(' ').next()), mention);
        option.pair(SourceTrustFeature::LastWordRule, number(words.rsplit(' ').next()), mention);
    }

    fn describe_person(&self, option: &mut Features<'_>) {
        let mention = self.mention_kind();
        let cluster = self.cluster;
        let words = self.mention.span.of(self.text);
        let whole = u32::from(words.ends_with(cluster.name.as_str()));
        let parts = cluster.name.split(' ').take(6).count() as u32;
        let lower = u32::from(cluster.name.starts_with(char::is_lowercase));
        let kind = match cluster.kind {
            SpeakerKind::Person => 0,
            SpeakerKind::Organisation => 1,
            SpeakerKind::Group => 2,
            SpeakerKind::Unnamed => 3,
            SpeakerKind::Document => 4,
        };
        let namesakes = self.namesakes.count.saturating_sub(1).min(2);
        let leads = u32::from(cluster.mentions >= self.namesakes.mentions)
            | u32::from(cluster.speaks >= self.namesakes.speaks) << 1;
        let title = self.lexicon.roles(words.split(' ').next().unwrap_or_default());
        let title = u32::from(title.has(Roles::TITLE))
            | u32::from(title.has(Roles::MALE)) << 1
            | u32::from(title.has(Roles::FEMALE)) << 2;
        let given = |w: &str| self.lexicon.roles(w).has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE));
        let first = u32::from(cluster.name.split(' ').next().is_some_and(given));
        let gender = cluster.gender as u32;
        option.put(PersonTrustFeature::Bias, 0);
        option.pair(PersonTrustFeature::MentionSure, mention, step(self.sure));
        option.triple(PersonTrustFeature::MentionNamesakes, mention, namesakes, whole);
        option.triple(PersonTrustFeature::MentionCluster, mention, kind, parts.min(3));
        option.triple(PersonTrustFeature::MentionGender, mention, gender, kind);
        option.triple(PersonTrustFeature::NameWords, parts, lower, whole | first << 1);
        let (named, speaks) = (bucket(cluster.mentions as usize), bucket(cluster.speaks as usize));
        option.triple(PersonTrustFeature::MentionsSpeaks, named, speaks.min(3), mention);
        option.pair(PersonTrustFeature::RuleMention, self.draft.rule as u32, mention);
        option.triple(PersonTrustFeature::NamesakesLead, namesakes, leads, mention << 1 | whole);
        option.triple(PersonTrustFeature::NamesakesTitle, namesakes, title, gender);
        option.pair(PersonTrustFeature::Around, self.around(), mention);
    }
}

/// The probability of the second option of two.
fn yes(answer: Prediction) -> f32 {
    if answer.index == 1 { answer.probability } else { 1.0 - answer.probability }
}

/// A probability in one of a few steps, finer where it is high.
fn step(probability: f32) -> u32 {
    let edges = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98];
    edges.into_iter().filter(|edge| probability >= *edge).count() as u32
}
