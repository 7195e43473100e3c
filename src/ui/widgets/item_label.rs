//! What the margin says of an item: sign, name, a quiet word.

use super::canvas::{cut, width};
use super::signs::signs;
use crate::ui::app::App;
use crate::ui::checks;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use ratatui::style::{Modifier, Style};
use sayso_core::annotation::QUOTE;
use sayso_core::kinds::{Form, Kind};
use sayso_core::reading::{Concern, Doubt, ItemId, SpeakerChoice};

/// One line of the margin.
#[derive(Clone, Debug)]
pub struct MarginLine {
    /// Row of the screen.
    pub row: u16,
    /// The item it is about.
    pub item: ItemId,
    /// The digit that chooses it, in a card.
    pub digit: Option<u8>,
    /// Words and their styles, from the left.
    pub parts: Vec<(String, Style)>,
}

/// Sign, name, and a quiet word about an item.
pub struct MarginLabel {
    /// `○ ● ?`
    pub sign: &'static str,
    /// Style of the sign.
    pub sign_style: Style,
    /// The speaker.
    pub name: String,
    /// Style of the name.
    pub name_style: Style,
    /// "reported", "post", "likely".
    pub about: String,
}

/// The label of an item; of a quotation that is not what the source says, that.
pub fn label(app: &App, doc: &OpenDocument, item: &ItemId) -> MarginLabel {
    let label = plain_label(app, doc, item);
    match doc.wrong(item) {
        Some(check) => MarginLabel {
            sign: checks::sign(check, false),
            sign_style: app.theme.words(Role::Warn).add_modifier(Modifier::BOLD),
            about: checks::in_words(check),
            ..label
        },
        None => label,
    }
}

fn plain_label(app: &App, doc: &OpenDocument, item: &ItemId) -> MarginLabel {
    let theme = &app.theme;
    let signs = signs(app.glyphs);
    let name = doc.reading.speaker_name(item);
    let colour = Role::Speaker(doc.colours.number(&name));
    let words = |role: Role| if theme.tints_words() { theme.words(role) } else { theme.words(Role::Body) };
    let nature = match doc.reading.nature(item) {
        (_, Form::Post) => "post",
        (_, Form::Turn) => "turn",
        (Kind::Indirect, _) => "reported",
        _ => "",
    };
    if let Some(attribution) = doc.reading.suggestion(item) {
        let proposal = doc.reading.proposal(attribution);
        let sign = if proposal.doubt == Doubt::Guess { "?" } else { signs.open };
        let doubt = match proposal.doubt {
            Doubt::Sure => "",
            Doubt::Likely => "likely",
            Doubt::Guess => "guess",
        };
        let about = if nature.is_empty() { doubt } else { nature };
        let weak = !doc.reading.is_open(item);
        let style =
            if weak || proposal.who == SpeakerChoice::Unknown { theme.words(Role::Quiet) } else { words(colour) };
        return MarginLabel { sign, sign_style: style, name, name_style: style, about: about.to_owned() };
    }
    let record = doc.reading.record(item);
    let is_quote = record.is_some_and(|r| r.label == QUOTE);
    let concern = record.and_then(|r| doc.reading.concern(r));
    let doubtful = concern.is_some();
    if is_quote {
        let noted = if record.is_some_and(|r| r.note.is_some()) { "noted" } else { "" };
        let changed = if matches!(concern, Some(Concern::Place | Concern::Speaker)) { "changed" } else { "" };
        let about = [changed, nature, noted].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" · ");
        let bold = words(colour).add_modifier(Modifier::BOLD);
        return MarginLabel {
            sign: if doubtful { "!" } else { signs.decided },
            sign_style: theme.words(if doubtful { Role::Warn } else { colour }).add_modifier(Modifier::BOLD),
            name,
            name_style: bold,
            about,
        };
    }
    // Other labels: the label and what is known, under the statement they lie in.
    let label = record.map(|r| app.codebook_of(doc).shown(&r.label).to_owned()).unwrap_or_default();
    let rating = record.and_then(|r| r.rating.clone()).map(|r| r.replace('-', " "));
    let note = record.filter(|r| r.label == "note").and_then(|r| r.note.clone());
    let person = record.filter(|r| r.label == "person").map(|_| name.clone()).filter(|n| !n.is_empty());
    let text = [Some(label), rating, note, person].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let sign = if doubtful { "!" } else { " " };
    MarginLabel {
        sign,
        sign_style: theme.words(Role::Warn),
        name: text,
        name_style: theme.words(Role::Body),
        about: String::new(),
    }
}

/// A label in one line of `room` cells.
pub fn one_line(app: &App, doc: &OpenDocument, item: &ItemId, room: u16) -> Vec<(String, Style)> {
    let label = label(app, doc, item);
    let mut parts = vec![(format!("{} ", label.sign), label.sign_style)];
    let name = cut(&label.name, room.saturating_sub(2));
    let left = room.saturating_sub(2 + width(&name) + 2);
    parts.push((name, label.name_style));
    if !label.about.is_empty() && width(&label.about) <= left && room > 15 {
        parts.push((format!("  {}", label.about), app.theme.words(Role::Quiet)));
    }
    parts
}

/// Why, in the card: the mention and the cue, or the rule.
pub fn reason(doc: &OpenDocument, item: &ItemId) -> String {
    let Some(attribution) = doc.reading.suggestion(item) else { return String::new() };
    let document = doc.reading.document();
    let mention = doc.reading.found().named_by(attribution).map(|span| document.words(span));
    let name = doc.reading.speaker_name(item);
    match (mention, attribution.cue) {
        (Some(mention), Some(cue)) if !mention.contains(&name) => format!("“{mention}” {}", document.words(cue)),
        (Some(_), Some(_)) => String::new(),
        _ => doc.reading.found().reason(attribution, document.text()),
    }
}
