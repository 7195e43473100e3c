//! Quotations without a cue in their sentence: are they speech, and whose?

mod beats;
mod titles;

use super::Rule;
use super::draft::{AttributionDraft, BlockContext, Buffers};
use super::feature_templates::{QuotationFeature, UncuedFeature};
use super::item_row::ItemRow;
use super::model::{Features, ModelTask, Question};
use super::roles::Roles;
use super::sentence_view::{SentenceView, bucket};
use super::tokens::TokenClass;
use crate::span::Span;
use titles::capitals;

/// One quotation in its sentence and block.
pub struct UncuedQuotation<'a> {
    pub view: &'a SentenceView<'a>,
    pub q: usize,
    pub block: usize,
    /// Number of drafts before this block.
    pub first_draft: usize,
}

/// Whose words they are.
#[derive(Clone, Copy, Debug)]
pub struct UncuedSource {
    pub rule: Rule,
    pub sure: f32,
    pub same_as: Option<usize>,
    pub source: Option<Span>,
    pub cue: Option<Span>,
}

impl UncuedSource {
    /// Nobody is named near.
    pub const NOBODY: Self = Self { rule: Rule::Nobody, sure: 0.3, same_as: None, source: None, cue: None };
}

/// A report that covers a quotation.
#[derive(Clone, Copy, Debug)]
pub struct CoveringReport {
    /// Its cue's word.
    pub cue: u32,
    /// Probability that the cue is one.
    pub sure: f32,
    /// Whether what is reported begins with the quotation.
    pub begins: bool,
    /// Whether it ends with it.
    pub ends: bool,
}

/// A probability in fifths.
fn band(sure: f32) -> u32 {
    [0.2, 0.4, 0.6, 0.8, 1.0].into_iter().filter(|edge| sure >= *edge).count() as u32
}

/// How sure a quotation is what the line above leads into, when nothing else is in its block.
const LEAD_IN_SCORE: f32 = 0.75;

/// Below this probability the likeliest of those near is no guess at who speaks.
const MIN_GUESS_PROBABILITY: f32 = 0.25;

/// Most phrases of the sentence that are considered.
const MAX_PHRASES: usize = 16;

/// What an option of [`ModelTask::Uncued`] stands for. The numbers are part of features: they stay.
#[derive(Clone, Copy)]
enum UncuedOption {
    Nobody = 2,
    LastInBlock,
    PreviousBlock,
    OtherTurn,
    LeadIn,
    Phrase,
    LastQuotedInBlock,
}

/// What a quotation looks like, each as a small number.
#[derive(Clone, Copy)]
struct QuotationShape {
    /// Number of words, in steps.
    length: u32,
    /// Whether its first word has a capital.
    upper: u32,
    /// The kind of mark at its end.
    stop: u32,
    /// Whether it opens the sentence, the block, or stands alone in either.
    opens: u32,
    /// Whether a speech verb, or one of thinking, stands before it in the sentence.
    cue: u32,
    /// Whether it looks like a title or a nickname.
    title: u32,
    /// The shape of the word behind it.
    next: u32,
    /// The shape of the word before it.
    previous: u32,
    /// The shape of the word before that.
    previous2: u32,
    /// Whether it has a closing mark.
    closed: u32,
    /// Whether the sentence ends with it.
    ends_sentence: u32,
}

impl UncuedQuotation<'_> {
    fn row(&self) -> &ItemRow<'_> {
        self.view.row
    }

    /// Probability that the words were said. `last` tells whether the quotation before in this sentence was said, `first`
    /// whether nothing was said yet in the block.
    pub fn said(
        &self,
        task: ModelTask,
        report: Option<CoveringReport>,
        last: Option<bool>,
        first: bool,
        buffers: &mut Buffers<'_>,
    ) -> f32 {
        let shape = self.describe();
        let QuotationShape { length, upper, stop, opens, cue, title, next, previous, .. } = shape;
        let view = self.view;
        let question = &mut buffers.question;
        question.begin(task);
        question.open(Span::default(), |_| {});
        question.open(self.row().span(self.q), |option| {
            let (verb, sure) = report.map_or((0, 0), |r| (r.cue, 1 + band(r.sure)));
            let last = last.map_or(0, |l| 1 + u32::from(l)) * 2 + u32::from(first);
            let gap =
                (view.start..self.q).rev().find(|i| self.row().quote(*i).is_some()).map_or(9, |i| bucket(self.q - i));
            let inner = self.row().quote(self.q).map_or("", |s| s.inner().of(self.row().text));
            let capitals = capitals(inner);
            let part = report.map_or(4, |r| u32::from(r.begins) | u32::from(r.ends) << 1);
            let headline = u32::from(self.block == 0);
            option.put(QuotationFeature::Bias, 0);
            option.pair(QuotationFeature::LengthUpper, length, upper);
            option.pair(QuotationFeature::CueLength, cue, length);
            option.pair(QuotationFeature::TitleLength, title, length);
            option.put(QuotationFeature::Next, u64::from(next));
            option.pair(QuotationFeature::StopOpens, stop, opens);
            option.pair(QuotationFeature::TitlePrevious, title, previous);
            option.pair(QuotationFeature::CueOpens, cue, opens);
            option.pair(QuotationFeature::UpperCover, upper, sure);
            option.pair(QuotationFeature::VerbCover, verb, sure);
            option.pair(QuotationFeature::EarlierPrevious, last, previous);
            option.triple(QuotationFeature::EarlierCoverLength, last, sure, length);
            option.triple(QuotationFeature::GapEarlierPrevious, gap, last, previous);
            option.triple(QuotationFeature::MarkHeadlineCover, self.mark(), headline, sure.min(1));
            option.triple(QuotationFeature::CapitalsPreviousNext, capitals, previous, next);
            option.pair(
                QuotationFeature::PreviousWords,
                view.word(self.q.wrapping_sub(1)),
                view.word(self.q.wrapping_sub(2)),
            );
            option.triple(QuotationFeature::PartStopNext, part, stop, next);
            option.triple(QuotationFeature::AnnouncedCapitalsLength, self.announced(), capitals, length);
            option.pair(QuotationFeature::MarkHeadline, self.mark(), headline);
            option.triple(QuotationFeature::MarkHeadlinePrevious, self.mark(), headline, previous);
            if task == ModelTask::FictionQuoted {
                self.put_fiction_features(option, &shape);
            }
        });
        let choice = buffers.classifier.choose(task, self.row().span(self.q), question);
        if choice.index == 1 { choice.probability } else { 1.0 - choice.probability }
    }

    /// Asks whose words these are: nobody's, an earlier speaker's, or those of a phrase of the sentence.
    pub fn ask(&self, context: &BlockContext, buffers: &mut Buffers<'_>, drafts: &[AttributionDraft]) -> UncuedSource {
        let row = self.row();
        let span = row.span(self.q);
        let shape = self.describe();
        let question = &mut buffers.question;
        question.begin(ModelTask::Uncued);
        let mut answers: Vec<UncuedSource> = Vec::with_capacity(MAX_PHRASES + 8);
        let mut offer =
            |question: &mut Question, option: UncuedOption, detail: u32, place: Span, answer: UncuedSource| {
                question.open(place, |features| Self::put(features, &shape, option, detail));
                answers.push(answer);
            };
        let none = UncuedSource::NOBODY;
        offer(question, UncuedOption::Nobody, 0, Span::default(), none);
        let source = |mut i: usize| {
            for _ in 0..8 {
                let Some(draft) = drafts.get(i) else { break };
                match (draft.source, draft.same_as) {
                    (Some(source), _) => return source,
                    (None, Some(earlier)) => i = earlier,
                    (None, None) => break,
                }
            }
            Span::default()
        };
        let draft_code = |i: usize| {
            drafts
                .get(i)
                .map_or(0, |d| d.kind as u32 * 16 + u32::from(d.quotes.is_empty()) + 2 * u32::from(d.source.is_some()))
        };
        let inherit = |rule, i| UncuedSource { rule, sure: 0.5, same_as: Some(i), source: None, cue: None };
        if drafts.len() > self.first_draft {
            let last = drafts.len() - 1;
            let same_sentence = drafts
                .get(last)
                .is_some_and(|d| d.content.last().is_some_and(|c| c.end > row.span(self.view.start).start));
            let detail = draft_code(last) * 2 + u32::from(same_sentence);
            offer(question, UncuedOption::LastInBlock, detail, source(last), inherit(Rule::Continues, last));
            // The last one with a quotation, when a report stands between.
            if let Some(quoted) =
                (self.first_draft..last).rev().find(|i| drafts.get(*i).is_some_and(|d| !d.quotes.is_empty()))
            {
                offer(
                    question,
                    UncuedOption::LastQuotedInBlock,
                    draft_code(quoted),
                    source(quoted),
                    inherit(Rule::Continues, quoted),
                );
            }
        }
        if let Some((last, block)) = context.last.filter(|(_, block)| *block < self.block && block + 4 > self.block) {
            let away = (self.block - block) as u32;
            let open = u32::from(drafts.len() > self.first_draft);
            offer(
                question,
                UncuedOption::PreviousBlock,
                away * 64 + draft_code(last) * 2 + open,
                source(last),
                inherit(Rule::Previous, last),
            );
            if let Some((other, earlier)) = context.before_last.filter(|(_, b)| b + 4 > self.block) {
                let detail = (self.block - earlier.min(self.block)) as u32;
                offer(
                    question,
                    UncuedOption::OtherTurn,
                    detail * 2 + open,
                    source(other),
                    inherit(Rule::TakesTurns, other),
                );
            }
        }
        if let Some((cue, source, above)) = context.lead_in
            && above + 2 > self.block
        {
            let answer = UncuedSource { rule: Rule::LeadIn, sure: 0.8, same_as: None, source: Some(source), cue };
            let detail = (self.block - above.min(self.block)) as u32 * 4
                + u32::from(cue.is_some()) * 2
                + u32::from(drafts.len() > self.first_draft);
            offer(question, UncuedOption::LeadIn, detail, source, answer);
        }
        let near = self.view.phrases.partition_point(|p| p.items.start < self.q);
        let from = near.saturating_sub(MAX_PHRASES - 4);
        // Phrases so far with a verb behind them: those the sentence is about.
        let mut subjects = 0u32;
        for (n, phrase) in self.view.phrases.iter().enumerate().skip(from).take(MAX_PHRASES) {
            let behind = phrase.items.start > self.q;
            let apart = if behind { n - near } else { near - 1 - n };
            let first = u32::from(phrase.items.start == self.view.start);
            let detail = u32::from(behind) | (apart.min(5) as u32) << 1 | (phrase.kind as u32) << 4;
            let place = row.hull(&phrase.items);
            let kind = phrase.kind as u32;
            let around = self.view.around(phrase);
            let verb = row.skip_adverbs(phrase.items.end);
            let subject = phrase.kind.speaks() && row.is_finite(verb);
            subjects += u32::from(subject);
            let order = subjects.min(3) << 1 | u32::from(subject);
            let (one, other) = if behind { (near, n) } else { (n + 1, near) };
            let persons = self.view.phrases.get(one..other).unwrap_or_default();
            let persons = persons.iter().filter(|p| p.kind.speaks()).count().min(3) as u32;
            let side = u32::from(behind);
            let answer = UncuedSource { rule: Rule::Subject, sure: 0.5, same_as: None, source: Some(place), cue: None };
            answers.push(answer);
            question.open(place, |option| {
                Self::put(option, &shape, UncuedOption::Phrase, detail);
                let ahead = self.view.shape(phrase.items.start.wrapping_sub(1));
                let follows = self.view.shape(phrase.items.end);
                option.triple(UncuedFeature::PhraseSideFirstKind, u32::from(behind), first, phrase.kind as u32);
                option.pair(UncuedFeature::PhrasePrecedingSide, ahead, u32::from(behind));
                option.pair(UncuedFeature::PhraseFollowingSide, follows, u32::from(behind));
                option.triple(UncuedFeature::PhrasePrecedingSideKind, ahead, u32::from(behind), phrase.kind as u32);
                option.triple(UncuedFeature::PhraseFollowingPrecedingSide, follows, ahead, u32::from(behind));
                option.triple(UncuedFeature::PhraseAroundSideKind, around, side, kind);
                option.triple(UncuedFeature::PhraseSubjectsSideKind, order, side, kind);
                option.triple(UncuedFeature::PhrasePersonsSideKind, persons, side, kind);
                option.triple(UncuedFeature::PhraseVerbSide, self.view.word(verb), side, u32::from(subject));
                option.triple(UncuedFeature::PhrasePreviousAroundSide, shape.previous, around, side);
            });
        }
        let choice = buffers.classifier.choose(ModelTask::Uncued, span, &buffers.question);
        let mut answer = answers.get(choice.index).copied().unwrap_or(none);
        answer.sure = if answer.rule == Rule::Nobody { 0.2 } else { choice.probability };
        // Somebody said it: where nobody is likelier than each of those near, the likeliest of them is still a guess.
        if answer.rule == Rule::Nobody && !buffers.classifier.is_training() && buffers.question.len() > 1 {
            buffers.question.leave_out_first();
            let guess = buffers.classifier.choose(ModelTask::Uncued, span, &buffers.question);
            let sure = guess.probability * (1.0 - choice.probability);
            if sure >= MIN_GUESS_PROBABILITY
                && let Some(guessed) = answers.get(guess.index + 1)
            {
                answer = UncuedSource { sure, ..*guessed };
            }
        }
        answer
    }

    /// What the quotation itself looks like, in a few numbers.
    fn describe(&self) -> QuotationShape {
        let (row, q, view) = (self.row(), self.q, self.view);
        let inner = row.quote(q).map_or("", |s| s.inner().of(row.text));
        let words = inner.split_whitespace().take(30).count();
        let first = inner.chars().find(|c| c.is_alphanumeric()).unwrap_or(' ');
        let last = inner.trim_end_matches(['’', '\'']).chars().next_back().unwrap_or(' ');
        let stop = match last {
            ',' => 1,
            '.' | '…' => 2,
            '?' | '!' => 3,
            '-' | '—' | '–' => 4,
            _ => 0,
        };
        let alone = view.sentence().all(|i| i == q || !row.word(i).is_some_and(|t| t.is_word()));
        let cues = Roles::SAY.or(Roles::SAY_OF);
        let verb = |roles| (view.start..q).any(|i| row.is_verb(i, roles));
        let cue = u32::from(verb(cues)) | u32::from(verb(Roles::THINK.or(Roles::STANCE))) << 1;
        let block_alone = row.items.len() <= 2;
        let opens =
            u32::from(view.start == q) | u32::from(q == 0) << 1 | u32::from(alone) << 2 | u32::from(block_alone) << 3;
        let title = u32::from(self.looks_like_a_title()) | u32::from(self.is_nickname()) << 1;
        let upper = u32::from(first.is_uppercase());
        let next = view.shape(q + 1);
        let previous = view.shape(q.wrapping_sub(1));
        let previous2 = view.shape(q.wrapping_sub(2));
        let closed = u32::from(row.quote(q).is_some_and(|s| s.closed));
        let ends_sentence = u32::from(q + 1 >= view.end || (q + 2 >= view.end && row.is(q + 1, '.')));
        QuotationShape {
            length: bucket(words),
            upper,
            stop,
            opens,
            cue,
            title,
            next,
            previous,
            previous2,
            closed,
            ends_sentence,
        }
    }

    /// Features of the quotation together with the option `what`.
    fn put(option: &mut Features<'_>, shape: &QuotationShape, what: UncuedOption, detail: u32) {
        let QuotationShape { length, upper, stop, opens, cue, title, next, previous, previous2, closed, ends_sentence } =
            *shape;
        let code = what as u32;
        option.pair(UncuedFeature::Option, code, 0);
        option.pair(UncuedFeature::OptionDetail, code, detail);
        option.triple(UncuedFeature::OptionPreviousNext, code, previous, next);
        option.triple(UncuedFeature::OptionOpensDetail, code, opens, detail);
        option.triple(UncuedFeature::OptionStopOpens, code, stop, opens);
        option.triple(UncuedFeature::OptionClosedEnds, code, closed, ends_sentence);
        option.triple(UncuedFeature::OptionCueOpens, code, cue, opens);
        option.triple(UncuedFeature::OptionUpperDetail, code, upper, detail);
        option.triple(UncuedFeature::OptionLengthOpens, code, length, opens);
        option.triple(UncuedFeature::OptionTitlePrevious, code, title, previous);
        option.triple(UncuedFeature::OptionPreviousWords, code, previous2, previous);
    }

    /// Whether a word for a work stands right before it (1), or one before that (2).
    fn announced(&self) -> u32 {
        let at = |i: usize| u32::from(self.row().has(i, Roles::TITLE_CUE));
        at(self.q.wrapping_sub(1)) | at(self.q.wrapping_sub(2)) << 1
    }

    /// The kind of its opening mark.
    fn mark(&self) -> u32 {
        let words = self.row().span(self.q).of(self.row().text);
        match words.chars().next() {
            Some('“') => 0,
            Some('"') => 1,
            Some('\'' | '‘' | '`') if words.starts_with("''") || words.starts_with("``") => 2,
            Some('\'' | '‘' | '`') => 3,
            _ => 4,
        }
    }

    /// What tells speech in fiction from thoughts, letters and verse: who is spoken of, and how far the line is set in.
    fn put_fiction_features(&self, option: &mut Features<'_>, shape: &QuotationShape) {
        let row = self.row();
        let Some(segment) = row.quote(self.q) else { return };
        let inner = segment.inner().of(row.text);
        let grammar = &row.language.grammar;
        let (mut first, mut second, mut third, mut past) = (0u32, 0u32, 0u32, 0u32);
        for word in inner.split(|c: char| !c.is_alphabetic()).take(60) {
            first |= u32::from(grammar.persons_first.contains(&word));
            second |= u32::from(grammar.persons_second.contains(&word));
            third |= u32::from(grammar.persons_third.contains(&word));
            past |= u32::from(grammar.past_verbs.contains(&word));
        }
        let persons = first | second << 1 | third << 2 | past << 3;
        // "could fancy him saying", "longed to ask", "their look said": what leads in.
        let cues = Roles::SAY.or(Roles::THINK).or(Roles::STANCE).or(Roles::SAY_OF);
        let near = (self.view.start..self.q)
            .rev()
            .take(7)
            .find(|i| row.word(*i).is_some_and(|t| t.class == TokenClass::Lower && t.has(cues)));
        let led = near.map_or([0; 4], |i| {
            [i, i.wrapping_sub(1), i.wrapping_sub(2), i.wrapping_sub(3)].map(|i| self.view.word(i))
        });
        let line = row.text.get(..segment.span.start as usize).unwrap_or_default();
        let indent = line.len() - line.trim_end_matches(' ').len();
        let alone = u32::from(self.q == 0) | u32::from(self.is_a_term()) << 1;
        let lines = inner.matches('\n').take(9).count();
        option.triple(QuotationFeature::PersonsAloneStop, persons, alone, shape.stop);
        option.triple(QuotationFeature::PersonsPrevious2Length, persons, shape.previous2, shape.length);
        option.triple(QuotationFeature::IndentAloneLines, bucket(indent), alone, bucket(lines));
        option.triple(QuotationFeature::AloneOpensLength, alone, shape.opens, shape.length);
        option.triple(QuotationFeature::AloneNextPrevious2, alone, shape.next, shape.previous2);
        option.triple(
            QuotationFeature::CueDistancePrevious2,
            led[0],
            bucket(self.q - near.unwrap_or(self.q)),
            shape.previous2,
        );
        option.pair(QuotationFeature::CueWords, led[1], led[0]);
        option.triple(QuotationFeature::CueWordsBefore, led[2], led[1], 0);
        option.pair(QuotationFeature::CueWordsFurther, led[3], led[2]);
        option.triple(QuotationFeature::PersonsAloneCue, persons, alone, u32::from(near.is_some()));
        option.triple(QuotationFeature::PersonsOpensForm, persons, shape.opens, shape.upper | shape.stop << 1);
        option.triple(QuotationFeature::PersonsOpensPrevious, persons, shape.opens, shape.previous);
    }

    /// In fiction: whether the marks are round a word of the narrator, not something said.
    pub fn is_a_term(&self) -> bool {
        let (row, q) = (self.row(), self.q);
        if q == self.view.start {
            return false;
        }
        let inner = row.quote(q).map_or("", |s| s.inner().of(row.text));
        let words = inner.split_whitespace().take(9).count();
        let led_in = row.is(q - 1, ',')
            || row.is(q - 1, ':')
            || row.is(q - 1, ';')
            || row.is(q - 1, ')')
            || row.is_dash(q - 1)
            || row.is_verb(q - 1, Roles::SAY)
            || row.quote(q - 1).is_some();
        let lowercase = inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
        let stopped = inner.ends_with(['.', '!', '?', '-', '—']);
        !led_in && (lowercase || words <= 4 && !stopped) || words <= 4 && self.looks_like_a_title()
    }

    /// Whom the block above names, when all of this one is the quotation: by a line that leads into it, or by a name alone.
    pub fn leader(&self, context: &BlockContext) -> Option<UncuedSource> {
        if !self.row().is_alone(self.q) {
            return None;
        }
        let led = |sure, source, cue| {
            Some(UncuedSource { rule: Rule::LeadIn, sure, same_as: None, source: Some(source), cue })
        };
        match (context.lead_in, context.name_above) {
            (Some((cue, source, above)), _) if above + 1 == self.block => led(LEAD_IN_SCORE, source, cue),
            (_, Some((source, above, score))) if above + 1 == self.block => led(score, source, None),
            _ => None,
        }
    }

    /// In dialogue: who goes on, who is led in, or nobody yet.
    pub fn in_fiction(&self, context: &BlockContext, drafts: &[AttributionDraft]) -> UncuedSource {
        let answer = |rule, sure, same_as, source| UncuedSource { rule, sure, same_as, source, cue: None };
        if drafts.len() > self.first_draft {
            return answer(Rule::Continues, 0.9, Some(drafts.len() - 1), None);
        }
        if let Some((cue, source, above)) = context.lead_in
            && above + 1 == self.block
        {
            return UncuedSource { rule: Rule::LeadIn, sure: 0.8, same_as: None, source: Some(source), cue };
        }
        if let (Some((_, above)), Some((other, earlier))) = (context.last, context.before_last)
            && above + 1 == self.block
            && earlier + 3 >= self.block
        {
            return answer(Rule::TakesTurns, 0.6, Some(other), None);
        }
        if context.last.is_some_and(|(_, above)| above + 1 == self.block) {
            return answer(Rule::TakesTurns, 0.45, None, None);
        }
        answer(Rule::Nobody, 0.2, None, None)
    }
}
