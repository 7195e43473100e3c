use crate::detect::Detector;
use crate::document::{Document, LoadOptions, load};

/// Who says what in a document, and how sure that is.
fn told(document: &Document) -> Vec<(String, String, f32)> {
    let found = Detector::new().extract(document);
    let all = found.attributions().map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "), a.score)
    });
    all.collect()
}

fn in_markdown(rows: &[&[&str]]) -> Vec<(String, String, f32)> {
    let line = |row: &&[&str]| format!("| {} |\n", row.join(" | "));
    let (head, body) = rows.split_first().unwrap();
    let rule = "|---".repeat(head.len());
    let source =
        format!("# Ferry\n\n{}{rule}|\n{}\nThe boat is old.\n", line(head), body.iter().map(line).collect::<String>());
    told(&Document::from_text(&source, "a.md"))
}

/// The pairs of those that are found with a score of at least `least`.
fn pairs(found: &[(String, String, f32)], least: f32) -> Vec<(&str, &str)> {
    found.iter().filter(|f| f.2 >= least).map(|(who, what, _)| (who.as_str(), what.as_str())).collect()
}

#[test]
fn an_interview_in_two_columns_is_turns() {
    let expected = [
        ("Interviewer", "When did the ferry stop?"),
        ("Nils Berg", "In March, when the ice came. We heard “no more boats” from the office. / Nobody asked us."),
        ("Interviewer", "Who told you?"),
        // Who she is nobody can be sure of.
        ("Nils Berg", "“Ida told me,” she said."),
    ];
    let rows: [&[&str]; 6] = [
        &["", ""],
        &["Interviewer", "When did the ferry stop?"],
        &["Nils Berg", "In March, when the ice came. We heard “no more boats” from the office."],
        &["", "Nobody asked us."],
        &["Interviewer:", "Who told you?"],
        &["Nils Berg", "“Ida told me,” she said."],
    ];
    assert_eq!(pairs(&in_markdown(&rows), 0.8), expected);
    // With times and numbers beside it, and heads.
    let timed: Vec<Vec<String>> = rows
        .iter()
        .enumerate()
        .map(|(n, r)| {
            let head = [["No", "Time"].map(str::to_owned).to_vec(), vec!["Speaker".into(), "Words".into()]].concat();
            let row = vec![n.to_string(), format!("00:0{n}"), r[0].to_owned(), r[1].to_owned()];
            if n == 0 { head } else { row }
        })
        .collect();
    let timed: Vec<Vec<&str>> = timed.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    let timed: Vec<&[&str]> = timed.iter().map(Vec::as_slice).collect();
    assert_eq!(pairs(&in_markdown(&timed), 0.8), expected);
}

#[test]
fn labels_and_names_of_those_who_talk() {
    for (a, b) in [("Q", "A"), ("Speaker 1", "Speaker 2"), ("P1", "Moderator"), ("Ida Voss", "Nils Berg"), ("I:", "R:")]
    {
        let rows: [&[&str]; 5] =
            [&["", ""], &[a, "Does it sail?"], &[b, "Not today, no."], &[a, "And tomorrow?"], &[b, "Perhaps it will."]];
        let found = in_markdown(&rows);
        let (a, b) = (a.trim_end_matches(':'), b.trim_end_matches(':'));
        let expected = [(a, "Does it sail?"), (b, "Not today, no."), (a, "And tomorrow?"), (b, "Perhaps it will.")];
        assert_eq!(pairs(&found, 0.8), expected, "{found:?}");
    }
}

#[test]
fn a_row_names_who_speaks_in_it() {
    let rows: [&[&str]; 4] = [
        &["Name", "Port", "Comment"],
        &["Ida Voss", "Ella", "“The boat is rotten.”"],
        &["Nils Berg, keeper", "Ella", "“It floats,” he said."],
        &["Bo Falk", "Harwich", "“It sank,” said Lea Horn."],
    ];
    let expected = [("Ida Voss", "“The boat is rotten.”"), ("Nils Berg", "“It floats,”"), ("Lea Horn", "“It sank,”")];
    assert_eq!(pairs(&in_markdown(&rows), 0.8), expected);
    let swapped: [&[&str]; 3] = [
        &["Quote", "Speaker"],
        &["“The boat is rotten.”", "Ida Voss"],
        &["“It floats, and it will float.”", "Nils Berg"],
    ];
    let expected = [("Ida Voss", "“The boat is rotten.”"), ("Nils Berg", "“It floats, and it will float.”")];
    assert_eq!(pairs(&in_markdown(&swapped), 0.8), expected);
    let stated: [&[&str]; 3] =
        [&["Who", "Statement"], &["Ida Voss", "The boat is rotten."], &["Nils Berg", "It floats, and it will float."]];
    let expected = [("Ida Voss", "The boat is rotten."), ("Nils Berg", "It floats, and it will float.")];
    assert_eq!(pairs(&in_markdown(&stated), 0.8), expected);
}

#[test]
fn tables_of_other_things_name_nobody() {
    for rows in [
        // Categories that come back, places with mottoes, figures, words to learn.
        [
            ["Part", "Work"].as_slice(),
            &["Hull", "The planks were replaced."],
            &["Hull", "The paint is new."],
            &["Deck", "The rail is loose."],
            &["Deck", "The hatch leaks."],
        ]
        .as_slice(),
        &[["Hotel", "Motto"].as_slice(), &["Harbour House", "“Sleep by the sea.”"], &["Quay Inn", "“Stay a while.”"]],
        &[["Year", "Boats"].as_slice(), &["2021", "12"], &["2022", "14"], &["2023", "9"]],
        &[["City", "Ferry", "Price"].as_slice(), &["Ella", "Aurora", "12.50"], &["Harwich", "Borealis", "9.00"]],
        &[
            ["Word", "Meaning"].as_slice(),
            &["Bow", "The front part of a boat."],
            &["Stern", "The rear part of a boat."],
        ],
        &[
            ["Name", "Role"].as_slice(),
            &["Ida Voss", "Mate of the ferry since 2019."],
            &["Nils Berg", "Keeper of the light."],
        ],
    ] {
        let found = in_markdown(rows);
        assert_eq!(pairs(&found, 0.8), [], "{rows:?}");
    }
}

#[test]
fn cells_are_read_one_by_one() {
    let page = "<html><body><article><h1>Ferry</h1><p>The office met on Monday and heard three hours of talk about the ferry.</p><table>\
        <tr><td>1</td><td>“It leaks,” said Ida Voss.</td></tr><tr><td>2</td><td>Nils Berg said that nobody had paid.</td></tr></table>\
        <p>“It leaks,” the office wrote later, and closed the gate to the quay for everybody who wanted to see it.</p></article></body></html>";
    let found = told(&load(page.as_bytes(), "a.html", &LoadOptions::default()).unwrap());
    let found = pairs(&found, 0.4);
    assert!(found.contains(&("Ida Voss", "“It leaks,”")), "{found:?}");
    assert!(found.contains(&("Nils Berg", "that nobody had paid")), "{found:?}");
}

#[test]
fn what_stands_around_a_table_of_turns_is_no_turn() {
    let source = "Ida Voss met Nils Berg at the quay.\n\n| | |\n|---|---|\n| Ida Voss | Does it sail? |\n| Nils Berg | Not today. |\n\
        | Ida Voss | Why not? |\n| Nils Berg | It leaks. |\n\nThe ferry lay there for weeks.\n\n“Nobody came,” said Bo Falk.\n";
    let found = told(&Document::from_text(source, "a.md"));
    let found = pairs(&found, 0.3);
    assert_eq!(found.last(), Some(&("Bo Falk", "“Nobody came,”")));
    assert!(found.contains(&("Nils Berg", "It leaks.")), "{found:?}");
    assert!(!found.iter().any(|(_, words)| words.contains("for weeks")), "{found:?}");
}
