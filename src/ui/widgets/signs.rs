//! The signs of the program.

use crate::config::Glyphs;

/// The signs of the program.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Suggested.
    pub open: &'static str,
    /// Decided.
    pub decided: &'static str,
    /// The focus bar.
    pub bar: &'static str,
    /// A rule, and an unfilled bar.
    pub thin: &'static str,
    /// A filled bar.
    pub thick: &'static str,
    /// The row that would be taken.
    pub row: &'static str,
    /// Said to be no quotation.
    pub rejected: &'static str,
}

/// The signs for a setting.
pub const fn signs(glyphs: Glyphs) -> Signs {
    match glyphs {
        Glyphs::Unicode => {
            Signs { open: "○", decided: "●", bar: "▎", thin: "─", thick: "━", row: "▸", rejected: "×" }
        }
        Glyphs::Ascii => Signs { open: "o", decided: "*", bar: "|", thin: "-", thick: "=", row: ">", rejected: "x" },
    }
}
