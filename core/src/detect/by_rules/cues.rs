//! Cues: verbs that say, think or report something, each with its subject.

use super::phrases::Phrase;
use super::row::Row;
use super::words::Uses;
use crate::detect::MentionKind;
use crate::span::Span;
use std::ops::Range;

/// What a cue does with words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Reports a few words, or a judgement.
    Report,
    Think,
    Say,
}

/// A verb with its subject.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The verb that stands with the subject.
    pub verb: usize,
    /// The verb that tells what is done: the same, a participle, or an infinitive.
    pub says: usize,
    /// Its last item: a participle or a part at the end of the clause.
    pub end: usize,
    pub strength: Strength,
    pub subject: Option<Phrase>,
    /// Whether the subject stands behind the verb.
    pub inverted: bool,
    /// Whether it stands at the end of a subordinate clause, and which word opens that.
    pub opener: Option<usize>,
}

impl Cue {
    /// Its place: from the first to the last of its words where these stand near each other.
    pub fn span(&self, row: &Row<'_>) -> Span {
        let says = row.hull(&(self.says..self.says + 1));
        if self.end.saturating_sub(self.verb) <= 3 { says.hull(row.hull(&(self.verb..self.end + 1))) } else { says }
    }
}

/// How far behind a verb its subject stands, in items.
const MAX_SUBJECT_DISTANCE: usize = 16;
/// How far behind a verb the rest of it stands.
const MAX_REST_DISTANCE: usize = 40;

const SAY: Uses = Uses::SAY.or(Uses::SAY_SPLIT).or(Uses::SAY_BASE);
const THINK: Uses = Uses::THINK.or(Uses::THINK_SPLIT).or(Uses::THINK_BASE);
const FINITE: Uses = Uses::SAY.or(Uses::THINK).or(Uses::REPORT);
const SPLIT: Uses = Uses::SAY_SPLIT.or(Uses::THINK_SPLIT).or(Uses::REPORT_SPLIT);
const BASE: Uses = Uses::SAY_BASE.or(Uses::THINK_BASE).or(Uses::REPORT_BASE);

impl Row<'_> {
    /// The cues of a sentence in reading order. O(its items).
    pub fn cues(&self, sentence: &Range<usize>) -> Vec<Cue> {
        let mut out: Vec<Cue> = Vec::new();
        for i in sentence.clone() {
            if !self.is_small(i) || out.last().is_some_and(|c| c.says == i || c.end == i) {
                continue;
            }
            out.extend(self.cue_at(i, sentence));
        }
        out
    }

    /// The cue whose finite verb is item `i`.
    pub fn cue_at(&self, i: usize, sentence: &Range<usize>) -> Option<Cue> {
        let uses = self.item(i)?.uses;
        if !uses.has(FINITE.or(SPLIT).or(BASE).or(Uses::AUX).or(Uses::MODAL).or(Uses::SO_IT_SAYS)) {
            return None;
        }
        let end = self.clause_end(i, sentence);
        let strength = |uses: Uses, say: Uses, think: Uses| {
            if uses.has(say) {
                Strength::Say
            } else if uses.has(think) {
                Strength::Think
            } else {
                Strength::Report
            }
        };
        // "es drohe": reported itself.
        if uses.has(Uses::MOOD)
            && (self.words.language.is_mood)(self.words_of(i))
            && !uses.has(Uses::AUX.or(Uses::MODAL))
        {
            return None;
        }
        // "heißt es".
        if uses.has(Uses::SO_IT_SAYS) {
            let nobody = [i + 1, i.wrapping_sub(1)].into_iter().find(|j| self.has(*j, Uses::NOBODY))?;
            let subject = self.written_source(i, sentence);
            let end = nobody.max(i);
            return Some(Cue {
                verb: i,
                says: i,
                end,
                strength: Strength::Say,
                subject,
                inverted: nobody > i,
                opener: None,
            });
        }
        if uses.has(SPLIT)
            && let Some(rest) = self.rest_of(i, sentence)
        {
            return Some(self.cue(i, i, rest, strength(uses, Uses::SAY_SPLIT, Uses::THINK_SPLIT), sentence));
        }
        // In a subordinate clause: "wie X erklärt hatte", "erklärt worden war".
        let last = i + 1 >= end || (i + 1..end).all(|j| self.has(j, Uses::AUX.or(Uses::MODAL)));
        if (uses.has(FINITE) || uses.has(BASE) && i + 1 < end) && last && !(i..end).all(|j| self.is_capital(j)) {
            let opener = self.opener_of(i, sentence);
            if let Some(opener) = opener {
                let mut cue = self.cue(i, i, end.saturating_sub(1).max(i), strength(uses, SAY, THINK), sentence);
                cue.subject = self.subject_behind_opener(opener, i);
                (cue.opener, cue.inverted) = (Some(opener), false);
                return Some(cue);
            }
        }
        if uses.has(Uses::AUX.or(Uses::MODAL)) {
            let base =
                (i + 1..end).rev().find(|j| self.is_small(*j) && self.has(*j, BASE) && self.ends_clause(*j, end))?;
            if self.opener_of(i, sentence).is_some() && self.is_small(i.wrapping_sub(1)) && self.has(i - 1, BASE) {
                return None;
            }
            let strength = strength(self.item(base)?.uses, Uses::SAY_BASE, Uses::THINK_BASE);
            return Some(self.cue(i, base, base, strength, sentence));
        }
        // "die genannte Summe", "hat erklärt": no finite verb.
        let before = i.wrapping_sub(1);
        if !uses.has(FINITE)
            || i > sentence.start && self.has(before, Uses::ARTICLE.or(Uses::OBLIQUE)) && self.is_capital(i + 1)
        {
            return None;
        }
        Some(self.cue(i, i, i, strength(uses, Uses::SAY, Uses::THINK), sentence))
    }

    fn cue(&self, verb: usize, says: usize, end: usize, strength: Strength, sentence: &Range<usize>) -> Cue {
        let (subject, inverted) = self.subject(verb, sentence);
        Cue { verb, says, end, strength, subject, inverted, opener: None }
    }

    /// Whether only verbs stand between item `i` and the end of the clause.
    fn ends_clause(&self, i: usize, end: usize) -> bool {
        (i + 1..end).all(|j| self.has(j, Uses::AUX.or(Uses::MODAL)))
    }

    /// The end of the clause that item `i` stands in: a comma, a colon, a stop; quotations belong to it.
    pub fn clause_end(&self, i: usize, sentence: &Range<usize>) -> usize {
        let ends =
            |j: &usize| [',', ':', ';'].iter().any(|c| self.is(*j, *c)) || self.is_stop(*j) && j + 1 >= sentence.end;
        (i + 1..sentence.end).find(ends).unwrap_or(sentence.end)
    }

    /// The rest of a verb that is split, at the end of its clause, or of a later one of its sentence.
    fn rest_of(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let last = sentence.end.min(i + MAX_REST_DISTANCE);
        (i + 1..last).find(|j| {
            let next = j + 1;
            self.is_small(*j)
                && self.has(*j, Uses::PARTICLE)
                && (next >= sentence.end
                    || [',', ':', ';', '.', '!', '?', '…'].iter().any(|c| self.is(next, *c))
                    || self.quote(next).is_some()
                    || self.is_dash(next)
                    || self.has(next, Uses::COORDINATOR)
                    || *j == i + 1 && !self.is_capital(next)
                    || self.has(next, Uses::PREPOSITION) && !self.has(*j, Uses::PREPOSITION))
        })
    }

    /// The word that opens the subordinate clause which ends with the verb at `i`.
    fn opener_of(&self, i: usize, sentence: &Range<usize>) -> Option<usize> {
        let mut j = i;
        while j > sentence.start {
            let before = j - 1;
            if [',', ':', ';', '(', '–'].iter().any(|c| self.is(before, *c)) {
                break;
            }
            j -= 1;
        }
        // "und wie", "aber als".
        let j = if self.has(j, Uses::COORDINATOR) && j + 1 < i { j + 1 } else { j };
        let relative = self.is(j.wrapping_sub(1), ',') && self.has(j, Uses::RELATIVE) && !self.is_capital(j + 1);
        ((self.has(j, Uses::SUBORDINATOR) || relative) && j < i).then_some(j)
    }

    /// The subject of a subordinate clause: the first phrase behind the word that opens it, or whom a relative pronoun means.
    fn subject_behind_opener(&self, opener: usize, verb: usize) -> Option<Phrase> {
        if !self.has(opener, Uses::SUBORDINATOR) {
            return Some(Phrase { items: opener..opener + 1, kind: MentionKind::Pronoun, name: opener..opener });
        }
        let mut j = opener + 1;
        while j < verb {
            if let Some(phrase) = self.phrase_from(j) {
                return (phrase.items.end <= verb).then_some(phrase);
            }
            j = self.past_phrase(j);
        }
        None
    }

    /// The subject of the finite verb at `verb`, and whether it stands behind it.
    pub fn subject(&self, verb: usize, sentence: &Range<usize>) -> (Option<Phrase>, bool) {
        let start = self.main_clause(verb, sentence);
        // "Auch die Bürgermeisterin (Grüne) sagte": one phrase stands before the verb, and the adverb is part of it.
        let particle = self.has(start, Uses::ADVERB) && self.phrase_from(start).is_none();
        let start = if particle && start + 1 < verb { start + 1 } else { start };
        if let Some(phrase) = self.phrase_from(start).filter(|p| p.items.end <= verb && self.reaches(p, verb)) {
            let doubtful = self.is_doubtful(&phrase) && start == sentence.start;
            // "Ähnlich äußerte sich auch die Bürgermeisterin".
            let own = self.has(verb + 1, Uses::REFLEXIVE) && doubtful;
            let past = |i: &usize| !own || !self.has(*i, Uses::REFLEXIVE.or(Uses::ADVERB));
            let behind = (verb + 1..sentence.end).find(past).and_then(|i| self.phrase_from(i));
            // "Das Angebot lehnt er ab", "Jede Schuld weist Grau von sich".
            let object = behind.filter(|next| {
                let sure = self.has(next.items.start, Uses::ONLY_SUBJECT);
                sure && next.kind == MentionKind::Pronoun
                    || doubtful
                    || next.kind == MentionKind::Name && phrase.kind == MentionKind::Role && !self.is_somebody(&phrase)
            });
            let inverted = object.is_some();
            return (object.or(Some(phrase)), inverted);
        }
        // "kam herein und sagte": the subject of the clause before.
        let joined = self.has(verb.wrapping_sub(1), Uses::COORDINATOR) && start == verb && verb > sentence.start + 1;
        if joined {
            let first = self.first_subject(sentence.start, verb - 1);
            return (first, false);
        }
        (self.subject_behind(verb, sentence.end), true)
    }

    /// What is named where it only says that it says so: "heißt es in der Erklärung".
    fn written_source(&self, verb: usize, sentence: &Range<usize>) -> Option<Phrase> {
        let opens = |i: &usize| self.has(*i, Uses::PREPOSITION) && self.quote(*i).is_none();
        let prefield = self.main_clause(verb, sentence);
        let at = (verb + 1..sentence.end.min(verb + 8)).find(opens).or_else(|| Some(prefield).filter(|i| opens(i)))?;
        let mut end = self.past_phrase(at);
        if self.quote(end).is_some() && self.is_name_in_marks(end) {
            end += 1;
        }
        (end > at + 1).then(|| Phrase { items: at + 1..end, kind: MentionKind::Role, name: at + 1..at + 1 })
    }

    /// Whether nothing between a phrase and a verb takes the verb from it.
    fn reaches(&self, phrase: &Phrase, verb: usize) -> bool {
        let between = phrase.items.end..verb;
        if between.is_empty() {
            return true;
        }
        // Another verb in between, in no clause of its own.
        let mut inside = false;
        for i in between {
            if self.is(i, ',') || self.is(i, '(') || self.is_dash(i) {
                inside = true;
            }
            if !inside && self.is_small(i) && self.has(i, FINITE.or(Uses::AUX).or(Uses::MODAL)) {
                return false;
            }
        }
        true
    }

    /// Where the main clause of a verb begins.
    fn main_clause(&self, verb: usize, sentence: &Range<usize>) -> usize {
        let mut start = sentence.start;
        for i in sentence.start..verb {
            let breaks = [':', ';'].iter().any(|c| self.is(i, *c)) || self.quote(i).is_some();
            // "…, und Anna sagte", "…, aber er sagte".
            let joins = self.has(i, Uses::COORDINATOR)
                && self.is_small(i)
                && (self.is(i.wrapping_sub(1), ',') || i + 1 == verb || self.starts_main(i + 1, verb));
            if breaks || joins {
                start = i + 1;
            }
        }
        while start < verb && (self.is(start, ',') || self.is_dash(start) || self.has(start, Uses::COORDINATOR)) {
            start += 1;
        }
        start
    }

    /// Whether a phrase stands at `i` and right behind it the verb.
    fn starts_main(&self, i: usize, verb: usize) -> bool {
        self.phrase_from(i).is_some_and(|p| p.items.end == verb)
    }

    /// Whether a phrase is one word that may be no noun: a capital stands there because a sentence begins.
    fn is_doubtful(&self, phrase: &Phrase) -> bool {
        let known = Uses::PERSON.or(Uses::BODY).or(Uses::TITLE).or(Uses::GIVEN_MALE).or(Uses::GIVEN_FEMALE);
        phrase.items.len() == 1 && phrase.kind == MentionKind::Name && !self.has(phrase.items.start, known)
    }

    /// The first phrase that can be a subject between two items.
    pub fn first_subject(&self, from: usize, to: usize) -> Option<Phrase> {
        let first = self.subject_from(from, to)?;
        let behind = || {
            self.subject_from(first.items.end, to)
                .filter(|p| self.is_somebody(p) && p.items.start <= first.items.end + 6)
        };
        if self.is_doubtful(&first) && first.items.start == from {
            behind().or_else(|| Some(first.clone()))
        } else {
            Some(first)
        }
    }

    fn subject_from(&self, from: usize, to: usize) -> Option<Phrase> {
        let mut i = from;
        while i < to {
            if self.has(i, Uses::SUBORDINATOR) {
                while i < to && !self.is(i, ',') {
                    i += 1;
                }
                i += 1;
                continue;
            }
            if let Some(phrase) = self.phrase_from(i).filter(|p| p.items.end <= to) {
                return Some(phrase);
            }
            i = self.past_phrase(i);
        }
        None
    }

    /// The subject behind a verb: "sagte am Montag der Minister".
    pub fn subject_behind(&self, verb: usize, end: usize) -> Option<Phrase> {
        let mut i = verb + 1;
        let mut oblique = None;
        while i < end.min(verb + MAX_SUBJECT_DISTANCE) {
            if self.is(i, '(') {
                i = (i..end).find(|j| self.is(*j, ')')).unwrap_or(end) + 1;
                continue;
            }
            if self.is_dash(i) && i == verb + 1 {
                i += 1;
                continue;
            }
            // "schrieb „Die Zeit“".
            if self.quote(i).is_some() && self.is_name_in_marks(i) && i > verb {
                return Some(Phrase { items: i..i + 1, kind: MentionKind::Name, name: i..i + 1 });
            }
            if !self.is_word(i) && !matches!(self.item(i).map(|x| x.kind), Some(super::row::ItemKind::Number)) {
                break;
            }
            let phrase = self.phrase_from(i);
            // "sagte der Welt ein Sprecher": somebody right behind something, which is no subject then.
            if let Some(first) = oblique {
                let is_subject = |p: &Phrase| self.is_somebody(p) && !self.is_doubtful(p);
                return phrase.filter(is_subject).or(Some(first));
            }
            if let Some(phrase) = phrase {
                if phrase.kind == MentionKind::Role && !self.is_somebody(&phrase) && self.has(i, Uses::MALE_ARTICLE) {
                    i = phrase.items.end;
                    oblique = Some(phrase);
                    continue;
                }
                return Some(phrase);
            }
            i = self.past_phrase(i);
        }
        oblique
    }

    /// Behind what begins at item `i` and is no subject: a preposition with its noun, an oblique phrase, one word.
    pub fn past_phrase(&self, i: usize) -> usize {
        if self.has(i, Uses::PREPOSITION) || self.has(i, Uses::OBLIQUE) {
            let mut j = i + 1;
            if self.has(j, Uses::REFLEXIVE) && !self.is_capital(j + 1) && self.is_small(j) {
                return j + 1;
            }
            while self.is_small(j) && !self.has(j, Uses::PREPOSITION) && j < i + 7
                || self.item(j).is_some_and(|x| x.kind == super::row::ItemKind::Number)
                || self.is(j, '.') && self.item(j - 1).is_some_and(|x| x.kind == super::row::ItemKind::Number)
            {
                j += 1;
            }
            let first = j;
            while self.is_capital(j) {
                j += 1;
            }
            if j > first {
                return j;
            }
            return i + 1;
        }
        i + 1
    }

    /// Whether a phrase means people or bodies.
    pub fn is_somebody(&self, phrase: &Phrase) -> bool {
        match phrase.kind {
            MentionKind::Name => true,
            MentionKind::Pronoun => !self.has(phrase.items.start, Uses::NOBODY),
            MentionKind::Role => phrase.items.clone().any(|i| {
                self.is_capital(i)
                    && self
                        .has(i, Uses::PERSON.or(Uses::BODY).or(Uses::TITLE).or(Uses::MALE_WORD).or(Uses::FEMALE_WORD))
            }),
        }
    }
}
