//! What stands in the packages: manual pages and completions are those of this program, and every recipe names files that
//! are there. `INSTA_UPDATE=always cargo test --test packages` writes pages and completions anew.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const MAN: &str = "packaging/man";
const COMPLETIONS: &str = "packaging/completions";
/// The shells and the names under which they look for completions of sayso.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "sayso.bash"),
    ("zsh", "_sayso"),
    ("fish", "sayso.fish"),
    ("elvish", "sayso.elv"),
    ("powershell", "_sayso.ps1"),
];

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(at(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What the program prints on standard output, its exit code, what it says.
fn run(arguments: &[&str]) -> (String, i32, String) {
    let home = tempfile::tempdir().unwrap();
    let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
    let output = command.env_clear().env("HOME", home.path()).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), output.status.code().unwrap(), text(output.stderr))
}

/// The files of a folder are these and no others; or they are written.
fn same(folder: &str, files: &[(String, String)]) {
    let there: BTreeSet<String> = match std::fs::read_dir(at(folder)) {
        Ok(entries) => entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect(),
        Err(_) => BTreeSet::new(),
    };
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        std::fs::create_dir_all(at(folder)).unwrap();
        for name in there.iter().filter(|n| files.iter().all(|(name, _)| name != *n)) {
            std::fs::remove_file(at(folder).join(name)).unwrap();
        }
        for (name, text) in files {
            sayso::store::disk::replace(&at(folder).join(name), text.as_bytes()).unwrap();
        }
        return;
    }
    let how = "INSTA_UPDATE=always cargo test --test packages writes them anew";
    assert_eq!(there, files.iter().map(|(name, _)| name.clone()).collect(), "{folder}: {how}");
    for (name, text) in files {
        assert!(read(&format!("{folder}/{name}")) == *text, "{folder}/{name} is not what the program prints: {how}");
    }
}

/// The commands that the page of sayso refers to.
fn commands(page: &str) -> Vec<String> {
    let names = page.lines().filter_map(|line| line.strip_prefix("sayso\\-")?.strip_suffix("(1)"));
    names.map(|name| name.replace("\\-", "-")).collect()
}

#[test]
fn the_manual_pages_are_those_of_the_program() {
    let (page, code, _) = run(&["man"]);
    assert_eq!(code, 0);
    let commands = commands(&page);
    assert!(commands.len() >= 17 && commands.contains(&"git-setup".to_owned()), "{commands:?}");
    let mut files = vec![("sayso.1".to_owned(), page)];
    for command in commands {
        let (page, code, told) = run(&["man", &command]);
        assert_eq!((code, told.as_str()), (0, ""), "{command}");
        let title = format!(".TH sayso-{command} 1 \" \" \"sayso {}\" \"User Commands\"\n", env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&title), "{command}: {page}");
        files.push((format!("sayso-{command}.1"), page));
    }
    same(MAN, &files);
}

#[test]
fn a_page_that_is_not_there_is_told() {
    let (out, code, told) = run(&["man", "verfy"]);
    assert_eq!(
        (out.as_str(), code, told.as_str()),
        ("", 2, "sayso: there is no command verfy: did you mean verify?\n")
    );
    assert_eq!(run(&["man", "load-document"]).1, 2);
}

#[test]
fn completions_are_those_of_the_program() {
    let files = SHELLS.map(|(shell, name)| {
        let (text, code, _) = run(&["completions", shell]);
        assert!(code == 0 && text.contains("verify"), "{shell}");
        (name.to_owned(), text)
    });
    same(COMPLETIONS, &files);
}

/// Paths below `packaging/` that a recipe names, without what its shell makes of them.
fn named(recipe: &str) -> BTreeSet<String> {
    let words = recipe.split(|c: char| c.is_whitespace() || "\"'`,;()[]{}<>|".contains(c));
    let paths = words.filter_map(|word| word.find("packaging/").and_then(|at| word.get(at..)));
    paths.map(|path| path.trim_end_matches(['.', ':']).to_owned()).collect()
}

#[test]
fn recipes_name_files_that_are_there() {
    let mut count = 0;
    for recipe in [
        "Cargo.toml",
        ".github/workflows/release.yml",
        "packaging/README.md",
        "packaging/aur/PKGBUILD.in",
        "packaging/archive.sh",
        "packaging/homebrew/sayso.rb.in",
        "packaging/nix/package.nix",
        "packaging/try.sh",
    ] {
        for path in named(&read(recipe)) {
            // Of a pattern its folder.
            let path = path.split_once('*').map_or(path.as_str(), |(folder, _)| folder);
            assert!(path == "packaging/" || at(path).exists(), "{recipe}: {path}");
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn both_crates_carry_the_licences_and_tools_are_named_alike() {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert_eq!(read(licence), read(&format!("core/{licence}")));
    }
    let workflow = read(".github/workflows/release.yml");
    let page = read("packaging/README.md");
    for tool in ["cargo-deb", "cargo-generate-rpm", "cargo-deny", "maturin"] {
        let version = |text: &str, before: &str| {
            let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{tool} has no version"));
            rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>()
        };
        let pinned = version(&workflow, &if tool == "maturin" { "maturin==".to_owned() } else { format!("{tool}@") });
        assert_eq!(pinned, version(&page, &format!("({tool} ")), "{tool}");
    }
}
