//! Places of a document as people name them: a line, a time of the recording, a page.

use super::{Document, Format, Locator};

impl Document {
    /// Where a line of a plain text begins, or, of any other format, a paragraph; both counted from 1. `None` behind the
    /// last. O(n).
    pub fn line_or_paragraph(&self, number: u32) -> Option<u32> {
        let before = usize::try_from(number.checked_sub(1)?).ok()?;
        if self.origin.format != Format::Text {
            return self.blocks().get(before).map(|block| block.span.start);
        }
        if before == 0 {
            return Some(0);
        }
        let end = memchr::memchr_iter(b'\n', self.text().as_bytes()).nth(before - 1)? + 1;
        (end < self.text().len()).then_some(end as u32)
    }

    /// The number of the line of a plain text that holds the byte `at`, from 1; `None` of any other format. O(at).
    pub fn line_of(&self, at: u32) -> Option<u32> {
        let before = self.text().as_bytes().get(..at as usize)?;
        (self.origin.format == Format::Text).then(|| memchr::memchr_iter(b'\n', before).count() as u32 + 1)
    }

    /// Where somebody speaks at a time (`4:35`, `00:04:35`; of a chat `14:05`), or a page begins (`p. 12`, `p12`): the last
    /// place that has begun by then. `None` for words that name neither, and where the document has no such places.
    /// O(places).
    pub fn named_place(&self, words: &str) -> Option<u32> {
        let words = words.trim();
        if let Some(page) = words.strip_prefix("p.").or_else(|| words.strip_prefix('p')).map(str::trim) {
            let is_it = |l: &Locator| matches!(l, Locator::Page(name) if name.eq_ignore_ascii_case(page));
            return self.locators.iter().find(|(_, locator)| is_it(locator)).map(|(at, _)| *at);
        }
        let wanted = millis(words)?;
        let times = self.times().iter().filter_map(|(at, locator)| match locator {
            Locator::Time(time) => Some((*time, *at)),
            Locator::Page(_) => None,
            // Hours and minutes, perhaps seconds, read as such.
            Locator::Clock(clock) => millis(clock.rsplit(' ').next()?).map(|time| (of_day(time, clock), *at)),
        });
        let is_clock = self.locators.iter().any(|(_, l)| matches!(l, Locator::Clock(_)));
        let wanted = if is_clock { of_day(wanted, words) } else { wanted };
        let (mut best, mut first): (Option<(u32, u32)>, Option<u32>) = (None, None);
        for (time, at) in times {
            first = first.or(Some(at));
            if time <= wanted && best.is_none_or(|(known, _)| time > known) {
                best = Some((time, at));
            }
        }
        best.map(|(_, at)| at).or(first)
    }
}

/// A clock of hours and minutes was read as minutes and seconds.
fn of_day(millis: u32, words: &str) -> u32 {
    if words.matches(':').count() == 1 { millis.saturating_mul(60) } else { millis }
}

/// `4:35`, `00:04:35`, `00:04:35.500` in milliseconds.
fn millis(words: &str) -> Option<u32> {
    let (clock, fraction) = words.split_once(['.', ',']).unwrap_or((words, ""));
    let parts: Vec<&str> = clock.split(':').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(is_number) || !fraction.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let seconds = parts.iter().try_fold(0u32, |sum, part| Some(sum * 60 + part.parse::<u32>().ok()?))?;
    let mut thousandths = format!("{fraction:0<3}");
    thousandths.truncate(3);
    Some(seconds.saturating_mul(1000).saturating_add(thousandths.parse().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_at(document: &Document, at: Option<u32>) -> Option<&str> {
        document.text().get(at? as usize..)?.lines().next()
    }

    #[test]
    fn a_line_of_a_text_and_a_paragraph_of_anything_else() {
        let text = Document::from_text("one\ntwo\n\nfour\n", "a.txt");
        let at = |n| words_at(&text, text.line_or_paragraph(n));
        assert_eq!((at(1), at(2), at(4), at(5), at(0)), (Some("one"), Some("two"), Some("four"), None, None));
        assert_eq!((text.line_of(0), text.line_of(5), text.line_of(9)), (Some(1), Some(2), Some(4)));
        let page = Document::from_text("# one\n\nwords\nof two\n\nthree\n", "a.md");
        assert_eq!(words_at(&page, page.line_or_paragraph(3)), Some("three"));
        assert_eq!(page.line_or_paragraph(4), None);
    }

    #[test]
    fn a_time_is_where_somebody_speaks_then() {
        let talk = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada Grey>One.\n\n00:05.000 --> 00:09.000\n<v Bo Lind>Two.\n\n\
            01:10:00.000 --> 01:11:00.000\n<v Ada Grey>Three.\n";
        let talk = Document::from_text(talk, "a.vtt");
        let at = |words| words_at(&talk, talk.named_place(words)).and_then(|line| line.split(' ').next_back());
        assert_eq!((at("0:03"), at("00:00:05"), at("4:35")), (Some("One."), Some("Two."), Some("Two.")));
        assert_eq!((at("1:10:30.5"), at("9:00:00"), at("0:00")), (Some("Three."), Some("Three."), Some("One.")));
        assert_eq!((at("12"), at("a:b"), at("1:2:3:4"), at("p. 2"), at("")), (None, None, None, None, None));
    }

    #[test]
    fn the_clock_of_a_chat() {
        let chat = "12/05/2024, 14:05 - Ada Grey: We will vote.\n12/05/2024, 14:07 - Bo Lind: When?\n\
            12/05/2024, 15:30 - Ada Grey: On Monday.\n";
        let chat = Document::from_text(chat, "a.txt");
        let at = |words| words_at(&chat, chat.named_place(words)).map(|line| line.rsplit(": ").next().unwrap_or(""));
        assert_eq!((at("14:06"), at("16:00")), (Some("We will vote."), Some("On Monday.")));
    }
}
