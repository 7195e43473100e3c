//! What a search found: its matches, and those that are nearly so.

use sayso_core::reading::{Near, NearMatch, NearQuery};
use sayso_core::search::Query;
use sayso_core::span::Span;
use std::collections::BTreeSet;

/// Texts up to this many bytes are searched for near matches at once, longer ones on the worker.
pub const NEAR_AT_ONCE: usize = 64 * 1024;

/// Matches of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// What was searched.
    pub query: Query,
    /// Where it stands, in order.
    pub spans: Vec<Span>,
    /// The current one.
    pub at: usize,
    /// Whether the worker is still counting: only the nearest match is known.
    pub counting: bool,
    /// Places that are nearly so: looked for once, when the list is opened or the search ends without a match.
    pub near: NearState,
    /// The near match that was gone to last, until another match is.
    pub at_near: Option<usize>,
    /// Rows of the list that are marked, near ones counted behind the others.
    pub marked: BTreeSet<usize>,
}

/// How far near matches are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NearState {
    /// Nobody asked yet.
    #[default]
    Unasked,
    /// The worker is looking.
    Looking,
    /// All of them.
    Known(Near),
}

/// A row of the list of matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchRow<'a> {
    /// What was searched for.
    Exact(Span),
    /// Nearly that.
    Near(&'a NearMatch),
}

impl MatchRow<'_> {
    /// Where it stands.
    pub const fn span(self) -> Span {
        match self {
            Self::Exact(span) => span,
            Self::Near(found) => found.span,
        }
    }
}

impl Matches {
    /// Matches nothing was done with yet.
    pub fn new(query: Query, spans: Vec<Span>, counting: bool) -> Self {
        let (near, marked) = (NearState::Unasked, BTreeSet::new());
        Self { query, spans, at: 0, counting, near, at_near: None, marked }
    }

    /// The near matches, as far as they are known.
    pub fn near(&self) -> &[NearMatch] {
        match &self.near {
            NearState::Known(near) => &near.matches,
            NearState::Unasked | NearState::Looking => &[],
        }
    }

    /// How many rows its list has.
    pub fn rows(&self) -> usize {
        self.spans.len() + self.near().len()
    }

    /// A row of its list: near ones stand behind the others.
    pub fn row(&self, n: usize) -> Option<MatchRow<'_>> {
        match n.checked_sub(self.spans.len()) {
            None => self.spans.get(n).copied().map(MatchRow::Exact),
            Some(n) => self.near().get(n).map(MatchRow::Near),
        }
    }

    /// The row of the current match.
    pub fn current_row(&self) -> usize {
        self.at_near.map_or(self.at, |n| self.spans.len() + n)
    }

    /// The current match, near or not.
    pub fn current(&self) -> Option<Span> {
        self.row(self.current_row()).map(MatchRow::span)
    }

    /// Makes a row the current one.
    pub fn go_to(&mut self, row: usize) {
        self.at_near = row.checked_sub(self.spans.len());
        if self.at_near.is_none() {
            self.at = row;
        }
    }

    /// What is looked for to find near matches; nothing where an expression was searched, or too little.
    pub fn near_query(&self) -> Option<NearQuery> {
        if self.query.regex { None } else { NearQuery::new(self.query.words()) }
    }

    /// How many there are, in words: `3 places in a.txt, 2 near`; of none `no “x” here; 2 near`.
    pub fn count_in_words(&self, name: &str) -> (String, String) {
        let near = match &self.near {
            NearState::Known(near) if !near.matches.is_empty() => near.in_words(),
            NearState::Known(_) | NearState::Unasked => String::new(),
            NearState::Looking => "looking for near ones…".to_owned(),
        };
        if self.spans.is_empty() {
            return (self.query.not_found(), near);
        }
        let count = self.spans.len();
        let places = if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
        let near = if near.is_empty() { near } else { format!(", {near}") };
        (self.query.title(), format!("{places} in {name}{near}"))
    }
}
