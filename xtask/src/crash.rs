//! Kills reviews at random moments and looks at what is left. Nothing that was called saved may be missing, and every
//! file must be readable.
//!
//! `crash kill COUNT`: a process that makes scripted changes through the store and tells what it was told is saved;
//! every fifth has 20,000 annotations on disk. `crash reader COUNT`: the reader itself in a pseudo-terminal (build the
//! release first); a decision counts as saved once the screen shows it and neither `saving` nor `NOT SAVED` for 300 ms.
//! `crash drafts COUNT`: the same while something is half typed.
//! `crash windows COUNT`: two processes at once on one document, taking over from each other. `crash review FOLDER SEED`
//! and `crash window FOLDER NAME` are the processes that are killed.

mod drafts;

use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, bail, ensure};
use sayso::store::paths::{self, StateFiles};
use sayso::store::writer::WriterTarget;
use sayso::store::{self, Attempt, Disk, Ending, Holder, Links, Lock, Report, Site, Writer, disk};
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, Change, Selector, Set};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Changes of one review.
const CHANGES: u64 = 60;
/// Annotations on disk in a heavy run.
const HEAVY: u64 = 20_000;

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["kill", count] => kill(count.parse()?),
        ["reader", count] => reader(count.parse()?),
        ["drafts", count] => drafts::run(count.parse()?),
        ["windows", count] => windows(count.parse()?),
        ["review", folder, seed] => review(Path::new(folder), seed.parse()?),
        ["window", folder, name] => window(Path::new(folder), name),
        _ => bail!("crash kill COUNT | reader COUNT | drafts COUNT | windows COUNT"),
    }
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush().context("standard output")
}

fn sidecar(folder: &Path) -> PathBuf {
    folder.join("a.txt.sayso.ron")
}

fn site(folder: &Path) -> Result<Site> {
    Site::open(&sidecar(folder), Links::Below).context("the folder")
}

fn record(id: &str) -> Annotation {
    let at = Selector { start: 0, end: 4, exact: "What".into(), prefix: String::new(), suffix: " was said".into() };
    Annotation::new(id.to_owned(), "quote", vec![at])
}

/// The change a review makes after `n` others: new records, notes on earlier ones, removals.
fn change(set: &Set, n: u64) -> Change {
    let mut change = Change { summary: format!("step {n}"), ..Change::default() };
    let earlier = set.get(&format!("s{:04}", n.saturating_sub(3))).cloned();
    match (n % 5, earlier) {
        (3, Some(before)) => {
            let mut after = (*before).clone();
            after.note = Some(format!("looked at again in step {n}"));
            change.annotation(Some(before), Some(after));
        }
        (4, Some(before)) => change.annotation(Some(before), None),
        _ => change.annotation(None, Some(record(&format!("s{n:04}")))),
    }
    change
}

/// The set after each number of steps.
fn prefixes(start: &Set) -> Vec<Set> {
    let mut out = vec![start.clone()];
    let mut set = start.clone();
    for n in 1..=CHANGES {
        set.apply(&change(&set, n));
        out.push(set.clone());
    }
    out
}

fn same(a: &Set, b: &Set) -> bool {
    a.len() == b.len() && a.iter().all(|r| b.get(&r.id) == Some(r))
}

fn writer(folder: &Path, lock: Lock, tell: impl Fn(Report) + Send + 'static) -> Result<(Writer, Set)> {
    let path = sidecar(folder);
    let stored = store::read(&path)?;
    let set = stored.set.clone();
    let target = WriterTarget {
        state: Some(StateFiles::of(&path, &folder.join("state"))),
        holder: Holder::new(std::process::id(), String::new(), String::new(), String::new()),
        lock,
        about: DocumentInfo::default(),
        origin: None,
        disk: Disk::default(),
    };
    Ok((Writer::start(target, stored, tell)?, set))
}

fn entry(change: &Change) -> JournalEntry {
    JournalEntry { verb: Verb::Did, at: String::new(), by: None, change: Arc::new(change.clone()) }
}

/// Makes the changes, telling what is saved.
fn review(folder: &Path, seed: u64) -> Result<()> {
    let mut dice = Dice(seed);
    let Attempt::Held(lock) = Lock::attempt(site(folder)?)? else { bail!("somebody holds the lock") };
    let (mut writer, mut set) = writer(folder, lock, |report| {
        if let Report::Saved(number) = report {
            // The killer reads what came through.
            let _ = say(&format!("saved {number}"));
        }
    })?;
    say("ready")?;
    for n in 1..=CHANGES {
        let change = change(&set, n);
        set.apply(&change);
        writer.keep(entry(&change), true);
        match dice.throw(12) {
            0 => ensure!(writer.flush(), "not written"),
            1..4 => rest(dice.throw(3)),
            _ => {}
        }
    }
    ensure!(writer.finish() == Ending::Folded, "not folded");
    say("ended")
}

/// Lets a few milliseconds pass.
fn rest(milliseconds: u64) {
    let (_keep, nothing) = channel::<()>();
    // Nobody sends: only the time passes.
    let _ = nothing.recv_timeout(Duration::from_millis(milliseconds));
}

fn lines(from: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

fn kill(count: u64) -> Result<()> {
    let mut dice = Dice(88_172_645_463_325_252);
    let heavy = {
        let mut set = Set::default();
        for n in 0..HEAVY {
            set.insert(Arc::new(record(&format!("old{n:05}"))));
        }
        set
    };
    let (mut ended, mut told, mut kept, mut slowest) = (0, 0u64, 0u64, Duration::ZERO);
    for n in 0..count {
        let folder = tempfile::tempdir()?;
        let is_heavy = n % 5 == 4;
        let start = if is_heavy { heavy.clone() } else { Set::default() };
        if is_heavy {
            disk::replace(&sidecar(folder.path()), sayso_core::annotation::sidecar::print(&start).as_bytes())?;
        }
        let mut child = Command::new(std::env::current_exe()?)
            .args(["crash", "review", &folder.path().display().to_string(), &(n + 1).to_string()])
            .stdout(Stdio::piped())
            .spawn()?;
        let heard = lines(child.stdout.take().context("its output")?);
        ensure!(heard.recv()? == "ready", "it never began");
        let until = Instant::now() + Duration::from_micros(dice.throw(if is_heavy { 350_000 } else { 30_000 }));
        let (mut saved, mut over) = (0, false);
        let mut hear = |line: String| match line.strip_prefix("saved ").and_then(|n| n.parse().ok()) {
            Some(number) => saved = number,
            None => over |= line == "ended",
        };
        while let Ok(line) = heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
            hear(line);
        }
        child.kill()?;
        child.wait()?;
        while let Ok(line) = heard.recv() {
            hear(line);
        }
        let began = Instant::now();
        let stored = store::read(&sidecar(folder.path())).with_context(|| format!("run {n}"))?;
        slowest = slowest.max(began.elapsed());
        let all = prefixes(&start);
        let at = all.iter().rposition(|set| same(set, &stored.set));
        let at = at.with_context(|| format!("run {n}: what is left is no state there ever was"))? as u64;
        ensure!(at >= saved, "run {n}: {saved} were called saved, {at} are there");
        ensure!(!over || at == CHANGES, "run {n}: it ended, and {at} are there");
        ensure!(stored.journal.is_whole(), "run {n}: something is said to be missing: {:?}", stored.journal);
        // The next opening folds what is left and takes the journal away.
        let Attempt::Held(lock) = Lock::attempt(site(folder.path())?)? else { bail!("locked") };
        let (next, _) = writer(folder.path(), lock, |_| {})?;
        ensure!(next.finish() == Ending::Folded, "run {n}: the next opening could not fold");
        let after = store::read(&sidecar(folder.path()))?;
        ensure!(same(&after.set, &stored.set), "run {n}: folding changed something");
        ensure!(!paths::journal(&sidecar(folder.path()), 1).exists(), "run {n}: a journal is left");
        (ended, told, kept) = (ended + u64::from(over), told + saved, kept + at);
    }
    say(&format!(
        "{count} killed ({ended} had just ended): {told} changes called saved, {kept} found, 0 lost, 0 files unreadable; \
         slowest reading {slowest:.1?}"
    ))
}

/// One window of two: waits for its turn, makes five changes, leaves.
fn window(folder: &Path, name: &str) -> Result<()> {
    let lock = Lock::wait(site(folder)?)?;
    let (mut writer, _) = writer(folder, lock, |_| {})?;
    for n in 0..5 {
        let mut change = Change { summary: format!("{name} {n}"), ..Change::default() };
        change.annotation(None, Some(record(&format!("{name}-{n}"))));
        writer.keep(entry(&change), true);
    }
    ensure!(writer.finish() == Ending::Folded, "not folded");
    Ok(())
}

fn windows(count: u64) -> Result<()> {
    for n in 0..count {
        let folder = tempfile::tempdir()?;
        let path = folder.path().display().to_string();
        let open = |name: &str| Command::new(std::env::current_exe()?).args(["crash", "window", &path, name]).spawn();
        let mut all = Vec::new();
        for name in ["one", "two", "three"] {
            all.push(open(name)?);
        }
        for child in &mut all {
            ensure!(child.wait()?.success(), "run {n}: a window failed");
        }
        let stored = store::read(&sidecar(folder.path()))?;
        ensure!(stored.set.len() == 15, "run {n}: {} of 15 changes are there", stored.set.len());
        ensure!(stored.set.iter().all(|r| !r.conflict), "run {n}: a conflict");
    }
    say(&format!("{count} times three windows one after the other: 15 of 15 changes each time"))
}

fn reader(count: u64) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("sayso");
    let article = include_str!("../../samples/harbour-vote.txt");
    let mut dice = Dice(1_234_567_891);
    let (mut told, mut kept) = (0usize, 0usize);
    for n in 0..count {
        let folder = tempfile::tempdir()?;
        disk::replace(&folder.path().join("article.txt"), article.as_bytes())?;
        let mut screen = Terminal::open(&program, folder.path(), &["article.txt"], 100, 30)?;
        ensure!(
            screen.watch(Instant::now() + Duration::from_secs(20), |s| s.contains("REVIEW")),
            "run {n}: it never opened"
        );
        let mut saved = 0;
        let steps = 1 + dice.throw(6) as usize;
        for step in 1..=steps {
            screen.keys("\r")?;
            let words = format!("{step} of ");
            let shown = screen.watch(Instant::now() + Duration::from_secs(20), |s| s.contains(&words));
            ensure!(shown, "run {n}: the decision was never drawn:\n{}", screen.text());
            if dice.throw(3) > 0 {
                screen.watch(Instant::now() + Duration::from_millis(300), |_| false);
                let text = screen.text();
                if !text.contains("saving") && !text.contains("NOT SAVED") {
                    saved = step;
                }
            }
        }
        // At any moment: also while it folds after two seconds of rest, and while it leaves.
        match dice.throw(4) {
            0 => {
                screen.watch(Instant::now() + Duration::from_millis(1_950 + dice.throw(150)), |_| false);
                saved = steps;
            }
            1 => {
                screen.keys("q")?;
                rest(dice.throw(12));
            }
            _ => rest(dice.throw(6)),
        }
        screen.kill()?;
        let stored = store::read(&folder.path().join("article.txt.sayso.ron")).with_context(|| format!("run {n}"))?;
        let there = stored.set.iter().filter(|r| r.status.is_some()).count();
        ensure!(there >= saved, "run {n}: {saved} were shown as saved, {there} are there");
        (told, kept) = (told + saved, kept + there);
    }
    say(&format!("{count} readers killed: {told} decisions shown as saved, {kept} found, 0 lost, 0 files unreadable"))
}
