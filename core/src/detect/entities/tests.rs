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
    assert_eq!(typed(text, "Dunmere"), EntityType::Place);
    assert_eq!(typed(text, "Ostrava Research Institute"), EntityType::Organisation);
}
