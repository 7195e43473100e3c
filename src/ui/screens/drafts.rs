//! Half-typed work: set aside when a sheet is left, offered again, gone on with, dropped.

mod place;

use super::{Mode, Scope, Screen as _, Selection};
use crate::ui::action::Action;
use crate::ui::app::{App, Message};
use crate::ui::drafts::KeptDraft;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use sayso_core::annotation::{Draft, DraftKind, Selector};
use sayso_core::reading::quoted;
use sayso_core::span::Span;

pub use place::{about_items, about_speaker, items_of, picker_target, speaker_of};

/// Letters of the words a draft is about in a message.
pub const MAX_WORDS: usize = 32;

/// An empty draft of a kind, in the name of whoever has the document open.
pub fn begun(app: &App, kind: DraftKind) -> Option<Draft> {
    let document = app.doc()?.reading.document();
    Some(Draft { by: app.annotator.clone(), ..Draft::new(kind, document) })
}

/// The selectors of words.
pub fn selectors(doc: &OpenDocument, words: &[Span]) -> Vec<Selector> {
    words.iter().map(|span| Selector::of(doc.reading.document(), *span)).collect()
}

/// What is being typed or selected in a sheet. O(length of it and of the words it is about).
pub fn live(app: &App) -> Option<Draft> {
    let top = app.mode.screen().draft(app);
    let under = || app.underlying.as_deref().and_then(|under| under.screen().draft(app));
    top.or_else(under).or_else(|| app.selected_for.as_deref().and_then(|selection| selection.draft(app)))
}

/// Whether anything may be half typed.
fn may_be_live(app: &App) -> bool {
    let types = |mode: &Mode| {
        matches!(
            mode.scope(),
            Scope::Note
                | Scope::Claim
                | Scope::Speaker
                | Scope::EditSpeaker
                | Scope::Select
                | Scope::Whole
                | Scope::Label
        )
    };
    types(&app.mode) || app.underlying.as_deref().is_some_and(types) || app.selected_for.is_some()
}

/// After an event: what is typed has to be written in a moment; what is not typed any more leaves the file.
pub fn after(app: &mut App, effects: &mut Vec<Effect>) {
    let is_live = may_be_live(app);
    let Some(doc) = app.doc_mut() else { return };
    doc.drafts.touched |= is_live;
    if !is_live && doc.drafts.is_live && !effects.contains(&Effect::KeepDrafts) {
        effects.push(Effect::KeepDrafts);
    }
}

/// What the file of drafts should hold now, when that is news.
pub fn news(app: &mut App) -> Option<String> {
    let live = live(app);
    app.doc_mut()?.drafts.news(live.as_ref())
}

/// What a draft is called at the beginning of a sentence.
const fn title(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Note => "Note",
        DraftKind::Claim => "Claim",
        DraftKind::Speaker => "Speaker",
        DraftKind::Names => "Names",
        DraftKind::Selection => "Selection",
    }
}

/// What a draft is called within a sentence.
pub const fn noun(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Note => "note",
        DraftKind::Claim => "claim",
        DraftKind::Speaker => "speaker’s name",
        DraftKind::Names => "change of names",
        DraftKind::Selection => "selection",
    }
}

/// Keeps what was typed in a sheet that is left, and says how to go on with it.
pub fn set_aside(app: &mut App, draft: Option<Draft>) -> Vec<Effect> {
    let Some(draft) = draft else { return Vec::new() };
    let kind = draft.kind;
    // Over a view the sheet is opened again where it was opened.
    let under = app.underlying.as_deref().map(Mode::scope);
    let same = match (under, kind) {
        (Some(scope @ Scope::Annotations), DraftKind::Note) => Some((scope, Action::Open(Scope::Note))),
        (Some(scope @ Scope::Annotations), DraftKind::Speaker) => Some((scope, Action::Open(Scope::Speaker))),
        (Some(scope @ Scope::Speakers), DraftKind::Speaker) => Some((scope, Action::MergeSpeaker)),
        (Some(scope @ Scope::Speakers), DraftKind::Names) => Some((scope, Action::Open(Scope::EditSpeaker))),
        _ => None,
    };
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let document = std::sync::Arc::clone(doc.reading.document());
    doc.drafts.set_aside(draft, &document);
    let left = if kind == DraftKind::Selection { "left" } else { "not saved" };
    let goes = match same {
        Some((scope, action)) => format!("{} goes on with it", app.key(scope, action)),
        None => {
            let goes = app.key(Scope::Reader, Action::Resume);
            if kind == DraftKind::Selection {
                format!("{goes} takes it up again")
            } else {
                format!("{goes} goes on, {} drops it", app.key(Scope::Reader, Action::DropDraft))
            }
        }
    };
    app.say(format!("{} {left}: {goes}", title(kind)));
    // What is not kept in the file leaves it with the next look at it.
    if matches!(kind, DraftKind::Selection | DraftKind::Speaker) { Vec::new() } else { vec![Effect::KeepDrafts] }
}

/// Keeps words that were selected for a sheet that was left empty: they are no statement that is there anyway.
pub fn words_left(app: &mut App, words: &[Span]) -> Vec<Effect> {
    // They are selected again in a moment.
    if app.selected_for.is_some() {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let focus = doc.view.focus.as_ref().map(|item| doc.reading.spans(item));
    let (Some((last, parts)), false) = (words.split_last(), focus == Some(words)) else { return Vec::new() };
    let selection = Selection { parts: parts.to_vec(), ..Selection::of(*last) };
    let draft = selection.draft(app);
    set_aside(app, draft)
}

/// Takes the draft of a kind that a sheet that opens is about.
pub fn take_for(app: &mut App, kind: DraftKind, record: Option<&str>, words: &[Span]) -> Option<Draft> {
    take_if(app, kind, |doc, kept| kept.is_about(&doc.reading, record, words))
}

/// Takes the newest draft of a kind that `is_it`.
pub fn take_if(app: &mut App, kind: DraftKind, is_it: impl Fn(&OpenDocument, &KeptDraft) -> bool) -> Option<Draft> {
    let doc = app.doc_mut()?;
    let mut drafts = std::mem::take(&mut doc.drafts);
    let taken = drafts.take(|kept| kept.draft.kind == kind && is_it(doc, kept));
    drafts.touched |= taken.is_some();
    doc.drafts = drafts;
    taken
}

/// What was typed, where the same field holds `now`: what only one side changed is theirs; where both did, both stand, and
/// the second value is true.
pub fn both(typed: &str, was: &str, now: &str) -> (String, bool) {
    if now == was || typed == now {
        (typed.to_owned(), false)
    } else if typed == was {
        (now.to_owned(), false)
    } else {
        (format!("{typed}\n{now}"), true)
    }
}

/// Says that a sheet holds again what was typed; `changed` when somebody changed the same meanwhile.
pub fn say_resumed(app: &mut App, changed: bool) {
    if changed {
        app.warn("It was changed meanwhile: what you typed stands before what is there now");
    } else {
        app.say("Here again: what was not saved");
    }
}

/// Drops what was left unfinished last.
pub fn drop_newest(app: &mut App) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let Some(dropped) = doc.drafts.drop_newest() else {
        app.say("Nothing was left unfinished");
        return Vec::new();
    };
    let kind = dropped.draft.kind;
    let typed = dropped.draft.typed.iter().find(|t| !t.trim().is_empty()).cloned();
    let words = quoted(&typed.unwrap_or_else(|| dropped.draft.words()), MAX_WORDS);
    let left = match doc.drafts.len() {
        0 => String::new(),
        n => format!("   {n} more unfinished"),
    };
    let key = app.key(Scope::Reader, Action::Resume);
    let text = format!("Dropped: {} {words}{left}", noun(kind));
    // With others left the key goes on with them first.
    let back = left.is_empty().then_some((key, "has it back"));
    app.message = Some(Message { text, key: back, warns: false });
    vec![Effect::KeepDrafts]
}

/// What is said of unfinished work when a document was opened: what it is, the keys, then its words.
pub fn notice(app: &App) -> Option<String> {
    let doc = app.doc()?;
    let newest = doc.drafts.newest()?;
    let (goes, drops) = (app.key(Scope::Reader, Action::Resume), app.key(Scope::Reader, Action::DropDraft));
    let more = match doc.drafts.len() - 1 {
        0 => String::new(),
        n => format!(" (and {n} more)"),
    };
    let words = newest.draft.name.clone().unwrap_or_else(|| newest.draft.words());
    let gone = if newest.is_placed(&doc.reading) { "" } else { ", no longer in the text" };
    let about = if words.is_empty() { String::new() } else { format!("   on {}{gone}", quoted(&words, MAX_WORDS)) };
    Some(format!("Unfinished {}{more}: {goes} goes on, {drops} drops it{about}", noun(newest.draft.kind)))
}

/// The condition that lasts, for row 0: that something is unfinished, and the key.
pub fn in_short(app: &App, doc: &OpenDocument) -> Option<String> {
    let lasting: Vec<&KeptDraft> = doc.drafts.lasting().collect();
    let goes = app.key(Scope::Reader, Action::Resume);
    match lasting.as_slice() {
        [] => None,
        [only] => Some(format!("unfinished {}: {goes}", noun(only.draft.kind))),
        all => Some(format!("{} unfinished: {goes}", all.len())),
    }
}

/// What a sentence read aloud says of the newest: what it is, its words, what was typed.
pub fn in_sentence(app: &App) -> Option<String> {
    let doc = app.doc()?;
    let newest = doc.drafts.newest()?;
    let draft = &newest.draft;
    let words = quoted(&draft.name.clone().unwrap_or_else(|| draft.words()), 120);
    let gone = if newest.is_placed(&doc.reading) { "" } else { ", which is no longer in the text" };
    let typed: Vec<&str> = draft.typed.iter().map(String::as_str).filter(|t| !t.trim().is_empty()).collect();
    Some(format!("Unfinished {} on {words}{gone}: {}", noun(draft.kind), typed.join(". ")))
}
