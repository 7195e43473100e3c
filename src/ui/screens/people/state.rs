//! Everybody who speaks in the documents of the folder, and the words of the one under the bar.

use crate::project::index::{PeopleFound, ReadPeople};
use crate::store::codebook::CodebookUndo;
use crate::ui::event::Effect;
use crate::ui::widgets::browse::Browse;
use sayso_core::export::Quotation;
use sayso_core::library::{People, Person, Said, Wording};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;

/// Most statements of one person whose words are read.
pub const MAX_SAID: usize = 5_000;
/// How many people have a colour.
const COLOURED: usize = 8;

/// Which people are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PeopleTab {
    /// All.
    #[default]
    Everybody,
    /// Those of several documents.
    Several,
    /// Those who may be somebody else in the list.
    Same,
}

impl PeopleTab {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Everybody, Self::Several, Self::Same];

    /// Its words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Several => "in several documents",
            Self::Same => "perhaps the same",
        }
    }

    /// The next, or the one before, round.
    pub const fn step(self, back: bool) -> Self {
        match (self, back) {
            (Self::Everybody, false) | (Self::Same, true) => Self::Several,
            (Self::Several, false) | (Self::Everybody, true) => Self::Same,
            (Self::Same, false) | (Self::Several, true) => Self::Everybody,
        }
    }

    fn shows(self, person: &Person) -> bool {
        match self {
            Self::Everybody => true,
            Self::Several => person.documents.len() > 1,
            Self::Same => person.proposal.is_some(),
        }
    }
}

/// In which order people stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PeopleOrder {
    /// Most statements first.
    #[default]
    Said,
    /// Most documents first.
    Documents,
    /// By name.
    Name,
    /// Last heard first.
    Last,
}

impl PeopleOrder {
    /// Its words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Said => "by what they say",
            Self::Documents => "by documents",
            Self::Name => "by name",
            Self::Last => "last heard first",
        }
    }

    /// The next, round.
    pub const fn next(self) -> Self {
        match self {
            Self::Said => Self::Documents,
            Self::Documents => Self::Name,
            Self::Name => Self::Last,
            Self::Last => Self::Said,
        }
    }
}

/// The words of somebody.
#[derive(Debug, Default)]
pub struct WordsColumn {
    /// Whose.
    pub name: Option<String>,
    /// The words that were read so far, in order of time.
    pub rows: Vec<Wording>,
    /// How many there are.
    pub all: usize,
    /// Which are shown.
    pub list: Browse,
    /// Number of the question to which they are the answer.
    number: u64,
}

/// A statement that is marked, with all that is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Who said it.
    pub name: String,
    /// Where.
    pub path: PathBuf,
    /// Name of the document.
    pub document: String,
    /// Its day, in words.
    pub day: String,
    /// The words.
    pub wording: Wording,
}

impl Marked {
    /// As a quotation with its place.
    pub fn quotation(&self) -> Quotation {
        Quotation {
            words: self.wording.words.clone(),
            speaker: Some(self.name.clone()),
            place: format!("{} {}, {}", self.document, self.wording.place, self.day),
            link: None,
        }
    }
}

/// The view.
#[derive(Debug, Default)]
pub struct PeopleView {
    /// The folder, for row 0.
    pub folder: String,
    /// What was read; none until it was.
    pub read: Option<Box<ReadPeople>>,
    /// How many documents are known, and how many there are.
    pub progress: (usize, usize),
    /// Which people are shown.
    pub tab: PeopleTab,
    /// The order.
    pub order: PeopleOrder,
    /// The list.
    pub list: Browse,
    /// The words of the one under the bar.
    pub words: WordsColumn,
    /// Whether the bar is in the words.
    pub in_words: bool,
    /// Statements that are marked.
    pub marks: Vec<Marked>,
    /// The document that was open when it was.
    pub came_from: Option<PathBuf>,
    /// What takes decisions back, newest last.
    pub back: Vec<CodebookUndo>,
    /// Who has which colour.
    colours: HashMap<String, usize>,
    /// How many people each tab has.
    counts: [usize; 3],
}

impl PeopleView {
    /// Opened from a document, or from the library.
    pub fn from_document(came_from: Option<PathBuf>) -> Self {
        Self { came_from, ..Self::default() }
    }

    /// Documents were read, or decisions give people other names: bar, filter and order stay, by name. O(people).
    pub fn show(&mut self, read: Box<ReadPeople>) {
        let name = self.current().map(|person| person.name.clone());
        let before = self.list.at;
        let words = |p: &Person| format!("{} {} {}", p.name, p.names.join(" "), p.roles.join(" "));
        let field = std::mem::take(&mut self.list.field);
        let typing = self.list.typing;
        self.list = Browse::new(read.people.persons.iter().map(words));
        (self.list.field, self.list.typing) = (field, typing);
        for (number, person) in read.people.persons.iter().take(COLOURED).enumerate() {
            if self.colours.len() < COLOURED {
                self.colours.entry(person.name.clone()).or_insert(number);
            }
        }
        let row = name.and_then(|name| read.people.position(&name));
        let several = read.people.persons.iter().filter(|person| PeopleTab::Several.shows(person)).count();
        self.counts = [read.people.persons.len(), several, read.people.proposals.len()];
        self.progress = (read.people.documents, read.people.documents);
        self.read = Some(read);
        self.narrow();
        match row {
            Some(row) => self.list.select(row),
            None => self.list.step(i32::try_from(before).unwrap_or(i32::MAX)),
        }
        // Whose words they are may be another's now.
        self.words.name = None;
    }

    /// What was gathered.
    pub fn found(&self) -> PeopleFound {
        self.read.as_ref().map(|read| read.found.clone()).unwrap_or_default()
    }

    /// Everybody.
    pub fn people(&self) -> Option<&People> {
        self.read.as_ref().map(|read| &read.people)
    }

    /// Somebody by number.
    pub fn person(&self, number: usize) -> Option<&Person> {
        self.people()?.persons.get(number)
    }

    /// Who is under the bar.
    pub fn current(&self) -> Option<&Person> {
        self.person(self.list.current()?)
    }

    /// The number of somebody's colour.
    pub fn colour(&self, name: &str) -> Option<usize> {
        self.colours.get(name).copied()
    }

    /// How many people a tab has; of the last one how many pairs.
    pub const fn count(&self, tab: PeopleTab) -> usize {
        let [everybody, several, same] = self.counts;
        match tab {
            PeopleTab::Everybody => everybody,
            PeopleTab::Several => several,
            PeopleTab::Same => same,
        }
    }

    /// Shows whom the tab has and what is typed names, in the order. O(letters of all names), then O(shown · log).
    pub fn narrow(&mut self) {
        let Some(read) = &self.read else { return };
        let persons = &read.people.persons;
        let tab = self.tab;
        self.list.narrow(|n| persons.get(n).is_some_and(|person| tab.shows(person)));
        let of = |n: u32| persons.get(n as usize);
        match self.order {
            // So they stand.
            PeopleOrder::Said => {}
            PeopleOrder::Documents => self.list.arrange(|n| Reverse(of(n).map(|p| p.documents.len()))),
            PeopleOrder::Name => self.list.arrange(|n| of(n).map(|p| &p.name)),
            PeopleOrder::Last => self.list.arrange(|n| Reverse(of(n).and_then(|p| p.last))),
        }
    }

    /// No two look like one any more: everybody is shown, the bar on one of these.
    pub fn end_pairs(&mut self, names: &[String]) {
        if self.tab == PeopleTab::Same {
            self.tab = PeopleTab::Everybody;
            self.narrow();
        }
        let row = names.iter().find_map(|name| self.people()?.position(name));
        if let Some(row) = row {
            self.list.select(row);
        }
    }

    /// Asks for the words of the one under the bar, unless they were asked for.
    pub fn ask(&mut self, asked: &mut u64) -> Option<Effect> {
        let person = self.current().filter(|person| self.words.name.as_ref() != Some(&person.name))?;
        let said: Vec<Said> = person.said.iter().take(MAX_SAID).copied().collect();
        let name = person.name.clone();
        *asked += 1;
        let typed = if self.in_words { std::mem::take(&mut self.words.list) } else { Browse::default() };
        self.words =
            WordsColumn { name: Some(name), all: said.len(), number: *asked, list: typed, ..WordsColumn::default() };
        let wanted = self.read.as_ref()?.wanted(&said);
        Some(Effect::ReadWords(*asked, wanted))
    }

    /// Words were read. O(those that were read so far).
    pub fn heard(&mut self, number: u64, words: &[Wording]) {
        if self.words.number != number {
            return;
        }
        self.words.rows.extend_from_slice(words);
        let list = &mut self.words.list;
        let (at, field, typing) = (list.at, std::mem::take(&mut list.field), list.typing);
        *list = Browse::new(self.words.rows.iter().map(|row| row.words.clone()));
        (list.field, list.typing) = (field, typing);
        list.narrow(|_| true);
        list.step(i32::try_from(at).unwrap_or(i32::MAX));
    }

    /// A statement of the words, with all that is told of it.
    pub fn told(&self, row: usize) -> Option<Marked> {
        let (wording, read) = (self.words.rows.get(row)?, self.read.as_ref()?);
        let (document, day) = read.about(wording.said.document);
        let path = read.path(wording.said.document)?.to_owned();
        let name = self.words.name.clone()?;
        Some(Marked { name, path, document, day, wording: wording.clone() })
    }

    /// Whether a statement is marked.
    pub fn is_marked(&self, said: Said) -> bool {
        self.marks.iter().any(|mark| mark.wording.said == said)
    }

    /// Marks a statement, or takes its mark away.
    pub fn mark(&mut self, row: usize) {
        let Some(marked) = self.told(row) else { return };
        let said = marked.wording.said;
        if self.is_marked(said) {
            self.marks.retain(|mark| mark.wording.said != said);
        } else {
            self.marks.push(marked);
        }
    }
}
