//! Running what a page shows.

use super::blocks::Block;
use super::output::fits;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// A block that takes longer is told and ended.
const PATIENCE: Duration = Duration::from_mins(2);
/// Stands behind the output of a command, before its exit code.
const END: char = '\u{1e}';

/// A folder with the files of the examples, and a home.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(place.home()).unwrap();
        copy(&super::root().join("samples"), &place.folder().join("samples"));
        copy(&super::examples(), &place.folder());
        place
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("here")
    }

    fn home(&self) -> PathBuf {
        self.0.path().join("home")
    }

    /// Runs a command with the program under test as `sayso`; nothing is typed. Its exit code and all that it prints.
    fn run(&self, command: &str, arguments: &[&str]) -> Result<(i32, String), String> {
        let program = Path::new(env!("CARGO_BIN_EXE_sayso")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&path))).unwrap();
        let mut command = Command::new(command);
        command.args(arguments).current_dir(self.folder()).env_clear().env("PATH", path).env("HOME", self.home());
        command.env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color").env("TZ", "UTC").env("GIT_CONFIG_NOSYSTEM", "1");
        for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org")] {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (done, wait) = mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = out.read_to_end(&mut bytes).and_then(|_| err.read_to_end(&mut bytes));
            let _ = done.send(read.map(|_| bytes));
        });
        let Ok(bytes) = wait.recv_timeout(PATIENCE) else {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("it did not end within {} s", PATIENCE.as_secs()));
        };
        let text = String::from_utf8_lossy(&bytes.map_err(|e| e.to_string())?).into_owned();
        Ok((child.wait().unwrap().code().unwrap_or(-1), text))
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).unwrap();
        }
    }
}

/// What is wrong with the commands of a page.
pub fn run_page(blocks: &[Block]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, block) in blocks.iter().enumerate().filter(|(_, b)| b.is_run()) {
        if needs_git(&block.text) && !has_git() {
            continue;
        }
        let place = Place::new();
        let shown = blocks.get(at + 1).filter(|next| next.follows && next.language == "text");
        let found = if block.language == "console" { console(&place, block) } else { script(&place, block, shown) };
        wrong.extend(found.err().map(|what| format!("{}: {what}", block.place())));
    }
    wrong
}

fn needs_git(text: &str) -> bool {
    text.lines().any(|line| line.trim_start_matches("$ ").starts_with("git ") || line.contains("git-setup"))
}

/// Whether a git is here that names the first branch; what needs it is not run elsewhere.
pub fn has_git() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let made =
        Command::new("git").args(["init", "--quiet", "--initial-branch=main", "."]).current_dir(folder.path()).output();
    made.is_ok_and(|output| output.status.success())
}

/// A block of `sh`, and its output where it is shown.
fn script(place: &Place, block: &Block, shown: Option<&Block>) -> Result<(), String> {
    let lines = block.text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'));
    let commands = lines.clone().count() - lines.filter(|l| l.ends_with('\\')).count();
    if block.exit() != 0 && commands != 1 {
        return Err("`exit` is for a block of one command: which one is meant?".to_owned());
    }
    let (code, printed) = place.run("sh", &["-euc", &format!("exec 2>&1\n{}", block.text)])?;
    if code != block.exit() {
        return Err(format!("exit code {code}\n{}---\n{printed}", block.text));
    }
    match shown {
        Some(shown) if !fits(&shown.text, &printed) => Err(format!(
            "prints something else than is shown\n{}--- shown\n{}--- printed\n{printed}",
            block.text, shown.text
        )),
        _ => Ok(()),
    }
}

/// Commands behind `$`, each with the output that is shown.
fn console(place: &Place, block: &Block) -> Result<(), String> {
    let commands = block.commands();
    let mut script = "exec 2>&1\nset -u\n".to_owned();
    for (command, _) in &commands {
        script.push_str(command);
        script.push_str("\nprintf '\\036%s\\036' $?\n");
    }
    let (_, printed) = place.run("sh", &["-c", &script])?;
    let mut pieces = printed.split(END);
    for (at, (command, shown)) in commands.iter().enumerate() {
        let (Some(out), Some(code)) = (pieces.next(), pieces.next()) else {
            return Err(format!("$ {command}it ended: {printed}"));
        };
        let wanted = if at + 1 == commands.len() { block.exit() } else { 0 };
        if code != wanted.to_string() {
            return Err(format!("$ {command}exit code {code}\n---\n{out}"));
        }
        if !fits(shown, out) {
            return Err(format!(
                "$ {command}prints something else than is shown\n--- shown\n{shown}--- printed\n{out}"
            ));
        }
    }
    Ok(())
}

/// Reads what a block shows as the program reads it.
pub fn read_as_shown(block: &Block) -> Result<(), String> {
    let place = Place::new();
    let put = |path: PathBuf| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        sayso::store::disk::replace(&path, block.text.as_bytes()).unwrap();
    };
    let ends_well = |arguments: &[&str]| match place.run(env!("CARGO_BIN_EXE_sayso"), arguments)? {
        (0, _) => Ok(()),
        (code, told) => Err(format!("exit code {code}\n{told}")),
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).map(|_| ()).map_err(|e| e.to_string());
    match (block.language.as_str(), block.mark.as_str()) {
        ("sh" | "console", mark) => mark_is_known(mark, block.not_run()),
        ("python" | "yaml", _) => block.not_run().map(|_| ()).ok_or_else(|| "say why it is not run".to_owned()),
        ("text", "") => Ok(()),
        ("json", "") => json(&block.text),
        ("jsonl", "") => block.text.lines().try_for_each(json),
        ("jinja", "") => {
            put(place.folder().join("shown.txt"));
            ends_well(&["export", "interviews", "--as", "ada", "--template", "shown.txt"])
        }
        ("ron", "settings") => {
            put(place.home().join(".config/sayso/config.ron"));
            ends_well(&["doctor"])
        }
        ("ron", "theme") => {
            put(place.home().join(".config/sayso/themes/shown.ron"));
            ends_well(&["doctor"])
        }
        ("ron", "codebook") => {
            put(place.folder().join("shown/sayso.ron"));
            ends_well(&["codebook", "shown"])
        }
        ("ron", "sidecar") => {
            sayso_core::annotation::sidecar::parse(block.text.as_bytes()).map(|_| ()).map_err(|e| e.to_string())
        }
        (language, mark) => Err(format!("nobody knows what to do with a block of “{language} {mark}”")),
    }
}

fn mark_is_known(mark: &str, not_run: Option<&str>) -> Result<(), String> {
    match not_run {
        Some(reason) if super::NOT_RUN.contains(&reason) => Ok(()),
        Some(reason) => Err(format!("“{reason}” is no reason in NOT_RUN")),
        None if mark.is_empty() || mark.strip_prefix("exit ").is_some_and(|code| code.parse::<u8>().is_ok()) => Ok(()),
        None => Err(format!("“{mark}”: exit N or not-run: REASON")),
    }
}
