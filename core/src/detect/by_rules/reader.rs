//! The reading of a text: block for block, with what is known from the blocks above.

use super::cues::{Cue, Strength};
use super::dialogue::Dialogue;
use super::people::People;
use super::phrases::Phrase;
use super::reported::{self, Report};
use super::row::Row;
use super::scores;
use super::words::{self, Uses, Words};
use super::{Reading, Source, Statement, direct, paragraphs};
use crate::detect::draft::Spans;
use crate::detect::marks::{self, MarkRules};
use crate::detect::{MentionKind, Rule};
use crate::kinds::Kind;
use crate::span::Span;
use smallvec::smallvec;
use std::ops::Range;

/// What is known from what was read before.
#[derive(Debug, Default)]
struct Context {
    /// The last statement of direct speech, and its block.
    last: Option<(usize, usize)>,
    /// The last one before it of somebody else.
    before_last: Option<(usize, usize)>,
    /// A statement whose marks were left open, and its block.
    open: Option<(usize, usize)>,
    /// Cue and source of a line that leads into the next, and its block.
    lead_in: Option<(Option<Span>, Option<Source>, usize)>,
    /// Whom the last sentence of a block without speech is about, and the block.
    about: Option<(Source, usize)>,
    /// The last statement that reports, for sentences that go on reporting.
    reported: Option<(usize, usize)>,
}

/// Reads a text.
struct Reader {
    fiction: bool,
    people: People,
    out: Vec<Statement>,
    context: Context,
    /// The sentences before and behind the one that is read, in its block.
    beside: (Option<Range<usize>>, Option<Range<usize>>),
}

/// A single word that is the subject of so many verbs of saying, in both readings together, is a name and no common noun.
const MIN_SPEAKS: u32 = 4;
/// Fewest paragraphs that begin with what is said in a text that is mostly dialogue.
const MIN_DIALOGUE: usize = 3;

/// Reads blocks of a text in one language, in order. O(length).
pub fn read(text: &str, blocks: &[Span], words: &Words) -> Reading {
    let lines = paragraphs::lines(text, blocks);
    let mut dialogue = Dialogue::of(text, &lines, words);
    let joined = paragraphs::joined(text, lines, dialogue.marks());
    let blocks: &[Span] = &joined;
    let opens = |b: &&Span| b.of(text).trim_start().starts_with(['»', '„', '«', '“', '"', '—', '–', '‚', '›']);
    let said = blocks.iter().filter(opens).count();
    let fiction = said >= MIN_DIALOGUE && said * 4 >= blocks.len();
    let (people, out, context) = (People::default(), Vec::new(), Context::default());
    let mut reader = Reader { fiction, people, out, context, beside: (None, None) };
    let rules = MarkRules { singles_outer: marks::singles_are_outer(text, &[]), elisions: &[], fiction };
    let mut segments = Vec::new();
    for block in blocks {
        dialogue.pairs(text, *block, rules, &mut segments);
        let row = Row::new(text, *block, words, &segments);
        reader.meet(&row);
    }
    reader.people.begin_again();
    for (number, block) in blocks.iter().enumerate() {
        dialogue.pairs(text, *block, rules, &mut segments);
        dialogue.segments(text, *block, &mut segments);
        direct::cut_asides(text, words, &mut segments);
        let row = Row::new(text, *block, words, &segments);
        reader.block(&row, number);
    }
    let Reader { people, out, .. } = reader;
    Reading { statements: out, people: people.all }
}

impl Reader {
    /// Notes the names of a block that are full, or stand behind a title.
    fn meet(&mut self, row: &Row<'_>) {
        self.names(row, &(0..row.items.len()), true);
        for sentence in row.sentences() {
            for cue in row.cues(&sentence).iter().filter(|c| c.strength == Strength::Say) {
                if let Some(name) = cue.subject.as_ref().filter(|p| p.kind == MentionKind::Name && p.name.len() == 1) {
                    self.people.note(row, name, true);
                }
            }
        }
    }

    fn names(&mut self, row: &Row<'_>, items: &Range<usize>, full: bool) {
        let mut i = items.start;
        while i < items.end {
            let phrase = row.phrase_anywhere(i).filter(|p| p.items.end <= items.end);
            let Some(phrase) = phrase else {
                i += 1;
                continue;
            };
            let sure = phrase.name.start > phrase.items.start
                && row.has(phrase.name.start - 1, Uses::PERSON.or(Uses::TITLE))
                || phrase.name.len() > 1 && row.has(phrase.name.start, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE));
            let given = row.has(phrase.name.start, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE));
            let lone = phrase.name.len() == 1
                && (self.fiction && given && full || self.people.is_known(row.words_of(phrase.name.start)));
            if sure && (full || !phrase.name.is_empty()) || lone {
                let person = self.people.note(row, &phrase, false);
                // "Anna Grau, die Bürgermeisterin", "die Sprecherin, Anna Grau".
                if let Some(person) = person.filter(|_| full) {
                    for word in row.apposition(&phrase) {
                        self.people.call(person, row.words_of(word));
                    }
                }
            }
            i = phrase.items.end.max(i + 1);
        }
    }

    fn block(&mut self, row: &Row<'_>, block: usize) {
        let first = self.out.len();
        let sentences = row.sentences();
        for (n, sentence) in sentences.iter().enumerate() {
            let before = n.checked_sub(1).and_then(|n| sentences.get(n)).cloned();
            self.beside = (before, sentences.get(n + 1).cloned());
            self.sentence(row, sentence, (block, first));
        }
        if self.out.len() == first
            && let Some(last) = sentences.last()
        {
            let about = row.first_subject(last.start, last.end).filter(|p| row.is_somebody(p));
            let source = about.and_then(|p| self.source(row, &p));
            self.context.about = source.map(|s| (s, block));
        }
        let last = self.out.len().checked_sub(1).filter(|n| *n >= first);
        if let Some((last, _)) =
            last.zip(row.items.last().filter(|_| row.quote(row.items.len() - 1).is_some_and(|s| !s.closed)))
        {
            self.context.open = Some((last, block));
        }
    }

    /// One sentence. `first` is the first statement of its block.
    fn sentence(&mut self, row: &Row<'_>, sentence: &Range<usize>, (block, first): (usize, usize)) {
        self.names(row, sentence, false);
        let cues = row.cues(sentence);
        let quotes: Vec<usize> = sentence.clone().filter(|i| row.quote(*i).is_some()).collect();
        let mut owners: Vec<(usize, usize)> = Vec::new();
        for q in quotes.iter().copied() {
            // It goes on from the block above.
            if q == 0 && self.goes_on(row, q, block) {
                owners.push((q, self.out.len() - 1));
                continue;
            }
            let Some(found) = direct::governed(row, q, sentence, &cues) else { continue };
            // „A“, sagte X, „B“.
            if let (direct::Governed::Same(before), Some((_, owner))) = (&found, owners.last().copied())
                && quotes.iter().position(|x| x == before).is_some()
            {
                self.extend(owner, row.hull(&(q..q + 1)));
                owners.push((q, owner));
                continue;
            }
            if let direct::Governed::By { cue, subject, rule, score } = found {
                let says = score >= scores::AFTER;
                let source =
                    subject.as_ref().and_then(|p| if says { self.speaker(row, p) } else { self.source(row, p) });
                let score =
                    if self.may_be_a_noun(row, subject.as_ref(), source) { score.min(scores::NOUN) } else { score };
                let number = self.push_direct(row, q, (cue, source, rule, score));
                self.remember(number, block);
                owners.push((q, number));
            }
        }
        let owned = |q: usize, owners: &[(usize, usize)]| owners.iter().any(|(x, _)| *x == q);
        let taken: Vec<usize> = owners.iter().map(|(q, _)| *q).collect();
        // In fiction only what stands in marks, and clauses with a conjunction.
        for report in reported::reports(row, sentence, &cues, &taken) {
            let inside: Vec<usize> = quotes
                .iter()
                .copied()
                .filter(|q| !owned(*q, &owners) && report.content.iter().any(|c| c.contains(q)))
                .collect();
            let number = self.push_report(row, &report, &inside, (block, first));
            owners.extend(inside.into_iter().map(|q| (q, number)));
        }
        for q in quotes.iter().copied() {
            if owned(q, &owners) {
                continue;
            }
            if let Some(number) =
                self.fragment(row, q, sentence, &cues).or_else(|| self.uncued(row, q, sentence, (block, first)))
            {
                owners.push((q, number));
            }
        }
        if quotes.is_empty() && owners.is_empty() && !self.fiction {
            self.goes_on_reporting(row, sentence, (block, first, &cues));
        }
        self.leads_in(row, sentence, &cues, block);
    }

    /// A quotation that the block above left open.
    fn goes_on(&mut self, row: &Row<'_>, q: usize, block: usize) -> bool {
        let Some((open, above)) = self.context.open.take() else { return false };
        if above + 1 != block {
            return false;
        }
        let Some(mut statement) = self.out.get(open).cloned() else { return false };
        let span = row.hull(&(q..q + 1));
        (statement.content, statement.quotes, statement.cue) = (smallvec![span], smallvec![span], None);
        (statement.rule, statement.kind) = (Rule::RunsOn, Kind::Direct);
        self.out.push(statement);
        self.remember(self.out.len() - 1, block);
        true
    }

    fn source(&mut self, row: &Row<'_>, phrase: &Phrase) -> Option<Source> {
        if row.has(phrase.items.start, Uses::NOBODY) && !self.fiction {
            return None;
        }
        // "La maire, Anne Durand, …": who that is stands beside it.
        let beside = (phrase.kind == MentionKind::Role && row.is(phrase.items.end, ','))
            .then(|| row.phrase_from(phrase.items.end + 1))
            .flatten()
            .filter(|p| {
                p.kind == MentionKind::Name
                    && (p.items.start..p.name.start).all(|i| row.has(i, Uses::TITLE) || row.is(i, '.'))
            });
        let person = match beside {
            Some(name) => self.people.note(row, &name, true),
            None => self.people.resolve(row, phrase).or_else(|| self.people.describe(row, phrase)),
        };
        Some(Source { span: row.hull(&phrase.items), kind: phrase.kind, person })
    }

    /// The source of words in marks with a verb of saying right behind them: somebody, whatever the noun, unless it is abstract.
    fn speaker(&mut self, row: &Row<'_>, phrase: &Phrase) -> Option<Source> {
        let source = self.source(row, phrase)?;
        let is_abstract = phrase.items.clone().any(|i| {
            row.is_capital(i)
                && (row.has(i, Uses::ACCOUNT.or(Uses::NAMING).or(Uses::NO_NAME))
                    || row.words.language.abstract_endings.iter().any(|e| words::ends_with(row.words_of(i), e)))
        });
        let person =
            source.person.or_else(|| if is_abstract { None } else { self.people.describe_speaker(row, phrase) });
        Some(Source { person, ..source })
    }

    /// Whether a name is one word that is a name nowhere else: "äußerte Vorbehalte".
    fn may_be_a_noun(&self, row: &Row<'_>, subject: Option<&Phrase>, source: Option<Source>) -> bool {
        let Some(phrase) = subject.filter(|p| p.kind == MentionKind::Name && p.items.len() == 1) else { return false };
        let known = Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE).or(Uses::BODY).or(Uses::PERSON);
        if !row.is_word(phrase.items.start) || row.has(phrase.items.start, known) {
            return false;
        }
        let person = source.and_then(|s| s.person).and_then(|n| self.people.all.get(n as usize));
        person.is_none_or(|p| !p.name.contains(' ') && p.speaks < MIN_SPEAKS)
    }

    fn push_direct(
        &mut self,
        row: &Row<'_>,
        q: usize,
        (cue, source, rule, score): (Option<Span>, Option<Source>, Rule, f32),
    ) -> usize {
        let span = row.hull(&(q..q + 1));
        let (content, quotes): (Spans, Spans) = (smallvec![span], smallvec![span]);
        self.out.push(Statement { kind: Kind::Direct, content, quotes, cue, source, rule, score });
        self.out.len() - 1
    }

    fn extend(&mut self, owner: usize, span: Span) {
        if let Some(statement) = self.out.get_mut(owner) {
            statement.content.push(span);
            statement.quotes.push(span);
        }
    }

    fn remember(&mut self, number: usize, block: usize) {
        let source = |n: usize| {
            self.out
                .get(n)
                .and_then(|s| s.source)
                .map(|s| (s.person, if s.person.is_none() { s.span } else { Span::default() }))
        };
        if let Some((last, at)) = self.context.last
            && source(last) != source(number)
        {
            self.context.before_last = Some((last, at));
        }
        self.context.last = Some((number, block));
    }

    fn push_report(
        &mut self,
        row: &Row<'_>,
        report: &Report,
        inside: &[usize],
        (block, first): (usize, usize),
    ) -> usize {
        let content: Spans = report.content.iter().map(|r| row.hull(r)).collect();
        let quotes: Spans =
            inside.iter().filter(|q| direct::is_reported(row, **q)).map(|q| row.hull(&(*q..*q + 1))).collect();
        let mut source = report.subject.as_ref().and_then(|p| self.source(row, p));
        if report.says_who
            && source.is_none()
            && let Some((last, _)) = self.context.reported.filter(|(n, at)| *n >= first || at + 1 >= block)
        {
            source = self.out.get(last).and_then(|s| s.source);
        }
        let kind = if quotes.is_empty() { Kind::Indirect } else { Kind::Mixed };
        let (cue, rule, score) = (report.cue, report.rule, report.score);
        self.out.push(Statement { kind, content, quotes, cue, source, rule, score });
        let number = self.out.len() - 1;
        self.context.reported = Some((number, block));
        number
    }

    /// A few words in marks in a sentence that reports.
    fn fragment(&mut self, row: &Row<'_>, q: usize, sentence: &Range<usize>, cues: &[Cue]) -> Option<usize> {
        if self.fiction && !row.quote(q)?.inner().of(row.text).trim_end().ends_with(['.', '!', '?', '…', ',']) {
            return None;
        }
        let cue = direct::cue_of_fragment(row, q, sentence, cues)?;
        if !direct::is_speech_of(row, q, true, Some(cue)) {
            return None;
        }
        let source = cue.subject.as_ref().and_then(|p| self.source(row, p));
        source?;
        let rule = if cue.verb < q { Rule::Before } else { Rule::After };
        Some(self.push_direct(row, q, (Some(cue.span(row)), source, rule, scores::FRAGMENT)))
    }

    /// A quotation that no verb governs.
    fn uncued(
        &mut self,
        row: &Row<'_>,
        q: usize,
        sentence: &Range<usize>,
        (block, first): (usize, usize),
    ) -> Option<usize> {
        let here = self.context.last.filter(|(n, _)| *n >= first);
        let whole = direct::is_sentence(row, q);
        let alone = sentence.clone().all(|i| i == q || !row.is_word(i));
        let reported = sentence.clone().any(|i| row.has(i, Uses::MOOD) && row.is_small(i));
        let said =
            if self.fiction { alone || whole } else { whole && alone || reported && direct::is_speech(row, q, true) };
        if !said {
            return None;
        }
        let of = |reader: &Self, n: usize| reader.out.get(n).and_then(|s| s.source);
        let above = self.context.lead_in.filter(|(.., at)| *at == block || at + 1 == block && q == 0);
        let (source, rule, score, cue) = if let Some((cue, source, _)) = above {
            (source, Rule::LeadIn, scores::LEAD_IN, cue)
        } else if let Some((last, _)) = here {
            (of(self, last), Rule::Continues, scores::CONTINUES, None)
        } else if let Some((last, _)) = self.context.reported.filter(|(n, _)| *n >= first) {
            (of(self, last), Rule::Continues, scores::CONTINUES - 0.1, None)
        } else if let Some(source) = self.beat(row, sentence) {
            (Some(source), Rule::Subject, scores::SUBJECT, None)
        } else if let Some((source, _)) =
            self.context.about.filter(|(_, at)| at + 1 == block && self.fiction && first == self.out.len())
        {
            (Some(source), Rule::Subject, scores::TURNS, None)
        } else if let (true, Some((other, at))) = (self.fiction, self.context.before_last)
            && at + 4 >= block
        {
            (of(self, other), Rule::TakesTurns, scores::TURNS, None)
        } else if let (false, Some((last, at))) = (self.fiction, self.context.last)
            && at + 1 >= block
        {
            (of(self, last), Rule::Previous, scores::SUBJECT, None)
        } else {
            (None, Rule::Nobody, scores::NOBODY, None)
        };
        // What stands behind the narrator's clause belongs to what stands before it.
        let cut = row.quote(q).is_some_and(|s| s.open == 0);
        if rule == Rule::Continues
            && cut
            && let Some((last, _)) = here.filter(|(n, _)| self.out.get(*n).is_some_and(|s| s.kind == Kind::Direct))
        {
            self.extend(last, row.hull(&(q..q + 1)));
            return Some(last);
        }
        let number = self.push_direct(row, q, (cue, source, rule, score));
        self.remember(number, block);
        Some(number)
    }

    /// Whoever acts in the sentence before, or in the one behind.
    fn beat(&mut self, row: &Row<'_>, sentence: &Range<usize>) -> Option<Source> {
        let (before, behind) = &self.beside;
        let mut found = before.as_ref().and_then(|s| row.first_subject(s.start, s.end));
        if found.is_none() && sentence.start == 0 && self.fiction {
            found = behind.as_ref().and_then(|s| row.phrase_from(s.start));
        }
        let phrase = found.filter(|p| row.is_somebody(p))?;
        self.source(row, &phrase)
    }

    /// A sentence in the mood of reported speech behind one that reports.
    fn goes_on_reporting(
        &mut self,
        row: &Row<'_>,
        sentence: &Range<usize>,
        (block, first, cues): (usize, usize, &[Cue]),
    ) {
        if !cues.is_empty() && cues.iter().any(|c| c.strength == Strength::Say && !row.has(c.verb, Uses::MOOD))
            || !reported::in_mood(row, sentence)
        {
            return;
        }
        let before = self.context.reported.or(self.context.last).filter(|(n, at)| *n >= first || at + 1 >= block);
        let last = self.context.last.filter(|(n, _)| before.is_none_or(|(b, _)| *n > b));
        let source = last.or(before).and_then(|(n, _)| self.out.get(n)).and_then(|s| s.source);
        let span = row.hull(sentence);
        let (rule, score) =
            if source.is_some() { (Rule::Continues, scores::MOOD) } else { (Rule::Nobody, scores::NOBODY) };
        self.out.push(Statement {
            kind: Kind::Indirect,
            content: smallvec![span],
            quotes: Spans::new(),
            cue: None,
            source,
            rule,
            score,
        });
        self.context.reported = Some((self.out.len() - 1, block));
    }

    /// A sentence that ends with a colon leads into what follows.
    fn leads_in(&mut self, row: &Row<'_>, sentence: &Range<usize>, cues: &[Cue], block: usize) {
        self.context.lead_in = self.context.lead_in.filter(|(.., at)| at + 1 >= block && sentence.start == 0);
        if !row.is(sentence.end.wrapping_sub(1), ':') {
            return;
        }
        let cue = cues.iter().rev().find(|c| c.strength >= Strength::Think).or(cues.last());
        let phrase = cue.and_then(|c| c.subject.clone()).or_else(|| row.first_subject(sentence.start, sentence.end));
        let Some(phrase) = phrase.filter(|p| p.kind != MentionKind::Role || row.is_somebody(p) || cue.is_some()) else {
            return;
        };
        let source = self.source(row, &phrase);
        self.context.lead_in = Some((cue.map(|c| c.span(row)), source, block));
    }
}
