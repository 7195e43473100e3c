//! Tasks of those who work on sayso: training, scoring, heavy trials, pictures. `cargo run --release -p xtask` lists them.

mod anchoring;
mod annotators;
#[cfg(target_os = "linux")]
mod attack;
#[cfg(unix)]
mod crash;
mod dice;
mod merging;
#[cfg(unix)]
mod motion;
mod mutate;
#[path = "../../tests/common/pdf.rs"]
mod pdf;
#[cfg(target_os = "linux")]
mod performance;
mod picture;
#[path = "../../tests/common/reader.rs"]
mod reader;
mod slow_documents;
#[cfg(target_os = "linux")]
mod soak;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/common/terminal.rs"]
mod terminal;
mod train;
#[cfg(unix)]
mod typing;

use anyhow::Result;
use std::io::Write as _;
use std::process::ExitCode;

/// A task: its name, what it does, and how it runs.
struct Task(&'static str, &'static str, fn(&[String]) -> Result<ExitCode>);

/// Every task.
const TASKS: &[Task] = &[
    Task("anchoring", "measures anchoring on articles with known quotations", |a| done(anchoring::run(a))),
    Task("annotators", "a folder that many people annotated: `agree` beside `check`", |a| done(annotators::run(a))),
    #[cfg(target_os = "linux")]
    Task("attack", "hostile files, journals, sidecars and folders in the way of the program", attack::run),
    #[cfg(unix)]
    Task("crash", "kills reviews at random moments and checks what is left", |a| done(crash::run(a))),
    #[cfg(unix)]
    Task("motion", "the same decisions with two builds: keys and frames", |a| done(motion::run(a))),
    Task("merging", "two people annotate on branches, and git merges them", |a| done(merging::run(a))),
    Task("mutate", "damages documents and checks that the program copes with each", |a| done(mutate::run(a))),
    Task("novels", "who speaks in novels, lines and characters given", |a| done(train::score_novels(a))),
    #[cfg(target_os = "linux")]
    Task("performance", "every budget of the design, other programs beside ours, as a page", |a| {
        done(performance::run(a))
    }),
    Task("picture", "draws a screen of the reader as SVG", |a| done(picture::run(a))),
    Task("slow-documents", "a folder of documents of which some are slow", |a| done(slow_documents::run(a))),
    #[cfg(target_os = "linux")]
    Task("soak", "the reader and the service for a long time: memory, handles, threads", |a| done(soak::run(a))),
    Task("train", "learns the weights of the detector", |a| done(train::run(a))),
    #[cfg(unix)]
    Task("typing", "random keys and pastes into the reader", |a| done(typing::run(a))),
];

fn done(result: Result<()>) -> Result<ExitCode> {
    result.map(|()| ExitCode::SUCCESS)
}

fn main() -> Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();
    if let Some(Task(_, _, run)) = TASKS.iter().find(|t| t.0 == name) {
        return run(&arguments);
    }
    let mut out = std::io::stderr().lock();
    writeln!(out, "usage: cargo run --release -p xtask -- TASK [ARGUMENT…]\n")?;
    for Task(name, doc, _) in TASKS {
        writeln!(out, "  {name:<15} {doc}")?;
    }
    Ok(ExitCode::from(2))
}
