//! Everything decided and suggested, in rows: tabs, order, marked rows for changes of many at once.

use crate::ui::widgets::browse::Browse;
use sayso_core::annotation::{CLAIM, QUOTE, Status};
use sayso_core::reading::{Concern, ItemId, Reading};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which rows a tab shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Everything.
    All,
    /// Open suggestions of the queue.
    ToReview,
    /// Suggestions too weak for the queue.
    Weak,
    /// Confirmed as found.
    Confirmed,
    /// Changed by a person.
    Edited,
    /// Made by hand, with another label than claim or note.
    Labelled,
    /// Claims.
    Claims,
    /// With a note.
    Notes,
    /// Said to be no quotation.
    Rejected,
    /// Without a sure place, or perhaps of somebody else by now.
    ToCheck,
    /// Decided differently by several people.
    Conflict,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Self; 11] = [
        Self::All,
        Self::ToReview,
        Self::Weak,
        Self::Confirmed,
        Self::Edited,
        Self::Labelled,
        Self::Claims,
        Self::Notes,
        Self::Rejected,
        Self::ToCheck,
        Self::Conflict,
    ];

    /// Its word.
    pub const fn title(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToReview => "to review",
            Self::Weak => "weak",
            Self::Confirmed => "confirmed",
            Self::Edited => "edited",
            Self::Labelled => "labelled",
            Self::Claims => "claims",
            Self::Notes => "notes",
            Self::Rejected => "rejected",
            Self::ToCheck => "to check",
            Self::Conflict => "conflict",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// In which order rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// As in the text.
    Place,
    /// By who speaks.
    Speaker,
    /// By label.
    Label,
    /// Least sure first.
    Doubt,
    /// Newest first.
    Newest,
}

impl RowOrder {
    /// Its words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Place => "in reading order",
            Self::Speaker => "by speaker",
            Self::Label => "by label",
            Self::Doubt => "least sure first",
            Self::Newest => "newest first",
        }
    }

    /// The next, round.
    pub const fn next(self) -> Self {
        match self {
            Self::Place => Self::Speaker,
            Self::Speaker => Self::Label,
            Self::Label => Self::Doubt,
            Self::Doubt => Self::Newest,
            Self::Newest => Self::Place,
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about; a record without a place too.
    pub item: ItemId,
    /// First code point, as stored or found.
    pub start: u32,
    tabs: u16,
}

/// The view.
#[derive(Debug)]
pub struct AnnotationsView {
    /// All rows, in reading order.
    pub rows: Vec<Row>,
    /// Which are shown.
    pub list: Browse,
    /// The tab.
    pub tab: Tab,
    /// The order.
    pub order: RowOrder,
    /// Rows marked for a change of many at once, by number.
    pub marked: BTreeSet<usize>,
    /// Whether `x` was pressed once.
    pub delete_pending: bool,
    /// Rows of each tab.
    counts: [usize; Tab::ALL.len()],
}

impl AnnotationsView {
    /// Everything in a reading. O(items).
    pub fn new(reading: &Reading) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for record in reading.set().iter() {
            let item = ItemId::Record(Arc::from(record.id.as_str()));
            let mut tabs = Tab::All.bit();
            let mut add = |holds: bool, tab: Tab| tabs |= if holds { tab.bit() } else { 0 };
            let hand = record.label != QUOTE && record.label != CLAIM && record.label != "note";
            add(record.status == Some(Status::Confirmed), Tab::Confirmed);
            add(record.status == Some(Status::Edited), Tab::Edited);
            add(hand || record.label == QUOTE && record.status.is_none(), Tab::Labelled);
            add(record.label == CLAIM, Tab::Claims);
            add(record.note.is_some() || record.label == "note", Tab::Notes);
            if record.is_rejected() {
                tabs = Tab::Rejected.bit();
            } else {
                let concern = reading.concern(record);
                add(matches!(concern, Some(Concern::Place | Concern::Speaker)), Tab::ToCheck);
            }
            if reading.is_in_conflict(record) {
                tabs |= Tab::Conflict.bit() | Tab::All.bit();
            }
            rows.push(Row { item, start: record.start(), tabs });
        }
        let document = reading.document();
        for item in reading.all().filter(|i| reading.suggestion(i).is_some()) {
            let start = reading.hull(&item).map_or(0, |h| document.offsets().to_chars(document.text(), h.start));
            let tabs = Tab::All.bit() | if reading.is_open(&item) { Tab::ToReview } else { Tab::Weak }.bit();
            rows.push(Row { item, start, tabs });
        }
        rows.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.item.cmp(&b.item)));
        let list = Browse::new(rows.iter().map(|row| words_of(reading, &row.item)));
        let counts = Tab::ALL.map(|tab| rows.iter().filter(|r| r.tabs & tab.bit() != 0).count());
        let (tab, order, marked, delete_pending) = (Tab::All, RowOrder::Place, BTreeSet::new(), false);
        let mut view = Self { rows, list, tab, order, marked, delete_pending, counts };
        view.narrow(reading);
        view
    }

    /// The same after a change: tab, filter, order and bar stay.
    pub fn update(&mut self, reading: &Reading) {
        let mut fresh = Self::new(reading);
        fresh.list.field = std::mem::take(&mut self.list.field);
        (fresh.tab, fresh.order) = (self.tab, self.order);
        if fresh.count(fresh.tab) == 0 {
            fresh.tab = Tab::All;
        }
        fresh.narrow(reading);
        fresh.list.step(self.list.at as i32);
        if let Some(start) = self.current().map(|r| r.start)
            && fresh.order == RowOrder::Place
        {
            let row = fresh.rows.partition_point(|r| r.start < start);
            fresh.list.select(row);
        }
        *self = fresh;
    }

    /// Rows of a tab.
    pub fn count(&self, tab: Tab) -> usize {
        self.counts.get(tab as usize).copied().unwrap_or_default()
    }

    /// Shows the rows of the tab that match what is typed.
    pub fn narrow(&mut self, reading: &Reading) {
        let (rows, bit) = (&self.rows, self.tab.bit());
        self.list.narrow(|n| rows.get(n).is_some_and(|r| r.tabs & bit != 0));
        self.arrange(reading);
    }

    /// Puts the shown rows in order.
    pub fn arrange(&mut self, reading: &Reading) {
        if self.order == RowOrder::Place {
            return;
        }
        let order = self.order;
        let key = |n: u32| {
            let item = self.rows.get(n as usize).map(|r| &r.item);
            let record = item.and_then(|i| reading.record(i));
            let label = record.map_or(QUOTE, |r| r.label.as_str());
            match order {
                RowOrder::Place => String::new(),
                RowOrder::Speaker => item.map(|i| reading.speaker_name(i)).unwrap_or_default(),
                RowOrder::Label => label.to_owned(),
                RowOrder::Doubt => {
                    let score = item.and_then(|i| reading.suggestion(i)).map_or(2.0, |a| a.score);
                    format!("{score:.3}")
                }
                RowOrder::Newest => {
                    let at = record.and_then(|r| r.modified.as_ref().or(r.created.as_ref()));
                    // Later times first: their letters are turned round.
                    at.map_or_else(|| "\u{10ffff}".to_owned(), |at| at.chars().map(turned).collect())
                }
            }
        };
        let keys: std::collections::HashMap<u32, String> = self.list.shown().iter().map(|n| (*n, key(*n))).collect();
        self.list.arrange(|n| keys.get(&n));
    }

    /// The row under the bar.
    pub fn current(&self) -> Option<&Row> {
        self.rows.get(self.list.current()?)
    }

    /// What a change is for: the marked rows, else the one under the bar.
    pub fn selected(&self) -> Vec<ItemId> {
        if self.marked.is_empty() {
            return self.current().map(|r| r.item.clone()).into_iter().collect();
        }
        self.marked.iter().filter_map(|n| self.rows.get(*n)).map(|r| r.item.clone()).collect()
    }

    /// Everything in the rows that are shown. O(rows).
    pub fn shown_items(&self) -> Vec<ItemId> {
        self.list.shown().iter().filter_map(|n| self.rows.get(*n as usize)).map(|r| r.item.clone()).collect()
    }

    /// The next tab that has rows, or the one before.
    pub fn turn(&mut self, reading: &Reading, forward: bool) {
        let all = Tab::ALL;
        let at = all.iter().position(|t| *t == self.tab).unwrap_or(0);
        let turn = |by: usize| (at + if forward { by } else { all.len() - by }) % all.len();
        let next = (1..=all.len()).filter_map(|by| all.get(turn(by))).find(|t| **t == Tab::All || self.count(**t) > 0);
        self.tab = next.copied().unwrap_or(Tab::All);
        self.list.at = 0;
        self.narrow(reading);
    }

    /// Marks the row under the bar, or takes its mark away.
    pub fn mark(&mut self) {
        if let Some(row) = self.list.current() {
            if !self.marked.remove(&row) {
                self.marked.insert(row);
            }
            self.list.step(1);
        }
    }

    /// Marks all rows shown, or none when they are.
    pub fn mark_all(&mut self) {
        let all: BTreeSet<usize> = self.list.shown().iter().map(|n| *n as usize).collect();
        self.marked = if all.is_subset(&self.marked) { BTreeSet::new() } else { all };
    }
}

/// A digit or letter turned round, so that later times sort first.
fn turned(c: char) -> char {
    char::from_u32(0x7f_u32.saturating_sub(u32::from(c))).unwrap_or(c)
}

/// Everything a row can be found by.
fn words_of(reading: &Reading, item: &ItemId) -> String {
    let words: String = match reading.record(item) {
        Some(record) => record.exact(),
        None => reading.spans(item).iter().map(|s| reading.document().words(*s)).collect::<Vec<_>>().join(" "),
    };
    let name = reading.speaker_name(item);
    let mut out = format!("{name} {words}");
    // As in a search: @lindqvist is who speaks, #claim a label, rating or status.
    for part in name.split_whitespace() {
        out.push_str(" @");
        out.push_str(part.trim_start_matches('@'));
    }
    match reading.record(item) {
        Some(record) => {
            for more in [Some(&record.label), record.rating.as_ref(), record.note.as_ref()].into_iter().flatten() {
                out.push(' ');
                out.push_str(more);
            }
            let tags = [Some(record.label.as_str()), record.rating.as_deref(), record.status.map(Status::word)];
            for tag in tags.into_iter().flatten() {
                out.push_str(" #");
                out.push_str(tag);
            }
        }
        None => out.push_str(" #quote #suggested"),
    }
    out.replace('\n', " ")
}
