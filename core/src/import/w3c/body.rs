//! The bodies of Web Annotations: labels, speakers, notes and addresses.

use super::creator;
use crate::import::json;
use crate::import::record_draft::{RecordDraft, is_address};
use serde_json::Value;

/// Reads the bodies, and what the motivation tells where they name no label.
pub fn read(annotation: &Value, draft: &mut RecordDraft) {
    for body in json::list(annotation.get("body")) {
        // Several bodies may stand in one.
        match body.get("items") {
            Some(items) => json::list(Some(items)).iter().for_each(|one| take(one, draft)),
            None => take(body, draft),
        }
    }
    draft.note(json::words(annotation, "bodyValue").unwrap_or_default());
    if draft.record.label.is_empty() {
        let motivations = json::list(annotation.get("motivation"));
        let highlight = motivations.iter().filter_map(Value::as_str).any(|m| m.ends_with("highlighting"));
        let label = if highlight { "highlight" } else { "note" };
        label.clone_into(&mut draft.record.label);
    }
}

fn take(body: &Value, draft: &mut RecordDraft) {
    let purpose = json::list(body.get("purpose")).iter().find_map(Value::as_str).unwrap_or_default();
    let purpose = purpose.rsplit([':', '#', '/']).next().unwrap_or_default();
    let Some(words) = words(body) else { return };
    match purpose {
        "tagging" | "classifying" => tag(&words, draft),
        "identifying" => draft.set("speaker", &words),
        "linking" => draft.record.fields.evidence.push(words),
        // An address that is no words.
        "" if json::words(body, "value").is_none() && is_address(&words) => draft.record.fields.evidence.push(words),
        _ => draft.note(&words),
    }
    if draft.record.fields.by.is_none() {
        draft.record.fields.by = body.get("creator").and_then(creator);
    }
}

/// What a body says, or what it is about.
fn words(body: &Value) -> Option<String> {
    let source = body.get("source");
    let named = || source.and_then(|s| json::words(s, "label").or_else(|| json::words(s, "id")).or_else(|| s.as_str()));
    let words = body.as_str().or_else(|| json::words(body, "value")).or_else(named).or_else(|| json::words(body, "id"));
    words.map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned)
}

/// A tag is a field, the label, or one more tag.
fn tag(words: &str, draft: &mut RecordDraft) {
    match words.split_once(':') {
        Some((name @ ("rating" | "speaker"), value)) => draft.set(name, value),
        _ if draft.record.label.is_empty() => words.clone_into(&mut draft.record.label),
        _ => draft.attribute("tag", words),
    }
}
