//! How much of a document is read, whatever its bytes ask for.

use serde::{Deserialize, Serialize};

/// How many things a file may hold: some always, more in a larger file. What people write takes some bytes a thing; a file that
/// is all tiny things would need many times its size in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// How many in any file.
    pub always: usize,
    /// One more for this many bytes of the file.
    pub bytes_each: usize,
}

impl Allowance {
    /// How many in a file of that many bytes.
    pub const fn of(&self, bytes: usize) -> usize {
        self.always.saturating_add(match bytes.checked_div(self.bytes_each) {
            Some(more) => more,
            None => 0,
        })
    }
}

/// Limits of size, count and depth. The same bytes meet the same limit on every machine; a limit of time is none of these.
///
/// What passes one is refused as [`LoadError::TooMuch`](super::LoadError::TooMuch).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes that a packed file or an archive may unpack to, however small it is …
    pub unpacked_bytes: usize,
    /// … and how many times its own size beyond that: text packs ten to twenty times at most.
    pub unpacked_ratio: usize,
    /// Files in an archive.
    pub archive_entries: usize,
    /// Elements of a web page inside each other: the parser's time grows with the product of depth and elements.
    pub html_depth: u32,
    /// Attributes of one tag of a web page, a message or a book: the parser compares each with all before it.
    pub attributes: usize,
    /// Groups of Rich Text inside each other.
    pub rtf_depth: usize,
    /// Messages inside each other.
    pub message_depth: u8,
    /// Columns of a table.
    pub columns: usize,
    /// Rows of a table.
    pub rows: Allowance,
    /// Cells of a table.
    pub cells: Allowance,
    /// Objects of a file in JSON.
    pub json_objects: Allowance,
    /// Values of a file in JSON.
    pub json_values: Allowance,
    /// Signs of Markdown that may be marks.
    pub markdown_marks: Allowance,
    /// Pages of a PDF.
    pub pdf_pages: usize,
    /// Letters of a PDF: a book of ten thousand pages has thirty million.
    pub pdf_letters: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked_bytes: 64 << 20,
            unpacked_ratio: 40,
            archive_entries: 10_000,
            html_depth: 512,
            attributes: 500,
            rtf_depth: 1_000,
            message_depth: 5,
            columns: 2_000,
            rows: Allowance { always: 50_000, bytes_each: 64 },
            cells: Allowance { always: 250_000, bytes_each: 8 },
            json_objects: Allowance { always: 60_000, bytes_each: 24 },
            json_values: Allowance { always: 500_000, bytes_each: 8 },
            markdown_marks: Allowance { always: 500_000, bytes_each: 3 },
            pdf_pages: 20_000,
            pdf_letters: 60_000_000,
        }
    }
}

impl Limits {
    /// Elements of XML inside each other. What is deeper is left out, as what stands behind an error is.
    pub const XML_DEPTH: usize = 1_000;

    /// Bytes that `packed` bytes may unpack to.
    pub const fn unpacked(&self, packed: usize) -> usize {
        self.unpacked_bytes.saturating_add(packed.saturating_mul(self.unpacked_ratio))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_file_may_hold_more() {
        let rows = Allowance { always: 10, bytes_each: 4 };
        assert_eq!((rows.of(3), rows.of(8), rows.of(usize::MAX) > 10), (10, 12, true));
        assert_eq!(Allowance { always: 7, bytes_each: 0 }.of(100), 7);
        assert_eq!(Limits::default().unpacked(usize::MAX), usize::MAX);
    }
}
