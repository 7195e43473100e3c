//! `sayso check`: are the sidecars sound, and does every annotation have its place.

use super::{Common, Failure, expand, key_of, key_of_places, leftovers, print, print_message};
use crate::project::annotators::{Annotators, UNNAMED};
use crate::project::{AnnotatedDocument, error};
use crate::store::{self, SidecarPath, Site, Stored};
use crate::ui::scope::Scope;
use sayso_core::annotation::{Anchor, Annotation, Codebook, QUOTE, Set, SpeakerRef, anchor};
use sayso_core::detect::Detector;
use sayso_core::document::{Document, Locator};
use sayso_core::reading::{Concern, Reading, quoted};
use sayso_core::sanitize::visible;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArguments {
    /// Documents and folders
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
}

/// What was found in one sidecar.
#[derive(Default)]
struct Findings {
    lines: Vec<String>,
    /// Lost, damaged or in conflict: the exit code is 1.
    grave: bool,
}

impl Findings {
    fn note(&mut self, line: String) {
        self.lines.push(line);
    }

    fn grave(&mut self, line: String) {
        self.lines.push(line);
        self.grave = true;
    }
}

impl CheckArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut out = String::new();
        let mut grave = false;
        let mut files = Vec::new();
        let project = common.project();
        let annotators = Annotators::default();
        let keys = (key_of_places(&project.folders), key_of(&project.folders, Scope::Conflict, ":conflicts"));
        let (sources, failed) = expand(&self.paths, &project)?;
        let mut failed = failed.then(|| Failure::Input(String::new()));
        for source in sources {
            if source.file() != Path::new("-") {
                files.push(source.file().to_owned());
            }
            let opened = match project.open(&source) {
                Ok(opened) => opened,
                // One that cannot be read hides nothing of the others.
                Err(error) => {
                    print_message(&error.to_string());
                    failed = Some(Failure::Input(String::new()));
                    continue;
                }
            };
            let AnnotatedDocument { document, place, stored, codebook, .. } = opened;
            files.push(place.path.clone());
            let mut findings = Findings::default();
            for problem in &codebook.problems {
                findings.grave(problem.in_one_line());
            }
            about_drafts(&place, &mut findings);
            let state = match stored {
                Err(error) => {
                    findings.grave(error.to_string());
                    "cannot be read".to_owned()
                }
                Ok(stored) if stored.is_nothing() && stored.others.choices.is_empty() => {
                    nothing_yet(common.annotator.as_deref(), &annotators.of(source.file()))
                }
                Ok(stored) => {
                    about_places(&place, &stored, &source.name(), &mut findings);
                    about_journal(&stored, &mut findings);
                    examine(&Arc::new(document), &stored.set, &codebook.codebook, (&keys.0, &keys.1), &mut findings)
                }
            };
            let verdict = if findings.lines.is_empty() { "sound" } else { "see below" };
            let verdict = if state.starts_with("no ") && findings.lines.is_empty() {
                String::new()
            } else {
                format!(", {verdict}")
            };
            let _ = writeln!(out, "{}: {state}{verdict}", visible(&source.name()));
            for line in &findings.lines {
                let _ = writeln!(out, "  {}", visible(line));
            }
            grave |= findings.grave;
        }
        for path in leftovers::among(&self.paths, files.iter().map(PathBuf::as_path)) {
            let shown = path.display().to_string();
            let _ = writeln!(
                out,
                "{}: a temporary file, left by an interrupted run. Remove it while no sayso is running.",
                visible(&shown)
            );
        }
        print(out.as_bytes())?;
        match failed {
            Some(failure) => Err(failure),
            None if grave => Err(Failure::Findings),
            None => Ok(()),
        }
    }
}

/// What is said where this annotator, or nobody by name, keeps anything: who else does.
fn nothing_yet(annotator: Option<&str>, all: &[String]) -> String {
    let (named, unnamed): (Vec<&str>, Vec<&str>) = all.iter().map(String::as_str).partition(|name| *name != UNNAMED);
    let mut others = Vec::new();
    if !named.is_empty() {
        others.push(format!("{} (--as NAME)", named.join(", ")));
    }
    if !unnamed.is_empty() {
        others.push("nobody by name".to_owned());
    }
    if others.is_empty() {
        return "no annotations yet".to_owned();
    }
    let whose = annotator.map_or_else(|| "without a name".to_owned(), |name| format!("of {name}"));
    format!("no annotations {whose}; there are those of {}", others.join(" and "))
}

/// Decisions in other places, and files that keep the reader from writing.
fn about_places(place: &SidecarPath, stored: &Stored, name: &str, findings: &mut Findings) {
    for other in &stored.others.joined {
        findings.note(format!("{}: {} when the reader opens it.", other.path.display(), other.in_words()));
    }
    if !stored.others.choices.is_empty() {
        findings.grave(error::several_fit(&stored.others, name));
    }
    if stored.from_copy {
        let copy = store::paths::copy(&place.path);
        findings
            .note(format!("{}: a copy, read since the sidecar is gone. The reader writes it again.", copy.display()));
    }
    if let Ok(site) = Site::open(&place.path, place.links)
        && let Err(error) = store::refusal_at_sight(&site)
    {
        findings.grave(format!("{error}."));
    }
}

/// What was left unfinished: nothing is wrong with it, and nobody should have to find it by chance.
fn about_drafts(place: &SidecarPath, findings: &mut Findings) {
    let Ok(site) = Site::open(&place.path, place.links) else { return };
    let content = store::drafts::read(&site);
    for draft in &content.drafts {
        let by = draft.by.as_ref().map(|by| format!(" of {by}")).unwrap_or_default();
        let words = quoted(&draft.name.clone().unwrap_or_else(|| draft.words()), 40);
        let kind = draft.kind.word();
        findings.note(format!("unfinished: a {kind}{by} on {words}. The reader offers it when it opens the document."));
    }
    if let Some(problem) = content.problem {
        findings.grave(format!("{problem}."));
    }
}

/// What the journal says: changes not folded yet, damage, two sides.
fn about_journal(stored: &Stored, findings: &mut Findings) {
    let journal = &stored.journal;
    match journal.entries.len() {
        0 => {}
        n => findings.note(format!(
            "{n} changes are in the journal and not yet in the sidecar. They count; the reader folds them when it opens \
             the document, or has it open now."
        )),
    }
    for (path, line, _) in &journal.damaged {
        findings.grave(format!(
            "{}:{line}: this line of the journal is damaged and was skipped. The reader keeps a copy when it next opens the document.",
            path.display()
        ));
    }
    for gap in &journal.gaps {
        findings.grave(format!("{}.", gap.in_words()));
    }
    if stored.clashes > 0 {
        let many = stored.clashes;
        findings.grave(format!("{many} changed in the sidecar and in the journal; both versions are kept."));
    }
}

/// Where a code point of the text before was, as people say it: the time of a recording or the page, else the paragraph.
fn near(document: &Document, start: u32) -> String {
    let text = document.text();
    let at = document.offsets().to_byte(text, start).unwrap_or(text.len() as u32);
    let locator = document.locator_at(at).map(Locator::in_words);
    locator.unwrap_or_else(|| format!("¶{}", document.block_at(at) + 1))
}

/// Looks at every record; gives the sentence that sums up. The keys show annotations without a place, and those in conflict,
/// in the reader.
fn examine(
    document: &Arc<Document>,
    set: &Set,
    codebook: &Codebook,
    (key, conflicts): (&str, &str),
    findings: &mut Findings,
) -> String {
    let is_other_text = !set.about.text.is_empty() && set.about.text != document.origin.text_hash;
    if is_other_text {
        findings.note("The text has changed since the last save.".to_owned());
    }
    let placed = anchor::anchor_all(document, set, &set.about.text);
    // Whom the text names now is asked only where it changed since something was decided, or names another than was.
    let is_earlier = |(record, anchor): &(Arc<Annotation>, Anchor)| {
        record.text.is_some() || anchor::source_has_changed(document, record, anchor.spans())
    };
    let reading = (is_other_text || placed.iter().any(is_earlier)).then(|| {
        let found = Arc::new(Detector::new().extract(document));
        Reading::new(Arc::clone(document), found, set.clone())
    });
    let (mut moved, mut nearly) = (0, 0);
    for (record, anchor) in &placed {
        let paragraph =
            anchor.spans().first().map_or(String::new(), |s| format!(" in ¶{}", document.block_at(s.start) + 1));
        let exact = record.exact();
        let words = quoted(&exact, 40);
        let what = || format!("{} {words}{paragraph} ({})", record.label, record.id);
        let was = || near(document, record.start());
        match anchor {
            Anchor::Exact(_) => {}
            Anchor::Shifted(_) => moved += 1,
            // A rejection that has no place any more rejects nothing.
            _ if record.is_rejected() => {}
            Anchor::Fuzzy(place) => {
                nearly += 1;
                let like = (place.likeness * 100.0).round();
                findings.grave(format!(
                    "the text has changed here, {like} % alike: {}. Open the document and press {key} to confirm the place.",
                    what()
                ));
            }
            Anchor::Ambiguous(places) => findings.grave(format!(
                "may belong to {}: {}, was near {}. Open the document and press {key} to choose.",
                if places.len() == 1 { "one place".to_owned() } else { format!("{} places", places.len()) },
                what(),
                was(),
            )),
            Anchor::Lost(_) => findings.grave(format!(
                "lost its place: {}, was near {}. Open the document and press {key} to put it somewhere.",
                what(),
                was(),
            )),
        }
        if reading.as_ref().is_some_and(|reading| reading.concern(record) == Some(Concern::Speaker)) {
            findings.grave(format!(
                "the text may say it of somebody else now: {}. Open the document and press {key} to say who says it now.",
                what()
            ));
        }
        if record.conflict {
            let whose = record.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            findings.grave(format!(
                "in conflict: decided differently{whose}: {}. Open the document and press {conflicts} to take a field of each.",
                what()
            ));
        }
        if !codebook.knows_label(&record.label) {
            findings.note(format!("unknown label: {}. It is kept; add it to sayso.ron to use it.", what()));
        }
        if let Some(rating) = record.rating.as_ref().filter(|r| !codebook.ratings.contains(r)) {
            findings.note(format!("unknown rating {rating}: {}. Known: {}.", what(), codebook.ratings.join(", ")));
        }
        for (id, value) in &record.attributes {
            let known = codebook.attributes.iter().find(|a| a.id == *id);
            match known {
                Some(attribute) if !attribute.accepts(value) => {
                    let values = attribute.allowed();
                    findings.note(format!("unknown {id} {value}: {}. Known: {values}.", what()));
                }
                None if !codebook.attributes.is_empty() => {
                    findings.note(format!("unknown attribute {id}: {}. It is kept.", what()));
                }
                _ => {}
            }
        }
        match &record.speaker {
            Some(SpeakerRef::Id(id)) if set.speaker(id).is_none() => {
                findings.note(format!("unknown speaker {id}: {}. Add it under speakers.", what()));
            }
            None if record.label == QUOTE && !record.is_rejected() => {
                findings.note(format!("no speaker: {}.", what()));
            }
            _ => {}
        }
        for link in record.links.iter().filter(|l| set.get(&l.to).is_none()) {
            findings.note(format!("a link leads nowhere: {} → {}.", what(), link.to));
        }
    }
    for group in &set.speakers {
        for member in group.members.iter().filter(|id| set.speaker(id).is_none()) {
            findings.note(format!("unknown member {member} of {} ({}). Add it under speakers.", group.name, group.id));
        }
    }
    let moves = if moved > 0 { format!(", {moved} moved with the text") } else { String::new() };
    let near = if nearly > 0 { format!(", {nearly} where the text has changed") } else { String::new() };
    let count = if set.len() == 1 { "1 annotation".to_owned() } else { format!("{} annotations", set.len()) };
    format!("{count}{moves}{near}")
}
