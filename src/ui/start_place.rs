//! Where the reader begins when the command line says so.

use sayso_core::annotators::adjudication::Prefill;
use sayso_core::document::{Document, Format};
use sayso_core::search::Query;
use sayso_core::span::Span;

/// A place of a document, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartPlace {
    /// A line of a plain text, a paragraph of anything else; from 1.
    Line(u32),
    /// A time of the recording, or a page.
    Named(String),
    /// Words, searched from the beginning.
    Words(String),
    /// A stretch of its reading text, in bytes.
    Stretch(Span),
    /// A stretch of it, in code points.
    Chars(u32, u32),
    /// The record of an id.
    Record(String),
    /// A quotation of the scratch page: its record where it has one, else its words.
    Quotation {
        /// Id of the record.
        id: Option<String>,
        /// The words, parts with ` … ` between them.
        words: String,
    },
    /// Its first quotation that is wrong, beside these sources, paths from its folder: what is not attached yet is.
    Checked(Vec<String>),
    /// Its first place that annotators differ in.
    Adjudicated {
        /// They; everybody who has a sidecar where none is named.
        of: Vec<String>,
        /// What is proposed.
        prefill: Prefill,
    },
    /// What a question to all documents found there.
    Found {
        /// Where it stood, in bytes.
        span: Span,
        /// The words that stood there.
        words: String,
        /// What was searched for, where that can be searched for here.
        query: Option<Query>,
    },
}

impl StartPlace {
    /// The byte where it is, or why there is none; nothing for what is looked for otherwise.
    pub fn byte(&self, document: &Document) -> Option<Result<u32, String>> {
        match self {
            Self::Line(number) => Some(document.line_or_paragraph(*number).ok_or_else(|| {
                let what = if document.origin.format == Format::Text { "line" } else { "paragraph" };
                format!("There is no {what} {number} in this document")
            })),
            Self::Named(words) => {
                Some(document.named_place(words).ok_or_else(|| format!("This document has no place {words}")))
            }
            Self::Found { span, words, .. } => (span.of(document.text()) == words).then_some(Ok(span.start)),
            Self::Chars(start, _) => document.offsets().to_byte(document.text(), *start).map(Ok),
            Self::Words(_)
            | Self::Stretch(_)
            | Self::Record(_)
            | Self::Quotation { .. }
            | Self::Checked(_)
            | Self::Adjudicated { .. } => None,
        }
    }
}
