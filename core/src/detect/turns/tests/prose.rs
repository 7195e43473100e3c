//! What stands between turns and below them.

use super::check;

#[test]
fn narration_between_turns_is_prose() {
    let text = "INES VALE: The pump is new.\n\nOTTO RAHM: I know it is.\n\nINES VALE: Then why ask?\n\n\
        The hall was empty by noon. “We lost the day,” said Mary Bell, the clerk.\n\nOTTO RAHM: It will run in May.\n";
    check(text, &[("“We lost", "Mary Bell"), ("The hall", ""), ("It will", "OTTO RAHM")]);
    let quiet = text.replace("“We lost the day,” said Mary Bell, the clerk.", "A gull sat on the rail.");
    check(&quiet, &[("The hall", ""), ("A gull", ""), ("It will", "OTTO RAHM")]);
}

#[test]
fn notes_below_the_last_turn_are_nobodys() {
    let talk = "Ines Vale: The pump is new.\n\nOtto Rahm: I know it is.\n\nInes Vale: Then why ask?\n\nOtto Rahm: It will run.\n\n";
    for note in [
        "Mary Bell is a writer in Moor. This interview has been edited for length.",
        "Otto Rahm was born in Moor and has worked on ferries since.",
        "Related stories",
        "This transcript was made by volunteers of the harbour museum.",
        "Filed under: ferries",
        "Photo: The pump in spring.",
        "Editor’s note: The pump was replaced in 2009.",
        "Sign up for our newsletter about ferries.",
        "[END OF TRANSCRIPT]",
        "© Harbour Museum. All rights reserved.",
    ] {
        check(&format!("{talk}{note}\n"), &[("It will run", "Otto Rahm"), (note, "")]);
    }
}

#[test]
fn a_turn_of_several_paragraphs_goes_on() {
    let mine = "Ines Vale: Why?\n\nOtto Rahm: The pump was old.\n\nI went down there myself, you know.\n\nInes Vale: And?\n\n\
        Otto Rahm: It was cold.\n";
    check(mine, &[("I went", "Otto Rahm"), ("And?", "Ines Vale")]);
    let long = "Ines Vale: Why?\n\nOtto Rahm: The pump was old.\n\nThe harbour was frozen that week.\n\nInes Vale: And?\n\n\
        Otto Rahm: It was cold.\n\nOne boat lay on its side.\n\nInes Vale: Whose?\n\nOtto Rahm: The mill’s.\n";
    check(long, &[("The harbour", "Otto Rahm"), ("One boat", "Otto Rahm")]);
    let wrapped = "Ines Vale: Why did it sink, and who\nknew that it would?\nOtto Rahm: The pump was old and\nthe office knew.\n\
        Ines Vale: Did it?\nOtto Rahm: It did.\n";
    check(wrapped, &[("knew that", "Ines Vale"), ("the office", "Otto Rahm")]);
}

#[test]
fn sounds_and_directions_are_nobodys() {
    let with = |aside: &str| {
        format!(
            "Ines Vale: Why?\n\nOtto Rahm: The pump was old.\n\n{aside}\n\nInes Vale: And?\n\nOtto Rahm: It was cold.\n"
        )
    };
    for aside in [
        "(Laughter)",
        "[crosstalk]",
        "[Door slams.]",
        "*applause*",
        "(Ines stands up and leaves the room.)",
        "♪ Oh the sea ♪",
        "Members interjecting—",
        "[inaudible 00:12]",
    ] {
        check(&with(aside), &[(aside, ""), ("The pump", "Otto Rahm"), ("And?", "Ines Vale")]);
    }
}

#[test]
fn a_transcript_in_marks_is_no_novel() {
    let talk = "“VALE: Why did it sink? I ask you.\n\n“RAHM: The pump was old, you know.\n\n".repeat(4);
    let text =
        format!("On this week’s “Harbour Hour Live,” Mayor Ines Vale said the pump was old.\n\n{talk}“VALE: I see.”\n");
    let found = super::heard(&text);
    assert!(found.iter().all(|(_, words)| !words.contains("Harbour Hour")), "{found:?}");
    assert!(found.iter().any(|(who, words)| who.contains("Vale") && words.contains("the pump was old")), "{found:?}");
}

#[test]
fn sounds_among_the_words_of_a_turn_are_nobodys() {
    let text = "Ines Vale: Why did it sink? (Laughter.) I ask in earnest.\n\nOtto Rahm: [Applause] Thank you. The pump [inaudible] was old.\n\n\
        Ines Vale: (Laughs.)\n\nOtto Rahm: I left it (my pump) there.\n";
    let found = super::heard(text);
    let expected = [
        ("Ines Vale", "Why did it sink? / I ask in earnest."),
        ("Otto Rahm", "Thank you. The pump [inaudible] was old."),
        ("Otto Rahm", "I left it (my pump) there."),
    ];
    assert_eq!(found, super::pairs(&expected));
}

#[test]
fn a_sentence_with_a_colon_is_no_head() {
    let with = |line: &str| {
        format!(
            "Ines Vale: Why?\n\nOtto Rahm: The pump was old. I will tell you.\n\n{line}\n\nInes Vale: And?\n\nOtto Rahm: Cold.\n"
        )
    };
    check(&with("Here is what I know: it was never safe."), &[("it was never", "Otto Rahm")]);
    check(&with("I had one thought: it was over."), &[("it was over", "Otto Rahm")]);
    let found = super::who(&with("Remember: it was never safe."), "it was never");
    assert!(found.is_none_or(|(name, score)| name == "Otto Rahm" || score < 0.8));
}
