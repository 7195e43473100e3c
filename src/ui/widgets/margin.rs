//! The margin: who speaks, beside the words.
//!
//! A label sits on the row where its words begin. The focused card wins; a label it covers moves down within its own
//! paragraph, else it waits until the focus moves. Text is never pushed.

use super::canvas::{cut, put, width};
use super::page_layout::PageLayout;
use super::signs::signs;
use super::visible_rows::{paragraph_end, rows_of, view_span};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::scope::Scope;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use sayso_core::annotation::QUOTE;
use sayso_core::kinds::{Form, Kind};
use sayso_core::reading::{Concern, Doubt, ItemId, SpeakerChoice};

/// One line of the margin.
#[derive(Clone, Debug)]
pub struct MarginLine {
    /// Row of the screen.
    pub row: u16,
    /// The item it is about.
    pub item: ItemId,
    /// The digit that chooses it, in a card.
    pub digit: Option<u8>,
    /// Words and their styles, from the left.
    pub parts: Vec<(String, Style)>,
}

/// Sign, name, and a quiet word about an item.
pub struct MarginLabel {
    /// `○ ● ?`
    pub sign: &'static str,
    /// Style of the sign.
    pub sign_style: Style,
    /// The speaker.
    pub name: String,
    /// Style of the name.
    pub name_style: Style,
    /// "reported", "post", "likely".
    pub about: String,
}

/// The label of an item.
pub fn label(app: &App, doc: &OpenDocument, item: &ItemId) -> MarginLabel {
    let theme = &app.theme;
    let signs = signs(app.glyphs);
    let name = doc.reading.speaker_name(item);
    let colour = Role::Speaker(doc.colours.number(&name));
    let words = |role: Role| if theme.tints_words() { theme.words(role) } else { theme.words(Role::Body) };
    let nature = match doc.reading.nature(item) {
        (_, Form::Post) => "post",
        (_, Form::Turn) => "turn",
        (Kind::Indirect, _) => "reported",
        _ => "",
    };
    if let Some(attribution) = doc.reading.suggestion(item) {
        let proposal = doc.reading.proposal(attribution);
        let sign = if proposal.doubt == Doubt::Guess { "?" } else { signs.open };
        let doubt = match proposal.doubt {
            Doubt::Sure => "",
            Doubt::Likely => "likely",
            Doubt::Guess => "guess",
        };
        let about = if nature.is_empty() { doubt } else { nature };
        let weak = !doc.reading.is_open(item);
        let style =
            if weak || proposal.who == SpeakerChoice::Unknown { theme.words(Role::Quiet) } else { words(colour) };
        return MarginLabel { sign, sign_style: style, name, name_style: style, about: about.to_owned() };
    }
    let record = doc.reading.record(item);
    let is_quote = record.is_some_and(|r| r.label == QUOTE);
    let concern = record.and_then(|r| doc.reading.concern(r));
    let doubtful = concern.is_some();
    if is_quote {
        let noted = if record.is_some_and(|r| r.note.is_some()) { "noted" } else { "" };
        let changed = if matches!(concern, Some(Concern::Place | Concern::Speaker)) { "changed" } else { "" };
        let about = [changed, nature, noted].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" · ");
        let bold = words(colour).add_modifier(Modifier::BOLD);
        return MarginLabel {
            sign: if doubtful { "!" } else { signs.decided },
            sign_style: theme.words(if doubtful { Role::Warn } else { colour }).add_modifier(Modifier::BOLD),
            name,
            name_style: bold,
            about,
        };
    }
    // Other labels: the label and what is known, under the statement they lie in.
    let label = record.map(|r| app.codebook.shown(&r.label).to_owned()).unwrap_or_default();
    let rating = record.and_then(|r| r.rating.clone()).map(|r| r.replace('-', " "));
    let note = record.filter(|r| r.label == "note").and_then(|r| r.note.clone());
    let person = record.filter(|r| r.label == "person").map(|_| name.clone()).filter(|n| !n.is_empty());
    let text = [Some(label), rating, note, person].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let sign = if doubtful { "!" } else { " " };
    MarginLabel {
        sign,
        sign_style: theme.words(Role::Warn),
        name: text,
        name_style: theme.words(Role::Body),
        about: String::new(),
    }
}

/// The margin's lines, top to bottom.
pub fn lines(app: &App, page: &PageLayout, doc: &OpenDocument) -> Vec<MarginLine> {
    let Some(margin) = page.margin else { return Vec::new() };
    let view = view_span(page, doc);
    let mut taken = vec![false; usize::from(page.text.height)];
    let mut out: Vec<MarginLine> = Vec::new();
    let items: Vec<ItemId> = doc
        .reading
        .items_in(view)
        .into_iter()
        .filter(|i| doc.is_drawn(i) && !app.bare || doc.view.focus.as_ref() == Some(i))
        .collect();
    let room = margin.width;
    let place = |row: u16| usize::from(row - page.text.top());
    // Labels within the focused words stand in its card.
    let focused = doc.view.focus.as_ref().filter(|f| items.contains(f));
    let inside: Vec<ItemId> = focused.map_or_else(Vec::new, |f| labels_within(doc, &items, f));
    if let Some(focus) = focused {
        let card = card(app, page, doc, focus, &inside, room);
        if let Some(first) = rows_of(page, doc, focus).first().copied() {
            // A card that would run out of the screen moves up: its words are there, whole.
            let last_start = page.text.bottom().saturating_sub(card.len() as u16).max(page.text.top());
            let start = first.min(last_start);
            for (i, mut line) in card.into_iter().enumerate() {
                line.row = start + i as u16;
                if line.row < page.text.bottom() {
                    if let Some(slot) = taken.get_mut(place(line.row)) {
                        *slot = true;
                    }
                    out.push(line);
                }
            }
            let after = out.last().map_or(0, |l| place(l.row) + 1);
            if out.len() > 1
                && let Some(slot) = taken.get_mut(after)
            {
                *slot = true;
            }
        }
    }
    for item in items.iter().filter(|i| doc.view.focus.as_ref() != Some(i) && !inside.contains(i)) {
        let own = rows_of(page, doc, item);
        let Some(first) = own.first().copied() else { continue };
        let paragraph_end = paragraph_end(page, doc, item).unwrap_or(first);
        let free = (first..=paragraph_end).find(|row| taken.get(place(*row)).is_some_and(|t| !t));
        match free {
            Some(row) => {
                if let Some(slot) = taken.get_mut(place(row)) {
                    *slot = true;
                }
                out.push(MarginLine { row, item: item.clone(), digit: None, parts: one_line(app, doc, item, room) });
            }
            None => {
                // No row is free: the line above says that there is more.
                let above = out
                    .iter_mut()
                    .filter(|l| l.digit.is_none() && (first..=paragraph_end).contains(&l.row))
                    .max_by_key(|l| l.row);
                if let Some(line) = above {
                    one_more(app, line, room);
                }
            }
        }
    }
    out.sort_by_key(|l| l.row);
    out
}

/// Claims, notes and other labels that lie within an item's words.
fn labels_within(doc: &OpenDocument, items: &[ItemId], focus: &ItemId) -> Vec<ItemId> {
    let Some(hull) = doc.reading.hull(focus) else { return Vec::new() };
    let label = |i: &&ItemId| doc.reading.record(i).is_some_and(|r| r.label != QUOTE);
    let within = |i: &&ItemId| *i != focus && doc.reading.hull(i).is_some_and(|h| hull.covers(h));
    items.iter().filter(label).filter(within).cloned().collect()
}

/// Counts one more label that found no row: `+1`, `+2` …
fn one_more(app: &App, line: &mut MarginLine, room: u16) {
    let counted = line.parts.last().and_then(|(text, _)| text.strip_prefix("  +")).and_then(|n| n.parse::<u32>().ok());
    if counted.is_some() {
        line.parts.pop();
    }
    let text = format!("  +{}", counted.unwrap_or(0) + 1);
    let used: u16 = line.parts.iter().map(|(t, _)| width(t)).sum();
    if used + width(&text) > room {
        let (name, style) = line.parts.pop().unwrap_or_default();
        let rest: u16 = line.parts.iter().map(|(t, _)| width(t)).sum();
        line.parts.push((cut(&name, room.saturating_sub(rest + width(&text))), style));
    }
    line.parts.push((text, app.theme.words(Role::Quiet)));
}

fn one_line(app: &App, doc: &OpenDocument, item: &ItemId, room: u16) -> Vec<(String, Style)> {
    let label = label(app, doc, item);
    let mut parts = vec![(format!("{} ", label.sign), label.sign_style)];
    let name = cut(&label.name, room.saturating_sub(2));
    let left = room.saturating_sub(2 + width(&name) + 2);
    parts.push((name, label.name_style));
    if !label.about.is_empty() && width(&label.about) <= left && room > 15 {
        parts.push((format!("  {}", label.about), app.theme.words(Role::Quiet)));
    }
    parts
}

/// The card of the focused item: name, why, other names with their digits.
fn card(
    app: &App,
    page: &PageLayout,
    doc: &OpenDocument,
    item: &ItemId,
    inside: &[ItemId],
    room: u16,
) -> Vec<MarginLine> {
    let theme = &app.theme;
    let line = |digit: Option<u8>, parts: Vec<(String, Style)>| MarginLine { row: 0, item: item.clone(), digit, parts };
    let mut out = vec![line(None, one_line(app, doc, item, room))];
    let narrow = room < 22 || page.size.height < 20;
    for label in inside.iter().take(3) {
        out.push(MarginLine { row: 0, item: label.clone(), digit: None, parts: one_line(app, doc, label, room) });
    }
    if doc.reading.suggestion(item).is_some() {
        if !narrow {
            let why = reason(doc, item);
            if !why.is_empty() {
                out.push(line(
                    None,
                    vec![(format!("  {}", cut(&why, room.saturating_sub(2))), theme.words(Role::Quiet))],
                ));
            }
        }
    } else if let Some(note) = doc.reading.record(item).filter(|r| r.label == QUOTE).and_then(|r| r.note.as_ref())
        && !narrow
    {
        out.push(line(None, vec![(format!("  {}", cut(note, room.saturating_sub(2))), theme.words(Role::Quiet))]));
    }
    let most = if narrow { 2 } else { 4 };
    for (i, (_, name)) in doc.choices(item).into_iter().take(most).enumerate() {
        let digit = i as u8 + 2;
        let bold = theme.words(Role::Strong).add_modifier(Modifier::BOLD);
        let name = cut(&name, room.saturating_sub(2));
        out.push(line(Some(digit), vec![(format!("{digit} "), bold), (name, theme.words(Role::Body))]));
    }
    out
}

/// Why, in the card: the mention and the cue, or the rule.
pub fn reason(doc: &OpenDocument, item: &ItemId) -> String {
    let Some(attribution) = doc.reading.suggestion(item) else { return String::new() };
    let document = doc.reading.document();
    let mention = doc.reading.found().named_by(attribution).map(|span| document.words(span));
    let name = doc.reading.speaker_name(item);
    match (mention, attribution.cue) {
        (Some(mention), Some(cue)) if !mention.contains(&name) => format!("“{mention}” {}", document.words(cue)),
        (Some(_), Some(_)) => String::new(),
        _ => doc.reading.found().reason(attribution, document.text()),
    }
}

/// Draws the margin.
pub fn draw(app: &App, page: &PageLayout, doc: &OpenDocument, buffer: &mut Buffer) {
    let Some(margin) = page.margin else { return };
    for line in lines(app, page, doc) {
        let mut x = margin.left();
        for (text, style) in &line.parts {
            x = put(buffer, x, line.row, margin.right().saturating_sub(x), text, *style);
        }
    }
}

/// The dock of narrow screens: the focused item in one row.
pub fn dock(app: &App, page: &PageLayout, doc: &OpenDocument, buffer: &mut Buffer) {
    let Some(row) = page.dock else { return };
    let theme = &app.theme;
    let area = ratatui::layout::Rect::new(0, row, page.size.width, 1);
    let ground = theme.ground(Role::Raised);
    super::canvas::fill(buffer, area, ground.patch(theme.words(Role::Body)));
    let Some(focus) = &doc.view.focus else {
        let text = match (doc.reading.has_items(), doc.is_truncated()) {
            (true, _) => format!("{} begins reviewing", app.key(Scope::Reader, Action::Confirm)),
            (false, true) => "Not read to its end.".to_owned(),
            (false, false) => "Nobody speaks here.".to_owned(),
        };
        put(buffer, 0, row, page.size.width, &text, theme.words(Role::Quiet).patch(ground));
        return;
    };
    let width_left = |x: u16| page.size.width.saturating_sub(x);
    let label = label(app, doc, focus);
    let mut x = put(buffer, 0, row, 2, &format!("{} ", label.sign), label.sign_style.patch(ground));
    let name = cut(&label.name, page.size.width * 2 / 3);
    x = put(buffer, x, row, width_left(x), &name, label.name_style.patch(ground)) + 2;
    let mut hints: Vec<(String, String)> = Vec::new();
    let others = doc.choices(focus);
    if doc.reading.suggestion(focus).is_some() || !others.is_empty() {
        hints.extend(others.into_iter().take(2).enumerate().map(|(i, (_, name))| ((i + 2).to_string(), name)));
        let key = app.key(Scope::Reader, Action::Open(Scope::Speaker));
        hints.push((key, "other".to_owned()));
    } else {
        hints.push((String::new(), label.about));
    }
    let count = hints.len();
    for (i, (key, word)) in hints.into_iter().enumerate() {
        let fits = width(&key) + 1 + width(&word) <= width_left(x);
        if !fits && (i + 1 < count || i == 0) {
            continue;
        }
        if !key.is_empty() {
            x = put(
                buffer,
                x,
                row,
                width_left(x),
                &key,
                theme.words(Role::Strong).add_modifier(Modifier::BOLD).patch(ground),
            ) + 1;
        }
        x = put(buffer, x, row, width_left(x), &word, theme.words(Role::Quiet).patch(ground)) + 2;
    }
}
