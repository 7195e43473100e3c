//! Ids of records that come in.

use crate::annotation::Stamp;
use std::collections::HashSet;

/// Ids for what has none, and for what has one that another has.
pub struct IdAllocator<'a> {
    stamp: &'a Stamp,
    /// Whether ids of any form stay: those of a sidecar.
    keeps: bool,
    taken: HashSet<String>,
    next: u32,
}

impl<'a> IdAllocator<'a> {
    /// New ids of this moment; of the file's, UUIDs stay as they are, and all of them where it `keeps` them.
    pub fn new(stamp: &'a Stamp, keeps: bool) -> Self {
        Self { stamp, keeps, taken: HashSet::new(), next: 0 }
    }

    /// The id given, if it can stay and nothing else of the file has it, else a new one.
    pub fn id(&mut self, given: Option<&str>) -> String {
        let stays = |id: &&str| uuid::Uuid::try_parse(id).is_ok() || self.keeps && !id.is_empty();
        if let Some(given) = given.filter(stays)
            && self.taken.insert(given.to_owned())
        {
            return given.to_owned();
        }
        loop {
            let id = self.stamp.id(self.next);
            self.next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}
