//! What people decided about checks, and what a check was found to be: who accepted a finding, and of which words.

use super::outcome::Check;
use crate::annotation::{CheckDecision, Selector};
use crate::document::Document;
use crate::span::Span;
use std::collections::HashMap;

/// For each check of a document the decision that is about its words and its answer, where there is one; of several the
/// latest. A decision outlives a change of the text as long as its words stay; where they stand in several places it is
/// about those with the same words around them, else about the nearest. One about another answer than was found now says
/// nothing. O(checks + decisions), and their products where many have the same words.
pub fn decided<'a>(
    document: &Document,
    checks: &[Check],
    decisions: &'a [CheckDecision],
) -> Vec<Option<&'a CheckDecision>> {
    let mut out: Vec<Option<&CheckDecision>> = vec![None; checks.len()];
    if decisions.is_empty() {
        return out;
    }
    let span = |check: &Check| document.offsets().span_to_bytes(document.text(), check.at.0, check.at.1);
    let spans: Vec<Span> = checks.iter().map(|check| span(check).unwrap_or_default()).collect();
    let mut of_words: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, span) in spans.iter().enumerate() {
        of_words.entry(span.of(document.text())).or_default().push(n);
    }
    for decision in decisions {
        let quote = &decision.quote;
        let Some(there) = of_words.get(quote.exact.as_str()) else { continue };
        let strange = |n: usize| {
            let Some((check, span)) = checks.get(n).zip(spans.get(n)) else { return (true, u32::MAX) };
            let same = there.len() == 1 || {
                let now = Selector::of(document, *span);
                now.prefix == quote.prefix && now.suffix == quote.suffix
            };
            (!same, check.at.0.abs_diff(quote.start))
        };
        let Some(n) = there.iter().copied().min_by_key(|n| strange(*n)) else { continue };
        let Some((check, slot)) = checks.get(n).zip(out.get_mut(n)) else { continue };
        if check.rule() == decision.verdict && slot.is_none_or(|known| known.at <= decision.at) {
            *slot = Some(decision);
        }
    }
    out
}

/// Lets pass what somebody accepted, with their reason. What nobody gave a reason for stays a finding.
pub fn accept(document: &Document, checks: &mut [Check], decisions: &[CheckDecision]) {
    let decided = decided(document, checks, decisions);
    for (check, decision) in checks.iter_mut().zip(decided) {
        if let Some(reason) = decision.and_then(|d| d.reason.as_ref()) {
            check.allowed = Some(reason.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::{Detector, QuoteMarks};
    use crate::reading::Reading;
    use crate::verify::{Article, IndexedSource, Verdict, Verifier};
    use std::sync::Arc;

    fn reading(text: &str, name: &str) -> Reading {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    const SOURCE: &str = "ADA GREY: We found twenty cracks in the wall.\n\nBO LIND: We will start work in April.\n";
    const ARTICLE: &str = "“We found ninety cracks in the wall,” Ada Grey said on Monday.\n\n“We found ninety cracks in the wall,” Ada Grey said again.\n";

    fn checked(text: &str) -> (Reading, Vec<Check>) {
        let marks = QuoteMarks::new();
        let source = IndexedSource::new("hall.txt", &reading(SOURCE, "hall.txt"), &marks);
        let article = reading(text, "article.txt");
        let checks =
            Verifier::new([&source], [], &[], false).check_all(&Article::new("article.txt", &article, &marks, false, None));
        (article, checks)
    }

    fn decision(reading: &Reading, check: &Check, reason: Option<&str>) -> CheckDecision {
        let document = reading.document();
        let span = document.offsets().span_to_bytes(document.text(), check.at.0, check.at.1).unwrap();
        CheckDecision {
            quote: Selector::of(document, span),
            source: check.source.clone(),
            verdict: check.rule(),
            reason: reason.map(str::to_owned),
            by: None,
            at: "2026-11-29T08:00:00Z".into(),
        }
    }

    #[test]
    fn an_accepted_check_follows_its_words_and_no_others() {
        let (article, checks) = checked(ARTICLE);
        assert_eq!(checks.iter().map(Check::rule).collect::<Vec<_>>(), ["altered-number", "altered-number"]);
        let second = decision(&article, &checks[1], Some("she wrote so"));
        let allowed = |text: &str| {
            let (article, mut checks) = checked(text);
            accept(article.document(), &mut checks, std::slice::from_ref(&second));
            checks.iter().map(|c| c.allowed.clone()).collect::<Vec<_>>()
        };
        let reason = || Some("she wrote so".to_owned());
        assert_eq!(allowed(ARTICLE), [None, reason()]);
        assert_eq!(allowed(&format!("Something new.\n\n{ARTICLE}")), [None, reason()], "further down");
        assert_eq!(allowed(&ARTICLE.replace("ninety", "eighty")), [None, None], "other words");
    }

    #[test]
    fn the_latest_counts_and_only_of_the_answer_that_was_found() {
        let (article, checks) = checked(ARTICLE);
        assert_eq!(checks[0].verdict, Verdict::Altered);
        let first = decision(&article, &checks[0], Some("a slip"));
        let later = CheckDecision { at: "2026-11-29T09:00:00Z".into(), reason: None, ..first.clone() };
        let other = CheckDecision { verdict: "truncated".into(), at: "2026-11-29T10:00:00Z".into(), ..first.clone() };
        let all = [later.clone(), other, first];
        assert_eq!(decided(article.document(), &checks, &all)[0], Some(&later));
    }
}
