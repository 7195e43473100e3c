//! Lines become paragraphs: by space, indent, short last lines and the size of letters; words broken at line ends are
//! mended, paragraphs broken by columns and pages joined.

use super::columns::typical;
use super::{PdfPage, PlacedLine};
use crate::document::builder::TextBuilder;
use std::collections::{HashMap, HashSet};

/// Signs that stand before items of lists.
const BULLETS: [char; 5] = ['•', '▪', '◦', '‣', '●'];

/// Fewest lines that begin as turns do where a document has turns.
const MIN_TURNS: usize = 3;

/// Pours all pages into `out`; `locate` is called at each new page.
pub fn pour(pages: &[PdfPage], out: &mut TextBuilder, locate: impl Fn(usize, &mut TextBuilder)) {
    let all = || pages.iter().flat_map(|p| &p.lines);
    let body = body_size(all());
    let leading = leading(pages);
    let words = Vocabulary::of(all());
    let spaced = is_spaced(pages, leading, body);
    let turns = all().filter(|p| begins_turn(&p.line.words)).count() >= MIN_TURNS;
    let mut above: Option<PlacedLine> = None;
    for (number, page) in pages.iter().enumerate() {
        locate(number, out);
        for placed in &page.lines {
            let text = placed.line.words.trim();
            let step = above.as_ref().map_or(LineJoin::Begins, |above| step(above, placed, leading, body));
            let ended = above.as_ref().is_some_and(|a| ends_sentence(&a.line.words));
            let step = if turns && ended && begins_turn(text) { LineJoin::Begins } else { step };
            match (step, &above) {
                (LineJoin::GoesOn, Some(above)) => words.join(above.line.words.trim_end(), text, out),
                // Where paragraphs are marked by space or indent, a line that ends early was ended on purpose.
                (LineJoin::Short, _) if spaced => {
                    out.line_break();
                    out.flow(text);
                }
                _ => {
                    // A bullet is what a list looks like, and no word.
                    let item = text.strip_prefix(BULLETS).filter(|t| t.starts_with(' '));
                    out.item_at(usize::from(item.is_some()), None);
                    out.heading(heading(placed, body).filter(|_| item.is_none()));
                    out.flow(item.unwrap_or(text));
                }
            }
            above = Some(placed.clone());
        }
    }
    out.heading(None);
}

/// The size most letters have.
fn body_size<'a>(lines: impl Iterator<Item = &'a PlacedLine>) -> f32 {
    let mut sizes: HashMap<i32, usize> = HashMap::new();
    for placed in lines {
        *sizes.entry((placed.line.size * 4.0) as i32).or_default() += placed.line.words.len();
    }
    sizes.into_iter().max_by_key(|(size, n)| (*n, *size)).map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// The usual distance of two lines, in sizes of letters.
fn leading(pages: &[PdfPage]) -> f32 {
    let steps = pages.iter().flat_map(|p| p.lines.windows(2)).filter_map(|pair| match pair {
        [a, b] if !b.first && b.line.y > a.line.y => Some((b.line.y - a.line.y) / b.line.size.max(1.0)),
        _ => None,
    });
    typical(steps.filter(|s| (0.8..2.5).contains(s))).max(0.9)
}

fn heading(placed: &PlacedLine, body: f32) -> Option<u8> {
    let ratio = placed.line.size / body.max(1.0);
    let short = placed.line.words.len() < 160;
    match ratio {
        _ if !short => None,
        r if r >= 1.6 => Some(1),
        r if r >= 1.25 => Some(2),
        r if r >= 1.12 => Some(3),
        _ => None,
    }
}

/// What a line does to the paragraph above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineJoin {
    /// It belongs to it.
    GoesOn,
    /// It begins another, by space, indent or size.
    Begins,
    /// The line above ends early, that is all.
    Short,
}

/// Whether paragraphs of a document are marked by space or indent rather than by short last lines alone.
fn is_spaced(pages: &[PdfPage], leading: f32, body: f32) -> bool {
    let pairs = pages.iter().flat_map(|p| p.lines.windows(2));
    let (mut begun, mut short) = (0usize, 0usize);
    for pair in pairs {
        let [above, placed] = pair else { continue };
        match step(above, placed, leading, body) {
            LineJoin::Begins => begun += 1,
            LineJoin::Short => short += 1,
            LineJoin::GoesOn => {}
        }
    }
    begun >= short
}

fn step(above: &PlacedLine, placed: &PlacedLine, leading: f32, body: f32) -> LineJoin {
    let begins = |yes: bool| if yes { LineJoin::Begins } else { LineJoin::GoesOn };
    let (last, line) = (&above.line, &placed.line);
    let size = line.size.max(1.0);
    if (last.size - line.size).abs() > size * 0.1 {
        return LineJoin::Begins;
    }
    if heading(placed, body).is_some() {
        // A long title runs over lines.
        return begins(placed.first || (line.y - last.y) / size > leading * 1.6);
    }
    let words = line.words.trim_start();
    if last.words.trim_end().ends_with(['-', '\u{ad}']) && words.starts_with(char::is_lowercase) {
        return LineJoin::GoesOn;
    }
    // A line of a table of contents: dots lead to its page.
    if above.leads {
        return LineJoin::Short;
    }
    let ended = ends_sentence(&last.words);
    let small = words.starts_with(char::is_lowercase);
    let indented = line.left - placed.left > size * 0.7 && line.left - placed.left < size * 6.0;
    let hanging = last.left - above.left > size * 0.7;
    // The line above ends early though the first word here would have fitted.
    let width = (placed.right - placed.left).max(size);
    let next = words.split_whitespace().next().map_or(0, str::len) as f32 * size * 0.5;
    let short = above.right - last.right > (next + size * 0.6).max(width * 0.06);
    if placed.first {
        // Another column or page: it goes on there unless its end is plain.
        return begins(!small && (short || ended && (indented || placed.right <= placed.left)));
    }
    let gap = (line.y - last.y) / size;
    let apart = gap > leading * 1.3;
    let listed = words.starts_with(BULLETS);
    if apart && !(small && !ended && gap < leading * 2.2) || indented && !hanging || listed {
        LineJoin::Begins
    } else if short && (!small && (ended || width < size * 12.0) || width > size * 15.0 && line_is_half(above)) {
        LineJoin::Short
    } else {
        LineJoin::GoesOn
    }
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end().ends_with(['.', '?', '!', ':', '”', '"', '’', '»', ')', '…'])
}

/// Whether a line begins as questions and answers do, or with a name in capitals and a colon. O(words).
pub fn begins_turn(words: &str) -> bool {
    let words = words.trim_start();
    if let Some(rest) = words.strip_prefix(['Q', 'A']) {
        let rest = rest.strip_prefix(['.', ':']).unwrap_or(rest);
        if rest.len() < words.len() - 1 && rest.starts_with(char::is_whitespace) || rest.starts_with("  ") {
            return true;
        }
    }
    words.split_once(':').is_some_and(|(name, rest)| {
        let loud = name.len() < 40 && name.chars().filter(|c| c.is_alphabetic()).count() > 2;
        loud && !name.chars().any(char::is_lowercase) && (rest.is_empty() || rest.starts_with(char::is_whitespace))
    })
}

/// Whether a line ends so early that no longer word behind it can be the reason.
fn line_is_half(placed: &PlacedLine) -> bool {
    (placed.line.right - placed.left) < (placed.right - placed.left) * 0.6
}

/// The words of the document: they tell whether a hyphen at a line end was put there to break a word.
struct Vocabulary {
    whole: HashSet<String>,
}

impl Vocabulary {
    fn of<'a>(lines: impl Iterator<Item = &'a PlacedLine>) -> Self {
        let mut whole = HashSet::new();
        for placed in lines {
            let words = placed.line.words.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’'));
            whole.extend(words.filter(|w| w.len() > 3).map(lowered));
        }
        Self { whole }
    }

    /// Puts a line behind the one above.
    fn join(&self, above: &str, text: &str, out: &mut TextBuilder) {
        let broken = above.ends_with(['-', '\u{ad}', '\u{2010}']) && text.starts_with(char::is_alphabetic);
        let Some(head) = broken.then(|| above.trim_end_matches(['-', '\u{ad}', '\u{2010}'])) else {
            // Chinese and Japanese have no blanks to break lines at.
            if !(above.ends_with(is_dense) && text.starts_with(is_dense)) {
                out.blank();
            }
            out.flow(text);
            return;
        };
        let last = head.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let with = lowered(&format!("{last}-{first}"));
        let without = lowered(&format!("{last}{first}"));
        let soft = above.ends_with('\u{ad}');
        let small = first.starts_with(char::is_lowercase) && last.chars().next_back().is_some_and(char::is_alphabetic);
        let mend = soft || self.whole.contains(&without) || small && !self.whole.contains(&with);
        if mend {
            out.unpush(above.len() - head.len());
        }
        out.push(text);
    }
}

/// Whether words of the script stand side by side without blanks.
const fn is_dense(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

fn lowered(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}
