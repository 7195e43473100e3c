//! Files for others: exports. All of one are written or none, what was there stays unless it may go, and what people made
//! is never replaced.

use super::disk::DraftFile;
use super::target::{ProtectedFiles, RefusalReason, Refused, WriteTarget};
use crate::input;
use sayso_core::export::Files;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file on its way.
enum OutputFile {
    /// Under a name of its own until all are whole.
    DraftFile { path: PathBuf, writer: BufWriter<DraftFile>, only_if_same: bool },
    /// Into what is there: a pipe, a device.
    Into { path: PathBuf, writer: BufWriter<File> },
}

impl OutputFile {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::DraftFile { writer, .. } => writer,
            Self::Into { writer, .. } => writer,
        }
    }
}

/// The files of one export on their way to the disk.
pub struct Output<'a> {
    path: PathBuf,
    /// The extension of the main file, where it has more than one part.
    extension: String,
    endings: Vec<String>,
    replace: bool,
    kept: &'a ProtectedFiles,
    parts: Vec<OutputFile>,
    refused: Option<Refused>,
}

impl<'a> Output<'a> {
    /// An export whose main file is `path`; with `replace` a file that exists goes if its name ends in one of `endings`, but
    /// nothing that is `kept`.
    pub fn new(path: &Path, endings: Vec<String>, replace: bool, kept: &'a ProtectedFiles) -> Self {
        let extension = String::new();
        Self { path: path.to_owned(), extension, endings, replace, kept, parts: Vec::new(), refused: None }
    }

    /// The same, whose main file is called by an extension that may have more than one part: files beside it have theirs in
    /// its place.
    #[must_use]
    pub fn of_extension(self, extension: &str) -> Self {
        Self { extension: format!(".{extension}"), ..self }
    }

    /// Begins the main file.
    ///
    /// # Errors
    /// When it may not or cannot be written; [`Output::refused`] then says why.
    pub fn main(&mut self) -> io::Result<()> {
        self.begin(self.path.clone(), &self.endings.clone())
    }

    fn begin(&mut self, path: PathBuf, endings: &[String]) -> io::Result<()> {
        let refused = match self.kept.judge(&path, endings, self.replace) {
            Ok(WriteTarget::Into(file)) => {
                self.parts.push(OutputFile::Into { path, writer: BufWriter::new(file) });
                return Ok(());
            }
            Ok(target) => match DraftFile::new(&path) {
                Ok(draft) => {
                    let only_if_same = matches!(target, WriteTarget::ReplacedIfSame);
                    self.parts.push(OutputFile::DraftFile { path, writer: BufWriter::new(draft), only_if_same });
                    return Ok(());
                }
                Err(error) => Refused::Failed(path, error),
            },
            Err(refused) => refused,
        };
        self.refused = Some(refused);
        Err(io::ErrorKind::Other.into())
    }

    /// Why writing failed with `error`.
    pub fn refused(self, error: io::Error) -> Refused {
        self.refused.unwrap_or(Refused::Failed(self.path, error))
    }

    /// Gives all files their names.
    ///
    /// # Errors
    /// When one may not be replaced, and then none is; when the system does not let it, and then the files before that one
    /// are written.
    pub fn keep(self) -> Result<(), Refused> {
        let mut drafts = Vec::new();
        for part in self.parts {
            match part {
                OutputFile::Into { path, mut writer } => writer.flush().map_err(|e| Refused::Failed(path, e))?,
                OutputFile::DraftFile { path, writer, only_if_same } => {
                    let draft = writer.into_inner().map_err(io::IntoInnerError::into_error);
                    let draft = draft.map_err(|e| Refused::Failed(path.clone(), e))?;
                    if only_if_same && !draft.is_same_as_before().map_err(|e| Refused::Failed(path.clone(), e))? {
                        return Err(Refused::Kept(path, RefusalReason::Document));
                    }
                    drafts.push((path, draft));
                }
            }
        }
        for (path, draft) in drafts {
            draft.keep().map_err(|e| Refused::Failed(path, e))?;
        }
        Ok(())
    }
}

/// One whole text to write.
pub struct TextFile<'a> {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub text: &'a str,
    /// How names of such files end.
    pub ending: &'a str,
}

/// Writes whole texts, all of them or none.
///
/// # Errors
/// Why one of them cannot be written.
pub fn write(files: &[TextFile<'_>], replace: bool, kept: &ProtectedFiles) -> Result<(), Refused> {
    let Some(first) = files.first() else { return Ok(()) };
    let mut out = Output::new(&first.path, Vec::new(), replace, kept);
    for file in files {
        let begun = out.begin(file.path.clone(), &[file.ending.to_owned()]);
        if let Err(error) = begun.and_then(|()| out.write_all(file.text.as_bytes())) {
            return Err(out.refused(error));
        }
    }
    out.keep()
}

/// The note at `path`, into which a block may be written; empty where there is none.
///
/// # Errors
/// Why nothing may be written into it, or it cannot be read.
pub fn read_note(path: &Path, endings: &[String], kept: &ProtectedFiles) -> Result<String, Refused> {
    kept.judge_note(path, endings)?;
    match input::read_text(path, input::MAX_DOCUMENT) {
        Err(error) if error.is_not_found() => Ok(String::new()),
        Err(error) => Err(Refused::Kept(path.to_owned(), RefusalReason::Unread(error))),
        Ok(text) => Ok(text),
    }
}

/// Gives a note its new text, unless it is no more what it was when it was read. A link is followed, the mode kept.
///
/// # Errors
/// When somebody has changed it meanwhile, or the system does not let it.
pub fn write_note(path: &Path, before: &str, text: &str) -> Result<(), Refused> {
    let failed = |e| Refused::Failed(path.to_owned(), e);
    let mut draft = DraftFile::new(path).map_err(failed)?;
    draft.write_all(text.as_bytes()).map_err(failed)?;
    let now = match input::read(path, input::MAX_DOCUMENT) {
        Err(error) if error.is_not_found() => Vec::new(),
        read => read.map_err(|error| Refused::Kept(path.to_owned(), RefusalReason::Unread(error)))?,
    };
    if now != before.as_bytes() {
        return Err(Refused::Kept(path.to_owned(), RefusalReason::Changed));
    }
    draft.keep().map_err(failed)
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.parts.last_mut() {
            Some(part) => part.writer().write(bytes),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.parts.last_mut().map_or(Ok(()), |part| part.writer().flush())
    }
}

impl Files for Output<'_> {
    fn beside(&mut self, extension: &str) -> io::Result<()> {
        let ending = extension.rsplit_once('.').map_or(extension, |(_, last)| last);
        let name = self.path.file_name().and_then(|name| name.to_str());
        let stem = name.and_then(|name| name.strip_suffix(&self.extension)).filter(|_| !self.extension.is_empty());
        let beside = match stem.filter(|stem| !stem.is_empty()) {
            Some(stem) => self.path.with_file_name(format!("{stem}.{extension}")),
            None => self.path.with_extension(extension),
        };
        self.begin(beside, &[ending.to_owned()])
    }

    fn named(&mut self, name: &str) -> io::Result<()> {
        let ending = name.rsplit_once('.').map_or(name, |(_, last)| last);
        self.begin(self.path.with_file_name(name), &[ending.to_owned()])
    }
}

#[cfg(test)]
mod tests {
    use super::super::{disk, target::Purpose};
    use super::*;

    struct World {
        folder: tempfile::TempDir,
        kept: ProtectedFiles,
    }

    impl World {
        fn new(document: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let document = folder.path().join(document);
            disk::replace(&document, b"words").unwrap();
            Self { folder, kept: ProtectedFiles::new(Purpose::Export, vec![document], Vec::new()) }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn put(&self, name: &str, bytes: &[u8]) {
            disk::replace(&self.at(name), bytes).unwrap();
        }

        /// Writes two files that end in `.x`/`.csv` … and whatever `beside` says.
        fn write(&self, name: &str, beside: &str, replace: bool) -> Result<(), Refused> {
            let endings = ["x", "z", "csv", "ann", "md"].map(str::to_owned).to_vec();
            let mut out = Output::new(&self.at(name), endings, replace, &self.kept);
            let done = out.main().and_then(|()| out.write_all(b"new")).and_then(|()| out.beside(beside));
            match done.and_then(|()| out.write_all(b"new")) {
                Ok(()) => out.keep(),
                Err(error) => Err(out.refused(error)),
            }
        }

        fn count(&self) -> usize {
            std::fs::read_dir(self.folder.path()).unwrap().count()
        }
    }

    #[test]
    fn all_or_nothing_and_never_what_it_was_made_from() {
        let w = World::new("a.txt");
        assert!(matches!(w.write("a.ann", "txt", true), Err(Refused::Kept(_, RefusalReason::Ours))));
        assert!(matches!(w.write("b.x", "sayso.ron", true), Err(Refused::Kept(_, RefusalReason::Ours))));
        assert!(!w.at("a.ann").exists() && !w.at("b.x").exists());
        w.write("b.x", "y", false).unwrap();
        assert!(matches!(w.write("b.z", "y", false), Err(Refused::Exists(_))));
        assert!(matches!(w.write("no/b.z", "y", false), Err(Refused::Failed(..))));
        assert!(!w.at("b.z").exists());
        w.write("b.z", "y", true).unwrap();
        assert_eq!(std::fs::read(w.at("a.txt")).unwrap(), b"words");
        assert_eq!(w.count(), 4, "no draft is left");
    }

    #[test]
    fn an_extension_of_two_parts_is_replaced_whole() {
        let w = World::new("a.txt");
        for (name, beside) in [("b.regions.csv", "b.txt"), ("c.csv", "c.txt"), (".regions.csv", ".regions.txt")] {
            let mut out = Output::new(&w.at(name), vec!["csv".to_owned()], false, &w.kept).of_extension("regions.csv");
            out.main().and_then(|()| out.beside("txt")).and_then(|()| out.named("list.json")).unwrap();
            out.keep().unwrap();
            assert!(w.at(beside).exists(), "{name}");
            std::fs::remove_file(w.at("list.json")).unwrap();
        }
    }

    #[test]
    fn documents_of_others_annotations_and_other_kinds_of_files_stay() {
        let w = World::new("a.txt");
        w.put("b.md", b"# Somebody's notes\n");
        w.put("c.csv", b"id,text\n1,words\n");
        w.put("d.csv", b"document,id,label,kind,form,status,anchor,at,exact,quoted,speaker\n");
        w.put("d.csv.sayso.ada.ron", b"()");
        w.put("e.png", b"picture");
        w.put("f.csv", b"#![enable(implicit_some)]\n// sayso annotations, one to a line\n()");
        w.put("same.md", b"new");
        let count = w.count();
        for (name, words) in [
            ("b.md", "may be somebody's document"),
            ("c.csv", "may be somebody's document"),
            ("d.csv", "annotations lie beside it"),
            ("e.png", "does not end in .x or .z"),
            ("f.csv", "its sidecar"),
        ] {
            for replace in [true, false] {
                let before = std::fs::read(w.at(name)).unwrap();
                let refused = w.write(name, "y", replace).unwrap_err().sentence("");
                assert!(refused.contains(words), "{name}: {refused}");
                assert_eq!(std::fs::read(w.at(name)).unwrap(), before, "{name}");
            }
        }
        assert_eq!(w.count(), count, "nothing was begun that is left");
        // With the same bytes nothing is lost.
        w.write("same.md", "y", true).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_judged_by_where_they_lead() {
        use std::os::unix::fs::symlink;
        let w = World::new("a.md");
        w.put("t.md.sayso.ron", b"()");
        w.put("old.csv", b"document,id,label,kind,form,status,anchor,at,exact,quoted,speaker\n");
        w.put("pictures.bin", b"picture");
        for (link, to) in [
            ("to-document.md", "a.md"),
            ("to-sidecar.csv", "t.md.sayso.ron"),
            ("to-nothing.csv", "nothing.csv"),
            ("to-itself.csv", "to-itself.csv"),
            ("to-bin.csv", "pictures.bin"),
            ("to-old.csv", "old.csv"),
        ] {
            symlink(w.at(to), w.at(link)).unwrap();
        }
        std::fs::hard_link(w.at("a.md"), w.at("hard.md")).unwrap();
        for name in ["to-document.md", "to-sidecar.csv", "to-nothing.csv", "to-itself.csv", "to-bin.csv", "hard.md"] {
            assert!(w.write(name, "y", true).is_err(), "{name}");
            let is_link = std::fs::symlink_metadata(w.at(name)).unwrap().is_symlink();
            assert_eq!(is_link, name != "hard.md", "{name}");
        }
        w.write("to-old.csv", "y", true).unwrap();
        assert!(std::fs::symlink_metadata(w.at("to-old.csv")).unwrap().is_symlink());
        assert_eq!(std::fs::read(w.at("old.csv")).unwrap(), b"new");
        assert_eq!(std::fs::read(w.at("a.md")).unwrap(), b"words");
        assert!(!w.at("nothing.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn pipes_are_written_into_and_sockets_and_folders_are_not() {
        use std::os::unix::fs::FileTypeExt as _;
        let w = World::new("a.txt");
        let made = std::process::Command::new("mkfifo").arg(w.at("p.csv")).status().unwrap();
        assert!(made.success());
        let refused = w.write("p.csv", "y", true).unwrap_err().sentence("");
        assert!(refused.contains("without a reader"), "{refused}");
        let there = w.at("p.csv");
        let reader = std::thread::spawn(move || std::fs::read(there).unwrap());
        // Until the reader has opened it there is nobody.
        while matches!(w.write("p.csv", "y", true), Err(Refused::Kept(_, RefusalReason::NoReader))) {
            std::thread::yield_now();
        }
        assert_eq!(reader.join().unwrap(), b"new");
        let _socket = std::os::unix::net::UnixListener::bind(w.at("s.csv")).unwrap();
        std::fs::create_dir(w.at("d.csv")).unwrap();
        for (name, words) in [("s.csv", "a socket"), ("d.csv", "a folder")] {
            let refused = w.write(name, "y2", true).unwrap_err().sentence("");
            assert!(refused.contains(words), "{refused}");
        }
        assert!(std::fs::symlink_metadata(w.at("p.csv")).unwrap().file_type().is_fifo());
    }

    #[test]
    fn a_codebook_may_replace_one_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sayso.ron");
        let kept = |purpose| ProtectedFiles::new(purpose, Vec::new(), Vec::new());
        let write = |purpose| {
            let file = TextFile { path: path.clone(), text: "()", ending: "ron" };
            write(&[file], true, &kept(purpose))
        };
        write(Purpose::Codebook).unwrap();
        write(Purpose::Codebook).unwrap();
        assert!(matches!(write(Purpose::Export), Err(Refused::Kept(_, RefusalReason::Name))));
        disk::replace(&path, b"(theme: \"dusk\")").unwrap();
        assert!(matches!(write(Purpose::Codebook), Err(Refused::Kept(_, RefusalReason::NoCodebook))));
    }
}
