//! From bytes to a document: what they are, then the loader for that.

use super::format::FormatLoader;
use super::zipped::{self, Zipped};
use super::{Document, Format, Limits, Parsed, archive, bytes, epub, is_packed, plain, sha256, tables};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
    /// The bytes are not what they say they are: as what they were read, and what is wrong.
    #[error("This cannot be read as {0}: {1}.")]
    Damaged(&'static str, String),
    /// A password or copy protection keeps the words from being read.
    #[error("This {0} file is locked by a password or copy protection. Remove it in the program that made the file.")]
    Locked(&'static str),
    /// It unpacks to, or nests, far more than any document does.
    #[error("This file holds more than sayso reads: {0}.")]
    TooMuch(String),
    /// The pages are pictures.
    #[error(
        "This PDF has no text, only pictures of pages. Let a program for text recognition (OCR) add the text first."
    )]
    Scan,
    /// Its format is not part of this build: what such files are called.
    #[error("This build of sayso reads no {0}.")]
    NotBuiltIn(&'static str),
    /// A kind of file that is not read: what it is, and what to do instead.
    #[error("This is {0}, which sayso does not read. {1}")]
    Foreign(&'static str, &'static str),
    /// An archive of several documents: how many.
    #[error("This zip archive holds {0} documents. Unpack it and open them one by one, or their folder.")]
    ManyInside(usize),
    /// An archive without a document.
    #[error("This zip archive holds nothing that sayso reads. Unpack it and look what is in it.")]
    NoneInside,
    /// A table without the column that was asked for: its name, and those there are.
    #[error("No column of this table is called {0}. It has: {1}.")]
    NoColumn(String, String),
}

/// What is assumed about the bytes.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Read them as this format, whatever they look like.
    pub format: Option<Format>,
    /// How lines become paragraphs.
    pub lines: LineRule,
    /// The column of a table that holds the text.
    pub column: Option<String>,
    /// How much of it is read.
    pub limits: Limits,
    /// The language all of it is in (BCP 47).
    pub language: Option<&'static str>,
}

/// What is said of a file whose parser failed.
pub const NOT_INTERPRETED: &str = "it cannot be interpreted";

/// Bytes of a file that are enough for its head.
pub const HEAD: usize = 64 * 1024;

/// Reads `bytes`, called `name`, into a document. O(n). Owned bytes of plain text become the text without a copy. Of a
/// file of many documents, the first.
///
/// ```
/// use sayso_core::document::{self, LoadOptions};
///
/// let page = "<html><body><h1>Quay</h1><p>“We will go,” said Ada Grey.</p></body></html>";
/// let document = document::load(page.as_bytes(), "page.html", &LoadOptions::default())?;
/// assert_eq!(document.text(), "Quay\n\n“We will go,” said Ada Grey.");
/// assert_eq!(document.blocks().len(), 2);
/// # Ok::<(), document::LoadError>(())
/// ```
///
/// # Errors
/// When the bytes are no document: not text (a picture, an archive …) unless `options` name a format, damaged, locked, or
/// too much.
pub fn load<'a>(bytes: impl Into<Cow<'a, [u8]>>, name: &str, options: &LoadOptions) -> Result<Document, LoadError> {
    load_with(bytes, name, options, interpret)
}

#[cfg(feature = "pdf")]
fn interpret(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    super::pdf::read(bytes, limits).map_err(LoadError::from)
}

#[cfg(not(feature = "pdf"))]
fn interpret(_: &[u8], _: &Limits) -> Result<Parsed, LoadError> {
    Err(LoadError::NotBuiltIn("PDF files"))
}

/// [`load`], with another way to read the bytes of a PDF: how long that takes is not known from their number, and it cannot
/// be stopped from inside.
///
/// # Errors
/// As [`load`], and those of `read_pdf`.
pub fn load_with<'a, E: From<LoadError>>(
    bytes: impl Into<Cow<'a, [u8]>>,
    name: &str,
    options: &LoadOptions,
    read_pdf: impl FnOnce(&[u8], &Limits) -> Result<Parsed, E>,
) -> Result<Document, E> {
    #[cfg(not(feature = "pdf"))]
    drop(read_pdf);
    let bytes = bytes.into();
    let limits = &options.limits;
    if u32::try_from(bytes.len()).is_err() {
        return Err(LoadError::TooLarge.into());
    }
    let file_hash = sha256(&bytes);
    let mut packed = is_packed(&bytes);
    let (mut bytes, name) = archive::unpacked(bytes, name, limits)?;
    let mut format = options.format.unwrap_or_else(|| Format::of(&bytes, name));
    if options.format.is_none() {
        refuse_foreign(&bytes, name)?;
    }
    if format == Format::Zip
        && let Zipped::Document(inner, name) = zipped::open(&bytes, limits)?
    {
        packed = true;
        bytes = Cow::Owned(inner);
        format = Format::of(&bytes, &name);
        if format == Format::Zip {
            return Err(LoadError::NoneInside.into());
        }
        refuse_foreign(&bytes, &name)?;
    }
    let length = bytes.len();
    let mut encoding = ("UTF-8", false);
    let mut broken = Vec::new();
    let mut text = |bytes, declared| {
        let decoded = bytes::decode(bytes, options.format.is_some(), declared)?;
        encoding = (decoded.encoding, decoded.guessed);
        broken.extend(decoded.notices);
        Ok::<String, LoadError>(decoded.text)
    };
    let read_any = || {
        Ok::<Parsed, E>(match format.how_to_read() {
            FormatLoader::Bytes(read) => read(&bytes, options)?,
            FormatLoader::Text(read) => read(text(bytes, None)?, options)?,
            FormatLoader::Markup(read) => {
                let declared = bytes::declared(&bytes);
                read(text(bytes, declared)?, options)?
            }
            #[cfg(feature = "pdf")]
            FormatLoader::Interpreted => read_pdf(&bytes, limits)?,
            FormatLoader::NotBuiltIn(files) => return Err(LoadError::NotBuiltIn(files).into()),
        })
    };
    // Parsers of others are believed as far as possible: should one fail, the file is damaged for us.
    let mut read = catch_unwind(AssertUnwindSafe(read_any))
        .unwrap_or_else(|_| Err(LoadError::Damaged(format.title(), NOT_INTERPRETED.to_owned()).into()))?;
    if let Some(why) = &read.damage {
        if read.text.is_empty() {
            return Err(LoadError::Damaged(format.title(), why.clone()).into());
        }
        broken.push(format!("The file is damaged and read as far as it goes: {why}."));
    }
    broken.append(&mut read.notices);
    if read.text.trim().is_empty() && length > 0 {
        broken.push("There are no words in it.".to_owned());
    }
    // Text that kept its length lost no mark and no line end: the same bytes have the same hash.
    let same = format == Format::Text && encoding.0 == "UTF-8" && read.text.len() == length && broken.is_empty();
    read.notices = broken;
    let mut document = Document::of(read, format)?;
    (document.origin.encoding, document.origin.guessed) = encoding;
    document.origin.text_hash = if same && !packed { file_hash.clone() } else { sha256(document.text.as_bytes()) };
    document.origin.file_hash = file_hash;
    document.origin.language = options.language;
    Ok(document)
}

fn refuse_foreign(bytes: &[u8], name: &str) -> Result<(), LoadError> {
    Format::foreign(bytes, name).map_or(Ok(()), |(title, advice)| Err(LoadError::Foreign(title, advice)))
}

/// Why a file that begins with `head` is no document, where its beginning shows it: the rest of it need not
/// be read. O(1).
pub fn refused(head: &[u8], name: &str, options: &LoadOptions) -> Option<LoadError> {
    let is_text = || matches!(Format::of(head, name), Format::Text | Format::Markdown | Format::Org);
    if options.format.is_some() || is_packed(head) {
        return None;
    }
    let foreign = || Format::foreign(head, name).map(|(title, advice)| LoadError::Foreign(title, advice));
    let binary = || is_text().then(|| bytes::no_text(head).map(LoadError::NotText)).flatten();
    foreign().or_else(binary)
}

/// Whether the beginning of a file that starts with `bytes` is read from all of it: an archive lists at its end what is
/// in it.
pub fn head_needs_all(bytes: &[u8], name: &str) -> bool {
    bytes.starts_with(b"PK\x03\x04") && Format::suggested(name) == Some(Format::Epub)
}

/// The beginning of a document, from the first bytes of its file (of a book, from all): its blocks begin the whole
/// document's, places in it are places in the whole. `None` where a beginning does not show that. O(bytes).
pub fn head(bytes: &[u8], name: &str, options: &LoadOptions) -> Option<Document> {
    let format = options.format.unwrap_or_else(|| Format::of(bytes, name));
    if format == Format::Epub {
        let read = epub::read(bytes, Some(HEAD), &options.limits).ok()?;
        let mut document = Document::of(read, format).ok()?;
        document.origin.partial = true;
        return (!document.blocks.is_empty()).then_some(document);
    }
    if !matches!(format, Format::Text | Format::Markdown) {
        return None;
    }
    let mut text = bytes::beginning(bytes)?;
    text.truncate(plain::cut(&text));
    let FormatLoader::Text(read) = format.how_to_read() else { return None };
    let read = read(text, options).ok()?;
    let mut document = Document::of(read, format).ok()?;
    if format == Format::Markdown {
        // What ends there may go on differently: a list, a fence, a definition further down.
        document.blocks.pop();
        let end = document.blocks.last().map_or(0, |b| b.span.end);
        document.text = document.text.get(..end as usize).unwrap_or_default().into();
    }
    document.origin.partial = true;
    (!document.blocks.is_empty()).then_some(document)
}

/// Whether the beginning of a file called `name` looks like documents, where that name is given to other things as well.
pub fn looks_like_documents(head: &[u8], name: &str) -> bool {
    let Ok((head, name)) = archive::unpacked(Cow::Borrowed(head), name, &Limits::default()) else { return true };
    let text = String::from_utf8_lossy(&head);
    match Format::of(&head, name) {
        Format::Jsonl | Format::Csv => tables::names_text(text.lines().next().unwrap_or_default()),
        Format::Tei => ["<TEI", "<teiCorpus", "<nitf", "<akomaNtoso", "<publicwhip", "<article", "<book"]
            .iter()
            .any(|root| text.contains(root)),
        Format::Text
        | Format::Markdown
        | Format::Html
        | Format::Page
        | Format::Epub
        | Format::Pdf
        | Format::Docx
        | Format::Odt
        | Format::Rtf
        | Format::Srt
        | Format::Vtt
        | Format::Asr
        | Format::Sbv
        | Format::Ass
        | Format::Ttml
        | Format::Elan
        | Format::Transcriber
        | Format::Childes
        | Format::TextGrid
        | Format::Otranscribe
        | Format::TimedTable
        | Format::Email
        | Format::Mbox
        | Format::Org
        | Format::Fdx
        | Format::Fountain
        | Format::Fb2
        | Format::Notebook
        | Format::Zip => true,
    }
}
