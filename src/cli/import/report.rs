//! What is said of an import.

use sayso_core::annotation::{Codebook, notation};
use sayso_core::import::importer::{Difference, ImportReport, ImportedItem, Outcome, Placement};
use sayso_core::import::schema::offered;
use sayso_core::reading::quoted;
use sayso_core::sanitize::visible;
use std::fmt::Write as _;

/// Annotations of one kind that are listed after an import; a trial lists all.
const MAX_LISTED: usize = 20;
/// Letters of an annotation's words that are shown.
const MAX_WORDS: usize = 50;

/// An import to speak of.
pub struct ReportedImport<'a> {
    /// The document.
    pub name: &'a str,
    /// Whether nothing was written.
    pub is_trial: bool,
    /// Whether the file's places are of another text.
    pub is_other_text: bool,
    /// The project's labels.
    pub codebook: &'a Codebook,
    /// The keys that show what has no sure place, and what was decided differently.
    pub keys: (&'a str, &'a str),
}

impl ReportedImport<'_> {
    /// What became of the annotations, in lines.
    pub fn words(&self, report: &ImportReport) -> String {
        let verb = if self.is_trial { "would be imported" } else { "imported" };
        let mut parts = vec![format!("{} {verb}", report.imported)];
        let mut part = |n: usize, words: &str| parts.extend((n > 0).then(|| format!("{n} {words}")));
        part(report.conflicts, "in conflict");
        part(report.changed, "already present and completed");
        part(report.unchanged, "already present");
        part(report.settled, "decided otherwise before");
        part(report.moved, "moved with the text");
        part(report.doubtful, "uncertain");
        part(report.lost, "not found in this text");
        let mut out = format!("{}: {}.\n", visible(self.name), parts.join(", "));
        if self.is_other_text {
            out.push_str(
                "  The file’s annotations were made on another text than this; their words were searched for.\n",
            );
        }
        if let Some(counted) = &report.counted {
            let _ = writeln!(out, "  Its positions count {counted}, as its own words show.");
        }
        for doubt in &report.doubts {
            let _ = writeln!(out, "  {}.", visible(&capitalised(doubt)));
        }
        if report.unchecked > 0 {
            let many = report.unchecked;
            let _ =
                writeln!(out, "  {many} came without words: that they stand at the right place could not be checked.");
        }
        if self.is_trial {
            for item in &report.items {
                let _ = writeln!(out, "  {}: {}", became(item), told(item));
            }
        } else {
            self.list_those_to_look_at(report, &mut out);
        }
        if !report.speakers.is_empty() {
            let _ = writeln!(out, "  New speakers: {}.", visible(&report.speakers.join(", ")));
        }
        if !report.completed_speakers.is_empty() {
            let names = report.completed_speakers.join(", ");
            let _ = writeln!(out, "  Speakers of whom it knows more names or roles: {}.", visible(&names));
        }
        if report.reviews > 0 {
            let _ = writeln!(out, "  Finished reviews: {}.", report.reviews);
        }
        if report.checks > 0 {
            let _ = writeln!(out, "  Decisions about checked quotations: {}.", report.checks);
        }
        if !report.labels.is_empty() {
            let names: Vec<String> = report.labels.iter().map(|(name, n)| format!("{name} ({n})")).collect();
            let names = names.join(", ");
            let _ = writeln!(out, "  Labels that are not in the codebook: {}. For sayso.ron:", visible(&names));
            for label in offered(self.codebook, report.labels.keys()) {
                let _ = writeln!(out, "    {},", notation::print(&label));
            }
        }
        if !report.ratings.is_empty() {
            let names: Vec<&str> = report.ratings.keys().map(String::as_str).collect();
            let _ = writeln!(out, "  Ratings that are not in the codebook: {}.", visible(&names.join(", ")));
        }
        out
    }

    fn list_those_to_look_at(&self, report: &ImportReport, out: &mut String) {
        let all: Vec<&ImportedItem> = report.items.iter().filter(|item| item.wants_a_look()).collect();
        if all.is_empty() {
            return;
        }
        let (places, conflicts) = self.keys;
        let goes = match (report.conflicts, report.doubtful + report.lost) {
            (0, _) => format!("{places} in the reader goes through them"),
            (_, 0) => format!("{conflicts} in the reader goes through them"),
            (_, _) => format!("{conflicts} and {places} in the reader go through them"),
        };
        let _ = writeln!(out, "  To look at ({goes}):");
        for item in all.iter().take(MAX_LISTED) {
            let _ = writeln!(out, "    {}: {}", became(item), told(item));
        }
        if let Some(more) = all.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
            let _ = writeln!(out, "    and {more} more; sayso check {} lists all.", visible(self.name));
        }
    }
}

/// A sentence with its first letter large.
fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What becomes of a record, in a word or two.
fn became(item: &ImportedItem) -> String {
    match (&item.outcome, item.placement) {
        (Outcome::Added, Placement::Exact) => "added".to_owned(),
        (Outcome::Added, Placement::Moved) => "added, moved with the text".to_owned(),
        (Outcome::Added, Placement::Uncertain) => "uncertain place".to_owned(),
        (Outcome::Added, Placement::NotFound) => "not found".to_owned(),
        (Outcome::Present, _) => "already present".to_owned(),
        (Outcome::Settled, _) => "decided otherwise before".to_owned(),
        (Outcome::Completed(fields), _) => {
            let fields: Vec<&str> = fields.iter().map(|field| if field == "at" { "place" } else { field }).collect();
            format!("adds {}", fields.join(", "))
        }
        (Outcome::Conflict { is_kept_already: false, .. }, _) => "conflict".to_owned(),
        (Outcome::Conflict { is_kept_already: true, .. }, _) => "conflict, already kept".to_owned(),
    }
}

/// Its label, paragraph and first words, and in what two differ.
fn told(item: &ImportedItem) -> String {
    let mut out = if item.is_rejected { format!("rejected {}", item.label) } else { item.label.clone() };
    if let Some(paragraph) = item.paragraph {
        let _ = write!(out, " ¶{paragraph}");
    }
    let _ = write!(out, " {}", quoted(&item.words, MAX_WORDS));
    let signed = signature(item);
    match &item.outcome {
        Outcome::Conflict { fields, .. } => {
            let fields: Vec<String> = fields.iter().map(difference).collect();
            let _ = write!(out, ": {}{signed}", fields.join("; "));
        }
        Outcome::Added | Outcome::Completed(_) => out.push_str(&signed),
        Outcome::Present | Outcome::Settled => {}
    }
    visible(&out).into_owned()
}

fn difference(difference: &Difference) -> String {
    let value = |words: &String| if words.is_empty() { "nothing".to_owned() } else { quoted(words, MAX_WORDS) };
    let Difference { field, ours, theirs } = difference;
    format!("{field}: yours {}, theirs {}", value(ours), value(theirs))
}

/// Who made it and when, as far as the file says.
fn signature(item: &ImportedItem) -> String {
    let when = item.when.as_ref().map(|when| {
        let minutes: String = when.chars().take("2026-11-28T12:00".len()).collect();
        minutes.replace('T', " ")
    });
    let said: Vec<String> = item.by.iter().cloned().chain(when).collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

/// Some of several names, and how many others there are.
pub fn some_of(names: &[&str]) -> String {
    let mut out = names.iter().take(MAX_LISTED).copied().collect::<Vec<_>>().join(", ");
    if let Some(more) = names.len().checked_sub(MAX_LISTED).filter(|more| *more > 0) {
        let _ = write!(out, " and {more} more");
    }
    out
}
