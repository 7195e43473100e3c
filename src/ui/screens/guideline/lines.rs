//! What the guideline says, in rows of the screen.

use sayso_core::annotation::codebook::heading;
use sayso_core::annotation::{Codebook, Label};

/// Most cells of a row: longer ones are hard to read.
const MAX_WIDTH: u16 = 80;
/// Cells before the words of an example, for its number.
const INDENT: usize = 4;
/// Most letters of the words of an example.
const MAX_WORDS: usize = 600;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Words of the guideline.
    Words(String),
    /// A heading of it.
    Heading(String),
    /// A row of the example of this number, from 0: its words, with the number on the first.
    Example(usize, String),
    /// Where the example is from, and why it is one.
    From(usize, String),
}

impl Line {
    /// The example it belongs to.
    pub const fn example(&self) -> Option<usize> {
        match self {
            Self::Example(n, _) | Self::From(n, _) => Some(*n),
            Self::Words(_) | Self::Heading(_) => None,
        }
    }
}

/// Cells of a row on a screen of this width.
pub fn width_of(screen: u16) -> u16 {
    screen.saturating_sub(3).clamp(1, MAX_WIDTH)
}

/// The label and what it is for.
pub fn title(label: Option<&Label>) -> String {
    match label {
        Some(label) if label.doc.is_empty() => label.shown().to_owned(),
        Some(label) => format!("{}: {}", label.shown(), label.doc),
        None => "all of it".to_owned(),
    }
}

/// What the guideline says about a label, or all of it; a sentence where it says nothing.
pub fn said(codebook: &Codebook, label: Option<&Label>) -> String {
    let said = label.map_or_else(|| codebook.guideline.trim().to_owned(), |label| codebook.guideline_of(label));
    match (said.is_empty(), label) {
        (false, _) => said,
        (true, Some(label)) => format!(
            "Nothing is written about this label. A line “# {}” in the guideline of sayso.ron begins what is said about it.",
            label.shown()
        ),
        (true, None) => "No guideline is written: guideline: \"…\" in sayso.ron.".to_owned(),
    }
}

/// The rows. O(length of the guideline + examples).
pub fn of(codebook: &Codebook, label: Option<&Label>, width: u16) -> Vec<Line> {
    let width = usize::from(width);
    let mut out: Vec<Line> = Vec::new();
    for line in said(codebook, label).lines() {
        let (words, make): (&str, fn(String) -> Line) = match heading(line) {
            Some((_, words)) => (words, Line::Heading),
            None => (line, Line::Words),
        };
        out.extend(wrapped(words, "", width).into_iter().map(make));
    }
    for (n, example) in codebook.examples_of(label).enumerate() {
        if n == 0 {
            out.extend([Line::Words(String::new()), Line::Heading("Examples".to_owned())]);
        }
        let words: String = example.words.chars().take(MAX_WORDS).collect();
        let mut rows = wrapped(&words, &" ".repeat(INDENT), width);
        if let Some(first) = rows.first_mut() {
            let behind = first.trim_start().to_owned();
            *first = format!("{:<INDENT$}{behind}", n + 1);
        }
        out.extend(rows.into_iter().map(|row| Line::Example(n, row)));
        let mut from = vec![example.document.as_str()];
        if label.is_none() {
            from.push(codebook.shown(&example.label));
        }
        from.extend(Some(example.note.as_str()).filter(|note| !note.is_empty()));
        let from = wrapped(&from.join("   "), &" ".repeat(INDENT), width);
        out.extend(from.into_iter().map(|row| Line::From(n, row)));
    }
    out
}

fn wrapped(words: &str, indent: &str, width: usize) -> Vec<String> {
    // A list keeps its indentation in the rows that follow.
    let lead = words.len() - words.trim_start_matches([' ', '-', '*', '·']).len();
    let further = format!("{indent}{}", " ".repeat(lead.min(width / 2)));
    let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(&further);
    textwrap::wrap(words, options).into_iter().map(|row| row.into_owned()).collect()
}
