//! Learns the weights of the detector from annotated articles and novels:
//! `cargo run --release -p xtask -- train --news polnear/train.jsonl --novels novels/dev.jsonl > core/assets/weights.bin`
//!
//! Who speaks where nobody is named, and which marks in a tale are round speech, is learned from the novels (Project
//! Dialogism Novel Corpus; Vishnubhotla, Hammond and Hirst, 2022), all else from the articles. `--cross OUT.jsonl` also learns once for each author from all others, and
//! writes what is then found in that author's novels, to be scored.
//!
//! The articles are those of `PolNeAR` 1.0 (Newell, Margolin and Ruths, 2018), one a line, with offsets in code points. The
//! detector runs over each of them with its questions answered by the annotation; each question, its options and the
//! right answer are one example. Weights are fitted by `AdaGrad` on the conditional likelihood, in fixed orders, so that
//! the same articles give the same file. The last 120 articles by date are never learned from: how often the model
//! answers as the annotation does is printed for them.

use anyhow::Context as _;
use clap::Parser;
use sayso_core::detect::model::{Classifier, Model, ModelTask, OptionPersons, Prediction, Question, WEIGHTS_PER_TASK};
use sayso_core::detect::{Detector, Gender};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};

/// Articles kept out of training, the last by date.
const BLIND: usize = 120;
/// Times every example is seen.
const ROUNDS: usize = 4;
/// Parts the articles are read in again.
const FOLDS: usize = 5;
/// What is learned from that second reading.
const SECOND: [ModelTask; 2] = [ModelTask::Quoted, ModelTask::Uncued];
/// What only novels teach.
const TALES: [ModelTask; 2] = [ModelTask::FictionQuoted, ModelTask::Speaker];
/// Times the novels are read after the first.
const READINGS: usize = 2;
/// Step of `AdaGrad`.
const STEP: f32 = 0.05;
/// The same for questions with many options of which few are near: chosen on a fifth of the articles learned from.
const LONG_STEP: f32 = 0.1;
/// What the sum of squares begins with.
const INITIAL: f32 = 0.1;
/// Orders in which the questions of some tasks are learned from; the mean of what they give is taken.
const ORDERS: u64 = 8;
/// Those tasks: their questions are few, or hang on the answers before, and one order alone moves a handful of answers.
const AVERAGED: [ModelTask; 2] = [ModelTask::Quoted, ModelTask::Speaker];
/// Pull towards zero, per example.
const DECAY: f32 = 2e-6;
/// Largest weight, so that one fits a byte.
const LARGEST: f32 = 4.0;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
    quotes: Vec<Quote>,
    attributions: Vec<Said>,
}

#[derive(Deserialize)]
struct Quote {
    start: usize,
    end: usize,
    #[serde(default)]
    speaker_spans: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
struct Said {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// One question with its right answers.
struct Example {
    task: ModelTask,
    features: Vec<Vec<u32>>,
    right: Vec<bool>,
}

#[derive(Deserialize)]
struct Novel {
    id: String,
    text: String,
    characters: BTreeMap<String, Vec<String>>,
    quotes: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    start: usize,
    end: usize,
    speaker: String,
}

/// Learns the weights of the detector.
#[derive(Parser)]
struct Arguments {
    /// Annotated articles, one a line.
    #[arg(long)]
    news: PathBuf,
    /// Annotated novels, one a line.
    #[arg(long)]
    novels: PathBuf,
    /// Writes what is found in each novel by weights learned from other authors.
    #[arg(long)]
    cross: Option<PathBuf>,
    /// Learns from all articles, those kept out included.
    #[arg(long)]
    all: bool,
}

/// Runs the task.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let arguments = Arguments::parse_from(std::iter::once("train".to_owned()).chain(arguments.iter().cloned()));
    let mut articles: Vec<Article> = read(&arguments.news)?;
    let novels: Vec<Novel> = read(&arguments.novels)?;
    articles.sort_by_key(|a| (date(&a.id).to_owned(), a.id.clone()));
    let blind = articles.split_off(articles.len().saturating_sub(if arguments.all { 0 } else { BLIND }));
    let detector = Detector::new();
    let (news, learned) = learn_news(&detector, &articles);
    let kept = examples(&detector, &blind, None);
    let voices: Vec<&Example> = learned.iter().filter(|e| e.task == ModelTask::Speaker).collect();
    let teller = Teller { detector: &detector, news: &news, voices: &voices };
    if let Some(path) = &arguments.cross {
        let mut out = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let authors: BTreeSet<&str> = novels.iter().map(|n| author(&n.id)).collect();
        for left_out in authors {
            let others: Vec<&Novel> = novels.iter().filter(|n| author(&n.id) != left_out).collect();
            let mut model = &teller.learn(&others).0;
            for novel in novels.iter().filter(|n| author(&n.id) == left_out) {
                let document = Document::verbatim(&novel.text);
                let found = detector.extract_with(&document, &mut model);
                let line = sayso_core::export::detections::line(novel.id.clone().into(), &document, &found);
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
        }
    }
    let (_, weights, told) = teller.learn(&novels.iter().collect::<Vec<_>>());
    let mut out = std::io::stdout().lock();
    for (task, weights) in ModelTask::ALL.into_iter().zip(&weights) {
        let report = |examples: &[Example]| {
            let (mut n, mut right, mut loss) = (0usize, 0usize, 0.0f32);
            for example in examples.iter().filter(|e| e.task == task) {
                n += 1;
                let scores = scores(weights, example);
                let total: f32 = scores.iter().map(|s| s.exp()).sum();
                let good: f32 = scores.iter().zip(&example.right).filter(|(_, r)| **r).map(|(s, _)| s.exp()).sum();
                loss -= (good / total).max(1e-9).ln();
                let best = scores.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
                right += usize::from(best.is_some_and(|(i, _)| example.right.get(i) == Some(&true)));
            }
            let n = n.max(1) as f32;
            format!("{right} of {n} ({:.1} %, loss {:.3})", 100.0 * right as f32 / n, loss / n)
        };
        let seen = if TALES.contains(&task) { &told } else { &learned };
        writeln!(std::io::stderr(), "{task:?}: learned {}, blind {}", report(seen), report(&kept))?;
        out.write_all(&packed(weights))?;
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    std::io::BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// The model that has these weights.
fn model(weights: &[Vec<f32>]) -> Model {
    Model::with_weights(weights.iter().flat_map(|w| packed(w)).collect())
}

/// Weights as the program reads them: scale, then a byte each; zeros for none.
fn packed(weights: &[f32]) -> Vec<u8> {
    let scale = LARGEST / 127.0;
    let mut bytes = scale.to_le_bytes().to_vec();
    bytes.extend(weights.iter().map(|w| ((w / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned()));
    bytes.resize(WEIGHTS_PER_TASK + 4, 0);
    bytes
}

/// Who wrote the novel: all by one author are kept out together.
fn author(id: &str) -> &str {
    let austen = ["Emma", "MansfieldPark", "NorthangerAbbey", "Persuasion", "PrideAndPrejudice", "SenseAndSensibility"];
    let title = id.rsplit('/').next().unwrap_or(id);
    if austen.contains(&title) { "Austen" } else { title }
}

/// Learns from novels who speaks.
struct Teller<'a> {
    detector: &'a Detector,
    /// Weights of all other tasks.
    news: &'a [Vec<f32>],
    /// What the articles teach of voices.
    voices: &'a [&'a Example],
}

impl Teller<'_> {
    /// The model, its weights, and the questions of the novels they were learned from.
    ///
    /// Who spoke before is told rightly in the first round only. A reader makes mistakes, and has to go on from there: in
    /// the rounds after it what was answered before is what the weights of the round before answer (as in `DAgger`; Ross,
    /// Gordon and Bagnell, 2011).
    fn learn(&self, novels: &[&Novel]) -> (Model, Vec<Vec<f32>>, Vec<Example>) {
        let mut weights = self.news.to_vec();
        let mut told: Vec<Example> = Vec::new();
        for reading in 0..=READINGS {
            let model = model(&weights);
            told.extend(novels.iter().flat_map(|n| self.told(n, &model, reading > 0)));
            for (task, weights) in ModelTask::ALL.iter().zip(&mut weights).filter(|(task, _)| TALES.contains(task)) {
                *weights = fit(told.iter().chain(self.voices.iter().copied()).filter(|e| e.task == *task));
            }
        }
        (model(&weights), weights, told)
    }

    /// The questions about voices that a novel answers.
    fn told(&self, novel: &Novel, model: &Model, follow: bool) -> Vec<Example> {
        let mut out = Vec::new();
        let document = Document::verbatim(&novel.text);
        let bytes = bytes_of(&novel.text);
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        let mut lines: Vec<(Span, &str)> =
            novel.quotes.iter().map(|q| (Span::new(at(q.start), at(q.end)), q.speaker.as_str())).collect();
        lines.sort_unstable();
        let mut prompter = Prompter { cast: Cast::new(novel), lines, model, follow, out: &mut out };
        self.detector.extract_with(&document, &mut prompter);
        out
    }
}

/// Byte of each code point, and of the end.
fn bytes_of(text: &str) -> Vec<u32> {
    text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect()
}

/// The characters of a novel by all their names.
struct Cast<'a> {
    names: HashMap<String, BTreeSet<&'a str>>,
    main: HashMap<String, &'a str>,
}

impl<'a> Cast<'a> {
    fn new(novel: &'a Novel) -> Self {
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
struct Prompter<'a> {
    cast: Cast<'a>,
    lines: Vec<(Span, &'a str)>,
    /// Answers everything else, and who speaks where the annotation does not tell.
    model: &'a Model,
    /// Whether what the model answers is followed, not the annotation.
    follow: bool,
    out: &'a mut Vec<Example>,
}

impl Prompter<'_> {
    /// The line of the annotation that overlaps `about`.
    fn line(&self, about: Span) -> Option<(Span, &str)> {
        let first = self.lines.partition_point(|(span, _)| span.end <= about.start);
        self.lines.get(first).filter(|(span, _)| span.overlaps(about)).copied()
    }
}

impl Classifier for Prompter<'_> {
    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        let mut model = self.model;
        let answer = model.choose(task, about, question);
        if task != ModelTask::FictionQuoted {
            return answer;
        }
        let said = self.line(about).is_some();
        let features = question.features().map(<[u32]>::to_vec).collect();
        self.out.push(Example { task, features, right: vec![!said, said] });
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
        let mut right: Vec<bool> = (0..question.len()).map(|i| self.cast.who(&person(i).0) == Some(speaker)).collect();
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
        self.out.push(Example { task: ModelTask::Speaker, features, right });
        if self.follow { answer } else { Prediction { index, probability: 1.0 } }
    }
}

/// `2016-09-12` of `polnear/train/breitbart_2016-09-12_…`.
fn date(id: &str) -> &str {
    id.split('_').nth(1).unwrap_or_default()
}

/// The questions the articles answer; with a model, what it answers is followed, not the annotation.
fn examples<'a>(
    detector: &Detector,
    articles: impl IntoIterator<Item = &'a Article>,
    follow: Option<&Model>,
) -> Vec<Example> {
    let mut out = Vec::new();
    for article in articles {
        let document = Document::verbatim(&article.text);
        let mut teacher = Teacher::new(article, follow, &mut out);
        detector.extract_with(&document, &mut teacher);
    }
    out
}

/// Weights of all tasks that articles teach, and the questions they were learned from.
///
/// How sure a cue is matters for the marks beside it, and the annotation is always sure: so those are learned from a
/// second reading, where each fifth of the articles is read by a model of the other four.
fn learn_news(detector: &Detector, articles: &[Article]) -> (Vec<Vec<f32>>, Vec<Example>) {
    let fold = |n: usize| articles.iter().enumerate().filter(move |(i, _)| i % FOLDS == n).map(|(_, a)| a);
    let first: Vec<Vec<Example>> = (0..FOLDS).map(|n| examples(detector, fold(n), None)).collect();
    let mut all: Vec<Example> = Vec::new();
    for n in 0..FOLDS {
        let others = || first.iter().enumerate().filter(|(i, _)| *i != n).flat_map(|(_, e)| e);
        let weights: Vec<Vec<f32>> =
            ModelTask::ALL.iter().map(|task| fit(others().filter(|e| e.task == *task))).collect();
        let again = examples(detector, fold(n), Some(&model(&weights)));
        all.extend(again.into_iter().filter(|e| SECOND.contains(&e.task)));
    }
    all.extend(first.into_iter().flatten().filter(|e| !SECOND.contains(&e.task)));
    let of = |task: &ModelTask| {
        if TALES.contains(task) { Vec::new() } else { fit(all.iter().filter(|e| e.task == *task)) }
    };
    (ModelTask::ALL.iter().map(of).collect(), all)
}

/// An attribution of the annotation, in bytes.
#[derive(Clone, Default)]
struct Gold {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

/// Answers as the annotation does and writes the questions down.
struct Teacher<'a> {
    text: &'a str,
    gold: Vec<Gold>,
    quotes: Vec<(Span, Vec<Span>)>,
    /// Which attribution a cue stands for.
    asked: HashMap<Span, usize>,
    follow: Option<&'a Model>,
    out: &'a mut Vec<Example>,
}

impl<'a> Teacher<'a> {
    fn new(article: &'a Article, follow: Option<&'a Model>, out: &'a mut Vec<Example>) -> Self {
        let bytes = bytes_of(&article.text);
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        let spans = |list: &[(usize, usize)]| {
            let mut spans: Vec<Span> = list.iter().map(|(s, e)| Span::new(at(*s), at(*e))).collect();
            spans.sort_unstable();
            spans
        };
        let gold = article
            .attributions
            .iter()
            .map(|a| Gold { source: spans(&a.source), cue: spans(&a.cue), content: spans(&a.content) })
            .collect();
        let quotes =
            article.quotes.iter().map(|q| (Span::new(at(q.start), at(q.end)), spans(&q.speaker_spans))).collect();
        Self { text: &article.text, gold, quotes, asked: HashMap::new(), follow, out }
    }

    /// The right answers; the first is the one that is followed.
    fn answer(&mut self, task: ModelTask, about: Span, question: &Question) -> Vec<usize> {
        if task == ModelTask::Cue {
            let found = self.gold.iter().position(|g| !g.content.is_empty() && g.cue.iter().any(|c| c.overlaps(about)));
            return match found.filter(|n| !self.asked.values().any(|a| a == n)) {
                Some(n) => {
                    self.asked.insert(about, n);
                    vec![1]
                }
                None => vec![0],
            };
        }
        let found = self.quotes.iter().find(|(span, _)| half(about, *span) && half(*span, about));
        if task == ModelTask::Quoted {
            return vec![usize::from(found.is_some())];
        }
        if task == ModelTask::Uncued {
            let good = found.map(|(_, speakers)| inside(question, speakers)).unwrap_or_default();
            return if good.is_empty() { vec![0] } else { good };
        }
        let Some(gold) = self.asked.get(&about).and_then(|n| self.gold.get(*n)) else { return vec![0] };
        match task {
            ModelTask::Source => {
                let good = inside(question, &gold.source);
                // The longest of the right ones is followed.
                let best = good.iter().copied().max_by_key(|i| question.places.get(*i).map_or(0, |p| p.len()));
                let mut out: Vec<usize> = best.into_iter().collect();
                out.extend(good.iter().filter(|i| Some(**i) != best));
                if out.is_empty() { vec![0] } else { out }
            }
            ModelTask::Start => {
                let Some(first) = gold.content.first() else { return vec![0] };
                let before = first.start < about.start;
                let places =
                    question.places.iter().enumerate().skip(1).filter(|(_, p)| (p.start < about.start) == before);
                if before {
                    let words = gold.content.iter().filter(|c| c.end <= about.start).fold(*first, |a, b| a.hull(*b));
                    let fit = |p: Span| {
                        let common = p.intersection(words).map_or(0, |x| x.len());
                        common * 1000 / (p.len() + words.len() - common).max(1)
                    };
                    places.map(|(i, p)| (fit(*p), i)).max().filter(|(f, _)| *f > 100).map_or(vec![0], |(_, i)| vec![i])
                } else {
                    let near = places.map(|(i, p)| (p.start.abs_diff(first.start), i)).min();
                    near.filter(|(d, _)| *d < 40).map_or(vec![0], |(_, i)| vec![i])
                }
            }
            ModelTask::More => {
                let next = gold.content.iter().find(|c| c.start >= about.end);
                let Some(next) = next else { return vec![0] };
                let places = question.places.iter().enumerate().skip(1);
                let near = places.map(|(i, p)| (p.start.abs_diff(next.start), i)).min();
                near.filter(|(d, _)| *d < 25).map_or(vec![0], |(_, i)| vec![i])
            }
            _ => {
                let from = question.places.first().map_or(0, |p| p.start);
                let content = gold.content.iter().min_by_key(|c| c.start.abs_diff(from));
                let Some(end) = content.map(|c| c.end) else { return vec![0] };
                let near = question.places.iter().enumerate().map(|(i, p)| (p.end.abs_diff(end), i)).min();
                near.map_or(vec![0], |(_, i)| vec![i])
            }
        }
    }
}

impl Classifier for Teacher<'_> {
    fn is_training(&self) -> bool {
        true
    }

    /// The articles do not tell who "he" is. But where one man is among women, he is: and why he, not they, was meant, is
    /// then learned from everything but gender.
    fn choose_speaker(
        &mut self,
        _: Span,
        question: &Question,
        wanted: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        let near = question.len().min(6);
        let genders: Vec<Gender> = (0..near).map(|i| person(i).1).collect();
        let right: Vec<bool> = genders.iter().map(|g| *g == wanted).collect();
        let index = right.iter().position(|r| *r).unwrap_or(0);
        // Those whose gender nobody knows are left out.
        let known = |i: &usize| genders.get(*i).is_some_and(|g| *g != Gender::Unknown);
        let one = right.iter().filter(|r| **r).count() == 1;
        let kept: Vec<usize> = (0..near).filter(known).collect();
        if wanted != Gender::Unknown && one && kept.len() > 1 {
            let all: Vec<&[u32]> = question.features().collect();
            let features = kept.iter().filter_map(|i| all.get(*i)).map(|f| f.to_vec()).collect();
            let right = kept.iter().filter_map(|i| right.get(*i).copied()).collect();
            self.out.push(Example { task: ModelTask::Speaker, features, right });
        }
        Prediction { index, probability: 1.0 }
    }

    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        let right = self.answer(task, about, question);
        let index = right.first().copied().unwrap_or(0);
        let mut mask = vec![false; question.len()];
        for i in &right {
            if let Some(slot) = mask.get_mut(*i) {
                *slot = true;
            }
        }
        if !(task == ModelTask::Quoted && index == 1 && is_a_name(self.text, about)) {
            self.out.push(Example { task, features: question.features().map(<[u32]>::to_vec).collect(), right: mask });
        }
        match self.follow {
            Some(mut model) => model.choose(task, about, question),
            None => Prediction { index, probability: 1.0 },
        }
    }
}

/// Whether marks are round a name, whatever the annotation says of them: “dubbed”, or a few words with capitals behind an
/// article or an owner. Annotators ascribe some of them to a source; learned from, they make speech of every title.
fn is_a_name(text: &str, marks: Span) -> bool {
    const OWNERS: [&str; 7] = ["a", "the", "an", "his", "her", "its", "their"];
    let large = |w: &str| w.starts_with(char::is_uppercase);
    let inner = marks.of(text).trim_matches(['“', '”', '"', '\'', '‘', '’']);
    let before = text.get(..marks.start as usize).unwrap_or_default();
    let before = before.rsplit(' ').map(|w| w.trim_matches(',')).find(|w| !w.is_empty()).unwrap_or_default();
    let long: Vec<&str> = inner.split_whitespace().filter(|w| w.len() > 3).collect();
    let title = inner.split_whitespace().count() <= 5 && !long.is_empty() && long.into_iter().all(large);
    let owned = before.ends_with("’s") || before.ends_with("'s") || OWNERS.contains(&before);
    ["titled", "entitled", "nicknamed", "dubbed"].contains(&before) || title && owned
}

/// Whether at least half of `part` lies in `whole`.
fn half(part: Span, whole: Span) -> bool {
    part.intersection(whole).is_some_and(|x| x.len() * 2 >= part.len())
}

/// The options whose words lie in one of `spans`.
fn inside(question: &Question, spans: &[Span]) -> Vec<usize> {
    let lies = |p: Span| !p.is_empty() && spans.iter().any(|s| half(p, *s));
    question.places.iter().enumerate().filter(|(_, p)| lies(**p)).map(|(i, _)| i).collect()
}

fn scores(weights: &[f32], example: &Example) -> Vec<f32> {
    let score = |features: &Vec<u32>| features.iter().filter_map(|f| weights.get(*f as usize)).sum();
    example.features.iter().map(score).collect()
}

/// Weights for the questions of one task: the mean over so many orders of them.
fn fit<'a>(examples: impl Iterator<Item = &'a Example>) -> Vec<f32> {
    let examples: Vec<&Example> = examples.collect();
    let orders = if examples.first().is_some_and(|e| AVERAGED.contains(&e.task)) { ORDERS } else { 1 };
    let mut mean = vec![0.0f32; WEIGHTS_PER_TASK];
    for order in 0..orders {
        for (sum, weight) in mean.iter_mut().zip(fit_in_order(&examples, order)) {
            *sum += weight / orders as f32;
        }
    }
    mean
}

/// `AdaGrad` on the log of the probability of the right answers together.
fn fit_in_order(examples: &[&Example], number: u64) -> Vec<f32> {
    let mut weights = vec![0.0f32; WEIGHTS_PER_TASK];
    let mut squares = vec![INITIAL; WEIGHTS_PER_TASK];
    let long =
        examples.first().is_some_and(|e| matches!(e.task, ModelTask::Source | ModelTask::Start | ModelTask::More));
    let step = if long { LONG_STEP } else { STEP };
    let mut seed = 0x2545_f491_4f6c_dd1d_u64 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..ROUNDS {
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
                    let pull = gradient + DECAY * *w;
                    *s += pull * pull;
                    *w = (*w - step * pull / s.sqrt()).clamp(-LARGEST, LARGEST);
                }
            }
        }
    }
    weights
}
