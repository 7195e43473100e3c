//! Annotated texts of our own, a file a language: what detection gets right in them stays right.

#![allow(clippy::unwrap_used)]

use sayso_core::detect::{Detections, Detector};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde_json::Value;

/// Marks and blanks that count nothing at the ends of a quotation.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || "«»“”„‘’\"',.".contains(c)
}

/// What is annotated in a text, in bytes.
struct Annotated {
    text: String,
    /// Quotations with who says them, `""` where nobody can be named.
    quotes: Vec<(Span, String)>,
    /// Marks round no speech.
    others: Vec<Span>,
}

impl Annotated {
    fn of(line: &str) -> Self {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = value["text"].as_str().unwrap().to_owned();
        let starts: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let place = |start: &Value, end: &Value| {
            let at = |v: &Value| starts[usize::try_from(v.as_u64().unwrap()).unwrap()];
            Span::new(at(start), at(end))
        };
        let list = |name: &str| value[name].as_array().unwrap().clone();
        let who = |q: &Value| q["speaker_canonical"].as_str().unwrap().to_owned();
        let quotes = list("quotes").iter().map(|q| (place(&q["start"], &q["end"]), who(q))).collect();
        let others = list("non_speech").iter().map(|s| place(&s[0], &s[1])).collect();
        Self { text, quotes, others }
    }
}

/// How many quotations there are, were found, and were found exactly; how many of these have the right speaker, of those with one;
/// how many marks round no speech were taken for it; of those with 0.8 and more how many there are, and are wrong.
#[derive(Debug, Default)]
struct Sums {
    annotated: usize,
    found: usize,
    exact: usize,
    named: usize,
    right: usize,
    not_speech: usize,
    sure: usize,
    sure_and_wrong: usize,
}

/// Whether a proposed name means somebody annotated: by the last word.
fn is_same(proposed: Option<&str>, annotated: &str) -> bool {
    let last = |name: &str| -> String {
        let word = name.split([' ', '\'', '’']).next_back().unwrap_or_default();
        word.chars().flat_map(char::to_lowercase).collect()
    };
    proposed.is_some_and(|name| last(name) == last(annotated))
}

fn count(annotated: &Annotated, found: &Detections, sums: &mut Sums) {
    let trim = |span: Span| span.trim(&annotated.text, is_edge);
    sums.annotated += annotated.quotes.len();
    for statement in found.attributions() {
        for quote in statement.quotes {
            sums.found += 1;
            sums.not_speech += usize::from(annotated.others.iter().any(|other| other.overlaps(*quote)));
            let known = annotated.quotes.iter().find(|(span, _)| trim(*span) == trim(*quote));
            let who = known.map(|(_, who)| who.as_str());
            let right = who.is_some_and(|who| who.is_empty() || is_same(found.speaker_of(statement), who));
            sums.exact += usize::from(known.is_some());
            sums.named += usize::from(who.is_some_and(|who| !who.is_empty()));
            sums.right += usize::from(right && who.is_some_and(|who| !who.is_empty()));
            sums.sure += usize::from(statement.score >= 0.8);
            sums.sure_and_wrong += usize::from(statement.score >= 0.8 && !right);
        }
    }
}

#[test]
fn annotated_texts_of_each_language() {
    // The language, of 100 quotations those found exactly (F1) and those with the right speaker, both at the least.
    for (language, exact, right) in [("it", 98, 86)] {
        let texts = std::fs::read_to_string(format!("tests/fixtures/languages/{language}.jsonl")).unwrap();
        let detector = Detector::new();
        let mut sums = Sums::default();
        for line in texts.lines() {
            let annotated = Annotated::of(line);
            let document = Document::from_text(&annotated.text, "a.txt");
            let found = detector.extract(&document);
            assert_eq!(found.language(), Some(language), "{}", annotated.text);
            count(&annotated, &found, &mut sums);
        }
        assert!(200 * sums.exact >= exact * (sums.annotated + sums.found), "{language}: {sums:?}");
        assert!(100 * sums.right >= right * sums.named, "{language}: {sums:?}");
        assert!(
            20 * sums.not_speech <= sums.annotated && 20 * sums.sure_and_wrong <= sums.sure,
            "{language}: {sums:?}"
        );
    }
}
