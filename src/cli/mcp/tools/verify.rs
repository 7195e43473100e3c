//! `verify`: every quotation of an article against its sources.

use super::arguments::Arguments;
use super::{Tools, page};
use crate::cli::Failure;
use crate::cli::verify::sources::{Reader, Sources};
use crate::project::{Source, source};
use sayso_core::annotation::Set;
use sayso_core::document::Document;
use sayso_core::export::verify::{NOT_ANSWERED, Report};
use sayso_core::reading::Reading;
use sayso_core::verify::{Allow, Article, Check, Verification, Verifier, accept};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// Most documents that an article is held against.
const MAX_SOURCES: usize = 500;

pub fn answer(tools: &Tools, arguments: &Arguments<'_>) -> Result<Value, String> {
    let (root, project) = (tools.root()?, tools.project());
    let told = |failure: Failure| root.without(failure.message().unwrap_or("A source cannot be read."));
    let against: Vec<PathBuf> = arguments.list("against").map(|path| root.path(path)).collect::<Result<_, _>>()?;
    let count: usize =
        against.iter().map(|path| if path.is_dir() { source::documents_in(path).documents.len() } else { 1 }).sum();
    if count > MAX_SOURCES {
        return Err(format!(
            "These are {count} sources: at most {MAX_SOURCES} are compared. Name those that are quoted."
        ));
    }
    let (name, articles, reading) = match (arguments.words("article"), arguments.words("text")) {
        (Some(path), None) => {
            let path = root.path(path)?;
            if !root.holds_annotations(&path, &project) {
                return Err("Its annotations are behind a link that leads out of the root folder.".to_owned());
            }
            let opened = project.open(&Source::File(path.clone())).and_then(|opened| opened.reading(&tools.detector));
            let reading = opened.map_err(|e| root.without(&e.to_string()))?;
            (root.shown(&path), vec![path], reading)
        }
        (None, Some(text)) => {
            let document = Document::verbatim(text);
            let found = tools.detector.extract(&document);
            let reading = Reading::new(Arc::new(document), Arc::new(found), Set::default());
            ("text".to_owned(), Vec::new(), reading)
        }
        _ => return Err("Name the article by its path (article) or give its text (text).".to_owned()),
    };
    let reader =
        Reader { project, detector: &tools.detector, marks: &tools.marks, articles, jobs: None, reads_all: true };
    let sources = Sources::at(&against, &reader).map_err(told)?;
    let article = Article::new(&name, &reading, &tools.marks, false, None);
    let verifier = Verifier::new(&sources.read, [], &sources.unreadable, false);
    let mut checks: Vec<Check> = (0..article.quotations().len()).filter_map(|n| verifier.check(&article, n)).collect();
    let mut allow = Allow::parse(Allow::DEFAULT).map_err(|e| format!("{e}."))?;
    for check in &mut checks {
        allow.apply(check);
    }
    accept(reading.document(), &mut checks, reading.set().checks());
    let (total, findings) = (checks.len(), checks.iter().filter(|check| check.is_problem()).count());
    if arguments.is("findings") {
        checks.retain(Check::is_problem);
    }
    let told = Report::Jsonl.write(&Verification { checks, ..Verification::default() });
    let lines = String::from_utf8_lossy(&told);
    let quotations = lines.lines().filter_map(|line| serde_json::from_str::<Value>(&root.without(line)).ok());
    let (quotations, left_out) = page(quotations, arguments.offset(), arguments.limit(50, 200));
    let unreadable: Vec<String> = sources.unreadable.iter().map(|unread| root.without(&unread.message)).collect();
    Ok(json!({
        "article": name,
        "sources": sources.compared.len(),
        "unreadable": unreadable,
        "total": total,
        "findings": findings,
        "quotations": quotations,
        "left_out": left_out,
        "note": NOT_ANSWERED,
    }))
}
