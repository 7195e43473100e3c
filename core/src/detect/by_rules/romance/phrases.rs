//! Noun phrases: "la ministre de l'Équipement Camille Roussel", "maître Ancelin", "don Anselmo".

use super::{DASHES, Line};
use crate::detect::MentionKind;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;
use crate::detect::word_number::hash_of;
use std::ops::Range;

/// Most items of a phrase behind its article.
const MAX_ITEMS: usize = 9;

pub const PRONOUN: Uses = Uses::MALE.or(Uses::FEMALE).or(Uses::PLURAL).or(Uses::PRONOUN);
pub const GIVEN: Uses = Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE);
const SAYING: Uses = Uses::SAY.or(Uses::THINK).or(Uses::REPORT);
/// Verbs in any form.
const VERBS: Uses = SAYING.or(Uses::SAY_BASE).or(Uses::THINK_BASE).or(Uses::REPORT_BASE).or(Uses::JUDGE);
/// What a name never is.
pub const GRAMMAR: Uses = Uses::PREPOSITION
    .or(Uses::SUBORDINATOR)
    .or(Uses::COORDINATOR)
    .or(Uses::ADVERB)
    .or(Uses::ARTICLE)
    .or(Uses::REFLEXIVE)
    .or(Uses::NO_NAME)
    .or(PRONOUN)
    .or(Uses::RELATIVE)
    .or(Uses::AUX)
    .or(Uses::MODAL);

impl Line<'_> {
    /// Whether it is a verb of saying, or one that helps another, and no noun for somebody.
    pub fn is_verb(&self, i: usize) -> bool {
        self.has(i, SAYING.or(Uses::AUX).or(Uses::MODAL)) && !self.has(i, Uses::PERSON.or(Uses::BODY).or(Uses::TITLE))
    }

    /// Whether a sentence begins with it, so that its capital tells nothing.
    fn is_initial(&self, i: usize) -> bool {
        let before = i.wrapping_sub(1);
        i == 0
            || self.is_quote(before)
            || self.is_any(before, &['.', '!', '?', '…', ':', '«', '»', '¿', '¡', '('])
            || self.is_any(before, &DASHES)
    }

    /// Whether a surname of two words begins: "De Luca". At the beginning of a sentence it must be known, or act.
    fn is_surname(&self, i: usize) -> bool {
        let next = i + 1;
        let pair = self.has(i, Uses::SURNAME_PARTICLE) && self.is_capital(i) && self.is_capital(next);
        let known = |i: usize| self.names.contains(&hash_of(self.words_of(i)));
        let acts = || !self.has(i, Uses::ARTICLE) && (self.is_verb(i + 2) || self.is_any(i + 2, &[',', ':']));
        pair && !self.has(next, GRAMMAR) && (!self.is_initial(i) || acts() || known(i) && known(next))
    }

    /// A word with a capital that can be part of a name.
    fn is_name_word(&self, i: usize) -> bool {
        if !self.is_capital(i) || self.has(i, Uses::NO_NAME) {
            return false;
        }
        if self.is_surname(i) {
            return true;
        }
        if self.has(i, GRAMMAR) {
            return self.has(i, GIVEN.or(Uses::TITLE));
        }
        // "Parola di Anna Grigi".
        if self.is_initial(i) && self.has(i, Uses::ACCOUNT) {
            return false;
        }
        // "Durissima la replica", "Critico invece Tiziano Grigi".
        let next = i + 1;
        let adverb = self.has(next, Uses::ADVERB) && (self.is_capital(i + 2) || self.has(i + 2, Uses::ARTICLE));
        let bare = self.is_initial(i)
            && self.item(i).is_some_and(|x| x.uses.without(VERBS).is_unknown())
            && self.is_small(next)
            && (adverb
                || self.has(next, Uses::ARTICLE) && !self.has(next, Uses::REFLEXIVE)
                || self.has(next, Uses::NOUN_BEHIND) && !self.is_verb(i + 2));
        if bare && !self.names.contains(&hash_of(self.words_of(i))) {
            return false;
        }
        let doubtful = self.is_initial(i) && self.item(i).is_some_and(|x| x.uses.without(VERBS).is_unknown());
        !(doubtful
            && !self.is_capital(i + 1)
            && !self.is_verb(i + 1)
            && self.ends(i, self.words.language.adverb_endings)
            && !self.names.contains(&hash_of(self.words_of(i))))
    }

    /// Behind a run of words of a name.
    fn name_end(&self, mut i: usize) -> usize {
        let first = i;
        let particle = |i: usize| self.is_small(i) && self.has(i, Uses::NAME_PARTICLE);
        loop {
            let inside = i > first;
            let initial = || self.is_capital(i - 1) && self.words_of(i - 1).chars().count() == 1;
            let capital = inside && self.is_capital(i) && !self.has(i, Uses::PREPOSITION.or(Uses::COORDINATOR));
            if self.is_name_word(i) || capital || inside && self.is(i, '.') && initial() && self.is_name_word(i + 1) {
                i += 1;
            } else if inside && particle(i) && self.is_name_word(i + 1) {
                i += 2;
            } else if inside && particle(i) && particle(i + 1) && self.is_name_word(i + 2) {
                i += 3;
            } else {
                return i;
            }
        }
    }

    /// Whether a full stop behind it ends no sentence.
    fn is_shortened(&self, i: usize) -> bool {
        self.has(i, Uses::ABBREVIATION) && self.is(i + 1, '.')
    }

    /// Whether a title stands at `i`, and a name behind it.
    fn is_titled(&self, i: usize) -> bool {
        let behind = i + 1 + usize::from(self.is_shortened(i));
        self.has(i, Uses::TITLE)
            && (self.is_capital(behind)
                || self.has(i + 1, Uses::NAME_PARTICLE.or(Uses::TITLE)) && self.is_capital(i + 2))
    }

    /// The phrase behind a preposition that holds its article: "dal sindaco".
    pub fn joined(&self, i: usize) -> Option<Phrase> {
        if self.has(i, Uses::JOINED) { self.phrase_with_article(i) } else { None }
    }

    /// The phrase that begins at item `i`; `bare` where a noun without an article may be one. O(its items).
    pub fn phrase(&self, i: usize, bare: bool) -> Option<Phrase> {
        if !self.is_word(i) {
            return None;
        }
        let article = self.has(i, Uses::ARTICLE);
        if self.has(i, PRONOUN) && !self.has(i, GIVEN) {
            let noun = article && self.is_word(i + 1) && (!self.language.leaves_out_subject || !self.is_verb(i + 1));
            if !noun {
                return Some(Phrase { items: i..i + 1, kind: MentionKind::Pronoun, name: i..i });
            }
        }
        // "le chiedeva", not "la denuncia".
        let clitic = article && self.has(i, Uses::REFLEXIVE);
        if clitic && !self.has(i, Uses::NOUN_BEHIND) && self.is_small(i + 1) && self.is_verb(i + 1) {
            return None;
        }
        if article && !self.is_surname(i) { self.phrase_with_article(i) } else { self.phrase_without(i, bare) }
    }

    fn phrase_without(&self, start: usize, bare: bool) -> Option<Phrase> {
        let role = |end: usize| Phrase { items: start..end, kind: MentionKind::Role, name: end..end };
        let named = |name: Range<usize>| Phrase { items: start..name.end, kind: MentionKind::Name, name };
        if self.is_titled(start) {
            let mut first = start + 1 + usize::from(self.is_shortened(start));
            if self.has(first, Uses::TITLE) {
                first += 1 + usize::from(self.is_shortened(first));
            }
            while self.is_small(first) && self.has(first, Uses::NAME_PARTICLE) {
                first += 1;
            }
            let end = self.name_end(first);
            if end > first {
                return Some(named(first..end));
            }
        }
        if self.is_small(start) {
            // "Nadia Costa, mediatrice culturale".
            let unknown = || self.item(start).is_some_and(|x| x.uses.is_unknown());
            let ends = || unknown() && self.ends(start, self.words.language.person_endings);
            let person = bare && (self.has(start, Uses::PERSON) && !self.is_verb(start) || ends());
            let two = self.is_small(start + 1) && self.has(start + 1, Uses::PERSON);
            return person.then(|| role(start + 1 + usize::from(two)));
        }
        let end = Some(self.name_end(start)).filter(|_| self.is_name_word(start))?;
        let alone = self.has(start, Uses::PERSON) && end == start + 1 && !self.has(start, GIVEN);
        Some(if alone { role(end) } else { named(start..end) })
    }

    fn phrase_with_article(&self, start: usize) -> Option<Phrase> {
        let first = start + 1;
        let joins = |j: usize| self.has(j, Uses::GENITIVE);
        let mut name: Option<Range<usize>> = None;
        let mut j = first;
        while j < first + MAX_ITEMS {
            if self.is_name_word(j) {
                let end = self.name_end(j);
                name = Some(j..end);
                j = end;
                let on = self.is_small(j) && joins(j) && self.is_small(j + 1) && !self.is_verb(j + 1);
                if !on {
                    break;
                }
            }
            if self.is_number(j) || self.is_shortened(j - 1) && self.is_capital(j + 1) {
                j += 1;
                continue;
            }
            if !self.is_word(j) {
                break;
            }
            if self.is_capital(j) {
                if j > first && !self.is_small(j - 1) {
                    break;
                }
                j += 1;
                continue;
            }
            // "un des hommes".
            let of = joins(j) && (j > first || self.has(start, Uses::INDEFINITE)) && self.is_word(j + 1);
            if of {
                j += 1;
            } else if j > first && joins(j - 1) && self.has(j, Uses::ARTICLE) {
                j += 1;
                continue;
            } else if !self.goes_on(j, first) {
                break;
            }
            if joins(j - 1) && !self.is_small(j) {
                continue;
            }
            j += 1;
        }
        let stands_alone = |j: usize| self.has(j, Uses::NOMINAL);
        while j > first
            && self.is_small(j - 1)
            && self.has(j - 1, Uses::GENITIVE.or(Uses::ARTICLE))
            && !stands_alone(j - 1)
        {
            j -= 1;
        }
        if j == first {
            return None;
        }
        let role = Phrase { items: start..j, kind: MentionKind::Role, name: j..j };
        let Some(mut name) = name.filter(|n| n.end <= j) else { return Some(role) };
        let before = name.start - 1;
        // "le Dr Anne Simonet".
        while name.len() > 1 && self.has(name.start, Uses::TITLE) && !self.has(name.start, GIVEN) {
            name.start += 1 + usize::from(self.is_shortened(name.start));
        }
        let belongs = before > start
            && (self.is_small(before) && joins(before)
                || self.has(before, Uses::ARTICLE) && joins(before.wrapping_sub(1)));
        if !belongs {
            return Some(Phrase { items: start..j, kind: MentionKind::Name, name });
        }
        // "la ministre de l'Équipement Camille Roussel".
        let given = name.clone().skip(1).find(|k| self.has(*k, GIVEN)).filter(|_| !self.has(name.start, GIVEN));
        Some(given.map_or(role, |g| Phrase { items: start..j, kind: MentionKind::Name, name: g..name.end }))
    }

    /// Whether a small word goes on a phrase whose first word behind the article is item `first`.
    fn goes_on(&self, j: usize, first: usize) -> bool {
        if self.has(j, Uses::PERSON.or(Uses::BODY).or(Uses::TITLE)) && !self.has(j, Uses::PREPOSITION) {
            return true;
        }
        let later = j > first;
        let unknown = self.item(j).is_some_and(|x| x.uses.is_unknown());
        let verb = later && (self.is_verb(j) || unknown && self.is_past(j));
        let ends = Uses::PREPOSITION.or(Uses::SUBORDINATOR).or(Uses::COORDINATOR).or(Uses::RELATIVE).or(Uses::ADVERB);
        let object = self.has(j, Uses::REFLEXIVE) && !self.has(j, Uses::ARTICLE);
        let another = later && self.has(j, Uses::ARTICLE.or(PRONOUN));
        !(verb || another || object || self.has(j, ends))
    }

    /// The phrase with the name that stands behind it in apposition: "la trésorière, Paule Giraudet".
    pub fn with_name(&self, phrase: Phrase) -> Phrase {
        let end = phrase.items.end;
        if phrase.kind == MentionKind::Name {
            // "Paul Garnier et Marie Soulié".
            let joins = self.is_small(end) && self.has(end, Uses::COORDINATOR) && self.is_capital(end + 1);
            let other = if joins && self.has(end + 1, GIVEN) { self.name_end(end + 1) } else { end };
            return Phrase { items: phrase.items.start..other, ..phrase };
        }
        if phrase.kind == MentionKind::Pronoun {
            return phrase;
        }
        let joined = |name: Phrase| Phrase { items: phrase.items.start..name.items.end, ..name };
        let name_at = |i: usize| self.phrase(i, false).filter(|p| p.kind == MentionKind::Name);
        let someone = self.is_someone(&phrase);
        // "l'assessora alla Cultura Anna Grigi", "l'assessora alla Cultura, Anna Grigi".
        let office = if someone { self.office(end) } else { end };
        if office > end && self.is_capital(office) {
            return joined(Phrase {
                items: office..self.name_end(office),
                kind: MentionKind::Name,
                name: office..self.name_end(office),
            });
        }
        let unknown = || !self.is_thing(&phrase) && self.has(office + 1, GIVEN);
        if self.is(office, ',') && (someone || unknown()) {
            let behind = office + 1;
            let titled = self.has(behind + 1, Uses::APPOSED);
            let name = name_at(behind).filter(|p| titled || !self.has(p.items.start, Uses::ARTICLE));
            if let Some(name) = name.filter(|p| self.closes(p.items.end)) {
                return joined(name);
            }
        }
        // "le directeur de l'agence (IRENA), Adnan Amin".
        let close = if self.is(end, '(') { self.next(end, end + 5, &[')']) } else { None };
        if let Some(name) = close.filter(|c| self.is(c + 1, ',')).and_then(|c| name_at(c + 2)) {
            return joined(name);
        }
        phrase
    }

    /// Behind the office that stands behind a noun for somebody, before a comma or a name: "alla Cultura". Where there is none, `end`.
    fn office(&self, end: usize) -> usize {
        let capital = |i: usize| self.is_capital(i) && !self.has(i, GIVEN.or(GRAMMAR));
        if !self.is_small(end) || !self.has(end, Uses::JOINED) || !capital(end + 1) {
            return end;
        }
        let goes_on =
            |j: &usize| capital(*j) || self.is_small(*j) && self.goes_on(*j, end + 1) && !self.has(*j, Uses::PERSON);
        let last = (end + 2..end + MAX_ITEMS).find(|j| !goes_on(j)).unwrap_or(end);
        if self.is(last, ',') || self.is_capital(last) && self.has(last, GIVEN) { last } else { end }
    }

    /// Whether an apposition ends before item `i`.
    fn closes(&self, i: usize) -> bool {
        i >= self.len()
            || self.is_any(i, &[',', ';', '.', ':'])
            || self.is_any(i, &DASHES)
            || self.is_quote(i)
            || self.is_verb(i)
            || self.has(i, Uses::PREPOSITION.or(Uses::RELATIVE))
    }

    /// The items of a phrase before what belongs to its noun: "la ministre" of "la ministre de l'Équipement".
    fn core(&self, phrase: &Phrase) -> Range<usize> {
        let start = phrase.items.start;
        let end = phrase.items.clone().skip(1).find(|j| self.has(*j, Uses::GENITIVE)).unwrap_or(phrase.items.end);
        start..end
    }

    fn has_head(&self, phrase: &Phrase) -> bool {
        let noun = Uses::PERSON.or(Uses::BODY).or(Uses::TITLE);
        let start = phrase.items.start;
        self.core(phrase).any(|j| self.has(j, noun) && (j > start || !self.has(j, Uses::ARTICLE)))
    }

    /// Whether a phrase means a thing that says nothing: "la dernière ligne".
    pub fn is_thing(&self, phrase: &Phrase) -> bool {
        phrase.kind == MentionKind::Role
            && !self.has_head(phrase)
            && self.core(phrase).any(|j| self.has(j, Uses::THING.or(Uses::NAMING)))
    }

    /// Whether a phrase means people or bodies.
    pub fn is_someone(&self, phrase: &Phrase) -> bool {
        let unknown = |j: usize| self.item(j).is_some_and(|x| x.uses.is_unknown());
        phrase.kind != MentionKind::Role
            || self.has_head(phrase)
            || self
                .core(phrase)
                .any(|j| self.is_small(j) && unknown(j) && self.ends(j, self.words.language.person_endings))
    }
}
