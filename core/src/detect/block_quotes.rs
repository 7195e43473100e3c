//! Quotations set off as blocks: "On Thursday, Karl Oster wrote:" above words that are indented, without marks.

use super::Rule;
use super::draft::{AttributionDraft, BlockContext, Spans};
use crate::document::{Block, BlockKind, reply_line};
use crate::kinds::{Form, Kind};
use smallvec::smallvec;

/// How sure a block is what the line above it leads into.
const LEAD_IN_SCORE: f32 = 0.9;

/// A quotation that is being read: its draft, its last block, how deep it is set off.
#[derive(Clone, Copy, Debug)]
pub struct OpenBlockQuote {
    draft: usize,
    block: usize,
    depth: u8,
}

/// Takes block number `index` for words of a quotation when a line above leads into it, or when it goes on with `above`.
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
    if let Some(mut same) = above.filter(|a| a.block + 1 == index) {
        if depth == same.depth {
            drafts.get_mut(same.draft)?.content.push(block.span);
        }
        // What is quoted within the quotation is somebody else's, and does not end it.
        same.block = index;
        return (depth >= same.depth).then_some(same);
    }
    if block.span.of(text).starts_with(['“', '"', '«', '„', '‘']) {
        return None;
    }
    let led = context.lead_in.filter(|(.., at)| at + 1 == index).map(|(cue, source, _)| (cue, source));
    let (cue, source) = led.filter(|(_, source)| !reply_line::is_date(source.of(text)))?;
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
        score: LEAD_IN_SCORE,
        same_as: None,
        thread: None,
    });
    Some(OpenBlockQuote { draft: drafts.len() - 1, block: index, depth })
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
