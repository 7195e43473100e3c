//! What `INCEpTION` imports: a UIMA type system for its layers, tag sets for the values of features, and the guideline.

use super::{File, labels};
use crate::annotation::{AttributeType, Codebook};
use crate::export::{json, uima};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The files.
pub fn write(codebook: &Codebook) -> Vec<File> {
    let labels = labels(codebook);
    let types =
        uima::type_system(labels.iter().map(|l| l.id.as_str()), codebook.attributes.iter().map(|a| a.id.as_str()));
    let mut out = vec![File::new("typesystem.xml", types)];
    out.push(tag_set("rating", "rating", "of a claim", &codebook.ratings));
    for attribute in &codebook.attributes {
        let AttributeType::Choice(values) = attribute.kind();
        out.push(tag_set(&uima::feature_name(&attribute.id), &attribute.id, &attribute.doc, values));
    }
    out.retain(|file| !file.text.is_empty());
    if !codebook.guideline.trim().is_empty() {
        out.push(File::new("guideline.txt", format!("{}\n", codebook.guideline.trim())));
    }
    out
}

/// A tag set of the values of a feature: there are no other tags. Empty without values.
fn tag_set(feature: &str, name: &str, about: &str, values: &[String]) -> File {
    let mut seen = HashSet::new();
    let tags: Vec<Value> = values
        .iter()
        .filter(|v| seen.insert(v.as_str()))
        .map(|v| json!({"tag_name": v, "tag_description": ""}))
        .collect();
    let set = json!({"name": name, "description": about, "language": "", "tags": tags, "create_tag": false});
    let mut out = Vec::new();
    if !values.is_empty() {
        // Writing to memory does not fail.
        let _ = json::line(&mut out, &set);
        out.push(b'\n');
    }
    File::new(&format!("tagset-{feature}.json"), String::from_utf8(out).unwrap_or_default())
}
