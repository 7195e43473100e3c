//! The sheet: the verdict in words, who says it where on both sides, the two versions, what each key writes.

use super::{CheckView, Scope};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::checks::{Checked, in_words, place_there, sign, versions, words_of};
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, width};
use crate::ui::widgets::difference;
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, field, open};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::CheckDecision;
use sayso_core::verify::{Check, OtherPlace, Side};

/// Narrowest sheet that has words before the two versions.
const LABELS_FROM: u16 = 60;

/// Draws it.
pub fn check(app: &App, page: &PageLayout, view: &CheckView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 4 + 2 * gap, buffer);
    let found = doc.checks.found.as_ref();
    let Some((found, check)) = found.and_then(|found| Some((found, found.checks.get(view.at)?))) else {
        s.line("Check", s.bold());
        s.line(&nothing(doc, found), s.words(Role::Quiet));
        return Drawn::default();
    };
    let decision = found.decision(&doc.reading, view.at);
    let shown = Shown { check, found, decision, chosen: view.chosen.as_ref() };
    head(&mut s, &shown);
    if gap > 0 {
        counts(&mut s, doc, found);
    }
    let [here, mut there] = versions(check);
    if let Some(chosen) = &view.chosen {
        there = words_of(&chosen.there);
    }
    let room = s.right.saturating_sub(s.left + label_cells(&s));
    let [here, there] = difference::aligned(&[here.clone(), there.clone()], room).unwrap_or([here, there]);
    version(&mut s, "here", &here);
    if there.is_empty() && check.why == in_words(check) {
        // It stands in the first row.
        s.y += 1;
    } else if there.is_empty() {
        s.line(&cut(&check.why, s.right.saturating_sub(s.left)), s.words(Role::Quiet));
    } else {
        version(&mut s, "there", &there);
    }
    s.y += gap;
    match &view.reason {
        Some(reason) => {
            let x = s.at(s.left, "Why it stays:", s.bold()) + 1;
            Drawn::at(field(&mut s, x, reason.text(), reason.caret(), "a reason, which every report gives"))
        }
        None => {
            let words = what_keys_write(app, &shown);
            let words = cut(&words, s.right.saturating_sub(s.left));
            s.at(s.left, &words, s.words(Role::Quiet));
            Drawn::default()
        }
    }
}

/// What is said where there is no quotation to show.
fn nothing(doc: &OpenDocument, found: Option<&Checked>) -> String {
    match found {
        None if doc.checks.is_running => {
            let sources = doc.reading.set().sources.len();
            format!("Reading {sources} {}…", if sources == 1 { "source" } else { "sources" })
        }
        None => "Nothing was checked yet".to_owned(),
        Some(_) => "No quotation here is long enough to check".to_owned(),
    }
}

/// A quotation with what belongs to it.
struct Shown<'a> {
    check: &'a Check,
    found: &'a Checked,
    decision: Option<&'a CheckDecision>,
    /// The place that a person took.
    chosen: Option<&'a OtherPlace>,
}

impl Shown<'_> {
    fn place(&self) -> String {
        self.chosen.map_or_else(|| place_there(self.check), |chosen| chosen.place.words.clone())
    }
}

/// The verdict, and who says it where: here and there.
fn head(s: &mut Sheet<'_, '_>, shown: &Shown<'_>) {
    let Shown { check, found, decision, chosen } = *shown;
    let role = match check.verdict.side() {
        Side::Finding if decision.is_none() => Role::Warn,
        Side::Open => Role::Quiet,
        Side::Finding | Side::Sound => Role::Strong,
    };
    let decided = match decision.map(|d| (d.reason.as_deref(), d.by.as_deref().unwrap_or("somebody"))) {
        Some((Some(reason), by)) => format!("fine as it is, {by}: {reason}"),
        Some((None, by)) => format!("misquoted, {by}: {}", in_words(check)),
        None => in_words(check),
    };
    let style = s.words(role).add_modifier(Modifier::BOLD);
    let x = s.at(s.left, sign(check, decision.is_some()), style) + 1;
    let x = s.at(x, &cut(&decided, s.right.saturating_sub(x)), style) + 3;
    let name = |name: Option<&str>| name.unwrap_or("nobody named").to_owned();
    let here = format!("{} · ¶{}", name(check.speaker.as_ref().map(|s| s.name.as_str())), check.paragraph);
    let place = shown.place();
    let who = chosen.map_or(check.speaker_there.as_deref(), |chosen| chosen.speaker_there.as_deref());
    let parts: Vec<&str> =
        [who.unwrap_or_default(), place.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let there = parts.join(" · ");
    let source = chosen.map(|chosen| chosen.source.as_str()).or(check.source.as_deref());
    let source = source.filter(|_| found.sources.len() > 1).unwrap_or_default();
    let there = if there.is_empty() { String::new() } else { format!("there {there}") };
    let all: Vec<&str> = [here.as_str(), there.as_str(), source].into_iter().filter(|w| !w.is_empty()).collect();
    let room = s.right.saturating_sub(x);
    let words = all.join("   ");
    let words = if width(&words) <= room || there.is_empty() { words } else { parts.join(" ") };
    if room > 8 {
        let words = cut(&words, room);
        s.at(x, &words, s.words(Role::Quiet));
    }
    s.y += 1;
}

/// How many are right and wrong, of those decided how many; what could not be read.
fn counts(s: &mut Sheet<'_, '_>, doc: &OpenDocument, found: &Checked) {
    let counts = found.counts_in_words();
    let decided = doc.reading.set().checks().len();
    let counts = if decided > 0 { format!("{counts} · {decided} decided") } else { counts };
    let counts = if doc.checks.is_running { format!("{counts} · looking again…") } else { counts };
    let unreadable = found.unreadable.first().map(|u| u.message.clone());
    let x = s.at(s.left, &counts, s.words(Role::Quiet)) + 3;
    if let Some(message) = unreadable {
        let message = cut(&message, s.right.saturating_sub(x));
        s.at(x, &message, s.words(Role::Quiet));
    }
    s.y += 1;
}

/// Cells before the versions.
fn label_cells(s: &Sheet<'_, '_>) -> u16 {
    if s.right.saturating_sub(s.left) >= LABELS_FROM { 7 } else { 0 }
}

/// A version of the words; those that the other one has not stand out.
fn version(s: &mut Sheet<'_, '_>, label: &str, words: &[(&str, bool)]) {
    let cells = label_cells(s);
    if cells > 0 {
        s.at(s.left, label, s.words(Role::Quiet));
    }
    difference::draw_lit(s, s.left + cells, s.right, words);
    s.y += 1;
}

/// What the keys would write.
fn what_keys_write(app: &App, shown: &Shown<'_>) -> String {
    let Shown { check, decision, chosen, .. } = *shown;
    let key = |action| app.keymap.shown(Scope::Check, action);
    let (takes, keeps) = (key(Action::Accept), key(Action::Reject));
    match (check.verdict.side(), decision) {
        (Side::Sound, _) => format!("{takes} goes on."),
        (Side::Open, None) if chosen.is_none() => format!("{takes} goes on, {keeps} keeps it, with your reason."),
        (Side::Finding | Side::Open, None) => {
            let place = shown.place();
            let has_words = chosen.is_some() || check.there.is_some();
            let what = if has_words && !place.is_empty() {
                format!("the source’s words and {place} as evidence")
            } else {
                "rated false".to_owned()
            };
            format!("{takes} writes a claim: misquoted, {what}.   {keeps} keeps it, with your reason.")
        }
        (_, Some(CheckDecision { reason: None, .. })) => {
            format!("{takes} goes on. The claim says it; {keeps} keeps the words all the same, with your reason.")
        }
        (Side::Finding, Some(_)) => format!("{takes} writes a claim all the same, {keeps} changes the reason."),
        (Side::Open, Some(_)) => format!("{takes} goes on, {keeps} changes the reason."),
    }
}
