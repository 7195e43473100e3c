//! What annotated articles teach: cues, sources, contents, and which quotation marks are round speech.

use super::antecedents::is_named;
use super::fit::{fit, scores};
use super::{NOVEL_TASKS, TrainingExample, bytes_of, model, names};
use sayso_core::detect::model::{Classifier, Model, ModelTask, OptionPersons, Prediction, Question};
use sayso_core::detect::{Detector, Gender};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// Parts the articles are read in again.
pub const FOLDS: usize = 5;
/// What is learned from that second reading.
const SECOND_PASS_TASKS: [ModelTask; 2] = [ModelTask::Quoted, ModelTask::Uncued];
/// An article with its annotation.
#[derive(Deserialize)]
pub struct AnnotatedArticle {
    /// Outlet, date, title.
    pub id: String,
    text: String,
    quotes: Vec<AnnotatedQuotation>,
    attributions: Vec<AnnotatedAttribution>,
}

#[derive(Deserialize)]
struct AnnotatedQuotation {
    start: usize,
    end: usize,
    #[serde(default)]
    speaker_spans: Vec<(usize, usize)>,
    #[serde(default)]
    speaker_text: String,
    /// Who spoke, where somebody resolved the article: empty where nobody can be named.
    speaker_canonical: Option<String>,
}

#[derive(Deserialize)]
struct AnnotatedAttribution {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// `2016-09-12` of `polnear/train/breitbart_2016-09-12_…`.
pub fn date(id: &str) -> &str {
    id.split('_').nth(1).unwrap_or_default()
}

/// The questions the articles answer; with a model, what it answers is followed, not the annotation.
pub fn examples<'a>(
    detector: &Detector,
    articles: impl IntoIterator<Item = &'a AnnotatedArticle>,
    follow: Option<&Model>,
) -> Vec<TrainingExample> {
    let mut out = Vec::new();
    for article in articles {
        let document = Document::verbatim(&article.text);
        let mut answers = ArticleAnswers::new(article, follow, &mut out);
        detector.extract_with(&document, &mut answers);
    }
    out
}

/// Weights of all tasks that articles teach, and the questions they were learned from.
///
/// How sure a cue is matters for the marks beside it, and the annotation is always sure: so those are learned from a
/// second reading, where each fifth of the articles is read by a model of the other four.
///
/// Also gives, for each fifth, the weights learned from the other four.
pub fn learn_news(detector: &Detector, articles: &[AnnotatedArticle]) -> LearnedNews {
    let fold = |n: usize| fold(articles, n);
    let first: Vec<Vec<TrainingExample>> = (0..FOLDS).map(|n| examples(detector, fold(n), None)).collect();
    let mut again: Vec<Vec<TrainingExample>> = Vec::new();
    let mut folds: Vec<Vec<Vec<f32>>> = Vec::new();
    for n in 0..FOLDS {
        let others = || first.iter().enumerate().filter(|(i, _)| *i != n).flat_map(|(_, e)| e);
        let weights: Vec<Vec<f32>> =
            ModelTask::ALL.iter().map(|task| fit(others().filter(|e| e.task == *task))).collect();
        let questions = examples(detector, fold(n), Some(&model(&weights)));
        again.push(questions.into_iter().filter(|e| SECOND_PASS_TASKS.contains(&e.task)).collect());
        folds.push(weights);
    }
    for (n, weights) in folds.iter_mut().enumerate() {
        let others = || again.iter().enumerate().filter(|(i, _)| *i != n).flat_map(|(_, e)| e);
        for task in SECOND_PASS_TASKS {
            if let Some(slot) = weights.get_mut(task.index()) {
                *slot = fit(others().filter(|e| e.task == task));
            }
        }
    }
    let crossed = crossed(&folds, &first, &again);
    let mut all: Vec<TrainingExample> = again.into_iter().flatten().collect();
    all.extend(first.into_iter().flatten().filter(|e| !SECOND_PASS_TASKS.contains(&e.task)));
    let of = |task: &ModelTask| {
        if NOVEL_TASKS.contains(task) { Vec::new() } else { fit(all.iter().filter(|e| e.task == *task)) }
    };
    LearnedNews { weights: ModelTask::ALL.iter().map(of).collect(), questions: all, folds, crossed }
}

/// What articles teach.
pub struct LearnedNews {
    /// Weights of all tasks.
    pub weights: Vec<Vec<f32>>,
    /// The questions they were learned from.
    pub questions: Vec<TrainingExample>,
    /// For each part of the articles, the weights that the others teach.
    pub folds: Vec<Vec<Vec<f32>>>,
    /// For each task, how many questions those weights answer rightly in the part left out, of how many.
    pub crossed: Vec<(usize, usize)>,
}

/// Part number `n` of the articles.
pub fn fold(articles: &[AnnotatedArticle], n: usize) -> impl Iterator<Item = &AnnotatedArticle> {
    articles.iter().enumerate().filter(move |(i, _)| i % FOLDS == n).map(|(_, a)| a)
}

fn crossed(
    folds: &[Vec<Vec<f32>>],
    first: &[Vec<TrainingExample>],
    again: &[Vec<TrainingExample>],
) -> Vec<(usize, usize)> {
    let of = |task: &ModelTask| {
        let readings = if SECOND_PASS_TASKS.contains(task) { again } else { first };
        let (mut right, mut n) = (0, 0);
        for (weights, questions) in folds.iter().zip(readings) {
            let Some(weights) = weights.get(task.index()) else { continue };
            for question in questions.iter().filter(|e| e.task == *task) {
                let best = scores(weights, question).into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
                right += usize::from(best.is_some_and(|(i, _)| question.right.get(i) == Some(&true)));
                n += 1;
            }
        }
        (right, n)
    };
    ModelTask::ALL.iter().map(of).collect()
}

/// An attribution of the annotation, in bytes.
#[derive(Clone, Default)]
struct Gold {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

/// A quotation of the annotation, in bytes.
struct ResolvedQuotation<'a> {
    words: Span,
    speakers: Vec<Span>,
    /// The words of the speaker.
    mention: &'a str,
    person: Option<&'a str>,
}

/// Answers as the annotation does and writes the questions down.
struct ArticleAnswers<'a> {
    /// The words asked about.
    text: Cow<'a, str>,
    gold: Vec<Gold>,
    quotes: Vec<ResolvedQuotation<'a>>,
    /// Which attribution a cue stands for.
    asked: HashMap<Span, usize>,
    follow: Option<&'a Model>,
    out: &'a mut Vec<TrainingExample>,
}

impl<'a> ArticleAnswers<'a> {
    fn new(article: &'a AnnotatedArticle, follow: Option<&'a Model>, out: &'a mut Vec<TrainingExample>) -> Self {
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
        let resolved = |q: &'a AnnotatedQuotation| ResolvedQuotation {
            words: Span::new(at(q.start), at(q.end)),
            speakers: spans(&q.speaker_spans),
            mention: &q.speaker_text,
            person: q.speaker_canonical.as_deref(),
        };
        let quotes = article.quotes.iter().map(resolved).collect();
        Self { text: article.text.as_str().into(), gold, quotes, asked: HashMap::new(), follow, out }
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
        let found = self.quotes.iter().find(|q| half(about, q.words) && half(q.words, about));
        if task == ModelTask::Quoted {
            return vec![usize::from(found.is_some())];
        }
        if task == ModelTask::Uncued {
            let good = found.map(|q| inside(question, &q.speakers)).unwrap_or_default();
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

impl ArticleAnswers<'_> {
    /// Whether a suggestion for `words` is right in what `task` asks; none where the annotation does not tell.
    fn judged(&self, task: ModelTask, words: Span, question: &Question, speaker: &str) -> Option<bool> {
        let place = question.places.get(1).copied().unwrap_or_default();
        let lies = |spans: &[Span]| spans.iter().any(|s| half(place, *s));
        if let Some(quoted) = self.quotes.iter().find(|q| half(words, q.words) && half(q.words, words)) {
            let said = lies(&quoted.speakers) || names::share_a_word(speaker, quoted.mention);
            return match (task, quoted.person) {
                _ if quoted.mention.is_empty() => None,
                (ModelTask::PersonTrust, None | Some("")) => None,
                (ModelTask::PersonTrust, Some(person)) => said.then(|| names::same_person(speaker, person)),
                _ => Some(said),
            };
        }
        let marked = self.text.get(words.start as usize..).is_some_and(|t| t.starts_with(['“', '"', '‘', '\'', '`']));
        if marked || task != ModelTask::SourceTrust {
            return None;
        }
        // Reported speech: the words roughly, and the source.
        let rough = |g: &&Gold| {
            let common: u32 = g.content.iter().filter_map(|c| c.intersection(words)).map(|c| c.len()).sum();
            let whole = words.len() + g.content.iter().map(|c| c.len()).sum::<u32>() - common;
            common * 2 >= whole
        };
        Some(self.gold.iter().find(rough).is_some_and(|g| lies(&g.source)))
    }
}

impl Classifier for ArticleAnswers<'_> {
    fn is_training(&self) -> bool {
        self.follow.is_none()
    }

    fn reads(&mut self, text: &str, place: &dyn Fn(Span) -> Span) {
        self.text = text.to_owned().into();
        let of_gold = self.gold.iter_mut().flat_map(|g| [&mut g.source, &mut g.cue, &mut g.content]).flatten();
        let of_quotes = self.quotes.iter_mut().flat_map(|q| q.speakers.iter_mut().chain([&mut q.words]));
        for span in of_gold.chain(of_quotes) {
            *span = place(*span);
        }
    }

    /// The articles do not tell who "he" is. But where one man is among women, he is: and why he, not they, was meant, is
    /// then learned from everything but gender.
    fn choose_speaker(
        &mut self,
        about: Span,
        question: &Question,
        wanted: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        if let Some(mut model) = self.follow {
            return model.choose_speaker(about, question, wanted, person);
        }
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
            self.out.push(TrainingExample { task: ModelTask::Speaker, features, right });
        }
        Prediction { index, probability: 1.0 }
    }

    fn judge(&mut self, task: ModelTask, said: &[Span], question: &Question, speaker: Option<&str>) -> Prediction {
        for words in said {
            if let Some(right) = self.judged(task, *words, question, speaker.unwrap_or_default()) {
                let features = question.features().map(<[u32]>::to_vec).collect();
                self.out.push(TrainingExample { task, features, right: vec![!right, right] });
            }
        }
        Prediction { index: 1, probability: 1.0 }
    }

    fn choose_antecedent(
        &mut self,
        (words, source): (Span, Span),
        question: &Question,
        wanted: Gender,
        person: &OptionPersons<'_>,
    ) -> Prediction {
        if let Some(mut model) = self.follow {
            return model.choose_antecedent((words, source), question, wanted, person);
        }
        let known = |q: &&ResolvedQuotation<'_>| q.person.is_some() && q.words.overlaps(words);
        let said = self.quotes.iter().find(known).and_then(|q| q.person);
        let none = question.places.last().is_some_and(|p| p.is_empty());
        let people = question.len() - usize::from(none);
        let mut weak = true;
        let mut right: Vec<bool> = match said.filter(|who| !who.is_empty()) {
            Some(who) => {
                weak = false;
                (0..people).map(|i| is_named(&person(i).0, who)).collect()
            }
            None => {
                // Where one man is among women, he is.
                let near = people.min(6);
                let genders: Vec<Gender> = (0..near).map(|i| person(i).1).collect();
                let right: Vec<bool> = genders.iter().map(|g| *g == wanted).collect();
                let one = right.iter().filter(|r| **r).count() == 1;
                let other = genders.iter().any(|g| *g != wanted && *g != Gender::Unknown);
                if wanted != Gender::Unknown && one && other { right } else { Vec::new() }
            }
        };
        if none {
            right.resize(people, false);
            let nobody = !right.contains(&true) && said.is_some();
            right.push(nobody);
        }
        let index = right.iter().position(|r| *r);
        let Some(index) = index else { return Prediction { index: 0, probability: 1.0 } };
        right.resize(question.len(), false);
        // Those whose gender nobody knows are never right by gender: they are left out.
        let kept = |i: &usize| !weak || person(*i).1 != Gender::Unknown;
        let all: Vec<&[u32]> = question.features().collect();
        let features = (0..all.len()).filter(kept).filter_map(|i| all.get(i)).map(|f| f.to_vec()).collect();
        let right = (0..all.len()).filter(kept).filter_map(|i| right.get(i).copied()).collect();
        self.out.push(TrainingExample { task: ModelTask::Antecedent, features, right });
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
        // A guess, asked for when nobody was the answer, has no such option.
        let guess = task == ModelTask::Uncued && question.places.first().is_some_and(|p| !p.is_empty());
        let named = task == ModelTask::Quoted && index == 1 && is_a_name(&self.text, about);
        if !guess && !named {
            self.out.push(TrainingExample {
                task,
                features: question.features().map(<[u32]>::to_vec).collect(),
                right: mask,
            });
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
