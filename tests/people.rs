//! The people of all documents of a folder: one row each, merged and told apart in `sayso.ron`, which branches of a repository can
//! merge.

#![allow(clippy::unwrap_used)]

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso::config::{Config, Folders};
use sayso::project::{DocumentSource as _, Project};
use sayso::store::codebook::decide;
use sayso::store::disk::{self, Disk};
use sayso::ui::app::{App, Stage};
use sayso::ui::frame;
use sayso::ui::keymap::Key;
use sayso::ui::runner::{NoHost, Runner};
use sayso::ui::session::{self, Asked};
use sayso::ui::theme::Depth;
use sayso::ui::update::{self, Event};
use sayso_core::annotation::{Codebook, KnownAs, SpeakerDecision, Stamp};
use sayso_core::kinds::SpeakerKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// Documents of a newsroom.
const DESK: [(&str, &str); 4] = [
    (
        "2019-council.md",
        "---\noutlet: Tidewater Post\ndate: 2019-03-12\n---\n\n# Council minutes\n\nPeter Lindqvist: We told the board in 2000, in \
         writing. No bonus was paid that year.\n\nHELEN HARKER: The board has nothing to add.\n\nPeter Lindqvist: Then read the \
         letter.\n\nHELEN HARKER: We have read it, twice.\n",
    ),
    (
        "2021-budget.md",
        "---\noutlet: Tidewater Post\ndate: 2021-04-03\n---\n\n# Budget speech\n\n“We were never told about lead,” said Peter \
         Lindqvist, the chairman of the Tidewater Drainage Board. “There was no bonus and there will be none.”\n\n“That is not \
         what the letter says,” Ada Grey, the mayor, said.\n",
    ),
    (
        "2024-water.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:06.000\n<v Helen Harker>My predecessor told me about lead.\n\n00:00:07.000 --> \
         00:00:12.000\n<v Peter Lindqvist>The honest answer on bonuses is that we do not know.\n\n00:00:13.000 --> \
         00:00:18.000\n<v Helen Harker>I have nothing to hide.\n",
    ),
    ("notes.txt", "“The pumps were old when we bought them,” said Bo Lind.\n"),
];

/// The reader over a folder, without a terminal.
struct Desk {
    folder: tempfile::TempDir,
    app: App,
    runner: Runner,
    clock: u64,
}

impl Desk {
    fn new(documents: &[(&str, &str)], size: (u16, u16)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        std::fs::create_dir(&desk).unwrap();
        for (name, text) in documents {
            disk::replace(&desk.join(name), text.as_bytes()).unwrap();
        }
        let folders = Folders { state: Some(folder.path().join("state")), ..Folders::default() };
        let project = Arc::new(Project { folders, annotator: Some("ada".into()), ..Project::default() });
        let asked = Asked {
            size: Size::new(size.0, size.1),
            depth: Depth::True,
            light: false,
            theme: None,
            width: None,
            annotator: Some("ada".into()),
            start_place: None,
        };
        let (config, folders) = (Config::default(), Folders::default());
        let mut app = session::start(&config, Vec::new(), &folders, Codebook::default(), String::new(), &asked);
        app.stage = Stage::Library;
        let listed = project.list(&desk);
        let mut runner = Runner::at_once_among(project, true);
        runner.show_library(&mut app, "desk/".to_owned(), &desk, listed).unwrap();
        runner.settle(&mut app, &mut NoHost).unwrap();
        let mut reader = Self { folder, app, runner, clock: 0 };
        reader.text();
        reader
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("desk").join(name)
    }

    fn codebook(&self) -> Option<String> {
        std::fs::read_to_string(self.path("sayso.ron")).ok()
    }

    fn text(&mut self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.width, self.app.size.height));
        frame::draw(&self.app, &mut buffer);
        update::drawn(&mut self.app);
        let width = usize::from(buffer.area.width);
        let rows = buffer.content.chunks(width).map(|row| row.iter().map(|c| c.symbol()).collect::<String>());
        rows.collect::<Vec<_>>().join("\n")
    }

    /// Presses keys; words in quotation marks are typed letter by letter.
    fn keys(&mut self, keys: &str) -> String {
        let mut text = String::new();
        for part in keys.split_whitespace() {
            let names: Vec<String> = match part.strip_prefix('"') {
                Some(typed) => typed.chars().map(|c| c.to_string().replace('_', "Space")).collect(),
                None => vec![part.to_owned()],
            };
            for name in names {
                self.clock += 1;
                let stamp =
                    Stamp { now: "2026-11-24T08:00:00Z".into(), millis: self.clock, random: [self.clock as u8; 10] };
                let key = Key::parse(&name).unwrap_or_else(|| panic!("no key is called {name}"));
                self.runner.event(&mut self.app, Event::Key(key), &stamp, &mut NoHost).unwrap();
                text = self.text();
            }
        }
        text
    }
}

#[track_caller]
fn sees(screen: &str, words: &str) {
    assert!(screen.contains(words), "no {words:?} in\n{screen}");
}

#[test]
fn one_row_a_person_over_all_documents() {
    let mut desk = Desk::new(&DESK, (120, 40));
    let screen = desk.keys("P");
    sees(&screen, "People   desk/   4 documents");
    sees(&screen, "everybody 5   in several documents 1   perhaps the same 1");
    sees(&screen, "2019 – Apr 2021");
    // The words of the one under the bar, in order of time.
    let places: Vec<Option<usize>> =
        ["We told the board", "We were never told", "The honest answer"].iter().map(|w| screen.find(w)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{screen}");
    sees(&screen, "12 Mar 2019 · 2019-council.md ¶");
    sees(&desk.keys("/ \"harker"), "2 of 5");
    sees(&desk.keys("Esc Tab"), "1 of 1");
    // What they said about a word.
    let screen = desk.keys("BackTab Enter / \"bonus");
    sees(&screen, "The honest answer on bonuses");
    assert!(!screen.contains("Then read the letter"), "{screen}");
}

#[test]
fn a_pair_is_decided_with_a_key_and_taken_back() {
    let mut desk = Desk::new(&DESK, (120, 40));
    desk.keys("P");
    let screen = desk.keys("Tab Tab");
    sees(&screen, "Perhaps one person?   the same name but for capitals");
    sees(&screen, "1  Helen Harker");
    sees(&screen, "against it   nothing: no document has both");
    let screen = desk.keys("Enter");
    sees(&screen, "Helen Harker and HELEN HARKER are one person: kept in desk/sayso.ron");
    let line = "(id: \"helen-harker\", name: \"Helen Harker\", kind: person, aliases: [\"HELEN HARKER\"]),";
    assert_eq!(desk.codebook().unwrap(), format!("(\n  speakers: [\n    {line}\n  ],\n)\n"));
    sees(&screen, "everybody 4");
    sees(&desk.keys("u"), "Taken back");
    assert_eq!(desk.codebook(), None);
    // Two people stay two, and are asked about no more.
    desk.keys("Tab Tab Tab");
    let screen = desk.keys("x");
    sees(&screen, "are two people");
    sees(&screen, "perhaps the same 0");
    assert_eq!(desk.codebook().unwrap().matches("(id:").count(), 2);
    // What a person wrote stays; a mistake in it is told, and nothing is written.
    desk.keys("u");
    let wrong = "(\n  speakers: [(id: \"a\", nam: \"A\")],\n)\n";
    disk::replace(&desk.path("sayso.ron"), wrong.as_bytes()).unwrap();
    let screen = desk.keys("Tab Tab Tab Enter");
    sees(&screen, "sayso.ron:2:");
    assert_eq!(desk.codebook().unwrap(), wrong);
}

#[test]
fn any_two_are_made_one_after_a_look_at_both() {
    let mut desk = Desk::new(&DESK, (100, 30));
    let screen = desk.keys("P / \"bo_lind Enter Left m");
    sees(&screen, "Bo Lind is the same as…");
    let screen = desk.keys("\"peter Enter");
    sees(&screen, "different first names: Peter, Bo");
    let screen = desk.keys("2");
    sees(&screen, "Bo Lind and Peter Lindqvist are one person");
    sees(&desk.codebook().unwrap(), "name: \"Bo Lind\", kind: person, aliases: [\"Peter Lindqvist\"]");
}

#[test]
fn a_statement_opens_its_document_and_the_row_is_there_again() {
    let mut desk = Desk::new(&DESK, (120, 40));
    let before = desk.keys("P Enter Down Down");
    sees(&before, "PEOPLE");
    let screen = desk.keys("Enter");
    sees(&screen, "2021-budget.md");
    sees(&screen, "We were never told about lead");
    sees(&screen, "REVIEW");
    for back in ["q", "^O"] {
        let screen = desk.keys(back);
        sees(&screen, "PEOPLE");
        sees(&screen, "We were never told about lead");
        desk.keys("Enter");
    }
    desk.keys("q");
    // Leaving the view leads to the library again.
    sees(&desk.keys("q q"), "LIBRARY");
}

#[test]
fn two_statements_are_kept_in_one_note() {
    let mut desk = Desk::new(&DESK, (120, 40));
    let screen = desk.keys("P Enter Space Down Space");
    assert_eq!(screen.matches('≠').count(), 2, "{screen}");
    let screen = desk.keys("e \"Which_is_it?");
    sees(&screen, "Which is it?");
    sees(&desk.keys("Enter"), "One note holds both; it is in 2019-council.md");
    let sidecar = std::fs::read_to_string(desk.path("2019-council.md.sayso.ada.ron")).unwrap();
    sees(&sidecar, "label: \"note\"");
    sees(&sidecar, "Which is it?\\n\\n≠ “We were never told about lead,”");
    sees(&sidecar, "— Peter Lindqvist, 2021-budget.md ¶");
    assert_eq!(sidecar.matches("exact: ").count(), 1, "{sidecar}");
}

#[test]
fn the_one_name_is_shown_in_every_document_and_export() {
    let mut desk = Desk::new(&DESK, (120, 40));
    desk.keys("P Tab Tab Enter q");
    // Suggested, in the text and by the speakers of the document.
    sees(&desk.keys("g g"), "LIBRARY");
    let screen = desk.keys("Enter");
    sees(&screen, "2019-council.md");
    sees(&screen, "○ Helen Harker");
    assert!(!screen.contains("○ HELEN HARKER"), "{screen}");
    sees(&desk.keys("p"), "Helen Harker");
    let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
    for name in ["CONFIG", "DATA", "STATE"] {
        command.env(format!("XDG_{name}_HOME"), desk.folder.path().join("home"));
    }
    let document = desk.path("2019-council.md");
    let output = command.args(["export", "--to", "csv", "--suggested"]).arg(&document).output().unwrap();
    let csv = String::from_utf8(output.stdout).unwrap();
    // What the text calls them stands beside it.
    assert_eq!(csv.matches(",Helen Harker,,HELEN HARKER,").count(), 2, "{csv}");
}

#[test]
fn people_and_words_are_written_as_lists() {
    let mut desk = Desk::new(&DESK, (120, 40));
    sees(&desk.keys("P X"), "people.csv");
    sees(&desk.keys("Enter"), "Wrote 5 people to");
    let table = std::fs::read_to_string(desk.path("people.csv")).unwrap();
    assert!(
        table.starts_with("speaker,statements,decided,documents,first,last,other_names,roles\nPeter Lindqvist,"),
        "{table}"
    );
    sees(&desk.keys("Enter X"), "peter-lindqvist.quotations.md");
    sees(&desk.keys("Enter"), "Wrote 4 quotations");
}

fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(folder).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.args(arguments).output().is_ok_and(|output| output.status.success())
}

fn one(first: &str, other: &str) -> SpeakerDecision {
    let known = |name: &str| KnownAs { id: None, name: name.to_owned(), kind: SpeakerKind::Person };
    SpeakerDecision::One(known(first), known(other))
}

/// Two people decide on two branches; git merges what both wrote.
#[test]
fn decisions_on_two_branches_of_a_repository_merge() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    if !git(at, &["init", "--initial-branch=main"]) {
        println!("git is not here, or too old: nothing is merged in this test");
        return;
    }
    let book = at.join("sayso.ron");
    let kept = |decision: &SpeakerDecision| decide(&book, decision, &Disk::default()).unwrap();
    let commit = |words: &str| git(at, &["add", "-A"]) && git(at, &["commit", "-m", words]);
    let start = "// Ours.\n(\n  speakers: [\n    (id: \"ada-grey\", name: \"Ada Grey\", kind: person),\n    // Engineers\n    (id: \"bo-lind\", name: \"Bo Lind\", kind: person),\n    (id: \"cy-moor\", name: \"Cy Moor\", kind: person),\n    (id: \"zoe-zimt\", name: \"Zoe Zimt\", kind: person),\n  ],\n)\n";
    disk::replace(&book, start.as_bytes()).unwrap();
    assert!(commit("start") && git(at, &["checkout", "-b", "theirs"]));
    kept(&one("Cy Moor", "CY MOOR"));
    kept(&one("Yan Xu", "Y. Xu"));
    assert!(commit("theirs") && git(at, &["checkout", "main"]));
    kept(&one("Ada Grey", "ADA GREY"));
    assert!(commit("ours"));
    assert!(git(at, &["merge", "theirs", "-m", "both"]), "lines of different people merge by themselves");
    let text = std::fs::read_to_string(&book).unwrap();
    for line in [
        "    (id: \"ada-grey\", name: \"Ada Grey\", kind: person, aliases: [\"ADA GREY\"]),\n    // Engineers\n",
        "    (id: \"cy-moor\", name: \"Cy Moor\", kind: person, aliases: [\"CY MOOR\"]),\n",
        "    (id: \"yan-xu\", name: \"Yan Xu\", kind: person, aliases: [\"Y. Xu\"]),\n",
    ] {
        sees(&text, line);
    }
    // Where both begin a codebook, or change one line, a union keeps both; sayso makes one of two lines of one person.
    disk::replace(&at.join(".gitattributes"), b"sayso.ron merge=union\n").unwrap();
    assert!(commit("union") && git(at, &["checkout", "-b", "again"]));
    kept(&one("Ada Grey", "Mayor Grey"));
    assert!(commit("again") && git(at, &["checkout", "main"]));
    kept(&one("Ada Grey", "A. Grey"));
    assert!(commit("ours again") && git(at, &["merge", "again", "-m", "both again"]));
    let book_now = sayso::project::codebook::of_folder(at);
    assert!(book_now.problems.is_empty(), "{:?}", book_now.problems);
    let ada = book_now.codebook.speakers.iter().find(|s| s.id == "ada-grey").unwrap();
    for alias in ["ADA GREY", "Mayor Grey", "A. Grey"] {
        assert!(ada.aliases.iter().any(|a| a == alias), "{ada:?}");
    }
    kept(&one("Ada Grey", "Grey"));
    assert_eq!(std::fs::read_to_string(&book).unwrap().matches("id: \"ada-grey\"").count(), 1);
}

/// Ten thousand people, with names that mean no good, do not slow a key: what is drawn is what is in sight.
#[test]
fn ten_thousand_people_are_moved_through() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for n in 0..10_000 {
        writeln!(text, "Person{n} Surname{}: The pumps are old, and item {n} is due.\n", n % 700).unwrap();
    }
    let mut desk =
        Desk::new(&[("hall.txt", &text), ("b.txt", "Ada\u{202e}Grey: No.\n\n\u{1b}[2JBo: Yes.\n")], (80, 24));
    let screen = desk.keys("P");
    sees(&screen, "people");
    desk.keys("G g g j j Tab Tab");
    assert!(!desk.text().contains(['\u{202e}', '\u{1b}']));
}

#[test]
fn find_knows_who_is_one_person() {
    let mut desk = Desk::new(&DESK, (120, 40));
    desk.keys("P Tab Tab Enter");
    for name in ["Helen Harker", "harker"] {
        let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
        for folder in ["CONFIG", "DATA", "STATE"] {
            command.env(format!("XDG_{folder}_HOME"), desk.folder.path().join("home"));
        }
        let found = command.args(["find", "", "--by", name, "--format", "csv"]).arg(desk.path("")).output().unwrap();
        let csv = String::from_utf8(found.stdout).unwrap();
        assert_eq!(csv.matches(",Helen Harker,").count(), 4, "{name}: {csv}");
        assert!(!csv.contains(",HELEN HARKER,"), "{csv}");
    }
}
