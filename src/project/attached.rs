//! The sources that are attached to a document: paths in its sidecar, relative to the document's folder, so that both can be
//! moved together.

use super::Error;
use super::source::Source;
use crate::isolation;
use sayso_core::document::LoadError;
use sayso_core::verify::{IndexedSource, Unreadable, UnreadableKind};
use std::path::{Component, Path, PathBuf};

/// The attached sources of a document as paths to read.
pub fn paths(document: &Source, sources: &[String]) -> Vec<PathBuf> {
    sources.iter().map(|source| path(document.file(), source)).collect()
}

/// The path of one of them.
pub fn path(document: &Path, source: &str) -> PathBuf {
    document.parent().unwrap_or(Path::new("")).join(source)
}

/// How a document names a source: its path from the document's folder, with slashes, where both lie on one disk; else the whole
/// one.
pub fn name_of(document: &Path, source: &Path) -> String {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (document, whole) = (real(document), real(source));
    let from: Vec<_> = document.parent().unwrap_or(Path::new("")).components().collect();
    let to: Vec<_> = whole.components().collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if same == 0 {
        return whole.display().to_string();
    }
    let up = from.iter().skip(same).map(|_| Component::ParentDir);
    // With slashes on every system: a sidecar goes from one to another.
    let parts = up.chain(to.iter().skip(same).copied()).map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// Whether two paths lead to one file.
pub fn is_same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    a == b || real(a).is_some_and(|a| real(b) == Some(a))
}

/// A source that was indexed; one without any words is pictures of pages, or empty, and can tell nothing.
///
/// # Errors
/// When it has no words.
pub fn with_words(source: IndexedSource) -> Result<IndexedSource, Unreadable> {
    if source.words() > 0 {
        return Ok(source);
    }
    let message = format!("{}: no text is in it.", source.name);
    Err(Unreadable { source: source.name, kind: UnreadableKind::NoText, message })
}

/// How a source that is there cannot be read; `None` of one that does not exist.
pub const fn unreadable(error: &Error) -> Option<UnreadableKind> {
    match error {
        Error::NotFound { .. }
        | Error::BrokenLink(_)
        | Error::NoMatch { .. }
        | Error::Pattern { .. }
        | Error::NoMember { .. }
        | Error::EmptyFolder { .. } => None,
        Error::NotLoaded { error: isolation::Error::Load(LoadError::Scan), .. } => Some(UnreadableKind::NoText),
        _ => Some(UnreadableKind::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_from_the_folder_of_the_document() {
        let cases = [
            ("/n/news/draft.md", "/n/news/hall.vtt", "hall.vtt"),
            ("/n/news/draft.md", "/n/news/tapes/hall.vtt", "tapes/hall.vtt"),
            ("/n/news/draft.md", "/n/tapes/hall.vtt", "../tapes/hall.vtt"),
            ("draft.md", "hall.vtt", "hall.vtt"),
        ];
        for (document, source, expected) in cases {
            assert_eq!(name_of(Path::new(document), Path::new(source)), expected);
        }
    }

    #[test]
    fn a_source_is_looked_for_from_the_folder_of_the_document() {
        let cases = [
            ("draft.md", "hall.vtt", "hall.vtt"),
            ("news/draft.md", "../tapes/hall.vtt", "news/../tapes/hall.vtt"),
            ("-", "hall.vtt", "hall.vtt"),
            ("news/draft.md", "/tapes/hall.vtt", "/tapes/hall.vtt"),
        ];
        for (document, source, expected) in cases {
            assert_eq!(path(Path::new(document), source), Path::new(expected));
        }
    }
}
