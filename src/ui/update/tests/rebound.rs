//! Keys named on the screen are those that are bound.

use super::*;
use crate::ui::keymap::Keymap;
use std::collections::BTreeMap;
use std::path::Path;

/// Commands with the keys they are bound to.
type Bound = &'static [(&'static str, &'static str)];

/// Commands bound to other keys, keys that are pressed then, and what is on the screen after them.
const CASES: &[(Bound, &str, &str)] = &[
    (&[("confirm", "F2"), ("select", "F3")], "Esc y", "F2 focuses a statement, F3 selects words"),
    (&[("confirm", "F2")], "Esc i", "Nothing in focus: F2 begins reviewing"),
    (&[("search", "F4")], "n", "F4 searches"),
    (&[("set-mark", "F5")], "'", "F5 and a letter marks this one"),
    (&[("back", "F6")], "M-Right", "F6 goes back first"),
    (&[("toggle-reported", "F7")], "F7", "F7 shows it"),
    (&[("not-a-quote", "F8")], "Enter Left F8", "F8 again removes it"),
    (&[("next-open", "F9")], "O", "F9 goes through the least sure first"),
    (&[("quit", "F10")], "Esc Esc", "F10 leaves sayso"),
    (&[("help", "F11")], "K", "F11 shows every key"),
    (&[("label", "F12")], ".", "F12 opens the labels"),
    (&[("commands", "F2")], "Esc 3", "F230 goes to ¶30"),
    (&[("extend-word", "F2"), ("select-label", "F3")], "V", "F2 b move the end by a word, W B the start; F3 keeps it"),
    (&[("extend-word", "F2")], "V b b F2 F2 F2", "The quotation marks are here; F2 again"),
    (&[("cut-word", "F2")], "S", "Nothing to cut here: F2 and b choose a place"),
    (&[("drop-selection", "F2")], "v q", "F2 leaves the selection"),
    (&[("resume", "F2"), ("drop-unfinished", "F3")], "e z Esc", "Note not saved: F2 goes on, F3 drops it"),
    (&[("resume", "F2"), ("drop-unfinished", "F3")], "c Tab z Esc", "Claim not saved: F2 goes on, F3 drops it"),
    (&[("edit-speaker", "F2")], "p F2 z Esc", "Names not saved: F2 goes on with it"),
    (&[("resume", "F2")], "v v Esc", "Selection left: F2 takes it up again"),
    (&[("resume", "F2")], "e z Esc Z", "F2 has it back"),
    (&[("annotations-back", "F2")], "A / z z z", "F2 clears them"),
    (&[("annotations-back", "F2")], "A /", "F2 clear"),
    (&[("row-remove", "F3")], "Enter A F3", "F3 again removes it"),
    (&[("annotations-take", "F4")], "A a", "F4 goes there"),
    (&[("search-back", "F2"), ("stay", "F3")], "/ G", "F3 stay   Tab list   F2 back"),
    (&[("whole-word", "F2")], "v i", "F2 word"),
    (&[("mark-back", "F2")], "m", "F2 nothing"),
    (&[("run", "F3")], ": 3 3 3", "F3 goes there."),
    (&[("help-back", "F2")], "? z z z", "F2 clears them."),
    (&[("annotations-back", "F2")], "A g", "F2 nothing"),
];

#[test]
fn keys_named_on_the_screen_are_those_that_are_bound() {
    for (bound, keys, expected) in CASES {
        let patch: BTreeMap<String, Vec<String>> =
            bound.iter().map(|(name, key)| ((*name).to_owned(), vec![(*key).to_owned()])).collect();
        let (keymap, problems) = Keymap::new(&patch, Path::new("config.ron"), "");
        assert!(problems.is_empty(), "{problems:?}");
        let mut s = Session::new(STORY, (120, 40));
        s.app.keymap = keymap;
        s.keys(keys);
        let text = s.text().join("\n");
        assert!(text.contains(expected), "{bound:?} {keys}: {expected}\n{text}");
    }
}

#[test]
fn a_file_that_changed_names_the_key_that_reads_it() {
    let patch = [("reload".to_owned(), vec!["F2".to_owned()])].into();
    let mut s = Session::new(STORY, (120, 40));
    s.app.keymap = Keymap::new(&patch, Path::new("config.ron"), "").0;
    let stamp = s.stamp();
    handle(&mut s.app, Event::Changed, &stamp);
    assert!(s.text().join("\n").contains("the file was changed: F2 reads it again"));
}

#[test]
fn a_command_without_a_key_is_named_as_in_the_palette() {
    let patch = [("undo".to_owned(), vec!["n".to_owned()])].into();
    let app = &mut Session::new(STORY, (80, 24)).app;
    app.keymap = Keymap::new(&patch, Path::new("config.ron"), "").0;
    assert_eq!(app.key(Scope::Reader, Action::NextMatch), ":next match");
}

#[test]
fn an_export_tells_what_was_written() {
    let mut s = Session::new(STORY, (120, 40));
    s.keys("Enter Enter");
    let stamp = s.stamp();
    let written = sayso_core::export::Written::default();
    handle(&mut s.app, Event::Exported(Ok(("/d/a.claims.jsonld".into(), written))), &stamp);
    assert!(s.app.message.as_ref().is_some_and(|m| m.text.starts_with("Exported 0 annotations to ")));
}

#[test]
fn nothing_to_confirm_together_is_said() {
    let mut s = Session::new("Nobody speaks here.", (80, 24));
    s.keys("E");
    assert_eq!(s.app.message.as_ref().map(|m| m.text.as_str()), Some("Nobody speaks here"));
}
