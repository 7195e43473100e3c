use super::*;
use proptest::prelude::*;

#[test]
fn white_space_is_one_blank_between_words_and_none_at_the_ends() {
    let mut b = TextBuilder::default();
    for words in ["  one ", " two\n\t", "three  four", " ", "\u{a0}five ", "\n"] {
        b.flow(words);
    }
    b.line_break();
    b.flow("  six");
    b.finish();
    b.flow(" \n ");
    b.flow("seven ");
    assert_eq!(b.done().text, "one two three four \u{a0}five\nsix\n\nseven");
}

#[test]
fn a_turn_begins_goes_on_is_interrupted_and_ends() {
    let mut b = TextBuilder::default();
    b.turn(true);
    for (aside, words) in [(false, "Ada: We came."), (true, "She sits."), (false, "At noon.")] {
        b.aside(aside);
        b.push(words);
    }
    b.turn(false);
    b.push("They left.");
    let kinds: Vec<BlockKind> = b.done().blocks.iter().map(|b| b.kind).collect();
    let prose = BlockKind::Paragraph(LineBreaks::Keep);
    assert_eq!(kinds, [BlockKind::Turn, BlockKind::Aside, BlockKind::Continued, prose]);
}

#[test]
fn the_mark_of_a_note_looks_back_a_word() {
    let mut b = TextBuilder::default();
    b.push("one two");
    b.note_mark(UnresolvedTarget::To("https://a".to_owned()));
    b.push(&"x".repeat(1_000));
    b.note_mark(UnresolvedTarget::To("https://b".to_owned()));
    let spans: Vec<Span> = b.done().links.iter().map(|l| l.span).collect();
    assert_eq!(spans, [Span::new(4, 7), Span::new(1_007 - MAX_NOTE_WORD_BYTES as u32, 1_007)]);
}

#[test]
fn a_place_is_that_of_the_next_words() {
    let page = |n: &str| Locator::Page(n.into());
    let mut b = TextBuilder::default();
    b.flow("one");
    b.locate(page("2"));
    b.flow(" two\n");
    b.locate(page("2"));
    b.flow("three");
    b.locate(page("3"));
    b.finish();
    b.push("  ");
    b.push(" four");
    b.locate(page("4"));
    b.flow(" five");
    b.unpush(5);
    b.locate(page("5"));
    b.locate(page("6"));
    b.flow("six");
    b.locate(page("7"));
    let read = b.done();
    assert_eq!(read.text, "one two three\n\n foursix");
    assert_eq!(read.locators, [(4, page("2")), (16, page("3")), (20, page("6"))]);
}

#[test]
fn a_title_said_twice_gives_its_place_to_what_follows() {
    let mut b = TextBuilder::default();
    for at in [1_000, 2_000] {
        b.heading(Some(1));
        b.locate(Locator::Time(at));
        b.flow("Quay");
    }
    b.heading(None);
    b.flow("We came.");
    let read = b.done();
    assert_eq!(read.text, "Quay\n\nWe came.");
    assert_eq!(read.locators, [(0, Locator::Time(1_000)), (6, Locator::Time(2_000))]);
}

#[test]
fn a_block_of_blanks_of_other_scripts_leaves_nothing() {
    let mut b = TextBuilder::default();
    b.flow("one");
    b.finish();
    b.flow("\u{2003}");
    b.finish();
    b.flow("two");
    let read = b.done();
    assert_eq!((read.text.as_str(), read.blocks.len()), ("one\n\ntwo", 2));
}

proptest! {
    /// Flowing is what splitting at white space and joining by blanks would do.
    #[test]
    fn flow_is_split_and_join(pieces in prop::collection::vec("[ab \n\t“é]{0,9}", 0..6)) {
        let mut b = TextBuilder::default();
        for piece in &pieces {
            b.flow(piece);
        }
        let all = pieces.concat();
        let expected = all.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(b.done().text, expected);
    }
}
