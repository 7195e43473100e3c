//! Measures anchoring on articles with known quotations, one JSON object a line with `text` and `quotes: [{start, end}]` in code points.
//!
//! `anchoring deletions FILE`: the paragraph of each quotation is deleted in turn; nothing of it may be put anywhere
//! without being shown as doubtful. `anchoring edits FILE COUNT`: random edits of ten kinds, each article's quotations
//! followed through them. `anchoring hearings COUNT`: edits of one answer of hearings, written by this program, that give
//! the same answers many times. `anchoring pairs COUNT`: cases for comparison with another implementation, one JSON object a
//! line with words, text, the fewest edits and where the words end. `SHOW=verdict` prints the records of that verdict.

mod hearings;

use crate::dice::Dice;
use anyhow::{Context as _, Result, bail};
use sayso_core::annotation::anchor::{Anchor, FuzzyPattern, anchor_all, search};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, Selector, Set};
use sayso_core::document::Document;
use sayso_core::span::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write as _;
use unicode_normalization::UnicodeNormalization as _;

#[derive(Deserialize)]
struct Article {
    text: String,
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    start: u32,
    end: u32,
}

impl Quote {
    const fn span(&self) -> (u32, u32) {
        (self.start, self.end)
    }
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["deletions", file] => deletions(&articles(file)?),
        ["edits", file, count] => edits(&articles(file)?, count.parse()?),
        ["hearings", count] => hearings_followed(count.parse()?),
        ["pairs", count] => pairs(count.parse()?),
        _ => bail!("anchoring deletions FILE | edits FILE COUNT | hearings COUNT | pairs COUNT"),
    }
}

fn articles(path: &str) -> Result<Vec<Article>> {
    let text = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    text.lines().map(|l| serde_json::from_str(l).context("no article")).collect()
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// An article's quotations as records, called by their number.
fn set_of(document: &Document, quotes: &[Quote]) -> Set {
    let records = quotes.iter().enumerate().filter_map(|(n, quote)| {
        let span = document.offsets().span_to_bytes(document.text(), quote.start, quote.end)?;
        Some(Annotation::new(n.to_string(), "quote", vec![Selector::of(document, span)]))
    });
    Set::new(DocumentInfo::of(document), Vec::new(), Vec::new(), records.collect())
}

/// How a record fared, given where its letters are now (code points), if they are.
fn verdict(document: &Document, anchor: &Anchor, truth: Option<(u32, u32)>) -> &'static str {
    let there = anchor.spans().first().map(|s| document.in_chars(*s));
    let right = match (there, truth) {
        (Some((start, end)), Some((from, to))) => {
            let shared = end.min(to).saturating_sub(start.max(from));
            f64::from(shared) >= 0.9 * f64::from((end.max(to)) - start.min(from))
        }
        _ => false,
    };
    match (anchor, right) {
        (Anchor::Exact(_) | Anchor::Shifted(_), true) => "right",
        (Anchor::Exact(_) | Anchor::Shifted(_), false) => "SILENTLY WRONG",
        (Anchor::Fuzzy(_), true) => "fuzzy, right",
        (Anchor::Fuzzy(_), false) if truth.zip(there).is_some_and(|(t, s)| s.1 <= t.0 || t.1 <= s.0) => "MOVED AWAY",
        (Anchor::Fuzzy(_), false) => "fuzzy, wrong",
        (Anchor::Ambiguous(_), _) => "ambiguous",
        (Anchor::Lost(_), _) if truth.is_none() => "lost, deleted",
        (Anchor::Lost(_), _) => "lost, there",
    }
}

fn deletions(articles: &[Article]) -> Result<()> {
    let (mut own, mut others) = (BTreeMap::<&str, usize>::new(), BTreeMap::<&str, usize>::new());
    for article in articles {
        let before = Document::verbatim(&article.text);
        let set = set_of(&before, &article.quotes);
        for (n, quote) in article.quotes.iter().enumerate() {
            let Some(span) = before.offsets().span_to_bytes(before.text(), quote.start, quote.end) else { continue };
            // From the block that holds its beginning to the one that holds its end.
            let blocks = before.blocks();
            let (first, last) = (before.block_at(span.start), before.block_at(span.end.saturating_sub(1)));
            let start = blocks.get(first).map_or(0, |b| b.span.start.min(span.start));
            let end = blocks.get(last + 1).map_or(before.text().len() as u32, |b| b.span.start);
            let gone = Span::new(start, end);
            let mut text = before.text().to_owned();
            text.replace_range(gone.range(), "");
            let after = Document::verbatim(&text);
            let (from, to) = before.in_chars(gone);
            for (record, anchor) in anchor_all(&after, &set, "another") {
                let id = record.id.clone();
                let other: usize = id.parse()?;
                let Some(place) = article.quotes.get(other).map(Quote::span) else { continue };
                let truth = if place.1 <= from {
                    Some(place)
                } else if place.0 >= to {
                    Some((place.0 - (to - from), place.1 - (to - from)))
                } else {
                    None
                };
                let verdict = verdict(&after, &anchor, truth);
                *if other == n { &mut own } else { &mut others }.entry(verdict).or_default() += 1;
                if std::env::var("SHOW").is_ok_and(|shown| verdict.contains(&shown)) {
                    say(&format!("{verdict}: {:?}\n  {anchor:?}", set.get(&id).map(|a| &a.at)))?;
                }
            }
        }
    }
    say(&format!("the deleted ones: {own:?}\nthe others: {others:?}"))
}

/// A number below `sides`, as an index.
fn throw(dice: &mut Dice, sides: usize) -> usize {
    dice.throw(sides as u64) as usize
}

/// A letter and which letter of the text before it was.
type Letter = (char, Option<u32>);

const KINDS: &[&str] = &[
    "insert",
    "delete",
    "reflow",
    "marks",
    "nfd",
    "typos",
    "moved",
    "look-alike",
    "look-alike instead",
    "copy beside edited",
];

fn new_words(text: &str) -> Vec<Letter> {
    text.chars().map(|c| (c, None)).collect()
}

/// Ranges of the paragraphs of a text, blank lines behind them included.
fn paragraphs(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for at in 1..letters.len() {
        if letters[at].0 != '\n' && letters[at - 1].0 == '\n' && at >= 2 && letters[at - 2].0 == '\n' {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..letters.len());
    out
}

/// Changes one word of a place: another one, one more, or one less. A place of one word gets one more behind it.
fn edit_word(letters: &mut Vec<Letter>, place: std::ops::Range<usize>, dice: &mut Dice) {
    let blanks: Vec<usize> = place.clone().filter(|i| letters[*i].0 == ' ').collect();
    let Some(from) = blanks.get(throw(dice, blanks.len().max(1))).copied() else {
        letters.splice(place.end..place.end, new_words(" indeed"));
        return;
    };
    let end = (from + 1..place.end).find(|i| !letters[*i].0.is_alphanumeric()).unwrap_or(place.end);
    match throw(dice, 3) {
        0 => letters.splice(from + 1..end, new_words("hardly")),
        1 => letters.splice(from..from, new_words(" really")),
        _ => letters.splice(from..end, new_words("")),
    };
}

/// The quotation is edited by a word, and the words it had are said by somebody else directly in front of or behind it, in
/// the same paragraph or in one of their own.
fn copy_beside_edited(letters: &mut Vec<Letter>, own: std::ops::Range<usize>, quote: (u32, u32), dice: &mut Dice) {
    let quote = quote.0 as usize..quote.1 as usize;
    let cues = [" a neighbour replied.", " said another.", " the aide said again.", ""];
    let mut copy: Vec<Letter> = letters[quote.clone()].iter().map(|(c, _)| (*c, None)).collect();
    copy.extend(new_words(cues[throw(dice, cues.len())]));
    let (place, gap) = match throw(dice, 4) {
        0 => (own.start, "\n\n"),
        1 => (own.end, "\n\n"),
        2 => (quote.start, " "),
        _ => (quote.end, " "),
    };
    // What stands further behind is changed first, so that the other place stays where it is.
    if place < quote.end {
        copy.extend(new_words(gap));
        edit_word(letters, quote, dice);
        letters.splice(place..place, copy);
    } else {
        copy.splice(0..0, new_words(gap));
        letters.splice(place..place, copy);
        edit_word(letters, quote, dice);
    }
}

fn edit(kind: &str, mut letters: Vec<Letter>, quote: (u32, u32), dice: &mut Dice) -> Vec<Letter> {
    let all = paragraphs(&letters);
    let holds = |p: &std::ops::Range<usize>| p.contains(&(quote.0 as usize));
    let own = all.iter().find(|p| holds(p)).cloned().unwrap_or(0..letters.len());
    let some = all[throw(dice, all.len())].clone();
    match kind {
        "insert" => {
            let words =
                ["It was later than they thought. ", "yesterday ", "“No comment,” said an aide.\n\n", "(see below) "];
            for _ in 0..=throw(dice, 5) {
                let at = throw(dice, letters.len());
                letters.splice(at..at, new_words(words[throw(dice, words.len())]));
            }
            letters
        }
        "delete" => {
            for _ in 0..=throw(dice, 5) {
                let at = throw(dice, letters.len());
                let end = (at + throw(dice, 120)).min(letters.len());
                letters.drain(at..end);
            }
            letters
        }
        "reflow" => {
            let width = 40 + throw(dice, 50);
            let mut column = 0;
            for letter in &mut letters {
                column = if letter.0 == '\n' { 0 } else { column + 1 };
                if letter.0 == ' ' && column > width {
                    (letter.0, column) = ('\n', 0);
                }
            }
            letters
        }
        "marks" => {
            for letter in &mut letters {
                letter.0 = match letter.0 {
                    '“' | '”' => '"',
                    '‘' | '’' => '\'',
                    '"' => '“',
                    other => other,
                };
            }
            letters
        }
        "nfd" => {
            let split = |(c, from): Letter| c.nfd().map(|d| (d, from)).collect::<Vec<_>>();
            // News has few accents: give it some first, as another text would have.
            letters.into_iter().flat_map(split).collect()
        }
        "typos" => {
            let many = 1 + letters.len() / (40 + throw(dice, 400));
            for _ in 0..many {
                let at = throw(dice, letters.len());
                match throw(dice, 3) {
                    0 => letters[at].0 = char::from(b'a' + throw(dice, 26) as u8),
                    1 => {
                        letters.remove(at);
                    }
                    _ => letters.insert(at, (char::from(b'a' + throw(dice, 26) as u8), None)),
                }
                if letters.is_empty() {
                    break;
                }
            }
            letters
        }
        "moved" => {
            let taken: Vec<Letter> = letters.drain(own).collect();
            let all = paragraphs(&letters);
            let at = all[throw(dice, all.len())].start;
            letters.splice(at..at, taken);
            letters
        }
        "copy beside edited" => {
            copy_beside_edited(&mut letters, own, quote, dice);
            letters
        }
        _ => {
            // A paragraph that says nearly the same, or the same among other words.
            let mut copy: Vec<Letter> = letters[own.clone()].iter().map(|(c, _)| (*c, None)).collect();
            // A letter in twelve is another: the same paragraph twice is the same paragraph, whichever was there first.
            for stretch in copy.chunks_mut(12) {
                let at = throw(dice, stretch.len());
                if stretch[at].0 != '\n' {
                    stretch[at].0 = if stretch[at].0 == 'x' { 'z' } else { 'x' };
                }
            }
            if !matches!(copy.last(), Some(('\n', _))) {
                copy.extend(new_words("\n\n"));
            }
            if kind == "look-alike instead" {
                // Somewhere else: in its own place it would be the paragraph itself with typos.
                let others: Vec<_> = all.iter().filter(|p| p.end < own.start || p.start > own.end).collect();
                if let Some(place) = others.get(throw(dice, others.len())) {
                    let at = if place.start < own.start { place.start } else { place.start - own.len() };
                    letters.drain(own);
                    letters.splice(at..at, copy);
                }
            } else {
                letters.splice(some.start..some.start, copy);
            }
            letters
        }
    }
}

fn edits(articles: &[Article], count: usize) -> Result<()> {
    let mut dice = Dice(88_172_645_463_325_252);
    let mut table = Table::new();
    let with: Vec<&Article> = articles.iter().filter(|a| !a.quotes.is_empty()).collect();
    for n in 0..count {
        let article = with[throw(&mut dice, with.len())];
        let kind = KINDS[n % KINDS.len()];
        let accents = |c: char| if kind == "nfd" && c == 'e' { 'é' } else { c };
        let text: String = article.text.chars().map(accents).collect();
        let before = Document::verbatim(&text);
        let set = set_of(&before, &article.quotes);
        let letters: Vec<Letter> = text.chars().enumerate().map(|(i, c)| (c, Some(i as u32))).collect();
        let quote = article.quotes[throw(&mut dice, article.quotes.len())].span();
        let edited = edit(kind, letters, quote, &mut dice);
        follow(kind, &article.quotes, &set, &edited, &mut table)?;
    }
    print_table(&table)
}

fn hearings_followed(count: usize) -> Result<()> {
    let mut dice = Dice(88_172_645_463_325_252);
    let mut table = Table::new();
    for n in 0..count {
        let article = hearings::hearing(&mut dice);
        let kind = hearings::KINDS[n % hearings::KINDS.len()];
        let before = Document::verbatim(&article.text);
        let letters: Vec<Letter> = article.text.chars().enumerate().map(|(i, c)| (c, Some(i as u32))).collect();
        let at = throw(&mut dice, article.quotes.len());
        let edited = hearings::edit(kind, &article, letters, at, &mut dice);
        // Few people annotate all: with fewer neighbours there is less to tell places apart by.
        let mut set = set_of(&before, &article.quotes);
        let share = throw(&mut dice, 4) as u64;
        for number in (0..article.quotes.len()).filter(|n| *n != at) {
            if dice.throw(4) > share {
                set.remove(&number.to_string());
            }
        }
        follow(kind, &article.quotes, &set, &edited, &mut table)?;
    }
    print_table(&table)
}

/// How often each verdict fell, by the kind of edit.
type Table = BTreeMap<&'static str, BTreeMap<&'static str, usize>>;

/// Anchors a set in an edited text and counts how its records fared.
fn follow(kind: &'static str, quotes: &[Quote], set: &Set, edited: &[Letter], table: &mut Table) -> Result<()> {
    let after = Document::verbatim(&edited.iter().map(|(c, _)| *c).collect::<String>());
    for (record, anchor) in anchor_all(&after, set, "another") {
        let id = record.id.clone();
        let number: usize = id.parse()?;
        let Some(place) = quotes.get(number).map(Quote::span) else { continue };
        let mut now = edited.iter().enumerate().filter(|(_, l)| l.1.is_some_and(|o| place.0 <= o && o < place.1));
        let first = now.next().map(|(i, _)| i as u32);
        let (last, left) = now.fold((first, 1), |(_, left), (i, _)| (Some(i as u32), left + 1));
        // Less than half of it is not it any more.
        let truth = first.zip(last).map(|(a, b)| (a, b + 1)).filter(|_| left * 2 >= place.1 - place.0);
        let verdict = verdict(&after, &anchor, truth);
        *table.entry(kind).or_default().entry(verdict).or_default() += 1;
        if std::env::var("SHOW").is_ok_and(|shown| verdict.contains(&shown)) {
            let there = anchor.spans().first().map(|s| after.words(*s));
            say(&format!("{kind}: {:?}\n  {there:?} {truth:?} {anchor:?}", set.get(&id).map(|a| &a.at)))?;
        }
    }
    Ok(())
}

fn print_table(table: &Table) -> Result<()> {
    let all: Vec<&str> = [
        "right",
        "fuzzy, right",
        "fuzzy, wrong",
        "ambiguous",
        "lost, deleted",
        "lost, there",
        "MOVED AWAY",
        "SILENTLY WRONG",
    ]
    .into();
    let row = |first: &str, cells: Vec<String>| format!("{first:20}{}", cells.concat());
    say(&row("", all.iter().map(|c| format!("{c:>16}")).collect()))?;
    for (kind, counts) in table {
        say(&row(kind, all.iter().map(|c| format!("{:>16}", counts.get(c).unwrap_or(&0))).collect()))?;
    }
    Ok(())
}

fn pairs(count: usize) -> Result<()> {
    let mut dice = Dice(1_234_567_891);
    for _ in 0..count {
        let letters = ['a', 'b', 'c', 'd', 'é', '😊', ' '];
        let length = 1 + throw(&mut dice, 300);
        let words: Vec<char> = (0..length).map(|_| letters[throw(&mut dice, letters.len())]).collect();
        let mut text: Vec<char> =
            (0..throw(&mut dice, 600)).map(|_| letters[throw(&mut dice, letters.len())]).collect();
        let at = throw(&mut dice, text.len() + 1);
        let mut copy = words.clone();
        for _ in 0..throw(&mut dice, 1 + length / 4) {
            let at = throw(&mut dice, copy.len());
            copy[at] = letters[throw(&mut dice, letters.len())];
        }
        text.splice(at..at, copy);
        let words: String = words.iter().collect();
        let text: String = text.iter().collect();
        let found = FuzzyPattern::new(words.chars()).ends(&text, length);
        let (edits, ends) = found.context("as many edits as letters are always enough")?;
        let ends: Vec<usize> = ends.into_iter().map(|at| text.get(..at).unwrap_or_default().chars().count()).collect();
        let whole = search(&words, &text, length, 0).map(|m| (m.start, m.end, m.edits));
        let line = serde_json::json!({"words": words, "text": text, "edits": edits, "ends": ends, "whole": whole});
        say(&line.to_string())?;
    }
    Ok(())
}
