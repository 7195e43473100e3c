//! W3C Web Annotations (JSON-LD): one, an array, a page or a collection. Offsets are code points of a text that is not in
//! the file. Several targets are the pieces of one record.

use super::ImportError;
use super::builder::ImportBuilder;
use super::error::RecordError;
use super::json::{self, JsonLocation};
use super::partial_selector::PartialSelector;
use super::record_draft::{self, RecordDraft};
use super::{ImportSource, ImportedFile, text};
use serde_json::Value;

mod body;

/// Reads all annotations. O(n).
///
/// # Errors
/// When it is not JSON or holds no annotation.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let (values, problems) = json::values(file.bytes)?;
    let mut out = ImportBuilder::default();
    for problem in problems {
        out.problem(problem);
    }
    let mut any = false;
    for (at, value) in &values {
        let pages = pages(value);
        any |= !pages.is_empty();
        for (number, one) in pages.iter().flat_map(|p| json::list(Some(p))).enumerate() {
            any |= one.get("target").is_some();
            take(one, JsonLocation::Entry(number + 1), &mut out);
        }
        if pages.is_empty() {
            any |= value.get("target").is_some();
            take(value, *at, &mut out);
        }
    }
    if any {
        Ok(out.finish())
    } else {
        Err(ImportError::WrongFormat("no object has a “target”, as Web Annotations have"))
    }
}

/// The lists of annotations in a collection or a page; none of an annotation.
fn pages(value: &Value) -> Vec<&Value> {
    let mut out: Vec<&Value> = value.get("items").into_iter().collect();
    let mut page = value.get("first");
    while let Some(one) = page {
        out.extend(one.get("items"));
        page = one.get("next");
    }
    if out.is_empty() { value.get("@graph").into_iter().collect() } else { out }
}

fn take(value: &Value, at: JsonLocation, out: &mut ImportBuilder) {
    match annotation(value) {
        Ok((document, draft)) => out.add(document, draft),
        Err(why) => {
            let id = json::words(value, "id").map(|id| format!("annotation {id}"));
            out.problem(format!("{}: {why}", id.unwrap_or_else(|| at.to_string())));
        }
    }
}

fn annotation(value: &Value) -> Result<(Option<String>, RecordDraft), RecordError> {
    let mut draft = RecordDraft::new("");
    let targets = json::list(value.get("target"));
    let document = targets.iter().find_map(source);
    draft.record.at = targets.iter().filter_map(place).collect();
    if draft.record.at.is_empty() {
        return Err(match targets.first() {
            None => "it has no “target”".into(),
            Some(_) => "its target has neither words (TextQuoteSelector) nor a place (TextPositionSelector)".into(),
        });
    }
    draft.record.id = json::words(value, "id").and_then(record_draft::ours);
    for key in ["created", "modified"] {
        draft.set(key, json::words(value, key).unwrap_or_default());
    }
    draft.record.fields.by = value.get("creator").and_then(creator);
    body::read(value, &mut draft);
    own(value, &mut draft);
    Ok((document, draft))
}

/// What stands under `sayso:`.
fn own(value: &Value, draft: &mut RecordDraft) {
    let Some(object) = value.as_object() else { return };
    for (key, value) in object.iter().filter_map(|(k, v)| Some((k.strip_prefix("sayso:")?, v))) {
        match key {
            "label" => value.as_str().unwrap_or_default().clone_into(&mut draft.record.label),
            "source" => draft.record.source = place(value),
            "cue" => draft.record.cue = place(value),
            "speaker" if value.is_object() => {
                for (field, to) in [("name", "speaker"), ("id", "speaker_id"), ("kind", "speaker_kind")] {
                    let words = json::words(value, &format!("sayso:{field}")).or_else(|| json::words(value, field));
                    draft.set(to, words.unwrap_or_default());
                }
                let members = value.get("sayso:members").or_else(|| value.get("members"));
                let members = members.map(|m| m.get("@list").unwrap_or(m));
                let names = json::list(members).iter().filter_map(Value::as_str);
                names.for_each(|name| draft.record.members.push(name.to_owned()));
            }
            "attributes" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let name = name.strip_prefix("sayso:").unwrap_or(name);
                    draft.attribute(name, &json::as_words(value).unwrap_or_default());
                }
            }
            "links" => {
                for link in json::list(Some(value)) {
                    let to = json::words(link, "sayso:to").map(|to| to.trim_start_matches("urn:uuid:"));
                    draft.link(json::words(link, "sayso:role"), to);
                }
            }
            "evidence" => {
                let all = json::list(Some(value)).iter().filter_map(Value::as_str);
                draft.record.fields.evidence = all.map(str::to_owned).collect();
            }
            "kind" | "form" | "status" | "score" | "speaker" | "rating" | "by" => {
                draft.set(key, &json::as_words(value).unwrap_or_default());
            }
            // The text's hash, the page: nothing to keep.
            _ => {}
        }
    }
    if draft.record.label.is_empty() {
        "note".clone_into(&mut draft.record.label);
    }
}

/// Who made it, as a name.
fn creator(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => text::person(words),
        Value::Array(all) => all.iter().find_map(|one| creator(one).filter(|_| !one.is_array())),
        Value::Object(_) => {
            let named = ["nickname", "name", "email", "id"].iter().find_map(|key| json::words(value, key));
            named.and_then(text::person)
        }
        _ => None,
    }
}

/// The document of a target.
fn source(target: &Value) -> Option<String> {
    let inner = target.get("source").or_else(|| target.get("id")).unwrap_or(target);
    inner.as_str().or_else(|| json::words(inner, "id")).and_then(text::document)
}

/// The place a target selects.
fn place(target: &Value) -> Option<PartialSelector> {
    let selectors = json::list(target.get("selector"));
    let of = |kind: &str| selectors.iter().find(|s| is(s, kind));
    // A selector that is refined means the words inside what it selects.
    let refined = selectors.iter().find_map(|s| Some((s, s.get("refinedBy")?)));
    if let Some((outer, inner)) = refined {
        return inside(outer, inner);
    }
    let range = of("TextPositionSelector").and_then(range).or_else(|| fragment(target, selectors));
    quote(of("TextQuoteSelector"), range)
}

fn is(selector: &Value, kind: &str) -> bool {
    json::words(selector, "type").is_some_and(|t| t == kind)
}

fn range(selector: &Value) -> Option<(u64, u64)> {
    Some((json::number(selector.get("start"))?, json::number(selector.get("end"))?))
}

fn quote(selector: Option<&Value>, range: Option<(u64, u64)>) -> Option<PartialSelector> {
    let words = |key: &str| selector.and_then(|s| s.get(key)).and_then(Value::as_str).unwrap_or_default();
    let place = PartialSelector::given(range, words("exact"))?;
    Some(PartialSelector { prefix: words("prefix").to_owned(), suffix: words("suffix").to_owned(), ..place })
}

/// `#char=1,19` of RFC 5147, in a selector or behind the address.
fn fragment(target: &Value, selectors: &[Value]) -> Option<(u64, u64)> {
    let address = || target.as_str().or_else(|| json::words(target, "source"))?.split_once('#').map(|(_, f)| f);
    let selected = selectors.iter().find(|s| is(s, "FragmentSelector")).and_then(|s| json::words(s, "value"));
    let (start, end) = selected.or_else(address)?.strip_prefix("char=")?.split_once(',')?;
    Some((start.parse().ok()?, end.split(';').next()?.parse().ok()?))
}

/// The last words of a chain of refinements. Offsets in it count from what is refined.
fn inside(outer: &Value, inner: &Value) -> Option<PartialSelector> {
    let (mut outer, mut inner) = (outer, inner);
    let mut words = quote(Some(outer).filter(|s| is(s, "TextQuoteSelector")), None);
    loop {
        let list = json::list(Some(inner));
        if let Some(found) = list.iter().find(|s| is(s, "TextQuoteSelector")) {
            words = quote(Some(found), None);
            outer = found;
        } else if let Some((start, end)) = list.iter().find(|s| is(s, "TextPositionSelector")).and_then(range) {
            outer = list.iter().find(|s| is(s, "TextPositionSelector"))?;
            let length = usize::try_from(end.checked_sub(start)?).ok()?;
            let skip = usize::try_from(start).ok()?;
            words = words.map(|w| PartialSelector::words(&w.exact.chars().skip(skip).take(length).collect::<String>()));
        } else {
            outer = list.first().unwrap_or(outer);
        }
        match outer.get("refinedBy") {
            Some(next) if !std::ptr::eq(next, inner) => inner = next,
            _ => return words.filter(|w| !w.exact.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{beside, read_alone, read_with};
    use super::*;
    use crate::annotation::Status;
    use crate::import::ImportedSpeaker;
    use serde_json::json;

    fn selected(start: u32, end: u32, words: &str) -> Value {
        json!({"type": "SpecificResource", "source": "a%20b/%C3%A9.txt", "selector": [
            {"type": "TextQuoteSelector", "exact": words, "prefix": "p", "suffix": "s"},
            {"type": "TextPositionSelector", "start": start, "end": end}]})
    }

    #[test]
    fn what_sayso_writes() {
        let text = |value: &str, purpose: &str| json!({"type": "TextualBody", "value": value, "purpose": purpose});
        let own = json!({
            "id": "urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff", "type": "Annotation", "motivation": "classifying",
            "body": [text("quote", "tagging"), text("Jane Doe", "identifying"), text("rating:false", "tagging"),
                {"type": "SpecificResource", "source": "https://example.org/e", "purpose": "linking"}, text("n", "commenting")],
            "target": [selected(1, 19, "Taxes fell 😊 by 5%"), selected(37, 45, "He left.")],
            "created": "2026-11-24T08:00:00Z", "creator": {"type": "Person", "nickname": "ada"},
            "sayso:kind": "direct", "sayso:status": "edited", "sayso:score": 0.5, "sayso:locator": "page 1",
            "sayso:source": selected(22, 30, "Jane Doe"), "sayso:speaker": {"id": "jane-doe", "name": "Jane Doe", "kind": "person"},
            "sayso:attributes": {"tone": "dry"},
        });
        let suggested = json!({"type": "Annotation", "target": selected(0, 1, "x"), "sayso:status": "suggested"});
        let page = json!({"type": "AnnotationPage", "items": [own, suggested, {"id": "b", "type": "Annotation"}]});
        let collection =
            json!({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "first": page});
        for source in [collection.to_string(), page.to_string()] {
            let incoming = read_alone(read, &source);
            let batch = &incoming.documents[0];
            let item = &batch.records[0];
            assert_eq!((batch.document.as_deref(), item.label.as_str()), (Some("a b/é.txt"), "quote"));
            assert_eq!(item.id.as_deref(), Some("6f9619ff-8b86-d011-b42d-00cf4fc964ff"));
            assert_eq!((item.at.len(), item.at[0].at, item.at[0].prefix.as_str()), (2, Some((1, 19)), "p"));
            assert_eq!(
                (item.fields.rating.as_deref(), item.fields.note.as_deref(), item.fields.by.as_deref()),
                (Some("false"), Some("n"), Some("ada"))
            );
            assert_eq!(
                (item.fields.evidence.len(), item.fields.status, item.fields.score),
                (1, Some(Status::Edited), Some(0.5))
            );
            let Some(ImportedSpeaker::Somebody { id, kind, .. }) = &item.speaker else { panic!("{item:?}") };
            assert_eq!((id.as_deref(), kind.is_some()), (Some("jane-doe"), true));
            assert_eq!(
                (item.source.as_ref().unwrap().at, item.fields.attributes["tone"].as_str()),
                (Some((22, 30)), "dry")
            );
            let expected = ["annotation b: it has no “target”", "1 suggestion left out: only decisions are imported"];
            assert_eq!(incoming.problems, expected);
        }
    }

    #[test]
    fn what_others_write() {
        let quote = json!({"type": "TextQuoteSelector", "exact": "Taxes fell"});
        let refined = json!({"type": "XPathSelector", "value": "/p", "refinedBy": {"type": "TextQuoteSelector", "exact": "fell",
            "refinedBy": {"type": "TextPositionSelector", "start": 1, "end": 3}}});
        let all = json!([
            {"motivation": ["highlighting"], "target": {"source": {"id": "https://example.org/a"}, "selector": quote}},
            {"motivation": "commenting", "bodyValue": "odd", "target": {"source": "https://example.org/a", "selector": [quote]}},
            {"body": "https://example.org/e", "target": {"source": "https://example.org/a", "selector": refined}},
            {"body": {"value": "Claim", "purpose": "classifying", "creator": {"name": "Ada"}}, "target": "https://example.org/a#char=1,5"},
            {"target": "https://example.org/a"},
            {"target": {"source": "https://example.org/a", "selector": {"type": "XPathSelector", "refinedBy": {"type": "TextPositionSelector", "start": 1, "end": 3}}}},
            7,
        ]);
        let lines: String = all.as_array().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        for source in [all.to_string(), lines] {
            let incoming = read_alone(read, &source);
            let items: Vec<_> = incoming.documents.iter().flat_map(|b| &b.records).collect();
            let labels: Vec<_> = items.iter().map(|i| i.label.as_str()).collect();
            assert_eq!(labels, ["highlight", "note", "note", "Claim"]);
            assert_eq!((items[1].fields.note.as_deref(), items[2].fields.evidence.len()), (Some("odd"), 1));
            assert_eq!((items[2].at[0].exact.as_str(), items[3].at[0].at), ("el", Some((1, 5))));
            assert_eq!(items[3].fields.by.as_deref(), Some("Ada"));
            assert_eq!((incoming.documents.len(), incoming.problems.len()), (2, 3), "{incoming:?}");
        }
        assert!(read_with(read, "a", b"{\"a\": 1}", &beside(None)).is_err());
    }
}
