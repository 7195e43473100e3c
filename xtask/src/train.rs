//! Learns the weights of the detector from annotated articles and novels:
//! `cargo run --release -p xtask -- train --news polnear/train.jsonl --novels novels/dev.jsonl > core/src/detect/lang/en/model.bin`
//!
//! Who speaks where nobody is named, and which marks in fiction are round speech, is learned from the novels (Project
//! Dialogism Novel Corpus; Vishnubhotla, Hammond and Hirst, 2022), all else from the articles. `--cross OUT.jsonl` also learns once for each author from all others, and
//! writes what is then found in that author's novels, to be scored.
//!
//! The articles are those of `PolNeAR` 1.0 (Newell, Margolin and Ruths, 2018), one a line, with offsets in code points. The
//! detector runs over each of them with its questions answered by the annotation; each question, its options and the
//! right answer are one example. Weights are fitted by `AdaGrad` on the conditional likelihood, in fixed orders, so that
//! the same articles give the same file. The last 120 articles by date are never learned from: how often the model
//! answers as the annotation does is printed for them.

mod antecedents;
mod entities;
mod fit;
mod given;
mod names;
mod news;
mod novels;
mod trust;

use antecedents::{CoreferenceDocument, antecedents};
use anyhow::Context as _;
use clap::Parser;
use fit::{MAX_WEIGHT, scores};
use given::{KINDS, PUBLISHED};
use news::{AnnotatedArticle, date, examples, learn_news};
use novels::{AnnotatedNovel, NovelTrainer, author};
use sayso_core::detect::Detector;
use sayso_core::detect::lang::ENGLISH;
use sayso_core::detect::model::{Model, ModelTask};
use sayso_core::document::Document;
use std::collections::BTreeSet;
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use trust::{learn_trust, trust_examples};

/// Articles kept out of training, the last by date.
const HELD_OUT_ARTICLES: usize = 120;
/// How often an article counts where other documents teach too: its statements are what will be asked about.
const TIMES_TOLD: usize = 3;
/// What only novels teach.
const NOVEL_TASKS: [ModelTask; 2] = [ModelTask::FictionQuoted, ModelTask::Speaker];
/// What is learned last, of the suggestions that all else makes.
const TRUST_TASKS: [ModelTask; 2] = [ModelTask::SourceTrust, ModelTask::PersonTrust];
/// One question with its right answers.
struct TrainingExample {
    task: ModelTask,
    features: Vec<Vec<u32>>,
    right: Vec<bool>,
}

/// Learns the weights of the detector.
#[derive(Parser)]
struct TrainArguments {
    /// Annotated articles, one a line.
    #[arg(long, required_unless_present = "entities")]
    news: Option<PathBuf>,
    /// Annotated novels, one a line.
    #[arg(long, required_unless_present = "entities")]
    novels: Option<PathBuf>,
    /// Documents of GUM, one a line: who pronouns and descriptions mean, or, with `--entities`, what names are names of.
    #[arg(long)]
    gum: Option<PathBuf>,
    /// Learns only what names are names of, and writes the weights there.
    #[arg(long, requires = "gum")]
    entities: Option<PathBuf>,
    /// Names the mistakes in the documents of GUM that were kept out.
    #[arg(long)]
    show: bool,
    /// Writes what is found in each novel by weights learned from other authors.
    #[arg(long)]
    cross: Option<PathBuf>,
    /// Writes the questions that the articles ask, with the features of their options and the right answers, a line each: to try
    /// other ways of learning on.
    #[arg(long)]
    questions: Option<PathBuf>,
    /// Learns from all articles, those kept out included.
    #[arg(long)]
    all: bool,
}

/// Scores who speaks in novels.
#[derive(Parser)]
struct NovelArguments {
    /// Annotated novels, one a line; their lines and characters are given to the program.
    #[arg(long, num_args = 1.., required = true)]
    gold_lines: Vec<PathBuf>,
}

/// Prints how often who speaks is right, each author left out, beside published figures for systems that are given lines and
/// characters as well. What is no line after all is wrong here.
pub fn score_novels(arguments: &[String]) -> anyhow::Result<()> {
    let arguments = NovelArguments::parse_from(std::iter::once("novels".to_owned()).chain(arguments.iter().cloned()));
    let mut novels: Vec<AnnotatedNovel> = Vec::new();
    for path in &arguments.gold_lines {
        novels.extend(read::<AnnotatedNovel>(path)?);
    }
    let weights = given::weights_without(&Model::embedded(&ENGLISH), &NOVEL_TASKS);
    let scores = given::cross_validate(&Detector::new(), &weights, &novels);
    let percent = |part: usize, of: usize| format!("{:.1}", 100.0 * part as f32 / of.max(1) as f32);
    let mut out = std::io::stdout().lock();
    let mut row = |name: &str, cells: [String; 3]| {
        let [a, b, c] = cells;
        writeln!(out, "{name:<44} {a:>9} {b:>9} {c:>9}")
    };
    row("lines and characters given", KINDS.map(str::to_owned))?;
    row("sayso, authors left out: right of all lines", scores.map(|s| percent(s.right, s.lines)))?;
    row("  right of the lines found", scores.map(|s| percent(s.right, s.found)))?;
    row("  lines found", scores.map(|s| percent(s.found, s.lines)))?;
    for (name, figures) in PUBLISHED {
        row(name, figures.map(str::to_owned))?;
    }
    Ok(())
}

/// Runs the task.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let arguments = TrainArguments::parse_from(std::iter::once("train".to_owned()).chain(arguments.iter().cloned()));
    if let (Some(gum), Some(out)) = (&arguments.gum, &arguments.entities) {
        return entities::learn(gum, out, arguments.show);
    }
    let mut articles: Vec<AnnotatedArticle> = read(&arguments.news.unwrap_or_default())?;
    let novels: Vec<AnnotatedNovel> = read(&arguments.novels.unwrap_or_default())?;
    articles.sort_by_key(|a| (date(&a.id).to_owned(), a.id.clone()));
    let held_out = articles.split_off(articles.len().saturating_sub(if arguments.all { 0 } else { HELD_OUT_ARTICLES }));
    let detector = Detector::new();
    let chains: Vec<CoreferenceDocument> = arguments.gum.as_deref().map(read).transpose()?.unwrap_or_default();
    let mut news = learn_news(&detector, &articles);
    let chained = antecedents(&detector, &chains, &model(&news.weights));
    if let Some(weights) = news.weights.get_mut(ModelTask::Antecedent.index()) {
        let told = || news.questions.iter().filter(|e| e.task == ModelTask::Antecedent);
        *weights = fit::fit((0..TIMES_TOLD).flat_map(|_| told()).chain(&chained));
    }
    news.questions.extend(chained);
    let learned = &news.questions;
    let mut kept = examples(&detector, &held_out, None);
    let news_speakers: Vec<&TrainingExample> = learned.iter().filter(|e| e.task == ModelTask::Speaker).collect();
    let trainer =
        NovelTrainer { detector: &detector, news: &news.weights, news_speakers: &news_speakers, given: false };
    if let Some(path) = &arguments.cross {
        let mut out = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let authors: BTreeSet<&str> = novels.iter().map(|n| author(&n.id)).collect();
        for left_out in authors {
            let others: Vec<&AnnotatedNovel> = novels.iter().filter(|n| author(&n.id) != left_out).collect();
            let mut model = &trainer.learn(&others).0;
            for novel in novels.iter().filter(|n| author(&n.id) == left_out) {
                let document = Document::verbatim(&novel.text);
                let found = detector.extract_with(&document, &mut model);
                let line = sayso_core::export::detections::line(novel.id.clone().into(), &document, &found);
                writeln!(out, "{}", serde_json::to_string(&line)?)?;
            }
        }
    }
    let (_, mut weights, novel_examples) = trainer.learn(&novels.iter().collect::<Vec<_>>());
    let trust = trust_examples(&detector, &articles, &news, &weights);
    learn_trust(&trust, &mut weights);
    let model = model(&weights);
    let judged = examples(&detector, &held_out, Some(&model));
    kept.extend(judged.into_iter().filter(|e| TRUST_TASKS.contains(&e.task)));
    if let Some(path) = &arguments.questions {
        let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
        for (set, examples) in [("learned", learned), ("learned", &trust), ("held out", &kept)] {
            for example in examples {
                let line = serde_json::json!({
                    "set": set, "task": example.task.name(), "options": example.features, "right": example.right
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    for ((task, weights), (right, n)) in ModelTask::ALL.into_iter().zip(&weights).zip(&news.crossed) {
        let report = |examples: &[TrainingExample]| {
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
        let seen = match task {
            _ if NOVEL_TASKS.contains(&task) => &novel_examples,
            _ if TRUST_TASKS.contains(&task) => &trust,
            _ => learned,
        };
        let crossed = 100.0 * *right as f32 / (*n).max(1) as f32;
        writeln!(
            std::io::stderr(),
            "{task:?}: learned {}, left out {crossed:.1} %, held out {}",
            report(seen),
            report(&kept)
        )?;
    }
    std::io::stdout().lock().write_all(model.bytes())?;
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    std::io::BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// The model that has these weights.
fn model(weights: &[Vec<f32>]) -> Model {
    let scale = MAX_WEIGHT / 127.0;
    let byte = |w: &f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
    let bytes: Vec<(f32, Vec<i8>)> = weights.iter().map(|w| (scale, w.iter().map(byte).collect())).collect();
    Model::from_weights(&bytes, &ENGLISH)
}

/// Byte of each code point, and of the end.
fn bytes_of(text: &str) -> Vec<u32> {
    text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect()
}
