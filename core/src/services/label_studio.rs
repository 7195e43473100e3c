//! The ML backend of Label Studio: tasks with a labelling config come in, predictions for them go out. Regions are those of the
//! export; what the config has no control for is left out. Offsets are code points.

mod config;
mod tasks;

use super::{RequestError, read, suggested, version};
use crate::detect::Detector;
use crate::export::spans::predicted;
use config::{Controls, LabelSet};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashSet;
use tasks::Tasks;

pub use tasks::MAX_TASKS;

#[derive(Deserialize)]
struct Request {
    tasks: Tasks,
    #[serde(default)]
    label_config: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    results: Vec<Prediction>,
    model_version: String,
}

#[derive(Serialize)]
struct Prediction {
    model_version: String,
    /// The mean of its regions.
    score: f64,
    result: Vec<Value>,
}

/// Answers `health`.
pub fn health() -> Vec<u8> {
    json!({"status": "UP", "model_class": "sayso", "model_version": version()}).to_string().into_bytes()
}

/// Answers `setup`: which version predicts.
///
/// # Errors
/// When the body is no JSON.
pub fn setup(body: &[u8]) -> Result<Vec<u8>, RequestError> {
    serde_json::from_slice::<serde::de::IgnoredAny>(body)?;
    Ok(json!({"model_version": version()}).to_string().into_bytes())
}

/// Answers `webhook`: nothing is learned from what people annotate.
///
/// # Errors
/// When the body is no JSON.
pub fn webhook(body: &[u8]) -> Result<Vec<u8>, RequestError> {
    serde_json::from_slice::<serde::de::IgnoredAny>(body)?;
    Ok(json!({"status": "ok", "result": "nothing is trained"}).to_string().into_bytes())
}

/// Answers `predict`: for each task, in their order, what is found in its text. A task without a text gets an empty prediction. O(n
/// log n).
///
/// # Errors
/// When the request is none, or its labelling config has no labels that fit.
pub fn predict(detector: &Detector, body: &[u8]) -> Result<Vec<u8>, RequestError> {
    let Request { tasks, label_config } = serde_json::from_slice(body)?;
    if tasks.are_too_many {
        return Err(RequestError::TooMany);
    }
    let controls = Controls::read(label_config.as_deref().unwrap_or_default())?;
    let labels = controls.labels()?;
    let results = tasks.all.iter().map(|task| {
        let text = task.text(&labels.field).unwrap_or_default();
        let reading = read(detector, text);
        let (regions, score) = predicted(&suggested(&reading));
        let result = fitted(regions, &labels, &controls);
        Prediction { model_version: version(), score: if result.is_empty() { 0.0 } else { score }, result }
    });
    Ok(serde_json::to_vec(&Answer { results: results.collect(), model_version: version() })?)
}

/// Regions as a labelling config has controls for them. Who speaks goes to the control `speaker`, without one into the meta data
/// of the region, where a person sees it.
fn fitted(regions: Vec<Value>, labels: &LabelSet<'_>, controls: &Controls) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(regions.len());
    let mut kept: HashSet<String> = HashSet::new();
    let mut last: Option<usize> = None;
    for mut region in regions {
        let id = text_at(&region, "/id");
        match text_at(&region, "/type").as_str() {
            "labels" => {
                let label = labels.named(&text_at(&region, "/value/labels/0"));
                last = label.map(|_| out.len());
                let Some(label) = label else { continue };
                if let Some(map) = region.as_object_mut() {
                    map.insert("from_name".to_owned(), labels.name.into());
                    map.insert("to_name".to_owned(), labels.text.into());
                }
                if let Some(value) = region.pointer_mut("/value/labels/0") {
                    *value = label.into();
                }
                kept.insert(id);
            }
            "relation" => {
                let end = |path: &str| kept.contains(&text_at(&region, path));
                if !(end("/from_id") && end("/to_id")) {
                    continue;
                }
            }
            kind if kept.contains(&id) => {
                let name = text_at(&region, "/from_name");
                let value = text_at(&region, if kind == "choices" { "/value/choices/0" } else { "/value/text/0" });
                if !controls.takes(kind, &name, labels.text, &value) {
                    if let (true, Some(region)) = (name == "speaker", last.and_then(|at| out.get_mut(at)))
                        && let Some(map) = region.as_object_mut()
                    {
                        map.insert("meta".to_owned(), json!({"text": [value]}));
                    }
                    continue;
                }
                if let Some(map) = region.as_object_mut() {
                    map.insert("to_name".to_owned(), labels.text.into());
                }
            }
            _ => continue,
        }
        out.push(region);
    }
    out
}

/// The words at a place of a value.
fn text_at(value: &Value, path: &str) -> String {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
