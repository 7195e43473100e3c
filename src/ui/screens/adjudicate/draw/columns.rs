//! A column for each annotator, or for each version: their answers, and when they gave them.

use super::{Row, answer_style, sign_style};
use crate::clock;
use crate::ui::adjudicating::{PlaceKind, answer_in_words, ends_in_words};
use crate::ui::theme::Role;
use crate::ui::widgets::listing::Listing;
use crate::ui::widgets::signs::signs;
use sayso_core::agreement::comparison::Difference;
use sayso_core::annotation::Annotation;

/// A column for each annotator.
pub fn columns(
    l: &mut Listing<'_, '_>,
    row: &Row<'_>,
    (sign, answers, each): (u16, u16, u16),
    (y, end): (u16, u16),
    focus: Option<usize>,
) {
    let (app, quiet, strong) = (l.app, l.words(Role::Quiet), sign_style(l, row));
    l.at(sign, y, 1, row.sign(app), strong);
    let signs = signs(app.glyphs);
    for n in 0..row.found.width() {
        let Some(choice) = row.place.choice_of(n) else { continue };
        let start = answers + each * n as u16;
        let room = each.saturating_sub(2).min(l.right.saturating_sub(start));
        let (text, who) = row.answer(choice);
        let record = row.place.records.get(n).and_then(Option::as_ref);
        let is_answer = row.place.choices.get(choice).is_some_and(|choice| choice.answer.is_some());
        let (mark, text) = match record {
            Some(_) if is_answer => (signs.decided, text),
            Some(_) => (signs.rejected, "not a quote".to_owned()),
            None => ("·", text),
        };
        let style = answer_style(l, row, who.as_deref(), row.taken() == Some(choice), focus == Some(choice));
        // Words that differ stand in the second row.
        let answer = row.place.choices.get(choice).and_then(|choice| choice.answer.as_ref());
        let is_words = row.place.difference == Difference::Boundary;
        let text = match answer.filter(|_| is_words) {
            Some(answer) => answer_in_words(Some(answer), row.doc.reading.document(), Difference::Same),
            None => text,
        };
        let next = l.at(start, y, 1, mark, if is_answer { style } else { quiet }) + 1;
        l.at(next, y, room.saturating_sub(2), &text, style);
        if y + 1 >= end || row.place.decision.is_some() || !row.place.is_in_question() {
            continue;
        }
        let details = match (answer, record) {
            (Some(answer), _) if is_words => ends_in_words(answer, row.doc.reading.document()),
            (_, Some(record)) => {
                let when = when(row, record, &(app.zone)());
                // What versions note stands above.
                let has_note = record.note.is_some() && !row.place.is_of_versions();
                let note = if has_note { "a note" } else { "" };
                // Above stands who it is, where all versions are in one order.
                let is_told =
                    row.found.names.is_empty() && row.found.columns.get(n).is_some_and(|name| !name.is_empty());
                let whose = Some(n).filter(|_| row.place.is_of_versions() && !is_told);
                let whose = whose.map(|n| row.found.whose(row.place, n)).unwrap_or_default();
                [whose.as_str(), when.as_str(), note]
                    .iter()
                    .filter(|part| !part.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            _ => String::new(),
        };
        // The kind of difference ends in the first column.
        let indent = if n == 0 { 6 } else { 2 };
        l.at(start + indent, y + 1, room.saturating_sub(indent), &details, quiet);
    }
    if let Some((state, warns)) = row.state().filter(|_| y + 1 < end) {
        // The fields have no room before the first column.
        let is_open = row.place.is_of_versions() && row.place.is_open();
        let state = if is_open { PlaceKind::Versions.in_words().to_owned() } else { state };
        let (x, style) = if row.place.decision.is_some() { (answers + 2, warns) } else { (sign, false) };
        let style = if style { l.words(Role::Warn) } else { quiet };
        let third = row.third().map(|(text, _)| format!(": {text}")).unwrap_or_default();
        let room = l.right.saturating_sub(x);
        l.at(x, y + 1, room, &format!("{state}{third}"), style);
    }
}

/// When an annotator decided: the time of day, where all did on one day; else the day.
pub fn when(row: &Row<'_>, record: &Annotation, zone: &jiff::tz::TimeZone) -> String {
    let at = |record: &Annotation| {
        let at = record.modified.as_deref().or(record.created.as_deref());
        at.map(|at| clock::in_digits(at, zone)).unwrap_or_default()
    };
    let own = at(record);
    let Some((day, time)) = own.split_once(' ') else { return own };
    let is_one_day = row.place.records.iter().flatten().all(|other| at(other).starts_with(day));
    if is_one_day { time } else { day }.to_owned()
}
