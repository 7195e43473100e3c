//! A real git repository in a folder of its own.

use sayso::store::disk;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What a program said.
pub fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A repository; it is its own home, so that no setting of a person counts.
pub struct Repository(tempfile::TempDir);

impl Repository {
    /// `None` where there is no git, or an old one.
    #[allow(clippy::print_stdout, reason = "a test that did nothing says so")]
    pub fn new() -> Option<Self> {
        let repository = Self(tempfile::tempdir().unwrap());
        if repository.try_git(&["init", "--initial-branch=main"]).is_none_or(|output| !output.status.success()) {
            println!("git is not here, or too old: nothing is merged in this test");
            return None;
        }
        Some(repository)
    }

    pub fn at(&self) -> &Path {
        self.0.path()
    }

    #[allow(dead_code, reason = "not every test needs it")]
    pub fn try_git(&self, arguments: &[&str]) -> Option<Output> {
        let mut command = Command::new("git");
        command.current_dir(self.at()).env("HOME", self.at()).env("GIT_CONFIG_NOSYSTEM", "1");
        for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org")] {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        command.args(arguments).output().ok()
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments).unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", told(&output));
        told(&output)
    }

    pub fn write(&self, name: &str, text: &str) {
        disk::replace(&self.at().join(name), text.as_bytes()).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at().join(name)).unwrap()
    }

    pub fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "work"]);
    }

    /// Writes files on a branch of its own that begins at `main`.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn branch(&self, name: &str, files: &[(&str, String)]) {
        self.git(&["checkout", "-q", "-b", name, "main"]);
        for (file, text) in files {
            self.write(file, text);
        }
        self.commit();
    }
}
