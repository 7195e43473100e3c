use super::*;
use crate::document::{BlockKind, LineBreaks};

const TURN: BlockKind = BlockKind::Turn;
const UNNAMED: BlockKind = BlockKind::UnnamedTurn;
const PARAGRAPH: BlockKind = BlockKind::Paragraph(LineBreaks::Keep);

/// The blocks that cues of these words become.
fn blocks(cues: &[&str]) -> Vec<(String, BlockKind)> {
    let cue =
        |(n, words): (usize, &&str)| Cue::new(n as u32 * 1_000, n as u32 * 1_000 + 900, &LineVoice::Untold, words);
    let cues: Vec<Cue> = cues.iter().enumerate().map(cue).collect();
    let read = read(&cues, CueFlow::Joined).done();
    read.blocks.iter().map(|b| (b.span.of(&read.text).to_owned(), b.kind)).collect()
}

fn expect(cues: &[&str], expected: &[(&str, BlockKind)]) {
    let expected: Vec<(String, BlockKind)> = expected.iter().map(|(w, k)| ((*w).to_owned(), *k)).collect();
    assert_eq!(blocks(cues), expected, "{cues:?}");
}

#[test]
fn names_before_the_words_of_each_cue() {
    expect(
        &["Ada Grey: We came.", "Bo Lind: Why?", "Ada Grey: To see.", "Bo Lind: What?"],
        &[("Ada Grey: We came.", TURN), ("Bo Lind: Why?", TURN), ("Ada Grey: To see.", TURN), ("Bo Lind: What?", TURN)],
    );
    // Two turns only; a number; a script without capitals; a role in brackets; small letters.
    expect(&["Ada: We came.", "Bo: Why?"], &[("Ada: We came.", TURN), ("Bo: Why?", TURN)]);
    expect(&["P1: We came.", "P2: Why?"], &[("P1: We came.", TURN), ("P2: Why?", TURN)]);
    expect(&["小明：我们来了。", "小红：为什么？"], &[("小明: 我们来了。", TURN), ("小红: 为什么？", TURN)]);
    expect(
        &["Ada Grey (mayor): We came.", "Jan van der Berg: Why?"],
        &[("Ada Grey (mayor): We came.", TURN), ("Jan van der Berg: Why?", TURN)],
    );
    expect(
        &["ada: we came", "bo: why", "ada: to see"],
        &[("ada: we came", TURN), ("bo: why", TURN), ("ada: to see", TURN)],
    );
    // The name alone in a cue before its words, and on a line before them.
    expect(&["ADA:", "We came.", "BO:\nWhy?"], &[("ADA: We came.", TURN), ("BO: Why?", TURN)]);
}

#[test]
fn a_name_said_once_among_others_is_a_name() {
    expect(
        &["Ada Grey: We came.", "Bo Lind: To see.", "Reporter 2: A failure?", "Ada Grey: Yes.", "Reporter 1: And now?"],
        &[
            ("Ada Grey: We came.", TURN),
            ("Bo Lind: To see.", TURN),
            ("Reporter 2: A failure?", TURN),
            ("Ada Grey: Yes.", TURN),
            ("Reporter 1: And now?", TURN),
        ],
    );
    // Where words without a name stand between, a number may count something else.
    expect(
        &[
            "Ada Grey: We came.",
            "It was noon.",
            "Bo Lind: Room 3: that was it.",
            "Ada Grey: Yes.",
            "It was.",
            "And so on.",
        ],
        &[
            ("Ada Grey: We came. It was noon.", TURN),
            ("Bo Lind: Room 3: that was it.", TURN),
            ("Ada Grey: Yes. It was. And so on.", TURN),
        ],
    );
}

#[test]
fn names_in_small_letters() {
    expect(
        &["ada grey: we came", "ada grey: at noon", "bo.lind: why", "ada grey: to see"],
        &[("ada grey: we came at noon", TURN), ("bo.lind: why", TURN), ("ada grey: to see", TURN)],
    );
    expect(
        &["Ada grey: We came.", "bo lind: Why?", "Ada grey: To see.", "bo lind: What?"],
        &[("Ada grey: We came.", TURN), ("bo lind: Why?", TURN), ("Ada grey: To see.", TURN), ("bo lind: What?", TURN)],
    );
    // Two or three words before a colon are mostly words of a sentence.
    expect(
        &["She said: go.", "They went.", "He said: stay.", "Nobody stayed."],
        &[("She said: go. They went. He said: stay. Nobody stayed.", PARAGRAPH)],
    );
    expect(
        &["the point is: we came", "one thing more: it rained", "what we saw: nothing"],
        &[("the point is: we came one thing more: it rained what we saw: nothing", PARAGRAPH)],
    );
}

#[test]
fn numbers_and_names_in_brackets() {
    expect(
        &["(speaker 0) We came", "(speaker 0) at noon.", "(speaker 1) Why?", "(speaker ?) Who?"],
        &[("speaker 0: We came at noon.", TURN), ("speaker 1: Why?", TURN), ("Who?", UNNAMED)],
    );
    expect(
        &["[SPEAKER_00]: We came.", "[SPEAKER_01]: Why?"],
        &[("SPEAKER_00: We came.", TURN), ("SPEAKER_01: Why?", TURN)],
    );
    expect(
        &["[speaker 0]\nWe came.", "[speaker 1]\nWhy?"],
        &[("speaker 0: We came.", TURN), ("speaker 1: Why?", TURN)],
    );
    expect(
        &["[Ada Grey] We came.", "[Bo Lind] Why?", "[Ada Grey] To see."],
        &[("Ada Grey: We came.", TURN), ("Bo Lind: Why?", TURN), ("Ada Grey: To see.", TURN)],
    );
    expect(
        &["Speaker 1\nWe came.", "Speaker 2\nWhy?", "Speaker 1\nTo see."],
        &[("Speaker 1: We came.", TURN), ("Speaker 2: Why?", TURN), ("Speaker 1: To see.", TURN)],
    );
}

#[test]
fn names_behind_dashes_and_numbers_of_other_things() {
    expect(
        &["- [Ada] We came.", "It was noon.", "- [Bo] Why?\n- [Ada] To see."],
        &[("Ada: We came. It was noon.", TURN), ("Bo: Why?", TURN), ("Ada: To see.", TURN)],
    );
    expect(
        &["Chapter 1: The quay", "We sailed at dawn.", "Chapter 2: The sea", "It was rough."],
        &[("Chapter 1: The quay We sailed at dawn. Chapter 2: The sea It was rough.", PARAGRAPH)],
    );
    expect(
        &["We sailed.", "It was dawn.", "WARNING: no ferry runs today.", "We knew.", "Nobody came.", "So be it."],
        &[("We sailed. It was dawn. WARNING: no ferry runs today. We knew. Nobody came. So be it.", PARAGRAPH)],
    );
}

#[test]
fn turns_run_over_cues() {
    expect(
        &["ADA: The water mill was", "never ours. It was", "the town's.", "BO: Is that so, after", "all these years?"],
        &[
            ("ADA: The water mill was never ours. It was the town's.", TURN),
            ("BO: Is that so, after all these years?", TURN),
        ],
    );
    // A new sentence goes on where names stand at every change …
    expect(
        &["Ada: We came.", "It was noon.", "Bo: Why?", "Nobody asked you.", "Ada: So?"],
        &[("Ada: We came. It was noon.", TURN), ("Bo: Why? Nobody asked you.", TURN), ("Ada: So?", TURN)],
    );
    // … and not where the same name comes back after words of somebody else.
    expect(
        &["ADA: We came.", "Why?", "ADA: To see.", "What?", "ADA: You."],
        &[("ADA: We came.", TURN), ("Why?", UNNAMED), ("ADA: To see.", TURN), ("What?", UNNAMED), ("ADA: You.", TURN)],
    );
}

#[test]
fn dashes_and_arrows_say_that_somebody_else_speaks() {
    expect(
        &["ADA: Who shut it?", "-The crew did.\n-In June?", "♪ Bells on the bay ♪", "[door slams]"],
        &[
            ("ADA: Who shut it?", TURN),
            ("-The crew did.", UNNAMED),
            ("-In June?", UNNAMED),
            ("♪ Bells on the bay ♪", BlockKind::Aside),
            ("[door slams]", BlockKind::Aside),
        ],
    );
    expect(
        &["- Who shut it?\n- The crew did.", "ADA: - I know.\n- You do?"],
        &[("- Who shut it?", UNNAMED), ("- The crew did.", UNNAMED), ("ADA: I know.", TURN), ("- You do?", UNNAMED)],
    );
    expect(
        &[">> ADA: We came.", ">> Why?", "I ask you.", ">> ADA: To see."],
        &[("ADA: We came.", TURN), (">> Why?", UNNAMED), ("I ask you.", UNNAMED), ("ADA: To see.", TURN)],
    );
    expect(&["- BO: Who?\n- ADA: You."], &[("BO: Who?", TURN), ("ADA: You.", TURN)]);
    // A figure and the rest of a sentence are no voices.
    expect(&["It was", "-5 degrees", "- and then he left."], &[("It was -5 degrees - and then he left.", PARAGRAPH)]);
}

#[test]
fn what_looks_like_a_name_and_is_none() {
    expect(
        &["We sailed at dawn.", "Remember: nobody knew.", "It is 12:30 now.", "He said: go."],
        &[("We sailed at dawn. Remember: nobody knew. It is 12:30 now. He said: go.", PARAGRAPH)],
    );
    expect(
        &["[Music] Good evening.", "[Applause] Thank you.", "We sailed at dawn."],
        &[("[Music] Good evening. [Applause] Thank you. We sailed at dawn.", PARAGRAPH)],
    );
    // Among turns it stands for itself.
    let found = blocks(&[
        "Ada Grey: We came.",
        "It was late, and we knew.",
        "Nobody met us.",
        "Remember: nobody knew.",
        "Bo Lind: Why?",
        "I would have known it.",
        "You should have said so.",
        "Ada Grey: To see.",
        "Bo Lind: What?",
    ]);
    assert!(found.contains(&("Remember: nobody knew.".to_owned(), PARAGRAPH)), "{found:?}");
    // Sounds are nobody's, whoever speaks before and after.
    expect(
        &["ADA: We came", "(thunder)", "at noon.", "BO: Why?"],
        &[
            ("ADA: We came", TURN),
            ("(thunder)", BlockKind::Aside),
            ("at noon.", BlockKind::Continued),
            ("BO: Why?", TURN),
        ],
    );
}

#[test]
fn markup_that_names_some_leaves_others_unnamed() {
    let cue = |n: u32, voice: Option<&str>, words: &str| {
        let voice = voice.map_or(LineVoice::Untold, |v| LineVoice::Named(v.to_owned()));
        Cue::new(n * 1_000, n * 1_000 + 900, &voice, words)
    };
    let cues = [
        cue(0, Some("Ada"), "We came"),
        cue(1, None, "at noon."),
        cue(2, None, "Why?"),
        cue(3, Some("Ada"), "Ada: To see."),
    ];
    assert_eq!(read(&cues, CueFlow::Joined).done().text, "Ada: We came at noon.\n\nWhy?\n\nAda: To see.");
}
