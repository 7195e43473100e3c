//! Measures every budget of the design and prints the page about it, with other programs beside ours in the same run.
//!
//! ```sh
//! cargo build --release
//! cargo run --release -p xtask -- performance > docs/performance.md
//! ```
//!
//! `less` is needed; `hygg` and `rg` are asked when they are on the search path. Linux only: memory and processor time are read from the
//! system. The machine should do nothing else. It takes five minutes; with `--cold-build` two whole builds more.

mod annotations;
mod detection;
mod folder;
mod made_up;
mod page;
mod reader;
mod run;

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};
use page::{Budget, Chapter, ms, ratio};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A part of the page.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Starts,
    Keys,
    Annotations,
    Detection,
    Folders,
}

#[derive(Parser)]
struct Options {
    /// Only these parts of the page.
    parts: Vec<Part>,
    /// The program to measure.
    #[arg(long, default_value = "target/release/sayso")]
    program: PathBuf,
    /// English news, one JSON object with a `text` a line, in place of the samples.
    #[arg(long)]
    news: Option<PathBuf>,
    /// A Python that has audiobooker-ai, to be timed beside ours.
    #[arg(long)]
    extractor: Option<PathBuf>,
    /// Builds this commit and the present one from nothing as well.
    #[arg(long)]
    cold_build: Option<String>,
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let options = Options::parse_from(std::iter::once("performance".to_owned()).chain(arguments.iter().cloned()));
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path();
    // A copy lies in one piece and is mapped as an installed program is; what a linker wrote takes a millisecond more.
    let program = folder.join("sayso");
    std::fs::copy(&options.program, &program).context("cargo build --release first")?;
    reader::write_texts(folder)?;
    let wanted = |part| options.parts.is_empty() || options.parts.contains(&part);
    let mut chapters = Vec::new();
    if wanted(Part::Starts) {
        tell("first frames")?;
        chapters.push(reader::starts(&program, folder)?);
    }
    if wanted(Part::Keys) {
        tell("keys")?;
        chapters.push(reader::frames(&program, folder)?);
    }
    if wanted(Part::Annotations) {
        tell("100,000 annotations")?;
        chapters.push(many_annotations(&program, folder)?);
    }
    if wanted(Part::Detection) {
        tell("detection")?;
        chapters.push(detection::chapter(&program, folder, options.news.as_deref(), options.extractor.as_deref())?);
    }
    if wanted(Part::Folders) {
        tell("folders")?;
        chapters.push(folder::chapter(&program, folder)?);
    }
    if let Some(base) = &options.cold_build {
        tell("two builds")?;
        chapters.push(cold_build(base)?);
    }
    let page = page::page(&machine(), &chapters);
    std::io::stdout().lock().write_all(page.as_bytes()).context("standard output")
}

/// What is going on, for those who wait.
fn tell(what: &str) -> Result<()> {
    writeln!(std::io::stderr(), "{what} …").context("standard error")
}

fn many_annotations(program: &Path, folder: &Path) -> Result<Chapter> {
    let mut budgets = reader::annotated(program, folder)?;
    let (few, many) = (annotations::costs(folder, 1_000)?, annotations::costs(folder, 100_000)?);
    let change = many.change + many.hand_over;
    budgets.push(Budget {
        what: "one change among 100,000 annotations, before the frame",
        bar: "1 ms",
        measured: format!("{change:.1?}"),
        held: change <= Duration::from_millis(1),
        why: "what is drawn is made anew for more than what changed.",
    });
    let row = |what: &str, few: Duration, many: Duration| {
        vec![what.to_owned(), format!("{few:.1?}"), format!("{many:.1?}"), format!("{:.1}", ratio(many, few))]
    };
    let rows = [
        row("reading the sidecar", few.read, many.read),
        row("anchoring, joining with what is found", few.join, many.join),
        row("one change", few.change, many.change),
        row("handing it to the writer", few.hand_over, many.hand_over),
        row("folding the journal into the sidecar", few.fold, many.fold),
    ];
    let text = format!(
        "Without a terminal, the middle of several times. A change is synced by a thread of its own; no key waits for it.\n\n{}",
        page::table(&["", "1,000 annotations", "100,000", "times"], &rows)
    );
    Ok(Chapter { title: "Many annotations", text, budgets })
}

/// Builds a commit and the present one from nothing, one after the other.
fn cold_build(base: &str) -> Result<Chapter> {
    let scratch = tempfile::tempdir()?;
    let build = |commit: &str| {
        let tree = scratch.path().join(commit);
        let git = |arguments: &[&str]| {
            let done = Command::new("git").args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            ensure!(done.success(), "git {}", arguments.join(" "));
            Ok(())
        };
        let path = tree.display().to_string();
        git(&["worktree", "add", "--detach", &path, commit])?;
        let began = Instant::now();
        let status = Command::new("cargo")
            .args(["build", "--release", "--locked", "--quiet"])
            .env("CARGO_TARGET_DIR", scratch.path().join("target"))
            .current_dir(&tree)
            .status()?;
        let took = began.elapsed();
        std::fs::remove_dir_all(scratch.path().join("target"))?;
        git(&["worktree", "remove", "--force", &path])?;
        ensure!(status.success(), "{commit} cannot be built");
        Ok(took)
    };
    let (before, now) = (build(base)?, build("HEAD")?);
    let times = ratio(now, before);
    let budget = Budget {
        what: "release build from nothing",
        bar: "0.65 × that of 26 November 2026; 0.85 × with all that was to come",
        measured: format!("{times:.2} ×, {} and {}", ms(now), ms(before)),
        held: times <= 0.85,
        why: "the program has several times the code of that day.",
    };
    let text = format!("`cargo build --release` of the present commit beside {base}, downloads done before.\n");
    Ok(Chapter { title: "Build", text, budgets: vec![budget] })
}

/// What the machine is, as far as figures depend on it.
fn machine() -> String {
    let of = |path: &str, name: &str| {
        let all = std::fs::read_to_string(path).unwrap_or_default();
        let line = all.lines().find(|l| l.starts_with(name)).and_then(|l| l.split_once([':', '=']));
        line.map_or("?".to_owned(), |(_, value)| value.trim().trim_matches('"').to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let gigabytes = of("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0_u64) / 1_000_000;
    format!(
        "{cores} cores of {}, {gigabytes} GB, {}",
        of("/proc/cpuinfo", "model name"),
        of("/etc/os-release", "PRETTY_NAME")
    )
}
