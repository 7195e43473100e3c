//! Glyphs of a page, as the interpreter hands them out, joined to stretches of words.

use super::{KIND, Line, Page, columns};
use crate::document::LoadError;
use crate::document::read::LeftOut;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};

/// Most glyphs of a document: a book of ten thousand pages has thirty million.
const GLYPHS: usize = 60_000_000;
/// Gap between letters, in parts of their size, that is a blank.
const BLANK: f32 = 0.17;
/// Gap beyond which what follows stands in another column or cell.
const APART: f32 = 1.4;

/// The lines of all pages.
pub fn pages(pdf: &Pdf, left: &mut LeftOut) -> Result<Vec<Page>, LoadError> {
    let cache = InterpreterCache::new();
    let mut out = Vec::new();
    let (mut known, mut unknown) = (0, 0);
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
        let mut pen = Pen { page: (width, height), ..Pen::default() };
        interpret_page(page, &mut context, &mut pen);
        pen.finish();
        known += pen.known;
        unknown += pen.unknown;
        left.pictures += pen.pictures;
        if known > GLYPHS {
            return Err(LoadError::TooMuch(format!("more than {GLYPHS} letters")));
        }
        out.push(Page { lines: columns::ordered(pen.lines), printed: None });
    }
    if unknown > known {
        return Err(LoadError::Damaged(KIND, "its letters are only shapes, without names".to_owned()));
    }
    left.glyphs = unknown;
    Ok(out)
}

/// Takes glyphs down.
#[derive(Default)]
struct Pen {
    page: (f32, f32),
    lines: Vec<Line>,
    open: Option<Line>,
    /// The last glyph: to tell one that is drawn twice to look bold.
    last: (String, f32, f32),
    known: usize,
    unknown: usize,
    pictures: usize,
    /// For each marked stretch around us, whether it is no part of the text.
    marked: Vec<bool>,
}

impl Pen {
    fn finish(&mut self) {
        if let Some(line) = self.open.take().filter(|l| !l.words.trim().is_empty()) {
            self.lines.push(line);
        }
    }

    fn put(&mut self, words: &str, (left, right): (f32, f32), y: f32, size: f32) {
        // Outside of the page nothing is seen.
        let (width, height) = self.page;
        if y < 0.0 || y > height || right < 0.0 || left > width {
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
            let near = gap < line.size * APART && gap > -line.size * 0.8;
            // The mark of a note is small and raised: it is no letter of the word before it.
            let raised = line.y - y > line.size * 0.2 && line.y - y < line.size && size < line.size * 0.9;
            if raised && near && words.chars().all(|c| c.is_ascii_digit() || "*†‡§".contains(c)) {
                line.right = right;
                return;
            }
            if level && near && (size - line.size).abs() < line.size * 0.45 {
                let blank = words.starts_with(char::is_whitespace) || line.words.ends_with(char::is_whitespace);
                if gap > size.min(line.size) * BLANK && !blank {
                    line.words.push(' ');
                }
                line.words.push_str(words);
                line.right = right.max(line.right);
                line.size = line.size.max(size);
                return;
            }
        }
        self.finish();
        if !words.trim().is_empty() {
            self.open = Some(Line { words: words.to_owned(), left, right, y, size });
        }
    }
}

impl<'a> Device<'a> for Pen {
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
            let [a, b, c, d, ..] = transform.as_coeffs();
            let size = (c.hypot(d) * 1000.0) as f32;
            if !size.is_finite() || size <= 0.5 || b.abs() > a.abs() * 0.2 || a <= 0.0 {
                continue;
            }
            let words = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(s)) => s,
                None => String::new(),
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
