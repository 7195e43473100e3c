//! Marks, and links to follow: places a person goes to and comes back from.

use super::{Effect, motion};
use crate::ui::app::{App, Mode};
use crate::ui::keymap::Key;
use crate::ui::view::view_span;
use crate::ui::views::links::LinksSheet;
use sayso_core::document::{Link, Target};
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// Most links offered at once.
const MOST: usize = 9;

/// A letter is awaited.
pub fn await_letter(app: &mut App, go: bool) {
    let Some(doc) = app.doc() else { return };
    if go && doc.view.marks.is_empty() {
        app.say("No place is marked yet: m and a letter marks this one");
    } else {
        app.mode = Mode::Mark(go);
    }
}

/// The letter of a mark.
pub fn mark(app: &mut App, key: Key) {
    let Mode::Mark(go) = app.mode else { return };
    app.mode = Mode::Read;
    let Some(letter) = key.typed().filter(|c| c.is_alphanumeric() || *c == '\'') else { return };
    let Some(doc) = app.doc_mut() else { return };
    if !go {
        let at = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map(|h| h.start);
        let at = at.unwrap_or_else(|| doc.layout.byte_at(doc.view.top));
        doc.view.marks.insert(letter, at);
        app.say(format!("Marked {letter}"));
    } else if letter == '\'' {
        motion::back(app);
    } else if let Some(at) = doc.view.marks.get(&letter).copied() {
        motion::jump(app, Span::new(at, at));
        motion::focus_at(app, Span::new(at, at + 1));
    } else {
        app.say(format!("No place is marked {letter}"));
    }
}

/// Offers the links on the screen; follows at once when there is one.
pub fn links(app: &mut App) -> Vec<Effect> {
    let (Some(page), Some(doc)) = (app.page(), app.doc()) else { return Vec::new() };
    let view = view_span(&page, doc);
    let document = doc.reading.document();
    let words = view.of(document.text());
    let mut found: Vec<Link> = document.links_in(view).to_vec();
    for at in words.match_indices("http").map(|(at, _)| at) {
        let rest = words.get(at..).unwrap_or_default();
        let address = rest.split(|c: char| c.is_whitespace() || "<>\"”’)]".contains(c)).next().unwrap_or_default();
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        let span = Span::new(view.start + at as u32, view.start + (at + address.len()) as u32);
        let is_new = !found.iter().any(|l| l.span.overlaps(span));
        if address.contains("://") && is_new {
            found.push(Link { span, target: Target::Web(address.to_owned()) });
        }
    }
    found.sort_by_key(|l| l.span);
    let mut rows: Vec<(String, Target)> =
        found.into_iter().map(|l| (shortened(document.words(l.span), 60), l.target)).collect();
    rows.dedup();
    rows.truncate(MOST);
    match rows.as_slice() {
        [] => app.say("No link or address is on this page"),
        [(_, target)] => {
            let target = target.clone();
            return follow(app, &target);
        }
        _ => app.mode = Mode::Links(LinksSheet { rows, at: 0 }),
    }
    Vec::new()
}

/// Follows a link.
pub fn follow(app: &mut App, target: &Target) -> Vec<Effect> {
    app.mode = Mode::Read;
    match target {
        Target::Block(number) => {
            let block = app.doc().and_then(|d| d.reading.document().blocks().get(*number as usize).copied());
            if let Some(block) = block {
                motion::jump(app, Span::new(block.span.start, block.span.start));
            }
            Vec::new()
        }
        Target::File(name) => {
            let name = name.split(['#', '?']).next().unwrap_or_default();
            let folder = app.path.as_deref().and_then(|p| p.parent());
            match folder {
                Some(folder) if !name.is_empty() => vec![Effect::Open(folder.join(name))],
                _ => {
                    app.say(format!("{name} cannot be found from here"));
                    Vec::new()
                }
            }
        }
        Target::Web(address) => vec![Effect::Browse(address.clone())],
    }
}

/// A digit in the sheet of links, or the row under the bar.
pub fn take_link(app: &mut App, number: Option<usize>) -> Vec<Effect> {
    let Mode::Links(sheet) = &app.mode else { return Vec::new() };
    let Some((_, target)) = sheet.rows.get(number.unwrap_or(sheet.at)) else { return Vec::new() };
    let target = target.clone();
    follow(app, &target)
}

/// The address of the link under the bar.
pub fn address(app: &App) -> Option<String> {
    let Mode::Links(sheet) = &app.mode else { return None };
    sheet.rows.get(sheet.at).map(|(words, target)| match target {
        Target::Web(address) | Target::File(address) => address.clone(),
        Target::Block(_) => words.clone(),
    })
}
