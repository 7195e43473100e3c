//! A folder with a document and the sidecars of several annotators, written here.

use sayso::store::disk;
use std::fs;
use std::path::Path;
use std::process::Command;

pub const TEXT: &str = "“The pump is old,” said Ines Vale. “Nobody wants to replace it.”\n\nOtto Rahm said the bank would pay. “Not a \
    cent,” said Rahm, the mayor.\n";

/// Speakers of a sidecar; its author knows Otto Rahm by both his names.
pub const RAHM: &str = "    (id: \"ines\", name: \"Ines Vale\", kind: person),\n    (id: \"otto\", name: \"Otto Rahm\", kind: person, \
    aliases: [\"Rahm\"]),\n";
/// The same of an author who knows him by one.
pub const RAHM_SHORT: &str =
    "    (id: \"ines\", name: \"Ines Vale\", kind: person),\n    (id: \"rahm\", name: \"Rahm\", kind: person),\n";

/// A line of a sidecar about words of the text.
pub fn record(id: &str, label: &str, words: &str, fields: &str) -> String {
    let (before, _) = TEXT.split_once(words).unwrap();
    let start = before.chars().count();
    let end = start + words.chars().count();
    format!("    (id: \"{id}\", label: \"{label}\", at: [(start: {start}, end: {end}, exact: \"{words}\")]{fields}),\n")
}

/// A folder with the text as `a.txt`.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("a.txt", TEXT);
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        disk::replace(&path, text.as_bytes()).unwrap();
    }

    #[allow(dead_code, reason = "not every test needs it")]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    pub fn sidecar(&self, name: &str, speakers: &str, records: &[String]) {
        let records = records.concat();
        self.write(
            name,
            &format!(
                "#![enable(implicit_some)]\n(\n  version: 1,\n  document: (),\n  speakers: [\n{speakers}  ],\n  annotations: \
                 [\n{records}  ],\n  reviews: [\n  ],\n)\n"
            ),
        );
    }

    /// Exit code, standard output, standard error of the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let folder: &Path = self.0.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let output =
            command.current_dir(folder).env("HOME", folder).env_remove("XDG_CONFIG_HOME").args(arguments).output();
        let output = output.unwrap();
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), words(&output.stdout), words(&output.stderr))
    }
}
