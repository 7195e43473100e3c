//! A colleague's file over one's own sidecar: what only they said is added, where both said something both stand, and
//! nothing of one's own changes.

#![allow(clippy::unwrap_used, clippy::string_slice)]

use assert_cmd::Command;
use sayso::store::journal::Journal;
use sayso::store::{Disk, Holder, Links, Site};
use sayso_core::annotation::history::{JournalEntry, Verb};
use std::path::{Path, PathBuf};

const TEXT: &str = "“We will not sell the harbour,” said Ann Lee.\n\nThe mayor, Bo Lind, disagreed: “The price is right.”\n\n\
    Nobody asked the fishermen, who left at dawn.\n";

/// A record of a sidecar: its id, label, first words, and what else is said of it.
fn record(id: u32, label: &str, words: &str, rest: &str) -> String {
    let at = TEXT.find(words).unwrap();
    let (start, length) = (TEXT[..at].chars().count(), words.chars().count());
    format!(
        "    (id: \"0197b0c8-0000-7000-8000-00000000{id:04}\", label: \"{label}\", at: [(start: {start}, end: {}, \
         exact: \"{words}\", prefix: \"\", suffix: \"\")]{rest}),\n",
        start + length
    )
}

fn sidecar(speakers: &[(&str, &str)], records: &[String]) -> String {
    let speakers = speakers.iter().map(|(id, name)| format!("    (id: \"{id}\", name: \"{name}\", kind: person),\n"));
    format!(
        "#![enable(implicit_some)]\n(\n  version: 1,\n  document: (source: \"a.txt\"),\n  speakers: [\n{}  ],\n  annotations: [\n{}  ],\n  \
         reviews: [\n  ],\n)\n",
        speakers.collect::<String>(),
        records.concat()
    )
}

struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A document with one's own decisions: a confirmed quotation of Ann Lee, a rated claim.
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.put("a.txt", TEXT);
        let confirmed = ", kind: direct, form: quotation, status: confirmed, speaker: \"ann-lee\", by: \"bo\", created: \"2026-11-25T08:00:00Z\"";
        let rated = ", rating: \"true\", by: \"bo\", created: \"2026-11-25T08:01:00Z\"";
        let records = [
            record(1, "quote", "“We will not sell the harbour,”", confirmed),
            record(2, "claim", "“The price is right.”", rated),
        ];
        world.put("a.txt.sayso.ron", &sidecar(&[("ann-lee", "Ann Lee")], &records));
        world
    }

    /// What Ada decided of the same document: another speaker, a note on the claim, and one of her own.
    fn of_ada() -> String {
        let speaker = ", kind: direct, form: quotation, status: edited, speaker: \"bo-lind\", by: \"ada\", created: \"2026-11-26T09:10:00Z\"";
        let noted = ", note: \"see the minutes\", by: \"ada\", created: \"2026-11-26T09:11:00Z\"";
        let records = [
            record(11, "quote", "“We will not sell the harbour,”", speaker),
            record(2, "claim", "“The price is right.”", noted),
            record(13, "highlight", "Nobody asked the fishermen", ", by: \"ada\", created: \"2026-11-26T09:12:00Z\""),
        ];
        sidecar(&[("bo-lind", "Bo Lind")], &records)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        sayso::store::disk::replace(&self.path(name), text.as_bytes()).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file, with its bytes.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        fn all(folder: &Path, out: &mut Vec<(PathBuf, Vec<u8>)>) {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    out.push((path.clone(), Vec::new()));
                    all(&path, out);
                } else {
                    out.push((path.clone(), std::fs::read(&path).unwrap()));
                }
            }
        }
        let mut out = Vec::new();
        all(self.folder.path(), &mut out);
        out.sort();
        out
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("sayso").unwrap();
        let home = self.folder.path().join(".home");
        command.env_clear().env("HOME", &home).env("XDG_CONFIG_HOME", home.join("config"));
        command.env("XDG_DATA_HOME", home.join("data")).env("XDG_STATE_HOME", home.join("state"));
        let output = command.current_dir(self.folder.path()).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

#[test]
fn a_trial_says_of_each_record_what_would_happen_and_writes_nothing() {
    let world = World::new();
    world.put("theirs.sayso.ron", &World::of_ada());
    let before = world.files();
    let (code, out, err) = world.run(&["import", "theirs.sayso.ron", "--into", "a.txt", "--dry-run"]);
    assert_eq!(code, 1, "{out}{err}");
    for line in [
        "a.txt: 1 would be imported, 1 in conflict, 1 already present and completed.",
        "conflict: quote ¶1 “We will not sell the harbour,”: speaker: yours “Ann Lee”, theirs “Bo Lind” (ada, 2026-11-26 09:10)",
        "adds note: claim ¶2 “The price is right.” (ada, 2026-11-26 09:11)",
        "added: highlight ¶3 “Nobody asked the fishermen” (ada, 2026-11-26 09:12)",
        "New speakers: Bo Lind.",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    assert_eq!(world.files(), before);
}

#[test]
fn a_colleagues_sidecar_changes_nothing_of_mine_and_comes_in_once() {
    let world = World::new();
    world.put("a.txt.sayso.ada.ron", &World::of_ada());
    let mine = world.read("a.txt.sayso.ron");
    let (code, out, err) = world.run(&["import", "a.txt.sayso.ada.ron"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(
        out.contains("To look at (g c in the reader") && out.contains("yours “Ann Lee”, theirs “Bo Lind”"),
        "{out}"
    );
    assert!(!out.contains("Nobody asked"), "what needs no look is counted: {out}");
    let after = world.read("a.txt.sayso.ron");
    let of = |text: &str, id: &str| {
        let set = sayso_core::annotation::sidecar::parse(text.as_bytes()).unwrap();
        set.iter().find(|r| r.id.ends_with(id)).map(|r| (**r).clone())
    };
    assert_eq!(of(&after, "000000000001"), of(&mine, "000000000001"), "mine stands as it was");
    let claim = of(&after, "000000000002").unwrap();
    assert_eq!((claim.rating.as_deref(), claim.note.as_deref()), (Some("true"), Some("see the minutes")));
    let theirs: Vec<&str> = after.lines().filter(|l| l.contains("conflict: true")).collect();
    assert!(
        matches!(theirs.as_slice(), [l] if l.contains("speaker: \"bo-lind\"") && l.contains("by: \"ada\"")),
        "{after}"
    );
    let (code, out, _) = world.run(&["import", "a.txt.sayso.ada.ron"]);
    assert!(code == 1 && out.contains("0 imported, 1 in conflict") && out.contains("already kept"), "{out}");
    assert_eq!(world.read("a.txt.sayso.ron"), after, "twice is once");
    let (code, out, _) = world.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("in conflict"), "{out}");
}

#[test]
fn what_is_no_sound_sidecar_is_said_and_nothing_changes() {
    let world = World::new();
    let good = World::of_ada();
    world.put("newer.sayso.ron", &good.replace("version: 1", "version: 99"));
    world.put("broken.sayso.ron", &good.replace("annotations: [", "annotations: [ ("));
    world.put("torn.sayso.ron", &good.replace("    (id", "<<<<<<< ours\n    (id"));
    let before = world.files();
    for (file, words) in [("newer", "version 99"), ("broken", "broken.sayso.ron:"), ("torn", "conflict markers")] {
        let (code, out, err) = world.run(&["import", &format!("{file}.sayso.ron"), "--into", "a.txt"]);
        assert!(
            code == 3 && out.is_empty() && err.contains(words) && err.contains(".sayso.ron:"),
            "{file}: {code} {out}{err}"
        );
    }
    assert_eq!(world.files(), before);
}

#[test]
fn a_window_that_is_open_counts_with_its_journal() {
    let world = World::new();
    world.put("a.txt.sayso.ada.ron", &World::of_ada());
    // What a window has not folded yet is in the journal alone.
    let sidecar = world.path("a.txt.sayso.ada.ron");
    let set = sayso::store::read(&sidecar).unwrap().set;
    let before = set.iter().find(|r| r.label == "highlight").unwrap();
    let mut after = (**before).clone();
    after.note = Some("asked at last".to_owned());
    let mut change = sayso_core::annotation::Change { summary: "Note".to_owned(), ..Default::default() };
    change.annotation(Some(before.clone()), Some(after));
    let (verb, at) = (Verb::Did, "2026-11-28T09:10:00Z".to_owned());
    let entry = JournalEntry { verb, at, by: None, change: std::sync::Arc::new(change) };
    let site = Site::open(&sidecar, Links::Below).unwrap();
    let mut journal = Journal::new(Disk::default(), site, Holder::default());
    journal.announce(&sayso_core::document::sha256(World::of_ada().as_bytes())).unwrap();
    journal.commit("", &sayso::store::journal::line(1, &entry)).unwrap();
    world.run(&["import", "a.txt.sayso.ada.ron", "--into", "a.txt"]);
    assert!(world.read("a.txt.sayso.ron").contains("asked at last"));
}

#[test]
fn whose_a_file_is_can_be_said() {
    let world = World::new();
    world.put("b.ann", "T1\tClaim 85 104\tThe price is right.\n#1\tAnnotatorNotes T1\tno\n");
    let (_, out, err) = world.run(&["import", "b.ann", "--into", "a.txt", "--by", "cleo"]);
    assert!(out.contains("1 imported"), "{out}{err}");
    assert!(world.read("a.txt.sayso.ron").lines().any(|l| l.contains("by: \"cleo\"") && l.contains("note: \"no\"")));
}

/// Projects that a library of others wrote (`tests/validators/import_qdpx.py --fixtures`), each with another way of
/// counting, of a document with emoji and letters of several bytes.
#[test]
fn projects_of_others_are_read_right_whatever_they_count() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/qdpx");
    let words = [
        "Minutes of the harbour",
        "“We will not sell the quay 🇳🇴 to anybody,”",
        "Ann Lee",
        "“The price is right, and the décor is ours.”",
        "“No,” said the fishermen",
        "They left at dawn",
    ];
    for (project, code, said) in [
        ("utf16-crlf", 0, "positions count UTF-16 units"),
        ("crlf-as-one", 0, "positions count code points, an end of a line as one"),
        ("lf-as-two", 1, "seem to count code points, an end of a line as two"),
        ("bytes-last-utf16-source", 0, "positions count bytes, up to the last character"),
    ] {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.put("harbour.txt", &std::fs::read_to_string(folder.join("harbour.txt")).unwrap());
        let path = folder.join(format!("{project}.qdpx"));
        let (found, out, err) = world.run(&["import", path.to_str().unwrap(), "--into", "harbour.txt"]);
        assert_eq!(found, code, "{project}: {out}{err}");
        assert!(err.contains(said), "{project}: {err}");
        let set = sayso_core::annotation::sidecar::parse(world.read("harbour.txt.sayso.ron").as_bytes()).unwrap();
        let stored: Vec<String> = set.in_order().into_iter().map(|r| r.exact()).collect();
        assert_eq!(stored, words, "{project}");
    }
}

/// An archive with several texts: one in UTF-16, one that is only a `.docx`, one that lies elsewhere, the text of a PDF.
#[test]
fn every_text_of_an_archive_is_read_or_told() {
    let world = World { folder: tempfile::tempdir().unwrap() };
    for name in ["first.txt", "paper.txt"] {
        world.put(name, TEXT);
    }
    let selection = |id: u32, words: &str| {
        let at = TEXT.find(words).unwrap();
        let start = TEXT[..at].chars().count();
        format!(
            "<PlainTextSelection guid=\"s{id}\" name=\"\" startPosition=\"{start}\" endPosition=\"{}\"><Coding><CodeRef targetGUID=\"h\"/></Coding></PlainTextSelection>",
            start + words.chars().count()
        )
    };
    let project = format!(
        "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes><Code guid=\"h\" name=\"Highlight\"/></Codes></CodeBook><Sources>\
         <TextSource name=\"first\" plainTextPath=\"internal://Sources/1.txt\">{}</TextSource>\
         <TextSource name=\"second\" richTextPath=\"internal://2.docx\">{}</TextSource>\
         <TextSource name=\"third\" plainTextPath=\"absolute:///home/ada/3.txt\">{}</TextSource>\
         <PDFSource name=\"paper.txt\"><PDFSelection page=\"1\"/><Representation plainTextPath=\"4.txt\">{}</Representation></PDFSource></Sources></Project>",
        selection(1, "Ann Lee"),
        selection(2, "Ann Lee"),
        selection(3, "Ann Lee"),
        selection(4, "The mayor")
    );
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(TEXT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("PROJECT.QDE", project.as_bytes()),
        ("Sources/1.txt", &utf16),
        ("Sources/2.docx", b"PK"),
        ("sources/4.txt", TEXT.as_bytes()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    sayso::store::disk::replace(&world.path("p.qdpx"), &zip.finish().unwrap().into_inner()).unwrap();
    let words = |name: &str| {
        let set = sayso_core::annotation::sidecar::parse(world.read(&format!("{name}.sayso.ron")).as_bytes()).unwrap();
        set.in_order().into_iter().map(|r| r.exact()).collect::<Vec<_>>()
    };
    let (code, out, err) = world.run(&["import", "p.qdpx", "--into", "first.txt"]);
    assert_eq!(code, 1, "{out}{err}");
    for told in [
        "second: its text is only in internal://2.docx, of which positions tell nothing; 1 selection is left out",
        "third: its text is not in the project but in absolute:///home/ada/3.txt; 1 selection is left out",
        "areas of pages: 1 left out",
        "Not about first.txt, and left out: paper.txt",
    ] {
        assert!(err.contains(told), "{told}\n{err}");
    }
    assert_eq!(words("first.txt"), ["Ann Lee"]);
    let (code, out, err) = world.run(&["import", "p.qdpx", "--into", "paper.txt"]);
    assert!(code == 1 && out.contains("paper.txt: 1 imported"), "{out}{err}");
    assert_eq!(words("paper.txt"), ["The mayor"]);
}

/// None of its words stand here: it is of another document, and filling this one with questions helps nobody.
#[test]
fn what_is_about_another_document_is_not_imported() {
    let world = World::new();
    world.put("theirs.sayso.ron", &World::of_ada());
    world.put("b.txt", "The council met at noon.\n\n“Rents will rise,” said Cy Moss, the treasurer.\n");
    let before = world.files();
    for trial in [&["--dry-run"][..], &[]] {
        let (code, out, err) = world.run(&[&["import", "theirs.sayso.ron", "--into", "b.txt"][..], trial].concat());
        assert_eq!((code, out.as_str()), (3, ""), "{err}");
        assert!(err.contains("the words of none of its 3 annotations are in b.txt, so nothing is imported."), "{err}");
        let unchanged =
            world.files().into_iter().filter(|(path, _)| path.is_file() && !path.to_string_lossy().ends_with(".lock"));
        assert_eq!(unchanged.collect::<Vec<_>>(), before, "{trial:?}");
    }
}

/// What only sayso proposed, sent through Label Studio and back, decides nothing, and is told as what it is.
#[test]
fn suggestions_that_come_back_are_told() {
    let world = World::new();
    world.put("b.txt", "The council met at noon.\n\n“Rents will rise,” said Cy Moss, the treasurer.\n");
    let (code, out, err) = world.run(&["export", "b.txt", "--to", "label-studio", "--suggested"]);
    assert!(code == 0 && out.contains("\"predictions\""), "{out}{err}");
    world.put("tasks.json", &out);
    let (code, out, err) = world.run(&["import", "tasks.json", "--into", "b.txt"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("1 suggestion left out: only decisions are imported"), "{err}");
}

/// A record whose source words are others here, in a file that is of this very text otherwise: the reader asks who says it,
/// and so does `check`.
#[test]
fn check_asks_who_says_it_where_another_is_named() {
    let world = World::new();
    let text = "It rained.\n\n“We will pay for it,” said Ida Brandt.\n\nTom Orr, the treasurer, came late.\n";
    world.put("b.txt", text);
    let sidecar = |source: &str| {
        format!(
            "(version: 1, speakers: [(id: \"orr\", name: \"Tom Orr\", kind: person)], annotations: [(id: \"01a222f5-cccc-7000-8000-000000000009\", \
             label: \"quote\", kind: direct, form: quotation, status: confirmed, at: [(start: 12, end: 33, exact: \"“We will pay for it,”\")], \
             speaker: \"orr\", source: {source}, created: \"2026-11-28T16:20:29Z\")])"
        )
    };
    world.put("b.txt.sayso.ron", &sidecar("(39, 46, \"Tom Orr\")"));
    let (code, out, _) = world.run(&["check", "b.txt"]);
    assert!(code == 1 && out.contains("may say it of somebody else now"), "{out}");
    world.put("b.txt.sayso.ron", &sidecar("(39, 49, \"Ida Brandt\")"));
    let (code, out, _) = world.run(&["check", "b.txt"]);
    assert!(code == 0 && out.contains("sound"), "chosen against the text: {out}");
}
