//! The reader line by line, without a screen: words are printed once, in order, as a screen reader wants them, and a line
//! is typed for each decision. The same state and the same verbs as the screen's.

mod adjudicate;
mod beside;
mod check;
mod everywhere;
mod figures;
mod found;
mod guideline;
mod many;
mod paragraph;
mod people;
mod scratch;
mod verify;
mod words;

use super::action::Action;
use super::app::{App, Stage};
use super::motion::queue;
use super::open_document::{OpenDocument, Saving};
use super::runner::{NoHost, Runner};
use super::scope::Scope;
use super::screens::{Mode, conflicts_in_words, drafts};
use super::terminal::has_input_within;
use super::update::{self, Effect, Event};
use crate::clock::stamp;
use crate::config::Problem;
use crate::project::open::ReadOnly;
use crate::project::{DocumentSource, Request};
use crate::store::codebook::CodebookUndo;
use crate::store::kind::file_of;
use beside::Beside;
use sayso_core::kinds::in_words;
use sayso_core::reading::{Doubt, ItemId, shortened};
use sayso_core::sanitize::visible;
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How soon another line follows one that was not typed.
const FOLLOW_TIMEOUT: Duration = Duration::from_millis(6);

/// What can be typed.
const HELP: &str = "Enter confirms what was said last. 2 to 9 take another name. s NAME gives a speaker. x: no quotation. \
u takes back. E tells lists to confirm together, Enter then confirms the list. k goes to the next weak suggestion. ! goes to the next annotation whose text changed, or that people decided differently, and \
tells what can be answered. n and b \
go to the next and previous one. t reads its paragraph. a reads on. i says why. c marks a claim, c 3 with the third rating. \
e WORDS adds a note. S tells where the statement can be cut in two, S 1 cuts at the first of these places, S WORDS before \
these words. J joins it with the next of its paragraph. V -3 ends it three words earlier, V 2 two words later; B 3 begins \
it three words later, B -2 earlier. d keeps what was left unfinished, w drops it. p says who speaks. / WORDS finds a \
place, / @NAME WORDS where somebody says them, / #claim WORDS in a label. / alone reads every place found, and near ones; / 3 then \
goes to the third. \" brings the statement onto the scratch page; g reads that page, g 2 goes \
to its second quotation, g 2 e WORDS writes under it, g 2 x removes it, g u takes that back. g ? reads what the guideline says \
about the label, with its examples; g ? 2 goes to the second, g ? + keeps this annotation as one, g ? 2 x takes the second out. \
o plays the recording from there. q leaves.";

/// Runs until the person leaves or the input ends; other documents are read with `source`. False when something could not be saved.
///
/// # Errors
/// Those of standard output.
pub fn run(app: App, request: &Request, source: Arc<dyn DocumentSource>) -> io::Result<bool> {
    let (out, input) = (io::stdout().lock(), io::stdin().lock());
    let mut linear = Linear { source: Some(Arc::clone(&source)), ..Linear::open(app, request, out)? };
    linear.runner.lend(source);
    if !linear.begin()? {
        return Ok(true);
    }
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
    runner: Runner,
    /// Up to where the text was read out.
    read: u32,
    /// Why the last decisions are not saved, once that was said.
    reported: Option<String>,
    /// What other documents are read with.
    source: Option<Arc<dyn DocumentSource>>,
    /// What is read beside, and up to where.
    beside: Option<Beside>,
    /// Whether the places of a search were read out with their numbers.
    listed: bool,
    /// What takes decisions about people back, newest last.
    people_undo: Vec<CodebookUndo>,
    /// How many rows of what was found in all documents were read out.
    found_read: usize,
    /// The quotation that was read last with what was found about it.
    checked_at: Option<usize>,
}

impl<W: Write> Linear<W> {
    /// Opens a document.
    fn open(mut app: App, request: &Request, out: W) -> io::Result<Self> {
        let mut runner = Runner::at_once(true);
        // Where it is, for the scratch page of its folder; what came through a pipe is nowhere.
        let named = Path::new(&request.name);
        app.path = app.path.take().or_else(|| file_of(named).is_file().then(|| named.to_owned()));
        runner.begin(request.clone())?;
        runner.settle(&mut app, &mut NoHost)?;
        Ok(Self {
            app,
            out,
            runner,
            read: 0,
            reported: None,
            listed: false,
            found_read: 0,
            checked_at: None,
            source: None,
            beside: None,
            people_undo: Vec::new(),
        })
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", visible(text))?;
        self.out.flush()
    }

    fn doc(&self) -> Option<&OpenDocument> {
        self.app.doc()
    }

    /// Says what was opened and the first statement; false when it cannot be shown.
    fn begin(&mut self) -> io::Result<bool> {
        if let Stage::Failed(lines) = &self.app.stage {
            for line in lines.clone() {
                self.say(&line)?;
            }
            return Ok(false);
        }
        let Some(doc) = self.doc() else { return Ok(true) };
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
        // What a screen would show over the text.
        let lines: Vec<String> = match std::mem::replace(&mut self.app.mode, Mode::Read) {
            Mode::Settings(_) => self.app.problems.iter().map(Problem::in_one_line).collect(),
            Mode::Origins(menu) => {
                menu.rows.into_iter().map(|(_, words)| format!("In another place: {words}.")).collect()
            }
            // The command line asks for it: what it took is told, and the first place.
            Mode::Adjudicate(_) => return self.settle("").map(|()| true),
            _ => Vec::new(),
        };
        for line in lines {
            self.say(&line)?;
        }
        // What is to check is said below, with what is typed here.
        if let (Some(message), Some(conflicts)) = (&self.app.message, conflicts_in_words(&self.app)) {
            let text = message.text.replace(&conflicts, "").trim().to_owned();
            self.app.message = None;
            if !text.is_empty() {
                self.app.say(text);
            }
        }
        self.near_in_own_words();
        match drafts::in_sentence(&self.app) {
            Some(sentence) => {
                // What else was found when it was opened is said too.
                let said = self.app.message.take().map(|m| m.text).unwrap_or_default();
                let notice = drafts::notice(&self.app).unwrap_or_default();
                let rest = said.strip_prefix(&notice).unwrap_or(&said).trim().to_owned();
                if !rest.is_empty() {
                    self.say(&rest)?;
                }
                self.say(&format!("{sentence}. d keeps it, w drops it."))?;
            }
            None => self.message()?,
        }
        if self.doc().is_some_and(|d| d.view.focus.is_none()) {
            self.act(Action::Confirm)?;
        }
        // Unless it is said already that nothing else is left.
        let is_said = self.app.message.as_ref().is_some_and(|m| m.text.contains("to check"));
        if let Some(text) = self.to_check().filter(|_| !is_said) {
            self.say(&text)?;
        }
        self.statement()?;
        Ok(true)
    }

    /// Does what a line says, unless it came together with others and decides something; false to leave.
    fn take_typed(&mut self, line: &str, together: bool) -> io::Result<bool> {
        if together
            && line != "g"
            && !line.starts_with(['?', 'n', 'b', 'W', 't', 'a', 'i', 'p', '#', 'P', 'k', 'F', '/', '|'])
        {
            self.say("Line ignored: it came together with others. Typed by itself it counts.")?;
            return Ok(true);
        }
        self.take(line)
    }

    /// Does what a line says; false to leave.
    fn take(&mut self, line: &str) -> io::Result<bool> {
        let (first, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let rest = rest.trim();
        // The name the command has on the screen, which no speaker is meant by.
        let (first, rest) = if line == "split" { ("|", "?") } else { (first, rest) };
        self.app.message = None;
        // A line is as many keys as it has letters, and Enter.
        update::note_work(&mut self.app, line.chars().count() + 1, stamp().millis);
        // A list that was told is confirmed by the next line or not at all.
        if self.has_list() && !matches!(first, "" | "E" | "?") {
            self.act(Action::Escape)?;
        }
        if self.has_question() {
            match first {
                "" => return self.answer(None).map(|()| true),
                "x" => {
                    // Asked once by the sheet; a line is typed for it.
                    self.act(Action::Reject)?;
                    self.act(Action::Reject)?;
                    return self.question().map(|()| true);
                }
                "!" | "s" | "?" => {}
                digit => match digit.parse::<u8>() {
                    Ok(n) if rest.is_empty() => return self.answer(Some(n)).map(|()| true),
                    _ => self.act(Action::Escape)?,
                },
            }
        }
        match first {
            "!" => self.check(rest)?,
            "g" if rest == "!" => self.check("")?,
            "g" if rest.starts_with('?') => self.guideline(rest.trim_start_matches('?').trim())?,
            "" => {
                self.act(if self.has_list() { Action::Accept } else { Action::Confirm })?;
                self.statement()?;
            }
            "E" => self.many(rest)?,
            "F" => self.everywhere(rest)?,
            "W" => self.same_words()?,
            "k" => {
                self.act(Action::NextWeak)?;
                self.statement()?;
            }
            "q" => return self.leave(),
            "?" => {
                let rest =
                    [figures::HELP, people::HELP, everywhere::HELP, beside::HELP, verify::HELP, adjudicate::HELP]
                        .join(" ");
                self.say(&format!("{HELP} {rest}"))?;
            }
            "#" => self.figures(rest)?,
            "C" => self.verify(rest)?,
            "D" => self.settle(rest)?,
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
                // Where it cannot be said yet who speaks, the name is no answer to what is asked.
                if matches!(self.app.mode, Mode::Speaker(_)) {
                    self.event(Event::Paste(rest.to_owned()))?;
                    self.act(Action::Accept)?;
                }
                self.question()?;
            }
            "e" => {
                self.act(Action::Open(Scope::Note))?;
                // What was left unfinished here is in it too.
                self.message()?;
                let gap = if matches!(&self.app.mode, Mode::Note(sheet) if !sheet.is_unchanged()) { " " } else { "" };
                self.event(Event::Paste(format!("{gap}{rest}")))?;
                self.act(Action::Accept)?;
                self.message()?;
            }
            "c" => {
                self.act(Action::Open(Scope::Claim))?;
                let digit = rest.chars().next().filter(char::is_ascii_digit);
                if let Some(digit) = digit.filter(|_| matches!(self.app.mode, Mode::Claim(_))) {
                    let key = super::keymap::Key::parse(&digit.to_string());
                    if let Some(key) = key {
                        self.event(Event::Key(key))?;
                    }
                }
                self.act(Action::Accept)?;
                self.message()?;
            }
            "S" => self.cut(rest)?,
            "J" => {
                self.act(Action::Join)?;
                self.statement()?;
            }
            "V" | "B" => self.trim(first == "V", rest)?,
            "d" | "w" => self.unfinished(first == "d")?,
            "i" => self.why()?,
            "o" => {
                self.act(Action::Play)?;
                self.message()?;
            }
            "t" => self.paragraph()?,
            "a" => self.read_on()?,
            "p" => self.people()?,
            "P" => self.people_of_all(rest)?,
            "/" => self.find(rest)?,
            "|" => self.read_beside(rest)?,
            "\"" => {
                self.act(Action::AddToScratch)?;
                self.message()?;
            }
            "g" => self.scratch(rest)?,
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
        self.perform(effects).map(|_| ())
    }

    fn event(&mut self, event: Event) -> io::Result<()> {
        let effects = update::handle(&mut self.app, event, &stamp());
        self.perform(effects).map(|_| ())
    }

    /// Performs effects; says it when something cannot be saved.
    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<bool> {
        let leaves = self.runner.perform(&mut self.app, effects, &mut NoHost)?;
        self.runner.keep_drafts(&mut self.app);
        update::drawn(&mut self.app);
        let why = self.doc().and_then(|d| match &d.save.state {
            Saving::Failed(why, _) => Some(why.clone()),
            Saving::Saved | Saving::Waiting(..) => None,
        });
        if why != self.reported {
            self.reported.clone_from(&why);
            if let Some(why) = why {
                self.say(&format!("NOT SAVED: {why}."))?;
            }
        }
        Ok(leaves)
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

    /// Keeps what was left unfinished as it is, or drops it; where it needs the screen, says so.
    fn unfinished(&mut self, keeps: bool) -> io::Result<()> {
        self.act(if keeps { Action::Resume } else { Action::DropDraft })?;
        match self.app.mode {
            Mode::Read => {}
            Mode::Note(_) | Mode::Claim(_) | Mode::Speaker(_) | Mode::EditSpeaker(_) => {
                self.message()?;
                // A claim in its addresses asks for one more first.
                for _ in 0..2 {
                    if !matches!(self.app.mode, Mode::Read) {
                        self.act(Action::Accept)?;
                    }
                }
            }
            _ => {
                self.message()?;
                self.act(Action::Escape)?;
                self.app.message = None;
                self.say("This needs the screen: open the document without --plain.")?;
            }
        }
        self.message()
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

    /// Leaves, unless something is not on the disk and the person has not said so twice; true to stay.
    fn leave(&mut self) -> io::Result<bool> {
        if self.runner.flush() {
            return Ok(false);
        }
        // The report that says why comes first.
        self.perform(Vec::new())?;
        let reported = self.doc().is_none_or(|d| d.save.leaving);
        let effects = update::update(&mut self.app, Action::Quit, &stamp());
        let leaves = self.perform(effects)?;
        self.message()?;
        if let Some(doc) = self.app.doc_mut() {
            doc.save.leaving = true;
        }
        Ok(!leaves && !reported)
    }

    fn end(mut self) -> io::Result<bool> {
        let (done, all) = self.doc().map_or((0, 0), |d| d.reading.progress());
        let weak = match self.doc().map_or(0, |d| d.reading.weak()) {
            0 => String::new(),
            weak => format!("; {} not decided", queue::weak_in_words(weak)),
        };
        let saved = self.runner.finish(&mut self.app);
        let text = if saved {
            format!("{done} of {all} reviewed, all saved{weak}.")
        } else {
            "The last decisions could not be saved.".to_owned()
        };
        if !saved || all > 0 {
            writeln!(self.out, "{text}")?;
        }
        Ok(saved)
    }
}

/// An item as a person would read it out.
fn in_sentences(doc: &OpenDocument, item: &ItemId) -> String {
    let document = doc.reading.document();
    let at = doc.reading.hull(item).map_or(0, |h| h.start);
    let words: Vec<&str> = doc.reading.spans(item).iter().map(|s| document.words(*s)).collect();
    let (kind, form) = doc.reading.nature(item);
    let name = doc.reading.speaker_name(item);
    // Where there are times or pages, people find the words by these.
    let place = match document.locator_at(at) {
        Some(locator) => format!("{}, paragraph {}", locator.in_words(), document.block_at(at) + 1),
        None => format!("Paragraph {}", document.block_at(at) + 1),
    };
    let text = format!("{place}, {}. {} — ", in_words(kind, form), shortened(&words.join(" … "), 600));
    let others = doc.choices(item).into_iter().enumerate();
    let others: Vec<String> = others.map(|(n, (_, other))| format!(" {}: {other}.", n + 2)).collect();
    match doc.reading.suggestion(item) {
        Some(attribution) => {
            let doubt = match doc.reading.proposal(attribution).doubt {
                Doubt::Sure => "Suggested",
                Doubt::Likely => "Likely",
                Doubt::Guess => "A guess",
            };
            format!("{text}{doubt}: {name}.{}", others.concat())
        }
        None => format!("{text}Decided: {name}.{}", others.concat()),
    }
}

#[cfg(test)]
mod tests;
