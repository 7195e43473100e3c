//! Whether a text tells a story.

use super::lexicon::Lexicon;
use super::roles::Roles;
use crate::document::{Block, BlockKind};

/// How much of a text is looked at for dates and numbers, in bytes.
const MAX_LOOKED_AT: usize = 200_000;
/// Most dates and numbers in a thousand words of a narrator: reports have more.
const MAX_DATES_PER_THOUSAND: usize = 4;

/// Whether most paragraphs begin with a quotation mark, as in the dialogue of a novel, and what stands between the quotations
/// is no report: reports are full of days and numbers. O(blocks), and where it may be a story O(length) up to a limit.
pub fn is_fiction(text: &str, blocks: &[Block], lexicon: &Lexicon) -> bool {
    let paragraphs = || blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_))).map(|b| b.span.of(text));
    let (mut n, mut open) = (0usize, 0usize);
    for paragraph in paragraphs() {
        n += 1;
        open += usize::from(paragraph.starts_with(['“', '"', '‘', '\'', '«', '»', '„']));
    }
    n >= 8 && open * 5 >= n * 2 && !reports(paragraphs(), lexicon)
}

/// Whether what stands outside quotation marks has so many days and numbers as a report has.
fn reports<'a>(paragraphs: impl Iterator<Item = &'a str>, lexicon: &Lexicon) -> bool {
    let (mut words, mut dates, mut bytes) = (0usize, 0usize, 0usize);
    for paragraph in paragraphs {
        bytes += paragraph.len();
        // What is outside: every other piece, from the first mark on.
        for outside in paragraph.split(['“', '”', '"']).step_by(2) {
            for word in outside.split_ascii_whitespace() {
                words += 1;
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                let day = word.starts_with(char::is_uppercase) && lexicon.roles(word).has(Roles::DAY);
                dates += usize::from(word.starts_with(|c: char| c.is_ascii_digit()) || day);
            }
        }
        if bytes > MAX_LOOKED_AT {
            break;
        }
    }
    dates > 1 && dates * 1000 > MAX_DATES_PER_THOUSAND * words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;
    use crate::document::Document;

    #[test]
    fn a_report_full_of_quotations_is_no_story() {
        let lexicon = Lexicon::new(&ENGLISH);
        let is = |line: &str| {
            let document = Document::verbatim(&[line; 9].join("\n\n"));
            is_fiction(document.text(), document.blocks(), &lexicon)
        };
        assert!(is("“We sail with the tide,” said the old man, and he turned to the door."));
        assert!(!is("“We sail in 2031,” Olga Renn said on Tuesday in the 14th year of the strike."));
    }
}
