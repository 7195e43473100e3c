//! A document as a *reading text* plus blocks and what is known about it.
//!
//! The reading text is UTF-8 with LF line ends and no byte-order mark, and never changes: every place in sayso counts
//! in it. For a format with markup it is the text of the source with blocks joined by one blank line; bullets, numbers
//! and link targets are layout and not in it, so that better rendering never moves an offset.

pub(crate) mod archive;
mod asr;
mod builder;
pub(crate) mod bytes;
pub(crate) mod chat;
mod childes;
mod clock;
pub mod collection;
mod cues;
#[cfg(feature = "office")]
mod docx;
mod elan;
#[cfg(feature = "mail")]
mod email;
mod epub;
mod format;
mod fountain;
mod html;
mod json;
mod limits;
pub(crate) mod lines;
mod load;
mod markdown;
mod meta;
mod named_place;
mod notebook;
#[cfg(feature = "office")]
mod odt;
mod org;
mod otranscribe;
mod parsed;
#[cfg(feature = "pdf")]
pub mod pdf;
mod place;
mod plain;
pub(crate) mod programs;
pub(crate) mod reply_line;
#[cfg(feature = "office")]
mod rtf;
mod screenplay;
pub(crate) mod stamp;
mod subtitles;
mod tables;
mod tei;
mod textgrid;
mod tiers;
mod time_codes;
mod timed_table;
mod transcriber;
mod unpacking;
mod utterances;
pub(crate) mod xml;
mod zipped;

use crate::span::{Offsets, Span};
use sha2::{Digest, Sha256};

pub use format::Format;
pub use limits::{Allowance, Limits};
pub use load::{
    HEAD, LineRule, LoadError, LoadOptions, NOT_INTERPRETED, head, head_needs_all, load, load_with,
    looks_like_documents, refused,
};
pub use meta::{Metadata, civil_in_words};
pub use parsed::{DeclaredSpeech, LeftOut, Locator, Parsed, silence_in_words};
pub use place::{Heard, Located};
pub use tables::JsonLines;
pub use unpacking::{Frames, Unpacking, is_packed};
pub use utterances::SILENCE;
pub use xml::XmlError;

/// One document, immutable once loaded.
#[derive(Clone, Debug)]
pub struct Document {
    text: Box<str>,
    blocks: Vec<Block>,
    links: Vec<Link>,
    /// Byte offsets of the text, in order, each with what is true from there on.
    locators: Vec<(u32, Locator)>,
    /// The same of times, where the locators are pages.
    times: Vec<(u32, Locator)>,
    silences: Vec<(u32, u32)>,
    pictures: Vec<(u32, Box<str>)>,
    declared: Vec<DeclaredSpeech>,
    offsets: Offsets,
    /// Title, outlet, date …
    pub meta: Metadata,
    /// How it was read: format, encoding, lines.
    pub origin: Origin,
}

/// How the bytes became the reading text.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The format it was read as.
    pub format: Format,
    /// Name of the encoding, for instance `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether the encoding was guessed from the letters rather than declared or proved.
    pub guessed: bool,
    /// Things the reader should be told, in whole sentences.
    pub notices: Vec<String>,
    /// SHA-256 of the bytes, in hex.
    pub file_hash: String,
    /// SHA-256 of the reading text, in hex.
    pub text_hash: String,
    /// Whether this is only the beginning of a file that is still being read.
    pub partial: bool,
    /// The language all of it was said to be in (BCP 47), whatever its words look like.
    pub language: Option<&'static str>,
}

impl Origin {
    const fn plain(format: Format) -> Self {
        Self {
            format,
            encoding: "UTF-8",
            guessed: false,
            notices: Vec::new(),
            file_hash: String::new(),
            text_hash: String::new(),
            partial: false,
            language: None,
        }
    }
}

/// A paragraph, heading, list item … in reading order; blocks never overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words, without white space at either end.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

impl Block {
    /// What a line end inside it means.
    pub const fn lines(&self) -> LineBreaks {
        match self.kind {
            BlockKind::Paragraph(lines) => lines,
            _ => LineBreaks::Keep,
        }
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(LineBreaks),
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An item of a list with bullets: nesting from 1.
    Item(u8),
    /// An item of an ordered list: nesting from 1, and its number.
    Numbered(u8, u16),
    /// A block set off as a quotation: depth from 1.
    Quotation(u8),
    /// What somebody says in turn, as a transcript has it: the name, a colon, the words.
    Turn,
    /// What somebody says whom the source tells apart from whoever spoke before, and does not name: the words, perhaps behind
    /// the dash or the `>>` that says so.
    UnnamedTurn,
    /// What whoever has the turn above goes on to say. In a document with turns, a paragraph is nobody's turn.
    Continued,
    /// Nobody's speech: a stage direction, a sound, a remark of whoever wrote down what was said.
    Aside,
    /// Preformatted text: never flowed, never searched for speech.
    Literal,
    /// A table: tabs between its cells, line ends between its rows. Each cell is read by itself.
    Table,
}

/// What a line end inside a block means for layout; the reading text is the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineBreaks {
    /// Lines were broken to a width: they flow together.
    Flow,
    /// Lines were broken on purpose (verse, lists, addresses): they are kept.
    Keep,
}

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words; of a note, the word its mark stands behind.
    pub span: Span,
    /// Where they lead.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address outside.
    Web(String),
    /// Another document, as written: relative to this one.
    File(String),
    /// A block of this document: a heading, a note.
    Block(u32),
}

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    in_hex(&Sha256::digest(bytes))
}

/// Bytes in hex.
pub fn in_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Document {
    /// A document from text that is known to be text (the tour, the `text` field of a JSON line).
    pub fn from_text(text: &str, name: &str) -> Self {
        let format = Some(Format::suggested(name).unwrap_or(Format::Text));
        load(text.as_bytes(), name, &LoadOptions { format, ..LoadOptions::default() }).unwrap_or_else(|_| Self::empty())
    }

    /// A document whose reading text is exactly `text`, byte-order marks and line ends included, as offsets given by
    /// others need it. O(n).
    pub fn verbatim(text: &str) -> Self {
        let (blocks, _) = plain::blocks(text, LineRule::Auto);
        Self::of(Parsed { text: text.to_owned(), blocks, ..Parsed::default() }, Format::Text)
            .unwrap_or_else(|_| Self::empty())
    }

    /// What a loader read, without hashes.
    fn of(parsed: Parsed, format: Format) -> Result<Self, LoadError> {
        let Parsed { text, blocks, links, locators, silences, pictures, declared, meta, left, .. } = parsed;
        let mut notices = parsed.notices;
        if u32::try_from(text.len()).is_err() {
            return Err(LoadError::TooLarge);
        }
        let whole = if format == Format::Html && left.furniture > 0 { " (--input page shows all)" } else { "" };
        notices.extend(left.in_words().map(|words| format!("{words}{whole}.")));
        let meta = meta::complete(meta, &text, &blocks);
        let found = |known: Vec<_>, find: &dyn Fn() -> Vec<_>| if known.is_empty() { find() } else { known };
        let times = if locators.is_empty() { Vec::new() } else { times_beside(&locators, &text) };
        let locators = found(locators, &|| time_codes::locators(&text));
        let locators = found(locators, &|| clock::locators(&text, &blocks));
        let origin = Origin { notices, ..Origin::plain(format) };
        Ok(Self {
            offsets: Offsets::new(&text),
            text: text.into_boxed_str(),
            blocks,
            links,
            locators,
            times,
            silences,
            pictures,
            declared,
            meta,
            origin,
        })
    }

    fn empty() -> Self {
        Self {
            text: "".into(),
            blocks: Vec::new(),
            links: Vec::new(),
            locators: Vec::new(),
            times: Vec::new(),
            silences: Vec::new(),
            pictures: Vec::new(),
            declared: Vec::new(),
            offsets: Offsets::new(""),
            meta: Metadata::default(),
            origin: Origin::plain(Format::Text),
        }
    }

    /// The reading text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its blocks, in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Words of which the source itself says who spoke them, in order.
    pub fn declared(&self) -> &[DeclaredSpeech] {
        &self.declared
    }

    /// Links that begin within `span`, in reading order. O(log n + those found).
    pub fn links_in(&self, span: Span) -> &[Link] {
        let from = self.links.partition_point(|l| l.span.start < span.start);
        let to = self.links.partition_point(|l| l.span.start < span.end);
        self.links.get(from..to).unwrap_or_default()
    }

    /// Where in its source the byte `at` is, where pages or times are known: what the last mark at or before it says.
    /// Words before the first mark have no place. O(log n).
    pub fn locator_at(&self, at: u32) -> Option<&Locator> {
        let behind = self.locators.partition_point(|(begins, _)| *begins <= at);
        self.locators.get(behind.checked_sub(1)?).map(|(_, locator)| locator)
    }

    /// Marks of pages and times within `span`, in order: byte offsets, each with what is true from there on. O(log n).
    pub fn locators_in(&self, span: Span) -> &[(u32, Locator)] {
        let from = self.locators.partition_point(|(at, _)| *at < span.start);
        let to = self.locators.partition_point(|(at, _)| *at < span.end);
        self.locators.get(from..to.max(from)).unwrap_or_default()
    }

    /// Where somebody speaks again within `span` after [`SILENCE`] and longer: byte offsets, each with the milliseconds nobody
    /// spoke, in order. None where the source does not say when its pieces end. O(log n).
    pub fn silences_in(&self, span: Span) -> &[(u32, u32)] {
        let from = self.silences.partition_point(|(at, _)| *at < span.start);
        let to = self.silences.partition_point(|(at, _)| *at < span.end);
        self.silences.get(from..to.max(from)).unwrap_or_default()
    }

    /// Pictures in front of the paragraphs that begin within `span`, in order: byte offsets, each with what the source says of
    /// the picture, empty where it says nothing. O(log n).
    pub fn pictures_in(&self, span: Span) -> &[(u32, Box<str>)] {
        let from = self.pictures.partition_point(|(at, _)| *at < span.start);
        let to = self.pictures.partition_point(|(at, _)| *at < span.end);
        self.pictures.get(from..to.max(from)).unwrap_or_default()
    }

    /// What is told of the pictures in front of block `number`, in words: `picture: the quay at dawn`, `3 pictures`; nothing
    /// of what the words of the block say themselves, as a caption does. `None` where there is none. O(log n).
    pub fn pictures_in_words(&self, number: usize) -> Option<String> {
        let block = self.blocks.get(number)?;
        let pictures = self.pictures_in(block.span);
        let words = block.span.of(&self.text);
        let described =
            pictures.iter().map(|(_, described)| described).find(|d| !d.is_empty() && !words.contains(&***d));
        let count = match pictures.len() {
            0 => return None,
            1 => "picture".to_owned(),
            more => format!("{more} pictures"),
        };
        Some(described.map_or_else(|| count.clone(), |described| format!("{count}: {described}")))
    }

    /// Code-point and UTF-16 offsets of the reading text.
    pub fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// The words of a span.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// Number of the block that holds the byte `at`, or the last one before it. O(log n).
    pub fn block_at(&self, at: u32) -> usize {
        self.blocks.partition_point(|b| b.span.start <= at).saturating_sub(1)
    }

    /// A span in code points, half-open.
    pub fn in_chars(&self, span: Span) -> (u32, u32) {
        self.offsets.span_to_chars(&self.text, span)
    }
}

/// The times that a transcript on pages has in its text. O(n).
fn times_beside(pages: &[(u32, Locator)], text: &str) -> Vec<(u32, Locator)> {
    let paged = pages.iter().all(|(_, locator)| matches!(locator, Locator::Page(_)));
    if paged { time_codes::locators(text) } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_apart_and_can_be_forced() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00";
        assert_eq!(load(jpeg, "a.jpg", &LoadOptions::default()).unwrap_err(), LoadError::NotText("a JPEG picture"));
        let forced = LoadOptions { format: Some(Format::Text), ..LoadOptions::default() };
        assert!(load(jpeg, "a.jpg", &forced).is_ok());
    }

    #[test]
    fn line_ends_and_byte_order_mark_leave_the_text() {
        let doc = load(b"\xef\xbb\xbfone\r\ntwo\rthree\n", "a.txt", &LoadOptions::default()).unwrap();
        assert_eq!(doc.text(), "one\ntwo\nthree\n");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]
        /// The head of a file is the beginning of the whole: same words, same blocks, but perhaps for the last.
        #[test]
        fn the_head_begins_the_whole(text in "([a-z “”.é#>-]{1,90}|\n|\n\n|\r\n){20,400}", end in ".{0,9}") {
            let more = text.repeat(2 + HEAD / text.len().max(1)) + &end;
            for name in ["a.txt", "a.md"] {
                let whole = load(more.as_bytes(), name, &LoadOptions::default()).unwrap();
                let first = more.as_bytes().get(..HEAD).unwrap();
                let Some(head) = head(first, name, &LoadOptions::default()) else { continue };
                proptest::prop_assert!(head.origin.partial && !whole.origin.partial);
                let known = head.blocks().len().saturating_sub(1);
                proptest::prop_assert_eq!(&head.blocks()[..known], &whole.blocks()[..known]);
                let end = head.blocks()[known].span.start as usize;
                proptest::prop_assert_eq!(head.text().get(..end), whole.text().get(..end));
            }
        }
    }

    #[test]
    fn a_block_is_small() {
        assert_eq!(size_of::<Block>(), 12, "a book has hundreds of thousands");
    }

    #[test]
    fn block_at_finds_the_paragraph() {
        let doc = Document::from_text("one\n\ntwo words\n\nthree", "a.txt");
        assert_eq!(doc.blocks().len(), 3);
        assert_eq!(doc.block_at(0), 0);
        assert_eq!(doc.block_at(6), 1);
        assert_eq!(doc.block_at(400), 2);
    }
}
