//! What a loader hands over: text, blocks, and what it says beside them.

use super::{Block, Link, Metadata};
use crate::kinds::Form;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A source read as a person would read it.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The reading text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// Where in the source words are: byte offsets of the text, each with what is true from there on, in order.
    pub locators: Vec<(u32, Locator)>,
    /// Where somebody speaks again after nobody did: byte offsets of the text, each with how many milliseconds, in order.
    pub silences: Vec<(u32, u32)>,
    /// Pictures in front of paragraphs: where the paragraph begins, in bytes of the text, and what the source says of the
    /// picture, empty where it says nothing; in order.
    pub pictures: Vec<(u32, Box<str>)>,
    /// Who spoke, where the source itself says so: in order of the words.
    pub declared: Vec<DeclaredSpeech>,
    /// What the source declares of itself.
    pub meta: Metadata,
    /// What is in the source and not in the text.
    pub left: LeftOut,
    /// What else the reader should know, in whole sentences.
    pub notices: Vec<String>,
    /// Why it was not read to its end, if it was not: what is wrong, and where.
    pub damage: Option<String>,
}

/// Where in its source something is, when paragraph numbers are not what people cite by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// The page, as it is numbered there.
    Page(Box<str>),
    /// Milliseconds from the beginning of a recording.
    Time(u32),
    /// A time of the day, perhaps with its date, as a chat has it beside a message: `2024-05-12 14:05` where the order of day
    /// and month is certain, else the date as it is written. The clock, of 24 hours, stands last.
    Clock(Box<str>),
}

impl Locator {
    /// As people write it: `p. 12`, `1:02:07`, `2024-05-12 14:05`.
    pub fn in_words(&self) -> String {
        match self {
            Self::Clock(clock) => clock.to_string(),
            Self::Page(page) => format!("p. {page}"),
            Self::Time(millis) => {
                let seconds = millis / 1000;
                let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
            }
        }
    }

    /// A time in seven columns: of a clock hours and minutes alone. `None` for a page, which holds more than one place.
    pub fn time_in_short(&self) -> Option<String> {
        match self {
            Self::Page(_) => None,
            Self::Time(_) => Some(self.in_words()),
            Self::Clock(clock) => Some(clock.rsplit(' ').next()?.chars().take(5).collect()),
        }
    }
}

/// How long nobody speaks: `11 seconds nobody speaks`.
pub fn silence_in_words(millis: u32) -> String {
    let counted = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let (minutes, seconds) = (millis / 60_000, millis / 1_000 % 60);
    let time = match (minutes, seconds) {
        (0, seconds) => counted(seconds, "second"),
        (minutes, 0) => counted(minutes, "minute"),
        (minutes, seconds) => format!("{} {}", counted(minutes, "minute"), counted(seconds, "second")),
    };
    format!("{time} nobody speaks")
}

/// Words of which the source itself says who spoke them, beside what its words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredSpeech {
    /// The words, quotation marks included; of a turn, the name before it.
    pub words: Span,
    /// A quotation, a block, or a turn whose name is explained.
    pub form: Form,
    /// Who spoke.
    pub name: Box<str>,
    /// The words of the text that name the speaker, where there are any: the line below a block.
    pub named: Option<Span>,
    /// Whether the source gives this name; else it was made of an id.
    pub sure: bool,
}

/// Things of the source that are not in the text, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Pictures, drawings, films.
    pub pictures: usize,
    /// Remarks of editors in the margin of a word file.
    pub comments: usize,
    /// Words struck out under tracked changes.
    pub deletions: usize,
    /// Files that came with a message.
    pub attachments: usize,
    /// Parts of a page that are not the article: navigation, comments, related stories.
    pub furniture: usize,
    /// Headers and footers of pages, in lines.
    pub headers_footers: usize,
    /// Numbers of lines in the margin of pages.
    pub line_numbers: usize,
    /// Words that a writer hid.
    pub hidden: usize,
    /// Glyphs of a PDF that stand for no known letter.
    pub glyphs: usize,
    /// Lines and intervals of a transcript that annotate the words: translations, word classes, sounds, codes.
    #[serde(default)]
    pub annotations: usize,
    /// Cells of programs in a notebook.
    #[serde(default)]
    pub cells: usize,
    /// Formulas.
    #[serde(default)]
    pub formulas: usize,
    /// Other parts of a file: lists of persons, an image of the source.
    #[serde(default)]
    pub parts: usize,
}

impl LeftOut {
    /// "3 pictures, 1 comment not shown"; nothing when nothing is missing.
    pub fn in_words(&self) -> Option<String> {
        let kinds = [
            (self.pictures, "picture", "pictures"),
            (self.comments, "comment", "comments"),
            (self.deletions, "deleted passage", "deleted passages"),
            (self.attachments, "attachment", "attachments"),
            (self.furniture, "part of the page", "parts of the page"),
            (self.headers_footers, "header or footer line", "header or footer lines"),
            (self.line_numbers, "line number", "line numbers"),
            (self.hidden, "hidden passage", "hidden passages"),
            (self.glyphs, "unreadable letter", "unreadable letters"),
            (self.annotations, "annotation", "annotations"),
            (self.cells, "program cell", "program cells"),
            (self.formulas, "formula", "formulas"),
            (self.parts, "other part", "other parts"),
        ];
        let counts: Vec<String> = kinds
            .into_iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!("{n} {}", if n == 1 { one } else { many }))
            .collect();
        (!counts.is_empty()).then(|| format!("{} not shown", counts.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_one_line() {
        let left = LeftOut { pictures: 3, comments: 1, ..LeftOut::default() };
        assert_eq!(left.in_words().as_deref(), Some("3 pictures, 1 comment not shown"));
        assert_eq!(LeftOut::default().in_words(), None);
    }

    #[test]
    fn times_read_as_clocks_do() {
        assert_eq!(Locator::Time(3_727_400).in_words(), "1:02:07");
        assert_eq!(Locator::Time(65_000).in_words(), "1:05");
        assert_eq!(silence_in_words(11_400), "11 seconds nobody speaks");
        assert_eq!(silence_in_words(61_000), "1 minute 1 second nobody speaks");
        assert_eq!(silence_in_words(120_000), "2 minutes nobody speaks");
        assert_eq!(Locator::Page("xii".into()).in_words(), "p. xii");
        let clock = Locator::Clock("2024-05-12 14:05:33".into());
        assert_eq!(
            (clock.in_words().as_str(), clock.time_in_short().as_deref()),
            ("2024-05-12 14:05:33", Some("14:05"))
        );
    }
}
