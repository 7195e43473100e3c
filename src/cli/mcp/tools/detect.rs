//! `detect`: who says what in a text.

use super::arguments::Arguments;
use super::{Tools, page};
use sayso_core::detect::{DETECTOR, language_tag};
use sayso_core::document::Document;
use sayso_core::export::detections;
use serde_json::{Value, json};

/// Most statements of one answer.
const MOST: usize = 500;

pub fn answer(tools: &Tools, arguments: &Arguments<'_>) -> Result<Value, String> {
    let language = arguments.words("language").map(|tag| {
        language_tag(tag).ok_or_else(|| format!("“{tag}” is no language that is recognised: en, de, fr, es are read."))
    });
    let mut document = Document::verbatim(arguments.words("text").unwrap_or_default());
    document.origin.language = language.transpose()?.or(tools.common.lang);
    let found = tools.detector.extract(&document);
    let statements = found.attributions().map(|attribution| {
        let words: Vec<&str> = attribution.content.iter().map(|span| document.words(*span)).collect();
        let mut value = json!(detections::record(&document, &found, attribution));
        if let Some(map) = value.as_object_mut() {
            map.insert("words".to_owned(), words.join(" … ").into());
        }
        value
    });
    let (statements, left_out) = page(statements, arguments.offset(), MOST);
    Ok(json!({"detector": DETECTOR, "language": found.language(), "statements": statements, "left_out": left_out}))
}
