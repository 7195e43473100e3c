//! What a person looks for: the first line is a question, the rest a text.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, SAMPLES};
use crate::{seeds, spans};
use sayso_core::library::{DocumentRecord, FindQuery, Finder};
use sayso_core::search::Query;
use sayso_core::span::Span;

pub const TARGET: Target =
    Target { name: "search", doc: "a question, and a text behind its line", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let (line, text) = Dice::line(bytes);
    let reading = documents::reading(&String::from_utf8_lossy(text), "a.txt");
    let text = reading.document().text();
    for (word, regex) in [(false, false), (true, false), (false, true), (true, true)] {
        let query = Query { text: line.clone(), word, regex, narrowed: None };
        let Ok(Some(pattern)) = query.pattern() else { continue };
        let found = pattern.all(text);
        spans::check_all(text, &found, "a match");
        assert_eq!(pattern.first(text), found.first().copied(), "the first of all");
        if let Some(near) = pattern.near(text, text.len() as u32 / 2) {
            spans::check(text, near, "a match near");
        }
    }
    if let Ok(query) = FindQuery::parse(&line) {
        query.plan();
        let finder = Finder::new(&query);
        if let Ok(finder) = finder {
            let record = DocumentRecord::of(&reading);
            for find in finder.matches(&record, text, 50) {
                spans::check(text, find.context(&record, text), "the words around a find");
            }
        }
    }
    reading.document().named_place(&line).inspect(|at| spans::check(text, Span::new(*at, *at), "a place by its name"));
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let questions = [
        "harbour",
        "/(vote|council)\\w*/",
        "\"the harbour\" vote near:5",
        "@grey #quote in:quotes since:2024-01-01 until:2027 rating:false",
        "É'“né",
        "by:ada claims",
        "\\d+ (?i)x{2,3}$",
        "3",
        "p. 2",
        "50%",
    ];
    let seed = |(number, question): (usize, &&str)| {
        let text = SAMPLES[number % SAMPLES.len()].1;
        let part = text.get(..text.floor_char_boundary(1_200)).unwrap_or_default();
        (number.to_string(), seeds::headed(question, part.as_bytes()))
    };
    questions.iter().enumerate().map(seed).collect()
}
