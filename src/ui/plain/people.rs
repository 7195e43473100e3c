//! Who speaks, in this document and in all of the folder, line by line.

use super::Linear;
use crate::clock::stamp;
use crate::ui::event::Effect;
use crate::ui::screens::Mode;
use crate::ui::screens::people::{self, Kept, Marked, PeopleView};
use sayso_core::annotation::SpeakerDecision;
use sayso_core::reading::shortened;
use std::io::{self, Write};

/// People who are told at once.
const TOLD: usize = 40;
/// Longest words of a statement that are read out, in characters.
const MAX_WORDS: usize = 300;

/// What can be typed about people.
pub(super) const HELP: &str = "P tells who speaks in all documents of the folder; P NAME only those called so; P 3 reads the words \
of the third in order of time, P 3 about bonus those about it; P 3 note 1 4 WORDS writes one note on two of them. P same tells \
who may be one person and why; P same 1 makes the first two one, called as the first is, P same 1 2 as the second, P same 1 x \
says that they are two; P 3 is 5 makes the third one person with the fifth; P u takes that back.";

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

impl<W: Write> Linear<W> {
    /// Who speaks in this document.
    pub(super) fn people(&mut self) -> io::Result<()> {
        let lines: Vec<String> = self
            .doc()
            .map(|d| d.reading.voices())
            .unwrap_or_default()
            .into_iter()
            .filter(|v| !v.items.is_empty())
            .map(|v| {
                let inside = if v.inside > 0 { format!(", {} inside others", v.inside) } else { String::new() };
                let joint = if v.joint > 0 { format!(", {} with others", v.joint) } else { String::new() };
                format!("{}: {} statements{inside}{joint}, {} decided.", v.name, v.items.len(), v.decided)
            })
            .collect();
        for line in &lines {
            self.say(line)?;
        }
        if lines.is_empty() { self.say("Nobody speaks here.") } else { Ok(()) }
    }

    /// What stands behind `P`.
    pub(super) fn people_of_all(&mut self, rest: &str) -> io::Result<()> {
        let effects = people::open(&mut self.app);
        self.perform(effects)?;
        let Some(mut view) = self.taken_view() else { return self.message() };
        // What was decided before in this session can be taken back.
        view.back.append(&mut self.people_undo);
        let done = self.about_people(&mut view, rest);
        self.people_undo = std::mem::take(&mut view.back);
        self.app.mode = Mode::Read;
        done
    }

    fn taken_view(&mut self) -> Option<PeopleView> {
        match std::mem::replace(&mut self.app.mode, Mode::Read) {
            Mode::People(view) => Some(view),
            _ => None,
        }
    }

    fn about_people(&mut self, view: &mut PeopleView, rest: &str) -> io::Result<()> {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let number = |word: &str| word.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match words.as_slice() {
            ["u"] => match view.back.pop() {
                Some(undo) => {
                    let found = view.found();
                    self.decide_people(view, Effect::TakeBackPeople(undo, found))
                }
                None => self.say("Nothing was decided about people here that could be taken back."),
            },
            ["same", more @ ..] => self.pairs(view, more),
            [first, "is", second] => match (number(first), number(second)) {
                (Some(first), Some(second)) if first != second => {
                    let known = |n: usize| view.person(n).map(|person| person.known_as());
                    match (known(second), known(first)) {
                        (Some(kept), Some(other)) => {
                            let found = view.found();
                            self.decide_people(view, Effect::DecidePeople(SpeakerDecision::One(kept, other), found))
                        }
                        _ => self.say("There is nobody of that number. P tells everybody."),
                    }
                }
                _ => self.say("Type P and two numbers, as in P 3 is 5."),
            },
            [first, more @ ..] if number(first).is_some() => {
                let first = number(first).unwrap_or_default();
                if view.person(first).is_none() {
                    return self.say("There is nobody of that number. P tells everybody.");
                }
                view.list.select(first);
                self.read_words(view)?;
                match more {
                    ["note", one, two, note @ ..] => match (number(one), number(two)) {
                        (Some(one), Some(two)) if !note.is_empty() => self.note_on_two(view, one, two, &note.join(" ")),
                        _ => self.say("Type P 3 note, the numbers of two statements, and the note."),
                    },
                    ["about", about @ ..] => self.tell_words(view, &about.join(" ")),
                    [] => self.tell_words(view, ""),
                    _ => self.say("That means nothing here. Type ? and Enter for help."),
                }
            }
            _ => self.tell_people(view, rest),
        }
    }

    /// Everybody, or those who are called so.
    fn tell_people(&mut self, view: &mut PeopleView, called: &str) -> io::Result<()> {
        view.list.field = crate::ui::widgets::field::LineField::new(called);
        view.narrow();
        let Some(all) = view.people() else { return self.say("The documents of the folder could not be read.") };
        let mut lines = vec![format!(
            "{} people, {} in {}.",
            all.persons.len(),
            counted(all.statements, "statement"),
            counted(all.documents, "document")
        )];
        let shown = view.list.shown();
        for n in shown.iter().take(TOLD) {
            let Some(person) = all.persons.get(*n as usize) else { continue };
            let about: Vec<String> = [person.roles.first().cloned().unwrap_or_default(), person.period()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(|part| format!(", {part}"))
                .collect();
            lines.push(format!(
                "{}. {}: {}, {} decided, in {}{}.",
                n + 1,
                person.name,
                counted(person.said.len(), "statement"),
                person.decided,
                counted(person.documents.len(), "document"),
                about.concat()
            ));
        }
        match shown.len() {
            0 => lines.push("Nobody is called that.".to_owned()),
            count if count > TOLD => {
                lines.push(format!("{} more. P and a name tells those who are called so.", count - TOLD));
            }
            _ => {}
        }
        if !all.proposals.is_empty() {
            lines.push(format!("{} may be the same: P same tells who.", all.proposals.len()));
        }
        for line in &lines {
            self.say(line)?;
        }
        Ok(())
    }

    /// Reads the words of the one under the bar.
    fn read_words(&mut self, view: &mut PeopleView) -> io::Result<()> {
        let mut number = self.app.words_asked;
        let effect = view.ask(&mut number);
        self.app.words_asked = number;
        self.app.mode = Mode::People(std::mem::take(view));
        self.perform(effect.into_iter().collect())?;
        if let Some(read) = self.taken_view() {
            *view = read;
        }
        Ok(())
    }

    /// The words, in order of time, those about something.
    fn tell_words(&mut self, view: &mut PeopleView, about: &str) -> io::Result<()> {
        view.words.list.field = crate::ui::widgets::field::LineField::new(about);
        view.words.list.narrow(|_| true);
        let rows: Vec<(usize, Marked)> =
            view.words.list.shown().iter().filter_map(|n| Some((*n as usize, view.told(*n as usize)?))).collect();
        if rows.is_empty() {
            return self.say("Nothing of that.");
        }
        for (n, told) in rows {
            let decided = if told.wording.decided { "Decided" } else { "Suggested" };
            let words = shortened(&told.wording.words, MAX_WORDS);
            let text = format!("{}. {}, {} {}. {decided}: {words}", n + 1, told.day, told.document, told.wording.place);
            self.say(&text)?;
        }
        Ok(())
    }

    fn note_on_two(&mut self, view: &PeopleView, one: usize, two: usize, note: &str) -> io::Result<()> {
        let (Some(first), Some(second)) = (view.told(one), view.told(two).filter(|_| one != two)) else {
            return self.say("There are no two statements of these numbers.");
        };
        let two = [first, second];
        let (Kept::Here(effects) | Kept::Asked(effects)) = people::keep(&mut self.app, &two, note, &stamp());
        self.perform(effects)?;
        self.message()
    }

    /// Who may be one person, or a decision about a pair.
    fn pairs(&mut self, view: &mut PeopleView, words: &[&str]) -> io::Result<()> {
        let pairs = view.people().map(|people| people.proposals.clone()).unwrap_or_default();
        let known = |n: u32| view.person(n as usize).map(|person| person.known_as());
        let [number, how @ ..] = words else {
            for (n, pair) in pairs.iter().enumerate() {
                let (Some(first), Some(second)) = (known(pair.first), known(pair.second)) else { continue };
                let against = if pair.against.is_empty() {
                    "Against it: nothing".to_owned()
                } else {
                    format!("Against it: {}", pair.against_in_words())
                };
                let text =
                    format!("{}. {} and {}: {}. {against}.", n + 1, first.name, second.name, pair.reasons_in_words());
                self.say(&text)?;
            }
            return if pairs.is_empty() { self.say("Nobody looks like two: done.") } else { Ok(()) };
        };
        let pair = number.parse::<usize>().ok().and_then(|n| pairs.get(n.checked_sub(1)?));
        let Some((first, second)) = pair.and_then(|p| Some((known(p.first)?, known(p.second)?))) else {
            return self.say("There are no two of that number. P same tells them.");
        };
        let decision = match how {
            [] | ["1"] => SpeakerDecision::One(first, second),
            ["2"] => SpeakerDecision::One(second, first),
            ["x"] => SpeakerDecision::Two(first, second),
            _ => return self.say("Type P same, the number of the two, and 1, 2 or x."),
        };
        let found = view.found();
        self.decide_people(view, Effect::DecidePeople(decision, found))
    }

    fn decide_people(&mut self, view: &mut PeopleView, effect: Effect) -> io::Result<()> {
        self.app.mode = Mode::People(std::mem::take(view));
        self.perform(vec![effect])?;
        if let Some(decided) = self.taken_view() {
            *view = decided;
        }
        let takes_back = self.app.message.as_ref().is_some_and(|message| message.key.is_some());
        self.message()?;
        if takes_back { self.say("P u takes it back.") } else { Ok(()) }
    }
}
