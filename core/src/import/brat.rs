//! brat standoff: a line for every span, relation, event, attribute and note, and the text in a `.txt` beside it. Offsets
//! are code points. A span in fragments that only white space parts is one place: brat cuts spans at line ends.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::error::RecordError;
use super::indexed_text::{Counting, IndexedText};
use super::partial_selector::PartialSelector;
use super::placing::{by_words, place_all};
use super::record_draft::{RecordDraft, normalized};
use super::relations::{SpanNode, SpanRelation, SpanRole, attach};
use super::schema::id_of;
use super::{ImportSource, ImportedFile, text};
use std::collections::HashMap;

/// Reads a `.ann` with the `.txt` beside it. O(n log n).
///
/// # Errors
/// When the bytes are no text or the text holds no line of brat's.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let source = text::decoded(file.bytes)?;
    let mut out = ImportBuilder::default();
    let words = match (file.beside)("txt") {
        None => None,
        Some(bytes) => match text::decoded(&bytes) {
            Ok(words) => Some(words.into_owned()),
            Err(why) => {
                out.problem(format!("the .txt beside it cannot be used: {why}"));
                None
            }
        },
    };
    let counted = words.as_deref().map(IndexedText::new);
    let mut lines = BratReader::default();
    let all: Vec<(usize, &str)> = source.split('\n').enumerate().map(|(n, l)| (n + 1, l.trim_end())).collect();
    let known = all.iter().filter(|(_, line)| !line.is_empty());
    if known.clone().next().is_some()
        && !known.clone().any(|(_, line)| line.starts_with(is_sign) && line.contains('\t'))
    {
        return Err(ImportError::WrongFormat("no line is one of brat's, for example: T1, tab, Quote 0 5, tab, words"));
    }
    // What is said of a span may stand before it.
    let spans = |line: &str| line.starts_with('T');
    let events = |line: &str| line.starts_with('E');
    let rest = |line: &str| !spans(line) && !events(line);
    for part in [&spans as &dyn Fn(&str) -> bool, &events, &rest] {
        for (number, line) in known.clone().filter(|(_, line)| part(line)) {
            if let Err(why) = lines.take(*number, line, &mut out) {
                out.problem(format!("line {number}: {why}"));
            }
        }
    }
    match &counted {
        Some(text) => place_all(&mut lines.nodes, text, Counting::default(), Evidence::Edges, "", &mut out),
        None => lines.nodes.iter_mut().for_each(|node| without_text(&mut node.draft)),
    }
    let drafts = attach(lines.nodes, &lines.links, &mut out);
    out.add_document(None, counted.map(|text| text.text().to_owned()), drafts);
    Ok(out.finish())
}

/// How lines begin.
fn is_sign(c: char) -> bool {
    "TREAMN#*".contains(c)
}

#[derive(Default)]
struct BratReader {
    nodes: Vec<SpanNode>,
    /// Spans by their ids.
    numbers: HashMap<String, usize>,
    /// Events by the span that is their content.
    events: HashMap<String, String>,
    links: Vec<SpanRelation>,
}

impl BratReader {
    fn take(&mut self, number: usize, line: &str, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let (id, rest) = line.split_once('\t').ok_or("there is no tab behind its id")?;
        // Some programs write more than one.
        let (id, rest) = (id.trim(), rest.trim_start_matches('\t'));
        match id.chars().next() {
            Some('T') => self.span(number, id, rest),
            Some('E') => self.event(number, id, rest, out),
            Some('R') => self.relation(number, rest, out),
            Some('A' | 'M') => self.attribute(rest, out),
            Some('N') => self.reference(rest),
            Some('#') => self.note(rest, out),
            Some('*') => {
                out.unsupported(&format!("relation {}", rest.split_whitespace().next().unwrap_or_default()));
                Ok(())
            }
            _ => Err("it begins with none of T R E A M N # *".into()),
        }
    }

    /// `T1 TAB Quote 0 5;9 12 TAB words`.
    fn span(&mut self, number: usize, id: &str, rest: &str) -> Result<(), RecordError> {
        let (head, words) = rest.split_once('\t').unwrap_or((rest, ""));
        let (label, at) = head.trim().split_once(' ').ok_or("its label or its place is missing")?;
        let mut fragments = Vec::new();
        for part in at.split(';') {
            let numbers =
                part.trim().split_once(' ').and_then(|(a, b)| Some((a.parse().ok()?, b.trim().parse().ok()?)));
            fragments.push(numbers.ok_or_else(|| format!("“{part}” is not a pair of numbers"))?);
        }
        if self.numbers.contains_key(id) {
            return Err(format!("there is another {id} above").into());
        }
        let mut draft = RecordDraft::new(label);
        let words = words.trim_start_matches('\t');
        let words = if words.trim().is_empty() { GivenWords::Unsaid } else { GivenWords::Whole(words.to_owned()) };
        draft.given.push(GivenPlace { pieces: fragments, words });
        draft.called = format!("line {number}");
        self.numbers.insert(id.to_owned(), self.nodes.len());
        self.nodes.push(SpanNode { key: id.to_owned(), draft });
        Ok(())
    }

    /// `E1 TAB Quote:T1 Speaker:T2 Cue:T3`; the words of the event may also be its cue, with the content in a role.
    fn event(&mut self, number: usize, id: &str, rest: &str, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let mut all = rest.split_whitespace().filter_map(|part| part.split_once(':'));
        let (_, trigger) = all.next().ok_or("it names no words")?;
        let roles: Vec<(String, &str)> =
            all.map(|(role, to)| (normalized(role.trim_end_matches(|c: char| c.is_ascii_digit())), to)).collect();
        let content = roles.iter().find(|(role, _)| role == "content" || role == "quote").map(|(_, to)| *to);
        let from = content.unwrap_or(trigger).to_owned();
        self.events.insert(id.to_owned(), from.clone());
        if content.is_some() {
            if let Some(node) = self.numbers.get(trigger).and_then(|n| self.nodes.get_mut(*n)) {
                "Cue".clone_into(&mut node.draft.record.label);
            }
            self.link(&from, trigger, SpanRole::Cue, number);
        }
        for (name, to) in roles.iter().filter(|(_, to)| Some(*to) != content) {
            match SpanRole::of_relation(name) {
                Some(role) => self.link(&from, to, role, number),
                None => out.unsupported(&format!("role {name} of an event")),
            }
        }
        Ok(())
    }

    /// `R1 TAB said_by Arg1:T1 Arg2:T2`, whatever the two are called.
    fn relation(&mut self, number: usize, rest: &str, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let mut parts = rest.split_whitespace();
        let name = parts.next().unwrap_or_default();
        let mut ends = parts.filter_map(|part| part.split_once(':'));
        let (Some((first, from)), Some((_, to))) = (ends.next(), ends.next()) else {
            return Err("a relation joins two, as in said_by Arg1:T1 Arg2:T2".into());
        };
        let Some(role) = SpanRole::of_relation(name) else {
            out.unsupported(&format!("relation {name}"));
            return Ok(());
        };
        // The second may stand first.
        let (from, to) = if first.eq_ignore_ascii_case("arg2") { (to, from) } else { (from, to) };
        self.link(from, to, role, number);
        Ok(())
    }

    fn link(&mut self, from: &str, to: &str, role: SpanRole, number: usize) {
        let resolved = |id: &str| self.events.get(id).map_or(id, String::as_str).to_owned();
        let (from, to) = (resolved(from), resolved(to));
        self.links.push(SpanRelation { from, to, role, at: format!("line {number}") });
    }

    /// `A1 TAB Kind T1 direct`; without a value it is true.
    fn attribute(&mut self, rest: &str, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let mut parts = rest.trim().splitn(3, [' ', '\t']);
        let (Some(name), Some(to)) = (parts.next(), parts.next()) else {
            return Err("an attribute names itself and a span, as in Kind T1 direct".into());
        };
        let value = parts.next().unwrap_or("true");
        if to.starts_with('R') {
            out.unsupported("attribute of a relation");
            return Ok(());
        }
        self.draft(to)?.set(&id_of(name), value);
        Ok(())
    }

    /// `N1 TAB Reference T1 Wikipedia:534366 TAB Jane Doe`.
    fn reference(&mut self, rest: &str) -> Result<(), RecordError> {
        let (head, name) = rest.split_once('\t').unwrap_or((rest, ""));
        let mut parts = head.split_whitespace();
        let (Some(_), Some(to)) = (parts.next(), parts.next()) else {
            return Err("a reference names a span, as in Reference T1 Wikipedia:1".into());
        };
        let draft = self.draft(to)?;
        draft.attribute("reference", parts.next().unwrap_or_default());
        if SpanRole::of_label(&draft.record.label) == Some(SpanRole::Source) {
            draft.set("speaker", name);
        }
        Ok(())
    }

    /// `#1 TAB AnnotatorNotes T1 TAB words`.
    fn note(&mut self, rest: &str, out: &mut ImportBuilder) -> Result<(), RecordError> {
        let (head, words) = rest.split_once('\t').unwrap_or((rest, ""));
        let to = head.split_whitespace().nth(1).ok_or("a note names a span, as in AnnotatorNotes T1")?;
        if to.starts_with('R') {
            out.unsupported("note of a relation");
            return Ok(());
        }
        self.draft(to)?.note_or_evidence(words);
        Ok(())
    }

    fn draft(&mut self, id: &str) -> Result<&mut RecordDraft, RecordError> {
        let span = self.events.get(id).map_or(id, String::as_str);
        let node = self.numbers.get(span).and_then(|n| self.nodes.get_mut(*n));
        node.map(|n| &mut n.draft).ok_or_else(|| format!("it is about {id}, which is not there").into())
    }
}

/// The places of a span whose text is not known: its words, and where they stood; of a place in fragments the words alone.
fn without_text(draft: &mut RecordDraft) {
    for place in std::mem::take(&mut draft.given) {
        let words = match &place.words {
            GivenWords::Whole(words) | GivenWords::Name(words) => words.as_str(),
            GivenWords::Unsaid => "",
        };
        match place.pieces.as_slice() {
            [one] => draft.record.at.extend(PartialSelector::given(Some(*one), words)),
            several if words.trim().is_empty() => {
                draft.record.at.extend(several.iter().filter_map(|at| PartialSelector::given(Some(*at), "")));
            }
            _ => draft.record.at.extend(by_words(&place, words).into_iter().filter(|p| !p.exact.is_empty())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SHARED, beside, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;
    use crate::kinds::Kind;

    #[test]
    fn pieces_without_text_and_words_are_places() {
        let file = from("T1\tQuote 11 24;26 30\nT2\tQuote 9 4\nT3\tQuote 9 4;8 3\n", None);
        let [record] = file.documents[0].records.as_slice() else { panic!("{file:?}") };
        assert_eq!(record.at.iter().filter_map(|p| p.at).collect::<Vec<_>>(), [(11, 24), (26, 30)]);
        assert_eq!(
            file.problems,
            ["line 2: it has neither a place nor words", "line 3: it has neither a place nor words"]
        );
    }

    fn from(ann: &str, txt: Option<&str>) -> ImportedFile {
        read_with(read, "a.ann", ann.as_bytes(), &beside(txt)).unwrap()
    }

    #[test]
    fn what_sayso_writes() {
        let ann = "T1\tQuote 1 19\tTaxes fell 😊 by 5%\nT2\tSpeaker 22 30\tJane Doe\nT3\tCue 31 35\tsaid\nT4\tQuote 37 45\tHe left.\n\
            R1\tsaid_by Arg1:T1 Arg2:T2\nR2\tcued_by Arg1:T1 Arg2:T3\nR3\tsaid_by Arg1:T4 Arg2:T2\n\
            A1\tKind T1 direct\nA2\tSpeakerName T1 Jane A. Doe\nA3\tStatus T4 suggested\nA4\tSpeakerId T1 jane-doe\n\
            #1\tAnnotatorNotes T1\tcheck\n#2\tAnnotatorNotes T1\thttps://example.org/ons\n#3\tAnnotatorNotes T1\tagain\n";
        let incoming = from(ann, Some(SHARED));
        assert_eq!(incoming.problems, ["1 suggestion left out: only decisions are imported"]);
        let [item] = incoming.documents[0].records.as_slice() else { panic!("{incoming:?}") };
        assert_eq!((item.at[0].at, item.at[0].exact.as_str()), (Some((1, 19)), "Taxes fell 😊 by 5%"));
        let (source, cue) = (item.source.as_ref().unwrap(), item.cue.as_ref().unwrap());
        assert_eq!((source.at, cue.exact.as_str()), (Some((22, 30)), "said"));
        let who = ImportedSpeaker::Somebody { name: "Jane A. Doe".into(), id: Some("jane-doe".into()), kind: None };
        assert_eq!((item.speaker.as_ref(), item.fields.kind), (Some(&who), Some(Kind::Direct)));
        assert_eq!(
            (item.fields.note.as_deref(), item.fields.evidence.as_slice()),
            (Some("check\nagain"), &["https://example.org/ons".to_owned()][..])
        );
    }

    #[test]
    fn fragments_at_line_ends_are_one_place_and_others_pieces() {
        let text = "one\r\n  two three four\nfive";
        let ann = "T1\tQuote 0 3;7 10;17 21\tone two four\nT2\tQuote 11 16\tthree\nT3\tX 17 21;22 26\tfour five\n";
        let items = from(ann, Some(text)).documents.remove(0).records;
        let words = |n: usize| items[n].at.iter().map(|p| p.exact.as_str()).collect::<Vec<_>>();
        assert_eq!(words(0), ["one\n  two", "four"]);
        assert_eq!((words(1), words(2)), (vec!["three"], vec!["four\nfive"]));
        let alone = from(ann, None).documents.remove(0).records;
        let words = |n: usize| alone[n].at.iter().map(|p| p.exact.as_str()).collect::<Vec<_>>();
        assert_eq!((words(1), words(2)), (vec!["one", "two", "four"], vec!["four five"]));
        assert_eq!((alone[1].at[0].at, alone[0].at[0].at), (None, Some((11, 16))), "pieces by their words alone");
    }

    #[test]
    fn events_and_relations_as_others_write_them() {
        let ann = "T1\tQuote 1 19\tTaxes fell 😊 by 5%\nT2\tSpeaker 22 30\tJane Doe\nT3\tSaid 31 35\tsaid\nT9\tPerson 37 39\tHe\n\
            E1\tSaid:T3 Content:T1 Speaker2:T2 Time:T9\nA1\tNegated E1\nN1\tReference T2 Q:42\t\tJane Q. Doe\n\
            R1\tCoref Arg1:T9 Arg2:T2\n*\tEquiv T1 T2\n\nT4\tQuote 37 44\tHe left\nR2\tSAID_BY Speaker:T9 Said:T4\n";
        let incoming = from(ann, Some(SHARED));
        let items = &incoming.documents[0].records;
        let said = &items[0];
        assert_eq!(
            (said.cue.as_ref().unwrap().at, &said.speaker),
            (Some((31, 35)), &Some(ImportedSpeaker::named("Jane Q. Doe")))
        );
        assert_eq!(said.fields.attributes.get("negated").map(String::as_str), Some("true"));
        // Words of another label stay a record of their own.
        assert_eq!(items.iter().map(|i| i.label.as_str()).collect::<Vec<_>>(), ["Quote", "Person", "Quote"]);
        assert_eq!(incoming.problems.len(), 3, "{:?}", incoming.problems);
    }

    #[test]
    fn what_is_damaged_is_told_and_the_rest_is_read() {
        let ann = "T1\tQuote 1 x\tTaxes\nT2 Quote 1 6 Taxes\nT3\tQuote 1 6\tTaxes\nT4\tQuote 90 99\tJane Doe\nT5\tQuote 90 99\nA1\tKind T8 direct\n?\tx\n\
            R1\tsaid_by Arg1:T3\nT3\tQuote 1 6\tTaxes\nT6\tQuote 24 32\tJane Doe\nT7\tQuote 23 31\tJane Doe\n";
        let incoming = from(ann, Some(SHARED));
        let items = &incoming.documents[0].records;
        let at: Vec<_> = items.iter().map(|i| i.at[0].at).collect();
        // Most words stand where UTF-16 units lead; the fourth is found by its words.
        assert_eq!(at, [Some((1, 6)), Some((22, 30)), None, None]);
        assert_eq!(incoming.notes, ["its positions count UTF-16 units, as its own words show"]);
        let lines: Vec<_> = incoming.problems.iter().map(|p| p.split(':').next().unwrap()).collect();
        assert_eq!(lines, ["line 1", "line 2", "line 9", "line 6", "line 7", "line 8", "line 5"]);
        assert!(read_with(read, "a.ann", b"words of a letter\n", &beside(None)).is_err());
        assert!(from("", None).documents[0].records.is_empty());
    }
}
