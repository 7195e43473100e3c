//! Places that differ, with what each annotator says in a line below.

use super::{ComparedDocument, Said};
use crate::agreement::comparison::{Difference, Place};
use crate::reading::quoted;
use crate::sanitize::visible;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Most cells of the names before what they say.
const MAX_NAMES: usize = 24;

pub(super) fn document(compared: &ComparedDocument<'_>, width: usize, all: bool) -> String {
    let is_told = |place: &&Place| all || place.difference != Difference::Same;
    let mut told = compared.places.iter().filter(is_told).peekable();
    let mut out = String::new();
    if told.peek().is_none() {
        return out;
    }
    let _ = writeln!(out, "{}", visible(compared.name));
    for place in told {
        let head = format!("  {}  {}  ", visible(&compared.locator(place)), place.difference.word());
        let words = quoted(&compared.words(&[place.at]), width.saturating_sub(head.width() + 2).max(10));
        let _ = writeln!(out, "{head}{}", visible(&words));
        answers(&mut out, compared, place, width);
    }
    out.push('\n');
    out
}

/// What is said of a place: those who say the same in one line.
fn answers(out: &mut String, compared: &ComparedDocument<'_>, place: &Place, width: usize) {
    let mut lines: Vec<(Vec<&str>, String, Option<Said<'_>>)> = Vec::new();
    for (annotator, said) in compared.by(place) {
        let words = said.as_ref().map_or_else(|| "–".to_owned(), in_words);
        let at = said.map(|said| &said.answer.at);
        match lines.iter_mut().find(|(_, other, that)| *other == words && that.map(|that| &that.answer.at) == at) {
            Some((names, ..)) => names.push(annotator),
            None => lines.push((vec![annotator], words, said)),
        }
    }
    let names: Vec<String> = lines.iter().map(|(names, ..)| names.join(", ")).collect();
    let column = names.iter().map(|names| names.width()).max().unwrap_or_default().min(MAX_NAMES);
    for (names, (_, words, said)) in names.iter().zip(lines) {
        let pad = " ".repeat(column.saturating_sub(names.width()));
        let mut line = format!("      {}{pad}  {}", visible(names), visible(&words));
        if let Some(said) = said.filter(|_| place.difference == Difference::Boundary) {
            let room = width.saturating_sub(line.width() + 4).max(10);
            let _ = write!(line, "  {}", visible(&quoted(&compared.words(&said.answer.at), room)));
        }
        let _ = writeln!(out, "{line}");
    }
}

/// "quote · Ada Grey · mixed · confirmed".
fn in_words(said: &Said<'_>) -> String {
    let parts = [
        Some(said.answer.label.as_str()),
        said.answer.speaker.as_deref(),
        said.answer.rating.as_deref(),
        said.status(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
