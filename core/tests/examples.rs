//! The examples do what they say.

#![allow(clippy::unwrap_used)]

#[path = "../examples/quotations.rs"]
mod quotations;
#[path = "../examples/sidecar.rs"]
mod sidecar;
#[path = "../examples/web_annotations.rs"]
mod web_annotations;

const DOCUMENT: &str = "tests/fixtures/council.txt";
const SIDECAR: &str = "tests/fixtures/council.txt.sayso.ron";

fn text(run: impl FnOnce(&mut Vec<u8>) -> Result<(), Box<dyn std::error::Error>>) -> String {
    let mut out = Vec::new();
    run(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn quotations_says_who_said_what() {
    let printed = text(|out| quotations::run(DOCUMENT, out));
    assert!(printed.contains("Ada Grey: “We will go,”"), "{printed}");
    assert!(printed.lines().all(|l| l.starts_with("0.") || l.starts_with("1.")), "{printed}");
    assert!(quotations::run("tests/fixtures/none.txt", &mut Vec::new()).is_err());
}

#[test]
fn sidecar_prints_decisions_and_names_mistakes() {
    assert_eq!(text(|out| sidecar::run(SIDECAR, out)), "quote  Ada Grey: “We will go,”\n");
    let error = sidecar::run(DOCUMENT, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.starts_with("1:1: "), "{error}");
}

#[test]
fn web_annotations_exports_decisions_and_suggestions() {
    let printed = text(|out| web_annotations::run(DOCUMENT, Some(SIDECAR), out));
    for part in ["http://www.w3.org/ns/anno.jsonld", "TextQuoteSelector", "“We will go,”", "Bo Lind"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}
