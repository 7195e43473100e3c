//! The view of the documents of a folder.

use crate::project::library::{Library, LibraryEntry};
use crate::ui::widgets::browse::Browse;
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

/// In which order documents stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LibraryOrder {
    /// By name.
    #[default]
    Name,
    /// Unfinished first.
    Unfinished,
    /// Last opened first.
    Opened,
}

impl LibraryOrder {
    /// Its words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Unfinished => "unfinished first",
            Self::Opened => "last opened first",
        }
    }

    /// The next, round.
    pub const fn next(self) -> Self {
        match self {
            Self::Name => Self::Unfinished,
            Self::Unfinished => Self::Opened,
            Self::Opened => Self::Name,
        }
    }
}

/// The view: which documents are shown, and the bar.
#[derive(Debug)]
pub struct LibraryView {
    /// Which are shown.
    pub list: Browse,
    /// The order.
    pub order: LibraryOrder,
    /// The document of each row.
    paths: Vec<PathBuf>,
}

impl LibraryView {
    /// All documents, the bar at the one at `path`.
    pub fn new(library: &Library, path: Option<&Path>) -> Self {
        let mut list = Browse::new(library.entries.iter().map(|s| s.name.clone()));
        let row = path.and_then(|p| library.position(p));
        list.select(row.unwrap_or(0));
        Self { list, order: LibraryOrder::Name, paths: library.entries.iter().map(|s| s.path.clone()).collect() }
    }

    /// The same view of a library that has other documents now. O(documents).
    pub fn list_again(&mut self, library: &Library, left_for: Option<&str>) {
        let row = self.list.current().and_then(|n| self.paths.get(n)).and_then(|path| library.position(path));
        let before = std::mem::replace(self, Self::new(library, None));
        (self.order, self.list.typing, self.list.field) = (before.order, before.list.typing, before.list.field);
        self.narrow(library, left_for);
        self.list.at = before.list.at.min(self.list.shown().len().saturating_sub(1));
        if let Some(row) = row {
            self.list.select(row);
        }
    }

    /// Shows what is typed, and only what is left for somebody where they are named. O(documents · log documents).
    pub fn narrow(&mut self, library: &Library, left_for: Option<&str>) {
        let is_left = |n: usize| library.entries.get(n).is_some_and(|entry| entry.is_left_for(left_for));
        self.list.narrow(|n| left_for.is_none() || is_left(n));
        self.arrange(library);
    }

    /// Another order.
    pub fn arrange(&mut self, library: &Library) {
        let entry = |n: u32| library.entries.get(n as usize);
        match self.order {
            LibraryOrder::Name => self.list.arrange(|_| ()),
            LibraryOrder::Unfinished => self.list.arrange(|n| !entry(n).is_some_and(LibraryEntry::is_unfinished)),
            LibraryOrder::Opened => {
                self.list.arrange(|n| Reverse(entry(n).map(|s| s.opened.as_str()).unwrap_or_default()));
            }
        }
    }

    /// The document under the bar.
    pub fn current<'a>(&self, library: &'a Library) -> Option<&'a LibraryEntry> {
        library.entries.get(self.list.current()?)
    }
}
