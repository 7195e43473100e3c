//! `sayso compare`: what several people say of the same places, in sidecars and in files of other programs.

#![allow(clippy::unwrap_used)]

#[path = "common/annotators.rs"]
mod annotators;

use annotators::{Folder, RAHM, RAHM_SHORT, record};
use serde_json::Value;

/// Two who differ in each way, and agree in two places.
fn two() -> Folder {
    let folder = Folder::new();
    let quote = |id: &str, words: &str, fields: &str| record(id, "quote", words, fields);
    let claim = |id: &str, words: &str, fields: &str| record(id, "claim", words, fields);
    folder.sidecar(
        "a.txt.sayso.ada.ron",
        RAHM,
        &[
            quote("1", "“The pump is old,”", ", status: confirmed, speaker: \"ines\""),
            quote("2", "“Nobody wants to replace it.”", ", speaker: \"ines\""),
            claim("3", "the bank would pay", ", speaker: \"otto\", rating: \"true\""),
            quote("4", "“Not a cent,”", ", speaker: \"otto\""),
            record("5", "person", "Ines Vale", ""),
            record("6", "highlight", "the mayor", ""),
            quote("7", "said the bank", ", speaker: \"otto\""),
        ],
    );
    folder.sidecar(
        "a.txt.sayso.bo.ron",
        RAHM_SHORT,
        &[
            quote("1", "“The pump is old", ", speaker: \"ines\""),
            quote("2", "“Nobody wants to replace it.”", ", speaker: \"rahm\""),
            claim("3", "the bank would pay", ", speaker: \"rahm\", rating: \"false\""),
            quote("4", "“Not a cent,”", ", status: rejected"),
            record("5", "person", "Ines Vale", ""),
            record("6", "note", "the mayor", ""),
            // One person under two names.
            quote("7", "said the bank", ", speaker: \"rahm\""),
        ],
    );
    folder
}

fn states(lines: &str) -> Vec<String> {
    let state = |line: &str| serde_json::from_str::<Value>(line).unwrap()["state"].as_str().unwrap().to_owned();
    lines.lines().map(state).collect()
}

#[test]
fn each_place_has_its_kind_of_difference_and_what_everybody_says() {
    let folder = two();
    let (code, out, told) = folder.run(&["compare", "a.txt", "--format", "jsonl"]);
    assert_eq!(code, 1, "{told}");
    assert_eq!(states(&out), ["boundary", "same", "speaker", "same", "rating", "missing", "label"]);
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!(first["by"]["ada"]["status"], "confirmed");
    assert_eq!((&first["at"], &first["by"]["bo"]["at"]), (&serde_json::json!([0, 18]), &serde_json::json!([[0, 16]])));
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 6, "{keys:?}");
    assert!(out.starts_with(
        "{\"document\":\"a.txt\",\"at\":[0,18],\"state\":\"boundary\",\"by\":{\"ada\":{\"label\":\"quote\","
    ));

    let (code, text, _) = folder.run(&["compare", "a.txt"]);
    assert_eq!(code, 1);
    assert!(text.ends_with("7 places: 2 same, 1 missing, 1 boundary, 1 label, 1 speaker, 1 rating\n"), "{text}");
    assert!(text.contains("      ada  claim · Otto Rahm · true\n      bo   claim · Otto Rahm · false\n"), "{text}");
    assert!(!text.contains("said the bank") && text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(folder.run(&["compare", "a.txt", "--all"]).1.contains("same  “said the bank”"));

    let (_, table, _) = folder.run(&["compare", "a.txt", "--format", "csv"]);
    assert_eq!(table.lines().count(), 1 + 7 * 2);
    let (_, page, _) = folder.run(&["compare", "a.txt", "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\"><head>") && page.ends_with("</html>\n"), "{page}");
}

#[test]
fn who_says_the_same_differs_in_nothing() {
    let folder = Folder::new();
    for name in ["ada", "bo"] {
        folder.sidecar(&format!("a.txt.sayso.{name}.ron"), RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    }
    assert_eq!(folder.run(&["compare", "a.txt"]), (0, "1 place: 1 same\n".to_owned(), String::new()));
}

#[test]
fn exports_of_other_tools_join_as_a_third() {
    let folder = two();
    // The one document that is named is the one it is about.
    folder.write("their.ann", "T1\tQuotation 0 18\t“The pump is old,”\nT2\tperson 25 34\tInes Vale\n");
    folder.write("their.txt", annotators::TEXT);
    let (code, out, told) = folder.run(&["compare", "a.txt", "cy=their.ann", "--format", "jsonl"]);
    assert_eq!(code, 1, "{told}");
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["by"]["cy"]["label"], &first["state"]), (&"quote".into(), &"boundary".into()));
    let person = out.lines().nth(1).unwrap();
    assert!(person.contains("\"state\":\"same\"") && person.contains("\"cy\":{\"label\":\"person\""), "{person}");
    // Of several documents it is the one of its name.
    folder.write("a.ann", "T1\tQuotation 0 18\t“The pump is old,”\nT2\tperson 25 34\tInes Vale\n");
    let again = folder.run(&["compare", ".", "cy=a.ann", "--format", "jsonl"]).1;
    let is_about_a = |line: &&str| line.starts_with("{\"document\":\"./a.txt\"");
    let again: Vec<&str> = again.lines().filter(is_about_a).collect();
    assert_eq!(again.join("\n") + "\n", out.replace("\"a.txt\"", "\"./a.txt\""));
    // Without a name it is called as the format.
    let (_, more, _) = folder.run(&["compare", "a.txt", "a.ann", "--of", "ada"]);
    assert!(more.contains("brat  –"), "{more}");

    // What this program writes for other tools comes back the same.
    for format in ["brat", "xmi"] {
        let file = format!("ada.{format}");
        let (code, _, told) = folder.run(&["export", "a.txt", "--as", "ada", "--to", format, "-o", &file]);
        assert_eq!(code, 0, "{told}");
        let given = format!("cy={file}");
        let (code, lines, told) = folder.run(&["compare", "a.txt", &given, "--of", "ada", "--format", "jsonl"]);
        assert!(states(&lines).iter().all(|state| state == "same"), "{format}: {lines}{told}");
        assert_eq!((code, lines.lines().count()), (0, 7), "{format}: {told}");
    }
}

/// What counts in a file of another tool.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    CodePoints,
    Utf16,
}

/// Begin and end of words in a text, however it is wrapped.
fn place(text: &str, words: &str, counts: Counts) -> (usize, usize) {
    let pattern: Vec<&str> = words.split(' ').collect();
    let mut starts = text.char_indices().map(|(at, _)| at);
    let end_of = |start: usize| {
        pattern.iter().enumerate().try_fold(start, |at, (n, word)| {
            let rest = text.get(at..)?;
            let gap = if n > 0 { rest.len() - rest.trim_start().len() } else { 0 };
            rest.get(gap..)?.starts_with(word).then_some(at + gap + word.len())
        })
    };
    let (start, end) = starts.find_map(|start| Some((start, end_of(start)?))).unwrap();
    let count = |end: usize| match counts {
        Counts::CodePoints => text.get(..end).unwrap().chars().count(),
        Counts::Utf16 => text.get(..end).unwrap().encode_utf16().count(),
    };
    (count(start), count(end))
}

/// A document with two annotators, and the ways in which another tool may have its text.
fn pump() -> (Folder, [String; 3]) {
    let folder = Folder::new();
    let text = "“The pump 😊 is old,” said Ines Vale.\n\n“Not a cent,” said Rahm, the mayor.\n";
    folder.write("pump.txt", text);
    let record = |id: &str, words: &str, speaker: &str| {
        let (start, end) = place(text, words, Counts::CodePoints);
        format!(
            "    (id: \"{id}\", label: \"quote\", at: [(start: {start}, end: {end}, exact: \"{words}\")], speaker: \"{speaker}\"),\n"
        )
    };
    let (first, second) = ("“The pump 😊 is old,”", "“Not a cent,”");
    folder.sidecar("pump.txt.sayso.ada.ron", RAHM, &[record("1", first, "ines"), record("2", second, "otto")]);
    folder.sidecar("pump.txt.sayso.bo.ron", RAHM, &[record("1", first, "ines"), record("2", second, "ines")]);
    let wrapped = text.replace(" said", "\nsaid").replace("pump 😊", "pump\n😊").replace("\n\n", "\n");
    (folder, [text.to_owned(), wrapped, text.replace('\n', "\r\n")])
}

/// By state, how many places.
fn counted(lines: &str) -> String {
    let mut all = states(lines);
    all.sort();
    all.join(" ")
}

#[test]
fn brat_as_brat_writes_it_joins() {
    let (folder, texts) = pump();
    for (n, text) in texts.iter().enumerate() {
        for counts in [Counts::CodePoints, Counts::Utf16] {
            let span = |id: usize, label: &str, words: &str| {
                let (start, end) = place(text, words, counts);
                format!("T{id}\t{label} {start} {end}\t{words}\n")
            };
            // Ids in no order, speakers as spans, an event, and layers that are nothing here.
            let lines = [
                span(31, "Quote", "“Not a cent,”"),
                "R2\tsaid_by Arg1:T31 Arg2:T8\nA3\tNegation T8\n#1\tAnnotatorNotes T31\tis he?\n*\tEquiv T8 T9\n"
                    .to_owned(),
                span(8, "Speaker", "Rahm"),
                span(9, "Topic", "the mayor"),
                "N1\tReference T9 Wikidata:Q30185\tmayor\n".to_owned(),
                span(12, "Quote", "“The pump 😊 is old,”"),
                span(4, "Speaker", "Ines Vale"),
                "E1\tQuote:T12 Speaker:T4\n".to_owned(),
            ];
            folder.write("theirs/cy.ann", &lines.concat());
            folder.write("theirs/cy.txt", text);
            let (code, out, told) = folder.run(&["compare", "pump.txt", "cy=theirs/cy.ann", "--format", "jsonl"]);
            assert_eq!((code, counted(&out).as_str()), (1, "missing same speaker"), "{n}: {out}{told}");
            assert!(out.contains("\"cy\":{\"label\":\"quote\",\"speaker\":\"Otto Rahm\""), "{n}: {out}{told}");
            assert_eq!(told.contains("UTF-16 units"), counts == Counts::Utf16, "{n}: {told}");
        }
    }
}

#[test]
fn a_cas_as_inception_writes_it_joins() {
    let (folder, texts) = pump();
    for (n, text) in texts.iter().enumerate() {
        let span = |id: usize, kind: &str, words: &str, features: &str| {
            let (start, end) = place(text, words, Counts::Utf16);
            format!("<{kind} xmi:id=\"{id}\" sofa=\"12\" begin=\"{start}\" end=\"{end}\" {features}/>")
        };
        let inside = [
            span(40, "segmentation:Token", "said", ""),
            span(41, "segmentation:Sentence", "“Not a cent,”", ""),
            // Who speaks is a feature that links to words, and a relation.
            span(55, "custom:Quote", "“Not a cent,”", "Speaker=\"70\" kind=\"direct\""),
            "<custom:QuoteSpeakerLink xmi:id=\"70\" role=\"who\" target=\"71\"/>".to_owned(),
            span(54, "custom:Quote", "“The pump 😊 is old,”", ""),
            span(71, "custom:Speaker", "Rahm", ""),
            span(53, "custom:Speaker", "Ines Vale", ""),
            span(60, "custom:Said_by", "“The pump 😊 is old,”", "Governor=\"53\" Dependent=\"54\""),
            span(
                80,
                "ner:NamedEntity",
                "the mayor",
                "value=\"PER\" identifier=\"http://www.wikidata.org/entity/Q30185\"",
            ),
            span(81, "chunk:Chunk", "The pump", "chunkValue=\"NP\""),
        ];
        let core = "http:///de/tudarmstadt/ukp/dkpro/core/api";
        let in_attribute = text.replace('\r', "&#13;").replace('\n', "&#10;");
        let cas = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
             xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:segmentation=\"{core}/segmentation/type.ecore\" \
             xmlns:ner=\"{core}/ner/type.ecore\" xmlns:chunk=\"{core}/syntax/type/chunk.ecore\" xmlns:metadata=\"{core}/metadata/type.ecore\" \
             xmi:version=\"2.0\"><cas:NULL xmi:id=\"0\"/><metadata:DocumentMetaData xmi:id=\"1\" sofa=\"12\" begin=\"0\" end=\"9\" \
             documentTitle=\"pump.txt\" documentId=\"cy\"/>{}<cas:Sofa xmi:id=\"12\" sofaNum=\"1\" sofaID=\"_InitialView\" \
             mimeType=\"text\" sofaString=\"{in_attribute}\"/><cas:View sofa=\"12\" members=\"1 40 41\"/></xmi:XMI>",
            inside.concat()
        );
        // As in an archive of a project: a folder for the document, a file for each annotator.
        folder.write("export/annotation/pump.txt/cy.xmi", &cas);
        let file = "cy=export/annotation/pump.txt/cy.xmi";
        let (code, out, told) = folder.run(&["compare", "pump.txt", file, "--format", "jsonl"]);
        assert_eq!((code, counted(&out).as_str()), (1, "missing same speaker"), "{n}: {out}{told}");
        assert!(out.contains("\"cy\":{\"label\":\"quote\",\"speaker\":\"Otto Rahm\""), "{n}: {out}{told}");
        let (code, out, told) = folder.run(&["agree", "pump.txt", file]);
        assert!(code == 0 && out.contains("ada, bo, cy   1 document"), "{n}: {out}{told}");
        let (code, out, told) = folder.run(&["agree", "pump.txt.sayso.ada.ron", "pump.txt", file, "--of", "bo"]);
        assert!(code == 0 && out.contains("bo, ada, cy   1 document"), "{n}: {out}{told}");
    }
}

#[test]
fn a_folder_has_documents_that_not_everybody_read_and_files_that_cannot_be_read() {
    let folder = two();
    folder.write("b.txt", annotators::TEXT);
    folder.sidecar("b.txt.sayso.ada.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    folder.sidecar("b.txt.sayso.cy.ron", RAHM, &[]);
    folder.write("c.txt", annotators::TEXT);
    folder.sidecar("c.txt.sayso.ada.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    let (code, out, told) = folder.run(&["compare", "."]);
    assert_eq!(code, 1, "{told}");
    assert!(out.contains("b.txt\n  ¶2  missing  “Not a cent,”\n      ada  quote\n      cy   –\n"), "{out}");
    assert!(!out.contains("c.txt"), "only Ada read it: {out}");
    assert!(out.contains("8 places in 2 documents: 2 same, 2 missing"), "{out}");
    // One annotator of the three.
    let (_, out, _) = folder.run(&["compare", ".", "--of", "ada,cy"]);
    assert!(out.ends_with("\n1 place: 1 missing\n"), "{out}");
    folder.write("b.txt.sayso.cy.ron", "(version: 1, documents: ())");
    let (code, out, told) = folder.run(&["compare", ".", "--jobs", "1"]);
    assert_eq!(code, 3);
    assert!(told.contains("b.txt.sayso.cy.ron") && out.contains("7 places"), "{told}{out}");
}

#[test]
fn sidecars_are_named_wherever_they_are() {
    let folder = two();
    let (code, out, told) = folder.run(&["compare", "a.txt.sayso.ada.ron", "a.txt.sayso.bo.ron"]);
    assert_eq!(code, 1, "{told}");
    assert!(out.contains("7 places"), "{out}");
    folder.sidecar("mine/a.txt.sayso.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    folder.sidecar("theirs/a.txt.sayso.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    let (code, _, told) = folder.run(&["compare", "a.txt", "mine/a.txt.sayso.ron", "theirs/a.txt.sayso.ron"]);
    assert!(code == 2 && told.contains("NAME=FILE"), "{told}");
    let named =
        ["compare", "a.txt", "x=mine/a.txt.sayso.ron", "y=theirs/a.txt.sayso.ron", "--of", "bo", "--format", "jsonl"];
    let (code, out, told) = folder.run(&named);
    assert_eq!(code, 1, "{told}");
    assert!(out.contains("\"y\":{\"label\":\"quote\""), "{out}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = Folder::new();
    let (code, _, told) = folder.run(&["compare", "a.txt"]);
    assert!(code == 3 && told.contains("nobody has annotated"), "{told}");
    folder.sidecar("a.txt.sayso.ada.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    let (code, _, told) = folder.run(&["compare", "a.txt"]);
    assert!(code == 3 && told.contains("only ada has annotated") && told.contains("--as NAME"), "{told}");
    let (code, out, told) = folder.run(&["compare", "a.txt", "--of", "ada,bo"]);
    assert!(code == 3 && out.is_empty() && told.contains("no document was annotated by two of ada, bo"), "{told}");
    assert_eq!(folder.run(&["compare", "a.txt", "--of", "ada,Bo"]).0, 2);
    assert_eq!(folder.run(&["compare", "a.txt", "--of", "ada,ada"]).0, 2);
    assert_eq!(folder.run(&["compare"]).0, 2);
    let (code, _, told) = folder.run(&["compare", "a.txt", "cy=gone.ann"]);
    assert!(code == 3 && told.contains("gone.ann: there is no such file"), "{told}");
    // Words that the text has lost, and a version that nobody chose from.
    let lost = record("2", "quote", "“Not a cent,”", "").replace("Not a cent", "The roof fell in last week");
    let version = record("1-0a1b2c", "claim", "“Not a cent,”", ", conflict: true");
    folder.sidecar("a.txt.sayso.bo.ron", RAHM, &[record("1", "quote", "“Not a cent,”", ""), lost, version]);
    let (code, out, told) = folder.run(&["compare", "a.txt"]);
    assert_eq!((code, out.as_str()), (0, "1 place: 1 same\n"), "{told}");
    assert!(told.contains("bo: 1 annotation left out: without a place in the text."), "{told}");
    assert!(told.contains("kept beside another version"), "{told}");
}

#[test]
fn what_every_command_takes_may_stand_before_it() {
    let folder = two();
    let behind = folder.run(&["export", "a.txt", "--as", "bo", "--to", "jsonl"]);
    assert_eq!((behind.0, folder.run(&["--as", "bo", "export", "a.txt", "--to", "jsonl"])), (0, behind));
}
