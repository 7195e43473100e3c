//! Folders that are renamed, replaced, removed, detached or read-only while a document is open or between two sessions.
//! Nothing that was called saved may be lost, no decision may be out of sight, and nothing is made anew under an old path.

use super::terminal::Terminal;
use super::trace::{self, Ran, Tools};
use super::world::{ARTICLE, World};
use super::{Tally, program, say};
use anyhow::{Context as _, Result, bail, ensure};
use sayso::store::{self, place};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longest a screen is waited for.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Longest a retry of the writer is waited for.
const RETRY: Duration = Duration::from_secs(45);
/// Bytes of a disk image.
const IMAGE: u64 = 16 << 20;

/// How the document is named on the command line.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// By its whole path.
    Absolute,
    /// By its name, from within its folder.
    Within,
    /// By a path from the folder of its folder.
    Below,
}

const WAYS: [Way; 3] = [Way::Absolute, Way::Within, Way::Below];

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

/// The machine does not let it.
#[derive(Debug)]
struct NotAllowed(String);

impl std::fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAllowed {}

/// A mount that is gone when dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(arguments: &[&str], at: &Path) -> Result<Self> {
        fs::create_dir_all(at)?;
        system("mount", arguments, at)?;
        Ok(Self(at.to_owned()))
    }

    fn again(&self, how: &str) -> Result<()> {
        system("mount", &["-o", &format!("remount,{how}")], &self.0)
    }

    fn detach(&self) -> Result<()> {
        system("umount", &["-l"], &self.0)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // It may be detached already.
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

fn system(name: &str, arguments: &[&str], path: &Path) -> Result<()> {
    let done = Command::new(name).args(arguments).arg(path).output();
    let told = match done {
        Ok(done) if done.status.success() => return Ok(()),
        Ok(done) => String::from_utf8_lossy(&done.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(NotAllowed(format!("{name} {} is refused: {told}", arguments.join(" "))).into())
}

/// Where a story is told.
struct Scene {
    program: PathBuf,
    name: &'static str,
    way: Way,
    world: World,
    tally: Tally,
}

/// The reader with a document.
struct Reader {
    screen: Terminal,
    /// Decisions made.
    made: usize,
    /// Of these, those called saved.
    saved: usize,
}

impl Scene {
    fn new(program: &Path, name: &'static str, way: Way) -> Result<Self> {
        let world = World::new(0, b"", b"")?;
        fs::remove_file(world.sidecar())?;
        Ok(Self { program: program.to_owned(), name, way, world, tally: Tally::default() })
    }

    fn docs(&self) -> PathBuf {
        self.world.at("parent/docs")
    }

    fn expect(&mut self, holds: bool, what: impl FnOnce() -> String) {
        let (name, way) = (self.name, self.way);
        self.tally.expect(holds, || format!("{name}, {way:?}: {}", what()));
    }

    /// Opens the document in a folder.
    fn open(&self, folder: &Path) -> Result<Reader> {
        let program = self.program.display().to_string();
        let (from, document) = match self.way {
            Way::Absolute => (PathBuf::from("/"), folder.join("article.txt")),
            Way::Within => (folder.to_owned(), PathBuf::from("article.txt")),
            Way::Below => {
                let name = folder.file_name().context("a name")?;
                (folder.parent().context("a parent")?.to_owned(), Path::new(name).join("article.txt"))
            }
        };
        let (from, document) = (from.display().to_string(), document.display().to_string());
        let arguments = ["-C", from.as_str(), program.as_str(), document.as_str()];
        let mut screen = Terminal::open(Path::new("/usr/bin/env"), self.world.home(), &arguments, 220, 40)?;
        let came = screen.watch(Instant::now() + TIMEOUT, |s| s.contains("REVIEW"));
        ensure!(came, "the document never opened:\n{}", screen.text());
        Ok(Reader { screen, made: 0, saved: 0 })
    }

    fn run(&self, arguments: &[&str]) -> Result<Ran> {
        trace::run(&Tools::none(), &self.world, &self.program, arguments)
    }

    /// How many decisions `export` writes of the document in a folder, and the library finds; both must agree.
    fn count(&mut self, folder: &Path) -> Result<usize> {
        let document = folder.join("article.txt");
        let ran = self.run(&["export", "--to", "csv", &document.display().to_string()])?;
        let exported = ran.data.lines().filter(|l| l.contains(",confirmed,")).count();
        let place = place::place_of(&document, None, Some(&self.world.at("data/sayso")), &Arc::default());
        let hash = sayso::document::sha256(ARTICLE.as_bytes());
        let stored = store::read_all(&place, &hash);
        let kept = stored.map_or(0, |s| s.set.iter().filter(|r| r.status.is_some()).count());
        self.expect(exported == kept, || {
            format!("{exported} decisions are exported of {}, {kept} are kept: {}", document.display(), ran.said)
        });
        Ok(kept)
    }

    /// Every decision that was made is found; `lost` were said not to be saved.
    fn all_there(&mut self, folder: &Path, wanted: usize) -> Result<()> {
        let there = self.count(folder)?;
        self.expect(there == wanted, || format!("{there} of {wanted} decisions are found in {}", folder.display()));
        Ok(())
    }

    /// Nothing of ours is in a folder.
    fn nothing_in(&mut self, folder: &Path) {
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.file_name());
        let ours: Vec<_> = names.filter(|n| n.to_string_lossy().contains("sayso")).collect();
        self.expect(ours.is_empty(), || format!("{ours:?} were made in {}", folder.display()));
    }

    /// The screen says that nothing can be saved, and leaving asks first.
    fn told_gone(&mut self, mut reader: Reader) -> Result<()> {
        reader.decide()?;
        let gone = reader.sees(TIMEOUT, &["NOT SAVED"]);
        let shown = reader.screen.text();
        self.expect(gone && shown.contains("the folder is gone"), || {
            format!("nothing tells that it is gone:\n{shown}")
        });
        reader.screen.keys("q")?;
        let asked = reader.sees(TIMEOUT, &["q again"]);
        self.expect(asked, || format!("q does not ask:\n{}", reader.screen.text()));
        reader.screen.keys("q")?;
        self.expect(reader.is_over()?, || "the second q does not leave".to_owned());
        Ok(())
    }
}

impl Reader {
    fn sees(&mut self, most: Duration, words: &[&str]) -> bool {
        self.screen.watch(Instant::now() + most, |s| words.iter().any(|w| s.contains(w)))
    }

    /// Confirms what is shown; notes whether it is called saved.
    fn decide(&mut self) -> Result<()> {
        self.screen.keys("\r")?;
        self.made += 1;
        let words = format!("{} of ", self.made);
        ensure!(self.sees(TIMEOUT, &[&words]), "the decision was never drawn:\n{}", self.screen.text());
        self.screen.watch(Instant::now() + Duration::from_millis(400), |s| s.contains("NOT SAVED"));
        let text = self.screen.text();
        if !text.contains("saving") && !text.contains("NOT SAVED") {
            self.saved = self.made;
        }
        Ok(())
    }

    fn is_over(&mut self) -> Result<bool> {
        let end = Instant::now() + TIMEOUT;
        while Instant::now() < end {
            if self.screen.child.try_wait()?.is_some() {
                return Ok(true);
            }
            self.screen.watch(Instant::now() + Duration::from_millis(20), |_| false);
            std::thread::park_timeout(Duration::from_millis(5));
        }
        Ok(false)
    }

    /// Leaves; what the screen showed before.
    fn leave(mut self) -> Result<String> {
        let shown = self.screen.text();
        self.screen.keys("q")?;
        if !self.is_over()? {
            let text = self.screen.text();
            self.screen.kill()?;
            bail!("it does not leave:\n{text}");
        }
        Ok(shown)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if let Some(id) = self.screen.child.process_id() {
            trace::kill_all(id);
        }
    }
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
