//! Damages documents in a thousand ways and sees what the program makes of each: it must end by itself within five
//! seconds, with exit code 0 or 3, with a sentence when it is 3, without a panic, within 20 times the file and 200 MB.
//!
//! ```sh
//! cargo build --release
//! cargo run --release -p xtask -- mutate target/release/sayso 1000 tests/fixtures/formats/*
//! ```
//!
//! Linux only: `prlimit` bounds the memory.

// Its own scratch files, and a process that tells nobody when it ends: it is looked at every millisecond.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use anyhow::{Context as _, Result, bail};
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longest run.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Memory beside twenty times the file: all that is asked of the system, the program itself with its stacks in it.
const FREE: u64 = 200 << 20;

/// A small generator of numbers: the same damage at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// One to eight injuries: cut off, bits flipped, bytes replaced, stretches taken out, doubled, moved, filled with one byte.
fn damaged(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(8) {
        let n = out.len();
        if n < 2 {
            break;
        }
        let (at, length) = (dice.roll(n), 1 + dice.roll(n.min(200)));
        let end = (at + length).min(n);
        match dice.roll(8) {
            0 => out.truncate(at),
            1 => out[at] ^= 1 << dice.roll(8),
            2 => out[at] = u8::try_from(dice.roll(256)).unwrap_or(0),
            3 => drop(out.drain(at..end)),
            4 => {
                let copy = out[at..end].to_vec();
                out.splice(at..at, copy);
            }
            5 => {
                let copy: Vec<u8> = out.drain(at..end).collect();
                let to = dice.roll(out.len());
                out.splice(to..to, copy);
            }
            6 => out[at..end].fill([0, 0xff, b'<', b'{', b'9'][dice.roll(5)]),
            _ => {
                let signs: [&[u8]; 8] =
                    [b"<div>", b"{\\rtf", b"\xff\xfe", b"\"", b"&#x10ffff;", b"-->", b"4294967295", b"\r\n\r\n"];
                out.splice(at..at, signs[dice.roll(8)].iter().copied());
            }
        }
    }
    out
}

/// An archive with one of its files damaged and the rest whole: a checksum would hide what is wrong inside.
fn damaged_inside(bytes: &[u8], dice: &mut Dice) -> Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let chosen = dice.roll(archive.len());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n)?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        let name = entry.name()?.into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default())?;
        out.write_all(&if n == chosen { damaged(&content, dice) } else { content })?;
    }
    Ok(out.finish()?.into_inner())
}

/// What was wrong with a run, if anything.
fn run_once(program: &Path, file: &Path, size: u64) -> Result<Option<String>> {
    let limit = FREE + 20 * size;
    let mut child = Command::new("prlimit")
        .arg(format!("--as={limit}"))
        .arg(program)
        .arg("detect")
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("prlimit")?;
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > TIMEOUT {
            child.kill()?;
            child.wait()?;
            return Ok(Some("it hangs".to_owned()));
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let mut said = String::new();
    child.stderr.take().context("no standard error")?.take(4096).read_to_string(&mut said).ok();
    Ok(match status.code() {
        _ if said.contains("panicked") => Some(format!("a panic: {}", said.lines().next().unwrap_or_default())),
        Some(0) => None,
        Some(3) if said.starts_with("sayso: ") => None,
        code => Some(format!("it ends with {code:?}, saying {said:?}")),
    })
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.iter().cloned();
    let (Some(program), Some(count)) = (arguments.next(), arguments.next()) else {
        bail!("mutate PROGRAM COUNT FILE…");
    };
    let (program, count): (PathBuf, usize) = (program.into(), count.parse()?);
    let folder = tempfile::tempdir()?;
    let mut failures = 0;
    for file in arguments {
        let bytes = std::fs::read(&file)?;
        let name = Path::new(&file).file_name().context("no name")?;
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64);
        let (start, mut wrong, mut slowest) = (Instant::now(), 0, Duration::ZERO);
        for n in 0..count {
            let packed = bytes.starts_with(b"PK") && n % 4 != 0;
            let mutant = if packed { damaged_inside(&bytes, &mut dice)? } else { damaged(&bytes, &mut dice) };
            let path = folder.path().join(name);
            std::fs::write(&path, &mutant)?;
            let begun = Instant::now();
            if let Some(what) = run_once(&program, &path, mutant.len() as u64)? {
                wrong += 1;
                let kept = std::env::temp_dir().join(format!("mutant-{n}-{}", name.display()));
                std::fs::copy(&path, &kept)?;
                eprintln!("{}: {what}", kept.display());
            }
            slowest = slowest.max(begun.elapsed());
        }
        failures += wrong;
        println!(
            "{}: {count} mutants, {wrong} wrong, slowest {slowest:.1?}, {:.1?} in all",
            name.display(),
            start.elapsed()
        );
    }
    if failures > 0 {
        bail!("{failures} wrong");
    }
    Ok(())
}
