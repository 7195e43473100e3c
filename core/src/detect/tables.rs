//! Tables: their cells are read one by one, and a cell that names somebody says who speaks in the row. A table of names and what they
//! say, as interviews are written down, is turns.

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use super::lang::TableRules;
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

/// Rows of a table that are looked at to tell what its columns are.
const SAMPLED_ROWS: usize = 200;
/// Columns of a table that are told apart.
const MAX_COLUMNS: usize = 12;
/// Different names of a column that are counted.
const MAX_LABELS: usize = 64;
/// Longest name in a cell, in bytes.
const MAX_NAME_BYTES: usize = 60;
/// Shortest cell with something said in it, in bytes.
const MIN_CELL_BYTES: u32 = 8;
/// How sure the name in its row is the speaker of a turn.
const TURN_SCORE: f32 = 0.93;

/// Who speaks in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellSpeaker {
    /// The words that name the speaker.
    pub name: Span,
    /// Whether the whole cell is what was said, or only what stands in quotation marks.
    pub turn: bool,
    /// Whether it goes on with the turn in the row above.
    pub goes_on: bool,
    /// How sure that is.
    pub sure: f32,
}

/// The cells of the tables of a document that are read.
#[derive(Debug, Default)]
pub struct Cells {
    /// Who speaks in the cell that begins at a byte.
    speakers: FxHashMap<u32, CellSpeaker>,
    /// The tables, in order.
    tables: Vec<Span>,
}

impl Cells {
    /// Who speaks in the cell that begins at byte `at`, if its row says so.
    pub fn speaker(&self, at: u32) -> Option<CellSpeaker> {
        if self.speakers.is_empty() { None } else { self.speakers.get(&at).copied() }
    }

    /// Whether a block is a cell of a table. O(log tables).
    pub fn holds(&self, block: Span) -> bool {
        let next = self.tables.partition_point(|t| t.start <= block.start);
        next.checked_sub(1).and_then(|n| self.tables.get(n)).is_some_and(|t| t.contains(block.start))
    }
}

/// `blocks` with tables taken apart into those cells that may hold something said. O(length of the tables).
pub fn with_cells(text: &str, blocks: &[Block], rules: &TableRules) -> (Vec<Block>, Cells) {
    let (mut out, mut cells) = (Vec::with_capacity(blocks.len()), Cells::default());
    let mut rest = blocks;
    while let Some((first, more)) = rest.split_first() {
        if first.kind != BlockKind::Table {
            out.push(*first);
            rest = more;
            continue;
        }
        // Some programs write each row as a table of its own.
        let count = rest.iter().take_while(|b| b.kind == BlockKind::Table).count();
        let (table, behind) = rest.split_at(count);
        rest = behind;
        cells.tables.extend(table.iter().map(|b| b.span));
        let shape = Shape::of(text, table, rules);
        let mut above: Option<Span> = None;
        for row in rows(text, table) {
            shape.row(text, &row, rules, &mut above, &mut out, &mut cells.speakers);
        }
    }
    (out, cells)
}

/// The cells of a row, without white space at either end; empty ones too.
type Row = SmallVec<[Span; 4]>;

fn rows<'a>(text: &'a str, table: &'a [Block]) -> impl Iterator<Item = Row> + 'a {
    let lines = table.iter().flat_map(move |block| pieces(text, block.span, '\n'));
    lines.map(move |line| pieces(text, line, '\t').map(|c| c.trim(text, char::is_whitespace)).collect())
}

fn pieces(text: &str, span: Span, sign: char) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    span.of(text).split(sign).map(move |part| {
        let piece = Span::new(at, at + part.len() as u32);
        at = piece.end + 1;
        piece
    })
}

/// What is known of a column.
#[derive(Debug, Default)]
struct Column<'a> {
    filled: usize,
    names: usize,
    /// Names of which nobody doubts that they name who speaks: "Interviewer", "Q".
    labels: usize,
    /// Names of several words, each in capitals.
    full_names: usize,
    numbers: usize,
    sentences: usize,
    bytes: usize,
    seen: Vec<(&'a str, usize)>,
}

/// What a table is.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// The column of those who speak, if there is one, and whether its head says so.
    who: Option<(usize, bool)>,
    /// The column of what they say, where all of it is.
    said: Option<usize>,
    /// Whether the first row names the columns.
    headed: bool,
}

impl Shape {
    fn of(text: &str, table: &[Block], rules: &TableRules) -> Self {
        let mut columns: SmallVec<[Column<'_>; 4]> = SmallVec::new();
        let mut sampled = rows(text, table).take(SAMPLED_ROWS + 1).peekable();
        let head = sampled.peek().cloned().unwrap_or_default();
        let heads = |list: &[&str]| head.iter().take(MAX_COLUMNS).position(|c| is_listed(c.of(text), list));
        let (who_head, said_head) = (heads(rules.who), heads(rules.said));
        let headed = who_head.is_some() || said_head.is_some();
        let mut count = 0;
        for row in sampled.skip(usize::from(headed)) {
            count += 1;
            for (n, cell) in row.iter().take(MAX_COLUMNS).enumerate() {
                if columns.len() <= n {
                    columns.push(Column::default());
                }
                if let Some(column) = columns.get_mut(n) {
                    column.add(cell.of(text), rules);
                }
            }
        }
        let named =
            |c: &Column<'_>| c.filled > 0 && c.names * 10 >= c.filled * 9 && c.names * 2 > c.filled.max(count / 3);
        let who = match who_head.filter(|n| columns.get(*n).is_some_and(|c| c.names * 2 >= c.filled)) {
            Some(n) => Some((n, true)),
            None => columns.iter().position(named).map(|n| (n, false)),
        };
        let said = who.and_then(|(who, by_head)| {
            let names = columns.get(who)?;
            let others = columns.iter().enumerate().skip(who + 1);
            let (said, words) = others.max_by_key(|(n, c)| (said_head == Some(*n), c.bytes))?;
            let short = |(n, c): (usize, &Column<'_>)| {
                n == who || n == said || c.numbers == c.filled || c.bytes <= 24 * c.filled
            };
            let spoken = words.sentences * 10 >= words.filled * 6 && words.filled * 2 >= count;
            // They come back, as those who talk to each other do, and are people.
            let again = names.seen.iter().any(|(_, n)| *n > 1) && names.seen.len() * 10 <= names.filled * 7;
            let people = names.labels + names.full_names == names.names;
            let told = by_head && said_head == Some(said) || count >= 3 && again && (by_head || people);
            (told && spoken && columns.iter().enumerate().all(short)).then_some(said)
        });
        Self { who, said, headed }
    }

    /// Adds the cells of a row. `above` is who speaks in the row above.
    fn row(
        &self,
        text: &str,
        row: &Row,
        rules: &TableRules,
        above: &mut Option<Span>,
        out: &mut Vec<Block>,
        speakers: &mut FxHashMap<u32, CellSpeaker>,
    ) {
        let cell = |n: usize| row.get(n).copied().filter(|c| !c.is_empty());
        let head = self.headed
            && row
                .iter()
                .take(MAX_COLUMNS)
                .any(|c| is_listed(c.of(text), rules.who) || is_listed(c.of(text), rules.said));
        let name = self.who.and_then(|(n, _)| cell(n)).filter(|_| !head);
        let paragraph = |span: Span| Block { span, kind: BlockKind::Table };
        if let Some(said) = self.said.and_then(cell).filter(|_| !head) {
            let own = name.map(|n| name_in(text, n));
            if let Some(name) = own.or(*above) {
                out.push(paragraph(said));
                let speaker = CellSpeaker { name, turn: true, goes_on: own.is_none(), sure: TURN_SCORE };
                speakers.insert(said.start, speaker);
                *above = Some(name);
                return;
            }
        }
        let named = name.filter(|n| is_name(n.of(text), rules)).map(|n| name_in(text, n));
        for cell in row.iter().filter(|c| may_say(text, **c)) {
            out.push(paragraph(*cell));
            if let Some(name) = named.filter(|n| !cell.contains(n.start)) {
                let (words, by_head) = (name.of(text), self.who.is_some_and(|(_, by_head)| by_head));
                let sure = if by_head || is_label(words, rules) {
                    0.92
                } else if words.contains(' ') {
                    0.7
                } else {
                    0.5
                };
                speakers.insert(cell.start, CellSpeaker { name, turn: false, goes_on: false, sure });
            }
        }
    }
}

impl<'a> Column<'a> {
    fn add(&mut self, cell: &'a str, rules: &TableRules) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.bytes += cell.len();
        self.numbers += usize::from(!cell.contains(char::is_alphabetic));
        self.sentences += usize::from(is_sentence(cell));
        if is_name(cell, rules) {
            self.names += 1;
            let label = is_label(cell, rules);
            self.labels += usize::from(label);
            self.full_names += usize::from(!label && cell.contains(' ') && is_person(cell));
            let cell = cell.trim_end_matches([':', '.', ' ']);
            if let Some((_, count)) = self.seen.iter_mut().find(|(name, _)| *name == cell) {
                *count += 1;
            } else if self.seen.len() < MAX_LABELS {
                self.seen.push((cell, 1));
            }
        }
    }
}

/// Whether a cell is what somebody is called: a few words that begin with capitals and end no sentence, or a known label.
fn is_name(cell: &str, rules: &TableRules) -> bool {
    if cell.len() > MAX_NAME_BYTES || cell.contains(['“', '”', '"', '?', '!', ';', '\n', '%', '$', '€', '=']) {
        return false;
    }
    if is_label(cell, rules) {
        return true;
    }
    let own = cell.split([',', '(']).next().unwrap_or(cell).trim_end_matches([':', ' ']);
    let mut words = own.split_whitespace();
    let is_part = |w: &str| {
        let first = w.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
            || rules.particles.contains(&w)
    };
    !own.is_empty()
        && own.split_whitespace().count() <= 6
        && words.all(is_part)
        && !own.contains(|c: char| c.is_ascii_digit())
}

/// Whether a name is written as that of a person: no word is all of small letters but particles, and it is not one word.
fn is_person(cell: &str) -> bool {
    let own = cell.split([',', '(']).next().unwrap_or(cell);
    (2..=5).contains(&own.split_whitespace().count())
}

/// "Interviewer", "Q", "Speaker 2", "P1": what transcripts call those who speak.
fn is_label(cell: &str, rules: &TableRules) -> bool {
    let bare =
        cell.trim_end_matches([':', '.', ' ']).trim_end_matches(|c: char| c.is_ascii_digit() || "_#- ".contains(c));
    is_listed(bare, rules.labels)
}

fn is_listed(words: &str, list: &[&str]) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    words.len() <= 40 && list.iter().any(|l| l.eq_ignore_ascii_case(words))
}

/// The words of a cell that name: without a colon, a role behind a comma or in brackets.
fn name_in(text: &str, cell: Span) -> Span {
    let words = cell.of(text);
    let end = words.find([',', '(']).filter(|at| *at > 0).unwrap_or(words.len());
    Span::new(cell.start, cell.start + end as u32).trim(text, |c| c.is_whitespace() || ":.".contains(c))
}

/// Whether words end as a sentence does, or are quoted.
fn is_sentence(cell: &str) -> bool {
    let ends = cell.trim_end().ends_with(['.', '?', '!', '…', '”', '"', '’', '»', '。', '—', '-']);
    ends && cell.contains(char::is_whitespace) || cell.split_whitespace().nth(5).is_some()
}

/// Whether a cell may hold something said: words in quotation marks, or a sentence.
fn may_say(text: &str, cell: Span) -> bool {
    if cell.len() < MIN_CELL_BYTES {
        return false;
    }
    let words = cell.of(text);
    let quoted = words.contains(['“', '”', '"', '«', '»', '„', '‘', '’']) && words.contains(char::is_alphabetic);
    let small = |w: &&str| w.starts_with(char::is_lowercase);
    quoted || words.split_whitespace().filter(small).nth(2).is_some()
}

/// The draft for a cell that is a turn.
pub fn turn(words: Span, speaker: CellSpeaker) -> AttributionDraft {
    AttributionDraft {
        kind: Kind::Direct,
        form: Form::Turn,
        content: smallvec![words],
        quotes: Spans::new(),
        cue: None,
        source: Some(speaker.name),
        rule: Rule::Row,
        score: speaker.sure,
        same_as: None,
        thread: None,
    }
}

/// Gives the quotations of a cell to whom its row names, where the cell itself names nobody. `is_pronoun` tells of the words of a
/// source whether they point elsewhere.
pub fn give_to(speaker: CellSpeaker, cell: Span, drafts: &mut [AttributionDraft], is_pronoun: impl Fn(Span) -> bool) {
    for draft in drafts {
        let own = draft.source.filter(|s| cell.contains(s.start) && !is_pronoun(*s));
        if draft.form == Form::Quotation && !draft.quotes.is_empty() && own.is_none() {
            (draft.source, draft.same_as) = (Some(speaker.name), None);
            (draft.rule, draft.score) = (Rule::Row, speaker.sure);
        }
    }
}

#[cfg(test)]
mod tests;
