//! Colours by role, for terminals of 16 million, 256, 16 or no colours.
//!
//! Colour says who; shape says what: where colours are few or none, bold, dim, underline and reverse carry everything.

use crate::config::{Problem, parse};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 16 million.
    True,
    /// 256.
    Indexed,
    /// 16.
    Sixteen,
    /// None wanted (`NO_COLOR`).
    None,
}

impl Depth {
    /// As the environment tells.
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Self {
        if get("NO_COLOR").is_some_and(|v| !v.is_empty()) {
            return Self::None;
        }
        let color = get("COLORTERM").unwrap_or_default();
        let term = get("TERM").unwrap_or_default();
        if ["truecolor", "24bit"].contains(&color.as_str()) || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256") {
            Self::Indexed
        } else if term == "dumb" || term.is_empty() {
            Self::None
        } else {
            Self::Sixteen
        }
    }
}

/// What a colour is for. Grounds lie behind words, the others are words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The screen.
    Page,
    /// Sheets and the dock.
    Raised,
    /// Focused words.
    Focus,
    /// The selection, the row under the bar.
    Select,
    /// Matches of a search.
    Match,
    /// Running text.
    Body,
    /// Focused words, titles, keys.
    Strong,
    /// Secondary words.
    Quiet,
    /// Rules and unfilled bars.
    Faint,
    /// Where you are.
    Accent,
    /// Text on the accent.
    Ink,
    /// Lost place, read only, errors.
    Warn,
    /// A speaker, by order of appearance from 0.
    Speaker(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Colors {
    page: Color,
    raised: Color,
    focus: Color,
    select: Color,
    #[serde(rename = "match")]
    matched: Color,
    body: Color,
    strong: Color,
    quiet: Color,
    faint: Color,
    accent: Color,
    ink: Color,
    warn: Color,
    /// Eight, in order of first appearance.
    speakers: Vec<Color>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    colors: Option<Colors>,
    #[serde(default)]
    colors_256: Option<Colors>,
}

/// A theme at one colour depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    colors: Option<Colors>,
    depth: Depth,
}

const SHIPPED: [&str; 4] = [
    include_str!("../../themes/dark.ron"),
    include_str!("../../themes/light.ron"),
    include_str!("../../themes/contrast.ron"),
    include_str!("../../themes/terminal.ron"),
];

/// All themes to choose from.
#[derive(Clone, Debug)]
pub struct Themes {
    files: Vec<File>,
    depth: Depth,
}

impl Themes {
    /// The shipped themes, and a person's own in `folder`; mistakes in those are problems.
    pub fn load(folder: Option<&Path>, depth: Depth) -> (Self, Vec<Problem>) {
        let mut files: Vec<File> =
            SHIPPED.iter().filter_map(|text| parse::<File>(Path::new("themes"), text).ok()).collect();
        let mut problems = Vec::new();
        let mut own: Vec<PathBuf> = folder
            .and_then(|f| std::fs::read_dir(f).ok())
            .map(|entries| {
                entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "ron")).collect()
            })
            .unwrap_or_default();
        own.sort();
        for path in own {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            match parse::<File>(&path, &text) {
                Ok(file) => {
                    files.retain(|f| f.name != file.name);
                    files.push(file);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        (Self { files, depth }, problems)
    }

    /// Names of all themes.
    pub fn names(&self) -> Vec<&str> {
        self.files.iter().map(|f| f.name.as_str()).collect()
    }

    /// The theme of a name.
    pub fn get(&self, name: &str) -> Option<Theme> {
        let file = self.files.iter().find(|f| f.name == name)?;
        let colors = match self.depth {
            Depth::True => file.colors.clone(),
            Depth::Indexed => file.colors_256.clone().or_else(|| file.colors.clone()),
            Depth::Sixteen | Depth::None => None,
        };
        Some(Theme { name: file.name.clone(), colors, depth: self.depth })
    }

    /// The terminal's own colours.
    pub fn plain(&self) -> Theme {
        Theme { name: "terminal".to_owned(), colors: None, depth: self.depth }
    }

    /// The theme after `name`, round.
    pub fn after(&self, name: &str) -> Option<Theme> {
        let at = self.files.iter().position(|f| f.name == name).map_or(0, |i| i + 1);
        self.files.get(at % self.files.len().max(1)).and_then(|f| self.get(&f.name))
    }
}

impl Theme {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether speakers' colours may be used for words, not only for signs and marks.
    pub const fn tints_words(&self) -> bool {
        self.colors.is_some()
    }

    fn color(&self, role: Role) -> Option<Color> {
        let c = self.colors.as_ref()?;
        Some(match role {
            Role::Page => c.page,
            Role::Raised => c.raised,
            Role::Focus => c.focus,
            Role::Select => c.select,
            Role::Match => c.matched,
            Role::Body => c.body,
            Role::Strong => c.strong,
            Role::Quiet => c.quiet,
            Role::Faint => c.faint,
            Role::Accent => c.accent,
            Role::Ink => c.ink,
            Role::Warn => c.warn,
            Role::Speaker(n) => c.speakers.get(n % c.speakers.len().max(1)).copied().unwrap_or(c.body),
        })
    }

    /// Words of a role.
    pub fn words(&self, role: Role) -> Style {
        if let Some(color) = self.color(role) {
            let style = Style::new().fg(color);
            return match role {
                Role::Speaker(n) if n >= 8 => style.add_modifier(Modifier::UNDERLINED),
                _ => style,
            };
        }
        let sixteen = self.depth != Depth::None;
        match role {
            Role::Strong | Role::Accent => Style::new().add_modifier(Modifier::BOLD),
            Role::Quiet | Role::Faint => Style::new().add_modifier(Modifier::DIM),
            Role::Ink => Style::new().add_modifier(Modifier::REVERSED),
            Role::Warn if sixteen => Style::new().fg(Color::Red),
            Role::Speaker(n) if sixteen => Style::new().fg(speaker_16(n)),
            _ => Style::new(),
        }
    }

    /// A ground under words.
    pub fn ground(&self, role: Role) -> Style {
        if let Some(color) = self.color(role) {
            return Style::new().bg(color);
        }
        match role {
            Role::Select => Style::new().add_modifier(Modifier::REVERSED),
            Role::Match => Style::new().add_modifier(Modifier::UNDERLINED),
            Role::Focus => Style::new().add_modifier(Modifier::BOLD),
            _ => Style::new(),
        }
    }

    /// Words on the accent: the current match, the caret.
    pub fn marked(&self) -> Style {
        match (self.color(Role::Accent), self.color(Role::Ink)) {
            (Some(accent), Some(ink)) => Style::new().bg(accent).fg(ink),
            _ => Style::new().add_modifier(Modifier::REVERSED),
        }
    }
}

/// Speakers at 16 colours: no black, white or grey among them, one of which is the background.
fn speaker_16(n: usize) -> Color {
    let colors = [
        Color::Cyan,
        Color::Magenta,
        Color::Green,
        Color::Blue,
        Color::LightCyan,
        Color::LightMagenta,
        Color::LightGreen,
        Color::LightBlue,
    ];
    colors.get(n % 8).copied().unwrap_or(Color::Reset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color) -> f64 {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?}") };
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn ratio(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG contrast of every shipped theme: what a reader with weak eyes needs.
    #[test]
    fn shipped_themes_can_be_read() {
        let (themes, problems) = Themes::load(None, Depth::True);
        assert!(problems.is_empty());
        assert_eq!(themes.names(), ["dark", "light", "contrast", "terminal"]);
        for file in &themes.files {
            let Some(c) = &file.colors else { continue };
            assert!(file.colors_256.is_some(), "{}", file.name);
            let grounds = [c.page, c.raised, c.focus, c.select, c.matched];
            let check = |what: &str, words: Color, ground: Color, needed: f64| {
                let got = ratio(words, ground);
                assert!(got >= needed - 0.05, "{}: {what} {got:.2} < {needed}", file.name);
            };
            for ground in grounds {
                check("body", c.body, ground, 7.0);
                check("strong", c.strong, ground, 7.0);
            }
            assert_eq!(c.speakers.len(), 8);
            for speaker in c.speakers.iter().copied() {
                check("speaker", speaker, c.page, 7.0);
                check("speaker on focus", speaker, c.focus, 7.0);
                for ground in grounds {
                    check("speaker", speaker, ground, 4.5);
                }
            }
            for ground in [c.page, c.raised, c.select] {
                for words in [c.quiet, c.accent, c.warn] {
                    check("quiet, accent, warn", words, ground, 4.5);
                }
            }
            check("ink", c.ink, c.accent, 4.5);
            check("faint", c.faint, c.page, 3.0);
        }
    }

    #[test]
    fn the_environment_tells_the_depth() {
        let depth = |pairs: &[(&str, &str)]| {
            let pairs: Vec<(String, String)> = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
            Depth::from_environment(|k| pairs.iter().find(|(n, _)| n == k).map(|(_, v)| v.clone()))
        };
        assert_eq!(depth(&[("COLORTERM", "truecolor"), ("TERM", "xterm")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Sixteen);
        assert_eq!(depth(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]), Depth::None);
    }

    #[test]
    fn a_mistake_in_ones_own_theme_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let text = SHIPPED[0].replace("accent", "acent");
        crate::store::disk::replace(&folder.path().join("mine.ron"), text.as_bytes()).unwrap();
        let (themes, problems) = Themes::load(Some(folder.path()), Depth::True);
        assert!(problems[0].hint.contains("Did you mean accent?"), "{problems:?}");
        assert_eq!(themes.names().len(), 4);
    }
}
