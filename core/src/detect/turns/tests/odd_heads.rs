//! A lone head of another kind among regular ones.

use super::who;

/// Who says what follows `head` in an interview.
fn behind(head: &str) -> Option<(String, f32)> {
    let text = format!(
        "Nora Quill: The ferry leaves at six.\n\nSam Oduya: It never does.\n\n{head}Who counts the boats?\n\n\
         Nora Quill: It was late once.\n\nSam Oduya: Once a day, I think.\n"
    );
    super::check(&text, &[("It never", "Sam Oduya"), ("It was late", "Nora Quill"), ("Once a day", "Sam Oduya")]);
    who(&text, "Who counts")
}

fn all(expected: &[(&str, &str)]) {
    for (head, name) in expected {
        let found = behind(head);
        assert_eq!(found.as_ref().map(|f| f.0.as_str()), Some(*name), "{head:?}: {found:?}");
    }
}

#[test]
fn names_with_particles_titles_and_suffixes() {
    all(&[
        ("Lena van den Berg: ", "Lena van den Berg"),
        ("Ida-Marie Roth-Maas: ", "Ida-Marie Roth-Maas"),
        ("D’Arcy McKay: ", "D’Arcy McKay"),
        ("Ida Roth Jr.: ", "Ida Roth Jr."),
        ("MS. ROTH: ", "ROTH"),
        ("MS. Roth: ", "Roth"),
    ]);
}

#[test]
fn what_tells_about_somebody_is_no_part_of_the_name() {
    all(&[
        ("Ida Roth (ferry historian): ", "Ida Roth"),
        ("Ida Roth, PhD, ferry historian: ", "Ida Roth"),
        ("Ida Roth, M.P.: ", "Ida Roth"),
        ("Ida Roth, BBC News: ", "Ida Roth"),
        ("Sir Bo Kell (North Isles) (Lab): ", "Bo Kell"),
        ("Ida Roth (South Isles—Leader of the Council) (16:05): ", "Ida Roth"),
    ]);
}

#[test]
fn an_office_is_shown_with_its_holder() {
    all(&[
        ("The Chair (Ida Roth): ", "The Chair (Ida Roth)"),
        ("Madam Deputy Speaker (Dame Ida Roth): ", "Madam Deputy Speaker (Dame Ida Roth)"),
        ("Speaker 3 (Ida Roth): ", "Speaker 3 (Ida Roth)"),
        ("Mr Speaker: ", "Mr Speaker"),
    ]);
    let both =
        "Nora Quill: The chair is late.\n\nThe Chair (Ida Roth): Order.\n\nNora Quill: I rise.\n\nThe Chair: Go on.\n";
    super::check(both, &[("Order", "The Chair (Ida Roth)"), ("Go on", "The Chair (Ida Roth)")]);
}

#[test]
fn an_office_described_by_what_it_is_for_speaks_by_the_name_of_its_holder() {
    all(&[
        ("The Minister for Water (Pavel Kos): ", "Pavel Kos"),
        ("Secretary of State for the Isles (Ida Roth): ", "Ida Roth"),
        ("The Minister for Water (Mr Kos): ", "Kos"),
    ]);
}

#[test]
fn two_of_one_name_are_told_apart_by_their_places() {
    let text = "Mr Bell (North Moor) (Con): I rise on the weir.\n\nThe Chair: Order.\n\nMr Bell (South Vale) (Lab): Do I?\n\n\
        The Chair: You do.\n\nMr Bell (North Moor): I did.\n\nMs Kerr (East Hill): And I.\n\nMs Kerr (Chuckling): So we do.\n";
    super::check(
        text,
        &[
            ("I rise", "Mr Bell (North Moor)"),
            ("Do I", "Mr Bell (South Vale)"),
            ("I did", "Mr Bell (North Moor)"),
            ("And I", "Kerr"),
            ("So we do", "Kerr"),
        ],
    );
}

#[test]
fn numbers_alone_are_people_where_they_answer_each_other() {
    let talk = "1: Where were you?\n2: I was at home.\n1: And who was with you?\n2: My dog was. We slept.\n1: I see.\n";
    super::check(talk, &[("Where were", "1"), ("I was", "2"), ("And who", "1"), ("My dog", "2"), ("I see", "1")]);
    let steps =
        "1: Put the pan on the stove.\n2: Have you salted it?\n3: I wait for you to boil it.\n4: Do you like it?\n";
    for words in ["Put the", "Have you", "I wait", "Do you"] {
        assert_eq!(who(steps, words), None, "{words}");
    }
}

#[test]
fn hours_and_minutes_beside_a_name() {
    let text = "0h05m Ada Grey: Why did it sink?\n0h06m Bo Lind: I do not know.\n0h09m Ada Grey: Who does?\n";
    super::check(text, &[("Why did", "Ada Grey"), ("I do not", "Bo Lind"), ("Who does", "Ada Grey")]);
    let behind = "Ada Grey (0h05m): Why did it sink?\nBo Lind (0h06m): I do not know.\nAda Grey (1h09m): Who does?\n";
    super::check(behind, &[("Why did", "Ada Grey"), ("I do not", "Bo Lind"), ("Who does", "Ada Grey")]);
}

#[test]
fn several_speakers_are_one_voice() {
    all(&[
        ("Ida Roth and Bo Maas: ", "Ida Roth and Bo Maas"),
        ("Ida & Bo: ", "Ida & Bo"),
        ("Ida Roth, Bo Maas, and Lee Park: ", "Ida Roth, Bo Maas, and Lee Park"),
        ("Ida/Bo: ", "Ida/Bo"),
    ]);
}

#[test]
fn scripts_without_capitals() {
    all(&[
        ("李明: ", "李明"),
        ("山田さん：", "山田さん"),
        ("김민수: ", "김민수"),
        ("محمد علي: ", "محمد علي"),
        ("राधा: ", "राधा"),
        ("יעל: ", "יעל"),
    ]);
}

#[test]
fn nicknames_handles_and_names_turned_round() {
    all(&[
        ("ida: ", "ida"),
        ("ferryfan99: ", "ferryfan99"),
        ("@ida_roth: ", "@ida_roth"),
        ("#Ida: ", "Ida"),
        ("Roth, Ida: ", "Roth, Ida"),
        ("Ida “Bosun” Roth: ", "Ida “Bosun” Roth"),
    ]);
}

#[test]
fn speakers_without_a_name() {
    all(&[
        ("SPEAKER_02: ", "SPEAKER_02"),
        ("Participant 7: ", "Participant 7"),
        ("P3: ", "P3"),
        ("Speaker B: ", "Speaker B"),
        ("Unidentified Woman #2: ", "Unidentified Woman #2"),
        ("Audience Member 2: ", "Audience Member 2"),
        ("Several council members: ", "Several council members"),
        ("Q: ", "Q"),
    ]);
}

#[test]
fn brackets_marks_lists_and_times() {
    for head in [
        "[Ida Roth]: ",
        "[Ida Roth] ",
        "{Ida Roth} ",
        "{Ida Roth}: ",
        "**Ida Roth:** ",
        "*Ida Roth:* ",
        "- Ida Roth: ",
        "• Ida Roth: ",
        "1. Ida Roth: ",
        "[00:07] Ida Roth: ",
        "Ida Roth [00:07]: ",
        "Ida Roth (0:07): ",
        "00:07 Ida Roth: ",
        "Ida Roth 00:07: ",
        "(00:01:07) Ida Roth: ",
        "Ida Roth (00:01:07 - 00:01:12): ",
        "#00:01:07-5# Ida Roth: ",
        "[00:00:07.500 --> 00:00:09.000] Ida Roth: ",
        "Ida Roth – ",
        "Ida Roth:\t",
        "Ida Roth : ",
        ">> Ida Roth: ",
    ] {
        let found = behind(head);
        assert_eq!(found.as_ref().map(|f| f.0.as_str()), Some("Ida Roth"), "{head:?}: {found:?}");
    }
}

#[test]
fn a_head_that_cannot_be_read_is_not_the_speaker_above() {
    for head in ["Whoever sat at the back: ", "Ida Roth of the Moor Ferry Company Office: ", "The ferryman: "] {
        let found = behind(head);
        assert!(found.as_ref().is_none_or(|(name, score)| name != "Sam Oduya" && *score < 0.8), "{head:?}: {found:?}");
    }
}

#[test]
fn odd_names_are_less_sure() {
    for head in ["ida: ", "李明: ", "@ida: ", "Ida “Bosun” Roth: ", "[Ida Roth] ", "Ida Roth – "] {
        assert!(behind(head).is_some_and(|f| f.1 < 0.8), "{head:?}");
    }
    assert!(behind("Ida Roth: ").is_some_and(|f| f.1 > 0.85));
}
