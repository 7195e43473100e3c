//! Transcriber: turns with the numbers of their speakers, cut by points of time.

use super::Parsed;
use super::utterances::{UtteranceJoiner, Voice, millis};
use super::xml::{self, XmlAttributes, XmlEvent};
use std::collections::HashMap;

/// Reads it. What is broken is read as far as it goes. O(n).
pub fn read(source: &str) -> Parsed {
    let mut reader = TrsReader::default();
    let end = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => reader.start(name, attributes),
            XmlEvent::End("Turn") => {
                reader.say();
                reader.in_turn = false;
            }
            XmlEvent::Text(words) if reader.in_turn => reader.words.push_str(words),
            XmlEvent::End(_) | XmlEvent::Text(_) => {}
        }
        true
    });
    reader.say();
    reader.joiner.out.left.annotations += reader.left;
    let mut parsed = reader.joiner.out.done();
    parsed.damage = end.err().map(|e| e.to_string());
    parsed
}

#[derive(Default)]
struct TrsReader {
    joiner: UtteranceJoiner,
    /// Names of speakers by their ids.
    speakers: HashMap<String, String>,
    /// Who speaks in the turn, one or several at once.
    turn: Vec<String>,
    in_turn: bool,
    /// Which of them, from 1; none while nobody says.
    who: Option<usize>,
    begins: bool,
    start: u32,
    end: u32,
    words: String,
    /// Sounds, remarks and the like.
    left: usize,
}

impl TrsReader {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        let seconds = |name: &str| attributes.get(name).and_then(|v| v.trim().parse().ok()).map(millis);
        match name {
            "Trans" => {
                self.joiner.out.meta.date = attributes.get("version_date").and_then(|d| date(&d));
                let media = attributes.get("audio_filename").filter(|name| !name.is_empty());
                self.joiner.out.meta.media = media.map(std::borrow::Cow::into_owned);
            }
            "Speaker" => {
                let name = attributes.get("name").map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
                if let (Some(id), Some(name)) = (attributes.get("id"), name) {
                    self.speakers.insert(id.into_owned(), name);
                }
            }
            "Turn" => {
                self.say();
                let ids = attributes.get("speaker").unwrap_or_default();
                let name = |id: &str| self.speakers.get(id).cloned().unwrap_or_else(|| id.to_owned());
                self.turn = ids.split_whitespace().map(name).collect();
                self.who = None;
                (self.in_turn, self.begins) = (true, true);
                self.start = seconds("startTime").unwrap_or(self.end);
                self.end = seconds("endTime").unwrap_or(self.start);
            }
            "Sync" => {
                self.say();
                self.start = seconds("time").unwrap_or(self.start);
            }
            "Who" => {
                self.say();
                self.who = attributes.get("nb").and_then(|n| n.trim().parse().ok());
            }
            "Event" | "Comment" | "Background" if self.in_turn => {
                self.left += 1;
                // What somebody says goes on behind a sound.
                self.words.push(' ');
            }
            _ => {}
        }
    }

    fn say(&mut self) {
        let words = std::mem::take(&mut self.words);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return;
        }
        let who = match (self.who, self.turn.as_slice()) {
            (Some(number), turn) => number.checked_sub(1).and_then(|n| turn.get(n)),
            (None, [one]) => Some(one),
            // Several at once, and nobody says who says what.
            (None, _) => None,
        };
        let anew = std::mem::take(&mut self.begins);
        let voice = who.map_or(Voice::Unnamed { anew }, |name| Voice::Named(name));
        self.joiner.say(voice, (self.start, self.end.max(self.start)), &words);
    }
}

/// `030412`: the twelfth of April 2003.
fn date(digits: &str) -> Option<jiff::civil::Date> {
    let number = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    let year = i16::from(number(0)?);
    let year = if year < 70 { 2000 + year } else { 1900 + year };
    (digits.len() == 6).then(|| jiff::civil::Date::new(year, number(2)?, number(4)?).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Locator};

    #[test]
    fn turns_points_of_time_and_two_at_once() {
        let source = "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE Trans SYSTEM 'trans-14.dtd'>\
            <Trans scribe='x' audio_filename='quay' version='3' version_date='030412'><Speakers><Speaker id='spk1' name='Ada Grey'/>\
            <Speaker id='spk2' name='Bo Lind'/></Speakers><Episode><Section type='report' startTime='0' endTime='9'>\
            <Turn speaker='spk1' startTime='0' endTime='4.5'><Sync time='0'/>\nWe came\n<Event desc='rire' type='noise'/>\nthen\n\
            <Sync time='2.25'/>\nat noon.\n</Turn><Turn speaker='spk2 spk1' startTime='4.5' endTime='6'><Sync time='4.5'/>\
            <Who nb='1'/>\nWhy?\n<Who nb='2'/>\nTo see.\n</Turn><Turn startTime='6' endTime='7'><Sync time='6'/>\nSo\n</Turn>\
            <Turn startTime='7' endTime='8'><Sync time='7'/>\nYes\n</Turn></Section></Episode></Trans>";
        let read = read(source);
        assert_eq!(read.text, "Ada Grey: We came then at noon.\n\nBo Lind: Why?\n\nAda Grey: To see.\n\nSo\n\nYes");
        assert_eq!(read.blocks.last().map(|b| b.kind), Some(BlockKind::UnnamedTurn));
        assert_eq!(read.left.annotations, 1);
        assert_eq!(read.meta.media.as_deref(), Some("quay"));
        assert_eq!(read.locators.last().map(|l| l.1.clone()), Some(Locator::Time(7_000)));
        assert_eq!(read.meta.date.map(|d| d.to_string()).as_deref(), Some("2003-04-12"));
    }

    #[test]
    fn what_is_missing_or_breaks_off() {
        let source = "<Trans><Episode><Section><Turn speaker='spk7' startTime='x'>We <Sync/>came<Turn>";
        let read = read(source);
        assert_eq!(read.text, "spk7: We came");
        assert!(read.damage.is_some());
    }
}
