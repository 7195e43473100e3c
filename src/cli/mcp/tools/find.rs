//! `find`: words in many documents, with who says them. No index is asked, since none is kept for whoever only reads.

use super::arguments::Arguments;
use super::{MAX_ANSWER, Tools};
use crate::cli::find::{documents, line};
use crate::project::index::{Answer, Ask};
use sayso_core::library::find::CharCount;
use sayso_core::library::{FindQuery, Within, query};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long documents are looked into.
const LONGEST: Duration = Duration::from_secs(20);

pub fn answer(tools: &Tools, arguments: &Arguments<'_>) -> Result<Value, String> {
    let (root, project) = (tools.root()?, tools.project());
    let query = query(arguments)?;
    let limit = arguments.limit(20, 200);
    let path = root.path(arguments.words("path").unwrap_or("."))?;
    let told = |failure: crate::cli::Failure| root.without(failure.message().unwrap_or_default());
    let mut paths = documents(&project, &path, "find").map_err(told)?;
    paths.retain(|path| root.holds_annotations(path, &project));
    let end = Instant::now() + LONGEST;
    let is_wanted = || Instant::now() < end;
    let ask = Ask::new(&project, &query, usize::MAX).map_err(|e| format!("{e}."))?.while_wanted(&is_wanted);
    let (mut results, mut more, mut bytes, mut unread) = (Vec::new(), 0, 0, 0);
    ask.documents(&paths, &mut |answer| {
        match answer {
            Answer::NotRead(..) => unread += 1,
            Answer::Found(found) => {
                let (name, mut chars) = (root.without(&found.path.display().to_string()), CharCount::new(&found.text));
                for find in &found.finds {
                    if results.len() >= limit || bytes > MAX_ANSWER {
                        more += 1;
                        continue;
                    }
                    let value = json!(line(&name, &found, find, &mut chars));
                    bytes += value.to_string().len();
                    results.push(value);
                }
            }
        }
        results.len() < limit && bytes <= MAX_ANSWER
    });
    let is_late = Instant::now() >= end;
    let is_full = results.len() >= limit || bytes > MAX_ANSWER;
    let note = match (is_late, is_full) {
        (true, _) => Some("Not every document was looked into: it took too long. Name a folder or a document."),
        (_, true) => {
            Some("There may be more in documents that were not looked into: ask for less, or with a higher limit.")
        }
        _ => None,
    };
    Ok(json!({"documents": paths.len(), "unreadable": unread, "results": results, "left_out": more, "note": note}))
}

fn query(arguments: &Arguments<'_>) -> Result<FindQuery, String> {
    let told = |error: query::QueryError| format!("{error}.");
    let mut asked = FindQuery::parse(arguments.words("words").unwrap_or_default()).map_err(told)?;
    asked.by.extend(arguments.words("speaker").map(str::to_owned));
    asked.within = match arguments.words("in") {
        None => asked.within,
        Some("quotes") => Within::Quotes,
        Some("claims") => Within::Claims,
        Some("text") => Within::Text,
        Some(other) => return Err(format!("in is quotes, claims or text, not {other}.")),
    };
    if let Some(day) = arguments.words("since") {
        asked.since = Some(query::day(day, false).map_err(told)?);
    }
    if let Some(day) = arguments.words("until") {
        asked.until = Some(query::day(day, true).map_err(told)?);
    }
    if asked.is_empty() { Err(told(query::QueryError::Empty)) } else { Ok(asked) }
}
