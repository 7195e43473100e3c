use super::*;
use crate::document::Locator;
use proptest::prelude::*;
use std::fmt::Write as _;

fn srt(source: &str) -> String {
    read(source, CaptionFormat::Srt).done_text()
}

fn vtt(source: &str) -> String {
    read(source, CaptionFormat::Vtt).done_text()
}

trait Text {
    fn done_text(self) -> String;
}

impl Text for Parsed {
    fn done_text(self) -> String {
        self.text
    }
}

/// A `SubRip` file of these cues, one second each.
fn cues_of(cues: &[&str]) -> String {
    let mut out = String::new();
    for (n, words) in cues.iter().enumerate() {
        let _ = write!(out, "{}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}\n\n", n + 1);
    }
    out
}

#[test]
fn subrip() {
    let source = "1\n00:00:01,000 --> 00:00:02,000\n<i>We came</i>\n\n2\n00:00:02,100 --> 00:00:03,000\n{\\an8}at noon.\n\n\
        3\n00:00:09,000 --> 00:00:10,000\n- Why?\n- To see.\n4\n00:00:11,000 --> 00:00:12,000\nADA: 3 < 4 &amp; so on.\n";
    assert_eq!(srt(source), "We came at noon.\n\n- Why?\n\n- To see.\n\nADA: 3 < 4 & so on.");
}

#[test]
fn webvtt_with_voices_and_rolling_lines() {
    let source = "WEBVTT - a utterances\n\nNOTE\nnot for reading\n\nSTYLE\n::cue {}\n\nid1\n00:01.000 --> 00:02.000 align:start\n\
        <v Ada Grey>We <c.loud>came</c>\n\n00:02.000 --> 00:03.000\n<v Ada Grey>at <00:02.500>noon.</v>\n\n\
        00:04.000 --> 00:05.000\n<v Bo>But why at noon?\n\n00:05.000 --> 00:06.000\n<v Bo>But why at noon?\n";
    let read = read(source, CaptionFormat::Vtt);
    assert_eq!(read.text, "Ada Grey: We came at noon.\n\nBo: But why at noon?");
    assert_eq!(read.left.comments, 1);
    assert_eq!(read.locators.first().map(|l| l.1.clone()), Some(Locator::Time(1_000)));
}

#[test]
fn rolling_lines_have_the_time_at_which_they_come() {
    let source = "WEBVTT\n\n00:00:00.160 --> 00:00:02.470 align:start\n \nthe<00:00:00.480><c> harbour</c>\n\n\
        00:00:02.470 --> 00:00:02.480 align:start\nthe harbour\n \n\n\
        00:00:02.480 --> 00:00:05.000 align:start\nthe harbour\nwall<00:00:02.900><c> is</c>\n\n\
        00:00:05.000 --> 00:00:05.010 align:start\nwall is\n \n\n\
        00:00:05.010 --> 00:00:08.000 align:start\nwall is\nnot<00:00:05.500><c> new</c>\n";
    let read = read(source, CaptionFormat::Vtt);
    assert_eq!(read.text, "the harbour wall is not new");
    let times: Vec<_> = read.locators.iter().map(|(at, place)| (*at, place.clone())).collect();
    assert_eq!(times, [(0, Locator::Time(160)), (12, Locator::Time(2_480)), (20, Locator::Time(5_010))]);
    // A name of a cue behind a blank line of blanks is none of its words.
    let named = "WEBVTT\n\na1\n00:01.000 --> 00:02.000\nWe came.\n  \na2\n00:02.000 --> 00:03.000\nAt noon.\n";
    assert_eq!(vtt(named), "We came. At noon.");
}

#[test]
fn somebody_else_begins_inside_a_line() {
    let live = cues_of(&[
        ">> ADA: The wall is",
        "to go. >> BO: Never.",
        ">> ADA: Why? &gt;&gt; BO: It stood",
        "for years. >>> Now this.",
    ]);
    let said = "ADA: The wall is to go.\n\nBO: Never.\n\nADA: Why?\n\nBO: It stood for years.\n\n>>> Now this.";
    assert_eq!(srt(&live), said);
    assert_eq!(srt(&cues_of(&["1 << 2 >>", "so it is"])), "1 << 2 >> so it is", "nobody begins at the end of a line");
}

#[test]
fn signs_that_close_nowhere_are_words() {
    let cue = |words: &str| srt(&cues_of(&[words]));
    assert_eq!(cue("<i>a</i> <b <c {\\d"), "a <b <c {\\d");
    assert_eq!(cue("3 < 4 <i>a</i>"), "3 < 4 a");
    assert_eq!(cue("<b {\\an8}a"), "<b a");
    // What names no style is words.
    assert_eq!(cue("so <laughs> we <b>went</b><br>home\\Nat last"), "so <laughs> we went home at last");
}

#[test]
fn words_behind_a_blank_line_belong_to_their_cue() {
    let source = "1\n00:00:01,000 --> 00:00:03,000\nADA: The quay was shut.\n\nIt was June.\n\n2\n00:00:02,500 --> 00:00:05,000\nBO: By whom?\n\n\
        in 1984\n\n1984\n3\n00:00:05,000 --> 00:00:06,000\nADA: The crew.\n";
    assert_eq!(srt(source), "ADA: The quay was shut. It was June.\n\nBO: By whom? in 1984 1984\n\nADA: The crew.");
    let source = "WEBVTT\nKind: captions\n\nfirst\n00:01.000 --> 00:03.000\nADA: The quay was shut.\n\nIt was June.\n\nsecond\n\
        00:03.000 --> 00:05.000\nBO: By whom?\n\nNOTE no words\nof anybody\n\nREGION\nid:a\n\n00:05.000 --> 00:06.000\nADA: The crew.\n";
    assert_eq!(vtt(source), "ADA: The quay was shut. It was June.\n\nBO: By whom?\n\nADA: The crew.");
    // A number that is all a cue says is what it says; broken arrows and spaces are read.
    let source = "1\n00:00:01,000 -> 00:00:02,000\n7\n\n2\n00:00:03,000  --> 00:00:04,000  X1:1\nBO: Seven.\n";
    assert_eq!(srt(source), "7\n\nBO: Seven.");
}

#[test]
fn captions_of_video_sites() {
    let source = "0:00:00.000,0:00:02.000\nAda Grey: We came\nat noon.\n\n0:00:02.500,0:00:04.000\nBo Lind: Why,\n\nof all days?\n";
    assert_eq!(read(source, CaptionFormat::Sbv).text, "Ada Grey: We came at noon.\n\nBo Lind: Why, of all days?");
    let unnamed = "0:00:00.000,0:00:02.000\n>> We came.\n\n0:00:02.000,0:00:04.000\n>> Why?\n";
    assert_eq!(read(unnamed, CaptionFormat::Sbv).text, ">> We came.\n\n>> Why?");
}

#[test]
fn rolling_lines_are_said_once_and_short_answers_twice() {
    let rolling = "WEBVTT\n\n00:00.000 --> 00:01.000\nthe quay was\n\n00:01.000 --> 00:02.000\nthe quay was\nshut in june\n\n\
        00:02.000 --> 00:03.000\nshut in june\nby the crew\n\n00:03.000 --> 00:04.000\nby the crew\n";
    assert_eq!(vtt(rolling), "the quay was shut in june by the crew");
    assert_eq!(srt(&cues_of(&["ADA: Did you?", "BO: No.", "BO: No."])), "ADA: Did you?\n\nBO: No. No.");
}

proptest! {
    #[test]
    fn anything_is_read(source in "([a-z<>{}&:;,.0-9-]|\n|-->|00:01|<v A>|A: |- |\\[|\\]|♪){0,80}") {
        for format in [CaptionFormat::Srt, CaptionFormat::Vtt, CaptionFormat::Sbv] {
            let _ = read(&source, format);
        }
        let _ = ass::read(&format!("[Events]\nDialogue: {source}"));
        let _ = ttml::read(&format!("<tt><body><p begin='1s'>{source}</p>"));
    }
}

/// What opens and closes nowhere is looked for once, not once for each sign: many are read at once.
#[test]
fn many_signs_that_close_nowhere() {
    let signs = "{<&[(".repeat(50_000);
    assert!(ass::read(&format!("Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,{signs}")).is_ok());
    for format in [CaptionFormat::Srt, CaptionFormat::Vtt, CaptionFormat::Sbv] {
        assert!(read(&cues_of(&[&signs]), format).text.len() > 200_000);
    }
}
