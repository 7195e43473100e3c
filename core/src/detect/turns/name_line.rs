//! Names on lines of their own, the words below: interviews, plays, the record of the Canadian House, headings and bold names
//! of Markdown; and plays with the name in capitals before a full stop.
//!
//! A short capitalised line above a paragraph stands in every kind of text. It is a name only where the document shows it:
//! names come back, nearly every paragraph has one, and what stands below is speech.

use super::lines::Line;
use super::shapes::is_caseless;
use super::stamp::is_blank;
use super::{Head, screenplay};
use crate::detect::lang::{TurnRules, programs};
use crate::document::Block;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Longest line that is a name, in bytes: `The Deputy Speaker (Mrs. Carol Hughes):`.
const MAX_NAME_LINE_BYTES: usize = 110;

/// Most bytes of words that are asked whether they are speech.
const MAX_SPEECH_BYTES: u32 = 400;

/// The score of a name that comes back above words that show no sign of speech.
const UNSURE: f32 = 0.7;

/// How a name is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `ADA`, `ADA.`, `ADA (V.O.)`
    Capitals,
    /// `Ada Grey`
    Plain,
    /// `Ada Grey:`
    Colon,
    /// A heading.
    Heading,
    /// `ADA. words`, `_Ada._ words`
    Inline,
    /// `@Ada`, as Fountain forces a name.
    Forced,
}

const SETTINGS: [Setting; 5] = [Setting::Colon, Setting::Capitals, Setting::Inline, Setting::Heading, Setting::Plain];

/// A line that may be the name of a speaker.
#[derive(Clone, Copy, Debug)]
pub struct NameLine {
    /// How it is set.
    pub setting: Setting,
    /// The name.
    pub name: Span,
    /// The line.
    pub line: Line,
    /// Its number.
    pub number: u32,
    /// Where the words begin.
    pub words: u32,
    /// Whether a title or a note in parentheses shows that it names a person.
    pub marked: bool,
    /// Whether it is written as names are; else only its place speaks for it.
    pub written: bool,
}

/// Lines of a document that look like names, read one by one.
#[derive(Default)]
pub struct NameLines {
    found: Vec<NameLine>,
    lines: u32,
    script: screenplay::Signs,
}

/// The heads of a document, and how it is read.
pub struct Named {
    /// In reading order.
    pub heads: Vec<Head>,
    /// Whether lines in parentheses tell how the words are said.
    pub script: bool,
    /// Whether there are no other heads.
    pub only: bool,
}

impl NameLines {
    /// Takes the next line. O(1) for a long one, O(length) for a short one.
    pub fn line(&mut self, text: &str, line: Line, rules: &TurnRules) {
        let number = self.lines;
        self.lines += 1;
        if let Some(found) = read(text, line, rules) {
            if matches!(found.setting, Setting::Capitals | Setting::Colon | Setting::Heading) {
                let words = line.span.of(text);
                if self.script.take(words, &found) {
                    return;
                }
            }
            self.found.push(NameLine { number, ..found });
        }
    }

    /// The heads, when the document has names on lines of their own. O(lines that look like names).
    pub fn heads(self, text: &str, blocks: &[Block], rules: &TurnRules) -> Option<Named> {
        if self.found.is_empty() {
            return None;
        }
        if let Some(heads) = screenplay::heads(text, blocks, &self.found, &self.script) {
            return Some(Named { heads, script: true, only: true });
        }
        let document = Document { text, blocks, lines: self.lines, found: &self.found, rules };
        let best = SETTINGS.into_iter().filter_map(|s| document.regular(s)).max_by_key(|(n, ..)| *n);
        let (_, setting, score) = best?;
        let heads = document.heads(setting, score);
        Some(Named { heads, script: true, only: false })
    }
}

/// What is decided for all of a document.
struct Document<'a> {
    text: &'a str,
    blocks: &'a [Block],
    lines: u32,
    found: &'a [NameLine],
    rules: &'a TurnRules,
}

impl Document<'_> {
    /// Whether words stand below line number `at` of those found, or beside it.
    fn has_words(&self, at: usize) -> bool {
        let Some(line) = self.found.get(at) else { return false };
        if line.setting == Setting::Inline {
            return true;
        }
        let next = self.found.get(at + 1);
        let above_another = next.is_some_and(|n| {
            n.number == line.number + 1 && n.setting != Setting::Inline && (n.written && n.line.first)
        });
        line.number + 1 < self.lines && !above_another
    }

    /// Whether what is said below shows that somebody speaks: a question, words of a speaker of himself and to others.
    fn is_speech(&self, at: usize) -> bool {
        let Some(line) = self.found.get(at) else { return false };
        let next = self.found.get(at + 1).map_or(u32::MAX, |n| n.line.span.start);
        let end = next.min(line.words + MAX_SPEECH_BYTES).min(self.text.len() as u32);
        let end = self.text.floor_char_boundary(end as usize) as u32;
        let words = Span::new(line.words.min(end), end).of(self.text);
        words.contains(['?', '？', '؟'])
            || words.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'').any(|w| {
                self.rules.persons.iter().any(|p| p.eq_ignore_ascii_case(w.split(['’', '\'']).next().unwrap_or(w)))
            })
    }

    /// How many names of this setting there are and the score of their turns, when they are speakers.
    fn regular(&self, setting: Setting) -> Option<(u32, Setting, Option<f32>)> {
        let mut names: FxHashMap<&str, u32> = FxHashMap::default();
        let (mut heads, mut marked, mut speech, mut alone, mut labels, mut changes) =
            (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
        let mut last = "";
        for (at, line) in self.found.iter().enumerate().filter(|(_, f)| f.setting == setting && f.written) {
            let name = line.name.of(self.text);
            if !self.has_words(at) || !line.line.first && setting == Setting::Plain {
                continue;
            }
            if self.is_label(name) {
                labels += 1;
                continue;
            }
            heads += 1;
            marked += u32::from(line.marked);
            alone += u32::from(line.line.first && line.line.last && setting != Setting::Inline);
            *names.entry(name).or_default() += 1;
            speech += u32::from(self.is_speech(at));
            changes += u32::from(name != last);
            last = name;
        }
        let again = names.values().filter(|n| **n >= 2).count() as u32;
        let returning: u32 = names.values().filter(|n| **n >= 2).sum();
        let units = (self.blocks.len() as u32).saturating_sub(alone).max(1);
        if heads < 2 || labels * 3 > heads || changes * 3 < heads * 2 {
            return None;
        }
        let label = |name: &&str| {
            let first = name.split(is_blank).next().unwrap_or_default();
            self.rules.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(first))
        };
        let labelled = setting != Setting::Inline && names.len() >= 2 && heads >= units && names.keys().any(label);
        let spoken = speech * 4 >= heads;
        let covers = |per_cent: u32| heads * 100 >= units * per_cent;
        let accepted = labelled
            || match setting {
                Setting::Colon if marked * 2 >= heads => covers(60) || again >= 1 && covers(20),
                Setting::Colon | Setting::Capitals => {
                    again >= 1 && heads >= 3 && covers(60) || again >= 2 && returning >= 4 && covers(20)
                }
                Setting::Inline => again >= 2 && returning >= 4 && covers(20),
                Setting::Heading | Setting::Plain => {
                    let headings = setting == Setting::Heading && again >= 2 && returning >= 4;
                    spoken
                        && (again >= 1 && heads >= 3 && covers(60)
                            || again >= 2 && returning >= 6 && covers(25)
                            || headings)
                }
                Setting::Forced => false,
            };
        let sure = spoken || marked * 2 >= heads || setting == Setting::Inline;
        accepted.then_some((heads, setting, (!sure).then_some(UNSURE)))
    }

    fn is_label(&self, name: &str) -> bool {
        let first = name.split(is_blank).next().unwrap_or(name).trim_end_matches(':');
        let known = |list: &[&str], word: &str| list.iter().any(|l| l.eq_ignore_ascii_case(word));
        known(self.rules.section_labels, name)
            || known(self.rules.section_labels, first)
            || known(self.rules.not_speakers, name)
    }

    /// The heads of a document whose names are set like this. A lone odd one among regular ones is a head too.
    fn heads(&self, setting: Setting, score: Option<f32>) -> Vec<Head> {
        let mut out = Vec::new();
        let same = || self.found.iter().filter(|f| f.setting == setting && f.written);
        let marked = same().filter(|f| f.marked).count() * 2 >= same().count();
        for (at, line) in self.found.iter().enumerate() {
            // A sentence may end in a colon: alone it is a name only among titles, `Some hon. members:`.
            let odd = line.written || setting == Setting::Colon && (marked || !line.line.last);
            let place = line.line.first || matches!(setting, Setting::Capitals | Setting::Colon | Setting::Inline);
            if line.setting != setting || !odd || !place || !self.has_words(at) {
                continue;
            }
            let name = line.name.of(self.text);
            if self.is_label(name) {
                if line.line.first {
                    out.push(Head::nobody(line.line.span.start));
                }
                continue;
            }
            let head = Head::new(Some(line.name), line.line.span.start, line.words);
            out.push(score.map_or(head, |s| head.scored(s)));
        }
        out
    }
}

/// What a line may name.
fn read(text: &str, line: Line, rules: &TurnRules) -> Option<NameLine> {
    let words = line.span.of(text);
    let first = *words.as_bytes().first()?;
    let label = || rules.speaker_labels.iter().any(|l| words.get(..l.len()).is_some_and(|w| w.eq_ignore_ascii_case(l)));
    let own = words.len() <= MAX_NAME_LINE_BYTES && (!first.is_ascii_lowercase() || label());
    if own && let Some(found) = own_line(text, line, rules) {
        return Some(found);
    }
    let inline = line.first || line.span.start > 0 && !line.heading;
    if inline && (first.is_ascii_uppercase() || first == b'_' || first >= 0xc3) { stop(text, line) } else { None }
}

/// A line that is a name and nothing else.
fn own_line(text: &str, line: Line, rules: &TurnRules) -> Option<NameLine> {
    let words = line.span.of(text);
    let forced = words.starts_with('@') && line.first && !line.last;
    // Marks of emphasis, brackets, a sign for two who speak at once.
    let bare = line.span.trim(text, |c| is_blank(c) || "*_#@^[]{}".contains(c));
    let colon = bare.of(text).ends_with([':', '：', '—', '–', '-']);
    let bare = bare.trim(text, |c| is_blank(c) || "*_:：—–-".contains(c));
    let (mut name, mut note) = without_notes(text, bare);
    let loud = is_loud(name.of(text).split(',').next().unwrap_or_default());
    // `IDA, aside`, `Ida Voss, mayor`
    let role = name.of(text).find(", ").filter(|at| loud || name.of(text).get(..*at).is_some_and(|n| n.contains(' ')));
    let sentence = name.of(text).ends_with(['.', '?', '!', '…']) || name.of(text).split(is_blank).count() > 7;
    if let Some(at) = role.filter(|_| !colon && !sentence) {
        name = Span::new(name.start, name.start + at as u32);
        note |= loud;
    }
    let word = name.of(text).strip_suffix('.').is_some_and(|w| loud || !line.last && !w.contains([' ', '.']));
    if word {
        name = Span::new(name.start, name.end - 1).trim(text, is_blank);
    }
    let letter =
        (colon || loud) && rules.question_and_answer.iter().any(|l| name.of(text).strip_prefix(*l) == Some(""));
    let written = letter || is_written(name.of(text), rules);
    let lenient = colon && line.first && name.of(text).split(is_blank).count() <= if line.last { 4 } else { 8 };
    if !written && !lenient && !forced || name.is_empty() {
        return None;
    }
    let titled = rules.record_titles.iter().any(|t| name.of(text).starts_with(t.trim_end()));
    let setting = match () {
        () if line.heading => Setting::Heading,
        () if forced => Setting::Forced,
        () if colon => Setting::Colon,
        () if loud => Setting::Capitals,
        () => Setting::Plain,
    };
    let marked = note || titled && colon;
    Some(NameLine { setting, name, line, number: 0, words: line.span.end, marked, written })
}

/// `ADA. words`, `ADA (aside). words`, `_Ada._ words`
fn stop(text: &str, line: Line) -> Option<NameLine> {
    let words = line.span.of(text);
    let near = words.get(..words.floor_char_boundary(words.len().min(48)))?;
    let first = near.find('.')?;
    // `DR. VOSS. words`
    let title = near.get(first + 2..).filter(|rest| {
        first <= 4 && rest.find(['.', ' ', ',']).is_some_and(|end| end >= 2 && rest.get(..end).is_some_and(is_loud))
    });
    let at = title.and_then(|rest| rest.find('.')).map_or(first, |at| first + 2 + at);
    let emphasis = near.starts_with('_');
    let head = near.get(usize::from(emphasis)..at)?;
    let mut rest = words.get(at + 1..)?;
    if emphasis {
        rest = rest.strip_prefix('_')?;
    }
    let bare = head
        .find([' ', ','])
        .filter(|i| head.get(*i..).is_some_and(|n| n.trim_start_matches([',', ' ']).starts_with(['(', '['])));
    let name = head.get(..bare.unwrap_or(head.len()))?.trim_end_matches([',', ' ']);
    let first = name.split(' ').next()?;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let loud = is_loud(name);
    let roman = first.bytes().all(|b| b"IVXLCDM".contains(&b));
    let plain = (loud || emphasis && name.starts_with(char::is_uppercase) && name.len() <= 12)
        && letters >= 2
        && !roman
        && name.chars().all(|c| c.is_alphabetic() || "-’'. ".contains(c))
        && name.split(' ').count() <= 4;
    let said = rest.trim_start_matches(|c: char| is_blank(c) || "—–-".contains(c));
    if !plain || said.len() == rest.len() || !said.chars().any(char::is_alphabetic) {
        return None;
    }
    let start = line.span.start + u32::from(emphasis);
    let name = Span::new(start, start + name.len() as u32);
    let words = line.span.end - said.len() as u32;
    Some(NameLine { setting: Setting::Inline, name, line, number: 0, words, marked: false, written: true })
}

/// A name without the notes in parentheses behind it, and whether there are any.
pub fn without_notes(text: &str, name: Span) -> (Span, bool) {
    let mut span = name;
    for _ in 0..4 {
        let words = span.of(text);
        let Some(at) = words.strip_suffix(')').and_then(|w| w.rfind('(')).filter(|at| *at > 0) else { break };
        span = Span::new(span.start, span.start + at as u32).trim(text, |c| is_blank(c) || c == '^');
    }
    (span, span != name)
}

/// Whether a note behind a name is one that scripts have: `V.O.`, `CONT'D`.
pub fn is_extension(words: &str) -> bool {
    words
        .split(['(', ')', '/', ','])
        .map(|w| w.trim_matches(is_blank))
        .filter(|w| !w.is_empty())
        .any(|word| programs::EXTENSIONS.iter().any(|e| e.eq_ignore_ascii_case(word)))
}

/// Whether `name` is in capitals, but for small letters inside a word: `McKAY`.
fn is_loud(name: &str) -> bool {
    let (mut small, mut capitals) = (0usize, 0usize);
    for c in name.chars() {
        small += usize::from(c.is_lowercase());
        capitals += usize::from(c.is_uppercase());
    }
    let ends = || name.split(is_blank).all(|w| w.chars().rfind(|c| c.is_alphabetic()).is_none_or(char::is_uppercase));
    capitals >= 1 && (small == 0 || small <= 2 && capitals > 2 * small && ends())
}

/// Whether `name` is written as names are.
fn is_written(name: &str, rules: &TurnRules) -> bool {
    let (mut count, mut signs, mut letters) = (0usize, 0usize, 0usize);
    let label = || {
        let first = name.split(is_blank).next().unwrap_or(name);
        rules.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(first))
    };
    for word in name.split(is_blank).filter(|w| !w.is_empty()) {
        count += 1;
        signs += word.chars().filter(|c| c.is_alphanumeric()).count();
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
        let first = word.chars().find(|c| c.is_alphanumeric());
        let small = first.is_some_and(char::is_lowercase);
        let number = first.is_none_or(|c| c.is_ascii_digit());
        let named = !small && !number || count > 1 && (rules.particles.contains(&word) || number) || small && label();
        // A word that ends a sentence ends no name; a title does. Scripts without capitals have short names.
        let ended = word.ends_with('.') && word.chars().count() > 5;
        let long = first.is_some_and(is_caseless) && name.chars().count() > 12;
        if !named || ended || long || count > 5 {
            return false;
        }
    }
    signs >= 2
        && letters >= 1
        && name.len() <= 60
        && !name.ends_with(['.', ',', '-', '—', '–', '…', '。', '、'])
        && !name.contains(|c: char| "“”\"«»?!;,/=|[]{}<>\t…—。？！、「」".contains(c))
}

#[cfg(test)]
mod tests;
