//! Text that comes all at once: pasted, or typed faster than a hand types. It goes into the field with the keys.

use super::{Effect, claim, search, views};
use crate::ui::app::{App, ClaimField, ExportSheet, Mode};
use crate::ui::field::{Field, MAX_LINE};
use crate::ui::lists;
use ratatui_textarea::TextArea;

/// What pasted text is answered with where there is no field for it.
pub const PASTED: &str = "Pasted text decides nothing";

/// Pasted text goes into the field with the keys; elsewhere it decides nothing.
pub fn pasted(app: &mut App, text: &str) -> Vec<Effect> {
    insert(app, text, Field::paste)
}

/// Text that was typed all at once goes into the field with the keys.
pub fn typed_at_once(app: &mut App, text: &str) -> Vec<Effect> {
    if text.is_empty() { Vec::new() } else { insert(app, text, Field::take) }
}

/// Puts text into the field with the keys, into a line the way `into_line` does, which tells whether it had room.
fn insert(app: &mut App, text: &str, into_line: fn(&mut Field, &str) -> bool) -> Vec<Effect> {
    let (mut effects, mut fits, mut room) = (Vec::new(), true, MAX_LINE);
    match &mut app.mode {
        Mode::Speaker(picker) => {
            fits = into_line(&mut picker.field, text);
            lists::filter_speakers(picker);
        }
        Mode::Claim(sheet) => match sheet.field {
            ClaimField::Evidence(n) => {
                sheet.discard_pending = false;
                if let Some(field) = sheet.evidence.get_mut(n) {
                    fits = into_line(field, text);
                }
            }
            ClaimField::Note => {
                sheet.discard_pending = false;
                (fits, room) = (paste_note(&mut sheet.note, text), claim::LONGEST_NOTE);
            }
            ClaimField::Rating => app.say(PASTED),
        },
        Mode::Note(sheet) => {
            sheet.discard_pending = false;
            (fits, room) = (paste_note(&mut sheet.note, text), claim::LONGEST_NOTE);
        }
        Mode::Search(line) => {
            fits = into_line(&mut line.field, text);
            effects = search::again(app);
        }
        Mode::EditSpeaker(sheet) => {
            sheet.discard_pending = false;
            match sheet.typed_in() {
                Some(field) => fits = into_line(field, text),
                None => app.say(PASTED),
            }
        }
        mode if views::is_typing(mode) => {
            if let Some(list) = views::list(mode) {
                fits = into_line(&mut list.field, text);
            }
            views::narrow(app);
        }
        Mode::Help(list) | Mode::Palette(list) => {
            fits = into_line(&mut list.field, text);
            list.at = 0;
        }
        Mode::Export(ExportSheet { path: Some(field), asked, .. }) => {
            fits = into_line(field, text);
            *asked = false;
        }
        _ => app.say(PASTED),
    }
    if !fits {
        app.warn(format!("Not all of the pasted text is here: there is room for {room} characters"));
    }
    effects
}

/// Puts text into a note; whether all of it had room.
fn paste_note(note: &mut TextArea<'static>, text: &str) -> bool {
    let room = claim::LONGEST_NOTE.saturating_sub(claim::length(note));
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let mut letters = text.chars().filter(|c| *c == '\n' || !sayso_core::sanitize::is_hostile(*c));
    let safe: String = letters.by_ref().take(room).collect();
    note.insert_str(safe);
    letters.next().is_none()
}
