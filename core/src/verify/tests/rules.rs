//! A sentence or more for each rule, and its siblings that it must leave alone.

use super::{HEARING, Reader};
use crate::verify::{Kind, Unreadable, UnreadableKind, Verdict};

/// Quotations with what must be said of each.
fn all(reader: &Reader, source: &str, cases: &[(&str, &str, Verdict, Option<Kind>)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(speaker, words, verdict, kind)| {
            let got = reader.one(speaker, words, source);
            (got != (*verdict, *kind)).then(|| format!("{words}: {got:?}, not {verdict:?} {kind:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn words_in_one_run_are_verbatim() {
    use Verdict::Verbatim;
    all(
        &Reader::new(),
        HEARING,
        &[
            ("Marta Vieira", "The sluice was repaired in 2019, and it has not failed since", Verbatim, None),
            ("Ms Vieira", "the last inspection found 3 small leaks", Verbatim, None),
            ("Marta Vieira", "The county paid for most of it", Verbatim, None),
            ("Joseph Linden", "I lost 12 ewes that night. Nobody from the district came to see us", Verbatim, None),
            ("Mr Linden", "Nobody from the district came to see us", Verbatim, None),
            ("Colin Abara", "We owe Mr Linden an answer", Verbatim, None),
        ],
    );
}

#[test]
fn what_is_guarded_is_never_small() {
    use Verdict::Altered;
    all(
        &Reader::new(),
        HEARING,
        &[
            (
                "Marta Vieira",
                "The sluice was repaired in 2018, and it has not failed since",
                Altered,
                Some(Kind::Number),
            ),
            ("Marta Vieira", "We sent a letter to 430 households on the Tuesday", Altered, Some(Kind::Number)),
            ("Marta Vieira", "We sent a letter to 340 households on the Thursday", Altered, Some(Kind::Number)),
            ("Marta Vieira", "The sluice was repaired in 2019, and it has failed since", Altered, Some(Kind::Negation)),
            ("Marta Vieira", "Some of them did get it until Friday", Altered, Some(Kind::Negation)),
            ("Joseph Linden", "Somebody from the district came to see us", Altered, Some(Kind::Negation)),
            ("Marta Vieira", "The county paid for all of it", Altered, Some(Kind::Operator)),
            ("Marta Vieira", "We must have to raise the levy next year", Altered, Some(Kind::Operator)),
            (
                "Marta Vieira",
                "We inspect it any spring, and the last inspection found three small leaks",
                Altered,
                Some(Kind::Operator),
            ),
            ("Marta Vieira", "The meadow was under four yards of water", Altered, Some(Kind::Unit)),
            ("Colin Abara", "We owe Mr Landen an answer", Altered, Some(Kind::Name)),
            ("Marta Vieira", "The sluice was mended in 2019, and it has not failed since", Altered, Some(Kind::Words)),
            (
                "Marta Vieira",
                "The sluice was repaired in 2019, and it hasn’t failed since",
                Altered,
                Some(Kind::Spelling),
            ),
        ],
    );
}

#[test]
fn numbers_are_found_at_their_bounds_alone() {
    let source = "PIA ROE: We carried 1.1 million people and lost £4.2m. In 1998 there were 21.3 million, thirteen per cent more.";
    all(
        &Reader::new(),
        source,
        &[
            ("Pia Roe", "We carried 1.1 million people and lost £4.2 million", Verdict::Verbatim, None),
            ("Pia Roe", "In nineteen ninety-eight there were 21.3 million, 13% more", Verdict::Verbatim, None),
            ("Pia Roe", "We carried 1 million people and lost £4.2 million", Verdict::Altered, Some(Kind::Number)),
            ("Pia Roe", "there were 21.3 million, thirty percent more", Verdict::Altered, Some(Kind::Number)),
            ("Pia Roe", "We carried 1.1 million people and lost $4.2 million", Verdict::Altered, Some(Kind::Unit)),
        ],
    );
}

#[test]
fn whose_words_they_are() {
    all(
        &Reader::new(),
        HEARING,
        &[
            ("Colin Abara", "The county paid for most of it", Verdict::WrongSpeaker, None),
            ("Joseph Linden", "We owe Mr Linden an answer", Verdict::WrongSpeaker, None),
            ("Marta Vieira", "I lost twelve ewes that night", Verdict::WrongSpeaker, None),
        ],
    );
    let two = "ANNA HOLT: It was late and it was cold.\n\nPETER HOLT: It was late and it was cold. We left.\n\nANNA HOLT: Yes.";
    let reader = Reader::new();
    let checks = reader.check("“It was late and it was cold,” said Peter Holt.", &[("s.txt", two)]);
    let at = checks[0].place.as_ref().map(|p| p.paragraph);
    assert_eq!((checks[0].verdict, at), (Verdict::Verbatim, Some(2)), "the place is that of the one named");
    let label = "SPEAKER_01: We lost the ferry in the storm.\n\nSPEAKER_02: Who did?\n\nSPEAKER_01: All of us.";
    assert_eq!(reader.one("Ada Grey", "We lost the ferry in the storm", label).0, Verdict::Verbatim);
    let host = "HOST: We lost the ferry in the storm.\n\nADA GREY: Who did?\n\nHOST: All of us.\n\nADA GREY: Oh no.";
    assert_eq!(reader.one("Ada Grey", "We lost the ferry in the storm", host).0, Verdict::WrongSpeaker);
}

#[test]
fn who_is_called_by_a_role_alone() {
    let source = "VICAR: Is anybody against the sale of the field?\n\nOWEN HART: I am, and I always was.\n\nVICAR: Then we shall \
        wait. The bishop has not answered.\n\nOWEN HART: He never has.";
    let article = "“I am, and I always was,” said Owen Hart.\n\n“Then we shall wait. The bishop has not answered,” the vicar said. \
        “Then we shall wait,” Owen Hart said.";
    let checks = Reader::new().check(article, &[("s.txt", source)]);
    let verdicts: Vec<Verdict> = checks.iter().map(|c| c.verdict).collect();
    assert_eq!(verdicts, [Verdict::Verbatim, Verdict::Verbatim, Verdict::CannotCheck]);
    let short = Reader::new().check(
        "“We cannot sell,” said Owen Hart.",
        &[("s.txt", &source.replace("I am, and", "We cannot sell without him, and"))],
    );
    assert_eq!(short[0].verdict, Verdict::CannotCheck, "a few words that something limits are not confirmed");
}

#[test]
fn what_is_left_out_at_a_mark() {
    let source = "IDA BERG: The landlord is not permitted to enter the flat. The second half of the money came out of the pension \
        fund, which is money we have to put back. We may close the school in June. I rang twice. Nobody came. I was told to wait.\n\n\
        OLE FOSS: Is that so? I would have thought that somebody would have come to the door by then.\n\n\
        IDA BERG: The county has made up its mind.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ida Berg", "The second half of the money … is money we have to put back", Verdict::Trimmed, None),
            ("Ida Berg", "I rang twice … I was told to wait", Verdict::Trimmed, None),
            ("Ida Berg", "We may close the school […] I rang twice", Verdict::Trimmed, None),
            ("Ida Berg", "The landlord is … permitted to enter the flat", Verdict::Hidden, None),
            ("Ida Berg", "We ... close the school in June", Verdict::Hidden, None),
            ("Ida Berg", "I was told to wait … The county has made up its mind", Verdict::Spliced, None),
            ("Ida Berg", "I was told to wait … I rang twice", Verdict::Reordered, None),
            ("Ida Berg", "We may close [it] in June", Verdict::Trimmed, None),
            ("Ida Berg", "We [will] close the school in June", Verdict::Altered, Some(Kind::Operator)),
            ("Ida Berg", "[W]e may close the school in June", Verdict::Verbatim, None),
            ("Ida Berg", "I rang twice … I was told to leave", Verdict::Altered, Some(Kind::Words)),
        ],
    );
}

#[test]
fn an_ellipsis_that_leaves_nothing_out_is_punctuation() {
    let source = "IDA BERG: Well… I would call it a draft. It is a good one.";
    assert_eq!(Reader::new().one("Ida Berg", "Well … I would call it a draft", source).0, Verdict::Verbatim);
}

#[test]
fn pieces_without_a_mark() {
    let source = "IDA BERG: We are hiring forty people this spring, and we could use forty more if they came to us. The union gave up \
        two weeks of holiday last year and that bought us time.\n\nOLE FOSS: I still have the boat. I still cannot row it.\n\n\
        IDA BERG: The harbour will be open in June. Everybody says so, and I have no reason to doubt what they say about the harbour.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ida Berg", "We are hiring forty people this spring and that bought us time", Verdict::Spliced, None),
            ("Ole Foss", "I still cannot row it. I still have the boat", Verdict::Reordered, None),
            ("Ida Berg", "I still have the boat. The harbour will be open in June", Verdict::Spliced, None),
        ],
    );
}

#[test]
fn speech_is_cleaned() {
    let source = "IDA BERG: They, they came on the Monday, and by, uh, by Wednesday we knew. I thi- I think the staff were, um, tired. I \
        was going t- I was going to say the county. I would like to see, you know, the new building.\n\nOLE FOSS: Right.\n\n\
        IDA BERG: We sort of expected it. And then we waited for the\n\nOLE FOSS: Mm.\n\nIDA BERG: for the answer of the county.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ida Berg", "They came on the Monday, and by Wednesday we knew", Verdict::Cleaned, None),
            ("Ida Berg", "I think the staff were tired", Verdict::Cleaned, None),
            ("Ida Berg", "I was going to say the county", Verdict::Verbatim, None),
            ("Ida Berg", "I think the staff were tired. I was going to say the county", Verdict::Cleaned, None),
            ("Ida Berg", "I would like to see the new building", Verdict::Cleaned, None),
            ("Ida Berg", "We expected it. And then we waited", Verdict::Altered, Some(Kind::Operator)),
            ("Ida Berg", "And then we waited for the answer of the county", Verdict::Cleaned, None),
            ("Ida Berg", "They came on the Tuesday, and by Wednesday we knew", Verdict::Altered, Some(Kind::Number)),
        ],
    );
}

#[test]
fn a_question_is_no_statement() {
    let reader = Reader::new();
    let source = "CHAIR: Is the committee going to wait for the county? The rain is here. You will stay on as head of the school?\n\nADA GREY: Yes.\n\nCHAIR: Good.";
    let verdict = |text: &str| {
        let checks = reader.check(text, &[("s.txt", source)]);
        (checks[0].verdict, checks[0].kind)
    };
    assert_eq!(
        verdict("The chair said: “The committee is going to wait for the county.”"),
        (Verdict::Altered, Some(Kind::Question))
    );
    assert_eq!(
        verdict("“You will stay on as head of the school,” the chair said."),
        (Verdict::Altered, Some(Kind::Question))
    );
    assert_eq!(verdict("“You will stay on as head of the school?” the chair asked."), (Verdict::Verbatim, None));
    assert_eq!(verdict("“The rain is here,” the chair said."), (Verdict::Verbatim, None));
    // Where somebody states it later, that is the place.
    let both = "CHAIR: You will stay on as head of the school? We have to know.\n\nCHAIR: You will stay on as head of the school. Good.";
    let checks = reader.check("“You will stay on as head of the school,” the chair said.", &[("s.txt", both)]);
    assert_eq!((checks[0].verdict, checks[0].kind), (Verdict::Verbatim, None));
}

#[test]
fn what_cannot_be_checked_is_no_accusation() {
    let reader = Reader::new();
    let one = |text: &str| {
        let checks = reader.check(text, &[("s.txt", HEARING)]);
        (checks[0].verdict, checks[0].kind)
    };
    assert_eq!(one("Ms Vieira called the letter “late”, she said."), (Verdict::CannotCheck, Some(Kind::TooShort)));
    assert_eq!(
        one("“We had no arrests and one lost dog,” said Sheriff Lyle Hatch."),
        (Verdict::CannotCheck, Some(Kind::NotCovered))
    );
    assert_eq!(one("“We shall build a new sluice by Christmas,” said Marta Vieira."), (Verdict::NotFound, None));
    let gap = "IDA BERG: [inaudible] posts will go and none of them is a nurse.\n\nOLE FOSS: Oh.\n\nIDA BERG: Yes.";
    assert_eq!(
        reader.one("Ida Berg", "Twelve posts will go and none of them is a nurse", gap),
        (Verdict::CannotCheck, Some(Kind::Inaudible))
    );
    assert_eq!(reader.one("Ida Berg", "posts will go and none of them is a nurse", gap).0, Verdict::Verbatim);
    let scan = [Unreadable { source: "m.pdf".into(), kind: UnreadableKind::NoText, message: "m.pdf: pictures".into() }];
    let with = |text: &str| {
        let checks = reader.check_with(text, &[("s.txt", HEARING)], &[], &scan);
        (checks[0].verdict, checks[0].kind)
    };
    assert_eq!(
        with("“We had no arrests and one lost dog,” said Sheriff Lyle Hatch."),
        (Verdict::CannotCheck, Some(Kind::NoText))
    );
    assert_eq!(
        with("“We shall build a new sluice by Christmas,” said Marta Vieira."),
        (Verdict::NotFound, None),
        "she is heard in another"
    );
}

#[test]
fn words_in_another_file() {
    let reader = Reader::new();
    let older = "Radio, 2 May\n\nMARTA VIEIRA: We have never turned a farmer away, and we never will.\n\nHOST: Never?\n\nMARTA VIEIRA: No.";
    let checks = reader.check_with(
        "“We have never turned a farmer away,” said Marta Vieira.",
        &[("s.txt", HEARING)],
        &[("old.txt", older)],
        &[],
    );
    assert_eq!((checks[0].verdict, checks[0].source.as_deref()), (Verdict::Elsewhere, Some("old.txt")));
}

#[test]
fn a_negation_said_twice_is_no_repetition() {
    use Verdict::{Altered, Cleaned};
    let source = "ADA GREY: I am not not happy about the road. We had no, no boats left, and we never, never asked for more. I did not \
        spend the money of the town. I know it is not, it is not our harbour.\n\nOLE FOSS: Oh.\n\nADA GREY: I can't tell you what the yard does.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ada Grey", "I am not happy about the road", Altered, Some(Kind::Negation)),
            ("Ada Grey", "I did not not spend the money of the town", Altered, Some(Kind::Negation)),
            ("Ada Grey", "I can't not tell you what the yard does", Altered, Some(Kind::Negation)),
            ("Ada Grey", "We had no boats left, and we never asked for more", Cleaned, None),
            ("Ada Grey", "I know it is not our harbour", Cleaned, None),
        ],
    );
}

#[test]
fn words_gone_beside_a_mark_that_leaves_out_nothing() {
    let source = "ADA GREY: Everyone in the yard gets a different set of standards applied to them… It is the strangest thing I have \
        ever seen.\n\nOLE FOSS: Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            (
                "Ada Grey",
                "Everyone in the yard gets a them… It is the strangest thing I have ever seen",
                Verdict::Altered,
                Some(Kind::Words),
            ),
            (
                "Ada Grey",
                "Everyone in the yard gets a different set … It is the strangest thing",
                Verdict::Trimmed,
                None,
            ),
        ],
    );
}

#[test]
fn what_somebody_in_a_turn_is_quoted_with_is_theirs() {
    use Verdict::{Verbatim, WrongSpeaker};
    let by = |told: &str| {
        format!(
            "ANN PELL: {told}, \"The county has lied to all of us from the start.\"\n\nBEN ORD: Oh.\n\nANN PELL: Yes."
        )
    };
    let reader = Reader::new();
    let words = "The county has lied to all of us from the start";
    for told in ["Tom Reed told me", "The teacher told me", "My father said"] {
        assert_eq!(reader.one("Ann Pell", words, &by(told)).0, WrongSpeaker, "{told}");
    }
    assert_eq!(reader.one("Tom Reed", words, &by("Tom Reed told me")).0, Verbatim);
    for told in ["I told them", "The sign says"] {
        assert_eq!(reader.one("Ann Pell", words, &by(told)).0, Verbatim, "{told}");
    }
}

#[test]
fn whole_sentences_left_out_behind_a_full_stop() {
    use Verdict::{Altered, Hidden, Trimmed};
    let source = "ADA GREY: We sold the boats. No one cared. We went to the yard in Leith. We sold the nets to nobody. It rained \
        for 5 days. The tide was strong.\n\nOLE FOSS: Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ada Grey", "We sold the boats. … We went to the yard in Leith", Trimmed, None),
            ("Ada Grey", "We sold the boats. ... We went to the yard in Leith", Trimmed, None),
            ("Ada Grey", "We sold the boats! […] We went to the yard in Leith", Trimmed, None),
            ("Ada Grey", "We sold the nets. … It rained for 5 days", Hidden, None),
            ("Ada Grey", "It rained for 5 days. … The tide was strong", Verdict::Verbatim, None),
            ("Ada Grey", "We sold the boots. … We went to the yard in Leith", Altered, Some(Kind::Words)),
        ],
    );
}

#[test]
fn a_sentence_may_end_with_a_unit_or_an_abbreviation() {
    let source = "ADA GREY: It would cost 5 m. No one bought it. We wrote to Ord & Co. Nothing came back. We met Mr. Only of Leith, and \
        we asked J. Nor about it. It was made by Hale & Co. if the label is right.\n\nOLE FOSS: Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ada Grey", "It would cost 5 m", Verdict::Verbatim, None),
            ("Ada Grey", "We wrote to Ord & Co", Verdict::Verbatim, None),
            ("Ada Grey", "It was made by Hale & Co", Verdict::Truncated, None),
        ],
    );
}

#[test]
fn brackets_bring_in_nothing_guarded() {
    use Verdict::{Altered, Trimmed, Truncated};
    let source = "ADA GREY: We sold boats in the yard that day, and it was refused. They found 21.1 grams in that year. He never \
        sold a boat to the navy.\n\nOLE FOSS: Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ada Grey", "We sold [no] boats in the yard that day", Altered, Some(Kind::Negation)),
            ("Ada Grey", "We [never] sold boats in the yard that day", Altered, Some(Kind::Negation)),
            ("Ada Grey", "[Not] sold boats in the yard that day", Altered, Some(Kind::Negation)),
            ("Ada Grey", "They found [less than] 21.1 grams in that year", Altered, Some(Kind::Operator)),
            ("Ada Grey", "We sold [nine] boats in the yard that day", Altered, Some(Kind::Number)),
            ("Ada Grey", "They found 21.1 grams [in 2019]", Trimmed, None),
            ("Ada Grey", "They found 21.1 grams in [the year 2019]", Trimmed, None),
            ("Ada Grey", "[The men] sold boats in the yard that day", Trimmed, None),
            ("Ada Grey", "[Tom Reed never] sold a boat to the navy", Truncated, None),
        ],
    );
}

#[test]
fn brackets_that_the_source_has_as_well_bring_in_nothing() {
    let text = "“We sold the old red boats to the yard [on Friday] … We sold the [nine] ropes to the navy [twice],” Ada Grey said.";
    let checks = Reader::new().check(text, &[("s.txt", text)]);
    assert_ne!(checks[0].verdict, Verdict::Altered, "{checks:?}");
}

#[test]
fn a_filler_that_the_article_keeps_must_be_there() {
    let source = "ADA GREY: The canal, the canal, I mean, it is, you know, a treasure. We sold the boats, you know, to the navy, um, in \
        Leith.\n\nOLE FOSS: Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            ("Ada Grey", "The canal, it is, you know, a treasure", Verdict::Cleaned, None),
            ("Ada Grey", "We sold the boats, you know, to the navy in Leith", Verdict::Cleaned, None),
            ("Ada Grey", "We sold the boats to the navy in Leith", Verdict::Cleaned, None),
            ("Ada Grey", "We sold the boats to the navy, you know, in Leith", Verdict::Altered, Some(Kind::Words)),
        ],
    );
}

#[test]
fn an_answer_is_not_hidden_by_its_question() {
    let source = "HOST: Did you sign the deed on the fourth of June?\n\nPAUL RUDGE: I signed a deed on the fourth of June.\n\nHOST: Good.";
    let checks =
        Reader::new().check("“I signed the deed on the fourth of June,” Paul Rudge said.", &[("s.txt", source)]);
    assert_eq!((checks[0].verdict, checks[0].kind), (Verdict::Altered, Some(Kind::Words)));
    assert_eq!(checks[0].speaker_there.as_deref(), Some("PAUL RUDGE"));
}

#[test]
fn a_prefix_of_its_own_denies_and_a_yard_measures_after_a_number() {
    let source = "ADA GREY: The men in the yard are union men and proud of the town. It lies forty yards from the sea wall.\n\nOLE FOSS: \
        Oh.\n\nADA GREY: Yes.";
    all(
        &Reader::new(),
        source,
        &[
            (
                "Ada Grey",
                "The men in the yard are non-union men and proud of the town",
                Verdict::Altered,
                Some(Kind::Negation),
            ),
            (
                "Ada Grey",
                "The men in the dock are union men and proud of the town",
                Verdict::Altered,
                Some(Kind::Words),
            ),
            ("Ada Grey", "It lies forty miles from the sea wall", Verdict::Altered, Some(Kind::Unit)),
        ],
    );
}

#[test]
fn a_role_is_theirs_to_whom_source_or_article_ties_it() {
    let reader = Reader::new();
    let quote = "The tender for the hall is closed";
    let talk = "CHAIR: The tender for the hall is closed. We shall open the bids.\n\nBEA LORNE: We had five bids.\n\nCHAIR: \
        Thank you.";
    let verdict = |article: &str, source: &str| reader.check(article, &[("s.txt", source)])[0].verdict;
    assert_eq!(verdict(&format!("“{quote},” said Hugh Marden, the chair."), talk), Verdict::Verbatim);
    assert_eq!(verdict(&format!("“{quote},” Hugh Marden said."), talk), Verdict::WrongSpeaker);
    let present = format!("Present: Cllr Hugh Marden (chair), Bea Lorne, Mrs Sato (clerk)\n\n{talk}");
    assert_eq!(verdict(&format!("“{quote},” Hugh Marden said."), &present), Verdict::Verbatim);
    assert_eq!(verdict(&format!("“{quote},” Bea Lorne said."), &present), Verdict::WrongSpeaker);
}

#[test]
fn what_differs_is_told_where_it_stands_as_each_side_writes_it() {
    let reader = Reader::new();
    let text = "Ines Vale met the council. “We lost two boats in May,” Vale said, “and we didn’t ask for help.”";
    let source = "INES VALE: We lost three boats in March, and we did ask nobody for help.";
    let checks = reader.check(text, &[("talk.txt", source)]);
    let check = &checks[0];
    let of = |text: &str, spans: &[(u32, u32)]| -> Vec<String> {
        let words = |at: &(u32, u32)| text.chars().skip(at.0 as usize).take((at.1 - at.0) as usize).collect();
        spans.iter().map(words).collect()
    };
    let here = ["two", "May", "didn’t"];
    assert_eq!(of(text, &check.differing.here), here);
    let in_quote: Vec<&str> = check.differing.in_quote.iter().map(|span| span.of(&check.quote)).collect();
    assert_eq!(in_quote, here);
    assert_eq!(of(source, &check.differing.there), ["three", "March", "nobody"]);
    let told: Vec<(&str, &str)> = check.diff.iter().map(|part| (part.sign(), part.words())).collect();
    let expected = [
        ("=", "We lost"),
        ("-", "three"),
        ("+", "two"),
        ("=", "boats in"),
        ("-", "March"),
        ("+", "May"),
        ("=", "and we did"),
        ("+", "not"),
        ("=", "ask"),
        ("-", "nobody"),
        ("=", "for help"),
    ];
    assert_eq!(told, expected);
}
