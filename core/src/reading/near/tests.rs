use super::*;
use proptest::prelude::*;

fn near(text: &str, typed: &str) -> Vec<String> {
    let document = Document::from_text(text, "a.txt");
    let query = NearQuery::new(typed).unwrap();
    let found = query.all(&document, None, &[], || true).unwrap();
    found.matches.iter().map(|m| m.span.of(text).to_owned()).collect()
}

fn differing(text: &str, typed: &str) -> Vec<String> {
    let document = Document::from_text(text, "a.txt");
    let found = NearQuery::new(typed).unwrap().all(&document, None, &[], || true).unwrap();
    found.matches.iter().flat_map(|m| &m.differs).map(|s| s.of(text).to_owned()).collect()
}

const HALL: &str = "They had looked at the new plant in ten years. The honest answer on the new pipes is no.\n\nSuch pipes \
last for twenty-five years, if nobody touches them for years.\n\nIn the years since then the house stood empty. Years went \
by.";

#[test]
fn a_word_is_another_or_put_in() {
    assert_eq!(near(HALL, "twenty years"), ["ten years", "twenty-five years"]);
    assert_eq!(differing(HALL, "twenty years"), ["ten", "five"]);
    assert_eq!(near("They do not own the old pump.", "we do not own that pump"), ["They do not own the old pump"]);
}

#[test]
fn a_word_is_missing_and_the_gap_is_told() {
    let text = "The honest answer on lead is that nobody looked.";
    assert_eq!(near(text, "the honest answer to lead is that nobody ever looked"), [text.trim_end_matches('.')]);
    assert_eq!(differing(text, "the honest answer to lead is that nobody ever looked"), ["on", " "]);
}

#[test]
fn a_common_word_alone_is_never_near() {
    for typed in ["the mayor", "in March", "twenty of the", "some of the boats"] {
        assert_eq!(
            near("The house in April, of the four, some of the others.", typed),
            Vec::<String>::new(),
            "{typed}"
        );
    }
    assert!(NearQuery::new("the").is_none() && NearQuery::new("of the").is_none() && NearQuery::new(" … ").is_none());
    assert_eq!(
        near("It is how it is, said Bo.", "it is what it is"),
        Vec::<String>::new(),
        "grammar with another word"
    );
    assert_eq!(near("He is who he was, said Bo.", "he is who he is"), ["He is who he was"]);
}

#[test]
fn a_word_with_a_slip_and_accents() {
    assert_eq!(near("Jeff Sessions left. The session began.", "sesions"), ["Sessions"]);
    assert_eq!(near("José Núñez spoke of the har\u{ad}bour.", "Hosé Nunez spoke"), ["José Núñez spoke"]);
    assert_eq!(near("In 1990 he came.", "1991"), Vec::<String>::new(), "another number is no slip");
}

#[test]
fn the_most_like_is_first_and_what_is_found_exactly_is_none() {
    let text = "We lost four boats in May.\n\nWe lost three boats in March and more.";
    let typed = "we lost three ships in March";
    assert_eq!(near(text, typed), ["We lost three boats in March"], "the other has too little of it");
    let document = Document::from_text(text, "a.txt");
    let exact = [Span::new(30, 40)];
    assert!(NearQuery::new(typed).unwrap().all(&document, None, &exact, || true).unwrap().matches.is_empty());
    let first = [Span::new(0, 26)];
    let query = NearQuery::new("lost three boats").unwrap();
    let within = query.all(&document, Some(&first), &[], || true).unwrap();
    assert_eq!(within.matches.len(), 1);
    assert_eq!(within.in_words(), "1 near");
    assert_eq!(query.all(&document, None, &[], || false), None);
}

#[test]
fn paragraphs_are_not_joined() {
    assert_eq!(near("He counted ten\n\nyears later.", "twenty years"), Vec::<String>::new());
}

#[test]
fn many_near_ones_are_counted_and_the_most_like_kept() {
    let text = "thirty years and then ".repeat(3000) + "twenty long years";
    let document = Document::from_text(&text, "a.txt");
    let found = NearQuery::new("twenty years").unwrap().all(&document, None, &[], || true).unwrap();
    assert_eq!((found.matches.len(), found.more), (MAX_NEAR, true));
    assert_eq!(found.in_words(), "100 near and more");
}

/// A paragraph of any length is read in pieces: what lies over a cut is found once.
#[test]
fn what_lies_over_a_cut_is_found_once() {
    for shift in 0..40 {
        let before = "x".repeat(shift) + " " + &"straw ".repeat(PIECE / 6 - 4);
        let text = format!("{before}we lost three boats in March and {}", "straw ".repeat(PIECE / 6));
        assert_eq!(near(&text, "we lost three ships in March"), ["we lost three boats in March"], "{shift}");
    }
}

proptest! {
    /// One word exchanged in a quotation of some length is found again, and just that word differs.
    #[test]
    fn one_word_exchanged_is_found(
        words in proptest::collection::vec("[b-h]{5,9}", 4..12), at in 0usize..12, around in "[ij]{1,5}( [ij]{1,5}){0,20}",
    ) {
        let mut text = words.clone();
        let at = at % words.len();
        text[at] = "zzzzz".to_owned();
        let whole = format!("{around} {} {around}", text.join(" "));
        prop_assert!(near(&whole, &words.join(" ")).contains(&text.join(" ")));
    }

    /// Whatever is typed and read: spans are of the text, in it and apart; nothing panics.
    #[test]
    fn anything_goes(text in "\\PC{0,200}", typed in "\\PC{0,60}") {
        let document = Document::from_text(&text, "a.txt");
        let text = document.text();
        if let Some(query) = NearQuery::new(&typed) {
            let found = query.all(&document, None, &[], || true).unwrap();
            for m in &found.matches {
                prop_assert!(text.get(m.span.start as usize..m.span.end as usize).is_some());
                prop_assert!(m.differs.iter().all(|s| text.get(s.start as usize..s.end as usize).is_some()));
            }
        }
    }
}
