//! CHAT, the transcripts of the Child Language Data Exchange System: `*CHI:` lines with their times, `@Participants` with the
//! names, `%mor:` and other lines that annotate the words.

use super::Parsed;
use super::utterances::{UtteranceJoiner, Voice};
use std::collections::HashMap;

/// Signs that stand for pitch, overlap and the like in the words.
const MARKS: [char; 22] =
    ['⌈', '⌉', '⌊', '⌋', '↑', '↓', '↗', '↘', '→', '⇗', '⇘', '∆', '∇', '°', '▁', '▔', '☺', '∬', 'Ϋ', '‹', '›', '≠'];

/// Reads it. O(n).
pub fn read(source: &str) -> Parsed {
    let mut reader = ChatReader::default();
    let mut line = String::new();
    for next in source.lines() {
        // A line goes on where the next begins with white space.
        if next.starts_with(['\t', ' ']) {
            line.push(' ');
            line.push_str(next.trim());
        } else {
            reader.line(&std::mem::take(&mut line));
            next.trim_end().clone_into(&mut line);
        }
    }
    reader.line(&line);
    reader.joiner.out.left.annotations += reader.left;
    reader.joiner.out.left.comments += reader.comments;
    reader.joiner.out.done()
}

#[derive(Default)]
struct ChatReader {
    joiner: UtteranceJoiner,
    /// Names by code.
    names: HashMap<String, String>,
    until: u32,
    left: usize,
    comments: usize,
}

impl ChatReader {
    fn line(&mut self, line: &str) {
        let Some((key, value)) = line.split_once(':') else {
            return;
        };
        let value = value.trim();
        if let Some(code) = key.strip_prefix('*') {
            self.say(code.trim(), value);
        } else if key.starts_with('%') {
            self.left += 1;
        } else {
            match key {
                "@Participants" => self.names = participants(value),
                "@Media" => self.joiner.out.meta.media = value.split(',').next().map(|name| name.trim().to_owned()),
                "@Title" => self.joiner.out.meta.title = Some(value.to_owned()),
                "@Date" => self.joiner.out.meta.date = date(value),
                "@Comment" | "@Situation" | "@Activities" => self.comments += 1,
                _ => {}
            }
        }
    }

    fn say(&mut self, code: &str, line: &str) {
        let (line, times) = without_times(line);
        let (start, end) = times.unwrap_or((self.until, self.until));
        let (words, codes) = plain(&line);
        self.left += codes;
        let name = self.names.get(code).map_or(code, String::as_str);
        self.joiner.say(Voice::Named(name), (start, end), &words);
        self.until = end;
    }
}

/// `CHI Ross Target_Child, FAT Father`: the name where there is one, else the role; the code where two would be called the same.
fn participants(value: &str) -> HashMap<String, String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<(String, String)> = Vec::new();
    for one in value.split(',') {
        let words: Vec<&str> = one.split_whitespace().collect();
        let Some((code, rest)) = words.split_first() else { continue };
        let name = rest.first().copied().unwrap_or(code).replace('_', " ");
        *counts.entry(name.clone()).or_default() += 1;
        found.push(((*code).to_owned(), name));
    }
    let known = |(code, name): (String, String)| {
        let unique = counts.get(&name) == Some(&1);
        (code.clone(), if unique { name } else { code })
    };
    found.into_iter().map(known).collect()
}

/// `25-JUN-1979`.
fn date(value: &str) -> Option<jiff::civil::Date> {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let mut parts = value.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(month))?;
    jiff::civil::Date::new(year.trim().parse().ok()?, i8::try_from(month + 1).ok()?, day.trim().parse().ok()?).ok()
}

/// A line without its `\u{15}1200_3400\u{15}`, and the first and last time in it.
fn without_times(line: &str) -> (String, Option<(u32, u32)>) {
    let mut out = String::with_capacity(line.len());
    let mut times: Option<(u32, u32)> = None;
    for (n, part) in line.split('\u{15}').enumerate() {
        let bullet = if n % 2 == 1 { part.rsplit_once('_').or_else(|| part.split_once('-')) } else { None };
        let digits = |words: &str| words.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|d| d.parse().ok());
        match bullet.and_then(|(from, to)| Some((digits(from)?, digits(to)?))) {
            Some((from, to)) => times = Some((times.map_or(from, |t| t.0), to)),
            // A lone sign without times.
            None => out.push_str(part),
        }
    }
    (out, times)
}

/// Words without codes, and how many codes were in them. O(n).
fn plain(line: &str) -> (String, usize) {
    let mut codes = 0usize;
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    // `[//]`, `[* m]`, `[= the dog]`: codes about the words before them.
    while let Some((before, inner)) = rest.split_once('[') {
        words.push_str(before);
        let Some((_, after)) = inner.split_once(']') else {
            rest = inner;
            continue;
        };
        codes += 1;
        rest = after;
    }
    words.push_str(rest);
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        let word = word.trim_matches(['<', '>', '‡']);
        let code = word.starts_with("&=") || word.starts_with("&{") || word.starts_with("&}") || is_pause(word);
        if code {
            codes += 1;
            continue;
        }
        let word = match word {
            "+..." | "+..?" | "+…" => "…",
            "+//." | "+/." | "+\"/." | "+\"." | "+." => "—",
            "+/?" | "+//?" | "+!?" => "?",
            "+<" | "++" | "+^" | "+," | "+\"" | "0" | "0." => "",
            "„" => ",",
            word => word,
        };
        let word = word.trim_start_matches(['&', '+', '~']).trim_start_matches(['-', '~', '^']);
        let word = word.split_once('@').map_or(word, |(word, _)| word);
        let kept: String = word.chars().filter(|c| !"()ːˈˌ".contains(*c) && !MARKS.contains(c)).collect();
        let mark = matches!(kept.as_str(), "." | "?" | "!" | "," | ";" | ":" | "…" | "—");
        if kept.is_empty() {
            continue;
        }
        if !mark && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&kept.replace('_', " "));
    }
    (out, codes)
}

/// `(.)`, `(..)`, `(1.5)`.
fn is_pause(word: &str) -> bool {
    let inner = word.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    inner.is_some_and(|i| !i.is_empty() && i.bytes().all(|b| b == b'.' || b == b':' || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;

    const SOURCE: &str = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Tom Target_Child, MOT Mother, IN1 Investigator, IN2 Investigator\n\
        @Media:\tquay, audio\n@Date:\t25-JUN-1979\n@Comment:\twindy\n*CHI:\twe (be)came <the the> [/] the dog [= rover] . \u{15}1200_3400\u{15}\n%mor:\tpro|we v|come .\n\
        *MOT:\tdid you ? \u{15}3500_4000\u{15}\n*IN1:\t&-um (.) &=laughs oh_boy +...\n\tand then you left\n*XYZ:\tgumma@f , xxx !\n@End\n";

    #[test]
    fn names_times_and_plain_words() {
        let read = read(SOURCE);
        let expected = "Tom: we became the the the dog.\n\nMother: did you?\n\nIN1: um oh boy… and then you left\n\nXYZ: gumma, xxx!";
        assert_eq!(read.text, expected);
        assert_eq!(read.meta.media.as_deref(), Some("quay"));
        assert_eq!(read.locators.first().map(|l| l.1.clone()), Some(Locator::Time(1_200)));
        assert_eq!((read.left.annotations, read.left.comments), (5, 1));
        assert_eq!(read.meta.media.as_deref(), Some("quay"));
        assert_eq!(read.meta.date.map(|d| d.to_string()).as_deref(), Some("1979-06-25"));
    }

    #[test]
    fn broken_lines() {
        let broken = read("*CHI\n*CHI: \u{15}\n*A:\t[ open <x\n\u{15}_\u{15}\n*:\t\n%mor\n@Participants:\t,,\n");
        assert_eq!(broken.text, "A: open x");
    }
}
