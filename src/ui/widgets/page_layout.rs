//! Where things are on a screen of a given size.

use ratatui::layout::{Rect, Size};

/// Smallest screen that is drawn.
pub const LEAST: Size = Size { width: 40, height: 8 };

/// The fixed places of one screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLayout {
    /// The screen.
    pub size: Size,
    /// The part of the screen that shows the document, from its first row to its dock: all of it, or a pane.
    pub area: Rect,
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
        let across = Across::new(w, width);
        let dock = across.margin.is_none();
        let top = if tall { 2 } else { 1 };
        let below = if tall { 2 } else { 1 + u16::from(!dock) } + u16::from(dock);
        let rows = h - top - below;
        let (area, row) = (Rect::new(0, 0, w, h), if tall { h - 3 } else { h - 2 });
        Some(Self {
            size,
            area,
            text: Rect::new(across.left, top, across.column, rows),
            margin: across.margin.map(|(left, width)| Rect::new(left, top, width, rows)),
            dock: dock.then_some(row),
            message: h - 2,
            footer: h - 1,
        })
    }

    /// Lays out a document in a part of the screen whose last two rows are those of all; `blank` rows are left free below its
    /// first.
    pub fn part(size: Size, area: Rect, width: u16, blank: u16) -> Self {
        let across = Across::new(area.width, width);
        let top = area.top() + 1 + blank;
        let dock = across.margin.is_none();
        let rows = area.bottom().saturating_sub(top + u16::from(dock)).max(1);
        Self {
            size,
            area,
            text: Rect::new(area.left() + across.left, top, across.column, rows),
            margin: across.margin.map(|(left, width)| Rect::new(area.left() + left, top, width, rows)),
            dock: dock.then_some(area.bottom().saturating_sub(1)),
            message: size.height - 2,
            footer: size.height - 1,
        }
    }

    /// The places that two panes have in common: footer and message row; sheets and views lie over both.
    pub const fn over_both(size: Size) -> Self {
        let area = Rect::new(0, 0, size.width, size.height);
        let text = Rect::new(2, 2, size.width - 4, size.height - 4);
        Self { size, area, text, margin: None, dock: None, message: size.height - 2, footer: size.height - 1 }
    }

    /// One past the last column that words use: the right edge of header and footer.
    pub fn right(&self) -> u16 {
        self.margin.map_or(self.area.right().min(self.text.right() + 1), Rect::right)
    }

    /// Whether it is one of two panes on the screen.
    pub const fn is_part(&self) -> bool {
        self.area.width != self.size.width || self.area.height != self.size.height
    }

    /// Whether the screen has the height of a full page.
    pub const fn is_tall(&self) -> bool {
        self.size.height >= 13
    }
}

/// Where text and margin lie in a width.
struct Across {
    left: u16,
    column: u16,
    /// Left edge and width of the margin; none where there is no room for it.
    margin: Option<(u16, u16)>,
}

impl Across {
    fn new(w: u16, width: u16) -> Self {
        if w < 76 {
            return Self { left: 2, column: (w - 3).min(width.max(w - 3)), margin: None };
        }
        let gap = if w >= 100 { 3 } else { 2 };
        let least = if w >= 100 { 22 } else { 15 };
        let column = width.min(w - 3 - gap - least).max(38);
        let margin = (w - 3 - gap - column).min(36);
        let left = if w >= 116 { (w - (2 + column + gap + margin)) / 2 + 2 } else { 2 };
        Self { left, column, margin: Some((left + column + gap, margin)) }
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
