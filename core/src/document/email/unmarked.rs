//! Quotations without marks: below the header of a message that stands in the text of another, and below a reply line with nothing
//! marked behind it, everything is that message.

use crate::document::reply_line;
use crate::document::{Block, BlockKind};
use crate::span::Span;
use smallvec::SmallVec;

/// The blocks of one message with the depth of what they quote. Headers become preformatted; what blank lines separate is blocks of
/// its own. At the blocks with the numbers `signatures` unmarked quotations end. O(n).
pub fn quoted(text: &str, blocks: Vec<Block>, signatures: &[usize]) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut nesting = Nesting::default();
    let mut signatures = signatures.iter().copied().peekable();
    let mut all = blocks.into_iter().enumerate().peekable();
    while let Some((number, block)) = all.next() {
        let next = all.peek().map(|(_, b)| *b);
        nesting.signed = signatures.next_if(|s| *s <= number).is_some();
        let (BlockKind::Paragraph(_) | BlockKind::Quotation(_)) = block.kind else {
            // Lists, headings and tables are what they are wherever they stand.
            out.push(block);
            continue;
        };
        let mut pieces = pieces(text, block.span).peekable();
        while let Some(span) = pieces.next() {
            let next = pieces.peek().map(|s| Block { span: *s, ..block }).or(next);
            out.push(nesting.block(text, Block { span, ..block }, next));
        }
    }
    out
}

/// The parts of a block that blank lines separate: pages write two line ends for a paragraph.
fn pieces(text: &str, block: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = block.start;
    let parts = block.of(text).split("\n\n").map(move |part| {
        let span = Span::new(at, at + part.len() as u32);
        at = span.end + 2;
        span.trim(text, char::is_whitespace)
    });
    parts.filter(|span| !span.is_empty())
}

/// What is quoted without marks around a block.
#[derive(Default)]
struct Nesting {
    /// The depths at which headers stood, as marks give them.
    open: SmallVec<[u8; 8]>,
    /// Whether the block above was a rule.
    ruled: bool,
    /// Whether a signature begins with this one.
    signed: bool,
}

impl Nesting {
    fn block(&mut self, text: &str, mut block: Block, next: Option<Block>) -> Block {
        let depth = if let BlockKind::Quotation(depth) = block.kind { depth } else { 0 };
        let words = block.span.of(text);
        let header = is_header(words, self.ruled);
        let signed = std::mem::take(&mut self.signed);
        while self.open.last().is_some_and(|base| *base > depth || depth == 0 && signed) {
            self.open.pop();
        }
        let rule = words.split('\n').next().is_some_and(reply_line::is_rule) && !header;
        self.ruled = rule && !words.contains('\n');
        let followed = self.ruled && next.is_some_and(|b| is_header(b.span.of(text), true));
        if rule && !followed {
            // The foot of a list.
            self.open.clear();
        }
        let inside = depth.saturating_add(u8::try_from(self.open.len()).unwrap_or(u8::MAX)).min(super::MAX_DEPTH);
        if header {
            block.kind = BlockKind::Literal;
            self.open.push(depth);
            return block;
        }
        if inside > 0 {
            block.kind = BlockKind::Quotation(inside);
        }
        let marked = next.is_some_and(|b| matches!(b.kind, BlockKind::Quotation(_)));
        if !marked && depth == 0 && is_reply_line(text, &block) {
            self.open.push(depth);
        }
        block
    }
}

/// Whether a block is a header and nothing else, but for a rule above it.
fn is_header(words: &str, ruled: bool) -> bool {
    let own = words.split_once('\n').filter(|(first, _)| reply_line::is_rule(first)).map(|(_, rest)| rest);
    let words = own.unwrap_or(words);
    let lines = reply_line::header(words.split('\n'), ruled || own.is_some()).map(|h| h.lines);
    lines == Some(words.split('\n').count())
}

/// Whether a block is nothing but a line that says when who wrote.
fn is_reply_line(text: &str, block: &Block) -> bool {
    let words = block.span.of(text);
    let short = words.len() < 240 && words.ends_with([':', '：']) && words.contains(|c: char| c.is_ascii_digit());
    short && reply_line::sender(text, block).is_some_and(|s| s.start == block.span.start && s.cue.is_some())
}
