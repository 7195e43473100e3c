//! The order in which the lines of a page are read: columns are recognised by the white between them, lines that run across
//! it stand above or below.

use super::glyphs::is_number;
use super::{PdfLine, PlacedLine};

/// Least share of a page's lines on either side of a gutter, of a hundred.
const MIN_SIDE_SHARE: usize = 20;
/// Most lines that may cross a gutter, of a hundred.
const MAX_CROSSING_SHARE: usize = 25;

/// Lines of a page in reading order. O(n log n).
pub fn ordered(lines: Vec<PdfLine>) -> Vec<PlacedLine> {
    let mut out = Vec::with_capacity(lines.len());
    into(joined(lines), 0, &mut out);
    out
}

/// Stretches on one baseline whose gap is no gutter belong together: a table, a heading with a number.
fn joined(mut lines: Vec<PdfLine>) -> Vec<PdfLine> {
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    lines
}

fn into(lines: Vec<PdfLine>, depth: u8, out: &mut Vec<PlacedLine>) {
    let gutter = if depth < 3 { gutter(&lines) } else { None };
    let Some(gutter) = gutter else {
        column(lines, out);
        return;
    };
    // Lines across the gutter cut the page into bands; each band is read column by column.
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut across: Vec<PdfLine> = Vec::new();
    for line in lines {
        if line.left < gutter && line.right > gutter {
            flush(&mut left, &mut right, depth, out);
            across.push(line);
        } else {
            if !across.is_empty() {
                column(std::mem::take(&mut across), out);
            }
            if line.right <= gutter { left.push(line) } else { right.push(line) }
        }
    }
    if !across.is_empty() {
        column(across, out);
    }
    flush(&mut left, &mut right, depth, out);
}

fn flush(left: &mut Vec<PdfLine>, right: &mut Vec<PdfLine>, depth: u8, out: &mut Vec<PlacedLine>) {
    for side in [left, right] {
        if !side.is_empty() {
            into(std::mem::take(side), depth + 1, out);
        }
    }
}

/// The white between two columns: crossed by few lines, with many on either side, and lines side by side.
fn gutter(lines: &[PdfLine]) -> Option<f32> {
    if lines.len() < 8 {
        return gutter_of_few(lines);
    }
    let left = lines.iter().map(|l| l.left).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|l| l.right).fold(f32::NEG_INFINITY, f32::max);
    let size = typical(lines.iter().map(|l| l.size));
    let width = right - left;
    if width < size * 20.0 || !width.is_finite() {
        return None;
    }
    // How many lines cross each step of the width, by counting where they begin and end.
    let steps = 200usize;
    let step = width / steps as f32;
    #[allow(clippy::cast_sign_loss)] // casting a float keeps within the bounds of the number
    let at = |x: f32| (((x - left) / step) as usize).min(steps - 1);
    let mut change = vec![0i32; steps + 1];
    for line in lines {
        // The very edge of a line may touch the gutter.
        let (from, to) = (at(line.left + size * 0.1), at((line.right - size * 0.1).max(line.left)));
        if let Some(c) = change.get_mut(from) {
            *c += 1;
        }
        if let Some(c) = change.get_mut(to + 1) {
            *c -= 1;
        }
    }
    let mut crossing = Vec::with_capacity(steps);
    let mut sum = 0i32;
    for c in change.iter().take(steps) {
        sum += c;
        crossing.push(usize::try_from(sum).unwrap_or(0));
    }
    let allowed = lines.len() * MAX_CROSSING_SHARE / 100;
    let least = crossing.get(steps / 6..steps * 5 / 6)?.iter().copied().min().filter(|n| *n <= allowed)?;
    // The widest stretch that is crossed that little.
    let (mut best, mut from) = ((0usize, 0usize), None);
    for (n, count) in crossing.iter().enumerate().take(steps * 5 / 6).skip(steps / 6) {
        if *count <= least {
            let start = *from.get_or_insert(n);
            if n + 1 - start > best.1 - best.0 {
                best = (start, n + 1);
            }
        } else {
            from = None;
        }
    }
    if (best.1 - best.0) as f32 * step < size * 0.7 {
        return None;
    }
    let gutter = left + (best.0 + best.1) as f32 * step / 2.0;
    let on_left: Vec<&PdfLine> = lines.iter().filter(|l| l.right <= gutter).collect();
    let on_right: Vec<&PdfLine> = lines.iter().filter(|l| l.left >= gutter).collect();
    let share = |n: usize| n * 100 >= lines.len() * MIN_SIDE_SHARE;
    if !share(on_left.len()) || !share(on_right.len()) {
        return None;
    }
    // Columns of prose are wide; a column of numbers belongs to the words beside it.
    let wide = |side: &[&PdfLine]| typical(side.iter().map(|l| l.right - l.left)) > size * 8.0;
    (wide(&on_left) && wide(&on_right)).then_some(gutter)
}

/// The white between two columns of a few lines: their edges are in line, their lines side by side, and the words of each go on
/// from line to line.
fn gutter_of_few(lines: &[PdfLine]) -> Option<f32> {
    let size = typical(lines.iter().map(|l| l.size));
    let least = lines.iter().map(|l| l.left).fold(f32::INFINITY, f32::min);
    let (left, right): (Vec<&PdfLine>, Vec<&PdfLine>) = lines.iter().partition(|l| l.left - least < size);
    let edge = |side: &[&PdfLine]| side.iter().map(|l| l.left).fold(f32::INFINITY, f32::min);
    let end = left.iter().map(|l| l.right).fold(f32::NEG_INFINITY, f32::max);
    let begin = edge(&right);
    let in_line = right.iter().all(|l| l.left - begin < size * 0.5) && begin - end > size * 0.7;
    let beside = right.iter().filter(|r| left.iter().any(|l| (l.y - r.y).abs() < size * 0.4)).count();
    let wide = |side: &[&PdfLine]| typical(side.iter().map(|l| l.right - l.left)) > size * 8.0;
    let goes_on = |side: &[&PdfLine]| side.iter().skip(1).all(|l| l.words.trim_start().starts_with(char::is_lowercase));
    let columns = left.len() > 1 && right.len() > 1 && in_line && beside > 1;
    (columns && wide(&left) && wide(&right) && goes_on(&left) && goes_on(&right)).then_some(f32::midpoint(end, begin))
}

/// The median.
pub fn typical(values: impl Iterator<Item = f32>) -> f32 {
    let mut all: Vec<f32> = values.collect();
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// The lines of one column: what stands on one baseline is one line.
fn column(lines: Vec<PdfLine>, out: &mut Vec<PlacedLine>) {
    let mut merged: Vec<PdfLine> = Vec::with_capacity(lines.len());
    for line in lines {
        match merged.last_mut() {
            Some(last) if (last.y - line.y).abs() < last.size.min(line.size) * 0.4 => {
                let earlier = std::mem::replace(last, line);
                let (mut first, second) =
                    if earlier.left <= last.left { (earlier, last.clone()) } else { (last.clone(), earlier) };
                if first.behind_number.is_none() && is_number(&first.words) {
                    first.behind_number = Some(second.left);
                }
                if !first.words.ends_with(' ') {
                    first.words.push(' ');
                }
                first.words.push_str(second.words.trim_start());
                first.right = first.right.max(second.right);
                first.size = first.size.max(second.size);
                *last = first;
            }
            _ => merged.push(line),
        }
    }
    let left = merged.iter().map(|l| l.left).fold(f32::INFINITY, f32::min);
    let right = merged.iter().map(|l| l.right).fold(f32::NEG_INFINITY, f32::max);
    let mut first = true;
    for mut line in merged {
        let led = without_dots(&line.words);
        let leads = led.is_some();
        line.words = led.unwrap_or(line.words);
        out.push(PlacedLine { line, left, right, first: std::mem::take(&mut first), leads });
    }
}

/// Fewest dots that lead somewhere.
const MIN_LEADER_DOTS: usize = 5;

/// A line of a table of contents without the dots that lead to its page; `None` when there are none.
fn without_dots(words: &str) -> Option<String> {
    let dots = |c: char| matches!(c, '.' | '…' | '·');
    let mut from = 0;
    for (at, c) in words.char_indices() {
        if at < from || !dots(c) {
            continue;
        }
        let rest = words.get(at..)?;
        let end = rest.find(|c: char| !dots(c) && c != ' ').unwrap_or(rest.len());
        let run = rest.get(..end)?;
        if run.chars().filter(|c| dots(*c)).count() >= MIN_LEADER_DOTS {
            return Some(
                format!("{} {}", words.get(..at)?.trim_end(), rest.get(end..)?.trim_start()).trim().to_owned(),
            );
        }
        from = at + end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str, left: f32, right: f32, y: f32) -> PdfLine {
        PdfLine { words: words.to_owned(), left, right, y, size: 10.0, behind_number: None }
    }

    #[test]
    fn two_columns_under_a_title() {
        let mut lines = vec![line("Title", 50.0, 550.0, 40.0)];
        for n in 0..8u8 {
            let y = 60.0 + f32::from(n) * 12.0;
            lines.push(line(&format!("right {n}"), 310.0, 550.0, y));
            lines.push(line(&format!("left {n}"), 50.0, 290.0, y));
        }
        let words: Vec<String> = ordered(lines).into_iter().map(|p| p.line.words).collect();
        assert_eq!(words[0], "Title");
        assert_eq!((words[1].as_str(), words[8].as_str(), words[9].as_str()), ("left 0", "left 7", "right 0"));
    }

    #[test]
    fn two_columns_of_two_lines() {
        let lines = |words: [&str; 4]| {
            let place = [(50.0, 200.0, 60.0), (50.0, 180.0, 72.0), (230.0, 390.0, 60.5), (230.0, 350.0, 72.5)];
            words.iter().zip(place).map(|(w, (l, r, y))| line(w, l, r, y)).collect::<Vec<_>>()
        };
        let read = |words| ordered(lines(words)).into_iter().map(|p| p.line.words).collect::<Vec<_>>();
        let columns = ["The ferry lay at the", "quay for weeks and", "then it sailed to the", "island of Norburg."];
        assert_eq!(read(columns), columns);
        let table = ["The ferry Aurora", "The ferry Borealis", "lay at the quay", "sailed in May"];
        assert_eq!(read(table).len(), 2);
        assert_eq!(read(table)[0], "The ferry Aurora lay at the quay");
    }

    #[test]
    fn dots_of_contents_go() {
        assert_eq!(without_dots("4.3 Waves . . . . . . 17").as_deref(), Some("4.3 Waves 17"));
        assert_eq!(without_dots("Waves......... ix").as_deref(), Some("Waves ix"));
        assert_eq!(without_dots("He said... and went."), None);
    }

    #[test]
    fn one_column_stays_one_and_its_pieces_join() {
        let lines: Vec<PdfLine> = (0..9u8)
            .flat_map(|n| {
                let y = 60.0 + f32::from(n) * 12.0;
                [line("name:", 50.0, 90.0, y), line("words", 110.0, 550.0, y + 0.5)]
            })
            .collect();
        let words: Vec<String> = ordered(lines).into_iter().map(|p| p.line.words).collect();
        assert_eq!(words, vec!["name: words"; 9]);
    }
}
