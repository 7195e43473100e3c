//! The ML backend of Label Studio: tasks with a labelling config come in, predictions for them go out. Regions are those of the
//! export; what the config has no control for is left out. Offsets are code points.

mod config;
mod tasks;

use super::{RequestError, read, suggested, version};
use crate::detect::Detector;
use crate::export::spans::predicted;
use config::{Controls, LabelSet};
use serde::Deserialize;
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
    let version = json!(version());
    // Written as it is made: regions as values take twenty times their text.
    let mut out = b"{\"results\":[".to_vec();
    for (number, task) in tasks.all.iter().enumerate() {
        let separator = if number == 0 { "" } else { "," };
        out.extend_from_slice(format!("{separator}{{\"model_version\":{version},\"result\":[").as_bytes());
        let reading = read(detector, task.text(&labels.field).unwrap_or_default());
        let mut regions = Fitted::new(&labels, &controls, &mut out);
        let score = predicted(&suggested(&reading), |region| regions.take(region));
        let score = if regions.end() { score } else { 0.0 };
        out.extend_from_slice(format!("],\"score\":{score}}}").as_bytes());
    }
    out.extend_from_slice(format!("],\"model_version\":{version}}}").as_bytes());
    Ok(out)
}

/// Writes regions as a labelling config has controls for them. Who speaks goes to the control `speaker`, without one into the meta
/// data of the region, where a person sees it.
struct Fitted<'a> {
    labels: &'a LabelSet<'a>,
    controls: &'a Controls,
    /// Ids of the regions that have a label.
    kept: HashSet<String>,
    /// The last region, and what is said of it.
    open: Vec<Value>,
    out: &'a mut Vec<u8>,
    is_begun: bool,
}

impl<'a> Fitted<'a> {
    fn new(labels: &'a LabelSet<'a>, controls: &'a Controls, out: &'a mut Vec<u8>) -> Self {
        Self { labels, controls, kept: HashSet::new(), open: Vec::new(), out, is_begun: false }
    }

    /// Takes a region, something that is said of the last one, or a relation.
    fn take(&mut self, mut region: Value) {
        let (labels, id) = (self.labels, text_at(&region, "/id"));
        match text_at(&region, "/type").as_str() {
            "labels" => {
                self.write();
                let Some(label) = labels.named(&text_at(&region, "/value/labels/0")) else { return };
                if let Some(map) = region.as_object_mut() {
                    map.insert("from_name".to_owned(), labels.name.into());
                    map.insert("to_name".to_owned(), labels.text.into());
                }
                if let Some(value) = region.pointer_mut("/value/labels/0") {
                    *value = label.into();
                }
                self.kept.insert(id);
            }
            "relation" => {
                self.write();
                let end = |path: &str| self.kept.contains(&text_at(&region, path));
                if !(end("/from_id") && end("/to_id")) {
                    return;
                }
            }
            kind if self.kept.contains(&id) => {
                let name = text_at(&region, "/from_name");
                let value = text_at(&region, if kind == "choices" { "/value/choices/0" } else { "/value/text/0" });
                if !self.controls.takes(kind, &name, labels.text, &value) {
                    let of = self.open.first_mut().and_then(Value::as_object_mut).filter(|_| name == "speaker");
                    if let Some(map) = of {
                        map.insert("meta".to_owned(), json!({"text": [value]}));
                    }
                    return;
                }
                if let Some(map) = region.as_object_mut() {
                    map.insert("to_name".to_owned(), labels.text.into());
                }
            }
            _ => return,
        }
        self.open.push(region);
    }

    /// Writes what is open.
    fn write(&mut self) {
        for region in self.open.drain(..) {
            if std::mem::replace(&mut self.is_begun, true) {
                self.out.push(b',');
            }
            self.out.extend_from_slice(region.to_string().as_bytes());
        }
    }

    /// Ends the list; whether anything is in it.
    fn end(mut self) -> bool {
        self.write();
        self.is_begun
    }
}

/// The words at a place of a value.
fn text_at(value: &Value, path: &str) -> String {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
