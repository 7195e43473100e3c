//! The speakers view: going to their words, merging, splitting, renaming.

use super::{Effect, decide, motion, views};
use crate::ui::action::Action;
use crate::ui::app::{App, Mode, Picker, PickerRow, Target};
use crate::ui::field::Field;
use crate::ui::keymap::Key;
use crate::ui::views::speakers::{KINDS, SpeakerField, SpeakerSheet, SpeakersView, SplitMenu};
use crossterm::event::KeyCode;
use sayso_core::annotation::{SpeakerRef, Stamp};
use sayso_core::reading::{Decider, SpeakerChoice};

/// Opens the view, the bar on whoever says what is in focus.
pub fn open(app: &mut App) {
    let Some(desk) = app.desk() else { return };
    if desk.detecting {
        app.say("Still looking for quotations; in a moment");
        return;
    }
    let mut view = SpeakersView::new(&desk.reading);
    let name = desk.focus.as_ref().map(|f| desk.reading.speaker_name(f));
    if let Some(row) = name.and_then(|name| view.voices.iter().position(|v| v.name == name)) {
        view.list.select(row);
    }
    app.mode = Mode::Speakers(Box::new(view));
}

/// An action of the view.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let Mode::Speakers(view) = &mut app.mode else { return Vec::new() };
    let Some(voice) = view.current() else {
        app.say("Nobody is called that");
        return Vec::new();
    };
    let (who, name, count) = (voice.who.clone(), voice.name.clone(), voice.items.len());
    match action {
        Action::Accept => match view.said {
            Some(at) => {
                let item = voice.items.get(at).cloned();
                app.mode = Mode::Read;
                if let Some(item) = item {
                    motion::go(app, item);
                }
            }
            None if count == 0 => app.say(format!("{name} says nothing here")),
            None => {
                view.said = Some(0);
                view.list.typing = false;
            }
        },
        Action::NextField => view.said = (count > 0).then_some(view.said.unwrap_or(0)),
        Action::PreviousField => view.said = None,
        Action::EditSpeaker => {
            let nobody = matches!(who, SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody));
            if nobody {
                app.say("Nobody has no name to edit: s on a statement gives it a speaker");
            } else if decide::is_writable(app)
                && let Some(desk) = app.desk()
            {
                let sheet = SpeakerSheet::new(&desk.reading, who);
                views::over(app, Mode::EditSpeaker(Box::new(sheet)));
            }
        }
        Action::MergeSpeaker => ask_into_whom(app, &who),
        Action::SplitSpeaker => {
            let names: Vec<String> = voice.aliases.iter().chain(&voice.roles).cloned().collect();
            if names.is_empty() {
                app.say(format!("{name} has no other name that could be somebody else"));
            } else if decide::is_writable(app) {
                views::over(app, Mode::Split(SplitMenu { who, name, names, at: 0 }));
            }
        }
        Action::Copy => {
            let item = view.said.and_then(|at| voice.items.get(at)).cloned();
            let text = match (item, app.desk()) {
                (Some(item), Some(desk)) => desk
                    .reading
                    .spans(&item)
                    .iter()
                    .map(|s| desk.reading.document().words(*s))
                    .collect::<Vec<_>>()
                    .join(" … "),
                _ => name,
            };
            app.say(format!("Copied: {}", sayso_core::reading::shortened(&text, 48)));
            return vec![Effect::Copy(text)];
        }
        _ => {}
    }
    Vec::new()
}

/// A digit: goes to the n-th statement of the one under the bar, from 0.
pub fn go_to(app: &mut App, n: usize) {
    let Mode::Speakers(view) = &app.mode else { return };
    let Some(voice) = view.current() else { return };
    match voice.items.get(n).cloned() {
        Some(item) => {
            app.mode = Mode::Read;
            motion::go(app, item);
        }
        None => {
            let text = format!("{} says only {} here", voice.name, voice.items.len());
            app.say(text);
        }
    }
}

/// Opens the picker over the view: into whom?
fn ask_into_whom(app: &mut App, who: &SpeakerChoice) {
    if decide::is_writable(app) {
        // Everybody in the list, whoever looks alike first.
        let Mode::Speakers(view) = &app.mode else { return };
        let alike = view.current().and_then(|v| v.looks_like.clone());
        let nobody =
            |who: &SpeakerChoice| matches!(who, SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody));
        let mut others: Vec<PickerRow> = view
            .voices
            .iter()
            .filter(|v| v.who != *who && !nobody(&v.who))
            .map(|v| PickerRow {
                who: v.who.clone(),
                name: v.name.clone(),
                detail: v.roles.first().cloned().unwrap_or_else(|| v.kind.word().to_owned()),
                called: format!("{} {} {}", v.name, v.aliases.join(" "), v.roles.join(" ")),
                said: v.items.len(),
            })
            .collect();
        others.sort_by_key(|row| alike.as_ref() != Some(&row.name));
        let view = std::mem::replace(&mut app.mode, Mode::Read);
        app.beneath = Some(Box::new(view));
        let (field, rows) = (Field::default(), others.clone());
        let picker = Picker { target: Target::Merge(who.clone()), field, all: others, rows, at: 0 };
        app.mode = Mode::Speaker(Box::new(picker));
    }
}

/// Somebody was picked to be the same as the one under the bar.
pub fn merge(app: &mut App, from: &SpeakerChoice, into: &SpeakerChoice, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(desk) = app.desk() else { return Vec::new() };
    match (Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }).merge(from, into) {
        Some(change) => decide::tell(app, change, stamp),
        None => {
            app.say("They are one already");
            Vec::new()
        }
    }
}

/// A name becomes somebody else.
pub fn split(app: &mut App, menu: &SplitMenu, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(desk) = app.desk() else { return Vec::new() };
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    let change = menu.names.get(menu.at).and_then(|name| decider.split(&menu.who, name));
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}

/// Names and role are saved.
pub fn save(app: &mut App, sheet: &SpeakerSheet, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let edit = sheet.edit();
    if edit.name.is_empty() {
        app.say("A speaker needs a name: nothing was changed");
        return Vec::new();
    }
    if edit == sheet.was {
        return Vec::new();
    }
    let Some(desk) = app.desk() else { return Vec::new() };
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    let change = decider.describe_speaker(&sheet.who, &edit);
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}

/// A key in the sheet of names.
pub fn typed(sheet: &mut SpeakerSheet, key: Key) {
    sheet.armed = false;
    if sheet.field == SpeakerField::Kind {
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| KINDS.get(d as usize - usize::from(d > 0)));
        match (key.code(), digit) {
            (KeyCode::Left, _) => sheet.turn_kind(false),
            (KeyCode::Right | KeyCode::Char(' '), _) => sheet.turn_kind(true),
            (_, Some(kind)) => sheet.kind = *kind,
            _ => {}
        }
    } else if let Some(field) = sheet.typed_in() {
        field.key(key);
    }
}
