//! The records of documents, without their texts.

use super::{IndexError, IndexFile, RECORDS};

impl IndexFile {
    /// The records of documents as bytes; `None` for one that was replaced meanwhile. O(bytes).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn records(&self, numbers: &[u32]) -> Result<Vec<Option<Vec<u8>>>, IndexError> {
        self.read(|read| {
            let records = read.open_table(RECORDS)?;
            let mut out = Vec::with_capacity(numbers.len());
            for number in numbers {
                out.push(records.get(*number)?.map(|record| record.value().to_vec()));
            }
            Ok(out)
        })
    }
}
