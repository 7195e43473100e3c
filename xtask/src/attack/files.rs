//! What stands in the place of a file of the program: every path, every kind, every subcommand.

use super::kinds::{KINDS, Kind};
use super::places::{PLACES, Place};
use super::trace::{self, Ran, Tools};
use super::verdict::{self, Verdict};
use super::world::{DOCUMENT, World, record, sidecar_of};
use super::{Tally, program, say};
use anyhow::{Context as _, Result, ensure};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// The ordinary user.
const NOBODY: u32 = 65_534;

/// What is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Detect,
    Export,
    ExportTo,
    Template,
    Import,
    Check,
    Where,
    Codebook,
    Reader,
}

const ACTIONS: [Action; 9] = [
    Action::Detect,
    Action::Export,
    Action::ExportTo,
    Action::Template,
    Action::Import,
    Action::Check,
    Action::Where,
    Action::Codebook,
    Action::Reader,
];

impl Action {
    fn arguments(self, place: Place) -> Vec<&'static str> {
        match self {
            Self::Detect => vec!["detect", DOCUMENT],
            Self::Export => vec!["export", "--to", "csv", DOCUMENT],
            Self::ExportTo if place == Place::Target => vec!["export", "--to", "csv", "-o", "out/export.csv", DOCUMENT],
            Self::ExportTo => vec!["export", "--to", "csv", "-o", "out/export.csv", "--force", DOCUMENT],
            Self::Template => vec!["export", "--template", "in/own.txt", DOCUMENT],
            Self::Import => vec!["import", "--from", "w3c", "--into", DOCUMENT, "in/notes.json"],
            Self::Check => vec!["check", "parent/docs"],
            Self::Where => vec!["where", DOCUMENT],
            Self::Codebook => vec!["codebook", "parent/docs"],
            Self::Reader if place == Place::Theme => vec!["--theme", "own", DOCUMENT],
            Self::Reader => vec![DOCUMENT],
        }
    }

    /// Whether it was told to read what is in the file, so that a pipe in its place is read to its end.
    fn reads(self, place: Place) -> bool {
        match place {
            Place::Document => matches!(self, Self::Detect | Self::Export | Self::ExportTo | Self::Template),
            Place::Import => self == Self::Import,
            Place::Template => self == Self::Template,
            _ => false,
        }
    }

    /// The folders it may write in.
    fn folders(self, home: &Path) -> Vec<PathBuf> {
        let own = ["parent/docs", "data/sayso", "state/sayso"];
        match self {
            Self::Reader | Self::Import => own.iter().map(|f| home.join(f)).collect(),
            Self::ExportTo => vec![home.join("out")],
            Self::Detect | Self::Export | Self::Template | Self::Check | Self::Where | Self::Codebook => Vec::new(),
        }
    }
}

/// What every run begins with.
struct Bench {
    program: PathBuf,
    tools: Tools,
    sidecar: Vec<u8>,
    import: Vec<u8>,
}

/// Runs all of it, or what `who` and `word` leave.
///
/// # Errors
/// When nothing can be run at all.
pub fn attack(who: Option<&str>, word: Option<&str>) -> Result<Tally> {
    let mut tally = Tally::default();
    let tools = Tools::find();
    if !tools.traces() {
        tally
            .skipped
            .push("which files are written to: strace is not installed; what was there is compared".to_owned());
    }
    let is_root = own_user()? == 0;
    let users: Vec<(u32, &str)> = match (is_root, tools.changes_user()) {
        (true, true) => vec![(0, "root"), (NOBODY, "user")],
        (true, false) => {
            tally.skipped.push("runs of an ordinary user: setpriv is not installed".to_owned());
            vec![(0, "root")]
        }
        (false, _) => {
            tally.skipped.push("runs of root, devices and files of others: this is not root".to_owned());
            vec![(own_user()?, "user")]
        }
    };
    let bench = Bench::new(tools)?;
    let places: Vec<Place> = PLACES.into_iter().filter(|p| word.is_none_or(|w| p.name().contains(w))).collect();
    for (user, name) in users.into_iter().filter(|(_, name)| who.is_none_or(|w| w == *name)) {
        say(&format!("as {name}: the worst of {} commands", ACTIONS.len()))?;
        let heads: Vec<String> = KINDS.iter().map(|k| format!("{:<9}", k.name())).collect();
        say(&format!("{:<16}{}", "", heads.join("")))?;
        // Rows are printed as they come; a command waits more than it computes.
        let queue = Mutex::new(places.clone());
        let next = || queue.lock().ok().filter(|q| !q.is_empty()).map(|mut q| q.remove(0));
        let work = || -> Result<Tally> {
            let mut found = Tally::default();
            while let Some(place) = next() {
                let cells = KINDS.iter().map(|&kind| bench.cell(user, place, kind, &mut found));
                let cells: Vec<String> = cells.collect::<Result<_>>()?;
                let cells: Vec<String> = cells.iter().map(|c| format!("{c:<9}")).collect();
                say(format!("{:<16}{}", place.name(), cells.join("")).trim_end())?;
            }
            Ok(found)
        };
        let found: Vec<Result<Tally>> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
            all.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a worker panicked")))).collect()
        });
        for found in found {
            tally.add(found?);
        }
    }
    tally.skipped.sort();
    tally.skipped.dedup();
    Ok(tally)
}

/// Longest a command is waited for that may wait for a pipe.
const PIPE_TIMEOUT: Duration = Duration::from_secs(10);
/// Rows tried at once.
const WORKERS: usize = 3;

fn own_user() -> Result<u32> {
    Ok(fs::metadata("/proc/self").context("no /proc here")?.uid())
}

impl Bench {
    fn new(tools: Tools) -> Result<Self> {
        let sidecar = sidecar_of(vec![record("one", 0)])?;
        let program = program()?;
        // What is imported: another annotation, as another program would name it.
        let world = World::new(own_user()?, &sidecar_of(vec![record("two", 60)])?, b"")?;
        let ran = trace::run(&tools, &world, &program, &["export", "--to", "w3c", DOCUMENT])?;
        ensure!(ran.code == Some(0), "the program does not export: {}", ran.said);
        Ok(Self { program, tools, sidecar, import: ran.data.into_bytes() })
    }

    /// The worst of all commands.
    fn cell(&self, user: u32, place: Place, kind: Kind, tally: &mut Tally) -> Result<String> {
        let mut worst = Verdict::Untried;
        for action in ACTIONS {
            let world = World::new(user, &self.sidecar, &self.import)?;
            place.prepare(&world)?;
            let path = place.path(&world);
            let put = kind.put(&path, &world.at("outside"), user);
            let _socket = match put {
                Ok(socket) => socket,
                Err(error) => {
                    tally.skipped.push(format!("{}: {error}", kind.name()));
                    continue;
                }
            };
            let (verdict, ran) = self.one(&world, place, kind, action, &path)?;
            tally.runs += 1;
            if verdict.is_failure() {
                let said: String = ran.said.trim().chars().take(300).collect();
                let who = if user == 0 { "root" } else { "user" };
                tally.fail(format!("{who}, {} is {}, {action:?}: {verdict:?}: {said}", place.name(), kind.name()));
            }
            worst = worst.max(verdict);
            if kind == Kind::Locked
                && let Some(folder) = path.parent()
            {
                fs::set_permissions(folder, Permissions::from_mode(0o755))?;
            }
        }
        Ok(worst.cell())
    }

    fn one(&self, world: &World, place: Place, kind: Kind, action: Action, path: &Path) -> Result<(Verdict, Ran)> {
        let home = fs::canonicalize(world.home())?;
        let outside = world.all_in("outside")?;
        let before = ["parent", "data", "state", "config", "in", "out"].map(|f| world.all_in(f));
        let stood = path.symlink_metadata().ok().map(|m| m.ino());
        let arguments = action.arguments(place);
        let ran = match action {
            Action::Reader => trace::read(&self.tools, world, &self.program, &arguments)?,
            // Nobody will ever write to it.
            _ if kind == Kind::Pipe => trace::run_for(&self.tools, world, &self.program, &arguments, PIPE_TIMEOUT)?,
            _ => trace::run(&self.tools, world, &self.program, &arguments)?,
        };
        let mut verdict = if ran.hung && kind == Kind::Pipe && action.reads(place) {
            Verdict::Waits
        } else {
            verdict::of(&ran, world, &action.folders(&home))
        };
        let mut note = |worse: Verdict| verdict = worse.max(verdict.clone());
        if world.all_in("outside")? != outside {
            note(Verdict::Followed);
        }
        if action.folders(&home).is_empty() {
            for (name, before) in ["parent", "data", "state", "config", "in", "out"].iter().zip(before) {
                if world.all_in(name)? != before? {
                    note(Verdict::Wrote(world.at(name)));
                }
            }
        }
        let is_there = path.symlink_metadata().ok().map(|m| m.ino());
        if stood.is_some() && stood != is_there && kind != Kind::Locked {
            note(Verdict::Replaced);
        }
        if ran.decided {
            // Nothing is exported with a codebook that cannot be read: what was decided shows without it.
            if matches!(place, Place::Codebook | Place::ParentCodebook) {
                let _ = fs::remove_file(path).or_else(|_| fs::remove_dir(path));
            }
            let export = trace::run(&self.tools, world, &self.program, &["export", "--to", "csv", DOCUMENT])?;
            if !export.data.contains("confirmed") {
                note(Verdict::Lost);
            }
        }
        Ok((verdict, ran))
    }
}
