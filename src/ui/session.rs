//! What the worker found reaches the open document: the document, then suggestions and decisions, then what was done before.

use crate::config::{Config, Folders, Problem};
use crate::input;
use crate::project::Request;
use crate::project::open::{Loaded, ReadOnly, Ready};
use crate::store::journal::JournalLine;
use crate::ui::app::{App, Stage};
use crate::ui::checks::CheckState;
use crate::ui::colours::SpeakerColours;
use crate::ui::drafts::Drafts;
use crate::ui::effort::EffortMeter;
use crate::ui::keymap::Keymap;
use crate::ui::open_document::{
    HistoryStep, OpenDocument, ReviewState, SaveState, SearchState, UndoHistory, ViewPosition,
};
use crate::ui::pane::{Other, Split};
use crate::ui::screens::{self, Mode, OriginsMenu, SettingsSheet};
use crate::ui::start_place::StartPlace;
use crate::ui::theme::{Depth, Themes};
use crate::ui::trail::Trail;
use crate::ui::update::{self, relayout};
use ratatui::layout::Size;
use sayso_core::annotation::history::History;
use sayso_core::annotation::{Change, Codebook, Set};
use sayso_core::detect::Detections;
use sayso_core::export::detections;
use sayso_core::layout::{Layout, Position};
use sayso_core::reading::{Reading, SpeakerNames};
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
    let mode = if problems.is_empty() { Mode::Read } else { Mode::Settings(SettingsSheet::default()) };
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
        desk: 0,
        split: None,
        last_beside: None,
        aside: None,
        mode,
        message: None,
        shown: false,
        key_sequence: Vec::new(),
        problems,
        drag_from: None,
        last_label: None,
        path: None,
        underlying: None,
        selected_for: None,
        left: None,
        library: None,
        only_left: false,
        scratch: None,
        find: None,
        searches: 0,
        counts: 0,
        figures_left: None,
        others_right: None,
        words_asked: 0,
        bare: false,
        places_hidden: false,
        justify: config.justify,
        hyphenate: config.hyphenate,
        follow: config.follow,
        player: config.player.clone(),
        fact_checks: config.fact_checks.clone(),
        zone: || jiff::tz::TimeZone::UTC,
        start_place: asked.start_place.clone(),
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
    /// `FILE:12`, `--at`, `--find`, a link.
    pub start_place: Option<StartPlace>,
}

/// Shows a loaded document: it can be read while detection runs. One that was there already, its head or an
/// earlier text, keeps its place.
pub fn loaded(app: &mut App, loaded: Loaded, request: &Request) {
    let Loaded { document, pieces, view } = loaded;
    let before = app.doc().map(OpenDocument::is_loaded);
    if before.is_some() && document.origin.partial {
        // What is open is shown until all of the new text is there.
        return;
    }
    if before == Some(true) && !matches!(app.mode, Mode::Settings(_)) {
        // Read again: a view or sheet of the text before is about nothing now.
        app.close_screens();
    }
    let view = view.unwrap_or_default();
    let reading = Reading::new(Arc::clone(&document), Arc::new(Detections::default()), Set::default());
    let width = app.page().map_or(72, |p| p.text.width);
    let byte = |at: u32| document.offsets().to_byte(document.text(), at);
    let mut marks: BTreeMap<char, u32> =
        view.marks.iter().filter_map(|(letter, at)| byte(*at).map(|at| (*letter, at))).collect();
    let mut trail = Trail::default();
    let drafts = app.doc_mut().map(|doc| std::mem::take(&mut doc.drafts)).unwrap_or_default();
    let adjudication = app.doc().map(|doc| doc.adjudication.anew()).unwrap_or_default();
    let effort = app.doc().map_or_else(|| EffortMeter::since(view.keys, view.millis), |doc| doc.effort);
    // Nobody's changes because the text did, now or since the last opening.
    let colours = app.doc().map(|doc| doc.colours.to_keep()).filter(|kept| !kept.is_empty()).unwrap_or(view.colours);
    // Nobody moved yet: to where the person was last time, once that much is read.
    let waits = app.doc().is_none_or(|d| d.view.restore);
    let last_time = byte(view.at).filter(|at| waits && *at > 0);
    let mut place = last_time;
    if let Some(doc) = app.doc_mut().filter(|_| !waits || last_time.is_none()) {
        place = Some(doc.layout.byte_at(doc.view.top));
        // Marks of last time that lie behind the head are known only now.
        marks.extend(std::mem::take(&mut doc.view.marks));
        trail = std::mem::take(&mut doc.view.trail);
    }
    let restore = document.origin.partial && waits && last_time.is_none() && view.at > 0;
    let layout = Layout::new(document, pieces, width);
    if let Some(Split { other: Other::Place(place), .. }) = &mut app.split {
        place.reread(layout.again());
    }
    let top = place.map_or(Position::default(), |at| layout.position_of(at));
    let notices = reading.document().origin.notices.join(" ");
    if !notices.is_empty() {
        app.say(notices);
    }
    app.stage = Stage::Open(Box::new(OpenDocument {
        reading,
        layout,
        colours: SpeakerColours::of_last_time(colours),
        detecting: true,
        read_only: request.read_only.then_some(ReadOnly::AsAsked),
        changed: false,
        exported: None,
        view: ViewPosition { top, trail, marks, restore, ..ViewPosition::default() },
        undo: UndoHistory { complete: request.sidecar.is_none() || request.state.is_none(), ..UndoHistory::default() },
        save: SaveState::new(
            request.sidecar.is_some(),
            request.sidecar.as_ref().map(|place| place.path.clone()).unwrap_or_default(),
        ),
        search: SearchState::default(),
        review: ReviewState::default(),
        drafts,
        checks: CheckState::default(),
        adjudication,
        effort,
    }));
    relayout(app);
}

/// Adds suggestions and decisions; the first open statement is focused when it is on the first screen.
pub fn ready(app: &mut App, ready: Ready) {
    let first_screen = app.page().map_or(0, |p| usize::from(p.text.height));
    let (problem, notice, choices) = (ready.problem, ready.notice, ready.choices);
    let annotator = app.annotator.clone();
    let shared = app.codebook.speakers.as_slice().into();
    let Some(doc) = app.doc_mut() else { return };
    doc.reading = ready.reading;
    doc.reading.share(shared);
    let (earlier, is_written) = (std::mem::take(&mut doc.drafts), ready.drafts.is_some());
    doc.drafts = Drafts::open(ready.drafts.unwrap_or_default(), annotator.as_deref(), &doc.reading);
    let document = Arc::clone(doc.reading.document());
    doc.drafts.adopt(earlier, is_written, &document);
    doc.detecting = false;
    doc.read_only = ready.read_only;
    let new = doc.reading.new_since_finished(annotator.as_deref()).map(|(count, review)| {
        let day = review.done.get(..10).unwrap_or(&review.done);
        format!("{count} new since you finished on {day}")
    });
    let project = |names: SpeakerNames| match doc.reading.project_name(&names.name) {
        Some(name) => SpeakerNames { name: name.to_owned(), others: [vec![names.name], names.others].concat() },
        None => names,
    };
    doc.colours.add(ready.names.into_iter().map(project).collect::<Vec<_>>());
    if app.hyphenate {
        // Now that the language is known.
        relayout(app);
    }
    let Some(doc) = app.doc_mut() else { return };
    let start = doc.layout.byte_at(doc.view.top);
    let end = doc.layout.byte_at(doc.layout.down(doc.view.top, first_screen));
    let first = doc.reading.next_open(start, None);
    let visible =
        first.filter(|i| doc.reading.hull(i).is_some_and(|h| h.start >= start && (h.start < end || end <= start)));
    if let Some(item) = visible
        && doc.read_only.is_none()
    {
        update::focus(app, item);
    }
    let other = app.doc().and_then(|doc| detections::in_other_languages(doc.reading.document(), doc.reading.found()));
    let unfinished = screens::drafts::notice(app);
    let conflicts = screens::conflicts_in_words(app);
    let later = if notice.is_none() { new.or(other) } else { None };
    let notices: Vec<String> = unfinished.into_iter().chain(notice).chain(conflicts).chain(later).collect();
    if !notices.is_empty() {
        app.say(notices.join("   "));
    }
    if !choices.is_empty() {
        app.mode = Mode::Origins(OriginsMenu { rows: choices, at: 0 });
    }
    if let Some(problem) = problem {
        app.problems.push(problem);
        app.mode = Mode::Settings(SettingsSheet { at: app.problems.len() - 1 });
    }
}

/// Puts what was done before in front of what was done since.
pub fn past(app: &mut App, past: History<JournalLine>) {
    let Some(doc) = app.doc_mut() else { return };
    doc.undo.steps.after(past.map(HistoryStep::Line));
    doc.undo.complete = true;
}

/// Shows what somebody else wrote and what was decided here, joined; decisions made meanwhile are laid over.
pub fn joined(app: &mut App, join: u64, number: u64, reading: Reading) {
    let shared = app.codebook.speakers.as_slice().into();
    let Some(doc) = app.doc_mut() else { return };
    // Of several only the newest counts, and none of a document that was read again meanwhile.
    if join != doc.save.joins || !Arc::ptr_eq(reading.document(), doc.reading.document()) {
        return;
    }
    doc.reading = reading;
    doc.reading.share(shared);
    (doc.save.joining, doc.save.reanchored) = (false, false);
    doc.save.after_merge.retain(|(n, _)| *n > number);
    let later: Vec<Arc<Change>> = doc.save.after_merge.iter().map(|(_, c)| Arc::clone(c)).collect();
    for change in later {
        let now = doc.reading.set().step(&change, true);
        doc.reading.apply(&now);
    }
    if doc.view.focus.as_ref().is_some_and(|f| !doc.reading.is_shown(f)) {
        doc.view.focus = None;
    }
    doc.colours.add(doc.reading.set().speakers.iter().map(SpeakerNames::of));
    // What a view lists may be decided by now.
    if matches!(app.mode, Mode::Sure(_)) {
        app.mode = Mode::Read;
    }
    update::refresh(app);
}
