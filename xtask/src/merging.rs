//! Two branches of a repository on which two people annotate at random, merged by git: with the driver of `sayso git-setup`
//! and with `merge=union`. Nothing of either side may be lost, and every file has to load.
//!
//! ```sh
//! cargo build --release
//! cargo run --release -p xtask -- merging 300 target/release/sayso
//! ```

#![allow(clippy::disallowed_methods)] // its own scratch files

use crate::dice::Dice;
use anyhow::{Context as _, Result, bail, ensure};
use sayso_core::annotation::{Annotation, QUOTE, RecordLink, Selector, Set, SpeakerRef, Status, sidecar};
use sayso_core::kinds::SpeakerKind;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

const NAME: &str = "article.txt.sayso.ron";
const LABELS: [&str; 3] = ["claim", "note", "highlight"];
/// Records of the file that both begin with.
const RECORDS: u64 = 12;

/// How git merges.
#[derive(Clone, Copy, Debug)]
enum Way {
    Driver,
    Union,
}

/// What became of one script.
struct Outcome {
    clashes: usize,
    lost: Vec<String>,
}

pub fn run(arguments: &[String]) -> Result<()> {
    let count: u64 = arguments.first().map_or(Ok(300), |n| n.parse()).context("how many scripts?")?;
    let program = std::fs::canonicalize(arguments.get(1).map_or("target/release/sayso", String::as_str))
        .context("the program to try")?;
    let mut out = std::io::stdout().lock();
    for way in [Way::Driver, Way::Union] {
        let (mut clashes, mut lost) = (0, 0);
        for seed in 1..=count {
            let outcome = script(seed, way, &program).with_context(|| format!("script {seed}, {way:?}"))?;
            clashes += outcome.clashes;
            lost += outcome.lost.len();
            for what in outcome.lost {
                writeln!(out, "script {seed}, {way:?}: lost {what}")?;
            }
        }
        writeln!(out, "{way:?}: {count} scripts merged, {clashes} records with two versions, {lost} lost")?;
        ensure!(lost == 0, "something was lost");
    }
    Ok(())
}

fn script(seed: u64, way: Way, program: &Path) -> Result<Outcome> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    for _ in 0..8 {
        dice.throw(2);
    }
    let folder = tempfile::tempdir()?;
    let git = |arguments: &[&str]| git(folder.path(), arguments);
    let write = |set: &Set| std::fs::write(folder.path().join(NAME), sidecar::print(set));
    git(&["init", "-q", "--initial-branch=main"])?;
    match way {
        Way::Driver => {
            let done = Command::new(program).current_dir(folder.path()).arg("git-setup").output()?;
            ensure!(done.status.success(), "git-setup: {}", String::from_utf8_lossy(&done.stderr));
        }
        Way::Union => std::fs::write(folder.path().join(".gitattributes"), "*.sayso.ron merge=union\n")?,
    }
    let base = base(&mut dice);
    write(&base)?;
    git(&["add", "-A"])?;
    git(&["commit", "-q", "-m", "base"])?;
    let mut sides = Vec::new();
    for name in ["ada", "bo"] {
        let mut set = base.clone();
        for number in 0..=dice.throw(10) {
            edit(&mut set, &mut dice, name, number);
        }
        git(&["checkout", "-q", "-b", name, "main"])?;
        write(&set)?;
        git(&["commit", "-q", "--allow-empty", "-a", "-m", name])?;
        sides.push(set);
    }
    git(&["merge", "-q", "-m", "both", "ada"])?;
    let merged = std::fs::read(folder.path().join(NAME))?;
    let merged = sidecar::parse(&merged).context("the merged file does not load")?;
    let mut lost = Vec::new();
    for (side, other) in [(0, 1), (1, 0)] {
        let (Some(side), Some(other)) = (sides.get(side), sides.get(other)) else { bail!("two sides") };
        for record in side.iter() {
            let changed = base.get(&record.id) != Some(record);
            let stays = changed || other.get(&record.id).is_some();
            if stays && !is_kept(&merged, side, record, changed) {
                lost.push(format!("{} of {}", record.id, record.by.as_deref().unwrap_or("both")));
            }
        }
        lost.extend(side.speakers.iter().filter(|s| !knows(&merged, &s.name)).map(|s| format!("speaker {}", s.name)));
    }
    Ok(Outcome { clashes: merged.iter().filter(|r| r.conflict).count(), lost })
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new("git");
    command.current_dir(folder).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    let output = command.args(arguments).output().context("git")?;
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "git {arguments:?}: {told}");
    Ok(output)
}

fn place(dice: &mut Dice) -> Selector {
    let start = u32::try_from(dice.throw(40)).unwrap_or_default() * 25;
    let exact = format!("the words at {start}");
    let end = start + u32::try_from(exact.len()).unwrap_or_default();
    Selector { start, end, exact, prefix: String::new(), suffix: String::new() }
}

fn base(dice: &mut Dice) -> Set {
    let mut set = Set::default();
    for number in 0..RECORDS {
        let label = LABELS.get(dice.throw(3) as usize).copied().unwrap_or(QUOTE);
        set.insert(Arc::new(Annotation::new(format!("r{number}"), label, vec![place(dice)])));
    }
    for name in ["Ines Vale", "Otto Rahm"] {
        set.speakers.push(set.new_speaker(name, SpeakerKind::Person));
    }
    set
}

/// One thing that `who` does.
fn edit(set: &mut Set, dice: &mut Dice, who: &str, number: u64) {
    let id = format!("r{}", dice.throw(RECORDS));
    let value = dice.throw(3);
    let what = dice.throw(9);
    if what == 0 {
        return set.remove(&id);
    }
    let speaker = |set: &mut Set| {
        // Now and then both name the same new person.
        let name = ["Cleo Marsh".to_owned(), format!("Dee of {who}")][usize::from(value > 0)].clone();
        let known = set.speakers.iter().find(|s| s.name == name).map(|s| s.id.clone());
        known.unwrap_or_else(|| {
            let new = set.new_speaker(&name, SpeakerKind::Person);
            set.speakers.push(new.clone());
            new.id
        })
    };
    let mut record = if what < 3 {
        let decided = what == 2;
        let mut new =
            Annotation::new(format!("{who}{number}"), if decided { QUOTE } else { "note" }, vec![place(dice)]);
        if decided {
            new.status = Some(Status::Confirmed);
            new.speaker = Some(SpeakerRef::Id(speaker(set)));
        }
        new
    } else {
        let Some(known) = set.get(&id) else { return };
        Annotation::clone(known)
    };
    match what {
        3 => record.rating = Some(format!("{who}{value}")),
        4 => record.note = Some(format!("{who}{value}")),
        5 => record.evidence.push(format!("{who}{value}")),
        6 => record.links.push(RecordLink { role: "part-of".to_owned(), to: format!("r{value}") }),
        7 => record.speaker = Some(SpeakerRef::Id(speaker(set))),
        8 => drop(record.attributes.insert(format!("a{value}"), who.to_owned())),
        _ => {}
    }
    record.by = Some(who.to_owned());
    set.insert(Arc::new(record));
}

fn knows(set: &Set, name: &str) -> bool {
    set.speakers.iter().any(|s| s.name == name || s.aliases.iter().any(|alias| alias == name))
}

/// Whether what a side says in a record is there: in it, or in a version of it, or in another person's decision about the
/// same statement that it was joined to.
fn is_kept(merged: &Set, side: &Set, record: &Annotation, changed: bool) -> bool {
    // Ids of speakers may be others in the result.
    let name = |set: &Set, who: &Option<SpeakerRef>| who.as_ref().map(|s| set.name_of(s).to_owned());
    let speaker = name(side, &record.speaker);
    let says = |r: &Annotation| {
        (record.rating.is_none() || r.rating == record.rating)
            && (record.note.is_none() || r.note == record.note)
            && (speaker.is_none() || name(merged, &r.speaker) == speaker)
            && record.evidence.iter().all(|e| r.evidence.contains(e))
            && record.links.iter().all(|l| r.links.contains(l))
            && record.attributes.iter().all(|(name, value)| r.attributes.get(name) == Some(value))
    };
    let is_version =
        |r: &Annotation| r.id.starts_with(&record.id) || r.start() == record.start() && r.label == record.label;
    merged.iter().any(|r| is_version(r) && (!changed || says(r)))
}
