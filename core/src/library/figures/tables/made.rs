//! How each table is made of the sums.

use super::super::{Count, Entry, Figures, Spelling};
use super::{Asked, Cell, Column, Place, Row, Table, TableKind, grouped};
use crate::annotators::assignment::Workload;
use crate::detect::Gender;
use crate::library::agreement::Tally;
use crate::reading::Doubt;
use jiff::civil::Date;
use std::cmp::Reverse;

const fn column(name: &'static str, title: &'static str, place: Place) -> Column {
    Column { name, title, place }
}

fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Nothing, Cell::Day)
}

fn share_of(part: Count, all: Count) -> Cell {
    if all.all() == 0 { Cell::Nothing } else { Cell::Share(part.all() as f64 / all.all() as f64) }
}

const fn bar_of(count: Count) -> (f64, f64) {
    (count.decided as f64, count.suggested as f64)
}

const DECIDED: Option<(&str, &str)> = Some(("decided", "suggested"));
const RIGHT: Option<(&str, &str)> = Some(("right", "wrong"));
const REVIEWED: Option<(&str, &str)> = Some(("reviewed", "left"));
const DOCUMENTS: Option<(&str, &str)> = Some(("document", "documents"));
const STATEMENTS: Option<(&str, &str)> = Some(("statement", "statements"));
const WORDS: Option<(&str, &str)> = Some(("word", "words"));

/// The word for a gender in tables and files.
pub const fn gender_in_words(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "female",
        Gender::Male => "male",
        Gender::Unknown => "unknown",
    }
}

/// How those are called in the table of genders who are no persons.
const NO_PERSON: &str = "no person";

impl Entry {
    fn gender_word(&self) -> &'static str {
        if self.is_person { gender_in_words(self.gender()) } else { NO_PERSON }
    }
}

/// "1 statement has", "12 statements have".
fn statements(count: u64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 statement {one}") } else { format!("{} statements {several}", grouped(count)) }
}

impl Figures {
    /// All tables, in the order in which they are shown. O(n log n) in people and outlets.
    pub fn tables(&self, asked: &Asked<'_>) -> Vec<Table> {
        let asked_for = TableKind::ALL.into_iter().filter(|kind| asked.gender || *kind != TableKind::Genders);
        asked_for.map(|kind| self.table(kind, asked)).collect()
    }

    /// One table. O(n log n) in its rows.
    pub fn table(&self, kind: TableKind, asked: &Asked<'_>) -> Table {
        let mut table = match kind {
            TableKind::Speakers => self.speakers(asked),
            TableKind::Genders => self.genders(),
            TableKind::Outlets => self.outlet_rows(asked),
            TableKind::Time => self.over_time(),
            TableKind::Labels => self.label_rows(),
            TableKind::Ratings => self.rating_rows(asked),
            TableKind::Levels => self.levels(),
            TableKind::Kinds => self.kinds(),
            TableKind::Annotators => self.annotators(),
        };
        table.notes.extend(self.notes(kind));
        table
    }

    /// What is not in a table.
    fn notes(&self, kind: TableKind) -> Vec<String> {
        let left = &self.left_out;
        let mut out = Vec::new();
        let mut note = |count: u64, text: String| {
            if count > 0 {
                out.push(text);
            }
        };
        match kind {
            TableKind::Speakers | TableKind::Genders => {
                let nobody = statements(left.without_speaker, "has no speaker", "have no speaker");
                note(left.without_speaker, format!("{nobody}: not in this table"));
                let joint = statements(left.joint, "was made", "were made");
                note(left.joint, format!("{joint} by several together: counted for each of them"));
            }
            TableKind::Outlets => {
                let nowhere = statements(left.without_outlet, "is of no known outlet", "are of no known outlet");
                note(left.without_outlet, format!("{nowhere}: not in this table"));
            }
            TableKind::Time => {
                let undated = statements(left.undated, "has no date", "have no date");
                note(left.undated, format!("{undated}: not in this table"));
            }
            TableKind::Annotators => {
                let is_of_a_time = self.period.since.is_some() || self.period.until.is_some();
                note(u64::from(is_of_a_time && !self.work.is_empty()), "Documents of all times".to_owned());
                let hides = self.work.keys().any(|name| self.hides_annotations_of(name));
                note(u64::from(hides), "How much others annotated is hidden from annotators who work blind".to_owned());
            }
            TableKind::Labels | TableKind::Ratings | TableKind::Levels | TableKind::Kinds => {}
        }
        out
    }

    /// What is counted nowhere, in sentences.
    pub fn counted_nowhere(&self) -> Vec<String> {
        let left = &self.left_out;
        let documents = |count: u64, one: &str, several: &str| match count {
            1 => format!("1 document {one}: not counted"),
            count => format!("{} documents {several}: not counted", grouped(count)),
        };
        let weak = match left.weak {
            1 => "1 weak suggestion of reported speech, which the review passes by, is not counted".to_owned(),
            n => format!(
                "{} weak suggestions of reported speech, which the review passes by, are not counted",
                grouped(n)
            ),
        };
        let all = [
            (left.undated_documents, documents(left.undated_documents, "has no date", "have no date")),
            (left.of_other_times, documents(left.of_other_times, "is of another time", "are of another time")),
            (left.weak, weak),
        ];
        all.into_iter().filter(|(count, _)| *count > 0).map(|(_, sentence)| sentence).collect()
    }

    fn speakers(&self, asked: &Asked<'_>) -> Table {
        let mut columns = vec![
            column("speaker", "who", Place::Name),
            column("statements", "said", Place::Number(1)),
            column("quotes", "quotes", Place::Data),
            column("claims", "claims", Place::Data),
            column("documents", "docs", Place::Number(0)),
            column("first", "first", Place::Data),
            column("last", "last", Place::Data),
            column("decided", "decided", Place::Data),
            column("words", "words", Place::Number(2)),
            column("share", "share of the words quoted", Place::Tail),
        ];
        if asked.gender {
            columns.push(column("gender", "gender", Place::Data));
        }
        let cells = |entry: &Entry, documents: Cell| {
            let (said, range) = (&entry.said, entry.days.range());
            let mut cells = vec![
                Cell::Words(entry.spelling.name.clone()),
                Cell::Number(said.statements.all()),
                Cell::Number(said.quotes),
                Cell::Number(said.claims),
                documents,
                day(range.map(|(first, _)| first)),
                day(range.map(|(_, last)| last)),
                Cell::Number(said.statements.decided),
                Cell::Number(said.words.all()),
                share_of(said.words, self.words),
            ];
            if asked.gender {
                cells.push(Cell::Words(entry.gender_word().to_owned()));
            }
            cells
        };
        let (rows, others) = ranked(self.people.values(), asked.top, &cells);
        let kind = TableKind::Speakers;
        let (title, parts, measure) = (kind.title().to_owned(), DECIDED, WORDS);
        Table { kind, title, columns, rows, others, parts, measure, notes: Vec::new() }
    }

    fn genders(&self) -> Table {
        let columns = vec![
            column("gender", "gender of the name", Place::Name),
            column("speakers", "speakers", Place::Number(0)),
            column("statements", "said", Place::Number(1)),
            column("decided", "decided", Place::Data),
            column("words", "words", Place::Number(2)),
            column("share", "share of the words quoted", Place::Tail),
        ];
        let words = [Gender::Female, Gender::Male, Gender::Unknown].map(gender_in_words).into_iter().chain([NO_PERSON]);
        let rows = words.map(|word| {
            let (mut speakers, mut statements, mut words) = (0, Count::default(), Count::default());
            for entry in self.people.values().filter(|entry| entry.gender_word() == word) {
                speakers += 1;
                statements.add(entry.said.statements);
                words.add(entry.said.words);
            }
            let cells = vec![
                Cell::Words(word.to_owned()),
                Cell::Number(speakers),
                Cell::Number(statements.all()),
                Cell::Number(statements.decided),
                Cell::Number(words.all()),
                share_of(words, self.words),
            ];
            Row { cells, bar: Some(bar_of(words)) }
        });
        let (kind, rows) = (TableKind::Genders, rows.collect());
        let (title, parts, measure) = (kind.title().to_owned(), DECIDED, WORDS);
        let notes = vec![
            "The gender is what first names, titles and pronouns in the texts suggest; nobody was asked".to_owned(),
        ];
        Table { kind, title, columns, rows, others: None, parts, measure, notes }
    }

    fn outlet_rows(&self, asked: &Asked<'_>) -> Table {
        let columns = vec![
            column("outlet", "outlet", Place::Name),
            column("statements", "said", Place::Number(1)),
            column("decided", "decided", Place::Data),
            column("quotes", "quotes", Place::Data),
            column("claims", "claims", Place::Data),
            column("documents", "docs", Place::Number(0)),
            column("words", "words", Place::Number(2)),
            column("share", "share of the words quoted", Place::Tail),
            column("first", "first", Place::Data),
            column("last", "last", Place::Data),
        ];
        let cells = |entry: &Entry, documents: Cell| {
            let (said, range) = (&entry.said, entry.days.range());
            vec![
                Cell::Words(entry.spelling.name.clone()),
                Cell::Number(said.statements.all()),
                Cell::Number(said.statements.decided),
                Cell::Number(said.quotes),
                Cell::Number(said.claims),
                documents,
                Cell::Number(said.words.all()),
                share_of(said.words, self.words),
                day(range.map(|(first, _)| first)),
                day(range.map(|(_, last)| last)),
            ]
        };
        let (rows, others) = ranked(self.outlets.values(), asked.top, &cells);
        let kind = TableKind::Outlets;
        let (title, parts, measure) = (kind.title().to_owned(), DECIDED, WORDS);
        Table { kind, title, columns, rows, others, parts, measure, notes: Vec::new() }
    }

    fn over_time(&self) -> Table {
        let columns = vec![
            column("period", "when", Place::Name),
            column("statements", "said", Place::Tail),
            column("decided", "decided", Place::Data),
            column("suggested", "suggested", Place::Data),
        ];
        let timeline = self.timeline(None);
        let rows = timeline.stretches.iter().map(|stretch| {
            let count = stretch.count;
            let cells = vec![
                Cell::Stretch(timeline.unit, stretch.start),
                Cell::Number(count.all()),
                Cell::Number(count.decided),
                Cell::Number(count.suggested),
            ];
            Row { cells, bar: Some(bar_of(count)) }
        });
        let (kind, rows) = (TableKind::Time, rows.collect());
        let title = format!("{}, by {}", kind.title(), timeline.unit.word());
        Table { kind, title, columns, rows, others: None, parts: DECIDED, measure: STATEMENTS, notes: Vec::new() }
    }

    fn label_rows(&self) -> Table {
        let columns = vec![
            column("label", "label", Place::Name),
            column("annotations", "annotations", Place::Tail),
            column("documents", "docs", Place::Number(0)),
        ];
        let mut all: Vec<_> = self.labels.iter().collect();
        all.sort_by_key(|(_, labelled)| Reverse(labelled.annotations));
        let rows = all.into_iter().map(|(label, labelled)| Row {
            cells: vec![
                Cell::Words(label.clone()),
                Cell::Number(labelled.annotations),
                Cell::Number(labelled.documents),
            ],
            bar: Some((labelled.annotations as f64, 0.0)),
        });
        let (kind, rows) = (TableKind::Labels, rows.collect());
        let measure = Some(("annotation", "annotations"));
        let title = kind.title().to_owned();
        Table { kind, title, columns, rows, others: None, parts: None, measure, notes: Vec::new() }
    }

    fn rating_rows(&self, asked: &Asked<'_>) -> Table {
        let columns = vec![
            column("rating", "rating", Place::Name),
            column("claims", "claims", Place::Tail),
            column("documents", "docs", Place::Number(0)),
        ];
        // Those that no codebook knows stand behind those it knows, what is not rated last.
        let rank = |rating: Option<&String>| match rating {
            Some(rating) => asked.ratings.iter().position(|known| known == rating).unwrap_or(asked.ratings.len()),
            None => usize::MAX,
        };
        let mut all: Vec<_> = self.ratings.iter().collect();
        all.sort_by_key(|(rating, _)| rank(rating.as_ref()));
        let rows = all.into_iter().map(|(rating, labelled)| Row {
            cells: vec![
                rating.clone().map_or_else(|| Cell::Words("not rated".to_owned()), Cell::Words),
                Cell::Number(labelled.annotations),
                Cell::Number(labelled.documents),
            ],
            bar: Some((labelled.annotations as f64, 0.0)),
        });
        let (kind, rows) = (TableKind::Ratings, rows.collect());
        let measure = Some(("claim", "claims"));
        let title = kind.title().to_owned();
        Table { kind, title, columns, rows, others: None, parts: None, measure, notes: Vec::new() }
    }

    fn levels(&self) -> Table {
        let mut columns = rightness("level", "level");
        columns.insert(1, column("from", "from", Place::Data));
        let rows = Doubt::ALL.into_iter().map(|doubt| {
            let mut row = right_row(doubt.word(), self.agreement.level(doubt));
            row.cells.insert(1, Cell::Share(f64::from(doubt.least())));
            row
        });
        let (kind, rows) = (TableKind::Levels, rows.collect());
        let title = kind.title().to_owned();
        let notes = vec![
            "Right is what was confirmed, or given other words; wrong what was rejected, or given another speaker"
                .to_owned(),
        ];
        Table { kind, title, columns, rows, others: None, parts: RIGHT, measure: None, notes }
    }

    fn kinds(&self) -> Table {
        let mut rows: Vec<(u32, Row)> =
            self.agreement.kinds().map(|(kind, tally)| (tally.decided, right_row(kind, tally))).collect();
        rows.sort_by_key(|(decided, _)| Reverse(*decided));
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        let (kind, columns) = (TableKind::Kinds, rightness("kind", "kind"));
        let title = kind.title().to_owned();
        Table { kind, title, columns, rows, others: None, parts: RIGHT, measure: None, notes: Vec::new() }
    }

    fn hides_annotations_of(&self, annotator: &str) -> bool {
        self.told_to.as_ref().is_some_and(|told| told != annotator)
    }

    fn annotators(&self) -> Table {
        let has_times = self.work.values().any(|work| work.timed > 0);
        let of_timed = |work: &Workload, sum: u64| if work.timed > 0 { Cell::Number(sum) } else { Cell::Nothing };
        let columns = vec![
            column("annotator", "annotator", Place::Name),
            column("documents", "docs", Place::Number(0)),
            column("reviewed", "reviewed", Place::Number(1)),
            column("begun", "begun", Place::Number(2)),
            column("left", "left", Place::Tail),
            column("annotations", "annotations", Place::Number(3)),
            column("timed", "timed", Place::Data),
            column("seconds", "seconds", if has_times { Place::Number(4) } else { Place::Data }),
            column("keys", "keys", if has_times { Place::Number(5) } else { Place::Data }),
        ];
        let rows = self.work.iter().map(|(annotator, work)| Row {
            cells: vec![
                Cell::Words(annotator.clone()),
                Cell::Number(work.documents),
                Cell::Number(work.reviewed),
                Cell::Number(work.begun),
                Cell::Number(work.left()),
                if self.hides_annotations_of(annotator) { Cell::Nothing } else { Cell::Number(work.annotations) },
                Cell::Number(work.timed),
                of_timed(work, work.seconds),
                of_timed(work, work.keys),
            ],
            bar: Some((work.reviewed as f64, work.left() as f64)),
        });
        let (kind, rows) = (TableKind::Annotators, rows.collect());
        let (title, parts, measure) = (kind.title().to_owned(), REVIEWED, DOCUMENTS);
        Table { kind, title, columns, rows, others: None, parts, measure, notes: Vec::new() }
    }
}

fn rightness(name: &'static str, title: &'static str) -> Vec<Column> {
    vec![
        column(name, title, Place::Name),
        column("decided", "decided", Place::Number(0)),
        column("right", "right", Place::Number(1)),
        column("share", "share", Place::Data),
        column("low", "low", Place::Data),
        column("high", "high", Place::Data),
        column("reason", "reason", Place::Data),
        column("", "of those decided", Place::Tail),
    ]
}

fn right_row(name: &str, tally: Tally) -> Row {
    let share = tally.share().filter(|_| !tally.is_few());
    let (low, high) = tally.interval().unzip();
    let of = |share: Option<f64>| share.map_or(Cell::Nothing, Cell::Share);
    let reason = if tally.is_few() { Cell::Words("too few decided to say".to_owned()) } else { Cell::Nothing };
    let shown = match tally.interval_in_words() {
        Some(interval) => format!("{}   {interval}", tally.in_short()),
        None => tally.in_short(),
    };
    let cells = vec![
        Cell::Words(name.to_owned()),
        Cell::Number(tally.decided.into()),
        Cell::Number(tally.right.into()),
        of(share),
        of(low),
        of(high),
        reason,
        Cell::Words(shown),
    ];
    Row { cells, bar: share.map(|share| (share, 1.0 - share)) }
}

/// Entries as rows, most statements first; those behind the `top` first as one. How many documents these have together is not
/// known.
fn ranked<'a>(
    all: impl Iterator<Item = &'a Entry>,
    top: Option<usize>,
    cells: &dyn Fn(&Entry, Cell) -> Vec<Cell>,
) -> (Vec<Row>, Option<Row>) {
    let mut all: Vec<&Entry> = all.collect();
    all.sort_by(|a, b| {
        let key = |entry: &Entry| Reverse((entry.said.statements.all(), entry.said.words.all(), entry.said.claims));
        key(a).cmp(&key(b)).then_with(|| a.spelling.name.cmp(&b.spelling.name))
    });
    let shown = top.unwrap_or(all.len()).min(all.len());
    let (first, rest) = all.split_at(shown);
    let row =
        |entry: &Entry, documents: Cell| Row { cells: cells(entry, documents), bar: Some(bar_of(entry.said.words)) };
    let rows = first.iter().map(|entry| row(entry, Cell::Number(entry.said.documents))).collect();
    if rest.is_empty() {
        return (rows, None);
    }
    let mut others = Entry::default();
    for entry in rest {
        others.merge((*entry).clone());
    }
    let count = grouped(rest.len() as u64);
    others.spelling = Spelling::of(&if rest.len() == 1 { "1 other".to_owned() } else { format!("{count} others") });
    (rows, Some(row(&others, Cell::Nothing)))
}
