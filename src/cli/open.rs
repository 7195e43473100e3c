//! Opening the reader, or, where there is no terminal to read on, printing the reading text.

use super::sources::{self, Source};
use super::{Common, Failure, print, talk};
use crate::clock;
use crate::config::{self, Config, Folders, Problem};
use crate::input::{self, Pipes};
use crate::store::{self, Holder, Place};
use crate::ui::app::App;
use crate::ui::session::{self, Asked, Bytes, DocumentSource, Listed, Order, Request};
use crate::ui::terminal::{self, Start};
use crate::ui::theme::{Depth, Themes};
use ratatui::layout::Size;
use sayso_core::annotation::Codebook;
use sayso_core::ron_errors::meant;
use std::collections::HashMap;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The page `sayso` alone opens: a document that teaches the program.
const TOUR: &str = include_str!("../../assets/tour.md");

/// Longest the first frame waits for the terminal to tell its background.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(20);

/// Arguments of the reader.
#[derive(Debug, Default, clap::Args)]
pub struct Open {
    /// The document to read, or a folder of documents; - is standard input; nothing, a page to try things on
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
    /// Line by line, without a screen: for screen readers, and terminals that can do little
    #[arg(long)]
    plain: bool,
}

/// How documents of a folder are opened: with the options of this call.
struct PathSource {
    common: Common,
    read_only: bool,
    folders: Folders,
    /// The documents of the files of many that were looked into, by the path of each.
    members: Mutex<HashMap<PathBuf, Source>>,
}

impl DocumentSource for PathSource {
    fn order(&self, path: &Path) -> Result<Order, String> {
        let told = |failure: Failure| failure.message().unwrap_or_default().to_owned();
        if self.common.sidecar.is_some() {
            return Err("--sidecar is for the one document it was given with".to_owned());
        }
        let request = self.file(path).map_err(told)?;
        let (codebook, problems) = config::codebook(path);
        Ok(Order { request, codebook, problems })
    }

    fn list(&self, folder: &Path) -> Listed {
        let found = sources::documents_in(folder);
        Listed { paths: found.documents, left_out: sources::left_out(found.exports) }
    }
}

impl PathSource {
    /// The documents of a file of many, kept for when one is opened.
    fn members(&self, path: &Path) -> Result<Option<Vec<PathBuf>>, Failure> {
        let Some(found) = sources::members(path, &self.common)? else { return Ok(None) };
        let mut known = self.members.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths = Vec::with_capacity(found.len());
        for source in found {
            let path = PathBuf::from(source.name());
            known.insert(path.clone(), source);
            paths.push(path);
        }
        Ok(Some(paths))
    }

    /// A document of a file of many.
    fn member(&self, path: &Path) -> Option<Source> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    fn file(&self, path: &Path) -> Result<Request, Failure> {
        if let Some(source) = self.member(path) {
            return self.given(&source, path.display().to_string());
        }
        let meta = sources::look(path)?;
        if meta.is_dir() {
            return Err(Failure::Input(format!("{}: this is a folder: sayso FOLDER opens it.", path.display())));
        }
        if !meta.is_file() {
            return Err(Failure::Input(format!(
                "{}: this is no ordinary file; pipe it into sayso - instead.",
                path.display()
            )));
        }
        input::open(path, Pipes::Refused).map_err(|e| sources::cannot_read(path, &e))?;
        let source = Source::File(path.to_owned());
        let place = sources::place_of(&source, "", &self.common, self.common.annotator.as_deref())?;
        Ok(Request {
            bytes: Bytes::File(path.to_owned()),
            name: path.display().to_string(),
            options: self.common.load_options(),
            loader: self.common.loader(),
            sidecar: Some(place),
            state: self.folders.state.clone(),
            holder: holder(&self.common),
            read_only: self.read_only,
        })
    }

    fn standard_input(&self) -> Result<Request, Failure> {
        if io::stdin().is_terminal() {
            return Err(Failure::Usage("sayso - reads what is piped into it, and nothing is.".to_owned()));
        }
        let bytes = Source::Stdin.read()?.into();
        let format = self.common.load_options().format;
        let source = Source::Member { path: PathBuf::from("-"), format, bytes, title: None };
        self.given(&source, "standard input".to_owned())
    }

    /// Bytes at hand, with the sidecar that belongs to them.
    fn given(&self, source: &Source, name: String) -> Result<Request, Failure> {
        let place = sources::place_of(source, &source.hash()?, &self.common, self.common.annotator.as_deref())?;
        Ok(Request {
            bytes: Bytes::Given(source.bytes()?),
            name,
            options: source.options(&self.common),
            loader: self.common.loader(),
            sidecar: Some(place),
            state: self.folders.state.clone(),
            holder: holder(&self.common),
            read_only: self.read_only,
        })
    }

    /// What the paths of the call begin with.
    fn start(&self, paths: &[PathBuf]) -> Result<Start, Failure> {
        match paths {
            [] => Ok(Start::Document(Box::new(tour()), None)),
            [path] if path.as_os_str() == "-" => Ok(Start::Document(Box::new(self.standard_input()?), None)),
            [path] if path.is_dir() => self.library(format!("{}/", shown(path)), path, paths),
            [path] => match self.members(path)?.as_deref() {
                Some([one]) => Ok(Start::Document(Box::new(self.file(one)?), Some(one.clone()))),
                Some(all) => Ok(Start::Library {
                    name: shown(path),
                    folder: PathBuf::new(),
                    listed: Listed { paths: all.to_vec(), left_out: None },
                }),
                None => Ok(Start::Document(Box::new(self.file(path)?), Some(path.clone()))),
            },
            several => self.library("documents".to_owned(), Path::new(""), several),
        }
    }

    fn library(&self, name: String, folder: &Path, paths: &[PathBuf]) -> Result<Start, Failure> {
        if self.common.sidecar.is_some() {
            return Err(Failure::Usage("--sidecar is for one document: several cannot share one.".to_owned()));
        }
        let mut found = Vec::new();
        let (sources, exports) = sources::files(paths)?;
        for source in sources {
            match source {
                Source::File(path) => match self.members(&path) {
                    Ok(Some(members)) => found.extend(members),
                    Ok(None) => {
                        sources::look(&path)?;
                        found.push(path);
                    }
                    // One that is damaged, or too much, is told in its row.
                    Err(_) => found.push(path),
                },
                Source::Stdin | Source::Member { .. } => {
                    return Err(Failure::Usage("- cannot stand among other documents.".to_owned()));
                }
            }
        }
        let listed = Listed { paths: found, left_out: sources::left_out(exports) };
        Ok(Start::Library { name, folder: folder.to_owned(), listed })
    }
}

/// What a writer needs to know of a document whose sidecar is that.
pub fn request(source: &Source, sidecar: Place, common: &Common) -> Result<Request, Failure> {
    let bytes = match source {
        Source::File(path) => Bytes::File(path.clone()),
        Source::Stdin | Source::Member { .. } => Bytes::Given(source.bytes()?),
    };
    Ok(Request {
        bytes,
        name: source.name(),
        options: source.options(common),
        loader: common.loader(),
        sidecar: Some(sidecar),
        state: Folders::from_environment().state,
        holder: holder(common),
        read_only: false,
    })
}

/// A folder's name as a person calls it.
fn shown(folder: &Path) -> String {
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned())
}

impl Open {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let folders = Folders::from_environment();
        let source =
            PathSource { common: common.clone(), read_only: self.read_only, folders, members: Mutex::default() };
        let start = source.start(&self.paths)?;
        if self.plain || !io::stdout().is_terminal() {
            return match start {
                Start::Document(request, _) if self.plain => self.linear(&request, common),
                Start::Document(request, _) => pass_through(&request),
                Start::Library { listed, .. } => several(&source, &listed),
            };
        }
        self.read(start, source)
    }

    fn linear(&self, request: &Request, common: &Common) -> Result<(), Failure> {
        let folders = Folders::from_environment();
        let settings = config::load(&folders);
        let app = self.app(request, common, &folders, settings, Depth::None, Size::new(80, 24))?;
        match crate::ui::plain::run(app, request) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::Output("The last decisions could not be saved.".to_owned())),
            Err(error) => Err(Failure::of_output(&error)),
        }
    }

    /// The state at the start: settings, themes, codebook.
    fn app(
        &self,
        request: &Request,
        common: &Common,
        folders: &Folders,
        (config, mut problems): (Config, Vec<Problem>),
        depth: Depth,
        size: Size,
    ) -> Result<App, Failure> {
        let codebook = match &request.bytes {
            Bytes::File(path) => {
                let (codebook, wrong) = config::codebook(path);
                problems.extend(wrong);
                codebook
            }
            Bytes::Given(_) => Codebook::default(),
        };
        let themed = self.theme.is_some() || config.theme.is_some() || matches!(depth, Depth::Sixteen | Depth::None);
        if let Some(name) = &self.theme {
            let (themes, _) = Themes::load(folders.config.as_ref().map(|d| d.join("themes")).as_deref(), depth);
            if themes.get(name).is_none() {
                let names = themes.names();
                let close =
                    meant(name, names.iter().copied()).map(|c| format!(" Did you mean {c}?")).unwrap_or_default();
                return Err(Failure::Usage(format!("No theme is called {name}.{close} Known: {}.", names.join(", "))));
            }
        }
        let asked = Asked {
            size,
            depth,
            light: !themed && background_is_light(),
            theme: self.theme.clone(),
            width: self.width,
            annotator: common.annotator.clone(),
        };
        let file =
            Path::new(&request.name).file_name().map_or(request.name.clone(), |n| n.to_string_lossy().into_owned());
        let name = if request.sidecar.is_none() { "sayso".to_owned() } else { file };
        Ok(session::start(&config, problems, folders, codebook, name, &asked))
    }

    fn read(&self, start: Start, source: PathSource) -> Result<(), Failure> {
        let folders = source.folders.clone();
        let depth = Depth::from_environment(|name| std::env::var(name).ok());
        let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
        // A folder has no document yet: its first decides nothing about the settings.
        let none = tour();
        let request = if let Start::Document(request, _) = &start { request.as_ref() } else { &none };
        let settings = config::load(&folders);
        let mouse = settings.0.mouse && !self.no_mouse;
        let app = self.app(request, &source.common, &folders, settings, depth, Size::new(width, height))?;
        match terminal::run(app, start, Arc::new(source), mouse) {
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
    let since = clock::in_seconds(clock::now());
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    Holder::new(std::process::id(), host, common.annotator.clone().unwrap_or(user), since)
}

fn tour() -> Request {
    Request::given("tour.md", TOUR.as_bytes())
}

/// Without a terminal there is no library to show: which documents there are.
fn several(source: &PathSource, listed: &Listed) -> Result<(), Failure> {
    if let Some(words) = &listed.left_out {
        talk(&format!("{words}."));
    }
    let titled = |path: &PathBuf| match source.member(path) {
        Some(Source::Member { title: Some(title), .. }) => {
            format!("{}\t{}", path.display(), title.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => path.display().to_string(),
    };
    let names: Vec<String> = listed.paths.iter().map(titled).collect();
    print(format!("{}\n", names.join("\n")).as_bytes())
}

/// No terminal to draw on: print the reading text and leave, as pagers do.
fn pass_through(request: &Request) -> Result<(), Failure> {
    let bytes = match &request.bytes {
        Bytes::Given(bytes) => bytes.to_vec(),
        Bytes::File(path) => Source::File(path.clone()).read()?,
    };
    let document = request
        .loader
        .load_whole(&bytes, &request.name, &request.options)
        .map_err(|e| sources::not_loaded(&request.name, &e))?;
    for notice in &document.origin.notices {
        talk(notice);
    }
    if let Some(place) = &request.sidecar
        && let Err(error) = store::read_all(place, &document.origin.file_hash)
    {
        talk(&error.to_string());
    }
    print(document.text().as_bytes())?;
    if document.text().ends_with('\n') || document.text().is_empty() { Ok(()) } else { print(b"\n") }
}
