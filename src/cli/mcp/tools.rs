//! What can be asked for: each tool with what it takes, what it answers, and how much of it at most.

mod arguments;
mod detect;
mod find;
mod said;
mod verify;

use super::root::Root;
use super::version::Knows;
use crate::cli::{Common, batch};
use crate::project::Project;
use arguments::Arguments;
use sayso_core::detect::{Detector, QuoteMarks};
use serde_json::{Map, Value, json};

/// Bytes of an answer, about, beyond which the rest is left out and told.
const MAX_ANSWER: usize = 256 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub enum ToolError {
    /// No tool is called so.
    Unknown,
    /// What is wrong with the call, in a sentence.
    Refused(String),
    /// Ours.
    Mistake,
}

impl From<String> for ToolError {
    fn from(sentence: String) -> Self {
        Self::Refused(sentence)
    }
}

/// The tools of a session.
pub struct Tools {
    common: Common,
    root: Option<Root>,
    detector: Detector,
    marks: QuoteMarks,
}

/// A tool.
struct Tool {
    name: &'static str,
    title: &'static str,
    doc: &'static str,
    /// Whether it reads files.
    reads: bool,
    /// What it takes: a name, a type, what it means; those that begin with `!` are required.
    takes: &'static [(&'static str, &'static str, &'static str)],
    /// The field of the answer that is a list, and how its elements are called.
    list: &'static str,
    answer: fn(&Tools, &Arguments<'_>) -> Result<Value, String>,
}

/// All tools, in the order they are listed.
const ALL: [Tool; 4] = [
    Tool {
        name: "detect",
        title: "Who says what in a text",
        doc: "Find every quotation and reported statement in a text, with who says it, how probable that is and why. Offsets are \
              code points. Answers what is suggested; nobody has decided it.",
        reads: false,
        takes: &[
            ("!text", "string", "The text, at most 4 MB"),
            ("language", "string", "The language it is in, as en, de, fr or es; by default that of each paragraph"),
            ("offset", "integer", "Leave out so many statements at the beginning"),
        ],
        list: "statements",
        answer: detect::answer,
    },
    Tool {
        name: "who_said_what",
        title: "Who says what in a document",
        doc: "The statements of one document below the root folder: the words, who said them, where they stand (paragraph, page \
              or time), and whether a person decided it or it is only suggested.",
        reads: true,
        takes: &[
            (
                "!path",
                "string",
                "The document, relative to the root folder; FILE#NAME for one document of a file of many",
            ),
            ("speaker", "string", "Only what this speaker says"),
            ("decided", "boolean", "Only what a person decided"),
            ("offset", "integer", "Leave out so many statements at the beginning"),
            ("limit", "integer", "At most so many statements, 100 unless told, 500 at most"),
        ],
        list: "statements",
        answer: said::answer,
    },
    Tool {
        name: "find",
        title: "Words in many documents",
        doc: "Find words in all documents below the root folder, with who says them. Words as they follow each other, \"words in \
              quotation marks\" near other words, /expression/; @speaker, #label, since:2026-03-01, until:2026, near:5.",
        reads: true,
        takes: &[
            ("!words", "string", "What to look for"),
            ("path", "string", "A document or folder to look in, relative to the root folder; by default all of it"),
            ("speaker", "string", "Only what this speaker says"),
            ("in", "string", "Where to look: quotes (what somebody says), claims, or text (anywhere)"),
            ("since", "string", "Only documents of this day or later, as 2026-03-01"),
            ("until", "string", "Only documents of this day or earlier"),
            ("limit", "integer", "At most so many results, 20 unless told, 200 at most"),
        ],
        list: "results",
        answer: find::answer,
    },
    Tool {
        name: "verify",
        title: "Quotations against their sources",
        doc: "Check every quotation of an article against its sources: are these words, said by this person, in these files? It \
              does not answer whether a source is right, current, complete or fairly used.",
        reads: true,
        takes: &[
            ("article", "string", "The article, relative to the root folder; this or text"),
            ("text", "string", "The text of the article; this or article"),
            ("!against", "array", "What it quotes: documents and folders, relative to the root folder"),
            ("findings", "boolean", "Only quotations that are not sound"),
            ("offset", "integer", "Leave out so many quotations at the beginning"),
            ("limit", "integer", "At most so many quotations, 50 unless told, 200 at most"),
        ],
        list: "quotations",
        answer: verify::answer,
    },
];

impl Tools {
    pub fn new(common: Common, root: Option<Root>) -> Self {
        Self { common, root, detector: Detector::new(), marks: QuoteMarks::new() }
    }

    /// What the tools are for.
    pub fn instructions(&self) -> &'static str {
        match self.root {
            Some(_) => {
                "sayso finds quotations and reported statements and who says them. Paths are relative to the root folder. What is \
                 suggested is a guess with a probability; what is decided a person has checked. Nothing is changed."
            }
            None => {
                "sayso finds quotations and reported statements in a text and who says them. It was started without --root, so no \
                 file is read."
            }
        }
    }

    /// The tools as a list of the protocol.
    pub fn list(&self, knows: Knows) -> Vec<Value> {
        ALL.iter().filter(|tool| self.root.is_some() || !tool.reads).map(|tool| tool.listed(knows)).collect()
    }

    /// Calls a tool.
    ///
    /// # Errors
    /// When there is none of that name, or it is called wrongly.
    pub fn call(&self, name: &str, arguments: &Map<String, Value>) -> Result<Value, ToolError> {
        let tool = ALL.iter().find(|tool| tool.name == name).ok_or(ToolError::Unknown)?;
        if tool.reads && self.root.is_none() {
            return Err(ToolError::Refused("sayso was started without --root DIR, so no file is read.".to_owned()));
        }
        let arguments = Arguments::new(arguments, tool.takes)?;
        let answer = batch::guarded(|| (tool.answer)(self, &arguments)).ok_or(ToolError::Mistake)?;
        Ok(answer?)
    }

    /// The root folder; the tools that need it are not called without.
    fn root(&self) -> Result<&Root, String> {
        self.root.as_ref().ok_or_else(|| "sayso was started without --root DIR.".to_owned())
    }

    /// How documents are opened for one call: nothing of it is kept for the next.
    fn project(&self) -> Project {
        Project { read_only: true, sidecar: None, ..self.common.project() }
    }
}

impl Tool {
    fn listed(&self, knows: Knows) -> Value {
        let mut properties = Map::new();
        for (name, kind, doc) in self.takes {
            let mut schema = json!({"type": kind, "description": doc});
            let more = match *kind {
                "integer" => Some(("minimum", json!(0))),
                "array" => Some(("items", json!({"type": "string"}))),
                _ => None,
            };
            if let (Some(map), Some((field, value))) = (schema.as_object_mut(), more) {
                map.insert(field.to_owned(), value);
            }
            properties.insert(name.trim_start_matches('!').to_owned(), schema);
        }
        let required: Vec<&str> = self.takes.iter().filter_map(|(name, ..)| name.strip_prefix('!')).collect();
        let mut out = json!({
            "name": self.name,
            "description": self.doc,
            "inputSchema": {"type": "object", "properties": properties, "required": required, "additionalProperties": false},
        });
        let Some(map) = out.as_object_mut() else { return out };
        if knows.hints {
            let hints =
                json!({"title": self.title, "readOnlyHint": true, "idempotentHint": true, "openWorldHint": false});
            map.insert("annotations".to_owned(), hints);
        }
        if knows.structure {
            map.insert("title".to_owned(), self.title.into());
            let list = json!({"type": "array", "items": {"type": "object"}});
            let left = json!({"type": "integer", "description": "How many are left out behind the last one; offset asks for them"});
            let schema = json!({"type": "object", "properties": {self.list: list, "left_out": left}, "required": [self.list, "left_out"]});
            map.insert("outputSchema".to_owned(), schema);
        }
        out
    }
}

/// The values that fit into an answer after the first `offset` ones, at most `limit`, and how many are left out behind them.
fn page(values: impl IntoIterator<Item = Value>, offset: usize, limit: usize) -> (Vec<Value>, usize) {
    let (mut out, mut bytes, mut left) = (Vec::new(), 0, 0);
    for value in values.into_iter().skip(offset) {
        // The first is told whatever its size: who asks again behind it gets on.
        if left > 0 || out.len() >= limit || (bytes > MAX_ANSWER && !out.is_empty()) {
            left += 1;
            continue;
        }
        bytes += value.to_string().len();
        out.push(value);
    }
    (out, left)
}
