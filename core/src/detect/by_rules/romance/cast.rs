//! Who is named in a text, what somebody is called, and whom a pronoun, a role or a verb without a subject means.

use super::Line;
use crate::detect::by_rules::people::Person;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;
use crate::detect::word_number::hash_of;
use crate::detect::{Gender, MentionKind};
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Somebody in a text.
#[derive(Debug)]
struct Figure {
    person: Person,
    /// Numbers of the words of the name.
    words: SmallVec<[u32; 3]>,
    /// Numbers of the words for what somebody is.
    roles: SmallVec<[u32; 4]>,
    /// Whether a noun for a person is among them.
    is_something: bool,
    /// Where somebody is met first.
    first: Option<Span>,
}

impl Figure {
    fn learn(&mut self, roles: &[u32]) {
        for role in roles {
            if !self.roles.contains(role) && self.roles.len() < MAX_ROLES {
                self.roles.push(*role);
            }
        }
    }
}

/// Somebody who is meant at a place.
#[derive(Clone, Copy, Debug)]
struct Met {
    place: Span,
    figure: u32,
    /// Whether as a subject.
    acts: bool,
}

/// The people of a text.
#[derive(Debug, Default)]
pub struct Cast {
    all: Vec<Figure>,
    /// Those whose name begins or ends with a word, the latest last.
    by_word: FxHashMap<u32, Vec<u32>>,
    /// Who is met by name, in order.
    met: Vec<Met>,
    /// Who is meant otherwise or speaks, nearly in order.
    meant: Vec<Met>,
    /// Whether a role that nobody was called by is somebody new.
    pub roles_are_people: bool,
    /// Whether somebody who is known to be something is nobody else.
    pub roles_differ: bool,
    /// Whether the last who was resolved may be another.
    pub doubt: bool,
    /// Who spoke last in the paragraph above.
    pub spoke: Option<u32>,
}

/// How far back a pronoun means somebody, in bytes.
const PRONOUN_REACH: u32 = 1500;
/// How far back somebody who acts is taken before all others.
const NEAR: u32 = 400;
/// How far back a role means somebody of a name.
const ROLE_REACH: u32 = 700;
/// Most places looked at, and most people of one surname.
const MAX_LOOKED_AT: usize = 64;
/// Most words for what somebody is.
const MAX_ROLES: usize = 16;
/// Fewest letters of a word in no list that is a role.
const MIN_ROLE_LETTERS: usize = 4;

impl Cast {
    /// Everybody, in order of their numbers.
    pub fn people(self) -> Vec<Person> {
        self.all.into_iter().map(|f| f.person).collect()
    }

    fn gender_of(line: &Line<'_>, phrase: &Phrase) -> Gender {
        let start = phrase.items.start;
        let named = phrase.kind == MentionKind::Name;
        for j in phrase.items.clone().filter(|j| !named || *j < phrase.name.start) {
            if j > start && line.has(j, Uses::GENITIVE) {
                break;
            }
            if line.has(j, Uses::FEMALE_WORD) {
                return Gender::Female;
            }
            if line.has(j, Uses::MALE_WORD) {
                return Gender::Male;
            }
        }
        let given = |uses: Uses| named && line.has(phrase.name.start, uses);
        match (given(Uses::GIVEN_MALE), given(Uses::GIVEN_FEMALE)) {
            (true, false) => return Gender::Male,
            (false, true) => return Gender::Female,
            _ => {}
        }
        if named && start == phrase.name.start {
            Gender::Unknown
        } else if line.has(start, Uses::FEMALE_ARTICLE) {
            Gender::Female
        } else if line.has(start, Uses::MALE_ARTICLE) {
            Gender::Male
        } else {
            Gender::Unknown
        }
    }

    fn name_words(line: &Line<'_>, phrase: &Phrase) -> SmallVec<[u32; 3]> {
        phrase.name.clone().filter(|j| line.is_word(*j)).map(|j| hash_of(line.words_of(j))).collect()
    }

    /// The numbers of the words that tell what somebody is.
    fn roles_of(line: &Line<'_>, phrase: &Phrase) -> SmallVec<[u32; 4]> {
        let tells = |j: &usize| {
            let unknown = line.item(*j).is_some_and(|x| x.uses.is_unknown());
            line.has(*j, Uses::PERSON.or(Uses::BODY))
                || line.has(*j, Uses::TITLE)
                || line.is_small(*j) && unknown && line.words_of(*j).chars().count() >= MIN_ROLE_LETTERS
        };
        let outside = phrase.items.clone().filter(|j| phrase.kind != MentionKind::Name || !phrase.name.contains(j));
        outside.filter(tells).map(|j| line.words.role_number(line.words_of(j))).collect()
    }

    /// Whether a noun beside the name tells what somebody is.
    fn is_something(line: &Line<'_>, phrase: &Phrase) -> bool {
        let outside = phrase.items.clone().filter(|j| phrase.kind != MentionKind::Name || !phrase.name.contains(j));
        outside.into_iter().any(|j| line.has(j, Uses::PERSON) && !line.has(j, Uses::ANYBODY))
    }

    /// Whoever bears a name, new or known.
    pub fn note(&mut self, line: &Line<'_>, phrase: &Phrase) -> Option<u32> {
        let words = Self::name_words(line, phrase);
        let (first, last) = (*words.first()?, *words.last()?);
        let gender = Self::gender_of(line, phrase);
        let full = line.hull(&phrase.name).of(line.text);
        let known = self.known(&words, gender);
        let number = known.unwrap_or_else(|| {
            let body = phrase.name.clone().any(|j| line.has(j, Uses::BODY));
            let person = Person::new(full.to_owned(), gender, body, true);
            self.all.push(Figure {
                person,
                words: words.clone(),
                roles: SmallVec::new(),
                is_something: false,
                first: None,
            });
            self.all.len() as u32 - 1
        });
        let figure = self.all.get_mut(number as usize)?;
        if words.len() > figure.words.len() {
            figure.words = words;
            full.clone_into(&mut figure.person.name);
        }
        figure.person.mentions += 1;
        figure.person.gender = figure.person.gender.or(gender);
        figure.learn(&Self::roles_of(line, phrase));
        figure.is_something |= Self::is_something(line, phrase);
        for word in [first, last] {
            let bearers = self.by_word.entry(word).or_default();
            if !bearers.contains(&number) && bearers.len() < MAX_LOOKED_AT {
                bearers.push(number);
            }
        }
        Some(number)
    }

    /// Notes what somebody is.
    pub fn call(&mut self, number: u32, line: &Line<'_>, phrase: &Phrase) {
        if let Some(figure) = self.all.get_mut(number as usize) {
            figure.learn(&Self::roles_of(line, phrase));
            figure.is_something |= Self::is_something(line, phrase);
        }
    }

    /// Whoever is known by the name of a phrase.
    pub fn known_as(&self, line: &Line<'_>, phrase: &Phrase) -> Option<u32> {
        self.known(&Self::name_words(line, phrase), Self::gender_of(line, phrase))
    }

    fn known(&self, words: &[u32], gender: Gender) -> Option<u32> {
        let last = words.last()?;
        let rank = |number: u32| {
            let figure = self.all.get(number as usize).filter(|f| !f.person.gender.contradicts(gender))?;
            if figure.words.last() == Some(last) {
                let other = figure.words.first().filter(|_| figure.words.len() > 1);
                let first = words.first().filter(|_| words.len() > 1);
                let differs = first.zip(other).is_some_and(|(a, b)| a != b);
                return (!differs).then_some(figure.words.len() + 1);
            }
            (words.len() == 1 && figure.words.len() > 1 && figure.words.first() == Some(last)).then_some(0)
        };
        let bearers = self.by_word.get(last)?;
        bearers.iter().filter_map(|n| Some((rank(*n)?, *n))).max().map(|(_, n)| n)
    }

    /// Notes that somebody is met by name; places come in order.
    pub fn meet(&mut self, figure: u32, place: Span, acts: bool) {
        self.met.push(Met { place, figure, acts });
        if let Some(figure) = self.all.get_mut(figure as usize) {
            figure.first.get_or_insert(place);
        }
    }

    fn mean(&mut self, figure: u32, place: Span) {
        let at = self.meant.iter().rposition(|m| m.place.start <= place.start).map_or(0, |n| n + 1);
        self.meant.insert(at, Met { place, figure, acts: true });
    }

    /// Who was met before a place, the nearest first.
    fn before(&self, at: u32, reach: u32) -> impl Iterator<Item = &Met> {
        let end = |list: &[Met]| list.partition_point(|m| m.place.start < at);
        let (mut named, mut meant) = (end(&self.met), end(&self.meant));
        let list = std::iter::from_fn(move || {
            let get = |list: &'_ [Met], n: usize| n.checked_sub(1).and_then(|n| list.get(n).map(|m| m.place.start));
            let (a, b) = (get(&self.met, named), get(&self.meant, meant));
            if a.is_some() && a >= b {
                named -= 1;
                self.met.get(named)
            } else {
                meant = meant.checked_sub(1)?;
                self.meant.get(meant)
            }
        });
        list.take(MAX_LOOKED_AT).take_while(move |m| at - m.place.start < reach)
    }

    fn figure(&self, met: &Met) -> Option<&Figure> {
        self.all.get(met.figure as usize)
    }

    /// Whom "he" or "she" means.
    fn antecedent(&mut self, at: u32, gender: Gender) -> Option<u32> {
        let fits = |m: &Met, sure: bool| {
            self.figure(m).is_some_and(|f| {
                let is = f.person.gender;
                !f.person.body && if sure { is == gender } else { !is.contradicts(gender) }
            })
        };
        let find = |is: &dyn Fn(&Met) -> bool| self.before(at, PRONOUN_REACH).find(|m| is(m)).map(|m| m.figure);
        let found = find(&|m| m.acts && fits(m, true) && at - m.place.start < NEAR)
            .or_else(|| find(&|m| fits(m, true)))
            .or_else(|| find(&|m| m.acts && fits(m, false)))
            .or_else(|| find(&|m| fits(m, false)))?;
        if let Some(figure) = self.all.get_mut(found as usize) {
            self.doubt = figure.person.gender != gender;
            figure.person.gender = figure.person.gender.or(gender);
        }
        Some(found)
    }

    /// Whether several people of a gender were met near a place.
    fn are_several(&self, at: u32, gender: Gender) -> bool {
        let fits = |m: &&Met| self.figure(m).is_some_and(|f| f.person.named && f.person.gender == gender);
        let mut near = self.before(at, NEAR).filter(fits).map(|m| m.figure);
        let first = near.next();
        near.any(|figure| Some(figure) != first)
    }

    /// Whom a phrase means as a subject.
    pub fn resolve(&mut self, line: &Line<'_>, phrase: &Phrase) -> Option<u32> {
        let place = line.hull(&phrase.items);
        let start = phrase.items.start;
        self.doubt = false;
        let found = match phrase.kind {
            // Two together are neither of them.
            MentionKind::Name if line.has(phrase.name.end, Uses::COORDINATOR) && phrase.items.end > phrase.name.end => {
                return None;
            }
            MentionKind::Name => {
                let found = self.note(line, phrase)?;
                let own = line.words_of(phrase.name.end - 1);
                let bearers = self.by_word.get(&hash_of(own)).map_or(0, Vec::len);
                self.doubt = phrase.name.len() == 1 && bearers > 1;
                found
            }
            MentionKind::Pronoun => {
                let gender = match (line.has(start, Uses::MALE), line.has(start, Uses::FEMALE)) {
                    (true, false) => Gender::Male,
                    (_, true) => Gender::Female,
                    _ => return None,
                };
                let several = self.are_several(place.start, gender);
                let found = self.antecedent(place.start, gender)?;
                self.doubt |= several;
                found
            }
            MentionKind::Role if line.has(start, Uses::PLURAL_ARTICLE) => return None,
            MentionKind::Role => self.role(line, phrase, place),
        };
        self.mean(found, place);
        Some(found)
    }

    fn role(&mut self, line: &Line<'_>, phrase: &Phrase, place: Span) -> u32 {
        let gender = Self::gender_of(line, phrase);
        let roles = Self::roles_of(line, phrase);
        let person = phrase.items.clone().any(|j| line.has(j, Uses::PERSON));
        let body = !person && phrase.items.clone().any(|j| line.has(j, Uses::BODY));
        let own = phrase.items.clone().take(2).any(|j| line.has(j, Uses::POSSESSIVE));
        let definite = !line.has(phrase.items.start, Uses::INDEFINITE);
        let anybody = phrase.items.clone().any(|j| line.has(j, Uses::ANYBODY));
        // "il suo portavoce" is nobody who was named without it.
        if definite
            && !own
            && let Some((found, sure)) = self.bearer(&roles, anybody, gender, body, place.start)
        {
            self.doubt = !sure;
            return found;
        }
        // In the news somebody who is called so may be named elsewhere.
        self.doubt = definite && !body && !self.roles_are_people;
        let called = place.of(line.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = SmallVec::new();
        let person = Person::new(called, gender, body, false);
        self.all.push(Figure { person, words, roles, is_something: true, first: Some(place) });
        self.all.len() as u32 - 1
    }

    /// Whoever was called so, else the nearest person of that gender; and whether it is the first.
    fn bearer(&self, roles: &[u32], anybody: bool, gender: Gender, body: bool, at: u32) -> Option<(u32, bool)> {
        let called = |m: &&Met| {
            self.figure(m)
                .is_some_and(|f| f.roles.iter().any(|r| roles.contains(r)) && !f.person.gender.contradicts(gender))
        };
        let fits = |m: &Met, sure: bool| {
            self.figure(m).is_some_and(|f| {
                let is = f.person.gender;
                let same = is == gender || !sure && (is == Gender::Unknown || gender == Gender::Unknown);
                // "Il procuratore" is not Walter Neri, an operaio.
                let other = self.roles_differ && f.is_something && !anybody;
                f.person.named && !f.person.body && same && !other
            })
        };
        let find = |is: &dyn Fn(&Met) -> bool| self.before(at + 1, ROLE_REACH).find(|m| !body && is(m));
        if self.roles_are_people {
            return self.bearer_in_tale(roles, anybody, gender, at);
        }
        let before = self.before(at + 1, u32::MAX).find(called).map(|m| m.figure);
        if let Some(found) = before.or_else(|| self.named_later(roles, gender, anybody || body)) {
            return Some((found, true));
        }
        let found = find(&|m| m.acts && fits(m, true))
            .or_else(|| find(&|m| fits(m, true)))
            .or_else(|| find(&|m| m.acts && fits(m, false)));
        found.map(|m| (m.figure, false))
    }

    /// Whoever is called so only later, by the noun and by name, if one alone is.
    fn named_later(&self, roles: &[u32], gender: Gender, nobody: bool) -> Option<u32> {
        let noun = *roles.first().filter(|_| self.roles_differ && !nobody)?;
        let is = |f: &Figure| f.person.named && f.roles.contains(&noun) && !f.person.gender.contradicts(gender);
        let mut found = self.all.iter().enumerate().filter(|(_, f)| is(f)).map(|(n, _)| n as u32);
        found.next().filter(|_| found.next().is_none())
    }

    /// Takes somebody who is named here first for whoever acted as a role alone before: "L'assessore tace. «…», dice poi Anna Grigi."
    pub fn introduce(&mut self, figure: u32, at: u32) {
        let new = |f: &&Figure| f.person.named && !f.is_something && f.first.is_none_or(|first| first.start >= at);
        let Some(named) = self.all.get(figure as usize).filter(new) else { return };
        let (name, gender) = (named.person.name.clone(), named.person.gender);
        let Some(role) = self.before(at, NEAR).find(|m| m.acts).map(|m| m.figure) else { return };
        let fits = |f: &&mut Figure| !f.person.named && !f.person.body && !f.person.gender.contradicts(gender);
        let Some(called) = self.all.get_mut(role as usize).filter(fits) else { return };
        // Both are one under the one name.
        (called.person.name, called.person.named) = (name, true);
        let roles = called.roles.clone();
        if let Some(named) = self.all.get_mut(figure as usize) {
            named.learn(&roles);
            named.is_something = true;
        }
    }

    /// Whoever was called so; of words for anybody the nearest of that gender who did not speak in the paragraph above.
    fn bearer_in_tale(&self, roles: &[u32], anybody: bool, gender: Gender, at: u32) -> Option<(u32, bool)> {
        let is = |m: &&Met| self.figure(m).is_some_and(|f| !f.person.body && !f.person.gender.contradicts(gender));
        let called = |m: &&Met| is(m) && self.figure(m).is_some_and(|f| f.roles.iter().any(|r| roles.contains(r)));
        let answers = |m: &&Met| self.spoke != Some(m.figure);
        let sure = |m: &&Met| self.figure(m).is_some_and(|f| f.person.gender == gender);
        let near = || self.before(at + 1, ROLE_REACH).filter(is).filter(answers);
        let found = self.before(at + 1, u32::MAX).find(called);
        let other = || near().filter(|m| m.acts).find(sure).or_else(|| near().find(|m| m.acts));
        let sure = found.is_some();
        found.or_else(|| if anybody { other() } else { None }).map(|m| (m.figure, sure))
    }

    /// Whoever acted last before a place: the subject of a verb without one.
    pub fn topic(&self, at: u32, reach: u32) -> Option<u32> {
        let body = |m: &Met| self.figure(m).is_some_and(|f| f.person.body);
        let acts = || self.before(at, reach).filter(|m| m.acts);
        let named = || self.before(at, reach).find(|m| self.roles_differ && !body(m));
        acts().find(|m| !body(m)).or_else(|| acts().next()).or_else(named).map(|m| m.figure)
    }

    /// Somebody met before a place, other than one.
    pub fn other_than(&self, figure: u32, at: u32, reach: u32) -> Option<u32> {
        let person = |m: &&Met| m.figure != figure && self.figure(m).is_some_and(|f| !f.person.body);
        let acting = || self.before(at, reach).filter(|m| self.roles_differ && m.acts).find(person);
        acting().or_else(|| self.before(at, reach).find(person)).map(|m| m.figure)
    }

    /// Where somebody was met last before a place, else first.
    pub fn place_of(&self, figure: u32, at: u32) -> Option<Span> {
        let near = self.before(at, u32::MAX).find(|m| m.figure == figure);
        near.map(|m| m.place).or_else(|| self.all.get(figure as usize)?.first)
    }

    /// Notes that somebody spoke.
    pub fn speaks(&mut self, figure: u32) {
        if let Some(figure) = self.all.get_mut(figure as usize) {
            figure.person.speaks += 1;
        }
    }
}
