//! Replacing a file whole: a reader sees the old bytes or the new ones, never a part, and a crash loses neither.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes `bytes` to a temporary file in the folder of `path`, syncs it, renames it over `path` and syncs the folder.
/// A symbolic link is followed, the mode of an existing file is kept.
///
/// # Errors
/// Those of the file system; `path` is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = resolved(path);
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".sayso-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    let permissions = match std::fs::metadata(&target) {
        Ok(existing) => existing.permissions(),
        Err(_) => usual_permissions(folder)?,
    };
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|e| e.error)?;
    sync_folder(folder)
}

fn resolved(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// What a newly made file gets here: temporary files are private, a sidecar need not be.
fn usual_permissions(folder: &Path) -> io::Result<std::fs::Permissions> {
    let probe = tempfile::Builder::new().prefix(".sayso-").make_in(folder, |path| File::create_new(path))?;
    Ok(probe.as_file().metadata()?.permissions())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_through_links_and_keeps_the_mode() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        replace(&real, b"one").unwrap();
        let mut mode = std::fs::metadata(&real).unwrap().permissions();
        assert!(!mode.readonly());
        let link = folder.path().join("link");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            mode.set_mode(0o640);
            std::fs::set_permissions(&real, mode).unwrap();
            std::os::unix::fs::symlink(&real, &link).unwrap();
            replace(&link, b"two").unwrap();
            assert_eq!(std::fs::read(&real).unwrap(), b"two");
            assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        }
        assert!(std::fs::read_dir(folder.path()).unwrap().count() <= 2, "no temporary file is left");
    }
}
