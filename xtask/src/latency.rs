//! The reader beside `less` in a pseudo-terminal, in one run: first frame, key to frame, change of width, bytes when idle,
//! memory.
//!
//! ```sh
//! cargo build --release && cargo run --release -p xtask -- latency
//! ```
//!
//! Texts of 100 KB to 100 MB are made up; sidecars of 1,000 to 100,000 annotations too. A frame has arrived when the
//! sequence that ends a synchronized update has; for `less`, when its last bytes have. Times are of this machine: compare
//! them with those of `less` beside them.

use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result};
use sayso::store::disk;
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, QUOTE, Selector, Set, Stamp, Status};
use sayso_core::document::Document;
use sayso_core::kinds::{Form, Kind};
use sayso_core::span::Span;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Ends a frame of ours.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// Longest anything is waited for.
const TIMEOUT: Duration = Duration::from_mins(2);
/// Bytes have stopped coming.
const QUIET: Duration = Duration::from_millis(25);
/// How often each start is timed, and each key pressed.
const STARTS: usize = 9;
const KEYS: usize = 200;

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// A text of voices of about `bytes` bytes.
fn text(bytes: usize) -> String {
    let (mut dice, mut out) = (Dice(7), String::with_capacity(bytes + 1000));
    let (people, things) = (["Ada Grey", "Bo Lind", "the mayor", "Ruth Okafor"], ["ferry", "quay", "vote", "budget"]);
    let mut n = 0;
    while out.len() < bytes {
        let mut one = |of: [&'static str; 4]| of.get(dice.throw(4) as usize).copied().unwrap_or_default();
        let (who, what, other) = (one(people), one(things), one(things));
        let more = format!("The {other} was late again, and nobody at the {what} knew why it was so. ");
        let more = more.repeat(dice.throw(5) as usize);
        let said = format!("“The {what} of day {n} will not wait for anybody,” said {who}. ");
        out.extend([said.as_str(), &more, "\n\n"]);
        n += 1;
    }
    out
}

/// A sidecar of `count` decisions, spread over the text.
fn sidecar(document: &Document, count: usize) -> Set {
    let mut set = Set::default();
    set.about = DocumentInfo::of(document);
    let blocks = document.blocks();
    for n in 0..count {
        let Some(block) = blocks.get(n * blocks.len() / count) else { continue };
        let words = document.words(block.span);
        // Several in one paragraph stand on different words.
        let from = (n * blocks.len() % count) * words.len().saturating_sub(24) / count;
        let start = block.span.start + words.floor_char_boundary(from) as u32;
        let end = block.span.start + words.ceil_char_boundary((from + 20).min(words.len())) as u32;
        let stamp = Stamp { now: String::new(), millis: n as u64, random: [3; 10] };
        let label = if n % 2 == 0 { QUOTE } else { "highlight" };
        let mut record = Annotation::new(stamp.id(0), label, vec![Selector::of(document, Span::new(start, end))]);
        if label == QUOTE {
            (record.kind, record.form) = (Some(Kind::Direct), Some(Form::Quotation));
            record.status = Some(Status::Confirmed);
        }
        set.insert(Arc::new(record));
    }
    set
}

/// Where `less` is.
fn less() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").context("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("less"))
        .find(|p| p.is_file())
        .context("less is not installed")
}

/// A program in a terminal of 120×40.
struct Run(Terminal);

impl Run {
    fn start(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Self> {
        Terminal::open(program, folder, arguments, 120, 40).map(Self)
    }

    /// Waits for bytes that end with a frame, or for bytes and then quiet; how long it took.
    fn frame(&mut self, marked: bool) -> Result<Duration> {
        let began = Instant::now();
        let (mut seen, mut last): (Vec<u8>, Option<Instant>) = (Vec::new(), None);
        loop {
            let wait = if last.is_some() && !marked { QUIET } else { TIMEOUT };
            match self.0.bytes.recv_timeout(wait) {
                Ok(bytes) => {
                    last = Some(Instant::now());
                    seen.extend(bytes);
                    if marked && seen.windows(FRAME_ENDS.len()).any(|w| w == FRAME_ENDS) {
                        return Ok(began.elapsed());
                    }
                }
                Err(_) => return last.map(|at| at - began).context("nothing was drawn"),
            }
        }
    }

    /// Waits until the words have been written.
    fn words(&mut self, words: &str, began: Instant) -> Result<Duration> {
        let mut seen: Vec<u8> = Vec::new();
        loop {
            seen.extend(self.0.bytes.recv_timeout(TIMEOUT).context("the words never came")?);
            if seen.windows(words.len()).any(|w| w == words.as_bytes()) {
                return Ok(began.elapsed());
            }
        }
    }

    /// Until nothing was written for a while: work in the background is done.
    fn rest(&mut self, quiet: Duration) -> usize {
        let mut count = 0;
        while let Ok(bytes) = self.0.bytes.recv_timeout(quiet) {
            count += bytes.len();
        }
        count
    }

    /// Until the program has used no time for a second.
    fn settle(&mut self) -> Result<()> {
        loop {
            let before = self.used()?;
            self.rest(Duration::from_secs(1));
            if self.used()? <= before + 2 {
                return Ok(());
            }
        }
    }

    /// Types keys one by one, each once the frame after the one before has come: all at once they are a paste to us.
    fn go(&mut self, keys: &str, marked: bool) -> Result<()> {
        for key in keys.chars() {
            self.0.keys(key.encode_utf8(&mut [0; 4]))?;
            if marked {
                self.frame(true)?;
                self.rest(QUIET);
            }
        }
        self.settle()
    }

    /// Ticks of processor time used.
    fn used(&self) -> Result<u64> {
        let id = self.0.child.process_id().context("its number")?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let number = |n: usize| fields.get(n).and_then(|f| f.parse::<u64>().ok()).unwrap_or_default();
        Ok(number(11) + number(12))
    }

    /// Most memory it ever had, in bytes.
    fn peak(&self) -> Result<u64> {
        let id = self.0.child.process_id().context("its number")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let line = status.lines().find(|l| l.starts_with("VmHWM")).context("VmHWM")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).context("a number")?;
        Ok(kilobytes * 1024)
    }

    fn end(mut self) -> Result<()> {
        self.0.kill()
    }
}

/// Middle and last hundredth, in milliseconds.
fn spread(mut all: Vec<Duration>) -> (f64, f64) {
    all.sort_unstable();
    let at = |hundredths: usize| all.get(all.len() * hundredths / 100).map_or(0.0, |d| d.as_secs_f64() * 1e3);
    (at(50), at(99))
}

/// First frame of both, started in turn.
fn starts(ours: &Path, folder: &Path, name: &str, first: &str) -> Result<(f64, f64)> {
    let less = less()?;
    let (mut theirs, mut mine) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        for (program, arguments, times) in
            [(less.as_path(), vec![name], &mut theirs), (ours, vec!["--theme", "dark", name], &mut mine)]
        {
            let began = Instant::now();
            let mut run = Run::start(program, folder, &arguments)?;
            times.push(run.words(first, began)?);
            run.end()?;
        }
    }
    Ok((spread(theirs).0, spread(mine).0))
}

/// Key to frame at a place, in milliseconds: `before` goes there.
fn keys(run: &mut Run, before: &str, pressed: &[&str], marked: bool) -> Result<(f64, f64)> {
    if !before.is_empty() {
        run.go(before, marked)?;
    }
    let mut times = Vec::with_capacity(KEYS);
    for n in 0..KEYS {
        run.rest(Duration::from_millis(4));
        run.0.keys(pressed.get(n % pressed.len()).copied().unwrap_or("j"))?;
        times.push(run.frame(marked)?);
    }
    Ok(spread(times))
}

/// Runs the task.
pub fn run(_arguments: &[String]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let here = std::env::current_exe()?;
    let ours = here.with_file_name("sayso");
    anyhow::ensure!(ours.exists(), "cargo build --release first");
    let sizes = [("100 KB", 100_000), ("5 MB", 5_000_000), ("100 MB", 100_000_000)];
    say("first frame          less ms   sayso ms   times")?;
    for (name, bytes) in sizes {
        let file = format!("{bytes}.txt");
        let text = text(bytes);
        disk::replace(&folder.path().join(&file), text.as_bytes())?;
        let first: String = text.chars().take(20).collect();
        let (less, sayso) = starts(&ours, folder.path(), &file, &first)?;
        say(&format!("{name:<18} {less:>9.1} {sayso:>10.1} {:>7.2}", sayso / less))?;
    }
    say("\nkey to frame, p50 / p99 ms      beginning        middle           end     statements      peak / file")?;
    for (name, bytes, count, beside_it) in [
        ("less, 5 MB", 5_000_000, None, ""),
        ("100 KB", 100_000, Some(0), ""),
        ("100 KB, 1,000 ann.", 100_000, Some(1_000), ""),
        ("5 MB", 5_000_000, Some(0), ""),
        ("5 MB, 1,000 ann.", 5_000_000, Some(1_000), ""),
        ("5 MB, 10,000 ann.", 5_000_000, Some(10_000), ""),
        ("5 MB, 100,000 ann.", 5_000_000, Some(100_000), ""),
        ("the same, another place", 5_000_000, Some(100_000), "another place"),
        ("the same, beside 100 KB", 5_000_000, Some(100_000), "100000.txt"),
        ("100 MB", 100_000_000, Some(0), ""),
    ] {
        let file = format!("{bytes}.txt");
        let path = folder.path().join(&file);
        let beside = folder.path().join(format!("{file}.sayso.ron"));
        if let Some(count) = count.filter(|c| *c > 0) {
            let document = Document::from_text(&std::fs::read_to_string(&path)?, &file);
            disk::replace(&beside, sayso_core::annotation::sidecar::print(&sidecar(&document, count)).as_bytes())?;
        } else if beside.exists() {
            std::fs::remove_file(&beside)?;
        }
        let program = if count.is_some() { ours.clone() } else { less()? };
        let arguments = if count.is_some() { vec!["--theme", "dark", &file] } else { vec![file.as_str()] };
        let marked = count.is_some();
        let mut run = Run::start(&program, folder.path(), &arguments)?;
        run.settle()?;
        if !beside_it.is_empty() {
            // Columns that scroll together: each key draws both.
            run.go("|", true)?;
            run.go(&format!("{beside_it}\r"), true)?;
            run.go("&", true)?;
        }
        let mut cells = vec![format!("{name:<26}")];
        let middle = if marked { ":50%\r" } else { "50p" };
        for before in ["", middle, "G"] {
            let pressed = if before == "G" { ["k", "k"] } else { ["j", " "] };
            let (p50, p99) = keys(&mut run, before, &pressed, marked)?;
            cells.push(format!("{p50:>5.2} / {p99:>5.2}"));
        }
        if marked {
            let (p50, p99) = keys(&mut run, ":30%\r", &["\x1b[C", "\t"], true)?;
            cells.push(format!("{p50:>5.2} / {p99:>5.2}"));
            cells.push(format!("{:>10.2}", run.peak()? as f64 / std::fs::metadata(&path)?.len() as f64));
        }
        say(&cells.join("  "))?;
        run.end()?;
    }
    let mut run = Run::start(&ours, folder.path(), &["--theme", "dark", "5000000.txt"])?;
    run.settle()?;
    run.go(":50%\r", true)?;
    let (p50, p99) = keys(&mut run, "", &["-", "+"], true)?;
    say(&format!("\nchange of width at 5 MB, one frame: {p50:.2} / {p99:.2} ms"))?;
    run.settle()?;
    say(&format!("bytes written in 60 idle seconds: {}", run.rest(Duration::from_mins(1))))?;
    run.end()
}
