use super::*;
use crate::annotation::{AnchoredText, CheckDecision, RecordLink, Selector, SpeakerRef, Status, Was};
use crate::document::Document;
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::sanitize::is_hostile;
use crate::span::Span;
use proptest::prelude::*;

fn parse_str(text: &str) -> Result<Set, SidecarError> {
    parse(text.as_bytes())
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z “”‘’'\"\\\\]{0,12}",
        "\\PC{0,20}",
        Just("\r\u{0}\u{7}\u{85}\u{2028}\u{2029}\u{feff}\u{202e}".to_owned()),
        Just("👩‍👩‍👧 é e\u{301} \u{1b}[31m".to_owned()),
        Just("x".repeat(10_000)),
    ]
}

fn selector() -> impl Strategy<Value = Selector> {
    (any::<u32>(), any::<u32>(), words(), words(), words()).prop_map(|(start, end, exact, prefix, suffix)| Selector {
        start,
        end,
        exact,
        prefix,
        suffix,
    })
}

prop_compose! {
    fn annotation()(
        id in words(), label in words(), at in proptest::collection::vec(selector(), 1..3), texts in proptest::collection::vec(words(), 6),
        pick in 0u8..4, score in proptest::option::of(0.0f64..=1.0), conflict in any::<bool>(),
    ) -> Annotation {
        let mut a = Annotation::new(id, &label, at);
        let text = |i: usize| texts[i].clone();
        a.kind = [None, Some(Kind::Direct), Some(Kind::Mixed), Some(Kind::Indirect)][pick as usize];
        a.form = [None, Some(Form::Post), Some(Form::Turn), Some(Form::Quotation)][pick as usize];
        a.status = [None, Some(Status::Confirmed), Some(Status::Edited), Some(Status::Rejected)][pick as usize];
        a.speaker = [None, Some(SpeakerRef::Nobody), Some(SpeakerRef::Id(text(0))), None][pick as usize].clone();
        a.source = (pick > 1).then(|| AnchoredText(1, 2, text(1)));
        a.cue = (pick > 2).then(|| AnchoredText(1, 2, text(2)));
        a.score = score;
        a.evidence = texts.iter().take(pick as usize).cloned().collect();
        a.note = (pick > 0).then(|| text(3));
        a.rating = (pick > 1).then(|| text(4));
        a.links = vec![RecordLink { role: text(5), to: text(0) }];
        if pick > 1 {
            a.attributes = [(text(1), text(2))].into();
        }
        a.was = (pick == 2).then(|| Was { at: vec![(1, 2)], speaker: Some(text(0)) });
        a.text = (pick == 3).then(|| text(1));
        a.conflict = conflict;
        a.by = Some(text(2));
        a.only_this = pick == 3;
        a
    }
}

prop_compose! {
    fn check()(quote in selector(), texts in proptest::collection::vec(words(), 3), pick in 0u8..4) -> CheckDecision {
        let text = |i: usize| texts[i].clone();
        CheckDecision {
            quote,
            source: (pick > 0).then(|| text(0)),
            verdict: text(1),
            reason: (pick > 1).then(|| text(2)),
            by: (pick > 2).then(|| text(0)),
            at: text(2),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    /// The fast way and the general one read the same, also where somebody changed a letter.
    #[test]
    fn the_fast_way_reads_the_same(record in annotation(), at in any::<usize>(), put in "[ -~]|\\PC|", cut in any::<bool>()) {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let mut line = notation::print(&record);
        let fast = notation::read::<Annotation>(&line);
        prop_assert_eq!(fast.as_ref(), Some(&record));
        let at = (0..=at % line.len()).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        if cut {
            line.remove(at);
        }
        line.insert_str(at, &put);
        if let Some(fast) = notation::read::<Annotation>(&line) {
            prop_assert_eq!(options.from_str::<Annotation>(&line).map_err(|e| format!("{e}: {line}")), Ok(fast));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_printed_is_read(
        records in proptest::collection::vec(annotation(), 0..4), name in words(), source in words(),
        checks in proptest::collection::vec(check(), 0..4), sources in proptest::collection::vec(words(), 0..3),
    ) {
        let mut set = Set::new(DocumentInfo { source, ..DocumentInfo::default() }, Vec::new(), Vec::new(), records);
        let mut speaker = set.new_speaker(&name, SpeakerKind::Group);
        speaker.aliases.push(name.clone());
        set.speakers.push(speaker);
        let is_later = !checks.is_empty() || !sources.is_empty();
        set.sources = sources;
        for check in checks {
            set.put_check(check);
        }
        prop_assert!(set.version() == 4 || !is_later);
        let printed = print(&set);
        prop_assert_eq!(&parse_str(&printed).unwrap(), &set);
        // Nothing in the file can drive a terminal.
        prop_assert!(!printed.chars().any(|c| c != '\n' && is_hostile(c)));
    }

    #[test]
    fn a_quoted_string_stays_itself(text in words()) {
        prop_assert_eq!(ron::from_str::<String>(&quote(&text)).unwrap(), text);
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
    }
}

const GOOD: &str = "#![enable(implicit_some)]\n(\n  version: 1,\n  annotations: [\n    (id: \"a\", label: \"quote\", at: [(start: 1, end: 2, exact: \"x\")]),\n  ],\n)\n";

#[test]
fn one_change_is_one_line() {
    let mut set = parse_str(GOOD).unwrap();
    let before = print(&set);
    let record = set.get("a").cloned().unwrap();
    let mut after = (*record).clone();
    after.note = Some("a note".into());
    let mut change = crate::annotation::Change::default();
    change.annotation(Some(record), Some(after));
    set.apply(&change);
    let after = print(&set);
    let differing = before.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((differing, before.lines().count()), (1, after.lines().count()));
}

#[test]
fn errors_name_line_column_and_what_to_do() {
    let cases = [
        (GOOD.replace("label:", "lable:"), Some((5, 15)), "lable"),
        (GOOD.replace("version: 1", "version: 7"), Some((3, 3)), "version 7"),
        (GOOD.replace("  annotations", "<<<<<<< ours\n  annotations"), Some((4, 1)), "conflict markers"),
        (GOOD.replace("start: 1", "start: -1"), Some((5, 45)), "number"),
        (GOOD.replace("end: 2", "score: nope"), None, ""),
        (GOOD.replace("],\n)", "]"), None, ""),
        ("(".repeat(10_000), None, ""),
        (String::new(), None, ""),
        (GOOD.replace("label: \"quote\"", "label: \"quote\", score: NaN"), Some((5, 6)), "0 to 1"),
        (GOOD.replace("label: \"quote\"", "label: \"quote\", speaker: ada"), None, "quotation marks"),
    ];
    for (text, at, word) in cases {
        let error = parse_str(&text).unwrap_err();
        if at.is_some() {
            assert_eq!(error.at, at, "{error}");
        }
        assert!(error.message.contains(word), "{error}");
        assert!(!error.hint.is_empty(), "{error}");
    }
}

#[test]
fn a_byte_order_mark_and_an_unknown_label_are_no_errors() {
    let text = format!("\u{feff}{}", GOOD.replace("quote", "metaphor"));
    assert_eq!(parse_str(&text).unwrap().get("a").unwrap().label, "metaphor");
}

/// What git makes of two versions with `merge=union` where they differ from the line `from` on: all lines of ours, then
/// all of theirs, structure included, then what both have at the end.
fn union(ours: &str, theirs: &str, from: usize) -> String {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    let tail = 2;
    let mut out: Vec<&str> = ours[..ours.len() - tail].to_vec();
    out.extend(&theirs[from..]);
    out.join("\n") + "\n"
}

#[test]
fn a_union_of_two_versions_is_a_file() {
    let at = |n: u32| {
        vec![Selector { start: n, end: n + 3, exact: "abc".into(), prefix: String::new(), suffix: String::new() }]
    };
    let base = Set::new(DocumentInfo::default(), vec![], vec![], vec![Annotation::new("a".into(), "quote", at(0))]);
    let with = |note: &str, id: &str, who: &str| {
        let mut set = base.clone();
        set.about.text = note.to_owned();
        let mut changed = (**set.get("a").unwrap()).clone();
        changed.note = Some(note.to_owned());
        set.insert(changed.into());
        set.insert(Annotation::new(id.into(), "quote", at(5)).into());
        let mut speaker = set.new_speaker("Ada Grey", SpeakerKind::Person);
        speaker.aliases.push(who.to_owned());
        set.speakers.push(speaker);
        set.reviews.push(Review {
            by: who.into(),
            detector: "2".into(),
            text: "x".into(),
            done: "y".into(),
            items: 1,
            ..Review::default()
        });
        set
    };
    let (ours, theirs) = (with("ours", "b", "Ada"), with("theirs", "c", "Grey"));
    let both = parse_str(&union(&print(&ours), &print(&theirs), 4)).unwrap();
    for from in 4..9 {
        // Wherever the two begin to differ, some lines of theirs stand in lists of ours.
        let read = parse_str(&union(&print(&ours), &print(&theirs), from)).unwrap();
        assert_eq!((read.len(), read.reviews.len()), (4, 2), "from line {from}");
    }
    assert_eq!((both.len(), both.reviews.len(), both.speakers.len()), (4, 2, 1));
    assert!(["Ada", "Grey"].iter().all(|name| both.speakers[0].is_called(name)));
    let kept = both.iter().find(|a| a.conflict).unwrap();
    assert!(kept.id.starts_with("a-") && kept.note.is_some(), "both versions are kept");
    // Read again from what it prints, it is the same.
    assert_eq!(parse_str(&print(&both)).unwrap(), both);
}

#[test]
fn a_file_that_was_cut_off_is_never_read_as_less() {
    let at = Selector { start: 0, end: 1, exact: "x".into(), prefix: String::new(), suffix: String::new() };
    let records = (0..3).map(|n| Annotation::new(format!("r{n}"), "quote", vec![at.clone()])).collect();
    let set = Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), records);
    let text = print(&set);
    let end = text.trim_end().len();
    for cut in 0..end {
        let read = parse(&text.as_bytes()[..cut]);
        assert!(read.is_err(), "{cut} of {end} bytes");
    }
    assert_eq!(parse(text.as_bytes()).unwrap().len(), 3);
}

/// Written by the build before the table of fields, with every field that it knew.
const BEFORE: &str = r#"#![enable(implicit_some)]
// sayso annotations, one to a line, in reading order. Comments below this line are not kept: use `note`.
(
  version: 1,
  document: (source: "article.txt", title: "A title", file: "aa", text: "bb", loader: "txt/1", chars: 2042),
  speakers: [
    (id: "donald-trump", name: "Donald Trump", kind: person, aliases: ["President Trump"], roles: ["the President"], merged: ["trump"], note: "of \"The Apprentice\""),
    (id: "nato", name: "NATO", kind: organisation),
  ],
  annotations: [
    (id: "a", label: "quote", kind: mixed, form: quotation, status: edited, at: [(start: 209, end: 263, exact: "he has “total” confidence", prefix: "a", suffix: ""), (start: 270, end: 273, exact: "yes", prefix: "", suffix: "")], speaker: "donald-trump", source: (188, 203, "President Trump"), cue: (204, 208, "said"), score: 0.97, rating: "mixed", evidence: ["https://a.example", "b"], note: "n", links: [(role: "part-of", to: "b")], attributes: {"odd": "true", "tone": "dry"}, was: (at: [(1, 2)], speaker: "NATO"), text: "0123456789ab", conflict: true, by: "ada", created: "2026-11-24T08:00:00Z", modified: "2026-11-25T08:00:00Z"),
    (id: "b", label: "claim", at: [(start: 300, end: 301, exact: "x", prefix: "", suffix: "")], speaker: none, was: (at: []), by: "ada"),
  ],
  reviews: [
    (by: "ada", detector: "1", text: "cc", done: "2026-11-24T09:10:00Z", items: 12),
  ],
)
"#;

#[test]
fn a_file_of_the_build_before_stays_byte_by_byte() {
    assert_eq!(print(&parse_str(BEFORE).unwrap()), BEFORE);
}

#[test]
fn only_this_one_is_a_field_of_version_2() {
    let once = BEFORE.replace("\"odd\": \"true\"", "\"once\": \"true\"");
    let set = parse_str(&once).unwrap();
    assert!(set.get("a").unwrap().only_this && !set.get("b").unwrap().only_this);
    let printed = print(&set);
    assert!(printed.contains("  version: 2,\n") && printed.contains(", only_this: true),"), "{printed}");
    assert!(!printed.contains("once"), "{printed}");
    assert_eq!(parse_str(&printed).unwrap(), set);
    // A line of it in a file of version 1, as a union by git leaves it, is read and the file gets its number.
    assert_eq!(parse_str(&printed.replace("version: 2", "version: 1")).unwrap(), set);
}

fn decided(verdict: &str, at: u32, by: &str) -> CheckDecision {
    let quote = Selector { start: at, end: at + 3, exact: "abc".into(), prefix: String::new(), suffix: String::new() };
    let (source, reason) = (Some("hall.vtt".into()), Some("said so".into()));
    CheckDecision {
        quote,
        source,
        verdict: verdict.into(),
        reason,
        by: Some(by.into()),
        at: "2026-11-29T08:00:00Z".into(),
    }
}

#[test]
fn sources_and_checks_are_fields_of_version_4() {
    let mut set = parse_str(BEFORE).unwrap();
    set.sources = vec!["../hall.vtt".into()];
    set.put_check(decided("truncated", 9, "ada"));
    set.put_check(decided("altered-number", 4, "ada"));
    let printed = print(&set);
    let expected = BEFORE
        .replace("version: 1", "version: 4")
        .replace("chars: 2042)", "chars: 2042, sources: [\"../hall.vtt\"])")
        .replace(
            "  ],\n)\n",
            "  ],\n  checks: [\n    (quote: (start: 4, end: 7, exact: \"abc\", prefix: \"\", suffix: \"\"), \
             source: \"hall.vtt\", verdict: \"altered-number\", reason: \"said so\", by: \"ada\", at: \"2026-11-29T08:00:00Z\"),\n    \
             (quote: (start: 9, end: 12, exact: \"abc\", prefix: \"\", suffix: \"\"), source: \"hall.vtt\", \
             verdict: \"truncated\", reason: \"said so\", by: \"ada\", at: \"2026-11-29T08:00:00Z\"),\n  ],\n)\n",
        );
    assert_eq!(printed, expected);
    assert_eq!(parse_str(&printed).unwrap(), set);
    let mut without = parse_str(&printed).unwrap();
    without.sources.clear();
    for check in set.checks() {
        without.take_check(check);
    }
    assert_eq!(print(&without), BEFORE, "nothing of them is left");
}

#[test]
fn a_union_has_the_sources_and_checks_of_both() {
    let with = |source: &str, by: &str| {
        let mut set = parse_str(BEFORE).unwrap();
        set.sources = vec!["both.txt".into(), source.into()];
        set.put_check(decided("truncated", 9, by));
        print(&set)
    };
    let (ours, theirs) = (with("a.vtt", "ada"), with("b.vtt", "bo"));
    for from in 3..6 {
        let both = parse_str(&union(&ours, &theirs, from)).unwrap();
        assert_eq!(both.checks().len(), 2, "from line {from}");
        let mut sources = both.sources.clone();
        sources.sort();
        let expected: &[&str] = if from < 5 { &["a.vtt", "b.vtt", "both.txt"] } else { &["a.vtt", "both.txt"] };
        assert_eq!(sources, expected, "from line {from}");
    }
}

#[test]
fn a_union_with_a_newer_file_says_what_it_needs() {
    let error = parse_str(&GOOD.replace("  version: 1,\n", "  version: 1,\n  version: 7,\n")).unwrap_err();
    assert_eq!((error.at, error.hint.contains("version 7")), (Some((4, 3)), true), "{error}");
}

/// Many lines, with attributes or without, are read by the fast way.
#[test]
fn attributes_are_read_the_fast_way() {
    for line in BEFORE.lines().filter(|l| l.starts_with("    (id: ") && l.contains("label: ") && !l.contains("at: []"))
    {
        let line = line.trim().trim_end_matches(',');
        let record = notation::read::<Annotation>(line).unwrap();
        assert_eq!(notation::print(&record), line);
    }
}

#[test]
fn every_field_that_is_written_can_be_read() {
    let document = Document::from_text("It is late.", "a.txt");
    let place = Selector::of(&document, Span::new(0, 5));
    let mut record = Annotation::new("01".to_owned(), "quote", vec![place]);
    record.proposed = vec!["ada".to_owned(), "bo".to_owned()];
    let review = Review { by: "ada".to_owned(), seconds: Some(95), keys: Some(12), ..Review::default() };
    let before = Review { by: "bo".to_owned(), ..Review::default() };
    let set = Set::new(DocumentInfo::default(), Vec::new(), vec![before.clone(), review.clone()], vec![record]);
    assert_eq!(set.version(), VERSION, "the newest field");
    let printed = print(&set);
    assert!(printed.contains("items: 0),\n") && printed.contains("items: 0, seconds: 95, keys: 12),\n"), "{printed}");
    let back = parse_str(&printed).unwrap();
    assert_eq!(back.iter().next().unwrap().proposed, ["ada", "bo"]);
    assert_eq!(back.reviews, [before, review]);
    let mut set = set;
    set.reviews.pop();
    assert_eq!(set.version(), 5, "only what is used needs a newer version");
}
