//! Where the ends of a selection go: by letter, word, row, sentence, paragraph.

use crate::ui::action::CaretMove;
use crate::ui::open_document::OpenDocument;
use sayso_core::document::Document;
use sayso_core::layout::text_objects;
use sayso_core::span::Span;

/// Most steps a count moves by.
pub const MAX_COUNT: u32 = 500;

/// Where an end goes that is at `at` while the other stays at `anchor`, and whether quotation marks stopped it. The end of a
/// selection stands behind words, its beginning before them.
pub fn moved(doc: &OpenDocument, (anchor, mut at): (u32, u32), caret: CaretMove, count: u32) -> (u32, bool) {
    let document = doc.reading.document();
    let by_word = matches!(caret, CaretMove::Word | CaretMove::WordEnd | CaretMove::WordBack);
    let back = |end: u32, start: fn(&Document, u32) -> u32| if end > anchor { end } else { start(document, anchor) };
    for _ in 0..count.clamp(1, MAX_COUNT) {
        let is_end = at >= anchor;
        let next = match caret {
            CaretMove::Right => text_objects::next_letter(document, at),
            CaretMove::Left => text_objects::previous_letter(document, at),
            CaretMove::Down => row_step(doc, at, true),
            CaretMove::Up => row_step(doc, at, false),
            CaretMove::Word if is_end => text_objects::word_end(document, at),
            CaretMove::Word => text_objects::next_word(document, at),
            CaretMove::WordEnd => text_objects::word_end(document, at),
            CaretMove::WordBack if is_end => {
                let end = text_objects::previous_word_end(document, at);
                // Marks and stops behind a word go with it.
                let word = document.words(Span::new(end, at)).contains(char::is_alphanumeric);
                let end = if word { end } else { text_objects::previous_word_end(document, end) };
                back(end, text_objects::previous_word)
            }
            CaretMove::WordBack => text_objects::previous_word(document, at),
            CaretMove::Sentence if is_end => text_objects::sentence_end(document, at),
            CaretMove::Sentence => text_objects::next_sentence(document, at),
            CaretMove::SentenceBack if is_end => {
                back(text_objects::previous_sentence_end(document, at), text_objects::previous_sentence)
            }
            CaretMove::SentenceBack => text_objects::previous_sentence(document, at),
            CaretMove::Paragraph => paragraph_edge(doc, at, true),
            CaretMove::ParagraphBack => paragraph_edge(doc, at, false),
        };
        if by_word && let Some(edge) = text_objects::mark_between(document, at, next) {
            return (edge, true);
        }
        at = next;
    }
    (at, false)
}

fn paragraph_edge(doc: &OpenDocument, at: u32, end: bool) -> u32 {
    let document = doc.reading.document();
    let here = text_objects::paragraph(document, at);
    let blocks = document.blocks();
    let number = document.block_at(at);
    if end {
        if at < here.end { here.end } else { blocks.get(number + 1).map_or(here.end, |b| b.span.end) }
    } else if at > here.start {
        here.start
    } else {
        number.checked_sub(1).and_then(|n| blocks.get(n)).map_or(here.start, |b| b.span.start)
    }
}

/// The place a row below or above, in the same column.
fn row_step(doc: &OpenDocument, at: u32, down: bool) -> u32 {
    let layout = &doc.layout;
    let here = layout.position_of(at);
    let column = layout.row(here).map_or(0, |(w, r)| w.column_of(r, at));
    let mut target = here;
    for _ in 0..3 {
        target = if down { layout.down(target, 1) } else { layout.up(target, 1) };
        if let Some((wrapped, row)) = layout.row(target) {
            return if target == here { at } else { wrapped.byte_at(row, column) };
        }
    }
    at
}
