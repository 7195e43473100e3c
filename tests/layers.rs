//! The house keeps its walls: each module imports only what stands to its left, and the lower half touches nothing of
//! the world.

#![allow(clippy::string_slice, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

/// Modules of both crates, in layers from the bottom up. Modules of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["span", "kinds", "sanitize", "ron_errors"],
    &["document"],
    &["detect", "annotation", "layout"],
    &["reading"],
    &["export", "import"],
    // From here on modules of the program.
    &["input", "clock"],
    &["store", "config", "isolation"],
    &["project"],
    &["cli", "ui"],
];

/// `cli` opens the reader; the reader never calls the command line.
const ALLOWED: &[(&str, &str)] = &[("cli", "ui")];

/// What the library must not name.
const WORLD: &[&str] = &[
    "ratatui",
    "crossterm",
    "std::fs",
    "std::env",
    "std::time",
    "std::thread",
    "std::io::stdin",
    "std::io::stdout",
    "std::process",
    "std::net",
    "jiff::Timestamp::now",
    "getrandom",
    "tempfile",
    "static mut",
    "LazyLock",
    "OnceLock",
    "thread_local!",
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

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

/// The top module a file belongs to.
fn module_of(path: &Path) -> String {
    let relative = path.strip_prefix("core/src").or_else(|_| path.strip_prefix("src")).unwrap_or(path);
    let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Modules named by a line of code after `crate::` or `sayso_core::`, groups in braces included.
fn named(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let mut out = Vec::new();
    for (at, root) in code.match_indices("crate::").chain(code.match_indices("sayso_core::")) {
        let rest = &code[at + root.len()..];
        let words = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            Some(group) => out.extend(group.split('}').next().unwrap_or_default().split(',').map(|p| words(p.trim()))),
            None => out.push(words(rest)),
        }
    }
    out
}

/// Lines that break a rule: `file:line: what`.
fn broken(path: &Path, text: &str) -> Vec<String> {
    let module = module_of(path);
    let Some(own) = layer(&module) else {
        return match module.as_str() {
            "lib" | "main" => Vec::new(),
            _ => vec![format!("{}: {module} stands in no layer", path.display())],
        };
    };
    let mut out = Vec::new();
    // Tests beside the code may use what they need.
    let is_test_file = path.file_name().is_some_and(|n| n == "tests.rs");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    for (number, line) in code.lines().enumerate().filter(|_| !is_test_file) {
        let place = format!("{}:{}", path.display(), number + 1);
        for other in named(line) {
            let Some(theirs) = layer(&other) else { continue };
            let allowed = other == module || theirs < own || ALLOWED.contains(&(module.as_str(), other.as_str()));
            if !allowed {
                out.push(format!("{place}: {module} must not import {other}"));
            }
        }
        let lower = own <= layer("export").unwrap();
        let code = line.split("//").next().unwrap_or_default();
        for word in WORLD.iter().filter(|w| lower && code.contains(**w)) {
            out.push(format!("{place}: {module} must not use {word}"));
        }
    }
    out
}

#[test]
fn every_module_imports_only_what_is_below_it() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    sources(Path::new("core/src"), &mut files);
    let found: Vec<String> = files.iter().flat_map(|p| broken(p, &std::fs::read_to_string(p).unwrap())).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let modules: Vec<String> = files.iter().map(|p| module_of(p)).collect();
    for name in LAYERS.concat() {
        assert!(modules.iter().any(|m| m == name), "{name} is in the table and not in the tree");
    }
}

#[test]
fn the_rule_itself_is_awake() {
    let file = Path::new("core/src/detect/x.rs");
    for bad in [
        "use crate::ui::app;",
        "use crate::{annotation::Set, span};",
        "let x = crate::store::read(p);",
        "use std::fs;",
        "static X: LazyLock<u8>",
    ] {
        assert_eq!(broken(file, bad).len(), 1, "{bad}");
    }
    assert!(broken(file, "use crate::span::Span; // crate::ui").is_empty());
    assert_eq!(broken(Path::new("src/ui/x.rs"), "use crate::cli::run;").len(), 1);
}

/// No file of code grows beyond what one sitting can read.
#[test]
fn files_stay_readable() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    sources(Path::new("core/src"), &mut files);
    let long: Vec<String> = files
        .iter()
        .map(|p| (p, std::fs::read_to_string(p).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 520)
        .map(|(p, lines)| format!("{}: {lines} lines", p.display()))
        .collect();
    assert!(long.is_empty(), "{long:?}");
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
fn literals_in<'a>(code: &'a str, words: &std::collections::HashSet<String>) -> Vec<&'a str> {
    let literals = code.split('"').skip(1).step_by(2);
    let is_word = |w: &str| words.contains(&w.to_lowercase().replace('’', "'"));
    let all_words = |l: &&str| {
        let mut list = l.split(|c: char| !c.is_alphabetic() && c != '’').filter(|w| !w.is_empty()).peekable();
        list.peek().is_some() && list.all(is_word)
    };
    literals.filter(all_words).collect()
}

/// Detection asks for roles and sets of its language: no word of grammar, no speech verb, no title stands in its code.
#[test]
fn words_of_a_language_stand_with_the_language() {
    let list = std::fs::read_to_string("core/src/detect/lang/en/lexicon.txt").unwrap();
    let classes = ["pronoun", "det", "poss", "aux", "adv", "prep", "conj", "title", "day", "say"];
    let mut words: std::collections::HashSet<String> =
        classes.iter().flat_map(|c| section(&list, c)).map(str::to_owned).collect();
    words.extend(["not", "known", "according", "jr", "sr", "mr", "mrs", "of", "wrote"].map(str::to_owned));
    // Names of sections of the word lists and of a task of the model.
    for name in ["say", "title", "speaker"] {
        words.remove(name);
    }
    assert!(words.len() > 300, "{}", words.len());
    assert_eq!(literals_in("x(\"The \", \"zebra\", \"said\")", &words), ["The ", "said"]);
    let mut files = Vec::new();
    sources(Path::new("core/src/detect"), &mut files);
    let lang = Path::new("core/src/detect/lang");
    for path in files.iter().filter(|p| !p.starts_with(lang)) {
        let code = code_of(&std::fs::read_to_string(path).unwrap());
        let found = literals_in(&code, &words);
        assert!(found.is_empty(), "{}: {found:?} belong to core/src/detect/lang", path.display());
    }
}
