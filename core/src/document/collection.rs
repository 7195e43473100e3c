//! Files of many documents: mailboxes, and tables of articles.

use super::{Format, LoadError, LoadOptions, archive, sha256};
use std::borrow::Cow;
use std::collections::HashMap;

/// One document of a file of many.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name within the file: what the file itself calls it, else a number from its content that stays when others
    /// come and go. Unique, and safe in the name of a file.
    pub key: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// What its bytes are.
    pub format: Format,
    /// Its bytes alone.
    pub bytes: Vec<u8>,
}

/// Longest key that a file may give, in bytes.
const MAX_KEY_BYTES: usize = 64;

/// The documents of a file, in their order; `None` when it is one document itself. O(n).
///
/// # Errors
/// When it is damaged, or holds more than the limits allow.
pub fn members(file: &[u8], name: &str, options: &LoadOptions) -> Result<Option<Vec<Member>>, LoadError> {
    let (file, name) = archive::unpacked(Cow::Borrowed(file), name, &options.limits)?;
    let format = options.format.unwrap_or_else(|| Format::of(&file, name));
    format.members(file, options)
}

/// A name from the content: it stays when other documents come and go.
pub(super) fn digest(bytes: &[u8]) -> String {
    sha256(bytes).chars().take(10).collect()
}

/// An id that can be part of the name of a file.
pub(super) fn member_name(id: &str) -> Option<String> {
    let fine = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let id = id.trim();
    (!id.is_empty() && id.len() <= MAX_KEY_BYTES && id.chars().all(fine) && !id.starts_with('.')).then(|| id.to_owned())
}

/// Names that are given, with how often each was wanted: a file may call thousands of its documents the same.
#[derive(Default)]
pub(super) struct UniqueKeys(HashMap<String, usize>);

impl UniqueKeys {
    /// `key`, or with a number behind it where it is taken. O(1) on average.
    pub fn unique(&mut self, key: &str) -> String {
        let mut name = key.to_owned();
        while let Some(times) = self.0.get_mut(&name) {
            *times += 1;
            // "a-2" may be what another is called: then it is asked for itself.
            name = format!("{key}-{times}");
            if !self.0.contains_key(&name) {
                break;
            }
            key.clone_into(&mut name);
        }
        self.0.insert(name.clone(), 1);
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_names_that_stay() {
        let file = b"{\"id\": \"a-1\", \"text\": \"One.\"}\n{\"id\": \"a-1\", \"text\": \"Two.\"}\n{\"id\": \"x/../y\", \"text\": \"Three.\"}\n";
        let found = members(file, "a.jsonl", &LoadOptions::default()).unwrap().unwrap();
        let keys: Vec<&str> = found.iter().map(|m| m.key.as_str()).collect();
        assert_eq!(keys[..2], ["a-1", "a-1-2"]);
        assert!(keys[2].len() == 10 && !keys[2].contains('/'));
        let mut names = UniqueKeys::default();
        let given: Vec<String> = ["a", "a-2", "a", "a", "b", "a-2"].map(|k| names.unique(k)).to_vec();
        assert_eq!(given, ["a", "a-2", "a-3", "a-4", "b", "a-2-2"]);
        assert!(members(b"words", "a.txt", &LoadOptions::default()).unwrap().is_none());
    }
}
