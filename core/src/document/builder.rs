//! Puts a reading text together: words come in, with where blocks, lists, quotations and links begin and end; out comes
//! the text with its blocks joined by one blank line. Every format with markup is read through it.

mod pictures;
mod rows;

use super::{Block, BlockKind, DeclaredSpeech, LeftOut, LineBreaks, Link, Locator, Metadata, Parsed, Target};
use crate::span::Span;
use std::collections::HashMap;

/// Bytes of a word before the mark of a note that lead to it: of a longer one the end does.
const MAX_NOTE_WORD_BYTES: usize = 200;

/// Where a link leads, before all headings and notes are known.
#[derive(Debug)]
pub enum UnresolvedTarget {
    /// An address as written; `#name` is a place in the same document.
    To(String),
    /// A note.
    Note(String),
}

/// Which part of a turn the next block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum TurnPart {
    /// None: nobody speaks in turn.
    #[default]
    None,
    /// The first, with the name.
    Begins,
    /// The first, of somebody nobody names.
    Unnamed,
    /// Another.
    Continued,
}

/// The text so far, and what is open.
#[derive(Default)]
pub struct TextBuilder {
    text: String,
    blocks: Vec<Block>,
    /// What the source says of itself.
    pub meta: Metadata,
    /// What is in the source and not on the page.
    pub left: LeftOut,
    /// Where the block being read begins, if one is.
    open: Option<u32>,
    /// Whether white space is waiting for words to stand before.
    space: bool,
    heading: Option<u8>,
    /// For each list around us, the number of its next item, `None` when it has bullets.
    lists: Vec<Option<u16>>,
    /// Number of the item being read.
    number: Option<u16>,
    quotation: u8,
    literal: u8,
    rows: rows::Rows,
    turn: TurnPart,
    aside: bool,
    /// Where the link being read begins, and its target.
    link: Option<(u32, String)>,
    links: Vec<(Span, UnresolvedTarget)>,
    /// The block each name stands at: of notes and of places.
    notes: HashMap<String, u32>,
    names: HashMap<String, u32>,
    locators: Vec<(u32, Locator)>,
    /// Who spoke, where the source says so.
    pub declared: Vec<DeclaredSpeech>,
    /// Where in the source the next words are.
    place: Option<Locator>,
    silences: Vec<(u32, u32)>,
    /// How long nobody spoke before the next words.
    silence: Option<u32>,
    pictures: pictures::Pictures,
}

impl TextBuilder {
    /// Begins with what is known of the source.
    pub fn about(meta: Metadata) -> Self {
        Self { meta, ..Self::default() }
    }

    /// Words as they are, white space included.
    pub fn push(&mut self, words: &str) {
        if self.open.is_none() && words.trim().is_empty() {
            return;
        }
        self.begin();
        if std::mem::take(&mut self.space) {
            self.space_before(words);
        }
        if self.place.is_some() && !words.trim_start().is_empty() {
            self.mark_place(words.len() - words.trim_start().len());
        }
        self.text.push_str(words);
    }

    /// Words in which any white space means one blank, as in HTML. O(n).
    pub fn flow(&mut self, words: &str) {
        let bytes = words.as_bytes();
        let white = |b: u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r' | 0x0c);
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            if white(first) {
                self.space |= self.open.is_some();
                at += 1;
                continue;
            }
            // A blank inside a run of words is copied with it: only other white space ends the run.
            let rest = bytes.get(at..).unwrap_or_default();
            let end = rest.windows(2).position(|w| match w {
                [b' ', next] => white(*next),
                [_, next] => white(*next) && *next != b' ',
                _ => false,
            });
            let mut end = end.map_or(bytes.len(), |n| at + n + 1);
            while end > at && bytes.get(end - 1).is_some_and(|b| white(*b)) {
                end -= 1;
            }
            self.begin();
            let run = words.get(at..end).unwrap_or_default();
            if std::mem::take(&mut self.space) {
                self.space_before(run);
            }
            self.mark_place(0);
            self.text.push_str(run);
            at = end;
        }
    }

    /// The place that was announced is where the words begin that come `blanks` bytes from here.
    fn mark_place(&mut self, blanks: usize) {
        let Some(place) = self.place.take() else { return };
        self.silences.extend(self.silence.take().map(|millis| ((self.text.len() + blanks) as u32, millis)));
        if self.locators.last().is_none_or(|(_, before)| *before != place) {
            self.locators.push(((self.text.len() + blanks) as u32, place));
        }
    }

    /// Takes what stands behind `end` off; places found there are those of the next words.
    fn cut(&mut self, end: usize) {
        self.text.truncate(end);
        while let Some((_, place)) = self.locators.pop_if(|(at, _)| *at as usize >= end) {
            self.place.get_or_insert(place);
        }
        while let Some((_, millis)) = self.silences.pop_if(|(at, _)| *at as usize >= end) {
            self.silence.get_or_insert(millis);
        }
        self.pictures.cut(end);
    }

    /// One blank between two words, none at the begin of a line.
    fn space_before(&mut self, words: &str) {
        let start = self.open.unwrap_or_default() as usize;
        let fresh = self.text.len() == start || self.text.ends_with(['\n', ' ', '\t']);
        if !fresh && !words.starts_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// Takes the last `bytes` of the block being read off again.
    pub fn unpush(&mut self, bytes: usize) {
        let end = self.text.len().saturating_sub(bytes).max(self.open.unwrap_or_default() as usize);
        self.cut(self.text.floor_char_boundary(end));
    }

    /// A blank, should words follow.
    pub fn blank(&mut self) {
        self.space |= self.open.is_some();
    }

    /// A line end that was meant.
    pub fn line_break(&mut self) {
        self.space = false;
        if self.open.is_some() {
            self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
            self.text.push('\n');
        }
    }

    fn begin(&mut self) {
        if self.open.is_none() {
            if !self.blocks.is_empty() {
                self.text.push_str("\n\n");
            }
            self.open = Some(self.text.len() as u32);
            self.pictures.place(self.text.len() as u32);
            self.space = false;
        }
    }

    /// Ends the block being read.
    pub fn finish(&mut self) {
        self.space = false;
        let Some(start) = self.open.take() else { return };
        let span = Span::new(start, self.text.len() as u32).trim(&self.text, char::is_whitespace);
        self.cut(span.end as usize);
        if span.is_empty() {
            // Nothing but white space of other scripts: the blank line before it goes too.
            let end = self.blocks.last().map_or(0, |b| b.span.end as usize);
            self.cut(end);
            return;
        }
        let last = self.blocks.last().filter(|b| matches!(b.kind, BlockKind::Heading(_)) && self.heading.is_some());
        if let Some(last) = last.filter(|b| b.span.of(&self.text) == span.of(&self.text)) {
            // A title that is said twice: by the head of the file and by its text.
            let end = last.span.end as usize;
            self.cut(end);
            return;
        }
        let kind = if self.rows.depth > 0 {
            BlockKind::Table
        } else if self.literal > 0 {
            BlockKind::Literal
        } else if let Some(level) = self.heading {
            BlockKind::Heading(level)
        } else if self.aside {
            BlockKind::Aside
        } else if self.turn != TurnPart::None {
            match std::mem::replace(&mut self.turn, TurnPart::Continued) {
                TurnPart::Continued => BlockKind::Continued,
                TurnPart::Unnamed => BlockKind::UnnamedTurn,
                TurnPart::None | TurnPart::Begins => BlockKind::Turn,
            }
        } else if self.quotation > 0 {
            BlockKind::Quotation(self.quotation)
        } else if !self.lists.is_empty() {
            let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
            self.number.map_or(BlockKind::Item(depth), |number| BlockKind::Numbered(depth, number))
        } else {
            // Line ends that only broke the source to a width became spaces above; those left were meant.
            BlockKind::Paragraph(LineBreaks::Keep)
        };
        self.blocks.push(Block { span, kind });
    }

    /// The block being read is the name of the author: known, and no part of the text.
    #[cfg(feature = "office")]
    pub fn author(&mut self) {
        let words = self.words().trim().to_owned();
        self.meta.author.get_or_insert(words);
        self.forget();
    }

    /// The block being read is the day: known, and no part of the text.
    #[cfg(feature = "office")]
    pub fn day(&mut self) {
        self.meta.date = self.meta.date.or_else(|| super::meta::date(self.words()));
        self.forget();
    }

    /// Forgets the block being read.
    #[cfg(feature = "office")]
    fn forget(&mut self) {
        if self.open.take().is_some() {
            let end = self.blocks.last().map_or(0, |b| b.span.end as usize);
            self.cut(end);
        }
    }

    /// Whether words of a block have come.
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The words of the block being read.
    pub fn words(&self) -> &str {
        self.open.and_then(|at| self.text.get(at as usize..)).unwrap_or_default()
    }

    /// What follows is a heading of this level, or no heading any more.
    pub fn heading(&mut self, level: Option<u8>) {
        self.finish();
        self.heading = level.map(|l| l.clamp(1, 6));
    }

    /// What follows is what somebody says in turn: the first block has a name and a colon before it, those behind it go on.
    /// Or no more.
    pub fn turn(&mut self, on: bool) {
        self.finish();
        self.turn = if on { TurnPart::Begins } else { TurnPart::None };
    }

    /// What follows is what somebody says whom nobody names.
    pub fn unnamed_turn(&mut self) {
        self.finish();
        self.turn = TurnPart::Unnamed;
    }

    /// What follows is nobody's speech, or no more: whoever has the turn keeps it.
    pub fn aside(&mut self, on: bool) {
        self.finish();
        self.aside = on;
    }

    /// A quotation set off begins, or ends.
    pub fn quotation(&mut self, begins: bool) {
        self.finish();
        self.quotation = if begins { self.quotation.saturating_add(1) } else { self.quotation.saturating_sub(1) };
    }

    /// Preformatted text begins, or ends.
    pub fn literal(&mut self, begins: bool) {
        self.finish();
        self.literal = if begins { self.literal.saturating_add(1) } else { self.literal.saturating_sub(1) };
    }

    /// Whether what is read is preformatted.
    pub const fn is_literal(&self) -> bool {
        self.literal > 0
    }

    /// A list begins: the number of its first item, `None` when it has bullets.
    pub fn list(&mut self, first: Option<u16>) {
        self.finish();
        self.lists.push(first);
        self.number = None;
    }

    /// A list ends.
    pub fn list_end(&mut self) {
        self.finish();
        self.lists.pop();
        self.number = None;
    }

    /// An item of the innermost list begins.
    pub fn item(&mut self) {
        self.finish();
        self.number = self.lists.last().copied().flatten();
        if let Some(Some(next)) = self.lists.last_mut() {
            *next = next.saturating_add(1);
        }
    }

    /// An item of a list that is given by depth and number alone, as word processors do. Depth 0 ends all lists.
    pub fn item_at(&mut self, depth: usize, number: Option<u16>) {
        self.finish();
        self.lists.resize(depth.min(9), None);
        self.number = number;
    }

    /// Words that lead somewhere begin.
    pub fn link(&mut self, to: &str) {
        if std::mem::take(&mut self.space) {
            self.space_before("");
        }
        self.link = Some((self.text.len() as u32, to.to_owned()));
    }

    /// They end.
    pub fn link_end(&mut self) {
        if let Some((start, to)) = self.link.take() {
            // A link that begins a block begins behind the blank line before it.
            let span = Span::new(start.max(self.open.unwrap_or(start)), self.text.len() as u32);
            self.links.push((span, UnresolvedTarget::To(to)));
        }
    }

    /// The mark of a note: no part of the text, the word before it leads to the note.
    pub fn note_mark(&mut self, leads: UnresolvedTarget) {
        let end = self.text.len() as u32;
        let near = self.text.floor_char_boundary(self.text.len().saturating_sub(MAX_NOTE_WORD_BYTES));
        let word = self.text.get(near..).and_then(|words| words.rfind(char::is_whitespace));
        let start = word.map_or(near, |at| near + at + 1) as u32;
        self.links.push((Span::new(start.min(end), end), leads));
    }

    /// What follows is the note of this label.
    pub fn note(&mut self, label: &str) {
        self.finish();
        self.notes.insert(label.to_owned(), self.blocks.len() as u32);
    }

    /// What follows, or the block being read, is what `#name` leads to.
    pub fn name(&mut self, name: &str) {
        self.names.entry(name.to_owned()).or_insert(self.blocks.len() as u32);
    }

    /// Where in the source the next words are, and all that follows until another place is told.
    pub fn locate(&mut self, place: Locator) {
        self.place = Some(place);
    }

    /// Nobody spoke for so many milliseconds before the next words, whose time is told with [`Self::locate`].
    pub fn silence(&mut self, millis: u32) {
        self.silence = Some(millis);
    }

    /// The blocks that are finished.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Gives the finished blocks from number `first` on to `rework`, with the text, to change what they are or to cut them.
    #[cfg(feature = "mail")]
    pub fn rework(&mut self, first: usize, rework: impl FnOnce(&str, Vec<Block>) -> Vec<Block>) {
        let old = self.blocks.split_off(first.min(self.blocks.len()));
        let starts: Vec<u32> = old.iter().map(|b| b.span.start).collect();
        let new = rework(&self.text, old);
        if new.len() != starts.len() {
            let moved = |number: u32| {
                let start = (number as usize).checked_sub(first).map(|n| starts.get(n).copied().unwrap_or(u32::MAX));
                start.map_or(number, |s| (first + new.partition_point(|b| b.span.start < s)) as u32)
            };
            self.names.values_mut().chain(self.notes.values_mut()).for_each(|n| *n = moved(*n));
        }
        self.blocks.extend(new);
    }

    /// Words put behind what was read last, were its block ended already: a closing quotation mark.
    pub fn behind(&mut self, words: &str) {
        self.space = false;
        if self.open.is_some() {
            self.text.truncate(
                self.text.trim_end_matches([' ', '\t', '\n']).len().max(self.open.unwrap_or_default() as usize),
            );
            self.text.push_str(words);
        } else if let Some(last) = self.blocks.last_mut() {
            self.text.push_str(words);
            last.span.end = self.text.len() as u32;
        }
    }

    /// The byte behind the words read last.
    pub fn end(&self) -> u32 {
        self.text.trim_end().len() as u32
    }

    /// All the text so far.
    pub fn all(&self) -> &str {
        &self.text
    }

    /// Bytes of text so far.
    pub const fn len(&self) -> usize {
        self.text.len()
    }

    /// All of it.
    pub fn done(mut self) -> Parsed {
        self.finish();
        let links = self.resolved();
        let Self { text, blocks, meta, left, locators, silences, pictures, mut declared, .. } = self;
        declared.retain(|d| !d.words.is_empty() && text.get(d.words.range()).is_some());
        declared.sort_by_key(|d| d.words);
        let pictures = pictures.done();
        Parsed { text, blocks, links, locators, silences, pictures, declared, meta, left, ..Parsed::default() }
    }

    /// Links with their targets, those that lead nowhere left out, in order.
    fn resolved(&mut self) -> Vec<Link> {
        let mut headings: HashMap<String, u32> = HashMap::new();
        for (number, block) in self.blocks.iter().enumerate() {
            if matches!(block.kind, BlockKind::Heading(_)) {
                headings.entry(slug(block.span.of(&self.text))).or_insert(number as u32);
            }
        }
        let count = self.blocks.len() as u32;
        let known = |n: &u32| *n < count;
        let target = |leads: UnresolvedTarget| match leads {
            UnresolvedTarget::Note(label) => self.notes.get(&label).copied().filter(known).map(Target::Block),
            UnresolvedTarget::To(to) => match to.strip_prefix('#') {
                Some(name) => {
                    let named = self.names.get(name).copied().filter(known);
                    named.or_else(|| headings.get(&name.to_ascii_lowercase()).copied()).map(Target::Block)
                }
                None if to.contains("://") || to.starts_with("mailto:") => Some(Target::Web(to)),
                None if to.is_empty() || to.contains(':') => None,
                None => Some(Target::File(to)),
            },
        };
        let all = std::mem::take(&mut self.links).into_iter();
        let mut links: Vec<Link> = all
            .filter(|(span, _)| !span.is_empty() && self.text.get(span.range()).is_some())
            .filter_map(|(span, leads)| target(leads).map(|target| Link { span, target }))
            .collect();
        links.sort_by_key(|l| l.span);
        links
    }
}

/// The name of a heading in a link: small letters, blanks as hyphens, other signs left out.
fn slug(words: &str) -> String {
    let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests;
