//! Quotations beside their sources, read out one after the other: the verdict first, then the words on both sides.

use super::Linear;
use crate::clock::stamp;
use crate::ui::action::Action;
use crate::ui::checks::{Checked, in_words, place_there, sign};
use crate::ui::open_document::OpenDocument;
use crate::ui::scope::Scope;
use crate::ui::screens::{Mode, check::CheckView, check_list, sources};
use crate::ui::update::Event;
use sayso_core::verify::OtherPlace;
use std::io::{self, Write};

/// What can be typed.
pub const HELP: &str = "C holds the quotations beside their sources: is that what they said? It reads the first that is wrong or cannot be \
checked; C n and C b go on and back, C 2 reads another place with the words, C m marks it as misquoted (C m 2 with the words of that place), C x REASON keeps it as it is, C o plays the source, C A reads all of them. C + PATH attaches a \
source, C - PATH detaches it.";

impl<W: Write> Linear<W> {
    /// `C`, with what follows it.
    pub(super) fn verify(&mut self, rest: &str) -> io::Result<()> {
        if let Some((path, attaches)) =
            rest.strip_prefix('+').map(|p| (p, true)).or(rest.strip_prefix('-').map(|p| (p, false)))
        {
            let effects = sources::attach(&mut self.app, path.trim(), attaches, &stamp());
            self.perform(effects)?;
            self.checked_at = None;
            return self.message();
        }
        let (word, reason) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
        self.act(Action::Open(Scope::Check))?;
        let Mode::Check(view) = &mut self.app.mode else {
            let asks = matches!(self.app.mode, Mode::Sources(_));
            self.app.mode = Mode::Read;
            return if asks { self.say("No source is attached. C + PATH attaches one.") } else { self.message() };
        };
        if let Some(at) = self.checked_at.filter(|_| !word.is_empty()) {
            view.at = at;
        }
        match word {
            "" => {}
            "n" => self.act(Action::NextOpen)?,
            "b" => self.act(Action::PreviousOpen)?,
            "m" => {
                if let Some(number) = reason.trim().parse().ok().filter(|n| *n > 1) {
                    self.act(Action::Choose(number))?;
                }
                self.act(Action::Accept)?;
            }
            digit if digit.starts_with(|c: char| c.is_ascii_digit()) => {
                self.app.mode = Mode::Read;
                let number = digit.parse::<usize>().unwrap_or_default();
                let at = self.checked_at.unwrap_or_default();
                let check = self.doc().and_then(|doc| doc.checks.found.as_ref()?.checks.get(at));
                let other = check.zip(number.checked_sub(2)).and_then(|(check, n)| check.others.get(n));
                let words = other.map_or_else(|| format!("There is no place {number}."), other_place);
                return self.say(&words);
            }
            "o" => self.act(Action::Play)?,
            "A" => {
                self.app.mode = Mode::Read;
                for line in check_list::in_sentences(&self.app) {
                    self.say(&line)?;
                }
                return Ok(());
            }
            "x" => {
                self.act(Action::Reject)?;
                if matches!(&self.app.mode, Mode::Check(CheckView { reason: Some(_), .. })) {
                    self.event(Event::Paste(reason.trim().to_owned()))?;
                    self.act(Action::Accept)?;
                }
            }
            _ => self.app.say("That means nothing here"),
        }
        let at = match &self.app.mode {
            Mode::Check(view) => Some(view.at),
            _ => None,
        };
        (self.checked_at, self.app.mode) = (at, Mode::Read);
        self.message()?;
        let doc = self.doc();
        let found = doc.and_then(|doc| doc.checks.found.as_ref());
        let text = doc.zip(found).zip(at).map(|((doc, found), at)| sentence(doc, found, at));
        self.say(&text.unwrap_or_else(|| "Nothing was checked.".to_owned()))
    }
}

/// A further place with the words.
fn other_place(other: &OtherPlace) -> String {
    let who = other.speaker_there.as_ref().map(|who| format!("{who}, ")).unwrap_or_default();
    format!("{who}{} in {}: “{}”.", other.place.words, other.source, other.there)
}

/// A quotation with what was found about it.
fn sentence(doc: &OpenDocument, found: &Checked, at: usize) -> String {
    let Some(check) = found.checks.get(at) else { return "No quotation here is long enough to check.".to_owned() };
    let unreadable: String = found.unreadable.iter().fold(String::new(), |all, u| all + " " + &u.message);
    if found.problems.is_empty() {
        return format!("All {} as they stand.{unreadable}", found.checks.len());
    }
    let number = found.problems.iter().position(|n| *n == at);
    let number = number.map(|n| format!("{} of {}, ", n + 1, found.problems.len())).unwrap_or_default();
    let decision = found.decision(&doc.reading, at);
    let decided = match decision.map(|d| d.reason.as_deref()) {
        Some(Some(reason)) => format!(" Kept as it is: {reason}."),
        Some(None) => " Marked as misquoted.".to_owned(),
        None => String::new(),
    };
    let who = check.speaker.as_ref().map_or("nobody named", |s| s.name.as_str());
    let source = check.source.as_deref().unwrap_or_default();
    let there = check.there.as_ref().map(|words| {
        let who = check.speaker_there.as_ref().map(|who| format!("{who}, ")).unwrap_or_default();
        format!(" There, {who}{} in {source}: “{words}”.", place_there(check))
    });
    let there = there.unwrap_or_else(|| format!(" {}.", check.why));
    format!(
        "{}. {number}{} {}: “{}”, {who}, paragraph {}.{there}{decided}{unreadable}",
        found.counts_in_words(),
        sign(check, decision.is_some()),
        in_words(check),
        check.quote,
        check.paragraph
    )
}
