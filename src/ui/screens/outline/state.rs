//! What an outline may list: headings, topics, speakers, turns, paragraphs; and the one that is shown.

use crate::ui::widgets::browse::Browse;
use sayso_core::document::{BlockKind, Document};
use sayso_core::kinds::Form;
use sayso_core::reading::{ItemId, Reading};
use sayso_core::span::Span;
use std::collections::HashMap;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineKind {
    /// Headings.
    Headings,
    /// Stretches of a recording between two silences.
    Topics,
    /// Stretches in which one person has the floor, person by person.
    Speakers,
    /// Turns of a transcript.
    Turns,
    /// Paragraphs.
    Paragraphs,
}

impl OutlineKind {
    /// In the row of tabs.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Headings => "headings",
            Self::Topics => "topics",
            Self::Speakers => "speakers",
            Self::Turns => "turns",
            Self::Paragraphs => "paragraphs",
        }
    }
}

/// One list of rows.
#[derive(Debug)]
pub struct OutlineTab {
    /// What the rows are.
    pub of: OutlineKind,
    /// Blocks at which they begin: in reading order, of speakers person by person.
    pub blocks: Vec<u32>,
    /// How much there is: people of [`OutlineKind::Speakers`], rows of all others.
    pub count: usize,
}

/// The view.
#[derive(Debug)]
pub struct OutlineView {
    /// What can be listed, the most telling first; never empty.
    pub tabs: Vec<OutlineTab>,
    /// Which one is shown.
    pub tab: usize,
    /// Which rows of it are shown.
    pub list: Browse,
    /// Where the person was: first byte on the screen.
    pub from: u32,
}

/// Longest stretch of a paragraph that is searched.
const MAX_SEARCHED: usize = 200;

/// A document without headings has an outline only up to this many paragraphs.
const MAX_ROWS: usize = 200_000;

impl OutlineView {
    /// The outline of a document, the bar at the block of `at`. O(blocks).
    pub fn new(reading: &Reading, at: u32) -> Self {
        let tabs = tabs(reading);
        let list = rows(reading.document(), tabs.first());
        let mut view = Self { tabs, tab: 0, list, from: at };
        view.select(reading.document(), at);
        view
    }

    /// The list that is shown.
    pub fn shown(&self) -> Option<&OutlineTab> {
        self.tabs.get(self.tab)
    }

    /// Shows the next list, or the one before, the bar at the block of `at`. O(blocks).
    pub fn turn(&mut self, reading: &Reading, forward: bool, at: u32) {
        let count = self.tabs.len().max(1);
        self.tab = (self.tab + if forward { 1 } else { count - 1 }) % count;
        self.list = rows(reading.document(), self.shown());
        self.select(reading.document(), at);
    }

    /// Puts the bar on the row that `at` is in.
    fn select(&mut self, document: &Document, at: u32) {
        let here = document.block_at(at) as u32;
        let before = self.shown().and_then(|tab| {
            let rows = tab.blocks.iter().enumerate().filter(|(_, block)| **block <= here);
            rows.max_by_key(|(_, block)| **block).map(|(row, _)| row)
        });
        self.list.select(before.unwrap_or(0));
    }

    /// The block under the bar.
    pub fn current(&self) -> Option<usize> {
        self.shown()?.blocks.get(self.list.current()?).map(|b| *b as usize)
    }
}

fn rows(document: &Document, tab: Option<&OutlineTab>) -> Browse {
    let words = |n: &u32| {
        let words = document.blocks().get(*n as usize).map(|b| document.words(b.span)).unwrap_or_default();
        words.chars().take(MAX_SEARCHED).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>()
    };
    Browse::new(tab.iter().flat_map(|tab| &tab.blocks).map(words))
}

fn tabs(reading: &Reading) -> Vec<OutlineTab> {
    let document = reading.document();
    let all = document.blocks();
    let numbered = |keep: &dyn Fn(&BlockKind) -> bool| -> Vec<u32> {
        let kept = all.iter().enumerate().filter(|(_, b)| keep(&b.kind));
        kept.map(|(n, _)| n as u32).take(MAX_ROWS).collect()
    };
    let headings = numbered(&|kind| matches!(kind, BlockKind::Heading(_)));
    let topics = topics(document);
    let turns = turns(reading);
    let mut blocks: Vec<u32> = turns.iter().map(|(block, _)| *block).collect();
    blocks.dedup();
    let (speakers, people) = speakers(&turns);
    let found = [
        (OutlineKind::Headings, headings.len(), headings),
        (OutlineKind::Topics, topics.len(), topics),
        (OutlineKind::Speakers, people, speakers),
        (OutlineKind::Turns, blocks.len(), blocks),
    ];
    let tab = |(of, count, blocks): (OutlineKind, usize, Vec<u32>)| OutlineTab { of, blocks, count };
    let mut tabs: Vec<OutlineTab> = found.into_iter().filter(|(_, count, _)| *count >= 2).map(tab).collect();
    // Turns are what a transcript is opened for, where nothing tells its topics.
    if tabs.first().is_some_and(|tab| tab.of == OutlineKind::Speakers) {
        tabs.rotate_left(1);
    }
    if tabs.is_empty() {
        let paragraphs = numbered(&|_| true);
        tabs.push(OutlineTab { of: OutlineKind::Paragraphs, count: paragraphs.len(), blocks: paragraphs });
    }
    tabs
}

/// Blocks at which a recording goes on after a silence, and its first one.
fn topics(document: &Document) -> Vec<u32> {
    let whole = Span::new(0, document.text().len() as u32);
    let after = document.silences_in(whole).iter().map(|(at, _)| *at);
    let at_start = |at: &u32| document.blocks().get(document.block_at(*at)).is_some_and(|b| b.span.start == *at);
    let mut blocks: Vec<u32> = after.filter(at_start).map(|at| document.block_at(at) as u32).collect();
    if !blocks.is_empty() {
        blocks.insert(0, 0);
    }
    blocks.dedup();
    blocks
}

/// Blocks at which somebody begins to speak, with who does.
fn turns(reading: &Reading) -> Vec<(u32, String)> {
    let is_turn = |item: &ItemId| reading.nature(item).1 == Form::Turn;
    let turn = |item: ItemId| {
        let start = reading.hull(&item)?.start;
        Some((reading.document().block_at(start) as u32, reading.speaker_name(&item)))
    };
    reading.all().filter(is_turn).filter_map(turn).take(MAX_ROWS).collect()
}

/// The same person by person, who speaks most often first, turns that follow one another as one; and how many people.
fn speakers(turns: &[(u32, String)]) -> (Vec<u32>, usize) {
    let mut people: Vec<Vec<u32>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut before: Option<&str> = None;
    for (block, name) in turns {
        let number = *known.entry(name).or_insert(people.len());
        if number == people.len() {
            people.push(Vec::new());
        }
        if before != Some(name)
            && let Some(stretches) = people.get_mut(number)
        {
            stretches.push(*block);
        }
        before = Some(name);
    }
    people.sort_by_key(|stretches| std::cmp::Reverse(stretches.len()));
    let count = people.len();
    (people.into_iter().flatten().collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::annotation::Set;
    use sayso_core::detect::Detector;
    use sayso_core::document::{LoadOptions, load};
    use std::sync::Arc;

    fn view(name: &str, text: &str, at: u32) -> (Reading, OutlineView) {
        let document = load(text.as_bytes(), name, &LoadOptions::default()).unwrap();
        let found = Detector::new().extract(&document);
        let reading = Reading::new(Arc::new(document), Arc::new(found), Set::default());
        let view = OutlineView::new(&reading, at);
        (reading, view)
    }

    const HEARING: &str = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Ada Grey>We begin with the pump.\n\n\
        00:04.500 --> 00:09.000\n<v Bo Lind>It was never ours.\n\n\
        00:20.000 --> 00:24.000\n<v Ada Grey>There were 13 cases last year.\n\n\
        00:24.100 --> 00:28.000\n<v Bo Lind>So they say.\n\n00:28.100 --> 00:29.000\n<v Ada Grey>Thank you.\n";

    #[test]
    fn a_recording_has_topics_speakers_and_turns() {
        let (reading, mut view) = view("a.vtt", HEARING, 0);
        let told: Vec<_> = view.tabs.iter().map(|t| (t.of, t.count, t.blocks.clone())).collect();
        assert_eq!(
            told,
            [
                (OutlineKind::Topics, 2, vec![0, 2]),
                (OutlineKind::Speakers, 2, vec![0, 2, 4, 1, 3]),
                (OutlineKind::Turns, 5, vec![0, 1, 2, 3, 4]),
            ]
        );
        let at = reading.document().blocks()[3].span.start;
        view.turn(&reading, true, at);
        assert_eq!((view.tab, view.current()), (1, Some(3)));
        view.turn(&reading, false, at);
        assert_eq!((view.tab, view.current()), (0, Some(2)), "the topic that is being read");
    }

    #[test]
    fn other_documents_have_headings_or_paragraphs() {
        let (_, of_headings) = view("a.md", "# One\n\nWords.\n\n## Two\n\nMore words.\n", 30);
        assert_eq!(of_headings.tabs.len(), 1);
        assert_eq!(of_headings.shown().map(|t| t.of), Some(OutlineKind::Headings));
        assert_eq!(of_headings.current(), Some(2));
        let (_, of_paragraphs) = view("a.txt", "One.\n\nTwo.\n", 0);
        assert_eq!(of_paragraphs.shown().map(|t| (t.of, t.count)), Some((OutlineKind::Paragraphs, 2)));
    }
}
