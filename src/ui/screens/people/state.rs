//! Everybody who speaks in the documents of the folder, and the words of the one under the bar.

use crate::project::PeopleFound;
use crate::project::index::{PersonDocument, WordsWanted};
use crate::store::codebook::CodebookUndo;
use crate::ui::event::Effect;
use crate::ui::widgets::browse::Browse;
use sayso_core::annotation::{ProjectSpeakers, Speaker};
use sayso_core::document::civil_in_words;
use sayso_core::export::Quotation;
use sayso_core::library::{People, Person, Said, Wording};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

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

/// What was read of the documents.
#[derive(Debug, Default)]
pub struct ReadPeople {
    found: PeopleFound,
    projects: Vec<ProjectSpeakers>,
    /// Everybody, by the names that the project has now.
    pub people: People,
}

impl ReadPeople {
    fn new(found: PeopleFound) -> Self {
        let projects = found.projects();
        let people = found.gathering.people(&projects);
        Self { found, projects, people }
    }

    /// The path of a document.
    pub fn path(&self, document: u32) -> Option<&Path> {
        self.found.documents.get(document as usize).map(|d| d.path.as_path())
    }

    /// The name of a document, and its day.
    pub fn about(&self, document: u32) -> (String, String) {
        let name = self.path(document).and_then(Path::file_name);
        let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let day = self.found.gathering.date(document);
        (name, day.map_or_else(|| "no date".to_owned(), civil_in_words))
    }

    /// What is wanted to know the words of statements, in their order.
    pub fn wanted(&self, said: &[Said]) -> WordsWanted {
        let mut documents: Vec<(PersonDocument, Vec<Said>)> = Vec::new();
        let mut last = None;
        for said in said {
            let Some(document) = self.found.documents.get(said.document as usize) else { continue };
            match documents.last_mut().filter(|_| last == Some(said.document)) {
                Some((_, all)) => all.push(*said),
                None => documents.push((document.clone(), vec![*said])),
            }
            last = Some(said.document);
        }
        WordsWanted { index: self.found.index.clone(), documents }
    }

    /// Codebooks besides that of the folder: their documents follow no decision that is kept in it.
    pub fn other_codebooks(&self, kept_in: &Path) -> Vec<&Path> {
        let paths = self.found.codebooks.iter().filter_map(|book| book.path.as_deref());
        let real = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let own = real(kept_in);
        paths.filter(|path| real(path) != own).collect()
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
}

impl PeopleView {
    /// Documents were read: bar, filter and order stay, by name.
    pub fn take(&mut self, found: PeopleFound) {
        self.show(ReadPeople::new(found));
    }

    /// A codebook has other speakers now.
    pub fn know(&mut self, path: &Path, speakers: Vec<Speaker>) {
        let Some(mut read) = self.read.take() else { return };
        let real = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let place = real(path);
        let is_there = read.found.codebooks.iter().any(|book| book.path.as_deref().is_some_and(|p| real(p) == place));
        for book in &mut read.found.codebooks {
            let is_it = match &book.path {
                Some(path) => real(path) == place,
                // One that was made a moment ago is that of whoever had none.
                None => !is_there,
            };
            if is_it {
                book.path = Some(path.to_owned());
                book.codebook.speakers.clone_from(&speakers);
            }
        }
        self.show(ReadPeople::new(std::mem::take(&mut read.found)));
    }

    fn show(&mut self, read: ReadPeople) {
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
        self.progress = (read.people.documents, read.people.documents);
        self.read = Some(Box::new(read));
        self.narrow();
        match row {
            Some(row) => self.list.select(row),
            None => self.list.step(i32::try_from(before).unwrap_or(i32::MAX)),
        }
        // Whose words they are may be another's now.
        self.words.name = None;
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

    /// How many people a tab has. O(people).
    pub fn count(&self, tab: PeopleTab) -> usize {
        match tab {
            PeopleTab::Same => self.people().map_or(0, |people| people.proposals.len()),
            tab => self.people().map_or(0, |people| people.persons.iter().filter(|p| tab.shows(p)).count()),
        }
    }

    /// Shows whom the tab has and what is typed names, in the order. One search through their names, then O(shown · log).
    pub fn narrow(&mut self) {
        let Some(read) = &self.read else { return };
        let persons = &read.people.persons;
        let tab = self.tab;
        self.list.narrow(|n| persons.get(n).is_some_and(|person| tab.shows(person)));
        if self.order == PeopleOrder::Said {
            return;
        }
        let of = |n: &u32| persons.get(*n as usize);
        let order = self.order;
        self.list.arrange(|a, b| {
            let (one, two) = (of(a), of(b));
            let by = match order {
                PeopleOrder::Said => std::cmp::Ordering::Equal,
                PeopleOrder::Documents => two.map(|p| p.documents.len()).cmp(&one.map(|p| p.documents.len())),
                PeopleOrder::Name => one.map(|p| &p.name).cmp(&two.map(|p| &p.name)),
                PeopleOrder::Last => two.and_then(|p| p.last).cmp(&one.and_then(|p| p.last)),
            };
            by.then(a.cmp(b))
        });
    }

    /// Asks for the words of the one under the bar, unless they were asked for.
    pub fn ask(&mut self, asked: &mut u64) -> Option<Effect> {
        let (name, said) = self.current().map(|person| {
            let said: Vec<Said> = person.said.iter().take(MAX_SAID).copied().collect();
            (person.name.clone(), said)
        })?;
        if self.words.name.as_ref() == Some(&name) {
            return None;
        }
        *asked += 1;
        let typed = if self.in_words { std::mem::take(&mut self.words.list) } else { Browse::default() };
        self.words = WordsColumn { name: Some(name), all: said.len(), number: *asked, list: typed, ..WordsColumn::default() };
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
