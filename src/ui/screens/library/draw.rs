//! The documents of a folder: how far each is, and what is known of the one under the bar.

use super::state::LibraryView;
use crate::project::assigned::in_short;
use crate::project::library::{Library, LibraryEntry};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{rule, width};
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotators::assignment::WorkState;

/// Cells of a bar of progress.
const BAR: u16 = 10;
/// Cells before what is told of annotators.
const TITLES: u16 = 10;

/// Draws it.
pub fn library(app: &App, page: &PageLayout, view: &LibraryView, buffer: &mut Buffer) -> Drawn {
    let Some(library) = &app.library else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let (done, all) = library.progress();
    let count = library.entries.len();
    let mut documents = if count == 1 { "1 document".to_owned() } else { format!("{count} documents") };
    let yours = library.work_of(app.annotator.as_deref());
    if let Some(work) = yours {
        let short = in_short(work);
        documents = if page.size.width < 60 { short } else { format!("{documents}   {short}") };
    }
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
    let is_shared_out = library.is_shared_out();
    let columns = ColumnEdges::of(&l, is_shared_out);
    if page.is_tall() && page.size.width >= 60 {
        columns.titles(&mut l, top, yours.is_some());
        top += 2;
    }
    let detail = match is_shared_out {
        _ if !page.is_tall() || page.size.width < 60 => 0,
        true => 6,
        false => 4,
    };
    let height = usize::from(l.bottom().saturating_sub(top + detail)).max(1);
    let shown = view.list.shown();
    if shown.is_empty() && app.only_left && view.list.field.text().is_empty() {
        let all = app.key(Scope::Library, Action::OnlyMine);
        l.instead(top, &format!("Nothing is left for you. {all} shows all documents."));
    } else if shown.is_empty() {
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
        let recedes = yours.is_some() && !entry.is_left_for(app.annotator.as_deref());
        columns.row(&mut l, entry, y, (at == view.list.at, recedes));
        columns.work(&mut l, entry, y, yours.is_some());
    }
    if detail > 0
        && let Some(entry) = view.current(library)
    {
        about(&mut l, entry, top + used + 1);
        if is_shared_out {
            everybody(&mut l, library, entry, top + used + 3);
        }
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
    /// Where it ends how far whoever has it is, where anything is shared out and there is room.
    work: Option<u16>,
    /// Whether there is a bar.
    has_bar: bool,
}

impl ColumnEdges {
    fn of(l: &Listing<'_, '_>, is_shared_out: bool) -> Self {
        let right = l.right;
        let from = |cells: u16| right.saturating_sub(cells);
        let wide = |work: u16| Self {
            name: from(46 + work),
            counts: from(34 + work),
            claims: Some(from(14 + work)),
            opened: Some(from(work)),
            work: None,
            has_bar: true,
        };
        match (l.page.size.width, is_shared_out) {
            (90.., true) => Self { work: Some(right), ..wide(12) },
            // How far each is says more than when it was open, and than a bar.
            (76..90, true) => Self { opened: None, work: Some(right), ..wide(0) },
            (76.., false) => wide(0),
            (60..76, true) => {
                let (name, counts, work) = (from(26), from(13), Some(right));
                Self { name, counts, claims: None, opened: None, work, has_bar: false }
            }
            (60..76, false) => {
                let (name, counts) = (from(26), from(13));
                Self { name, counts, claims: None, opened: None, work: None, has_bar: true }
            }
            _ => Self { name: from(10), counts: right, claims: None, opened: None, work: None, has_bar: false },
        }
    }

    fn titles(&self, l: &mut Listing<'_, '_>, y: u16, has_yours: bool) {
        let (left, quiet) = (l.left, l.words(Role::Quiet));
        l.at(left, y, 30, "document", quiet);
        l.ending(self.counts + 2, y, "reviewed", quiet);
        if let Some(end) = self.claims {
            l.ending(end, y, "claims", quiet);
        }
        if let Some(end) = self.opened {
            l.ending(end, y, "opened", quiet);
        }
        if let Some(end) = self.work {
            l.ending(end, y, if has_yours { "yours" } else { "shared" }, quiet);
        }
    }

    /// How far whoever annotates is with the document; for who has none, how many of those who have it have reviewed it.
    fn work(&self, l: &mut Listing<'_, '_>, entry: &LibraryEntry, y: u16, has_yours: bool) {
        let Some(end) = self.work else { return };
        let (quiet, body) = (l.words(Role::Quiet), l.words(Role::Body));
        if has_yours {
            let state = entry.work_of(l.app.annotator.as_deref());
            let style = if state == Some(WorkState::Reviewed) { quiet } else { body };
            l.ending(end, y, state.map_or("", WorkState::word), style);
        } else if !entry.work.is_empty() {
            let reviewed = entry.work.iter().filter(|(_, state)| *state == WorkState::Reviewed).count();
            l.ending(end, y, &format!("{reviewed}/{}", entry.work.len()), quiet);
        }
    }

    /// A row. What is not left for whoever has documents of their own recedes.
    fn row(&self, l: &mut Listing<'_, '_>, entry: &LibraryEntry, y: u16, (under_bar, recedes): (bool, bool)) {
        let (left, quiet, warn) = (l.left, l.words(Role::Quiet), l.words(Role::Warn));
        let style = match (under_bar, recedes) {
            (true, _) => l.bold(),
            (false, true) => quiet,
            (false, false) => l.words(Role::Body),
        };
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
                if self.has_bar && all > 0 {
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

/// Who has a document, and how far everybody is with what they have.
fn everybody(l: &mut Listing<'_, '_>, library: &Library, entry: &LibraryEntry, y: u16) {
    let of_this = entry.work.iter().map(|(name, state)| (&**name, state.word().to_owned()));
    let of_all = library.work().iter().filter(|(_, work)| work.documents > 0);
    let of_all = of_all.map(|(name, work)| (&**name, format!("{}/{}", work.reviewed, work.documents)));
    let (left, quiet, body) = (l.left, l.words(Role::Quiet), l.words(Role::Body));
    let you = l.app.annotator.clone();
    for (y, title, parts) in [(y, "who has it", of_this.collect::<Vec<_>>()), (y + 1, "reviewed", of_all.collect())] {
        if parts.is_empty() {
            continue;
        }
        let mut x = l.at(left, y, TITLES, title, quiet).max(left + TITLES) + 2;
        for (name, state) in parts {
            let text = format!("{name} {state}");
            if x + width(&text) > l.right {
                l.at(x, y, l.right.saturating_sub(x), "…", quiet);
                break;
            }
            let style = if you.as_deref() == Some(name) { body } else { quiet };
            x = l.at(x, y, l.right.saturating_sub(x), &text, style) + 3;
        }
    }
}
