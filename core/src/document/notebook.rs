//! Notebooks of Jupyter (`.ipynb`): what is written between the programs is Markdown and read as such; programs and what they
//! put out are counted.

use super::{Limits, LoadError, Parsed, json, markdown};
use serde::Deserialize;
use serde_json::Value;

/// What the file is called in messages.
const KIND: &str = "a notebook";

#[derive(Deserialize)]
struct Notebook {
    #[serde(default)]
    cells: Vec<Cell>,
    /// Version 3 and before.
    #[serde(default)]
    worksheets: Vec<Worksheet>,
    #[serde(default)]
    metadata: Value,
}

#[derive(Deserialize)]
struct Worksheet {
    #[serde(default)]
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    #[serde(default, rename = "cell_type")]
    kind: String,
    #[serde(default)]
    source: Lines,
    /// Of a heading, in version 3.
    #[serde(default)]
    level: usize,
}

/// Text as one string or line by line.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    Whole(String),
    Each(Vec<String>),
    Other(serde::de::IgnoredAny),
}

impl Default for Lines {
    fn default() -> Self {
        Self::Whole(String::new())
    }
}

impl Lines {
    fn text(&self) -> String {
        match self {
            Self::Whole(text) => text.clone(),
            Self::Each(lines) => lines.concat(),
            Self::Other(_) => String::new(),
        }
    }
}

/// Reads it. O(n).
///
/// # Errors
/// When it is no notebook, or holds more than the limits allow.
pub fn read(source: &str, limits: &Limits) -> Result<Parsed, LoadError> {
    json::within(source, limits)?;
    let notebook: Notebook =
        serde_json::from_str(source).map_err(|error| LoadError::Damaged(KIND, error.to_string()))?;
    let mut text = String::new();
    let mut programs = 0;
    for cell in notebook.cells.iter().chain(notebook.worksheets.iter().flat_map(|w| &w.cells)) {
        match cell.kind.as_str() {
            "markdown" | "raw" | "heading" | "html" => {
                if cell.kind == "heading" {
                    text += &"#".repeat(cell.level.clamp(1, 6));
                    text.push(' ');
                }
                text += &cell.source.text();
                text += "\n\n";
            }
            _ => programs += 1,
        }
    }
    let mut read = markdown::read_within(&text, limits)?;
    read.left.cells += programs;
    let title = notebook.metadata.get("title").and_then(Value::as_str).filter(|t| !t.trim().is_empty());
    read.meta.title = read.meta.title.or_else(|| title.map(str::to_owned));
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, LoadOptions, load};

    fn words(source: &str) -> String {
        read(source, &Limits::default()).map(|read| read.text).unwrap_or_default()
    }

    #[test]
    fn what_is_written_is_read_and_programs_are_counted() {
        let source = r##"{"cells": [
            {"cell_type": "markdown", "source": ["# Tides\n", "\n", "“Slack water,” said Mira Tolle."]},
            {"cell_type": "code", "source": "print(1)", "outputs": [{"text": ["1"]}]},
            {"cell_type": "markdown", "source": "It *was*."}], "metadata": {"title": "Log"}, "nbformat": 4, "nbformat_minor": 5}"##;
        let read = read(source, &Limits::default()).unwrap();
        assert_eq!(read.text, "Tides\n\n“Slack water,” said Mira Tolle.\n\nIt was.");
        assert_eq!(read.left.in_words().as_deref(), Some("1 program cell not shown"));
        let document = load(source.as_bytes(), "a", &LoadOptions::default()).unwrap();
        assert_eq!(document.origin.format, Format::Notebook);
    }

    #[test]
    fn earlier_versions_keep_cells_in_worksheets() {
        let source = r#"{"nbformat": 3, "worksheets": [{"cells": [
            {"cell_type": "heading", "level": 2, "source": ["Tides"]}, {"cell_type": "markdown", "source": ["High."]}]}]}"#;
        assert_eq!(words(source), "Tides\n\nHigh.");
    }

    #[test]
    fn odd_cells_are_no_reason_to_stop() {
        assert_eq!(
            words(r#"{"cells": [{}, {"cell_type": "markdown", "source": 7}, {"cell_type": "raw", "source": "Raw."}]}"#),
            "Raw."
        );
        assert_eq!(words(r#"{"cells": []}"#), "");
    }

    #[test]
    fn what_is_torn_is_told() {
        assert!(matches!(read(r#"{"cells": [{"cell_type""#, &Limits::default()), Err(LoadError::Damaged(KIND, _))));
    }
}
