//! A program in a pseudo-terminal, or as a command, and what it takes: time until something is drawn, processor time, memory.

use crate::terminal::Terminal;
use anyhow::{Context as _, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Ends a frame of ours.
const FRAME_ENDS: &[u8] = b"\x1b[?2026l";
/// Longest anything is waited for.
const TIMEOUT: Duration = Duration::from_mins(5);
/// Bytes have stopped coming.
const QUIET: Duration = Duration::from_millis(25);
/// What the system counts processor time in.
const TICK: Duration = Duration::from_millis(10);

/// Where a program of this name is on the search path.
pub fn installed(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|p| p.is_file())
}

/// A program in a terminal of 120×40.
pub struct Run {
    terminal: Terminal,
    /// Frames end with a mark, as ours do; those of others end when their bytes stop coming.
    marked: bool,
    began: Instant,
}

impl Run {
    /// Starts a program of somebody else's.
    pub fn other(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Self> {
        let began = Instant::now();
        Ok(Self { terminal: Terminal::open(program, folder, arguments, 120, 40)?, marked: false, began })
    }

    /// Starts our reader; a theme is named, so that it need not ask the terminal whether it is dark.
    pub fn ours(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Self> {
        let arguments = [&["--theme", "dark"], arguments].concat();
        Ok(Self { marked: true, ..Self::other(program, folder, &arguments)? })
    }

    /// Waits for the next whole frame; how long it took.
    pub fn frame(&mut self) -> Result<Duration> {
        let began = Instant::now();
        let (mut seen, mut last): (Vec<u8>, Option<Instant>) = (Vec::new(), None);
        loop {
            let wait = if last.is_some() && !self.marked { QUIET } else { TIMEOUT };
            match self.terminal.bytes.recv_timeout(wait) {
                Ok(bytes) => {
                    last = Some(Instant::now());
                    seen.extend(bytes);
                    if self.marked && seen.windows(FRAME_ENDS.len()).any(|w| w == FRAME_ENDS) {
                        return Ok(began.elapsed());
                    }
                }
                Err(_) => return last.map(|at| at - began).context("nothing was drawn"),
            }
        }
    }

    /// Waits until the words have been written; how long that was after the start.
    pub fn words(&mut self, words: &str) -> Result<Duration> {
        let mut seen: Vec<u8> = Vec::new();
        loop {
            let bytes = self.terminal.bytes.recv_timeout(TIMEOUT);
            seen.extend(bytes.with_context(|| format!("{words:?} never came"))?);
            if seen.windows(words.len()).any(|w| w == words.as_bytes()) {
                return Ok(self.began.elapsed());
            }
        }
    }

    /// Until nothing was written for a while: how many bytes were.
    pub fn rest(&mut self, quiet: Duration) -> usize {
        let mut count = 0;
        while let Ok(bytes) = self.terminal.bytes.recv_timeout(quiet) {
            count += bytes.len();
        }
        count
    }

    /// Until the program has used no time for a second: work in the background is done.
    pub fn settle(&mut self) -> Result<()> {
        loop {
            let before = self.used()?;
            self.rest(Duration::from_secs(1));
            if self.used()? <= before + 2 * TICK {
                return Ok(());
            }
        }
    }

    /// Types keys one by one, each once the frame after the one before has come: all at once they are a paste to us.
    pub fn go(&mut self, keys: &str) -> Result<()> {
        for key in keys.chars() {
            self.terminal.keys(key.encode_utf8(&mut [0; 4]))?;
            if self.marked {
                self.frame()?;
                self.rest(QUIET);
            }
        }
        self.settle()
    }

    /// Types a key; how long it took until its frame stood.
    pub fn key(&mut self, key: &str) -> Result<Duration> {
        self.rest(Duration::from_millis(4));
        self.terminal.keys(key)?;
        self.frame()
    }

    /// Processor time used.
    fn used(&self) -> Result<Duration> {
        times(self.number()?, 11)
    }

    /// Most memory it ever had, in bytes.
    pub fn peak(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.number()?))?;
        let line = status.lines().find(|l| l.starts_with("VmHWM")).context("VmHWM")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).context("a number")?;
        Ok(kilobytes * 1024)
    }

    fn number(&self) -> Result<u32> {
        self.terminal.child.process_id().context("the number of the process")
    }

    /// Ends it at once.
    pub fn end(mut self) -> Result<()> {
        self.terminal.kill()
    }
}

/// Two numbers of a process beside each other, added up: time as a program and time of the system for it.
fn times(process: impl std::fmt::Display, first: usize) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let number = |n: usize| fields.get(n).and_then(|f| f.parse::<u32>().ok()).unwrap_or_default();
    Ok(TICK * (number(first) + number(first + 1)))
}

/// What a command took.
#[derive(Clone, Copy)]
pub struct Cost {
    /// From start to end.
    pub wall: Duration,
    /// Of all processors, its own processes' too; to ten milliseconds.
    pub cpu: Duration,
}

/// Runs a command to its end, its output thrown away. Nothing else may end meanwhile.
pub fn command(program: &Path, folder: &Path, home: &Path, arguments: &[&str]) -> Result<Cost> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").env("HOME", home);
    for name in ["CONFIG", "DATA", "STATE"] {
        command.env(format!("XDG_{name}_HOME"), home.join(name));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let before = times("self", 13)?;
    let began = Instant::now();
    let status = command.status().with_context(|| format!("{} cannot be started", program.display()))?;
    let wall = began.elapsed();
    ensure!(matches!(status.code(), Some(0 | 1)), "{} {} ended with {status}", program.display(), arguments.join(" "));
    Ok(Cost { wall, cpu: times("self", 13)?.saturating_sub(before) })
}

/// Middle and last hundredth.
pub fn spread(mut all: Vec<Duration>) -> (Duration, Duration) {
    all.sort_unstable();
    let at = |hundredths: usize| all.get(all.len() * hundredths / 100).copied().unwrap_or_default();
    (at(50), at(99))
}
