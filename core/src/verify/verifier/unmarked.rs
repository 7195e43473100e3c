//! A quotation that is nowhere in one run: the passage most like it, pieces without marks, another file, nothing.

use super::{ALIKE, Decision, Hit, NEAR, Search, Verifier};
use crate::verify::align::{self, Alignment};
use crate::verify::asked::Asked;
use crate::verify::cut::Row;
use crate::verify::outcome::{Kind, UnreadableKind, Verdict};
use crate::verify::people::{Agreement, NameKind};
use crate::verify::stream::{UNHEARD, WordId};
use crate::verify::{chains, differences, misread};

/// Passages whose likeness differs by less may be as good as each other: then the speaker tells.
const SAME_LIKENESS: f64 = 0.04;
/// Fewest words of a piece without a mark before it.
const PIECE: usize = 3;
/// How much of a quotation pieces in order must cover, in hundredths.
const COVERED: usize = 85;
/// The same of pieces in another order.
const COVERED_IN_DISORDER: usize = 90;
/// Fewest words gone without a mark that make pieces of a passage.
const GONE: u32 = 4;

impl<'a> Verifier<'a> {
    /// The passage most like it; none that is too little like it to be told of.
    pub(super) fn nearest(&self, search: &Search<'_>) -> Option<(Hit<'a>, Alignment)> {
        let cleaned = !self.as_spoken;
        let asked = if cleaned { &search.cleaned } else { &search.asked };
        let mut best: Option<(Hit<'a>, Alignment)> = None;
        let rank = |agreement: Agreement| match agreement {
            Agreement::Same => 2,
            Agreement::Open => 1,
            Agreement::Other => 0,
        };
        for source in &self.sources {
            let row = Self::row(source, cleaned);
            if row.stream.tokens.is_empty() {
                continue;
            }
            let ids = asked.ids(&source.vocabulary);
            let least = best.as_ref().map_or(NEAR, |(_, known)| NEAR.max(known.similarity - SAME_LIKENESS));
            for alignment in align::passages(row, asked, &ids, least) {
                let words = alignment.pairs.first().zip(alignment.pairs.last()).map(|(a, b)| (a.1, b.1 + 1));
                let Some(words) = words else { continue };
                let hit = Hit { row, pieces: vec![words], agreement: Self::agreement(search, row, words) };
                let better = best.as_ref().is_none_or(|(known, other)| {
                    let likeness = |a: &Alignment| (a.similarity / SAME_LIKENESS).round() as i64;
                    let key = |h: &Hit<'a>, a: &Alignment| (likeness(a), rank(h.agreement));
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
    pub(super) fn unheard(hit: &Hit<'a>, alignment: &Alignment) -> Option<Decision<'a>> {
        let gap = (alignment.start..alignment.end).any(|at| hit.row.token(at).is_some_and(|t| t.id == UNHEARD));
        gap.then(|| {
            let decision = Decision::at(Verdict::CannotCheck, hit.clone()).kind(Kind::Inaudible);
            Decision { similarity: Some(alignment.similarity), alignment: Some(alignment.clone()), ..decision }
        })
    }

    /// The words, as a scanner may have read them.
    pub(super) fn misread(&self, search: &Search<'_>) -> Option<Decision<'a>> {
        let letters = misread::letters_of(&search.asked)?;
        self.sources.iter().find_map(|source| {
            let row = Self::row(source, false);
            let (pieces, alignment) = misread::places(row, &search.asked, &letters)?;
            let agreement = Self::agreement(search, row, pieces.first().copied()?);
            let decision = Decision::at(Verdict::CannotCheck, Hit { row, pieces, agreement }).kind(Kind::Unreadable);
            Some(Decision { similarity: Some(alignment.similarity), alignment: Some(alignment), ..decision })
        })
    }

    /// A passage like it: what differs.
    pub(super) fn altered(&self, search: &Search<'_>, hit: Hit<'a>, alignment: Alignment) -> Decision<'a> {
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
    pub(super) fn pieces(&self, search: &Search<'_>) -> Option<Decision<'a>> {
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
            let row = Self::row(source, !self.as_spoken);
            let ids = asked.ids(&source.vocabulary);
            let pieces: Vec<&[WordId]> = cover.iter().filter_map(|(from, to)| ids.get(*from..*to)).collect();
            let hit = |pieces: Vec<(u32, u32)>| Hit {
                row,
                agreement: Self::agreement(search, row, pieces.first().copied().unwrap_or_default()),
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
    pub(super) fn cover(&self, asked: &Asked) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = Vec::new();
        let all: Vec<(Row<'a>, Vec<WordId>)> =
            self.sources.iter().map(|s| (Self::row(s, !self.as_spoken), asked.ids(&s.vocabulary))).collect();
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
    pub(super) fn in_another_file(&self, search: &Search<'_>) -> Option<Decision<'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        let found = Self::sound_or_cut(search, &self.elsewhere, false).filter(is_sound);
        let found = found
            .or_else(|| Self::sound_or_cut(search, &self.elsewhere, true).filter(|d| is_sound(d) && !self.as_spoken))?;
        Some(Decision { verdict: Verdict::Elsewhere, ..found })
    }

    /// Nothing like it: not found where the sources hold what the speaker says, else nobody can tell.
    pub(super) fn missing(&self, search: &Search<'_>) -> Decision<'a> {
        let voice = search.quotation.voice.as_ref();
        let all_read = self.unreadable.is_empty();
        let speaker = voice.filter(|v| !matches!(v.kind, NameKind::Described | NameKind::Label));
        let covered = speaker.map(|speaker| {
            let mut covered = None;
            let read = self.sources.iter().filter_map(|s| s.covers(speaker));
            for english in read.chain(self.heard.iter().filter_map(|h| h.covers(speaker))) {
                covered = Some(english);
                if english {
                    break;
                }
            }
            covered
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
                let mut voices =
                    self.sources.iter().map(|s| &s.voices).chain(self.heard.iter().map(|h| &h.voices)).peekable();
                let has_sources = voices.peek().is_some();
                let (mut nameless, mut voiceless) = (true, false);
                for voices in voices {
                    nameless &= voices.iter().all(|voice| !voice.is_name());
                    voiceless |= voices.is_empty();
                }
                let body = speaker.is_some_and(|v| v.kind == NameKind::Body) && voiceless;
                if all_read && (nameless || body) && has_sources {
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
