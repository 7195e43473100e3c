//! Speech with times, as captions and speech recognition give it: short pieces become turns and paragraphs.

use super::builder::TextBuilder;
use super::parsed::Locator;

/// Silence, in milliseconds, after which a new paragraph begins where a sentence has ended.
const MIN_PAUSE_MILLIS: u32 = 3_000;
/// Milliseconds without words that are worth telling.
pub const SILENCE: u32 = 4_000;
/// Bytes after which a paragraph ends with its sentence.
const MAX_PARAGRAPH_BYTES: usize = 700;
/// Bytes after which a paragraph ends wherever it is: what is written without marks has no sentences.
const MAX_UNPUNCTUATED_BYTES: usize = 2_100;
/// Bytes of words between two timed words, beyond which the second is not looked for.
const MAX_GAP_BYTES: usize = 60;

/// Who says a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice<'a> {
    /// Somebody by name.
    Named(&'a str),
    /// Somebody whom nobody names. `anew`: somebody else than before, even where that one has no name either.
    Unnamed {
        /// Whether the source tells that somebody else begins.
        anew: bool,
    },
    /// Whoever spoke before.
    Same,
    /// Perhaps somebody else: the words stand in a block of their own, and whoever reads the text decides.
    Apart,
    /// Nobody: a sound, music.
    Nobody,
}

/// Who spoke last.
#[derive(Debug, Default, PartialEq, Eq)]
enum LastVoice {
    #[default]
    Untold,
    Named(String),
    Unnamed,
}

/// Joins pieces.
#[derive(Default)]
pub struct UtteranceJoiner {
    /// What was read.
    pub out: TextBuilder,
    last: LastVoice,
    /// A name whose words are still to come.
    announced: Option<String>,
    /// Whether the source names the same speaker again after a sound.
    interrupted: bool,
    /// When the last piece ended.
    until: u32,
    /// Up to when somebody was heard; unknown behind a piece of which only the beginning is known.
    heard: Option<u32>,
}

impl UtteranceJoiner {
    /// Somebody says `words` from `start` to `end`, in milliseconds. O(words).
    pub fn say(&mut self, voice: Voice<'_>, times: (u32, u32), words: &str) {
        self.say_timed(voice, times, words, []);
    }

    /// The same, with the time at which each of some of the words is said, in their order. O(words).
    pub fn say_timed<'w>(
        &mut self,
        voice: Voice<'_>,
        times: (u32, u32),
        words: &str,
        timed: impl IntoIterator<Item = (&'w str, u32)>,
    ) {
        if !self.begin(voice, times, words) {
            return;
        }
        let mut rest = words.trim();
        for (word, time) in timed {
            let word = word.trim();
            let near = rest.floor_char_boundary((MAX_GAP_BYTES + word.len()).min(rest.len()));
            let at = rest.get(..near).and_then(|near| near.find(word)).filter(|_| !word.is_empty());
            let Some((before, from)) = at.and_then(|at| rest.split_at_checked(at)) else { continue };
            self.out.flow(before);
            self.out.locate(Locator::Time(time));
            self.out.flow(word);
            rest = from.get(word.len()..).unwrap_or_default();
        }
        self.out.flow(rest);
        if voice == Voice::Nobody {
            self.out.aside(false);
        }
    }

    /// Words that belong to the last one without a blank: punctuation, the rest of a word.
    pub fn attach(&mut self, words: &str) {
        if self.out.is_open() {
            self.out.push(words);
        } else {
            self.say(Voice::Same, (self.until, self.until), words);
        }
    }

    /// What follows stands in a paragraph of its own, whoever says it.
    pub fn break_off(&mut self) {
        self.out.finish();
    }

    /// Whether the last words end a sentence, or there are none.
    pub fn is_sentence_end(&self) -> bool {
        let words = self.out.words();
        words.is_empty() || words.ends_with(['.', '?', '!', '…', '”', '"', ')', ']', '♪', '。', '？', '！', '؟', '।'])
    }

    /// Makes the place where `words` go; false when there is nothing to say.
    fn begin(&mut self, voice: Voice<'_>, (start, end): (u32, u32), words: &str) -> bool {
        let words = words.trim();
        if !words.is_empty() {
            let silence = self.heard.map_or(0, |heard| start.saturating_sub(heard));
            if silence >= SILENCE {
                self.out.silence(silence);
            }
            self.heard = (end > start).then(|| end.max(self.heard.unwrap_or(0)));
        }
        // Recognised speech says word for word who speaks: the usual case is the same name again.
        let again = |name: &str| matches!(&self.last, LastVoice::Named(last) if last == name);
        if let Voice::Named(name) = voice
            && again(name)
            && self.announced.is_none()
            && !self.interrupted
            && !words.is_empty()
            && !self.is_paragraph_end(start)
        {
            self.until = end.max(start);
            self.go_on(words);
            self.out.locate(Locator::Time(start));
            return true;
        }
        let name = match voice {
            Voice::Named(name) => Some(name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|n| !n.is_empty()),
            Voice::Same => self.announced.take(),
            Voice::Unnamed { .. } | Voice::Apart | Voice::Nobody => None,
        };
        if words.is_empty() {
            if name.is_some() {
                self.announced = name;
            }
            return false;
        }
        if voice != Voice::Nobody {
            self.announced = None;
        }
        let ends = self.is_paragraph_end(start);
        self.until = end.max(start);
        if let Some(name) = name {
            let same = matches!(&self.last, LastVoice::Named(last) if *last == name) && !self.interrupted;
            if same && ends {
                self.out.finish();
            } else if same {
                self.go_on(words);
            } else {
                self.out.turn(true);
                self.out.locate(Locator::Time(start));
                self.out.push(&name);
                self.out.push(": ");
                self.last = LastVoice::Named(name);
            }
            self.interrupted = false;
        } else {
            match voice {
                Voice::Unnamed { anew } if anew || self.last != LastVoice::Unnamed => {
                    self.out.unnamed_turn();
                    self.last = LastVoice::Unnamed;
                    self.interrupted = false;
                }
                Voice::Apart => {
                    self.out.turn(false);
                    self.last = LastVoice::Untold;
                }
                Voice::Nobody => {
                    self.out.aside(true);
                    self.interrupted = true;
                }
                // A sound stands for itself.
                _ if ends || self.interrupted => {
                    self.out.finish();
                    self.interrupted = false;
                }
                _ => self.go_on(words),
            }
        }
        self.out.locate(Locator::Time(start));
        true
    }

    /// Whether what is said at `start` begins a paragraph, whoever says it.
    fn is_paragraph_end(&self, start: u32) -> bool {
        let length = self.out.words().len();
        let pause = start.saturating_sub(self.until) >= MIN_PAUSE_MILLIS;
        length >= MAX_UNPUNCTUATED_BYTES || (pause || length >= MAX_PARAGRAPH_BYTES) && self.is_sentence_end()
    }

    /// A blank before `words`, where their script has blanks.
    fn go_on(&mut self, words: &str) {
        let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
        if !(unspaced(self.out.words().chars().next_back()) && unspaced(words.chars().next())) {
            self.out.blank();
        }
    }
}

/// Whether a letter is of a script that sets no blanks between words: Han, kana, Thai.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{e00}'..='\u{e7f}' | '\u{20000}'..='\u{3ffff}')
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

    fn blocks(joiner: UtteranceJoiner) -> Vec<(String, BlockKind)> {
        let read = joiner.out.done();
        read.blocks.iter().map(|b| (b.span.of(&read.text).to_owned(), b.kind)).collect()
    }

    #[test]
    fn silences_are_told_where_the_ends_are_known() {
        let mut joiner = UtteranceJoiner::default();
        joiner.say(Voice::Named("Ada"), (30_000, 31_000), "We came.");
        joiner.say(Voice::Named("Bo"), (31_500, 90_000), "Why, and so on.");
        // Said while Bo still speaks.
        joiner.say(Voice::Named("Ada"), (40_000, 41_000), "Well.");
        joiner.say(Voice::Named("Ada"), (93_000, 94_000), "Now.");
        joiner.say(Voice::Named("Ada"), (105_000, 105_000), "Here.");
        // Nobody knows when that ended.
        joiner.say(Voice::Named("Bo"), (160_000, 161_000), "Yes.");
        let read = joiner.out.done();
        let told: Vec<_> = read.silences.iter().map(|(at, millis)| (read.text.get(*at as usize..), *millis)).collect();
        assert_eq!(told, [(Some("Here.\n\nBo: Yes."), 11_000)]);
    }

    #[test]
    fn pieces_of_one_voice_are_one_turn() {
        let mut joiner = UtteranceJoiner::default();
        joiner.say(Voice::Named("Ada"), (0, 900), "We came");
        joiner.say(Voice::Named("Ada"), (900, 1_900), "at noon.");
        joiner.say(Voice::Named("Bo"), (2_000, 2_500), "Why?");
        joiner.say(Voice::Nobody, (9_000, 9_500), "(bell)");
        joiner.say(Voice::Same, (9_500, 9_800), "Say.");
        joiner.say(Voice::Unnamed { anew: false }, (9_900, 9_950), "So.");
        joiner.say(Voice::Unnamed { anew: true }, (9_960, 9_990), "- No.");
        let expected = [
            ("Ada: We came at noon.", BlockKind::Turn),
            ("Bo: Why?", BlockKind::Turn),
            ("(bell)", BlockKind::Aside),
            ("Say.", BlockKind::Continued),
            ("So.", BlockKind::UnnamedTurn),
            ("- No.", BlockKind::UnnamedTurn),
        ];
        assert_eq!(blocks(joiner), expected.map(|(words, kind)| (words.to_owned(), kind)));
    }

    #[test]
    fn a_name_may_stand_before_its_words_and_scripts_without_blanks_get_none() {
        let mut joiner = UtteranceJoiner::default();
        joiner.say(Voice::Named("Ada"), (0, 1), " ");
        joiner.say(Voice::Same, (1, 2), "港は");
        joiner.say(Voice::Same, (2, 3), "閉まった");
        joiner.attach("。");
        joiner.say_timed(
            Voice::Same,
            (3, 5),
            "In May, we  heard.",
            [("In", 3), ("May,", 4), ("never", 4), ("heard", 5)],
        );
        assert_eq!(joiner.out.done().text, "Ada: 港は閉まった。 In May, we heard.");
    }
}
