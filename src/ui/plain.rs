//! The reader line by line, without a screen: words are printed once, in order, as a screen reader wants them, and a line
//! is typed for each decision. The same state and the same verbs as the screen's.

use super::action::Action;
use super::app::App;
use super::document::OpenDocument;
use super::screens::Scope;
use super::session;
use super::terminal::has_input_within;
use super::update::{self, Effect, Event};
use crate::clock::stamp;
use crate::isolation::Stop;
use crate::project::Request;
use crate::project::open::{self, Opened, ReadOnly};
use crate::store::{Ending, Report, Writer};
use sayso_core::kinds::in_words;
use sayso_core::reading::{Doubt, ItemId, shortened};
use sayso_core::sanitize::visible;
use std::cell::RefCell;
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How soon another line follows one that was not typed.
const FOLLOW_TIMEOUT: Duration = Duration::from_millis(6);

/// What can be typed.
const HELP: &str = "Enter confirms what was said last. 2 to 9 take another name. s NAME gives a speaker. x: no quotation. \
u takes back. n and b go to the next and previous one. t reads its paragraph. a reads on. i says why. c marks a claim, \
c 3 with the third rating. e WORDS adds a note. p says who speaks. / WORDS finds a place. q leaves.";

/// Runs until the person leaves or the input ends. False when something could not be saved.
///
/// # Errors
/// Those of standard output.
pub fn run(app: App, request: &Request) -> io::Result<bool> {
    let (out, input) = (io::stdout().lock(), io::stdin().lock());
    let (tell, reports) = channel();
    let mut linear = Linear { app, out, writer: None, reports, read: 0 };
    let steps = RefCell::new(Vec::new());
    open::open(request, None, &Stop::default(), |step| steps.borrow_mut().push(step));
    for step in steps.into_inner() {
        match step {
            Opened::Loaded(loaded) => session::loaded(&mut linear.app, loaded, request),
            Opened::Failed(lines) => {
                for line in lines {
                    linear.say(&line)?;
                }
                return Ok(true);
            }
            Opened::Ready(mut ready) => {
                if let Some((lock, stored)) = ready.desk.take() {
                    let tell = tell.clone();
                    let report = move |report| {
                        // When the loop is gone nobody needs to know.
                        let _ = tell.send(report);
                    };
                    linear.writer = open::writer(request, lock, stored, ready.reading.document(), report).ok();
                }
                session::ready(&mut linear.app, *ready);
            }
            Opened::Past(past) => session::past(&mut linear.app, past),
            Opened::Joined(..) => {}
        }
    }
    linear.begin()?;
    // A script is meant; text pasted into a terminal is not.
    let is_typed = io::stdin().is_terminal();
    let mut followed = false;
    for line in input.lines() {
        let line = line?;
        let follows = std::mem::replace(&mut followed, is_typed && has_input_within(FOLLOW_TIMEOUT));
        if !linear.take_typed(line.trim(), followed || follows)? {
            break;
        }
    }
    linear.end()
}

struct Linear<W: Write> {
    app: App,
    out: W,
    writer: Option<Writer>,
    reports: Receiver<Report>,
    /// Up to where the text was read out.
    read: u32,
}

impl<W: Write> Linear<W> {
    fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", visible(text))?;
        self.out.flush()
    }

    fn doc(&self) -> Option<&OpenDocument> {
        self.app.doc()
    }

    fn begin(&mut self) -> io::Result<()> {
        let Some(doc) = self.doc() else { return Ok(()) };
        let (done, all) = doc.reading.progress();
        let about = if all == 0 { "nobody speaks here".to_owned() } else { format!("{done} of {all} reviewed") };
        let text = format!("{}. {about}. Type ? and Enter for help.", self.app.name);
        let read_only = doc.read_only.as_ref().map(|why| match why {
            ReadOnly::Part(part) => format!("Read only. {}.", part.in_words()),
            other => format!("Read only: {}.", other.in_short()),
        });
        self.say(&text)?;
        if let Some(text) = read_only {
            self.say(&text)?;
        }
        self.act(Action::Confirm)?;
        self.statement()
    }

    /// Does what a line says, unless it came together with others and decides something; false to leave.
    fn take_typed(&mut self, line: &str, together: bool) -> io::Result<bool> {
        if together && !line.starts_with(['?', 'n', 'b', 't', 'a', 'i', 'p', '/']) {
            self.say("Line ignored: it came together with others. Typed by itself it counts.")?;
            return Ok(true);
        }
        self.take(line)
    }

    /// Does what a line says; false to leave.
    fn take(&mut self, line: &str) -> io::Result<bool> {
        let (first, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let rest = rest.trim();
        self.app.message = None;
        match first {
            "" => {
                self.act(Action::Confirm)?;
                self.statement()?;
            }
            "q" => return self.leave(),
            "?" => self.say(HELP)?,
            "n" | "b" => {
                self.act(if first == "n" { Action::NextOpen } else { Action::PreviousOpen })?;
                self.statement()?;
            }
            "x" | "u" => {
                self.act(if first == "x" { Action::Reject } else { Action::Undo })?;
                self.statement()?;
            }
            "s" if rest.is_empty() => self.say("Type s and a name.")?,
            "s" => {
                self.act(Action::Open(Scope::Speaker))?;
                self.event(Event::Paste(rest.to_owned()))?;
                self.act(Action::Accept)?;
                self.statement()?;
            }
            "e" => {
                self.act(Action::Open(Scope::Note))?;
                self.event(Event::Paste(rest.to_owned()))?;
                self.act(Action::Accept)?;
                self.message()?;
            }
            "c" => {
                self.act(Action::Open(Scope::Claim))?;
                if let Some(digit) = rest.chars().next().filter(char::is_ascii_digit) {
                    let key = super::keymap::Key::parse(&digit.to_string());
                    if let Some(key) = key {
                        self.event(Event::Key(key))?;
                    }
                }
                self.act(Action::Accept)?;
                self.message()?;
            }
            "i" => self.why()?,
            "t" => self.paragraph()?,
            "a" => self.read_on()?,
            "p" => self.people()?,
            "/" => self.find(rest)?,
            digit => match digit.parse::<u8>() {
                Ok(n @ 2..=9) => {
                    self.act(Action::Choose(n))?;
                    self.statement()?;
                }
                _ => self.say("That means nothing here. Type ? and Enter for help.")?,
            },
        }
        Ok(true)
    }

    fn act(&mut self, action: Action) -> io::Result<()> {
        let effects = update::update(&mut self.app, action, &stamp());
        self.perform(effects)
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        let effects = update::handle(&mut self.app, event, &stamp());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            if let Effect::Keep(entry) = effect {
                let change = std::sync::Arc::clone(&entry.change);
                let settled = self.doc().is_some_and(|d| d.save.reanchored);
                let number = self.writer.as_mut().map(|w| w.keep(entry, settled));
                update::handed_over(&mut self.app, number, change);
            }
        }
        update::drawn(&mut self.app);
        let told: Vec<Report> = self.reports.try_iter().collect();
        for report in told {
            if let Report::Failed(why) = &report {
                self.say(&format!("NOT SAVED: {why}."))?;
            }
            update::handle(&mut self.app, Event::Saved(report), &stamp());
        }
        Ok(())
    }

    fn message(&mut self) -> io::Result<()> {
        match self.app.message.take() {
            Some(message) => self.say(&message.text),
            None => Ok(()),
        }
    }

    /// What happened, then the statement in focus with who is proposed.
    fn statement(&mut self) -> io::Result<()> {
        self.message()?;
        update::drawn(&mut self.app);
        let Some(text) = self.doc().and_then(|d| d.view.focus.as_ref().map(|f| in_sentences(d, f))) else {
            return Ok(());
        };
        self.say(&text)
    }

    fn why(&mut self) -> io::Result<()> {
        let text = self.doc().and_then(|doc| {
            let attribution = doc.reading.suggestion(doc.view.focus.as_ref()?)?;
            let reason = doc.reading.found().reason(attribution, doc.reading.document().text());
            Some(format!("Because: {reason}. Probability {:.0} percent.", attribution.score * 100.0))
        });
        self.say(text.as_deref().unwrap_or("Nothing is suggested here."))
    }

    /// The paragraph of the statement in focus.
    fn paragraph(&mut self) -> io::Result<()> {
        let at = self.doc().and_then(|d| d.view.focus.as_ref().and_then(|f| d.reading.hull(f)).map(|h| h.start));
        let at = at.unwrap_or(self.read);
        self.print_block(at)
    }

    /// The next paragraphs, up to the one with the statement in focus, or one.
    fn read_on(&mut self) -> io::Result<()> {
        self.print_block(self.read)
    }

    fn print_block(&mut self, at: u32) -> io::Result<()> {
        let Some((text, next)) = self.doc().and_then(|doc| {
            let document = doc.reading.document();
            let number = document.block_at(at);
            let block = document.blocks().get(number)?;
            let next = document.blocks().get(number + 1).map_or(block.span.end, |b| b.span.start);
            let words = document.words(block.span).split_whitespace().collect::<Vec<_>>().join(" ");
            Some((format!("Paragraph {}. {words}", number + 1), next))
        }) else {
            return self.say("This document is empty.");
        };
        self.read = next;
        self.say(&text)
    }

    fn people(&mut self) -> io::Result<()> {
        let lines: Vec<String> = self
            .doc()
            .map(|d| d.reading.voices())
            .unwrap_or_default()
            .into_iter()
            .filter(|v| !v.items.is_empty())
            .map(|v| format!("{}: {} statements, {} decided.", v.name, v.items.len(), v.decided))
            .collect();
        for line in &lines {
            self.say(line)?;
        }
        if lines.is_empty() { self.say("Nobody speaks here.") } else { Ok(()) }
    }

    fn find(&mut self, words: &str) -> io::Result<()> {
        let query = super::search::Query { text: words.to_owned(), ..Default::default() };
        let found = self.doc().and_then(|doc| {
            let text = doc.reading.document().text();
            let all = query.pattern().ok().flatten()?.all(text);
            let next = all.iter().find(|s| s.start >= self.read).or(all.first()).copied()?;
            Some((next, all.len()))
        });
        match found {
            None => self.say(&format!("No “{words}” here.")),
            Some((span, count)) => {
                self.say(&format!("{count} places."))?;
                self.print_block(span.start)?;
                update::focus_at(&mut self.app, span);
                self.statement()
            }
        }
    }

    /// Leaves, unless something is not on the disk and the person has not said so twice.
    fn leave(&mut self) -> io::Result<bool> {
        if self.writer.as_ref().is_none_or(Writer::flush) {
            return Ok(false);
        }
        let told = self.doc().is_none_or(|d| d.save.leaving);
        self.act(Action::Quit)?;
        self.message()?;
        Ok(!told)
    }

    fn end(mut self) -> io::Result<bool> {
        let ending = self.writer.take().map_or(Ending::Folded, Writer::finish);
        let (done, all) = self.doc().map_or((0, 0), |d| d.reading.progress());
        if ending == Ending::Lost {
            self.say("The last decisions could not be saved.")?;
        } else if all > 0 {
            self.say(&format!("{done} of {all} reviewed, all saved."))?;
        }
        Ok(ending != Ending::Lost)
    }
}

/// An item as a person would read it out.
fn in_sentences(doc: &OpenDocument, item: &ItemId) -> String {
    let document = doc.reading.document();
    let at = doc.reading.hull(item).map_or(0, |h| h.start);
    let words: Vec<&str> = doc.reading.spans(item).iter().map(|s| document.words(*s)).collect();
    let (kind, form) = doc.reading.nature(item);
    let name = doc.reading.speaker_name(item);
    let text = format!(
        "Paragraph {}, {}. {} — ",
        document.block_at(at) + 1,
        in_words(kind, form),
        shortened(&words.join(" … "), 600)
    );
    match doc.reading.suggestion(item) {
        Some(attribution) => {
            let doubt = match doc.reading.proposal(attribution).doubt {
                Doubt::Sure => "Suggested",
                Doubt::Likely => "Likely",
                Doubt::Guess => "A guess",
            };
            let others = doc.reading.others(attribution).into_iter().enumerate();
            let others: Vec<String> = others.map(|(n, (_, other))| format!(" {}: {other}.", n + 2)).collect();
            format!("{text}{doubt}: {name}.{}", others.concat())
        }
        None => format!("{text}Decided: {name}."),
    }
}
