//! Regions of `CLiC` (Corpus Linguistics in Context), as its corpora keep them beside a book: the name of a region, where it begins and
//! ends, in code points of the text, and a number. The number of what somebody says is that of the speaker, in a list beside:
//! `CLiC` has no place for names.

use super::places::{Aspect, Tally, counted};
use super::single::LeftOut;
use super::{Files, Selected};
use crate::annotation::QUOTE;
use crate::document::{BlockKind, Document};
use crate::span::Span;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::io;
use unicode_segmentation::UnicodeSegmentation as _;

/// What a suspension has at most to be a short one, in words.
const MAX_SHORT: usize = 4;

/// A region: its name, where it is, its number.
type Region = (&'static str, Span, Option<usize>);

/// Writes one document: its regions; beside them the speakers and, where the document is no plain text as `CLiC` reads it, the
/// text.
pub fn write(document: &Selected<'_>, out: &mut dyn Files) -> io::Result<LeftOut> {
    let source = document.reading.document();
    let mut quotes = Quotes::default();
    for number in 0..document.placed() {
        quotes.take(document, number);
    }
    let Quotes { mut regions, suspensions, names, numbers: _, reported, others } = quotes;
    regions.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    regions.dedup_by_key(|(span, _)| *span);
    let mut all: Vec<Region> = Vec::with_capacity(regions.len() * 2);
    // Up to where speech was seen that no other surrounds.
    let mut end = 0;
    let mut outer: Vec<Span> = Vec::new();
    for (span, who) in regions {
        let name = if span.end <= end { "quote.embedded" } else { "quote.quote" };
        if span.end > end {
            outer.push(span);
        }
        end = end.max(span.end);
        all.push((name, span, who));
    }
    all.extend(between(source, &outer).into_iter().map(|span| ("quote.nonquote", span, None)));
    all.extend(suspensions.into_iter().map(|span| {
        let is_short = span.of(source.text()).unicode_words().count() <= MAX_SHORT;
        (if is_short { "quote.suspension.short" } else { "quote.suspension.long" }, span, None)
    }));
    all.sort_by_key(|(name, span, _)| (span.start, std::cmp::Reverse(span.end), *name));
    for (name, span, who) in all {
        let (start, end) = source.in_chars(span);
        let number = who.map(|who| format!(",{who}")).unwrap_or_default();
        writeln!(out, "{name},{start},{end}{number}")?;
    }
    out.beside("speakers.csv")?;
    let mut table = csv::Writer::from_writer(&mut *out);
    table.write_record(["number", "id", "name"])?;
    for (number, (id, name)) in names.iter().enumerate() {
        table.write_record([&(number + 1).to_string(), id, &crate::sanitize::visible(name).into_owned()])?;
    }
    table.flush()?;
    drop(table);
    // The bytes of a plain text are what CLiC reads.
    if source.origin.file_hash != source.origin.text_hash {
        out.beside("txt")?;
        out.write_all(crate::sanitize::lines(source.text()).as_bytes())?;
    }
    let aspects =
        &[Aspect::Sources, Aspect::Notes, Aspect::Evidence, Aspect::Values, Aspect::Scores, Aspect::Links][..];
    let tally = Tally::of(document, aspects);
    let annotations = reported + others + tally.rejected();
    let reported = counted(reported, "statement without quotation marks is", "statements without quotation marks are");
    let others = counted(others, "annotation that is no statement is", "annotations that are no statements are");
    let told = [reported, others].into_iter().flatten().map(|words| format!("{words} left out."));
    Ok(LeftOut { annotations, told: told.chain(tally.without_rejected()).chain(tally.dropped()).collect() })
}

/// What is said in quotation marks, or in turns and posts, and by whom.
#[derive(Default)]
struct Quotes {
    /// Where, each with the number of the speaker.
    regions: Vec<(Span, Option<usize>)>,
    /// What stands between the parts of a split quotation.
    suspensions: Vec<Span>,
    /// The speakers in the order of their numbers: ids and names.
    names: Vec<(String, String)>,
    /// The numbers by the names.
    numbers: HashMap<String, usize>,
    /// How many statements have no quotation marks.
    reported: usize,
    /// How many annotations are no statements.
    others: usize,
}

impl Quotes {
    fn take(&mut self, document: &Selected<'_>, number: usize) {
        let Some(record) = document.record(number).filter(|_| !document.is_rejected(number)) else { return };
        if record.label != QUOTE {
            self.others += 1;
            return;
        }
        let content = document.places(number).content;
        let spans: SmallVec<[Span; 2]> = match record.kind {
            Some("indirect") => SmallVec::new(),
            Some("mixed") => document.reading.quotes_in(content).into(),
            _ => content.into(),
        };
        let spans = spans.into_iter().filter(|span| !span.is_empty()).collect::<SmallVec<[Span; 2]>>();
        if spans.is_empty() {
            self.reported += 1;
            return;
        }
        let who = record.speaker_word().map(|name| {
            *self.numbers.entry(name.to_owned()).or_insert_with(|| {
                self.names.push((record.speaker_id.clone().unwrap_or_default(), name.to_owned()));
                self.names.len()
            })
        });
        if record.kind != Some("mixed") && record.form == Some("quotation") {
            let source = document.reading.document();
            let gaps = content.windows(2).filter_map(|pair| match pair {
                [a, b] if a.end < b.start && source.block_at(a.start) == source.block_at(b.start) => {
                    Some(Span::new(a.end, b.start).trim(source.text(), char::is_whitespace))
                }
                _ => None,
            });
            self.suspensions.extend(gaps.filter(|gap| !gap.is_empty()));
        }
        self.regions.extend(spans.into_iter().map(|span| (span, who)));
    }
}

/// What stands between speech, from heading to heading. O(n log n).
fn between(source: &Document, speech: &[Span]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut is_open = false;
    for block in source.blocks() {
        let is_heading = matches!(block.kind, BlockKind::Heading(_));
        match runs.last_mut() {
            Some(run) if is_open && !is_heading => *run = run.hull(block.span),
            _ if !is_heading => runs.push(block.span),
            _ => {}
        }
        is_open = !is_heading;
    }
    let mut out = Vec::new();
    for run in runs {
        let from = speech.partition_point(|span| span.end <= run.start);
        let mut at = run.start;
        for span in speech.iter().skip(from).take_while(|span| span.start < run.end) {
            out.push(Span::new(at, span.start.max(at)));
            at = at.max(span.end);
        }
        out.push(Span::new(at.min(run.end), run.end));
    }
    let trimmed = out.into_iter().map(|span| span.trim(source.text(), char::is_whitespace));
    trimmed.filter(|span| !span.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use crate::document::{LoadOptions, load};
    use crate::export::{Filter, Memory};
    use crate::reading::Reading;
    use std::sync::Arc;

    fn exported(text: &str) -> (Vec<String>, Memory, Vec<String>) {
        let document = Arc::new(load(text.as_bytes(), "a.md", &LoadOptions::default()).unwrap());
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(Arc::clone(&document), found, Set::default());
        let selected = Selected::new("a.md".to_owned(), &reading, &Filter::with(true, false));
        let mut out = Memory::default();
        let told = write(&selected, &mut out).unwrap().told;
        let regions = String::from_utf8(out.main.clone()).unwrap();
        let chars: Vec<char> = document.text().chars().collect();
        let line = |line: &str| {
            let mut parts = line.split(',');
            let name = parts.next().unwrap_or_default().to_owned();
            let at: Vec<usize> = parts.map(|n| n.parse().unwrap()).collect();
            let words: String = chars[at[0]..at[1]].iter().collect();
            at.get(2).map_or_else(|| format!("{name} {words}"), |who| format!("{name}/{who} {words}"))
        };
        (regions.lines().map(line).collect(), out, told)
    }

    #[test]
    fn a_split_quotation_has_a_suspension() {
        let text = "# The vote 😊\n\n“We will vote,” said Ada Grey, “on Monday.” Nobody answered.\n\nShe said that it would rain.\n";
        let (regions, out, told) = exported(text);
        assert_eq!(
            regions,
            [
                "quote.quote/1 “We will vote,”",
                "quote.nonquote said Ada Grey,",
                "quote.suspension.short said Ada Grey,",
                "quote.quote/1 “on Monday.”",
                "quote.nonquote Nobody answered.\n\nShe said that it would rain.",
            ]
        );
        let speakers = out.beside.iter().find(|(name, _)| name == "speakers.csv").unwrap();
        assert_eq!(std::str::from_utf8(&speakers.1).unwrap(), "number,id,name\n1,,Ada Grey\n");
        assert!(out.beside.iter().any(|(name, _)| name == "txt"), "Markdown is no text of CLiC");
        assert!(told.concat().contains("1 statement without quotation marks is left out"), "{told:?}");
    }

    #[test]
    fn speech_is_covered_by_nothing_else() {
        let spans = [Span::new(3, 9), Span::new(6, 12), Span::new(30, 34)];
        let source = Document::from_text("0123456789 one two\n\nthree four five six", "a.txt");
        let found = between(&source, &spans);
        assert!(found.iter().all(|f| spans.iter().all(|s| !f.overlaps(*s))), "{found:?}");
        assert_eq!(found.iter().map(|s| s.len()).sum::<u32>(), 3 + 18 + 5);
    }
}
