//! What others decided, line by line.

use super::*;

fn record(words: &str, speaker: &str) -> String {
    let (before, _) = TEXT.split_once(words).unwrap();
    let start = before.chars().count();
    let end = start + words.chars().count();
    let speaker_id = speaker.replace(' ', "-");
    let speakers = format!("    (id: \"{speaker_id}\", name: \"{speaker}\", kind: person),\n");
    let record = format!(
        "    (id: \"01\", label: \"quote\", at: [(start: {start}, end: {end}, exact: \"{words}\")], speaker: \"{speaker_id}\"),\n"
    );
    format!(
        "#![enable(implicit_some)]\n(\n  version: 1,\n  document: (),\n  speakers: [\n{speakers}  ],\n  annotations: [\n{record}  ],\n  \
         reviews: [\n  ],\n)\n"
    )
}

#[test]
fn places_are_read_out_and_answers_taken_by_digit() {
    let folder = tempfile::tempdir().unwrap();
    let (bo, cy) = (record("“She is late,”", "Bo Lind"), record("“She is late,”", "Ada Grey"));
    let mut linear = opened_among(folder.path(), &[("a.txt.sayso.bo.ron", &bo), ("a.txt.sayso.cy.ron", &cy)]);
    let mut answer = |line: &str| {
        let before = linear.out.len();
        linear.take(line).unwrap();
        String::from_utf8(linear.out.get(before..).unwrap().to_vec()).unwrap()
    };
    let text = answer("D");
    assert!(text.contains("0 of 1 decided. Paragraph 2: “She is late,”, they differ in: speaker."), "{text}");
    assert!(text.contains("1: Bo Lind, bo. 2: Ada Grey, cy."), "{text}");
    assert!(answer("D p").contains("1 or 2?"));
    assert!(answer("D 5").contains("No 5 here"));
    let text = answer("D 2");
    assert!(text.contains("The only difference is decided") && text.contains("Taken by ada: Ada Grey."), "{text}");
    assert!(answer("D u").contains("Taken back"));
    let text = answer("D s Ruth Okafor");
    assert!(text.contains("Ruth Okafor") && text.contains("1 of 1 decided"), "{text}");
    assert!(answer("D E").contains("All of this kind are decided"));
    assert!(answer("?").contains("D reads what others decided"));
}

/// What others decided is hidden until everything is decided here, and hidden again once that is taken back.
#[test]
fn ones_own_review_comes_first_where_the_codebook_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let bo = record("“She is late,”", "Bo Lind");
    let mut linear = opened_among(folder.path(), &[("a.txt.sayso.bo.ron", &bo)]);
    linear.app.codebook.blind = true;
    let answer = |linear: &mut Linear<Vec<u8>>, line: &str| {
        let before = linear.out.len();
        linear.take(line).unwrap();
        String::from_utf8(linear.out.get(before..).unwrap().to_vec()).unwrap()
    };
    let first = |left: &str| format!("Your own review comes first: {left} (blind: true in sayso.ron)");
    let text = answer(&mut linear, "D");
    assert!(text.contains(&first("2 left")) && !text.contains("Lind, bo"), "{text}");
    answer(&mut linear, "");
    for line in ["D", "D 1", "D p"] {
        let text = answer(&mut linear, line);
        assert!(text.contains(&first("1 left")) && !text.contains("Lind, bo"), "{line}: {text}");
    }
    answer(&mut linear, "");
    let text = answer(&mut linear, "D");
    assert!(text.contains("“She is late,”") && text.contains("Lind, bo"), "{text}");
    assert!(answer(&mut linear, "u").contains("Taken back"));
    let text = answer(&mut linear, "D n");
    assert!(text.contains(&first("1 left")) && !text.contains("Lind, bo"), "{text}");
    // A codebook that cannot be read may say so.
    linear.app.problems = crate::project::codebook::parse(Path::new("sayso.ron"), "(blind: yes)").1;
    let text = answer(&mut linear, "D");
    assert!(text.contains("1 left (a mistake in sayso.ron hides others)"), "{text}");
}

#[test]
fn who_has_the_document_and_how_far_they_are_is_told_with_the_figures() {
    let folder = tempfile::tempdir().unwrap();
    let mut linear = opened_among(folder.path(), &[]);
    linear.take("# annotators").unwrap();
    assert!(said(&linear).contains("This document is not shared out: sayso assign FOLDER"), "{}", said(&linear));
    drop(linear);
    let assigned = "(version: 1, seed: 1, overlap: 1.0, annotators: [], documents: {\"a.txt\": [\"ada\", \"bo\"]})";
    let files = [("sayso.assigned.ron", assigned), ("a.txt.sayso.bo.ron", &record("“She is late,”", "Bo Lind"))];
    let mut linear = opened_among(folder.path(), &files);
    linear.app.codebook.blind = true;
    for line in ["", "# annotators", "", "# annotators"] {
        linear.take(line).unwrap();
    }
    let text = said(&linear);
    let of = |name: &str, row: &str| text.contains(&format!("{name}: docs 1, reviewed {row}."));
    assert!(of("ada", "0, begun 1, annotations 1, left 1") && of("ada", "1, begun 0, annotations 2, left 0"), "{text}");
    // How much others annotated is told once one's own review is done.
    assert!(of("bo", "0, begun 1, annotations , left 1") && of("bo", "0, begun 1, annotations 1, left 1"), "{text}");
    assert!(text.contains("How much others annotated is hidden"), "{text}");
}

#[test]
fn nothing_is_hidden_from_whoever_was_asked_to_settle() {
    let folder = tempfile::tempdir().unwrap();
    let bo = record("“She is late,”", "Bo Lind");
    let mut linear = opened_among(folder.path(), &[("a.txt.sayso.bo.ron", &bo)]);
    linear.app.codebook.blind = true;
    linear.app.doc_mut().unwrap().adjudication.is_asked = true;
    linear.take("D").unwrap();
    assert!(said(&linear).contains("Lind, bo"), "{}", said(&linear));
}

#[test]
fn versions_of_ones_own_are_read_out_and_kept_by_digit() {
    let folder = tempfile::tempdir().unwrap();
    let own = record("“She is late,”", "Bo Lind");
    let line = own.lines().find(|line| line.contains("id: \"01\"")).unwrap();
    let version = line
        .replace("id: \"01\"", "id: \"01-0a1b2c\"")
        .replace("),", ", conflict: true, by: \"bo\", note: \"Is she?\"),");
    let own = own.replace(line, &format!("{line}\n{version}"));
    let mut linear = opened_among(folder.path(), &[(OWN, &own)]);
    let mut answer = |line: &str| {
        let before = linear.out.len();
        linear.take(line).unwrap();
        String::from_utf8(linear.out.get(before..).unwrap().to_vec()).unwrap()
    };
    let text = answer("D");
    assert!(
        text.contains("0 of 1 decided. Paragraph 2: “She is late,”, kept in versions that differ in: note."),
        "{text}"
    );
    assert!(text.contains("1: nothing, unnamed. 2: Is she?, bo."), "{text}");
    assert!(answer("D E").contains("Versions of yours: a digit keeps one"));
    assert!(answer("D p").contains("! goes field by field"));
    let text = answer("D 2");
    assert!(text.contains("1 of 1 decided") && text.contains("One version: Is she?."), "{text}");
    assert!(answer("D u").contains("0 of 1 decided"));
    assert!(answer("D x").contains("Nothing here"));
}
