//! Subjects: before a verb, behind it, and of the clause that a verb belongs to.

use super::Line;
use super::phrases::{GIVEN, GRAMMAR};
use crate::detect::MentionKind;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;

/// How far behind a verb its subject stands, in items.
const MAX_BEHIND: usize = 14;
/// How far before it a clause is looked at.
const MAX_BEFORE: usize = 160;

impl Line<'_> {
    /// Behind what a preposition at `i` opens.
    pub fn behind_preposition(&self, i: usize) -> usize {
        let mut k = i + 1;
        if self.is_small(k) && self.has(k, Uses::PREPOSITION) && !self.has(k, Uses::ARTICLE) {
            k += 1;
        }
        if let Some(phrase) = self.phrase(k, false) {
            let name = phrase.name.start;
            // "a assuré de son côté Luc Martin".
            let apart = phrase.kind == MentionKind::Name
                && name > phrase.items.start + 1
                && self.has(name, GIVEN)
                && self.is_small(name - 1)
                && !self.has(name - 1, Uses::PERSON.or(Uses::TITLE));
            // "commenta su Facebook Andrea Grigi".
            let before = |k: usize| self.has(k - 1, GIVEN.or(Uses::TITLE).or(Uses::NAME_PARTICLE));
            let given =
                || phrase.name.clone().skip(1).find(|k| self.has(*k, GIVEN) && !before(*k) && k + 1 < phrase.name.end);
            if !apart && let Some(given) = given() {
                return given;
            }
            return if apart { name } else { phrase.items.end };
        }
        let stops = Uses::PREPOSITION.or(Uses::ARTICLE).or(Uses::COORDINATOR).or(Uses::RELATIVE).or(Uses::TITLE);
        while self.is_small(k) && !self.has(k, stops) && k < i + 3 {
            k += 1;
        }
        // "alla vigilia dei settant'anni Anna Grigi".
        let given = |k: usize| k > i + 1 && self.is_small(k - 1) && self.has(k, GIVEN);
        while self.is_capital(k) && !self.has(k, GRAMMAR) && !given(k) {
            k += 1;
        }
        k.max(i + 1)
    }

    /// Whether item `i` is a preposition that opens no subject.
    fn is_oblique(&self, i: usize) -> bool {
        self.has(i, Uses::PREPOSITION) && (!self.has(i, Uses::ARTICLE) || self.has(i, Uses::GENITIVE))
    }

    /// Whether a pronoun is an object.
    fn is_object(&self, phrase: &Phrase) -> bool {
        let i = phrase.items.start;
        phrase.kind == MentionKind::Pronoun && self.has(i, Uses::REFLEXIVE)
    }

    /// The subject behind a verb: "a insisté jeudi la ministre". O(1).
    pub fn subject_after(&self, verb: usize) -> Option<Phrase> {
        let end = self.len().min(verb + 1 + MAX_BEHIND);
        let mut j = verb + 1;
        while j < end {
            if self.is(j, ',') {
                // "aseguró, por su parte, Tomás", "précise, amusée, sa vendeuse".
                let aside = self.has(j + 1, Uses::PREPOSITION.or(Uses::ADVERB))
                    || self.is_small(j + 1)
                        && ((self.words.language.is_participle)(self.words_of(j + 1))
                            || (self.language.is_gerund)(self.words_of(j + 1)));
                let aside = aside || self.is_small(j + 1) && self.is(j + 2, ',');
                let close = self.next(j + 1, j + 8, &[',']).filter(|_| aside)?;
                let phrase = self.phrase(close + 1, true).filter(|p| p.kind != MentionKind::Pronoun)?;
                return Some(self.with_name(phrase));
            }
            if self.is_number(j) {
                j += 1;
                continue;
            }
            if !self.is_word(j) || self.has(j, Uses::ACCORDING) {
                return None;
            }
            let phrase = self.phrase(j, true);
            let somebody = phrase.as_ref().is_some_and(|p| self.is_someone(p));
            if self.has(j, Uses::PREPOSITION) && !(self.has(j, Uses::ARTICLE) && somebody) {
                j = self.behind_preposition(j);
                continue;
            }
            if self.is_small(j)
                && self.has(j, Uses::ADVERB)
                && !self.has(j, Uses::ARTICLE.or(Uses::MALE).or(Uses::FEMALE))
            {
                j += 1;
                continue;
            }
            // "disse un giorno mio padre"
            if let Some(time) = phrase.as_ref().filter(|p| self.is_thing(p)) {
                j = time.items.end;
                continue;
            }
            if let Some(phrase) = phrase {
                return (!self.is_object(&phrase)).then(|| self.with_name(phrase));
            }
            if self.has(j, Uses::SUBORDINATOR.or(Uses::RELATIVE).or(Uses::COORDINATOR)) {
                return None;
            }
            j += 1;
        }
        None
    }

    /// The subject before a verb, in the sentence that begins at `start`. O(a bounded number of items).
    pub fn subject_ahead(&self, start: usize, verb: usize) -> Option<Phrase> {
        let start = start.max(verb.saturating_sub(MAX_BEFORE));
        let clause =
            (start..verb).rev().find(|j| self.is_any(*j, &[':', ';']) || self.is_quote(*j)).map_or(start, |j| j + 1);
        let mut end = verb;
        while end > clause && self.is_small(end - 1) && self.has(end - 1, Uses::REFLEXIVE.or(Uses::ADVERB)) {
            end -= 1;
        }
        if end == clause {
            return None;
        }
        let last = end - 1;
        if self.is_small(last) && self.has(last, Uses::RELATIVE) {
            let pronoun = Phrase { items: last..end, kind: MentionKind::Pronoun, name: last..last };
            // "il regista Paolo Tavani, che ha definito".
            let comma = last.wrapping_sub(1);
            let apart = || {
                if self.is(comma, ',') { self.phrase_ending(clause, comma, true) } else { None }
            };
            return Some(self.phrase_ending(clause, last, true).or_else(apart).unwrap_or(pronoun));
        }
        if self.is_small(last) && self.has(last, Uses::COORDINATOR) {
            return self.acting(start, last).or_else(|| self.opening(start, last));
        }
        if let Some(phrase) = self.phrase_ending(clause, end, false) {
            return Some(phrase);
        }
        if self.is(last, ',') {
            return self.acting(clause, verb).or_else(|| self.opening(clause, last));
        }
        let found = self.acting(clause, verb).or_else(|| self.opening(clause, end))?;
        let other = Uses::SAY.or(Uses::AUX).or(Uses::MODAL).or(Uses::THINK).or(Uses::SUBORDINATOR);
        let noun = Uses::PERSON.or(Uses::BODY).or(Uses::ARTICLE);
        let taken = (found.items.end..end).any(|j| self.is_small(j) && self.has(j, other) && !self.has(j, noun));
        (!taken).then_some(found)
    }

    /// The phrase that ends before item `end`; of two in apposition both. `oblique` where one behind a preposition will do.
    fn phrase_ending(&self, start: usize, end: usize, oblique: bool) -> Option<Phrase> {
        let from = start.max(end.saturating_sub(24));
        let last = (from..end).find_map(|j| {
            let before = j.wrapping_sub(1);
            let inside = j > start
                && (self.has(before, Uses::GENITIVE)
                    || !oblique && self.has(before, Uses::PREPOSITION) && !self.has(before, Uses::ARTICLE));
            // "di Radio Stadio": no name begins in the middle of one.
            let middle = j > start && self.is_capital(j) && self.is_capital(before) && !self.has(before, GRAMMAR);
            let phrase = self.phrase(j, false).filter(|_| !inside && !middle)?;
            if phrase.items.end == end {
                return Some(phrase);
            }
            Some(self.with_name(phrase)).filter(|p| p.items.end == end)
        })?;
        let comma = last.items.start.wrapping_sub(1);
        if self.is(comma, ',') && comma > start {
            let first = self.phrase_ending(start, comma, false);
            // "Sophie Martin, l'ancienne comptable, a reconnu".
            if last.kind == MentionKind::Role
                && let Some(first) = first.as_ref().filter(|p| p.kind == MentionKind::Name)
            {
                let items = first.items.start..if self.is_someone(&last) { end } else { first.items.end };
                return Some(Phrase { items, ..first.clone() });
            }
            if last.kind == MentionKind::Name
                && (last.items.start == last.name.start || self.has(last.items.start + 1, Uses::APPOSED))
                && let Some(first) =
                    first.filter(|p| p.kind == MentionKind::Role && self.is_someone(p) && p.items.start == start)
            {
                return Some(Phrase { items: first.items.start..end, ..last });
            }
        }
        (!self.is_object(&last)).then_some(last)
    }

    /// Whether a verb stands at `i`, or behind the pronouns and adverbs there.
    fn acts(&self, i: usize) -> bool {
        let mut k = i;
        while self.is_small(k) && self.has(k, Uses::REFLEXIVE.or(Uses::ADVERB)) && k < i + 4 {
            k += 1;
        }
        let known = Uses::SAY.or(Uses::THINK).or(Uses::REPORT).or(Uses::AUX).or(Uses::MODAL);
        self.is_small(k) && (self.has(k, known) || self.is_past(k) && !self.has(k, GRAMMAR))
    }

    /// The last phrase between two items that has a verb of its own. O(the items between).
    pub fn acting(&self, from: usize, to: usize) -> Option<Phrase> {
        let mut best = None;
        let mut j = from.max(to.saturating_sub(MAX_BEFORE));
        while j < to {
            let initial = j == from && !self.has(j, GIVEN);
            if (self.is_small(j) || initial) && self.is_oblique(j) && !self.has(j, Uses::REFLEXIVE) {
                j = self.behind_preposition(j);
                continue;
            }
            let Some(phrase) = self.phrase(j, false).filter(|p| p.items.end <= to) else {
                j += 1;
                continue;
            };
            let phrase = self.with_name(phrase);
            let end = phrase.items.end;
            // "La fille, exaspérée, lui cria".
            let aside = || {
                let close = if self.is(end, ',') { self.next(end + 1, (end + 14).min(to + 1), &[',']) } else { None };
                close.is_some_and(|c| self.acts(c + 1))
            };
            let acts = self.acts(end) && !self.is_object(&phrase) || aside();
            let relative = phrase.kind == MentionKind::Pronoun && self.has(phrase.items.start, Uses::RELATIVE);
            if acts && !relative && !self.is_thing(&phrase) {
                best = Some(phrase);
            }
            j = end;
        }
        best
    }

    /// The first phrase between two items that can be a subject. O(the items between).
    pub fn opening(&self, from: usize, to: usize) -> Option<Phrase> {
        let mut j = from;
        let to = to.min(from + MAX_BEFORE);
        while j < to {
            if self.has(j, Uses::SUBORDINATOR) && (self.is_small(j) || j == from) && !self.has(j, Uses::ARTICLE) {
                j = self.next(j, to, &[',', ';', ':'])? + 1;
                continue;
            }
            if self.is_word(j) && self.is_oblique(j) && !self.has(j, GIVEN) {
                j = self.behind_preposition(j);
                while self.is_small(j) && self.has(j, Uses::GENITIVE) {
                    j = self.behind_preposition(j);
                }
                continue;
            }
            if let Some(phrase) = self.phrase(j, false).filter(|p| p.items.end <= to) {
                if self.is_object(&phrase) && !self.has(j, Uses::PRONOUN) {
                    j = phrase.items.end;
                    continue;
                }
                return Some(self.with_name(phrase));
            }
            j += 1;
        }
        None
    }
}
