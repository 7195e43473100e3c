//! Timed Text (TTML, DFXP, EBU-TT, IMSC): paragraphs with times; an agent, or a name before the words, says who speaks.

use crate::document::Parsed;
use crate::document::cues::{Cue, CueFlow, CueLine, LineVoice, read as joined};
use crate::document::utterances::millis;
use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use std::collections::HashMap;

/// Reads it. What is broken is read as far as it goes. O(n).
pub fn read(source: &str) -> Parsed {
    let mut reader = TtmlReader::default();
    let end = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => reader.start(local(name), attributes),
            XmlEvent::End(name) => reader.end(local(name)),
            XmlEvent::Text(words) => reader.words(words),
        }
        true
    });
    reader.close_line();
    let mut cues = std::mem::take(&mut reader.cues);
    // A span may have times of its own: they are those of the words in it.
    cues.retain(|c| !c.lines.is_empty());
    let agents = &reader.agents;
    for line in cues.iter_mut().flat_map(|c| &mut c.lines) {
        if let LineVoice::Named(id) = &line.voice {
            line.voice =
                agents.get(id).filter(|n| !n.is_empty()).map_or(LineVoice::Untold, |n| LineVoice::Named(n.clone()));
        }
    }
    let mut out = joined(&cues, CueFlow::Joined);
    out.meta.title = reader.title.filter(|t| !t.is_empty());
    let mut parsed = out.done();
    parsed.damage = end.err().map(|e| e.to_string());
    parsed
}

/// How frames and ticks are counted.
#[derive(Clone, Copy, Debug)]
struct Rates {
    frames: f64,
    ticks: f64,
}

impl Default for Rates {
    fn default() -> Self {
        Self { frames: 30.0, ticks: 1.0 }
    }
}

/// An element around us: when it begins and ends, who speaks in it.
#[derive(Clone, Debug, Default)]
struct Around {
    start: u32,
    end: u32,
    agent: Option<String>,
    preserve: bool,
}

#[derive(Default)]
struct TtmlReader {
    rates: Rates,
    /// Names of agents by their ids.
    agents: HashMap<String, String>,
    agent: Option<String>,
    title: Option<String>,
    /// Which small element of the head its words are of.
    field: &'static str,
    around: Vec<Around>,
    /// Depth of elements whose words are not shown.
    silent: usize,
    paragraph: bool,
    cues: Vec<Cue>,
    line: String,
}

impl TtmlReader {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        if self.silent > 0 && !matches!(name, "agent" | "name" | "title") {
            self.silent += 1;
            return;
        }
        match name {
            "tt" => {
                let number =
                    |name: &str| attributes.get(name).and_then(|v| v.trim().parse::<f64>().ok()).filter(|n| *n > 0.0);
                self.rates.frames =
                    number("ttp:frameRate").or_else(|| number("frameRate")).unwrap_or(self.rates.frames);
                let multiplier = attributes.get("ttp:frameRateMultiplier");
                let ratio = multiplier.as_deref().and_then(|m| m.trim().split_once([' ', ':']));
                if let Some((Ok(a), Ok(b))) = ratio.map(|(a, b)| (a.trim().parse::<f64>(), b.trim().parse::<f64>()))
                    && a > 0.0
                    && b > 0.0
                {
                    self.rates.frames *= a / b;
                }
                self.rates.ticks = number("ttp:tickRate").or_else(|| number("tickRate")).unwrap_or(self.rates.ticks);
            }
            "metadata" | "head" | "styling" | "layout" | "agent" | "name" | "title" | "desc" => {
                self.silent += 1;
                self.field = match name {
                    "name" => "name",
                    "title" => "title",
                    _ => "",
                };
                if name == "agent" {
                    self.agent = attributes.get("xml:id").map(std::borrow::Cow::into_owned);
                }
            }
            "br" => self.close_line(),
            _ => self.open(name, attributes),
        }
    }

    fn open(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        let above = self.around.last().cloned().unwrap_or_default();
        let time = |name: &str| attributes.get(name).and_then(|v| time(&v, self.rates));
        // Times are told from the begin of what they stand in.
        let start = time("begin").map_or(above.start, |t| above.start.saturating_add(t));
        let end = time("end").map(|t| above.start.saturating_add(t));
        let end = end.or_else(|| time("dur").map(|t| start.saturating_add(t))).unwrap_or(above.end.max(start));
        let agent = attributes.get("ttm:agent").or_else(|| attributes.get("agent"));
        let agent = agent.and_then(|a| a.split_whitespace().next().map(|a| a.trim_start_matches('#').to_owned()));
        let preserve = attributes.get("xml:space").map_or(above.preserve, |v| v == "preserve");
        let moved = name == "span" && start != above.start;
        if name == "p" || moved {
            self.close_line();
            self.cues.push(Cue { start, end, lines: Vec::new() });
        }
        self.paragraph |= name == "p";
        if agent.is_some() && agent != above.agent {
            self.close_line();
        }
        self.around.push(Around { start, end, agent: agent.or(above.agent), preserve });
    }

    fn end(&mut self, name: &str) {
        if self.silent > 0 {
            self.silent -= 1;
            self.field = "";
            return;
        }
        if name == "br" {
            return;
        }
        let ends = self.around.last().and_then(|a| a.agent.clone());
        let above = self.around.len().checked_sub(2).and_then(|n| self.around.get(n)).and_then(|a| a.agent.clone());
        if name == "p" || ends != above {
            self.close_line();
        }
        self.paragraph &= name != "p";
        self.around.pop();
    }

    fn words(&mut self, words: &str) {
        if self.silent > 0 {
            match (self.field, &self.agent) {
                ("name", Some(id)) => self.agents.entry(id.clone()).or_default().push_str(words.trim()),
                ("title", _) => self.title.get_or_insert_default().push_str(words.trim()),
                _ => {}
            }
        } else if self.paragraph {
            let kept = self.around.last().is_some_and(|a| a.preserve);
            for (n, line) in words.split('\n').enumerate() {
                if n > 0 {
                    // A line end is a blank, but where white space is kept.
                    if kept {
                        self.close_line();
                    } else {
                        self.line.push(' ');
                    }
                }
                self.line.push_str(line);
            }
        }
    }

    fn close_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let agent = self.around.last().and_then(|a| a.agent.clone());
        if let Some(cue) = self.cues.last_mut().filter(|_| !words.is_empty()) {
            cue.lines.push(CueLine { voice: agent.map_or(LineVoice::Untold, LineVoice::Named), words });
        }
    }
}

/// `00:00:01.500`, `00:00:01:12` (frames), `1.5s`, `1500ms`, `40f`, `90000t`, in milliseconds.
fn time(value: &str, rates: Rates) -> Option<u32> {
    let value = value.trim();
    if value.contains(':') {
        let parts: Vec<f64> = value.split(':').map(|p| p.trim().parse().ok()).collect::<Option<_>>()?;
        let seconds = match *parts.as_slice() {
            [h, m, s, f] => h * 3600.0 + m * 60.0 + s + f / rates.frames,
            [h, m, s] => h * 3600.0 + m * 60.0 + s,
            [m, s] => m * 60.0 + s,
            _ => return None,
        };
        return Some(millis(seconds));
    }
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let count: f64 = number.parse().ok()?;
    let seconds = match value.get(number.len()..)? {
        "h" => count * 3600.0,
        "m" => count * 60.0,
        "ms" => count / 1000.0,
        "f" => count / rates.frames,
        "t" => count / rates.ticks,
        _ => count,
    };
    Some(millis(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;

    #[test]
    fn agents_lines_and_times() {
        let source = "<?xml version='1.0'?><tt xmlns='http://www.w3.org/ns/ttml' xmlns:ttm='http://www.w3.org/ns/ttml#metadata' xml:lang='en'>\
            <head><metadata><ttm:title>Quay talk</ttm:title><ttm:agent xml:id='a1' type='person'><ttm:name type='full'>Ada Grey</ttm:name></ttm:agent>\
            <ttm:agent xml:id='a2'><ttm:name>Bo Lind</ttm:name></ttm:agent></metadata><styling><style xml:id='s'/></styling></head>\
            <body><div begin='10s'><p begin='00:00:01.000' end='00:00:02.000' ttm:agent='a1'>We came<br/>at <span>noon</span>.</p>\n\
            <p begin='2s' dur='1s' ttm:agent='a2'>Why\n   so?</p><metadata><ttm:desc>not shown</ttm:desc></metadata></div></body></tt>";
        let read = read(source);
        assert_eq!(read.text, "Ada Grey: We came at noon.\n\nBo Lind: Why so?");
        assert_eq!(read.locators.first().map(|l| l.1.clone()), Some(Locator::Time(11_000)));
        assert_eq!((read.meta.title.as_deref(), read.damage), (Some("Quay talk"), None));
    }

    #[test]
    fn names_before_the_words_and_what_breaks_off() {
        let source = "<tt xmlns='http://www.w3.org/2006/10/ttaf1'><body><div><p begin='1.5s' end='2s'>Ada: We came.</p>\
            <p begin='3s' end='4s'>Bo: Why?</p><p begin='5s'>[bell]</p><p begin='6s'>Ada: To";
        let read = read(source);
        assert_eq!(read.text, "Ada: We came.\n\nBo: Why?\n\n[bell]\n\nAda: To");
        assert!(read.damage.is_some());
    }

    #[test]
    fn times_of_all_kinds() {
        let rates = Rates { frames: 25.0, ticks: 10_000_000.0 };
        let cases = [
            ("00:00:01:05", 1_200),
            ("01:00:00.5", 3_600_500),
            ("1500ms", 1_500),
            ("50f", 2_000),
            ("15000000t", 1_500),
        ];
        for (value, expected) in cases {
            assert_eq!(time(value, rates), Some(expected), "{value}");
        }
        assert_eq!(time("soon", rates), None);
    }
}
