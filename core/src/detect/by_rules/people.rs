//! Who is named in a text: full names, surnames, what somebody is called, and whom a pronoun means.

use super::phrases::Phrase;
use super::row::Row;
use super::words::Uses;
use crate::detect::word_number::hash_of;
use crate::detect::{Gender, MentionKind};
use rustc_hash::FxHashMap;

/// Somebody with a name.
#[derive(Clone, Debug)]
pub struct Person {
    /// The fullest form of the name.
    pub name: String,
    pub gender: Gender,
    /// Whether it is a body, not a person.
    pub body: bool,
    /// Numbers of the words for what somebody is.
    roles: Vec<u32>,
    pub mentions: u32,
    /// How often as a speaker.
    pub speaks: u32,
}

impl Person {
    /// Somebody nothing else is known of.
    pub fn new(name: &str, gender: Gender, body: bool) -> Self {
        Self { name: name.to_owned(), gender, body, roles: Vec::new(), mentions: 0, speaks: 0 }
    }
}

/// Somebody who is meant at a place.
#[derive(Clone, Copy, Debug)]
struct Met {
    person: u32,
    at: u32,
    /// Whether as the subject of a verb of saying.
    speaks: bool,
}

/// The people of a text.
#[derive(Debug, Default)]
pub struct People {
    pub all: Vec<Person>,
    /// Those who bear a surname, or are called so, in order.
    by_last: FxHashMap<u32, Vec<u32>>,
    met: Vec<Met>,
}

/// How far back a pronoun means somebody, in bytes.
const MAX_PRONOUN_DISTANCE: u32 = 1500;
/// Most people looked at for a pronoun.
const MAX_LOOKED_AT: usize = 48;

impl People {
    /// Notes a name, and whether somebody is called so in full. The number of whoever bears it.
    pub fn note(&mut self, row: &Row<'_>, phrase: &Phrase, speaks: bool) -> Option<u32> {
        if phrase.name.is_empty() {
            return None;
        }
        let words: Vec<&str> = phrase.name.clone().filter(|i| row.is_word(*i)).map(|i| row.words_of(i)).collect();
        let last = base(words.last()?);
        let gender = Self::gender_of(row, phrase);
        let full = row.hull(&phrase.name).of(row.text);
        let known = self.known(&words, gender);
        let person = known.unwrap_or_else(|| {
            let uses = |i: usize| row.item(i).map(|x| x.uses).unwrap_or_default();
            let body = phrase.name.clone().any(|i| uses(i).has(Uses::BODY));
            self.all.push(Person::new(full, gender, body));
            self.all.len() as u32 - 1
        });
        let found = self.all.get_mut(person as usize)?;
        found.mentions += 1;
        found.speaks += u32::from(speaks);
        found.gender = found.gender.or(gender);
        if full.len() > found.name.len() && words.len() > found.name.split(' ').count() {
            full.clone_into(&mut found.name);
        }
        for role in phrase.items.start..phrase.name.start {
            if row.has(role, Uses::PERSON.or(Uses::TITLE)) && row.is_capital(role) {
                found.roles.push(role_number(row.words_of(role)));
            }
        }
        let bearers = self.by_last.entry(hash_of(last)).or_default();
        if !bearers.contains(&person) {
            bearers.push(person);
        }
        self.met.push(Met { person, at: row.hull(&phrase.items).start, speaks });
        Some(person)
    }

    /// Notes that somebody known by name is something: "Anna Grau, die Bürgermeisterin".
    pub fn call(&mut self, person: u32, word: &str) {
        if let Some(found) = self.all.get_mut(person as usize) {
            found.roles.push(role_number(word));
        }
    }

    /// Whoever is known by some words of a name.
    fn known(&self, words: &[&str], gender: Gender) -> Option<u32> {
        let last = base(words.last()?);
        let bearers = self.by_last.get(&hash_of(last));
        let fits = |p: &u32| {
            let Some(person) = self.all.get(*p as usize) else { return false };
            let others: Vec<&str> = person.name.split(' ').collect();
            let firsts = words.iter().rev().skip(1).zip(others.iter().rev().skip(1));
            let same = firsts.clone().all(|(a, b)| a == b || is_initial(a, b) || is_initial(b, a));
            same && !person.gender.contradicts(gender)
        };
        // The fullest name, of equals whoever was named last.
        let found = bearers.and_then(|list| {
            let full = |p: &&u32| self.all.get(**p as usize).is_some_and(|x| x.name.contains(' '));
            list.iter().rev().filter(|p| fits(p)).find(full).or_else(|| list.iter().rev().find(|p| fits(p)))
        });
        // A given name alone.
        let by_first = || {
            let first = words.first().filter(|_| words.len() == 1)?;
            let is = |p: &&Person| p.name.split(' ').next() == Some(*first) && p.name.contains(' ');
            let all: Vec<&Person> = self.all.iter().filter(is).collect();
            (all.len() == 1).then(|| self.all.iter().position(|p| is(&p)).map(|p| p as u32)).flatten()
        };
        found.copied().or_else(by_first)
    }

    fn gender_of(row: &Row<'_>, phrase: &Phrase) -> Gender {
        let has = |uses: Uses| phrase.items.clone().any(|i| row.has(i, uses) && row.is_capital(i));
        let first = |uses: Uses| !phrase.name.is_empty() && row.has(phrase.name.start, uses);
        let article = row.has(phrase.items.start, Uses::MALE_ARTICLE) && !phrase.name.is_empty();
        if has(Uses::FEMALE_WORD) || first(Uses::GIVEN_FEMALE) && !first(Uses::GIVEN_MALE) {
            Gender::Female
        } else if has(Uses::MALE_WORD) || first(Uses::GIVEN_MALE) && !first(Uses::GIVEN_FEMALE) || article {
            Gender::Male
        } else {
            Gender::Unknown
        }
    }

    /// Whom a phrase means, at its place.
    pub fn resolve(&mut self, row: &Row<'_>, phrase: &Phrase) -> Option<u32> {
        let at = row.hull(&phrase.items).start;
        match phrase.kind {
            MentionKind::Name => self.note(row, phrase, true),
            MentionKind::Pronoun => {
                let uses = row.words.uses(row.words_of(phrase.items.start));
                let gender = if uses.has(Uses::MALE) {
                    Gender::Male
                } else if uses.has(Uses::FEMALE) {
                    Gender::Female
                } else {
                    return None;
                };
                let found = self.antecedent(at, gender)?;
                self.met.push(Met { person: found, at, speaks: true });
                Some(found)
            }
            MentionKind::Role => {
                let gender = Self::gender_of(row, phrase);
                let roles: Vec<u32> =
                    phrase.items.clone().filter(|i| row.is_capital(*i)).map(|i| role_number(row.words_of(i))).collect();
                let called = |m: &&Met| {
                    let person = self.all.get(m.person as usize);
                    m.at < at
                        && person
                            .is_some_and(|p| p.roles.iter().any(|r| roles.contains(r)) && !p.gender.contradicts(gender))
                };
                let found = self.met.iter().rev().find(called).map(|m| m.person)?;
                self.met.push(Met { person: found, at, speaks: true });
                Some(found)
            }
        }
    }

    /// Whom "he" or "she" means at a place: the nearest before it, whoever spoke first of all.
    fn antecedent(&mut self, at: u32, gender: Gender) -> Option<u32> {
        let near = |m: &&Met| m.at < at && at - m.at < MAX_PRONOUN_DISTANCE;
        let fits = |m: &&Met, sure: bool| {
            self.all
                .get(m.person as usize)
                .is_some_and(|p| !p.body && if sure { p.gender == gender } else { !p.gender.contradicts(gender) })
        };
        let near_ones = || self.met.iter().rev().filter(near).take(MAX_LOOKED_AT);
        let found = near_ones()
            .find(|m| fits(m, true))
            .or_else(|| near_ones().find(|m| m.speaks && fits(m, false)))
            .or_else(|| near_ones().find(|m| fits(m, false)))?
            .person;
        if let Some(person) = self.all.get_mut(found as usize) {
            person.gender = person.gender.or(gender);
        }
        Some(found)
    }

    /// Forgets who was met, for a second reading of the same text.
    pub fn begin_again(&mut self) {
        self.met.clear();
    }

    /// Whether somebody bears this surname.
    pub fn is_known(&self, word: &str) -> bool {
        self.by_last.contains_key(&hash_of(base(word)))
    }
}

/// A surname without the ending of an owner.
fn base(word: &str) -> &str {
    word.trim_end_matches(['’', '\''])
}

/// A noun for somebody, without what tells a woman: "Bürgermeisterin" may be "Bürgermeister" elsewhere, but is not the same.
fn role_number(word: &str) -> u32 {
    hash_of(word)
}

fn is_initial(short: &str, long: &str) -> bool {
    let letter = short.trim_end_matches('.');
    letter.chars().count() == 1 && long.starts_with(letter)
}
