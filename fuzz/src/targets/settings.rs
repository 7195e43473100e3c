//! Settings with their keys, and themes: the first line says which, `config` or `theme`.

use super::Target;
use crate::dice::Dice;
use crate::seeds;
use ratatui::layout::Size;
use sayso::config::{Folders, load};
use sayso::ui::frame;
use sayso::ui::session::{self, Asked};
use sayso::ui::theme::Depth;
use sayso_core::annotation::Codebook;
use sayso_core::sanitize::is_hostile;
use std::path::PathBuf;
use std::sync::LazyLock;

pub const TARGET: Target = Target {
    name: "settings",
    doc: "settings or a theme, behind a line: config or theme",
    run,
    is_bounded: true,
    seeds,
};

/// A folder of settings; it goes with the process.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("sayso-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("themes")).expect("a folder");
    folder
});

fn run(bytes: &[u8]) -> bool {
    let (head, body) = Dice::line(bytes);
    let (config, theme) = if head == "theme" { (&b"(theme: \"own\")"[..], body) } else { (body, &b""[..]) };
    std::fs::write(FOLDER.join("config.ron"), config).expect("the settings");
    std::fs::write(FOLDER.join("themes/own.ron"), theme).expect("the theme");
    let folders = Folders { config: Some(FOLDER.clone()), ..Folders::default() };
    let (settings, problems) = load(&folders);
    for depth in [Depth::True, Depth::Indexed] {
        let asked = Asked {
            size: Size::new(80, 24),
            depth,
            light: false,
            theme: None,
            width: None,
            annotator: None,
            start_place: None,
        };
        let app =
            session::start(&settings, problems.clone(), &folders, Codebook::default(), "a.txt".to_owned(), &asked);
        for problem in &app.problems {
            assert!(problem.at.0 >= 1 && problem.at.1 >= 1 && problem.length >= 1, "{}", problem.in_one_line());
        }
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 24));
        frame::draw(&app, &mut buffer);
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(is_hostile), "{:?} is drawn", cell.symbol());
        }
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out = seeds::texts(&[
        "config\n(theme: \"dusk\", width: 72, mouse: true, annotator: \"ada\", glyphs: ascii, justify: true, hyphenate: true, follow: true, player: [\"mpv\", \"--start={seconds}\", \"{media}\"], keys: {\"confirm\": [\"Enter\", \"Ctrl+x\"], \"next\": [\"g n\"]})",
        "config\n#![enable(implicit_some)]\n(\n  theme: \"own\", // mine\n  keys: {\n    \"quit\": [\"q\"],\n  },\n)\n",
    ]);
    for (name, bytes) in seeds::files("themes") {
        out.push((name, seeds::headed("theme", &bytes)));
    }
    out
}
