//! Views and what can be done in them; keys counted; random keys over all of them.

#![allow(clippy::string_slice)]

use super::*;
use crate::project::{Library, LibraryUpdate, Summary};
use crate::ui::event::NotExported;
use sayso_core::export::Written;
use sayso_core::reading::ItemId;
use std::path::PathBuf;

/// 10,000 random keys, clicks, wheels and pastes over every view, on 500 and more random sizes of the screen.
#[test]
fn a_resize_storm_and_random_keys_break_nothing() {
    let mut keys: Vec<String> = crate::ui::commands::COMMANDS
        .iter()
        .flat_map(|c| c.keys.iter().flat_map(|k| k.split(' ')))
        .map(str::to_owned)
        .collect();
    keys.extend(('a'..='z').chain('0'..='9').map(String::from));
    keys.extend(["BS", "Del"].map(str::to_owned));
    keys.sort();
    keys.dedup();
    let mut s = Session::new(STORY, (80, 24));
    let paths = ["/d/a.txt", "/d/b.txt"].map(PathBuf::from).to_vec();
    s.app.path = Some(paths[0].clone());
    let library = Library::new("d".into(), std::path::Path::new("/d"), paths);
    let (mut seed, mut sizes, mut seen) = (12345u32, 0, std::collections::HashSet::new());
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize
    };
    let openers = [
        "p",
        "#",
        "A",
        "o",
        "L",
        "H",
        "E",
        "X",
        "?",
        ":",
        "Tab e",
        "Tab c",
        "Tab s",
        "Tab a",
        "v",
        "v i",
        "m",
        "'",
        "p e",
        "p s",
        "p m",
        "p Enter",
        "Tab i",
        "/ t h e Tab",
        "/ t h e",
        "Tab c Enter A Tab * r",
        "V",
        "f",
        "g",
    ];
    for step in 0..10_000 {
        if step % 30 == 0 {
            // To each view in turn, so that random keys fall on all of them.
            s.keys("Esc Esc Esc Esc Tab");
            s.keys(openers[step / 30 % openers.len()]);
            seen.insert(s.app.mode.scope());
        }
        let key = keys[next() % keys.len()].clone();
        let stamp = s.stamp();
        let (column, row) = ((next() % 140) as u16, (next() % 50) as u16);
        let event = match next() % 40 {
            0..3 => {
                sizes += 1;
                Event::Resize(column, row)
            }
            3..5 => Event::Click(column, row),
            5 => Event::Drag(column, row),
            6 => Event::Wheel(3 - (next() % 7) as i32, 3, 3),
            7 => Event::Paste("“Ada”\u{1b}[31m\n".to_owned()),
            8 => Event::FolderListed(library.clone()),
            9 => Event::Edited(Ok("a note\n".to_owned())),
            // Export would leave it waiting for an answer from outside; now and then is enough.
            _ if key == "X" && step % 7 != 0 => continue,
            _ => Event::Key(Key::parse(&key).unwrap()),
        };
        let effects = handle(&mut s.app, event, &stamp);
        if effects.iter().any(|e| matches!(e, Effect::Close | Effect::Open(_))) {
            s.app.mode = Mode::Read;
        }
        seen.insert(s.app.mode.scope());
        s.frame();
    }
    assert!(sizes >= 500, "{sizes}");
    assert!(seen.len() >= 22, "not every view was seen: {seen:?}");
    let anew = Reading::new(
        Arc::clone(s.doc().reading.document()),
        Arc::clone(s.doc().reading.found()),
        s.doc().reading.set().clone(),
    );
    assert_eq!(anew.progress(), s.progress());
}

/// How many keys the usual tasks take: not more than was promised.
#[test]
fn keys_per_task() {
    let count = |keys: &str| keys.split_whitespace().count();
    // A review when the suggestions are right.
    let mut s = Session::new(STORY, (100, 30));
    let review = "Enter ".repeat(s.progress().1);
    s.keys(&review);
    assert_eq!(s.progress(), (5, 5));
    assert!(count(&review) <= 16);
    // The same with the sure ones together.
    let mut s = Session::new(STORY, (100, 30));
    s.keys("E Enter Enter Enter Enter Enter");
    assert_eq!(s.progress(), (5, 5), "{}", s.message());
    // A quotation that was missed, with its speaker: the match of a search is where v begins.
    let mut s = Session::new("“We will vote,” said Ada Grey.\n\nThe sign said “wet paint” and hung there.", (100, 30));
    s.keys("/").type_in("wet").keys("Enter");
    let missed = "v v a q Enter";
    s.keys(missed);
    let set = s.doc().reading.set();
    let quote = set.iter().find(|r| r.label == "quote" && r.exact().contains("wet paint")).unwrap();
    assert!(quote.speaker.is_some() && count(missed) <= 6);
    // A claim with its rating, beside the note.
    let mut s = Session::new(STORY, (100, 30));
    let claim = "c 3 Enter";
    s.keys(claim);
    assert!(s.doc().reading.set().iter().any(|r| r.rating.is_some()) && count(claim) <= 4);
    // Another label, the note kept.
    let mut s = Session::new(STORY, (100, 30));
    s.keys("v a e").type_in("keep me").keys("Enter Esc Home");
    let note = s.doc().reading.set().iter().next().unwrap().clone();
    let stamp = s.stamp();
    focus(&mut s.app, ItemId::Record(note.id.as_str().into()));
    s.frame();
    let relabel = "a h";
    s.keys(relabel);
    let after = s.doc().reading.set().get(&note.id).unwrap().clone();
    assert_eq!((after.label.as_str(), after.note.as_deref()), ("highlight", Some("keep me")), "{stamp:?}");
    assert!(count(relabel) <= 3);
    // Two speakers who are one.
    let mut s = Session::new(STORY, (100, 30));
    let before = s.doc().reading.voices().len();
    let merge = "p m Enter";
    s.keys(merge);
    assert_eq!(s.doc().reading.voices().iter().filter(|v| !v.items.is_empty()).count(), before - 1);
    assert!(matches!(s.app.mode, Mode::Speakers(_)) && count(merge) <= 4);
    // The third place somebody is quoted.
    let mut s = Session::new(STORY, (100, 30));
    let third = "p 3";
    s.keys(third);
    let ada = s.doc().reading.voices().into_iter().next().unwrap();
    assert_eq!(s.doc().view.focus.as_ref(), ada.items.get(2));
    assert!(count(third) <= 4);
}

#[test]
fn a_view_under_a_sheet_comes_back_with_what_changed() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("p e").type_in(" the Elder").keys("Enter");
    let Mode::Speakers(view) = &s.app.mode else { panic!("{:?}", s.app.mode.scope()) };
    assert!(view.voices.iter().any(|v| v.name.ends_with("the Elder")), "{:?}", view.voices);
    s.keys("u");
    let Mode::Speakers(view) = &s.app.mode else { panic!() };
    assert!(!view.voices.iter().any(|v| v.name.ends_with("the Elder")));
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read));
}

#[test]
fn many_rows_are_changed_as_one_step() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("A * s").type_in("Somebody Else").keys("Enter");
    assert_eq!(s.progress(), (5, 5), "{}", s.message());
    let names: Vec<String> = s.doc().reading.all().map(|i| s.doc().reading.speaker_name(&i)).collect();
    assert!(names.iter().all(|n| n == "Somebody Else"), "{names:?}");
    s.keys("u");
    assert_eq!(s.progress(), (0, 5));
    s.keys("* x");
    assert!(s.message().contains("x again"), "{}", s.message());
    assert_eq!(s.progress(), (0, 5));
    s.keys("x");
    assert_eq!(s.progress(), (5, 5));
    s.keys("u");
    assert_eq!(s.progress(), (0, 5));
}

#[test]
fn the_list_of_annotations_narrows_turns_and_sorts() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("c 5 Enter Enter A Home");
    let shown = |s: &Session| {
        let Mode::Annotations(view) = &s.app.mode else { panic!() };
        view.list.shown().len()
    };
    let all = shown(&s);
    s.keys("/").type_in("nobody").keys("Enter");
    let Mode::Read = s.app.mode else { panic!("{:?}", s.app.mode.scope()) };
    s.keys("A o o");
    assert_eq!(shown(&s), all);
    s.keys("Tab Tab");
    assert!(shown(&s) < all);
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read));
}

#[test]
fn marks_and_the_way_back() {
    let text = format!("{STORY}\n\n{}\n\nThe end.", "Plain words stand here.\n\n".repeat(80));
    let mut s = Session::new(&text, (80, 24));
    let at = |s: &Session| s.doc().layout.byte_at(s.doc().view.top);
    s.keys("Esc m a G m b");
    let end = at(&s);
    s.keys("' a");
    assert_eq!(at(&s), 0);
    s.keys("^O");
    assert_eq!(at(&s), end);
    s.keys("M-Right");
    assert_eq!(at(&s), 0);
    s.keys("' z");
    assert_eq!(s.message(), "No place is marked z");
}

#[test]
fn other_words_for_a_statement() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("V");
    let Mode::Select(selection) = &s.app.mode else { panic!() };
    assert!(selection.put.is_some());
    s.keys("h h Enter");
    assert_eq!(s.progress().0, 1, "{}", s.message());
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!((record.status, record.exact().as_str()), (Some(Status::Edited), "“We will vote on Monday"));
    s.keys("u");
    assert_eq!(s.progress().0, 0);
}

#[test]
fn several_stretches_of_one_annotation() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("v w , w w a h");
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!(record.at.len(), 2, "{record:?}");
}

#[test]
fn a_long_text_is_searched_off_the_screen() {
    let text =
        format!("{}needle\n\n{}needle", "Plain words stand here.\n\n".repeat(12_000), "More words.\n\n".repeat(9000));
    let mut s = Session::new(&text, (80, 24));
    s.keys("/").type_in("needle");
    assert!(s.effects.iter().any(|e| matches!(e, Effect::Search(..))));
    assert_eq!(s.doc().search.found.as_ref().unwrap().spans.len(), 2);
    s.keys("Enter n");
    assert_eq!(s.message(), "2 of 2");
    s.keys("Home /").keys("Enter");
    assert_eq!(s.doc().search.found.as_ref().unwrap().query.text, "needle", "an empty line searches again");
}

#[test]
fn the_queue_goes_by_doubt_when_asked() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("O Tab");
    let score = |s: &Session| {
        let focus = s.doc().view.focus.clone().unwrap();
        s.doc().reading.suggestion(&focus).unwrap().score
    };
    let mut last = score(&s);
    for _ in 0..3 {
        s.keys("Enter");
        let now = score(&s);
        assert!(now >= last, "{now} {last}");
        last = now;
    }
}

#[test]
fn links_are_followed_and_come_back() {
    let pages = "Lines of words.\n\n".repeat(60);
    let text = format!("# Tides\n\nSee [the end](#the-end) or [more](more.md).\n\n{pages}# The end\n\nDone.\n");
    let mut s = Session::named("a.md", &text, (80, 24));
    s.app.path = Some("/d/a.md".into());
    s.keys("f 2");
    assert_eq!(s.effects.last(), Some(&Effect::Open("/d/more.md".into())));
    s.keys("f 1");
    assert!(s.text().join("\n").contains("Done."));
    s.keys("^O");
    assert!(s.text().join("\n").contains("See the end"));
}

#[test]
fn a_changed_file_is_told_and_read_again_by_key() {
    let mut s = Session::new(STORY, (100, 30));
    let stamp = s.stamp();
    assert!(handle(&mut s.app, Event::Changed, &stamp).is_empty());
    assert!(s.text()[0].contains("the file was changed"), "{}", s.text()[0]);
    s.app.follow = true;
    assert_eq!(handle(&mut s.app, Event::Changed, &stamp), [Effect::Reload]);
    s.frame();
    s.keys("p");
    assert!(handle(&mut s.app, Event::Changed, &stamp).is_empty(), "not under an open view");
}

#[test]
fn the_library_opens_goes_on_and_comes_back() {
    let mut s = Session::new(STORY, (100, 30));
    let paths = ["/d/a.txt", "/d/b.txt"].map(PathBuf::from).to_vec();
    s.app.path = Some(paths[0].clone());
    s.keys("L");
    assert_eq!(s.effects.last(), Some(&Effect::ListFolder));
    let stamp = s.stamp();
    handle(
        &mut s.app,
        Event::FolderListed(Library::new("d/".into(), std::path::Path::new("/d"), paths.clone())),
        &stamp,
    );
    let known = Summary { progress: (1, 4), ..Summary::default() };
    handle(
        &mut s.app,
        Event::Known(vec![LibraryUpdate { path: paths[1].clone(), known: Ok(known), opened: String::new() }]),
        &stamp,
    );
    s.frame();
    // A document that comes changes neither what is known nor where the bar is.
    s.keys("Tab");
    let more = ["/d/0.txt", "/d/a.txt", "/d/b.txt"].map(PathBuf::from).to_vec();
    handle(&mut s.app, Event::Relisted("/d".into(), more), &stamp);
    s.frame();
    s.keys("Enter");
    assert_eq!(s.effects.last(), Some(&Effect::Open(paths[1].clone())));
    s.keys("g n");
    assert_eq!(s.effects.last(), Some(&Effect::Open(paths[1].clone())));
    s.keys("q");
    assert_eq!(s.effects.last(), Some(&Effect::Close));
    closed(&mut s.app);
    s.frame();
    s.keys("q");
    assert_eq!(s.effects.last(), Some(&Effect::Quit));
}

#[test]
fn the_mouse_reaches_the_footer_the_lists_and_the_words() {
    let mut s = Session::new(STORY, (100, 30));
    let click = |s: &mut Session, column: u16, row: u16, millis: u64| {
        let stamp = Stamp { millis, ..s.stamp() };
        let effects = handle(&mut s.app, Event::Click(column, row), &stamp);
        s.frame();
        effects
    };
    let column = |s: &mut Session, row: usize, words: &str| {
        let line = &s.text()[row];
        line.find(words).map_or_else(|| panic!("{words}: {line}"), |at| line[..at].chars().count() as u16)
    };
    let at = column(&mut s, 29, "Enter confirm");
    click(&mut s, at, 29, 1_000);
    assert_eq!(s.progress().0, 1);
    s.keys("p");
    click(&mut s, 4, 5, 2_000);
    click(&mut s, 4, 5, 3_000);
    let Mode::Speakers(view) = &s.app.mode else { panic!() };
    assert_eq!((view.list.at, view.said), (1, Some(0)));
    s.keys("Esc Esc");
    let row = s.text().iter().position(|l| l.contains("Nobody")).unwrap();
    let at = column(&mut s, row, "Nobody");
    click(&mut s, at, row as u16, 10_000);
    click(&mut s, at, row as u16, 10_200);
    let Mode::Select(selection) = &s.app.mode else { panic!("{:?}", s.app.mode.scope()) };
    assert_eq!(s.doc().reading.document().words(selection.span()), "Nobody");
    click(&mut s, at, row as u16, 10_400);
    let Mode::Select(selection) = &s.app.mode else { panic!() };
    assert!(selection.span().len() > 10, "a sentence");
    click(&mut s, at, row as u16, 20_000);
    assert!(matches!(s.app.mode, Mode::Read));
}

#[test]
fn help_over_a_view_does_what_the_key_does_there() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("A Home ?").type_in("remove or reject").keys("Enter");
    assert!(matches!(s.app.mode, Mode::Annotations(_)), "{:?}", s.app.mode.scope());
    assert!(s.message().contains("x again"), "{}", s.message());
    assert_eq!(s.progress().0, 0);
    s.keys("?").type_in("split off this name").keys("Esc Esc Esc Esc");
    s.keys("?").type_in("grow word").keys("Enter");
    assert!(s.message().contains("screen “Select”"), "{}", s.message());
}

#[test]
fn a_declined_file_is_not_written_over_later() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("X m Enter");
    let stamp = s.stamp();
    handle(&mut s.app, Event::Exported(Err(NotExported("it exists. Enter again replaces it".into()))), &stamp);
    s.keys("Esc Esc g x");
    assert!(matches!(s.app.mode, Mode::Export(_)), "asked anew");
    s.keys("m Enter");
    handle(&mut s.app, Event::Exported(Ok(("/d/a.md".into(), Written::default()))), &stamp);
    s.keys("g x");
    assert!(matches!(s.effects.last(), Some(Effect::Export(path, _, true)) if path.ends_with("a.md")));
}

#[test]
fn nothing_is_decided_while_it_is_read_again() {
    let mut s = Session::new(STORY, (100, 30));
    reading_again(&mut s.app);
    s.keys("Enter x 2 e");
    assert!(s.effects.is_empty() && s.doc().reading.set().is_empty());
}

#[test]
fn marks_and_place_behind_the_head_are_kept() {
    let text = "Plain words stand here.\n\n".repeat(9000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    crate::store::disk::replace(&path, text.as_bytes()).unwrap();
    let request = Request {
        bytes: Bytes::File(path),
        name: "long.txt".into(),
        options: sayso_core::document::LoadOptions::default(),
        loader: crate::isolation::Loader::default(),
        sidecar: Some(crate::store::SidecarPath::new(folder.path().join("long.txt.sayso.ron"))),
        state: Some(folder.path().join("state")),
        holder: crate::store::Holder::default(),
        read_only: false,
    };
    let state = request.state_files().unwrap();
    let view =
        crate::store::View { at: 150_000, marks: [('a', 100), ('z', 200_000)].into(), ..crate::store::View::default() };
    crate::store::view::write(&state.view, &view).unwrap();
    for moved in [false, true] {
        let mut s = Session::new(STORY, (80, 24));
        s.app.stage = Stage::Loading;
        session::loaded(&mut s.app, open::head(&request).unwrap(), &request);
        assert!(!s.doc().is_loaded() && s.text().join("\n").contains("reading…"));
        if moved {
            s.keys("j");
        }
        let steps = std::cell::RefCell::new(Vec::new());
        open::open(&request, None, &Stop::default(), |step| steps.borrow_mut().push(step));
        for step in steps.into_inner() {
            match step {
                Opened::Loaded(loaded) => session::loaded(&mut s.app, loaded, &request),
                Opened::Ready(ready) => session::ready(&mut s.app, *ready),
                _ => {}
            }
        }
        let now = s.doc().last_view("");
        assert_eq!(now.marks, view.marks, "moved: {moved}");
        assert_eq!(now.at > 149_000, !moved, "{}", now.at);
    }
}

#[test]
fn attributes_of_the_project_turn_by_their_letter() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Enter Left t");
    assert!(s.message().contains("has no attributes"), "{}", s.message());
    let text = "(attributes: [(id: \"weight\", key: 'w', values: [\"low\", \"high\"])])";
    s.app.codebook = crate::config::parse(std::path::Path::new("sayso.ron"), text).unwrap();
    let weight = |s: &Session| {
        let record = s.doc().reading.set().iter().next().cloned();
        record.and_then(|r| r.attributes.get("weight").cloned())
    };
    s.keys("t w");
    assert_eq!(weight(&s).as_deref(), Some("low"));
    assert!(s.text().join("\n").contains("● low"));
    s.keys("w");
    assert_eq!(weight(&s).as_deref(), Some("high"));
    s.keys("w");
    assert_eq!(weight(&s), None);
    s.keys("w Esc A");
    assert!(s.text().join("\n").contains("weight low"));
    s.keys("u");
    assert_eq!(weight(&s), None, "one turn is one step");
    s.keys("* t w Enter");
    assert_eq!(weight(&s).as_deref(), Some("low"));
    assert!(matches!(s.app.mode, Mode::Annotations(_)));
}

/// Several rows are a list to paste: each with name, place and a link that leads back.
#[test]
fn marked_rows_are_copied_as_a_list_of_quotations() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter Enter A * y");
    let copied =
        s.effects.iter().rev().find_map(|e| if let Effect::Copy(text) = e { Some(text.clone()) } else { None });
    let copied = copied.unwrap();
    let parts: Vec<&str> = copied.trim_end().split("\n\n").collect();
    assert_eq!(parts.len(), 5, "{copied}");
    assert!(parts[1].starts_with("“Nobody is in a hurry.” — Ada Grey, a.txt ¶3\nsayso:a.txt#"), "{copied}");
    assert!(!parts[4].contains("sayso:"), "a suggestion has no id: {copied}");
    assert_eq!(s.message(), "Copied 5 quotations");
}
