//! Weights from questions with their right answers: `AdaGrad` on the conditional likelihood.

use super::TrainingExample;
use sayso_core::detect::model::{ModelTask, WEIGHTS_PER_TASK};

/// Times every example is seen.
const EPOCHS: usize = 4;
/// The same for the questions about reports: their features are many and rare, so they are learned more slowly.
const REPORT_EPOCHS: usize = 6;
/// The same, and the step, for who speaks: with more, weights know the novels learned from by heart. Chosen with authors left
/// out, where it makes the loss 0.71 instead of 0.77.
const SPEAKER_EPOCHS: usize = 2;
const SPEAKER_STEP: f32 = 0.02;
/// Step of `AdaGrad`.
const STEP: f32 = 0.05;
/// The same for questions with many options of which few are near: chosen on a fifth of the articles learned from.
const LONG_STEP: f32 = 0.1;
/// What the sum of squares begins with.
const INITIAL_SQUARES: f32 = 0.1;
/// The same for the questions about reports: with less, a feature seen once or twice would weigh as much as a common one.
const REPORT_INITIAL_SQUARES: f32 = 10.0;
/// Those questions.
const REPORT_TASKS: [ModelTask; 5] =
    [ModelTask::Cue, ModelTask::Source, ModelTask::Start, ModelTask::End, ModelTask::More];
/// Orders in which the questions of some tasks are learned from; the mean of what they give is taken.
const ORDERS: u64 = 8;
/// Those tasks: their questions are few, or hang on the answers before, and one order alone moves a handful of answers.
const AVERAGED_TASKS: [ModelTask; 3] = [ModelTask::Quoted, ModelTask::Speaker, ModelTask::Antecedent];
/// Pull towards zero, per example.
const DECAY: f32 = 2e-6;
/// The same where examples are a few hundred.
const STRONG_DECAY: f32 = 3e-2;
/// Largest weight, so that one fits a byte.
pub const MAX_WEIGHT: f32 = 4.0;

/// The scores of the options of a question.
pub fn scores(weights: &[f32], example: &TrainingExample) -> Vec<f32> {
    let score = |features: &Vec<u32>| features.iter().filter_map(|f| weights.get(*f as usize)).sum();
    example.features.iter().map(score).collect()
}

/// Weights for the questions of one task: the mean over so many orders of them.
pub fn fit<'a>(examples: impl Iterator<Item = &'a TrainingExample>) -> Vec<f32> {
    fit_refs(&examples.collect::<Vec<_>>())
}

/// The same for questions already collected.
pub fn fit_refs(examples: &[&TrainingExample]) -> Vec<f32> {
    let orders = if examples.first().is_some_and(|e| AVERAGED_TASKS.contains(&e.task)) { ORDERS } else { 1 };
    let mut mean = vec![0.0f32; WEIGHTS_PER_TASK];
    for order in 0..orders {
        for (sum, weight) in mean.iter_mut().zip(fit_in_order(examples, order)) {
            *sum += weight / orders as f32;
        }
    }
    mean
}

/// The same in one order: for weights that are used only while learning.
pub fn fit_once(examples: &[&TrainingExample]) -> Vec<f32> {
    fit_in_order(examples, 0)
}

/// `AdaGrad` on the log of the probability of the right answers together.
fn fit_in_order(examples: &[&TrainingExample], number: u64) -> Vec<f32> {
    let mut weights = vec![0.0f32; WEIGHTS_PER_TASK];
    let report = examples.first().is_some_and(|e| REPORT_TASKS.contains(&e.task));
    let first = if report { REPORT_INITIAL_SQUARES } else { INITIAL_SQUARES };
    let mut squares = vec![first; WEIGHTS_PER_TASK];
    let long =
        examples.first().is_some_and(|e| matches!(e.task, ModelTask::Source | ModelTask::Start | ModelTask::More));
    let task = examples.first().map(|e| e.task);
    let (few, speaker) = (task == Some(ModelTask::Antecedent), task == Some(ModelTask::Speaker));
    let epochs = match task {
        _ if report => REPORT_EPOCHS,
        Some(ModelTask::Antecedent) => 2 * EPOCHS,
        Some(ModelTask::Speaker) => SPEAKER_EPOCHS,
        _ => EPOCHS,
    };
    let step = match (speaker, long || few) {
        (true, _) => SPEAKER_STEP,
        (false, true) => LONG_STEP,
        (false, false) => STEP,
    };
    let decay = if few { STRONG_DECAY } else { DECAY };
    let mut seed = 0x2545_f491_4f6c_dd1d_u64 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..epochs {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for example in order.iter().filter_map(|i| examples.get(*i)) {
            let scores = scores(&weights, example);
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            let odds: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
            let total: f32 = odds.iter().sum();
            let good: f32 = odds.iter().zip(&example.right).filter(|(_, r)| **r).map(|(o, _)| o).sum();
            for ((features, odd), right) in example.features.iter().zip(&odds).zip(&example.right) {
                let wanted = if *right { odd / good.max(1e-9) } else { 0.0 };
                let gradient = odd / total - wanted;
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for feature in features {
                    let (Some(w), Some(s)) = (weights.get_mut(*feature as usize), squares.get_mut(*feature as usize))
                    else {
                        continue;
                    };
                    let pull = gradient + decay * *w;
                    *s += pull * pull;
                    *w = (*w - step * pull / s.sqrt()).clamp(-MAX_WEIGHT, MAX_WEIGHT);
                }
            }
        }
    }
    weights
}
