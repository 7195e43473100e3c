//! Whether a text is a transcript, and which of its lines are heads of turns.

use super::decision::Decision;
use super::heads::{self, Candidate, Layout};
use super::margin::{self, MarginCounter};
use super::shapes::{self, Grade};
use super::{Head, Turns, nobody};
use crate::detect::lexicon::Lexicon;
use crate::detect::roles::Roles;
use crate::document::{Block, BlockKind, LineBreaks};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Lines of a part of a document that may be heads, and how many blocks there are.
struct Survey {
    candidates: Vec<Candidate>,
    blocks: usize,
    margin: bool,
    /// Whether the format of the document says who speaks.
    given: bool,
}

/// The turns of `blocks`, when they are a transcript: their format says so, or names come back in a layout. O(n).
pub fn turns(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Option<Turns> {
    let survey = survey(text, blocks, lexicon);
    if survey.candidates.is_empty() && !survey.given {
        return None;
    }
    let decision = decide(text, &survey, lexicon)?;
    let mut turns =
        Turns { script: survey.given, margin: survey.margin, page: lexicon.language().turns.page, ..Turns::default() };
    let mut listed = Vec::new();
    for candidate in &survey.candidates {
        if asks(text, candidate, lexicon) {
            let by = lexicon.language().turns.examined_by.len() as u32;
            turns.askers.push((candidate.start, Span::new(candidate.key.start + by, candidate.key.end)));
            listed.push(Head::nobody(candidate.start));
        } else if let Some(head) = decision.head(text, candidate) {
            listed.push(head);
        }
    }
    if survey.given {
        given(text, blocks, &mut listed);
    }
    turns.heads = listed;
    turns.runs_on = runs_on(text, blocks, &turns.heads, &survey, lexicon);
    Some(turns)
}

/// Lines of a block, with white space at their ends cut off.
fn lines(text: &str, block: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = block.start;
    block.of(text).split_inclusive('\n').map(move |line| {
        let span = Span::new(at, at + line.len() as u32).trim(text, char::is_whitespace);
        at += line.len() as u32;
        span
    })
}

/// Reads the lines of `blocks` once, and once more where they have numbers in the margin. O(n).
fn survey(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Survey {
    let mut counter = MarginCounter::default();
    let first = lines_like_heads(text, blocks, lexicon, &mut |line| {
        counter.see(line.of(text));
        line
    });
    if !counter.is_margin() {
        return first;
    }
    let numbered = lines_like_heads(text, blocks, lexicon, &mut |line| margin::without_number(text, line));
    Survey { margin: true, ..numbered }
}

fn lines_like_heads(text: &str, blocks: &[Block], lexicon: &Lexicon, inner: &mut dyn FnMut(Span) -> Span) -> Survey {
    let mut out = Survey { candidates: Vec::new(), blocks: 0, margin: false, given: false };
    for block in blocks {
        let heading = match block.kind {
            BlockKind::Turn | BlockKind::UnnamedTurn => {
                out.given = true;
                continue;
            }
            BlockKind::Literal | BlockKind::Table | BlockKind::Continued | BlockKind::Aside => continue,
            BlockKind::Heading(_) => true,
            BlockKind::Paragraph(_) | BlockKind::Item(_) | BlockKind::Numbered(..) | BlockKind::Quotation(_) => false,
        };
        out.blocks += usize::from(!heading);
        let number = (out.blocks as u32).saturating_sub(1);
        let flows = matches!(block.kind, BlockKind::Paragraph(LineBreaks::Flow));
        for (n, line) in lines(text, block.span).enumerate() {
            if let Some(candidate) = heads::candidate(text, inner(line), lexicon)
                && !(heading && candidate.bare)
            {
                out.candidates.push(Candidate { block: number, first: n == 0, flows, start: line.start, ..candidate });
            }
        }
    }
    leave_lists(text, &mut out.candidates);
    out
}

/// Takes out heads that are numbers alone (`1: …`) unless they go down again and again, as those of people who talk do: numbers of
/// a list only rise. O(n).
fn leave_lists(text: &str, candidates: &mut Vec<Candidate>) {
    let number = |c: &Candidate| c.key.of(text).parse::<u32>().ok();
    let (mut last, mut all, mut falls) = (0, 0usize, 0usize);
    for n in candidates.iter().filter_map(number) {
        all += 1;
        falls += usize::from(n < last);
        last = n;
    }
    if all > 0 && (all < 4 || falls * 3 < all - 1) {
        candidates.retain(|c| number(c).is_none());
    }
}

/// `BY MR. STARK:` alone on its line.
fn asks(text: &str, candidate: &Candidate, lexicon: &Lexicon) -> bool {
    candidate.bare && candidate.layout == Layout::Colon && {
        let key = candidate.key.of(text);
        key.starts_with(lexicon.language().turns.examined_by) && !key.chars().any(char::is_lowercase)
    }
}

/// Whether what follows a head looks like something said: four words, or the end of a sentence.
fn is_said(text: &str, candidate: &Candidate) -> bool {
    let said = Span::new(candidate.words, candidate.line.end).of(text);
    candidate.bare
        || said.split_whitespace().nth(3).is_some()
        || said.contains(['?', '!', '。', '？', '！', '…', '—', '؟', '।'])
        || said.trim_end_matches(['”', '"', ')', ']']).ends_with(['.', '-'])
}

/// Whether somebody speaks of himself or to somebody behind the head, or asks.
fn is_personal(text: &str, candidate: &Candidate, lexicon: &Lexicon) -> bool {
    let said = Span::new(candidate.words, candidate.line.end).of(text);
    said.contains(['?', '？', '؟', '！', '¿']) || nobody::speaks_of_self(said, lexicon)
}

fn decide<'t>(text: &'t str, survey: &Survey, lexicon: &Lexicon) -> Option<Decision<'t>> {
    let asks = |layout| {
        let letter = lexicon.language().turns.question_and_answer.first().copied();
        survey.candidates.iter().filter(|c| c.layout == layout && c.key.of(text).chars().next() == letter).count()
    };
    let questions = asks(Layout::Letter) > 0;
    // Letters set apart by a blank alone, or by nothing: where no other letter asks.
    let spaced = !questions && asks(Layout::Spaced) >= 2;
    let questions = questions || spaced;
    let counts = |c: &&Candidate| {
        let layout = match c.layout {
            Layout::Letter => questions || text.get(c.key.end as usize..).is_some_and(|t| t.starts_with(':')),
            Layout::Spaced => spaced,
            Layout::Colon | Layout::Stop | Layout::Tab | Layout::Chevron | Layout::Dash | Layout::Bracket => true,
        };
        // `[speaker 0]` may stand above its words.
        let above = c.layout == Layout::Bracket && c.grade == Grade::Label;
        (!c.bare || above) && c.grade >= Grade::Low && layout
    };
    let mut times: FxHashMap<&str, u32> = FxHashMap::default();
    for candidate in survey.candidates.iter().filter(counts).filter(|c| c.layout != Layout::Chevron) {
        *times.entry(candidate.key.of(text)).or_default() += 1;
    }
    let mut places: FxHashMap<&str, &str> = FxHashMap::default();
    let mut namesakes = FxHashSet::default();
    for (name, placed) in survey.candidates.iter().filter_map(|c| Some((c.key.of(text), c.placed?.of(text)))) {
        if *places.entry(name).or_insert(placed) != placed {
            namesakes.insert(name);
        }
    }
    let again = |c: &Candidate| times.get(c.key.of(text)).is_some_and(|n| *n >= 2);
    let n = survey.blocks;
    // Heads of one group of layouts: how many, how many of them come back, names that come back.
    let group = |layouts: &[Layout]| {
        let mut group = Group::default();
        let mut names: FxHashMap<&str, u32> = FxHashMap::default();
        for c in survey.candidates.iter().filter(counts).filter(|c| layouts.contains(&c.layout)) {
            if c.layout == Layout::Chevron {
                group.chevrons += 1;
                group.marked += 1;
                group.turns += 1;
                group.said += 1;
                continue;
            }
            if c.grade < Grade::Name && !again(c) {
                continue;
            }
            group.turns += 1;
            group.said += usize::from(is_said(text, c));
            group.personal += usize::from(is_personal(text, c, lexicon));
            group.low += usize::from(c.grade == Grade::Low);
            group.marked += usize::from(c.layout == Layout::Stop);
            group.labels += usize::from(c.grade == Grade::Label);
            group.given += usize::from(begins_with_given_name(c.key.of(text), lexicon));
            group.firsts += usize::from(c.first);
            *names.entry(c.key.of(text)).or_default() += 1;
        }
        group.again = names.values().filter(|n| **n >= 2).count();
        group.names = names.len();
        group
    };
    let usual = group(&[Layout::Colon, Layout::Stop, Layout::Letter, Layout::Spaced, Layout::Tab, Layout::Chevron]);
    let dashed = group(&[Layout::Dash]);
    let bracketed = group(&[Layout::Bracket]);
    let heads = usual.is_transcript(n) || usual.chevrons >= 3 && usual.chevrons * 3 >= n;
    let strict =
        |g: &Group| g.turns >= 3 && (g.again >= 2 || g.again == 1 && g.labels >= 2) && g.turns * 2 >= n && g.is_talk();
    let (dashes, brackets) = (strict(&dashed), strict(&bracketed) || survey.given && bracketed.labels >= 2);
    if !(heads || dashes || brackets || survey.given) {
        return None;
    }
    // Where heads for sure stand: most blocks between the first and the last of them begin with a head.
    let pooled = |c: &&Candidate| match c.layout {
        Layout::Dash => dashes,
        Layout::Bracket => brackets,
        Layout::Colon | Layout::Stop | Layout::Letter | Layout::Spaced | Layout::Tab | Layout::Chevron => heads,
    };
    let sure = |c: &&Candidate| again(c) || c.grade == Grade::Label || c.layout == Layout::Chevron;
    let mut range = survey.candidates.iter().filter(counts).filter(pooled).filter(sure).map(|c| c.block);
    let start = range.next().unwrap_or(0);
    let end = range.next_back().unwrap_or(start);
    // Heads whose names never come back, as in a panel where everybody speaks once, may stand anywhere.
    let (start, end) = if start == end { (0, n as u32) } else { (start, end) };
    let within = || survey.candidates.iter().filter(counts).filter(pooled).filter(|c| (start..=end).contains(&c.block));
    let firsts = within().filter(|c| c.first && (c.grade >= Grade::Name || again(c))).count();
    let length = ((end + 1).min(n as u32) - start.min(n as u32)) as usize;
    let loud = within().filter(|c| shapes::is_loud(c.key.of(text))).count();
    Some(Decision {
        regular: firsts * 4 >= length * 3 || firsts >= 4 && firsts * 3 >= length * 2,
        blocks: (start, end),
        loud: loud * 4 >= within().count() * 3,
        times,
        namesakes,
        heads,
        dashes,
        brackets,
        spaced,
    })
}

fn begins_with_given_name(name: &str, lexicon: &Lexicon) -> bool {
    let first = name.split_whitespace().next().unwrap_or_default();
    let roles = lexicon.roles(first);
    roles.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)) && !roles.has(Roles::PLACE.or(Roles::DAY))
}

/// What the heads of some layouts have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    turns: usize,
    /// Turns that look like something said.
    said: usize,
    labels: usize,
    /// Names that begin with a given name.
    given: usize,
    /// Heads that begin their block.
    firsts: usize,
    chevrons: usize,
    /// Heads that nothing but a turn has: `>>`, `Mr. GREY.`
    marked: usize,
    /// Names written small.
    low: usize,
    /// Turns in which somebody speaks of himself or to somebody, or asks.
    personal: usize,
    /// Names that come back.
    again: usize,
    names: usize,
}

impl Group {
    /// Whether people talk here, and labels of fields, minutes or recipes do not only come back.
    const fn is_talk(self) -> bool {
        let people = self.labels > 0 || self.marked > 0 || self.given * 2 >= self.names && self.given > 0;
        let talk = self.personal * 5 >= self.turns;
        let small = self.low * 2 < self.turns || self.personal * 3 >= self.turns;
        self.said * 2 >= self.turns && (people || talk) && small
    }

    /// At least three turns and names that come back, or every block a turn of somebody who can be nothing but a speaker.
    const fn is_transcript(self, n: usize) -> bool {
        if !self.is_talk() {
            return false;
        }
        let again = self.again >= 2 || self.again == 1 && self.turns * 3 >= n;
        let every = self.firsts >= n && self.names >= 2;
        self.turns >= 3 && again && self.turns * 5 >= n
            || every && self.turns >= 2 && self.labels >= 1
            || every && self.turns >= 4 && self.given * 2 >= self.turns
    }
}

/// The heads that the format of the document gives: name and words of blocks that are turns.
fn given(text: &str, blocks: &[Block], heads: &mut Vec<Head>) {
    for block in blocks {
        let words = block.span.of(text);
        let start = block.span.start;
        if block.kind == BlockKind::UnnamedTurn {
            // The dash or `>>` before the words is what tells that somebody else speaks.
            let said = words.trim_start_matches(|c: char| c.is_whitespace() || "-–—>".contains(c));
            let at = if said.is_empty() { start } else { block.span.end - said.len() as u32 };
            heads.push(Head::new(None, start, at));
        } else if block.kind == BlockKind::Turn {
            let line = words.find('\n');
            let colon = words.find(": ").filter(|at| line.is_none_or(|l| *at < l));
            heads.push(match (colon, line) {
                (Some(0), _) | (None, None) => Head::new(None, start, start),
                (Some(at), _) => named(block.span, at, 1),
                (None, Some(at)) => named(block.span, at, 0),
            });
        }
    }
    heads.sort_by_key(|h| h.start);
}

fn named(block: Span, at: usize, sign: u32) -> Head {
    let end = block.start + at as u32;
    Head::new(Some(Span::new(block.start, end)), block.start, end + sign)
}

/// Whether turns of several paragraphs are usual: records of parliaments and hearings, and where paragraphs without a head
/// stand between heads again and again. O(n).
fn runs_on(text: &str, blocks: &[Block], heads: &[Head], survey: &Survey, lexicon: &Lexicon) -> bool {
    let record =
        survey.candidates.iter().filter(|c| matches!(c.layout, Layout::Stop | Layout::Letter | Layout::Spaced)).count();
    if survey.given || record * 2 >= heads.len() {
        return true;
    }
    let Some((first, last)) = heads.first().zip(heads.last()) else { return false };
    let mut next = 0;
    let mut gaps = 0usize;
    for block in blocks.iter().filter(|b| b.span.start > first.start && b.span.start < last.start) {
        let before = next;
        while heads.get(next).is_some_and(|h| h.start < block.span.end) {
            next += 1;
        }
        let headless =
            next == before && !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Literal | BlockKind::Table);
        gaps += usize::from(headless && !nobody::is_aside(block.span.of(text), lexicon));
    }
    gaps >= 2 && gaps * 6 >= heads.len()
}
