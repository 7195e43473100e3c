//! Draws the pictures of the README as SVG, from what the reader itself draws:
//!
//! ```sh
//! cargo run --release -p xtask -- picture samples/harbour-vote.txt Tab Tab > assets/reader.svg
//! cargo run --release -p xtask -- picture --steps assets/review.txt > assets/review.svg
//! ```
//!
//! The arguments are a document and the keys pressed first. With `--steps` a file tells both: its first line is the document, each
//! further one a step, the keys and, behind `|`, what they do. The steps are shown one after the other, and the last alone where a
//! reader asked for less motion.

use crate::reader::Reader;
use anyhow::Context as _;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sayso::ui::theme::Depth;
use std::fmt::Write as _;
use std::io::Write as _;

/// Width and height of a cell, in pixels.
const CELL: (u32, u32) = (9, 20);
/// How long a step is shown, in seconds.
const SHOWN: usize = 4;
/// Height of the line below the screen that tells the keys, in pixels.
const CAPTION: u32 = 44;

/// Runs the task.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let picture = match arguments {
        [flag, file] if flag == "--steps" => steps(file)?,
        [path, keys @ ..] => screen(path, keys)?,
        [] => anyhow::bail!("usage: picture FILE [KEY…], or picture --steps FILE"),
    };
    std::io::stdout().lock().write_all(picture.as_bytes())?;
    Ok(())
}

fn open(path: &str, size: (u16, u16)) -> anyhow::Result<Reader> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let name = path.rsplit('/').next().unwrap_or(path);
    Ok(Reader::new(name, &text, size, "dark", Depth::True, Vec::new()))
}

/// One screen.
fn screen(path: &str, keys: &[String]) -> anyhow::Result<String> {
    let mut reader = open(path, (120, 36))?;
    reader.keys(&keys.join(" "));
    let frame = reader.frame();
    Ok(format!("{}{}</svg>\n", head(&frame, 0), cells(&frame)))
}

/// Screens one after the other, with the keys that lead from each to the next.
fn steps(file: &str) -> anyhow::Result<String> {
    let all = std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?;
    let mut lines = all.lines().filter(|l| !l.trim().is_empty());
    let mut reader = open(lines.next().context("the first line names a document")?.trim(), (100, 30))?;
    let steps: Vec<(&str, &str)> = lines.map(|l| l.split_once('|').unwrap_or((l, ""))).collect();
    let (count, whole) = (steps.len(), steps.len() * SHOWN);
    let mut out = head(&reader.frame(), CAPTION);
    let _ = writeln!(
        out,
        "<style>@keyframes step{{0%{{visibility:visible}}{:.3}%{{visibility:hidden}}100%{{visibility:hidden}}}}\
         .step{{visibility:hidden;animation:step {whole}s step-end infinite}}\
         @media(prefers-reduced-motion:reduce){{.step{{animation:none}}.last{{visibility:visible}}}}</style>",
        100.0 / count as f64
    );
    for (number, (keys, what)) in steps.iter().enumerate() {
        reader.keys(keys.trim());
        let frame = reader.frame();
        let last = if number + 1 == count { " last" } else { "" };
        // A negative delay: a step that comes later has more of the round before it.
        let _ = writeln!(out, "<g class=\"step{last}\" style=\"animation-delay:-{}s\">", whole - number * SHOWN);
        out.push_str(&cells(&frame));
        let top = u32::from(frame.area.height) * CELL.1 + 28;
        let right = u32::from(frame.area.width) * CELL.0 - 18;
        let _ = writeln!(
            out,
            "<text x=\"18\" y=\"{top}\" fill=\"#e8b86d\" font-weight=\"bold\" xml:space=\"preserve\">{}\
             <tspan fill=\"#d8d4ca\" font-weight=\"normal\">  {}</tspan></text>\
             <text x=\"{right}\" y=\"{top}\" fill=\"#8a8d97\" text-anchor=\"end\">{} of {count}</text></g>",
            escaped(keys.trim()),
            escaped(what.trim()),
            number + 1
        );
    }
    out.push_str("</svg>\n");
    Ok(out)
}

/// The page, with so many pixels below the screen.
fn head(buffer: &Buffer, below: u32) -> String {
    let area = buffer.area;
    let (width, height) = (u32::from(area.width) * CELL.0, u32::from(area.height) * CELL.1 + below);
    let page = buffer.cell((0, 0)).map_or(Color::Reset, |c| c.bg);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        hex(page, "#15171b")
    )
}

/// What stands on a screen.
fn cells(buffer: &Buffer) -> String {
    let area = buffer.area;
    let page = buffer.cell((0, 0)).map_or(Color::Reset, |c| c.bg);
    let mut out = String::new();
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let Some(first) = buffer.cell((x, y)) else { break };
            let run: Vec<&Cell> =
                (x..area.width).map_while(|x| buffer.cell((x, y)).filter(|c| c.style() == first.style())).collect();
            draw(&mut out, x, y, first, &run, page);
            x += run.len() as u16;
        }
    }
    out
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

fn draw(out: &mut String, x: u16, y: u16, style: &Cell, run: &[&Cell], page: Color) {
    let (left, top) = (u32::from(x) * CELL.0, u32::from(y) * CELL.1);
    let width = run.len() as u32 * CELL.0;
    if style.bg != page {
        let fill = hex(style.bg, "#15171b");
        let _ =
            writeln!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{fill}\"/>", CELL.1);
    }
    let words: String = run.iter().map(|c| c.symbol()).collect();
    if words.trim().is_empty() {
        return;
    }
    let bold = if style.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if style.modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" fill=\"{}\"{bold}{line} textLength=\"{width}\" xml:space=\"preserve\">{}</text>",
        top + 15,
        hex(style.fg, "#d8d4ca"),
        escaped(&words),
    );
}

fn hex(color: Color, otherwise: &str) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => otherwise.to_owned(),
    }
}
