//! The external recommender of `INCEpTION`, version 1: a CAS in XMI comes in, the same CAS with suggestions goes out. A
//! recommender suggests one feature of one layer; both stand in the request.

mod cas;
mod type_system;

use super::{RequestError, checked, read, suggested};
use crate::detect::Detector;
use crate::export::{Record, Selected, places};
use crate::import::{SpanRole, normalized};
use crate::span::Span;
use cas::{Cas, Suggestion};
use places::{Part, Placed};
use serde::{Deserialize, Serialize};
use type_system::TypeSystem;

/// How messages call the CAS.
const CAS: &str = "The CAS";

/// Letters of the longest name of a layer or a feature.
const MAX_NAME: usize = 200;

#[derive(Deserialize)]
struct Request {
    metadata: Metadata,
    document: SentDocument,
    #[serde(default, rename = "typeSystem")]
    type_system: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    layer: String,
    feature: String,
    #[serde(default)]
    range: Option<Range>,
}

/// UTF-16 units; what is negative says nothing.
#[derive(Clone, Copy, Deserialize)]
struct Range {
    #[serde(default = "unset")]
    begin: i64,
    #[serde(default = "unset")]
    end: i64,
}

const fn unset() -> i64 {
    -1
}

#[derive(Deserialize)]
struct SentDocument {
    xmi: String,
}

#[derive(Serialize)]
struct Answer {
    document: String,
}

/// Answers `predict`: the CAS that was sent, and in it an annotation of the layer for everything found that touches the range
/// asked for, with the feature, its score and why. A layer of speakers or cues gets the words that name who speaks, or the words of
/// saying; any other what was said. A feature of speakers, or of a layer of speakers, gets the name; `kind` and `form` what they say;
/// any other the label. O(n log n).
///
/// # Errors
/// When the request is none, or asks for what cannot be suggested.
pub fn predict(detector: &Detector, body: &[u8]) -> Result<Vec<u8>, RequestError> {
    let Request { metadata, document, type_system } = serde_json::from_slice(body)?;
    let Metadata { layer, feature, range } = metadata;
    if !layer.split('.').all(is_name) || layer.len() > MAX_NAME {
        return Err(RequestError::Name(layer.chars().take(MAX_NAME).collect()));
    }
    if !is_name(&feature) || feature.len() > MAX_NAME {
        return Err(RequestError::Name(feature.chars().take(MAX_NAME).collect()));
    }
    let declared = type_system.filter(|types| !types.trim().is_empty());
    let declared = declared.map(|types| TypeSystem::read(&types)?.layer(&layer, &feature)).transpose()?;
    let cas = Cas::read(checked(&document.xmi, CAS)?)?;
    let reading = read(detector, cas.text());
    let asked = Asked::of(&layer, &feature);
    let selected = suggested(&reading);
    let found = suggestions(&selected, &asked, range);
    let knows = |name: &str| declared.as_ref().is_none_or(|features| features.contains(name));
    let document = cas.with(&layer, &feature, &found, &knows)?;
    Ok(serde_json::to_vec(&Answer { document })?)
}

/// Whether a name can stand in XML as it is.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What a recommender suggests.
struct Asked {
    part: Part,
    value: AskedValue,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum AskedValue {
    Speaker,
    Kind,
    Form,
    Label,
}

impl Asked {
    fn of(layer: &str, feature: &str) -> Self {
        let part = match SpanRole::of_label(layer.rsplit('.').next().unwrap_or(layer)) {
            Some(SpanRole::Source) => Part::Source,
            Some(SpanRole::Cue) => Part::Cue,
            None => Part::Content,
        };
        let named = normalized(feature);
        let value = match named.as_str() {
            "kind" => AskedValue::Kind,
            "form" => AskedValue::Form,
            "label" => AskedValue::Label,
            _ if part == Part::Source => AskedValue::Speaker,
            "source" | "who" | "name" | "saidby" | "attributedto" => AskedValue::Speaker,
            _ if named.contains("speaker") => AskedValue::Speaker,
            _ => AskedValue::Label,
        };
        Self { part, value }
    }

    /// What it is called; nothing where nobody knows.
    fn value(&self, record: &Record) -> Option<String> {
        match self.value {
            AskedValue::Speaker => record.speaker.clone(),
            AskedValue::Kind => record.kind.map(str::to_owned),
            AskedValue::Form => record.form.map(str::to_owned),
            AskedValue::Label if self.part == Part::Content => Some(record.label.clone()),
            AskedValue::Label => Some(if self.part == Part::Source { "speaker" } else { "cue" }.to_owned()),
        }
    }
}

/// Everything found that is asked for, in reading order.
fn suggestions(selected: &Selected<'_>, asked: &Asked, range: Option<Range>) -> Vec<Suggestion> {
    let document = selected.reading.document();
    let units = |byte: u32| document.offsets().to_utf16(document.text(), byte);
    let touches = |begin: u32, end: u32| match range {
        Some(Range { begin: from, end: to }) if from >= 0 && to >= from => {
            i64::from(begin) <= to && i64::from(end) >= from
        }
        Some(_) | None => true,
    };
    let mut out = Vec::new();
    for Placed { numbers, part, spans } in places::of(selected) {
        let record = numbers.first().and_then(|n| selected.record(*n)).filter(|_| part == asked.part);
        let Some((record, value)) = record.and_then(|r| asked.value(&r).map(|value| (r, value))) else { continue };
        for Span { start, end } in spans {
            let (begin, end) = (units(start), units(end));
            if touches(begin, end) {
                let (value, why) = (value.clone(), record.reason.clone().unwrap_or_default());
                out.push(Suggestion { begin, end, value, score: record.score.unwrap_or_default(), why });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
