use super::*;
use proptest::prelude::*;

fn known(name: &str) -> KnownAs {
    KnownAs { id: None, name: name.to_owned(), kind: SpeakerKind::Person }
}

fn one(first: &str, other: &str) -> SpeakerDecision {
    SpeakerDecision::One(known(first), known(other))
}

fn two(first: &str, other: &str) -> SpeakerDecision {
    SpeakerDecision::Two(known(first), known(other))
}

fn text_of(text: &str, decision: &SpeakerDecision) -> String {
    edited(text, decision).unwrap().0
}

#[test]
fn a_codebook_is_made_where_there_is_none() {
    for empty in ["", "\n"] {
        assert_eq!(
            text_of(empty, &one("Helen Harker", "HELEN HARKER")),
            "(\n  speakers: [\n    (id: \"helen-harker\", name: \"Helen Harker\", kind: person, aliases: [\"HELEN HARKER\"]),\n  ],\n)\n"
        );
    }
    assert!(text_of("()", &one("A B", "A. B.")).contains("speakers: [\n    (id: \"a-b\""));
    assert!(text_of("( /* nothing yet */ )", &one("A B", "A. B.")).contains("/* nothing yet */"));
}

#[test]
fn two_people_have_a_line_each() {
    let text = text_of("", &two("Helen Harker", "HELEN HARKER"));
    assert_eq!(
        text,
        "(\n  speakers: [\n    (id: \"helen-harker\", name: \"Helen Harker\", kind: person),\n    (id: \"helen-harker-2\", name: \"HELEN HARKER\", kind: person),\n  ],\n)\n"
    );
    // Said again nothing changes; said otherwise they are one.
    assert_eq!(text_of(&text, &two("HELEN HARKER", "Helen Harker")), text);
    assert_eq!(
        text_of(&text, &one("Helen Harker", "HELEN HARKER")),
        "(\n  speakers: [\n    (id: \"helen-harker\", name: \"Helen Harker\", kind: person, aliases: [\"HELEN HARKER\"], merged: [\"helen-harker-2\"]),\n  ],\n)\n"
    );
    let split = text_of(&text_of("", &one("Ada Grey", "Grey")), &two("Ada Grey", "Grey"));
    assert!(split.contains("(id: \"grey\", name: \"Grey\", kind: person)") && !split.contains("[\"Grey\"]"), "{split}");
}

#[test]
fn all_that_a_person_wrote_stays() {
    let before = "\u{feff}// Ours.\r\n(\r\n  labels: [(id: \"key\", key: 'k', doc: \"a ] and a ( here\")],\r\n\r\n  speakers: [\r\n    // Mayors\r\n    (id: \"ada-grey\",\r\n     name: \"Ada Grey\",   // since 2019\r\n     kind: person),\r\n    (id: \"zoe-zimt\", name: \"Zoe Zimt\", kind: person), /* last */\r\n  ], // end\r\n  guideline: \"Read on.\",\r\n)\r\n";
    let after = text_of(before, &one("Ada Grey", "Grey"));
    let expected =
        before.replace("kind: person),\r\n    (id: \"z", "kind: person,\r\n     aliases: [\"Grey\"]),\r\n    (id: \"z");
    assert_eq!(after, expected);
    let after = text_of(&after, &one("Bo Lind", "B. Lind"));
    let line = "    (id: \"bo-lind\", name: \"Bo Lind\", kind: person, aliases: [\"B. Lind\"]),\r\n";
    assert_eq!(after, expected.replace("    (id: \"zoe", &format!("{line}    (id: \"zoe")));
    // The line that goes goes alone.
    let gone = text_of(before, &one("Ada Grey", "Zoe Zimt"));
    assert!(
        gone.contains("aliases: [\"Zoe Zimt\"],\r\n     merged: [\"zoe-zimt\"]),\r\n    /* last */\r\n  ], // end\r\n"),
        "{gone}"
    );
}

#[test]
fn lists_on_one_line_and_without_a_last_comma_are_understood() {
    let of = |text: &str| text_of(text, &one("Mia Moor", "M. Moor"));
    let line = "(id: \"mia-moor\", name: \"Mia Moor\", kind: person, aliases: [\"M. Moor\"]),";
    let speaker = |id: &str| format!("(id: \"{id}\", name: \"{id}\", kind: person)");
    let (a, z) = (speaker("a"), speaker("z"));
    assert_eq!(of(&format!("(speakers: [{a}])")), format!("(speakers: [{a},\n  {line}\n])"));
    assert_eq!(of(&format!("(speakers: [{a}, {z}])")), format!("(speakers: [{a},\n  {line}\n  {z}])"));
    assert_eq!(of("(speakers: [])"), format!("(speakers: [\n  {line}\n])"));
    assert_eq!(
        of("(\n  ratings: [\"true\"]\n)"),
        format!("(\n  ratings: [\"true\"],\n  speakers: [\n    {line}\n  ],\n)")
    );
    assert_eq!(
        of(&format!("(\n  speakers: [\n    {z} // the last\n  ]\n)\n")),
        format!("(\n  speakers: [\n    {line}\n    {z} // the last\n  ]\n)\n")
    );
    assert_eq!(
        of(&format!("(\n  speakers: [\n    {a} // the first\n  ]\n)\n")),
        format!("(\n  speakers: [\n    {a}, // the first\n    {line}\n  ]\n)\n")
    );
}

#[test]
fn two_lines_of_one_speaker_become_one() {
    // As a union of two branches leaves them.
    let twice = "(\n  speakers: [\n    (id: \"h\", name: \"Helen Harker\", kind: person, aliases: [\"Harker\"]),\n    (id: \"h\", name: \"Helen Harker\", kind: person, aliases: [\"HELEN HARKER\"]),\n  ],\n)\n";
    let after = text_of(twice, &one("Helen Harker", "H. Harker"));
    assert_eq!(after.matches("id: \"h\"").count(), 1, "{after}");
    for alias in ["\"Harker\"", "\"HELEN HARKER\"", "\"H. Harker\""] {
        assert!(after.contains(alias), "{after}");
    }
}

#[test]
fn who_has_a_line_keeps_its_id() {
    let text = "(speakers: [(id: \"grey-a\", name: \"Grey\", kind: person), (id: \"all\", name: \"Both\", kind: group, members: [\"grey-a\", \"bo\"]), (id: \"bo\", name: \"Bo Lind\", kind: person)])";
    let named = text_of(text, &one("Ada Grey", "Grey"));
    assert!(named.contains("(id: \"grey-a\", name: \"Ada Grey\", kind: person, aliases: [\"Grey\"])"), "{named}");
    let merged = text_of(text, &one("Bo Lind", "Grey"));
    assert!(merged.contains("members: [\"bo\"]") && !merged.contains("(id: \"grey-a\""), "{merged}");
}

#[test]
fn a_mistake_is_told_with_its_place_and_nothing_is_changed() {
    let error = edited("(\n  speakers: [\n    (id: \"a\", nam: \"A\"),\n  ],\n)\n", &one("A B", "B")).unwrap_err();
    assert!(error.to_string().starts_with("3:"), "{error}");
    assert!(error.to_string().contains("name"), "{error}");
    let error = edited("(\n<<<<<<< ours\n)", &one("A B", "B")).unwrap_err();
    assert!(matches!(error, NotEdited::Mistake { .. }), "{error}");
}

#[test]
fn hostile_names_are_written_so_that_they_do_no_harm() {
    let name = "Ada\u{202e}\u{1b}[2J \"Grey\"\n)], // \\";
    let text = text_of("", &one(name, "Ada"));
    assert!(!text.contains(['\u{202e}', '\u{1b}']) && text.lines().count() == 5, "{text}");
    assert_eq!(text_of(&text, &one(name, "Ada")), text);
}

fn codebook() -> impl Strategy<Value = String> {
    let blanks =
        prop_oneof![Just(""), Just(" "), Just("\n"), Just("\n  "), Just(" // a ] \" comment\n"), Just("/* ( */")];
    let name = prop_oneof![Just("Ada Grey"), Just("Grey"), Just("BO LIND"), Just("Bo Lind"), Just("x \\\" ] y")];
    let comma = prop_oneof![Just(","), Just("")];
    let speaker = (blanks.clone(), name, blanks.clone(), any::<bool>());
    let list = proptest::collection::vec(speaker, 0..4);
    (proptest::option::of((list, comma)), blanks.clone(), blanks, any::<bool>(), any::<bool>()).prop_map(
        |(list, before, after, has_labels, is_windows)| {
            let labels =
                if has_labels { format!("{before}labels: [(id: \"k\", key: 'k')],{after}") } else { before.to_owned() };
            let list = list.map_or_else(String::new, |(rows, last)| {
                let count = rows.len();
                let rows = rows.into_iter().enumerate().map(|(n, (before, name, after, alias))| {
                    let alias = if alias { format!(", {after}aliases: [\"alias {n}\"]") } else { String::new() };
                    let comma = if n + 1 < count { "," } else { last };
                    format!(
                        "{before}({after}id: \"s{n}\", name: \"{name}\",{before} kind: person{alias}){comma}{after}"
                    )
                });
                format!("{before}speakers: [{}],{after}", rows.collect::<String>())
            });
            let text = format!("// Ours\n({labels}{list})\n");
            if is_windows { text.replace('\n', "\r\n") } else { text }
        },
    )
}

proptest! {
    /// Whatever is decided, it is read back as decided (`edited` looks), each new speaker has a line of its own, and no
    /// comment and nothing outside of the speakers is lost.
    #[test]
    fn nothing_but_speakers_changes(
        text in codebook(),
        steps in proptest::collection::vec((0usize..5, 0usize..5, any::<bool>()), 1..4),
    ) {
        let names = ["Ada Grey", "Grey", "BO LIND", "Bo Lind", "New \"One\""];
        let mut now = text.clone();
        for (a, b, is_one) in steps {
            if a == b {
                continue;
            }
            let decision = if is_one { one(names[a], names[b]) } else { two(names[a], names[b]) };
            let (after, speakers) = edited(&now, &decision).unwrap();
            let (again, same) = edited(&after, &decision).unwrap();
            // Of several of one name without an id nobody knows which is meant.
            let mut known: Vec<String> = read(&now).unwrap().speakers.into_iter().map(|s| s.name).collect();
            known.sort();
            if known.windows(2).all(|two| two[0] != two[1]) {
                prop_assert_eq!((&again, &same), (&after, &speakers), "said twice");
            }
            for comment in ["// a ] \" comment", "/* ( */", "// Ours"] {
                prop_assert_eq!(after.matches(comment).count() >= 1, text.contains(comment));
            }
            let head = |text: &str| text.split("speakers:").next().map(str::to_owned);
            if now.contains("speakers:") {
                prop_assert_eq!(head(&after), head(&now));
            }
            now = after;
        }
    }

    #[test]
    fn any_text_is_a_mistake_or_a_codebook_and_no_panic(text in "[\\PC\n]{0,60}", at in 0usize..200) {
        let _ = edited(&text, &one("A B", "B"));
        let good = "(labels: [], /* x */ speakers: [(id: \"a\", name: r#\"A\"#, kind: person)], guideline: 'x')";
        let mut bad: Vec<char> = good.chars().collect();
        bad.truncate(at);
        bad.extend(text.chars());
        let _ = edited(&bad.into_iter().collect::<String>(), &one("A", "B"));
    }
}
