//! A document as a *reading text* plus blocks and what is known about it.
//!
//! The reading text is UTF-8 with LF line ends and no byte-order mark, and never changes: every place in sayso counts
//! in it. For a format with markup it is the text of the source with blocks joined by one blank line; bullets, numbers
//! and link targets are layout and not in it, so that better rendering never moves an offset.

mod bytes;
mod markdown;
mod meta;
mod plain;

use crate::span::{Offsets, Span};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

pub use meta::{Metadata, civil_in_words};

/// One document, immutable once loaded.
#[derive(Clone, Debug)]
pub struct Document {
    text: Box<str>,
    blocks: Vec<Block>,
    links: Vec<Link>,
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
    pub const fn lines(&self) -> Lines {
        match self.kind {
            BlockKind::Paragraph(lines) => lines,
            _ => Lines::Keep,
        }
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Lines),
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An item of a list with bullets: nesting from 1.
    Item(u8),
    /// An item of an ordered list: nesting from 1, and its number.
    Numbered(u8, u16),
    /// A block set off as a quotation: depth from 1.
    Quotation(u8),
    /// Preformatted text or a table: never flowed, never searched for speech.
    Literal,
}

/// What a line end inside a block means for layout; the reading text is the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
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

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown (`CommonMark` with tables and footnotes).
    Markdown,
}

impl Format {
    /// Name and version of the loader; the number is raised whenever the same bytes may give another text.
    pub const fn loader(self) -> &'static str {
        match self {
            Self::Text => "txt/1",
            Self::Markdown => "md/1",
        }
    }

    /// The format a file name suggests; plain text when it suggests none.
    pub fn of_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
        if ["md", "markdown", "mdown", "mkd"].iter().any(|e| extension.eq_ignore_ascii_case(e)) {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

/// How lines of plain text become paragraphs: the `--lines` option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LineRule {
    /// Decide from the shape of the text.
    #[default]
    Auto,
    /// Lines inside a paragraph flow together.
    Flow,
    /// Lines inside a paragraph are kept.
    Keep,
    /// Every line is a paragraph.
    Paragraphs,
}

/// Why bytes could not become a document.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LoadError {
    /// The bytes are not text.
    #[error("This is not a text file. It begins like {0}.")]
    NotText(&'static str),
    /// Larger than the 4 GiB that positions can name.
    #[error("This file is larger than 4 GiB, which is more than sayso reads.")]
    TooLarge,
}

/// What is assumed about the bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoadOptions {
    /// Read them as this format, whatever they look like.
    pub format: Option<Format>,
    /// How lines become paragraphs.
    pub lines: LineRule,
}

/// Bytes of a file that are enough for its head.
pub const HEAD: usize = 64 * 1024;

/// Reads `bytes`, called `name`, into a document. O(n). Owned bytes become the text without a copy.
///
/// # Errors
/// When the bytes are not text (a picture, an archive …) unless `options` name a format, or exceed 4 GiB.
pub fn load<'a>(bytes: impl Into<Cow<'a, [u8]>>, name: &str, options: LoadOptions) -> Result<Document, LoadError> {
    let bytes = bytes.into();
    if u32::try_from(bytes.len()).is_err() {
        return Err(LoadError::TooLarge);
    }
    let file_hash = sha256(&bytes);
    let length = bytes.len();
    let decoded = bytes::decode(bytes, options.format.is_some())?;
    let format = options.format.unwrap_or_else(|| Format::of_name(name));
    // Text that kept its length lost no mark and no line end: the same bytes have the same hash.
    let same = format == Format::Text && decoded.encoding == "UTF-8" && decoded.text.len() == length;
    let same = same && decoded.notices.is_empty();
    let mut document = read(decoded, format, options.lines)?;
    document.origin.text_hash = if same { file_hash.clone() } else { sha256(document.text.as_bytes()) };
    document.origin.file_hash = file_hash;
    Ok(document)
}

/// The beginning of a document, from the first bytes of its file: its blocks begin the whole document's, places in it are
/// places in the whole. `None` where that cannot be told from a beginning. O(bytes).
pub fn head(bytes: &[u8], name: &str, options: LoadOptions) -> Option<Document> {
    let format = options.format.unwrap_or_else(|| Format::of_name(name));
    let mut text = bytes::beginning(bytes)?;
    text.truncate(plain::cut(&text));
    let decoded = bytes::Decoded { text, encoding: "UTF-8", guessed: false, notices: Vec::new() };
    let mut document = read(decoded, format, options.lines).ok()?;
    if format == Format::Markdown {
        // What ends there may go on differently: a list, a fence, a definition further down.
        document.blocks.pop();
        let end = document.blocks.last().map_or(0, |b| b.span.end);
        document.text = document.text.get(..end as usize).unwrap_or_default().into();
    }
    document.origin.partial = true;
    (!document.blocks.is_empty()).then_some(document)
}

/// Text to a document, without its hashes.
fn read(decoded: bytes::Decoded, format: Format, lines: LineRule) -> Result<Document, LoadError> {
    let mut notices = decoded.notices;
    let (text, blocks, links, declared) = match format {
        Format::Text => {
            let (blocks, notice) = plain::blocks(&decoded.text, lines);
            notices.extend(notice);
            (decoded.text, blocks, Vec::new(), Metadata::default())
        }
        Format::Markdown => {
            let read = markdown::read(&decoded.text);
            notices.extend(read.notice());
            (read.text, read.blocks, read.links, read.meta)
        }
    };
    if u32::try_from(text.len()).is_err() {
        return Err(LoadError::TooLarge);
    }
    let meta = meta::complete(declared, &text, &blocks);
    let origin = Origin {
        format,
        encoding: decoded.encoding,
        guessed: decoded.guessed,
        notices,
        file_hash: String::new(),
        text_hash: String::new(),
        partial: false,
    };
    Ok(Document { offsets: Offsets::new(&text), text: text.into_boxed_str(), blocks, links, meta, origin })
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
        let options = LoadOptions { format: Some(Format::of_name(name)), lines: LineRule::Auto };
        load(text.as_bytes(), name, options).unwrap_or_else(|_| Self::empty())
    }

    /// A document whose reading text is exactly `text`, byte-order marks and line ends included, as offsets given by
    /// others need it. O(n).
    pub fn verbatim(text: &str) -> Self {
        let (blocks, _) = plain::blocks(text, LineRule::Auto);
        let meta = meta::complete(Metadata::default(), text, &blocks);
        Self {
            text: text.into(),
            offsets: Offsets::new(text),
            blocks,
            links: Vec::new(),
            meta,
            origin: Self::empty().origin,
        }
    }

    fn empty() -> Self {
        let origin = Origin {
            format: Format::Text,
            encoding: "UTF-8",
            guessed: false,
            notices: Vec::new(),
            file_hash: String::new(),
            text_hash: String::new(),
            partial: false,
        };
        let (blocks, links) = (Vec::new(), Vec::new());
        Self { text: "".into(), blocks, links, offsets: Offsets::new(""), meta: Metadata::default(), origin }
    }

    /// The reading text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its blocks, in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Links that begin within `span`, in reading order. O(log n + those found).
    pub fn links_in(&self, span: Span) -> &[Link] {
        let from = self.links.partition_point(|l| l.span.start < span.start);
        let to = self.links.partition_point(|l| l.span.start < span.end);
        self.links.get(from..to).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_told_apart_and_can_be_forced() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00";
        assert_eq!(load(jpeg, "a.jpg", LoadOptions::default()).unwrap_err(), LoadError::NotText("a JPEG picture"));
        let forced = LoadOptions { format: Some(Format::Text), ..LoadOptions::default() };
        assert!(load(jpeg, "a.jpg", forced).is_ok());
    }

    #[test]
    fn line_ends_and_byte_order_mark_leave_the_text() {
        let doc = load(b"\xef\xbb\xbfone\r\ntwo\rthree\n", "a.txt", LoadOptions::default()).unwrap();
        assert_eq!(doc.text(), "one\ntwo\nthree\n");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(16))]
        /// The head of a file is the beginning of the whole: same words, same blocks, but perhaps for the last.
        #[test]
        fn the_head_begins_the_whole(text in "([a-z “”.é#>-]{1,90}|\n|\n\n|\r\n){20,400}", end in ".{0,9}") {
            let more = text.repeat(2 + HEAD / text.len().max(1)) + &end;
            for name in ["a.txt", "a.md"] {
                let whole = load(more.as_bytes(), name, LoadOptions::default()).unwrap();
                let first = more.as_bytes().get(..HEAD).unwrap();
                let Some(head) = head(first, name, LoadOptions::default()) else { continue };
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
