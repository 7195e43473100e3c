//! Settings, read from RON with every mistake told: where, what was found, what is allowed.
//!
//! `config.ron` in the user's configuration folder; the codebook, which belongs to a project, is found by `project::codebook`.
//! Nothing is ever written here, not even at the first start: a generated file would pin people to today's defaults.

use crate::input::{self, InputError, Pipes};
use etcetera::BaseStrategy as _;
use sayso_core::export::{FactCheckDesk, TEMPLATES};
use sayso_core::ron_errors;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why a file was not read, as a sentence of its own.
pub fn sentence(error: &InputError) -> String {
    let words = error.to_string();
    let mut chars = words.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", chars.as_str())
}

/// What a person can set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Name of a theme.
    pub theme: Option<String>,
    /// Cells of the text column, 40 to 100.
    pub width: Option<u16>,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Who annotates: part of the sidecar's name.
    pub annotator: Option<String>,
    /// Signs to draw with.
    pub glyphs: Glyphs,
    /// Whether lines are spread to the full width.
    pub justify: bool,
    /// Whether long words may be broken at a hyphen.
    pub hyphenate: bool,
    /// Whether a document that changes on the disk is read again without asking.
    pub follow: bool,
    /// The program that plays a recording, and its arguments: in them `{seconds}` is where it begins, `{media}` the file.
    pub player: Vec<String>,
    /// Who publishes fact-checks: what an export of claims names.
    pub fact_checks: FactCheckDesk,
    /// Command → its keys, instead of the default ones.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// Signs to draw with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Glyphs {
    /// `● ○ ×` and so on.
    #[default]
    Unicode,
    /// `* o x` and so on.
    Ascii,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: None,
            width: None,
            mouse: true,
            annotator: None,
            glyphs: Glyphs::Unicode,
            justify: false,
            hyphenate: false,
            follow: false,
            player: Vec::new(),
            fact_checks: FactCheckDesk::default(),
            keys: BTreeMap::new(),
        }
    }
}

/// Something wrong in a file a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// Line and column of the wrong words, from 1.
    pub at: (usize, usize),
    /// How many characters are wrong, at least 1.
    pub length: usize,
    /// The line, with its neighbours, and their numbers.
    pub lines: Vec<(usize, String)>,
    /// What was found.
    pub message: String,
    /// What is allowed or what to do.
    pub hint: String,
    /// What happens meanwhile.
    pub meanwhile: &'static str,
}

impl Problem {
    /// `path:line:column: message hint`, for standard error.
    pub fn in_one_line(&self) -> String {
        format!("{}:{}:{}: {} {}", self.path.display(), self.at.0, self.at.1, self.message, self.hint)
    }

    /// A problem at the first place `needle` stands in `text`.
    pub fn at_words(path: &Path, text: &str, needle: &str, message: String, hint: String) -> Self {
        let place = text
            .lines()
            .enumerate()
            .find_map(|(i, l)| l.find(needle).map(|at| (i + 1, l.get(..at).unwrap_or_default().chars().count() + 1)));
        Self::at(path, text, place.unwrap_or((1, 1)), needle.chars().count().max(1), message, hint)
    }

    /// The problem of a file that is there and cannot be read.
    pub fn unread(path: &Path, error: &InputError) -> Self {
        let message = match error {
            // It is there itself.
            e if e.is_not_found() => "This is a broken link.".to_owned(),
            e => sentence(e),
        };
        let hint = "Make it a readable file, or remove it.".to_owned();
        Self::at(path, "", (1, 1), 1, message, hint)
    }

    fn at(path: &Path, text: &str, at: (usize, usize), length: usize, message: String, hint: String) -> Self {
        let first = at.0.saturating_sub(1).max(1);
        let lines = text.lines().enumerate().skip(first - 1).take(3).map(|(i, l)| (i + 1, l.to_owned())).collect();
        let meanwhile = "Started with the built-in settings. Your file is unchanged.";
        Self { path: path.to_owned(), at, length, lines, message, hint, meanwhile }
    }
}

/// Parses RON into `T`; a mistake becomes a problem.
///
/// # Errors
/// The first mistake in `text`.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, Box<Problem>> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|e| {
        let (message, hint) = ron_errors::explain(&e.code);
        let (start, end) = (e.span.start, e.span.end);
        let length = if start.line == end.line { end.col.saturating_sub(start.col).max(1) } else { 1 };
        Box::new(Problem::at(path, text, (start.line, start.col), length, message, hint))
    })
}

/// The user's folders; none when the system names no home.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// Settings and themes.
    pub config: Option<PathBuf>,
    /// Sidecars of documents whose folder cannot be written to.
    pub data: Option<PathBuf>,
    /// Histories, and sidecars as they were before the last session.
    pub state: Option<PathBuf>,
}

impl Folders {
    /// As the environment names them (XDG everywhere, Windows' own).
    pub fn from_environment() -> Self {
        let Ok(base) = etcetera::choose_base_strategy() else { return Self::default() };
        Self {
            config: Some(base.config_dir().join("sayso")),
            data: Some(base.data_dir().join("sayso")),
            state: base.state_dir().or_else(|| Some(base.data_dir())).map(|d| d.join("sayso")),
        }
    }

    /// The file of the settings, where there is a folder for it.
    pub fn settings(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|folder| folder.join("config.ron"))
    }
}

/// Reads `config.ron`; a missing file is the default, a mistake too, with a problem.
pub fn load(folders: &Folders) -> (Config, Vec<Problem>) {
    let Some(path) = folders.settings() else { return Default::default() };
    if !is_there(&path) {
        return Default::default();
    }
    match input::read_text(&path, input::MAX_SETTINGS) {
        Ok(text) => check(&path, &text),
        Err(error) => (Config::default(), vec![Problem::unread(&path, &error)]),
    }
}

/// Whether something stands under a name, a link that leads nowhere included. Of a folder that may not be looked into
/// nobody knows.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Parses the text of a configuration and checks its values.
pub fn check(path: &Path, text: &str) -> (Config, Vec<Problem>) {
    let mut config: Config = match parse(path, text) {
        Ok(config) => config,
        Err(problem) => return (Config::default(), vec![*problem]),
    };
    let mut problems = Vec::new();
    if let Some(width) = config.width.filter(|w| !(40..=100).contains(w)) {
        let message = format!("The text cannot be {width} cells wide.");
        problems.push(Problem::at_words(path, text, &width.to_string(), message, "Allowed: 40 to 100.".to_owned()));
        config.width = None;
    }
    if let Some(name) = config.annotator.clone().filter(|n| !sayso_core::annotation::is_annotator(n)) {
        let message = format!("“{name}” cannot be an annotator’s name, since it becomes part of file names.");
        let hint = "Allowed: small letters, digits, - and _, at most 32.".to_owned();
        problems.push(Problem::at_words(path, text, &name, message, hint));
        config.annotator = None;
    }
    if !config.player.is_empty() && !config.player.iter().skip(1).any(|a| a.contains("{media}")) {
        let message = "The player is not told what to play.".to_owned();
        let hint = "For instance: player: [\"mpv\", \"--start={seconds}\", \"{media}\"].".to_owned();
        problems.push(Problem::at_words(path, text, "player", message, hint));
        config.player.clear();
    }
    (config, problems)
}

/// Why there is no template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Nothing is called so.
    #[error("{name}: there is no such template.{} Known: {}.", meant(name, known), known.join(", "))]
    NotFound {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The file cannot be read.
    #[error("{}: {error}.", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: InputError,
    },
    /// The file is not UTF-8.
    #[error("{}: it is not UTF-8 text.", .0.display())]
    NotText(PathBuf),
}

fn meant(name: &str, known: &[String]) -> String {
    let close = ron_errors::meant(name, known.iter().map(String::as_str));
    close.map(|c| format!(" Did you mean {c}?")).unwrap_or_default()
}

/// The template called `name`, with its text: a file, one in the settings' folder `templates`, one of the program's own.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn template(name: &str, folders: &Folders) -> Result<(String, String), TemplateError> {
    let named = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let read = |path: &Path| {
        let bytes = input::open(path, Pipes::Read).and_then(|file| input::read_from(&file, input::MAX_SETTINGS));
        let bytes = bytes.map_err(|error| TemplateError::Unreadable { path: path.to_owned(), error })?;
        let text = String::from_utf8(bytes).map_err(|_| TemplateError::NotText(path.to_owned()))?;
        Ok((named(path), text))
    };
    if Path::new(name).metadata().is_ok_and(|meta| !meta.is_dir()) {
        return read(Path::new(name));
    }
    let own = templates(folders);
    if let Some(path) = own.iter().find(|p| named(p) == name || stem(&named(p)) == name) {
        return read(path);
    }
    if let Some((file, text)) = TEMPLATES.iter().find(|(file, _)| *file == name || stem(file) == name) {
        return Ok(((*file).to_owned(), (*text).to_owned()));
    }
    let own = own.iter().map(|p| named(p));
    let known = own.chain(TEMPLATES.iter().map(|(file, _)| stem(file).to_owned())).collect();
    Err(TemplateError::NotFound { name: name.to_owned(), known })
}

/// Templates in the settings' folder, by name.
fn templates(folders: &Folders) -> Vec<PathBuf> {
    let Some(folder) = folders.config.as_ref().map(|d| d.join("templates")) else { return Vec::new() };
    let found = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut found: Vec<PathBuf> = found.filter(|p| !p.is_dir()).collect();
    found.sort();
    found
}

/// A name of a file up to its first dot.
fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<Problem> {
        check(Path::new("config.ron"), text).1
    }

    #[test]
    fn a_patch_is_enough() {
        let (config, problems) = check(Path::new("c"), "(width: 68)");
        assert_eq!((config.width, config.mouse, problems.len()), (Some(68), true, 0));
    }

    #[cfg(unix)]
    fn write(path: &Path, text: &str) {
        use std::io::Write as _;
        std::fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn settings_and_templates_that_are_no_files_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("below");
        std::fs::create_dir(&below).unwrap();
        let path = below.join("config.ron");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let folders = Folders { config: Some(below.clone()), ..Folders::default() };
        let (config, problems) = load(&folders);
        assert_eq!(config, Config::default());
        assert!(problems[0].in_one_line().contains("a pipe"));
        std::fs::create_dir(below.join("templates")).unwrap();
        std::fs::rename(&path, below.join("templates/t.md.j2")).unwrap();
        write(&path, "(width: 68)");
        assert_eq!(load(&folders).0.width, Some(68));
        let large = below.join("large.j2");
        std::fs::File::create(&large).unwrap().set_len(input::MAX_SETTINGS + 1).unwrap();
        assert!(
            template(&large.display().to_string(), &folders).unwrap_err().to_string().contains("larger than 1 MiB")
        );
    }

    #[test]
    fn mistakes_name_their_place_and_the_cure() {
        let cases = [
            ("(\n  widht: 68,\n)", (2, 3), "Did you mean width?"),
            ("(\n  width: 8,\n)", (2, 10), "40 to 100"),
            ("(\n  annotator: \"Ada Grey\",\n)", (2, 15), "small letters"),
            ("(\n  glyphs: acsii,\n)", (2, 11), "Did you mean ascii?"),
            ("(\n  player: [\"mpv\"],\n)", (2, 3), "{media}"),
        ];
        for (text, at, hint) in cases {
            let found = problems(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].at, at, "{}", found[0].in_one_line());
            assert!(found[0].hint.contains(hint), "{}", found[0].in_one_line());
        }
    }
}
