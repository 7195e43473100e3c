//! Signed posts, as articles embed them: the words, a dash, a name, a handle, a day.

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::smallvec;

/// The draft for a block that is a signed post. `previous` is the draft of the post right above, when that block was
/// one: a post that breaks off with “…” and one that goes on with “…” are one statement.
pub fn post(text: &str, block: &Block, above: Option<(usize, &AttributionDraft)>) -> Option<AttributionDraft> {
    let (body, signature) = signed(text, block.span, matches!(block.kind, BlockKind::Quotation(_)))?;
    let thread = above.and_then(|(number, draft)| {
        let earlier = draft.content.last()?.of(text);
        let same = draft.source.is_some_and(|s| s.of(text) == signature.of(text));
        (same && (broken_off(earlier) || goes_on(body.of(text)))).then(|| draft.thread.unwrap_or(number as u32))
    });
    Some(AttributionDraft {
        kind: Kind::Direct,
        form: Form::Post,
        content: smallvec![body],
        quotes: Spans::new(),
        cue: None,
        source: Some(signature),
        rule: Rule::Signature,
        score: if thread.is_some() || signature_is_sure(text, block.span, signature) { 0.97 } else { 0.85 },
        same_as: None,
        thread,
    })
}

/// Most bytes of a signature, with the dash before it.
const MAX_SIGNATURE_BYTES: usize = 164;

fn broken_off(words: &str) -> bool {
    words.trim_end_matches(['.', ' ']).ends_with('…') || words.ends_with("..")
}

fn goes_on(words: &str) -> bool {
    words.starts_with('…') || words.starts_with("..")
}

fn signature_is_sure(text: &str, block: Span, signature: Span) -> bool {
    Span::new(signature.end, block.end).of(text).contains('@')
}

/// Words and signing name of `words — Name (@handle) March 3, 2017`, or of a quoted block that ends `— Name`.
fn signed(text: &str, block: Span, quoted: bool) -> Option<(Span, Span)> {
    let words = block.of(text);
    let from = words.floor_char_boundary(words.len().saturating_sub(MAX_SIGNATURE_BYTES));
    let end = words.get(from..)?;
    if !quoted && !end.contains("(@") {
        return None;
    }
    let dashes = ["—", "–", "--", "―"];
    let (at, dash) = dashes.iter().filter_map(|d| end.rfind(d).map(|at| (from + at, d.len()))).max()?;
    let tail = words.get(at + dash..)?;
    let handle = tail.find("(@");
    let end = match handle {
        Some(at) => at,
        None if quoted => tail.find([',', '(', '\n']).unwrap_or(tail.len()),
        None => return None,
    };
    let offset = |i: usize| block.start + i as u32;
    let name =
        Span::new(offset(at + dash), offset(at + dash + end)).trim(text, |c| c.is_whitespace() || ",.“”\"".contains(c));
    let plausible = (1..=8).contains(&name.of(text).split_whitespace().count())
        && name.of(text).chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || handle.is_some());
    let body = Span::new(block.start, offset(at)).trim(text, char::is_whitespace);
    (plausible && body.of(text).chars().any(char::is_alphanumeric)).then_some((body, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn one(text: &str) -> Option<(String, String)> {
        let doc = Document::from_text(text, "a.md");
        let block = doc.blocks().first()?;
        let draft = post(doc.text(), block, None)?;
        Some((doc.words(draft.content[0]).to_owned(), doc.words(draft.source?).to_owned()))
    }

    #[test]
    fn signatures() {
        let both = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(
            one("It was clearly not…. — Ada B. Grey (@ada) March 3, 2017"),
            both("It was clearly not….", "Ada B. Grey")
        );
        assert_eq!(one("> We sail at noon.\n> — Ada Grey"), both("We sail at noon.", "Ada Grey"));
        assert_eq!(one("A dash — then more words — and no name."), None);
    }
}
