//! Every screen, cell for cell and with its styles, at the three usual sizes.
//!
//! `INSTA_UPDATE=always cargo test --test screens` writes the snapshots anew; look at them before committing.

#![allow(clippy::unwrap_used, clippy::string_slice)]

#[path = "screens/folders.rs"]
mod folders;
#[path = "common/reader.rs"]
mod reader;

use ratatui::buffer::Buffer;
use reader::Reader;
use sayso::config;
use sayso::project::open::ReadOnly;
use sayso::ui::event::Event;
use sayso::ui::scratch::Standing;
use sayso::ui::screens::{Mode, OriginsMenu};
use sayso::ui::theme::Depth;
use sayso_core::annotation::Stamp;
use std::path::Path;

const ARTICLE: &str = include_str!("fixtures/article.txt");
/// A page with links and a note.
const NOTES: &str =
    "# On Tides\n\nSee [the table](tides.md) or <https://example.org/tides>. High[^n] water.\n\n[^n]: At noon.\n";
/// Two answers that came as one quotation, with much said between them.
const ANSWERS: &str = "The river had risen all night, and in Low Street the water stood a foot deep by the time the first boats \
came.\n\n“We do not own that pump,” Helen Harker, the owner of the mill, said. She paused. Had anybody from the board been on site \
that evening? “One of them drove past.”\n\nBo Lind, who speaks for the board, was there. “I saw it,” Lind said.\n\n“It was dark and we \
left at ten,” Harker added.\n";
/// A scratch page with words of a person's own between the quotations.
const SCRATCH: &str = "# Scratch page\n\nFor Monday.\n\n> “We are not in a hurry,” … “The sea has been here longer than any of us, and it \
will still be here on Monday.”\n>\n> — Ada Grey, [harbour-vote.txt ¶3](<sayso:harbour-vote.txt#01>)\n\nCompare the recording: she laughs \
here.\n\n> “We lost three boats in March, and nobody on this council, nobody, was asked about it.”\n>\n> — Bo Lind, [council-meeting.vtt \
0:41:07, ¶12](<sayso:council-meeting.vtt>)\n\n> “Count them twice.”\n>\n> — Bo Lind, [council-meeting.vtt \
0:44:00, ¶14](<sayso:council-meeting.vtt>)\n";
/// Documents of a folder with outlets and dates.
const FOLDER: &[(&str, &str)] = &[
    (
        "vote.txt",
        "LONDON, March 3, 2024 (Tidewater Post) — “We will vote on Monday,” said Ada Grey, the mayor.\n\n“I have asked for this \
         wall for nine years,” Bo Lind said. He was angry.\n",
    ),
    (
        "boats.txt",
        "LONDON, June 9, 2024 (Tidewater Post) — “We lost three boats,” Bo Lind said. Nobody answered.\n\n“That is a small scandal,” \
         Ada Grey said.\n\n“Boats sink,” Cy Moss said.\n",
    ),
    ("wire.txt", "LONDON, August 11, 2023 (CNN) — “The harbour is closed,” said Bo Lind, the harbourmaster.\n"),
    (
        "hall.txt",
        "Moderator: Was a bonus paid?\n\nAda Grey: The bonus was paid. I paid it.\n\nModerator: When?\n\nAda Grey: In May.\n",
    ),
];
const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 10)];

/// Screens of the article: a name and the keys that lead there.
const SCREENS: [(&str, &str); 40] = [
    ("review", "Tab Tab Tab"),
    ("decided", "Tab Tab Tab Enter"),
    ("select", "Tab Tab Tab v v"),
    ("select-match", "/ \"he_certainly Enter v w"),
    ("trim", "Tab Tab Tab V w w"),
    ("parts", "Tab Tab Tab v , w"),
    ("whole", "Tab Tab Tab v i"),
    ("labels", "Tab Tab Tab a"),
    ("picker", "Tab Tab Tab s \"wel"),
    ("claim", "Tab Tab Tab c 6 Tab Tab \"Look_again"),
    ("note", "Tab Tab Tab e \"A_word"),
    ("search", "/ \"withdraw"),
    ("results", "/ \"the Tab j"),
    ("results-near", "/ \"the_vote Tab G"),
    ("results-only-near", "/ \"trust_in_the_harbour Tab"),
    ("results-marked", "/ \"said Tab Space Space"),
    ("results-write", "/ \"said Tab Space Space X"),
    ("help", "? \"speaker"),
    ("palette", ": \"exp"),
    ("pending", "g"),
    ("why", "Tab Tab Tab i"),
    ("sure", "E"),
    ("export", "X"),
    ("speakers", "Tab Enter p"),
    ("their-words", "Tab Enter p Enter"),
    ("names", "Tab Enter p e Tab"),
    ("merge", "Tab Enter p m"),
    ("split", "p Home s"),
    ("annotations", "Tab Enter x Tab c 2 Tab Tab \"Ask Enter A"),
    ("annotations-tab", "Tab Enter x Tab c 2 Tab Tab \"Ask Enter A Tab Space Space"),
    ("annotations-filter", "Tab Enter x A / \"said"),
    ("ratings", "Tab c 2 Enter A Home j j r"),
    ("outline", "o j"),
    ("marks", "m a } } m b '"),
    ("bare", "M Tab"),
    ("figures", "Tab Enter #"),
    ("figures-words", "Tab Enter # j Enter j"),
    ("figures-labels", "Tab c 2 Enter # BackTab BackTab"),
    ("figures-right", "Tab Enter x # BackTab"),
    ("figures-write", "# X"),
];

fn check(name: &str, reader: &mut Reader) {
    snapshot(name, &format!("{:#?}", reader.frame()));
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

/// The words of a frame, and its styles.
fn parts(frame: &Buffer) -> (String, String) {
    let text = format!("{frame:#?}");
    let at = text.find("styles: [").unwrap();
    (text[..at].to_owned(), text[at..].to_owned())
}

/// A screen in two themes and without colours: the words are the same in all, only styles differ.
fn check_in_three(name: &str, readers: [&mut Reader; 3]) {
    let [dark, light, bare] = readers.map(|r| parts(&r.frame()));
    assert_eq!(dark.0, light.0, "{name}");
    assert_eq!(dark.0, bare.0, "{name}");
    snapshot(name, &format!("{}dark {}\nlight {}\nno colours {}", dark.0, dark.1, light.1, bare.1));
}

/// Two themes, and no colours.
const LOOKS: [(&str, Depth); 3] = [("dark", Depth::True), ("light", Depth::True), ("terminal", Depth::None)];

fn check_all(name: &str, readers: &mut [Reader; 3]) {
    let [dark, light, bare] = readers;
    check_in_three(name, [dark, light, bare]);
}

/// A document opened three times: dark, light, without colours.
fn three(file: &str, text: &str, size: (u16, u16)) -> [Reader; 3] {
    LOOKS.map(|(theme, depth)| Reader::new(file, text, size, theme, depth, Vec::new()))
}

#[test]
fn every_view_in_two_themes_and_without_colours() {
    for (w, h) in SIZES {
        for (name, keys) in SCREENS {
            let mut all = three("article.txt", ARTICLE, (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        for (name, keys) in
            [("library", ""), ("library-filter", "/ \"light"), ("all-reviewed", "Esc g E BackTab Enter")]
        {
            let mut all = three("article.txt", ARTICLE, (w, h)).map(Reader::shelved);
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        for (name, keys) in [("library-shared", ""), ("library-mine", "m j")] {
            let mut all = three("article.txt", ARTICLE, (w, h)).map(Reader::shared_out);
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        for (name, keys) in [("figures-folder", "#"), ("figures-time", "# Tab Tab"), ("figures-outlets", "# Tab")] {
            let mut all = LOOKS.map(|look| Reader::among(("article.txt", ARTICLE), (w, h), look, FOLDER).shelved());
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        let mut all = three("article.txt", "The tide rose. It fell.\n", (w, h));
        for reader in &mut all {
            reader.keys("#");
        }
        check_all(&format!("figures-empty-{w}x{h}"), &mut all);
        let mut all = three("article.txt", ARTICLE, (w, h));
        for reader in &mut all {
            let row = |words: &str| (Path::new("/nowhere").join("a.sayso.ron"), words.to_owned());
            let rows = vec![
                row("12 annotations of …/drafts/article.txt, which is still there"),
                row("3 annotations of …/old/article.txt, where nothing is any more"),
            ];
            reader.app.mode = Mode::Origins(OriginsMenu { rows, at: 0 });
            reader.keys("j");
        }
        check_all(&format!("origins-{w}x{h}"), &mut all);
        for (name, keys, standing) in [
            ("scratch", "j", Standing::Here),
            ("scratch-gone", "Space G", Standing::Gone),
            ("scratch-write", "j e \"Ask_her", Standing::Here),
            ("scratch-empty", "", Standing::Here),
        ] {
            let mut all = three("article.txt", ARTICLE, (w, h));
            for reader in &mut all {
                let text = if name == "scratch-empty" { "" } else { SCRATCH };
                let page = Path::new("/nowhere/desk/scratch.sayso.md").to_owned();
                reader.event(Event::ScratchRead(page, Ok(text.to_owned())), &Stamp::default());
                reader.event(
                    Event::ScratchChecked(1, vec![(0, Standing::Here), (1, Standing::Here), (2, standing)]),
                    &Stamp::default(),
                );
                reader.frame();
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        let mut all = three("notes.md", NOTES, (w, h));
        for reader in &mut all {
            reader.keys("f");
        }
        check_all(&format!("links-{w}x{h}"), &mut all);
    }
}

/// Turns of two voices and a moderator.
fn transcript(turns: usize) -> String {
    let names = ["Moderator", "Peter Lindqvist", "Amina Yusuf"];
    let words = ["We looked at the pipes in the spring.", "The bonus was paid early.", "Nobody told the board."];
    let turn = |n: usize| format!("{}: {} That is item {n}.", names[n % 3], words[n / 3 % 3]);
    format!("# Town hall\n\n{}\n", (0..turns).map(turn).collect::<Vec<_>>().join("\n\n"))
}

#[test]
fn many_at_once_and_the_end_of_the_queue() {
    for (w, h) in SIZES {
        for (name, keys) in [("many", "E"), ("many-left-out", "E Tab Space Down Space"), ("many-done", "E Enter")] {
            let mut all = three("hall.md", &transcript(218), (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        for (name, keys) in [
            ("results-narrowed", "/ \"@lindqvist_bonus Tab j"),
            ("search-narrowed", "/ \"@yus_board"),
            ("search-nobody", "/ \"@zinn_board"),
        ] {
            let mut all = three("hall.md", &transcript(30), (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
        for (name, keys) in [("many-guesses", "g E BackTab"), ("weak", "Esc E Enter w")] {
            let mut all = three("article.txt", ARTICLE, (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

/// A recording in which nobody speaks for a while, twice.
const RECORDING: &str = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Moderator>Welcome to the hearing. We begin with the pump.\n\n\
    00:04.500 --> 00:09.000\n<v Peter Lindqvist>My predecessor said “leave the pipes alone”, and I did not.\n\n\
    00:20.000 --> 00:24.000\n<v Peter Lindqvist>There were 13 cases last year.\n\n\
    00:24.100 --> 00:28.000\n<v Moderator>And the reservoir?\n\n\
    01:40.000 --> 01:44.000\n<v Amina Yusuf>The honest answer is that we do not know.\n\n\
    01:44.200 --> 01:48.000\n<v Moderator>Thank you. We shall see.\n";

#[test]
fn silences_topics_and_who_has_the_floor() {
    for (w, h) in SIZES {
        for (name, keys) in [("silences", ""), ("topics", "o j"), ("floor", "o Tab j")] {
            let mut all = three("hearing.vtt", RECORDING, (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

#[test]
fn a_statement_is_cut_in_two() {
    for (w, h) in SIZES {
        for (name, keys) in
            [("cut", "S"), ("cut-second", "S Enter Enter"), ("cut-nowhere", "Tab Tab S"), ("cut-word", "S b")]
        {
            let mut all = three("answers.txt", ANSWERS, (w, h));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

/// What stands beside the article.
const OTHERS: &[(&str, &str)] =
    &[("council-meeting.md", include_str!("../samples/lighthouse-interview.md")), ("notes.md", NOTES)];

#[test]
fn two_panes_beside_each_other_stacked_and_one_at_a_time() {
    let screens = [
        ("two-pick", "|"),
        ("two-documents", "| Enter"),
        ("two-other", "| Enter | Tab"),
        ("two-places", "| \"article Enter | G"),
        ("two-tied", "| Enter &"),
        ("two-search", "| Enter / \"the_"),
        ("two-note", "| Enter | e \"A_word"),
    ];
    for (w, h) in [(120, 22), (80, 24), (40, 10), (160, 40)] {
        for (name, keys) in screens.iter().filter(|(name, _)| w != 160 || *name == "two-other") {
            let mut all = LOOKS.map(|look| Reader::among(("article.txt", ARTICLE), (w, h), look, OTHERS));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

#[test]
fn other_themes_and_no_colour() {
    let cases = [
        ("light", "light", Depth::True),
        ("contrast-256", "contrast", Depth::Indexed),
        ("terminal-16", "terminal", Depth::Sixteen),
        ("no-colour", "terminal", Depth::None),
    ];
    for (name, theme, depth) in cases {
        let mut reader = Reader::new("article.txt", ARTICLE, (80, 24), theme, depth, Vec::new());
        reader.keys("Tab Enter Tab");
        check(&format!("{name}-80x24"), &mut reader);
    }
}

#[test]
fn empty_states_and_failures() {
    for (name, file, text) in [
        ("empty", "notes.txt", String::new()),
        ("nobody", "tides.txt", "The tide table hangs on the harbour wall.\n\nHigh water is at seven.".to_owned()),
        ("picture", "photo.jpg", "\u{89}PNG\r\n\u{1a}\n\u{0}\u{0}\u{0}\u{0}".to_owned()),
    ] {
        let mut reader = Reader::new(file, &text, (80, 12), "dark", Depth::True, Vec::new());
        check(&format!("{name}-80x12"), &mut reader);
    }
}

#[test]
fn a_mistake_in_the_settings() {
    let path = Path::new("~/.config/sayso/config.ron");
    let (_, problems) = config::check(path, "(\n  annotator: \"ada\",\n  widht: 68,\n  mouse: true,\n)\n");
    for (w, h) in SIZES {
        let mut all =
            LOOKS.map(|(theme, depth)| Reader::new("article.txt", ARTICLE, (w, h), theme, depth, problems.clone()));
        check_all(&format!("settings-{w}x{h}"), &mut all);
    }
}

#[test]
fn the_tour() {
    let mut reader =
        Reader::new("tour.md", include_str!("../assets/tour.md"), (80, 24), "dark", Depth::True, Vec::new());
    reader.keys("Enter");
    check("tour-80x24", &mut reader);
}

#[test]
fn a_document_that_changed_and_its_history() {
    for (w, h) in SIZES {
        let mut before = Reader::new("article.txt", ARTICLE, (w, h), "dark", Depth::True, Vec::new());
        before.keys("Tab Enter Enter Enter Enter");
        let again = |text: &str, keys: &str| {
            LOOKS.map(|look| {
                let mut reader = before.reopened("article.txt", text, look);
                reader.keys(keys);
                reader
            })
        };
        check_all(&format!("history-{w}x{h}"), &mut again(ARTICLE, "Tab Enter u H"));
        let words = before.app.doc().unwrap().reading.set().in_order()[1].exact();
        let text = ARTICLE.replace(&words, "").replace("the", "teh");
        check_all(&format!("changed-{w}x{h}"), &mut again(&text, ""));
        check_all(&format!("place-{w}x{h}"), &mut again(&text, "g !"));
        let mut held = again(ARTICLE, "");
        for reader in &mut held {
            let holder = sayso::store::Holder::new(4127, "desk".into(), "ada".into(), "2026-11-24T08:12:00Z".into());
            reader.app.doc_mut().unwrap().read_only = Some(ReadOnly::Elsewhere(Box::new(holder)));
            reader.keys("Tab Enter");
        }
        check_all(&format!("read-only-{w}x{h}"), &mut held);
        check_all(&format!("unfinished-{w}x{h}"), &mut again(ARTICLE, "Tab e \"Ask Esc"));
        check_all(&format!("conflict-{w}x{h}"), &mut conflicts(&before, "g c Down"));
    }
}

/// The first decision decided differently by two more people.
fn conflicts(before: &Reader, keys: &str) -> [Reader; 3] {
    let first = before.app.doc().unwrap().reading.set().in_order()[0].clone();
    let versions = [("bo", "2026-11-23T09:10:00Z", "Ask the clerk"), ("cy", "2026-11-24T07:55:00Z", "Seen; it is so")];
    LOOKS.map(|look| {
        let mut set = before.app.doc().unwrap().reading.set().clone();
        for (by, at, note) in versions {
            let mut version = (*first).clone();
            (version.by, version.modified, version.note) = (Some(by.into()), Some(at.into()), Some(note.into()));
            version.speaker = version.speaker.filter(|_| by == "cy");
            version.id = sayso_core::annotation::merge::beside(&version);
            version.conflict = true;
            set.insert(std::sync::Arc::new(version));
        }
        let mut reader = before.reopened_with("article.txt", ARTICLE, look, &set);
        reader.keys(keys);
        reader
    })
}

/// The manual's list of keys is the program's own table. `INSTA_UPDATE=always` writes it.
#[test]
fn the_manual_lists_the_keys() {
    use sayso::ui::commands::COMMANDS;
    use sayso::ui::scope::Scope;
    use std::fmt::Write as _;
    // A bar within a cell ends it, and a backtick ends code.
    let cell =
        |key: &str| if key.contains('`') { format!("`` {key} ``") } else { format!("`{}`", key.replace('|', "\\|")) };
    let mut scopes: Vec<Scope> = Vec::new();
    for command in COMMANDS.iter().filter(|c| c.scope != Scope::Reader) {
        if !scopes.contains(&command.scope) {
            scopes.push(command.scope);
        }
    }
    scopes.sort_by_key(|scope| scope.title());
    scopes.insert(0, Scope::Reader);
    let mut table = String::new();
    for scope in scopes {
        write!(table, "\n## {}\n\n| keys | what they do | name |\n|---|---|---|\n", scope.title()).unwrap();
        for command in COMMANDS.iter().filter(|c| {
            c.scope == scope && !matches!(c.name.strip_prefix("choose-"), Some("3" | "4" | "5" | "6" | "7" | "8" | "9"))
        }) {
            let keys: Vec<String> = command.keys.iter().map(|k| cell(k)).collect();
            writeln!(table, "| {} | {} | `{}` |", keys.join(" "), command.doc.replace('|', "\\|"), command.name)
                .unwrap();
        }
    }
    let path = Path::new("docs/keys.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once("`the_manual_lists_the_keys` -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of keys -->").unwrap();
    let wanted = format!("{before}`the_manual_lists_the_keys` -->\n{table}\n<!-- end of keys -->{after}");
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        sayso::store::disk::replace(path, wanted.as_bytes()).unwrap();
    } else {
        assert!(page == wanted, "INSTA_UPDATE=always cargo test --test screens writes the list of keys anew");
    }
}
