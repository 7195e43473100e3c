//! The lists of suggestions to confirm together: which rows are in, which are left out, and by whom they are.

use sayso_core::library::Agreement;
use sayso_core::reading::{Batch, Doubt, Gathered, Gleaned, Reading};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Most names told above a list.
const VOICES: usize = 12;

/// The lists.
#[derive(Debug)]
pub struct SureList {
    /// All that hold anything, guesses included.
    pub lists: Vec<Batch>,
    /// The one that is shown.
    pub list: usize,
    /// Its rows that are sure enough, in reading order.
    pub rows: Vec<Gleaned>,
    /// The row under the bar.
    pub at: usize,
    /// How doubtful rows may be.
    pub doubt: Doubt,
    /// Who is proposed in how many rows, most first: made when the list is, so that rows out of sight are told as well.
    pub voices: Vec<(String, usize)>,
    /// What the rows were when they were told: numbers and names in one.
    told: u64,
    /// Rows that are left out, of every list they are in.
    left_out: HashSet<u32>,
    /// How many of `rows` those are.
    left_out_here: usize,
    /// How many rows of each list are sure, likely, guesses.
    counts: Vec<[usize; 3]>,
    /// What the given list, the speaker and the search are called.
    names: [String; 3],
    /// How right suggestions of this document were.
    pub right: Agreement,
}

/// How many rows of each list are sure, likely, guesses.
fn counts(lists: &[Batch]) -> Vec<[usize; 3]> {
    let counts = lists.iter().map(|list| {
        let of = |doubt: Doubt| list.rows.iter().filter(|row| row.doubt == doubt).count();
        [of(Doubt::Sure), of(Doubt::Likely), of(Doubt::Guess)]
    });
    counts.collect()
}

/// Which rows there are and who is proposed in each, in one number.
fn fingerprint(reading: &Reading, rows: &[Gleaned]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for row in rows {
        let item = row.item();
        (row.number, reading.is_shown(&item), reading.speaker_name(&item)).hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether a row of one doubt is in a list that goes as far as another.
const fn is_within(doubt: Doubt, limit: Doubt) -> bool {
    doubt as u8 <= limit as u8
}

impl SureList {
    /// The lists, at the first that holds anything sure enough; none where none does. `names` are what the given list, the
    /// speaker at hand and the search are called. O(rows + records).
    pub fn new(reading: &Reading, lists: Vec<Batch>, doubt: Doubt, names: [String; 3]) -> Option<Self> {
        let counts = counts(&lists);
        let (rows, voices, left_out, told) = (Vec::new(), Vec::new(), HashSet::new(), 0);
        let (left_out_here, right) = (0, Agreement::of(reading));
        let mut view =
            Self { lists, list: 0, rows, at: 0, doubt, voices, told, left_out, left_out_here, counts, names, right };
        // What was chosen elsewhere is shown, or nothing.
        let given = view.lists.first().is_some_and(|list| list.of == Gathered::Given);
        let tried = if given { 1 } else { view.lists.len() };
        view.list = (0..tried).find(|n| view.count_of(*n) > 0)?;
        view.fill(reading);
        Some(view)
    }

    /// Rows and voices of the list that is shown. O(its rows).
    fn fill(&mut self, reading: &Reading) {
        let under = self.rows.get(self.at).copied();
        let list = self.lists.get(self.list);
        let all = list.map_or(&[][..], |list| &list.rows);
        self.rows = all.iter().copied().filter(|row| is_within(row.doubt, self.doubt)).collect();
        self.at = under.and_then(|row| self.rows.iter().position(|r| r.number >= row.number)).unwrap_or(0);
        self.left_out_here = self.rows.iter().filter(|row| self.left_out.contains(&row.number)).count();
        let mut by: HashMap<String, usize> = HashMap::new();
        for row in &self.rows {
            *by.entry(reading.speaker_name(&row.item())).or_default() += 1;
        }
        self.told = fingerprint(reading, &self.rows);
        self.voices = by.into_iter().collect();
        self.voices.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// The lists that hold anything, by number.
    pub fn tabs(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lists.len()).filter(|n| self.count_of(*n) > 0)
    }

    /// Whether every row is what it was when the list was told; brings the list up to date when one is not. O(rows).
    pub fn is_as_told(&mut self, reading: &Reading) -> bool {
        if self.told == fingerprint(reading, &self.rows) {
            return true;
        }
        for list in &mut self.lists {
            list.rows.retain(|row| reading.is_shown(&row.item()));
        }
        self.counts = counts(&self.lists);
        self.fill(reading);
        false
    }

    /// How many rows of a list are sure enough.
    pub fn count_of(&self, list: usize) -> usize {
        self.counts.get(list).map_or(0, |counts| counts.iter().take(self.doubt as usize + 1).sum())
    }

    /// The next list that holds anything, or the one before.
    pub fn turn(&mut self, reading: &Reading, forward: bool) {
        let count = self.lists.len();
        let by = |n: usize| (self.list + if forward { n } else { count - n }) % count.max(1);
        if let Some(next) = (1..count).map(by).find(|n| self.count_of(*n) > 0) {
            self.list = next;
            self.rows.clear();
            self.fill(reading);
        }
    }

    /// Takes less sure rows in, or leaves all but surer ones out: the next step that changes the list. False where there is
    /// none, or nothing would be left.
    pub fn set_doubt(&mut self, reading: &Reading, less: bool) -> bool {
        let before = (self.doubt, self.count_of(self.list));
        loop {
            self.doubt = match (self.doubt, less) {
                (Doubt::Sure, true) | (Doubt::Guess, false) => Doubt::Likely,
                (Doubt::Likely, true) => Doubt::Guess,
                (Doubt::Likely, false) => Doubt::Sure,
                (Doubt::Sure, false) | (Doubt::Guess, true) => {
                    self.doubt = before.0;
                    return false;
                }
            };
            match self.count_of(self.list) {
                0 => {
                    self.doubt = before.0;
                    return false;
                }
                count if count == before.1 => {}
                _ => break,
            }
        }
        self.fill(reading);
        true
    }

    /// What the key for less sure rows would take in: "3 likely too", "7 guesses too"; nothing where there is nothing more.
    pub fn taken_in(&self) -> Option<String> {
        let [_, likely, guesses] = self.counts.get(self.list).copied().unwrap_or_default();
        match (self.doubt, likely, guesses) {
            (Doubt::Sure, 1.., _) => Some(format!("{likely} likely too")),
            (Doubt::Sure | Doubt::Likely, _, 1) => Some("1 guess too".to_owned()),
            (Doubt::Sure | Doubt::Likely, _, 2..) => Some(format!("{guesses} guesses too")),
            (Doubt::Sure | Doubt::Likely, _, 0) | (Doubt::Guess, _, _) => None,
        }
    }

    /// Whether a row is left out.
    pub fn is_left_out(&self, row: Gleaned) -> bool {
        self.left_out.contains(&row.number)
    }

    /// How many rows of the list that is shown are left out.
    pub const fn left_out(&self) -> usize {
        self.left_out_here
    }

    /// How many rows would be confirmed.
    pub fn count(&self) -> usize {
        self.rows.len().saturating_sub(self.left_out_here)
    }

    /// How many of the rows, left out or not, are guesses: none unless they were asked for.
    pub fn guesses(&self) -> usize {
        let guesses = self.counts.get(self.list).map_or(0, |[_, _, guesses]| *guesses);
        if self.doubt == Doubt::Guess { guesses } else { 0 }
    }

    /// What is told beside the number of a list: what is left out of it, and which are no more than guesses.
    pub fn asides(&self) -> Vec<String> {
        let out = (self.left_out() > 0).then(|| format!("{} left out", self.left_out()));
        let guesses = match self.guesses() {
            0 => None,
            1 => Some("1 guess among them".to_owned()),
            n => Some(format!("{n} guesses among them")),
        };
        out.into_iter().chain(guesses).collect()
    }

    /// The rows that would be confirmed.
    pub fn chosen(&self) -> impl Iterator<Item = Gleaned> + '_ {
        self.rows.iter().copied().filter(|row| !self.is_left_out(*row))
    }

    /// Leaves the row under the bar out, or takes it in again; the bar goes on.
    pub fn leave_out(&mut self) {
        let at = self.at;
        self.leave_out_row(at);
        self.at = (at + 1).min(self.rows.len().saturating_sub(1));
    }

    /// Leaves a row out, or takes it in again; false where there is none.
    pub fn leave_out_row(&mut self, row: usize) -> bool {
        let Some(row) = self.rows.get(row).copied() else { return false };
        if self.left_out.remove(&row.number) {
            self.left_out_here = self.left_out_here.saturating_sub(1);
        } else {
            self.left_out.insert(row.number);
            self.left_out_here += 1;
        }
        true
    }

    /// The word of a list, for its tab.
    pub fn title(&self, list: usize) -> &str {
        let [given, _, _] = &self.names;
        match self.lists.get(list).map(|l| &l.of) {
            Some(Gathered::Given) => given,
            Some(Gathered::NamedTurns) => "named turns",
            Some(Gathered::Sure) => "sure",
            Some(Gathered::Speaker) => "this speaker",
            Some(Gathered::Paragraph) => "this paragraph",
            Some(Gathered::Section) => "this section",
            Some(Gathered::Matches) => "this search",
            Some(Gathered::Nature(word)) => word,
            Some(Gathered::All) => "all",
            None => "",
        }
    }

    /// What is said once `count` rows are confirmed.
    pub fn summary(&self, count: usize) -> String {
        let [given, speaker, words] = &self.names;
        let many = if count == 1 { "1 statement".to_owned() } else { format!("{count} statements") };
        let what = match self.lists.get(self.list).map(|l| &l.of) {
            Some(Gathered::NamedTurns) if count == 1 => "1 named turn".to_owned(),
            Some(Gathered::NamedTurns) => format!("{count} named turns"),
            Some(Gathered::Sure) if count == 1 => "1 sure one".to_owned(),
            Some(Gathered::Sure) => format!("{count} sure ones"),
            Some(Gathered::Speaker) => format!("{many} of {speaker}"),
            Some(Gathered::Paragraph) => format!("{many} in a paragraph"),
            Some(Gathered::Section) => format!("{many} in a section"),
            Some(Gathered::Matches) => format!("{many} with {words}"),
            Some(Gathered::Nature(word)) => format!("{many}, {word}"),
            Some(Gathered::Given) => format!("{many}: {given}"),
            Some(Gathered::All) | None => many,
        };
        format!("Confirmed {what}")
    }

    /// Who is proposed in the list, with how often, as many as fit a row: "Ada Grey 12 · Bo Lind 3".
    pub fn voices_in_words(&self) -> String {
        let all = self.voices.iter().take(VOICES).map(|(name, count)| format!("{name} {count}"));
        let mut all: Vec<String> = all.collect();
        let others: usize = self.voices.iter().skip(VOICES).map(|(_, count)| count).sum();
        if others > 0 {
            all.push(format!("others {others}"));
        }
        all.join(" · ")
    }
}
