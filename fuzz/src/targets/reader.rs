//! The reader as a machine of states: a small folder of documents, and keys, pastes, clicks, other sizes, changes of the file
//! from outside, endings and beginnings. The first line is the size of the screen and the name of the document, then comes its
//! text up to a line `===`, then bytes that are keys (`Keys`).
//!
//! What must hold: every frame is drawn, whatever the size, and drives no terminal; all spans are places of the text; the focus
//! is on the screen; everything taken back and done again is what it was; what is shown as saved is on the disk.

use super::Target;
use crate::dice::{Dice, parts};
use crate::documents::{self, SAMPLES, SHORT};
use crate::{seeds, spans};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso::config::{Config, Folders};
use sayso::project::Project;
use sayso::store::{self, disk};
use sayso::ui::action::Action;
use sayso::ui::app::{App, Stage};
use sayso::ui::event::Event;
use sayso::ui::keymap::Key;
use sayso::ui::open_document::{OpenDocument, Saving};
use sayso::ui::runner::{NoHost, Runner};
use sayso::ui::screens::Mode;
use sayso::ui::session::{self, Asked};
use sayso::ui::theme::Depth;
use sayso::ui::{frame, update};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::sidecar::print;
use sayso_core::annotation::{Codebook, Set};
use sayso_core::reading::Reading;
use sayso_core::sanitize::is_hostile;
use std::path::PathBuf;
use std::sync::Arc;

pub const TARGET: Target = Target {
    name: "reader",
    doc: "the interface: a document, and keys, mouse, pastes, sizes, changes from outside",
    run,
    is_bounded: false,
    seeds,
};

/// Most that is done in one run.
const STEPS: usize = 200;
/// After so many steps everything is looked at.
const LOOKS: usize = 16;
/// Longest document.
const LONGEST: usize = 4_000;

/// Keys that no character stands for, for bytes from 0x80 on.
const KEYS: [&str; 22] = [
    "Up", "Down", "Left", "Right", "PageUp", "PageDown", "Home", "End", "BackTab", "Delete", "F1", "S-Up", "S-Down",
    "S-Left", "S-Right", "M-Enter", "M-Left", "M-Right", "F2", "Insert", "Tab", "Space",
];

/// A reader on a folder of documents.
struct Machine {
    app: App,
    runner: Option<Runner>,
    folder: tempfile::TempDir,
    path: PathBuf,
    clock: u64,
}

fn app(size: Size) -> App {
    let asked =
        Asked { size, depth: Depth::True, light: false, theme: None, width: None, annotator: None, start_place: None };
    let (config, folders) = (Config::default(), Folders::default());
    let mut app = session::start(&config, Vec::new(), &folders, Codebook::default(), "a.txt".to_owned(), &asked);
    app.stage = Stage::Loading;
    app
}

impl Machine {
    fn new(name: &str, text: &str, size: Size) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, text: &str| disk::replace(&folder.path().join(name), text.as_bytes()).expect("a file");
        put("beside.txt", SHORT);
        put(name, text);
        let mut machine = Self { app: app(size), runner: None, path: folder.path().join(name), folder, clock: 0 };
        machine.begin();
        machine
    }

    /// Opens the document as the command line does.
    fn begin(&mut self) {
        self.app = app(self.app.size);
        let project = Project::default();
        let request = project.request_of_path(&self.path).expect("a document");
        let mut runner = Runner::at_once_among(Arc::new(project), true);
        self.app.path = Some(self.path.clone());
        runner.begin(request).and_then(|()| runner.settle(&mut self.app, &mut NoHost)).expect("an effect");
        self.runner = Some(runner);
        self.frame();
    }

    /// Leaves, and looks what is on the disk; then begins again.
    fn begin_again(&mut self) {
        let Some(runner) = self.runner.take() else { return };
        assert!(runner.finish(&mut self.app), "not all is saved at the end");
        self.begin();
    }

    fn frame(&mut self) {
        let area = Rect::new(0, 0, self.app.size.width, self.app.size.height);
        let mut buffer = Buffer::empty(area);
        if let Some(cursor) = frame::draw(&self.app, &mut buffer) {
            assert!(area.contains(cursor), "a cursor at {cursor} of {area}");
        }
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(is_hostile), "{:?} is drawn", cell.symbol());
            assert!(cell.symbol().len() <= 64, "a cell of {} bytes", cell.symbol().len());
        }
        update::drawn(&mut self.app);
    }

    /// Something happens, and a frame is drawn; whether to leave.
    fn event(&mut self, event: Event) -> bool {
        self.clock += 1;
        let stamp = documents::stamp(self.clock);
        let Some(runner) = &mut self.runner else { return true };
        let leaves = runner.event(&mut self.app, event, &stamp, &mut NoHost).expect("an effect");
        // What the writer tells comes when it comes.
        runner.flush();
        let leaves = runner.settle(&mut self.app, &mut NoHost).expect("an effect") || leaves;
        self.frame();
        leaves
    }

    fn act(&mut self, action: Action) {
        self.clock += 1;
        let stamp = documents::stamp(self.clock);
        let effects = update::update(&mut self.app, action, &stamp);
        let Some(runner) = &mut self.runner else { return };
        runner.perform(&mut self.app, effects, &mut NoHost).expect("an effect");
        runner.flush();
        runner.settle(&mut self.app, &mut NoHost).expect("an effect");
        self.frame();
    }

    /// Does what the next byte says.
    fn step(&mut self, dice: &mut Dice<'_>) {
        let key = |name: &str| Key::parse(name).map(Event::Key);
        let event = match dice.byte() {
            byte @ b' '..=b'~' => key(&char::from(byte).to_string()),
            b'\r' | b'\n' => key("Enter"),
            b'\t' => key("Tab"),
            0x1b => key("Esc"),
            0x08 => key("Backspace"),
            byte @ 0x80.. => key(KEYS[usize::from(byte - 0x80) % KEYS.len()]),
            0x01 => Some(Event::Resize(1 + u16::from(dice.byte() % 130), 1 + u16::from(dice.byte() % 50))),
            0x02 => Some(Event::Click(
                u16::from(dice.byte()) % self.app.size.width,
                u16::from(dice.byte()) % self.app.size.height,
            )),
            0x03 => Some(Event::Drag(
                u16::from(dice.byte()) % self.app.size.width,
                u16::from(dice.byte()) % self.app.size.height,
            )),
            0x04 => Some(Event::Wheel(i32::from(dice.byte()) - 128, u16::from(dice.byte()) % self.app.size.width, 3)),
            0x05 => Some(Event::Paste(dice.words())),
            0x06 => {
                let keys = dice.words().chars().filter_map(|c| Key::parse(&c.to_string())).collect();
                Some(Event::Burst(keys))
            }
            0x0b => key(&format!("^{}", char::from(b'a' + dice.byte() % 26))),
            0x0c => key(&format!("M-{}", char::from(b'a' + dice.byte() % 26))),
            0x0e => {
                let before = std::fs::read_to_string(&self.path).unwrap_or_default();
                let at = before.floor_char_boundary(dice.number() % (before.len() + 1));
                let (head, rest) = before.split_at(at);
                let changed = format!("{head}{}{rest}", dice.words());
                disk::replace(&self.path, changed.as_bytes()).expect("the document");
                Some(Event::Changed)
            }
            0x0f => {
                self.take_back_and_do_again();
                None
            }
            0x10 => {
                self.begin_again();
                None
            }
            _ => None,
        };
        if let Some(event) = event
            && self.event(event)
        {
            self.begin_again();
        }
    }

    /// Everything holds.
    fn look(&self) {
        for doc in self.app.documents() {
            spans::check_reading(&doc.reading);
            let text = doc.reading.document().text();
            for (_, at) in &doc.view.marks {
                assert!(text.is_char_boundary(*at as usize), "a mark at {at}");
            }
        }
        let Some(doc) = self.app.doc() else { return };
        self.look_at_focus(doc);
        self.look_at_disk(doc);
    }

    /// What is in focus is seen.
    fn look_at_focus(&self, doc: &OpenDocument) {
        let (Some(page), Some(focus)) = (self.app.page(), &doc.view.focus) else { return };
        if !matches!(self.app.mode, Mode::Read) || self.app.split.is_some() {
            return;
        }
        let Some(hull) = doc.reading.hull(focus) else { panic!("what is in focus is nowhere: {focus:?}") };
        let from = doc.layout.position_of(hull.start);
        let to = doc.layout.position_of(hull.end.saturating_sub(1).max(hull.start));
        let bottom = doc.layout.down(doc.view.top, usize::from(page.text.height).saturating_sub(1));
        assert!(
            from <= bottom && to >= doc.view.top,
            "the focus at {from:?} to {to:?} is not on {:?} to {bottom:?}",
            doc.view.top
        );
    }

    /// What is said to be saved is on the disk.
    fn look_at_disk(&self, doc: &OpenDocument) {
        if doc.save.state != Saving::Saved || !doc.save.kept || doc.read_only.is_some() || !doc.save.pending.is_empty()
        {
            return;
        }
        let stored = store::read(&doc.save.sidecar).unwrap_or_else(|e| panic!("what was written is not read: {e}"));
        assert_eq!(
            printed(&stored.set),
            printed(doc.reading.set()),
            "what is shown as saved is not what is on the disk"
        );
    }

    /// Takes all steps back and does them again.
    fn take_back_and_do_again(&mut self) {
        self.event(Event::Key(Key::parse("Esc").expect("a key")));
        let Some(doc) = self.app.doc() else { return };
        if doc.read_only.is_some()
            || !doc.undo.complete
            || self.app.split.is_some()
            || !matches!(self.app.mode, Mode::Read)
        {
            return;
        }
        let (before, count) = (settled(&doc.reading), doc.undo.steps.done());
        let steps = |machine: &Self| machine.app.doc().map_or(0, |doc| doc.undo.steps.done());
        for _ in 0..count {
            let left = steps(self);
            self.act(Action::Undo);
            assert_eq!(steps(self) + 1, left, "a step is not taken back: {:?}", self.app.message);
        }
        self.look();
        for _ in 0..count {
            self.act(Action::Redo);
        }
        assert_eq!(steps(self), count, "not all is done again: {:?}", self.app.message);
        let after = self.app.doc().map(|doc| settled(&doc.reading));
        assert_eq!(after, Some(before), "taken back and done again it is another");
    }
}

/// The decisions, with places of the present text: a step that is done again may hold those of the text it was made in.
fn settled(reading: &Reading) -> String {
    let mut reading = Reading::new(Arc::clone(reading.document()), Arc::clone(reading.found()), reading.set().clone());
    if let Some(change) = reading.settle() {
        reading.apply(&change);
    }
    printed(reading.set())
}

/// A set, but for what it says of the document.
fn printed(set: &Set) -> String {
    let mut set = set.clone();
    set.about = DocumentInfo::default();
    print(&set)
}

fn run(bytes: &[u8]) -> bool {
    let (head, body) = Dice::line(bytes);
    let (size, name) = head.split_once(' ').unwrap_or((&head, "a.txt"));
    let (width, height) = size.split_once('x').unwrap_or(("80", "24"));
    let side = |words: &str, most: u16| words.parse::<u16>().unwrap_or(most).clamp(1, most);
    let size = Size::new(side(width, 200), side(height, 60));
    let mut parts = parts(body).into_iter().map(|(_, part)| part);
    let text = parts.next().unwrap_or_default();
    let text = String::from_utf8_lossy(text.get(..LONGEST).unwrap_or(&text)).into_owned();
    let keys = parts.next().unwrap_or_default();
    let name = ["a.txt", "a.md"][usize::from(name.ends_with("md"))];
    let mut machine = Machine::new(name, &text, size);
    let mut dice = Dice(&keys);
    for step in 1..=STEPS {
        if dice.is_empty() {
            break;
        }
        machine.step(&mut dice);
        if step % LOOKS == 0 {
            machine.look();
        }
    }
    machine.look();
    let set = machine.app.doc().filter(|doc| doc.save.kept && doc.read_only.is_none());
    let set = set.map(|doc| (doc.save.sidecar.clone(), printed(doc.reading.set())));
    if let Some(runner) = machine.runner.take() {
        assert!(runner.finish(&mut machine.app), "not all is saved at the end");
    }
    if let Some((sidecar, set)) = set {
        let stored = store::read(&sidecar).unwrap_or_else(|e| panic!("what was written is not read: {e}"));
        assert_eq!(printed(&stored.set), set, "what was decided is not what is on the disk at the end");
    }
    drop(machine.folder);
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let keys = [
        "\r\r\r\rxuu\u{b}r\u{f}jjkk\tGgg\u{10}",
        "\ra note\r\u{1b}ehello\r\u{1b}LLq\u{1b}?\u{1b}",
        "/vote\rnnN\u{1b}s\u{1b}o\u{1b}v\u{1b}p\u{1b}B\u{1b}\u{f}",
        "|beside.txt\r|\r\r|&||q\u{1b}",
        "c\u{81}\u{81}\rAda\r\u{1b}m\u{1b}t\u{1b}i\u{1b}w\u{1b}",
        "\u{1}\u{1}\u{1}\r\u{1}\u{50}\u{18}\r\u{2}\u{10}\u{5}\u{3}\u{20}\u{6}\r\u{4}\u{90}\u{1}\u{5}\u{4}abcd",
        "x\r\u{e}\u{0}\u{9}\u{5}more R\r\r\u{f}\u{10}\u{f}",
        "E\u{1b}S\u{1b}F\u{1b}D\u{1b}T\u{1b}P\u{1b}C\u{1b}:50%\r:3\r+-+=\u{6}\u{5}xxxxx",
        "Vjj\rclaim\r\u{1b}hll\r\u{1b}Xm\u{1b}y\u{1b}ff\u{1b}\u{b}f\u{b}o\u{b}i",
    ];
    let mut out = Vec::new();
    for (number, keys) in keys.into_iter().enumerate() {
        let (name, text) = if number % 3 == 2 { ("a.txt", SHORT) } else { SAMPLES[number % SAMPLES.len()] };
        let text = text.get(..text.floor_char_boundary(1_500)).unwrap_or_default();
        let size = ["80x24", "120x40", "40x10", "20x5"][number % 4];
        let name = if name.ends_with("md") { "a.md" } else { "a.txt" };
        out.push((number.to_string(), format!("{size} {name}\n{text}\n===\n{keys}").into_bytes()));
    }
    out.extend(seeds::texts(&[]));
    out
}
