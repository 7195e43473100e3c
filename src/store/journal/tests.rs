use super::*;
use proptest::prelude::*;
use sayso_core::annotation::{Selector, Set};
use sayso_core::kinds::SpeakerKind;
use std::path::Path;

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z “”\"\\\\\n\t]{0,9}", Just("\r\u{0}\u{2028}\u{202e}\u{feff}👩‍👩‍👧 e\u{301}".to_owned())]
}

fn entry(n: u32, words: &[String]) -> JournalEntry {
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
    let review = Review {
        by: words[3].clone(),
        detector: "2".into(),
        text: "x".into(),
        done: "y".into(),
        items: n,
        seconds: Some(n),
        keys: Some(n),
    };
    change.ops.push(Op::Review { before: None, after: Some(review) });
    change.ops.push(Op::Sources { before: Vec::new(), after: words.to_vec() });
    let quote = Selector { start: n, end: n, exact: words[0].clone(), prefix: String::new(), suffix: String::new() };
    let (source, verdict, reason) = (None, words[1].clone(), Some(words[2].clone()));
    let check = CheckDecision { quote, source, verdict, reason, by: None, at: "y".into() };
    change.ops.push(Op::Check { before: None, after: Some(check) });
    let verb = [Verb::Did, Verb::Undid, Verb::Redid][n as usize % 3];
    JournalEntry { verb, at: "2026-11-24T08:00:00Z".into(), by: Some(words[2].clone()), change: Arc::new(change) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// What is written is read; whatever is cut off or broken in one place, all lines before it and all whole lines after
    /// it are read still.
    #[test]
    fn whole_lines_are_read(words in proptest::collection::vec(words(), 4), cut in 0usize..4000, broken in proptest::option::of(0usize..4000)) {
        let entries: Vec<JournalEntry> = (0..4).map(|n| entry(n, &words)).collect();
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
                let rest: Vec<&JournalEntry> = entries.iter().enumerate().filter(|(n, _)| *n != hit).map(|(_, e)| e).collect();
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

/// A journal as a writer leaves it when it is killed: a counted head and `count` changes.
fn counted(after: u64, count: u64) -> Vec<String> {
    let words = vec![String::from("w"); 4];
    let mut holder = Holder::new(7, "here".into(), "ada".into(), "2026-11-24T08:00:00Z".into());
    (holder.after, holder.lines) = (Some(after), Some(count));
    let lines = (1..=count).map(|n| line(after + n, &entry(n as u32, &words)));
    std::iter::once(holder.line()).chain(lines).collect()
}

fn read_back(bytes: &[u8]) -> Content {
    let mut content = Content::default();
    content.add(bytes, Path::new("j")).unwrap();
    content
}

/// How many changes are said to be missing or damaged.
fn reported(content: &Content) -> u64 {
    let missing = content.gaps.iter().map(|gap| if let Gap::Missing(_, _, n) = gap { *n } else { 0 });
    missing.sum::<u64>() + content.damaged.len() as u64
}

#[test]
fn a_whole_journal_is_whole() {
    for (after, count) in [(0, 0), (0, 5), (12, 3)] {
        let content = read_back(counted(after, count).concat().as_bytes());
        assert!(content.is_whole(), "{:?}", content.gaps);
        assert_eq!(content.entries.len() as u64, count);
    }
    // Two sessions, one after the other, and lines nobody counted, as earlier versions wrote them.
    let two = [counted(0, 3).concat(), counted(0, 2).concat()].concat();
    assert!(read_back(two.as_bytes()).is_whole());
    let plain = Holder::new(7, String::new(), String::new(), String::new()).line();
    let uncounted: String = [&[plain], &counted(0, 3)[1..], &counted(0, 2)[1..]].concat().concat();
    let content = read_back(uncounted.as_bytes());
    assert!(content.is_whole(), "{:?}", content.gaps);
    assert_eq!(content.entries.len(), 5);
}

#[test]
fn line_ends_of_others_are_read() {
    let lines = counted(0, 4);
    let windows = format!("\u{feff}{}", lines.concat().replace('\n', "\r\n"));
    let content = read_back(windows.as_bytes());
    assert!(content.is_whole(), "{:?} {:?}", content.gaps, content.damaged.len());
    assert_eq!((content.entries.len(), content.lines), (4, lines[1..].concat()));
}

#[test]
fn an_empty_journal_is_told() {
    for bytes in ["", "deadbeef\t(journal: 1"] {
        assert_eq!(read_back(bytes.as_bytes()).gaps, [Gap::Empty("j".into())]);
    }
}

#[test]
fn a_journal_that_does_not_begin_with_its_head_is_told() {
    let lines = counted(6, 5);
    for from in 1..4 {
        let content = read_back(lines[from..].concat().as_bytes());
        assert_eq!(content.gaps, [Gap::Beheaded("j".into())], "{from}");
    }
    assert_eq!(read_back(&[0; 900]).gaps, [Gap::Beheaded("j".into())]);
    // The head in the place of a line loses none, and the changes come in the order they were made in.
    let right = read_back(lines.concat().as_bytes()).entries;
    for with in 1..6 {
        let mut swapped = lines.clone();
        swapped.swap(0, with);
        let content = read_back(swapped.concat().as_bytes());
        assert_eq!(content.entries, right, "{with}");
        assert!(content.gaps.iter().all(|gap| matches!(gap, Gap::Disordered(..))), "{:?}", content.gaps);
    }
    // Two sessions, the head of the first gone: nothing of the second is mixed up with it.
    let two = [counted(0, 3)[1..].concat(), counted(0, 3).concat()].concat();
    let content = read_back(two.as_bytes());
    assert_eq!((content.entries.len(), content.gaps), (6, vec![Gap::Beheaded("j".into())]));
}

#[test]
fn lines_in_another_order_are_told_and_taken_in_theirs() {
    let mut lines = counted(0, 5);
    let right = read_back(lines.concat().as_bytes()).entries;
    lines.swap(2, 4);
    let content = read_back(lines.concat().as_bytes());
    assert!(matches!(content.gaps.as_slice(), [Gap::Disordered(_, 3)]), "{:?}", content.gaps);
    assert_eq!(content.entries, right);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    /// Whatever stretch of a journal is taken out, cut off, or filled with zeros: each change that is not there is told.
    #[test]
    fn every_loss_is_told(after in 0u64..3, count in 1u64..9, from in 0usize..3000, length in 1usize..3000, zeros: bool) {
        let lines = counted(after, count);
        let mut bytes = lines.concat().into_bytes();
        let from = from % bytes.len();
        let to = (from + length).min(bytes.len());
        if zeros {
            bytes[from..to].fill(0);
        } else {
            bytes.drain(from..to);
        }
        let whole = read_back(lines.concat().as_bytes()).entries;
        let content = read_back(&bytes);
        let lost = whole.iter().filter(|e| !content.entries.contains(e)).count() as u64;
        // Of lines whose head is gone as well, somebody who counts knows only what stands between the others.
        let head_is_there = from >= lines[0].len();
        if content.gaps.iter().all(|gap| !matches!(gap, Gap::Beheaded(_) | Gap::Empty(_))) {
            prop_assert!(reported(&content) >= lost, "{lost} lost, {:?} {}", content.gaps, content.damaged.len());
        }
        if head_is_there {
            prop_assert!(lost > 0 || content.is_whole() || zeros, "{:?}", content.gaps);
        } else {
            prop_assert!(lost == 0 || !content.is_whole());
        }
        prop_assert_eq!(content.entries.len() as u64, count - lost);
    }
}

/// A line with an annotation that no sidecar can hold is damaged: laid over one, it would make a file that is not read.
#[test]
fn what_no_sidecar_holds_comes_from_no_journal() {
    let words = vec![String::from("a"); 4];
    let touched = |touch: &dyn Fn(&mut Annotation)| {
        let mut entry = entry(1, &words);
        let mut change = (*entry.change).clone();
        for op in &mut change.ops {
            if let Op::Annotation { after: Some(after), .. } = op {
                let mut record = (**after).clone();
                touch(&mut record);
                *after = Arc::new(record);
            }
        }
        entry.change = Arc::new(change);
        let mut content = Content::default();
        content
            .add(format!("{}{}", line(1, &entry), line(2, &self::entry(2, &words))).as_bytes(), Path::new("j"))
            .unwrap();
        (content.entries.len(), content.damaged.len())
    };
    assert_eq!(touched(&|record| record.score = Some(0.5)), (2, 0));
    for score in [f64::NAN, -0.1, 1.5, f64::INFINITY] {
        assert_eq!(touched(&|record| record.score = Some(score)), (1, 1), "{score}");
    }
    assert_eq!(touched(&|record| record.at.clear()), (1, 1));
}
