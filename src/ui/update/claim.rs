//! The claim sheet: rating, evidence, note. Each field is saved when it is left.

use super::{Effect, decide};
use crate::ui::app::{App, ClaimField, ClaimSheet, Mode};
use crate::ui::field::Field;
use crate::ui::keymap::Key;
use crossterm::event::KeyCode;
use ratatui_textarea::TextArea;
use sayso_core::annotation::{CLAIM, Stamp};
use sayso_core::reading::{Claim, Decider, ItemId};
use sayso_core::span::Span;

/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 20_000;

/// Opens the sheet for the selected words, or the focused statement; an existing claim on them is opened, not doubled.
pub fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let spans: Vec<Span> = match (&app.mode, &doc.view.focus) {
        (Mode::Select(selection), _) if !selection.spans().is_empty() => selection.spans(),
        (_, Some(item)) => doc.reading.spans(item).to_vec(),
        _ => Vec::new(),
    };
    open_on(app, &spans, stamp)
}

/// Opens the sheet for words.
pub fn open_on(app: &mut App, spans: &[Span], stamp: &Stamp) -> Vec<Effect> {
    if spans.is_empty() {
        app.say("Nothing is in focus: Enter focuses a statement, v selects words");
        return Vec::new();
    }
    if let Some(id) = claim_on(app, spans) {
        show(app, &id);
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let made = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.label(spans, CLAIM, None, None);
    let Some((change, id)) = made else { return Vec::new() };
    let text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    app.last_label = Some(CLAIM.to_owned());
    app.say(text);
    show(app, &id);
    if let Mode::Claim(sheet) = &mut app.mode {
        sheet.fresh = true;
    }
    effects
}

/// The claim that stands on exactly these words, or lies within them.
fn claim_on(app: &App, spans: &[Span]) -> Option<String> {
    let doc = app.doc()?;
    let hull = sayso_core::span::hull(spans)?;
    doc.reading.items_in(hull).into_iter().find_map(|item| match (&item, doc.reading.record(&item)) {
        (ItemId::Record(id), Some(record)) if record.label == CLAIM => {
            let inside = doc.reading.hull(&item).is_some_and(|h| hull.covers(h));
            inside.then(|| id.to_string())
        }
        _ => None,
    })
}

/// Opens the sheet of a claim.
pub fn show(app: &mut App, id: &str) {
    let Some(record) = app.doc().and_then(|d| d.reading.set().get(id).cloned()) else { return };
    let rating = record.rating.as_ref().and_then(|r| app.codebook.ratings.iter().position(|known| known == r));
    let mut evidence: Vec<Field> = record.evidence.iter().map(|e| Field::new(e)).collect();
    evidence.push(Field::default());
    let note = note_area(record.note.as_deref().unwrap_or_default());
    app.mode = Mode::Claim(Box::new(ClaimSheet {
        id: id.to_owned(),
        field: ClaimField::Rating,
        kept: (rating, record.evidence.clone()),
        rating,
        evidence,
        was: note.lines().join("\n"),
        note,
        discard_pending: false,
        fresh: false,
    }));
}

/// A text area that holds a note.
pub fn note_area(text: &str) -> TextArea<'static> {
    let lines: Vec<String> = text.split('\n').map(|l| sayso_core::sanitize::visible(l).into_owned()).collect();
    let mut area = TextArea::new(lines);
    area.set_wrap_mode(ratatui_textarea::WrapMode::WordOrGlyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.move_cursor(ratatui_textarea::CursorMove::Bottom);
    area.move_cursor(ratatui_textarea::CursorMove::End);
    area
}

/// A key while the sheet is open.
pub fn typed(app: &mut App, key: Key, stamp: &Stamp) -> Vec<Effect> {
    let ratings = app.codebook.ratings.len();
    let Mode::Claim(sheet) = &mut app.mode else { return Vec::new() };
    sheet.discard_pending = false;
    let code = key.code();
    match sheet.field {
        ClaimField::Rating => {
            let last = ratings.saturating_sub(1);
            let chosen = match (key.typed().and_then(|c| c.to_digit(10)), code) {
                (Some(digit), _) if (1..=ratings as u32).contains(&digit) => Some(Some(digit as usize - 1)),
                (Some(0), _) => Some(None),
                (_, KeyCode::Left) => Some(Some(sheet.rating.map_or(last, |r| r.saturating_sub(1)))),
                (_, KeyCode::Right) => Some(Some(sheet.rating.map_or(0, |r| (r + 1).min(last)))),
                (_, KeyCode::Down) => return turn(app, stamp, true),
                (_, KeyCode::Up) => return turn(app, stamp, false),
                _ => None,
            };
            if let Some(rating) = chosen {
                sheet.rating = rating;
                return save(app, stamp);
            }
        }
        ClaimField::Evidence(number) => match code {
            KeyCode::Down if number + 1 < sheet.evidence.len() => sheet.field = ClaimField::Evidence(number + 1),
            KeyCode::Up if number > 0 => sheet.field = ClaimField::Evidence(number - 1),
            KeyCode::Down => return turn(app, stamp, true),
            KeyCode::Up => return turn(app, stamp, false),
            _ => {
                if let Some(field) = sheet.evidence.get_mut(number) {
                    field.key(key);
                }
            }
        },
        ClaimField::Note => {
            let up = code == KeyCode::Up && sheet.note.cursor().0 == 0;
            if up {
                return turn(app, stamp, false);
            }
            edit_note(&mut sheet.note, key);
        }
    }
    Vec::new()
}

/// Gives a key to a note, as long as there is room.
pub fn edit_note(note: &mut TextArea<'static>, key: Key) {
    let full = length(note) >= LONGEST_NOTE && key.typed().is_some();
    if !full {
        note.input(key.event());
    }
}

/// Characters of a note.
pub fn length(note: &TextArea<'_>) -> usize {
    note.lines().iter().map(|l| l.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

/// Letters typed and not kept yet.
pub fn unsaved(app: &App, sheet: &ClaimSheet) -> usize {
    let kept = app.doc().and_then(|d| d.reading.set().get(&sheet.id));
    let known = |text: &str| kept.is_some_and(|r| r.evidence.iter().any(|e| e == text));
    let typed = sheet.evidence.iter().map(|f| f.text().trim()).filter(|t| !t.is_empty() && !known(t));
    let evidence: usize = typed.map(|t| t.chars().count()).sum();
    let note = sheet.note.lines().join("\n");
    let shown = kept.and_then(|r| r.note.as_deref()).map(|n| note_area(n).lines().join("\n")).unwrap_or_default();
    evidence + if note == shown { 0 } else { length(&sheet.note).max(1) }
}

/// Whether a claim made by opening the sheet was left without anything said about it.
pub fn is_idle(app: &App, sheet: &ClaimSheet) -> bool {
    let record = app.doc().and_then(|d| d.reading.set().get(&sheet.id));
    sheet.fresh && record.is_some_and(|r| r.rating.is_none() && r.evidence.is_empty() && r.note.is_none())
}

/// Enter in an address: one more row; in an empty one nothing is added.
pub fn next_address(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let effects = save(app, stamp);
    let Mode::Claim(sheet) = &mut app.mode else { return effects };
    if sheet.evidence.last().is_none_or(|f| !f.text().trim().is_empty()) {
        sheet.evidence.push(Field::default());
    }
    sheet.field = ClaimField::Evidence(sheet.evidence.len() - 1);
    effects
}

/// Saves the field and goes to the next or previous one.
pub fn turn(app: &mut App, stamp: &Stamp, forward: bool) -> Vec<Effect> {
    let effects = save(app, stamp);
    let Mode::Claim(sheet) = &mut app.mode else { return effects };
    let last = sheet.evidence.len().saturating_sub(1);
    sheet.field = match (sheet.field, forward) {
        (ClaimField::Rating, true) | (ClaimField::Note, false) => ClaimField::Evidence(last),
        (ClaimField::Evidence(_), true) | (ClaimField::Rating, false) => ClaimField::Note,
        (ClaimField::Evidence(_), false) | (ClaimField::Note, true) => ClaimField::Rating,
    };
    effects
}

/// Saves what the sheet holds, when it differs from what is kept.
pub fn save(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Claim(sheet) = &app.mode else { return Vec::new() };
    let stored = app.doc().and_then(|d| d.reading.set().get(&sheet.id).cloned());
    let note = sheet.note.lines().join("\n");
    // What was not touched stays as it is, letters included that cannot be shown.
    let note =
        if note == sheet.was { stored.as_ref().and_then(|r| r.note.clone()) } else { Some(note.trim().to_owned()) };
    let evidence: Vec<String> =
        sheet.evidence.iter().map(|f| f.text().trim().to_owned()).filter(|e| !e.is_empty()).collect();
    let kept = (sheet.rating, evidence.clone());
    // Somebody else may have rated it while the sheet was open.
    let claim = Claim {
        rating: match (&stored, sheet.rating == sheet.kept.0) {
            (Some(record), true) => record.rating.clone(),
            _ => sheet.rating.and_then(|r| app.codebook.ratings.get(r)).cloned(),
        },
        evidence: match (&stored, evidence == sheet.kept.1) {
            (Some(record), true) => record.evidence.clone(),
            _ => evidence,
        },
        note: note.filter(|n| !n.is_empty()),
    };
    let id = sheet.id.clone();
    if let Mode::Claim(sheet) = &mut app.mode {
        sheet.kept = kept;
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let claim = keep_foreign_rating(claim, stored.and_then(|r| r.rating.clone()), &app.codebook.ratings);
    let change = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.describe(&id, &claim);
    change.map_or_else(Vec::new, |change| decide::apply(app, change, stamp))
}

/// A rating the codebook does not know stays until another is chosen.
fn keep_foreign_rating(mut claim: Claim, stored: Option<String>, known: &[String]) -> Claim {
    if claim.rating.is_none() && stored.as_ref().is_some_and(|s| !known.contains(s)) {
        claim.rating = stored;
    }
    claim
}
