//! Writing what was decided: a format, then a path; the same again later.

use super::Effect;
use crate::project::open::ReadOnly;
use crate::ui::app::{App, ExportSheet, Mode};
use crate::ui::field::Field;
use sayso_core::export::FORMATS;
use std::path::PathBuf;

/// Opens the export sheet.
pub fn open(app: &mut App) {
    if app.desk().is_some() && is_complete(app) {
        app.mode = Mode::Export(ExportSheet { at: 0, path: None, asked: false });
    }
}

/// Whether all of the document is there with its decisions; says why not.
fn is_complete(app: &mut App) -> bool {
    let Some(desk) = app.desk() else { return false };
    if let Some(ReadOnly::Part(part)) = &desk.read_only {
        let why = format!("Not exported: {}", part.in_words());
        app.warn(why);
        return false;
    }
    if desk.detecting {
        app.say("Still looking for quotations; in a moment");
        return false;
    }
    true
}

/// A format is taken: asks for the path; the path is taken: writes.
pub fn take_format(app: &mut App) -> Vec<Effect> {
    let suggestion = app.desk().map(|d| d.sidecar.clone()).unwrap_or_default();
    let name = app.name.clone();
    let Mode::Export(sheet) = &mut app.mode else { return Vec::new() };
    let Some(format) = FORMATS.get(sheet.at) else { return Vec::new() };
    let Some(field) = &sheet.path else {
        let folder = suggestion.parent().map(PathBuf::from).unwrap_or_default();
        let path = folder.join(format!("{name}.{}", format.extension));
        sheet.path = Some(Field::new(&path.display().to_string()));
        return Vec::new();
    };
    let path = PathBuf::from(field.text().trim());
    let replace = sheet.asked;
    if path.as_os_str().is_empty() {
        app.say("Type where to write it");
        return Vec::new();
    }
    if let Mode::Export(sheet) = &mut app.mode {
        sheet.asked = true;
        return vec![Effect::Export(path, sheet.at, replace)];
    }
    Vec::new()
}

/// Exports once more as last time: same format, same file.
pub fn again(app: &mut App) -> Vec<Effect> {
    if !is_complete(app) {
        return Vec::new();
    }
    let Some(desk) = app.desk() else { return Vec::new() };
    let Some((at, path)) = desk.exported.clone() else {
        open(app);
        return Vec::new();
    };
    vec![Effect::Export(path, at, true)]
}
