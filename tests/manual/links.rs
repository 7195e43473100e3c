//! Links between pages.

use std::path::{Component, Path, PathBuf};

/// Links of a page that lead nowhere: the file is not there, or has no such heading.
pub fn wrong(page: &str, text: &str) -> Vec<String> {
    let folder = Path::new(page).parent().unwrap();
    let mut wrong = Vec::new();
    for (line, target) in targets(text) {
        if ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)) {
            continue;
        }
        let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
        let path = if path.is_empty() { PathBuf::from(page) } else { plain(&folder.join(path)) };
        let there = super::root().join(&path);
        if !there.exists() {
            wrong.push(format!("{page}:{line}: {target}: there is no {}", path.display()));
            continue;
        }
        if !anchor.is_empty() && !headings(&std::fs::read_to_string(there).unwrap()).iter().any(|h| h == anchor) {
            wrong.push(format!("{page}:{line}: {target}: no such heading"));
        }
    }
    wrong
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// Lines outside fenced blocks, with their numbers.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        (!inside && !fence).then_some((at + 1, line))
    })
}

/// Targets of links and pictures, with their lines; what stands in code is none.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    for (at, line) in words(text) {
        let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for rest in outside.split("](").skip(1) {
            targets.extend(rest.split(')').next().map(|target| (at, target.to_owned())));
        }
    }
    targets
}

/// The names by which headings are linked to: small letters, words joined by `-`, other signs left out.
fn headings(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, line) in words(text).filter(|(_, line)| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim();
        let name: String = title
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .flat_map(char::to_lowercase)
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let before = names.iter().filter(|n| **n == name || n.starts_with(&format!("{name}-"))).count();
        names.push(if before > 0 && names.contains(&name) { format!("{name}-{before}") } else { name });
    }
    names
}

#[test]
fn links_and_headings_are_found() {
    let text = "# A, `b` and c\n\n[x](y.md#z) `[no](no)` ![p](p.svg)\n\n```sh\n# [no](no)\n```\n\n## A\n";
    let found: Vec<String> = targets(text).into_iter().map(|(_, target)| target).collect();
    assert_eq!(found, ["y.md#z", "p.svg"]);
    assert_eq!(headings(text), ["a-b-and-c", "a"]);
}
