//! Going on with what was left unfinished: the sheet it was typed in is opened where it belongs.

use super::drafts::{MAX_WORDS, items_of, noun, picker_target, speaker_of, take_if};
use super::{Mode, Response, Scope, Selection, claim, edit_speaker, note, speaker};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::drafts::KeptDraft;
use crate::ui::event::Effect;
use crate::ui::{decide, motion};
use sayso_core::annotation::{Draft, DraftKind, Selector, Stamp};
use sayso_core::reading::{ItemId, quoted, shortened};
use sayso_core::span::{self, Span};

/// Goes on with what was left unfinished last; with what was dropped last, when nothing is.
pub fn resume(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let was_dropped = doc.drafts.is_empty() && doc.drafts.have_back();
    let Some(kept) = doc.drafts.newest().cloned() else {
        app.say("Nothing was left unfinished");
        return Vec::new();
    };
    let kind = kept.draft.kind;
    if kind != DraftKind::Selection && !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let placed = kept.is_placed(&doc.reading);
    let record = kept.draft.records.first().filter(|id| doc.reading.set().get(id).is_some()).cloned();
    let item = record.as_deref().map(|id| ItemId::Record(id.into()));
    let words = match &item {
        Some(item) => doc.reading.spans(item).to_vec(),
        None => kept.place.words.clone().unwrap_or_default(),
    };
    let mut effects = match kind {
        DraftKind::Note | DraftKind::Claim if !placed => place_anew(app, &kept),
        DraftKind::Note => {
            show(app, item.clone(), &words);
            note::open_for(app, item, words);
            Vec::new()
        }
        DraftKind::Claim => {
            show(app, item, &words);
            claim::open_again(app, record.as_deref(), &words, stamp)
        }
        DraftKind::Speaker => {
            match picker_target(app, &kept) {
                Some(target) => {
                    let first = kept.place.suggestions.as_deref().unwrap_or_default();
                    show(app, item, if words.is_empty() { first } else { &words });
                    speaker::open_for(app, target);
                }
                None => say_lost(app, &kept),
            }
            Vec::new()
        }
        DraftKind::Names => {
            match speaker_of(app, &kept.draft) {
                Some(who) => edit_speaker::open_for(app, who),
                None => say_lost(app, &kept),
            }
            Vec::new()
        }
        DraftKind::Selection => {
            select_again(app, &kept);
            Vec::new()
        }
    };
    if was_dropped {
        effects.push(Effect::KeepDrafts);
    }
    effects
}

/// Brings words into sight, and puts their record in focus.
fn show(app: &mut App, item: Option<ItemId>, words: &[Span]) {
    let Some(hull) = span::hull(words) else { return };
    motion::jump(app, hull);
    match item {
        Some(item) => motion::focus(app, item),
        None => motion::focus_at(app, hull),
    }
}

/// The words a draft is about are gone: a person selects those it belongs to now.
fn place_anew(app: &mut App, kept: &KeptDraft) -> Vec<Effect> {
    let begin = kept.place.candidate.as_ref().and_then(|all| all.first()).copied();
    let Some(selection) = begin.map(Selection::of).or_else(|| Selection::at_hand(app)) else {
        say_lost(app, kept);
        return Vec::new();
    };
    if let Some(span) = begin {
        motion::jump(app, span);
    }
    let takes = app.key(Scope::Select, Action::Open(Scope::Label));
    let words = quoted(&kept.draft.words(), MAX_WORDS);
    let kind = kept.draft.kind;
    let Some(draft) = take_if(app, kind, |_, other| other == kept) else { return Vec::new() };
    app.mode = Mode::Select(Selection { resume: Some(Box::new(draft)), ..selection });
    app.say(format!("Its words are gone from the text: {words}. Select where the {} belongs, {takes}", noun(kind)));
    Vec::new()
}

/// A draft whose words are gone goes to words that a person selected.
pub fn put(app: &mut App, draft: &Draft, words: &[Span], stamp: &Stamp) -> Response {
    let Some(doc) = app.doc_mut() else { return Response::stay() };
    let document = std::sync::Arc::clone(doc.reading.document());
    let text = Draft::new(draft.kind, &document).text;
    let at = words.iter().map(|span| Selector::of(&document, *span)).collect();
    doc.drafts.set_aside(Draft { records: Vec::new(), at, text, ..draft.clone() }, &document);
    let effects = match draft.kind {
        DraftKind::Claim => claim::open_again(app, None, words, stamp),
        DraftKind::Note | DraftKind::Speaker | DraftKind::Names | DraftKind::Selection => {
            note::open_for(app, None, words.to_vec());
            Vec::new()
        }
    };
    Response::close().with(effects)
}

fn say_lost(app: &mut App, kept: &KeptDraft) {
    let about = match (&kept.draft.name, kept.draft.words()) {
        (Some(name), _) => format!("“{name}” is nobody here any more"),
        (None, words) => format!("The words are gone from the text: {}", quoted(&words, MAX_WORDS)),
    };
    let typed = kept.draft.typed.iter().filter(|t| !t.trim().is_empty()).cloned().collect::<Vec<_>>().join(" · ");
    let typed = if typed.is_empty() { String::new() } else { format!(". You typed: {}", shortened(&typed, 200)) };
    app.warn(format!("{about}{typed}"));
}

fn select_again(app: &mut App, kept: &KeptDraft) {
    let Some(words) = kept.place.words.as_ref().filter(|words| !words.is_empty()) else { return say_lost(app, kept) };
    let Some((last, parts)) = words.split_last() else { return };
    let Some(doc) = app.doc() else { return };
    let about_something = !kept.draft.records.is_empty() || !kept.draft.suggestions.is_empty();
    let put = items_of(doc, kept).and_then(|items| items.into_iter().next());
    if about_something && put.is_none() {
        return say_lost(app, kept);
    }
    let mut selection = Selection { put, parts: parts.to_vec(), ..Selection::of(*last) };
    if kept.draft.caret.is_some_and(|(_, end)| end == 0) {
        std::mem::swap(&mut selection.anchor, &mut selection.caret);
    }
    let Some(_) = take_if(app, DraftKind::Selection, |_, other| other == kept) else { return };
    motion::jump(app, *last);
    app.mode = Mode::Select(selection);
    app.say("Selected again");
}
