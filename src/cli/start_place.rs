//! What `FILE:12`, `--at`, `--find` and links name.

use super::Failure;
use crate::ui::start_place::StartPlace;
use sayso_core::export::decoded;
use std::path::{Component, Path, PathBuf};

/// What every link begins with.
const SCHEME: &str = "sayso:";

/// A path of the call without what names a place in it: `notes.txt:12` where no file has that very name, and links.
///
/// # Errors
/// For a link that leads out of the folder it is opened in.
pub fn split(path: &Path) -> Result<(PathBuf, Option<StartPlace>), Failure> {
    let Some(words) = path.to_str().filter(|_| !path.exists()) else { return Ok((path.to_owned(), None)) };
    if let Some(link) = words.strip_prefix(SCHEME) {
        let (name, id) = link.split_once('#').unwrap_or((link, ""));
        let name =
            decoded(name).ok_or_else(|| Failure::Usage(format!("{words} is no link: %XX in it is no letter.")))?;
        let path = PathBuf::from(name);
        let is_named = !path.as_os_str().is_empty();
        if !is_named {
            return Err(Failure::Usage(format!("{words} names no document: links are {SCHEME}PATH#ID.")));
        }
        // Through a symbolic link it may lead anywhere.
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        let stays = match (real(Path::new(".")), real(&path)) {
            (Some(folder), Some(path)) => path.starts_with(folder),
            _ => true,
        };
        let is_inside = stays && path.components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if !is_inside {
            return Err(Failure::Usage(format!(
                "{words} leads out of this folder: links are opened in the folder they were made in."
            )));
        }
        return Ok((path, (!id.is_empty()).then(|| StartPlace::Record(id.to_owned()))));
    }
    // `a.txt:12`, and `a.txt:12:5` as compilers and grep write it.
    let numbered = |words: &str| -> Option<(PathBuf, u32)> {
        let (name, number) = words.rsplit_once(':')?;
        Some((PathBuf::from(name), number.parse().ok()?))
    };
    let found = numbered(words).and_then(|(name, number)| {
        if name.exists() {
            return Some((name, number));
        }
        numbered(name.to_str()?).filter(|(name, _)| name.exists())
    });
    Ok(match found {
        Some((name, number)) => (name, Some(StartPlace::Line(number))),
        None => (path.to_owned(), None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> Option<(PathBuf, Option<StartPlace>)> {
        split(Path::new(words)).ok()
    }

    #[test]
    fn a_number_behind_a_file_and_the_file_of_that_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        crate::store::disk::replace(Path::new(&at("a.txt")), b"x").unwrap();
        let line = Some(StartPlace::Line(12));
        assert_eq!(of(&at("a.txt:12")), Some((at("a.txt").into(), line.clone())));
        assert_eq!(of(&at("a.txt:12:5")), Some((at("a.txt").into(), line)));
        crate::store::disk::replace(Path::new(&at("a.txt:12")), b"x").unwrap();
        assert_eq!(of(&at("a.txt:12")), Some((at("a.txt:12").into(), None)));
        assert_eq!(of(&at("b.txt:12")), Some((at("b.txt:12").into(), None)));
    }

    #[test]
    fn links_stay_in_their_folder() {
        let record = Some(StartPlace::Record("0197-x".to_owned()));
        assert_eq!(of("sayso:notes/a%20b.txt#0197-x"), Some(("notes/a b.txt".into(), record)));
        assert_eq!(of("sayso:a.txt"), Some(("a.txt".into(), None)));
        for link in
            ["sayso:/etc/passwd#x", "sayso:../a.txt", "sayso:a/../../b", "sayso:", "sayso:a%2", "sayso:%2e%2e/a"]
        {
            assert_eq!(of(link), None, "{link}");
        }
    }
}
