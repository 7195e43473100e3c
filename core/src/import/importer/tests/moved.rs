//! Files that have words and positions and nothing of what stands around, brought into a text that was edited.

use super::*;
use std::fmt::Write as _;

const HEARING: &str = "HEARING\n\nMR. QUILL: Did you see the ledger on the fourth of May?\n\nMS. TARN: Yes, I did.\n\n\
    MR. QUILL: Did you sign the ledger?\n\nMS. TARN: No, I did not.\n\nMR. BOLT: Objection, your honour. Leading the witness.\n\n\
    MR. QUILL: And did you later speak to Mr. Penhallow?\n\nMS. TARN: Yes, I did.\n\nMR. BOLT: Objection, your honour. Leading the witness.\n\n\
    MR. QUILL: Did he mention the ledger?\n\nMR. PENHALLOW: Yes, I did. I mentioned it twice.\n";

/// What each says, with its span in the text as it was.
fn turns() -> Vec<(Span, &'static str)> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in HEARING.split_inclusive('\n') {
        if let Some((name, words)) = line.trim_end().split_once(": ") {
            let from = (at + name.len() + 2) as u32;
            out.push((Span::new(from, from + words.len() as u32), words));
        }
        at += line.len();
    }
    out
}

fn table(format: &str) -> String {
    let mut out = if format == "csv" { "label,at,exact\n".to_owned() } else { String::new() };
    for (span, words) in turns() {
        let _ = match format {
            "csv" => writeln!(out, "claim,{}-{},\"{words}\"", span.start, span.end),
            _ => writeln!(
                out,
                "{{\"label\":\"claim\",\"anchor\":\"exact\",\"at\":[[{},{}]],\"exact\":{words:?}}}",
                span.start, span.end
            ),
        };
    }
    out
}

fn imported(format: &str, text: &str) -> (Reading, ImportReport) {
    let main = table(format);
    let source = ImportSource { name: "x", bytes: main.as_bytes(), beside: &|_| None };
    let read = (import::format(format).unwrap().read)(&source).unwrap();
    let (after, _, report) = brought(&reading(text, Set::default()), &read);
    (after, report)
}

#[test]
fn words_without_surroundings_move_with_what_is_beside_them_and_that_is_told() {
    let text = HEARING.replace("see the ledger on", "look at the ledger on");
    for format in ["jsonl", "csv"] {
        let (after, report) = imported(format, &text);
        let by = text.len() as u32 - HEARING.len() as u32;
        // The edited one is nowhere; each other stands where it went.
        assert_eq!((report.imported, report.lost), (10, 1), "{format}: {report:?}");
        let mut found: Vec<Span> = after.set().iter().flat_map(|r| after.anchor_of(&r.id).spans().to_vec()).collect();
        found.sort_unstable();
        let wanted: Vec<Span> =
            turns().into_iter().skip(1).map(|(span, _)| Span::new(span.start + by, span.end + by)).collect();
        assert_eq!(found, wanted, "{format}");
        // Short ones, and those that stand twice, are for a person to look at.
        assert_eq!(report.doubtful, 9, "{format}: {report:?}");
        assert!(report.wants_a_look());
    }
}

/// Several edits, each of which moves what is behind it further.
#[test]
fn each_edit_moves_what_is_behind_it() {
    let text = HEARING.replace("Yes, I did.", "Yes, I think I did.");
    for format in ["jsonl", "csv"] {
        let (after, report) = imported(format, &text);
        assert_eq!((report.imported, report.lost, report.doubtful), (10, 3, 6), "{format}: {report:?}");
        let placed: Vec<String> =
            after.set().in_order().iter().filter(|r| !after.anchor_of(&r.id).is_orphan()).map(|r| r.exact()).collect();
        let wanted = turns().into_iter().map(|(_, words)| words).filter(|words| !words.starts_with("Yes"));
        assert_eq!(placed, wanted.collect::<Vec<_>>(), "{format}");
    }
}

/// The only copy of words whose own place is gone is somebody else's.
#[test]
fn words_whose_own_place_is_gone_do_not_move_to_a_copy() {
    let text = HEARING.replacen("MR. BOLT: Objection, your honour. Leading the witness.\n\n", "", 1);
    for format in ["jsonl", "csv"] {
        let (after, report) = imported(format, &text);
        assert_eq!((report.imported, report.lost), (10, 1), "{format}: {report:?}");
        let twice = after.set().iter().filter(|r| r.exact().starts_with("Objection"));
        let placed = twice.filter(|r| !after.anchor_of(&r.id).spans().is_empty()).count();
        assert_eq!(placed, 1, "{format}");
    }
}
