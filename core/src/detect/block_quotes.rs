//! Quotations set off as blocks: "On Thursday, Karl Oster wrote:" above words that are indented, without marks.

use super::Rule;
use super::draft::{AttributionDraft, BlockContext, Spans};
use super::item_row::{self, ItemRow, RowItem};
use super::lang::Language;
use super::signatures;
use super::tokens::Token;
use crate::document::{Block, BlockKind, reply_line};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::smallvec;

/// How sure a block is what the line above it leads into.
const LEAD_IN_SCORE: f32 = 0.9;
/// The same when the line says that somebody spoke and ends with a full stop.
const TOLD_SCORE: f32 = 0.6;

/// A quotation that is being read: its draft when somebody is named, its first and last block, how deep it is set off.
#[derive(Clone, Copy, Debug)]
pub struct OpenBlockQuote {
    draft: Option<usize>,
    first: usize,
    block: usize,
    depth: u8,
}

impl OpenBlockQuote {
    /// Whether its words are taken, not left to the marks in them.
    pub const fn is_read(self) -> bool {
        self.draft.is_some()
    }

    /// Reads the last line of block number `index`, which is `row`, as the signature of the words before it in the
    /// quotation. O(blocks of the quotation).
    fn sign_in_block(
        above: Option<Self>,
        row: &ItemRow<'_>,
        (index, blocks): (usize, &[Block]),
        context: &BlockContext,
        drafts: &mut Vec<AttributionDraft>,
    ) -> bool {
        let Some(block) = blocks.get(index) else { return false };
        let BlockKind::Quotation(depth) = block.kind else { return false };
        let first = above.filter(|a| a.block + 1 == index && a.depth == depth).map_or(index, |a| a.first);
        if above.is_some_and(Self::is_read) || context.last.is_some_and(|(_, at)| at >= first) {
            return false;
        }
        let words = Span::new(block.span.start, row.span(0).start).trim(row.text, char::is_whitespace);
        let marked = words.of(row.text).starts_with(['“', '"', '«', '„', '‘']);
        let run = blocks.get(first..index).unwrap_or_default().iter().map(|b| b.span).chain([words]);
        !words.is_empty() && !marked && signatures::of_block_quotation(row, run.collect(), drafts, None, true)
    }

    /// Reads block number `index`, right behind it or its last, as the signature. O(blocks of the quotation).
    fn sign(
        self,
        row: &ItemRow<'_>,
        (index, blocks): (usize, &[Block]),
        context: &BlockContext,
        drafts: &mut Vec<AttributionDraft>,
    ) -> bool {
        let goes_on =
            |i: usize| matches!(blocks.get(i).map(|b| b.kind), Some(BlockKind::Quotation(d)) if d == self.depth);
        let inside = goes_on(index);
        // What is said in marks inside the quotation is not all of it.
        let marked = context.last.is_some_and(|(_, at)| at >= self.first);
        if self.block + 1 != index || self.draft.is_none() && marked {
            return false;
        }
        let run = blocks.get(self.first..index).unwrap_or_default();
        let words: Spans = run.iter().filter(|b| b.kind == BlockKind::Quotation(self.depth)).map(|b| b.span).collect();
        signatures::of_block_quotation(row, words, drafts, self.draft, !(inside && goes_on(index + 1)))
    }
}

/// A block among those of its text.
#[derive(Clone, Copy, Debug)]
pub struct BlockPlace<'a> {
    pub text: &'a str,
    pub language: &'a Language,
    pub index: usize,
    pub blocks: &'a [Block],
}

impl BlockPlace<'_> {
    fn kind(&self, index: usize) -> Option<BlockKind> {
        self.blocks.get(index).map(|b| b.kind)
    }

    fn is_item(&self, index: usize) -> bool {
        matches!(self.kind(index), Some(BlockKind::Item(_) | BlockKind::Numbered(..)))
    }

    /// The last line of a block of several lines that is set off.
    fn last_line(&self) -> Option<Span> {
        let block = self.blocks.get(self.index).filter(|b| matches!(b.kind, BlockKind::Quotation(_)))?;
        let at = block.span.of(self.text).rfind('\n')? as u32;
        Some(Span::new(block.span.start + at + 1, block.span.end))
    }
}

/// Reads a heading that is a name for whoever speaks below it. `items` is a buffer.
pub fn heading(place: BlockPlace<'_>, tokens: &[Token], items: &mut Vec<RowItem>, context: &mut BlockContext) {
    let Some(block) = place.blocks.get(place.index) else { return };
    if signatures::may_be(place.text, block.span) {
        item_row::items(tokens, &[], items);
        let row = ItemRow { text: place.text, language: place.language, segments: &[], items };
        signatures::heading(&row, place.index, context);
    }
}

/// Whether a short block, or the last line of one set off, signs the quotation that ends there, and is nothing else.
/// `items` is a buffer.
pub fn signature(
    place: BlockPlace<'_>,
    tokens: &[Token],
    items: &mut Vec<RowItem>,
    above: Option<OpenBlockQuote>,
    context: &mut BlockContext,
    drafts: &mut Vec<AttributionDraft>,
) -> bool {
    let BlockPlace { text, language, index, blocks } = place;
    let Some(block) = blocks.get(index) else { return false };
    // Markdown takes the dash before a name for that of a list; several are a list.
    let listed = place.is_item(index) && (place.is_item(index + 1) || place.is_item(index.wrapping_sub(1)));
    if !listed && signatures::may_be(text, block.span) {
        item_row::items(tokens, &[], items);
        let row = ItemRow { text, language, segments: &[], items };
        if signatures::block(&row, index, context, drafts)
            || above.is_some_and(|a| a.sign(&row, (index, blocks), context, drafts))
        {
            return true;
        }
    }
    let Some(line) = place.last_line().filter(|line| signatures::may_be(text, *line)) else { return false };
    let from = tokens.partition_point(|t| t.span.start < line.start);
    item_row::items(tokens.get(from..).unwrap_or_default(), &[], items);
    let row = ItemRow { text, language, segments: &[], items };
    OpenBlockQuote::sign_in_block(above, &row, (index, blocks), context, drafts)
}

/// Takes block number `index`, when it is set off, for words of a quotation when a line above leads into it, or when it goes on with `above`.
/// Words in marks of their own are left to the marks. O(1), but for the drafts of the leading line.
pub fn block(
    text: &str,
    (index, blocks): (usize, &[Block]),
    above: Option<OpenBlockQuote>,
    context: &BlockContext,
    drafts: &mut Vec<AttributionDraft>,
) -> Option<OpenBlockQuote> {
    let block = blocks.get(index)?;
    let BlockKind::Quotation(depth) = block.kind else { return None };
    let same = above.filter(|a| a.block + 1 == index);
    if let Some(mut same) = same.filter(|a| a.is_read() && depth >= a.depth) {
        if depth == same.depth
            && let Some(draft) = same.draft
        {
            drafts.get_mut(draft)?.content.push(block.span);
        }
        // What is quoted within the quotation is somebody else's, and does not end it.
        same.block = index;
        return Some(same);
    }
    let first = same.filter(|a| a.depth == depth).map_or(index, |a| a.first);
    let unled = OpenBlockQuote { draft: None, first, block: index, depth };
    if same.is_some_and(OpenBlockQuote::is_read) {
        return Some(unled);
    }
    if block.span.of(text).starts_with(['“', '"', '«', '„', '‘']) {
        return Some(unled);
    }
    let led = context.lead_in.filter(|(.., at)| at + 1 == index).map(|(cue, source, _)| (cue, source, LEAD_IN_SCORE));
    let named = context.name_above.filter(|(_, at, _)| at + 1 == index).map(|(name, _, score)| (None, name, score));
    let told = context.told_above.filter(|(.., at)| at + 1 == index).map(|(cue, source, _)| (cue, source, TOLD_SCORE));
    let lead = led.or(named).or(told).filter(|(_, source, _)| !reply_line::is_date(source.of(text)));
    let Some((cue, source, score)) = lead else { return Some(unled) };
    // "On Thursday, Karl Oster wrote:" says nothing by itself.
    while drafts.last().is_some_and(|d| d.kind == Kind::Indirect && d.cue.is_some() && d.cue == cue) {
        drafts.pop();
    }
    drafts.push(AttributionDraft {
        kind: Kind::Direct,
        form: Form::Block,
        content: smallvec![block.span],
        quotes: Spans::new(),
        cue,
        source: Some(source),
        rule: Rule::LeadIn,
        score,
        same_as: None,
        thread: None,
    });
    Some(OpenBlockQuote { draft: Some(drafts.len() - 1), first: index, ..unled })
}

#[cfg(test)]
mod tests {
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::kinds::Form;

    #[test]
    fn a_reply_quotes_a_letter() {
        let source = "On Thursday, Karl Oster wrote:\n\n> The stop was served.\n>\n> > Was it?\n>\n> It was.\n\nHe did not.\n\n> Unled.\n";
        let document = Document::from_text(source, "a.md");
        let found = Detector::new().extract(&document);
        let all: Vec<_> = found.attributions().collect();
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].form, Form::Block);
        assert_eq!(found.speaker_of(all[0]), Some("Karl Oster"));
        let words: Vec<&str> = all[0].content.iter().map(|s| document.words(*s)).collect();
        assert_eq!(words, ["The stop was served.", "It was."]);
    }

    #[test]
    fn what_mail_programs_write_above_a_reply() {
        for line in [
            "On Mon, Mar 3, 2025 at 10:00 AM Ada Grey <ada@example.org> wrote:",
            "On 3 March 2025, Ada Grey wrote:",
            "On 03.03.2025 10:00, Ada Grey wrote:",
        ] {
            let document = Document::from_text(&format!("{line}\n\n> The stop was served.\n"), "a.md");
            let found = Detector::new().extract(&document);
            let all: Vec<_> = found.attributions().collect();
            assert_eq!(all.len(), 1, "{line} {all:?}");
            assert_eq!(found.speaker_of(all[0]), Some("Ada Grey"), "{line}");
        }
    }
}
