//! Giving words a label, a speaker, a note.

use super::{Effect, annotations, claim, decide, motion, place, results, sheets, speakers};
use crate::ui::app::{App, LabelMenu, Message, Mode, NoteSheet, NoteTarget, Picker, Selection, Target};
use crate::ui::field::Field;
use crate::ui::keymap::Key;
use crate::ui::lists;
use sayso_core::annotation::{CLAIM, QUOTE, Stamp};
use sayso_core::export::without_marks;
use sayso_core::kinds::Kind;
use sayso_core::reading::{Decider, ItemId, SpeakerChoice};
use sayso_core::span::Span;

/// The words a label or note would be given to: the selection, else the focused statement; empty when there are none.
fn words_at_hand(app: &App) -> Vec<Span> {
    let Some(desk) = app.desk() else { return Vec::new() };
    match &app.mode {
        Mode::Select(selection) => selection.spans(),
        _ => desk.focus.as_ref().map(|f| desk.reading.spans(f).to_vec()).unwrap_or_default(),
    }
}

/// What to say when there is nothing to label.
const NOTHING: &str = "Nothing is in focus: Enter focuses a statement, v selects words";

/// Opens the label menu.
pub fn label_menu(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    if let Mode::Select(Selection { put: Some(item), .. }) = &app.mode {
        let (item, spans) = (item.clone(), words_at_hand(app));
        return place::put(app, &item, &spans, stamp);
    }
    let spans = words_at_hand(app);
    if spans.is_empty() {
        app.say(NOTHING);
        return Vec::new();
    }
    // On what a person labelled, the label is changed; on a statement, another one is added to its words.
    let focus = app.desk().and_then(|d| d.focus.clone()).filter(|_| matches!(app.mode, Mode::Read));
    let labelled = |item: &ItemId| app.desk().and_then(|d| d.reading.record(item)).is_some_and(|r| r.label != QUOTE);
    let change = focus.into_iter().filter(labelled).collect();
    app.mode = Mode::Label(LabelMenu { spans, change, at: 0 });
    Vec::new()
}

/// A letter in the label menu.
pub fn label_letter(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Label(menu) = &app.mode else { return Vec::new() };
    let (spans, change) = (menu.spans.clone(), menu.change.clone());
    let Some(letter) = key.typed() else { return Vec::new() };
    if letter == 'q' && !app.codebook.all_labels().iter().any(|l| l.key == 'q') {
        return sheets::escape(app, stamp);
    }
    if let Some(label) = app.codebook.all_labels().iter().find(|l| l.key == letter) {
        let id = label.id.clone();
        app.mode = Mode::Read;
        take_label(app, &spans, &change, &id, stamp)
    } else {
        app.say(format!("No label has the letter {letter}"));
        Vec::new()
    }
}

/// A label of the menu is taken: for records it takes the place of theirs, for matches each gets one, else for words.
pub fn take_label(app: &mut App, spans: &[Span], change: &[ItemId], label: &str, stamp: &Stamp) -> Vec<Effect> {
    if change.is_empty() {
        return if results::are_matches(app) {
            results::label_all(app, spans, label, stamp)
        } else {
            give_label(app, spans, label, stamp)
        };
    }
    let Some(desk) = app.desk() else { return Vec::new() };
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    match decider.relabel_all(change, label) {
        Some(change) => decide::tell(app, change, stamp),
        None => {
            app.say("That is its label already");
            Vec::new()
        }
    }
}

/// Opens the attributes of the annotation in focus.
pub fn attributes(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    let focus = app.desk().and_then(|d| d.focus.clone());
    match focus {
        Some(item @ ItemId::Record(_)) => open_attributes(app, vec![item]),
        Some(ItemId::Suggestion(_)) => app.say("A suggestion is decided first: then it can have attributes"),
        None => app.say(NOTHING),
    }
}

/// Opens the attributes of annotations, where the project has any.
pub fn open_attributes(app: &mut App, items: Vec<ItemId>) {
    if app.codebook.attributes.is_empty() {
        app.say("This project has no attributes: sayso.ron can give some");
    } else if items.is_empty() {
        app.say("A suggestion is decided first: then it can have attributes");
    } else {
        app.mode = Mode::Attributes(items);
    }
}

/// A letter in the menu of attributes: turns one to its next value.
pub fn turn_attribute(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Attributes(items) = &app.mode else { return Vec::new() };
    let Some(letter) = key.typed() else { return Vec::new() };
    let Some(attribute) = app.codebook.attributes.iter().find(|a| a.key == letter) else {
        app.say(format!("No attribute has the letter {letter}"));
        return Vec::new();
    };
    let Some(desk) = app.desk() else { return Vec::new() };
    let first = items.first().and_then(|i| desk.reading.record(i));
    let value = attribute.next(first.and_then(|r| r.attributes.get(&attribute.id)).map(String::as_str));
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    let change = decider.attribute_all(items, &attribute.id, value);
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}

/// Labels each of several stretches.
pub fn label_each(app: &mut App, spans: &[Span], label: &str, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.label_each(spans, label);
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}

/// Gives words a label; a claim, a note, a quotation and a speaker go on to their sheet.
pub fn give_label(app: &mut App, spans: &[Span], label: &str, stamp: &Stamp) -> Vec<Effect> {
    app.last_label = Some(label.to_owned());
    match label {
        CLAIM => claim::open_on(app, spans, stamp),
        QUOTE => {
            open_picker(app, Target::Quote(spans.to_vec()));
            Vec::new()
        }
        "person" => {
            open_picker(app, Target::Person(spans.to_vec()));
            Vec::new()
        }
        "note" => {
            open_note(app, NoteTarget::Words(spans.to_vec()), "");
            Vec::new()
        }
        other => {
            let Some(desk) = app.desk() else { return Vec::new() };
            let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
            let Some((change, _)) = decider.label(spans, other, None, None) else { return Vec::new() };
            app.mode = Mode::Read;
            decide::tell(app, change, stamp)
        }
    }
}

/// Gives the last label to the words at hand.
pub fn label_again(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(label) = app.last_label.clone() else {
        app.say("No label was given yet: a opens the labels");
        return Vec::new();
    };
    let (spans, change) = match &app.mode {
        Mode::Label(menu) => (menu.spans.clone(), menu.change.clone()),
        _ => (words_at_hand(app), Vec::new()),
    };
    if spans.is_empty() && change.is_empty() {
        app.say(NOTHING);
        return Vec::new();
    }
    app.mode = Mode::Read;
    take_label(app, &spans, &change, &label, stamp)
}

/// The selected words name a speaker.
pub fn label_person(app: &mut App, stamp: &Stamp) {
    let spans = words_at_hand(app);
    if decide::may_decide(app, stamp) && !spans.is_empty() {
        app.last_label = Some("person".to_owned());
        open_picker(app, Target::Person(spans));
    }
}

/// Opens the picker for the focused statement.
pub fn pick_speaker(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    match app.desk().and_then(|d| d.focus.clone()) {
        Some(item) => open_picker(app, Target::Item(item)),
        None => app.say("Nothing in focus: Enter begins reviewing"),
    }
}

/// Opens the picker for a target.
pub fn open_picker(app: &mut App, target: Target) {
    let Some(desk) = app.desk() else { return };
    let all = lists::speakers(desk, &app.codebook, &target);
    let mut picker = Picker { target, field: Field::default(), rows: Vec::new(), all, at: 0 };
    lists::filter_speakers(&mut picker);
    app.mode = Mode::Speaker(Box::new(picker));
}

/// The row of the picker is taken.
pub fn take_speaker(app: &mut App, picker: Picker, stamp: &Stamp, teach: bool) -> Vec<Effect> {
    let Some(row) = picker.rows.get(picker.at) else {
        app.mode = Mode::Speaker(Box::new(picker));
        return Vec::new();
    };
    match &picker.target {
        Target::Item(item) => decide::give(app, item, &row.who, teach, stamp),
        Target::Items(items) => annotations::give_speaker(app, items, &row.who, stamp),
        Target::Merge(from) => speakers::merge(app, from, &row.who, stamp),
        Target::Quote(spans) => label_with_speaker(app, spans, QUOTE, Some(&row.who), stamp),
        Target::Person(spans) => label_with_speaker(app, spans, "person", Some(&row.who), stamp),
    }
}

fn label_with_speaker(
    app: &mut App,
    spans: &[Span],
    label: &str,
    who: Option<&SpeakerChoice>,
    stamp: &Stamp,
) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let words = spans.first().map(|s| desk.reading.document().words(*s)).unwrap_or_default();
    let marked = without_marks(words.trim()).len() < words.trim().len();
    let kind = if marked { Kind::Direct } else { Kind::Indirect };
    let made =
        Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.label(spans, label, Some(kind), who);
    let Some((change, id)) = made else { return Vec::new() };
    let text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    motion::focus(app, ItemId::Record(id.as_str().into()));
    app.message = Some(Message { text, key: Some(("u".to_owned(), "undo")), warns: false });
    effects
}

/// Opens the note sheet on the focused statement or the selected words.
pub fn note(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    let Some(desk) = app.desk() else { return };
    match (&app.mode, desk.focus.clone()) {
        (Mode::Select(selection), _) => {
            let spans = selection.spans();
            open_note(app, NoteTarget::Words(spans), "");
        }
        // A note decides nothing: on a suggestion it is a record of its own.
        (_, Some(item)) => match desk.reading.record(&item).cloned() {
            Some(record) => open_note(app, NoteTarget::Item(item), record.note.as_deref().unwrap_or_default()),
            None => {
                let spans = desk.reading.spans(&item).to_vec();
                open_note(app, NoteTarget::Words(spans), "");
            }
        },
        _ => app.say(NOTHING),
    }
}

fn open_note(app: &mut App, target: NoteTarget, was: &str) {
    let note = claim::note_area(was);
    let was = note.lines().join("\n");
    app.mode = Mode::Note(Box::new(NoteSheet { target, note, was, armed: false }));
}

/// The note is saved.
pub fn save_note(app: &mut App, sheet: &NoteSheet, stamp: &Stamp) -> Vec<Effect> {
    let note = sheet.note.lines().join("\n");
    let Some(desk) = app.desk() else { return Vec::new() };
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    let change = match &sheet.target {
        NoteTarget::Item(_) if note == sheet.was => None,
        NoteTarget::Item(item) => decider.note(item, &note),
        NoteTarget::Words(_) if note.trim().is_empty() => None,
        NoteTarget::Words(spans) => decider.label(spans, "note", None, None).map(|(mut change, _)| {
            for op in &mut change.ops {
                if let sayso_core::annotation::Op::Annotation { after: Some(after), .. } = op {
                    std::sync::Arc::make_mut(after).note = Some(note.trim().to_owned());
                }
            }
            change
        }),
    };
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}
