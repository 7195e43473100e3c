//! Quotations inside what somebody says: in a turn, in a post. A statement of its own where its words say whose it is; marks
//! without a word of saying are irony, titles and words that are talked about more often than speech.

use super::Rule;
use super::attribute;
use super::draft::{AttributionDraft, BlockContext, Buffers, Spans};
use super::item_row::{self, ItemRow, RowItem};
use super::lexicon::Lexicon;
use super::marks::{self, MarkRules, Segment};
use super::tokens::{self, Token};
use crate::document::Block;
use crate::kinds::Form;
use crate::span::Span;

/// How far a quotation that somebody repeats is believed, against one that a writer sets.
const TRUST: f32 = 0.9;

/// What is reused from one stretch of words to the next.
#[derive(Default)]
pub struct Scratch {
    tokens: Vec<Token>,
    segments: Vec<Segment>,
    items: Vec<RowItem>,
    found: Vec<AttributionDraft>,
}

impl Scratch {
    /// Adds the quotations inside those words of the drafts `turns` that stand in `block`. Gives the last of the turns.
    pub fn quotations(
        &mut self,
        (text, block): (&str, &Block),
        turns: impl Iterator<Item = usize>,
        from: (&Lexicon, MarkRules),
        buffers: &mut Buffers<'_>,
        drafts: &mut Vec<AttributionDraft>,
    ) -> Option<usize> {
        let mut last = None;
        for turn in turns {
            let Some(draft) = drafts.get(turn) else { continue };
            last = Some(turn);
            // A transcript in quotation marks has no others.
            if !draft.quotes.is_empty() {
                continue;
            }
            let first = draft.content.partition_point(|s| s.end <= block.span.start);
            let here: Spans = draft.content.iter().skip(first).filter(|s| block.span.covers(**s)).copied().collect();
            for words in here {
                quotations((text, words), turn, from, (buffers, self), drafts);
            }
        }
        last
    }
}

/// Adds the quotations in `words`, which the draft of number `outer` says. O(length of the words); those without marks
/// are only looked through for them.
fn quotations(
    (text, words): (&str, Span),
    outer: usize,
    (lexicon, rules): (&Lexicon, MarkRules),
    (buffers, scratch): (&mut Buffers<'_>, &mut Scratch),
    drafts: &mut Vec<AttributionDraft>,
) {
    let Scratch { tokens, segments, items, found } = scratch;
    marks::segments(text, words, rules, &[], segments);
    // All of what somebody says in marks is how a transcript writes speech, not a quotation in it.
    if segments.is_empty() || matches!(segments.as_slice(), [all] if is_all_of(text, words, all.span)) {
        return;
    }
    let language = lexicon.language();
    tokens::tokenize(text, words, lexicon, tokens);
    marks::mend((text, words), tokens, (rules, language), &[], segments);
    item_row::items(tokens, segments, items);
    found.clear();
    let row = ItemRow { text, language, segments, items };
    attribute::attribute_block(&row, 0, &mut BlockContext::default(), buffers, found);
    let is_i = |span: Span| {
        let word = tokens.iter().find(|t| t.span == span).map(|t| t.word);
        word == Some(language.grammar.first_person_singular)
    };
    // Where each draft that is kept stands.
    let mut kept: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for mut draft in found.drain(..) {
        let goes_on = draft.same_as.map(|same| kept.get(same).copied().flatten());
        let named = draft.source.is_some() && matches!(draft.rule, Rule::After | Rule::AfterInverted | Rule::Before);
        let closed = |q: &Span| segments.iter().any(|s| s.closed && s.span == *q);
        // A report with a word or two in marks is a report.
        let length = |spans: &[Span]| spans.iter().map(|s| s.len()).sum::<u32>();
        let is_quotation = draft.form == Form::Quotation
            && length(&draft.quotes) * 2 > length(&draft.content)
            && draft.quotes.iter().all(closed);
        let keep = is_quotation && goes_on.map_or(named && draft.cue.is_some(), |same| same.is_some());
        kept.push(keep.then_some(drafts.len()));
        if !keep {
            continue;
        }
        if let Some(same) = goes_on {
            draft.same_as = same;
        } else if draft.source.is_some_and(is_i) {
            // Whoever says "I said" is whoever speaks.
            (draft.source, draft.same_as) = (None, Some(outer));
        }
        draft.score *= TRUST;
        drafts.push(draft);
    }
}

/// Whether marks are round all of `words`, but for stops.
fn is_all_of(text: &str, words: Span, marked: Span) -> bool {
    let rest = [Span::new(words.start, marked.start), Span::new(marked.end, words.end)];
    rest.iter().all(|span| !span.of(text).chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::kinds::Form;

    /// Form, speaker, words of all that is found.
    fn found(text: &str) -> Vec<(Form, String, String)> {
        let document = Document::from_text(text, "a.txt");
        let found = Detector::new().extract(&document);
        let all = found.attributions().map(|a| {
            let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
            (a.form, found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" … "))
        });
        all.collect()
    }

    /// Speaker and words of the quotations in a transcript whose first turn is Ada's.
    fn quoted(first: &str) -> Vec<(String, String)> {
        let text = format!(
            "ADA GREY: {first}\n\nBO LIND: When was that?\n\nADA GREY: In May, before the vote.\n\nBO LIND: And then?\n\n\
            ADA GREY: Then we closed the quay."
        );
        let all = found(&text);
        assert_eq!(all.iter().filter(|f| f.0 == Form::Turn).count(), 5, "{all:?}");
        assert_eq!(all[0].0, Form::Turn, "the turn comes before what is in it");
        all.into_iter().filter(|f| f.0 == Form::Quotation).map(|f| (f.1, f.2)).collect()
    }

    fn one(speaker: &str, words: &str) -> Vec<(String, String)> {
        vec![(speaker.to_owned(), words.to_owned())]
    }

    #[test]
    fn what_somebody_repeats_has_its_own_speaker() {
        assert_eq!(
            quoted("I was at the quay when Tom Weller said, “The wall will not hold.” So I left."),
            one("Tom Weller", "“The wall will not hold.”")
        );
        assert_eq!(
            quoted("\"The wall will not hold,\" said Tom Weller, and that was all."),
            one("Tom Weller", "\"The wall will not hold,\"")
        );
        assert_eq!(
            quoted("“The wall,” Tom Weller said, “will not hold this winter.” He was right."),
            one("Tom Weller", "“The wall,” … “will not hold this winter.”")
        );
        assert_eq!(
            quoted("We met Cy Marsh at noon. Cy Marsh told us: “Nobody asked me about the wall.” That was it."),
            one("Cy Marsh", "“Nobody asked me about the wall.”")
        );
    }

    #[test]
    fn who_says_i_said_is_who_speaks() {
        assert_eq!(
            quoted("So I said, “We must close it at once.” And we did."),
            one("ADA GREY", "“We must close it at once.”")
        );
    }

    #[test]
    fn a_post_may_repeat_words_too() {
        let text = "The vote\n\nTom Weller said: “The wall will not hold.” And he builds it! — Ada Grey (@adagrey) March 3, 2017";
        let all = found(text);
        let of = |form: Form| all.iter().filter(|f| f.0 == form).map(|f| f.1.as_str()).collect::<Vec<_>>();
        assert_eq!((of(Form::Post), of(Form::Quotation)), (vec!["Ada Grey"], vec!["Tom Weller"]), "{all:?}");
    }

    #[test]
    fn marks_alone_are_no_statement() {
        for turn in [
            "They call it the “new” harbour, and it is not new.",
            "“We came at noon, and nobody was there.”",
            "“We came at noon.” “And nobody was there.”",
            "We read “The Long Tide” at school, all of it.",
            "He said, “We came at noon and then we",
        ] {
            assert_eq!(quoted(turn), [], "{turn}");
        }
    }

    #[test]
    fn a_transcript_in_marks_has_no_doubles() {
        let text =
            "ADA GREY: “Tom Weller said we came.”\n\nBO LIND: “Why?”\n\nADA GREY: “To see it.”\n\nBO LIND: “What?”";
        let all = found(text);
        assert!(all.iter().all(|f| f.0 == Form::Turn) && all.len() == 4, "{all:?}");
        let before =
            "“ADA GREY: You came.\n\n“BO LIND: Tom Weller said I could.\n\n“ADA GREY: Did he?\n\n“BO LIND: He did.”";
        assert!(found(before).iter().all(|f| f.0 == Form::Turn), "{:?}", found(before));
    }
}
