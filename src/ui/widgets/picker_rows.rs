//! The rows of a sheet in which one of many is picked: a name, what is known of it on the right.

use super::canvas::{cut, put, width};
use super::listing::in_sight;
use super::sheet::Sheet;
use super::signs::signs;
use crate::ui::theme::Role;
use std::ops::Range;

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct PickerRow<'a> {
    /// What stands before the name, where the picker has signs.
    pub sign: Option<&'a str>,
    /// The name.
    pub name: &'a str,
    /// What is known of it.
    pub detail: &'a str,
}

/// Draws the rows around the one at `at` of `count`, at most `most`; where each lies. O(rows drawn).
pub fn draw<'a>(
    s: &mut Sheet<'_, '_>,
    (at, count, most): (usize, usize, u16),
    row: impl Fn(usize) -> Option<PickerRow<'a>>,
) -> Vec<(Range<u16>, usize)> {
    let bar = signs(s.app.glyphs).row;
    let mut out = Vec::new();
    for n in in_sight(at, count, usize::from(most)) {
        let Some(PickerRow { sign, name, detail }) = row(n) else { continue };
        out.push((s.y..s.y + 1, n));
        if n == at {
            s.at(s.left, bar, s.words(Role::Accent));
        }
        let style = if n == at { s.bold() } else { s.words(Role::Body) };
        let mut left = s.left + 2;
        if let Some(sign) = sign {
            s.at(left, sign, s.words(Role::Strong));
            left += 2;
        }
        let room = s.right.saturating_sub(left);
        let detail = cut(detail, room / 2);
        let name = cut(name, room.saturating_sub(if detail.is_empty() { 0 } else { width(&detail) + 2 }));
        s.at(left, &name, style);
        let start = s.right.saturating_sub(width(&detail));
        put(s.buffer, start, s.y, width(&detail), &detail, s.words(Role::Quiet));
        s.y += 1;
    }
    out
}
