//! Label Studio: tasks with regions of a text, what is said of regions, and relations between them. Offsets are code
//! points; the words of a region are in the file too and are believed.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::error::RecordError;
use super::indexed_text::{Counting, IndexedText};
use super::json;
use super::partial_selector::PartialSelector;
use super::placing::place_all;
use super::record_draft::{RecordDraft, normalized, ours};
use super::relations::{SpanNode, SpanRelation, SpanRole, attach};
use super::{ImportSource, ImportedFile, text};
use serde_json::Value;
use std::collections::HashMap;

/// Reads an array of tasks, tasks a line, or one. O(n log n).
///
/// # Errors
/// When it is not JSON or no object of it is a task.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let (rows, problems) = json::values(file.bytes)?;
    let mut out = ImportBuilder::default();
    for problem in problems {
        out.problem(problem);
    }
    if !rows.iter().any(|(_, value)| value.get("data").is_some_and(Value::is_object)) {
        let small = rows.iter().any(|(_, value)| value.get("annotation_id").is_some());
        return Err(ImportError::WrongFormat(if small {
            "this is JSON-MIN, which leaves out some of the annotations: export JSON from Label Studio"
        } else {
            "no object has “data”, as tasks of Label Studio have"
        }));
    }
    for (at, value) in &rows {
        match value.get("data").filter(|data| data.is_object()) {
            Some(data) => task(&at.to_string(), data, value, &mut out),
            None => out.problem(format!("{at}: it has no “data”")),
        }
    }
    Ok(out.finish())
}

/// Whether it is a prediction that sayso wrote.
fn is_own(work: &Value) -> bool {
    json::words(work, "model_version").is_some_and(|version| version.starts_with("sayso "))
}

/// How many suggestions of ours a task brings back.
fn own_suggestions(value: &Value) -> usize {
    let own = json::list(value.get("predictions")).iter().filter(|work| is_own(work));
    // Words of speakers and cues belong to the suggestion they are linked with.
    let is_content =
        |labels: &Vec<&str>| !labels.is_empty() && labels.iter().all(|label| SpanRole::of_label(label).is_none());
    own.flat_map(|work| json::list(work.get("result"))).filter_map(labels).filter(is_content).count()
}

/// Somebody's work on a task; else what another program predicts. Our own predictions are found anew.
fn completions(value: &Value) -> Vec<&Value> {
    let of = |key: &str| {
        json::list(value.get(key)).iter().filter(|a| a.get("result").is_some() && !is_own(a)).collect::<Vec<_>>()
    };
    ["annotations", "completions", "predictions"].into_iter().map(of).find(|all| !all.is_empty()).unwrap_or_default()
}

fn task(at: &str, data: &Value, value: &Value, out: &mut ImportBuilder) {
    let all = completions(value);
    if all.is_empty() {
        out.suggestions(own_suggestions(value));
    }
    let work = || all.iter().filter(|a| a.get("was_cancelled") != Some(&Value::Bool(true)));
    let results: Vec<&Value> = work().flat_map(|a| json::list(a.get("result"))).collect();
    let words = text_of(data, &results);
    let counted = words.map(IndexedText::new);
    let document = json::words(data, "document").or_else(|| json::words(value, "file_upload")).map(str::to_owned);
    let called = document.clone().unwrap_or_else(|| at.to_owned());
    let mut read = Vec::new();
    for one in work() {
        let mut regions = RegionReader { has_text: counted.is_some(), by: who(one), ..RegionReader::default() };
        let results = json::list(one.get("result"));
        // What is said of a region may stand before it.
        for is_region in [true, false] {
            for (number, result) in results.iter().enumerate().filter(|(_, r)| labels(r).is_some() == is_region) {
                if let Err(why) = regions.take(result, out) {
                    out.problem(format!("{at}, result {}: {why}", number + 1));
                }
            }
        }
        for node in &mut regions.nodes {
            node.draft.set("created", json::words(one, "created_at").unwrap_or_default());
            node.draft.set("modified", json::words(one, "updated_at").unwrap_or_default());
        }
        read.push((regions.nodes, regions.links));
    }
    if let Some(text) = &counted {
        // One program counted for all of them.
        let mut numbered = Vec::new();
        for (work, (nodes, _)) in read.iter_mut().enumerate() {
            numbered.extend(std::mem::take(nodes).into_iter().map(|node| NumberedNode { work, node }));
        }
        place_all(&mut numbered, text, Counting::default(), Evidence::Edges, &called, out);
        for NumberedNode { work, node } in numbered {
            if let Some((nodes, _)) = read.get_mut(work) {
                nodes.push(node);
            }
        }
    }
    let drafts = read.into_iter().flat_map(|(nodes, links)| attach(nodes, &links, out)).collect();
    out.add_document(document, counted.map(|text| text.text().to_owned()), drafts);
}

/// A region with the number of the work it is of.
struct NumberedNode {
    work: usize,
    node: SpanNode,
}

impl AsMut<RecordDraft> for NumberedNode {
    fn as_mut(&mut self) -> &mut RecordDraft {
        &mut self.node.draft
    }
}

/// The text that regions are of; none of pages, whose offsets count what a browser shows of them, and of addresses.
fn text_of<'a>(data: &'a Value, results: &[&Value]) -> Option<&'a str> {
    if results.iter().any(|r| json::words(r, "type") == Some("hypertextlabels")) {
        return None;
    }
    let mut named = results.iter().filter(|r| labels(r).is_some()).filter_map(|r| json::words(r, "to_name"));
    let others =
        || data.as_object().into_iter().flatten().filter(|(k, _)| *k != "document").filter_map(|(_, v)| v.as_str());
    let found = named.find_map(|name| json::words(data, name)).or_else(|| json::words(data, "text"));
    found.or_else(|| others().max_by_key(|w| w.len())).filter(|w| !super::record_draft::is_address(w.trim()))
}

/// Where a region is.
enum RegionPlace {
    /// In the text of its task.
    Given(GivenPlace),
    /// In a text that is not in the file.
    Alone(PartialSelector),
}

impl RegionPlace {
    fn put(&self, draft: &mut RecordDraft) {
        match self {
            Self::Given(place) => draft.given.push(place.clone()),
            Self::Alone(place) => draft.record.at.push(place.clone()),
        }
    }
}

/// Who did it.
fn who(work: &Value) -> Option<String> {
    let by = work.get("completed_by")?;
    let named = ["email", "username", "first_name"].into_iter().find_map(|key| json::words(by, key));
    let name = named.or_else(|| by.as_str())?;
    // Of an address what stands before the sign.
    text::person(name.split_once('@').map_or(name, |(name, _)| name))
}

/// The labels of a region; none of what is no region.
fn labels(result: &Value) -> Option<Vec<&str>> {
    let kind = json::words(result, "type")?;
    let value = result.get("value")?;
    let all = json::list(Some(value.get(kind).filter(|_| kind.ends_with("labels"))?));
    Some(all.iter().filter_map(Value::as_str).collect())
}

#[derive(Default)]
struct RegionReader {
    /// Whether the text is known that places are of.
    has_text: bool,
    by: Option<String>,
    nodes: Vec<SpanNode>,
    /// Numbers of the records of each region.
    numbers: HashMap<String, Vec<usize>>,
    links: Vec<SpanRelation>,
}

impl RegionReader {
    fn take(&mut self, result: &Value, out: &mut ImportBuilder) -> Result<(), RecordError> {
        match (labels(result), json::words(result, "type")) {
            (Some(labels), _) => self.region(&labels, result),
            (None, Some("relation")) => self.relation(result, out),
            (None, Some(_)) => self.said(result, out),
            (None, None) => Err("it has no “type”".into()),
        }
    }

    fn region(&mut self, labels: &[&str], result: &Value) -> Result<(), RecordError> {
        let id = json::words(result, "id").ok_or("it has no “id”")?;
        let place = self.place(result.get("value").unwrap_or(&Value::Null))?;
        // Ids that end in `.2` are further pieces of one record.
        let key = whole(id);
        if ours(key).is_some() && self.goes_on(key, labels, &place) {
            return Ok(());
        }
        if labels.is_empty() {
            return Err("the region has no label".into());
        }
        for (n, label) in labels.iter().enumerate() {
            let mut draft = RecordDraft::new(label);
            place.put(&mut draft);
            draft.called = format!("region {id}");
            draft.record.id = ours(key).filter(|_| n == 0);
            draft.record.fields.by.clone_from(&self.by);
            draft.set("score", &json::plainly(result, "score").unwrap_or_default());
            for (name, value) in result.get("meta").and_then(Value::as_object).into_iter().flatten() {
                let words: Vec<String> = json::list(Some(value)).iter().filter_map(json::as_words).collect();
                // Notes on regions stand under `text`.
                draft.set(if name == "text" { "note" } else { name }, &words.join("\n"));
            }
            self.numbers.entry(key.to_owned()).or_default().push(self.nodes.len());
            self.nodes.push(SpanNode { key: key.to_owned(), draft });
        }
        Ok(())
    }

    /// Adds a piece to the records of a region that have these labels; false where there are none.
    fn goes_on(&mut self, key: &str, labels: &[&str], place: &RegionPlace) -> bool {
        let mut any = false;
        for number in self.numbers.get(key).into_iter().flatten() {
            let Some(node) = self.nodes.get_mut(*number) else { continue };
            if labels.is_empty() || labels.contains(&node.draft.record.label.as_str()) {
                place.put(&mut node.draft);
                any = true;
            }
        }
        any
    }

    fn place(&self, value: &Value) -> Result<RegionPlace, RecordError> {
        let words = json::words(value, "text").map(|w| w.replace("\\n", "\n"));
        let range = |v: &Value| Some((json::number(v.get("start"))?, json::number(v.get("end"))?));
        // Offsets of a page count inside an element, but for the global ones; those of a dialogue number its turns.
        let inside = value.get("startOffset").is_some();
        let at = if inside { value.get("globalOffsets").and_then(range) } else { range(value) };
        match (self.has_text, at) {
            (true, Some(at)) => {
                let words = words.map_or(GivenWords::Unsaid, GivenWords::Whole);
                Ok(RegionPlace::Given(GivenPlace { pieces: vec![at], words }))
            }
            (_, at) => PartialSelector::given(at, words.as_deref().unwrap_or_default())
                .map(RegionPlace::Alone)
                .ok_or_else(|| "it has neither words (“text”) nor a place that counts from the beginning".into()),
        }
    }

    fn relation(&mut self, result: &Value, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let end = |key: &str| json::words(result, key).map(whole);
        let (Some(from), Some(to)) = (end("from_id"), end("to_id")) else {
            return Err("a relation has “from_id” and “to_id”".into());
        };
        let names: Vec<&str> = json::list(result.get("labels")).iter().filter_map(Value::as_str).collect();
        let Some(role) = names.iter().find_map(|name| SpanRole::of_relation(name)) else {
            out.unsupported(format!("relation {}", names.join(", ")).trim());
            return Ok(());
        };
        let at = format!("relation of {from}");
        self.links.push(SpanRelation { from: from.to_owned(), to: to.to_owned(), role, at });
        Ok(())
    }

    /// What is said of a region: choices, free words, stars.
    fn said(&mut self, result: &Value, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let kind = json::words(result, "type").unwrap_or_default();
        let name = json::words(result, "from_name").unwrap_or(kind);
        let value = result.get("value").unwrap_or(&Value::Null);
        let found = [kind, "choices", "text"].into_iter().find_map(|key| value.get(key));
        let words: Vec<String> = json::list(found).iter().filter_map(json::as_words).collect();
        let id = json::words(result, "id").map(whole).unwrap_or_default();
        let Some(numbers) = self.numbers.get(id) else {
            out.unsupported(&format!("{name} of a whole text"));
            return Ok(());
        };
        if words.is_empty() {
            return Err(format!("the value of {name} is not understood").into());
        }
        let between = if normalized(name) == "note" || normalized(name) == "evidence" { "\n" } else { "; " };
        for number in numbers {
            if let Some(node) = self.nodes.get_mut(*number) {
                node.draft.set(name, &words.join(between));
            }
        }
        Ok(())
    }
}

/// The record of which a region is a piece.
fn whole(id: &str) -> &str {
    id.split_once('.').map_or(id, |(whole, _)| if ours(whole).is_some() { whole } else { id })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SHARED, beside, read_alone, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;
    use crate::kinds::Kind;
    use serde_json::json;

    const ID: &str = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";

    fn region(id: &str, start: &Value, end: u32, words: &str, labels: &[&str]) -> Value {
        json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": words, "labels": labels}})
    }

    fn said(id: &str, name: &str, kind: &str, value: &Value) -> Value {
        json!({"id": id, "from_name": name, "to_name": "text", "type": kind, "value": {kind: value}})
    }

    #[test]
    fn what_sayso_writes() {
        let result = json!([
            said(ID, "speaker", "textarea", &json!(["Jane A. Doe"])),
            region(ID, &json!(1), 11, "Taxes fell", &["Quote"]),
            region(&format!("{ID}.2"), &json!("14"), 19, "by 5%", &["Quote"]),
            region("s", &json!(22), 30, "Jane Doe", &["Speaker"]),
            {"type": "relation", "from_id": ID, "to_id": "s", "direction": "right", "labels": ["said_by"]},
            {"type": "relation", "from_id": ID, "to_id": "nowhere", "labels": ["said_by"]},
            {"type": "relation", "from_id": ID, "to_id": "s", "labels": ["coref"]},
            said(ID, "kind", "choices", &json!(["mixed"])), said(ID, "note", "textarea", &json!(["one", "two"])),
            said(ID, "tone", "choices", &json!(["dry", "sharp"])), said("t", "topic", "choices", &json!(["tax"])),
        ]);
        let tasks = json!([{"data": {"text": SHARED, "document": "a.txt"}, "annotations": [
            {"completed_by": {"id": 1, "email": "ada@example.org"}, "result": result}, {"was_cancelled": true, "result": result}]}]);
        let incoming = read_alone(read, &tasks.to_string());
        let batch = &incoming.documents[0];
        let [item] = batch.records.as_slice() else { panic!("{incoming:?}") };
        assert_eq!(
            (batch.document.as_deref(), batch.text.as_deref(), item.id.as_deref()),
            (Some("a.txt"), Some(SHARED), Some(ID))
        );
        assert_eq!(item.at.iter().map(|p| p.at.unwrap()).collect::<Vec<_>>(), [(1, 11), (14, 19)]);
        assert_eq!(
            (item.speaker.as_ref(), item.fields.kind),
            (Some(&ImportedSpeaker::named("Jane A. Doe")), Some(Kind::Mixed))
        );
        assert_eq!((item.fields.note.as_deref(), item.fields.by.as_deref()), (Some("one\ntwo"), Some("ada")));
        assert_eq!((item.fields.attributes["tone"].as_str(), item.source.is_some()), ("dry; sharp", true));
        assert_eq!(incoming.problems.len(), 3, "{:?}", incoming.problems);
    }

    #[test]
    fn what_others_write() {
        let hyper = json!({"id": "h", "to_name": "page", "type": "hypertextlabels", "value": {"start": "/p[1]/text()[1]", "end": "/p[1]/text()[1]",
            "startOffset": 1, "endOffset": 5, "globalOffsets": {"start": 3, "end": 7}, "text": "axes", "hypertextlabels": ["Claim", "Quote"]}});
        let lost =
            json!({"id": "i", "type": "hypertextlabels", "value": {"startOffset": 1, "hypertextlabels": ["Claim"]}});
        let tasks = json!([
            {"data": {"page": "<p>Taxes</p>"}, "completions": [{"completed_by": "bob", "result": [hyper, lost, {"x": 1}]}]},
            {"data": {"body": SHARED, "url": "x"}, "predictions": [{"result": [region("a", &json!(23), 31, "Jane Doe", &["PER"]), region("b", &json!(1), 99, "", &["X"])]}]},
            {"data": {"text": "https://example.org/a"}, "annotations": [{"result": [region("a", &json!(3), 7, "words", &["PER"])]}]},
            {"id": 4},
        ]);
        let incoming = read_alone(read, &tasks.to_string());
        let [page, plain, address] = incoming.documents.as_slice() else { panic!("{incoming:?}") };
        assert_eq!((page.text.as_ref(), page.records.len(), page.records[0].at[0].at), (None, 2, Some((3, 7))));
        assert_eq!((plain.text.as_deref(), plain.records[0].at[0].at), (Some(SHARED), Some((22, 30))));
        assert_eq!((address.text.as_ref(), address.records[0].at[0].exact.as_str()), (None, "words"));
        assert_eq!(incoming.problems.len(), 4, "{:?}", incoming.problems);
        let lines: String = tasks.as_array().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert_eq!(read_alone(read, &lines).documents, incoming.documents);
        let small = read_with(read, "a", b"[{\"text\": \"x\", \"annotation_id\": 1}]", &beside(None));
        assert!(small.unwrap_err().to_string().contains("JSON-MIN"));
    }
}
