use super::*;
use crate::document::{Document, Format, LoadOptions, load};
use proptest::prelude::*;

/// Each time code in seconds with the words it stands before.
fn times(text: &str) -> Vec<(u32, &str)> {
    let words = |at: u32| text.get(at as usize..).and_then(|t| t.split_whitespace().next()).unwrap_or_default();
    locators(text).into_iter().map(|(at, place)| (seconds(&place), words(at))).collect()
}

fn seconds(place: &Locator) -> u32 {
    match place {
        Locator::Time(millis) => millis / 1_000,
        Locator::Page(_) | Locator::Clock(_) => panic!("no time of a recording"),
    }
}

#[test]
fn heads_of_every_kind() {
    let kinds = [
        "[00:00:02] Ada: We came.\n\n[00:00:09] Bo: Why?\n\n[00:01:12] Ada: To see.",
        "Ada (0:02): We came.\nBo (0:09): Why?\nAda (1:12): To see.",
        "Ada Grey 00:02\nWe came.\n\nBo Lind 00:09\nWhy?\n\nAda Grey 01:12\nTo see.",
        "00:02 Ada\nWe came.\n\n00:09 Bo\nWhy?\n\n01:12 Ada\nTo see.",
        "Speaker 1 [00:02]: We came.\nSpeaker 2 [00:09]: Why?\nSpeaker 1 [01:12]: To see.",
        "00:00:02,500 - 00:00:04,000\nWe came.\n\n00:00:09,500 - 00:00:11,000\nWhy?\n\n00:01:12,000 - 00:01:13,000\nTo see.",
        "(00:00:02.5 – 00:00:04) We came.\n(00:00:09.1 – 00:00:11) Why?\n(00:01:12 – 00:01:13) To see.",
        "Ada Grey (00:00:02 - 00:00:04)\nWe came.\n\nBo Lind (00:00:09 - 00:00:10)\nWhy?\n\nAda Grey (00:01:12 - 00:01:14)\nTo see.",
        "Ada (0:02-0:05)\nWe came.\n\nBo (0:09-0:11)\nWhy?\n\nAda (1:12-1:14)\nTo see.",
        "0:02-0:05 Ada: We came.\n0:09-0:11 Bo: Why?\n1:12-1:14 Ada: To see.",
        "0:02\nwe came\n0:09\nwhy\n1:12\nto see",
        "| 00:02 | We came.\n| 00:09 | Why?\n| 01:12 | To see.",
        "00:00:02:11\tAda\tWe came.\n00:00:09:03\tBo\tWhy?\n00:01:12:24\tAda\tTo see.",
    ];
    for text in kinds {
        let found: Vec<u32> = times(text).into_iter().map(|(s, _)| s).collect();
        assert_eq!(found, [2, 9, 72], "{text}");
    }
}

#[test]
fn a_code_is_the_time_of_its_line_or_of_what_follows_it() {
    let head = "Notes\n\nAda (0:02): We came.\nBo (0:09): Why?\nAda (1:12): To see.";
    assert_eq!(times(head), [(2, "Ada"), (9, "Bo"), (72, "Ada")]);
    let ends =
        "Ada: We came. #00:00:09-1#\n\nBo: Why did you come? #00:00:15-0#\n\nAda: To see. #00:01:12-8#\n\nBo: Oh.";
    assert_eq!(times(ends), [(0, "Ada:"), (9, "#"), (15, "#"), (72, "#")]);
    let document = Document::from_text(ends, "a.txt");
    let at = |words: &str| document.time_at(ends.find(words).unwrap() as u32).unwrap() / 1_000;
    assert_eq!(["We came", "Why", "To see", "Oh"].map(at), [0, 9, 15, 72]);
    let between = "[0:01] Ada: We came [0:05] and saw.\n\n[0:09] Bo: Why [0:11] here?\n\n[0:20] Ada: So.";
    assert_eq!(times(between).iter().map(|t| t.0).collect::<Vec<_>>(), [1, 5, 9, 11, 20]);
}

#[test]
fn other_numbers_with_a_colon_are_no_times_of_a_recording() {
    let others = [
        "1:1 In the morning.\n1:2 It rained.\n1:3 Then not.\n1:10 At noon.\n1:11 It was dry.\n2:10 At night.",
        "09:00 Coffee\n09:30 Ada Grey: Tides\n10:15 Bo Lind: Quays\n11:00 Walk",
        "[14:05] <ada> we came\n[14:06] <bo> why\n[14:09] <ada> to see",
        "[00:01] <ada> we came\n[00:02] <bo> why\n[00:09] <ada> to see\n[00:10] <bo> oh",
        "Ada Grey 3:41.2\nBo Lind 3:42.0\nCy Low 3:44.9\nDi Moor 3:51.3",
        "[12/03/2024, 00:02:33] Ada: We came.\n[12/03/2024, 00:03:01] Bo: Why?\n[12/03/2024, 00:04:00] Ada: To see.",
        "Ada  12:02 AM\nWe came.\nBo  12:03 AM\nWhy?\nAda  12:09 AM\nTo see.",
        "2024-03-12 00:01\nWe came.\n2024-03-12 00:02\nWhy?\n2024-03-12 00:07\nTo see.",
        "They met at 0:10, and at 0:20 they left; at 0:30 it rained.\nA score of 2:10.\nThen 3:10.",
        "[0:20] Ada: We came.\n[0:05] Bo: Why?\n[0:02] Ada: To see.\n[0:01] Bo: Oh.",
        "[0:01] Ada: We came.\n[0:09] Bo: Why?",
        "Odds: 1:10\nRatio: 1:10\nScale: 1:10",
    ];
    for text in others {
        assert_eq!(locators(text), [], "{text}");
    }
}

#[test]
fn codes_between_words_alone() {
    let text =
        "ADA: We came. [00:05:00] Then it rained.\n\nBO: No. [00:10:00] Never.\n\nADA: It did. [00:15:00] It did.";
    assert_eq!(times(text).iter().map(|t| t.0).collect::<Vec<_>>(), [300, 600, 900]);
    assert_eq!(locators(text).first().map(|(at, _)| text.get(*at as usize..*at as usize + 8)), Some(Some("00:05:00")));
    // Too few, falling, times of the day, and others beside them.
    for others in [
        "ADA: We came. [00:05:00] Then it rained.\n\nBO: No. [00:10:00] Never.",
        "We came [0:20] and [0:05] went [0:02] home.",
        "We came [12:20] and [13:05] went [14:02] home.",
        "We came [0:20] and [0:35] went [0:42] home.\n10:30 Coffee\n",
    ] {
        assert_eq!(locators(others), [], "{others}");
    }
}

#[test]
fn a_part_of_a_recording_begins_late() {
    let part = "Talk\n\n[00:41:02] Ada: We came.\n[00:41:09] Bo: Why?\n[00:42:12] Ada: To see.";
    assert_eq!(times(part).iter().map(|t| t.0).collect::<Vec<_>>(), [2_462, 2_469, 2_532]);
    let old = "0:0:2.120 --> 0:0:7.900\nAda Grey\nWe came.\n\n0:0:9.0 --> 0:0:12.0\nBo\nWhy?\n\n0:1:12.5 --> 0:1:13.0\nAda Grey\nTo see.";
    assert_eq!(times(old).iter().map(|t| t.0).collect::<Vec<_>>(), [2, 9, 72]);
}

#[test]
fn a_line_about_the_day_of_the_recording_does_no_harm() {
    let text = "Recorded at 14:05\n\nAda (0:02): We came.\nBo (0:09): It was 10:30 then.\nAda (1:12): To see.";
    assert_eq!(times(text), [(2, "Ada"), (9, "Bo"), (72, "Ada")]);
}

#[test]
fn markdown_and_heads_of_files_have_them() {
    let text = "# Talk\n\n**[00:02] Ada:** We came.\n\n**[00:09] Bo:** Why?\n\n**[01:12] Ada:** To see.\n";
    let options = LoadOptions { format: Some(Format::Markdown), ..LoadOptions::default() };
    let document = load(text.as_bytes(), "a.md", &options).unwrap();
    assert_eq!(document.time_at(0), None, "the title has no time");
    assert_eq!(document.time_at(document.text().find("Why").unwrap() as u32), Some(9_000));
}

proptest! {
    #[test]
    fn anything_is_looked_at(text in "([0-9]{1,3}:[0-9]{1,2}|[a-zé#\\[\\]() :.,-]{0,6}|\n){0,60}") {
        let found = locators(&text);
        prop_assert!(found.is_sorted_by_key(|(at, _)| *at));
        prop_assert!(found.iter().all(|(at, _)| *at as usize <= text.len()));
    }
}
