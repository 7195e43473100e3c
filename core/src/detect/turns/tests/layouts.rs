//! Whole documents in one layout.

use super::{check, heard};

const WORDS: [(&str, usize); 6] = [
    ("Why did it sink?", 0),
    ("The pump was old.", 1),
    ("Who knew about it?", 0),
    ("Everybody on the quay.", 1),
    ("And nobody spoke up?", 0),
    ("Nobody was asked.", 1),
];

/// A talk of two, with a blank line between the turns and without.
fn talk(names: [&str; 2], shown: [&str; 2], line: impl Fn(usize, &str, &str) -> String) {
    for between in ["\n\n", "\n"] {
        let lines: Vec<String> =
            WORDS.iter().enumerate().map(|(i, (words, who))| line(i, names[*who], words)).collect();
        let expected: Vec<(&str, &str)> = WORDS.iter().map(|(words, who)| (*words, shown[*who])).collect();
        check(&lines.join(between), &expected);
    }
}

fn alike(names: [&str; 2], line: impl Fn(usize, &str, &str) -> String) {
    talk(names, names, line);
}

#[test]
fn names_and_labels_before_a_colon() {
    for names in [
        ["Ines Vale", "Otto Rahm"],
        ["ines", "otto"],
        ["Speaker 1", "Speaker 2"],
        ["SPEAKER_00", "SPEAKER_01"],
        ["spk_0", "spk_1"],
        ["Interviewer", "Participant 1"],
        ["INT", "P04"],
        ["M1", "F2"],
        ["I", "R"],
        ["A", "B"],
        ["Me", "Him"],
        ["User", "Assistant"],
        ["Question", "Answer"],
        ["Frage", "Antwort"],
        ["记者", "李明"],
        ["المذيع", "أحمد"],
    ] {
        alike(names, |_, n, s| format!("{n}: {s}"));
        alike(names, |_, n, s| format!("{n}:\t{s}"));
    }
    alike(["记者", "李明"], |_, n, s| format!("{n}：{s}"));
    talk(["Ines Vale (host)", "Otto Rahm (Moor, Ind.)"], ["Ines Vale", "Otto Rahm"], |_, n, s| format!("{n}: {s}"));
    talk(["Ines Vale, host", "Otto Rahm, pilot"], ["Ines Vale", "Otto Rahm"], |_, n, s| format!("{n}: {s}"));
}

#[test]
fn questions_and_answers() {
    alike(["Q", "A"], |_, n, s| format!("{n}: {s}"));
    alike(["Q", "A"], |_, n, s| format!("{n}. {s}"));
    alike(["Q", "A"], |_, n, s| format!("{n}\t{s}"));
    alike(["Q", "A"], |_, n, s| format!("{n} {s}"));
    alike(["Q", "A"], |i, n, s| format!("{n}{}. {s}", i / 2 + 1));
    alike(["Q", "A"], |i, n, s| format!("{n} {}: {s}", i / 2 + 12));
    alike(["Q", "A"], |_, n, s| format!("**{n}:** {s}"));
}

#[test]
fn lists_and_emphasis() {
    for names in [["Ines", "Otto"], ["Interviewer", "Otto"]] {
        alike(names, |_, n, s| format!("- {n}: {s}"));
        alike(names, |_, n, s| format!("* {n} - {s}"));
        alike(names, |_, n, s| format!("**{n}:** {s}"));
        alike(names, |_, n, s| format!("**{n}**: {s}"));
        alike(names, |_, n, s| format!("{n} – {s}"));
        alike(names, |_, n, s| format!("{n} — {s}"));
        alike(names, |i, n, s| format!("{}. {n}: {s}", i + 1));
    }
}

#[test]
fn brackets_and_signs() {
    alike(["Speaker 1", "Speaker 2"], |_, n, s| format!("[{n}] {s}"));
    alike(["speaker 0", "speaker 1"], |_, n, s| format!("({n}) {s}"));
    alike(["Ines", "Otto"], |_, n, s| format!("[{n}]: {s}"));
    alike(["Ines", "Otto"], |_, n, s| format!("{{{n}}} {s}"));
    alike(["Ines", "Otto"], |_, n, s| format!("#{n}: {s}"));
    alike(["@ines", "@otto"], |_, n, s| format!("{n}: {s}"));
    alike(["INES", "OTTO"], |_, n, s| format!(">> {n}: {s}"));
    alike(["INES", "OTTO"], |_, n, s| format!("{n}\t{s}"));
    // The name stands above the words.
    let above: Vec<String> = WORDS.iter().map(|(s, who)| format!("[speaker {who}]\n{s}\n\n")).collect();
    check(&above.concat(), &[("The pump", "speaker 1"), ("Who knew", "speaker 0")]);
}

#[test]
fn time_codes() {
    alike(["Ines", "Otto"], |i, n, s| format!("[00:0{i}] {n}: {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("{n} [00:0{i}]: {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("{n} (0:0{i}): {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("00:00:0{i} {n}: {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("00:00:0{i} --> 00:00:0{} {n}: {s}", i + 1));
    alike(["Ines", "Otto"], |i, n, s| format!("({i}:0{i}) {n} – {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("#00:00:0{i}-5# {n}: {s}"));
    alike(["Ines", "Otto"], |i, n, s| format!("{n}: {s} #00:00:0{i}-5#"));
    alike(["Ines Vale", "Otto Rahm"], |i, n, s| format!("{n} 00:0{i}: {s}"));
    alike(["Ines Vale", "Otto Rahm"], |i, n, s| format!("{n} [00:0{i}] {s}"));
    alike(["Ines Vale", "Otto Rahm"], |i, n, s| format!("[{n} 00:0{i}] {s}"));
    alike(["Ines Vale", "Otto Rahm"], |i, n, s| format!("00:0{i} | {n} | {s}"));
    alike(["Ines Vale", "Otto Rahm"], |i, n, s| format!("{n}, [00:0{i}]: {s}"));
}

#[test]
fn a_time_code_above_a_turn_is_no_word_of_the_turn_before() {
    for (open, close) in [("[00:00:0", "]"), ("00:00:0", ""), ("[0:0", "]")] {
        let line = |n: usize, (words, who): &(&str, usize)| {
            format!("{open}{n}{close}\n{}: {words}", ["Ines Vale", "Otto Rahm"][*who])
        };
        let hall: Vec<String> = WORDS.iter().enumerate().map(|(n, said)| line(n, said)).collect();
        for between in ["\n\n", "\n"] {
            let words: Vec<String> = heard(&hall.join(between)).into_iter().map(|(_, words)| words).collect();
            assert_eq!(words, WORDS.map(|(words, _)| words), "{open}");
        }
    }
}

#[test]
fn records_of_parliaments() {
    let names = ["VALE", "RAHM"];
    talk(["Ms. VALE", "Mr. RAHM"], names, |_, n, s| format!("{n}. {s}"));
    talk(["Ms. VALE", "Mr. RAHM of Moor"], names, |_, n, s| format!("{n}. {s}"));
    talk(["Ms. VALE", "Mr. RAHM"], names, |_, n, s| format!("{n}.—{s}"));
    talk(["Ms. DE LA VALE", "Mr. McRAHM"], ["DE LA VALE", "McRAHM"], |_, n, s| format!("{n}. {s}"));
    let house = "Mr. KERR. I rise.\n\nThe ACTING CHAIR (Mr. BELL of Ohio). Order.\n\nMr. KERR (during the reading). I ask leave.\n\n\
        The SPEAKER pro tempore. Without objection.\n\nMs. DE LA CRUZ. Will he yield?\n\nMr. KERR. No.\n";
    check(
        house,
        &[
            ("Order", "The ACTING CHAIR (Mr. BELL of Ohio)"),
            ("I ask leave", "KERR"),
            ("Without", "The SPEAKER pro tempore"),
            ("Will he", "DE LA CRUZ"),
            ("No.", "KERR"),
        ],
    );
    let namesakes =
        "Mr. KERR of Moor. I rise.\n\nMr. KERR of Mill. So do I.\n\nMs. KERR. And I.\n\nMr. KERR of Moor. Order.\n";
    check(
        namesakes,
        &[
            ("I rise", "Mr. KERR of Moor"),
            ("So do", "Mr. KERR of Mill"),
            ("And I", "KERR"),
            ("Order", "Mr. KERR of Moor"),
        ],
    );
    let senate = "Senator KERR: What we heard—\n\nGovernment senators interjecting—\n\nThe PRESIDENT (Senator Bell): Order!\n\n\
        Senator KERR: is not so.\n\nGovernment senators: Shame!\n\nSenator DUNN (North Moor) (16:05): I thank the Senate.\n";
    check(
        senate,
        &[
            ("What we", "KERR"),
            ("Government senators interj", ""),
            ("Order", "The PRESIDENT (Senator Bell)"),
            ("is not so", "KERR"),
            ("Shame", "Government senators"),
            ("I thank", "DUNN"),
        ],
    );
}

#[test]
fn two_turns_are_enough_where_nothing_else_can_be_meant() {
    check("Q: Why did it sink?\n\nA: The pump was old.\n", &[("Why did", "Q"), ("The pump", "A")]);
    check(
        "Interviewer: Why did it sink?\nOtto: The pump was old.\n",
        &[("Why did", "Interviewer"), ("The pump", "Otto")],
    );
    check("Otto: The pump was old.\n\nInes: It was new once, they say.\n", &[("The pump", "")]);
    let once =
        "Ines Vale: Why did it sink?\n\nAnna Rahm: It was old.\n\nMary Bell: I told them.\n\nTom Kerr: So did I.\n";
    check(once, &[("It was old", "Anna Rahm"), ("So did", "Tom Kerr")]);
}

#[test]
fn turns_in_one_paragraph_of_broken_lines() {
    let text = "Talk on the quay\n\nInes Vale: Why did it sink, when it was said to be so very new\nand so very safe, by everybody in the \
        office and in the town?\nOtto Rahm: The pump was old. Everybody on the quay knew that, and so\ndid the office, which had \
        the letters in a drawer all of the time.\nMary Bell: I sent them. I sent four of them, one for each winter, and\nnobody ever \
        answered any: not one of them, they say now.\nInes Vale: Why not? It was their pump and their boat and their town\ntoo.\n\n\
        That was all.\n";
    check(
        text,
        &[
            ("Why did", "Ines Vale"),
            ("The pump", "Otto Rahm"),
            ("I sent them", "Mary Bell"),
            ("not one", "Mary Bell"),
            ("Why not", "Ines Vale"),
        ],
    );
}

#[test]
fn a_transcript_inside_an_article() {
    let text = "Mayor Vale: Ferry ‘Was Never Safe’\n\nThe mayor of Moor spoke on the harbour radio on Monday.\n\nShe said the pump was old. \
        The office did not answer.\n\nPartial transcript as follows:\n\nOTTO RAHM: Why did it sink?\n\nVALE: The pump was old, you know.\n\n\
        RAHM: Who knew about it?\n\nVALE: Everybody.\n\nBELL: I did not.\n\nRAHM: And you?\n";
    check(
        text,
        &[
            ("Why did", "OTTO RAHM"),
            ("The pump was old, you", "Vale"),
            ("Who knew", "OTTO RAHM"),
            ("I did not", "BELL"),
            ("The mayor of", ""),
        ],
    );
}

#[test]
fn letters_that_lost_what_set_them_apart() {
    let text = "QWhy did it sink?\n\nA: The pump was old.\n\nQWho knew about it?\n\nA: Everybody on the quay.\n\nQ’Tis said you ran.\n\nA: I did.\n";
    check(text, &[("Why did", "Q"), ("The pump", "A"), ("Who knew", "Q"), ("Everybody", "A"), ("Tis", "Q")]);
}
