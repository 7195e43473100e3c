//! Where a byte of the reading text is in its source, in all the ways people cite by.

use super::{Document, Locator};
use crate::span::Span;

/// Where a byte of the reading text is: what is known of page and time, and always the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located<'d> {
    /// The page, as it is numbered in the source.
    pub page: Option<&'d str>,
    /// Milliseconds from the beginning of the recording to the cue, segment, word or time code that holds the byte.
    pub time: Option<u32>,
    /// When that ends, as far as it is known: when nobody speaks any more for a while, or what stands behind is said.
    pub until: Option<u32>,
    /// The time of the day, of a message of a chat.
    pub clock: Option<&'d str>,
    /// The block, from 1.
    pub paragraph: u32,
}

impl Located<'_> {
    /// As people write it: `p. 12, ¶40`, `1:02:07, ¶9`, `p. 3, 12:41, ¶7`.
    pub fn in_words(&self) -> String {
        let page = self.page.map(|page| format!("p. {page}"));
        let time = self.time.map(|millis| Locator::Time(millis).in_words());
        let clock = self.clock.map(str::to_owned);
        let paragraph = Some(format!("¶{}", self.paragraph));
        [page, time, clock, paragraph].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Words between two time codes: what the source tells about when they are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The words, up to the next later time, in bytes.
    pub words: Span,
    /// When they begin, in milliseconds from the beginning of the recording.
    pub begins: u32,
    /// When they end, later than they begin, as far as that is known.
    pub ends: Option<u32>,
}

impl Document {
    /// Where the byte `at` is. The place of words is that of their first byte. O(log n).
    pub fn located(&self, at: u32) -> Located<'_> {
        let time = self.time_at(at);
        let mut found = Located {
            time,
            until: self.heard_at(at).and_then(|heard| heard.ends),
            paragraph: self.block_at(at) as u32 + 1,
            ..Located::default()
        };
        match self.locator_at(at) {
            Some(Locator::Page(page)) => found.page = Some(page),
            Some(Locator::Clock(clock)) => found.clock = Some(clock),
            Some(Locator::Time(_)) | None => {}
        }
        found
    }

    /// Marks of times, in order: byte offsets, each with what is true from there on. Of a document that has no times of a
    /// recording, whatever marks it has.
    pub fn times(&self) -> &[(u32, Locator)] {
        if self.times.is_empty() { &self.locators } else { &self.times }
    }

    /// When the byte `at` is said, in milliseconds from the beginning of the recording, where that is known. O(log n).
    pub fn time_at(&self, at: u32) -> Option<u32> {
        let marks = self.times();
        let behind = marks.partition_point(|(begins, _)| *begins <= at);
        marks.get(behind.checked_sub(1)?).and_then(time_of)
    }

    /// Whether it has times of a recording. O(1).
    pub fn is_timed(&self) -> bool {
        self.times().first().and_then(time_of).is_some()
    }

    /// What is said together with the byte `at`, and when. Several who begin at one time end where the next time begins, as far
    /// as the times do not run backwards there. O(log n + marks of that time).
    pub fn heard_at(&self, at: u32) -> Option<Heard> {
        let marks = self.times();
        let behind = marks.partition_point(|(begins, _)| *begins <= at);
        let mark = marks.get(behind.checked_sub(1)?)?;
        let begins = time_of(mark)?;
        let later = marks.get(behind..).unwrap_or_default().iter().find(|mark| time_of(mark) != Some(begins));
        let next = later.and_then(|mark| Some((mark.0, time_of(mark).filter(|time| *time > begins)?)));
        let ends = next.map(|(byte, time)| {
            let silence = self.silences_in(Span::new(byte, byte + 1)).first().map_or(0, |(_, millis)| *millis);
            time.saturating_sub(silence).max(begins + 1)
        });
        let end = later.map_or(self.text.len() as u32, |(byte, _)| *byte);
        Some(Heard { words: Span::new(mark.0, end), begins, ends })
    }

    /// Where the byte `at` is, in a word for a row of a list: its time where that is known, else its paragraph. O(log n).
    pub fn place_in_short(&self, at: u32) -> String {
        let clock = || self.locator_at(at).and_then(Locator::time_in_short);
        let time = self.time_at(at).map(|millis| Locator::Time(millis).in_words()).or_else(clock);
        time.unwrap_or_else(|| format!("¶{}", self.block_at(at) + 1))
    }

    /// How people would say where the byte `at` is: page or time where these are known, and the paragraph. O(log n).
    pub fn place_in_words(&self, at: u32) -> String {
        self.located(at).in_words()
    }
}

const fn time_of((_, locator): &(u32, Locator)) -> Option<u32> {
    match locator {
        Locator::Time(millis) => Some(*millis),
        Locator::Page(_) | Locator::Clock(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;
    use crate::document::parsed::Parsed;

    /// Where the first of these words is.
    fn at<'d>(document: &'d Document, words: &str) -> Located<'d> {
        let byte = document.text().find(words).unwrap_or_else(|| panic!("{words} in {}", document.text()));
        document.located(byte as u32)
    }

    fn paged(text: &str, pages: &[(&str, &str)]) -> Document {
        let place = |(words, page): &(&str, &str)| (text.find(words).unwrap() as u32, Locator::Page((*page).into()));
        let (blocks, _) = crate::document::plain::blocks(text, crate::document::LineRule::Auto);
        let locators = pages.iter().map(place).collect();
        Document::of(Parsed { text: text.to_owned(), blocks, locators, ..Parsed::default() }, Format::Pdf).unwrap()
    }

    #[test]
    fn every_cue_of_a_turn_has_its_time() {
        let captions = "1\n00:00:01,000 --> 00:00:04,200\nGUEST: The mill pond was\n\n2\n00:00:04,300 --> 00:00:07,000\n\
            never drained. Nobody\n\n3\n00:00:20,000 --> 00:00:22,000\nGUEST: asked us to.\n\n\
            4\n00:00:22,500 --> 00:00:24,000\nHOST: Why?\n";
        let document = Document::from_text(captions, "a.srt");
        let times = |words| (at(&document, words).time, at(&document, words).until);
        assert_eq!(times("mill pond"), (Some(1_000), Some(4_300)));
        assert_eq!(times("drained"), (Some(4_300), Some(7_000)), "nobody speaks for a while");
        assert_eq!(times("asked"), (Some(20_000), Some(22_500)));
        assert_eq!(times("Why"), (Some(22_500), None));
        assert_eq!(at(&document, "Why").in_words(), "0:22, ¶2");
    }

    #[test]
    fn who_begins_at_one_time_ends_at_the_next() {
        let captions = "1\n00:00:01,000 --> 00:00:04,000\nADA: We came.\n\n2\n00:00:01,000 --> 00:00:03,000\nBO: So did we.\n\n\
            3\n00:00:04,000 --> 00:00:06,000\nADA: Good.\n";
        let document = Document::from_text(captions, "a.srt");
        let heard = |words: &str| document.heard_at(document.text().find(words).unwrap() as u32).unwrap();
        assert!(document.is_timed());
        assert_eq!((heard("We").begins, heard("We").ends), (1_000, Some(4_000)));
        assert_eq!((heard("So").begins, heard("So").ends), (1_000, Some(4_000)));
        assert_eq!((heard("Good").begins, heard("Good").ends), (4_000, None));
        assert!(heard("Good").words.of(document.text()).ends_with("Good."));
        assert_eq!(Document::from_text("No times.", "a.txt").heard_at(3), None);
        let first = Document::from_text("[00:07] ADA: a\n\n[00:01] BO: b", "a.txt");
        assert!(!first.is_timed(), "times that run backwards are none");
    }

    #[test]
    fn every_line_of_a_paragraph_has_its_page() {
        let text =
            "The roads\n\nThe council will pave the upper road, which is\nless than it did before.\n\nThat is all.";
        let document = paged(text, &[("The roads", "1"), ("less", "2")]);
        assert_eq!(at(&document, "upper").in_words(), "p. 1, ¶2");
        assert_eq!(at(&document, "less").in_words(), "p. 2, ¶2");
        assert_eq!(at(&document, "That is").in_words(), "p. 2, ¶3");
        assert_eq!(at(&document, "That is").time, None);
    }

    #[test]
    fn a_transcript_on_pages_has_times_too() {
        let text = "[00:00:02] GREY: We came.\n\n[00:00:09] LIND: Why?\n\n[00:01:12] GREY: To see.";
        let document = paged(text, &[("[00:00:02]", "1"), ("Why", "2")]);
        let grey = at(&document, "To see");
        assert_eq!((grey.page, grey.time, grey.until, grey.paragraph), (Some("2"), Some(72_000), None, 3));
        assert_eq!(grey.in_words(), "p. 2, 1:12, ¶3");
        assert_eq!(document.place_in_short(text.find("Why").unwrap() as u32), "0:09");
        assert_eq!(document.named_place("0:10"), Some(text.find("[00:00:09]").unwrap() as u32));
        assert_eq!(document.named_place("p. 2"), Some(text.find("Why").unwrap() as u32));
    }

    #[test]
    fn a_message_has_its_clock() {
        let chat = "12/05/2024, 14:05 - Ada Grey: We will vote.\n13/05/2024, 14:07 - Bo Lind: When?\n";
        let document = Document::from_text(chat, "a.txt");
        let when = at(&document, "When");
        assert_eq!((when.clock, when.time, when.until), (Some("2024-05-13 14:07"), None, None));
        let nothing = Document::from_text("", "a.txt");
        assert_eq!(nothing.located(7).in_words(), "¶1");
    }
}
