//! Glyphs of a page, as the interpreter hands them out, joined to stretches of words.

use super::{InterpretedPage, PdfError, PdfLine, PdfPage, PdfStep, bidi, columns};
use crate::document::Limits;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};

/// Gap between letters beyond the usual one of their line, in parts of their size, that is a blank.
const MIN_WORD_GAP: f32 = 0.11;
/// Gap beyond which what follows stands in another column or cell.
const MIN_COLUMN_GAP: f32 = 1.4;

/// Hands the lines of each page to `take`.
///
/// # Errors
/// When it has too many letters.
pub fn pages(pdf: &Pdf, limits: &Limits, take: &mut dyn FnMut(PdfStep)) -> Result<(), PdfError> {
    let cache = InterpreterCache::new();
    let mut letters = 0;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            area,
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        let mut pen = GlyphCollector { page: (width, height), ..GlyphCollector::default() };
        interpret_page(page, &mut context, &mut pen);
        pen.finish();
        letters += pen.known + pen.unknown;
        if letters > limits.pdf_letters {
            return Err(PdfError::TooMuch(format!("more than {} letters", limits.pdf_letters)));
        }
        let GlyphCollector { lines, known, unknown, pictures, .. } = pen;
        take(PdfStep::Page(InterpretedPage {
            page: PdfPage { lines: columns::ordered(lines), printed: None },
            known,
            unknown,
            pictures,
        }));
    }
    Ok(())
}

/// Takes glyphs down.
#[derive(Default)]
struct GlyphCollector {
    page: (f32, f32),
    lines: Vec<PdfLine>,
    open: Option<PdfLine>,
    /// Of the open line, the gaps before its glyphs: where in its words, how wide in parts of the size.
    gaps: Vec<(usize, f32)>,
    /// The last glyph: to tell one that is drawn twice to look bold.
    last: (String, f32, f32),
    known: usize,
    unknown: usize,
    pictures: usize,
    /// For each marked stretch around us, whether it is no part of the text.
    marked: Vec<bool>,
}

impl GlyphCollector {
    fn finish(&mut self) {
        let gaps = std::mem::take(&mut self.gaps);
        if let Some(mut line) = self.open.take().filter(|l| !l.words.trim().is_empty()) {
            line.words = bidi::in_reading_order(&blanked(&line.words, &gaps));
            self.lines.push(line);
        }
    }

    fn put(&mut self, words: &str, (left, right): (f32, f32), y: f32, size: f32) {
        // Outside of the page nothing is seen.
        let (width, height) = self.page;
        let somewhere = left.is_finite() && right.is_finite() && y.is_finite();
        if !somewhere || y < 0.0 || y > height || right < 0.0 || left > width {
            return;
        }
        if words == self.last.0 && (left - self.last.1).abs() < size * 0.1 && (y - self.last.2).abs() < size * 0.1 {
            return;
        }
        if !words.trim().is_empty() {
            self.last = (words.to_owned(), left, y);
        }
        if let Some(line) = &mut self.open {
            let gap = left - line.right;
            let level = (y - line.y).abs() < size.min(line.size) * 0.3;
            let near = gap < line.size * MIN_COLUMN_GAP && gap > -line.size * 0.8;
            // The mark of a note is small and raised: it is no letter of the word before it.
            let raised = line.y - y > line.size * 0.2 && line.y - y < line.size && size < line.size * 0.9;
            if raised
                && near
                && words.chars().all(|c| c.is_ascii_digit() || "*†‡§".contains(c))
                && is_noted(&line.words)
            {
                line.right = right;
                return;
            }
            let level = level || raised;
            if level && near && (size - line.size).abs() < line.size * 0.45 {
                self.gaps.push((line.words.len(), gap / size.min(line.size)));
                let apart = gap > line.size * MIN_WORD_GAP || line.words.ends_with(' ');
                if apart && line.behind_number.is_none() && is_number(&line.words) && !words.trim().is_empty() {
                    line.behind_number = Some(left);
                }
                line.words.push_str(words);
                line.right = right.max(line.right);
                line.size = line.size.max(size);
                return;
            }
        }
        self.finish();
        if !words.trim().is_empty() {
            self.open = Some(PdfLine { words: words.to_owned(), left, right, y, size, behind_number: None });
        }
    }
}

impl<'a> Device<'a> for GlyphCollector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_rect(&mut self, _: &Rect) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        if self.marked.contains(&true) {
            return;
        }
        for glyph in run.glyphs() {
            let transform: Affine = props.transform * glyph.transform();
            let advance = match &**glyph {
                Glyph::Outline(g) => g.advance_width(),
                Glyph::Type3(g) => g.advance_width(),
            };
            let start = transform * Point::ZERO;
            let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            // Letters are a thousand units high; lines that do not run to the right are no running text.
            let [right_x, right_y, up_x, up_y, ..] = transform.as_coeffs();
            let size = (up_x.hypot(up_y) * 1000.0) as f32;
            if !size.is_finite() || size <= 0.5 || right_y.abs() > right_x.abs() * 0.2 || right_x <= 0.0 {
                continue;
            }
            let words = match (glyph.as_unicode(), &**glyph) {
                (Some(BfString::Char(c)), _) => c.to_string(),
                (Some(BfString::String(s)), _) => s,
                // Drawn letters without names are TeX's bitmaps: they stand where TeX puts them.
                (None, Glyph::Type3(g)) => tex(g.char_code()).unwrap_or_default(),
                (None, Glyph::Outline(_)) => String::new(),
            };
            let words: String = words.chars().filter_map(plain).collect::<Vec<_>>().concat();
            if words.is_empty() {
                self.unknown += 1;
                continue;
            }
            self.known += 1;
            self.put(&words, (start.x as f32, end.x as f32), start.y as f32, size);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.pictures += 1;
    }

    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<&Dict<'_>>) {
        self.marked.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

/// The words of a line with blanks where the gaps are wider than is usual in it: some lines are set tight, some spaced.
fn blanked(words: &str, gaps: &[(usize, f32)]) -> String {
    // The lower quartile: most gaps are between letters of a word, unless dots lead to a page number.
    let mut sorted: Vec<f32> = gaps.iter().map(|(_, gap)| *gap).collect();
    sorted.sort_by(f32::total_cmp);
    let usual = sorted.get(sorted.len() / 4).map_or(0.0, |gap| gap.clamp(0.0, 0.5));
    let mut out = String::with_capacity(words.len() + 16);
    let mut from = 0;
    for (at, gap) in gaps {
        let part = words.get(from..*at).unwrap_or_default();
        out.push_str(part);
        let next = words.get(*at..).unwrap_or_default();
        let blank = out.ends_with(char::is_whitespace) || next.starts_with(char::is_whitespace);
        if *gap > usual + MIN_WORD_GAP && !blank {
            out.push(' ');
        }
        from = *at;
    }
    out.push_str(words.get(from..).unwrap_or_default());
    out
}

/// Whether words are a number and nothing else.
pub fn is_number(words: &str) -> bool {
    let words = words.trim();
    (1..=4).contains(&words.len()) && words.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a small raised number behind these words is the mark of a note: behind a sign or a word, not a letter of a
/// formula.
fn is_noted(words: &str) -> bool {
    let words = words.trim_end();
    let letters = words.chars().rev().take_while(|c| c.is_alphabetic()).count();
    words.ends_with(['.', ',', ';', ':', '”', '’', '"', ')', '!', '?', '»', '…']) || letters >= 3
}

/// The letter at a place of TeX's own encodings (OT1: Knuth, Computer Modern Typefaces, 1986; above 128 and for marks T1,
/// the Cork encoding of 1990).
fn tex(code: u32) -> Option<String> {
    let known = match code {
        0x0b => "ff",
        0x0c => "fi",
        0x0d => "fl",
        0x0e => "ffi",
        0x0f => "ffl",
        0x10 => "“",
        0x11 => "”",
        0x15 => "–",
        0x16 => "—",
        0x19 | 0xff => "ß",
        0x1b => "ff",
        0x1c => "fi",
        0x1d => "fl",
        0x1e => "ffi",
        0x1f => "ffl",
        0x22 => "”",
        0x27 => "’",
        0x5c => "“",
        0x60 => "‘",
        0x7b => "–",
        0x7c => "—",
        0x21..=0x7a | 0xc0..=0xde | 0xe0..=0xfe => return char::from_u32(code).map(String::from),
        _ => return None,
    };
    Some(known.to_owned())
}

/// A letter as people type it: ligatures taken apart, places of private fonts dropped.
fn plain(c: char) -> Option<String> {
    let unfolded = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{a0}' | '\t' | '\n' | '\r' => " ",
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' => return None,
        _ => return Some(c.to_string()),
    };
    Some(unfolded.to_owned())
}
