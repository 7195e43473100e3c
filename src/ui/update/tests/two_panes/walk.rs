//! Random walks: whatever is pressed, what each document shows is what is written of it.

use super::*;
use crate::ui::pane::Split;
use crate::ui::screens::Mode;
use sayso_core::annotation::sidecar::print;
use std::collections::BTreeMap;

/// Keys of all kinds: over to the other side, deciding, sheets, searching, closing, opening.
const KEYS: [&str; 44] = [
    "|", "|", "|", "Enter", "Enter", "Enter", "Tab", "2", "x", "u", "^R", "e", "a", "c", "s", "v", "w", "Esc", "Esc",
    "/", "n", "&", "j", "k", "Space", "b", "G", "J", "S", "E", "U", "Z", "R", "q", "^W", "w", "v", "L", "Down", "T",
    "+", "i", ":", "BackTab",
];

/// What is decided of each document that is open, by name.
fn sets(app: &App) -> BTreeMap<String, String> {
    let here = app.doc().map(|doc| (app.name.clone(), print(doc.reading.set())));
    let beside = app.split.as_ref().and_then(Split::pane).map(|pane| pane.name.clone());
    let other =
        beside.zip(app.split.as_ref().and_then(Split::document)).map(|(name, doc)| (name, print(doc.reading.set())));
    here.into_iter().chain(other).collect()
}

#[test]
fn every_document_holds_what_was_decided_in_it() {
    let (mut changes, mut beside) = (0, 0);
    for seed in 1..11u64 {
        let mut desk = Desk::two(if seed % 3 == 0 { (80, 24) } else { (120, 22) });
        desk.keys("| Enter");
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        let mut known: BTreeMap<String, String> = sets(&desk.app);
        let mut trail = Vec::new();
        for _ in 0..250 {
            let key = KEYS[random(KEYS.len())];
            let before = (desk.app.name.clone(), sets(&desk.app));
            trail.push(key);
            let event = match random(20) {
                0 => Event::Click(random(120) as u16, random(24) as u16),
                1 => Event::Resize(
                    [120, 100, 99, 80, 60, 59, 40, 20, 0][random(9)],
                    [30, 24, 20, 19, 10, 8, 7, 0][random(8)],
                ),
                2 => Event::Wheel(3, random(120) as u16, random(20) as u16),
                _ => Event::Key(Key::parse(key).unwrap()),
            };
            let left = desk.event(event);
            let now = sets(&desk.app);
            // A key changes one document: that which had the keyboard, or the one a click went over to.
            let changed = now.iter().filter(|(name, set)| before.1.get(*name).is_some_and(|was| was != *set)).count();
            assert!(changed <= 1, "seed {seed}: {trail:?}");
            if desk.app.name == before.0 {
                let other = now.iter().find(|(name, _)| **name != before.0);
                let same = other.is_none_or(|(name, set)| before.1.get(name).is_none_or(|was| was == set));
                assert!(same, "seed {seed}: only the document with the keyboard: {trail:?}");
            }
            (changes, beside) = (changes + changed, beside + usize::from(desk.app.split.is_some()));
            known.extend(now);
            if left || desk.app.doc().is_none() && !matches!(desk.app.mode, Mode::Library(_)) {
                break;
            }
        }
        assert!(desk.leave(), "seed {seed}");
        for (name, set) in known {
            desk.start(&name);
            let stored = print(desk.app.doc().unwrap().reading.set());
            assert_eq!(stored, set, "seed {seed}: {name} {trail:?}");
            assert!(desk.app.doc().unwrap().read_only.is_none(), "seed {seed}: {name} is locked still");
            desk.leave();
        }
    }
    assert!(changes > 60 && beside > 300, "the walks did something: {changes} {beside}");
}
