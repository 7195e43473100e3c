//! What was done, step by step: every change with its moment, taken back and done again without limit.

use super::Change;
use std::sync::Arc;

/// How a change came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Somebody did it.
    Did,
    /// The step before was taken back.
    Undid,
    /// The step taken back last was done again.
    Redid,
}

impl Verb {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Did => "did",
            Self::Undid => "undid",
            Self::Redid => "redid",
        }
    }
}

/// One change as it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// How it came about.
    pub verb: Verb,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Option<String>,
    /// What it did to the records.
    pub change: Arc<Change>,
}

/// A step of the history: `T` is what was done, or words it can be read from.
#[derive(Clone, Debug, PartialEq)]
pub struct UndoStep<T> {
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub by: Option<String>,
    /// What it did, in a sentence.
    pub summary: String,
    /// The change.
    pub what: T,
}

/// Steps in order, and how many of them stand: the later ones were taken back and can be done again.
#[derive(Clone, Debug, PartialEq)]
pub struct History<T> {
    steps: Vec<UndoStep<T>>,
    done: usize,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { steps: Vec::new(), done: 0 }
    }
}

impl<T> History<T> {
    /// Takes in what happened. A new step ends the possibility of doing again what was taken back. O(1).
    pub fn take(&mut self, verb: Verb, step: UndoStep<T>) {
        match verb {
            Verb::Did => {
                self.steps.truncate(self.done);
                self.steps.push(step);
                self.done += 1;
            }
            Verb::Undid => self.done = self.done.saturating_sub(1),
            Verb::Redid => self.done = (self.done + 1).min(self.steps.len()),
        }
    }

    /// The step to take back next.
    pub fn last(&self) -> Option<&UndoStep<T>> {
        self.done.checked_sub(1).and_then(|at| self.steps.get(at))
    }

    /// The step to do again next.
    pub fn next(&self) -> Option<&UndoStep<T>> {
        self.steps.get(self.done)
    }

    /// All steps, oldest first.
    pub fn steps(&self) -> &[UndoStep<T>] {
        &self.steps
    }

    /// How many of them stand.
    pub fn done(&self) -> usize {
        self.done
    }

    /// The same steps, each with `f` of what it was.
    pub fn map<U>(self, f: impl Fn(T) -> U) -> History<U> {
        let step = |s: UndoStep<T>| UndoStep { at: s.at, by: s.by, summary: s.summary, what: f(s.what) };
        History { steps: self.steps.into_iter().map(step).collect(), done: self.done }
    }

    /// Puts what happened before this history began in front of it. O(steps).
    pub fn after(&mut self, mut earlier: Self) {
        if self.steps.is_empty() {
            *self = earlier;
            return;
        }
        // Doing something new ended what could be done again.
        earlier.steps.truncate(earlier.done);
        self.done += earlier.done;
        earlier.steps.append(&mut self.steps);
        self.steps = earlier.steps;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(n: u32) -> UndoStep<u32> {
        UndoStep { at: String::new(), by: None, summary: String::new(), what: n }
    }

    #[test]
    fn a_new_step_ends_what_was_taken_back() {
        let mut history = History::default();
        for n in 0..3 {
            history.take(Verb::Did, step(n));
        }
        history.take(Verb::Undid, step(2));
        history.take(Verb::Undid, step(1));
        assert_eq!(history.next().map(|s| s.what), Some(1));
        history.take(Verb::Redid, step(1));
        history.take(Verb::Did, step(9));
        assert_eq!(history.steps().iter().map(|s| s.what).collect::<Vec<_>>(), [0, 1, 9]);
        assert!(history.next().is_none());
        let mut later = History::default();
        later.take(Verb::Did, step(10));
        later.after(history);
        assert_eq!((later.steps().len(), later.done()), (4, 4));
    }
}
