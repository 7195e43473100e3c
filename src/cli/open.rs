//! Opening the reader, or, where there is no terminal to read on, printing the reading text.

use super::sources::{self, Source};
use super::{Common, Failure, print, talk};
use crate::config::{self, Config, Folders};
use crate::diagnosis::meant;
use crate::document::{LineRule, LoadOptions};
use crate::store::{self, Holder};
use crate::ui::session::{self, Asked, Bytes, Request};
use crate::ui::terminal;
use crate::ui::theme::{Depth, Themes};
use ratatui::layout::Size;
use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The page `sayso` alone opens: a document that teaches the program.
const TOUR: &str = include_str!("../../assets/tour.md");

/// Longest the first frame waits for the terminal to tell its background.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(20);

/// Arguments of the reader.
#[derive(Debug, Default, clap::Args)]
pub struct Open {
    /// The document to read; - is standard input; without one, a page to try things on
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The theme: dark, light, contrast, terminal or one of your own
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Width of the text column in cells
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=100))]
    width: Option<u16>,
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Decide nothing
    #[arg(long)]
    read_only: bool,
}

impl Open {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let request = match self.paths.as_slice() {
            [] => tour(),
            [path] if path.as_os_str() == "-" => self.standard_input(common)?,
            [path] => self.file(path, common)?,
            [first, ..] => {
                std::fs::metadata(first).map_err(|e| sources::cannot_read(first, &e))?;
                return Err(several(first));
            }
        };
        if !io::stdout().is_terminal() {
            return pass_through(&request);
        }
        self.read(request, common)
    }

    fn file(&self, path: &Path, common: &Common) -> Result<Request, Failure> {
        let meta = std::fs::metadata(path).map_err(|e| sources::cannot_read(path, &e))?;
        if meta.is_dir() {
            return Err(folder(path));
        }
        if !meta.is_file() {
            return Err(Failure::Input(format!(
                "{}: this is no ordinary file; pipe it into sayso - instead.",
                path.display()
            )));
        }
        let name = path.display().to_string();
        let bytes = std::fs::File::open(path).map_err(|e| sources::cannot_read(path, &e))?;
        let mut head = Vec::new();
        bytes.take(64).read_to_end(&mut head).map_err(|e| sources::cannot_read(path, &e))?;
        let place = sources::place_of(&Source::File(path.to_owned()), "", common, common.annotator.as_deref())?;
        Ok(Request {
            bytes: Bytes::File(path.to_owned()),
            name,
            options: common.load_options(),
            sidecar: Some(place.path),
            state: Folders::from_environment().state,
            holder: holder(common),
            read_only: self.read_only,
        })
    }

    fn standard_input(&self, common: &Common) -> Result<Request, Failure> {
        if io::stdin().is_terminal() {
            return Err(Failure::Usage("sayso - reads what is piped into it, and nothing is.".to_owned()));
        }
        let bytes = Source::Stdin.read()?;
        let hash = crate::document::sha256(&bytes);
        let place = sources::place_of(&Source::Stdin, &hash, common, common.annotator.as_deref())?;
        Ok(Request {
            bytes: Bytes::Given(bytes.into()),
            name: "standard input".to_owned(),
            options: common.load_options(),
            sidecar: Some(place.path),
            state: Folders::from_environment().state,
            holder: holder(common),
            read_only: self.read_only,
        })
    }

    fn read(&self, request: Request, common: &Common) -> Result<(), Failure> {
        let folders = Folders::from_environment();
        let (config, mut problems): (Config, _) = config::load(&folders);
        let codebook = match &request.bytes {
            Bytes::File(path) => {
                let (codebook, wrong) = config::codebook(path);
                problems.extend(wrong);
                codebook
            }
            Bytes::Given(_) => crate::annotation::Codebook::default(),
        };
        let depth = Depth::from_environment(|name| std::env::var(name).ok());
        let themed = self.theme.is_some() || config.theme.is_some() || matches!(depth, Depth::Sixteen | Depth::None);
        let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
        let mut asked = Asked {
            size: Size::new(width, height),
            depth,
            light: false,
            theme: self.theme.clone(),
            width: self.width,
            annotator: common.annotator.clone(),
        };
        if let Some(name) = &self.theme {
            let (themes, _) = Themes::load(folders.config.as_ref().map(|d| d.join("themes")).as_deref(), depth);
            if themes.get(name).is_none() {
                let names = themes.names();
                let close =
                    meant(name, names.iter().copied()).map(|c| format!(" Did you mean {c}?")).unwrap_or_default();
                return Err(Failure::Usage(format!("No theme is called {name}.{close} Known: {}.", names.join(", "))));
            }
        }
        asked.light = !themed && background_is_light();
        let shown =
            Path::new(&request.name).file_name().map_or(request.name.clone(), |n| n.to_string_lossy().into_owned());
        let shown = if request.sidecar.is_none() { "sayso".to_owned() } else { shown };
        let app = session::start(&config, problems, &folders, codebook, shown, &asked);
        let mouse = config.mouse && !self.no_mouse;
        match terminal::run(app, request, mouse) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::Output("The last decisions could not be saved.".to_owned())),
            Err(error) => Err(Failure::Output(format!("The terminal cannot be used: {error}."))),
        }
    }
}

/// Asks the terminal for its background; dark when it does not answer in time. Leaves the terminal raw for the reader,
/// so that a late answer is not echoed (the reader swallows it).
fn background_is_light() -> bool {
    if crossterm::terminal::enable_raw_mode().is_err() {
        return false;
    }
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = PATIENCE;
    matches!(terminal_colorsaurus::theme_mode(options), Ok(terminal_colorsaurus::ThemeMode::Light))
}

/// Who opens it, for other windows to read.
fn holder(common: &Common) -> Holder {
    let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    let now = jiff::Timestamp::now();
    let since = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    Holder::new(std::process::id(), host, common.annotator.clone().unwrap_or(user), since)
}

fn tour() -> Request {
    Request {
        bytes: Bytes::Given(Arc::from(TOUR.as_bytes())),
        name: "tour.md".to_owned(),
        options: LoadOptions { format: None, lines: LineRule::Auto },
        sidecar: None,
        state: None,
        holder: Holder::default(),
        read_only: false,
    }
}

fn several(first: &Path) -> Failure {
    Failure::Usage(format!("The reader opens one document at a time: sayso {}", first.display()))
}

fn folder(path: &Path) -> Failure {
    let documents = sources::documents_in(path);
    match documents.first() {
        None => Failure::Input(format!("{}: no document is in this folder. {}", path.display(), sources::READABLE)),
        Some(first) => {
            let count = documents.len();
            let plural = if count == 1 { "1 document is".to_owned() } else { format!("{count} documents are") };
            Failure::Usage(format!(
                "{}: {plural} in this folder; open one of them: sayso {}",
                path.display(),
                first.display()
            ))
        }
    }
}

/// No terminal to draw on: print the reading text and leave, as pagers do.
fn pass_through(request: &Request) -> Result<(), Failure> {
    let bytes = match &request.bytes {
        Bytes::Given(bytes) => bytes.to_vec(),
        Bytes::File(path) => Source::File(path.clone()).read()?,
    };
    let document = crate::document::load(&bytes, &request.name, request.options)
        .map_err(|e| sources::not_a_document(&request.name, &e))?;
    if let Some(path) = &request.sidecar
        && let Err(error) = store::read(path)
    {
        talk(&error.to_string());
    }
    print(document.text().as_bytes())?;
    if document.text().ends_with('\n') || document.text().is_empty() { Ok(()) } else { print(b"\n") }
}
