mod adjudicating;
mod everywhere;
mod scratch;
mod verify;

use super::*;
use crate::config::{Config, Folders};
use crate::store::{Report, SidecarPath};
use crate::ui::session::{self, Asked};
use crate::ui::theme::Depth;
use ratatui::layout::Size;
use sayso_core::annotation::{Annotation, Codebook, Selector, Stamp};
use std::sync::Arc;

const TEXT: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\n“She is late,” Bo Lind said.";

/// The sidecar of whoever annotates here, named after them: one without a name would be somebody else's as soon as it is written.
const OWN: &str = "a.txt.sayso.ada.ron";

fn opened(folder: &Path) -> Linear<Vec<u8>> {
    opened_with(folder, TEXT)
}

/// Everything confirmed in [`TEXT`], then opened with another text.
fn opened_again(folder: &Path, text: &str) -> Linear<Vec<u8>> {
    let mut linear = opened(folder);
    linear.begin().unwrap();
    linear.take("").unwrap();
    linear.take("").unwrap();
    assert!(linear.end().unwrap());
    opened_with(folder, text)
}

fn opened_with(folder: &Path, text: &str) -> Linear<Vec<u8>> {
    let asked = Asked {
        size: Size::new(80, 24),
        depth: Depth::None,
        light: false,
        theme: None,
        width: None,
        annotator: Some("ada".into()),
        start_place: None,
    };
    let (config, folders) = (Config::default(), Folders::default());
    let app = session::start(&config, Vec::new(), &folders, Codebook::default(), "a.txt".into(), &asked);
    let sidecar = Some(SidecarPath::new(folder.join(OWN)));
    let request = Request { sidecar, ..Request::given("a.txt", text.as_bytes()) };
    Linear::open(app, &request, Vec::new()).unwrap()
}

/// [`TEXT`] as `a.txt` beside other documents, each a name and a text, opened out of their folder.
fn opened_among(folder: &Path, others: &[(&str, &str)]) -> Linear<Vec<u8>> {
    for (name, text) in [("a.txt", TEXT)].iter().chain(others) {
        crate::store::disk::replace(&folder.join(name), text.as_bytes()).unwrap();
    }
    let mut linear = opened(folder);
    linear.app.path = Some(folder.join("a.txt"));
    linear.runner.lend(Arc::new(crate::project::Project::default()));
    linear.begin().unwrap();
    linear
}

fn said(linear: &Linear<Vec<u8>>) -> String {
    String::from_utf8(linear.out.clone()).unwrap()
}

#[test]
fn it_opens_with_the_first_statement_and_decides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened(folder.path());
    assert!(linear.begin().unwrap());
    let text = said(&linear);
    assert!(text.contains("0 of 2 reviewed") && text.contains("“We will vote on Monday,”"), "{text}");
    assert!(!text.contains("Key ignored"), "nobody pressed a key: {text}");
    linear.take("").unwrap();
    assert!(said(&linear).contains("She is late"), "{}", said(&linear));
    assert_eq!(linear.doc().unwrap().reading.progress(), (1, 2));
    assert!(linear.end().unwrap());
}

#[test]
fn what_was_left_unfinished_is_said_and_kept_or_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let draft = {
        let mut linear = opened(folder.path());
        linear.begin().unwrap();
        linear.act(Action::Open(Scope::Note)).unwrap();
        linear.event(Event::Paste("Ask her".to_owned())).unwrap();
        linear.perform(Vec::new()).unwrap();
        assert!(linear.end().unwrap());
        folder.path().join(".a.txt.sayso.ada.draft")
    };
    assert!(draft.exists());
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    let text = said(&linear);
    assert!(text.contains("Unfinished note on “") && text.contains("Ask her. d keeps it, w drops it."), "{text}");
    linear.take("d").unwrap();
    let note = linear.doc().unwrap().reading.set().iter().find_map(|r| r.note.clone());
    assert_eq!(note.as_deref(), Some("Ask her"));
    linear.take("w").unwrap();
    assert!(said(&linear).contains("Nothing was left unfinished"), "{}", said(&linear));
    assert!(linear.end().unwrap() && !draft.exists());
}

#[test]
fn what_somebody_else_wrote_is_joined() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    let mut set = linear.doc().unwrap().reading.set().clone();
    let stamp = Stamp { now: String::new(), millis: 1, random: [3; 10] };
    let document = Arc::clone(linear.doc().unwrap().reading.document());
    let at = Selector::of(&document, document.blocks()[0].span);
    set.insert(Arc::new(Annotation::new(stamp.id(0), "highlight", vec![at])));
    linear.event(Event::Saved(Report::Merged(0, Box::new(set), 0))).unwrap();
    assert_eq!(linear.doc().unwrap().reading.set().iter().count(), 1);
}

/// What the last line that was typed was answered with.
fn answer(linear: &mut Linear<Vec<u8>>, line: &str) -> String {
    linear.out.clear();
    linear.take(line).unwrap();
    said(linear)
}

#[test]
fn a_statement_is_cut_joined_and_trimmed_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        "“We do not own that pump,” Helen Harker said. “One of them drove past.”\n\n“I saw it,” Bo Lind said. “We go.”";
    let mut linear = opened_with(folder.path(), text);
    linear.begin().unwrap();
    let places = answer(&mut linear, "S");
    let expected = "1: “We do not own that pump,” — Helen Harker. Then: “One of them drove past.” — Helen Harker. In neither: \
                    Helen Harker said.\n";
    assert_eq!(places, expected);
    assert_eq!(linear.doc().unwrap().reading.progress(), (0, 2), "telling decides nothing");
    let cut = answer(&mut linear, "S 1");
    assert!(
        cut.starts_with("Cut in two: “We do not own that pump,” | “One of") && cut.contains("Decided: Helen Harker."),
        "{cut}"
    );
    let second = answer(&mut linear, "");
    assert!(second.contains("“One of them drove past.” — Decided: Helen Harker. 2: Bo Lind."), "{second}");
    assert!(answer(&mut linear, "2").contains("Decided: Bo Lind."));
    assert!(answer(&mut linear, "V -2").contains("“One of them — Decided: Bo Lind."));
    assert!(answer(&mut linear, "B 1").contains("of them — Decided"));
    let back = answer(&mut linear, "B -3");
    assert!(
        back.contains("“One of them — Decided") && back.ends_with("It stopped at the quotation marks.\n"),
        "{back}"
    );
    for _ in 0..3 {
        answer(&mut linear, "u");
    }
    assert!(answer(&mut linear, "S past.").contains("“One of them drove | past.”"));
    assert!(answer(&mut linear, "J").starts_with("Joined: “One of them drove and past.”"));
    assert!(answer(&mut linear, "J").starts_with("No statement follows"));
    assert!(answer(&mut linear, "S nowhere").contains("There is no such place"));
    assert!(answer(&mut linear, "V much").starts_with("Type V or B and a number"));
    assert!(answer(&mut linear, "?").contains("S tells where"));
    assert!(linear.end().unwrap());
}

#[test]
fn a_list_is_told_with_its_number_before_enter_confirms_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    linear.take("E").unwrap();
    let text = said(&linear);
    assert!(text.contains("To confirm together: ") && text.contains("Enter confirms these "), "{text}");
    assert!(text.contains("Lists: 1: "), "{text}");
    linear.take("E rows").unwrap();
    assert!(said(&linear).contains("1. Ada Grey: “We will vote on Monday,”"), "{}", said(&linear));
    linear.take("E -1").unwrap();
    assert!(said(&linear).contains("1 left out"), "{}", said(&linear));
    linear.take("E -99").unwrap();
    assert!(said(&linear).contains("There is no row 99."), "{}", said(&linear));
    // Another line leaves the list: Enter is about a statement again.
    linear.take("n").unwrap();
    assert!(!linear.has_list());
    linear.take("E").unwrap();
    linear.take("").unwrap();
    assert!(said(&linear).contains("Confirmed "), "{}", said(&linear));
    assert!(linear.doc().unwrap().reading.progress().0 > 0);
    linear.take("u").unwrap();
    assert_eq!(linear.doc().unwrap().reading.progress().0, 0, "one u takes all back");
}

#[test]
fn where_somebody_says_words_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    linear.take("/ @lind late").unwrap();
    assert!(said(&linear).contains("1 place by Bo Lind."), "{}", said(&linear));
    linear.take("/ @grey late").unwrap();
    assert!(said(&linear).contains("no “late” by Ada Grey here."), "{}", said(&linear));
    linear.take("/ @zinn late").unwrap();
    assert!(said(&linear).contains("nobody is called “zinn”"), "{}", said(&linear));
}

#[test]
fn what_is_to_check_is_told_and_answered() {
    let folder = tempfile::tempdir().unwrap();
    let now = TEXT.replace("will vote", "will not vote").replace("Bo Lind", "Cy Moss");
    let mut linear = opened_again(folder.path(), &now);
    linear.begin().unwrap();
    assert!(said(&linear).contains("2 annotations to check: type !."), "{}", said(&linear));
    linear.take("!").unwrap();
    assert!(said(&linear).contains("Changed since you decided: is this it?"), "{}", said(&linear));
    assert!(said(&linear).contains("1: paragraph 1, very like it: “We will not vote on Monday,”"), "{}", said(&linear));
    // A name is no answer to where it belongs.
    linear.take("s Ida Brandt").unwrap();
    assert!(said(&linear).contains("First say where it belongs"), "{}", said(&linear));
    assert!(linear.has_question() && linear.doc().unwrap().reading.doubtful().len() == 2);
    // Neither are parts of words, and a number is the number of a place.
    for (line, told) in [("! ill not", "Those words are not in the text."), ("! 9", "No 9 here"), ("! 2 1", "alone")] {
        linear.take(line).unwrap();
        assert!(said(&linear).contains(told), "{line}: {}", said(&linear));
        assert!(linear.has_question() && linear.doc().unwrap().reading.doubtful().len() == 2);
    }
    linear.take("").unwrap();
    assert!(said(&linear).contains("Put at: “We will not vote on Monday,”"), "{}", said(&linear));
    assert_eq!(linear.doc().unwrap().reading.doubtful().len(), 1);
    // Other lines leave the question as it is.
    linear.take("n").unwrap();
    assert!(!linear.has_question());
    linear.take("g !").unwrap();
    let told = said(&linear);
    if told.contains("Who says it now?") {
        linear.take("s Ida Brandt").unwrap();
    } else {
        linear.take("! “She is late,”").unwrap();
        linear.take("s Ida Brandt").unwrap();
    }
    assert_eq!(linear.doc().unwrap().reading.doubtful().len(), 0, "{}", said(&linear));
    assert!(said(&linear).contains("Ida Brandt"), "{}", said(&linear));
    linear.take("!").unwrap();
    assert!(said(&linear).contains("Every annotation has its place"), "{}", said(&linear));
}

#[test]
fn what_several_people_decided_is_told_and_decided() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    linear.take("").unwrap();
    assert!(linear.end().unwrap());
    let file = folder.path().join(OWN);
    let mut set = sayso_core::annotation::sidecar::parse(&std::fs::read(&file).unwrap()).unwrap();
    let mut theirs = (**set.in_order()[0]).clone();
    (theirs.by, theirs.note) = (Some("bo".into()), Some("from the other machine".into()));
    theirs.id = sayso_core::annotation::merge::beside(&theirs);
    theirs.conflict = true;
    set.insert(Arc::new(theirs));
    crate::store::disk::replace(&file, sayso_core::annotation::sidecar::print(&set).as_bytes()).unwrap();
    let mut linear = opened(folder.path());
    linear.begin().unwrap();
    assert!(said(&linear).contains("1 annotation to check: type !."), "{}", said(&linear));
    linear.take("!").unwrap();
    assert!(said(&linear).contains("2, bo, "), "{}", said(&linear));
    assert!(said(&linear).contains("Note: from the other machine"), "{}", said(&linear));
    linear.take("! 1 2").unwrap();
    assert!(said(&linear).contains("Note: from the other machine (taken)"), "{}", said(&linear));
    linear.take("! 9 9").unwrap();
    assert!(said(&linear).contains("as in ! 2 1"), "{}", said(&linear));
    linear.take("").unwrap();
    let reading = &linear.doc().unwrap().reading;
    assert_eq!((reading.conflicts(), reading.set().len()), (0, 1), "{}", said(&linear));
    assert_eq!(reading.set().in_order()[0].note.as_deref(), Some("from the other machine"));
    linear.take("u").unwrap();
    linear.take("!").unwrap();
    linear.take("1").unwrap();
    assert_eq!(linear.doc().unwrap().reading.set().in_order()[0].note, None, "{}", said(&linear));
}

#[test]
fn another_document_is_read_beside_and_where_one_is_stays() {
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| crate::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
    write("a.txt", TEXT);
    write("town hall.txt", "A first paragraph.\n\nThe wall was put off until Monday.\n\nThe end.");
    write("notes.txt", "Only this.");
    let source = Arc::new(crate::project::Project::default());
    let mut linear = Linear { source: Some(source), ..opened(folder.path()) };
    linear.app.path = Some(folder.path().join("a.txt"));
    linear.begin().unwrap();
    let focus = linear.doc().unwrap().view.focus.clone();
    let mut answer = |line: &str| {
        let before = said(&linear).len();
        linear.take(line).unwrap();
        said(&linear).get(before..).unwrap().trim().to_owned()
    };
    assert!(answer("|").contains("Beside this one: notes.txt, town hall.txt."));
    assert!(answer("split").contains("notes.txt"), "and no speaker is called plit");
    assert!(answer("?").contains("| NAME 12"));
    assert_eq!(answer("| town"), "town hall.txt, paragraph 1: A first paragraph.");
    assert_eq!(answer("|"), "town hall.txt, paragraph 2: The wall was put off until Monday.");
    assert_eq!(answer("| 3"), "town hall.txt, paragraph 3: The end.");
    assert_eq!(answer("|"), "That was its end. | names the other documents.");
    assert_eq!(answer("| town hall.txt put off"), "town hall.txt, paragraph 2: The wall was put off until Monday.");
    assert_eq!(answer("| zebra"), "No “zebra” in town hall.txt.");
    assert_eq!(answer("| . 2"), "This document, paragraph 2: “She is late,” Bo Lind said.");
    assert_eq!(answer("| . monday"), "This document, paragraph 1: “We will vote on Monday,” said Ada Grey, the mayor.");
    assert_eq!(linear.doc().unwrap().view.focus, focus);
    // A list that was told is confirmed by the next line or not at all.
    linear.take("E").unwrap();
    linear.take("split").unwrap();
    assert!(!linear.has_list());
    linear.take("").unwrap();
    assert_eq!(linear.doc().unwrap().reading.progress(), (1, 2), "Enter is about the statement said before");
    assert!(linear.end().unwrap());
}

#[test]
fn the_people_of_all_documents_are_told_merged_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let write =
        |name: &str, text: &str| crate::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
    write("a.txt", TEXT);
    write(
        "b.md",
        "---\ndate: 2024-03-12\n---\n\nADA GREY: No vote.\n\nCy Moor: We shall see.\n\nADA GREY: None.\n\nCy Moor: We shall.\n",
    );
    write(
        "c.md",
        "---\ndate: 2019-03-12\n---\n\nCy Moor: No bonus was paid.\n\nBo Lind: None.\n\nCy Moor: None at all.\n\nBo Lind: I see.\n",
    );
    let source = Arc::new(crate::project::Project::default());
    let mut linear = Linear { source: Some(Arc::clone(&source) as _), ..opened(folder.path()) };
    linear.runner.lend(source);
    linear.app.path = Some(folder.path().join("a.txt"));
    linear.begin().unwrap();
    let mut answer = |line: &str| {
        let before = said(&linear).len();
        linear.take(line).unwrap();
        said(&linear).get(before..).unwrap().trim().to_owned()
    };
    let all = answer("P");
    assert!(
        all.contains("in 3 documents.") && all.contains("Cy Moor: 4 statements, 0 decided, in 2 documents"),
        "{all}"
    );
    assert!(all.contains("1 may be the same: P same tells who."), "{all}");
    let moor = answer("P moor");
    let number = moor.lines().find(|l| l.contains("Cy Moor")).and_then(|l| l.split('.').next()).unwrap().to_owned();
    let words = answer(&format!("P {number}"));
    assert!(words.starts_with("1. 12 Mar 2019, c.md") && words.contains("\n3. 12 Mar 2024, b.md"), "{words}");
    assert_eq!(answer(&format!("P {number} about bonus")).lines().count(), 1);
    assert!(answer("P same").contains("the same name but for capitals. Against it: nothing."), "{}", answer("P same"));
    assert!(answer("P same 1").contains("are one person: kept in"), "{}", answer("P"));
    assert!(folder.path().join("sayso.ron").is_file());
    assert_eq!(answer("P same"), "Nobody looks like two: done.");
    assert!(answer("P u").contains("Taken back"));
    assert!(!folder.path().join("sayso.ron").exists());
    let noted = answer(&format!("P {number} note 1 3 Which is it?"));
    assert!(noted.contains("One note holds both; it is in c.md"), "{noted}");
    assert!(folder.path().join("c.md.sayso.ron").is_file());
    assert!(answer("P 99 x").contains("nobody of that number"));
}
