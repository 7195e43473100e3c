//! Places jumps began at, and the way back and forth along them.

/// Most places kept.
const MAX_JUMPS: usize = 100;

/// The way taken, in bytes of the text, and where on it the person stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    places: Vec<u32>,
    /// Places before this one lie behind; those from it on, ahead.
    at: usize,
}

impl Trail {
    /// A jump begins at `here`: what lay ahead is forgotten.
    pub fn leave(&mut self, here: u32) {
        self.places.truncate(self.at);
        if self.places.last() != Some(&here) {
            self.places.push(here);
        }
        if self.places.len() > MAX_JUMPS {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// Whether anything lies behind.
    pub const fn may_go_back(&self) -> bool {
        self.at > 0
    }

    /// Back from `here` to where the last jump began.
    pub fn back(&mut self, here: u32) -> Option<u32> {
        if self.at == self.places.len() && self.places.last() != Some(&here) {
            self.places.push(here);
        } else if self.at == self.places.len() {
            self.at = self.at.checked_sub(1)?;
        }
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at).copied()
    }

    /// How many places lie behind.
    pub const fn behind(&self) -> usize {
        self.at
    }

    /// Forward again.
    pub fn forward(&mut self) -> Option<u32> {
        let next = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forth() {
        let mut trail = Trail::default();
        assert_eq!((trail.back(5), trail.forward()), (None, None));
        let mut trail = Trail::default();
        trail.leave(10);
        trail.leave(20);
        assert_eq!(trail.back(30), Some(20));
        assert_eq!(trail.back(20), Some(10));
        assert_eq!(trail.back(10), None);
        assert_eq!(trail.forward(), Some(20));
        assert_eq!(trail.forward(), Some(30));
        assert_eq!(trail.forward(), None);
        assert_eq!(trail.back(30), Some(20));
        trail.leave(25);
        assert_eq!(trail.forward(), None, "a new way begins");
        assert_eq!(trail.back(40), Some(25));
    }
}
