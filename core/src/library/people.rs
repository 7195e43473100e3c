//! Who speaks in many documents: one row a person, over all of them.
//!
//! Documents are gathered one by one ([`Gathering`]); what is gathered becomes [`People`] by the names that the project knows,
//! again and again while a person decides who is who, without reading a document anew. A person is whoever is one of the
//! project's speakers, else whoever is called by the very same name: that two spellings are one person is only proposed
//! ([`Proposal`]).

mod proposals;

use super::record::{DocumentRecord, SpeakerRecord, StatementRecord};
use crate::annotation::codebook::{KnownAs, ProjectSpeakers};
use crate::detect::Gender;
use crate::document::civil_in_words;
use crate::kinds::SpeakerKind;
use crate::reading::shortened;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use proposals::{Proposal, Reason};

/// Longest name that is told apart from others, in characters: what is longer is no name.
const MAX_NAME: usize = 120;
/// Most other names, roles and outlets kept of one person.
const MAX_NAMES: usize = 24;

/// A statement of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Said {
    /// Number of the document among those gathered.
    pub document: u32,
    /// Number of the statement in it.
    pub statement: u32,
}

/// One name of one spelling, with what is said under it.
#[derive(Clone, Debug)]
struct Voice {
    name: String,
    /// The id that sidecars know it by.
    id: Option<String>,
    /// Which of the codebooks its documents have.
    project: u32,
    kind: SpeakerKind,
    gender: Gender,
    aliases: Vec<String>,
    roles: Vec<String>,
    documents: Vec<u32>,
    said: Vec<Said>,
    decided: u32,
}

/// What is known of a document that was gathered.
#[derive(Clone, Debug, Default)]
struct DocumentAbout {
    date: Option<Date>,
    /// Number of its outlet; none where it names none.
    outlet: Option<u32>,
}

/// Who speaks in documents, gathered one by one.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    documents: Vec<DocumentAbout>,
    outlets: Vec<String>,
    outlet_numbers: FxHashMap<String, u32>,
    voices: Vec<Voice>,
    numbers: FxHashMap<(String, String, u32), u32>,
}

/// A name cut to what is told apart.
fn name_of(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME).collect()
}

fn add_few(list: &mut Vec<String>, more: impl Iterator<Item = String>) {
    for words in more {
        if list.len() < MAX_NAMES && !words.is_empty() && !list.contains(&words) {
            list.push(words);
        }
    }
}

impl Gathering {
    /// Takes in a document whose codebook has the number `project`. O(speakers + statements).
    pub fn add(&mut self, record: &DocumentRecord, project: u32) {
        let document = u32::try_from(self.documents.len()).unwrap_or(u32::MAX);
        let outlet = record.outlet.as_ref().map(|outlet| self.outlet(outlet));
        self.documents.push(DocumentAbout { date: record.date(), outlet });
        let voices: Vec<Option<u32>> =
            record.speakers.iter().map(|speaker| self.voice(speaker, project, document)).collect();
        for (number, statement) in (0_u32..).zip(&record.statements) {
            let Some(speaker) = statement.speaker.and_then(|n| record.speakers.get(n as usize)) else { continue };
            let members = speaker.members.iter().copied();
            let mut theirs: Vec<u32> = statement.speaker.into_iter().chain(members).collect();
            theirs.sort_unstable();
            theirs.dedup();
            let said = Said { document, statement: number };
            for voice in theirs.into_iter().filter_map(|n| voices.get(n as usize).copied().flatten()) {
                if let Some(voice) = self.voices.get_mut(voice as usize).filter(|v| v.said.last() != Some(&said)) {
                    voice.said.push(said);
                    voice.decided += u32::from(statement.decided);
                }
            }
        }
    }

    fn outlet(&mut self, outlet: &str) -> u32 {
        if let Some(number) = self.outlet_numbers.get(outlet) {
            return *number;
        }
        let number = u32::try_from(self.outlets.len()).unwrap_or(u32::MAX);
        self.outlets.push(outlet.to_owned());
        self.outlet_numbers.insert(outlet.to_owned(), number);
        number
    }

    fn voice(&mut self, speaker: &SpeakerRecord, project: u32, document: u32) -> Option<u32> {
        let name = name_of(&speaker.name);
        if name.is_empty() || speaker.statements == 0 {
            return None;
        }
        let key = (name.clone(), speaker.id.clone().unwrap_or_default(), project);
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.voices.push(Voice {
                name,
                id: speaker.id.clone(),
                project,
                kind: speaker.kind,
                gender: Gender::Unknown,
                aliases: Vec::new(),
                roles: Vec::new(),
                documents: Vec::new(),
                said: Vec::new(),
                decided: 0,
            });
            (self.voices.len() - 1) as u32
        });
        let voice = self.voices.get_mut(number as usize)?;
        if voice.gender == Gender::Unknown {
            voice.gender = speaker.gender;
        }
        add_few(&mut voice.aliases, speaker.aliases.iter().map(|alias| name_of(alias)));
        add_few(&mut voice.roles, speaker.roles.iter().map(|role| name_of(role)));
        if voice.documents.last() != Some(&document) {
            voice.documents.push(document);
        }
        Some(number)
    }

    /// How many documents were gathered.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// The day of a document.
    pub fn date(&self, document: u32) -> Option<Date> {
        self.documents.get(document as usize).and_then(|d| d.date)
    }

    /// The people, by the speakers that each of the codebooks has. O(statements · log + names · log).
    pub fn people(&self, projects: &[ProjectSpeakers]) -> People {
        let mut people = People::default();
        let mut rows = Rows::default();
        for voice in &self.voices {
            let project = projects.get(voice.project as usize);
            let number = project.and_then(|project| {
                // "A spokesman" is called so and is nobody's other name.
                let is_somebody = voice.kind != SpeakerKind::Unnamed;
                is_somebody.then(|| project.number(voice.id.as_deref(), &voice.name, &voice.aliases)).flatten()
            });
            let known = project.zip(number).and_then(|(project, n)| project.get(n));
            let is_shared = project.zip(known).is_some_and(|(project, known)| project.is_shared(&known.name));
            let own = match number {
                Some(number) if is_shared => Own::Speaker(voice.project, number),
                Some(_) | None => {
                    let name = known.map_or(&voice.name, |known| &known.name);
                    Own::Name(name_of(name), known.map_or(voice.kind, |k| k.kind) == SpeakerKind::Unnamed)
                }
            };
            let row = *rows.0.entry(own).or_insert_with(|| {
                people.persons.push(Person::new(voice));
                people.persons.len() - 1
            });
            let Some(person) = people.persons.get_mut(row) else { continue };
            if let Some(known) = known {
                person.name = name_of(&known.name);
                person.kind = known.kind;
                person.id.get_or_insert_with(|| known.id.clone());
                person.project.get_or_insert(voice.project);
                add_few(&mut person.names, known.aliases.iter().map(|alias| name_of(alias)));
                add_few(&mut person.roles, known.roles.iter().cloned());
            }
            person.take_in(voice);
        }
        for person in &mut people.persons {
            self.finish(person);
        }
        // Whoever says most stands first; the name decides between equals, so that the order is always the same.
        people.persons.sort_by(|a, b| b.said.len().cmp(&a.said.len()).then_with(|| a.name.cmp(&b.name)));
        people.documents = self.documents.len();
        people.statements = people.persons.iter().map(|p| p.said.len()).sum();
        people.outlets.clone_from(&self.outlets);
        people.proposals = proposals::of(&people.persons, &people.outlets);
        for (number, proposal) in (0_u32..).zip(&people.proposals) {
            for row in [proposal.first, proposal.second] {
                if let Some(person) = people.persons.get_mut(row as usize) {
                    person.proposal.get_or_insert(number);
                }
            }
        }
        people
    }

    /// Puts somebody's statements in order of time, undated ones last, and tells from when to when they are.
    fn finish(&self, person: &mut Person) {
        let day = |said: &Said| self.date(said.document).map_or((true, None), |date| (false, Some(date)));
        person.said.sort_unstable_by_key(|said| (day(said), *said));
        person.said.dedup();
        person.documents.sort_unstable();
        person.documents.dedup();
        person.first = person.said.first().and_then(|said| self.date(said.document));
        person.last = person.said.iter().rev().find_map(|said| self.date(said.document));
        let outlets = person.documents.iter().filter_map(|n| self.documents.get(*n as usize)?.outlet);
        person.outlets = outlets.collect();
        person.outlets.sort_unstable();
        person.outlets.dedup();
        let name = &person.name;
        person.names.retain(|other| other != name);
    }
}

/// By what a row is known.
#[derive(PartialEq, Eq, Hash)]
enum Own {
    /// A name, and whether it is one of somebody unnamed.
    Name(String, bool),
    /// A speaker of a codebook who shares the name with another.
    Speaker(u32, u32),
}

#[derive(Default)]
struct Rows(FxHashMap<Own, usize>);

/// Somebody who speaks in the documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The id in the codebook, where it has one.
    pub id: Option<String>,
    /// The number of that codebook.
    pub project: Option<u32>,
    /// Person, organisation, group, unnamed, document.
    pub kind: SpeakerKind,
    /// As names, titles and pronouns tell.
    pub gender: Gender,
    /// Other names, those of the codebook first.
    pub names: Vec<String>,
    /// What they are called in documents.
    pub roles: Vec<String>,
    /// Numbers of the documents, in order.
    pub documents: Vec<u32>,
    /// Statements, in order of time; those of documents without a day last.
    pub said: Vec<Said>,
    /// How many of them a person decided; the others are suggestions.
    pub decided: u32,
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
    /// The proposal that they may be the same as somebody, by number.
    pub proposal: Option<u32>,
    /// Numbers of the outlets of their documents.
    outlets: Vec<u32>,
}

impl Person {
    fn new(voice: &Voice) -> Self {
        Self {
            name: voice.name.clone(),
            id: None,
            project: None,
            kind: voice.kind,
            gender: voice.gender,
            names: Vec::new(),
            roles: Vec::new(),
            documents: Vec::new(),
            said: Vec::new(),
            decided: 0,
            first: None,
            last: None,
            proposal: None,
            outlets: Vec::new(),
        }
    }

    fn take_in(&mut self, voice: &Voice) {
        if self.gender == Gender::Unknown {
            self.gender = voice.gender;
        }
        add_few(&mut self.names, std::iter::once(voice.name.clone()).chain(voice.aliases.iter().cloned()));
        add_few(&mut self.roles, voice.roles.iter().cloned());
        self.documents.extend(&voice.documents);
        self.said.extend(&voice.said);
        self.decided += voice.decided;
    }

    /// As a decision about them names them.
    pub fn known_as(&self) -> KnownAs {
        KnownAs { id: self.id.clone(), name: self.name.clone(), kind: self.kind }
    }

    /// From when to when, in words: `2019 – Jun 2024`; nothing where no document has a day.
    pub fn period(&self) -> String {
        let (Some(first), Some(last)) = (self.first, self.last) else { return String::new() };
        let month = |date: Date| {
            let words = civil_in_words(date);
            words.split_once(' ').map_or_else(String::new, |(_, month)| month.to_owned())
        };
        match () {
            () if first.year() != last.year() => format!("{} – {}", first.year(), month(last)),
            () if first.month() != last.month() => {
                let before = month(first);
                let before = before.split(' ').next().unwrap_or_default();
                format!("{before} – {}", month(last))
            }
            () => month(last),
        }
    }
}

/// Everybody who speaks in the documents.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Everybody, most statements first.
    pub persons: Vec<Person>,
    /// Who may be one, surest first.
    pub proposals: Vec<Proposal>,
    /// How many documents there are.
    pub documents: usize,
    /// Statements in all; what several say together counts for each.
    pub statements: usize,
    outlets: Vec<String>,
}

impl People {
    /// The number of somebody by name. O(people).
    pub fn position(&self, name: &str) -> Option<usize> {
        self.persons.iter().position(|person| person.name == name)
    }

    /// What speaks for two being one person, and against it: of any two. O(documents).
    pub fn pair(&self, first: u32, second: u32) -> Option<Proposal> {
        Proposal::between(&self.persons, &self.outlets, first, second)
    }

    /// Everybody as a table: RFC 4180, a line each, in the order given. O(people).
    pub fn table<'a>(rows: impl Iterator<Item = &'a Person>) -> String {
        let mut out = String::from("speaker,statements,decided,documents,first,last,other_names,roles\n");
        let cell = |words: &str| {
            let words = crate::sanitize::visible(words);
            if words.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", words.replace('"', "\"\""))
            } else {
                words.into_owned()
            }
        };
        let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        for person in rows {
            let cells = [
                cell(&person.name),
                person.said.len().to_string(),
                person.decided.to_string(),
                person.documents.len().to_string(),
                day(person.first),
                day(person.last),
                cell(&person.names.join("; ")),
                cell(&person.roles.join("; ")),
            ];
            out.push_str(&cells.join(","));
            out.push('\n');
        }
        out
    }
}

/// The words of a statement, for a row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Whose.
    pub said: Said,
    /// Whether a person decided.
    pub decided: bool,
    /// Whether the suggestion is a guess.
    pub is_guess: bool,
    /// The words, on one line; parts with ` … ` between them.
    pub words: String,
    /// Where in the document, in a word: `¶9`, `0:11:25`.
    pub place: String,
    /// Id of its record, where a person decided.
    pub id: Option<String>,
    /// Its places, in bytes.
    pub content: Vec<(u32, u32)>,
}

/// Longest words of a statement that are kept, in characters.
const MAX_WORDS: usize = 2000;

impl Wording {
    /// The words of a statement in a document, as its record has it. O(words).
    pub fn of(record: &DocumentRecord, text: &str, said: Said) -> Option<Self> {
        let statement: &StatementRecord = record.statements.get(said.statement as usize)?;
        let parts: Option<Vec<&str>> =
            statement.content.iter().map(|(start, end)| text.get(*start as usize..*end as usize)).collect();
        let hull = statement.hull();
        Some(Self {
            said,
            decided: statement.decided,
            is_guess: statement.is_guess(),
            words: shortened(&parts?.join(" … "), MAX_WORDS),
            place: record.place_in_short(hull.start),
            id: statement.id.clone(),
            content: statement.content.clone(),
        })
    }
}

#[cfg(test)]
mod tests;
