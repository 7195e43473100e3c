//! What GUM teaches of names: whether a name is one of a person, an organisation, a place, a work, an event, or none.
//!
//! The Georgetown University Multilayer corpus (Zeldes, 2017) has the type of every mention. Only genres are learned from
//! whose texts may be used commercially. A tenth of the documents, by a hash of the identifier, is kept out and measured.

use super::{bytes_of, read};
use anyhow::Context as _;
use sayso_core::detect::Detector;
use sayso_core::detect::entities::{EntityType, EntityWeights, LANES, NameExample, WEIGHT_ROWS};
use sayso_core::detect::lang::ENGLISH;
use sayso_core::detect::model::{Classifier, Model, ModelBytes, ModelTask, Prediction, Question};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::io::Write as _;
use std::path::Path;

/// Genres whose licence is not non-commercial.
const GENRES: [&str; 8] = ["academic", "bio", "court", "interview", "news", "speech", "textbook", "voyage"];
/// Passes over the examples.
const EPOCHS: usize = 4;
const RATE: f32 = 0.05;
/// Pulls each weight to nothing, a little at each example.
const DECAY: f32 = 0.002;
/// The step of a weight in the file.
const STEP: f32 = 1.0 / 24.0;

#[derive(Deserialize)]
struct AnnotatedDocument {
    id: String,
    genre: String,
    text: String,
    /// Start, end, type, chain, status.
    mentions: Vec<(usize, usize, String, serde_json::Value, serde_json::Value)>,
}

/// Gathers the names of a document.
struct NameCollector {
    model: Model,
    names: Vec<NameExample>,
}

impl Classifier for NameCollector {
    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        (&self.model).choose(task, about, question)
    }

    fn weights(&self) -> Option<ModelBytes> {
        (&self.model).weights()
    }

    fn learns_names(&self) -> bool {
        true
    }

    fn learn_name(&mut self, example: NameExample) {
        self.names.push(example);
    }
}

struct Labelled {
    features: Vec<(u16, f32)>,
    right: usize,
    name: String,
}

/// Learns the types of names, and writes their weights to `out`.
pub fn learn(gum: &Path, out: &Path, show: bool) -> anyhow::Result<()> {
    let documents: Vec<AnnotatedDocument> = read(gum)?;
    let detector = Detector::new();
    let (mut learned, mut kept) = (Vec::new(), Vec::new());
    for document in documents.iter().filter(|d| GENRES.contains(&d.genre.as_str())) {
        let hash = document.id.bytes().fold(0u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        let list = if (hash >> 8).is_multiple_of(10) { &mut kept } else { &mut learned };
        list.extend(labelled(&detector, document));
    }
    let rows = fit(&learned);
    let file = EntityWeights::file(STEP, &quantized(&rows));
    for (what, examples) in [("learned", &learned), ("kept out", &kept)] {
        report(what, &rows, examples, show && what != "learned")?;
    }
    sayso::store::disk::replace(out, &file).with_context(|| format!("cannot write {}", out.display()))
}

/// The names of a document with what the annotation says they are.
fn labelled(detector: &Detector, annotated: &AnnotatedDocument) -> Vec<Labelled> {
    let document = Document::verbatim(&annotated.text);
    let bytes = bytes_of(&annotated.text);
    let byte = |point: usize| bytes.get(point).copied().unwrap_or(annotated.text.len() as u32);
    let mut mentions: Vec<(Span, &str)> =
        annotated.mentions.iter().map(|m| (Span::new(byte(m.0), byte(m.1)), m.2.as_str())).collect();
    mentions.sort_by_key(|(span, _)| span.len());
    let mut collector = NameCollector { model: Model::embedded(&ENGLISH), names: Vec::new() };
    detector.extract_with(&document, &mut collector);
    let mut out = Vec::new();
    for example in collector.names {
        let mut votes = [0usize; 6];
        for name in &example.names {
            if let Some(vote) = votes.get_mut(type_of(*name, &annotated.text, &mentions).index()) {
                *vote += 1;
            }
        }
        let right = votes.iter().enumerate().max_by_key(|(i, n)| (**n, std::cmp::Reverse(*i))).map_or(0, |(i, _)| i);
        let name = example.names.first().map_or("", |n| n.of(&annotated.text)).to_owned();
        out.push(Labelled { features: example.features, right, name });
    }
    out
}

/// The type of the smallest mention that a name heads.
fn type_of(name: Span, text: &str, mentions: &[(Span, &str)]) -> EntityType {
    let Some((mention, kind)) = mentions.iter().find(|(m, _)| m.covers(name)) else { return EntityType::Nothing };
    // "the Grey campaign": a name inside that is none of its own is no name here.
    let tail = Span::new(name.end, mention.end).of(text);
    let mut words =
        tail.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/')).filter(|w| !w.is_empty() && *w != "s");
    let joined = tail.starts_with(' ') || tail.starts_with('-');
    let modifies =
        joined && words.next().is_some_and(|w| !HEAD_FOLLOWERS.contains(&w) && !w.chars().all(char::is_numeric));
    if modifies {
        return EntityType::Nothing;
    }
    // "a museum in Berlin" with no mention for Berlin: the name is not the head.
    let head = Span::new(mention.start, name.start).of(text);
    let articles = ["the", "a", "an", "The"];
    if head.split_whitespace().rev().find(|w| !articles.contains(w)).is_some_and(|w| HEAD_FOLLOWERS.contains(&w)) {
        return EntityType::Nothing;
    }
    match *kind {
        "person" => EntityType::Person,
        "organization" => EntityType::Organisation,
        "place" => EntityType::Place,
        "event" | "time" => EntityType::Event,
        "animal" | "plant" | "substance" | "object" | "abstract" => EntityType::Work,
        _ => EntityType::Nothing,
    }
}

/// Words behind the head of a noun phrase.
const HEAD_FOLLOWERS: [&str; 24] = [
    "of", "in", "at", "for", "from", "to", "who", "which", "that", "on", "by", "with", "and", "or", "where", "when",
    "is", "was", "as", "whose", "near", "about", "called", "named",
];

type Rows = Vec<[f32; LANES]>;

fn sums(rows: &Rows, features: &[(u16, f32)]) -> [f32; 6] {
    let mut out = [0.0; 6];
    for (row, value) in features {
        let Some(weights) = rows.get(usize::from(*row)) else { continue };
        for (sum, weight) in out.iter_mut().zip(weights) {
            *sum += weight * value;
        }
    }
    out
}

fn probabilities(sums: [f32; 6]) -> [f32; 6] {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let e = sums.map(|s| (s - most).exp());
    let total: f32 = e.iter().sum();
    e.map(|x| x / total)
}

/// `AdaGrad` on the log-likelihood, always in one order. Rows of one name alone stay empty: they would only be remembered.
fn fit(examples: &[Labelled]) -> Rows {
    let mut seen: Vec<(u32, usize)> = vec![(0, usize::MAX); WEIGHT_ROWS];
    for (number, example) in examples.iter().enumerate() {
        for (row, _) in &example.features {
            if let Some((count, last)) = seen.get_mut(usize::from(*row)).filter(|(_, last)| *last != number) {
                *count += 1;
                *last = number;
            }
        }
    }
    let mut rows: Rows = vec![[0.0; LANES]; WEIGHT_ROWS];
    let mut squares = rows.clone();
    for epoch in 0..EPOCHS {
        for step in 0..examples.len() {
            // A stride without a common divisor visits all in another order each time.
            let at = (step * (7919 + 2 * epoch) + epoch) % examples.len();
            let Some(example) = examples.get(at) else { continue };
            let p = probabilities(sums(&rows, &example.features));
            for (row, value) in &example.features {
                let row = usize::from(*row);
                if seen.get(row).is_none_or(|(n, _)| *n < 3) {
                    continue;
                }
                let (Some(weights), Some(squares)) = (rows.get_mut(row), squares.get_mut(row)) else { continue };
                for (lane, ((weight, square), p)) in weights.iter_mut().zip(squares).zip(p).enumerate() {
                    let gradient = (p - f32::from(u8::from(lane == example.right))) * value + DECAY * *weight;
                    *square += gradient * gradient;
                    *weight -= RATE * gradient / (square.sqrt() + 1e-3);
                }
            }
        }
    }
    rows
}

fn quantized(rows: &Rows) -> Vec<[i8; LANES]> {
    rows.iter().map(|row| row.map(|w| (w / STEP).round().clamp(-127.0, 127.0) as i8)).collect()
}

fn report(what: &str, rows: &Rows, examples: &[Labelled], show: bool) -> anyhow::Result<()> {
    let mut err = std::io::stderr();
    let mut table = [[0usize; 6]; 6];
    for example in examples {
        let p = probabilities(sums(rows, &example.features));
        let best = (0..6).max_by(|a, b| p.get(*a).unwrap_or(&0.0).total_cmp(p.get(*b).unwrap_or(&0.0))).unwrap_or(0);
        if let Some(cell) = table.get_mut(example.right).and_then(|r| r.get_mut(best)) {
            *cell += 1;
        }
        if show && best != example.right {
            writeln!(
                err,
                "  {}: {:?} for {:?}",
                example.name,
                EntityType::ALL.get(best),
                EntityType::ALL.get(example.right)
            )?;
        }
    }
    let right: usize = (0..6).filter_map(|i| table.get(i).and_then(|r| r.get(i))).sum();
    writeln!(
        err,
        "names, {what}: {right} of {} ({:.1} %)",
        examples.len(),
        100.0 * right as f32 / examples.len().max(1) as f32
    )?;
    for (i, kind) in EntityType::ALL.iter().enumerate() {
        let row = table.get(i).copied().unwrap_or_default();
        let hit = row.get(i).copied().unwrap_or_default();
        let (all, said) = (row.iter().sum::<usize>(), table.iter().filter_map(|r| r.get(i)).sum::<usize>());
        let f1 = 200.0 * hit as f32 / (all + said).max(1) as f32;
        writeln!(err, "  {kind:?}: F1 {f1:.1}, {hit} of {all} found, {said} said; taken for {row:?}")?;
    }
    Ok(())
}
