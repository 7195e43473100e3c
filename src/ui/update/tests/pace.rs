//! Keys faster than a hand types, and keys before their frame: they decide nothing, in any mode.

use super::*;
use crate::project::index::{ReadPeople, people};
use crate::project::library::Library;
use crate::ui::adjudicating::Adjudicated;
use crate::ui::checks::Checked;
use crate::ui::screens::{AnchorSheet, AttributesMenu, OriginsMenu, RatingMenu, SettingsSheet};
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::document::Document;
use sayso_core::library::DocumentRecord;
use sayso_core::reading::{Decider, ItemId};
use sayso_core::verify::{Article, IndexedSource, Verifier};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Keys that lead to each mode.
const WAYS: [&str; 41] = [
    "#",
    "",
    "|",
    "| Enter Tab",
    "Tab Tab S",
    "S",
    "Esc",
    "Enter Left",
    "Tab v",
    "v i",
    "v w a",
    "Tab a",
    "Tab s",
    "Tab c",
    "Tab c Tab",
    "Tab c Tab Tab",
    "Tab e",
    "/",
    "?",
    ":",
    "Tab i",
    "Tab g ?",
    "E",
    "X",
    "X m",
    "H",
    "Enter H",
    "p",
    "p /",
    "p e",
    "p e Tab Tab Tab",
    "p s",
    "p m",
    "A",
    "A /",
    "/ l a t e Tab",
    "/ l a t e Tab X",
    "o",
    "m",
    "'",
    "C",
];

/// Modes that need more than keys.
const MADE: [&str; 24] = [
    "origins",
    "settings",
    "place",
    "conflict",
    "attributes",
    "ratings",
    "library",
    "library /",
    "links",
    "scratch",
    "scratch /",
    "scratch e",
    "find",
    "check",
    "check x",
    "check A",
    "check A x",
    "adjudicate",
    "adjudicate E",
    "people",
    "people Tab Tab",
    "people m",
    "people Down m",
    "people Enter Space Down Space e",
];

fn session(way: &str) -> Session {
    let text = format!("{STORY}\n\nSee https://example.org/ and https://example.com/ for more.");
    let mut s = Session::new(&text, (100, 30));
    s.app.codebook.attributes = vec![sayso_core::annotation::codebook::Attribute {
        id: "weight".into(),
        key: 'w',
        values: vec!["low".into(), "high".into()],
        doc: String::new(),
    }];
    match way {
        "settings" => s.app.mode = Mode::Settings(SettingsSheet::default()),
        "origins" => {
            let rows = vec![("/d/a.sayso.ron".into(), "2 annotations".to_owned())];
            s.app.mode = Mode::Origins(OriginsMenu { rows, at: 0 });
        }
        "place" => {
            s.keys("Enter");
            let id = s.doc().reading.set().iter().next().unwrap().id.clone();
            s.app.mode = Mode::Anchor(AnchorSheet { id, number: 1, at: 0, delete_pending: false });
        }
        "conflict" => {
            s.keys("Enter");
            let mut set = s.doc().reading.set().clone();
            let mut twin = (**set.iter().next().unwrap()).clone();
            (twin.note, twin.conflict) = (Some("theirs".into()), true);
            twin.id = sayso_core::annotation::merge::beside(&twin);
            set.insert(Arc::new(twin));
            s = Session::with(STORY, (80, 24), Some(&set));
            s.keys("g c");
        }
        "attributes" | "ratings" => {
            s.keys("Tab c Enter");
            let id = s.doc().reading.set().iter().next().unwrap().id.clone();
            let items = vec![ItemId::Record(id.as_str().into())];
            s.app.mode = if way == "ratings" {
                Mode::Ratings(RatingMenu { claims: items })
            } else {
                Mode::Attributes(AttributesMenu { items })
            };
        }
        "library" | "library /" => {
            let paths = ["/d/a.txt", "/d/b.txt"].map(PathBuf::from).to_vec();
            let stamp = s.stamp();
            handle(&mut s.app, Event::FolderListed(Library::new("d/".into(), Path::new("/d"), paths)), &stamp);
            if way.ends_with('/') {
                s.frame();
                s.keys("/");
            }
        }
        "links" => {
            s.keys("f");
        }
        "scratch" | "scratch /" | "scratch e" => {
            let page = "# Scratch page\n\n> “Words”\n>\n> — Ada, [a.txt](<sayso:a.txt>)\n\nA note.\n".to_owned();
            let stamp = s.stamp();
            handle(&mut s.app, Event::ScratchRead("/d/scratch.sayso.md".into(), Ok(page)), &stamp);
            s.frame();
            s.keys(way.strip_prefix("scratch").unwrap_or_default());
        }
        "check" | "check x" | "check A" | "check A x" => {
            s.keys("C h Enter");
            let source =
                "Ada Grey: We will vote on Tuesday.\n\nBo Lind: Late again.\n\nAda Grey: Nobody is in a hurry.\n";
            let document = Arc::new(Document::from_text(source, "h"));
            let found = Arc::new(Detector::new().extract(&document));
            let marks = QuoteMarks::new();
            let index = IndexedSource::new("h", &Reading::new(document, found, Set::default()), &marks);
            let reading = s.doc().reading.clone();
            let article = Article::new("a.txt", &reading, &marks, false, None);
            let checks = Verifier::new([&index], [], &[], false).check_all(&article);
            let found = Checked::new(&reading, checks, Vec::new(), Vec::new());
            let (number, stamp) = (s.doc().checks.number, s.stamp());
            handle(&mut s.app, Event::Checked(number, Box::new(found)), &stamp);
            s.frame();
            s.keys(way.strip_prefix("check").unwrap_or_default());
        }
        "adjudicate" | "adjudicate E" => {
            s.app.path = Some("/d/a.txt".into());
            s.keys("D");
            let mut others = s.doc().reading.clone();
            let items: Vec<ItemId> = others.open().map(ItemId::Suggestion).collect();
            let stamp = s.stamp();
            let change = Decider { reading: &others, by: None, stamp: &stamp }.confirm_all(&items).unwrap();
            others.apply(&change);
            let sets = [("ada", Set::default()), ("bo", others.set().clone())];
            let sets = sets.map(|(name, set)| (name.to_owned(), Some(set))).to_vec();
            let found = Adjudicated::new(s.doc().reading.document(), sets, (&Set::default(), None));
            let number = s.doc().adjudication.number;
            handle(&mut s.app, Event::Adjudicated(number, Ok(Box::new(found))), &stamp);
            s.frame();
            s.keys(way.strip_prefix("adjudicate").unwrap_or_default());
        }
        "find" => {
            s.app.path = Some("/d/a.txt".into());
            s.keys("F");
        }
        people if let Some(keys) = people.strip_prefix("people") => with_people(&mut s, keys),
        keys => {
            s.keys(keys);
        }
    }
    s.frame();
    s
}

/// Opens the people of two documents, in which one name is written in two ways, and presses keys there.
fn with_people(s: &mut Session, keys: &str) {
    let texts =
        ["Ada Grey: No vote.\n\nBo Lind: None.\n\nAda Grey: None at all.\n", "ADA GREY: We vote.\n\nBo Lind: Yes.\n"];
    let paths = ["/d/b.txt", "/d/c.txt"].map(PathBuf::from);
    let record = |path: &Path| {
        let text = texts[usize::from(path == paths[1])];
        let document = Arc::new(Document::from_text(text, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        Some((DocumentRecord::of(&Reading::new(document, found, Set::default())), text.to_owned()))
    };
    s.app.path = Some("/d/a.txt".into());
    s.keys("P");
    let found = people::one_by_one(&paths, |path| Some(record(path)?.0), &mut |_| true);
    let stamp = s.stamp();
    let effects = handle(&mut s.app, Event::PeopleRead("d/".into(), Box::new(ReadPeople::new(found))), &stamp);
    for effect in effects {
        let Effect::ReadWords(number, wanted) = effect else { continue };
        let mut all = Vec::new();
        people::words(record, &wanted, &mut |words| {
            all.extend(words);
            true
        });
        handle(&mut s.app, Event::WordsRead(number, all), &stamp);
    }
    s.frame();
    s.keys(keys);
}

fn ways() -> impl Iterator<Item = &'static str> {
    WAYS.into_iter().chain(MADE)
}

/// Every key that a pasted text may look like.
fn pasted_keys() -> Vec<Key> {
    let printable = (' '..='~').chain("é“".chars()).map(|c| Key::of(crossterm::event::KeyCode::Char(c).into()));
    let others = ["Enter", "^J", "Tab", "M-Enter"].map(|name| Key::parse(name).unwrap());
    printable.chain(others).collect()
}

fn stored(s: &Session) -> String {
    sayso_core::annotation::sidecar::print(s.doc().reading.set())
}

/// Nothing was decided, opened, written or left.
fn assert_nothing(s: &Session, before: &(String, String), effects: &[Effect], what: &str) {
    assert_eq!(stored(s), before.0, "{what}");
    assert_eq!(format!("{:?}", s.app.mode.scope()), before.1, "{what}");
    let only_looks =
        |e: &Effect| matches!(e, Effect::Search(..) | Effect::Find(_) | Effect::FindNames(..) | Effect::ReadWords(..));
    assert!(effects.iter().all(only_looks), "{what}: {effects:?}");
}

fn before(s: &Session) -> (String, String) {
    (stored(s), format!("{:?}", s.app.mode.scope()))
}

#[test]
fn the_ways_lead_to_every_mode() {
    let seen: HashSet<_> = ways().map(|way| session(way).app.mode.scope()).collect();
    let all: HashSet<_> = crate::ui::commands::COMMANDS.iter().map(|c| c.scope).collect();
    let missing: Vec<_> = all.difference(&seen).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_burst_decides_nothing_in_any_mode() {
    let keys = pasted_keys();
    for way in ways() {
        let mut s = session(way);
        let was = before(&s);
        let backwards: Vec<Key> = keys.iter().rev().copied().collect();
        for sizes in [1, 2, 3, 4, 50, 200] {
            for burst in keys.chunks(sizes).chain(backwards.chunks(sizes)) {
                for seen in [true, false] {
                    s.app.shown = seen;
                    let stamp = s.stamp();
                    let effects = handle(&mut s.app, Event::Burst(burst.to_vec()), &stamp);
                    assert_nothing(&s, &was, &effects, &format!("{way:?}: {burst:?}"));
                    // What is left of a sequence of keys is left for the hand.
                    s.app.key_sequence.clear();
                }
            }
        }
        // The same key many times is a key that is held.
        for key in &keys {
            let stamp = s.stamp();
            let effects = handle(&mut s.app, Event::Burst(vec![*key; 9]), &stamp);
            assert_nothing(&s, &was, &effects, &format!("{way:?}: nine times {key}"));
            s.app.key_sequence.clear();
            s.app.shown = true;
        }
    }
}

#[test]
fn a_key_before_its_frame_decides_nothing_in_any_mode() {
    for way in ways() {
        let mut s = session(way);
        let was = before(&s);
        for key in pasted_keys().into_iter().chain(["Esc", "^C", "^R", "^E", "^Z"].map(|k| Key::parse(k).unwrap())) {
            behind(&mut s.app);
            let stamp = s.stamp();
            let mut effects = handle(&mut s.app, Event::Key(key), &stamp);
            // Leaving decides nothing.
            effects.retain(|e| *e != Effect::Quit);
            assert_nothing(&s, &was, &effects, &format!("{way:?}: {key}"));
            s.app.key_sequence.clear();
        }
        // Nor does a click on a row, a name or a key of the footer.
        for row in 0..30 {
            for column in (0..100).step_by(7) {
                behind(&mut s.app);
                let stamp = s.stamp();
                let effects = handle(&mut s.app, Event::Click(column, row), &stamp);
                assert_eq!(stored(&s), was.0, "{way:?}: a click at {column}, {row}");
                assert!(effects.is_empty(), "{way:?}: a click at {column}, {row}: {effects:?}");
            }
        }
    }
}

#[test]
fn a_click_before_its_frame_presses_no_key_of_the_footer() {
    let mut s = Session::new(STORY, (100, 30));
    let at = s.text()[29].find("Enter confirm").unwrap() as u16;
    let stamp = s.stamp();
    behind(&mut s.app);
    handle(&mut s.app, Event::Click(at, 29), &stamp);
    assert_eq!(s.progress().0, 0);
    s.frame();
    handle(&mut s.app, Event::Click(at, 29), &stamp);
    assert_eq!(s.progress().0, 1);
}

fn burst(s: &mut Session, names: &str) {
    let keys = names.split_whitespace().map(|name| Key::parse(name).unwrap()).collect();
    let stamp = s.stamp();
    handle(&mut s.app, Event::Burst(keys), &stamp);
    s.frame();
}

#[test]
fn a_key_that_is_held_moves_and_one_that_decides_does_not() {
    let text = format!("{STORY}\n\n{}", "Plain words stand here.\n\n".repeat(60));
    let mut s = Session::new(&text, (100, 30));
    s.keys("Esc");
    let row = |s: &Session| s.doc().layout.byte_at(s.doc().view.top);
    let first = row(&s);
    burst(&mut s, "j j j j j j");
    let six = row(&s);
    assert!(six > first);
    burst(&mut s, "Down Down PgDn PgDn j k");
    assert!(row(&s) > six);
    burst(&mut s, "g g");
    assert_eq!(row(&s), first);
    // Two keys that a slow line brought together.
    burst(&mut s, "j q");
    assert!(row(&s) > first);
    assert_eq!(s.message(), "Key ignored: the screen had not been drawn yet");
    burst(&mut s, "k k k k k k k k Tab");
    burst(&mut s, "x x x x x x");
    assert_eq!((s.progress().0, row(&s)), (0, first));
    burst(&mut s, "T h e Space q u a y Enter");
    assert_eq!((s.progress().0, s.message().as_str()), (0, "Pasted text decides nothing"));
}

#[test]
fn a_burst_in_a_field_is_its_text() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("/");
    burst(&mut s, "l a Space");
    burst(&mut s, "t BS BS t e");
    let Mode::Search(line) = &s.app.mode else { panic!() };
    assert_eq!(line.field.text(), "late");
    burst(&mut s, "x Enter");
    let Mode::Search(line) = &s.app.mode else { panic!("an Enter in a burst accepts nothing") };
    assert_eq!(line.field.text(), "latex");
    assert_eq!(s.message(), "Key ignored: the screen had not been drawn yet");
    s.keys("Esc e");
    burst(&mut s, "a Enter b ^J c Tab d");
    let Mode::Note(sheet) = &s.app.mode else { panic!() };
    assert_eq!(sheet.note.lines(), ["a", "b", "c d"]);
    s.keys("Enter");
    assert_eq!(s.doc().reading.set().iter().next().unwrap().note.as_deref(), Some("a\nb\nc d"));
}

#[test]
fn text_that_has_no_room_is_told() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("/");
    let stamp = s.stamp();
    handle(&mut s.app, Event::Paste("a".repeat(3_000)), &stamp);
    assert!(s.message().contains("room for 2000 characters"), "{}", s.message());
}

#[test]
fn enter_counts_only_once_its_frame_was_drawn() {
    // The word changes the row under the bar; Enter was meant for the row before.
    let mut s = Session::new(STORY, (100, 30));
    s.keys("s");
    s.key("B");
    s.key("Enter");
    assert!(s.doc().reading.set().is_empty() && matches!(s.app.mode, Mode::Speaker(_)));
    s.frame();
    s.key("Enter");
    assert_eq!(s.progress().0, 1);
}
