//! What a file among others is: a document, an export of ours, or neither.

use super::paths;
use crate::input::{self, InputError, Pipes};
use sayso_core::document::{self, Format};
use sayso_core::export;
use std::path::Path;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// It can be opened as a document.
    Document,
    /// An export of ours, of whatever format.
    Export,
    /// Neither.
    Other,
}

/// How closely a file is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Plain text is not opened, unless its name is one that exports have: for listing folders of many files.
    Quick,
    /// Every file is opened.
    Close,
}

/// What the file at `path` is. Formats that are mostly used for other things have to look like a document. Opens a file at
/// most, of which the beginning is read.
pub fn kind_of(path: &Path, look: Look) -> FileKind {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if paths::is_sidecar_name(&name) || paths::is_scratch_name(&name) {
        return FileKind::Other;
    }
    let Some(format) = Format::suggested(&name) else { return FileKind::Other };
    let read = match format {
        Format::Asr
        | Format::Jsonl
        | Format::Csv
        | Format::Tei
        | Format::Html
        | Format::Markdown
        | Format::Org
        | Format::Elan
        | Format::TextGrid => true,
        Format::Text => look == Look::Close || is_name_of_report(&name),
        _ => look == Look::Close,
    };
    if is_text_of_brat(path) {
        return FileKind::Export;
    }
    let head = if read { head_of(path) } else { return FileKind::Document };
    match (head, format) {
        (Ok(head), _) if export::is_export(&head) => FileKind::Export,
        (Ok(head), Format::Asr | Format::Jsonl | Format::Csv | Format::Tei) => {
            if document::looks_like_documents(&head, &name) { FileKind::Document } else { FileKind::Other }
        }
        (Err(_), Format::Asr | Format::Jsonl | Format::Csv | Format::Tei) => FileKind::Other,
        _ => FileKind::Document,
    }
}

/// The beginning of a file.
///
/// # Errors
/// As [`input::open`].
pub fn head_of(path: &Path) -> Result<Vec<u8>, InputError> {
    use std::io::Read as _;
    let file = input::open(path, Pipes::Refused)?;
    let length = file.metadata().map_or(0, |meta| meta.len().min(document::HEAD as u64));
    // One byte more than there are: the end is seen without asking for room.
    let mut head = Vec::with_capacity(length as usize + 1);
    file.take(document::HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The file a document is in: that of `FILE#NAME`, where there is no file of that whole name.
pub fn file_of(path: &Path) -> &Path {
    let cut = || path.to_str().and_then(|p| p.rsplit_once('#')).map(|(file, _)| Path::new(file));
    if path.exists() { path } else { cut().unwrap_or(path) }
}

/// What `--to text` calls its files by itself.
fn is_name_of_report(name: &str) -> bool {
    name.strip_suffix("report.txt").is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether it is the text that an export to brat wrote beside its annotations: called after a document (`a.html.txt`), with
/// `a.html.ann` beside it. A text that somebody annotates with brat is not called so, and stays a document.
fn is_text_of_brat(path: &Path) -> bool {
    let called_after = path.extension().is_some_and(|e| e == "txt")
        && path.file_stem().is_some_and(|stem| Format::suggested(&stem.to_string_lossy()).is_some());
    called_after && is_brat(&path.with_extension("ann"))
}

/// Whether it is a file of annotations of brat: its first line is a span, or there is none.
fn is_brat(path: &Path) -> bool {
    head_of(path).is_ok_and(|head| {
        let number = head.strip_prefix(b"T").map(|rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
        head.is_empty() || number.is_some_and(|n| n > 0 && head.get(n + 1) == Some(&b'\t'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::disk;
    use super::*;

    #[test]
    fn a_text_beside_annotations_of_brat_is_a_document_unless_it_is_called_after_one() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.txt", "a.txt.txt", "b.txt", "c.txt.txt"] {
            disk::replace(&at(name), b"words").unwrap();
        }
        for name in ["a.ann", "a.txt.ann", "b.ann"] {
            disk::replace(&at(name), b"T1\tQuote 0 3\twor\n").unwrap();
        }
        let kinds = ["a.txt", "a.txt.txt", "b.txt", "c.txt.txt"].map(|name| kind_of(&at(name), Look::Quick));
        assert_eq!(kinds, [FileKind::Document, FileKind::Export, FileKind::Document, FileKind::Document]);
    }

    #[test]
    fn reports_are_looked_into_and_other_texts_only_closely() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let report = b"Title\n=====\n\n  a.txt\n\nWho said what\n-------------\n\nAda:\n\n    W\n\n  quoted \xc2\xb7 characters 0 to 3\n";
        for name in ["report.txt", "a.txt.report.txt", "a.txt", "myreport.txt"] {
            disk::replace(&at(name), report).unwrap();
        }
        for (name, quick) in
            [("report.txt", FileKind::Export), ("a.txt.report.txt", FileKind::Export), ("a.txt", FileKind::Document)]
        {
            assert_eq!(kind_of(&at(name), Look::Quick), quick, "{name}");
            assert_eq!(kind_of(&at(name), Look::Close), FileKind::Export, "{name}");
        }
        assert_eq!(kind_of(&at("a.png"), Look::Close), FileKind::Other);
    }
}
