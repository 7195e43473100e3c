//! A word as it is compared, with what is written around it.

use crate::span::Span;

/// The strongest punctuation between a word and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum After {
    /// None.
    #[default]
    Nothing,
    /// A comma or a bracket.
    Comma,
    /// A dash.
    Dash,
    /// A semicolon or colon.
    Strong,
    /// `…`, `...`, `[…]`.
    Omission,
    /// The sentence ends.
    Stop,
    /// It ends and asks.
    Question,
}

impl After {
    /// Whether a sentence ends here.
    pub const fn ends_sentence(self) -> bool {
        matches!(self, Self::Stop | Self::Question)
    }
}

/// What is written of a word besides its letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordFlags {
    /// It begins with a capital.
    pub capital: bool,
    /// It is the first of a sentence, as far as the text tells.
    pub first: bool,
    /// It was broken off: `thi-`.
    pub broken: bool,
    /// It stands in brackets: `[the mayor]`; of such words the number of the brackets, from 1.
    pub bracket: u16,
    /// It stands for what nobody could make out: `[inaudible]`.
    pub unheard: bool,
    /// Its first part stands at the end of a line behind a hyphen.
    pub line_end: bool,
    /// Words are left out behind it, whatever else stands there: `us. …`.
    pub omission: bool,
    /// It is joined to the word before: `long-term`, `4kg`, `don't`.
    pub joined: bool,
}

/// A word as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its place, in bytes.
    pub span: Span,
    /// What it is found by: without case, accents and differences of spelling.
    pub key: String,
    /// What it is written as, case folded: two of one key and different forms differ in spelling.
    pub form: String,
    /// What stands behind it.
    pub after: After,
    /// What else is written of it.
    pub flags: WordFlags,
}

impl Word {
    /// A word without anything beside it.
    pub fn new(span: Span, key: String, form: String) -> Self {
        Self { span, key, form, ..Self::default() }
    }
}
