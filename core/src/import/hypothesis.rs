//! Hypothesis: what its API gives and what its client exports. Its offsets are UTF-16 units of the text of the page,
//! which is not in the file: they are kept as a hint, the words decide.

use super::ImportError;
use super::builder::ImportBuilder;
use super::error::RecordError;
use super::json;
use super::partial_selector::PartialSelector;
use super::record_draft::{RecordDraft, is_address};
use super::{ImportSource, ImportedFile, text};
use crate::annotation::{CHECK, EVIDENCE, UNSIGNED};
use serde_json::Value;

/// Reads rows of the API, an export of the client, an array of annotations, or one. O(n).
///
/// # Errors
/// When it is not JSON or holds no annotation.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let (values, problems) = json::values(file.bytes)?;
    let mut out = ImportBuilder::of_single_pieces();
    for problem in problems {
        out.problem(problem);
    }
    let mut any = false;
    for (at, value) in &values {
        let inner = value.get("rows").or_else(|| value.get("annotations"));
        let rows = inner.map_or(std::slice::from_ref(value), |rows| json::list(Some(rows)));
        any |= inner.is_some();
        for (number, row) in rows.iter().enumerate() {
            any |= row.get("uri").is_some() || row.get("target").is_some();
            let id = || json::words(row, "id").map(|id| format!("annotation {id}"));
            let called = || {
                id().unwrap_or_else(
                    || if inner.is_some() { format!("annotation {}", number + 1) } else { at.to_string() },
                )
            };
            match draft(row) {
                Ok(draft) => out.add(document(row), draft),
                Err(why) => out.problem(format!("{}: {why}", called())),
            }
        }
    }
    if any {
        Ok(out.finish_in_utf16())
    } else {
        Err(ImportError::WrongFormat("no object has “uri” and “target”, as annotations of Hypothesis have"))
    }
}

/// The comment: paragraphs that are an address and nothing else are evidence.
fn said(comment: &str, draft: &mut RecordDraft) {
    let link = |p: &str| p.strip_prefix('<').and_then(|p| p.strip_suffix('>')).is_some_and(is_address);
    let is_evidence = |p: &&str| link(p.trim()) || p.trim().starts_with(EVIDENCE);
    let (evidence, words): (Vec<&str>, Vec<&str>) = comment.split("\n\n").partition(is_evidence);
    draft.note(&words.join("\n\n"));
    for paragraph in evidence {
        let paragraph = paragraph.trim();
        draft.note_or_evidence(if link(paragraph) { paragraph.trim_matches(['<', '>']) } else { paragraph });
    }
}

fn document(row: &Value) -> Option<String> {
    let target = json::list(row.get("target")).first().and_then(|t| json::words(t, "source"));
    json::words(row, "uri").or(target).and_then(text::document)
}

fn draft(row: &Value) -> Result<RecordDraft, RecordError> {
    let target = json::list(row.get("target"));
    let selectors: Vec<&Value> = target.iter().flat_map(|t| json::list(t.get("selector"))).collect();
    let of = |kind: &str| selectors.iter().copied().find(|s| json::words(s, "type") == Some(kind));
    let quote = of("TextQuoteSelector");
    let words = |key: &str| quote.and_then(|q| q.get(key)).and_then(Value::as_str).unwrap_or_default();
    let position = of("TextPositionSelector");
    let range = position.and_then(|p| Some((json::number(p.get("start"))?, json::number(p.get("end"))?)));
    let Some(place) = PartialSelector::given(range, words("exact")) else {
        let is_reply = !json::list(row.get("references")).is_empty();
        let what = if is_reply { "it is a reply to another annotation" } else { "it is a note on the whole page" };
        return Err(format!("{what}, which cannot be imported").into());
    };
    let note = json::words(row, "text");
    let mut draft = RecordDraft::new("");
    draft.record.at =
        vec![PartialSelector { prefix: words("prefix").to_owned(), suffix: words("suffix").to_owned(), ..place }];
    tags(row, &mut draft);
    if draft.record.label.is_empty() {
        let label = if note.is_some() { "note" } else { "highlight" };
        label.clone_into(&mut draft.record.label);
    }
    said(note.unwrap_or_default(), &mut draft);
    // One of theirs is no UUID.
    draft.set("id", json::words(row, "id").unwrap_or_default());
    draft.set("created", json::words(row, "created").unwrap_or_default());
    let updated = json::words(row, "updated").filter(|u| json::words(row, "created") != Some(*u));
    draft.set("modified", updated.unwrap_or_default());
    if draft.record.fields.by.is_none() {
        draft.record.fields.by = json::words(row, "user").and_then(text::person).filter(|by| by != UNSIGNED);
    }
    Ok(draft)
}

/// The fields that stand in tags as `speaker:NAME`; the first other tag is the label.
fn tags(row: &Value, draft: &mut RecordDraft) {
    const FIELDS: [&str; 10] =
        ["speaker", "speaker_id", "speaker_kind", "rating", "kind", "form", "status", "by", "evidence", CHECK];
    let mut plain = Vec::new();
    for tag in json::list(row.get("tags")).iter().filter_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty()) {
        match tag.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
            Some(("label", value)) if !value.is_empty() => value.clone_into(&mut draft.record.label),
            Some((name, value)) if FIELDS.contains(&name) => draft.set(name, value),
            Some((name, value)) if !value.is_empty() && !value.starts_with("//") && !name.contains(' ') => {
                draft.attribute(name, value);
            }
            _ => plain.push(tag),
        }
    }
    for tag in plain {
        if draft.record.label.is_empty() {
            tag.clone_into(&mut draft.record.label);
        } else if draft.record.label != tag {
            draft.attribute("tag", tag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{beside, read_alone, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;
    use crate::kinds::Kind;

    const ROW: &str = "{\"id\":\"x\",\"uri\":\"file:///home/ada/a%20b.txt\",\"text\":\"check ONS\",\"user\":\"acct:ada@example.org\",\
        \"created\":\"2026-11-24T08:00:00Z\",\"updated\":\"2026-11-25T08:00:00Z\",\
        \"tags\":[\"quote\",\"speaker:Jane Doe\",\"kind:direct\",\"checked\",\"odd\",\"topic:tax\"],\
        \"target\":[{\"source\":\"file:///x\",\"selector\":[{\"type\":\"RangeSelector\"},{\"type\":\"TextPositionSelector\",\"start\":1,\"end\":20},\
        {\"type\":\"TextQuoteSelector\",\"exact\":\"Taxes fell 😊 by 5%\",\"prefix\":\"“\",\"suffix\":\",”\"}]}]}";

    #[test]
    fn rows_exports_arrays_and_one() {
        let export = format!(
            "{{\"export_date\":\"x\",\"export_userid\":\"x\",\"client_version\":\"1\",\"annotations\":[{ROW}]}}"
        );
        for source in [format!("{{\"total\":1,\"rows\":[{ROW}]}}"), export, format!("[{ROW}]"), ROW.to_owned()] {
            let incoming = read_alone(read, &source);
            assert!(incoming.problems.is_empty());
            let batch = &incoming.documents[0];
            let item = &batch.records[0];
            assert_eq!((batch.document.as_deref(), item.label.as_str()), (Some("/home/ada/a b.txt"), "quote"));
            assert_eq!((item.at[0].at, item.at[0].prefix.as_str()), (Some((1, 20)), "“"));
            assert_eq!(
                (item.speaker.as_ref(), item.fields.kind),
                (Some(&ImportedSpeaker::named("Jane Doe")), Some(Kind::Direct))
            );
            assert_eq!((item.fields.by.as_deref(), item.fields.note.as_deref()), (Some("ada"), Some("check ONS")));
            assert_eq!(
                (item.fields.attributes["tag"].as_str(), item.fields.attributes["topic"].as_str()),
                ("checked; odd", "tax")
            );
            assert_eq!(item.fields.modified.as_deref(), Some("2026-11-25T08:00:00Z"));
        }
    }

    #[test]
    fn annotations_without_tags_and_without_places() {
        let selector = "\"target\":[{\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":\"words\"}]}]";
        let source = format!(
            "[{{\"uri\":\"https://example.org/a\",\"text\":\"\",{selector}}},{{\"uri\":\"https://example.org/a\",\"text\":\"n\",{selector}}},\
            {{\"id\":\"p\",\"uri\":\"https://example.org/a\",\"text\":\"page\",\"target\":[{{\"source\":\"x\"}}]}},\
            {{\"uri\":\"x\",\"references\":[\"p\"],\"text\":\"reply\",\"target\":[]}},7]"
        );
        let incoming = read_alone(read, &source);
        let labels: Vec<_> = incoming.documents[0].records.iter().map(|i| i.label.as_str()).collect();
        assert_eq!(labels, ["highlight", "note"]);
        assert_eq!(incoming.problems.len(), 3);
        assert!(incoming.problems[0].starts_with("annotation p: it is a note on the whole page"));
        assert!(read_with(read, "a", b"{\"a\": 1}", &beside(None)).is_err());
    }
}
