//! Regions of `CLiC`: what was said in quotation marks, and by whom, comes back; nothing else goes out.

use super::*;
use crate::annotation::QUOTE;

/// Statements of a set that are in quotation marks as they stand, and nobody rejected.
fn spoken(set: &Set) -> Set {
    let is_spoken =
        |r: &&Arc<Annotation>| r.label == QUOTE && r.kind == Some(Kind::Direct) && r.status != Some(Status::Rejected);
    let records = set.iter().filter(is_spoken).map(|r| (**r).clone()).collect();
    Set::new(set.about.clone(), set.speakers.clone(), Vec::new(), records)
}

/// Where, and by whom; that nobody can be named has no number.
fn who_said(reading: &Reading) -> Vec<(Vec<Span>, Option<String>)> {
    all_of(reading).into_iter().map(|s| (s.at, s.speaker.filter(|name| name != "none"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_was_said_comes_back(made in made()) {
        let start = reading(TEXT, spoken(&set_of(&made)));
        let (back, report) = round(&start, "clic");
        prop_assert_eq!((report.lost, report.doubtful, report.moved), (0, 0, 0));
        prop_assert_eq!(who_said(&back), who_said(&start));
    }

    /// Over the decisions that it was made of it changes nothing.
    #[test]
    fn what_is_there_stays(made in made()) {
        let start = reading(TEXT, spoken(&set_of(&made)));
        let (_, changes, report) = brought(&start, &through(&start, "clic"));
        prop_assert_eq!((report.imported, report.conflicts, report.changed), (0, 0, 0), "{:?}", changes);
        prop_assert!(changes.iter().all(|c| c.ops.is_empty()), "{:?}", changes);
    }
}

#[test]
fn parts_of_a_statement_come_back_as_one() {
    let text = "“We vote 😊,” said Jane Doe, “on Monday.” “No,” Bo Lind said.\n";
    let part = |words: &str| {
        let at = text.find(words).unwrap() as u32;
        let (start, end) = Document::from_text(text, "a.txt").in_chars(Span::new(at, at + words.len() as u32));
        Selector { start, end, exact: words.to_owned(), prefix: String::new(), suffix: String::new() }
    };
    let mut record = Annotation::new("a1".to_owned(), QUOTE, vec![part("“We vote 😊,”"), part("“on Monday.”")]);
    (record.kind, record.form, record.status) = (Some(Kind::Direct), Some(Form::Quotation), Some(Status::Confirmed));
    let document = Document::from_text(text, "a.txt");
    let set = Set::new(DocumentInfo::of(&document), Vec::new(), Vec::new(), vec![record]);
    let start = reading(text, set);
    let (back, _) = round(&start, "clic");
    assert_eq!(who_said(&back), who_said(&start));
    let (_, changes, report) = brought(&start, &through(&start, "clic"));
    assert!(changes.iter().all(|c| c.ops.is_empty()), "{report:?}");
}
