//! What resolved articles and annotated coreference teach: who is meant by a pronoun or a description.

use super::{TrainingExample, bytes_of};
use sayso_core::detect::model::{Classifier, Model, ModelTask, OptionPersons, Prediction, Question};
use sayso_core::detect::{Detector, Gender};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;

/// Genres of GUM whose licence lets weights learned from them ship: not the non-commercial ones.
const FREE_GENRES: [&str; 6] = ["news", "interview", "bio", "voyage", "academic", "court"];

/// A document of GUM (Zeldes, “The GUM corpus: creating multilayer resources in the classroom”, 2017).
#[derive(Deserialize)]
pub struct CoreferenceDocument {
    genre: String,
    text: String,
    /// Start, end, type, chain, information status.
    mentions: Vec<(usize, usize, String, u32, String)>,
}

/// The questions about antecedents that `documents` answer.
pub fn antecedents(detector: &Detector, documents: &[CoreferenceDocument], model: &Model) -> Vec<TrainingExample> {
    let mut out = Vec::new();
    for document in documents.iter().filter(|d| FREE_GENRES.contains(&d.genre.as_str())) {
        let bytes = bytes_of(&document.text);
        let at = |i: usize| bytes.get(i).copied().unwrap_or_default();
        let mut mentions: Vec<(Span, u32)> =
            document.mentions.iter().map(|m| (Span::new(at(m.0), at(m.1)), m.3)).collect();
        mentions.sort_unstable();
        let person = |m: &&(usize, usize, String, u32, String)| m.2 == "person";
        let mut asked: Vec<Span> =
            document.mentions.iter().filter(person).map(|m| Span::new(at(m.0), at(m.1))).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut answers = ChainAnswers { mentions, asked, model, out: &mut out };
        detector.extract_with(&Document::verbatim(&document.text), &mut answers);
    }
    out
}

/// Answers who is meant as the chains of a document do, everything else as the model.
struct ChainAnswers<'a> {
    mentions: Vec<(Span, u32)>,
    asked: Vec<Span>,
    model: &'a Model,
    out: &'a mut Vec<TrainingExample>,
}

impl ChainAnswers<'_> {
    /// The chain of the shortest mention round `place`.
    fn chain(&self, place: Span) -> Option<u32> {
        let round = |m: &&(Span, u32)| m.0.start <= place.start && m.0.end >= place.end;
        self.mentions.iter().filter(round).min_by_key(|m| m.0.len()).map(|m| m.1)
    }
}

impl Classifier for ChainAnswers<'_> {
    fn reads(&mut self, _: &str, place: &dyn Fn(Span) -> Span) {
        for span in self.mentions.iter_mut().map(|(span, _)| span).chain(&mut self.asked) {
            *span = place(*span);
        }
    }

    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        let mut model = self.model;
        model.choose(task, about, question)
    }

    fn choose_antecedent(
        &mut self,
        (_, source): (Span, Span),
        question: &Question,
        _: Gender,
        _: &OptionPersons<'_>,
    ) -> Prediction {
        let mut model = self.model;
        let answer = model.choose(ModelTask::Antecedent, source, question);
        let Some((_, chain)) = self.mentions.iter().find(|m| m.0 == source).copied() else { return answer };
        let mut right: Vec<bool> = question.places.iter().map(|p| self.chain(*p) == Some(chain)).collect();
        if question.places.last().is_some_and(|p| p.is_empty())
            && let Some(none) = right.last_mut()
        {
            *none = false;
            let any = right.contains(&true);
            if let Some(none) = right.last_mut() {
                *none = !any;
            }
        }
        let Some(index) = right.iter().position(|r| *r) else { return answer };
        let features = question.features().map(<[u32]>::to_vec).collect();
        self.out.push(TrainingExample { task: ModelTask::Antecedent, features, right });
        Prediction { index, probability: 1.0 }
    }

    fn more_references(&self) -> &[Span] {
        &self.asked
    }
}

/// Whether `name` names the one whom an annotator calls `gold`: it ends in the same last name, and no other word of either
/// contradicts.
pub fn is_named(name: &str, gold: &str) -> bool {
    let words = |s: &str| -> Vec<String> {
        let small: String = s.chars().flat_map(char::to_lowercase).collect();
        small.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.len() > 1).map(str::to_owned).collect()
    };
    let (name, gold) = (words(name), words(gold));
    if name.is_empty() || gold.is_empty() {
        return false;
    }
    if name == gold || name.last() != gold.last() {
        return name == gold || gold.len() > 1 && name.len() == 1 && name.first() == gold.first();
    }
    let (short, long) = if name.len() < gold.len() { (&name, &gold) } else { (&gold, &name) };
    short.iter().all(|w| long.contains(w))
        || short.first().map(|w| w.chars().next()) == long.first().map(|w| w.chars().next())
}
