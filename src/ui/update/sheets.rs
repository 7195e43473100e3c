//! Sheets and lists: opening, typing, moving the bar, taking a row, leaving.

use super::{
    Effect, annotations, claim, decide, export, label, motion, past, place, places, run_named, search, speakers, views,
};
use crate::ui::app::{App, ClaimField, ExportSheet, List, Mode};
use crate::ui::field::Field;
use crate::ui::keymap::Key;
use crate::ui::lists;
use crossterm::event::KeyCode;
use sayso_core::annotation::Stamp;
use sayso_core::export::FORMATS;

/// Whether a key goes to a text field rather than to the keymap.
pub fn types(app: &App, key: Key) -> bool {
    let text = key.typed().is_some();
    match &app.mode {
        Mode::Speaker(_) | Mode::Search(_) | Mode::Help(_) | Mode::Palette(_) | Mode::Note(_) => text,
        Mode::Claim(_) => text || matches!(key.code(), KeyCode::Left | KeyCode::Right),
        Mode::Export(sheet) => text && sheet.path.is_some(),
        Mode::EditSpeaker(_) => text || matches!(key.code(), KeyCode::Left | KeyCode::Right),
        Mode::Mark(_) => text,
        Mode::Ratings(_) => key.typed().is_some_and(|c| c.is_ascii_digit()),
        Mode::Links(_) => key.typed().is_some_and(|c| c.is_ascii_digit()),
        Mode::Attributes(_) => text,
        Mode::Speakers(_) | Mode::Annotations(_) | Mode::Outline(_) | Mode::Library(_) => {
            text && views::is_typing(&app.mode)
        }
        Mode::Read
        | Mode::Select(_)
        | Mode::Whole(_)
        | Mode::Label(_)
        | Mode::Why(_)
        | Mode::Sure(_)
        | Mode::Place(_)
        | Mode::History(_)
        | Mode::Split(_)
        | Mode::Origins(_)
        | Mode::Results(_)
        | Mode::Settings(_) => false,
    }
}

/// A key the keymap does not know, or that types.
pub fn typed(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    match &mut app.mode {
        Mode::Select(selection) => {
            if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) {
                selection.count = selection.count.saturating_mul(10).saturating_add(digit).min(500);
            } else if key.typed() == Some('q') {
                app.say("Esc leaves the selection");
            }
        }
        Mode::Label(_) => return label::label_letter(app, key, stamp),
        Mode::Speaker(picker) => {
            picker.field.key(key);
            lists::filter_speakers(picker);
        }
        Mode::Claim(_) => return claim::typed(app, key, stamp),
        Mode::Note(sheet) => {
            sheet.discard_pending = false;
            claim::edit_note(&mut sheet.note, key);
        }
        Mode::Search(line) => {
            line.field.key(key);
            return search::again(app);
        }
        Mode::EditSpeaker(sheet) => speakers::typed(sheet, key),
        Mode::Mark(_) => places::mark(app, key),
        Mode::Attributes(_) => return label::turn_attribute(app, key, stamp),
        Mode::Ratings(claims) => {
            if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) {
                let claims = claims.clone();
                return annotations::rate(app, &claims, digit, stamp);
            }
        }
        Mode::Links(_) => {
            if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)).filter(|d| *d > 0) {
                return places::take_link(app, Some(digit as usize - 1));
            }
        }
        Mode::Speakers(view) if !view.list.typing => {
            if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)).filter(|d| *d > 0) {
                speakers::go_to(app, digit as usize - 1);
            }
        }
        Mode::Speakers(_) | Mode::Annotations(_) | Mode::Outline(_) | Mode::Library(_) => {
            let list = views::list(&mut app.mode).filter(|l| l.typing);
            if list.is_some_and(|list| list.field.key(key)) {
                views::narrow(app);
            }
        }
        Mode::Help(list) | Mode::Palette(list) => {
            list.field.key(key);
            list.at = 0;
        }
        Mode::Export(sheet) => match &mut sheet.path {
            Some(field) => {
                field.key(key);
                sheet.asked = false;
            }
            None => {
                if let Some(at) = key.typed().and_then(|c| FORMATS.iter().position(|f| f.key == c)) {
                    sheet.at = at;
                    export::take_format(app);
                }
            }
        },
        Mode::Read => {
            let shown = key.to_string();
            if key.typed().is_some() {
                app.say(format!("{shown} means nothing here   ? shows every key"));
            }
        }
        Mode::Whole(_)
        | Mode::Why(_)
        | Mode::Sure(_)
        | Mode::Settings(_)
        | Mode::Place(_)
        | Mode::Split(_)
        | Mode::Origins(_)
        | Mode::Results(_)
        | Mode::History(_) => {}
    }
    Vec::new()
}

/// Esc: leaves the sheet; drops what was typed, the selection, the focus.
pub fn escape(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    match std::mem::replace(&mut app.mode, Mode::Read) {
        Mode::Read => {
            if let Some(doc) = app.doc_mut() {
                if doc.view.focus.is_some() {
                    doc.view.focus = None;
                } else if doc.search.found.take().is_none() {
                    let quit =
                        app.keymap.shown(crate::ui::action::Scope::Reader, crate::ui::action::Action::Quit).to_owned();
                    app.say(format!("{quit} leaves sayso"));
                }
            }
        }
        Mode::Whole(selection) => app.mode = Mode::Select(selection),
        Mode::Claim(mut sheet) => {
            let letters = claim::unsaved(app, &sheet);
            if letters > 0 && !sheet.discard_pending {
                sheet.discard_pending = true;
                app.mode = Mode::Claim(sheet);
                app.say(format!("Esc again drops {letters} letters   Tab keeps them"));
            } else if claim::is_idle(app, &sheet) {
                let effects = decide::undo(app, stamp);
                app.say("No claim made");
                return effects;
            }
        }
        Mode::Note(mut sheet) => {
            let changed = sheet.note.lines().join("\n") != sheet.was;
            if changed && !sheet.discard_pending {
                sheet.discard_pending = true;
                let letters = claim::length(&sheet.note);
                app.mode = Mode::Note(sheet);
                app.say(format!("Esc again drops {letters} letters   Enter saves"));
            }
        }
        Mode::Search(line) => {
            if let Some(doc) = app.doc_mut() {
                (doc.view.top, doc.view.focus) = line.from;
                doc.search.found = None;
            }
        }
        Mode::EditSpeaker(mut sheet) => {
            if sheet.edit() != sheet.was && !sheet.discard_pending {
                sheet.discard_pending = true;
                app.mode = Mode::EditSpeaker(sheet);
                app.say("Esc again drops what you changed   Enter saves");
            }
        }
        Mode::Help(mut list) => {
            if !list.field.text().is_empty() {
                list.field.clear();
                list.at = 0;
                app.mode = Mode::Help(list);
            }
        }
        Mode::Export(sheet) if sheet.path.is_some() => {
            app.mode = Mode::Export(ExportSheet { at: sheet.at, path: None, asked: false });
        }
        Mode::Origins(_) => app.say("Nothing was taken from other places"),
        Mode::Settings(_)
        | Mode::Select(_)
        | Mode::Label(_)
        | Mode::Speaker(_)
        | Mode::Palette(_)
        | Mode::Why(_)
        | Mode::Sure(_)
        | Mode::Place(_)
        | Mode::History(_)
        | Mode::Speakers(_)
        | Mode::Split(_)
        | Mode::Annotations(_)
        | Mode::Ratings(_)
        | Mode::Results(_)
        | Mode::Outline(_)
        | Mode::Library(_)
        | Mode::Mark(_)
        | Mode::Links(_)
        | Mode::Attributes(_)
        | Mode::Export(_) => {}
    }
    Vec::new()
}

/// Moves the bar, or to the next match or problem.
pub fn move_bar(app: &mut App, by: i32) {
    match app.mode {
        Mode::Place(_) => return place::move_bar(app, by),
        Mode::History(_) => return past::move_bar(app, by),
        _ => {}
    }
    let labels = app.codebook.all_labels().len();
    let problems = app.problems.len();
    let count = match &app.mode {
        Mode::Help(list) => lists::help(list, &app.keymap).len(),
        Mode::Palette(list) => lists::palette(list, &app.keymap).len(),
        _ => 0,
    };
    let step = |at: &mut usize, count: usize| {
        if count > 0 {
            *at = (*at as i64 + i64::from(by)).rem_euclid(count as i64) as usize;
        }
    };
    match &mut app.mode {
        Mode::Label(menu) => step(&mut menu.at, labels),
        Mode::Speaker(picker) => {
            let rows = picker.rows.len();
            step(&mut picker.at, rows);
        }
        Mode::Help(list) | Mode::Palette(list) => {
            if by.abs() > 1 {
                list.at = list.at.saturating_add_signed(by as isize).min(count.saturating_sub(1));
            } else {
                step(&mut list.at, count);
            }
        }
        Mode::Settings(at) => step(at, problems),
        Mode::Export(sheet) if sheet.path.is_none() => step(&mut sheet.at, FORMATS.len()),
        Mode::Split(menu) => {
            let count = menu.names.len();
            step(&mut menu.at, count);
        }
        Mode::Origins(menu) => {
            let count = menu.rows.len();
            step(&mut menu.at, count);
        }
        Mode::Links(sheet) => {
            let count = sheet.rows.len();
            step(&mut sheet.at, count);
        }
        Mode::Search(_) => {
            search::step(app, by > 0);
            app.message = None;
        }
        Mode::Claim(_)
        | Mode::Note(_)
        | Mode::Read
        | Mode::Select(_)
        | Mode::Whole(_)
        | Mode::Why(_)
        | Mode::Sure(_)
        | Mode::Place(_)
        | Mode::History(_)
        | Mode::Speakers(_)
        | Mode::EditSpeaker(_)
        | Mode::Annotations(_)
        | Mode::Ratings(_)
        | Mode::Results(_)
        | Mode::Outline(_)
        | Mode::Library(_)
        | Mode::Mark(_)
        | Mode::Attributes(_)
        | Mode::Export(_) => {}
    }
}

/// Enter (or, with `teach` false, the other Enter): takes the row, saves the field, runs the command.
pub fn accept(app: &mut App, stamp: &Stamp, teach: bool) -> Vec<Effect> {
    if !teach {
        match &mut app.mode {
            Mode::Note(sheet) => {
                sheet.note.insert_newline();
                return Vec::new();
            }
            Mode::Claim(sheet) => {
                if sheet.field == ClaimField::Note {
                    sheet.note.insert_newline();
                }
                return Vec::new();
            }
            _ => {}
        }
    }
    match std::mem::replace(&mut app.mode, Mode::Read) {
        Mode::Label(menu) => {
            let chosen = app.codebook.all_labels().get(menu.at).map(|l| l.id.clone());
            chosen.map_or_else(Vec::new, |id| label::take_label(app, &menu.spans, &menu.change, &id, stamp))
        }
        Mode::Speaker(picker) => label::take_speaker(app, *picker, stamp, teach),
        Mode::Claim(sheet) => {
            let typing = matches!(sheet.field, ClaimField::Evidence(n) if sheet.evidence.get(n).is_some_and(|f| !f.text().trim().is_empty()));
            app.mode = Mode::Claim(sheet);
            if typing {
                return claim::next_address(app, stamp);
            }
            let effects = claim::save(app, stamp);
            let rating = match &app.mode {
                Mode::Claim(sheet) => sheet.rating.and_then(|r| app.codebook.ratings.get(r)).cloned(),
                _ => None,
            };
            app.mode = Mode::Read;
            let rating = rating.map(|r| format!(": {}", r.replace('-', " "))).unwrap_or_default();
            decide::message_with_undo(app, format!("Claim kept{rating}"));
            effects
        }
        Mode::Note(sheet) => label::save_note(app, &sheet, stamp),
        Mode::Search(line) => search::stay(app, &line),
        Mode::EditSpeaker(sheet) => speakers::save(app, &sheet, stamp),
        Mode::Split(menu) => speakers::split(app, &menu, stamp),
        Mode::Origins(menu) => {
            menu.rows.into_iter().nth(menu.at).map(|(path, _)| Effect::Adopt(path)).into_iter().collect()
        }
        Mode::Links(sheet) => {
            app.mode = Mode::Links(sheet);
            places::take_link(app, None)
        }
        Mode::Help(list) => {
            let found = lists::help(&list, &app.keymap).get(list.at).map(|row| row.command);
            // Back where the help was asked for: keys of that screen do what they do there.
            if let Some(view) = app.underlying.take() {
                app.mode = *view;
                views::refresh(app);
            }
            let Some(command) = found else { return Vec::new() };
            let reader = crate::ui::action::Scope::Reader;
            if command.scope == reader {
                app.mode = Mode::Read;
            }
            if command.scope == app.mode.scope() {
                return super::update(app, command.action, stamp);
            }
            app.say(format!("That is a key of the screen “{}”", command.scope.title()));
            Vec::new()
        }
        Mode::Palette(list) => {
            let typed = list.field.text().trim().to_owned();
            if motion::to_number(app, &typed) {
                return Vec::new();
            }
            let name = lists::palette(&list, &app.keymap).get(list.at).map(|row| row.command.name);
            if let Some(name) = name {
                run_named(app, name, stamp)
            } else {
                app.say(format!("No command is called {typed}"));
                Vec::new()
            }
        }
        Mode::Place(sheet) => {
            let at = sheet.at;
            app.mode = Mode::Place(sheet);
            place::choose(app, at, stamp)
        }
        Mode::History(row) => past::go(app, row, stamp),
        Mode::Sure(items) => decide::confirm_sure(app, &items, stamp),
        Mode::Export(sheet) => {
            app.mode = Mode::Export(sheet);
            export::take_format(app)
        }
        mode @ (Mode::Select(_)
        | Mode::Whole(_)
        | Mode::Speakers(_)
        | Mode::Annotations(_)
        | Mode::Ratings(_)
        | Mode::Results(_)
        | Mode::Outline(_)
        | Mode::Library(_)
        | Mode::Mark(_)
        | Mode::Attributes(_)) => {
            app.mode = mode;
            Vec::new()
        }
        Mode::Read | Mode::Settings(_) | Mode::Why(_) => Vec::new(),
    }
}

/// Opens the explanation of the focused suggestion.
pub fn why(app: &mut App) {
    match app.doc().and_then(|d| d.view.focus.clone()) {
        Some(item) => app.mode = Mode::Why(item),
        None => app.say("Nothing in focus: Enter begins reviewing"),
    }
}

/// Lets the person write the note in their own editor.
pub fn editor(app: &mut App) -> Vec<Effect> {
    let note = match &app.mode {
        Mode::Note(sheet) => &sheet.note,
        Mode::Claim(sheet) => &sheet.note,
        _ => return Vec::new(),
    };
    vec![Effect::Edit(note.lines().join("\n"))]
}

/// What the editor gave back becomes the note.
pub fn edited(app: &mut App, text: &str) {
    let note = match &mut app.mode {
        Mode::Note(sheet) => &mut sheet.note,
        Mode::Claim(sheet) => {
            sheet.field = ClaimField::Note;
            &mut sheet.note
        }
        _ => return,
    };
    let kept: String = text.trim_end().chars().take(claim::LONGEST_NOTE).collect();
    *note = claim::note_area(&kept.replace("\r\n", "\n"));
}

/// Opens the help at the screen it was asked for.
pub fn help(app: &mut App) {
    let scope = app.mode.scope();
    help_of(app, scope);
}

/// Opens the help of a screen.
pub fn help_of(app: &mut App, scope: crate::ui::action::Scope) {
    app.mode = Mode::Help(List { field: Field::default(), at: 0, scope });
}

/// Opens the palette.
pub fn palette(app: &mut App) {
    app.mode = Mode::Palette(List { field: Field::default(), at: 0, scope: app.mode.scope() });
}
