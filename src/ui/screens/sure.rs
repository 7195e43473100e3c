//! The sure suggestions, listed before they are confirmed together.

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put};
use crate::ui::widgets::chrome;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use crate::ui::{decide, motion};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;
use sayso_core::reading::{Decider, ItemId, SURE_SCORE, shortened};

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SureList {
    /// The suggestions, in reading order.
    pub items: Vec<ItemId>,
}

impl Screen for SureList {
    /// As many as are drawn: nothing not drawn is decided, what does not fit waits for the next time.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if !decide::may_decide(app, stamp) {
            return Vec::new();
        }
        let rows = app.page().map_or(1, |p| usize::from(p.footer.saturating_sub(4)).max(1));
        let Some(doc) = app.doc() else { return Vec::new() };
        let items: Vec<ItemId> = doc.reading.sure().take(rows).collect();
        if items.is_empty() {
            app.say(format!("No suggestions above {:.0} %", SURE_SCORE * 100.0));
        } else {
            app.mode = Mode::Sure(Self { items });
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SURE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Sure, &[Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let theme = &app.theme;
        let (left, right) = (2, page.size.width - 1);
        let Some(doc) = app.doc() else { return Drawn::default() };
        let x = put(
            buffer,
            left,
            0,
            right - left,
            Scope::Sure.title(),
            theme.words(Role::Strong).add_modifier(Modifier::BOLD),
        );
        let about = format!("{} beyond doubt; one undo takes them all back", self.items.len());
        put(
            buffer,
            x + 3,
            0,
            right.saturating_sub(x + 3),
            &cut(&about, right.saturating_sub(x + 3)),
            theme.words(Role::Quiet),
        );
        let top = 1 + u16::from(page.is_tall());
        let height = page.footer.saturating_sub(top + 1);
        for (i, item) in self.items.iter().take(usize::from(height)).enumerate() {
            let y = top + i as u16;
            let name = doc.reading.speaker_name(item);
            let colour = if theme.tints_words() {
                theme.words(Role::Speaker(doc.colours.number(&name)))
            } else {
                theme.words(Role::Body)
            };
            let x = put(buffer, left, y, 2, signs(app.glyphs).open, colour) + 1;
            let name_width = (right - left) / 3;
            put(buffer, x, y, name_width, &cut(&name, name_width), colour);
            let words = doc.reading.hull(item).map(|h| doc.reading.document().words(h)).unwrap_or_default();
            let from = x + name_width + 2;
            let room = right.saturating_sub(from);
            put(buffer, from, y, room, &shortened(words, usize::from(room)), theme.words(Role::Body));
        }
        if self.items.len() > usize::from(height) {
            let more = format!("and {} more", self.items.len() - usize::from(height));
            put(buffer, left, page.footer - 1, right - left, &more, theme.words(Role::Quiet));
        }
        chrome::footer_again(app, page, buffer);
        Drawn::default()
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.confirm(app, stamp)),
            action => self.shared(app, action, stamp),
        }
    }
}

impl SureList {
    /// Confirms all of them as one step.
    fn confirm(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
        let Some(change) = decider.confirm_all(&self.items) else { return Vec::new() };
        let text = change.summary.clone();
        let effects = decide::apply(app, change, stamp);
        if let Some(doc) = app.doc_mut() {
            doc.view.focus = None;
        }
        motion::step(app, true, true);
        decide::message_with_undo(app, text);
        effects
    }
}
