//! Who speaks in novels when the lines and the characters are given, as published systems are given them.

use super::novels::{AnnotatedNovel, NovelTrainer, author};
use sayso_core::detect::model::{
    Classifier, KnownPerson, Model, ModelBytes, ModelTask, Prediction, Question, WEIGHTS_PER_TASK,
};
use sayso_core::detect::{Detections, Detector};
use sayso_core::document::Document;
use sayso_core::span::Span;
use std::collections::BTreeSet;

/// The kinds of lines the annotation tells apart.
pub const KINDS: [&str; 3] = ["explicit", "anaphoric", "implicit"];
/// Accuracy by kind as published (per cent): explicit, anaphoric, implicit.
pub const PUBLISHED: [(&str, [&str; 3]); 3] = [
    ("BookNLP+, trained again", ["98.6", "70.2", "66.4"]),
    ("the same with scene embeddings", ["98.6", "71.7", "69.6"]),
    ("the same, unseen novels", ["94-97", "72-73", "68-70"]),
];

/// Lines of one kind: all, found, and given to the right character.
#[derive(Clone, Copy, Debug, Default)]
pub struct KindScore {
    /// Lines of the annotation.
    pub lines: usize,
    /// Those that were found as something said.
    pub found: usize,
    /// Those whose speaker is right.
    pub right: usize,
}

/// Learns once for each author from all others and gives what is right in the novels of that author, by kind in the order
/// of [`KINDS`]. `weights` are those of the tasks that articles teach.
pub fn cross_validate(detector: &Detector, weights: &[Vec<f32>], novels: &[AnnotatedNovel]) -> [KindScore; 3] {
    let trainer = NovelTrainer { detector, news: weights, news_speakers: &[], given: true };
    let authors: BTreeSet<&str> = novels.iter().map(|n| author(&n.id)).collect();
    let mut scores = [KindScore::default(); 3];
    for left_out in authors {
        let others: Vec<&AnnotatedNovel> = novels.iter().filter(|n| author(&n.id) != left_out).collect();
        let model = trainer.learn(&others).0;
        for novel in novels.iter().filter(|n| author(&n.id) == left_out) {
            let (lines, people) = (novel.lines(), novel.people());
            let document = Document::verbatim(&novel.text);
            let mut given = GivenLines { model: &model, lines: &lines, people: &people };
            let found = detector.extract_with(&document, &mut given);
            score(&lines, &found, &mut scores);
        }
    }
    scores
}

/// Adds the lines of a novel to the scores.
fn score(lines: &[(Span, &str, &str)], found: &Detections, scores: &mut [KindScore; 3]) {
    let mut quoted: Vec<(Span, Option<&str>)> = Vec::new();
    for attribution in found.attributions() {
        quoted.extend(attribution.quotes.iter().map(|q| (*q, found.speaker_of(attribution))));
    }
    quoted.sort_unstable();
    for (line, speaker, kind) in lines {
        let Some(score) = KINDS.iter().position(|k| k == kind).and_then(|k| scores.get_mut(k)) else { continue };
        score.lines += 1;
        let first = quoted.partition_point(|(q, _)| q.end <= line.start);
        let near = quoted.iter().skip(first).take_while(|(q, _)| q.start < line.end);
        let half = |q: Span| {
            let common = q.end.min(line.end).saturating_sub(q.start.max(line.start));
            2 * common >= q.hull(*line).len()
        };
        let Some((_, who)) = near.into_iter().find(|(q, _)| half(*q)) else { continue };
        score.found += 1;
        score.right += usize::from(*who == Some(*speaker));
    }
}

/// The weights of a model, task by task, those that novels teach empty.
pub fn weights_without(model: &Model, tasks: &[ModelTask]) -> Vec<Vec<f32>> {
    let of = |task: ModelTask| {
        let part = model.bytes().get(task.offset()..).unwrap_or_default();
        let (scale, weights) = part.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        let scale = if tasks.contains(&task) { 0.0 } else { f32::from_le_bytes(*scale) };
        weights.iter().take(WEIGHTS_PER_TASK).map(|w| f32::from(w.cast_signed()) * scale).collect()
    };
    ModelTask::ALL.into_iter().map(of).collect()
}

/// A model that is told which quotation marks are round a line, and who the characters are.
struct GivenLines<'a> {
    model: &'a Model,
    lines: &'a [(Span, &'a str, &'a str)],
    people: &'a [KnownPerson],
}

impl Classifier for GivenLines<'_> {
    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        let mut model = self.model;
        if task != ModelTask::FictionQuoted {
            return model.choose(task, about, question);
        }
        let first = self.lines.partition_point(|(line, _, _)| line.end <= about.start);
        let said = self.lines.get(first).is_some_and(|(line, _, _)| line.overlaps(about));
        Prediction { index: usize::from(said), probability: 1.0 }
    }

    fn weights(&self) -> Option<ModelBytes> {
        self.model.weights()
    }

    fn people(&self) -> &[KnownPerson] {
        self.people
    }
}
