//! Saved web pages in the shapes of common news layouts: the article and nothing but the article.
//!
//! Each page of `fixtures/pages` has its words beside it, as a person would read them out. They were written for this
//! project; no paper's page is in them.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use sayso_core::document::{Document, LoadOptions, load};
use std::collections::HashMap;
use std::path::PathBuf;

fn pages() -> Vec<PathBuf> {
    let all = std::fs::read_dir("tests/fixtures/pages").unwrap().map(|e| e.unwrap().path());
    let mut pages: Vec<PathBuf> = all.filter(|p| p.extension().is_some_and(|e| e == "html")).collect();
    pages.sort();
    pages
}

fn read(path: &PathBuf) -> Document {
    load(std::fs::read(path).unwrap(), path.to_str().unwrap(), &LoadOptions::default()).unwrap()
}

/// How many words two texts share, each as often as in both.
fn shared(a: &str, b: &str) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in a.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    b.split_whitespace().filter(|w| counts.get_mut(w).filter(|n| **n > 0).map(|n| *n -= 1).is_some()).count()
}

#[test]
fn articles_are_found() {
    let (mut right, mut wanted, mut found, mut exact) = (0, 0, 0, 0);
    let pages = pages();
    assert!(pages.len() >= 30);
    for path in &pages {
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let document = read(path);
        let blocks: Vec<String> = document.blocks().iter().map(|b| document.words(b.span).to_owned()).collect();
        let text = blocks.join("\n\n");
        let both = shared(&expected, &text);
        let (w, f) = (expected.split_whitespace().count(), text.split_whitespace().count());
        right += both;
        wanted += w;
        found += f;
        exact += usize::from(text.trim() == expected.trim());
        if text.trim() != expected.trim() {
            println!("{}: {both} right of {f} read and {w} there", path.display());
            for line in text.lines().filter(|l| !expected.lines().any(|e| e == *l)) {
                println!("    + {line}");
            }
            for line in expected.lines().filter(|l| !text.lines().any(|t| t == *l)) {
                println!("    - {line}");
            }
        }
        // Navigation, a second headline, what is below the article: in none of them.
        for furniture in [
            "Weather and tides",
            "cookies",
            "All rights reserved",
            "More on this story",
            "First!",
            "headlines in your inbox",
        ] {
            assert!(!text.contains(furniture), "{}: {furniture}", path.display());
        }
        let title = blocks.first().unwrap();
        assert_eq!(blocks.iter().filter(|b| *b == title).count(), 1, "{}: headline", path.display());
    }
    let (precision, recall) = (
        right as f64 / f64::from(u32::try_from(found).unwrap()),
        right as f64 / f64::from(u32::try_from(wanted).unwrap()),
    );
    println!("{} pages: precision {precision:.4}, recall {recall:.4}, {exact} exact", pages.len());
    assert!(precision >= 0.99 && recall >= 0.99, "precision {precision:.4}, recall {recall:.4}");
}

#[test]
fn what_pages_say_of_themselves() {
    let of = |name: &str| read(&PathBuf::from(format!("tests/fixtures/pages/{name}.html"))).meta;
    for name in ["main-and-divs", "article-element", "amp", "headline-twice", "wordpress", "utility-classes"] {
        let meta = of(name);
        assert!(meta.title.is_some() && meta.date.is_some(), "{name} {meta:?}");
        assert!(
            meta.author.as_deref().is_some_and(|a| a.split(' ').count() == 2 && !a.starts_with("By")),
            "{name} {meta:?}"
        );
        assert_eq!(meta.outlet.as_deref(), Some("Tidewater Post"), "{name}");
        assert!(!meta.title.unwrap().contains("Tidewater"), "{name}");
    }
}

#[test]
fn all_of_a_page_can_be_read() {
    let path = "tests/fixtures/pages/article-element.html";
    let format = Some(sayso_core::document::Format::Page);
    let page = load(std::fs::read(path).unwrap(), path, &LoadOptions { format, ..LoadOptions::default() }).unwrap();
    assert!(page.text().contains("All rights reserved") && page.text().contains("Gulls seen in council chamber"));
}
