//! Folders that are renamed, replaced, removed, detached or read-only while a document is open or between two sessions.
//! Nothing that was called saved may be lost, no decision may be out of sight, and nothing is made anew under an old path.

use super::scene::{Mount, NotAllowed, Scene, TIMEOUT, WAYS, Way, system};
use super::world::ARTICLE;
use super::{Tally, program, say};
use anyhow::{Context as _, Result};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest a retry of the writer is waited for.
const RETRY: Duration = Duration::from_secs(45);
/// Bytes of a disk image.
const IMAGE: u64 = 16 << 20;

type Story = fn(&mut Scene) -> Result<()>;

const STORIES: [(&str, Story); 11] = [
    ("renamed", renamed),
    ("parent-renamed", parent_renamed),
    ("replaced", replaced),
    ("deleted", deleted),
    ("tmpfs-detached", tmpfs_detached),
    ("tmpfs-root-detached", tmpfs_root_detached),
    ("loop-mounted-again", loop_mounted_again),
    ("read-only", read_only),
    ("writable-while-open", writable_while_open),
    ("moved", moved),
    ("copied", copied),
];

/// Tells all stories, or those with `word` in their names.
///
/// # Errors
/// When the program cannot be run at all.
pub fn attack(word: Option<&str>) -> Result<Tally> {
    let program = program()?;
    let mut tally = Tally::default();
    for (name, story) in STORIES.into_iter().filter(|(name, _)| word.is_none_or(|w| name.contains(w))) {
        for way in WAYS {
            let mut scene = Scene::new(&program, name, way)?;
            let told = story(&mut scene);
            let mut found = std::mem::take(&mut scene.tally);
            match told {
                Err(error) if error.is::<NotAllowed>() => found.skipped.push(format!("{name}: {error}")),
                Err(error) => found.fail(format!("{name}, {way:?}: {error:#}")),
                Ok(()) => {}
            }
            found.runs = 1;
            let end = if found.failures.is_empty() { "ok" } else { "FAILED" };
            say(&format!("{:<30}{end}", format!("{name}, {way:?}")))?;
            tally.add(found);
        }
    }
    tally.skipped.dedup();
    Ok(tally)
}

/// Two decisions before, two after.
fn renamed(scene: &mut Scene) -> Result<()> {
    let new = scene.world.at("parent/new name");
    renamed_to(scene, &scene.docs(), &new, &new)
}

fn parent_renamed(scene: &mut Scene) -> Result<()> {
    let (old, new) = (scene.world.at("parent"), scene.world.at("ancestor"));
    renamed_to(scene, &old, &new, &new.join("docs"))
}

fn renamed_to(scene: &mut Scene, old: &Path, new: &Path, docs: &Path) -> Result<()> {
    let mut reader = scene.open(&scene.docs())?;
    reader.decide()?;
    reader.decide()?;
    fs::rename(old, new)?;
    reader.decide()?;
    // From within the folder that was renamed its path is the same as before.
    if matches!(scene.way, Way::Absolute) {
        let told = reader.sees(Duration::from_secs(5), &["The folder was moved"]);
        let shown = reader.screen.text();
        scene.expect(told, || format!("the move is not told:\n{shown}"));
    }
    reader.decide()?;
    let (made, saved) = (reader.made, reader.saved);
    scene.expect(made == saved, || format!("{saved} of {made} decisions are called saved"));
    reader.leave()?;
    scene.expect(!old.exists(), || format!("{} was made again", old.display()));
    scene.all_there(docs, 4)
}

/// Another folder, with the same document, takes the name.
fn replaced(scene: &mut Scene) -> Result<()> {
    let (old, new) = (scene.docs(), scene.world.at("parent/new name"));
    let mut reader = scene.open(&old)?;
    reader.decide()?;
    fs::rename(&old, &new)?;
    fs::create_dir(&old)?;
    fs::write(old.join("article.txt"), ARTICLE)?;
    reader.decide()?;
    reader.decide()?;
    reader.leave()?;
    scene.nothing_in(&old);
    scene.all_there(&new, 3)?;
    scene.all_there(&old, 0)
}

fn deleted(scene: &mut Scene) -> Result<()> {
    let docs = scene.docs();
    let mut reader = scene.open(&docs)?;
    reader.decide()?;
    fs::remove_dir_all(&docs)?;
    scene.told_gone(reader)?;
    scene.expect(!docs.exists(), || format!("{} was made again", docs.display()));
    Ok(())
}

fn with_document(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("article.txt"), ARTICLE).context("the document")
}

fn tmpfs_detached(scene: &mut Scene) -> Result<()> {
    let mount = Mount::new(&["-t", "tmpfs", "sayso-attack"], &scene.world.at("disk"))?;
    detached(scene, &mount, &mount.0.join("docs"))
}

fn tmpfs_root_detached(scene: &mut Scene) -> Result<()> {
    let mount = Mount::new(&["-t", "tmpfs", "sayso-attack"], &scene.world.at("disk"))?;
    detached(scene, &mount, &mount.0)
}

fn detached(scene: &mut Scene, mount: &Mount, docs: &Path) -> Result<()> {
    with_document(docs)?;
    let mut reader = scene.open(docs)?;
    reader.decide()?;
    mount.detach()?;
    scene.told_gone(reader)?;
    let left: Vec<_> = fs::read_dir(&mount.0)?.flatten().map(|e| e.file_name()).collect();
    scene.expect(left.is_empty(), || format!("{left:?} were made in the place of the disk"));
    Ok(())
}

/// What could not be saved while the disk was away is saved once it is back, or said not to be.
fn loop_mounted_again(scene: &mut Scene) -> Result<()> {
    let image = scene.world.at("image");
    File::create(&image)?.set_len(IMAGE)?;
    system("mkfs.ext4", &["-q"], &image)?;
    let at = scene.world.at("disk");
    let image = image.display().to_string();
    let mount = Mount::new(&["-o", "loop", &image], &at)?;
    let docs = at.join("docs");
    with_document(&docs)?;
    let mut reader = scene.open(&docs)?;
    reader.decide()?;
    let saved = reader.saved;
    mount.detach()?;
    reader.decide()?;
    let gone = reader.sees(TIMEOUT, &["NOT SAVED"]);
    scene.expect(gone, || format!("nothing tells that it is gone:\n{}", reader.screen.text()));
    let again = Mount::new(&["-o", "loop", &image], &at)?;
    let back = reader.screen.watch(Instant::now() + RETRY, |s| !s.contains("NOT SAVED"));
    let wanted = if back { 2 } else { saved };
    let told = reader.screen.text();
    scene.expect(back, || format!("the disk is back, and nothing is saved:\n{told}"));
    let asked = {
        reader.screen.keys("q")?;
        !reader.is_over()?
    };
    if asked {
        scene.expect(!back, || "q asks although all is saved".to_owned());
        reader.screen.keys("q")?;
        reader.is_over()?;
    }
    let there = scene.count(&docs)?;
    scene.expect(there >= wanted, || format!("{wanted} decisions were called saved, {there} are there"));
    drop(again);
    Ok(())
}

/// A document on a disk that is read-only: two decisions go to the data folder.
fn decided_apart(scene: &mut Scene) -> Result<(Mount, PathBuf)> {
    let mount = Mount::new(&["-t", "tmpfs", "sayso-attack"], &scene.world.at("disk"))?;
    let docs = mount.0.join("docs");
    with_document(&docs)?;
    mount.again("ro")?;
    let mut reader = scene.open(&docs)?;
    reader.decide()?;
    reader.decide()?;
    let (made, saved) = (reader.made, reader.saved);
    scene.expect(made == saved, || format!("{saved} of {made} decisions are called saved"));
    reader.leave()?;
    scene.all_there(&docs, 2)?;
    Ok((mount, docs))
}

fn apart(scene: &Scene) -> Vec<PathBuf> {
    let files = fs::read_dir(scene.world.at("data/sayso/documents")).into_iter().flatten().flatten();
    files.map(|e| e.path()).collect()
}

/// `where` and `check` name the file in the data folder.
fn told_of(scene: &mut Scene, docs: &Path) -> Result<()> {
    let document = docs.join("article.txt").display().to_string();
    for command in ["where", "check"] {
        let ran = scene.run(&[command, &document])?;
        let all = format!("{}{}", ran.data, ran.said);
        let named = all.contains("data/sayso/documents") || all.contains("2 annotations");
        scene.expect(named && matches!(ran.code, Some(0 | 1)), || format!("{command} says {:?}: {all}", ran.code));
    }
    Ok(())
}

fn read_only(scene: &mut Scene) -> Result<()> {
    let (mount, docs) = decided_apart(scene)?;
    told_of(scene, &docs)?;
    mount.again("rw")?;
    told_of(scene, &docs)?;
    scene.all_there(&docs, 2)?;
    let mut reader = scene.open(&docs)?;
    let told = reader.sees(Duration::from_secs(5), &["moved here"]);
    scene.expect(told, || format!("the move is not told:\n{}", reader.screen.text()));
    reader.leave()?;
    scene.all_there(&docs, 2)?;
    scene.expect(docs.join("article.txt.sayso.ron").exists(), || "they are not beside the document".to_owned());
    let left = apart(scene);
    scene.expect(left.is_empty(), || format!("{left:?} are left"));
    Ok(())
}

/// The disk becomes writable while the document is open.
fn writable_while_open(scene: &mut Scene) -> Result<()> {
    let (mount, docs) = decided_apart(scene)?;
    let mut reader = scene.open(&docs)?;
    reader.made = 2;
    reader.decide()?;
    mount.again("rw")?;
    reader.decide()?;
    scene.all_there(&docs, 4)?;
    reader.leave()?;
    scene.all_there(&docs, 4)?;
    let reader = scene.open(&docs)?;
    reader.leave()?;
    scene.all_there(&docs, 4)
}

fn moved(scene: &mut Scene) -> Result<()> {
    let (mount, docs) = decided_apart(scene)?;
    mount.again("rw")?;
    let new = scene.world.at("parent/other");
    fs::copy(docs.join("article.txt"), new.join("article.txt"))?;
    fs::remove_file(docs.join("article.txt"))?;
    told_of(scene, &new)?;
    scene.all_there(&new, 2)?;
    let mut reader = scene.open(&new)?;
    let told = reader.sees(Duration::from_secs(5), &["moved here"]);
    scene.expect(told, || format!("the move is not told:\n{}", reader.screen.text()));
    reader.leave()?;
    scene.all_there(&new, 2)?;
    let left = apart(scene);
    scene.expect(left.is_empty(), || format!("{left:?} are left"));
    Ok(())
}

fn copied(scene: &mut Scene) -> Result<()> {
    let (mount, docs) = decided_apart(scene)?;
    let new = scene.world.at("parent/other");
    fs::copy(docs.join("article.txt"), new.join("article.txt"))?;
    told_of(scene, &new)?;
    scene.all_there(&new, 2)?;
    let mut reader = scene.open(&new)?;
    let told = reader.sees(Duration::from_secs(5), &["copied here"]);
    scene.expect(told, || format!("the copy is not told:\n{}", reader.screen.text()));
    reader.leave()?;
    scene.all_there(&new, 2)?;
    scene.all_there(&docs, 2)?;
    // A third one, and decisions of two: a person has to choose.
    mount.again("rw")?;
    let hidden = apart(scene);
    let is_sidecar = |p: &&PathBuf| p.extension() == Some(OsStr::new("ron"));
    let own = hidden.iter().find(is_sidecar).context("no decisions in the data folder")?;
    let second = own.with_file_name("0123456789abcdef-article.txt.sayso.ron");
    fs::copy(own, &second)?;
    let third = scene.world.at("parent/third");
    with_document(&third)?;
    let ran = scene.run(&["export", "--to", "csv", &third.join("article.txt").display().to_string()])?;
    let all = format!("{}{}", ran.data, ran.said);
    scene.expect(ran.code != Some(0), || format!("of two that fit, export says {:?}: {all}", ran.code));
    Ok(())
}
