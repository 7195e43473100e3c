//! The documents that are named, one at a time: of files of many only what is next is held, where they can be gone through
//! so.

use super::source::{self, Shape, Source};
use super::{Error, Project};
use crate::input::{self, Lines, Pipes};
use sayso_core::document::{JsonLines, LoadOptions};
use std::collections::VecDeque;
use std::path::Path;

/// Goes through the documents of files, in the order of the files.
pub struct Documents<'a> {
    project: &'a Project,
    files: std::vec::IntoIter<Source>,
    open: Option<OpenFile>,
    /// Bytes of the files that were gone through.
    passed: u64,
}

/// A file of many that is being gone through.
enum OpenFile {
    /// Its documents are at hand.
    Held(std::vec::IntoIter<Source>),
    /// They are read as they are asked for.
    Rows(Box<Rows>),
}

/// The rows of JSON lines.
struct Rows {
    name: String,
    options: LoadOptions,
    lines: Lines,
    /// The line that was looked at.
    first: Option<Vec<u8>>,
    number: usize,
    documents: JsonLines,
    /// Documents of the last line that were not given yet.
    waiting: VecDeque<Source>,
    /// Bytes of the file up to the last line.
    position: u64,
}

impl<'a> Documents<'a> {
    /// Those of `files`, as the paths and patterns of a call name them.
    pub fn new(files: Vec<Source>, project: &'a Project) -> Self {
        Self { project, files: files.into_iter(), open: None, passed: 0 }
    }

    /// How many bytes of the files were gone through.
    pub fn bytes_read(&self) -> u64 {
        let inside = match &self.open {
            Some(OpenFile::Rows(rows)) => rows.position,
            Some(OpenFile::Held(_)) | None => 0,
        };
        self.passed + inside
    }

    /// Begins a file; gives it where it is one document.
    fn begin(&mut self, file: Source) -> Result<Option<Source>, Error> {
        let held = match &file {
            Source::File(path) => match source::shape_of(path, self.project)? {
                Shape::Single => None,
                Shape::Several => source::held(path, self.project)?,
                Shape::Rows => match Rows::open(path, self.project)? {
                    None => source::held(path, self.project)?,
                    Some(rows) => {
                        self.open = Some(OpenFile::Rows(Box::new(rows)));
                        return Ok(None);
                    }
                },
            },
            Source::Stdin => Some(source::members_of(&file.read()?, Path::new("-"), self.project)?),
            // What standard input gave.
            Source::Member { path, bytes, .. } if path.as_os_str() == "-" => {
                Some(source::members_of(bytes, path, self.project)?)
            }
            Source::Member { .. } => None,
        };
        self.passed += length_of(&file);
        let Some(held) = held else { return Ok(Some(file)) };
        self.open = Some(OpenFile::Held(held.into_iter()));
        Ok(None)
    }
}

impl Iterator for Documents<'_> {
    type Item = Result<Source, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let next = match &mut self.open {
                Some(OpenFile::Held(all)) => all.next().map(Ok),
                Some(OpenFile::Rows(rows)) => rows.next(),
                None => None,
            };
            if next.is_some() {
                return next;
            }
            if let Some(OpenFile::Rows(rows)) = self.open.take() {
                self.passed += rows.lines.bytes_read();
            }
            let file = self.files.next()?;
            match self.begin(file).transpose() {
                None => {}
                some => return some,
            }
        }
    }
}

impl Rows {
    /// Begins a file; `None` where it has to be read as a whole: one array, or objects over several lines.
    fn open(path: &Path, project: &Project) -> Result<Option<Self>, Error> {
        let unreadable = |error| source::unreadable(path, error);
        let file = input::open(path, Pipes::Refused).map_err(unreadable)?;
        let mut lines = Lines::new(Box::new(file)).map_err(|e| unreadable(e.into()))?;
        let mut number = 0;
        let first = loop {
            number += 1;
            match lines.next().transpose().map_err(|e| unreadable(e.into()))? {
                Some(line) if is_blank(&line) => {}
                Some(line) if JsonLines::can_begin_with(&line) => break line,
                Some(_) | None => return Ok(None),
            }
        };
        Ok(Some(Self {
            name: path.display().to_string(),
            options: project.options.clone(),
            lines,
            first: Some(first),
            number: number - 1,
            documents: JsonLines::default(),
            waiting: VecDeque::new(),
            position: 0,
        }))
    }

    fn next(&mut self) -> Option<Result<Source, Error>> {
        loop {
            if let Some(source) = self.waiting.pop_front() {
                return Some(Ok(source));
            }
            let line = match self.first.take() {
                Some(line) => Ok(line),
                None => self.lines.next()?,
            };
            self.number += 1;
            self.position = self.lines.bytes_read();
            let failed = |why| Some(Err(Error::NoRow { file: self.name.clone(), line: self.number, why }));
            let line = match line {
                Ok(line) if is_blank(&line) => continue,
                Ok(line) => line,
                Err(error) => return failed(error.to_string()),
            };
            match self.documents.members(&line, &self.options.limits) {
                Ok(found) => self.waiting.extend(found.into_iter().map(|m| source::of_member(&self.name, m))),
                Err(error) => return failed(error.to_string()),
            }
        }
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// How many bytes a file has, where that is known.
pub fn length_of(file: &Source) -> u64 {
    match file {
        Source::File(path) => std::fs::metadata(path).map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 }),
        Source::Member { bytes, .. } => bytes.len() as u64,
        Source::Stdin => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    fn names(project: &Project, files: &[&Path]) -> Vec<Result<String, String>> {
        let files = files.iter().map(|p| Source::File(p.to_path_buf())).collect();
        let name = |s: Source| s.name().rsplit('/').next().unwrap_or_default().to_owned();
        Documents::new(files, project).map(|d| d.map(name).map_err(|e| e.to_string())).collect()
    }

    #[test]
    fn documents_come_one_at_a_time_and_a_bad_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let rows = "{\"id\": \"x\", \"text\": \"One.\"}\n\nno json\n{\"id\": \"x\", \"text\": \"Two.\"}\n";
        disk::replace(&at("a.txt"), b"words").unwrap();
        disk::replace(&at("b.jsonl"), rows.as_bytes()).unwrap();
        disk::replace(&at("c.jsonl"), b"[\n{\"id\": 1, \"text\": \"Three.\"}\n]").unwrap();
        let project = Project::default();
        let found = names(&project, &[&at("a.txt"), &at("b.jsonl"), &at("c.jsonl#9"), &at("c.jsonl")]);
        let fine: Vec<&str> = found.iter().filter_map(|f| f.as_deref().ok()).collect();
        assert_eq!(fine, ["a.txt", "b.jsonl#x", "b.jsonl#x-2", "c.jsonl#1"]);
        let told: Vec<&str> = found.iter().filter_map(|f| f.as_ref().err().map(String::as_str)).collect();
        assert!(told.len() == 2 && told[0].contains("b.jsonl:3: ") && told[1].contains("is called 9"), "{told:?}");
        let mut documents = Documents::new(vec![Source::File(at("b.jsonl"))], &project);
        while documents.next().is_some() {}
        assert_eq!(documents.bytes_read(), rows.len() as u64);
    }
}
