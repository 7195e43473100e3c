//! With whom somebody is one person: picked from everybody.

use super::pair::OnePersonSheet;
use super::state::PeopleView;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::screens::{Input, Mode, Response, Scope, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::canvas::put;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::{Drawn, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

/// Rows that are shown.
const ROWS: usize = 6;

/// The sheet.
#[derive(Debug, Default)]
pub struct OtherPersonSheet {
    /// Who it is about, by number and name.
    who: (u32, String),
    /// Everybody else: number, name, what is told of them.
    rows: Vec<(u32, String, String)>,
    list: Browse,
}

impl OtherPersonSheet {
    /// Everybody but one. O(people).
    pub fn new(view: &PeopleView, number: usize) -> Self {
        let persons = view.people().map(|people| people.persons.as_slice()).unwrap_or_default();
        let name = persons.get(number).map(|p| p.name.clone()).unwrap_or_default();
        let others = (0_u32..).zip(persons).filter(|(n, _)| *n as usize != number);
        let rows: Vec<(u32, String, String)> = others
            .map(|(n, person)| {
                let role = person.roles.first().cloned().unwrap_or_default();
                (n, person.name.clone(), format!("{role}   {} said", person.said.len()).trim().to_owned())
            })
            .collect();
        let mut list = Browse::new(rows.iter().map(|(_, name, about)| format!("{name} {about}")));
        list.typing = true;
        Self { who: (u32::try_from(number).unwrap_or(u32::MAX), name), rows, list }
    }
}

impl Screen for OtherPersonSheet {
    fn word(&self, _app: &App) -> &'static str {
        "ONE PERSON"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::OtherPerson, &[Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 2 + gap + ROWS as u16, buffer);
        let title = format!("{} is the same as…", self.who.1);
        s.at(s.left, &title, s.bold());
        s.y += 1;
        let left = s.left;
        let caret = field(&mut s, left, self.list.field.text(), self.list.field.caret(), "type a name");
        s.y += 1 + gap;
        let shown = self.list.shown();
        for row in in_sight(self.list.at, shown.len(), ROWS) {
            let Some((_, name, about)) = shown.get(row).and_then(|n| self.rows.get(*n as usize)) else { continue };
            if row == self.list.at && s.left >= 2 {
                put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
            }
            let x = s.at(s.left, name, s.words(if row == self.list.at { Role::Strong } else { Role::Body })) + 3;
            s.at(x, about, s.words(Role::Quiet));
            s.y += 1;
        }
        if shown.is_empty() {
            s.line("Nobody is called that.", s.words(Role::Quiet));
        }
        Drawn::at(caret)
    }

    fn input(&self) -> Input {
        Input::Line
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if action != Action::Accept {
            return self.shared(app, action, stamp);
        }
        let Some((other, ..)) = self.list.current().and_then(|row| self.rows.get(row)) else {
            app.say("Nobody is called that");
            return Response::stay();
        };
        let sheet = match app.underlying.as_deref() {
            // Whoever is picked keeps the name, as in the speakers of a document.
            Some(Mode::People(view)) => OnePersonSheet::asked_for(view, *other, self.who.0),
            _ => None,
        };
        if let Some(sheet) = sheet {
            app.mode = Mode::OnePerson(sheet);
        }
        Response::close()
    }

    fn escape(&mut self, _app: &mut App, _stamp: &Stamp) -> Response {
        Response::close()
    }
}
