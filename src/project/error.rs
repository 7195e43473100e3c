//! Why a document is not found, not read or not opened.

use crate::config::Problem;
use crate::input::InputError;
use crate::isolation::{self, Stopped};
use crate::store::{OtherSidecars, ReadError};
use sayso_core::annotators::assignment::AssignmentError;
use sayso_core::document::LoadError;
use std::io;
use std::path::PathBuf;

/// Why a document is not found, not read or not opened: what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is at the path.
    #[error("{}: there is no such file.{}", path.display(), meant(similar.as_deref()))]
    NotFound {
        /// The path.
        path: PathBuf,
        /// A file whose name is nearly the same.
        similar: Option<String>,
    },
    /// The path is a symbolic link to nothing.
    #[error("{}: it is a broken link.", .0.display())]
    BrokenLink(PathBuf),
    /// A file is there and cannot be read.
    #[error("{}: {error}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: InputError,
    },
    /// Standard input cannot be read.
    #[error("Cannot read standard input: {0}.")]
    StandardInput(io::Error),
    /// Standard input has more bytes than a document may.
    #[error("Standard input: {0}.")]
    StandardInputTooLarge(InputError),
    /// A folder holds no document; how many exports it holds.
    #[error("{}: no document is in this folder{}. {READABLE}", folder.display(), but(*exports))]
    EmptyFolder {
        /// The folder.
        folder: PathBuf,
        /// Exports of ours in it, which are no documents.
        exports: usize,
    },
    /// A pattern that no document matches; how many exports do.
    #[error("{}: there is no such file, and no document matches it as a pattern{}.", pattern.display(), but(*exports))]
    NoMatch {
        /// The pattern.
        pattern: PathBuf,
        /// Exports of ours that match, which are no documents.
        exports: usize,
    },
    /// What is neither a file nor a pattern.
    #[error("{}: there is no such file, and it cannot be used as a pattern: {why}.", pattern.display())]
    Pattern {
        /// What was given.
        pattern: PathBuf,
        /// Why.
        why: String,
    },
    /// A line of a table that is no document.
    #[error("{file}:{line}: this line is left out: {why}")]
    NoRow {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// Why, a sentence.
        why: String,
    },
    /// A folder where a document is expected.
    #[error("{}: this is a folder: sayso FOLDER opens it.", .0.display())]
    Folder(PathBuf),
    /// A scratch page where a document is expected.
    #[error("{}: this is a scratch page, not a document: open a document or the folder with sayso, then g \" shows it.", .0.display())]
    ScratchPage(PathBuf),
    /// A pipe or a device where a document is expected.
    #[error("{}: this is not an ordinary file; pipe it into sayso - instead.", .0.display())]
    NotAFile(PathBuf),
    /// A file of many documents that holds none.
    #[error("{0}: no document is in this file.")]
    EmptyCollection(String),
    /// A file of many documents holds none of that name.
    #[error("{file}: no document in it is called {wanted}. It holds {count}: name one by its number, 1 to {count}.")]
    NoMember {
        /// The file.
        file: String,
        /// What was asked for.
        wanted: String,
        /// How many documents it holds.
        count: usize,
    },
    /// The bytes were not loaded into a document.
    #[error("{}", not_loaded(name, error))]
    NotLoaded {
        /// What the document is called.
        name: String,
        /// Why.
        error: isolation::Error,
    },
    /// A sidecar or its journal cannot be read.
    #[error(transparent)]
    Sidecar(#[from] ReadError),
    /// Several sidecars may belong to the document, and nobody chose one.
    #[error("{}", several_fit(others, name))]
    SeveralFit {
        /// What the document is called.
        name: String,
        /// The sidecars.
        others: Box<OtherSidecars>,
    },
    /// One sidecar was named for several documents.
    #[error("--sidecar applies only to the document it was given for")]
    OneSidecar,
    /// What was shared out among annotators cannot be read.
    #[error("{}: {error}", path.display())]
    Assignments {
        /// The file.
        path: PathBuf,
        /// Why.
        error: AssignmentError,
    },
    /// There is no folder to keep annotations in.
    #[error("The system names no home folder to keep annotations in.")]
    NoHome,
    /// A codebook that cannot be used.
    #[error("{}", .0.iter().map(Problem::in_one_line).collect::<Vec<_>>().join("\n"))]
    Codebook(Vec<Problem>),
}

fn meant(similar: Option<&str>) -> String {
    similar.map(|name| format!(" Did you mean {name}?")).unwrap_or_default()
}

fn but(exports: usize) -> String {
    left_out(exports).map(|words| format!(" ({words})")).unwrap_or_default()
}

fn not_loaded(name: &str, error: &isolation::Error) -> String {
    match error {
        isolation::Error::Load(error) => {
            let hint = match error {
                LoadError::NotText(_) => format!(" {READABLE} If it is text all the same: sayso --input txt {name}"),
                LoadError::NoColumn(..) => " --column names one.".to_owned(),
                _ => String::new(),
            };
            format!("{name}: {error}{hint}")
        }
        isolation::Error::Stopped(Stopped::Time(limit)) => format!(
            "{name}: reading it took longer than {} s, so it was left out. --time-limit SECONDS gives it more.",
            limit.as_secs()
        ),
        isolation::Error::Stopped(why) => format!("{name}: {why}, so it was left out."),
        isolation::Error::NoProcess(_) => format!("{name}: {error}"),
    }
}

/// What can be read, for messages.
pub const READABLE: &str = "sayso reads txt, md, org, html, epub, fb2, pdf, docx, odt, rtf, eml, mbox, \
srt, vtt, sbv, ass, ttml, fountain, fdx, json of speech recognition, transcripts of ELAN, Praat, Transcriber, CHAT and oTranscribe, \
TEI and other XML, ipynb, tables of articles (jsonl, csv), and a zip with one of these.";

/// The sentence about so many exports, without its stop; none without any.
pub fn left_out(exports: usize) -> Option<String> {
    match exports {
        0 => None,
        1 => Some("1 export left out".to_owned()),
        n => Some(format!("{n} exports left out")),
    }
}

/// The sentence about decisions of which nobody said which belong to the document.
pub fn several_fit(others: &OtherSidecars, name: &str) -> String {
    let places: Vec<String> = others.choices.iter().map(|other| other.path.display().to_string()).collect();
    format!(
        "{name}: decisions about the same text lie in {} places, and nobody said which belong to it, so that none are taken: {}. \
         The reader asks; --sidecar names one.",
        places.len(),
        places.join(", ")
    )
}
