//! Soft hyphens that are drawn: some programs give every hyphen of a document that name.

use super::PdfPage;

/// The hyphen that is there only where a line breaks at it.
const SOFT: char = '\u{ad}';

/// Writes a soft hyphen inside of a line as the hyphen that is seen there; where there are such, one at the end of a line may be
/// either and is no soft one any more. O(letters).
pub fn write_as_drawn(pages: &mut [PdfPage]) {
    let inside = |words: &str| words.trim_end().trim_end_matches(SOFT).contains(SOFT);
    if !pages.iter().flat_map(|p| &p.lines).any(|p| inside(&p.line.words)) {
        return;
    }
    for placed in pages.iter_mut().flat_map(|p| &mut p.lines) {
        if placed.line.words.contains(SOFT) {
            placed.line.words = placed.line.words.replace(SOFT, "-");
        }
    }
}
