//! What is copied: words, with their speaker and place where they have one.

use super::action::Action;
use super::app::App;
use super::event::Effect;
use super::scope::Scope;
use sayso_core::reading::{ItemId, shortened};
use sayso_core::span::Span;

/// Most characters of what was copied that are shown.
const MAX_SHOWN: usize = 48;

/// Copies a text and says so.
pub fn copy(app: &mut App, text: String) -> Vec<Effect> {
    app.say(format!("Copied: {}", shortened(&text, MAX_SHOWN)));
    vec![Effect::Copy(text)]
}

/// Copies words of the text; with `item`, who said them and where.
pub fn copy_words(app: &mut App, spans: &[Span], item: Option<&ItemId>) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let document = doc.reading.document();
    let parts: Vec<&str> = spans.iter().map(|span| document.words(*span)).collect();
    let mut text = parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(item) = item {
        let place = doc.reading.hull(item).map_or(String::new(), |h| document.place_in_words(h.start));
        text = format!("{text} — {}, {} {place}", doc.reading.speaker_name(item), app.name);
    }
    copy(app, text)
}

/// Copies the words in focus; with `place`, who said them and where.
pub fn copy_focus(app: &mut App, place: bool) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let Some(item) = doc.view.focus.clone() else {
        let (focuses, selects) =
            (app.key(Scope::Reader, Action::Confirm), app.key(Scope::Reader, Action::Open(Scope::Select)));
        app.say(format!("Nothing to copy: {focuses} focuses a statement, {selects} selects words"));
        return Vec::new();
    };
    let spans = doc.reading.spans(&item).to_vec();
    copy_words(app, &spans, Some(&item).filter(|_| place))
}
