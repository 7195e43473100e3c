//! The reader and the service for a long time: whether memory, open files or threads grow.
//!
//! ```sh
//! cargo build --release && cargo run --release -p xtask -- soak 60 target/release/sayso
//! ```
//!
//! `soak MINUTES PROGRAM`. One reader reviews, moves, searches, opens views, changes sizes, decides and takes back a document
//! that changes on the disk meanwhile; another goes through the documents of a folder; `sayso serve` answers requests. What was
//! decided is taken back and every view is left, so that each comes back to what it was. Every ten seconds memory, handles and
//! threads of all three are written down. It fails where the middle of the last quarter is more than 1.15 times that of the
//! second one, or where handles or threads never come down to what they were. Linux only: it reads `/proc`.

use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, ensure};
use sayso::store::disk;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Between two looks at the processes.
const LOOK: Duration = Duration::from_secs(10);
/// Longest a frame or an answer is waited for.
const TIMEOUT: Duration = Duration::from_mins(1);
/// How long nothing comes of a key that was ignored.
const LONG: Duration = Duration::from_secs(10);
/// Longest the frame after a key is waited for.
const FRAME: Duration = Duration::from_millis(400);
/// How long after a lone ESC nothing comes, so that it is the key.
const HAND: Duration = Duration::from_millis(80);
/// How much more memory is growth.
const GROWTH: f64 = 1.15;
/// Documents of the folder.
const DOCUMENTS: u64 = 24;

const ARTICLE: &str = include_str!("../../samples/harbour-vote.txt");
const INTERVIEW: &str = include_str!("../../samples/lighthouse-interview.md");

/// Moves, each a key.
const MOVES: [&str; 24] = [
    "j", "k", " ", "b", "d", "\x15", "G", "gg", "}", "{", ")", "(", "l", "h", "\t", "\x1b[Z", "w", "O", "M", "T", "+",
    "-", "\x0f", "I",
];
/// Views and sheets, each opened by keys and left by Esc.
const VIEWS: [&str; 22] =
    ["?", "p", "A", "#", "o", "g/", "H", "i", "E", "s", "a", "c", "e", "v", "X", ":", "S", "C", "g!", "gc", "m", "g?"];
/// Decisions, each taken back by as many steps.
const DECISIONS: [&str; 5] = ["\r", "x", "2", "J", "\r\r"];

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush().context("standard output")
}

/// What a process has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sample {
    /// Resident memory in KiB.
    memory: u64,
    handles: u64,
    threads: u64,
}

impl Sample {
    fn of(process: u32) -> Result<Self> {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).context("a process that ended")?;
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let handles = std::fs::read_dir(format!("/proc/{process}/fd"))?.count() as u64;
        let (memory, threads) = (number("VmRSS:").context("VmRSS")?, number("Threads:").context("Threads")?);
        Ok(Self { memory, handles, threads })
    }
}

/// A reader in a terminal, with a hand of its own.
struct Hand {
    screen: Terminal,
    dice: Dice,
}

impl Hand {
    fn open(program: &Path, folder: &Path, arguments: &[&str], seed: u64) -> Result<Self> {
        Ok(Self { screen: Terminal::open(program, folder, arguments, 100, 30)?, dice: Dice(seed) })
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.dice.throw(of.len() as u64) as usize).copied().unwrap_or_default()
    }

    /// Types keys one after the other, each once the frame after the one before has come: the reader lets no key decide about
    /// what nobody has seen. A sequence of the terminal is one key.
    fn keys(&mut self, keys: &str) -> Result<()> {
        let mut keys = keys.chars().peekable();
        while let Some(first) = keys.next() {
            let mut key = String::from(first);
            if first == '\x1b' && keys.peek() == Some(&'[') {
                key.extend(keys.by_ref().take(2));
            }
            // A key that changes nothing draws nothing.
            self.screen.key(&key, Instant::now() + FRAME)?;
        }
        Ok(())
    }

    /// Waits until words are on the screen.
    fn sees(&mut self, words: &str) -> Result<()> {
        let seen = self.screen.watch(Instant::now() + TIMEOUT, |screen| screen.contains(words));
        ensure!(seen, "“{words}” never came:\n{}", self.screen.text());
        Ok(())
    }

    /// Types a key that leads from one screen to another: again where nothing came of it for long, since it was typed before
    /// the screen was drawn.
    fn goes(&mut self, key: &str, words: &str) -> Result<()> {
        for _ in 0..TIMEOUT.as_secs() / LONG.as_secs() {
            self.screen.key(key, Instant::now() + LONG)?;
            if self.screen.watch(Instant::now() + LONG, |screen| screen.contains(words)) {
                return Ok(());
            }
        }
        self.sees(words)
    }

    /// Leaves whatever is open. A lone ESC may be the beginning of a sequence: time after it says that it is none.
    fn escape(&mut self) -> Result<()> {
        for _ in 0..3 {
            self.screen.keys("\x1b")?;
            let end = Instant::now() + HAND;
            self.screen.watch(end, |_| false);
        }
        Ok(())
    }

    /// Something that comes back to where it began.
    fn turn(&mut self) -> Result<()> {
        match self.dice.throw(10) {
            0..4 => {
                for _ in 0..12 {
                    let key = self.one(&MOVES);
                    self.keys(key)?;
                }
            }
            4 | 5 => {
                let keys = self.one(&VIEWS);
                self.keys(keys)?;
                let more = self.dice.throw(4);
                for _ in 0..more {
                    self.keys("j")?;
                }
                self.escape()?;
                // Words typed into a field that was left are offered again: they are dropped.
                self.keys("Z")?;
            }
            6 => {
                let words = self.one(&["vote", "harbour", "the", "zebra", "@lindqvist", "e"]);
                self.keys(&format!("/{words}\rnnN"))?;
            }
            7 => {
                let (columns, rows) = (20 + self.dice.throw(140) as u16, 6 + self.dice.throw(50) as u16);
                self.screen.resize(columns, rows)?;
                self.keys("jk")?;
                self.screen.resize(100, 30)?;
            }
            _ => {
                self.keys("gg\t")?;
                for _ in 0..3 {
                    let key = self.one(&DECISIONS);
                    self.keys(key)?;
                }
                self.escape()?;
                // One more than there can be says that there is nothing to take back.
                self.keys("uuuuuuu")?;
            }
        }
        self.escape()
    }
}

/// `sayso serve` on a port of its own.
struct Service {
    process: Child,
    port: u16,
}

impl Service {
    fn start(program: &Path, folder: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(["serve", "--port", "0"]).current_dir(folder).env("HOME", folder);
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("its output")?).read_line(&mut line)?;
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok()).context("a port")?;
        Ok(Self { process, port })
    }

    /// Asks for suggestions; every third client goes away in the middle.
    fn ask(&self, number: u64) -> Result<()> {
        let text = if number.is_multiple_of(2) { ARTICLE } else { INTERVIEW };
        let config = "<View><Labels name=\"label\" toName=\"text\"><Label value=\"Quote\"/></Labels><Text name=\"text\" \
                      value=\"$text\"/></View>";
        let body = serde_json::json!({"tasks": [{"id": number, "data": {"text": text}}], "label_config": config});
        let body = body.to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        let length = body.len();
        let head = format!(
            "POST /label-studio/predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes())?;
        if number.is_multiple_of(3) {
            return Ok(());
        }
        stream.write_all(body.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("Quote"), "the service answers {answer}");
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The value in the middle.
fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// What grew from the second quarter of samples to the last.
fn growth(samples: &[Sample]) -> Vec<String> {
    let quarter = samples.len() / 4;
    let early = samples.get(quarter..2 * quarter).unwrap_or_default();
    let late = samples.get(samples.len() - quarter..).unwrap_or_default();
    let of = |all: &[Sample]| median(all.iter().map(|s| s.memory).collect());
    let least = |all: &[Sample], value: fn(&Sample) -> u64| all.iter().map(value).min().unwrap_or_default();
    let mut out = Vec::new();
    if of(late) as f64 > GROWTH * of(early) as f64 {
        out.push(format!("memory grew from {} KiB to {} KiB", of(early), of(late)));
    }
    for (name, value) in [("handles", (|s| s.handles) as fn(&Sample) -> u64), ("threads", |s| s.threads)] {
        if least(late, value) > least(early, value) {
            out.push(format!("{name} grew from {} to {}", least(early, value), least(late, value)));
        }
    }
    out
}

/// The documents: one that is reviewed, and a folder of others.
fn documents(folder: &Path) -> Result<()> {
    disk::replace(&folder.join("article.txt"), ARTICLE.as_bytes())?;
    std::fs::create_dir_all(folder.join("desk"))?;
    for number in 0..DOCUMENTS {
        let (text, ending) = if number % 3 == 0 { (INTERVIEW, "md") } else { (ARTICLE, "txt") };
        let text = format!("Document {number}\n\n{}", text.repeat(1 + number as usize % 4));
        disk::replace(&folder.join(format!("desk/{number:02}.{ending}")), text.as_bytes())?;
    }
    Ok(())
}

/// Opens a document of the folder, does something in it, and leaves it again.
fn visit(library: &mut Hand) -> Result<()> {
    library.keys("gg")?;
    for _ in 0..library.dice.throw(DOCUMENTS) {
        library.keys("j")?;
    }
    library.goes("\r", "REVIEW")?;
    library.turn()?;
    library.goes("q", "LIBRARY")
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let [minutes, program] = arguments else { anyhow::bail!("soak MINUTES PROGRAM") };
    let program = std::fs::canonicalize(program).context("the program")?;
    let longest = Duration::from_secs_f64(minutes.parse::<f64>()? * 60.0);
    let folder = tempfile::tempdir()?;
    documents(folder.path())?;
    let mut article = Hand::open(&program, folder.path(), &["article.txt"], 0x5eed)?;
    article.sees("REVIEW")?;
    let mut library = Hand::open(&program, folder.path(), &["desk"], 0xfeed)?;
    library.sees("LIBRARY")?;
    let service = Service::start(&program, folder.path())?;
    let processes = [
        ("reader", article.screen.child.process_id().context("its number")?),
        ("library", library.screen.child.process_id().context("its number")?),
        ("service", service.process.id()),
    ];
    let mut samples: [Vec<Sample>; 3] = Default::default();
    let (began, mut looked, mut turns) = (Instant::now(), Instant::now(), 0_u64);
    while began.elapsed() < longest {
        article.turn().context("the reader")?;
        if turns % 10 == 3 {
            // Another program writes the document: longer, then as it was.
            let text = if turns % 20 == 3 {
                format!("{ARTICLE}\n\n“It is late,” said Ada Grey.\n")
            } else {
                ARTICLE.to_owned()
            };
            disk::replace(&folder.path().join("article.txt"), text.as_bytes())?;
            article.keys("R")?;
        }
        visit(&mut library).context("the folder")?;
        for number in 0..5 {
            service.ask(5 * turns + number)?;
        }
        turns += 1;
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            for ((_, process), samples) in processes.iter().zip(&mut samples) {
                samples.push(Sample::of(*process)?);
            }
        }
    }
    let count = samples[0].len();
    ensure!(count >= 8, "{count} samples are too few: more minutes");
    say(&format!("{turns} turns, {count} samples in {:.0} minutes", began.elapsed().as_secs_f64() / 60.0))?;
    say("           memory KiB first / middle / last   most     handles          threads")?;
    let mut wrong = Vec::new();
    for ((name, _), all) in processes.iter().zip(&samples) {
        let at = |n: usize| all.get(n).copied().unwrap_or_default();
        let [first, middle, last] = [at(0), at(count / 2), at(count - 1)];
        let most = all.iter().map(|s| s.memory).max().unwrap_or_default();
        say(&format!(
            "{name:<9} {:>10} {:>10} {:>10} {most:>10}   {:>3} {:>3} {:>3}     {:>3} {:>3} {:>3}",
            first.memory,
            middle.memory,
            last.memory,
            first.handles,
            middle.handles,
            last.handles,
            first.threads,
            middle.threads,
            last.threads
        ))?;
        wrong.extend(growth(all).into_iter().map(|what| format!("{name}: {what}")));
    }
    article.screen.kill()?;
    library.screen.kill()?;
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    say("nothing grew")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(memory: impl Fn(u64) -> u64, handles: impl Fn(u64) -> u64) -> Vec<Sample> {
        (0..40).map(|n| Sample { memory: memory(n), handles: handles(n), threads: 5 }).collect()
    }

    #[test]
    fn growth_is_told_and_a_peak_is_none() {
        assert!(growth(&samples(|n| 10_000 + n % 7 * 100, |n| 9 + n % 3)).is_empty());
        assert!(growth(&samples(|n| if n == 35 { 90_000 } else { 10_000 }, |_| 9)).is_empty());
        assert_eq!(growth(&samples(|n| 10_000 + n * 200, |_| 9)).len(), 1);
        assert_eq!(growth(&samples(|_| 10_000, |n| 9 + n / 10)).len(), 1, "one more is one too many");
    }
}
