//! The letters of a source in one row, as a scanner reads them: those that it takes for each other are one.

use super::stream::{BARRIER, Stream, Vocabulary};
use memchr::memmem;

/// Most places at which a piece is looked at.
const MAX_PLACES: usize = 50;

/// The letters of a source in one row, those that are taken for each other made one.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    text: String,
    /// Where each word begins, and the end.
    starts: Vec<u32>,
}

impl Letters {
    /// Those of a row of words. O(length).
    pub fn of(stream: &Stream, vocabulary: &Vocabulary) -> Self {
        let mut out = Self::default();
        for token in &stream.tokens {
            out.starts.push(out.text.len() as u32);
            if token.id >= BARRIER {
                out.text.push('\n');
            } else {
                fold(vocabulary.word(token.form), &mut out.text);
            }
        }
        out.starts.push(out.text.len() as u32);
        out
    }

    /// Ranges of words that have these letters, none of them cut.
    pub fn places<'a>(&'a self, letters: &'a str, from: u32) -> impl Iterator<Item = (u32, u32)> + 'a {
        let begin = self.starts.get(from as usize).copied().unwrap_or(u32::MAX) as usize;
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        memmem::find_iter(rest, letters.as_bytes()).take(MAX_PLACES).filter_map(move |at| {
            let start = (begin + at) as u32;
            let first = self.starts.binary_search(&start).ok()?;
            let end = self.starts.binary_search(&(start + letters.len() as u32)).ok()?;
            Some((first as u32, end as u32))
        })
    }
}

/// Letters and figures of a word as it is written.
pub fn plain(form: &str) -> impl Iterator<Item = char> + '_ {
    form.chars().filter(|c| c.is_alphanumeric())
}

/// Words as a scanner reads them, those that look alike written alike, without what parts them.
pub fn folded<'a>(forms: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    forms.into_iter().for_each(|form| fold(form, &mut out));
    out
}

fn fold(form: &str, out: &mut String) {
    for c in plain(form) {
        match c {
            'm' => out.push_str("rn"),
            'd' => out.push_str("cl"),
            'w' => out.push_str("vv"),
            '0' => out.push('o'),
            '1' | 'i' => out.push('l'),
            '5' => out.push('s'),
            c => out.push(c),
        }
    }
}
