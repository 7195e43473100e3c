use super::*;
use crate::document::{Format, LoadOptions, load};
use crate::span::Span;
use crate::verify::{
    Attributed, Compared, ComparedFolder, Differing, Fold, Note, OtherPlace, PageNumber, Piece, Place, Region,
    Unreadable, UnreadableKind, Verdict,
};
use serde_json::Value;
use std::collections::HashSet;

const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn check(number: u32, verdict: Verdict, kind: Option<Kind>, quote: &str) -> Check {
    Check {
        article: "draft é.md".to_owned(),
        number,
        at: (10 * number, 10 * number + 5),
        paragraph: number,
        region: Some(Region { line: number, column: 3, end_line: number, end_column: 20 }),
        quote: quote.to_owned(),
        speaker: Some(Attributed { name: "Ines Vale".to_owned(), score: 0.94, decided: false }),
        verdict,
        kind,
        kinds: kind.into_iter().collect(),
        allowed: None,
        similarity: Some(1.0),
        folded: vec![Fold::Marks],
        notes: Vec::new(),
        source: Some("hall/talk.srt".to_owned()),
        source_at: vec![(4, 9)],
        place: Some(Place { words: "0:07, ¶2".to_owned(), time: Some(7.5), page: None, paragraph: 2, turn: Some(1) }),
        speaker_there: Some("INES VALE".to_owned()),
        speaker_ok: Some(true),
        through: None,
        there: Some(quote.to_owned()),
        left_out: None,
        diff: Vec::new(),
        differing: Differing::default(),
        pieces: Vec::new(),
        others: Vec::new(),
        why: String::new(),
    }
}

/// One of each kind of answer.
fn sample() -> Verification {
    let compared = |name: &str, count| Compared { name: name.to_owned(), sha256: HASH.to_owned(), count, folder: None };
    let place = |words: &str| Place { words: words.to_owned(), paragraph: 7, ..Place::default() };
    let words = |words: &str| words.to_owned();
    let altered = Check {
        kinds: vec![Kind::Number, Kind::Words],
        diff: vec![
            DiffPart::Same(words("The pump is")),
            DiffPart::Source(words("40")),
            DiffPart::Article(words("50")),
            DiffPart::Same(words("years old")),
        ],
        differing: Differing { in_quote: vec![Span::new(12, 14)], ..Differing::default() },
        why: words("40 became 50"),
        ..check(2, Verdict::Altered, Some(Kind::Number), "The pump is 50 years old")
    };
    let truncated = Check {
        there: Some(words("We will pay, if the bank pays.")),
        left_out: Some(words("if the bank pays")),
        region: None,
        why: words("the source goes on: “if …”"),
        ..check(3, Verdict::Truncated, None, "We will pay")
    };
    let spliced = Check {
        pieces: ["We came", "we saw"]
            .into_iter()
            .zip(1..)
            .map(|(piece, number)| Piece {
                words: words(piece),
                source: words("hall/talk.srt"),
                at: (number, number + 5),
                place: place("0:12, ¶7"),
                speaker_there: None,
                number,
            })
            .collect(),
        ..check(4, Verdict::Spliced, None, "We came … we saw")
    };
    let stranger = Check {
        speaker_ok: Some(false),
        speaker_there: Some(words("BO LIND")),
        ..check(5, Verdict::WrongSpeaker, None, "<script>alert(1)</script> & \u{1b}[31m [so](http://a.example)")
    };
    let spelling = Check {
        allowed: Some(words("British spelling")),
        ..check(6, Verdict::Altered, Some(Kind::Spelling), "We honour it")
    };
    let open = Check {
        source: None,
        place: None,
        there: None,
        speaker: None,
        similarity: None,
        speaker_there: None,
        speaker_ok: None,
        ..check(7, Verdict::CannotCheck, Some(Kind::NotCovered), "Nobody asked us")
    };
    let sound = Check {
        notes: vec![Note::Context],
        others: vec![OtherPlace {
            source: words("plan.pdf"),
            place: place("p. xii, ¶7"),
            speaker_there: None,
            at: vec![(3, 12)],
            there: words("It is old."),
        }],
        place: Some(Place { page: Some(PageNumber::Label(words("xii"))), ..place("p. xii, ¶7") }),
        ..check(1, Verdict::Verbatim, None, "It is “old”, that’s all")
    };
    Verification {
        folders: Vec::new(),
        articles: vec![compared("draft é.md", 7)],
        sources: vec![compared("hall/talk.srt", 120), compared("plan.pdf", 0)],
        elsewhere: vec![compared("/old/radio #1.txt", 9)],
        unreadable: vec![Unreadable {
            source: words("plan.pdf"),
            kind: UnreadableKind::NoText,
            message: words("plan.pdf: This PDF has no text, only pictures of pages."),
        }],
        checks: vec![sound, altered, truncated, spliced, stranger, spelling, open],
    }
}

#[test]
fn a_comparison_in_a_line() {
    let diff = [
        DiffPart::Same("We are".to_owned()),
        DiffPart::Source("not".to_owned()),
        DiffPart::Article("all".to_owned()),
        DiffPart::Same("here".to_owned()),
    ];
    assert_eq!(diff_in_words(&diff), "We are [-not-] {+all+} here");
    assert_eq!(diff_in_words(&[]), "");
}

#[test]
fn the_table_has_a_row_for_each_quotation() {
    let file = csv::write(&sample());
    let mut rows = ::csv::Reader::from_reader(file.as_slice());
    let names = rows.headers().unwrap().clone();
    let rows: Vec<::csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7);
    let cell = |row: usize, name: &str| {
        let column = names.iter().position(|n| n == name).unwrap_or_else(|| panic!("{name}"));
        rows[row].get(column).unwrap().to_owned()
    };
    assert_eq!([cell(1, "verdict"), cell(1, "kind"), cell(1, "kinds")], ["altered", "number", "number; words"]);
    assert_eq!(cell(1, "diff"), "The pump is [-40-] {+50+} years old");
    assert_eq!(
        [cell(1, "at"), cell(1, "place_in_article"), cell(2, "place_in_article")],
        ["20-25", "¶2, line 2", "¶3"]
    );
    assert_eq!([cell(1, "time"), cell(1, "turn"), cell(1, "page"), cell(0, "page")], ["7.5", "1", "", "xii"]);
    assert_eq!([cell(0, "quote"), cell(0, "others")], ["It is “old”, that’s all", "plan.pdf, p. xii, ¶7"]);
    assert_eq!([cell(5, "allowed"), cell(6, "speaker"), cell(6, "speaker_ok")], ["British spelling", "", ""]);
    assert!(!file.contains(&0x1b), "nothing drives a terminal");
    let empty = csv::write(&Verification::default());
    assert_eq!(std::str::from_utf8(&empty).unwrap().lines().count(), 1, "columns are named where there are no rows");
}

fn read(found: &Verification, all: bool) -> Value {
    serde_json::from_slice(&sarif::write(found, all)).unwrap()
}

#[test]
fn sarif_has_a_result_for_what_is_not_sound() {
    let log = read(&sample(), false);
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("unicodeCodePoints")));
    let results = run["results"].as_array().unwrap();
    let short: Vec<String> =
        results.iter().map(|r| ["ruleId", "kind", "level"].map(|key| r[key].as_str().unwrap()).join(" ")).collect();
    let expected = [
        "sayso/altered-number fail error",
        "sayso/truncated fail error",
        "sayso/spliced fail error",
        "sayso/wrong-speaker fail error",
        "sayso/altered-spelling fail note",
        "sayso/cannot-check-not-covered open none",
    ];
    assert_eq!(short, expected);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().is_some_and(|help| help.len() > 20), "{rule}");
    }
    let ids: HashSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!((rules.len(), ids.len()), (25, 25));
    let all = read(&sample(), true);
    let all = all["runs"][0]["results"].as_array().unwrap();
    assert_eq!((all.len(), all[0]["kind"].as_str(), all[0]["level"].as_str()), (7, Some("pass"), Some("none")));
}

#[test]
fn sarif_says_where_the_words_are() {
    let log = read(&sample(), false);
    let run = &log["runs"][0];
    let [altered, truncated, spliced] = [0, 1, 2].map(|n| &run["results"][n]);
    let here = &altered["locations"][0]["physicalLocation"];
    assert_eq!(here["artifactLocation"]["uri"], "draft%20%C3%A9.md");
    let region = ["startLine", "startColumn", "endLine", "endColumn"].map(|key| here["region"][key].as_u64().unwrap());
    assert_eq!(region, [2, 3, 2, 20]);
    let nowhere = &truncated["locations"][0];
    assert!(nowhere["physicalLocation"].get("region").is_none());
    assert_eq!(nowhere["logicalLocations"][0]["name"], "¶3");
    let there = &altered["relatedLocations"][0];
    assert_eq!(
        (there["id"].as_u64(), there["physicalLocation"]["artifactLocation"]["uri"].as_str()),
        (Some(1), Some("hall/talk.srt"))
    );
    assert_eq!(spliced["relatedLocations"].as_array().map(Vec::len), Some(3), "the whole and two pieces");
    let message = altered["message"]["text"].as_str().unwrap();
    let expected = "“The pump is 50 years old”, Ines Vale: A number, date or time differs from the source. In the \
        source, [hall/talk.srt, 0:07, ¶2](1), INES VALE: The pump is [-40-] {+50+} years old";
    assert_eq!(message, expected);
    assert!(run["results"][5].get("relatedLocations").is_none());
    // Whatever index a location has is that of its file.
    let artifacts = run["artifacts"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let file = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(artifacts[file["index"].as_u64().unwrap() as usize]["location"]["uri"], file["uri"]);
    }
    let uris: Vec<&str> = artifacts.iter().map(|a| a["location"]["uri"].as_str().unwrap()).collect();
    assert_eq!(uris, ["draft%20%C3%A9.md", "hall/talk.srt", "plan.pdf", "file:///old/radio%20%231.txt"]);
    assert_eq!(artifacts[1]["hashes"]["sha-256"], HASH);
}

#[test]
fn sarif_keeps_what_was_allowed_and_what_could_not_be_read() {
    let log = read(&sample(), false);
    let run = &log["runs"][0];
    let allowed = &run["results"][4]["suppressions"][0];
    assert_eq!(
        (allowed["kind"].as_str(), allowed["justification"].as_str()),
        (Some("external"), Some("British spelling"))
    );
    assert!(run["results"][0].get("suppressions").is_none());
    let told = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!((told["descriptor"]["id"].as_str(), told["level"].as_str()), (Some("sayso/no-text"), Some("warning")));
    let hostile = run["results"][3]["message"]["text"].as_str().unwrap();
    assert!(hostile.contains("[so] (http://a.example)"), "no link of a document is one of ours: {hostile}");
}

#[test]
fn a_fingerprint_stays_when_a_quotation_moves() {
    let of = |check: Check| {
        let found = Verification { checks: vec![check], ..Verification::default() };
        read(&found, true)["runs"][0]["results"][0]["partialFingerprints"]["saysoQuotation/v1"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let one = of(check(1, Verdict::Truncated, None, "We will pay."));
    assert_eq!(one.len(), 64);
    assert_eq!(one, of(check(9, Verdict::Truncated, None, "we will  pay")));
    assert_ne!(one, of(check(1, Verdict::NotFound, None, "We will pay.")));
    assert_ne!(one, of(check(1, Verdict::Truncated, None, "We will not pay.")));
}

#[test]
fn the_page_has_the_words_as_the_article_writes_them() {
    let quote = "“The” committee, is it two – or not?";
    let shown = |marked: &[&str]| {
        let place = |words: &&str| {
            let start = quote.find(*words).unwrap() as u32;
            Span::new(start, start + words.len() as u32)
        };
        let differing = Differing { in_quote: marked.iter().map(place).collect(), ..Differing::default() };
        let check = Check { differing, ..check(1, Verdict::Altered, Some(Kind::Words), quote) };
        let page = html::write(&Verification { checks: vec![check], ..Verification::default() });
        let here = page.split("<blockquote class=\"here\"><p>").nth(1).and_then(|rest| rest.split("</p>").next());
        here.unwrap().replace("<span class=\"sign\">+</span>", "+")
    };
    assert_eq!(shown(&[]), format!("“{quote}”"));
    assert_eq!(shown(&["is", "two – or"]), "““The” committee, <ins>+is</ins> it <ins>+two – or</ins> not?”");
}

#[test]
fn the_page_shows_both_sides() {
    let page = html::write(&sample());
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && !page.contains("src="), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \u{fffd}[31m"), "{page}");
    assert!(page.contains("<del><span class=\"sign\">−</span>40</del>"), "{page}");
    assert!(page.contains("<ins><span class=\"sign\">+</span>50</ins>"), "{page}");
    assert!(
        page.contains("<mark><span class=\"sign\">[</span>if the bank pays<span class=\"sign\">]</span></mark>"),
        "{page}"
    );
    assert!(page.contains("<b>plan.pdf</b>: This PDF"), "a name is said once: {page}");
    assert!(page.contains("<span class=\"sign\">≠</span> BO LIND</b>, hall/talk.srt, 0:07, ¶2"), "{page}");
    assert!(page.contains("7 quotations · 4 findings · 1 cannot be checked · 1 allowed · 1 sound"), "{page}");
    let options = LoadOptions { format: Some(Format::Page), ..LoadOptions::default() };
    let read = load(page.as_bytes(), "page.html", &options).unwrap();
    let at = |words: &str| read.text().find(words).unwrap_or_else(|| panic!("{words} in {}", read.text()));
    let order = [
        "Findings",
        "truncated",
        "altered",
        "spliced",
        "wrong-speaker",
        "Cannot be checked",
        "Allowed",
        "Sound: 1",
        "Files",
    ];
    assert!(order.windows(2).all(|two| at(two[0]) < at(two[1])), "{}", read.text());
    assert!(read.text().contains("9f86d081884c") && read.text().ends_with(NOT_ANSWERED), "{}", read.text());
    assert!(html::write(&Verification::default()).contains("No quotations found."));
}

#[test]
fn of_a_large_folder_only_those_are_listed_of_which_something_is_told() {
    let mut found = sample();
    let of_folder =
        |name: String| Compared { name, sha256: HASH.to_owned(), count: 9, folder: Some("hall".to_owned()) };
    found.sources = (0..40).map(|n| of_folder(format!("hall/{n:02}.txt"))).collect();
    found.sources.push(of_folder("hall/talk.srt".to_owned()));
    found.folders = vec![ComparedFolder { name: "hall".to_owned(), documents: 900, is_elsewhere: false }];
    let told = found.checks.iter().filter(|check| check.source.as_deref() == Some("hall/talk.srt")).count();
    assert!(told > 0);
    let text = text::write(&found);
    let files: Vec<&str> = text.lines().filter(|line| line.starts_with("source ")).collect();
    assert_eq!(files.len(), 2, "{text}");
    assert!(
        files[0].ends_with(" hall/talk.srt") && files[1] == "source hall: 899 more documents compared",
        "{files:?}"
    );
    let page = html::write(&found);
    assert!(page.contains("hall (900 documents)") && page.contains("899 more documents") && !page.contains("hall/07"));
    let log: Value = serde_json::from_slice(&sarif::write(&found, false)).unwrap();
    let artifacts = log["runs"][0]["artifacts"].as_array().unwrap();
    assert!(artifacts.iter().any(|a| a["location"]["uri"] == "hall/talk.srt"), "{artifacts:?}");
    assert!(!artifacts.iter().any(|a| a["location"]["uri"] == "hall/07.txt"), "{artifacts:?}");
    // Of a small one all are.
    found.folders[0].documents = 20;
    assert_eq!(text::write(&found).lines().filter(|line| line.starts_with("source ")).count(), 41);
}
