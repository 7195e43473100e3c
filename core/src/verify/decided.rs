//! What people decide about checks: that words stay as they are, with a reason, or that they are misquoted, which is a claim.

use super::outcome::{Check, OtherPlace, Side, Verdict};
use crate::annotation::{CLAIM, Change, CheckDecision, Op, RecordLink, Selector};
use crate::document::Document;
use crate::reading::{Decider, ItemId, quoted};
use crate::span::Span;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a claim about a misquotation is to the quotation.
pub const MISQUOTES: &str = "misquotes";
/// Its rating.
const FALSE: &str = "false";
/// Longest words in a sentence about what was done.
const MAX_WORDS: usize = 40;

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
    let spans: Vec<Span> = checks.iter().map(|check| span_of(document, check).unwrap_or_default()).collect();
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

/// The decisions whose words no quotation of the document has any more: it was changed since. O(checks + decisions).
pub fn without_quotation<'a>(
    document: &Document,
    checks: &[Check],
    decisions: &'a [CheckDecision],
) -> Vec<&'a CheckDecision> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let words: HashSet<&str> =
        checks.iter().filter_map(|check| span_of(document, check)).map(|span| span.of(document.text())).collect();
    decisions.iter().filter(|decision| !words.contains(decision.quote.exact.as_str())).collect()
}

/// Where the words of a check stand.
pub fn span_of(document: &Document, check: &Check) -> Option<Span> {
    document.offsets().span_to_bytes(document.text(), check.at.0, check.at.1)
}

/// The decision about a check, as long as its words are where they were when it was made. O(log decisions).
pub fn decision_at<'a>(
    document: &Document,
    check: &Check,
    decisions: &'a [CheckDecision],
) -> Option<&'a CheckDecision> {
    let first = decisions.partition_point(|d| (d.quote.start, d.quote.end) < check.at);
    let there = decisions.iter().skip(first).take_while(|d| (d.quote.start, d.quote.end) == check.at);
    let words = span_of(document, check)?.of(document.text());
    there.filter(|d| d.quote.exact == words && d.verdict == check.rule()).max_by(|a, b| a.at.cmp(&b.at))
}

/// The words of a check stay as they are, for a reason; `known` is what was decided before. Nothing without a reason, and of
/// what is no finding.
pub fn kept(decider: &Decider<'_>, check: &Check, known: Option<&CheckDecision>, reason: &str) -> Option<Change> {
    let reason = Some(reason.trim().to_owned()).filter(|r| !r.is_empty())?;
    let op = decision(decider, check, known, Some(reason))?;
    let summary = format!("Fine as it is: {}", quoted(&check.quote, MAX_WORDS));
    Some(Change { ops: vec![op], summary })
}

/// The words of a check are misquoted: a claim on them, rated false, with the words of the source and their place as
/// evidence, and linked to the quotation. A statement that is only suggested there is confirmed as it is shown, since the
/// claim is about it. `chosen` is the place that a person took in the stead of the one that was found. Nothing where nothing
/// was found to be wrong, unless a place was chosen for what cannot be told.
pub fn misquoted(
    decider: &Decider<'_>,
    check: &Check,
    known: Option<&CheckDecision>,
    chosen: Option<&OtherPlace>,
) -> Option<Change> {
    match check.verdict.side() {
        Side::Finding => {}
        Side::Open if chosen.is_some() => {}
        Side::Open | Side::Sound => return None,
    }
    let reading = decider.reading;
    let span = span_of(reading.document(), check)?;
    let mut all = Change::default();
    let around = reading.statement_around(span);
    let quotation = match &around {
        Some(ItemId::Record(id)) => Some(id.to_string()),
        Some(item @ ItemId::Suggestion(_)) => {
            let confirmed = decider.confirm(item).unwrap_or_default();
            all.ops.extend(confirmed.ops);
            all.ops.iter().find_map(|op| match op {
                Op::Annotation { after: Some(after), .. } => Some(after.id.clone()),
                _ => None,
            })
        }
        None => None,
    };
    let (claim, _) = decider.label(&[span], CLAIM, None, None)?;
    for op in claim.ops {
        match op {
            Op::Annotation { before, after: Some(mut after) } => {
                let record = Arc::make_mut(&mut after);
                // The statement that was confirmed has the first id of this moment.
                record.id = decider.stamp.id(1);
                record.rating = Some(FALSE.to_owned());
                record.evidence = evidence(check, chosen).into_iter().collect();
                record.note = Some(check.why.clone()).filter(|why| !why.is_empty());
                let link = |role: &str, to: &String| RecordLink { role: role.to_owned(), to: to.clone() };
                record.links = quotation.iter().map(|id| link(MISQUOTES, id)).collect();
                all.ops.push(Op::Annotation { before, after: Some(after) });
            }
            // A speaker who is known by the statement already is written once.
            op if all.ops.contains(&op) => {}
            op => all.ops.push(op),
        }
    }
    let mut decided = decision(decider, check, known, None)?;
    if let (Op::Check { after: Some(after), .. }, Some(place)) = (&mut decided, chosen) {
        after.source = Some(place.source.clone());
    }
    all.ops.push(decided);
    all.summary = format!("Misquoted: {}", quoted(&check.quote, MAX_WORDS));
    Some(all)
}

/// The words of the source with their speaker and place.
fn evidence(check: &Check, chosen: Option<&OtherPlace>) -> Option<String> {
    let (words, parts) = match chosen {
        Some(other) => {
            let who = other.speaker_there.as_deref().unwrap_or_default();
            (other.there.as_str(), [who, other.source.as_str(), other.place.words.as_str()])
        }
        None => {
            let words = check.there.as_deref().filter(|_| check.verdict != Verdict::NotFound)?;
            let place = check.place.as_ref().map(|place| place.words.as_str()).unwrap_or_default();
            let who = check.speaker_there.as_deref().unwrap_or_default();
            (words, [who, check.source.as_deref().unwrap_or_default(), place])
        }
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some(format!("“{words}” ({})", parts.join(", ")))
}

fn decision(decider: &Decider<'_>, check: &Check, known: Option<&CheckDecision>, reason: Option<String>) -> Option<Op> {
    if check.verdict.side() == Side::Sound {
        return None;
    }
    let document = decider.reading.document();
    let after = CheckDecision {
        quote: Selector::of(document, span_of(document, check)?),
        source: check.source.clone(),
        verdict: check.rule(),
        reason,
        by: decider.by.map(str::to_owned),
        at: decider.stamp.now.clone(),
    };
    let same = known.is_some_and(|k| k.reason == after.reason && k.by == after.by);
    (!same).then(|| Op::Check { before: known.cloned(), after: Some(after) })
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
    use crate::annotation::{Set, Stamp};
    use crate::detect::{Detector, QuoteMarks};
    use crate::reading::Reading;
    use crate::verify::{Article, IndexedSource, Verdict, Verifier};
    use std::sync::Arc;

    fn reading(text: &str, name: &str) -> Reading {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    const SOURCE: &str = "ADA GREY: We found twenty cracks in the wall.\n\nBO LIND: We will start work in April.\n\nADA GREY: In April?\n\nBO LIND: Yes.\n";
    const ARTICLE: &str = "“We found ninety cracks in the wall,” Ada Grey said on Monday.\n\n“We found ninety cracks in the wall,” Ada Grey said again.\n";

    fn checked(text: &str) -> (Reading, Vec<Check>) {
        let marks = QuoteMarks::new();
        let source = IndexedSource::new("hall.txt", &reading(SOURCE, "hall.txt"), &marks);
        let article = reading(text, "article.txt");
        let checks = Verifier::new([&source], [], &[], false).check_all(&Article::new(
            "article.txt",
            &article,
            &marks,
            false,
            None,
        ));
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
    fn a_decision_whose_words_are_gone_is_told() {
        let (article, checks) = checked(ARTICLE);
        let all = [decision(&article, &checks[0], None), decision(&article, &checks[1], Some("she wrote so"))];
        let gone = |text: &str| {
            let (article, checks) = checked(text);
            without_quotation(article.document(), &checks, &all).len()
        };
        assert_eq!(gone(ARTICLE), 0);
        assert_eq!(gone(&format!("Something new.\n\n{ARTICLE}")), 0, "further down");
        assert_eq!(gone(&ARTICLE.replace("ninety", "eighty")), 2, "other words");
        assert_eq!(gone("Nobody is quoted here.\n"), 2);
    }

    #[test]
    fn misquoted_is_a_claim_beside_the_quotation_and_one_step() {
        let (mut article, checks) = checked(ARTICLE);
        let stamp = Stamp { now: "2026-11-29T08:00:00Z".into(), millis: 1, random: [7; 10] };
        let before = article.set().clone();
        let change =
            misquoted(&Decider { reading: &article, by: Some("ada"), stamp: &stamp }, &checks[0], None, None).unwrap();
        article.apply(&change);
        let claim = article.set().iter().find(|r| r.label == CLAIM).unwrap().clone();
        assert_eq!(claim.rating.as_deref(), Some("false"));
        let evidence = "“We found twenty cracks in the wall.” (ADA GREY, hall.txt, ¶1)";
        assert_eq!(claim.evidence, [evidence]);
        let link = &claim.links[0];
        assert_eq!(link.role, MISQUOTES);
        assert_eq!(article.set().get(&link.to).unwrap().label, crate::annotation::QUOTE);
        assert_eq!(claim.speaker, article.set().get(&link.to).unwrap().speaker);
        let decision = decision_at(article.document(), &checks[0], article.set().checks()).unwrap();
        assert_eq!((decision.reason.as_deref(), decision.by.as_deref()), (None, Some("ada")));
        assert_eq!(decision_at(article.document(), &checks[1], article.set().checks()), None);
        let back = article.set().step(&change, false);
        article.apply(&back);
        assert_eq!(article.set(), &before, "taken back whole");
    }

    #[test]
    fn nothing_is_kept_without_a_reason() {
        let (article, checks) = checked(ARTICLE);
        let stamp = Stamp::default();
        let decider = Decider { reading: &article, by: None, stamp: &stamp };
        assert_eq!(kept(&decider, &checks[0], None, "  "), None);
        assert_eq!(kept(&decider, &checks[0], None, "as printed").unwrap().ops.len(), 1);
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
