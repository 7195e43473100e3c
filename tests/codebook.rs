//! A codebook goes to other tools and comes back.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use sayso_core::annotation::{Codebook, Colour};
use std::path::Path;

const CODEBOOK: &str = r##"(
  labels: [
    (id: "key-passage", name: "key passage", key: 'k', color: "#d08040", doc: "for the \"summary\""),
    (id: "fürsorge", key: 'ü'),
    (id: "NGO", name: "<Verein> & Co", key: 'n', color: "#102030"),
  ],
  ratings: ["true", "half-true", "ungeprüft"],
  attributes: [
    (id: "weight", key: 'w', values: ["low", "high"], doc: "for the summary"),
    (id: "tone", key: 't', values: ["warm", "cold"]),
  ],
  speakers: [(id: "ada-grey", name: "Ada Grey", kind: person)],
  guideline: "Mark whole sentences.\n\n<never> \"half\" ones & so on.",
)
"##;

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(world.0.path().join("out")).unwrap();
        world.put("sayso.ron", CODEBOOK);
        world
    }

    fn put(&self, name: &str, text: &str) {
        sayso::store::disk::replace(&self.0.path().join(name), text.as_bytes()).unwrap();
    }

    fn get(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// `sayso codebook`: exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        self.sayso(&[&["codebook"], arguments].concat())
    }

    fn sayso(&self, arguments: &[&str]) -> (i32, String, String) {
        let folder = self.0.path();
        let mut command = Command::cargo_bin("sayso").unwrap();
        command.env_clear().env("HOME", folder).env("XDG_CONFIG_HOME", folder.join("config")).current_dir(folder);
        let output = command.args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }
}

fn parsed(text: &str) -> Codebook {
    sayso::config::parse(Path::new("sayso.ron"), text).unwrap()
}

/// What goes round: names, colours, attributes with their values, ratings.
type Essence = (Vec<(String, String, Option<Colour>)>, Vec<(String, Vec<String>)>, Vec<String>);

fn essence(codebook: &Codebook) -> Essence {
    let labels = codebook.labels.iter().map(|l| (l.id.clone(), l.shown().to_owned(), l.color)).collect();
    let attributes = codebook.attributes.iter().map(|a| (a.id.clone(), a.values.clone())).collect();
    (labels, attributes, codebook.ratings.clone())
}

#[test]
fn the_one_in_use_is_printed_and_where_it_comes_from() {
    let w = World::new();
    let (code, out, err) = w.run(&["out"]);
    assert_eq!((code, parsed(&out)), (0, parsed(CODEBOOK)));
    assert!(err.contains("sayso.ron"), "{err}");
    std::fs::remove_file(w.0.path().join("sayso.ron")).unwrap();
    let (code, out, err) = w.run(&[]);
    assert_eq!((code, parsed(&out)), (0, Codebook::default()));
    assert!(err.contains("Built-in"), "{err}");
    w.put("sayso.ron", "(\n  labels: [(id: \"a\", key: 'a', color: \"rosy\")],\n)\n");
    let (code, _, err) = w.run(&["--to", "label-studio"]);
    assert!(code == 3 && err.contains("sayso.ron:2:") && err.contains("#rrggbb"), "{err}");
}

#[test]
fn brat_and_back() {
    let w = World::new();
    let (code, _, err) = w.run(&["--to", "brat"]);
    assert!(code == 2 && err.contains("annotation.conf, visual.conf"), "{err}");
    assert_eq!(w.run(&["--to", "brat", "-o", "out"]).0, 0);
    let conf = w.get("out/annotation.conf");
    for line in [
        "# Mark whole sentences.",
        "Key-passage",
        "said_by\tArg1:Claim|Quote|Note|Person|Highlight|Key-passage|Fürsorge|NGO, Arg2:Speaker",
        "Rating\tArg:Claim, Value:true|half-true|ungeprüft",
        "Weight\tArg:<ENTITY>, Value:low|high",
    ] {
        assert!(conf.lines().any(|l| l == line), "{line}\n{conf}");
    }
    assert!(w.get("out/visual.conf").contains("Key-passage\tfgColor:black, bgColor:#d08040, borderColor:darken\n"));
    for from in ["out", "out/annotation.conf"] {
        let (code, out, err) = w.run(&["--from", "brat", from]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(essence(&parsed(&out)), essence(&parsed(CODEBOOK)));
    }
}

#[test]
fn label_studio_and_back() {
    let w = World::new();
    let (code, config, err) = w.run(&["--to", "label-studio"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for part in [
        "<Label value=\"Quote\" hotkey=\"q\" hint=\"their words\"/>",
        "value=\"key passage\" alias=\"Key-passage\" background=\"#d08040\" hotkey=\"k\"",
        "&lt;never&gt; &quot;half&quot; ones &amp; so on.",
        "whenTagName=\"label\" whenLabelValue=\"Claim\"",
    ] {
        assert!(config.contains(part), "{part}\n{config}");
    }
    w.put("config.xml", &config);
    let (code, out, err) = w.run(&["--from", "label-studio", "config.xml"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let (back, was) = (parsed(&out), parsed(CODEBOOK));
    assert_eq!(essence(&back), essence(&was));
    let keys = |c: &Codebook| c.labels.iter().map(|l| (l.key, l.doc.clone())).collect::<Vec<_>>();
    assert_eq!(keys(&back), keys(&was));
}

#[test]
fn inception_gets_types_tags_and_the_guideline() {
    let w = World::new();
    assert_eq!(w.run(&["--to", "inception", "-o", "out"]).0, 0);
    let types = w.get("out/typesystem.xml");
    for name in
        ["sayso.Quote", "sayso.Key_passage", "sayso.NGO__", "sayso.Speaker", "sayso.SaidBy", "weight", "speakerId"]
    {
        assert!(types.contains(&format!("<name>{name}</name>")), "{name}");
    }
    let tags: serde_json::Value = serde_json::from_str(&w.get("out/tagset-weight.json")).unwrap();
    assert_eq!((&tags["name"], &tags["create_tag"]), (&"weight".into(), &false.into()));
    assert_eq!(tags["tags"][1]["tag_name"], "high");
    assert!(w.get("out/tagset-rating.json").contains("half-true"));
    assert!(w.get("out/guideline.txt").starts_with("Mark whole sentences.\n"));
}

#[test]
fn nothing_is_replaced_unasked_and_mistakes_are_told() {
    let w = World::new();
    assert_eq!(w.run(&["--to", "brat", "-o", "out"]).0, 0);
    let (code, _, err) = w.run(&["--to", "brat", "-o", "out"]);
    assert!(code == 4 && err.contains("--force"), "{err}");
    let (code, _, err) = w.run(&["--from", "brat", "out", "-o", "sayso.ron"]);
    assert!(code == 4 && err.contains("--force"), "{err}");
    assert_eq!(w.get("sayso.ron"), CODEBOOK);
    assert_eq!(w.run(&["--from", "brat", "out", "-o", "sayso.ron", "--force"]).0, 0);
    assert_eq!(parsed(&w.get("sayso.ron")).labels.len(), 3);
    let (code, _, err) = w.run(&["--to", "brat", "-o", "nowhere"]);
    assert!(code == 2 && err.contains("make a folder"), "{err}");
    let (code, _, err) = w.run(&["--to", "bratt"]);
    assert!(code == 2 && err.contains("Did you mean brat?"), "{err}");
    let (code, _, err) = w.run(&["--from", "inception", "out"]);
    assert!(code == 2 && err.contains("Known: brat, label-studio."), "{err}");
    let (code, _, err) = w.run(&["--from", "label-studio", "sayso.ron"]);
    assert!(code == 3 && err.contains("sayso.ron"), "{err}");
    assert_eq!(w.run(&["--from", "brat", "nowhere"]).0, 3);
    assert_eq!(w.run(&["nowhere"]).0, 3);
    assert_eq!(w.run(&["--from", "brat", "--to", "brat"]).0, 2);
}

/// A sidecar with one rated claim.
fn rated(rating: &str) -> String {
    format!(
        "(version: 1, document: (source: \"a.txt\", file: \"\", text: \"\", loader: \"txt/1\", chars: 12), annotations: [\
         (id: \"01970000-0000-7000-8000-000000000001\", label: \"claim\", rating: \"{rating}\", \
         at: [(start: 0, end: 3, exact: \"The\")], by: \"ada\", created: \"2026-11-24T08:00:00Z\")])"
    )
}

#[test]
fn an_export_names_the_mistake_in_a_codebook_and_writes_nothing() {
    let world = World::new();
    world.put("a.txt", "The words.\n");
    std::fs::create_dir(world.0.path().join("below")).unwrap();
    world.put("below/b.txt", "The words.\n");
    world.put("below/sayso.ron", "(\n  labels: [(id: \"x\", kee: 'x')],\n)");
    for arguments in [
        &["export", "a.txt", "below/b.txt", "--to", "label-studio", "-o", "out/all.json"][..],
        &["export", ".", "--to", "jsonl"],
        &["export", ".", "--to", "jsonl", "-o", "out"],
    ] {
        let (code, out, err) = world.sayso(arguments);
        assert_eq!((code, out.as_str()), (3, ""), "{err}");
        assert!(err.contains("sayso.ron:2:22: ") && err.contains("key"), "{err}");
    }
    assert_eq!(std::fs::read_dir(world.0.path().join("out")).unwrap().count(), 0);
    assert_eq!(world.sayso(&["export", "a.txt", "--to", "jsonl"]).0, 0);
}

#[test]
fn each_document_goes_out_with_the_codebook_of_its_folder() {
    let world = World::new();
    for folder in ["one", "two", "none"] {
        std::fs::create_dir(world.0.path().join(folder)).unwrap();
        world.put(&format!("{folder}/a.txt"), "The words.\n");
    }
    world.put("one/sayso.ron", "(labels: [(id: \"first\", key: 'f')], ratings: [\"good\"])");
    world.put(
        "two/sayso.ron",
        "(labels: [(id: \"second\", key: 'd')], attributes: [(id: \"tone\", key: 't', values: [\"dry\"])])",
    );
    world.put("two/a.txt.sayso.ron", &rated("true"));
    let (code, _, err) = world.sayso(&["export", "one", "two", "--to", "xmi", "-o", "out"]);
    assert_eq!(code, 0, "{err}");
    let types = |folder: &str| world.get(&format!("out/{folder}__a.txt.types.xml"));
    assert!(types("one").contains("sayso.First") && !types("one").contains("sayso.Second"), "{}", types("one"));
    assert!(types("two").contains("sayso.Second") && !types("two").contains("sayso.First"), "{}", types("two"));
    assert!(types("two").contains("tone") && !types("one").contains("tone"));
    // A schema for all of them has what any of them has.
    let (code, _, err) = world.sayso(&["export", "one", "two", "--to", "label-studio", "-o", "out/all.json"]);
    assert_eq!(code, 0, "{err}");
    let config = world.get("out/all.config.xml");
    for word in ["First", "Second", "good", "true", "tone", "dry"] {
        assert!(config.contains(word), "{word}: {config}");
    }
}

/// Formats that go through the documents more than once give the same as those that hold them all would.
#[test]
fn several_documents_are_one_export() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        world.put(&format!("{name}.txt"), "The words.\n");
        world.put(&format!("{name}.txt.sayso.ron"), &rated("true"));
    }
    let export = |format: &str| {
        let (code, out, err) = world.sayso(&["export", "a.txt", "b.txt", "c.txt", "--to", format]);
        assert_eq!(code, 0, "{err}");
        out
    };
    let collection: serde_json::Value = serde_json::from_str(&export("w3c")).unwrap();
    assert_eq!((&collection["total"], collection["first"]["items"].as_array().unwrap().len()), (&3.into(), 3));
    let page = export("html");
    assert!(page.contains("<title>3 documents</title>") && page.matches("<article>").count() == 3);
    assert_eq!(export("csv").lines().count(), 4);
    let tasks: serde_json::Value = serde_json::from_str(&export("label-studio")).unwrap();
    assert_eq!(tasks.as_array().unwrap().len(), 3);
    // One that cannot be read is told, and the others go out.
    let (code, out, err) = world.sayso(&["export", "a.txt", "gone.txt", "c.txt", "--to", "html"]);
    assert!(code == 3 && err.contains("gone.txt") && out.contains("<title>2 documents</title>"), "{err}");
}

#[test]
fn what_is_asked_of_annotators_is_read_printed_and_stays_behind() {
    let w = World::new();
    w.put("sayso.ron", "(\n  blind: true,\n  timing: true,\n)\n");
    let (code, out, _) = w.run(&[]);
    assert!(code == 0 && out.contains("\n  blind: true,\n  timing: true,\n"), "{out}");
    assert!(parsed(&out).blind && parsed(&out).timing);
    for (tool, more) in [("label-studio", &[][..]), ("brat", &["-o", "out"])] {
        let (code, _, err) = w.run(&[&["--to", tool], more].concat());
        let behind = |words: &str| err.contains(&format!("{words}: true stays behind: {tool} has no word for it."));
        assert!(code == 0 && behind("blind") && behind("timing"), "{err}");
    }
    w.put("sayso.ron", "(\n  blind: yes,\n)\n");
    let (code, _, err) = w.run(&[]);
    assert!(code == 3 && err.contains("sayso.ron:2:9: Expected boolean."), "{err}");
    w.put("sayso.ron", "(\n  blnd: true,\n)\n");
    let (code, _, err) = w.run(&[]);
    assert!(code == 3 && err.contains("sayso.ron:2:") && err.contains("blind"), "{err}");
}
