//! Work that was left unfinished in the open document: set aside by Esc, or found in its file when the document was opened.

use crate::store::drafts::print;
use sayso_core::annotation::{Draft, DraftKind, DraftPlace};
use sayso_core::document::Document;
use sayso_core::reading::Reading;
use sayso_core::span::Span;

/// Work that was left unfinished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDraft {
    /// What it is.
    pub draft: Draft,
    /// Where it belongs in the text that is open.
    pub place: DraftPlace,
    /// Whether it is kept in the file. A selection, or a name one looked for, that was left with Esc is offered again while
    /// the document is open, not for ever.
    written: bool,
}

impl KeptDraft {
    /// Whether its words are in the text, or it is about something that needs none.
    pub fn is_placed(&self, reading: &Reading) -> bool {
        let draft = &self.draft;
        let own = draft.records.first().is_some_and(|id| reading.set().get(id).is_some());
        own || self.place.words.is_some() && self.place.suggestions.is_some()
    }

    /// Whether it is about this record, or about these words.
    pub fn is_about(&self, reading: &Reading, record: Option<&str>, words: &[Span]) -> bool {
        let own = self.draft.records.first().filter(|id| reading.set().get(id).is_some());
        match (own, record) {
            (Some(own), Some(id)) => own == id,
            (Some(_), None) => false,
            (None, _) => !words.is_empty() && self.place.words.as_deref() == Some(words),
        }
    }
}

/// All work that was left unfinished.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The oldest first.
    kept: Vec<KeptDraft>,
    /// Those of others who write to the same file: theirs, and never offered.
    foreign: Vec<Draft>,
    /// The one that was dropped last: it can be had back.
    dropped: Option<KeptDraft>,
    /// Whether something was typed since the writer was last told.
    pub touched: bool,
    /// What the writer was told last.
    handed: Vec<Draft>,
    /// Whether something that is still being typed was in it.
    pub is_live: bool,
}

impl Drafts {
    /// Those of a file, placed in the text. What was saved after all is left out.
    pub fn open(drafts: Vec<(Draft, DraftPlace)>, by: Option<&str>, reading: &Reading) -> Self {
        let handed = drafts.iter().map(|(draft, _)| draft.clone()).collect();
        let (own, foreign): (Vec<_>, Vec<_>) =
            drafts.into_iter().partition(|(draft, _)| draft.by.is_none() || draft.by.as_deref() == by);
        let foreign = foreign.into_iter().map(|(draft, _)| draft).collect();
        let kept = own.into_iter().map(|(draft, place)| KeptDraft { draft, place, written: true });
        let kept = kept.filter(|kept| !is_saved(reading, kept)).collect();
        Self { kept, foreign, handed, ..Self::default() }
    }

    /// Takes over what was set aside before the document was read again and is in no file.
    pub fn adopt(&mut self, earlier: Self, is_written: bool, document: &Document) {
        for kept in earlier.kept.into_iter().filter(|kept| !is_written || !kept.written) {
            let place = kept.draft.place(document);
            self.kept.push(KeptDraft { place, ..kept });
        }
        self.dropped = self.dropped.take().or(earlier.dropped);
    }

    /// Sets something aside, in the place of an earlier state of the same.
    pub fn set_aside(&mut self, draft: Draft, document: &Document) {
        let lasts = !matches!(draft.kind, DraftKind::Selection | DraftKind::Speaker);
        self.kept.retain(|k| !k.draft.is_about_the_same(&draft) && (lasts || k.written || k.draft.kind != draft.kind));
        let place = draft.place(document);
        self.kept.push(KeptDraft { draft, place, written: lasts });
    }

    /// The one that was set aside last.
    pub fn newest(&self) -> Option<&KeptDraft> {
        self.kept.last()
    }

    /// Those that stay until somebody goes on with them or drops them, the newest last.
    pub fn lasting(&self) -> impl DoubleEndedIterator<Item = &KeptDraft> {
        self.kept.iter().filter(|kept| kept.written)
    }

    /// All of them, the newest last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &KeptDraft> {
        self.kept.iter()
    }

    /// Takes the newest that `is_it`: it is gone on with.
    pub fn take(&mut self, is_it: impl Fn(&KeptDraft) -> bool) -> Option<Draft> {
        let at = self.kept.iter().rposition(is_it)?;
        Some(self.kept.remove(at).draft)
    }

    /// Drops the newest.
    pub fn drop_newest(&mut self) -> Option<&KeptDraft> {
        let dropped = self.kept.pop()?;
        Some(self.dropped.insert(dropped))
    }

    /// Has the one back that was dropped last; false when there is none.
    pub fn have_back(&mut self) -> bool {
        let back = self.dropped.take();
        let is_there = back.is_some();
        self.kept.extend(back);
        is_there
    }

    /// What the writer was told last.
    pub fn handed(&self) -> &[Draft] {
        &self.handed
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// What the file should hold now, where that is another than the writer was told last; `live` is what is being typed.
    pub fn news(&mut self, live: Option<&Draft>) -> Option<String> {
        (self.touched, self.is_live) = (false, live.is_some());
        let kept = self.kept.iter().filter(|k| k.written).map(|k| &k.draft);
        let others = kept.filter(|draft| live.is_none_or(|live| !draft.is_about_the_same(live)));
        let now: Vec<Draft> = self.foreign.iter().chain(others).chain(live).cloned().collect();
        if now == self.handed {
            return None;
        }
        let text = print(&now.iter().collect::<Vec<_>>());
        self.handed = now;
        Some(text)
    }
}

/// Whether what a draft says was saved: the program ended between saving it and taking the draft away.
fn is_saved(reading: &Reading, kept: &KeptDraft) -> bool {
    let draft = &kept.draft;
    let Some(note) = draft.typed.first().map(|note| note.trim()) else { return false };
    let says = |id: &str| {
        reading.set().get(id).is_some_and(|record| {
            let evidence = draft.typed.iter().skip(1).map(|e| e.trim()).filter(|e| !e.is_empty());
            record.note.as_deref().unwrap_or_default() == note && evidence.eq(record.evidence.iter().map(|e| e.trim()))
        })
    };
    match draft.kind {
        DraftKind::Note | DraftKind::Claim => {
            let own = draft.records.first().filter(|id| reading.set().get(id).is_some());
            own.map_or_else(
                || {
                    let words = kept.place.words.as_deref().unwrap_or_default();
                    let near = sayso_core::span::hull(words).map(|h| reading.items_in(h)).unwrap_or_default();
                    let on_them = |item: &&sayso_core::reading::ItemId| reading.spans(item) == words;
                    near.iter().filter(on_them).filter_map(|item| reading.record(item)).any(|record| says(&record.id))
                },
                |id| says(id),
            )
        }
        DraftKind::Speaker | DraftKind::Names | DraftKind::Selection => false,
    }
}
