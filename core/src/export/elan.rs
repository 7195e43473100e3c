//! ELAN's annotation format (EAF 3.0): a tier for each speaker and for each other label of a speaker, with times; below each, by
//! symbolic association, tiers of what is known of its annotations, with controlled vocabularies where values are few.

use super::marks::EAF;
use super::places::{Aspect, Tally};
use super::record::{Record, evidence_lines};
use super::single::LeftOut;
use super::timed::{Names, Tier, Timed, one_line};
use super::xml::{content, escaped, forbidden, replaced};
use super::{Files, Selected};
use crate::annotation::{Codebook, QUOTE, Status, name_beside_fields};
use crate::kinds::{Form, Kind};
use std::io;

/// The type of the tiers of statements.
const STATEMENT: &str = "statement";

/// How tiers depend on others here: one annotation for one of theirs.
const ASSOCIATION: &str = "Symbolic_Association";

/// What is said of an annotation besides its words, by name.
type Said = Vec<(String, String)>;
/// The annotations of a tier: the words of each, and what is said of it.
type TierWords = Vec<(String, Said)>;

/// What is known of annotations besides their words: a type of tiers.
struct Known {
    /// Its name as a type, which no other has.
    id: String,
    /// As [`said_of`] calls it.
    name: String,
    /// Its values, where they are few.
    values: Vec<String>,
}

/// Writes one document. `now`: the moment, RFC 3339.
pub fn write(document: &Selected<'_>, codebook: &Codebook, now: &str, out: &mut dyn Files) -> io::Result<LeftOut> {
    let timed = Timed::of(document, codebook);
    let said: Vec<TierWords> = timed.tiers.iter().map(|tier| said_on(document, tier)).collect();
    let mut types = Names::default();
    types.unique(STATEMENT);
    let mut labels: Vec<(&str, String)> = Vec::new();
    for tier in timed.tiers.iter().filter(|t| t.label != QUOTE) {
        if !labels.iter().any(|(label, _)| *label == tier.label) {
            labels.push((tier.label.as_str(), types.unique(&one_line(codebook.shown(&tier.label)))));
        }
    }
    let known = known(&said, codebook, &mut types);
    let eaf = Eaf { document, timed: &timed, said: &said, labels: &labels, known: &known };
    eaf.head(now, out)?;
    eaf.tiers(out)?;
    eaf.types(out)?;
    writeln!(out, "</ANNOTATION_DOCUMENT>")?;
    let tally = Tally::of(document, &[Aspect::Sources, Aspect::Links]);
    let controls = timed.tiers.iter().flat_map(|t| &t.intervals).filter_map(|i| document.record(i.number));
    let controls = replaced(controls.map(|record| forbidden(&record.exact)).sum());
    let told =
        timed.told().into_iter().chain(tally.without_rejected()).chain(tally.dropped()).chain(controls).collect();
    Ok(LeftOut { annotations: tally.rejected() + timed.untimed, told })
}

/// The words of each annotation of a tier, and what is said of it.
fn said_on(document: &Selected<'_>, tier: &Tier) -> TierWords {
    let records = tier.intervals.iter().filter_map(|i| document.record(i.number));
    records.map(|record| (one_line(&record.exact), said_of(&record))).collect()
}

/// What is known of a record, by name.
fn said_of(record: &Record) -> Said {
    let evidence = (!record.evidence.is_empty()).then(|| evidence_lines(&record.evidence));
    let fixed = [
        ("kind", record.kind.map(str::to_owned)),
        ("form", record.form.map(str::to_owned)),
        ("status", record.status.map(str::to_owned)),
        ("rating", record.rating.clone()),
        ("members", (!record.members.is_empty()).then(|| record.members.join("; "))),
        ("note", record.note.clone()),
        ("evidence", evidence),
        ("score", record.score.map(|score| score.to_string())),
        ("check", record.check.map(str::to_owned)),
    ];
    let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let own = record.attributes.iter().map(|(name, value)| (one_line(&name_beside_fields(name)), value.clone()));
    fixed.chain(own).filter(|(_, value)| !value.trim().is_empty()).collect()
}

/// Every name of [`said_of`] that is in use, in its order, with the values that it can have.
fn known(said: &[TierWords], codebook: &Codebook, types: &mut Names) -> Vec<Known> {
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut out: Vec<Known> = Vec::new();
    for (name, value) in said.iter().flatten().flat_map(|(_, said)| said) {
        let at = out.iter().position(|k| k.name == *name).unwrap_or_else(|| {
            let attribute = codebook.attributes.iter().find(|a| one_line(&name_beside_fields(&a.id)) == *name);
            let values = match name.as_str() {
                "kind" => words(Kind::WORDS),
                "form" => words(Form::WORDS),
                "status" => {
                    Status::WORDS.iter().copied().chain([super::record::SUGGESTED]).map(str::to_owned).collect()
                }
                "rating" => codebook.ratings.clone(),
                _ => attribute.map(|a| a.values.clone()).unwrap_or_default(),
            };
            out.push(Known { id: types.unique(name), name: name.clone(), values });
            out.len() - 1
        });
        // A value that the codebook does not have is one of the vocabulary all the same.
        if let Some(known) = out.get_mut(at)
            && !known.values.is_empty()
            && !known.values.contains(value)
        {
            known.values.push(value.clone());
        }
    }
    out
}

/// A document on its way.
struct Eaf<'a> {
    document: &'a Selected<'a>,
    timed: &'a Timed,
    /// For each tier, of each annotation its words and what is said of it.
    said: &'a [TierWords],
    /// Labels besides statements, each with its type.
    labels: &'a [(&'a str, String)],
    known: &'a [Known],
}

impl Eaf<'_> {
    fn head(&self, now: &str, out: &mut dyn Files) -> io::Result<()> {
        let intervals = || self.timed.tiers.iter().flat_map(|t| &t.intervals);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<ANNOTATION_DOCUMENT AUTHOR=\"\" DATE=\"{}\" FORMAT=\"3.0\" VERSION=\"3.0\" \
            xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
            xsi:noNamespaceSchemaLocation=\"http://www.mpi.nl/tools/elan/EAFv3.0.xsd\">",
            escaped(now)
        )?;
        writeln!(out, "  <HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\">")?;
        if let Some(recording) = &self.document.recording {
            let url = media_url(recording);
            let (url, kind) = (escaped(&url), media_type(recording));
            writeln!(
                out,
                "    <MEDIA_DESCRIPTOR MEDIA_URL=\"{url}\" MIME_TYPE=\"{kind}\" RELATIVE_MEDIA_URL=\"{url}\"/>"
            )?;
        }
        writeln!(out, "    {EAF}")?;
        let annotations = self.said.iter().flatten().map(|(_, said)| 1 + said.len()).sum::<usize>();
        writeln!(out, "    <PROPERTY NAME=\"lastUsedAnnotationId\">{annotations}</PROPERTY>\n  </HEADER>")?;
        writeln!(out, "  <TIME_ORDER>")?;
        for (number, time) in slots(intervals().map(|i| (i.start, i.end))).1.iter().enumerate() {
            writeln!(out, "    <TIME_SLOT TIME_SLOT_ID=\"ts{}\" TIME_VALUE=\"{time}\"/>", number + 1)?;
        }
        writeln!(out, "  </TIME_ORDER>")
    }

    fn tiers(&self, out: &mut dyn Files) -> io::Result<()> {
        let all = self.timed.tiers.iter().flat_map(|t| &t.intervals).map(|i| (i.start, i.end));
        let mut slots = slots(all).0.into_iter();
        let mut names = Names::default();
        for tier in &self.timed.tiers {
            names.unique(&tier.name);
        }
        let mut last = 0;
        for (tier, said) in self.timed.tiers.iter().zip(self.said) {
            let kind = self.labels.iter().find(|(label, _)| *label == tier.label).map_or(STATEMENT, |(_, kind)| kind);
            begin(out, (kind, &tier.name, None), tier)?;
            let first = last + 1;
            for ((words, _), (from, to)) in said.iter().zip(&mut slots) {
                last += 1;
                writeln!(
                    out,
                    "    <ANNOTATION>\n      <ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a{last}\" TIME_SLOT_REF1=\"ts{from}\" TIME_SLOT_REF2=\"ts{to}\">\n        \
                    <ANNOTATION_VALUE>{}</ANNOTATION_VALUE>\n      </ALIGNABLE_ANNOTATION>\n    </ANNOTATION>",
                    content(words)
                )?;
            }
            writeln!(out, "  </TIER>")?;
            for known in self.known {
                let values = || {
                    said.iter().enumerate().filter_map(|(n, (_, said))| {
                        Some((first + n, &said.iter().find(|(name, _)| *name == known.name)?.1))
                    })
                };
                if values().next().is_none() {
                    continue;
                }
                let name = names.unique(&format!("{}@{}", known.name, tier.name));
                begin(out, (&known.id, &name, Some(&tier.name)), tier)?;
                for (parent, value) in values() {
                    last += 1;
                    let entry = known.values.iter().position(|v| v == value);
                    let entry = entry.map(|n| format!(" CVE_REF=\"{}\"", escaped(&entry_id(known, n))));
                    writeln!(
                        out,
                        "    <ANNOTATION>\n      <REF_ANNOTATION ANNOTATION_ID=\"a{last}\" ANNOTATION_REF=\"a{parent}\"{}>\n        \
                        <ANNOTATION_VALUE>{}</ANNOTATION_VALUE>\n      </REF_ANNOTATION>\n    </ANNOTATION>",
                        entry.unwrap_or_default(),
                        content(value)
                    )?;
                }
                writeln!(out, "  </TIER>")?;
            }
        }
        Ok(())
    }

    fn types(&self, out: &mut dyn Files) -> io::Result<()> {
        for kind in std::iter::once(STATEMENT).chain(self.labels.iter().map(|(_, kind)| kind.as_str())) {
            let kind = escaped(kind);
            writeln!(
                out,
                "  <LINGUISTIC_TYPE GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"{kind}\" TIME_ALIGNABLE=\"true\"/>"
            )?;
        }
        let chosen = || self.known.iter().filter(|k| !k.values.is_empty());
        for known in self.known {
            let id = escaped(&known.id);
            let vocabulary =
                if known.values.is_empty() { String::new() } else { format!(" CONTROLLED_VOCABULARY_REF=\"{id}\"") };
            writeln!(
                out,
                "  <LINGUISTIC_TYPE CONSTRAINTS=\"{ASSOCIATION}\"{vocabulary} GRAPHIC_REFERENCES=\"false\" LINGUISTIC_TYPE_ID=\"{id}\" \
                TIME_ALIGNABLE=\"false\"/>"
            )?;
        }
        if chosen().next().is_some() {
            let language = "http://cdb.iso.org/lg/CDB-00130975-001";
            writeln!(out, "  <LANGUAGE LANG_DEF=\"{language}\" LANG_ID=\"und\" LANG_LABEL=\"undetermined (und)\"/>")?;
        }
        writeln!(
            out,
            "  <CONSTRAINT DESCRIPTION=\"One annotation for one of the parent tier\" STEREOTYPE=\"{ASSOCIATION}\"/>"
        )?;
        for known in chosen() {
            writeln!(out, "  <CONTROLLED_VOCABULARY CV_ID=\"{}\">", escaped(&known.id))?;
            writeln!(out, "    <DESCRIPTION LANG_REF=\"und\"/>")?;
            for (n, value) in known.values.iter().enumerate() {
                let id = entry_id(known, n);
                writeln!(
                    out,
                    "    <CV_ENTRY_ML CVE_ID=\"{}\">\n      <CVE_VALUE DESCRIPTION=\"\" LANG_REF=\"und\">{}</CVE_VALUE>\n    </CV_ENTRY_ML>",
                    escaped(&id),
                    content(value)
                )?;
            }
            writeln!(out, "  </CONTROLLED_VOCABULARY>")?;
        }
        Ok(())
    }
}

/// The beginning of a tier of a type, with its name and the tier it depends on; its participant is that of `of`.
fn begin(out: &mut dyn Files, (kind, name, parent): (&str, &str, Option<&str>), of: &Tier) -> io::Result<()> {
    let parent = parent.map(|parent| format!(" PARENT_REF=\"{}\"", escaped(parent))).unwrap_or_default();
    let participant = of.speaker.as_deref().map(|who| format!(" PARTICIPANT=\"{}\"", escaped(who)));
    writeln!(
        out,
        "  <TIER LINGUISTIC_TYPE_REF=\"{}\"{parent}{} TIER_ID=\"{}\">",
        escaped(kind),
        participant.unwrap_or_default(),
        escaped(name)
    )
}

fn entry_id(known: &Known, number: usize) -> String {
    format!("{}-{}", known.id, number + 1)
}

/// Of every interval the numbers, from 1, of the slots at which it begins and ends; and the times of all slots, in order.
fn slots(intervals: impl Iterator<Item = (u32, u32)>) -> (Vec<(usize, usize)>, Vec<u32>) {
    let mut ends: Vec<(u32, bool, usize)> =
        intervals.enumerate().flat_map(|(n, (start, end))| [(start, true, n), (end, false, n)]).collect();
    // What ends at a time comes before what begins then.
    ends.sort_unstable();
    let mut places = vec![(0, 0); ends.len() / 2];
    for (slot, (_, begins, n)) in ends.iter().enumerate() {
        if let Some((from, to)) = places.get_mut(*n) {
            *(if *begins { from } else { to }) = slot + 1;
        }
    }
    (places, ends.into_iter().map(|(time, ..)| time).collect())
}

/// Where a recording is, from the folder of the file: an address as it is, the name of a file as a relative one.
fn media_url(recording: &str) -> String {
    if recording.contains("://") {
        return recording.to_owned();
    }
    let name = recording.rsplit(['/', '\\']).next().unwrap_or(recording);
    format!("./{}", super::reference::reference(name))
}

/// The media type that ELAN knows a recording by.
fn media_type(recording: &str) -> &'static str {
    let ending = recording.rsplit_once('.').map_or("", |(_, ending)| ending);
    let types = [
        ("wav", "audio/x-wav"),
        ("mp3", "audio/mpeg"),
        ("m4a", "audio/mp4"),
        ("mp4", "video/mp4"),
        ("m4v", "video/mp4"),
        ("mpg", "video/mpeg"),
        ("mpeg", "video/mpeg"),
        ("mov", "video/quicktime"),
    ];
    types.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map_or("unknown", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_in_the_order_of_time() {
        let (places, times) = slots([(500, 900), (0, 500), (900, 950)].into_iter());
        assert_eq!(times, [0, 500, 500, 900, 900, 950]);
        assert_eq!(places, [(3, 4), (1, 2), (5, 6)]);
    }

    #[test]
    fn recordings_are_named_from_the_folder_of_the_file() {
        assert_eq!(media_url("C:\\takes\\day 1.wav"), "./day%201.wav");
        assert_eq!(media_url("https://example.org/a.mp3"), "https://example.org/a.mp3");
        assert_eq!((media_type("a.WAV"), media_type("a")), ("audio/x-wav", "unknown"));
    }
}
