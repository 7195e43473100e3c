//! `sayso agree`: how far several people agree.

#![allow(clippy::unwrap_used)]

#[path = "common/annotators.rs"]
mod annotators;

use annotators::{Folder, RAHM, RAHM_SHORT, TEXT, record};
use serde_json::Value;

/// Ten words, each labelled by two as in the check vector: κ 0.4, π 0.393939, α 0.424242.
const WORDS: [&str; 10] = ["The", "pump", "is", "old", "said", "Nobody", "wants", "replace", "bank", "would"];

fn labelled(labels: &str) -> Vec<String> {
    let record_of = |(n, (c, word)): (usize, (char, &&str))| {
        record(&n.to_string(), if c == 'C' { "claim" } else { "note" }, word, "")
    };
    labels.chars().zip(&WORDS).enumerate().map(record_of).collect()
}

fn vector() -> Folder {
    let folder = Folder::new();
    folder.sidecar("a.txt.sayso.ada.ron", RAHM, &labelled("CCNCNCNNCC"));
    folder.sidecar("a.txt.sayso.bo.ron", RAHM, &labelled("CNNCNCNCCN"));
    folder
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap()
}

#[test]
fn the_check_vector_comes_out_of_two_sidecars() {
    let folder = vector();
    let (code, out, told) = folder.run(&["agree", "a.txt", "--format", "json"]);
    assert_eq!(code, 0, "{told}");
    let all = &json(&out)["all"];
    assert_eq!((&all["kappa"], &all["pi"], &all["alpha"]), (&0.4.into(), &0.393_939.into(), &0.424_242.into()));
    assert_eq!((&all["n"], &all["f1_exact"], &all["units"]), (&10.into(), &0.7.into(), &13.into()));
    assert_eq!(all["gamma"], Value::Null);
    assert_eq!(json(&out)["claim"]["annotations"], serde_json::json!({"ada": 6, "bo": 5}));
    let (code, text, _) = folder.run(&["agree", "a.txt"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("ada, bo   1 document\n\nlabel"), "{text}");
    assert!(text.contains("\nall       10  0.400  0.394  0.424"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn one_label_is_undefined_and_so_is_nothing_shared() {
    let folder = Folder::new();
    for name in ["ada", "bo"] {
        folder.sidecar(&format!("a.txt.sayso.{name}.ron"), RAHM, &labelled("CCCC"));
    }
    let (_, out, _) = folder.run(&["agree", "a.txt", "--format", "json"]);
    let all = &json(&out)["all"];
    assert_eq!((&all["kappa"], &all["f1_exact"], &all["alpha_u"]), (&Value::Null, &1.0.into(), &1.0.into()));
    assert_eq!(all["reason"]["alpha"], "only one label used");
    assert!(folder.run(&["agree", "a.txt"]).1.contains("all, claim: κ, π, α undefined: only one label used"));
    folder.sidecar("a.txt.sayso.bo.ron", RAHM, &[record("1", "quote", "the mayor", "")]);
    let (code, out, _) = folder.run(&["agree", "a.txt", "--format", "json"]);
    let all = &json(&out)["all"];
    assert_eq!((code, &all["n"], &all["f1_overlap"]), (0, &0.into(), &0.0.into()));
    assert_eq!(all["reason"]["kappa"], "no place that everybody labelled");
    assert!(!out.contains("NaN"));
}

#[test]
fn three_of_whom_one_missed_a_document_and_each_two_of_them() {
    let folder = vector();
    folder.sidecar("a.txt.sayso.cy.ron", RAHM, &labelled("CCNCNCNNCC"));
    folder.write("b.txt", TEXT);
    folder.sidecar("b.txt.sayso.ada.ron", RAHM, &labelled("CN"));
    folder.sidecar("b.txt.sayso.bo.ron", RAHM_SHORT, &labelled("CN"));
    folder.write("c.txt", TEXT);
    folder.sidecar("c.txt.sayso.cy.ron", RAHM, &labelled("CN"));
    let (code, out, told) = folder.run(&["agree", ".", "--format", "json"]);
    assert_eq!(code, 0, "{told}");
    let all = &json(&out)["all"];
    assert_eq!(
        (&all["documents"], &all["documents_left_out"], &all["unread"]["cy"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!((&all["n"], &all["n_complete"], &all["kappa"]), (&12.into(), &10.into(), &Value::Null));
    assert!(all["reason"]["kappa"].as_str().unwrap().contains("--by pair"));
    let (_, out, _) = folder.run(&["agree", ".", "--by", "pair", "--format", "json"]);
    let pairs = json(&out);
    assert_eq!((&pairs["ada,cy"]["all"]["kappa"], &pairs["bo,cy"]["all"]["kappa"]), (&1.0.into(), &0.4.into()));
    assert_eq!(pairs["ada,bo"]["all"]["n"], 12);
    let (_, lines, _) = folder.run(&["agree", ".", "--by", "document", "--format", "jsonl"]);
    assert!(lines.lines().all(|line| json(line)["document"].as_str().is_some()), "{lines}");
    assert_eq!(lines.lines().count(), 2 * 3);
    let (_, text, _) = folder.run(&["agree", ".", "--by", "pair"]);
    assert!(text.contains("\nada,bo  ") && text.contains("1 document that fewer than two annotated"), "{text}");
    let (_, table, _) = folder.run(&["agree", ".", "--by", "pair", "--format", "csv"]);
    assert!(table.starts_with("pair,label,kappa,") && table.lines().count() == 1 + 3 * 3, "{table}");
    let (_, page, _) = folder.run(&["agree", ".", "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("ada, bo, cy"), "{page}");
}

#[test]
fn speakers_and_ratings_in_the_order_of_the_codebook() {
    let folder = Folder::new();
    let claims = |ratings: [&str; 3], id: &str| -> Vec<String> {
        let words = ["the bank would pay", "“Not a cent,”", "the mayor"];
        let rated = |(n, rating): (usize, &str)| {
            record(&n.to_string(), "claim", words[n], &format!(", speaker: \"{id}\", rating: \"{rating}\""))
        };
        ratings.into_iter().enumerate().map(rated).collect()
    };
    folder.sidecar("a.txt.sayso.ada.ron", RAHM, &claims(["low", "middle", "high"], "otto"));
    folder.sidecar("a.txt.sayso.bo.ron", RAHM_SHORT, &claims(["low", "low", "odd"], "rahm"));
    let alpha = |ratings: &str| {
        folder.write("sayso.ron", &format!("(ratings: [{ratings}])"));
        let (code, out, told) = folder.run(&["agree", "a.txt", "--format", "json"]);
        assert_eq!(code, 0, "{told}");
        json(&out)["claim"].clone()
    };
    let near = alpha("\"low\", \"middle\", \"high\"");
    assert_eq!((&near["n_rating"], &near["n_speaker"]), (&2.into(), &3.into()));
    assert_eq!(near["reason"]["alpha_speaker"], "only one speaker named", "Rahm is Otto Rahm");
    assert_eq!(near["alpha_rating"], 0.0);
    let (_, text, _) = folder.run(&["agree", "a.txt"]);
    assert!(text.contains("bo: 1 annotation with a rating that the codebook does not have"), "{text}");
    assert_eq!(alpha("\"low\", \"middle\", \"high\", \"odd\"")["n_rating"], 3);
}

#[test]
fn samples_of_one_seed_are_the_same_whatever_the_number_of_threads() {
    let folder = vector();
    for n in 0..12 {
        folder.write(&format!("d{n}.txt"), TEXT);
        folder.sidecar(&format!("d{n}.txt.sayso.ada.ron"), RAHM, &labelled("CCNCNCNNCC"));
        let theirs = if n % 2 == 0 { "CNNCNCNCCN" } else { "CCNCNCNNC" };
        folder.sidecar(&format!("d{n}.txt.sayso.bo.ron"), RAHM, &labelled(theirs));
    }
    let run = |seed: &str, jobs: &str| {
        let arguments =
            ["agree", ".", "--gamma", "--samples", "20", "--seed", seed, "--jobs", jobs, "--format", "json"];
        folder.run(&arguments).1
    };
    let one = run("1", "1");
    assert_eq!(one, run("1", "4"));
    assert_ne!(one, run("2", "1"));
    let all = &json(&one)["all"];
    for measure in ["gamma", "alpha", "f1_exact", "alpha_u"] {
        let (low, high) =
            (all["interval"][measure][0].as_f64().unwrap(), all["interval"][measure][1].as_f64().unwrap());
        let score = all[measure].as_f64().unwrap();
        assert!(low <= score && score <= high, "{measure}: {low} {score} {high}");
    }
    assert_eq!(all["samples"], 20);
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_count() {
    let folder = vector();
    folder.write("b.txt", TEXT);
    folder.write("b.txt.sayso.ada.ron", "(version: 1, documents: ())");
    folder.sidecar("b.txt.sayso.bo.ron", RAHM, &labelled("CN"));
    let (code, out, told) = folder.run(&["agree", ".", "--format", "json"]);
    assert_eq!(code, 3);
    assert!(told.contains("b.txt.sayso.ada.ron"), "{told}");
    assert_eq!(json(&out)["all"]["documents"], 1);
    let (code, out, told) = folder.run(&["agree", "a.txt", "--of", "ada,dee"]);
    assert!(code == 3 && out.is_empty() && told.contains("no document was annotated by two of ada, dee"), "{told}");
    assert_eq!(folder.run(&["agree", "a.txt", "--samples", "0"]).0, 2);
    assert_eq!(folder.run(&["agree", "a.txt", "--sidecar", "x.ron"]).0, 2);
}

#[test]
fn whoever_checks_nobodys_annotations_hears_whose_there_are() {
    let folder = vector();
    let (code, out, told) = folder.run(&["check", "a.txt"]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(out, "a.txt: no annotations without a name; there are those of ada, bo (--as NAME)\n");
    let (_, out, _) = folder.run(&["check", "a.txt", "--as", "cy"]);
    assert_eq!(out, "a.txt: no annotations of cy; there are those of ada, bo (--as NAME)\n");
    assert!(folder.run(&["check", "a.txt", "--as", "ada"]).1.starts_with("a.txt: 10 annotations"));
}
