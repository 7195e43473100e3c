//! Links and notes on the screen, to follow by number.

use sayso_core::document::Target;

/// What can be followed from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinksSheet {
    /// Words and target of each.
    pub rows: Vec<(String, Target)>,
    /// The row under the bar.
    pub at: usize,
}
