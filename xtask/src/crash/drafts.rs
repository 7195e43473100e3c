//! `crash drafts COUNT`: the reader in a pseudo-terminal is killed while a note, a claim or a name is half typed, and opened
//! again. What stood on the screen one second before the end must be offered, as a beginning of what was typed; what was
//! called saved must be there.

use super::say;
use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, bail, ensure};
use sayso::store::{self, Links, Site, disk};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Readers at once: they mostly wait for hands.
const AT_ONCE: u64 = 8;
/// Longest a screen is waited for.
const PATIENCE: Duration = Duration::from_mins(1);
/// What stood on the screen so long before the end is offered again.
const AT_RISK: Duration = Duration::from_secs(1);
/// Most letters: they stand on one row.
const MAX_LETTERS: u64 = 50;
/// Keys that lead into a field, each with what is on the screen then.
const FIELDS: [&[(&str, &str)]; 5] = [
    &[("e", "NOTE")],
    &[("c", "RATING"), ("\t", "EVIDENCE")],
    &[("c", "RATING"), ("\t", "EVIDENCE"), ("\t", "NOTE")],
    &[("s", "SPEAKER")],
    &[("\r", "1 of 10 reviewed"), ("e", "NOTE")],
];

/// What came of all runs.
#[derive(Default)]
struct Sums {
    letters: AtomicU64,
    due: AtomicU64,
    offered: AtomicU64,
    saved: AtomicU64,
    kept: AtomicU64,
    /// Age of the oldest letter that was not offered, in milliseconds.
    oldest: AtomicU64,
}

/// Runs the task.
pub fn run(count: u64) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("sayso");
    ensure!(program.exists(), "cargo build first");
    let sums = Sums::default();
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= count {
                            return Ok(());
                        }
                        one(&program, n, &sums).with_context(|| format!("run {n}"))?;
                    }
                })
            })
            .collect();
        for worker in workers {
            match worker.join() {
                Ok(done) => done?,
                Err(_) => bail!("a run failed"),
            }
        }
        Ok(())
    })?;
    let of = |sum: &AtomicU64| sum.load(Ordering::Relaxed);
    say(&format!(
        "{count} readers killed while something was typed: {} letters shown, {} of them a second or more before the end, {} \
         offered again; the oldest letter that was not was {} ms old; {} notes called saved, {} found, 0 lost",
        of(&sums.letters),
        of(&sums.due),
        of(&sums.offered),
        of(&sums.oldest),
        of(&sums.saved),
        of(&sums.kept)
    ))
}

fn soon() -> Instant {
    Instant::now() + PATIENCE
}

fn open(program: &Path, folder: &Path) -> Result<Terminal> {
    let mut screen = Terminal::open(program, folder, &["article.txt"], 100, 30)?;
    let shown = screen.watch(soon(), |s| s.contains("REVIEW"));
    ensure!(shown, "it never opened:\n{}", screen.text());
    Ok(screen)
}

/// Presses a key until words are on the screen: one that came before the frame was counted as drawn decides nothing.
fn press(screen: &mut Terminal, key: &str, words: &str) -> Result<()> {
    for _ in 0..20 {
        screen.keys(key)?;
        let end = Instant::now() + Duration::from_secs(3);
        let answered = screen.watch(end, |s| s.contains(words) || s.contains("Key ignored"));
        if answered && screen.text().contains(words) {
            return Ok(());
        }
        // Frames that answer an earlier key, or tell what was saved, may still be on their way.
        if screen.watch(Instant::now() + Duration::from_millis(100), |s| s.contains(words)) {
            return Ok(());
        }
    }
    bail!("never saw {words} after {key:?}:\n{}", screen.text())
}

/// Types a letter into a field and waits until it is seen.
fn letter(screen: &mut Terminal, letter: char, all: &str) -> Result<()> {
    screen.keys(&letter.to_string())?;
    ensure!(screen.watch(soon(), |s| s.contains(all)), "“{all}” was never shown:\n{}", screen.text());
    Ok(())
}

fn one(program: &Path, n: u64, sums: &Sums) -> Result<()> {
    let mut dice = Dice(88_172_645_463_325_252 + n * 7_919);
    // Neighbouring seeds begin alike.
    for _ in 0..8 {
        dice.throw(2);
    }
    let folder = tempfile::tempdir()?;
    disk::replace(&folder.path().join("article.txt"), include_str!("../../../samples/harbour-vote.txt").as_bytes())?;
    let mut screen = open(program, folder.path())?;
    // Every third has saved a note before.
    let mut saved = 0;
    if n.is_multiple_of(3) {
        press(&mut screen, "e", "NOTE")?;
        for (at, c) in "saved".char_indices() {
            letter(&mut screen, c, "saved".get(..=at).unwrap_or_default())?;
        }
        press(&mut screen, "\r", "REVIEW")?;
        screen.watch(Instant::now() + Duration::from_millis(400), |_| false);
        saved = u64::from(!screen.text().contains("saving") && !screen.text().contains("NOT SAVED"));
    }
    let keys = FIELDS.get((n % FIELDS.len() as u64) as usize).copied().unwrap_or_default();
    for (key, words) in keys {
        press(&mut screen, key, words)?;
    }
    // Letters, each with when it stood on the screen; now and then a rest.
    let end = Instant::now() + Duration::from_millis(dice.throw(2_500));
    let mut typed: Vec<(char, Instant)> = Vec::new();
    while Instant::now() < end && (typed.len() as u64) < MAX_LETTERS {
        let next = char::from(b'a' + dice.throw(26) as u8);
        let all: String = typed.iter().map(|(c, _)| *c).chain([next]).collect();
        letter(&mut screen, next, &all)?;
        typed.push((next, Instant::now()));
        let rest = if dice.throw(12) == 0 { dice.throw(1_200) } else { 20 + dice.throw(120) };
        super::rest(rest.min(end.saturating_duration_since(Instant::now()).as_millis() as u64));
    }
    let killed = Instant::now();
    screen.kill()?;
    let all: String = typed.iter().map(|(letter, _)| *letter).collect();
    let due = typed.iter().filter(|(_, at)| killed.duration_since(*at) >= AT_RISK).count();

    let sidecar = folder.path().join("article.txt.sayso.ron");
    let stored = store::read(&sidecar)?;
    let notes = stored.set.iter().filter(|r| r.note.as_deref() == Some("saved")).count() as u64;
    ensure!(notes >= saved, "a note that was shown as saved is gone");
    let content = store::drafts::read(&Site::open(&sidecar, Links::Below)?);
    ensure!(content.problem.is_none(), "{:?}", content.problem);
    ensure!(content.drafts.len() <= 1, "{} drafts of one field", content.drafts.len());
    let there: String =
        content.drafts.iter().flat_map(|d| &d.typed).find(|t| !t.is_empty()).cloned().unwrap_or_default();
    ensure!(all.starts_with(&there), "“{there}” was never typed, “{all}” was");
    if let Some((_, at)) = typed.get(there.len()) {
        sums.oldest.fetch_max(killed.duration_since(*at).as_millis() as u64, Ordering::Relaxed);
    }
    ensure!(there.len() >= due, "{due} letters of “{all}” stood on the screen for a second, {} are there", there.len());
    let mut screen = open(program, folder.path())?;
    if !there.is_empty() {
        ensure!(screen.watch(soon(), |s| s.contains("Unfinished ")), "nothing was offered:\n{}", screen.text());
        press(&mut screen, "U", "Here again")?;
        ensure!(screen.text().contains(&there), "“{there}” is not shown:\n{}", screen.text());
    }
    screen.kill()?;
    sums.letters.fetch_add(typed.len() as u64, Ordering::Relaxed);
    sums.due.fetch_add(due as u64, Ordering::Relaxed);
    sums.offered.fetch_add(there.len() as u64, Ordering::Relaxed);
    sums.saved.fetch_add(saved, Ordering::Relaxed);
    sums.kept.fetch_add(notes, Ordering::Relaxed);
    Ok(())
}
