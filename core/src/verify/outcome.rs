//! What is found out about a quotation: plain values that borrow from no document, so that they outlive the sources.

use crate::document::Document;
use crate::kinds::worded;
use crate::span::Span;
use serde::Serialize;

/// Whether the words are those of a source. The order is that of gravity in reports: findings first, the gravest at the head,
/// then what cannot be checked, then what is sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The words are all there, but a condition or negation of their sentence was cut off.
    Truncated,
    /// Words left out at a mark hold a guarded word of a sentence that is quoted on.
    Hidden,
    /// One passage is like it, and words differ: see [`Kind`].
    Altered,
    /// Pieces of several passages stand as one.
    Spliced,
    /// Somebody else says it.
    WrongSpeaker,
    /// Nothing like it is in the sources, and these hold what the speaker says.
    NotFound,
    /// In no source that was named, but in another file.
    Elsewhere,
    /// The pieces of one passage in another order.
    Reordered,
    /// Neither right nor wrong: see [`Kind`] for the reason.
    CannotCheck,
    /// Sound but for words of speech that a transcript keeps and a writer leaves out.
    Cleaned,
    /// Sound, with words left out at a mark.
    Trimmed,
    /// Sound: all words in one run, of the speaker named.
    Verbatim,
}

worded!(Verdict {
    Truncated = "truncated",
    Hidden = "hidden",
    Altered = "altered",
    Spliced = "spliced",
    WrongSpeaker = "wrong-speaker",
    NotFound = "not-found",
    Elsewhere = "elsewhere",
    Reordered = "reordered",
    CannotCheck = "cannot-check",
    Cleaned = "cleaned",
    Trimmed = "trimmed",
    Verbatim = "verbatim",
});

impl Verdict {
    /// Which of the three answers it is.
    pub const fn side(self) -> Side {
        match self {
            Self::Verbatim | Self::Trimmed | Self::Cleaned => Side::Sound,
            Self::CannotCheck => Side::Open,
            Self::Truncated
            | Self::Hidden
            | Self::Altered
            | Self::Spliced
            | Self::WrongSpeaker
            | Self::NotFound
            | Self::Elsewhere
            | Self::Reordered => Side::Finding,
        }
    }

    /// What it means, in one sentence for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Verbatim => "The words are in the source, said by the speaker named.",
            Self::Trimmed => "The words are in the source; what was left out at a mark changes nothing guarded.",
            Self::Cleaned => "The words are in the source but for hesitations and repetitions of speech.",
            Self::Altered => "The source has nearly these words; some differ.",
            Self::Truncated => "A condition or negation of the same sentence was cut off.",
            Self::Hidden => "The words left out at a mark change what the sentence says.",
            Self::Spliced => "Words of several passages stand as one.",
            Self::Reordered => "The words of the source stand in another order.",
            Self::WrongSpeaker => "Somebody else says these words in the source.",
            Self::Elsewhere => "The words are in none of the named sources, but in another file.",
            Self::NotFound => "Nothing like these words is in these sources.",
            Self::CannotCheck => "It can be said neither that the words are right nor that they are wrong.",
        }
    }
}

/// The three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Right.
    Sound,
    /// Wrong.
    Finding,
    /// Cannot be checked.
    Open,
}

/// How a quotation is altered, or why it cannot be checked. Of alterations the order is that of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A negation was put in, left out or turned.
    Negation,
    /// A number, date or time.
    Number,
    /// A word such as *only*, *may* or *if*.
    Operator,
    /// A measure or currency.
    Unit,
    /// A name.
    Name,
    /// A question stands as a statement.
    Question,
    /// Other words.
    Words,
    /// Most words are others.
    Paraphrase,
    /// The same words, written otherwise.
    Spelling,
    /// A source is damaged, encrypted or of no known format.
    Unreadable,
    /// A source is pictures of pages.
    NoText,
    /// The words, or what the speaker says in the source, are in a language whose guards are not known.
    Language,
    /// The source has a gap where the article has words.
    Inaudible,
    /// Too few words to tell.
    TooShort,
    /// The speaker is in none of the sources.
    NotCovered,
}

worded!(Kind {
    Negation = "negation",
    Number = "number",
    Operator = "operator",
    Unit = "unit",
    Name = "name",
    Question = "question",
    Words = "words",
    Paraphrase = "paraphrase",
    Spelling = "spelling",
    Unreadable = "unreadable",
    NoText = "no-text",
    Language = "language",
    Inaudible = "inaudible",
    TooShort = "too-short",
    NotCovered = "not-covered",
});

/// What had to be folded for the words to be the same: nobody can claim more than was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fold {
    /// Quotation marks, dashes, stops.
    Marks,
    /// Letter case.
    Case,
    /// Numbers written otherwise.
    Numbers,
    /// Brackets and other signs of the writer.
    Markup,
    /// Hesitations and repetitions of speech.
    Cleaned,
}

worded!(Fold { Marks = "marks", Case = "case", Numbers = "numbers", Markup = "markup", Cleaned = "cleaned" });

/// What a reader should know beside the verdict, and is no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Note {
    /// So few words that they could be confirmed, but never condemned.
    Short,
    /// The source goes on with *but* or *though*.
    Contrast,
    /// The next sentence of the source takes something back: *However*, *But*.
    Context,
    /// A condition was cut off, and the article has it in its own words.
    Excused,
    /// The speaker of the source reports the words of somebody else.
    Secondhand,
    /// Another says it in the source; who says it in the article is a guess.
    SpeakerUnsure,
}

worded!(Note {
    Short = "short",
    Contrast = "contrast",
    Context = "context",
    Excused = "excused",
    Secondhand = "secondhand",
    SpeakerUnsure = "speaker-unsure",
});

/// A place in a source as people name it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Place {
    /// In words: `0:07, ¶2`, `p. 3, ¶9`.
    pub words: String,
    /// Seconds from the beginning of the recording to the cue, segment or word with the first quoted word.
    pub time: Option<f64>,
    /// The page of the first quoted word, a number where it is one.
    pub page: Option<PageNumber>,
    /// The block of the reading text, from 1.
    pub paragraph: u32,
    /// The turn, from 1, where the source has turns.
    pub turn: Option<u32>,
}

impl Place {
    /// Where a byte of a document is; no turn is told. O(log n).
    pub fn of(document: &Document, at: u32) -> Self {
        let located = document.located(at);
        let page = |page: &str| page.parse().map_or_else(|_| PageNumber::Label(page.to_owned()), PageNumber::Number);
        Self {
            words: located.in_words(),
            time: located.time.map(|millis| f64::from(millis) / 1000.0),
            page: located.page.map(page),
            paragraph: located.paragraph,
            turn: None,
        }
    }
}

/// A page as it is numbered in its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum PageNumber {
    /// `12`.
    Number(u32),
    /// `xii`, `A-3`.
    Label(String),
}

/// A stretch of a text file, from line and column 1, columns in code points; the end is one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// One past the column of the last character.
    pub end_column: u32,
}

/// Who says the words in the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributed {
    /// Their name, as the article resolves it.
    pub name: String,
    /// The probability of the attribution; 1 where a person decided.
    pub score: f64,
    /// Whether a person decided.
    pub decided: bool,
}

/// One step of a comparison word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffPart {
    /// The same on both sides, as the source writes it.
    Same(String),
    /// Only in the source.
    Source(String),
    /// Only in the article.
    Article(String),
}

impl DiffPart {
    /// Its sign in files: `=`, `-` for words of the source alone, `+` for words of the article alone.
    pub const fn sign(&self) -> &'static str {
        match self {
            Self::Same(_) => "=",
            Self::Source(_) => "-",
            Self::Article(_) => "+",
        }
    }

    /// Its words.
    pub fn words(&self) -> &str {
        match self {
            Self::Same(words) | Self::Source(words) | Self::Article(words) => words,
        }
    }
}

/// Where the words stand that only one side has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differing {
    /// Of the article, in code points of its reading text.
    pub here: Vec<(u32, u32)>,
    /// The same in [`Check::quote`], in bytes.
    pub in_quote: Vec<Span>,
    /// Of the source, in code points of its reading text, with those that were left out or cut off, in order.
    pub there: Vec<(u32, u32)>,
}

/// A further place where the words stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherPlace {
    /// Name of the source.
    pub source: String,
    /// Where in it.
    pub place: Place,
    /// Who speaks there.
    pub speaker_there: Option<String>,
    /// Where they stand there, in code points of its reading text: one span a run.
    pub at: Vec<(u32, u32)>,
    /// The sentences of the source around the words.
    pub there: String,
}

/// A piece of a quotation that is not one run, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The words, as the article has them.
    pub words: String,
    /// Name of the source.
    pub source: String,
    /// Where it stands there, in code points of the reading text.
    pub at: (u32, u32),
    /// The same as people name it.
    pub place: Place,
    /// Who speaks there.
    pub speaker_there: Option<String>,
    /// Which it is in the order of the source, from 1.
    pub number: u32,
}

/// What was found out about one quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Name of the article.
    pub article: String,
    /// Which quotation of the article it is, in reading order, from 1.
    pub number: u32,
    /// From its first to its last word, in code points of the article's reading text.
    pub at: (u32, u32),
    /// The block of the article it begins in, from 1.
    pub paragraph: u32,
    /// The same place in the file, of a text whose lines are known.
    pub region: Option<Region>,
    /// The words, without outer marks; the parts of one interrupted by its reporting clause joined by a blank.
    pub quote: String,
    /// Who says it in the article, where that is known.
    pub speaker: Option<Attributed>,
    /// The answer.
    pub verdict: Verdict,
    /// The gravest kind.
    pub kind: Option<Kind>,
    /// All kinds, the gravest first.
    pub kinds: Vec<Kind>,
    /// Why a finding is let pass: the reason of the list, or that its verdict or kind is allowed. `None` where it is not allowed.
    pub allowed: Option<String>,
    /// How alike the best passage is, 0 to 1; 1 where all words are there. `None` where nothing was compared.
    pub similarity: Option<f64>,
    /// What had to be folded.
    pub folded: Vec<Fold>,
    /// What else to know.
    pub notes: Vec<Note>,
    /// Name of the source with the words, or with the nearest passage.
    pub source: Option<String>,
    /// Where they stand there, in code points of its reading text: one span a run.
    pub source_at: Vec<(u32, u32)>,
    /// The place of the first word.
    pub place: Option<Place>,
    /// Who speaks there.
    pub speaker_there: Option<String>,
    /// Whether that is the speaker of the article; `None` where the two cannot be compared.
    pub speaker_ok: Option<bool>,
    /// Who reports the words there, where the speaker is quoted by another.
    pub through: Option<String>,
    /// The sentences of the source around the words.
    pub there: Option<String>,
    /// The words left out at marks, cut off, or cleaned.
    pub left_out: Option<String>,
    /// Word by word, where something was found.
    pub diff: Vec<DiffPart>,
    /// Where that differs.
    pub differing: Differing,
    /// Of what is spliced, reordered, trimmed or hidden: every piece.
    pub pieces: Vec<Piece>,
    /// Further places with the words, at most five.
    pub others: Vec<OtherPlace>,
    /// The reason in a few words.
    pub why: String,
}

impl Check {
    /// Whether a run must not pass for it: anything but verbatim, and not allowed.
    pub fn is_problem(&self) -> bool {
        self.verdict != Verdict::Verbatim && self.allowed.is_none()
    }

    /// Whether it was decided after files were asked that are no sources: those may tell more.
    pub fn may_be_elsewhere(&self) -> bool {
        match self.verdict {
            Verdict::NotFound => true,
            Verdict::Altered => self.kinds.contains(&Kind::Paraphrase),
            Verdict::CannotCheck => {
                matches!(self.kind, Some(Kind::NotCovered | Kind::Language | Kind::NoText | Kind::Unreadable))
            }
            _ => false,
        }
    }

    /// Verdict and kind as one word: `altered-number`, `truncated`.
    pub fn rule(&self) -> String {
        match self.kind {
            Some(kind) => format!("{}-{}", self.verdict.word(), kind.word()),
            None => self.verdict.word().to_owned(),
        }
    }

    /// Where it is in the article, as people name it: `¶5, line 9`.
    pub fn place_in_article(&self) -> String {
        match self.region {
            Some(region) => format!("¶{}, line {}", self.paragraph, region.line),
            None => format!("¶{}", self.paragraph),
        }
    }
}

/// A source that is there and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its name.
    pub source: String,
    /// Why, in a word.
    pub kind: UnreadableKind,
    /// The same as a sentence with what to do.
    pub message: String,
}

/// Why a source cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadableKind {
    /// Damaged, encrypted or of no known format.
    Unreadable,
    /// Pictures of pages, or nothing at all.
    NoText,
}

worded!(UnreadableKind { Unreadable = "unreadable", NoText = "no-text" });

/// A file that was compared: says what the answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its name, as it was given.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Quotations of an article, words of a source; none of a file that cannot be read.
    pub count: u32,
    /// The folder that was named, where it is one of its documents.
    pub folder: Option<String>,
}

/// A folder whose documents were compared: those with nothing to quote were perhaps not read, and stand in no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedFolder {
    /// Its name, as it was given.
    pub name: String,
    /// How many documents it has.
    pub documents: usize,
    /// Whether it was only looked into for what no source has.
    pub is_elsewhere: bool,
}

/// All that a run of `sayso verify` found out: what every report is made of. Reports stand in `export/verify/`, a file each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verification {
    /// The articles, in the order given.
    pub articles: Vec<Compared>,
    /// The sources, in the order of their names.
    pub sources: Vec<Compared>,
    /// Files that were looked into for what no source has.
    pub elsewhere: Vec<Compared>,
    /// Folders that were named, with the documents of the two before.
    pub folders: Vec<ComparedFolder>,
    /// Sources that are there and cannot be read.
    pub unreadable: Vec<Unreadable>,
    /// Every quotation, by article and in reading order.
    pub checks: Vec<Check>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_one_of_three_answers() {
        let count = |side| Verdict::ALL.iter().filter(|v| v.side() == side).count();
        assert_eq!([count(Side::Sound), count(Side::Finding), count(Side::Open)], [3, 8, 1]);
        assert!(Verdict::ALL.windows(2).all(|two| two[0] < two[1]), "listed by gravity");
        assert_eq!(Verdict::of_word("wrong-speaker"), Some(Verdict::WrongSpeaker));
    }
}
