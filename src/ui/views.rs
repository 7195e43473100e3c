//! The documents of a folder.

pub mod library;
