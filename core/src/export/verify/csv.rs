//! A table (RFC 4180) with a row for each quotation, sound ones too.

use super::diff_in_words;
use crate::sanitize::visible;
use crate::verify::{Check, OtherPlace, PageNumber, Place, Verification};

const COLUMNS: [&str; 28] = [
    "article",
    "n",
    "at",
    "place_in_article",
    "quote",
    "speaker",
    "speaker_score",
    "verdict",
    "kind",
    "kinds",
    "allowed",
    "similarity",
    "folded",
    "notes",
    "source",
    "source_at",
    "place",
    "time",
    "page",
    "paragraph",
    "turn",
    "speaker_there",
    "speaker_ok",
    "there",
    "left_out",
    "diff",
    "others",
    "why",
];

/// The table: places as `start-end` in code points, times in seconds, several values joined by `; `. Sources that cannot be
/// read have no row. O(n).
pub fn write(found: &Verification) -> Vec<u8> {
    let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Into memory nothing fails.
    let _ = rows.write_record(COLUMNS);
    for check in &found.checks {
        let _ = rows.write_record(row(check).map(|cell| visible(&cell).into_owned()));
    }
    rows.into_inner().unwrap_or_default()
}

fn row(check: &Check) -> [String; 28] {
    let text = |words: &Option<String>| words.clone().unwrap_or_default();
    let place = check.place.as_ref();
    let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    [
        check.article.clone(),
        check.number.to_string(),
        span(check.at),
        check.place_in_article(),
        check.quote.clone(),
        check.speaker.as_ref().map(|who| who.name.clone()).unwrap_or_default(),
        check.speaker.as_ref().map(|who| who.score.to_string()).unwrap_or_default(),
        check.verdict.word().to_owned(),
        check.kind.map(|kind| kind.word().to_owned()).unwrap_or_default(),
        joined(check.kinds.iter().map(|kind| kind.word())),
        text(&check.allowed),
        check.similarity.map(|share| share.to_string()).unwrap_or_default(),
        joined(check.folded.iter().map(|fold| fold.word())),
        joined(check.notes.iter().map(|note| note.word())),
        text(&check.source),
        check.source_at.iter().copied().map(span).collect::<Vec<_>>().join("; "),
        place.map(|p| p.words.clone()).unwrap_or_default(),
        place.and_then(|p| p.time).map(|seconds| seconds.to_string()).unwrap_or_default(),
        page(place),
        number(place.map(|p| p.paragraph)),
        number(place.and_then(|p| p.turn)),
        text(&check.speaker_there),
        check.speaker_ok.map(|same| same.to_string()).unwrap_or_default(),
        text(&check.there),
        text(&check.left_out),
        diff_in_words(&check.diff),
        check.others.iter().map(other).collect::<Vec<_>>().join("; "),
        check.why.clone(),
    ]
}

fn span((start, end): (u32, u32)) -> String {
    format!("{start}-{end}")
}

fn joined(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

fn page(place: Option<&Place>) -> String {
    match place.and_then(|p| p.page.as_ref()) {
        Some(PageNumber::Number(number)) => number.to_string(),
        Some(PageNumber::Label(label)) => label.clone(),
        None => String::new(),
    }
}

fn other(place: &OtherPlace) -> String {
    let speaker = place.speaker_there.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("{}, {}{speaker}", place.source, place.place.words)
}
