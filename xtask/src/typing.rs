//! Types at random into the reader in a pseudo-terminal: keys, mouse bytes, sequences without their end, pastes with and
//! without brackets. Each run must end by `q`, or by a signal, and text that was only pasted must decide nothing.
//!
//! ```sh
//! cargo build && cargo run -p xtask -- typing 60
//! ```
//!
//! `typing RUNS [SEED]`. Every other run only pastes: letters that would decide and line breaks, in pieces that follow each
//! other at once or after a few milliseconds. Afterwards there is no sidecar and no journal. The others type anything; the
//! last of every four ends by SIGTERM.

use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, ensure};
use sayso::store::disk;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longest anything is waited for.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Between two things a hand does.
const HAND: Duration = Duration::from_millis(60);
/// What a hand does in one run.
const STEPS: u64 = 25;
/// Letters that decide, open or leave something in some mode, and line breaks.
const LETTERS: &[u8] = b"x23456789EsceaAXpoHvqruRtmLg.y1 \r\r\r\n";
/// Keys besides letters.
const KEYS: [&str; 17] = [
    "\r",
    "\t",
    "\x1b",
    "\x7f",
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[Z",
    "\x1b[1;2C",
    "\x12",
    "\x0f",
    "\x1bOP",
    "\x0c",
    "é",
];
/// Beginnings without an end.
const UNFINISHED: [&str; 9] =
    ["\x1b[200~x\r", "\x1b[<0;12;7", "\x1b[M ", "\x1b[1;", "\x1bO", "\x1b]11;rgb:", "\x1bP1", "\x1b[", "\u{e9}"];

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

fn one<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    of.get(dice.throw(of.len() as u64) as usize).copied().unwrap_or_default()
}

fn letters(dice: &mut Dice, most: u64) -> String {
    let count = 2 + dice.throw(most);
    (0..count).filter_map(|_| LETTERS.get(dice.throw(LETTERS.len() as u64) as usize)).map(|b| char::from(*b)).collect()
}

/// Mouse bytes, whole or cut.
fn mouse(dice: &mut Dice) -> String {
    let (button, column, row) = (one(dice, &["0", "32", "64", "65", "2", "35"]), dice.throw(110), dice.throw(34));
    let whole = format!("\x1b[<{button};{column};{row}{}", one(dice, &["M", "m"]));
    if dice.throw(4) == 0 { whole.chars().take(3 + dice.throw(6) as usize).collect() } else { whole }
}

/// Pasted text, with brackets, with a lost end, or without.
fn paste(dice: &mut Dice) -> String {
    let most = [6, 60, 900][dice.throw(3) as usize];
    let text = letters(dice, most);
    match dice.throw(4) {
        0 => format!("\x1b[200~{text}\x1b[201~"),
        1 => format!("\x1b[200~{text}"),
        _ => text,
    }
}

/// How a run went.
#[derive(Default)]
struct Run {
    ended: bool,
    recorded: bool,
}

/// Takes what is drawn for a while; nothing is looked for.
fn pass(screen: &mut Terminal, time: Duration) {
    screen.watch(Instant::now() + time, |_| false);
}

/// Ends by `q`, Esc before it where something is open.
fn quit(screen: &mut Terminal) -> Result<bool> {
    let end = Instant::now() + TIMEOUT;
    while Instant::now() < end {
        for key in ["\x1b", "\x1b", "q"] {
            if screen.child.try_wait()?.is_some() {
                return Ok(true);
            }
            // It may end between the question and the key.
            let _ = screen.keys(key);
            pass(screen, HAND);
        }
    }
    Ok(false)
}

/// Ends by SIGTERM.
fn stop(screen: &mut Terminal) -> Result<bool> {
    let id = screen.child.process_id().context("the number of the process")?.to_string();
    Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status()?;
    let end = Instant::now() + TIMEOUT;
    while Instant::now() < end {
        if screen.child.try_wait()?.is_some() {
            return Ok(true);
        }
        pass(screen, HAND);
    }
    Ok(false)
}

fn run_once(program: &Path, number: u64, dice: &mut Dice) -> Result<Run> {
    let folder = tempfile::tempdir()?;
    disk::replace(&folder.path().join("article.txt"), include_bytes!("../../samples/harbour-vote.txt"))?;
    let mut screen = Terminal::open(program, folder.path(), &["article.txt"], 100, 30)?;
    let opened = screen.watch(Instant::now() + TIMEOUT, |s| s.contains("REVIEW"));
    ensure!(opened, "run {number}: it never opened:\n{}", screen.text());
    pass(&mut screen, HAND);
    let only_pastes = number.is_multiple_of(2);
    for _ in 0..STEPS {
        let typed = match dice.throw(10) {
            _ if only_pastes => paste(dice),
            0..3 => one(dice, &KEYS).to_owned(),
            3 => mouse(dice),
            4 => one(dice, &UNFINISHED).chars().take(1 + dice.throw(12) as usize).collect(),
            5 => paste(dice),
            _ => letters(dice, 1).chars().take(1).collect(),
        };
        // It may have left by a key already.
        if screen.keys(&typed).is_err() || screen.child.try_wait()?.is_some() {
            break;
        }
        // Pieces of a paste follow each other at any pace a terminal may have.
        let rest = if only_pastes { Duration::from_millis(dice.throw(4)) } else { HAND };
        pass(&mut screen, rest);
    }
    pass(&mut screen, HAND);
    let ended = if number % 4 == 3 { stop(&mut screen)? } else { quit(&mut screen)? };
    if !ended {
        say(&format!("run {number} did not end:\n{}", screen.text()))?;
        screen.kill()?;
    }
    let there = |name: &str| folder.path().join(name).exists();
    let recorded = only_pastes && (there("article.txt.sayso.ron") || there(".article.txt.sayso.journal"));
    if recorded {
        say(&format!("run {number}: pasted text decided something"))?;
    }
    Ok(Run { ended, recorded })
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut arguments = arguments.iter().cloned().filter_map(|a| a.parse::<u64>().ok());
    let (runs, seed) = (arguments.next().unwrap_or(60), arguments.next().unwrap_or(88_172_645_463_325_252));
    let program = std::env::current_exe()?.with_file_name("sayso");
    ensure!(program.exists(), "cargo build first");
    let mut dice = Dice(seed.max(1));
    let (mut ended, mut recorded) = (0, 0);
    for number in 0..runs {
        let run = run_once(&program, number, &mut dice)?;
        (ended, recorded) = (ended + u64::from(run.ended), recorded + u64::from(run.recorded));
    }
    let pasted = runs.div_ceil(2);
    say(&format!("{ended} of {runs} runs ended; pasted text decided something in {recorded} of {pasted}"))?;
    ensure!(ended == runs && recorded == 0, "a run did not end, or pasted text decided something");
    Ok(())
}
