//! Why something could not be read from a file of another program.

use crate::annotation::sidecar::SidecarError;
use crate::document::LoadError;
use crate::document::XmlError;
use std::borrow::Cow;

/// Why nothing could be read from a file: what is wrong with it and where, without the stop of a sentence, so that it
/// can stand behind the file's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// Nothing is in it.
    #[error("it is empty")]
    Empty,
    /// It is not in the encoding of this name, which its first bytes declare.
    #[error("it says it is {0} and is not: save it as UTF-8")]
    DeclaredEncoding(&'static str),
    /// A line, from 1, is not UTF-8.
    #[error("line {line} is not UTF-8: save it as UTF-8")]
    NotUtf8 {
        /// Its number.
        line: usize,
    },
    /// It is not JSON, from a place on.
    #[error("{0}. Export it again, or correct that place")]
    Json(JsonError),
    /// Its first row is not CSV.
    #[error("its first row cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// It is not XML, from a place on.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It is an archive that cannot be read.
    #[error(transparent)]
    Archive(#[from] LoadError),
    /// It is a sidecar that cannot be read.
    #[error("{}", no_stop(.0))]
    Sidecar(#[from] SidecarError),
    /// It lacks what every file of the format has.
    #[error("{0}")]
    WrongFormat(&'static str),
    /// Its outermost element is not the one of the format.
    #[error("it does not begin with {element}{}", cause.as_ref().map(|cause| format!(": {cause}")).unwrap_or_default())]
    WrongRoot {
        /// The element, and what has it.
        element: &'static str,
        /// What is wrong with the XML, where something is.
        cause: Option<XmlError>,
    },
    /// The XML breaks before the text that everything refers to.
    #[error("its text cannot be read: {0}. Export it again")]
    NoText(XmlError),
}

/// A sentence without its stop.
fn no_stop(error: &SidecarError) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

/// A place that is not valid JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column} is not valid JSON: {message}")]
pub struct JsonError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl From<&serde_json::Error> for JsonError {
    fn from(error: &serde_json::Error) -> Self {
        let message = error.to_string();
        // The place is given apart.
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(words, _)| words);
        Self { line: error.line(), column: error.column(), message: message.to_owned() }
    }
}

/// Why one record of a file could not be read; the others are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RecordError(Cow<'static, str>);

impl From<&'static str> for RecordError {
    fn from(sentence: &'static str) -> Self {
        Self(sentence.into())
    }
}

impl From<String> for RecordError {
    fn from(sentence: String) -> Self {
        Self(sentence.into())
    }
}
