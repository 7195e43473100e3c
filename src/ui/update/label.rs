//! Giving words a label, a speaker, a note.

use super::{Effect, claim, decide, motion, place, sheets};
use crate::annotation::{CLAIM, QUOTE, Stamp};
use crate::export::record;
use crate::reading::{Choice, Decider, ItemId};
use crate::span::Span;
use crate::statement::Kind;
use crate::ui::app::{App, LabelMenu, Message, Mode, NoteSheet, NoteTarget, Picker, Selection, Target};
use crate::ui::field::Field;
use crate::ui::keymap::Key;
use crate::ui::lists;

/// The words a label or note would be given to: the selection, else the focused statement.
fn words_at_hand(app: &App) -> Option<Span> {
    let desk = app.desk()?;
    match &app.mode {
        Mode::Select(selection) => Some(selection.span()).filter(|s| !s.is_empty()),
        _ => desk.focus.as_ref().and_then(|f| desk.reading.hull(f)),
    }
}

/// Opens the label menu.
pub fn label_menu(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    if let Mode::Select(Selection { put: Some(id), .. }) = &app.mode {
        let (id, span) = (id.clone(), words_at_hand(app).unwrap_or_default());
        return place::put(app, &id, span, stamp);
    }
    match words_at_hand(app) {
        Some(span) => app.mode = Mode::Label(LabelMenu { span, at: 0 }),
        None => app.say("Nothing is in focus: Enter focuses a statement, v selects words"),
    }
    Vec::new()
}

/// A letter in the label menu.
pub fn label_letter(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Label(menu) = &app.mode else { return Vec::new() };
    let span = menu.span;
    let Some(letter) = key.typed() else { return Vec::new() };
    if letter == 'q' && !app.codebook.all_labels().iter().any(|l| l.key == 'q') {
        return sheets::escape(app, stamp);
    }
    if let Some(label) = app.codebook.all_labels().iter().find(|l| l.key == letter) {
        let id = label.id.clone();
        app.mode = Mode::Read;
        give_label(app, span, &id, stamp)
    } else {
        app.say(format!("No label has the letter {letter}"));
        Vec::new()
    }
}

/// Gives words a label; a claim, a note, a quotation and a speaker go on to their sheet.
pub fn give_label(app: &mut App, span: Span, label: &str, stamp: &Stamp) -> Vec<Effect> {
    app.last_label = Some(label.to_owned());
    match label {
        CLAIM => {
            app.mode = Mode::Select(Selection::of(span));
            claim::open(app, stamp)
        }
        QUOTE => {
            open_picker(app, Target::Quote(span));
            Vec::new()
        }
        "person" => {
            open_picker(app, Target::Person(span));
            Vec::new()
        }
        "note" => {
            open_note(app, NoteTarget::Words(span), "");
            Vec::new()
        }
        other => {
            let Some(desk) = app.desk() else { return Vec::new() };
            let made = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.label(
                &[span],
                other,
                None,
                None,
            );
            let Some((change, _)) = made else { return Vec::new() };
            let text = change.summary.clone();
            let effects = decide::apply(app, change, stamp);
            app.mode = Mode::Read;
            app.message = Some(Message { text, key: Some(("u".to_owned(), "undo")), warns: false });
            effects
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
    let span = match &app.mode {
        Mode::Label(menu) => Some(menu.span),
        _ => words_at_hand(app),
    };
    if let Some(span) = span {
        give_label(app, span, &label, stamp)
    } else {
        app.say("Nothing is in focus: Enter focuses a statement, v selects words");
        Vec::new()
    }
}

/// The selected words name a speaker.
pub fn label_person(app: &mut App, stamp: &Stamp) {
    if decide::may_decide(app, stamp)
        && let Some(span) = words_at_hand(app)
    {
        app.last_label = Some("person".to_owned());
        open_picker(app, Target::Person(span));
    }
}

/// Opens the picker for the focused statement.
pub fn pick_speaker(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    match app.desk().and_then(|d| d.focus.clone()) {
        Some(item) => open_picker(app, Target::Item(item)),
        None => app.say("Nothing is in focus: Enter begins reviewing"),
    }
}

fn open_picker(app: &mut App, target: Target) {
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
        Target::Quote(span) => label_with_speaker(app, *span, QUOTE, Some(&row.who), stamp),
        Target::Person(span) => label_with_speaker(app, *span, "person", Some(&row.who), stamp),
    }
}

fn label_with_speaker(app: &mut App, span: Span, label: &str, who: Option<&Choice>, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let words = desk.reading.document().words(span);
    let marked = record::without_marks(words.trim()).len() < words.trim().len();
    let kind = if marked { Kind::Direct } else { Kind::Indirect };
    let made =
        Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.label(&[span], label, Some(kind), who);
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
            let span = selection.span();
            open_note(app, NoteTarget::Words(span), "");
        }
        // A note decides nothing: on a suggestion it is a record of its own.
        (_, Some(item)) => match desk.reading.record(&item).cloned() {
            Some(record) => open_note(app, NoteTarget::Item(item), record.note.as_deref().unwrap_or_default()),
            None => {
                let span = desk.reading.hull(&item).unwrap_or_default();
                open_note(app, NoteTarget::Words(span), "");
            }
        },
        _ => app.say("Nothing is in focus: Enter focuses a statement, v selects words"),
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
        NoteTarget::Words(span) => decider.label(&[*span], "note", None, None).map(|(mut change, _)| {
            for op in &mut change.ops {
                if let crate::annotation::Op::Annotation { after: Some(after), .. } = op {
                    std::sync::Arc::make_mut(after).note = Some(note.trim().to_owned());
                }
            }
            change
        }),
    };
    let Some(change) = change else { return Vec::new() };
    let text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    app.message = Some(Message { text, key: Some(("u".to_owned(), "undo")), warns: false });
    effects
}
