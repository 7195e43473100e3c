//! Text that tries to drive the terminal: through every view, message, title and export, nothing of it arrives raw.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/reader.rs"]
mod reader;
#[allow(dead_code, reason = "only what is printed is looked at, no keys are typed")]
#[path = "common/terminal.rs"]
mod terminal;

use ratatui::buffer::Buffer;
use reader::Reader;
use sayso::ui::theme::Depth;
use sayso_core::sanitize::is_hostile;
use std::time::{Duration, Instant};

/// What a document may hold: sequences that move, colour, report, paste, retitle, and letters that disguise.
fn corpus() -> Vec<String> {
    let mut all: Vec<String> = (0u8..0x20).filter(|b| *b != b'\n').map(|b| format!("a{}b", b as char)).collect();
    all.extend((0x7f..=0x9fu32).filter_map(char::from_u32).map(|c| format!("c{c}d")));
    all.extend(
        [
            "\u{1b}[31mred\u{1b}[0m",
            "\u{1b}[2J\u{1b}[H",
            "\u{1b}[?1049l",
            "\u{1b}[6n",
            "\u{1b}c",
            "\u{1b}]0;title\u{7}",
            "\u{1b}]2;title\u{1b}\\",
            "\u{1b}]52;c;ZXZpbA==\u{7}",
            "\u{1b}]8;;https://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
            "\u{1b}P+q544e\u{1b}\\",
            "\u{1b}_Gf=24;AAAA\u{1b}\\",
            "\u{1b}[200~pasted\u{1b}[201~",
            "\u{1b}[?1000h",
            "\u{1b}#8",
            "\u{9b}31mred",
            "\u{9d}0;title\u{9c}",
            "\u{90}q\u{9c}",
            "over\u{8}\u{8}\u{8}\u{8}type",
            "line\rback",
            "bell\u{7}bell",
            "\u{202e}desrever\u{202c}",
            "\u{202a}left\u{202c}",
            "\u{2066}alone\u{2069}",
            "\u{2067}right\u{2069}",
            "mark\u{200e}\u{200f}\u{61c}",
            "\u{feff}mark in the middle\u{feff}",
            "line\u{2028}separator",
            "paragraph\u{2029}separator",
            "shift\u{e}out\u{f}in",
            "form\u{c}feed\u{b}tab",
            "nul\u{0}nul",
            "\u{1b}",
            "\u{1b}[",
            "\u{1b}]",
        ]
        .map(str::to_owned),
    );
    // A letter under thousands of accents is no control, and must not become one cell of a megabyte.
    all.push(format!("e{}", "\u{301}".repeat(9000)));
    all
}

/// An article in which each of them is said by somebody, and is part of a name.
fn article() -> String {
    let paragraphs = corpus().into_iter().enumerate();
    let said = paragraphs.map(|(n, bad)| format!("“Number {n} {bad} is what we found,” said Ada {bad} Grey.\n\n"));
    format!("Harbour \u{1b}[31m vote\n\n{}", said.collect::<String>())
}

fn check(frame: &Buffer, what: &str) {
    for cell in frame.content() {
        assert!(!cell.symbol().chars().any(is_hostile), "{what}: {:?}", cell.symbol());
        assert!(cell.symbol().len() <= 64, "{what}: a cell of {} bytes", cell.symbol().len());
    }
}

#[test]
fn the_corpus_is_large_enough() {
    assert!(corpus().len() >= 60, "{}", corpus().len());
}

#[test]
fn no_view_draws_it_raw() {
    let views = [
        "",
        "Tab Enter",
        "Tab i",
        "Tab s",
        "Tab s \"gr",
        "Tab a",
        "Tab c Tab Tab \"x",
        "Tab e \"x",
        "Tab v i",
        "Tab V",
        "/ \"Number",
        "/ \"Number Tab",
        "? \"x",
        ": \"x",
        "E",
        "X m",
        "H",
        "Tab Enter H",
        "Tab Enter x A",
        "A / \"grey",
        "p",
        "p Enter",
        "p e",
        "p m",
        "Tab Enter p s",
        "o",
        "m a '",
        "f",
        "g",
        "Tab y",
        "Tab Y",
        "Tab x u",
        "9",
        "g !",
    ];
    let text = article();
    for size in [(120, 40), (80, 24), (40, 10)] {
        for keys in views {
            let mut reader = Reader::new("a\u{1b}[31m\u{202e}.txt", &text, size, "dark", Depth::True, Vec::new());
            for page in 0..3 {
                reader.keys(keys);
                check(&reader.frame(), &format!("{keys} at {size:?}, page {page}"));
                reader.keys("Esc Esc Esc PgDn");
            }
        }
        let mut library = Reader::new("a\u{9b}.txt", &text, size, "dark", Depth::True, Vec::new()).shelved();
        check(&library.frame(), "library");
    }
}

/// Everything a command prints to a terminal: data, listings, errors with names in them.
#[test]
fn no_command_prints_it_raw_to_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("d")).unwrap();
    let name = "d/a\u{9b}31m.txt";
    sayso::store::disk::replace(&folder.path().join(name), article().as_bytes()).unwrap();
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let missing = "\u{1b}[31mmissing\u{202e}.txt";
    for arguments in [
        vec!["detect", name],
        vec!["detect", name, "--format", "csv"],
        vec!["detect", name, "--format", "jsonl"],
        vec!["export", name, "--to", "markdown", "--suggested"],
        vec!["export", name, "--to", "csv", "--suggested"],
        vec!["export", name, "--to", "jsonl", "--suggested"],
        vec!["check", "d"],
        vec!["where", name],
        vec![missing],
        vec!["--theme", missing, name],
    ] {
        let mut run = terminal::Terminal::open(&program, folder.path(), &arguments, 200, 50).unwrap();
        let end = Instant::now() + Duration::from_secs(30);
        let mut out = Vec::new();
        while let Ok(bytes) = run.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
            out.extend(bytes);
        }
        run.child.wait().unwrap();
        let text = String::from_utf8_lossy(&out);
        let raw = text.chars().find(|c| !matches!(c, '\n' | '\r' | '\t') && is_hostile(*c));
        assert!(raw.is_none() && !out.is_empty(), "{arguments:?}: {raw:?}");
    }
}
