//! Changes planted in quotations that are right: each kind must be found, and what is left alone must not be.

use super::{HEARING, Reader};
use crate::verify::{Side, Verdict};

/// Sentences of [`HEARING`] that stand alone, with who says them.
const RIGHT: &[(&str, &str)] = &[
    ("Marta Vieira", "The sluice was repaired in 2019, and it has not failed since."),
    ("Marta Vieira", "We inspect it every spring, and the last inspection found three small leaks."),
    ("Marta Vieira", "We may have to raise the levy next year, unless the ministry sends the grant it promised."),
    ("Marta Vieira", "We sent a letter to 340 households on the Tuesday."),
    ("Marta Vieira", "Some of them did not get it until Friday, and I am sorry about that."),
    ("Joseph Linden", "I will not sign the agreement until someone tells me who left the gate open."),
];

fn verdicts(reader: &Reader, all: &[(String, String)]) -> Vec<Verdict> {
    let article: Vec<String> = all.iter().map(|(who, words)| format!("{who} said: “{words}”")).collect();
    let checks = reader.check(&article.join("\n\n"), &[("hearing.txt", HEARING)]);
    assert_eq!(checks.len(), all.len());
    checks.into_iter().map(|c| c.verdict).collect()
}

#[test]
fn what_is_right_is_sound() {
    let all: Vec<(String, String)> = RIGHT.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert!(verdicts(&Reader::new(), &all).iter().all(|v| *v == Verdict::Verbatim));
}

#[test]
fn every_planted_change_is_found() {
    let changes: &[(&str, &str)] = &[
        ("2019", "2017"),
        ("three", "thirteen"),
        ("340", "3,400"),
        ("has not", "has"),
        ("did not", "did"),
        ("will not", "will"),
        ("may", "must"),
        ("every", "any"),
        ("unless", "if"),
        ("Some", "All"),
        ("until", "before"),
        ("spring", "autumn"),
        ("Tuesday", "Friday"),
        ("letter", "message"),
        ("ministry", "minister"),
    ];
    let mut all = Vec::new();
    for (speaker, words) in RIGHT {
        for (old, new) in changes.iter().filter(|(old, _)| words.contains(old)) {
            all.push(((*speaker).to_owned(), words.replacen(old, new, 1)));
        }
        // Another's words.
        let other = if *speaker == "Marta Vieira" { "Joseph Linden" } else { "Marta Vieira" };
        all.push((other.to_owned(), (*words).to_owned()));
    }
    // An ellipsis that jumps, two halves of two sentences, the halves the other way round.
    all.push(("Marta Vieira".to_owned(), "The sluice was repaired in 2019 … on the Tuesday".to_owned()));
    all.push(("Marta Vieira".to_owned(), "We inspect it every spring, and I am sorry about that".to_owned()));
    all.push(("Marta Vieira".to_owned(), "It has not failed since. The sluice was repaired in 2019".to_owned()));
    let found = verdicts(&Reader::new(), &all);
    let missed: Vec<_> = all.iter().zip(found).filter(|(_, v)| v.side() != Side::Finding).collect();
    assert!(missed.is_empty(), "{missed:?}");
}
