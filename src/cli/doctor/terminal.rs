//! The terminal: which it is, its colours, what it does with keys, the mouse and what is copied.

use super::Report;
use crate::ui::theme::Depth;
use std::io::{self, IsTerminal as _};

/// Cells below which the reader shows less.
const SMALL: (u16, u16) = (40, 10);

/// What asks for a variable of the environment.
type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the terminal calls itself.
pub fn name(get: Get<'_>) -> String {
    let set = |name: &str| get(name).filter(|value| !value.is_empty());
    let mut out = set("TERM").map_or_else(|| "TERM is not set".to_owned(), |term| format!("TERM={term}"));
    for name in ["COLORTERM", "TERM_PROGRAM", "NO_COLOR"] {
        if let Some(value) = set(name) {
            out = format!("{out} {name}={value}");
        }
    }
    for (name, program) in [("TMUX", "tmux"), ("STY", "screen"), ("SSH_CONNECTION", "ssh")] {
        if set(name).is_some() {
            out = format!("{out}, in {program}");
        }
    }
    out
}

pub fn look(get: Get<'_>, mouse: bool, report: &mut Report) {
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let size = is_terminal.then(crossterm::terminal::size).and_then(Result::ok);
    look_at(get, size, mouse, report);
}

/// The same for a terminal of a size; none where there is no terminal.
pub fn look_at(get: Get<'_>, size: Option<(u16, u16)>, mouse: bool, report: &mut Report) {
    let set = |name: &str| get(name).filter(|value| !value.is_empty());
    let name = name(get);
    match size {
        None => report.note(
            "terminal",
            format!("{name}; input or output is no terminal"),
            "The reader needs a terminal for both; into a pipe sayso FILE prints the text.",
        ),
        Some((width, height)) if width < SMALL.0 || height < SMALL.1 => report.note(
            "terminal",
            format!("{name}, {width}×{height} cells"),
            format!("Make the window larger: the reader is made for {}×{} cells and more.", SMALL.0, SMALL.1),
        ),
        Some((width, height)) => report.ok("terminal", format!("{name}, {width}×{height} cells")),
    }
    let term = set("TERM").unwrap_or_default();
    let why = if set("NO_COLOR").is_some() { "NO_COLOR is set" } else { "by COLORTERM and TERM" };
    match Depth::from_environment(get) {
        Depth::True => report.ok("colours", format!("16 million, {why}")),
        Depth::Indexed => report.ok("colours", format!("256, {why}")),
        Depth::Sixteen => report.note(
            "colours",
            format!("16, {why}"),
            "Speakers share colours. Of a terminal that has more: COLORTERM=truecolor, or TERM=xterm-256color.",
        ),
        Depth::None if term == "dumb" || term.is_empty() => report.note(
            "colours",
            "none: TERM names no terminal that has them",
            "Signs alone tell speakers and decisions apart. TERM is usually set by the terminal.",
        ),
        Depth::None => report.ok("colours", format!("none, {why}: signs alone tell speakers and decisions apart")),
    }
    report.ok("keys", "as every terminal sends them; the protocol of kitty is not asked for, and nothing needs it");
    report.ok(
        "mouse",
        if mouse {
            "used; sayso --no-mouse leaves it to the terminal"
        } else {
            "left to the terminal, by the settings"
        },
    );
    let (program, vte) = (set("TERM_PROGRAM").unwrap_or_default(), set("VTE_VERSION").is_some());
    if set("STY").is_some() {
        report.note(
            "clipboard",
            "screen does not pass on what is copied (OSC 52)",
            "Use tmux, or the terminal’s own selection.",
        );
    } else if set("TMUX").is_some() {
        report.note(
            "clipboard",
            "by the terminal (OSC 52), through tmux",
            "In tmux it needs: set -g set-clipboard on.",
        );
    } else if program == "Apple_Terminal" || vte {
        let hint = "Use the terminal’s own selection (with Shift), or a terminal that has OSC 52.";
        report.note("clipboard", "this terminal may not take what is copied (OSC 52)", hint);
    } else {
        report.ok("clipboard", "by the terminal (OSC 52), over SSH too");
    }
}
