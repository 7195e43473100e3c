//! What a tool is called with.

use serde_json::{Map, Value};

/// Bytes of the longest text.
pub const MAX_TEXT: usize = 4 << 20;

/// Named values of the right types.
pub struct Arguments<'a>(&'a Map<String, Value>);

impl<'a> Arguments<'a> {
    /// # Errors
    /// A sentence, when one is missing, not known, or of another type.
    pub fn new(given: &'a Map<String, Value>, takes: &[(&str, &str, &str)]) -> Result<Self, String> {
        let names = || takes.iter().map(|(name, ..)| name.trim_start_matches('!'));
        if let Some(unknown) = given.keys().find(|key| !names().any(|name| name == *key)) {
            return Err(format!("There is no argument {unknown}. Known: {}.", names().collect::<Vec<_>>().join(", ")));
        }
        for (name, kind, _) in takes {
            let (name, is_required) = name.strip_prefix('!').map_or((*name, false), |name| (name, true));
            let fits = match given.get(name) {
                None | Some(Value::Null) if is_required => return Err(format!("The argument {name} is missing.")),
                None | Some(Value::Null) => true,
                Some(Value::String(words)) => *kind == "string" && words.len() <= MAX_TEXT,
                Some(Value::Bool(_)) => *kind == "boolean",
                Some(Value::Number(number)) => *kind == "integer" && number.as_u64().is_some(),
                Some(Value::Array(all)) => *kind == "array" && !all.is_empty() && all.iter().all(Value::is_string),
                Some(Value::Object(_)) => false,
            };
            if !fits {
                let what = match *kind {
                    "string" => "text of at most 4 MB",
                    "integer" => "a whole number from 0",
                    "array" => "a list of paths",
                    _ => "true or false",
                };
                return Err(format!("The argument {name} is {what}."));
            }
        }
        Ok(Self(given))
    }

    /// A text.
    pub fn words(&self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// Whether something is asked.
    pub fn is(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Several texts.
    pub fn list(&self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// How many to leave out at the beginning.
    pub fn offset(&self) -> usize {
        self.number("offset").unwrap_or_default()
    }

    /// How many at most.
    pub fn limit(&self, usual: usize, most: usize) -> usize {
        self.number("limit").unwrap_or(usual).clamp(1, most)
    }

    fn number(&self, name: &str) -> Option<usize> {
        usize::try_from(self.0.get(name)?.as_u64()?).ok()
    }
}
