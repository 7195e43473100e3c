//! Quotations beside their sources: attaching, going through what is wrong, deciding.

use super::*;
use crate::ui::screens::Mode;
use sayso_core::annotation::{CLAIM, Change, Op};

const DRAFT: &str = "Harbour\n\n“We lost two boats in March, and nobody on this council, nobody, was asked about it,” Bo Lind said \
later.\n\n“The question is only when,” said Ada Grey, the mayor.\n\n“We are not against the wall,” Bo Lind said. He called the \
delay “a small scandal.”\n";
const COUNCIL: &str = "WEBVTT\n\n00:00:31.000 --> 00:00:38.000\n<v Ada Grey>Nobody has ever said that the wall is not needed. The \
question is only when, and from whose budget.\n\n041:07.000 --> 00:41:15.000\n<v Bo Lind>We lost three boats in March, and \
nobody on this council, nobody, was asked about it.\n\n00:41:33.000 --> 00:41:40.000\n<v Ada Grey>I wrote that on page \
four.\n\n00:42:10.000 --> 00:42:18.000\n<v Bo Lind>We are against the wall. Two of the boats were mine.\n";

fn desk(size: (u16, u16)) -> Desk {
    Desk::of(&[("draft.md", DRAFT), ("council.vtt", COUNCIL), ("minutes.md", "Nothing was said.\n")], size)
}

fn at(desk: &Desk) -> usize {
    let Mode::Check(view) = &desk.app.mode else { panic!("{:?}", desk.app.mode.scope()) };
    view.at
}

#[test]
fn a_source_is_attached_and_what_is_wrong_is_gone_through() {
    let mut desk = desk((120, 30));
    desk.keys("C");
    assert!(desk.text().contains("council.vtt") && desk.text().contains("minutes.md"), "{}", desk.text());
    desk.keys("\"counc Enter");
    let rows = desk.rows();
    let text = rows.join("\n");
    assert!(rows[0].contains("draft.md") && rows[0].contains("council.vtt"), "{text}");
    for words in ["a number changed", "Bo Lind · ¶2", "there Bo Lind · ", "41:07", "three boats in March", "1 of "] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    assert!(desk.file("draft.md.sayso.ron").is_empty() || desk.file("draft.md.sayso.ron").contains("council.vtt"));
    assert_eq!(at(&desk), 0);
    desk.keys("Tab");
    assert!(desk.text().contains("a negation changed"), "{}", desk.text());
    assert_eq!(at(&desk), 2);
    // Right, and wrong again.
    desk.keys("Left");
    assert!(desk.text().contains("= as it stands"), "{}", desk.text());
    desk.keys("BackTab");
    assert_eq!(at(&desk), 0);
}

#[test]
fn misquoted_is_a_claim_and_fine_as_it_is_needs_a_reason() {
    let mut desk = desk((120, 30));
    desk.keys("C \"counc Enter Enter");
    let set = desk.app.doc().unwrap().reading.set().clone();
    let claim = set.iter().find(|r| r.label == CLAIM).unwrap();
    assert_eq!((claim.rating.as_deref(), claim.links[0].role.as_str()), (Some("false"), "misquotes"));
    assert!(claim.evidence[0].contains("three boats") && claim.evidence[0].contains("41:07"), "{claim:?}");
    assert_eq!(at(&desk), 2, "on to the next");
    desk.keys("x Enter");
    assert!(desk.said().contains("A reason is needed"), "{}", desk.said());
    desk.keys("\"heard_so Enter");
    let checks = desk.app.doc().unwrap().reading.set().checks().to_vec();
    assert_eq!(checks.len(), 2);
    assert_eq!(checks[1].reason.as_deref(), Some("heard so"));
    assert_eq!(checks[1].verdict, "altered-negation");
    desk.keys("BackTab BackTab");
    let text = desk.text();
    assert!(text.contains("● misquoted, somebody: a number changed") && text.contains("2 decided"), "{text}");
    desk.keys("u u");
    assert!(desk.app.doc().unwrap().reading.set().checks().is_empty());
    assert!(desk.app.doc().unwrap().reading.set().iter().all(|r| r.label != CLAIM));
    desk.keys("^R q q");
    assert!(desk.app.split.is_none(), "the source goes with the view");
    desk.leave();
    let file = desk.file("draft.md.sayso.ron");
    assert!(file.contains("version: 4") && file.contains("sources: [\"council.vtt\"]"), "{file}");
    assert!(file.contains("  checks: [\n    (quote: ") && file.contains("role: \"misquotes\""), "{file}");
}

#[test]
fn sources_are_detached_and_others_take_their_place() {
    let mut desk = desk((80, 24));
    desk.keys("C \"minutes Enter");
    assert!(desk.app.split.is_none(), "no room for two columns");
    assert!(
        desk.text().contains("the speaker is in no source") || desk.text().contains("not in the sources"),
        "{}",
        desk.text()
    );
    // The list of sources: what is attached comes first, and is detached.
    desk.keys("C Enter");
    assert!(desk.app.doc().unwrap().reading.set().sources.is_empty());
    desk.keys("Esc");
    assert!(matches!(desk.app.mode, Mode::Read));
    desk.keys("C \"nowhere.txt Enter");
    assert!(desk.text().contains("nowhere.txt"), "{}", desk.text());
    desk.keys("q");
    assert!(matches!(desk.app.mode, Mode::Read));
}

#[test]
fn a_document_in_the_folder_of_its_sources_is_no_witness_of_itself() {
    let mut desk = desk((80, 24));
    let change = Change { ops: vec![Op::Sources { before: Vec::new(), after: vec![".".into()] }], ..Change::default() };
    desk.app.doc_mut().unwrap().reading.apply(&change);
    desk.keys("C");
    assert!(desk.text().contains("a number changed"), "{}", desk.text());
}

#[test]
fn the_source_has_the_keyboard_for_a_key() {
    let mut desk = desk((120, 30));
    desk.keys("C \"counc Enter Tab |");
    assert_eq!((desk.app.name.as_str(), matches!(desk.app.mode, Mode::Read)), ("council.vtt", true));
    desk.keys("| C");
    assert_eq!(desk.app.name, "draft.md");
    assert!(matches!(desk.app.mode, Mode::Check(_)));
    desk.keys(">");
    assert!(desk.said().contains("player"), "{}", desk.said());
}

#[test]
fn the_command_line_opens_it_beside_sources_and_attaches_them() {
    let mut desk = desk((120, 30));
    desk.leave();
    let sources = |names: &[&str]| Some(StartPlace::Checked(names.iter().map(|name| (*name).to_owned()).collect()));
    desk.start_at("draft.md", sources(&["council.vtt", "minutes.md"]));
    assert_eq!(at(&desk), 0);
    assert!(desk.text().contains("a number changed"), "{}", desk.text());
    desk.keys("q");
    desk.leave();
    desk.start_at("draft.md", sources(&["council.vtt"]));
    assert_eq!(desk.app.doc().unwrap().reading.set().sources, ["council.vtt", "minutes.md"]);
    assert!(matches!(desk.app.mode, Mode::Check(_)));
}

fn claim(desk: &Desk) -> sayso_core::annotation::Annotation {
    let claim = desk.app.doc().unwrap().reading.set().iter().find(|r| r.label == CLAIM).cloned();
    claim.unwrap().as_ref().clone()
}

#[test]
fn another_place_is_taken_by_its_number() {
    let draft = "“The wall is not needed at all,” said Ada Grey, the mayor.\n";
    let council = "WEBVTT\n\n00:00:05.000 --> 00:00:09.000\n<v Bo Lind>The wall is not needed at all.\n\n00:00:20.000 --> \
        00:00:24.000\n<v Ruth Okafor>I say it again. The wall is not needed at all.\n\n00:00:30.000 --> 00:00:34.000\n<v Ada \
        Grey>Thank you both for your time.\n";
    let mut desk = Desk::of(&[("draft.md", draft), ("council.vtt", council)], (120, 30));
    desk.keys("C \"counc Enter");
    let text = desk.text();
    assert!(text.contains("another speaker") && text.contains("there Bo Lind · 0:05"), "{text}");
    assert!(text.contains("2 other place"), "{text}");
    let numbered = desk.rows().iter().any(|row| row.contains("2 ") && row.contains("I say it again"));
    assert!(numbered, "{text}");
    desk.keys("2");
    assert!(desk.text().contains("there Ruth Okafor · 0:20"), "{}", desk.text());
    desk.keys("5");
    assert!(desk.said().contains("No 5 here"), "{}", desk.said());
    desk.keys("1");
    assert!(desk.text().contains("there Bo Lind · 0:05"), "{}", desk.text());
    desk.keys("2 Enter");
    let evidence = claim(&desk).evidence[0].clone();
    assert!(evidence.starts_with("“The wall is not needed at all.” (Ruth Okafor, council.vtt, 0:20"), "{evidence}");
}

#[test]
fn the_right_words_are_selected_in_the_source() {
    let mut desk = desk((120, 30));
    desk.keys("C \"counc Enter v");
    assert_eq!((desk.app.name.as_str(), desk.app.mode.scope()), ("council.vtt", crate::ui::scope::Scope::Select));
    assert!(desk.text().contains("these are the words"), "{}", desk.text());
    desk.keys("Esc");
    assert_eq!((desk.app.name.as_str(), at(&desk)), ("draft.md", 0));
    // Over, to other words there, and back with them.
    desk.keys("| / \"four Enter Esc v S Enter");
    assert_eq!((desk.app.name.as_str(), at(&desk)), ("draft.md", 0));
    let text = desk.text();
    assert!(text.contains("there Ada Grey · ") && text.contains("41:33"), "{text}");
    assert!(text.contains("I wrote that on page four."), "{text}");
    desk.keys("Enter");
    let evidence = claim(&desk).evidence[0].clone();
    assert!(evidence.contains("I wrote that on page four.” (Ada Grey, council.vtt, "), "{evidence}");
    // Once back, words selected there are words like others.
    desk.keys("| | | v");
    assert_eq!((desk.app.name.as_str(), desk.app.mode.scope()), ("council.vtt", crate::ui::scope::Scope::Select));
    assert!(!desk.text().contains("these are the words"), "{}", desk.text());
}

#[test]
fn the_margin_has_a_sign_only_where_something_is_wrong() {
    let mut desk = desk((120, 30));
    desk.keys("C \"counc Enter q");
    let signs = |desk: &mut Desk| desk.text().matches('≠').count();
    assert_eq!(signs(&mut desk), 3, "{}", desk.text());
    assert!(desk.text().contains("≠ Bo Lind  a number changed"), "{}", desk.text());
    desk.keys("A");
    let text = desk.text();
    assert!(text.contains("≠ a number changed") && text.contains("= as it stands"), "{text}");
    desk.keys("q C Enter");
    desk.keys("q Esc");
    assert_eq!(signs(&mut desk), 2, "{}", desk.text());
    desk.leave();
    // Opened again it is found out again, nobody asks for it.
    desk.start("draft.md");
    desk.keys("Esc");
    assert_eq!(signs(&mut desk), 2, "{}", desk.text());
    assert!(desk.app.doc().unwrap().checks.found.is_some());
}

#[test]
fn the_list_has_a_tab_for_each_answer() {
    let mut desk = desk((100, 30));
    desk.keys("C \"counc Enter A");
    let text = desk.text();
    assert!(text.contains("wrong 3   right 1"), "{text}");
    for words in ["≠ a number changed", "boats in March", "three boats in March", "¶2", "41:07", "1 of 3"] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    // Kept with a reason: it stays under its tab, and stands under one more.
    desk.keys("Down x \"heard_so Enter");
    let text = desk.text();
    assert!(text.contains("● fine as it is, somebody: heard so") && text.contains("decided 1"), "{text}");
    assert!(text.contains("1 of 3 decided"), "{text}");
    desk.keys("Tab");
    assert!(desk.text().contains("= as it stands"), "{}", desk.text());
    desk.keys("Tab Tab Down u");
    assert!(!desk.text().contains("decided"), "{}", desk.text());
    desk.keys("Enter");
    assert_eq!(at(&desk), 2, "there");
    desk.keys("A Up q");
    assert_eq!(at(&desk), 2, "back where it was opened");
}

#[test]
fn a_report_is_written_as_its_name_ends() {
    let mut desk = desk((100, 30));
    desk.keys("C \"counc Enter A X Enter");
    assert!(desk.said().contains("Wrote the report"), "{}", desk.said());
    assert!(matches!(desk.app.mode, Mode::Checks(_)));
    let page = desk.file("draft.md.checked.html");
    assert!(page.contains("three") && page.contains("council.vtt"), "{page}");
    desk.keys("X ^U \"report.odt Enter");
    assert!(desk.said().contains(".sarif"), "{}", desk.said());
}

#[test]
fn on_a_small_screen_the_sheet_has_the_verdict_and_the_words() {
    let mut desk = desk((40, 10));
    desk.keys("C \"counc Enter");
    let text = desk.text();
    assert!(text.contains("≠ a number changed") && text.contains("three"), "{text}");
    desk.keys("Tab");
    assert!(desk.text().contains("a negation changed"), "{}", desk.text());
}
