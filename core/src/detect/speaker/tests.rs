use crate::detect::Detector;
use crate::detect::lang::ENGLISH;
use crate::detect::model::{Classifier, KnownPerson, Model, ModelBytes, ModelTask, Prediction, Question};
use crate::document::Document;
use crate::span::Span;

/// Enough of a conversation that what follows is read as a story.
const STORY: &str = "\
Ida Quill and Bram Orr sat in the kitchen of the mill.

“It is late,” said Ida.

“It is not late at all,” said Bram.

“You always say so,” said Ida.

“I always mean it,” said Bram.

“Then we shall wait,” said Ida.

“We shall,” said Bram.

";

/// Who is named for the last quotation of the story with `text` behind it.
fn last_speaker(text: &str) -> String {
    let document = Document::from_text(&format!("{STORY}{text}"), "a.txt");
    let found = Detector::new().extract(&document);
    let last = found.attributions().filter(|a| !a.quotes.is_empty()).last();
    last.and_then(|a| found.speaker_of(a)).unwrap_or("?").to_owned()
}

#[test]
fn nobody_addresses_himself() {
    for text in ["“Wait here, Bram.”", "“You are wrong, Bram,” said the other."] {
        assert!(last_speaker(text).starts_with("Ida"), "{text}");
    }
}

#[test]
fn a_verb_with_its_particle_and_whose_reply_it_is_name_the_speaker() {
    for text in [
        "“Not so loud,” put in Ida.",
        "“Not so loud,” Ida broke in.",
        "“Not so loud,” was Ida’s reply.",
        "“Not so loud”--cried Ida, “not so loud.”",
    ] {
        assert!(last_speaker(text).starts_with("Ida"), "{text}");
    }
}

#[test]
fn a_surname_with_small_words_is_that_of_the_full_name() {
    for full in ["Piet van der Berg", "Ana de la Cruz", "Tom de Vries", "Oscar De La Hoya", "Karel von der Heide"] {
        let surname = full.split_once(' ').unwrap().1;
        let mut rest = surname.chars();
        let first = rest.next().unwrap().to_uppercase();
        let large = first.chain(rest).collect::<String>();
        for second in [format!("{large} said he had told them."), format!("“No,” {large} said.")] {
            let text = format!("The council met. “The pump was never ours,” said {full}, the engineer. {second}");
            let found = Detector::new().extract(&Document::from_text(&text, "a.txt"));
            let names: Vec<_> = found.attributions().map(|a| found.speaker_of(a).unwrap_or("?")).collect();
            assert_eq!(names, [full, full], "{text}");
        }
    }
}

#[test]
fn how_somebody_is_belongs_to_no_name() {
    for (text, who) in [
        ("“Who is there?” asked astonished Ida.", "Ida"),
        ("“Who is there?” asked the bewildered Colonel.", "Colonel"),
        ("“Who is there?” asked Mr. van der Wiel.", "van der Wiel"),
    ] {
        let last = last_speaker(text);
        assert!(last.contains(who) && !last.contains("astonished") && !last.contains("bewildered"), "{text} {last}");
    }
}

#[test]
fn what_stands_before_the_words_may_be_nobody() {
    let who = last_speaker("Ida looked at the door, and then, after a moment, replied,\n\n“There is somebody.”");
    assert!(who.starts_with("Ida") || who.starts_with("Bram"), "{who}");
}

#[test]
fn a_young_sister_and_a_brother_are_not_who_is_called_by_the_surname() {
    let text = "Miss Grey came in with her sister, Miss Lucy Grey. Lucy Grey laughed. Miss Lucy sat down.\n\n\
                “It rains,” said Miss Grey.\n\n“It does,” said Miss Lucy.\n\n“It rains,” said Miss Grey.";
    assert_ne!(last_speaker(text), "Lucy Grey");
}

/// Answers as the model does, with the people given.
struct Given(Model, Vec<KnownPerson>);

impl Classifier for Given {
    fn choose(&mut self, task: ModelTask, about: Span, question: &Question) -> Prediction {
        (&self.0).choose(task, about, question)
    }

    fn weights(&self) -> Option<ModelBytes> {
        (&self.0).weights()
    }

    fn people(&self) -> &[KnownPerson] {
        &self.1
    }
}

#[test]
fn people_given_beforehand_have_their_names_and_nobody_else_speaks() {
    let person = |name: &str, aliases: &[&str]| KnownPerson {
        name: name.to_owned(),
        aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
    };
    let people = vec![person("Ida Orr, née Quill", &["Ida", "the miller"]), person("Bram Orr", &["Bram", "Ida"])];
    let mut given = Given(Model::embedded(&ENGLISH), people);
    let document = Document::from_text(&format!("{STORY}“Good night,” said the miller."), "a.txt");
    let found = Detector::new().extract_with(&document, &mut given);
    let who: Vec<&str> = found.attributions().filter_map(|a| found.speaker_of(a)).collect();
    assert_eq!(who.last(), Some(&"Ida Orr, née Quill"), "{who:?}");
    // A form of two people is nobody's own.
    assert!(who.iter().all(|w| *w == "Bram Orr" || w.starts_with("Ida")), "{who:?}");
}
