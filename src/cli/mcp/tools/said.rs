//! `who_said_what`: the statements of a document, decided and suggested.

use super::arguments::Arguments;
use super::{Tools, page};
use crate::project::{Source, source};
use sayso_core::annotation::QUOTE;
use sayso_core::export::{Filter, Record, Selected};
use sayso_core::reading::shortened;
use serde_json::{Value, json};

/// Letters of a statement beyond which it is shortened.
const MAX_WORDS: usize = 2_000;

/// Documents that are named where a folder was asked for.
const MAX_NAMED: usize = 30;

pub fn answer(tools: &Tools, arguments: &Arguments<'_>) -> Result<Value, String> {
    let (root, project) = (tools.root()?, tools.project());
    let named = arguments.words("path").unwrap_or_default();
    let path = root.path(named)?;
    if path.is_dir() {
        let documents = source::documents_in(&path).documents;
        let count = documents.len();
        let first: Vec<String> = documents.iter().take(MAX_NAMED).map(|path| root.shown(path)).collect();
        let more = count.saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        return Err(format!("{named} is a folder of {count} documents: {}{more}.", first.join(", ")));
    }
    if !root.holds_annotations(&path, &project) {
        return Err(format!("{named}: its annotations are behind a link that leads out of the root folder."));
    }
    let told = |error: crate::project::Error| root.without(&error.to_string());
    let source = match source::members(&path, &project).map_err(told)? {
        None => Source::File(path),
        Some(mut all) if all.len() == 1 => all.remove(0),
        Some(all) => {
            let first: Vec<String> = all.iter().take(MAX_NAMED).map(|one| root.without(&one.name())).collect();
            return Err(format!("{named} holds {} documents: {}.", all.len(), first.join(", ")));
        }
    };
    let reading = project.open(&source).and_then(|opened| opened.reading(&tools.detector)).map_err(told)?;
    let mut filter = Filter::with(!arguments.is("decided"), false);
    let speaker = arguments.words("speaker").map(|name| format!("speaker:{name}"));
    for only in [Some(format!("label:{QUOTE}")), speaker].into_iter().flatten() {
        filter.only(&only).map_err(|e| e.to_string())?;
    }
    let name = root.without(&source.name());
    let selected = Selected::new(name.clone(), &reading, &filter);
    let (offset, limit) = (arguments.offset(), arguments.limit(100, 500));
    let statements = (0..selected.len()).filter_map(|n| Some(statement(&selected.record(n)?, selected.paragraph(n))));
    let (statements, left_out) = page(statements, offset, limit);
    Ok(json!({
        "document": name,
        "title": reading.document().meta.title,
        "total": selected.len(),
        "statements": statements,
        "left_out": left_out,
    }))
}

/// One statement, without what says nothing.
fn statement(record: &Record, paragraph: Option<usize>) -> Value {
    let suggested = record.status == Some("suggested");
    let mut out = json!({
        "words": shortened(&record.exact, MAX_WORDS),
        "speaker": record.speaker_word(),
        "decided": !suggested,
        "status": record.status,
        "kind": record.kind,
        "form": record.form,
        "at": record.at,
        "paragraph": paragraph,
        "place": record.locator,
        "mention": record.mention,
        "score": record.score.filter(|_| suggested),
        "reason": record.reason.as_ref().filter(|_| suggested),
        "members": (!record.members.is_empty()).then_some(&record.members),
        "check": record.check,
    });
    if let Some(map) = out.as_object_mut() {
        map.retain(|name, value| !value.is_null() || name == "speaker");
    }
    out
}
