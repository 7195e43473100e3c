use super::*;
use crate::document::Document;

/// The place of each of the words, as people write it.
fn places(text: &str, words: &[&str]) -> Vec<String> {
    let document = Document::from_text(text, "a.txt");
    let place = |w: &&str| {
        let at = document.text().find(w).unwrap_or_else(|| panic!("{w}")) as u32;
        document.locator_at(at).map_or_else(String::new, Locator::in_words)
    };
    words.iter().map(place).collect()
}

#[test]
fn dates_of_a_certain_order_are_written_with_the_year_first() {
    for (a, b, at) in [
        ("12/05/2024, 14:05 - ", "13/05/2024, 9:06 - ", "2024-05-13 09:06"),
        ("5/12/24, 2:05 PM - ", "5/13/24, 2:06 PM - ", "2024-05-13 14:06"),
        ("5/12/24, 2:05\u{202f}PM - ", "5/13/24, 12:06\u{202f}AM - ", "2024-05-13 00:06"),
        ("12.05.24, 14:05 - ", "12.05.24, 14:06 - ", "2024-05-12 14:06"),
        ("12.5.2024 klo 14.05 - ", "12.5.2024 klo 14.06 - ", "2024-05-12 14:06"),
        ("2024/05/12, 14:05 - ", "2024/05/12, 14:06 - ", "2024-05-12 14:06"),
        ("2024. 5. 12. 오후 2:05, ", "2024. 5. 12. 오후 2:06, ", "2024-05-12 14:06"),
        ("[12.05.24, 14:05:33] ", "\u{200e}[12.05.24, 14:06:01] ", "2024-05-12 14:06:01"),
        ("2024-05-12T14:05:33Z ", "2024-05-12T14:06:01Z ", "2024-05-12 14:06:01Z"),
        ("20/6/2017 8:28 p.\u{a0}m. - ", "20/6/2017 8:29 p.\u{a0}m. - ", "2017-06-20 20:29"),
    ] {
        let text = format!("{a}Mo Tarn: Is it on?\n{b}Ida Voss: It is.\n{b}Mo Tarn: Then I come.\n");
        assert_eq!(places(&text, &["It is", "Then I"]), [at, at], "{text}");
    }
}

#[test]
fn a_date_that_may_be_read_in_two_ways_stays_as_it_is() {
    let text = "5/6/24, 2:05 PM - Mo Tarn: Is it on?\n5/6/24, 2:06 PM - Ida Voss: It is.\n";
    assert_eq!(places(text, &["Is it on", "It is."]), ["5/6/24 14:05", "5/6/24 14:06"]);
    // Nobody answers before he is asked.
    let later = "01/02/24, 9:05 - Mo Tarn: Is it on?\n02/01/24, 9:06 - Ida Voss: It is.\n";
    assert_eq!(places(later, &["It is."]), ["2024-02-01 09:06"]);
    let words = "[12 May 2024 at 14:05:33] Mo Tarn: Is it on?\n[12 May 2024 at 14:06:01] Ida Voss: It is.\n";
    assert_eq!(places(words, &["It is."]), ["12 May 2024 14:06:01"]);
    let mixed = "13/05/24, 9:05 - Mo: On?\n05/13/24, 9:06 - Ida: Yes.\n";
    assert_eq!(places(mixed, &["Yes"]), ["05/13/24 09:06"]);
}

#[test]
fn clocks_without_a_date() {
    let irc = "[14:05] <ada> Is it on?\n[14:06] * bo waves\n[14:07] <bo> It is.\n[14:09] <ada> Good.\n";
    assert_eq!(places(irc, &["Is it", "waves", "It is", "Good"]), ["14:05", "14:06", "14:07", "14:09"]);
    let midnight = "[00:01] <ada> Is it on?\n[00:02] <bo> It is.\n[00:09] <ada> Good.\n";
    assert_eq!(places(midnight, &["Good"]), ["00:09"]);
    let zoom = "14:05:33\t From Ada Grey to Everyone : Is it on?\n14:06:02\t From Bo Lind to Everyone : It is.\n";
    assert_eq!(places(zoom, &["It is"]), ["14:06:02"]);
    let slack = "Ada Grey  10:32 AM\nIs it on?\n1:15 PM\nI ask again.\n\nBo Lind  2:40 PM\nIt is.\nSince noon.\n";
    assert_eq!(places(slack, &["Is it", "I ask", "It is", "Since"]), ["10:32", "13:15", "14:40", "14:40"]);
    let discord = "Ada Grey — Today at 10:32 AM\nIs it on?\n\nBo Lind — Today at 2:40 PM\nIt is.\n";
    assert_eq!(places(discord, &["It is"]), ["Today 14:40"]);
}

#[test]
fn two_turns_of_a_recording_have_its_times() {
    for text in [
        "[00:07] Ada Grey: Is it on?\n[00:09] Bo Lind: It is.\n",
        "Ada Grey  0:07\nIs it on?\n\nBo Lind  0:09\nIt is.\n",
        "Ada Grey  0 minutes 7 seconds\nIs it on?\n\nBo Lind  0 minutes 9 seconds\nIt is.\n",
        "[00:00:07] Ada Grey: Is it on?\n[00:00:09] Bo Lind: It is.\n",
        "0h00m07s Ada Grey: Is it on?\n0h00m09s Bo Lind: It is.\n",
    ] {
        let document = Document::from_text(text, "a.txt");
        let at = document.text().find("It is").unwrap() as u32;
        assert_eq!(document.time_at(at), Some(9_000), "{text}");
    }
    assert_eq!(stamp::seconds_written_out("1 hour 2 minutes 5 seconds"), Some(3_725));
    assert_eq!(stamp::seconds_written_out("1 Stunde 5 Sekunden"), Some(3_605));
}

#[test]
fn a_part_of_a_recording_has_its_times() {
    for (text, seconds) in [
        ("Ada Grey  41:07\nIs it on?\n\nBo Lind  59:09\nIt is.\n\nAda Grey  1:00:12\nGood.\n", 59 * 60 + 9),
        ("[00:41:07] Ada Grey: Is it on?\n[00:59:09] Bo Lind: It is.\n", 59 * 60 + 9),
    ] {
        let document = Document::from_text(text, "a.txt");
        let at = document.text().find("It is").unwrap() as u32;
        assert_eq!(document.time_at(at), Some(seconds * 1_000), "{text}");
    }
    let noon = "Ada Grey  12:07\nIs it on?\n\nBo Lind  12:09\nIt is.\n\nAda Grey  12:12\nGood.\n";
    assert_eq!(places(noon, &["It is"]), ["12:09"], "that may be a time of the day");
    let document = Document::from_text(noon, "a.txt");
    assert_eq!(document.time_at(document.text().find("It is").unwrap() as u32), None);
}

#[test]
fn hours_that_are_written_as_such() {
    let text = "0h01m Ada Grey: Is it on?\n0h02m Bo Lind: It is.\n0h05m Ada Grey: Since when?\n1h02m Bo Lind: June.\n";
    let document = Document::from_text(text, "a.txt");
    let at = |words: &str| document.time_at(document.text().find(words).unwrap() as u32).unwrap() / 1_000;
    assert_eq!(["Is it", "It is", "Since", "June"].map(at), [60, 120, 300, 3_720]);
}

#[test]
fn what_is_no_chat_has_no_times() {
    for text in [
        "At 10:30 she came.\nAt 11:30 she left.\nNobody asked why.\nNobody knew.\n",
        "09:00 Coffee\n09:30 Ada Grey: Tides\n10:15 Bo Lind: Quays\n11:00 Walk\n",
        "12.05.2024 It rained.\n\nThe harbour was closed.\n\nNobody came.\n",
        "",
        ":",
        "1:1\n",
    ] {
        assert_eq!(Document::from_text(text, "a.txt").locators_in(crate::span::Span::new(0, 999)), [], "{text}");
    }
}

proptest::proptest! {
    /// Whatever the text is, places stand in order within it.
    #[test]
    fn places_are_in_order(text in "(\\[|12/05/24, |14:0|5|:|\\] |Ada: |<ada> |PM | - |\n|٣|é|0 minutes ){0,60}") {
        let document = Document::from_text(&text, "a.txt");
        let marks: Vec<u32> = document.locators_in(crate::span::Span::new(0, u32::MAX)).iter().map(|m| m.0).collect();
        proptest::prop_assert!(marks.windows(2).all(|w| w[0] < w[1]));
        proptest::prop_assert!(marks.iter().all(|m| document.text().is_char_boundary(*m as usize)));
    }
}
