//! Which format bytes are in (known by their content first, by the name of the file second) and how it is read: one table.
//!
//! # To add an input format
//!
//! 1. Its loader: a file `document/xyz.rs` with a function from bytes or text to [`Parsed`], made with
//!    `builder::TextBuilder`, and tests of its own.
//! 2. Here a variant of [`Format`] and a row of [`TABLE`], or of `transcripts::TABLE` where it tells who speaks when, or of `markup::TABLE`:
//!    names, extensions, signature, loader. Help, `--input`, folders, libraries and exports take it from there. A loader with a heavy dependency goes behind a feature: `with_feature!`.
//! 3. `mod xyz;` in `document.rs`.
//!
//! A file of it under `tests/fixtures/formats/` makes `tests/formats.rs` keep its reading text.

mod foreign;
mod markup;
mod signature;
mod transcripts;

use super::collection::Member;
use super::{LoadError, LoadOptions, Parsed, epub, html, markdown, org, plain, tables, tei};
use signature::{Beginning, Signature, is_message};
use std::borrow::Cow;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown (`CommonMark` with tables and footnotes).
    Markdown,
    /// A web page: its article.
    Html,
    /// A web page: all of it.
    Page,
    /// A book: EPUB 2 or 3.
    Epub,
    /// PDF with a text layer.
    Pdf,
    /// Word.
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// Rich Text.
    Rtf,
    /// Subtitles: `SubRip`.
    Srt,
    /// Subtitles: `WebVTT`, with names of speakers.
    Vtt,
    /// What speech recognition wrote: JSON with segments, times and perhaps speakers.
    Asr,
    /// A message.
    Email,
    /// A mailbox: many messages.
    Mbox,
    /// TEI, or any other XML.
    Tei,
    /// org-mode.
    Org,
    /// One JSON object with a text a line, or an array of them.
    Jsonl,
    /// A table with a column of texts.
    Csv,
    /// Captions of video sites: `SubViewer`.
    Sbv,
    /// Subtitles: Advanced `SubStation` Alpha and its older form.
    Ass,
    /// Subtitles: Timed Text (TTML, DFXP).
    Ttml,
    /// A transcript of ELAN.
    Elan,
    /// A transcript of Transcriber.
    Transcriber,
    /// A transcript in CHAT, the format of the Child Language Data Exchange System.
    Childes,
    /// A `TextGrid` of Praat.
    TextGrid,
    /// A transcript of oTranscribe.
    Otranscribe,
    /// A table of what is said when: start, end, text, perhaps the speaker.
    TimedTable,
    /// A screenplay of Final Draft.
    Fdx,
    /// A screenplay in Fountain.
    Fountain,
    /// A book: `FictionBook`.
    Fb2,
    /// A notebook of Jupyter.
    Notebook,
    /// Web pages in a zip archive; one document in it is read as itself.
    Zip,
}

/// All that is known of a format.
struct FormatRow {
    format: Format,
    /// Its name for `--input`.
    name: &'static str,
    /// Name and number of the loader: raised whenever the same bytes may give another text.
    version: &'static str,
    /// What it is called in a sentence.
    title: &'static str,
    /// Extensions of names of files, the first the usual one.
    extensions: &'static [&'static str],
    /// Whether such an extension is believed whatever the first lines look like.
    extension_decides: bool,
    /// How its bytes are recognised.
    signature: Signature,
    /// How it is read.
    loader: FormatLoader,
    /// The documents of a file that holds many.
    members: Option<SplitIntoMembers>,
}

/// Takes a file apart into its documents.
type SplitIntoMembers = fn(Cow<'_, [u8]>, &LoadOptions) -> Result<Vec<Member>, LoadError>;

/// How a format is read.
#[derive(Clone, Copy)]
pub(super) enum FormatLoader {
    /// From its bytes.
    Bytes(fn(&[u8], &LoadOptions) -> Result<Parsed, LoadError>),
    /// From its text.
    Text(fn(String, &LoadOptions) -> Result<Parsed, LoadError>),
    /// From its text, whose encoding it may declare.
    Markup(fn(String, &LoadOptions) -> Result<Parsed, LoadError>),
    /// By whoever loads it: nobody knows how long it takes.
    #[cfg(feature = "pdf")]
    Interpreted,
    /// Not at all: this build lacks its feature. What such files are called.
    #[allow(dead_code, reason = "with all features nothing is missing")]
    NotBuiltIn(&'static str),
}

/// A value for builds with a feature, another for those without.
macro_rules! with_feature {
    ($feature:literal, $with:expr, $without:expr) => {{
        #[cfg(feature = $feature)]
        {
            $with
        }
        #[cfg(not(feature = $feature))]
        {
            $without
        }
    }};
}

/// A format that is recognised by its name alone, is read as plain text, and is one document: what rows say of others.
const PLAIN: FormatRow = FormatRow {
    format: Format::Text,
    name: "txt",
    version: "txt/1",
    title: "plain text",
    extensions: &["txt", "text"],
    extension_decides: false,
    signature: Signature::Name,
    loader: FormatLoader::Text(plain::read),
    members: None,
};

/// Every format but those of `transcripts`, as `--input` lists them.
const TABLE: &[FormatRow] = &[
    PLAIN,
    FormatRow {
        format: Format::Markdown,
        name: "md",
        version: "md/2",
        title: "Markdown",
        extensions: &["md", "markdown", "mdown", "mkd"],
        extension_decides: true,
        loader: FormatLoader::Text(|text, options| markdown::read_within(&text, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Html,
        name: "html",
        version: "html/3",
        title: "a web page",
        extensions: &["html", "htm", "xhtml"],
        extension_decides: true,
        signature: Signature::Words(1, |b| {
            b.starts("<!doctype html") || b.starts("<html") || b.is_xml() && b.holds("<html")
        }),
        loader: FormatLoader::Markup(|text, options| html::read(&text, false, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Page,
        name: "page",
        version: "page/3",
        title: "a web page, all of it",
        extensions: &[],
        loader: FormatLoader::Markup(|text, options| html::read(&text, true, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Epub,
        name: "epub",
        version: "epub/3",
        title: "EPUB",
        extensions: &["epub"],
        signature: Signature::Bytes(2, |b| {
            b.is_zip() && (b.lists(b"application/epub+zip") || b.lists(b"META-INF/container.xml"))
        }),
        loader: FormatLoader::Bytes(|bytes, options| epub::read(bytes, None, &options.limits)),
        ..PLAIN
    },
    FormatRow {
        format: Format::Pdf,
        name: "pdf",
        version: "pdf/2",
        title: "PDF",
        extensions: &["pdf"],
        signature: Signature::Bytes(1, |b| {
            b.head.get(..b.head.len().min(1024)).is_some_and(|h| memchr::memmem::find(h, b"%PDF-").is_some())
        }),
        loader: with_feature!("pdf", FormatLoader::Interpreted, FormatLoader::NotBuiltIn("PDF files")),
        ..PLAIN
    },
    FormatRow {
        format: Format::Docx,
        name: "docx",
        version: "docx/2",
        title: "Word",
        extensions: &["docx", "docm", "dotx"],
        signature: Signature::Bytes(3, |b| b.is_zip() && b.lists(b"word/document")),
        loader: with_feature!(
            "office",
            FormatLoader::Bytes(|bytes, options| super::docx::read(bytes, &options.limits)),
            FormatLoader::NotBuiltIn("Word files")
        ),
        ..PLAIN
    },
    FormatRow {
        format: Format::Odt,
        name: "odt",
        version: "odt/2",
        title: "OpenDocument",
        extensions: &["odt", "ott"],
        signature: Signature::Bytes(4, |b| b.is_zip() && b.lists(b"application/vnd.oasis.opendocument.text")),
        loader: with_feature!(
            "office",
            FormatLoader::Bytes(|bytes, options| super::odt::read(bytes, &options.limits)),
            FormatLoader::NotBuiltIn("OpenDocument files")
        ),
        ..PLAIN
    },
    FormatRow {
        format: Format::Rtf,
        name: "rtf",
        version: "rtf/2",
        title: "Rich Text",
        extensions: &["rtf"],
        signature: Signature::Bytes(0, |b| b.head.starts_with(b"{\\rtf")),
        loader: with_feature!(
            "office",
            FormatLoader::Bytes(|bytes, options| super::rtf::read(bytes, &options.limits)),
            FormatLoader::NotBuiltIn("Rich Text files")
        ),
        ..PLAIN
    },
    FormatRow {
        format: Format::Email,
        name: "eml",
        version: "eml/3",
        title: "a message",
        extensions: &["eml"],
        signature: Signature::Words(8, |b| is_message(b.words)),
        loader: with_feature!(
            "mail",
            FormatLoader::Bytes(|bytes, options| super::email::read(bytes, &options.limits)),
            FormatLoader::NotBuiltIn("messages")
        ),
        ..PLAIN
    },
    FormatRow {
        format: Format::Mbox,
        name: "mbox",
        version: "eml/3",
        title: "a mailbox",
        extensions: &["mbox"],
        signature: Signature::Words(3, |b| {
            b.words.starts_with("From ") && (b.holds("\nFrom: ") || b.holds("\nDate: ") || b.holds("\nReceived: "))
        }),
        loader: with_feature!(
            "mail",
            FormatLoader::Bytes(|bytes, options| super::email::read_first(bytes, &options.limits)),
            FormatLoader::NotBuiltIn("mailboxes")
        ),
        members: with_feature!("mail", Some(super::email::members), None),
        ..PLAIN
    },
    FormatRow {
        format: Format::Tei,
        name: "tei",
        version: "tei/2",
        title: "XML",
        extensions: &["xml", "tei"],
        // Whatever no other row knows: formats in XML come before it.
        signature: Signature::Words(200, |b| b.is_xml()),
        loader: FormatLoader::Markup(|text, _| Ok(tei::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Org,
        name: "org",
        version: "org/1",
        title: "org-mode",
        extensions: &["org"],
        extension_decides: true,
        signature: Signature::Words(5, |b| b.starts("#+title:")),
        loader: FormatLoader::Text(|text, _| Ok(org::read(&text))),
        ..PLAIN
    },
    FormatRow {
        format: Format::Jsonl,
        name: "jsonl",
        version: "jsonl/1",
        title: "JSON lines",
        extensions: &["jsonl", "ndjson"],
        extension_decides: true,
        signature: Signature::Words(7, |b| b.is_json()),
        loader: FormatLoader::Text(|text, options| {
            tables::read_first(&tables::of_json(&text, &options.limits)?, "JSON lines", options)
        }),
        members: Some(|bytes, options| tables::members(bytes, options, tables::of_json)),
    },
    FormatRow {
        format: Format::Csv,
        name: "csv",
        version: "csv/1",
        title: "a table",
        extensions: &["csv", "tsv"],
        extension_decides: true,
        loader: FormatLoader::Text(|text, options| {
            tables::read_first(&tables::of_csv(&text, &options.limits)?, "a table", options)
        }),
        members: Some(|bytes, options| tables::members(bytes, options, tables::of_csv)),
        ..PLAIN
    },
];

/// All rows.
fn rows() -> impl Iterator<Item = &'static FormatRow> {
    TABLE.iter().chain(transcripts::TABLE).chain(markup::TABLE)
}

/// Bytes of a file that show what it is.
const SIGNATURE_BYTES: usize = 4096;

impl Format {
    fn row(self) -> &'static FormatRow {
        rows().find(|r| r.format == self).unwrap_or(&PLAIN)
    }

    /// Its name for `--input`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Name and version of the loader.
    pub fn loader(self) -> &'static str {
        self.row().version
    }

    /// How it is read.
    pub(super) fn how_to_read(self) -> FormatLoader {
        self.row().loader
    }

    /// What it is called in a sentence.
    pub fn title(self) -> &'static str {
        self.row().title
    }

    /// What it is called beside the name of a document, in a word or two.
    pub fn short(self) -> &'static str {
        self.title().trim_start_matches("a ").trim_start_matches("an ")
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        rows().map(|r| r.format)
    }

    /// Whether a file of it holds many documents.
    pub fn is_collection(self) -> bool {
        self.row().members.is_some()
    }

    /// The documents of a file of it, when it holds many. O(n).
    pub(super) fn members(self, file: Cow<'_, [u8]>, options: &LoadOptions) -> Result<Option<Vec<Member>>, LoadError> {
        self.row().members.map(|members| members(file, options)).transpose()
    }

    /// The format a file name suggests, when it suggests one.
    pub fn suggested(name: &str) -> Option<Self> {
        row_of_name(name).map(|r| r.format)
    }

    /// What `bytes` are and what to do with them, where they are known to be what is not read. O(n) for an archive, O(1) else.
    pub(super) fn foreign(bytes: &[u8], name: &str) -> Option<(&'static str, &'static str)> {
        let head = bytes.get(..bytes.len().min(SIGNATURE_BYTES)).unwrap_or_default();
        let words = String::from_utf8_lossy(head);
        let words = words.trim_start_matches('\u{feff}').trim_start();
        foreign::of(&Beginning { bytes, head, words }, extension(name)).map(|kind| (kind.title, kind.advice))
    }

    /// The format of `bytes`, called `name`: by what they say of themselves, else by the name, else plain text. O(1).
    pub fn of(bytes: &[u8], name: &str) -> Self {
        let named = row_of_name(name);
        let head = bytes.get(..bytes.len().min(SIGNATURE_BYTES)).unwrap_or_default();
        let by_bytes = |s| if let Signature::Bytes(order, test) = s { Some((order, test)) } else { None };
        if let Some(format) = recognised(&Beginning { bytes, head, words: "" }, by_bytes) {
            // Of an archive that does not say what it is, the name does.
            let office = named.map(|r| r.format).filter(|f| matches!(f, Self::Epub | Self::Docx | Self::Odt));
            let packed = name.rsplit('.').next().is_some_and(|e| e.eq_ignore_ascii_case("zip"));
            return office.filter(|_| format == Self::Zip && !packed).unwrap_or(format);
        }
        // Markdown, org and tables look like text, whatever they talk about in their first lines: their names are believed.
        if let Some(row) = named.filter(|r| r.extension_decides) {
            return row.format;
        }
        let words = String::from_utf8_lossy(head);
        let words = words.trim_start_matches('\u{feff}').trim_start();
        let by_words = |s| if let Signature::Words(order, test) = s { Some((order, test)) } else { None };
        let found = recognised(&Beginning { bytes, head, words }, by_words);
        let named = named.map(|r| r.format);
        // A brace may begin a text as well.
        let found = found.filter(|f| named != Some(Self::Text) || !matches!(f, Self::Asr | Self::Jsonl));
        found.or(named).unwrap_or(Self::Text)
    }
}

fn row_of_name(name: &str) -> Option<&'static FormatRow> {
    let extension = extension(name);
    rows().find(|r| r.extensions.iter().any(|e| extension.eq_ignore_ascii_case(e)))
}

/// A test of a signature with its order.
type Test = (u8, fn(&Beginning<'_>) -> bool);

/// The format whose signature, among those that `select` gives, recognises the bytes first.
fn recognised(beginning: &Beginning<'_>, select: impl Fn(Signature) -> Option<Test>) -> Option<Format> {
    let tests = rows().filter_map(|row| Some((select(row.signature)?, row.format)));
    tests.filter(|((_, test), _)| test(beginning)).min_by_key(|((order, _), _)| *order).map(|(_, format)| format)
}

/// The last part of a name, without one that only says how it is packed.
fn extension(name: &str) -> &str {
    let name = [".gz", ".zst", ".gzip", ".zstd", ".zip"]
        .iter()
        .find_map(|e| {
            let at = name.len().checked_sub(e.len())?;
            name.get(at..).filter(|end| end.eq_ignore_ascii_case(e)).and_then(|_| name.get(..at))
        })
        .unwrap_or(name);
    name.rsplit_once('.').map_or("", |(_, e)| e)
}

#[cfg(test)]
mod tests;
