//! What exports say of a document that has everything that is hard about one: a sentence edited since it was decided, one
//! that is gone, two people who disagree, people who speak together, evidence on paper, notes of several lines.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Stdio};

const STORY: &str = "The vote\n\nMayor Ada Grey said the wall would cost “no more than 30 million”. “We have the money,” \
    she said.\n\nAnna Field and Pavel Kos said: “We were never asked 🙈 about any of it at all.”\n\n\
    Nobody answered the letters for years.\n";

const SIDECAR: &str = r#"#![enable(implicit_some)]
(
  version: 3,
  document: (source: "a.txt", title: "x", file: "0", text: "0", loader: "txt/1", chars: 0),
  speakers: [
    (id: "ada-grey", name: "Ada Grey", kind: person),
    (id: "anna-field", name: "Anna Field", kind: person),
    (id: "both", name: "Anna Field and Pavel Kos", kind: group, members: ["anna-field", "pavel-kos"]),
    (id: "pavel-kos", name: "Pavel Kos", kind: person),
  ],
  annotations: [
    (id: "0197a000-0000-7000-8000-000000000001", label: "quote", kind: mixed, form: quotation, status: confirmed, at: [(start: 30, end: 75, exact: "the wall would cost “no more than 30 million”", prefix: "The vote\n\nMayor Ada Grey said ", suffix: ". “We have the money,” she said.")], speaker: "ada-grey", by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000002", label: "claim", at: [(start: 51, end: 74, exact: "no more than 30 million", prefix: " Grey said the wall would cost “", suffix: "”. “We have the money,” she said")], speaker: "ada-grey", rating: "true", evidence: ["Minutes, box 12,\np. 4", "https://a.example/x"], note: "first\nsecond", links: [(role: "part-of", to: "0197a000-0000-7000-8000-000000000001")], attributes: {"tone": "dry"}, by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000002-1a2b3c", label: "claim", at: [(start: 51, end: 74, exact: "no more than 30 million", prefix: " Grey said the wall would cost “", suffix: "”. “We have the money,” she said")], speaker: "ada-grey", rating: "false", conflict: true, by: "bo", created: "2026-03-05T09:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000003", label: "quote", kind: direct, form: quotation, status: confirmed, at: [(start: 143, end: 191, exact: "“We were never asked 🙈 about one bit of it at all.”", prefix: "nna Field and Pavel Kos said: ", suffix: "\n\nNobody answered the letters for")], speaker: "both", by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000004", label: "promise", at: [(start: 193, end: 199, exact: "Nobody", prefix: "about any of it at all.”\n\n", suffix: " answered the letters for years.")], speaker: "anna-field", by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000005", label: "highlight", at: [(start: 500, end: 540, exact: "something that nobody ever wrote anywhere", prefix: "xyz", suffix: "uvw")], by: "ada", created: "2026-03-05T08:00:00Z"),
  ],
  reviews: [],
)
"#;

const CODEBOOK: &str = r#"(labels: [(id: "promise", name: "Promise to keep", key: 'p')])"#;

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.put("a.txt", STORY);
        world.put("a.txt.sayso.ron", SIDECAR);
        world.put("sayso.ron", CODEBOOK);
        world
    }

    fn put(&self, name: &str, text: &str) {
        sayso::store::disk::replace(&self.0.path().join(name), text.as_bytes()).unwrap();
    }

    /// The export of the document, and what is said beside it.
    fn export(&self, arguments: &[&str]) -> (String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME")
            .args(["export", "a.txt"])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&out.stdout), text(&out.stderr))
    }

    /// What is in a file that was written.
    fn written(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join(name)).unwrap()
    }
}

#[test]
fn every_export_says_what_a_person_should_look_at_and_says_it_once() {
    let world = World::new();
    for format in sayso_core::export::FORMATS.iter().filter(|f| !f.timed && f.folder.is_none()) {
        let file = format!("out-{}", format.name);
        let (_, said) = world.export(&["--to", format.name, "-o", &file]);
        for part in
            ["1 annotation has lost its place", "1 annotation stands where", "1 annotation was decided differently"]
        {
            assert_eq!(said.matches(part).count(), 1, "{}: {said}", format.name);
        }
        assert!(!said.contains("Not in this format") && !said.contains("1 link."), "{}: {said}", format.name);
        // The one without a place is in the export, or it is said that it is not.
        let whole = String::from_utf8_lossy(&world.written(&file)).into_owned();
        let is_in = whole.contains("something that nobody ever wrote anywhere");
        assert_eq!(is_in, !said.contains("it is left out"), "{}: {said}", format.name);
    }
}

#[test]
fn formats_with_room_for_it_mark_changed_text_and_conflicts() {
    let world = World::new();
    let marked = [
        ("jsonl", "\"anchor\":\"fuzzy\"", "\"conflict\":true"),
        ("csv", ",fuzzy,", ",true,sayso:a.txt#"),
        ("w3c", "\"sayso:check\":\"text-changed\"", "\"sayso:check\":\"conflict\""),
        ("hypothesis", "\"check:text-changed\"", "\"check:conflict\""),
        ("brat", "\tCheck T", " conflict\n"),
        ("xmi", " check=\"text-changed\"", " check=\"conflict\""),
        ("label-studio", "\"choices\":[\"text-changed\"]", "\"choices\":[\"conflict\"]"),
        ("tei", "<note type=\"check\">text-changed</note>", "<note type=\"check\">conflict</note>"),
        ("html", "the text has changed here", "decided differently by several people"),
        ("markdown", "the text has changed here", "decided differently by several people"),
        ("org", "the text has changed here", "decided differently by several people"),
        ("text", "the text has changed here", "decided differently by several people"),
    ];
    for (format, changed, conflict) in marked {
        let (out, _) = world.export(&["--to", format]);
        // Plain text is wrapped.
        let out = if format == "text" { out.split_whitespace().collect::<Vec<_>>().join(" ") } else { out };
        assert!(out.contains(changed) && out.contains(conflict), "{format}: {out}");
    }
}

#[test]
fn pages_name_labels_as_the_codebook_does_and_hold_every_attribute() {
    let world = World::new();
    for format in ["html", "markdown", "org", "text"] {
        let (page, _) = world.export(&["--to", format]);
        for part in ["Promise to keep", "tone: dry", "Minutes, box 12,", "second"] {
            assert!(page.contains(part), "{format}, {part}: {page}");
        }
    }
    // Who made a promise is somebody, and a highlight was said by nobody.
    let (page, _) = world.export(&["--to", "text"]);
    assert!(page.contains("Promise to keep · Anna Field · paragraph 4"), "{page}");
    let (page, _) = world.export(&["--to", "html"]);
    assert!(!page.contains("nobody named"), "{page}");
    let (tei, _) = world.export(&["--to", "tei"]);
    assert!(tei.contains("<ptr type=\"speaker\""), "who claims it: {tei}");
}

#[test]
fn suggestions_are_predictions_and_not_finished_work() {
    let world = World::new();
    world.put(
        "a.txt.sayso.ron",
        &SIDECAR.replace("\n    (id: \"0197a000-0000-7000-8000-000000000001\"", "\n    // (id: \"x\""),
    );
    let (tasks, said) = world.export(&["--to", "label-studio", "--suggested"]);
    let task = &serde_json::from_str::<serde_json::Value>(&tasks).unwrap()[0];
    let ids = |results: &serde_json::Value| -> Vec<String> {
        let all = results["result"].as_array().unwrap().iter();
        all.filter(|r| r["type"] == "labels").map(|r| r["id"].as_str().unwrap().to_owned()).collect()
    };
    let (work, predicted) = (ids(&task["annotations"][0]), ids(&task["predictions"][0]));
    assert!(!predicted.is_empty() && predicted.iter().all(|id| !work.contains(id)), "{tasks}");
    let prediction = &task["predictions"][0];
    assert!(prediction["model_version"].as_str().unwrap().starts_with("sayso detector "), "{tasks}");
    assert!(prediction["score"].as_f64().is_some_and(|s| s > 0.0 && s <= 1.0), "{tasks}");
    let region = prediction["result"].as_array().unwrap().iter().find(|r| r["value"]["labels"][0] == "Quote");
    assert!(region.unwrap()["score"].as_f64().is_some(), "{tasks}");
    assert!(!tasks.contains("\"suggested\""), "whoever accepts one has decided: {tasks}");
    assert!(!said.contains("probabilit"), "{said}");
    // Nothing decided: no work.
    world.put("a.txt.sayso.ron", "(version: 1, speakers: [], annotations: [], reviews: [])");
    let (tasks, _) = world.export(&["--to", "label-studio", "--suggested"]);
    assert!(tasks.contains("\"annotations\":[]") && tasks.contains("\"predictions\":[{"), "{tasks}");
}

#[test]
fn a_table_for_a_spreadsheet_says_that_it_is_utf8() {
    let world = World::new();
    assert!(world.export(&["--to", "csv", "--spreadsheet"]).0.starts_with("\u{feff}document,id,"));
    assert!(world.export(&["--to", "csv"]).0.starts_with("document,id,"));
    // It is known as an export again.
    world.export(&["--to", "csv", "--spreadsheet", "-o", "b.csv"]);
    let (_, said) = world.export(&["--to", "csv", "--spreadsheet", "-o", "b.csv", "--force"]);
    assert!(!said.contains("not replaced") && !said.contains("exists"), "{said}");
}

#[test]
fn what_was_rejected_is_never_written_as_a_statement() {
    let world = World::new();
    let rejected = SIDECAR.replacen("status: confirmed", "status: rejected", 1);
    world.put("a.txt.sayso.ron", &rejected);
    for format in ["doccano", "spacy", "conll", "conll2003"] {
        let (out, said) = world.export(&["--to", format, "--rejected"]);
        assert!(said.contains("1 rejected annotation is left out"), "{format}: {said}");
        let (plain, _) = world.export(&["--to", format]);
        assert_eq!(out, plain, "{format}");
    }
    for (format, mark) in [
        ("tei", "<note type=\"status\">rejected</note>"),
        ("brat", "Status T1 rejected"),
        ("xmi", "status=\"rejected\""),
        ("label-studio", "\"choices\":[\"rejected\"]"),
        ("hypothesis", "\"status:rejected\""),
        ("w3c", "\"sayso:status\":\"rejected\""),
        ("markdown", "rejected"),
        ("html", "rejected"),
    ] {
        let (out, _) = world.export(&["--to", format, "--rejected"]);
        assert!(out.contains(mark), "{format}: {out}");
    }
}

const DECIDED: &str = r#"#![enable(implicit_some)]
(
  version: 1,
  document: (source: "a.txt", title: "x", file: "0", text: "0", loader: "txt/1", chars: 0),
  speakers: [
    (id: "ada-grey", name: "Ada Grey", kind: person),
  ],
  annotations: [
    (id: "0197a000-0000-7000-8000-000000000001", label: "quote", kind: direct, form: quotation, status: confirmed, at: [(start: 17, end: 47, exact: "“We will vote on it on Monday”", prefix: "Ada Grey told us ", suffix: ". The rain went on.")], speaker: "ada-grey", source: (0, 8, "Ada Grey"), cue: (9, 13, "told"), rating: "true", by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000001-1a2b3c", label: "quote", kind: direct, form: quotation, status: rejected, at: [(start: 17, end: 47, exact: "“We will vote on it on Monday”", prefix: "Ada Grey told us ", suffix: ". The rain went on.")], conflict: true, by: "bo", created: "2026-03-05T09:00:00Z"),
  ],
  reviews: [],
)
"#;
const TOLD: &str = "Ada Grey told us “We will vote on it on Monday”. The rain went on.\n";

fn decided(text: &str, with_conflict: bool) -> World {
    let world = World::new();
    world.put("a.txt", text);
    let lines = DECIDED.lines().filter(|line| with_conflict || !line.contains("conflict"));
    world.put("a.txt.sayso.ron", &lines.collect::<Vec<_>>().join("\n"));
    world
}

#[test]
fn who_said_it_moves_with_the_words() {
    let world = decided(&format!("A line that was not there.\n\n{TOLD}"), false);
    let (rows, _) = world.export(&["--to", "jsonl"]);
    assert!(rows.contains("\"anchor\":\"shifted\"") && rows.contains("\"source\":[28,36]"), "{rows}");
    assert!(rows.contains("\"cue\":[37,41]"), "{rows}");
    let (ann, _) = world.export(&["--to", "brat"]);
    assert!(ann.contains("said_by") && ann.contains("cued_by"), "{ann}");
}

#[test]
fn words_that_the_text_says_of_somebody_else_now_are_told() {
    let world = decided(&TOLD.replace("Ada Grey", "Bo Lindt"), false);
    let (rows, said) = world.export(&["--to", "jsonl", "--strict"]);
    assert!(said.contains("1 annotation stands where the text has changed"), "{said}");
    assert!(rows.contains("\"source\":null"), "{rows}");
    let (page, _) = world.export(&["--to", "text"]);
    assert!(page.contains("the text has changed here"), "{page}");
    // As it was nothing is told.
    let (_, said) = decided(TOLD, false).export(&["--to", "jsonl"]);
    assert_eq!(said, "");
}

#[test]
fn a_rejection_by_another_is_a_disagreement_in_every_export() {
    let world = decided(TOLD, true);
    for format in sayso_core::export::FORMATS.iter().filter(|f| !f.timed && f.folder.is_none()) {
        let (_, said) = world.export(&["--to", format.name, "-o", &format!("out-{}", format.name)]);
        assert_eq!(said.matches("1 annotation was decided differently").count(), 1, "{}: {said}", format.name);
    }
    assert!(world.export(&["--to", "jsonl"]).0.contains("\"conflict\":true"));
    assert!(world.export(&["--to", "hypothesis"]).0.contains("\"rating:true\""));
}
