//! PDF with a text layer: glyphs with their places become lines, columns, paragraphs. A PDF says where letters stand
//! and nothing of what they form; reading order, spaces, paragraphs and running heads are told by looks.

mod bidi;
mod columns;
mod glyphs;
mod paragraphs;
mod running;

use super::builder::Builder;
use super::read::Locator;
use super::{LoadError, Read};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// What the file is called in messages.
const KIND: &str = "PDF";

/// Most pages.
const PAGES: usize = 20_000;

/// A stretch of words on one baseline. Measures are points, from the upper left corner of the page.
#[derive(Clone, Debug)]
struct Line {
    /// Its words.
    words: String,
    /// Where it begins and ends.
    left: f32,
    right: f32,
    /// Its baseline.
    y: f32,
    /// The size of its letters.
    size: f32,
}

/// Reads it. Linear in glyphs, but for sorting those of a page.
///
/// # Errors
/// When it is damaged or locked, or its pages are pictures.
pub fn read(bytes: &[u8]) -> Result<Read, LoadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => LoadError::Locked(KIND),
        LoadPdfError::Decryption(_) => LoadError::Damaged(KIND, "it is encrypted in a way nobody knows".to_owned()),
        LoadPdfError::Invalid => LoadError::Damaged(KIND, "its pages cannot be found".to_owned()),
    })?;
    let count = pdf.pages().len();
    if count > PAGES {
        return Err(LoadError::TooMuch(format!("{count} pages")));
    }
    if count == 0 {
        return Err(LoadError::Damaged(KIND, "it has no pages".to_owned()));
    }
    let mut out = Builder::default();
    let mut pages = glyphs::pages(&pdf, &mut out.left)?;
    if pages.iter().all(|p| p.lines.is_empty()) {
        return Err(LoadError::Scan);
    }
    out.left.running = running::remove(&mut pages);
    let numbers = running::numbers(&pages);
    paragraphs::pour(&pages, &mut out, |page, out| {
        let number = numbers.map_or(page + 1, |offset| page.saturating_add_signed(offset));
        out.locate(Locator::Page(number.to_string().into()));
    });
    let about = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(in_words).filter(|w| !w.is_empty());
    // Printers put the name of a file there.
    let is_file = |t: &str| t.rsplit_once('.').is_some_and(|(_, e)| (2..=5).contains(&e.len()) && !e.contains(' '));
    out.meta.title = words(&about.title).filter(|t| !is_file(t) && !t.starts_with("Microsoft Word"));
    out.meta.author = words(&about.author);
    Ok(out.done())
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
struct Page {
    lines: Vec<Placed>,
    /// What was printed as its number, once it is known.
    printed: Option<usize>,
}

/// A line with the column it stands in.
#[derive(Clone, Debug)]
struct Placed {
    line: Line,
    /// The edges of its column.
    left: f32,
    right: f32,
    /// Whether it is the first of its column.
    first: bool,
    /// Whether dots led from its words to the number of a page.
    leads: bool,
}
