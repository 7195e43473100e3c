//! Out to other programs and in from them, on documents with every character that offsets stumble over
//! (`tests/validators/documents`): nothing in them becomes markup, a formula, a path, and what goes out comes back.

#![allow(clippy::unwrap_used, clippy::string_slice)]

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const DOCUMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validators/documents");

/// A folder with copies of the documents, and the program without a home.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new(with_sidecars: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(DOCUMENTS).unwrap().flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if with_sidecars || !name.ends_with(".sayso.ron") {
                sayso::store::disk::replace(&folder.path().join(name), &std::fs::read(file.path()).unwrap()).unwrap();
            }
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.path(name)).unwrap()).into_owned()
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("sayso").unwrap();
        let folder = self.folder.path();
        let home = folder.join(".home");
        command.env_clear().env("HOME", &home).env("XDG_CONFIG_HOME", home.join("config"));
        command.env("XDG_DATA_HOME", home.join("data")).env("XDG_STATE_HOME", home.join("state"));
        let output = command.current_dir(folder).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

/// Documents that have annotations.
fn annotated() -> Vec<String> {
    let names = std::fs::read_dir(DOCUMENTS).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned());
    let mut out: Vec<String> = names.filter_map(|n| n.strip_suffix(".sayso.ron").map(str::to_owned)).collect();
    out.retain(|n| !n.is_empty() && n.contains('.'));
    out.sort();
    out
}

fn values(lines: &str) -> Vec<serde_json::Value> {
    lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// Whether a file is well-formed XML without a character XML has no place for.
fn is_xml(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return text.chars().all(allowed),
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[test]
fn nothing_in_a_document_becomes_more_than_words() {
    let world = World::new(true);
    std::fs::create_dir(world.path("out")).unwrap();
    for name in annotated() {
        for (format, extension) in [
            ("html", "html"),
            ("tei", "tei.xml"),
            ("xmi", "xmi"),
            ("claims", "claims.jsonld"),
            ("hypothesis", "hypothesis.json"),
            ("label-studio", "json"),
            ("conll", "conll"),
            ("conll2003", "conll"),
            ("org", "org"),
            ("text", "report.txt"),
        ] {
            let (code, _, err) = world.run(&["export", &name, "--to", format, "-o", "out", "--force", "--suggested"]);
            assert_eq!(code, 0, "{name} {format}: {err}");
            let text = world.read(&format!("out/{name}.{extension}"));
            match format {
                "html" => {
                    for hostile in ["<script", "<svg", "<img", "onerror=\"", "href=\"javascript:", "<iframe"] {
                        assert!(!text.to_ascii_lowercase().contains(hostile), "{name}: {hostile}");
                    }
                }
                "tei" | "xmi" => assert!(is_xml(&text), "{name} {format}: {text}"),
                "claims" | "hypothesis" | "label-studio" => {
                    serde_json::from_str::<serde_json::Value>(&text).unwrap();
                }
                "conll" => {
                    let mut before = String::new();
                    for line in text.lines().filter(|l| !l.is_empty()) {
                        let (word, tag) = line.split_once(' ').unwrap();
                        assert!(!word.is_empty() && !tag.contains(' '), "{name}: {line:?}");
                        let open = tag.strip_prefix("I-").is_none_or(|kind| before.ends_with(kind));
                        assert!(open, "{name}: {tag} behind {before}");
                        tag.clone_into(&mut before);
                    }
                }
                _ => assert!(!text.is_empty()),
            }
        }
        assert!(is_xml(&world.read(&format!("out/{name}.types.xml"))));
        assert!(is_xml(&world.read(&format!("out/{name}.config.xml"))));
        let (_, table, _) = world.run(&["export", &name, "--to", "csv", "--spreadsheet"]);
        for row in csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes()).records() {
            for cell in &row.unwrap() {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{name}: {cell}");
            }
        }
    }
}

#[test]
fn every_span_is_the_words_it_names() {
    let world = World::new(true);
    for name in annotated() {
        let (_, lines, _) = world.run(&["export", &name, "--to", "jsonl", "--suggested", "--rejected"]);
        let (_, spacy, _) = world.run(&["export", &name, "--to", "spacy"]);
        let text: Vec<char> = values(&spacy)[0]["text"].as_str().unwrap().chars().collect();
        for record in values(&lines) {
            let Some(at) = record["at"].as_array() else { continue };
            let cut = |p: &serde_json::Value| {
                let (start, end) = (p[0].as_u64().unwrap(), p[1].as_u64().unwrap());
                text[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()].iter().collect::<String>()
            };
            let words: Vec<String> = at.iter().map(cut).collect();
            assert_eq!(words.join(" … "), record["exact"].as_str().unwrap(), "{name}");
        }
    }
}

/// How many records of each label with each speaker there are: what comes back must be the same.
fn counts(world: &World, name: &str, with_orphans: bool) -> BTreeMap<(String, String), usize> {
    let (code, lines, err) = world.run(&["export", name, "--to", "jsonl", "--rejected"]);
    assert_eq!(code, 0, "{err}");
    let mut out = BTreeMap::new();
    for record in values(&lines).iter().filter(|r| with_orphans || !r["at"].is_null()) {
        let words = |key: &str| {
            record[key].as_str().unwrap_or_default().replace(|c: char| c.is_control() || c == '\u{fffd}', "")
        };
        *out.entry((words("label"), words("speaker"))).or_default() += 1;
    }
    out
}

#[test]
fn what_goes_out_comes_back() {
    let start = World::new(true);
    for (format, file, orphans) in [
        ("jsonl", "x.jsonl", true),
        ("csv", "x.csv", true),
        ("w3c", "x.jsonld", true),
        ("hypothesis", "x.json", false),
        ("xmi", "x.xmi", false),
    ] {
        let fresh = World::new(false);
        // XML has no place for the control character that is a record's only word there.
        for name in annotated().into_iter().filter(|n| format != "xmi" || n != "controls.txt") {
            let path = fresh.path(file);
            let (code, _, err) =
                start.run(&["export", &name, "--to", format, "--rejected", "--force", "-o", path.to_str().unwrap()]);
            assert_eq!(code, 0, "{format} {name}: {err}");
            let (code, out, err) = fresh.run(&["import", file, "--into", &name]);
            assert!(code <= 1 && out.contains(&format!("{name}: ")), "{format} {name}: {out}{err}");
            assert_eq!(counts(&start, &name, orphans), counts(&fresh, &name, orphans), "{format} {name}");
            // Once more changes nothing.
            let before = fresh.read(&format!("{name}.sayso.ron"));
            let (_, out, _) = fresh.run(&["import", file, "--into", &name, "--from", format]);
            assert!(out.contains(": 0 imported"), "{format} {name}: {out}");
            assert_eq!(fresh.read(&format!("{name}.sayso.ron")), before, "{format} {name}");
        }
    }
}

#[test]
fn a_file_names_its_document_and_a_trial_changes_nothing() {
    let world = World::new(true);
    let (code, _, err) = world.run(&["export", "emoji.txt", "overlaps.txt", "--to", "w3c", "-o", "both.jsonld"]);
    assert_eq!(code, 0, "{err}");
    std::fs::remove_file(world.path("emoji.txt.sayso.ron")).unwrap();
    let (_, out, err) = world.run(&["import", "both.jsonld", "--dry-run"]);
    assert!(out.contains("emoji.txt: ") && out.contains("overlaps.txt: 0 would be imported"), "{out}{err}");
    assert!(!world.path("emoji.txt.sayso.ron").exists());
    let (_, out, _) = world.run(&["import", "both.jsonld", "--into", "."]);
    assert!(out.contains(" imported") && world.path("emoji.txt.sayso.ron").exists(), "{out}");
    let (code, out, _) = world.run(&["check", "emoji.txt"]);
    assert!(code == 0 && out.contains("emoji.txt"), "{out}");
}

#[test]
fn what_cannot_come_in_is_said() {
    let world = World::new(false);
    let put = |name: &str, text: &str| sayso::store::disk::replace(&world.path(name), text.as_bytes()).unwrap();
    put("x.bin", "neither this nor that");
    put("x.ann", "T1\tOpinion 0 4\tnope\nR1\tsaid_by Arg1:T1 Arg2:T9\nrubbish\n");
    put("y.json", "[{\"data\":");
    put(
        "z.jsonl",
        "{\"label\":\"claim\",\"exact\":\"words that are nowhere in it\",\"document\":\"../../etc/emoji.txt\",\"anchor\":\"lost\"}\n",
    );
    for (arguments, code, words) in [
        (vec!["import", "x.bin"], 2, "name it with --from"),
        (vec!["import", "x.bin", "--from", "bart"], 2, "Did you mean brat?"),
        (vec!["import", "gone.ann"], 3, "there is no such file"),
        (vec!["import", "y.json", "--from", "label-studio"], 3, "cannot be read as label-studio"),
        (vec!["import", "x.ann"], 3, "name it with --into"),
        (vec!["import", "x.ann", "--into", "gone.txt"], 3, "there is no such file"),
        (vec!["import", "x.ann", "--into", "emoji.txt", "--label", "Opinion"], 2, "FROM=TO"),
        (vec!["import", "z.jsonl", "--into", "."], 1, ""),
    ] {
        let (found, out, err) = world.run(&arguments);
        assert_eq!(found, code, "{arguments:?}: {out}{err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    }
    let (code, out, err) = world.run(&["import", "x.ann", "--into", "emoji.txt"]);
    assert_eq!(code, 1, "{out}{err}");
    assert!(err.contains("line 2") && err.contains("line 3"), "{err}");
    assert!(out.contains("Opinion (1)") && out.contains("(id: \"Opinion\", key: 'o')"), "{out}");
    assert!(!world.folder.path().join("../etc").exists());
}

#[test]
fn names_of_documents_lead_nowhere() {
    let world = World::new(true);
    std::fs::create_dir(world.path("out")).unwrap();
    std::fs::create_dir(world.path("deep")).unwrap();
    let (code, _, err) = world.run(&["export", "deep/../emoji.txt", "./lines.txt", "--to", "csv", "-o", "out"]);
    assert_eq!(code, 0, "{err}");
    let mut names: Vec<String> = std::fs::read_dir(world.path("out"))
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["deep__emoji.txt.csv", "lines.txt.csv"]);
    let (code, _, err) = world.run(&["export", "emoji.txt", "--to", "qdpx", "-o", "out/p.qdpx"]);
    assert_eq!(code, 0, "{err}");
    let bytes = std::fs::read(world.path("out/p.qdpx")).unwrap();
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for name in archive.file_names().flatten() {
        assert!(!name.contains("..") && !Path::new(&*name).is_absolute(), "{name}");
    }
}

#[test]
fn a_choice_takes_what_it_names() {
    let world = World::new(true);
    let count = |only: &str| {
        let (code, out, err) = world.run(&["export", "speakers.txt", "--to", "jsonl", "--only", only]);
        assert_eq!(code, 0, "{err}");
        values(&out)
    };
    assert!(count("claim").iter().all(|r| r["label"] == "claim"));
    let hers = count("speaker:ada-grey");
    assert!(!hers.is_empty() && hers.iter().all(|r| r["speaker"] == "Ada Grey"));
    assert_eq!(count("speaker:Ada Grey,label:quote").len(), hers.iter().filter(|r| r["label"] == "quote").count());
    assert!(count("status:suggested").iter().all(|r| r["status"] == "suggested"));
    for (words, said) in [("mood:good", "by mood"), ("status:lost", "No status"), ("speaker:", "has no value")] {
        let (code, _, err) = world.run(&["export", "speakers.txt", "--to", "csv", "--only", words]);
        assert!(code == 2 && err.contains(said), "{err}");
    }
}

#[test]
fn templates_write_what_they_say_and_tell_where_they_are_wrong() {
    let world = World::new(true);
    let put = |name: &str, text: &str| sayso::store::disk::replace(&world.path(name), text.as_bytes()).unwrap();
    for name in ["notes", "citations"] {
        let (code, out, err) = world.run(&["export", "speakers.txt", "--template", name]);
        assert!(code == 0 && out.contains("Ada Grey"), "{name}: {out}{err}");
    }
    put("own.html.j2", "{% for r in document.records %}<p>{{ r.exact }}</p>{% endfor %}");
    let (code, out, _) = world.run(&["export", "markup.txt", "--template", "own.html.j2"]);
    assert!(code == 0 && !out.contains("<script") && out.contains("&lt;script"), "{out}");
    put("wrong.txt", "{{ document.title }}\n{{ document.nothing.more }}\n");
    let (code, out, err) = world.run(&["export", "markup.txt", "--template", "wrong.txt", "-o", "new.txt"]);
    assert!(code == 3 && out.is_empty() && err.contains("wrong.txt:2"), "{err}");
    assert!(!world.path("new.txt").exists());
    put(
        "endless.txt",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
    );
    let (code, _, err) = world.run(&["export", "markup.txt", "--template", "endless.txt"]);
    assert!(code == 3 && err.contains("endless.txt"), "{err}");
    put("reach.txt", "{% include \"/etc/passwd\" %}");
    let (code, _, err) = world.run(&["export", "markup.txt", "--template", "reach.txt"]);
    assert_eq!(code, 3, "{err}");
    let (code, _, err) = world.run(&["export", "markup.txt", "--template", "note"]);
    assert!(code == 3 && err.contains("Did you mean notes?"), "{err}");
}

#[test]
fn templates_print_values_as_the_manual_says() {
    let world = World::new(true);
    let put = |name: &str, text: &str| sayso::store::disk::replace(&world.path(name), text.as_bytes()).unwrap();
    let run = |name: &str| world.run(&["export", "speakers.txt", "--suggested", "--template", name]);
    put(
        "values.txt",
        "{% set r = document.records[0] %}[{{ r.rating }}][{{ r.rating or \"open\" }}][{{ r.conflict }}][{{ true }}]\
         [{{ r.attributes.tone | default(\"\") }}][{{ [1, none, \"a\"] | tojson }}][{{ 0.5 }}]",
    );
    let (code, out, err) = run("values.txt");
    assert_eq!((code, out.as_str()), (0, "[][open][False][True][][[1, null, \"a\"]][0.5]"), "{err}");
    put("missing.txt", "one\n{{ document.records[0].nota }}\n");
    let (code, _, err) = run("missing.txt");
    assert!(code == 3 && err.contains("missing.txt:2"), "{err}");
    // Every filter that the manual lists is there, and none that is there is missing from the list.
    let page = include_str!("../docs/interchange.md").split("Filters: `").nth(1).unwrap();
    let listed: Vec<&str> = page.split('`').next().unwrap().split_whitespace().collect();
    assert!(listed.len() > 40, "{listed:?}");
    let lines: Vec<String> =
        listed.iter().map(|f| format!("{{% if \"{f}\" is not filter %}}{f} {{% endif %}}")).collect();
    let known = lines.concat();
    put("filters.txt", &known);
    let (_, out, err) = run("filters.txt");
    assert_eq!(out, "", "no filters: {out}{err}");
}

#[test]
fn an_audiobook_has_every_word_once_and_the_voices_of_those_who_speak() {
    let world = World::new(false);
    let text =
        "“We will vote,” said Ada Grey. “On Monday.”\n\nTom Orr said that “nobody” would.\n\n“Never!” he cried.\n";
    sayso::store::disk::replace(&world.path("a.txt"), text.as_bytes()).unwrap();
    let (code, out, err) = world.run(&["export", "a.txt", "--suggested", "--template", "audiobook"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with(
        "[voice:Ada Grey]“We will vote,”[/voice] said Ada Grey. [voice:Ada Grey]“On Monday.”[/voice]\n\n"
    ));
    assert!(out.contains("Tom Orr said that “nobody” would."), "the narrator reads what is told: {out}");
    let mut plain = out.clone();
    for tag in ["[voice:Ada Grey]", "[voice:Tom Orr]", "[/voice]"] {
        plain = plain.replace(tag, "");
    }
    assert_eq!(plain.trim_end(), text.trim_end());
}

/// A sidecar of an earlier build kept "only this one" as an attribute: no export shows it, in the old form or in the new.
#[test]
fn no_export_shows_that_a_decision_teaches_nothing() {
    let w = World::new(false);
    let sidecar = "#![enable(implicit_some)]\n(\n  version: 1,\n  document: (source: \"a.txt\"),\n  speakers: [\n    \
        (id: \"ada\", name: \"Ada Grey\", kind: person),\n  ],\n  annotations: [\n    (id: \"0197b0c8-0000-7000-8000-000000000001\", \
        label: \"quote\", kind: direct, form: quotation, status: edited, at: [(start: 0, end: 10, exact: \"“I agree,”\")], \
        speaker: \"ada\", attributes: {\"once\": \"true\", \"tone\": \"dry\"}),\n  ],\n  reviews: [\n  ],\n)\n";
    let put = |name: &str, text: &str| sayso::store::disk::replace(&w.path(name), text.as_bytes()).unwrap();
    put("a.txt", "“I agree,” said Ada Grey.\n");
    put("a.txt.sayso.ron", sidecar);
    for format in sayso_core::export::FORMATS.iter().filter(|f| !f.binary && !f.timed && f.folder.is_none()) {
        let out = format!("out.{}", format.extension);
        let (code, _, err) = w.run(&["export", "a.txt", "--to", format.name, "-o", &out, "--force"]);
        assert_eq!(code, 0, "{}: {err}", format.name);
        let text = w.read(&out);
        assert!(!text.contains("once") && !text.contains("only_this"), "{}: {text}", format.name);
    }
    assert_eq!(w.read("a.txt.sayso.ron"), sidecar, "looking changes nothing");
}
