//! The text of a sidecar: RON, one record a line, read in two steps, printed in one way.

mod union;

use super::notation::{self, Notation, quote};
use super::set::DocumentInfo;
use super::{Annotation, CheckDecision, Review, Set, Speaker};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::fmt::Write as _;
use std::sync::Arc;

/// The newest version of the grammar this program reads. It writes the one a file needs: see [`Set::version`].
pub const VERSION: u32 = 6;

/// Why the text of a sidecar cannot be read: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message} {hint}", at.map(|(l, c)| format!("{l}:{c}: ")).unwrap_or_default())]
pub struct SidecarError {
    /// Line and column, from 1.
    pub at: Option<(usize, usize)>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
}

#[derive(Deserialize)]
struct Probe {
    version: u32,
}

/// A sidecar's fields. A union of two versions by git may hold `document` twice: then the last one counts, with the sources
/// of both, and since every place is checked against the text, nothing depends on it.
#[derive(Default)]
struct SidecarFile {
    document: DocumentInfo,
    speakers: Vec<Speaker>,
    annotations: Vec<Arc<Annotation>>,
    reviews: Vec<Review>,
    checks: Vec<CheckDecision>,
}

const FIELDS: &[&str] = &["version", "document", "speakers", "annotations", "reviews", "checks"];

#[derive(Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum SidecarField {
    Version,
    Document,
    Speakers,
    Annotations,
    Reviews,
    Checks,
}

impl<'de> Deserialize<'de> for SidecarFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl<'de> Visitor<'de> for Whole {
            type Value = SidecarFile;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the fields of a sidecar")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SidecarFile, A::Error> {
                let mut file = SidecarFile::default();
                while let Some(field) = map.next_key()? {
                    match field {
                        SidecarField::Version => {
                            map.next_value::<u32>()?;
                        }
                        SidecarField::Document => {
                            let document: DocumentInfo = map.next_value()?;
                            let before = std::mem::replace(&mut file.document, document).sources;
                            // What either version has attached is attached.
                            let new: Vec<String> =
                                before.into_iter().filter(|s| !file.document.sources.contains(s)).collect();
                            file.document.sources.splice(0..0, new);
                        }
                        SidecarField::Speakers => file.speakers.append(&mut map.next_value()?),
                        SidecarField::Annotations => {
                            file.annotations.extend(map.next_value::<Vec<Annotation>>()?.into_iter().map(Arc::new));
                        }
                        SidecarField::Reviews => file.reviews.append(&mut map.next_value()?),
                        SidecarField::Checks => file.checks.append(&mut map.next_value()?),
                    }
                }
                Ok(file)
            }
        }
        deserializer.deserialize_struct("", FIELDS, Whole)
    }
}

/// Reads a sidecar: its version first, then all of it, strictly. O(n).
///
/// ```
/// use sayso_core::annotation::sidecar;
///
/// let set = sidecar::parse(b"(version: 1, document: (), speakers: [], annotations: [], reviews: [])")?;
/// assert!(set.is_empty());
/// let error = sidecar::parse(b"(version: 1, documents: ())").unwrap_err();
/// assert_eq!(error.at, Some((1, 14)));
/// # Ok::<(), sidecar::SidecarError>(())
/// ```
///
/// # Errors
/// When it is not UTF-8, was left with conflict markers, is of a newer version, or breaks the grammar.
pub fn parse(bytes: &[u8]) -> Result<Set, SidecarError> {
    parse_with(bytes, read_lines)
}

/// Reads the annotations of lines that are laid out as [`print()`] does it, in their order. `None` when a line is not.
/// O(bytes).
pub fn read_lines(lines: &[&str]) -> Option<Vec<Arc<Annotation>>> {
    let options = options();
    let record = |line: &&str| {
        let record = line.strip_prefix("    ")?.strip_suffix(',')?;
        notation::read(record).or_else(|| options.from_str(record).ok()).map(Arc::new)
    };
    lines.iter().map(record).collect()
}

/// [`parse`], with the lines of annotations of a large file handed to `read`, which does what [`read_lines`] does: a
/// program with threads reads parts of them side by side.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(
    bytes: &[u8],
    read: impl FnOnce(&[&str]) -> Option<Vec<Arc<Annotation>>>,
) -> Result<Set, SidecarError> {
    let fail =
        |at: Option<(usize, usize)>, message: String, hint: &str| SidecarError { at, message, hint: hint.to_owned() };
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count() + 1;
        fail(Some((line, 1)), "This is not UTF-8 text.".to_owned(), "Save it as UTF-8.")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(line) = text.lines().position(|l| l.starts_with("<<<<<<<") || l.starts_with(">>>>>>>")) {
        let message = "git left conflict markers here: two versions stand one after the other.".to_owned();
        return Err(fail(Some((line + 1, 1)), message, "Keep the lines of both and remove the marker lines."));
    }
    // What we write has none: where there is one, bytes took the place of others, and the file may read all the same.
    if let Some(at) = text.bytes().position(|b| b == 0x7f || b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t')) {
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let message =
            "Here is a control character, which no sidecar has: a part of the file was overwritten.".to_owned();
        return Err(fail(Some((line, column)), message, "Take an earlier version of the file, or mend the line."));
    }
    let options = options();
    // A file of a newer grammar may be no grammar of ours at all: look for its number in the head first.
    // A union of two versions of the file may have two numbers: the newer one counts.
    let head = text.lines().take(8).filter_map(|l| l.trim().strip_prefix("version:"));
    let version = match head.filter_map(|v| v.trim().trim_end_matches(',').parse().ok()).max() {
        Some(version) => version,
        None => options.from_str::<Probe>(text).map_err(|e| explained(text, &e))?.version,
    };
    if version > VERSION {
        let message =
            format!("It needs version {version} of the file format; this sayso reads up to version {VERSION}.");
        let at = line_of(text, &format!("version: {version}")).or_else(|| line_of(text, "version:"));
        return Err(fail(at, message, &format!("Use a sayso that reads version {version}.")));
    }
    if version == 0 {
        return Err(fail(line_of(text, "version:"), "Version 0 does not exist.".to_owned(), "Write version: 1."));
    }
    let mut file = match by_line(text, &options, read) {
        Some(file) => file,
        None => match options.from_str(text) {
            Ok(file) => file,
            Err(error) => union::sorted(text)
                .and_then(|sorted| options.from_str(&sorted).ok())
                .ok_or_else(|| explained(text, &error))?,
        },
    };
    if let Some((bad, (message, hint))) = file.annotations.iter().find_map(|a| Some((a, fault(a)?))) {
        let id = quote(&bad.id);
        // Written by hand an id may stand otherwise; the list of annotations is there in any case.
        let at = [&format!("id: {id}"), &id, "annotations"].into_iter().find_map(|needle| line_of(text, needle));
        return Err(fail(at, message.to_owned(), hint));
    }
    let mut set = Set::shared(file.document, file.speakers, file.reviews, file.annotations);
    file.checks.sort_by(CheckDecision::order);
    for check in file.checks {
        set.put_check(check);
    }
    Ok(set)
}

/// Why an annotation can be in no sidecar, and what to do about it; `None` of one that can. O(1).
pub fn fault(annotation: &Annotation) -> Option<(&'static str, &'static str)> {
    if annotation.score.is_some_and(|score| !(0.0..=1.0).contains(&score)) {
        Some(("A score is a number from 0 to 1.", "Correct or remove it."))
    } else if annotation.at.is_empty() {
        Some(("This annotation has no place: `at` is empty.", "Give it one selector."))
    } else {
        None
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Lines of annotations from which on they are read one by one, which is faster than reading the file as a whole.
const MIN_LINES: usize = 2_000;

/// Reads a large file that is laid out as [`print()`] does it, one annotation to a line. `None` for any other file, and for
/// one with a mistake: reading it as a whole then tells where.
fn by_line(
    text: &str,
    options: &ron::Options,
    read: impl FnOnce(&[&str]) -> Option<Vec<Arc<Annotation>>>,
) -> Option<SidecarFile> {
    let (opening, closing) = ("\n  annotations: [\n", "\n  ],\n  reviews: [");
    let start = text.find(opening)? + opening.len();
    let end = start + text.get(start..)?.rfind(closing)?;
    let lines: Vec<&str> = text.get(start..end)?.lines().collect();
    if lines.len() < MIN_LINES {
        return None;
    }
    // What stands around them, the annotations left out, is read as any other file.
    let around = format!("{}{}", text.get(..start)?, text.get(end..)?);
    let mut file: SidecarFile = options.from_str(&around).ok()?;
    file.annotations.extend(read(&lines)?);
    Some(file)
}

fn line_of(text: &str, needle: &str) -> Option<(usize, usize)> {
    text.lines()
        .enumerate()
        .find_map(|(i, l)| l.find(needle).map(|at| (i + 1, l.get(..at).unwrap_or_default().chars().count() + 1)))
}

/// An error of the RON parser in our words, with its place.
fn explained(text: &str, error: &ron::error::SpannedError) -> SidecarError {
    let start = error.span.start;
    let (message, hint) = crate::ron_errors::explain(&error.code);
    let line = text.lines().nth(start.line.saturating_sub(1)).unwrap_or_default();
    let at = (start.line, start.col.min(line.chars().count() + 1));
    SidecarError { at: Some(at), message, hint }
}

/// The whole file, in reading order, always laid out the same: one change is one line of difference. O(n log n).
pub fn print(set: &Set) -> String {
    let mut out = String::with_capacity(512 + set.len() * 400);
    out.push_str("#![enable(implicit_some)]\n");
    out.push_str(
        "// sayso annotations, one to a line, in reading order. Comments below this line are not kept: use `note`.\n",
    );
    let about = DocumentInfo { sources: set.sources.clone(), ..set.about.clone() };
    let _ = write!(out, "(\n  version: {},\n  document: {},\n  speakers: [\n", set.version(), notation::print(&about));
    records(&mut out, &set.speakers);
    out.push_str("  ],\n  annotations: [\n");
    records(&mut out, set.in_order().into_iter().map(|record| &**record));
    // Brackets on lines of their own, also when nothing stands between them: a union of two versions stays a file.
    out.push_str("  ],\n  reviews: [\n");
    records(&mut out, &set.reviews);
    if !set.checks().is_empty() {
        out.push_str("  ],\n  checks: [\n");
        records(&mut out, set.checks());
    }
    out.push_str("  ],\n)\n");
    out
}

fn records<'a, T: Notation + 'a>(out: &mut String, records: impl IntoIterator<Item = &'a T>) {
    for record in records {
        out.push_str("    ");
        record.print(out);
        out.push_str(",\n");
    }
}

#[cfg(test)]
mod tests;
