//! Two hundred documents, ten of which are slow or want a lot of memory: runs `check`, `detect` and `export` over all of them
//! and over the other 190 alone, and prints what each took. The ten must be told, the others done, in under twice the time
//! of the 190 and the limits of the ten.
//!
//! ```sh
//! cargo build --release
//! cargo run --release -p xtask -- slow-documents target/release/sayso [SECONDS]
//! ```
//!
//! SECONDS is the limit of time for each PDF, 2 without it. Linux only: peak memory is read from the system. Takes a minute.

#![allow(clippy::disallowed_methods, clippy::print_stdout)] // its own scratch files

use anyhow::{Context as _, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Documents that are as others.
const GOOD: usize = 190;
/// Documents that are not.
const BAD: usize = 10;
/// How many of those are PDFs, with a limit of time each.
const TIMED: u32 = 4;

fn good(folder: &Path) -> Result<()> {
    let said = "“We will go,” said Ada Grey, the mayor. She added that the quay would be closed until Monday.";
    let article = format!("{said}\n\n“Nobody is in a hurry,” Bo Lind said.\n\n").repeat(40);
    let paragraphs = article.trim().replace("\n\n", "</p><p>");
    for n in 0..GOOD {
        let (extension, bytes) = match n % 5 {
            0 => ("txt", article.clone().into_bytes()),
            1 => ("md", format!("# Number {n}\n\n{article}").into_bytes()),
            2 => ("html", format!("<title>Number {n}</title><article><p>{paragraphs}</p></article>").into_bytes()),
            3 => ("eml", format!("From: ada@example.org\nMIME-Version: 1.0\nSubject: {n}\n\n{article}").into_bytes()),
            _ => {
                let line = "\"We will go,\" said Ada Grey, the mayor.";
                ("pdf", crate::pdf::pdf(&vec![crate::pdf::words(line); 20], &[]))
            }
        };
        std::fs::write(folder.join(format!("good-{n:03}.{extension}")), bytes)?;
    }
    Ok(())
}

fn bad(folder: &Path) -> Result<()> {
    let names = (0..200_000).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join(" ");
    let documents: [(&str, Vec<u8>); BAD] = [
        ("endless-1.pdf", crate::pdf::endless("\"We will go,\" said Ada Grey.")),
        ("endless-2.pdf", crate::pdf::endless("\"Nobody is in a hurry,\" Bo Lind said.")),
        ("endless-3.pdf", crate::pdf::endless("Words.")),
        ("memory.pdf", crate::pdf::swollen()?),
        ("attributes.html", format!("<p {names}>x").into_bytes()),
        ("message.eml", format!("From: a@b\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p {names}>x").into_bytes()),
        ("columns.csv", format!("text{}\n{}", ",a".repeat(200_000), ",b".repeat(200_000)).into_bytes()),
        ("rows.csv", format!("text\n{}", "a b\n".repeat(500_000)).into_bytes()),
        ("values.json", format!("{{\"text\": [{}1]}}", "1,".repeat(1_000_000)).into_bytes()),
        ("deep.xml", format!("<?xml version='1.0'?><TEI>{}", "<a>".repeat(200_000)).into_bytes()),
    ];
    for (name, bytes) in documents {
        std::fs::write(folder.join(format!("bad-{name}")), bytes)?;
    }
    Ok(())
}

/// What a run took, how much memory at most, and the sentences it said.
fn run_once(program: &Path, folder: &Path, command: &str, seconds: u64) -> Result<(Duration, u64, Vec<String>)> {
    let mut call = Command::new(program);
    call.arg(command).arg(folder).args(["--time-limit", &seconds.to_string()]);
    if command == "export" {
        call.args(["--to", "jsonl", "--suggested"]);
    }
    call.stdout(Stdio::null()).stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = call.spawn()?;
    let id = child.id();
    let (done, watched) = std::sync::mpsc::channel::<()>();
    let memory = std::thread::spawn(move || {
        let mut most = 0;
        while watched.recv_timeout(Duration::from_millis(20)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
            let kilobytes = peak.and_then(|p| p.trim().trim_end_matches(" kB").parse::<u64>().ok());
            most = most.max(kilobytes.unwrap_or_default());
        }
        most
    });
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().context("no standard error")?, &mut said)?;
    let status = child.wait()?;
    let took = begun.elapsed();
    drop(done);
    ensure!(matches!(status.code(), Some(0 | 3)), "{command} ends with {status}: {said}");
    Ok((took, memory.join().unwrap_or_default() / 1024, said.lines().map(str::to_owned).collect()))
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.iter().cloned();
    let program: PathBuf = arguments.next().context("slow_documents PROGRAM [SECONDS]")?.into();
    let seconds: u64 = arguments.next().map_or(Ok(2), |s| s.parse())?;
    let (alone, all) = (tempfile::tempdir()?, tempfile::tempdir()?);
    good(alone.path())?;
    good(all.path())?;
    bad(all.path())?;
    let mut missed = 0;
    for command in ["check", "detect", "export"] {
        let (base, base_memory, said) = run_once(&program, alone.path(), command, seconds)?;
        ensure!(said.is_empty(), "{command}: {said:?}");
        let (took, memory, said) = run_once(&program, all.path(), command, seconds)?;
        let limit = base * 2 + Duration::from_secs(seconds) * TIMED;
        println!("{command}: 190 in {base:.1?} ({base_memory} MB), 200 in {took:.1?} ({memory} MB), limit {limit:.1?}");
        for line in &said {
            println!("    {}", line.replace(&all.path().display().to_string(), "…"));
        }
        missed += usize::from(took > limit || said.len() != BAD);
    }
    if missed > 0 {
        bail!("{missed} commands took too long or did not tell all ten");
    }
    Ok(())
}
