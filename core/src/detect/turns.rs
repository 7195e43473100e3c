//! Turns of transcripts, interviews, hearings and parliaments.
//!
//! First the whole document: which lines look like heads of turns, in which layout, whether the same names come back. Then
//! line by line: in a transcript an odd head is a head still, with a lower score, and a head that cannot be read begins the
//! turn of somebody unknown; nothing is given to the speaker above only because it stands below.

mod asides;
mod decide;
mod decision;
mod heads;
mod margin;
mod name_line;
mod nobody;
mod own_line;
mod screenplay;
mod shapes;

use super::Rule;
use super::draft::{AttributionDraft, Spans};
use super::lexicon::Lexicon;
use crate::document::{Block, BlockKind, chat, lines, stamp};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use nobody::{Below, Place};

/// The beginning of a turn. Its words run to the next head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// The words that name the speaker; none for somebody unknown.
    pub name: Option<Span>,
    /// Where the head begins, in bytes.
    pub start: u32,
    /// Where the words of the turn begin, in bytes: behind the head in its line, or on a line below.
    pub words: u32,
    /// How sure it is that this is a head and the name is read rightly.
    pub score: f32,
    /// Whether anybody speaks from here on: not below a system message, a stage direction, a note.
    pub speech: bool,
}

impl Head {
    /// A head whose name comes back or is marked beyond doubt; one without a name begins the turn of somebody unknown.
    pub const fn new(name: Option<Span>, start: u32, words: u32) -> Self {
        Self { name, start, words, score: if name.is_some() { SURE } else { UNKNOWN }, speech: true }
    }

    /// The beginning of a message.
    fn of(message: chat::Message) -> Self {
        let chat::Message { name, start, words, speech, .. } = message;
        if speech { Self::new(name, start, words) } else { Self::nobody(start) }
    }

    /// Where nobody begins to speak.
    pub const fn nobody(start: u32) -> Self {
        Self { name: None, start, words: start, score: UNKNOWN, speech: false }
    }

    /// The same with another score.
    pub const fn scored(self, score: f32) -> Self {
        Self { score, ..self }
    }
}

/// The score of a name before a turn in its document's layout.
const SURE: f32 = 0.97;
/// The score of a turn of somebody unknown.
const UNKNOWN: f32 = 0.2;

/// All heads of a part of a document, in reading order, and how its blocks are read.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    heads: Vec<Head>,
    /// The first head that is not read yet.
    next: usize,
    /// The turn that is open.
    open: Option<Open>,
    /// Whether everything up to the next head belongs to a turn, as in a chat.
    always: bool,
    /// Whether turns of several paragraphs are usual.
    runs_on: bool,
    /// Whether lines have numbers in the margin.
    margin: bool,
    /// Whether lines in parentheses tell how the words are said, as in scripts.
    script: bool,
    /// What stands before the number of a page.
    page: &'static str,
    /// Whether the source itself told the last turn apart: what is none of its turns is prose.
    given: bool,
    /// Who asks the questions from a place on: the place, the name.
    pub askers: Vec<(u32, Span)>,
}

/// The turns of a chat, or of a document that has names on lines of their own. O(n).
fn own_lines(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Option<Turns> {
    let rules = &lexicon.language().turns;
    let (mut chat, mut names) = (chat::Chat::default(), name_line::NameLines::default());
    lines::each(text, blocks, |line| {
        chat.line(text, line);
        names.line(text, line, rules);
    });
    if let Some(heads) = chat.heads(text, blocks.len()) {
        return Some(Turns::always(heads.into_iter().map(Head::of).collect()));
    }
    let named = names.heads(text, blocks, rules)?;
    Some(Turns { heads: named.heads, script: named.script, always: named.only, runs_on: true, ..Turns::default() })
}

/// A turn that goes on.
#[derive(Clone, Copy, Debug)]
struct Open {
    head: Head,
    /// Its draft, once it has words.
    draft: Option<usize>,
}

impl Turns {
    /// Turns whose words run to the next head, whatever they are: `heads` in reading order.
    pub fn always(heads: Vec<Head>) -> Self {
        Self { heads, always: true, ..Self::default() }
    }

    /// The turns of `blocks`, when they are a transcript. O(n).
    pub fn of(text: &str, blocks: &[Block], lexicon: &Lexicon) -> Option<Self> {
        let given = blocks.iter().any(|b| matches!(b.kind, BlockKind::Turn | BlockKind::UnnamedTurn));
        let own = if given { None } else { own_lines(text, blocks, lexicon) };
        match own {
            Some(turns) if turns.always => Some(turns),
            Some(own) => Some(own.with(decide::turns(text, blocks, lexicon))),
            None => decide::turns(text, blocks, lexicon),
        }
    }

    /// The same with the turns that other rules found, heads in reading order: of two in one place the first found stays.
    fn with(mut self, other: Option<Self>) -> Self {
        let Some(other) = other else { return self };
        self.heads.extend(other.heads);
        self.heads.sort_by_key(|h| h.start);
        self.heads.dedup_by_key(|h| h.start);
        Self { script: self.script, heads: self.heads, runs_on: true, ..other }
    }

    /// Adds the drafts of one block, the next in reading order. False when the block is no part of a turn and has to be
    /// read like any other. O(length of the block).
    pub fn block(&mut self, text: &str, block: &Block, lexicon: &Lexicon, drafts: &mut Vec<AttributionDraft>) -> bool {
        match block.kind {
            BlockKind::Literal | BlockKind::Table => return false,
            BlockKind::Aside => return true,
            BlockKind::Continued if self.open.is_some() => {
                self.say(text, block.span, lexicon, drafts);
                return true;
            }
            BlockKind::Continued
            | BlockKind::Turn
            | BlockKind::UnnamedTurn
            | BlockKind::Heading(_)
            | BlockKind::Paragraph(_)
            | BlockKind::Item(_)
            | BlockKind::Numbered(..)
            | BlockKind::Quotation(_) => {}
        }
        let has_head = self.heads.get(self.next).is_some_and(|h| h.start < block.span.end);
        if !has_head {
            return self.headless(text, block, lexicon, drafts);
        }
        let mut from = block.span.start;
        let mut speech = true;
        while let Some(head) = self.heads.get(self.next).copied().filter(|h| h.start < block.span.end) {
            self.say(text, Span::new(from, head.start.max(from)), lexicon, drafts);
            self.next += 1;
            speech = head.speech;
            self.given = matches!(block.kind, BlockKind::Turn | BlockKind::UnnamedTurn);
            self.open = speech.then_some(Open { head, draft: None });
            from = head.words.max(head.start).min(block.span.end);
        }
        self.say(text, Span::new(from, block.span.end), lexicon, drafts);
        // A block that nobody begins to speak in is prose; of a screenplay, what is seen.
        speech || self.script && self.always
    }

    /// Whether a block of a script tells what happens on the stage: `Enter IDA.` O(1).
    pub fn is_direction(&self, text: &str, block: &Block, lexicon: &Lexicon) -> bool {
        let words = block.span.of(text).trim_start_matches(['_', '[', '(', '*', ' ']);
        self.script
            && lexicon
                .language()
                .turns
                .stage_directions
                .iter()
                .any(|w| words.strip_prefix(w).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    }

    /// Leaves out a block that is read as something else.
    pub fn skip(&mut self, block: Span) {
        while self.heads.get(self.next).is_some_and(|h| h.start < block.end) {
            self.next += 1;
        }
        self.open = None;
    }

    /// Where the words behind the heads in `block`, the next in reading order, begin: no name runs on into them.
    pub fn beginnings(&self, block: Span) -> impl Iterator<Item = u32> + '_ {
        self.heads.iter().skip(self.next).take_while(move |h| h.start < block.end).map(|h| h.words)
    }

    fn headless(&mut self, text: &str, block: &Block, lexicon: &Lexicon, drafts: &mut Vec<AttributionDraft>) -> bool {
        if matches!(block.kind, BlockKind::Heading(_)) {
            self.open = None;
            return false;
        }
        if self.is_direction(text, block, lexicon) {
            return true;
        }
        let Some(open) = self.open else {
            return self.script && self.always && self.next > 0 || nobody::is_aside(block.span.of(text), lexicon);
        };
        if block.span.end <= open.head.words {
            return true;
        }
        // A name on a line of its own waits for its words.
        let waits = open.draft.is_none() && !nobody::is_aside(block.span.of(text), lexicon);
        if self.always || waits {
            self.say(text, Span::new(block.span.start.max(open.head.words), block.span.end), lexicon, drafts);
            return true;
        }
        if margin::is_page_number(block.span.of(text), lexicon.language().turns.page) {
            return true;
        }
        if self.given {
            let aside = nobody::is_aside(block.span.of(text), lexicon);
            self.open = self.open.filter(|_| aside);
            return aside;
        }
        let words = if self.margin { margin::without_number(text, block.span) } else { block.span };
        let draft = open.draft.and_then(|d| drafts.get(d));
        let above = draft.and_then(|d| d.content.last());
        let place = Place {
            runs_on: self.runs_on,
            quoted: draft.is_some_and(|d| !d.quotes.is_empty()),
            last: self.next >= self.heads.len(),
            above: above.map_or("", |s| s.of(text)),
        };
        let inner = Block { span: words, kind: block.kind };
        match nobody::below(text, &inner, place, lexicon) {
            Below::Speech => {
                self.say(text, words, lexicon, drafts);
                true
            }
            Below::Aside => true,
            Below::Prose => {
                self.open = None;
                false
            }
        }
    }

    /// Adds `words` to the open turn. Without white space, numbers in the margin and page numbers.
    fn say(&mut self, text: &str, words: Span, lexicon: &Lexicon, drafts: &mut Vec<AttributionDraft>) {
        if self.open.is_none() || words.is_empty() {
            return;
        }
        let words = without_time(text, words);
        if self.script {
            self.say_script(text, words, lexicon, drafts);
            return;
        }
        if !self.margin || !words.of(text).contains('\n') {
            self.say_lines(text, words.trim(text, char::is_whitespace), lexicon, drafts);
            return;
        }
        let mut at = words.start;
        for (number, line) in words.of(text).split_inclusive('\n').enumerate() {
            let span = Span::new(at, at + line.len() as u32).trim(text, char::is_whitespace);
            at += line.len() as u32;
            let span = if number > 0 { margin::without_number(text, span) } else { span };
            self.say_lines(text, span, lexicon, drafts);
        }
    }

    /// Adds the lines of `words` but for those that tell how they are said.
    fn say_script(&mut self, text: &str, words: Span, lexicon: &Lexicon, drafts: &mut Vec<AttributionDraft>) {
        let (mut at, mut said) = (words.start, Span::new(words.start, words.start));
        for line in words.of(text).split_inclusive('\n') {
            let span = Span::new(at, at + line.len() as u32);
            at = span.end;
            if screenplay::is_parenthetical(line) {
                self.say_lines(text, said.trim(text, char::is_whitespace), lexicon, drafts);
                said = Span::new(at, at);
            } else {
                said = said.hull(span);
            }
        }
        self.say_lines(text, said.trim(text, char::is_whitespace), lexicon, drafts);
    }

    fn say_lines(&mut self, text: &str, words: Span, lexicon: &Lexicon, drafts: &mut Vec<AttributionDraft>) {
        if words.is_empty() || self.margin && margin::is_page_number(words.of(text), self.page) {
            return;
        }
        for part in asides::spoken(text, words, &lexicon.language().turns) {
            self.say_words(text, part, drafts);
        }
    }

    /// Adds words without asides.
    fn say_words(&mut self, text: &str, words: Span, drafts: &mut Vec<AttributionDraft>) {
        let Some(open) = self.open.as_mut() else { return };
        let marks = ['“', '"', '«', '„'];
        if let Some(draft) = open.draft.and_then(|d| drafts.get_mut(d)) {
            draft.content.push(words);
            // A transcript quoted paragraph for paragraph.
            if !draft.quotes.is_empty() && words.of(text).starts_with(marks) {
                draft.quotes.push(words);
            }
            return;
        }
        // A transcript in quotation marks, paragraph for paragraph: what is quoted begins before the name.
        let head = open.head;
        let name = head.name.map_or(head.words, |n| n.start);
        let marked = text.get(..name as usize).is_some_and(|t| t.ends_with(marks));
        let mut quotes = Spans::new();
        let mut content = words;
        if marked {
            let mark = text.get(..name as usize).and_then(|t| t.chars().next_back()).map_or(0, char::len_utf8);
            content = Span::new(name - mark as u32, words.end);
            quotes.push(content);
        }
        open.draft = Some(drafts.len());
        drafts.push(AttributionDraft {
            kind: Kind::Direct,
            form: Form::Turn,
            content: Spans::from_elem(content, 1),
            quotes,
            cue: None,
            source: head.name,
            rule: if head.name.is_some() { Rule::TurnName } else { Rule::Nobody },
            score: head.score,
            same_as: None,
            thread: None,
        });
    }
}

/// `words` without a last line that is a time code and nothing else: it stands above the turn of somebody else. O(last line).
fn without_time(text: &str, words: Span) -> Span {
    let said = words.of(text).trim_end();
    let last = memchr::memrchr(b'\n', said.as_bytes()).map_or(0, |at| at + 1);
    let line = said.get(last..).unwrap_or_default().trim();
    // `10:30` may be an answer.
    let is_code = line.len() <= stamp::MAX_STAMP_BYTES
        && (line.starts_with('[') && stamp::is_time(line) || stamp::loose(line).is_some_and(|s| s.seconds && !s.dated));
    let begins_line = last > 0 || text.get(..words.start as usize).is_some_and(|t| t.is_empty() || t.ends_with('\n'));
    if is_code && begins_line { Span::new(words.start, words.start + last as u32) } else { words }
}

#[cfg(test)]
mod tests;
