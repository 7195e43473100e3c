//! Quotations and the verbs beside them.

use super::phrases::GIVEN;
use super::verbs::{Incise, Verb};
use super::{DASHES, Line, STOPS};
use crate::detect::MentionKind;
use crate::detect::Rule;
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::scores;
use crate::detect::by_rules::words::Uses;
use crate::span::Span;
use std::ops::Range;

/// Whose words they are, as far as the sentence tells.
#[derive(Clone, Debug)]
pub enum Who {
    Named(Phrase),
    /// Whoever acted last: the subject is left out.
    Topic,
    Nobody,
}

/// What a sentence tells of a quotation in it.
#[derive(Clone, Debug)]
pub enum Governed {
    /// A name, a title, or what stands on a thing: nobody says it.
    NoSpeech,
    By {
        who: Who,
        cue: Option<Span>,
        rule: Rule,
        score: f32,
        fragment: bool,
    },
}

/// Fewest words of a sentence in marks without a stop.
const MIN_SENTENCE_WORDS: usize = 5;
/// Most words of a title.
const MAX_TITLE_WORDS: usize = 6;
/// Most words of a title that has one capital.
const MAX_SHORT_TITLE_WORDS: usize = 4;
/// How far before words in marks a verb stands that calls something so.
const MAX_JUDGED: usize = 8;
/// How near a verb stands to words that it governs without more.
const NEAR: usize = 3;

impl Line<'_> {
    /// Whether words in marks are a sentence.
    pub fn is_whole(&self, q: usize) -> bool {
        let words = self.said(q);
        let count = words.split_whitespace().count();
        let small = words.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_lowercase)).count();
        let capital = words.starts_with(char::is_uppercase);
        let begins = capital || words.starts_with(['¿', '¡', '…']);
        words.ends_with(STOPS) && begins || capital && count >= MIN_SENTENCE_WORDS && small * 3 >= count
    }

    /// Whether words in marks look like the title of something.
    pub fn is_title(&self, q: usize) -> bool {
        let words = self.said(q);
        let count = words.split_whitespace().count();
        let begins = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let capitals = words.split_whitespace().filter(|w| begins(w)).count();
        begins(words)
            && !words.ends_with(STOPS)
            && !words.ends_with(',')
            && count <= MAX_TITLE_WORDS
            && (capitals * 2 >= count || count <= MAX_SHORT_TITLE_WORDS)
    }

    /// Whether they look like one beyond doubt: half of the words have capitals, or there is one word only.
    fn is_strict_title(&self, q: usize) -> bool {
        let words = self.said(q);
        let count = words.split_whitespace().count();
        let capitals = words.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
        count < 2 || self.is_title(q) && capitals * 2 >= count
    }

    /// Whether words in marks are a clause by the words of grammar among them, where no stop inside can tell it.
    pub fn is_clause(&self, q: usize) -> bool {
        let clause = Uses::AUX.or(Uses::MODAL).or(Uses::SPOKEN);
        let told = |word: &str| {
            let uses = self.words.uses(word);
            uses.has(clause) || uses.has(Uses::REFLEXIVE) && !uses.has(Uses::ARTICLE)
        };
        self.language.stops_outside && self.said(q).split(|c: char| !c.is_alphabetic()).any(told)
    }

    /// Whether words in marks behind a colon are a name, or stand on a thing: "il titolo è:".
    fn is_named(&self, q: usize, sentence: &Range<usize>) -> bool {
        let words = self.said(q);
        let capitals = words.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count();
        let thing = |j: usize| self.has(j, Uses::NAMING.or(Uses::THING)) && !self.has(j, Uses::SAY);
        let many = capitals > 1 && capitals * 2 > words.split_whitespace().count();
        many && !self.is_clause(q) && !words.ends_with(STOPS)
            || words.starts_with(char::is_lowercase)
            || (sentence.start..q).any(thing)
    }

    /// Whether a colon and a dash stand before what is said inside a paragraph.
    pub fn is_led_in(&self, q: usize) -> bool {
        self.is_bare(q) && self.is_any(q.wrapping_sub(1), &DASHES) && self.is(q.wrapping_sub(2), ':')
    }

    /// Whether the word before stands before a name in marks.
    pub fn is_announced(&self, q: usize) -> bool {
        let last = q.wrapping_sub(1);
        let named = self.has(last, Uses::NAMING.or(Uses::SO_CALLED)) && !self.has(last, Uses::SAY);
        let article = self.has(last, Uses::ARTICLE.or(Uses::GENITIVE));
        named || article && self.has(last.wrapping_sub(1), Uses::NAMING)
    }

    /// The narrator's clause behind a quotation. O(1).
    pub fn behind(&self, q: usize) -> Option<Incise> {
        if self.is_announced(q) && self.is_title(q) {
            return None;
        }
        let segment = self.quote(q)?;
        let mut apart = self.said(q).ends_with(STOPS) || self.said(q).ends_with(',') || segment.close == 0;
        let mut i = q + 1;
        while self.is(i, ',') || self.is_any(i, &DASHES) || self.is(i, '.') && self.is_any(i + 1, &DASHES) {
            apart = true;
            i += 1;
        }
        if !self.is_small(i) {
            return None;
        }
        // «Sto bene» mentì Anna.
        let told = || self.incise(i, false).filter(|x| x.subject.as_ref().is_some_and(|p| p.kind == MentionKind::Name));
        let past = self.language.tales_in_marks && self.is_past(i);
        let unknown = || if apart { self.incise(i, false) } else { told().filter(|_| past) };
        let incise = self.incise(i, true).or_else(unknown)?;
        let Some(subject) = &incise.subject else {
            let next = incise.verb + 1;
            let ends = next >= self.len() || self.is_any(next, &['.', ',']) || self.is_any(next, &DASHES);
            let known = incise.strength > Strength::Report;
            let fits = known || ends && (self.language.is_finite)(self.words_of(incise.verb));
            let apart = apart || self.language.tales_in_marks && known;
            return (self.language.leaves_out_subject && apart && fits).then_some(incise);
        };
        let start = subject.items.start;
        let loose = subject.kind == MentionKind::Pronoun
            && !self.language.leaves_out_subject
            && !self.carries(start - 1)
            && !self.has(start, Uses::ONLY_SUBJECT);
        let far = !apart && start > incise.says + NEAR;
        (!loose && !far).then_some(incise)
    }

    /// Whether what stands behind a quotation tells what somebody does while speaking: "«…», allarga le braccia."
    pub fn is_gesture(&self, q: usize, incise: &Incise) -> bool {
        let Some(object) = incise.subject.as_ref().filter(|_| incise.strength == Strength::Report) else {
            return false;
        };
        self.language.leaves_out_subject
            && object.items.start == incise.verb + 1
            && !self.is_someone(object)
            && (self.language.is_finite)(self.words_of(incise.verb))
            && self.is_any(object.items.end, &STOPS)
            && self.is(q + 1, ',')
            && self.said(q).split_whitespace().count() > 2
    }

    /// Whoever it is according to: "selon la police".
    pub fn according(&self, sentence: &Range<usize>) -> Option<(usize, Phrase)> {
        let start = sentence.start;
        if self.has(start, Uses::VIEW) && self.is_capital(start) {
            let phrase = self.phrase(start + 1, false);
            let found = phrase.filter(|p| match p.kind {
                MentionKind::Name => true,
                MentionKind::Role => self.is_someone(p) && self.is(p.items.end, ','),
                // "Per lei «non basta»".
                MentionKind::Pronoun => self.is(p.items.end, ',') || self.is_quote(p.items.end),
            });
            if let Some(phrase) = found {
                return Some((start, phrase));
            }
        }
        let outside = |j: usize| !(j.saturating_sub(NEAR).max(start)..j).any(|k| self.is(k, '('));
        let cue = |j: usize| self.names_source(j).filter(|_| outside(j)).map(|cue| (j, cue));
        let (at, (words, joins)) = sentence.clone().find_map(cue)?;
        let mut behind = at + words;
        if joins && !self.has(behind, Uses::PREPOSITION) {
            return None;
        }
        if joins && self.is_small(behind) && self.has(behind, Uses::PREPOSITION) && !self.has(behind, Uses::JOINED) {
            behind += 1;
        }
        // "según explicó el portavoz", "secondo quanto ricostruito dai tecnici".
        let verb = behind + usize::from(self.has(behind, Uses::SUBORDINATOR));
        let agent = || if self.has(verb + 1, Uses::BY) { self.joined(verb + 1) } else { None };
        let teller = || self.incise(verb, true).and_then(|x| x.subject).or_else(agent);
        let phrase = self.joined(behind).filter(|_| joins).or_else(|| self.phrase(behind, false));
        // "Secondo l'accusa, Grigi avrebbe pagato": the name is none of the accusation.
        let named = |p: Phrase| {
            let (end, full) = (p.items.end, self.with_name(p.clone()));
            let apart = self.is(end, ',') && !self.is(full.items.end, ',');
            if apart { p } else { full }
        };
        phrase.map(named).or_else(teller).map(|p| (at, p))
    }

    /// How many words at item `i` name a source by themselves, and whether a preposition joins it to them.
    fn names_source(&self, i: usize) -> Option<(usize, bool)> {
        // "il secondo" is a number.
        let counts = self.has(i.wrapping_sub(1), Uses::JOINED.or(Uses::DEFINITE));
        if self.has(i, Uses::ACCORDING) {
            return (!counts).then_some((1, false));
        }
        // "come ha spiegato Anna Grigi".
        let opens = i == 0 || !self.is_word(i - 1);
        if self.has(i, Uses::AS) && opens && self.incise(i + 1, true).is_some_and(|x| x.subject.is_some()) {
            return Some((1, false));
        }
        let found = self.is_word(i).then(|| self.words.source_phrase(|n| self.words_of(i + n))).flatten();
        found.map(|phrase| (phrase.words.len(), phrase.joins))
    }

    /// What the sentence before a quotation, or around it, tells. O(its items).
    pub fn governed(&self, q: usize, sentence: &Range<usize>, verbs: &[Verb], fiction: bool) -> Option<Governed> {
        let last = q.wrapping_sub(1);
        if self.is(last, ':') || self.is_led_in(q) {
            return self.behind_colon(q, sentence, verbs, fiction);
        }
        let opens = self.has(last, Uses::ARTICLE)
            || self.is_capital(last)
            || self.has(last, Uses::PREPOSITION) && !self.is_whole(q);
        // "ha definito il festival «una fiera»".
        let judged = self.said(q).starts_with(char::is_lowercase)
            && verbs.iter().any(|v| v.says + 1 < q && v.at + MAX_JUDGED >= q && self.has(v.says, Uses::JUDGE));
        if self.is_announced(q) && !judged || self.is_title(q) && opens {
            return Some(Governed::NoSpeech);
        }
        let whole = self.is_whole(q);
        if let Some((at, phrase)) = self.according(sentence).filter(|_| !self.is_title(q)) {
            let cue = Some(self.hull(&(at..at + 1)));
            let (who, rule, score) = (Who::Named(phrase), Rule::According, scores::REPORTED);
            return Some(Governed::By { who, cue, rule, score, fragment: true });
        }
        let left_out = self.language.leaves_out_subject;
        let before = verbs.iter().rev().filter(|v| !v.infinitive && v.at < q).find(|v| v.subject.is_some() || left_out);
        let verb = before.or_else(|| {
            verbs.iter().find(|v| v.at > q && v.subject.is_some() && v.strength == Strength::Say && !v.infinitive)
        })?;
        if verb.subject.as_ref().is_some_and(|p| self.is_thing(p)) {
            return None;
        }
        let judged = self.has(verb.says, Uses::JUDGE);
        if verb.strength == Strength::Report && verb.subject.is_none() && !judged {
            return None;
        }
        let governs = verb.strength == Strength::Say && verb.at + NEAR >= q;
        let words = self.said(q);
        let begins = words.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
        // "Dell'esordio, «Maestrale», Anna Grigi scrisse".
        let title = verb.at > q && self.is_title(q);
        let sure = whole || governs && !title;
        if !sure && (!begins || self.is_title(q)) {
            return None;
        }
        let who = verb.subject.clone().map_or(Who::Topic, Who::Named);
        let cue = Some(self.hull(&(verb.says..verb.says + 1)));
        let rule = if verb.at < q { Rule::Before } else { Rule::After };
        let score = if whole { scores::BEFORE } else { scores::FRAGMENT };
        Some(Governed::By { who, cue, rule, score, fragment: !whole })
    }

    fn behind_colon(&self, q: usize, sentence: &Range<usize>, verbs: &[Verb], fiction: bool) -> Option<Governed> {
        let by = |who: Who, cue: Option<Span>, score: f32| {
            Some(Governed::By { who, cue, rule: Rule::Before, score, fragment: false })
        };
        let left_out = self.language.leaves_out_subject;
        let says = |v: &&Verb| v.strength > Strength::Report;
        let ahead = || verbs.iter().rev().filter(|v| v.at < q);
        let verb = ahead()
            .filter(says)
            .find(|v| v.subject.is_some() || left_out)
            .or_else(|| ahead().find(|v| v.subject.is_some()));
        if let Some(verb) = verb {
            let cue = Some(self.hull(&(verb.says..verb.says + 1)));
            match &verb.subject {
                Some(subject) if !self.is_thing(subject) => {
                    let beside = subject.items.end + NEAR > verb.at && !verb.infinitive;
                    let score = match (verb.strength, beside) {
                        (Strength::Say, true) => scores::COLON,
                        (Strength::Say, false) => scores::COLON_APART,
                        _ => scores::COLON_OTHER,
                    };
                    return by(Who::Named(subject.clone()), cue, score);
                }
                None if verb.strength > Strength::Report => return by(Who::Topic, cue, scores::COLON_OTHER),
                _ => {}
            }
        }
        if let Some((at, phrase)) = self.according(&(sentence.start..q)) {
            return by(Who::Named(phrase), Some(self.hull(&(at..at + 1))), scores::COLON_APART);
        }
        let last = q - 1;
        let opening = self.acting(sentence.start, last).or_else(|| self.opening(sentence.start, last));
        let opening = opening.filter(|p| self.is_someone(p));
        // "Pronta la replica di Anna Grigi: «…»"
        let told = (sentence.start..last).find_map(|j| self.account(j)).filter(|(p, _)| self.is_someone(p));
        if let Some((phrase, noun)) = told {
            return by(Who::Named(phrase), Some(self.hull(&(noun..noun + 1))), scores::COLON_OTHER);
        }
        let speech = self.is_bare(q) || self.language.stops_outside && !self.is_named(q, sentence);
        if !speech && (self.is_title(q) || !self.is_whole(q)) && (opening.is_none() || self.is_strict_title(q)) {
            return fiction.then_some(Governed::NoSpeech);
        }
        match opening {
            Some(subject) => by(Who::Named(subject), None, scores::COLON_OTHER),
            None if left_out || fiction => by(Who::Topic, None, scores::NOBODY),
            None => by(Who::Nobody, None, scores::NOBODY),
        }
    }

    /// Whether a name is somebody's beyond doubt: with a given name, a title, or what somebody is.
    pub fn is_sure(&self, phrase: &Phrase) -> bool {
        self.has(phrase.name.start, GIVEN)
            || (phrase.items.start..phrase.name.start).any(|k| self.has(k, Uses::PERSON.or(Uses::TITLE)))
    }

    /// The names among some items, with what stands before them. O(the items).
    pub fn names_in(&self, items: Range<usize>) -> Vec<Phrase> {
        let mut out = Vec::new();
        let mut j = items.start;
        while j < items.end {
            let Some(phrase) = self.phrase(j, false) else {
                j += 1;
                continue;
            };
            let (start, end) = (phrase.items.start, phrase.items.end);
            let phrase = self.with_name(phrase);
            if phrase.kind == MentionKind::Name && phrase.items.end <= items.end {
                j = phrase.name.end;
                out.push(phrase);
            } else {
                j = if phrase.kind == MentionKind::Role && self.has(start, Uses::ARTICLE) { start + 1 } else { end };
            }
        }
        out
    }
}
