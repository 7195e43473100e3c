//! Attributes whose names a format cannot write as they are.

use super::*;

/// A claim with these attributes.
fn claim(attributes: &[(&str, &str)]) -> Set {
    let document = Document::from_text(TEXT, "a.txt");
    let words = "Taxes fell 😊 by 5%";
    let at = TEXT.find(words).unwrap() as u32;
    let span = Span::new(at, at + words.len() as u32);
    let mut record = Annotation::new(stamp().id(0), "claim", vec![Selector::of(&document, span)]);
    record.attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), vec![record])
}

const ATTRIBUTES: [(&str, &str); 4] =
    [("see also", "page 4: the wall"), ("half_true", "no"), ("größe-2", "a; b"), ("tag", "one")];

#[test]
fn attributes_that_are_known_here_keep_their_names_through_every_format() {
    let ours = reading(TEXT, claim(&ATTRIBUTES));
    let id = stamp().id(0);
    for format in ["jsonl", "csv", "w3c", "xmi", "label-studio", "qdpx", "hypothesis", "brat"] {
        let (after, changes, _) = brought(&ours, &through(&ours, format));
        assert!(changes.iter().all(|c| c.ops.is_empty()), "{format}: {changes:?}");
        assert_eq!(after.set().get(&id).unwrap().attributes, ours.set().get(&id).unwrap().attributes, "{format}");
    }
}

#[test]
fn names_of_attributes_come_back_from_identifiers() {
    let ours = reading(TEXT, claim(&ATTRIBUTES));
    let (after, _) = round(&ours, "xmi");
    assert_eq!(after.set().iter().next().unwrap().attributes, ours.set().iter().next().unwrap().attributes);
}

#[test]
fn a_name_written_like_two_others_is_neither() {
    let here = reading(TEXT, claim(&[("see also", "x"), ("see-also", "y")]));
    let file = through(&reading(TEXT, claim(&[("see_also", "z")])), "jsonl");
    let (after, _, _) = brought(&here, &file);
    let attributes = &after.set().get(&stamp().id(0)).unwrap().attributes;
    assert_eq!((attributes["see also"].as_str(), attributes["see-also"].as_str()), ("x", "y"));
    assert_eq!(attributes.get("see_also").map(String::as_str), Some("z"));
}

/// Formats that write fields and attributes alike: one called as a field is, is none.
#[test]
fn attributes_called_as_fields_are_stay_attributes() {
    let named =
        [("speaker", "male"), ("rating", "high"), ("by", "zz"), ("note", "n"), ("members", "two"), ("label", "l")];
    let ours = reading(TEXT, claim(&named));
    let id = stamp().id(0);
    for format in ["hypothesis", "brat", "label-studio"] {
        let (after, changes, _) = brought(&ours, &through(&ours, format));
        assert!(changes.iter().all(|c| c.ops.is_empty()), "{format}: {changes:?}");
        let (back, _) = round(&ours, format);
        let record = back.set().iter().next().unwrap();
        assert_eq!(
            (record.speaker.as_ref(), record.rating.as_ref(), record.by.as_ref()),
            (None, None, None),
            "{format}"
        );
        assert_eq!(record.attributes.len(), named.len(), "{format}: {:?}", record.attributes);
        assert_eq!(after.set().get(&id).unwrap().attributes, ours.set().get(&id).unwrap().attributes, "{format}");
    }
}

#[test]
fn members_of_a_group_come_back_where_the_format_has_them() {
    let document = Document::from_text(TEXT, "a.txt");
    let at = TEXT.find("“Taxes fell").unwrap() as u32;
    let span = Span::new(at, at + "“Taxes fell 😊 by 5%,”".len() as u32);
    let mut record = Annotation::new(stamp().id(0), QUOTE, vec![Selector::of(&document, span)]);
    record.speaker = Some(SpeakerRef::Id("both".to_owned()));
    record.status = Some(Status::Confirmed);
    let person = |id: &str, name: &str| {
        let new = Set::default().new_speaker(name, SpeakerKind::Person);
        Speaker { id: id.to_owned(), ..new }
    };
    let group = Set::default().new_speaker("Jane Doe and Bo Lind", SpeakerKind::Group);
    let group = Speaker { id: "both".to_owned(), members: vec!["jane".to_owned(), "bo".to_owned()], ..group };
    let speakers = vec![person("jane", "Jane Doe"), person("bo", "Bo Lind"), group];
    let ours = reading(TEXT, Set::new(DocumentInfo::default(), speakers, Vec::new(), vec![record]));
    for format in ["csv", "jsonl", "w3c", "xmi", "brat"] {
        let (back, _) = round(&ours, format);
        let group = back.set().speakers.iter().find(|s| s.kind == SpeakerKind::Group).unwrap();
        let members: Vec<&str> = back.set().members_of(group).map(|s| s.name.as_str()).collect();
        assert_eq!(members, ["Jane Doe", "Bo Lind"], "{format}");
    }
}
