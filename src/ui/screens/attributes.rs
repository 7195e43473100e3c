//! Attributes of annotations, as the project has them: a letter turns one to its next value.

use super::{Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Attribute, AttributeType, Stamp};
use sayso_core::reading::{ItemId, shortened};

/// What is said where only a suggestion is in focus.
const NOT_DECIDED: &str = "A suggestion is decided first: then it can have attributes";

/// The menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributesMenu {
    /// The annotations it is about.
    pub items: Vec<ItemId>,
}

impl Screen for AttributesMenu {
    /// For the annotation in focus.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if decide::may_decide(app, stamp) {
            match app.doc().and_then(|d| d.view.focus.clone()) {
                Some(item @ ItemId::Record(_)) => open_for(app, vec![item]),
                Some(ItemId::Suggestion(_)) => app.say(NOT_DECIDED),
                None => decide::nothing_to_label(app),
            }
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "ATTRIBUTES"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut out = vec![Hint::new("a letter", "turns it")];
        out.extend(hints(app, Scope::Attributes, &[Action::Escape]));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let record = self.items.first().and_then(|i| app.doc()?.reading.record(i));
        let row = |attribute: &Attribute| {
            let now = record.and_then(|r| r.attributes.get(&attribute.id));
            let AttributeType::Choice(values) = attribute.kind();
            let values: Vec<String> = values
                .iter()
                .map(|v| if Some(v) == now { format!("{} {v}", signs(app.glyphs).decided) } else { v.clone() })
                .collect();
            (attribute.key.to_string(), format!("{}   {}   {}", attribute.id, values.join("  "), attribute.doc))
        };
        let rows: Vec<(String, String)> = app.codebook.attributes.iter().map(row).collect();
        let about = match self.items.len() {
            1 => record.map(|r| shortened(&r.exact(), 60)).unwrap_or_default(),
            n => format!("{n} annotations"),
        };
        menu(app, page, ("Attributes", &about), &rows, usize::MAX, buffer);
        Drawn::default()
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some()
    }

    fn typed(&mut self, app: &mut App, key: Key, stamp: &Stamp) -> Response {
        let Some(letter) = key.typed() else { return Response::stay() };
        let Some(attribute) = app.codebook.attributes.iter().find(|a| a.key == letter).cloned() else {
            app.say(format!("No attribute has the letter {letter}"));
            return Response::stay();
        };
        let first = self.items.first().and_then(|i| app.doc()?.reading.record(i));
        let value = attribute.next(first.and_then(|r| r.attributes.get(&attribute.id)).map(String::as_str));
        let value = value.map(str::to_owned);
        Response::stay().with(decide::change(app, stamp, |decider| {
            decider.attribute_all(&self.items, &attribute.id, value.as_deref())
        }))
    }
}

/// Opens the menu for annotations, where the project has any attributes.
pub fn open_for(app: &mut App, items: Vec<ItemId>) {
    if app.codebook.attributes.is_empty() {
        app.say("This project has no attributes: sayso.ron can give some");
    } else if items.is_empty() {
        app.say(NOT_DECIDED);
    } else {
        app.mode = Mode::Attributes(AttributesMenu { items });
    }
}
