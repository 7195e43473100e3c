//! What is asked of all documents, and what was found so far: rows that come in batches and never move by themselves.

pub mod row;
pub mod words;

use super::colours::SpeakerColours;
use jiff::civil::Date;
use row::{FindRow, FoundDocument};
use sayso_core::library::FindQuery;
use sayso_core::reading::SpeakerNames;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

/// Most rows that are gathered of one question.
pub const MAX_ROWS: usize = 10_000;
/// Most names that the question is read back with.
const MAX_NAMES: usize = 4;

/// A question to the documents of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindAsked {
    /// What is asked.
    pub query: FindQuery,
    /// Its number: answers to earlier ones are late.
    pub number: u64,
    /// A document that is not asked: the one a quotation is from.
    pub except: Option<PathBuf>,
}

/// What came of a question, by its number.
#[derive(Clone, Debug, PartialEq)]
pub struct FindNews {
    /// The number of the question.
    pub number: u64,
    /// What came.
    pub step: FindStep,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum FindStep {
    /// Documents with answers.
    Found(Vec<FoundDocument>),
    /// All that are known by now were asked; a name of the question that nobody has, with one that is like it.
    Over(Option<Unknown>),
    /// It cannot be asked, in a sentence without its full stop.
    Failed(String),
}

/// A name that nobody or nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong: `nobody is called lindqvst`.
    pub words: String,
    /// What was probably meant.
    pub meant: Option<String>,
}

/// The quotation of which the same words are looked for elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Its words, on one line.
    pub words: String,
    /// The document it is from.
    pub path: Option<PathBuf>,
    /// That document and the place in it, as people say it.
    pub place: String,
}

/// Where a person was who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the list of documents.
    Library,
    /// In a document.
    Document(PathBuf),
    /// On a page that lies nowhere.
    Nowhere,
}

/// Which of the answers are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FindTab {
    /// What somebody says.
    #[default]
    Statements,
    /// What is a claim.
    Claims,
    /// All places.
    Text,
    /// A row for each document.
    Documents,
}

impl FindTab {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Statements, Self::Claims, Self::Text, Self::Documents];

    /// Its word.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Claims => "claims",
            Self::Text => "text",
            Self::Documents => "documents",
        }
    }
}

/// Rows of a tab: numbers of all rows.
#[derive(Clone, Debug, Default)]
struct TabRows {
    rows: Vec<u32>,
    /// How many of them stand in order; those behind were found later.
    ordered: usize,
}

impl TabRows {
    /// No rows in any tab.
    fn none() -> [Self; 4] {
        std::array::from_fn(|_| Self::default())
    }
}

/// A document with answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its path.
    pub path: PathBuf,
    /// What it is called below the folder.
    pub name: String,
    /// Its day.
    pub date: Option<Date>,
    /// How many places of it there are.
    pub places: usize,
}

/// A question with what was found so far.
#[derive(Debug)]
pub struct FindDesk {
    /// The folder whose documents are asked; empty where documents were named one by one.
    pub folder: PathBuf,
    /// What that is called.
    pub name: String,
    /// Where the person was.
    pub origin: Origin,
    /// The quotation, where the same words are looked for.
    pub quoted: Option<Quoted>,
    /// What is typed.
    pub line: String,
    /// What that asks.
    pub query: FindQuery,
    /// What is wrong with it.
    pub wrong: Option<String>,
    /// Which rows are shown.
    pub tab: FindTab,
    /// Marked rows, by their numbers.
    pub marked: BTreeSet<u32>,
    /// The document that was opened from here, and the row: leaving it comes back to that.
    pub opened: Option<(PathBuf, usize)>,
    /// How many documents of the folder were read, and all; nothing while that is not known.
    pub progress: Option<(usize, usize)>,
    /// Colours of the speakers.
    pub colours: SpeakerColours,
    /// A name in the question that nobody has.
    pub unknown: Option<Unknown>,
    /// Whether all documents that are known were asked.
    pub is_over: bool,
    /// The number of the question that was asked last.
    number: u64,
    /// Whether the rows are those of the question before.
    is_stale: bool,
    rows: Vec<FindRow>,
    documents: Vec<DocumentRow>,
    known: HashMap<PathBuf, u32>,
    tabs: [TabRows; 4],
    names: BTreeSet<String>,
    /// Who has a colour.
    speakers: HashSet<String>,
}

impl FindDesk {
    /// Nothing is asked yet; numbers go on from those of another question.
    pub fn new(folder: PathBuf, name: String, origin: Origin, before: Option<&Self>) -> Self {
        Self {
            folder,
            name,
            origin,
            quoted: None,
            line: String::new(),
            query: FindQuery::default(),
            wrong: None,
            tab: FindTab::default(),
            marked: BTreeSet::new(),
            opened: None,
            progress: None,
            colours: SpeakerColours::default(),
            unknown: None,
            is_over: false,
            number: before.map_or(0, |before| before.number),
            is_stale: false,
            rows: Vec::new(),
            documents: Vec::new(),
            known: HashMap::new(),
            tabs: TabRows::none(),
            names: BTreeSet::new(),
            speakers: HashSet::new(),
        }
    }

    /// Another question is asked: its number. The rows stay until the first of its own come.
    pub fn asks(&mut self, query: FindQuery) -> u64 {
        (self.query, self.wrong, self.unknown) = (query, None, None);
        (self.is_stale, self.is_over) = (true, false);
        self.number += 1;
        self.number
    }

    /// Nothing is asked any more.
    pub fn asks_nothing(&mut self, wrong: Option<String>) {
        self.asks(FindQuery::default());
        (self.wrong, self.is_over) = (wrong, true);
        self.clear();
    }

    fn clear(&mut self) {
        self.is_stale = false;
        self.rows.clear();
        self.documents.clear();
        self.known.clear();
        self.tabs = TabRows::none();
        self.marked.clear();
        self.names.clear();
        self.speakers.clear();
    }

    /// Takes in what came of a question; false for late news. Rows go behind those that are there. O(what came).
    pub fn take(&mut self, news: FindNews) -> bool {
        if news.number != self.number {
            return false;
        }
        if std::mem::take(&mut self.is_stale) {
            self.clear();
        }
        match news.step {
            FindStep::Found(documents) => documents.into_iter().for_each(|document| self.add(document)),
            FindStep::Over(unknown) => (self.is_over, self.unknown) = (true, unknown),
            FindStep::Failed(why) => (self.is_over, self.wrong) = (true, Some(why)),
        }
        true
    }

    fn add(&mut self, document: FoundDocument) {
        let FoundDocument { path, name, date, rows } = document;
        // One that changed meanwhile keeps its rows: what is looked at does not go away.
        if self.known.contains_key(&path) || rows.is_empty() {
            return;
        }
        let number = self.documents.len() as u32;
        self.known.insert(path.clone(), number);
        self.documents.push(DocumentRow { path, name, date, places: rows.len() });
        for (n, row) in rows.into_iter().enumerate() {
            let at = self.rows.len() as u32;
            let is_shown = [row.is_said, row.is_claim, true, n == 0];
            for (tab, _) in self.tabs.iter_mut().zip(is_shown).filter(|(_, is_shown)| *is_shown) {
                tab.rows.push(at);
                // What comes before the question is over stands in order.
                tab.ordered += usize::from(!self.is_over);
            }
            if let Some(name) = row.speaker.as_ref().filter(|name| !self.speakers.contains(*name)) {
                self.speakers.insert(name.clone());
                self.colours.add([SpeakerNames { name: name.clone(), others: Vec::new() }]);
                if self.names.len() < MAX_NAMES {
                    self.names.insert(name.clone());
                }
            }
            self.rows.push(FindRow { document: number, ..row });
        }
    }

    const fn tab_rows(&self, tab: FindTab) -> &TabRows {
        let [statements, claims, text, documents] = &self.tabs;
        match tab {
            FindTab::Statements => statements,
            FindTab::Claims => claims,
            FindTab::Text => text,
            FindTab::Documents => documents,
        }
    }

    /// How many rows a tab has.
    pub fn count(&self, tab: FindTab) -> usize {
        self.tab_rows(tab).rows.len()
    }

    /// Numbers of the rows that are shown.
    pub fn shown(&self) -> &[u32] {
        &self.tab_rows(self.tab).rows
    }

    /// How many rows were found behind those that stand in order.
    pub fn late(&self) -> usize {
        let tab = self.tab_rows(self.tab);
        tab.rows.len().saturating_sub(tab.ordered)
    }

    /// A row by its number.
    pub fn row(&self, number: u32) -> Option<&FindRow> {
        self.rows.get(number as usize)
    }

    /// The row at a place of those shown.
    pub fn shown_row(&self, at: usize) -> Option<&FindRow> {
        self.row(*self.shown().get(at)?)
    }

    /// The document of a row.
    pub fn document(&self, row: &FindRow) -> Option<&DocumentRow> {
        self.documents.get(row.document as usize)
    }

    /// Who is among the speakers of the rows: at most four.
    pub const fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Puts the rows of all tabs in order: by document and place; copies of a quotation the oldest first, those without a day
    /// last. The place of the row that stood at `at` now. O(n log n).
    pub fn arrange(&mut self, at: usize) -> usize {
        let under = self.shown().get(at).copied();
        let is_dated = self.quoted.is_some();
        let (rows, documents) = (&self.rows, &self.documents);
        let key = |n: &u32| {
            let row = rows.get(*n as usize);
            let document = row.and_then(|row| documents.get(row.document as usize));
            let date = document.and_then(|document| document.date).filter(|_| is_dated);
            (is_dated && date.is_none(), date, document.map(|document| &document.path), row.map(|row| row.span))
        };
        for tab in &mut self.tabs {
            tab.rows.sort_by(|a, b| key(a).cmp(&key(b)));
            tab.ordered = tab.rows.len();
        }
        under.and_then(|under| self.shown().iter().position(|n| *n == under)).unwrap_or(0)
    }

    /// The marked rows in the order in which they are shown, or the one at a place.
    pub fn chosen(&self, at: usize) -> Vec<&FindRow> {
        if self.marked.is_empty() {
            return self.shown_row(at).into_iter().collect();
        }
        let text = &self.tab_rows(FindTab::Text).rows;
        text.iter().filter(|n| self.marked.contains(n)).filter_map(|n| self.row(*n)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::span::Span;

    fn row(at: u32, said: bool) -> FindRow {
        let speaker = said.then(|| "Ada Grey".to_owned());
        FindRow { span: Span::new(at, at + 1), is_said: said, speaker, ..FindRow::default() }
    }

    fn document(name: &str, day: Option<&str>, rows: Vec<FindRow>) -> FoundDocument {
        let date = day.map(|day| day.parse().unwrap());
        FoundDocument { path: name.into(), name: name.to_owned(), date, rows }
    }

    fn desk() -> FindDesk {
        FindDesk::new("d".into(), "d/".to_owned(), Origin::Nowhere, None)
    }

    fn names(desk: &FindDesk) -> Vec<&str> {
        let name = |n: &u32| desk.row(*n).and_then(|row| desk.document(row)).map(|d| d.name.as_str());
        desk.shown().iter().filter_map(name).collect()
    }

    #[test]
    fn rows_found_later_go_behind_until_they_are_put_in_order() {
        let mut desk = desk();
        let number = desk.asks(FindQuery::default());
        let found = |documents| FindNews { number, step: FindStep::Found(documents) };
        assert!(desk.take(found(vec![document("b.txt", None, vec![row(1, true), row(5, false)])])));
        assert!(desk.take(FindNews { number, step: FindStep::Over(None) }));
        assert!(desk.take(found(vec![document("a.txt", None, vec![row(3, true)])])));
        assert_eq!((names(&desk), desk.late()), (vec!["b.txt", "a.txt"], 1));
        assert_eq!(FindTab::ALL.map(|tab| desk.count(tab)), [2, 0, 3, 2]);
        assert_eq!(desk.arrange(0), 1, "the bar stays on its row");
        assert_eq!((names(&desk), desk.late()), (vec!["a.txt", "b.txt"], 0));
        // A document that is told again keeps the rows it has.
        assert!(desk.take(found(vec![document("a.txt", None, vec![row(9, true)])])));
        assert_eq!(desk.count(FindTab::Statements), 2);
    }

    #[test]
    fn late_answers_are_none_and_the_rows_before_stay_until_others_come() {
        let mut desk = desk();
        let first = desk.asks(FindQuery::default());
        let found =
            |number, name| FindNews { number, step: FindStep::Found(vec![document(name, None, vec![row(1, true)])]) };
        desk.take(found(first, "a.txt"));
        let second = desk.asks(FindQuery::default());
        assert_eq!(names(&desk), ["a.txt"]);
        assert!(!desk.take(found(first, "c.txt")));
        assert!(desk.take(found(second, "b.txt")));
        assert_eq!(names(&desk), ["b.txt"]);
    }

    #[test]
    fn copies_stand_the_oldest_first_and_those_without_a_day_last() {
        let mut desk = desk();
        desk.quoted = Some(Quoted { words: String::new(), path: None, place: String::new() });
        let number = desk.asks(FindQuery::default());
        let days = [("a", None), ("b", Some("2024-05-01")), ("c", Some("2019-01-01"))];
        let all = days.map(|(name, day)| document(name, day, vec![row(1, true)])).to_vec();
        desk.take(FindNews { number, step: FindStep::Found(all) });
        desk.arrange(0);
        assert_eq!(names(&desk), ["c", "b", "a"]);
    }
}
