//! The segments of an index: looking terms up in all of them, adding one, making few of many.

use super::{ABOUT, IndexError, PATHS, POSTINGS, SEGMENTS, TERMS};
use redb::{Database, ReadOnlyTable, ReadTransaction, ReadableTable as _, WriteTransaction};
use sayso_core::library::postings::{self, Entry};
use sayso_core::library::{Block, Fit, Lookup, Namespace, SegmentBuilder};
use std::collections::{BTreeSet, HashMap};

/// Most segments: from here on the smallest become one.
const MAX_SEGMENTS: usize = 32;
/// How many are left then.
const FEW_SEGMENTS: usize = 8;

/// All segments, as they are at one moment.
pub struct Segments {
    numbers: Vec<u32>,
    terms: ReadOnlyTable<(u32, &'static str), &'static [u8]>,
    lists: ReadOnlyTable<(u32, &'static str), &'static [u8]>,
}

impl Segments {
    /// Those of a transaction.
    pub fn of(read: &ReadTransaction) -> Result<Self, IndexError> {
        let mut numbers = Vec::new();
        for segment in read.open_table(SEGMENTS)?.iter()? {
            numbers.push(segment?.0.value());
        }
        Ok(Self { numbers, terms: read.open_table(TERMS)?, lists: read.open_table(POSTINGS)? })
    }

    /// The documents of the terms that are looked up, some of which may be gone. O(terms looked through + documents).
    pub fn look_up(&self, lookup: &Lookup) -> Result<BTreeSet<u32>, IndexError> {
        let (mut out, seeker) = (BTreeSet::new(), lookup.seeker());
        for segment in &self.numbers {
            for (from, to) in ranges(&self.terms, *segment, lookup)? {
                for block in self.terms.range((*segment, from.as_str())..(*segment, to.as_str()))? {
                    let (key, block) = block?;
                    let mut found: Vec<Entry> = Vec::new();
                    postings::each(block.value(), |term, entry| {
                        if seeker.accepts(term) {
                            found.push(entry);
                        }
                        true
                    })?;
                    if !found.is_empty() {
                        let list = self.lists.get(key.value())?.ok_or(IndexError::Damaged)?;
                        for entry in found {
                            out.extend(postings::documents(list.value(), entry)?);
                        }
                    }
                }
            }
        }
        Ok(out)
    }

    /// The terms of a kind, without what tells the kind. O(terms of the kind).
    pub fn terms(&self, namespace: Namespace) -> Result<BTreeSet<String>, IndexError> {
        let all = Lookup { namespace, letters: String::new(), fit: Fit::Begins };
        let mut out = BTreeSet::new();
        for segment in &self.numbers {
            for (from, to) in ranges(&self.terms, *segment, &all)? {
                for block in self.terms.range((*segment, from.as_str())..(*segment, to.as_str()))? {
                    postings::each(block?.1.value(), |term, _| {
                        out.extend(term.strip_prefix(namespace.prefix()).map(str::to_owned));
                        true
                    })?;
                }
            }
        }
        Ok(out)
    }
}

/// The ranges of blocks of a segment that can hold what is looked up: from a first term, up to one that is behind.
fn ranges(
    terms: &impl redb::ReadableTable<(u32, &'static str), &'static [u8]>,
    segment: u32,
    lookup: &Lookup,
) -> Result<Vec<(String, String)>, IndexError> {
    /// Behind every term.
    const END: &str = "\u{10ffff}";
    let Some(first) = lookup.begins() else { return Ok(vec![(String::new(), END.to_owned())]) };
    // The block that holds a term begins with it or before.
    let before = |term: &str| -> Result<String, IndexError> {
        let block = terms.range((segment, "")..=(segment, term))?.next_back().transpose()?;
        Ok(block.map(|(key, _)| key.value().1.to_owned()).unwrap_or_default())
    };
    let behind = if lookup.fit == Fit::Whole { format!("{first}\u{0}") } else { format!("{first}{END}") };
    let mut out = vec![(before(&first)?, behind)];
    if lookup.namespace == Namespace::Word {
        out.push((before(Namespace::Joined.prefix())?, Namespace::Speaker.prefix().to_owned()));
    }
    Ok(out)
}

/// Begins to write.
pub fn begin(database: &Database) -> Result<WriteTransaction, IndexError> {
    let mut write = database.begin_write()?;
    // After a crash it opens without being gone through.
    write.set_quick_repair(true);
    Ok(write)
}

/// Takes numbers from a count.
pub fn next(write: &WriteTransaction, what: &str, count: u32) -> Result<u32, IndexError> {
    let mut about = write.open_table(ABOUT)?;
    let first: u32 = about.get(what)?.map_or(Ok(0), |n| n.value().parse()).map_err(|_| IndexError::Damaged)?;
    let behind = first.checked_add(count).ok_or(IndexError::Damaged)?;
    about.insert(what, behind.to_string().as_str())?;
    Ok(first)
}

/// Adds a segment.
pub fn put_segment(write: &WriteTransaction, blocks: &[Block], documents: u32) -> Result<(), IndexError> {
    let segment = next(write, "next segment", 1)?;
    let (mut terms, mut lists) = (write.open_table(TERMS)?, write.open_table(POSTINGS)?);
    for block in blocks {
        terms.insert((segment, block.first.as_str()), block.terms.as_slice())?;
        lists.insert((segment, block.first.as_str()), block.postings.as_slice())?;
    }
    write.open_table(SEGMENTS)?.insert(segment, documents)?;
    Ok(())
}

/// Makes one segment of the smallest, where there are many.
pub fn merge(write: &WriteTransaction) -> Result<(), IndexError> {
    let mut sizes = Vec::new();
    for segment in write.open_table(SEGMENTS)?.iter()? {
        let (segment, count) = segment?;
        sizes.push((count.value(), segment.value()));
    }
    if sizes.len() <= MAX_SEGMENTS {
        return Ok(());
    }
    sizes.sort_unstable();
    sizes.truncate(sizes.len() - FEW_SEGMENTS);
    let mut alive: HashMap<u32, bool> = HashMap::new();
    let mut builder = SegmentBuilder::default();
    {
        let paths = write.open_table(PATHS)?;
        let (mut terms, mut lists) = (write.open_table(TERMS)?, write.open_table(POSTINGS)?);
        let mut is_there = |n: u32| *alive.entry(n).or_insert_with(|| paths.get(n).is_ok_and(|path| path.is_some()));
        for (_, segment) in &sizes {
            let range = || (*segment, "")..(*segment + 1, "");
            let mut keys = Vec::new();
            for block in terms.range(range())? {
                let (key, block) = block?;
                let list = lists.get(key.value())?.ok_or(IndexError::Damaged)?;
                builder.absorb(block.value(), list.value(), &mut is_there)?;
                keys.push(key.value().1.to_owned());
            }
            for first in keys {
                terms.remove((*segment, first.as_str()))?;
                lists.remove((*segment, first.as_str()))?;
            }
            write.open_table(SEGMENTS)?.remove(*segment)?;
        }
    }
    let documents = alive.values().filter(|is_there| **is_there).count();
    put_segment(write, &builder.finish(), u32::try_from(documents).unwrap_or(u32::MAX))
}
