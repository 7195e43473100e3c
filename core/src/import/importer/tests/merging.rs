//! Two people's work on one document brought together: nothing that was decided here is lost or changed, and every
//! difference is told.

use super::*;
use crate::import::importer::Outcome;
use crate::reading::{Decider, VersionField};

/// What somebody does to a record they have in common with others: which, what, how.
type Touch = (usize, u8, u8);

/// A set after somebody went on working with it.
fn touched(set: &Set, touches: &[Touch], by: &str) -> Set {
    let reading = reading(TEXT, set.clone());
    let mut out = set.clone();
    let order: Vec<String> = set.in_order().into_iter().map(|r| r.id.clone()).collect();
    for (which, what, how) in touches {
        let Some(id) = order.get(which % order.len().max(1)) else { continue };
        let mut record = (**out.get(id).unwrap()).clone();
        let is_quote = record.label == "quote";
        match what % 8 {
            0 => {
                let name = format!("Voice {}", how % 3);
                let known = out.speakers.iter().find(|s| s.name == name).cloned();
                let speaker = known.unwrap_or_else(|| {
                    let new = out.new_speaker(&name, SpeakerKind::Person);
                    out.speakers.push(new.clone());
                    new
                });
                record.speaker = Some(SpeakerRef::Id(speaker.id));
            }
            1 => record.note = Some(format!("{by} thinks {}", how % 2)),
            2 if record.label == "claim" => {
                record.rating = Some(["true", "false", "mixed"][usize::from(how % 3)].to_owned());
            }
            3 if is_quote => {
                let all = [Status::Confirmed, Status::Edited, Status::Rejected];
                record.status = Some(all[usize::from(how % 3)]);
            }
            4 => record.evidence.push(format!("https://example.org/{by}/{}", how % 2)),
            5 => {
                record.attributes.insert("weight".to_owned(), ["high", "low"][usize::from(how % 2)].to_owned());
            }
            6 if is_quote => {
                // The ends are moved, as one does by hand.
                let span = reading.anchor_of(id).spans()[0];
                let words = span.of(TEXT);
                let shorter = words.char_indices().nth_back(usize::from(how % 2)).map_or(words.len(), |(at, _)| at);
                let moved = Span::new(span.start, span.start + shorter as u32).trim(TEXT, char::is_whitespace);
                if !moved.is_empty() {
                    record.at = vec![Selector::of(reading.document(), moved)];
                    record.status = Some(Status::Edited);
                }
            }
            _ => continue,
        }
        record.by = Some(by.to_owned());
        record.modified = Some(format!("2026-11-2{}T09:10:00Z", how % 8));
        out.insert(Arc::new(record));
    }
    out
}

/// Records of one's own, with ids nobody else has.
fn with_own(set: &Set, made: &[Made], n: u64) -> Set {
    let own = set_of(made);
    let mut out = set.clone();
    for speaker in &own.speakers {
        if !out.speakers.iter().any(|s| s.id == speaker.id) {
            out.speakers.push(speaker.clone());
        }
    }
    for (at, record) in own.in_order().into_iter().enumerate() {
        let mut record = (**record).clone();
        record.id = Stamp { millis: 1_650_000_000_000 + n * 1000 + at as u64, ..stamp() }.id(0);
        record.links.clear();
        let stands = |r: &&Arc<Annotation>| r.label == record.label && r.at == record.at;
        if out.iter().find(stands).is_none() {
            out.insert(Arc::new(record));
        }
    }
    out
}

/// Whether a record says at least what another says, the place and label of which it has.
fn says(all: &Same, part: &Same) -> bool {
    let said = |a: &Option<String>, b: &Option<String>| b.is_none() || a == b;
    let rejected = |s: &Same| s.status == Some("rejected");
    // What both took for no statement has no ends.
    let meet = || all.at.iter().any(|a| part.at.iter().any(|b| a.overlaps(*b)));
    let there = all.at == part.at || rejected(all) && meet();
    if !there || all.label != part.label || rejected(all) != rejected(part) {
        return false;
    }
    let rest = said(&all.note, &part.note)
        && part.evidence.iter().all(|e| all.evidence.contains(e))
        && part.attributes.iter().all(|a| all.attributes.contains(a));
    let who = said(&all.speaker, &part.speaker) && (part.kind.is_none() || all.kind == part.kind);
    rest && said(&all.rating, &part.rating) && (who || rejected(part))
}

fn annotator() -> impl Strategy<Value = (Vec<Touch>, Vec<Made>)> {
    (vec((0..12usize, any::<u8>(), any::<u8>()), 0..8), vec(one_made(), 0..4))
}

fn one_made() -> impl Strategy<Value = Made> {
    (any::<(u8, u8)>(), 0..4usize, 0..6usize, any::<(bool, bool, bool)>(), any::<u8>())
}

/// Everything that was decided here is as it was, field by field.
fn stands(ours: &Reading, after: &Reading, format: &str) -> Result<(), TestCaseError> {
    for record in ours.set().iter() {
        let kept = after.set().get(&record.id);
        prop_assert!(kept.is_some(), "{}: {} is gone", format, record.id);
        let Some(kept) = kept else { continue };
        let met = kept.met(record);
        prop_assert!(met.different.is_empty() && met.added.is_empty(), "{format}: {record:?} became {kept:?}");
        prop_assert_eq!((&kept.label, kept.status), (&record.label, record.status), "{}", format);
        prop_assert!(kept.at == record.at || ours.anchor_of(&record.id).is_doubtful(), "{}", format);
        prop_assert!(record.note.is_none() || kept.note == record.note, "{}", format);
        prop_assert!(record.speaker.is_none() || kept.speaker == record.speaker, "{}", format);
        prop_assert!(record.rating.is_none() || kept.rating == record.rating, "{}", format);
        prop_assert!(!kept.conflict || record.conflict, "{}", format);
    }
    for speaker in &ours.set().speakers {
        let kept = after.set().speaker(&speaker.id);
        let is_kept = kept.is_some_and(|kept| {
            kept.name == speaker.name && speaker.aliases.iter().all(|alias| kept.aliases.contains(alias))
        });
        prop_assert!(is_kept, "{format}: {speaker:?} became {kept:?}");
    }
    Ok(())
}

/// Bringing a file in once more changes nothing, and what it changed is taken back whole.
fn is_once_and_one_step(
    ours: &Reading,
    after: &Reading,
    file: &import::ImportedFile,
    changes: &[Change],
    format: &str,
) -> Result<(), TestCaseError> {
    let (again, more, report) = brought(after, file);
    prop_assert!(more.iter().all(|c| c.ops.is_empty()), "{}: {:?}", format, more);
    prop_assert_eq!((again.set(), report.imported, report.changed), (after.set(), 0, 0), "{}", format);
    let mut back = after.set().clone();
    for change in changes.iter().rev() {
        let undo = back.step(change, false);
        back.apply(&undo);
    }
    prop_assert_eq!(&back, ours.set(), "{}", format);
    Ok(())
}

/// How often two people decided each field of a record they have in common differently.
fn disagreements(ours: &Reading, theirs: &Reading) -> BTreeMap<&'static str, usize> {
    let mut out = BTreeMap::new();
    let (all, others) = (all_of(ours), all_of(theirs));
    for (a, b) in all.iter().filter_map(|a| Some((a, others.iter().find(|b| b.id == a.id && b.label == a.label)?))) {
        let mut differs = |field, is: bool| *out.entry(field).or_default() += usize::from(is);
        let said = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let rejected = |s: &Same| s.status == Some("rejected");
        differs("decision", rejected(a) != rejected(b));
        if rejected(a) != rejected(b) {
            continue;
        }
        let weight = |s: &Same| s.attributes.first().map(|(_, value)| value.clone());
        differs("note", said(&a.note, &b.note));
        differs("weight", said(&weight(a), &weight(b)));
        if !rejected(a) {
            differs("speaker", said(&a.speaker, &b.speaker));
            differs("rating", said(&a.rating, &b.rating));
            differs("words", a.at != b.at);
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    /// The same where the colleague worked on another version of the text: whatever became of the places there.
    #[test]
    fn a_file_of_another_text_changes_nothing_that_was_decided(common in made(), a in annotator(), b in annotator(), edit in 0..4usize) {
        let common = set_of(&common);
        let other = [
            TEXT.replace("She wrote:", "She wrote this:"),
            TEXT.replace("“Taxes fell 😊 by 5%,” Jane Doe said. ", ""),
            format!("A new first line 🦑.\n\n{TEXT}"),
            TEXT.replace("שלום עולם", "שלום").replace("said", "says"),
        ];
        let mut theirs = reading(&other[edit], with_own(&touched(&common, &a.0, "ada"), &a.1, 1));
        if let Some(change) = theirs.settle() {
            theirs.apply(&change);
        }
        let ours = reading(TEXT, with_own(&touched(&common, &b.0, "bo"), &b.1, 2));
        for format in of_records().map(|f| f.name) {
            let file = through(&theirs, format);
            let (after, changes, _) = brought(&ours, &file);
            stands(&ours, &after, format)?;
            is_once_and_one_step(&ours, &after, &file, &changes, format)?;
        }
    }

    /// A colleague's file over a sidecar with other decisions, in every format.
    #[test]
    fn nothing_decided_here_is_lost_and_differences_are_told(common in made(), a in annotator(), b in annotator()) {
        let common = set_of(&common);
        let theirs = reading(TEXT, with_own(&touched(&common, &a.0, "ada"), &a.1, 1));
        let ours = reading(TEXT, with_own(&touched(&common, &b.0, "bo"), &b.1, 2));
        for format in of_records().map(|f| f.name) {
            let file = through(&theirs, format);
            let (after, changes, report) = brought(&ours, &file);
            // What was decided here stands, field by field.
            let (before, now) = (all_of(&ours), all_of(&after));
            stands(&ours, &after, format)?;
            prop_assert!(before.len() <= now.len());
            // What the file says is there too: in the record here or beside it.
            let derives = matches!(format, "brat" | "label-studio" | "xmi");
            for mut part in all_of(&theirs) {
                let was_rejected = part.status == Some("rejected");
                without(format, &mut part);
                if derives && part.speaker.is_none() {
                    part.kind = None;
                }
                // It has no word for what was rejected.
                if format == "doccano" && was_rejected {
                    continue;
                }
                let found = now.iter().any(|all| says(all, &part));
                prop_assert!(found, "{}: nowhere {:?}\n{:#?}", format, part, now);
            }
            // Each field that both decided is told; formats that keep everything keep that too.
            if matches!(format, "sayso" | "jsonl" | "csv" | "w3c") {
                for (field, many) in disagreements(&ours, &theirs) {
                    let fields = report.items.iter().flat_map(|item| match &item.outcome {
                        Outcome::Conflict { fields, .. } => fields.as_slice(),
                        Outcome::Added | Outcome::Present | Outcome::Completed(_) | Outcome::Settled => &[],
                    });
                    let told = fields.filter(|f| f.field == field).count();
                    prop_assert!(told >= many, "{format}: {field} differs {many} times and is told {told} times: {report:?}");
                }
            }
            // Every version beside another is told, once, with its fields.
            let twins = after.set().iter().filter(|r| r.conflict).count();
            let told = report.items.iter().filter(|item| matches!(item.outcome, Outcome::Conflict { is_kept_already: false, .. }));
            prop_assert_eq!(twins, told.clone().count(), "{}", format);
            for item in told {
                let Outcome::Conflict { fields, .. } = &item.outcome else { continue };
                prop_assert!(!fields.is_empty() && fields.iter().all(|f| f.ours != f.theirs), "{}: {:?}", format, item);
            }
            is_once_and_one_step(&ours, &after, &file, &changes, format)?;
        }
    }
}

/// A set of one quotation by somebody.
fn quote_of(name: &str, by: &str, id: u64) -> Set {
    let document = Document::from_text(TEXT, "a.txt");
    let mut set = Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), Vec::new());
    let speaker = set.new_speaker(name, SpeakerKind::Person);
    let id = Stamp { millis: id, ..stamp() }.id(0);
    let mut record = Annotation::new(id, "quote", vec![Selector::of(&document, Span::new(0, 28))]);
    record.kind = Some(Kind::Direct);
    record.form = Some(Form::Quotation);
    record.status = Some(Status::Confirmed);
    record.speaker = Some(SpeakerRef::Id(speaker.id.clone()));
    record.by = Some(by.to_owned());
    record.created = Some("2026-11-26T09:10:00Z".to_owned());
    set.speakers.push(speaker);
    set.insert(Arc::new(record));
    set
}

#[test]
fn two_names_for_one_statement_both_stand_with_who_said_it() {
    let (ours, theirs) = (quote_of("Jane Doe", "bo", 1), quote_of("Bo Lind", "ada", 2));
    let (ours, theirs) = (reading(TEXT, ours), reading(TEXT, theirs));
    for format in of_records().map(|f| f.name).filter(|f| *f != "doccano") {
        let file = through(&theirs, format);
        let (after, _, report) = brought(&ours, &file);
        let mine = ours.set().iter().next().unwrap();
        assert_eq!(after.set().get(&mine.id), Some(mine), "{format}");
        let twin = after.set().iter().find(|r| r.conflict).unwrap_or_else(|| panic!("{format}: {report:?}"));
        assert!(twin.id.starts_with(&format!("{}-", mine.id)), "{format}");
        assert_eq!(after.set().name_of(twin.speaker.as_ref().unwrap()), "Bo Lind", "{format}");
        let by = if matches!(format, "brat" | "label-studio") { None } else { Some("ada") };
        assert_eq!(twin.by.as_deref(), by, "{format}");
        let [item] = report.items.as_slice() else { panic!("{format}: {report:?}") };
        let Outcome::Conflict { fields, is_kept_already: false } = &item.outcome else { panic!("{format}: {item:?}") };
        let [field] = fields.as_slice() else { panic!("{format}: {fields:?}") };
        assert_eq!(
            (field.field.as_str(), field.ours.as_str(), field.theirs.as_str()),
            ("speaker", "Jane Doe", "Bo Lind")
        );
        // Taking theirs is taking the speaker alone: what the format does not carry is still ours.
        let versions = after.versions(&mine.id);
        assert_eq!(versions.len(), 2, "{format}");
        let stamp = stamp();
        let decider = Decider { reading: &after, by: Some("bo"), stamp: &stamp };
        let change = decider.keep_versions(&versions, &[(VersionField::Speaker, 1)]).unwrap();
        let mut chosen = after.clone();
        chosen.apply(&change);
        let kept = chosen.set().get(&mine.id).unwrap();
        assert_eq!((kept.form, kept.status, kept.kind), (mine.form, mine.status, mine.kind), "{format}");
        // What was decided for one's own is not asked again when the file comes a second time.
        let change = decider.keep_versions(&versions, &[(VersionField::Speaker, 0)]).unwrap();
        let mut chosen = after.clone();
        chosen.apply(&change);
        let (again, changes, report) = brought_again(&chosen, &file, &[twin.id.clone()].into());
        assert!(changes.iter().all(|change| change.ops.is_empty()), "{format}: {changes:?}");
        assert_eq!((report.settled, report.conflicts, again.set()), (1, 0, chosen.set()), "{format}");
        let (again, ..) = brought(&chosen, &file);
        assert_eq!(again.set().iter().filter(|r| r.conflict).count(), 1, "{format}: elsewhere it is asked");
    }
}

/// A version stands under the name of whoever it is of: nothing that only we said is in it.
#[test]
fn nothing_of_ours_stands_under_their_name() {
    let (mut ours, mut theirs) = (quote_of("Jane Doe", "bo", 1), quote_of("Bo Lind", "ada", 2));
    let touched = |set: &mut Set, touch: &dyn Fn(&mut Annotation)| {
        let mut record = (**set.iter().next().unwrap()).clone();
        touch(&mut record);
        set.insert(Arc::new(record));
    };
    let mine = ["mine", "my page 4"];
    touched(&mut ours, &|record| {
        record.note = Some(mine[0].to_owned());
        record.rating = Some("false".to_owned());
        record.evidence = vec![mine[1].to_owned(), "of both".to_owned()];
        record.links = vec![RecordLink { role: "part-of".to_owned(), to: "elsewhere".to_owned() }];
        record.attributes =
            BTreeMap::from([("tone".to_owned(), "dry".to_owned()), ("weight".to_owned(), "low".to_owned())]);
    });
    touched(&mut theirs, &|record| {
        record.evidence = vec!["of both".to_owned(), "theirs".to_owned()];
        record.attributes = BTreeMap::from([("weight".to_owned(), "high".to_owned())]);
    });
    let (ours, theirs) = (reading(TEXT, ours), reading(TEXT, theirs));
    for format in of_records().map(|f| f.name).filter(|f| *f != "doccano") {
        let file = through(&theirs, format);
        let (after, changes, report) = brought(&ours, &file);
        let twin = after.set().iter().find(|r| r.conflict).unwrap_or_else(|| panic!("{format}: {report:?}"));
        assert_eq!((&twin.note, &twin.rating, twin.links.len()), (&None, &None, 0), "{format}");
        let evidence: Vec<&str> = twin.evidence.iter().map(String::as_str).collect();
        assert_eq!(evidence, ["of both", "theirs"], "{format}");
        let attributes: Vec<(&str, &str)> = twin.attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(attributes, [("weight", "high")], "{format}");
        let kept = after.set().iter().find(|r| !r.conflict).unwrap();
        assert_eq!(Some(kept), ours.set().iter().next(), "{format}");
        is_once_and_one_step(&ours, &after, &file, &changes, format).unwrap();
    }
}

#[test]
fn speakers_of_a_sidecar_are_paired_by_id_and_name() {
    let mut ours = quote_of("Jane Doe", "bo", 1);
    let mut theirs = quote_of("Jane Doe", "ada", 1);
    theirs.speakers[0].aliases = vec!["J. Doe".to_owned()];
    let mut other = theirs.new_speaker("Jane Doe", SpeakerKind::Person);
    other.name = "Jane Roe".to_owned();
    other.aliases = vec!["Roe".to_owned()];
    let mut group = theirs.new_speaker("The Doe sisters", SpeakerKind::Group);
    group.members = vec!["jane-doe".to_owned(), other.id.clone()];
    theirs.speakers.extend([other, group]);
    let mut mine = ours.new_speaker("Somebody Else", SpeakerKind::Person);
    mine.id = "jane-doe-2".to_owned();
    ours.speakers.push(mine);
    let (after, _, report) = brought(&reading(TEXT, ours), &through(&reading(TEXT, theirs), "sayso"));
    let set = after.set();
    assert_eq!(set.speaker("jane-doe").unwrap().aliases, ["J. Doe"]);
    assert_eq!(set.speaker("jane-doe-2").unwrap().name, "Somebody Else");
    let group = set.speakers.iter().find(|s| s.name == "The Doe sisters").unwrap();
    let members: Vec<&str> = set.members_of(group).map(|s| s.name.as_str()).collect();
    assert_eq!(members, ["Jane Doe", "Jane Roe"]);
    assert_eq!(report.speakers, ["Jane Roe", "The Doe sisters"]);
}

/// The same id with another label took the place of what was here.
#[test]
fn an_id_with_another_label_overwrites_nothing() {
    let ours = quote_of("Jane Doe", "bo", 1);
    let mut theirs = quote_of("Jane Doe", "ada", 1);
    let mut record = (**theirs.iter().next().unwrap()).clone();
    record.label = "claim".to_owned();
    (record.kind, record.form, record.status) = (None, None, None);
    theirs.insert(Arc::new(record));
    let (ours, theirs) = (reading(TEXT, ours), reading(TEXT, theirs));
    for format in ["sayso", "jsonl", "csv", "w3c", "xmi", "label-studio", "qdpx", "hypothesis"] {
        let (after, _, report) = brought(&ours, &through(&theirs, format));
        let mine = ours.set().iter().next().unwrap();
        assert_eq!(after.set().get(&mine.id), Some(mine), "{format}");
        assert_eq!((after.set().len(), report.conflicts), (2, 1), "{format}");
    }
}

#[test]
fn a_sidecar_of_another_text_is_anchored_and_what_is_lost_is_kept() {
    let old = TEXT.replace("The last", "Gone for ever is this sentence, which nobody kept.\n\nThe last");
    let document = Document::from_text(&old, "a.txt");
    let place = |words: &str| {
        let at = old.find(words).unwrap() as u32;
        vec![Selector::of(&document, Span::new(at, at + words.len() as u32))]
    };
    let id = |n: u64| Stamp { millis: n, ..stamp() }.id(0);
    let records = vec![
        Annotation::new(id(1), "highlight", place("“Taxes fell 😊 by 5%,”")),
        Annotation::new(id(2), "note", place("last “𠮷” paragraph ends here")),
        Annotation::new(id(3), "claim", place("Gone for ever is this sentence")),
    ];
    let theirs = Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), records);
    let file = import::of_sidecar(&theirs);
    let (after, _, report) = brought(&reading(TEXT, Set::default()), &file);
    assert_eq!((report.imported, report.lost), (3, 1));
    assert!(after.anchor_of(&id(3)).is_orphan() && after.set().get(&id(3)).unwrap().text.is_some());
    let (_, more, _) = brought(&after, &file);
    assert!(more.iter().all(|c| c.ops.is_empty()), "{more:?}");
}

/// One of the two knows where the words are, the other lost them.
#[test]
fn a_place_that_one_side_lost_is_not_said_by_it() {
    let document = Document::from_text(TEXT, "a.txt");
    let id = Stamp { millis: 7, ..stamp() }.id(0);
    let found = vec![Selector::of(&document, Span::new(0, 28))];
    let mut lost = found[0].clone();
    (lost.start, lost.end, lost.prefix, lost.suffix) = (900, 922, "elsewhere ".to_owned(), " altogether".to_owned());
    let set = |at: Vec<Selector>, text: Option<&str>| {
        let mut record = Annotation::new(id.clone(), "claim", at);
        record.text = text.map(str::to_owned);
        Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), vec![record])
    };
    let placed = set(found, None);
    let orphan = set(vec![lost], Some("0123456789ab"));
    let mine = reading(TEXT, placed.clone());
    let (after, changes, report) = brought(&mine, &import::of_sidecar(&orphan));
    assert_eq!((after.set(), report.unchanged), (mine.set(), 1), "{changes:?}");
    let mine = reading(TEXT, orphan);
    if mine.anchor_of(&id).is_orphan() {
        let (after, _, report) = brought(&mine, &import::of_sidecar(&placed));
        assert_eq!((report.changed, after.anchor_of(&id).spans().len()), (1, 1), "{report:?}");
    }
}

#[test]
fn speakers_and_reviews_alone_come_in_and_once() {
    let mut theirs = Set::default();
    theirs.about = DocumentInfo::of(&Document::from_text(TEXT, "a.txt"));
    theirs.speakers.push(theirs.new_speaker("Ann Lee", SpeakerKind::Person));
    let review = crate::annotation::Review {
        by: "ada".to_owned(),
        detector: "6".to_owned(),
        text: "0123456789ab".to_owned(),
        done: "2026-11-26T09:10:00Z".to_owned(),
        items: 3,
        seconds: Some(90),
        keys: Some(7),
    };
    theirs.reviews.push(review);
    let (after, _, report) = brought(&reading(TEXT, Set::default()), &import::of_sidecar(&theirs));
    assert_eq!((after.set().speakers.len(), after.set().reviews.len(), report.reviews), (1, 1, 1));
    let (_, more, _) = brought(&after, &import::of_sidecar(&theirs));
    assert!(more.iter().all(|change| change.ops.is_empty()), "{more:?}");
}

/// Formats without places of several pieces write a record for each: all of them are the one here, and what they add to
/// it adds up.
#[test]
fn pieces_of_one_record_add_up() {
    let document = Document::from_text(TEXT, "a.txt");
    let at = |from: u32, to: u32| Selector::of(&document, Span::new(from, to));
    let id = Stamp { millis: 9, ..stamp() }.id(0);
    let record = Annotation::new(id.clone(), "highlight", vec![at(3, 8), at(9, 13)]);
    let ours = reading(TEXT, Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), vec![record]));
    let piece = |selector: Selector, set: &dyn Fn(&mut Annotation)| {
        let mut fields = Annotation::default();
        set(&mut fields);
        let place =
            PartialSelector { at: Some((selector.start, selector.end)), ..PartialSelector::words(&selector.exact) };
        ImportedRecord { label: "highlight".to_owned(), at: vec![place], fields, ..ImportedRecord::default() }
    };
    let records = vec![
        piece(at(3, 8), &|f| f.note = Some("first".to_owned())),
        piece(at(9, 13), &|f| f.evidence = vec!["https://example.org".to_owned()]),
    ];
    let batch = ImportedDocument { records, ..ImportedDocument::default() };
    let file = import::ImportedFile { documents: vec![batch], ..import::ImportedFile::default() };
    let (after, changes, report) = brought(&ours, &file);
    let kept = after.set().get(&id).unwrap();
    assert_eq!((kept.note.as_deref(), kept.evidence.len(), kept.at.len()), (Some("first"), 1, 2));
    assert_eq!((after.set().len(), report.changed), (1, 2));
    let mut back = after.set().clone();
    let undo = back.step(&changes[0], false);
    back.apply(&undo);
    assert_eq!(&back, ours.set());
}
