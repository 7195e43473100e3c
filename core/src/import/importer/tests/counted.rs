//! Files that count otherwise than their format says, with emoji and ends of lines in front of words that stand twice:
//! each is read right, as a whole, by the words it carries.

use super::*;
use std::fmt::Write as _;

const DOCUMENT: &str = "😊 Minutes — naïve 🇳🇴.\n\n“Yes,” said Ann. “Yes,” said Bo.\n“No, not at all,” said Ann.\n";

/// What is marked: words, and which of those that are the same.
const MARKED: [(&str, usize); 4] = [("“Yes,”", 1), ("said Ann", 0), ("“No, not at all,”", 0), ("said Ann", 1)];

fn spans() -> Vec<Span> {
    let of = |(words, n): (&str, usize)| {
        let (at, found) = DOCUMENT.match_indices(words).nth(n).unwrap();
        Span::new(at as u32, (at + found.len()) as u32)
    };
    MARKED.map(of).to_vec()
}

/// First position and the one past the last, as somebody counts.
fn positions(span: Span, unit: OffsetUnit, end: &str) -> (usize, usize) {
    let count = |to: u32| {
        let text = DOCUMENT.get(..to as usize).unwrap().replace('\n', end);
        match unit {
            OffsetUnit::Chars => text.chars().count(),
            OffsetUnit::Utf16 => text.encode_utf16().count(),
            OffsetUnit::Bytes => text.len(),
        }
    };
    (count(span.start), count(span.end))
}

/// A file of a format, and the text beside it.
fn file(format: &str, unit: OffsetUnit, end: &str) -> (String, String) {
    let written = DOCUMENT.replace('\n', end);
    let mut out = String::new();
    let all: Vec<(usize, usize, &str)> = spans()
        .into_iter()
        .map(|span| {
            let (start, end) = positions(span, unit, end);
            (start, end, span.of(DOCUMENT))
        })
        .collect();
    match format {
        "jsonl" => {
            for (start, end, words) in all {
                let _ = writeln!(
                    out,
                    "{{\"label\":\"highlight\",\"anchor\":\"exact\",\"document\":\"a.txt\",\"at\":[[{start},{end}]],\"exact\":{words:?}}}"
                );
            }
        }
        "csv" => {
            out.push_str("label,at,exact\n");
            for (start, end, words) in all {
                let _ = writeln!(out, "highlight,{start}-{end},\"{words}\"");
            }
        }
        "w3c" | "hypothesis" => {
            let selectors = |(start, end, words): (usize, usize, &str)| {
                format!(
                    "{{\"uri\":\"a.txt\",\"type\":\"Annotation\",\"tags\":[\"highlight\"],\"motivation\":\"highlighting\",\"target\":[{{\"source\":\"a.txt\",\"selector\":[\
                     {{\"type\":\"TextPositionSelector\",\"start\":{start},\"end\":{end}}},{{\"type\":\"TextQuoteSelector\",\"exact\":{words:?}}}]}}]}}"
                )
            };
            let _ = write!(out, "[{}]", all.into_iter().map(selectors).collect::<Vec<_>>().join(","));
        }
        "brat" => {
            for (n, (start, end, words)) in all.into_iter().enumerate() {
                let _ = writeln!(out, "T{n}\tHighlight {start} {end}\t{words}");
            }
        }
        "label-studio" => {
            let region = |(n, (start, end, words)): (usize, (usize, usize, &str))| {
                format!(
                    "{{\"id\":\"r{n}\",\"from_name\":\"l\",\"to_name\":\"text\",\"type\":\"labels\",\"value\":{{\"start\":{start},\"end\":{end},\"text\":{words:?},\"labels\":[\"Highlight\"]}}}}"
                )
            };
            let regions: Vec<String> = all.into_iter().enumerate().map(region).collect();
            let text = serde_json::to_string(&written).unwrap();
            let _ = write!(
                out,
                "[{{\"data\":{{\"text\":{text}}},\"annotations\":[{{\"result\":[{}]}}]}}]",
                regions.join(",")
            );
        }
        "doccano" => {
            let span = |(start, end, words): (usize, usize, &str)| format!("[{start},{end},\"Highlight\",{words:?}]");
            let spans: Vec<String> = all.into_iter().map(span).collect();
            let _ = write!(
                out,
                "{{\"text\":{},\"label\":[{}]}}",
                serde_json::to_string(&written).unwrap(),
                spans.join(",")
            );
        }
        "xmi" => {
            let escaped = written.replace('\r', "&#13;").replace('\n', "&#10;");
            out.push_str("<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:s=\"http:///x.ecore\">");
            for (n, (start, end, words)) in all.into_iter().enumerate() {
                let _ = write!(
                    out,
                    "<s:Highlight xmi:id=\"{}\" sofa=\"1\" begin=\"{start}\" end=\"{end}\" coveredText=\"{words}\"/>",
                    n + 2
                );
            }
            let _ = write!(out, "<cas:Sofa xmi:id=\"1\" sofaString=\"{escaped}\"/></xmi:XMI>");
        }
        "qdpx" => {
            out.push_str("<Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes><Code guid=\"h\" name=\"Highlight\"/></Codes></CodeBook><Sources><TextSource name=\"a.txt\"><PlainTextContent>");
            out.push_str(&written);
            out.push_str("</PlainTextContent>");
            for (n, (start, end, words)) in all.into_iter().enumerate() {
                let _ = write!(
                    out,
                    "<PlainTextSelection guid=\"{n}\" name=\"{words}\" startPosition=\"{start}\" endPosition=\"{end}\"><Coding><CodeRef targetGUID=\"h\"/></Coding></PlainTextSelection>"
                );
            }
            out.push_str("</TextSource></Sources></Project>");
        }
        other => unreachable!("{other}"),
    }
    (out, written)
}

#[test]
fn a_file_is_read_by_the_words_it_carries() {
    let empty = reading(DOCUMENT, Set::default());
    for format in of_records().filter(|f| f.name != "sayso") {
        for unit in [OffsetUnit::Chars, OffsetUnit::Utf16, OffsetUnit::Bytes] {
            for end in ["\n", "\r\n"] {
                let (main, text) = file(format.name, unit, end);
                let beside = |extension: &str| (extension == "txt").then(|| text.clone().into_bytes());
                let source = ImportSource { name: "x", bytes: main.as_bytes(), beside: &beside };
                let read = (format.read)(&source).unwrap_or_else(|why| panic!("{}: {why}\n{main}", format.name));
                let (after, _, report) = brought(&empty, &read);
                let mut found: Vec<Span> =
                    after.set().iter().flat_map(|r| after.anchor_of(&r.id).spans().to_vec()).collect();
                found.sort_unstable();
                let mut wanted = spans();
                wanted.sort_unstable();
                assert_eq!(found, wanted, "{} {unit:?} {end:?}: {report:?}", format.name);
                assert_eq!(
                    (report.imported, report.moved, report.doubtful),
                    (4, 0, 0),
                    "{} {unit:?} {end:?}",
                    format.name
                );
            }
        }
    }
}

#[test]
fn what_fits_nowhere_is_told_and_not_put_at_a_wrong_place() {
    let content = "A first line, which is long enough.\n\nThe second one is here too.\n";
    let empty = reading(content, Set::default());
    let project = |selections: &str| {
        format!(
            "<Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes><Code guid=\"h\" name=\"Highlight\"/></Codes></CodeBook><Sources>\
             <TextSource name=\"a.txt\"><PlainTextContent>{content}</PlainTextContent>{selections}</TextSource></Sources></Project>"
        )
    };
    let selection = |name: &str, start: u32, end: u32| {
        format!(
            "<PlainTextSelection guid=\"{start}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\"><Coding><CodeRef targetGUID=\"h\"/></Coding></PlainTextSelection>"
        )
    };
    let read = |selections: &str| {
        let bytes = project(selections);
        let source = ImportSource { name: "x", bytes: bytes.as_bytes(), beside: &|_| None };
        (import::format("qdpx").unwrap().read)(&source).unwrap()
    };
    // Beyond the text; the words of another place; a name that a person gave.
    let told = read(&selection("", 40, 900));
    assert!(
        told.problems.iter().any(|p| p.contains("selection 40") && p.contains("not inside")),
        "{:?}",
        told.problems
    );
    let (after, _, _) = brought(&empty, &read(&selection("The second one is here", 2, 12)));
    let words: Vec<String> = after.set().iter().map(|r| r.exact()).collect();
    assert_eq!(words, ["The second one is here"]);
    let told = read(&selection("The second one…", 2, 12));
    assert!(told.documents.iter().all(|d| d.records.is_empty()), "{told:?}");
    assert!(told.problems.iter().any(|p| p.contains("“The second one” do not stand")), "{:?}", told.problems);
    let (after, _, _) = brought(&empty, &read(&selection("my favourite", 2, 12)));
    assert_eq!(after.set().iter().map(|r| r.exact()).collect::<Vec<_>>(), ["first line"]);
    // Nothing says what is right, but a word is cut.
    let told = read(&selection("", 3, 11));
    assert!(told.problems.iter().any(|p| p.contains("inside a word")), "{:?}", told.problems);
}

/// The same file without the words: positions alone.
fn bare(format: &str, unit: OffsetUnit, mark: bool) -> String {
    let text = if mark { format!("\u{feff}{DOCUMENT}") } else { DOCUMENT.to_owned() };
    let by_mark = match unit {
        _ if !mark => 0,
        OffsetUnit::Chars | OffsetUnit::Utf16 => 1,
        OffsetUnit::Bytes => 3,
    };
    let places = spans().into_iter().map(|span| positions(span, unit, "\n"));
    let places: Vec<(usize, usize)> = places.map(|(start, end)| (start + by_mark, end + by_mark)).collect();
    let all = |of: &dyn Fn(usize, (usize, usize)) -> serde_json::Value| -> serde_json::Value {
        places.iter().enumerate().map(|(n, place)| of(n, *place)).collect()
    };
    match format {
        "doccano" => {
            let spans = all(&|_, (start, end)| serde_json::json!([start, end, "Highlight"]));
            serde_json::json!({"text": text, "label": spans}).to_string()
        }
        "label-studio" => {
            let result = all(&|n, (start, end)| {
                serde_json::json!({"id": format!("r{n}"), "from_name": "l", "to_name": "text", "type": "labels",
                    "value": {"start": start, "end": end, "labels": ["Highlight"]}})
            });
            serde_json::json!([{"data": {"text": text}, "annotations": [{"result": result}]}]).to_string()
        }
        "w3c" => all(&|_, (start, end)| {
            let selector = serde_json::json!({"type": "TextPositionSelector", "start": start, "end": end});
            serde_json::json!({"type": "Annotation", "motivation": "highlighting", "target": {"source": "a.txt", "selector": selector}})
        })
        .to_string(),
        "jsonl" => {
            let mut out = String::new();
            for (start, end) in &places {
                let _ = writeln!(out, "{{\"label\":\"highlight\",\"anchor\":\"exact\",\"at\":[[{start},{end}]]}}");
            }
            out
        }
        other => unreachable!("{other}"),
    }
}

const BARE: [&str; 4] = ["doccano", "label-studio", "w3c", "jsonl"];

#[test]
fn positions_alone_are_read_by_the_edges_of_words_and_that_is_told() {
    let empty = reading(DOCUMENT, Set::default());
    for format in BARE {
        for unit in [OffsetUnit::Chars, OffsetUnit::Utf16, OffsetUnit::Bytes] {
            for mark in [false, true] {
                let main = bare(format, unit, mark);
                let source = ImportSource { name: "x", bytes: main.as_bytes(), beside: &|_| None };
                let read = (import::format(format).unwrap().read)(&source).unwrap();
                let (after, _, report) = brought(&empty, &read);
                let mut found: Vec<Span> =
                    after.set().iter().flat_map(|r| after.anchor_of(&r.id).spans().to_vec()).collect();
                found.sort_unstable();
                let mut wanted = spans();
                wanted.sort_unstable();
                let told = format!("{format} {unit:?} {mark}: {:?} {report:?}", read.problems);
                assert_eq!(found, wanted, "{told}");
                let is_standard = unit == OffsetUnit::Chars && !mark;
                let doubts: Vec<&String> = read.problems.iter().chain(&report.doubts).collect();
                assert_eq!(doubts.len(), usize::from(!is_standard), "{told}");
                assert!(doubts.iter().all(|doubt| doubt.contains("seem to count")), "{told}");
            }
        }
    }
}

#[test]
fn places_beside_one_that_is_not_inside_the_text_are_not_trusted() {
    let content = "One word more, and two.\n";
    let empty = reading(content, Set::default());
    let row = serde_json::json!({"text": content, "label": [[4, 8, "Highlight"], [20, 900, "Highlight"]]}).to_string();
    let target = |start: u32, end: u32| serde_json::json!({"target": {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": start, "end": end}}});
    let list = serde_json::json!([target(4, 8), target(20, 900)]).to_string();
    for (format, main) in [("doccano", row), ("w3c", list)] {
        let source = ImportSource { name: "x", bytes: main.as_bytes(), beside: &|_| None };
        let read = (import::format(format).unwrap().read)(&source).unwrap();
        let (_, _, report) = brought(&empty, &read);
        let told = read.problems.iter().chain(&report.doubts).any(|p| p.contains("1 other has no words to check"));
        assert!(told, "{format}: {:?} {report:?}", read.problems);
    }
}
