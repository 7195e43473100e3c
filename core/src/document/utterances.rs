//! Speech with times, as subtitles and speech recognition give it: short pieces become turns and paragraphs.

use super::builder::TextBuilder;
use super::parsed::Locator;

/// Silence, in milliseconds, after which a new paragraph begins where a sentence has ended.
const MIN_PAUSE_MILLIS: u32 = 3_000;
/// Bytes after which a paragraph ends with its sentence.
const MAX_PARAGRAPH_BYTES: usize = 700;

/// Joins pieces.
#[derive(Default)]
pub struct UtteranceJoiner {
    /// What was read.
    pub out: TextBuilder,
    speaker: Option<String>,
    /// When the last piece ended.
    until: u32,
}

impl UtteranceJoiner {
    /// Somebody says `words` from `start` to `end`, in milliseconds. `anew`: somebody else than before, nobody knows who.
    pub fn say(&mut self, speaker: Option<&str>, (start, end): (u32, u32), words: &str, anew: bool) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let speaker = speaker.map(|v| v.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|v| !v.is_empty());
        let other = speaker != self.speaker || anew;
        let ended = self.out.words().ends_with(['.', '?', '!', '…', '”', '"', ')', ']', '♪']);
        let pause = ended && start.saturating_sub(self.until) >= MIN_PAUSE_MILLIS;
        if other || pause || ended && self.out.words().len() >= MAX_PARAGRAPH_BYTES {
            if other || speaker.is_none() {
                self.out.turn(speaker.is_some());
            } else {
                self.out.finish();
            }
            self.out.locate(Locator::Time(start));
            if let Some(name) = speaker.as_ref().filter(|_| other) {
                self.out.push(name);
                self.out.push(": ");
            }
        } else {
            self.out.blank();
            self.out.locate(Locator::Time(start));
        }
        self.out.flow(words);
        self.speaker = speaker;
        self.until = end.max(start);
    }
}

/// A number of seconds as milliseconds.
#[allow(clippy::cast_sign_loss)] // casting a float keeps within the bounds of the number
pub fn millis(seconds: f64) -> u32 {
    if seconds.is_finite() { (seconds * 1000.0).round() as u32 } else { 0 }
}

/// `01:02:03,500`, `02:03.5`, `63.5`, `1.3s` as milliseconds.
pub fn clock(words: &str) -> Option<u32> {
    let words = words.trim().trim_end_matches('s');
    let mut seconds = 0.0;
    for part in words.split(':') {
        let part: f64 = part.trim().replace(',', ".").parse().ok()?;
        if part < 0.0 {
            return None;
        }
        seconds = seconds * 60.0 + part;
    }
    Some(millis(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    #[test]
    fn clocks() {
        assert_eq!(clock("01:02:03,500"), Some(3_723_500));
        assert_eq!(clock("02:03.25"), Some(123_250));
        assert_eq!(clock("1.300s"), Some(1_300));
        assert_eq!(clock("x"), None);
        assert_eq!(millis(f64::INFINITY), 0);
    }

    #[test]
    fn pieces_of_one_voice_are_one_turn() {
        let mut joiner = UtteranceJoiner::default();
        joiner.say(Some("Ada"), (0, 900), "We came", false);
        joiner.say(Some("Ada"), (900, 1_900), "at noon.", false);
        joiner.say(Some("Bo"), (2_000, 2_500), "Why?", false);
        joiner.say(None, (9_000, 9_500), "(bell)", false);
        let read = joiner.out.done();
        assert_eq!(read.text, "Ada: We came at noon.\n\nBo: Why?\n\n(bell)");
        assert_eq!(read.blocks[0].kind, BlockKind::Turn);
        let times = [(0, 0), (13, 900), (23, 2_000), (33, 9_000)];
        assert_eq!(read.locators, times.map(|(at, time)| (at, Locator::Time(time))));
    }
}
