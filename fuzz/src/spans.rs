//! What holds of every document, every detection and every reading, whatever came in.

use sayso_core::detect::{Detections, MentionKind};
use sayso_core::document::{BlockKind, Document, Format, Target};
use sayso_core::layout::pieces::LayoutPieces;
use sayso_core::layout::{Layout, Position};
use sayso_core::reading::{ItemId, Reading};
use sayso_core::span::Span;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

/// A span of a text lies in it, the right way round, between characters.
pub fn check(text: &str, span: Span, what: &str) {
    assert!(span.start <= span.end, "{what}: {span:?} ends before it begins");
    assert!(text.get(span.range()).is_some(), "{what}: {span:?} is no place of a text of {} bytes", text.len());
}

/// Spans in order and apart.
pub fn check_all(text: &str, spans: &[Span], what: &str) {
    for span in spans {
        check(text, *span, what);
    }
    for pair in spans.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{what}: {:?} before {:?}", pair[0], pair[1]);
    }
}

/// A document that was loaded.
pub fn check_document(document: &Document) {
    let text = document.text();
    let all = Span::new(0, text.len() as u32);
    assert!(!text.contains('\r'), "a carriage return in the reading text");
    // In markup it may be the first letter of a paragraph.
    let is_plain = matches!(document.origin.format, Format::Text | Format::Markdown);
    assert!(!is_plain || !text.starts_with('\u{feff}'), "a byte-order mark in front of the reading text");
    let mut last = 0;
    for block in document.blocks() {
        check(text, block.span, "a block");
        assert!(block.span.start >= last, "blocks overlap: {block:?} begins before {last}");
        last = block.span.end;
        let words = block.span.of(text);
        if block.kind != BlockKind::Literal && block.kind != BlockKind::Table {
            assert_eq!(words.trim(), words, "white space around a block: {block:?}");
        }
    }
    let mut last = 0;
    for link in document.links_in(all) {
        check(text, link.span, "a link");
        assert!(link.span.start >= last, "links are in no order");
        last = link.span.start;
        if let Target::Block(number) = link.target {
            assert!((number as usize) < document.blocks().len(), "a link to block {number}, which there is not");
        }
    }
    let in_order = |places: Vec<u32>, what: &str| {
        assert!(places.is_sorted(), "{what} are in no order");
        for at in places {
            check(text, Span::new(at, at), what);
        }
    };
    in_order(document.locators_in(all).iter().map(|(at, _)| *at).collect(), "locators");
    in_order(document.silences_in(all).iter().map(|(at, _)| *at).collect(), "silences");
    in_order(document.pictures_in(all).iter().map(|(at, _)| *at).collect(), "pictures");
    for declared in document.declared() {
        check(text, declared.words, "declared speech");
        declared.named.iter().for_each(|named| check(text, *named, "the name of declared speech"));
    }
    let offsets = document.offsets();
    assert_eq!(offsets.chars() as usize, text.chars().count());
    for block in document.blocks().iter().take(20) {
        let (from, to) = document.in_chars(block.span);
        assert_eq!(offsets.span_to_bytes(text, from, to), Some(block.span), "code points and back");
        let units = offsets.to_utf16(text, block.span.end);
        assert_eq!(offsets.utf16_to_byte(text, units), Some(block.span.end), "UTF-16 and back");
    }
    for number in 0..document.blocks().len().min(20) {
        document.pictures_in_words(number);
    }
}

/// A document laid out: every row is a place of the text and fits.
pub fn check_layout(document: Arc<Document>, width: u16) {
    let text = document.text().to_owned();
    let pieces = LayoutPieces::of(&document);
    let layout = Layout::new(document, pieces, width);
    let mut at = Position::default();
    for _ in 0..200 {
        let Some((wrapped, row)) = layout.row(at) else { break };
        let mut last = 0;
        for (byte, letters, _) in wrapped.cells(row) {
            assert!(byte >= last, "a row goes back from {last} to {byte}");
            last = byte;
            check(&text, Span::new(byte, byte), "a cell");
            assert!(!letters.chars().any(sayso_core::sanitize::is_hostile), "{letters:?} is drawn");
        }
        // A single grapheme may be wider than any row.
        let words = wrapped.words(row);
        assert!(
            words.width() <= usize::from(layout.width()) || wrapped.cells(row).count() <= 1,
            "a row of {} cells in {}: {words:?}",
            words.width(),
            layout.width()
        );
        let next = layout.down(at, 1);
        if next == at {
            break;
        }
        assert_eq!(layout.up(next, 1), at, "one down and one up");
        at = next;
    }
    let end = layout.end();
    layout.byte_at(end);
    layout.last_top(20);
}

/// What was found in a document.
pub fn check_detections(document: &Document, found: &Detections) {
    let text = document.text();
    let mut last = 0;
    for (number, one) in found.attributions().enumerate() {
        assert!(!one.content.is_empty(), "attribution {number} has no words");
        assert!(one.start() >= last, "attributions are in no order");
        last = one.start();
        check_all(text, one.content, "content");
        for span in one.content {
            assert!(!span.is_empty(), "content of no words: {span:?}");
        }
        check_all(text, one.quotes, "quotations");
        for quote in one.quotes {
            assert!(one.hull().covers(*quote), "a quotation outside of what was said: {quote:?}, {:?}", one.content);
        }
        if let Some(cue) = one.cue {
            check(text, cue, "a cue");
        }
        assert!((0.0..=1.0).contains(&one.score), "a score of {}", one.score);
        for id in one.candidates {
            assert!(found.cluster(*id).is_some(), "a candidate that nobody is");
        }
        assert!(one.thread.is_none_or(|first| first as usize <= number), "a thread begins behind its post");
        if let Some(mention) = found.mention_of(one) {
            check(text, mention.span, "a mention");
            if let Some(antecedent) = mention.antecedent {
                check(text, antecedent, "an antecedent");
            }
            assert!(!mention.cluster.is_some() || found.cluster(mention.cluster).is_some(), "a cluster that is none");
            assert!(mention.kind != MentionKind::Name || !mention.span.is_empty(), "a name of no letters");
        }
        found.speaker_of(one);
        found.reason(one, text);
    }
    for passage in &found.foreign {
        check(text, passage.span, "a foreign passage");
    }
}

/// A reading: every item has its place, and all are reached one after the other.
pub fn check_reading(reading: &Reading) {
    let text = reading.document().text();
    for item in reading.all() {
        check_all(text, reading.spans(&item), "an item");
    }
    let all: Vec<ItemId> = reading.all().collect();
    for (number, item) in all.iter().enumerate() {
        let at = reading.hull(item).map_or(0, |hull| hull.start);
        let next = all.get(number + 1).or(all.first());
        assert_eq!(reading.next_item(at, Some(item)).as_ref(), next, "behind {item:?}, round to the first");
        let before = number.checked_sub(1).map_or(all.last(), |n| all.get(n));
        assert_eq!(reading.previous_item(at, Some(item)).as_ref(), before, "before {item:?}, round to the last");
    }
    let (done, all) = reading.progress();
    assert!(done <= all, "{done} of {all} are decided");
    for record in reading.set().iter() {
        let anchor = reading.anchor_of(&record.id);
        for span in anchor.spans().iter().chain(anchor.candidates().iter().flat_map(|c| &c.spans)) {
            check(text, *span, "an anchor");
        }
    }
}
