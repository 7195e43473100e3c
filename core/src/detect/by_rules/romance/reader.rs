//! The reading of a text: who is named in it, then block for block what is said.

use super::blocks::{capitals_inside, is_tale, paragraphs};
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
use crate::detect::{MentionKind, Rule};
use crate::kinds::Kind;
use crate::span::Span;
use smallvec::smallvec;
use std::ops::Range;

/// Fewest paragraphs that begin with a dash in a text of dialogue, unless it is short.
const MIN_DASHES: usize = 2;
/// A text of so few paragraphs is short.
const FEW_BLOCKS: usize = 4;
/// How far back whoever acted last is the subject that is left out, in bytes.
pub const TOPIC_REACH: u32 = 1500;

/// Somebody's turn in a talk.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub source: Option<Source>,
    pub statement: usize,
    pub block: usize,
}

impl Turn {
    /// Who it is: by number, else by the words.
    fn who(&self) -> Option<(Option<u32>, Option<Span>)> {
        self.source.map(|s| (s.person, if s.person.is_none() { Some(s.span) } else { None }))
    }
}

/// Reads a text.
#[derive(Default)]
pub struct Reader {
    pub fiction: bool,
    pub cast: Cast,
    out: Vec<Statement>,
    /// The last who spoke.
    pub last: Option<Turn>,
    /// The last before of somebody else, in the same talk.
    pub before_last: Option<Turn>,
    /// Whether a paragraph without speech stands behind the last turn.
    pub told: bool,
    /// Whoever the paragraph above leads in, and its number.
    pub lead_in: Option<(Option<Source>, usize)>,
    /// Whom the last sentence above is about.
    pub about: Option<(Option<Source>, usize)>,
    /// Whether the block above ended inside a quotation.
    open: bool,
    /// The last statement that reports, and its block.
    reported: Option<(usize, usize)>,
}

/// A quotation of a block and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub sentences: &'a [Range<usize>],
    /// Which of them it stands in.
    pub sentence: usize,
    pub block: usize,
}

/// Reads blocks of a text in one language, in order. O(length).
pub fn read(text: &str, blocks: &[Span], words: &Words, language: &'static SubjectFirst) -> Reading {
    let blocks = &paragraphs(text, blocks);
    let dashed = || blocks.iter().filter(|b| behind_dash(b.of(text)).is_some());
    let dashes = dashed().count() >= MIN_DASHES || dashed().count() == 1 && blocks.len() <= FEW_BLOCKS;
    let names = capitals_inside(text, blocks);
    let known = Knowledge { text, words, language, names: &names };
    let said: Vec<Vec<Segment>> = blocks.iter().map(|b| pieces(known, *b, dashes)).collect();
    let tale = language.tales_in_marks && is_tale(known, blocks, &said);
    let mut reader = Reader { fiction: tale || dashed().count() >= MIN_DASHES, ..Reader::default() };
    reader.cast.roles_differ = language.roles_act;
    reader.cast.roles_are_people = reader.fiction && language.roles_act;
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

impl Reader {
    /// Notes the full names of a block.
    fn meet(&mut self, line: &Line<'_>) {
        for phrase in line.names_in(0..line.len()).iter().filter(|p| line.is_sure(p)) {
            let Some(number) = self.cast.note(line, phrase) else { continue };
            // "Anna Grau, déléguée du personnel", "Anna Grigi, 45 anni, operaia".
            let mut comma = phrase.items.end;
            if line.is_number(comma + 1) && line.is(comma + 3, ',') {
                comma += 3;
            }
            if line.is(comma, ',')
                && let Some(role) = line.phrase(comma + 1, true).filter(|p| p.kind == MentionKind::Role)
                && line.is_someone(&role)
            {
                self.cast.call(number, line, &role);
            }
        }
    }

    /// Notes who is met where.
    fn note(&mut self, known: Knowledge<'_>, line: &Line<'_>) {
        let (mut met, mut roles) = (Vec::new(), Vec::new());
        for part in line.parts() {
            let subject = line.opening(part.start, part.end);
            for phrase in line.names_in(part.clone()) {
                let is = line.has(phrase.items.start.wrapping_sub(1), Uses::BEING);
                let acts = is || subject.as_ref().is_some_and(|s| s.items.contains(&phrase.items.start));
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
            if (self.fiction || line.language.roles_act)
                && let Some(role) = subject.filter(|s| s.kind == MentionKind::Role && line.is_someone(s))
                && !line.is_thing(&role)
            {
                if line.language.roles_act {
                    roles.push(role);
                } else {
                    self.cast.resolve(line, &role);
                }
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
        for role in roles.iter().filter(|p| !(self.fiction && p.items.clone().any(|j| line.has(j, Uses::ANYBODY)))) {
            self.cast.resolve(line, role);
        }
    }

    fn block(&mut self, line: &Line<'_>, block: usize) {
        let sentences = line.parts();
        let before = self.out.len();
        self.cast.spoke = self.last.filter(|t| t.block + 1 == block).and_then(|t| t.source?.person);
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
            } else if line.language.roles_act {
                // "La donna lo guardò.", "Lei non rideva." between what is said.
                let means = if self.fiction { Uses::ANYBODY.or(Uses::ONLY_SUBJECT) } else { Uses::ONLY_SUBJECT };
                let subject = line.opening(sentence.start, sentence.end).filter(|p| line.is_someone(p));
                if let Some(subject) = subject.filter(|p| p.items.clone().any(|j| line.has(j, means))) {
                    self.cast.resolve(line, &subject);
                }
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
            } else if let Some(incise) = incise.as_ref().filter(|x| is_said(line, x)) {
                if incise.subject.as_ref().is_some_and(|p| line.is_thing(p)) {
                    None
                } else {
                    Some(self.behind(line, q, incise, (sentence, place.block)))
                }
            } else if let Some(owner) = same {
                self.extend(owner, line.hull(&(q..q + 1)));
                Some(owner)
            } else if let Some((subject, verb)) = line.told_behind(q) {
                let (source, cue) = (self.source(line, &subject), line.hull(&(verb..verb + 1)));
                Some(self.push(
                    line,
                    q,
                    (Some(source), Some(cue), Rule::AfterInverted, scores::AFTER_OTHER),
                    place.block,
                ))
            } else if incise.is_some_and(|x| line.is_gesture(q, &x)) {
                let source = self.source_of(line, &Who::Topic, line.hull(&(q..q + 1)).start);
                Some(self.push(line, q, (source, None, Rule::Subject, scores::SUBJECT), place.block))
            } else if q == 0 && self.goes_on(line, place.block) {
                let source = self.last.and_then(|t| t.source);
                Some(self.push(line, q, (source, None, Rule::RunsOn, scores::CONTINUES), place.block))
            } else if line.is_bare(q) && !line.is_led_in(q) {
                self.uncued(line, q, place)
            } else {
                let verbs = verbs.get_or_insert_with(|| line.verbs(sentence));
                match line.governed(q, sentence, verbs, self.fiction) {
                    Some(Governed::NoSpeech) => None,
                    Some(Governed::By { who, cue, rule, score, fragment }) => {
                        let at = line.hull(&(q..q + 1)).start;
                        let source = self.source_of(line, &who, at);
                        let score = self.doubted(score);
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
        let unowned = owners.iter().rev().take_while(|(q, _)| *q >= sentence.start).all(|(_, owner)| owner.is_none());
        if unowned
            && line.language.leaves_out_subject
            && let Some(report) = reports::report(line, sentence, self.fiction, false)
        {
            self.report(line, &report, None, place.block);
        }
    }

    /// How sure it is who somebody is, where it may be another.
    fn doubted(&self, score: f32) -> f32 {
        if self.cast.doubt { score.min(scores::COLON_APART) } else { score }
    }

    fn behind(
        &mut self,
        line: &Line<'_>,
        q: usize,
        incise: &Incise,
        (sentence, block): (&Range<usize>, usize),
    ) -> usize {
        let at = line.hull(&(q..q + 1)).start;
        // "Poi la ragazza si fa seria: «Partirò», giura."
        let ahead = || {
            let colon = Some(q.wrapping_sub(1)).filter(|c| line.is(*c, ':'))?;
            line.acting(sentence.start, colon).filter(|p| line.is_someone(p) && !line.is_thing(p))
        };
        let who = incise.subject.clone().or_else(ahead).map_or(Who::Topic, Who::Named);
        let answers = incise.subject.is_none() && line.language.roles_act && !(0..q).any(|j| line.is_word(j));
        let source = if answers { self.answer(at, block) } else { None };
        let source = source.or_else(|| self.source_of(line, &who, at));
        let named = incise.subject.as_ref().is_some_and(|p| p.kind == MentionKind::Name);
        if let Some(person) = source.and_then(|s| s.person).filter(|_| named && !self.fiction) {
            self.cast.introduce(person, at);
        }
        let score = if incise.strength == Strength::Say { scores::AFTER } else { scores::AFTER_OTHER };
        let (rule, score) = match (&who, source) {
            (_, None) => (Rule::Nobody, scores::NOBODY),
            (Who::Named(_), _) => (Rule::AfterInverted, self.doubted(score)),
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

    pub fn source(&mut self, line: &Line<'_>, phrase: &Phrase) -> Source {
        let person = self.cast.resolve(line, phrase);
        Source { span: line.hull(&phrase.items), kind: phrase.kind, person }
    }

    pub fn source_of(&mut self, line: &Line<'_>, who: &Who, at: u32) -> Option<Source> {
        self.cast.doubt = false;
        match who {
            Who::Named(phrase) => Some(self.source(line, phrase)),
            Who::Topic => self.cast.topic(at, TOPIC_REACH).and_then(|f| self.figure(f, at)),
            Who::Nobody => None,
        }
    }

    /// Somebody known, by the words that named them last.
    pub fn figure(&self, figure: u32, at: u32) -> Option<Source> {
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

    pub fn push(
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
}

/// Whether the clause behind a quotation tells that it is said.
fn is_said(line: &Line<'_>, incise: &Incise) -> bool {
    let unknown = incise.strength == Strength::Report;
    !(unknown && incise.subject.as_ref().is_some_and(|p| !line.is_someone(p)))
}
