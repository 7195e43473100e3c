//! Where words in quotation marks stand, and how likely they must be said there to count as speech.

use super::model::ModelTask;

/// Lowest probability at which words in quotation marks count as speech.
const MIN_SAID_PROBABILITY: f32 = 0.6;
/// The same inside a sentence that reports nothing: a term or a title, as often as not.
const MIN_SAID_PROBABILITY_INSIDE: f32 = 0.7;
/// The same of a sentence that opens its own.
const MIN_SAID_PROBABILITY_WHOLE: f32 = 0.4;
/// The same in fiction, where nearly everything in quotation marks is speech.
const MIN_SAID_PROBABILITY_IN_FICTION: f32 = 0.4;

/// Where words in quotation marks stand that a model is asked about.
#[derive(Clone, Copy)]
pub enum Standing {
    /// In what somebody is reported to have said.
    Reported,
    /// Inside a sentence that reports nothing.
    Inside,
    /// Opening its sentence.
    First,
    /// The same, and a sentence themselves.
    Whole,
}

/// Lowest probability at which marks are believed to be round something said.
pub const fn min_probability(task: ModelTask, standing: Standing) -> f32 {
    match (task, standing) {
        (ModelTask::FictionQuoted, _) => MIN_SAID_PROBABILITY_IN_FICTION,
        (_, Standing::Inside) => MIN_SAID_PROBABILITY_INSIDE,
        (_, Standing::Whole) => MIN_SAID_PROBABILITY_WHOLE,
        (_, Standing::Reported | Standing::First) => MIN_SAID_PROBABILITY,
    }
}
