use super::*;

/// Emoji, CR LF and letters of two and three bytes in front of what is selected.
const WRITTEN: &str = "😊 Intro — naïve.\r\n\r\n“Taxes 🇳🇴 fell,” Jane Doe said.\r\n“No,” Bo Lind said. “No.”\r\n";

/// Positions of words, counted some way.
fn counted(words: &str, counting: Counting) -> (u64, u64) {
    let at = WRITTEN.find(words).unwrap();
    let count = |text: &str| {
        let mut n = if counting.mark { width('\u{feff}', counting.unit) } else { 0 };
        let mut before = ' ';
        for c in text.chars() {
            n += match (c, counting.ends) {
                ('\n', LineEnds::One) if before == '\r' => 0,
                (c, _) => width(c, counting.unit),
            };
            before = c;
        }
        n
    };
    let (start, end) = (count(WRITTEN.get(..at).unwrap()), count(WRITTEN.get(..at + words.len()).unwrap()));
    (start, if counting.is_last { end - 1 } else { end })
}

fn width(c: char, unit: OffsetUnit) -> u64 {
    match unit {
        OffsetUnit::Chars => 1,
        OffsetUnit::Utf16 => c.len_utf16() as u64,
        OffsetUnit::Bytes => c.len_utf8() as u64,
    }
}

fn ways() -> Vec<Counting> {
    let mut out = Vec::new();
    for unit in [OffsetUnit::Chars, OffsetUnit::Utf16, OffsetUnit::Bytes] {
        for ends in [LineEnds::AsWritten, LineEnds::One] {
            for mark in [false, true] {
                out.extend([false, true].map(|is_last| Counting { unit, ends, mark, is_last }));
            }
        }
    }
    out
}

const SAID: [&str; 4] = ["Intro — naïve.", "“Taxes 🇳🇴 fell,”", "Jane Doe", "“No.”"];

#[test]
fn words_tell_what_a_file_counts() {
    for mark in ["", "\u{feff}"] {
        let text = IndexedText::new(&format!("{mark}{WRITTEN}"));
        for counting in ways().into_iter().filter(|c| !c.mark || !mark.is_empty()) {
            let given = SAID.map(|words| GivenPlace {
                pieces: vec![counted(words, counting)],
                words: GivenWords::Whole(words.to_owned()),
            });
            let found =
                recognise(&text, &given.iter().collect::<Vec<_>>(), Counting::default(), Evidence::EdgesAndEnds);
            let words: Vec<String> = found
                .places
                .iter()
                .map(|place| match place {
                    Resolved::At(spans) => spans[0].of(text.text()).to_owned(),
                    other => format!("{counting}: {other:?}"),
                })
                .collect();
            assert_eq!(words, SAID, "{counting}");
            assert_eq!(found.basis == Basis::Standard, counting == Counting::default(), "{counting}");
        }
    }
}

const UNSAID: [&str; 6] = ["naïve", "Taxes 🇳🇴 fell", "Jane Doe", "said", "Bo Lind", "Lind said"];

#[test]
fn edges_tell_it_where_there_are_no_words() {
    let text = IndexedText::new(WRITTEN);
    for counting in ways().into_iter().filter(|c| !c.mark && !c.is_last) {
        let given =
            UNSAID.map(|words| GivenPlace { pieces: vec![counted(words, counting)], words: GivenWords::Unsaid });
        let found = recognise(&text, &given.iter().collect::<Vec<_>>(), Counting::default(), Evidence::EdgesAndEnds);
        let words: Vec<&str> = found
            .places
            .iter()
            .map(|place| match place {
                Resolved::At(spans) => spans[0].of(text.text()),
                Resolved::OtherWords(_) | Resolved::Outside => "",
            })
            .collect();
        assert_eq!(words, UNSAID, "{counting}");
    }
}

#[test]
fn a_few_words_by_accident_do_not_turn_a_file() {
    // Two of three stand where the standard says; under another count one other would.
    let text = IndexedText::new("😊 no no no, Ann said.");
    let place = |start, words: &str| GivenPlace {
        pieces: vec![(start, start + words.chars().count() as u64)],
        words: GivenWords::Whole(words.to_owned()),
    };
    let given = [place(2, "no"), place(12, "Ann"), place(16, "aid.")];
    let found = recognise(&text, &given.iter().collect::<Vec<_>>(), Counting::default(), Evidence::EdgesAndEnds);
    assert_eq!((found.basis, found.counting), (Basis::Standard, Counting::default()));
    assert!(matches!(found.places[2], Resolved::OtherWords(_)));
}

#[test]
fn names_are_words_their_beginning_or_only_names() {
    let text = "“Taxes fell by a tenth,” Jane Doe said.";
    let at = |name: &str| fit(&GivenWords::Name(name.to_owned()), text, &[Span::new(0, 28)]);
    assert_eq!(at("“Taxes fell by a tenth,”"), Some(FULL));
    assert_eq!((at("“Taxes fell…"), at("“Taxes fell by..."), at("…")), (Some(FULL), Some(FULL), Some(0)));
    assert_eq!((at("“Taxes fell by a te"), at("“Tax"), at("Budget")), (Some(1), Some(0), Some(0)));
}
