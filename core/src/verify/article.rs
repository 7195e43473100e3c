//! An article with its quotations, and what is told of each.

use super::asked::Asked;
use super::cut::Row;
use super::diff::Diff;
use super::differences;
use super::language;
use super::outcome::{Check, Differing, Fold, Kind, OtherPlace, Piece, Region, Verdict};
use super::people::{Agreement, Voice};
use super::quotation::{Quotation, quotations};
use super::verifier::{Decision, Hit, NEAR, Search, Verifier, bytes};
use crate::detect::QuoteMarks;
use crate::reading::Reading;
use crate::span::Span;
use rustc_hash::FxHashSet;

/// Most further places told.
const MAX_OTHERS: usize = 5;
/// Most characters of the source told around the words.
const MAX_THERE: usize = 600;

/// An article made ready to be checked.
#[derive(Debug)]
pub struct Article<'a> {
    name: String,
    reading: &'a Reading,
    quotations: Vec<Quotation>,
    regions: Vec<Option<Region>>,
    /// Everybody the article names.
    names: Vec<Voice>,
    /// Every word of it, small.
    words: FxHashSet<String>,
}

impl<'a> Article<'a> {
    /// Finds the quotations of a reading; with `all` also headings, titles and single words in marks. `file` is the text of the
    /// file, where its lines are lines of people's editors. O(length).
    pub fn new(name: &str, reading: &'a Reading, marks: &QuoteMarks, all: bool, file: Option<&str>) -> Self {
        let quotations = quotations(reading, marks, all);
        let text = reading.document().text();
        let regions = match file {
            Some(file) => super::regions::of(file, text, &quotations),
            None => vec![None; quotations.len()],
        };
        let names = reading.found().clusters.iter().map(|c| Voice::named(&c.name)).filter(Voice::is_name).collect();
        let words =
            text.split(|c: char| !c.is_alphanumeric()).map(|w| w.chars().flat_map(char::to_lowercase).collect());
        Self { name: name.to_owned(), reading, quotations, regions, names, words: words.collect() }
    }

    /// Its text.
    pub(super) fn text(&self) -> &str {
        self.reading.document().text()
    }

    /// Whether a quotation is in a language whose guards are not known.
    pub(super) fn is_foreign(&self, quotation: &Quotation, asked: &Asked) -> bool {
        let found = self.reading.found();
        found.language().is_some_and(|tag| tag != "en")
            || found.foreign_at(quotation.hull().start).is_some()
            || language::is_foreign(&quotation.words(self.reading.document()), asked)
    }

    /// Its quotations in reading order.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    fn names(&self, voice: &Voice) -> bool {
        voice.is_in(|word| self.words.contains(word))
            || self.names.iter().any(|name| voice.compare(name) == Agreement::Same)
    }
}

impl Verifier<'_> {
    /// Checks every quotation of an article, in reading order.
    pub fn check_all(&self, article: &Article<'_>) -> Vec<Check> {
        (0..article.quotations.len()).filter_map(|n| self.check(article, n)).collect()
    }

    /// Checks the quotation number `n` of an article, from 0. O(words of the sources that the rarest words are like), bounded.
    pub fn check(&self, article: &Article<'_>, n: usize) -> Option<Check> {
        let quotation = article.quotations.get(n)?;
        let reading = article.reading;
        let asked = Self::read(reading.document().text(), quotation);
        let is_named = |voice: &Voice| article.names(voice);
        let search = Search { quotation, cleaned: asked.cleaned(), asked, named: &is_named };
        let decision = if article.is_foreign(quotation, &search.asked) {
            Decision { kinds: vec![Kind::Language], ..Decision::new(Verdict::CannotCheck) }
        } else {
            self.decide(&search)
        };
        Some(Self::tell(article, n, &search, &decision))
    }

    fn tell(article: &Article<'_>, n: usize, search: &Search<'_>, decision: &Decision<'_>) -> Check {
        let (quotation, document) = (search.quotation, article.reading.document());
        let hull = quotation.hull();
        let asked = if decision.cleaned { &search.cleaned } else { &search.asked };
        let quote = quotation.words(document);
        let near = decision
            .others
            .first()
            .filter(|_| decision.verdict == Verdict::NotFound && decision.similarity.is_some_and(|s| s >= NEAR));
        let hit = decision.hit.as_ref().or(near);
        let mut check = Check {
            article: article.name.clone(),
            number: n as u32 + 1,
            at: document.in_chars(hull),
            paragraph: document.block_at(hull.start) as u32 + 1,
            region: article.regions.get(n).copied().flatten(),
            speaker: quotation.speaker.clone(),
            verdict: decision.verdict,
            kind: decision.kinds.first().copied(),
            kinds: decision.kinds.clone(),
            allowed: None,
            similarity: decision.similarity.filter(|_| hit.is_some()).map(|s| (s * 100.0).round() / 100.0),
            folded: Vec::new(),
            notes: decision.notes.clone(),
            source: decision.file.clone(),
            source_at: Vec::new(),
            place: None,
            speaker_there: None,
            speaker_ok: None,
            through: None,
            there: None,
            left_out: None,
            diff: Vec::new(),
            differing: Differing::default(),
            pieces: Vec::new(),
            others: Vec::new(),
            why: String::new(),
            quote,
        };
        check.notes.sort_unstable();
        check.notes.dedup();
        if let Some(hit) = hit {
            Self::place(&mut check, hit);
            check.there = Some(around(hit));
        }
        if let Some(hit) = &decision.hit {
            let row = hit.row;
            check.speaker_ok = match hit.agreement {
                Agreement::Same => Some(true),
                Agreement::Other => Some(false),
                Agreement::Open => None,
            };
            let text = document.text();
            let diff = match &decision.alignment {
                Some(alignment) => {
                    // The words that differ are part of the passage, at its ends too.
                    let hunks = differences::hunks(row, asked, alignment);
                    let from = hunks.iter().map(|h| h.there.0).min().unwrap_or(alignment.start).min(alignment.start);
                    let to = hunks.iter().map(|h| h.there.1).max().unwrap_or(alignment.end).max(alignment.end);
                    check.source_at =
                        row.runs((from, to)).into_iter().map(|s| row.source.document.in_chars(s)).collect();
                    Diff::of_passage(row, alignment, &hunks, asked, text)
                }
                None => Diff::of_pieces(row, asked, &hit.pieces, text),
            };
            check.differing = differing(article, quotation, row, &diff, &decision.lost);
            check.diff = diff.parts;
            check.folded = folded(row, asked, hit, decision, document.text(), &quotation.parts);
            let left: Vec<String> = decision.lost.iter().map(|range| row.words(*range)).collect();
            let gone = if decision.verdict == Verdict::Cleaned { cleaned_away(hit) } else { left };
            check.left_out = (!gone.is_empty()).then(|| gone.join(" … "));
            check.pieces = Self::told_pieces(hit);
        }
        if decision.verdict != Verdict::NotFound {
            check.others = decision.others.iter().take(MAX_OTHERS).map(|hit| Self::other(hit)).collect();
        }
        check.why = why(&check);
        check
    }

    fn place(check: &mut Check, hit: &Hit<'_>) {
        let row = hit.row;
        let Some(first) = hit.pieces.first().copied() else { return };
        let turn = row.stream.stretch(first.0).turn;
        check.source = Some(row.source.name.clone());
        check.source_at =
            hit.pieces.iter().flat_map(|piece| row.runs(*piece)).map(|s| row.source.document.in_chars(s)).collect();
        check.place = Some(row.source.place(bytes(row, first).start, turn));
        let speaks = row.source.voice(row.stream.stretch(first.0).voice);
        let voice = Verifier::voice_of(hit);
        check.speaker_there = voice.map(|v| v.name.clone());
        check.through = speaks.filter(|s| voice.is_some_and(|v| v.name != s.name)).map(|s| s.name.clone());
        if check.through.is_some() && !check.notes.contains(&super::Note::Secondhand) {
            check.notes.push(super::Note::Secondhand);
        }
    }

    fn other(hit: &Hit<'_>) -> OtherPlace {
        let first = hit.pieces.first().copied().unwrap_or_default();
        OtherPlace {
            source: hit.row.source.name.clone(),
            place: hit.row.source.place(bytes(hit.row, first).start, hit.row.stream.stretch(first.0).turn),
            speaker_there: Verifier::voice_of(hit).map(|v| v.name.clone()),
            at: hit.pieces.iter().flat_map(|p| hit.row.runs(*p)).map(|s| hit.row.source.document.in_chars(s)).collect(),
            there: around(hit),
        }
    }

    fn told_pieces(hit: &Hit<'_>) -> Vec<Piece> {
        if hit.pieces.len() < 2 {
            return Vec::new();
        }
        let mut order: Vec<(u32, u32)> = hit.pieces.clone();
        order.sort_unstable();
        let row = hit.row;
        let told = hit.pieces.iter().map(|piece| {
            let span = bytes(row, *piece);
            let one = Hit { row, pieces: vec![*piece], agreement: hit.agreement };
            Piece {
                words: row.words(*piece),
                source: row.source.name.clone(),
                at: row.source.document.in_chars(span),
                place: row.source.place(span.start, row.stream.stretch(piece.0).turn),
                speaker_there: Verifier::voice_of(&one).map(|v| v.name.clone()),
                number: order.iter().position(|o| o == piece).map_or(1, |n| n as u32 + 1),
            }
        });
        told.collect()
    }
}

/// Where the words stand that one side alone has, with those of the source that were left out or cut off.
fn differing(article: &Article<'_>, of: &Quotation, row: Row<'_>, diff: &Diff, lost: &[(u32, u32)]) -> Differing {
    let document = article.reading.document();
    let apart = |mut spans: Vec<Span>| {
        spans.sort_unstable_by_key(|span| span.start);
        spans.dedup_by(|next, last| next.start < last.end && next.end <= last.end);
        spans
    };
    let (here, there) = (diff.here.clone(), diff.there.iter().copied());
    let (here, there) = (apart(here), apart(there.chain(lost.iter().flat_map(|range| row.runs(*range))).collect()));
    Differing {
        here: here.iter().map(|span| document.in_chars(*span)).collect(),
        in_quote: here.iter().filter_map(|span| of.in_words(document, *span)).collect(),
        there: there.into_iter().map(|span| row.source.document.in_chars(span)).collect(),
    }
}

/// The sentences around the pieces.
fn around(hit: &Hit<'_>) -> String {
    let row = hit.row;
    let text = row.source.document.text();
    let mut spans: Vec<Span> = Vec::new();
    let mut pieces = hit.pieces.clone();
    pieces.sort_unstable();
    for (start, end) in pieces {
        let range = (row.sentence_start(start), row.sentence_end(end.saturating_sub(1)));
        let span = bytes(row, range);
        // With the stop of the sentence.
        let rest = text.get(span.end as usize..).unwrap_or_default();
        let stop =
            rest.find(|c: char| !matches!(c, '.' | '?' | '!' | '”' | '’' | '"' | ',' | ')')).unwrap_or(rest.len());
        let span = Span::new(span.start, span.end + stop as u32);
        match spans.last_mut().filter(|last| last.end >= span.start) {
            Some(last) => *last = last.hull(span),
            None => spans.push(span),
        }
    }
    let told: Vec<String> = spans.iter().map(|s| s.of(text).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    crate::reading::shortened(&told.join(" … "), MAX_THERE)
}

/// What a transcript keeps and the quotation leaves out.
fn cleaned_away(hit: &Hit<'_>) -> Vec<String> {
    let row = hit.row;
    let kept: Vec<Span> =
        hit.pieces.iter().flat_map(|(s, e)| *s..*e).filter_map(|at| row.token(at)).map(|t| t.span).collect();
    let whole = bytes(row, (hit.pieces.first().map_or(0, |p| p.0), hit.pieces.last().map_or(0, |p| p.1)));
    let written = &row.source.written;
    let from = written.tokens.partition_point(|t| t.span.start < whole.start && t.id != super::stream::BARRIER);
    let gone =
        written.tokens.iter().skip(from).take_while(|t| t.span.start < whole.end && t.id != super::stream::BARRIER);
    let text = row.source.document.text();
    gone.filter(|t| !kept.contains(&t.span)).map(|t| t.span.of(text).to_owned()).collect()
}

/// What was folded so that the words are the same.
fn folded(
    row: Row<'_>,
    asked: &Asked,
    hit: &Hit<'_>,
    decision: &Decision<'_>,
    text: &str,
    parts: &[Span],
) -> Vec<Fold> {
    let pairs = match &decision.alignment {
        Some(alignment) => alignment.pairs.clone(),
        None => Verifier::pairs(asked, &hit.pieces),
    };
    let there = row.source.document.text();
    let mut out = Vec::new();
    for (n, at) in &pairs {
        let (Some(word), Some(token)) = (asked.words.get(*n), row.token(*at)) else { continue };
        let (mine, theirs) = (word.span.of(text), token.span.of(there));
        if mine == theirs {
            continue;
        }
        if word.key.starts_with(['#', '¤']) {
            out.push(Fold::Numbers);
        } else if mine.chars().flat_map(char::to_lowercase).eq(theirs.chars().flat_map(char::to_lowercase)) {
            out.push(Fold::Case);
        } else {
            out.push(Fold::Marks);
        }
    }
    let marks = |words: &str| words.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect::<String>();
    let mine: String = parts.iter().map(|p| marks(p.of(text).trim_end_matches([',', '.', ' ']))).collect();
    let theirs: String =
        hit.pieces.iter().map(|p| marks(bytes(row, *p).of(there).trim_end_matches([',', '.', ' ']))).collect();
    if mine != theirs {
        out.push(Fold::Marks);
    }
    if asked.has_brackets() {
        out.push(Fold::Markup);
    }
    if decision.cleaned && decision.verdict != Verdict::Altered {
        out.push(Fold::Cleaned);
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The reason in a few words.
fn why(check: &Check) -> String {
    let there = check.speaker_there.as_deref().unwrap_or("nobody who is named");
    let lost = || check.left_out.as_deref().map(|words| crate::reading::shortened(words, 60)).unwrap_or_default();
    match check.verdict {
        Verdict::Verbatim => "all words, in one run".to_owned(),
        Verdict::Trimmed => "all pieces, in order; nothing guarded is left out".to_owned(),
        Verdict::Cleaned => "all words but for those of hesitation".to_owned(),
        Verdict::Altered => match check.kind {
            Some(Kind::Question) => "the source asks, the article states".to_owned(),
            Some(Kind::Spelling) => "the same words, written otherwise".to_owned(),
            Some(Kind::Paraphrase) => "retold in other words, in quotation marks".to_owned(),
            Some(kind) => format!("the source has other words: {}", kind.word()),
            None => "the source has other words".to_owned(),
        },
        Verdict::Truncated => {
            let before = check.diff.is_empty()
                || check.there.as_deref().is_some_and(|there| {
                    let words = check.left_out.as_deref().unwrap_or_default();
                    let quote = check.quote.get(..check.quote.floor_char_boundary(8)).unwrap_or_default();
                    let place = |w: &str| there.find(w);
                    place(words).zip(place(quote)).is_some_and(|(lost, quoted)| lost < quoted)
                });
            if before {
                format!("before it stands: “{}”", lost())
            } else {
                format!("the source goes on: “{}”", lost())
            }
        }
        Verdict::Hidden => format!("left out at the mark: “{}”", lost()),
        Verdict::Spliced => "words of several passages stand as one".to_owned(),
        Verdict::Reordered => "the pieces stand in another order".to_owned(),
        Verdict::WrongSpeaker => format!("said by {there}"),
        Verdict::Elsewhere => "in no named source, but in this file".to_owned(),
        Verdict::NotFound => "nothing like it in these sources".to_owned(),
        Verdict::CannotCheck => match check.kind {
            Some(Kind::TooShort) => "too few words to tell".to_owned(),
            Some(Kind::Language) => "in a language whose guards are not known".to_owned(),
            Some(Kind::Inaudible) => "the source has a gap where the article has words".to_owned(),
            Some(Kind::NoText) => "a source is pictures of pages".to_owned(),
            Some(Kind::Unreadable) if check.there.is_some() => {
                "the same letters but for what a scanner may have misread: look at the page itself".to_owned()
            }
            Some(Kind::Unreadable) => "a source cannot be read".to_owned(),
            _ => "the speaker is in none of these sources".to_owned(),
        },
    }
}
