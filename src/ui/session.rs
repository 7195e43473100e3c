//! What the worker found reaches the screen: the document, then suggestions and decisions, then what was done before.

use crate::config::{Config, Folders, Problem};
use crate::input;
use crate::project::Request;
use crate::project::open::{Loaded, ReadOnly, Ready};
use crate::store::journal::Line;
use crate::ui::app::{App, HistoryStep, Mode, OpenDocument, Saving, Stage, Trail};
use crate::ui::keymap::Keymap;
use crate::ui::mode::OriginsMenu;
use crate::ui::page::Page;
use crate::ui::theme::{Depth, Themes};
use crate::ui::update::{self, relayout};
use ratatui::layout::Size;
use sayso_core::annotation::history::History;
use sayso_core::annotation::{Change, Codebook, Set};
use sayso_core::detect::Detections;
use sayso_core::layout::{Layout, Position};
use sayso_core::reading::Reading;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The state at the start.
pub fn start(
    config: &Config,
    mut problems: Vec<Problem>,
    folders: &Folders,
    codebook: Codebook,
    name: String,
    asked: &Asked,
) -> App {
    let (themes, wrong) = Themes::load(folders.config.as_ref().map(|d| d.join("themes")).as_deref(), asked.depth);
    problems.extend(wrong);
    let config_path = folders.config.as_ref().map(|d| d.join("config.ron")).unwrap_or_default();
    let text = input::read_text(&config_path, input::MAX_SETTINGS).unwrap_or_default();
    let (keymap, wrong) = Keymap::new(&config.keys, &config_path, &text);
    problems.extend(wrong);
    let fallback = match asked.depth {
        Depth::Sixteen | Depth::None => "terminal",
        _ if asked.light => "light",
        _ => "dark",
    };
    if let Some(wanted) = config.theme.as_ref().filter(|n| themes.get(n).is_none()) {
        let known = themes.names().join(", ");
        let meant = sayso_core::ron_errors::meant(wanted, themes.names().into_iter())
            .map(|m| format!(" Did you mean {m}?"))
            .unwrap_or_default();
        let message = format!("No theme is called “{wanted}”.{meant}");
        problems.push(Problem::at_words(&config_path, &text, wanted, message, format!("Known here: {known}")));
    }
    let wanted = asked.theme.as_ref().or(config.theme.as_ref());
    let theme = wanted.and_then(|n| themes.get(n)).or_else(|| themes.get(fallback));
    let mode = if problems.is_empty() { Mode::Read } else { Mode::Settings(0) };
    App {
        size: asked.size,
        width: asked.width.or(config.width).unwrap_or(72),
        theme: theme.unwrap_or_else(|| themes.plain()),
        themes,
        glyphs: config.glyphs,
        keymap,
        codebook,
        annotator: asked.annotator.clone().or_else(|| config.annotator.clone()),
        name,
        stage: Stage::Loading,
        mode,
        message: None,
        shown: false,
        pending: Vec::new(),
        problems,
        pressed: None,
        last_label: None,
        path: None,
        beneath: None,
        library: None,
        searches: 0,
        bare: false,
        justify: config.justify,
        hyphenate: config.hyphenate,
        follow: config.follow,
        clicks: (0, 0, 0, 0),
    }
}

/// What the command line and the terminal ask for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Size of the screen.
    pub size: Size,
    /// Colours of the terminal.
    pub depth: Depth,
    /// Whether its background is light.
    pub light: bool,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--width`.
    pub width: Option<u16>,
    /// `--as`.
    pub annotator: Option<String>,
}

/// Puts a loaded document on the desk: it can be read while detection runs. One that was there already, its head or an
/// earlier text, keeps its place.
pub fn loaded(app: &mut App, loaded: Loaded, request: &Request) {
    let Loaded { document, pieces, view } = loaded;
    let before = app.desk().map(OpenDocument::is_whole);
    if before.is_some() && document.origin.partial {
        // What is on the desk is shown until all of the new text is there.
        return;
    }
    if before == Some(true) && !matches!(app.mode, Mode::Settings(_)) {
        // Read again: a view or sheet of the text before is about nothing now.
        (app.mode, app.beneath) = (Mode::Read, None);
    }
    let view = view.unwrap_or_default();
    let reading = Reading::new(Arc::clone(&document), Arc::new(Detections::default()), Set::default());
    let width = app.page().map_or(72, |p: Page| p.text.width);
    let byte = |at: u32| document.offsets().to_byte(document.text(), at);
    let mut marks: BTreeMap<char, u32> =
        view.marks.iter().filter_map(|(letter, at)| byte(*at).map(|at| (*letter, at))).collect();
    let mut trail = Trail::default();
    // Nobody moved yet: to where the person was last time, once that much is read.
    let waits = app.desk().is_none_or(|d| d.restore);
    let last_time = byte(view.at).filter(|at| waits && *at > 0);
    let mut place = last_time;
    if let Some(desk) = app.desk_mut().filter(|_| !waits || last_time.is_none()) {
        place = Some(desk.layout.byte_at(desk.top));
        // Marks of last time that lie behind the head are known only now.
        marks.extend(std::mem::take(&mut desk.marks));
        trail = std::mem::take(&mut desk.trail);
    }
    let restore = document.origin.partial && waits && last_time.is_none() && view.at > 0;
    let layout = Layout::new(document, pieces, width);
    let top = place.map_or(Position::default(), |at| layout.position_of(at));
    let notices = reading.document().origin.notices.join(" ");
    if !notices.is_empty() {
        app.say(notices);
    }
    app.stage = Stage::Open(Box::new(OpenDocument {
        reading,
        layout,
        top,
        focus: None,
        drawn: None,
        detecting: true,
        history: History::default(),
        remembered: request.sidecar.is_none() || request.state.is_none(),
        undo_waits: false,
        after_merge: Vec::new(),
        joining: false,
        joins: 0,
        settled: false,
        owed: Vec::new(),
        held: None,
        saving: Saving::Saved,
        read_only: request.read_only.then_some(ReadOnly::AsAsked),
        kept: request.sidecar.is_some(),
        sidecar: request.sidecar.as_ref().map(|place| place.path.clone()).unwrap_or_default(),
        found: None,
        searched: None,
        queue: None,
        exported: None,
        trail,
        marks,
        restore,
        changed: false,
        colours: std::collections::HashMap::new(),
        hide_weak: false,
        armed: None,
        leaving: false,
    }));
    relayout(app);
}

/// Adds suggestions and decisions; the first open statement is focused when it is on the first screen.
pub fn ready(app: &mut App, ready: Ready) {
    let first_screen = app.page().map_or(0, |p| usize::from(p.text.height));
    let (problem, notice, choices) = (ready.problem, ready.notice, ready.choices);
    let annotator = app.annotator.clone();
    let Some(desk) = app.desk_mut() else { return };
    desk.reading = ready.reading;
    desk.detecting = false;
    desk.read_only = ready.read_only;
    let new = desk.reading.new_since_finished(annotator.as_deref()).map(|(count, review)| {
        let day = review.done.get(..10).unwrap_or(&review.done);
        format!("{count} new since you finished on {day}")
    });
    desk.give_colours(ready.names);
    let start = desk.layout.byte_at(desk.top);
    let end = desk.layout.byte_at(desk.layout.down(desk.top, first_screen));
    let first = desk.reading.next_open(start, None);
    let visible =
        first.filter(|i| desk.reading.hull(i).is_some_and(|h| h.start >= start && (h.start < end || end <= start)));
    if let Some(item) = visible
        && desk.read_only.is_none()
    {
        update::focus(app, item);
    }
    if let Some(notice) = notice.or(new) {
        app.say(notice);
    }
    if !choices.is_empty() {
        app.mode = Mode::Origins(OriginsMenu { rows: choices, at: 0 });
    }
    if let Some(problem) = problem {
        app.problems.push(problem);
        app.mode = Mode::Settings(app.problems.len() - 1);
    }
}

/// Puts what was done before in front of what was done since.
pub fn past(app: &mut App, past: History<Line>) {
    let Some(desk) = app.desk_mut() else { return };
    desk.history.after(past.map(HistoryStep::Line));
    desk.remembered = true;
}

/// Shows what somebody else wrote and what was decided here, joined; decisions made meanwhile are laid over.
pub fn joined(app: &mut App, join: u64, number: u64, reading: Reading) {
    let Some(desk) = app.desk_mut() else { return };
    // Of several only the newest counts, and none of a document that was read again meanwhile.
    if join != desk.joins || !Arc::ptr_eq(reading.document(), desk.reading.document()) {
        return;
    }
    desk.reading = reading;
    (desk.joining, desk.settled) = (false, false);
    desk.after_merge.retain(|(n, _)| *n > number);
    let later: Vec<Arc<Change>> = desk.after_merge.iter().map(|(_, c)| Arc::clone(c)).collect();
    for change in later {
        let now = desk.reading.set().step(&change, true);
        desk.reading.apply(&now);
    }
    if desk.focus.as_ref().is_some_and(|f| !desk.reading.is_shown(f)) {
        desk.focus = None;
    }
    let names: Vec<String> = desk.reading.set().speakers.iter().map(|s| s.name.clone()).collect();
    desk.give_colours(names);
    // What a view lists may be decided by now.
    if matches!(app.mode, Mode::Sure(_)) {
        app.mode = Mode::Read;
    }
    update::refresh(app);
}
