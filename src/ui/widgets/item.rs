//! An item in a row of a list: its sign, its words, where and what it is.

use super::signs::signs;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use sayso_core::annotation::QUOTE;
use sayso_core::kinds::in_words;
use sayso_core::reading::{ItemId, shortened};

/// The sign of an item.
pub fn sign(app: &App, doc: &OpenDocument, item: &ItemId) -> &'static str {
    let signs = signs(app.glyphs);
    match doc.reading.record(item) {
        Some(record) if doc.reading.concern(record).is_some() => "!",
        Some(record) if record.is_rejected() => signs.rejected,
        Some(_) => signs.decided,
        None => match doc.reading.suggestion(item).map(|a| doc.reading.proposal(a).doubt) {
            Some(sayso_core::reading::Doubt::Guess) => "?",
            _ => signs.open,
        },
    }
}

/// The words of an item on one line, and where and what it is.
pub fn words_and_place(doc: &OpenDocument, item: &ItemId) -> (String, String) {
    let document = doc.reading.document();
    let parts: Vec<&str> = doc.reading.spans(item).iter().map(|s| document.words(*s)).collect();
    let words = match (parts.is_empty(), doc.reading.record(item)) {
        (true, Some(record)) => record.exact(),
        _ => parts.join(" … "),
    };
    let (kind, form) = doc.reading.nature(item);
    let label = doc.reading.record(item).map_or(QUOTE, |r| r.label.as_str());
    let nature = if label == QUOTE { in_words(kind, form) } else { label };
    let place = doc.reading.hull(item).map_or("no place".to_owned(), |h| document.place_in_short(h.start));
    (shortened(&words, 400), format!("{place} · {nature}"))
}
