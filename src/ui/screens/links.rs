//! Links, addresses and notes on the screen, to follow by number.

use super::{Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::clipboard;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::motion;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu_over;
use crate::ui::widgets::visible_rows::view_span;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::document::{Link, Target};
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// Most links offered at once.
const MAX_LINKS: usize = 9;

/// Most characters of the words a link leads to: in its row, below the rows.
const MAX_FIRST: usize = 60;
const MAX_WORDS: usize = 600;

/// What can be followed from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinksSheet {
    /// Words and target of each.
    pub rows: Vec<(String, Target)>,
    /// The row under the bar.
    pub at: usize,
}

impl Screen for LinksSheet {
    /// Offers the links on the screen; follows at once when there is one, and it leads elsewhere.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let (Some(page), Some(doc)) = (app.page(), app.doc()) else { return Vec::new() };
        let view = view_span(&page, &doc.here());
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
        rows.truncate(MAX_LINKS);
        match rows.as_slice() {
            [] => app.say("No link or address is on this page"),
            [(_, target @ (Target::Web(_) | Target::File(_)))] => {
                let target = target.clone();
                return follow(app, &target);
            }
            _ => app.mode = Mode::Links(Self { rows, at: 0 }),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "LINKS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Links, &[Action::Accept, Action::NextRow, Action::Copy, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let row = |(n, (words, to)): (usize, &(String, Target))| {
            let to = in_words(app, to);
            ((n + 1).to_string(), if *words == to { to } else { format!("{words}   {to}") })
        };
        let rows: Vec<(String, String)> = self.rows.iter().enumerate().map(row).collect();
        let about = format!("a number, or {}", app.key(Scope::Links, Action::Accept));
        // The words of a note are read here, without leaving the place.
        let most = if page.is_tall() { 4 } else { 2 };
        let cells = usize::from(page.size.width).saturating_sub(6).max(1);
        let lines = |(_, to): &(String, Target)| {
            words_at(app, to).map_or(0, |words| textwrap::wrap(&words, cells).len() as u16)
        };
        let below = self.rows.iter().map(lines).max().unwrap_or(0).min(most);
        let words = self.rows.get(self.at).and_then(|(_, to)| words_at(app, to)).unwrap_or_default();
        menu_over(app, page, ("Follow", &about), (&rows, self.at), (&words, below), buffer);
        Drawn::default()
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some_and(|c| c.is_ascii_digit())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.rows.len()
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        let number = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| d.checked_sub(1));
        number.map_or_else(Response::stay, |number| self.follow(app, number as usize))
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.follow(app, self.at),
            Action::Copy => {
                let address = self.rows.get(self.at).map(|(words, target)| match target {
                    Target::Web(address) | Target::File(address) => address.clone(),
                    Target::Block(_) => words.clone(),
                });
                Response::stay().with(address.map(|address| clipboard::copy(app, address)).unwrap_or_default())
            }
            action => self.shared(app, action, stamp),
        }
    }
}

impl LinksSheet {
    /// Follows the `number`th link, from 0.
    fn follow(&self, app: &mut App, number: usize) -> Response {
        match self.rows.get(number) {
            Some((_, target)) => Response::close().with(follow(app, target)),
            None => Response::stay(),
        }
    }
}

/// Where a link leads; of a place in the document its first words.
fn in_words(app: &App, target: &Target) -> String {
    match target {
        Target::Web(address) => address.clone(),
        Target::File(name) => name.clone(),
        Target::Block(number) => {
            let words = words_at(app, target).unwrap_or_default();
            format!("¶{}   {}", number + 1, shortened(&words, MAX_FIRST))
        }
    }
}

/// The words of the paragraph that a link leads to, as many as a sheet may show.
fn words_at(app: &App, target: &Target) -> Option<String> {
    let Target::Block(number) = target else { return None };
    let document = app.doc()?.reading.document();
    let block = document.blocks().get(*number as usize)?;
    Some(shortened(document.words(block.span), MAX_WORDS))
}

/// Follows a link.
fn follow(app: &mut App, target: &Target) -> Vec<Effect> {
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
