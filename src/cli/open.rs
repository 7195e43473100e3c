//! Opening the reader, or, where there is no terminal to read on, printing the reading text.

use super::{Common, Failure, print, print_message, start_place};
use crate::config::{self, Config, Problem};
use crate::project::assigned::{AssignedFolders, DocumentWork, in_short};
use crate::project::library::tidy;
use crate::project::{Bytes, Listed, Project, Request, Source, codebook, error, named, source};
use crate::ui::app::App;
use crate::ui::session::{self, Asked};
use crate::ui::start_place::StartPlace;
use crate::ui::terminal::{self, Start};
use crate::ui::theme::{Depth, Themes};
use ratatui::layout::Size;
use sayso_core::annotation::Codebook;
use sayso_core::ron_errors::meant;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The page `sayso` alone opens: a document that teaches the program.
const TOUR: &str = include_str!("../../assets/tour.md");

/// Longest wait for the terminal to tell its background, before the first frame.
const BACKGROUND_TIMEOUT: std::time::Duration = std::time::Duration::from_millis(20);

/// Arguments of the reader.
#[derive(Debug, Default, clap::Args)]
pub struct ReaderArguments {
    /// The document to read, `FILE:12` to begin at a line (of a text) or paragraph, a `sayso:` link, or a folder of documents; - is standard input; nothing opens the tutorial
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The theme: dark, light, contrast, terminal or the name of a custom one
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Width of the text column in cells
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(40..=100))]
    width: Option<u16>,
    /// Do not use the mouse
    #[arg(long)]
    no_mouse: bool,
    /// Open at a time of the recording (00:04:35), of a chat (14:05) or a page (p. 12)
    #[arg(long, value_name = "TIME|PAGE", conflicts_with = "find")]
    at: Option<String>,
    /// Open at the first place of these words
    #[arg(long, value_name = "WORDS")]
    find: Option<String>,
    /// Open without allowing changes
    #[arg(long)]
    read_only: bool,
    /// Line by line, without a screen: for screen readers, and terminals that can do little
    #[arg(long)]
    plain: bool,
}

/// What the paths of the call begin with.
fn start(project: &Project, paths: &[PathBuf]) -> Result<Start, Failure> {
    let document = |path: &Path| -> Result<Start, Failure> {
        Ok(Start::Document(Box::new(project.request_of_path(path)?), Some(path.to_owned())))
    };
    match paths {
        [] => Ok(Start::Document(Box::new(tour()), None)),
        [path] if path.as_os_str() == "-" => Ok(Start::Document(Box::new(standard_input(project)?), None)),
        [path] if path.is_dir() => library(project, format!("{}/", shown(path)), path, paths),
        [path] => match project.members(path)?.as_deref() {
            Some([one]) => document(one),
            Some(all) => Ok(Start::Library {
                name: shown(path),
                folder: PathBuf::new(),
                listed: Listed { paths: all.to_vec(), left_out: None },
            }),
            None => document(path),
        },
        several => library(project, "documents".to_owned(), Path::new(""), several),
    }
}

fn standard_input(project: &Project) -> Result<Request, Failure> {
    if io::stdin().is_terminal() {
        return Err(Failure::Usage("sayso - reads standard input, but nothing is piped into it.".to_owned()));
    }
    let bytes = Source::Stdin.read()?.into();
    let source = Source::Member { path: PathBuf::from("-"), format: project.options.format, bytes, title: None };
    Ok(Request { name: "standard input".to_owned(), ..project.request_of(&source)? })
}

fn library(project: &Project, name: String, folder: &Path, paths: &[PathBuf]) -> Result<Start, Failure> {
    if project.sidecar.is_some() {
        return Err(Failure::Usage("--sidecar applies to one document only.".to_owned()));
    }
    let mut found = Vec::new();
    let named = named::files(paths)?;
    for source in named.sources {
        match source {
            Source::File(path) => {
                // What lies in a folder is there; what was named may not be.
                if folder.as_os_str().is_empty() {
                    source::look(&path)?;
                }
                found.push(path);
            }
            Source::Stdin | Source::Member { .. } => {
                return Err(Failure::Usage("`-` cannot be combined with other paths.".to_owned()));
            }
        }
    }
    let listed = Listed { paths: project.listed(found), left_out: error::left_out(named.exports) };
    Ok(Start::Library { name, folder: folder.to_owned(), listed })
}

/// A folder's name as a person calls it.
fn shown(folder: &Path) -> String {
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    real.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned())
}

impl ReaderArguments {
    /// Those that open one document.
    pub fn of(path: &Path) -> Self {
        Self { paths: vec![path.to_owned()], ..Self::default() }
    }

    /// The same line by line, without a screen.
    pub fn linearly(self) -> Self {
        Self { plain: true, ..self }
    }

    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        self.begin(common, None)
    }

    /// Opens what is named, at a place where its own path names none.
    pub fn begin(&self, common: &Common, at: Option<StartPlace>) -> Result<(), Failure> {
        let project = Project { read_only: self.read_only, ..common.project() };
        let (paths, place) = self.places()?;
        let place = place.or(at);
        let start = start(&project, &paths)?;
        if place.is_some() && matches!(start, Start::Library { .. }) {
            return Err(Failure::Usage("A place is one of a single document: name it.".to_owned()));
        }
        if self.plain || !io::stdout().is_terminal() {
            return match start {
                Start::Document(request, path) if self.plain => {
                    self.linear(&request, path.as_deref(), Arc::new(project), place)
                }
                Start::Document(request, _) => pass_through(&request),
                Start::Library { listed, .. } => several(&project, &listed),
            };
        }
        self.read(start, project, place)
    }

    /// The paths, and the place to begin at.
    fn places(&self) -> Result<(Vec<PathBuf>, Option<StartPlace>), Failure> {
        let named = self.at.clone().map(StartPlace::Named).or_else(|| self.find.clone().map(StartPlace::Words));
        match self.paths.as_slice() {
            [path] => {
                let (path, place) = start_place::split(path)?;
                Ok((vec![path], named.or(place)))
            }
            several => Ok((several.to_vec(), named)),
        }
    }

    fn linear(
        &self,
        request: &Request,
        path: Option<&Path>,
        project: Arc<Project>,
        place: Option<StartPlace>,
    ) -> Result<(), Failure> {
        let settings = config::load(&project.folders);
        let mut app = self.app(request, &project, settings, (Depth::None, Size::new(80, 24)), place)?;
        app.path = path.map(tidy);
        match crate::ui::plain::run(app, request, project) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::Output("The last decisions could not be saved.".to_owned())),
            Err(error) => Err(Failure::of_output(&error)),
        }
    }

    /// The state at the start: settings, themes, codebook.
    fn app(
        &self,
        request: &Request,
        project: &Project,
        (config, mut problems): (Config, Vec<Problem>),
        (depth, size): (Depth, Size),
        start_place: Option<StartPlace>,
    ) -> Result<App, Failure> {
        let folders = &project.folders;
        let codebook = match &request.bytes {
            Bytes::File(path) => {
                let found = codebook::of_document(path);
                problems.extend(found.problems);
                found.codebook
            }
            Bytes::Given(_) => Codebook::default(),
        };
        let themed = self.theme.is_some() || config.theme.is_some() || matches!(depth, Depth::Sixteen | Depth::None);
        if let Some(name) = &self.theme {
            let (themes, _) = Themes::load(folders.config.as_ref().map(|d| d.join("themes")).as_deref(), depth);
            let names = themes.names();
            if !names.contains(&name.as_str()) {
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
            annotator: project.annotator.clone(),
            start_place,
        };
        let file =
            Path::new(&request.name).file_name().map_or(request.name.clone(), |n| n.to_string_lossy().into_owned());
        let name = if request.sidecar.is_none() { "sayso".to_owned() } else { file };
        let mut app = session::start(&config, problems, folders, codebook, name, &asked);
        app.zone = crate::clock::zone;
        Ok(app)
    }

    fn read(&self, start: Start, project: Project, place: Option<StartPlace>) -> Result<(), Failure> {
        let depth = Depth::from_environment(|name| std::env::var(name).ok());
        let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
        // A folder has no document yet: its first decides nothing about the settings.
        let none = tour();
        let request = if let Start::Document(request, _) = &start { request.as_ref() } else { &none };
        let settings = config::load(&project.folders);
        let mouse = settings.0.mouse && !self.no_mouse;
        let app = self.app(request, &project, settings, (depth, Size::new(width, height)), place)?;
        match terminal::run(app, start, Arc::new(project), mouse) {
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
    options.timeout = BACKGROUND_TIMEOUT;
    matches!(terminal_colorsaurus::theme_mode(options), Ok(terminal_colorsaurus::ThemeMode::Light))
}

fn tour() -> Request {
    Request::given("tour.md", TOUR.as_bytes())
}

/// Without a terminal there is no library to show: which documents there are.
fn several(project: &Project, listed: &Listed) -> Result<(), Failure> {
    if let Some(words) = &listed.left_out {
        print_message(&format!("{words}."));
    }
    let titled = |path: &PathBuf| match project.member(path) {
        Some(Source::Member { title: Some(title), .. }) => {
            format!("{}\t{}", path.display(), title.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => path.display().to_string(),
    };
    let found = project.work_on(&listed.paths, &mut AssignedFolders::default());
    found.problems.iter().for_each(|why| print_message(why));
    let yours = project.annotator.as_deref().map(|name| (name, found.sum().get(name).copied()));
    if let Some((name, Some(work))) = yours {
        print_message(&format!("{name}: {}.", in_short(work)));
    }
    let state = |document: &DocumentWork| {
        let of = document.of.iter().find(|(name, _)| project.annotator.as_deref() == Some(name));
        of.map(|(_, work)| format!("\tyours, {}", work.state().word())).unwrap_or_default()
    };
    let named = listed.paths.iter().zip(&found.documents);
    let names: Vec<String> = named.map(|(path, work)| format!("{}{}", titled(path), state(work))).collect();
    print(format!("{}\n", names.join("\n")).as_bytes())
}

/// No terminal to draw on: print the reading text and leave, as pagers do.
fn pass_through(request: &Request) -> Result<(), Failure> {
    let document = request.load_whole()?;
    for notice in &document.origin.notices {
        print_message(notice);
    }
    if let Err(error) = request.stored(&document.origin.file_hash, None) {
        print_message(&error.to_string());
    }
    print(document.text().as_bytes())?;
    if document.text().ends_with('\n') || document.text().is_empty() { Ok(()) } else { print(b"\n") }
}
