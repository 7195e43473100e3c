//! An article held beside a source: behind a line `===` stands the source.

use super::Target;
use crate::dice::parts;
use crate::documents::{self, MARKS, SAMPLES};
use crate::{seeds, spans};
use sayso_core::export::verify::Report;
use sayso_core::verify::{Article, Check, IndexedSource, Side, Verification, Verifier, coverage};

pub const TARGET: Target =
    Target { name: "verify", doc: "an article, a line ===, and its source", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let mut parts = parts(bytes).into_iter().map(|(_, part)| String::from_utf8_lossy(&part).into_owned());
    let (article, source) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (article, source) = (documents::reading(&article, "a.txt"), documents::reading(&source, "b.txt"));
    let read = Article::new("a.txt", &article, &MARKS, true, None);
    for quotation in read.quotations() {
        spans::check_all(article.document().text(), &quotation.parts, "a quotation");
    }
    let own = IndexedSource::new("a.txt", &article, &MARKS);
    let other = IndexedSource::new("b.txt", &source, &MARKS);
    let mut all = Vec::new();
    for as_spoken in [false, true] {
        let checks = Verifier::new([&other], [&own], &[], as_spoken).check_all(&read);
        assert_eq!(checks.len(), read.quotations().len());
        let checked: Vec<&Check> = checks.iter().collect();
        coverage(&other, &checked);
        all.extend(checks);
    }
    // What stands there word for word is found there word for word.
    for check in Verifier::new([&own], [], &[], false).check_all(&read) {
        // Words in brackets are the writer's: what stands there with them may be held to be said without them elsewhere.
        let is_own = !check.quote.contains('[');
        assert!(!is_own || check.verdict.side() != Side::Finding, "{:?} of its own words: {check:?}", check.verdict);
    }
    let verification = Verification { checks: all, ..Verification::default() };
    for report in [Report::Text, Report::Jsonl, Report::Csv, Report::Html, Report::Sarif { all: true }] {
        let written = String::from_utf8(report.write(&verification)).expect("UTF-8");
        if report == Report::Jsonl {
            for line in written.lines() {
                serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
            }
        }
        let driving = written.chars().find(|c| sayso_core::sanitize::is_driving(*c) && *c != '\r');
        assert_eq!(driving, None, "{report:?} drives a terminal");
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, text) in SAMPLES {
        let part = text.get(..text.floor_char_boundary(1_500)).unwrap_or_default();
        out.push((name.to_owned(), format!("{part}\n===\n{part}").into_bytes()));
    }
    out.extend(seeds::texts(&[
        "“We will … go [to the harbour] at 5%,” said Ada Grey. “Not 25 (twenty-five) million,” Bo said.\n===\nADA GREY: We will, uh, not go to the old harbour at five percent.\n\nBO LIND: 25 million? [laughs] Not twenty-six.\n",
        "Ada Grey said they would ‘never ever go back there again’. “Wi-\nthout them [sic]—”\n===\n“They would never ever go back there again,” Ada Grey told Bo. “Without them!”\n",
    ]));
    out
}
