//! The documents of a folder: how far each is, and what is known of the one under the bar.

use super::state::LibraryView;
use crate::project::library::LibraryEntry;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;

/// Cells of a bar of progress.
const BAR: u16 = 10;

/// Draws it.
pub fn library(app: &App, page: &PageLayout, view: &LibraryView, buffer: &mut Buffer) -> Drawn {
    let Some(library) = &app.library else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let (done, all) = library.progress();
    let count = library.entries.len();
    let documents = if count == 1 { "1 document".to_owned() } else { format!("{count} documents") };
    let known = library.known();
    let tail = match () {
        () if known < count => format!("{known} of {count} read…"),
        () if all == 0 => String::new(),
        () if page.size.width < 60 => format!("{done} of {all}"),
        () => format!("{done} of {all} reviewed"),
    };
    l.head(&library.name, &documents, &tail);
    let mut top = l.top();
    let caret = l.filter(&view.list, top);
    if caret.is_some() || !view.list.field.text().is_empty() {
        top += 1 + u16::from(page.is_tall());
    }
    let columns = ColumnEdges::of(&l);
    if page.is_tall() && page.size.width >= 60 {
        columns.titles(&mut l, top);
        top += 2;
    }
    let detail = if page.is_tall() && page.size.width >= 60 { 4 } else { 0 };
    let height = usize::from(l.bottom().saturating_sub(top + detail)).max(1);
    let shown = view.list.shown();
    if shown.is_empty() {
        let clears = app.key_while_typing(Scope::Library, Action::Escape);
        l.instead(top, &format!("No document is called that. {clears} clears what you typed."));
    }
    let sight = in_sight(view.list.at, shown.len(), height);
    let used = sight.len() as u16;
    for (n, at) in sight.enumerate() {
        let Some(entry) = shown.get(at).and_then(|n| library.entries.get(*n as usize)) else { continue };
        let y = top + n as u16;
        l.shows(y..y + 1, at);
        if at == view.list.at {
            l.bar(0, y..y + 1);
        }
        columns.row(&mut l, entry, y, at == view.list.at);
    }
    if detail > 0
        && let Some(entry) = view.current(library)
    {
        about(&mut l, entry, top + used + 1);
    }
    l.footer();
    l.done(caret)
}

/// Where the columns end.
struct ColumnEdges {
    /// Last cell of names.
    name: u16,
    /// Where counts end; bars follow.
    counts: u16,
    /// Where claims end, when there is room.
    claims: Option<u16>,
    /// Where days end, when there is room.
    opened: Option<u16>,
}

impl ColumnEdges {
    fn of(l: &Listing<'_, '_>) -> Self {
        let right = l.right;
        match l.page.size.width {
            76.. => Self { name: right - 46, counts: right - 34, claims: Some(right - 14), opened: Some(right) },
            60..76 => Self { name: right - 26, counts: right - 13, claims: None, opened: None },
            _ => Self { name: right - 10, counts: right, claims: None, opened: None },
        }
    }

    fn titles(&self, l: &mut Listing<'_, '_>, y: u16) {
        let (left, quiet) = (l.left, l.words(Role::Quiet));
        l.at(left, y, 30, "document", quiet);
        l.ending(self.counts + 2, y, "reviewed", quiet);
        if let Some(end) = self.claims {
            l.ending(end, y, "claims", quiet);
        }
        if let Some(end) = self.opened {
            l.ending(end, y, "opened", quiet);
        }
    }

    fn row(&self, l: &mut Listing<'_, '_>, entry: &LibraryEntry, y: u16, under_bar: bool) {
        let (left, quiet, warn) = (l.left, l.words(Role::Quiet), l.words(Role::Warn));
        let style = if under_bar { l.bold() } else { l.words(Role::Body) };
        l.at(left, y, self.name.saturating_sub(left + 1), entry.shown(), style);
        match &entry.known {
            None => {}
            Some(Err(_)) => {
                l.ending(self.counts, y, "! unread", warn);
            }
            Some(Ok(s)) if s.lost > 0 && self.claims.is_some() => {
                let x = self.counts.saturating_sub(8);
                l.at(x, y, 24, &format!("! {} lost their place", s.lost), warn);
            }
            Some(Ok(s)) => {
                let (done, all) = s.progress;
                l.ending(self.counts, y, &format!("{done}/{all}"), quiet);
                if l.page.size.width >= 60 && all > 0 {
                    let filled = if done == all { BAR } else { (done * usize::from(BAR) / all) as u16 };
                    let s = signs(l.app.glyphs);
                    let (accent, faint) = (l.words(Role::Accent), l.words(Role::Faint));
                    rule(l.buffer, self.counts + 3, y, filled, s.thick, accent);
                    rule(l.buffer, self.counts + 3 + filled, y, BAR - filled, s.thin, faint);
                }
            }
        }
        if let (Some(end), Some(Ok(s))) = (self.claims, &entry.known)
            && s.claims > 0
        {
            l.ending(end, y, &s.claims.to_string(), quiet);
        }
        if let Some(end) = self.opened {
            l.ending(end, y, entry.opened.get(..10).unwrap_or_default(), quiet);
        }
    }
}

/// What is known of the document under the bar.
fn about(l: &mut Listing<'_, '_>, entry: &LibraryEntry, y: u16) {
    let (left, room) = (l.left, l.right - l.left);
    let (body, quiet) = (l.words(Role::Body), l.words(Role::Quiet));
    match &entry.known {
        None => l.instead(y, "being read…"),
        Some(Err(why)) => {
            let warn = l.words(Role::Warn);
            l.at(left, y, room, &format!("! {why}"), warn);
        }
        Some(Ok(s)) => {
            let words = format!("about {} words", s.words);
            let parts: Vec<&str> = [s.about.as_str(), &words].into_iter().filter(|p| !p.is_empty()).collect();
            let x = l.at(left, y, room, &entry.name, body) + 2;
            l.at(x, y, l.right.saturating_sub(x), &parts.join(" · "), quiet);
            let mut x = left;
            for (name, count) in &s.voices {
                let text = if *count == 0 { name.clone() } else { format!("{name} {count}") };
                if x + width(&text) > l.right {
                    break;
                }
                x = l.at(x, y + 1, l.right.saturating_sub(x), &text, quiet) + 3;
            }
            if s.voices.is_empty() {
                l.instead(y + 1, "nobody speaks here");
            }
        }
    }
}
