//! What is done with the speaker under the bar.

use super::{Mode, Response, Scope, SpeakersView};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::screens::edit_speaker;
use crate::ui::screens::speaker::{Picker, PickerRow, PickerTarget};
use crate::ui::screens::split::SplitMenu;
use crate::ui::widgets::field::LineField;
use crate::ui::{clipboard, decide, motion};
use sayso_core::annotation::SpeakerRef;
use sayso_core::reading::SpeakerChoice;

/// Whether somebody is nobody who can be named.
const fn is_nobody(who: &SpeakerChoice) -> bool {
    matches!(who, SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody))
}

impl SpeakersView {
    /// An action about the speaker under the bar.
    pub(super) fn act_on_current(&mut self, app: &mut App, action: Action) -> Response {
        let Some(voice) = self.current() else {
            app.say("Nobody is called that");
            return Response::stay();
        };
        let (who, name, count) = (voice.who.clone(), voice.name.clone(), voice.items.len());
        match action {
            Action::Accept => match self.said {
                Some(at) => return self.go(app, at),
                None if count == 0 => app.say(format!("{name} says nothing here")),
                None => {
                    self.said = Some(0);
                    self.list.typing = false;
                }
            },
            Action::NextField => self.said = (count > 0).then_some(self.said.unwrap_or(0)),
            Action::PreviousField => self.said = None,
            Action::Open(Scope::EditSpeaker) if is_nobody(&who) => {
                // The key is one of the page, where statements get their speakers.
                let picks = app.key(Scope::Reader, Action::Open(Scope::Speaker));
                app.say(format!("Nobody has no name to edit: {picks} on a statement gives it a speaker"));
            }
            Action::Open(Scope::EditSpeaker) if decide::is_writable(app) => {
                edit_speaker::open_for(app, who);
                return Response::under();
            }
            Action::MergeSpeaker if decide::is_writable(app) => {
                let mut picker = self.others(&who);
                picker.take_up(app);
                return open_over(app, Some(Mode::Speaker(picker)));
            }
            Action::Open(Scope::Split) => {
                let names: Vec<String> = voice.aliases.iter().chain(&voice.roles).cloned().collect();
                if names.is_empty() {
                    app.say(format!("{name} has no other name that could be somebody else"));
                } else if decide::is_writable(app) {
                    return open_over(app, Some(Mode::Split(SplitMenu { who, name, names, at: 0 })));
                }
            }
            Action::Copy => {
                let item = self.said.and_then(|at| voice.items.get(at));
                let text = match (item, app.doc()) {
                    (Some(item), Some(doc)) => {
                        let words = doc.reading.spans(item).iter().map(|s| doc.reading.document().words(*s));
                        words.collect::<Vec<_>>().join(" … ")
                    }
                    _ => name,
                };
                return Response::stay().with(clipboard::copy(app, text));
            }
            _ => {}
        }
        Response::stay()
    }

    /// Shows the `n`th statement of the one under the bar, from 0.
    fn go(&self, app: &mut App, n: usize) -> Response {
        if let Some(item) = self.current().and_then(|voice| voice.items.get(n)).cloned() {
            motion::go(app, item);
        }
        Response::close()
    }

    /// A digit: the same, where there are so many.
    pub(super) fn go_to(&self, app: &mut App, n: usize) -> Response {
        let Some(voice) = self.current() else { return Response::stay() };
        if n < voice.items.len() {
            return self.go(app, n);
        }
        app.say(format!("{} says only {} here", voice.name, voice.items.len()));
        Response::stay()
    }

    /// Into whom? Everybody in the list, whoever looks alike first.
    fn others(&self, who: &SpeakerChoice) -> Picker {
        let alike = self.current().and_then(|v| v.looks_like.clone());
        let mut all: Vec<PickerRow> = self
            .voices
            .iter()
            .filter(|v| v.who != *who && !is_nobody(&v.who))
            .map(|v| PickerRow {
                who: v.who.clone(),
                name: v.name.clone(),
                detail: v.roles.first().cloned().unwrap_or_else(|| v.kind.word().to_owned()),
                called: format!("{} {} {}", v.name, v.aliases.join(" "), v.roles.join(" ")),
                said: v.items.len(),
            })
            .collect();
        all.sort_by_key(|row| alike.as_ref() != Some(&row.name));
        Picker { target: PickerTarget::Merge(who.clone()), field: LineField::default(), rows: all.clone(), all, at: 0 }
    }
}

/// Opens a sheet over the view.
fn open_over(app: &mut App, sheet: Option<Mode>) -> Response {
    match sheet {
        Some(sheet) => {
            app.mode = sheet;
            Response::under()
        }
        None => Response::stay(),
    }
}
