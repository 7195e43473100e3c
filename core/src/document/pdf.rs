//! PDF with a text layer: glyphs with their places become lines, columns, paragraphs. A PDF says where letters stand
//! and nothing of what they form; reading order, spaces, paragraphs and headers and footers are recognised by looks.
//!
//! Interpreting a page is the work of another's program that cannot be stopped and takes what time and memory the page asks for. So it
//! is one half, [`interpret`], which hands over a [`PdfStep`] for each page; the other half, [`Pages`], makes a text of those that came,
//! all or not. Between them may stand a pipe.

mod bidi;
mod columns;
mod glyphs;
mod headers_footers;
mod hyphens;
mod line_numbers;
mod paragraphs;

use super::builder::TextBuilder;
use super::parsed::{LeftOut, Locator};
use super::{Limits, LoadError, Parsed};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use serde::{Deserialize, Serialize};

/// What the file is called in messages.
const KIND: &str = "PDF";

/// A stretch of words on one baseline. Measures are points, from the upper left corner of the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PdfLine {
    /// Its words.
    words: String,
    /// Where it begins and ends.
    left: f32,
    right: f32,
    /// Its baseline.
    y: f32,
    /// The size of its letters.
    size: f32,
    /// Where the words behind a number begin that stands first and apart.
    behind_number: Option<f32>,
}

/// Why a PDF could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PdfError {
    /// It is not what it says it is: what is wrong.
    Damaged(String),
    /// A password keeps it from being read.
    Locked,
    /// It holds more than is read: what.
    TooMuch(String),
    /// Its pages are pictures.
    Scan,
}

impl From<PdfError> for LoadError {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::Damaged(why) => Self::Damaged(KIND, why),
            PdfError::Locked => Self::Locked(KIND),
            PdfError::TooMuch(what) => Self::TooMuch(what),
            PdfError::Scan => Self::Scan,
        }
    }
}

/// What interpreting a PDF hands over, in this order: the beginning, then each page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum PdfStep {
    /// It is open.
    Begins {
        /// How many pages it has.
        pages: usize,
        /// What it declares of itself.
        title: Option<String>,
        /// See above.
        author: Option<String>,
    },
    /// The next page.
    Page(InterpretedPage),
}

/// A page that was interpreted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct InterpretedPage {
    page: PdfPage,
    /// Letters with a known name, and those without.
    known: usize,
    unknown: usize,
    pictures: usize,
}

/// Interprets it page by page, and hands each to `take`. Linear in glyphs, but for sorting those of a page, as long as the
/// pages ask for no more.
///
/// # Errors
/// When it is damaged or locked, or holds too much. The pages before were handed over.
pub fn interpret(bytes: &[u8], limits: &Limits, take: &mut dyn FnMut(PdfStep)) -> Result<(), PdfError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Locked,
        LoadPdfError::Decryption(_) => PdfError::Damaged("it is encrypted in a way nobody knows".to_owned()),
        LoadPdfError::Invalid => PdfError::Damaged("its pages cannot be found".to_owned()),
    })?;
    let pages = pdf.pages().len();
    if pages > limits.pdf_pages {
        return Err(PdfError::TooMuch(format!("{pages} pages")));
    }
    if pages == 0 {
        return Err(PdfError::Damaged("it has no pages".to_owned()));
    }
    let about = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(in_words).filter(|w| !w.is_empty());
    // Printers put the name of a file there.
    let is_file = |t: &str| t.rsplit_once('.').is_some_and(|(_, e)| (2..=5).contains(&e.len()) && !e.contains(' '));
    let title = words(&about.title).filter(|t| !is_file(t) && !t.starts_with("Microsoft Word"));
    take(PdfStep::Begins { pages, title, author: words(&about.author) });
    glyphs::pages(&pdf, limits, take)
}

/// The pages that came.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    came: Vec<PdfPage>,
    expected: usize,
    title: Option<String>,
    author: Option<String>,
    known: usize,
    left: LeftOut,
}

impl Pages {
    /// Adds a step.
    pub fn add(&mut self, step: PdfStep) {
        match step {
            PdfStep::Begins { pages, title, author } => {
                (self.expected, self.title, self.author) = (pages, title, author);
            }
            PdfStep::Page(leaf) => {
                self.known += leaf.known;
                self.left.glyphs += leaf.unknown;
                self.left.pictures += leaf.pictures;
                self.came.push(leaf.page);
            }
        }
    }

    /// How many pages came, and how many it has.
    pub fn counts(&self) -> (usize, usize) {
        (self.came.len(), self.expected)
    }

    /// Whether words are on one of those that came.
    pub fn has_words(&self) -> bool {
        self.came.iter().any(|p| !p.lines.is_empty())
    }

    /// The text of those that came. Linear in letters.
    ///
    /// # Errors
    /// When none has words, or most of its letters have no names.
    pub fn done(mut self) -> Result<Parsed, PdfError> {
        if self.left.glyphs > self.known {
            return Err(PdfError::Damaged("its letters are only shapes, without names".to_owned()));
        }
        if !self.has_words() {
            return Err(PdfError::Scan);
        }
        let mut out = TextBuilder::default();
        out.left = self.left;
        out.left.line_numbers = line_numbers::remove(&mut self.came);
        out.left.headers_footers = headers_footers::remove(&mut self.came);
        hyphens::write_as_drawn(&mut self.came);
        let numbers = headers_footers::numbers(&self.came);
        paragraphs::pour(&self.came, &mut out, |page, out| {
            let number = numbers.map_or(page + 1, |offset| page.saturating_add_signed(offset));
            out.locate(Locator::Page(number.to_string().into()));
        });
        (out.meta.title, out.meta.author) = (self.title, self.author);
        Ok(out.done())
    }
}

/// Reads it, for as long as it takes.
///
/// # Errors
/// When it is damaged or locked, holds too much, or its pages are pictures.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Parsed, PdfError> {
    let mut pages = Pages::default();
    interpret(bytes, limits, &mut |step| pages.add(step))?;
    pages.done()
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn in_words(bytes: &[u8]) -> String {
    let words = match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|p| u16::from_be_bytes([p[0], p[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The reading lines of a page, in reading order, columns one after another.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct PdfPage {
    lines: Vec<PlacedLine>,
    /// What was printed as its number, once it is known.
    #[serde(skip)]
    printed: Option<usize>,
}

/// A line with the column it stands in.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PlacedLine {
    line: PdfLine,
    /// The edges of its column.
    left: f32,
    right: f32,
    /// Whether it is the first of its column.
    first: bool,
    /// Whether dots led from its words to the number of a page.
    leads: bool,
}
