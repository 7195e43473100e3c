//! Other programs: the person's editor, and whatever opens addresses.

use crate::ui::event::EditError;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::process::{Command, Stdio};

/// Largest note that is read back, in bytes.
const MAX_NOTE: u64 = 1 << 20;

/// Lets the person edit words in `$VISUAL`, `$EDITOR` or vi.
///
/// # Errors
/// When no editor could be started, it failed, or what it left cannot be read.
pub fn edit(text: &str) -> Result<String, EditError> {
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let command = named.unwrap_or_else(|| "vi".to_owned());
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let mut file = tempfile::Builder::new().prefix("sayso-note-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush())?;
    let status = Command::new(program).args(words).arg(file.path()).status();
    let status = status.map_err(|error| EditError::NotStarted(program.to_owned(), error))?;
    if !status.success() {
        return Err(EditError::Failed(program.to_owned()));
    }
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

/// Hands an address to whatever opens addresses here; whether that program could be started.
pub fn browse(address: &str) -> bool {
    let safe = ["http://", "https://", "mailto:"].iter().any(|start| address.starts_with(start));
    if !safe || address.chars().any(sayso_core::sanitize::is_hostile) {
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
