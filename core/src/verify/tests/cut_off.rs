//! What is cut off before and behind, and what is none of it.

use super::Reader;
use crate::verify::{Note, Verdict};

const SOURCE: &str = "IDA BERG: We will start work in April, provided that the county pays its share. I never said the mill was safe. \
Only flats that have been inspected can be treated this year. Nothing in this plan prohibits the use of rain water. I do not believe \
that the farmers paid a penny. We promised them nothing. The bridges are closed because they are dangerous, and they will stay closed \
until somebody pays. The mill is going to make it if paper prices hold. We like the plan, but not the price of it. We like the trains, \
but the trains are late. The lift will be repaired by June, unless the parts are late. There is no doubt that we shall win the case. \
If the county pays, we will build the wall. We will go on as long as the money lasts. The road is open. However, the bridge is not. \
They should be offered other homes until the work is done.

OLE FOSS: Yes. The mill is going to make it.

IDA BERG: I thank you.

OLE FOSS: Good night.";

fn verdict(words: &str) -> Verdict {
    Reader::new().one("Ida Berg", words, SOURCE).0
}

#[test]
fn a_condition_cut_off_behind() {
    for words in [
        "We will start work in April",
        "The mill is going to make it",
        "The lift will be repaired by June",
        "We like the plan",
        "They should be offered other homes",
    ] {
        assert_eq!(verdict(words), Verdict::Truncated, "{words}");
    }
    assert_eq!(verdict("We promised them something"), Verdict::Altered);
}

#[test]
fn a_negation_or_limit_cut_off_before() {
    for words in [
        "the mill was safe",
        "flats that have been inspected can be treated this year",
        "prohibits the use of rain water",
        "the farmers paid a penny",
        "we will build the wall",
    ] {
        assert_eq!(verdict(words), Verdict::Truncated, "{words}");
    }
}

#[test]
fn what_follows_as_a_statement_of_its_own_is_none() {
    for words in [
        "The bridges are closed because they are dangerous",
        "We like the trains",
        "we shall win the case",
        "We will start work in April, provided that the county pays its share",
        "they will stay closed until somebody pays",
        "The road is open",
    ] {
        assert_eq!(verdict(words), Verdict::Verbatim, "{words}");
    }
}

#[test]
fn notes_say_what_is_no_finding() {
    let reader = Reader::new();
    let notes = |text: &str| reader.check(text, &[("s.txt", SOURCE)])[0].notes.clone();
    assert!(notes("“We like the trains,” Ida Berg said.").contains(&Note::Contrast));
    assert!(notes("“The road is open,” Ida Berg said.").contains(&Note::Context));
}

#[test]
fn the_article_may_say_it_itself() {
    let reader = Reader::new();
    let one = |text: &str| reader.check(text, &[("s.txt", SOURCE)])[0].verdict;
    assert_eq!(one("Ida Berg said they “should be offered other homes” until the work is done."), Verdict::Verbatim);
    assert_eq!(one("Ida Berg said they “should be offered other homes” by June."), Verdict::Truncated);
    assert_eq!(one("Ida Berg never said “the mill was safe”, she said."), Verdict::Verbatim);
    assert_eq!(one("If prices hold, Ida Berg said, “the mill is going to make it”."), Verdict::Verbatim);
}

#[test]
fn of_the_same_words_twice_the_whole_one_is_meant() {
    let source = "IDA BERG: We will start work in April if we can. I say it again. We will start work in April.\n\nOLE FOSS: Oh.\n\nIDA BERG: Yes.";
    assert_eq!(Reader::new().one("Ida Berg", "We will start work in April", source).0, Verdict::Verbatim);
}

#[test]
fn in_an_article_a_sentence_ends_at_its_marks() {
    let source = "He never said “we will go to the harbour at noon” to anybody, Ida Berg told us.";
    let reader = Reader::new();
    let checks = reader.check("“We will go to the harbour at noon,” the man said.", &[("s.txt", source)]);
    assert_eq!(checks[0].verdict, Verdict::Verbatim);
}
