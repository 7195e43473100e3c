//! How long a document is worked on, and with how many keys: only where its codebook asks for it (`timing: true`).

use sayso_core::annotation::Effort;

/// Longest time between two keys that counts, in milliseconds: a pause is no work.
const PAUSE: u64 = 60_000;

/// What was counted of a document so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffortMeter {
    /// Keys that reached it.
    pub keys: u32,
    /// Milliseconds of work.
    pub millis: u64,
    /// When something reached it last, in milliseconds; none since it was opened or left for another.
    last: Option<u64>,
}

impl EffortMeter {
    /// Goes on from what was counted before.
    pub const fn since(keys: u32, millis: u64) -> Self {
        Self { keys, millis, last: None }
    }

    /// So many keys reached the document, or something else that shows that somebody works on it. O(1).
    pub fn note(&mut self, keys: u32, now: u64) {
        self.millis += self.last.map_or(0, |last| now.saturating_sub(last).min(PAUSE));
        self.keys = self.keys.saturating_add(keys);
        self.last = Some(now);
    }

    /// It is left for another, or for a view of the folder: until something reaches it again it is not worked on.
    pub const fn rest(&mut self) {
        self.last = None;
    }

    /// What was counted.
    pub fn effort(self) -> Effort {
        Effort { seconds: u32::try_from(self.millis / 1000).unwrap_or(u32::MAX), keys: self.keys }
    }
}

/// How long something took, as a person says it: "40 s", "12 min", "1 h 20 min".
pub fn in_words(effort: Effort) -> String {
    let (seconds, minutes) = (effort.seconds, effort.seconds / 60);
    let time = match (minutes / 60, minutes) {
        (0, 0) => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {} min", minutes % 60),
    };
    let keys = if effort.keys == 1 { "key" } else { "keys" };
    format!("{time} and {} {keys}", effort.keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_no_work() {
        let mut meter = EffortMeter::since(3, 1500);
        for (keys, now) in [(1, 10_000), (1, 12_000), (5, 12_000), (0, 12_600), (1, 900_000), (1, 800_000)] {
            meter.note(keys, now);
        }
        assert_eq!((meter.keys, meter.millis), (12, 1500 + 2000 + 600 + PAUSE));
        assert_eq!(meter.effort(), Effort { seconds: 64, keys: 12 });
        let of = |seconds| in_words(Effort { seconds, keys: 1 });
        assert_eq!([of(40), of(119), of(4800)], ["40 s and 1 key", "1 min and 1 key", "1 h 20 min and 1 key"]);
    }
}
