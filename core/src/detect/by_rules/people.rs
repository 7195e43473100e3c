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
    /// Whether it is a name, or what somebody without one is called: "la police".
    pub named: bool,
    /// Numbers of the words for what somebody is.
    roles: Vec<u32>,
    pub mentions: u32,
    /// How often as a speaker.
    pub speaks: u32,
}

impl Person {
    /// Somebody nothing else is known of.
    pub fn new(name: String, gender: Gender, body: bool, named: bool) -> Self {
        Self { name, gender, body, named, roles: Vec::new(), mentions: 0, speaks: 0 }
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
    /// Those who have a given name and another, by the given one.
    by_first: FxHashMap<u32, Vec<u32>>,
    /// Those without a name, by what they are called.
    described: FxHashMap<u32, u32>,
    met: Vec<Met>,
}

/// How far back a pronoun means somebody, in bytes.
const MAX_PRONOUN_DISTANCE: u32 = 1500;
/// How far back a description means whoever was named last, in bytes.
const MAX_DESCRIPTION_DISTANCE: u32 = 400;
/// Most mentions looked back through for somebody who is called so.
const MAX_CALLED: usize = 2000;
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
            self.all.push(Person::new(full.to_owned(), gender, body, true));
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
        let first =
            words.first().filter(|_| words.len() > 1).map(|first| self.by_first.entry(hash_of(first)).or_default());
        if let Some(all) = first.filter(|all| !all.contains(&person)) {
            all.push(person);
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
            let sure =
                |p: &&u32| gender != Gender::Unknown && self.all.get(**p as usize).is_some_and(|x| x.gender == gender);
            let all = || list.iter().rev().filter(|p| fits(p));
            all().find(|p| sure(p) && full(p)).or_else(|| all().find(full)).or_else(|| all().next())
        });
        // A given name alone, of one person.
        let by_first = || {
            let first = words.first().filter(|_| words.len() == 1)?;
            self.by_first.get(&hash_of(first)).and_then(|all| (all.len() == 1).then(|| all.first().copied()).flatten())
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
                let named = self.met.iter().rev().take(MAX_CALLED).find(called).map(|m| m.person);
                let found = named.or_else(|| self.just_named(row, phrase, gender, at))?;
                self.met.push(Met { person: found, at, speaks: true });
                Some(found)
            }
        }
    }

    /// Whoever was named last, where a description with the definite article can mean nobody else.
    fn just_named(&self, row: &Row<'_>, phrase: &Phrase, gender: Gender, at: u32) -> Option<u32> {
        let definite = row.has(phrase.items.start, Uses::MALE_ARTICLE.or(Uses::FEMALE_ARTICLE))
            && row.has(phrase.items.start, Uses::DEFINITE);
        let person = phrase.items.clone().any(|i| row.has(i, Uses::PERSON));
        if !definite || !person {
            return None;
        }
        let last = self.met_before(at, MAX_DESCRIPTION_DISTANCE).next()?;
        let fits = self.all.get(last.person as usize).is_some_and(|p| !p.body && !p.gender.contradicts(gender));
        fits.then_some(last.person)
    }

    /// Who was met before a place and not further from it, the nearest first.
    fn met_before(&self, at: u32, distance: u32) -> impl Iterator<Item = &Met> {
        let near = move |m: &&Met| m.at >= at || at - m.at < distance;
        self.met.iter().rev().take_while(near).filter(move |m| m.at < at)
    }

    /// Whom "he" or "she" means at a place: the nearest before it, whoever spoke first of all.
    fn antecedent(&mut self, at: u32, gender: Gender) -> Option<u32> {
        let fits = |m: &&Met, sure: bool| {
            self.all
                .get(m.person as usize)
                .is_some_and(|p| !p.body && if sure { p.gender == gender } else { !p.gender.contradicts(gender) })
        };
        let near_ones = || self.met_before(at, MAX_PRONOUN_DISTANCE).take(MAX_LOOKED_AT);
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

    /// Somebody without a name, who is what a phrase says; nobody where that is a thing.
    pub fn describe(&mut self, row: &Row<'_>, phrase: &Phrase) -> Option<u32> {
        if row.is_somebody(phrase) { self.describe_speaker(row, phrase) } else { None }
    }

    /// The same of a phrase whose verb tells that somebody speaks: "rief ein Fischer".
    pub fn describe_speaker(&mut self, row: &Row<'_>, phrase: &Phrase) -> Option<u32> {
        if phrase.kind != MentionKind::Role {
            return None;
        }
        let name = row.hull(&phrase.items).of(row.text).split_whitespace().collect::<Vec<_>>().join(" ");
        // "ein Fischer", "der Fischer": the definite article tells that they were met before.
        let article = row.has(phrase.items.start, Uses::ARTICLE) && phrase.items.len() > 1;
        let first = phrase.items.start + usize::from(article);
        let noun = hash_of(row.hull(&(first..phrase.items.end)).of(row.text));
        let again = row.has(phrase.items.start, Uses::DEFINITE).then(|| self.described.get(&noun).copied()).flatten();
        let next = self.all.len() as u32;
        let number = again.unwrap_or_else(|| *self.described.entry(hash_of(&name)).or_insert(next));
        self.described.insert(noun, number);
        if number == next {
            let body = phrase.items.clone().any(|i| row.has(i, Uses::BODY))
                && !phrase.items.clone().any(|i| row.has(i, Uses::PERSON));
            let gender = Self::gender_of(row, phrase);
            self.all.push(Person::new(name, gender, body, false));
        }
        let found = self.all.get_mut(number as usize)?;
        (found.mentions, found.speaks) = (found.mentions + 1, found.speaks + 1);
        Some(number)
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
