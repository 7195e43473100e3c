//! Patterns in the place of paths: `'news/**/*.txt'`, when the shell has not filled them in.

use super::Error;
use super::source::{FolderDocuments, documents_among};
use globset::GlobBuilder;
use std::path::{Component, Path, PathBuf};

/// What makes a name a pattern.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

fn has_signs(part: &str) -> bool {
    part.contains(SIGNS)
}

/// Whether a path is a pattern: no file is called so.
pub fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(has_signs) && path.symlink_metadata().is_err()
}

/// The documents that match a pattern, of those that their folder would give, by name: `*` and `?` stay within a name, `**` stands
/// for any folders.
///
/// # Errors
/// When it is no pattern, or no document matches.
pub fn matching(pattern: &Path) -> Result<FolderDocuments, Error> {
    let words = pattern.to_str().unwrap_or_default();
    let glob = GlobBuilder::new(words).literal_separator(true).build();
    let glob = glob.map_err(|e| Error::Pattern { pattern: pattern.to_owned(), why: e.kind().to_string() })?;
    let matcher = glob.compile_matcher();
    let is_plain = |c: &Component<'_>| !c.as_os_str().to_str().is_some_and(has_signs);
    let base: PathBuf = pattern.components().take_while(is_plain).collect();
    let rest: Vec<Component<'_>> = pattern.components().skip_while(is_plain).collect();
    let deep = rest.iter().any(|c| c.as_os_str().to_str().is_some_and(|part| part.contains("**")));
    let depth = (!deep).then_some(rest.len());
    let folder = if base.as_os_str().is_empty() { Path::new(".") } else { &base };
    let named = |path: PathBuf| match path.strip_prefix(".") {
        // As it would be written.
        Ok(inner) if base.as_os_str().is_empty() => inner.to_owned(),
        _ => path,
    };
    let found = documents_among(folder, depth, named, |path| matcher.is_match(path));
    if found.documents.is_empty() {
        return Err(Error::NoMatch { pattern: pattern.to_owned(), exports: found.exports });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    #[test]
    fn patterns_give_what_they_match() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("news/may")).unwrap();
        for name in ["news/b.txt", "news/a.txt", "news/may/c.txt", "news/d.md", "news/a.txt.sayso.ron", "a[1].txt"] {
            disk::replace(&at(name), b"words").unwrap();
        }
        let found = |pattern: &str| {
            let found = matching(&at(pattern)).map_err(|e| e.to_string())?;
            let name = |p: &PathBuf| p.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
            Ok::<_, String>(found.documents.iter().map(name).collect::<Vec<_>>())
        };
        assert_eq!(found("news/*.txt").unwrap(), ["news/a.txt", "news/b.txt"]);
        assert_eq!(found("news/**/*.txt").unwrap(), ["news/a.txt", "news/b.txt", "news/may/c.txt"]);
        assert_eq!(found("*/{a,d}.*").unwrap(), ["news/a.txt", "news/d.md"]);
        assert_eq!(found("**/?.txt").unwrap().len(), 3);
        assert!(found("news/*.pdf").unwrap_err().contains("no document matches"));
        assert!(found("news/[.txt").unwrap_err().contains("cannot be used as a pattern"));
        assert!(is_pattern(&at("news/*.txt")) && !is_pattern(&at("a[1].txt")) && !is_pattern(&at("news")));
    }
}
