//! A document in a folder of its own, opened in the reader: what the stories about folders are told with.

use super::Tally;
use super::trace::{self, Ran, Tools};
use super::world::{ARTICLE, World};
use crate::terminal::Terminal;
use anyhow::{Context as _, Result, bail, ensure};
use sayso::store::{self, location};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longest a screen is waited for.
pub const TIMEOUT: Duration = Duration::from_secs(30);
/// How the document is named on the command line.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// By its whole path.
    Absolute,
    /// By its name, from within its folder.
    Within,
    /// By a path from the folder of its folder.
    Below,
}

pub const WAYS: [Way; 3] = [Way::Absolute, Way::Within, Way::Below];

/// The machine does not let it.
#[derive(Debug)]
pub struct NotAllowed(pub String);

impl std::fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotAllowed {}

/// A mount that is gone when dropped.
pub struct Mount(pub PathBuf);

impl Mount {
    pub fn new(arguments: &[&str], at: &Path) -> Result<Self> {
        fs::create_dir_all(at)?;
        system("mount", arguments, at)?;
        Ok(Self(at.to_owned()))
    }

    pub fn again(&self, how: &str) -> Result<()> {
        system("mount", &["-o", &format!("remount,{how}")], &self.0)
    }

    pub fn detach(&self) -> Result<()> {
        system("umount", &["-l"], &self.0)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // It may be detached already.
        let _ = Command::new("umount").arg("-l").arg(&self.0).stderr(Stdio::null()).status();
    }
}

pub fn system(name: &str, arguments: &[&str], path: &Path) -> Result<()> {
    let done = Command::new(name).args(arguments).arg(path).output();
    let told = match done {
        Ok(done) if done.status.success() => return Ok(()),
        Ok(done) => String::from_utf8_lossy(&done.stderr).trim().to_owned(),
        Err(error) => error.to_string(),
    };
    Err(NotAllowed(format!("{name} {} is refused: {told}", arguments.join(" "))).into())
}

/// Where a story is told.
pub struct Scene {
    pub program: PathBuf,
    pub name: &'static str,
    pub way: Way,
    pub world: World,
    pub tally: Tally,
}

/// The reader with a document.
pub struct Reader {
    pub screen: Terminal,
    /// Decisions made.
    pub made: usize,
    /// Of these, those called saved.
    pub saved: usize,
}

impl Scene {
    pub fn new(program: &Path, name: &'static str, way: Way) -> Result<Self> {
        let world = World::new(0, b"", b"")?;
        fs::remove_file(world.sidecar())?;
        Ok(Self { program: program.to_owned(), name, way, world, tally: Tally::default() })
    }

    pub fn docs(&self) -> PathBuf {
        self.world.at("parent/docs")
    }

    pub fn expect(&mut self, holds: bool, what: impl FnOnce() -> String) {
        let (name, way) = (self.name, self.way);
        self.tally.expect(holds, || format!("{name}, {way:?}: {}", what()));
    }

    /// Opens the document in a folder.
    pub fn open(&self, folder: &Path) -> Result<Reader> {
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

    pub fn run(&self, arguments: &[&str]) -> Result<Ran> {
        trace::run(&Tools::none(), &self.world, &self.program, arguments)
    }

    /// How many decisions `export` writes of the document in a folder, and the library finds; both must agree.
    pub fn count(&mut self, folder: &Path) -> Result<usize> {
        let document = folder.join("article.txt");
        let ran = self.run(&["export", "--to", "csv", &document.display().to_string()])?;
        let exported = ran.data.lines().filter(|l| l.contains(",confirmed,")).count();
        let place = location::sidecar_of(&document, None, Some(&self.world.at("data/sayso")), &Arc::default());
        let hash = sayso_core::document::sha256(ARTICLE.as_bytes());
        let stored = store::read_all(&place, &hash);
        let kept = stored.map_or(0, |s| s.set.iter().filter(|r| r.status.is_some()).count());
        self.expect(exported == kept, || {
            format!("{exported} decisions are exported of {}, {kept} are kept: {}", document.display(), ran.said)
        });
        Ok(kept)
    }

    /// Every decision that was made is found; `lost` were said not to be saved.
    pub fn all_there(&mut self, folder: &Path, wanted: usize) -> Result<()> {
        let there = self.count(folder)?;
        self.expect(there == wanted, || format!("{there} of {wanted} decisions are found in {}", folder.display()));
        Ok(())
    }

    /// Nothing of ours is in a folder.
    pub fn nothing_in(&mut self, folder: &Path) {
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.file_name());
        let ours: Vec<_> = names.filter(|n| n.to_string_lossy().contains("sayso")).collect();
        self.expect(ours.is_empty(), || format!("{ours:?} were made in {}", folder.display()));
    }

    /// The screen says that nothing can be saved, and leaving asks first.
    pub fn told_gone(&mut self, mut reader: Reader) -> Result<()> {
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
    pub fn sees(&mut self, most: Duration, words: &[&str]) -> bool {
        self.screen.watch(Instant::now() + most, |s| words.iter().any(|w| s.contains(w)))
    }

    /// Confirms what is shown; notes whether it is called saved.
    pub fn decide(&mut self) -> Result<()> {
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

    pub fn is_over(&mut self) -> Result<bool> {
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
    pub fn leave(mut self) -> Result<String> {
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
