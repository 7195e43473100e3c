//! Two panes: two documents of a folder, or two places of one. Everything goes through the runner, to real files.

mod adjudicating;
mod checking;
mod guideline;
mod panes;
mod searching;
mod walk;
mod writing;

use crate::config::{Config, Folders};
use crate::project::Project;
use crate::ui::app::{App, Stage};
use crate::ui::event::Event;
use crate::ui::frame;
use crate::ui::keymap::Key;
use crate::ui::runner::{NoHost, Runner};
use crate::ui::session::{self, Asked};
use crate::ui::start_place::StartPlace;
use crate::ui::theme::Depth;
use crate::ui::update::drawn;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso_core::annotation::{Codebook, Stamp};
use std::path::Path;
use std::sync::Arc;

const HARBOUR: &str = include_str!("../../../../samples/harbour-vote.txt");
const LIGHTHOUSE: &str = include_str!("../../../../samples/lighthouse-interview.md");

/// A reader on a folder of documents, of which the first is open.
struct Desk {
    app: App,
    runner: Option<Runner>,
    folder: tempfile::TempDir,
    clock: u64,
}

impl Desk {
    fn two(size: (u16, u16)) -> Self {
        Self::of(&[("harbour.txt", HARBOUR), ("lighthouse.md", LIGHTHOUSE)], size)
    }

    fn of(files: &[(&str, &str)], size: (u16, u16)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            crate::store::disk::replace(&path, text.as_bytes()).unwrap();
        }
        let mut desk = Self { app: app(size), runner: None, folder, clock: 0 };
        desk.start(files[0].0);
        desk
    }

    /// Opens a document as the command line does.
    fn start(&mut self, name: &str) {
        self.start_at(name, None);
    }

    /// The same, at a place that the command line named.
    fn start_at(&mut self, name: &str, place: Option<StartPlace>) {
        let size = (self.app.size.width, self.app.size.height);
        self.app = app(size);
        self.app.start_place = place;
        let project = Project { annotator: None, ..Project::default() };
        let path = self.folder.path().join(name);
        let request = project.request_of_path(&path).unwrap();
        let mut runner = Runner::at_once_among(Arc::new(project), true);
        (self.app.name, self.app.path) = (name.to_owned(), Some(path));
        runner.begin(request).unwrap();
        runner.settle(&mut self.app, &mut NoHost).unwrap();
        self.runner = Some(runner);
        self.frame();
    }

    fn frame(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.width, self.app.size.height));
        frame::draw(&self.app, &mut buffer);
        drawn(&mut self.app);
        buffer
    }

    /// The rows of the screen.
    fn rows(&mut self) -> Vec<String> {
        let buffer = self.frame();
        let row = |y| (0..buffer.area.width).map(|x| buffer.cell((x, y)).unwrap().symbol()).collect::<String>();
        (0..buffer.area.height).map(row).collect()
    }

    fn text(&mut self) -> String {
        self.rows().join("\n")
    }

    fn event(&mut self, event: Event) -> bool {
        self.clock += 1;
        let stamp = Stamp { now: "2026-11-28T08:00:00Z".into(), millis: self.clock, random: [self.clock as u8; 10] };
        let left = self.runner.as_mut().unwrap().event(&mut self.app, event, &stamp, &mut NoHost).unwrap();
        // What the writer tells comes when it comes.
        self.runner.as_mut().unwrap().flush();
        self.runner.as_mut().unwrap().settle(&mut self.app, &mut NoHost).unwrap();
        self.frame();
        left
    }

    /// Presses keys, a frame after each; words in quotation marks are typed letter by letter.
    fn keys(&mut self, keys: &str) -> &mut Self {
        for part in keys.split_whitespace() {
            let names: Vec<String> = match part.strip_prefix('"') {
                Some(typed) => {
                    typed.chars().map(|c| if c == '_' { "Space".to_owned() } else { c.to_string() }).collect()
                }
                None => vec![part.to_owned()],
            };
            for name in names {
                self.event(Event::Key(Key::parse(&name).unwrap()));
            }
        }
        self
    }

    /// Leaves; the sidecars are written then.
    fn leave(&mut self) -> bool {
        self.runner.take().unwrap().finish(&mut self.app)
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn done(&self) -> usize {
        self.app.doc().unwrap().reading.progress().0
    }

    fn said(&self) -> &str {
        self.app.message.as_ref().map_or("", |m| &m.text)
    }
}

fn app(size: (u16, u16)) -> App {
    let asked = Asked {
        size: Size::new(size.0, size.1),
        depth: Depth::True,
        light: false,
        theme: None,
        width: None,
        annotator: None,
        start_place: None,
    };
    let (config, folders) = (Config::default(), Folders::default());
    session::start(&config, Vec::new(), &folders, Codebook::default(), "a.txt".into(), &asked)
}

/// Whether a document is open in the pane with the keyboard.
fn is_open(app: &App) -> bool {
    matches!(app.stage, Stage::Open(_))
}

fn exists(folder: &Path, name: &str) -> bool {
    folder.join(name).exists()
}
