use super::*;

pub fn words_of(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    read(text, Span::new(0, text.len() as u32), &mut out);
    out
}

pub fn keys(text: &str) -> String {
    words_of(text).iter().map(|w| if w.flags.unheard { "?" } else { w.key.as_str() }).collect::<Vec<_>>().join(" ")
}

#[test]
fn marks_case_and_what_is_not_seen_are_folded() {
    assert_eq!(keys("“The sea-wall — isn’t it?”"), "the sea wall is not it");
    assert_eq!(keys("har\u{ad}bour\u{200b} Cafe\u{301} of\u{fb01}ce"), "harbor cafe office");
    assert_eq!(keys("[W]e want[s] [sic] the U.S. p.m."), "we wants the us pm");
    assert_eq!(keys("word¹ and[2] more"), "word and more");
    assert_eq!(keys("pre- and post-war"), "pre and post war");
    assert_eq!(keys("main-\ntenance of roads"), "main tenance of roads");
}

#[test]
fn contractions_are_apart_and_spelled() {
    assert_eq!(keys("We're won't dont cannot gonna"), "we are will not do not can not going to");
    assert_eq!(keys("it's the chair's Les’s he'd"), "it 's the chair 's les 's he 'd");
    let forms = |text: &str| words_of(text).into_iter().map(|w| w.form).collect::<Vec<_>>();
    assert_eq!(forms("we’re"), forms("WE'RE"));
    assert_ne!(forms("we're"), forms("we are"));
    assert_eq!(forms("don't"), forms("dont"));
    assert_ne!(forms("can't"), forms("cannot"), "a contraction is told as spelling");
}

#[test]
fn notes_and_gaps() {
    assert_eq!(keys("[laughs] No. (applause) We [inaudible] go (?)"), "no we ? go ?");
    let words = words_of("We … go [the mayor] said");
    assert_eq!(words[0].after, After::Omission);
    assert_eq!(words.iter().map(|w| w.flags.bracket).collect::<Vec<_>>(), [0, 0, 1, 1, 0]);
    assert_eq!(words_of("a […] b . . . c ...").iter().map(|w| w.after).collect::<Vec<_>>(), [After::Omission; 3]);
}

#[test]
fn sentences_end_where_they_end() {
    let ends = |text: &str| {
        words_of(text).iter().filter(|w| w.after.ends_sentence()).map(|w| w.form.clone()).collect::<Vec<_>>()
    };
    assert_eq!(ends("Mr. Grey came. Did he? He did, on Feb. 10. Yes"), ["came", "he", "#10"]);
    assert_eq!(ends("He came. then left"), Vec::<String>::new());
    let words = words_of("We saw Ada. The end");
    assert_eq!(
        words.iter().map(|w| (w.flags.capital, w.flags.first)).collect::<Vec<_>>(),
        [(true, true), (false, false), (true, false), (true, true), (false, false)]
    );
}

#[test]
fn a_word_that_was_broken_off() {
    let words = words_of("I thi- I think");
    assert!(words[1].flags.broken && !words[0].flags.broken);
}
