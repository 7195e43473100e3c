//! UIMA CAS XMI, as `INCEpTION` and other tools write it: texts, and what stands in them. Offsets are UTF-16 units, as Java
//! counts. What says who said something is a relation from words of a speaker to words that were said, or a feature of these
//! whose values are links to words.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::error::RecordError;
use super::indexed_text::{Counting, IndexedText};
use super::partial_selector::OffsetUnit;
use super::placing::place_all;
use super::record_draft::{RecordDraft, normalized};
use super::relations::{SpanNode, SpanRelation, SpanRole, attach};
use super::{ImportSource, ImportedFile};
use crate::annotation::identifier::decoded;
use crate::document::bytes;
use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use std::collections::HashMap;

/// Parts of namespaces whose annotations are on words, sentences, syntax and layout: machinery, and no records.
const MACHINERY: [&str; 8] = [
    "/segmentation/",
    "/metadata/",
    "/lexmorph/",
    "/syntax/",
    "/core/api/xml/",
    "/core/api/pdf/",
    "/webanno/api/type",
    "/uima/cas.ecore",
];
/// Names of such annotations, in whatever namespace.
const WORDS: [&str; 6] =
    ["Sentence", "Token", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription", "CASMetadata"];
/// The namespace of types that we write.
const OURS: &str = "http:///sayso.ecore";
/// What places an annotation and names it, and says nothing of it.
const FRAME: [&str; 7] = ["sofa", "begin", "end", "coveredText", "label", "part", "uiOrder"];

/// Reads it. O(n log n).
///
/// # Errors
/// When it is no XMI or no text is in it.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let source = bytes::in_utf8(file.bytes);
    let mut found = XmiFile::default();
    let end = xml::read(&source, |piece| found.take(&piece));
    if !found.is_xmi {
        return Err(ImportError::WrongRoot { element: "<xmi:XMI>, as a CAS does", cause: end.err() });
    }
    let mut out = ImportBuilder::default();
    if let Err(why) = end {
        if found.sofas.is_empty() {
            return Err(ImportError::NoText(why));
        }
        out.problem(format!("{why}: what follows is not read"));
    }
    if found.sofas.is_empty() {
        return Err(ImportError::WrongFormat("it holds no text (Sofa with sofaString)"));
    }
    found.put(&mut out);
    Ok(out.finish())
}

/// The id and the text of a `Sofa`, where it has both.
pub fn sofa(attributes: XmlAttributes<'_>) -> Option<(String, String)> {
    let value = |name: &str| attributes.get(name).map(|v| v.into_owned()).filter(|v| !v.is_empty());
    Some((value("xmi:id")?, value("sofaString")?))
}

/// A thing with its values.
#[derive(Debug, Default)]
struct FeatureStructure {
    /// Its type without the namespace.
    kind: String,
    /// Whether the type is one of ours, whose features are named by attributes.
    is_ours: bool,
    values: Vec<(String, String)>,
}

impl FeatureStructure {
    fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).filter(|v| !v.is_empty())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.trim().parse().ok()
    }
}

#[derive(Default)]
struct XmiFile {
    is_xmi: bool,
    depth: usize,
    /// Namespaces by their prefixes.
    spaces: HashMap<String, String>,
    /// What is being read, and the value inside it.
    open: Option<FeatureStructure>,
    value: String,
    /// Ids of the texts, with the texts.
    sofas: Vec<(String, String)>,
    document: Option<String>,
    features: Vec<FeatureStructure>,
}

impl XmiFile {
    fn take(&mut self, piece: &XmlEvent<'_, '_>) -> bool {
        match *piece {
            XmlEvent::Start(name, attributes) => {
                self.depth += 1;
                match self.depth {
                    1 => {
                        self.is_xmi = local(name) == "XMI";
                        self.declared(attributes);
                    }
                    2 => self.open = self.begun(name, attributes),
                    3 => self.value.clear(),
                    _ => {}
                }
            }
            XmlEvent::Text(words) if self.depth == 3 && self.open.is_some() => self.value.push_str(words),
            XmlEvent::Text(_) => {}
            XmlEvent::End(name) => {
                match (self.depth, &mut self.open) {
                    (3, Some(open)) => open.values.push((local(name).to_owned(), std::mem::take(&mut self.value))),
                    (2, open) => {
                        let done = open.take();
                        self.features.extend(done);
                    }
                    _ => {}
                }
                self.depth = self.depth.saturating_sub(1);
            }
        }
        self.is_xmi || self.depth == 0
    }

    fn declared(&mut self, attributes: XmlAttributes<'_>) {
        for (name, value) in attributes.all() {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.spaces.insert(prefix.to_owned(), value.into_owned());
            }
        }
    }

    /// What begins, unless it is machinery.
    fn begun(&mut self, name: &str, attributes: XmlAttributes<'_>) -> Option<FeatureStructure> {
        if attributes.all().iter().any(|(name, _)| name.starts_with("xmlns:")) {
            self.declared(attributes);
        }
        let kind = local(name);
        let value = |name: &str| attributes.get(name).map(|v| v.into_owned()).filter(|v| !v.is_empty());
        match kind {
            "Sofa" => {
                self.sofas.extend(sofa(attributes));
                return None;
            }
            "DocumentMetaData" => {
                let title = value("documentTitle").or_else(|| value("documentId"));
                self.document = self.document.take().or(title);
                return None;
            }
            "Document" if value("document").is_some() => {
                self.document = value("document");
                return None;
            }
            _ => {}
        }
        let space = name.split_once(':').and_then(|(prefix, _)| self.spaces.get(prefix)).map_or("", String::as_str);
        if WORDS.contains(&kind) || MACHINERY.iter().any(|part| space.contains(part)) {
            return None;
        }
        let values = attributes.all().into_iter().filter(|(name, _)| !name.starts_with("xmlns"));
        let values = values.map(|(name, value)| (name.to_owned(), value.into_owned())).collect();
        Some(FeatureStructure { kind: kind.to_owned(), is_ours: space == OURS, values })
    }

    /// The records of each text.
    fn put(self, out: &mut ImportBuilder) {
        let mut records: Vec<XmiRecords> = self.sofas.iter().map(|_| XmiRecords::default()).collect();
        let slots = Slots::of(&self.features);
        for feature in &self.features {
            let only = self.sofas.len() == 1;
            let number = self.sofas.iter().position(|(id, _)| only || Some(id.as_str()) == feature.get("sofa"));
            let done = match number.and_then(|n| records.get_mut(n)) {
                Some(records) => records.take(feature, &slots, out),
                None if feature.get("begin").is_some() => Err("its text is not in the file".into()),
                None => Ok(()),
            };
            if let Err(why) = done {
                out.problem(format!("{} {}: {why}", feature.kind, feature.get("xmi:id").unwrap_or_default()));
            }
        }
        let only = self.sofas.len() == 1;
        let called = self.document.clone().unwrap_or_else(|| "its text".to_owned());
        let standard = Counting { unit: OffsetUnit::Utf16, ..Counting::default() };
        for (mut records, (_, text)) in records.into_iter().zip(self.sofas) {
            let text = IndexedText::new(&text);
            place_all(&mut records.nodes, &text, standard, Evidence::Words, &called, out);
            let drafts = attach(records.nodes, &records.links, out);
            if only || !drafts.is_empty() {
                out.add_document(self.document.clone(), Some(text.text().to_owned()), drafts);
            }
        }
    }
}

/// By their ids, things that stand nowhere and point at what does: what a feature links to.
struct Slots<'a>(HashMap<&'a str, Slot<'a>>);

/// What it points at, its role, and its type: that of the feature's owner, the feature's name and `Link`.
struct Slot<'a> {
    target: &'a str,
    role: &'a str,
    kind: String,
}

impl<'a> Slots<'a> {
    fn of(features: &'a [FeatureStructure]) -> Self {
        let slot = |feature: &'a FeatureStructure| {
            let target = feature.get("target").filter(|_| feature.get("begin").is_none())?;
            let role = feature.get("role").unwrap_or_default();
            Some((feature.get("xmi:id")?, Slot { target, role, kind: normalized(&feature.kind) }))
        };
        Self(features.iter().filter_map(slot).collect())
    }

    /// What the value of a feature points at, where it names things of its type and nothing else: numbers may be numbers.
    fn behind(&self, name: &str, value: &str) -> Option<Vec<&Slot<'a>>> {
        let name = normalized(name);
        let slot = |id| self.0.get(id).filter(|slot| slot.kind.contains(&name));
        let all: Option<Vec<_>> = value.split_ascii_whitespace().map(slot).collect();
        all.filter(|all| !all.is_empty())
    }
}

/// The records of one text.
#[derive(Default)]
struct XmiRecords {
    nodes: Vec<SpanNode>,
    links: Vec<SpanRelation>,
    /// Numbers of records in pieces, by their ids and labels.
    pieces: HashMap<(String, String), usize>,
}

impl XmiRecords {
    fn take(
        &mut self,
        feature: &FeatureStructure,
        slots: &Slots<'_>,
        out: &mut ImportBuilder,
    ) -> Result<(), RecordError> {
        let id = feature.get("xmi:id").unwrap_or_default();
        if let (Some(governor), Some(dependent)) = (feature.get("Governor"), feature.get("Dependent")) {
            match SpanRole::of_relation(&feature.kind) {
                Some(role) => {
                    let (from, to, at) = (dependent.to_owned(), governor.to_owned(), format!("{} {id}", feature.kind));
                    self.links.push(SpanRelation { from, to, role, at });
                }
                None => out.unsupported(&format!("relation {}", feature.kind)),
            }
            return Ok(());
        }
        if feature.get("begin").is_none() && feature.get("end").is_none() {
            // Arrays, links and the like.
            return Ok(());
        }
        let (Some(begin), Some(end)) = (feature.number("begin"), feature.number("end")) else {
            return Err("“begin” or “end” is not a number".into());
        };
        let words = feature.get("coveredText").map_or(GivenWords::Unsaid, |words| GivenWords::Whole(words.to_owned()));
        let place = GivenPlace { pieces: vec![(begin, end)], words };
        let label = label(feature);
        if let (Some(id), Some(_)) = (feature.get("id"), feature.get("part")) {
            let next = self.nodes.len();
            let number = *self.pieces.entry((id.to_owned(), label.to_owned())).or_insert(next);
            if let Some(node) = self.nodes.get_mut(number) {
                node.draft.given.push(place);
                return Ok(());
            }
        }
        let mut draft = RecordDraft::new(label);
        draft.given.push(place);
        draft.called = format!("{} {id}", feature.kind);
        let taken = |name: &str| FRAME.contains(&name) || name.contains(':') || named_by_value(feature, name);
        for (name, value) in feature.values.iter().filter(|(name, _)| !taken(name)) {
            if let Some(linked) = slots.behind(name, value) {
                for slot in linked {
                    match SpanRole::of_relation(name).or_else(|| SpanRole::of_relation(slot.role)) {
                        Some(role) => {
                            let (from, to, at) = (id.to_owned(), slot.target.to_owned(), format!("{name} of {id}"));
                            self.links.push(SpanRelation { from, to, role, at });
                        }
                        None => out.unsupported(&format!("link {name}")),
                    }
                }
                continue;
            }
            match decoded(name).filter(|words| feature.is_ours && words != name) {
                Some(attribute) => draft.attribute(&attribute, value),
                None => draft.set(name, value),
            }
        }
        self.nodes.push(SpanNode { key: id.to_owned(), draft });
        Ok(())
    }
}

/// The label: what it says it is, else its type.
fn label(feature: &FeatureStructure) -> &str {
    let value = feature.get("value").filter(|_| named_by_value(feature, "value"));
    feature.get("label").or(value).unwrap_or(&feature.kind)
}

/// Whether the value of this name is what a thing of this type is called by.
fn named_by_value(feature: &FeatureStructure, name: &str) -> bool {
    name == "value" && feature.kind == "NamedEntity"
}

#[cfg(test)]
mod tests {
    use super::super::tests::{beside, read_alone, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;

    const SOFA: &str =
        "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaString=\"“Taxes fell 😊 by 5%,” Jane Doe said.&#10;He left.&#10;\"/>";

    fn xmi(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
            xmlns:s=\"http:///sayso.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:type=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" \
            xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" xmlns:md=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" xmi:version=\"2.0\">\
            <cas:NULL xmi:id=\"0\"/>{inside}<cas:View sofa=\"1\" members=\"2\"/></xmi:XMI>"
        )
    }

    #[test]
    fn what_sayso_writes() {
        let id = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";
        let incoming = read_alone(
            read,
            &xmi(&format!(
                "<s:Document document=\"a.txt\"/><s:Annotation xmi:id=\"2\" sofa=\"1\" begin=\"1\" end=\"11\" id=\"{id}\" part=\"1\" label=\"quote\" speaker=\"Jane Doe\" \
                speakerId=\"jane-doe\" kind=\"mixed\" note=\"a&#10;b\" by=\"ada\" score=\"0.5\" tone=\"dry\" evidence=\"https://a.example; https://b.example\"/>\
                <s:Annotation xmi:id=\"3\" sofa=\"1\" begin=\"15\" end=\"20\" id=\"{id}\" part=\"2\" label=\"quote\" speaker=\"Jane Doe\"/>\
                <s:Speaker xmi:id=\"4\" sofa=\"1\" begin=\"23\" end=\"31\"/><s:Cue xmi:id=\"5\" sofa=\"1\" begin=\"32\" end=\"36\"/>\
                <s:SaidBy xmi:id=\"6\" sofa=\"1\" begin=\"1\" end=\"11\" Governor=\"4\" Dependent=\"2\"/><s:CuedBy xmi:id=\"7\" sofa=\"1\" begin=\"1\" end=\"11\" Governor=\"5\" Dependent=\"2\"/>\
                <s:Annotation xmi:id=\"8\" sofa=\"1\" begin=\"38\" end=\"46\" label=\"quote\" status=\"suggested\"/>{SOFA}"
            )),
        );
        let batch = &incoming.documents[0];
        let [item] = batch.records.as_slice() else { panic!("{incoming:?}") };
        assert_eq!(
            (batch.document.as_deref(), item.id.as_deref(), item.label.as_str()),
            (Some("a.txt"), Some(id), "quote")
        );
        assert_eq!(item.at.iter().map(|p| p.exact.as_str()).collect::<Vec<_>>(), ["Taxes fell", "by 5%"]);
        assert_eq!(
            (item.at[1].at, item.fields.note.as_deref(), item.fields.evidence.len()),
            (Some((14, 19)), Some("a\nb"), 2)
        );
        let who = ImportedSpeaker::Somebody { name: "Jane Doe".into(), id: Some("jane-doe".into()), kind: None };
        assert_eq!((item.speaker.as_ref(), item.source.as_ref().unwrap().at), (Some(&who), Some((22, 30))));
        assert_eq!((item.cue.as_ref().unwrap().exact.as_str(), item.fields.attributes.len()), ("said", 1));
        assert_eq!(incoming.problems, ["1 suggestion left out: only decisions are imported"]);
    }

    #[test]
    fn features_that_link_to_words() {
        let incoming = read_alone(
            read,
            &xmi(&format!(
                "{SOFA}<custom:Quote xmi:id=\"13\" sofa=\"1\" begin=\"1\" end=\"21\" Speakers=\"20 21\" Topics=\"22\" Parts=\"23\" Count=\"20\"/>\
                <custom:QuoteSpeakersLink xmi:id=\"20\" role=\"main\" target=\"14\"/><custom:QuoteSpeakersLink xmi:id=\"21\" target=\"14\"/>\
                <custom:QuoteTopicsLink xmi:id=\"22\" role=\"about\" target=\"16\"/><custom:QuotePartsLink xmi:id=\"23\" role=\"Cue\" target=\"15\"/>\
                <custom:Speaker xmi:id=\"14\" sofa=\"1\" begin=\"23\" end=\"31\"/><custom:Cue xmi:id=\"15\" sofa=\"1\" begin=\"32\" end=\"36\"/>"
            )),
        );
        let [item] = incoming.documents[0].records.as_slice() else { panic!("{incoming:?}") };
        let who = ImportedSpeaker::named("Jane Doe");
        assert_eq!((item.speaker.as_ref(), item.source.as_ref().unwrap().exact.as_str()), (Some(&who), "Jane Doe"));
        assert_eq!(item.cue.as_ref().unwrap().exact, "said");
        // A number that is that of a link by chance is a value.
        assert_eq!(item.fields.attributes.get("Count").map(String::as_str), Some("20"), "{:?}", item.fields);
        assert_eq!(item.fields.attributes.len(), 1, "{:?}", item.fields);
        assert!(incoming.problems.iter().any(|p| p.contains("link Topics")), "{:?}", incoming.problems);
    }

    #[test]
    fn what_inception_writes_and_what_is_damaged() {
        let inside = format!(
            "<md:DocumentMetaData xmi:id=\"9\" sofa=\"1\" begin=\"0\" end=\"46\" documentTitle=\"b.txt\" documentId=\"ada\"/>{SOFA}\
            <type:Token xmi:id=\"10\" sofa=\"1\" begin=\"0\" end=\"1\"/><type:Sentence xmi:id=\"11\" sofa=\"1\" begin=\"0\" end=\"46\"/>\
            <ner:NamedEntity xmi:id=\"12\" sofa=\"1\" begin=\"23\" end=\"31\" value=\"PER\" identifier=\"Q1\"/>\
            <custom:Quote xmi:id=\"13\" sofa=\"1\" begin=\"1\" end=\"20\"><tags>one</tags><tags>two</tags></custom:Quote>\
            <custom:Speaker xmi:id=\"14\" sofa=\"1\" begin=\"23\" end=\"31\"/><custom:Speaker_relation xmi:id=\"15\" sofa=\"1\" begin=\"1\" end=\"2\" Governor=\"14\" Dependent=\"13\"/>\
            <custom:Other xmi:id=\"16\" sofa=\"1\" begin=\"1\" end=\"2\" Governor=\"14\" Dependent=\"13\"/>\
            <custom:Quote xmi:id=\"17\" sofa=\"1\" begin=\"13\" end=\"14\"/><custom:Quote xmi:id=\"18\" sofa=\"1\" begin=\"1\" end=\"900\"/><custom:Quote xmi:id=\"19\" sofa=\"1\" begin=\"x\" end=\"9\"/>"
        );
        let whole = xmi(&inside);
        let incoming = read_alone(read, &whole);
        let batch = &incoming.documents[0];
        assert_eq!(batch.records.iter().map(|i| i.label.as_str()).collect::<Vec<_>>(), ["Quote", "PER"]);
        assert_eq!(batch.records[0].fields.attributes["tags"], "one; two");
        assert_eq!(
            (batch.document.as_deref(), &batch.records[0].speaker),
            (Some("b.txt"), &Some(ImportedSpeaker::named("Jane Doe")))
        );
        assert_eq!(incoming.problems.len(), 4, "{:?}", incoming.problems);
        let torn = read_alone(read, whole.split("<custom:Other").next().unwrap());
        assert_eq!((torn.documents, torn.problems.len()), (incoming.documents, 1));
        for bad in ["<html/>", "words", "<xmi:XMI><cas:Sofa xmi:id='1'/></xmi:XMI>"] {
            assert!(read_with(read, "a", bad.as_bytes(), &beside(None)).is_err());
        }
    }
}
