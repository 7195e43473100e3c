use super::*;
use crate::document::{Document, lines};

/// Names with their words; words of nobody are left out.
fn said(text: &str) -> Vec<(String, String)> {
    let doc = Document::from_text(text, "a.txt");
    let mut chat = Chat::default();
    lines::each(doc.text(), doc.blocks(), |line| chat.line(doc.text(), line));
    let heads = chat.heads(doc.text(), doc.blocks().len()).unwrap_or_default();
    let ends = heads.iter().skip(1).map(|h| h.start).chain([doc.text().len() as u32]);
    let all = heads.iter().zip(ends).filter(|(head, _)| head.speech).map(|(head, end)| {
        let words = Span::new(head.words, end.max(head.words)).of(doc.text()).trim_matches(is_blank);
        (head.name.map_or("?", |n| doc.words(n)).to_owned(), words.replace('\n', " / "))
    });
    all.filter(|(_, words)| !words.is_empty()).collect()
}

fn is(text: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(said(text), expected, "{text}");
}

const HELLO: [(&str, &str); 3] = [("Mo Tarn", "Is it on?"), ("Ida Voss", "It is."), ("Mo Tarn", "Then I come.")];

#[test]
fn whatsapp_of_every_region() {
    for (a, b, c) in [
        ("12/05/2024, 14:05 - ", "12/05/2024, 14:06 - ", "12/05/2024, 14:09 - "),
        ("5/12/24, 2:05 PM - ", "5/12/24, 2:06 PM - ", "5/12/24, 2:09 PM - "),
        ("5/12/24, 2:05\u{202f}PM - ", "5/12/24, 2:06\u{202f}PM - ", "5/12/24, 2:09\u{202f}PM - "),
        ("12.05.24, 14:05 - ", "12.05.24, 14:06 - ", "12.05.24, 14:09 - "),
        ("2024-05-12, 14:05 - ", "2024-05-12, 14:06 - ", "2024-05-12, 14:09 - "),
        ("12/5/2024 2:05 p.\u{a0}m. - ", "12/5/2024 2:06 p.\u{a0}m. - ", "12/5/2024 2:09 p.\u{a0}m. - "),
        ("12-05-2024 14:05 - ", "12-05-2024 14:06 - ", "12-05-2024 14:09 - "),
        ("12.5.2024 klo 14.05 - ", "12.5.2024 klo 14.06 - ", "12.5.2024 klo 14.09 - "),
        ("2024/05/12, 14:05 - ", "2024/05/12, 14:06 - ", "2024/05/12, 14:09 - "),
        ("12 May 2024, 14:05 - ", "12 May 2024, 14:06 - ", "12 May 2024, 14:09 - "),
        ("[12/05/2024, 14:05:33] ", "[12/05/2024, 14:06:01] ", "[12/05/2024, 14:09:12] "),
        ("[12.05.24, 14:05:33] ", "\u{200e}[12.05.24, 14:06:01] ", "[12.05.24, 14:09:12] "),
        ("[5/12/24, 2:05:33\u{202f}PM] ", "[5/12/24, 2:06:01\u{202f}PM] ", "[5/12/24, 2:09:12\u{202f}PM] "),
        ("[2024-05-12, 14:05:33] ", "[2024-05-12, 14:06:01] ", "[2024-05-12, 14:09:12] "),
        ("[12.05.2024 14:05] ", "[12.05.2024 14:06] ", "[12.05.2024 14:09] "),
    ] {
        is(&format!("{a}Mo Tarn: Is it on?\n{b}Ida Voss: It is.\n{c}Mo Tarn: Then I come.\n"), &HELLO);
    }
}

#[test]
fn messages_run_over_lines_and_the_program_says_nothing() {
    let text = "12/05/2024, 14:01 - Messages and calls are end-to-end encrypted. Tap to learn more.\n\
        12/05/2024, 14:02 - Ida Voss created group \"Pier 9: talk\"\n12/05/2024, 14:03 - +44 7700 900123: Two things.\n\nFirst: the gate.\nSecond, the key.\n\
        12/05/2024, 14:05 - Ida Voss added Mo\n12/05/2024, 14:06 - Mo 🐟: <Media omitted>\n12/05/2024, 14:07 - Mo 🐟: See?\n";
    is(text, &[("+44 7700 900123", "Two things. /  / First: the gate. / Second, the key."), ("Mo 🐟", "See?")]);
    let ios = "[12/05/2024, 14:01:00] Pier: \u{200e}Messages and calls are end-to-end encrypted.\n\
        \u{200e}[12/05/2024, 14:01:09] Ida Voss: \u{200e}image omitted\n[12/05/2024, 14:02:09] ~\u{202f}Ida Voss: Found it.\n";
    is(ios, &[("Ida Voss", "Found it.")]);
    is("12/05/24, 14:05 - Calls are encrypted.\n12/05/24, 14:06 - Mo: One line.\n", &[("Mo", "One line.")]);
}

#[test]
fn relay_chat() {
    let lines = [("mo", "is it on?"), ("ida_", "it is"), ("mo", "then i come")];
    for text in [
        "<mo> is it on?\n<ida_> it is\n<mo> then i come\n",
        "[14:05] <mo> is it on?\n[14:05] <@ida_> it is\n[14:06] * ida_ waves\n[14:06] <mo> then i come\n[14:07] *** Parts: mo (bye)\n",
        "14:05 < mo> is it on?\n14:05 <+ida_> it is\n14:06 -!- tern [t@host] has joined #pier\n14:06 <mo> then i come\n",
        "[14:05:33] <mo> is it on?\n[14:05:40] <ida_> it is\n[14:05:59] <mo> then i come\n",
        "2024-05-12 14:05:01\tmo\tis it on?\n2024-05-12 14:05:09\t@ida_\tit is\n2024-05-12 14:05:10\t-->\ttern has joined\n2024-05-12 14:05:33\tmo\tthen i come\n",
        "May 12 14:05:33 <mo>\tis it on?\nMay 12 14:05:40 <ida_>\tit is\nMay 12 14:05:44 *\tida_ waves\nMay 12 14:05:59 <mo>\tthen i come\n",
        "2024-05-12T14:05:01 <mo> is it on?\n2024-05-12T14:05:09 <ida_> it is\n2024-05-12T14:05:33 <mo> then i come\n",
    ] {
        is(text, &lines);
    }
    is("<p> one\n<p> two\n<p> three\n", &[]);
    is("<b> one </b>\n<i> two </i>\n<b> three </b>\n", &[]);
}

#[test]
fn zoom_teams_telegram() {
    is(
        "14:05:33 From Mo Tarn to Everyone: Is it on?\n14:06:01 From  Ida Voss  to  Mo Tarn(Direct Message):\n\tIt is.\n14:06:33\t From Mo Tarn : Then I come.\n",
        &HELLO,
    );
    is(
        "14:05:33 Von Mo Tarn an Alle: Is it on?\n14:06:01 Von Ida Voss an Alle: It is.\n14:06:33 Von Mo Tarn an Alle: Then I come.\n",
        &HELLO,
    );
    is("00:05:33\tMo Tarn:\tIs it on?\n00:06:01\tIda Voss:\tIt is.\n00:06:33\tMo Tarn:\tThen I come.\n", &HELLO);
    is(
        "Mo Tarn, [12.05.2024 14:05]\nIs it on?\n\nIda Voss, [12.05.2024 14:06]\nIt is.\n\nMo Tarn, [12.05.2024 14:09]\nThen I come.\n",
        &HELLO,
    );
    is(
        "Mo Tarn, [12 May 2024 at 14:05:33]:\nIs it on?\n\nIda Voss, [12 May 2024 at 14:06:33]:\nIt is.\n\nMo Tarn, [12 May 2024 at 14:07:33]:\nThen I come.\n",
        &HELLO,
    );
    is(
        "[2:05 PM] Mo Tarn\nIs it on?\n\n[2:06 PM] Ida Voss (Guest)\nIt is.\n\n[2:09 PM] Mo Tarn\nThen I come.\n",
        &HELLO,
    );
    is("(14:05:33) Mo Tarn: Is it on?\n(14:06:33) Ida Voss: It is.\n(14:07:33) Mo Tarn: Then I come.\n", &HELLO);
}

#[test]
fn slack_and_discord_copies() {
    is("Mo Tarn  10:32 AM\nIs it on?\n\nIda Voss  10:33 AM\nIt is.\n\nMo Tarn  10:40 AM\nThen I come.\n", &HELLO);
    is(
        "Mo Tarn — Today at 10:32 AM\nIs it on?\nIda Voss — Today at 10:33 AM\nIt is.\nMo Tarn — Today at 10:40 AM\nThen I come.\n",
        &HELLO,
    );
    is(
        "Mo Tarn — 05/12/2024 10:32\nIs it on?\nIda Voss — Yesterday at 10:33\nIt is.\nMo Tarn — Heute um 10:40 Uhr\nThen I come.\n",
        &HELLO,
    );
    is("Mo Tarn\n  10:32 AM\nIs it on?\n\nIda Voss\n  10:33 AM\nIt is.\n\nMo Tarn\n  10:40 AM\nThen I come.\n", &HELLO);
    is(
        "mo  10:32\nOne.\n10:34\nTwo.\n\nida  10:36\nThree.\n\nmo  10:37\nFour.",
        &[("mo", "One."), ("mo", "Two."), ("ida", "Three."), ("mo", "Four.")],
    );
}

#[test]
fn recorders() {
    for (a, b, c) in [
        ("Mo Tarn  0:03", "Ida Voss  0:07", "Mo Tarn  1:15"),
        ("Mo Tarn   0:03", "Ida Voss   0:07", "Mo Tarn   1:15"),
        ("Mo Tarn 00:03", "Ida Voss 00:07", "Mo Tarn 01:15"),
        ("Mo Tarn (00:00:03):", "Ida Voss (00:00:07):", "Mo Tarn (00:01:15):"),
        ("Mo Tarn [0:03]", "Ida Voss [0:07]", "Mo Tarn [1:15]"),
        ("Mo Tarn: [00:00:03]", "Ida Voss: [00:00:07]", "Mo Tarn: [00:01:15]"),
        ("[00:00:03] Mo Tarn", "[00:00:07] Ida Voss", "[00:01:15] Mo Tarn"),
        ("00:00:03 Mo Tarn", "00:00:07 Ida Voss", "00:01:15 Mo Tarn"),
        ("00:03 - Mo Tarn", "00:07 - Ida Voss", "01:15 - Mo Tarn"),
        ("[00:00:03.12] - Mo Tarn", "[00:00:07.90] - Ida Voss", "[00:01:15.00] - Mo Tarn"),
        ("Mo Tarn  3 seconds", "Ida Voss  7 seconds", "Mo Tarn  1 minute 15 seconds"),
        (
            "Mo Tarn   0 minutes 3 seconds0:03",
            "Ida Voss   0 minutes 7 seconds0:07",
            "Mo Tarn   1 minute 15 seconds1:15",
        ),
        (
            "00:00:03:12 - 00:00:05:01\nMo Tarn",
            "00:00:07:12 - 00:00:08:01\nIda Voss",
            "00:01:15:12 - 00:01:18:01\nMo Tarn",
        ),
        ("Mo Tarn\n0:03", "Ida Voss\n0:07", "Mo Tarn\n1:15"),
    ] {
        is(&format!("{a}\nIs it on?\n\n{b}\nIt is.\n\n{c}\nThen I come.\n"), &HELLO);
        is(&format!("{a}\n\nIs it on?\n\n{b}\n\nIt is.\n\n{c}\n\nThen I come.\n"), &HELLO);
        is(&format!("{a}\nIs it on?\n{b}\nIt is.\n{c}\nThen I come.\n"), &HELLO);
    }
    for (a, b, c) in [
        ("[0:03] Mo Tarn: ", "[0:07] Ida Voss: ", "[1:15] Mo Tarn: "),
        ("0:03 Mo Tarn: ", "0:07 Ida Voss: ", "1:15 Mo Tarn: "),
    ] {
        is(&format!("{a}Is it on?\n{b}It is.\n{c}Then I come.\n"), &HELLO);
    }
    is(
        "Mo Tarn  0:03\nIs it on?\n\nIda Voss  0:07\nIt is.\n\nTranscribed by a machine\n",
        &[("Mo Tarn", "Is it on?"), ("Ida Voss", "It is.")],
    );
    is(
        "Ida Voss started transcription\n\nMo Tarn  0:03\nIs it on?\n\nIda Voss  0:07\nIt is.\n\nIda Voss stopped transcription\n",
        &[("Mo Tarn", "Is it on?"), ("Ida Voss", "It is.")],
    );
}

#[test]
fn more_ways_of_the_same_programs() {
    let small = [("mo", "is it on?"), ("ida_", "it is"), ("mo", "then i come")];
    is("14:05 <mo>: is it on?\n14:05 <ida_>: it is\n14:06 <mo>: then i come\n", &small);
    is("14:05\tmo\tis it on?\n14:06\tida_\tit is\n14:07\tmo\tthen i come\n", &small);
    is("14:05 mo: is it on?\n14:06 ida_: it is\n14:07 mo: then i come\n", &small);
    is("[Mo Tarn] [2:05 PM] Is it on?\n[Ida Voss] [2:06 PM] It is.\n[Mo Tarn] [2:07 PM] Then I come.\n", &HELLO);
    is(
        "Mo Tarn\n — \n10:32 AM\nIs it on?\nIda Voss\n — \n10:33 AM\nIt is.\nMo Tarn\n — \n10:40 AM\nThen I come.\n",
        &HELLO,
    );
    is("Mo Tarn | 0:03\nIs it on?\n\nIda Voss | 0:07\nIt is.\n\nMo Tarn | 1:15\nThen I come.\n", &HELLO);
    is("[Mo Tarn] 0:03\nIs it on?\n\n[Ida Voss] 0:07\nIt is.\n\n[Mo Tarn] 1:15\nThen I come.\n", &HELLO);
    is("**Mo Tarn** [0:03]\nIs it on?\n\n**Ida Voss** [0:07]\nIt is.\n\n**Mo Tarn** [1:15]\nThen I come.\n", &HELLO);
    is("[00:00:03]: Mo Tarn: Is it on?\n[00:00:07]: Ida Voss: It is.\n[00:01:15]: Mo Tarn: Then I come.\n", &HELLO);
    is(
        "mo of tarn — 05/12/2024 10:32\nOne.\nida — 05/12/2024 10:33\nTwo.\n",
        &[("mo of tarn", "One."), ("ida", "Two.")],
    );
    is(
        "Gate meeting\nMay 12, 2024, 3:34PM\n12m 4s\n\nIda Voss started transcription\n\nMo Tarn   0:03\nIs it on?\n\nIda Voss   0:07\nIt is.\n\nMo Tarn   0:09\nThen I come.\n",
        &HELLO,
    );
    is("Mo Tarn (00:03.21)\nIs it on?\n\nIda Voss (00:11.043)\nIt is.\n\nMo Tarn (00:12.9)\nThen I come.\n", &HELLO);
    is("[12/05/2024, 14:05:33] Mo: Alone.\n", &[("Mo", "Alone.")]);
    is(
        "12/05/2024, 14:05 - Mo: This message was deleted\n12/05/2024, 14:06 - Mo: A-1.jpg (file attached)\n12/05/2024, 14:07 - Mo: See.\n",
        &[("Mo", "See.")],
    );
    is(
        "[14:05:01] <mo> one\n[14:05:09] -warden- notice\n[14:06:00] <ida> two\n[14:06:09] <mo> three\n",
        &[("mo", "one"), ("ida", "two"), ("mo", "three")],
    );
    // A time inside a message, and what is no message of the layout.
    is(
        "12/05/2024, 14:05 - Mo: Times:\n10:30 Mo: gate\n[0:07] Mo: pier\n12/05/2024, 14:06 - Ida: Thanks.\n",
        &[("Mo", "Times: / 10:30 Mo: gate / [0:07] Mo: pier"), ("Ida", "Thanks.")],
    );
}

#[test]
fn look_alikes_are_no_chat() {
    for text in [
        // The programme of a day.
        "09:00 Registration\n09:30 Mo Tarn: Tides\n10:00 Ida Voss: Piers\n10:30 Mo Tarn: Gates\n",
        "Mo Tarn  09:30\nTides and gates\n\nIda Voss  10:15\nPiers of the north\n\nMo Tarn  11:00\nEnd\n",
        // Verses, results, a table of contents, a byline.
        "John 3:16\nFor so it was.\n\nMark 5:03\nHe lived among the tombs.\n\nLuke 1:11\nAnd it appeared.\n",
        "Mo Tarn  10:32\nIda Voss  10:45\nBo Lind  11:02\nUna Ray  11:09\n",
        "Tides 3\nPiers 12\nGates 40\n",
        "By Mo Tarn, 10:32 AM\n\nThe pier is shut.\n\nIt was shut before.\n\nNobody knows why it was.\n",
        // An article that has one message in it.
        "The pier is shut.\n\nShe wrote to him.\n\n12/05/2024, 14:05 - Mo: Is it?\n\nHe did not answer.\n\nIt opened in May.\n",
        "12:05\tBoat 1\tNorth\n12:25\tBoat 2\tSouth\n12:45\tBoat 1\tNorth\n",
        "[1] Mo Tarn: Tides, 1990.\n[2] Ida Voss: Piers, 2001.\n[3] Mo Tarn: Gates, 2002.\n",
    ] {
        is(text, &[]);
    }
}

proptest::proptest! {
    #[test]
    fn anything_is_read(text in "([\\[\\]()<>*:.,/ \t\u{200e}\u{202f}–—0-9AaMmPpoé-]|\n|12/05/24, 14:05 - |Ada: |\\[0:07\\] |<a> |From ){0,60}") {
        let _ = said(&text);
    }
}
