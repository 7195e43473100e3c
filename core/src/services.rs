//! What annotation tools ask of a service that suggests: a request as it arrives, the answer as it goes out, in the tool's own
//! format. No network, no disk: a body comes in, a body goes out.

pub mod inception;
pub mod label_studio;

use crate::detect::{DETECTOR, Detections, Detector};
use crate::document::Document;
use crate::document::xml::XmlError;
use crate::export::{Filter, Selected};
use crate::reading::Reading;
use std::sync::Arc;

/// Why a request cannot be answered: the sentence goes back to the tool.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It is no JSON, or not of the form that the protocol has.
    #[error("The request is not what the protocol asks for: {0}.")]
    Json(String),
    /// A part of it is no XML.
    #[error("{part} cannot be read: {cause}.")]
    Xml {
        /// Which part.
        part: &'static str,
        /// Where and why.
        cause: XmlError,
    },
    /// It declares a document type, which may stand for anything.
    #[error("{0} declares a document type (<!DOCTYPE …>), which is not read.")]
    DocumentType(&'static str),
    /// The CAS has no text.
    #[error("The CAS holds no text: no Sofa with an xmi:id and a sofaString.")]
    NoText,
    /// The ids of the CAS leave no room.
    #[error("The CAS has ids beyond 2,147,483,647: none can be given to what is added.")]
    Ids,
    /// A layer or a feature cannot be called so.
    #[error("“{0}” is no name of a layer or a feature: letters, digits, _ and, of a layer, dots.")]
    Name(String),
    /// The type system does not know the layer.
    #[error("The type system has no layer {0}.")]
    UnknownLayer(String),
    /// The layer has no such feature.
    #[error("The layer {layer} has no feature {feature}.")]
    UnknownFeature {
        /// The layer.
        layer: String,
        /// The feature.
        feature: String,
    },
    /// The values of the feature are no words.
    #[error("The feature {feature} holds {range}: only features that hold text can be suggested.")]
    NotText {
        /// The feature.
        feature: String,
        /// What it holds.
        range: String,
    },
    /// The labelling config has no labels for a text.
    #[error(
        "The labelling config has no <Labels> with the label Quote, Speaker or Cue for a <Text>: sayso codebook --to \
         label-studio writes one that has."
    )]
    NoLabels,
    /// The text of a task is somewhere else.
    #[error(
        "The text of the tasks is behind an address (valueType=\"url\"), and nothing is fetched: put it into the tasks."
    )]
    TextElsewhere,
    /// More tasks than are answered at once.
    #[error("More than {MAX_TASKS} tasks in one request.", MAX_TASKS = label_studio::MAX_TASKS)]
    TooMany,
}

impl From<serde_json::Error> for RequestError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.to_string())
    }
}

/// Who suggests: the version of the program and of its detector.
pub fn version() -> String {
    format!("sayso {} detector {DETECTOR}", env!("CARGO_PKG_VERSION"))
}

/// A text exactly as it was sent, with what is found in it. O(n).
fn read(detector: &Detector, text: &str) -> Reading {
    let document = Document::verbatim(text);
    let found: Detections = detector.extract(&document);
    Reading::new(Arc::new(document), Arc::new(found), crate::annotation::Set::default())
}

/// All that is suggested in it.
fn suggested(reading: &Reading) -> Selected<'_> {
    Selected::new(String::new(), reading, &Filter::with(true, false))
}

/// A part of a request that is XML: no byte-order mark, no document type.
fn checked<'a>(source: &'a str, part: &'static str) -> Result<&'a str, RequestError> {
    let source = source.trim_start_matches('\u{feff}');
    if source.contains("<!DOCTYPE") { Err(RequestError::DocumentType(part)) } else { Ok(source) }
}
