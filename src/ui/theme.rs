//! Colours by role, for terminals of 16 million, 256, 16 or no colours.
//!
//! Colour says who; shape says what: where colours are few or none, bold, dim, underline and reverse carry everything.

use crate::config::{Problem, parse};
use crate::input;
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
struct ThemeFile {
    name: String,
    #[serde(default)]
    colors: Option<Colors>,
    #[serde(default)]
    colors_256: Option<Colors>,
}

/// A shipped theme.
fn shipped(text: &str) -> Option<ThemeFile> {
    parse::<ThemeFile>(Path::new("themes"), text).ok()
}

/// A theme at one colour depth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    colors: Option<Colors>,
    depth: Depth,
}

/// Shipped themes: name and text. Only the one in use is parsed.
const SHIPPED: [(&str, &str); 9] = [
    ("dark", include_str!("../../themes/dark.ron")),
    ("light", include_str!("../../themes/light.ron")),
    ("contrast", include_str!("../../themes/contrast.ron")),
    ("dusk", include_str!("../../themes/dusk.ron")),
    ("forest", include_str!("../../themes/forest.ron")),
    ("ember", include_str!("../../themes/ember.ron")),
    ("sepia", include_str!("../../themes/sepia.ron")),
    ("paper", include_str!("../../themes/paper.ron")),
    ("terminal", include_str!("../../themes/terminal.ron")),
];

/// All themes to choose from.
#[derive(Clone, Debug)]
pub struct Themes {
    /// A person's own.
    own: Vec<ThemeFile>,
    depth: Depth,
}

impl Themes {
    /// The shipped themes, and a person's own in `folder`; mistakes in those are problems.
    pub fn load(folder: Option<&Path>, depth: Depth) -> (Self, Vec<Problem>) {
        let mut files: Vec<ThemeFile> = Vec::new();
        let mut problems = Vec::new();
        let mut own: Vec<PathBuf> = folder
            .and_then(|f| std::fs::read_dir(f).ok())
            .map(|entries| {
                entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "ron")).collect()
            })
            .unwrap_or_default();
        own.sort();
        for path in own {
            let text = match input::read_text(&path, input::MAX_SETTINGS) {
                Ok(text) => text,
                Err(error) => {
                    problems.push(Problem::unread(&path, &error));
                    continue;
                }
            };
            match parse::<ThemeFile>(&path, &text) {
                Ok(file) => {
                    problems.extend(unreadable(&file, &path, &text));
                    files.retain(|f| f.name != file.name);
                    files.push(file);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        (Self { own: files, depth }, problems)
    }

    /// Names of all themes.
    pub fn names(&self) -> Vec<&str> {
        let shipped = SHIPPED.iter().map(|(name, _)| *name).filter(|name| self.own.iter().all(|f| f.name != *name));
        shipped.chain(self.own.iter().map(|f| f.name.as_str())).collect()
    }

    fn file(&self, name: &str) -> Option<ThemeFile> {
        let own = self.own.iter().find(|f| f.name == name).cloned();
        own.or_else(|| SHIPPED.iter().find(|(known, _)| *known == name).and_then(|(_, text)| shipped(text)))
    }

    /// The theme of a name.
    pub fn get(&self, name: &str) -> Option<Theme> {
        let file = self.file(name)?;
        let colors = match self.depth {
            Depth::True => file.colors,
            Depth::Indexed => file.colors_256.or(file.colors),
            Depth::Sixteen | Depth::None => None,
        };
        Some(Theme { name: file.name, colors, depth: self.depth })
    }

    /// The terminal's own colours.
    pub fn plain(&self) -> Theme {
        Theme { name: "terminal".to_owned(), colors: None, depth: self.depth }
    }

    /// The theme after `name`, round.
    pub fn after(&self, name: &str) -> Option<Theme> {
        let names = self.names();
        let at = names.iter().position(|n| *n == name).map_or(0, |i| i + 1);
        names.get(at % names.len().max(1)).and_then(|n| self.get(n))
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

/// Relative luminance as WCAG 2 defines it; none for a colour of the terminal's own.
fn luminance(color: Color) -> Option<f64> {
    let Color::Rgb(r, g, b) = color else { return None };
    let part = |v: u8| {
        let v = f64::from(v) / 255.0;
        if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b))
}

/// Contrast ratio as WCAG 2 defines it.
fn ratio(a: Color, b: Color) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// What is too faint in a theme: each pair with its ratio and what is needed.
fn missed(c: &Colors) -> Vec<String> {
    let grounds =
        [("page", c.page), ("raised", c.raised), ("focus", c.focus), ("select", c.select), ("match", c.matched)];
    let mut out = Vec::new();
    let mut check = |what: &str, words: Color, on: &[&str], needed: f64| {
        for (name, ground) in grounds.iter().filter(|(name, _)| on.contains(name)) {
            // Rounded to a tenth, as the ratios are told.
            if let Some(got) = ratio(words, *ground).filter(|got| *got < needed - 0.05) {
                out.push(format!("{what} on {name} {got:.1} (needs {needed})"));
            }
        }
    };
    let all = ["page", "raised", "focus", "select", "match"];
    check("body", c.body, &all, 7.0);
    check("strong", c.strong, &all, 7.0);
    for (n, speaker) in c.speakers.iter().enumerate() {
        let name = format!("speaker {}", n + 1);
        check(&name, *speaker, &["page", "focus"], 7.0);
        check(&name, *speaker, &["raised", "select", "match"], 4.5);
    }
    for (name, words) in [("quiet", c.quiet), ("accent", c.accent), ("warn", c.warn)] {
        check(name, words, &["page", "raised", "select"], 4.5);
    }
    check("faint", c.faint, &["page"], 3.0);
    if let Some(got) = ratio(c.ink, c.accent).filter(|got| *got < 4.45) {
        out.push(format!("ink on accent {got:.1} (needs 4.5)"));
    }
    if c.speakers.len() != 8 {
        out.push(format!("{} speakers (needs 8)", c.speakers.len()));
    }
    out
}

/// A theme of one's own that is hard to read is used, and said so.
fn unreadable(file: &ThemeFile, path: &Path, text: &str) -> Option<Problem> {
    let missed = missed(file.colors.as_ref()?);
    let first = missed.first()?;
    let more = if missed.len() > 1 { format!(", and {} more", missed.len() - 1) } else { String::new() };
    let message = format!("This theme is hard to read: {first}{more}.");
    let mut problem = Problem::at_words(path, text, &file.name, message, "It is used all the same.".to_owned());
    problem.meanwhile = "Contrast by WCAG 2; other ratios are needed by people with weak eyes.";
    Some(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader with weak eyes needs, of every shipped theme.
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_told_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dusk2.ron");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let (themes, problems) = Themes::load(Some(folder.path()), Depth::True);
        assert_eq!((themes.own.len(), problems.len()), (0, 1));
        assert!(problems[0].in_one_line().contains("a pipe"), "{}", problems[0].in_one_line());
    }

    #[test]
    fn shipped_themes_can_be_read() {
        for (name, text) in SHIPPED {
            let file = shipped(text).unwrap();
            assert_eq!(file.name, name);
            let Some(colors) = &file.colors else { continue };
            assert_eq!(missed(colors), Vec::<String>::new(), "{name}");
            assert!(file.colors_256.is_some_and(|c| c.speakers.len() == 8), "{name}");
        }
        assert!(Themes::load(None, Depth::True).0.names().len() >= 8);
    }

    #[test]
    fn a_theme_nobody_can_read_is_told() {
        let mut file = shipped(SHIPPED[0].1).unwrap();
        if let Some(colors) = &mut file.colors {
            colors.body = colors.page;
        }
        let problem = unreadable(&file, Path::new("mine.ron"), SHIPPED[0].1).unwrap();
        assert!(problem.message.contains("body"), "{}", problem.message);
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
        let text = SHIPPED[0].1.replace("accent", "acent");
        crate::store::disk::replace(&folder.path().join("mine.ron"), text.as_bytes()).unwrap();
        let (themes, problems) = Themes::load(Some(folder.path()), Depth::True);
        assert!(problems[0].hint.contains("Did you mean accent?"), "{problems:?}");
        assert_eq!(themes.names().len(), SHIPPED.len());
    }
}
