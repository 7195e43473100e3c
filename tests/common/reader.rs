//! A program without a terminal: an open document, keys in, cells out.

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso::config::{Config, Folders, Problem};
use sayso::project::annotators::{AskedAnnotators, Work};
use sayso::project::assigned::{DocumentWork, WorkFound};
use sayso::project::figures::{Counted, FoundWords};
use sayso::project::index::{Answer, Found};
use sayso::project::{
    AnnotatorSets, AskedDocuments, DocumentSource, Error, Library, LibraryUpdate, Listed, Narrowing, NotRead, Request,
    Summary,
};
use sayso::store::{SidecarPath, disk};
use sayso::ui::app::App;
use sayso::ui::frame;
use sayso::ui::keymap::Key;
use sayso::ui::runner::{NoHost, Runner};
use sayso::ui::session::{self, Asked};
use sayso::ui::theme::Depth;
use sayso::ui::update::{self, Event};
use sayso_core::annotation::sidecar::print;
use sayso_core::annotation::{Annotation, Codebook, Selector, Set, SpeakerRef, Stamp};
use sayso_core::detect::Detector;
use sayso_core::document::Document;
use sayso_core::kinds::SpeakerKind;
use sayso_core::library::figures::behind::RowOf;
use sayso_core::library::{Agreement, DocumentRecord, Figures, FindQuery, Finder, SharedNames};
use sayso_core::reading::Reading;
use sayso_core::span::Span;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Documents that lie nowhere.
struct Shelf(&'static [(&'static str, &'static str)]);

impl DocumentSource for Shelf {
    fn request(&self, path: &Path) -> Result<Request, Error> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = self.0.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text);
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("a folder for the sidecar: {e}"));
        let sidecar = Some(SidecarPath::new(folder.path().join(format!("{name}.sayso.ron"))));
        Ok(Request { sidecar, ..Request::given(&name, text.as_bytes()) })
    }

    fn list(&self, folder: &Path) -> Listed {
        Listed { paths: self.0.iter().map(|(name, _)| folder.join(name)).collect(), left_out: None }
    }

    fn read_library(&self, _: Option<&Path>, _: &[PathBuf], _: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {}

    fn read_again(&self, _: &Path, _: &[PathBuf], _: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {}

    fn count(&self, _: Option<&Path>, _: &[PathBuf], _: &mut dyn FnMut(usize) -> bool) -> Counted {
        let mut figures = Figures::default();
        for (name, text) in self.0 {
            let document = Arc::new(Document::from_text(text, name));
            let found = Arc::new(Detector::new().extract(&document));
            let record = DocumentRecord::of(&Reading::new(document, found, Set::default()));
            figures.add(&record, &SharedNames::default());
        }
        Counted { figures, ..Counted::default() }
    }

    fn words_behind(&self, _: Option<&Path>, _: &[PathBuf], _: &RowOf, _: usize) -> Vec<FoundWords> {
        Vec::new()
    }

    fn agreement(&self, _: &Path, _: &Path) -> Agreement {
        Agreement::default()
    }

    fn ask(
        &self,
        documents: AskedDocuments<'_>,
        query: &FindQuery,
        _: &mut BTreeSet<u32>,
        tell: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<(), String> {
        let finder = Finder::new(query).map_err(|e| e.to_string())?;
        for (name, text) in self.0 {
            let document = Arc::new(Document::from_text(text, name));
            let found = Arc::new(Detector::new().extract(&document));
            let reading = Reading::new(document, found, Set::default());
            let (record, text) = (DocumentRecord::of(&reading), reading.document().text().to_owned());
            let finds = if query.is_of_time(record.date()) {
                finder.matches(&record, &text, documents.limit)
            } else {
                Vec::new()
            };
            let path = documents.folder.unwrap_or(Path::new("")).join(name);
            if !finds.is_empty() && !tell(Answer::Found(Box::new(Found { path, record, text, finds }))) {
                break;
            }
        }
        Ok(())
    }

    fn names(&self, _: &Path, _: Narrowing) -> BTreeSet<String> {
        ["grey", "lind", "lindqvist"].map(str::to_owned).into()
    }

    fn document_of(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn text(&self, _path: &Path) -> Option<String> {
        None
    }

    /// A sidecar here is a line for each record: words, label, speaker.
    fn annotations(&self, path: &Path, _: &str, asked: &AskedAnnotators) -> Result<AnnotatorSets, Error> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = self.0.iter().find(|(other, _)| *other == name).map_or("", |(_, text)| text);
        let sidecars = self.0.iter().filter_map(|(file, said)| {
            let who = file.strip_prefix(&format!("{name}.sayso."))?.strip_suffix(".ron")?;
            Some((who.to_owned(), Some(kept(text, &name, said))))
        });
        Ok(sidecars.filter(|(who, _)| *who != asked.except).collect())
    }

    fn is_read_only(&self) -> bool {
        false
    }
}

/// What an annotator keeps: of each line words, label and speaker, who made it and a note; behind `!` of another version of the record of
/// the line before.
fn kept(text: &str, name: &str, said: &str) -> Set {
    let document = Document::from_text(text, name);
    let mut set = Set::default();
    for (n, line) in said.lines().enumerate() {
        let (line, is_version) = line.strip_prefix("! ").map_or((line, false), |line| (line, true));
        let mut fields = line.split(" | ");
        let (words, label) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        let at = document.text().find(words).unwrap_or_else(|| panic!("not in the text: {words}")) as u32;
        let place = Selector::of(&document, Span::new(at, at + words.len() as u32));
        let mut record = Annotation::new(format!("{n:02}"), label, vec![place]);
        record.created = Some(format!("2026-11-20T09:{n:02}:00Z"));
        if let Some(speaker) = fields.next() {
            let known = set.speakers.iter().find(|s| s.name == speaker).map(|s| s.id.clone());
            let id = known.unwrap_or_else(|| {
                let new = set.new_speaker(speaker, SpeakerKind::Person);
                set.speakers.push(new.clone());
                new.id
            });
            record.speaker = Some(SpeakerRef::Id(id));
        }
        (record.by, record.note) = (fields.next().map(str::to_owned), fields.next().map(str::to_owned));
        if is_version {
            record.id = format!("{:02}", n - 1);
            record.id = sayso_core::annotation::merge::beside(&record);
            record.conflict = true;
        }
        set.insert(Arc::new(record));
    }
    set
}

/// A reader on a screen of cells.
pub struct Reader {
    /// The state.
    pub app: App,
    runner: Runner,
    clock: u64,
}

impl Reader {
    /// Opens `text`, called `name`.
    pub fn new(name: &str, text: &str, size: (u16, u16), theme: &str, depth: Depth, problems: Vec<Problem>) -> Self {
        Self::with(name, text, size, (theme, depth), problems, None)
    }

    /// Opens `text` with the annotations made here so far, as if the file had become another meanwhile.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn reopened(&self, name: &str, text: &str, (theme, depth): (&str, Depth)) -> Self {
        let size = (self.app.size.width, self.app.size.height);
        let set = self.app.doc().map(|d| d.reading.set().clone());
        Self::with(name, text, size, (theme, depth), Vec::new(), set.as_ref())
    }

    /// Opens `text` in a folder with others that can be put beside it.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn among(
        (name, text): (&str, &str),
        size: (u16, u16),
        look: (&str, Depth),
        others: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self::opened(name, text, size, look, (Vec::new(), others), None)
    }

    /// Opens `text` with annotations.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn reopened_with(&self, name: &str, text: &str, (theme, depth): (&str, Depth), set: &Set) -> Self {
        let size = (self.app.size.width, self.app.size.height);
        Self::with(name, text, size, (theme, depth), Vec::new(), Some(set))
    }

    fn with(
        name: &str,
        text: &str,
        size: (u16, u16),
        (theme, depth): (&str, Depth),
        problems: Vec<Problem>,
        set: Option<&Set>,
    ) -> Self {
        Self::opened(name, text, size, (theme, depth), (problems, &[]), set)
    }

    fn opened(
        name: &str,
        text: &str,
        size: (u16, u16),
        (theme, depth): (&str, Depth),
        (problems, others): (Vec<Problem>, &'static [(&'static str, &'static str)]),
        set: Option<&Set>,
    ) -> Self {
        let asked = Asked {
            size: Size::new(size.0, size.1),
            depth,
            light: false,
            theme: Some(theme.to_owned()),
            width: None,
            annotator: Some("ada".into()),
            start_place: None,
        };
        let mut app =
            session::start(&Config::default(), problems, &Folders::default(), Codebook::default(), name.into(), &asked);
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("a folder for the sidecar: {e}"));
        let own = format!("{name}.sayso.ron");
        let own = others.iter().find(|(file, _)| *file == own).map(|(_, said)| kept(text, name, said));
        if let Some(set) = set.or(own.as_ref()) {
            let sidecar = folder.path().join(format!("{name}.sayso.ron"));
            disk::replace(&sidecar, print(set).as_bytes()).unwrap_or_else(|e| panic!("the sidecar: {e}"));
        }
        let sidecar = Some(SidecarPath::new(folder.path().join(format!("{name}.sayso.ron"))));
        let request = Request { sidecar, ..Request::given(name, text.as_bytes()) };
        let mut runner = Runner::at_once_among(Arc::new(Shelf(others)), false);
        let opened = runner.begin(request).and_then(|()| runner.settle(&mut app, &mut NoHost));
        opened.unwrap_or_else(|e| panic!("the document: {e}"));
        app.path = Some(Path::new("/nowhere").join(name));
        if let Some(doc) = app.doc_mut() {
            // The same on every machine, for the screens that show it.
            doc.save.sidecar = format!("/nowhere/{name}.sayso.ron").into();
        }
        let mut reader = Self { app, runner, clock: 0 };
        reader.frame();
        reader
    }

    /// Puts the document among others of its folder.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn shelved(mut self) -> Self {
        let names = ["article.txt", "council-meeting.md", "lighthouse.txt", "old-wire-copy.txt", "scan.txt"];
        let folder = Path::new("/nowhere");
        let paths: Vec<PathBuf> = names.iter().map(|n| folder.join(n)).collect();
        let library = Library::new("desk/".into(), folder, paths);
        let stamp = Stamp::default();
        self.event(Event::FolderListed(library), &stamp);
        let voices = vec![("Ada Grey".to_owned(), 5), ("Bo Lind".to_owned(), 2)];
        let about = "Tidewater Post · 9 Jun 2024".to_owned();
        let known = |progress, claims, lost| {
            Ok(Summary {
                progress,
                claims,
                lost,
                words: 314,
                about: about.clone(),
                voices: voices.clone(),
                ..Summary::default()
            })
        };
        let updates = [
            ("council-meeting.md", known((34, 58), 4, 0), "2026-11-24T08:00:00Z"),
            ("lighthouse.txt", known((8, 8), 2, 0), "2026-11-23T08:00:00Z"),
            ("old-wire-copy.txt", known((3, 9), 0, 2), ""),
            ("scan.txt", Err(NotRead("This is not a text file. It begins like a PDF document.".to_owned())), ""),
        ];
        let update = |(name, known, opened): (&str, _, &str)| LibraryUpdate {
            path: folder.join(name),
            known,
            opened: opened.to_owned(),
        };
        self.event(Event::Known(updates.into_iter().map(update).collect()), &stamp);
        self.frame();
        self
    }

    /// The same, shared out among annotators, one of whom reads.
    #[allow(dead_code, reason = "not every test needs it")]
    pub fn shared_out(self) -> Self {
        let mut shelved = self.shelved();
        let (ada, bo, cy): (Arc<str>, Arc<str>, Arc<str>) = ("ada".into(), "bo".into(), "cy".into());
        let (open, begun) = (Work::default(), Work { is_begun: true, ..Work::default() });
        let reviewed = Work { reviewed: Some("2026-11-24T08:00:00Z".to_owned()), ..begun.clone() };
        let of = |name: &str, of: Vec<(Arc<str>, Work)>| DocumentWork { path: Path::new("/nowhere").join(name), of };
        let documents = vec![
            of("council-meeting.md", vec![(Arc::clone(&ada), begun.clone()), (Arc::clone(&bo), reviewed.clone())]),
            of("lighthouse.txt", vec![(Arc::clone(&ada), reviewed)]),
            of("old-wire-copy.txt", vec![(bo, begun), (cy, open.clone())]),
            of("scan.txt", vec![(ada, open)]),
        ];
        shelved.app.annotator = Some("ada".to_owned());
        shelved.event(Event::Worked(WorkFound { documents, problems: Vec::new() }), &Stamp::default());
        shelved.frame();
        shelved
    }

    /// Draws a frame.
    pub fn frame(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.width, self.app.size.height));
        frame::draw(&self.app, &mut buffer);
        update::drawn(&mut self.app);
        buffer
    }

    /// Presses keys, a frame after each; words in quotation marks are typed letter by letter.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for part in keys.split_whitespace() {
            match part.strip_prefix('"') {
                Some(typed) => {
                    for c in typed.trim_end_matches('"').chars() {
                        self.key(&c.to_string().replace('_', "Space"));
                    }
                }
                None => self.key(part),
            }
        }
        self
    }

    fn key(&mut self, name: &str) {
        self.clock += 1;
        let stamp = Stamp { now: "2026-11-24T08:00:00Z".into(), millis: self.clock, random: [1; 10] };
        let key = Key::parse(name).unwrap_or_else(|| panic!("no key is called {name}"));
        self.event(Event::Key(key), &stamp);
        self.frame();
    }

    /// Something happens, and what it asks for is done at once; nothing is written.
    pub fn event(&mut self, event: Event, stamp: &Stamp) {
        let left = self.runner.event(&mut self.app, event, stamp, &mut NoHost);
        left.unwrap_or_else(|e| panic!("an effect: {e}"));
    }
}
