//! What was found out about the quotations of an open document, held beside its sources.

use sayso_core::annotation::CheckDecision;
use sayso_core::reading::Reading;
use sayso_core::span::Span;
use sayso_core::verify::{
    Allow, Check, Compared, DiffPart, Kind, Side, Unreadable, Verdict, Verification, accept, decided, decision_at,
    span_of,
};

/// How far checking a document has come.
#[derive(Debug, Default)]
pub struct CheckState {
    /// Number of the newest question: answers to earlier ones are late.
    pub number: u64,
    /// Whether its answer is awaited.
    pub is_running: bool,
    /// The newest answer.
    pub found: Option<Checked>,
    /// The quotation whose words a person looks for in its source, by its number.
    pub sought: Option<usize>,
}

/// The quotations of a document with what was found.
#[derive(Debug, Default)]
pub struct Checked {
    /// In reading order.
    pub checks: Vec<Check>,
    /// Where each stands, in bytes.
    pub spans: Vec<Span>,
    /// Those to look at: what is wrong, and what cannot be checked.
    pub problems: Vec<usize>,
    /// How many are wrong, cannot be checked, are right.
    pub counts: [usize; 3],
    /// The sources that were read.
    pub sources: Vec<Compared>,
    /// Sources that cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// What was decided about them when they were found.
    decided: Vec<Option<CheckDecision>>,
}

impl Checked {
    /// Of checks in reading order. O(checks + decisions).
    pub fn new(reading: &Reading, checks: Vec<Check>, sources: Vec<Compared>, unreadable: Vec<Unreadable>) -> Self {
        let document = reading.document();
        let spans = checks.iter().map(|check| span_of(document, check).unwrap_or_default()).collect();
        let side = |check: &Check| check.verdict.side();
        let problems = checks.iter().enumerate().filter(|(_, c)| side(c) != Side::Sound).map(|(n, _)| n).collect();
        let counts = [Side::Finding, Side::Open, Side::Sound].map(|s| checks.iter().filter(|c| side(c) == s).count());
        let decided =
            decided(document, &checks, reading.set().checks()).into_iter().map(Option::<&_>::cloned).collect();
        Self { checks, spans, problems, counts, sources, unreadable, decided }
    }

    /// What is decided about a quotation, by its number. O(log decisions).
    pub fn decision<'a>(&'a self, reading: &'a Reading, n: usize) -> Option<&'a CheckDecision> {
        let earlier = || self.decided.get(n)?.as_ref().filter(|decision| reading.set().has_check(decision));
        decision_at(reading.document(), self.checks.get(n)?, reading.set().checks()).or_else(earlier)
    }

    /// What a report is made of, as `sayso verify` makes it: what is let pass there by default, or by a person's reason, is
    /// let pass. O(quotations · log decisions).
    pub fn verification(&self, name: &str, reading: &Reading) -> Verification {
        let document = reading.document();
        let mut checks = self.checks.clone();
        if let Ok(mut allow) = Allow::parse(Allow::DEFAULT) {
            for check in &mut checks {
                allow.apply(check);
            }
        }
        accept(document, &mut checks, reading.set().checks());
        let sha256 = document.origin.file_hash.clone();
        let article = Compared { name: name.to_owned(), sha256, count: checks.len() as u32, folder: None };
        let unreadable = self.unreadable.clone();
        Verification {
            articles: vec![article],
            sources: self.sources.clone(),
            unreadable,
            checks,
            ..Verification::default()
        }
    }

    /// The check of the quotation in a stretch, in bytes; of several the first that is wrong. O(log quotations + those there).
    pub fn at(&self, stretch: Span) -> Option<usize> {
        let first = self.spans.partition_point(|span| span.end <= stretch.start);
        let there =
            || (first..self.spans.len()).take_while(|n| self.spans.get(*n).is_some_and(|s| s.start < stretch.end));
        let is_wrong = |n: &usize| self.checks.get(*n).is_some_and(|c| c.verdict.side() == Side::Finding);
        there().find(is_wrong).or_else(|| there().next())
    }

    /// The next problem behind quotation `n`, or the one before it; round at the ends. O(log problems).
    pub fn problem_beside(&self, n: usize, forward: bool) -> Option<usize> {
        let (before, behind) = (self.problems.partition_point(|p| *p < n), self.problems.partition_point(|p| *p <= n));
        let (beside, end) = if forward {
            (self.problems.get(behind), self.problems.first())
        } else {
            (before.checked_sub(1).and_then(|at| self.problems.get(at)), self.problems.last())
        };
        beside.or(end).copied()
    }

    /// The problem to begin with: the first that ends behind a place, else the first. O(log problems).
    pub fn first_from(&self, at: u32) -> Option<usize> {
        let ends = |n: usize| self.spans.get(n).map_or(0, |span| span.end);
        let first = self.problems.partition_point(|n| ends(*n) <= at);
        self.problems.get(first).or(self.problems.first()).copied()
    }

    /// How many are wrong, cannot be checked, are right, in words; what there is none of is left out.
    pub fn counts_in_words(&self) -> String {
        let words = ["wrong", "cannot check", "right"];
        let parts = self.counts.iter().zip(words).filter(|(count, _)| **count > 0);
        parts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(" · ")
    }
}

/// The sign of an answer: right, wrong, cannot be told; or that a person decided.
pub const fn sign(check: &Check, is_decided: bool) -> &'static str {
    if is_decided {
        return "●";
    }
    match check.verdict.side() {
        Side::Sound => "=",
        Side::Finding => "≠",
        Side::Open => "?",
    }
}

/// The verdict as a person says it.
pub fn in_words(check: &Check) -> String {
    let plain = match check.verdict {
        Verdict::Verbatim => "as it stands",
        Verdict::Trimmed => "words left out, nothing lost",
        Verdict::Cleaned => "but for words of speech",
        Verdict::Truncated => "a condition was cut off",
        Verdict::Hidden => "words left out change it",
        Verdict::Spliced => "two passages made one",
        Verdict::WrongSpeaker => "another speaker",
        Verdict::NotFound => "not in the sources",
        Verdict::Elsewhere => "only in another file",
        Verdict::Reordered => "in another order",
        Verdict::Altered | Verdict::CannotCheck => {
            let kinds: Vec<&str> = check.kinds.iter().map(|kind| kind_in_words(*kind)).collect();
            return if kinds.is_empty() { check.why.clone() } else { kinds.join(", ") };
        }
    };
    plain.to_owned()
}

const fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Negation => "a negation changed",
        Kind::Number => "a number changed",
        Kind::Operator => "a word that limits changed",
        Kind::Unit => "a unit changed",
        Kind::Name => "a name changed",
        Kind::Question => "a question made a statement",
        Kind::Words => "words changed",
        Kind::Paraphrase => "retold, not quoted",
        Kind::Spelling => "spelling changed",
        Kind::Unreadable => "a source cannot be read",
        Kind::NoText => "a source is pictures of pages",
        Kind::Language => "another language",
        Kind::Inaudible => "inaudible in the source",
        Kind::TooShort => "too few words to tell",
        Kind::NotCovered => "the speaker is in no source",
    }
}

/// The words here and those there, each with whether they stand on that side only. O(words).
pub fn versions(check: &Check) -> [Vec<(&str, bool)>; 2] {
    let marked = &check.differing.in_quote;
    let mut end = 0;
    let here = check.quote.split_whitespace().map(|word| {
        let start = end + check.quote.get(end..).and_then(|rest| rest.find(word)).unwrap_or_default();
        end = start + word.len();
        let span = Span::new(start as u32, end as u32);
        let first = marked.partition_point(|mark| mark.end <= span.start);
        (word, marked.get(first).is_some_and(|mark| mark.overlaps(span)))
    });
    let here = here.collect();
    if check.diff.is_empty() {
        return [here, words_of(check.there.as_deref().unwrap_or_default())];
    }
    let there = check.diff.iter().filter_map(|part| match part {
        DiffPart::Same(words) => Some((words, false)),
        DiffPart::Source(words) => Some((words, true)),
        DiffPart::Article(_) => None,
    });
    [here, there.flat_map(|(words, changed)| words.split_whitespace().map(move |word| (word, changed))).collect()]
}

/// Words of which none differs.
pub fn words_of(words: &str) -> Vec<(&str, bool)> {
    words.split_whitespace().map(|word| (word, false)).collect()
}

/// The place of the words in their source: its time or page, else its paragraph.
pub fn place_there(check: &Check) -> String {
    check.place.as_ref().map(|place| place.words.clone()).unwrap_or_default()
}
