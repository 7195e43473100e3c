use super::*;
use crate::detect::Detector;
use crate::detect::lang::ENGLISH;
use crate::detect::lexicon::Lexicon;
use crate::detect::tokens::tokenize;
use crate::document::Document;
use proptest::prelude::*;

mod speakers;

fn rules(text: &str) -> MarkRules {
    let elisions = ENGLISH.grammar.elisions;
    MarkRules { singles_outer: singles_are_outer(text, elisions), elisions, fiction: false }
}

/// The segments of one block, mended.
fn read(text: &str) -> Vec<Segment> {
    let (mut out, mut tokens, mut hidden) = (Vec::new(), Vec::new(), Vec::new());
    let block = Span::new(0, text.len() as u32);
    tokenize(text, block, &Lexicon::new(&ENGLISH), &mut tokens);
    nicknames(&tokens, &ENGLISH, &mut hidden);
    hide(&mut tokens, &hidden);
    segments(text, block, rules(text), &hidden, &mut out);
    mend((text, block), &tokens, (rules(text), &ENGLISH), &hidden, &mut out);
    out
}

/// Checks who speaks: the statement that holds the words has a speaker with this name; `None`: nobody says them. Nobody
/// wrong is named with a high score.
pub fn check(text: &str, expected: &[(&str, Option<&str>)]) {
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    for (words, speaker) in expected {
        let at = document.text().find(words).expect(words) as u32;
        let of = found.attributions().filter(|a| a.content.iter().any(|c| c.contains(at)));
        let best = of.max_by(|a, b| a.score.total_cmp(&b.score));
        let name = best.and_then(|a| found.speaker_of(a)).unwrap_or("?");
        match speaker {
            None => assert!(best.is_none(), "{words}: {name}\n{text}"),
            Some(speaker) => {
                assert!(best.is_some() && (speaker.is_empty() || name.contains(speaker)), "{words}: {name}\n{text}");
            }
        }
    }
}

fn found(text: &str) -> Vec<String> {
    read(text).iter().map(|s| s.span.of(text).to_owned()).collect()
}

#[test]
fn every_style() {
    for text in [
        "“Curly,” he",
        "\"Straight,\" he",
        "''Doubled,'' he",
        "«Guillemets», he",
        "„Deutsch“, er",
        "»Dansk«, han",
        "「日本」と",
        "‹angle› x",
        "``Latex'' x",
        "“wrong closer,“ said",
        "\"inner 'single' kept,\" he",
        "“with \u{2018}inner\u{2019} marks,” he",
        "“and “the same” inside,” he",
    ] {
        let got = found(text);
        assert_eq!(got.len(), 1, "{text}: {got:?}");
        assert!(text.starts_with(got[0].as_str()), "{text}: {got:?}");
        assert!(got[0].len() > 5 && !got[0].contains(" he"), "{text}: {got:?}");
    }
}

#[test]
fn asides_are_the_narrators() {
    let cut = |text: &str| {
        let mut out = Vec::new();
        segments(text, Span::new(0, text.len() as u32), rules(text), &[], &mut out);
        cut_asides(text, &mut out, ENGLISH.is_aside);
        out.iter().map(|s| s.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(cut("“Ah! (with a sigh) let me see.”"), ["“Ah!", "let me see.”"]);
    assert_eq!(cut("“You (turning to Ada), never!”"), ["“You", ", never!”"]);
    assert_eq!(cut("“(lowering her voice) No.”"), ["No.”"]);
    assert_eq!(cut("“He sails (as I hear) on Monday.”"), ["“He sails (as I hear) on Monday.”"]);
}

#[test]
fn several_in_a_row_and_apostrophes() {
    assert_eq!(found("“Yes,” he said. “I don’t.”"), ["“Yes,”", "“I don’t.”"]);
    assert_eq!(found("\"Yes,\" he said. \"I don't.\""), ["\"Yes,\"", "\"I don't.\""]);
    assert_eq!(found("the dogs' bowls and James' hat"), Vec::<String>::new());
    assert_eq!(found("It's 'over,' she said."), ["'over,'"]);
}

#[test]
fn each_line_of_a_long_quotation_opens() {
    assert_eq!(
        found("“It was late.\n“It was dark,” she said.\n“And cold.”"),
        ["“It was late.", "“It was dark,”", "“And cold.”"]
    );
    // A verse inside is no line of its own.
    assert_eq!(found("“He sang ‘Ho\nand ho’ all night,” she said."), ["“He sang ‘Ho\nand ho’ all night,”"]);
}

#[test]
fn a_straight_mark_closes_when_another_opens_behind_it() {
    assert_eq!(
        found("“They close the school,\" she said \"It tells them, ‘Wait.’”"),
        ["“They close the school,\"", "\"It tells them, ‘Wait.’”"]
    );
    assert_eq!(found("“The \"harbour\" is shut,” he said."), ["“The \"harbour\" is shut,”"]);
}

#[test]
fn open_at_the_end_and_inches() {
    assert_eq!(found("“It runs on"), ["“It runs on"]);
    assert_eq!(found("a 6'3\" man and 15\" more"), Vec::<String>::new());
}

proptest! {
    #[test]
    fn always_ordered_and_inside(text in "([a-z ,.“”\"'‘’«»„—é]){0,120}") {
        let mut out = Vec::new();
        segments(&text, Span::new(0, text.len() as u32), rules(&text), &[], &mut out);
        let mut end = 0;
        for s in &out {
            prop_assert!(s.span.start >= end && s.span.end as usize <= text.len());
            prop_assert!(text.is_char_boundary(s.span.start as usize) && text.is_char_boundary(s.span.end as usize));
            prop_assert!(s.inner().start <= s.inner().end);
            end = s.span.end;
        }
    }
}

#[test]
fn a_row_of_closing_marks_is_counted_as_far_as_it_fits() {
    for marks in [1, 2, 84, 85, 86, 170, 300] {
        let text = format!("“We go{} said Ada Grey.", "”".repeat(marks));
        let found = read(&text);
        let [segment] = found.as_slice() else { panic!("{found:?}") };
        let inner = segment.inner().of(&text);
        assert!(inner.starts_with("We go") && inner.len() <= 5 + 3 * marks.saturating_sub(84), "{marks}: {inner}");
    }
}
