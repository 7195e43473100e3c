//! How much a file in JSON holds, counted before a tree is built of it: a value of two bytes takes thirty and more in one.

use super::{Limits, LoadError};

/// Whether the values of `source` are as many as a file of its size may hold. Counts signs outside of strings, so that what is no
/// JSON is counted as well. O(n).
///
/// # Errors
/// When they are more.
pub fn within(source: &str, limits: &Limits) -> Result<(), LoadError> {
    let (mut objects, mut values) = (0usize, 0usize);
    let bytes = source.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'{', b',', b'"', rest).map(|n| at + n)) {
        at = next + 1;
        match bytes.get(next) {
            Some(b'{') => objects += 1,
            Some(b',') => values += 1,
            _ => at = behind_string(bytes, at),
        }
    }
    let (most_objects, most_values) = (limits.json_objects.of(source.len()), limits.json_values.of(source.len()));
    if objects > most_objects {
        return Err(LoadError::TooMuch(format!("more than {most_objects} objects for its size")));
    }
    if values > most_values {
        return Err(LoadError::TooMuch(format!("more than {most_values} values for its size")));
    }
    Ok(())
}

/// Behind the string that begins before byte `at`; a string ends with its line at the latest, as JSON has it.
fn behind_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest).map(|n| at + n)) {
        match bytes.get(next) {
            Some(b'\\') => at = next + 2,
            _ => return next + 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_all_values_is_refused_and_words_are_not_counted() {
        let limits = Limits::default();
        for source in [
            format!("[{}1]", "1,".repeat(1_000_000)),
            format!("[{}{{}}]", "{},".repeat(200_000)),
            format!("[{}", "\"\",".repeat(900_000)),
            format!("\"\n[{}", "1,".repeat(1_000_000)),
        ] {
            assert!(matches!(within(&source, &limits), Err(LoadError::TooMuch(_))), "{source:.20}");
        }
        let words = format!("{{\"text\": \"{}\"}}", ", { \\\" , ".repeat(1_000_000));
        assert_eq!(within(&words, &limits), Ok(()));
        assert_eq!(within(&format!("[{}1]", "1,".repeat(400_000)), &limits), Ok(()));
    }
}
