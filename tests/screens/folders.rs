//! Views over the documents of a folder: who speaks in them, what is found in them.

use super::{LOOKS, SIZES, check_all};
use crate::reader::Reader;
use sayso::ui::event::Event;
use sayso_core::annotation::{Example, Stamp};

/// Documents of one folder, in which some people speak more than once.
const DESK: &[(&str, &str)] = &[
    (
        "2019-council.md",
        "---\noutlet: Tidewater Post\ndate: 2019-03-12\n---\n\n# Council minutes\n\nPeter Lindqvist: We told the board in 2000, in \
         writing. No bonus was paid that year.\n\nHELEN HARKER: The board has nothing to add.\n\nPeter Lindqvist: Then read the \
         letter.\n\nHELEN HARKER: We have read it, twice.\n",
    ),
    (
        "2021-budget.md",
        "---\noutlet: Tidewater Post\ndate: 2021-04-03\n---\n\n# Budget speech\n\n“We were never told about lead,” said Peter \
         Lindqvist, the chairman of the Tidewater Drainage Board. “There was no bonus and there will be none.”\n\n“That is not what \
         the letter says,” Ada Grey, the mayor, said.\n",
    ),
    (
        "hearing.vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:06.000\n<v Helen Harker>My predecessor told me about lead.\n\n00:00:07.000 --> \
         00:00:12.000\n<v Peter Lindqvist>The honest answer on bonuses is that we do not know.\n\n00:00:13.000 --> \
         00:00:18.000\n<v Helen Harker>I have nothing to hide.\n",
    ),
];

#[test]
fn the_people_of_all_documents() {
    for (w, h) in SIZES {
        for (name, keys) in [
            ("people", "P"),
            ("people-words", "P Enter Space Down Space"),
            ("people-about", "P Enter / \"bonus"),
            ("people-pair", "P Tab Tab"),
            ("people-other", "P m \"ada"),
            ("people-note", "P Enter Space Down Space e \"Which_is_it?"),
        ] {
            let mut all = LOOKS.map(|look| Reader::among(DESK[0], (w, h), look, DESK));
            for reader in &mut all {
                reader.keys(keys);
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

/// Documents of a folder in which words are found: said, retold, in nobody's words, and a quotation with two copies.
const ARCHIVE: &[(&str, &str)] = &[
    (
        "council-minutes.md",
        "---\ndate: 2019-03-12\n---\n\n“We lost three boats in March, and nobody on this council, nobody, was asked about it,” said Bo \
         Lind.\n\n“A bonus is not what we ask for,” Lind added.\n",
    ),
    (
        "harbour-vote.md",
        "---\ndate: 2024-06-09\n---\n\n“We lost four boats in March, and nobody on this council was asked about it,” Bo Lind \
         said.\n\n“The honest answer on bonuses is that we do not know,” said Ada Grey, the mayor. “There were no bonuses last \
         year.”\n\nGrey said that the bonus was agreed by people who have since left.\n",
    ),
    ("letters/ledger.txt", "The bonus of that year is in no book.\n\n“We lost three boats in March,” Bo Lind wrote.\n"),
];

const OPEN: &str = "Harbour\n\n“We lost three boats in March, and nobody on this council, nobody, was asked about it,” said Bo Lind, \
    a fisherman.\n\nThe bonus was on the list of the meeting.\n";

/// A draft with a number that the council’s minutes have otherwise, and a remark too short to tell.
const DRAFT: (&str, &str) = (
    "harbour-vote.txt",
    "Harbour\n\n“We are not in a hurry,” Ada Grey, the mayor, said. “The sea has been here longer than any of us.”\n\n“We lost two boats in \
     March, and nobody on this council, nobody, was asked about it,” Bo Lind said later.\n\n“Count the stones twice before \
     Monday,” Ruth Okafor said.\n\nLind called it “wrong.”\n",
);
const COUNCIL: &[(&str, &str)] = &[
    (
        "council-meeting.vtt",
        "WEBVTT\n\n00:38:12.000 --> 00:38:20.000\n<v Ada Grey>No, we are not in a hurry. The sea has been here longer than any of us and \
         it will still be here on Monday.\n\n00:41:07.000 --> 00:41:15.000\n<v Bo Lind>We lost three boats in March, and nobody on this \
         council, nobody, was asked about it.\n\n00:41:33.000 --> 00:41:40.000\n<v Ada Grey>The estimate assumes a dry \
         autumn.\n\n00:42:10.000 --> 00:42:18.000\n<v Bo Lind>Two of the boats were mine.\n",
    ),
    ("report.md", "The estimate assumes a dry autumn.\n"),
];

#[test]
fn quotations_stand_beside_their_sources() {
    let screens = [
        ("sources", "C"),
        ("check", "C \"counc Enter Tab BackTab"),
        ("check-right", "C \"counc Enter Home Left"),
        ("check-open", "C \"counc Enter Tab"),
        ("check-reason", "C \"counc Enter x \"as_printed"),
        ("check-decided", "C \"counc Enter Enter BackTab"),
        ("check-list", "C \"counc Enter A"),
        ("check-list-open", "C \"counc Enter A Tab"),
        ("check-margin", "C \"counc Enter q"),
        ("check-annotations", "C \"counc Enter q A"),
    ];
    for (w, h) in SIZES {
        for (name, keys) in screens {
            let mut all = LOOKS.map(|look| Reader::among(DRAFT, (w, h), look, COUNCIL));
            for reader in &mut all {
                reader.keys(keys);
                reader.frame();
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

#[test]
fn words_are_found_in_all_documents() {
    let screens = [
        ("find-words", "F \"bonus"),
        ("find", "F \"bonus Enter j"),
        ("find-text", "F \"bonus Enter Tab Tab Space Space"),
        ("find-documents", "F \"bonus Enter BackTab"),
        ("find-nobody", "F \"book"),
        ("find-unknown", "F \"@lindqvst"),
        ("find-nothing", "F"),
        ("find-elsewhere", "Tab W"),
    ];
    for (w, h) in SIZES {
        for (name, keys) in screens {
            let mut all = LOOKS.map(|look| Reader::among(("harbour.txt", OPEN), (w, h), look, ARCHIVE));
            for reader in &mut all {
                reader.keys(keys);
                if name == "find" {
                    // The index is being made: what is told now goes behind.
                    reader.event(Event::FindProgress(31_204, 50_000), &Stamp::default());
                }
                reader.frame();
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

/// A text that several people annotated.
const PUMP: &str = "The pump\n\n“The pump is old,” said Ines Vale, who speaks for the mill. “Nobody wants to replace it,” said Otto \
    Rahm, the mayor, when he was asked about the letter of the board.\n\n“It is late, and the water is high,” she said. Nobody knew that \
    the bank would pay.\n\n“Not a cent,” Rahm said. “Count the stones twice before Monday.”\n";
const CY: &str = "“The pump is old,” | quote | Ines Vale\n“Nobody wants to replace it,” | quote | Otto Rahm\n“It is late, and the water is \
    high,” | quote | Ines Vale\n“Not a cent,” | quote | Otto Rahm\n“Count the stones twice before Monday.” | quote | Otto Rahm";
const BO: &str = "“The pump is old,” | quote | Ines Vale\n“Nobody wants to replace it,” | quote | Ines Vale\nIt is late | quote | Ines \
    Vale\nthe bank would pay | claim\n“Not a cent,” | claim | Otto Rahm\n“Count the stones twice before Monday.” | quote | Otto Rahm";
const TWO: &[(&str, &str)] = &[("pump.txt", PUMP), ("pump.txt.sayso.bo.ron", BO), ("pump.txt.sayso.cy.ron", CY)];
const FOUR: &[(&str, &str)] = &[
    ("pump.txt", PUMP),
    ("pump.txt.sayso.bo.ron", BO),
    ("pump.txt.sayso.cy.ron", CY),
    ("pump.txt.sayso.dee.ron", BO),
    ("pump.txt.sayso.eve.ron", "“The pump is old,” | quote | Ines Vale"),
];

/// What two branches made of one sidecar.
const MERGED: &str = "“The pump is old,” | quote | Ines Vale | ada\n! “The pump is old,” | quote | Ines Vale | dee | Which pump?\n“Not a cent,” | \
    quote | Otto Rahm | ada\n! “Not a cent,” | quote | Ines Vale | dee";
const APART: &[(&str, &str)] =
    &[("pump.txt", PUMP), ("pump.txt.sayso.ron", MERGED), ("pump.txt.sayso.bo.ron", BO), ("pump.txt.sayso.cy.ron", CY)];
const ALONE: &[(&str, &str)] = &[("pump.txt", PUMP), ("pump.txt.sayso.ron", MERGED)];

#[test]
fn what_annotators_differ_in_is_settled() {
    let screens = [
        ("adjudicate-search", "D / \"rahm", TWO),
        ("adjudicate-words-kind", "D Tab E 5", TWO),
        ("adjudicate-versions", "D j", APART),
        ("adjudicate-alone", "D 2", ALONE),
        ("adjudicate", "D", TWO),
        ("adjudicate-decided", "D 1 . x s \"Ruth_Okafor Enter", TWO),
        ("adjudicate-kind", "D E", TWO),
        ("adjudicate-four", "D 1 Tab", FOUR),
        ("adjudicate-four-kind", "D G k E", FOUR),
    ];
    for (w, h) in SIZES {
        for (name, keys, others) in screens {
            let mut all = LOOKS.map(|look| Reader::among(others[0], (w, h), look, others));
            for reader in &mut all {
                reader.keys(keys);
                reader.frame();
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}

/// A guideline with a part of its own for quotations, and examples.
const GUIDELINE: &str = "Read the whole text before you mark anything.\n\n# Quotation\nOnly words that somebody said or wrote, from the first \
    mark to the last. A title, a name and a word that the writer keeps at a distance are none.\n\n- Words in two parts are one quotation, where \
    nobody else speaks between them and the narrator only names who speaks.\n- Thoughts are none.\n\n## Reported speech\nFrom the first word of \
    the clause.\n\n# Claim\nWhat can be looked up.";

#[test]
fn what_the_guideline_says_is_at_hand() {
    let example = |words: &str, note: &str| Example {
        label: "quote".to_owned(),
        document: "2024/mill.txt".to_owned(),
        id: "0197".to_owned(),
        words: words.to_owned(),
        note: note.to_owned(),
    };
    for (w, h) in SIZES {
        for (name, keys) in
            [("guideline", "Tab g ?"), ("guideline-example", "Tab g ? G k"), ("guideline-none", "Tab g ? Tab")]
        {
            let mut all = LOOKS.map(|look| Reader::among(("pump.txt", PUMP), (w, h), look, TWO));
            for reader in &mut all {
                reader.app.codebook.guideline = GUIDELINE.to_owned();
                reader.app.codebook.examples = vec![
                    example(
                        "The wall is nine years old … and nobody has asked for it since the flood of that winter",
                        "one quotation in two parts",
                    ),
                    example("“Not a cent”", ""),
                ];
                reader.keys(keys);
                reader.frame();
            }
            check_all(&format!("{name}-{w}x{h}"), &mut all);
        }
    }
}
