use crate::detect::Detector;
use crate::document::Document;
use crate::kinds::Form;

/// Turns: who, and the words.
fn turns(text: &str, name: &str) -> Vec<(String, String)> {
    let doc = Document::from_text(text, name);
    let found = Detector::new().extract(&doc);
    let all = found.attributions().filter(|a| a.form == Form::Turn).map(|a| {
        let words: Vec<String> = a.content.iter().map(|s| doc.words(*s).replace('\n', " ")).collect();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
    });
    all.collect()
}

fn is(text: &str, name: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(turns(text, name), expected, "{text}");
}

#[test]
fn interviews_with_names_above() {
    let all = [("Interviewer", "Who shut it?"), ("Ida", "I did."), ("Interviewer", "Why?")];
    is("Interviewer\nWho shut it?\n\nIda\nI did.\n\nInterviewer\nWhy?\n", "a.txt", &all);
    is("Interviewer\n\nWho shut it?\n\nIda\n\nI did.\n\nInterviewer\n\nWhy?\n", "a.txt", &all);
    is("Interviewer:\nWho shut it?\n\nIda:\nI did.\n\nInterviewer:\nWhy?\n", "a.txt", &all);
    is(
        "INTERVIEWER\nWho shut it?\n\nIDA\nI did.\n\nINTERVIEWER\nWhy?\n",
        "a.txt",
        &[("INTERVIEWER", all[0].1), ("IDA", all[1].1), ("INTERVIEWER", all[2].1)],
    );
    is("**Interviewer**\nWho shut it?\n\n**Ida**\nI did.\n\n**Interviewer**\nWhy?\n", "a.md", &all);
    is("**Interviewer:**\n\nWho shut it?\n\n**Ida:**\n\nI did.\n\n**Interviewer:**\n\nWhy?\n", "a.md", &all);
    is("## Interviewer\n\nWho shut it?\n\n## Ida\n\nI did.\n\n## Interviewer\n\nWhy?\n", "a.md", &all);
    is(
        "<p><b>Interviewer</b><br>Who shut it?</p><p><b>Ida</b><br>I did.</p><p><b>Interviewer</b><br>Why?</p>",
        "a.html",
        &all,
    );
    // An answer of several paragraphs.
    let long = "Mo Tarn\nWho shut it?\n\nIda Voss\nI did.\n\nYou saw me.\n\nMo Tarn\nWhy?\n\nIda Voss\nThe gate was broken.\n\nI told them.\n\nMo Tarn\nWhom?\n\nIda Voss\nThe clerk.\n";
    assert_eq!(turns(long, "a.txt").len(), 6);
    assert_eq!(turns(long, "a.txt")[1], ("Ida Voss".to_owned(), "I did. / You saw me.".to_owned()));
}

#[test]
fn more_names_on_lines_of_their_own() {
    for (a, b) in [
        ("Speaker 1", "Speaker 2"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("speaker 1", "speaker 2"),
        ("Jan van der Berg", "Ida Voss"),
        ("P1", "P2"),
        ("Mo Tarn, mayor", "Ida Voss, clerk"),
        ("[Mo]", "[Ida]"),
        ("Mo –", "Ida –"),
        ("Mo.", "Ida."),
        ("McKAY", "DE LA ROSA"),
        ("Анна", "Иван"),
        ("Q:", "A:"),
        ("### Mo", "### Ida"),
    ] {
        let text = format!("{a}\nWho shut it?\n\n{b}\nI did.\n\n{a}\nWhy?\n\n{b}\n(laughs)\nNobody said no.\n");
        let found = turns(&text, "a.txt");
        let words: Vec<&str> = found.iter().map(|t| t.1.as_str()).collect();
        assert_eq!(words, ["Who shut it?", "I did.", "Why?", "Nobody said no."], "{text}");
        assert!(found[0].0 == found[2].0 && found[1].0 == found[3].0 && found[0].0 != found[1].0, "{found:?}");
    }
}

#[test]
fn the_record_of_the_canadian_house() {
    let text = "The Acting Speaker (Mr. Una Ray):\nResuming debate. The hon. member for Tarn.\n\nMrs. Ida Voss (Tarn, Ind.):\nMr. Speaker, the gate is shut.\n\nWho has the key?\n\n\
        Hon. Mo Lind (Minister of Piers, Lib.):\nThe clerk has it.\n\nAn hon. member:\nShame!\n";
    let found = turns(text, "a.txt");
    let names: Vec<&str> = found.iter().map(|t| t.0.as_str()).collect();
    assert!(names[1].contains("Voss") && names[2].contains("Lind") && names[3].contains("member"), "{found:?}");
    assert_eq!(found[1].1, "Mr. Speaker, the gate is shut. / Who has the key?");
    assert_eq!(found[3].1, "Shame!");
}

#[test]
fn the_record_with_blank_lines_and_two_turns_of_a_label() {
    let text = "PIERS\n\nMr. Mo Lind (Tarn, Ind.):\n\nMr. Speaker, the gate is shut.\n\nWho has the key?\n\nHon. Ida Voss (Minister of Piers, Lib.):\n\nMr. Speaker, in May.\n\n(1405)\n\nMr. Mo Lind:\n\nMr. Speaker, which May?\n\nSome hon. members:\n\nOh, oh!\n";
    let found = turns(text, "a.txt");
    let words: Vec<&str> = found.iter().map(|t| t.1.as_str()).collect();
    let expected = [
        "Mr. Speaker, the gate is shut. / Who has the key?",
        "Mr. Speaker, in May.",
        "Mr. Speaker, which May?",
        "Oh, oh!",
    ];
    assert_eq!(words, expected, "{found:?}");
    is("INTERVIEWER\nWho shut it?\n\nIDA\nI did.\n", "a.txt", &[("INTERVIEWER", "Who shut it?"), ("IDA", "I did.")]);
    is(
        "DR. VOSS. Who is there?\n\nMO (entering). I am.\n\nDR. VOSS. Good.\n\nMO. Yes.\n",
        "a.txt",
        &[("VOSS", "Who is there?"), ("MO", "I am."), ("VOSS", "Good."), ("MO", "Yes.")],
    );
}

#[test]
fn plays() {
    let above = "ACT I\n\nSCENE I. A pier.\n\nEnter IDA and MO.\n\nIDA.\nWho goes there?\nSpeak.\n\nMO.\nA friend.\n\nIDA.\n[Aside] A liar.\n\nMO.\nNo.\n\nExit MO.\n";
    let found = turns(above, "a.txt");
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0], ("IDA".to_owned(), "Who goes there? Speak.".to_owned()));
    assert_eq!(found[3].1, "No.");
    let beside = "Enter IDA.\n\nIDA. Who goes there?\n\nMO. A friend of yours.\n\nIDA (aside). A liar.\n\nMO. No liar,\nand no friend.\n\n[Exit.]\n";
    is(
        beside,
        "a.txt",
        &[
            ("IDA", "Who goes there?"),
            ("MO", "A friend of yours."),
            ("IDA", "A liar."),
            ("MO", "No liar, and no friend."),
        ],
    );
    let emphasis = "_Ida._ Who goes there?\n\n_Mo._ A friend.\n\n_Ida._ A liar.\n\n_Mo._ No.\n";
    assert_eq!(turns(emphasis, "a.txt").len(), 4);
    let centred = "                IDA\n    Who goes there?\n\n                MO\n    A friend of yours.\n\n                IDA\n    You lie.\n\n                MO\n    I do not.\n";
    assert_eq!(turns(centred, "a.txt").len(), 4);
    let tight = "IDA\nWho goes there?\nMO\nA friend.\nIDA\nYou lie.\nMO\nNo.\n";
    assert_eq!(turns(tight, "a.txt").len(), 4);
}

#[test]
fn screenplays() {
    let script = "Title: High Water\nAuthor: N. N.\n\nINT. GATE HOUSE - DAY\n\nA bell rings. Mo waits.\n\nIDA (V.O.)\nWho shut it?\n\nMO\n(slowly)\nNot I.\n(beat)\nAsk the clerk.\n\n\
        He goes out.\n\nIDA (CONT'D)\nI will.\n\nCUT TO:\n\nEXT. PIER\n\nA BOAT\n\n@McTarn\nGo home.\n\nMO ^\nNo.\n";
    let expected = [
        ("IDA", "Who shut it?"),
        ("MO", "Not I. / Ask the clerk."),
        ("IDA", "I will."),
        ("McTarn", "Go home."),
        ("MO", "No."),
    ];
    is(script, "a.txt", &expected);
    let indented = "                         GATE\n\n     INT. GATE HOUSE - DAY\n\n     A bell rings.\n\n                         IDA\n               Who shut it?\n\n                         MO\n                    (slowly)\n               Not I.\n\n     He goes out.\n";
    is(indented, "a.txt", &[("IDA", "Who shut it?"), ("MO", "Not I.")]);
    let apart = "INT. GATE HOUSE - DAY\n\nA bell rings.\n\nIDA\n\nWho shut it?\n\nMO\n\n(slowly)\n\nNot I.\n\nHe goes out.\n\nIDA (O.S.)\n\nCome back.\n";
    is(apart, "a.txt", &[("IDA", "Who shut it?"), ("MO", "Not I."), ("IDA", "Come back.")]);
    is("IDA (V.O.)\nWho shut it?\n\nRain.\n\nMO\nNot I.\n", "a.txt", &[("IDA", "Who shut it?"), ("MO", "Not I.")]);
}

#[test]
fn look_alikes_have_no_turns() {
    for (text, name) in [
        (
            "CHORUS\nOh you and I\n\nVERSE\nWe walked the pier\n\nCHORUS\nOh you and I\n\nBRIDGE\nAnd why?\n\nCHORUS\nOh you and I\n",
            "a.txt",
        ),
        (
            "Ingredients\nTwo eggs, flour.\n\nMethod\nStir. Do you like it thick?\n\nIngredients\nMilk.\n\nMethod\nBoil.\n",
            "a.txt",
        ),
        ("## Tides\n\nThey rise.\n\n## Piers\n\nThey stand.\n\n## Gates\n\nWhy do they close?\n", "a.md"),
        (
            "BACKGROUND\n\nThe pier is old.\n\nFINDINGS\n\nIt is unsafe. Who knew?\n\nRECOMMENDATIONS\n\nClose it.\n",
            "a.txt",
        ),
        ("Mo Tarn\n12 Pier Road\nTarn\n\nIda Voss\n3 Gate Lane\nVoss\n\nUna Ray\n9 Quay\nTarn\n", "a.txt"),
        (
            "The Pier\n\nBy Mo Tarn\n\nThe pier is shut. Who shut it?\n\nIt was shut in May.\n\nRead More\n\nWe asked the clerk.\n",
            "a.txt",
        ),
        (
            "Tide\nrises and you wait\nby the gate\n\nPier\nstands and I wait\nfor the tide\n\nGate\ncloses on us\n",
            "a.txt",
        ),
        (
            "High Water\n\nTHE PREFACE\n\nWater is high. You know it.\n\nMO TARN\n\nCHAPTER I\n\nWe sailed.\n\nTHE END\n",
            "a.txt",
        ),
        ("I. The pier.\n\nII. The gate.\n\nIII. The tide. I saw it.\n\nI. The pier.\n\nII. Again.\n", "a.txt"),
        (
            "NATO. It met.\n\nThe pier is shut.\n\nIt was shut in May.\n\nNATO. It met again.\n\nNobody came.\n\nIt rained.\n",
            "a.txt",
        ),
        ("Monday\nWe sail.\n\nTuesday\nWe rest. Why?\n\nMonday\nWe sail again.\n\nTuesday\nI sleep.\n", "a.txt"),
    ] {
        assert_eq!(turns(text, name), [], "{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    #[test]
    fn anything_is_read(text in "(IDA|MO|INT\\. PIER|CUT TO:|\\(V\\.O\\.\\)|Ida:|_Ida\\._ |@Mo|\\^|[A-Za-zé. ()?]|\n|\n\n){0,60}") {
        let _ = turns(&text, "a.txt");
        let _ = turns(&text, "a.md");
    }
}
