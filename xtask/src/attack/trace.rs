//! Runs the program with its calls of the system written down, and reads what it wrote to.

use super::world::World;
use crate::terminal::Terminal;
use anyhow::{Context as _, Result};
use std::fs::{self, File};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Longest a command or a screen is waited for, on a busy machine.
pub const TIMEOUT: Duration = Duration::from_mins(1);
/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// What is on the screen once the document is there, or cannot be.
const SHOWN: [&str; 7] =
    ["REVIEW", "READ ONLY", "read only", "cannot be", "nobody speaks here", "not a text file", "SETTINGS"];
/// The calls that write.
const CALLS: &str = "trace=open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,\
                     symlinkat,mkdir,mkdirat,mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,truncate,\
                     ftruncate,utimensat,setxattr,lsetxattr,fsetxattr";

/// Programs of the system that are needed.
#[derive(Clone, Debug)]
pub struct Tools {
    strace: Option<PathBuf>,
    setpriv: Option<PathBuf>,
}

impl Tools {
    /// What this machine has.
    pub fn find() -> Self {
        let tool = |name: &str| {
            let path = std::env::var_os("PATH")?;
            std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
        };
        Self { strace: tool("strace"), setpriv: tool("setpriv") }
    }

    /// None of them: a run is not traced.
    pub const fn none() -> Self {
        Self { strace: None, setpriv: None }
    }

    /// Whether calls of the system can be written down.
    pub const fn traces(&self) -> bool {
        self.strace.is_some()
    }

    /// Whether a program can be run as another user.
    pub const fn changes_user(&self) -> bool {
        self.setpriv.is_some()
    }

    /// The words that run `program` in a world.
    fn words(&self, world: &World, program: &Path, arguments: &[&str]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        if let (Some(setpriv), true) = (&self.setpriv, world.user != 0) {
            let user = world.user.to_string();
            words.push(setpriv.display().to_string());
            words.extend(["--reuid", &user, "--regid", &user, "--clear-groups"].map(str::to_owned));
        }
        if let Some(strace) = &self.strace {
            words.push(strace.display().to_string());
            let log = world.at("trace/call").display().to_string();
            words.extend(["-ff", "-q", "-y", "-s", "4096", "-o", &log, "-e", CALLS].map(str::to_owned));
        }
        words.push(program.display().to_string());
        words.extend(arguments.iter().map(|&a| a.to_owned()));
        words
    }
}

/// How a run went.
#[derive(Debug, Default)]
pub struct Ran {
    /// Its exit code; `None` when a signal ended it or it had to be killed.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Whether it did not end by itself.
    pub hung: bool,
    /// What it said: on standard error, or on the screen.
    pub said: String,
    /// What it wrote to standard output.
    pub data: String,
    /// Most memory it had, in KiB.
    pub peak: u64,
    /// What it wrote to, and by which call.
    pub writes: Vec<(String, PathBuf)>,
    /// Of the reader: whether a decision was drawn and the reader then left without a question.
    pub decided: bool,
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started.
pub fn run(tools: &Tools, world: &World, program: &Path, arguments: &[&str]) -> Result<Ran> {
    run_for(tools, world, program, arguments, TIMEOUT)
}

/// The same, ended after `most`.
///
/// # Errors
/// When it cannot be started.
pub fn run_for(tools: &Tools, world: &World, program: &Path, arguments: &[&str], most: Duration) -> Result<Ran> {
    let words = tools.words(world, program, arguments);
    let (first, rest) = words.split_first().context("a command")?;
    let (data, said) = (world.at("trace/data"), world.at("trace/said"));
    clear(world)?;
    let mut command = Command::new(first);
    command.args(rest).current_dir(world.home()).env_clear();
    command.envs([("TERM", "dumb"), ("LC_ALL", "C.UTF-8"), ("USER", "ada")]).env("HOME", world.home());
    for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
        command.env(format!("XDG_{name}_HOME"), world.at(below));
    }
    command.stdin(Stdio::null()).stdout(File::create(&data)?).stderr(File::create(&said)?).process_group(0);
    let mut child = command.spawn().with_context(|| first.clone())?;
    let end = Instant::now() + most;
    let mut ran = Ran::default();
    let status = loop {
        ran.peak = ran.peak.max(peak(child.id()));
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if Instant::now() > end {
            kill_all(child.id());
            child.wait()?;
            break None;
        }
        std::thread::park_timeout(LOOK);
    };
    ran.hung = status.is_none();
    (ran.code, ran.signal) = status.map_or((None, None), |s| (s.code(), s.signal()));
    (ran.data, ran.said) = (lossy(&data), lossy(&said));
    ran.writes = writes(world)?;
    Ok(ran)
}

/// Opens the document in the reader, decides, leaves.
///
/// # Errors
/// When it cannot be started.
pub fn read(tools: &Tools, world: &World, program: &Path, arguments: &[&str]) -> Result<Ran> {
    let words = tools.words(world, program, arguments);
    let (first, rest) = words.split_first().context("a command")?;
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    clear(world)?;
    let mut t = Terminal::open(Path::new(first), world.home(), &rest, 120, 30)?;
    let id = t.child.process_id().context("the number of the process")?;
    let mut ran = Ran::default();
    if !t.watch(Instant::now() + TIMEOUT, |s| SHOWN.iter().any(|k| s.contains(k))) {
        ended(&mut t, Duration::from_secs(2))?;
        ran.hung = t.child.try_wait()?.is_none();
    }
    ran.said = t.text();
    ran.peak = peak(id);
    if !ran.hung {
        t.watch(Instant::now() + Duration::from_millis(100), |_| false);
        if !t.text().contains("REVIEW") {
            // A sheet is in front.
            t.keys("\u{1b}")?;
            t.watch(Instant::now() + Duration::from_millis(400), |s| s.contains("REVIEW"));
        }
        t.keys("\r")?;
        let decided = t.watch(Instant::now() + Duration::from_millis(1500), is_decided);
        ran.said = format!("{}\n{}", ran.said, t.text());
        ran.peak = ran.peak.max(peak(id));
        let mut asked = 0;
        while asked < 3 && t.child.try_wait()?.is_none() {
            // It may have ended just now.
            let _ = t.keys("q");
            asked += 1;
            let wait = if asked < 3 { Duration::from_secs(10) } else { TIMEOUT };
            t.watch(Instant::now() + wait, |s| s.contains("q again"));
            let most = if t.text().contains("q again") { 50 } else { 2000 };
            ended(&mut t, Duration::from_millis(most))?;
        }
        ran.hung = t.child.try_wait()?.is_none();
        ran.decided = decided && asked == 1;
        ran.said = format!("{}\n{}", ran.said, t.text());
    }
    if ran.hung {
        kill_all(id);
    }
    let status = t.child.wait()?;
    if !ran.hung {
        ran.code = i32::try_from(status.exit_code()).ok();
        ran.signal = status.signal().map(|_| 0);
    }
    ran.writes = writes(world)?;
    Ok(ran)
}

/// Whether a screen says that one statement is reviewed; a sheet in front of it may be "1 of 1" as well.
fn is_decided(screen: &str) -> bool {
    let reviewed = |rest: &str| rest.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" reviewed");
    screen.split(" 1 of ").skip(1).any(reviewed)
}

/// Waits a while for the end.
fn ended(t: &mut Terminal, most: Duration) -> Result<()> {
    let end = Instant::now() + most;
    while t.child.try_wait()?.is_none() && Instant::now() < end {
        std::thread::park_timeout(LOOK);
    }
    Ok(())
}

fn lossy(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned()
}

/// A process and all below it.
fn family(id: u32) -> Vec<u32> {
    let mut all = vec![id];
    let mut at = 0;
    while let Some(&parent) = all.get(at) {
        let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for thread in threads {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|c| c.parse::<u32>().ok()));
        }
        at += 1;
    }
    all
}

/// Most memory a process or one below it had so far, in KiB.
fn peak(id: u32) -> u64 {
    let of = |id: &u32| {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    };
    family(id).iter().filter_map(of).max().unwrap_or_default()
}

/// Ends a process and all below it.
pub fn kill_all(id: u32) {
    let ids: Vec<String> = family(id).iter().map(u32::to_string).collect();
    // Some may have ended by themselves.
    let _ = Command::new("kill").arg("-9").args(ids).stderr(Stdio::null()).status();
}

fn logs(world: &World) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(world.at("trace"))?.flatten().map(|e| e.path());
    Ok(files.filter(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("call."))).collect())
}

fn clear(world: &World) -> Result<()> {
    for log in logs(world)? {
        fs::remove_file(log)?;
    }
    Ok(())
}

/// Everything that was written to.
fn writes(world: &World) -> Result<Vec<(String, PathBuf)>> {
    let mut all = Vec::new();
    for log in logs(world)? {
        for line in lossy(&log).lines() {
            let Some((call, paths)) = written(line, world.home()) else { continue };
            all.extend(paths.into_iter().map(|path| (call.to_owned(), settled(&path))));
        }
    }
    Ok(all)
}

/// A path whose folder has no link in it.
fn settled(path: &Path) -> PathBuf {
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    folder.zip(path.file_name()).map_or_else(|| path.to_owned(), |(folder, name)| folder.join(name))
}

/// The paths that the call of a line wrote to; `None` when it failed or only reads.
fn written<'a>(line: &'a str, home: &Path) -> Option<(&'a str, Vec<PathBuf>)> {
    let (call, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    if result.starts_with(['-', '?']) || call.contains(' ') {
        return None;
    }
    if call.starts_with("open") || call == "creat" {
        let flags = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"];
        let writes = call == "creat" || flags.iter().any(|f| arguments.contains(f));
        let (_, path) = result.split_once('<')?;
        let path = path.trim_end().trim_end_matches('>');
        let path = path.split_once('<').map_or(path, |(path, _)| path).trim_end_matches(" (deleted)");
        return writes.then(|| (call, vec![PathBuf::from(path)]));
    }
    let (mut paths, mut folder, mut letters) = (Vec::new(), None, arguments.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '<' => folder = Some(letters.by_ref().take_while(|&c| c != '>').collect::<String>()),
            '"' => {
                let name: String = letters.by_ref().take_while(|&c| c != '"').collect();
                paths.push(folder.as_deref().map_or_else(|| home.join(&name), |f| Path::new(f).join(&name)));
            }
            _ => {}
        }
    }
    if paths.is_empty() {
        paths.extend(folder.map(PathBuf::from));
    } else if call.starts_with("symlink") {
        // What it leads to is not touched.
        paths.remove(0);
    }
    Some((call, paths))
}
