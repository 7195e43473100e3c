//! What is kept beside the output of a run, `OUT.manifest.json`: what was asked for, of what, by which version, how far it is,
//! what could not be read. From it a run that was ended goes on.

use crate::clock;
use crate::input::{self, InputError};
use crate::project::Source;
use crate::store::growing::with_ending;
use sayso_core::detect::DETECTOR;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Most bytes of a manifest: some two million input files.
const MAX_MANIFEST: u64 = 256 << 20;
/// Most failures that are listed: of a pile where everything fails the first tell why.
pub const MAX_FAILURES: usize = 10_000;
/// How every manifest begins.
const BEGIN: &[u8] = b"{\n  \"sayso\":";

/// A file that is gone through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its path as it was named.
    pub path: String,
    /// How many bytes it has; 0 for what is no ordinary file.
    pub bytes: u64,
    /// When it was changed last, RFC 3339 with fractions of a second; empty where nobody knows.
    pub modified: String,
}

impl Input {
    /// What a file is like now.
    pub fn of(source: &Source) -> Self {
        match source {
            Source::File(path) => Self { path: source.name(), ..Self::at(path) },
            Source::Stdin | Source::Member { .. } => Self { path: source.name(), bytes: 0, modified: String::new() },
        }
    }

    /// What the file at a path is like now.
    pub fn at(path: &Path) -> Self {
        let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
        let modified = meta.as_ref().and_then(|meta| jiff::Timestamp::try_from(meta.modified().ok()?).ok());
        Self {
            path: path.display().to_string(),
            bytes: meta.map_or(0, |meta| meta.len()),
            modified: modified.map(|at| at.to_string()).unwrap_or_default(),
        }
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It goes on, or was ended.
    Running,
    /// All is written.
    Done,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Version of the program.
    pub sayso: String,
    /// Number of the detector.
    pub detector: String,
    /// The subcommand.
    pub command: String,
    /// What of its arguments shapes the output.
    pub arguments: Vec<String>,
    /// The files that are gone through, and then those that are read beside them.
    pub inputs: Vec<Input>,
}

impl Order {
    /// An order for this version.
    pub fn new(command: &str, arguments: Vec<String>, files: &[Source]) -> Self {
        Self {
            sayso: env!("CARGO_PKG_VERSION").to_owned(),
            detector: DETECTOR.to_owned(),
            command: command.to_owned(),
            arguments,
            inputs: files.iter().map(Input::of).collect(),
        }
    }

    /// The same, with files that shape the output beside those that are gone through.
    pub fn beside(mut self, files: impl IntoIterator<Item = PathBuf>) -> Self {
        self.inputs.extend(files.into_iter().map(|path| Input::at(&path)));
        self
    }

    /// In what another order differs, in words that follow "it was begun …"; `None` where it is the same.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let Self { sayso, detector, command, arguments, inputs } = self;
        let words = |arguments: &[String]| match arguments.join(" ") {
            none if none.is_empty() => "no options".to_owned(),
            words => words,
        };
        if (sayso, detector) != (&other.sayso, &other.detector) {
            let this = format!("version {} with detector {}", other.sayso, other.detector);
            return Some(format!("by version {sayso} with detector {detector}, and this is {this}"));
        }
        if command != &other.command {
            return Some(format!("by sayso {command}, and this is sayso {}", other.command));
        }
        if arguments != &other.arguments {
            return Some(format!("with {}, and now it is {}", words(arguments), words(&other.arguments)));
        }
        let changed = inputs.iter().zip(&other.inputs).find(|(a, b)| a != b);
        if let Some((before, now)) = changed {
            return Some(if before.path == now.path {
                format!("when {} was another: it has changed since", before.path)
            } else {
                format!("with {} where there is {} now", before.path, now.path)
            });
        }
        let more = |these: &[Input], than: &[Input]| these.get(than.len()).map(|input| input.path.clone());
        let gone = more(inputs, &other.inputs).map(|path| format!("with {path}, which is not there now"));
        gone.or_else(|| more(&other.inputs, inputs).map(|path| format!("without {path}, which is there now")))
    }
}

/// What came of documents so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Documents, or lines of input, that were gone through.
    pub documents: u64,
    /// How many of them could not be read.
    pub failed: u64,
    /// Why, of the first ones: a sentence each.
    pub failures: Vec<String>,
    /// Other things that are counted, by name.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub more: std::collections::BTreeMap<String, u64>,
}

impl Counts {
    /// Notes one that could not be read.
    pub fn fail(&mut self, sentence: String) {
        self.failed += 1;
        if self.failures.len() < MAX_FAILURES {
            self.failures.push(sentence);
        }
    }
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What was asked for.
    #[serde(flatten)]
    pub order: Order,
    /// How far it is.
    pub state: State,
    /// When it was begun, RFC 3339.
    pub begun: String,
    /// When this was written.
    pub written: String,
    /// How many bytes of output belong to what was gone through.
    pub bytes: u64,
    /// What was gone through.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What stands in the place of a manifest.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// One.
    Manifest(Box<Manifest>),
    /// One of which a part is missing.
    Damaged,
    /// Something else; why it is none, a phrase.
    Other(String),
}

impl Manifest {
    /// One of a run that begins now.
    pub fn begin(order: Order) -> Self {
        let now = clock::in_seconds(clock::now());
        Self { order, state: State::Running, begun: now.clone(), written: now, bytes: 0, counts: Counts::default() }
    }

    /// Where that of the output at `path` is.
    pub fn path_of(path: &Path) -> PathBuf {
        with_ending(path, ".manifest.json")
    }

    /// Its bytes: JSON for people too.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = serde_json::to_vec_pretty(self).unwrap_or_default();
        out.push(b'\n');
        out
    }
}

/// Reads what is in the place of a manifest.
pub fn find(path: &Path) -> Found {
    let bytes = match input::read(path, MAX_MANIFEST) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() && path.symlink_metadata().is_err() => return Found::Nothing,
        Err(error @ (InputError::Io(_) | InputError::NotAFile(_) | InputError::TooLarge(_))) => {
            return Found::Other(error.to_string());
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(manifest) => Found::Manifest(Box::new(manifest)),
        Err(_) if bytes.starts_with(BEGIN) || BEGIN.starts_with(&bytes) => Found::Damaged,
        Err(_) => Found::Other("it is not a manifest of sayso".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    #[test]
    fn a_manifest_comes_back_and_a_torn_one_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.manifest.json");
        assert!(matches!(find(&path), Found::Nothing));
        let mut manifest = Manifest::begin(Order::new("detect", vec!["--format".into(), "jsonl".into()], &[]));
        manifest.counts.fail("a.pdf: no.".to_owned());
        manifest.counts.more.insert("lost".to_owned(), 2);
        let bytes = manifest.to_bytes();
        disk::replace(&path, &bytes).unwrap();
        assert!(matches!(find(&path), Found::Manifest(found) if *found == manifest));
        for end in 0..bytes.len() - 2 {
            disk::replace(&path, &bytes[..end]).unwrap();
            assert!(matches!(find(&path), Found::Damaged), "{end}");
        }
        disk::replace(&path, b"{\"name\": \"a page\"}").unwrap();
        assert!(matches!(find(&path), Found::Other(_)));
    }

    #[test]
    fn what_differs_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        disk::replace(&at("a.txt"), b"words").unwrap();
        let files = [Source::File(at("a.txt"))];
        let order = |format: &str| Order::new("detect", vec!["--format".into(), format.into()], &files);
        let one = order("jsonl");
        assert_eq!(one.difference(&order("jsonl")), None);
        assert_eq!(one.difference(&order("csv")).unwrap(), "with --format jsonl, and now it is --format csv");
        let fewer = Order { inputs: Vec::new(), ..one.clone() };
        assert!(one.difference(&fewer).unwrap().ends_with("a.txt, which is not there now"));
        disk::replace(&at("a.txt"), b"other words").unwrap();
        assert!(one.difference(&order("jsonl")).unwrap().contains("has changed since"));
        let older = Order { detector: "1".to_owned(), ..one.clone() };
        assert!(older.difference(&one).unwrap().starts_with("by version"));
    }

    #[test]
    fn failures_without_end_are_only_counted() {
        let mut counts = Counts::default();
        (0..MAX_FAILURES + 5).for_each(|n| counts.fail(n.to_string()));
        assert_eq!((counts.failures.len(), counts.failed), (MAX_FAILURES, MAX_FAILURES as u64 + 5));
    }
}
