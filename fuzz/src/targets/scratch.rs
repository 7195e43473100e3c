//! Scratch pages, which people change by hand: any text, and what is done to it.

use super::Target;
use crate::dice::Dice;
use crate::seeds;
use sayso_core::export::Quotation;
use sayso_core::export::scratch::{Edit, Splice, apply, between, entries, moved, note_of, noted, removed};

pub const TARGET: Target =
    Target { name: "scratch", doc: "numbers of what is done, and a scratch page", run, is_bounded: true, seeds };

/// Bytes of numbers before the text.
const NUMBERS: usize = 24;

fn run(bytes: &[u8]) -> bool {
    let Some((numbers, text)) = bytes.split_at_checked(NUMBERS) else { return false };
    let mut dice = Dice(numbers);
    let mut text = String::from_utf8_lossy(text).into_owned();
    for _ in 0..4 {
        let all = entries(&text);
        let mut last = 0;
        for (number, entry) in all.iter().enumerate() {
            assert!(entry.block.start >= last && entry.block.end <= entry.notes.start, "{entry:?} behind {last}");
            last = entry.notes.end;
            assert!(text.get(entry.block.clone()).is_some() && text.get(entry.notes.clone()).is_some(), "{entry:?}");
            note_of(&text, entry);
            between(&text, &all, Some(number));
        }
        between(&text, &all, None);
        let number = dice.below(all.len().max(1));
        let quotation = Quotation {
            words: dice.one(&["We go.", "> — [x](y)", "né\u{301} *a*", ""]).to_owned(),
            speaker: dice.one(&[None, Some("Ada Grey"), Some("A, [b]")]).map(str::to_owned),
            place: "a.txt ¶3".to_owned(),
            link: dice.one(&[None, Some("sayso:a.txt#r1"), Some("sayso:a%20b.txt")]).map(str::to_owned),
        };
        let splice: Option<Splice> = match dice.below(5) {
            0 => None,
            1 => removed(&text, &all, &[number]),
            2 => all.get(number).map(|entry| noted(&text, entry, dice.one(&["A note.", "", "> q\n\n# h"]))),
            3 => moved(&text, &all, number, dice.in_one_of(2)),
            _ => removed(&text, &all, &(0..all.len()).collect::<Vec<_>>()),
        };
        let edit = splice.map_or(Edit::Append(vec![quotation]), Edit::Splice);
        let Some((changed, back)) = apply(&text, &edit) else {
            panic!("nothing was changed meanwhile: {edit:?}\n{text:?}")
        };
        let (restored, _) = apply(&changed, &Edit::Splice(back)).expect("nothing was changed meanwhile");
        assert_eq!(restored, text, "taken back it is another: {edit:?}");
        text = changed;
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let pages = [
        "# Scratch page\n\n> “We go.”\n>\n> — Ada Grey, [a.txt ¶3](<sayso:a.txt#r1>)\n\nA note.\n\n> Nobody knows\n> — Bo, a.txt\n\n## Later\n\ntext\n",
        "\u{feff}# Mine\r\n\r\n> a\r\n> -- [b](sayso:b.txt)\r\n\r\n> c\r\n",
        "> a\\\n> b\n> — x",
        "",
    ];
    let seed = |(number, page): (usize, &&str)| {
        let numbers = (0..NUMBERS).map(|n| (n * n * 7 + number * 3 + n) as u8);
        (number.to_string(), numbers.chain(page.bytes()).collect())
    };
    let mut out: Vec<(String, Vec<u8>)> = pages.iter().enumerate().map(seed).collect();
    out.extend(seeds::texts(&[]));
    out
}
