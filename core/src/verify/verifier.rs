//! A quotation against all sources: which verdict holds first.

mod marked;
mod unmarked;

use super::align::Alignment;
use super::asked::Asked;
use super::cut::{self, Cut, Row};
use super::differences;
use super::heard::Heard;
use super::outcome::{Kind, Note, Unreadable, Verdict};
use super::people::{Agreement, NameKind, Voice};
use super::quotation::Quotation;
use super::source::IndexedSource;
use super::word::Word;
use super::words::read;
use crate::span::Span;

/// Fewest words that can be judged.
pub(super) const MIN_WORDS: usize = 3;
/// Fewest of them that say something.
pub(super) const MIN_CONTENT: usize = 2;
/// From this likeness on a passage is the one meant.
pub(super) const ALIKE: f64 = 0.8;
/// From this likeness on it is retold.
pub(super) const RETOLD: f64 = 0.55;
/// From this likeness on the nearest passage is told of what is not found.
pub(super) const NEAR: f64 = 0.45;
/// From this probability on the speaker of the article is held against the source.
const SURE: f64 = 0.8;
/// The same where the article names them right beside the words, or the one who speaks in the source nowhere.
const LIKELY: f64 = 0.5;

/// Bytes beside a quotation in which a filler at its end stands.
const FILLED: u32 = 16;
/// Most bytes between two words of a quotation that are looked through for fillers.
const MAX_FILLED: u32 = 400;

/// Sources made ready, with what is asked of all quotations.
#[derive(Debug)]
pub struct Verifier<'a> {
    sources: Vec<&'a IndexedSource>,
    elsewhere: Vec<&'a IndexedSource>,
    heard: &'a [Heard],
    unreadable: &'a [Unreadable],
    as_spoken: bool,
}

/// Where the words of a quotation, or pieces of it, stand.
#[derive(Clone, Debug)]
pub(super) struct Hit<'a> {
    pub row: Row<'a>,
    /// In order of the quotation.
    pub pieces: Vec<(u32, u32)>,
    pub agreement: Agreement,
}

/// What was decided, before it is told.
#[derive(Clone, Debug)]
pub(super) struct Decision<'a> {
    pub verdict: Verdict,
    pub kinds: Vec<Kind>,
    pub hit: Option<Hit<'a>>,
    /// Words of the source that were left out or cut off.
    pub lost: Vec<(u32, u32)>,
    pub notes: Vec<Note>,
    pub similarity: Option<f64>,
    pub alignment: Option<Alignment>,
    pub others: Vec<Hit<'a>>,
    pub cleaned: bool,
    /// The file that cannot be read, for what cannot be checked.
    pub file: Option<String>,
}

impl<'a> Decision<'a> {
    pub(super) fn new(verdict: Verdict) -> Self {
        Self {
            verdict,
            kinds: Vec::new(),
            hit: None,
            lost: Vec::new(),
            notes: Vec::new(),
            similarity: None,
            alignment: None,
            others: Vec::new(),
            cleaned: false,
            file: None,
        }
    }

    fn at(verdict: Verdict, hit: Hit<'a>) -> Self {
        Self { hit: Some(hit), similarity: Some(1.0), ..Self::new(verdict) }
    }

    fn kind(self, kind: Kind) -> Self {
        Self { kinds: vec![kind], ..self }
    }
}

/// A quotation while it is looked for.
pub(super) struct Search<'q> {
    pub quotation: &'q Quotation,
    pub asked: Asked,
    pub cleaned: Asked,
    /// The names in the article, for who is meant where a guess differs.
    pub named: &'q dyn Fn(&Voice) -> bool,
}

impl<'a> Verifier<'a> {
    /// A verdict does not depend on the order of the sources: they are taken by name. With `as_spoken` words of speech that a
    /// writer leaves out count.
    pub fn new(
        sources: impl IntoIterator<Item = &'a IndexedSource>,
        elsewhere: impl IntoIterator<Item = &'a IndexedSource>,
        unreadable: &'a [Unreadable],
        as_spoken: bool,
    ) -> Self {
        let sorted = |mut all: Vec<&'a IndexedSource>| {
            all.sort_by(|a, b| a.name.cmp(&b.name));
            all
        };
        let (sources, elsewhere) = (sorted(sources.into_iter().collect()), sorted(elsewhere.into_iter().collect()));
        Self { sources, elsewhere, heard: &[], unreadable, as_spoken }
    }

    /// The same with further sources that were not read, because nothing of what is quoted is in them ([`Sieve`]), and who
    /// speaks there.
    ///
    /// [`Sieve`]: super::Sieve
    #[must_use]
    pub fn hearing(self, heard: &'a [Heard]) -> Self {
        Self { heard, ..self }
    }

    pub(super) fn read(text: &str, quotation: &Quotation) -> Asked {
        let mut words: Vec<Word> = Vec::new();
        for part in &quotation.parts {
            read(text, *part, &mut words);
        }
        Asked::new(words)
    }

    /// The first verdict that holds.
    pub(super) fn decide(&self, search: &Search<'_>) -> Decision<'a> {
        let asked = &search.asked;
        if asked.words.len() < MIN_WORDS || asked.content() < MIN_CONTENT {
            return self.short(search);
        }
        if let Some(decision) = Self::sound_or_cut(search, &self.sources, false) {
            return decision;
        }
        if !self.as_spoken
            && let Some(decision) = Self::sound_or_cut(search, &self.sources, true)
        {
            return decision;
        }
        if let Some(decision) = self.misread(search) {
            return decision;
        }
        let nearest = self.nearest(search);
        if let Some((hit, alignment)) = &nearest
            && alignment.similarity >= RETOLD
            && let Some(decision) = Self::unheard(hit, alignment)
        {
            return decision;
        }
        if let Some((hit, alignment)) = &nearest
            && alignment.similarity >= ALIKE
        {
            return self.altered(search, hit.clone(), alignment.clone());
        }
        if let Some(decision) = self.pieces(search) {
            return decision;
        }
        if let Some(decision) = self.in_another_file(search) {
            return decision;
        }
        if let Some((hit, alignment)) = &nearest
            && alignment.similarity >= RETOLD
            && alignment.content * 2 >= asked.content()
        {
            return self.altered(search, hit.clone(), alignment.clone());
        }
        let mut decision = self.missing(search);
        if let Some((hit, alignment)) = nearest.filter(|_| decision.verdict == Verdict::NotFound) {
            decision.similarity = Some(alignment.similarity);
            decision.others = vec![hit];
        }
        decision
    }

    fn row(source: &'a IndexedSource, cleaned: bool) -> Row<'a> {
        Row { source, stream: if cleaned { &source.cleaned } else { &source.written } }
    }

    /// Who says a piece, held against who says it in the article.
    fn agreement(search: &Search<'_>, row: Row<'a>, (start, end): (u32, u32)) -> Agreement {
        let Some(voice) = &search.quotation.voice else { return Agreement::Open };
        let inner = row.stream.quoted(start, end);
        let quoted = inner.and_then(|i| row.source.voice(i.voice));
        let speaks = row.source.voice(row.stream.stretch(start).voice);
        let compare = |there: &Voice| {
            let agreement = voice.compare(there);
            // Words of a guest are not the host's where a host speaks as well, nor those of a person a body's that is heard itself.
            let is_heard = || match (voice.kind, there.kind) {
                (NameKind::Role(_), NameKind::Person) => row.source.voices.iter().any(|v| v.kind == voice.kind),
                (NameKind::Body, NameKind::Person | NameKind::Body) | (NameKind::Person, NameKind::Body) => {
                    row.source.covers(voice).is_some()
                }
                _ => false,
            };
            if agreement == Agreement::Open && is_heard() { Agreement::Other } else { agreement }
        };
        match (quoted.map(compare), speaks.map(compare)) {
            (Some(Agreement::Same), _) => Agreement::Same,
            (Some(Agreement::Other), _) if inner.is_some_and(|i| i.sure) => Agreement::Other,
            // `My father said, "…"` in her turn: his words, not hers.
            (Some(Agreement::Open), Some(Agreement::Same))
                if inner.is_some_and(|i| i.sure) && quoted.is_some_and(Voice::is_somebody) =>
            {
                Agreement::Other
            }
            (_, Some(agreement)) => agreement,
            (Some(agreement), None) => agreement,
            (None, None) => Agreement::Open,
        }
    }

    /// Short quotations can be confirmed, never condemned.
    fn short(&self, search: &Search<'_>) -> Decision<'a> {
        let asked = &search.asked;
        let open = || Decision { notes: vec![Note::Short], ..Decision::new(Verdict::CannotCheck) }.kind(Kind::TooShort);
        if asked.content() == 0 {
            return open();
        }
        let hits = Self::whole(search, asked, &self.sources, false);
        let spelled = |hit: &Hit<'a>| Self::is_spelled(asked, hit);
        let good = |wanted: Agreement| hits.iter().find(|hit| hit.agreement == wanted && !spelled(hit));
        let named = search.quotation.voice.as_ref().is_some_and(Voice::is_name);
        // Of nameless ones only where the words are nobody's in particular.
        let hit = good(Agreement::Same).or_else(|| good(Agreement::Open).filter(|h| !named || !Self::is_told_apart(h)));
        // Words that a condition limits are not confirmed.
        let is_whole = |hit: &&Hit<'a>| {
            let (start, end) = hit.pieces.first().copied().unwrap_or_default();
            cut::cut(hit.row, start, end, &search.quotation.beside).lost.is_none()
        };
        match hit.filter(is_whole) {
            Some(hit) => Decision { notes: vec![Note::Short], ..Decision::at(Verdict::Verbatim, hit.clone()) },
            None => open(),
        }
    }

    /// Whether somebody with a role or label says it.
    fn is_told_apart(hit: &Hit<'a>) -> bool {
        let start = hit.pieces.first().map_or(0, |p| p.0);
        hit.row.source.voice(hit.row.stream.stretch(start).voice).is_some()
    }

    fn is_spelled(asked: &Asked, hit: &Hit<'a>) -> bool {
        let pairs = Self::pairs(asked, &hit.pieces);
        differences::is_spelled_otherwise(hit.row, asked, &pairs)
    }

    /// Pairs of words of pieces that are the same.
    pub(super) fn pairs(asked: &Asked, pieces: &[(u32, u32)]) -> Vec<(usize, u32)> {
        let all = pieces.iter().flat_map(|(start, end)| *start..*end);
        all.take(asked.words.len()).enumerate().collect()
    }

    /// Whether each *you know* that the quotation keeps stands in the source as well, where the words were cleaned.
    fn keeps_fillers(row: Row<'a>, asked: &Asked, pieces: &[(u32, u32)]) -> bool {
        let at: Vec<u32> = pieces.iter().flat_map(|(start, end)| *start..*end).collect();
        let token = |n: usize| at.get(n).and_then(|at| row.token(*at)).map(|t| t.span);
        let text = row.source.document.text();
        asked.has_fillers(|n| {
            let (before, behind) = (n.checked_sub(1).and_then(token), token(n));
            let from = before.map_or_else(|| behind.map_or(0, |s| s.start.saturating_sub(FILLED)), |s| s.end);
            let to = behind.map_or(from + FILLED, |s| s.start).min(from + MAX_FILLED);
            let bound = |at: u32| text.floor_char_boundary(at as usize) as u32;
            let mut words = Vec::new();
            read(text, Span::new(bound(from), bound(to).max(bound(from))), &mut words);
            words
        })
    }

    /// Every place where all words stand in one run.
    fn whole(search: &Search<'_>, asked: &Asked, sources: &[&'a IndexedSource], cleaned: bool) -> Vec<Hit<'a>> {
        let mut out = Vec::new();
        for source in sources {
            let row = Self::row(source, cleaned);
            let Some(ids) = asked.all_ids(&source.vocabulary) else { continue };
            for start in row.stream.occurrences(&ids) {
                let piece = (start, start + ids.len() as u32);
                if !Self::keeps_fillers(row, asked, &[piece]) {
                    continue;
                }
                out.push(Hit { row, pieces: vec![piece], agreement: Self::agreement(search, row, piece) });
            }
        }
        out
    }

    /// The words in one run, or their pieces at marks in order: sound, cut off, or said by another.
    fn sound_or_cut(search: &Search<'_>, sources: &[&'a IndexedSource], cleaned: bool) -> Option<Decision<'a>> {
        let asked = if cleaned { &search.cleaned } else { &search.asked };
        let finish = |decision: Decision<'a>| {
            let verdict = match decision.verdict {
                Verdict::Verbatim if cleaned => Verdict::Cleaned,
                verdict => verdict,
            };
            Decision { verdict, cleaned, ..decision }
        };
        if !asked.has_brackets() {
            let hits = Self::whole(search, asked, sources, cleaned);
            if !hits.is_empty() {
                return Some(finish(Self::run(search, asked, hits)));
            }
        }
        if asked.is_cut() {
            return Self::trimmed(search, asked, sources, cleaned).map(finish);
        }
        None
    }

    /// Those of the named speaker, else of nameless ones; or why there is none.
    fn kept(search: &Search<'_>, hits: Vec<Hit<'a>>) -> Result<(Vec<Hit<'a>>, Vec<Note>), Box<Decision<'a>>> {
        let of = |wanted: Agreement| hits.iter().filter(|h| h.agreement == wanted).cloned().collect::<Vec<_>>();
        let same = of(Agreement::Same);
        if !same.is_empty() {
            return Ok((same, Vec::new()));
        }
        let open = of(Agreement::Open);
        if !open.is_empty() {
            return Ok((open, Vec::new()));
        }
        let Some(first) = hits.first().cloned() else { return Err(Box::new(Decision::new(Verdict::NotFound))) };
        let score = search.quotation.speaker.as_ref().map_or(0.0, |s| s.score);
        let there = Self::voice_of(&first);
        // Whom the article never names, it cannot have meant.
        let is_stranger = there.is_none_or(|voice| !(search.named)(voice));
        if score >= SURE || score >= LIKELY && (is_stranger || search.quotation.is_named) {
            let others = hits.iter().skip(1).cloned().collect();
            return Err(Box::new(Decision { others, ..Decision::at(Verdict::WrongSpeaker, first) }));
        }
        Ok((hits, vec![Note::SpeakerUnsure]))
    }

    pub(super) fn voice_of(hit: &Hit<'a>) -> Option<&'a Voice> {
        let (start, end) = hit.pieces.first().copied()?;
        let inner = hit.row.stream.quoted(start, end).and_then(|i| hit.row.source.voice(i.voice));
        inner.or_else(|| hit.row.source.voice(hit.row.stream.stretch(start).voice))
    }

    /// All words in one run: the best of its places.
    fn run(search: &Search<'_>, asked: &Asked, hits: Vec<Hit<'a>>) -> Decision<'a> {
        let (kept, notes) = match Self::kept(search, hits) {
            Ok(kept) => kept,
            Err(decision) => return *decision,
        };
        let judged = kept.iter().map(|hit| {
            let (start, end) = hit.pieces.first().copied().unwrap_or_default();
            let cut = cut::cut(hit.row, start, end, &search.quotation.beside);
            let pairs = Self::pairs(asked, &hit.pieces);
            let question = differences::states_a_question(hit.row, asked, &pairs, search.quotation.asks);
            Judged { lost: cut.lost.is_some(), question, spelled: Self::is_spelled(asked, hit), cut, hit }
        });
        let best = judged.min_by_key(|place| (place.lost, place.question, place.spelled));
        let Some(Judged { question, spelled, cut, hit, .. }) = best else {
            return Decision::new(Verdict::NotFound);
        };
        // Of an interrupted quotation the words stand in two rows.
        let place = |h: &Hit<'a>| h.pieces.first().map(|p| bytes(h.row, *p));
        let is_other = |h: &&Hit<'a>| h.row.source.name != hit.row.source.name || place(h) != place(hit);
        let others = kept.iter().filter(is_other).cloned().collect();
        let notes = notes.into_iter().chain(cut.notes.iter().copied()).collect();
        let base = Decision { notes, others, ..Decision::at(Verdict::Verbatim, hit.clone()) };
        if let Some(lost) = cut.lost {
            return Decision { verdict: Verdict::Truncated, lost: vec![lost], ..base };
        }
        if question || spelled {
            let kinds =
                question.then_some(Kind::Question).into_iter().chain(spelled.then_some(Kind::Spelling)).collect();
            return Decision { verdict: Verdict::Altered, kinds, ..base };
        }
        base
    }
}

/// A place of a quotation, and what is wrong with it there.
struct Judged<'h, 'a> {
    hit: &'h Hit<'a>,
    cut: Cut,
    /// Whether it is cut where that changes what it says.
    lost: bool,
    /// Whether the source asks and the quotation states.
    question: bool,
    /// Whether a word is written otherwise.
    spelled: bool,
}

/// The bytes of a range of a row.
pub(super) fn bytes(row: Row<'_>, (start, end): (u32, u32)) -> Span {
    let first = row.token(start).map_or(0, |t| t.span.start);
    let last = row.token(end.saturating_sub(1)).map_or(first, |t| t.span.end);
    Span::new(first, last.max(first))
}
