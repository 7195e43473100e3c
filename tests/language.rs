//! Words of a language stand with the language: detection asks for roles, never for a word.

#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Text without comments and without the tests beside the code.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|l| !l.trim_start().starts_with("//")).flat_map(|l| [l, "\n"]).collect()
}

/// The words of a section of a word list, all forms.
fn section<'a>(list: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let head = format!("[{name}]");
    let lines = list.lines().skip_while(move |l| *l != head).skip(1).take_while(|l| !l.starts_with('['));
    lines.flat_map(|l| l.split([' ', '/'])).filter(|w| !w.is_empty())
}

/// Literals of `code` that are words of a language: every word of them is in `words`, whatever its case.
fn literals_in<'a>(code: &'a str, words: &HashSet<String>) -> Vec<&'a str> {
    let literals = code.split('"').skip(1).step_by(2);
    let is_word =
        |w: &str| words.contains(&w.chars().flat_map(char::to_lowercase).collect::<String>().replace('’', "'"));
    let all_words = |l: &&str| {
        let mut list = l.split(|c: char| !c.is_alphabetic() && c != '’').filter(|w| !w.is_empty()).peekable();
        list.peek().is_some() && list.all(is_word)
    };
    literals.filter(all_words).collect()
}

/// The manual names every language that is read.
#[test]
fn the_manual_names_every_language() {
    let page = std::fs::read_to_string("docs/detection.md").unwrap();
    for tag in sayso_core::detect::read_tags().iter().skip(1) {
        let name = sayso_core::detect::language_name(tag);
        assert!(page.contains(&format!("**{name}**")), "{name}");
    }
}

/// Detection asks for roles and sets of its language: no word of grammar, no speech verb, no title stands in its code.
#[test]
fn words_of_a_language_stand_with_the_language() {
    let list = std::fs::read_to_string("core/src/detect/lang/en/lexicon.txt").unwrap();
    let classes = ["pronoun", "det", "poss", "aux", "adv", "prep", "conj", "title", "day", "say"];
    let mut words: HashSet<String> = classes.iter().flat_map(|c| section(&list, c)).map(str::to_owned).collect();
    words.extend(["not", "known", "according", "jr", "sr", "mr", "mrs", "of", "wrote"].map(str::to_owned));
    assert!(words.len() > 300, "{}", words.len());
    // Of the languages that are read by rules too.
    for tag in sayso_core::detect::read_tags().iter().skip(1) {
        let list = std::fs::read_to_string(format!("core/src/detect/lang/{tag}/words.txt")).unwrap();
        let classes =
            ["pronoun", "male", "female", "oblique", "nobody", "complementizer", "source-word", "postposition"];
        words.extend(classes.iter().flat_map(|c| section(&list, c)).map(str::to_owned));
    }
    // Names of sections of the word lists and of a task of the model.
    for name in ["say", "title", "speaker", "aux"] {
        words.remove(name);
    }
    assert_eq!(literals_in("x(\"The \", \"zebra\", \"said\")", &words), ["The ", "said"]);
    let mut files = Vec::new();
    sources(Path::new("core/src/detect"), &mut files);
    let lang = Path::new("core/src/detect/lang");
    // Tests write sentences of a language.
    let is_test = |p: &Path| p.components().any(|c| c.as_os_str() == "tests" || c.as_os_str() == "tests.rs");
    for path in files.iter().filter(|p| !p.starts_with(lang) && !is_test(p)) {
        let code = code_of(&std::fs::read_to_string(path).unwrap());
        let found = literals_in(&code, &words);
        assert!(found.is_empty(), "{}: {found:?} belong to core/src/detect/lang", path.display());
    }
}
