//! A linear model chooses among the options that rules propose.
//!
//! Every choice the extraction leaves open is a question with a few options; an option is described by hashed features,
//! and the option whose weights sum highest is taken. The sums are of whole numbers, so their order does not matter and
//! the choices are the same on every machine. The same questions, answered by people's annotation instead of by weights, are
//! what the model learns from: see the task `train`. Method: conditional logit over hashed features (Weinberger et
//! al., “Feature hashing for large scale multitask learning”, 2009).

use super::Gender;
use super::entity_type::NameExample;
use super::feature_templates::FeatureTemplate;
use super::lang::Language;
use super::model_file::{self, TASK_WEIGHT_BYTES};
use crate::span::Span;
use smallvec::SmallVec;
use std::borrow::Cow;

pub use super::model_file::{
    EmbeddedModel, FORMAT, LanguageTag, ModelError, ModelTask, WEIGHT_INDEX_BITS, WEIGHTS_PER_TASK,
};

/// The options of one question, with their features, or with what these weigh; reused from question to question.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The words each option stands for; empty for “none of them”.
    pub places: Vec<Span>,
    /// The weights that features are added up by as they come; without them the features are kept.
    weights: Option<ModelBytes>,
    /// Where the weights of the task begin.
    base: usize,
    scores: Vec<i32>,
    features: Vec<u32>,
    ends: Vec<u32>,
}

/// The bytes of a model file: header, then for each task its scale and weights.
pub type ModelBytes = Cow<'static, [u8]>;

impl Question {
    /// With room for most questions.
    pub fn new(weights: Option<ModelBytes>) -> Self {
        let room = if weights.is_some() { 0 } else { 1024 };
        Self {
            places: Vec::with_capacity(MAX_OPTIONS),
            weights,
            base: 0,
            scores: Vec::with_capacity(MAX_OPTIONS),
            features: Vec::with_capacity(room),
            ends: Vec::with_capacity(MAX_OPTIONS),
        }
    }

    /// Empties it for a question of this task.
    pub fn begin(&mut self, task: ModelTask) {
        self.base = task.offset() + 4;
        self.places.clear();
        self.scores.clear();
        self.features.clear();
        self.ends.clear();
    }

    /// Number of options.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds an option that stands for the words at `place`, with the features that `describe` gives it.
    pub fn open(&mut self, place: Span, describe: impl FnOnce(&mut Features<'_>)) {
        let weights = self.weights.as_deref().and_then(|w| w.get(self.base..)?.first_chunk());
        let mut option = Features { score: 0, weights, kept: &mut self.features };
        describe(&mut option);
        let score = option.score;
        self.places.push(place);
        self.scores.push(score);
        if self.weights.is_none() {
            self.ends.push(self.features.len() as u32);
        }
    }

    /// Takes the first option out.
    pub fn leave_out_first(&mut self) {
        let first = self.ends.first().copied().unwrap_or_default() as usize;
        self.places.drain(..self.places.len().min(1));
        self.scores.drain(..self.scores.len().min(1));
        self.features.drain(..first.min(self.features.len()));
        self.ends.drain(..self.ends.len().min(1));
        for end in &mut self.ends {
            *end -= first as u32;
        }
    }

    /// The features of each option, as indices below [`WEIGHTS_PER_TASK`].
    pub fn features(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.features.get(from as usize..*to as usize).unwrap_or_default())
    }
}

/// The features of one option.
///
/// What they weigh is added up here and stored once, when the last is in: a sum in memory would have each wait for the one
/// before.
#[derive(Debug)]
pub struct Features<'a> {
    score: i32,
    weights: Option<&'a [u8; WEIGHTS_PER_TASK]>,
    kept: &'a mut Vec<u32>,
}

impl Features<'_> {
    /// Gives the option the feature `value` of kind `template`.
    #[inline]
    pub fn put(&mut self, template: impl FeatureTemplate, value: u64) {
        let slot = slot(template.number(), value);
        match self.weights {
            Some(weights) => self.score += weights.get(slot as usize).map_or(0, |w| i32::from(w.cast_signed())),
            None => self.kept.push(slot),
        }
    }

    /// The same for two values that matter together.
    #[inline]
    pub fn pair(&mut self, template: impl FeatureTemplate, a: u32, b: u32) {
        self.put(template, u64::from(a) << 32 | u64::from(b));
    }

    /// The same for three.
    #[inline]
    pub fn triple(&mut self, template: impl FeatureTemplate, a: u32, b: u32, c: u32) {
        self.put(template, (u64::from(a) << 32 | u64::from(b)) ^ u64::from(c).wrapping_mul(0x9e37_79b9_97f4_a7c5));
    }
}

/// Where a feature's weight stands.
fn slot(template: u32, value: u64) -> u32 {
    let mixed =
        (value ^ u64::from(template + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    ((mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93) >> (64 - WEIGHT_INDEX_BITS)) as u32
}

/// The option that was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Index of the option taken.
    pub index: usize,
    /// Probability that it is right, 0 to 1.
    pub probability: f32,
}

/// Chooses an option of a question: the model, or an annotation in training.
pub trait Classifier {
    /// The answer to a question about the words at `about`; `options` holds at least one.
    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction;

    /// The probability of each option. Where only one answer is known, that one has all of it.
    fn weigh(&mut self, task: ModelTask, about: Span, question: &Question) -> Probabilities {
        let choice = self.choose(task, about, question);
        (0..question.len()).map(|i| if i == choice.index { choice.probability } else { 0.0 }).collect()
    }

    /// The answer to [`ModelTask::Speaker`]: `wanted` is what the words beside tell, `person` gives name and gender of the person an
    /// option stands for.
    fn choose_speaker(
        &mut self,
        about: Span,
        question: &Question,
        wanted: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        let _ = (wanted, person);
        self.choose(ModelTask::Speaker, about, question)
    }

    /// The answer to [`ModelTask::SourceTrust`] and [`ModelTask::PersonTrust`]: `said` are the words of the suggestion, those in
    /// quotation marks where there are any, `speaker` is whom it names.
    fn judge(&mut self, task: ModelTask, said: &[Span], question: &Question, speaker: Option<&str>) -> Prediction {
        let _ = speaker;
        self.choose(task, said.first().copied().unwrap_or_default(), question)
    }

    /// The answer to [`ModelTask::Antecedent`] about the words said and the words that name their source.
    fn choose_antecedent(
        &mut self,
        about: (Span, Span),
        question: &Question,
        wanted: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        let _ = (wanted, person);
        self.choose(ModelTask::Antecedent, about.1, question)
    }

    /// Places to ask about beside the sources of statements, in order: in training.
    fn more_references(&self) -> &[Span] {
        &[]
    }

    /// Tells that the words asked about are those of `text`, not of the document, and where `place` puts a span of the document
    /// there. Said before the first question, and only where the two differ.
    fn reads(&mut self, text: &str, place: &dyn Fn(Span) -> Span) {
        let _ = (text, place);
    }

    /// The weights that answer, where nothing else does: options then need not keep their features.
    fn weights(&self) -> Option<ModelBytes> {
        None
    }

    /// The people of the text, where they are given beforehand: for measuring beside systems that are given them.
    fn people(&self) -> &[KnownPerson] {
        &[]
    }

    /// Whether examples are collected for training: people of the other gender then stay among the options.
    fn is_training(&self) -> bool {
        false
    }

    /// Whether it wants the names of documents as examples.
    fn learns_names(&self) -> bool {
        false
    }

    /// Takes in one name as an example; asked for with [`Classifier::learns_names`].
    fn learn_name(&mut self, example: NameExample) {
        let _ = example;
    }
}

/// A person of a text, by all names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownPerson {
    /// The name the person is known by.
    pub name: String,
    /// Other forms of it, as written.
    pub aliases: Vec<String>,
}

/// The probability of each option of a question.
pub type Probabilities = SmallVec<[f32; MAX_OPTIONS]>;

/// Name and gender of the person an option stands for.
pub type OptionPersons<'a> = dyn Fn(usize) -> (String, Gender) + 'a;

/// Weights of all tasks.
#[derive(Clone, Debug)]
pub struct Model {
    bytes: ModelBytes,
}

impl Model {
    /// The model that comes with `language`. O(1).
    pub const fn embedded(language: &Language) -> Self {
        Self { bytes: Cow::Borrowed(language.model.bytes()) }
    }

    /// A model for `language` from the bytes of a model file. O(1).
    ///
    /// # Errors
    /// When the file is damaged, or was trained for another language, other feature templates or other tasks.
    pub fn from_bytes(bytes: Vec<u8>, language: &Language) -> Result<Self, ModelError> {
        model_file::check(&bytes, LanguageTag::new(language.tag))?;
        Ok(Self { bytes: Cow::Owned(bytes) })
    }

    /// A model for `language` from weights in the order of [`ModelTask::ALL`], each task with its scale; weights that are
    /// missing are 0, those over [`WEIGHTS_PER_TASK`] are left out. O(weights).
    pub fn from_weights(weights: &[(f32, Vec<i8>)], language: &Language) -> Self {
        let mut bytes = model_file::header(LanguageTag::new(language.tag));
        for task in ModelTask::ALL {
            let (scale, weights) = weights.get(task.index()).map_or((0.0, &[][..]), |(s, w)| (*s, w.as_slice()));
            bytes.extend(scale.to_le_bytes());
            bytes.extend(weights.iter().take(WEIGHTS_PER_TASK).map(|w| w.cast_unsigned()));
            bytes.resize(task.offset() + TASK_WEIGHT_BYTES, 0);
        }
        Self { bytes: Cow::Owned(bytes) }
    }

    /// The model file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The scale and the weights of a task.
    fn of(&self, task: ModelTask) -> Option<(f32, &[u8])> {
        let part = self.bytes.get(task.offset()..task.offset() + TASK_WEIGHT_BYTES)?;
        let (scale, weights) = part.split_first_chunk::<4>()?;
        Some((f32::from_le_bytes(*scale), weights))
    }
}

impl Model {
    /// The sums of the options of a question, and the unit they are in.
    fn sums(&self, task: ModelTask, question: &Question) -> Option<(f32, SmallVec<[i32; MAX_OPTIONS]>)> {
        let (scale, weights) = self.of(task)?;
        let weigh = |features: &[u32]| -> i32 {
            features.iter().map(|f| weights.get(*f as usize).map_or(0, |w| i32::from(w.cast_signed()))).sum()
        };
        let weighed: SmallVec<[i32; MAX_OPTIONS]>;
        let scores = if question.weights.is_some() {
            question.scores.as_slice()
        } else {
            weighed = question.features().map(weigh).collect();
            weighed.as_slice()
        };
        Some((scale, SmallVec::from_slice(scores)))
    }
}

impl Classifier for &Model {
    fn weigh(&mut self, task: ModelTask, _about: Span, question: &Question) -> Probabilities {
        let Some((scale, scores)) = self.sums(task, question) else { return Probabilities::new() };
        let most = scores.iter().copied().max().unwrap_or(0);
        let mut odds: Probabilities = scores.iter().map(|s| ((s - most) as f32 * scale).exp()).collect();
        let total = odds.iter().sum::<f32>().max(1.0);
        odds.iter_mut().for_each(|o| *o /= total);
        odds
    }

    fn choose(&mut self, task: ModelTask, _about: Span, question: &Question) -> Prediction {
        let Some((scale, scores)) = self.sums(task, question) else {
            return Prediction { index: 0, probability: 0.0 };
        };
        let mut best = (0, i32::MIN);
        for (i, score) in scores.iter().enumerate() {
            if *score > best.1 {
                best = (i, *score);
            }
        }
        // The best counts 1, without asking for a power.
        let part = |s: &i32| if *s == best.1 { 1.0 } else { ((s - best.1) as f32 * scale).exp() };
        let total: f32 = scores.iter().map(part).sum();
        Prediction { index: best.0, probability: 1.0 / total.max(1.0) }
    }

    fn weights(&self) -> Option<ModelBytes> {
        Some(self.bytes.clone())
    }
}

/// Most options a question may have.
pub const MAX_OPTIONS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;
    use crate::detect::model_file::HEADER_BYTES;

    fn embedded() -> Vec<u8> {
        Model::embedded(&ENGLISH).bytes().to_vec()
    }

    /// The header of the file with `bytes` put at `at`.
    fn refused(at: usize, bytes: &[u8]) -> ModelError {
        let mut file = embedded();
        file.splice(at..at + bytes.len(), bytes.iter().copied());
        Model::from_bytes(file, &ENGLISH).unwrap_err()
    }

    #[test]
    fn the_embedded_model_fits_and_is_what_the_writer_writes() {
        let file = embedded();
        let model = Model::from_bytes(file.clone(), &ENGLISH).unwrap();
        let part = |task| {
            let (scale, weights) = model.of(task).unwrap();
            (scale, weights.iter().map(|w| w.cast_signed()).collect())
        };
        let weights: Vec<(f32, Vec<i8>)> = ModelTask::ALL.into_iter().map(part).collect();
        assert!(Model::from_weights(&weights, &ENGLISH).bytes() == file);
    }

    #[test]
    fn a_model_of_other_code_is_refused() {
        assert_eq!(refused(0, b"x"), ModelError::NotAModel);
        assert_eq!(refused(8, &[9]), ModelError::Format { found: 9 });
        let german = ModelError::Language { found: LanguageTag::new("de"), wanted: LanguageTag::new("en") };
        assert_eq!(refused(12, b"de"), german);
        assert!(german.to_string().contains("“de”"), "{german}");
        assert_eq!(refused(20, &[0; 8]), ModelError::Templates { found: 0 });
        assert_eq!(refused(28, &[8]), ModelError::Tasks(12));
        assert_eq!(refused(32, b"x"), ModelError::Tasks(0));
        assert_eq!(refused(32 + 16 + 12, &[1]), ModelError::Tasks(1));
        // Weights of the format before had no header at all.
        let bare = embedded().split_off(HEADER_BYTES);
        assert_eq!(Model::from_bytes(bare, &ENGLISH).unwrap_err(), ModelError::NotAModel);
        let mut short = embedded();
        short.pop();
        assert!(matches!(Model::from_bytes(short, &ENGLISH), Err(ModelError::Length { .. })));
    }
}
