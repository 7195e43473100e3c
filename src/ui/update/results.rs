//! Every match in its context: going there, labelling one or all.

use super::{Effect, decide, label, motion};
use crate::ui::action::Action;
use crate::ui::app::{App, LabelMenu, Mode};
use sayso_core::annotation::Stamp;
use sayso_core::span::Span;

/// Opens the list at the current match.
pub fn open(app: &mut App) {
    let found = app.doc().and_then(|d| d.search.found.as_ref());
    match found {
        Some(found) if !found.spans.is_empty() => app.mode = Mode::Results(found.at),
        Some(found) => {
            let text = format!("no “{}” here", found.query.text);
            app.say(text);
        }
        None => app.say("Nothing was searched yet: / searches"),
    }
}

/// Moves the bar.
pub fn step(app: &mut App, by: i32) {
    let count = app.doc().and_then(|d| d.search.found.as_ref()).map_or(0, |f| f.spans.len());
    if let Mode::Results(at) = &mut app.mode {
        *at = at.saturating_add_signed(by as isize).min(count.saturating_sub(1));
    }
}

/// An action of the view.
pub fn act(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Results(at) = app.mode else { return Vec::new() };
    let spans = app.doc().and_then(|d| d.search.found.as_ref()).map(|f| &f.spans);
    let Some(span) = spans.and_then(|s| s.get(at)).copied() else { return Vec::new() };
    match action {
        Action::Accept => {
            app.mode = Mode::Read;
            if let Some(found) = app.doc_mut().and_then(|d| d.search.found.as_mut()) {
                found.at = at;
            }
            motion::jump(app, span);
            motion::focus_at(app, span);
        }
        Action::Label => open_menu(app, vec![span], stamp),
        Action::LabelAll if app.doc().and_then(|d| d.search.found.as_ref()).is_some_and(|f| f.counting) => {
            app.say("Still searching; in a moment");
        }
        Action::LabelAll => {
            let all = spans.cloned().unwrap_or_default();
            open_menu(app, all, stamp);
        }
        _ => {}
    }
    Vec::new()
}

fn open_menu(app: &mut App, spans: Vec<Span>, stamp: &Stamp) {
    if decide::may_decide(app, stamp) {
        super::views::over(app, Mode::Label(LabelMenu { spans, change: Vec::new(), at: 0 }));
    }
}

/// Whether the label menu is for matches: each gets a label of its own.
pub fn are_matches(app: &App) -> bool {
    matches!(app.underlying.as_deref(), Some(Mode::Results(_)))
}

/// Gives every match a label, as one step.
pub fn label_all(app: &mut App, spans: &[Span], id: &str, stamp: &Stamp) -> Vec<Effect> {
    app.last_label = Some(id.to_owned());
    label::label_each(app, spans, id, stamp)
}
