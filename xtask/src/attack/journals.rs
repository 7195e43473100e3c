//! Journals that somebody damaged: every change that is not there any more is told, and none is made up.

use super::trace::{self, Tools};
use super::world::{ARTICLE, DOCUMENT, World, record, sidecar_of};
use super::{Tally, program, say};
use crate::dice::Dice;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, bail};
use sayso::store::disk::{DiskStep, Fault, Gate};
use sayso::store::journal::Gap;
use sayso::store::writer::WriterTarget;
use sayso::store::{self, Attempt, Disk, Holder, Links, Lock, Report, Site, Stored, Writer, file_names};
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Change, Set};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Every so many journals are opened in the reader as well.
const SAMPLE: u64 = 40;
/// Longest the writer or a screen is waited for.
const TIMEOUT: Duration = Duration::from_mins(1);

/// What is done to a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Damage {
    /// A stretch of bytes is taken out.
    Stretch,
    /// Whole lines are taken out.
    Lines,
    /// The end is cut off.
    Cut,
    /// Two lines change places.
    Swapped,
    /// A line stands twice.
    Doubled,
    /// Nothing is left.
    Emptied,
    /// A stretch is zeros.
    Zeros,
    /// All of it is zeros.
    AllZeros,
    /// A bit of a byte is another.
    Flipped,
    /// Line ends of Windows.
    CarriageReturns,
    /// A mark in front.
    Mark,
    /// Both.
    MarkAndReturns,
}

const DAMAGES: [Damage; 12] = [
    Damage::Stretch,
    Damage::Lines,
    Damage::Cut,
    Damage::Swapped,
    Damage::Doubled,
    Damage::Emptied,
    Damage::Zeros,
    Damage::AllZeros,
    Damage::Flipped,
    Damage::CarriageReturns,
    Damage::Mark,
    Damage::MarkAndReturns,
];

impl Damage {
    /// Whether nothing may be lost.
    const fn is_harmless(self) -> bool {
        matches!(self, Self::CarriageReturns | Self::Mark | Self::MarkAndReturns | Self::Doubled | Self::Swapped)
    }

    /// Whether nothing may be said either.
    const fn is_silent(self) -> bool {
        matches!(self, Self::CarriageReturns | Self::Mark | Self::MarkAndReturns)
    }

    fn done(self, bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
        let length = bytes.len();
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
        let mut throw = |sides: usize| usize::try_from(dice.throw(sides as u64)).unwrap_or_default();
        let (from, size) = (throw(length), 1 + throw(length / 2));
        let to = (from + size).min(length);
        let (one, other) = (throw(lines.len()), throw(lines.len()));
        let mark = [b"\xef\xbb\xbf", bytes].concat();
        let mut out = bytes.to_vec();
        match self {
            Self::Stretch => {
                out.drain(from..to);
                out
            }
            Self::Lines => {
                lines.drain(one.min(other)..=one.max(other));
                lines.concat()
            }
            Self::Cut => {
                out.truncate(from);
                out
            }
            Self::Swapped => {
                lines.swap(one, other);
                lines.concat()
            }
            Self::Doubled => {
                lines.insert(one, lines.get(one).copied().unwrap_or_default());
                lines.concat()
            }
            Self::Emptied => Vec::new(),
            Self::Zeros => {
                out.iter_mut().take(to).skip(from).for_each(|b| *b = 0);
                out
            }
            Self::AllZeros => vec![0; length],
            Self::Flipped => {
                let bit = throw(8);
                out.iter_mut().skip(from).take(1).for_each(|b| *b ^= 1 << bit);
                out
            }
            Self::CarriageReturns => returned(bytes),
            Self::Mark => mark,
            Self::MarkAndReturns => returned(&mark),
        }
    }
}

fn returned(bytes: &[u8]) -> Vec<u8> {
    bytes
        .split_inclusive(|b| *b == b'\n')
        .flat_map(|l| [l.strip_suffix(b"\n").unwrap_or(l), b"\r\n"].concat())
        .collect()
}

/// Damages `count` journals.
///
/// # Errors
/// When the store or the program cannot be run at all.
pub fn attack(count: u64) -> Result<Tally> {
    let (tools, program) = (Tools::find(), program()?);
    let mut dice = Dice(0x5_eed0_f70a_57b1);
    let mut tally = Tally::default();
    let mut rows: BTreeMap<Damage, [u64; 4]> = BTreeMap::new();
    let mut bench = None;
    for n in 0..count {
        if n % 20 == 0 {
            bench = Some(Session::new(&mut dice)?);
        }
        let session = bench.as_ref().context("a session")?;
        let damage = *DAMAGES.get((n % DAMAGES.len() as u64) as usize).context("a damage")?;
        let world = session.world()?;
        let file = session.files.get(dice.throw(session.files.len() as u64) as usize).context("a journal")?;
        let path = world.at("parent/docs").join(&file.0);
        let broken = damage.done(&file.1, &mut dice);
        fs::write(&path, &broken)?;
        tally.runs += 1;
        let about = || format!("journal {n}, {damage:?} of {}", file.0.display());
        let stored = store::read(&world.sidecar());
        let (lost, told) = session.compare(stored.as_ref().ok(), damage, &about, &mut tally);
        let ran = trace::run(&tools, &world, &program, &["check", DOCUMENT])?;
        let named = ran.data.contains("journal") && ran.code == Some(1);
        tally.expect(lost == 0 || named, || format!("{}: check ends with {:?}: {}", about(), ran.code, ran.data));
        tally.expect(!damage.is_silent() || ran.code == Some(0), || format!("{}: check says {}", about(), ran.data));
        tally.expect(!ran.said.contains("panicked"), || format!("{}: {}", about(), ran.said));
        tally.expect(fs::read(&path)? == broken, || format!("{}: check wrote to it", about()));
        if n % SAMPLE == SAMPLE - 1 {
            let shown = opened(&world, &program)?;
            let words = ["damaged", "missing", "another order", "empty", "READ ONLY"];
            let is_told = words.iter().any(|w| shown.contains(w));
            tally.expect(lost == 0 || is_told, || format!("{}: the reader says nothing:\n{shown}", about()));
            tally.expect(!shown.contains("panicked"), || format!("{}: {shown}", about()));
        }
        let row = rows.entry(damage).or_default();
        for (cell, more) in row.iter_mut().zip([1, lost, told, u64::from(stored.is_err())]) {
            *cell += more;
        }
    }
    say(&format!("{:<16}{:>9}{:>9}{:>9}{:>12}", "journals", "files", "lost", "told", "unreadable"))?;
    for (damage, [files, lost, told, unread]) in &rows {
        say(&format!("{:<16}{files:>9}{lost:>9}{told:>9}{unread:>12}", format!("{damage:?}")))?;
    }
    Ok(tally)
}

/// Opens the document in the reader and leaves; what it showed.
fn opened(world: &World, program: &Path) -> Result<String> {
    let mut t = Terminal::open(program, world.home(), &[DOCUMENT], 220, 40)?;
    t.watch(Instant::now() + TIMEOUT, |s| s.contains("REVIEW") || s.contains("READ ONLY"));
    t.watch(Instant::now() + Duration::from_millis(300), |_| false);
    let shown = t.text();
    t.keys("q")?;
    t.watch(Instant::now() + Duration::from_secs(5), |_| false);
    t.kill()?;
    Ok(shown)
}

/// What a writer left that was killed: a folder's files, and the changes in its journals.
struct Session {
    sidecar: Option<Vec<u8>>,
    /// Names and bytes of the journals.
    files: Vec<(PathBuf, Vec<u8>)>,
    entries: Vec<JournalEntry>,
    set: Set,
}

impl Session {
    /// A writer makes some changes; the folder is taken as it is while it lives. In every third the disk fails once, so
    /// that a second journal begins.
    fn new(dice: &mut Dice) -> Result<Self> {
        for _ in 0..10 {
            if let Some(session) = Self::attempt(dice)? {
                return Ok(session);
            }
        }
        bail!("the writer always folded before its folder could be copied")
    }

    fn attempt(dice: &mut Dice) -> Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("article.txt"), ARTICLE)?;
        let path = folder.path().join("article.txt.sayso.ron");
        let sidecar = if dice.throw(2) == 0 { Some(sidecar_of(vec![record("old", 700)])?) } else { None };
        if let Some(bytes) = &sidecar {
            fs::write(&path, bytes)?;
        }
        let count = 3 + dice.throw(30);
        let fails = if dice.throw(3) == 0 { 1 + dice.throw(count / 2) } else { u64::MAX };
        let syncs = AtomicU64::new(0);
        let gate: Gate = Arc::new(move |step| {
            let is_hit = step == DiskStep::Sync && syncs.fetch_add(1, Ordering::Relaxed) == fails;
            is_hit.then(|| Fault::Fails(std::io::Error::other("the disk says no")))
        });
        let Attempt::Held(lock) = Lock::attempt(Site::open(&path, Links::Below)?)? else { bail!("locked") };
        let stored = store::read(&path)?;
        let mut set = stored.set.clone();
        let target = WriterTarget {
            state: None,
            holder: Holder::new(std::process::id(), String::new(), String::new(), String::new()),
            lock,
            about: DocumentInfo { source: "article.txt".to_owned(), ..DocumentInfo::of(&super::world::article()?) },
            origin: None,
            disk: Disk::behind(gate),
        };
        let (send, reports) = channel();
        let mut writer = Writer::start(target, stored, move |report| {
            // The session may have ended.
            let _ = send.send(report);
        })?;
        for n in 1..=count {
            let change = change(&set, n);
            set.apply(&change);
            let entry = JournalEntry { verb: Verb::Did, at: String::new(), by: None, change: Arc::new(change) };
            let number = writer.keep(entry, true);
            let end = Instant::now() + TIMEOUT;
            loop {
                match reports.recv_timeout(end.saturating_duration_since(Instant::now()))? {
                    Report::Saved(saved) if saved >= number => break,
                    _ => {}
                }
            }
        }
        let journals = (1..=9).map(|n| file_names::journal(&path, n)).filter(|j| j.exists());
        let named = journals.map(|j| Ok((PathBuf::from(j.file_name().context("a name")?), fs::read(&j)?)));
        let files = named.collect::<Result<Vec<_>>>()?;
        let sidecar = if path.exists() { Some(fs::read(&path)?) } else { None };
        drop(writer);
        let mut session = Self { sidecar, files, entries: Vec::new(), set };
        let world = session.world()?;
        let whole = store::read(&world.sidecar())?;
        session.entries.clone_from(&whole.journal.entries);
        // It folds after a rest, or when the disk failed: then less is in the journal.
        let is_whole = whole.journal.is_whole() && whole.set.len() == session.set.len() && session.entries.len() > 1;
        Ok(is_whole.then_some(session))
    }

    /// The same files once more.
    fn world(&self) -> Result<World> {
        let world = World::new(0, self.sidecar.as_deref().unwrap_or_default(), b"")?;
        if self.sidecar.is_none() {
            fs::remove_file(world.sidecar())?;
        }
        for (name, bytes) in &self.files {
            world.write(&world.at("parent/docs").join(name), bytes)?;
        }
        Ok(world)
    }

    /// How many changes are lost, and how many are told; `None` when nothing can be read, which is told.
    fn compare(
        &self,
        stored: Option<&Stored>,
        damage: Damage,
        about: &impl Fn() -> String,
        tally: &mut Tally,
    ) -> (u64, u64) {
        let all = self.entries.len() as u64;
        let Some(stored) = stored else { return (all, all) };
        let there = &stored.journal.entries;
        let lost = self.entries.iter().filter(|e| !there.contains(e)).count() as u64;
        let told = |gap: &Gap| match gap {
            Gap::Missing(_, _, count) => *count,
            Gap::Disordered(..) => 0,
            // Nobody knows how many: told is that all are gone.
            Gap::Empty(_) | Gap::Beheaded(_) => all,
        };
        let told = stored.journal.damaged.len() as u64 + stored.journal.gaps.iter().map(told).sum::<u64>();
        tally.expect(told >= lost, || format!("{}: {lost} changes are lost, {told} are told", about()));
        let made_up = there.iter().filter(|e| !self.entries.contains(e)).count();
        tally.expect(made_up == 0, || format!("{}: {made_up} changes are made up", about()));
        if damage.is_harmless() && lost == 0 {
            let same = self.set.iter().all(|r| stored.set.get(&r.id) == Some(r)) && self.set.len() == stored.set.len();
            tally.expect(same, || format!("{}: nothing is lost, and the annotations are others", about()));
        }
        tally.expect(lost == 0 || !damage.is_harmless(), || format!("{}: {lost} are lost", about()));
        tally.expect(told == 0 || !damage.is_silent(), || format!("{}: {told} are told for nothing", about()));
        (lost, told)
    }
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
        _ => change.annotation(None, Some(record(&format!("s{n:04}"), 13 * (n % 80) as u32))),
    }
    change
}
