//! Folders that move, links that come, decisions in other places.

use super::*;
use crate::store::{elsewhere, read_all, sidecar_of};

#[cfg(unix)]
#[test]
fn a_folder_that_is_renamed_stays_the_one_written_to() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let (mut writer, reports) = start_with(&old.join("a.sayso.ron"), &place.path().join("state"), Disk::default());
    writer.keep(adding("one"), true);
    wait_for(&reports, &Report::Saved(1));
    std::fs::rename(&old, &new).unwrap();
    writer.keep(adding("two"), true);
    let heard: Vec<Report> = reports.iter().take_while(|r| *r != Report::Saved(2)).collect();
    if cfg!(target_os = "linux") {
        let is_notice =
            |r: &Report| matches!(r, Report::Notice(text) if text.contains("new") && text.contains("moved"));
        assert_eq!(heard.iter().filter(|r| is_notice(r)).count(), 1, "{heard:?}");
    }
    assert_eq!(writer.finish(), Ending::Folded);
    assert!(!old.exists(), "the old path is not made anew");
    assert_eq!(ids(&new.join("a.sayso.ron")), ["one", "two"]);
    let left = std::fs::read_dir(&new).unwrap().flatten().filter(|e| e.path().is_file()).count();
    assert_eq!(left, 1, "journal and lock are taken away where they are");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_gone_is_told_and_never_made_anew() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("docs"), place.path().join("state"));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("a.sayso.ron");
    let (mut writer, reports) = start_with(&path, &state, Disk::default());
    writer.keep(adding("one"), true);
    wait_for(&reports, &Report::Saved(1));
    std::fs::remove_dir_all(&folder).unwrap();
    writer.keep(adding("two"), true);
    let why = reports.iter().find_map(|r| if let Report::Failed(why) = r { Some(why) } else { None });
    assert_eq!(why.as_deref(), Some("the folder is gone"));
    // Another one of that name is another one.
    std::fs::create_dir(&folder).unwrap();
    assert!(!writer.flush());
    assert_eq!(writer.finish(), Ending::Lost);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_that_comes_while_it_is_open() {
    for name in [".a.sayso.journal", "a.sayso.ron", ".a.sayso.copy", ".a.sayso.journal-2"] {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        disk::replace(&victim, b"precious").unwrap();
        let path = folder.path().join("a.sayso.ron");
        let (mut writer, reports) = start(&path, Disk::default());
        writer.keep(adding("one"), true);
        wait_for(&reports, &Report::Saved(1));
        let there = folder.path().join(name);
        // Gone already where it was not made yet.
        let _ = std::fs::remove_file(&there);
        std::os::unix::fs::symlink(&victim, &there).unwrap();
        writer.keep(adding("two"), true);
        writer.flush();
        writer.finish();
        assert_eq!(std::fs::read(&victim).unwrap(), b"precious", "{name}");
    }
}

/// What was decided while the folder could not be written to is moved beside the document, what a copy brings is copied.
#[test]
fn decisions_in_other_places_come_in_once() {
    for origin in [None, Some("gone"), Some("there")] {
        let home = tempfile::tempdir().unwrap();
        let (docs, documents) = (home.path().join("docs"), home.path().join("data/documents"));
        for folder in [&docs, &documents] {
            std::fs::create_dir_all(folder).unwrap();
        }
        disk::replace(&docs.join("a.txt"), b"x words").unwrap();
        disk::replace(&docs.join("there"), b"x words").unwrap();
        let index = Arc::default();
        let place = || sidecar_of(&docs.join("a.txt"), None, Some(&home.path().join("data")), &index);
        let here = place();
        assert_eq!(here.path, docs.join("a.txt.sayso.ron"));
        let about = here.owner.as_ref().unwrap();
        let from = origin.map_or(about.document.clone(), |name| docs.join(name));
        let other = documents.join(elsewhere::name_of(&from, &about.name));
        let mut set = Set::default();
        set.about.file = "h".repeat(64);
        set.apply(&adding("kept apart").change);
        disk::replace(&other, print(&set).as_bytes()).unwrap();
        if origin.is_some() {
            disk::replace(&elsewhere::origin_file(&other), &elsewhere::origin_of_document(&from)).unwrap();
        }
        let stored = read_all(&here, &"h".repeat(64)).unwrap();
        assert_eq!(stored.set.len(), 1, "{origin:?}: every command sees them");
        assert!(other.exists() && !here.path.exists(), "and moves nothing");
        let Attempt::Held(lock) = Lock::attempt(site(&here.path)).unwrap() else { panic!("locked") };
        let (holder, about) = (Holder::default(), DocumentInfo::default());
        let target = WriterTarget { state: None, holder, lock, about, origin: None, disk: Disk::default() };
        let mut writer = Writer::start(target, stored, |_| {}).unwrap();
        writer.keep(adding("new"), true);
        assert_eq!(writer.finish(), Ending::Folded);
        assert_eq!(ids(&here.path), ["kept apart", "new"], "{origin:?}");
        assert_eq!(other.exists(), origin == Some("there"), "{origin:?}: only a copy's stay");
        assert_eq!(read_all(&place(), &"h".repeat(64)).unwrap().set.len(), 2, "{origin:?}: once");
    }
}

#[test]
fn of_several_copies_a_person_chooses() {
    let home = tempfile::tempdir().unwrap();
    let (docs, documents) = (home.path().join("docs"), home.path().join("data/documents"));
    for folder in [&docs, &documents] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let index = Arc::default();
    let mut place = sidecar_of(&docs.join("a.txt"), None, Some(&home.path().join("data")), &index);
    for name in ["one", "two"] {
        let other = documents.join(elsewhere::name_of(&docs.join(name), &place.owner.as_ref().unwrap().name));
        let mut set = Set::default();
        set.about.file = "h".repeat(64);
        set.apply(&adding(name).change);
        disk::replace(&other, print(&set).as_bytes()).unwrap();
    }
    let stored = read_all(&place, &"h".repeat(64)).unwrap();
    assert_eq!((stored.set.len(), stored.others.choices.len()), (0, 2));
    place.selected = Some(stored.others.choices[1].path.clone());
    assert_eq!(read_all(&place, &"h".repeat(64)).unwrap().set.len(), 1);
    assert_eq!(read_all(&place, &"i".repeat(64)).unwrap().set.len(), 0, "of another text they are nothing");
}
