//! doccano: a text a line with its labelled spans, and relations between them. Offsets are code points.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::error::RecordError;
use super::indexed_text::{Counting, IndexedText};
use super::json::{self, JsonLocation};
use super::placing::place_all;
use super::record_draft::RecordDraft;
use super::relations::{SpanNode, SpanRelation, SpanRole, attach};
use super::{ImportSource, ImportedFile};
use serde_json::Value;

/// What spans and relations are made of; everything else in them is a field or an attribute.
const MADE_OF: [&str; 6] = ["id", "start_offset", "end_offset", "label", "user", "text"];

/// Reads JSON lines or an array of texts. O(n log n).
///
/// # Errors
/// When it is not JSON or no object of it has a text.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let (rows, problems) = json::values(file.bytes)?;
    let mut out = ImportBuilder::of_single_pieces();
    for problem in problems {
        out.problem(problem);
    }
    if !rows.iter().any(|(_, value)| text_of(value).is_some()) {
        return Err(ImportError::WrongFormat("no object has a “text”, as doccano’s lines have"));
    }
    for (at, value) in &rows {
        match text_of(value) {
            Some(text) => row(*at, text, value, &mut out),
            None => out.problem(format!("{at}: it has no “text”")),
        }
    }
    Ok(out.finish())
}

fn text_of(value: &Value) -> Option<&str> {
    // Older versions call it `data`.
    json::words(value, "text").or_else(|| json::words(value, "data"))
}

fn row(at: JsonLocation, text: &str, value: &Value, out: &mut ImportBuilder) {
    let counted = IndexedText::new(text);
    let called = at.to_string();
    let mut nodes = Vec::new();
    let labels = ["label", "labels"].into_iter().flat_map(|key| json::list(value.get(key)));
    let entities = json::list(value.get("entities"));
    for (number, span) in labels.chain(entities).enumerate() {
        match node(span, number) {
            Ok(Some(node)) => nodes.push(node),
            Ok(None) => out.unsupported("label of a whole text"),
            Err(why) => out.problem(format!("{at}, span {}: {why}", number + 1)),
        }
    }
    let mut links = Vec::new();
    for (number, relation) in json::list(value.get("relations")).iter().enumerate() {
        let place = format!("{at}, relation {}", number + 1);
        match link(relation, &place) {
            Ok(Some(link)) => links.push(link),
            Err(why) => out.problem(format!("{place}: {why}")),
            Ok(None) => out.unsupported(&format!("relation {}", json::words(relation, "type").unwrap_or_default())),
        }
    }
    // Our own exports count code points, also of what was marked inside words.
    let is_own = json::words(value, "exporter") == Some("sayso");
    let evidence = if is_own { Evidence::Words } else { Evidence::Edges };
    place_all(&mut nodes, &counted, Counting::default(), evidence, &called, out);
    let mut drafts = attach(nodes, &links, out);
    comments(at, value, &mut drafts, out);
    out.add_document(document(value), Some(counted.text().to_owned()), drafts);
}

/// What a row calls its document.
fn document(value: &Value) -> Option<String> {
    let meta = ["meta", "metadata"].into_iter().filter_map(|key| value.get(key));
    let keys = ["document", "filename"];
    let all = std::iter::once(value).chain(meta);
    all.flat_map(|v| keys.into_iter().filter_map(|key| json::words(v, key))).next().map(str::to_owned)
}

/// A span: `[1, 19, "Quote"]` or an object. Words alone are a label of the whole text.
fn node(span: &Value, number: usize) -> Result<Option<SpanNode>, RecordError> {
    if span.is_string() {
        return Ok(None);
    }
    let parts = span.as_array().map(Vec::as_slice);
    let of = |index: usize, key: &str| parts.map_or_else(|| span.get(key), |p| p.get(index));
    let label = of(2, "label").and_then(json::as_words).ok_or("it has no label")?;
    let (start, end) = (json::number(of(0, "start_offset")), json::number(of(1, "end_offset")));
    let (Some(start), Some(end)) = (start, end) else {
        return Err("its start or its end is missing".into());
    };
    let mut draft = RecordDraft::new(&label);
    let words = of(3, "text").and_then(Value::as_str).filter(|words| !words.trim().is_empty());
    let words = words.map_or(GivenWords::Unsaid, |words| GivenWords::Whole(words.to_owned()));
    draft.given.push(GivenPlace { pieces: vec![(start, end)], words });
    draft.called = format!("span {}", number + 1);
    for (name, value) in span.as_object().into_iter().flatten().filter(|(n, _)| !MADE_OF.contains(&n.as_str())) {
        draft.set(name, &json::as_words(value).unwrap_or_default());
    }
    let key = json::plainly(span, "id").unwrap_or_else(|| format!("span {}", number + 1));
    Ok(Some(SpanNode { key, draft }))
}

/// A relation that tells who said something; `None` of one that tells something else.
fn link(relation: &Value, at: &str) -> Result<Option<SpanRelation>, RecordError> {
    let Some(role) = json::words(relation, "type").and_then(SpanRole::of_relation) else { return Ok(None) };
    let (from, to) = (json::plainly(relation, "from_id"), json::plainly(relation, "to_id"));
    match (from, to) {
        (Some(from), Some(to)) => Ok(Some(SpanRelation { from, to, role, at: at.to_owned() })),
        (None, _) | (_, None) => Err("“from_id” or “to_id” is missing".into()),
    }
}

/// Comments are on the whole text: the note of its record, where it has but one.
fn comments(at: JsonLocation, value: &Value, drafts: &mut [RecordDraft], out: &mut ImportBuilder) {
    let all = ["Comments", "comments"].into_iter().flat_map(|key| json::list(value.get(key)));
    let words: Vec<&str> = all.filter_map(|c| c.as_str().or_else(|| json::words(c, "text"))).collect();
    match (drafts, words.len()) {
        (_, 0) => {}
        ([one], _) => words.into_iter().for_each(|w| one.note(w)),
        (_, n) => out.problem(format!("{at}: {n} comments on the whole text are left out")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SHARED, beside, read_alone, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;
    use serde_json::json;

    #[test]
    fn spans_with_relations() {
        let row = json!({"text": SHARED, "document": "a.txt", "entities": [
            {"id": 7, "start_offset": 1, "end_offset": 19, "label": "Quote", "kind": "direct", "tone": "dry"},
            {"id": 8, "start_offset": 22, "end_offset": 30, "label": "Speaker"},
            {"id": 9, "start_offset": 31, "end_offset": 35, "label": "Cue"}],
            "relations": [{"id": 0, "from_id": 7, "to_id": 8, "type": "said_by"}, {"id": 1, "from_id": 7, "to_id": 9, "type": "cued_by"},
            {"id": 2, "from_id": 7, "to_id": 99, "type": "said_by"}, {"id": 3, "from_id": 7, "to_id": 9, "type": "coref"}, {"type": "said_by"}],
            "Comments": ["odd"]});
        let incoming = read_alone(read, &row.to_string());
        let batch = &incoming.documents[0];
        let [item] = batch.records.as_slice() else { panic!("{incoming:?}") };
        assert_eq!((batch.document.as_deref(), batch.text.as_deref()), (Some("a.txt"), Some(SHARED)));
        assert_eq!(
            (item.at[0].exact.as_str(), item.speaker.as_ref()),
            ("Taxes fell 😊 by 5%", Some(&ImportedSpeaker::named("Jane Doe")))
        );
        assert_eq!((item.cue.as_ref().unwrap().exact.as_str(), item.fields.note.as_deref()), ("said", Some("odd")));
        assert_eq!((item.fields.kind.is_some(), item.fields.attributes["tone"].as_str()), (true, "dry"));
        assert_eq!(incoming.problems.len(), 3, "{:?}", incoming.problems);
    }

    #[test]
    fn triples_and_damaged_lines() {
        let a = json!({"id": 1, "text": SHARED, "label": [[22, 30, "PER"], [1, 19, "Quote"], [0, 999, "X"], [5, 4, "X"], [1]], "meta": {"document": "b"}});
        let b = json!({"text": "plain", "labels": ["positive"], "Comments": ["x"]});
        let incoming = read_alone(read, &format!("{a}\n{{\"text\": \n{b}\n{{\"x\": 1}}\n"));
        let labels: Vec<_> = incoming.documents[0].records.iter().map(|i| i.label.as_str()).collect();
        assert_eq!((labels, incoming.documents[0].document.as_deref()), (vec!["Quote", "PER"], Some("b")));
        let is_reported = |start: &str| incoming.problems.iter().any(|p| p.starts_with(start));
        for start in [
            "line 1, span 3",
            "line 1, span 4",
            "line 1, span 5",
            "line 2",
            "line 3: 1 comments",
            "line 4",
            "label of a whole text",
        ] {
            assert!(is_reported(start), "{start} {:?}", incoming.problems);
        }
        assert_eq!(read_alone(read, &json!([a, b]).to_string()).documents.len(), 2);
        assert!(read_with(read, "a", b"{\"x\": 1}", &beside(None)).is_err());
    }
}
