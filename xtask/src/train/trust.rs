//! What suggestions are worth: learned from articles that the weights which made them were not learned from.

use super::fit::fit;
use super::news::{AnnotatedArticle, FOLDS, LearnedNews, examples, fold};
use super::{NOVEL_TASKS, TRUST_TASKS, TrainingExample, model};
use sayso_core::detect::Detector;

/// The questions of each part of the articles about suggestions which the other parts made; what novels teach is taken from
/// `weights`.
pub fn trust_examples(
    detector: &Detector,
    articles: &[AnnotatedArticle],
    news: &LearnedNews,
    weights: &[Vec<f32>],
) -> Vec<TrainingExample> {
    let mut out = Vec::new();
    for (n, others) in (0..FOLDS).zip(&news.folds) {
        let mut mixed = others.clone();
        for task in NOVEL_TASKS {
            if let (Some(slot), Some(learned)) = (mixed.get_mut(task.index()), weights.get(task.index())) {
                slot.clone_from(learned);
            }
        }
        let questions = examples(detector, fold(articles, n), Some(&model(&mixed)));
        out.extend(questions.into_iter().filter(|e| TRUST_TASKS.contains(&e.task)));
    }
    out
}

/// Learns the weights of [`TRUST_TASKS`] into `weights`.
pub fn learn_trust(questions: &[TrainingExample], weights: &mut [Vec<f32>]) {
    for task in TRUST_TASKS {
        if let Some(slot) = weights.get_mut(task.index()) {
            *slot = fit(questions.iter().filter(|e| e.task == task));
        }
    }
}
