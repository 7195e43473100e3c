//! What messages quote: words set off below a line or a header that says who wrote them, at any depth.

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use crate::document::reply_line::{self, Sender};
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};

/// How sure a quoted message is by whom the line above it names.
const SENDER_SCORE: f32 = 0.93;
/// A reply line behind more words than these is read with them.
const MAX_BYTES_BEFORE: u32 = 60;

/// The quotations around a block of a message, and the line that leads into the next.
#[derive(Clone, Debug, Default)]
pub struct MailQuotes {
    open: SmallVec<[OpenMailQuote; 4]>,
    lead: Option<(Sender, usize)>,
}

/// A quotation that goes on: its depth, and its draft when somebody is named.
#[derive(Clone, Copy, Debug)]
struct OpenMailQuote {
    depth: u8,
    draft: Option<usize>,
}

/// What a block is in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailBlock {
    /// Nothing of the kind.
    Other,
    /// A line or a header that says who wrote what is quoted below: the name alone is words of the document.
    Lead(Option<Span>),
    /// Words that are quoted.
    Quoted,
}

impl MailQuotes {
    /// Takes block number `index`. O(1), but for the lines of a header.
    pub fn block(
        &mut self,
        text: &str,
        (index, blocks): (usize, &[Block]),
        drafts: &mut Vec<AttributionDraft>,
    ) -> MailBlock {
        let Some(block) = blocks.get(index) else { return MailBlock::Other };
        let depth = match block.kind {
            BlockKind::Quotation(depth) => depth,
            BlockKind::Paragraph(_) => marked_depth(block.span.of(text)),
            // A header is preformatted and stands at no depth of its own.
            BlockKind::Literal => u8::MAX,
            // Parts of a quoted message that are set apart end nothing.
            BlockKind::Heading(_)
            | BlockKind::Item(_)
            | BlockKind::Numbered(..)
            | BlockKind::Turn
            | BlockKind::UnnamedTurn
            | BlockKind::Continued
            | BlockKind::Aside
            | BlockKind::Table => {
                return MailBlock::Other;
            }
        };
        let next_depth = blocks.get(index + 1).map_or(0, |next| {
            if let BlockKind::Quotation(depth) = next.kind { depth } else { marked_depth(next.span.of(text)) }
        });
        if depth != u8::MAX {
            while self.open.last().is_some_and(|q| q.depth > depth) {
                self.open.pop();
            }
        }
        // Whoever wrote a message did not write what it quotes right below its own header.
        let own_header = index == 0
            && depth == u8::MAX
            && blocks.get(1).is_some_and(|next| matches!(next.kind, BlockKind::Paragraph(_)));
        if next_depth > 0
            && !own_header
            && (depth == u8::MAX || next_depth >= depth)
            && let Some(sender) = reply_line::sender(text, block)
        {
            self.lead = Some((sender, index));
            let before = Span::new(block.span.start, sender.start);
            let own = before.len() >= MAX_BYTES_BEFORE || before.of(text).contains(['“', '"', '«', '„']);
            return if own { MailBlock::Other } else { MailBlock::Lead(sender.name) };
        }
        if depth == 0
            && let Some((sender, words)) = with_its_quotation(text, block)
        {
            if let Some(name) = sender.name {
                drafts.push(quoted(words, name, sender.cue));
            }
            return MailBlock::Lead(sender.name);
        }
        if depth == 0 || depth == u8::MAX {
            return MailBlock::Other;
        }
        let lead = self.lead.filter(|(_, at)| at + 1 == index).map(|(sender, _)| sender);
        if let Some(sender) = lead {
            if self.open.last().is_some_and(|q| q.depth == depth) {
                self.open.pop();
            }
            let draft = sender.name.map(|name| {
                drafts.push(quoted(block.span, name, sender.cue));
                drafts.len() - 1
            });
            self.open.push(OpenMailQuote { depth, draft });
            return MailBlock::Quoted;
        }
        let Some(around) = self.open.last() else { return MailBlock::Other };
        // What is quoted within the quotation is somebody else's, and does not end it.
        if around.depth == depth
            && let Some(draft) = around.draft.and_then(|d| drafts.get_mut(d))
        {
            draft.content.push(block.span);
        }
        MailBlock::Quoted
    }
}

/// How deep words of plain text are quoted: the signs `>` before them.
fn marked_depth(words: &str) -> u8 {
    if !words.starts_with('>') {
        return 0;
    }
    let signs = words.bytes().take_while(|b| matches!(b, b'>' | b' ')).filter(|b| *b == b'>').take(9).count();
    u8::try_from(signs).unwrap_or(u8::MAX)
}

/// The sender and the words of a paragraph of plain text that is a reply line with what it leads into right below.
fn with_its_quotation(text: &str, block: &Block) -> Option<(Sender, Span)> {
    let words = block.span.of(text).as_bytes();
    let at = memchr::memchr_iter(b'\n', words).find(|at| words.get(at + 1) == Some(&b'>'))? as u32;
    let line = Block { span: Span::new(block.span.start, block.span.start + at), kind: block.kind };
    let sender = reply_line::sender(text, &line)?;
    let own = sender.start.saturating_sub(block.span.start) >= MAX_BYTES_BEFORE;
    (!own).then(|| (sender, Span::new(line.span.end + 1, block.span.end)))
}

fn quoted(words: Span, name: Span, cue: Option<Span>) -> AttributionDraft {
    AttributionDraft {
        kind: Kind::Direct,
        form: Form::Block,
        content: smallvec![words],
        quotes: Spans::new(),
        cue,
        source: Some(name),
        rule: Rule::Sender,
        score: SENDER_SCORE,
        same_as: None,
        thread: None,
    }
}

#[cfg(test)]
mod tests;
