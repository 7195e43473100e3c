//! What messages quote: words set off below a line or a header that says who wrote them, at any depth.

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use crate::document::reply_line::{self, Sender};
use crate::document::{Block, BlockKind, LineBreaks};
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
            push_quoted_lines(text, words, sender, drafts);
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

/// Lines of plain text that follow each other at one depth.
#[derive(Clone, Copy, Debug)]
struct Run {
    depth: u8,
    span: Span,
}

/// The lines of `words` by how deep they are quoted; those without words belong to no run. O(length).
fn runs(text: &str, words: Span) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut at = words.start;
    for line in words.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len() as u32).trim(text, char::is_whitespace);
        at += line.len() as u32;
        if !span.of(text).contains(char::is_alphanumeric) {
            continue;
        }
        let depth = marked_depth(span.of(text));
        match out.last_mut().filter(|last| last.depth == depth) {
            Some(last) => last.span = last.span.hull(span),
            None => out.push(Run { depth, span }),
        }
    }
    out
}

/// Adds what the lines of `words`, quoted by signs before them, say: at their least depth `sender`, and deeper whoever is named
/// by the line right above. What nobody is named for is left out. O(length).
fn push_quoted_lines(text: &str, words: Span, sender: Sender, drafts: &mut Vec<AttributionDraft>) {
    let runs = runs(text, words);
    let least = runs.iter().map(|run| run.depth).filter(|depth| *depth > 0).min().unwrap_or(0);
    // Who writes at which depth, and their drafts once they have words.
    let mut open: SmallVec<[(u8, Sender, Option<usize>); 4]> = smallvec![(least, sender, None)];
    for (number, run) in runs.iter().enumerate().filter(|(_, run)| run.depth > 0) {
        while open.last().is_some_and(|(depth, ..)| *depth > run.depth) {
            open.pop();
        }
        // The last line before what is quoted deeper may say by whom that is.
        let deeper = runs.get(number + 1).map(|next| next.depth).filter(|depth| *depth > run.depth);
        let lead = deeper.and_then(|depth| last_line(text, run.span).map(|(at, sender)| (depth, at, sender)));
        let end = lead.map_or(run.span.end, |(_, at, _)| at);
        let own = Span::new(run.span.start, end).of(text).trim_end_matches(|c: char| c.is_whitespace() || c == '>');
        let own = Span::new(run.span.start, run.span.start + own.len() as u32);
        if let Some((_, by, draft)) = open.last_mut().filter(|(depth, ..)| *depth == run.depth && !own.is_empty()) {
            match (draft.and_then(|d| drafts.get_mut(d)), by.name) {
                (Some(draft), _) => draft.content.push(own),
                (None, Some(name)) => {
                    *draft = Some(drafts.len());
                    drafts.push(quoted(own, name, by.cue));
                }
                (None, None) => {}
            }
        }
        open.extend(lead.map(|(depth, _, sender)| (depth, sender, None)));
    }
}

/// Where the last line of a run begins, when it says who wrote what follows.
fn last_line(text: &str, run: Span) -> Option<(u32, Sender)> {
    let start = memchr::memrchr(b'\n', run.of(text).as_bytes()).map_or(run.start, |at| run.start + at as u32 + 1);
    let line = Span::new(start, run.end).of(text);
    let bare = line.trim_start_matches(['>', ' ']);
    let span = Span::new(run.end - bare.len() as u32, run.end);
    let block = Block { span, kind: BlockKind::Paragraph(LineBreaks::Keep) };
    Some((start, reply_line::sender(text, &block)?))
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
