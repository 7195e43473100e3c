//! The language of each block. Where it is none that detection reads, nobody is proposed for what is said unless the head of a
//! turn or the format names somebody; what stands in quotation marks is shown.
//!
//! Nearly every block of a document is in the language that is read, and that is seen at once: a paragraph has one of its
//! commonest words in its first line, else a quarter of its words are words of grammar. Only others are asked what they are
//! (whatlang: trigrams, and the script), from a bounded sample, and in a text of one other language only now and then. A
//! short block is in the language of what stands above it. O(blocks).
//!
//! A language that is read by rules (`by_rules`) takes its blocks from here: `BlockLanguages` tells which they are.

use super::Rule;
use super::detections::{Detections, ForeignPassage};
use super::draft::{AttributionDraft, Spans};
use super::lang;
use super::lang::tags::{is_latin, tag_of};
use super::lexicon::Lexicon;
use super::marks::{MarkDamage, Segment};
use super::roles::Roles;
use crate::document::{Block, BlockKind};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};

/// Bytes of a block that are looked at.
const SAMPLE_BYTES: usize = 400;
/// Fewest bytes of a block from which another language than that of the text around it is believed.
const MIN_BYTES_AGAINST: usize = 120;
/// Fewest bytes of any block that is asked.
const MIN_BYTES: usize = 60;
/// The same in another script, which tells nearly everything by itself.
const MIN_BYTES_OF_SCRIPT: usize = 24;
/// From here on a language is believed that is only likelier than others, where nothing speaks for the one that is read.
const MIN_BYTES_UNSURE: usize = 150;
/// Fewest words whose share of words of grammar tells something.
const MIN_WORDS: usize = 8;
/// The same above all else, and beside text in another script.
const MIN_WORDS_APART: usize = 5;
/// Most words looked at.
const MAX_WORDS: usize = 40;
/// One in so many words of prose is a word of grammar at the least.
const ONE_IN: usize = 4;
/// Fewer than one in so many: not the language that is read.
const HARDLY_ONE_IN: usize = 8;
/// One in so many words of prose is written small at the least, whatever else has capitals.
const SMALL_ONE_IN: usize = 3;
/// Of blocks that go on in another language every so manyth is asked.
const ASKED_EACH: usize = 8;
/// Fewest words of a quotation that is shown without a word that tells that it is one.
const MIN_QUOTED_WORDS: usize = 4;
/// The same in letters, for scripts without blanks.
const MIN_QUOTED_LETTERS: usize = 8;
/// So many everyday words more speak for the language of the text around.
const KEPT_BY_AROUND: usize = 2;
/// Quotation marks, whichever side they stand on.
const MARKS: [char; 6] = ['„', '“', '”', '«', '»', '"'];
/// Fewest words around a quotation that tell in which language it is quoted.
const MIN_WORDS_TOLD: usize = 4;
/// Words of grammar.
const CLOSED: Roles = Roles::DET.or(Roles::PREP).or(Roles::CONJ).or(Roles::AUX).or(Roles::PRONOUN).or(Roles::POSS);
/// Fewest everyday words of another language where a common word of the one that is read stands beside them.
const LEAST_BESIDE_EVERYDAY: usize = 4;
/// So many everyday words of a language leave no doubt.
const SURE_WORDS: usize = 3;
/// So many different ones no other language has: of the paragraphs of 58 texts in 29 others none had more than five.
const OWN_WORDS: usize = 8;
/// Fewest words of a whole text that is asked.
const MIN_WORDS_OF_ALL: usize = 20;
/// Fewest letters that English has not in a whole text that is asked: a few plain words look like many a language.
const MIN_LETTERS_OF_ALL: usize = 3;
/// One letter in so many is none of ASCII in a language that has such.
const MARKED_ONE_IN: usize = 60;
/// Fewest words outside quotation marks that tell by themselves.
const MIN_WORDS_OUTSIDE: usize = 5;
/// How sure it is that marks in another language hold speech.
const QUOTED: f32 = 0.4;

/// The languages of the blocks of a part of a document.
#[derive(Debug, Default)]
pub struct BlockLanguages {
    own: &'static str,
    /// From which block on, by number, which language is read.
    runs: SmallVec<[Run; 2]>,
    /// First bytes of the runs, and the end of the last block.
    starts: SmallVec<[u32; 3]>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    first: usize,
    tag: &'static str,
    sure: bool,
}

impl BlockLanguages {
    /// Reads the beginnings of blocks, unless all of them are `said` to be in one language.
    pub fn of(text: &str, blocks: &[Block], lexicon: &Lexicon, said: Option<&'static str>) -> Self {
        let own = lexicon.language().tag;
        if let Some(tag) = said {
            let starts = if tag == own { smallvec![] } else { smallvec![0, blocks.last().map_or(0, |b| b.span.end)] };
            return Self { own, runs: smallvec![Run { first: 0, tag, sure: true }], starts };
        }
        let finders = lexicon.language().everyday.iter().map(|word| memchr::memmem::Finder::new(*word));
        let reader = SampleReader { lexicon, own, everyday: finders.collect() };
        let mut runs: SmallVec<[Run; 2]> = SmallVec::new();
        let mut since = 0;
        for (number, block) in blocks.iter().enumerate() {
            if block.kind == BlockKind::Literal {
                continue;
            }
            let last = runs.last().copied();
            let asks = since % ASKED_EACH < 3;
            // A title tells little, and what stands below it tells more.
            let place = match (number, blocks.len()) {
                (0, 1) => SamplePlace::Only,
                (0, _) => SamplePlace::Title,
                _ => SamplePlace::Other,
            };
            let Some((tag, sure)) = reader.language(sample(block.span.of(text)), last.map(|r| r.tag), asks, place)
            else {
                continue;
            };
            // A quotation in another language inside a paragraph of the text around is quoted in that.
            let (tag, sure) = match last {
                Some(run) if run.tag == own && tag != own && reader.is_told_in_own(block.span.of(text)) => (own, true),
                _ => (tag, sure),
            };
            since = if last.is_some_and(|run| run.tag == tag) { since + 1 } else { 0 };
            match runs.last_mut() {
                Some(run) if run.tag == tag => run.sure |= sure,
                // A guess that nothing bears out.
                Some(run) if !run.sure && tag == own => *run = Run { tag, sure, ..*run },
                Some(_) => runs.push(Run { first: number, tag, sure }),
                // What stands above the first that tells is in its language.
                None => runs.push(Run { first: 0, tag, sure }),
            }
        }
        if runs.is_empty()
            && let Some(tag) = reader.language_of_all(text, blocks)
        {
            runs.push(Run { first: 0, tag, sure: false });
        }
        let first = |run: &Run| blocks.get(run.first).map_or(0, |b| b.span.start);
        let end = blocks.last().map_or(0, |b| b.span.end);
        let starts = if runs.iter().all(|run| run.tag == own) {
            smallvec![]
        } else {
            runs.iter().map(first).chain([end]).collect()
        };
        Self { own, runs, starts }
    }

    /// Whether any block is in another language.
    pub fn has_other(&self) -> bool {
        !self.starts.is_empty()
    }

    /// The language of the block of this number, where it is another one.
    pub fn other(&self, block: usize) -> Option<&'static str> {
        if self.starts.is_empty() {
            return None;
        }
        let run = self.runs.partition_point(|run| run.first <= block).checked_sub(1);
        run.and_then(|n| self.runs.get(n)).map(|run| run.tag).filter(|tag| *tag != self.own)
    }

    /// Takes the speaker away from words in another language, unless the format or the head of a turn names one. Whether it did.
    pub fn silences(&self, draft: &mut AttributionDraft) -> bool {
        let Some(at) = draft.content.first().map(|s| s.start).filter(|_| !self.starts.is_empty()) else { return false };
        let run = self.starts.partition_point(|start| *start <= at).checked_sub(1);
        let foreign = run.and_then(|n| self.runs.get(n)).is_some_and(|run| run.tag != self.own);
        let names_itself = matches!(draft.rule, Rule::TurnName | Rule::Declared | Rule::Sender | Rule::Row)
            || matches!(draft.form, Form::Turn | Form::Post);
        if !foreign || names_itself {
            return false;
        }
        (draft.source, draft.cue, draft.same_as) = (None, None, None);
        (draft.rule, draft.score) = (Rule::OtherLanguage, draft.score.min(QUOTED));
        true
    }

    /// Writes down which language the blocks are in; `place` leads back to the document.
    pub fn tell(&self, found: &mut Detections, blocks: &[Block], place: impl Fn(Span) -> Span) {
        for (n, run) in self.runs.iter().enumerate() {
            let next = self.runs.get(n + 1).map_or(blocks.len(), |next| next.first);
            let theirs = blocks.get(run.first..next).unwrap_or_default();
            let (Some(first), Some(last)) = (theirs.first(), theirs.last()) else { continue };
            let span = place(first.span.hull(last.span));
            found.add_language(run.tag, u64::from(span.len()));
            if run.tag == self.own {
                continue;
            }
            match found.foreign.last_mut() {
                // A passage goes on in the next part of a long text.
                Some(above) if above.tag == run.tag && n == 0 => above.span = above.span.hull(span),
                _ => {
                    found.foreign.push(ForeignPassage { span, tag: run.tag, is_read: lang::is_read_by_rules(run.tag) });
                }
            }
        }
    }
}

/// The beginning of a block.
fn sample(words: &str) -> &str {
    words.get(..words.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(words)
}

struct SampleReader<'a> {
    lexicon: &'a Lexicon,
    own: &'static str,
    everyday: SmallVec<[memchr::memmem::Finder<'static>; 4]>,
}

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SamplePlace {
    /// It is all of a text.
    Only,
    /// It is the first of several.
    Title,
    Other,
}

impl SampleReader<'_> {
    /// The language of some words, and how sure that is; `around` is that of the text before. With `asks`, words in the
    /// language around are asked too; a `title` of a few words is not.
    fn language(
        &self,
        words: &str,
        around: Option<&'static str>,
        asks: bool,
        place: SamplePlace,
    ) -> Option<(&'static str, bool)> {
        let at_home = around == Some(self.own);
        if words.len() < MIN_BYTES_OF_SCRIPT {
            return None;
        }
        let everyday = self.everyday.iter().any(|word| word.find(words.as_bytes()).is_some());
        if at_home && everyday {
            return Some((self.own, true));
        }
        let high = words.bytes().filter(|b| *b >= 0x80).count();
        let other_script = high * 2 > words.len();
        let (all, ours, small) = if other_script { (0, 0, 0) } else { self.grammar(words) };
        // A language that is read by rules has words of its own, and a sentence of it may hold the title of an English book.
        if !at_home && !other_script && (around.is_none() || asks) && (!everyday || ours * ONE_IN < all) {
            let found = by_its_words(words, around);
            let least = if everyday { LEAST_BESIDE_EVERYDAY } else { 2 };
            let ours = |word: &&str| self.lexicon.roles(word).has(CLOSED);
            if let Some((tag, count)) = found.filter(|(_, count)| *count >= least)
                && count > outside(words).take(MAX_WORDS).filter(ours).count()
            {
                // Languages near it share its words: letters tell them apart, where there are enough. They are asked where the
                // language begins, not at each of its blocks: that costs more than reading one.
                let begins = around != Some(tag) && count < OWN_WORDS;
                let letters =
                    begins.then(|| whatlang::detect(words)).flatten().filter(|info| tag_of(info.lang()) != tag);
                let alone = place == SamplePlace::Only && words.len() < MIN_BYTES;
                let agreed = letters.is_none_or(|info| {
                    let enough = count >= LEAST_BESIDE_EVERYDAY && words.len() < MIN_BYTES_AGAINST;
                    (enough || alone) && !info.is_reliable()
                });
                if agreed {
                    return Some((tag, count >= SURE_WORDS));
                }
            }
        }
        // Above all else, and beside text in another script, a few words tell enough.
        let apart = !other_script && around.is_none_or(|tag| !is_latin(tag));
        let enough = if apart { MIN_WORDS_APART } else { MIN_WORDS };
        let one_in = if everyday { HARDLY_ONE_IN } else { ONE_IN };
        if all >= enough && ours * one_in >= all {
            return Some((self.own, true));
        }
        let least = match (other_script, at_home) {
            (true, _) => MIN_BYTES_OF_SCRIPT,
            (false, true) => MIN_BYTES_AGAINST,
            (false, false) => MIN_BYTES,
        };
        // A list of names, a table, a heading: in whatever language the text around it is.
        let is_prose = all >= MIN_WORDS && small * SMALL_ONE_IN >= all && (!at_home || ours * HARDLY_ONE_IN <= all);
        if words.len() < least
            || !other_script && (!is_prose || place == SamplePlace::Title && words.len() < MIN_BYTES_UNSURE)
        {
            return None;
        }
        if let Some(around) = around.filter(|_| !at_home && !asks && ours * HARDLY_ONE_IN <= all) {
            return Some((around, true));
        }
        let info = whatlang::detect(words)?;
        let tag = tag_of(info.lang());
        let foreign = ours * HARDLY_ONE_IN <= all;
        let unsure = words.len() >= MIN_BYTES_UNSURE && foreign && !at_home;
        // Which of the languages of another script it is may be a guess, but not that it is another.
        let sure = info.is_reliable() || other_script;
        (sure || unsure).then_some((tag, sure))
    }

    /// The language of a text of which no block by itself tells it, as the lines of a dialogue: from the beginnings of all.
    fn language_of_all(&self, text: &str, blocks: &[Block]) -> Option<&'static str> {
        let mut words = String::new();
        for block in blocks.iter().filter(|b| b.kind != BlockKind::Literal) {
            words.push_str(sample(block.span.of(text)));
            words.push('\n');
            if words.len() >= SAMPLE_BYTES {
                break;
            }
        }
        let (all, ours, small) = self.grammar(&words);
        // "a" and "do" are words of many languages, and letters of their own tell some of these apart.
        let marked =
            words.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() * MARKED_ONE_IN >= words.len();
        let share = if marked { ONE_IN } else { HARDLY_ONE_IN };
        let foreign = words.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).take(MIN_LETTERS_OF_ALL).count();
        if all < MIN_WORDS_OF_ALL || foreign < MIN_LETTERS_OF_ALL || ours * share > all || small * SMALL_ONE_IN < all {
            return None;
        }
        let info = whatlang::detect(&words)?;
        (info.is_reliable() || words.len() >= MIN_BYTES_UNSURE).then(|| tag_of(info.lang()))
    }

    /// Whether what stands outside the quotation marks of a block is in the language that is read.
    fn is_told_in_own(&self, words: &str) -> bool {
        if !words.contains(MARKS) {
            return false;
        }
        let pieces = words.split(MARKS).step_by(2).flat_map(|p| p.split(|c: char| !c.is_alphabetic()));
        let told: SmallVec<[&str; 32]> = pieces.filter(|w| !w.is_empty()).take(MAX_WORDS).collect();
        let ours = told.iter().filter(|w| self.lexicon.roles(w).has(CLOSED.or(Roles::SAY))).count();
        told.len() >= MIN_WORDS_TOLD && ours * ONE_IN >= told.len()
    }

    /// How many words there are, how many of them are words of grammar of the language that is read, and how many are written
    /// small.
    fn grammar(&self, words: &str) -> (usize, usize, usize) {
        let (mut all, mut ours, mut small) = (0, 0, 0);
        let split = |c: char| !c.is_alphabetic() && c != '\'' && c != '’';
        for word in words.split(split).filter(|w| !w.is_empty()).take(MAX_WORDS) {
            all += 1;
            ours += usize::from(self.lexicon.roles(word).has(CLOSED));
            small += usize::from(word.starts_with(char::is_lowercase));
        }
        (all, ours, small)
    }
}

/// What is shown as said by its marks alone: nobody is proposed.
fn by_marks(spans: Spans) -> AttributionDraft {
    AttributionDraft {
        kind: Kind::Direct,
        form: Form::Quotation,
        content: spans.clone(),
        quotes: spans,
        cue: None,
        source: None,
        rule: Rule::OtherLanguage,
        score: QUOTED,
        same_as: None,
        thread: None,
    }
}

/// Adds what a dash opens in a block of another language, up to a dash with something small behind it, which is the narrator's.
pub fn dash_line(text: &str, block: Span, drafts: &mut Vec<AttributionDraft>) -> bool {
    let Some(words) = behind_dash(block.of(text)) else { return false };
    let mut at = block.end - words.len() as u32;
    let mut spans = Spans::new();
    for (number, part) in words.split(['—', '–', '―']).enumerate() {
        let span = Span::new(at, at + part.len() as u32).trim(text, char::is_whitespace);
        // Every other part is the narrator's where the second one is: “— Não — disse ele. — Não.”
        let told = number % 2 == 1 && part.trim_start().starts_with(char::is_lowercase);
        if !told && span.of(text).contains(char::is_alphabetic) {
            spans.push(span);
        }
        at += part.len() as u32 + DASH_BYTES;
    }
    drafts.push(by_marks(spans));
    true
}

/// Bytes of any long dash.
const DASH_BYTES: u32 = 3;
/// Fewest paragraphs behind dashes that are dialogue.
const MIN_DASH_LINES: usize = 2;

/// Whether dashes open what is said in a text with blocks in other languages. O(blocks).
pub fn has_dash_dialogue(text: &str, blocks: &[Block]) -> bool {
    let lines =
        blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_)) && behind_dash(b.span.of(text)).is_some());
    lines.take(MIN_DASH_LINES).count() == MIN_DASH_LINES
}

/// The words behind a dash that opens a paragraph.
fn behind_dash(words: &str) -> Option<&str> {
    let rest = words.trim_start().strip_prefix(['—', '–', '―'])?.trim_start();
    rest.starts_with(|c: char| c.is_alphabetic() || "¿¡…".contains(c)).then_some(rest)
}

/// The words outside quotation marks, and all where these are too few to tell.
fn outside(words: &str) -> impl Iterator<Item = &str> {
    let pieces = || words.split(MARKS).step_by(2);
    let few = pieces().flat_map(str::split_whitespace).nth(MIN_WORDS_OUTSIDE).is_none();
    let all = few.then_some(words).into_iter();
    all.chain(pieces().filter(move |_| !few))
        .flat_map(|p| p.split(|c: char| !c.is_alphabetic()))
        .filter(|w| !w.is_empty())
}

/// The language of which most words are everyday ones, of those that are read by rules, and how many different ones there are. The
/// language `around` keeps what tells hardly more for another.
fn by_its_words(words: &str, around: Option<&str>) -> Option<(&'static str, usize)> {
    let told: SmallVec<[&str; MAX_WORDS]> = outside(words).take(MAX_WORDS).collect();
    let count = |language: &lang::RuleLanguage| {
        let is = |everyday: &&&str| told.iter().any(|word| everyday.eq_ignore_ascii_case(word));
        let keeps = if around == Some(language.tag) { KEPT_BY_AROUND } else { 0 };
        let found = language.everyday.iter().filter(is).count();
        if found == 0 { 0 } else { found + keeps }
    };
    lang::BY_RULES.iter().map(|language| (language.tag, count(language))).max_by_key(|(_, count)| *count)
}

/// Adds what stands in quotation marks in a block of another language: whole sentences and what is as long, no titles.
pub fn quotations(text: &str, segments: &[Segment], drafts: &mut Vec<AttributionDraft>) {
    for segment in segments {
        let words = segment.inner().of(text);
        let sound = matches!(segment.damage, MarkDamage::Sound | MarkDamage::Mended);
        let ends = words.trim_end().ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟']);
        let least = if ends { 2 } else { MIN_QUOTED_WORDS };
        let unspaced = words.chars().filter(|c| c.is_alphabetic() && *c > '\u{e00}').count();
        if !sound || words.split_whitespace().nth(least - 1).is_none() && unspaced < MIN_QUOTED_LETTERS {
            continue;
        }
        drafts.push(by_marks(Spans::from_slice(&[segment.span])));
    }
}

#[cfg(test)]
mod tests;
