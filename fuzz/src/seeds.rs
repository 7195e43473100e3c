//! Inputs to begin with, made of files that are in the repository.

use crate::targets::Target;
use std::path::{Path, PathBuf};

/// Writes the seeds of a target into a folder.
pub fn write(target: &Target, folder: &Path) {
    let write = |name: &str, bytes: &[u8]| {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        std::fs::write(folder.join(format!("seed-{name}")), bytes)
    };
    std::fs::create_dir_all(folder).expect("the folder of seeds");
    for (name, bytes) in (target.seeds)() {
        write(&name, &bytes).expect("a seed");
    }
}

/// Files below a folder of the repository, with their names; long ones are left out.
pub fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    const LONGEST: u64 = 64 << 10;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder);
    let mut all: Vec<PathBuf> = std::fs::read_dir(root).into_iter().flatten().flatten().map(|e| e.path()).collect();
    all.sort();
    let short = |path: &PathBuf| path.metadata().is_ok_and(|meta| meta.is_file() && meta.len() <= LONGEST);
    let read = |path: PathBuf| Some((path.file_name()?.to_string_lossy().into_owned(), std::fs::read(&path).ok()?));
    all.into_iter().filter(short).filter_map(read).collect()
}

/// Documents of every format, with their names.
pub fn documents() -> Vec<(String, Vec<u8>)> {
    let mut all = files("tests/fixtures/formats");
    for folder in ["samples", "tests/fixtures/pages", "tests/fixtures/transcripts"] {
        all.extend(files(folder).into_iter().filter(|(name, _)| folder == "samples" || !name.ends_with(".txt")));
    }
    all
}

/// Bytes behind a line of their own.
pub fn headed(head: &str, bytes: &[u8]) -> Vec<u8> {
    [head.as_bytes(), b"\n", bytes].concat()
}

/// Texts as seeds, each with its number.
pub fn texts(all: &[&str]) -> Vec<(String, Vec<u8>)> {
    all.iter().enumerate().map(|(n, text)| (n.to_string(), text.as_bytes().to_vec())).collect()
}
