//! Who is named below or behind a quotation without a verb: `“…” — Ann Cole, teacher`, `(Ann Cole)`, a name on the next
//! line, the caption of a quotation set off. And lines of a name alone above what somebody says, as lists of voices have
//! them.

use super::Rule;
use super::draft::{AttributionDraft, BlockContext, Spans};
use super::item_row::ItemRow;
use super::roles::Roles;
use super::tokens::TokenClass;
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::smallvec;
use std::ops::Range;

/// Most bytes of a block that is a signature.
const MAX_SIGNATURE_BYTES: u32 = 180;
/// Most items behind the name: age, office, place.
const MAX_TAIL_ITEMS: usize = 20;
/// How sure a name behind a dash or in brackets is.
const MARKED_SCORE: f32 = 0.87;
/// How sure a line of a name and what its owner is are.
const DESCRIBED_SCORE: f32 = 0.75;
/// How sure a line of nothing but a name is.
const BARE_SCORE: f32 = 0.6;

/// A name that signs what stands before it.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The items of the name.
    name: Range<usize>,
    /// Item behind the signature.
    end: usize,
    /// Whether a dash or brackets mark it.
    marked: bool,
    /// Whether age, office or place follow the name.
    described: bool,
}

impl Signature {
    /// How sure it is that it signs.
    pub const fn score(&self) -> f32 {
        if self.marked {
            MARKED_SCORE
        } else if self.described {
            DESCRIBED_SCORE
        } else {
            BARE_SCORE
        }
    }

    /// The rule it is found by.
    pub const fn rule(&self) -> Rule {
        if self.marked { Rule::Caption } else { Rule::Signature }
    }

    /// The words of the name.
    pub fn source(&self, row: &ItemRow<'_>) -> Span {
        row.hull(&self.name)
    }
}

/// The signature behind the quotation at item `q`, on its line or the next. O(items of the signature).
pub fn behind(row: &ItemRow<'_>, q: usize) -> Option<Signature> {
    let found = read(row, q + 1, row.items.len())?;
    if !found.marked && !row.begins_line(q + 1) {
        return None;
    }
    let next = row.quote(found.end).is_some() && !row.word(found.end - 1).is_some_and(|t| t.is_word());
    let ends = found.end >= row.items.len() || row.begins_line(found.end) || next;
    // A name without a mark needs the whole line, the last or one above another quotation.
    let alone = found.end >= row.items.len() || row.quote(found.end).is_some();
    (ends && (found.marked || alone)).then_some(found)
}

/// The name before the quotation at item `q` in the same block: on the line above, or with who that is and a colon on the
/// same line.
pub fn above(row: &ItemRow<'_>, q: usize) -> Option<Signature> {
    let alone = q + 1 >= row.items.len() || row.begins_line(q + 1);
    let line = (q.saturating_sub(MAX_TAIL_ITEMS)..q).rev().find(|i| *i == 0 || row.begins_line(*i))?;
    if row.begins_line(q) {
        return read(row, line, q).filter(|s| alone && s.end == q && names_below(row, s));
    }
    let colon = q.checked_sub(1).filter(|c| row.is(*c, ':') && line < *c)?;
    read(row, line, colon).filter(|s| !s.marked && s.described && s.end == colon)
}

/// The signature that a block is as a whole.
fn whole(row: &ItemRow<'_>) -> Option<Signature> {
    read(row, 0, row.items.len()).filter(|s| s.end >= row.items.len())
}

/// Whether a block may be a signature by its length and first character. O(1).
pub fn may_be(text: &str, block: Span) -> bool {
    block.len() <= MAX_SIGNATURE_BYTES && block.of(text).starts_with(|c: char| c.is_uppercase() || "—–―-~(".contains(c))
}

/// A signature that begins at item `i` and ends before `limit`: dashes or a bracket, a name, and who that is.
fn read(row: &ItemRow<'_>, i: usize, limit: usize) -> Option<Signature> {
    let dashes = (i..i + 3).take_while(|j| row.is_dash(*j) || row.is(*j, '~')).count();
    let bracket = dashes == 0 && row.is(i, '(');
    let start = i + dashes + usize::from(bracket);
    let first = row.word(start)?;
    if first.class == TokenClass::Lower && !(dashes > 0 && first.has(Roles::DET.or(Roles::ROLE).or(Roles::TITLE))) {
        return None;
    }
    // “Per Lund” is a name, “On Tue” is none.
    let second = row.word(start + 1).is_some_and(|t| t.is_capital());
    let opener = first.has(Roles::CONJ.or(Roles::NOT_NAME)) || first.has(Roles::PREP) && !second;
    let opener = opener && !first.has(Roles::DET.or(Roles::TITLE));
    if opener || first.has(Roles::PRONOUN.or(Roles::DAY)) || dashes > 0 && row.begins_line(start) {
        return None;
    }
    let name = row.noun_phrase_from(start).filter(|n| row.is_somebody(n))?;
    let marked = dashes > 0 || bracket;
    let capitals = name.clone().filter(|j| row.word(*j).is_some_and(|t| t.is_capital())).count();
    let numbered = name.clone().any(|j| row.word(j).is_some_and(|t| t.class == TokenClass::Number));
    let nation = name.clone().all(|j| row.has(j, Roles::DEMONYM.or(Roles::PLACE)));
    if numbered || nation || dashes == 0 && capitals < 2 {
        return None;
    }
    let tail = tail_end(row, name.end, limit, bracket)?;
    let described = tail > name.end;
    let mut end = tail;
    if bracket {
        if !row.is(end, ')') {
            return None;
        }
        end += 1;
    }
    if row.is(end, '.') || row.is(end, ';') {
        end += 1;
    }
    Some(Signature { name, end, marked, described })
}

/// Where what follows a name in a signature ends: `, 43, teacher`, `(Leeds)`, `in a letter to the board`. Nothing when it
/// is a sentence.
fn tail_end(row: &ItemRow<'_>, from: usize, limit: usize, bracket: bool) -> Option<usize> {
    let ends = |i: usize| i >= limit || row.begins_line(i) || bracket && row.is(i, ')');
    let stops = |i: usize| (row.is(i, '.') || row.is(i, ';')) && (ends(i + 1) || row.quote(i + 1).is_some());
    if ends(from) || stops(from) {
        return Some(from);
    }
    let opens = row.is(from, ',')
        || row.is(from, '(') && !bracket
        || row.is(from, '|')
        || row.is(from, '/')
        || row.is_dash(from)
        || row.has(from, Roles::PREP);
    let verb = Roles::SAY.or(Roles::THINK).or(Roles::AUX);
    for i in from..from + MAX_TAIL_ITEMS {
        if i > from && (ends(i) || stops(i)) {
            return opens.then_some(i);
        }
        let finite = |t: &super::tokens::Token| {
            t.class == TokenClass::Lower && t.has(verb) && !t.has(Roles::ING) && !t.has(Roles::ROLE.or(Roles::ORG))
        };
        let sentence = row.is(i, '.') && row.word(i + 1).is_some_and(|t| t.is_capital()) && !row.abbreviates(i);
        if row.word(i).is_some_and(finite) || row.is(i, ':') || row.is(i, '?') || sentence {
            return None;
        }
    }
    None
}

/// Reads a short block as a signature of the quotation that ends the block above it, whose speaker nobody named, or as
/// the name above the one that follows. Gives whether nothing else is to be read in it.
pub fn block(row: &ItemRow<'_>, index: usize, context: &mut BlockContext, drafts: &mut Vec<AttributionDraft>) -> bool {
    let Some(found) = whole(row) else { return false };
    let source = found.source(row);
    // Where names stand above, none below signs.
    let above = context.names_above == Some(true) && !found.marked;
    if let Some(draft) = unsigned(row, &found, index, context, drafts).filter(|_| !above) {
        draft.source = Some(source);
        draft.rule = Rule::Signature;
        draft.score = found.score();
        draft.same_as = None;
        if !found.marked {
            context.names_above = Some(false);
        }
        return true;
    }
    if let Some((words, at)) = context.whole_quotation.filter(|(_, at)| at + 1 == index && !above) {
        drafts.push(signed(smallvec![words], smallvec![words], Form::Quotation, source, found.score()));
        context.last = Some((drafts.len() - 1, at));
        return true;
    }
    if context.names_above != Some(false) && names_below(row, &found) {
        context.name_above = Some((source, index, found.score()));
    }
    false
}

/// Whether a line is plainly somebody's name, not any words with capitals: who that is follows, or it begins with a title
/// or a given name.
fn names_below(row: &ItemRow<'_>, found: &Signature) -> bool {
    let person = Roles::GIVEN_FEMALE.or(Roles::GIVEN_MALE).or(Roles::TITLE);
    !found.marked && (found.described || row.has(found.name.start, person))
}

/// A heading that is somebody's name stands above what they say.
pub fn heading(row: &ItemRow<'_>, index: usize, context: &mut BlockContext) {
    if let Some(found) = whole(row).filter(|found| names_below(row, found)) {
        context.name_above = Some((found.source(row), index, BARE_SCORE));
    }
}

/// The draft of the quotation that ends the block above, when a signature may tell whose it is.
fn unsigned<'a>(
    row: &ItemRow<'_>,
    found: &Signature,
    index: usize,
    context: &BlockContext,
    drafts: &'a mut [AttributionDraft],
) -> Option<&'a mut AttributionDraft> {
    let (last, above) = context.last?;
    let draft = drafts.get_mut(last).filter(|d| d.cue.is_none() || d.rule == Rule::LeadIn)?;
    let unknown = matches!(draft.rule, Rule::Nobody | Rule::Previous | Rule::TakesTurns);
    let open = if found.marked {
        unknown || matches!(draft.rule, Rule::Subject | Rule::LeadIn | Rule::Continues)
    } else {
        // Without a mark the paragraph has to be the quotation and nothing else.
        unknown && opens_line(row.text, draft)
    };
    let between = Span::new(draft.content.last()?.end, row.span(0).start.max(draft.content.last()?.end));
    let touches = between.of(row.text).trim().is_empty();
    (above + 1 == index && open && touches && draft.form == Form::Quotation).then_some(draft)
}

/// Whether the words begin a line.
fn opens_line(text: &str, draft: &AttributionDraft) -> bool {
    let before = draft.content.first().and_then(|c| text.get(..c.start as usize)).unwrap_or_default();
    before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n')
}

/// Reads a block behind a quotation set off, of the words `run`, as its signature. `led` is its draft when a line above
/// names somebody; `last` tells that it does not go on.
pub fn of_block_quotation(
    row: &ItemRow<'_>,
    run: Spans,
    drafts: &mut Vec<AttributionDraft>,
    led: Option<usize>,
    last: bool,
) -> bool {
    // Inside the quotation only a mark tells a name from a line of it.
    let Some(found) = whole(row).filter(|found| found.marked || last) else { return false };
    let source = found.source(row);
    match led.and_then(|i| drafts.get_mut(i)) {
        // "On Monday Ann Cole wrote:" above and her name below are one person.
        Some(draft) => {
            if found.marked && draft.cue.is_none() {
                draft.source = Some(source);
                draft.rule = Rule::Signature;
            }
        }
        None => {
            // Reports inside of it are words of whoever is quoted.
            let inside = |d: &AttributionDraft| {
                d.kind == Kind::Indirect && d.content.first().zip(run.first()).is_some_and(|(c, r)| c.start >= r.start)
            };
            while drafts.last().is_some_and(inside) {
                drafts.pop();
            }
            drafts.push(signed(run, Spans::new(), Form::Block, source, found.score()));
        }
    }
    true
}

fn signed(content: Spans, quotes: Spans, form: Form, source: Span, score: f32) -> AttributionDraft {
    AttributionDraft {
        kind: Kind::Direct,
        form,
        content,
        quotes,
        cue: None,
        source: Some(source),
        rule: Rule::Signature,
        score,
        same_as: None,
        thread: None,
    }
}

#[cfg(test)]
mod tests;
