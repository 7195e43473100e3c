//! What annotated novels teach: who speaks, and which quotation marks in fiction are round speech.

use super::fit::{fit_once, fit_refs};
use super::{NOVEL_TASKS, TrainingExample, bytes_of, model};
use sayso_core::detect::model::{Classifier, KnownPerson, Model, ModelTask, OptionPersons, Prediction, Question};
use sayso_core::detect::{Detector, Gender};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Times the novels are read after the first.
const MORE_READINGS: usize = 2;
/// Parts of the authors, of which one is left out when its novels are read again.
const FOLDS: usize = 3;

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
    #[serde(default)]
    kind: String,
}

impl AnnotatedNovel {
    /// The lines of dialogue in order: place, speaker, kind.
    pub fn lines(&self) -> Vec<(Span, &str, &str)> {
        let bytes = bytes_of(&self.text);
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        let line = |q: &'_ NovelQuotation| Span::new(at(q.start), at(q.end));
        let mut lines: Vec<(Span, &str, &str)> =
            self.quotes.iter().map(|q| (line(q), q.speaker.as_str(), q.kind.as_str())).collect();
        lines.sort_unstable();
        lines
    }

    /// The characters with all their names; a speaker whom the list of characters leaves out is called by that name only.
    pub fn people(&self) -> Vec<KnownPerson> {
        let mut all: BTreeMap<&str, &[String]> = BTreeMap::new();
        for quote in self.quotes.iter().filter(|q| !q.speaker.starts_with('_')) {
            all.insert(&quote.speaker, &[]);
        }
        all.extend(self.characters.iter().map(|(name, aliases)| (name.as_str(), aliases.as_slice())));
        all.into_iter()
            .map(|(name, aliases)| KnownPerson { name: name.to_owned(), aliases: aliases.to_vec() })
            .collect()
    }
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
    /// Whether the characters are given, as in measuring beside systems that are given them.
    pub given: bool,
}

impl NovelTrainer<'_> {
    /// The model, its weights, and the questions of the novels they were learned from.
    ///
    /// Who spoke before is right in the first round only. A reader makes mistakes, and has to go on from there: in
    /// the rounds after it what was answered before is what weights answer (as in `DAgger`; Ross, Gordon and Bagnell,
    /// 2011): weights learned from the novels of other authors, for nobody errs in a book he learned by heart as in a new one.
    pub fn learn(&self, novels: &[&AnnotatedNovel]) -> (Model, Vec<Vec<f32>>, Vec<TrainingExample>) {
        let blank = model(self.news);
        let mut by_novel: Vec<Vec<TrainingExample>> =
            novels.iter().map(|n| self.examples_of(n, &blank, false)).collect();
        let authors: BTreeSet<&str> = novels.iter().map(|n| author(&n.id)).collect();
        let fold = |n: &AnnotatedNovel| authors.iter().position(|a| *a == author(&n.id)).unwrap_or_default() % FOLDS;
        for _ in 0..MORE_READINGS {
            let models: Vec<Model> = (0..FOLDS)
                .map(|left_out| {
                    let others = novels.iter().zip(&by_novel).filter(|(n, _)| fold(n) != left_out);
                    let examples: Vec<&TrainingExample> = others.flat_map(|(_, e)| e).collect();
                    model(&self.weights(&examples, fit_once))
                })
                .collect();
            for (novel, examples) in novels.iter().zip(&mut by_novel) {
                if let Some(model) = models.get(fold(novel)) {
                    examples.extend(self.examples_of(novel, model, true));
                }
            }
        }
        let novel_examples: Vec<TrainingExample> = by_novel.into_iter().flatten().collect();
        let weights = self.weights(&novel_examples.iter().collect::<Vec<_>>(), fit_refs);
        (model(&weights), weights, novel_examples)
    }

    /// The weights of all tasks, those that novels teach learned by `fit`.
    fn weights(&self, examples: &[&TrainingExample], fit: fn(&[&TrainingExample]) -> Vec<f32>) -> Vec<Vec<f32>> {
        let mut weights = self.news.to_vec();
        for (task, weights) in ModelTask::ALL.iter().zip(&mut weights).filter(|(task, _)| NOVEL_TASKS.contains(task)) {
            let of_task = |e: &&TrainingExample| e.task == *task;
            let all: Vec<&TrainingExample> =
                examples.iter().copied().chain(self.news_speakers.iter().copied()).filter(of_task).collect();
            *weights = fit(&all);
        }
        weights
    }

    /// The questions about speakers that a novel answers.
    pub fn examples_of(&self, novel: &AnnotatedNovel, model: &Model, follow: bool) -> Vec<TrainingExample> {
        let mut out = Vec::new();
        let document = Document::verbatim(&novel.text);
        let lines = novel.lines().into_iter().map(|(span, speaker, _)| (span, speaker)).collect();
        let people = if self.given { novel.people() } else { Vec::new() };
        let characters = CharacterNames::new(novel);
        let mut answers = NovelAnswers { characters, lines, people, model, follow, out: &mut out };
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
    /// The characters, where they are given.
    people: Vec<KnownPerson>,
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

    fn people(&self) -> &[KnownPerson] {
        &self.people
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
