//! Other programs: the person's editor, and whatever opens addresses.

use crate::ui::event::EditError;
use std::ffi::OsString;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// Largest note that is read back, in bytes.
const MAX_NOTE: u64 = 1 << 20;

/// The editor of those who named none, which every such system has.
const EDITOR: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// Lets the person edit words in `$VISUAL`, `$EDITOR` or [`EDITOR`].
///
/// # Errors
/// When no editor could be started, it failed, or what it left cannot be read.
pub fn edit(text: &str) -> Result<String, EditError> {
    let (program, words) = editor();
    let mut file = tempfile::Builder::new().prefix("sayso-note-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush())?;
    let mut command = Command::new(&program);
    run(command.args(words).arg(file.path()), program)?;
    // Editors that save by renaming leave another file behind the name.
    let mut back = String::new();
    match std::fs::File::open(file.path()) {
        Ok(saved) => saved.take(MAX_NOTE).read_to_string(&mut back).map(|_| ()),
        Err(_) => file
            .seek(SeekFrom::Start(0))
            .and_then(|_| file.as_file().take(MAX_NOTE).read_to_string(&mut back))
            .map(|_| ()),
    }?;
    Ok(back)
}

/// Opens a file in `$VISUAL`, `$EDITOR` or [`EDITOR`], at a line where that is known; comes back when the editor has ended.
///
/// # Errors
/// When no editor could be started, or it failed.
pub fn edit_file(path: &Path, line: Option<u32>) -> Result<(), EditError> {
    let (program, words) = editor();
    let mut command = Command::new(&program);
    command.args(words).args(at_line(&program, path, line));
    run(&mut command, program)
}

/// The editor's name, and what else stands in the setting.
fn editor() -> (String, Vec<String>) {
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let mut words = named.as_deref().unwrap_or(EDITOR).split_whitespace().map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}

fn run(command: &mut Command, program: String) -> Result<(), EditError> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(EditError::Failed(program)),
        Err(error) => Err(EditError::NotStarted(program, error)),
    }
}

/// The arguments that open a file at a line. Most editors take `+12 FILE`. A file that is called as an option or a command of
/// an editor is (`-c`, `+q`) is named with its folder.
fn at_line(program: &str, path: &Path, line: Option<u32>) -> Vec<OsString> {
    let is_order = path.as_os_str().as_encoded_bytes().first().is_some_and(|first| b"-+".contains(first));
    let named = if is_order { Path::new(".").join(path) } else { path.to_owned() };
    let path = named.as_path();
    let name = Path::new(program).file_stem().and_then(|n| n.to_str()).unwrap_or_default();
    let joined = |line: u32| {
        let mut words = path.as_os_str().to_owned();
        words.push(format!(":{line}"));
        words
    };
    match (line, name) {
        // It knows no lines.
        (None, _) | (_, "notepad") => vec![path.into()],
        (Some(line), "code" | "codium" | "cursor") => vec!["--wait".into(), "--goto".into(), joined(line)],
        (Some(line), "subl" | "zed") => vec!["--wait".into(), joined(line)],
        (Some(line), "hx" | "helix") => vec![joined(line)],
        (Some(line), _) => vec![format!("+{line}").into(), path.into()],
    }
}

/// Hands an address to whatever opens addresses here; whether that program could be started.
pub fn browse(address: &str) -> bool {
    if !may_be_opened(address) {
        return false;
    }
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}

/// Whether an address of a document goes to another program: pages and mail, no files, no scripts, no options.
fn may_be_opened(address: &str) -> bool {
    let safe = ["http://", "https://", "mailto:"].iter().any(|start| address.starts_with(start));
    safe && !address.chars().any(|c| c.is_whitespace() || sayso_core::sanitize::is_hostile(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_told_the_line_in_their_own_way() {
        let of = |program: &str, line| {
            at_line(program, Path::new("a b.txt"), line)
                .into_iter()
                .map(|w| w.into_string().unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("vi", None), ["a b.txt"]);
        assert_eq!(of("/usr/bin/nvim", Some(12)), ["+12", "a b.txt"]);
        assert_eq!(of("hx", Some(12)), ["a b.txt:12"]);
        assert_eq!(of("code", Some(12)), ["--wait", "--goto", "a b.txt:12"]);
        assert_eq!(of("notepad.exe", Some(12)), ["a b.txt"]);
    }

    #[test]
    fn what_a_file_is_called_is_no_command_of_an_editor() {
        let of = |name: &str| at_line("vi", Path::new(name), None);
        assert_eq!(of("+!touch gone;.txt"), [Path::new(".").join("+!touch gone;.txt")]);
        assert_eq!(of("-c.txt"), [Path::new(".").join("-c.txt")]);
        assert_eq!(of("a/+b.txt"), ["a/+b.txt"]);
    }

    #[test]
    fn only_addresses_of_pages_and_mail_are_handed_on() {
        for address in ["https://example.org/a?b=c&d#e", "http://example.org", "mailto:ada@example.org"] {
            assert!(may_be_opened(address), "{address}");
        }
        for address in [
            "",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "smb://host/share",
            "--help",
            "-e https://example.org",
            "/usr/bin/true",
            "C:\\Windows\\notepad.exe",
            "https://example.org/\u{1b}[31m",
            "https://example.org/\u{202e}gro",
            "https://example.org/ --new-window",
            "https://example.org/\nsecond",
        ] {
            assert!(!may_be_opened(address), "{address}");
        }
    }
}
