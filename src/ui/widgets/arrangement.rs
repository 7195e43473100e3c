//! How two panes share a screen: beside each other, one above the other, or one at a time.

use super::page_layout::PageLayout;
use ratatui::layout::{Rect, Size};

/// Narrowest screen with two panes beside each other.
pub const BESIDE_FROM: u16 = 100;
/// Narrowest and lowest screen that shows two panes at once.
const BOTH_FROM: Size = Size { width: 60, height: 20 };
/// Cells between two panes beside each other.
const GAP: u16 = 2;

/// How two panes share a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side.
    Beside,
    /// One above the other.
    Stacked,
    /// One at a time.
    Single,
}

impl Arrangement {
    /// That of a screen.
    pub const fn of(size: Size) -> Self {
        if size.width < BOTH_FROM.width || size.height < BOTH_FROM.height {
            Self::Single
        } else if size.width < BESIDE_FROM {
            Self::Stacked
        } else {
            Self::Beside
        }
    }

    /// What the other pane is called in a footer.
    pub const fn other(self) -> &'static str {
        match self {
            Self::Beside => "other column",
            Self::Stacked => "other half",
            Self::Single => "turn over",
        }
    }
}

/// Where the first or the second of two panes is. `None` when the screen is too small for any.
pub fn pane(size: Size, width: u16, is_second: bool) -> Option<PageLayout> {
    let rows = size.height.saturating_sub(2);
    match Arrangement::of(size) {
        Arrangement::Single => PageLayout::new(size, width),
        Arrangement::Beside => {
            let first = (size.width - GAP) / 2;
            let left = if is_second { first + GAP } else { 0 };
            let cells = if is_second { size.width - left } else { first };
            Some(PageLayout::part(size, Rect::new(left, 0, cells, rows), width, 1))
        }
        Arrangement::Stacked => {
            // Row 1 of the screen stays empty; the first row of the lower pane parts them.
            let first = rows.div_ceil(2);
            let area = if is_second { (first, rows - first) } else { (0, first) };
            Some(PageLayout::part(size, Rect::new(0, area.0, size.width, area.1), width, u16::from(!is_second)))
        }
    }
}

/// The places that two panes have in common. `None` when the screen is too small.
pub fn window(size: Size, width: u16) -> Option<PageLayout> {
    match Arrangement::of(size) {
        Arrangement::Single => PageLayout::new(size, width),
        Arrangement::Beside | Arrangement::Stacked => Some(PageLayout::over_both(size)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_halves_and_one_at_a_time() {
        let at = |w, h| {
            let size = Size::new(w, h);
            let text = |second| pane(size, 72, second).unwrap().text;
            (Arrangement::of(size), text(false), text(true))
        };
        let (first, second) = (Rect::new(2, 2, 56, 17), Rect::new(63, 2, 56, 17));
        assert_eq!(at(120, 22), (Arrangement::Beside, first, second));
        let (first, second) = (Rect::new(2, 2, 60, 9), Rect::new(2, 12, 60, 10));
        assert_eq!(at(80, 24), (Arrangement::Stacked, first, second));
        let (shape, first, second) = at(40, 10);
        assert_eq!((shape, first), (Arrangement::Single, second));
        assert_eq!(at(120, 19).0, Arrangement::Single);
        assert_eq!(pane(Size::new(160, 40), 72, true).unwrap().margin, Some(Rect::new(144, 2, 15, 36)));
    }

    #[test]
    fn panes_never_overlap() {
        for w in 40..220 {
            for h in 8..60 {
                let size = Size::new(w, h);
                let [one, other] = [false, true].map(|second| pane(size, 72, second).unwrap());
                for page in [one, other] {
                    let right = page.margin.map_or(page.text.right(), Rect::right);
                    assert!(page.text.height >= 1 && right <= page.area.right(), "{page:?}");
                    assert!(page.text.bottom() <= page.dock.unwrap_or(page.message).min(page.message), "{page:?}");
                }
                if Arrangement::of(size) != Arrangement::Single {
                    assert!(!one.area.intersects(other.area), "{one:?} {other:?}");
                }
            }
        }
    }
}
