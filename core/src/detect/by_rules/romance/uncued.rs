//! What no verb governs: whoever acts beside it, is led in above, or whose turn it is.

use super::Line;
use super::governed::Who;
use super::reader::{Place, Reader, TOPIC_REACH};
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;
use crate::detect::by_rules::{Source, scores};
use crate::detect::{MentionKind, Rule};
use std::ops::Range;

/// The same behind a paragraph without speech.
const NEAR_TOPIC_REACH: u32 = 400;
/// How far back the other of two is looked for.
const OTHER_REACH: u32 = 1200;
/// Most paragraphs between two turns of one talk.
const MAX_TURN_DISTANCE: usize = 5;

impl Reader {
    /// A quotation that no verb governs.
    pub fn uncued(&mut self, line: &Line<'_>, q: usize, place: Place<'_>) -> Option<usize> {
        let Place { sentences, sentence, block } = place;
        let own = sentences.get(sentence)?;
        let dash = line.is_bare(q);
        let whole = line.is_whole(q);
        let alone = own.clone().all(|j| j == q || !line.is_word(j));
        let in_talk = alone && self.last.is_some_and(|t| t.block == block);
        let said = dash
            || (whole || line.is_clause(q) || in_talk && line.language.stops_outside) && alone
            || self.fiction && (alone || whole);
        let behind =
            || sentences.get(sentence + 1).filter(|_| alone && !dash).and_then(|next| line.said_so(next.start));
        if let Some((subject, verb)) = behind() {
            let (source, cue) = (self.source(line, &subject), line.hull(&(verb..verb + 1)));
            return Some(self.push(line, q, (Some(source), Some(cue), Rule::Subject, scores::COLON_APART), block));
        }
        if !said {
            return None;
        }
        let at = line.hull(&(q..q + 1)).start;
        let is_first = !(0..q).any(|j| line.is_quote(j));
        if !dash && !self.fiction && !in_talk && line.is_title(q) && !line.is_clause(q) {
            return None;
        }
        let (source, rule, score) = if let Some((source, _)) = self.lead_in.filter(|(_, n)| n + 1 == block && is_first)
        {
            (source, Rule::LeadIn, scores::LEAD_IN)
        } else if let Some(source) = self.beat(line, q, place) {
            (Some(source), Rule::Subject, scores::SUBJECT)
        } else if let Some(turn) = self.last.filter(|t| t.block == block) {
            (turn.source, Rule::Continues, scores::CONTINUES)
        } else if let Some((source, _)) = self.about.filter(|(_, n)| n + 1 == block) {
            (source, Rule::Subject, scores::TURNS)
        } else if let Some(turn) =
            self.before_last.filter(|t| self.fiction && t.block + MAX_TURN_DISTANCE >= block && t.source.is_some())
        {
            (turn.source, Rule::TakesTurns, scores::TURNS)
        } else if let Some(other) = self.other(at, block) {
            (Some(other), Rule::TakesTurns, scores::TURNS)
        } else if let Some(turn) = self.last.filter(|t| !self.fiction && t.block + 1 >= block) {
            (turn.source, Rule::Previous, scores::SUBJECT)
        } else {
            (None, Rule::Nobody, scores::NOBODY)
        };
        let (rule, score) = if source.is_some() { (rule, score) } else { (Rule::Nobody, scores::NOBODY) };
        Some(self.push(line, q, (source, None, rule, score), block))
    }

    /// Whoever answers the paragraph right above.
    pub fn answer(&self, at: u32, block: usize) -> Option<Source> {
        let above = self.fiction && self.last.is_some_and(|t| t.block + 1 == block);
        let before = || self.before_last.filter(|t| t.block + MAX_TURN_DISTANCE >= block).and_then(|t| t.source);
        if above { before().or_else(|| self.other(at, block)) } else { None }
    }

    /// The other of two who talk.
    pub fn other(&self, at: u32, block: usize) -> Option<Source> {
        let turn = self.last.filter(|t| self.fiction && t.block + MAX_TURN_DISTANCE > block)?;
        let person = turn.source.and_then(|s| s.person)?;
        self.cast.other_than(person, at, OTHER_REACH).and_then(|f| self.figure(f, at))
    }

    /// Whoever acts beside a quotation: behind the words of a dash, before words in marks.
    fn beat(&mut self, line: &Line<'_>, q: usize, place: Place<'_>) -> Option<Source> {
        let subject = if line.is_bare(q) && !(0..q).any(|j| line.is_word(j)) {
            let next = (q + 1..line.len()).find(|j| line.is_quote(*j)).unwrap_or(line.len());
            let mut from = q + 1;
            while line.is_any(from, &super::DASHES) || line.is_any(from, &[',', '.']) {
                from += 1;
            }
            line.opening(from, next)
        } else {
            let told =
                |sentence: Option<&Range<usize>>| sentence.cloned().filter(|s| !s.clone().any(|j| line.is_quote(j)));
            let before = place.sentence.checked_sub(1).and_then(|n| place.sentences.get(n));
            let beside = told(before).or_else(|| {
                // «…» Anna posò la penna.
                let tale = self.fiction && before.is_none() && line.language.tales_in_marks;
                if tale { told(place.sentences.get(place.sentence + 1)) } else { None }
            })?;
            line.opening(beside.start, beside.end)
        };
        let subject = subject.filter(|p| may_speak(line, p))?;
        Some(self.source(line, &subject))
    }

    /// What the end of a block leads in.
    pub fn leads(&mut self, line: &Line<'_>, sentences: &[Range<usize>], block: usize, silent: bool) {
        self.lead_in = None;
        self.about = None;
        let Some(last) = sentences.last() else { return };
        let end = line.hull(last).end;
        if line.is(last.end - 1, ':') {
            let left_out = line.language.leaves_out_subject;
            let verbs = line.verbs(last);
            let says = || verbs.iter().rev().filter(|v| v.subject.is_some() || left_out);
            let verb = says().find(|v| v.strength > Strength::Report).or_else(|| says().next());
            let subject = match verb {
                Some(verb) => verb.subject.clone(),
                None => line.acting(last.start, last.end - 1).or_else(|| line.opening(last.start, last.end)),
            };
            let who = subject.filter(|p| !line.is_thing(p)).map_or(Who::Topic, Who::Named);
            self.lead_in = Some((self.source_of(line, &who, end), block));
        } else if silent && !self.fiction && line.language.leaves_out_subject && line.is(last.end - 1, '?') {
            // Of an interview: the same answers again.
            let topic = || self.cast.topic(end, TOPIC_REACH).and_then(|f| self.figure(f, end));
            self.about = Some((self.last.and_then(|t| t.source).or_else(topic), block));
        } else if silent {
            let subject = line.opening(last.start, last.end).filter(|p| may_speak(line, p));
            if let Some(subject) = subject {
                self.about = Some((Some(self.source(line, &subject)), block));
            } else if line.language.leaves_out_subject {
                let topic = self.cast.topic(end, NEAR_TOPIC_REACH).and_then(|f| self.figure(f, end));
                self.about = Some((topic, block));
            }
        }
    }
}

/// Whether a phrase means somebody who may speak.
fn may_speak(line: &Line<'_>, phrase: &Phrase) -> bool {
    let third = line.has(phrase.items.start, Uses::MALE.or(Uses::FEMALE));
    let body = phrase.kind == MentionKind::Role
        && phrase.items.clone().any(|j| line.has(j, Uses::BODY))
        && !phrase.items.clone().any(|j| line.has(j, Uses::PERSON));
    line.is_someone(phrase) && !body && (phrase.kind != MentionKind::Pronoun || third)
}
