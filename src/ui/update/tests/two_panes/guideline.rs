//! The guideline at hand: what it says about the label in focus, and its examples, kept in the codebook and gone to.

use super::*;
use crate::project::codebook;
use crate::ui::screens::Mode;

const CODEBOOK: &str = "// Ours.\n(\n  labels: [(id: \"promise\", key: 'p', doc: \"what somebody will do\")],\n  guideline: \"Read the text first.\\n# \
    quotation\\nOnly words that were said.\\n# Promise, claim\\nIn the future.\",\n)\n";

fn desk() -> Desk {
    let mut desk =
        Desk::of(&[("a/harbour.txt", HARBOUR), ("lighthouse.md", LIGHTHOUSE), ("sayso.ron", CODEBOOK)], (80, 24));
    desk.app.codebook = codebook::of_folder(desk.folder.path()).codebook;
    desk
}

#[test]
fn it_opens_at_the_label_in_focus_and_turns_to_the_next() {
    let mut desk = desk();
    desk.keys("Tab g ?");
    let text = desk.text();
    assert!(text.contains("quotation: their words") && text.contains("Only words that were said."), "{text}");
    assert!(!text.contains("Read the text first"), "{text}");
    desk.keys("BackTab");
    assert!(desk.text().contains("In the future."), "claim, by its id");
    desk.keys("BackTab");
    let text = desk.text();
    assert!(
        text.contains("all of it") && text.contains("Read the text first.") && text.contains("Promise, claim"),
        "{text}"
    );
    desk.keys("BackTab");
    assert!(desk.text().contains("promise: what somebody will do"), "round");
    desk.keys("BackTab");
    assert!(desk.text().contains("Nothing is written about this label. A line “# highlight”"), "{}", desk.text());
    desk.keys("+");
    assert!(desk.said().contains("decide about the statement first"), "{}", desk.said());
    desk.keys("q");
    assert!(matches!(desk.app.mode, Mode::Read));
}

#[test]
fn an_annotation_becomes_an_example_and_is_gone_to() {
    let mut desk = desk();
    desk.keys("Enter Enter Left Left g ? +");
    let kept = desk.file("sayso.ron");
    assert!(
        kept.starts_with("// Ours.\n") && kept.contains("(label: \"quote\", document: \"a/harbour.txt\", id: \""),
        "{kept}"
    );
    assert!(desk.said().contains("is an example of quotation: kept in"), "{}", desk.said());
    let focus = desk.app.doc().unwrap().view.focus.clone();
    let text = desk.text();
    assert!(text.contains("Examples") && text.contains("a/harbour.txt") && text.contains("1 example"), "{text}");
    // Once more is once.
    desk.keys("+");
    assert_eq!(desk.file("sayso.ron"), kept);
    desk.keys("q Tab g ? 1");
    assert!(matches!(desk.app.mode, Mode::Read));
    assert_eq!(desk.app.doc().unwrap().view.focus, focus);
    // From another document of the folder.
    desk.leave();
    desk.start("lighthouse.md");
    desk.app.codebook = codebook::of_folder(desk.folder.path()).codebook;
    desk.keys("g ? G x");
    assert!(desk.said().contains("is no example of quotation any more"), "{}", desk.said());
    assert!(!desk.file("sayso.ron").contains("harbour"), "{}", desk.file("sayso.ron"));
    desk.keys("u");
    assert_eq!(desk.file("sayso.ron"), kept);
    desk.keys("Enter");
    assert!(desk.said().contains("Go to an example"), "{}", desk.said());
    desk.keys("9");
    assert_eq!(desk.said(), "There is no example 9");
    desk.keys("1");
    assert_eq!(desk.app.name, "harbour.txt");
    assert_eq!(desk.app.doc().unwrap().view.focus, focus);
}

#[test]
fn it_lies_over_the_annotations() {
    let mut desk = desk();
    desk.keys("Enter Enter A g g g ?");
    assert!(desk.text().contains("quotation: their words"), "{}", desk.text());
    desk.keys("+ q");
    assert!(matches!(desk.app.mode, Mode::Annotations(_)));
    assert!(desk.file("sayso.ron").contains("label: \"quote\""));
}

#[test]
fn a_codebook_with_a_mistake_is_left_as_it_is() {
    let mut desk = desk();
    let wrong = CODEBOOK.replace("labels", "label");
    crate::store::disk::replace(&desk.folder.path().join("sayso.ron"), wrong.as_bytes()).unwrap();
    desk.keys("Enter Enter Left Left g ? +");
    assert_eq!(desk.file("sayso.ron"), wrong);
    assert!(desk.said().contains("sayso.ron:3:"), "{}", desk.said());
}
