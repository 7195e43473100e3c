//! SARIF 2.1.0: what builds and code hosts read, one result a quotation.

mod rules;

use super::{Standing, diff_in_words, reason, told};
use crate::document::sha256;
use crate::export::json;
use crate::export::reference::reference;
use crate::sanitize::visible;
use crate::verify::{Check, Compared, Place, Region, Side, Verdict, Verification};
use rules::{Level, Rule};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Of more files than these only those are artifacts of which something is told.
const MANY: usize = 500;
/// Most characters of a quotation in a message.
const MAX_QUOTE: usize = 160;

/// One run as one line of JSON. Paths are taken as relative to the working folder unless they begin at the root. `all`: whether
/// sound quotations are results too. O(n).
pub fn write(found: &Verification, all: bool) -> Vec<u8> {
    let files = Files::of(found);
    let rules = rules::all();
    let told = found.checks.iter().filter(|check| all || Standing::of(check) != Standing::Sound);
    let results: Vec<Value> = told.map(|check| result(check, &rules, &files)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "sayso",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(described).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications(found, &files),
            }],
            "artifacts": files.artifacts,
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut out = Vec::new();
    // Into memory nothing fails.
    let _ = json::line(&mut out, &log);
    out
}

/// The files that were compared.
struct Files {
    artifacts: Vec<Value>,
    numbers: HashMap<String, usize>,
}

impl Files {
    fn of(found: &Verification) -> Self {
        let mut files = Self { artifacts: Vec::new(), numbers: HashMap::new() };
        let told = told(found);
        let documents: usize = found.folders.iter().map(|folder| folder.documents).sum();
        let is_large = documents.max(found.sources.len() + found.elsewhere.len()) > MANY;
        for (role, compared) in [
            ("analysisTarget", &found.articles),
            ("referencedOnCommandLine", &found.sources),
            ("referencedOnCommandLine", &found.elsewhere),
        ] {
            let is_article = role == "analysisTarget";
            for file in compared.iter().filter(|file| !is_large || is_article || told.contains(file.name.as_str())) {
                files.add(role, file);
            }
        }
        files
    }

    fn add(&mut self, role: &str, file: &Compared) {
        if self.numbers.contains_key(&file.name) {
            return;
        }
        let mut artifact = json!({"location": {"uri": uri(&file.name)}, "roles": [role]});
        if !file.sha256.is_empty() {
            put(&mut artifact, "hashes", json!({"sha-256": file.sha256}));
        }
        self.numbers.insert(file.name.clone(), self.artifacts.len());
        self.artifacts.push(artifact);
    }

    fn location(&self, name: &str) -> Value {
        let mut location = json!({"uri": uri(name)});
        if let Some(number) = self.numbers.get(name) {
            put(&mut location, "index", json!(number));
        }
        location
    }
}

/// A path as a URI reference: RFC 3986 has ASCII alone.
fn uri(name: &str) -> String {
    use std::fmt::Write as _;
    let begins = if name.starts_with('/') { "file://" } else { "" };
    let path = reference(name);
    path.bytes().fold(begins.to_owned(), |mut out, byte| {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn put(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.short},
        "help": {"text": format!("{} {}", rule.short, rule.help)},
        "defaultConfiguration": {"level": rule.level.word()},
        "properties": {"tags": ["quotation", rule.verdict.word()]},
    })
}

/// Sources that are there and cannot be read.
fn notifications(found: &Verification, files: &Files) -> Vec<Value> {
    let told = found.unreadable.iter().map(|source| {
        json!({
            "level": "warning",
            "descriptor": {"id": format!("sayso/{}", source.kind.word())},
            "message": {"text": plain(&format!("{}: {}", source.source, reason(source)))},
            "locations": [{"physicalLocation": {"artifactLocation": files.location(&source.source)}}],
        })
    });
    told.collect()
}

fn result(check: &Check, rules: &[Rule], files: &Files) -> Value {
    let id = format!("sayso/{}", check.rule());
    let rule = rules.iter().position(|rule| rule.id == id);
    // What is no failure has no level.
    let (kind, level) = match (check.verdict.side(), Standing::of(check)) {
        (Side::Open, _) => ("open", Level::None),
        (Side::Sound, Standing::Finding) => ("fail", Level::Note),
        (Side::Sound, _) => ("pass", Level::None),
        (Side::Finding, _) => ("fail", Level::of(check.verdict, check.kind)),
    };
    let related = related(check, files);
    let mut result = json!({
        "ruleId": id,
        "kind": kind,
        "level": level.word(),
        "message": {"text": message(check, !related.is_empty())},
        "locations": [here(check, files)],
        "partialFingerprints": {"saysoQuotation/v1": fingerprint(check)},
        "properties": properties(check),
    });
    if let Some(number) = rule {
        put(&mut result, "ruleIndex", json!(number));
    }
    if !related.is_empty() {
        put(&mut result, "relatedLocations", Value::Array(related));
    }
    if let Some(reason) = check.allowed.as_ref().filter(|_| check.verdict.side() != Side::Sound) {
        put(&mut result, "suppressions", json!([{"kind": "external", "justification": plain(reason)}]));
    }
    result
}

/// Words of a document in a message: nothing in them is a link, and nothing drives a terminal.
fn plain(words: &str) -> String {
    visible(words).replace("](", "] (")
}

/// What is found out, in a few sentences; the place in the source leads to the first of the related locations.
fn message(check: &Check, has_place: bool) -> String {
    let mut quote: String = check.quote.chars().take(MAX_QUOTE).collect();
    if quote.len() < check.quote.len() {
        quote.push('…');
    }
    let speaker = check.speaker.as_ref().filter(|who| !who.name.is_empty());
    let speaker = speaker.map(|who| format!(", {}", plain(&who.name))).unwrap_or_default();
    let meaning = rules::meaning(check.verdict, check.kind);
    // Of what is altered the comparison says more.
    let told = |why: &&str| {
        !why.is_empty() && check.verdict != Verdict::Altered && !why.eq_ignore_ascii_case(meaning.trim_end_matches('.'))
    };
    let why = Some(check.why.trim_end_matches('.')).filter(told);
    let why = why.map(|why| format!(" {}.", plain(&capitalised(why)))).unwrap_or_default();
    let place = check.source.as_ref().zip(check.place.as_ref()).filter(|_| has_place);
    let place = place.map(|(source, place)| in_source(check, source, place)).unwrap_or_default();
    format!("“{}”{speaker}: {meaning}{why}{place}", plain(&quote))
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Where the words are in the source, who says them there, and how they differ.
fn in_source(check: &Check, source: &str, place: &Place) -> String {
    // Brackets in the words of a link are escaped.
    let words = format!("{source}, {}", place.words);
    let words = visible(&words).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let speaker = check.speaker_there.as_ref().map(|name| format!(", {}", plain(name))).unwrap_or_default();
    let differs = check.diff.iter().any(|part| part.sign() != "=");
    let there = if differs { Some(diff_in_words(&check.diff)) } else { check.there.clone() };
    let there = there.map(|there| format!(": {}", plain(&there))).unwrap_or_default();
    format!(" In the source, [{words}](1){speaker}{there}")
}

/// Where the quotation is in the article: in a text file by line and column, else by paragraph.
fn here(check: &Check, files: &Files) -> Value {
    let mut physical = json!({"artifactLocation": files.location(&check.article)});
    if let Some(region) = check.region {
        put(&mut physical, "region", lines(region));
    }
    json!({
        "physicalLocation": physical,
        "logicalLocations": [{"name": format!("¶{}", check.paragraph), "kind": "paragraph"}],
    })
}

fn lines(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

/// Where the words, their pieces, and the same words are in sources.
fn related(check: &Check, files: &Files) -> Vec<Value> {
    let whole = check.source.iter().zip(&check.place).map(|(source, place)| (source, place, &check.speaker_there));
    let pieces = check.pieces.iter().map(|piece| (&piece.source, &piece.place, &piece.speaker_there));
    let others = check.others.iter().map(|other| (&other.source, &other.place, &other.speaker_there));
    let all = whole.chain(pieces).chain(others).enumerate();
    all.map(|(before, (source, place, speaker))| there(before + 1, source, place, speaker.as_deref(), files)).collect()
}

fn there(id: usize, source: &str, place: &Place, speaker: Option<&str>, files: &Files) -> Value {
    let speaker = speaker.map(|name| format!(", {name}")).unwrap_or_default();
    json!({
        "id": id,
        "message": {"text": plain(&format!("{source}, {}{speaker}", place.words))},
        "physicalLocation": {"artifactLocation": files.location(source)},
        "logicalLocations": [{"name": plain(&place.words), "kind": "paragraph"}],
    })
}

/// The words without marks and case, and the rule: the same wherever the quotation is moved to.
fn fingerprint(check: &Check) -> String {
    let words = check.quote.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let folded: Vec<String> = words.map(|word| word.chars().flat_map(char::to_lowercase).collect()).collect();
    sha256(format!("{}\n{}", folded.join(" "), check.rule()).as_bytes())
}

/// What the other formats have too.
fn properties(check: &Check) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            out.insert(key.to_owned(), value);
        }
    };
    put("verdict", json!(check.verdict.word()));
    put("kinds", json!(check.kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>()));
    put("quote", json!(check.quote));
    put("speaker", json!(check.speaker.as_ref().map(|who| &who.name)));
    put("speakerThere", json!(check.speaker_there));
    put("speakerOk", json!(check.speaker_ok));
    put("similarity", json!(check.similarity));
    put("folded", json!(check.folded.iter().map(|fold| fold.word()).collect::<Vec<_>>()));
    put("notes", json!(check.notes.iter().map(|note| note.word()).collect::<Vec<_>>()));
    put("time", json!(check.place.as_ref().and_then(|place| place.time)));
    put("leftOut", json!(check.left_out));
    out
}
