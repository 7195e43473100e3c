//! Places as files of other programs give them: offsets of one unit or another, words, or both.

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Code points.
    #[default]
    Chars,
    /// UTF-16 units.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// Words with what is known of where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartialSelector {
    /// Code points of the text of the batch, half-open; none where only the words are known.
    pub at: Option<(u32, u32)>,
    /// The words. Empty only where the file gives nothing but offsets and has no text of its own: then they are the words
    /// of the current text at that place.
    pub exact: String,
    /// What stands before them, as far as it is known.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

impl PartialSelector {
    /// Words whose place is not known.
    pub fn words(exact: &str) -> Self {
        Self { exact: exact.to_owned(), ..Self::default() }
    }

    /// Words and offsets as a file gives them that has no text of its own; none where it gives neither. Offsets that
    /// run backwards or are beyond any text are as good as none.
    pub fn given(at: Option<(u64, u64)>, exact: &str) -> Option<Self> {
        let fits = |(start, end): (u64, u64)| Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?));
        let at = at.filter(|(start, end)| start < end).and_then(fits);
        (at.is_some() || !exact.is_empty()).then(|| Self { at, ..Self::words(exact) })
    }
}
