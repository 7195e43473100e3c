//! The reading of a text: who is named in it, then block for block what is said.

use super::cast::Cast;
use super::governed::{Governed, Who};
use super::pieces::pieces;
use super::reports;
use super::verbs::Incise;
use super::{Knowledge, Line};
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::dialogue::behind_dash;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::{Uses, Words};
use crate::detect::by_rules::{Reading, Source, Statement, scores};
use crate::detect::lang::SubjectFirst;
use crate::detect::marks::Segment;
use crate::detect::word_number::hash_of;
use crate::detect::{MentionKind, Rule};
use crate::kinds::Kind;
use crate::span::Span;
use rustc_hash::FxHashSet;
use smallvec::smallvec;
use std::ops::Range;

/// Fewest paragraphs that begin with a dash in a text of dialogue, unless it is short.
const MIN_DASHES: usize = 2;
/// A text of so few paragraphs is short.
const FEW_BLOCKS: usize = 4;
/// How far back whoever acted last is the subject that is left out, in bytes.
const TOPIC_REACH: u32 = 1500;
/// The same behind a paragraph without speech.
const NEAR_TOPIC_REACH: u32 = 400;
/// How far back the other of two is looked for.
const OTHER_REACH: u32 = 1200;
/// Most paragraphs between two turns of one talk.
const MAX_TURN_DISTANCE: usize = 5;

/// Somebody's turn in a talk.
#[derive(Clone, Copy, Debug)]
struct Turn {
    source: Option<Source>,
    statement: usize,
    block: usize,
}

impl Turn {
    /// Who it is: by number, else by the words.
    fn who(&self) -> Option<(Option<u32>, Option<Span>)> {
        self.source.map(|s| (s.person, if s.person.is_none() { Some(s.span) } else { None }))
    }
}

/// Reads a text.
#[derive(Default)]
struct Reader {
    fiction: bool,
    cast: Cast,
    out: Vec<Statement>,
    /// The last who spoke.
    last: Option<Turn>,
    /// The last before of somebody else, in the same talk.
    before_last: Option<Turn>,
    /// Whether a paragraph without speech stands behind the last turn.
    told: bool,
    /// Whoever the paragraph above leads in, and its number.
    lead_in: Option<(Option<Source>, usize)>,
    /// Whom the last sentence above is about.
    about: Option<(Option<Source>, usize)>,
    /// Whether the block above ended inside a quotation.
    open: bool,
    /// The last statement that reports, and its block.
    reported: Option<(usize, usize)>,
}

/// A quotation of a block and its surroundings.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    sentences: &'a [Range<usize>],
    /// Which of them it stands in.
    sentence: usize,
    block: usize,
}

/// Reads blocks of a text in one language, in order. O(length).
pub fn read(text: &str, blocks: &[Span], words: &Words, language: &'static SubjectFirst) -> Reading {
    let blocks = &paragraphs(text, blocks);
    let dashed = || blocks.iter().filter(|b| behind_dash(b.of(text)).is_some());
    let dashes = dashed().count() >= MIN_DASHES || dashed().count() == 1 && blocks.len() <= FEW_BLOCKS;
    let names = capitals_inside(text, blocks);
    let known = Knowledge { text, words, language, names: &names };
    let said: Vec<Vec<Segment>> = blocks.iter().map(|b| pieces(known, *b, dashes)).collect();
    let mut reader = Reader { fiction: dashed().count() >= MIN_DASHES, ..Reader::default() };
    for (block, segments) in blocks.iter().zip(&said) {
        reader.meet(&known.line(*block, segments));
    }
    for (block, segments) in blocks.iter().zip(&said) {
        reader.note(known, &known.line(*block, segments));
    }
    for (number, (block, segments)) in blocks.iter().zip(&said).enumerate() {
        let line = known.line(*block, segments);
        reader.block(&line, number);
        reader.open = segments.last().is_some_and(|s| !s.closed);
    }
    let Reader { out, cast, .. } = reader;
    Reading { statements: out, people: cast.people() }
}

/// The paragraphs of blocks: their lines, where nearly all of these end like one.
fn paragraphs(text: &str, blocks: &[Span]) -> Vec<Span> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let words = block.of(text);
        let breaks = || words.match_indices('\n').map(|(at, _)| words.get(..at).unwrap_or_default().trim_end());
        let whole = breaks().filter(|head| head.ends_with(PARAGRAPH_ENDS)).count();
        if whole == 0 || whole * 5 < breaks().count() * 4 {
            out.push(*block);
            continue;
        }
        let mut start = block.start;
        for line in words.split_inclusive('\n') {
            let span = Span::new(start, start + line.len() as u32).trim(text, char::is_whitespace);
            start += line.len() as u32;
            out.extend(Some(span).filter(|s| !s.is_empty()));
        }
    }
    out
}

/// What a paragraph ends with.
const PARAGRAPH_ENDS: [char; 9] = ['.', '!', '?', '…', ':', '»', '”', '"', ';'];

/// Numbers of words with a capital behind a small word or a comma.
fn capitals_inside(text: &str, blocks: &[Span]) -> FxHashSet<u32> {
    let mut out = FxHashSet::default();
    for block in blocks {
        let mut inside = false;
        let words =
            block.of(text).split(|c: char| c.is_whitespace() || c == '\'' || c == '’').filter(|w| !w.is_empty());
        for word in words {
            if inside && word.starts_with(char::is_uppercase) {
                out.insert(hash_of(word.trim_end_matches(|c: char| !c.is_alphanumeric())));
            }
            inside = word.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        }
    }
    out
}

impl Reader {
    /// Notes the full names of a block.
    fn meet(&mut self, line: &Line<'_>) {
        for phrase in line.names_in(0..line.len()).iter().filter(|p| line.is_sure(p)) {
            let Some(number) = self.cast.note(line, phrase) else { continue };
            // "Anna Grau, déléguée du personnel".
            if line.is(phrase.items.end, ',')
                && let Some(role) = line.phrase(phrase.items.end + 1, true).filter(|p| p.kind == MentionKind::Role)
                && line.is_someone(&role)
            {
                self.cast.call(number, line, &role);
            }
        }
    }

    /// Notes who is met where.
    fn note(&mut self, known: Knowledge<'_>, line: &Line<'_>) {
        let mut met = Vec::new();
        for part in line.parts() {
            let subject = line.opening(part.start, part.end);
            for phrase in line.names_in(part.clone()) {
                let acts = subject.as_ref().is_some_and(|s| s.items.contains(&phrase.items.start));
                let named = subject.as_ref().is_some_and(|s| s.kind == MentionKind::Name && s.name == phrase.name);
                let person = if line.is_sure(&phrase) {
                    self.cast.note(line, &phrase)
                } else {
                    let before = self.cast.known_as(line, &phrase);
                    let new = self.fiction && named && phrase.name.start != part.start;
                    before.or_else(|| if new { self.cast.note(line, &phrase) } else { None })
                };
                met.extend(person.map(|p| (line.hull(&phrase.name), p, acts)));
            }
            if self.fiction
                && let Some(role) = subject.filter(|s| s.kind == MentionKind::Role && line.is_someone(s))
                && !line.is_thing(&role)
            {
                self.cast.resolve(line, &role);
            }
        }
        for segment in line.segments {
            let inner = known.line(segment.inner(), &[]);
            for phrase in inner.names_in(0..inner.len()).iter().filter(|p| inner.is_sure(p)) {
                let person = self.cast.note(&inner, phrase);
                met.extend(person.map(|p| (inner.hull(&phrase.name), p, false)));
            }
        }
        met.sort_by_key(|(place, ..)| place.start);
        for (place, person, acts) in met {
            self.cast.meet(person, place, acts);
        }
    }

    fn block(&mut self, line: &Line<'_>, block: usize) {
        let sentences = line.parts();
        let before = self.out.len();
        // Which statement each quotation belongs to.
        let mut owners: Vec<(usize, Option<usize>)> = Vec::new();
        for sentence in 0..sentences.len() {
            let place = Place { sentences: &sentences, sentence, block };
            self.sentence(line, place, &mut owners);
        }
        if owners.is_empty() {
            self.before_last = None;
            self.told = true;
        }
        self.leads(line, &sentences, block, self.out.len() == before);
    }

    fn sentence(&mut self, line: &Line<'_>, place: Place<'_>, owners: &mut Vec<(usize, Option<usize>)>) {
        let Some(sentence) = place.sentences.get(place.sentence) else { return };
        let quotes: Vec<usize> = sentence.clone().filter(|j| line.is_quote(*j)).collect();
        if quotes.is_empty() {
            let reported = self.reported.filter(|(_, at)| *at == place.block).map(|(n, _)| n);
            let spoken = self.last.filter(|t| t.block == place.block).map(|t| t.statement);
            let above = reported.max(spoken).and_then(|n| self.out.get(n)).and_then(|s| s.source);
            if let Some(report) = reports::report(line, sentence, self.fiction, above.is_some()) {
                self.report(line, &report, above, place.block);
            }
            return;
        }
        let mut verbs = None;
        for q in quotes {
            let incise = line.behind(q);
            let says_who = incise.as_ref().is_some_and(|x| x.subject.is_some());
            let same = self.same(line, q, sentence, owners);
            let owner = if let Some(owner) = same.filter(|_| !says_who) {
                self.extend(owner, line.hull(&(q..q + 1)));
                Some(owner)
            } else if let Some(incise) = incise.filter(|x| is_said(line, x)) {
                if incise.subject.as_ref().is_some_and(|p| line.is_thing(p)) {
                    None
                } else {
                    Some(self.behind(line, q, &incise, place.block))
                }
            } else if let Some(owner) = same {
                self.extend(owner, line.hull(&(q..q + 1)));
                Some(owner)
            } else if q == 0 && self.goes_on(line, place.block) {
                let source = self.last.and_then(|t| t.source);
                Some(self.push(line, q, (source, None, Rule::RunsOn, scores::CONTINUES), place.block))
            } else if line.is_bare(q) {
                self.uncued(line, q, place)
            } else {
                let verbs = verbs.get_or_insert_with(|| line.verbs(sentence));
                match line.governed(q, sentence, verbs, self.fiction) {
                    Some(Governed::NoSpeech) => None,
                    Some(Governed::By { who, cue, rule, score, fragment }) => {
                        let at = line.hull(&(q..q + 1)).start;
                        let source = self.source_of(line, &who, at);
                        if fragment {
                            Some(self.fragment(line, q, (source, cue, rule, score), place.block))
                        } else {
                            Some(self.push(line, q, (source, cue, rule, score), place.block))
                        }
                    }
                    None => self.uncued(line, q, place),
                }
            };
            owners.push((q, owner));
        }
    }

    fn behind(&mut self, line: &Line<'_>, q: usize, incise: &Incise, block: usize) -> usize {
        let at = line.hull(&(q..q + 1)).start;
        let who = incise.subject.clone().map_or(Who::Topic, Who::Named);
        let source = self.source_of(line, &who, at);
        let score = if incise.strength == Strength::Say { scores::AFTER } else { scores::AFTER_OTHER };
        let (rule, score) = match (&who, source) {
            (_, None) => (Rule::Nobody, scores::NOBODY),
            (Who::Named(_), _) => (Rule::AfterInverted, score),
            _ => (Rule::Subject, scores::COLON_OTHER),
        };
        self.push(line, q, (source, Some(incise.cue(line)), rule, score), block)
    }

    /// The statement that a quotation goes on: « A, dit X, B », « A », dit X, « B », « A » et « B ».
    fn same(
        &self,
        line: &Line<'_>,
        q: usize,
        sentence: &Range<usize>,
        owners: &[(usize, Option<usize>)],
    ) -> Option<usize> {
        let (before, owner) = *owners.last()?;
        let owner = owner?;
        if line.is_bare(q) {
            return Some(owner);
        }
        if before < sentence.start {
            return None;
        }
        let rule = self.out.get(owner)?.rule;
        let told = matches!(rule, Rule::AfterInverted | Rule::Subject | Rule::Nobody);
        let last = q - 1;
        let set_off = line.is_any(last, &[',', ';', ':']) || line.is_any(last, &super::DASHES);
        let joins = Uses::COORDINATOR.or(Uses::PREPOSITION).or(Uses::INDEFINITE);
        let listed = q - before <= 3 && (before + 1..q).all(|j| line.has(j, joins) || line.is(j, ','));
        (told && set_off || !told && listed).then_some(owner)
    }

    /// Whether a quotation at the beginning of a block goes on that of the block above.
    fn goes_on(&self, line: &Line<'_>, block: usize) -> bool {
        let above = self.last.is_some_and(|t| t.block + 1 == block);
        above && (self.open || line.hull(&(0..1)).of(line.text).starts_with('»'))
    }

    fn source(&mut self, line: &Line<'_>, phrase: &Phrase) -> Source {
        let person = self.cast.resolve(line, phrase);
        Source { span: line.hull(&phrase.items), kind: phrase.kind, person }
    }

    fn source_of(&mut self, line: &Line<'_>, who: &Who, at: u32) -> Option<Source> {
        match who {
            Who::Named(phrase) => Some(self.source(line, phrase)),
            Who::Topic => self.cast.topic(at, TOPIC_REACH).and_then(|f| self.figure(f, at)),
            Who::Nobody => None,
        }
    }

    /// Somebody known, by the words that named them last.
    fn figure(&self, figure: u32, at: u32) -> Option<Source> {
        let span = self.cast.place_of(figure, at)?;
        Some(Source { span, kind: MentionKind::Name, person: Some(figure) })
    }

    /// Adds a statement that is one quotation; gives its number.
    fn add(
        &mut self,
        kind: Kind,
        quote: Span,
        (source, cue, rule, score): (Option<Source>, Option<Span>, Rule, f32),
    ) -> usize {
        let (content, quotes) = (smallvec![quote], smallvec![quote]);
        self.out.push(Statement { kind, content, quotes, cue, source, rule, score });
        self.out.len() - 1
    }

    fn fragment(
        &mut self,
        line: &Line<'_>,
        q: usize,
        (source, cue, rule, score): (Option<Source>, Option<Span>, Rule, f32),
        block: usize,
    ) -> usize {
        let number = self.add(Kind::Mixed, line.hull(&(q..q + 1)), (source, cue, rule, score));
        self.reported = Some((number, block));
        number
    }

    fn push(
        &mut self,
        line: &Line<'_>,
        q: usize,
        (source, cue, rule, score): (Option<Source>, Option<Span>, Rule, f32),
        block: usize,
    ) -> usize {
        let statement = self.add(Kind::Direct, line.hull(&(q..q + 1)), (source, cue, rule, score));
        if let Some(person) = source.and_then(|s| s.person) {
            self.cast.speaks(person);
        }
        let turn = Turn { source, statement, block };
        if let Some(last) = self.last
            && last.who() != turn.who()
        {
            self.before_last = Some(last).filter(|_| !self.told);
        }
        self.told = false;
        self.last = Some(turn);
        statement
    }

    fn extend(&mut self, owner: usize, span: Span) {
        if let Some(statement) = self.out.get_mut(owner) {
            statement.content.push(span);
            statement.quotes.push(span);
        }
    }

    fn report(&mut self, line: &Line<'_>, report: &reports::Report, above: Option<Source>, block: usize) {
        let at = line.hull(&report.sentence).start;
        let source = if report.goes_on { above } else { self.source_of(line, &report.who, at) };
        let (rule, score) = if source.is_some() { (report.rule, report.score) } else { (Rule::Nobody, scores::NOBODY) };
        let content = report.content.iter().map(|c| line.hull(c)).collect();
        let quotes = smallvec![];
        self.out.push(Statement { kind: Kind::Indirect, content, quotes, cue: report.cue, source, rule, score });
        self.reported = Some((self.out.len() - 1, block));
    }

    /// A quotation that no verb governs.
    fn uncued(&mut self, line: &Line<'_>, q: usize, place: Place<'_>) -> Option<usize> {
        let Place { sentences, sentence, block } = place;
        let own = sentences.get(sentence)?;
        let dash = line.is_bare(q);
        let whole = line.is_whole(q);
        let alone = own.clone().all(|j| j == q || !line.is_word(j));
        let said = dash || whole && alone || self.fiction && (alone || whole);
        if !said || !dash && !self.fiction && line.is_title(q) {
            return None;
        }
        let at = line.hull(&(q..q + 1)).start;
        let is_first = !(0..q).any(|j| line.is_quote(j));
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

    /// The other of two who talk.
    fn other(&self, at: u32, block: usize) -> Option<Source> {
        let turn = self.last.filter(|t| self.fiction && t.block + MAX_TURN_DISTANCE > block)?;
        let person = turn.source.and_then(|s| s.person)?;
        self.cast.other_than(person, at, OTHER_REACH).and_then(|f| self.figure(f, at))
    }

    /// Whoever acts beside a quotation: behind the words of a dash, before words in marks.
    fn beat(&mut self, line: &Line<'_>, q: usize, place: Place<'_>) -> Option<Source> {
        let subject = if line.is_bare(q) {
            let next = (q + 1..line.len()).find(|j| line.is_quote(*j)).unwrap_or(line.len());
            let mut from = q + 1;
            while line.is_any(from, &super::DASHES) || line.is_any(from, &[',', '.']) {
                from += 1;
            }
            line.opening(from, next)
        } else {
            let before = place.sentences.get(place.sentence.checked_sub(1)?)?;
            let told = !before.clone().any(|j| line.is_quote(j));
            if told { line.opening(before.start, before.end) } else { None }
        };
        let subject = subject.filter(|p| may_speak(line, p))?;
        Some(self.source(line, &subject))
    }

    /// What the end of a block leads in.
    fn leads(&mut self, line: &Line<'_>, sentences: &[Range<usize>], block: usize, silent: bool) {
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

/// Whether the clause behind a quotation tells that it is said.
fn is_said(line: &Line<'_>, incise: &Incise) -> bool {
    let unknown = incise.strength == Strength::Report;
    !(unknown && incise.subject.as_ref().is_some_and(|p| !line.is_someone(p)))
}

/// Whether a phrase means somebody who may speak.
fn may_speak(line: &Line<'_>, phrase: &Phrase) -> bool {
    let third = line.has(phrase.items.start, Uses::MALE.or(Uses::FEMALE));
    let body = phrase.kind == MentionKind::Role
        && phrase.items.clone().any(|j| line.has(j, Uses::BODY))
        && !phrase.items.clone().any(|j| line.has(j, Uses::PERSON));
    line.is_someone(phrase) && !body && (phrase.kind != MentionKind::Pronoun || third)
}
