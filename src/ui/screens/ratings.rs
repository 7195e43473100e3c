//! Choosing a rating for several claims.

use super::{Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::keymap::Key;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::ItemId;

/// The menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingMenu {
    /// The claims that are rated.
    pub claims: Vec<ItemId>,
}

impl Screen for RatingMenu {
    fn word(&self, _app: &App) -> &'static str {
        "RATING"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut out = vec![Hint::new(format!("1–{}", app.codebook.ratings.len()), "rate"), Hint::new("0", "unrated")];
        out.extend(hints(app, Scope::Ratings, &[Action::Escape]));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let numbered = app.codebook.ratings.iter().enumerate();
        let mut rows: Vec<(String, String)> =
            numbered.map(|(n, rating)| ((n + 1).to_string(), rating.replace('-', " "))).collect();
        rows.push(("0".to_owned(), "not rated".to_owned()));
        let count = self.claims.len();
        let about = if count == 1 { "1 claim".to_owned() } else { format!("{count} claims") };
        menu(app, page, (Scope::Ratings.title(), &about), &rows, usize::MAX, buffer);
        Drawn::default()
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some_and(|c| c.is_ascii_digit())
    }

    /// A digit rates the claims as one step, 0 takes ratings away.
    fn typed(&mut self, app: &mut App, key: Key, stamp: &Stamp) -> Response {
        let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) else { return Response::stay() };
        let rating = match digit.checked_sub(1) {
            None => None,
            Some(n) => match app.codebook.ratings.get(n as usize) {
                Some(rating) => Some(rating.clone()),
                None => {
                    app.say(format!("No {digit} here"));
                    return Response::stay();
                }
            },
        };
        let effects = decide::change(app, stamp, |decider| decider.rate_all(&self.claims, rating.as_deref()));
        Response::close().with(effects)
    }
}
