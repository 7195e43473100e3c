//! What annotated novels teach: who speaks, and which quotation marks in fiction are round speech.

use super::fit::fit;
use super::{NOVEL_TASKS, TrainingExample, bytes_of, model};
use sayso_core::detect::model::{Classifier, Model, ModelTask, OptionPersons, Prediction, Question};
use sayso_core::detect::{Detector, Gender};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Times the novels are read after the first.
const MORE_READINGS: usize = 2;

/// A novel with its annotation.
#[derive(Deserialize)]
pub struct AnnotatedNovel {
    /// Author or corpus, and title.
    pub id: String,
    /// All of it.
    pub text: String,
    characters: BTreeMap<String, Vec<String>>,
    quotes: Vec<NovelQuotation>,
}

#[derive(Deserialize)]
struct NovelQuotation {
    start: usize,
    end: usize,
    speaker: String,
}

/// Who wrote the novel: all by one author are kept out together.
pub fn author(id: &str) -> &str {
    let austen = ["Emma", "MansfieldPark", "NorthangerAbbey", "Persuasion", "PrideAndPrejudice", "SenseAndSensibility"];
    let title = id.rsplit('/').next().unwrap_or(id);
    if austen.contains(&title) { "Austen" } else { title }
}

/// Learns from novels who speaks.
pub struct NovelTrainer<'a> {
    /// The detector whose questions are learned from.
    pub detector: &'a Detector,
    /// Weights of all other tasks.
    pub news: &'a [Vec<f32>],
    /// What the articles teach of speakers.
    pub news_speakers: &'a [&'a TrainingExample],
}

impl NovelTrainer<'_> {
    /// The model, its weights, and the questions of the novels they were learned from.
    ///
    /// Who spoke before is right in the first round only. A reader makes mistakes, and has to go on from there: in
    /// the rounds after it what was answered before is what the weights of the round before answer (as in `DAgger`; Ross,
    /// Gordon and Bagnell, 2011).
    pub fn learn(&self, novels: &[&AnnotatedNovel]) -> (Model, Vec<Vec<f32>>, Vec<TrainingExample>) {
        let mut weights = self.news.to_vec();
        let mut novel_examples: Vec<TrainingExample> = Vec::new();
        for reading in 0..=MORE_READINGS {
            let model = model(&weights);
            novel_examples.extend(novels.iter().flat_map(|n| self.examples_of(n, &model, reading > 0)));
            for (task, weights) in
                ModelTask::ALL.iter().zip(&mut weights).filter(|(task, _)| NOVEL_TASKS.contains(task))
            {
                *weights =
                    fit(novel_examples.iter().chain(self.news_speakers.iter().copied()).filter(|e| e.task == *task));
            }
        }
        (model(&weights), weights, novel_examples)
    }

    /// The questions about speakers that a novel answers.
    fn examples_of(&self, novel: &AnnotatedNovel, model: &Model, follow: bool) -> Vec<TrainingExample> {
        let mut out = Vec::new();
        let document = Document::verbatim(&novel.text);
        let bytes = bytes_of(&novel.text);
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        let mut lines: Vec<(Span, &str)> =
            novel.quotes.iter().map(|q| (Span::new(at(q.start), at(q.end)), q.speaker.as_str())).collect();
        lines.sort_unstable();
        let mut answers = NovelAnswers { characters: CharacterNames::new(novel), lines, model, follow, out: &mut out };
        self.detector.extract_with(&document, &mut answers);
        out
    }
}

/// The characters of a novel by all their names.
struct CharacterNames<'a> {
    names: HashMap<String, BTreeSet<&'a str>>,
    main: HashMap<String, &'a str>,
}

impl<'a> CharacterNames<'a> {
    fn new(novel: &'a AnnotatedNovel) -> Self {
        let mut names: HashMap<String, BTreeSet<&str>> = HashMap::new();
        let mut main = HashMap::new();
        // A speaker whom the list of characters leaves out is called by that name only.
        for line in &novel.quotes {
            main.insert(plain(&line.speaker), line.speaker.as_str());
            names.entry(plain(&line.speaker)).or_default().insert(&line.speaker);
        }
        for (character, aliases) in &novel.characters {
            main.insert(plain(character), character.as_str());
            for alias in aliases.iter().chain([character]) {
                names.entry(plain(alias)).or_default().insert(character);
            }
        }
        Self { names, main }
    }

    /// The one character a name can mean.
    fn who(&self, name: &str) -> Option<&'a str> {
        let name = plain(name);
        if let Some(character) = self.main.get(&name) {
            return Some(character);
        }
        let one = |set: &BTreeSet<&'a str>| (set.len() == 1).then(|| set.first().copied()).flatten();
        if let Some(set) = self.names.get(&name) {
            return one(set);
        }
        let bare = name.split_once(' ').map_or(name.as_str(), |(_, rest)| rest);
        if let Some(character) = self.names.get(bare).and_then(one) {
            return Some(character);
        }
        let words: BTreeSet<&str> = name.split(' ').collect();
        let longer = |alias: &str| alias.contains(' ') && alias.split(' ').all(|w| words.contains(w));
        let found: BTreeSet<&str> =
            self.names.iter().filter(|(alias, _)| longer(alias)).flat_map(|(_, set)| set.iter().copied()).collect();
        one(&found)
    }
}

/// A name in small letters, without marks and a leading article.
fn plain(name: &str) -> String {
    let small: String = name.chars().flat_map(char::to_lowercase).collect();
    let words: Vec<String> = small
        .split(|c: char| !c.is_alphanumeric() && !"'’-".contains(c))
        .filter(|w| !w.is_empty())
        .map(|w| w.trim_end_matches("'s").trim_end_matches("’s").to_owned())
        .collect();
    let joined = words.join(" ");
    joined.strip_prefix("the ").unwrap_or(&joined).to_owned()
}

/// Answers who speaks as the annotation of a novel does.
struct NovelAnswers<'a> {
    characters: CharacterNames<'a>,
    lines: Vec<(Span, &'a str)>,
    /// Answers everything else, and who speaks where the annotation does not tell.
    model: &'a Model,
    /// Whether what the model answers is followed, not the annotation.
    follow: bool,
    out: &'a mut Vec<TrainingExample>,
}

impl NovelAnswers<'_> {
    /// The line of the annotation that overlaps `about`.
    fn line(&self, about: Span) -> Option<(Span, &str)> {
        let first = self.lines.partition_point(|(span, _)| span.end <= about.start);
        self.lines.get(first).filter(|(span, _)| span.overlaps(about)).copied()
    }
}

impl Classifier for NovelAnswers<'_> {
    fn reads(&mut self, _: &str, place: &dyn Fn(Span) -> Span) {
        for (span, _) in &mut self.lines {
            *span = place(*span);
        }
    }

    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        let mut model = self.model;
        let answer = model.choose(task, about, question);
        if task != ModelTask::FictionQuoted {
            return answer;
        }
        let said = self.line(about).is_some();
        let features = question.features().map(<[u32]>::to_vec).collect();
        self.out.push(TrainingExample { task, features, right: vec![!said, said] });
        if self.follow { answer } else { Prediction { index: usize::from(said), probability: 1.0 } }
    }

    fn choose_speaker(
        &mut self,
        about: Span,
        question: &Question,
        _: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        let speaker = self.line(about).map(|(_, s)| s);
        let Some(speaker) = speaker.filter(|s| !s.starts_with('_')) else {
            return self.choose(ModelTask::Speaker, about, question);
        };
        let mut right: Vec<bool> =
            (0..question.len()).map(|i| self.characters.who(&person(i).0) == Some(speaker)).collect();
        let none = question.places.last().is_some_and(|p| p.is_empty()) && person(question.len() - 1).0.is_empty();
        if none
            && !right.contains(&true)
            && let Some(none) = right.last_mut()
        {
            *none = true;
        }
        let answer = self.choose(ModelTask::Speaker, about, question);
        let Some(index) = right.iter().position(|r| *r) else { return answer };
        let features = question.features().map(<[u32]>::to_vec).collect();
        self.out.push(TrainingExample { task: ModelTask::Speaker, features, right });
        if self.follow { answer } else { Prediction { index, probability: 1.0 } }
    }
}
