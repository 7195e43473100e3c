//! The speakers view: who, how much, and the words of the one under the bar.

use super::state::SpeakersView;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::rule;
use crate::ui::widgets::item::{sign, words_and_place};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::kinds::SpeakerKind;
use sayso_core::reading::SpeakerEntry;

/// Narrowest screen with the words beside the names.
const TWO_COLUMNS: u16 = 90;

/// Draws it.
pub fn speakers(app: &App, page: &PageLayout, view: &SpeakersView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let people = view.voices.len();
    let narrow = page.size.width < 60;
    let plural = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    let tail = if narrow {
        plural(people, "speaker")
    } else {
        // Words of a quotation in a turn are the turn's as well: who adds up must know.
        let inside = match view.inside() {
            0 => String::new(),
            inside => format!(", {inside} inside others"),
        };
        format!("{}   {}{inside}", plural(people, "speaker"), plural(view.statements(), "statement"))
    };
    l.head("Speakers", &app.name, &tail);
    let mut top = l.top();
    let caret = l.filter(&view.list, top);
    top += if caret.is_some() || !view.list.field.text().is_empty() { 1 + u16::from(page.is_tall()) } else { 0 };
    let wide = page.size.width >= TWO_COLUMNS;
    if view.voices.is_empty() {
        let selects = app.key(Scope::Reader, Action::Open(Scope::Select));
        let gives = app.key(Scope::Select, Action::LabelPerson);
        l.instead(
            top,
            &format!("Nobody speaks here. {selects} in the text selects words, {gives} gives them a speaker."),
        );
    } else if view.list.shown().is_empty() {
        let clears = app.key_while_typing(Scope::Speakers, Action::Escape);
        l.instead(top, &format!("Nobody is called that. {clears} clears what you typed."));
    } else if wide {
        let middle = l.left + (l.right - l.left) / 2;
        let right = l.right;
        l.right = middle - 2;
        names(&mut l, view, top);
        (l.left, l.right) = (middle, right);
        said(&mut l, doc, view, top);
    } else if view.said.is_some() {
        said(&mut l, doc, view, top);
    } else {
        names(&mut l, view, top);
    }
    l.footer();
    l.done(caret)
}

/// The left column: names with their counts.
fn names(l: &mut Listing<'_, '_>, view: &SpeakersView, top: u16) {
    let tall = l.page.is_tall();
    let legend = if tall { 4 } else { 0 };
    let height = usize::from(l.bottom().saturating_sub(top + legend));
    let bars = l.page.size.width >= 60;
    let shown = view.list.shown();
    let most = view.voices.first().map_or(1, |v| v.items.len()).max(1);
    let app = l.app;
    let of = |row: usize| shown.get(row).and_then(|n| view.voices.get(*n as usize));
    let lines = |row: usize| match of(row) {
        Some(voice) if tall => 2 + usize::from(!about(app, voice).0.is_empty()),
        _ => 1,
    };
    let mut next = top;
    for row in in_sight_of(view.list.at, shown.len(), height, lines) {
        let Some(voice) = of(row) else { continue };
        let (y, each) = (next, lines(row) as u16);
        next += each;
        l.shows(y..y + each, row);
        if row == view.list.at && view.said.is_none() {
            let bar = l.left - 2;
            l.bar(bar, y..y + each.saturating_sub(1).max(1));
        } else if row == view.list.at {
            let bar = l.left - 2;
            l.at(bar, y, 1, signs(l.app.glyphs).row, l.words(Role::Quiet));
        }
        name(l, voice, y, bars.then_some(most));
        if tall {
            let (left, room) = (l.left, l.right.saturating_sub(l.left));
            let (text, warns) = about(app, voice);
            let style = l.words(if warns { Role::Body } else { Role::Quiet });
            l.at(left, y + 1, room, &text, style);
        }
    }
    if tall {
        let (left, room, quiet) = (l.left, l.right.saturating_sub(l.left), l.words(Role::Quiet));
        let bottom = l.bottom();
        if let Some(voice) = view.current().filter(|v| !v.aliases.is_empty() || !v.roles.is_empty()) {
            let others: Vec<&str> = voice.aliases.iter().chain(&voice.roles).map(String::as_str).collect();
            l.at(left, bottom - 3, room, &format!("also known as  {}", others.join(" · ")), quiet);
        }
        if bars {
            let s = signs(l.app.glyphs);
            l.at(left, bottom - 1, room, &format!("{} decided  {} suggested", s.thick, s.thin), quiet);
        }
    }
}

fn name(l: &mut Listing<'_, '_>, voice: &SpeakerEntry, y: u16, most: Option<usize>) {
    let bar = if most.is_some() { (l.right - l.left) / 3 } else { 0 };
    let count = voice.items.len().to_string();
    let count_end = l.right.saturating_sub(bar + 2);
    let start = l.ending(count_end, y, &count, l.words(Role::Quiet));
    let style = l.colour(&voice.name);
    let left = l.left;
    l.at(left, y, start.saturating_sub(left + 1), &voice.name, style);
    let Some(most) = most else { return };
    // Two cells a statement, fewer when the longest would not fit.
    let cells =
        |n: usize| if most * 2 <= usize::from(bar) { n * 2 } else { (n * usize::from(bar)).div_ceil(most) } as u16;
    let (decided, all) = (cells(voice.decided), cells(voice.items.len()));
    let s = signs(l.app.glyphs);
    rule(l.buffer, count_end + 2, y, decided, s.thick, style);
    rule(l.buffer, count_end + 2 + decided, y, all.saturating_sub(decided), s.thin, style);
}

/// The line under a name, and whether it asks something.
fn about(app: &App, voice: &SpeakerEntry) -> (String, bool) {
    if let Some(other) = &voice.looks_like {
        let key = app.key(Scope::Speakers, Action::MergeSpeaker);
        return (format!("? looks like {other}   {key} merge"), true);
    }
    let kind = match voice.kind {
        SpeakerKind::Person => String::new(),
        other => other.word().to_owned(),
    };
    let role = voice.roles.first().cloned().unwrap_or_default();
    // Whose name says who they are needs no list.
    let members = voice.members.iter().any(|m| !voice.name.contains(m.as_str()));
    let members = if members { voice.members.join(", ") } else { String::new() };
    let joint = if voice.joint > 0 { format!("{} with others", voice.joint) } else { String::new() };
    let parts: Vec<String> = [role, kind, members, joint].into_iter().filter(|p| !p.is_empty()).collect();
    (parts.join(" · "), false)
}

/// The right column: the words of the one under the bar.
fn said(l: &mut Listing<'_, '_>, doc: &OpenDocument, view: &SpeakersView, top: u16) {
    let Some(voice) = view.current() else { return };
    let tall = l.page.is_tall();
    let mut y = top;
    let (left, room) = (l.left, l.right.saturating_sub(l.left));
    let style = l.colour(&voice.name).add_modifier(ratatui::style::Modifier::BOLD);
    l.at(left, y, room, &voice.name, style);
    y += 1 + u16::from(tall);
    let each: u16 = if tall { 3 } else { 1 };
    let height = usize::from(l.bottom().saturating_sub(y) / each).max(1);
    let at = view.said.unwrap_or(0);
    for (n, row) in in_sight(at, voice.items.len(), height).enumerate() {
        let Some(item) = voice.items.get(row) else { continue };
        let y = y + n as u16 * each;
        if view.said == Some(row) {
            l.bar(left - 2, y..y + each.min(2));
        }
        let x = l.at(left, y, 2, sign(l.app, doc, item), style) + 1;
        let (words, place) = words_and_place(doc, item);
        let body = l.words(Role::Body);
        if tall {
            l.at(x, y, room.saturating_sub(2), &words, body);
            let quiet = l.words(Role::Quiet);
            l.at(x, y + 1, room.saturating_sub(2), &place, quiet);
        } else {
            let tail = place.split(" · ").next().unwrap_or_default().to_owned();
            let end = l.ending(l.right, y, &tail, l.words(Role::Quiet));
            l.at(x, y, end.saturating_sub(x + 1), &words, body);
        }
    }
    if voice.items.is_empty() {
        l.instead(y, "says nothing here");
    }
}
