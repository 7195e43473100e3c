//! `sayso verify`: the answers, what they are worth to a script, and what cannot be read.

#![allow(clippy::unwrap_used)]

#[path = "verify/folders.rs"]
mod folders;

use assert_cmd::Command;
use serde_json::Value;
use std::path::PathBuf;

const COUNCIL: &str = "Harbour committee, 4 March\n\nMAUD PENDRY: How much would a new wall cost us?\n\nOWEN STRALE: The engineers say \
£4.2 million. We will start work in April, provided that the county pays its share. The old wall has 23 cracks.\n\n\
MAUD PENDRY: We owe you an answer, Mr Farrow.\n\nLESLIE FARROW: You owe us a wall.\n";
const DRAFT: &str = "# Wall\n\n“The engineers say £4.2m,” said Owen Strale. “The old wall has 25 cracks,” Mr Strale said.\n\n\
“We will start work in April,” Mr Strale said.\n\n“You owe us a wall,” said Leslie Farrow. He called it “sad”.\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("council.txt", COUNCIL);
        desk.put("draft.md", DRAFT);
        desk
    }

    fn put(&self, name: &str, text: &str) {
        let path: PathBuf = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        sayso::store::disk::replace(&path, text.as_bytes()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let home = self.0.path();
        let mut command = Command::cargo_bin("sayso").unwrap();
        command.env_clear().env("HOME", home).env("XDG_STATE_HOME", home.join("state")).current_dir(home);
        let output = command.arg("verify").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    /// The objects of a run, and its exit code.
    fn lines(&self, arguments: &[&str]) -> (i32, Vec<Value>) {
        let (code, out, _) = self.run(&[arguments, &["--format", "jsonl"]].concat());
        (code, out.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    fn verdicts(&self, arguments: &[&str]) -> Vec<String> {
        let word = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        self.lines(arguments).1.iter().map(|v| word(v, "verdict")).collect()
    }
}

#[test]
fn every_quotation_gets_an_answer() {
    let desk = Desk::new();
    let (code, lines) = desk.lines(&["draft.md", "--against", "council.txt"]);
    assert_eq!(code, 1);
    let words = |key: &str| lines.iter().map(|v| v.get(key).unwrap().clone()).collect::<Vec<_>>();
    assert_eq!(words("verdict"), ["verbatim", "altered", "truncated", "verbatim", "cannot-check"]);
    assert_eq!(words("n"), [1, 2, 3, 4, 5]);
    let altered = &lines[1];
    assert_eq!(altered["kind"], "number");
    assert_eq!(altered["place_in_article"], "¶2, line 3");
    assert_eq!(altered["speaker_there"], "OWEN STRALE");
    assert_eq!(altered["place"]["paragraph"], 3);
    assert_eq!(
        altered["diff"],
        serde_json::json!([["=", "The old wall has"], ["-", "23"], ["+", "25"], ["=", "cracks"]])
    );
    assert_eq!(lines[2]["left_out"], "provided that the county pays its share");
    assert_eq!(lines[0]["folded"], serde_json::json!(["numbers"]));
    let at: Vec<u64> = altered["at"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
    assert_eq!(at.len(), 2);
    assert!(at[0] < at[1]);
}

#[test]
fn the_report_is_for_people() {
    let desk = Desk::new();
    let (code, out, err) = desk.run(&["draft.md", "--against", "council.txt"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.starts_with("draft.md ¶3, line 5: truncated\n"), "the gravest first: {out}");
    for words in [
        "The old wall has [-23-] {+25+} cracks",
        "Let pass",
        "5 quotations: 2 verbatim, 1 cannot-check, 1 altered, 1 truncated; 1 of them allowed.",
        "not whether a source is right, current, complete or fairly used.",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
}

#[test]
fn exit_codes_and_what_is_let_pass() {
    let desk = Desk::new();
    desk.put("sound.txt", "“You owe us a wall,” said Leslie Farrow.\n");
    let code = |arguments: &[&str]| desk.run(arguments).0;
    assert_eq!(code(&["sound.txt", "--against", "council.txt"]), 0);
    assert_eq!(code(&["draft.md", "--against", "council.txt", "--allow", "number,truncated,too-short"]), 0);
    assert_eq!(code(&["draft.md", "--against", "council.txt", "--allow", "none"]), 1);
    assert_eq!(code(&["draft.md", "--against", "council.txt", "--allow", "nearly"]), 2);
    assert_eq!(code(&["draft.md"]), 2);
    assert_eq!(code(&["nothing.md", "--against", "council.txt"]), 3);
    assert_eq!(code(&["draft.md", "--against", "nothing.txt"]), 3);
    desk.put("list", "# why\naltered\tThe old wall has 25 cracks\tcounted again\ntruncated\tWe will start work in April\tin the next line\nhidden\tWe never\tx\n");
    let (code, out, err) = desk.run(&["draft.md", "--against", "council.txt", "--allow-list", "list"]);
    assert_eq!(code, 0, "{out}");
    assert!(
        out.contains("allowed: counted again") && err.contains("list:4: this entry matches nothing: We never"),
        "{err}"
    );
    desk.put("bad", "altered\tThe old\n");
    let (code, _, err) = desk.run(&["draft.md", "--against", "council.txt", "--allow-list", "bad"]);
    assert!(code == 3 && err.contains("line 1: the reason is missing"), "{err}");
}

#[test]
fn what_cannot_be_read_is_told_and_condemns_nobody() {
    let desk = Desk::new();
    desk.put("call.json", "{\"segments\": [{\"start\": 0.4, \"end\": 6.1, \"text\": \" I found out");
    desk.put("nurse.txt", "“I found out about the move from a poster,” said Beth Arkle.\n");
    let (code, lines) = desk.lines(&["nurse.txt", "--against", "call.json"]);
    assert_eq!((code, lines.len()), (1, 2));
    assert_eq!((lines[0]["source"].as_str(), lines[0]["error"].as_str()), (Some("call.json"), Some("unreadable")));
    assert_eq!((lines[1]["verdict"].as_str(), lines[1]["kind"].as_str()), (Some("cannot-check"), Some("unreadable")));
    // Who is heard in another source is checked all the same.
    let verdicts = desk.verdicts(&["draft.md", "--against", "council.txt", "call.json"]);
    assert_eq!(verdicts, ["", "verbatim", "altered", "truncated", "verbatim", "cannot-check"]);
}

#[test]
fn folders_elsewhere_and_what_is_asked_for() {
    let desk = Desk::new();
    desk.put(
        "old/radio.txt",
        "Radio, 2 May\n\nOWEN STRALE: We have never closed the slipway.\n\nHOST: Never?\n\nOWEN STRALE: No.\n",
    );
    desk.put("more.txt", "“We have never closed the slipway,” said Owen Strale.\n");
    assert_eq!(desk.verdicts(&["more.txt", "--against", "council.txt"]), ["not-found"]);
    assert_eq!(desk.verdicts(&["more.txt", "--against", "council.txt", "--elsewhere", "old"]), ["elsewhere"]);
    assert_eq!(desk.verdicts(&["more.txt", "--against", "old", "council.txt"]), ["verbatim"]);
    let only = |words: &str| desk.verdicts(&["draft.md", "--against", "council.txt", "--only", words]);
    assert_eq!(only("altered"), ["altered"]);
    assert_eq!(only("number"), ["altered"]);
    assert_eq!(only("speaker:farrow"), ["verbatim"]);
    assert_eq!(desk.run(&["draft.md", "--against", "council.txt", "--only", "wrong"]).0, 2);
    let (_, lines) = desk.lines(&["draft.md", "--against", "."]);
    assert_eq!(lines[1]["verdict"], "altered", "an article in the folder is no witness of itself");
    let jobs = |n: &str| desk.run(&["draft.md", "more.txt", "--against", "council.txt", "old", "--jobs", n]).1;
    assert_eq!(jobs("1"), jobs("4"));
}

#[test]
fn speech_as_it_was_spoken() {
    let desk = Desk::new();
    desk.put(
        "talk.txt",
        "ADA GREY: We, we came by, uh, by boat on Monday.\n\nBO HILL: Why?\n\nADA GREY: It rained.\n\nBO HILL: Oh.\n",
    );
    desk.put("story.txt", "“We came by boat on Monday,” said Ada Grey.\n");
    assert_eq!(desk.verdicts(&["story.txt", "--against", "talk.txt"]), ["cleaned"]);
    assert_eq!(desk.verdicts(&["story.txt", "--against", "talk.txt", "--as-spoken"]), ["altered"]);
}

#[test]
fn decisions_of_a_person_come_before_suggestions() {
    let desk = Desk::new();
    desk.put("note.txt", "The words “you owe us a wall” stood on a board.\n");
    assert_eq!(desk.verdicts(&["note.txt", "--against", "council.txt"]), ["verbatim"]);
    let rejected = "(version: 1, document: (source: \"note.txt\", title: \"\", file: \"\", text: \"\", loader: \"txt/1\", chars: 48), speakers: [], \
        annotations: [\n(id: \"1\", label: \"quote\", status: rejected, at: [(start: 10, end: 30, exact: \"“you owe us a wall” \")]),\n], reviews: [])";
    desk.put("note.txt.sayso.ron", rejected);
    let (_, out, err) = desk.run(&["note.txt", "--against", "council.txt", "--format", "jsonl"]);
    assert!(out.is_empty(), "what is rejected is not checked: {out} {err}");
}

#[test]
fn hostile_text_does_not_reach_a_terminal() {
    let desk = Desk::new();
    desk.put("bad.txt", "“You owe \u{1b}[31mus \u{202e}a wall of stone,” said Leslie Farrow.\n");
    for format in ["text", "jsonl"] {
        let (_, out, _) = desk.run(&["bad.txt", "--against", "council.txt", "--format", format]);
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out}");
    }
}

#[test]
fn attached_sources_count_without_against() {
    let desk = Desk::new();
    desk.put("tapes/council.txt", COUNCIL);
    let (code, _, error) = desk.run(&["draft.md"]);
    assert_eq!(code, 2);
    assert!(error.contains("no source is attached"), "{error}");
    let check = |reason: &str| {
        let start = DRAFT.find("We will start").map(|at| DRAFT.get(..at).unwrap().chars().count()).unwrap();
        let quote = format!("(start: {start}, end: {}, exact: \"We will start work in April,\")", start + 28);
        let reason = if reason.is_empty() { String::new() } else { format!("reason: \"{reason}\", ") };
        let check = format!("(quote: {quote}, verdict: \"truncated\", {reason}at: \"2026-11-29T08:00:00Z\")");
        let document = "document: (source: \"draft.md\", sources: [\"tapes/council.txt\"])";
        desk.put(
            "draft.md.sayso.ron",
            &format!("#![enable(implicit_some)]\n(version: 4, {document}, checks: [{check}])\n"),
        );
    };
    check("");
    let (code, lines) = desk.lines(&["draft.md"]);
    assert_eq!((code, lines.len()), (1, 5));
    let allowed = |lines: &[Value]| lines.iter().map(|v| v["allowed"].as_bool().unwrap()).collect::<Vec<_>>();
    assert_eq!(allowed(&lines), [false, false, false, false, true]);
    assert_eq!(lines[2]["source"], "tapes/council.txt");
    check("the next line says it");
    let (code, lines) = desk.lines(&["draft.md"]);
    assert_eq!((code, allowed(&lines)), (1, vec![false, false, true, false, true]));
    let (_, text, _) = desk.run(&["draft.md"]);
    assert!(text.contains("the next line says it"), "{text}");
    // The article was changed: what was decided is about words that nobody quotes now.
    desk.put("draft.md", &DRAFT.replace("in April", "in May"));
    let (_, _, err) = desk.run(&["draft.md", "--against", "council.txt"]);
    assert!(err.contains("draft.md: no quotation has these words any more") && err.contains("in April"), "{err}");
}

#[test]
fn what_was_quoted_of_a_source() {
    let desk = Desk::new();
    desk.put("second.md", "“The engineers say £4.2m, and we will start work in April,” Mr Strale said.\n\n“You owe us a wall,” said Leslie Farrow.\n");
    let (code, parts) = desk.lines(&["draft.md", "second.md", "--against", "council.txt", "--coverage"]);
    assert_eq!(code, 0, "what is wrong with a quotation is another question");
    let field = |n: usize, key: &str| parts[n][key].clone();
    let words: Vec<&str> = parts.iter().map(|p| p["words"].as_str().unwrap()).collect();
    assert!(words[0].starts_with("The engineers say £4.2 million"), "{words:?}");
    assert_eq!(words.last(), Some(&"You owe us a wall"));
    let last = parts.len() - 1;
    assert_eq!(field(last, "speaker"), "LESLIE FARROW");
    assert_eq!(field(last, "source"), "council.txt");
    assert_eq!(field(last, "quoted").as_array().unwrap().len(), 2, "{parts:?}");
    assert_eq!(parts[last]["quoted"][1]["article"], "second.md");
    assert_eq!(parts[last]["quoted"][1]["verdict"], "verbatim");
    let (code, text, _) = desk.run(&["draft.md", "--against", "council.txt", "--coverage"]);
    assert_eq!(code, 0);
    assert!(text.contains("words quoted (") && text.contains("    draft.md: altered"), "{text}");
    let (_, table, _) = desk.run(&["draft.md", "--against", "council.txt", "--coverage", "--format", "csv"]);
    assert!(table.starts_with("source,at,words,speaker,place,times,quoted\r\n"), "{table}");
    let (code, _, told) = desk.run(&["draft.md", "--against", "council.txt", "--coverage", "--format", "sarif"]);
    assert_eq!(code, 2, "{told}");
    // Of one speaker alone.
    let (_, parts) = desk.lines(&["draft.md", "--against", "council.txt", "--coverage", "--only", "speaker:farrow"]);
    assert_eq!(parts.len(), 1);
}
