//! The rules of imports: each module imports only what is below it, modules beside each other form no circle, the library
//! touches neither disk, clock, thread nor terminal, and files stay readable.

#![allow(clippy::string_slice, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Modules of both crates, in layers from the bottom up. Modules of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["span", "kinds", "sanitize", "ron_errors", "agreement"],
    &["document"],
    &["detect", "annotation", "layout"],
    &["reading"],
    &["annotators"],
    &["search"],
    &["library"],
    &["verify"],
    &["export", "import"],
    &["services"],
    // From here on modules of the program.
    &["input", "clock"],
    &["store", "config", "isolation"],
    &["project", "serve"],
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
    "Timestamp::now",
    "getrandom",
    "tempfile",
    "static mut",
    "LazyLock",
    "OnceLock",
    "thread_local!",
];

/// Most lines of a file.
const MAX_LINES: usize = 500;

/// A source file: its crate's folder, its module path (`["detect", "people"]`), its text without comments and tests.
struct Source {
    path: PathBuf,
    module: Vec<String>,
    code: String,
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The code of a file: no comments, and nothing of the tests in it.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).fold(String::new(), |all, l| all + l + "\n")
}

/// Every module of the crate in `root`, but for those of tests.
fn sources(root: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    files(Path::new(root), &mut paths);
    paths.sort();
    let source = |path: PathBuf| {
        let parts = path.strip_prefix(root).unwrap().with_extension("");
        let module: Vec<String> = parts.iter().map(|p| p.to_string_lossy().into_owned()).collect();
        let code = code(&std::fs::read_to_string(&path).unwrap());
        Source { path, module, code }
    };
    let is_code = |s: &Source| !s.module.iter().any(|m| m == "tests");
    paths.into_iter().map(source).filter(is_code).collect()
}

/// Paths that begin with `crate`, `super` or `sayso_core`, groups in braces taken apart, each with its byte in the code.
fn imports(code: &str) -> Vec<(usize, Vec<String>)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = Vec::new();
    for (at, root) in ["crate::", "sayso_core::", "super::"].iter().flat_map(|root| code.match_indices(root)) {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        if is_word(before) || before == ':' {
            continue;
        }
        let mut path = vec![root.trim_end_matches(':').to_owned()];
        let mut rest = &code[at + root.len()..];
        loop {
            let word: String = rest.chars().take_while(|c| is_word(*c)).collect();
            rest = &rest[word.len()..];
            if word.is_empty() {
                break;
            }
            path.push(word);
            match rest.strip_prefix("::") {
                Some(more) => rest = more,
                None => break,
            }
        }
        match rest.strip_prefix('{') {
            Some(group) => out.extend(members(group).into_iter().map(|m| (at, [path.clone(), m].concat()))),
            None => out.push((at, path)),
        }
    }
    out
}

/// The paths of a group, up to its closing brace; inner groups count as the path before them.
fn members(group: &str) -> Vec<Vec<String>> {
    let (mut depth, mut end) = (1, 0);
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => parts.push(String::new()),
            _ if depth == 1 => parts.last_mut().unwrap().push(c),
            _ => {}
        }
        end += c.len_utf8();
        if depth == 0 || end > 4000 {
            break;
        }
    }
    let path = |part: String| -> Vec<String> {
        let named = part.split(" as ").next().unwrap_or_default().trim().to_owned();
        named.split("::").map(str::to_owned).filter(|w| !w.is_empty() && w != "self").collect()
    };
    parts.into_iter().map(path).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn place(path: &Path, code: &str, at: usize) -> String {
    format!("{}:{}", path.display(), code[..at].matches('\n').count() + 1)
}

/// Imports of a module that break the order of layers: `file:line: what`.
fn broken(source: &Source) -> Vec<String> {
    let Source { path, module, code } = source;
    let top = module[0].as_str();
    let Some(own) = layer(top) else {
        return if ["lib", "main"].contains(&top) { Vec::new() } else { vec![format!("{top} is in no layer")] };
    };
    let mut out = Vec::new();
    for (at, import) in imports(code).into_iter().filter(|(_, i)| i[0] != "super" && i.len() > 1) {
        let other = import[1].as_str();
        let allowed = layer(other).is_none_or(|theirs| theirs < own) || other == top || ALLOWED.contains(&(top, other));
        if !allowed {
            out.push(format!("{}: {top} must not import {other}", place(path, code, at)));
        }
    }
    if own <= layer("services").unwrap() {
        for (at, word) in WORLD.iter().flat_map(|word| code.match_indices(word)) {
            out.push(format!("{}: {top} must not use {word}", place(path, code, at)));
        }
    }
    out
}

#[test]
fn every_module_imports_only_what_is_below_it() {
    let all: Vec<Source> = sources("core/src").into_iter().chain(sources("src")).collect();
    let found: Vec<String> = all.iter().flat_map(broken).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    for name in LAYERS.concat() {
        assert!(all.iter().any(|s| s.module[0] == name), "{name} is in the table and not in the tree");
    }
}

/// The module that an import names, as far as modules go.
fn target(source: &Source, import: &[String], modules: &BTreeSet<Vec<String>>) -> Vec<String> {
    let mut at = source.module.clone();
    let ups = import.iter().take_while(|w| *w == "super").count();
    if ups == 0 {
        at.clear();
    }
    at.truncate(at.len().saturating_sub(ups));
    for word in &import[ups.max(1)..] {
        at.push(word.clone());
        if !modules.contains(&at) {
            at.pop();
            break;
        }
    }
    at
}

/// Modules that stand beside each other and import each other in a circle.
#[derive(Debug)]
struct Circle {
    folder: String,
    members: Vec<String>,
    /// Which of its members each member imports, a line each.
    imports: String,
}

/// Circles among modules that stand beside each other.
fn circles(sources: &[Source]) -> Vec<Circle> {
    let modules: BTreeSet<Vec<String>> = sources.iter().map(|s| s.module.clone()).collect();
    // From each folder of modules to which of its modules imports which other.
    let mut edges: BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for source in sources.iter().filter(|s| !["lib", "main"].contains(&s.module[0].as_str())) {
        for (_, import) in imports(&source.code).into_iter().filter(|(_, i)| i[0] != "sayso_core") {
            let other = target(source, &import, &modules);
            let common = source.module.iter().zip(&other).take_while(|(a, b)| a == b).count();
            if let (Some(from), Some(to)) = (source.module.get(common), other.get(common)) {
                let folder = edges.entry(source.module[..common].to_vec()).or_default();
                folder.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    let mut out = Vec::new();
    for (folder, graph) in &edges {
        let reach = |start: &String| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
            while let Some(next) = open.pop() {
                for to in graph.get(next).into_iter().flatten() {
                    if seen.insert(to) {
                        open.push(to);
                    }
                }
            }
            seen
        };
        let inside: Vec<&String> = graph.keys().filter(|m| reach(m).contains(m)).collect();
        if !inside.is_empty() {
            let back = |m: &&String| -> Vec<&String> { graph[*m].iter().filter(|o| reach(o).contains(m)).collect() };
            let lines: Vec<String> = inside.iter().map(|m| format!("  {m} -> {:?}", back(m))).collect();
            let members = inside.into_iter().cloned().collect();
            out.push(Circle { folder: folder.join("/"), members, imports: lines.join("\n") });
        }
    }
    out
}

/// The one circle that is left, by folder and members: the `App` owns the open screen, a screen acts on the `App`, and what
/// screens are drawn with and act through stands between the two. Nothing inside `ui/screens` or `ui/widgets` forms one.
const CIRCLE_LEFT: (&str, &[&str]) =
    ("src/ui", &["app", "clipboard", "decide", "motion", "place", "screens", "widgets"]);

#[test]
fn modules_form_no_circles() {
    let mut left = 0;
    let mut found = Vec::new();
    for root in ["core/src", "src", "xtask/src"] {
        for circle in circles(&sources(root)) {
            let folder = format!("{root}/{}", circle.folder);
            if folder == CIRCLE_LEFT.0 && circle.members == CIRCLE_LEFT.1 {
                left += 1;
            } else {
                found.push(format!("{folder}:\n{}", circle.imports));
            }
        }
    }
    assert!(found.is_empty(), "circles of modules\n{}\n", found.join("\n"));
    assert_eq!(left, 1, "the exception is no longer true");
}

fn example(module: &str, code: &str) -> Source {
    let module = module.split('/').map(str::to_owned).collect::<Vec<_>>();
    Source { path: PathBuf::from("x.rs"), module, code: code.to_owned() }
}

#[test]
fn the_rules_themselves_are_awake() {
    for bad in [
        "use crate::ui::app;",
        "use crate::{annotation::Set, span};",
        "let x = crate::store::read(p);",
        "use std::fs;",
        "static X: LazyLock<u8>",
    ] {
        assert_eq!(broken(&example("detect/x", bad)).len(), 1, "{bad}");
    }
    assert!(broken(&example("detect/x", &code("use crate::span::Span; // crate::ui"))).is_empty());
    assert_eq!(broken(&example("ui/x", "use crate::cli::run;")).len(), 1);
    assert_eq!(
        broken(&example("store/x", "use sayso_core::{span, layout::Layout};\nuse crate::project::open;")).len(),
        1
    );
    let round = [
        example("a", "use crate::b::f;"),
        example("b", "use super::c::{self, g};"),
        example("c", "fn h() { crate::a::i() }"),
        example("d", "use super::a;"),
    ];
    let found = circles(&round);
    assert!(found.len() == 1 && found[0].members == ["a", "b", "c"], "{found:?}");
    assert!(found[0].imports.contains("b -> [\"c\"]"), "{found:?}");
    assert!(circles(&round[..2]).is_empty());
}

/// No file of code grows beyond what one sitting can read.
#[test]
fn files_stay_readable() {
    let mut paths = Vec::new();
    for root in ["src", "core", "xtask", "tests", "benches"] {
        files(Path::new(root), &mut paths);
    }
    let lines = |p: &PathBuf| std::fs::read_to_string(p).unwrap().lines().count();
    let long: Vec<String> = paths
        .iter()
        .map(|p| (p, lines(p)))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(p, lines)| format!("{}: {lines} lines", p.display()))
        .collect();
    assert!(long.is_empty(), "split by what they are about, at most {MAX_LINES} lines: {long:?}");
}
