//! Where things are on a screen of a given size.

use ratatui::layout::{Rect, Size};

/// Smallest screen that is drawn.
pub const LEAST: Size = Size { width: 40, height: 8 };

/// The fixed places of one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLayout {
    /// The screen.
    pub size: Size,
    /// The text column.
    pub text: Rect,
    /// The margin; none on narrow screens.
    pub margin: Option<Rect>,
    /// The row that stands for the margin on narrow screens.
    pub dock: Option<u16>,
    /// The row of messages.
    pub message: u16,
    /// The last row.
    pub footer: u16,
}

impl PageLayout {
    /// Lays out a screen; `width` is the preferred column, 40 to 100. `None` when the screen is too small.
    pub fn new(size: Size, width: u16) -> Option<Self> {
        let Size { width: w, height: h } = size;
        if w < LEAST.width || h < LEAST.height {
            return None;
        }
        let tall = h >= 13;
        let dock = w < 76;
        let top = if tall { 2 } else { 1 };
        let below = if tall { 2 } else { 1 + u16::from(!dock) } + u16::from(dock);
        let rows = h - top - below;
        let footer = h - 1;
        let message = h - 2;
        if dock {
            let row = if tall { h - 3 } else { h - 2 };
            let text = Rect::new(2, top, (w - 3).min(width.max(w - 3)), rows);
            return Some(Self { size, text, margin: None, dock: Some(row), message, footer });
        }
        let gap = if w >= 100 { 3 } else { 2 };
        let least = if w >= 100 { 22 } else { 15 };
        let column = width.min(w - 3 - gap - least).max(38);
        let margin = (w - 3 - gap - column).min(36);
        let left = if w >= 116 { (w - (2 + column + gap + margin)) / 2 + 2 } else { 2 };
        let text = Rect::new(left, top, column, rows);
        let margin = Rect::new(left + column + gap, top, margin, rows);
        Some(Self { size, text, margin: Some(margin), dock: None, message, footer })
    }

    /// One past the last column that words use: the right edge of header and footer.
    pub fn right(&self) -> u16 {
        self.margin.map_or(self.size.width.min(self.text.right() + 1), Rect::right)
    }

    /// Whether the screen has the height of a full page.
    pub const fn is_tall(&self) -> bool {
        self.size.height >= 13
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_of_the_usual_screens() {
        let page = |w, h| PageLayout::new(Size::new(w, h), 72);
        let wide = page(120, 40).unwrap();
        assert_eq!((wide.text, wide.margin), (Rect::new(5, 2, 72, 36), Some(Rect::new(80, 2, 36, 36))));
        let usual = page(80, 24).unwrap();
        assert_eq!((usual.text, usual.margin), (Rect::new(2, 2, 60, 20), Some(Rect::new(64, 2, 15, 20))));
        let small = page(40, 10).unwrap();
        assert_eq!((small.text, small.dock, small.footer), (Rect::new(2, 1, 37, 7), Some(8), 9));
        assert_eq!(page(100, 30).unwrap().margin, Some(Rect::new(77, 2, 22, 26)));
        assert!(page(39, 24).is_none() && page(80, 7).is_none());
    }

    #[test]
    fn nothing_overlaps_at_any_size() {
        for w in 40..200 {
            for h in 8..60 {
                for width in [40, 60, 72, 100] {
                    let page = PageLayout::new(Size::new(w, h), width).unwrap();
                    assert!(page.text.height >= 1 && page.text.right() <= w, "{page:?}");
                    assert!(page.margin.is_none_or(|m| m.left() > page.text.right() && m.right() <= w), "{page:?}");
                    assert!(page.text.bottom() <= page.message.min(page.dock.unwrap_or(page.message)), "{page:?}");
                }
            }
        }
    }
}
