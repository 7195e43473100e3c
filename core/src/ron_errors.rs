//! Errors of hand-written RON said the way a person would: what was found, what is allowed, what was probably meant.

use ron::error::Error;

/// A sentence saying what is wrong, and one saying what to do.
pub fn explain(error: &Error) -> (String, String) {
    match error {
        Error::NoSuchStructField { expected, found, .. } => unknown("field", found, expected),
        Error::NoSuchEnumVariant { expected, found, .. } => unknown("value", found, expected),
        Error::MissingStructField { field, .. } => {
            (format!("The field {field} is missing."), format!("Add {field}: …"))
        }
        Error::DuplicateStructField { field, .. } => {
            (format!("The field {field} appears twice."), "Keep one of the two.".to_owned())
        }
        Error::InvalidValueForType { expected, found } => {
            (format!("Found {found}, where {expected} belongs."), "Correct the value.".to_owned())
        }
        Error::IntegerOutOfBounds | Error::ExpectedInteger => {
            ("A whole number of 0 or more belongs here.".to_owned(), "Correct the value.".to_owned())
        }
        Error::ExceededRecursionLimit => {
            ("Brackets are nested too deeply here.".to_owned(), "Remove the extra brackets.".to_owned())
        }
        Error::Eof => {
            ("It ends in the middle.".to_owned(), "A closing bracket or quotation mark is missing.".to_owned())
        }
        Error::ExpectedArrayEnd | Error::ExpectedMapEnd | Error::ExpectedStructLikeEnd | Error::ExpectedComma => {
            ("A comma or a closing bracket is missing before this.".to_owned(), "Add it.".to_owned())
        }
        Error::Message(text) => (sentence(text), "Correct the value.".to_owned()),
        other => (sentence(&other.to_string()), "Correct it, or move the file away to start empty.".to_owned()),
    }
}

fn unknown(what: &str, found: &str, expected: &'static [&'static str]) -> (String, String) {
    let allowed = format!("Allowed here: {}.", expected.join(", "));
    let hint = match meant(found, expected.iter().copied()) {
        Some(close) => format!("Did you mean {close}? {allowed}"),
        None => allowed,
    };
    (format!("No {what} is called {found}."), hint)
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{capital}{}{end}", chars.as_str())
}

/// The one of `known` that `found` was probably meant to be.
pub fn meant<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|k| (strsim::normalized_damerau_levenshtein(found, k), k))
        .filter(|(score, _)| *score >= 0.55)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(meant("midnigth", ["dark", "midnight"].into_iter()), Some("midnight"));
        assert_eq!(meant("zebra", ["dark", "light"].into_iter()), None);
    }
}
