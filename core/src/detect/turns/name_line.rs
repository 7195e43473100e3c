//! Names on lines of their own, the words below: interviews, plays, the record of the Canadian House, headings and bold names
//! of Markdown; and plays with the name in capitals before a full stop.
//!
//! A short capitalised line above a paragraph stands in every kind of text. It is a name only where the document shows it:
//! names come back, nearly every paragraph has one, and what stands below is speech.

use super::own_line::{NameLine, Setting, read};
use super::{Head, screenplay};
use crate::detect::lang::TurnRules;
use crate::document::Block;
use crate::document::lines::Line;
use crate::document::stamp::is_blank;
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Most bytes of words that are asked whether they are speech.
const MAX_SPEECH_BYTES: u32 = 400;

/// The score of a name that comes back above words that show no sign of speech.
const UNSURE: f32 = 0.7;

const SETTINGS: [Setting; 5] = [Setting::Colon, Setting::Capitals, Setting::Inline, Setting::Heading, Setting::Plain];

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
        let (mut heads, mut marked, mut alone, mut labels, mut changes) = (0u32, 0u32, 0u32, 0u32, 0u32);
        let mut counted: SmallVec<[usize; 16]> = SmallVec::new();
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
            counted.push(at);
            changes += u32::from(name != last);
            last = name;
        }
        let again = names.values().filter(|n| **n >= 2).count() as u32;
        let returning: u32 = names.values().filter(|n| **n >= 2).sum();
        let units = (self.blocks.len() as u32).saturating_sub(alone).max(1);
        if heads < 2 || labels * 3 > heads || changes * 3 < heads * 2 {
            return None;
        }
        let speech = counted.into_iter().filter(|at| self.is_speech(*at)).count() as u32;
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

#[cfg(test)]
mod tests;
