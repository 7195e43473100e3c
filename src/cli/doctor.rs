//! `sayso doctor`: what the reader finds around it, what is wrong, and how to mend it. Nothing is written.

mod surroundings;
mod terminal;
mod work;

use super::{Failure, print, text_width};
use crate::config::{self, Folders};
use clap::ValueEnum;
use sayso_core::detect::DETECTOR;
use sayso_core::sanitize::visible;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

/// Arguments of `doctor`.
#[derive(Debug, clap::Args)]
pub struct DoctorArguments {
    /// Folders to look through for what interrupted sessions left; this folder when none is named
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Cells of the words of a line, at least.
const MIN_CELLS: usize = 16;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    /// Good to know.
    Note,
    /// Something does not work.
    Wrong,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Wrong => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Line {
    state: State,
    subject: &'static str,
    message: String,
    /// What to do.
    hint: Option<String>,
}

/// All of them.
#[derive(Debug, Default)]
struct Report(Vec<Line>);

impl Report {
    fn ok(&mut self, subject: &'static str, message: impl Into<String>) {
        self.0.push(Line { state: State::Ok, subject, message: message.into(), hint: None });
    }

    fn note(&mut self, subject: &'static str, message: impl Into<String>, hint: impl Into<String>) {
        self.0.push(Line { state: State::Note, subject, message: message.into(), hint: Some(hint.into()) });
    }

    fn wrong(&mut self, subject: &'static str, message: impl Into<String>, hint: impl Into<String>) {
        self.0.push(Line { state: State::Wrong, subject, message: message.into(), hint: Some(hint.into()) });
    }

    fn is_wrong(&self) -> bool {
        self.0.iter().any(|line| line.state == State::Wrong)
    }
}

#[derive(Serialize)]
struct Told<'a> {
    version: &'static str,
    detector: &'static str,
    system: String,
    checks: &'a [Line],
}

impl DoctorArguments {
    pub fn run(&self) -> Result<(), Failure> {
        let get = |name: &str| std::env::var(name).ok();
        let folders = Folders::from_environment();
        let (config, problems) = config::load(&folders);
        let mut report = Report::default();
        report.ok("sayso", version());
        terminal::look(&get, config.mouse, &mut report);
        surroundings::look(&folders, &config, problems, &mut report);
        work::look(&self.paths, &mut report)?;
        match self.format {
            PrintFormat::Text => {
                // Into a pipe a line stays a line.
                let cells = if io::stdout().is_terminal() { text_width() } else { usize::MAX };
                print(text(&report, cells).as_bytes())?;
            }
            PrintFormat::Json => {
                let told = Told {
                    version: env!("CARGO_PKG_VERSION"),
                    detector: DETECTOR,
                    system: system(),
                    checks: &report.0,
                };
                let mut out = Vec::new();
                // Memory takes all that is written.
                let _ = sayso_core::export::json::line(&mut out, &told);
                print(&out)?;
            }
        }
        if report.is_wrong() { Err(Failure::Findings) } else { Ok(()) }
    }
}

/// A line each, with what to do below it, in lines of so many cells.
fn text(report: &Report, cells: usize) -> String {
    let mut out = String::new();
    let width = report.0.iter().map(|line| line.subject.len()).max().unwrap_or_default();
    for Line { state, subject, message, hint } in &report.0 {
        let mut head = format!("{:<5}  {subject:<width$}  ", state.word());
        for words in std::iter::once(message).chain(hint) {
            let words = visible(words);
            // Names and paths can be copied as they are, where there is room for them.
            let options = textwrap::Options::new(cells.saturating_sub(head.len()).max(MIN_CELLS))
                .word_separator(textwrap::WordSeparator::AsciiSpace)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            for line in textwrap::wrap(&words, options) {
                let _ = writeln!(out, "{head}{line}");
                head = " ".repeat(head.len());
            }
        }
    }
    out
}

/// Which sayso this is, in one line.
fn version() -> String {
    format!("sayso {}, detector {DETECTOR}, {}", env!("CARGO_PKG_VERSION"), system())
}

fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// What a report of a mistake should say: `sayso --version --verbose`.
pub fn verbose_version() -> String {
    let folders = Folders::from_environment();
    let folder = |path: &Option<PathBuf>| path.as_ref().map_or_else(|| "none".to_owned(), |p| p.display().to_string());
    let get = |name: &str| std::env::var(name).ok();
    let mut out = format!("{}\n", version());
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let lines = [
        ("build", profile.to_owned()),
        ("terminal", terminal::name(&get)),
        ("config", folder(&folders.config)),
        ("data", folder(&folders.data)),
        ("state", folder(&folders.state)),
    ];
    for (name, words) in lines {
        let _ = writeln!(out, "{name}: {}", visible(&words));
    }
    out
}

#[cfg(test)]
mod tests;
