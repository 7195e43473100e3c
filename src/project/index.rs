//! The index of a folder: what is known of each of its documents, kept from one run to the next, and a dictionary of their words.
//!
//! One file in the state folder for each folder that is listed or searched (and each way of reading its documents), named by a
//! hash of its canonical path. It is a `redb` database: a B-tree in one file with transactions, one crate without C. `tantivy` would
//! bring its own segments and merging, and with them a hundred crates and minutes of building; `SQLite` needs a C compiler. What
//! they would do for us, finding the documents of a term, is small and pure: `sayso_core::library`.
//!
//! A process holds the file only while it asks or commits, so that several windows and commands go on at once; who finds it held
//! waits. An index is a copy of what lies in the folder: one that is damaged, or of another version, is thrown away and made
//! again, and where none can be written documents are read as if there were none.

pub mod ask;
pub mod build;
mod entries;
pub mod folders;
pub mod holding;
pub mod people;
mod store;
mod unused;

pub use ask::{Answer, Ask, Found};
pub use build::{Job, Refresh, refresh};
pub use entries::{Row, Stamps};
pub use holding::IndexedFolder;
pub use people::{PeopleFound, PersonDocument, ReadPeople, WordsWanted};
pub use store::{IndexError, IndexFile};
