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

#[test]
fn a_condition_behind_a_semicolon_or_a_short_turn_of_another() {
    let source = "IDA BERG: We will pay every man; if the court agrees. We will hire every woman: unless the town says no. We will \
mend every boat; but not this year. We have one rule: only members vote. We will buy every field\n\nOLE FOSS: Yes.\n\nIDA BERG: if the \
bank agrees. We will sell every horse\n\nOLE FOSS: Good.\n\nIDA BERG: and the carts go too.\n\nOLE FOSS: I thank you.";
    let one = |words: &str| Reader::new().one("Ida Berg", words, source).0;
    for words in
        ["We will pay every man", "We will hire every woman", "We will mend every boat", "We will buy every field"]
    {
        assert_eq!(one(words), Verdict::Truncated, "{words}");
    }
    for words in ["We have one rule", "We will sell every horse"] {
        assert_eq!(one(words), Verdict::Verbatim, "{words}");
    }
}

#[test]
fn without_and_never_before_the_words() {
    let source = "IDA BERG: Without a grant the old kiln will shut. Without a doubt the new kiln will stay. I did not say, and would \
never say, that the boats were sold in secret. I said, more than once, that the nets were sold in spring. If you ask me, the \
quay will sink. The bell is cracked, if I may say so. \
If you pay, the horn will sound.\n\nOLE FOSS: Yes.\n\nIDA BERG: That is so.\n\nOLE FOSS: Good.";
    let one = |words: &str| Reader::new().one("Ida Berg", words, source).0;
    assert_eq!(one("the old kiln will shut"), Verdict::Truncated);
    assert_eq!(one("the boats were sold in secret"), Verdict::Truncated);
    assert_eq!(one("the new kiln will stay"), Verdict::Verbatim);
    // What is said by the way is no condition.
    assert_eq!(one("the quay will sink"), Verdict::Verbatim);
    assert_eq!(one("The bell is cracked"), Verdict::Verbatim);
    assert_eq!(one("the horn will sound"), Verdict::Truncated);
    assert_eq!(one("the nets were sold in spring"), Verdict::Verbatim);
}

#[test]
fn numbers_left_out_beside_the_words_that_go_on() {
    let source = "IDA BERG: We sold nine boats in March to two buyers in Leith. We found rot in 3 of the 12 rooms. We sold 5 percent of \
the nets to the yard. We mended the boats before the storm for nothing. We met the clerk in 2019 and again in spring. We rang them twice. The first time no one answered. The second time we were sent home. We will pay the \
rent for May and June to all of them.\n\nOLE FOSS: Yes.\n\nIDA BERG: That is so.\n\nOLE FOSS: Good.";
    let one = |words: &str| Reader::new().one("Ida Berg", words, source).0;
    for words in [
        "We sold nine boats in March to … buyers in Leith",
        "We found rot in … the 12 rooms",
        "We sold … the nets to the yard",
        "We mended the boats … for nothing",
    ] {
        assert_eq!(one(words), Verdict::Hidden, "{words}");
    }
    let source = "IDA BERG: The council has no secret plan to sell the land. If you pay your half we will start work in April. The \
ferry is not just late, it is a danger. There is, no doubt, a plan for the harbour.\n\nOLE FOSS: Yes.\n\nIDA BERG: That is so.\n\n\
OLE FOSS: Good.";
    let other = |words: &str| Reader::new().one("Ida Berg", words, source).0;
    assert_eq!(other("The council has … plan to sell the land"), Verdict::Hidden);
    assert_eq!(other("The ferry is … late, it is a danger"), Verdict::Hidden);
    assert_eq!(other("we will start work in April"), Verdict::Truncated);
    assert_eq!(other("There is … a plan for the harbour"), Verdict::Trimmed);
    for words in [
        "We met the clerk … and again in spring",
        "We rang them twice … we were sent home",
        "We will pay the rent … to all of them",
    ] {
        assert_eq!(one(words), Verdict::Trimmed, "{words}");
    }
}

#[test]
fn two_answers_with_names_have_speakers() {
    let source =
        "KIT LOWE: I signed off both tests in the spring.\n\nMARA DENT: I never saw the tests, nor did the clerk.";
    let one = |who: &str, words: &str| Reader::new().one(who, words, source).0;
    assert_eq!(one("Kit Lowe", "I signed off both tests in the spring"), Verdict::Verbatim);
    assert_eq!(one("Mara Dent", "I signed off both tests in the spring"), Verdict::WrongSpeaker);
}
