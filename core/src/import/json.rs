//! JSON however it comes: one value, an array, a value a line, values one after the other.

use super::{ImportError, JsonError, text};
use serde_json::Value;
use std::fmt;

/// Where a value stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLocation {
    /// In the line of this number, from 1.
    Line(usize),
    /// The one of this number, from 1.
    Entry(usize),
}

impl fmt::Display for JsonLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(n) => write!(f, "line {n}"),
            Self::Entry(n) => write!(f, "entry {n}"),
        }
    }
}

/// Values with their places, and a sentence about each line that is none.
pub type Values = (Vec<(JsonLocation, Value)>, Vec<String>);

/// The values of a file; of an array its own. O(n).
///
/// # Errors
/// When there is no value at all.
pub fn values(bytes: &[u8]) -> Result<Values, ImportError> {
    let source = text::decoded(bytes)?;
    let error = match serde_json::from_str(&source) {
        Ok(Value::Array(all)) => return Ok((entries(all), Vec::new())),
        Ok(one) => return Ok((entries(vec![one]), Vec::new())),
        Err(error) => error,
    };
    if source.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    // A line of a broken array may look like a row of its own.
    if !source.trim_start().starts_with('[') {
        let (rows, problems) = lines(&source);
        if !rows.is_empty() {
            return Ok((rows, problems));
        }
        let stream = serde_json::Deserializer::from_str(&source).into_iter::<Value>();
        let mut broken = None;
        let all = stream
            .map_while(|value| value.map_err(|e| broken = Some(JsonError::from(&e).to_string())).ok())
            .collect::<Vec<_>>();
        if !all.is_empty() {
            return Ok((entries(all), broken.into_iter().collect()));
        }
    }
    Err(ImportError::Json(JsonError::from(&error)))
}

fn lines(source: &str) -> Values {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(value) if value.is_object() => rows.push((JsonLocation::Line(number + 1), value)),
            Ok(_) => problems.push(format!("line {} is not a JSON object", number + 1)),
            Err(error) => {
                let message = JsonError::from(&error).message;
                problems.push(format!("line {} is not valid JSON: {message}", number + 1));
            }
        }
    }
    (rows, problems)
}

fn entries(all: Vec<Value>) -> Vec<(JsonLocation, Value)> {
    all.into_iter().enumerate().map(|(n, value)| (JsonLocation::Entry(n + 1), value)).collect()
}

/// The words under a key, if there are any.
pub fn words<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str).filter(|w| !w.trim().is_empty())
}

/// What is under a key as words: words, a number, true or false.
pub fn plainly(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(as_words)
}

/// A single value as words.
pub fn as_words(value: &Value) -> Option<String> {
    match value {
        Value::String(words) => Some(words.clone()).filter(|w| !w.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A value as a list: of an array its own, nothing of nothing.
pub fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(all)) => all,
        Some(one) => std::slice::from_ref(one),
    }
}

/// A whole number, also one that is written as words.
pub fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(n) => n.as_u64().or_else(|| whole(n.as_f64()?)),
        Value::String(words) => words.trim().parse().ok(),
        _ => None,
    }
}

/// `3.0` is a number some programs write for 3.
fn whole(number: f64) -> Option<u64> {
    let fits = number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0;
    #[expect(clippy::cast_sign_loss, reason = "it is not below nothing")]
    fits.then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (Vec<JsonLocation>, Vec<String>) {
        let (rows, problems) = values(source.as_bytes()).unwrap();
        (rows.into_iter().map(|(at, _)| at).collect(), problems)
    }

    #[test]
    fn values_come_in_many_ways() {
        assert_eq!(read("{\"a\": 1}").0, [JsonLocation::Entry(1)]);
        assert_eq!(read("\u{feff}[{\"a\": 1},\n{\"a\": 2}]").0, [JsonLocation::Entry(1), JsonLocation::Entry(2)]);
        assert_eq!(read("{\"a\": 1}\n\n{\"a\": 2}\n").0, [JsonLocation::Line(1), JsonLocation::Line(3)]);
        assert_eq!(read("{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n").0, [JsonLocation::Entry(1), JsonLocation::Entry(2)]);
        let (rows, problems) = read("{\"a\": 1}\n{\"a\": \n7\n{\"a\": 2}");
        assert_eq!(rows, [JsonLocation::Line(1), JsonLocation::Line(4)]);
        assert_eq!(problems[0], "line 2 is not valid JSON: EOF while parsing a value");
        assert_eq!(problems[1], "line 3 is not a JSON object");
        let error = values(b"[{\"a\": 1},\n{\"a\" 2}]").unwrap_err().to_string();
        assert!(error.starts_with("line 2, column 6 is not valid JSON: expected `:`"), "{error}");
        assert!(values(b" ").is_err());
        assert!(values("[".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn numbers_may_be_words() {
        let value = serde_json::json!([3, "3", 3.0, 3.5, -3, true]);
        let all: Vec<Option<u64>> = list(Some(&value)).iter().map(|v| number(Some(v))).collect();
        assert_eq!(all, [Some(3), Some(3), Some(3), None, None, None]);
    }
}
