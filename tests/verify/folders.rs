//! Folders with many documents: what is read of them, and that the answers are those of all documents.

use super::Desk;
use serde_json::Value;
use std::fmt::Write as _;

/// How many documents there are.
const DOCUMENTS: usize = 330;
/// How many articles are held against them.
const ARTICLES: usize = 6;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const GIVEN: &[&str] = &["Ada", "Bram", "Cora", "Dov", "Edda", "Finn", "Greta", "Hugo", "Ines", "Jorn"];
const NAMES: &[&str] =
    &["Strale", "Pendry", "Farrow", "Marden", "Quill", "Tolland", "Umber", "Vesey", "Wexcombe", "Yarrow"];
const THINGS: &[&str] = &[
    "ferry",
    "harbour wall",
    "school roof",
    "bus depot",
    "library",
    "market hall",
    "sea-front",
    "water tower",
    "clinic",
    "bakery",
    "railway bridge",
    "town hall",
    "theatre",
    "slipway",
    "boathouse",
    "orchard",
    "quarry",
    "lighthouse",
];
const DEEDS: &[&str] = &[
    "closed",
    "painted",
    "flooded",
    "sold",
    "repaired",
    "organised",
    "surveyed",
    "rebuilt",
    "insured",
    "abandoned",
    "measured",
    "labelled",
    "auctioned",
    "demolished",
    "heated",
    "opened",
];
const WHEN: &[&str] =
    &["in April", "last winter", "before the storm", "on Monday", "within two years", "after the vote"];
const WHY: &[&str] = &[
    "because the county never paid",
    "although nobody asked for it",
    "and it cost £4.2 million",
    "unless the council agrees",
    "so that forty families can stay",
    "and I don't regret a day of it",
    "without a single complaint",
];

fn sentence(dice: &mut Dice) -> String {
    let (thing, other) = (dice.pick(THINGS), dice.pick(THINGS));
    let (deed, when, why) = (dice.pick(DEEDS), dice.pick(WHEN), dice.pick(WHY));
    let count = 2 + dice.roll(60);
    match dice.roll(6) {
        0 => format!("The {thing} was {deed} {when} {why}."),
        1 => format!("We have not {deed} the {thing}, and the {other} was {deed} {when}."),
        2 => format!("They counted {count} cracks in the {thing} {when} {why}."),
        3 => format!("I was told that the {thing} would be {deed} {when}, {why}."),
        4 => format!("It is what it is, and they'll do with the {thing} what they did with the {other}."),
        _ => format!("Um, the {thing}, the {thing} near the {other} gets {deed} {when} {why}."),
    }
}

/// A document: its name, its text, and what is said in it by whom.
fn document(n: usize, dice: &mut Dice) -> (String, String, Vec<(String, String)>) {
    let mut person = || format!("{} {}", dice.pick(GIVEN), dice.pick(NAMES));
    let (first, second) = (person(), person());
    let mut said: Vec<(String, String)> = Vec::new();
    for turn in 0..2 + dice.roll(5) {
        let words = (0..=dice.roll(3)).map(|_| sentence(dice)).collect::<Vec<_>>().join(" ");
        said.push((if turn % 2 == 0 { first.clone() } else { second.clone() }, words));
    }
    let mut text = String::new();
    let name = match n % 6 {
        0 => {
            for (who, words) in &said {
                let _ = write!(text, "{}: {words}\n\n", who.to_uppercase());
            }
            "txt"
        }
        1 => {
            text.push_str("WEBVTT\n\n");
            for (at, (who, words)) in said.iter().enumerate() {
                let _ = write!(text, "00:{at:02}:01.000 --> 00:{at:02}:40.000\n<v {who}>{words}\n\n");
            }
            "vtt"
        }
        2 => {
            for (who, words) in &said {
                let _ = write!(text, "“{},” said {who}, the clerk.\n\n", words.trim_end_matches('.'));
            }
            "md"
        }
        3 => {
            text.push_str(&said.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n\n"));
            for (who, _) in &mut said {
                who.clear();
            }
            "txt"
        }
        4 => {
            let _ = write!(
                text,
                "From: {first} <a@example.org>\nTo: b@example.org\nSubject: Note\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\n"
            );
            for (who, words) in &mut said {
                let _ = write!(text, "{words}\n\n");
                who.clone_from(&first);
            }
            "eml"
        }
        _ => {
            said.truncate(2);
            let _ = write!(text, "Present: {first} (chair)\n\n");
            for (at, (who, words)) in said.iter_mut().enumerate() {
                let label = if at == 0 { "CHAIR".to_owned() } else { who.clone() };
                let _ = write!(text, "{label}: {words}\n\n");
            }
            "txt"
        }
    };
    (format!("{n:03}.{name}"), text, said)
}

/// A quotation made of what somebody says: as it is, or otherwise.
fn quotation(all: &[Vec<(String, String)>], dice: &mut Dice) -> (String, String) {
    let mut one = || {
        let document = &all[dice.roll(all.len())];
        let (who, words) = &document[dice.roll(document.len())];
        let sentences: Vec<&str> = words.split_inclusive(". ").collect();
        let words = sentences[dice.roll(sentences.len())].trim().trim_end_matches('.').to_owned();
        (who.clone(), words)
    };
    let ((mut who, words), (other, more)) = (one(), one());
    let mut parts: Vec<&str> = words.split(' ').collect();
    let at = dice.roll(parts.len());
    let words = match dice.roll(11) {
        0 | 1 => words,
        2 => {
            parts[at] = dice.pick(&["only", "never", "seven", "windmill", "colour"]);
            parts.join(" ")
        }
        3 => {
            parts.retain(|word| *word != "not" && *word != "never");
            parts.insert(at.min(parts.len()), "not");
            parts.join(" ")
        }
        4 => {
            for n in (0..parts.len()).step_by(3) {
                parts[n] = dice.pick(&["gravel", "kettle", "often", "the", "morning"]);
            }
            parts.join(" ")
        }
        5 => {
            parts.remove(parts.len() / 2);
            parts.insert(parts.len() / 2, "…");
            parts.join(" ")
        }
        6 => {
            who.clone_from(&other);
            words
        }
        7 => format!("{words} {more}"),
        8 => parts.iter().take(2 + dice.roll(3)).copied().collect::<Vec<_>>().join(" "),
        9 => parts.iter().take(parts.len().saturating_sub(3)).copied().collect::<Vec<_>>().join(" "),
        _ => "Every second kettle in this valley hums about windmills all morning".to_owned(),
    };
    let nobody = ["Zelda Nix", "Strale", "the chair", "Ada Yarrow"];
    let who = if who.is_empty() || dice.roll(12) == 0 { dice.pick(&nobody).to_owned() } else { who };
    (who, words)
}

/// Writes the documents and articles; how many articles.
fn written(desk: &Desk, seed: u64) {
    let mut dice = Dice(seed);
    let mut all = Vec::new();
    for n in 0..DOCUMENTS {
        let (name, text, said) = document(n, &mut dice);
        desk.put(&format!("hall/{name}"), &text);
        all.push(said);
    }
    for n in 0..ARTICLES {
        let mut text = "# What was said\n\n".to_owned();
        for _ in 0..25 {
            let (who, words) = quotation(&all, &mut dice);
            let _ = write!(text, "“{words},” said {who}.\n\n");
        }
        desk.put(&format!("article-{n}.md"), &text);
    }
    desk.put(
        "council.txt",
        "KIT LOWE: I signed off both tests. Nobody asked me about the third one.\n\nMARA DENT: I did not.\n",
    );
}

/// What was answered: the verdict with its kind, by quotation.
fn answers(lines: &[Value]) -> Vec<(String, String)> {
    let word = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let checks = lines.iter().filter(|line| line.get("quote").is_some());
    checks.map(|v| (word(v, "quote"), format!("{} {}", word(v, "verdict"), word(v, "kind")))).collect()
}

#[test]
fn the_index_of_a_folder_changes_no_verdict() {
    let seeds = std::env::var("SAYSO_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    for seed in 0..seeds {
        let desk = Desk::new();
        written(&desk, seed);
        let articles: Vec<String> = (0..ARTICLES).map(|n| format!("article-{n}.md")).collect();
        let ask = |more: &[&str]| {
            let arguments: Vec<&str> = articles.iter().map(String::as_str).chain(more.iter().copied()).collect();
            answers(&desk.lines(&arguments).1)
        };
        for places in [&["--against", "hall"][..], &["--against", "council.txt", "--elsewhere", "hall"]] {
            let (with, without) = (ask(places), ask(&[places, &["--no-index"]].concat()));
            assert_eq!(with.len(), without.len());
            assert!(with.len() > 100, "{}", with.len());
            for (with, without) in with.iter().zip(&without) {
                assert_eq!(with, without, "seed {seed}, {places:?}");
            }
        }
        let found = ask(&["--against", "hall"]);
        let kinds: std::collections::BTreeSet<&str> =
            found.iter().filter_map(|(_, verdict)| verdict.split(' ').next()).collect();
        assert!(kinds.len() >= 7, "many answers are compared: {kinds:?}");
    }
}

#[test]
fn of_a_large_folder_only_what_may_hold_the_words_is_read() {
    let desk = Desk::new();
    written(&desk, 7);
    desk.put("hall/far.txt", "KIT LOWE: I signed off both wardrobes.\n\nMARA DENT: Nobody asked.\n");
    desk.put("one.md", "“I signed off both wardrobes,” said Kit Lowe.\n");
    let (code, text, err) = desk.run(&["one.md", "--against", "hall"]);
    assert_eq!((code, err.as_str()), (0, ""), "{text}");
    let files: Vec<&str> = text.lines().filter(|line| line.starts_with("source ")).collect();
    assert!(files.len() == 2 && files[0].ends_with("hall/far.txt"), "{text}");
    assert_eq!(files[1], format!("source hall: {DOCUMENTS} more documents compared"));
    // What has changed is known.
    desk.put("hall/far.txt", "KIT LOWE: I signed off three wardrobes.\n\nMARA DENT: Nobody asked.\n");
    assert_eq!(desk.verdicts(&["one.md", "--against", "hall"]), ["altered"]);
    // Nothing of what lies elsewhere is read as long as the sources have the words.
    desk.put("broken/talk.json", "{\"segments\": [{\"start\": 0.4, \"text\": \" I found");
    desk.put("far.txt", "KIT LOWE: I signed off both wardrobes.\n\nMARA DENT: Nobody asked.\n");
    desk.put("other.txt", "KIT LOWE: It rained all Tuesday.\n\nMARA DENT: It did.\n");
    let told = |against: &str| desk.lines(&["one.md", "--against", against, "--elsewhere", "broken"]).1.len();
    assert_eq!((told("far.txt"), told("other.txt")), (1, 2));
    assert_eq!(desk.run(&["one.md", "--against", "far.txt", "--elsewhere", "nothing"]).0, 3);
}

#[test]
fn without_a_place_for_an_index_everything_is_read() {
    let desk = Desk::new();
    written(&desk, 3);
    desk.put("state", "a file where the folder of the state would be");
    let arguments = ["article-0.md", "--against", "hall"];
    let with = answers(&desk.lines(&arguments).1);
    assert_eq!(with, answers(&desk.lines(&[&arguments[..], &["--no-index"]].concat()).1));
}
