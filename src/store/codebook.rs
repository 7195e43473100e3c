//! A codebook as a person writes it: `sayso.ron`, a label or an attribute a line.
//!
//! What is decided about speakers of many documents, and what is an example of a label, is written into it: under a lock against other windows, to what stands
//! there in that moment; what a program that knows no locks writes in between is noticed, and it is done anew to that.

use super::folder::FileStamp;
use super::site::{Links, Site};
use super::{Disk, Lock};
use crate::input::{InputError, MAX_CODEBOOK};
use sayso_core::annotation::codebook::edited;
use sayso_core::annotation::notation::{self, Notation, quote};
use sayso_core::annotation::{Codebook, Example, ExampleChange, NotEdited, Speaker, SpeakerDecision};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a decision is written anew when somebody else writes at the same time.
const MAX_ATTEMPTS: usize = 8;
/// How long another window is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why a codebook is not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    /// It cannot be read.
    #[error("{}: it cannot be read: {}", .0.display(), .1)]
    Unread(PathBuf, InputError),
    /// Its bytes are no text.
    #[error("{}: it is not UTF-8 text: save it as UTF-8 in your editor", .0.display())]
    NotText(PathBuf),
    /// It has a mistake, or is laid out in a way that is not understood.
    #[error("{}:{}", .0.display(), .1)]
    NotEdited(PathBuf, NotEdited),
    /// Something of the file system.
    #[error("{}: it cannot be written: {}", .0.display(), .1)]
    Unwritten(PathBuf, io::Error),
    /// Somebody else keeps writing it.
    #[error("{}: another program is writing it: try again", .0.display())]
    Busy(PathBuf),
    /// Somebody changed it after what is to be taken back.
    #[error("{}: it was changed since, so that nothing is taken back: change it in your editor", .0.display())]
    Changed(PathBuf),
}

/// A codebook as a change left it.
#[derive(Debug, PartialEq, Eq)]
pub struct Edited<T> {
    /// Its list that the change is about.
    pub list: Vec<T>,
    /// What takes it back; none where it said so already.
    pub back: Option<CodebookUndo>,
}

/// The bytes of a codebook before and after a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookUndo {
    path: PathBuf,
    /// None where there was no file.
    before: Option<Vec<u8>>,
    after: Vec<u8>,
}

impl CodebookUndo {
    /// The codebook.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Writes a decision into the codebook at `path`, which is made where there is none. Only what stands about the speakers
/// changes. Waits a moment for other windows: for a thread of its own. O(bytes).
///
/// # Errors
/// When it has a mistake, or cannot be read or written; what stood there then stands there still.
pub fn decide(path: &Path, decision: &SpeakerDecision, disk: &Disk) -> Result<Edited<Speaker>, CodebookError> {
    edit(path, disk, |text| edited(text, decision))
}

/// The same for an example: only the lines of examples change.
///
/// # Errors
/// As [`decide`].
pub fn keep_example(path: &Path, change: &ExampleChange, disk: &Disk) -> Result<Edited<Example>, CodebookError> {
    edit(path, disk, |text| change.edited(text))
}

/// Writes what `change` makes of the text.
fn edit<T>(
    path: &Path,
    disk: &Disk,
    change: impl Fn(&str) -> Result<(String, Vec<T>), NotEdited>,
) -> Result<Edited<T>, CodebookError> {
    let lock = lock(path)?;
    let site = lock.site();
    for _ in 0..MAX_ATTEMPTS {
        let (before, stamp) = read_at(site)?;
        let text = String::from_utf8(before.clone().unwrap_or_default());
        let text = text.map_err(|_| CodebookError::NotText(path.to_owned()))?;
        let (new, list) = change(&text).map_err(|why| CodebookError::NotEdited(path.to_owned(), why))?;
        if before.is_some() && new == text {
            return Ok(Edited { list, back: None });
        }
        if replaced(site, new.as_bytes(), stamp.as_ref(), disk)? {
            let back = CodebookUndo { path: path.to_owned(), before, after: new.into_bytes() };
            return Ok(Edited { list, back: Some(back) });
        }
    }
    Err(CodebookError::Busy(path.to_owned()))
}

/// Puts back the bytes that stood there before a decision, if nothing was changed since. O(bytes).
///
/// # Errors
/// When it was changed since, or cannot be read or written.
pub fn take_back(undo: &CodebookUndo, disk: &Disk) -> Result<(), CodebookError> {
    let path = &undo.path;
    let lock = lock(path)?;
    let site = lock.site();
    let (now, stamp) = read_at(site)?;
    if now.as_ref() != Some(&undo.after) {
        return Err(CodebookError::Changed(path.clone()));
    }
    match &undo.before {
        Some(before) if replaced(site, before, stamp.as_ref(), disk)? => Ok(()),
        Some(_) => Err(CodebookError::Changed(path.clone())),
        None => {
            let (folder, name) = site.sidecar();
            disk.remove(folder, name).map_err(|e| CodebookError::Unwritten(path.clone(), e))
        }
    }
}

fn lock(path: &Path) -> Result<Lock, CodebookError> {
    let unwritten = |e| CodebookError::Unwritten(path.to_owned(), e);
    let site = Site::open(path, Links::Below).map_err(unwritten)?;
    Lock::within(site, PATIENCE).map_err(unwritten)?.ok_or_else(|| CodebookError::Busy(path.to_owned()))
}

/// The bytes there, and the state of the file; none where there is no file.
fn read_at(site: &Site) -> Result<(Option<Vec<u8>>, Option<FileStamp>), CodebookError> {
    let (folder, name) = site.sidecar();
    let read = folder.read(name, MAX_CODEBOOK).map_err(|e| CodebookError::Unread(site.path().to_owned(), e))?;
    Ok(read.map_or((None, None), |(bytes, stamp)| (Some(bytes), Some(stamp))))
}

/// Replaces the file whole; false where somebody wrote it meanwhile.
fn replaced(site: &Site, bytes: &[u8], stamp: Option<&FileStamp>, disk: &Disk) -> Result<bool, CodebookError> {
    let (folder, name) = site.sidecar();
    let is_same = || site.stamp().as_ref() == stamp;
    let done = disk.replace_if(folder, name, bytes, is_same);
    Ok(done.map_err(|e| CodebookError::Unwritten(site.path().to_owned(), e))?.is_some())
}

/// The text of the file. It is read back equal (property).
pub fn print(codebook: &Codebook) -> String {
    let mut out = String::from("(\n");
    rows(&mut out, "labels", &codebook.labels);
    let _ = writeln!(out, "  ratings: {},", strings(&codebook.ratings));
    rows(&mut out, "attributes", &codebook.attributes);
    rows(&mut out, "speakers", &codebook.speakers);
    if !codebook.guideline.is_empty() {
        let _ = writeln!(out, "  guideline: {},", quote(&codebook.guideline));
    }
    rows(&mut out, "examples", &codebook.examples);
    if codebook.blind {
        out.push_str("  blind: true,\n");
    }
    if codebook.timing {
        out.push_str("  timing: true,\n");
    }
    out.push_str(")\n");
    out
}

/// A list with a line for each row; nothing when there is none.
fn rows(out: &mut String, name: &str, rows: &[impl Notation]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {name}: [");
    for row in rows {
        let _ = writeln!(out, "    {},", notation::print(row));
    }
    out.push_str("  ],\n");
}

fn strings(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|v| quote(v)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use sayso_core::annotation::{Attribute, Colour, Label, Speaker};
    use sayso_core::kinds::SpeakerKind;
    use std::path::Path;

    fn words() -> impl Strategy<Value = String> {
        "(\\PC|[\u{0}-\u{9f}\"'\\\\]|\u{2028}|\u{feff}){0,8}"
    }

    fn labels() -> impl Strategy<Value = Vec<Label>> {
        let color = option::of(any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour(r, g, b)));
        let one = (words(), words(), any::<char>(), words(), color);
        vec(one.prop_map(|(id, name, key, doc, color)| Label { id, name, key, doc, color }), 0..3)
    }

    fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
        let one = (words(), any::<char>(), vec(words(), 0..3), words());
        vec(one.prop_map(|(id, key, values, doc)| Attribute { id, key, values, doc }), 0..3)
    }

    fn speakers() -> impl Strategy<Value = Vec<Speaker>> {
        let one = (words(), words(), vec(words(), 0..3), option::of(words()));
        let speaker = |(id, name, aliases, note)| Speaker {
            id,
            name,
            kind: SpeakerKind::Person,
            aliases,
            roles: Vec::new(),
            merged: Vec::new(),
            note,
            members: Vec::new(),
        };
        vec(one.prop_map(speaker), 0..2)
    }

    fn examples() -> impl Strategy<Value = Vec<Example>> {
        let one = (words(), words(), words(), words(), words());
        vec(one.prop_map(|(label, document, id, words, note)| Example { label, document, id, words, note }), 0..2)
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back_equal(
            labels in labels(),
            ratings in vec(words(), 0..3),
            attributes in attributes(),
            speakers in speakers(),
            guideline in words(),
            examples in examples(),
            (blind, timing) in any::<(bool, bool)>(),
        ) {
            let codebook = Codebook { labels, ratings, attributes, speakers, guideline, examples, blind, timing };
            let text = print(&codebook);
            let back: Codebook = crate::config::parse(Path::new("sayso.ron"), &text).unwrap();
            prop_assert_eq!(back, codebook);
        }
    }

    use super::super::disk::{self, DiskStep, Fault};
    use sayso_core::annotation::KnownAs;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn one(first: &str, other: &str) -> SpeakerDecision {
        let known = |name: &str| KnownAs { id: None, name: name.to_owned(), kind: SpeakerKind::Person };
        SpeakerDecision::One(known(first), known(other))
    }

    #[test]
    fn a_decision_is_written_and_taken_back_to_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sayso.ron");
        let (merge, disk) = (one("Ada Grey", "ADA GREY"), Disk::default());
        // Where there was none there is none again.
        let made = decide(&path, &merge, &disk).unwrap();
        assert_eq!((made.list.len(), std::fs::read_dir(folder.path()).unwrap().count()), (1, 1));
        take_back(&made.back.unwrap(), &disk).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let ours = b"\xef\xbb\xbf( // ours\r\n  ratings: [\"true\"],\r\n)\r\n";
        disk::replace(&path, ours).unwrap();
        let back = decide(&path, &merge, &disk).unwrap().back.unwrap();
        assert!(decide(&path, &merge, &disk).unwrap().back.is_none(), "said twice");
        take_back(&back, &disk).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), ours);
        // Not once somebody else wrote something.
        let back = decide(&path, &merge, &disk).unwrap().back.unwrap();
        let theirs = decide(&path, &one("Bo Lind", "B. Lind"), &disk).unwrap();
        let error = take_back(&back, &disk).unwrap_err().to_string();
        assert!(error.contains("changed since"), "{error}");
        take_back(&theirs.back.unwrap(), &disk).unwrap();
        take_back(&back, &disk).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), ours);
    }

    #[test]
    fn what_an_editor_writes_in_the_last_moment_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sayso.ron");
        disk::replace(&path, b"()").unwrap();
        let (there, count) = (path.clone(), AtomicUsize::new(0));
        let editor = move |step| {
            if step == DiskStep::Rename && count.fetch_add(1, Ordering::Relaxed) == 0 {
                disk::replace(&there, b"(guideline: \"changed meanwhile\")").unwrap();
            }
            None
        };
        decide(&path, &one("Ada Grey", "Grey"), &Disk::behind(Arc::new(editor))).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("(guideline: \"changed meanwhile\",\n  speakers: ["), "{text}");
    }

    #[test]
    fn a_mistake_a_full_disk_and_what_is_no_text_leave_it_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sayso.ron");
        let merge = one("Ada Grey", "Grey");
        for wrong in [&b"(\n  speakers: [(id: \"a\", nam: \"A\")],\n)"[..], b"\xff\xfe()"] {
            disk::replace(&path, wrong).unwrap();
            let error = decide(&path, &merge, &Disk::default()).unwrap_err().to_string();
            assert!(error.contains("sayso.ron:2:") || error.contains("UTF-8"), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), wrong);
        }
        disk::replace(&path, b"()").unwrap();
        for step in [DiskStep::Open, DiskStep::Write, DiskStep::Sync, DiskStep::Rename] {
            let full = move |s| (s == step).then(|| Fault::Short(2, io::ErrorKind::StorageFull.into()));
            let error = decide(&path, &merge, &Disk::behind(Arc::new(full))).unwrap_err().to_string();
            assert!(error.contains("cannot be written"), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), b"()", "{step:?}");
        }
    }

    #[test]
    fn windows_that_decide_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sayso.ron");
        std::thread::scope(|scope| {
            for window in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    for n in 0..4 {
                        let name = format!("Person {window}{n}");
                        decide(path, &one(&name, &name.to_uppercase()), &Disk::default()).unwrap();
                    }
                });
            }
        });
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("(id:").count(), 16, "{text}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no lock and no temporary file is left");
    }

    #[test]
    fn a_label_a_line() {
        let mut codebook = Codebook { ratings: vec!["true".to_owned()], ..Codebook::default() };
        let label = Label {
            id: "key-passage".to_owned(),
            name: "don't".to_owned(),
            key: 'k',
            doc: String::new(),
            color: Colour::read("#D08040"),
        };
        codebook.labels = vec![label];
        assert_eq!(
            print(&codebook),
            "(\n  labels: [\n    (id: \"key-passage\", name: \"don't\", key: 'k', color: \"#d08040\"),\n  ],\n  ratings: [\"true\"],\n)\n"
        );
    }
}
