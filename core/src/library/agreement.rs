//! How often suggestions were right: what was proposed beside what a person decided, for each level of doubt.

use crate::annotation::{Annotation, QUOTE, SpeakerRef, Status, same_name};
use crate::kinds::{Form, Kind, in_words};
use crate::reading::{Doubt, Reading};
use crate::span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewest decisions about which anything is said: of fewer the interval is wider than what it would tell.
pub const FEW: u32 = 20;

/// The quantile of the normal distribution that leaves 2.5 % on either side.
const Z: f64 = 1.959_963_984_540_054;

/// What became of a suggestion that a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The probability that the detection gave, in hundredths.
    pub score: u8,
    /// Direct, indirect or mixed.
    pub kind: Kind,
    /// Quotation, post, turn or block.
    pub form: Form,
    /// Whether it was a statement, of the speaker who was proposed.
    pub is_right: bool,
    /// Where, in bytes, where it has a place still.
    pub at: Option<(u32, u32)>,
}

impl Outcome {
    /// That of a record; none of one that decides no suggestion, whose probability is not known, or that is a version beside
    /// another. O(speakers).
    pub fn of(reading: &Reading, record: &Annotation) -> Option<Self> {
        let status = record.status.filter(|_| record.label == QUOTE && !record.conflict)?;
        let score = u8::try_from(nearest(record.score?.clamp(0.0, 1.0))).unwrap_or(100);
        let is_right = match status {
            Status::Confirmed => true,
            Status::Rejected => false,
            // Other words with the same speaker are an edit as well.
            Status::Edited => is_still_theirs(reading, record),
        };
        let (kind, form) = (record.kind.unwrap_or(Kind::Direct), record.form.unwrap_or(Form::Quotation));
        let at = span::hull(reading.anchor_of(&record.id).spans()).map(|hull| (hull.start, hull.end));
        Some(Self { score, kind, form, is_right, at })
    }
}

/// Whether the speaker of an edited record is the one who was proposed.
fn is_still_theirs(reading: &Reading, record: &Annotation) -> bool {
    let Some(was) = record.was.as_ref().and_then(|was| was.speaker.as_deref()) else { return false };
    match &record.speaker {
        None | Some(SpeakerRef::Nobody) => same_name(was, UNKNOWN),
        Some(SpeakerRef::Id(id)) => reading.set().speaker(id).is_some_and(|speaker| speaker.is_called(was)),
    }
}

/// What a suggestion proposes that names nobody.
const UNKNOWN: &str = "unknown speaker";

/// How many of those decided were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of the speaker proposed.
    pub right: u32,
    /// All that were decided.
    pub decided: u32,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.decided += other.decided;
    }

    /// Whether they are too few to say anything.
    pub const fn is_few(self) -> bool {
        self.decided < FEW
    }

    /// The share that was right, 0 to 1; none of none.
    pub fn share(self) -> Option<f64> {
        (self.decided > 0).then(|| f64::from(self.right) / f64::from(self.decided))
    }

    /// Between which shares the true one lies, in 95 of 100 cases; none of too few. This is the score interval of E. B. Wilson,
    /// "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical Association
    /// 22 (1927), 209–212: unlike the one that adds and subtracts the standard error it stays within 0 and 1, and holds for
    /// few decisions and for shares near 1.
    pub fn interval(self) -> Option<(f64, f64)> {
        if self.is_few() {
            return None;
        }
        let (n, p) = (f64::from(self.decided), self.share()?);
        let scale = 1.0 + Z * Z / n;
        let middle = (p + Z * Z / (2.0 * n)) / scale;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
        Some(((middle - half).max(0.0), (middle + half).min(1.0)))
    }

    /// In a few words: "98 %", "too few decided to say (7)".
    pub fn in_short(self) -> String {
        match self.share().filter(|_| !self.is_few()) {
            Some(share) => percent(share),
            None => format!("too few decided to say ({})", self.decided),
        }
    }

    /// The interval in words: "95–99 in 100"; nothing of too few.
    pub fn interval_in_words(self) -> Option<String> {
        let (low, high) = self.interval()?;
        let (low, high) = (hundredths(low), hundredths(high));
        Some(if low == high { format!("{low} in 100") } else { format!("{low}–{high} in 100") })
    }

    /// In a sentence without an end: "204 of the 208 you decided: 98 %, so 95–99 in 100".
    pub fn in_words(self) -> String {
        match self.interval_in_words() {
            Some(interval) => {
                format!("{} of the {} you decided: {}, so {interval}", self.right, self.decided, self.in_short())
            }
            None => self.in_short(),
        }
    }
}

/// A share in whole hundredths. Only all of something is 100, only nothing of it 0.
pub fn hundredths(share: f64) -> u32 {
    match nearest(share) {
        0 if share > 0.0 => 1,
        100 if share < 1.0 => 99,
        nearest => nearest,
    }
}

/// A share to the nearest hundredth.
#[allow(clippy::cast_sign_loss)] // casting a float keeps within the bounds of the number
fn nearest(share: f64) -> u32 {
    (share * 100.0).round() as u32
}

/// A share in words: "32 %".
pub fn percent(share: f64) -> String {
    format!("{} %", hundredths(share))
}

/// How right suggestions were: for each level of doubt, and for each kind of statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    levels: [Tally; 3],
    kinds: BTreeMap<&'static str, Tally>,
}

impl Agreement {
    /// That of the decisions about a document. O(records).
    pub fn of(reading: &Reading) -> Self {
        let mut all = Self::default();
        for record in reading.set().iter() {
            if let Some(outcome) = Outcome::of(reading, record) {
                all.add(outcome);
            }
        }
        all
    }

    /// Adds one decision.
    pub fn add(&mut self, outcome: Outcome) {
        let one = Tally { right: u32::from(outcome.is_right), decided: 1 };
        let doubt = Doubt::of_score(f32::from(outcome.score) / 100.0);
        if let Some(level) = self.levels.get_mut(doubt as usize) {
            level.add(one);
        }
        self.kinds.entry(in_words(outcome.kind, outcome.form)).or_default().add(one);
    }

    /// Adds what was decided elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (level, theirs) in self.levels.iter_mut().zip(other.levels) {
            level.add(theirs);
        }
        for (kind, theirs) in &other.kinds {
            self.kinds.entry(kind).or_default().add(*theirs);
        }
    }

    /// How right those of a level were.
    pub fn level(&self, doubt: Doubt) -> Tally {
        self.levels.get(doubt as usize).copied().unwrap_or_default()
    }

    /// How right those of each kind were: "quotation", "reported" …
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, Tally)> + '_ {
        self.kinds.iter().map(|(kind, tally)| (*kind, *tally))
    }

    /// How many decisions there are.
    pub fn decided(&self) -> u32 {
        self.levels.iter().map(|level| level.decided).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::reading::{Decider, ItemId, SpeakerChoice};
    use proptest::prelude::*;
    use std::sync::Arc;

    #[test]
    fn an_interval_is_wilsons() {
        // 10 of 20 and 204 of 208, worked out by hand with z = 1.96.
        let of = |right, decided| Tally { right, decided }.interval().unwrap();
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 5e-4 && (a.1 - b.1).abs() < 5e-4;
        assert!(near(of(10, 20), (0.2993, 0.7007)), "{:?}", of(10, 20));
        assert!(near(of(204, 208), (0.9516, 0.9925)), "{:?}", of(204, 208));
        assert!(near(of(20, 20), (0.8389, 1.0)), "{:?}", of(20, 20));
    }

    #[test]
    fn it_is_said_in_words_and_of_few_nothing_is_said() {
        let of = |right, decided| Tally { right, decided };
        assert_eq!(of(204, 208).in_words(), "204 of the 208 you decided: 98 %, so 95–99 in 100");
        assert_eq!(of(7, 7).in_words(), "too few decided to say (7)");
        assert_eq!(of(0, 0).in_short(), "too few decided to say (0)");
        assert_eq!(of(999, 1000).in_short(), "99 %", "not all of them were right");
        assert_eq!(of(1, 1000).in_short(), "1 %", "nor none");
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(right in 0u32..5000, more in 0u32..5000) {
            let tally = Tally { right, decided: right + more };
            if let (Some((low, high)), Some(share)) = (tally.interval(), tally.share()) {
                prop_assert!(0.0 <= low && low <= share + 1e-9 && share <= high + 1e-9 && high <= 1.0);
                prop_assert!(low < high);
            } else {
                prop_assert!(tally.is_few());
            }
        }
    }

    const TEXT: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\n“I have asked for this wall for nine years,” said Bo \
        Lind.\n\n“It is a scandal,” said Cy Moss.\n\n“Nobody asked me,” said Dee Hart.\n";

    fn stamp(n: u64) -> Stamp {
        Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
    }

    #[test]
    fn confirmed_is_right_and_another_speaker_or_a_rejection_is_wrong() {
        let document = Arc::new(Document::from_text(TEXT, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        let mut r = Reading::new(document, found, Set::default());
        let all: Vec<ItemId> = r.all().collect();
        assert_eq!(all.len(), 4);
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&all[0]).unwrap();
        r.apply(&change);
        let other = SpeakerChoice::Words("Eve Stone".to_owned());
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.choose(&all[1], &other, false).unwrap();
        r.apply(&change);
        let change = Decider { reading: &r, by: None, stamp: &stamp(3) }.reject(&all[2]).unwrap();
        r.apply(&change);
        // Other words, the same speaker.
        let mut span = r.hull(&all[3]).unwrap();
        span.end -= 6;
        let change = Decider { reading: &r, by: None, stamp: &stamp(4) }.put(&all[3], &[span]).unwrap();
        r.apply(&change);
        let mut right: Vec<(u32, bool)> =
            r.set().iter().filter_map(|one| Some((one.start(), Outcome::of(&r, one)?.is_right))).collect();
        right.sort_unstable();
        assert_eq!(right.into_iter().map(|(_, right)| right).collect::<Vec<_>>(), [true, false, false, true]);
        let all = Agreement::of(&r);
        assert_eq!(all.decided(), 4);
        assert_eq!(all.kinds().collect::<Vec<_>>(), [("quotation", Tally { right: 2, decided: 4 })]);
        let mut twice = all.clone();
        twice.merge(&all);
        assert_eq!(twice.decided(), 8);
    }
}
