use super::*;
use crate::annotation::{Selector, Set};
use crate::statement::SpeakerKind;
use proptest::prelude::*;
use std::path::Path;

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z “”\"\\\\\n\t]{0,9}", Just("\r\u{0}\u{2028}\u{202e}\u{feff}👩‍👩‍👧 e\u{301}".to_owned())]
}

fn entry(n: u32, words: &[String]) -> Entry {
    let at =
        Selector { start: n, end: n + 1, exact: words[0].clone(), prefix: words[1].clone(), suffix: String::new() };
    let before = Annotation::new(format!("r{n}"), &words[2], vec![at]);
    let mut after = before.clone();
    after.note = Some(words[3].clone());
    let mut change = Change { summary: words[1].clone(), ..Change::default() };
    change.annotation(Some(Arc::new(before)), Some(after));
    let mut speaker = Set::default().new_speaker(&words[0], SpeakerKind::Group);
    speaker.note = Some(words[2].clone());
    change.ops.push(Op::Speaker { before: None, after: Some(speaker) });
    let review = Review { by: words[3].clone(), detector: "2".into(), text: "x".into(), done: "y".into(), items: n };
    change.ops.push(Op::Review { before: None, after: Some(review) });
    let verb = [Verb::Did, Verb::Undid, Verb::Redid][n as usize % 3];
    Entry { verb, at: "2026-11-24T08:00:00Z".into(), by: Some(words[2].clone()), change: Arc::new(change) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// What is written is read; whatever is cut off or broken in one place, all lines before it and all whole lines after
    /// it are read still.
    #[test]
    fn whole_lines_are_read(words in proptest::collection::vec(words(), 4), cut in 0usize..4000, broken in proptest::option::of(0usize..4000)) {
        let entries: Vec<Entry> = (0..4).map(|n| entry(n, &words)).collect();
        let lines: Vec<String> = entries.iter().enumerate().map(|(n, e)| line(n as u64, e)).collect();
        let mut bytes = lines.concat().into_bytes();
        let mut whole = Content::default();
        whole.add(&bytes, Path::new("j")).unwrap();
        prop_assert_eq!(&whole.entries, &entries);
        prop_assert!(whole.damaged.is_empty());

        let cut = cut % (bytes.len() + 1);
        let ends: Vec<usize> = lines.iter().scan(0, |at, l| { *at += l.len(); Some(*at) }).collect();
        let left = ends.iter().filter(|end| **end <= cut).count();
        let mut torn = Content::default();
        torn.add(&bytes[..cut], Path::new("j")).unwrap();
        prop_assert_eq!(&torn.entries[..], &entries[..left]);
        prop_assert!(torn.damaged.is_empty(), "a torn end is no damage");

        if let Some(at) = broken {
            let at = at % bytes.len();
            if bytes[at] != b'\n' {
                bytes[at] ^= 0x20;
                let hit = ends.iter().filter(|end| **end <= at).count();
                let mut hurt = Content::default();
                hurt.add(&bytes, Path::new("j")).unwrap();
                let rest: Vec<&Entry> = entries.iter().enumerate().filter(|(n, _)| *n != hit).map(|(_, e)| e).collect();
                prop_assert!(rest.iter().all(|e| hurt.entries.contains(e)), "{} of 4", hurt.entries.len());
            }
        }
    }
}

#[test]
fn a_newer_journal_is_left_alone() {
    let line = sealed("(journal: 9, base: \"\")");
    let error = Content::default().add(line.as_bytes(), Path::new("j")).unwrap_err();
    assert!(error.to_string().contains("version 9"), "{error}");
}

#[test]
fn lines_of_a_doubtful_journal_count_once() {
    let words = vec![String::from("a"); 4];
    let (one, two) = (line(1, &entry(1, &words)), line(2, &entry(2, &words)));
    let mut content = Content::default();
    content.add(format!("{one}{two}").as_bytes(), Path::new("j")).unwrap();
    content.add(two.as_bytes(), Path::new("j-2")).unwrap();
    assert_eq!(content.entries.len(), 2);
}
