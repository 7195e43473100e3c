//! What a frame and a key cost as the document and the number of annotations grow: medians in microseconds, with the ratio
//! to the smallest of the run. `cargo bench --bench frame`.

use anyhow::{Context as _, Result};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso::config::{Config, Folders};
use sayso::project::Request;
use sayso::project::open::{Loaded, Ready};
use sayso::ui::app::App;
use sayso::ui::frame;
use sayso::ui::keymap::Key;
use sayso::ui::pane::Pane;
use sayso::ui::runner::{NoHost, Runner};
use sayso::ui::session::{self, Asked};
use sayso::ui::theme::Depth;
use sayso::ui::update::{self, Event};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, Codebook, Selector, Set, Stamp};
use sayso_core::detect::Detector;
use sayso_core::document::Document;
use sayso_core::layout::pieces::LayoutPieces;
use sayso_core::reading::Reading;
use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// A reader with a text of `paragraphs` paragraphs, every `nth` of them annotated.
fn app(paragraphs: usize, nth: usize) -> App {
    let said =
        |n: usize| format!("“The tide of day {n} waits for nobody at the quay,” said Ada Grey. It was late.\n\n");
    let text: String = (0..paragraphs).map(said).collect();
    let document = Arc::new(Document::from_text(&text, "a.txt"));
    let mut set = Set::default();
    set.about = DocumentInfo::of(&document);
    for (n, block) in document.blocks().iter().enumerate().step_by(nth.max(1)).filter(|_| nth > 0) {
        let stamp = Stamp { now: String::new(), millis: n as u64, random: [3; 10] };
        let at = Selector::of(&document, block.span);
        set.insert(Arc::new(Annotation::new(stamp.id(0), "highlight", vec![at])));
    }
    let asked = Asked {
        size: Size::new(120, 40),
        depth: Depth::True,
        light: false,
        theme: Some("dark".into()),
        width: None,
        annotator: None,
        start_place: None,
    };
    let mut app = session::start(
        &Config::default(),
        Vec::new(),
        &Folders::default(),
        Codebook::default(),
        "a.txt".into(),
        &asked,
    );
    let request = Request::given("a.txt", &[]);
    let found = Arc::new(Detector::new().extract(&document));
    let pieces = LayoutPieces::of(&document);
    session::loaded(&mut app, Loaded { document: Arc::clone(&document), pieces, view: None }, &request);
    let reading = Reading::new(document, found, set);
    let names = reading.names();
    session::ready(
        &mut app,
        Ready {
            reading,
            names,
            desk: None,
            read_only: None,
            problem: None,
            notice: None,
            drafts: None,
            choices: Vec::new(),
        },
    );
    app
}

/// Puts another document of the same size beside the one that is open.
fn beside(app: &mut App, paragraphs: usize, nth: usize) {
    let other = self::app(paragraphs, nth);
    let (name, codebook) = ("b.txt".to_owned(), Codebook::default());
    let pane = Pane { desk: 1, name, path: None, codebook, stage: other.stage, start_place: None };
    update::document_beside(app, pane);
}

/// Median and 99th percentile, in microseconds, of a key and the frame after it.
fn key(app: &mut App, keys: &[&str]) -> Result<(f64, f64)> {
    let keys: Vec<Key> = keys.iter().filter_map(|k| Key::parse(k)).collect();
    let mut times = Vec::with_capacity(400);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let mut runner = Runner::at_once(false);
    for n in 0..400u64 {
        let stamp = Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [9; 10] };
        let key = keys.get(n as usize % keys.len()).copied().context("a key")?;
        let began = Instant::now();
        black_box(runner.event(app, Event::Key(key), &stamp, &mut NoHost)?);
        frame::draw(app, &mut buffer);
        update::drawn(app);
        times.push(began.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    times.get(200).copied().zip(times.get(396).copied()).context("400 times")
}

fn main() -> Result<()> {
    say("paragraphs annotations     scroll         next          page       confirm")?;
    let mut first: Option<Vec<f64>> = None;
    for (paragraphs, nth) in [(1_000, 0), (1_000, 1), (10_000, 1), (100_000, 0), (100_000, 100), (100_000, 1)] {
        let mut app = app(paragraphs, nth);
        let middle = Key::parse("G").context("a key")?;
        update::handle(&mut app, Event::Key(middle), &Stamp::default());
        let mut times = Vec::new();
        for keys in [&["k", "j"][..], &["Right", "Left"], &["PgUp", "PgDn"], &["Enter"]] {
            times.push(key(&mut app, keys)?.0);
        }
        let base = first.get_or_insert_with(|| times.clone());
        let cells: Vec<String> =
            times.iter().zip(base.iter()).map(|(t, b)| format!("{t:>6.0} ×{:<5.2}", t / b)).collect();
        let count = paragraphs.checked_div(nth).unwrap_or(0);
        say(&format!("{paragraphs:>10} {count:>11} {}", cells.join(" ")))?;
    }
    say("\ntwo panes: median and 99th percentile of scrolling, going to the next, going over, confirming")?;
    for (paragraphs, nth, tied) in [(1_000, 1, false), (100_000, 1, false), (100_000, 1, true)] {
        let mut app = app(paragraphs, nth);
        beside(&mut app, paragraphs, nth);
        let mut runner = Runner::at_once(false);
        for name in ["G", "|", "G"].into_iter().chain(tied.then_some("&")) {
            let key = Key::parse(name).context("a key")?;
            runner.event(&mut app, Event::Key(key), &Stamp::default(), &mut NoHost)?;
            update::drawn(&mut app);
        }
        let mut cells = Vec::new();
        for keys in [&["k", "j"][..], &["Right", "Left"], &["|"], &["Enter"]] {
            let (median, slow) = key(&mut app, keys)?;
            cells.push(format!("{median:>6.0} {slow:>6.0}"));
        }
        let tied = if tied { "tied" } else { "" };
        say(&format!("{paragraphs:>10} {:>11} {}   {tied}", paragraphs / nth, cells.join("  ")))?;
    }
    Ok(())
}
