//! The list of people with their bars, and the words of the one under the bar.

use super::state::{PeopleTab, PeopleView};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use sayso_core::kinds::SpeakerKind;
use sayso_core::library::{Person, Wording};

/// Width from which words stand beside names.
const TWO_COLUMNS: u16 = 100;
/// Width from which days and bars are shown.
const WIDE: u16 = 76;
/// Cells of a bar.
const BAR: u16 = 10;
/// Cells of the days.
const DAYS: u16 = 15;

/// A number with its thousands apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{} {many}", grouped(number)) }
}

/// Draws it.
pub fn people(app: &App, page: &PageLayout, view: &PeopleView, buffer: &mut Buffer) -> Drawn {
    let mut l = Listing::new(app, page, buffer);
    let is_narrow = page.size.width < 60;
    let (known, all) = view.progress;
    let about = match view.read {
        Some(_) => format!("{}   {}", view.folder, counted(all, "document", "documents")),
        None => view.folder.clone(),
    };
    let tail = match view.people() {
        None => format!("reading {} of {}", grouped(known), grouped(all)),
        Some(people) if is_narrow => counted(people.persons.len(), "person", "people"),
        Some(people) => {
            let persons = counted(people.persons.len(), "person", "people");
            format!("{persons} · {}", counted(people.statements, "statement", "statements"))
        }
    };
    l.head("People", &about, &tail);
    let mut top = l.top();
    if view.read.is_some() && !is_narrow && page.is_tall() {
        tabs(&mut l, view, top);
        top += 2;
    }
    let list = if view.in_words { &view.words.list } else { &view.list };
    let caret = l.filter(list, top);
    top += if caret.is_some() || !list.field.text().is_empty() { 1 + u16::from(page.is_tall()) } else { 0 };
    if view.read.is_none() {
        l.instead(top, "The documents are being read…");
    } else if view.list.all() == 0 {
        l.instead(top, "Nobody has said anything yet: Enter in the library opens a document");
    } else if view.list.shown().is_empty() {
        nobody(&mut l, view, top);
    } else if page.size.width >= TWO_COLUMNS {
        let middle = l.left + (l.right - l.left) * 5 / 8;
        let right = l.right;
        l.right = middle - 3;
        names(&mut l, view, top);
        (l.left, l.right) = (middle, right);
        words(&mut l, view, top);
    } else if view.in_words {
        words(&mut l, view, top);
    } else {
        names(&mut l, view, top);
    }
    l.footer();
    l.done(caret)
}

fn nobody(l: &mut Listing<'_, '_>, view: &PeopleView, top: u16) {
    let clears = l.app.key_while_typing(Scope::People, Action::Escape);
    let text = match view.tab {
        _ if !view.list.field.text().is_empty() => format!("Nobody is called that. {clears} clears what you typed."),
        PeopleTab::Same => "Nobody looks like two: done".to_owned(),
        PeopleTab::Several => "Nobody speaks in several documents.".to_owned(),
        PeopleTab::Everybody => "Nobody speaks here.".to_owned(),
    };
    l.instead(top, &text);
}

fn tabs(l: &mut Listing<'_, '_>, view: &PeopleView, y: u16) {
    let mut x = l.left;
    for tab in PeopleTab::ALL {
        let style = if tab == view.tab { l.bold() } else { l.words(Role::Quiet) };
        let text = format!("{} {}", tab.title(), grouped(view.count(tab)));
        let room = l.right.saturating_sub(x);
        x = l.at(x, y, room, &text, style) + 3;
    }
}

/// The style of somebody's name: their colour, where they have one.
fn style_of(l: &Listing<'_, '_>, view: &PeopleView, name: &str) -> Style {
    match view.colour(name) {
        Some(number) if l.app.theme.tints_words() => l.words(Role::Speaker(number)),
        Some(_) | None => l.words(Role::Body),
    }
}

/// Where the columns of names end.
struct Columns {
    name: u16,
    documents: u16,
    said: u16,
    bar: Option<u16>,
    days: Option<u16>,
}

impl Columns {
    fn of(l: &Listing<'_, '_>) -> Self {
        let right = l.right;
        if l.page.size.width < WIDE {
            return Self { name: right - 14, documents: right - 8, said: right, bar: None, days: None };
        }
        let days = right - DAYS;
        let bar = days - BAR - 2;
        Self { name: bar - 16, documents: bar - 9, said: bar - 2, bar: Some(bar), days: Some(days) }
    }

    fn titles(&self, l: &mut Listing<'_, '_>, y: u16) {
        let (left, quiet) = (l.left, l.words(Role::Quiet));
        l.at(left, y, 20, "who", quiet);
        l.ending(self.documents, y, "docs", quiet);
        l.ending(self.said, y, "said", quiet);
        if let Some(days) = self.days {
            l.at(days, y, DAYS, "first – last", quiet);
        }
    }
}

/// The left column: names with their counts.
fn names(l: &mut Listing<'_, '_>, view: &PeopleView, top: u16) {
    let tall = l.page.is_tall();
    let columns = Columns::of(l);
    let mut next = top;
    if tall {
        columns.titles(l, next);
        next += 2;
    }
    let shown = view.list.shown();
    let height = usize::from(l.bottom().saturating_sub(next));
    let most = view.people().and_then(|p| p.persons.first()).map_or(1, |p| p.said.len()).max(1);
    let app = l.app;
    let of = |row: usize| shown.get(row).and_then(|n| view.person(*n as usize));
    let lines = |row: usize| match of(row) {
        Some(person) if tall => 2 + usize::from(!about(app, view, person).0.is_empty()),
        _ => 1,
    };
    for row in in_sight_of(view.list.at, shown.len(), height, lines) {
        let Some(person) = of(row) else { continue };
        let (y, each) = (next, lines(row) as u16);
        next += each;
        l.shows(y..y + each, row);
        let bar = l.left - 2;
        if row == view.list.at && !view.in_words {
            l.bar(bar, y..y + each.saturating_sub(1).max(1));
        } else if row == view.list.at {
            l.at(bar, y, 1, signs(l.app.glyphs).row, l.words(Role::Quiet));
        }
        name(l, view, person, &columns, (y, most));
        let (text, asks) = about(app, view, person);
        if tall && !text.is_empty() {
            let (left, room) = (l.left, l.right.saturating_sub(l.left));
            l.at(left, y + 1, room, &text, l.words(if asks { Role::Body } else { Role::Quiet }));
        }
    }
}

fn name(l: &mut Listing<'_, '_>, view: &PeopleView, person: &Person, columns: &Columns, (y, most): (u16, usize)) {
    let (left, quiet) = (l.left, l.words(Role::Quiet));
    let mut style = style_of(l, view, &person.name);
    if person.id.is_some() {
        style = style.add_modifier(Modifier::BOLD);
    }
    l.at(left, y, columns.name.saturating_sub(left), &person.name, style);
    l.ending(columns.documents, y, &grouped(person.documents.len()), quiet);
    l.ending(columns.said, y, &grouped(person.said.len()), quiet);
    if let Some(days) = columns.days {
        l.at(days, y, DAYS, &person.period(), quiet);
    }
    let Some(bar) = columns.bar else { return };
    // Their share of the longest; whoever says anything has a cell.
    let cells = |n: usize| (n * usize::from(BAR)).div_ceil(most).min(usize::from(BAR)) as u16;
    let all = cells(person.said.len());
    let decided = cells(person.decided as usize).min(all);
    let s = signs(l.app.glyphs);
    let style = style_of(l, view, &person.name);
    rule(l.buffer, bar, y, decided, s.thick, style);
    rule(l.buffer, bar + decided, y, all - decided, s.thin, style);
}

/// The line under a name, and whether it asks something.
fn about(app: &App, view: &PeopleView, person: &Person) -> (String, bool) {
    let proposal = person.proposal.and_then(|n| view.people()?.proposals.get(n as usize));
    let other = proposal.and_then(|p| {
        let other = view.person(p.first as usize).filter(|first| first.name != person.name);
        other.or_else(|| view.person(p.second as usize))
    });
    if let Some(other) = other {
        let key = app.key(Scope::People, Action::MergeSpeaker);
        return (format!("? perhaps {}   {key} one person", other.name), true);
    }
    let kind = if person.kind == SpeakerKind::Person { "" } else { person.kind.word() };
    let role = person.roles.first().map(String::as_str).unwrap_or_default();
    let names = match person.names.len() {
        0 => String::new(),
        more => format!("{} names", more + 1),
    };
    let parts: Vec<&str> = [role, kind, &names].into_iter().filter(|part| !part.is_empty()).collect();
    (parts.join(" · "), false)
}

/// The right column: the words of the one under the bar.
fn words(l: &mut Listing<'_, '_>, view: &PeopleView, top: u16) {
    let Some(person) = view.current() else { return };
    let tall = l.page.is_tall();
    let (left, room) = (l.left, l.right.saturating_sub(l.left));
    let style = style_of(l, view, &person.name).add_modifier(Modifier::BOLD);
    let x = l.at(left, top, room, &person.name, style) + 3;
    let quiet = l.words(Role::Quiet);
    let read = view.words.rows.len();
    // Those of somebody else are not shown: under a sheet nothing is asked for.
    let is_theirs = view.words.name.as_ref() == Some(&person.name);
    let order = match view.words.all {
        _ if !is_theirs => String::new(),
        all if read < all => format!("reading {} of {}", grouped(read), grouped(all)),
        all if all < person.said.len() => format!("in order of time: the first {}", grouped(all)),
        _ => "in order of time".to_owned(),
    };
    l.at(x, top, l.right.saturating_sub(x), &order, quiet);
    let y = top + 1 + u16::from(tall);
    let each: u16 = if tall { 3 } else { 1 };
    let height = usize::from(l.bottom().saturating_sub(y) / each).max(1);
    let shown = if is_theirs { view.words.list.shown() } else { &[] };
    for (n, row) in in_sight(view.words.list.at, shown.len(), height).enumerate() {
        let Some(wording) = shown.get(row).and_then(|n| view.words.rows.get(*n as usize)) else { continue };
        let y = y + n as u16 * each;
        if view.in_words && row == view.words.list.at {
            l.bar(left - 2, y..y + each.min(2));
        }
        statement(l, view, wording, y, tall);
    }
    if shown.is_empty() && read > 0 && is_theirs {
        l.at(left, y, room, "Nothing of that.", quiet);
    }
}

fn statement(l: &mut Listing<'_, '_>, view: &PeopleView, wording: &Wording, y: u16, tall: bool) {
    let s = signs(l.app.glyphs);
    let (left, room) = (l.left, l.right.saturating_sub(l.left));
    let sign = match wording {
        Wording { decided: true, .. } => s.decided,
        Wording { is_guess: true, .. } => "?",
        Wording { .. } => s.open,
    };
    let mut x = left;
    if view.is_marked(wording.said) {
        let differs = if s.open == "o" { "#" } else { "≠" };
        x = l.at(x, y, 2, differs, l.bold()) + 1;
    }
    let style = style_of(l, view, view.words.name.as_deref().unwrap_or_default());
    let x = l.at(x, y, 2, sign, style) + 1;
    let body = l.words(Role::Body);
    let (document, day) = view.read.as_ref().map(|read| read.about(wording.said.document)).unwrap_or_default();
    let quiet = l.words(Role::Quiet);
    if tall {
        l.at(x, y, l.right.saturating_sub(x), &wording.words, body);
        let place = format!("{day} · {document} {}", wording.place);
        l.at(left + 2, y + 1, room.saturating_sub(2), &place, quiet);
    } else {
        let end = if width(&day) + 20 < room { l.ending(l.right, y, &day, quiet) } else { l.right };
        l.at(x, y, end.saturating_sub(x + 1), &wording.words, body);
    }
}
