mod elsewhere;

use super::super::disk::{DiskStep, Fault, Gate};
use super::super::site::Links;
use super::super::{Attempt, disk, paths, read};
use super::*;
use proptest::prelude::*;
use sayso_core::annotation::history::Verb;
use sayso_core::annotation::{Annotation, Op, Selector};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

fn entry(change: Change) -> JournalEntry {
    JournalEntry { verb: Verb::Did, at: "2026-11-24T08:00:00Z".into(), by: None, change: Arc::new(change) }
}

fn adding(id: &str) -> JournalEntry {
    let at = Selector { start: 0, end: 1, exact: "x".into(), prefix: String::new(), suffix: String::new() };
    let mut change = Change { summary: format!("Added {id}"), ..Change::default() };
    change.annotation(None, Some(Annotation::new(id.into(), "quote", vec![at])));
    entry(change)
}

fn ids(path: &Path) -> Vec<String> {
    let mut ids: Vec<String> = read(path).unwrap().set.iter().map(|a| a.id.clone()).collect();
    ids.sort();
    ids
}

fn site(path: &Path) -> Site {
    Site::open(path, Links::Below).unwrap()
}

fn start(path: &Path, disk: Disk) -> (Writer, Receiver<Report>) {
    start_with(path, &path.parent().unwrap().join("state"), disk)
}

fn start_with(path: &Path, state: &Path, disk: Disk) -> (Writer, Receiver<Report>) {
    let (tell, reports) = channel();
    let Attempt::Held(lock) = Lock::attempt(site(path)).unwrap() else { panic!("locked") };
    let stored = read(path).unwrap();
    let state = Some(StateFiles::of(path, state));
    let holder = Holder::new(7, "here".into(), "ada".into(), "2026-11-24T08:00:00Z".into());
    let target = WriterTarget { state, holder, lock, about: DocumentInfo::default(), origin: None, disk };
    let writer = Writer::start(target, stored, move |r| {
        let _ = tell.send(r);
    });
    (writer.unwrap(), reports)
}

fn wait_for(reports: &Receiver<Report>, wanted: &Report) {
    while reports.recv().unwrap() != *wanted {}
}

#[test]
fn what_is_called_saved_is_in_the_journal_then_in_the_sidecar() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, reports) = start(&path, Disk::default());
    for i in 0..20 {
        writer.keep(adding(&format!("r{i:02}")), true);
    }
    wait_for(&reports, &Report::Saved(20));
    assert_eq!(ids(&path).len(), 20, "every reader sees the journal");
    let there = read(&path).unwrap();
    assert_eq!(there.journal.holder.as_ref().map(|h| (h.pid, h.user.as_str())), Some((7, "ada")));
    assert_eq!(writer.finish(), Ending::Folded);
    assert_eq!(ids(&path).len(), 20);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "the sidecar and the state folder: {left:?}");
}

#[test]
fn the_history_is_kept_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let state = StateFiles::of(&path, &folder.path().join("state"));
    for id in ["one", "two"] {
        let (mut writer, _reports) = start(&path, Disk::default());
        writer.keep(adding(id), true);
        writer.finish();
    }
    let past = history::read(&state.history, "");
    let summaries: Vec<&str> = past.steps().iter().map(|s| s.summary.as_str()).collect();
    assert_eq!(summaries, ["Added one", "Added two"]);
    let change = past.last().unwrap().what.change().unwrap();
    let mut set = read(&path).unwrap().set;
    let back = set.step(&change, false);
    set.apply(&back);
    assert_eq!(set.len(), 1);
    assert!(std::fs::read_to_string(&state.previous).unwrap().contains("\"one\""), "the sidecar before the last run");
}

#[test]
fn a_second_window_waits_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut one, heard) = start(&path, Disk::default());
    one.keep(adding("first"), true);
    wait_for(&heard, &Report::Saved(1));
    assert!(matches!(Lock::attempt(site(&path)).unwrap(), Attempt::Busy(_)));
    drop(one);
    let (mut two, heard) = start(&path, Disk::default());
    two.keep(adding("second"), true);
    wait_for(&heard, &Report::Saved(1));
    drop(two);
    assert_eq!(ids(&path), ["first", "second"]);
}

#[test]
fn a_sidecar_changed_under_us_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, reports) = start(&path, Disk::default());
    writer.keep(adding("base"), true);
    assert!(writer.flush());
    let mut theirs = read(&path).unwrap().set;
    theirs.apply(&adding("theirs").change);
    disk::replace(&path, print(&theirs).as_bytes()).unwrap();
    writer.keep(adding("ours"), true);
    assert!(writer.flush());
    assert!(reports.try_iter().any(|r| matches!(r, Report::Merged(2, set, 0) if set.len() == 3)));
    writer.finish();
    assert_eq!(ids(&path), ["base", "ours", "theirs"]);
}

#[test]
fn a_broken_sidecar_is_left_alone_and_the_journal_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, reports) = start(&path, Disk::default());
    writer.keep(adding("base"), true);
    assert!(writer.flush());
    disk::replace(&path, b"(version: 1, oops").unwrap();
    writer.keep(adding("ours"), true);
    assert!(writer.flush(), "it is on the disk");
    assert!(reports.try_iter().any(|r| matches!(r, Report::NotFolded(_))));
    assert_eq!(writer.finish(), Ending::InJournal);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "(version: 1, oops");
    let message = read(&path).unwrap_err().to_string();
    assert!(message.contains(".a.sayso.copy") && message.contains("move this file away"), "{message}");
    // Whoever does what the message says has everything.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ids(&path), ["base", "ours"]);
    let (next, _reports) = start(&path, Disk::default());
    assert_eq!(next.finish(), Ending::Folded);
    assert_eq!(ids(&path), ["base", "ours"]);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "the sidecar and the state folder: {left:?}");
}

/// A gate that fails the `n`th step of a kind, and so many after it.
fn failing(step: DiskStep, skip: usize, times: usize, short: usize) -> (Disk, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let gate: Gate = Arc::new(move |s| {
        if s != step {
            return None;
        }
        let n = seen.fetch_add(1, Ordering::SeqCst);
        // No space left, an error of the device, no permission.
        let error = || io::Error::from_raw_os_error([28, 5, 13][skip % 3]);
        (n >= skip && n < skip + times)
            .then(|| if short > 0 { Fault::Short(short, error()) } else { Fault::Fails(error()) })
    });
    (Disk::behind(gate), count)
}

/// The `n`th change of a life with edits and removals, made on what `set` is.
fn life(set: &Set, n: u64) -> JournalEntry {
    let mut change = Change { summary: format!("step {n}"), ..Change::default() };
    let first = set.get("r1").cloned();
    match (n, first) {
        (3 | 6, Some(before)) => {
            let mut after = (*before).clone();
            after.note = if n == 3 { Some("edited".to_owned()) } else { None };
            change.annotation(Some(before), Some(after));
        }
        (5, _) => change.annotation(set.get("r2").cloned(), None),
        _ => return adding(&format!("r{n}")),
    }
    entry(change)
}

fn same(a: &Set, b: &Set) -> bool {
    a.len() == b.len() && a.iter().all(|r| b.get(&r.id) == Some(r))
}

/// Whatever single step fails, once or for a while: what was called saved is there afterwards, in one of the states
/// there were, every file can be read, and when the disk works again everything is there.
#[test]
fn every_step_may_fail() {
    for step in [
        DiskStep::Open,
        DiskStep::Write,
        DiskStep::Sync,
        DiskStep::Rename,
        DiskStep::SyncFolder,
        DiskStep::Cut,
        DiskStep::Remove,
    ] {
        for skip in 0..11 {
            for (times, short) in [(1, 0), (3, 0), (1, 17), (usize::MAX / 2, 5)] {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("a.sayso.ron");
                let (disk, _) = failing(step, skip, times, short);
                let (mut writer, reports) = start(&path, disk);
                let what = format!("{step:?} after {skip}, {times} times, short {short}");
                let (mut states, mut saved) = (vec![Set::default()], 0);
                for n in 1..=7u64 {
                    let mut set = states.last().unwrap().clone();
                    let made = life(&set, n);
                    set.apply(&made.change);
                    states.push(set);
                    writer.keep(made, true);
                    if n % 2 == 0 {
                        writer.flush();
                    }
                    for report in reports.try_iter() {
                        if let Report::Saved(number) = report {
                            saved = number as usize;
                        }
                    }
                    let there = read(&path).unwrap_or_else(|e| panic!("{what}: {e}")).set;
                    assert!(
                        states.iter().skip(saved).any(|s| same(s, &there)),
                        "{what}: {saved} of {n} were saved, and there is {there:?}"
                    );
                }
                let ending = writer.finish();
                for report in reports.try_iter() {
                    if let Report::Saved(number) = report {
                        saved = number as usize;
                    }
                }
                let there = read(&path).unwrap().set;
                assert!(states.iter().skip(saved).any(|s| same(s, &there)), "{what}: {saved} saved, {there:?}");
                if ending != Ending::Lost {
                    assert!(same(states.last().unwrap(), &there), "{what}: {ending:?} {there:?}");
                }
                if times == 1 {
                    assert_ne!(ending, Ending::Lost, "{what}");
                }
                // The next opening, on a sound disk, has the same.
                let (next, _reports) = start(&path, Disk::default());
                assert_eq!(next.finish(), Ending::Folded);
                assert!(same(&read(&path).unwrap().set, &there), "{what}: the next opening");
            }
        }
    }
}

#[test]
fn a_change_made_before_a_merge_was_seen_keeps_what_came_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, _reports) = start(&path, Disk::default());
    writer.keep(adding("r"), true);
    assert!(writer.flush());
    let old = read(&path).unwrap().set.get("r").unwrap().clone();
    let mut theirs = read(&path).unwrap().set;
    let mut noted = (*old).clone();
    noted.note = Some("theirs".to_owned());
    theirs.insert(Arc::new(noted));
    disk::replace(&path, print(&theirs).as_bytes()).unwrap();
    writer.keep(adding("other"), true);
    assert!(writer.flush(), "merged");
    // The screen had not seen the note yet.
    let mut rated = (*old).clone();
    rated.rating = Some("ours".to_owned());
    let mut change = Change::default();
    change.annotation(Some(old), Some(rated));
    writer.keep(entry(change), true);
    writer.finish();
    let set = read(&path).unwrap().set;
    let both = set.get("r").unwrap();
    assert_eq!((both.note.as_deref(), both.rating.as_deref()), (Some("theirs"), Some("ours")));
}

#[test]
fn a_journal_taken_away_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, reports) = start(&path, Disk::default());
    writer.keep(adding("one"), true);
    wait_for(&reports, &Report::Saved(1));
    // As `git clean` does.
    std::fs::remove_file(paths::journal(&path, 1)).unwrap();
    std::fs::remove_file(paths::lock(&path)).unwrap();
    writer.keep(adding("two"), true);
    wait_for(&reports, &Report::Saved(2));
    assert_eq!(ids(&path), ["one", "two"]);
    // Whoever takes the lock meanwhile keeps it.
    let Attempt::Held(other) = Lock::attempt(site(&path)).unwrap() else { panic!("free") };
    writer.finish();
    assert!(paths::lock(&path).exists());
    drop(other);
}

#[test]
fn damaged_lines_are_kept_once_and_the_journal_is_clean_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let damage = b"deadbeef\tnot a line \xff of ours\n";
    disk::replace(&paths::journal(&path, 1), damage).unwrap();
    assert_eq!(read(&path).unwrap().journal.damaged.len(), 1);
    let (writer, _reports) = start(&path, Disk::default());
    assert_eq!(writer.finish(), Ending::Folded);
    assert!(read(&path).unwrap().is_nothing());
    let state = StateFiles::of(&path, &folder.path().join("state"));
    assert_eq!(std::fs::read(&state.damaged).unwrap(), damage, "byte for byte");
    // Where no copy can be kept, the journal stays.
    disk::replace(&paths::journal(&path, 1), damage).unwrap();
    let (disk, _) = failing(DiskStep::Sync, 0, usize::MAX / 2, 0);
    let (writer, _reports) = start(&path, disk);
    writer.finish();
    assert_eq!(read(&path).unwrap().journal.damaged.len(), 1);
}

#[test]
fn a_session_that_only_takes_back_keeps_the_text_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let mut set = Set::default();
    set.about.text = "before".to_owned();
    disk::replace(&path, print(&set).as_bytes()).unwrap();
    for (reanchored, text) in [(false, "before"), (true, "")] {
        let (mut writer, _reports) = start(&path, Disk::default());
        writer.keep(adding(&format!("r{reanchored}")), reanchored);
        writer.finish();
        assert_eq!(read(&path).unwrap().set.about.text, text);
    }
}

#[test]
fn a_write_comes_before_its_sync_and_the_sync_before_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&order);
    let disk = Disk::behind(Arc::new(move |s| {
        seen.lock().unwrap().push(format!("{s:?}"));
        None
    }));
    let (mut writer, reports) = start(&path, disk);
    writer.keep(adding("a"), true);
    wait_for(&reports, &Report::Saved(1));
    let steps = order.lock().unwrap().clone();
    let tail: Vec<&str> = steps.iter().rev().take(3).map(String::as_str).collect();
    assert_eq!(tail, ["SyncFolder", "Sync", "Write"], "the first commit also syncs the name: {steps:?}");
    writer.finish();
}

#[test]
fn whoever_never_rests_fills_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (mut writer, reports) = start(&path, Disk::default());
    let long = "x".repeat(MAX_UNFOLDED / 20);
    let noted = |n: u64| {
        let mut change = (*adding(&format!("r{n:02}")).change).clone();
        for op in &mut change.ops {
            if let Op::Annotation { after: Some(after), .. } = op {
                Arc::make_mut(after).note = Some(long.clone());
            }
        }
        entry(change)
    };
    // The answer to the last one comes after what the ones before led to.
    for n in 1..=30 {
        writer.keep(noted(n), true);
        wait_for(&reports, &Report::Saved(n));
    }
    let journal = read(&path).unwrap().journal.lines.len();
    assert!(path.exists() && journal < MAX_UNFOLDED, "{journal} bytes in the journal");
    assert_eq!(ids(&path).len(), 30);
    writer.finish();
    assert_eq!(ids(&path).len(), 30);
}

#[test]
fn no_more_work_waits_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sayso.ron");
    let (writer, _reports) = start(&path, Disk::default());
    assert!(writer.flush(), "nothing to write is written");
    assert_eq!(writer.finish(), Ending::Folded);
    assert!(!path.exists(), "reading leaves no sidecar");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// However the journal is cut by a crash and whatever was folded before, the next opening has all whole lines, and a
    /// second crash during its fold loses none of them.
    #[test]
    fn crashes_lose_no_whole_line(count in 1usize..6, fold_at in 0usize..6, torn in 0usize..40) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sayso.ron");
        let (mut writer, reports) = start(&path, Disk::default());
        for n in 0..count {
            writer.keep(adding(&format!("r{n}")), true);
            if n == fold_at {
                writer.flush();
            }
        }
        wait_for(&reports, &Report::Saved(count as u64));
        // The machine stops here: files as they are, copied to where another run finds them.
        let after = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap().flatten().filter(|f| f.path().is_file()) {
            if !file.file_name().to_string_lossy().ends_with(".lock") {
                std::fs::copy(file.path(), after.path().join(file.file_name())).unwrap();
            }
        }
        writer.finish();
        let path = after.path().join("a.sayso.ron");
        let journal = paths::journal(&path, 1);
        let half = "r9 (seq: 9, verb: did, at: \"2026\", summary: \"half a line".to_owned();
        let mut bytes = std::fs::read(&journal).unwrap();
        bytes.extend_from_slice(&half.as_bytes()[..torn.min(half.len())]);
        disk::replace(&journal, &bytes).unwrap();
        prop_assert_eq!(ids(&path).len(), count);
        // Folding it stops before the journal is emptied.
        let (disk, _) = failing(DiskStep::Cut, 0, usize::MAX / 2, 0);
        let (second, _reports) = start(&path, disk);
        drop(second);
        prop_assert_eq!(ids(&path).len(), count);
        let (third, _reports) = start(&path, Disk::default());
        prop_assert_eq!(third.finish(), Ending::Folded);
        prop_assert_eq!(ids(&path).len(), count);
    }
}
