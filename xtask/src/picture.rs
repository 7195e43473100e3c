//! Draws a screen of the reader as SVG, for the README:
//! `cargo run --release -p xtask -- picture samples/harbour-vote.txt > assets/reader.svg`
//!
//! Further arguments: keys pressed first (`Tab Tab Enter`).

use crate::reader::Reader;
use anyhow::Context as _;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sayso::ui::theme::Depth;
use std::fmt::Write as _;
use std::io::Write as _;

/// Width and height of a cell, in pixels.
const CELL: (u32, u32) = (9, 20);

/// Runs the task.
pub fn run(arguments: &[String]) -> anyhow::Result<()> {
    let mut arguments = arguments.iter().cloned();
    let path = arguments.next().context("usage: picture FILE [KEY…]")?;
    let keys = arguments.collect::<Vec<_>>().join(" ");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let name = path.rsplit('/').next().unwrap_or(&path);
    let mut reader = Reader::new(name, &text, (120, 36), "dark", Depth::True, Vec::new());
    reader.keys(&keys);
    std::io::stdout().lock().write_all(svg(&reader.frame()).as_bytes())?;
    Ok(())
}

fn svg(buffer: &Buffer) -> String {
    let area = buffer.area;
    let (width, height) = (u32::from(area.width) * CELL.0, u32::from(area.height) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\">\n"
    );
    let page = buffer.cell((0, 0)).map_or(Color::Reset, |c| c.bg);
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", hex(page, "#15171b"));
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
    out.push_str("</svg>\n");
    out
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
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{}\" fill=\"{}\"{bold}{line} textLength=\"{width}\" xml:space=\"preserve\">{escaped}</text>",
        top + 15,
        hex(style.fg, "#d8d4ca"),
    );
}

fn hex(color: Color, otherwise: &str) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => otherwise.to_owned(),
    }
}
