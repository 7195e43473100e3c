//! Depositions: numbers in the margin, questions and answers over lines and pages.

use super::check;

const PAGES: &str = "                                           11
 1                 A P P E A R A N C E S
 2
 3       Q.   State your name.
 4       A.   Ines Vale, and I was on the
 5  boat when the pump stopped that
 6  night.
 7       Q.   Which pump?
 8            MS. KERR:  Objection.  Vague.
 9            THE COURT:  You may answer.
10       A.   The old one.
11  BY MS. BELL:
12       Q.   And the new one?
13       A.   There was no new one,
14  not then.
                                       Page 12
 1            THE WITNESS:  May I add something?
 2            MS. BELL:  Please.
 3            THE WITNESS:  It was cold.
";

const SPEAKERS: [(&str, &str); 13] = [
    ("State your", "Q"),
    ("Ines Vale, and", "A"),
    ("boat when", "A"),
    ("night", "A"),
    ("Objection", "KERR"),
    ("You may answer", "COURT"),
    ("The old one", "A"),
    ("BY MS", ""),
    ("And the new", "Q (MS. BELL)"),
    ("not then", "A"),
    ("May I add", "THE WITNESS"),
    ("Please", "BELL"),
    ("It was cold", "THE WITNESS"),
];

#[test]
fn numbers_in_the_margin_are_layout() {
    check(PAGES, &SPEAKERS);
    check(PAGES, &[("Page 12", ""), ("A P P E", "")]);
    let found = super::heard(PAGES);
    let told = found.iter().find(|(_, words)| words.starts_with("Ines")).map(|f| f.1.as_str());
    assert_eq!(told, Some("Ines Vale, and I was on the / boat when the pump stopped that / night."));
    // Lines that stay together in a paragraph.
    let tight = PAGES.replace(" 2\n", "\n");
    let block = format!("Deposition of Ines Vale\n\n{tight}\n\n\n\n\n");
    check(&block, &[("boat when", "A"), ("And the new", "Q (MS. BELL)")]);
}

#[test]
fn without_numbers() {
    let bare: String = PAGES
        .lines()
        .map(|l| l.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()))
        .filter(|l| !l.starts_with("Page"))
        .flat_map(|l| [l, "\n"])
        .collect();
    check(&bare, &SPEAKERS);
    check(&bare.replace("Q. ", "Q: ").replace("A. ", "A: "), &SPEAKERS);
}

#[test]
fn letters_with_a_blank_behind() {
    let lines = [
        "Q Where were you?",
        "A On the boat, at the rail, with",
        "the others, when it began.",
        "Q Who else?",
        "A Nobody.",
        "MS. KERR: Objection.",
        "THE WITNESS: Sorry.",
        "MR. BELL: Let us go on.",
        "Q Did you run?",
        "A I did.",
    ];
    let all: Vec<String> =
        lines.iter().cycle().take(40).enumerate().map(|(i, l)| format!("{:2} {l}\n", i % 25 + 1)).collect();
    check(&all.concat(), &[("Where were", "Q"), ("the others,", "A"), ("Sorry", "THE WITNESS"), ("Objection", "KERR")]);
}

#[test]
fn one_examiner_after_the_other() {
    let text = "BY MR. STONE:\n\nQ. Were you there?\n\nA. Yes.\n\nMR. STONE: No more.\n\nCROSS-EXAMINATION\n\nBY MS. REED:\n\n\
        Q. All day?\n\nA. No.\n\nMS. REED: Thank you.\n\n(Whereupon, a recess was taken.)\n\nTHE COURT: Next.\n";
    check(
        text,
        &[
            ("Were you", "Q (MR. STONE)"),
            ("All day", "Q (MS. REED)"),
            ("No more", "STONE"),
            ("CROSS", ""),
            ("(Whereupon", ""),
            ("Next", "COURT"),
        ],
    );
}
