//! Whose words they are where a noun tells it, or a sentence behind them: "«…», il commento di Anna Grigi", "«…». Lo ha detto Anna
//! Grigi", "«…», così Anna Grigi".

use super::{DASHES, Line};
use crate::detect::MentionKind;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;

/// Infinitives before "è" and whoever speaks: "a parlare è".
const SAYS_BASE: Uses = Uses::SAY_BASE.or(Uses::REPORT_BASE);
/// How far into a sentence "commenta così" stands.
const MAX_SO_VERB: usize = 16;
/// How far behind the beginning of such a sentence its "così" stands, and how far behind that the noun.
const MAX_SO: usize = 4;
const MAX_SO_ACCOUNT: usize = 8;
/// How far behind "si legge" whose note it is stands.
const MAX_NOTE: usize = 7;
/// Most articles before a noun: "queste le parole".
const MAX_ARTICLES: usize = 2;

impl Line<'_> {
    /// Whoever said what stands before item `i`, and the word that tells it. O(1).
    pub fn said_so(&self, i: usize) -> Option<(Phrase, usize)> {
        if !self.is_word(i) {
            return None;
        }
        let told = |verb: usize| self.incise(verb, true).and_then(|x| Some((x.subject?, x.says)));
        // "Matteo Grigi, segretario provinciale, commenta così la decisione."
        let says = |j: &usize| self.is_small(*j) && self.has(*j, Uses::SAY) && self.has(*j + 1, Uses::SO);
        if let Some(verb) = (i + 1..i + MAX_SO_VERB).take_while(|j| !self.is_stop(*j)).find(says) {
            let subject = self.subject_ahead(i, verb).map(|p| (p, verb));
            return subject.filter(|(phrase, _)| self.is_someone(phrase) && !self.is_thing(phrase));
        }
        let so = (i + 1..i + MAX_SO).find(|j| self.has(*j, Uses::SO));
        let found = if let Some(so) = so {
            // "Comincia così il racconto di Anna Grigi".
            (so + 1..so + MAX_SO_ACCOUNT).find_map(|j| self.account(j))
        } else if self.has(i, Uses::SO) {
            let named =
                self.phrase(i + 1, false).filter(|p| p.kind != MentionKind::Pronoun).map(|p| (self.with_name(p), i));
            named.or_else(|| told(i + 1))
        } else if self.has(i, Uses::SAID_SO) {
            told(i + 1)
        } else if self.has(i, Uses::BEING) && self.has(i + 1, Uses::SUBORDINATOR) {
            told(i + 2)
        } else if self.has(i, Uses::INFINITIVE) && self.has(i + 1, SAYS_BASE) && self.has(i + 2, Uses::BEING) {
            self.phrase(i + 3, false).map(|p| (self.with_name(p), i + 1))
        } else if self.has(i, Uses::REFLEXIVE) && self.has(i + 1, Uses::SO_IT_SAYS) {
            // "si legge nel comunicato della società"
            let of = (i + 2..i + MAX_NOTE).find(|j| self.has(*j, Uses::GENITIVE))?;
            let phrase = self.joined(of).or_else(|| self.phrase(of + 1, false))?;
            Some((self.with_name(phrase), i + 1))
        } else {
            self.tells_it(i).or_else(|| self.account(i + usize::from(self.has(i, Uses::BEING))))
        };
        found.filter(|(phrase, _)| self.is_someone(phrase) && !self.is_thing(phrase))
    }

    /// The same behind a quotation and a comma.
    pub fn told_behind(&self, q: usize) -> Option<(Phrase, usize)> {
        let set_off = self.is(q + 1, ',') || self.is_any(q + 1, &DASHES);
        let named = !self.is_bare(q) && set_off && self.is_small(q + 2);
        if named { self.said_so(q + 2).filter(|_| !self.is_announced(q)) } else { None }
    }

    /// Whoever "says it" at item `i`: "Anna Grigi lo dice a bassa voce".
    fn tells_it(&self, i: usize) -> Option<(Phrase, usize)> {
        let phrase =
            self.phrase(i, false).map(|p| self.with_name(p)).filter(|p| self.has(p.items.end, Uses::SAID_SO))?;
        let verb = phrase.items.end + 1;
        let base = verb + usize::from(self.has(verb, Uses::AUX));
        let says = self.is_small(base) && self.has(base, if base > verb { Uses::SAY_BASE } else { Uses::SAY });
        says.then_some((phrase, base))
    }

    /// Whose the noun at `i` for what is said is: "il commento di Anna Grigi", "parola di Renzo Ariu".
    pub fn account(&self, i: usize) -> Option<(Phrase, usize)> {
        let mut noun = i;
        while self.has(noun, Uses::ARTICLE) && noun < i + MAX_ARTICLES {
            noun += 1;
        }
        let of = noun + 1;
        if !self.is_small(noun) || !self.has(noun, Uses::ACCOUNT) || !self.has(of, Uses::GENITIVE) {
            return None;
        }
        let phrase = self.joined(of).or_else(|| self.phrase(of + 1, false))?;
        Some((self.with_name(phrase), noun))
    }
}
