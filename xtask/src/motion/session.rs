//! A review of one document in a pseudo-terminal: keys go in one by one, each once the screen has settled after the one
//! before.

use super::list::List;
use super::script::{Script, Step};
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, ensure};
use sayso::store::disk;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longest a frame is waited for after a key; some keys change nothing that is shown.
const FRAME: Duration = Duration::from_millis(700);
/// The screen has settled.
const QUIET: Duration = Duration::from_millis(35);
/// The same after the program was started and after it is told to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// What has been read of the document stands still so long once it is open.
const OPENED: Duration = Duration::from_millis(400);
/// The size of the screen.
const SIZE: (u16, u16) = (100, 30);
/// Columns with the text; the names stand in those behind.
const TEXT: usize = 76;

/// What a review came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Keys, without those that a mistake costs.
    pub keys: usize,
    /// Of these, letters of words that were typed.
    pub typed: usize,
    /// Screens that were redrawn, the first ones left out.
    pub frames: u64,
    /// Bytes of these.
    pub bytes: u64,
    /// What is not as the list has it, a sentence each.
    pub wrong: Vec<String>,
}

/// A reader with one document.
pub struct Session {
    program: PathBuf,
    folder: TempDir,
    file: &'static str,
    screen: Terminal,
    bytes: u64,
}

impl Session {
    /// Opens a document in a folder of its own and waits until all of it has been read.
    pub fn open(program: &Path, file: &'static str, document: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        disk::replace(&folder.path().join(file), document.as_bytes())?;
        let arguments = ["--theme", "dark", file];
        let mut screen = Terminal::open(program, folder.path(), &arguments, SIZE.0, SIZE.1)?;
        let opened = screen.watch(Instant::now() + PATIENCE, |s| s.contains("reviewed") && s.contains("REVIEW"));
        ensure!(opened, "{file} never opened:\n{}", screen.text());
        let mut session = Self { program: program.to_owned(), folder, file, screen, bytes: 0 };
        session.rest(OPENED);
        Ok(session)
    }

    /// Takes what is drawn until nothing comes for a while.
    fn rest(&mut self, quiet: Duration) {
        while let Ok(bytes) = self.screen.bytes.recv_timeout(quiet) {
            self.bytes += bytes.len() as u64;
            self.screen.draw(&bytes);
        }
    }

    /// Types one key and lets the screen settle.
    fn key(&mut self, key: &str) -> Result<()> {
        self.screen.keys(key)?;
        let (before, end) = (self.screen.frames(), Instant::now() + FRAME);
        while self.screen.frames() == before {
            let Ok(bytes) = self.screen.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) else {
                break;
            };
            self.bytes += bytes.len() as u64;
            self.screen.draw(&bytes);
        }
        self.rest(QUIET);
        Ok(())
    }

    /// Types the keys of a script; `shown` is called after each step with the screen.
    pub fn review(
        &mut self,
        script: &Script,
        list: &List,
        mut shown: impl FnMut(&Step, &str) -> Result<()>,
    ) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let (frames, bytes) = (self.screen.frames(), self.bytes);
        let questions: Vec<&str> = list.questions().collect();
        for step in &script.steps {
            for key in &step.keys {
                self.key(key).with_context(|| format!("{}: it left:\n{}", step.written, self.screen.text()))?;
            }
            outcome.keys += step.keys.len();
            outcome.typed += step.typed;
            if let Some(number) = step.answers {
                let words = number.checked_sub(1).and_then(|n| questions.get(n)).context("no such question")?;
                if !self.shows(words) {
                    outcome.wrong.push(format!("not on the screen: {words}"));
                }
            }
            shown(step, &self.screen.text())?;
        }
        (outcome.frames, outcome.bytes) = (self.screen.frames() - frames, self.bytes - bytes);
        self.leave()?;
        let records = self.export()?;
        outcome.wrong.extend(list.mistakes(&records)?);
        Ok(outcome)
    }

    /// Whether words stand on the page, over line ends too, and nothing lies over it.
    fn shows(&self, words: &str) -> bool {
        let screen = self.screen.text();
        let column = screen.lines().map(|row| row.chars().take(TEXT).collect::<String>()).collect::<Vec<_>>().join(" ");
        let column = column.split_whitespace().filter(|word| *word != "▎").collect::<Vec<_>>().join(" ");
        ["REVIEW", "READ"].iter().any(|mode| screen.contains(mode)) && column.contains(words)
    }

    /// Ends by `q`, Esc before it where something is open.
    fn leave(&mut self) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            for key in ["\x1b", "q"] {
                if self.screen.child.try_wait()?.is_some() {
                    return Ok(());
                }
                // It may end between the question and the key.
                let _ = self.screen.keys(key);
                self.rest(FRAME / 4);
            }
        }
        anyhow::bail!("it did not end:\n{}", self.screen.text())
    }

    /// What was decided, suggested and rejected, as JSON lines.
    fn export(&self) -> Result<String> {
        let folder = self.folder.path();
        let mut command = Command::new(&self.program);
        for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), folder.join(below));
        }
        command.current_dir(folder).env("HOME", folder);
        command.args(["export", self.file, "--to", "jsonl", "--suggested", "--rejected"]);
        let output = command.output()?;
        let (out, errors) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr).into_owned());
        ensure!(output.status.success(), "export: {errors}");
        Ok(out)
    }
}
