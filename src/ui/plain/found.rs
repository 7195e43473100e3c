//! Searching line by line: the next place, every place in its sentence, and what is nearly so, told as that.

use super::Linear;
use crate::ui::place;
use crate::ui::screens::nobody_called;
use crate::ui::search::{MatchRow, Matches, NearState};
use crate::ui::update;
use sayso_core::reading::{SaidIndex, shortened};
use sayso_core::search::{Query, may_narrow, narrowed};
use std::io::{self, Write};

/// Longest sentence of a match that is read out, in characters.
const MAX_ROW: usize = 300;
/// Most near matches read out where nothing else was found.
const FIRST: usize = 3;

impl<W: Write> Linear<W> {
    /// What stands behind `/`: words are searched; nothing reads every place; a number goes to that place.
    pub(super) fn find(&mut self, words: &str) -> io::Result<()> {
        if words.is_empty() {
            return self.places();
        }
        let row = words.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let is_listed = |row: &usize| self.listed && self.found().is_some_and(|found| *row < found.rows());
        match row.filter(is_listed) {
            Some(row) => self.go_to_row(row),
            None => self.search(words),
        }
    }

    fn found(&self) -> Option<&Matches> {
        self.doc()?.search.found.as_ref()
    }

    fn search(&mut self, words: &str) -> io::Result<()> {
        self.listed = false;
        let mut query = Query { text: words.to_owned(), ..Query::default() };
        if let Some(doc) = self.doc().filter(|_| may_narrow(&query)) {
            match narrowed(&doc.reading, &SaidIndex::new(&doc.reading), &query) {
                Ok(found) => query.narrowed = found,
                Err(word) => return self.say(&format!("{}.", nobody_called(&word))),
            }
        }
        let read = self.read;
        let Some(doc) = self.app.doc_mut() else { return Ok(()) };
        let document = doc.reading.document();
        let spans = query.places().or_else(|| Some(query.pattern().ok().flatten()?.all(document.text())));
        let mut found = Matches::new(query, spans.unwrap_or_default(), false);
        let within = found.query.narrowed.as_ref().map(|narrowed| &*narrowed.places);
        let near = found.near_query().and_then(|near| near.all(document, within, &found.spans, || true));
        found.near = NearState::Known(near.unwrap_or_default());
        found.at = found.spans.iter().position(|s| s.start >= read).unwrap_or(0);
        let next = found.spans.get(found.at).copied();
        let by = found.query.narrowed.as_ref().map(|n| format!(" {}", n.title)).unwrap_or_default();
        let near = match &found.near {
            NearState::Known(near) if !near.matches.is_empty() => Some(near.in_words()),
            NearState::Known(_) | NearState::Unasked | NearState::Looking => None,
        };
        let (count, not_found) = (found.spans.len(), found.query.not_found());
        doc.search.found = Some(found);
        let Some(span) = next else {
            let Some(near) = near else { return self.say(&format!("{not_found}.")) };
            self.say(&format!("{not_found}; {near}:"))?;
            return self.rows_of_matches(FIRST);
        };
        let near = near.map_or_else(String::new, |near| format!(", {near}: / alone reads them"));
        self.say(&format!("{count} {}{by}{near}.", if count == 1 { "place" } else { "places" }))?;
        self.print_block(span.start)?;
        update::focus_at(&mut self.app, span);
        self.statement()
    }

    /// What `--find` did not find, said without the keys of the screen.
    pub(super) fn near_in_own_words(&mut self) {
        let Some(found) = self.found().filter(|found| found.spans.is_empty() && !found.near().is_empty()) else {
            return;
        };
        let (not_found, near) = found.count_in_words("");
        self.app.say(format!("{not_found}; {near}: / alone reads them."));
    }

    /// Every place, a line each.
    fn places(&mut self) -> io::Result<()> {
        let Some(found) = self.found() else { return self.say("Type / and the words to find.") };
        let (title, about) = found.count_in_words(&self.app.name);
        let case = found.query.case_in_words();
        let case = if case.is_empty() { String::new() } else { format!(", {case}") };
        let rows = found.rows();
        self.say(&format!("{title}: {about}{case}."))?;
        self.rows_of_matches(rows)
    }

    /// The first rows, near ones told as near.
    fn rows_of_matches(&mut self, count: usize) -> io::Result<()> {
        self.listed = true;
        let (Some(doc), Some(found)) = (self.doc(), self.found()) else { return Ok(()) };
        let document = doc.reading.document();
        let line = |n: usize| {
            let row = found.row(n)?;
            let near = if matches!(row, MatchRow::Near(_)) { "Near: " } else { "" };
            let (words, item) = place::passage_of(doc, row.span());
            let name = item.map(|item| doc.reading.speaker_name(&item)).filter(|name| !name.is_empty());
            let name = name.map_or_else(String::new, |name| format!("{name}: "));
            let words = shortened(document.words(words), MAX_ROW);
            Some(format!("{}. {near}{}, {name}{words}", n + 1, document.place_in_words(row.span().start)))
        };
        let mut lines: Vec<String> = (0..found.rows().min(count)).filter_map(line).collect();
        match found.rows().saturating_sub(count) {
            0 => {}
            more => lines.push(format!("{more} more: / alone reads them all.")),
        }
        lines.iter().try_for_each(|line| self.say(line))
    }

    /// Goes to a place of the list.
    fn go_to_row(&mut self, row: usize) -> io::Result<()> {
        let span = self.found().and_then(|found| found.row(row)).map(MatchRow::span);
        let Some(span) = span else { return Ok(()) };
        if let Some(found) = self.app.doc_mut().and_then(|doc| doc.search.found.as_mut()) {
            found.go_to(row);
        }
        self.print_block(span.start)?;
        update::focus_at(&mut self.app, span);
        self.statement()
    }
}
