use super::EntityType;
use crate::detect::{Cluster, Detector};
use crate::document::Document;

fn typed(text: &str, name: &str) -> EntityType {
    let found = Detector::new().extract(&Document::from_text(text, "a.txt"));
    let named = |c: &&Cluster| c.name == name;
    found.clusters.iter().find(named).unwrap_or_else(|| panic!("no {name}: {:?}", found.clusters)).entity
}

#[test]
fn what_a_name_is_shows_in_its_words_and_around_it() {
    let text = "Mara Quillby, a teacher, moved to Dunmere in May. Quillby said the Ostrava Research Institute had \
                written to her. In Dunmere, she met Tom Harker, 41, who works for the Institute.";
    assert_eq!(typed(text, "Mara Quillby"), EntityType::Person);
    assert_eq!(typed(text, "Tom Harker"), EntityType::Person);
    assert_eq!(typed(text, "Ostrava Research Institute"), EntityType::Organisation);
}

fn names(text: &str) -> Vec<String> {
    let found = Detector::new().extract(&Document::from_text(text, "a.txt"));
    found.clusters.into_iter().map(|c| c.name).collect()
}

#[test]
fn what_is_glued_to_a_name_is_no_part_of_it() {
    let known = names(
        "Democrat Lena Orr spoke. Ohio Democrat Lena Orr, R-Ohio, left.\n\nSpeaker of the House Paul Grey stayed.",
    );
    assert!(known.iter().any(|n| n == "Lena Orr") && known.iter().any(|n| n == "Paul Grey"), "{known:?}");
}

#[test]
fn a_headline_holds_the_names_that_the_text_below_knows() {
    let known = names(
        "Lena Orr Calls Tom Harker a Liar Over Harbour Plan\n\nThe mayor, Lena Orr, spoke on Monday. Tom Harker did not \
         reply. Orr said that the plan was old.",
    );
    assert!(!known.iter().any(|n| n.contains("Calls") || n.contains("Over")), "{known:?}");
    assert!(known.iter().any(|n| n == "Lena Orr") && known.iter().any(|n| n == "Tom Harker"), "{known:?}");
}

#[test]
fn measures_and_clauses_are_nobody() {
    use super::description;
    use crate::detect::lang::ENGLISH;
    use crate::detect::lexicon::Lexicon;
    use crate::span::Span;
    let lexicon = Lexicon::new(&ENGLISH);
    let read = |text: &'static str| description(text, Span::new(0, text.len() as u32), &lexicon).map(|s| s.of(text));
    assert_eq!(read("two weeks"), None);
    assert_eq!(read("12 percent of voters"), None);
    assert_eq!(read("whose boats on the quay"), None);
    assert_eq!(read("As the crowd"), Some("the crowd"));
    assert_eq!(read("the harbour office presided"), Some("the harbour office"));
    assert_eq!(read("a senior official"), Some("a senior official"));
}

#[test]
fn a_sentence_of_names_is_no_headline() {
    for (text, who) in [
        ("Ada Grey, Bo Lind and Tom Orr run the harbour.\n\n“We are open,” Lind said.", "Bo Lind"),
        ("Ada Grey met Bo Lind and Tom Orr in Ashton.\n\n“We are open,” Orr said.", "Tom Orr"),
    ] {
        let document = Document::from_text(text, "a.txt");
        let found = Detector::new().extract(&document);
        assert_eq!(found.attributions().next().and_then(|a| found.speaker_of(a)), Some(who), "{text}");
    }
}
