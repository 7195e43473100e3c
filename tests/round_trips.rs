//! Exports to programs for recordings, conversations and books, on documents with names that are markup elsewhere.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A folder with a transcript, and the program without a home.
struct World(tempfile::TempDir);

const CAPTIONS: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Grey>We drained the pond in May.\n\n\
    00:00:05.000 --> 00:00:07.500\n<v Bo Lind>Who asked “everybody”?\n\n00:00:20.000 --> 00:00:22.000\n<v Ada Grey>Nobody did.\n";

/// Ada's first turn with a claim in it, and Bo's; who is called what no format likes.
const SIDECAR: &str = r#"#![enable(implicit_some)]
(
  version: 1,
  document: (source: "talk.vtt", title: "x", file: "0", text: "0", loader: "vtt/1", chars: 0),
  speakers: [
    (id: "ada-grey", name: "Ada \"A\" <Grey>\n& Co", kind: person),
    (id: "bo-lind", name: "Bo Lind", kind: person),
  ],
  annotations: [
    (id: "0197a000-0000-7000-8000-000000000001", label: "quote", kind: direct, form: turn, status: confirmed, at: [(start: 10, end: 37, exact: "We drained the pond in May.")], speaker: "ada-grey", by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000002", label: "claim", at: [(start: 13, end: 36, exact: "drained the pond in May")], speaker: "ada-grey", rating: "mostly-false", note: "It was <June>", evidence: ["https://a.example/x"], attributes: {"tone": "dry"}, by: "ada", created: "2026-03-05T08:00:00Z"),
    (id: "0197a000-0000-7000-8000-000000000003", label: "quote", kind: direct, form: turn, status: rejected, at: [(start: 48, end: 70, exact: "Who asked “everybody”?")], speaker: "bo-lind", by: "ada", created: "2026-03-05T08:00:00Z"),
  ],
  reviews: [],
)
"#;

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.put("talk.vtt", CAPTIONS);
        world.put("talk.vtt.sayso.ron", SIDECAR);
        world
    }

    fn put(&self, name: &str, text: &str) {
        sayso::store::disk::replace(&self.at(name), text.as_bytes()).unwrap();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.at(name)).unwrap()).unwrap()
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }
}

#[test]
fn a_transcript_becomes_tiers_over_its_recording() {
    let world = World::new();
    world.put("talk.mp3", "not listened to");
    let (code, eaf, said) = world.run(&["export", "talk.vtt", "--to", "elan", "--rejected"]);
    assert_eq!(code, 0, "{said}");
    for part in [
        "MEDIA_URL=\"./talk.mp3\" MIME_TYPE=\"audio/mpeg\"",
        "PARTICIPANT=\"Ada &quot;A&quot; &lt;Grey&gt; &amp; Co\"",
        "TIER_ID=\"claim@Ada &quot;A&quot; &lt;Grey&gt; &amp; Co\"",
        "<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"1000\"/>",
        "<ANNOTATION_VALUE>We drained the pond in May.</ANNOTATION_VALUE>",
        "CVE_REF=\"rating-4\">\n        <ANNOTATION_VALUE>mostly-false</ANNOTATION_VALUE>",
        "<ANNOTATION_VALUE>It was &lt;June&gt;</ANNOTATION_VALUE>",
        "<ANNOTATION_VALUE>dry</ANNOTATION_VALUE>",
    ] {
        assert!(eaf.contains(part), "{part}: {eaf}");
    }
    assert!(!eaf.contains("everybody"), "{eaf}");
    assert!(said.contains("1 rejected annotation is left out"), "{said}");
    // It is no document of the folder, but one where it is named; and it may be replaced.
    for _ in 0..2 {
        let (code, _, said) = world.run(&["export", "talk.vtt", "--to", "elan", "-o", "talk.eaf", "--force"]);
        assert_eq!(code, 0, "{said}");
    }
    assert!(!world.run(&["."]).1.contains("talk.eaf"));
    assert!(world.run(&["talk.eaf"]).1.contains("We drained the pond in May."));
}

#[test]
fn a_grid_is_filled_and_says_the_same() {
    let world = World::new();
    let (code, grid, said) = world.run(&["export", "talk.vtt", "--to", "textgrid", "--suggested"]);
    assert_eq!(code, 0, "{said}");
    for part in [
        "name = \"Ada \"\"A\"\" <Grey> & Co\" ",
        "xmin = 1 \n            xmax = 5 \n            text = \"We drained the pond in May.\" ",
        "name = \"rating@claim@Ada \"\"A\"\" <Grey> & Co\" ",
        "text = \"mostly-false\" ",
    ] {
        assert!(grid.contains(part), "{part}: {grid}");
    }
    assert!(
        said.contains(
            "no place for it: 2 marks on the words that name speakers, 1 note, 1 piece of evidence, 1 attribute"
        ),
        "{said}"
    );
    for _ in 0..2 {
        let (code, _, said) = world.run(&["export", "talk.vtt", "--to", "textgrid", "-o", "talk.TextGrid", "--force"]);
        assert_eq!(code, 0, "{said}");
    }
    assert!(world.run(&["talk.TextGrid"]).1.contains("We drained the pond in May."));
}

#[test]
fn a_document_without_times_is_refused_and_others_are_written() {
    let world = World::new();
    world.put("a.txt", "“We will vote,” said Ada Grey.\n");
    std::fs::create_dir(world.at("out")).unwrap();
    for (format, file) in [("elan", "talk.vtt.eaf"), ("textgrid", "talk.vtt.TextGrid")] {
        let (code, _, said) = world.run(&["export", "a.txt", "--to", format, "-o", "a.out"]);
        assert!(code == 3 && said.contains("a.txt:") && said.contains("no times of a recording"), "{said}");
        assert!(!world.at("a.out").exists());
        let (code, _, said) = world.run(&["export", "a.txt", "talk.vtt", "--to", format, "-o", "out"]);
        assert!(code == 3 && said.contains("a.txt:"), "{said}");
        assert!(world.at("out").join(file).is_file());
    }
}

#[test]
fn a_corpus_is_a_folder_that_exists() {
    let world = World::new();
    world.put("a.txt", "“We will vote,” said Ada Grey.\n");
    for to in [&[][..], &["-o", "corpus"]] {
        let (code, _, said) = world.run(&[&["export", "talk.vtt", "--to", "convokit"], to].concat());
        assert!(code == 2 && said.contains("convokit is a folder of files"), "{said}");
    }
    std::fs::create_dir(world.at("corpus")).unwrap();
    for _ in 0..2 {
        let all = ["export", "talk.vtt", "a.txt", "--to", "convokit", "--suggested", "-o", "corpus", "--force"];
        let (code, _, said) = world.run(&all);
        assert_eq!(code, 0, "{said}");
    }
    let lines = world.read("corpus/utterances.jsonl");
    assert!(lines.contains("\"conversation_id\":\"talk.vtt\"") && lines.contains("\"timestamp\":1.0"), "{lines}");
    for name in ["speakers.json", "conversations.json", "corpus.json", "index.json"] {
        serde_json::from_str::<serde_json::Value>(&world.read(&format!("corpus/{name}"))).unwrap();
    }
    // No document is among them.
    assert!(!world.run(&["."]).1.contains("corpus"));
    // All five or none.
    std::fs::remove_file(world.at("corpus/index.json")).unwrap();
    std::fs::create_dir(world.at("corpus/index.json")).unwrap();
    let (code, _, said) = world.run(&["export", "a.txt", "--to", "convokit", "-o", "corpus", "--force"]);
    assert!(code == 4 && said.contains("index.json"), "{said}");
    assert_eq!(world.read("corpus/utterances.jsonl"), lines);
}

#[test]
fn regions_lie_beside_the_text_they_count_in() {
    let world = World::new();
    world.put("book.txt", "“We will vote,” said Ada Grey, “on Monday.” Nobody answered.\n");
    world.put("windows.txt", "“We will vote,” said Ada Grey.\r\n");
    for _ in 0..2 {
        let to = ["--to", "clic", "--suggested", "-o", "book.regions.csv", "--force"];
        let (code, _, said) = world.run(&[&["export", "book.txt"][..], &to].concat());
        assert_eq!(code, 0, "{said}");
    }
    let wanted = "quote.quote,0,15,1\nquote.nonquote,16,30\nquote.suspension.short,16,30\nquote.quote,31,43,1\nquote.nonquote,44,60\n";
    assert_eq!(world.read("book.regions.csv"), wanted);
    assert_eq!(world.read("book.speakers.csv"), "number,id,name\n1,,Ada Grey\n");
    // They come back by the text and the names beside them: one statement in two parts.
    let (code, said, _) = world.run(&["import", "book.regions.csv", "--as", "bo"]);
    assert!(code == 0 && said.starts_with("book.txt: 1 imported"), "{said}");
    let imported = world.read("book.txt.sayso.bo.ron");
    assert!(
        imported.contains("exact: \"“We will vote,”\"") && imported.contains("exact: \"“on Monday.”\""),
        "{imported}"
    );
    assert!(imported.contains("name: \"Ada Grey\""), "{imported}");
    std::fs::create_dir(world.at("out")).unwrap();
    let (code, _, said) = world.run(&["export", "book.txt", "windows.txt", "--to", "clic", "--suggested", "-o", "out"]);
    assert_eq!(code, 0, "{said}");
    assert!(world.at("out/book.regions.csv").exists() && !world.at("out/book.txt").exists());
    assert_eq!(world.read("out/windows.txt"), "“We will vote,” said Ada Grey.\n");
    // A text that is a document of somebody is not replaced by what CLiC would read.
    let (code, _, said) =
        world.run(&["export", "windows.txt", "--to", "clic", "--suggested", "-o", "windows.regions.csv", "--force"]);
    assert!(code == 4 && said.contains("windows.txt"), "{said}");
    assert!(!world.at("windows.regions.csv").exists());
}

#[test]
fn a_block_of_a_note_is_ours_and_the_rest_is_not() {
    let world = World::new();
    world.put("a.txt", "“We will vote,” said Ada Grey.\n");
    world.put("note.md", "\u{feff}# My note\r\n\r\nMine, no end");
    let export = |documents: &[&str], more: &[&str]| {
        world.run(&[&["export"], documents, &["--to", "markdown", "--into", "note.md"], more].concat())
    };
    let (code, out, said) = export(&["talk.vtt", "a.txt"], &["--suggested"]);
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    let first = world.read("note.md");
    assert!(
        first.starts_with("\u{feff}# My note\r\n\r\nMine, no end\r\n\r\n<!-- sayso: begin talk.vtt -->\r\n"),
        "{first}"
    );
    let id = "0197a000-0000-7000-8000-000000000002";
    for part in [
        "<!-- sayso: begin a.txt -->",
        &format!("^sayso-{id}\r\n"),
        "claimed by Ada \"A\" \\<Grey\\>",
        "(<sayso:talk.vtt#0197a000-0000-7000-8000-000000000001>)",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert_eq!(export(&["talk.vtt", "a.txt"], &["--suggested"]).0, 0);
    assert_eq!(world.read("note.md"), first, "twice is once");
    // What somebody writes below an entry stays there, also where the record is gone.
    world.put(
        "note.md",
        &first.replace(&format!("^sayso-{id}\r\n"), &format!("^sayso-{id}\r\n\r\n- [ ] call June\r\n")),
    );
    let without: Vec<&str> = SIDECAR.lines().filter(|line| !line.contains(id)).collect();
    world.put("talk.vtt.sayso.ron", &without.join("\n"));
    assert_eq!(export(&["talk.vtt"], &["--suggested"]).0, 0);
    let gone = world.read("note.md");
    let (_, kept) = gone.split_once("**No longer there**").unwrap();
    assert!(kept.contains("- [ ] call June") && kept.contains("drained the pond in May"), "{gone}");
    assert!(gone.ends_with(first.split_once("<!-- sayso: begin a.txt").unwrap().1), "the other block stays");
    // Without a change nothing is written, and what cannot be understood stays as it is.
    let broken = gone.replacen("<!-- sayso: end talk.vtt -->", "", 1);
    world.put("note.md", &broken);
    let (code, _, said) = export(&["talk.vtt"], &[]);
    assert!(code == 3 && said.contains("note.md: the block that begins in line 5 has no end"), "{said}");
    assert_eq!(world.read("note.md"), broken);
    // It is no place for another format, and no document of the run.
    assert_eq!(world.run(&["export", "a.txt", "--to", "org", "--into", "note.md"]).0, 2);
    assert_eq!(world.run(&["export", "note.md", "--to", "markdown", "--into", "note.md"]).0, 4);
    assert_eq!(world.run(&["export", "a.txt", "--to", "markdown", "--into", "a.txt.sayso.ron"]).0, 4);
    assert_eq!(world.run(&["export", "a.txt", "--to", "markdown", "--into", "sub/new.md"]).0, 4);
    assert_eq!(world.run(&["export", "a.txt", "--to", "markdown", "--suggested", "--into", "new.md"]).0, 0);
    assert!(world.read("new.md").starts_with("<!-- sayso: begin a.txt -->\n"));
}

#[test]
fn what_search_engines_ask_of_a_review_is_told_or_in_the_settings() {
    let world = World::new();
    let (code, out, said) = world.run(&["export", "talk.vtt", "--to", "claims"]);
    assert_eq!(code, 0, "{said}");
    for part in [
        "1 review has no url, which search engines require (“drained the pond in May”): set fact_checks.page in config.ron.",
        "1 review has no author.url, which search engines recommend",
        "1 review has no itemReviewed.datePublished",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(out.contains("\"author\":{\"@type\":\"Person\",\"name\":\"ada\"}") && !out.contains("no author,"), "{out}");
    std::fs::create_dir_all(world.at(".config/sayso")).unwrap();
    let desk = "(name: \"The Desk\", url: \"https://desk.example\", page: \"https://desk.example/checks/{id}\")";
    world.put(".config/sayso/config.ron", &format!("(fact_checks: {desk})"));
    let (_, out, said) = world.run(&["export", "talk.vtt", "--to", "claims"]);
    assert!(!said.contains("url") && !said.contains("author"), "{said}");
    for part in [
        "\"url\":\"https://desk.example/checks/0197a000-0000-7000-8000-000000000002\"",
        "\"name\":\"The Desk\"",
        "\"ratingValue\":2",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    // Only rated claims are reviews.
    world.put("talk.vtt.sayso.ron", &SIDECAR.replace("rating: \"mostly-false\", ", ""));
    let (_, out, said) = world.run(&["export", "talk.vtt", "--to", "claims"]);
    assert!(
        out.contains("\"@type\":\"Claim\"") && !out.contains("ClaimReview") && !said.contains("review"),
        "{out}{said}"
    );
}
