//! Segments of an index: for every term the numbers of the documents that hold it.
//!
//! A segment is made of one batch of documents and never changes. Its terms stand in order in blocks of [`BLOCK`]; of each block
//! the terms and the numbers are bytes of their own, so that going through all terms reads no numbers. A term is written as the
//! number of bytes it shares with the one before and the rest; numbers as differences; all counts as LEB128.

use super::terms::{ShortTerm, Term};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Terms of a block.
pub const BLOCK: usize = 128;

/// First byte of the terms of a block: raised when they are written otherwise.
const VERSION: u8 = 1;

/// Bytes that are no segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index is damaged")]
pub struct Damaged;

/// Terms that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The first of them.
    pub first: String,
    /// The terms.
    pub terms: Vec<u8>,
    /// The documents of each.
    pub postings: Vec<u8>,
}

/// Where the documents of a term stand in the postings of its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// First byte.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// How many documents.
    pub count: usize,
}

/// The documents of a term.
type Documents = SmallVec<[u32; 4]>;

/// Makes a segment.
#[derive(Debug, Default)]
pub struct SegmentBuilder {
    short: FxHashMap<ShortTerm, Documents>,
    long: FxHashMap<Box<str>, Documents>,
    /// Short terms met lately, with the document: most words of a text are few.
    recent: Vec<(ShortTerm, u32)>,
}

/// How many terms are remembered: more than a document of some pages has, fewer than the nearest memory holds.
const RECENT: usize = 1 << 13;

impl SegmentBuilder {
    /// Notes that a document holds a term. O(length of the term).
    pub fn add(&mut self, document: u32, term: Term<'_>) {
        let documents = match term {
            Term::Short(term) => {
                if self.recent.is_empty() {
                    self.recent.resize(RECENT, (ShortTerm::default(), 0));
                }
                let at = (term.mixed() >> (64 - RECENT.ilog2())) as usize;
                if let Some(slot) = self.recent.get_mut(at)
                    && std::mem::replace(slot, (term, document)) == (term, document)
                {
                    return;
                }
                self.short.entry(term).or_default()
            }
            Term::Long(letters) => match self.long.get_mut(letters) {
                Some(documents) => documents,
                None => self.long.entry(letters.into()).or_default(),
            },
        };
        if documents.last() != Some(&document) {
            documents.push(document);
        }
    }

    /// Takes over a block of another segment, without documents that are gone. O(terms and documents of it).
    ///
    /// # Errors
    /// When it is damaged.
    pub fn absorb(
        &mut self,
        terms: &[u8],
        postings: &[u8],
        is_there: &mut dyn FnMut(u32) -> bool,
    ) -> Result<(), Damaged> {
        let mut found = Ok(());
        each(terms, |term, entry| {
            match documents(postings, entry) {
                Ok(all) => {
                    for document in all.into_iter().filter(|n| is_there(*n)) {
                        self.add(document, term.into());
                    }
                }
                Err(damaged) => found = Err(damaged),
            }
            found.is_ok()
        })?;
        found
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.short.is_empty() && self.long.is_empty()
    }

    /// The blocks, in order of their terms, and empties itself; its room stays. O(n log n).
    pub fn finish(&mut self) -> Vec<Block> {
        let mut short: Vec<_> = self.short.drain().collect();
        short.sort_unstable_by_key(|(term, _)| *term);
        let mut long: Vec<_> = self.long.drain().collect();
        long.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        self.recent.clear();
        let (mut short, mut long) = (short.into_iter().peekable(), long.into_iter().peekable());
        let mut out = Vec::new();
        let mut open = Open::default();
        loop {
            let is_short = match (short.peek(), long.peek()) {
                (Some((term, _)), Some((letters, _))) => term.letters(&mut [0; 16]) < letters.as_ref(),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            if is_short {
                short.next().into_iter().for_each(|(term, list)| open.add(term.letters(&mut [0; 16]), list));
            } else {
                long.next().into_iter().for_each(|(letters, list)| open.add(&letters, list));
            }
            if open.count == BLOCK {
                out.push(std::mem::take(&mut open).block);
            }
        }
        if open.count > 0 {
            out.push(open.block);
        }
        out
    }
}

/// A block that is being written.
struct Open {
    block: Block,
    /// Terms in it.
    count: usize,
    /// The last of them.
    last: Vec<u8>,
}

impl Default for Open {
    fn default() -> Self {
        let block = Block { first: String::new(), terms: vec![VERSION], postings: Vec::new() };
        Self { block, count: 0, last: Vec::new() }
    }
}

impl Open {
    /// Writes the next term.
    fn add(&mut self, term: &str, mut documents: Documents) {
        let out = &mut self.block;
        if self.count == 0 {
            term.clone_into(&mut out.first);
        }
        documents.sort_unstable();
        documents.dedup();
        let bytes = term.as_bytes();
        let shared = bytes.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        let start = out.postings.len();
        let mut last = 0;
        for document in &documents {
            push(&mut out.postings, u64::from(*document - last));
            last = *document;
        }
        push(&mut out.terms, shared as u64);
        push(&mut out.terms, (bytes.len() - shared) as u64);
        out.terms.extend_from_slice(bytes.get(shared..).unwrap_or_default());
        push(&mut out.terms, documents.len() as u64);
        push(&mut out.terms, (out.postings.len() - start) as u64);
        self.last.clear();
        self.last.extend_from_slice(bytes);
        self.count += 1;
    }
}

/// Goes through the terms of a block, in order, until `tell` has enough. O(bytes).
///
/// # Errors
/// When they are damaged.
pub fn each(terms: &[u8], mut tell: impl FnMut(&str, Entry) -> bool) -> Result<(), Damaged> {
    let (VERSION, mut rest) = terms.split_first().map(|(v, rest)| (*v, rest)).ok_or(Damaged)? else {
        return Err(Damaged);
    };
    let (mut term, mut at) = (Vec::new(), 0_usize);
    while !rest.is_empty() {
        let (shared, length) = (size(&mut rest)?, size(&mut rest)?);
        let (suffix, behind) = rest.split_at_checked(length).ok_or(Damaged)?;
        rest = behind;
        if shared > term.len() {
            return Err(Damaged);
        }
        term.truncate(shared);
        term.extend_from_slice(suffix);
        let (count, bytes) = (size(&mut rest)?, size(&mut rest)?);
        let end = at.checked_add(bytes).ok_or(Damaged)?;
        let name = std::str::from_utf8(&term).map_err(|_| Damaged)?;
        if !tell(name, Entry { start: at, end, count }) {
            break;
        }
        at = end;
    }
    Ok(())
}

/// The documents of a term, in order. O(those).
///
/// # Errors
/// When they are damaged.
pub fn documents(postings: &[u8], entry: Entry) -> Result<Vec<u32>, Damaged> {
    let mut rest = postings.get(entry.start..entry.end).ok_or(Damaged)?;
    if entry.count > rest.len() {
        return Err(Damaged);
    }
    let mut out = Vec::with_capacity(entry.count);
    let mut last = 0_u32;
    for n in 0..entry.count {
        let step = u32::try_from(pull(&mut rest)?).map_err(|_| Damaged)?;
        if n > 0 && step == 0 {
            return Err(Damaged);
        }
        last = last.checked_add(step).ok_or(Damaged)?;
        out.push(last);
    }
    if rest.is_empty() { Ok(out) } else { Err(Damaged) }
}

fn push(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn pull(rest: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0_u64;
    for shift in (0..63).step_by(7) {
        let (byte, behind) = rest.split_first().ok_or(Damaged)?;
        *rest = behind;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

fn size(rest: &mut &[u8]) -> Result<usize, Damaged> {
    usize::try_from(pull(rest)?).map_err(|_| Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    type Index = BTreeMap<String, BTreeSet<u32>>;

    fn read(blocks: &[Block]) -> Result<Index, Damaged> {
        let mut out = Index::new();
        for block in blocks {
            let mut found = Vec::new();
            each(&block.terms, |term, entry| {
                found.push((term.to_owned(), entry));
                true
            })?;
            for (term, entry) in found {
                out.entry(term).or_default().extend(documents(&block.postings, entry)?);
            }
        }
        Ok(out)
    }

    fn segment(pairs: &[(u32, String)]) -> (Vec<Block>, Index) {
        let (mut builder, mut index) = (SegmentBuilder::default(), Index::new());
        for (document, term) in pairs {
            builder.add(*document, term.as_str().into());
            index.entry(term.clone()).or_default().insert(*document);
        }
        (builder.finish(), index)
    }

    proptest! {
        #[test]
        fn what_is_put_in_comes_out(pairs in prop::collection::vec((0u32..5000, "[a-cé]{1,4}"), 0..600)) {
            let (blocks, index) = segment(&pairs);
            prop_assert_eq!(read(&blocks).unwrap(), index);
            prop_assert!(blocks.windows(2).all(|two| two[0].first < two[1].first));
        }

        #[test]
        fn segments_are_merged_without_what_is_gone(
            one in prop::collection::vec((0u32..50, "[a-c]{1,3}"), 0..200),
            two in prop::collection::vec((50u32..99, "[a-c]{1,3}"), 0..200),
        ) {
            let (a, mut index) = segment(&one);
            let (b, more) = segment(&two);
            let mut merged = SegmentBuilder::default();
            for block in a.iter().chain(&b) {
                merged.absorb(&block.terms, &block.postings, &mut |n| n % 3 > 0).unwrap();
            }
            for (term, documents) in more {
                index.entry(term).or_default().extend(documents);
            }
            for documents in index.values_mut() {
                documents.retain(|n| n % 3 > 0);
            }
            index.retain(|_, documents| !documents.is_empty());
            prop_assert_eq!(read(&merged.finish()).unwrap(), index);
        }

        /// Whatever the bytes are, they are read or refused.
        #[test]
        fn damaged_bytes_are_an_error_and_no_panic(
            pairs in prop::collection::vec((0u32..500, "[a-c]{1,4}"), 1..60), at in 0usize..4000, byte: u8, noise: Vec<u8>,
        ) {
            let (mut blocks, _) = segment(&pairs);
            let block = &mut blocks[0];
            let length = block.terms.len();
            block.terms[at % length] = byte;
            let length = block.postings.len();
            block.postings[at % length] ^= byte;
            let _ = read(&blocks);
            let _ = read(&[Block { first: String::new(), terms: noise.clone(), postings: noise }]);
        }
    }
}
