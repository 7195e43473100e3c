//! The rows: the words of a place, whether it is open, and who says what of it.

mod columns;
mod spoken;
mod words;

use super::AdjudicateView;
use crate::ui::adjudicating::{Adjudicated, EACH, KINDS, PlaceKind, answer_in_words};
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::conflict::{field_in_words, value_in_words};
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use columns::{columns, when};
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use sayso_core::agreement::comparison::{Answer, Difference};
use sayso_core::annotators::adjudication::AdjudicatedPlace;
use sayso_core::reading::{VersionField, differing, shortened};
use words::Words;

pub use words::stretch;

pub use spoken::{answers_in_sentences, place_in_sentences};

/// Narrowest screen with a column for each of a few annotators.
const COLUMNS_FROM: u16 = 116;
/// Narrowest with the answers beside the words.
const BESIDE_FROM: u16 = 76;
/// Narrowest with a bar of progress.
const BAR_FROM: u16 = 100;
/// Narrowest with counts in words.
const WORDS_FROM: u16 = 60;
/// Most cells of the words.
const MAX_TEXT: u16 = 72;
/// Most rows of the words of a place.
const MAX_ROWS: usize = 3;
/// Most characters of a value that only versions have.
const MAX_VALUE: usize = 30;
/// Most annotators with a letter each.
const MAX_LETTERS: usize = 4;
/// The speaker's colour of the first annotator: from the far end, so that they are not those of the people in the text.
const LAST_COLOUR: usize = 7;

/// Where things stand.
#[derive(Clone, Copy)]
enum Shape {
    /// Cells of the words, column of the sign, first column of the answers, cells for each annotator.
    Columns { text: u16, sign: u16, answers: u16, each: u16 },
    /// Cells of the words, column of the letters, of the answers.
    Letters { text: u16, letters: u16, answers: u16 },
    /// Answers under the words, of which so many rows have room.
    Under { rows: usize },
}

impl Shape {
    fn of(page: &PageLayout, annotators: usize) -> Self {
        let across = page.size.width;
        if across >= COLUMNS_FROM && annotators <= EACH {
            let each = if annotators == EACH { 20 } else { 24 };
            let answers = across - 1 - each * annotators as u16;
            return Self::Columns { text: (answers - 9).min(MAX_TEXT), sign: answers - 3, answers, each };
        }
        if across >= BESIDE_FROM {
            let answers = across - 1 - if across >= BAR_FROM { 28 } else { 24 };
            let letters = answers - if annotators <= MAX_LETTERS { 2 * annotators as u16 + 2 } else { 8 };
            return Self::Letters { text: (letters - 4).min(MAX_TEXT), letters, answers };
        }
        Self::Under { rows: if page.is_tall() { 2 } else { 1 } }
    }

    /// Column and cells of the words, how many rows of them there are at most.
    fn text(self, l: &Listing<'_, '_>) -> (u16, u16, usize) {
        match self {
            Self::Columns { text, .. } => (4, text, MAX_ROWS),
            Self::Letters { text, .. } => (2, text, MAX_ROWS),
            Self::Under { rows } => (2, l.right.saturating_sub(2), rows),
        }
    }
}

/// A place with what is said of it.
struct Row<'a> {
    doc: &'a OpenDocument,
    found: &'a Adjudicated,
    place: &'a AdjudicatedPlace,
    /// The choice that is proposed.
    proposal: Option<usize>,
}

/// An answer in a line: what stands before it, the answer, whose it is; whether it was taken.
struct Line {
    mark: String,
    text: String,
    who: Option<String>,
    letters: String,
    is_taken: bool,
}

impl<'a> Row<'a> {
    fn of(doc: &'a OpenDocument, found: &'a Adjudicated, at: usize) -> Option<Self> {
        let place = found.place(at)?;
        let proposal = doc.adjudication.prefill.of(place, found.names.len()).filter(|_| place.decision.is_none());
        Some(Self { doc, found, place, proposal })
    }

    fn sign(&self, app: &App) -> &'static str {
        let signs = signs(app.glyphs);
        match self.place.difference {
            _ if self.place.decision.is_some() => signs.decided,
            _ if self.place.is_of_versions() => "!",
            Difference::Same => "=",
            _ if self.proposal.is_some() => signs.open,
            _ => "≠",
        }
    }

    fn taken(&self) -> Option<usize> {
        self.place.decision.as_ref()?.choice
    }

    fn answer(&self, choice: usize) -> (String, Option<String>) {
        let answer = self.place.choices.get(choice).and_then(|choice| choice.answer.as_ref());
        let document = self.doc.reading.document();
        let mut words = answer_in_words(answer, document, self.place.difference);
        if let Some(version) = self.place.versions.get(choice) {
            let is_answer = |field: &VersionField| {
                use VersionField::{Decision, Label, Rating, Speaker, Words};
                matches!(field, Decision | Label | Rating | Speaker | Words)
            };
            let value = |field: &VersionField| {
                let value = value_in_words(self.doc, &self.place.versions, field, version);
                shortened(&value, MAX_VALUE)
            };
            let fields = differing(&self.place.versions);
            let more: Vec<String> = fields.iter().filter(|field| !is_answer(field)).map(value).collect();
            words = match more.join("  ") {
                more if more.is_empty() => words,
                // Who speaks tells nothing where all say the same.
                more if self.place.difference == Difference::Same => more,
                more => format!("{words}  {more}"),
            };
        }
        (words, answer.and_then(|answer| answer.speaker.clone()))
    }

    /// What the curator says, where nobody else does.
    fn third(&self) -> Option<(String, Option<String>)> {
        let decision = self.place.decision.as_ref().filter(|decision| decision.choice.is_none())?;
        if decision.record.is_rejected() {
            return Some(("nothing here".to_owned(), None));
        }
        let (record, set) = (&decision.record, self.doc.reading.set());
        let answer = Answer {
            at: record.at.iter().map(|place| (place.start, place.end)).collect(),
            label: record.label.clone(),
            speaker: record.speaker.as_ref().map(|speaker| set.name_of(speaker).to_owned()),
            rating: record.rating.clone(),
            is_rejection: false,
        };
        Some((answer_in_words(Some(&answer), self.doc.reading.document(), self.place.difference), answer.speaker))
    }

    /// What became of it, in words; the kind of difference of one that is open.
    fn state(&self) -> Option<(String, bool)> {
        let Some(decision) = &self.place.decision else {
            let kind = PlaceKind::of(self.place);
            return match kind {
                PlaceKind::Versions => Some((format!("versions: {}", self.fields()), false)),
                kind @ PlaceKind::Difference(_) => {
                    self.place.is_in_question().then(|| (kind.in_words().to_owned(), false))
                }
            };
        };
        Some(match (decision.since.len(), decision.record.by.as_deref()) {
            _ if self.place.is_of_versions() => ("one version".to_owned(), false),
            _ if self.is_in_versions(&decision.record.id) => ("in versions".to_owned(), true),
            (0, Some(by)) => (format!("taken by {by}"), false),
            (0, None) => ("taken".to_owned(), false),
            (1, _) => ("1 new answer".to_owned(), true),
            (n, _) => (format!("{n} new answers"), true),
        })
    }

    /// Whether a record of the curator stands in versions that nobody chose from. O(1).
    fn is_in_versions(&self, id: &str) -> bool {
        let mut places = self.found.all.places_of(id).filter_map(|at| self.found.place(at));
        places.any(|place| place.is_of_versions() && place.is_open())
    }

    /// The fields in which versions differ.
    fn fields(&self) -> String {
        let fields: Vec<String> = differing(&self.place.versions).iter().map(field_in_words).collect();
        fields.join(", ").chars().flat_map(char::to_lowercase).collect()
    }

    /// Whose a version is; of several by one person since when.
    fn whose(&self, app: &App, version: usize) -> String {
        let whose = self.found.whose(self.place, version);
        match self.place.versions.get(version).filter(|_| self.found.is_by_one(self.place)) {
            Some(version) => format!("{whose} {}", when(self, version, &(app.zone)())),
            None => whose,
        }
    }

    /// The answers, equal ones once; `digits` where each has its digit before it, whether it is proposed or not.
    fn lines(&self, app: &App, digits: bool) -> Vec<Line> {
        let signs = signs(app.glyphs);
        let choices = self.place.choices.iter().enumerate().map(|(n, choice)| {
            let is_taken = self.taken() == Some(n);
            let is_shown = choice.answer.is_some() || digits || self.place.is_of_versions();
            let digit = self.found.digit_of(self.place, n).filter(|_| is_shown);
            let mark = match digit {
                _ if is_taken => signs.decided.to_owned(),
                _ if self.proposal == Some(n) && self.place.difference == Difference::Same => "=".to_owned(),
                _ if self.proposal == Some(n) && !digits => signs.open.to_owned(),
                Some(digit) => digit.to_string(),
                None => "·".to_owned(),
            };
            let (text, who) = self.answer(n);
            let letters = if self.place.is_of_versions() {
                self.whose(app, n)
            } else if self.found.names.len() <= MAX_LETTERS {
                choice.by.iter().map(|n| Adjudicated::letter(*n)).collect()
            } else {
                format!("× {}", choice.by.len())
            };
            Line { mark, text, who, letters, is_taken }
        });
        let third = self.third().map(|(text, who)| {
            let is_none = self.place.decision.as_ref().is_some_and(|decision| decision.record.is_rejected());
            let mark = if is_none { signs.rejected } else { signs.decided }.to_owned();
            Line { mark, text, who, letters: String::new(), is_taken: true }
        });
        third.into_iter().chain(choices).collect()
    }

    /// How many rows of the screen it has in a shape.
    fn height(&self, app: &App, shape: Shape, text: usize) -> usize {
        match shape {
            Shape::Columns { .. } => text.max(2),
            Shape::Letters { .. } => text.max(self.lines(app, false).len() + usize::from(self.state().is_some())),
            Shape::Under { .. } => text + 1,
        }
    }
}

/// Draws it.
pub fn view(app: &App, page: &PageLayout, view: &AdjudicateView, buffer: &mut Buffer) -> Drawn {
    let mut l = Listing::new(app, page, buffer);
    let Some((doc, found)) = app.doc().and_then(|doc| Some((doc, doc.adjudication.found.as_ref()?))) else {
        l.head("Adjudicate", &app.name, "");
        l.instead(l.top(), "Reading what the others decided…");
        l.footer();
        return l.done(None);
    };
    head(&mut l, found);
    let shape = Shape::of(page, found.width());
    let mut top = l.top();
    let caret = l.filter(&view.search, top);
    let is_searched = caret.is_some() || !view.search.field.text().is_empty();
    top += if is_searched { 1 + u16::from(page.is_tall()) } else { 0 };
    if found.all.places.is_empty() {
        l.instead(top, "Nobody has labelled anything in this document");
    } else {
        top += heads(&mut l, found, shape, top);
        rows(&mut l, view, (doc, found), (shape, top));
    }
    l.footer();
    l.done(caret)
}

/// Row 0: what is open of each kind, and how much is decided.
fn head(l: &mut Listing<'_, '_>, found: &Adjudicated) {
    let (across, (differ, decided)) = (l.page.size.width, found.progress);
    let curator = l.app.annotator.as_deref().map(|name| format!("   as {name}")).unwrap_or_default();
    let kinds = KINDS.iter().zip(found.open).filter(|(_, count)| *count > 0);
    let kinds: Vec<String> = kinds.map(|(kind, count)| format!("{} {count}", kind.in_words())).collect();
    let told = match found.names.as_slice() {
        [one, other] if differ == 0 && across >= WORDS_FROM => {
            format!("{one} and {other} agree on all {}", found.all.places.len())
        }
        [_, ..] if differ == 0 && across >= WORDS_FROM => format!("all agree on all {}", found.all.places.len()),
        _ if across >= COLUMNS_FROM => kinds.join(" · "),
        _ => String::new(),
    };
    let tail = match () {
        () if differ == 0 => String::new(),
        () if across < WORDS_FROM => format!("{decided} of {differ}"),
        () => format!("{decided} of {differ} decided"),
    };
    let bar = if across >= BAR_FROM && differ > 0 { 10 } else { 0 };
    let right = l.right;
    if bar > 0 {
        let (signs, filled) = (signs(l.app.glyphs), (decided * usize::from(bar) / differ.max(1)) as u16);
        let (accent, faint) = (l.words(Role::Accent), l.words(Role::Faint));
        rule(l.buffer, right - bar, 0, filled, signs.thick, accent);
        rule(l.buffer, right - bar + filled, 0, bar - filled, signs.thin, faint);
        l.right = right - bar - 2;
    }
    let gap = if told.is_empty() { "" } else { "    " };
    let about = if across < WORDS_FROM { l.app.name.clone() } else { format!("{}{curator}{gap}{told}", l.app.name) };
    l.head("Adjudicate", &about, &tail);
    l.right = right;
}

/// The style of an annotator.
fn style_of(l: &Listing<'_, '_>, annotator: usize) -> Style {
    let role = Role::Speaker(LAST_COLOUR.saturating_sub(annotator % (LAST_COLOUR + 1)));
    if l.app.theme.tints_words() { l.words(role) } else { l.words(Role::Body) }
}

/// Who is who, above the rows; gives how many rows that takes.
fn heads(l: &mut Listing<'_, '_>, found: &Adjudicated, shape: Shape, y: u16) -> u16 {
    let bold = l.bold();
    match shape {
        Shape::Columns { answers, each, .. } => {
            let names = if found.names.is_empty() { &found.columns } else { &found.names };
            for (n, name) in names.iter().enumerate() {
                let style = style_of(l, n).add_modifier(Modifier::BOLD);
                let start = answers + each * n as u16;
                let x = l.at(start, y, 2, &format!("{}", n + 1), bold) + 1;
                l.at(x, y, each.saturating_sub(4), name, style);
            }
        }
        Shape::Letters { letters, .. } if found.names.len() <= MAX_LETTERS => {
            for n in 0..found.names.len() {
                let style = style_of(l, n).add_modifier(Modifier::BOLD);
                l.at(letters + 2 * n as u16, y, 1, &Adjudicated::letter(n).to_string(), style);
            }
        }
        Shape::Letters { .. } | Shape::Under { .. } => return 0,
    }
    1 + u16::from(l.page.is_tall())
}

fn rows(
    l: &mut Listing<'_, '_>,
    view: &AdjudicateView,
    (doc, found): (&OpenDocument, &Adjudicated),
    (shape, top): (Shape, u16),
) {
    let app = l.app;
    let (x, room, most) = shape.text(l);
    let gap = usize::from(l.page.is_tall());
    let made = |n: usize| {
        let row = Row::of(doc, found, *view.order.get(n)?)?;
        let words = Words::of(doc, row.place, room, most);
        let height = row.height(app, shape, words.rows.len());
        Some((row, words, height))
    };
    let bottom = l.bottom();
    let space = usize::from(bottom.saturating_sub(top));
    let height = |n: usize| made(n).map_or(1, |(.., height)| height) + gap;
    // Rows without a blank line between them have none to leave out at the end.
    let sight = in_sight_of(view.row, view.order.len(), if gap == 0 { space.saturating_sub(1) } else { space }, height);
    let mut y = top;
    for n in sight {
        let Some((row, words, height)) = made(n) else { continue };
        let stretch = y..(y + height as u16).min(bottom);
        l.shows(stretch.clone(), n);
        let is_here = n == view.row;
        if is_here {
            l.bar(x.saturating_sub(2), stretch.clone());
        }
        words.draw(l, (x, y), stretch.end, row.place.is_open() || is_here);
        match shape {
            Shape::Columns { sign, answers, each, .. } => {
                columns(l, &row, (sign, answers, each), (y, stretch.end), is_here.then_some(view.choice));
            }
            Shape::Letters { letters, answers, .. } => {
                beside(l, &row, (letters, answers), (y, stretch.end), is_here.then_some(view.choice));
            }
            Shape::Under { .. } => under(l, &row, (x, y + words.rows.len() as u16), stretch.end),
        }
        y += (height + gap) as u16;
    }
}

/// The style of an answer: that of its speaker, where it is open or was taken; in focus it is bold.
fn answer_style(l: &Listing<'_, '_>, row: &Row<'_>, who: Option<&str>, is_taken: bool, is_focus: bool) -> Style {
    let recedes = !is_taken && !row.place.is_open();
    let style = match who {
        _ if recedes => l.words(Role::Quiet),
        Some(name) => l.colour(name),
        None => l.words(Role::Body),
    };
    if is_taken || is_focus && row.place.is_open() { style.add_modifier(Modifier::BOLD) } else { style }
}

fn sign_style(l: &Listing<'_, '_>, row: &Row<'_>) -> Style {
    if row.place.is_open() || row.place.decision.is_some() { l.bold() } else { l.words(Role::Quiet) }
}

/// Letters with the digits of their answers, then the answers.
fn beside(
    l: &mut Listing<'_, '_>,
    row: &Row<'_>,
    (letters, answers): (u16, u16),
    (y, end): (u16, u16),
    focus: Option<usize>,
) {
    let (app, quiet) = (l.app, l.words(Role::Quiet));
    if row.place.is_of_versions() {
        l.at(letters, y, 1, row.sign(app), sign_style(l, row));
    } else if row.found.names.len() <= MAX_LETTERS {
        for n in 0..row.found.names.len() {
            let choice = row.place.choice_of(n);
            let is_answer = |choice: &usize| row.place.choices.get(*choice).is_some_and(|c| c.answer.is_some());
            let digit = choice.filter(is_answer).and_then(|choice| row.found.digit_of(row.place, choice));
            let text = match digit {
                _ if row.place.difference == Difference::Same => "=".to_owned(),
                Some(digit) => digit.to_string(),
                None => "·".to_owned(),
            };
            let style = if row.place.is_open() { style_of(l, n) } else { quiet };
            l.at(letters + 2 * n as u16, y, 1, &text, style);
        }
    }
    let lines = row.lines(app, false);
    let thirds = usize::from(row.third().is_some());
    let mut at = y;
    for (n, line) in lines.iter().enumerate().filter(|(n, _)| y + (*n as u16) < end) {
        let is_focus = focus.is_some_and(|choice| choice + thirds == n);
        let style = answer_style(l, row, line.who.as_deref(), line.is_taken, is_focus);
        let next = l.at(answers, at, 2, &line.mark, style) + 1;
        let right = l.ending(l.right, at, &line.letters, quiet);
        l.at(next, at, right.saturating_sub(next + 1), &line.text, style);
        at += 1;
    }
    if let Some((state, warns)) = row.state().filter(|_| at < end) {
        let style = if warns { l.words(Role::Warn) } else { quiet };
        let sign = if row.place.is_of_versions() { "!" } else { "≠" };
        let state = if row.place.decision.is_some() { state } else { format!("{sign} {state}") };
        let room = l.right.saturating_sub(answers);
        l.at(answers, at, room, &state, style);
    }
}

/// The answers in one row.
fn under(l: &mut Listing<'_, '_>, row: &Row<'_>, (x, y): (u16, u16), end: u16) {
    if y >= end {
        return;
    }
    let (app, quiet, strong) = (l.app, l.words(Role::Quiet), sign_style(l, row));
    let mut at = l.at(x, y, 1, row.sign(app), strong) + 1;
    let right = l.right;
    let lines = row.lines(app, true);
    if row.place.difference == Difference::Same && row.place.decision.is_none() {
        if let Some(line) = lines.first() {
            l.at(at, y, right.saturating_sub(at), &line.text, quiet);
        }
        return;
    }
    let state = row.state().filter(|_| row.place.decision.is_some());
    let all: Vec<&Line> = lines.iter().filter(|line| state.is_none() || line.is_taken).collect();
    let count = all.len() as u16;
    for (n, line) in (0u16..).zip(all) {
        // What has room is shared by those that are still to come.
        let left = right.saturating_sub(at) / (count - n).max(1);
        if left < 5 {
            break;
        }
        let style = answer_style(l, row, line.who.as_deref(), line.is_taken, false);
        if !line.is_taken || line.mark != row.sign(app) {
            at = l.at(at, y, 2, &line.mark, strong) + 1;
        }
        let letters = width(&line.letters);
        at = l.at(at, y, left.saturating_sub(letters + 5).max(2), &line.text, style) + 1;
        at = l.at(at, y, letters, &line.letters, quiet) + 2;
    }
    if let Some((state, warns)) = state {
        let style = if warns { l.words(Role::Warn) } else { quiet };
        l.at(at, y, right.saturating_sub(at), &state, style);
    }
}
