//! What the reader keeps of a search: its matches, near ones, and the row it stands at.

mod matches;

pub use matches::{MatchRow, Matches, NEAR_AT_ONCE, NearState};
