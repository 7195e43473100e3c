//! Claims within a statement follow it when it gets another speaker.

use super::{Decider, ItemId};
use crate::annotation::{CLAIM, Change, Op, SpeakerRef};
use std::sync::Arc;

impl Decider<'_> {
    /// Gives the claims within a statement, which were its speaker's so far, to whom `change` gives the statement; in words,
    /// how many. Those of somebody else stay. O(log n + items there).
    pub(super) fn claims_follow(&self, item: &ItemId, before: Option<&SpeakerRef>, change: &mut Change) -> String {
        let given = change.ops.iter().find_map(|op| match op {
            Op::Annotation { after: Some(after), .. } => Some(after.speaker.clone()),
            Op::Annotation { after: None, .. }
            | Op::Speaker { .. }
            | Op::Review { .. }
            | Op::Sources { .. }
            | Op::Check { .. } => None,
        });
        let (Some(given), Some(hull)) = (given, self.reading.hull(item)) else { return String::new() };
        if before.is_none() || given.as_ref() == before {
            return String::new();
        }
        let mut count = 0;
        for inner in self.reading.items_in(hull) {
            let is_within = self.reading.hull(&inner).is_some_and(|inner| hull.covers(inner));
            let claim = self.reading.record(&inner).filter(|r| r.label == CLAIM && r.speaker.as_ref() == before);
            if let Some(claim) = claim.filter(|_| is_within) {
                let mut after = self.touched(claim);
                after.speaker.clone_from(&given);
                change.annotation(Some(Arc::clone(claim)), Some(after));
                count += 1;
            }
        }
        match count {
            0 => String::new(),
            1 => "; its claim too".to_owned(),
            n => format!("; its {n} claims too"),
        }
    }
}
