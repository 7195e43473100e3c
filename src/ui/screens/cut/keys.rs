//! Opening the sheet, moving the cut, cutting; and joining, which undoes it.

use super::{CutSheet, Response, Scope};
use crate::ui::action::{Action, CaretMove};
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Mode;
use crate::ui::{decide, motion, place};
use sayso_core::annotation::Stamp;
use sayso_core::layout::text_objects;
use sayso_core::reading::{Cut, Decider, ItemId, Refusal};
use sayso_core::span::Span;

/// Most steps over places that cut nothing else: blanks, marks.
const MAX_STEPS: usize = 64;

/// Opens the sheet for the statement in focus.
pub fn open(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    let Some(doc) = app.doc() else { return };
    let Some(item) = doc.view.focus.clone() else {
        decide::nothing_in_focus(app);
        return;
    };
    if let Err(why) = doc.reading.may_cut(&item) {
        say_refused(app, &why);
        return;
    }
    let near = place::eye(app).map(|span| span.start);
    let places = doc.reading.cuts(&item, near);
    let mut sheet = CutSheet { item, places, cut: None };
    match sheet.places.first().cloned() {
        Some(cut) => sheet.take(app, cut),
        None => {
            let keys = [CaretMove::Word, CaretMove::WordBack].map(|c| app.key(Scope::Cut, Action::Extend(c)));
            app.say(format!("Nothing to cut here: {} choose a place", keys.join(" and ")));
        }
    }
    app.mode = Mode::Cut(sheet);
}

/// Says why a statement cannot be cut or joined, with the key that changes that.
pub fn say_refused(app: &mut App, why: &Refusal) {
    let key = match why {
        Refusal::Place => Some(Scope::Anchor),
        Refusal::Version => Some(Scope::Conflict),
        Refusal::Alone | Refusal::NoWords | Refusal::Rated(..) | Refusal::Attribute(_) => None,
    };
    let key = key.map(|scope| format!(" ({})", app.key(Scope::Reader, Action::Open(scope))));
    app.warn(format!("{}{}", why.in_words(), key.unwrap_or_default()));
}

impl CutSheet {
    /// Shows a cut, and asks who says its parts.
    fn take(&mut self, app: &mut App, cut: Cut) {
        let Some(doc) = app.doc() else { return };
        let parts = doc.reading.parts(&self.item, &cut);
        let at = cut.start();
        self.cut = Some((cut, parts));
        motion::show(app, Span::new(at, at));
    }

    /// The `n`th of the likely places, from 1.
    pub(super) fn choose(&mut self, app: &mut App, n: usize) {
        match n.checked_sub(1).and_then(|n| self.places.get(n)).cloned() {
            Some(cut) => self.take(app, cut),
            None => app.say(format!("No {n} here")),
        }
    }

    /// A cut at the byte `at`; false where a part would have no words.
    pub fn go_to(&mut self, app: &mut App, at: u32) -> bool {
        let cut = app.doc().and_then(|doc| doc.reading.cut_at(&self.item, at));
        let is_one = cut.is_some();
        if let Some(cut) = cut {
            self.take(app, cut);
        }
        is_one
    }

    /// Moves the cut by a letter, word or sentence, over what lies between two parts at once.
    pub(super) fn shift(&mut self, app: &mut App, caret: CaretMove) {
        let Some(doc) = app.doc() else { return };
        let Some(hull) = doc.reading.hull(&self.item) else { return };
        let Some(step) = step(doc, &self.item, caret) else { return };
        let now = self.cut.as_ref().map(|(cut, _)| cut);
        let is_forward = matches!(caret, CaretMove::Right | CaretMove::Word | CaretMove::Sentence);
        let mut at = match (now, is_forward) {
            (Some(cut), true) => cut.start(),
            (Some(cut), false) => cut.between().start,
            (None, true) => hull.start,
            (None, false) => hull.end,
        };
        let mut found = None;
        for _ in 0..MAX_STEPS {
            let next = step(at);
            if next == at || next <= hull.start || next >= hull.end {
                break;
            }
            at = next;
            found = doc.reading.cut_at(&self.item, at).filter(|cut| Some(cut) != now);
            if found.is_some() {
                break;
            }
        }
        drop(step);
        match found {
            Some(cut) => self.take(app, cut),
            None => app.say("The statement ends here"),
        }
    }

    /// Cuts: the first part is in focus, the second one key away.
    pub(super) fn accept(&self, app: &mut App, stamp: &Stamp) -> Response {
        let Some((cut, _)) = &self.cut else {
            app.say("First choose a place");
            return Response::stay();
        };
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        let Some(doc) = app.doc() else { return Response::stay() };
        let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
        match decider.cut(&self.item, cut) {
            Ok((change, ids)) => {
                let effects = decide::tell(app, change, stamp);
                let pair = ids.map(|id| ItemId::Record(id.as_str().into()));
                let first = pair[0].clone();
                if let Some(doc) = app.doc_mut() {
                    doc.review.cut = Some(pair);
                }
                motion::focus(app, first);
                Response::close().with(effects)
            }
            Err(why) => {
                say_refused(app, &why);
                Response::stay()
            }
        }
    }
}

/// Where the cut goes from a place.
fn step<'a>(doc: &'a OpenDocument, item: &ItemId, caret: CaretMove) -> Option<Box<dyn Fn(u32) -> u32 + 'a>> {
    let document = doc.reading.document();
    let starts = || -> Vec<u32> {
        let spans = doc.reading.spans(item).iter();
        spans.flat_map(|span| text_objects::sentence_starts(document, *span)).collect()
    };
    Some(match caret {
        CaretMove::Right => Box::new(|at| text_objects::next_letter(document, at)),
        CaretMove::Left => Box::new(|at| text_objects::previous_letter(document, at)),
        CaretMove::Word => Box::new(|at| text_objects::next_word(document, at)),
        CaretMove::WordBack => Box::new(|at| text_objects::previous_word(document, at)),
        CaretMove::Sentence => {
            let starts = starts();
            Box::new(move |at| starts.iter().copied().find(|start| *start > at).unwrap_or(at))
        }
        CaretMove::SentenceBack => {
            let starts = starts();
            Box::new(move |at| starts.iter().copied().rfind(|start| *start < at).unwrap_or(at))
        }
        CaretMove::WordEnd | CaretMove::Down | CaretMove::Up | CaretMove::Paragraph | CaretMove::ParagraphBack => {
            return None;
        }
    })
}
