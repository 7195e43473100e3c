//! The outline: headings, else turns with their speakers, else paragraphs.

use crate::ui::widgets::browse::Browse;
use sayso_core::document::BlockKind;
use sayso_core::kinds::Form;
use sayso_core::reading::Reading;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineKind {
    /// Headings.
    Headings,
    /// Turns of a transcript.
    Turns,
    /// Paragraphs.
    Paragraphs,
}

/// The view.
#[derive(Debug)]
pub struct OutlineView {
    /// What the rows are.
    pub of: OutlineKind,
    /// Blocks, in order.
    pub blocks: Vec<u32>,
    /// Which are shown.
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
        let document = reading.document();
        let all = document.blocks();
        let numbered = |keep: &dyn Fn(&BlockKind) -> bool| -> Vec<u32> {
            let kept = all.iter().enumerate().filter(|(_, b)| keep(&b.kind));
            kept.map(|(n, _)| n as u32).take(MAX_ROWS).collect()
        };
        let headings = numbered(&|kind| matches!(kind, BlockKind::Heading(_)));
        let mut turns: Vec<u32> = Vec::new();
        if headings.len() < 2 {
            let of_turn = |i: &sayso_core::reading::ItemId| reading.nature(i).1 == Form::Turn;
            let starts = reading.all().filter(of_turn).filter_map(|i| reading.hull(&i)).map(|h| h.start);
            turns.extend(starts.map(|at| document.block_at(at) as u32).take(MAX_ROWS));
            turns.dedup();
        }
        let (of, blocks) = if headings.len() >= 2 {
            (OutlineKind::Headings, headings)
        } else if turns.len() >= 2 {
            (OutlineKind::Turns, turns)
        } else {
            (OutlineKind::Paragraphs, numbered(&|_| true))
        };
        let words = |n: &u32| {
            let words = all.get(*n as usize).map(|b| document.words(b.span)).unwrap_or_default();
            words.chars().take(MAX_SEARCHED).map(|c| if c == '\n' { ' ' } else { c }).collect::<String>()
        };
        let mut list = Browse::new(blocks.iter().map(words));
        let here = document.block_at(at) as u32;
        list.select(blocks.partition_point(|b| *b <= here).saturating_sub(1));
        Self { of, blocks, list, from: at }
    }

    /// The block under the bar.
    pub fn current(&self) -> Option<usize> {
        self.blocks.get(self.list.current()?).map(|b| *b as usize)
    }
}
