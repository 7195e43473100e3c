//! A source made ready to be compared with: its words in a row, who says them, where each stands.
//!
//! What nobody said is left out: labels of turns, time codes, directions, notes in brackets. Paragraph, cue and page ends are
//! white space. Statements that an article interrupts with its words of saying stand a second time, in one row, behind all
//! others.

use super::heard;
use super::labels::{labels, prose_above_head};
use super::letters::Letters;
use super::outcome::Place;
use super::people::{NameKind, Voice};
use super::quotation;
use super::spoken;
use super::stream::{BARRIER, Inner, Stream, Stretch, Token, Vocabulary, WordId, token};
use super::ties::Ties;
use super::word::{After, Word};
use super::words::read;
use crate::detect::{MarkedWords, QuoteMarks};
use crate::document::{BlockKind, Document, Format};
use crate::kinds::{Form, Kind};
use crate::reading::{ItemId, Reading, SpeakerChoice};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// From this probability on a quotation inside a turn is taken for what its speaker reports of another.
const REPORTED: f32 = 0.5;

/// A source with the index of its words. Made once, asked for every quotation.
#[derive(Clone, Debug)]
pub struct IndexedSource {
    /// Its name, as reports give it.
    pub name: String,
    pub(super) document: Arc<Document>,
    pub(super) vocabulary: Vocabulary,
    /// The words as they are written.
    pub(super) written: Stream,
    /// The same without what a writer leaves out of speech.
    pub(super) cleaned: Stream,
    pub(super) voices: Vec<Voice>,
    /// For each voice whether it says anything in the language whose guards are known.
    spoken_in_english: Vec<bool>,
    /// The words as a scanner may have read others.
    pub(super) letters: Letters,
    /// How many words stand in the order of the text.
    pub(super) plain: usize,
    /// Words that the source writes with a capital inside sentences and never small.
    names: Vec<bool>,
}

/// What is found out of a reading before its words are put in a row.
struct Builder<'a> {
    reading: &'a Reading,
    document: &'a Document,
    vocabulary: Vocabulary,
    stream: Stream,
    voices: Vec<Voice>,
    numbers: FxHashMap<SpeakerChoice, u32>,
    english: Vec<bool>,
    words: Vec<Word>,
    run: u32,
    /// How many words stand in the order of the text.
    plain: usize,
    ties: Ties,
}

/// Words of one speaker in reading order.
struct Speech {
    span: Span,
    voice: Option<u32>,
    turn: u32,
}

impl IndexedSource {
    /// Indexes a source. O(length of the text + statements · log statements).
    pub fn new(name: &str, reading: &Reading, marks: &QuoteMarks) -> Self {
        let document = Arc::clone(reading.document());
        let mut builder = Builder {
            reading,
            document: &document,
            vocabulary: Vocabulary::default(),
            stream: Stream::default(),
            voices: Vec::new(),
            numbers: FxHashMap::default(),
            english: Vec::new(),
            words: Vec::new(),
            run: 0,
            plain: usize::MAX,
            ties: Ties::of(document.text()),
        };
        let turns = builder.turns();
        builder.read_all(&turns);
        let marked = marks.find(&document);
        builder.edges(&marked);
        builder.quoted(&turns);
        builder.joined(&marked);
        let Builder { vocabulary, mut stream, voices, english, plain, .. } = builder;
        stream.index(vocabulary.len());
        let cleaned = spoken::cleaned(&stream, &vocabulary);
        let names = names(&stream, vocabulary.len(), document.text());
        Self {
            name: name.to_owned(),
            letters: Letters::of(&stream, &vocabulary),
            vocabulary,
            written: stream,
            cleaned,
            voices,
            spoken_in_english: english,
            plain,
            names,
            document,
        }
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.written.tokens.len()
    }

    /// A voice.
    pub(super) fn voice(&self, number: Option<u32>) -> Option<&Voice> {
        self.voices.get(number? as usize)
    }

    /// Whether somebody speaks here, and whether in the language that is read.
    pub(super) fn covers(&self, speaker: &Voice) -> Option<bool> {
        let theirs = self.voices.iter().enumerate().filter(|(_, voice)| heard::covers(speaker, voice));
        theirs.map(|(n, _)| self.spoken_in_english.get(n).copied().unwrap_or(true)).reduce(|a, b| a | b)
    }

    /// Whether a word is a name wherever it stands.
    pub(super) fn is_name(&self, id: WordId) -> bool {
        self.names.get(id as usize).copied().unwrap_or(false)
    }

    /// Where a byte is, as people name it.
    pub(super) fn place(&self, at: u32, turn: Option<u32>) -> Place {
        Place { turn, ..Place::of(&self.document, at) }
    }
}

/// Which words are written with a capital inside sentences and never small.
fn names(stream: &Stream, words: usize, text: &str) -> Vec<bool> {
    let mut out = vec![false; words];
    let small = |token: &Token| token.span.of(text).starts_with(char::is_lowercase);
    for token in stream.tokens.iter().filter(|t| t.name) {
        if let Some(name) = out.get_mut(token.id as usize) {
            *name = true;
        }
    }
    for token in stream.tokens.iter().filter(|t| small(t)) {
        if let Some(name) = out.get_mut(token.id as usize) {
            *name = false;
        }
    }
    out
}

impl Builder<'_> {
    /// The number of a speaker.
    fn voice(&mut self, who: Option<SpeakerChoice>) -> Option<u32> {
        let who = who.filter(|who| !matches!(who, SpeakerChoice::Unknown))?;
        if let Some(number) = self.numbers.get(&who) {
            return Some(*number);
        }
        let about = self.reading.about(&who);
        if about.name.is_empty() {
            return None;
        }
        let number = self.voices.len() as u32;
        self.voices.push(self.ties.tie(Voice::of(&about)));
        self.english.push(false);
        self.numbers.insert(who, number);
        Some(number)
    }

    /// Turns and posts, and in a message all that its writer says.
    fn turns(&mut self) -> Vec<Speech> {
        let items: Vec<ItemId> = self.reading.all().collect();
        let mut out = Vec::new();
        let mut number = 0;
        for item in items {
            let (_, form) = self.reading.nature(&item);
            let is_statement = self.reading.record(&item).is_none_or(|r| r.label == crate::annotation::QUOTE);
            if !is_statement || !matches!(form, Form::Turn | Form::Post) {
                continue;
            }
            number += 1;
            let voice = self.voice(self.reading.who_says(&item));
            out.extend(self.reading.spans(&item).iter().map(|span| Speech { span: *span, voice, turn: number }));
        }
        if out.is_empty() {
            out = self.labelled();
        }
        out.sort_by_key(|s| s.span);
        out
    }

    /// The words behind names, where the text is too short for the detector to tell turns.
    fn labelled(&mut self) -> Vec<Speech> {
        let (reading, document) = (self.reading, self.document);
        let is_role = |word: &str| {
            let about = reading.about(&SpeakerChoice::Words(word.to_owned()));
            matches!(Voice::of(&about).kind, NameKind::Role(_))
        };
        let mut out = Vec::new();
        for (turn, found) in (1..).zip(labels(document.text(), document.blocks(), &is_role)) {
            let name = found.name.of(document.text()).to_owned();
            let voice = self.voice(Some(SpeakerChoice::Words(name)));
            out.push(Speech { span: found.words, voice, turn });
        }
        out
    }

    /// Who wrote the message, where the document is one.
    fn writer(&mut self) -> Option<u32> {
        if !matches!(self.document.origin.format, Format::Email | Format::Mbox) {
            return None;
        }
        let name = self.document.meta.author.clone()?;
        self.voice(Some(SpeakerChoice::Words(heard::plain_name(&name))))
    }

    /// Puts all words in a row.
    fn read_all(&mut self, turns: &[Speech]) {
        let writer = self.writer();
        let mut next = 0;
        let blocks: Vec<(Span, BlockKind)> = self.document.blocks().iter().map(|b| (b.span, b.kind)).collect();
        for (span, kind) in blocks {
            if kind == BlockKind::Aside {
                continue;
            }
            while turns.get(next).is_some_and(|t| t.span.end <= span.start) {
                next += 1;
            }
            let inside = turns.iter().skip(next).take_while(|t| t.span.start < span.end);
            let mut last = None;
            for turn in inside {
                if let Some(part) = turn.span.intersection(span) {
                    let gap = Span::new(last.unwrap_or(span.start).min(part.start), part.start);
                    // A note inside a turn parts nothing.
                    let begins = self.stream.stretches.last().is_none_or(|l| l.turn != Some(turn.turn));
                    let above = prose_above_head(self.document.text(), gap).filter(|_| begins);
                    if let Some(above) = above {
                        self.read(above, writer, None);
                    }
                    self.unheard(gap, turn);
                    self.read(part, turn.voice, Some(turn.turn));
                    last = Some(part.end);
                }
            }
            if last.is_none() {
                let apart = matches!(kind, BlockKind::Heading(_) | BlockKind::Item(_) | BlockKind::Numbered(..));
                if apart {
                    self.end_sentence();
                }
                self.read(span, writer, None);
                if apart {
                    self.end_sentence();
                }
            }
        }
    }

    /// Notes what nobody could make out between words of a turn: the note is no part of what is said.
    fn unheard(&mut self, gap: Span, turn: &Speech) {
        self.words.clear();
        read(self.document.text(), gap, &mut self.words);
        let note = self.words.iter().find(|w| w.flags.unheard).map(|w| w.span);
        if let Some(note) = note {
            self.read(note, turn.voice, Some(turn.turn));
        }
    }

    /// Adds the words of a part of the text.
    fn read(&mut self, part: Span, voice: Option<u32>, turn: Option<u32>) {
        self.words.clear();
        read(self.document.text(), part, &mut self.words);
        if self.words.is_empty() {
            return;
        }
        let start = self.stream.tokens.len() as u32;
        let last = self.stream.stretches.last().copied();
        let same_voice = last.is_some_and(|l| l.voice == voice && l.turn.is_some() == turn.is_some());
        // Turns of nobody who is told apart are not one another's.
        let goes_on = same_voice && (voice.is_some() || turn.is_none() || last.is_some_and(|l| l.turn == turn));
        if !goes_on {
            self.run += u32::from(last.is_some());
        }
        if last.is_none_or(|l| l.voice != voice || l.turn != turn || !goes_on) {
            self.end_sentence();
            self.stream.stretches.push(Stretch { start, voice, turn, run: self.run });
        }
        let words = std::mem::take(&mut self.words);
        self.add(&words);
        self.words = words;
        let foreign = self.reading.found().foreign_at(part.start).is_some();
        self.heard(voice, foreign);
    }

    /// What stands above is no beginning of what follows.
    fn end_sentence(&mut self) {
        if let Some(token) = self.stream.tokens.last_mut() {
            token.edge = true;
        }
    }

    fn heard(&mut self, voice: Option<u32>, foreign: bool) {
        let all_foreign = self.reading.found().language().is_some_and(|tag| tag != "en");
        if let Some(english) = voice.and_then(|v| self.english.get_mut(v as usize)) {
            *english |= !foreign && !all_foreign;
        }
    }

    fn add(&mut self, words: &[Word]) {
        for (n, word) in words.iter().enumerate() {
            // Words in brackets are the writer's of the source.
            if word.flags.bracket > 0 {
                continue;
            }
            if word.flags.line_end && self.join_line(word) {
                continue;
            }
            let mut token = token(word, &mut self.vocabulary);
            if words.get(n + 1).is_none() && token.after < After::Comma {
                token.after = After::Nothing;
            }
            self.stream.tokens.push(token);
        }
    }

    /// Joins a word to its first half at the end of the line before; unless the halves are words of this text, and what they
    /// make together is none.
    fn join_line(&mut self, word: &Word) -> bool {
        let Some(last) = self.stream.tokens.last().copied().filter(|t| t.id < BARRIER) else { return false };
        let whole = |a: &str, b: &str| format!("{a}{b}");
        let form = whole(self.vocabulary.word(last.form), &word.form);
        let known = self.vocabulary.find(&form) != super::stream::UNKNOWN;
        let halves = self.vocabulary.find(&word.form) != super::stream::UNKNOWN;
        if halves && !known {
            return false;
        }
        let key = super::spelling::key(&form);
        let joined = Token {
            span: last.span.hull(word.span),
            id: self.vocabulary.enter(&key),
            form: self.vocabulary.enter(&form),
            after: word.after,
            ..last
        };
        if let Some(token) = self.stream.tokens.last_mut() {
            *token = joined;
        }
        true
    }

    /// Notes where quotations begin and end.
    fn edges(&mut self, marked: &[MarkedWords]) {
        let text = self.document.text();
        for found in marked {
            // What ends the sentence outside the marks ends none inside.
            let behind = self.stream.tokens.partition_point(|t| t.span.start < found.inner.end);
            if let Some(token) = behind.checked_sub(1).and_then(|n| self.stream.tokens.get_mut(n))
                && token.span.start >= found.inner.start
            {
                let inside = Span::new(token.span.end.min(found.inner.end), found.inner.end).of(text);
                if token.after.ends_sentence() && !inside.contains(['.', '?', '!']) {
                    token.after = After::Comma;
                } else if token.after == After::Question && !inside.contains('?') {
                    token.after = After::Stop;
                }
            }
            for at in [found.span.start, found.span.end] {
                let behind = self.stream.tokens.partition_point(|t| t.span.start < at);
                if let Some(token) = behind.checked_sub(1).and_then(|n| self.stream.tokens.get_mut(n)) {
                    token.edge = true;
                }
            }
        }
    }

    /// The tokens of a part of the text, among those in the order of the text.
    fn range(&self, span: Span) -> (u32, u32) {
        let plain = self.stream.tokens.get(..self.plain).unwrap_or(&self.stream.tokens);
        let from = plain.partition_point(|t| t.span.start < span.start);
        let to = plain.partition_point(|t| t.span.start < span.end);
        (from as u32, to as u32)
    }

    /// Notes who is quoted where.
    fn quoted(&mut self, turns: &[Speech]) {
        let items: Vec<ItemId> = self.reading.all().collect();
        let mut found: Vec<Inner> = Vec::new();
        for item in items {
            let (kind, form) = self.reading.nature(&item);
            let is_statement = self.reading.record(&item).is_none_or(|r| r.label == crate::annotation::QUOTE);
            let quotes = is_statement && (form == Form::Block || form == Form::Quotation && kind != Kind::Indirect);
            if !quotes {
                continue;
            }
            let voice = self.voice(self.reading.who_says(&item));
            let spans = self.reading.spans(&item).to_vec();
            let sure = self.reading.suggestion(&item).is_none_or(|a| a.score >= REPORTED);
            let parts = match self.reading.quotes_in(&spans) {
                parts if parts.is_empty() => spans,
                parts => parts,
            };
            for part in parts {
                let (start, end) = self.range(part);
                if end > start {
                    found.push(Inner { start, end, voice, sure });
                }
                let foreign = self.reading.found().foreign_at(part.start).is_some();
                self.heard(voice, foreign);
            }
        }
        found.sort_by_key(|i| (i.start, std::cmp::Reverse(i.end)));
        found.dedup_by_key(|i| i.start);
        // A turn in marks is the turn.
        found.retain(|i| i.voice.is_some() || turns.is_empty());
        self.stream.inner = found;
    }

    /// Adds statements that are interrupted, each in one row.
    fn joined(&mut self, marked: &[MarkedWords]) {
        let mut all = quotation::parts(self.reading, marked);
        // Where a quotation of its own begins, what stands before is no beginning of it.
        let begins: FxHashSet<u32> = all.iter().filter_map(|parts| Some(self.range(*parts.first()?).0)).collect();
        all.retain(|parts| parts.len() > 1);
        let found = self.reading.found();
        all.extend(found.attributions().filter(|a| a.quotes.len() > 1).map(|a| a.quotes.to_vec()));
        all.sort();
        all.dedup();
        self.plain = self.stream.tokens.len();
        for parts in all {
            let ranges: Vec<(u32, u32)> = parts.iter().map(|part| self.range(*part)).collect();
            // Neighbours in the text need no second row.
            let apart = ranges.windows(2).any(|two| matches!(two, [a, b] if a.1 != b.0));
            let Some((first, _)) = ranges.first().copied().filter(|_| apart) else { continue };
            let before = self.stream.stretch(first);
            self.barrier();
            self.run += 1;
            let start = self.stream.tokens.len() as u32;
            let inner = self.stream.quoted(first, first + 1);
            self.stream.stretches.push(Stretch { start, run: self.run, ..before });
            for (from, to) in ranges {
                if begins.contains(&from) {
                    self.end_sentence();
                }
                for at in from..to {
                    if let Some(token) = self.stream.tokens.get(at as usize).copied() {
                        // The marks between the parts are no end of what is said.
                        self.stream.tokens.push(Token { edge: false, ..token });
                    }
                }
            }
            let end = self.stream.tokens.len() as u32;
            if let Some(last) = self.stream.tokens.last_mut() {
                last.edge = true;
            }
            self.stream.inner.extend(inner.map(|i| Inner { start, end, ..i }));
        }
    }

    fn barrier(&mut self) {
        let end = self.stream.tokens.last().map_or(0, |t| t.span.end);
        self.run += 1;
        self.stream.stretches.push(Stretch {
            start: self.stream.tokens.len() as u32,
            voice: None,
            turn: None,
            run: self.run,
        });
        self.stream.tokens.push(Token {
            span: Span::new(end, end),
            id: BARRIER,
            form: BARRIER,
            after: After::Stop,
            edge: true,
            name: false,
            broken: false,
        });
    }
}
