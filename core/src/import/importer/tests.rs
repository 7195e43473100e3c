mod attributes;
mod counted;
mod edited;
mod merging;
mod moved;
mod regions;

use super::*;
use crate::annotation::Status;
use crate::annotation::{Op, RecordLink, Selector, Speaker, SpeakerRef, sidecar};
use crate::detect::Detector;
use crate::export::{self, Filter, Memory, Options};
use crate::import::{self, ImportSource};
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::span::Span;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every character that offsets and files stumble over.
const TEXT: &str = "“Taxes fell 😊 by 5%,” Jane Doe said. She wrote:\n\n“a 👨‍👩‍👧 e\u{301} flag 🇳🇴 <b>&amp;</b> ]]> \u{2028}next line\u{a0}hard\ttab ‘inner’ words”\n\n\
    אמר דנה: “שלום עולם” and \u{5d0}. =1+1; a, \"b\" — “one … two” he said.\n\nThe last “𠮷” paragraph ends here, Bo Lind added.\n";

/// The formats that carry records; regions of `CLiC` are of speech alone (`regions`).
fn of_records() -> impl Iterator<Item = &'static import::ImportFormat> {
    import::FORMATS.iter().filter(|format| format.name != "clic")
}

fn reading(text: &str, set: Set) -> Reading {
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    Reading::new(Arc::new(document), Arc::new(found), set)
}

fn stamp() -> Stamp {
    Stamp { now: "2026-11-26T08:00:00Z".to_owned(), millis: 1_700_000_000_000, random: [7; 10] }
}

/// What a format writes of a reading, read again.
fn through(reading: &Reading, format: &str) -> import::ImportedFile {
    let mut out = Memory::default();
    if format == "sayso" {
        let mut set = reading.set().clone();
        set.about = DocumentInfo::of(reading.document());
        out.main = sidecar::print(&set).into_bytes();
    } else {
        let document = export::Selected::new("a.txt".to_owned(), reading, &Filter::with(false, format != "doccano"));
        let format = export::format(format).unwrap();
        format.write(std::slice::from_ref(&document), &Codebook::default(), &Options::default(), &mut out).unwrap();
    }
    // Regions count in the document itself, which lies beside them, where that is a plain text.
    let text = |extension: &str| {
        (format == "clic" && extension == "txt").then(|| reading.document().text().as_bytes().to_vec())
    };
    let beside = |extension: &str| {
        let written = out.beside.iter().find(|(e, _)| e == extension).map(|(_, bytes)| bytes.clone());
        written.or_else(|| text(extension))
    };
    let source = ImportSource { name: "x", bytes: &out.main, beside: &beside };
    (import::format(format).unwrap().read)(&source).unwrap_or_default()
}

/// Brings a file in; the reading with it, what was done, and what was said.
fn brought(reading: &Reading, file: &import::ImportedFile) -> (Reading, Vec<Change>, ImportReport) {
    brought_again(reading, file, &HashSet::new())
}

/// The same where these versions were decided about since they first came in.
fn brought_again(
    reading: &Reading,
    file: &import::ImportedFile,
    settled: &HashSet<String>,
) -> (Reading, Vec<Change>, ImportReport) {
    let (mut after, mut changes, mut all) = (reading.clone(), Vec::new(), ImportReport::default());
    for batch in &file.documents {
        let (codebook, stamp) = (Codebook::default(), stamp());
        let importer = Importer {
            reading: &after,
            codebook: &codebook,
            renamed: &[],
            by: None,
            theirs: None,
            settled,
            stamp: &stamp,
        };
        let (change, report) = importer.import(batch);
        after.apply(&change);
        changes.push(change);
        all = report;
    }
    (after, changes, all)
}

/// Takes a set out through a format and into a document that has none.
fn round(reading: &Reading, format: &str) -> (Reading, ImportReport) {
    let incoming = through(reading, format);
    let mut back = self::reading(reading.document().text(), Set::default());
    let stamp = stamp();
    let mut all = ImportReport::default();
    for batch in &incoming.documents {
        let codebook = Codebook::default();
        let importer = Importer {
            reading: &back,
            codebook: &codebook,
            renamed: &[],
            by: None,
            theirs: None,
            settled: &HashSet::new(),
            stamp: &stamp,
        };
        let (change, report) = importer.import(batch);
        back.apply(&change);
        all = report;
    }
    (back, all)
}

/// What is the same on both sides, field by field: names instead of ids of speakers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Same {
    at: Vec<Span>,
    label: String,
    speaker: Option<String>,
    rating: Option<String>,
    note: Option<String>,
    kind: Option<&'static str>,
    status: Option<&'static str>,
    evidence: Vec<String>,
    source: Option<(u32, u32)>,
    cue: Option<(u32, u32)>,
    attributes: Vec<(String, String)>,
    links: Vec<String>,
    id: String,
}

fn all_of(reading: &Reading) -> Vec<Same> {
    let of = |r: &Arc<Annotation>| Same {
        at: reading.anchor_of(&r.id).spans().to_vec(),
        label: r.label.clone(),
        speaker: r.speaker.as_ref().map(|s| reading.set().name_of(s).to_owned()),
        rating: r.rating.clone(),
        note: r.note.clone(),
        kind: r.kind.map(Kind::word),
        status: r.status.map(Status::word),
        evidence: r.evidence.clone(),
        source: r.source.as_ref().map(|w| (w.0, w.1)),
        cue: r.cue.as_ref().map(|w| (w.0, w.1)),
        attributes: r.attributes.clone().into_iter().collect(),
        links: r.links.iter().map(|l| format!("{} {}", l.role, l.to)).collect(),
        id: r.id.clone(),
    };
    let mut out: Vec<Same> = reading.set().iter().map(of).collect();
    out.sort();
    out
}

/// A record somebody might make: where its words are, as parts of a hundred, and what it says.
type Made = ((u8, u8), usize, usize, (bool, bool, bool), u8);

fn set_of(made: &[Made]) -> Set {
    let document = Document::from_text(TEXT, "a.txt");
    let text = document.text();
    let bounds: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
    let at = |part: u8| bounds[usize::from(part) * (bounds.len() - 1) / 255];
    let place = |from: u8, to: u8| {
        let (from, to) = (at(from.min(to)), at(from.max(to)));
        let span = Span::new(from, to).trim(text, char::is_whitespace);
        if span.is_empty() { Span::new(0, 3) } else { span }
    };
    let names = ["Jane Doe", "Bo Lind", "דנה; \"Q\"", "Local 7, Wharf & Sons 🦑"];
    let mut speakers: Vec<Speaker> = Vec::new();
    for name in names {
        let known = Set::new(DocumentInfo::default(), speakers.clone(), Vec::new(), Vec::new());
        speakers.push(known.new_speaker(name, SpeakerKind::Person));
    }
    let records = made.iter().enumerate().map(|(n, ((from, to), label, who, (a, b, c), more))| {
        let label = ["quote", "claim", "highlight", "note"][label % 4];
        let span = place(*from, *to);
        let id = Stamp { millis: 1_600_000_000_000 + n as u64, ..stamp() }.id(0);
        let mut r = Annotation::new(id, label, vec![Selector::of(&document, span)]);
        r.speaker = speakers.get(*who).map(|s| SpeakerRef::Id(s.id.clone()));
        r.speaker = r.speaker.or((*who == 4).then_some(SpeakerRef::Nobody));
        if label == "quote" {
            (r.kind, r.form) =
                (Some([Kind::Direct, Kind::Mixed, Kind::Indirect][usize::from(more % 3)]), Some(Form::Quotation));
            r.status = Some([Status::Confirmed, Status::Edited, Status::Rejected][usize::from(more / 3 % 3)]);
            let words = |words: &str| {
                let at = text.find(words).unwrap() as u32;
                let (start, end) = document.in_chars(Span::new(at, at + words.len() as u32));
                AnchoredText(start, end, words.to_owned())
            };
            r.source = a.then(|| words(["Jane Doe", "Bo Lind"][usize::from(*b)]));
            r.cue = b.then(|| words("said"));
        } else {
            r.rating = a.then(|| "mostly-true".to_owned()).filter(|_| label == "claim");
            let all = ["https://example.org/a?b=1&c=2", "Harbour log of 1962, p. 12; kept at the town hall"];
            r.evidence = all.iter().take(usize::from(*b) + usize::from(*b && *c)).map(|e| (*e).to_owned()).collect();
        }
        r.note = c.then(|| "look <up>, \"this\"; =1+1".to_owned());
        r.attributes =
            if more % 2 == 0 { BTreeMap::from([("weight".to_owned(), "high".to_owned())]) } else { BTreeMap::new() };
        r.created = Some("2026-11-24T08:00:00Z".to_owned());
        r
    });
    let mut records: Vec<Annotation> = records.collect();
    // Two records of one label at one place are one for formats without ids.
    let mut seen = HashSet::new();
    records.retain(|r| seen.insert((r.label.clone(), r.at[0].start, r.at[0].end)));
    if let [first, second, ..] = records.as_mut_slice() {
        first.links = vec![RecordLink { role: "part-of".to_owned(), to: second.id.clone() }];
    }
    let named = |s: &Speaker| records.iter().any(|r| r.speaker_id() == Some(&s.id));
    let speakers = speakers.iter().filter(|s| named(s)).cloned().collect();
    let about = DocumentInfo::of(&document);
    Set::new(about, speakers, Vec::new(), records)
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    vec((any::<(u8, u8)>(), 0..4usize, 0..6usize, any::<(bool, bool, bool)>(), any::<u8>()), 1..12)
}

/// What a format does not carry, taken out of both sides.
fn without(format: &str, same: &mut Same) {
    let named = same.source.is_some();
    match format {
        "sayso" | "jsonl" | "csv" | "w3c" => {}
        "hypothesis" => (same.source, same.cue, same.links) = (None, None, Vec::new()),
        "label-studio" | "xmi" => same.links.clear(),
        "brat" => (same.links, same.id) = (Vec::new(), String::new()),
        "qdpx" => (same.source, same.cue, same.links) = (None, None, Vec::new()),
        "doccano" => {
            *same = Same {
                at: same.at.clone(),
                label: same.label.clone(),
                source: same.source,
                cue: same.cue,
                ..Same {
                    speaker: None,
                    rating: None,
                    note: None,
                    kind: None,
                    status: None,
                    evidence: Vec::new(),
                    attributes: Vec::new(),
                    links: Vec::new(),
                    id: String::new(),
                    ..same.clone()
                }
            };
        }
        other => unreachable!("{other}"),
    }
    // Where nobody is named the words that name somebody do.
    if matches!(format, "brat" | "label-studio" | "xmi") && named && same.speaker.is_none() {
        same.source = None;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever was annotated comes back from every format as it went out, but for what the format has no place for.
    #[test]
    fn what_goes_out_comes_back(made in made()) {
        let start = reading(TEXT, set_of(&made));
        for format in of_records().map(|f| f.name) {
            let (back, report) = round(&start, format);
            prop_assert_eq!((report.lost, report.doubtful, report.moved), (0, 0, 0), "{}", format);
            let strip = |all: Vec<Same>| {
                let mut all: Vec<Same> = all.into_iter().map(|mut s| { without(format, &mut s); s }).collect();
                all.sort();
                all
            };
            // doccano has no word for what was rejected, and is given none.
            let given = |s: &Same| format != "doccano" || s.status != Some("rejected");
            let (mut ours, theirs) = (strip(all_of(&start).into_iter().filter(given).collect()), strip(all_of(&back)));
            // Somebody who is only in the text got the name that stands there.
            for (a, b) in ours.iter_mut().zip(&theirs) {
                if a.speaker.is_none() && a.source.is_none() && b.speaker.is_some() && matches!(format, "brat" | "label-studio" | "xmi") {
                    (a.speaker, a.source) = (b.speaker.clone(), b.source);
                }
            }
            prop_assert_eq!(ours, theirs, "{}", format);
        }
    }

    /// Importing what is there already changes nothing, whatever the format carries.
    #[test]
    fn what_is_there_stays(made in made()) {
        let start = reading(TEXT, set_of(&made));
        for format in of_records() {
            let (_, changes, report) = brought(&start, &through(&start, format.name));
            prop_assert_eq!((report.imported, report.conflicts, report.changed), (0, 0, 0), "{}: {:?}", format.name, changes);
            prop_assert!(changes.iter().all(|c| c.ops.is_empty()), "{}: {:?}", format.name, changes);
        }
    }
}

#[test]
fn words_are_found_in_a_text_that_changed() {
    let batch = |text: Option<&str>, places: Vec<PartialSelector>| ImportedDocument {
        text: text.map(str::to_owned),
        records: places
            .into_iter()
            .map(|place| ImportedRecord { label: "Claim".to_owned(), at: vec![place], ..ImportedRecord::default() })
            .collect(),
        ..ImportedDocument::default()
    };
    let old = "Intro.\n\n“Taxes fell by 5%,” Jane Doe said. She had waited for years to say so.\n";
    let counted = import::IndexedText::new(old);
    let place = PartialSelector::words;
    let at = |words: &str| {
        let from = old.find(words).unwrap() as u32;
        counted.at(Span::new(from, from + words.len() as u32))
    };
    let now = reading(
        "A new line.\n\nIntro.\n\n“Taxes fell by 5%,” Jane Doe said. She had waited for years to say so.\n",
        Set::default(),
    );
    let (codebook, stamp) = (Codebook::default(), stamp());
    let renamed = [("Q".to_owned(), "quote".to_owned())];
    let importer = Importer {
        reading: &now,
        codebook: &codebook,
        renamed: &renamed,
        by: Some("ada"),
        theirs: None,
        settled: &HashSet::new(),
        stamp: &stamp,
    };
    let (change, report) = importer.import(&batch(Some(old), vec![at("“Taxes fell by 5%,”"), at("waited for years")]));
    assert_eq!((report.imported, report.moved, report.lost), (2, 2, 0));
    let mut after = now.clone();
    after.apply(&change);
    let words: Vec<String> = after.set().in_order().into_iter().map(|r| r.exact()).collect();
    assert_eq!(words, ["“Taxes fell by 5%,”", "waited for years"]);
    assert!(after.set().iter().all(|r| r.label == "claim" && r.by.as_deref() == Some("ada") && r.text.is_none()));
    // Words alone are found where they stand once; what stands nowhere is kept and told.
    let (change, report) =
        importer.import(&batch(None, vec![place("Jane Doe"), PartialSelector::words("not in it at all, never was")]));
    assert_eq!((report.imported, report.lost), (2, 1));
    assert!(change.ops.iter().any(|op| matches!(op, Op::Annotation { after: Some(r), .. } if r.text.is_some())));
}

#[test]
fn labels_and_speakers_are_those_that_are_known() {
    let mut set = Set::default();
    let mut jane = set.new_speaker("Jane Doe", SpeakerKind::Person);
    jane.aliases.push("Doe".to_owned());
    set.speakers.push(jane);
    set.about = DocumentInfo::of(&Document::from_text(TEXT, "a.txt"));
    let reading = reading(TEXT, set);
    let codebook =
        Codebook { speakers: vec![Set::default().new_speaker("Bo Lind", SpeakerKind::Group)], ..Codebook::default() };
    let item = |label: &str, who: &str, words: &str| ImportedRecord {
        label: label.to_owned(),
        speaker: Some(import::ImportedSpeaker::named(who)),
        at: vec![PartialSelector::words(words)],
        ..ImportedRecord::default()
    };
    let items = vec![item("QUOTE", "doe", "שלום"), item("Aside", "Bo Lind", "paragraph"), item("Q", "Ann Lee", "tab")];
    let renamed = [("Q".to_owned(), "quote".to_owned())];
    let stamp = stamp();
    let importer = Importer {
        reading: &reading,
        codebook: &codebook,
        renamed: &renamed,
        by: None,
        theirs: None,
        settled: &HashSet::new(),
        stamp: &stamp,
    };
    let (change, report) = importer.import(&ImportedDocument { records: items, ..ImportedDocument::default() });
    assert_eq!(report.labels.keys().collect::<Vec<_>>(), ["Aside"]);
    let mut new = report.speakers.clone();
    new.sort();
    assert_eq!(new, ["Ann Lee", "Bo Lind"]);
    let mut after = reading.clone();
    after.apply(&change);
    assert_eq!(after.set().speaker("bo-lind").unwrap().kind, SpeakerKind::Group, "as the codebook has them");
    let of = |words: &str| after.set().iter().find(|r| r.exact() == words).unwrap().clone();
    assert_eq!((of("שלום").label.as_str(), of("שלום").speaker_id()), ("quote", Some("jane-doe")));
    assert_eq!((of("tab").label.as_str(), of("paragraph").label.as_str()), ("quote", "Aside"));
}
