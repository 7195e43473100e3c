//! A quotation against all sources: which verdict holds first.

use super::align::{self, Alignment};
use super::asked::{Asked, Joint};
use super::chains::{self, Chain};
use super::cut::{self, Cut, Row};
use super::differences;
use super::en;
use super::guard::Guard;
use super::outcome::{Kind, Note, Unreadable, UnreadableKind, Verdict};
use super::people::{Agreement, NameKind, Voice};
use super::quotation::Quotation;
use super::source::IndexedSource;
use super::stream::WordId;
use super::words::{Word, read};
use crate::span::Span;

/// Fewest words that can be judged.
const MIN_WORDS: usize = 3;
/// Fewest of them that say something.
const MIN_CONTENT: usize = 2;
/// From this likeness on a passage is the one meant.
const ALIKE: f64 = 0.8;
/// From this likeness on it is retold.
const RETOLD: f64 = 0.55;
/// From this probability on the speaker of the article is held against the source.
const SURE: f64 = 0.8;
/// The same where the article names them right beside the words, or the one who speaks in the source nowhere.
const LIKELY: f64 = 0.5;
/// Words of a replacement in brackets.
const BRACKETS: u32 = 6;
/// Fewest words of a piece without a mark before it.
const PIECE: usize = 3;
/// How much of a quotation pieces in order must cover, in hundredths.
const COVERED: usize = 85;
/// The same of pieces in another order.
const COVERED_IN_DISORDER: usize = 90;
/// Fewest words gone without a mark that make pieces of a passage.
const GONE: u32 = 4;

/// Sources made ready, with what is asked of all quotations.
#[derive(Debug)]
pub struct Verifier<'a> {
    sources: Vec<&'a IndexedSource>,
    elsewhere: Vec<&'a IndexedSource>,
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
        Self { sources, elsewhere, unreadable, as_spoken }
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
        if let Some(decision) = self.sound_or_cut(search, &self.sources, false) {
            return decision;
        }
        if !self.as_spoken
            && let Some(decision) = self.sound_or_cut(search, &self.sources, true)
        {
            return decision;
        }
        let nearest = self.nearest(search);
        if let Some((hit, alignment)) = &nearest
            && alignment.similarity >= RETOLD
            && let Some(decision) = self.unheard(hit, alignment)
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

    fn row(&self, source: &'a IndexedSource, cleaned: bool) -> Row<'a> {
        Row { source, stream: if cleaned { &source.cleaned } else { &source.written } }
    }

    /// Who says a piece, held against who says it in the article.
    fn agreement(&self, search: &Search<'_>, row: Row<'a>, (start, end): (u32, u32)) -> Agreement {
        let Some(voice) = &search.quotation.voice else { return Agreement::Open };
        let inner = row.stream.quoted(start, end);
        let quoted = inner.and_then(|i| row.source.voice(i.voice));
        let speaks = row.source.voice(row.stream.stretch(start).voice);
        let compare = |there: &Voice| {
            let agreement = voice.compare(there);
            // Words of a guest are not the host's, where a host speaks as well.
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
        let hits = self.whole(search, asked, &self.sources, false);
        let spelled = |hit: &Hit<'a>| Self::is_spelled(asked, hit);
        let good = |wanted: Agreement| hits.iter().find(|hit| hit.agreement == wanted && !spelled(hit));
        let named = search.quotation.voice.as_ref().is_some_and(Voice::is_name);
        // Of nameless ones only where the words are nobody's in particular.
        let hit = good(Agreement::Same).or_else(|| good(Agreement::Open).filter(|h| !named || !Self::is_told_apart(h)));
        match hit {
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
        let mut n = 0;
        let mut out = Vec::with_capacity(asked.words.len());
        for at in pieces.iter().flat_map(|(start, end)| *start..*end) {
            out.push((n, at));
            n += 1;
        }
        out
    }

    /// Every place where all words stand in one run.
    fn whole(&self, search: &Search<'_>, asked: &Asked, sources: &[&'a IndexedSource], cleaned: bool) -> Vec<Hit<'a>> {
        let mut out = Vec::new();
        for source in sources {
            let row = self.row(source, cleaned);
            let ids = asked.ids(&source.vocabulary);
            if !asked.is_known(&ids) || ids.is_empty() {
                continue;
            }
            for start in row.stream.occurrences(&ids) {
                let piece = (start, start + ids.len() as u32);
                out.push(Hit { row, pieces: vec![piece], agreement: self.agreement(search, row, piece) });
            }
        }
        out
    }

    /// The words in one run, or their pieces at marks in order: sound, cut off, or said by another.
    fn sound_or_cut(&self, search: &Search<'_>, sources: &[&'a IndexedSource], cleaned: bool) -> Option<Decision<'a>> {
        let asked = if cleaned { &search.cleaned } else { &search.asked };
        let finish = |decision: Decision<'a>| {
            let verdict = match decision.verdict {
                Verdict::Verbatim if cleaned => Verdict::Cleaned,
                verdict => verdict,
            };
            Decision { verdict, cleaned, ..decision }
        };
        if !asked.has_brackets() {
            let hits = self.whole(search, asked, sources, cleaned);
            if !hits.is_empty() {
                return Some(finish(self.run(search, asked, hits)));
            }
        }
        if asked.is_cut() {
            return self.trimmed(search, asked, sources, cleaned).map(finish);
        }
        None
    }

    /// Those of the named speaker, else of nameless ones; or why there is none.
    fn kept(&self, search: &Search<'_>, hits: Vec<Hit<'a>>) -> Result<(Vec<Hit<'a>>, Vec<Note>), Decision<'a>> {
        let of = |wanted: Agreement| hits.iter().filter(|h| h.agreement == wanted).cloned().collect::<Vec<_>>();
        let same = of(Agreement::Same);
        if !same.is_empty() {
            return Ok((same, Vec::new()));
        }
        let open = of(Agreement::Open);
        if !open.is_empty() {
            return Ok((open, Vec::new()));
        }
        let Some(first) = hits.first().cloned() else { return Err(Decision::new(Verdict::NotFound)) };
        let score = search.quotation.speaker.as_ref().map_or(0.0, |s| s.score);
        let there = self.voice_of(&first);
        // Whom the article never names, it cannot have meant.
        let is_stranger = there.is_none_or(|voice| !(search.named)(voice));
        if score >= SURE || score >= LIKELY && (is_stranger || search.quotation.is_named) {
            let others = hits.iter().skip(1).cloned().collect();
            return Err(Decision { others, ..Decision::at(Verdict::WrongSpeaker, first) });
        }
        Ok((hits, vec![Note::SpeakerUnsure]))
    }

    pub(super) fn voice_of(&self, hit: &Hit<'a>) -> Option<&'a Voice> {
        let (start, end) = hit.pieces.first().copied()?;
        let inner = hit.row.stream.quoted(start, end).and_then(|i| hit.row.source.voice(i.voice));
        inner.or_else(|| hit.row.source.voice(hit.row.stream.stretch(start).voice))
    }

    /// All words in one run: the best of its places.
    fn run(&self, search: &Search<'_>, asked: &Asked, hits: Vec<Hit<'a>>) -> Decision<'a> {
        let (kept, notes) = match self.kept(search, hits) {
            Ok(kept) => kept,
            Err(decision) => return decision,
        };
        let judged = kept.iter().map(|hit| {
            let (start, end) = hit.pieces.first().copied().unwrap_or_default();
            let cut = cut::cut(hit.row, start, end, &search.quotation.beside);
            (Self::is_spelled(asked, hit), cut, hit)
        });
        let judged: Vec<(bool, Cut, &Hit<'a>)> = judged.collect();
        let Some(best) = judged.iter().min_by_key(|(spelled, cut, _)| (cut.lost.is_some(), *spelled)) else {
            return Decision::new(Verdict::NotFound);
        };
        let (spelled, cut, hit) = best;
        // Of an interrupted quotation the words stand in two rows.
        let place = |h: &Hit<'a>| h.pieces.first().map(|p| bytes(h.row, *p));
        let is_other = |h: &&Hit<'a>| h.row.source.name != hit.row.source.name || place(h) != place(hit);
        let others = kept.iter().filter(is_other).cloned().collect();
        let notes = notes.into_iter().chain(cut.notes.iter().copied()).collect();
        let pairs = Self::pairs(asked, &hit.pieces);
        let asks = search.quotation.asks;
        let base = Decision { others, notes, ..Decision::at(Verdict::Verbatim, (*hit).clone()) };
        if let Some(lost) = cut.lost {
            return Decision { verdict: Verdict::Truncated, lost: vec![lost], ..base };
        }
        let question = differences::states_a_question(hit.row, asked, &pairs, asks);
        if question || *spelled {
            let kinds =
                question.then_some(Kind::Question).into_iter().chain(spelled.then_some(Kind::Spelling)).collect();
            return Decision { verdict: Verdict::Altered, kinds, ..base };
        }
        base
    }

    /// Pieces at marks of omission and brackets, in order.
    fn trimmed(
        &self,
        search: &Search<'_>,
        asked: &Asked,
        sources: &[&'a IndexedSource],
        cleaned: bool,
    ) -> Option<Decision<'a>> {
        let ranges = asked.ranges();
        let mut hits: Vec<(Hit<'a>, Chain)> = Vec::new();
        let mut missing = vec![true; ranges.len()];
        let mut in_disorder = None;
        let mut single: Vec<Option<Hit<'a>>> = vec![None; ranges.len()];
        for source in sources {
            let row = self.row(source, cleaned);
            let ids = asked.ids(&source.vocabulary);
            let pieces: Vec<&[WordId]> = ranges.iter().filter_map(|(from, to)| ids.get(*from..*to)).collect();
            for (n, piece) in pieces.iter().enumerate() {
                if let Some(start) = row.stream.occurrences(piece).first() {
                    if let Some(missing) = missing.get_mut(n) {
                        *missing = false;
                    }
                    let place = (*start, start + piece.len() as u32);
                    if let Some(slot) = single.get_mut(n).filter(|s| s.is_none()) {
                        *slot = Some(Hit { row, pieces: vec![place], agreement: self.agreement(search, row, place) });
                    }
                }
            }
            for chain in chains::in_order(row.stream, &pieces) {
                let agreements = chain.pieces.iter().map(|piece| self.agreement(search, row, *piece));
                let agreement = agreements.min_by_key(|a| match a {
                    Agreement::Other => 0,
                    Agreement::Open => 1,
                    Agreement::Same => 2,
                })?;
                hits.push((Hit { row, pieces: chain.pieces.clone(), agreement }, chain));
            }
            if in_disorder.is_none() && pieces.len() > 1 {
                let found = chains::out_of_order(row.stream, &pieces);
                in_disorder = found.map(|pieces| Hit {
                    row,
                    agreement: self.agreement(search, row, pieces.first().copied().unwrap_or_default()),
                    pieces,
                });
            }
        }
        if missing.contains(&true) {
            return None;
        }
        let (sound, broken): (Vec<_>, Vec<_>) = hits.into_iter().partition(|(_, chain)| !chain.broken);
        if !sound.is_empty() {
            return self.best_of(search, asked, sound.into_iter().map(|(hit, _)| hit).collect());
        }
        if let Some(hit) = in_disorder {
            return Some(Decision::at(Verdict::Reordered, hit));
        }
        let spliced = broken.into_iter().map(|(hit, _)| hit).next();
        let hit = spliced.or_else(|| single.into_iter().flatten().next())?;
        Some(Decision::at(Verdict::Spliced, hit))
    }

    /// The best of the places where pieces stand together.
    fn best_of(&self, search: &Search<'_>, asked: &Asked, hits: Vec<Hit<'a>>) -> Option<Decision<'a>> {
        let (kept, notes) = match self.kept(search, hits) {
            Ok(kept) => kept,
            Err(decision) => return Some(decision),
        };
        let rank = |verdict: Verdict| match verdict {
            Verdict::Trimmed => 0,
            Verdict::Truncated => 1,
            Verdict::Hidden => 2,
            _ => 3,
        };
        let judged = kept.iter().filter_map(|hit| self.pieces_at(search, asked, hit));
        let best = judged.min_by_key(|decision| rank(decision.verdict))?;
        Some(Decision { notes: notes.into_iter().chain(best.notes.iter().copied()).collect(), ..best })
    }

    /// What the words left out between pieces, and those cut off at the ends, make of them.
    fn pieces_at(&self, search: &Search<'_>, asked: &Asked, hit: &Hit<'a>) -> Option<Decision<'a>> {
        let row = hit.row;
        let mut lost = Vec::new();
        let mut hidden = false;
        let mut replaced: Option<Kind> = None;
        for (two, (_, joint)) in hit.pieces.windows(2).zip(asked.pieces.iter().skip(1)) {
            let [(_, from), (to, _)] = two else { continue };
            if to > from {
                lost.push((*from, *to));
            }
            match joint {
                Joint::Brackets(words) => {
                    if to - from > BRACKETS {
                        return None;
                    }
                    replaced = replaced.or_else(|| Self::replaces(row, (*from, *to), words));
                }
                Joint::Omission | Joint::Begin => {
                    if (*from..*to).any(|at| row.token(at).is_some_and(|t| t.id == super::stream::UNHEARD)) {
                        let decision = Decision { lost, ..Decision::at(Verdict::CannotCheck, hit.clone()) };
                        return Some(decision.kind(Kind::Inaudible));
                    }
                    hidden |= cut::hides(row, *from, *to);
                }
            }
        }
        let (start, end) = (hit.pieces.first()?.0, hit.pieces.last()?.1);
        let cut = cut::cut(row, start, end, &search.quotation.beside);
        let pairs = Self::pairs(asked, &hit.pieces);
        let base = Decision { lost, notes: cut.notes, ..Decision::at(Verdict::Trimmed, hit.clone()) };
        if let Some(kind) = replaced {
            return Some(Decision { verdict: Verdict::Altered, ..base }.kind(kind));
        }
        if hidden {
            return Some(Decision { verdict: Verdict::Hidden, ..base });
        }
        if let Some(range) = cut.lost {
            return Some(Decision { verdict: Verdict::Truncated, lost: vec![range], ..base });
        }
        if differences::is_spelled_otherwise(row, asked, &pairs) {
            return Some(Decision { verdict: Verdict::Altered, ..base }.kind(Kind::Spelling));
        }
        Some(base)
    }

    /// The guard of a word that brackets replaced by none of its kind.
    fn replaces(row: Row<'a>, (from, to): (u32, u32), words: &[Word]) -> Option<Kind> {
        (from..to).find_map(|at| {
            let key = row.word(at);
            if words.iter().any(|w| w.key == key) {
                return None;
            }
            match row.guard(at) {
                Some(Guard::Operator) if en::swaps(key) => None,
                Some(guard) => Some(guard.kind()),
                None => row.token(at).filter(|t| t.name).map(|_| Kind::Name),
            }
        })
    }

    /// The passage most like it.
    fn nearest(&self, search: &Search<'_>) -> Option<(Hit<'a>, Alignment)> {
        let cleaned = !self.as_spoken;
        let asked = if cleaned { &search.cleaned } else { &search.asked };
        let mut best: Option<(Hit<'a>, Alignment)> = None;
        let rank = |agreement: Agreement| match agreement {
            Agreement::Same => 2,
            Agreement::Open => 1,
            Agreement::Other => 0,
        };
        for source in &self.sources {
            let row = self.row(source, cleaned);
            if row.stream.tokens.is_empty() {
                continue;
            }
            let ids = asked.ids(&source.vocabulary);
            for alignment in align::passages(row, asked, &ids) {
                let words = alignment.pairs.first().zip(alignment.pairs.last()).map(|(a, b)| (a.1, b.1 + 1));
                let Some(words) = words else { continue };
                let hit = Hit { row, pieces: vec![words], agreement: self.agreement(search, row, words) };
                let better = best.as_ref().is_none_or(|(known, other)| {
                    let key = |h: &Hit<'a>, a: &Alignment| ((a.similarity * 25.0).round() as i64, rank(h.agreement));
                    key(&hit, &alignment) > key(known, other)
                });
                if better {
                    best = Some((hit, alignment));
                }
            }
        }
        best
    }

    /// Whether nobody could make out words of the passage.
    fn unheard(&self, hit: &Hit<'a>, alignment: &Alignment) -> Option<Decision<'a>> {
        let gap = (alignment.start..alignment.end)
            .any(|at| hit.row.token(at).is_some_and(|t| t.id == super::stream::UNHEARD));
        gap.then(|| {
            let decision = Decision::at(Verdict::CannotCheck, hit.clone()).kind(Kind::Inaudible);
            Decision { similarity: Some(alignment.similarity), alignment: Some(alignment.clone()), ..decision }
        })
    }

    /// A passage like it: what differs.
    fn altered(&self, search: &Search<'_>, hit: Hit<'a>, alignment: Alignment) -> Decision<'a> {
        let asked = if self.as_spoken { &search.asked } else { &search.cleaned };
        let mut kinds = differences::kinds(hit.row, asked, &alignment);
        if differences::states_a_question(hit.row, asked, &alignment.pairs, search.quotation.asks) {
            kinds.push(Kind::Question);
        }
        if alignment.similarity < ALIKE {
            kinds.retain(|kind| *kind != Kind::Words);
            kinds.push(Kind::Paraphrase);
        }
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.is_empty() {
            kinds.push(Kind::Words);
        }
        let similarity = Some(alignment.similarity);
        Decision {
            kinds,
            similarity,
            alignment: Some(alignment),
            cleaned: !self.as_spoken,
            ..Decision::at(Verdict::Altered, hit)
        }
    }

    /// Pieces without marks: of several passages, or of one in another order.
    fn pieces(&self, search: &Search<'_>) -> Option<Decision<'a>> {
        let asked = if self.as_spoken { &search.asked } else { &search.cleaned };
        let cover = self.cover(asked);
        let covered: usize = cover.iter().map(|(from, to)| to - from).sum();
        let share = covered * 100 / asked.words.len().max(1);
        let most = (asked.words.len() / 5).max(2);
        if cover.len() < 2 || cover.len() > most || share < COVERED {
            return None;
        }
        let mut broken: Option<Hit<'a>> = None;
        let mut singles: Vec<Hit<'a>> = Vec::new();
        for source in &self.sources {
            let row = self.row(source, !self.as_spoken);
            let ids = asked.ids(&source.vocabulary);
            let pieces: Vec<&[WordId]> = cover.iter().filter_map(|(from, to)| ids.get(*from..*to)).collect();
            let hit = |pieces: Vec<(u32, u32)>| Hit {
                row,
                agreement: self.agreement(search, row, pieces.first().copied().unwrap_or_default()),
                pieces,
            };
            for chain in chains::in_order(row.stream, &pieces) {
                let gone = chain.pieces.windows(2).any(|two| matches!(two, [a, b] if b.0 >= a.1 + GONE));
                if chain.broken || gone {
                    if !chain.broken {
                        return Some(Decision::at(Verdict::Spliced, hit(chain.pieces)));
                    }
                    broken.get_or_insert_with(|| hit(chain.pieces));
                }
            }
            if share >= COVERED_IN_DISORDER
                && let Some(places) = chains::out_of_order(row.stream, &pieces)
            {
                return Some(Decision::at(Verdict::Reordered, hit(places)));
            }
            for piece in &pieces {
                if let Some(start) = row.stream.occurrences(piece).first() {
                    singles.push(hit(vec![(*start, start + piece.len() as u32)]));
                }
            }
        }
        let hit = broken.or_else(|| singles.into_iter().next())?;
        Some(Decision::at(Verdict::Spliced, hit))
    }

    /// The words in as long pieces as any source has, each of three and more, as ranges.
    fn cover(&self, asked: &Asked) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        let all: Vec<(Row<'a>, Vec<WordId>)> =
            self.sources.iter().map(|s| (self.row(s, !self.as_spoken), asked.ids(&s.vocabulary))).collect();
        let mut at = 0;
        while at + PIECE <= asked.words.len() {
            let longest = all.iter().map(|(row, ids)| longest(*row, ids, at)).max().unwrap_or(0);
            if longest >= PIECE {
                out.push((at, at + longest));
                at += longest;
            } else {
                at += 1;
            }
        }
        out
    }

    /// Sound in another file.
    fn in_another_file(&self, search: &Search<'_>) -> Option<Decision<'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        let found = self.sound_or_cut(search, &self.elsewhere, false).filter(is_sound);
        let found = found
            .or_else(|| self.sound_or_cut(search, &self.elsewhere, true).filter(|d| is_sound(d) && !self.as_spoken))?;
        Some(Decision { verdict: Verdict::Elsewhere, ..found })
    }

    /// Nothing like it: not found where the sources hold what the speaker says, else nobody can tell.
    fn missing(&self, search: &Search<'_>) -> Decision<'a> {
        let voice = search.quotation.voice.as_ref();
        let all_read = self.unreadable.is_empty();
        let speaker = voice.filter(|v| !matches!(v.kind, NameKind::Described | NameKind::Label));
        let covered = speaker.map(|speaker| {
            self.sources
                .iter()
                .filter_map(|s| s.covers(speaker))
                .fold(None, |all, one| Some(all.unwrap_or(false) | one))
        });
        let open =
            |kind: Kind, file: Option<String>| Decision { file, ..Decision::new(Verdict::CannotCheck) }.kind(kind);
        let unread = || {
            let no_text = self.unreadable.iter().find(|u| u.kind == UnreadableKind::NoText);
            let first = no_text.or(self.unreadable.first())?;
            let kind = if first.kind == UnreadableKind::NoText { Kind::NoText } else { Kind::Unreadable };
            Some(open(kind, Some(first.source.clone())))
        };
        match covered {
            Some(Some(true)) => Decision::new(Verdict::NotFound),
            Some(Some(false)) => open(Kind::Language, None),
            Some(None) => {
                let nameless = self.sources.iter().all(|s| s.is_nameless());
                let body = speaker.is_some_and(|v| v.kind == NameKind::Body)
                    && self.sources.iter().any(|s| s.voices.is_empty());
                if all_read && (nameless || body) && !self.sources.is_empty() {
                    return Decision::new(Verdict::NotFound);
                }
                unread().unwrap_or_else(|| open(Kind::NotCovered, None))
            }
            None => unread().unwrap_or_else(|| Decision::new(Verdict::NotFound)),
        }
    }
}

/// The longest run of words from `at` on that a source has.
fn longest(row: Row<'_>, ids: &[WordId], at: usize) -> usize {
    let Some(first) = ids.get(at..at + PIECE) else { return 0 };
    let starts = row.stream.occurrences(first);
    let length = |start: u32| {
        let run = row.stream.stretch(start).run;
        let rest = ids.get(at..).unwrap_or_default();
        let same = rest
            .iter()
            .zip(start..)
            .take_while(|(id, at)| row.token(*at).is_some_and(|t| t.id == **id) && row.stream.stretch(*at).run == run);
        same.count()
    };
    starts.into_iter().map(length).max().unwrap_or(0)
}

fn is_sound(decision: &Decision<'_>) -> bool {
    matches!(decision.verdict, Verdict::Verbatim | Verdict::Trimmed | Verdict::Cleaned)
}

/// The bytes of a range of a row.
pub(super) fn bytes(row: Row<'_>, (start, end): (u32, u32)) -> Span {
    let first = row.token(start).map_or(0, |t| t.span.start);
    let last = row.token(end.saturating_sub(1)).map_or(first, |t| t.span.end);
    Span::new(first, last.max(first))
}
